"""Who gets what the charge on embodied emissions brings in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.equilibrium.levers.moves import Move
    from newind.equilibrium.solve import Solution
    from newind.typing import Array, BoolArray


def find_compensated_regions(moves: Sequence[Move], R: int) -> BoolArray:
    """Return which regions pay their receipts out to industries that abate; (R,)."""
    chosen = np.zeros(R, dtype=np.bool_)
    for move in moves:
        if move.lever == "embodied_charge":
            chosen[move.regions] = move.option("compensation", "abaters") == "abaters"
    return chosen


def compensation(solution: Solution, chosen: BoolArray | None = None) -> Array:
    """Return to whom the receipts of the charge on embodied emissions go.

    Industries share them in proportion to (f0 − f) x, what they emit less than they would with the emissions per unit
    of the benchmark; those whose emissions per unit have not fallen get nothing. Households get the rest: all of it
    where no industry abates, or where the region chose so. Industries belong to households of their region, so incomes
    are the same.

    Parameters
    ----------
    solution : Solution
        The equilibrium.
    chosen : (R,) bool array, optional
        Regions that pay industries (`find_compensated_regions`); all by default.

    Returns
    -------
    (R, S + 1) array, money of the benchmark
        Industries, and households last; each row sums to the receipts of the region.
    """
    receipts = np.asarray(solution.state.government["embodied charges"])
    saved = compute_abatement(solution)
    if chosen is not None:
        saved = saved * chosen[:, None]
    shares = np.nan_to_num(ratio(saved, saved.sum(axis=1, keepdims=True)))
    households = np.where(saved.sum(axis=1) > 0, 0.0, 1.0)
    return np.asarray(np.column_stack([shares, households]) * receipts[:, None])


def compute_abatement(solution: Solution) -> Array:
    """Return what industries emit less than with emissions per unit as before, never negative; (R, S), kt."""
    b, problem = solution.problem.benchmark, solution.problem
    sales, prices = solution.state.sales, solution.state.prices
    shocks = problem.shocks
    unit = prices.cost if shocks.productivity is None else prices.cost - shocks.productivity
    volume = sales.cost * b.markup * np.exp(-unit)
    before, after = np.zeros((b.R, b.S)), np.zeros((b.R, b.S))
    if b.fuel_emissions is not None:
        fuels = b.fuel_emissions[:, :, :-1]
        per_unit = np.nan_to_num(ratio((fuels * b.spend[:, :, :-1]).sum(axis=0), b.output))
        before += per_unit * volume
        after += (fuels * sales.spend[:, :, :-1] * np.exp(-prices.prices_by_user[:, :, :-1])).sum(axis=0)
    if b.process_emissions is not None:
        left = 1.0 if shocks.process_intensity is None else np.exp(shocks.process_intensity)
        before += b.process_emissions * volume
        after += b.process_emissions * volume * left
    return np.asarray(np.where(before - after > 1e-12 * before, before - after, 0.0))
