"""System 4 in depth: exports, the two circulations, feedback, the division of value, whose growth helps."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from newind.accounts.groups import group
from newind.accounts.memo import memo
from newind.accounts.regions import apply_house_style as region_row
from newind.analyses.circulation import dual as circuits
from newind.analyses.circulation.decomposition import DIMS, export_terms
from newind.analyses.circulation.feedback import feedbacks
from newind.analyses.circulation.gains import growth_effects
from newind.analyses.circulation.loops import demand_feedback
from newind.analyses.circulation.sides import value_by_group
from newind.errors import DataError, tell
from newind.language.phrases import name_owner, plain_share, share
from newind.language.words import mark, money, percent
from newind.measures.shared import million_usd
from newind.messages import in_each, list_languages
from newind.questions.answers import quote
from newind.questions.circulation.words import WORDS, accounts_note, answer, failures, note, of_year
from newind.questions.panels import match_codes
from newind.questions.wording import sentence
from newind.questions.words import VALUES, join_texts, place, status

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.analyses.circulation.decomposition import ExportTerms
    from newind.analyses.circulation.dual import DualCirculation
    from newind.analyses.circulation.sides import FairDivision
    from newind.messages import Text
    from newind.questions.answers import Answer
    from newind.questions.circulation.declared import (
        DemandOptions,
        DivisionOptions,
        DualOptions,
        ExportsOptions,
        GainsOptions,
    )
    from newind.questions.options import YearOptions

WAYS = ("gains", "loses", "unclear")
"""Directions of real income that are counted."""
NOTES, ENDS = ([f"{column}_{lang}" for lang in list_languages()] for column in ("note", "ends_in"))


# ---- exports


def exports(panel: Panel, region: str, asked: ExportsOptions) -> Answer:
    """Return what gross exports are made of, by what is asked; groups may be named as importers too."""
    w = panel.until(asked.year).last
    buyers, members = _buyers(w, region, asked.importer, asked.groups)
    found = export_terms(w, region, buyers or list(members) or None, groups=members or None, method=asked.method)
    told = ("exporter", *(d for d in asked.by if d != "exporter")) if asked.by else _usual(buyers, members)
    rows = found.table(told, asked.level).drop(columns=[d for d in DIMS if d not in told])
    glance = tuple(c for c in ("importer", "industry") if c in told)
    return answer(
        "exports", region, (w.year,), unit=w.unit,
        tables={"terms": rows, "gaps": found.gaps()},
        notes=_export_notes(w, region, found, "gross_to" if buyers or members else "gross"),
        shown={"terms": (*glance, "term", "value", "share", "label")},
        values={"importer": {name: group(name).label for name in members}},
        status=w.status, method=asked.method, level=asked.level, by=list(told),
    )  # fmt: skip


def _usual(buyers: Sequence[str] | None, members: dict[str, list[str]]) -> tuple[str, ...]:
    return ("exporter", "importer") if buyers or members else ("exporter",)


def _buyers(
    w: Accounts, region: str, importers: Sequence[str] | None, groups: Sequence[str] | None
) -> tuple[list[str] | None, dict[str, list[str]]]:
    """Return importers and groups by their own names; a group named as importer counts as one of the groups."""
    known = match_codes(importers or (), w.regions.codes)
    shipped = {name: group(name).id for name in known if name not in w.regions and _is_group(name)}
    every = dict.fromkeys([*(group(name).id for name in groups or ()), *shipped.values()])
    members = {name: _without(w, region, name) for name in every}
    return ([shipped.get(name, name) for name in known] or None, members)


def _is_group(name: str) -> bool:
    from newind.accounts.groups import groups

    return any(g.id == name.casefold() for g in groups("regions"))


def _without(w: Accounts, region: str, name: str) -> list[str]:
    """Return the members of a group that accounts have, without a region.

    Raises
    ------
    DataError
        Where nothing is left.
    """
    kept = [code for code in group(name).select_members(w.regions.codes) if code != region]
    if not kept:
        raise DataError(tell("question.no_others", group=name, region=region))
    return kept


def _export_notes(w: Accounts, region: str, found: ExportTerms, gross: str) -> list[Text]:
    total = float(found.exports.sum())
    scale = million_usd(found.unit)
    amount = in_each(lambda lang: money(total * scale, lang) if scale == scale else f"{total:,.0f} {w.unit}")
    apart = any(region in group(name).members for name in found.members)
    return [
        of_year(w),
        note("gross_less" if len(found.gaps()) else gross, amount=amount),
        note("method", label=found.method.label, source=found.method.source),
        *([note("apart", region=place(region))] if apart else []),
        *(sentence(one) for one in found.notes),
    ]


# ---- the two circulations


def dual(panel: Panel, region: str, asked: DualOptions) -> Answer:
    """Return the shares of the two circulations over the years, of one side, and the foreign value used at home."""
    found, side = circuits.dual_circulation(panel.until(asked.year), region), asked.side
    foreign = found.foreign_value()
    last = foreign[foreign["year"] == found.years[-1]]
    origins, products = last[last["partner"].notna()], last[last["partner"].isna()]
    parts = tuple(circuits.SIDES[side])
    tables = {
        "years": _over_years(found, side),
        "industries": _by_industry(found, side),
        "foreign": _sort_named_first(origins.drop(columns=["industry", *NOTES]), "value"),
        "products": products.drop(columns=["partner", "named"]).sort_values("value", ascending=False),
        "parts": found.table(),
        "foreign_years": foreign,
    }
    shown = {
        "years": ("year", *parts, "foreign_share"), "industries": ("industry", "total", *parts),
        "foreign": ("partner", "value", "share"), "products": (), "parts": (), "foreign_years": (),
    }  # fmt: skip
    notes = [sentence(found.note), accounts_note(found.years, found.status), note("complex")]
    return answer(
        "dual",
        region,
        found.years,
        unit=found.unit,
        tables=tables,
        notes=notes,
        shown=shown,
        columns=circuits.SIDES[side],
        short=WORDS.groups["short"][side],
        status=found.status[-1],
        side=side,
        lead=_describe_dual(found),
        chart=found.chart(side),
        sources=quote("s4.dual_circulation", years=found.years[-1:]),
        result=found,
    )


def _describe_dual(found: DualCirculation) -> list[Text]:
    """Return how much of GDP stays at home, now and before, and how much of what is used at home is foreign."""
    shares, many = found.shares()[:, 0], len(found.years) > 1
    said = note(
        "dual" if many else "dual_one", year=found.years[-1], first=found.years[0], status=status(found.status[-1]),
        owner=name_owner(region_row(found.region)), now=share(float(shares[-1])), then=share(float(shares[0])),
    )  # fmt: skip
    return [said, note("dual_foreign", foreign=share(float(found.foreign_share[-1])))]


def _over_years(found: DualCirculation, side: str) -> pd.DataFrame:
    import pandas as pd

    shares = found.shares(side)
    parts = {part: shares[:, k] for k, part in enumerate(circuits.SIDES[side])}
    return pd.DataFrame({"year": found.years, **parts, "foreign_share": found.foreign_share, "status": found.status})


def _by_industry(found: DualCirculation, side: str) -> pd.DataFrame:
    """Return one row an industry of the last year."""
    every = found.by_industry(side)
    last = every[every["year"] == found.years[-1]]
    wide = last.pivot(index="industry", columns="part", values="share")[list(circuits.SIDES[side])]
    total = last.groupby("industry")["value"].sum().rename("total")
    made = wide.join(total).loc[list(found.industries)].reset_index()
    return made.rename_axis(None, axis=1)[["industry", "total", *circuits.SIDES[side]]]


def _sort_named_first(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return rows by size, those of aggregates after all others."""
    return frame.sort_values(["named", by], ascending=[False, False], kind="stable").reset_index(drop=True)


