"""Defensible choices by which an index might be built, and scores and ranks under thousands of sets of weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, join_items, tell, unknown
from newind.index import impute
from newind.index.aggregate import weightiest
from newind.index.settings import STEPS, WEIGHTINGS, parse_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.index.elements import Tree
    from newind.index.index import Index
    from newind.index.table import Table
    from newind.typing import Array, IntArray


POWERS = {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0}
"""Means that are one formula: exponent of each."""


def tree_scores(
    X: Array, own: Mapping[str, Array], tree: Tree, powers: Mapping[str, float | Array]
) -> dict[str, Array]:
    """Return the scores of all aggregates under many sets of weights.

    Parameters
    ----------
    X : (…, N, J) array
        Normalised figures in the order of the tree's indicators; NaN where unknown; > 0 for exponents below 1.
    own : mapping of str to (B,) or (…, B) array, >= 0
        Weight of each element among its siblings, on any scale.
    tree : Tree
    powers : mapping of str to float or (B,) array
        Aggregate → exponent of its mean: 1 arithmetic, 0 geometric, -1 harmonic.

    Returns
    -------
    dict of str to (…, N, B) array
        Aggregate → scores; NaN where nothing that weighs is known.
    """
    steepest = max((float(p) for power in powers.values() for p in np.ravel(power)), key=abs, default=1.0)
    size = weightiest(X.reshape(-1, X.shape[-2] * X.shape[-1]), steepest).reshape(*X.shape[:-2], 1, 1)
    X = np.ldexp(X, -size)
    column = {code: X[..., [j]] for j, code in enumerate(tree.indicators)}
    place = {code: j for j, code in enumerate(tree.indicators)}
    scores: dict[str, Array] = {}
    for code in tree.aggregates:
        parts = tree.children[code]
        W = np.stack([own[p] for p in parts], axis=-2)
        if all(p in place for p in parts) and np.ndim(powers[code]) == 0:
            scores[code] = means_of_columns(X[..., [place[p] for p in parts]], W, float(powers[code]))
        else:
            scores[code] = _of_parts([scores.get(p, column.get(p)) for p in parts], W, powers[code])
    return {code: np.ldexp(found, size) for code, found in scores.items()} if size.any() else scores


def means_of_columns(X: Array, W: Array, p: float) -> Array:
    """Return means (…, N, B) of columns (…, N, J) under sets of weights (…, J, B), by one matrix product."""
    known = ~np.isnan(X)
    total = np.where(known, transform_scores(X, p), 0.0) @ W
    weight = known.astype(np.float64) @ W if not known.all() else W.sum(axis=-2, keepdims=True)
    return _mean(total, np.broadcast_to(weight, total.shape), p)


def _of_parts(parts: list[Array | None], W: Array, p: float | Array) -> Array:
    """Return means of parts that differ between sets of weights."""
    total: Array = np.zeros(())
    weight: Array = np.zeros(())
    for part, w in zip(parts, np.moveaxis(W[..., None, :], -3, 0), strict=True):
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


NOMINAL = "nominal"
"""The index's own choice."""
DATA = ("impute", "treat", "normalise")
"""Choices that make another table of normalised figures."""
FACTORS = (*DATA, "weight", "aggregate", "remove")


@dataclass(frozen=True)
class RecipeAlternatives:
    """Alternatives of each step, the index's own (``nominal``) among them.

    Attributes
    ----------
    impute, treat, normalise : label → settings, or None for the index's own
    weight : labels of weightings
    aggregate : labels of means
    remove : codes of indicators of which one, or none, is left out
    noise : by how much weights are varied at random, as a share, on either side
    """

    impute: Mapping[str, Any] = field(default_factory=lambda: {NOMINAL: None})
    treat: Mapping[str, Any] = field(default_factory=lambda: {NOMINAL: None})
    normalise: Mapping[str, Any] = field(default_factory=lambda: {NOMINAL: None})
    weight: tuple[str, ...] = (NOMINAL,)
    aggregate: tuple[str, ...] = (NOMINAL,)
    remove: tuple[str, ...] = ()
    noise: float = 0.25

    def levels(self, factor: str) -> tuple[str, ...]:
        """Return the labels of a factor's alternatives; removal begins with none."""
        if factor == "remove":
            return ("none", *self.remove)
        return tuple(getattr(self, factor))

    @property
    def size(self) -> int:
        """How many combinations there are."""
        return int(np.prod([len(self.levels(f)) for f in FACTORS]))


