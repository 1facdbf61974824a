"""Where a Chinese table lies on its sheet: lines of labels, sectors, their classification, other rows and columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from newind.accounts.classification import SEEN, load, plain
from newind.data.readers.nbs.labels import (
    AMBIGUOUS,
    BARE,
    COLUMNS,
    HEADINGS,
    ROWS,
    WORDS,
    parse_sector_cell,
    sector,
    special,
)
from newind.data.readers.sheets import address
from newind.errors import DataError, join_items, noun, offenders, tell, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newind.data.readers.sheets import Sheet


@dataclass(frozen=True)
class AxisLayout:
    """Rows or columns of a table as found on the sheet.

    Parameters
    ----------
    blocks : tuple of tuple of int
        Positions of the sectors, one block for each origin (a second block of rows are imports).
    names : tuple of str
        Names of the sectors of the first block.
    others : mapping of str to int
        Publisher's code → position.
    first : int
        First position of a label or a figure.
    """

    blocks: tuple[tuple[int, ...], ...]
    names: tuple[str, ...]
    others: Mapping[str, int]
    first: int

    @property
    def positions(self) -> tuple[int, ...]:
        """Positions of everything that has a label."""
        return (*(p for block in self.blocks for p in block), *self.others.values())


@dataclass(frozen=True)
class SheetAxis:
    """A sheet seen along one of its axes: cells by line of labels and position, and the words for messages."""

    sheet: Sheet
    across: bool
    among: frozenset[str]

    def cell(self, line: int, position: int) -> Any:
        """Return a cell, empty text beyond the edge."""
        r, c = (line, position) if self.across else (position, line)
        row = self.sheet.rows[r] if r < len(self.sheet.rows) else []
        return row[c] if c < len(row) else ""

    def at(self, line: int, position: int) -> str:
        """Return the address of a cell."""
        return address(line, position) if self.across else address(position, line)

    @property
    def what(self) -> str:
        """Word for what lies along the axis."""
        return "columns" if self.across else "rows"

    @property
    def length(self) -> int:
        """Number of positions."""
        rows = self.sheet.rows
        return max(map(len, rows), default=0) if self.across else len(rows)


def columns_of(sheet: Sheet) -> SheetAxis:
    """Return the columns of a sheet."""
    return SheetAxis(sheet, True, frozenset(COLUMNS))


def rows_of(sheet: Sheet) -> SheetAxis:
    """Return the rows of a sheet."""
    return SheetAxis(sheet, False, frozenset(ROWS))


LISTS = (
    "nbs42-2017",
    "nbs42-2012",
    "nbs42-2002",
    "nbs153-2018",
    "nbs149-2017",
    "nbs139-2012",
    "nbs135-2007",
    "nbs122-2002",
)
WITHOUT = {("nbs42-2002", 41): ("o22",)}
"""Sectors that shorter tables leave out: in 2010 scrap is part of other manufacturing."""
PUBLISHER = "publisher"
"""Name for keeping the publisher's codes."""
ALIKE = 0.5
"""Likeness of two names (0 to 1) from which they are taken for the same sector: wordings differ between publishers."""
STEM = 4
"""Letters by which two English words are taken for the same."""
_FILLING = {"and", "the", "for", "other"}
_SAME = {"acco": "hote", "coki": "coke", "medi": "phar"}
"""Beginnings of words of the publisher's English names → those of the lists."""
_ENDINGS = re.compile(f"({'|'.join(WORDS['endings'])})")


