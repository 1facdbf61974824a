"""Assumptions of a simulation: the sourced parameters of a horizon, and what a user puts in their place."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from numbers import Real
from reprlib import repr as shorten
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.groups import group
from newind.equilibrium.structure import PLACES, SETTINGS, STRUCTURES, MarketStructure, by_industry, members
from newind.errors import DataError, join_items, tell, unknown
from newind.parameters import HORIZONS, parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.typing import Array, BoolArray


NOTHING = np.zeros(1)


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
    delta : (S,) array
        Scale: how far the price of a unit falls with the number of varieties of an industry; below 1 / theta.
    mobile : bool
        Whether capital moves between the industries of a region (False at the short horizon).
    eta : (S,) array
        Selection: how far the price of a good falls with the size of its market, as more varieties are sold there;
        none by default.
    chi : float
        Value added in the price of what entry uses; the rest is the bundle that industries produce with.
    resource : (S,) array
        Part of capital income that a natural resource earns, which stays in its industry; none by default, and without
        meaning where all capital does.
    """

    theta: Array
    sigma: float
    sigma_v: float
    sigma_f: float
    delta: Array
    mobile: bool
    eta: Array = field(default_factory=lambda: NOTHING)
    chi: float = 0.0
    resource: Array = field(default_factory=lambda: NOTHING)

    def __post_init__(self) -> None:
        """Give every good the selection, and every industry the resource, that there is by default."""
        for name in ("eta", "resource"):
            if getattr(self, name) is NOTHING:
                object.__setattr__(self, name, np.zeros_like(self.theta))

    @property
    def iceberg(self) -> Array:
        """Response of expenditure to trade costs that melt: below theta where these keep varieties out; (S,)."""
        return np.asarray(self.theta / (1.0 + self.eta))


