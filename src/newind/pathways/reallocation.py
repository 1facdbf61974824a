"""The same money elsewhere: what each action gives, and support moved to research or to buyers at the same cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np

from newind.accounts.groups import resolve
from newind.accounts.units import millions
from newind.aliases import alias
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.laboratory import laboratory
from newind.equilibrium.many import run_in_lockstep
from newind.equilibrium.quantities import Quantities
from newind.errors import (
    ConvergenceError,
    MessagePart,
    NewindError,
    PolicyError,
    UnknownNameError,
    join_items,
    noun,
    offenders,
    tell,
    unless_error,
)
from newind.measures.headline import changes
from newind.messages import message
from newind.pathways.comparing import CO2, REAL_INCOME, emissions
from newind.policy.assumed import find_resting
from newind.policy.levers import levers
from newind.policy.mirror import mirror
from newind.policy.posing import ground_of
from newind.policy.ranges import STRUCTURAL, corners
from newind.policy.register import Action, Register, as_register
from newind.policy.schema import Package, Shock
from newind.policy.screening import screen
from newind.policy.signs import sign
from newind.policy.simulate import simulate
from newind.policy.triage.told import in_millions, years_of
from newind.policy.verdicts import ASSUMED, HOLDS, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.equilibrium.many import NoEquilibrium
    from newind.policy.fields import Budget
    from newind.policy.screening import Screening
    from newind.policy.simulate import Simulation
    from newind.typing import Array

T = TypeVar("T")
Trials: TypeAlias = "Generator[tuple[Package, Mapping[str, Any]], Simulation, T]"
"""What yields the package and parameters that it wants simulated next, and is sent the simulation or thrown the error.
"""
NOW = {"production": "production_subsidy", "export": "export_rebate"}
"""Lever of support as it is, by stage."""
GOALS = {"rd": "rd_subsidy", "consumer": "consumption_tax"}
"""Lever of support as it would be; a subsidy to buyers is a negative tax."""

BUDGET = "budget: {amount: …, unit: M.CNY, year: …}"
"""How an action has its budget."""


@dataclass(frozen=True)
class SupportChange:
    """Support of one action, before and after.

    Parameters
    ----------
    action : Action
        As it is.
    amount : float
        Money a year, million units of the accounts' currency: the budget, or what the stated rate comes to.
    industries : tuple of str
        Codes of the accounts.
    lever : str
        Of the support as it is.
    rate : float
        What the money is of output (of exports, where exports are supported).
    goal : float
        What the same money is of research, or of what buyers spend, at given prices; negative for buyers.
    """

    action: Action
    amount: float
    industries: tuple[str, ...]
    lever: str
    rate: float
    goal: float

    def at(self, size: float) -> SupportChange:
        """Return the support with the redesigned rate at a size."""
        return replace(self, goal=self.goal * size)


def support(
    w: Accounts, register: Register, region: str, stage: str, goal: str, exchange: Mapping[str, float]
) -> tuple[SupportChange, ...]:
    """Return the support of a region's government at a stage, with rates on given accounts.

    Its size is that of its budget; without one, of a single shock that states a rate of support.

    Raises
    ------
    PolicyError
        When there is none with a size, or a budget is in a currency without a rate.
    UnknownNameError
        For a region that is not in the accounts.
    """
    w.regions.index(region)
    if stage not in NOW:
        raise PolicyError(tell("try.stage", stage=stage, stages=join_items(NOW)))
    chosen = [a for a in register if a.stage == stage and a.recipient != "consumer" and a.means.supports]
    here = [a for a in chosen if _acts(a, w, region)]
    paid = [
        a for a in here if (a.budget is not None and a.budget.amount > 0) or find_rate_shock(a, stage, w) is not None
    ]
    if not paid:
        without = tell("moving.without", which=offenders([a.id for a in here])) if here else ""
        name = register.name or noun("the register")
        raise PolicyError(
            tell("moving.none", name=name, region=region, stage=noun(stage), without=without, form=BUDGET)
        )
    base, target = _bases(w, region, stage, goal)
    return tuple(_build_move(w, a, stage, goal, base, target, exchange) for a in paid)


def packages_of(moved: Sequence[SupportChange], region: str, goal: str) -> tuple[Package, Callable[[float], Package]]:
    """Return support as it is as a package, and the function from a size to the support as it would be."""
    before = [_shock(m, m.lever, m.rate, region) for m in moved]

    def after(size: float) -> Package:
        return Package([_shock(m, GOALS[goal], m.goal * size, region) for m in moved], name=f"to {goal}")

    return Package(before, name="as it is"), after


def find_rate_shock(a: Action, stage: str, w: Accounts) -> Shock | None:
    """Return the one shock by which an action without a budget states its rate of support; None where there is none."""
    if a.budget is not None:
        return None
    found = [
        s for s in a.package.select_shocks(w).shocks if s.lever == NOW[stage] and s.mode != "scale" and s.value > 0
    ]
    return found[0] if len(found) == 1 else None


def redesign_register(register: Register, moved: Sequence[SupportChange], region: str, goal: str) -> Register:
    """Return a register with the moved actions in their new form; it states what they would have to be tied to."""
    new = {m.action.id: _redesign_action(m, region, goal) for m in moved}
    return Register([new.get(a.id, a) for a in register], name=register.name, label=register.label, note=register.note)


def _acts(a: Action, w: Accounts, region: str) -> bool:
    """Tell whether a region's government acts; names that these accounts lack are others'."""
    names = (a.regions,) if isinstance(a.regions, str) else a.regions
    at = w.regions.index(region)
    for name in names:
        try:
            if at in resolve(name, w.regions.codes):
                return True
        except UnknownNameError:
            continue
    return False


# ---- what the money is of
def _bases(w: Accounts, region: str, stage: str, goal: str) -> tuple[dict[str, float], dict[str, float]]:
    """Return what support is a share of, now and after, by industry; million units of the accounts' currency."""
    at, codes, scale = w.regions.index(region), w.industries, millions(w.unit)
    output = scale * w.x.reshape(w.R, w.S)[at]
    sales = scale * w.Y.reshape(w.R, w.S, w.R, -1).sum(axis=3)
    inputs = scale * w.Z4[at].sum(axis=2)
    abroad = np.delete(inputs, at, axis=1).sum(axis=1) + np.delete(sales[at], at, axis=1).sum(axis=1)
    now = {"production": output, "export": abroad}[stage]
    if goal == "rd":
        ground = ground_of(laboratory(w, Assumptions("long", {})))
        research = scale * np.nan_to_num(ground.knowledge[at]) * w.value_added.reshape(w.R, w.S)[at]
        return dict(zip(codes, now, strict=True)), dict(zip(codes, research, strict=True))
    return dict(zip(codes, now, strict=True)), dict(zip(codes, sales[:, :, at].sum(axis=0), strict=True))


