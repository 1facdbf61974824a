"""Support for end products moved to research and to buyers at the same cost, and how sure its effects are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newind.accounts.memo import memo
from newind.errors import ConvergenceError, NewindError, PolicyError
from newind.messages import message
from newind.pathways.reallocation import GOALS, NEUTRAL, packages_of, redesign, support
from newind.policy.actions import actions
from newind.policy.ranges import corners
from newind.policy.register import Action, Register
from newind.questions.policies.trials import Effect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newind.accounts.accounts import Accounts
    from newind.pathways.reallocation import Redesign

KIND = "end-product-subsidies"
"""Shipped action after which the example is made for economies without one."""
EXAMPLE = 0.001
"""Share of GDP that the example gives."""


@dataclass(frozen=True, eq=False)
class SupportTrial:
    """A redesign of support, and the range of its effect on the region's real income.

    Parameters
    ----------
    found : Redesign
        Under central assumptions, at the horizon of `newind redesign`.
    real_income : Effect
    solved : int
        Cases with an equilibrium, budget neutral in each.
    """

    found: Redesign
    real_income: Effect
    solved: int


@dataclass(frozen=True, eq=False)
class SupportTrials:
    """Support of a region, moved to each goal.

    Parameters
    ----------
    example : bool
        Whether the support is an invented example; it is the shipped register's otherwise.
    by_goal : dict of str to SupportTrial
    refused : dict of str to str
        Goals that the money cannot be spent on, with the reason.
    """

    example: bool
    by_goal: dict[str, SupportTrial]
    refused: dict[str, str]


@memo
def moves(w: Accounts, region: str) -> SupportTrials:
    """Return the support for end products of a region, moved to each goal; remembered with the accounts.

    The shipped register's where that has any of the region, else an example.

    Raises
    ------
    NewindError
        Where no example can be made on the accounts.
    """
    register, example = _register(w, region)
    by_goal, refused = {}, {}
    for goal in GOALS:
        try:
            by_goal[goal] = _move(w, register, region, goal)
        except (PolicyError, ConvergenceError) as error:
            refused[goal] = str(error)
    return SupportTrials(example, by_goal, refused)


def _register(w: Accounts, region: str) -> tuple[Register, bool]:
    """Return the register with the support that is moved, and whether it is an example."""
    try:
        support(w, actions(), region, "production", "consumer", {})
    except NewindError:
        return example(w, region), True
    return actions(), False


def example(w: Accounts, region: str) -> Register:
    """Return a register with one invented action: money by output, for the industries of the shipped action.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> w = load("world", year=2011)
    >>> made = example(w, "DEU")["example-support"]
    >>> made.industries, f"{made.budget.amount / w.gdp[w.regions.index('DEU')]:.4f}"
    (('c14', 'c15'), '0.0010')
    """
    kind = actions()[KIND]
    said: Mapping[str, Any] = {
        "id": "example-support",
        "label": message("policies.support_trials.example.said.label"),
        "regions": region,
        "budget": {"amount": EXAMPLE * float(w.gdp[w.regions.index(region)]), "unit": w.unit, "year": w.year},
        "sources": [{"title": f"Invented for the example: {EXAMPLE:.1%} of GDP"}],
    }
    fields = ("clause", "family", "instrument", "stage", "recipient", "eligible", "level", "industries")
    return Register([Action(**{k: getattr(kind, k) for k in fields}, **said)], name="example")


def _move(w: Accounts, register: Register, region: str, goal: str) -> SupportTrial:
    found = redesign(w, register, region, goal)
    cases = [float(found.real_income[w.regions.index(region)]), *_cases(found)]
    return SupportTrial(found, Effect(cases[0], min(cases), max(cases)), len(cases))


def _cases(found: Redesign) -> Iterator[float]:
    """Yield the change of real income under every combination of plausible assumptions that has an equilibrium."""
    asked = [c for s in (found.before, found.after) for c in corners(s)]
    for corner in (c for k, c in enumerate(asked) if c not in asked[:k]):
        try:
            yield _neutral(found, corner)
        except (PolicyError, ConvergenceError):
            continue


def _neutral(found: Redesign, corner: Mapping[str, Any]) -> float:
    """Return the change of real income under other assumptions, at the size that costs there what the support costs.

    Two sizes are solved, the central one and that which its fiscal cost asks for; between them cost and income are all
    but linear.
    """
    at = found.before.baseline.regions.index(found.region)
    _, after = packages_of(found.moved, found.region, found.goal)
    now = found.before.rerun(**corner)
    cost = float(now.bill[at])
    first = now.rerun(after(found.size))
    second = now.rerun(after(found.size * cost / float(first.bill[at])))
    step = float(second.bill[at] - first.bill[at])
    part = (cost - float(first.bill[at])) / step if abs(step) > NEUTRAL * abs(cost) else 0.0
    income = first.welfare[at] + part * (second.welfare[at] - first.welfare[at])
    return float((1 + income) / (1 + now.welfare[at]) - 1)
