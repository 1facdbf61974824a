"""A policy goes in, a new economy comes out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property, partial
from html import escape
from importlib.metadata import version
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.satellite import readonly
from newind.aliases import alias
from newind.equilibrium import guards
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.counterfactual import accounts_after
from newind.equilibrium.laboratory import Laboratory, laboratory
from newind.equilibrium.many import NoEquilibrium, count_together
from newind.equilibrium.quantities import prices_after
from newind.equilibrium.recall import solve_once
from newind.errors import ConvergenceError, DataError, NewindError, PolicyError, join_items, noun, tell, unless_error
from newind.messages import message
from newind.policy.posing import as_package, build_problem
from newind.policy.signs import SIGNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from newind.equilibrium.contributions import Contributions
    from newind.equilibrium.decomposition import Decomposition
    from newind.equilibrium.problem import Problem
    from newind.equilibrium.solve import Solution
    from newind.messages import Text
    from newind.policy.assumed import AssumedPart
    from newind.policy.ranges import Range
    from newind.policy.schema import Package, Shock
    from newind.policy.verdicts import Verdicts
    from newind.typing import Array, BoolArray

PackageLike: TypeAlias = "Package | Shock | Iterable[Shock] | None"
Case: TypeAlias = "tuple[Accounts, PackageLike, str, Mapping[str, Any]]"
"""Accounts, a package, a horizon and parameters."""

SCHEMA_VERSION = 1
"""Layout of the JSON of a simulation."""


@dataclass(frozen=True, eq=False)
class Simulation:
    """The economy that a package leads to, beside the one it starts from.

    Parameters
    ----------
    laboratory : Laboratory
        The economy on the model's footing.
    package : Package
        What was tried: shocks that are meant for other tables are left out.
    solution : Solution
        The equilibrium.
    parameters : mapping
        What was put in place of the shipped parameters.
    log : tuple of str
        What was repaired, estimated, assumed or left out.
    """

    laboratory: Laboratory
    package: Package
    solution: Solution
    parameters: Mapping[str, Any] = field(default_factory=dict)
    log: tuple[str, ...] = ()

    @property
    def baseline(self) -> Accounts:
        """The economy that results compare with: the accounts on the model's footing."""
        return self.laboratory.baseline

    @cached_property
    def accounts(self) -> Accounts:
        """The economy with the package: balanced, same labels, satellites moved by what they follow."""
        left = self.solution.problem.shocks.process_intensity
        abatement = None if left is None else np.exp(left)
        return accounts_after(self.solution, self.baseline, self.package.name or "scenario", abatement=abatement)

    @property
    def horizon(self) -> str:
        """How far the economy has adjusted."""
        return self.laboratory.assumptions.horizon

    @property
    def welfare(self) -> Array:
        """Exact change of real income of each region, as a fraction; (R,)."""
        return np.asarray(np.expm1(self.solution.real_income))

    @property
    def prices(self) -> dict[str, Array]:
        """Prices against the benchmark (1), world value added being the numeraire.

        ``wages``, ``final`` and ``capital`` (where it moves) (R,), ``output`` and ``value_added`` (R, S).
        """
        return prices_after(self.solution)

    @property
    def government(self) -> dict[str, Array]:
        """Revenue of each government by source, spending as negative; million USD of the benchmark; (R,) each."""
        return {source: readonly(amounts.copy()) for source, amounts in self.solution.state.government.items()}

    @property
    def bill(self) -> Array:
        """Fiscal cost of the package to each government: fall of its net revenue; (R,), million USD of the benchmark.

        Against world income, as all money here; nothing where a tax on output makes up for it.
        """
        before = self.laboratory.benchmark.net_revenue
        return np.asarray(before - sum(self.government.values(), start=np.zeros_like(before)))

    @property
    def residual(self) -> float:
        """Largest difference left between what is tried and what follows, in logs."""
        return self.solution.residual

    @property
    def iterations(self) -> int:
        """Trials that the solver took."""
        return self.solution.iterations

    # ---- the same under other assumptions
    def rerun(self, package: Package | None = None, **parameters: Any) -> Simulation:
        """Return the simulation of another package or with other parameters, on the same accounts and footing."""
        return _take_one(self.rerun_many([(self.package if package is None else package, parameters)]))

    def rerun_many(
        self, cases: Iterable[tuple[PackageLike, Mapping[str, Any]]]
    ) -> Iterator[Simulation | NoEquilibrium]:
        """Yield simulations of other packages, each with parameters, on the same footing, solved together.

        A case without an equilibrium yields its error, as in :func:`simulate_many`.
        """
        here = ((package, self.horizon, {**self.parameters, **parameters}) for package, parameters in cases)
        return simulate_many(self.laboratory.origin, here)

    @cached_property
    def otherwise_financed(self) -> Simulation:
        """The same package paid for by a tax on output (or by transfers, where it is paid by the tax).

        Raises
        ------
        PolicyError, ConvergenceError
            Where a region cannot pay for it so.
        """
        return self.rerun(self.package.finance_otherwise())

    def range(self, measure: Callable[..., Array] | None = None, beside: Sequence[Package] = ()) -> Range:
        """Return how far a result depends on trade elasticity, substitution, scale and the split of factor income.

        Parameters
        ----------
        measure : callable, optional
            From a simulation to an array, as of :func:`newind.policy.ranges.range_in`; by default real income with
            what may be said of it, as of :func:`newind.policy.ranges.find_ranges`, which is kept.
        beside : sequence of Package
            What is tried in each case as well: the measure takes a simulation of each, or the error where there is
            none.

        Raises
        ------
        ConvergenceError
            When no combination of the plausible assumptions has an equilibrium.
        """
        from newind.policy.ranges import range_in

        return range_in(self, measure, beside) if measure else self._range

    @cached_property
    def _range(self) -> Range:
        from newind.policy.ranges import find_ranges

        return unless_error(find_ranges([self])[0])

    @cached_property
    def decomposition(self) -> Decomposition:
        """Where the change of real income comes from, exact along the path of the shocks."""
        from newind.equilibrium.decomposition import decompose

        return decompose(self.laboratory.model, self.solution.problem)

    @cached_property
    def assumed(self) -> AssumedPart | None:
        """Part of real income that is an assumed effect, and values from which on the package pays for itself.

        None where there is no equilibrium without these effects.
        """
        from newind.policy.assumed import assumed_in

        return assumed_in(self)

    @cached_property
    def attribution(self) -> Contributions:
        """Contribution of each action or family to log real income, the method, and synergies.

        Raises
        ------
        PolicyError, ConvergenceError
            Where parts of the package have no equilibrium.
        """
        from newind.policy.effects import contributions_of

        return contributions_of(self)

    @property
    def contributions(self) -> dict[str, Array]:
        """Contribution of each action or family to log real income; all of them add up to the change; (R,) each."""
        return self.attribution.by_group

    @property
    def contributions_method(self) -> str:
        """How contributions were found: Shapley values up to eight groups, beyond that along the path."""
        return self.attribution.method

    # ---- what is written down
    def carries(self, *, complete: bool = True) -> dict[str, Any]:
        """Return what every result carries: benchmark, horizon, closure, range, limits, and what reproduces it.

        Parameters
        ----------
        complete : bool
            Whether to add what takes more solves: the range, and the same with the other financing.
        """
        return build_metadata(self, complete=complete)

    def to_dict(self, *, complete: bool = True) -> dict[str, Any]:
        """Return the result as plain data: by region, and what it carries; `complete` as in :meth:`carries`."""
        return result(self, complete=complete)

    def to_json(self, *, complete: bool = True) -> str:
        """Return the result as a JSON text, with ``schema_version``; `complete` as in :meth:`carries`."""
        body = {"schema_version": SCHEMA_VERSION, **self.to_dict(complete=complete)}
        return json.dumps(body, ensure_ascii=False, indent=1, allow_nan=False)

    def __repr__(self) -> str:
        """Say what was tried and, once the range is there, how many gain and lose; never a number without its range."""
        if "_range" in vars(self):
            sign = self._range.sign.tolist()
            counts = ", ".join(f"{v['en']} {sign.count(k)}" for k, v in SIGNS.items() if k in sign)
            said = f"real income by sign: {counts} of {len(sign)}"
        else:
            said = "central case; real income with its range: .range()"
        return f"Simulation({self.package.name or 'scenario'!r} on {self.baseline.year}, {self.horizon}: {said})"

    def _repr_html_(self) -> str:

        return simulation_html(self)

    shared_out = alias("attribution")
    again = alias("rerun")


