"""From a package to the problem that the solver takes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium import guards
from newind.equilibrium.cutoffs import settle
from newind.equilibrium.levers import LeverContext, Move, build_shocks
from newind.equilibrium.problem import Problem
from newind.errors import PolicyError, find_duplicates, tell, within
from newind.policy.levers import levers
from newind.policy.schema import Package, Shock
from newind.policy.targets import IN_FORCE, ShockCells, hold, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.accounts.accounts import Accounts
    from newind.equilibrium.assumptions import Elasticities
    from newind.equilibrium.laboratory import Laboratory
    from newind.equilibrium.shocks import Shocks
    from newind.typing import BoolArray, IntArray


def as_package(given: Package | Shock | Iterable[Shock] | None) -> Package:
    """Return a package of what was given.

    Raises
    ------
    PolicyError
        For a name, and for what holds no shocks.

    Examples
    --------
    >>> as_package(Shock("productivity", 0.01, region="CHN")), as_package(None)
    (Package('', 1 shock: productivity), Package('', 0 shocks))
    """
    if isinstance(given, Package):
        return given
    if isinstance(given, str):
        raise PolicyError(f"{given!r} is a name, not a package. Give newind.package({given!r}), or Package.from_yaml.")
    return Package(() if given is None else given)


def check_names(packages: Iterable[Package]) -> None:
    """Refuse packages without a name, or two of one name.

    Raises
    ------
    PolicyError
        With the first name that stands twice.
    """
    names = [p.name for p in packages]
    if twice := find_duplicates(names):
        raise PolicyError(tell("try.same_name", name=twice[0]) if twice[0] else tell("try.no_name"))
    if not all(names):
        raise PolicyError(tell("try.no_name"))


SETTLED = ("lost", "idle", "log")
"""Fields of a problem that say what its shocks strand."""


def build_problem(
    lab: Laboratory, package: Package, known: dict[Any, Any] | None = None
) -> tuple[Problem, tuple[str, ...]]:
    """Return the problem that a package poses in a laboratory, and the messages on the way.

    Parameters
    ----------
    lab : Laboratory
        The economy and what is assumed.
    package : Package
        What is tried.
    known : dict, optional
        What packages that are held elsewhere as long as this is come to: shocks, messages, and what the shocks strand
        are found once for all laboratories of one benchmark that assume the same of levers, and whether regions can pay
        for them once for all market structures.

    Raises
    ------
    PolicyError
        For a package that contradicts itself, names what the accounts lack, strands users or ruins a region.
    """
    made = {} if known is None else known
    key = (id(package), id(lab.benchmark), *_list_assumed(lab, package))
    shocks, log, settled, paid = made[key] if key in made else (*_make_shocks(lab, package, made), None, set[Any]())
    e, both = lab.model.elasticities, bool(lab.assumptions.choice("both_distortions"))
    problem, bill = Problem(lab.benchmark, e, shocks), _list_responses(e)
    guards.check(problem, both=both, shocks=settled is None, bill=bill not in paid)
    paid.add(bill)
    if settled is None:
        found = settle(problem)
        settled = {} if found is problem else {name: getattr(found, name) for name in SETTLED}
        made[key] = shocks, log, settled, paid
    return replace(problem, **settled) if settled else problem, log


def _list_responses(e: Elasticities) -> tuple[Any, ...]:
    """Return what purchases at benchmark wages follow: scale and entry make no difference to them."""
    return e.theta.tobytes(), e.eta.tobytes(), e.sigma, e.sigma_v, e.sigma_f


TRADE, PEOPLE = "cut_off", "migration_elasticity"
"""The lever that looks at trade elasticities where it cuts in part, and what is looked at wherever people may move."""


def _list_assumed(lab: Laboratory, package: Package) -> tuple[Any, ...]:
    """Return what the levers of a package look at beside benchmark and accounts."""
    assumed, used = lab.assumptions, {shock.lever for shock in package.shocks}
    names = sorted({PEOPLE}.union(*(levers()[lever].assumes for lever in used)))
    in_part = any(shock.lever == TRADE and shock.value < 1.0 for shock in package.shocks)
    theta = lab.model.elasticities.theta.tobytes() if in_part else b""
    given = assumed.choice("rd_output_elasticity"), id(assumed.choice("migration"))
    return assumed.horizon, theta, *given, *map(assumed.value, names)


def _make_shocks(lab: Laboratory, package: Package, known: dict[Any, Any]) -> tuple[Shocks, tuple[str, ...]]:
    """Return the shocks of a package and the messages on the way; its selections are looked up once."""
    key = "moves", id(package), id(lab.origin)
    if key not in known:
        targets = resolve(package, lab.origin)
        known[key] = targets, moves_at(targets, lab.origin), set[bytes]()
    targets, moves, held = known[key]
    found = build_shocks(moves, ground_of(lab), package.financing)
    if (rates := b"".join(getattr(lab.benchmark, name).tobytes() for name, _ in IN_FORCE.values())) not in held:
        hold(targets, lab.benchmark)
        held.add(rates)
    return found


def ground_of(lab: Laboratory) -> LeverContext:
    """Return what levers may look at in a laboratory."""
    return LeverContext.from_accounts(lab.baseline, lab.benchmark, lab.assumptions)


def moves_of(package: Package, w: Accounts) -> list[Move]:
    """Return the shocks of a package with their selections looked up in accounts, in order."""
    return moves_at(resolve(package, w), w)


def list_acting_regions(package: Package, w: Accounts) -> tuple[int, ...]:
    """Return the positions of the regions whose governments act in a package, in the order of the accounts."""
    return tuple(sorted({int(r) for t in resolve(package, w) for r in t.regions}))


def moves_at(targets: Iterable[ShockCells], w: Accounts) -> list[Move]:
    """Return targets that were resolved already as moves."""
    return [_move(t, w.R, w.S) for t in targets]


def _move(target: ShockCells, R: int, S: int) -> Move:
    shock = target.shock
    place = shock.where()
    number = tell("policy.shock_lever", number=target.number, lever=target.lever.display_name)
    return Move(
        lever=target.lever.id,
        value=shock.value,
        mode=shock.mode,
        regions=_mask(target.regions, R),
        partners=_mask(target.partners, R),
        industries=_mask(target.industries, S),
        users=target.users,
        options={name: shock.option(name) for name in target.lever.options},
        name=within(place, number) if place else number,
    )


def _mask(chosen: IntArray, size: int) -> BoolArray:
    mask = np.zeros(size, dtype=bool)
    mask[chosen] = True
    return mask
