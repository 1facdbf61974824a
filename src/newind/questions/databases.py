"""Note of a brief on its database: where an earlier one ends, what only that one has, and how far both differ."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from newind.data.reference import CONTINUED, has_published_flows, identify, load, package
from newind.errors import NewindError
from newind.language.words import listing, years
from newind.measures import zh
from newind.measures.measure import format_name
from newind.measures.registry import indicators
from newind.measures.series import value
from newind.messages import message, say
from newind.questions import coarse
from newind.questions.wording import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.accounts.panel import Panel
    from newind.language.words import Lang
    from newind.measures.context import Context
    from newind.messages import Text

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
    if parts := differences(ctx, used, lang):
        told.append(BREAK[lang].format(first=first, last=last, parts=parts))
    if parts := _satellites(ctx, base, lang):
        told.append(LACKING[lang].format(parts=parts))
    return tuple(told)


def differences(ctx: Context, used: Iterable[str], lang: Lang) -> str:
    """Return both figures of the year that two databases share, of the indicators that a brief uses."""
    name = identify(ctx.w)
    stated = package(name).get("break_2011", {}) if name else {}
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
    return (coarse.NONE if coarse.is_coarse(ctx.w) else NONE)[lang]


def _ends(base: Panel, id: str, region: str) -> list[int]:
    """Return the first and the last year in which an economy has an indicator, none where it has it in no year."""
    ways = (base.years, base.years[::-1])
    ends = (next((y for y in way if np.isfinite(value(*base.step(y), id, region))), None) for way in ways)
    return [y for y in ends if y is not None]
