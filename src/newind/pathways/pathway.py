"""A package followed year by year: every year an economy, beside the baseline without it."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cached_property, partial
from importlib.metadata import version
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.panel import Panel
from newind.aliases import alias
from newind.equilibrium.contributions import list_combinations, share_entries
from newind.equilibrium.structure import SETTINGS
from newind.errors import ConvergenceError, DataError, NewindError, PolicyError, tell, unless_error
from newind.pathways.baseline import PROSPECTS
from newind.pathways.compute import BLOCK
from newind.pathways.followed import SERIES, PathResults
from newind.pathways.prospects import PROJECTIONS, PathwayAssumptions, split_parameters
from newind.pathways.yearly import economy
from newind.policy.assumed import find_assumed, list_assumed
from newind.policy.record import SIGNS, identify, read_record
from newind.policy.signs import STATED
from newind.policy.verdicts import ASSUMED, NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from os import PathLike

    import pandas as pd

    from newind.accounts.groups import Selector
    from newind.equilibrium.dynamics import EquilibriumSequence, EquilibriumYear
    from newind.pathways.baseline import Baseline
    from newind.pathways.outlook import Outlook
    from newind.pathways.projections import Projections
    from newind.pathways.scenarios import Scenario
    from newind.policy.assumed import AssumedPart
    from newind.policy.ranges import Range
    from newind.policy.schema import Package, Shock
    from newind.typing import Array

SCHEMA_VERSION = 1
"""Layout of the JSON of a pathway."""
NAMED = "baseline"
"""Scenario of the years without a package."""


class Pathway(Panel):
    """The years of an economy with a package, and beside them those without.

    A panel: every year is an economy, which is put together when it is asked for.

    Parameters
    ----------
    base : Baseline
        The years without the package, and what they are based on.
    run : EquilibriumSequence
        The years with it.
    package : Package
        What is followed.
    outlook : Outlook
        What it meets; shocks that have no dates of their own are dated as it says.
    given : mapping
        What was put in place of shipped parameters.
    off : sequence of str
        Mechanisms that were switched off.
    power : (T, R) array, optional
        Emissions per unit of power over those of the baseline.
    scenario : Scenario, optional
        The world that it happens in, as its baseline does.
    """

    def __init__(
        self, base: Baseline, run: EquilibriumSequence, package: Package, outlook: Outlook, given: Mapping[str, Any],
        off: Sequence[str] = (), power: Array | None = None, scenario: Scenario | None = None,
    ) -> None:  # fmt: skip
        self.base, self.package, self.outlook, self.off = base, package, outlook, tuple(off)
        self.given, self.scenario = dict(given), scenario
        self.followed = PathResults(base, run, power)
        super().__init__({year.year: partial(self._economy, t) for t, year in enumerate(run.years)})

    def _economy(self, t: int) -> Accounts:
        base, followed = self.base, self.followed
        return economy(
            base.lab.baseline,
            followed.run.years[t],
            self.name,
            float(followed.level[t]),
            followed.intensity[t],
            np.exp(base.growth.population[t]),
        )

    @property
    def start(self) -> int:
        """First policy year."""
        return self.outlook.start

    @cached_property
    def dated(self) -> Package:
        """The package with the dates of all its shocks."""
        return self.outlook.date(self.package)

    @property
    def _any(self) -> Accounts:
        """Where regions and industries are looked up: those of the benchmark, before any year is put together."""
        return self.base.lab.baseline

    @property
    def name(self) -> str:
        """Name of the scenario."""
        return self.package.name or "scenario" if self.package.shocks else NAMED

    @cached_property
    def baseline(self) -> Pathway:
        """The same years without the package, in the same world."""
        if not self.package.shocks:
            return self
        from newind.pathways.following import follow_worlds

        (found,) = follow_worlds([self])
        return unless_error(found)

    @property
    def world_key(self) -> tuple[Any, ...]:
        """Scenario, financing, start and mechanisms off: the years without the package depend on these alone."""
        return "" if self.scenario is None else self.scenario.hash, self.package.financing, self.start, self.off

    @cached_property
    def calm(self) -> Pathway:
        """The baseline in the world without its scenario; the baseline itself where there is none."""
        if self.scenario is None:
            return self.baseline
        said = self.scenario.parameters_at(self.horizon)
        own = {name: value for name, value in self.given.items() if said.get(name) != value}
        w, last = self.base.lab.origin, self.years[-1]
        plain = replace(self.outlook, parameters=own, until=last)
        return pathway(w, None, off=self.off, outlook=plain)

    @property
    def begins(self) -> int:
        """First year in which something is in force, the last of the path where that is later."""
        first = [self.start if s.start is None else s.start for s in self.package.shocks] or [self.start]
        return max(min([*first, self.years[-1]]), self.years[0])

    @property
    def horizon(self) -> str:
        """How far the economy adjusts within a year: the horizon whose elasticities hold."""
        return self.base.lab.assumptions.horizon

    # ---- yearly figures
    def series(self, name: str) -> Array:
        """Return a yearly figure of each region as a factor of the benchmark year; (T, R).

        ``real_income``, ``gdp``, ``consumption``, ``capital`` or ``co2``; NaN where nothing is known.

        Raises
        ------
        UnknownNameError
            For another name.
        """
        return self.followed.series(name)

    def change(self, name: str = "real_income") -> Array:
        """Return by how much a yearly figure differs from the baseline's, as a fraction; (T, R)."""
        return np.asarray(self.series(name) / self._without(name) - 1.0)

    def _without(self, name: str) -> Array:
        """Return a yearly figure of the baseline, of the years that the path has: it may have ended early."""
        return self.baseline.series(name)[: len(self.years)]

    @property
    def welfare(self) -> Array:
        """Change of the present value of consumption since the package began, as a fraction; (R,).

        Consumption alone, without what is invested, which returns as later consumption; later years count less by the
        discount rate. What households get counts by its equivalent variation at prices of the benchmark: where no good
        has an income effect, spending over its price.
        """
        ahead = np.array(self.years, dtype=np.float64) - self.begins
        counted = np.where(ahead >= 0, (1.0 + self.prospects.value("discount_rate")) ** -ahead, 0.0)
        with_it, without = (counted @ figures for figures in (self.series("consumption"), self._without("consumption")))
        return np.asarray(with_it / without - 1.0)

    @property
    def prospects(self) -> PathwayAssumptions:
        """Assumptions beyond a single simulation."""
        return PathwayAssumptions(split_parameters(self.given)[1])

    @property
    def mechanism_names(self) -> tuple[str, ...]:
        """How a year acts on the next, by name; those that the package sets in motion with the others."""
        return names_of(self.base, self.package)

    # ---- the same under other assumptions
    def rerun(self, package: Package | None = None, off: Sequence[str] | None = None, **parameters: Any) -> Pathway:
        """Return the pathway of another package, with mechanisms switched off, or with other parameters."""
        (found,) = self.rerun_many([{"package": package, "off": off, "parameters": parameters}])
        return unless_error(found)

    def rerun_many(self, cases: Iterable[Mapping[str, Any]]) -> Iterator[Pathway | NewindError]:
        """Yield pathways with another ``package``, mechanisms ``off`` or further ``parameters``, followed together."""
        usual = {"package": self.package, "off": self.off}
        common = {"outlook": self.outlook.replace(until=self.years[-1]), "scenario": self.scenario}
        here = (
            {**common, **usual, **{k: v for k, v in case.items() if v is not None}}
            | {"parameters": {**self.given, **(case.get("parameters") or {})}}
            for case in cases
        )
        return pathways(self.base.lab.origin, here)

    @cached_property
    def verdicts(self) -> tuple[str, ...]:
        """What may be said of the sign of real income by region: keys of `newind.policy.signs.SIGNS`.

        That of the package in force in full on the table, over the family of market structures (`Range.sign`);
        ``assumed`` where too much of the change on the path is, ``none`` where there is no equilibrium on the table.
        """
        if not self.package.shocks:
            return ("zero",) * len(self.regions)
        found = find_verdicts(self.base.lab.origin, self.package, self.horizon, self._judged_by)
        part = self.assumed
        rests = [True] * len(found) if part is None else part.rests.tolist()
        said = NOTHING if part is None else ASSUMED
        return tuple(said if s in STATED and rest else s for s, rest in zip(found, rests, strict=True))

    @property
    def _judged_by(self) -> dict[str, Any]:
        """Parameters that verdicts hold fixed: a market structure only where the user gave it, not a scenario."""
        around = {} if self.scenario is None else self.scenario.parameters
        assumed = set(SETTINGS) & set(around) - set(self.outlook.parameters)
        return {name: value for name, value in self.given.items() if name not in assumed}

    @property
    def stated(self) -> tuple[bool, ...]:
        """Whether the sign of real income may be stated, by region."""
        return tuple(said in STATED for said in self.verdicts)

    @cached_property
    def assumed(self) -> AssumedPart | None:
        """Part of the change of real income in the last year that is an assumed effect, as of `Simulation.assumed`."""
        single, own = self.base.lab.assumptions, self.prospects
        names = list_assumed(self.package, self.given, (n for n in PROSPECTS if self.package.shocks))
        values = {name: (own if name in PROSPECTS else single).value(name) for name in names}

        def run(cases: list[tuple[Package, dict[str, float]]]) -> list[Array]:
            paths = self.rerun_many({"package": package, "parameters": given} for package, given in cases)
            return [unless_error(p).change()[-1] for p in paths]

        return find_assumed(self.package, values, self.change()[-1], run)

    @cached_property
    def mechanisms(self) -> dict[str, Array]:
        """Contribution of each mechanism to the change of real income; (T, R) each, as fractions.

        ``at once`` is what is there with all of them off; what each adds to it is a Shapley value (`list_off`). All of
        these sum to the change.
        """
        found = [unless_error(p).change() for p in self.rerun_many([{"off": one} for one in list_off(self)])]
        return share_mechanisms(self.mechanism_names, list_working(self), self.change(), found)

    # ---- what is written down
    def table(self, ids: Iterable[str] | str | None = None, regions: Selector | None = None) -> pd.DataFrame:
        """Return yearly figures with the package and without, in the columns of :func:`newind.measure`.

        Parameters
        ----------
        ids : iterable of str, optional
            Indicators to measure in every year; by default the yearly figures of `series`, as ``path.real_income`` ….
        regions : label, list of labels or name of a group, optional
            Rows to keep; all by default.
        """
        from newind.pathways.export import yearly_table

        return yearly_table(self, ids, regions)

    def compare(self, other: Pathway) -> pd.DataFrame:
        """Return the yearly figures of two pathways side by side: year, region, series, both changes, difference.

        Raises
        ------
        DataError
            For pathways of other years or regions.
        """
        from newind.pathways.export import side_by_side

        return side_by_side(self, other)

    def range(self, name: str = "real_income", watch: Callable[[int, int], None] | None = None) -> Range:
        """Return how far the change of a yearly figure depends on what is assumed.

        Parameters
        ----------
        name : str
            As of `series`.
        watch : callable, optional
            Called with how many cases are done, and of how many.

        Raises
        ------
        ConvergenceError
            When no case has a path.
        """
        from newind.pathways.chances import range_of

        return range_of(self, name, watch)

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data: years, changes by region, and what it carries."""
        codes = self.regions.codes
        changes = {n: _by_region(codes, self.change(n)) for n in SERIES}
        levels = {n: _by_region(codes, self.series(n)) for n in SERIES}
        return {
            "years": list(self.years),
            "start": self.begins,
            "change": changes,
            "level": levels,
            "baseline": {n: _by_region(codes, self.baseline.series(n)) for n in SERIES},
            "welfare": {c: _plain(v) for c, v in zip(codes, self.welfare.tolist(), strict=True)},
            "assumed": None if self.assumed is None else self.assumed.to_dict(codes),
            **self.carries(),
        }

    def carries(self) -> dict[str, Any]:
        """Return what every result carries: benchmark, what the baseline meets, limits, and what reproduces it."""
        w, assumptions = self.base.lab.baseline, self.base.lab.assumptions
        return {
            "benchmark": {"year": w.year, "status": w.status, "source": w.source, "unit": w.unit, "hash": w.hash},
            "outlook": self.outlook.to_dict(),
            "outlook_hash": self.outlook.hash,
            "observed_until": self.base.growth.last_observed_year,
            "horizon": self.horizon,
            "assumptions": assumptions.to_dict(),
            "prospects": self.prospects.to_dict(),
            "given": sorted(self.given),
            "off": list(self.off),
            "scenario": None if self.scenario is None else self.scenario.to_dict(),
            "projections": self.given.get(PROJECTIONS),
            "limits": LIMITS,
            "welfare_concept": WELFARE,
            "data_hash": self.base.lab.origin.hash,
            "package": self.package.to_dict(),
            "package_hash": self.package.hash,
            "version": version("newind"),
            "seed": None,
            "residual": max(y.residual for y in self.followed.run.years),
            "iterations": sum(y.iterations for y in self.followed.run.years),
            "log": list(self.log),
        }

    def to_json(self) -> str:
        """Return the result as a JSON text, with ``schema_version``."""
        return json.dumps(
            {"schema_version": SCHEMA_VERSION, **self.to_dict()}, ensure_ascii=False, indent=1, allow_nan=False
        )

    @property
    def log(self) -> tuple[str, ...]:
        """Repairs, estimates, assumptions and omissions."""
        said = [line for year in self.followed.run.years for line in year.policy.log]
        return tuple(dict.fromkeys((*self.base.lab.log, *self.base.growth.log, *said)))

    def __repr__(self) -> str:
        """Say what was followed, and who gains and loses most in the last year."""
        codes, change = self.regions.codes, self.change()[-1]
        best, worst = int(change.argmax()), int(change.argmin())
        world = "" if self.scenario is None else f" in {self.scenario.name}"
        return (
            f"Pathway({self.name!r}{world}, {self.years[0]}-{self.years[-1]}, {self.horizon}: "
            f"real income in {self.years[-1]} {codes[best]} {change[best]:+.2%} to {codes[worst]} {change[worst]:+.2%})"
        )

    again = alias("rerun")


LIMITS = (
    "a scenario, not a forecast: the baseline meets observed and projected growth, then assumed convergence; no new "
    "trade links, industry averages; within a year everything adjusts as the horizon says"
)
WELFARE = (
    "present value of consumption since the package began, against the baseline: of households the equivalent "
    "variation; investment is not counted"
)


def pathway(
    w: Accounts,
    package: Package | Shock | Iterable[Shock] | None = None,
    until: int | None = None,
    horizon: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    *,
    outlook: Outlook | None = None,
    start: int | None = None,
    phase_in: int | None = None,
    history: bool | None = None,
    off: Sequence[str] = (),
    scenario: Scenario | str | None = None,
    projections: Projections | str | PathLike[str] | None = None,
    watch: Callable[[EquilibriumYear], None] | None = None,
) -> Pathway:
    """Follow a package year by year.

    Parameters
    ----------
    w : Accounts
        Closed accounts, the benchmark.
    package : Package, Shock or shocks, optional
        What is done; shocks may have a ``start``, a ``phase_in`` and a last year, ``until``. Nothing by default.
    outlook : Outlook, optional
        What it meets (:func:`newind.outlook`): last year, first policy year, phase-in, horizon, parameters; the default
        one where left out.
    until, horizon, parameters, start, phase_in, history, projections
        Settings in place of those of the outlook: last year, how far the economy adjusts within a year, parameters of
        :func:`newind.simulate` and of pathways (`newind.pathways.prospects`), first policy year, years until shocks
        without a start are in force in full, whether shocks may be dated before, a file of projections.
    off : sequence of str
        Mechanisms to switch off: ``capital``, ``knowledge``, ``diffusion``, ``digital``, ``data``, ``migration``,
        ``public``, ``energy``, ``abatement``, ``recycling``, ``scale``.
    scenario : Scenario or str, optional
        What happens in the world whatever is done, to the path and to its baseline: one that comes with newind by its
        name (`newind.pathways.scenarios`), or one of your own. What `parameters` say goes before what it says.
    watch : callable, optional
        Called after each year: those of the baseline, where it is not known yet, then those of the package.

    Returns
    -------
    Pathway
        A panel of economies, with ``baseline``, ``table``, ``compare`` and ``range``.

    Raises
    ------
    DataError
        For accounts that cannot be simulated, and parameters or years that make no sense.
    UnknownNameError
        For an unknown parameter, horizon or mechanism.
    PolicyError, ConvergenceError
        Naming the year in which the package cannot be paid for or has no equilibrium; the years before are in
        ``reached`` of the error, a `Pathway`.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> from newind.policy.schema import Shock
    >>> p = pathway(load("world", year=2011), Shock("productivity", 0.01, region="CHN", phase_in=1), until=2028)
    >>> bool(p.change("gdp")[-1, p.regions.index("CHN")] > 0.01)
    True
    """
    given = {"until": until, "horizon": horizon, "parameters": parameters, "start": start, "phase_in": phase_in}
    case = {"package": package, "outlook": outlook, "off": off, "scenario": scenario, "projections": projections}
    (found,) = pathways(w, [case | given | {"history": history}], watch)
    return unless_error(found)


def pathways(
    w: Accounts,
    cases: Iterable[Mapping[str, Any]],
    watch: Callable[[EquilibriumYear], None] | None = None,
) -> Iterator[Pathway | NewindError]:
    """Follow several packages, or one under several assumptions, year by year beside each other.

    Parameters
    ----------
    w : Accounts
        Closed accounts, the benchmark.
    cases : iterable of mapping
        Arguments of :func:`pathway` by name.
    watch : callable, optional
        As of :func:`pathway`, called for every case.

    Yields
    ------
    Pathway or NewindError
        In the order of the cases; an error leaves the others as they are.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> from newind.policy.schema import Shock
    >>> here = {"until": 2012, "start": 2012, "history": True}
    >>> dearer = [{"package": Shock("tariff", rate, region="USA", start=2012), **here} for rate in (0.1, 0.2)]
    >>> found = pathways(load("world", year=2011), dearer)
    >>> [f"{p.change()[-1, p.regions.index('USA')]:.2%}" for p in found]
    ['0.51%', '0.82%']
    """
    from newind.pathways.following import follow_cases

    if not isinstance(w, Accounts):
        raise DataError(tell("path.one_year", kind=type(w).__name__))
    left = iter(cases)
    while some := list(islice(left, BLOCK)):
        yield from follow_cases(w, some, watch)


SET_IN_MOTION = {
    "energy": "carbon_price", "abatement": "carbon_price", "recycling": "recycling", "public": "public_capital",
}  # fmt: skip
"""Mechanisms that a lever sets in motion: the mix of power that is built, what firms abate, the supply of scrap, public
capital."""


def find_verdicts(w: Accounts, package: Package, horizon: str, given: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what may be said of the sign of real income by region with a package in full, as of `Pathway.verdicts`."""
    known = None if given else read_record(SIGNS).get(identify(w, [package], horizon))
    return compute_verdicts(w, package, horizon, given) if known is None else tuple(known)


