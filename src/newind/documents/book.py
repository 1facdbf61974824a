"""A workbook of tables: a sheet each, under contents that say what it shows, its unit, year and status."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Any

from newind.data.workbook import HEAD, TITLE, WRAP, SheetPlan, write_workbook
from newind.documents.booktexts import TEXTS
from newind.documents.walk import wide
from newind.language.words import mark, years as year_span
from newind.questions.text import state

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from newind.questions.model import SourceRow

    Content = str | float | None

NAME = 31
"""Characters that the name of a sheet takes; a Chinese one counts as two, so that names can be read at the foot."""
NARROW, BROAD = 9.0, 58.0
"""Least and greatest width of a column, in characters."""
LINE, WIDEN = 90.0, 15.0
"""Least width of a sheet, and of the columns that make it so."""
TOP = 3
"""Rows over a table: its title, what it is of, and one that is empty."""
NUMBER = re.compile(r"([+−-]?)(\d[\d,]*)(\.\d+)?(%?)")


@dataclass(frozen=True)
class BookTable:
    """A table of the workbook.

    Parameters
    ----------
    name : str
        Of its sheet.
    title : str
        What it shows.
    header : sequence of str
    rows : sequence of sequences
        Texts, and numbers each in the format of its cell.
    about : str
        Measure and unit, one line below the title.
    unit, year, status : str
        As the contents list them, empty where they differ by row and stand there.
    patterns : mapping of (int, int) to str
        Row and column → number format; whole numbers otherwise.
    notes : sequence of str
        Below the table.
    refs : sequence of int
        Sources, spelled out below the notes.
    filtered : bool
        Whether its header has filters.
    """

    name: str
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Content]]
    about: str = ""
    unit: str = ""
    year: str = ""
    status: str = ""
    patterns: Mapping[tuple[int, int], str] = field(default_factory=dict)
    notes: Sequence[str] = ()
    refs: Sequence[int] = ()
    filtered: bool = False


def sheet_name(title: str) -> str:
    """Return a title as the name of a sheet: without signs that a name cannot hold, cut after a word.

    Examples
    --------
    >>> sheet_name("Own tables: up to 2020"), sheet_name("What this provincial table cannot say")
    ('Own tables up to 2020', 'What this provincial table')
    """
    name = " ".join(re.sub(r"[][:*?/\\]", " ", title).split()).strip("' ")
    if wide(name) <= NAME:
        return name
    kept = name[: NAME + 1].rpartition(" ")[0] if " " in name[:NAME] else re.split("[，、（；]", name)[0]
    while wide(kept) > NAME:
        kept = kept[:-1]
    return kept.strip("', ")


def read_number(text: str) -> tuple[float, str] | None:
    """Return a written number and its format; None for other texts.

    Examples
    --------
    >>> read_number("12.4%"), read_number("−1,234"), read_number("12 to 14")
    ((0.124, '0.0%'), (-1234.0, '#,##0'), None)
    """
    found = NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    sign, whole, after, share = found.groups()
    digits = len(after or ".") - 1
    value = round(float(whole.replace(",", "") + (after or "")) / (100 if share else 1), digits + 2 * bool(share))
    pattern = ("0" if share else "#,##0") + ("." + "0" * digits if digits else "") + share
    return (-value if sign and sign != "+" else value), pattern


def of_texts(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return the parts of a table of texts, in which written numbers are numbers with their formats."""
    cells: list[list[Content]] = [list(row) for row in rows]
    patterns: dict[tuple[int, int], str] = {}
    for k in range(1, len(header)):  # the first column names the row
        read = [read_number(row[k]) for row in rows]
        if 2 * sum(number is not None for number in read) <= sum(bool(row[k]) for row in rows):
            continue  # a column of texts
        for i, number in enumerate(read):
            if number is not None:
                cells[i][k], patterns[i, k] = number
    return {"header": header, "rows": cells, "patterns": patterns}


def write_book(
    path: Path,
    title: str,
    said: Sequence[str],
    tables: Sequence[BookTable],
    sources: Sequence[SourceRow],
    lang: str,
) -> None:
    """Write a workbook; equal ones give equal bytes. Texts are never formulas.

    Parameters
    ----------
    path : Path
    title : str
        The result in a line.
    said : sequence of str
        What stands below it, over the contents.
    tables : sequence of BookTable
    sources : sequence of SourceRow
        Where references lead to: each table spells out its own.
    lang : {"en", "zh"}
    """
    rows = {r.number: r for r in sources}
    named = _names(tables, lang)
    plans = [_contents(title, said, tables, named, rows, lang)]
    plans += [_sheet(t, name, rows, lang) for t, name in zip(tables, named, strict=True)]
    write_workbook(path, title, plans)


def _names(tables: Sequence[BookTable], lang: str) -> list[str]:
    """Return a different name for each sheet; spreadsheets take small and capital letters as equal."""
    used = {TEXTS["contents"][lang].lower()}
    made = []
    for t in tables:
        base, name, k = sheet_name(t.name), sheet_name(t.name), 1
        while name.lower() in used:
            k += 1
            name = f"{base[: NAME - 3]} {k}"
        used.add(name.lower())
        made.append(name)
    return made


