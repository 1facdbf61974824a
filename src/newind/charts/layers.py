"""Where the nodes of flows in steps stand: an order with few crossings, and places without overlap."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newind.charts.proofs import Flows, Link

Steps = list[list[str]]
SWEEPS = 6


def steps_of(proof: Flows) -> Steps:
    """Return the codes of each step in an order with few crossings; what is not named stands last.

    From the order given, and from the distances to every node in turn, sweeps by barycentre go to the right and back;
    then single nodes of the best order found change places as long as this helps. The order given decides between
    equals, so that the result does not depend on chance.
    """
    count = max((n.step for n in proof.nodes), default=-1) + 1
    given: Steps = [[n.code for n in proof.nodes if n.step == k and not n.hatched] for k in range(count)]
    last: Steps = [[n.code for n in proof.nodes if n.step == k and n.hatched] for k in range(count)]
    if crossing(_join_steps(given, last), proof.links) == 0:
        return _join_steps(given, last)
    starts = [given, *(_by_distance(given, k, code, proof.links) for k, step in enumerate(given) for code in step)]
    tried = [order for start in starts for order in _sweeps(start, proof.links)]
    best = min(tried, key=lambda s: crossing(_join_steps(s, last), proof.links))
    return _join_steps(_reduce_crossings(best, last, proof.links), last)


def _sweeps(start: Steps, links: Sequence[Link]) -> Iterator[Steps]:
    """Yield a start and what sweeps make of it."""
    now = start
    yield now
    for sweep in range(SWEEPS):
        now = _swept(now, links, forward=sweep % 2 == 0)
        yield now


def _by_distance(steps: Steps, step: int, code: str, links: Sequence[Link]) -> Steps:
    """Return steps ordered by how many links lie between each node and one of them."""
    far = {(step, code): 0}
    edge = [(step, code)]
    while edge:
        beside = {(k.step + 1, k.target) for k in links if k.value > 0 and (k.step, k.source) in edge}
        beside |= {(k.step, k.source) for k in links if k.value > 0 and (k.step + 1, k.target) in edge}
        edge = sorted(beside - set(far))
        far |= dict.fromkeys(edge, max(far.values()) + 1)
    far |= {(k, c): far.get((k, c), len(far)) for k, codes in enumerate(steps) for c in codes}
    return [[c for _, _, c in sorted((far[k, c], i, c) for i, c in enumerate(s))] for k, s in enumerate(steps)]


def _join_steps(steps: Steps, last: Steps) -> Steps:
    return [[*a, *b] for a, b in zip(steps, last, strict=True)]


def crossing(steps: Sequence[Sequence[str]], links: Sequence[Link]) -> float:
    """Return how much value crosses other value: over crossing pairs of links, the product of the two.

    Examples
    --------
    >>> from newind.charts.proofs import Link
    >>> both = [Link(0, "a", "d", 2.0), Link(0, "b", "c", 3.0)]
    >>> crossing([["a", "b"], ["c", "d"]], both), crossing([["a", "b"], ["d", "c"]], both)
    (6.0, 0.0)
    """
    at = [{code: i for i, code in enumerate(step)} for step in steps]
    known = [k for k in links if k.value > 0]
    gap, value = np.array([k.step for k in known]), np.array([k.value for k in known])
    start = np.array([at[k.step][k.source] for k in known])
    end = np.array([at[k.step + 1][k.target] for k in known])
    across = (start[:, None] - start) * (end[:, None] - end) < 0
    return float((np.outer(value, value) * (across & (gap[:, None] == gap))).sum() / 2) if known else 0.0


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


def _reduce_crossings(steps: Steps, last: Steps, links: Sequence[Link]) -> Steps:
    """Return steps in which no node could stand elsewhere in its step and cross less."""
    best, least, better = steps, crossing(_join_steps(steps, last), links), True
    while better and least > 0:
        better = False
        for tried in _moves(best):
            value = crossing(_join_steps(tried, last), links)
            if value < least * (1 - 1e-12):
                best, least, better = tried, value, True
                break
    return best


def _moves(steps: Steps) -> Iterator[Steps]:
    """Yield the steps with one node moved to another place of its step."""
    for k, step in enumerate(steps):
        for i, to in permutations(range(len(step)), 2):
            rest = [*step[:i], *step[i + 1 :]]
            yield [*steps[:k], [*rest[:to], step[i], *rest[to:]], *steps[k + 1 :]]


def stack_boxes(heights: Sequence[float], labels: Sequence[float], gap: float) -> list[float]:
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
    >>> stack_boxes([40.0, 2.0, 2.0], [14.0, 14.0, 14.0], 4.0)
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
