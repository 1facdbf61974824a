"""System 3, carbon made and used: footprints, what changes emissions, embodied trade and the chains behind them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import demand_name
from newind.analyses.green import decomposition, footprints, kaya_identity, volumes
from newind.analyses.green.footprints import embodied_trade
from newind.analyses.green.paths import emission_paths
from newind.errors import DataError, tell
from newind.language.words import decimal
from newind.measures.green import household_emissions, industry_emissions
from newind.messages import in_each, list_columns, list_languages, message
from newind.questions.green import words as green_words
from newind.questions.green.words import (
    answer,
    drop_constant_columns,
    format_change,
    line,
    names,
    share,
    span_of_tonnes,
    tonnes,
)
from newind.questions.wording import sentence
from newind.questions.words import name_place, place, status

if TYPE_CHECKING:
    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.analyses.green.decomposition import CarbonChange
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
    abroad = f.values[[k for k, c in enumerate(f.origins) if c != region]].sum() / f.total
    first = f.by("product").iloc[0]
    tables = {side: drop_constant_columns(f.by(side), *list_columns("label")) for side in footprints.SIDES}
    shown: dict[str, tuple[str, ...]] = {side: (side, "value", "share", "abroad") for side in footprints.SIDES}
    shown["cells"] = ()
    shown["origin"] = ("origin", "value", "share")
    if asked.by:
        tables = {"chosen": drop_constant_columns(f.by(*asked.by), *list_columns("label"))} | tables
        shown = {"chosen": (*asked.by, "value", "share", "abroad"), **dict.fromkeys(footprints.SIDES, ()), "cells": ()}
    opening = [
        line("footprint", region=place(region), year=f.year, total=tonnes(f.total), abroad=share(float(abroad)),
             own=share(float(f.own.sum() / f.total)), status=status(f.status)),
        line("footprint_most", product=footprints.label_code("product", str(first["product"])),
             value=tonnes(float(first["value"])), share=share(float(first["share"]))),
    ]  # fmt: skip
    return answer(
        "footprint", region, (f.year,), {**tables, "cells": drop_constant_columns(f.table())}, lead=opening,
        notes=[line("footprint_note")], shown=shown,
        values={"user": {u: in_each(lambda lang, u=u: demand_name(u, lang)) for u in f.users},  # type: ignore[misc]
                "product": footprints.LABELS},
        unit_of_values=f.unit, status=f.status, total=f.total, chart=f.chart(),
    )  # fmt: skip


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
        start=f.start, end=f.end, unit_of_values=f.unit, status=f.status, chart=f.chart(),
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
    """Return by how much emissions changed, and what raised and lowered them most, each with its range."""
    said = [
        line(f"change_{f.how}", region=place(f.region), first=f.first, last=f.last, start=tonnes(f.start),
             end=tonnes(f.end), change=format_change(f.change), share=share(f.change / f.start, sign=True),
             status=status(f.status))
    ]  # fmt: skip
    for name, k in (("most_up", int(np.argmax(f.values))), ("most_down", int(np.argmin(f.values)))):
        if (f.values[k] > 0) == (name == "most_up"):
            words = {"effect": decomposition.LABELS[f.effects[k]], "value": format_change(float(f.values[k]))}
            ranged = f.high[k] - f.low[k] > 1e-9
            span = span_of_tonnes(float(f.low[k]), float(f.high[k]))
            said.append(line(f"{name}_ranged" if ranged else name, **words, span=span))
    return said


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
    years = f.by_year().drop(columns="region")
    if "carbon" in years:
        years["carbon"] *= 1e3
    tables = {"factors": drop_constant_columns(f.table()), "years": years}
    shown = {"factors": ("label", "value", "share", "index"), "years": tuple(years.columns)}
    start, end = float(f.emissions[0]), float(f.emissions[-1])
    parts = [in_each(partial(_format_factor, k, v)) for k, v in _by_size(f)]
    opening = [
        line("kaya", region=place(region), first=f.years[0], last=f.years[-1], start=tonnes(start), end=tonnes(end),
             change=format_change(end - start), share=share(end / start - 1, sign=True), status=status(f.status)),
        line("kaya_parts", parts=names(parts)),
    ]  # fmt: skip
    return answer(
        "kaya", region, f.years, tables, lead=opening, notes=[line("kaya_note"), sentence(f.note)], shown=shown,
        first=f.years[0], last=f.years[-1], income=asked.income, unit_of_values=f.unit, status=f.status,
        chart=f.chart(),
    )  # fmt: skip


def _format_factor(factor: str, effect: float, lang: str) -> str:
    return f"{kaya_identity.FACTORS[factor][lang]}{SPACE[lang]}{format_change(effect)[lang]}"


def _by_size(f: KayaIdentity) -> list[tuple[str, float]]:
    return sorted(zip(f.factors, map(float, f.effects), strict=True), key=lambda one: -abs(one[1]))


# ---- trade


def trade(panel: Panel, region: str, asked: YearOptions) -> Answer:
    """Return what a region emits for others' final use and others for its own, by partner and industry."""
    w = last_good(panel, region, asked.year)
    f = embodied_trade(w, region)
    partners, industries = drop_constant_columns(f.by_partner()), drop_constant_columns(f.by_industry())
    out, back = float(f.exports.sum()), float(f.imports.sum())
    one = panel[f.year]
    r = one.regions.index(region)
    made = float(industry_emissions(one)[r].sum() + household_emissions(one)[r])
    opening = [
        line("trade", region=place(region), year=f.year, out=tonnes(out), share=share(out / made), back=tonnes(back),
             status=status(f.status)),
        line("trade_more" if out >= back else "trade_less", region=place(region), balance=tonnes(abs(out - back))),
    ]  # fmt: skip
    shown = {"partners": ("partner", "exports", "imports", "balance", "export_share"),
             "industries": ("industry", "exports", "imports", "balance"), "cells": ()}  # fmt: skip
    tables = {"partners": partners, "industries": industries, "cells": drop_constant_columns(f.table())}
    return answer(
        "trade", region, (f.year,), tables, lead=opening, notes=[line("trade_note")], shown=shown,
        balance=f.balance, unit_of_values=f.unit, status=f.status, chart=f.chart(),
    )  # fmt: skip