def choices(index: Index, given: Mapping[str, Any] | None = None, *, noise: float = 0.25) -> RecipeAlternatives:
    """Return the alternatives of an index: usual ones, or those given.

    Parameters
    ----------
    index : Index
    given : mapping, optional
        Step (impute, treat, normalise, weight, aggregate) → list of methods or settings, its own always among them;
        ``remove`` → codes, True for each indicator or False. A step that is not named keeps its usual alternatives.
    noise : float
        By how much weights are varied, as a share.

    Raises
    ------
    DataError
        For a step or a method that there is not, or noise that is no share.
    """
    given = dict(given or {})
    if odd := [k for k in given if k not in FACTORS]:
        raise unknown("choice", odd[0], FACTORS, tell("index.choices", known=join_items(FACTORS)))
    if not 0 <= noise < 1:
        raise DataError(tell("index.noise", noise=noise))
    usual = _usual(index)
    data = {f: {NOMINAL: None} | _alternatives(f, given.get(f, usual[f])) for f in DATA}
    return RecipeAlternatives(
        **data,
        weight=_labels("weight", given.get("weight", usual["weight"])),
        aggregate=_labels("aggregate", given.get("aggregate", usual["aggregate"])),
        remove=_removable(index, given.get("remove", usual["remove"])),
        noise=noise,
    )


def _usual(index: Index) -> dict[str, Any]:
    """Return the usual alternatives: what others might have done with the same figures."""
    recipe, gaps = index.spec.recipe, _gaps(index)
    em = impute.enough_for_em(len(index.scores), len(index.tree.indicators))
    filled = ["mean", "median", *(["em"] if em else [])]
    return {
        "impute": [m for m in filled if recipe.impute.method != (m,)] if gaps else [],
        "treat": [m for m in ("none", "winsorise") if recipe.treat.method != m or "treat" not in recipe.order],
        "normalise": [m for m in ("minmax", "zscore", "rank") if recipe.normalise.method != m],
        "weight": ["equal"],
        "aggregate": [m for m in ("arithmetic", "geometric") if recipe.aggregate.method != m],
        "remove": True,
    }


def _gaps(index: Index) -> bool:
    return "impute" in index.stages and bool(np.isnan(before(index, "impute").values).any())


def before(index: Index, step: str) -> Table:
    """Return the figures as they were before a step, or before what follows it where the recipe has no such step."""
    names = list(index.stages)
    if step in names:
        return index.stages[names[names.index(step) - 1]]
    usual = list(STEPS)
    earlier = [n for n in names if n == "raw" or usual.index(n) < usual.index(step)]
    return index.stages[earlier[-1]]


def _alternatives(step: str, given: Any) -> dict[str, Any]:
    """Return label → settings of a step's alternatives."""
    listed = [given] if isinstance(given, (str, Mapping)) else list(given or ())
    named_ = {_label(item): parse_settings(item) for item in listed if item != NOMINAL}
    return {label: _validate_settings(step, settings) for label, settings in named_.items()}


def _label(item: Any) -> str:
    """Return what an alternative is called: its method, or its settings."""
    return item if isinstance(item, str) else ", ".join(str(v) for v in parse_settings(item).values())


def _labels(step: str, given: Any) -> tuple[str, ...]:
    listed = [given] if isinstance(given, str) else list(given or ())
    known = WEIGHTINGS if step == "weight" else (*POWERS, "topsis", "copeland", "mazziotta_pareto", "power")
    for item in listed:
        if item not in (NOMINAL, *known):
            raise unknown(f"{step} method", item, known, tell("index.methods", known=join_items(known)))
    return tuple(dict.fromkeys([NOMINAL, *listed]))


def _removable(index: Index, given: Any) -> tuple[str, ...]:
    tree = index.tree
    if given is True:
        return tree.indicators if len(tree.indicators) > 1 else ()
    codes = (given,) if isinstance(given, str) else tuple(given or ())
    for code in codes:
        if code not in tree.indicators:
            raise unknown(
                "indicator", code, tree.indicators, tell("index.indicators", known=join_items(tree.indicators))
            )
    return codes


def _validate_settings(step: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings of a step as its fields hold them."""
    from newind.index.specification import validate_model

    made = validate_model(lambda: STEPS[step].model_validate(dict(settings)), f"choices: {step}")
    return {name: getattr(made, name) for name in settings}


def combinations(choices: RecipeAlternatives) -> list[tuple[str, ...]]:
    """Return every combination of alternatives, factor by factor in the order of ``FACTORS``."""
    return list(product(*(choices.levels(f) for f in FACTORS)))


def failures(reasons: Sequence[str]) -> dict[str, int]:
    """Return how often each reason for a failure stands."""
    return {reason: reasons.count(reason) for reason in dict.fromkeys(reasons)}
