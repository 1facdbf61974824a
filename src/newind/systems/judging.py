"""The rule that gives a finding its kind and size, and the assembly of findings from an indicator's figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.systems.findings import Finding
from newind.systems.measure import COLUMNS
from newind.systems.phrases import (
    NOTHING,
    Text,
    against,
    both,
    digits_for,
    economy,
    in_year,
    joined,
    of_economy,
    place,
)
from newind.systems.registry import indicators
from newind.systems.words import percent

if TYPE_CHECKING:
    import pandas as pd

    from newind.systems.context import Context
    from newind.systems.proofs import Proof

ROBUST = 1.4826
"""Median absolute deviation to standard deviation of a normal distribution."""
FLOOR = 0.05
"""Least spread of peers, relative to their median: smaller differences are not told apart."""
MATERIAL = 0.1
"""Change that counts, in standard deviations of the peers."""
CAP = 6.0
"""Largest distance or change that counts towards a finding's size."""
ASIDE = 0.75
"""What the size of a finding without better or worse is multiplied by."""


def judge(better: str, value: float, peers: list[float], change: float | None) -> tuple[str, float]:
    """Return the kind and the size of a finding.

    Parameters
    ----------
    better : {"higher", "lower", "target", "none"}
        Direction of the indicator.
    value : float
        The economy's figure.
    peers : list of float
        The same of the economies compared with.
    change : float or None
        Since the first year, None where there is one year only.

    Returns
    -------
    kind : str
        No direction, or no peers: ``context``. Worse than the peers' median: ``problem`` where it got worse, else
        ``constraint``. Not worse than it: ``risk`` where it got worse, else ``strength``.
    size : float
        Distance from the peers' median plus the change, both in robust standard deviations of the peers (at least 5 %
        of the median), each at most 6; three quarters of it where there is no direction.

    Examples
    --------
    >>> judge("higher", 1.0, [2.0, 3.0, 4.0], -0.5)[0], judge("higher", 1.0, [2.0, 3.0, 4.0], 0.5)[0]
    ('problem', 'constraint')
    >>> judge("lower", 1.0, [2.0, 3.0, 4.0], 0.5)[0], judge("lower", 1.0, [2.0, 3.0, 4.0], None)[0]
    ('risk', 'strength')
    >>> judge("none", 1.0, [2.0, 3.0, 4.0], 0.5)[0]
    'context'
    """
    middle = float(np.median(peers)) if peers else value
    spread = ROBUST * float(np.median(np.abs(np.array(peers) - middle))) if peers else 0.0
    scale = max(spread, FLOOR * abs(middle), FLOOR * abs(value), 1e-12)
    away = (value - middle) / scale
    moved = 0.0 if change is None else change / scale
    size = min(abs(away), CAP) + min(abs(moved), CAP)
    if better not in ("higher", "lower") or not peers:
        return "context", ASIDE * size
    sign = 1 if better == "higher" else -1
    worse, worsening = sign * away < 0, sign * moved < -MATERIAL
    kind = ("problem" if worsening else "constraint") if worse else ("risk" if worsening else "strength")
    return kind, size


@dataclass(frozen=True)
class Reading:
    """An indicator of the economy in the last year it is known, with its first year and the peers.

    Parameters
    ----------
    id : str
    industry : str or None
    year, first : int and int or None
        Last year known, and first one where it is another.
    value, past : float and float or None
    others : dict of str to float
        The economy and its peers in that year.
    series : dict of int to float
    """

    id: str
    industry: str | None
    year: int
    value: float
    first: int | None
    past: float | None
    others: dict[str, float]
    series: dict[int, float]

    @property
    def change(self) -> float | None:
        """Value less past."""
        return None if self.past is None else self.value - self.past

    @property
    def up(self) -> bool:
        """Whether it rose."""
        return self.past is not None and self.value > self.past

    @property
    def place(self) -> Text:
        """Where it stands among all."""
        return place(self.value, self.others)

    @property
    def peers(self) -> list[float]:
        """Values of the peers."""
        return list(self.others.values())[1:]

    @property
    def median(self) -> float | None:
        """Median of the peers."""
        return float(np.median(self.peers)) if self.peers else None


