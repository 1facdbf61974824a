"""Test pathways on the past: what the model would have said of years that are known, beside simple guesses.

Errors are kept on record by row: nothing that a reader asks for changes them, and they take some seconds. A test
computes those of one origin anew; where the model or the tables change, `record` writes them again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.memo import memo
from newind.data.reference.growth import yearly_figures
from newind.data.reference.now import weighted_share
from newind.datafiles import read_csv_rows
from newind.equilibrium.assumptions import Assumptions
from newind.equilibrium.laboratory import laboratory
from newind.equilibrium.many import solve_in_lockstep
from newind.errors import DataError, join_items, tell, unless_error
from newind.measures.measure import measure, wide
from newind.pathways.baseline import BaselineRequest, follow_growth
from newind.pathways.growthpath import growth_path, recent
from newind.pathways.outlook import outlook
from newind.pathways.pathway import Pathway
from newind.pathways.prospects import PROJECTIONS, PathwayAssumptions, split_parameters
from newind.policy.schema import Package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.typing import Array


MADE, CARBON = "s2.manufacturing_share", "path.co2"
STRUCTURE = (MADE, "s4.domestic_demand_share", "s4.foreign_content_share")
"""Indicators of the structure of an economy that are compared."""
MEASURES = (*STRUCTURE, CARBON)
"""All that is compared. GDP is not: that of a baseline is the outlook's."""
ORIGINS = (1995, 2000, 2005, 2011, 2014)
"""Years that hindcasts of the shipped world start from."""
SPANS, ENDS = (5, 10), (2018, 2020, 2022)
"""Years after an origin, and years, that they are compared in."""
BEFORE = 5
"""Years before the origin over which a trend of structure is taken; ten for CO2."""
METHODS = ("conditional", "unconditional")
"""The model given GDP, people and investment as they were, and given only what was known at the origin."""
GUESSES = ("no_change", "trend", "half_trend")
PACE = {"no_change": 0.0, "trend": 1.0, "half_trend": 0.5}
"""Simple guess → part of the past yearly change that it takes to go on."""
MEAN = "all"
"""Row of the mean over economies, weighted by GDP of the origin."""


def ends(origin: int, last: int = ENDS[-1]) -> tuple[int, ...]:
    """Return the years that a hindcast is compared in.

    Examples
    --------
    >>> ends(1995), ends(2014)
    ((2000, 2005, 2018, 2020, 2022), (2018, 2019, 2020, 2022))
    """
    asked = {*(origin + span for span in SPANS), *ENDS}
    return tuple(sorted(year for year in asked if origin < year <= last))