def _build_move(
    w: Accounts, a: Action, stage: str, goal: str, base: Mapping[str, float], target: Mapping[str, float],
    exchange: Mapping[str, float],
) -> SupportChange:  # fmt: skip
    known = find_rate_shock(a, stage, w)
    codes = tuple(w.industries[int(k)] for k in resolve(known.industry if known else a.industries, w.industries))
    given, there = sum(base[c] for c in codes), sum(target[c] for c in codes)
    if not (given > 0 and there > 0):
        what = "is made" if not given > 0 else "is spent on research" if goal == "rd" else "is bought"
        raise PolicyError(tell("moving.nothing", where=a.where() or a.id, what=noun(what), codes=join_items(codes)))
    amount = known.value * given if known else _amount(w, a, exchange)
    most = levers()[NOW[stage]].limits("set")[1]
    if amount > most * given:
        of = {"production": "output", "export": "exports"}[stage]
        raise PolicyError(
            tell(
                "moving.budget",
                where=a.where("budget") or a.id,
                share=amount / given,
                of=noun(of),
                codes=join_items(codes),
                most=most,
            )
        )
    sign = 1.0 if goal == "rd" else -1.0
    return SupportChange(a, amount, codes, NOW[stage], amount / given, sign * amount / there)


def _amount(w: Accounts, a: Action, exchange: Mapping[str, float]) -> float:
    """Return a budget a year in million units of the accounts' currency."""
    budget = a.budget
    assert budget is not None  # chosen for it
    years = len(years_of(a)) if budget.per == "total" else 1
    return in_currency(budget, w.unit, exchange, a.where("budget") or a.id) / years


def in_currency(budget: Budget, unit: str, exchange: Mapping[str, float], where: str) -> float:
    """Return a budget in million units of another currency.

    Raises
    ------
    PolicyError
        For a currency without a rate.
    """
    found, in_unit = in_millions(budget.amount, budget.unit)
    currency = in_unit.rpartition(".")[2]
    own = unit.rpartition(".")[2]
    if currency != own and currency not in exchange:
        raise PolicyError(tell("try.exchange", where=where, currency=currency, own=own))
    return found / (1.0 if currency == own else exchange[currency])


# ---- shocks and actions
def _shock(m: SupportChange, lever: str, value: float, region: str) -> Shock:
    own: Any = {"action": m.action.id, "family": m.action.family}
    return Shock(lever, value, mode="add", region=region, industry=m.industries, **own)


