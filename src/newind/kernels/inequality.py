"""Dispersion between regions and groups of regions, and specialisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array, IntArray


@dataclass(frozen=True)
class Theil:
    """Theil's index and its parts.

    Attributes
    ----------
    within : weighted dispersion inside the groups.
    between : dispersion between the groups' averages.
    """

    within: float
    between: float

    @property
    def total(self) -> float:
        """Dispersion over all members."""
        return self.within + self.between


def theil(y: Array, p: Array, groups: IntArray | None = None) -> Theil:
    """Return Theil's index of income against population, split by groups.

    Parameters
    ----------
    y : (m,) array, >= 0
        Income (any amount that is shared out).
    p : (m,) array, > 0
        Population.
    groups : (m,) int array, optional
        Group of each member; one group where left out.

    Returns
    -------
    Theil
        ``Σ (y_r/Y) ln[(y_r/Y) / (p_r/P)]``, >= 0; a member without income adds nothing.

    References
    ----------
    Theil (1967), Economics and Information Theory.

    Examples
    --------
    >>> import numpy as np
    >>> round(theil(np.array([3.0, 1.0]), np.array([1.0, 1.0])).total, 6)
    0.130812
    """
    codes = np.zeros(len(y), dtype=np.int64) if groups is None else np.unique(groups, return_inverse=True)[1]
    y_share, p_share = y / y.sum(), p / p.sum()
    member = (codes[:, None] == np.unique(codes)).astype(np.float64)
    between = _divergence(y_share @ member, p_share @ member)
    return Theil(within=_divergence(y_share, p_share) - between, between=between)


def _divergence(y: Array, p: Array) -> float:
    """Return ``Σ y ln(y/p)`` with 0 ln 0 = 0."""
    some = y > 0
    return float((y[some] * np.log(y[some] / p[some])).sum())


def gini(y: Array, weights: Array | None = None) -> float:
    """Return the Gini coefficient.

    Parameters
    ----------
    y : (m,) array, >= 0
        Income per head.
    weights : (m,) array, > 0, optional
        Population; equal where left out.

    Returns
    -------
    float in [0, 1]
        Half the mean difference relative to the mean; NaN where the mean is zero.

    Examples
    --------
    >>> import numpy as np
    >>> gini(np.array([0.0, 1.0]))
    0.5
    """
    p = np.ones(len(y)) if weights is None else weights
    p = p / p.sum()
    mean = float(p @ y)
    difference = float(p @ np.abs(y[:, None] - y) @ p)
    return difference / (2 * mean) if mean else float("nan")


@dataclass(frozen=True)
class Dagum:
    """Dagum's three parts of the Gini coefficient.

    Attributes
    ----------
    within : G_w, differences inside groups.
    net_between : G_nb, differences between groups in favour of the richer one.
    transvariation : G_t, differences between groups against the order of their means (overlap).
    """

    within: float
    net_between: float
    transvariation: float

    @property
    def total(self) -> float:
        """Gini coefficient over all members."""
        return self.within + self.net_between + self.transvariation


def dagum(y: Array, groups: IntArray, weights: Array | None = None) -> Dagum:
    """Split the Gini coefficient into differences within, between and across overlapping groups.

    Parameters
    ----------
    y : (m,) array, >= 0
        Income per head.
    groups : (m,) int array
        Group of each member.
    weights : (m,) array, > 0, optional
        Population; equal where left out.

    Returns
    -------
    Dagum
        ``G_w + G_nb + G_t = G``.

    References
    ----------
    Dagum (1997), Empirical Economics 22, 515.
    """
    p = np.ones(len(y)) if weights is None else weights
    p = p / p.sum()
    codes = np.unique(groups, return_inverse=True)[1]
    member = (codes[:, None] == np.arange(codes.max() + 1)) * p[:, None]
    ahead = member.T @ np.maximum(y[:, None] - y, 0.0) @ member
    scale = 2 * float(p @ y)
    within = 2 * float(np.trace(ahead)) / scale
    upper = np.triu_indices(len(ahead), 1)
    gross, against = np.maximum(ahead, ahead.T)[upper], np.minimum(ahead, ahead.T)[upper]
    return Dagum(within, 2 * float((gross - against).sum()) / scale, 4 * float(against.sum()) / scale)