@dataclass(frozen=True, eq=False)
class Hindcast:
    """Results of the model and of simple guesses for years that are known.

    Parameters
    ----------
    origin : int
        Year of the table that it started from.
    table : DataFrame
        measure, region, year, observed, conditional, unconditional, no_change, trend, half_trend: logs over the origin.
        NaN where no figure is that old.
    weights : (R,) array
        GDP of the origin.
    """

    origin: int
    table: pd.DataFrame
    weights: Array

    def errors(self) -> pd.DataFrame:
        """Return mean absolute errors over years, in logs: a row for each measure and region, and for their mean."""
        import pandas as pd

        names = [*METHODS, *GUESSES]
        off = self.table[names].sub(self.table["observed"], axis=0).abs()
        rows = off.groupby([self.table["measure"], self.table["region"]], sort=False).mean().reset_index()
        weight = np.tile(self.weights, len(rows) // len(self.weights))
        means = []
        for name, part in rows.groupby("measure", sort=False):
            own, w = part[names].to_numpy(), weight[part.index]
            known = np.isfinite(own[:, names.index("no_change")])
            mean = dict(zip(names, w[known] @ own[known] / w[known].sum(), strict=True))
            means.append({"measure": name, "region": MEAN, **mean})
        found = pd.concat([rows, pd.DataFrame(means)], ignore_index=True)
        found.insert(0, "origin", self.origin)
        return found


def hindcast(
    panel: Panel, origin: int, horizon: str = "medium", parameters: Mapping[str, Any] | None = None
) -> Hindcast:
    """Follow an early table through years that are known, and compare.

    Structure is compared with the tables; beyond the last observed one of the database with how national accounts (the
    share of manufacturing) and later tables went on, by ratios, since editions differ.

    Parameters
    ----------
    panel : Panel
        Tables of the origin and of later years.
    origin : int
        From where.
    horizon, parameters
        As of :func:`newind.pathway`.

    Raises
    ------
    DataError
        When the year is not in the panel, or none is after it that could be compared.
    """
    if origin not in panel or not _ends(panel, origin):
        raise DataError(tell("path.hindcast", origin=origin, asked=join_items(ends(origin))))
    single, own = split_parameters(parameters)
    own.pop(PROJECTIONS, None)  # what was observed is what is compared with
    own.setdefault("product", "penn")
    return _compare_years(panel, origin, horizon, _Given(repr((single, own)), single, own))


@dataclass(frozen=True)
class _Given:
    """Parameters of single simulations and of pathways, and their text, by which they are the same."""

    said: str
    single: Mapping[str, Any] = field(compare=False)
    own: Mapping[str, Any] = field(compare=False)


def _ends(panel: Panel, origin: int) -> tuple[int, ...]:
    return tuple(year for year in ends(origin) if year in panel)


@memo
def _compare_years(panel: Panel, origin: int, horizon: str, given: _Given) -> Hindcast:
    """Return the comparison of the years after an origin."""
    import pandas as pd

    w, years = panel[origin], _ends(panel, origin)
    steps = np.array(years) - origin
    paths = _follow(w, years[-1], horizon, given)
    start = np.log(_structure(w))
    said = [np.stack([np.log(_structure(p[y])) - start for y in years], axis=1) for p in paths]  # measure, year, region
    seen = observe_structure(panel, (origin - BEFORE, origin, *years))
    observed = np.stack([seen[y] - seen[origin] for y in years], axis=1)
    pace = (seen[origin] - seen[origin - BEFORE]) / BEFORE
    frames = [
        _frame(name, w, years, observed[k], [s[k] for s in said], pace[k] * steps[:, None])
        for k, name in enumerate(STRUCTURE)
    ]
    figures = yearly_figures()
    rows, at = np.log(figures.growth_of(w.regions.codes).values["co2"]).T, figures.year_at(origin)
    carbon = [np.log(p.series("co2"))[steps] for p in paths]
    slope = np.array([recent(series[: at + 1]) for series in rows.T])
    frames.append(_frame(CARBON, w, years, (rows[at + steps] - rows[at]), carbon, slope * steps[:, None]))
    return Hindcast(origin, pd.concat(frames, ignore_index=True), np.asarray(w.gdp))


def _follow(w: Accounts, last: int, horizon: str, given: _Given) -> list[Pathway]:
    """Return the years given GDP, people and investment, and given what was known before; none knows of CO2."""
    lab, prospects = laboratory(w, Assumptions(horizon, given.single)), PathwayAssumptions(given.own)
    ahead = [
        growth_path(w, last, prospects, emissions_until=w.year),
        growth_path(w, last, prospects, product_until=w.year, emissions_until=w.year),
    ]
    found = solve_in_lockstep([follow_growth(BaselineRequest(lab, last, prospects), one) for one in ahead])
    own, met = {**given.single, **given.own}, outlook(w, until=last, start=last + 1, history=True)
    return [Pathway(b, b.run, Package(()), met, own) for b in map(unless_error, found)]


def _frame(
    name: str, w: Accounts, years: Sequence[int], observed: Array, said: Sequence[Array], trend: Array
) -> pd.DataFrame:
    """Return the rows of a measure by year and region; all arrays (years, regions), logs over the origin."""
    import pandas as pd

    columns = {"observed": observed, **dict(zip(METHODS, said, strict=True))}
    columns |= {guess: PACE[guess] * trend if guess != "no_change" else np.zeros_like(trend) for guess in GUESSES}
    where = {"measure": name, "region": np.tile(w.regions.codes, len(years)), "year": np.repeat(years, w.R)}
    return pd.DataFrame({**where, **{name: np.ravel(values) for name, values in columns.items()}})


def _structure(w: Accounts) -> Array:
    """Return the indicators of structure; (measures, R)."""
    return np.asarray(wide(measure(w, STRUCTURE))[list(STRUCTURE)].to_numpy().T)


# ---- observed
def observe_structure(panel: Panel, years: Iterable[int]) -> dict[int, Array]:
    """Return logs of the indicators of structure as observed, by year: (measures, R); NaN before the first table.

    Tables of one database after the other, each moved to the level of the one before in the year that both have.
    Where tables are estimated, the share of manufacturing moves with national accounts, where these are known.
    """
    wanted, before = set(years), None
    found: dict[int, Array] = {}
    for tables in panel.databases:
        join = tables.years[0] if before is None else before.years[-1]
        start = _logs(tables, join) if before is None else found.get(join, _logs(before, join))
        for year in sorted(y for y in wanted if y in tables and y not in found):
            moved = _logs(tables, year) - _logs(tables, join)
            if before is not None and tables[year].status == "estimated":
                made = _shares_made(panel, year) - _shares_made(panel, join)
                moved[0] = np.where(np.isfinite(made), made, moved[0])
            found[year] = start + moved
        before = tables
    nothing = np.full((len(STRUCTURE), len(panel.regions.codes)), np.nan)
    return {year: found.get(year, nothing) for year in wanted}


def _logs(tables: Panel, year: int) -> Array:
    """Return logs of the indicators of structure, NaN where a database lacks the year; (measures, R)."""
    if year not in tables:
        return np.full((len(STRUCTURE), len(tables.regions.codes)), np.nan)
    return np.log(_structure(tables[year]))


def _shares_made(panel: Panel, year: int) -> Array:
    """Return log shares of manufacturing in value added after national accounts, NaN where not known; (R,)."""
    found = [weighted_share("manufacturing_share", code).get(year, np.nan) for code in panel.regions.codes]
    return np.log(found)


# ---- on record
FILE = "hindcast.csv"
HORIZON = "medium"
"""Horizon of all that is on record."""
DIGITS = 16
"""Digits of the hash of the tables that are kept."""


def list_errors() -> list[dict[str, Any]]:
    """Return the rows of `read_errors`."""
    texts = ("measure", "region", "data")
    kinds: dict[str, Callable[[str], Any]] = {"origin": int} | dict.fromkeys(texts, str)
    rows = read_csv_rows("newind.pathways", FILE)
    return [{name: kinds.get(name, _number)(cell) for name, cell in row.items()} for row in rows]


def _number(cell: str) -> float:
    return float(cell or "nan")


def read_errors() -> pd.DataFrame:
    """Return mean absolute errors, as `Hindcast.errors` has them, of all origins one below the other.

    Returns
    -------
    DataFrame
        origin, measure, region, conditional, unconditional, no_change, trend, half_trend, data. ``data`` are the first
        digits of the SHA-256 of the hashes of all tables; an error is NaN where it is not known.

    Examples
    --------
    >>> found = read_errors()
    >>> sorted(set(found["origin"])), len(set(found["region"]))
    ([1995, 2000, 2005, 2011, 2014], 21)
    """
    import pandas as pd

    return pd.DataFrame(list_errors())


def compute_errors(panel: Panel, origins: Iterable[int] = ORIGINS) -> pd.DataFrame:
    """Return the same, computed from the tables of the shipped world."""
    import pandas as pd

    found = [hindcast(panel, origin, HORIZON).errors().assign(data=_hash(panel, origin)) for origin in origins]
    return pd.concat(found, ignore_index=True)


def record(panel: Panel) -> Path:
    """Write the file again, with the digits that do not depend on the machine."""
    path = Path(__file__).parent / FILE
    compute_errors(panel).to_csv(path, index=False, float_format="%.6g", lineterminator="\n")
    return path


def _hash(panel: Panel, origin: int) -> str:
    used = "".join(panel[year].hash for year in (origin, *_ends(panel, origin)))
    return hashlib.sha256(used.encode()).hexdigest()[:DIGITS]


@dataclass(frozen=True)
class Skill:
    """How far off the model was on a row in the past, beside simple guesses: whether its levels may be stated.

    Parameters
    ----------
    measure, region : str
        ``all`` is the mean over economies.
    origins : tuple of int
        Years that it was tried from.
    conditional, unconditional, guessed : float
        Mean absolute errors in logs, given GDP, people and investment as they were; given what was known; of the guess.
    guess : {"no_change", "trend", "half_trend"}
        The simple guess with the smallest error; from an origin without figures that old a trend is no change.
    best : float
        Mean error of the best simple guess of each origin, known only afterwards.
    skill : float
        1 − the unconditional error over that.
    won : int
        Origins from which the model was nearer than any simple guess.
    """

    measure: str
    region: str
    origins: tuple[int, ...]
    conditional: float
    unconditional: float
    guess: str
    guessed: float
    best: float
    skill: float
    won: int

    @property
    def is_refused(self) -> bool:
        """Whether no level may be stated: the model was worse on average, or from half of the origins."""
        return self.skill < 0 or 2 * self.won <= len(self.origins)


@cache
def find_skill(measure: str, region: str) -> Skill:
    """Return how far off the model was on a row; where it was not tried there, on average.

    Examples
    --------
    >>> found = find_skill("path.co2", "CHN")
    >>> found.origins, found.is_refused
    ((2000, 2005, 2011, 2014), True)
    >>> find_skill("path.co2", "CN-ZJ").region
    'all'
    """
    rows = [row for row in list_errors() if row["measure"] == measure and np.isfinite(row["unconditional"])]
    if not any(row["region"] == region for row in rows):
        region = MEAN
    rows = [row for row in rows if row["region"] == region]
    errors = {name: np.array([row[name] for row in rows]) for name in (*METHODS, *GUESSES)}
    best = np.nanmin([errors[guess] for guess in GUESSES], axis=0)
    filled = {g: np.where(np.isnan(errors[g]), errors["no_change"], errors[g]).mean() for g in GUESSES}
    guess, off = min(GUESSES, key=lambda g: float(filled[g])), errors["unconditional"]
    return Skill(
        measure, region, tuple(row["origin"] for row in rows), float(errors["conditional"].mean()), float(off.mean()),
        guess, float(filled[guess]), float(best.mean()), float(1.0 - off.mean() / best.mean()), int((off < best).sum()),
    )  # fmt: skip


def is_refused(indicator: str, region: str) -> bool:
    """Tell whether no level of an indicator may be stated of a region: CO2, also per GDP, and what else was tried.

    Examples
    --------
    >>> is_refused("path.co2_per_gdp", "CHN"), is_refused("path.gdp", "CHN")
    (True, False)
    """
    name = CARBON if indicator.startswith(CARBON) else indicator
    return name in MEASURES and find_skill(name, region).is_refused


def list_skills(region: str) -> list[Skill]:
    """Return how far off the model was in each measure: on the row of a region first, where it was tried there."""
    return list(dict.fromkeys(find_skill(name, row) for row in (region, MEAN) for name in MEASURES))


def guess_ahead(seen: Mapping[int, float], year: int, guess: str, span: int) -> float:
    """Return what a simple guess comes to in a year, by what was seen: a positive figure by year.

    Parameters
    ----------
    seen : mapping of int to float
        Figure by year.
    year : int
        Not before the last one seen.
    guess : {"no_change", "trend", "half_trend"}
    span : int
        Years whose mean change is the trend.

    Examples
    --------
    >>> round(guess_ahead({2020: 100.0, 2022: 121.0}, 2024, "half_trend", 5), 1)
    133.1
    """
    last = max(seen)
    series = np.array([seen.get(y, np.nan) for y in range(min(seen), last + 1)])
    pace = recent(np.log(series), span) if PACE[guess] and len(seen) > 1 else 0.0
    return float(seen[last] * np.exp(PACE[guess] * pace * (year - last)))


def guess_error(seen: Mapping[int, float], guess: str, span: int, steps: int) -> float:
    """Return the mean absolute error, in logs, of a simple guess so many years ahead, by what was seen.

    It is made again from every year with a whole span before it; no error is smaller than that of fewer years ahead.
    NaN where the figure is not known for long enough.

    Parameters
    ----------
    seen, guess, span
        As of `guess_ahead`.
    steps : int
        Years ahead.

    Examples
    --------
    >>> seen = {2020: 1.0, 2021: 1.1, 2022: 1.21, 2023: 1.1}
    >>> [round(guess_error(seen, "no_change", 1, n), 3) for n in (1, 2, 3)]
    [0.095, 0.095, nan]
    """
    origins = [year for year in seen if year - span in seen]
    off = [
        np.mean([abs(np.log(guess_ahead(known, year + n, guess, span) / seen[year + n])) for year, known in past])
        for n in range(1, steps + 1)
        if (past := [(y, {k: v for k, v in seen.items() if k <= y}) for y in origins if y + n in seen])
    ]
    return float(max(off)) if len(off) == steps else np.nan
