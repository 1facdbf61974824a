"""Reading of an indicator for an economy: its last value, its past and its peers, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from newind.language.phrases import compare_with_past, economy, in_year, of_economy, peer_group, place
from newind.measures import newer
from newind.measures.newer import has_range
from newind.measures.registry import indicators
from newind.messages import NOTHING, in_each, message

if TYPE_CHECKING:
    from newind.measures.context import Context
    from newind.messages import Text


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
    ends : dict of str to tuple of float
        Ranges of the figures in `others`, as far as the table has them.
    note : dict of str to str
        Why the value lies outside the bounds of its indicator; empty where it does not.
    turned : dict of str to str
        What newer shipped tables say against its change, in brackets; empty where nothing speaks against it.
    error, change_error : float
        How far the value, and its change, may be off; 0 where they are taken as exact.
    """

    id: str
    industry: str | None
    year: int
    value: float
    first: int | None
    past: float | None
    others: dict[str, float]
    series: dict[int, float]
    ends: dict[str, tuple[float, float]]
    note: Text = field(default_factory=lambda: NOTHING)
    turned: Text = field(default_factory=lambda: NOTHING)
    error: float = 0.0
    change_error: float = 0.0

    @property
    def change(self) -> float | None:
        """Value less past; zero where that is within its error."""
        if self.past is None:
            return None
        change = self.value - self.past
        return change if abs(change) > self.change_error else 0.0

    @property
    def up(self) -> bool:
        """Whether it rose, beyond the error of its change."""
        return bool(self.change and self.change > 0)

    @property
    def place(self) -> Text:
        """Where it stands among all."""
        return place(self.value, self.others, self.ends)

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
    year, others = _find_shared_year(ctx, id, industry, sorted(series, reverse=True))
    kept = {y: v for y, v in series.items() if y <= year} if changes else {year: series[year]}
    first = min(kept) if len(kept) > 1 else None
    past = None if first is None else series[first]
    ends, note = ends_of(ctx, id, industry, year, others), ctx.note(id, series[year], year, ctx.region, industry)
    against = newer.contradiction(ctx, id, year, past, series[year], industry) if changes else None
    turned = NOTHING if against is None else newer.clause(against)
    error, change_error = (_error(ctx, id, industry, year, series[year], of) for of in ("band", "change"))
    return Reading(id, industry, year, series[year], first, past, others, kept, ends, note, turned, error, change_error)


def _error(
    ctx: Context, id: str, industry: str | None, year: int, value: float, of: Literal["band", "change"]
) -> float:
    w = ctx.accounts[year]
    return newer.half(w, id, ctx.region, value, industry, of) if ctx.region in w.regions else 0.0


def ends_of(
    ctx: Context, id: str, industry: str | None, year: int, others: dict[str, float]
) -> dict[str, tuple[float, float]]:
    """Return the ranges of figures of estimated accounts, by region; industries have none, and are not ranked there."""
    w, unknown = ctx.accounts[year], (-np.inf, np.inf)
    if industry is not None:
        return dict.fromkeys(others, unknown) if has_range(w) else {}
    found = {c: newer.ends(w, id, c, v) for c, v in others.items() if c in w.regions}
    return {c: (min(r), max(r)) for c, r in found.items() if r is not None}


def _find_shared_year(ctx: Context, id: str, industry: str | None, years: list[int]) -> tuple[int, dict[str, float]]:
    """Return the last year that at least half of the peers share, and everyone's figures in it."""
    for year in years:
        others = ctx.list_known_values(id, year, industry)
        if 2 * (len(others) - 1) >= len(ctx.peers):
            return year, others
    return years[0], ctx.list_known_values(id, years[0], industry)


@dataclass(frozen=True)
class ReadingText:
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


def format_value(reading: Reading, value: float) -> Text:
    """Return a value of the indicator as its table writes it; shares become percentages, other units go unsaid."""
    entry, beside = indicators()[reading.id], (*reading.series.values(), *reading.others.values())
    scales = in_each(lambda lang: entry.scale(beside, lang))
    return {lang: s.number(value) + ("%" if s.unit == "%" else "") for lang, s in scales.items()}


def say(ctx: Context, reading: Reading) -> ReadingText:
    """Put a reading into words, its values as its table writes them."""
    now = format_value(reading, reading.value)
    past = now if reading.past is None else format_value(reading, reading.past)
    peers = NOTHING
    if reading.median is not None and len(reading.peers) > 1:
        middle = format_value(reading, reading.median)
        peers = message("measures.readings.say.median", middle=middle, peer_group=peer_group(ctx))
    since = compare_with_past(now, past, reading.first, reading.up, told=bool(reading.change))
    since = {lang: since[lang] + reading.turned[lang] for lang in since}
    return ReadingText(now, past, since, peers, in_year(ctx, reading.year), of_economy(ctx))


def was(reading: Reading) -> Text:
    """Return the past of a reading as a short line, empty where there is none."""
    if reading.past is None:
        return NOTHING
    past = format_value(reading, reading.past)
    said = message("measures.readings.was.in", past=past, first=reading.first)
    return {lang: said[lang] + reading.turned[lang] for lang in said}


def leader(ctx: Context, reading: Reading) -> Text:
    """Return the highest peer and its figure as a short line.

    Empty where there are fewer than three economies, or where it cannot be told from another within the error.
    """
    if len(reading.others) < 3:
        return NOTHING
    code = max((c for c in reading.others if c != ctx.region), key=lambda c: reading.others[c])
    spans = {c: reading.ends.get(c, (v, v)) for c, v in reading.others.items()}
    low, high = spans.pop(code)
    if reading.ends and any(a <= high and low <= b for a, b in spans.values()):
        return NOTHING
    value, name = reading.others[code], economy(ctx, code)
    shown = format_value(reading, value)
    if value > reading.value:
        return message("measures.readings.leader.highest", name=name, shown=shown)
    return message("measures.readings.leader.next", name=name, shown=shown)


def concentration(reading: Reading) -> Text:
    """Return how concentrated supply is beside the peers, to end a sentence with; empty without peers.

    For readings of an index of concentration.
    """
    if reading.median is None:
        return NOTHING
    scale = indicators()[reading.id].scale((reading.value, reading.median))
    shown = scale.number(reading.value), scale.number(reading.median)
    if shown[0] == shown[1]:
        return message("measures.readings.concentration.same")
    if abs(reading.value - reading.median) <= reading.error:
        return message("measures.readings.concentration.about_same")
    return message(f"measures.readings.concentration.{'more' if reading.value > reading.median else 'less'}")
