"""World Input-Output Tables of the WIOD 2013 release.

References
----------
Timmer, Dietzenbacher, Los, Stehrer, de Vries (2015), Review of International Economics 23(3), 575.
"""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.readers.sheets import Sheet, address, first_sheet
from newind.accounts.readers.table import Table, check_names, to_accounts
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.accounts.readers.peek import Peek
    from newind.typing import Array

SOURCE = "WIOD 2013 release, World Input-Output Tables (Timmer et al. 2015)"
RENAME = {"RoW": "ROW", "ROM": "ROU"}
"""Codes of the release that are not those of ISO 3166."""
HEADER = 4
"""Rows of column labels, and columns of row labels: industry code, name, economy, c-code."""
CODE = re.compile(r"c\d+")


def read(path: str | PathLike[str], units: str = "M.USD", year: int | None = None) -> Accounts:
    """Read a table in the publisher's layout (xlsx) or as arrays (npz with ``labels.json`` beside it).

    Output is the sum of each row. Industries that rounding has left without positive sales are set to zero, which is
    logged (see `newind.accounts.readers.table`).

    Parameters
    ----------
    path : path
        ``wiotYY_row_….xlsx`` or ``wiot_YYYY.npz``.
    units : str
        Scale and currency.
    year : int, optional
        Year of the table; found in the file when not given.

    Returns
    -------
    Accounts

    Raises
    ------
    DataError
        For a damaged file, another layout, labels that are missing or stand twice, cells that are no numbers, or row
        sums that miss the published output by more than rounding.
    """
    source = Path(path)
    table = read_arrays(source, year) if zipfile.is_zipfile(source) and _is_npz(source) else read_workbook(source, year)
    return accounts(table, units)


def accounts(table: Table, units: str = "M.USD") -> Accounts:
    """Return the accounts of a table of the release, with ISO codes.

    Raises
    ------
    DataError
        When row sums differ from the published output by more than rounding.
    """
    return to_accounts(table, units, RENAME, SOURCE)


def recognise(peek: Peek) -> str:
    """Return why a file is taken for a table of the release, or an empty string."""
    if {"Z.npy", "F.npy"} <= peek.members:
        return "the archive holds the arrays Z and F"
    if peek.sheets and _header_row(peek.sheets[0]):
        return "the first sheet is laid out as a World Input-Output Table of the 2013 release"
    return ""


# ---- arrays


def read_arrays(path: Path, year: int | None = None) -> Table:
    """Read arrays Z, F, x from an npz file, with ``labels.json`` beside it.

    Raises
    ------
    DataError
        When a file is damaged or missing, or labels and shapes do not agree.
    """
    labels = _labels(path.with_name("labels.json"))
    arrays = _arrays(path)
    named = re.search(r"(\d{4})", path.stem)
    if year is None and not named:
        raise DataError(f"{path}: no year in the name of the file. Give year=.")
    where = str(path)
    regions, industries, demand = (tuple(labels[k]) for k in ("countries", "industries", "final_demand"))
    table = Table(
        where, arrays["Z"], arrays["F"], arrays["x"], regions, industries,
        tuple(str(d).split()[0] for d in demand), int(named[1]) if year is None and named else int(year or 0),
    )  # fmt: skip
    check_names(table)
    n, m = len(regions) * len(industries), len(regions) * len(demand)
    if (table.Z.shape, table.F.shape, table.x.shape) != ((n, n), (n, m), (n,)):
        raise DataError(
            f"{where}: labels.json names {len(regions)} economies × {len(industries)} industries and {len(demand)} "
            f"categories, which need Z ({n}, {n}), F ({n}, {m}), x ({n},); found Z {table.Z.shape}, F {table.F.shape}, "
            f"x {table.x.shape}. Is an economy missing?"
        )
    return table


def _is_npz(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return any(name.endswith(".npy") for name in archive.namelist())


def _arrays(path: Path) -> dict[str, Array]:
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: np.asarray(file[name], dtype=np.float64) for name in ("Z", "F", "x")}
    except KeyError as error:
        raise DataError(f"{path}: the array {error} is missing; Z, F and x are expected.") from None
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        raise DataError(f"{path}: truncated, corrupt or not arrays of numbers ({error}). Get it again.") from None


def _labels(path: Path) -> dict[str, list[Any]]:
    try:
        labels = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise DataError(f"{path}: not there. The arrays need it for countries, industries and final_demand.") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: not JSON ({error}). Get the file again.") from None
    missing = [k for k in ("countries", "industries", "final_demand") if k not in labels]
    if missing:
        raise DataError(f"{path}: {offenders(missing)} is missing.")
    return dict(labels)


