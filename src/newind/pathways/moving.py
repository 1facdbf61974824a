"""Support that can be moved: what each action gives now, what the same money would give elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.groups import resolve
from newind.accounts.units import millions
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.laboratory import laboratory
from newind.errors import PolicyError, UnknownNameError, join_items, noun, offenders, tell
from newind.messages import message
from newind.policy.levers import levers
from newind.policy.posing import ground_of
from newind.policy.register import Action, Register
from newind.policy.schema import Package, Shock
from newind.policy.triage.told import in_millions, years_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.policy.fields import Budget

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
