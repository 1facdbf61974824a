"""Which parameters an outcome depends on most, and percentiles of a yearly figure over many draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, RunError, join_items, tell, unknown
from newind.pathways.draws import request_of
from newind.pathways.followed import SERIES
from newind.pathways.runfolder import create_run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.pathways.runstore import RunStore
    from newind.pathways.sampling import Ranges
    from newind.policy.schema import Package
    from newind.typing import Array, BoolArray


WORK = "sensitivity"
METHODS = {
    "sobol": ("first", "first_error", "total", "total_error"),
    "morris": ("mean", "size", "size_error", "spread"),
}
"""Methods, and what they find of each parameter.

Of Sobol: the share of variance that the parameter causes alone, and in all with others. Of Morris: the mean effect of
crossing its range, the mean of its size and the standard deviation of effects. Errors are half-widths of intervals that
hold 95 of 100 times.
"""
LEVELS = 4
"""Values of each parameter in Morris's design."""
LEAST = 1e-12
"""Variation, against the size of the outcome, that solves cannot tell from none."""


@dataclass(frozen=True, eq=False)
class OutcomeSensitivity:
    """Parameters that an outcome depends on.

    Parameters
    ----------
    method : {"sobol", "morris"}
        How it was found.
    names : tuple of str
        Parameters.
    found : dict of str to (parameters,) array
        What `METHODS` names.
    outcome : (draws,) array
        What came of each draw.
    """

    method: str
    names: tuple[str, ...]
    found: Mapping[str, Array]
    outcome: Array

    @property
    def order(self) -> list[int]:
        """Parameters from the one that matters most."""
        most = self.found["total" if self.method == "sobol" else "size"]
        return [int(k) for k in np.argsort(-most, kind="stable")]

    def table(self) -> pd.DataFrame:
        """Return a row a parameter, the one that matters most first."""
        import pandas as pd

        order = self.order
        columns = {name: values[order] for name, values in self.found.items()}
        return pd.DataFrame({"parameter": [self.names[k] for k in order], **columns})


def points(ranges: Ranges, many: int, method: str = "sobol", seed: int = 0) -> list[dict[str, float]]:
    """Return the cases that a method asks for.

    Parameters
    ----------
    ranges : mapping of str to (float, float)
        Low and high of each parameter, two at least.
    many : int
        Base draws of Sobol's method, a power of two: (parameters + 2) × many cases; or courses of Morris's, at least
        two: (parameters + 1) × many cases.
    method : {"sobol", "morris"}
        As of `METHODS`.
    seed : int
        Of the random numbers.

    Raises
    ------
    DataError
        For too few draws or parameters, and for draws of Sobol's method that are no power of two.
    UnknownNameError
        For another method.

    References
    ----------
    Saltelli, Annoni, Azzini, Campolongo, Ratto & Tarantola (2010), Computer Physics Communications 181(2), 259; Morris
    (1991), Technometrics 33(2), 161; drawn with SALib (Herman & Usher 2017, Journal of Open Source Software 2(9), 97).
    """
    from SALib.sample import morris, sobol

    if method not in METHODS:
        raise unknown("method", method, METHODS, tell("sensitivity.methods", known=join_items(METHODS)))
    if many < 2 or len(ranges) < 2:
        raise DataError(tell("sensitivity.few", many=many, parameters=len(ranges)))
    if method == "sobol" and many & (many - 1):
        below = 1 << (many.bit_length() - 1)
        raise DataError(tell("draws.power_of_two", many=many, below=below, above=2 * below))
    problem = _problem(ranges)
    if method == "sobol":
        drawn = sobol.sample(problem, many, calc_second_order=False, seed=seed)
    else:
        drawn = morris.sample(problem, many, num_levels=LEVELS, seed=seed)
    return [dict(zip(ranges, row, strict=True)) for row in drawn.tolist()]


