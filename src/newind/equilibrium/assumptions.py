"""What a simulation assumes: the sourced parameters of a horizon, and what a user puts in their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.groups import group
from newind.equilibrium.elasticities import Elasticities
from newind.errors import DataError, unknown
from newind.parameters import HORIZONS, parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.typing import Array, BoolArray

NESTS = ("substitution_inputs", "substitution_value_added", "substitution_final")
PARAMETERS = (
    "trade_elasticity",
    *NESTS,
    "markup",
    "land_share",
    "labour_share_shift",
    "data_sharing",
    "rd_cost_elasticity",
    "rd_output_elasticity",
    "migration_elasticity",
    "process_abatement",
    "recycling_price",
)
"""Parameters that may be given; each has a file in `newind.parameters`."""
CHOICES: dict[str, tuple[Any, ...]] = {
    "shares": ("user", "common"),
    "trade_balance": ("share", "zero"),
    "tariffs": ("2005", "none"),
}
"""Options and what they may be; the first is the default."""
OTHERS = ("scale", "migration", "both_distortions")
"""Scale elasticity (off by default), moves between regions, and whether scale and mark-ups may be on together."""


@dataclass(frozen=True, eq=False)
class Assumptions:
    """Everything that a simulation assumes beside the accounts.

    Parameters
    ----------
    horizon : {"short", "medium", "long"}
        How far the economy has adjusted; capital stays in its industry at the short one.
    given : mapping
        What a user put in place of the shipped values: parameters by name, and options.

    Raises
    ------
    UnknownNameError
        For a name that is neither a parameter nor an option.
    DataError
        For a value that makes no sense.

    Examples
    --------
    >>> Assumptions("long").value("trade_elasticity")
    5.0
    >>> Assumptions("short", {"trade_elasticity": 2}).value("trade_elasticity")
    2.0
    """

    horizon: str = "medium"
    given: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what is unknown or makes no sense."""
        if self.horizon not in HORIZONS:
            raise DataError(f"horizon {self.horizon!r} is not one of {', '.join(HORIZONS)}.")
        known = (*PARAMETERS, *CHOICES, *OTHERS)
        for name, value in self.given.items():
            if name not in known:
                raise unknown("parameter of a simulation", name, known, f"There are {', '.join(known)}.")
            if name in CHOICES and value not in CHOICES[name]:
                raise DataError(f"{name} {value!r} is not one of {', '.join(map(repr, CHOICES[name]))}.")

    def choice(self, name: str) -> Any:
        """Return an option, its default when it was not given."""
        return self.given.get(name, CHOICES[name][0] if name in CHOICES else None)

    @property
    def mobile(self) -> bool:
        """Whether capital moves between industries."""
        return self.horizon != "short"

    def value(self, name: str) -> float:
        """Return one number: what was given, or the shipped value of the horizon."""
        given = self.given.get(name)
        return float(given) if isinstance(given, (int, float)) else _shipped(name, self.horizon)[0]

    def range(self, name: str) -> tuple[float, float]:
        """Return the lowest and highest plausible value; just the value where a user gave one."""
        return (self.value(name), self.value(name)) if name in self.given else _shipped(name, self.horizon)[1]

    def among(self, name: str, industries: Sequence[str]) -> Array:
        """Return a parameter by industry: a number for all, or a mapping by industry code; (S,)."""
        given = self.given.get(name)
        if not isinstance(given, Mapping):
            return np.full(len(industries), self.value(name))
        if outside := [k for k in given if k not in industries]:
            raise unknown("industry", outside[0], industries, f"It stands in the parameter {name}.")
        usual = _shipped(name, self.horizon)[0]
        return np.array([float(given.get(i, usual)) for i in industries])

    def elasticities(self, industries: Sequence[str]) -> Elasticities:
        """Return how users and producers respond.

        Raises
        ------
        DataError
            For a trade elasticity of zero or below, or a negative elasticity.
        """
        theta = self._theta(industries)
        sigma, sigma_v, sigma_f = (self.value(n) for n in NESTS)
        if theta.min() <= 0 or min(sigma, sigma_v, sigma_f) < 0:
            raise DataError("elasticities: trade_elasticity must be positive, substitution not negative. Correct them.")
        return Elasticities(theta, sigma, sigma_v, sigma_f, self._psi(industries), self.mobile)

    def _theta(self, industries: Sequence[str]) -> Array:
        if self.given.get("trade_elasticity") != "cp2015":
            return self.among("trade_elasticity", industries)
        usual = _shipped("trade_elasticity", self.horizon)[0]
        return np.nan_to_num(parameter("trade_elasticity_cp2015").among(industries), nan=usual)

    def _psi(self, industries: Sequence[str]) -> Array:
        """Return scale elasticities: one number is that of manufacturing, or of all where no manufacturing is known."""
        scale = self.given.get("scale", False)
        if isinstance(scale, Mapping):
            return np.array([float(scale.get(i, 0.0)) for i in industries])
        usual = _shipped("scale_elasticity", self.horizon)[0]
        number = float(usual if scale is True else scale)
        made = manufacturing(tuple(industries))
        return np.where(made if made.any() else True, number, 0.0)

    def replacing(self, **given: Any) -> Assumptions:
        """Return the assumptions with some put in place of others."""
        return replace(self, given={**self.given, **given})

    def to_dict(self) -> dict[str, Any]:
        """Return horizon, options and the value of every parameter, as plain data."""
        plain = {n: dict(v) if isinstance(v, Mapping) else v for n, v in self.given.items() if n != "migration"}
        values = {n: _shipped(n, self.horizon)[0] for n in PARAMETERS}
        options = {n: self.choice(n) for n in CHOICES} | {"scale": False}
        return {"horizon": self.horizon, **values, **options, **plain}


@cache
def manufacturing(industries: tuple[str, ...]) -> BoolArray:
    """Return which industries are manufacturing, none where the group knows none of them; (S,).

    Examples
    --------
    >>> manufacturing(("c1", "c14"))
    array([False,  True])
    """
    try:
        known = group("manufacturing").among(industries)
    except DataError:
        known = ()
    return np.array([i in known for i in industries], dtype=np.bool_)


def _shipped(name: str, horizon: str) -> tuple[float, tuple[float, float]]:
    """Return value and range of a parameter at a horizon."""
    p = parameter(name)
    stated = p.by_horizon[horizon] if p.by_horizon else p
    if stated.value is None:
        raise DataError(f"the parameter {name} has no single value. Give one.")
    low, high = stated.range or (stated.value, stated.value)
    return float(stated.value), (low, high)
