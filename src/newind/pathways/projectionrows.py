"""Rows of projections: what may stand in them, and everything that can be wrong with them, by line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newind.errors import BilingualMessage, DataError, join_items, sentences, suggest, tell, within
from newind.messages import message_group

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
