"""What changes the structure of a baseline: uneven progress, final users apart, investment, deficits, recipes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import demand_role
from newind.accounts.memo import memo
from newind.equilibrium.levers.ground import INVESTED
from newind.equilibrium.problem import normalise_shares
from newind.equilibrium.structural import StructuralChange, TradeBalance
from newind.equilibrium.structure import members
from newind.equilibrium.users import GOVERNMENTS, HOUSEHOLDS, INVESTORS, FinalDemand, FinalUsers
from newind.errors import DataError, tell
from newind.pathways.drift import drift_until
from newind.pathways.prospects import ACCOUNT, DRIFT, SWITCH
from newind.pathways.spending import project_deficits, project_investment

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.equilibrium.benchmark import Benchmark
    from newind.equilibrium.laboratory import Laboratory
    from newind.pathways.growthpath import GrowthPath
    from newind.pathways.prospects import PathwayAssumptions


BOUGHT = ("consumption_households", "npish", "consumption")
"""Roles whose goods follow income per head."""
AGRICULTURE, FOOD, SERVICES, GOODS = "agriculture", "food", "services", "industry"
SLOWER = 0.7
"""Progress of agriculture over that of industry, both beyond services."""
LEAST = 0.01
"""Least share of capital that is renewed a year, where product falls."""


def structural_change(
    lab: Laboratory, ahead: GrowthPath, prospects: PathwayAssumptions, balance: TradeBalance | None
) -> StructuralChange | None:
    """Return what changes the structure of a baseline from year to year, None where it is switched off."""
    if prospects.choice(SWITCH) == "off":
        return None
    b, w, lead = lab.benchmark, lab.baseline, prospects.value("uneven_progress")
    farms, services = members(AGRICULTURE, b.industries), members(SERVICES, b.industries)
    food = farms | members(FOOD, b.industries)
    progress = lead * (members(GOODS, b.industries) + SLOWER * farms)
    s = prospects.value("demand_substitution")
    more = prospects.value("income_effect_food") * food + prospects.value("income_effect_services") * services
    effects = 1.0 + more[:, None] / (1.0 - s)
    if not (effects > 0).all():
        raise DataError(tell("path.effects", least=f"{more.min():g}", bound=f"{s - 1.0:g}", name="demand_substitution"))
    nothing = np.zeros(b.R)
    users = FinalUsers(final_demand(b, w), effects, s, nothing, nothing)
    grown = np.diff(ahead.product, axis=0, prepend=ahead.product[:1])
    renewal = np.maximum(ahead.depreciation + grown, LEAST) / np.maximum(ahead.investment, LEAST)
    invests = project_investment(w, ahead)
    if balance is not None:  # shares are of product, what is spent is more by the deficit
        invests = invests - np.log((1.0 + balance.share) / (1.0 + balance.share[0]))
    drift = drift_until(b.industries, len(ahead.years)) if prospects.choice(DRIFT) == "on" else None
    return StructuralChange(progress, users, ahead.population, invests, renewal, drift)


def trade_balance(lab: Laboratory, ahead: GrowthPath, prospects: PathwayAssumptions) -> TradeBalance | None:
    """Return trade deficits from year to year, None where they stay as in the table or are zero from the start."""
    if prospects.choice(ACCOUNT) == "table" or lab.assumptions.choice("trade_balance") == "zero":
        return None
    b = lab.benchmark
    return TradeBalance(project_deficits(lab.baseline, ahead, b.deficit / b.value_added.sum(axis=1)))


@memo
def final_demand(b: Benchmark, w: Accounts) -> FinalDemand:
    """Return who buys what of final demand where: what is for no known purpose is taken to be governments'."""
    households, investors = list_purposes(w)
    bought = np.maximum(w.Y4, 0.0).transpose(1, 2, 0, 3)  # goods, region, origin, purpose
    flows = np.stack([bought[..., households].sum(-1), bought.sum(-1), bought[..., investors].sum(-1)], axis=-1)
    flows[..., GOVERNMENTS] -= flows[..., HOUSEHOLDS] + flows[..., INVESTORS]
    usual = normalise_shares(np.maximum(flows.sum(axis=2, keepdims=True), 0.0), axis=-1)
    usual[..., GOVERNMENTS] += usual.sum(axis=-1) == 0
    parts = np.where(bought.sum(-1, keepdims=True) > 0, normalise_shares(np.maximum(flows, 0.0), axis=-1), usual)
    flows = b.final_origins[..., None] * b.spend[:, :, None, [-1]] * parts
    goods = np.moveaxis(flows.sum(axis=2), -1, 0)
    return FinalDemand(goods, None if b.common else normalise_shares(flows, axis=2))


def list_purposes(w: Accounts) -> tuple[list[int], list[int]]:
    """Return the places of categories of final demand of households, and of investors."""
    at = [[d for d, code in enumerate(w.demand) if demand_role(code) in roles] for roles in (BOUGHT, INVESTED)]
    return at[0], at[1]
