"""Which choices the ranks depend on: exact shares of variance over all combinations, and weights that vary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from newind.errors import DataError, MessagePart, offenders, tell, unknown
from newind.index.choices import DATA, FACTORS, NOMINAL, RecipeAlternatives, choices, ranks
from newind.index.montecarlo import left_out, rescale_scores, row_of, years_of
from newind.index.replicas import OWN, Key, ReplicaTables, evaluate
from newind.kernels.quotients import magnitudes, near_one

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from newind.index.index import Index
    from newind.typing import Array, IntArray


Of = Literal["rank", "score"]
MOST = 200_000
"""Combinations that are computed in full."""


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Shares of the variance of ranks or scores over all combinations of choices, each as likely as the others.

    Attributes
    ----------
    index : the index
    choices : the alternatives
    of : ``rank`` or ``score``
    factors : choices that have more than one alternative
    values : (n1, …, nk, N) array, rank or score of each row under each combination
    dropped : alternative → why it could not be computed, and is not among the combinations
    """

    index: Index
    choices: RecipeAlternatives
    of: Of
    factors: tuple[str, ...]
    levels: dict[str, tuple[str, ...]]
    values: Array
    dropped: dict[str, str]

    @property
    def combinations(self) -> int:
        """How many combinations there are."""
        return int(np.prod(self.values.shape[:-1]))

    @cached_property
    def variance(self) -> Array:
        """(N,) variance of each row over all combinations; infinite where no number is large enough for it."""
        with np.errstate(over="ignore"):
            return np.ldexp(self._variance, 2 * magnitudes(self.values.ravel()))

    @cached_property
    def _near(self) -> Array:
        """Values divided by the power of two of the largest: shares of variance are the same in every unit."""
        return np.ldexp(self.values, -magnitudes(self.values.ravel()))

    @cached_property
    def _variance(self) -> Array:
        return np.asarray(self._near.reshape(-1, self._near.shape[-1]).var(axis=0))

    @cached_property
    def first(self) -> pd.DataFrame:
        """Share of each row's variance that a factor accounts for alone; NaN where nothing varies."""
        return self._shares([first_order(self._near, k) for k in range(len(self.factors))])

    @cached_property
    def total(self) -> pd.DataFrame:
        """Share of each row's variance in which a factor takes part, alone or with others."""
        whole = self._variance
        return self._shares([whole - others(self._near, k) for k in range(len(self.factors))])

    @cached_property
    def overall(self) -> pd.DataFrame:
        """First-order and total share of each factor over all rows (variances added up), and what they do together.

        The row ``together`` holds what no factor accounts for alone; the first-order column sums to 1.
        """
        import pandas as pd

        whole = self._variance.sum()
        alone = [first_order(self._near, k).sum() for k in range(len(self.factors))]
        taking = [(self._variance - others(self._near, k)).sum() for k in range(len(self.factors))]
        scale = whole if whole > 0 else np.nan
        rows = {f: (a / scale, t / scale) for f, a, t in zip(self.factors, alone, taking, strict=True)}
        rows["together"] = ((whole - sum(alone)) / scale, np.nan)
        return pd.DataFrame.from_dict(rows, orient="index", columns=["first", "total"])

    @cached_property
    def shift(self) -> pd.DataFrame:
        """Mean absolute change of the rank (or score) over rows when one alternative replaces the index's own.

        One row a factor and alternative, all else as in the index.
        """
        import pandas as pd

        base = tuple(self.levels[f].index(own_level(f)) for f in self.factors)
        found = []
        for k, factor in enumerate(self.factors):
            for j, label in enumerate(self.levels[factor]):
                at = (*base[:k], j, *base[k + 1 :])
                found.append((factor, label, float(np.abs(self.values[at] - self.values[base]).mean())))
        return pd.DataFrame(found, columns=["factor", "alternative", "shift"])

    def _shares(self, parts: list[Array]) -> pd.DataFrame:
        import pandas as pd

        whole = np.where(self._variance > 0, self._variance, np.nan)
        columns = {f: p / whole for f, p in zip(self.factors, parts, strict=True)}
        return pd.DataFrame(columns, index=self.index.scores.index)

    def __repr__(self) -> str:
        """Say what was decomposed."""
        said = ", ".join(f"{f} {s:.0%}" for f, s in self.overall["first"].items())
        return f"Sensitivity({self.of} over {self.combinations} combinations: {said})"


