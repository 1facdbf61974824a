"""Effects of support to research: real income, value added and research, as ranges, in scenarios of one budget."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.datafiles import read_yaml
from newind.equilibrium.levers.technology import compute_done
from newind.errors import ConvergenceError, DataError, NewindError, PolicyError, unknown
from newind.measures.shared import by_region, explain_missing_group, positions
from newind.messages import list_languages
from newind.policy.posing import ground_of
from newind.policy.schema import Package, Shock
from newind.policy.simulate import simulate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.policy.simulate import Simulation
    from newind.typing import Array


LEVER = "rd_subsidy"
MOST = 0.9
"""Largest share of research cost that the lever lets the state pay."""
RESPONSES = ("rd_cost_elasticity", "rd_return")
"""Responses that are varied together: research to its cost, and value added to research."""


@cache
def definition() -> dict[str, Any]:
    """Return scenarios, outcomes and notes, each in English and Chinese (``research_support.yaml``)."""
    content: dict[str, Any] = read_yaml("newind.analyses.science", "research_support.yaml")
    return content


def package_of(region: str, industries: tuple[str, ...], paid: float) -> Package:
    """Return the package in which a government pays a share of the research of some industries."""
    return Package([Shock(LEVER, paid, region=region, industry=list(industries))], name="research")


def places(w: Accounts) -> dict[str, tuple[str, ...]]:
    """Return the industries of the scenarios that leave some out: scenario → industries."""
    high = {w.industries[int(k)] for k in positions(w, "high-tech")}
    return {
        "high_tech": tuple(i for i in w.industries if i in high),
        "other": tuple(i for i in w.industries if i not in high),
    }


def cost(s: Simulation, region: str) -> float:
    """Return what a government pays for research, before its other revenue changes; million USD.

    The lever pays through factors, which nothing else here subsidises.
    """
    return -float(s.government["factor taxes"][s.baseline.regions.index(region)])


def together(central: Simulation, measure: Callable[[Simulation], Array]) -> tuple[dict[str, Array], list[str]]:
    """Return outcomes where both assumed responses are at an end of their range, and cases without an equilibrium."""
    found: dict[str, Array] = {}
    lost: list[str] = []
    cases = list(corners(central))
    for case, s in zip(cases, central.rerun_many((central.package, case) for case in cases), strict=True):
        if isinstance(s, NewindError):
            lost.append(f"{case}: {s}")
        else:
            found[str(case)] = measure(s)
    return found, lost


def corners(central: Simulation) -> Iterator[dict[str, Any]]:
    """Yield both assumed responses at the ends of their ranges together; nothing where one of them is given."""
    assumptions = central.laboratory.assumptions
    free = [name for name in RESPONSES if name not in assumptions.given]
    if len(free) == len(RESPONSES):
        for values in product(*(assumptions.range(name) for name in free)):
            yield dict(zip(free, values, strict=True))


def format_case(corner: Mapping[str, Any]) -> str:
    """Return what a case is called, the same in all scenarios."""
    return str(dict(sorted(corner.items(), key=lambda item: item[0])))


def outcomes(s: Simulation, region: str, industries: tuple[str, ...], paid: float) -> Array:
    """Return what a subsidy to research does, in the order of the outcomes; (6,).

    Parameters
    ----------
    s : Simulation
    region : str
    industries : tuple of str
        Where research is subsidised.
    paid : float
        Share of its cost that the state pays there.

    Notes
    -----
    Money is against world income, as in the model. Research is k v VA by industry: intensity in the benchmark, times
    what is done of it where it is subsidised, times value added.
    """
    w, after = s.baseline, by_region(s.baseline, s.accounts.value_added)
    r = w.regions.index(region)
    before, now = by_region(w, w.value_added)[r], after[r]
    ground = ground_of(s.laboratory)
    intensity = np.nan_to_num(ground.knowledge[r])
    share = np.array([paid if i in industries else 0.0 for i in w.industries])
    more = np.exp(compute_done(share, ground))
    high = positions(w, "high-tech")
    gain, spent = float(s.welfare[r]), cost(s, region)
    return np.array(
        [
            gain,
            now.sum() / before.sum() - 1,
            now[high].sum() / before[high].sum() - 1,
            (intensity * more * now).sum() / (intensity * before).sum() - 1,
            spent,
            gain * s.laboratory.benchmark.final[r] / spent,
        ]
    )


def outcome_at(name: str) -> int:
    """Return the position of an outcome.

    Raises
    ------
    UnknownNameError
        For an outcome that there is not.
    """
    known = list(definition()["outcomes"])
    if name not in known:
        raise unknown("outcome", name, known, f"Outcomes are {', '.join(known)}.")
    return known.index(name)


TRIALS = 12
CLOSE = 1e-6
"""How near costs of scenarios must be, relative to each other."""
NOISE = 1e-8
"""Tolerance of solves, relative to income: what is smaller counts as nothing."""
COLUMNS = ("scenario", "paid", "outcome", "low", "middle", "high", "sure", "unit", "status")


@dataclass(frozen=True)
class ScenarioEffect:
    """One outcome of one scenario.

    Parameters
    ----------
    low, high : float
        Lowest and highest over all cases.
    middle : float
        With central assumptions.
    """

    low: float
    middle: float
    high: float

    @property
    def sure(self) -> bool:
        """Whether the sign is the same in all cases."""
        return self.low > NOISE or self.high < -NOISE

    @property
    def headline(self) -> float | None:
        """The middle; None where the sign changes inside the range."""
        return self.middle if self.sure else None


@dataclass(frozen=True, eq=False)
class BudgetScenario:
    """One way of spending the budget.

    Parameters
    ----------
    name : {"all", "high_tech", "other"}
    industries : tuple of str
        Where research is subsidised.
    paid : float
        Share of the cost of their research that the state pays; NaN where the budget cannot be spent so.
    package : Package
    outcomes : tuple of str
    cases : tuple of str
        What is assumed in each case, the central one first.
    values : (cases, outcomes) array
    failed : tuple of str
        Cases without an equilibrium, with the reason, or why the budget cannot be spent so.
    """

    name: str
    industries: tuple[str, ...]
    paid: float
    package: Package
    outcomes: tuple[str, ...]
    cases: tuple[str, ...]
    values: Array
    failed: tuple[str, ...] = ()

    @property
    def label(self) -> dict[str, str]:
        """Name of the scenario, in English and Chinese."""
        return {lang: definition()["scenarios"][self.name][lang] for lang in list_languages()}

    def effect(self, outcome: str) -> ScenarioEffect:
        """Return an outcome over all cases; NaN where the scenario is impossible.

        Raises
        ------
        UnknownNameError
            For an outcome that there is not.
        """
        found = self.values[:, outcome_at(outcome)]
        if not len(found):
            return ScenarioEffect(np.nan, np.nan, np.nan)
        return ScenarioEffect(float(found.min()), float(found[0]), float(found.max()))


@dataclass(frozen=True, eq=False)
class ResearchEffect:
    """Effects of support to research in scenarios of one budget.

    Parameters
    ----------
    region : str
    year : int
        Year of the accounts.
    horizon : {"short", "medium", "long"}
    size : float
        Share of research cost that the state pays in the first scenario.
    budget : float, million USD
        What the government pays for research with central assumptions, the same in all scenarios.
    scenarios : tuple of BudgetScenario
    log : tuple of str
        What was repaired, estimated or assumed.
    """

    region: str
    year: int
    horizon: str
    size: float
    budget: float
    scenarios: tuple[BudgetScenario, ...]
    log: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[dict[str, str], ...]:
        """Notes that belong beside the values, in English and Chinese."""
        return tuple(definition()["notes"])

    def __getitem__(self, name: str) -> BudgetScenario:
        """Return a scenario.

        Raises
        ------
        UnknownNameError
            For a scenario that there is not.
        """
        known = {s.name: s for s in self.scenarios}
        if name not in known:
            raise unknown("scenario", name, known, f"Scenarios are {', '.join(known)}.")
        return known[name]

    def difference(self, one: str, other: str, outcome: str = "per_cost") -> ScenarioEffect:
        """Return by how much an outcome of one scenario exceeds that of another, case by case.

        Raises
        ------
        UnknownNameError
            For a scenario or outcome that there is not.
        """
        k = outcome_at(outcome)
        a, b = (dict(zip(s.cases, s.values[:, k], strict=True)) for s in (self[one], self[other]))
        found = [float(a[case] - b[case]) for case in a if case in b]
        return ScenarioEffect(min(found), found[0], max(found)) if found else ScenarioEffect(np.nan, np.nan, np.nan)

    def table(self) -> pd.DataFrame:
        """Return a row for each scenario and outcome.

        Returns
        -------
        DataFrame
            ``scenario``, ``paid`` (share of the cost of research), ``outcome``, ``low``, ``middle``, ``high``,
            ``sure`` (False: the sign changes inside the range, there is no headline number), ``unit`` ("1": change as a
            fraction, and for ``per_cost`` real income gained over cost), ``status`` ("simulated").
        """
        import pandas as pd

        rows = []
        for s in self.scenarios:
            for name, said in definition()["outcomes"].items():
                e = s.effect(name)
                rows.append((s.name, s.paid, name, e.low, e.middle, e.high, e.sure, said["unit"], "simulated"))
        return pd.DataFrame(rows, columns=list(COLUMNS))


def research_effect(
    w: Accounts,
    region: str,
    size: float = 0.1,
    horizon: str = "long",
    parameters: Mapping[str, Any] | None = None,
) -> ResearchEffect:
    """Return what a subsidy to research does, with one budget in three scenarios of where it goes.

    Parameters
    ----------
    w : Accounts
        Closed accounts of one year.
    region : str
        Economy whose government pays.
    size : float in (0, 0.9]
        Share of the cost of research that it pays in all industries; a scenario, not a proposal.
    horizon : {"short", "medium", "long"}
        Knowledge follows research in the long run only.
    parameters : mapping, optional
        In place of shipped parameters; what is given is not varied.

    Returns
    -------
    ResearchEffect
        Ranges over trade elasticity, substitution and economies of scale, and over both assumed responses, each alone
        and together.

    Raises
    ------
    PolicyError
        For a size out of bounds.
    DataError
        For accounts with a boundary or without high-technology industries.
    UnknownNameError
        For a region that the accounts lack.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = research_effect(load("world", year=2011), "CHN", parameters={"scale": 0.0})
    >>> [s.name for s in found.scenarios], found["high_tech"].paid > found["all"].paid
    (['all', 'high_tech', 'other'], True)
    """
    if not 0 < size <= MOST:
        raise PolicyError(f"{LEVER}: the state pays a share above 0 and up to {MOST:g} of research, not {size!r}.")
    w.regions.index(region)
    if why := explain_missing_group(w, "high-tech"):
        raise DataError(f"research_effect: {why}")
    given = {} if parameters is None else dict(parameters)
    first = simulate(w, package_of(region, w.industries, size), horizon, given)
    budget = cost(first, region)
    made = [scenario("all", w.industries, size, first, region)]
    made += [at_cost(name, where, first, region, size) for name, where in places(w).items()]
    return ResearchEffect(region, w.year, horizon, size, budget, tuple(made), first.log)


def at_cost(name: str, industries: tuple[str, ...], first: Simulation, region: str, size: float) -> BudgetScenario:
    """Return the scenario that costs what the first does, or one without figures where none can."""
    budget, paid = cost(first, region), size
    try:
        for _ in range(TRIALS):
            now = cost(first.rerun(package_of(region, industries, paid)), region)
            if abs(now / budget - 1) < CLOSE:
                return scenario(name, industries, paid, first, region)
            paid = _closer(paid, budget / now)
        why = f"no share up to {MOST:.0%} of their research costs as much"
    except (PolicyError, ConvergenceError) as error:
        why = str(error)
    nothing = np.zeros((0, len(definition()["outcomes"])))
    said = package_of(region, industries, paid)
    return BudgetScenario(name, industries, float("nan"), said, tuple(definition()["outcomes"]), (), nothing, (why,))


def _closer(paid: float, factor: float) -> float:
    """Return the share at which odds are so many times higher: costs grow faster than shares, slower than odds.

    Examples
    --------
    >>> _closer(0.5, 1.0), round(_closer(0.1, 2.0), 4)
    (0.5, 0.1818)
    """
    odds = paid / (1.0 - paid) * factor
    return min(odds / (1.0 + odds), MOST)


def scenario(name: str, industries: tuple[str, ...], paid: float, first: Simulation, region: str) -> BudgetScenario:
    """Return a scenario with its outcomes over all cases."""
    package = package_of(region, industries, paid)
    central = first.rerun(package)
    measure = partial(outcomes, region=region, industries=industries, paid=paid)
    alone = central.range(measure)
    both, lost = together(central, measure)
    values = np.vstack([alone.values, *both.values()])
    cases = (*(format_case(c) for c in alone.corners), *both)
    failed = (*alone.failed, *lost)
    return BudgetScenario(name, industries, paid, package, tuple(definition()["outcomes"]), cases, values, failed)