def demand(panel: Panel, region: str, asked: DemandOptions) -> Answer:
    """Return what a unit more of demand brings, and whose demand a region works for."""
    found = demand_feedback(panel.until(asked.year), region, asked.consumed)
    w, every, industries = found.accounts[-1], found.table(), found.by_industry()
    now = every[every["year"] == found.years[-1]].rename(
        columns={f"label_{lang}": f"ends_in_{lang}" for lang in list_languages()}
    )
    more = found.multipliers().drop(columns="unit")
    told = more[more["year"] == _find_last_year(more)]
    tables = {
        "multipliers": told,
        "served": now[now["partner"].isna()].drop(columns=["partner", "industry"]),
        "partners": _abroad(now[now["partner"].notna()].drop(columns=["industry", *ENDS]), w),
        "industries": industries[industries["year"] == found.years[-1]].drop(columns="partner"),
        "served_years": every,
        "multipliers_years": more,
    }
    shown = {
        "multipliers": ("demand", "label", "without", "with_spending"), "served": ("ends_in", "value", "share"),
        "partners": ("partner", "value", "share"), "industries": (), "served_years": (), "multipliers_years": (),
    }  # fmt: skip
    notes = [accounts_note(found.years, (w.status for w in found.accounts)), *_spending(told, found.years[-1])]
    return answer(
        "demand",
        region,
        found.years,
        unit=w.unit,
        tables=tables,
        notes=notes,
        shown=shown,
        status=w.status,
        consumed=asked.consumed,
    )


def _abroad(partners: pd.DataFrame, w: Accounts) -> pd.DataFrame:
    """Return demand abroad by economy, and which have a name."""
    named = dict(zip(w.regions.codes, w.regions.named, strict=True))
    return _sort_named_first(partners.assign(named=[bool(named[code]) for code in partners["partner"]]), "value")


def _find_last_year(more: pd.DataFrame) -> int:
    """Return the last year in which spending is known, the last one where it never is."""
    known = more[more["with_spending"].notna()]
    return int((known if len(known) else more)["year"].max())


