"""Packages side by side on one economy: what each does, and every shock in which they differ."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.units import millions
from newind.aliases import alias
from newind.equilibrium.counterfactual import satellite_after
from newind.equilibrium.emissions import SATELLITE
from newind.errors import PolicyError, tell, unless_error
from newind.measures.headline import changes
from newind.pathways.defaults import HORIZON
from newind.policy.posing import as_package, check_names
from newind.policy.ranges import find_ranges
from newind.policy.signs import has_one_sign
from newind.policy.simulate import simulate_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newind.accounts.accounts import Accounts
    from newind.accounts.satellite import Satellite
    from newind.policy.schema import Shock
    from newind.policy.simulate import Simulation
    from newind.typing import Array


REAL_INCOME, CO2, BILL = "real_income", "co2", "bill"
"""Names of outcomes beside the six characteristics."""
NOISE = 1e-8
"""Change that solves cannot tell from none."""


def clear(low: float, high: float) -> bool:
    """Return whether a range lies on one side of nothing, so that there is a number to headline.

    Examples
    --------
    >>> clear(0.001, 0.02), clear(-0.001, 0.02), clear(0.0, 0.02), clear(0.0, 0.0)
    (True, False, False, True)
    """
    return has_one_sign(low, high, NOISE)


def emissions(w: Accounts) -> Array:
    """Return CO2 of industries and final users; (R,), NaN where the accounts lack it."""
    return _by_region(w.satellites[SATELLITE], w.R) if SATELLITE in w.satellites else np.full(w.R, np.nan)


def _by_region(co2: Satellite, R: int) -> Array:
    made = np.asarray(co2.values).reshape(R, -1).sum(axis=1)
    return np.asarray(made if co2.final is None else made + np.asarray(co2.final).reshape(R, -1).sum(axis=1))


def compare_emissions(before: Accounts, after: Accounts) -> Array:
    """Return the change of CO2 from one economy to another as a fraction; (R,), not finite where either has none."""
    return _change(emissions(before), emissions(after))


def find_emissions_change(s: Simulation) -> Array:
    """Return the change of CO2 of a simulation, as `compare_emissions` of its economies, which are not put together."""
    w = s.baseline
    if SATELLITE not in w.satellites:
        return np.full(w.R, np.nan)
    after = satellite_after(s.solution, w, SATELLITE)
    return _change(emissions(w), _by_region(after, w.R))


def _change(before: Array, after: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(after / before - 1.0)


FEWEST, MOST = 2, 4
"""How many packages stand side by side."""
RANGED = (REAL_INCOME, CO2, BILL)
"""Outcomes that have a range."""


@dataclass(frozen=True)
class ShockDifference:
    """A shock that is not the same in all packages.

    Parameters
    ----------
    shock : Shock
        As in the first package that has it.
    values : tuple of float
        Its value in each package; NaN where it has none.
    """

    shock: Shock
    values: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class PackageComparison:
    """Two to four packages, each by itself on the same economy.

    Parameters
    ----------
    region : str
        Whose outcomes are compared.
    simulations : tuple of Simulation
        One a package, in the order given.
    """

    region: str
    simulations: tuple[Simulation, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the packages, in order."""
        return tuple(s.package.name for s in self.simulations)

    @property
    def at(self) -> int:
        """Position of the region."""
        return self.simulations[0].baseline.regions.index(self.region)

    @cached_property
    def ranges(self) -> dict[str, Array]:
        """Low, central and high of each of `RANGED`, over all parameter combinations; (packages, 3) each.

        Real income and emissions as fractions, the fiscal cost in million units of the accounts' currency.
        """
        find_ranges(self.simulations)
        found = [s.range(self._outcomes) for s in self.simulations]
        spans = np.stack([np.stack([r.low, r.central, r.high], axis=1) for r in found])
        income = [(r.low[self.at], r.central[self.at], r.high[self.at]) for r in (s.range() for s in self.simulations)]
        return {name: spans[:, k] for k, name in enumerate(RANGED)} | {REAL_INCOME: np.array(income)}

    @cached_property
    def six(self) -> dict[str, Array]:
        """Change of the headline indicator of each characteristic by package; (packages,) each.

        Shares by a difference, everything else by a fraction; NaN where the accounts lack figures.
        """
        found = [changes(s.baseline, s.accounts) for s in self.simulations]
        return {rows[0].topic: np.array([c.step[self.at] for c in rows]) for rows in zip(*found, strict=True)}

    @property
    def differing(self) -> tuple[ShockDifference, ...]:
        """Every shock that the packages do not share, in the order in which they stand."""
        valued = [_index_values(s) for s in self.simulations]
        said = {k: shock for s in reversed(self.simulations) for k, (shock, _) in _index_shocks(s).items()}
        keys = dict.fromkeys(k for v in valued for k in v)
        rows = (ShockDifference(said[k], tuple(v.get(k, np.nan) for v in valued)) for k in keys)
        return tuple(d for d in rows if len(set(d.values)) > 1)

    @property
    def shared_shock_count(self) -> int:
        """How many shocks are the same in all packages."""
        valued = [_index_values(s) for s in self.simulations]
        return len({k for v in valued for k in v}) - len(self.differing)

    def sure(self, name: str) -> tuple[bool, ...]:
        """Tell for each package whether the sign of an outcome of `RANGED` may be stated.

        It is the same in all parameter combinations; of real income it holds as `newind.policy.verdicts` says.
        """
        if name == REAL_INCOME:
            return tuple(bool(s.range().stated[self.at]) for s in self.simulations)
        return tuple(clear(low, high) for low, _, high in self.ranges[name])

    def _outcomes(self, s: Simulation) -> Array:
        co2 = find_emissions_change(s)[self.at]
        return np.array([s.welfare[self.at], co2, millions(s.baseline.unit) * s.bill[self.at]])

    def __repr__(self) -> str:
        return f"PackageComparison({', '.join(self.names)} on {self.region}: {len(self.differing)} shocks differ)"

    shared = alias("shared_shock_count")