def simulate(
    w: Accounts,
    package: PackageLike = None,
    horizon: str = "medium",
    parameters: Mapping[str, Any] | None = None,
) -> Simulation:
    """Simulate a policy on closed accounts.

    Parameters
    ----------
    w : Accounts
        Closed accounts: the world, or all regions of a table.
    package : Package, Shock or shocks, optional
        What is changed, in force in full; nothing by default.
    horizon : {"short", "medium", "long"}
        How far the economy has adjusted; capital stays in its industry at the short one.
    parameters : mapping, optional
        In place of shipped parameters: ``trade_elasticity`` (a number, by industry, or a name as ``"fgo2022"``),
        ``substitution_inputs`` …, ``shares`` (``"user"``, ``"common"``), ``trade_balance`` (``"share"`` of world income
        fixed, ``"zero"``), ``scale`` (False, True or a number), ``tariffs`` (``"applied"``, ``"2005"``, ``"none"``),
        ``migration`` (a matrix of people by origin and destination).

    Returns
    -------
    Simulation
        Two economies, ``baseline`` and ``accounts``, and what happened between them.

    Raises
    ------
    DataError
        For accounts with a boundary or that cannot be repaired, and for parameters that make no sense.
    UnknownNameError
        For an unknown parameter or horizon.
    PolicyError
        For a package that contradicts itself, names what the accounts lack, strands users or ruins a region.
    ConvergenceError
        Where no equilibrium is found; a partial result is never returned.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> from newind.policy.schema import Shock
    >>> s = simulate(load("world", year=2011), Shock("tariff", 0.1, region="USA", partner="CHN"), horizon="long")
    >>> bool(s.welfare[s.baseline.regions.index("CHN")] < 0)
    True
    """
    if not isinstance(w, Accounts):
        raise DataError(f"simulate needs accounts of one year, not a {type(w).__name__}. Take one, as in panel.last.")
    assumptions = Assumptions(horizon, {} if parameters is None else parameters)
    asked = [(laboratory(w, assumptions), as_package(package), dict(assumptions.given))]
    return _take_one(_run_simulations(asked, alone=True))


