"""Economies on the model's footing for tests: folded, with tariffs and labour shares, and many shocks at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import assume, strategies as st

from newind.accounts.accounts import Accounts
from newind.equilibrium.assumptions import Elasticities
from newind.equilibrium.benchmark import Benchmark
from newind.equilibrium.calibrate import build_benchmark, fold
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.solve import Model, set_up
from newind.testing import build, structures
from newind.typing import Array


@dataclass(frozen=True, eq=False)
class Footing:
    """Accounts, what they were folded with, and their model."""

    accounts: Accounts
    tariff: Array
    model: Model

    @property
    def benchmark(self) -> Benchmark:
        return self.model.benchmark


def elasticities(S: int, *, mobile: bool = True, scale: float = 0.0) -> Elasticities:
    return Elasticities(np.full(S, 4.0), 0.6, 0.8, 0.9, np.full(S, scale), mobile)


def tariffs(w: Accounts, seed: int = 0) -> Array:
    rates = np.random.default_rng(seed).uniform(0.0, 0.2, (w.S, w.R, w.R))
    rates[:, np.arange(w.R), np.arange(w.R)] = 0.0
    return rates


def footing(w: Accounts, *, shares: str = "user", mobile: bool = True, seed: int = 0, scale: float = 0.0) -> Footing:
    rates = tariffs(w, seed)
    folded = fold(w, tariff=rates, shares=shares).accounts
    labour = np.random.default_rng(seed).uniform(0.3, 0.8, (w.R, w.S))
    b = build_benchmark(folded, labour_share=labour, tariff=rates, shares=shares, land_share=0.1)
    return Footing(folded, rates, set_up(b, elasticities(w.S, mobile=mobile, scale=scale)))


def all_at_once(f: Footing) -> Shocks:
    """Shocks of every kind that accounts can see."""
    b, R, S = f.benchmark, f.accounts.R, f.accounts.S
    rng = np.random.default_rng(7)
    abroad = ~np.eye(R, dtype=bool)
    tariff = f.tariff + rng.uniform(0.0, 0.1, (S, R, R)) * abroad
    charge = rng.uniform(0.0, 0.05, (S, R, R)) * abroad
    return Shocks(
        tariff=tariff,
        trade_cost=rng.uniform(0.0, 0.1, (S, R, R)) * abroad,
        rebate=rng.uniform(0.0, 0.03, (S, R, R)) * abroad,
        subsidy=rng.uniform(0.0, 0.05, (R, S)),
        purchase_tax=rng.uniform(0.0, 0.05, (S, R, S + 1)),
        fuel_carbon=None if b.fuel_emissions is None else np.minimum(0.02 * b.fuel_emissions, 1.0),
        process_carbon=None if b.process_emissions is None else np.minimum(0.02 * b.process_emissions, 0.05),
        border_charge=charge,
        embodied_charge=None if b.common else 0.5 * charge + 0.01,
        labour_tax=rng.uniform(-0.02, 0.05, (R, S)),
        labour=rng.uniform(-0.02, 0.02, R),
        capital=rng.uniform(-0.02, 0.02, (R, S)),
        productivity=rng.uniform(-0.02, 0.02, (R, S)),
        taste=rng.uniform(-0.05, 0.05, (S, R)),
    )


@st.composite
def footings(draw: st.DrawFn) -> Footing:
    """Draw an economy and how it is calibrated.

    All regions trade, or the price of one in terms of another would be anything; none lives on what others give it, or
    gives away what it earns.
    """
    drawn = draw(structures(2, 3, 2, 4, industries=("c14", "c2", "c11", "c8")))
    structure = replace(drawn, tiny=frozenset(), closed=frozenset(), sparse=min(drawn.sparse, 0.3))
    w = build(structure, draw(st.integers(0, 2**32 - 1), label="seed"))
    shares = draw(st.sampled_from(["user", "common"]), label="shares")
    f = footing(w, shares=shares, mobile=draw(st.booleans(), label="mobile"))
    assume((np.abs(f.benchmark.deficit) < 0.4 * f.benchmark.final).all())
    return f
