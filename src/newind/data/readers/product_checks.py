"""Columns of trade files by product, read and checked: one message a mistake, with lines, offenders and remedy."""

from __future__ import annotations

import csv
import gzip
import lzma
import warnings
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from newind.accounts.classification import hs
from newind.accounts.products import UNNAMED, economy, economy_codes
from newind.datafiles import read_json
from newind.errors import BilingualMessage, DataError, offenders, sentences, suggest, tell, unknown, within

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from newind.typing import BoolArray, IntArray


HEADER_LINES = 2
"""Number of the first line below the titles."""
YEARS = (1900, 2100)
DIGITS = 4
"""Digits of a year; thousands of them are no number that Python reads."""


def reporter(code: str) -> str:
    """Return the economy of a customs file; an empty text stays empty.

    Raises
    ------
    UnknownNameError
        For one that does not exist.
    """
    if not code:
        return ""
    found = economy(code)
    if not found or found == UNNAMED:
        known = [c for c in economy_codes() if c.isalpha()]
        raise unknown("economy", code, known, tell("products.reporter_code"))
    return found


def refuse(path: Path, frame: pd.DataFrame, wrong: BoolArray, column: str, id: str) -> None:
    """Raise a message when rows are wrong, naming how many, and the first three lines with what stands there."""
    rows = np.flatnonzero(wrong)
    if rows.size:
        shown = [_line(frame, k, _cell(frame[column].iloc[k])) for k in rows[:3].tolist()]
        where = within(path, tell("part.column", column=column))
        raise DataError(tell(id, where=where, rows=count(len(rows)), which=_offenders(shown, len(rows))))


def _line(frame: pd.DataFrame, k: int, cell: str) -> BilingualMessage:
    """Return a row of a frame as the line of the file, with what stands there."""
    return within(tell("part.line", n=frame.index[k] + HEADER_LINES), cell)


def _offenders(shown: list[BilingualMessage], n: int) -> str:
    return offenders([*shown, *[""] * (n - len(shown))])


def _cell(value: object) -> str:
    return tell("part.blank") if value != value else BilingualMessage(*2 * [f"{value}"[:40]])


def count(rows: int) -> BilingualMessage:
    """Return how many rows there are, in words.

    Examples
    --------
    >>> count(1), count(1200)
    ('1 row', '1,200 rows')
    """
    return tell("part.row" if rows == 1 else "part.rows", n=rows)


def numbers(path: Path, layout: ColumnLayout) -> pd.DataFrame:
    """Return a file whose values are amounts.

    Raises
    ------
    DataError
        For a file without rows, text in values, or negative ones.
    """
    try:
        frame = read_frame(path, layout)
    except ValueError:
        frame = None
    if frame is None or not np.isfinite(frame["value"].to_numpy()).all():
        _refuse_text(path, layout)
    if frame.empty:
        raise DataError(tell("file.no_rows", where=path))
    refuse(path, frame, frame["value"].to_numpy() < 0, "value", "products.negative")
    return frame


def _refuse_text(path: Path, layout: ColumnLayout) -> NoReturn:
    import pandas as pd

    frame = read_frame(path, layout, as_text=True)
    wrong = ~np.isfinite(pd.to_numeric(frame["value"], errors="coerce").to_numpy(dtype=np.float64))
    refuse(path, frame, wrong | ~wrong.any(), "value", "products.no_numbers")
    raise AssertionError


def check_empty_labels(path: Path, frame: pd.DataFrame, layout: ColumnLayout) -> None:
    """Raise when a label is empty."""
    for column in LAYOUTS[layout.kind]:
        refuse(path, frame, frame[column].isna().to_numpy(), column, "products.blank")


def one_revision(path: Path, frame: pd.DataFrame, stated: str) -> str:
    """Return the revision of a file, empty where neither the user nor the file says it.

    Raises
    ------
    DataError
        When rows are of different revisions, or of another one than stated.
    """
    if "revision" not in frame:
        return stated
    column = frame["revision"].cat.remove_unused_categories()
    said = {hs.revision(str(c)): int((column == c).sum()) for c in column.cat.categories}
    if len(said) > 1:
        counted = [within(name, count(rows)) for name, rows in said.items()]
        raise DataError(tell("products.revisions", where=path, which=offenders(counted)))
    found = next(iter(said), "")
    if stated and found and found != stated:
        raise DataError(tell("products.column_revision", path=path, found=found, stated=stated))
    return found or stated


