"""A policy goes in, a new economy comes out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.equilibrium import guards
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.counterfactual import accounts_after
from newind.equilibrium.cutoffs import settle
from newind.equilibrium.laboratory import Laboratory, laboratory
from newind.equilibrium.levers import Ground, Move, build_shocks
from newind.equilibrium.problem import Problem
from newind.equilibrium.quantities import prices_after
from newind.equilibrium.solve import Solution, solve
from newind.policy.schema import Package, Shock
from newind.policy.targets import Target, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from newind.accounts.accounts import Accounts
    from newind.equilibrium.decomposition import Decomposition
    from newind.policy.ranges import Range
    from newind.typing import Array

STATIC = "static comparison: no adjustment cost, no new trade links, industry averages"
WELFARE = "real income: income over the price of final demand, tariffs and transfers included (equivalent variation)"


@dataclass(frozen=True, eq=False)
class Simulation:
    """The economy that a package leads to, beside the one it starts from.

    Parameters
    ----------
    laboratory : Laboratory
        The economy on the model's footing.
    package : Package
        What was tried.
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
        """What each government takes by source, what it gives as negative; million USD of the benchmark; (R,) each."""
        return self.solution.state.government

    @property
    def bill(self) -> Array:
        """What the package costs each government: fall of its net revenue, in shares of world income; (R,)."""
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
    def again(self, package: Package | None = None, **parameters: Any) -> Simulation:
        """Return the simulation of another package or with other parameters, on the same accounts and footing."""
        given = {**self.parameters, **parameters}
        lab = laboratory(self.laboratory.origin, Assumptions(self.horizon, given))
        return _simulated(lab, self.laboratory.origin, package or self.package, given)

    @cached_property
    def otherwise_financed(self) -> Simulation:
        """The same package paid for by a tax on output (or by transfers, where it is paid by the tax)."""
        other = "output_tax" if self.package.financing == "lump_sum" else "lump_sum"
        said = {k: getattr(self.package, k) for k in ("name", "label", "note", "clause", "sources")}
        return self.again(Package(self.package.shocks, financing=other, **said))

    def range(self, measure: Callable[[Simulation], Array] | None = None) -> Range:
        """Return how far a result depends on trade elasticity, substitution, scale and the split of factor income.

        Parameters
        ----------
        measure : callable, optional
            From a simulation to an array; welfare by default.
        """
        from newind.policy.ranges import range_of

        return range_of(self, measure)

    @cached_property
    def decomposition(self) -> Decomposition:
        """Where the change of real income comes from, exact along the path of the shocks."""
        from newind.equilibrium.decomposition import decompose

        return decompose(self.laboratory.model, self.solution.problem)

    @cached_property
    def contributions(self) -> dict[str, Array]:
        """What each action or family of the package adds to log real income, adding up to all of it; (R,) each."""
        from newind.policy.effects import contributions_of

        return contributions_of(self)

    # ---- what is written down
    def carries(self) -> dict[str, Any]:
        """Return what every result carries: benchmark, horizon, closure, limits, and what reproduces it."""
        w, assumptions = self.baseline, self.laboratory.assumptions
        return {
            "benchmark": {"year": w.year, "status": w.status, "source": w.source, "unit": w.unit, "hash": w.hash},
            "horizon": self.horizon,
            "capital": "moves between industries" if assumptions.mobile else "stays in its industry",
            "trade_balance": assumptions.choice("trade_balance"),
            "financing": self.package.financing,
            "assumptions": assumptions.to_dict(),
            "limits": STATIC,
            "welfare_concept": WELFARE,
            "package": self.package.to_dict(),
            "package_hash": self.package.hash,
            "seed": None,
            "version": version("newind"),
            "residual": self.residual,
            "iterations": self.iterations,
            "log": list(self.log),
        }

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data: by region, and what it carries."""
        codes = self.baseline.regions.codes

        def by_region(values: Array) -> dict[str, float]:
            return dict(zip(codes, values.tolist(), strict=True))

        return {
            "welfare": by_region(self.welfare),
            "prices": {k: by_region(v) for k, v in self.prices.items() if v.ndim == 1},
            "government": {k: by_region(v) for k, v in self.government.items()},
            "bill": by_region(self.bill),
            **self.carries(),
        }

    def to_json(self) -> str:
        """Return the result as a JSON text, with ``schema_version``."""
        return json.dumps({"schema_version": 1, **self.to_dict()}, ensure_ascii=False, indent=1, allow_nan=False)

    def __repr__(self) -> str:
        """Say what was tried and who gains and loses most."""
        codes, welfare = self.baseline.regions.codes, self.welfare
        best, worst = int(welfare.argmax()), int(welfare.argmin())
        return (
            f"Simulation({self.package.name or 'scenario'!r} on {self.baseline.year}, {self.horizon}: real income "
            f"{codes[best]} {welfare[best]:+.2%} to {codes[worst]} {welfare[worst]:+.2%})"
        )


def simulate(
    w: Accounts,
    package: Package | Shock | Iterable[Shock] | None = None,
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
        In place of shipped parameters: ``trade_elasticity`` (a number, by industry, or ``"cp2015"``),
        ``substitution_inputs`` …, ``shares`` (``"user"``, ``"common"``), ``trade_balance`` (``"share"`` of world income
        fixed, ``"zero"``), ``scale`` (False, True or a number), ``tariffs`` (``"2005"``, ``"none"``), ``migration`` (a
        matrix of people by origin and destination).

    Returns
    -------
    Simulation
        Two economies, ``baseline`` and ``accounts``, and what happened between them.

    Raises
    ------
    DataError
        For accounts with a boundary or that cannot be repaired.
    PolicyError
        For a package that contradicts itself, names what the accounts lack, strands users or ruins a region.
    ConvergenceError
        Where no equilibrium is found; a partial result is never returned.

    Examples
    --------
    >>> from newind.accounts.reference import load
    >>> s = simulate(load("world", year=2011), Shock("tariff", 0.1, region="USA", partner="CHN"), horizon="long")
    >>> bool(s.welfare[s.baseline.regions.index("CHN")] < 0)
    True
    """
    given = dict(parameters or {})
    lab = laboratory(w, Assumptions(horizon, given))
    return _simulated(lab, w, as_package(package), given)


