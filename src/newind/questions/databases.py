"""Notes of a brief on its database: what an earlier one ends with, what groups of industries cannot tell."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from newind.data.reference import CONTINUED, has_published_flows, identify, load, now, package
from newind.errors import NewindError, UnknownNameError
from newind.language.phrases import of_economy
from newind.language.words import listing, mark, percent, quantity, years
from newind.measures import zh
from newind.measures.measure import format_name
from newind.measures.registry import indicators
from newind.measures.series import value
from newind.messages import message, message_group, say
from newind.questions.wording import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.language.words import Lang
    from newind.measures.context import Context
    from newind.messages import Text
    from newind.typing import Array


COARSE = "world-2020"
"""Shipped set for economies that the annual world does not name."""
FACTORIES = "C13T33"
"""Its group of manufacturing industries, all but food."""
COMMANDS = (
    "newind data get icio2025",
    "newind data build world-annual --icio icio2025 --region {region}",
    "newind brief {region} --table newind-data/world-annual-{region}",
)
"""Way to give an economy a separate row in the annual world, and its full brief."""
BASED: Text = message("common.coarse.based")
OPENING: Text = message("common.coarse.opening")
HINT: Text = message("common.coarse.hint")
"""Words of a command on the table."""
REVISED: Text = message("common.coarse.revised")
COARSE_NONE: Text = message("common.coarse.none")
"""Words in place of an indicator that is not in the table."""
APART = 0.05
"""Difference of GDP, as a share of it, from which it is reported."""
NOTES: dict[str, list[str]] = message_group("common.coarse.notes")


def is_coarse(w: Accounts) -> bool:
    """Return whether accounts are the shipped ones of 2020 in 11 groups of industries."""
    return identify(w) == COARSE


def commands(region: str) -> tuple[str, ...]:
    """Return the commands that give an economy a separate row, and its full brief.

    Examples
    --------
    >>> commands("VNM")[1]
    'newind data build world-annual --icio icio2025 --region VNM'
    """
    return tuple(line.format(region=region) for line in COMMANDS)


def hint(region: str, lang: Lang = "en") -> str:
    """Return what the table lacks, and the commands that give more."""
    return "\n  ".join((HINT[lang], *commands(region)))


def opening(ctx: Context, lang: Lang) -> str:
    """Return which table a brief is based on, whether it was revised since, and the size of an economy."""
    w, r = ctx.w, ctx.w.regions.index(ctx.region)
    made = w.value_added.reshape(w.R, w.S)[r]
    size = OPENING[lang].format(
        year=ctx.year,
        owner=of_economy(ctx)[lang],
        size=quantity(float(made.sum()), w.unit, lang),
        part=percent(float(made[w.industries.index(FACTORIES)] / made.sum()), lang),
    )
    said = (BASED[lang].format(year=ctx.year), describe_revision(w, ctx.region, lang), size)
    return mark("gap", lang).join(filter(None, said))


def describe_revision(w: Accounts, region: str, lang: Lang) -> str:
    """Return that today's accounts of the United Nations have another GDP than the table; empty where they have not."""
    stated = official(region).get(w.year)
    table = gdp(w)[w.regions.index(region)]
    if not stated or abs(table / stated - 1) < APART:
        return ""
    amounts = {name: quantity(value, w.unit, lang) for name, value in (("table", float(table)), ("now", stated))}
    return REVISED[lang].format(**amounts)


def gdp(w: Accounts) -> Array:
    """Return GDP at market prices, (R,): value added with net taxes on products in inputs and in final use."""
    final = w.satellites["taxes_less_subsidies"].final
    return w.gdp if final is None else w.gdp + final.reshape(w.R, -1).sum(axis=1)


def official(region: str) -> dict[int, float]:
    """Return GDP by year in the accounts of the United Nations, million USD; empty where they lack the economy."""
    try:
        found = now.series(now.code_of(region)).get("gdp")
    except UnknownNameError:
        return {}
    return {} if found is None else {year: 1e3 * value for year, value in found.values.items()}


def notes(region: str, lang: Lang) -> tuple[str, ...]:
    """Return method and limits of the table."""
    said = mark("semicolon", lang).join(commands(region))
    return tuple(text.format(commands=said) for text in NOTES[lang])