def compute_verdicts(w: Accounts, package: Package, horizon: str, given: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the same without the record of shipped packages."""
    from newind.policy.simulate import simulate

    try:
        found = simulate(w, package, horizon, split_parameters(given)[0]).range()
    except (ConvergenceError, PolicyError):
        return (NOTHING,) * len(w.regions)
    return tuple(str(sign) for sign in found.sign)


def names_of(base: Baseline, package: Package) -> tuple[str, ...]:
    """Return the mechanisms at work in a path."""
    used = {s.lever for s in package.shocks}
    moved = [name for name, lever in SET_IN_MOTION.items() if lever in used]
    scale = ["scale"] if base.lab.model.elasticities.delta.any() else []
    return (*(m.name for m in base.mechanisms if m.name not in SET_IN_MOTION), *moved, *scale)


def list_working(p: Pathway) -> tuple[str, ...]:
    """Return the mechanisms that can add something: neither off nor without anything to do."""
    shared = any(s.lever == "data_sharing" for s in p.package.shocks) and p.base.lab.assumptions.value("data_sharing")
    return tuple(name for name in p.mechanism_names if name not in p.off and (shared or name != "data"))


def list_off(p: Pathway) -> list[tuple[str, ...]]:
    """Return which mechanisms are off in each path that :func:`share_mechanisms` needs beside the one given."""
    working = list_working(p)
    some = (c for c in list_combinations(working) if len(c) < len(working))
    return [(*p.off, *(name for name in working if name not in c)) for c in some]


def share_mechanisms(
    names: Sequence[str], working: Sequence[str], whole: Array, found: Sequence[Array]
) -> dict[str, Array]:
    """Return the contribution of each mechanism to a value of a path, and what is there ``at once``; their sum is it.

    Parameters
    ----------
    names, working : sequence of str
        All mechanisms, and those of :func:`list_working`; the others add nothing.
    whole : array
        The value with all that work.
    found : sequence of array
        That of each path of :func:`list_off`.
    """
    table = dict(zip(list_combinations(working), [*found, whole], strict=True))
    parts = share_entries(table, working)
    return {"at once": table[frozenset()], **{n: parts.get(n, np.zeros_like(whole)) for n in names}}


def _by_region(codes: Sequence[str], values: Array) -> dict[str, list[float | None]]:
    return {c: [_plain(v) for v in values[:, r].tolist()] for r, c in enumerate(codes)}


def _plain(value: float) -> float | None:
    return value if value == value else None
