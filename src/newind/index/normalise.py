"""Dividing by denominators, units of which enough is known, and one scale for all, higher is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from newind.accounts.regions import apply_house_style, region
from newind.errors import BilingualMessage, DataError, noun, offenders, tell
from newind.index.combine import LogEntry
from newind.index.weights.information import FLAT
from newind.kernels.quotients import mean_and_deviation
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.index.elements import Element
    from newind.index.settings import Normalise, Screen
    from newind.index.specification import Spec
    from newind.index.table import Table
    from newind.typing import Array, BoolArray, IntArray


def denominate(table: Table, spec: Spec) -> tuple[Table, list[LogEntry]]:
    """Return the table with indicators divided by their denominators.

    Raises
    ------
    DataError
        Where a denominator is zero or negative, or so small that the quotient is no number.
    """
    values, changes = table.values.copy(), []
    for element in (e for e in spec.indicator_elements if e.denominator):
        if element.denominator not in table.beside:
            raise DataError(tell("index.no_denominator", name=element.denominator))
        below = table.beside[element.denominator]
        if (zero := below <= 0).any():
            where = [table.rows.labels[i] for i in np.flatnonzero(zero)]
            name = element.denominator
            bad = offenders(where)
            raise DataError(tell("index.denominator", name=name, which=bad))
        column = table.codes.index(element.code)
        with np.errstate(over="ignore"):
            values[:, column] = values[:, column] / below
        if (endless := np.isinf(values[:, column])).any():
            bad = offenders([table.rows.labels[i] for i in np.flatnonzero(endless)])
            name = tell("index.quotient", code=element.code, by=element.denominator)
            raise DataError(tell("index.too_large", name=name, which=bad))
        known = int(np.isfinite(values[:, column]).sum())
        said = message("index.log.denominate", below=element.denominator)
        changes.append(LogEntry("denominate", element.code, known, said))
    return table.put(values), changes


@dataclass(frozen=True)
class RowExclusion:
    """A row that is not scored, and why.

    Attributes
    ----------
    unit, time, scenario : the row (time -1 where there are no years)
    available : share of indicators that are known
    pillars : aggregates of which nothing is known
    missing : indicators that are not known
    """

    unit: str
    time: int
    scenario: str
    available: float
    pillars: tuple[str, ...]
    missing: tuple[str, ...]


def available(values: Array) -> Array:
    """Return the share of indicators that each row has, (N,) in [0, 1]."""
    return np.asarray(np.isfinite(values).mean(axis=1))


def empty_pillars(values: Array, pillars: list[list[int]]) -> BoolArray:
    """Return which pillars have nothing known, (N, pillars)."""
    known = np.isfinite(values)
    return np.stack([~known[:, columns].any(axis=1) for columns in pillars], axis=1)


def find_scored_rows(table: Table, known: Array, spec: Spec, settings: Screen) -> BoolArray:
    """Return which rows are scored.

    Parameters
    ----------
    table : Table
        Figures as they stand at this step.
    known : (N, J) array
        Figures as they were given, before anything was imputed.
    """
    enough = available(table.values) >= settings.min_available - 1e-12
    return enough if settings.whole_pillars else enough & ~empty_pillars(known, columns_of(spec)).any(axis=1)


def columns_of(spec: Spec) -> list[list[int]]:
    """Return the columns of the indicators right below each pillar."""
    order = {code: k for k, code in enumerate(spec.tree.indicators)}
    tree = spec.tree
    return [[order[c] for c in tree.children[p] if c in order] for p in tree.pillars]


def list_unscored_rows(table: Table, known: Array, spec: Spec, keep: BoolArray) -> tuple[RowExclusion, ...]:
    """Return the rows that are not scored, with what they lack."""
    empty = empty_pillars(known, columns_of(spec))
    share = available(known)
    rows, pillars = table.rows, spec.tree.pillars
    return tuple(
        RowExclusion(
            rows.units[i], rows.times[i], rows.scenarios[i], float(share[i]),
            tuple(p for p, gone in zip(pillars, empty[i], strict=True) if gone),
            tuple(c for c, v in zip(table.codes, known[i], strict=True) if not np.isfinite(v)),
        )
        for i in np.flatnonzero(~keep)
    )  # fmt: skip


def nobody(spec: Spec, gone: tuple[RowExclusion, ...], settings: Screen) -> DataError:
    """Return the error that no row can be scored."""
    best = max(gone, key=lambda u: (u.available, -len(u.pillars)))
    unit, (lost, missing) = (
        apply_house_style(region(best.unit)),
        (_labels(spec, codes) for codes in (best.pillars, best.missing)),
    )
    return DataError(
        tell(
            "index.nobody",
            share=settings.min_available,
            best=BilingualMessage(unit.en, unit.zh),
            available=best.available,
            missing=missing,
            pillars=lost,
        )
    )


def _labels(spec: Spec, codes: tuple[str, ...]) -> str:
    return offenders([BilingualMessage(spec.label(c), spec.label(c, "zh")) for c in codes]) if codes else noun("none")


RANKS = ("rank", "borda", "percentile")
ALLOW_CONSTANT = ("goalposts", "none")
"""Methods that can score an indicator that is the same for all."""


def orient_values(values: Array, elements: Sequence[Element]) -> Array:
    """Return figures so that higher is better: mirrored where lower is, minus the distance where there is a target.

    Parameters
    ----------
    values : (N, J) array
    elements : sequence of Element
        One a column.

    Returns
    -------
    (N, J) array
    """
    sign = np.array([e.sign for e in elements])
    found = values * sign
    for j, e in enumerate(elements):
        if e.direction == "target" and e.target is not None:
            found[:, j] = -np.abs(values[:, j] - e.target)
    return np.asarray(found)


class BaselineScale(Protocol):
    """A scale fixed on a baseline."""

    def apply(self, values: Array) -> Array:
        """Return directed figures on the scale."""
        ...


@dataclass(frozen=True, eq=False)
class LinearScale:
    """A line for each column: ``origin + slope · x``, cut off at ``low`` and ``high``.

    Attributes
    ----------
    origin, slope, low, high : (J,) arrays
    """

    origin: Array
    slope: Array
    low: Array
    high: Array

    def apply(self, values: Array) -> Array:
        """Return directed figures on the scale."""
        return np.clip(self.origin + self.slope * values, self.low, self.high)


@dataclass(frozen=True, eq=False)
class RankScale:
    """Places among the baseline's values: how many of them are smaller, and how ranks are written.

    Attributes
    ----------
    sorted : (N, J) array, the baseline's values, NaN last
    size : (J,) array, how many values each column has
    first : 1 for ranks from 1, else 0
    relative : whether ranks are divided by the number of other values
    """

    sorted: Array
    size: Array
    first: float
    relative: bool

    def apply(self, values: Array) -> Array:
        """Return directed figures on the scale."""
        found = np.empty_like(values)
        for j, n in enumerate(self.size.astype(int)):
            found[:, j] = np.searchsorted(self.sorted[:n, j], values[:, j], side="left")
        found = found / (self.size - 1) if self.relative else found + self.first
        return np.where(np.isnan(values), np.nan, found)


@dataclass(frozen=True, eq=False)
class Normaliser:
    """The scale of the pooled baseline, or one for each of its years.

    Attributes
    ----------
    elements : one a column
    scales : year → scale; the one key -1 where all years share it
    """

    elements: tuple[Element, ...]
    scales: dict[int, BaselineScale]

    def apply(self, values: Array, years: IntArray) -> Array:
        """Return figures on the scale.

        Parameters
        ----------
        values : (N, J) array
        years : (N,) int array

        Raises
        ------
        DataError
            For a year without a scale of its own, where each year has one.
        """
        x = orient_values(values, self.elements)
        if -1 in self.scales and len(self.scales) == 1:
            return self.scales[-1].apply(x)
        if new := sorted(set(years.tolist()) - set(self.scales)):
            raise DataError(tell("index.year_scale", which=offenders(new)))
        found = np.empty_like(x)
        for year, scale in self.scales.items():
            found[years == year] = scale.apply(x[years == year])
        return found


def fit(values: Array, years: IntArray, elements: Sequence[Element], settings: Normalise) -> Normaliser:
    """Return the scale of figures.

    Raises
    ------
    DataError
        For an indicator that is constant, a method that lacks targets, fewer than two units.
    """
    x = orient_values(values, elements)
    if len(x) < 2 and settings.method not in ALLOW_CONSTANT:
        raise DataError(tell("index.two_units", method=settings.method, n=len(x)))
    chosen = {int(y): years == y for y in np.unique(years)} if settings.by_year else {-1: np.ones(len(x), dtype=bool)}
    scales = {}
    for year, rows in chosen.items():
        check_constant(x[rows], elements, settings, year)
        scales[year] = scale_of(x[rows], elements, settings)
    return Normaliser(tuple(elements), scales)


def format_codes(which: BoolArray, elements: Sequence[Element]) -> str:
    """Return the codes of some columns as messages name offenders."""
    return offenders([elements[int(j)].code for j in np.flatnonzero(which)])


def check_constant(x: Array, elements: Sequence[Element], settings: Normalise, year: int = -1) -> None:
    """Raise where an indicator is the same for all units, which it then cannot distinguish.

    Raises
    ------
    DataError
        Naming the indicators.
    """
    if settings.method in ALLOW_CONSTANT:
        return
    with np.errstate(invalid="ignore"):
        low, high = np.fmin.reduce(x, axis=0), np.fmax.reduce(x, axis=0)
        flat = ~(high - low > FLAT * np.maximum(np.abs(low), np.abs(high)))
    if flat.any():
        said = tell("index.flat_in", year=year) if year >= 0 else tell("index.flat")
        raise DataError(tell("index.flat_remedy", said=said, which=format_codes(flat, elements)))


def scale_of(x: Array, elements: Sequence[Element], settings: Normalise) -> BaselineScale:
    """Return the scale of directed figures, (N, J)."""
    method = settings.method
    if method in RANKS:
        size = np.isfinite(x).sum(axis=0).astype(np.float64)
        return RankScale(np.sort(x, axis=0), size, 1.0 if method == "rank" else 0.0, method == "percentile")
    low, high = np.fmin.reduce(x, axis=0), np.fmax.reduce(x, axis=0)
    free = np.full(x.shape[1], -np.inf), np.full(x.shape[1], np.inf)
    if method == "zscore":
        mean, deviation = mean_and_deviation(x, ddof=1)
        slope = settings.sd / deviation
        return LinearScale(settings.mean - slope * mean, slope, *free)
    if method == "none":
        return LinearScale(np.zeros(x.shape[1]), np.ones(x.shape[1]), *free)
    if method == "fraction_of_max":
        _check_positive_maximum(high, elements)
        return LinearScale(np.zeros(x.shape[1]), 1 / high, *free)
    if method == "distance_to_max":
        return _between(low, high, (0.0, 1.0), clip=False)
    if method == "distance_to_target":
        line = _between(low, _targets(elements), (0.0, 1.0), clip=False)
        return LinearScale(line.origin, line.slope, free[0], np.ones(x.shape[1]))
    if method == "goalposts":
        low, high = posts(elements, low, high)
    return _between(low, high, settings.range, clip=settings.clip)


def _between(low: Array, high: Array, ends: tuple[float, float], *, clip: bool) -> LinearScale:
    slope = (ends[1] - ends[0]) / (high - low)
    bounds = (min(ends), max(ends)) if clip else (-np.inf, np.inf)
    return LinearScale(ends[0] - slope * low, slope, np.full(low.size, bounds[0]), np.full(low.size, bounds[1]))


def posts(elements: Sequence[Element], low: Array, high: Array) -> tuple[Array, Array]:
    """Return the directed goalposts of each column, the observed extremes where an element has none.

    Raises
    ------
    DataError
        For elements without goalposts whose figures are constant.
    """
    low, high = low.copy(), high.copy()
    for j, e in enumerate(elements):
        if e.goalposts is None:
            continue
        ends = np.sort(orient_values(np.array([[p] for p in e.goalposts]), [e])[:, 0])
        low[j], high[j] = (ends[0], 0.0) if e.direction == "target" else ends
    with np.errstate(invalid="ignore"):
        flat = ~(high > low)
    if flat.any():
        bad = format_codes(flat, elements)
        raise DataError(tell("index.flat_bounds", which=bad))
    return low, high


def _targets(elements: Sequence[Element]) -> Array:
    if lost := [e.code for e in elements if e.target is None]:
        raise DataError(tell("index.no_target", which=offenders(lost)))
    return np.array([0.0 if e.direction == "target" else e.sign * float(e.target or 0.0) for e in elements])


def _check_positive_maximum(high: Array, elements: Sequence[Element]) -> None:
    if (bad := ~(high > 0)).any():
        codes = format_codes(bad, elements)
        raise DataError(tell("index.no_maximum", which=codes))
