"""Column names of trade files, and the file as a frame: delimiter, encoding, damage."""

from __future__ import annotations

import csv
import gzip
import lzma
import warnings
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newind.datafiles import read_json
from newind.errors import DataError, offenders, suggest, tell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

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
    "world": "t, i, j, k, v (BACI) or year, exporter, importer, hs6, value",
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
        raise DataError(f"{path}: empty. The first line names the columns: {WRITTEN[kinds[0]]}.")
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
        raise DataError(f"{path}: text in UTF-16. Save it as csv (UTF-8).")
    if b"\0" in content:
        raise DataError(f"{path}: not text (it holds null bytes). Give a csv or csv.gz; take it out of an archive.")
    whole = content.rpartition(b"\n")[0] or content
    for encoding in ENCODINGS:
        try:
            return whole.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise DataError(f"{path}: neither UTF-8 nor GBK. Save it as csv (UTF-8).")


def _bytes(path: Path, count: int) -> bytes:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            return file.read(count)
    except DAMAGED as error:
        raise DataError(f"{path}: truncated, corrupt or no gzip file ({error}). Get the file again.") from None


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
    near = "".join(f" For {c}:{s}" for c in gone if (s := suggest(_format_column_name(c), free)))
    return DataError(
        f"{path}: missing columns: {offenders([_format_column_name(c) for c in gone])}; "
        f"the first line has {offenders(titles, 8)}.{near} A file of this kind has {WRITTEN[kind]}."
    )


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
        raise DataError(f"{path}: truncated, corrupt or no gzip file ({error}). Get the file again.") from None
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
    raise DataError(f"{path}: neither UTF-8 nor GBK throughout. Save it as csv (UTF-8).")


def _unfit(path: Path, why: str) -> DataError:
    remedy = "Write figures without thousands separators, texts with the delimiter in quotation marks."
    return DataError(f"{path}: lines that do not fit the first one ({why}). {remedy}")