def first_order(values: Array, k: int) -> Array:
    """Return the variance over factor k of the mean over all others, (N,)."""
    axes = tuple(a for a in range(values.ndim - 1) if a != k)
    return np.asarray(values.mean(axis=axes).var(axis=0))


def others(values: Array, k: int) -> Array:
    """Return the variance over all other factors of the mean over factor k, (N,)."""
    mean = values.mean(axis=k)
    return np.asarray(mean.reshape(-1, mean.shape[-1]).var(axis=0))


def own_level(factor: str) -> str:
    """Return the label of the index's own alternative."""
    return "none" if factor == "remove" else NOMINAL


def sensitivity(index: Index, alternatives: Mapping[str, Any] | None = None, of: Of = "rank") -> Sensitivity:
    """Return exact shares of variance over every combination of discrete choices.

    Parameters
    ----------
    index : Index
    alternatives : mapping, optional
        As in :func:`newind.index.choices.choices`.
    of : {"rank", "score"}

    Returns
    -------
    Sensitivity

    Raises
    ------
    DataError
        For more than 200,000 combinations, or where nothing varies.

    Notes
    -----
    The factorial is computed in full, so that the decomposition of Sobol holds exactly: first-order shares
    ``Var_i(E[y | i]) / Var(y)``, total shares ``1 - Var(E[y | not i]) / Var(y)``. An alternative that fails in any
    combination is dropped from all of them and named.

    References
    ----------
    Saltelli et al. (2008), Global Sensitivity Analysis: The Primer, ch. 1 and 4.
    """
    chosen = choices(index, alternatives, noise=0.0)
    if chosen.size > MOST:
        raise DataError(tell("index.combinations", n=chosen.size, most=MOST))
    tables = ReplicaTables(index, chosen)
    whole, lost = _factorial(tables)
    kept, dropped = _without(chosen, whole, lost)
    levels = {f: tuple(chosen.levels(f)[k] for k in rows) for f, rows in zip(FACTORS, kept, strict=True)}
    part = whole[np.ix_(*kept)]
    several = tuple(f for f in FACTORS if len(levels[f]) > 1)
    if not several:
        raise DataError(tell("index.no_choice", which=offenders(list(dropped))))
    shape = tuple(len(levels[f]) for f in several)
    return Sensitivity(index, chosen, of, several, levels, _outcome(part, index, of).reshape(*shape, -1), dropped)


def _outcome(S: Array, index: Index, of: Of) -> Array:
    """Return ranks or scores of combinations (…, N)."""
    flat = S.reshape(-1, S.shape[-1]).T
    found = ranks(flat, years_of(index)) if of == "rank" else rescale_scores(flat, index)
    return np.asarray(found.T.reshape(S.shape))


def _factorial(tables: ReplicaTables) -> tuple[Array, dict[tuple[int, ...], str]]:
    """Return the scores of every combination, and why some could not be computed (place → reason)."""
    chosen, index = tables.choices, tables.index
    sizes = [len(chosen.levels(f)) for f in FACTORS]
    whole = np.full((*sizes, len(index.scores)), np.nan)
    places = list(np.ndindex(*sizes[:3]))
    keys = [_data_key(chosen, at) for at in places]
    by_mean = [_of_tables(tables, keys, aggregate) for aggregate in chosen.aggregate]
    lost: dict[tuple[int, ...], str] = {}
    for t, at in enumerate(places):
        for m, found in enumerate(by_mean):
            if isinstance(now := found[t], DataError):
                lost[(*at, m)] = str(now)
            else:
                whole[(*at, slice(None), m)] = now
    return whole, lost


def _data_key(chosen: RecipeAlternatives, at: Sequence[int]) -> Key:
    imputed, treated, scaled = (chosen.levels(f)[k] for f, k in zip(DATA, at, strict=True))
    return imputed, treated, scaled


