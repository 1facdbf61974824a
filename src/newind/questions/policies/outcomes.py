"""What a simulation comes to: ranges, sources and parts of real income, headline changes, the six characteristics."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

import numpy as np

from newind.analyses.science.purchases import Purchases, check_industry
from newind.equilibrium.quantities import Quantities
from newind.errors import ConvergenceError, NewindError, PolicyError
from newind.kernels.secondprocess import made_meanwhile
from newind.language.phrases import industry as named_inside
from newind.measures.headline import changes, headline
from newind.measures.registry import indicators
from newind.messages import message
from newind.parameters import parameter
from newind.pathways.comparing import BILL, CO2, REAL_INCOME, emissions
from newind.pathways.outlook import table_as_it_is
from newind.policy.simulate import by_region, result
from newind.policy.targets import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from newind.equilibrium.contributions import Contributions
    from newind.equilibrium.decomposition import Decomposition
    from newind.equilibrium.many import NoEquilibrium
    from newind.measures.headline import IndicatorChange
    from newind.messages import Text
    from newind.policy.ranges import Range
    from newind.policy.simulate import Simulation
    from newind.typing import Array

T = TypeVar("T")
SHOWN = ("s4.dva_share", "s2.manufacturing_share")
"""Indicators that stand at the top, beside real income and emissions."""
WITHOUT_RANGE = ("prices", "government", "decomposition", "contributions")
"""Parts of a result as plain data that are of the central case."""
FOREIGN = message("policies.outcomes.foreign")
LABELS: dict[str, Text] = {
    REAL_INCOME: message("policies.outcomes.labels.real_income"),
    CO2: message("policies.outcomes.labels.co_emissions"),
}
ChangeKind = Literal["relative", "points"]


# ---- all regions


@dataclass(frozen=True)
class OptionalResult(Generic[T]):
    """Something that was found, or why it could not be."""

    found: T | None = None
    why_not: str = ""


@dataclass(frozen=True, eq=False)
class SimulationReport:
    """A simulation and what it means.

    Parameters
    ----------
    simulation : Simulation
        The package on the economy.
    explained : tuple of int
        Regions to explain.
    range, other, sources, parts : OptionalResult
        Range of real income; the simulation with the other financing; where real income comes from; what each part of
        the package adds.
    ranges : mapping
        Range by what is measured and its name, such as ``("government", "tariffs")``; empty where there is none.
    changes : tuple of IndicatorChange
        The six characteristics.
    """

    simulation: Simulation
    explained: tuple[int, ...]
    range: OptionalResult[Range]
    other: OptionalResult[Simulation]
    sources: OptionalResult[Decomposition]
    parts: OptionalResult[Contributions]
    changes: tuple[IndicatorChange, ...]
    ranges: Mapping[tuple[str, str], Range]


def report_simulation(s: Simulation, explained: Iterable[int]) -> SimulationReport:
    """Find out all about a simulation."""
    with made_meanwhile(partial(_find_parts, s)) as parts:
        ranges = _find_ranges(s)  # on the way, that of real income
        found = try_solution(s.range), try_solution(lambda: s.otherwise_financed)
        moved = changes(s.baseline, s.accounts)
        return SimulationReport(s, tuple(explained), *found, *parts(), moved, ranges)


def _find_parts(s: Simulation) -> tuple[OptionalResult[Decomposition], OptionalResult[Contributions]]:
    """Return where real income comes from, and what each part of the package adds."""
    return try_solution(lambda: s.decomposition), try_solution(lambda: s.attribution)


def collect_measures(s: Simulation, other: Simulation | NoEquilibrium) -> dict[tuple[str, str], Array]:
    """Return all that is shown with a range, by what is measured and its name; (R,) each.

    Where real income comes from is not among it: its decomposition costs three times all the rest.

    Parameters
    ----------
    s, other : Simulation
        With the package, and with the other financing (or why there is none).
    """
    return {
        **({} if isinstance(other, NewindError) else {("other", ""): other.welfare}),
        **{("government", k): v for k, v in s.revenue_changes.items()},
        ("bill", ""): s.bill,
        **{("six", c.id): c.relative for c in changes(s.baseline, s.accounts)},
    }


def _find_ranges(s: Simulation) -> dict[tuple[str, str], Range]:
    """Return the range of each measure over one pass of the parameter combinations."""
    names: list[tuple[str, str]] = []
    none = np.full(s.baseline.R, np.nan)

    def stack_measures(one: Simulation, other: Simulation | NoEquilibrium) -> Array:
        values = collect_measures(one, other)
        names.extend(() if names else values)  # of the central case, which comes first
        return np.stack([values.get(name, none) for name in names])

    found = try_solution(lambda: s.range(stack_measures, [s.package.finance_otherwise()])).found
    return {} if found is None else {name: found.select_measure(k) for k, name in enumerate(names)}


def try_solution(what: Callable[[], T]) -> OptionalResult[T]:
    """Return what was found, or the error of a policy that has no equilibrium there.

    Examples
    --------
    >>> try_solution(lambda: 1)
    OptionalResult(found=1, why_not='')
    """
    try:
        return OptionalResult(what())
    except (ConvergenceError, PolicyError) as error:
        return OptionalResult(why_not=str(error))


def list_report(o: SimulationReport) -> dict[str, Any]:
    """Return a simulation and what it means as plain data."""
    s = o.simulation
    by = partial(by_region, s)
    sources, parts = o.sources.found, o.parts.found
    ranges: dict[str, dict[str, Any]] = {}
    for (kind, name), r in o.ranges.items():
        said = {"low": by(r.low), "central": by(r.headline), "high": by(r.high), "sign": by(r.sign)}
        ranges.setdefault(kind, {})[name or kind] = said
    return {
        **result(s),
        "outlook_hash": table_as_it_is(s).hash,
        "decomposition": None if sources is None else {k: by(v) for k, v in sources.components.items()},
        "contributions": None if parts is None else {k: by(v) for k, v in parts.by_group.items()},
        "ranges": ranges,
        "central_case_no_range": list(WITHOUT_RANGE),
        "contributions_method": None if parts is None else parts.method,
        "not_found": [t.why_not for t in (o.sources, o.parts) if t.why_not],
        "characteristics": [
            {"topic": c.topic, "indicator": c.id, "unit": c.unit, "before": by(c.before), "after": by(c.after)}
            for c in o.changes
        ],
    }


# ---- one region


@dataclass(frozen=True)
class OutcomeChange:
    """How a figure of the region changes.

    Parameters
    ----------
    id : str
    label : Text
    unit : str
        Of `before` and `after`.
    better : {"higher", "lower", "target", "none"}
    before, after : float
    kind : {"relative", "points"}
        Whether the change is reported as a fraction, or as a difference of shares.
    indicator : str
        Id in the registry of indicators; empty where it is none.
    """

    id: str
    label: Text
    unit: str
    better: str
    before: float
    after: float
    kind: ChangeKind
    indicator: str = ""

    @property
    def change(self) -> float:
        """Return the change in the form in which it is reported."""
        if self.kind == "points":
            return self.after - self.before
        return self.after / self.before - 1 if self.before else float("nan")


def find_funds_loss(s: Simulation, at: int) -> float:
    """Return the part of a region's income that the fiscal cost would take on top, were it paid by taxes that distort.

    Zero where it is paid so already, or where money comes in.
    """
    funds = parameter("public_funds").value
    assert funds is not None
    if s.package.financing != "lump_sum":
        return 0.0
    return max(float((funds - 1.0) * s.bill[at] / s.laboratory.benchmark.final[at]), 0.0)


def average_tariffs(s: Simulation) -> dict[int, float | None]:
    """Return the tariff in force on what each shock of a tariff acts on, by its place in the package, trade as weights.

    None where nothing is traded.
    """
    benchmark, dims = s.laboratory.benchmark, ("industry", "region", "partner")
    on = [t for t in resolve(s.package, s.baseline) if t.lever.id == "tariff"]
    masks = {t.number - 1: t.mask(dims, benchmark.tariff.shape) for t in on}
    return {k: average_rate(benchmark.tariff[m], benchmark.border[m]) for k, m in masks.items()}


def average_rate(rates: Array, by: Array) -> float | None:
    """Return the average of rates; None where all weights are zero.

    Examples
    --------
    >>> average_rate(np.array([0.1, 0.2]), np.array([3.0, 1.0])), average_rate(np.array([0.1]), np.array([0.0]))
    (0.125, None)
    """
    return float((by * rates).sum() / by.sum()) if by.sum() > 0 else None


def list_headline_changes(s: Simulation, at: int, input: str = "") -> list[OutcomeChange]:
    """Return the changes that stand at the top: real income, an input, emissions, and the indicators `SHOWN`.

    What the accounts have no figures for is left out.

    Raises
    ------
    UnknownNameError
        For an input that is no industry of the accounts.
    """
    before, after = (float(emissions(w)[at]) for w in (s.baseline, s.accounts))
    unit = s.baseline.satellites["co2"].unit if "co2" in s.baseline.satellites else "kt"
    income = OutcomeChange(REAL_INCOME, LABELS[REAL_INCOME], "index", "higher", 100.0,
                           100.0 * (1 + float(s.welfare[at])), "relative")  # fmt: skip
    was, now = (headline(w, SHOWN) for w in (s.baseline, s.accounts))
    registry = indicators()
    shares = [
        OutcomeChange(id, registry[id].label, registry[id].unit, registry[id].better,
                      float(was[id][at]), float(now[id][at]), "points", id)
        for id in SHOWN if id in was
    ]  # fmt: skip
    bought = [_compute_foreign_value(s, at, input)] if input else []
    emitted = OutcomeChange(CO2, LABELS[CO2], unit, "lower", before, after, "relative")
    return [c for c in (income, *bought, emitted, *shares) if isfinite(c.change)]


def _compute_foreign_value(s: Simulation, at: int, industry: str) -> OutcomeChange:
    """Return the foreign value added in what the region buys of an input."""
    check_industry(s.baseline, industry, "input")
    k = s.baseline.industries.index(industry)
    was, now = (float(Purchases(w, w.regions.codes[at]).foreign_value[k]) for w in (s.baseline, s.accounts))
    said = {lang: FOREIGN[lang].format(name) for lang, name in named_inside(industry).items()}
    return OutcomeChange("input", said, "1", "none", was, now, "points", "s1.import_dependence")


def list_characteristics(s: Simulation, at: int) -> list[OutcomeChange]:
    """Return the six characteristics of the region."""
    registry = indicators()
    return [
        OutcomeChange(c.topic, registry[c.id].label, c.unit, c.better, float(c.before[at]), float(c.after[at]),
               "points" if c.unit == "1" else "relative", c.id)
        for c in changes(s.baseline, s.accounts)
    ]  # fmt: skip


def collect_figures(s: Simulation, at: int, input: str = "", *, six: bool = True) -> dict[str, dict[str, float]]:
    """Return every change that has a range, by kind and id.

    Parameters
    ----------
    s : Simulation
    at : int
        Position of the region.
    input : str
        An input that `list_headline_changes` covers, too.
    six : bool
        Whether the six characteristics are among them, which take their time.

    Returns
    -------
    dict
        ``cards``, ``characteristics``, ``regions`` (real income), ``industries`` (volume of value added of the region)
        as fractions or differences of shares; ``government``: the fiscal cost and how much more is taken by source, in
        million units of money.
    """
    volume = np.asarray(Quantities(s.solution, s.baseline).value_added[at]) - 1
    made = s.baseline.value_added.reshape(s.baseline.R, -1)[at] > 0
    return {
        "cards": {c.id: c.change for c in list_headline_changes(s, at, input)},
        "characteristics": {c.id: c.change for c in list_characteristics(s, at)} if six else {},
        "regions": dict(zip(s.baseline.regions.codes, s.welfare.tolist(), strict=True)),
        "industries": {i: float(v) for i, v, m in zip(s.baseline.industries, volume, made, strict=True) if m},
        "government": {BILL: float(s.bill[at])} | {k: float(v[at]) for k, v in s.revenue_changes.items()},
    }
