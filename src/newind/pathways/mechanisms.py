"""The mechanisms of an economy's pathway, with what they start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import demand_role
from newind.equilibrium.levers.ground import members
from newind.equilibrium.levers.technology import relative
from newind.equilibrium.mechanisms import Capital, DataSharing, Diffusion, DigitalCapital, Knowledge, Migration
from newind.kernels.quotients import ratio
from newind.policy.posing import ground_of

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.equilibrium.dynamics import Mechanism
    from newind.equilibrium.laboratory import Laboratory
    from newind.pathways.outlook import Outlook
    from newind.pathways.prospects import PathwayAssumptions
    from newind.typing import Array, BoolArray

CONSUMED = ("consumption_households", "npish", "government")
"""Roles of final demand that are consumption."""
FIRST = 5
"""Years over whose mean growth stocks are taken to have grown up to the benchmark."""
CAPPED = 5.0
"""Most that an industry gains from digital capital over the average one (assumed)."""


def mechanisms_of(lab: Laboratory, outlook: Outlook, prospects: PathwayAssumptions) -> tuple[Mechanism, ...]:
    """Return how a year of an economy acts on the next."""
    b, ground = lab.benchmark, ground_of(lab)
    steps = min(FIRST, len(outlook.years) - 1)
    growth = np.maximum(outlook.product[steps] / steps, 0.0)
    invested = goods(lab.baseline, ("investment", "valuables"))
    intensity = np.nan_to_num(ground.knowledge)
    digital = members("digital", b.industries)
    turnover = prospects.value("digital_depreciation")
    found: list[Mechanism] = [
        Capital(outlook.depreciation, outlook.investment, invested, lab.assumptions.mobile, b.S),
        Knowledge(
            prospects.value("knowledge_depreciation"),
            growth,
            lab.assumptions.value("rd_output_elasticity") * relative(intensity, b.value_added),
        ),
        Diffusion(prospects.value("diffusion_speed"), outlook.gap, outlook.years[0], intensity, b.value_added_share),
        DigitalCapital(
            turnover, growth, prospects.value("digital_elasticity") * compute_digital_intensity(lab, digital), digital
        ),
        DataSharing(turnover, b.R, b.S),
    ]
    if ground.migration is not None:
        found.append(Migration(b.R, prospects.value("congestion")))
    return tuple(found)


def goods(w: Accounts, roles: tuple[str, ...]) -> Array:
    """Return shares of goods in what final users buy for some purposes [k, n], in everything where none is; (S, R)."""
    at = [d for d, code in enumerate(w.demand) if demand_role(code) in roles]
    by_good = w.Y4.sum(axis=0)  # goods, region, purpose: what is bought of all origins
    chosen = np.maximum(by_good[..., at].sum(axis=-1), 0.0) if at else np.zeros(by_good.shape[:2])
    total = np.maximum(by_good.sum(axis=-1), 0.0)
    kept = np.where(chosen.sum(axis=0) > 0, chosen, total)
    return np.asarray(np.nan_to_num(ratio(kept, np.broadcast_to(kept.sum(axis=0), kept.shape))))


def compute_digital_intensity(lab: Laboratory, digital: BoolArray) -> Array:
    """Return digital inputs in an industry's cost over those in all costs of the world, capped; (R, S)."""
    b = lab.benchmark
    bought = b.spend[digital][:, :, :-1].sum(axis=0)
    cost = b.value_added + b.inputs
    world = float(bought.sum() / cost.sum())
    if world <= 0:
        return np.zeros((b.R, b.S))
    return np.minimum(np.nan_to_num(ratio(bought, cost)) / world, CAPPED)
