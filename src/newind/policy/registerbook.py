"""Registers as workbooks: read with sheet and cell of every mistake; written by ``registersheets.py``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from newind.data.readers.hidden import find_formula_errors
from newind.data.readers.sheets import address, remedy, sheets_of
from newind.errors import DataError, PolicyError, join_items, noun, sentences, suggest, tell, unknown
from newind.policy.fields import RegisterFields, keys_of_register
from newind.policy.mistakes import Mistake, mistakes, refuse
from newind.policy.register import Register
from newind.policy.registerlayout import NEEDED, SHEETS, SheetColumn, options_of, selection_of, split_items, title_of
from newind.policy.registersheets import ASKED, write_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from newind.data.readers.sheets import Sheet

__all__ = ["read_book", "write_book"]

INSTEAD = {
    "label": "register.no_label",
    "sources": "register.no_source",
}
"""Message on a field that an action lacks, where the sheets have another word for it."""
YES_NO = {True: "yes", False: "no"}

Cell = tuple[str, int, int]
"""Sheet, row and column of a cell, from 0."""


@dataclass(frozen=True)
class SheetRows:
    """A sheet as it is read: where its columns are, and its rows that say something, by number."""

    name: str
    columns: dict[int, SheetColumn]
    rows: dict[int, list[Any]]

    def cell(self, row: int, path: Sequence[str | int]) -> Cell:
        """Return the cell of a field, or the first cell of its row where it has none."""
        for i, column in self.columns.items():
            if tuple(path[: len(column.path)]) == column.path:
                return (self.name, row, i)
        return (self.name, row, min(self.columns, default=0))


@dataclass
class CellMistakes:
    """Mistakes by cell."""

    source: str
    told: dict[Cell, str] = field(default_factory=dict)

    def add(self, cell: Cell, text: str) -> None:
        """Keep the first mistake of a cell."""
        self.told.setdefault(cell, text)

    def check(self) -> None:
        """Raise where there were mistakes, naming the first three in the order of the workbook."""
        if not self.told:
            return
        order = {name: k for k, name in enumerate(SHEETS)}
        cells = sorted(self.told, key=lambda c: (order.get(c[0], len(order)), *c[1:]))
        raise refuse([Mistake(c, self.told[c]) for c in cells], lambda m: self.place(m.path), self.source)  # type: ignore[arg-type]

    def place(self, cell: Cell) -> str:
        """Return file, sheet and cell."""
        return f"{self.source}: {cell[0]}!{address(*cell[1:])}"


def read_book(path: Path) -> Register:
    """Read a register from a workbook; :meth:`Register.read` says how.

    Raises
    ------
    PolicyError
        For what is no workbook, or with sheet and cell of the first three mistakes.
    """
    found = CellMistakes(str(path))
    sheets = _sheets(path, found)
    found.check()
    about = _about(sheets.pop("about", None), found)
    read = {name: _rows(sheet, found) for name, sheet in sheets.items()}
    found.check()
    actions = read["actions"]
    beside = {name: _beside(read.get(name), actions, found) for name in ("shocks", "sources")}
    given = [_action(actions, row, beside) for row in actions.rows]
    try:
        fields = RegisterFields.model_validate({"name": path.stem} | about | {"actions": given})
    except ValidationError as error:
        _record_mistakes(error, actions, beside, read, found)
    found.check()
    register = Register(**{k: getattr(fields, k) for k in RegisterFields.model_fields})
    for row, action in zip(actions.rows, register, strict=True):
        action._places.update(_places(actions, row, read, beside, found))
    return register


# ---- sheets
def _sheets(path: Path, found: CellMistakes) -> dict[str, Sheet]:
    """Return the sheets of a register; what their layout does wrong is kept."""
    if not path.is_file():
        raise PolicyError(tell("policy.register_unread", path=path))
    try:
        names, read = sheets_of(path, SHEETS)
    except DataError as error:
        raise PolicyError(str(error)) from None
    absent = [n for n in SHEETS if n not in names]
    near = {n: said for n in names if n not in SHEETS if (said := suggest(n, absent))}
    for name, said in near.items():
        found.add((name, 0, 0), _unknown("sheet", name, said, SHEETS))
    if "actions" not in names and not near:
        raise PolicyError(tell("policy.no_register", path=path, remedy=tell("policy.begin_register")))
    sheets = {n: read[n] for n in SHEETS if n in read}
    for name, sheet in sheets.items():
        for first, last in sheet.merged:
            found.add((name, *first), tell("register.merged", cell=address(*last)))
    for sheet in sheets.values():
        _check_formulas(sheet, found)
    return sheets


def _check_formulas(sheet: Sheet, found: CellMistakes) -> None:
    """Record cells whose formula has no value, which would be read as blank, or went wrong."""
    empty, wrong = find_formula_errors(sheet)
    for row, cells in enumerate(sheet.rows if empty or wrong else ()):
        for i in range(len(cells)):
            if (at := address(row, i)) in empty:
                found.add((sheet.name, row, i), tell("register.no_value"))
            elif at in wrong:
                found.add((sheet.name, row, i), tell("register.formula"))


def _about(sheet: Sheet | None, found: CellMistakes) -> dict[str, Any]:
    """Return what a register says of itself."""
    columns = {c.id: c for c in SHEETS["about"]}
    said: dict[str, Any] = {}
    for row in range(len(sheet.rows) if sheet else 0):
        key = sheet.text(row, 0) if sheet else ""
        cell = sheet.rows[row][1] if sheet and len(sheet.rows[row]) > 1 else ""
        if key and key not in columns:
            found.add(("about", row, 0), _unknown("name", key, suggest(key, columns), columns))
        elif key and not _blank(cell):
            _set(said, columns[key].path, _text(cell))
    return said


def _rows(sheet: Sheet, found: CellMistakes) -> SheetRows:
    """Return a sheet with its columns found by the names in its first row."""
    columns, name = _columns(sheet, found), sheet.name
    rows: dict[int, list[Any]] = {}
    for row, cells in enumerate(sheet.rows[1:], 1):
        titles = row == 1 and any(str(cells[i]).strip() == title_of(name, c) for i, c in columns.items())
        for i, cell in enumerate(cells):
            if not sheet.text(0, i) and not _blank(cell):
                found.add((name, row, i), tell("register.stray"))
        if not titles and any(not _blank(cells[i]) for i in columns):
            rows[row] = cells
    return SheetRows(name, columns, rows)


def _columns(sheet: Sheet, found: CellMistakes) -> dict[int, SheetColumn]:
    """Return the columns of a sheet by position."""
    known = {c.id: c for c in SHEETS[sheet.name]}
    named = {i: text for i in range(len(sheet.rows[0]) if sheet.rows else 0) if (text := sheet.text(0, i))}
    for i, text in named.items():
        if text not in known:
            found.add((sheet.name, 0, i), _unknown("column", text, suggest(text, known), known))
        elif text in list(named.values())[: list(named).index(i)]:
            found.add((sheet.name, 0, i), tell("register.column_twice", name=text))
    missing = [n for n in NEEDED[sheet.name] if n not in named.values()]
    if sheet.name == "actions" and not {"label_en", "label_zh"} & set(named.values()):
        missing.append("label_en")
    if missing:
        told = tell("register.no_column", which=join_items(map(repr, missing)))
        found.add((sheet.name, 0, max(named, default=-1) + 1), told)
    return {i: known[text] for i, text in named.items() if text in known}


def _unknown(kind: str, name: str, near: str, known: Iterable[str]) -> str:
    said = tell("part.unknown", kind=noun(kind), name=name, near=near)
    return sentences([said, tell("part.known", known=join_items(known))])


# ---- rows
Own = dict[str, list[int]]
"""Rows of a sheet by the action that they belong to."""


@dataclass(frozen=True)
class DetailRows:
    """Rows of shocks or sources: what they say, and the rows of each action."""

    rows: dict[int, dict[str, Any]]
    own: Own


def _beside(sheet: SheetRows | None, actions: SheetRows, found: CellMistakes) -> DetailRows:
    """Return rows of shocks or sources, with those of unknown actions kept as mistakes."""
    ids = [str(_read_row(actions, row).get("id", "")) for row in actions.rows]
    _no_id_twice(actions, ids, found)
    beside = DetailRows({}, {id: [] for id in ids})
    for row in sheet.rows if sheet else ():
        said = _read_row(sheet, row) if sheet else {}
        id, cell = said.pop("action", ""), (sheet.cell(row, ("action",)) if sheet else ("", 0, 0))
        if id in beside.own:
            beside.own[id].append(row)
            beside.rows[row] = said
        else:
            told = unknown("action", id, ids, tell("register.lacks_action")) if id else tell("register.no_action")
            found.add(cell, str(told))
    return beside


def _no_id_twice(actions: SheetRows, ids: Sequence[str], found: CellMistakes) -> None:
    first: dict[str, int] = {}
    for row, id in zip(actions.rows, ids, strict=True):
        if id and id in first:
            at = address(*actions.cell(first[id], ("id",))[1:])
            found.add(actions.cell(row, ("id",)), tell("register.id_twice", id=id, cell=at))
        first.setdefault(id, row)


def _action(actions: SheetRows, row: int, beside: dict[str, DetailRows]) -> dict[str, Any]:
    """Return what the sheets say of an action, as the fields of one."""
    said = _read_row(actions, row)
    if (label := said.get("label")) and len(label) == 1:
        said["label"] = next(iter(label.values()))
    for name, rows in beside.items():
        if own := rows.own.get(str(said.get("id", ""))):
            said[name] = [rows.rows[r] for r in own]
    return said


def _read_row(sheet: SheetRows, row: int) -> dict[str, Any]:
    """Return the cells of a row by field."""
    said: dict[str, Any] = {}
    for i, column in sheet.columns.items():
        cell = sheet.rows[row][i]
        if not (cell == "" if column.kind == "text" else _blank(cell)):
            _set(said, column.path, _value(column, cell))
    return said


def _set(said: dict[str, Any], path: Sequence[str], value: Any) -> None:
    for key in path[:-1]:
        said = said.setdefault(key, {})
    said[path[-1]] = value


# ---- cells
def _blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _text(cell: Any) -> str:
    """Return a cell as text: whole numbers without a point, days as 2024-06-30."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _value(column: SheetColumn, cell: Any) -> Any:
    """Return what a cell says, in the type of its column; what does not fit is left for the check."""
    if column.kind in ASKED:
        whole = column.kind == "whole" and isinstance(cell, float) and cell.is_integer()
        return int(cell) if whole else cell if isinstance(cell, (int, float, str)) else _text(cell)
    if column.kind == "known" and isinstance(cell, bool):
        return YES_NO[cell]
    if column.kind == "text":
        return _text(cell)
    text = _text(cell).strip()
    parts = {"list": split_items, "selection": selection_of, "options": options_of}
    return parts[column.kind](text) if column.kind in parts else text