def as_package(given: Package | Shock | Iterable[Shock] | None) -> Package:
    """Return a package of what was given."""
    if isinstance(given, Package):
        return given
    shocks = () if given is None else (given,) if isinstance(given, Shock) else tuple(given)
    return Package(shocks)


def _simulated(lab: Laboratory, w: Accounts, package: Package, given: Mapping[str, Any]) -> Simulation:
    problem, log = posed(lab, w, package)
    solution = solve(lab.model, problem)
    looked = guards.check_after(solution, lab.model)
    return Simulation(lab, package, solution, given, (*lab.log, *log, *solution.problem.log, *looked))


def posed(lab: Laboratory, w: Accounts, package: Package) -> tuple[Problem, tuple[str, ...]]:
    """Return the problem that a package poses in a laboratory, and what was said on the way."""
    ground = Ground.of(lab.baseline, lab.benchmark, lab.assumptions)
    moves = [_move(t, w.R, w.S) for t in resolve(package, w)]
    shocks, log = build_shocks(moves, ground, package.financing)
    problem = Problem(lab.benchmark, lab.assumptions.elasticities(w.industries), shocks)
    guards.check(problem, both=bool(lab.assumptions.choice("both_distortions")))
    return settle(problem), log


def _move(target: Target, R: int, S: int) -> Move:
    shock = target.shock
    return Move(
        lever=target.lever.id,
        value=shock.value,
        mode=shock.mode,
        regions=_mask(target.regions, R),
        partners=_mask(target.partners, R),
        industries=_mask(target.industries, S),
        users=target.users,
        options={name: shock.option(name) for name in target.lever.options},
        name=f"shock {target.number} ({target.lever.id})",
    )


def _mask(chosen: Any, size: int) -> Any:
    mask = np.zeros(size, dtype=bool)
    mask[chosen] = True
    return mask
