"""Where a Chinese table lies on its sheet: the lines of labels, the sectors, and the other rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from newind.accounts.classification import load
from newind.accounts.readers.nbs.labels import AMBIGUOUS, COLUMNS, ROWS, plain, sector, special
from newind.accounts.readers.nbs.sectors import LISTS
from newind.accounts.readers.sheets import address
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newind.accounts.readers.sheets import Sheet

HEADER = 25
"""Lines from the top (or the left) in which labels are looked for."""
LEAST = 5
"""Sectors that make a table."""


@dataclass(frozen=True)
class Line:
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
class Axis:
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


def columns_of(sheet: Sheet) -> Axis:
    """Return the columns of a sheet."""
    return Axis(sheet, True, frozenset(COLUMNS))


def rows_of(sheet: Sheet) -> Axis:
    """Return the rows of a sheet."""
    return Axis(sheet, False, frozenset(ROWS))


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
        raise DataError(
            f"{sheet}: rows and columns are swapped: primary inputs stand in columns, final uses in rows. Transpose it."
        )


def _best(axis: Axis, lines: int, start: int) -> tuple[int, int] | None:
    """Return the line with the most sectors from a position on: by code if any line has codes, else by name."""
    for count in (_run_of_codes, _run_of_names):
        found = [(line, *count(axis, line, start)) for line in range(lines)]
        line, first, length = max(found, key=lambda f: (f[2], f[0]), default=(0, 0, 0))
        if length >= LEAST:
            return line, first
    return None


def _run_of_codes(axis: Axis, line: int, start: int) -> tuple[int, int]:
    """Return where codes begin with 1 on a line, and how many go on rising from there."""
    best = (0, 0)
    for p in range(start, axis.length):
        if sector(axis.cell(line, p)) == 1:
            length = 1
            while (sector(axis.cell(line, p + length)) or 0) > (sector(axis.cell(line, p + length - 1)) or 0):
                length += 1
            best = max(best, (p, length), key=lambda f: f[1])
    return best


def _run_of_names(axis: Axis, line: int, start: int) -> tuple[int, int]:
    named = [p for p in range(start, axis.length) if plain(axis.cell(line, p)) in known_names()]
    return (named[0], len(named)) if named else (0, 0)


@cache
def known_names() -> frozenset[str]:
    """Return the plain names of all sectors of the known lists."""
    return frozenset(plain(row[lang]) for name in LISTS for row in load(name).values() for lang in ("zh", "en"))


# ---- what stands along it


def read_line(axis: Axis, line: int, first: int, lines: int) -> Line:
    """Return what stands along an axis.

    Parameters
    ----------
    axis : Axis
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
    coded = sector(axis.cell(line, first)) is not None
    order = [*([line] if coded else []), *reversed(range(lines))]  # the codes, else the label nearest to the figures
    for p in range(first, axis.length):
        code = next((c for k in order if (c := special(axis.cell(k, p), axis.among))), "")
        number = _number(axis, line, p, first, coded, bool(others))
        figures = _has_figures(axis, p, lines, len(blocks[0]) if blocks else LEAST)
        if code:
            _enter(axis, others, code, p, line)
        elif number is not None and (coded or figures or plain(axis.cell(line, p)) in known_names()):
            _append(axis, blocks, p, line, number)
        elif figures:
            strange.append((p, _label(axis, p, lines)))
    _refuse(axis, line, strange)
    _check_length(axis, blocks, line)
    return Line(tuple(map(tuple, blocks)), _names(axis, blocks[0], lines), others, first)


def _number(axis: Axis, line: int, p: int, first: int, coded: bool, ended: bool) -> int | None:
    """Return the number of a sector; where only names are written, 1 for the first and 0 for any that goes on."""
    if coded:
        return sector(axis.cell(line, p))
    text = plain(axis.cell(line, p))
    if text == plain(axis.cell(line, first)):
        return 1
    return 0 if text and not ended else None


def _enter(axis: Axis, others: dict[str, int], code: str, p: int, line: int) -> None:
    if code in others:
        both = f"{axis.at(line, others[code])} and {axis.at(line, p)}"
        raise DataError(f"{axis.sheet}: {code} stands twice among the {axis.what}, at {both}. Each may stand once.")
    others[code] = p


def _append(axis: Axis, blocks: list[list[int]], p: int, line: int, number: int) -> None:
    """Add a sector to the current block, or begin the next block where codes begin again."""
    if not blocks or number == 1:
        blocks.append([])
    block = blocks[-1]
    expected = len(block) + 1
    if number not in (0, expected):
        before = (
            f"after {expected - 1} ({axis.at(line, block[-1])}) comes {number} ({axis.at(line, p)})" if block else ""
        )
        why = "does a code stand twice?" if number < expected else f"is one hidden or deleted ({expected})?"
        raise DataError(f"{axis.sheet}: codes of {axis.what} jump: {before}; {why} Codes must go on from 01 by one.")
    block.append(p)


def _has_figures(axis: Axis, p: int, lines: int, count: int) -> bool:
    return any(isinstance(v := axis.cell(k, p), (int, float)) and v for k in range(lines, lines + count))


def _label(axis: Axis, p: int, lines: int) -> str:
    return " ".join(t for k in range(lines) if (t := str(axis.cell(k, p)).strip()))


def _refuse(axis: Axis, line: int, strange: list[tuple[int, str]]) -> None:
    nameless = [axis.at(line, p) for p, text in strange if plain(text) in AMBIGUOUS]
    if nameless:
        raise DataError(
            f"{axis.sheet}: {axis.what} with figures but without a code or a name of their own, at "
            f"{offenders(nameless)}. Are header cells merged? Unmerge them and write the code (FU101, TII …) into each."
        )
    if strange:
        cells = [f"{axis.at(line, p)} = {text[:40]}" for p, text in strange]
        known = ", ".join(sorted(axis.among))
        raise DataError(
            f"{axis.sheet}: {axis.what} of which the label is not known: {offenders(cells)}. Known are sectors and "
            f"{known}; write the code, or delete what is no part of the table."
        )


def _check_length(axis: Axis, blocks: Sequence[Sequence[int]], line: int) -> None:
    sizes = [len(b) for b in blocks]
    if len(set(sizes)) > 1 or len(sizes) > 2:
        ends = [axis.at(line, b[-1]) for b in blocks]
        raise DataError(
            f"{axis.sheet}: blocks of {', '.join(map(str, sizes))} sectors among the {axis.what}, ending at "
            f"{offenders(ends)}. A table has one block, or one of domestic and one of imported products."
        )


def _names(axis: Axis, block: Iterable[int], lines: int) -> tuple[str, ...]:
    """Return the longest label of each sector, without its code."""
    texts = [[str(axis.cell(k, p)).strip() for k in range(lines)] for p in block]
    return tuple(max((t for t in found if sector(t) is None), key=_worth, default="") for found in texts)


def _worth(text: str) -> tuple[bool, int]:
    """Prefer a known name of a sector to any other text, then the longer."""
    return plain(text) in known_names(), len(text)