def indices(
    ranges: Ranges, cases: Sequence[Mapping[str, float]], outcome: Array, method: str = "sobol", seed: int = 0
) -> OutcomeSensitivity:
    """Return what an outcome depends on.

    Parameters
    ----------
    ranges, method, seed
        As of `points`.
    cases : sequence of mapping
        What `points` returned.
    outcome : (draws,) array
        What came of each.

    Raises
    ------
    DataError
        For an outcome that is the same in all cases, or not known in some.
    """
    from SALib.analyze import morris, sobol

    y = np.asarray(outcome, dtype=np.float64)
    if not np.isfinite(y).all() or np.ptp(y) <= LEAST * max(float(np.abs(y).max()), 1.0):
        raise DataError(tell("sensitivity.constant") if np.isfinite(y).all() else tell("sensitivity.unknown"))
    problem = _problem(ranges)
    if method == "sobol":
        rng = np.random.default_rng(seed)  # SALib leaves a seed of 0 aside
        got = sobol.analyze(problem, (y - y.mean()) / y.std(), calc_second_order=False, seed=rng)
        keys = ("S1", "S1_conf", "ST", "ST_conf")
    else:
        drawn = np.array([[case[name] for name in ranges] for case in cases])
        got = morris.analyze(problem, drawn, y, num_levels=LEVELS, seed=seed)
        keys = ("mu", "mu_star", "mu_star_conf", "sigma")
    named = zip(METHODS[method], keys, strict=True)
    return OutcomeSensitivity(method, tuple(ranges), {n: np.asarray(got[k], dtype=np.float64) for n, k in named}, y)


def sensitivity_run(
    w: Accounts,
    package: Package,
    ranges: Ranges,
    many: int,
    method: str = "sobol",
    *,
    seed: int = 0,
    runs: str | PathLike[str] | None = None,
    name: str | None = None,
    **asked: Any,
) -> RunStore:
    """Write down a run with the paths that a method asks for; `newind.pathways.running.go_on` does it.

    Parameters
    ----------
    w, package
        As of :func:`newind.pathway`.
    ranges, many, method, seed
        As of `points`.
    runs, name
        As of `newind.pathways.runfolder.create_run`.
    **asked
        ``until``, ``horizon``, ``parameters``, ``start``, ``history``, ``off``, ``scenario`` and ``regions``, as of
        `newind.pathways.draws.draws_of`.

    Raises
    ------
    DataError, UnknownNameError
        As of `points` and `draws_of`.
    """
    cases = points(ranges, many, method, seed)
    design = {"method": method, "ranges": {n: list(r) for n, r in ranges.items()}, "many": many}
    request = {**request_of(w, package, **asked), "design": design}
    return create_run(WORK, request, w, cases, seed=seed, runs=runs, name=name)


def sensitivity(
    store: RunStore, region: str, outcome: str = "real_income", year: int | None = None, *, level: bool = False
) -> OutcomeSensitivity:
    """Return what an outcome of a run of `sensitivity_run` depends on.

    Parameters
    ----------
    store : RunStore
        A run whose draws are all done.
    region : str
        Of the outcome.
    outcome : str
        Of `newind.pathways.followed.SERIES`.
    year : int, optional
        The last one by default.
    level : bool
        Whether the figure itself is looked at, over that of the benchmark year, rather than its change against the
        baseline.

    Raises
    ------
    UnknownNameError
        For another outcome, and a region or year that the run does not keep.
    DataError
        For a run of another kind, and an outcome that does not vary.
    RunError
        When draws failed or are not done: neither method can do without one.
    """
    design = store.request.get("design")
    if design is None:
        raise DataError(tell("sensitivity.other_run", name=store.name))
    check_outcome(outcome)
    cases, values, errors = store.cases(), store.values(), store.errors()
    if len(values) < len(cases):
        first = next(iter(errors.values()), "")
        raise RunError(tell("sensitivity.incomplete", lacking=len(cases) - len(values), total=len(cases), first=first))
    some, column = values[0], outcome if level else f"{outcome}_change"
    last = int(some["year"].max()) if year is None else year
    at = (some["year"] == last) & (some["region"] == region)
    if not at.any():
        raise unknown("region or year", f"{region} {last}", (), tell("sensitivity.kept"))
    y = np.array([values[k][column][at][0] for k in range(len(cases))])
    ranges = {name: (low, high) for name, (low, high) in design["ranges"].items()}
    return indices(ranges, cases, y, design["method"], store.seed)


def check_outcome(name: str) -> str:
    """Return the name of a yearly figure.

    Raises
    ------
    UnknownNameError
        For a name that is none of `newind.pathways.followed.SERIES`.
    """
    if name not in SERIES:
        raise unknown("series", name, SERIES, tell("path.series", known=join_items(SERIES)))
    return name


def _problem(ranges: Ranges) -> dict[str, Any]:
    return {"num_vars": len(ranges), "names": list(ranges), "bounds": [list(r) for r in ranges.values()]}


PERCENTILES = (5, 25, 50, 75, 95)
FEWEST = 40
"""Draws below which percentiles are not said to have settled: two beyond each outer one."""
SETTLED = 0.05
"""Most that the second half of the draws may move a percentile, over the distance of the outer ones."""
LEAST_DISTANCE = 1e-8
"""Distance that solves cannot tell from none."""


