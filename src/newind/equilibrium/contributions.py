"""Contributions of several causes, so that the parts make up the whole exactly."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newind.typing import Array

MOST = 8
"""Groups up to which every combination is tried."""
STEPS = 4
"""Steps of the path beyond that; it is walked again with twice as many."""
SHAPLEY, ALONG = "Shapley value", "integrated along the path (Aumann-Shapley)"


@dataclass(frozen=True, eq=False)
class Contributions:
    """Contributions of groups.

    Parameters
    ----------
    by_group : dict of array
        Adding up to `total`.
    total : array
        Value with all groups less value with none.
    method : str
        How it was shared out.
    table : dict of frozenset to array
        Values that were found, by the groups that were in; empty where they were scaled.
    """

    by_group: dict[str, Array]
    total: Array
    method: str
    table: dict[frozenset[str], Array]

    def __repr__(self) -> str:
        """Name the groups that are distinguished, and the method."""
        return f"Contributions({', '.join(self.by_group) or 'none'}; {self.method})"

    def synergy(self, first: str, second: str) -> Array:
        """Return what two groups bring together beyond what each brings alone."""
        both, none = self.table[frozenset((first, second))], self.table[frozenset()]
        return np.asarray(both - self.table[frozenset((first,))] - self.table[frozenset((second,))] + none)

    @property
    def synergies(self) -> dict[tuple[str, str], Array]:
        """Synergy of every pair of groups; empty where groups were scaled together."""
        return {pair: self.synergy(*pair) for pair in combinations(self.by_group, 2)} if self.table else {}


def contributions(
    value: Callable[[frozenset[str]], Array],
    groups: Sequence[str],
    along: Callable[[dict[str, float]], Array] | None = None,
) -> dict[str, Array]:
    """Return what each group adds, the parts adding up to the whole; :func:`share_out` tells how.

    Examples
    --------
    Two that bring 1 and 3, and 2 more together, share these equally:

    >>> worth = {(): 0, ("a",): 1, ("b",): 3, ("a", "b"): 6}
    >>> parts = contributions(lambda chosen: np.array([worth[tuple(sorted(chosen))]]), ["a", "b"])
    >>> {group: float(part[0]) for group, part in parts.items()}
    {'a': 2.0, 'b': 4.0}
    """
    return share_out(value, groups, along).by_group


def share_out(
    value: Callable[[frozenset[str]], Array],
    groups: Sequence[str],
    along: Callable[[dict[str, float]], Array] | None = None,
) -> Contributions:
    """Share a value out among groups.

    Parameters
    ----------
    value : callable
        From the groups that are in to an array, such as the log of real income by region.
    groups : sequence of str
        Up to eight take 2^g values, each found once.
    along : callable, optional
        From the scale of each group (0 none, 1 all of it) to the array; asked beyond eight groups.

    Returns
    -------
    Contributions
        Shapley values, or beyond eight groups the integral of each group's effect while all grow together.

    Raises
    ------
    PolicyError
        Beyond eight groups, if none can be scaled.

    References
    ----------
    Shapley (1953), Contributions to the Theory of Games II, 307. Aumann & Shapley (1974), Values of Non-Atomic Games.
    """
    if len(groups) <= MOST:
        return shapley(value, groups)
    if along is None:
        raise PolicyError(
            f"contributions of {len(groups)} groups would take 2^{len(groups)} solves. "
            f"Put shocks together in at most {MOST} groups (family or action)."
        )
    return integrate_contributions(along, groups)


def shapley(value: Callable[[frozenset[str]], Array], groups: Sequence[str]) -> Contributions:
    """Share a value out by what each group adds on average over all orders of entry."""
    table = {frozenset(c): value(frozenset(c)) for size in range(len(groups) + 1) for c in combinations(groups, size)}
    parts = {group: _mean_marginal(table, group, len(groups)) for group in groups}
    return Contributions(parts, table[frozenset(groups)] - table[frozenset()], SHAPLEY, table)


def _mean_marginal(table: dict[frozenset[str], Array], group: str, count: int) -> Array:
    """Return what a group adds to those before it, on average over orders."""
    without = [chosen for chosen in table if group not in chosen]
    marginal = ((table[c | {group}] - table[c]) / (count * comb(count - 1, len(c))) for c in without)
    return np.asarray(sum(marginal, start=np.zeros_like(table[frozenset()])))


EXACT = 5
"""Groups up to which every combination is tried where a value is a whole path."""


def list_combinations(groups: Sequence[str]) -> list[frozenset[str]]:
    """Return the combinations of groups that :func:`share_entries` asks for, from none to all.

    Examples
    --------
    >>> len(list_combinations("abcde")), len(list_combinations("abcdefg"))
    (32, 14)
    """
    if len(groups) <= EXACT:
        return [frozenset(c) for size in range(len(groups) + 1) for c in combinations(groups, size)]
    ways = dict.fromkeys(frozenset(order[:k]) for order in _orders(groups) for k in range(len(groups) + 1))
    return sorted(ways, key=len)


def share_entries(table: dict[frozenset[str], Array], groups: Sequence[str]) -> dict[str, Array]:
    """Return what each group adds on average over all orders of entry, beyond `EXACT` over one order and its reverse.

    Parameters
    ----------
    table : dict of frozenset to array
        Value of each combination of :func:`list_combinations`.
    groups : sequence of str

    Returns
    -------
    dict of str to array
        Adding up to the value of all less that of none.
    """
    if len(groups) <= EXACT:
        return {group: _mean_marginal(table, group, len(groups)) for group in groups}
    parts = {group: np.zeros_like(table[frozenset()]) for group in groups}
    for order in _orders(groups):
        for k, group in enumerate(order):
            parts[group] = parts[group] + (table[frozenset(order[: k + 1])] - table[frozenset(order[:k])]) / 2.0
    return parts


def _orders(groups: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(groups), tuple(groups)[::-1]


def integrate_contributions(
    along: Callable[[dict[str, float]], Array], groups: Sequence[str], steps: int = STEPS
) -> Contributions:
    """Share a value out by what each group adds while all grow together.

    Notes
    -----
    In each step of the path groups move on one after another, in order and in reverse order, and each is given the mean
    of what it adds. Every walk adds up exactly; its error falls with the square of the step, so that of two walks, one
    with half the steps, the leading error is taken out and the sum is left exact.
    """
    coarse, fine = (_walk(along, groups, count) for count in (steps, 2 * steps))
    parts = {group: (4.0 * fine[group] - coarse[group]) / 3.0 for group in groups}
    total = along(dict.fromkeys(groups, 1.0)) - along(dict.fromkeys(groups, 0.0))
    return Contributions(parts, total, ALONG, {})


def _walk(along: Callable[[dict[str, float]], Array], groups: Sequence[str], steps: int) -> dict[str, Array]:
    """Return what groups add, step by step."""
    found = dict.fromkeys(groups, np.zeros(1))
    for group, before, after in _list_moves(groups, steps):
        found[group] = found[group] + (along(after) - along(before)) / 2.0
    return found


def _list_moves(groups: Sequence[str], steps: int) -> Iterator[tuple[str, dict[str, float], dict[str, float]]]:
    """Yield which group moves on, and the scales before and after."""
    for step in range(steps):
        for order in _orders(groups):
            scales = dict.fromkeys(groups, step / steps)
            for group in order:
                further = {**scales, group: (step + 1) / steps}
                yield group, scales, further
                scales = further


def list_scales(groups: Sequence[str], steps: int = STEPS) -> list[dict[str, float]]:
    """Return every scale of the groups at which :func:`integrate_contributions` asks for the value, some repeatedly.

    Examples
    --------
    >>> sorted({scales["a"] for scales in list_scales(["a"], 2)})
    [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    return [scales for count in (steps, 2 * steps) for _, *both in _list_moves(groups, count) for scales in both]
