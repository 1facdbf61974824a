"""Market structures: how varieties, entry and selection of exporters follow from a few figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.groups import group, resolve
from newind.errors import DataError, tell, unknown
from newind.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.typing import Array, BoolArray

SETTINGS: dict[str, Any] = {"phi": 0.0, "scale": False, "chi": 0.0, "kappa": None}
"""What describes a structure, and the values of Armington's."""
KAPPA, SCALE = parameter("kappa").value, parameter("phi").value
"""Tail of the sizes of firms, and scale over its bound, of structures that have them."""
STRUCTURES: dict[str, dict[str, Any]] = {
    "armington": {},
    "two_tiers": {"phi": SCALE},
    "external": {"scale": True},
    "krugman": {"phi": 1.0},
    "melitz": {"phi": SCALE, "kappa": KAPPA},
}
"""Structures by name; what is given beside the name takes the place of these figures."""
PLACES: dict[str, tuple[str, ...]] = {
    "manufacturing": ("manufacturing",),
    "goods": ("agriculture", "industry"),
    "all": (),
}
"""Where there are economies of scale → groups of industries, all for none."""

FAMILY: tuple[dict[str, Any], ...] = (
    {"phi": 0.0},
    {"phi": 0.3},
    {"phi": 0.5},
    {"phi": 0.7},
    {"phi": 0.5, "chi": 1.0},
    {"phi": 0.7, "chi": 1.0},
    {"phi": 0.3, "kappa": KAPPA},
    {"phi": 0.5, "kappa": KAPPA},
    {"phi": 0.5, "scale_in": "goods"},
    {"phi": 0.5, "scale_in": "all"},
)
"""Structures that a statement has to hold in, with each set of trade elasticities but that of `ESTIMATED`."""
UNIFORM = (1.75, 3.0, 5.0, 8.0)
"""Trade elasticities that are the same in all industries, of those sets."""
CAP = 20.0
"""Highest trade elasticity that is taken over from Caliendo & Parro: petroleum is far above."""
LEFT_OUT: tuple[dict[str, Any], ...] = ({"trade_elasticity": 1.75, "phi": 0.7},)
"""Members that are none: they miss two of three policies of the past (benchmarks/backcasts.py)."""
ESTIMATED: tuple[tuple[float, float, float | None], ...] = (
    (0.0, 0.0, None), (0.5, 0.0, None), (0.75, 0.0, None), (0.5, 1.0, None), (0.75, 1.0, None), (0.5, 0.0, KAPPA),
)  # fmt: skip
"""Parts of the estimates of Lashkaripour & Lugovskyy, χ and κ of the structures with their trade elasticities."""


def list_elasticity_sets(industries: Sequence[str]) -> list[float | dict[str, float]]:
    """Return the sets of trade elasticities of the family, that of `ESTIMATED` last."""
    capped = np.minimum(parameter("trade_elasticity_cp2015").expand_by_industry(industries), CAP)
    estimated = parameter("trade_elasticity_ll2023").expand_by_industry(industries)
    return [*UNIFORM, *(dict(zip(industries, values.tolist(), strict=True)) for values in (capped, estimated))]


def is_corner(member: Mapping[str, Any]) -> bool:
    """Return whether all measures are taken in a member of the family, as those that take longer are in some only.

    Those of Armington, and with much scale and both kinds of entry, at three uniform trade elasticities and one of the
    sets by industry: 12 in all.
    """
    theta, phi = member.get("trade_elasticity", UNIFORM[1]), member.get("phi")
    plain = set(member) <= {"trade_elasticity", "phi", "chi"} and not isinstance(phi, Mapping)
    return plain and theta != UNIFORM[2] and (phi, member.get("chi", 0.0)) in ((0.0, 0.0), (0.5, 0.0), (0.7, 1.0))


def list_members(industries: Sequence[str]) -> list[dict[str, Any]]:
    """Return the members of the family, as parameters: trade elasticities and structure of each.

    Examples
    --------
    >>> members = list_members(("c1", "c14", "c30"))
    >>> len(members), members[1]
    (55, {'trade_elasticity': 1.75, 'phi': 0.3})
    """
    *sets, last = list_elasticity_sets(industries)
    estimates = parameter("phi_ll2023").expand_by_industry(industries)
    crossed = [{"trade_elasticity": theta, **structure} for theta in sets for structure in FAMILY]
    found = [member for member in crossed if member not in LEFT_OUT]
    for part, chi, kappa in ESTIMATED:
        phi = dict(zip(industries, (part * estimates).tolist(), strict=True))
        found.append({"trade_elasticity": last, "phi": phi, "chi": chi, "kappa": kappa})
    return found


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
    def from_parameters(cls, given: Mapping[str, Any]) -> MarketStructure:
        """Return the structure that parameters say.

        Examples
        --------
        >>> MarketStructure.from_parameters({"structure": "melitz", "chi": 1.0})
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
        Chaney (2008), American Economic Review 98(4), 1707: with θ = κ σ − 1 what tariffs tell, η = (1 − 1/κ) / (σ −
        1).
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


@cache
def members(group: str, industries: tuple[str, ...]) -> BoolArray:
    """Return which industries belong to a group, none where the group knows none of them; (S,)."""
    inside = np.zeros(len(industries), dtype=np.bool_)
    try:
        inside[resolve(group, industries)] = True
    except DataError:
        inside[:] = False
    inside.flags.writeable = False
    return inside
