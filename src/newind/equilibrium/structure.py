"""Market structures: how varieties, entry and selection of exporters follow from a few figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.groups import group
from newind.errors import DataError, tell, unknown
from newind.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.typing import Array, BoolArray

SETTINGS: dict[str, Any] = {"phi": 0.0, "scale": False, "chi": 0.0, "kappa": None}
"""What describes a structure, and the values of Armington's."""
STRUCTURES: dict[str, dict[str, Any]] = {
    "armington": {},
    "two_tiers": {"phi": 0.5},
    "external": {"scale": True},
    "krugman": {"phi": 1.0},
    "melitz": {"phi": 0.5, "kappa": 1.1},
}
"""Structures by name; what is given beside the name takes the place of these figures."""
PLACES: dict[str, tuple[str, ...]] = {
    "manufacturing": ("manufacturing",),
    "goods": ("agriculture", "industry"),
    "all": (),
}
"""Where there are economies of scale → groups of industries, all for none."""


@dataclass(frozen=True, eq=False)
class MarketStructure:
    """Scale, entry and selection of exporters.

    Parameters
    ----------
    phi : float or mapping by industry
        Scale elasticity over its bound, one over the trade elasticity.
    scale : bool, float or mapping by industry
        Scale elasticity itself, in place of `phi`; True for the shipped one.
    chi : float
        Value added in the price of entry.
    kappa : float or None
        Tail of the sizes of firms, above 1; None without selection.
    place : str
        Where a single number holds: a key of :data:`PLACES`.

    Raises
    ------
    DataError
        Where both `phi` and `scale` are given.
    """

    phi: float | Mapping[str, float] = 0.0
    scale: bool | float | Mapping[str, float] = False
    chi: float = 0.0
    kappa: float | None = None
    place: str = "manufacturing"

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> MarketStructure:
        """Return the structure that parameters say.

        Examples
        --------
        >>> MarketStructure.of({"structure": "melitz", "chi": 1.0})
        MarketStructure(phi=0.5, scale=False, chi=1.0, kappa=1.1, place='manufacturing')
        """
        if "phi" in given and given.get("scale", False) is not False:
            raise DataError(tell("model.phi_or_scale"))
        said = {name: given[name] for name in SETTINGS if name in given}
        named = {**SETTINGS, **STRUCTURES[given.get("structure", "armington")]}
        if "scale" in said:
            named["phi"] = 0.0
        if "phi" in said:
            named["scale"] = False
        return cls(**{**named, **said}, place=given.get("scale_in", "manufacturing"))

    def scale_elasticities(self, industries: Sequence[str], theta: Array) -> Array:
        """Return the scale elasticity of output of each industry, from trade elasticities; (S,)."""
        if self.scale is not False:
            usual = parameter("scale_elasticity").value
            return self._expand("scale", usual if self.scale is True else self.scale, industries)
        return np.asarray(self._expand("phi", self.phi, industries) / theta)

    def selection(self, theta: Array, delta: Array) -> Array:
        """Return how far prices fall with the size of a market, where there are economies of scale; (S,).

        References
        ----------
        Chaney (2008), American Economic Review 98(4), 1707: with θ = κ σ − 1 what tariffs tell, η = (1 − 1/κ) / (σ − 1).
        """
        if self.kappa is None:
            return np.zeros_like(theta)
        sigma = (1.0 + theta) / self.kappa
        if (low := (delta > 0) & (sigma <= 1.0)).any():
            raise DataError(tell("model.kappa_too_high", kappa=self.kappa, theta=float(theta[low].min())))
        return np.where(delta > 0, (1.0 - 1.0 / self.kappa) / np.where(delta > 0, sigma - 1.0, 1.0), 0.0)

    def _expand(self, name: str, value: Any, industries: Sequence[str]) -> Array:
        """Return a figure by industry: a number holds where there are economies of scale; (S,)."""
        if isinstance(value, Mapping):
            return by_industry(name, value, industries, 0.0)
        return np.where(find_place(self.place, tuple(industries)), float(value), 0.0)


def by_industry(name: str, given: Mapping[str, Any], industries: Sequence[str], usual: float) -> Array:
    """Return the numbers that were given by industry, the usual one where none was; (S,).

    Raises
    ------
    UnknownNameError
        For an industry that is not there.
    """
    if outside := [k for k in given if k not in industries]:
        raise unknown("industry", outside[0], industries, tell("model.in_parameter", name=name))
    return np.array([float(given.get(i, usual)) for i in industries])


@cache
def find_place(place: str, industries: tuple[str, ...]) -> BoolArray:
    """Return in which industries a single number of scale holds: all where none of the place is known; (S,).

    Examples
    --------
    >>> find_place("manufacturing", ("c1", "c14")), find_place("goods", ("c1", "c30"))
    (array([False,  True]), array([ True, False]))
    """
    known = {i for name in PLACES[place] for i in _members(name, industries)}
    found = np.array([i in known for i in industries], dtype=np.bool_)
    return found if found.any() else np.ones(len(industries), dtype=np.bool_)


def _members(name: str, industries: Sequence[str]) -> Sequence[str]:
    try:
        return group(name).select_members(industries)
    except DataError:
        return ()
