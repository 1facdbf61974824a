"""What each part of a package adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.equilibrium.decomposition import contributions
from newind.policy.schema import Package

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.policy.simulate import Simulation
    from newind.typing import Array


def groups_of(package: Package) -> tuple[str, ...]:
    """Return the actions or families that a package's shocks are counted with, in order."""
    return tuple(dict.fromkeys(s.group for s in package.shocks))


def part(package: Package, groups: Iterable[str]) -> Package:
    """Return the shocks of some groups, paid for in the same way."""
    chosen = set(groups)
    return Package([s for s in package.shocks if s.group in chosen], name=package.name, financing=package.financing)


def contributions_of(simulation: Simulation) -> dict[str, Array]:
    """Return what each group adds to log real income of each region; (R,) each, adding up to the whole."""
    package = simulation.package

    def value(groups: Iterable[str]) -> Array:
        return simulation.again(part(package, groups)).solution.real_income

    return contributions(value, groups_of(package))