def _spending(told: pd.DataFrame, last: int) -> list[Text]:
    """Return what is assumed of spending and of which year it is, or why it is not known."""
    row = told.iloc[0]
    if row["note_en"]:
        return [sentence(in_each(lambda lang: row[f"note_{lang}"]))]
    share = in_each(partial(percent, float(row["spent_share"])))
    older = [note("labour_year", year=row["year"])] if row["year"] != last else []
    return [note("spending", share=share), *older]


def feedback(panel: Panel, region: str, asked: YearOptions) -> Answer:
    """Return what stopping purchases takes from a buyer and its suppliers: a demand-side measure."""
    w = panel.until(asked.year).last
    found = feedbacks(w, region)
    every = found.table()
    whole = every[every["industry"].isna()].drop(columns="industry")
    ranked = whole[whole["named"]].sort_values("feedback_loss", ascending=False).reset_index(drop=True)
    tables = {
        "suppliers": ranked,
        "not_named": whole[~whole["named"]].reset_index(drop=True),
        "industries": every[every["industry"].notna()].reset_index(drop=True),
    }
    glance = ("supplier", "feedback_loss", "feedback_share", "supplier_loss", "supplier_share", "world_loss")
    shown = {"suppliers": glance, "not_named": glance, "industries": ()}
    notes = [sentence(found.label), *(sentence(one) for one in found.notes), of_year(w)]
    return answer("feedback", region, (w.year,), unit=w.unit, tables=tables, notes=notes, shown=shown, status=w.status)


# ---- division and growth


def division(panel: Panel, region: str, asked: DivisionOptions) -> Answer:
    """Return who captures what of the value that demand for manufactures pays, and how much of it an hour."""
    found = value_by_group(panel.until(asked.year), region, asked.groups)
    tables = {"division": found.table(), "exchange": found.exchange()}
    shown = {
        "division": ("direction", "label", "value", "share", "value_per_hour", "hours_known", "seen_gdp"),
        "exchange": ("label", "region_earns", "group_earns", "quotient", "hours_known"),
    }
    notes = [accounts_note((found.year,), (found.status,)), note("division"), *_of_groups(found)]
    return answer(
        "division", region, (found.year,), unit=found.unit, tables=tables, notes=notes, shown=shown, status=found.status
    )


def _of_groups(found: FairDivision) -> list[Text]:
    """Return what is not seen of each group."""
    rows = found.table()
    told = rows[(rows["direction"] == "pays") & (rows["note_en"] != "")]
    return [sentence(_name_and_note(row)) for row in told.to_dict("records")]


def _name_and_note(row: Mapping[Hashable, Any]) -> Text:
    return in_each(lambda lang: f"{row[f'label_{lang}']}{mark('colon', lang)}{row[f'note_{lang}']}")


@memo
def _effects(w: Accounts, region: str, size: float, horizon: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return what growth brings a region and what failed, once for all the forms that an answer takes."""
    found = growth_effects(w, [region], size, horizon=horizon)
    return found.table(), found.failed


def growth(panel: Panel, region: str, asked: GainsOptions) -> Answer:
    """Return what the growth of each economy brings a region."""
    w, size, horizon = panel.until(asked.year).last, asked.growth, asked.horizon
    effects, failed = _effects(w, region, size, horizon)
    said_twice = [f"{name}_{lang}" for name in ("direction", "terms") for lang in list_languages()]
    rows = effects.drop(columns=said_twice).rename(columns={"grows": "grower"})
    glance = ("grower", "share_of_value_added", "real_income_low", "real_income", "real_income_high", "direction")
    told = note("growth", growth=plain_share(size), horizon=VALUES["horizon"][horizon])
    notes = [told, note("through_demand"), of_year(w, "simulated"), *failures(failed)]
    shown = {"effects": (*glance, "terms_direction")}
    return answer(
        "growth", region, (w.year,), unit=w.unit, tables={"effects": rows}, notes=notes, shown=shown,
        status="simulated", growth=size, horizon=horizon, lead=_describe_growth(rows, region, size),
        sources=quote("s4.growth_effects", years=(w.year,)), result=rows,
    )  # fmt: skip


def _describe_growth(rows: pd.DataFrame, region: str, size: float) -> list[Text]:
    """Return with how many of the others real income rises, falls, or may do either; nothing where none is known."""
    others = rows[rows["named"] & (rows["grower"] != region) & (rows["direction"] != "unknown")]
    if others.empty:
        return []
    said = _join_directions([int((others["direction"] == k).sum()) for k in WAYS], len(others))
    return [
        note(
            "whose_growth", n=len(others), growth=plain_share(size), owner=name_owner(region_row(region)), said=said,
            year=int(others["year"].iloc[0]), status=status("simulated"),
        )
    ]  # fmt: skip


def _join_directions(counts: Sequence[int], n: int) -> Text:
    """Return how many of n there are of each direction; nothing of none."""
    every = zip(WAYS, counts, strict=True)
    of = [note(f"{way}_{'all' if k == n else 'some'}", k=k) for way, k in every if k]
    return join_texts(of, lambda parts, lang: mark("clause", lang).join(parts))
