"""Pages of the reference about estimates, made from what the builders of the shipped figures report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import newind as ni
from pagetables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

CARBON_YEARS = (2012, 2017, 2022)
"""Years whose footprints are shown."""
STEPS = {
    "transit": "transit taken out",
    "output": "output",
    "value_added": "value added",
    "use": "inputs and final demand",
    "foreign": "exports and imports",
    "trade": "trade between provinces",
    "balance": "balancing",
}
"""Step of building the table of provinces → its words."""


def estimates_page() -> str:
    """Return the page of figures about the years 2011 to 2022: hold-out of 2019, method error, bands, break in 2011."""
    from newind.data.reference import package

    facts = package("world-annual")
    page = [
        "# Estimates in numbers",
        "",
        "What the page [The estimated years 2011 to 2022](../explanation/estimates-world.md) is based on.",
        "",
    ]
    page += ["## Hold-out of 2019", "", "Mean and largest absolute error of 16 economies, at common sectors.", ""]
    tried = facts["holdout_2019"]
    names = list(next(iter(tried.values())))
    head = ["indicator", *(f"{name}, {what}" for name in names for what in ("mean", "largest", "rest of world"))]
    rows = [
        (f"`{id}`", *(cell for name in names for cell in _three(errors[name], errors[name]["economy"])))
        for id, errors in tried.items()
    ]
    page += [table(head, rows), "## Two editions in 2020", ""]
    page += [
        "The table of 2020 as published (2023 edition), and at the totals of the estimate: absolute difference.",
        "",
    ]
    rows = [(f"`{id}`", *_three(errors, errors["economy"])) for id, errors in facts["editions_2020"].items()]
    page += [
        table(["indicator", "mean", "largest", "rest of world"], rows),
        "## Method error within the WIOD 2013 release",
        "",
    ]
    page += ["Mean absolute error of 19 economies (largest in brackets); carbon relative to the truth.", ""]
    method = facts["method_error"]
    ways = list(dict.fromkeys(way for errors in method.values() for way in errors))
    rows = [(f"`{id}`", *(_pair(errors.get(way)) for way in ways)) for id, errors in method.items()]
    page += [table(["indicator", *ways], rows), "## Error of changes within the WIOD 2013 release", ""]
    page += ["The same of changes between two estimated years of a chain.", ""]
    spans = list(dict.fromkeys(span for errors in facts["change_error"].values() for span in errors))
    rows = [(f"`{id}`", *(_pair(e.get(span)) for span in spans)) for id, e in facts["change_error"].items()]
    page += [table(["indicator", *spans], rows), "## Bands", ""]
    rows = [
        (
            f"`{id}`{' (relative)' if b['relative'] else ''}",
            *(f"{v:.4f}" for v in (b["band"], b.get("change", b["band"]), b["band_rest"])),
        )
        for id, b in facts["bands"].items()
    ]
    page += [
        table(["indicator", "band", "of a change", "rest of world"], rows),
        "## 2011 in both sets",
        "",
        _both(facts["break_2011"]),
        "## CO2 beside the Global Carbon Budget",
        "",
        "Mt, without bunkers; produced: as in the budget. Difference: consumed here, relative to the budget.",
        "",
        *(_footprints(facts["carbon_footprints"], year) for year in CARBON_YEARS),
        "## CO2 beside greenhouse gases in 2022",
        "",
        "Mt: CO2 here, all greenhouse gases of the OECD, by industry where CO2 is most of them.",
        "",
        _gases(facts["greenhouse_gases_2022"]),
        "## Last year of each indicator",
        "",
        "In the observed years of the world, and in the estimated ones; economies without a figure in that year.",
        "",
        _last_years(),
    ]
    return "\n".join(page)


def _footprints(found: Any, year: int) -> str:
    """Return what economies produce and consume in a year, beside the Global Carbon Budget."""
    head = ["economy", "produced", "bunkers", "consumed", "consumed in the budget", "difference, %"]
    rows = [
        (code, *(f"{v:,.0f}" for v in f.values()), f"{100 * (f['consumed'] / f['consumed_in_budget'] - 1):+.1f}")
        for code, f in found[str(year)].items()
    ]
    return f"{year}\n\n{table(head, rows)}"


def _gases(found: Any) -> str:
    names = list(next(iter(found.values())))
    rows = [(region, *(f"{a:,.0f} / {b:,.0f}" for a, b in pairs.values())) for region, pairs in found.items()]
    return table(["economy", *names], rows)


def _last_years() -> str:
    """Return the last year for which each indicator can be computed, of both sets."""
    from newind.measures.series import last_years

    observed, estimated = ni.load("world").databases
    rows = []
    for id, years in last_years(estimated).items():
        both = (last_years(observed, [id])[id], years)
        if any(both):
            gone = ", ".join(_without(id, estimated[years])) if years else ""
            rows.append((f"`{id}`", *(year or "" for year in both), gone))
    return table(["indicator", "observed", "estimated", "without a figure there"], rows)


def _without(id: str, w: Any) -> list[str]:
    """Return named economies that have no figure of an indicator."""
    found = ni.measure(w, id)
    found = found[found["industry"].isna() & found["partner"].isna() & found["value"].isna()]
    return [code for code in w.regions.codes if code != "ROW" and code in {*found["region"]}]


def _three(errors: Any, economy: str) -> tuple[str, str, str]:
    return f"{errors['mean']:.4f}", f"{errors['largest']:.4f} ({economy})", f"{errors['rest_of_world']:.4f}"


def _pair(errors: Any) -> str:
    return "" if errors is None else f"{errors['mean']:.4f} ({errors['largest']:.4f})"


def _both(broken: Any) -> str:
    """Return estimate and observation of 2011, for the indicators whose sizes are shares."""
    ids = ("s2.manufacturing_share", "s4.dva_share", "s4.gvc_backward", "s4.gvc_forward", "s4.domestic_circulation")
    head = ["economy", *(f"`{id}`, {which}" for id in ids for which in ("estimate", "observed"))]
    rows = [(code, *(f"{v:.3f}" for id in ids for v in broken[id][code])) for code in broken[ids[0]]]
    return table(head, rows)


def provinces_page() -> str:
    """Return the page of figures about the table of provinces: what each step moved, ranges, what is not shown."""
    from newind.data.reference import package

    facts = package("china-2017")
    report = facts["report"]
    page = ["# Provinces in numbers", "", "Data behind [The provinces of 2017](../explanation/provinces.md)."]
    page += [""]
    page += ["## Totals, trillion yuan", "", _stated(report["totals"])]
    page += ["## Where value added is absorbed, and where final demand comes from", "", _scopes(report["circulation"])]
    page += ["## What each step moved, in per cent of output", "", _steps(report["adjustments"], "provinces")]
    page += [_steps(report["adjustments"], "industries")]
    page += ["## Headline indicators: estimate and range over all variants", "", _ranges(facts["ranges"])]
    page += ["## The same, between the two frictions only", "", _ranges(facts["ranges_of_friction"])]
    page += ["## Flows that are not shown", "", *_hidden(report["suppressed"])]
    return "\n".join(page)


def _stated(totals: Mapping[str, Any]) -> str:
    rows = [(what, *(f"{v:,.2f}" for v in t.values())) for what, t in totals.items() if "country" in t]
    trade = [(what, f"{v:,.2f}") for what, v in totals["trade between provinces"].items()]
    stated = table(["what", "sum of the provinces", "the country"], rows)
    return f"{stated}\n{table(['trade between provinces, as they state it', 'amount'], trade)}"


def _scopes(found: Mapping[str, Any]) -> str:
    """Return shares of the own province, other provinces and abroad: published, ours, by variant."""
    parts = ("own", "other provinces", "abroad")
    variants = "value added absorbed, mean of provinces, by variant"
    named = {"published: " + found["published"]["source"]: found["published"]}
    named |= {what: found[what] for what in found if what.startswith(("value added", "origin")) and what != variants}
    named |= {f"mean of provinces, variant: {name}": shares for name, shares in found[variants].items()}
    rows = [(what, *(f"{100 * shares[p]:.1f}" for p in parts)) for what, shares in named.items()]
    return table(["per cent", *parts], rows) + f"\n{found['why they differ']}\n"


def _steps(steps: Mapping[str, Any], which: str) -> str:
    codes = list(next(iter(steps.values()))[which])
    rows = [("all", *(f"{100 * s['all']:.1f}" for s in steps.values()))] if which == "provinces" else []
    rows += [(code, *(f"{100 * s[which][code]:.1f}" for s in steps.values())) for code in codes]
    return table([which, *(STEPS[name] for name in steps)], rows)


def _ranges(ranges: Mapping[str, Mapping[str, list[float]]]) -> str:
    shown = ni.wide(ni.measure(ni.load("china-2017", year=2017), list(ranges)))
    codes = list(next(iter(ranges.values())))
    rows = [
        (code, *(f"{shown.loc[code, i]:.3f} ({of[code][0]:.3f} to {of[code][1]:.3f})" for i, of in ranges.items()))
        for code in codes
    ]
    return table(["province", *(f"`{i}`" for i in ranges)], rows)


def _hidden(found: Mapping[str, Any]) -> list[str]:
    pairs = [(seller, buyer, products) for seller, to in found["flows"].items() for buyer, products in to.items()]
    said = (
        f"Pairs and products that the two frictions put more than 50 % up and down from their mean: "
        f"{100 * found['cells']:.1f} % of the cells between provinces, {100 * found['value']:.1f} % of their value, "
        f"{len(pairs)} pairs."
    )
    return [said, "", table(["seller", "buyer", "products"], pairs)]
