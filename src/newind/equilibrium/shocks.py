"""Changes by policies, as arrays: the only thing a lever produces and the only thing the solver takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newind.frozen import Frozen

if TYPE_CHECKING:
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class Shocks(Frozen):
    """Changes against a benchmark; None leaves it as it is.

    Indices are those of :class:`~newind.equilibrium.benchmark.Benchmark`.

    Parameters
    ----------
    tariff : (S, R, R) array, optional
        New ad valorem rates [k, n, i].
    trade_cost : (S, R, R) or (S, R, R, S + 1) array, optional
        Log change of the cost of delivery; infinite where a flow is cut off. The second form is by user.
    rebate : (S, R, R) array, optional
        New export rebates [k, n, i].
    subsidy : (R, S) array, optional
        New rates of subsidy on production.
    markup : (R, S) array, optional
        New ratio of price to cost.
    purchase_tax : (S, R, S + 1) array, optional
        Ad valorem rate on what users pay [k, n, u].
    fuel_carbon : (S, R, S + 1) array, optional
        Carbon charge per unit of benchmark purchases [k, n, u].
    process_carbon : (R, S) array, optional
        Carbon charge per unit of benchmark output.
    process_intensity : (R, S) array, optional
        Log change of emissions that come with output, per unit of output; what firms abate. Prices do not depend on it:
        accounts after the solve do, and the charge above is net of it already.
    returned : (R, S) array, optional
        Share of an industry's carbon payments that is given back in proportion to its output.
    border_charge : (S, R, R) array, optional
        Charge per unit of benchmark imports [k, n, i].
    embodied_charge : (S, R, R) array, optional
        Charge per unit of benchmark purchases of final users [k, n, i].
    labour_tax, capital_tax, land_tax : (R, S) array, optional
        Ad valorem rates on what an industry pays for the factor.
    land_share : (R, S) array, optional
        Share of land in capital income, in place of that of the benchmark.
    labour : (R,) array, optional
        Log change of labour supply.
    capital : (R, S) array, optional
        Log change of capital by industry; where capital moves, its mean by benchmark income counts.
    resource : (R, S) array, optional
        Log change of the natural resource of an industry, where a part of capital income is its.
    productivity : (R, S) array, optional
        Log change of output per unit of all inputs.
    taste : (S, R) array, optional
        Log change of the weights of goods in final demand, rescaled so that they sum to one.
    origin_taste : (S, R, R) array, optional
        Log change of the weights of origins in final demand, rescaled likewise.
    mix : (S, R, S) array, optional
        Change of input shares of an industry's cost [k, n, s]; value added takes up the sum.
    deficit : (R,) array, optional
        New trade deficits in shares of benchmark ones' unit, money of the benchmark.
    migration : (R, R) array, optional
        People by origin and destination, each row a region's population; zero off the diagonal where nobody moves.
    moving_cost : (R, R) array, optional
        Log change of the cost of moving.
    migration_elasticity : float
        Response of moves to real income.
    output_tax : bool
        Whether a uniform tax on output keeps each government's net revenue at its benchmark share of world income.
    """

    tariff: Array | None = None
    trade_cost: Array | None = None
    rebate: Array | None = None
    subsidy: Array | None = None
    markup: Array | None = None
    purchase_tax: Array | None = None
    fuel_carbon: Array | None = None
    process_carbon: Array | None = None
    process_intensity: Array | None = None
    returned: Array | None = None
    border_charge: Array | None = None
    embodied_charge: Array | None = None
    labour_tax: Array | None = None
    capital_tax: Array | None = None
    land_tax: Array | None = None
    land_share: Array | None = None
    labour: Array | None = None
    capital: Array | None = None
    resource: Array | None = None
    productivity: Array | None = None
    taste: Array | None = None
    origin_taste: Array | None = None
    mix: Array | None = None
    deficit: Array | None = None
    migration: Array | None = None
    moving_cost: Array | None = None
    migration_elasticity: float = 0.0
    output_tax: bool = False


NONE = Shocks()
"""No change."""
