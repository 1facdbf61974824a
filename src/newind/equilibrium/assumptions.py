"""Assumptions of a simulation: the sourced parameters of a horizon, and what a user puts in their place."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from numbers import Real
from reprlib import repr as shorten
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.groups import group
from newind.errors import DataError, join_items, tell, unknown
from newind.parameters import HORIZONS, parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.typing import Array, BoolArray


@dataclass(frozen=True, eq=False)
class Elasticities:
    """The responses of a model.

    Parameters
    ----------
    theta : (S,) array
        Trade elasticity of each good: landed price to ratio of expenditures over origins.
    sigma : float
        Substitution among the goods that an industry uses.
    sigma_v : float
        Substitution between value added and the bundle of inputs.
    sigma_f : float
        Substitution among the goods of final demand.
    psi : (S,) array
        Scale elasticity: how far unit costs of value added fall with its volume; below 1 / theta.
    mobile : bool
        Whether capital moves between the industries of a region (False at the short horizon).
    """

    theta: Array
    sigma: float
    sigma_v: float
    sigma_f: float
    psi: Array
    mobile: bool


NESTS = ("substitution_inputs", "substitution_value_added", "substitution_final")
PARAMETERS = (
    "trade_elasticity",
    *NESTS,
    "markup",
    "benchmark_subsidy",
    "benchmark_rebate",
    "land_share",
    "labour_share_shift",
    "data_sharing",
    "data_sharing_cost",
    "public_capital",
    "public_investment",
    "rd_cost_elasticity",
    "rd_return",
    "rd_relabelled",
    "researcher_supply",
    "migration_elasticity",
    "process_abatement",
    "recycling_price",
)
"""Parameters that may be given; each has a file in `newind.parameters`."""
CHOICES: dict[str, tuple[Any, ...]] = {
    "shares": ("user", "common"),
    "trade_balance": ("share", "zero"),
    "tariffs": ("applied", "2005", "none"),
}
"""Options and what they may be; the first is the default."""
OTHERS = ("scale", "migration", "both_distortions", "rd_output_elasticity")
"""Scale elasticity (off by default), moves between regions, whether scale and mark-ups may be on together, and an
elasticity of productivity to knowledge in place of a return to research."""
BY_INDUSTRY = ("trade_elasticity", "markup", "benchmark_subsidy", "benchmark_rebate", "scale")
"""Parameters that may differ by industry."""
CALIENDO_PARRO = "cp2015"
"""Trade elasticities by industry that come with newind."""
ABOVE_ZERO = ("trade_elasticity",)
RESEARCH = ("rd_return", "rd_relabelled", "researcher_supply")
BILLS = ("data_sharing_cost", "public_investment")
AT_LEAST = {
    **dict.fromkeys((*NESTS, "scale", "land_share", "migration_elasticity", *RESEARCH, *BILLS), 0.0),
    "labour_share_shift": -1.0,
    "markup": 1.0,
}
AT_MOST = {
    **dict.fromkeys(("trade_elasticity", *NESTS), 100.0),
    **dict.fromkeys(("land_share", "labour_share_shift", "rd_return", "rd_relabelled"), 1.0),
}
"""Bounds of what may be given: prices are not below cost, and goods that replace each other fully have no equilibrium
that shares tell."""


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
        For an unknown horizon, and for a name that is neither a parameter nor an option.
    DataError
        For what is no mapping, and for a value that is no number, or out of bounds.

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
        if not isinstance(self.given, Mapping):
            raise DataError(f"parameters must be a mapping of names to values, not {type(self.given).__name__}.")
        if self.horizon not in HORIZONS:
            raise unknown("horizon", self.horizon, HORIZONS, tell("model.give_horizon", horizons=join_items(HORIZONS)))
        known = (*PARAMETERS, *CHOICES, *OTHERS)
        for name, value in self.given.items():
            if name not in known:
                raise unknown(
                    "parameter of a simulation", name, known, tell("model.give_parameter", known=join_items(known))
                )
            _refuse(name, value)

    def choice(self, name: str) -> Any:
        """Return an option, its default when it was not given."""
        return self.given.get(name, CHOICES[name][0] if name in CHOICES else None)

    @property
    def mobile(self) -> bool:
        """Whether capital moves between industries."""
        return self.horizon != "short"

    def value(self, name: str) -> float:
        """Return one number: what was given, or the shipped value of the horizon where none was or one by industry."""
        given = self.given.get(name)
        return float(given) if isinstance(given, Real) else _read_parameter(name, self.horizon)[0]

    def range(self, name: str) -> tuple[float, float]:
        """Return the lowest and highest plausible value; just the value where a user gave one."""
        return (self.value(name), self.value(name)) if name in self.given else _read_parameter(name, self.horizon)[1]

    def expand_by_industry(self, name: str, industries: Sequence[str]) -> Array:
        """Return a parameter by industry: a number for all, or a mapping by industry code; (S,)."""
        given = self.given.get(name)
        if not isinstance(given, Mapping):
            return np.full(len(industries), self.value(name))
        return _by_industry(name, given, industries, _read_parameter(name, self.horizon)[0])

    def elasticities(self, industries: Sequence[str]) -> Elasticities:
        """Return how users and producers respond.

        Raises
        ------
        UnknownNameError
            For an industry that a parameter names and the accounts lack.
        """
        sigma, sigma_v, sigma_f = (self.value(n) for n in NESTS)
        return Elasticities(self._theta(industries), sigma, sigma_v, sigma_f, self._psi(industries), self.mobile)

    def _theta(self, industries: Sequence[str]) -> Array:
        if self.given.get("trade_elasticity") != CALIENDO_PARRO:
            return self.expand_by_industry("trade_elasticity", industries)
        return parameter("trade_elasticity_cp2015").expand_by_industry(industries)

    def _psi(self, industries: Sequence[str]) -> Array:
        """Return scale elasticities: one number is that of manufacturing, or of all where no manufacturing is known."""
        scale = self.given.get("scale", False)
        if isinstance(scale, Mapping):
            return _by_industry("scale", scale, industries, 0.0)
        usual = _read_parameter("scale_elasticity", self.horizon)[0]
        number = float(usual if scale is True else scale)
        made = manufacturing(tuple(industries))
        return np.where(made | ~made.any(), number, 0.0)

    def replacing(self, **given: Any) -> Assumptions:
        """Return the assumptions with some put in place of others."""
        return replace(self, given={**self.given, **given})

    def to_dict(self) -> dict[str, Any]:
        """Return horizon, options and the value of every parameter, as plain data; of a matrix its SHA-256."""
        plain = {n: _plain(v) for n, v in self.given.items() if v is not None}
        values = {n: _read_parameter(n, self.horizon)[0] for n in PARAMETERS}
        options = {n: self.choice(n) for n in CHOICES} | {"scale": False}
        return {"horizon": self.horizon, **values, **options, **plain}


def read_value(name: str, text: str) -> Any:
    """Return the value of a parameter as it is typed: a word where it is a choice of words, else what it looks like."""
    if name in CHOICES:
        return text
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    try:
        return float(text)
    except ValueError:
        return text


def _refuse(name: str, value: Any) -> None:
    """Raise for a value of a parameter or option that makes no sense."""
    if name in CHOICES:
        if not (isinstance(value, str) and value in CHOICES[name]):
            raise DataError(
                tell("model.choice", name=name, value=shorten(value), choices=join_items(map(repr, CHOICES[name])))
            )
        return
    if name == "migration":
        _refuse_matrix(value)
        return
    if name == "trade_elasticity" and isinstance(value, str) and value == CALIENDO_PARRO:
        return
    if isinstance(value, bool) and name in ("scale", "both_distortions"):
        return
    by_industry = isinstance(value, Mapping) and name in BY_INDUSTRY
    for industry, number in value.items() if by_industry else (("", value),):
        _refuse_number(tell("model.of_industry", name=name, industry=industry) if industry else name, name, number)


def _refuse_matrix(value: Any) -> None:
    """Raise for a matrix of people that holds something else than numbers; its shape is looked at with the accounts."""
    try:
        np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise DataError(f"migration {shorten(value)} is no matrix of numbers. Give people by origin (rows).") from None


def _refuse_number(called: str, name: str, value: Any) -> None:
    """Raise for what is no number or out of the bounds of a parameter."""
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value) or name == "both_distortions":
        forms = ["True or False" if name == "both_distortions" else "a number"]
        forms += ["numbers by industry"] * (name in BY_INDUSTRY) + [repr(CALIENDO_PARRO)] * (name == "trade_elasticity")
        shape = ", as {'c14': 0.1}" * (name in BY_INDUSTRY and not isinstance(value, (str, Real)))
        raise DataError(f"{called} {shorten(value)} makes no sense. Give {' or '.join(forms)}{shape}.")
    low, high = AT_LEAST.get(name, -math.inf), AT_MOST.get(name, math.inf)
    number = float(value)
    strict = name in ABOVE_ZERO
    if not low <= number <= high or (strict and number <= 0):
        within = "model.or_more" if high == math.inf else "model.between"
        said = tell("model.above_zero" if strict else within, low=low, high=high)
        reason = "model.return" if name == "rd_return" and number > high else "model.number"
        raise DataError(tell(reason, called=called, number=number, said=said))


def _by_industry(name: str, given: Mapping[str, Any], industries: Sequence[str], usual: float) -> Array:
    """Return the numbers that were given by industry, the usual one where none was; (S,)."""
    if outside := [k for k in given if k not in industries]:
        raise unknown("industry", outside[0], industries, tell("model.in_parameter", name=name))
    return np.array([float(given.get(i, usual)) for i in industries])


def _plain(value: Any) -> Any:
    """Return what was given as plain data."""
    if isinstance(value, Mapping):
        return {str(k): float(v) for k, v in value.items()}
    if isinstance(value, Real) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, (str, bool)):
        return value
    return "sha256:" + hashlib.sha256(np.ascontiguousarray(value, dtype=np.float64).tobytes()).hexdigest()


@cache
def manufacturing(industries: tuple[str, ...]) -> BoolArray:
    """Return which industries are manufacturing, none where the group knows none of them; (S,).

    Examples
    --------
    >>> manufacturing(("c1", "c14"))
    array([False,  True])
    """
    try:
        known = group("manufacturing").select_members(industries)
    except DataError:
        known = ()
    return np.array([i in known for i in industries], dtype=np.bool_)


def _read_parameter(name: str, horizon: str) -> tuple[float, tuple[float, float]]:
    """Return value and range of a parameter at a horizon."""
    p = parameter(name)
    stated = p.by_horizon[horizon] if p.by_horizon else p
    if stated.value is None:
        raise DataError(f"the parameter {name} has no single value. Give one.")
    low, high = stated.range or (stated.value, stated.value)
    return float(stated.value), (low, high)
