"""Research that industries do, research embodied in what they buy, and when to learn from the frontier.

A unit of research effort r is split between own innovation (share s) and imitation; technology grows by
``λ_I (s r)^β + λ_M ((1 - s) r)^β g a``, with the gap g to the frontier, access a to foreign technology in [0, 1] and
0 < β < 1. The ratio λ_M / λ_I is not observed: what can be said is at which ratio the balance tips, and which way it
moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.blocks import by_region

if TYPE_CHECKING:
    from newind.kernels.leontief import Leontief
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class ResearchContent:
    """R&D content by product, each (n,), million USD per million USD.

    Attributes
    ----------
    own : of the industry itself.
    domestic : bought in inputs, done in the same region.
    foreign : bought in inputs, done elsewhere.
    """

    own: Array
    domestic: Array
    foreign: Array

    @property
    def embodied(self) -> Array:
        """R&D that comes with inputs."""
        return np.asarray(self.domestic + self.foreign)

    @property
    def total(self) -> Array:
        """Own and embodied R&D."""
        return np.asarray(self.own + self.embodied)


def per_output(r: Array, leontief: Leontief, R: int, diagonal: Array) -> ResearchContent:
    """Return the R&D in a unit of output of each product, its own use of itself without double counting.

    Parameters
    ----------
    r : (n,) array, million USD per million USD
        R&D per unit of output.
    leontief : Leontief
    R : int
    diagonal : (n,) array
        Diagonal of the Leontief inverse.

    Returns
    -------
    ResearchContent
        ``r`` itself, and ``r B diag(B)⁻¹ - r`` by where it was done.

    References
    ----------
    Papaconstantinou, Sakurai & Wyckoff (1996), OECD STI Working Paper 1996/01.
    """
    total = leontief.solve_left(by_region(r, R)) / diagonal  # by region of origin
    own = np.arange(R)
    home = total.reshape(R, R, -1)[own, own].ravel()
    return ResearchContent(own=r, domestic=home - r, foreign=total.sum(axis=0) - home)


def log_gap(level: Array, frontier: Array) -> Array:
    """Return how far productivity is from the frontier.

    Parameters
    ----------
    level, frontier : arrays of one shape, > 0

    Returns
    -------
    array, >= 0, log points
        ``ln(frontier / level)``, 0 at the frontier or beyond; NaN where either is unknown or not positive.

    Examples
    --------
    >>> import numpy as np
    >>> log_gap(np.array([1.0, 3.0, 0.0]), np.array([np.e, 2.0, 1.0]))
    array([ 1.,  0., nan])
    """
    known = (level > 0) & (frontier > 0)
    ratio = np.divide(frontier, level, out=np.ones(np.broadcast(level, frontier).shape), where=known)
    return np.where(known, np.maximum(np.log(ratio), 0.0), np.nan)


def expected_access(left: Array, probability: float) -> Array:
    """Return the access to foreign technology that can be counted on when part of it may be cut off.

    Parameters
    ----------
    left : array in [0, 1]
        Access that remains after the cut-off.
    probability : float in [0, 1]
        Chance of the cut-off.

    Returns
    -------
    array in [0, 1]
        ``1 - p (1 - left)``.

    Examples
    --------
    >>> import numpy as np
    >>> expected_access(np.array([1.0, 0.6]), 0.5)
    array([1. , 0.8])
    """
    return np.asarray(np.maximum(1 - probability * (1 - left), left))  # rounding must not fall below what remains


def switching_ratio(gap: Array, access: Array) -> Array:
    """Return the ratio λ_M / λ_I at which imitation and own innovation deserve equal effort, whatever β.

    Parameters
    ----------
    gap : array, >= 0, log points
    access : array in [0, 1]

    Returns
    -------
    array, > 0
        ``1 / (g a)``: above it imitation brings more at the margin of an equal split, below it own innovation does.
        Infinite where there is nothing to imitate or no access; NaN where the gap is not known.

    References
    ----------
    Acemoglu, Aghion & Zilibotti (2006), Journal of the European Economic Association 4(1), 37.

    Examples
    --------
    >>> import numpy as np
    >>> switching_ratio(np.array([0.5, 0.0]), np.array([1.0, 1.0]))
    array([ 2., inf])
    """
    reach = np.asarray(gap * access, dtype=float)
    return np.asarray(np.divide(1.0, reach, out=np.where(np.isnan(reach), np.nan, np.inf), where=reach > 0))


def switching_probability(ratio: float, gap: Array, left: Array) -> Array:
    """Return the chance of a cut-off above which own innovation deserves more effort than imitation.

    Parameters
    ----------
    ratio : float, > 0
        An assumed λ_M / λ_I.
    gap : array, >= 0, log points
    left : array in [0, 1]
        Access that remains after the cut-off.

    Returns
    -------
    array in [0, 1]
        ``(1 - 1 / (ratio g)) / (1 - left)``; 0 where own innovation leads without any risk, NaN where no risk is large
        enough or the gap is not known.

    Examples
    --------
    >>> import numpy as np
    >>> switching_probability(4.0, np.array([0.5, 0.1, 5.0]), np.array([0.0, 0.0, 0.5]))
    array([0.5, 0. , nan])
    """
    slack = np.maximum(1 - switching_ratio(gap, np.ones(np.shape(gap))) / ratio, 0.0)
    lost = np.asarray(1 - left, dtype=float)
    found = np.divide(slack, lost, out=np.full(np.broadcast(slack, lost).shape, np.inf), where=lost > 0)
    found = np.where(slack == 0, 0.0, found)
    return np.where(np.isnan(gap) | (found > 1), np.nan, found)
