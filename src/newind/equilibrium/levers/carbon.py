"""Levers on carbon: a price on emissions, charges at the border and on final sales, and who gets the proceeds.

Prices are in USD per tonne of CO2, emissions in kt per million USD, so a charge is 1e-3 of their product, as a share of
value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium.levers.moves import act, apply_moves, in_order, keep_changes, refuse_unless
from newind.errors import tell
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.equilibrium.levers.ground import LeverContext
    from newind.equilibrium.levers.moves import Move
    from newind.equilibrium.solve import Solution
    from newind.typing import Array, BoolArray


LEVERS = ("carbon_price", "border_charge", "embodied_charge")
PER_TONNE = 1e-3
"""Share of value that one USD per tonne makes of one kt per million USD."""
REFERENCE = 100.0
"""Price in USD per tonne that the elasticity of abatement is stated over."""
MUST = "lever.carbon"


@dataclass(frozen=True, eq=False)
class CarbonCharge:
    """Cost of carbon to industries.

    Parameters
    ----------
    mean : (R, S) array, USD per tonne
        Price averaged over all emissions of an industry, those that pay nothing included.
    coverage : (R, S) array
        Share of emissions that pay; zero where nothing is paid.
    returned : (R, S) bool array
        Whether payments go back to the industry in proportion to its output.
    """

    mean: Array
    coverage: Array
    returned: BoolArray

    @property
    def price(self) -> Array:
        """Price of a tonne that pays; (R, S), USD per tonne."""
        return np.asarray(np.divide(self.mean, self.coverage, out=np.zeros_like(self.mean), where=self.coverage > 0))


def carbon(used: Mapping[str, Sequence[Move]], ground: LeverContext, log: list[str]) -> dict[str, Any]:
    """Return the arrays of carbon.

    ``fuel_carbon``, ``process_carbon``, ``process_intensity``, ``productivity`` (what abatement costs), ``returned``,
    ``border_charge`` and ``embodied_charge``.
    """
    ground.needs_emissions(next(iter(moves[0] for lever, moves in used.items() if lever in LEVERS)))
    priced = pricing(used.get("carbon_price", ()), ground)
    made: dict[str, Any] = {}
    if keep_changes(priced.mean) is not None:
        made |= on_fuels(priced, ground) | on_processes(priced, ground)
        made["returned"] = keep_changes(priced.returned.astype(np.float64))
    if "border_charge" in used:
        made["border_charge"] = border_charges(used["border_charge"], priced, ground)
    if "embodied_charge" in used:
        made["embodied_charge"] = embodied_charges(used["embodied_charge"], priced, ground)
        log += _describe_embodied_charge(used["embodied_charge"])
    return made


def pricing(moves: Sequence[Move], ground: LeverContext) -> CarbonCharge:
    """Return what carbon costs industries; where moves of different coverage meet, the wider one is that of both."""
    b = ground.benchmark
    mean, coverage = np.zeros((b.R, b.S)), np.zeros((b.R, b.S))
    returned = np.zeros((b.R, b.S), dtype=np.bool_)
    for move in in_order(moves):
        inside, share = move.cells("ns"), float(move.option("coverage", 1.0))
        act(mean, inside, move.mode, move.value if move.mode == "scale" else move.value * share, move.part)
        coverage[inside] = np.maximum(coverage[inside], share) if move.mode == "add" else coverage[inside]
        coverage[inside] = share if move.mode == "set" else coverage[inside]
        returned[inside] = move.option("recycling", "lump_sum") == "output_based"
    refuse_unless(mean >= 0, mean, moves, "ns", b, MUST)
    paid = mean > 0
    return CarbonCharge(mean, np.where(paid, coverage, 0.0), returned & paid)


def on_fuels(priced: CarbonCharge, ground: LeverContext) -> dict[str, Any]:
    """Return charges per unit of benchmark purchases of fuels by industries [k, n, u]; (S, R, S + 1)."""
    emissions = ground.fuel_emissions
    if emissions is None:
        return {}
    charge, paying = np.zeros_like(emissions), priced.mean.any(axis=1)
    charge[:, paying, :-1] = PER_TONNE * priced.mean[paying] * emissions[:, paying, :-1]
    return {"fuel_carbon": keep_changes(charge)}


def on_processes(priced: CarbonCharge, ground: LeverContext) -> dict[str, Any]:
    """Return charges on emissions that come with output, how far these fall, and what that costs; (R, S) each.

    Notes
    -----
    At a price p what pays falls to (1 + p/100)^(−ε) of itself. Abating costs the area under that curve up to p, less
    what is still paid; it is borne as a loss of productivity, so nobody receives it.
    """
    emissions, b = ground.process_emissions, ground.benchmark
    if emissions is None:
        return {}
    kept, cost = abatement(priced.price, ground.parameter("process_abatement"))
    lost = PER_TONNE * priced.coverage * emissions * cost * b.markup
    return {
        "process_carbon": keep_changes(PER_TONNE * priced.mean * emissions * kept),
        "process_intensity": keep_changes(np.log1p(-priced.coverage * (1.0 - kept)) * (emissions > 0)),
        "productivity": keep_changes(-np.log1p(lost)),
    }


def abatement(price: Array, elasticity: float) -> tuple[Array, Array]:
    """Return the share of emissions that a price leaves, and the cost of abating the rest per tonne of before.

    Parameters
    ----------
    price : array, USD per tonne
    elasticity : float
        Of emissions to one plus the price over 100 USD, with its sign turned.

    Returns
    -------
    array, array
        Share in (0, 1]; USD per tonne of benchmark emissions.

    Examples
    --------
    >>> kept, cost = abatement(np.array([0.0, 100.0]), 1.0)
    >>> kept, cost.round(3)
    (array([1. , 0.5]), array([ 0.   , 19.315]))
    """
    growth = np.log1p(price / REFERENCE)
    kept = np.exp(-elasticity * growth)
    bend = 1.0 - elasticity
    area = REFERENCE * (growth if abs(bend) < 1e-9 else np.expm1(bend * growth) / bend)
    return kept, np.asarray(area - price * kept)


# ---- at the border
def border_charges(moves: Sequence[Move], priced: CarbonCharge, ground: LeverContext) -> Array | None:
    """Return charges per unit of benchmark imports [k, n, i], less what emitters pay for carbon already; (S, R, R)."""
    b, at = ground.benchmark, np.any([m.regions for m in moves], axis=0)
    total = np.zeros((b.S, at.sum(), b.R))
    for basis, content in (("direct", _direct), ("embodied", _accumulate_upstream)):
        if not (own := [m for m in moves if m.option("basis", "direct") == basis]):
            continue
        price = apply_moves(own, np.zeros_like(b.tariff), "kni", own=False)
        refuse_unless(price >= 0, price, own, "kni", b, MUST)
        price = price[:, at]
        for value in np.unique(price[price > 0]).tolist():
            per_output = content(additional_charge(value, priced) * ground.intensity, ground)
            total += np.where(price == value, per_output.T[:, None, :], 0.0)
    charge = np.zeros_like(b.tariff)
    charge[:, at] = PER_TONNE * total * ground.output_per_landed[:, at]
    return keep_changes(charge)


def additional_charge(value: float, priced: CarbonCharge) -> Array:
    """Return what a charge adds per tonne to what emitters pay already; (R, S), USD per tonne."""
    covered = priced.coverage
    return np.asarray(covered * np.maximum(value - priced.price, 0.0) + (1.0 - covered) * value)


def _direct(owed: Array, ground: LeverContext) -> Array:
    del ground
    return owed


def _accumulate_upstream(owed: Array, ground: LeverContext) -> Array:
    return ground.leontief.solve_left(owed.ravel()).reshape(owed.shape)


# ---- on final sales
def embodied_charges(moves: Sequence[Move], priced: CarbonCharge, ground: LeverContext) -> Array | None:
    """Return charges per unit of benchmark purchases of final users [k, n, i]; (S, R, R).

    Notes
    -----
    τ f (1 − coverage) B per unit: what is emitted along the chain and pays no carbon price. With the domestic chain B
    is that of the region alone, and only its own products are charged.
    """
    b = ground.benchmark
    unpriced = ground.intensity * (1.0 - priced.coverage)
    total = np.zeros_like(b.tariff)
    for chain, content in (("domestic", _at_home), ("world", _everywhere)):
        own = [m for m in moves if m.option("chain", "domestic") == chain]
        price = apply_moves(own, np.zeros((b.S, b.R)), "kn")
        refuse_unless(price >= 0, price, own, "kn", b, MUST)
        if price.any():
            total += price[:, :, None] * content(unpriced, ground)
    return keep_changes(PER_TONNE * total * ground.output_per_landed)


def _everywhere(unpriced: Array, ground: LeverContext) -> Array:
    return _accumulate_upstream(unpriced, ground).T[:, None, :]


def _at_home(unpriced: Array, ground: LeverContext) -> Array:
    found = np.stack([home.solve_left(f) for home, f in zip(ground.home_leontief, unpriced, strict=True)])
    return np.eye(len(found)) * found.T[:, None, :]


def _describe_embodied_charge(moves: Sequence[Move]) -> list[str]:
    abaters = any(m.option("compensation", "abaters") == "abaters" for m in moves)
    rule = tell("log.embodied_abaters") if abaters else tell("log.embodied_households")
    return [tell("log.embodied", rule=rule)]


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