def _of_tables(tables: ReplicaTables, keys: Sequence[Key], aggregate: str) -> list[Array | DataError]:
    """Return scores under each table and one mean, or why there are none: all at once, halved where one fails."""
    try:
        return list(_score_tables(tables, keys, aggregate))
    except DataError as error:
        if len(keys) == 1:
            return [error]
        half = len(keys) // 2
        return [*_of_tables(tables, keys[:half], aggregate), *_of_tables(tables, keys[half:], aggregate)]


def _score_tables(tables: ReplicaTables, keys: Sequence[Key], aggregate: str) -> Array:
    """Return scores under tables and one mean for all weightings and removals, (tables, weightings, removals, N)."""
    chosen, codes = tables.choices, list(tables.index.tree.by_code)
    for weighting in chosen.weight:
        tables.weigh_together(keys, weighting, aggregate)
    sets = np.array(
        [[_list_weights(tables, (key, weighting, aggregate), codes) for weighting in chosen.weight] for key in keys]
    )
    removed = np.arange(len(chosen.levels("remove")))
    own = dict(zip(codes, np.moveaxis(np.repeat(sets, len(removed), axis=1), -1, 0), strict=True))
    S = evaluate(tables, keys, aggregate, left_out(own, chosen.remove, np.tile(removed, len(chosen.weight))))
    return np.asarray(np.moveaxis(S, -1, 1).reshape(*sets.shape[:2], len(removed), -1))


def _list_weights(tables: ReplicaTables, how: tuple[Key, str, str], codes: Sequence[str]) -> list[float]:
    """Return the weights of elements under a choice."""
    found = tables.weights(*how)
    if found is None:
        raise DataError(tell("index.in_weight", weight=how[1], why=MessagePart(tables.why(*how))))
    return [found[c] for c in codes]


def _without(
    chosen: RecipeAlternatives, whole: Array, lost: Mapping[tuple[int, ...], str]
) -> tuple[list[IntArray], dict[str, str]]:
    """Return which alternatives of each factor are kept, so that no combination fails, and what was dropped."""
    kept = [np.arange(len(chosen.levels(f))) for f in FACTORS]
    dropped: dict[str, str] = {}
    while np.isnan(part := whole[np.ix_(*kept)]).any():
        bad = np.isnan(part).any(axis=-1)
        rates = [bad.mean(axis=tuple(a for a in range(bad.ndim) if a != k))[1:] for k in range(bad.ndim)]
        worst, k = max((rate.max(initial=0.0), k) for k, rate in enumerate(rates))
        if worst == 0:
            raise DataError(tell("index.own_choices", which=offenders(sorted(set(lost.values())))))
        j = 1 + int(np.argmax(rates[k]))
        label = f"{FACTORS[k]} {chosen.levels(FACTORS[k])[kept[k][j]]}"
        dropped[label] = next(iter(lost.values()), "not computable for some rows")
        kept[k] = np.delete(kept[k], j)
    return kept, dropped


@dataclass(frozen=True, eq=False)
class WeightSensitivity:
    """Effects of a change of weights: indices of Sobol, or elementary effects of Morris.

    Attributes
    ----------
    method : ``sobol`` or ``morris``
    of : what was looked at
    table : one row an element
    runs : how many versions of the index were computed
    """

    method: str
    of: str
    table: pd.DataFrame
    runs: int
    seed: int