def years(path: Path, column: pd.Series[str]) -> IntArray:
    """Return the year of every row.

    Raises
    ------
    DataError
        For what is no year.
    """
    texts = [str(c).strip() for c in column.cat.categories]
    texts = [t[:-2] if t.endswith(".0") else t for t in texts]
    years = [int(t) if t.isdecimal() and len(t) == DIGITS else 0 for t in texts]
    numbers = np.array([y if YEARS[0] < y < YEARS[1] else 0 for y in years], dtype=np.int64)
    found: IntArray = numbers[column.cat.codes.to_numpy()]
    refuse(path, column.to_frame("year"), found == 0, "year", "products.no_years")
    return found


def products(path: Path, column: pd.Series[str]) -> tuple[tuple[str, ...], IntArray, tuple[str, ...]]:
    """Return the codes in order, the position of every row, and what was repaired.

    A code of five digits lost its leading zero in a spreadsheet and gets it back.

    Raises
    ------
    DataError
        For codes of another length, with signs, or in chapters that do not exist.
    """
    raw = [str(c).strip().removeprefix("'") for c in column.cat.categories]
    codes = [c.zfill(6) if _lacks_leading_zero(c) else c for c in raw]
    at: IntArray = np.asarray(column.cat.codes, dtype=np.int64)
    frame = column.to_frame("product")
    short = np.array([not (len(c) == 6 and c.isdecimal()) for c in codes])
    refuse(path, frame, short[at], "product", "products.digits")
    nowhere = np.array([not (hs.is_product(c) or c[:2] in hs.NATIONAL) for c in codes])
    refuse(path, frame, nowhere[at], "product", "products.chapters")
    labels = tuple(sorted(set(codes)))
    place = {c: k for k, c in enumerate(labels)}
    lost = np.array([_lacks_leading_zero(c) for c in raw] or [False])[at]
    notes = (tell("products.five_digits", file=path.name, rows=count(int(lost.sum()))),) if lost.any() else ()
    return labels, np.array([place[c] for c in codes], dtype=np.int64)[at], notes


def _lacks_leading_zero(code: str) -> bool:
    return len(code) == 5 and code.isdecimal() and code[0] != "0"


def twice(path: Path, frame: pd.DataFrame, key: Sequence[IntArray]) -> None:
    """Raise when a flow stands in two rows.

    Raises
    ------
    DataError
        Naming the first lines that repeat an earlier one.
    """
    whole = np.zeros(len(frame), dtype=np.int64)
    for column in key:
        low = int(column.min())
        whole = whole * (int(column.max()) - low + 1) + (column - low)
    ordered = np.sort(whole)
    if not (ordered[1:] == ordered[:-1]).any():
        return
    order = np.argsort(whole, kind="stable")
    later = np.sort(order[1:][whole[order][1:] == whole[order][:-1]])
    columns = [c for c in ("year", "flow", "exporter", "importer", "partner", "product") if c in frame]
    shown = [_line(frame, k, " ".join(str(frame[c].iloc[k]) for c in columns)) for k in later[:3].tolist()]
    raise DataError(tell("template.same_flows", where=path, which=_offenders(shown, len(later))))


DELIMITERS = (",", ";", "\t")
ENCODINGS = ("utf-8-sig", "gb18030")
DAMAGED = (OSError, EOFError, zlib.error, lzma.LZMAError)
HEAD = 1 << 16
"""Bytes in which the first line is looked for."""
UNUSED = "S1"
"""Type of columns that nobody needs: one byte a cell."""
WORDS = read_json("newind.data.readers", "product_words.json")
ALIASES: dict[str, list[str]] = WORDS["columns"]
"""Column → the names that it may have in the first line."""
LAYOUTS = {
    "world": ("year", "exporter", "importer", "product", "value"),
    "customs": ("year", "flow", "partner", "product", "value"),
    "exports": ("year", "exporter", "product", "value"),
}
"""Kind of file → the columns that it must have."""
WRITTEN = {
    "world": "t, i, j, k, v (BACI) / year, exporter, importer, hs6, value",
    "customs": "year, flow, partner, hs6, value",
    "exports": "year, exporter, hs6, value",
}


@dataclass(frozen=True)
class ColumnLayout:
    """Layout of a file: its kind, how it is written, its number of columns and the position of each of ours."""

    kind: str
    delimiter: str
    encoding: str
    columns: Mapping[str, int]
    width: int
    baci: bool


