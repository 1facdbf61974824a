"""The rule that gives a finding its kind and size, and the assembly of findings from an indicator's figures."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.language.phrases import join_phrases
from newind.language.tense import date_sentence
from newind.measures.readings import leader, read, say
from newind.measures.registry import indicators
from newind.measures.shared import exports_all_output, format_unit, material
from newind.messages import message
from newind.questions.evidence import over_years
from newind.questions.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newind.charts.proofs import Proof
    from newind.measures.context import Context
    from newind.measures.readings import Reading
    from newind.messages import Text

ROBUST = 1.4826
"""Median absolute deviation to standard deviation of a normal distribution."""
FLOOR = 0.05
"""Least spread of peers, relative to their median: smaller differences do not count."""
MATERIAL = 0.1
"""Change that counts, in standard deviations of the peers."""
CAP = 6.0
"""Largest distance or change that counts towards a finding's size."""
BY_ORIGIN = ("s1.import_dependence", "s1.high_tech_import_dependence", "s2.services_in_manufacturing_domestic")
"""Indicators of industries that depend on where they buy."""
ASIDE = 0.75
"""Factor on the size of a finding without better or worse."""


def judge(better: str, value: float, peers: list[float], change: float | None, apart: float = 0.0) -> tuple[str, float]:
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
    apart : float
        Share of the figure, or of the median, below which the two do not differ.

    Returns
    -------
    kind : str
        No direction, or no peers: ``context``. Worse than the peers' median: ``problem`` where it got worse, else
        ``constraint``. Not worse than it: ``risk`` where it got worse, else ``strength``. No different from it:
        ``risk`` where it got worse, else ``context``.
    size : float
        Distance from the peers' median plus the change, both in robust standard deviations of the peers (at least 5 %
        of the median), each at most 6; three quarters of it where there is no direction.

    Examples
    --------
    >>> judge("higher", 1.0, [2.0, 3.0, 4.0], -0.5)[0], judge("higher", 1.0, [2.0, 3.0, 4.0], 0.5)[0]
    ('problem', 'constraint')
    >>> judge("lower", 1.0, [2.0, 3.0, 4.0], 0.5)[0], judge("lower", 1.0, [2.0, 3.0, 4.0], None)[0]
    ('risk', 'strength')
    >>> judge("none", 1.0, [2.0, 3.0, 4.0], 0.5)[0], judge("higher", 2.47, [2.2, 2.41, 2.6], None, FLOOR)[0]
    ('context', 'context')
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
    if abs(value - middle) < apart * max(abs(middle), abs(value)):
        return ("risk", size) if worsening else ("context", ASIDE * size)
    kind = ("problem" if worsening else "constraint") if worse else ("risk" if worsening else "strength")
    return kind, size


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
    made: str = "",
    instead: str = "",
) -> Finding:
    """Assemble a finding whose main indicator is that of the reading; its size is multiplied by `weight`.

    An industry, or the group `made` that the figure is of, is judged only where the economy makes enough of it and, in
    a province, the table does not send all of it away. With another definition `instead`, it is judged only where both
    move the same way and are on the same side of the peers' median. A province differs from the median only beyond the
    floor, a figure of an estimate only where its range, as printed, leaves the median out.
    """
    entry = indicators()[reading.id]
    of = made or [c for c in (reading.industry,) if c]
    judged = (not of or _can_judge(ctx, reading, of)) and (not instead or _agrees(ctx, reading, instead))
    apart = inf if _holds_median(reading) else FLOOR if ctx.province else 0.0
    kind, size = judge(entry.better if judged else "none", reading.value, reading.peers, reading.change, apart)
    ids = (reading.id, *also)
    if range is None and reading.industry is None and reading.year == ctx.year and value is None:
        range = ctx.range(reading.id)
    line = detail if detail is not None else join_phrases(reading.place, leader(ctx, reading))
    return Finding(
        id=name,
        system=name.partition(".")[0],
        clause=entry.clause,
        kind=kind,
        sentence=date_sentence(_add_comment(sentence, reading), reading.year, ctx.year),
        detail=line,
        value=reading.value if value is None else value,
        unit=format_unit(entry.unit, ctx.w) if unit is None else unit,
        range=None if range is None else (min(range), max(range)),
        year=reading.year,
        status=_status(ctx, reading, ids),
        indicators=ids,
        proof=proof,
        rows=evidence(ctx, reading, also, partner=partner),
        size=weight * size,
        turned=bool(reading.turned["en"]),
    )