def _contents(
    title: str,
    said: Sequence[str],
    tables: Sequence[BookTable],
    named: Sequence[str],
    sources: Mapping[int, SourceRow],
    lang: str,
) -> SheetPlan:
    """Return the first sheet: the result, and which sheet shows what, in which unit, of which year and status."""
    sheet = SheetPlan(TEXTS["contents"][lang], (34, 70, 24, 14, 18), printed=True, escaped=True)
    sheet.line(title, TITLE)
    for text in said:
        sheet.merged.append((sheet.row, 4))
        sheet.heights[sheet.row] = 16 * (1 + wide(text) // 150)
        sheet.line(text, WRAP)
    sheet.row += 1
    sheet.write_row((TEXTS[k][lang] for k in ("sheet", "shows", "unit", "year", "status")), HEAD)
    sheet.freeze = (sheet.row, 0)
    for t, name in zip(tables, named, strict=True):
        cited = [sources[n] for n in t.refs if n in sources]
        unknown = TEXTS["by_row"][lang] if t.patterns and not cited else ""
        status = t.status or _only([state(r.status, lang) for r in cited], lang) or unknown
        unit = t.unit or _only([r.unit for r in cited], lang) or unknown
        cells = (t.title, unit, t.year or span_of(cited, lang) or unknown, status)
        sheet.more.append(
            ("write_url", sheet.row, 0, f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A1", None, name)
        )
        for k, cell in enumerate(cells, 1):
            sheet.put(sheet.row, k, cell or None, WRAP)
        sheet.heights[sheet.row] = 15 * (1 + wide(t.title) // 76)
        sheet.row += 1
    return sheet


def _only(texts: Sequence[str], lang: str) -> str:
    """Return the one or two different texts; nothing where there are more, which stand with the figures."""
    found = list(dict.fromkeys(t for t in texts if t))
    return mark("semicolon", lang).join(found) if len(found) <= 2 else TEXTS["by_row"][lang]


def span_of(sources: Sequence[SourceRow], lang: str) -> str:
    """Return the years of sources, from the first to the last."""
    found = sorted(int(y) for r in sources for y in re.findall(r"\b(?:19|20)\d\d\b", r.year))
    return year_span(found[0], found[-1], lang) if found else ""


def _sheet(t: BookTable, name: str, sources: Mapping[int, SourceRow], lang: str) -> SheetPlan:
    widths = [_width([t.header[k], *(row[k] for row in t.rows)]) for k in range(len(t.header))]
    widths += [WIDEN] * ceil((LINE - sum(widths)) / WIDEN)  # room for titles, notes and sources
    sheet = SheetPlan(name, widths, freeze=(TOP + 1, 1), printed=True, escaped=True)
    _write_line(sheet, t.title, TITLE, 1.5)
    _write_line(sheet, t.about)
    sheet.row = TOP
    sheet.write_row(t.header, HEAD)
    for i, row in enumerate(t.rows):
        for k, cell in enumerate(row):
            look = WRAP if isinstance(cell, str) else {"num_format": t.patterns.get((i, k), "0"), "valign": "top"}
            sheet.put(sheet.row, k, None if cell == "" else cell, look)
        sheet.row += 1
    if t.filtered and t.rows:
        sheet.more.append(("autofilter", TOP, 0, TOP + len(t.rows), len(t.header) - 1))
    sheet.row += 1
    for note in t.notes:
        _write_line(sheet, note)
    cited = [sources[n] for n in dict.fromkeys(t.refs) if n in sources]
    if cited:
        sheet.line(TEXTS["sources"][lang], HEAD)
    for r in cited:
        about = mark("semicolon", lang).join((r.source, r.year, state(r.status, lang)))
        _write_line(sheet, f"[{r.number}] {r.label}{mark('colon', lang)}{about}")
    return sheet


def _write_line(sheet: SheetPlan, text: str, look: dict[str, Any] = WRAP, size: float = 1.0) -> None:
    """Write a line over all columns, as high as it needs to be."""
    if text and len(sheet.widths) > 1:
        sheet.merged.append((sheet.row, len(sheet.widths) - 1))
    sheet.heights[sheet.row] = 15.0 * size * ceil(max(size * wide(text), 1) / sum(sheet.widths))
    sheet.line(text, look | WRAP)


def _width(cells: Sequence[Content]) -> float:
    longest = max((wide(c) if isinstance(c, str) else 8 for c in cells if c is not None), default=0)
    head = wide(str(cells[0])) if cells else 0
    return float(min(max(longest * 0.95 + 2, min(head, 16), NARROW), BROAD))


def blank(cells: Sequence[Any]) -> bool:
    """Return whether a column has nothing in it."""
    return all(c in ("", None) for c in cells)


def columns_of(keys: Sequence[str], columns: Mapping[str, Sequence[Content]], lang: str) -> Iterator[tuple[str, Any]]:
    """Yield the columns that have something in them, each under its name."""
    for key in keys:
        if not blank(columns[key]):
            yield TEXTS[key][lang], columns[key]