def read(ctx: Context, id: str, industry: str | None = None, *, changes: bool = True) -> Reading | None:
    """Return an indicator's reading, None where the economy has no figure in any year.

    The year is the last one in which at least half of the peers have a figure too, else the economy's own last one.
    Without `changes` only that year is looked at, as for figures that cannot be compared over years.
    """
    series = ctx.series(id, industry=industry)
    if not series:
        return None
    year, others = _shared(ctx, id, industry, sorted(series, reverse=True))
    kept = {y: v for y, v in series.items() if y <= year} if changes else {year: series[year]}
    first = min(kept) if len(kept) > 1 else None
    return Reading(id, industry, year, series[year], first, None if first is None else series[first], others, kept)


def _shared(ctx: Context, id: str, industry: str | None, years: list[int]) -> tuple[int, dict[str, float]]:
    """Return the last year that at least half of the peers share, and everyone's figures in it."""
    for year in years:
        others = ctx.compared(id, year, industry)
        if 2 * (len(others) - 1) >= len(ctx.peers):
            return year, others
    return years[0], ctx.compared(id, years[0], industry)


@dataclass(frozen=True)
class Said:
    """A reading in the words of both languages.

    Parameters
    ----------
    now, past : dict
        The figures, with equal decimals.
    since : dict
        How the figure compares with its past, to end a clause with; empty for a single year.
    peers : dict
        The median of the peers, to end a sentence with; empty without peers.
    on : dict
        The year, where it is not that of the page.
    owner : dict
        The economy as the owner of what follows.
    """

    now: Text
    past: Text
    since: Text
    peers: Text
    on: Text
    owner: Text


def say(ctx: Context, reading: Reading, digits: int | None = None) -> Said:
    """Put a reading into words; shares become percentages, other figures keep their unit unsaid."""
    percent = indicators()[reading.id].unit == "1"
    scale = 100.0 if percent else 1.0
    figures = [scale * reading.value, scale * (reading.value if reading.past is None else reading.past)]
    middling = [] if reading.median is None else [scale * reading.median]
    d = digits_for(figures + middling) if digits is None else digits
    if digits is None and percent and min(map(abs, figures), default=0.0) >= 1:
        d = min(d, 1)

    def shown(figure: float) -> Text:
        return {lang: number + ("%" if percent else "") for lang, number in both(figure, d).items()}

    now, past = shown(figures[0]), shown(figures[1])
    peers = NOTHING
    if reading.median is not None and len(reading.peers) > 1:
        middle = shown(scale * reading.median)
        peers = {"en": f"; the peers’ median is {middle['en']}", "zh": f"，参照经济体中位数为{middle['zh']}"}
    since = against(now, past, reading.first, reading.up)
    return Said(now, past, since, peers, in_year(ctx, reading.year), of_economy(ctx))


def was(reading: Reading, digits: int, scale: float = 1.0) -> Text:
    """Return the past of a reading as a short line, empty where there is none."""
    if reading.past is None:
        return NOTHING
    past = both(reading.past * scale, digits)
    return {"en": f"{past['en']} in {reading.first}", "zh": f"{reading.first}年为{past['zh']}"}


def leader(ctx: Context, reading: Reading) -> Text:
    """Return the highest peer and its figure as a short line, empty where there are fewer than three economies."""
    if len(reading.others) < 3:
        return NOTHING
    code = max((c for c in reading.others if c != ctx.region), key=lambda c: reading.others[c])
    value, name = reading.others[code], economy(ctx, code)
    shown = quantities(indicators()[reading.id].unit, value, beside=reading.value)
    if value > reading.value:
        return {"en": f"highest {name['en']}, {shown['en']}", "zh": f"最高为{name['zh']}，{shown['zh']}"}
    return {"en": f"next {name['en']}, {shown['en']}", "zh": f"其次为{name['zh']}，{shown['zh']}"}


