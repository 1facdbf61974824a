"""Research that industries do, and research embodied in what they buy."""

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


def per_final_demand(r: Array, leontief: Leontief, R: int) -> ResearchContent:
    """Return the R&D along the chain of a unit of final demand of each product.

    Parameters
    ----------
    r : (n,) array, million USD per million USD
        R&D per unit of output.
    leontief : Leontief
    R : int

    Returns
    -------
    ResearchContent
        ``r`` itself, and ``rB - r`` by where it was done.

    References
    ----------
    Papaconstantinou, Sakurai & Wyckoff (1996), OECD STI Working Paper 1996/01.
    """
    return _split(r, leontief.solve_left(by_region(r, R)), np.ones(len(r)))


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
    return _split(r, leontief.solve_left(by_region(r, R)), diagonal)


def _split(r: Array, by_origin: Array, diagonal: Array) -> ResearchContent:
    """Separate own, domestic and foreign in R&D by region of origin (R, n), per unit of ``diagonal``."""
    R = len(by_origin)
    total = by_origin / diagonal
    own = np.arange(R)
    home = total.reshape(R, R, -1)[own, own].ravel()
    return ResearchContent(own=r, domestic=home - r, foreign=total.sum(axis=0) - home)
