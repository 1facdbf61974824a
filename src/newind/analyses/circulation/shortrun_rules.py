"""Assumptions on stocks, thresholds and capacity when a shortage is followed day by day: a middle and combinations."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, unknown
from newind.kernels.propagation import InventoryRules, Network, network
from newind.measures.shared import positions
from newind.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newind.accounts.accounts import Accounts
    from newind.typing import Array

ORIGINS = ("pooled", "separate")
"""Whether users can take a product of one origin for that of another."""
NEVER = ("services", "construction")
"""Groups of products whose lack never stops production."""
BY_WIRE = "utilities"
"""Group of products that users cannot stock."""
LEAST = {
    "inventory_days": 0.0,
    "inventory_days_utilities": 0.0,
    "inventory_restoration": 0.0,
    "inventory_threshold": 0.0,
    "limiting_input_share": 0.0,
    "extra_capacity": 1.0,
    "extra_capacity_days": 0.0,
}
"""Parameters, and what each must not be below (above, where that is zero days or a zero share of them)."""
MOST = {"inventory_threshold": 1.0, "limiting_input_share": 0.999}
ZERO = ("inventory_threshold", "limiting_input_share")
"""Parameters that may be zero."""
VARIED = (("inventory_days", "inventory_days_utilities"), ("inventory_threshold",), ("limiting_input_share",))
"""Parameters that the range is over; the first two move together."""
WORSE = (0, 1, 0)
"""Which end of each makes a shortage worse: small stocks, a high threshold, inputs that limit at any cost share."""


@dataclass(frozen=True)
class AssumptionSet:
    """One set of assumptions.

    Parameters
    ----------
    name : str
        ``middle``, ``mild``, ``severe`` or, in between, the ends taken.
    values : dict
        By parameter.
    """

    name: str
    values: dict[str, float]

    def rules(self, w: Accounts, origins: str) -> InventoryRules:
        """Return the rules of the model that follow."""
        v = self.values
        stock = np.full(w.S, v["inventory_days"])
        stock[positions(w, BY_WIRE)] = v["inventory_days_utilities"]
        restoration = v["inventory_restoration"] * stock
        for group in NEVER:
            stock[positions(w, group)] = np.inf
        again = w.R if origins == "separate" else 1
        return InventoryRules(
            stock=np.tile(stock, again),
            restoration=np.tile(np.maximum(restoration, 1.0), again),
            threshold=v["inventory_threshold"],
            capacity=v["extra_capacity"],
            capacity_days=v["extra_capacity_days"],
            material=v["limiting_input_share"],
        )


def build_cases(parameters: Mapping[str, float] | None = None) -> tuple[AssumptionSet, ...]:
    """Return the middle, then every combination of plausible ends; what is given is not varied.

    Raises
    ------
    UnknownNameError
        For a parameter that this model does not have, with the nearest.
    DataError
        For a value that makes no sense.

    Examples
    --------
    >>> [len(build_cases(p)) for p in ({}, {"inventory_days": 30, "inventory_days_utilities": 2})]
    [9, 5]
    """
    given = check_parameters(parameters or {})
    middle = {name: given.get(name, _value(name)) for name in LEAST}
    return (AssumptionSet("middle", middle), *_corners(middle, given))


def _value(name: str) -> float:
    value = parameter(name).value
    assert value is not None
    return value


def _corners(middle: dict[str, float], given: dict[str, float]) -> Iterator[AssumptionSet]:
    free = [[n for n in names if n not in given] for names in VARIED]
    for ends in product(*[(0, 1) if names else (None,) for names in free]):
        taken = [(names, end, worse) for names, end, worse in zip(free, ends, WORSE, strict=True) if end is not None]
        if taken:
            moved = {n: (parameter(n).range or (np.nan, np.nan))[end] for names, end, _ in taken for n in names}
            yield AssumptionSet(_name([end == worse for _, end, worse in taken]), middle | moved)


def _name(worse: list[bool]) -> str:
    return "severe" if all(worse) else "between" if any(worse) else "mild"


def check_parameters(given: Mapping[str, float]) -> dict[str, float]:
    """Return parameters as numbers, or say what is wrong with them."""
    for name, value in given.items():
        if name not in LEAST:
            raise unknown("parameter", name, LEAST, f"Parameters here are {', '.join(LEAST)}.")
        low, high = LEAST[name], MOST.get(name, np.inf)
        inside = low <= value <= high if name in ZERO or low else low < value <= high
        if not (np.isfinite(value) and inside):
            from_to = f"{'from' if name in ZERO or low else 'above'} {low:g}" + (
                f" to {high:g}" if high < np.inf else ""
            )
            raise DataError(f"{name} {value!r} makes no sense: {parameter(name).unit}. Give a number {from_to}.")
    return {name: float(value) for name, value in given.items()}


def network_of(w: Accounts, origins: str) -> Network:
    """Return who sells what to whom: products pooled over origins, or those of each origin for themselves."""
    if origins not in ORIGINS:
        raise unknown("origins", origins, ORIGINS, f"They are {' or '.join(ORIGINS)}.")
    if origins == "pooled":
        return network(w.Z4, w.Y3)
    return Network(_apart(w.Z), _apart(w.Yr))


def _apart(flows: Array) -> Array:
    return np.ascontiguousarray(flows[:, None, :])