# ---- paths


def paths(panel: Panel, region: str, asked: PathsOptions) -> Answer:
    """Return the single chains along which most is emitted for what a region finally uses, and all by tier."""
    f = emission_paths(last_good(panel, region, asked.year), region, asked.product, asked.threshold)
    chains = f.table()
    if not len(chains):
        raise DataError(tell("question.no_chain", threshold=f"{asked.threshold:g}"))
    for lang in list_languages():
        chains[f"chain_{lang}"] = [_at_home(said, region, lang) for said in chains[f"label_{lang}"]]
    tiers = drop_constant_columns(f.by_tier())
    shown = {"chains": ("value", "share", "chain"), "tiers": ("tier", "value", "share", "found")}
    tables = {"chains": drop_constant_columns(chains), "tiers": tiers}
    return answer(
        "paths", region, (f.year,), tables, lead=_describe_paths(f, chains, tiers),
        notes=[line("paths_note", region=place(region))], shown=shown,
        product=asked.product, threshold=asked.threshold, total=f.total, unit_of_values=f.unit, status=f.status,
        chart=f.chart(),
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


def _describe_paths(f: EmissionPaths, chains: pd.DataFrame, tiers: pd.DataFrame) -> list[Text]:
    """Return what is followed, how many chains were found, what they cover, and how much is not the last producer's."""
    what = {"product": green_words.product(f.product)} if f.product else {}
    return [
        line("paths_of" if f.product else "paths", region=place(f.region), year=f.year, total=tonnes(f.total),
             status=status(f.status), **what),
        line("paths_found", n=len(chains),
             threshold=in_each(lambda lang: decimal(100 * f.threshold, 2, lang) + "%"),
             covered=share(float(chains["value"].sum() / f.total)), upstream=share(1 - float(tiers["share"][0]))),
    ]  # fmt: skip
