"""Many versions of an index at once: scores and ranks of all units under thousands of sets of weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.index.aggregate.means import weightiest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.index.elements import Tree
    from newind.typing import Array, IntArray

POWERS = {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0}
"""Means that are one formula: exponent of each."""


def tree_scores(
    X: Array, own: Mapping[str, Array], tree: Tree, powers: Mapping[str, float | Array]
) -> dict[str, Array]:
    """Return the scores of all aggregates under many sets of weights.

    Parameters
    ----------
    X : (N, J) array
        Normalised figures in the order of the tree's indicators; NaN where unknown; > 0 for exponents below 1.
    own : mapping of str to (B,) array, >= 0
        Weight of each element among its siblings, on any scale.
    tree : Tree
    powers : mapping of str to float or (B,) array
        Aggregate → exponent of its mean: 1 arithmetic, 0 geometric, -1 harmonic.

    Returns
    -------
    dict of str to (N, B) array
        Aggregate → scores; NaN where nothing that weighs is known.
    """
    steepest = max((float(p) for power in powers.values() for p in np.ravel(power)), key=abs, default=1.0)
    size = weightiest(X.reshape(1, -1), steepest)
    X = np.ldexp(X, -size)
    column = {code: X[:, [j]] for j, code in enumerate(tree.indicators)}
    place = {code: j for j, code in enumerate(tree.indicators)}
    scores: dict[str, Array] = {}
    for code in tree.aggregates:
        parts = tree.children[code]
        W = np.stack([own[p] for p in parts])
        if all(p in place for p in parts) and np.ndim(powers[code]) == 0:
            scores[code] = _of_columns(X[:, [place[p] for p in parts]], W, float(powers[code]))
        else:
            scores[code] = _of_parts([scores.get(p, column.get(p)) for p in parts], W, powers[code])
    return {code: np.ldexp(found, size) for code, found in scores.items()}


def _of_columns(X: Array, W: Array, p: float) -> Array:
    """Return means of columns that are the same for all sets of weights, by one matrix product."""
    known = ~np.isnan(X)
    total = np.where(known, transform_scores(X, p), 0.0) @ W
    weight = known.astype(np.float64) @ W if not known.all() else W.sum(axis=0)
    return _mean(total, np.broadcast_to(weight, total.shape), p)


def _of_parts(parts: list[Array | None], W: Array, p: float | Array) -> Array:
    """Return means of parts that differ between sets of weights."""
    total: Array = np.zeros(())
    weight: Array = np.zeros(())
    for part, w in zip(parts, W, strict=True):
        known = ~np.isnan(part)  # type: ignore[arg-type]
        total = total + np.where(known, transform_scores(part, p), 0.0) * w  # type: ignore[arg-type]
        weight = weight + known * w
    return _mean(total, weight, p)


def transform_scores(x: Array, p: float | Array) -> Array:
    """Return ``x^p``, and ln x where p is 0."""
    if np.ndim(p) == 0:
        return x if p == 1 else np.log(x) if p == 0 else x**p
    return np.where(np.asarray(p) == 0, np.log(x), x ** np.where(np.asarray(p) == 0, 1.0, p))


def _mean(total: Array, weight: Array, p: float | Array) -> Array:
    mean: Array = np.divide(total, weight, out=np.full(total.shape, np.nan), where=weight > 0)
    if np.ndim(p) == 0:
        return mean if p == 1 else np.exp(mean) if p == 0 else mean ** (1 / p)
    flat = np.asarray(p) == 0
    return np.where(flat, np.exp(np.where(flat, mean, 0.0)), np.where(flat, 1.0, mean) ** (1 / np.where(flat, 1.0, p)))


def ranks(S: Array, groups: IntArray | None = None) -> Array:
    """Return ranks of scores, 1 the highest, ties at the better rank, column by column.

    Scores that differ by less than a ten-billionth of the largest are ties: rounding in sums does not make an order.

    Parameters
    ----------
    S : (N, B) array
    groups : (N,) int array, optional
        Ranked apart, as the years of a panel are.

    Returns
    -------
    (N, B) array
        NaN where the score is unknown.

    Examples
    --------
    >>> ranks(np.array([[3.0, 1.0], [2.0, 1.0], [9.0, np.nan]]))
    array([[ 2.,  1.],
           [ 3.,  1.],
           [ 1., nan]])
    """
    settled = _round_scores(S)
    if groups is None:
        return _ranks(settled)
    found = np.empty(S.shape)
    for group in np.unique(groups):
        rows = groups == group
        found[rows] = _ranks(settled[rows])
    return found


DIGITS = 10
"""Digits of the largest score within which scores differ."""


def _round_scores(S: Array) -> Array:
    """Return scores without the last digits, column by column."""
    size = np.fmax.reduce(np.abs(S), axis=0)
    unit = 10.0 ** (np.ceil(np.log10(np.where(size > 0, size, 1.0))) - DIGITS)
    return np.asarray(np.round(S / unit))


def _ranks(S: Array) -> Array:
    order = np.argsort(-S, axis=0, kind="stable")
    ordered = np.take_along_axis(S, order, axis=0)
    place = np.arange(len(S))[:, None]
    new = np.ones(S.shape, dtype=bool)
    new[1:] = ordered[1:] != ordered[:-1]
    first = np.maximum.accumulate(np.where(new, place, 0), axis=0) + 1.0
    found = np.empty(S.shape)
    np.put_along_axis(found, order, first, axis=0)
    return np.where(np.isnan(S), np.nan, found)


def positive(X: Array) -> Array:
    """Return figures on 1 to 100, by one line for all columns, where some are not above zero; else as they are.

    Geometric and harmonic means and entropies need figures above zero, which scores around a mean are not.
    """
    low, high = np.nanmin(X), np.nanmax(X)
    return X if low > 0 else 1 + 99 * (X - low) / (high - low)
