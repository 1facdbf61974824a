"""Test pathways on the past: from an early table to a later one that is known; results that are kept.

Nothing that a reader asks for changes them, and they take some seconds. A test computes them anew; where the model or
the tables change, `record` writes them again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from newind.accounts.memo import memo
from newind.aliases import alias
from newind.data.reference.growth import yearly_figures
from newind.datafiles import read_csv_rows
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.dynamics import finish
from newind.equilibrium.laboratory import laboratory
from newind.errors import DataError, tell
from newind.measures.measure import measure, wide
from newind.pathways.baseline import BaselineRequest, follow_growth
from newind.pathways.growthpath import growth_path, recent
from newind.pathways.outlook import outlook
from newind.pathways.pathway import Pathway
from newind.pathways.prospects import PROJECTIONS, PathwayAssumptions, split_parameters
from newind.policy.schema import Package

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from newind.accounts.panel import Panel
    from newind.typing import Array


STRUCTURE = ("s2.manufacturing_share", "s4.domestic_demand_share", "s4.foreign_content_share")
"""Indicators of the structure of an economy that are compared; the model is given GDP, not these."""
PRODUCT, CARBON = "path.gdp", "path.co2"
"""Levels that are compared: GDP as the outlook alone would have it, and CO2 at GDP as it was."""
TO = {1995: 2011, 2000: 2011, 2011: 2022}
"""Years that hindcasts of the shipped world start from → that they lead to, both of one database."""
BEFORE = 5
"""Years before the first table over which a trend is taken."""
GUESSES = ("model", "no_change", "trend")
Errors: TypeAlias = list[dict[str, Any]]
"""Mean absolute errors of a hindcast, a row for each measure."""


@dataclass(frozen=True, eq=False)
class Hindcast:
    """Results of the model and of two guesses for a year that is known.

    Parameters
    ----------
    first, last : int
        Year of the table that the model started from, and of the one that is compared with.
    table : DataFrame
        measure, region, observed, model, no_change, trend. Shares as fractions; levels in logs over the first year. A
        trend is that of the five years before (ten for levels), NaN where no table is that old.
    weights : (R,) array
        GDP of the last year over the world's.
    """

    first: int
    last: int
    table: pd.DataFrame
    weights: Array

    def errors(self) -> pd.DataFrame:
        """Return mean absolute errors by measure, weighted by GDP: model, no_change, trend; economies."""
        import pandas as pd

        rows = []
        for name, part in self.table.groupby("measure", sort=False):
            known = part["observed"].notna().to_numpy()
            weight = np.where(known, self.weights, 0.0)
            off = {g: np.abs(part[g].to_numpy() - part["observed"].to_numpy()) for g in GUESSES}
            mean = {g: _mean(e, weight) for g, e in off.items()}
            rows.append(
                {"measure": name, "first": self.first, "last": self.last, **mean, "economies": int(known.sum())}
            )
        return pd.DataFrame(rows)

    def select_region(self, region: str) -> pd.DataFrame:
        """Return the rows of one region."""
        return self.table[self.table["region"] == region].reset_index(drop=True)

    of = alias("select_region")


def _mean(errors: Array, weight: Array) -> float:
    """Return a weighted mean, NaN where one that has weight is not known."""
    if np.isnan(errors[weight > 0]).any():
        return float("nan")
    return float((np.nan_to_num(errors) * weight).sum() / weight.sum())


def hindcast(
    panel: Panel, first: int, last: int, horizon: str = "medium", parameters: Mapping[str, Any] | None = None
) -> Hindcast:
    """Follow an early table to a later one that is known, and compare.

    The structure of the last year is compared where GDP meets what was observed and nothing else is known after the
    first year; CO2 likewise, with emissions per unit going on as before the first year. GDP itself is compared as the
    outlook of the first year would have had it.

    Parameters
    ----------
    panel : Panel
        Tables of both years, of one database.
    first, last : int
        From where to where.
    horizon, parameters
        As of :func:`newind.pathway`.

    Raises
    ------
    DataError
        When a year is not in the panel, they are not in order, or of two databases.
    """
    if not first < last or first not in panel or last not in panel:
        raise DataError(tell("path.hindcast", first=first, last=last))
    single, own = split_parameters(parameters)
    own.pop(PROJECTIONS, None)  # what was observed is what is compared with
    own.setdefault("product", "penn")
    return _follow_years(panel, first, last, horizon, _Given(repr((single, own)), single, own))


@dataclass(frozen=True)
class _Given:
    """Parameters of single simulations and of pathways, and their text, by which they are the same."""

    said: str
    single: Mapping[str, Any] = field(compare=False)
    own: Mapping[str, Any] = field(compare=False)


@memo
def _follow_years(whole: Panel, first: int, last: int, horizon: str, given: _Given) -> Hindcast:
    """Return the comparison of two years; each answer on paths shows the same few."""
    panel = whole.within(first, last)
    w, known, prospects = panel[first], panel[last], PathwayAssumptions(given.own)
    lab = laboratory(w, Assumptions(horizon, given.single))
    ahead = growth_path(w, last, prospects, emissions_until=first)
    base = finish(follow_growth(BaselineRequest(lab, last, prospects), ahead))
    path = Pathway(base, base.run, Package(()), outlook(w, until=last, start=last + 1), {**given.single, **given.own})
    blind = growth_path(w, last, prospects, product_until=first, emissions_until=first)
    frames = [*_structure(panel, first, last, path), _level(PRODUCT, w.regions.codes, first, last, blind.product[-1])]
    frames.append(_level(CARBON, w.regions.codes, first, last, np.log(path.series("co2")[-1])))
    import pandas as pd

    return Hindcast(first, last, pd.concat(frames, ignore_index=True), np.asarray(known.gdp / known.gdp.sum()))


def _structure(panel: Panel, first: int, last: int, path: Pathway) -> list[pd.DataFrame]:
    """Return the frames of the indicators of structure."""
    import pandas as pd

    seen, guessed, start = (_totals(w) for w in (panel[last], path[last], panel[first]))
    past = _totals(panel[first - BEFORE]) if first - BEFORE in panel else start * np.nan
    trend = start + (start - past) * (last - first) / BEFORE
    return [
        pd.DataFrame(
            {
                "measure": name,
                "region": seen.index,
                "observed": seen[name].to_numpy(),
                "model": guessed[name].to_numpy(),
                "no_change": start[name].to_numpy(),
                "trend": trend[name].to_numpy(),
            }
        )
        for name in STRUCTURE
    ]


def _totals(w: Any) -> pd.DataFrame:
    return wide(measure(w, STRUCTURE))


def _level(name: str, codes: tuple[str, ...], first: int, last: int, model: Array) -> pd.DataFrame:
    """Return the frame of a level in logs over the first year; its trend is the mean growth of the ten years before."""
    import pandas as pd

    figures = yearly_figures()
    rows = np.log(figures.growth_of(codes).values["gdp_volume" if name == PRODUCT else "co2"])
    start, end = figures.year_at(first), figures.year_at(last)
    before = np.array([recent(row[: start + 1]) for row in rows])
    return pd.DataFrame(
        {
            "measure": name,
            "region": list(codes),
            "observed": rows[:, end] - rows[:, start],
            "model": model,
            "no_change": 0.0,
            "trend": before * (last - first),
        }
    )


FILE = "hindcast.csv"
HORIZON = "medium"
"""Horizon of all of them."""
WHOLE = ("first", "last", "economies")


def read_errors() -> pd.DataFrame:
    """Return mean absolute errors, as `Hindcast.errors` has them, of all hindcasts one below the other.

    Returns
    -------
    DataFrame
        measure, first, last, model, no_change, trend, economies, data. ``data`` is the SHA-256 of the hashes of both
        tables; an error is NaN where it is not known.

    Examples
    --------
    >>> found = read_errors()
    >>> sorted(set(found["first"])), set(found["economies"])
    ([1995, 2000, 2011], {20})
    """
    import pandas as pd

    return pd.DataFrame(list_errors())


def list_errors() -> Errors:
    """Return the rows of `read_errors`."""
    kinds: dict[str, Callable[[str], Any]] = dict.fromkeys(WHOLE, int) | dict.fromkeys(GUESSES, _number)
    rows = read_csv_rows("newind.pathways", FILE)
    return [{name: kinds.get(name, str)(cell) for name, cell in row.items()} for row in rows]


def _number(cell: str) -> float:
    return float(cell or "nan")


def find_errors(
    panel: Panel, first: int, last: int, horizon: str = HORIZON, parameters: Mapping[str, Any] | None = None
) -> Errors:
    """Return mean absolute errors of a hindcast, a row as `Hindcast.errors` has it for each measure.

    Those on record are taken where they are of these tables and nothing is put in place of what is shipped.

    Parameters
    ----------
    panel, first, last, horizon, parameters
        As of :func:`hindcast`.
    """
    if horizon == HORIZON and not parameters:
        asked = {"first": first, "last": last, "data": _hash(panel, first, last)}
        if kept := [row for row in list_errors() if asked.items() <= row.items()]:
            return [{name: value for name, value in row.items() if name != "data"} for row in kept]
    rows = hindcast(panel, first, last, horizon, parameters).errors().to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def compute_errors(panel: Panel) -> pd.DataFrame:
    """Return the same, computed from the tables of the shipped world."""
    import pandas as pd

    found = [hindcast(panel, *ends, HORIZON).errors().assign(data=_hash(panel, *ends)) for ends in TO.items()]
    return pd.concat(found, ignore_index=True)


def record(panel: Panel) -> Path:
    """Write the file again, with the digits that do not depend on the machine."""
    path = Path(__file__).parent / FILE
    compute_errors(panel).to_csv(path, index=False, float_format="%.8g", lineterminator="\n")
    return path


def _hash(panel: Panel, first: int, last: int) -> str:
    tables = panel.within(first, last)
    return hashlib.sha256("".join(tables[year].hash for year in (first, last)).encode()).hexdigest()
