"""System 3, carbon made and used: footprints, what changes emissions, embodied trade and the chains behind them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import demand_name, demand_role
from newind.accounts.memo import memo
from newind.analyses.green import decomposition, footprints, kaya_identity, volumes
from newind.analyses.green.footprints import embodied_trade
from newind.analyses.green.paths import emission_paths
from newind.errors import DataError, tell
from newind.language.phrases import industry, plain_share, share as plain
from newind.language.words import mark, span, years
from newind.measures.green import household_emissions, industry_emissions
from newind.measures.newer import half, leads
from newind.messages import NOTHING, in_each, list_columns, list_languages, lower_first, message, message_group
from newind.questions.answers import Quoted
from newind.questions.green import words as green_words
from newind.questions.green.findings import by_budget, open_sign
from newind.questions.green.words import (
    answer,
    drop_constant_columns,
    format_change,
    line,
    names,
    owner,
    quote_carbon,
    share,
    span_of_changes,
    span_of_sizes,
    tonnes,
)
from newind.questions.wording import sentence
from newind.questions.words import join_texts, name_place, place, status

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.analyses.green.decomposition import CarbonChange
    from newind.analyses.green.footprints import Footprint
    from newind.analyses.green.kaya_identity import KayaIdentity
    from newind.analyses.green.paths import EmissionPaths
    from newind.messages import Text
    from newind.questions.answers import Answer
    from newind.questions.green.declared import ChangeOptions, FootprintOptions, KayaOptions, PathsOptions
    from newind.questions.options import YearOptions

METHODS = {"structural": "sda", "index": "lmdi"}
"""Names of the decompositions on the command line."""
CO2 = "the CO2 of every industry"
SPACE = message("green.answers_carbon.space")
DEMAND, TECHNOLOGY = ("level_home", "level_abroad"), ("intensity", "inputs")
"""Effects that are reported together: intensity and inputs apart depend on the volume of power, not their sum."""
HOUSEHOLDS, INVESTMENT = ("consumption_households", "npish"), ("investment", "valuables")
"""Roles of users that are reported."""
BY_GDP: dict[str, Text] = message_group("green.answers_carbon.by_gdp")
"""Short names of measures of real GDP."""
Ends = tuple[float, float]
ARROW = " → "


def last_good(panel: Panel, region: str, year: int | None) -> Panel | Accounts:
    """Return accounts that have CO2: a whole panel, or the year that was asked for.

    Raises
    ------
    DataError
        For a year without CO2, naming the last good one.
    UnknownNameError
        For a year that there is not.
    """
    panel.regions.index(region)
    if year is None:
        return panel
    if any(volumes.has_co2(w) for w in panel):
        volumes.check_years(panel, (year,), volumes.has_co2, CO2)
    return panel[year]


# ---- footprints


def footprint(panel: Panel, region: str, asked: FootprintOptions) -> Answer:
    """Return what a region's final use causes: by product, by user, by origin, or by several of these at once."""
    f = footprints.footprint(last_good(panel, region, asked.year), region)
    abroad = describe_abroad(f, panel[f.year])
    tables = {side: drop_constant_columns(f.by(side), *list_columns("label")) for side in footprints.SIDES}
    shown: dict[str, tuple[str, ...]] = {side: (side, "value", "share", "abroad") for side in footprints.SIDES}
    shown["cells"] = ()
    shown["origin"] = ("origin", "value", "share")
    if asked.by:
        tables = {"chosen": drop_constant_columns(f.by(*asked.by), *list_columns("label"))} | tables
        shown = {"chosen": (*asked.by, "value", "share", "abroad"), **dict.fromkeys(footprints.SIDES, ()), "cells": ()}
    opening = [
        line("footprint", region=place(region), year=f.year, total=tonnes(f.total), status=status(f.status),
             own=share(float(f.own.sum() / f.total))),
        sentence(describe_users(f)),
        *([sentence(abroad)] if abroad else []),
    ]  # fmt: skip
    return answer(
        "footprint", region, (f.year,), {**tables, "cells": drop_constant_columns(f.table())}, lead=opening,
        notes=[line("footprint_note")], shown=shown,
        values={"user": {u: in_each(lambda lang, u=u: demand_name(u, lang)) for u in f.users},  # type: ignore[misc]
                "product": footprints.LABELS},
        unit_of_values=f.unit, status=f.status, total=f.total, chart=f.chart(),
    )  # fmt: skip