def compare(
    w: Accounts,
    packages: Iterable[Any],
    region: str,
    horizon: str = HORIZON,
    parameters: Mapping[str, Any] | None = None,
) -> PackageComparison:
    """Simulate two to four packages on the same accounts.

    Parameters
    ----------
    w : Accounts
        Closed accounts.
    packages : iterable of Package
        Two to four, each with a name of its own.
    region : str
        Whose outcomes are compared.
    horizon, parameters
        As of `newind.simulate`.

    Raises
    ------
    PolicyError
        For fewer or more packages, or two of one name, and as `newind.simulate`.
    UnknownNameError
        For a region that is not in the accounts.
    ConvergenceError
        Where a package has no equilibrium.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> from newind.policy.packages import package
    >>> both = [package("shared-data"), package("opening-up")]
    >>> compare(load("world", year=2011), both, "CHN")
    PackageComparison(shared-data, opening-up on CHN: 7 shocks differ)
    """
    given = [as_package(p) for p in packages]
    w.regions.index(region)
    check_count(len(given))
    check_names(given)
    found = simulate_many(w, ((p, horizon, parameters or {}) for p in given))
    return PackageComparison(region, tuple(unless_error(s) for s in found))


def check_count(given: int) -> None:
    """Refuse fewer packages than can be compared, or more.

    Raises
    ------
    PolicyError
    """
    if not FEWEST <= given <= MOST:
        remedy = tell("try.another" if given < FEWEST else "try.turns")
        raise PolicyError(tell("try.count", fewest=FEWEST, most=MOST, given=given, remedy=remedy))


def _index_shocks(s: Simulation) -> dict[tuple[str, int], tuple[Shock, float]]:
    """Return the shocks of a simulation and their values by all else that they say; the same said twice is numbered."""
    found: dict[tuple[str, int], tuple[Shock, float]] = {}
    for shock in s.package.shocks:
        said = {k: v for k, v in shock.to_dict().items() if k not in ("value", "action", "family")}
        count = sum(key[0] == repr(said) for key in found)
        found[repr(said), count] = (shock, shock.value)
    return found


def _index_values(s: Simulation) -> dict[tuple[str, int], float]:
    return {k: value for k, (_, value) in _index_shocks(s).items()}
