"""Whether neighbours resemble each other, and how units move between classes: Moran, Markov and spatial Markov.

The statistics are computed by PySAL's esda and giddy, which the extra ``spatial`` installs; they are imported late.

References
----------
Rey & Anselin (2007), Review of Regional Studies 37(1), 5.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.datafiles import read_yaml
from newind.index.transitions import Transitions, markov, prepare_spatial_data, pysal, spatial_markov
from newind.kernels.quotients import near_one
from newind.messages import list_languages

if TYPE_CHECKING:
    import pandas as pd

    from newind.index.transitions import Neighbours
    from newind.typing import Array

__all__ = ["Transitions", "local_moran", "markov", "moran", "quadrants", "spatial_markov"]

PERMUTATIONS = 999
SEED = 0
"""Seed of the permutations where no generator is given."""


def moran(
    series: pd.Series[Any],
    neighbours: Neighbours,
    permutations: int = PERMUTATIONS,
    rng: np.random.Generator | None = None,
) -> pd.DataFrame:
    """Return Moran's I by year: whether neighbours resemble each other.

    Parameters
    ----------
    series : Series
        Index of unit and year, every unit known in every year.
    neighbours : mapping or DataFrame
        Unit → list of neighbours, or a square frame of weights; rows are standardised to sum to 1.
    permutations : int, >= 1
        How often units are shuffled for the pseudo-probability.
    rng : numpy Generator, optional
        Source of the shuffles; ``np.random.default_rng(0)`` where left out.

    Returns
    -------
    DataFrame
        Row a year; units, I (positive where neighbours resemble each other), expected (−1/(n − 1)), z and p_norm
        (two-sided, normality assumed), p_sim ((1 + shuffles at least as far out on the same side)/(permutations + 1)).

    Raises
    ------
    DataError
        For missing entries, a year in which units are all equal, islands, or where esda is not installed.

    References
    ----------
    Moran (1950), Biometrika 37, 17. Cliff & Ord (1981), Spatial Processes.
    """
    import pandas as pd

    table, W, weights = prepare_spatial_data(series, neighbours, "Moran's I")
    esda, generator = pysal("esda"), np.random.default_rng(SEED) if rng is None else rng
    rows = []
    for values in near_one(table.to_numpy()).T:
        got = esda.Moran(values, weights, permutations=0)
        p_sim = _compute_moran_p_value(values, W, float(got.I), permutations, generator)
        rows.append((len(values), got.I, got.EI, got.z_norm, got.p_norm, p_sim))
    return pd.DataFrame(rows, index=table.columns, columns=["units", "I", "expected", "z", "p_norm", "p_sim"])


def _compute_moran_p_value(
    values: Array, W: Array, observed: float, permutations: int, rng: np.random.Generator
) -> float:
    """Return the pseudo-probability of Moran's I under shuffled units, on the side where it lies."""
    z = values - values.mean()
    shuffles = rng.permuted(np.tile(z, (permutations, 1)), axis=1)
    simulated = np.einsum("pi,ij,pj->p", shuffles, W, shuffles, optimize=True) / (z @ z)
    return float(_beyond(simulated[:, None], np.array([observed]))[0])


def _beyond(simulated: Array, observed: Array) -> Array:
    """Return the share of (P, N) shuffles as far out as what is observed, on the side where it lies; itself counted."""
    count, above = len(simulated), (simulated >= observed).sum(axis=0)
    return np.asarray((np.minimum(above, count - above) + 1) / (count + 1))


@cache
def quadrants() -> dict[int, dict[str, str]]:
    """Return the quadrants of the Moran scatter plot: number → id, and name in ``en`` and ``zh``.

    Examples
    --------
    >>> quadrants()[2]["id"], quadrants()[2]["en"]
    ('LH', 'low among high')
    """
    return dict(read_yaml("newind.index", "spatial.yaml"))


def local_moran(
    series: pd.Series[Any],
    neighbours: Neighbours,
    permutations: int = PERMUTATIONS,
    rng: np.random.Generator | None = None,
) -> pd.DataFrame:
    """Return the local Moran statistic of each unit by year, with its place in the Moran scatter plot.

    Parameters
    ----------
    series, neighbours, permutations, rng
        As in :func:`moran`; a unit keeps its own value while the others are shuffled.

    Returns
    -------
    DataFrame
        Long: unit, year, z (standardised value), lag (mean of its neighbours' z), I, quadrant (HH, LH, LL, HL), p_sim,
        and the quadrant's name as label_en, label_zh. p_sim is one-sided and not corrected for testing many units.

    Raises
    ------
    DataError
        As :func:`moran`.

    References
    ----------
    Anselin (1995), Geographical Analysis 27(2), 93.
    """
    import pandas as pd

    table, W, weights = prepare_spatial_data(series, neighbours, "local Moran")
    esda, generator = pysal("esda"), np.random.default_rng(SEED) if rng is None else rng
    parts = []
    for year, values in zip(table.columns, near_one(table.to_numpy()).T, strict=True):
        got = esda.Moran_Local(values, weights, permutations=0)
        names = [quadrants()[int(q)] for q in got.q]
        columns = {"unit": table.index, "year": year, "z": got.z, "lag": W @ got.z, "I": got.Is}
        columns |= {
            "quadrant": [n["id"] for n in names],
            "p_sim": _compute_local_p_values(got.z, W, permutations, generator),
        }
        parts.append(pd.DataFrame(columns | {f"label_{lang}": [n[lang] for n in names] for lang in list_languages()}))
    return pd.concat(parts, ignore_index=True)


def _compute_local_p_values(z: Array, W: Array, permutations: int, rng: np.random.Generator) -> Array:
    """Return the pseudo-probability of each unit's statistic where it keeps its value and the others are shuffled."""
    n = len(z)
    order = rng.permuted(np.tile(np.arange(n - 1), (permutations, 1)), axis=1)
    lags = np.empty((permutations, n))
    for i in range(n):
        ties = np.flatnonzero(W[i])
        lags[:, i] = np.delete(z, i)[order[:, : len(ties)]] @ W[i, ties]
    return _beyond(z * lags, z * (W @ z))