def sobol(
    index: Index, unit: str | None = None, *, year: int | None = None, elements: Any = None, noise: float = 0.5,
    samples: int = 512, seed: int = 0,
) -> WeightSensitivity:  # fmt: skip
    """Return Sobol indices of weights, each varied by up to `noise` on either side.

    Parameters
    ----------
    index : Index
    unit : str, optional
        Whose score is looked at; the mean absolute shift of ranks of all units by default.
    year : int, optional
        Of a panel; the last one.
    elements : sequence of codes, optional
        Whose weights vary; those below the index by default.
    noise : float
    samples : int
        Base samples, a power of two; (elements + 2) × samples versions are computed.
    seed : int

    Returns
    -------
    WeightSensitivity
        Table with first (S1) and total (ST) indices and their 95 % confidence half-widths.

    References
    ----------
    Sobol (2001), Mathematics and Computers in Simulation 55, 271; computed with SALib (Herman & Usher 2017).
    """
    import pandas as pd
    from SALib.analyze import sobol as analyse
    from SALib.sample import sobol as sample

    codes, problem = _problem(index, elements, noise)
    if samples < 1 or samples & (samples - 1):
        raise DataError(f"{samples} samples; Sobol sequences balance at powers of two. Ask for 256, 512 or 1024.")
    drawn = sample.sample(problem, samples, calc_second_order=False, seed=seed)
    y = _evaluate_output(index, codes, drawn, unit, year)
    rng = np.random.default_rng(seed)  # SALib leaves a seed of 0 aside
    found = analyse.analyze(problem, near_one(y), calc_second_order=False, seed=rng)
    table = pd.DataFrame({k: found[k] for k in ("S1", "S1_conf", "ST", "ST_conf")}, index=pd.Index(codes, name="code"))
    return WeightSensitivity("sobol", _describe_output(unit), table, len(drawn), seed)


def morris(
    index: Index, unit: str | None = None, *, year: int | None = None, elements: Any = None, noise: float = 0.5,
    trajectories: int = 50, seed: int = 0,
) -> WeightSensitivity:  # fmt: skip
    """Return elementary effects of weights, each varied by up to `noise` on either side; arguments as :func:`sobol`.

    Returns
    -------
    WeightSensitivity
        Table with mean effect (mu), mean absolute effect (mu_star) and spread (sigma).

    References
    ----------
    Morris (1991), Technometrics 33(2), 161; computed with SALib (Herman & Usher 2017).
    """
    import pandas as pd
    from SALib.analyze import morris as analyse
    from SALib.sample import morris as sample

    codes, problem = _problem(index, elements, noise)
    drawn = sample.sample(problem, trajectories, seed=seed)
    y = _evaluate_output(index, codes, drawn, unit, year)
    found, size = analyse.analyze(problem, drawn, near_one(y), seed=seed), magnitudes(y)
    columns = {k: np.ldexp(np.asarray(found[k], dtype=np.float64), size) for k in ("mu", "mu_star", "sigma")}
    table = pd.DataFrame(columns, index=pd.Index(codes, name="code"))
    return WeightSensitivity("morris", _describe_output(unit), table, len(drawn), seed)


def _describe_output(unit: str | None) -> str:
    return f"score of {unit}" if unit else "mean absolute shift of ranks"


def _problem(index: Index, elements: Any, noise: float) -> tuple[tuple[str, ...], dict[str, Any]]:
    tree = index.tree
    listed = [elements] if isinstance(elements, str) else elements
    codes = tree.children[tree.top] if elements is None else tuple(listed)
    for code in codes:
        if code not in tree.by_code:
            raise unknown("element", code, tree.by_code, f"Elements are {', '.join(tree.by_code)}.")
    if not 0 < noise < 1:
        raise DataError(f"noise is {noise:g}; it is a share of each weight, above 0 and below 1.")
    return codes, {"num_vars": len(codes), "names": list(codes), "bounds": [[1 - noise, 1 + noise]] * len(codes)}


def _evaluate_output(index: Index, codes: tuple[str, ...], factors: Array, unit: str | None, year: int | None) -> Array:
    """Return what is looked at for each set of factors (B, elements) on the weights."""
    tables = ReplicaTables(index, RecipeAlternatives())
    own = tables.weights(OWN, NOMINAL) or {}
    size = len(factors)
    weights = {c: np.full((1, size), w) for c, w in own.items()}
    for k, code in enumerate(codes):
        weights[code] = weights[code] * factors[:, k]
    (S,) = evaluate(tables, [OWN], NOMINAL, weights)
    if unit is not None:
        return np.asarray(S[row_of(index, unit, year)])
    moved = ranks(S, years_of(index)) - index.ranks[index.tree.top].to_numpy(dtype=np.float64)[:, None]
    return np.asarray(np.abs(moved).mean(axis=0))
