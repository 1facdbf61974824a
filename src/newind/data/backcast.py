"""How far off an estimate of a year would have been: make one for a year that is known, and compare.

An estimate gets only the kind of information that is at hand for the year of interest. What it is compared with is the
truth, and what it must beat is "no update": the figure of the year that it started from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from newind.accounts.accounts import Accounts
from newind.aliases import alias
from newind.data.update import totals, update
from newind.errors import DataError, suggest

if TYPE_CHECKING:
    import pandas as pd

    from newind.typing import Array

Measure: TypeAlias = Callable[[Accounts], Mapping[str, "Array"]]
"""From accounts to indicators by id, each (R,), NaN where an economy has none."""
Estimate: TypeAlias = Callable[[Accounts, Accounts], Accounts]
"""From accounts to start from and those of the later year, of which it may use only the stated parts."""

_MARGINS = ("output", "value_added", "final")
_TRADE = (*_MARGINS, "exports", "imports")
_DOMESTIC = (*_TRADE, "domestic_inputs", "domestic_final")
INFORMATION = {
    "margins": _MARGINS,
    "trade": _TRADE,
    "domestic": _DOMESTIC,
    "bilateral": (*_DOMESTIC, "bilateral"),
}
"""Kinds of information, each with all of the one before: row and column totals; exports and imports of each economy;
what each buys from itself for intermediate and for final use; trade between each two."""
BANDS = (0.5, 0.8, 0.9)
"""Shares of economies whose error a band covers."""


@dataclass(frozen=True, eq=False)
class Backcast:
    """An estimate of a known year beside the truth.

    Attributes
    ----------
    information : what the estimate knew of the later year.
    start, year : years from and to.
    regions : codes of the economies.
    weights : (R,) GDP of the later year.
    truth, estimate, unchanged : indicator → (R,); of the later year, as estimated, and of the year of start.
    """

    information: str
    start: int
    year: int
    regions: tuple[str, ...]
    weights: Array
    truth: Mapping[str, Array]
    estimate: Mapping[str, Array]
    unchanged: Mapping[str, Array]

    def error(self, id: str) -> Array:
        """Return the error of the estimate by economy; (R,), in the unit of the indicator."""
        return np.asarray(self.estimate[id] - self.truth[id])

    def compute_no_update_error(self, id: str) -> Array:
        """Return the error of no update by economy; (R,), in the unit of the indicator."""
        return np.asarray(self.unchanged[id] - self.truth[id])

    def beats(self, id: str) -> bool:
        """Tell whether the estimate is nearer to the truth than no update, on average over economies and over GDP."""
        ours, theirs = self.error(id), self.compute_no_update_error(id)
        flat = np.ones(len(self.regions))
        return all(mean_absolute(ours, w) < mean_absolute(theirs, w) for w in (flat, self.weights))

    @property
    def unimproved_indicators(self) -> tuple[str, ...]:
        """Indicators on which the estimate does not beat no update."""
        return tuple(id for id in self.truth if not self.beats(id))

    def band(self, id: str, share: float) -> float:
        """Return the absolute error that a share of economies does not exceed."""
        known = np.abs(self.error(id))
        return float(np.nanquantile(known, share)) if np.isfinite(known).any() else float("nan")

    def table(self) -> pd.DataFrame:
        """Return a row an indicator.

        Returns
        -------
        DataFrame
            Columns ``indicator``, ``information``, ``start``, ``year``, ``error`` and ``no_update`` (mean absolute
            error over economies), ``error_gdp`` and ``no_update_gdp`` (weighted by GDP), ``band_50`` … (absolute error
            that half, … of the economies do not exceed) and ``beats``.
        """
        import pandas as pd

        return pd.DataFrame([self._row(id) for id in self.truth])

    def _row(self, id: str) -> dict[str, object]:
        flat = np.ones(len(self.regions))
        return {
            "indicator": id,
            "information": self.information,
            "start": self.start,
            "year": self.year,
            "error": mean_absolute(self.error(id), flat),
            "no_update": mean_absolute(self.compute_no_update_error(id), flat),
            "error_gdp": mean_absolute(self.error(id), self.weights),
            "no_update_gdp": mean_absolute(self.compute_no_update_error(id), self.weights),
            **{f"band_{share:.0%}".rstrip("%"): self.band(id, share) for share in BANDS},
            "beats": self.beats(id),
        }

    lost = alias("unimproved_indicators")


def backcast(
    start: Accounts, truth: Accounts, measure: Measure, information: str = "trade", estimate: Estimate | None = None
) -> Backcast:
    """Estimate a known year from an earlier one and compare indicators with the truth.

    Parameters
    ----------
    start, truth : Accounts
        Of two years, with the same labels.
    measure : callable
        From accounts to indicators, such as :func:`newind.measures.headline.headline`.
    information : str
        One of `INFORMATION`; with `estimate`, its name for what that knows.
    estimate : callable, optional
        From both accounts to estimated ones of the later year; by default an update to the totals that `information`
        lists.

    Returns
    -------
    Backcast
        With the indicators that all three have. Satellites and facts of the later year are taken as known: an
        indicator that uses them shows what the estimated flows alone get wrong.

    Raises
    ------
    DataError
        For accounts with different labels or of the same year, or information that does not exist.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> world = load("world")
    >>> made = backcast(world[2000], world[2011], lambda w: {"rate": w.gdp / w.x.reshape(w.R, -1).sum(axis=1)})
    >>> made.beats("rate")
    True
    """
    _refuse_different(start, truth)
    made = (estimate or by_totals(information))(start, truth)
    made = made._replace(satellites=truth.satellites, facts=truth.facts)
    found = [dict(measure(w)) for w in (truth, made, start)]
    ids = [id for id in found[0] if all(id in one for one in found)]
    known, estimated, unchanged = ({id: one[id] for id in ids} for one in found)
    return Backcast(information, start.year, truth.year, truth.regions.codes, truth.gdp, known, estimated, unchanged)


def by_totals(information: str) -> Estimate:
    """Return the estimate that updates to the totals of a kind of information.

    Raises
    ------
    DataError
        For information that does not exist.
    """
    if information not in INFORMATION:
        raise DataError(
            f"no information {information!r}.{suggest(information, INFORMATION)} There are {', '.join(INFORMATION)}."
        )
    return lambda start, truth: update(start, totals(truth, INFORMATION[information]))


def mean_absolute(error: Array, weights: Array) -> float:
    """Return the weighted mean of absolute errors over those known, NaN where none is.

    Examples
    --------
    >>> mean_absolute(np.array([1.0, -3.0, np.nan]), np.array([3.0, 1.0, 5.0]))
    1.5
    """
    known = np.isfinite(error)
    return float(np.average(np.abs(error[known]), weights=weights[known])) if known.any() else float("nan")


def _refuse_different(start: Accounts, truth: Accounts) -> None:
    for name in ("regions", "industries", "demand", "unit", "boundary"):
        if getattr(start, name) != getattr(truth, name):
            raise DataError(
                f"{name} of {start.year} differ from those of {truth.year}. Aggregate both to the same ones."
            )
    if start.year == truth.year:
        raise DataError(f"both accounts are of {start.year}. A backcast needs two years.")