@dataclass(frozen=True, eq=False)
class Percentiles:
    """A yearly figure over draws.

    Parameters
    ----------
    outcome : str
        Of `newind.pathways.followed.SERIES`.
    level : bool
        Whether it is the figure over that of the benchmark year, rather than its change against the baseline.
    years : tuple of int
        In order.
    values : (P, T) array
        Percentiles by year, `PERCENTILES` in order; NaN where nothing is known.
    errors : (P, T) array
        Their Monte Carlo standard errors.
    moved : (P, T) array
        By how much they differ from those of the first half of the draws.
    draws, failed : int
        Draws that came out, and those that did not.
    """

    outcome: str
    level: bool
    years: tuple[int, ...]
    values: Array
    errors: Array
    moved: Array
    draws: int
    failed: int

    @property
    def settled(self) -> BoolArray:
        """Whether the second half of the draws has moved no percentile of a year by much; (T,)."""
        wide = np.maximum(self.values[-1] - self.values[0], LEAST_DISTANCE)
        return np.asarray((np.abs(self.moved).max(axis=0) <= SETTLED * wide) & (self.draws >= FEWEST))

    def table(self) -> pd.DataFrame:
        """Return a row a year: ``p5`` … ``p95``, the largest ``error`` and ``moved`` of them, ``settled``."""
        import pandas as pd

        named = {f"p{p}": row for p, row in zip(PERCENTILES, self.values, strict=True)}
        doubt = {"error": self.errors.max(axis=0), "moved": np.abs(self.moved).max(axis=0), "settled": self.settled}
        return pd.DataFrame({"year": list(self.years), **named, **doubt})


def standard_errors(sample: Array, percentiles: tuple[int, ...] = PERCENTILES) -> Array:
    """Return standard errors of percentiles of independent draws; (P, …).

    Parameters
    ----------
    sample : (N, …) array
        Draws.
    percentiles : tuple of int
        From 0 to 100.

    Notes
    -----
    Half the distance between the percentiles that lie one standard error of the share of draws below, √(p (1 − p) / N),
    to either side: it needs no density. Draws that fill space evenly err less than it says.

    References
    ----------
    Woodruff (1952), Journal of the American Statistical Association 47(260), 635.
    """
    p = np.array(percentiles) / 100.0
    off = np.sqrt(p * (1.0 - p) / len(sample))
    low, high = (np.quantile(sample, np.clip(p + side * off, 0.0, 1.0), axis=0) for side in (-1.0, 1.0))
    return np.asarray((high - low) / 2.0)


def percentiles_of(store: RunStore, region: str, outcome: str = "real_income", *, level: bool = False) -> Percentiles:
    """Return percentiles of a yearly figure over the draws of a run that are done.

    Parameters
    ----------
    store : RunStore
        As of `newind.pathways.draws.draws_of`.
    region : str
        Whose figure.
    outcome : str
        Of `newind.pathways.followed.SERIES`.
    level : bool
        Whether it is the figure over that of the benchmark year, rather than its change against the baseline.

    Raises
    ------
    UnknownNameError
        For another figure, and a region that the run does not keep.
    DataError
        When fewer than two draws have come out.
    """
    check_outcome(outcome)
    values = store.values()
    if len(values) < 2:
        raise DataError(tell("percentiles.few", name=store.name, draws=len(values)))
    order = sorted(values)
    some = values[order[0]]
    at = np.asarray(some["region"] == region)
    if not at.any():
        raise unknown("region", region, set(some["region"]), tell("sensitivity.kept"))
    column = outcome if level else f"{outcome}_change"
    sample = np.array([values[k][column][at] for k in order], dtype=np.float64)
    years = tuple(int(y) for y in some["year"][at])
    return percentiles_in(sample, years, outcome, level=level, failed=len(store.errors()))


def percentiles_in(
    sample: Array, years: tuple[int, ...], outcome: str = "real_income", *, level: bool = False, failed: int = 0
) -> Percentiles:
    """Return percentiles of a sample of a yearly figure.

    Parameters
    ----------
    sample : (N, T) array
        Draws in the order in which they were drawn; two at least.
    years : tuple of int
        In order.
    outcome, level
        What it is.
    failed : int
        Draws that did not come out.

    Examples
    --------
    >>> percentiles_in(np.arange(101.0)[:, None], (2030,)).values[:, 0].tolist()
    [5.0, 25.0, 50.0, 75.0, 95.0]
    """
    half = sample[: max(len(sample) // 2, 1)]
    found, before = (np.percentile(s, PERCENTILES, axis=0) for s in (sample, half))
    return Percentiles(outcome, level, years, found, standard_errors(sample), found - before, len(sample), failed)
