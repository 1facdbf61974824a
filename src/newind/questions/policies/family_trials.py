"""The six families of policy tried on a region, alone and together, and support moved to research and buyers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.memo import memo
from newind.equilibrium.quantities import Quantities
from newind.errors import ConvergenceError, NewindError, PolicyError
from newind.messages import message
from newind.pathways.comparing import find_emissions_change
from newind.pathways.defaults import HORIZON
from newind.pathways.reallocation import GOALS, NEUTRAL, list_corners, packages_of, redesign, support
from newind.policy.actions import actions
from newind.policy.effects import groups_of, part
from newind.policy.menu import lacking
from newind.policy.packages import desk, package as shipped_package
from newind.policy.posing import moves_of
from newind.policy.ranges import find_ranges
from newind.policy.record import recorded
from newind.policy.register import Action, Register
from newind.policy.schema import Package
from newind.policy.simulate import simulate
from newind.questions.policies.trials import NOTHING, Effect, state_effect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.pathways.reallocation import Redesign
    from newind.policy.ranges import Range
    from newind.policy.simulate import Simulation
    from newind.typing import Array


AUTHOR = "CHN"
"""The economy that the shipped packages are written for."""


@dataclass(frozen=True, eq=False)
class Family:
    """A family of policy tried on a region.

    Parameters
    ----------
    id : str
    package : Package
        Its shocks.
    real_income, co2 : Effect
        Of the region, with this family alone.
    adds : float
        What it adds to log real income of the region where all families are in force (Shapley value).
    bill : Effect
        What it costs the government of the region alone, unit of the accounts; below 0 it brings in money.
    """

    id: str
    package: Package
    real_income: Effect
    co2: Effect
    adds: float
    bill: Effect


@dataclass(frozen=True, eq=False)
class Families:
    """All families tried on a region.

    Parameters
    ----------
    package : Package
        What was tried, without the families that could not be.
    shipped : bool
        Whether it is the shipped package as it stands; its region is replaced otherwise.
    families : tuple of Family
        In the order of section 4.
    refused : dict of str to str
        Families that could not be tried, with the reason.
    real_income, co2 : Effect
        Of the region, with all families together.
    regions, industries : dict of str to Effect
        Real income of every other region, and output of every industry of the region, with all together.
    method : str
        How contributions were found.
    """

    package: Package
    shipped: bool
    families: tuple[Family, ...]
    refused: dict[str, str]
    real_income: Effect
    co2: Effect
    regions: dict[str, Effect]
    industries: dict[str, Effect]
    method: str


def _pack(found: Families) -> list[dict[str, Any]]:
    """Return a row for each family, one for each that could not be tried, and one for all together."""
    rows: list[dict[str, Any]] = [
        {
            "family": f.id,
            "real_income": f.real_income.pack(),
            "co2": f.co2.pack(),
            "adds": f.adds,
            "bill": f.bill.pack(),
        }
        for f in found.families
    ]
    rows += [{"refused": id, "why": why} for id, why in found.refused.items()]
    together = {k: {n: e.pack() for n, e in getattr(found, k).items()} for k in ("regions", "industries")}
    own = {k: getattr(found, k).pack() for k in ("real_income", "co2")}
    return [*rows, {"all": found.method, **own, **together}]


def _unpack(w: Accounts, region: str, rows: list[dict[str, Any]]) -> Families:
    package, shipped = adapt_package(region, w)
    *rest, last = rows
    families = tuple(
        Family(
            row["family"],
            part(package, [row["family"]]),
            Effect.unpack(row["real_income"]),
            Effect.unpack(row["co2"]),
            row["adds"],
            Effect.unpack(row["bill"]),
        )
        for row in rest
        if "family" in row
    )
    return Families(
        part(package, [f.id for f in families]),
        shipped,
        families,
        {row["refused"]: row["why"] for row in rest if "refused" in row},
        Effect.unpack(last["real_income"]),
        Effect.unpack(last["co2"]),
        _unpack_each(last["regions"]),
        _unpack_each(last["industries"]),
        last["all"],
    )


def _unpack_each(said: Mapping[str, Any]) -> dict[str, Effect]:
    return {name: Effect.unpack(e) for name, e in said.items()}


@memo
@recorded(lambda w, region: [adapt_package(region, w)[0]], HORIZON, _pack, _unpack)
def simulate_families(w: Accounts, region: str) -> Families:
    """Return the families of policy tried on a region of closed accounts; remembered with the accounts.

    Raises
    ------
    NewindError
        Where none of them can be simulated on the accounts.
    """
    package, shipped = adapt_package(region, w)
    base = simulate(w, None, HORIZON)
    alone, refused = _alone(base, package)
    if not alone:
        raise PolicyError("; ".join(refused.values()) or "no family of policy moves anything here.")
    whole = base.rerun(part(package, alone))
    find_ranges([whole, *alone.values()])
    shared, at = whole.attribution, w.regions.index(region)
    found = whole.range(lambda s: np.concatenate([_own(s, at), Quantities(s.solution, s.baseline).output[at] - 1]))
    ends = [_effect(found, k) for k in range(found.central.size)]
    return Families(
        whole.package,
        shipped,
        tuple(_family(id, s, at, float(shared.by_group[id][at])) for id, s in alone.items()),
        refused,
        state_effect(whole, at),
        ends[1],
        {code: state_effect(whole, i) for i, code in enumerate(w.regions.codes) if code != region},
        dict(zip(w.industries, ends[2:], strict=True)),
        shared.method,
    )


def surely(effects: dict[str, Effect], *, up: bool, most: int) -> list[tuple[str, Effect]]:
    """Return those with the largest changes in one direction, of those whose sign is sure."""
    way = 1 if up else -1
    sure = [(k, e) for k, e in effects.items() if e.sure and way * e.central > NOTHING]
    return sorted(sure, key=lambda p: -way * p[1].central)[:most]


def adapt_package(region: str, w: Accounts) -> tuple[Package, bool]:
    """Return the package of all families for a region of accounts, and whether it is the shipped one as it stands.

    For another region than China it takes China's place, and all others that of groups of China's partners; links with
    single neighbours of China's, and what members of an agreement grant each other, are left out.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> made, shipped = adapt_package("DEU", load("world", year=2011))
    >>> made.shocks[0].region, shipped
    ('DEU', False)
    """
    package = shipped_package(desk().together).select_shocks(w)
    if region == AUTHOR:
        known = [id for id in groups_of(package) if not lacking(part(package, [id]), w)]
        try:
            moves_of(part(package, known), w)
            return package, True
        except NewindError:  # names that these accounts lack
            pass
    others = [code for code in w.regions.codes if code != region]
    placed = (_adapt_shock(s.to_dict(), region, others) for s in package.shocks)
    kept = {k: getattr(package, k) for k in ("name", "label", "note", "clause", "sources", "financing")}
    return Package([s for s in placed if s], **kept), False


def _adapt_shock(shock: dict[str, Any], region: str, others: list[str]) -> dict[str, Any]:
    """Return a shock with another region in China's place; empty where China is not in it or has named neighbours."""
    places = {k: shock[k] for k in ("region", "partner") if k in shock}
    if AUTHOR not in places.values() or any(not isinstance(v, str) for v in places.values()):
        return {}
    return shock | {k: region if v == AUTHOR else others for k, v in places.items()}


