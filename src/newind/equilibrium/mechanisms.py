"""How a year acts on the next: stocks, capital, knowledge, digital capital, diffusion, migration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.equilibrium.quantities import mean_change
from newind.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.equilibrium.dynamics import EquilibriumYear, YearPolicy
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class Accumulation(Frozen):
    """X' = (1 − δ) X + (δ + g) x, over the benchmark's; productivity follows X against the baseline's.

    Parameters
    ----------
    depreciation : float
        Share of the stock that is lost a year, δ.
    growth : (R,) array
        Growth of the stock in the benchmark year, g, so that what is added then is δ + g of it.
    elasticity : (R, S) array
        Of output per unit of inputs to the stock.
    """

    depreciation: float
    growth: Array
    elasticity: Array

    def start(self) -> Array:
        """Return ones; (R, S)."""
        return np.ones_like(self.elasticity)

    def effect(self, stock: Array, beside: Array, policy: YearPolicy) -> Mapping[str, Array]:
        """Return ``productivity``."""
        del policy
        return {"productivity": self.elasticity * (np.log(stock) - np.log(beside))}

    def next(self, stock: Array, added: Array) -> Array:
        """Return what is left of the stock and what is added, `added` being over what was in the benchmark; (R, S)."""
        kept = (1.0 - self.depreciation) * stock
        return np.asarray(kept + (self.depreciation + self.growth)[:, None] * added)


@dataclass(frozen=True, eq=False)
class Capital:
    """K' = (1 − δ) K + I / P_I, over benchmark capital.

    A constant share of income is invested, and what the state invests on top. Where capital moves between industries a
    region has one stock; else each industry has its own, and what is invested goes where capital earns, in proportion
    to what it earns.

    Parameters
    ----------
    depreciation : (R,) array
        Share of capital that is lost a year, δ.
    investment : (R,) array
        Investment over capital in the benchmark year, I₀ / K₀.
    mobile : bool
        Whether capital moves between industries.
    industries : int
        Number of industries.

    References
    ----------
    Solow (1956), Quarterly Journal of Economics 70(1), 65.
    """

    depreciation: Array
    investment: Array
    mobile: bool
    industries: int
    name: str = "capital"

    def start(self) -> Array:
        """Return ones: (R,) where capital moves, else (R, S)."""
        R = len(self.depreciation)
        return np.ones(R) if self.mobile else np.ones((R, self.industries))

    def effect(self, stock: Array, beside: Array, policy: YearPolicy) -> Mapping[str, Array]:
        """Return ``capital``, and ``resource``: what is found of resources grows with the baseline's capital."""
        del policy
        if not self.mobile:
            return {"capital": np.log(stock)}
        return {"capital": np.log(stock[:, None]), "resource": np.log(beside[:, None])}

    def update_stock(self, stock: Array, year: EquilibriumYear, beside: Array) -> Array:
        """Return what is left of capital and what is invested."""
        del beside
        invested, state = self.investment * year.figures["investment"], year.policy.investment
        b = year.problem.benchmark
        before = b.value_added * (1.0 - b.labour_share)
        if self.mobile:
            more = 1.0 if state is None else mean_change(1.0 + state, before)
            return np.asarray((1.0 - self.depreciation) * stock + invested * more)
        earns = year.figures["capital_income"] * stock
        part = earns / ((before * earns).sum(axis=1) / before.sum(axis=1))[:, None]
        part = part if state is None else part + state
        return np.asarray((1.0 - self.depreciation)[:, None] * stock + invested[:, None] * part)


@dataclass(frozen=True, eq=False)
class Knowledge(Accumulation):
    """Knowledge, H: research adds to it, a constant share of real value added times what a subsidy calls forth.

    What research costs is borne when it is done: the lever takes the inputs from production. It is in use two years
    later: the stock holds what is in use (first) and what is so a year later (second).

    References
    ----------
    Griliches (1979), Bell Journal of Economics 10(1), 92; Hall, Mairesse & Mohnen (2010), Handbook of the Economics of
    Innovation 2, 1033.
    """

    name: str = "knowledge"

    def start(self) -> Array:
        """Return ones; (2, R, S)."""
        return np.ones((2, *self.elasticity.shape))

    def effect(self, stock: Array, beside: Array, policy: YearPolicy) -> Mapping[str, Array]:
        """Return ``productivity``."""
        return super().effect(stock[0], beside[0], policy)

    def update_stock(self, stock: Array, year: EquilibriumYear, beside: Array) -> Array:
        """Return what comes into use, and what is left with what research adds."""
        del beside
        done = year.figures["volume"]
        if year.policy.research is not None:
            done = done * np.exp(year.policy.research)
        return np.stack([stock[1], self.next(stock[1], done)])


@dataclass(frozen=True, eq=False)
class DigitalCapital(Accumulation):
    """Digital capital: what is bought of digital goods and services adds to it.

    The elasticity is that of the average industry, by what digital inputs are of cost.

    References
    ----------
    Cardona, Kretschmer & Strobel (2013), Information Economics and Policy 25(3), 109: ICT and productivity.
    """

    name: str = "digital"

    def update_stock(self, stock: Array, year: EquilibriumYear, beside: Array) -> Array:
        """Return what is left of digital capital and what was bought."""
        del beside
        return self.next(stock, year.figures["digital"])


