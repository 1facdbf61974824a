"""Filling gaps: means and medians, groups, a unit's own years, and expectation-maximisation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, join_items, offenders, suggest, tell
from newind.index.combine import LogEntry
from newind.kernels.quotients import mean_and_deviation
from newind.messages import message, message_group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.index.settings import Impute
    from newind.index.table import Table, TableRows
    from newind.typing import Array, IntArray

NAMES = message_group("index.log.impute.methods")
ROWS_FOR_EM = 3
"""Rows an indicator without which covariances are no estimate."""
STEPS, TOLERANCE = 2000, 1e-7
RIDGE = 1e-6
"""Added to the variances, relative to them, so that collinear indicators can be distinguished."""
TOGETHER = 256
"""Rows with gaps whose equations are solved together."""


@dataclass(frozen=True, eq=False)
class NormalDistribution:
    """Means and covariances of standardised indicators under a joint normal distribution.

    Attributes
    ----------
    mean : (J,) array, of the standardised figures
    covariance : (J, J) array, of the standardised figures
    centre, spread : (J,) arrays, by which figures are standardised: nothing is squared at a magnitude of its own
    """

    mean: Array
    covariance: Array
    centre: Array
    spread: Array

    def fill_expectations(self, values: Array) -> Array:
        """Return figures with gaps at their expectation given what the row has."""
        found = self.centre + self.spread * self.compute_conditional_moments((values - self.centre) / self.spread)[0]
        return np.where(np.isnan(values), found, values)

    def compute_conditional_moments(self, values: Array) -> tuple[Array, Array]:
        """Return standardised figures with gaps at their expectation, (N, J), and the covariance gaps leave, (J, J).

        Rows are solved together: what a row lacks is an equation of its own that says nothing of the others.
        """
        rows = np.flatnonzero(np.isnan(values).any(axis=1))
        found, left = values.copy(), np.zeros_like(self.covariance)
        for some in np.split(rows, list(range(TOGETHER, len(rows), TOGETHER))):
            gap = np.isnan(values[some])
            known = self.covariance * ~gap[:, :, None]
            inside = known * ~gap[:, None, :] + np.eye(len(self.mean)) * gap[:, :, None]
            slope = np.linalg.solve(inside, known)
            away = np.where(gap, 0.0, values[some] - self.mean)
            found[some] = np.where(gap, self.mean + np.einsum("ik,ikj->ij", away, slope), values[some])
            rest = self.covariance - np.matmul(slope.transpose(0, 2, 1), known)
            left += (rest * gap[:, :, None] * gap[:, None, :]).sum(axis=0)
        return found, left


def enough_for_em(rows: int, indicators: int) -> bool:
    """Tell whether there are rows enough to estimate covariances.

    Examples
    --------
    >>> enough_for_em(190, 16), enough_for_em(51, 49)
    (True, False)
    """
    return rows >= ROWS_FOR_EM * indicators


def expectation_maximisation(values: Array) -> NormalDistribution:
    """Return the joint normal distribution that fits figures with gaps.

    Parameters
    ----------
    values : (N, J) array
        NaN where unknown; every column has something known.

    Returns
    -------
    NormalDistribution
        At the maximum of the likelihood, variances raised by a millionth so that collinear columns stay apart.

    Raises
    ------
    DataError
        For fewer than three rows an indicator, or where it does not converge.

    References
    ----------
    Dempster, Laird & Rubin (1977), Journal of the Royal Statistical Society B 39(1), 1.
    """
    if not enough_for_em(*values.shape):
        raise DataError(tell("index.em_rows", least=ROWS_FOR_EM, rows=len(values), indicators=values.shape[1]))
    centre, spread = mean_and_deviation(values)
    spread = np.where(spread > 0, spread, 1.0)
    x = (values - centre) / spread
    now = NormalDistribution(np.zeros(x.shape[1]), np.diag(np.nanvar(x, axis=0) + RIDGE), centre, spread)
    for _ in range(STEPS):
        full, left = now.compute_conditional_moments(x)
        mean = full.mean(axis=0)
        covariance = ((full - mean).T @ (full - mean) + left) / len(x) + RIDGE * np.eye(x.shape[1])
        step = max(np.abs(mean - now.mean).max(), np.abs(covariance - now.covariance).max())
        now = replace(now, mean=mean, covariance=covariance)
        if step < TOLERANCE:
            return now
    raise DataError(tell("index.em_steps", steps=STEPS))


def own_years(values: Array, units: IntArray, years: IntArray, *, linear: bool) -> Array:
    """Return figures with gaps filled from the same unit's other years.

    Parameters
    ----------
    values : (N, J) array
    units, years : (N,) int array
    linear : bool
        On a line between the years known, and at the nearest known year beyond them; else the last known year, which
        leaves what comes before it unknown.

    Returns
    -------
    (N, J) array
        NaN where the unit has no year to go by.
    """
    found = values.copy()
    for unit in np.unique(units[np.isnan(values).any(axis=1)]):
        rows = np.flatnonzero(units == unit)
        rows = rows[np.argsort(years[rows], kind="stable")]
        for column in np.flatnonzero(np.isnan(values[rows]).any(axis=0)):
            found[rows, column] = _series(values[rows, column], years[rows], linear=linear)
    return found


def _series(series: Array, years: IntArray, *, linear: bool) -> Array:
    known = np.isfinite(series)
    if not known.any():
        return series
    if linear:
        return np.where(known, series, np.interp(years, years[known], series[known]))
    last = np.maximum.accumulate(np.where(known, np.arange(len(series)), -1))
    return np.where(last >= 0, series[np.maximum(last, 0)], np.nan)


@dataclass(frozen=True, eq=False)
class Imputer:
    """Fillings of gaps, fixed on the baseline.

    Attributes
    ----------
    settings : Impute
    base : rows before they were imputed, for the unit's own years
    centres : method → (J,) array
    grouped : method → label of a group → (J,) array
    normal : joint distribution, where EM is among the methods
    """

    settings: Impute
    base: Table
    centres: dict[str, Array]
    grouped: dict[str, dict[str, Array]]
    normal: NormalDistribution | None

    def apply(self, table: Table) -> tuple[Table, list[LogEntry]]:
        """Return a table without the gaps that the methods can fill, and what was filled by which.

        Raises
        ------
        DataError
            Where gaps are left that no method can fill.
        """
        values, changes = table.values, []
        for method in self.settings.method:
            filled = self.fill_gaps(method, values, table)
            for j in np.flatnonzero((np.isnan(values) & np.isfinite(filled)).any(axis=0)):
                count = int((np.isnan(values[:, j]) & np.isfinite(filled[:, j])).sum())
                said = message("index.log.impute.filled", method=NAMES[method])
                changes.append(LogEntry("impute", table.codes[j], count, said))
            values = filled
        if "none" not in self.settings.method:
            _check_gaps(table, values, self.settings.method)
        return table.put(values), changes

    def fill_gaps(self, method: str, values: Array, table: Table) -> Array:
        """Return figures with the gaps filled that a method can fill."""
        if method == "none" or not np.isnan(values).any():
            return values
        if method in self.centres:
            return np.where(np.isnan(values), self.centres[method], values)
        if method in self.grouped:
            return np.where(np.isnan(values), self._of_groups(method, table.rows), values)
        if method == "em":
            return values if self.normal is None else self.normal.fill_expectations(values)
        return self._own_years(values, table.rows, linear=method == "panel_linear")

    def _of_groups(self, method: str, rows: TableRows) -> Array:
        labels, known = labels_of(self.settings.group, rows), self.grouped[method]
        if new := sorted({g for g in labels if g not in known}):
            raise DataError(
                tell("index.new_groups", which=offenders(new), near=suggest(new[0], known), known=join_items(known))
            )
        return np.stack([known[g] for g in labels])

    def _own_years(self, values: Array, rows: TableRows, *, linear: bool) -> Array:
        """Fill from the unit's years in this table and in the baseline, this table first where both have a year."""
        here = set(zip(rows.units, rows.times, strict=True))
        base = self.base.rows
        others = [k for k, at in enumerate(zip(base.units, base.times, strict=True)) if at not in here]
        names = np.array([*rows.units, *(base.units[k] for k in others)], dtype=object)
        units = np.unique(names, return_inverse=True)[1]
        years = np.array([*rows.times, *(base.times[k] for k in others)])
        scenarios = [*rows.scenarios, *(base.scenarios[k] for k in others)]
        joined = np.concatenate([values, self.base.values[others]])
        if len(set(zip(units.tolist(), years.tolist(), strict=True))) < len(joined):
            return self._each_scenario(joined, units, years, scenarios, linear=linear)[: len(values)]
        return own_years(joined, units, years, linear=linear)[: len(values)]

    def _each_scenario(
        self, values: Array, units: IntArray, years: IntArray, scenarios: list[str], *, linear: bool
    ) -> Array:
        """Fill each scenario's rows among those of the same scenario and the observed ones."""
        found, names = values.copy(), np.array(scenarios, dtype=object)
        for name in dict.fromkeys(scenarios):
            rows = np.flatnonzero(names == name)
            found[rows] = own_years(values[rows], units[rows], years[rows], linear=linear)
        return found


