"""Changes of real income where prices are not costs: wedge × change of quantity, instrument by instrument."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.flows import compute_shipments

if TYPE_CHECKING:
    from newind.equilibrium.components import PathValues
    from newind.equilibrium.path import ShockPath
    from newind.equilibrium.system import State
    from newind.typing import Array


def wedges(along: PathValues) -> dict[str, Array]:
    """Return what each instrument but tariffs, and mark-ups, bring in units of income; (T, R) each."""
    return {**_on_output(along), **_on_purchases(along), **_on_charges(along), **_on_factors(along)}


def _on_output(along: PathValues) -> dict[str, Array]:
    """Return what comes of output whose price is not its cost."""
    rates = [_output_rates(state) for state in along.path.states]
    found = {name: (np.stack([r[name] for r in rates]) * along.output_change).sum(axis=2) for name in rates[0]}
    rebate = along.path.values(lambda s: s.problem.rebate / (1.0 - s.problem.rebate))
    return {**found, "export rebates": -(rebate * along.sales_flows.shipped).sum(axis=(1, 2))}


def _output_rates(state: State) -> dict[str, Array]:
    """Return what parts sales have beyond costs, per unit of cost; (R, S) each.

    Notes
    -----
    sold = cost + profits + carbon charges − subsidies − carbon returned + tax on output. The parts follow from rates,
    so they hold for industries that stop, too.
    """
    p, carbon = state.problem, state.prices.carbon
    charge = np.zeros_like(p.markup) if carbon is None else carbon
    claims = p.markup * (1.0 + charge)
    kept = state.output_after_tax_share[:, None]
    return {
        "mark-ups": (p.markup - 1.0) * (1.0 + charge),
        "carbon on output": charge,
        "production subsidies": -claims * p.subsidy,
        "carbon returned": -claims * state.returned_rate,
        "tax on output": claims * (1.0 - kept) / (state.receipts_rate * kept),
    }


def _on_purchases(along: PathValues) -> dict[str, Array]:
    """Return what comes of taxes and carbon charges on what users buy."""
    path, shocks = along.path, along.path.last.shocks
    nothing = np.zeros_like(along.income)
    if shocks.purchase_tax is None and shocks.fuel_carbon is None:
        return {"purchase taxes": nothing, "carbon on fuels": nothing}
    net = path.values(lambda s: s.sales.net) / along.income[:, None, :, None]
    price = path.values(lambda s: s.prices.good) - path.income[:, None, :, None]
    more = path.slope(net) - net * path.slope(price)
    tax = nothing if shocks.purchase_tax is None else (path.values(_tax_rate) * more).sum(axis=(1, 3))
    carbon = nothing if shocks.fuel_carbon is None else (path.values(_fuel_rate) * more).sum(axis=(1, 3))
    return {"purchase taxes": tax, "carbon on fuels": carbon}


def _tax_rate(state: State) -> Array:
    return np.asarray(state.problem.shocks.purchase_tax)


def _fuel_rate(state: State) -> Array:
    """Return carbon charges per unit of what goods cost landed [k, n, u]; (S, R, S + 1)."""
    charge = np.asarray(state.problem.shocks.fuel_carbon)
    return np.asarray(state.prices.level * charge * np.exp(-state.prices.good))


def _on_charges(along: PathValues) -> dict[str, Array]:
    """Return what comes of charges per unit at the border and on final sales."""
    path, shocks = along.path, along.path.last.shocks
    nothing = np.zeros_like(along.income)
    if shocks.border_charge is None and shocks.embodied_charge is None:
        return {"border charges": nothing, "embodied charges": nothing}
    pairs = [compute_shipments(state) for state in path.states]
    others, final = (path.slope(np.stack(part)) for part in zip(*pairs, strict=True))
    border = nothing if shocks.border_charge is None else _charge(along, "border_charge", others + final)
    embodied = nothing if shocks.embodied_charge is None else _charge(along, "embodied_charge", final)
    return {"border charges": border, "embodied charges": embodied}


def _charge(along: PathValues, name: str, more: Array) -> Array:
    rate = along.path.values(lambda s: s.prices.level * getattr(s.problem.shocks, name))
    return np.asarray((rate * more).sum(axis=(1, 3)) / along.income)


def _on_factors(along: PathValues) -> dict[str, Array]:
    """Return what comes of taxes on labour, capital and land, as these move between industries that pay other rates."""
    path, shocks = along.path, along.path.last.shocks
    found = np.zeros_like(along.income)
    if shocks.labour_tax is None and shocks.capital_tax is None and shocks.land_tax is None:
        return {"factor taxes": found}
    unit = path.income[:, :, None]
    paid = path.values(lambda s: s.sales.value_added) / along.income[:, :, None]
    more = path.slope(paid)
    for part, tax, earned in zip(*_factor_parts(path), strict=True):
        price = path.slope(earned + np.log(tax) - unit)
        found += (part * (1.0 - 1.0 / tax) * (more - paid * price)).sum(axis=2)
    return {"factor taxes": found}


def _factor_parts(path: ShockPath) -> tuple[list[Array], list[Array], list[Array]]:
    """Return parts of value added, 1 + tax rates and log prices of labour, other capital and land; (T, R, S) each."""
    p = path.last
    beta, land = p.benchmark.labour_share, p.land_share
    taxes = [path.values(partial(_factor_tax, which=k)) for k in range(3)]
    wage = path.values(lambda s: s.at.w[:, None])
    rent = path.logs(_rent)
    return [beta, (1.0 - beta) * (1.0 - land), (1.0 - beta) * land], taxes, [wage, rent, rent]


def _factor_tax(state: State, which: int) -> Array:
    return state.problem.factor_taxes[which]


def _rent(state: State) -> Array:
    """Return the log change of what a unit of capital earns; (R, S)."""
    p, at = state.problem, state.at
    if at.r is not None:
        return np.broadcast_to(at.r[:, None], at.v.shape).copy()
    supply = p.shocks.capital
    return np.asarray(at.v + np.log(p.capital_after_tax_share) - (0.0 if supply is None else supply))
