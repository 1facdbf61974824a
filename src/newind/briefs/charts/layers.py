"""Where the nodes of flows in steps stand: an order with few crossings, and places without overlap."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.systems.proofs import Flows, Link

Steps = list[list[str]]
SWEEPS = 6


def steps_of(proof: Flows) -> Steps:
    """Return the codes of each step in an order with few crossings; what is not named stands last.

    Sweeps by barycentre from left to right and back, of which the best is kept, then neighbours change places as long
    as this helps. The order given decides between equals, so that the result does not depend on chance.
    """
    count = max((n.step for n in proof.nodes), default=-1) + 1
    given: Steps = [[n.code for n in proof.nodes if n.step == k and not n.hatched] for k in range(count)]
    last: Steps = [[n.code for n in proof.nodes if n.step == k and n.hatched] for k in range(count)]
    best, now = given, given
    for sweep in range(SWEEPS):
        now = _swept(now, proof.links, forward=sweep % 2 == 0)
        best = min(best, now, key=lambda s: crossing(_joined(s, last), proof.links))
    return _joined(_exchanged(best, last, proof.links), last)


def _joined(steps: Steps, last: Steps) -> Steps:
    return [[*a, *b] for a, b in zip(steps, last, strict=True)]


def crossing(steps: Sequence[Sequence[str]], links: Sequence[Link]) -> float:
    """Return how much value crosses other value: over crossing pairs of links, the product of the two.

    Examples
    --------
    >>> from newind.systems.proofs import Link
    >>> both = [Link(0, "a", "d", 2.0), Link(0, "b", "c", 3.0)]
    >>> crossing([["a", "b"], ["c", "d"]], both), crossing([["a", "b"], ["d", "c"]], both)
    (6.0, 0.0)
    """
    at = [{code: i for i, code in enumerate(step)} for step in steps]
    total = 0.0
    for a, b in combinations([k for k in links if k.value > 0], 2):
        if a.step == b.step:
            ends = at[a.step], at[a.step + 1]
            if (ends[0][a.source] - ends[0][b.source]) * (ends[1][a.target] - ends[1][b.target]) < 0:
                total += a.value * b.value
    return total


def _swept(steps: Steps, links: Sequence[Link], *, forward: bool) -> Steps:
    """Return steps of which each is ordered by the middle of its neighbours in the one before (or after) it."""
    found = [list(s) for s in steps]
    way = range(1, len(found)) if forward else range(len(found) - 2, -1, -1)
    for k in way:
        beside = {code: i for i, code in enumerate(found[k - 1 if forward else k + 1])}
        found[k].sort(key=_middles(found[k], beside, links, k, forward=forward).__getitem__)
    return found


def _middles(
    codes: Sequence[str], beside: Mapping[str, int], links: Sequence[Link], step: int, *, forward: bool
) -> dict[str, float]:
    found = {}
    for i, code in enumerate(codes):
        own = [
            (beside[k.source if forward else k.target], k.value)
            for k in links
            if ((k.step + 1, k.target) == (step, code) and forward and k.source in beside)
            or ((k.step, k.source) == (step, code) and not forward and k.target in beside)
        ]
        whole = sum(v for _, v in own)
        found[code] = sum(p * v for p, v in own) / whole if whole > 0 else float(i)
    return found


def _exchanged(steps: Steps, last: Steps, links: Sequence[Link]) -> Steps:
    """Return steps in which no two neighbours could change places and cross less."""
    best, least = steps, crossing(_joined(steps, last), links)
    better = True
    while better and least > 0:
        better = False
        for k, step in enumerate(best):
            for i in range(len(step) - 1):
                swapped = [*step[:i], step[i + 1], step[i], *step[i + 2 :]]
                tried = [*best[:k], swapped, *best[k + 1 :]]
                value = crossing(_joined(tried, last), links)
                if value < least * (1 - 1e-12):
                    best, least, better, step = tried, value, True, swapped
    return best


def stacked(heights: Sequence[float], labels: Sequence[float], gap: float) -> list[float]:
    """Return the tops of boxes one below the other, so far apart that a label beside the middle of each has room.

    Parameters
    ----------
    heights : sequence of float
        Of the boxes.
    labels : sequence of float
        Heights of their labels.
    gap : float
        Least distance of boxes.

    Examples
    --------
    >>> stacked([40.0, 2.0, 2.0], [14.0, 14.0, 14.0], 4.0)
    [0.0, 44.0, 58.0]
    """
    tops: list[float] = []
    for k, (high, label) in enumerate(zip(heights, labels, strict=True)):
        if not tops:
            tops.append(max((label - high) / 2, 0.0))
            continue
        before = tops[-1] + heights[k - 1]
        apart = (label + labels[k - 1]) / 2 - (high + heights[k - 1]) / 2
        tops.append(before + max(gap, apart))
    return tops