def describe_users(f: Footprint, on: Text = NOTHING) -> Text:
    """Return who uses what a footprint is emitted for, and its largest product, without a full stop."""
    products = f.values.sum(axis=(0, 2)) / f.total
    top, (invested, consumed) = (
        int(np.argmax(products)),
        (share_of_users(f, roles) for roles in (INVESTMENT, HOUSEHOLDS)),
    )
    return line("footprint_users", invested=plain(invested), consumed=plain(consumed), owner=owner(f.region), on=on,
                made=industry(f.products[top]), carried=plain(float(products[top])))  # fmt: skip


def share_of_users(f: Footprint, roles: Sequence[str]) -> float:
    """Return the part of a footprint that is for users of some roles, what they emit themselves among it."""
    amounts = f.values.sum(axis=(0, 1)) + f.own
    return float(sum(a for a, u in zip(amounts, f.users, strict=True) if demand_role(u) in roles)) / f.total


def share_by_origin(f: Footprint) -> dict[str, float]:
    """Return where a footprint is emitted, the economy itself first, what users emit themselves among it."""
    parts = dict(zip(f.origins, map(float, f.values.sum(axis=(1, 2)) / f.total), strict=True))
    return {f.region: parts.pop(f.region) + float(f.own.sum()) / f.total, **parts}


def describe_abroad(f: Footprint, w: Accounts, on: Text = NOTHING) -> Text | None:
    """Return the part of a footprint that is emitted abroad and the named economy with most of it; None for nothing."""
    named = {c for c, known in zip(w.regions, w.regions.named, strict=True) if known}
    parts = share_by_origin(f)
    home = parts.pop(f.region)
    known = dict(sorted(((c, v) for c, v in parts.items() if c in named), key=lambda part: (-part[1], part[0])))
    first = next(iter(known), None)
    if first is None or not 0 < home < 1 or known[first] <= 0:
        return None
    alone = leads(w, "s3.carbon_consumption", f.region, known)
    return line(f"footprint_abroad_{'most' if alone else 'several'}", owner=owner(f.region), on=on,
                out=plain(1 - home), first=place(first), there=plain(known[first]))  # fmt: skip


# ---- change


def change(panel: Panel, region: str, asked: ChangeOptions) -> Answer:
    """Return what changed emissions between two years: all years with figures where none are given."""
    ends = _ends(panel, region, asked.first, asked.last, METHODS[asked.method] == "sda")
    f = decomposition.carbon_change(
        panel, region, *ends, how=asked.how, method=METHODS[asked.method], chained=asked.chained
    )
    tables = {"effects": drop_constant_columns(f.table()), "industries": _wide(f, "industry")}
    shown: dict[str, tuple[str, ...]] = {
        "effects": ("label", "value", "low", "high", "share"),
        "industries": ("industry", "all_effects", *_largest(f)),
    }
    if len(f.partner_effects):
        tables["partners"] = _wide(f, "partner")
        shown["partners"] = ("partner", "all_effects", *_largest(f))
    labels = {e: decomposition.LABELS[e] for e in f.effects}
    return answer(
        "change", region, tuple(sorted((f.first, f.last))), tables, lead=_describe_change(f),
        notes=[line(f"{asked.method}_note"), sentence(f.note), line("accounts_years", status=status(f.status))],
        shown=shown,
        columns=labels, how=asked.how, method=asked.method, chained=asked.chained, first=f.first, last=f.last,
        start=f.start, end=f.end, unit_of_values=f.unit, status=f.status, chart=f.chart(), result=f,
        sources=[Quoted("s3.carbon_drivers", (f.first, f.last))],
    )  # fmt: skip


def _ends(panel: Panel, region: str, first: int | None, last: int | None, closed: bool) -> tuple[int, int]:
    """Return the years asked for; where they are not, the first and the last with CO2 and volumes."""
    panel.regions.index(region)
    good = [
        w.year
        for w in panel
        if volumes.has_co2(w, region) and volumes.has_volumes(w, region) and (not closed or volumes.has_co2(w))
    ] or list(panel.years)
    return (good[0] if first is None else first, good[-1] if last is None else last)


