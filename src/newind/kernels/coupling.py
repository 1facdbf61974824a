"""How far subsystems develop together: coupling, joint level, coordination degree, and what keeps them from the top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.typing import Array, IntArray


Method = Literal["adjusted", "standard", "rescaled"]
METHODS: tuple[Method, ...] = ("adjusted", "standard", "rescaled")
FLOOR, CEILING = 0.01, 0.99
"""Range to which ``rescaled`` stretches every subsystem over the sample."""


@dataclass(frozen=True, eq=False)
class Coupling:
    """Coupling, level and coordination of each row.

    Attributes
    ----------
    C : (N,) array in [0, 1], how equal the subsystems are; NaN where all are zero or one is unknown.
    T : (N,) array in [0, 1], weighted mean of the subsystems; NaN where one is unknown.
    D : (N,) array in [0, 1], ``sqrt(C T)``; 0 where the level is zero, NaN where a subsystem is unknown.
    """

    C: Array
    T: Array
    D: Array


def coupling(U: Array, weights: Array | None = None, method: Method = "adjusted") -> Coupling:
    """Return the coupling coordination degree of n subsystems.

    Parameters
    ----------
    U : (N, n) array in [0, 1], n >= 2
        Level of each subsystem in each row; with ``rescaled`` in any unit.
    weights : (n,) array, >= 0, optional
        Weights of the subsystems in the level; they are divided by their sum, equal where left out.
    method : {"adjusted", "standard", "rescaled"}
        Formula of C; ``rescaled`` first stretches the subsystems (:func:`scale_subsystems`), then takes the
        standard one.

    Returns
    -------
    Coupling
        C, T, D of each row. One subsystem at zero gives C = D = 0; all at zero T = D = 0, and C is not defined (NaN).

    Notes
    -----
    standard C = n (ΠU)^{1/n} / ΣU;
    adjusted C = sqrt{[1 − Σ_{i>j} |U_i − U_j| / (n(n−1)/2)] [Π_i (U_i/U_max)]^{1/(n−1)}};
    T = ΣαU; D = sqrt(C T).
    The standard C does not change when all subsystems are scaled, so D grows with the scale. The adjusted C falls as
    distances grow: its D grows with the scale only while the mean distance between two subsystems is below 2/3.

    References
    ----------
    Wang, Kong, Ren, Zhi & Dai (2021), Journal of Natural Resources 36(3), 793.

    Examples
    --------
    >>> got = coupling(np.array([[0.8, 0.2]]))
    >>> got.C.round(6), got.T.round(6)  # sqrt(0.4 × 0.25), (0.8 + 0.2) / 2
    (array([0.316228]), array([0.5]))
    >>> coupling(np.array([[0.8, 0.2]]), method="standard").C.round(6)  # 2 sqrt(0.16) / 1
    array([0.8])
    """
    values = scale_subsystems(U) if method == "rescaled" else U
    degree = adjusted_degree(values) if method == "adjusted" else standard_degree(values)
    alpha = np.full(U.shape[1], 1.0) if weights is None else weights
    level = np.minimum(values @ (alpha / alpha.sum()), values.max(axis=1))
    return Coupling(C=degree, T=level, D=np.where(level == 0, 0.0, np.sqrt(degree * level)))


def standard_degree(U: Array) -> Array:
    """Return the geometric over the arithmetic mean of the subsystems.

    Parameters
    ----------
    U : (N, n) array, >= 0

    Returns
    -------
    (N,) array in [0, 1]
        NaN where all are zero or one is unknown.

    Examples
    --------
    >>> standard_degree(np.array([[0.5, 0.5], [0.5, 0.0], [0.0, 0.0]]))
    array([ 1.,  0., nan])
    """
    relative = ratio(U, U.mean(axis=1, keepdims=True))
    return np.asarray(np.minimum(relative.prod(axis=1) ** (1 / U.shape[1]), 1.0))


def adjusted_degree(U: Array) -> Array:
    """Return the coupling degree that falls with the distances between the subsystems and with their proportions.

    Parameters
    ----------
    U : (N, n) array in [0, 1]

    Returns
    -------
    (N,) array in [0, 1]
        NaN where all are zero or one is unknown.

    Examples
    --------
    >>> adjusted_degree(np.array([[0.5, 0.5], [0.5, 0.0], [0.0, 0.0]]))
    array([ 1.,  0., nan])
    """
    first, second = np.triu_indices(U.shape[1], 1)
    apart = np.abs(U[:, first] - U[:, second]).mean(axis=1)
    relative = ratio(U, U.max(axis=1, keepdims=True)).prod(axis=1)
    return np.asarray(np.sqrt((1 - apart) * relative ** (1 / (U.shape[1] - 1))))


def scale_subsystems(U: Array, floor: float = FLOOR, ceiling: float = CEILING) -> Array:
    """Return subsystems stretched over the sample, the lowest of each to the floor and the highest to the ceiling.

    Parameters
    ----------
    U : (N, n) array
        Subsystems in any unit; unknown values (NaN) stay unknown.
    floor, ceiling : float
        New lowest and highest value.

    Returns
    -------
    (N, n) array in [floor, ceiling]
        NaN for a subsystem that is the same everywhere. Every value depends on the sample.

    Examples
    --------
    >>> scale_subsystems(np.array([[0.2, 5.0], [0.4, 7.0], [0.6, 9.0]])).round(6)
    array([[0.01, 0.01],
           [0.5 , 0.5 ],
           [0.99, 0.99]])
    """
    known = ~np.isnan(U)
    low = np.min(U, axis=0, where=known, initial=np.inf)
    high = np.max(U, axis=0, where=known, initial=-np.inf)
    return np.clip(floor + (ceiling - floor) * ratio(U - low, high - low), floor, ceiling)


def grades(D: Array, limits: Array) -> IntArray:
    """Return the grade of each degree.

    Parameters
    ----------
    D : (N,) array in [0, 1]
    limits : (G,) array
        Lowest degree of each grade, ascending from 0.

    Returns
    -------
    (N,) int array in [0, G)
        Position of the grade, a degree on a limit in the upper one; −1 where unknown.

    Examples
    --------
    >>> grades(np.array([0.0, 0.1, 0.95, np.nan]), np.arange(10) / 10).tolist()
    [0, 1, 9, -1]
    """
    found = np.searchsorted(limits, D, side="right") - 1
    return np.where(np.isnan(D), -1, found).astype(np.int64)


def obstacle(x: Array, weights: Array) -> Array:
    """Return the obstacle degree of each element.

    Parameters
    ----------
    x : (N, J) array in [0, 1]
        Normalised scores, 1 at the top.
    weights : (J,) array, >= 0
        Weight of each element in the index, in any scale.

    Returns
    -------
    (N, J) array in [0, 1]
        ``w_j (1 − x_j) / Σ_k w_k (1 − x_k)``, rows sum to 1. NaN in rows where a score is unknown, and in rows that are
        at the top in everything that has a weight: nothing stands in their way, so there is nothing to share out.

    References
    ----------
    Lei, Qiu & Liu (2016), Transactions of the Chinese Society of Agricultural Engineering 32(13), 243.

    Examples
    --------
    >>> obstacle(np.array([[0.5, 0.9], [1.0, 1.0]]), np.array([1.0, 5.0])).round(6)  # 0.5 and 0.5 of 1
    array([[0.5, 0.5],
           [nan, nan]])
    """
    missing = weights * (1 - x)
    return ratio(missing, missing.sum(axis=1, keepdims=True))


def by_group(shares: Array, groups: IntArray) -> Array:
    """Return shares summed by group.

    Parameters
    ----------
    shares : (N, J) array
        Obstacle degrees.
    groups : (J,) int array
        Group of each element, 0 to G − 1.

    Returns
    -------
    (N, G) array
        Rows sum to 1, or are NaN as those of `shares` are.

    Examples
    --------
    >>> by_group(np.array([[0.2, 0.3, 0.5]]), np.array([0, 1, 0])).round(6)
    array([[0.7, 0.3]])
    """
    return shares @ np.eye(groups.max() + 1)[groups]
