"""An index built in other ways: figures, weights and scores under each choice, made when first asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import ConvergenceError, DataError
from newind.index import combine, impute, normalise, treat
from newind.index.choices import NOMINAL, POWERS, before, means_of_columns, positive, tree_scores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.index.choices import RecipeAlternatives
    from newind.index.index import Index
    from newind.index.specification import Spec
    from newind.index.table import Table
    from newind.typing import Array

SETTLED = ("given", "equal", "ahp")
"""Weightings that do not come from the figures."""
TELLING = ("given", "equal", "entropy", "critic")
"""Weightings that are found in many tables at once."""
Key = tuple[str, str, str]
OWN: Key = (NOMINAL, NOMINAL, NOMINAL)
"""The index's own figures."""


class ReplicaTables:
    """Normalised figures under each choice, made when first asked for; what cannot be made is kept with the reason.

    Parameters
    ----------
    index : Index
    choices : RecipeAlternatives
    """

    def __init__(self, index: Index, choices: RecipeAlternatives) -> None:
        self.index, self.choices = index, choices
        self._imputed: dict[str, Table] = {}
        self._treated: dict[tuple[str, str], Table] = {}
        self._normalised: dict[Key, Table] = {}
        self._weights: dict[tuple[Key, str, str], dict[str, float]] = {}
        self._pillars: dict[tuple[Key, str], dict[str, Array]] = {}
        self.failed: dict[Any, str] = {}

    def normalise_figures(self, key: Key) -> Table | None:
        """Return the normalised figures under a choice of imputation, treatment and scale; None where it failed."""
        if key not in self._normalised and key not in self.failed:
            try:
                self._normalised[key] = self._normalise(key)
            except (DataError, ConvergenceError) as error:
                self.failed[key] = str(error)
        return self._normalised.get(key)

    def weights(self, key: Key, weighting: str, aggregate: str = NOMINAL) -> dict[str, float] | None:
        """Return the weight of each element among its siblings under a choice; None where it failed.

        Weights of upper levels that come from the figures depend on the mean by which the levels below are combined.
        """
        at = self._place(key, weighting, aggregate)
        if at not in self._weights and at not in self.failed:
            try:
                self._weights[at] = self._weigh(*at)
            except (DataError, ConvergenceError) as error:
                self.failed[at] = str(error)
        return self._weights.get(at)

    def weigh_together(self, keys: Sequence[Key], weighting: str, aggregate: str) -> None:
        """Find the weights under many choices at once, where that is possible; the others are found when asked for."""
        powers = powers_of(self.index.spec, aggregate)
        places = [(key, weighting, aggregate) for key in keys if self.normalise_figures(key) is not None]
        new = [at for at in places if at not in self._weights]
        if powers is None or len(new) < 2 or not self._depends(weighting):
            return
        X = np.stack([positive(self._normalised[key].values) for key, _, _ in new])
        try:
            found = _weigh_tables(X, _by(self.index.spec, "weight", weighting), powers)
        except DataError:  # in one of them, which says so when it is asked for
            return
        if found is not None:
            self._weights.update((at, {c: float(w[t]) for c, w in found.items()}) for t, at in enumerate(new))

    def _impute(self, label: str) -> Table:
        """Return the figures imputed in a way; one that failed is not tried again for every treatment and scale."""
        if (label,) in self.failed:
            raise DataError(self.failed[(label,)])
        try:
            return self._impute_figures(label)
        except (DataError, ConvergenceError) as error:
            self.failed[(label,)] = str(error)
            raise

    def _impute_figures(self, label: str) -> Table:
        if label not in self._imputed:
            settings, stages = self.choices.impute[label], self.index.stages
            if settings is None:
                found = stages.get("impute", before(self.index, "treat"))
            else:
                now = before(self.index, "impute")
                chosen = self.index.spec.recipe.impute.model_copy(update=settings)
                found, _ = impute.fit(now, chosen, _whole(self.index)).apply(now)
            self._imputed[label] = _select_scored_rows(found, self.index)
        return self._imputed[label]

    def _treat(self, imputed: str, label: str) -> Table:
        if (imputed, label) not in self._treated:
            settings, recipe = self.choices.treat[label], self.index.spec.recipe
            now = self._impute(imputed)
            chosen = recipe.treat if settings is None else recipe.treat.model_copy(update=settings)
            skip = settings is None and "treat" not in recipe.order
            years = now.rows.years
            treated = now if skip else now.put(treat.fit(now.values, chosen, years).apply(now.values, years))
            self._treated[imputed, label] = treated
        return self._treated[imputed, label]

    def _normalise(self, key: Key) -> Table:
        imputed, treated, label = key
        if key == OWN:
            return self.index.stages["normalise"]
        now, settings = self._treat(imputed, treated), self.choices.normalise[label]
        usual = self.index.spec.recipe.normalise
        chosen = usual if settings is None else usual.model_copy(update=settings)
        fitted = normalise.fit(now.values, now.rows.years, self.index.spec.indicator_elements, chosen)
        return now.put(fitted.apply(now.values, now.rows.years))

    def _weigh(self, key: Key, weighting: str, aggregate: str) -> dict[str, float]:
        if weighting == NOMINAL and not self._depends(weighting):
            return combine.list_sibling_weights(self.index.built.fitted.nodes, self.index.tree.top)
        table = self.normalise_figures(key)
        if table is None:
            raise DataError(self.failed[key])
        spec = _by(_by(self.index.spec, "weight", weighting), "aggregate", aggregate)
        pillars = self._pillars.setdefault((key, weighting), {})
        nodes, _ = combine.fit(table.put(positive(table.values)), spec, pillars)
        leaves = set(spec.tree.indicators)
        pillars.update({n.code: n.weights for n in nodes if leaves.issuperset(n.parts)})
        return combine.list_sibling_weights(nodes, spec.tree.top)

    def _place(self, key: Key, weighting: str, aggregate: str) -> tuple[Key, str, str]:
        """Return by what weights are remembered: not by the figures where they do not come from them."""
        return (key, weighting, aggregate) if self._depends(weighting) else (OWN, weighting, NOMINAL)

    def why(self, key: Key, weighting: str, aggregate: str) -> str:
        """Return why a choice failed."""
        at = self._place(key, weighting, aggregate)
        return self.failed.get(at) or self.failed.get(key, "")

    def _depends(self, weighting: str) -> bool:
        """Tell whether weights come from the figures; those that units chose for themselves stay at their mean."""
        if weighting != NOMINAL:
            return weighting not in SETTLED
        return not {node.weighting for node in self.index.built.fitted.nodes} <= {*SETTLED, "benefit_of_the_doubt"}