def _redesign_action(m: SupportChange, region: str, goal: str) -> Action:
    """Return an action in its new form."""
    said = m.action.to_dict()
    note = {
        "rd": message("pathways.moving.redesign_action.note.rd"),
        "consumer": message("pathways.moving.redesign_action.note.consumer"),
    }[goal]
    form = {
        "rd": {"instrument": "grant", "stage": "rd", "recipient": "producer"},
        "consumer": {"instrument": "consumer-subsidy", "stage": "consumption", "recipient": "consumer"},
    }[goal]
    shock = _shock(m, GOALS[goal], m.goal, region)
    tied = {"export": "no", "local_content": "no", "objective": "yes"}
    kept = {k: v for k, v in said.items() if k not in ("facts", "tax", "no_shock")}
    return Action(**kept | form | {"note": note, "conditions": tied, "shocks": [shock]})


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
        tried = [_case(self, corner) for corner in list_corners(self)]
        return tuple(map(unless_error, run_in_lockstep(tried, self.before.rerun_many)))

    def range(self) -> Mapping[str, tuple[float, float, float]]:
        """Return low, central and high of the outcomes of the region, over all cases that have an equilibrium."""
        rows = [_outcomes(self)] + [c.outcomes for c in self.cases if c.outcomes is not None]
        known = [k for k, v in rows[0].items() if v == v]
        return {k: (min(r[k] for r in rows), rows[0][k], max(r[k] for r in rows)) for k in known}

    @cached_property
    def kinds(self) -> Array:
        """What may be said of the sign of the change of real income: of `newind.policy.verdicts.KINDS`; (R,).

        By the rule for a package, of the difference between the two at the size found, in every combination of the
        plausible assumptions, with partners that do nothing and that answer both in kind.
        """
        return _judge(self)

    def sign(self, low: float, high: float) -> str:
        """Return what may be said of a range of real income of the region: what the rule refuses, else its sign."""
        kind = str(self.kinds[self.before.baseline.regions.index(self.region)])
        return sign(low, high) if kind == HOLDS else kind

    @property
    def headline(self) -> Array:
        """Change of real income where that may be stated, NaN elsewhere; (R,), fractions."""
        return np.where(self.kinds == HOLDS, self.real_income, np.nan)

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
    ((size, then),) = map(unless_error, run_in_lockstep([_neutral(now, after, region, {})], now.rerun_many))
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
    now: Simulation, after: Callable[[float], Package], region: str, corner: Mapping[str, Any], start: float = 1.0
) -> Trials[tuple[float, Simulation]]:
    """Find the size at which the redesign costs what the support costs, and its simulation.

    The fiscal cost is nearly proportional to the size: secants from nothing reach it in a few solves; where they leave
    the sizes between which it must be, these are halved.
    """
    at = now.baseline.regions.index(region)
    target = float(now.bill[at])
    size, last, gap_last, least, most, why = start, 0.0, -target, 0.0, np.inf, ""
    for _ in range(MOST):
        try:
            then = yield after(size), corner
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


def list_corners(found: Redesign) -> list[dict[str, Any]]:
    """Return the parameter combinations that either package depends on, each once."""
    asked = [c for s in (found.before, found.after) for c in corners(s)]
    return [c for k, c in enumerate(asked) if c not in asked[:k]]


def _case(found: Redesign, corner: Mapping[str, Any]) -> Trials[RedesignCase]:
    said = ", ".join(f"{k} {v:g}" if isinstance(v, float) else f"{k} by industry" for k, v in corner.items())
    try:
        now = yield found.before.package, corner
        _, after = packages_of(found.moved, found.region, found.goal)
        size, then = yield from _neutral(now, after, found.region, corner, found.size)
    except (PolicyError, ConvergenceError) as error:
        return RedesignCase(corner, None, why=f"{said}: {error}")
    there = Redesign(found.register, found.redesigned, found.goal, found.moved, now, then, size, found.region)
    return RedesignCase(corner, _outcomes(there), there.imbalance)


def _judge(found: Redesign) -> Array:
    """Return what may be said of the difference of real income between a redesign and the support as it is; (R,)."""
    w, income = found.before.baseline, found.before.laboratory.benchmark.final
    plain = (found.before.package, found.after.package)
    answers = [mirror(package, w) for package in plain]
    answered = tuple(a or p for a, p in zip(answers, plain, strict=True)) if any(answers) else ()
    cases = [{}, *list_corners(found)]
    tried = found.before.rerun_many([(package, case) for case in cases for package in (*plain, *answered)])
    each = [[_compare(next(tried), next(tried)) for _ in ("plain", *answered[:1])] for _ in cases]
    known = [(case, row[0]) for case, row in zip(cases, each, strict=True) if row[0] is not None]
    values = np.stack([own for _, own in known])
    mirrored = [row[-1] for row in each if answered and row[-1] is not None]
    say = partial(
        judge, values, np.stack(mirrored) if mirrored else None, np.expm1(np.log1p(values) @ income / income.sum()),
        structures=np.array([set(case) <= set(STRUCTURAL) for case, _ in known]), lacking=len(known) < len(cases),
    )  # fmt: skip
    kinds, ends = say(None), (found.before, found.after)
    if (kinds == HOLDS).any():
        before, after = (s.decomposition.components["terms of trade"] for s in ends)
        kinds = say(np.asarray(after - before))
        first, second = (s.assumed for s in ends)
        if first is not None and second is not None:
            without = (1 + second.without) / (1 + first.without) - 1
            kinds[(kinds == HOLDS) & find_resting(values[0], without)] = ASSUMED
    return kinds


def _compare(now: Simulation | NoEquilibrium, then: Simulation | NoEquilibrium) -> Array | None:
    """Return the change of real income from one simulation to another, None where one of them is none."""
    if isinstance(now, NewindError) or isinstance(then, NewindError):
        return None
    return np.asarray((1 + then.welfare) / (1 + now.welfare) - 1)


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