def decide(where: str, names: Sequence[str], given: str | None) -> tuple[tuple[str, ...], str]:
    """Return the codes of the sectors, and why.

    Parameters
    ----------
    where : str
        The place, for messages.
    names : sequence of str
        Names in the order of the table; empty where they are not written.
    given : str, optional
        A classification, or ``publisher`` to keep the publisher's codes as s01, s02 …

    Returns
    -------
    tuple of str, str
        Codes, and the reason in words.

    Raises
    ------
    DataError
        When a classification of that many sectors exists but the names are not its own.
    UnknownNameError
        For a classification that does not exist.
    """
    if given is not None and given not in (*LISTS, PUBLISHER):
        raise unknown(
            "classification", given, (*LISTS, PUBLISHER), tell("part.there_are", known=join_items((*LISTS, PUBLISHER)))
        )
    lists = {n: codes(n, len(names)) for n in LISTS if given in (None, n)}
    fitting = {name: found for name, found in lists.items() if len(found) == len(names)}
    if given == PUBLISHER or (given is None and not fitting):
        width = max(2, len(str(len(names))))
        return tuple(f"s{i:0{width}d}" for i in range(1, len(names) + 1)), "sectors of no known list: publisher's codes"
    if not fitting:
        raise DataError(tell("nbs.sectors", where=where, n=len(names), given=given, has=len(load(str(given)))))
    if given is not None:
        return fitting[given], f"{given} as given"
    return _most_alike(where, names, fitting)


def codes(name: str, count: int) -> tuple[str, ...]:
    """Return the codes of a list in a table of that many sectors."""
    return tuple(c for c in load(name) if c not in WITHOUT.get((name, count), ()))


def _most_alike(where: str, names: Sequence[str], fitting: dict[str, tuple[str, ...]]) -> tuple[tuple[str, ...], str]:
    alike = {
        name: [_likeness(name, c, n) for c, n in zip(found, names, strict=True)] for name, found in fitting.items()
    }
    best = max(alike, key=lambda name: sum(alike[name]))
    wrong = [f"{i} {n}".strip() for i, (n, a) in enumerate(zip(names, alike[best], strict=True), 1) if a < ALIKE]
    if wrong:
        raise DataError(tell("nbs.names", where=where, best=best, which=offenders(wrong), fitting=join_items(fitting)))
    return fitting[best], f"the names of {len(names)} sectors are those of {best}"


def _likeness(name: str, code: str, text: str) -> float:
    row, given = load(name)[code], plain(text)
    if given in (plain(row["zh"]), plain(row["en"])):
        return 1.0
    ours, theirs = _core(row["zh"]), _core(text)
    same = SequenceMatcher(None, ours, theirs, autojunk=False).ratio()
    english = SequenceMatcher(None, plain(row["en"]), given, autojunk=False).ratio()
    return max(same, english, 1.0 if _words(row["en"]) & _words(text) else 0.0)


def _words(text: str) -> set[str]:
    """Return the beginnings of the English words of a name, those that mean the same as one.

    Examples
    --------
    >>> sorted(_words("Accommodation and catering")), sorted(_words("Hotels and restaurants"))
    (['cate', 'hote'], ['hote', 'rest'])
    """
    found = (w[:STEM] for w in re.findall(r"[a-z]{3,}", text.casefold()) if w not in _FILLING)
    return {_SAME.get(w, w) for w in found}


def _core(name: str) -> str:
    text = plain(name)
    return _ENDINGS.sub("", text) or text


HEADER = 25
"""Lines from the top (or the left) in which labels are looked for."""
LEAST = 5
"""Sectors that make a table."""


# ---- the line of labels