def _alone(base: Simulation, package: Package) -> tuple[dict[str, Simulation], dict[str, str]]:
    """Return each family simulated by itself, and why others cannot be."""
    found, refused = {}, {}
    for id in groups_of(package):
        only = part(package, [id])
        if need := lacking(only, base.laboratory.origin):
            refused[id] = f"the accounts lack {need}. Attach it: newind data attach."
            continue
        try:
            found[id] = base.rerun(only)
        except NewindError as error:
            refused[id] = str(error)
    return found, refused


def _family(id: str, s: Simulation, at: int, adds: float) -> Family:
    found = s.range(lambda case: np.array([*_own(case, at), case.bill[at]]))
    return Family(id, s.package, state_effect(s, at), _effect(found, 1), adds, _effect(found, 2))


def _own(s: Simulation, at: int) -> Array:
    """Return changes of real income and emissions of a region; NaN where the accounts lack emissions."""
    return np.array([s.welfare[at], find_emissions_change(s)[at]])


def _effect(found: Range, k: int) -> Effect:
    central, low, high = (_clear(float(v[k])) for v in (found.central, found.low, found.high))
    return Effect(central, low, high)


def _clear(value: float) -> float:
    """Return nothing for what would be written as nothing."""
    return 0.0 if abs(value) < NOTHING else value


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
    cases = [float(found.real_income[w.regions.index(region)]), *find_neutral_changes(found, list_corners(found))]
    low, high = min(cases), max(cases)
    return SupportTrial(found, Effect(cases[0], low, high, found.sign(low, high)), len(cases))


def find_neutral_changes(found: Redesign, cases: Sequence[Mapping[str, Any]]) -> list[float]:
    """Return changes of real income under other assumptions, at the size that costs there what the support costs.

    Two sizes are solved, the central one and that which its fiscal cost asks for; between them cost and income are all
    but linear. Assumptions without an equilibrium are left out.
    """
    at = found.before.baseline.regions.index(found.region)
    _, after = packages_of(found.moved, found.region, found.goal)
    now = _rerun(found, {k: (found.before.package, corner) for k, corner in enumerate(cases)})
    first = _rerun(found, {k: (after(found.size), cases[k]) for k in now})
    wanted = {k: found.size * float(now[k].bill[at]) / float(s.bill[at]) for k, s in first.items()}
    second = _rerun(found, {k: (after(size), cases[k]) for k, size in wanted.items()})
    return [_neutral(at, now[k], first[k], s) for k, s in second.items()]


def _rerun(found: Redesign, cases: Mapping[int, tuple[Package, Mapping[str, Any]]]) -> dict[int, Simulation]:
    """Return simulations by case, without those that have no equilibrium."""
    tried = zip(cases, found.before.rerun_many(cases.values()), strict=True)
    return {k: s for k, s in tried if not isinstance(s, NewindError)}


def _neutral(at: int, now: Simulation, first: Simulation, second: Simulation) -> float:
    """Return the change of a region's real income at the size, between two, that costs what is given now."""
    cost, step = float(now.bill[at]), float(second.bill[at] - first.bill[at])
    part = (cost - float(first.bill[at])) / step if abs(step) > NEUTRAL * abs(cost) else 0.0
    income = first.welfare[at] + part * (second.welfare[at] - first.welfare[at])
    return float((1 + income) / (1 + now.welfare[at]) - 1)
