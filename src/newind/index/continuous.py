"""Measure the effect of continuously varying weights: indices of Sobol and elementary effects of Morris (SALib)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, unknown
from newind.index.batch import ranks
from newind.index.choices import NOMINAL, RecipeAlternatives
from newind.index.montecarlo import row_of, years_of
from newind.index.replicas import OWN, ReplicaTables, evaluate
from newind.kernels.quotients import magnitudes, near_one

if TYPE_CHECKING:
    import pandas as pd

    from newind.index.index import Index
    from newind.typing import Array


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
    weights = {c: np.full(size, w) for c, w in own.items()}
    for k, code in enumerate(codes):
        weights[code] = weights[code] * factors[:, k]
    S = evaluate(tables, OWN, NOMINAL, weights)
    if unit is not None:
        return np.asarray(S[row_of(index, unit, year)])
    moved = ranks(S, years_of(index)) - index.ranks[index.tree.top].to_numpy(dtype=np.float64)[:, None]
    return np.asarray(np.abs(moved).mean(axis=0))