def find(sheet: Sheet) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return (line, first position) of the column labels and of the row labels, None where there is no table."""
    across, down = columns_of(sheet), rows_of(sheet)
    top = _best(across, min(HEADER, len(sheet.rows)), 0)
    if top is None:
        return None
    left = _best(down, top[1], top[0] + 1)
    return None if left is None else (top, left)


def check_direction(sheet: Sheet, top: tuple[int, int], left: tuple[int, int]) -> None:
    """Raise for a table of which rows and columns are swapped: primary inputs among columns, final uses among rows.

    Raises
    ------
    DataError
        Saying so.
    """
    above = [c for row in sheet.rows[: left[1]] for c in row[top[1] :]]
    beside = [c for row in sheet.rows[left[1] :] for c in row[: top[1]]]
    if any(special(c, rows_of(sheet).among) for c in above) and any(
        special(c, columns_of(sheet).among) for c in beside
    ):
        raise DataError(tell("nbs.swapped", sheet=sheet))


def _best(axis: SheetAxis, lines: int, start: int) -> tuple[int, int] | None:
    """Return the line with the most sectors from a position on: by code if any line has codes, else by name."""
    for count in (_run_of_codes, _run_of_names):
        found = [(line, *count(axis, line, start)) for line in range(lines)]
        line, first, length = max(found, key=lambda f: (f[2], f[0]), default=(0, 0, 0))
        if length >= LEAST:
            return line, first
    return None


def _run_of_codes(axis: SheetAxis, line: int, start: int) -> tuple[int, int]:
    """Return where codes begin with 1 on a line, and how many go on rising from there."""
    best = (0, 0)
    for p in range(start, axis.length):
        if _code(axis.cell(line, p)) == 1:
            length = 1
            while (_code(axis.cell(line, p + length)) or 0) > (_code(axis.cell(line, p + length - 1)) or 0):
                length += 1
            best = max(best, (p, length), key=lambda f: f[1])
    return best


@lru_cache(SEEN, typed=True)
def _code(cell: Any) -> int | None:
    """Return the number of a sector from its code, which may have the name behind it in the same cell."""
    number = sector(cell)
    return both[0] if number is None and (both := parse_sector_cell(cell)) else number


def _run_of_names(axis: SheetAxis, line: int, start: int) -> tuple[int, int]:
    named = [p for p in range(start, axis.length) if plain(axis.cell(line, p)) in list_sector_names()]
    return (named[0], len(named)) if named else (0, 0)


@cache
def list_sector_names() -> frozenset[str]:
    """Return the plain names of all sectors of the known lists."""
    return frozenset(plain(row[lang]) for name in LISTS for row in load(name).values() for lang in ("zh", "en"))


# ---- what stands along it


def read_line(axis: SheetAxis, line: int, first: int, lines: int) -> AxisLayout:
    """Return what stands along an axis.

    Parameters
    ----------
    axis : SheetAxis
        The rows or the columns.
    line : int
        The line with the sectors' codes or names.
    first : int
        Position of the first sector.
    lines : int
        Number of lines of labels, from the edge of the sheet to the first figure.

    Raises
    ------
    DataError
        For codes that jump or stand twice, labels that stand twice or are hidden by merged cells, naming the cells.
    """
    blocks: list[list[int]] = []
    others: dict[str, int] = {}
    strange: list[tuple[int, str]] = []
    bare: list[int] = []
    coded = _code(axis.cell(line, first)) is not None
    order = [*([line] if coded else []), *reversed(range(lines))]  # the codes, else the label nearest to the figures
    for p in range(first, axis.length):
        code = next((c for k in order if (c := special(axis.cell(k, p), axis.among))), "")
        number = _number(axis, line, p, first, coded, bool(others or bare))
        figures = _has_figures(axis, p, lines, len(blocks[0]) if blocks else LEAST)
        if code:
            _enter(axis, others, code, p, line)
        elif sector(axis.cell(line, p)) is None and plain(_nearest(axis, p, lines)[1]) in BARE and figures:
            bare.append(p)
        elif number is not None and (
            (coded and not parse_sector_cell(axis.cell(line, p)))
            or figures
            or plain(axis.cell(line, p)) in list_sector_names()
        ):
            _append(axis, blocks, p, line, number)
        elif figures:
            strange.append((p, _label(axis, p, lines)))
    for p in bare:
        code = _total_below(axis, others, p, lines)
        if code:
            _enter(axis, others, code, p, line)
        else:
            strange.append((p, _label(axis, p, lines)))
    _refuse(axis, line, sorted(strange))
    _check_length(axis, blocks, line)
    return AxisLayout(tuple(map(tuple, blocks)), _names(axis, blocks[0], lines), others, first)


def _number(axis: SheetAxis, line: int, p: int, first: int, coded: bool, ended: bool) -> int | None:
    """Return the number of a sector; where only names are written, 1 for the first and 0 for any that goes on."""
    if coded:
        return _code(axis.cell(line, p))
    text = plain(axis.cell(line, p))
    if text == plain(axis.cell(line, first)):
        return 1
    return 0 if text and not ended else None


def _nearest(axis: SheetAxis, p: int, lines: int) -> tuple[int, str]:
    """Return the label nearest to the figures, and its line."""
    labels = ((k, text) for k in reversed(range(lines)) if (text := str(axis.cell(k, p)).strip()))
    return next(labels, (0, ""))


def _total_below(axis: SheetAxis, others: Mapping[str, int], p: int, lines: int) -> str:
    """Return of what a bare total is one: of the nearest heading, merged over it, that has no total yet."""
    for k in reversed(range(_nearest(axis, p, lines)[0])):
        heading = next((text for q in range(p, -1, -1) if (text := plain(axis.cell(k, q)))), "")
        code = HEADINGS.get(heading, "")
        if code in axis.among and code not in others:
            return code
    return ""


def _enter(axis: SheetAxis, others: dict[str, int], code: str, p: int, line: int) -> None:
    if code in others:
        both = f"{axis.at(line, others[code])} and {axis.at(line, p)}"
        raise DataError(tell("nbs.twice", sheet=axis.sheet, code=code, what=noun(axis.what), both=both))
    others[code] = p


def _append(axis: SheetAxis, blocks: list[list[int]], p: int, line: int, number: int) -> None:
    """Add a sector to the current block, or begin the next block where codes begin again."""
    if not blocks or number == 1:
        blocks.append([])
    block = blocks[-1]
    expected = len(block) + 1
    if number not in (0, expected):
        at, what = axis.at(line, p), noun(axis.what.removesuffix("s"))
        raise DataError(tell("nbs.jump", sheet=axis.sheet, what=what, number=number, at=at, expected=expected))
    block.append(p)


def _has_figures(axis: SheetAxis, p: int, lines: int, count: int) -> bool:
    return any(isinstance(v := axis.cell(k, p), (int, float)) and v for k in range(lines, lines + count))


def _label(axis: SheetAxis, p: int, lines: int) -> str:
    return " ".join(t for k in range(lines) if (t := str(axis.cell(k, p)).strip()))


def _refuse(axis: SheetAxis, line: int, strange: list[tuple[int, str]]) -> None:
    nameless = [axis.at(line, p) for p, text in strange if plain(text) in AMBIGUOUS]
    if nameless:
        raise DataError(tell("nbs.nameless", sheet=axis.sheet, what=noun(axis.what), which=offenders(nameless)))
    if strange:
        cells = [f"{axis.at(line, p)} = {text[:40]}" for p, text in strange]
        known = ", ".join(sorted(axis.among))
        raise DataError(
            tell("nbs.unknown", sheet=axis.sheet, what=noun(axis.what), which=offenders(cells), known=known)
        )


def _check_length(axis: SheetAxis, blocks: Sequence[Sequence[int]], line: int) -> None:
    sizes = [len(b) for b in blocks]
    if len(set(sizes)) > 1 or len(sizes) > 2:
        ends = [axis.at(line, b[-1]) for b in blocks]
        raise DataError(
            tell("nbs.blocks", sheet=axis.sheet, sizes=join_items(sizes), what=noun(axis.what), which=offenders(ends))
        )


def _names(axis: SheetAxis, block: Iterable[int], lines: int) -> tuple[str, ...]:
    """Return the longest label of each sector, without its code."""
    texts = [[_name(axis.cell(k, p)) for k in range(lines)] for p in block]
    return tuple(max((t for t in found if sector(t) is None), key=_worth, default="") for found in texts)


def _name(cell: Any) -> str:
    both = parse_sector_cell(cell)
    return both[1] if both else str(cell).strip()


def _worth(text: str) -> tuple[bool, int]:
    """Prefer a known name of a sector to any other text, then the longer."""
    return plain(text) in list_sector_names(), len(text)
