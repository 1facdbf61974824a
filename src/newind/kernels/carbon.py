"""Emissions from the producer's and from the consumer's side; works for any pressure that industries report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.kernels.leontief import Leontief
    from newind.typing import Array


def production(F: Array, F_final: Array) -> Array:
    """Return emissions on each region's territory.

    Parameters
    ----------
    F : (n,) array, kt
        Emissions of industries.
    F_final : (R,) array, kt
        Emissions of final users (households).

    Returns
    -------
    (R,) array, kt

    Examples
    --------
    >>> import numpy as np
    >>> production(np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.5, 0.0]))
    array([3.5, 7. ])
    """
    return np.asarray(F.reshape(len(F_final), -1).sum(axis=1) + F_final)


def footprint(f: Array, leontief: Leontief, Y: Array) -> Array:
    """Return emissions along the chains of what each column of final demand buys.

    Parameters
    ----------
    f : (n,) or (k, n) array, kt per million USD
        Emissions per unit of output, of one or of k pressures.
    leontief : Leontief
    Y : (n, c) or (n,) array, million USD
        Final demand.

    Returns
    -------
    (c,) or (k, c) array, kt
        ``f B Y``. Emissions of final users themselves are not in it. Over all final demand it sums to all emissions of
        industries.

    References
    ----------
    Peters (2008), Ecological Economics 65, 13.
    """
    pressures = 1 if f.ndim == 1 else len(f)
    demands = 1 if Y.ndim == 1 else Y.shape[1]
    if pressures <= demands:
        return np.asarray(leontief.solve_left(f) @ Y)
    return np.asarray(f @ leontief.solve(Y))


def bilateral(f: Array, leontief: Leontief, Yr: Array, R: int) -> Array:
    """Return emissions by the region where they arise and the region whose final demand calls for them.

    Parameters
    ----------
    f : (n,) array, kt per million USD
    leontief : Leontief
    Yr : (n, R) array, million USD
        Final demand by region.
    R : int

    Returns
    -------
    (R, R) array, kt
        Origin, destination. Rows sum to production, columns to consumption, both without final users' own emissions.

    References
    ----------
    Peters (2008), Ecological Economics 65, 13.
    """
    caused = f[:, None] * leontief.solve(Yr)
    return np.asarray(caused.reshape(R, -1, Yr.shape[1]).sum(axis=1))


def by_product(f: Array, leontief: Leontief, Yr: Array) -> Array:
    """Return emissions along the chain of each product, by the region that finally uses it.

    Parameters
    ----------
    f : (n,) array, kt per million USD
    leontief : Leontief
    Yr : (n, R) array, million USD
        Final demand by region.

    Returns
    -------
    (n, R) array, kt
        Column sums are the regions' footprints.
    """
    return np.asarray(total_intensity(f, leontief)[:, None] * Yr)


def total_intensity(f: Array, leontief: Leontief) -> Array:
    """Return emissions along the whole chain of a unit of final demand.

    Parameters
    ----------
    f : (n,) or (k, n) array, kt per million USD
        Emissions per unit of output.
    leontief : Leontief

    Returns
    -------
    array of the shape of ``f``, kt per million USD
        ``f B``, at least ``f`` where emissions and inputs are not negative.

    References
    ----------
    Miller & Blair (2009), Input-Output Analysis, ch. 10.
    """
    return leontief.solve_left(f)


def net_exports(bilateral: Array) -> Array:
    """Return emissions made for others less emissions that others make for the region.

    Parameters
    ----------
    bilateral : (R, R) array, kt
        From :func:`bilateral`.

    Returns
    -------
    (R,) array, kt
        Positive for a net exporter; sums to zero over the world.

    Examples
    --------
    >>> import numpy as np
    >>> net_exports(np.array([[5.0, 3.0], [1.0, 4.0]]))
    array([ 2., -2.])
    """
    return np.asarray(bilateral.sum(axis=1) - bilateral.sum(axis=0))