def concentration(reading: Reading) -> Text:
    """Return how concentrated supply is beside the peers, to end a sentence with; empty without peers.

    For readings of an index of concentration.
    """
    if reading.median is None:
        return NOTHING
    shown = f"{reading.value:.2f}", f"{reading.median:.2f}"
    if shown[0] == shown[1]:
        return {"en": "; supply is as concentrated as among peers", "zh": "，集中度与参照经济体相当"}
    more = reading.value > reading.median
    return {
        "en": f"; supply is {'more' if more else 'less'} concentrated than among peers",
        "zh": f"，集中度{'高' if more else '低'}于参照经济体",
    }


def quantities(unit: str, value: float, *, beside: float) -> Text:
    """Return a figure of the registry beside another: shares in percent with one decimal, others bare, told apart.

    Examples
    --------
    >>> quantities("1", 0.332, beside=0.334), quantities("stages", 2.69, beside=2.84)
    ({'en': '33.2%', 'zh': '33.2%'}, {'en': '2.7', 'zh': '2.7'})
    """
    if unit == "1":
        return {"en": percent(value), "zh": percent(value, "zh")}
    return both(value, digits_for([value, beside]))


def make(
    ctx: Context,
    reading: Reading,
    name: str,
    sentence: Text,
    proof: Proof,
    *,
    detail: Text | None = None,
    also: tuple[str, ...] = (),
    value: float | None = None,
    unit: str | None = None,
    range: tuple[float, float] | None = None,
    partner: bool = False,
    weight: float = 1.0,
) -> Finding:
    """Assemble a finding whose main indicator is that of the reading; its size is multiplied by `weight`."""
    entry = indicators()[reading.id]
    kind, size = judge(entry.better, reading.value, reading.peers, reading.change)
    ids = (reading.id, *also)
    line = detail if detail is not None else joined(reading.place, leader(ctx, reading))
    return Finding(
        id=name,
        system=name.partition(".")[0],
        clause=entry.clause,
        kind=kind,
        sentence=sentence,
        detail=line,
        value=reading.value if value is None else value,
        unit=entry.unit if unit is None else unit,
        range=None if range is None else (min(range), max(range)),
        year=reading.year,
        status=ctx.status(*ids, year=reading.year),
        indicators=ids,
        proof=proof,
        evidence=evidence(ctx, reading, also, partner=partner),
        size=weight * size,
    )


def evidence(ctx: Context, reading: Reading, also: tuple[str, ...] = (), *, partner: bool = False) -> pd.DataFrame:
    """Return the rows of the measure table that a finding rests on.

    The economy in its first and last year, its peers in the last one, the other indicators, and the economy's partners
    where `partner` asks for them.
    """
    import pandas as pd

    rows: list[tuple[object, ...]] = []

    def add(id: str, region: str, year: int, *, industry: str | None = None, to: str | None = None) -> None:
        value = ctx.value(id, region, year, industry=industry, partner=to)
        scenario = ctx.accounts[year].scenario
        status = ctx.status(id, year=year)
        rows.append((scenario, region, industry, to, year, id, value, indicators()[id].unit, status, ""))

    for region in reading.others:
        add(reading.id, region, reading.year, industry=reading.industry)
    if reading.first is not None:
        add(reading.id, ctx.region, reading.first, industry=reading.industry)
    for id in also:
        inside = reading.industry if np.isfinite(ctx.value(id, year=reading.year, industry=reading.industry)) else None
        add(id, ctx.region, reading.year, industry=inside)
    if partner:
        for to in ctx.details(reading.id, "partner", reading.year):
            add(reading.id, ctx.region, reading.year, to=to)
    return pd.DataFrame(rows, columns=list(COLUMNS))