# ---- mistakes
def _record_mistakes(
    error: ValidationError,
    actions: SheetRows,
    beside: dict[str, DetailRows],
    read: dict[str, SheetRows],
    found: CellMistakes,
) -> None:
    """Keep what the check of the fields found, by cell."""
    numbered = list(actions.rows)
    for one, said in zip(mistakes(error, keys_of_register), error.errors(include_url=False), strict=True):
        path = max(one.path, said["loc"], key=len)
        if path[0] != "actions" or len(path) < 2:
            found.add(("about", _row_of_about(path), 1), one.text)
            continue
        row, within = numbered[int(path[1])], path[2:]
        cell = _cell(actions, row, within, beside, read)
        lacks = said["type"] == "missing" and len(within) == 1
        instead = INSTEAD.get(str(within[0])) if lacks else None
        text = tell(instead) if instead else one.text
        found.add(cell, _with_remedy(text, cell, read))


def _row_of_about(path: Sequence[str | int]) -> int:
    return next((k for k, c in enumerate(SHEETS["about"]) if c.path == tuple(path[: len(c.path)])), 0)


def _cell(
    actions: SheetRows, row: int, path: Sequence[str | int], beside: dict[str, DetailRows], read: dict[str, SheetRows]
) -> Cell:
    """Return the cell of a field of the action in a row."""
    name = str(path[0]) if path else ""
    if name in beside and len(path) > 1:
        id = str(_read_row(actions, row).get("id", ""))
        own = beside[name].own[id]
        return read[name].cell(own[int(path[1])], path[2:])
    return actions.cell(row, path)


def _with_remedy(text: str, cell: Cell, read: dict[str, SheetRows]) -> str:
    """Say what to do about a number that is stored as text."""
    sheet = read[cell[0]]
    column, given = sheet.columns.get(cell[2]), sheet.rows[cell[1]][cell[2]]
    if column is None or column.kind not in ASKED or not isinstance(given, str) or _blank(given):
        return text
    return sentences([text, remedy(given)])


def _places(
    actions: SheetRows, row: int, read: dict[str, SheetRows], beside: dict[str, DetailRows], found: CellMistakes
) -> Iterator[tuple[str, str]]:
    """Yield where an action and its fields stand; the empty name is the action itself."""
    yield "", found.place(actions.cell(row, ("id",)))
    for column in reversed(actions.columns.values()):  # the first column of a field counts
        yield column.path[0], found.place(actions.cell(row, column.path))
    id = str(_read_row(actions, row)["id"])
    for number, other in enumerate(beside["shocks"].own[id]):
        sheet = read["shocks"]
        yield f"shocks.{number}", found.place(sheet.cell(other, ("lever",)))
        for column in sheet.columns.values():
            yield f"shocks.{number}.{column.path[0]}", found.place(sheet.cell(other, column.path))