def _describe_change(f: CarbonChange) -> list[Text]:
    """Return by how much emissions changed, what raised and lowered them most, and demand against technology."""
    said = line(f"change_{f.how}", region=place(f.region), first=f.first, last=f.last, start=tonnes(f.start),
                end=tonnes(f.end), change=format_change(f.change), share=share(f.change / f.start, sign=True),
                status=status(f.status))  # fmt: skip
    ends = {"most_up": int(np.argmax(f.values)), "most_down": int(np.argmin(f.values))}
    most = [_describe_effect(f, k, name) for name, k in ends.items() if (f.values[k] > 0) == (name == "most_up")]
    drivers = [sentence(describe_drivers(f))] if f.ranged and f.how == "production" else []
    return [said, sentence(join_texts(most, lambda told, lang: mark("clause", lang).join(told))), *drivers]


def _describe_effect(f: CarbonChange, k: int, way: str) -> Text:
    return line(way, effect=lower_first(decomposition.LABELS[f.effects[k]]),
                size=span_of_sizes(float(f.low[k]), float(f.high[k])))  # fmt: skip


def describe_drivers(f: CarbonChange) -> Text:
    """Return what the volume of final demand and technology did to emissions, without a full stop."""
    demand, technology, _ = compute_effect_ranges(f)
    more, less = _format_effect(*demand), _format_effect(*technology)
    return line("drivers", first=f.first, last=f.last, more=more, owner=owner(f.region), less=less,
                years=in_each(partial(years, f.first, f.last)))  # fmt: skip


def compute_effect_ranges(found: CarbonChange) -> tuple[Ends, Ends, float]:
    """Return the ranges of demand and technology, and the middle of the latter.

    In either order of factors all effects add up to the change, so that what the others leave bounds technology.
    """
    rest = [k for k, e in enumerate(found.effects) if e not in TECHNOLOGY]
    own = [k for k in rest if found.effects[k] in DEMAND]
    low, high = float(found.low[rest].sum()), float(found.high[rest].sum())
    technology = (found.change - high, found.change - low)
    demand = (float(found.low[own].sum()), float(found.high[own].sum()))
    return demand, technology, found.change - float(found.values[rest].sum())


def _format_effect(low: float, high: float) -> Text:
    """Return what an effect did, as words before what it did it to."""
    if low < 0 < high:
        return line("effect_changed", ends=span_of_changes(low, high))
    return line("effect_added" if low >= 0 else "effect_took", amount=span_of_sizes(low, high))


def _largest(f: CarbonChange, most: int = 3) -> tuple[str, ...]:
    """Return the largest effects, in their usual order, without households' own."""
    sizes = np.abs(f.values[:-1])
    return tuple(f.effects[k] for k in sorted(np.argsort(-sizes, kind="stable")[:most]))


def _wide(f: CarbonChange, side: str) -> pd.DataFrame:
    """Return a row an industry or partner with a column an effect, the largest changes first."""
    frame = f.by_industry() if side == "industry" else f.by_partner()
    wide = frame.pivot(index=side, columns="effect", values="value")
    wide = wide[[e for e in f.effects if e in wide.columns]]
    wide.insert(0, "all_effects", wide.sum(axis=1))
    order = wide["all_effects"].abs().sort_values(ascending=False, kind="stable").index
    return wide.loc[order].reset_index().rename_axis(None, axis=1)


# ---- the Kaya identity