def state_indicator(
    ctx: Context,
    id: str,
    name: str,
    sentence: str,
    draw: Callable[[Context, Reading], Proof] = over_years,
    *,
    changes: bool = True,
    **more: Any,
) -> Iterator[Finding]:
    """Yield the finding on an indicator whose sentence, a message, takes the words of any reading; `more` of `make`."""
    reading = read(ctx, id, changes=changes)
    if reading is not None:
        yield make(ctx, reading, name, message(sentence, **vars(say(ctx, reading))), draw(ctx, reading), **more)


def _add_comment(sentence: Text, reading: Reading) -> Text:
    """Return a sentence that says what newer tables have against its change, where it does not do so yet."""
    return {lang: s if reading.turned[lang] in s else s + reading.turned[lang] for lang, s in sentence.items()}


def _holds_median(reading: Reading) -> bool:
    """Tell whether the range of an estimated figure, as it is printed, has the peers' median in it."""
    if not reading.error or reading.median is None:
        return False
    ends = (reading.value - reading.error, reading.value + reading.error)
    scale = indicators()[reading.id].scale((reading.value, *ends), "en")
    low, middle, high = (round(v * scale.factor, scale.digits) for v in (ends[0], reading.median, ends[1]))
    return low <= middle <= high


def _can_judge(ctx: Context, reading: Reading, of: str | list[str]) -> bool:
    """Tell whether accounts say enough of industries, or a group, to judge them."""
    w = ctx.accounts[reading.year]
    gone = ctx.province and reading.id in BY_ORIGIN and exports_all_output(w, ctx.region, of)
    return material(w, ctx.region, of) and not gone


def _agrees(ctx: Context, reading: Reading, instead: str) -> bool:
    """Tell whether another definition moves a figure the same way, to the same side of the median, or is not known."""
    series = ctx.series(instead, industry=reading.industry)
    moved = series.get(reading.year, 0.0) - series.get(reading.first or 0, 0.0)
    if {reading.first, reading.year} <= set(series) and moved * (reading.value - (reading.past or 0.0)) < 0:
        return False
    other = ctx.list_known_values(instead, reading.year, reading.industry)
    own, peers = other.pop(ctx.region, float("nan")), list(other.values())
    if not peers or reading.median is None or not np.isfinite(own):
        return True
    return bool((own - float(np.median(peers))) * (reading.value - reading.median) >= 0)


def _status(ctx: Context, reading: Reading, ids: tuple[str, ...]) -> str:
    """Return the status of a finding: that of its year, or of its first year where that is weaker."""
    years = [reading.year] + ([] if reading.first is None else [reading.first])
    found = {ctx.status(*ids, year=years[0]), *(ctx.weakest(reading.id, [y]) for y in years)}
    return next((s for s in ("proxy", "estimated") if s in found), "observed")


def evidence(
    ctx: Context, reading: Reading, also: tuple[str, ...] = (), *, partner: bool = False
) -> tuple[tuple[object, ...], ...]:
    """Return the rows of the measure table that a finding is based on.

    The economy in its first and last year, its peers in the last one, the other indicators, and the economy's partners
    where `partner` asks for them.
    """
    rows: list[tuple[object, ...]] = []

    def add(id: str, region: str, year: int, *, industry: str | None = None, to: str | None = None) -> None:
        value = ctx.value(id, region, year, industry=industry, partner=to)
        scenario = ctx.accounts[year].scenario
        status = ctx.status(id, year=year, region=region)
        rows.append(
            (scenario, region, industry, to, year, id, value, format_unit(indicators()[id].unit, ctx.w), status, "")
        )

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
    return tuple(rows)