MOST = 10
"""Indicators whose difference between two databases is named."""
ESTIMATE: Text = message("common.databases.estimate")
BREAK: Text = message("common.databases.break")
LACKING: Text = message("common.databases.lacking")
UP_TO: Text = message("common.databases.up_to")
EARLIER: Text = message("common.databases.earlier")


def earlier(ctx: Context) -> Panel | None:
    """Return the observed database that the accounts of a context go on from, None for other accounts."""
    name = identify(ctx.w)
    base = next((b for b, later in CONTINUED.items() if later == name), "")
    return load(base).databases[0] if base else None


def methods(ctx: Context, used: Iterable[str], lang: Lang) -> tuple[str, ...]:
    """Return what is estimated, how far the two databases differ in the indicators used, and what only one has."""
    base = earlier(ctx)
    if base is None or not has_published_flows(ctx.w.source):
        return ()
    first, last = base.years[-1], ctx.year
    told = [ESTIMATE[lang].format(years=years(ctx.years[0], last, lang))]
    if parts := _differences(ctx, used, lang):
        told.append(BREAK[lang].format(first=first, last=last, parts=parts))
    if parts := _satellites(ctx, base, lang):
        told.append(LACKING[lang].format(parts=parts))
    return tuple(told)


def _differences(ctx: Context, used: Iterable[str], lang: Lang) -> str:
    """Return both figures of the year that two databases share, of the indicators that a brief uses."""
    stated = package(identify(ctx.w)).get("break_2011", {})
    known = [id for id in used if ctx.region in stated.get(id, {})][:MOST]
    parts = []
    for id in known:
        scale = indicators()[id].scale(stated[id][ctx.region], lang)
        estimate, observed = (scale.text(v) for v in stated[id][ctx.region])
        label = indicators()[id].label[lang]
        parts.append(say("common.databases.differs", lang, label=label, estimate=estimate, observed=observed))
    return message("common.databases.dot")[lang].join(parts)


def _satellites(ctx: Context, base: Panel, lang: Lang) -> str:
    """Return figures by industry that the accounts of a context lack, each with its last year before."""
    row, found = ctx.w.regions.index(ctx.region), dict[str, int]()
    kept = {name for w in ctx.accounts.values() for name in w.satellites}
    terms = zh.texts()["terms"]
    kept |= {f"hours_{skill}" for skill in ("high", "medium", "low")}  # of which hours are the sum
    for w in reversed(tuple(base)):
        for name in sorted(set(w.satellites) - kept):
            values = np.asarray(w.satellites[name].values).reshape(w.R, -1)[row]
            if format_name(name) in terms and np.isfinite(values).any():
                found.setdefault(name, w.year)
    names = {name: format_name(name) if lang != "zh" else terms[format_name(name)] for name in found}
    return listing([UP_TO[lang].format(what=names[name], year=year) for name, year in found.items()], lang)


def last_years(ctx: Context, lang: Lang) -> tuple[tuple[str, str], ...]:
    """Return the years that each indicator has for the economy: of the accounts, else of the observed tables before."""
    return tuple((f"{e.label[lang]} ({e.id})", _span(ctx, e.id, lang)) for e in indicators())


def _span(ctx: Context, id: str, lang: Lang) -> str:
    """Return the span of an indicator, in words where there is none."""
    known: list[int] = []
    with suppress(NewindError):  # a table on which it is not defined has no year of it
        known = sorted(ctx.series(id))
    if known:
        return years(known[0], known[-1], lang)
    base = earlier(ctx)
    before = [] if base is None else _ends(base, id, ctx.region)
    if before:
        return EARLIER[lang].format(span=years(before[0], before[-1], lang))
    return (COARSE_NONE if is_coarse(ctx.w) else NONE)[lang]


def _ends(base: Panel, id: str, region: str) -> list[int]:
    """Return the first and the last year in which an economy has an indicator, none where it has it in no year."""
    ways = (base.years, base.years[::-1])
    ends = (next((y for y in way if np.isfinite(value(*base.step(y), id, region))), None) for way in ways)
    return [y for y in ends if y is not None]