def find_layout(path: Path, kinds: Sequence[str]) -> ColumnLayout:
    """Return the layout of a file from its first line.

    Raises
    ------
    DataError
        When there is no such file, it is empty or no text, or columns are missing, naming the nearest.
    """
    if not path.is_file():
        raise DataError(tell("file.no_products", path=path))
    head, encoding = _head(path)
    first = next(iter(head.splitlines()), "")
    if not first.strip():
        raise DataError(tell("file.empty", path=path, columns=WRITTEN[kinds[0]]))
    delimiter = max(DELIMITERS, key=first.count)
    titles = _titles(path, first, delimiter)
    columns = _columns(titles)
    kind = next((k for k in kinds if set(LAYOUTS[k]) <= set(columns)), "")
    if not kind:
        raise _missing(path, titles, columns, kinds)
    baci = titles[columns["product"]].strip().casefold() == "k"
    return ColumnLayout(kind, delimiter, encoding, columns, len(titles), baci)


def _titles(path: Path, first: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([first], delimiter=delimiter))
    except csv.Error as error:
        raise _unfit(path, f"the first one is not csv: {error}") from None


def _head(path: Path) -> tuple[str, str]:
    """Return the beginning of a file, and the encoding of all of it."""
    content = _bytes(path, HEAD)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise DataError(tell("file.encoding", path=path))
    whole = content.rpartition(b"\n")[0] or content
    for encoding in () if b"\0" in content else ENCODINGS:
        try:
            return whole.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise DataError(tell("file.encoding", path=path))


def _bytes(path: Path, count: int) -> bytes:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            return file.read(count)
    except DAMAGED as error:
        raise DataError(tell("file.damaged_at", path=path, error=error)) from None


def _columns(titles: Sequence[str]) -> dict[str, int]:
    """Return which column is what: ours → its position."""
    by_alias = {alias: ours for ours, aliases in ALIASES.items() for alias in aliases}
    found: dict[str, int] = {}
    for position, title in enumerate(titles):
        if ours := by_alias.get(title.strip().casefold()):
            found.setdefault(ours, position)
    return found


def _missing(path: Path, titles: Sequence[str], columns: Mapping[str, int], kinds: Sequence[str]) -> DataError:
    """Say what is missing of the layout that the file comes nearest to."""
    kind = max(kinds, key=lambda k: len(set(LAYOUTS[k]) & set(columns)))
    gone = [c for c in LAYOUTS[kind] if c not in columns]
    free = [t.strip() for k, t in enumerate(titles) if k not in columns.values()]
    names = [_format_column_name(c) for c in gone]
    near = sentences([tell("products.near", column=c, near=s) for c in names if (s := suggest(c, free))])
    which, there, written = offenders(names), offenders(titles, 8), WRITTEN[kind]
    return DataError(tell("products.columns", path=path, which=which, titles=there, near=near, written=written))


def _format_column_name(column: str) -> str:
    return "hs6" if column == "product" else column


def read_frame(path: Path, layout: ColumnLayout, *, as_text: bool = False) -> pd.DataFrame:
    """Return the columns of a file that matter, labels as categories, values as numbers; blank lines left out.

    The index is the number of the line less 2. With ``as_text`` values stay as they are written.

    Raises
    ------
    ValueError
        When a value is no number.
    DataError
        When the file is damaged, has lines of the wrong length, or is written in two encodings.
    """
    types: dict[int, str] = dict.fromkeys(range(layout.width), UNUSED)
    types |= dict.fromkeys(layout.columns.values(), "category")
    types[layout.columns["product"]] = "object"  # categories would be read as numbers, without leading zeros
    types[layout.columns["value"]] = "str" if as_text else "float64"
    try:
        frame = _read_frame(path, layout, types)
    except DAMAGED as error:
        raise DataError(tell("file.damaged_at", path=path, error=error)) from None
    frame = frame[list(layout.columns.values())].set_axis(list(layout.columns), axis=1)
    frame["product"] = frame["product"].astype("category")
    blank = frame["year"].isna() & frame["product"].isna() & frame["value"].isna()
    return frame[~blank] if blank.any() else frame


def _read_frame(path: Path, layout: ColumnLayout, types: Mapping[int, str]) -> pd.DataFrame:
    """Read in the encoding of the beginning; where text further down is no UTF-8, in the one of old spreadsheets.

    All columns are read, those that nobody needs as one byte each: only then are superfluous cells reported.
    """
    import pandas as pd

    for encoding in dict.fromkeys((layout.encoding, ENCODINGS[-1])):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", pd.errors.ParserWarning)
                return pd.read_csv(
                    path, sep=layout.delimiter, encoding=encoding, dtype=types, header=0, names=range(layout.width),
                    index_col=False, skip_blank_lines=False, keep_default_na=False, na_values=[""], compression="infer",
                )  # fmt: skip
        except UnicodeDecodeError:
            continue
        except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
            raise _unfit(path, str(error).strip()) from None
    raise DataError(tell("file.encoding", path=path))


def _unfit(path: Path, why: str) -> DataError:
    return DataError(tell("products.unfit", path=path, error=why))
