"""From normalised indicators up the tree: weights and scores of each aggregate, fixed for scoring other rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, join_items, tell, unknown
from newind.index import aggregate as means, weights as weighting
from newind.messages import NOTHING, Text, list_languages, message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.index.aggregate import Ideal, Rescaling
    from newind.index.elements import Tree
    from newind.index.settings import Aggregate, Weight
    from newind.index.specification import Spec
    from newind.index.table import Table
    from newind.typing import Array, BoolArray


@dataclass(frozen=True)
class LogEntry:
    """One line of the log.

    Attributes
    ----------
    step : name of the step
    code : element or row that it is about, empty where it is about all
    count : how many figures, rows or elements changed
    text : what was done
    """

    step: str
    code: str
    count: int
    text: Text

    @property
    def en(self) -> str:
        """Its text in English."""
        return self.text["en"]

    @property
    def zh(self) -> str:
        """Its text in Chinese."""
        return self.text["zh"]

    def __str__(self) -> str:
        """Say it in English.

        Examples
        --------
        >>> from newind.messages import message
        >>> print(LogEntry("screen", "ROW 2009", 1, message("index.log.screen.row")))
        ROW 2009: not scored, too little is known
        """
        return f"{self.code}: {self.en}" if self.code else self.en


BOUNDED = ("minmax", "goalposts")
"""Normalisations whose scale has a top that shares of one are brought to."""
WIDE = 3
"""Units without which weights from correlations say nothing."""


@dataclass(frozen=True, eq=False)
class AggregateNode:
    """One aggregate, fixed on the baseline.

    Attributes
    ----------
    code, parts : the aggregate and what is below it
    weights : (C,) array, sum to 1 (mean shares where each unit chooses its own)
    weighting, method : how weights were found and scores are combined
    settings, weight_settings : of the two steps
    top : what a share of one is on the scale
    ideal, rescaling, base : what TOPSIS, Mazziotta-Pareto, and Copeland or the benefit of the doubt compare with
    note : what is to be said of the weights
    own : scores of the base by the benefit of the doubt, each of which took a linear programme
    """

    code: str
    parts: tuple[str, ...]
    weights: Array
    weighting: str
    method: str
    settings: Aggregate
    weight_settings: Weight
    top: float
    ideal: Ideal | None = None
    rescaling: Rescaling | None = None
    base: Array | None = None
    note: Text = field(default_factory=dict)
    own: Array | None = None

    def score(self, X: Array, units: list[str]) -> Array:
        """Return the scores of the aggregate from those of its parts, (N, C)."""
        if self.own is not None and self.base is not None and np.array_equal(X, self.base):
            return np.asarray(self.top * self.own)
        if self.weighting == "benefit_of_the_doubt":
            return np.asarray(self.top * _doubt(X, self.weight_settings, self.base, self.parts, units).scores)
        if self.method == "topsis":
            return self.top * means.topsis(X, self.weights, self.ideal, names=self.parts)
        if self.method == "copeland":
            return means.copeland(X, self.weights, self.base)
        if self.method == "mazziotta_pareto":
            return means.mazziotta_pareto(X, self.weights, self.settings.penalty, self.rescaling, units=units)
        if self.method == "arithmetic":
            return means.arithmetic(X, self.weights)
        if self.method == "power":
            return means.power(X, self.weights, self.settings.power, names=self.parts, units=units)
        if self.method == "geometric":
            return means.geometric(X, self.weights, names=self.parts, units=units)
        return means.harmonic(X, self.weights, names=self.parts, units=units)


def fit(
    table: Table, spec: Spec, known: Mapping[str, Array] | None = None
) -> tuple[tuple[AggregateNode, ...], dict[str, Array]]:
    """Return the aggregates fixed on a normalised table, and the scores of all elements.

    Parameters
    ----------
    table : Table
    spec : Spec
    known : mapping of str to (C,) array, optional
        Aggregates whose weights have been found before, on the same scores of their parts.

    Raises
    ------
    DataError
        Where a method cannot work with the figures, naming the aggregate.
    """
    check_places(spec)
    scores, units = dict(zip(table.codes, table.values.T, strict=True)), table.rows.labels
    nodes: list[AggregateNode] = []
    for code in spec.tree.aggregates:
        X = np.stack([scores[p] for p in spec.tree.children[code]], axis=1)
        node = node_of(code, X, units, spec, (known or {}).get(code))
        scores[code] = _score_node(node, X, units)
        nodes.append(node)
    return tuple(nodes), scores


def log_aggregates(nodes: tuple[AggregateNode, ...], rows: int) -> list[LogEntry]:
    """Return what to say of the weights and means of aggregates, and of how many rows they score."""
    lines = [LogEntry("weight", n.code, len(n.parts), _format_weights(n)) for n in nodes if n.weighting != "given"]
    done = [LogEntry("aggregate", n.code, rows, dict.fromkeys(list_languages(), n.method)) for n in nodes]
    return [*lines, *done]


def check_places(spec: Spec) -> None:
    """Raise for settings of an aggregate, a level or an element that the tree does not have.

    Raises
    ------
    UnknownNameError
        With the nearest name.
    """
    tree, weight = spec.tree, spec.recipe.weight
    places = [*tree.aggregates, *(str(level) for level in sorted({tree.level[a] for a in tree.aggregates}))]
    for step, names, known in (
        ("place in weight: at", weight.at, places),
        ("place in aggregate: at", spec.recipe.aggregate.at, places),
        ("place in weight: ahp", weight.ahp, tree.aggregates),
        ("place in weight: importance", weight.importance, tree.by_code),
    ):
        for name in names:
            if name not in known:
                raise unknown(step, name, known, tell("part.there_are", known=join_items(known)))


def apply(table: Table, spec: Spec, nodes: tuple[AggregateNode, ...], keep: BoolArray) -> dict[str, Array]:
    """Return the scores of rows by aggregates that were fixed; NaN for rows that are not kept."""
    kept = table.take(keep)
    scores = {code: kept.column(code) for code in table.codes}
    for node in nodes:
        X = np.stack([scores[p] for p in node.parts], axis=1)
        scores[node.code] = _score_node(node, X, kept.rows.labels)
    whole = {code: np.full(len(keep), np.nan) for code in spec.tree.by_code}
    for code, values in scores.items():
        whole[code][keep] = values
    return whole


def _score_node(node: AggregateNode, X: Array, units: list[str]) -> Array:
    try:
        return node.score(X, units)
    except DataError as error:
        raise DataError(tell("index.in_aggregate", code=node.code, error=error)) from None


def node_of(code: str, X: Array, units: list[str], spec: Spec, known: Array | None = None) -> AggregateNode:
    """Return an aggregate fixed on the scores of its parts, (N, C)."""
    tree, recipe = spec.tree, spec.recipe
    parts, level = tree.children[code], str(tree.level[code])
    way = select_method(recipe.weight, code, level)
    method = select_method(recipe.aggregate, code, level)
    top = max(recipe.normalise.range) if recipe.normalise.method in BOUNDED else 1.0
    own = None
    if known is not None:
        weights, note = known, NOTHING
    elif way == "benefit_of_the_doubt" and len(parts) > 1:
        weights, note, own = _find_own_weights(X, spec, code, units)
    else:
        weights, note = find_weights(way, X, spec, code)
    ideal = means.ideal(X, names=parts) if method == "topsis" else None
    rescaling = means.fit_standardisation(X, names=parts) if method == "mazziotta_pareto" else None
    base = X if method == "copeland" or way == "benefit_of_the_doubt" else None
    return AggregateNode(
        code, parts, weights, way, method, recipe.aggregate, recipe.weight, top, ideal, rescaling, base, note, own
    )


def select_method(settings: Any, code: str, level: str) -> str:
    """Return the method of a step at an aggregate: its own, that of its level, or that of all."""
    return str(settings.at.get(code, settings.at.get(level, settings.method)))


def find_weights(way: str, X: Array, spec: Spec, code: str) -> tuple[Array, Text]:
    """Return the weights of the parts of an aggregate, and what is to be said of them."""
    tree, settings = spec.tree, spec.recipe.weight
    parts = tree.children[code]
    try:
        if way == "given":
            return weighting.normalise_weights(np.array([tree.by_code[p].weight for p in parts]), names=parts), NOTHING
        if way == "equal" or len(parts) == 1:
            return weighting.equal(len(parts)), NOTHING
        if way == "ahp":
            return _compute_ahp_weights(settings, code, parts)
        if way == "optimised":
            return _optimise_weights(X, settings, parts)
        if way == "combined":
            sets = [weighting.entropy(X, names=parts), weighting.critic(X, names=parts)]
            return weighting.combine_weights(sets, names=parts), message("index.log.weight.combined")
        return getattr(weighting, way)(X, names=parts), NOTHING
    except DataError as error:
        raise DataError(tell("index.in_weights", code=code, error=error)) from None


def _find_own_weights(X: Array, spec: Spec, code: str, units: list[str]) -> tuple[Array, Text, Array]:
    """Return the mean of the units' best weights, what is to be said of them, and the scores of the units."""
    try:
        found = _doubt(X, spec.recipe.weight, None, spec.tree.children[code], units)
    except DataError as error:
        raise DataError(tell("index.in_weights", code=code, error=error)) from None
    return np.nan_to_num(np.nanmean(found.shares, axis=0)), message("index.log.weight.doubt"), found.scores