def kaya(panel: Panel, region: str, asked: KayaOptions) -> Answer:
    """Return emissions as people, income and carbon per income, and what each of them brought."""
    f = kaya_identity.kaya(panel, region, asked.first, asked.last, asked.energy, asked.income)
    other = _find_other_income(panel, f, asked)
    series = f.by_year().drop(columns="region")
    if "carbon" in series:
        series["carbon"] *= 1e3
    factors, chart = drop_constant_columns(f.table()), f.chart()
    start, end = float(f.emissions[0]), float(f.emissions[-1])
    opening = [
        line("kaya", region=place(region), first=f.years[0], last=f.years[-1], start=tonnes(start), end=tonnes(end),
             change=format_change(end - start), share=share(end / start - 1, sign=True), status=status(f.status)),
    ]  # fmt: skip
    note = line("kaya_note")
    if other is None:
        opening.append(line("kaya_parts", parts=names([_format_factor(k, format_change(v)) for k, v in _by_size(f)])))
    else:
        low, high = (pick(f.effects, other.effects) for pick in (np.minimum, np.maximum))
        factors = factors.assign(low=low, high=high)
        spans = {k: (float(a), float(b)) for k, a, b in zip(f.factors, low, high, strict=True)}
        chart = replace(chart, steps=tuple(replace(step, range=spans[step.code]) for step in chart.steps))
        opening.append(
            line("kaya_parts_ranged", parts=names([_format_factor(k, span_of_changes(*spans[k])) for k in f.factors]))
        )
        note = line("kaya_note_ranged", income=BY_GDP[asked.income], other=BY_GDP[_other(asked.income)])
        opening += [] if asked.energy else [sentence(describe_carbon_of_gdp(f, other))]
    w = panel[f.years[-1]]
    shown = {"factors": ("label", "value", "low", "high", "share", "index"), "years": tuple(series.columns)}
    return answer(
        "kaya", region, f.years, {"factors": factors, "years": series}, lead=opening,
        notes=[note, sentence(f.note)], shown=shown,
        first=f.years[0], last=f.years[-1], income=asked.income, unit_of_values=f.unit, status=f.status,
        chart=chart, sources=[quote_carbon(w, "s3.kaya", f.status)], result=(f, other),
    )  # fmt: skip


def _find_other_income(panel: Panel, f: KayaIdentity, asked: KayaOptions) -> KayaIdentity | None:
    """Return the identity with the other measure of real GDP, None where that is not known for the same years."""
    income = _other(asked.income)
    if not all(kaya_identity.complete(panel[y], f.region, income) for y in f.years):
        return None
    return kaya_identity.kaya(panel, f.region, f.years[0], f.years[-1], asked.energy, income)


def _other(income: str) -> str:
    return next(name for name in kaya_identity.INCOMES if name != income)


def describe_carbon_of_gdp(f: KayaIdentity, other: KayaIdentity) -> Text:
    """Return how CO2 per unit of real GDP changed by two measures of it, without a full stop."""
    low, high = sorted(float(k.levels[-1][-1] / k.levels[-1][0] - 1) for k in (f, other))
    first, last = f.years[0], f.years[-1]
    when = {"first": first, "last": last, "years": in_each(partial(years, first, last))}
    way = "unclear" if low < 0 < high else "fell" if high <= 0 else "rose"
    ends = (low, high) if way == "unclear" else sorted((abs(low), abs(high)))
    size = in_each(lambda lang: span(ends[0], ends[1], "1", lang, 0))
    return line(f"carbon_of_gdp_{way}", owner=owner(f.region), ends=size, amount=size, **when)


def _format_factor(factor: str, size: Text) -> Text:
    name = lower_first(kaya_identity.FACTORS[factor])
    return in_each(lambda lang: f"{name[lang]}{SPACE[lang]}{size[lang]}")


def _by_size(f: KayaIdentity) -> list[tuple[str, float]]:
    return sorted(zip(f.factors, map(float, f.effects), strict=True), key=lambda one: -abs(one[1]))


# ---- trade


def trade(panel: Panel, region: str, asked: YearOptions) -> Answer:
    """Return what a region emits for others' final use and others for its own, by partner and industry."""
    w = last_good(panel, region, asked.year)
    f = embodied_trade(w, region)
    partners, industries = drop_constant_columns(f.by_partner()), drop_constant_columns(f.by_industry())
    out, back = float(f.exports.sum()), float(f.imports.sum())
    one, net = panel[f.year], out - back
    r = one.regions.index(region)
    made = float(np.nansum(industry_emissions(one)[r]) + household_emissions(one)[r])
    unclear = open_sign(net, half(one, "s3.net_carbon_exports", region, net), by_budget(f.year, region))
    opening = [
        line("trade", region=place(region), year=f.year, made=tonnes(made), out=tonnes(out), share=share(out / made),
             used=tonnes(made - net), back=tonnes(back), status=status(f.status)),
        line("trade_open" if unclear else "trade_more" if net >= 0 else "trade_less", balance=tonnes(abs(net))),
    ]  # fmt: skip
    shown = {"partners": ("partner", "exports", "imports", "balance", "export_share"),
             "industries": ("industry", "exports", "imports", "balance"), "cells": ()}  # fmt: skip
    tables = {"partners": partners, "industries": industries, "cells": drop_constant_columns(f.table())}
    return answer(
        "trade", region, (f.year,), tables, lead=opening, notes=[line("trade_note")], shown=shown,
        balance=f.balance, unit_of_values=f.unit, status=f.status, chart=f.chart(),
        sources=[*(Quoted(id, (f.year,)) for id in ("s3.carbon_production", "s3.carbon_consumption")),
                 quote_carbon(one, "s3.embodied_trade", f.status)],
    )  # fmt: skip


