"""Projections of one's own by region and year: their rows, and everything that can be wrong with them, by line."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.aliases import alias
from newind.errors import BilingualMessage, DataError, join_items, sentences, suggest, tell, within
from newind.messages import message_group

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newind.accounts.accounts import Accounts
    from newind.typing import Array, IntArray


PEOPLE = ("million persons", "10K persons", "thousand persons", "persons")
HOURS = ("million hours", "hours")
INDEX, RATE, SHARES = "index", "%/year", {"%": 100.0, "1": 1.0}
"""A level whose size means nothing, growth since the year before, and shares with what they sum to."""
SKILLS = ("high", "medium", "low")
SKILL = tuple(f"skill.{s}" for s in SKILLS)
PAY = tuple(f"pay.{s}" for s in SKILLS)
UNITS: dict[str, tuple[str, ...]] = {
    "population": (*PEOPLE, INDEX, RATE),
    "work": (*PEOPLE, *HOURS, INDEX, RATE),
    "human_capital": (INDEX, RATE),
    **dict.fromkeys(SKILL, (*SHARES, *PEOPLE, *HOURS)),
    **dict.fromkeys(PAY, ("1",)),
    "gdp": (INDEX, RATE),
    "co2": ("Mt", "kt", INDEX, RATE),
}
"""Series that may be projected, and their units; that of a template first."""
SKILLED, QUALITY = "skills", "human_capital"
MOVED = {
    name: BilingualMessage(said["en"], said["zh"]) for name, said in message_group("pathways.projections.moved").items()
}
"""Series that have growth, and what they are called; skills are one series."""
STATUSES = ("assumed", "estimated", "observed")
"""Statuses of a value, the first by default; the others need a source."""
FIRST, LAST = 1990, 2100
FASTEST = 50.0
"""Percent a year that nothing grows or shrinks by."""
CLOSE = 2e-3
"""How far shares may be from summing to one: they are rounded."""
SHOWN = 3
"""Mistakes that are reported at once."""
COLUMNS = ("region", "year", "what", "value", "unit", "source", "status")
NEEDED = COLUMNS[:5]


@dataclass(frozen=True)
class ProjectionRow:
    """A figure: of which region and year, what, how much in which unit, from where, and on which line."""

    region: str
    year: int
    what: str
    value: float
    unit: str
    source: str = ""
    status: str = STATUSES[0]
    line: int = 0


def refuse(name: str, wrong: Iterable[tuple[int, BilingualMessage]]) -> None:
    """Raise an error of the first mistakes, with their lines, where there are any."""
    every = sorted(wrong, key=lambda found: found[0])
    if every:
        said: list[object] = [within(f"{name}:{line}", told) for line, told in every[:SHOWN]]
        if len(every) > SHOWN:
            said.append(tell("projection.more", n=len(every) - SHOWN))
        raise DataError(sentences(said, "\n"))


# ---- mistakes
def row_of(line: int, said: Mapping[str, Any]) -> tuple[ProjectionRow, list[BilingualMessage]]:
    """Return a row, and what is wrong with its cells by themselves."""
    text = {name: _text(said.get(name)) for name in COLUMNS}
    text["status"] = text["status"] or STATUSES[0]
    year, value = _number(text["year"]), _number(text["value"])
    wrong = []
    if not text["region"]:
        wrong.append(tell("projection.no_region"))
    if not (year == year and year.is_integer() and FIRST <= year <= LAST):
        wrong.append(tell("projection.year", year=text["year"], first=FIRST, last=LAST))
    if not math.isfinite(value):
        wrong.append(tell("projection.number", value=text["value"]))
    if text["what"] not in UNITS:
        near, known = suggest(text["what"], UNITS), join_items(UNITS)
        wrong.append(tell("projection.what", what=text["what"], near=near, known=known))
    elif text["unit"] not in (units := UNITS[text["what"]]):
        wrong.append(tell("projection.unit", what=text["what"], unit=text["unit"], known=join_items(units)))
    if text["status"] not in STATUSES:
        wrong.append(tell("projection.status", status=text["status"], known=join_items(STATUSES)))
    elif text["status"] != STATUSES[0] and not text["source"]:
        wrong.append(tell("projection.no_source"))
    at = int(year) if math.isfinite(year) else 0
    row = ProjectionRow(text["region"], at, text["what"], value, text["unit"], text["source"], text["status"], line)
    return row, wrong


def _text(cell: Any) -> str:
    """Return a cell as text; a whole number of a spreadsheet has no decimals."""
    return "" if cell is None else str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip()


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def apart_wrong(rows: Iterable[ProjectionRow]) -> list[tuple[int, BilingualMessage]]:
    """Return what is wrong with the size of figures, and which stand twice."""
    found: list[tuple[int, BilingualMessage]] = []
    seen: dict[tuple[str, str, int], int] = {}
    for row in rows:
        key = (row.region, row.what, 0 if row.what in PAY else row.year)
        if key in seen:
            found.append((row.line, tell("projection.twice", what=row.what, region=row.region, line=seen[key])))
        seen.setdefault(key, row.line)
        if row.unit == RATE:
            if abs(row.value) >= FASTEST:
                found.append((row.line, tell("projection.rate", value=f"{row.value:g}", most=f"{FASTEST:g}")))
        elif row.value < 0 or (row.value == 0 and row.what not in SKILL):
            found.append((row.line, tell("projection.size", what=row.what, value=f"{row.value:g}")))
    return found


def together_wrong(series: Mapping[tuple[str, str], tuple[ProjectionRow, ...]]) -> list[tuple[int, BilingualMessage]]:
    """Return what is wrong with series as a whole."""
    found: list[tuple[int, BilingualMessage]] = []
    for (region, what), rows in series.items():
        first = rows[0]
        for other in rows:
            if other.unit != first.unit and what not in SKILL:
                told = tell(
                    "projection.units", what=what, region=region, unit=other.unit, other=first.unit, line=first.line
                )
                found.append((other.line, told))
        if len(rows) == 1 and first.unit != RATE and what not in (*SKILL, *PAY):
            found.append((first.line, tell("projection.alone", what=what, region=region)))
    for region in dict.fromkeys(region for region, _ in series):
        found += _of_skills(region, {what: rows for (r, what), rows in series.items() if r == region})
    return found


def _of_skills(region: str, series: Mapping[str, tuple[ProjectionRow, ...]]) -> list[tuple[int, BilingualMessage]]:
    """Return what is wrong with skills of a region, and with what they earn."""
    found: list[tuple[int, BilingualMessage]] = []
    pay = [series[name][0] for name in PAY if name in series]
    if 0 < len(pay) < len(PAY):
        found.append((pay[0].line, tell("projection.pay", region=region)))
    skills = [row for name in SKILL for row in series.get(name, ())]
    if skills and "human_capital" in series:
        found.append((series["human_capital"][0].line, tell("projection.both", region=region)))
    years = sorted({row.year for row in skills})
    if len(years) == 1:
        found.append((skills[-1].line, tell("projection.alone", what=SKILLED, region=region)))
    for year in years:
        here = [row for row in skills if row.year == year]
        lacking = [name for name in SKILL if name not in [row.what for row in here]]
        total, whole = sum(row.value for row in here), SHARES.get(here[0].unit)
        if lacking:
            said = tell("projection.skills", region=region, year=year, missing=join_items(lacking))
            found.append((here[0].line, said))
        elif len({row.unit for row in here}) > 1:
            found.append((here[-1].line, tell("projection.skill_units", region=region, year=year)))
        elif (whole is not None and abs(total - whole) > CLOSE * whole) or total <= 0:
            said = tell("projection.sum", region=region, year=year, sum=f"{total:g}", whole=f"{whole or 1:g}")
            found.append((here[-1].line, said))
    return found


@dataclass(frozen=True)
class Projections:
    """Figures by region and year, of which growth counts.

    Parameters
    ----------
    rows : tuple of ProjectionRow
        A figure each, checked.
    name : str
        Of the file, as messages call it.

    Raises
    ------
    DataError
        Naming file and line of the first three mistakes.

    Notes
    -----
    A series moves what is observed, and else assumed, from its first year on: years between are interpolated, levels in
    logs, shares and rates as they are. Years observed stay as observed. Skills move the quality of work, Σ w_k s_k with
    shares s_k of work and what an hour of it earns, w_k, which stays: growth accounting at given relative pay.

    References
    ----------
    Jorgenson, Gollop & Fraumeni (1987), Productivity and U.S. Economic Growth, Harvard University Press.
    """

    rows: tuple[ProjectionRow, ...]
    name: str = "projections"
    _series: dict[tuple[str, str], tuple[ProjectionRow, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        """Refuse what contradicts itself."""
        for row in self.rows:
            key = (row.region, row.what)
            self._series[key] = tuple(sorted((*self._series.get(key, ()), row), key=lambda r: r.year))
        refuse(self.name, [*apart_wrong(self.rows), *together_wrong(self._series)])

    @property
    def regions(self) -> tuple[str, ...]:
        """Codes, in the order in which they stand."""
        return tuple(dict.fromkeys(row.region for row in self.rows))

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the figures."""
        said = [(r.region, r.year, r.what, r.value, r.unit, r.source, r.status) for r in self.rows]
        return hashlib.sha256(json.dumps(sorted(said), ensure_ascii=False).encode()).hexdigest()

    def list_rows(self, region: str, what: str) -> tuple[ProjectionRow, ...]:
        """Return the rows of a series by year; those of high skill stand for ``skills``."""
        return self._series.get((region, SKILL[0] if what == SKILLED else what), ())

    def on(self, w: Accounts) -> Projections:
        """Return these projections, where accounts have all their regions.

        Raises
        ------
        DataError
            Naming the lines of regions that they have not.
        """
        codes = w.regions.codes
        known = join_items(codes)
        refuse(
            self.name,
            [
                (next(r.line for r in self.rows if r.region == region),
                 tell("projection.region", region=region, near=suggest(region, codes), known=known))
                for region in self.regions
                if region not in codes
            ],
        )  # fmt: skip
        return self

    def summary(self) -> list[dict[str, Any]]:
        """Return what stands here, an entry a series: region, what, years, units, statuses and sources."""
        return [
            {
                "region": region, "what": what, "years": [row.year for row in rows],
                "units": list(dict.fromkeys(row.unit for row in rows)),
                "statuses": list(dict.fromkeys(row.status for row in rows)),
                "sources": list(dict.fromkeys(row.source for row in rows if row.source)),
            }
            for (region, what), rows in self._series.items()
        ]  # fmt: skip

    def steps(self, w: Accounts, what: str, years: IntArray) -> Array:
        """Return by how much a series changes since the year before, in logs.

        Parameters
        ----------
        w : Accounts
            Whose regions are meant, and what work of each skill earns.
        what : str
            One of `MOVED`.
        years : (T,) array

        Returns
        -------
        (R, T) array
            NaN where there is no projection.
        """
        found = np.full((len(w.regions.codes), len(years)), np.nan)
        for r, region in enumerate(w.regions.codes):
            rows = self.list_rows(region, what)
            if rows:
                at = np.array([row.year for row in rows])
                rate = rows[0].unit == RATE
                inside = (years >= at[0] if rate else years > at[0]) & (years <= at[-1])
                here = years[inside]
                if rate:
                    found[r, inside] = np.log1p(np.interp(here, at, [row.value / 100.0 for row in rows]))
                else:
                    log = self._logs(w, region, what, rows)
                    found[r, inside] = log(here) - log(here - 1)
        return found

    def _logs(self, w: Accounts, region: str, what: str, rows: Sequence[ProjectionRow]) -> Any:
        """Return the function from years to the log of a series."""
        at = [row.year for row in rows]
        if what != SKILLED:
            return lambda years: np.interp(years, at, np.log([row.value for row in rows]))
        amounts = np.array([[row.value for row in self._series[region, name]] for name in SKILL])
        shares = amounts / amounts.sum(axis=0)
        pay = self._pay(w, region, rows[0])
        return lambda years: np.log(sum(p * np.interp(years, at, s) for p, s in zip(pay, shares, strict=True)))

    def _pay(self, w: Accounts, region: str, row: ProjectionRow) -> list[float]:
        """Return what work of each skill earns against the others: as given, else in the accounts."""
        if (region, PAY[0]) in self._series:
            return [self._series[region, name][0].value for name in PAY]
        found = relative_pay(w)[w.regions.codes.index(region)]
        if not np.isfinite(found).all():
            refuse(self.name, [(row.line, tell("projection.no_pay", region=region))])
        return [float(v) for v in found]

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain data."""
        return {"name": self.name, "rows": [dict(vars(row)) for row in self.rows]}

    of = alias("list_rows")


def relative_pay(w: Accounts) -> Array:
    """Return what an hour of high, medium and low skill earns over one of low skill; (R, 3), NaN where unknown."""
    names = [f"{kind}_{s}" for s in SKILLS for kind in ("labour_compensation", "hours")]
    if not set(names) <= set(w.satellites):
        return np.full((w.R, len(SKILLS)), np.nan)
    sums = np.array([w.satellites[name].values.reshape(w.R, w.S) for name in names])
    known = np.isfinite(sums).all(axis=0)
    pay, hours = np.where(known, sums, 0.0).sum(axis=2).reshape(len(SKILLS), 2, w.R).swapaxes(0, 1)
    earned = np.divide(pay, hours, out=np.full_like(pay, np.nan), where=hours > 0)
    return np.asarray((earned / earned[-1]).T)


def as_projections(given: Projections | Mapping[str, Any]) -> Projections:
    """Return projections that were given as such, or as plain data: ``rows``, each with the names of `COLUMNS`.

    Raises
    ------
    DataError
        For anything else, and for mistakes in the rows.
    """
    if isinstance(given, Projections):
        return given
    if not isinstance(given, Mapping) or not isinstance(given.get("rows"), list | tuple):
        raise DataError(tell("projection.kind", kind=type(given).__name__))
    name = str(given.get("name", "projections"))
    lines = [(int(row.get("line", k)), row) for k, row in enumerate(given["rows"], 1)]
    return build_projections(lines, name)


def build_projections(lines: Iterable[tuple[int, Mapping[str, Any]]], name: str) -> Projections:
    """Return projections made of rows as they were written, with their lines.

    Rows without a value are left out, and the one figure of a template that nobody went on with.

    Raises
    ------
    DataError
        Naming file and line of the first three mistakes.
    """
    rows: list[ProjectionRow] = []
    wrong: list[tuple[int, BilingualMessage]] = []
    for line, said in lines:
        if str("" if said.get("value") is None else said["value"]).strip() == "":
            continue
        row, told = row_of(line, said)
        rows.append(row)
        wrong += [(line, t) for t in told]
    refuse(name, wrong)
    many = Counter((row.region, row.what) for row in rows)
    rows = [row for row in rows if many[row.region, row.what] > 1 or row.unit == RATE or row.status == STATUSES[0]]
    if not rows:
        raise DataError(tell("projection.empty", file=name, columns=join_items(NEEDED)))
    return Projections(tuple(rows), name)