@dataclass(frozen=True, eq=False)
class DataSharing:
    """Data in use among those shared: V' = V + δ (shared − V); productivity follows V.

    Data are not used up, and what is shared is in use once firms' digital capital has turned over.

    Parameters
    ----------
    turnover : float or (R, 1) array
        Share of digital capital that is renewed a year, δ.
    R, S : int
        Regions and industries.
    """

    turnover: float | Array
    R: int
    S: int
    name: str = "data"

    def start(self) -> Array:
        """Return zeros, the log of productivity that data in use have added; (R, S)."""
        return np.zeros((self.R, self.S))

    def effect(self, stock: Array, beside: Array, policy: YearPolicy) -> Mapping[str, Array]:
        """Return ``productivity``."""
        del policy
        return {"productivity": stock - beside}

    def arriving(self, policy: YearPolicy) -> Array | None:
        """Return what is added once all is in use."""
        return policy.sharing

    def update_stock(self, stock: Array, year: EquilibriumYear, beside: Array) -> Array:
        """Return what is added next year."""
        del beside
        whole = self.arriving(year.policy)
        return np.asarray(stock + self.turnover * ((0.0 if whole is None else whole) - stock))


@dataclass(frozen=True, eq=False)
class PublicCapital(DataSharing):
    """Public capital: what it adds to productivity comes as it is built, A' = A + (δ + g) (whole − A)."""

    name: str = "public"

    def arriving(self, policy: YearPolicy) -> Array | None:
        """Return what is added once all is built."""
        return policy.public


NOTHING = 1e-3
"""Least access that is distinguished from none, over the benchmark's."""


@dataclass(frozen=True, eq=False)
class Diffusion:
    """d' = d + λ ((gap − d) (1 + φ (â − 1)) − gap): the gap to the frontier closes by λ a year, φ of it by imports.

    The baseline's own catching up is in its productivity. A policy that changes access to foreign technology changes
    it: with access â times the baseline's the share is λ (1 + φ (â − 1)), of a gap that is smaller by what was gained,
    d. Access is what tariffs, costs of trade and cut-offs leave of imports, weighted by research over value added of
    those who make them. The stock holds access (first column) and exp(d) (second); both are one on the baseline.

    Parameters
    ----------
    speed : float
        Share of the gap that is closed a year on the baseline, λ.
    imports : float
        Part of it that comes with imports, φ.
    gap : (T, R) array
        Log of the frontier's productivity over one's own on the baseline, 0 at the frontier; a row a year.
    first : int
        Year of the first row.
    share : (R, S) array
        Value added in cost: the gap is one of value added, productivity one of output.

    References
    ----------
    Nelson & Phelps (1966), American Economic Review 56(1/2), 69; Coe & Helpman (1995), European Economic Review 39(5),
    859.
    """

    speed: float
    imports: float
    gap: Array
    first: int
    share: Array
    name: str = "diffusion"

    def start(self) -> Array:
        """Return access and gain of the benchmark; (R, 2)."""
        return np.ones((self.gap.shape[1], 2))

    def effect(self, stock: Array, beside: Array, policy: YearPolicy) -> Mapping[str, Array]:
        """Return ``productivity``."""
        del policy
        return {"productivity": self.share * (np.log(stock[:, 1]) - np.log(beside[:, 1]))[:, None]}

    def update_stock(self, stock: Array, year: EquilibriumYear, beside: Array) -> Array:
        """Return access of the year and what has been gained with that of the year before."""
        gap = self.gap[year.year - self.first]
        gained = np.log(stock[:, 1])
        relative = np.maximum(stock[:, 0] / beside[:, 0], NOTHING)
        faster = self.imports * (relative - 1.0)
        gained = gained + self.speed * (gap * faster - gained * (1.0 + faster))
        return np.column_stack([year.figures["access"], np.exp(gained)])


@dataclass(frozen=True, eq=False)
class Migration:
    """L' = L m̂: people who move in a year are where they went in the next one, too, and make it more costly to follow.

    Parameters
    ----------
    R : int
        Regions.
    congestion : float
        Fall of what a place is worth to those who come, in logs, by the log of the people that have come before.
    """

    R: int
    congestion: float = 0.0
    name: str = "migration"

    def start(self) -> Array:
        """Return ones, the change of labour that moves have made; (R,)."""
        return np.ones(self.R)

    def effect(self, stock: Array, beside: Array, policy: YearPolicy) -> Mapping[str, Array]:
        """Return ``labour`` and ``moving_cost`` (R, R), origins in rows."""
        del beside, policy
        come = np.log(stock)
        return {"labour": come, "moving_cost": self.congestion * (come[None, :] - come[:, None])}

    def update_stock(self, stock: Array, year: EquilibriumYear, beside: Array) -> Array:
        """Return where people are after the moves of the year."""
        del beside
        return np.asarray(stock * np.exp(year.figures["moved"]))
