"""The same money elsewhere: support moved from end products to research or to buyers at the same cost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.units import millions
from newind.aliases import alias
from newind.equilibrium.quantities import Quantities
from newind.errors import ConvergenceError, MessagePart, PolicyError, join_items, tell
from newind.measures.headline import changes
from newind.pathways.moving import GOALS, SupportChange, packages_of, redesign_register, support
from newind.pathways.outcomes import CO2, REAL_INCOME, emissions
from newind.policy.ranges import corners
from newind.policy.register import as_register
from newind.policy.screening import screen
from newind.policy.simulate import simulate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from newind.accounts.accounts import Accounts
    from newind.policy.register import Register
    from newind.policy.schema import Package
    from newind.policy.screening import Screening
    from newind.policy.simulate import Simulation
    from newind.typing import Array

NEUTRAL = 1e-8
"""Difference of the two fiscal costs, as a share of the first, up to which a redesign is budget neutral."""
MOST = 40
"""Sizes that are tried."""
NEAR = 1e-3
"""Distance to the largest size that can be spent, as a share, at which no more are tried."""


@dataclass(frozen=True, eq=False)
class Redesign:
    """Support as it is and as it would be, each simulated.

    Parameters
    ----------
    register, redesigned : Register
        Before and after.
    goal : {"rd", "consumer"}
        Where the money goes.
    moved : tuple of SupportChange
        What each action gives, where, and what the same money would give at given prices.
    before, after : Simulation
        The support as it is, and redesigned, on an economy without either.
    size : float
        Size of the redesigned support, as a multiple of what the money buys at given prices.
    region : str
        Whose government acts.
    """

    register: Register
    redesigned: Register
    goal: str
    moved: tuple[SupportChange, ...]
    before: Simulation
    after: Simulation
    size: float
    region: str

    # ---- cost
    @property
    def bill(self) -> tuple[float, float]:
        """Cost to the budget before and after, million units of the accounts' currency: fall of net revenue."""
        w = self.before.baseline
        at, scale = w.regions.index(self.region), millions(w.unit)
        return scale * float(self.before.bill[at]), scale * float(self.after.bill[at])

    @property
    def imbalance(self) -> float:
        """Difference of the two fiscal costs, as a share of the first."""
        first, second = self.bill
        return (second - first) / first

    # ---- effects
    @property
    def real_income(self) -> Array:
        """Change of real income from before to after; (R,), fractions."""
        return np.asarray((1 + self.after.welfare) / (1 + self.before.welfare) - 1)

    @cached_property
    def characteristics(self) -> Any:
        """The six characteristics before and after."""
        return changes(self.before.accounts, self.after.accounts)

    @property
    def output(self) -> Array:
        """Change of the volume of output by region and industry, from before to after; (R, S), fractions."""
        return np.asarray(_output(self.after) / _output(self.before) - 1)

    @property
    def co2(self) -> Array:
        """Change of emissions of each region; (R,), fractions; NaN where the accounts lack them."""
        return np.asarray(emissions(self.after.accounts) / emissions(self.before.accounts) - 1)

    @cached_property
    def screenings(self) -> tuple[Screening, Screening]:
        """The preliminary WTO classification of the register before and after."""
        return screen(self.register), screen(self.redesigned)

    # ---- how sure
    @cached_property
    def cases(self) -> tuple[RedesignCase, ...]:
        """The redesign under every combination of the plausible elasticities, budget neutral in each."""
        return tuple(_case(self, corner) for corner in _corners(self))

    def range(self) -> Mapping[str, tuple[float, float, float]]:
        """Return low, central and high of the outcomes of the region, over all cases that have an equilibrium."""
        rows = [_outcomes(self)] + [c.outcomes for c in self.cases if c.outcomes is not None]
        known = [k for k, v in rows[0].items() if v == v]
        return {k: (min(r[k] for r in rows), rows[0][k], max(r[k] for r in rows)) for k in known}

    @property
    def failed(self) -> tuple[str, ...]:
        """Parameter combinations without an equilibrium, with the reason."""
        return tuple(c.why for c in self.cases if c.outcomes is None)

    def __repr__(self) -> str:
        at = self.before.baseline.regions.index(self.region)
        return (
            f"Redesign({len(self.moved)} action{'' if len(self.moved) == 1 else 's'} of {self.region} to {self.goal}: "
            f"real income {self.real_income[at]:+.3%})"
        )

    screened = alias("screenings")


@dataclass(frozen=True, eq=False)
class RedesignCase:
    """A redesign under one combination of the plausible assumptions: outcomes of the region, or why there are none."""

    corner: Mapping[str, Any]
    outcomes: Mapping[str, float] | None
    imbalance: float = 0.0
    why: str = ""


