"""Whether units that start low grow faster: beta convergence with labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, find_duplicates, offenders
from newind.index.panels import numbers, pivot_series, refuse_cells, refuse_missing, years_of
from newind.kernels import convergence as kernel

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd

    from newind.typing import Array

INITIAL = "log_initial_level"


@dataclass(frozen=True, eq=False)
class Convergence:
    """A test of beta convergence.

    Attributes
    ----------
    model : str, ``absolute``, ``conditional`` or ``panel`` (effects of units and years).
    terms : tuple of str, ``log_initial_level``, then the controls, then ``constant`` (none in a panel).
    beta : kernels.convergence.Beta, the estimate: coefficient, speed, speed_error, half_life (years), fit.
    first, last : first and last year.
    units : int, units used.
    left_out : tuple, units that lack a year or a control.
    """

    model: str
    terms: tuple[str, ...]
    beta: kernel.Beta
    first: Any
    last: Any
    units: int
    left_out: tuple[Hashable, ...]

    def table(self) -> pd.DataFrame:
        """Return the coefficients: row a term; coefficient, standard_error, t, p (two-sided)."""
        import pandas as pd

        fit, k = self.beta.fit, len(self.terms)
        columns = {"coefficient": fit.coefficients, "standard_error": fit.errors, "t": fit.t, "p": fit.p}
        return pd.DataFrame({n: v[:k] for n, v in columns.items()}, index=pd.Index(self.terms, name="term"))

    def summary(self) -> dict[str, Any]:
        """Return the headline as plain data: model, years, units, coefficient, error, p, R², speed, half-life."""
        fit = self.beta.fit
        return {
            "model": self.model, "first": self.first, "last": self.last, "units": self.units,
            "observations": fit.observations, "coefficient": self.beta.coefficient,
            "standard_error": float(fit.errors[0]), "t": float(fit.t[0]), "p": float(fit.p[0]),
            "r_squared": fit.r_squared, "speed": self.beta.speed, "speed_error": self.beta.speed_error,
            "half_life": self.beta.half_life,
        }  # fmt: skip


def beta(series: pd.Series[Any], controls: pd.DataFrame | None = None, panel: bool = False) -> Convergence:
    """Test whether units with a lower level grow faster.

    Parameters
    ----------
    series : Series, > 0
        Index of unit and year.
    controls : DataFrame, optional
        Column a control. Rows are units, or units and years, of which a cross-section takes the first year and a panel
        the start of each step. Absolute convergence where left out, else conditional.
    panel : bool
        False compares average growth between the first and the last year across units. True takes every step, with
        effects of units and years and errors clustered by unit; years must follow at equal distance.

    Returns
    -------
    Convergence
        The speed is per year if years are numbers. Units without the first or the last year, or a control, are left out
        and named in `left_out`.

    Raises
    ------
    DataError
        For levels that are not positive (they have no logarithm), fewer than two years, years that are no numbers or at
        unequal distance, unknown units in the controls, too few units, or controls that depend on each other.

    References
    ----------
    Barro & Sala-i-Martin (1992), Journal of Political Economy 100(2), 223. Islam (1995), Quarterly Journal of Economics
    110(4), 1127.

    Examples
    --------
    >>> import pandas as pd
    >>> index = pd.MultiIndex.from_product([["A", "B", "C"], [2010, 2020]], names=["unit", "year"])
    >>> got = beta(pd.Series([1.0, 2.0, 4.0, 4.0, 16.0, 8.0], index))  # gaps in logs halve in ten years
    >>> round(got.beta.half_life, 6), got.terms
    (10.0, ('log_initial_level', 'constant'))
    """
    table = pivot_series(series, "beta convergence")
    values = table.to_numpy()
    remedy = "Growth needs positive levels: leave these units out, or move scores away from zero (goalposts)."
    refuse_cells(table, values <= 0, "beta convergence", "levels that are not positive", remedy)
    years = years_of(table, "beta convergence", even=panel)
    extra, names = _controls(controls, table)
    steps = float(years[1] - years[0]) if panel else float(years[-1] - years[0])
    if panel:
        got, used = kernel.panel_beta(values, steps, extra), _find_panel_units(values, extra)
    else:
        start = None if extra is None else extra[:, 0]
        got = kernel.beta(values[:, 0], values[:, -1], steps, start)
        used = _find_complete_units(values[:, [0, -1]], start)
    model = "panel" if panel else "conditional" if names else "absolute"
    terms = (INITIAL, *names, *([] if panel else ["constant"]))
    left_out = tuple(table.index[~used])
    return Convergence(model, terms, got, table.columns[0], table.columns[-1], int(used.sum()), left_out)


def _controls(controls: pd.DataFrame | None, table: pd.DataFrame) -> tuple[Array | None, tuple[str, ...]]:
    """Return controls as (N, T, K) array, the same in all years where they are given by unit, and their names."""
    if controls is None:
        return None, ()
    frame = numbers(controls, "beta convergence: controls")
    names = tuple(str(c) for c in frame.columns)
    where = "beta convergence: units in the controls"
    refuse_missing(table.index, frame.index.get_level_values(0), where, "Give rows for every unit.")
    if frame.index.nlevels > 1:
        parts = [pivot_series(frame[c], f"beta convergence: control {c!r}") for c in frame.columns]
        values = [p.reindex(index=table.index, columns=table.columns).to_numpy() for p in parts]
        return np.stack(values, axis=2), names
    if twice := find_duplicates(list(frame.index)):
        raise DataError(f"{where}: standing more than once, {offenders(twice)}. Keep one row each.")
    by_unit = frame.reindex(table.index).to_numpy()
    return np.repeat(by_unit[:, None], table.shape[1], axis=1), names


def _find_complete_units(levels: Array, controls: Array | None) -> Any:
    """Tell which units have all levels and controls."""
    known = ~np.isnan(levels).any(axis=1)
    return known if controls is None else known & ~np.isnan(controls).any(axis=1)


def _find_panel_units(values: Array, controls: Array | None) -> Any:
    """Tell which units have two complete steps or more."""
    steps = ~np.isnan(values[:, 1:]) & ~np.isnan(values[:, :-1])
    if controls is not None:
        steps &= ~np.isnan(controls[:, :-1]).any(axis=2)
    return steps.sum(axis=1) > 1