# ---- paths


def paths(panel: Panel, region: str, asked: PathsOptions) -> Answer:
    """Return the single chains along which most is emitted for what a region finally uses, and all by tier."""
    w = last_good(panel, region, asked.year)
    f = emission_paths(w, region, asked.product, asked.threshold)
    chains = f.table()
    if not len(chains):
        raise DataError(tell("question.no_chain", threshold=f"{asked.threshold:g}"))
    for lang in list_languages():
        chains[f"chain_{lang}"] = [_at_home(said, region, lang) for said in chains[f"label_{lang}"]]
    tiers = drop_constant_columns(f.by_tier())
    shown = {"chains": ("value", "share", "chain"), "tiers": ("tier", "value", "share", "found")}
    tables = {"chains": drop_constant_columns(chains), "tiers": tiers}
    return answer(
        "paths", region, (f.year,), tables, lead=_describe_paths(f, panel[f.year], chains, tiers),
        notes=[line("paths_note", region=place(region))], shown=shown,
        product=asked.product, threshold=asked.threshold, total=f.total, unit_of_values=f.unit, status=f.status,
        chart=f.chart(), sources=[quote_carbon(panel[f.year], "s3.emission_chain", f.status)], result=f,
    )  # fmt: skip


def _at_home(said: str, region: str, lang: str) -> str:
    """Return a chain without the name of the region itself.

    Examples
    --------
    >>> _at_home("Mining (Russia) → Construction (China)", "CHN", "en"), _at_home("中国采矿业", "CHN", "zh")
    ('Mining (Russia) → Construction', '采矿业')
    """
    name = name_place(region)[lang]
    steps = (s.removesuffix(f" ({name})") if lang != "zh" else s.removeprefix(name) for s in said.split(ARROW))
    return ARROW.join(steps)


def _describe_paths(f: EmissionPaths, w: Accounts, chains: pd.DataFrame, tiers: pd.DataFrame) -> list[Text]:
    """Return what is followed, the largest chain, how many there are, what they cover, and what is upstream."""
    words = {"region": place(f.region), "year": f.year, "total": tonnes(f.total), "status": status(f.status)}
    found = line(
        "paths_found", n=len(chains), threshold=plain_share(f.threshold),
        covered=share(float(chains["value"].sum() / f.total)), upstream=share(1 - float(tiers["share"][0])),
    )  # fmt: skip
    if not f.product:
        return [line("paths", **words), sentence(describe_largest_path(f)), found]
    words |= {"product": green_words.product(f.product), "share": share(f.total / measure_footprint(w, f.region).total)}
    return [line("paths_of", **words), line("paths_of_largest", **_find_largest_path(f)), found]


@memo
def measure_footprint(w: Accounts, region: str) -> Footprint:
    """Return a footprint, once for all that is based on it."""
    return footprints.footprint(w, region)


def describe_largest_path(f: EmissionPaths, on: Text = NOTHING) -> Text:
    """Return the chain along which most is emitted and its part, without a full stop."""
    return line("paths_largest", owner=owner(f.region), on=on, **_find_largest_path(f))


def _find_largest_path(f: EmissionPaths) -> dict[str, Text | str]:
    top = int(np.argmax(f.found.own))
    chain = [f.cells[c] for c in f.found.chain(top)]
    return {"path": name_chain(f.region, chain), "carried": plain(float(f.found.own[top]) / f.total)}


def name_chain(home: str, chain: Sequence[tuple[str, str]]) -> Text:
    """Return a chain in names, the economy's own without saying so; one step long, an industry's own emissions."""
    steps = [
        name if r == home else message("green.answers_carbon.chain.step", name=name, where=place(r))
        for r, name in ((r, industry(i)) for r, i in chain)
    ]
    if len(chain) == 1:
        return message("green.answers_carbon.chain.single", name=steps[0])
    then = message("green.answers_carbon.chain.then")
    return join_texts(steps, lambda told, lang: then[lang].join(told))