NESTS = ("substitution_inputs", "substitution_value_added", "substitution_final")
PARAMETERS = (
    "trade_elasticity",
    *NESTS,
    "markup",
    "benchmark_subsidy",
    "benchmark_rebate",
    "land_share",
    "resource_share",
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
    "structure": tuple(STRUCTURES),
    "scale_in": tuple(PLACES),
}
"""Options and what they may be; the first is the default."""
OTHERS = (*SETTINGS, "migration", "both_distortions", "rd_output_elasticity")
"""Figures of the market structure, moves between regions, whether scale and mark-ups may be on together, and an
elasticity of productivity to knowledge in place of a return to research."""
BY_INDUSTRY = ("trade_elasticity", "markup", "benchmark_subsidy", "benchmark_rebate", "resource_share", "scale", "phi")
"""Parameters that may differ by industry."""
ESTIMATES = ("cp2015", "fgo2022", "ll2023")
"""Trade elasticities by industry that come with newind: Caliendo & Parro (2015), Fontagné, Guimbard & Orefice (2022),
Lashkaripour & Lugovskyy (2023)."""
SHIPPED = "shipped"
"""The shares of natural resources that come with newind, by groups of industries; none unless they are asked for."""
ABOVE = {"trade_elasticity": 0.0, "kappa": 1.0}
"""What figures must be above."""
RESEARCH = ("rd_return", "rd_relabelled", "researcher_supply")
BILLS = ("data_sharing_cost", "public_investment")
AT_LEAST = {
    **dict.fromkeys(
        (*NESTS, "scale", "phi", "chi", "land_share", "resource_share", "migration_elasticity", *RESEARCH, *BILLS), 0.0
    ),
    "labour_share_shift": -1.0,
    "markup": 1.0,
}
AT_MOST = {
    **dict.fromkeys(("trade_elasticity", "kappa", *NESTS), 100.0),
    "resource_share": 0.95,
    **dict.fromkeys(("phi", "chi", "land_share", "labour_share_shift", "rd_return", "rd_relabelled"), 1.0),
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
        getattr(self, "structure")  # noqa: B009 - checked as it is read

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
        return by_industry(name, given, industries, _read_parameter(name, self.horizon)[0])

    @cached_property
    def structure(self) -> MarketStructure:
        """Market structure: scale, entry, selection of exporters."""
        return MarketStructure.from_parameters(self.given)

    def elasticities(self, industries: Sequence[str]) -> Elasticities:
        """Return how users and producers respond.

        Raises
        ------
        UnknownNameError
            For an industry that a parameter names and the accounts lack.
        """
        sigma, sigma_v, sigma_f = (self.value(n) for n in NESTS)
        theta = self._theta(industries)
        if not self.mobile:  # there is no entry yet
            return Elasticities(theta, sigma, sigma_v, sigma_f, np.zeros_like(theta), self.mobile)
        delta = self.structure.scale_elasticities(industries, theta)
        eta, chi = self.structure.selection(theta, delta), float(self.structure.chi)
        return Elasticities(theta, sigma, sigma_v, sigma_f, delta, self.mobile, eta, chi, self._resource(industries))

    def markups(self, industries: Sequence[str]) -> Array:
        """Return price over cost by industry: at the short horizon what pays for entry, which is fixed then; (S,).

        Free entry leaves no profits at the other horizons. What was given holds at all.
        """
        if self.mobile or "markup" in self.given:
            return self.expand_by_industry("markup", industries)
        theta = replace(self, horizon="medium")._theta(industries)
        delta = self.structure.scale_elasticities(industries, theta)
        return np.where(delta > 0, 1.0 + delta, self.expand_by_industry("markup", industries))

    def _theta(self, industries: Sequence[str]) -> Array:
        given = self.given.get("trade_elasticity")
        if isinstance(given, str):
            return parameter(f"trade_elasticity_{given}").expand_by_industry(industries)
        return self.expand_by_industry("trade_elasticity", industries)

    def _resource(self, industries: Sequence[str]) -> Array:
        if self.given.get("resource_share") != SHIPPED:
            return self.expand_by_industry("resource_share", industries)
        shares = np.zeros(len(industries))
        for name, share in parameter("resource_share").by_industry.items():
            shares[members(name, tuple(industries))] = share
        return shares

    def list_left_out(self, industries: Sequence[str]) -> tuple[str, ...]:
        """Return the groups of industries with a shipped share of resources that none of the industries is in."""
        if not self.mobile or self.given.get("resource_share") != SHIPPED:
            return ()
        named = parameter("resource_share").by_industry
        return tuple(name for name in named if not members(name, tuple(industries)).any())

    def replacing(self, **given: Any) -> Assumptions:
        """Return the assumptions with some put in place of others."""
        return replace(self, given={**self.given, **given})

    def to_dict(self) -> dict[str, Any]:
        """Return horizon, options and the value of every parameter, as plain data; of a matrix its SHA-256."""
        plain = {n: _plain(v) for n, v in self.given.items() if v is not None}
        values = {n: _read_parameter(n, self.horizon)[0] for n in PARAMETERS}
        options = {n: self.choice(n) for n in CHOICES} | {n: _plain(getattr(self.structure, n)) for n in SETTINGS}
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
    if name == "trade_elasticity" and isinstance(value, str) and value in ESTIMATES:
        return
    if name == "resource_share" and value == SHIPPED:
        return
    if name == "kappa" and value is None:
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
        forms += (
            ["numbers by industry"] * (name in BY_INDUSTRY)
            + [*map(repr, ESTIMATES)] * (name == "trade_elasticity")
            + [repr(SHIPPED)] * (name == "resource_share")
        )
        shape = ", as {'c14': 0.1}" * (name in BY_INDUSTRY and not isinstance(value, (str, Real)))
        raise DataError(f"{called} {shorten(value)} makes no sense. Give {' or '.join(forms)}{shape}.")
    low, high = AT_LEAST.get(name, -math.inf), AT_MOST.get(name, math.inf)
    number = float(value)
    above = ABOVE.get(name)
    if not low <= number <= high or (above is not None and number <= above):
        within = "model.or_more" if high == math.inf else "model.between"
        said = tell(within if above is None else "model.above", low=low if above is None else above, high=high)
        reason = "model.return" if name == "rd_return" and number > high else "model.number"
        raise DataError(tell(reason, called=called, number=number, said=said))


def _plain(value: Any) -> Any:
    """Return what was given as plain data."""
    if isinstance(value, Mapping):
        return {str(k): float(v) for k, v in value.items()}
    if isinstance(value, Real) and not isinstance(value, bool):
        return float(value)
    if value is None or isinstance(value, (str, bool)):
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