def simulate_many(
    w: Accounts, cases: Iterable[tuple[PackageLike, str, Mapping[str, Any]]]
) -> Iterator[Simulation | NoEquilibrium]:
    """Simulate several policies, or one under several assumptions; those with one benchmark are solved together.

    Parameters
    ----------
    w : Accounts
        Closed accounts.
    cases : iterable of (package, horizon, parameters)
        As of :func:`simulate`. Cases of one horizon side by side are solved fastest.

    Yields
    ------
    Simulation, ConvergenceError or PolicyError
        In the order of the cases; an error where there is no equilibrium, which leaves the others as they are.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> from newind.policy.schema import Shock
    >>> higher = Shock("tariff", 0.1, region="USA", partner="CHN")
    >>> found = simulate_many(load("world", year=2011), [(higher, horizon, {}) for horizon in ("medium", "long")])
    >>> [f"{s.welfare[s.baseline.regions.index('CHN')]:.2%}" for s in found]
    ['-0.25%', '-0.23%']
    """
    return simulate_cases((w, *case) for case in cases)


def simulate_cases(cases: Iterable[Case]) -> Iterator[Simulation | NoEquilibrium]:
    """Simulate policies on accounts that may differ, as :func:`simulate_many` does on one."""
    assumed = ((w, package, Assumptions(horizon, dict(parameters))) for w, package, horizon, parameters in cases)
    return _run_simulations((laboratory(w, a), as_package(package), dict(a.given)) for w, package, a in assumed)