# ---- the publisher's workbook


def read_workbook(path: Path, year: int | None = None) -> Table:
    """Read the publisher's workbook: four label rows and columns, flows, final demand, totals.

    Raises
    ------
    DataError
        Naming sheet and cell.
    """
    sheet = first_sheet(path)
    top = _header_row(sheet)
    if not top:
        raise DataError(
            f"{sheet}: not a World Input-Output Table of the 2013 release. Expected c-codes (c1, c2, …) from column E "
            f"in one of the first rows, below economies and industry names; found {sheet.rows[:1]!s:.80} …"
        )
    down, right = range(top + 1, len(sheet.rows)), range(HEADER, len(sheet.rows[top]))
    rows = _labelled(sheet, [(sheet.text(r, 2), sheet.text(r, 3), address(r, 3)) for r in down])
    columns = _labelled(sheet, [(sheet.text(top - 1, c), sheet.text(top, c), address(top, c)) for c in right])
    n, codes = len(rows), {code for _, code in rows}
    buying = [pair for pair in columns if pair[1] in codes]
    if rows != buying or columns[:n] != buying:
        raise DataError(f"{sheet}: rows and columns are not the same industries: {_difference(buying, rows)}")
    regions, industries = _product(sheet, rows)
    buyers, demand = _product(sheet, columns[n:])
    if buyers != regions:
        raise DataError(f"{sheet}: final demand is not that of the same economies: {_difference(regions, buyers)}")
    block, end = slice(top + 1, top + 1 + n), HEADER + len(columns)
    if end >= len(sheet.rows[top]):
        raise DataError(f"{sheet}: no column of total output after {address(top, end - 1)}. Is the file cut off?")
    return Table(
        str(sheet),
        sheet.numbers(block, slice(HEADER, HEADER + n)),
        sheet.numbers(block, slice(HEADER + n, end)),
        sheet.numbers(block, slice(end, end + 1)).sum(axis=1),
        regions, industries, demand,
        _year(sheet) if year is None else year,
    )  # fmt: skip


def _header_row(sheet: Sheet) -> int:
    """Return the position of the row of c-codes, 0 where there is none."""
    return next((r for r in range(1, 12) if CODE.fullmatch(sheet.text(r, HEADER)) and sheet.text(r - 1, HEADER)), 0)


def _labelled(sheet: Sheet, labels: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Return (economy, c-code) as long as they go on, checked for labels that stand twice."""
    found: dict[tuple[str, str], str] = {}
    for economy, code, cell in labels:
        if not CODE.fullmatch(code) or economy in ("", "TOT"):
            break
        if (economy, code) in found:
            both = f"{found[economy, code]} and {cell}"
            raise DataError(f"{sheet}: {economy} {code} stands twice, in {both}. Each label may stand once.")
        found[economy, code] = cell
    return list(found)


def _product(sheet: Sheet, pairs: list[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return economies and codes whose product, economy-major, the pairs must be."""
    economies, codes = tuple(dict.fromkeys(e for e, _ in pairs)), tuple(dict.fromkeys(c for _, c in pairs))
    expected = [(e, c) for e in economies for c in codes]
    if pairs != expected or not pairs:
        said = _difference(expected, pairs)
        raise DataError(f"{sheet}: not every economy has the same codes in the same order: {said}")
    return economies, codes


def _difference(expected: Sequence[str | tuple[str, ...]], found: Sequence[str | tuple[str, ...]]) -> str:
    names = [" ".join(e) if isinstance(e, tuple) else e for e in expected]
    given = [" ".join(e) if isinstance(e, tuple) else e for e in found]
    missing = [e for e in names if e not in set(given)]
    if missing:
        return f"missing {offenders(missing)}. Is the file cut off?"
    more = [e for e in given if e not in set(names)]
    return f"not expected {offenders(more)}." if more else "the order differs."


def _year(sheet: Sheet) -> int:
    """Return the year from the title in A1, the name of the sheet, or that of the file."""
    for text in (sheet.text(0, 0), sheet.name):
        if named := re.search(r"(19|20)\d{2}", text):
            return int(named[0])
    if short := re.match(r"wiot(\d{2})", sheet.path.name.lower()):
        return (1900 if int(short[1]) > 50 else 2000) + int(short[1])
    raise DataError(f"{sheet}: no year in cell A1, the sheet's name or the file's. Give year=.")