def fit(table: Table, settings: Impute, base: Table | None = None) -> Imputer:
    """Return what gaps are filled with.

    Parameters
    ----------
    table : Table
        Whose means, medians and covariances are used.
    settings : Impute
    base : Table, optional
        Years of units to go by, also of rows that are not scored; those of the table by default.

    Raises
    ------
    DataError
        For a method that the figures do not allow: no group given, no years, too few rows.
    """
    methods = settings.method
    if any(m.startswith("panel") for m in methods) and not table.rows.panel:
        raise DataError(tell("index.no_years"))
    centres: dict[str, Array] = {m: _centre(table.values, m) for m in methods if m in ("mean", "median")}
    by_group = [m for m in methods if m.startswith("group")]
    grouped: dict[str, dict[str, Array]] = {m: _group_centres(table, settings.group, m) for m in by_group}
    plain = Imputer(settings, base or table, centres, grouped, None)
    return replace(plain, normal=_normal(table, plain)) if "em" in methods else plain


def _normal(table: Table, imputer: Imputer) -> NormalDistribution | None:
    """Return the joint distribution of the figures as they are when the turn of EM comes; None if nothing is left."""
    values, methods = table.values, imputer.settings.method
    for method in methods[: methods.index("em")]:
        values = imputer.fill_gaps(method, values, table)
    if not np.isnan(values).any():
        return None
    unknown = [c for c, column in zip(table.codes, values.T, strict=True) if np.isnan(column).all()]
    if unknown:
        raise DataError(tell("index.nothing_known", which=offenders(unknown)))
    return expectation_maximisation(values)