def _run_simulations(
    cases: Iterable[tuple[Laboratory, Package, Mapping[str, Any]]], *, alone: bool = False
) -> Iterator[Simulation | NoEquilibrium]:
    """Yield each simulation, or why there is none, so many of them solved at once as gains time.

    One that stands alone is looked at closer, with strong economies of scale.
    """
    left = iter(cases)
    while some := list(islice(left, 1)):
        known: dict[Any, Any] = {}
        posed = [_pose(*some[0][:2], known)]
        if isinstance(posed[0], tuple):
            some += islice(left, count_together(posed[0][0]) - 1)
        posed += [_pose(lab, package, known) for lab, package, _ in some[1:]]
        good = [(lab.model, p[0]) for (lab, _, _), p in zip(some, posed, strict=True) if isinstance(p, tuple)]
        solved = iter(solve_once([model for model, _ in good], [problem for _, problem in good]))
        for (lab, package, given), p in zip(some, posed, strict=True):
            yield _conclude(lab, package, given, p[1], next(solved), alone=alone) if isinstance(p, tuple) else p


def _pose(lab: Laboratory, package: Package, known: dict[Any, Any]) -> tuple[Problem, tuple[str, ...]] | NoEquilibrium:
    if (key := (id(package), id(lab.origin))) not in known:
        known[key] = package.select_shocks(lab.origin)
    try:
        return build_problem(lab, known[key], known)
    except (ConvergenceError, PolicyError) as error:
        return error


def _conclude(
    lab: Laboratory,
    package: Package,
    given: Mapping[str, Any],
    log: tuple[str, ...],
    found: Solution | NoEquilibrium,
    *,
    alone: bool,
) -> Simulation | NoEquilibrium:
    if isinstance(found, NewindError):
        return found
    try:
        looked = guards.check_after(found, lab.model, alone=alone)
    except (ConvergenceError, PolicyError) as error:
        return error
    log = (*lab.log, *_left_out(package, lab.origin), *log, *found.problem.log, *looked)
    return Simulation(lab, package.select_shocks(lab.origin), found, given, log)


def _take_one(found: Iterator[Simulation | NoEquilibrium]) -> Simulation:
    """Return the only simulation, or raise why there is none."""
    (one,) = found
    return unless_error(one)


def _left_out(package: Package, accounts: Accounts) -> tuple[str, ...]:
    """Say which shocks are meant for other tables."""
    left = [s for s in package.shocks if not s.applies_to(accounts)]
    tables = join_items(noun(table) for table in dict.fromkeys(s.table for s in left))
    return (tell("log.other_tables", tables=tables, n=len(left)),) if left else ()


STATIC: Text = message("policy.carried.static")
WELFARE: Text = message("policy.carried.welfare")


def build_metadata(s: Simulation, *, complete: bool = True) -> dict[str, Any]:
    """Return benchmark, horizon, closure, range, limits and what reproduces a result.

    Parameters
    ----------
    s : Simulation
        The result.
    complete : bool
        Whether to add what takes more solves: the range, and the same with the other financing.
    """
    w, assumptions = s.baseline, s.laboratory.assumptions
    more: dict[str, Any] = {}
    if complete:
        assumed = None if s.assumed is None else s.assumed.to_dict(w.regions.codes)
        more = {"range": describe_range(s), "otherwise_financed": simulate_other_financing(s), "assumed": assumed}
    return {
        "benchmark": {"year": w.year, "status": w.status, "source": w.source, "unit": w.unit, "hash": w.hash},
        "horizon": s.horizon,
        "capital": "moves between industries" if assumptions.mobile else "stays in its industry",
        "trade_balance": assumptions.choice("trade_balance"),
        "financing": s.package.financing,
        **more,
        "assumptions": assumptions.to_dict(),
        "given": sorted(s.parameters),
        "limits": STATIC["en"],
        "welfare_concept": WELFARE["en"],
        "data_hash": s.laboratory.origin.hash,
        "package": s.package.to_dict(),
        "package_hash": s.package.hash,
        "seed": None,
        "version": version("newind"),
        "residual": s.residual,
        "iterations": s.iterations,
        "log": list(s.log),
    }


