"""Simulate a policy: on a table as it is, or in the last year of an outlook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.pathways.defaults import HORIZON
from newind.pathways.outlook import settle
from newind.pathways.pathway import pathway
from newind.policy import simulate as static
from newind.policy.posing import as_package

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newind.accounts.accounts import Accounts
    from newind.pathways.outlook import Outlook
    from newind.pathways.pathway import Pathway
    from newind.policy.ranges import Range
    from newind.policy.schema import Package, Shock
    from newind.policy.simulate import Simulation
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class SimulatedYear:
    """The last year of a path beside the same year without the package.

    Parameters
    ----------
    path : Pathway
        With the package; all that follows is of its last year.
    """

    path: Pathway

    @property
    def year(self) -> int:
        """The year."""
        return self.path.years[-1]

    @property
    def outlook(self) -> Outlook:
        """What the package meets."""
        return self.path.outlook

    @property
    def baseline(self) -> Accounts:
        """The economy without the package."""
        return self.path.baseline[self.year]

    @property
    def accounts(self) -> Accounts:
        """The economy with the package."""
        return self.path[self.year]

    @property
    def welfare(self) -> Array:
        """Change of real income of each region, as a fraction; (R,)."""
        return self.change()

    @property
    def bill(self) -> Array:
        """Fiscal cost of the package to each government: fall of its net revenue; (R,), million USD of the table."""
        with_it, without = self.path.followed, self.path.baseline.followed
        return np.asarray((without.revenue - with_it.revenue)[-1])

    def change(self, name: str = "real_income") -> Array:
        """Return by how much a figure of the year differs from the baseline's, as a fraction; (R,)."""
        return np.asarray(self.path.change(name)[-1])

    def range(self, name: str = "real_income") -> Range:
        """Return how far the change of a figure depends on what is assumed; (T, R), the last row is of the year."""
        return self.path.range(name)

    def to_dict(self) -> dict[str, Any]:
        """Return changes by region, and what every result carries, as plain data."""
        codes = self.path.regions.codes
        found = {"welfare": self.welfare, "bill": self.bill}
        by_region = {name: dict(zip(codes, values.tolist(), strict=True)) for name, values in found.items()}
        return {"year": self.year, **by_region, **self.path.carries()}

    def __repr__(self) -> str:
        """Say what was simulated, and in which year."""
        return f"SimulatedYear({self.path.name!r} in {self.year}, outlook {self.outlook.hash[:12]})"


def simulate(
    w: Accounts,
    package: Package | Shock | Iterable[Shock] | None = None,
    horizon: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    *,
    outlook: Outlook | None = None,
) -> Simulation | SimulatedYear:
    """Simulate a policy on closed accounts, or in the last year of an outlook.

    Parameters
    ----------
    w : Accounts
        Closed accounts: the world, or all regions of a table.
    package : Package, Shock or shocks, optional
        What is changed; nothing by default.
    horizon : {"short", "medium", "long"}, optional
        How far the economy has adjusted; capital stays in its industry at the short one. Medium by default.
    parameters : mapping, optional
        As of :func:`newind.policy.simulate.simulate`, and with an outlook those of pathways.
    outlook : Outlook, optional
        What the package meets. Without one, or with one whose last year is that of the table, the package is in force
        in full on the table as it is; else it is that of the path to the last year of the outlook.

    Returns
    -------
    Simulation or SimulatedYear
        Two economies, ``baseline`` and ``accounts``, and what happened between them.

    Raises
    ------
    DataError, UnknownNameError, PolicyError, ConvergenceError
        As of :func:`newind.policy.simulate.simulate` and :func:`newind.pathway`.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> from newind.pathways.outlook import outlook
    >>> from newind.policy.schema import Shock
    >>> w, higher = load("world", year=2011), Shock("tariff", 0.1, region="USA", partner="CHN")
    >>> simulate(w, higher, outlook=outlook(w, until=2030)).year
    2030
    """
    if outlook is None:
        return static.simulate(w, package, horizon or HORIZON, parameters)
    met = settle(w, outlook, horizon=horizon, parameters=parameters)
    if met.is_static:
        own = met.finance(met.answer(as_package(package)))
        return static.simulate(w, own, met.horizon, met.assumptions.given)
    return SimulatedYear(pathway(w, package, outlook=met))