def _whole(index: Index) -> Table | None:
    """Return the figures before rows were screened out, where that came before gaps were filled."""
    order = index.spec.recipe.order
    first = "screen" in order and ("impute" not in order or order.index("screen") < order.index("impute"))
    return before(index, "screen") if first else None


def _select_scored_rows(table: Table, index: Index) -> Table:
    """Return the rows of a table that the index scores."""
    kept = set(index.stages["normalise"].rows.labels)
    if len(kept) == len(table.rows):
        return table
    return table.take(np.array([label in kept for label in table.rows.labels]))


def _by(spec: Spec, step: str, method: str) -> Spec:
    """Return a specification with one method for a step, throughout the tree; its own where it is the nominal one."""
    if method == NOMINAL:
        return spec
    settings = getattr(spec.recipe, step).model_copy(update={"method": method, "at": {}})
    return spec.model_copy(update={"recipe": spec.recipe.model_copy(update={step: settings})})


def _weigh_tables(X: Array, spec: Spec, powers: Mapping[str, float]) -> dict[str, Array] | None:
    """Return the weight of each element among its siblings in many tables at once.

    Parameters
    ----------
    X : (T, N, J) array
        Normalised tables; above zero for exponents below 1.
    spec : Spec
    powers : mapping of str to float
        Aggregate → exponent of its mean, from -1 to 1.

    Returns
    -------
    dict of str to (T,) array, or None
        None where a weighting is none of ``TELLING``, or a mean is steeper.

    Raises
    ------
    DataError
        Where weights cannot be found in one of the tables.
    """
    tree, weight = spec.tree, spec.recipe.weight
    ways = {code: combine.select_method(weight, code, str(tree.level[code])) for code in tree.aggregates}
    if not {*ways.values()} <= {*TELLING} or any(abs(p) > 1 for p in powers.values()):
        return None
    scores = dict(zip(tree.indicators, np.moveaxis(X, -1, 0), strict=True))
    own = {tree.top: np.ones(len(X))}
    for code, parts in ((c, tree.children[c]) for c in tree.aggregates):
        of_parts = np.stack([scores[p] for p in parts], axis=-1)
        W = np.broadcast_to(combine.find_weights(ways[code], of_parts, spec, code)[0], (len(X), len(parts)))
        scores[code] = means_of_columns(of_parts, W[..., None], powers[code])[..., 0]
        own |= dict(zip(parts, W.T, strict=True))
    return own


