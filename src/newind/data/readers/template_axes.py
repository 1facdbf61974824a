"""Labels of the template's rows and columns, put in order, and the satellites and facts beside its flows."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.classification import name_label
from newind.accounts.satellite import Fact, Satellite
from newind.data.readers.hidden import check_formulas, describe_hidden_cells
from newind.data.readers.sheets import Sheet, address
from newind.data.template import DEMAND, MARGIN, words
from newind.data.template_book import FINAL, LEFT, TOP, UNKNOWN
from newind.errors import (
    DataError,
    NewindError,
    find_duplicates,
    join_items,
    noun,
    offenders,
    sentences,
    suggest,
    tell,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from newind.accounts.regions import Regions
    from newind.typing import Array


PUBLISHED = "published"
"""Code of the column that holds the published output, among the margins."""


@dataclass(frozen=True)
class Label:
    """A label of a row or a column: region, industry or demand category, and where it stands."""

    region: str
    code: str
    position: int
    cell: str

    @property
    def pair(self) -> tuple[str, str]:
        """Region and code."""
        return self.region, self.code

    def __str__(self) -> str:
        """Return the label and its cell for a message."""
        return f"{self.region} {self.code} ({self.cell})"


@dataclass(frozen=True)
class TemplateAxes:
    """Where the cells of a table stand in a sheet, in the order of the labels.

    `buyers` and `users` are the columns of Z and Y that the sheet has; `column_positions` holds first the one, then
    the other; `boundary_columns` are the ones of `buyers` that belong to a boundary.
    """

    regions: int
    industries: tuple[str, ...]
    demand: tuple[str, ...]
    row_positions: list[int]
    column_positions: list[int]
    buyers: list[int]
    users: list[int]
    boundary_columns: list[int]
    published: int | None


def axes(sheet: Sheet, regions: Regions, boundary: tuple[str, ...]) -> TemplateAxes:
    """Return where the cells of a table stand.

    Raises
    ------
    DataError
        Naming every label that is missing, unknown, merged away or stands twice, and rows and columns that are hidden.
    """
    width = max((len(row) for row in sheet.rows), default=0)
    every_row = _labels(range(TOP, len(sheet.rows)), lambda p: (label(sheet, p, 0), label(sheet, p, 1)), _row_cell)
    every_column = _labels(range(LEFT, width), lambda p: (label(sheet, 1, p), label(sheet, 2, p)), _column_cell)
    rows, columns = ([e for e in axis if e.region != MARGIN] for axis in (every_row, every_column))
    problems = [
        *_describe_missing_labels(sheet, rows, columns),
        *_incomplete(rows, "row"),
        *_incomplete(columns, "column"),
        *_unknown(rows + columns, regions),
        *_twice(rows),
        *_twice(columns),
    ]
    _raise(sheet, problems or _differences(rows, columns, regions, boundary))
    industries = _codes(rows)
    demand = tuple(c for c in _codes(columns) if c not in industries)
    _raise(sheet, _missing(rows, columns, (industries, demand), regions, boundary))
    _raise(sheet, describe_hidden_cells(sheet, [e.position for e in rows], [e.position for e in columns]))
    row_at = {e.pair: e.position for e in rows}
    column_at = {e.pair: e.position for e in columns}
    pairs, users = ([(r, c) for r in regions for c in codes] for codes in (industries, demand))
    buying, using = ([k for k, pair in enumerate(axis) if pair in column_at] for axis in (pairs, users))
    return TemplateAxes(
        regions=len(regions),
        industries=industries,
        demand=demand,
        row_positions=[row_at[pair] for pair in pairs],
        column_positions=[column_at[pairs[k]] for k in buying] + [column_at[users[k]] for k in using],
        buyers=buying,
        users=using,
        boundary_columns=[j for j, k in enumerate(buying) if pairs[k][0] in boundary],
        published=next((e.position for e in every_column if e.pair == (MARGIN, PUBLISHED)), None),
    )


def label(sheet: Sheet, row: int, column: int) -> str:
    """Return a label as text; a code that a spreadsheet took for a whole number has no decimals."""
    if row >= len(sheet.rows) or column >= len(sheet.rows[row]):
        return ""
    cell: Any = sheet.rows[row][column]
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _row_cell(position: int) -> str:
    return address(position, 1)


def _column_cell(position: int) -> str:
    return address(2, position)


def _labels(
    positions: Iterable[int], pair: Callable[[int], tuple[str, str]], cell: Callable[[int], str]
) -> list[Label]:
    return [Label(*found, p, cell(p)) for p in positions if any(found := pair(p))]


def _raise(sheet: Sheet, problems: list[str]) -> None:
    if problems:
        raise DataError(within(sheet, sentences(problems)))


def _describe_missing_labels(sheet: Sheet, rows: list[Label], columns: list[Label]) -> list[str]:
    """Return a complaint about rows or columns that hold something but have no label."""
    if not rows or not columns:
        return [tell("axes.no_labels", row=TOP + 1)]
    labelled = {e.position for e in rows}
    last = max(e.position for e in columns) + 1
    bare = [
        r + 1
        for r in range(TOP, max(labelled))
        if r not in labelled and not label(sheet, r, 0) and any(str(c).strip() for c in sheet.rows[r][LEFT:last])
    ]
    return [tell("axes.unlabelled", which=offenders(bare))] if bare else []


def _incomplete(labels: list[Label], what: str) -> list[str]:
    wrong = [e.cell for e in labels if not (e.region and e.code)]
    return [tell("axes.half", what=noun(what), which=offenders(wrong))] if wrong else []


def _unknown(labels: list[Label], regions: Regions) -> list[str]:
    wrong = [e for e in labels if e.region and e.region not in regions.codes]
    if not wrong:
        return []
    return [tell("axes.regions", which=offenders(wrong), near=suggest(wrong[0].region, regions))]


def _twice(labels: list[Label]) -> list[str]:
    seen: dict[tuple[str, str], Label] = {}
    twice = [
        tell("axes.two", label=f"{e.region} {e.code}", first=first.cell, second=e.cell)
        for e in labels
        if (first := seen.setdefault(e.pair, e)) != e
    ]
    return [tell("axes.twice", which=offenders(twice))] if twice else []


def _codes(labels: list[Label]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e.code for e in labels))


def _differences(rows: list[Label], columns: list[Label], regions: Regions, boundary: tuple[str, ...]) -> list[str]:
    """Return complaints about industries that sell but are no buyers: rows and columns must be the same industries.

    An industry that sells in every region lacks its column; of another one the row is misspelt.
    """
    buyers, sold = set(_codes(columns)), {e.pair for e in rows}
    odd = [e for e in rows if e.code not in buyers]
    gone = [c for c in _codes(odd) if all((r, c) in sold for r in regions)]
    if gone:
        no_column = [(r, c) for r in regions if r not in boundary for c in gone]
        return [tell("axes.lacks_column", which=_name_pairs(no_column), near=_heading_like(gone[0], rows, columns))]
    near = suggest(odd[0].code, [c for c in _codes(columns) if (odd[0].region, c) not in sold]) if odd else ""
    return [tell("axes.no_column", which=offenders(odd), near=near)] if odd else []


def _name_pairs(pairs: list[tuple[str, str]]) -> str:
    """Return regions with an industry or final user each, those of industries that are known with their names."""
    return offenders(pairs, name=lambda pair: name_label(" ".join(pair), pair[1]))


def _heading_like(code: str, known: list[Label], columns: list[Label]) -> str:
    """Return a hint at a column that may be the one of a code, misspelt: none of those that are known."""
    others = {e.code: e for e in columns if e.code not in _codes(known)}
    near = get_close_matches(code, others, n=1)
    return tell("axes.misspelt", label=others[near[0]]) if near else ""


def _missing(
    rows: list[Label],
    columns: list[Label],
    codes: tuple[tuple[str, ...], tuple[str, ...]],
    regions: Regions,
    boundary: tuple[str, ...],
) -> list[str]:
    """Return complaints about rows and columns that are not there; a boundary may lack columns."""
    industries, demand = codes
    sell, buy = {e.pair for e in rows}, {e.pair for e in columns}
    full = [r for r in regions if r not in boundary]
    no_row = [(r, i) for r in regions for i in industries if (r, i) not in sell]
    no_column = [(r, c) for r in full for c in (*industries, *demand) if (r, c) not in buy]
    problems: list[str] = [tell("axes.lacks_row", which=_name_pairs(no_row))] if no_row else []
    problems += [] if demand else [tell("axes.no_demand")]
    if no_column:
        near = _misspelt(columns, demand, full)
        problems.append(tell("axes.lacks_column", which=_name_pairs(no_column), near=near))
    return problems


def _misspelt(columns: list[Label], demand: tuple[str, ...], full: list[str]) -> str:
    """Return a hint at a category that not every region has: it may be another one, misspelt."""
    have = {d: [e for e in columns if e.code == d and e.region in full] for d in demand}
    rare = [labels[0] for labels in have.values() if labels and len(labels) < len(full)]
    return tell("axes.misspelt", label=rare[0]) if rare else ""


Repairs = tuple[str, ...]


def satellites(
    sheet: Sheet | None, regions: Regions, axes: TemplateAxes, flows: Sheet, boundary: tuple[str, ...]
) -> tuple[dict[str, Satellite], Repairs]:
    """Return the satellites of a sheet, and what to report: a column without figures is left out.

    Raises
    ------
    DataError
        Naming the cell of what is no figure, label or description, or the columns that the flows lack.
    """
    if sheet is None:
        return {}, ()
    industries = [(r, i) for r in regions for i in axes.industries]
    users = [(r, d) for r in regions for d in axes.demand]
    _check_demand(sheet, users, flows, boundary)
    rows = _rows(sheet, "satellites", {*industries, *users, *((r, FINAL) for r in regions)})

    def build_satellite(column: int, described: Mapping[str, str]) -> Satellite | None:
        final = [(r, FINAL) for r in regions]
        values, together, apart = (_column(sheet, rows, pairs, column) for pairs in (industries, final, users))
        if together is not None and apart is not None:
            raise DataError(tell("template.final_twice", sheet=sheet, name=described["name"], final=FINAL))
        if values is None and together is None and apart is None:
            return None
        figures = np.full(len(industries), np.nan) if values is None else values
        return Satellite(figures, together if apart is None else apart, **_fields(described))

    return _build_columns(sheet, "satellites", build_satellite)


def _check_demand(sheet: Sheet, users: list[tuple[str, str]], flows: Sheet, boundary: tuple[str, ...]) -> None:
    """Raise where final users have a row here, but no column in the flows."""
    labels = [(label(sheet, r, 0), label(sheet, r, 1)) for r in range(len(sheet.rows))]
    known = {r for r, _ in users}.difference(boundary)
    gone = [(r, c) for r, c in labels if r in known and c in DEMAND and (r, c) not in users]
    if gone:
        heads = [Label(label(flows, 1, p), label(flows, 2, p), p, _column_cell(p)) for p in range(len(flows.rows[2]))]
        near = _heading_like(gone[0][1], [e for e in heads if e.pair not in users or e.pair in labels], heads)
        which = offenders([" ".join(pair) for pair in gone])
        raise DataError(within(flows, tell("axes.lacks_column", which=which, near=near)))


def facts(sheet: Sheet | None, regions: Regions) -> tuple[dict[str, Fact], Repairs]:
    """Return the facts of a sheet, and what to report: a column without figures is left out.

    Raises
    ------
    DataError
        Naming the cell of what is no figure, label or description.
    """
    if sheet is None:
        return {}, ()
    pairs = [(r, "") for r in regions]
    rows = _rows(sheet, "facts", set(pairs))

    def build_fact(column: int, described: Mapping[str, str]) -> Fact | None:
        values = _column(sheet, rows, pairs, column)
        return None if values is None else Fact(values, **_fields(described))

    return _build_columns(sheet, "facts", build_fact)


def _build_columns(
    sheet: Sheet, kind: str, make: Callable[[int, Mapping[str, str]], Any]
) -> tuple[dict[str, Any], Repairs]:
    """Return what each column that has a name makes, and which are left out for lack of figures."""
    found: dict[str, Any] = {}
    empty: list[str] = []
    for column, described in _columns(sheet, kind).items():
        try:
            value = make(column, described)
        except NewindError as error:
            if str(error).startswith(str(sheet)):
                raise DataError(str(error)) from None
            where = tell("template.column", sheet=sheet, column=address(0, column)[:-1])
            raise DataError(within(where, error)) from None
        if value is None:
            empty.append(described["name"])
        else:
            found[described["name"]] = value
    return found, (tell("template.left_out", where=sheet.name, which=offenders(empty)),) if empty else ()


def _columns(sheet: Sheet, kind: str) -> dict[int, dict[str, str]]:
    """Return the description of each column by its position."""
    keys = list(words()[kind])
    lines = [sheet.text(row, 0) for row in range(len(keys))]
    if lines != keys:
        raise DataError(tell("template.column_a", sheet=sheet, keys=join_items(keys), lines=join_items(lines)))
    width = max((len(row) for row in sheet.rows), default=0)
    check_formulas(sheet, range(len(sheet.rows)), range(width))
    found = {c: {k: label(sheet, r, c) for r, k in enumerate(keys)} for c in range(LEFT, width)}
    named = {c: d for c, d in found.items() if d["name"]}
    if twice := find_duplicates([d["name"] for d in named.values()]):
        raise DataError(tell("template.same_names", sheet=sheet, which=offenders(twice)))
    bare = [
        address(0, c)
        for c in found
        if c not in named and any(str(row[c]).strip() for row in sheet.rows if c < len(row))
    ]
    if bare:
        raise DataError(tell("template.nameless", sheet=sheet, which=offenders(bare)))
    return named


def _fields(described: Mapping[str, str]) -> dict[str, str]:
    """Return what is given of the description; what is blank keeps its default."""
    return {k: v for k, v in described.items() if v and k != "name"}


def _rows(sheet: Sheet, kind: str, known: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the position of each row by region and code."""
    start = len(words()[kind])
    labels = {r: (label(sheet, r, 0), label(sheet, r, 1)) for r in range(start, len(sheet.rows))}
    given = {r: pair for r, pair in labels.items() if any(pair)}
    wrong = [(r, pair) for r, pair in given.items() if pair not in known]
    if wrong:
        shown = offenders([f"{' '.join(pair).strip()} ({address(r, 0)})" for r, pair in wrong])
        near = suggest(" ".join(wrong[0][1]).strip(), [" ".join(pair).strip() for pair in sorted(known)])
        raise DataError(tell("template.lacking", sheet=sheet, shown=shown, near=near))
    if twice := find_duplicates(list(given.values())):
        raise DataError(
            tell("template.same_labels", sheet=sheet, which=offenders([" ".join(p).strip() for p in twice]))
        )
    return {pair: r for r, pair in given.items()}


def _column(
    sheet: Sheet, rows: Mapping[tuple[str, str], int], pairs: Sequence[tuple[str, str]], column: int
) -> Array | None:
    """Return the figures of some labels, NaN where unknown; None where all cells are blank."""
    at = [k for k, pair in enumerate(pairs) if pair in rows]
    cells = [rows[pairs[k]] for k in at]
    if not any(sheet.text(r, column) for r in cells):
        return None
    values = np.full(len(pairs), np.nan)
    values[at] = sheet.figures(cells, [column], unknown=(UNKNOWN,))[:, 0]
    return values
