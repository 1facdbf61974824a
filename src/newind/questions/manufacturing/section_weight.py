"""How much an economy manufactures, what made its productivity grow, and what its industry invests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.analyses.manufacturing.expected import expected_share
from newind.analyses.manufacturing.expected_fit import expected_pattern
from newind.analyses.manufacturing.investment import SECTORS, industrial_investment
from newind.analyses.manufacturing.shiftshare import PARTS, productivity_growth
from newind.charts.proofs import Bubble, ChartRow, Scatter
from newind.errors import NewindError
from newind.kernels.quotients import ratio
from newind.language.words import decimal, from_to, percent
from newind.questions.depth.amounts import figure
from newind.questions.depth.parts import (
    CardGroup,
    append_in_brackets,
    format_share_difference,
    make_or_explain,
)
from newind.questions.manufacturing.findings_depth import SHORT, lines, panel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
SAME = 1e-6
"""By how much a share moves less than which it was carried on from the year before."""


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
    found = make_or_explain(voice, "weight", lambda: expected_share(panel(ctx), ctx.region))
    if found is None:
        return None
    year, (low, high) = found.years[-1], map(float, found.gap_range[-1])
    way = "more" if low > 0 else "less" if high < 0 else "alike"
    said = {
        "owner": voice.owner(),
        "share": voice.share(float(found.actual[-1])),
        "expected": voice.share(float(found.expected[-1])),
        "range": voice.ends(*map(float, found.interval[-1])),
        "verdict": voice.phrase(way),
    }
    refs = voice.refs.number_indicators(("s2.manufacturing_share", "s2.expected_share", "s2.expected_gap"), year)
    others = {c: f for c, f in compute_expected_shares(ctx.accounts[year]).items() if c != ctx.region}
    chart: Scatter | Lines | Bars = _over_years(found)
    if others:
        chart = _bubbles(voice, ctx.accounts[year], {ctx.region: found, **others})
    note = voice.say("weight-note" if others else "weight-note-alone", name=voice.name())
    card = voice.card("weight", voice.say("weight", **said), chart, note, refs, status="estimated", year=year)
    rows = {ctx.region: found, **{c: others[c] for c in ctx.peers if c in others}}
    title = voice.say("weight-table", year=year)
    table = voice.table("weight", title, [_format_economy_row(voice, c, f) for c, f in rows.items()],
                        note=voice.say("weight-table-note"), refs=refs)  # fmt: skip
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
    ctx = voice.ctx
    found = make_or_explain(voice, "growth", lambda: productivity_growth(panel(ctx), ctx.region))
    if found is None:
        return None
    (before, after), (first, last) = map(float, found.levels), found.years
    inside = _select_manufacturing(found)
    said = {
        "first": first,
        "last": last,
        "before": voice.number(before, 2),
        "after": voice.number(after, 2),
        "within": voice.share(float(ratio(found.parts.within.sum(), found.parts.total))),
        "made": voice.share(float(ratio(found.parts.within[inside].sum(), found.parts.total))),
    }
    refs = voice.refs.number_indicators(("s2.productivity_within", "s2.productivity_moves"), first, last)
    card = voice.card("growth", voice.say("growth", **said), _steps(voice, found), voice.say("growth-note"), refs,
                      status=found.status, year=last)  # fmt: skip
    return CardGroup(card, (_industries(voice, found, inside, refs),), tuple(_build_productivity_figures(voice, found)))


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
    ctx = voice.ctx
    found = make_or_explain(voice, "investment", lambda: industrial_investment(panel(ctx), ctx.region))
    if found is None:
        return None
    year, at = found.years[-1], list(SECTORS).index("industry")
    said = {name: voice.share(float(getattr(found, name)[-1, at])) for name in ("rate", "weight", "share")}
    note = voice.say("investment-note", capital=_capital(voice, found, at), again=_key(voice, found))
    refs = voice.refs.number_indicators(
        ("s2.industrial_investment", "s2.investment_share", "s2.industry_weight"), *_ends(found.years)
    )
    card = voice.card("investment", voice.say("investment", year=year, **said), lines(found.chart("rate"), "industry"),
                      note, refs, status=found.status[-1], year=year)  # fmt: skip
    return CardGroup(card, figures=tuple(_build_investment_figures(voice, found, at)))


def _ends(years: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted({years[0], years[-1]}))


def _capital(voice: SystemWording, found: IndustrialInvestment, at: int) -> str:
    """Return how capital grew, nothing where it is not known for all years."""
    grown = found.capital[:, at]
    if len(found.years) < 2 or not np.isfinite(grown).all():
        return ""
    rate = float((grown[-1] / grown[0]) ** (1 / (found.years[-1] - found.years[0])) - 1)
    grew, over = percent(rate, voice.lang, 1, sign=True), decimal(float(found.capital_ratio[-1, at]), 2, voice.lang)
    text = voice.say("investment-capital", growth=grew, first=found.years[0], ratio=over)
    return f"{text} " if voice.lang != "zh" else text


def _key(voice: SystemWording, found: IndustrialInvestment) -> str:
    """Return in how many years the source does not say anew how investment is shared out."""
    same = int((np.abs(np.diff(found.share[:, 0])) < SAME).sum())
    return voice.say("investment-key", n=same) if same else ""


def _build_investment_figures(voice: SystemWording, found: IndustrialInvestment, at: int) -> Iterator[MeasureRow]:
    ids = {"rate": "s2.industrial_investment", "share": "s2.investment_share", "weight": "s2.industry_weight"}
    for t, year in enumerate(found.years):
        for name, id in ids.items():
            yield figure(voice, id, float(getattr(found, name)[t, at]), status=found.status[t], year=year)