def _centre(values: Array, method: str) -> Array:
    known = np.isfinite(values).any(axis=0)
    found = np.full(values.shape[1], np.nan)
    function = np.nanmedian if method.endswith("median") else np.nanmean
    found[known] = function(values[:, known], axis=0)
    return found


def _group_centres(table: Table, group: str, method: str) -> dict[str, Array]:
    if not group:
        raise DataError(tell("index.no_group"))
    labels = np.array(labels_of(group, table.rows), dtype=object)
    return {str(g): _centre(table.values[labels == g], method) for g in dict.fromkeys(labels.tolist())}


def labels_of(group: str, rows: TableRows) -> tuple[str, ...]:
    """Return the group of each row.

    Raises
    ------
    DataError
        Where the data have no such column.
    """
    if group not in rows.groups:
        near = suggest(group, rows.groups)
        raise DataError(tell("index.no_group_column", group=group, near=near))
    labels = rows.groups[group]
    if blank := [name for name, label in zip(rows.labels, labels, strict=True) if not label]:
        raise DataError(tell("index.without_group", group=group, which=offenders(blank)))
    return labels


def _check_gaps(table: Table, values: Array, methods: Sequence[str]) -> None:
    gaps = np.isnan(values)
    if gaps.any():
        raise DataError(
            tell("index.gaps", methods=join_items(methods), which=offenders(table.cells(gaps)), last=methods[-1])
        )