def powers_of(spec: Spec, label: str) -> dict[str, float] | None:
    """Return the exponent of each aggregate's mean under a choice, None where a mean is no power mean."""
    found: dict[str, float] = {}
    for code in spec.tree.aggregates:
        settings = spec.recipe.aggregate
        own = settings.at.get(code, settings.at.get(str(spec.tree.level[code]), settings.method))
        method = own if label == NOMINAL else label
        if method not in (*POWERS, "power"):
            return None
        found[code] = settings.power if method == "power" else POWERS[method]
    return found


def evaluate(tables: ReplicaTables, keys: Sequence[Key], aggregate: str, own: Mapping[str, Array]) -> Array:
    """Return the index under some tables of figures, one kind of mean, and many sets of weights.

    Parameters
    ----------
    tables : ReplicaTables
    keys : sequence of choices of imputation, treatment and scale
    aggregate : label of the mean
    own : mapping of str to (T, B) array
        Weight of each element among its siblings, by table; 0 leaves it out.

    Returns
    -------
    (T, N, B) array

    Raises
    ------
    DataError
        Where the mean cannot be taken.
    """
    index = tables.index
    figures = [tables.normalise_figures(key) for key in keys]
    if None in figures:
        raise DataError(tables.failed[keys[figures.index(None)]])
    powers, known = powers_of(index.spec, aggregate), [table for table in figures if table is not None]
    if powers is not None:
        plain = all(p == 1 for p in powers.values())
        X = np.stack([table.values if plain else positive(table.values) for table in known])
        return tree_scores(X, own, index.tree, powers)[index.tree.top]
    sets = [
        [{c: float(w) for c, w in zip(own, weights, strict=True)} for weights in np.stack(list(own.values()))[:, t].T]
        for t in range(len(known))
    ]
    return np.stack(
        [
            np.stack([_one(table, index.spec, aggregate, weights) for weights in some], axis=1)
            for table, some in zip(known, sets, strict=True)
        ]
    )


def _one(table: Table, spec: Spec, aggregate: str, own: Mapping[str, float]) -> Array:
    """Return the index under one set of weights and a way of combining that is no power mean."""
    gone = [c for c in spec.tree.indicators if own[c] == 0]
    left = spec.apply_changes({"remove": gone}) if gone else spec
    elements = tuple(e.model_copy(update={"weight": own[e.code]} if e.code in own else {}) for e in left.elements)
    changed = _by(_by(left, "weight", "given"), "aggregate", aggregate).model_copy(update={"elements": elements})
    columns = [table.codes.index(c) for c in changed.tree.indicators]
    part = replace(table, values=table.values[:, columns].copy(), codes=changed.tree.indicators)
    return combine.fit(part, changed)[1][changed.tree.top]
