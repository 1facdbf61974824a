"""System 3, power and materials: where power comes from, where it may come from and what that does, recycling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.green import circular, recycling
from newind.analyses.green.energy import SOURCES, power_mix, source_labels
from newind.analyses.green.energy_effect import mix_effect
from newind.analyses.green.energy_scenario import GIVEN, mix_scenario
from newind.language.phrases import industry
from newind.language.words import decimal, foremost, join_unranked_names
from newind.measures.shared import positions
from newind.messages import NOTHING, in_each, list_columns, message
from newind.policy.signs import has_one_sign
from newind.questions.green.words import (
    amount,
    answer,
    drop_constant_columns,
    format_change,
    line,
    of_accounts,
    product,
    share,
    span_of_changes,
    span_of_shares,
)
from newind.questions.wording import sentence
from newind.questions.words import join_texts, place, status

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.analyses.green.energy import PowerMix
    from newind.analyses.green.energy_effect import MixEffect
    from newind.analyses.green.energy_scenario import MixScenario
    from newind.analyses.green.recycling import RecyclingScenario
    from newind.messages import Text
    from newind.questions.answers import Answer
    from newind.questions.green.declared import MixOptions, PowerOptions, RecyclingOptions

EARLIER = (5, 10)
"""Years before, with which a mix is compared."""
MATERIALS = ("virgin_use", "virgin_imports", "recycled_use", "value_added", "co2", "employment")


# ---- power


def power(_: Panel | None, region: str, asked: PowerOptions) -> Answer:
    """Return where the power of an economy comes from, before and now, and beside others."""
    f = power_mix(region, asked.year, [p.upper() for p in asked.peers] if asked.peers else None)
    at = f.years.index(f.year)
    tables = {"sources": _sources(f, at), "peers": _beside(f), "years": _history(f)}
    back = [f"before_{k}" for k in EARLIER if at >= k]
    opening = [
        line("power", region=place(region), year=f.year, total=_power(float(f.generated[at].sum())),
             fossil=share(float(f.fossil[at])), coal=share(f.mix["coal"]), status=status(f.status)),
        line("power_clean", wind_solar=share(f.mix["wind"] + f.mix["solar"]), nuclear=share(f.mix["nuclear"]),
             hydro=share(f.mix["hydro"]), factor=_figure(float(f.factor[at]))),
    ]  # fmt: skip
    shown = {"sources": ("source", "value", "share", *back), "peers": ("economy", *SOURCES[:2], *SOURCES[3:7]),
             "years": ()}  # fmt: skip
    return answer(
        "power", region, (f.year,), tables, lead=opening, notes=[line("power_note", year=f.beside_year)], shown=shown,
        columns=_columns(f.year), values={"source": source_labels()}, unit_of_values="TWh", status=f.status,
        factor=float(f.factor[at]), beside_year=f.beside_year, chart=f.chart(),
    )  # fmt: skip


def _columns(year: int) -> dict[str, Text]:
    """Return names of columns that hold a source each, and of those of earlier years."""
    earlier = {f"before_{k}": message("green.answers_energy.columns.share", year=year - k) for k in EARLIER}
    return {**source_labels(), **earlier}


def _sources(f: PowerMix, at: int) -> pd.DataFrame:
    """Return a row a source: generation and share of the year, and the shares before it."""
    import pandas as pd

    earlier = {f"before_{k}": f.shares[at - k] for k in EARLIER if at >= k}
    return pd.DataFrame({"source": SOURCES, "value": f.generated[at], "share": f.now, **earlier})


def _beside(f: PowerMix) -> pd.DataFrame:
    """Return a row an economy with a column a source, itself first, then by the share of coal."""
    wide = f.build_peer_table().pivot(index="region", columns="source", values="share")[list(SOURCES)]
    order = [f.region, *wide.drop(index=f.region)["coal"].sort_values(ascending=False, kind="stable").index]
    return wide.loc[order].rename_axis("economy").reset_index().rename_axis(None, axis=1)


def _history(f: PowerMix) -> pd.DataFrame:
    import pandas as pd

    shares = {k: f.shares[:, i] for i, k in enumerate(SOURCES)}
    return pd.DataFrame({"year": f.years, "value": f.generated.sum(axis=1), **shares, "factor": f.factor})


def _power(twh: float) -> Text:
    """Return an amount of electricity.

    Examples
    --------
    >>> _power(10087.0), _power(512.0)["zh"]
    ({'en': '10,087 TWh', 'zh': '10.09万亿千瓦时'}, '5120亿千瓦时')
    """
    return message(
        f"green.answers_energy.power.{'large' if twh >= 1e3 else 'small'}",
        twh=decimal(twh, 0),
        trillions=decimal(twh / 1e3, 2, "zh"),
        hundreds=decimal(10 * twh, 0, "zh"),
    )


def _figure(value: float, places: int = 2) -> Text:
    return in_each(lambda lang: decimal(value, places, lang))


# ---- the mix to come


def mix(panel: Panel, region: str, asked: MixOptions) -> Answer:
    """Return where power may come from by a year, and what that does to the carbon behind every product."""
    s = mix_scenario(region, asked.to, asked.carbon_price, asked.mix, asked.growth, draws=asked.draws)
    e = mix_effect(panel, region, s)
    years = drop_constant_columns(s.table(), *list_columns("label"), kept=("year", "status"))
    tables = {"sources": _ahead(s), "industries": _products(e), "years": years}
    ranged = ("low", "high") if s.draws else ()
    shown = {"sources": ("source", "share_first", "share", *ranged),
             "industries": ("industry", "before", "after", "change", "power_share"), "years": ()}  # fmt: skip
    w = panel[e.year]
    state = "estimated" if "estimated" in (w.status, w.satellite("co2").status) else w.status
    notes = [sentence(s.note), sentence(e.note), of_accounts(w, state)]
    return answer(
        "mix", region, (s.years[0], s.years[-1]), tables, lead=[*_to_come(s), *_behind(e, w, s.years[-1])],
        notes=notes, shown=shown,
        unit=w.unit.rpartition(".")[2], values={"source": source_labels()}, columns=_firsts(s),
        accounts_year=e.year, carbon_price=s.carbon_price,
        scale=[e.scale, e.scale_low, e.scale_high], explained=e.explained, unit_of_intensity=e.unit, status=s.status,
        chart=s.chart(), result=(s, e),
    )  # fmt: skip


def _firsts(s: MixScenario) -> dict[str, Text]:
    first, last = s.years[0], s.years[-1]
    return {"share_first": message("green.answers_energy.columns.share", year=first),
            "share": message("green.answers_energy.columns.share", year=last)}  # fmt: skip


def _ahead(s: MixScenario) -> pd.DataFrame:
    """Return a row a source: its share first and last, the range, what it generates and costs in the last year."""
    import pandas as pd

    return pd.DataFrame({
        "source": SOURCES, "share_first": s.shares[0], "share": s.shares[-1], "low": s.low[-1], "high": s.high[-1],
        "value": s.shares[-1] * s.generated[-1], "cost": s.costs[-1],
    })  # fmt: skip


def _products(e: MixEffect) -> pd.DataFrame:
    frame = drop_constant_columns(e.table())
    return frame.loc[frame["change"].abs().sort_values(ascending=False, kind="stable").index].reset_index(drop=True)


def _to_come(s: MixScenario) -> list[Text]:
    """Return what becomes of coal, of wind and sun, and of the carbon in power, with ranges where there are any."""
    k = {name: SOURCES.index(name) for name in ("coal", "wind", "solar")}
    new = [s.shares[t, k["wind"]] + s.shares[t, k["solar"]] for t in (0, -1)]
    words = {
        "region": place(s.region), "first": s.years[0], "last": s.years[-1], "price": f"{s.carbon_price:g}",
        "coal_first": share(float(s.shares[0, k["coal"]])), "coal": share(float(s.shares[-1, k["coal"]])),
        "span": span_of_shares(float(s.low[-1, k["coal"]]), float(s.high[-1, k["coal"]])),
        "new_first": share(float(new[0])), "new": share(float(new[1])), "status": status(s.status),
    }  # fmt: skip
    low, high = _figure(float(s.factor_low[-1])), _figure(float(s.factor_high[-1]))
    carbon = {"first_factor": _figure(float(s.factor[0])), "factor": _figure(float(s.factor[-1])),
              "low": low, "high": high}  # fmt: skip
    return [line("mix" if s.note is not GIVEN else "mix_given", **words), line("mix_factor", **carbon)]


def _behind(e: MixEffect, w: Accounts, to: int) -> list[Text]:
    """Return what the mix does to emissions at home and behind manufactures, and how far power explains them."""
    cut, ends = e.produced_after - e.produced, range_of_cut(e)
    said = [
        line("mix_effect", year=e.year, to=to, cut=format_change(cut), ends=span_of_changes(*ends),
             part=share(cut / e.produced, sign=True),
             span=span_of_shares(*(v / e.produced for v in ends), sign=True)),
        *_describe_products(e, w),
    ]  # fmt: skip
    if np.isfinite(e.explained):
        over = line("mix_over") if e.explained > 1 else NOTHING
        said.append(line("mix_explained", part=share(e.explained), year=e.year, over=over))
    return said


def range_of_cut(e: MixEffect) -> tuple[float, float]:
    """Return the lowest and the highest change of emissions at home, Mt."""
    burnt = (e.produced_after - e.produced) / (e.scale - 1) if e.scale != 1 else 0.0
    low, high = sorted((k - 1) * burnt for k in (e.scale_low, e.scale_high))
    return low, high


def range_of_product(e: MixEffect, i: int) -> tuple[float, float]:
    """Return the lowest and the highest change of CO2 along the chain of a product, as a share."""
    low, high = sorted(float(v[i] / e.before[i]) - 1 for v in (e.low, e.high))
    return low, high


def sort_manufactures(e: MixEffect, w: Accounts) -> list[int]:
    """Return manufactures by the change of CO2 along their chains, the largest first."""
    made = [int(i) for i in positions(w, "manufacturing") if e.before[i] > 0]
    return sorted(made, key=lambda i: -abs(float(e.change[i])))


def _describe_products(e: MixEffect, w: Accounts) -> list[Text]:
    """Return whose chains change most, several where their ranges overlap; nothing where nothing is manufactured."""
    if not (known := sort_manufactures(e, w)):
        return []
    first = known[: foremost([range_of_product(e, i) for i in known])]
    lows, highs = zip(*(range_of_product(e, i) for i in first), strict=True)
    ends = min(lows), max(highs)
    products = join_texts([industry(e.industries[i]) for i in first], join_unranked_names)
    return [line("mix_products" if has_one_sign(*ends) else "mix_products_unsure", product=products,
                 span=span_of_shares(*ends, sign=True))]  # fmt: skip


# ---- recycling


def build_recycling_answer(panel: Panel, region: str, asked: RecyclingOptions) -> Answer:
    """Return where recycling stands, and what more of it does in one layer or in all three."""
    w = panel.until(asked.year).last
    now = circular.circularity(w, region, asked.virgin)
    layers = circular.LAYERS if asked.layer is None else (asked.layer,)
    found = [
        recycling.recycling_scenario(w, region, asked.rate, one, asked.industry, asked.virgin, asked.price)
        for one in layers
    ]
    users = drop_constant_columns(now.table())
    tables = {"effects": _layers(found), "users": users[users["recycled"] > 0], "industries": _outputs(found)}
    shown = {"effects": ("layer", "label", "relative", "relative_low", "relative_high"),
             "users": ("industry", "recycled", "virgin", "per_virgin"), "industries": ()}  # fmt: skip
    opening = [
        line("recycling", region=place(region), year=w.year, share=share(now.share), use=amount(now.use, w.unit),
             imports=share(now.imports / now.use), status=status(w.status)),
        *(_describe_layer(one) for one in found),
    ]  # fmt: skip
    return answer(
        "recycling", region, (w.year,), tables, lead=opening,
        notes=[of_accounts(w, w.status), sentence(found[0].note)], shown=shown,
        unit=w.unit, rate=asked.rate, rates={one.layer: one.rate for one in found}, industry=found[0].industry,
        virgin=list(now.virgin), price=found[0].price, status=found[0].status,
        chart=found[0].chart(),
    )  # fmt: skip


def _layers(found: Sequence[RecyclingScenario]) -> pd.DataFrame:
    """Return what changes in each layer, items that the accounts do not know left out."""
    import pandas as pd

    rows = pd.concat([one.table() for one in found], ignore_index=True)
    for name, column in (("relative", "change"), ("relative_low", "low"), ("relative_high", "high")):
        rows[name] = rows[column] / rows["before"]
    known = rows[rows["before"].notna() & rows["item"].isin(MATERIALS)]
    return known.drop(columns=["region", "year", "asked", "status"]).reset_index(drop=True)


def _outputs(found: Sequence[RecyclingScenario]) -> pd.DataFrame:
    import pandas as pd

    return drop_constant_columns(pd.concat([one.by_industry() for one in found], ignore_index=True))


def _describe_layer(one: RecyclingScenario) -> Text:
    """Return what one layer comes to: what is replaced, by whom, and value added with its range."""
    use = one.totals["virgin_use"]
    low, high = one.spans["value_added"]
    value = one.totals["value_added"][0]
    words = {"rate": share(one.rate), "virgin": share(use[1] / use[0] - 1, sign=True), "n": len(one.users),
             "value": share(one.change("value_added") / value, sign=True),
             "span": span_of_shares(low / value, high / value, sign=True),
             "industry": product(one.industry), "status": status(one.status)}  # fmt: skip
    return line(f"layer_{one.layer}{'_capped' if one.capped else ''}", **words)