def _compute_ahp_weights(settings: Weight, code: str, parts: tuple[str, ...]) -> tuple[Array, Text]:
    if code not in settings.ahp:
        form = f"weight: {{ahp: {{{code}: …}}}}"
        raise DataError(tell("index.ahp_matrix", parts=join_items(parts), form=form))
    found = weighting.ahp(np.array(settings.ahp[code], dtype=np.float64), names=parts)
    kind = "consistent" if found.consistent else "inconsistent"
    return found.weights, message(f"index.log.weight.{kind}", ratio=f"{found.consistency_ratio:.3f}")


def _optimise_weights(X: Array, settings: Weight, parts: tuple[str, ...]) -> tuple[Array, Text]:
    wanted = np.array([settings.importance.get(p, 1.0) for p in parts])
    found = weighting.optimise_weights(X, wanted, names=parts)
    return found.weights, message("index.log.weight.optimised", gap=f"{found.gap:.3f}")


def _doubt(X: Array, settings: Weight, base: Array | None, parts: tuple[str, ...], units: list[str]) -> Any:
    low, high = settings.bounds
    bounds = (None, None) if (low, high) == (0.0, 1.0) else (np.full(len(parts), low), np.full(len(parts), high))
    return weighting.benefit_of_the_doubt(X, *bounds, frontier=base, names=parts, units=units)


