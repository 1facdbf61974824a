"""How much an economy manufactures, what made its productivity grow, and what its industry invests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.analyses.manufacturing.expected import expected_share
from newind.analyses.manufacturing.expected_fit import expected_pattern
from newind.analyses.manufacturing.investment import SECTORS
from newind.analyses.manufacturing.shiftshare import PARTS
from newind.charts.proofs import Bubble, ChartRow, Scatter
from newind.errors import NewindError
from newind.kernels.quotients import ratio
from newind.language.words import from_to
from newind.questions.depth.parts import (
    CardGroup,
    append_in_brackets,
    figure,
    format_share_difference,
    make_or_explain,
)
from newind.questions.depth.views import ask, make_card
from newind.questions.manufacturing.findings_depth import SHORT, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.accounts.accounts import Accounts
    from newind.analyses.manufacturing.expected import ExpectedShare
    from newind.analyses.manufacturing.investment import IndustrialInvestment
    from newind.analyses.manufacturing.shiftshare import ProductivityGrowth
    from newind.charts.proofs import Bars, Lines, Waterfall
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import MeasureRow, TableSection
    from newind.typing import Array, BoolArray

THOUSAND = 1000.0
PLACES = 25
"""Places of the curve of what is expected."""
SHOWN = 5
"""Industries that did most for productivity."""
WITHIN = {
    "manufacturing": "made",
    "business-services": "services",
    "other-services": "services",
    "other": "others",
}
"""Group of industries → step of the chart; groups that are not named are others."""


# ---- weight
@memo
def compute_expected_shares(w: Accounts) -> dict[str, ExpectedShare]:
    """Return the share and the one expected of every economy that has both."""
    found = {}
    for code in w.regions:
        try:
            found[code] = expected_share(w, code)
        except NewindError:  # an aggregate, or one whose population or income is not known
            continue
    return found


def weight(voice: SystemWording) -> CardGroup | None:
    """Return the share of manufacturing and the one expected, beside others."""
    ctx = voice.ctx
    told = make_or_explain(voice, "weight", lambda: ask(ctx, "manufacturing.share"))
    if told is None:
        return None
    found, year = told.result, told.result.years[-1]
    others = {c: f for c, f in compute_expected_shares(ctx.accounts[year]).items() if c != ctx.region}
    chart: Scatter | Lines | Bars = _over_years(found)
    if others:
        chart = _bubbles(voice, ctx.accounts[year], {ctx.region: found, **others})
    read = voice.say("weight-note", name=voice.name()) if others else ""
    card = make_card(voice, "weight", told, chart, slice(1), notes=2, before=read)
    rows = {ctx.region: found, **{c: others[c] for c in ctx.peers if c in others}}
    title = voice.say("weight-table", year=year)
    table = voice.table("weight", title, [_format_economy_row(voice, c, f) for c, f in rows.items()],
                        note=voice.say("weight-table-note"), refs=card.refs)  # fmt: skip
    shown = (table,) if len(rows) > 1 else ()
    return CardGroup(card, shown, tuple(f for c, r in rows.items() for f in _weights(voice, c, r)))


def _over_years(found: ExpectedShare) -> Lines | Bars:
    """Return the share and the one expected over the years, where there is nobody to stand beside."""
    return lines(replace(found.chart(), labels=dict(SHORT)), "actual")


def _bubbles(voice: SystemWording, w: Accounts, every: dict[str, ExpectedShare]) -> Scatter:
    """Return economies by income and share, with the curve of what is expected at the population of the region."""
    own = every[voice.ctx.region]
    points = tuple(
        Bubble(c, float(f.income[-1]) / THOUSAND, float(f.actual[-1]), float(f.population[-1]))
        for c, f in every.items()
    )
    known = [p.x * THOUSAND for p in points]
    low, high = expected_pattern().income
    places = np.linspace(max(min(known), low), min(max(known), high), PLACES)
    people = float(own.population[-1])
    heights = [
        float(expected_share(w, voice.ctx.region, population=people, income=float(v)).expected[0]) for v in places
    ]
    curve = (tuple(float(v) / THOUSAND for v in places), tuple(heights))
    return Scatter(
        points,
        voice.format_bilingual_text("income-axis"),
        voice.format_bilingual_text("share-axis"),
        "1",
        curve,
        voice.ctx.region,
    )


def _format_economy_row(voice: SystemWording, code: str, found: ExpectedShare) -> tuple[str, ...]:
    low, high = (format_share_difference(voice, float(v)) for v in found.gap_range[-1])
    return (
        voice.label_economy(code),
        voice.number(float(found.income[-1]), 0),
        voice.share(float(found.actual[-1])),
        append_in_brackets(voice, voice.share(float(found.expected[-1])), voice.ends(*map(float, found.interval[-1]))),
        append_in_brackets(voice, format_share_difference(voice, float(found.gap[-1])), from_to(low, high, voice.lang)),
    )


def _weights(voice: SystemWording, code: str, found: ExpectedShare) -> Iterator[MeasureRow]:
    """Yield the last year of a peer, all years of the region."""
    own = code == voice.ctx.region
    for t, year in list(enumerate(found.years))[None if own else -1 :]:
        rows = [
            ("s2.manufacturing_share", found.actual[t], "observed"),
            ("s2.expected_share", found.expected[t], "estimated"),
            ("s2.expected_share.low", found.interval[t, 0], "estimated"),
            ("s2.expected_share.high", found.interval[t, 1], "estimated"),
            ("s2.expected_gap", found.gap[t], "estimated"),
            ("s2.expected_gap.low", found.gap_range[t, 0], "estimated"),
            ("s2.expected_gap.high", found.gap_range[t, 1], "estimated"),
        ]
        for id, value, status in rows:
            made = figure(voice, id, float(value), status=status, year=year)
            yield made if own else made._replace(region=code)


# ---- productivity
def growth(voice: SystemWording) -> CardGroup | None:
    """Return what made labour productivity grow, by group of industries and by industry of manufacturing."""
    told = make_or_explain(voice, "growth", lambda: ask(voice.ctx, "manufacturing.growth"))
    if told is None:
        return None
    found, inside = told.result, _select_manufacturing(told.result)
    card = make_card(voice, "growth", told, _steps(voice, found), slice(2))
    table = _industries(voice, found, inside, card.refs)
    return CardGroup(card, (table,), tuple(_build_productivity_figures(voice, found)))


def _steps(voice: SystemWording, found: ProductivityGrowth) -> Waterfall:
    """Return growth within manufacturing, services and all others, and by labour that moves."""
    within = dict.fromkeys(WITHIN.values(), 0.0)
    for value, group in zip(found.parts.within, found.group, strict=True):
        within[WITHIN.get(group, "others")] += float(value)
    steps = [*within.items(), ("moves", float(found.parts.static.sum() + found.parts.dynamic.sum()))]
    rows = tuple(ChartRow(name, value, label=voice.format_bilingual_text(f"within-{name}")) for name, value in steps)
    return replace(found.chart(), steps=rows)


def _select_manufacturing(found: ProductivityGrowth) -> BoolArray:
    """Return which industries are manufacturing; (S,)."""
    return np.array([g == "manufacturing" for g in found.group])


def _parts(found: ProductivityGrowth) -> Array:
    """Return within, both moves and their sum by industry, over the level of the first year; (S, 4)."""
    parts = np.stack([getattr(found.parts, name) for name in PARTS], axis=1) / float(found.levels[0])
    return np.column_stack([parts, parts.sum(axis=1)])


def _industries(
    voice: SystemWording, found: ProductivityGrowth, inside: BoolArray, refs: tuple[int, ...]
) -> TableSection:
    """Return the industries of manufacturing that did most, the others, and all; rows add up."""
    every = _parts(found)
    made = np.flatnonzero(inside)
    order = made[np.argsort(-np.abs(every[made, 3]), kind="stable")]
    first, rest = order[:SHOWN], order[SHOWN:]
    rows = [(voice.industry(found.industries[i]), every[i]) for i in first]
    rows += [(voice.say("other-made"), every[rest].sum(axis=0))] if len(rest) else []
    rows += [(voice.say("all-made"), every[made].sum(axis=0)), (voice.say("all-else"), every[~inside].sum(axis=0))]
    rows += [(voice.say("all-industries"), every.sum(axis=0))]
    whole = float(every[:, 3].sum())
    cells = [(name, *(format_share_difference(voice, float(v)) for v in row), voice.share(float(ratio(row[3], whole))))
             for name, row in rows]  # fmt: skip
    return voice.table("growth", voice.say("growth-table", first=found.years[0]), cells,
                       note=voice.say("growth-table-note"), refs=refs)  # fmt: skip


def _build_productivity_figures(voice: SystemWording, found: ProductivityGrowth) -> Iterator[MeasureRow]:
    every = _parts(found)
    for code, row in (*zip(found.industries, every, strict=True), ("", every.sum(axis=0))):
        for id, value in (("s2.productivity_within", row[0]), ("s2.productivity_moves", row[1] + row[2])):
            yield figure(voice, id, float(value), industry=code, status=found.status, year=found.years[1],
                         note=f"since {found.years[0]}")  # fmt: skip


# ---- investment
def investment(voice: SystemWording) -> CardGroup | None:
    """Return what industry invests over the years."""
    told = make_or_explain(voice, "investment", lambda: ask(voice.ctx, "manufacturing.investment"))
    if told is None:
        return None
    card = make_card(voice, "investment", told, lines(told.result.chart("rate"), "industry"), notes=2)
    return CardGroup(card, figures=tuple(_build_investment_figures(voice, told.result)))


def _build_investment_figures(voice: SystemWording, found: IndustrialInvestment) -> Iterator[MeasureRow]:
    ids = {"rate": "s2.industrial_investment", "share": "s2.investment_share", "weight": "s2.industry_weight"}
    at = list(SECTORS).index("industry")
    for t, year in enumerate(found.years):
        for name, id in ids.items():
            yield figure(voice, id, float(getattr(found, name)[t, at]), status=found.status[t], year=year)
