"""Conditions on shocks: the shape, the bounds and the balance of each array by itself."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.labels import cell_name
from newind.errors import DataError, PolicyError, offenders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.equilibrium.problem import Problem
    from newind.equilibrium.shocks import Shocks
    from newind.typing import Array, BoolArray

UNDERFLOW = 500.0
"""Trade elasticity times log cost above which a flow is zero for a computer."""
BALANCE = 1e-9
"""Share of world income that trade deficits may miss zero by."""

AXES = {
    **dict.fromkeys(("tariff", "rebate", "border_charge", "embodied_charge", "origin_taste"), "kni"),
    **dict.fromkeys(("purchase_tax", "fuel_carbon"), "knu"),
    **dict.fromkeys(("subsidy", "markup", "process_carbon", "process_intensity", "returned", "land_share"), "ns"),
    **dict.fromkeys(("labour_tax", "capital_tax", "land_tax", "capital", "productivity"), "ns"),
    **dict.fromkeys(("labour", "deficit"), "n"),
    **dict.fromkeys(("migration", "moving_cost"), "in"),
    "taste": "kn",
    "mix": "kns",
    "trade_cost": "kni",
}
"""Axes of the shocks: k good, n region, i origin, u user, s industry."""
TAXES = ("tariff", "purchase_tax", "labour_tax", "capital_tax", "land_tax")
CHARGES = ("fuel_carbon", "process_carbon", "border_charge", "embodied_charge")
ABOVE = {**dict.fromkeys((*TAXES, *CHARGES), -1.0), "markup": 0.0}
"""Bounds that rates must exceed, or nothing is left of a price."""
BELOW = {"subsidy": 1.0, "rebate": 1.0}
"""Bounds that rates must stay below, or producers get infinitely much."""
TASTES = ("taste", "origin_taste")
"""Logs of weights: minus infinity where final users want nothing any more."""
SHARES = ("returned", "land_share")
"""Shocks between 0 and 1, both allowed."""


def check_shocks(problem: Problem) -> None:
    """Refuse arrays of shocks that make no sense by themselves.

    Raises
    ------
    DataError
        For an array of another shape.
    PolicyError
        For figures that are no numbers, rates out of bounds, deficits that do not sum to zero, and mixes of inputs that
        leave no value added, take more of an input than there is, or have no supplier.
    """
    for name, values in _list_arrays(problem.shocks):
        _refuse_shape(problem, name, values)
        _refuse_numbers(problem, name, values)
        _refuse_rates(problem, name, values)
    _refuse_zero_flows(problem)
    _refuse_deficits(problem)
    _refuse_mix(problem)


def _list_arrays(shocks: Shocks) -> Iterator[tuple[str, Array]]:
    """Yield the arrays of shocks that are not None."""
    for field in fields(shocks):
        if field.name in AXES and (values := getattr(shocks, field.name)) is not None:
            yield field.name, values


def _axes(name: str, values: Array) -> str:
    return AXES[name] + ("u" if name == "trade_cost" and values.ndim == 4 else "")


def _refuse_shape(problem: Problem, name: str, values: Array) -> None:
    b = problem.benchmark
    sizes = {"k": b.S, "n": b.R, "i": b.R, "u": b.S + 1, "s": b.S}
    expected = tuple(sizes[axis] for axis in _axes(name, values))
    if values.shape != expected:
        raise DataError(f"shock {name}: the array is {values.shape}, not {expected}. Give one figure for each cell.")


def _refuse_cells(problem: Problem, name: str, values: Array, wrong: BoolArray, said: str) -> None:
    """Refuse cells of an array of shocks, with their places and values."""
    if not wrong.any():
        return
    axes = _axes(name, values)
    cells = [f"{cell_name(problem.benchmark, axes, tuple(at))}: {values[tuple(at)]:g}" for at in np.argwhere(wrong)]
    raise PolicyError(f"shock {name}: {offenders(cells)}. {said}")


def _refuse_numbers(problem: Problem, name: str, values: Array) -> None:
    """Refuse what is not a number; a delivery cost may be infinite where a flow is cut off, and a preference vanish."""
    fine = np.isfinite(values)
    if name == "trade_cost":
        fine = values > -np.inf
    elif name in TASTES:
        fine = values < np.inf
    _refuse_cells(problem, name, values, ~fine, "These are no finite numbers. Correct the values of the package.")


def _refuse_rates(problem: Problem, name: str, values: Array) -> None:
    """Refuse rates that leave no price, give without end, or are no shares."""
    wrong, said = np.zeros(values.shape, dtype=bool), ""
    if name in ABOVE:
        wrong, said = (
            values <= ABOVE[name],
            f"It must be above {ABOVE[name]:g}, or no price is left. Use a smaller change.",
        )
    elif name in BELOW:
        wrong, said = values >= BELOW[name], f"It must be below {BELOW[name]:g} of the price. Use a smaller rate."
    elif name in SHARES:
        wrong, said = (values < 0) | (values > 1), "It is a share, between 0 and 1. Correct it."
    _refuse_cells(problem, name, values, wrong, said)


def _refuse_zero_flows(problem: Problem) -> None:
    """Refuse costs so high that flows vanish without being cut off: nobody would look at what that strands."""
    cost = problem.shocks.trade_cost
    if cost is None:
        return
    theta = problem.theta if cost.ndim == 3 else problem.theta[..., None]
    _refuse_cells(
        problem,
        "trade_cost",
        cost,
        (cost * theta > UNDERFLOW) & np.isfinite(cost),
        "Nothing is left of these flows. Use cut_off.",
    )


def _refuse_deficits(problem: Problem) -> None:
    deficit, world = problem.shocks.deficit, problem.benchmark.final.sum()
    if deficit is not None and abs(deficit.sum()) > BALANCE * world:
        raise PolicyError(
            f"trade deficits sum to {deficit.sum():,.4g}, {deficit.sum() / world:.2%} of world income, not to zero: "
            "what one region spends above its income others lend it. Spread the difference over regions."
        )


def _refuse_mix(problem: Problem) -> None:
    """Refuse mixes of inputs that leave no value added, take more of an input than there is, or have no supplier."""
    b, mix = problem.benchmark, problem.shocks.mix
    if mix is None:
        return
    bought: BoolArray = np.asarray(b.spend.any(axis=2, keepdims=True))
    before = (1.0 - b.value_added_share) * b.cost_shares[:, :, :-1]
    for wrong, said in (
        (before + mix < -1e-12, "That is more than is used. Replace a smaller share."),
        ((mix > 0) & ~bought, "Nobody in the region buys it in the benchmark. Choose an input in use."),
        ((b.value_added_share <= mix.sum(axis=0)) & (mix > 0), "No value added is left. Replace a smaller share."),
    ):
        _refuse_cells(problem, "mix", mix, wrong & b.active, said)