def redesign(
    w: Accounts,
    register: Any,
    region: str,
    goal: str = "rd",
    *,
    stage: str = "production",
    horizon: str = "long",
    exchange: Mapping[str, float] | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Redesign:
    """Move support from one stage to another at the same cost, and simulate both.

    Parameters
    ----------
    w : Accounts
        Closed accounts.
    register : Register, action, actions or path
        Actions with a budget or a rate of support; those of the stage that support producers are moved.
    region : str
        Whose government acts.
    goal : {"rd", "consumer"}
        A share of the cost of research in the same industries, or a subsidy to buyers of their goods of every origin.
    stage : {"production", "export"}
        Where support is taken from.
    horizon : str
        The long one by default: knowledge takes years.
    exchange : mapping, optional
        Units of other currencies for one of the accounts' (``{"CNY": 6.46}``).
    parameters : mapping, optional
        As of `newind.simulate`.

    Raises
    ------
    PolicyError
        When no action qualifies, a currency has no rate, or the money cannot be financed or spent on the goal.
    UnknownNameError
        For a region that is not in the accounts.
    ConvergenceError
        Where there is no equilibrium.
    """
    if goal not in GOALS:
        raise PolicyError(tell("try.goal", goal=goal, goals=join_items(GOALS)))
    known, rates = as_register(register), dict(exchange or {})
    for currency, rate in rates.items():
        if not 0 < rate < np.inf:
            raise PolicyError(tell("try.rate", currency=currency, rate=rate))
    moved = support(w, known, region, stage, goal, rates)
    before, after = packages_of(moved, region, goal)
    now = _as_it_is(w, moved, before, horizon, parameters)
    size, then = _neutral(now, after, region)
    redesigned = redesign_register(known, [m.at(size) for m in moved], region, goal)
    return Redesign(known, redesigned, goal, moved, now, then, size, region)


def _as_it_is(
    w: Accounts, moved: tuple[SupportChange, ...], before: Package, horizon: str, parameters: Mapping[str, Any] | None
) -> Simulation:
    """Return the support as it is; where the economy has an equilibrium without it only, it cannot be financed."""
    try:
        return simulate(w, before, horizon, parameters)
    except (ConvergenceError, PolicyError) as error:
        simulate(w, None, horizon, parameters)
        most = max(moved, key=lambda m: m.amount).action
        why, _, _ = str(error).partition(".")
        amount, where = sum(m.amount for m in moved), most.where("budget") or most.id
        raise PolicyError(tell("moving.unfinanced", where=where, amount=amount, error=why)) from None


def _neutral(
    now: Simulation, after: Callable[[float], Package], region: str, start: float = 1.0
) -> tuple[float, Simulation]:
    """Return the size at which the redesign costs what the support costs, and its simulation.

    The fiscal cost is nearly proportional to the size: secants from nothing reach it in a few solves; where they leave
    the sizes between which it must be, these are halved.
    """
    at = now.baseline.regions.index(region)
    target = float(now.bill[at])
    size, last, gap_last, least, most, why = start, 0.0, -target, 0.0, np.inf, ""
    for _ in range(MOST):
        try:
            then = now.rerun(after(size))
        except PolicyError as error:
            most, why = size, str(error)
            if most - least < NEAR * most:
                break
            size = (least + most) / 2
            continue
        gap = float(then.bill[at]) - target
        if abs(gap) <= NEUTRAL * abs(target):
            return size, then
        least, most, why = (size, most, why) if gap < 0 else (least, size, "")
        step = gap * (size - last) / (gap - gap_last) if gap != gap_last else np.nan
        last, gap_last = size, gap
        size = size - step if least < size - step < most else (least + most) / 2 if most < np.inf else 2 * size
    if why:
        raise PolicyError(tell("moving.unspent", why=MessagePart(why)))
    raise ConvergenceError(tell("try.no_size"))


def _corners(found: Redesign) -> list[dict[str, Any]]:
    """Return the parameter combinations that either package depends on, each once."""
    asked = [c for s in (found.before, found.after) for c in corners(s)]
    return [c for k, c in enumerate(asked) if c not in asked[:k]]


def _case(found: Redesign, corner: Mapping[str, Any]) -> RedesignCase:
    said = ", ".join(f"{k} {v:g}" if isinstance(v, float) else f"{k} by industry" for k, v in corner.items())
    try:
        now = found.before.rerun(**corner)
        _, after = packages_of(found.moved, found.region, found.goal)
        size, then = _neutral(now, after, found.region, found.size)
    except (PolicyError, ConvergenceError) as error:
        return RedesignCase(corner, None, why=f"{said}: {error}")
    there = Redesign(found.register, found.redesigned, found.goal, found.moved, now, then, size, found.region)
    return RedesignCase(corner, _outcomes(there), there.imbalance)


def _outcomes(found: Redesign) -> dict[str, float]:
    """Return real income, emissions and characteristics of the region, as changes from before to after.

    Shares change by a difference, everything else by a fraction.
    """
    at = found.before.baseline.regions.index(found.region)
    moved = {c.topic: float(c.step[at]) for c in found.characteristics}
    return {REAL_INCOME: float(found.real_income[at]), CO2: float(found.co2[at]), **moved}


def _output(s: Simulation) -> Array:
    """Return the volume of output against the benchmark; (R, S)."""
    return Quantities(s.solution, s.baseline).output