def _format_weights(node: AggregateNode) -> Text:
    shown = ", ".join(f"{p} {w:.3f}" for p, w in zip(node.parts, node.weights, strict=True))
    note = message("index.log.weight.note", note=node.note) if any(node.note.values()) else NOTHING
    return message("index.log.weight.line", method=node.weighting, note=note, weights=shown)


def list_sibling_weights(nodes: tuple[AggregateNode, ...], top: str) -> dict[str, float]:
    """Return the weight of each element among its siblings; 1 for the index itself."""
    found = {top: 1.0}
    for node in nodes:
        found |= {p: float(w) for p, w in zip(node.parts, node.weights, strict=True)}
    return found


def effective(tree: Tree, own: Mapping[str, float]) -> dict[str, float]:
    """Return the weight of each element in the index: the product of the weights up to the top."""
    return {code: float(np.prod([own[c] for c in tree.path(code)])) for code in tree.by_code}


def node(nodes: tuple[AggregateNode, ...], code: str) -> AggregateNode:
    """Return the node of an aggregate.

    Raises
    ------
    UnknownNameError
        For a code that is no aggregate.
    """
    known = {n.code: n for n in nodes}
    if code not in known:
        raise unknown("aggregate", code, known, tell("index.aggregates", known=join_items(known)))
    return known[code]