def result(s: Simulation, *, complete: bool = True) -> dict[str, Any]:
    """Return what happened, by region, and what it carries; arguments as of :func:`build_metadata`."""
    by = partial(by_region, s)
    return {
        "welfare": by(s.welfare),
        "prices": {k: by(v) for k, v in s.prices.items() if v.ndim == 1},
        "government": {k: by(v) for k, v in s.government.items()},
        "bill": by(s.bill),
        **build_metadata(s, complete=complete),
    }


def describe_range(s: Simulation) -> dict[str, Any]:
    """Return the range of real income, its sign and the headline, which is missing where the direction is open."""
    try:
        found = s.range()
    except ConvergenceError as error:
        return {"failed": [str(error)]}
    return {
        "low": by_region(s, found.low),
        "high": by_region(s, found.high),
        "sign_sure": by_region(s, found.stated),
        "sign": by_region(s, found.sign),
        "headline": by_region(s, found.headline),
        "corners": len(found.corners),
        "failed": list(found.lacking),
        "verdict": _describe_verdicts(s, cast("Verdicts", found.verdicts)),
    }


def _describe_verdicts(s: Simulation, said: Verdicts) -> dict[str, Any]:
    """Return what stands behind the signs: the world, who loses, the answer in kind of partners."""
    answered = {} if said.mirrored is None else dict(zip(("low", "high"), said.mirrored, strict=True))
    return {
        "world": dict(zip(("low", "central", "high"), said.world, strict=True)),
        "losers": said.losers,
        "answered": {end: by_region(s, values) for end, values in answered.items()},
        "structures": said.members,
    }


def simulate_other_financing(s: Simulation) -> dict[str, Any]:
    """Return real income with the other financing, or why there is none."""
    other = s.package.finance_otherwise().financing
    try:
        return {"financing": other, "welfare": by_region(s, s.otherwise_financed.welfare)}
    except (ConvergenceError, PolicyError) as error:
        return {"financing": other, "failed": str(error)}


def by_region(s: Simulation, values: Array | BoolArray) -> dict[str, Any]:
    """Return values by code, None for what is no number."""
    plain = [v if v == v else None for v in values.tolist()]
    return dict(zip(s.baseline.regions.codes, plain, strict=True))


HEAD = ("Region", "Real income, %", "Range", "")


def simulation_html(s: Simulation) -> str:
    """Return real income by region with its range, those who gain most first; no number where the direction is open."""
    order = np.argsort(-s.welfare, kind="stable")
    body = "".join(_row(cells) for cells in np.array(_cells(s))[order].tolist())
    head = "".join(f"<th>{escape(h)}</th>" for h in HEAD)
    caption = escape(f"{s.package.name or 'scenario'} on {s.baseline.year}, {s.horizon} horizon")
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(s: Simulation) -> list[tuple[str, str, str, str]]:
    """Return what the table shows of each region."""
    codes = s.baseline.regions.codes
    try:
        found = s.range()
    except ConvergenceError:
        return [(r, "–", "–", SIGNS["unknown"]["en"]) for r in codes]
    spans = [f"{100 * a:+.3f} … {100 * b:+.3f}" for a, b in zip(found.low, found.high, strict=True)]
    return [
        (r, f"{100 * v:+.3f}" if held else "–", span, "" if held else SIGNS[sign]["en"])
        for r, v, span, held, sign in zip(codes, s.welfare, spans, found.stated, found.sign, strict=True)
    ]


def _row(cells: list[str]) -> str:
    return f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in cells)}</tr>"
