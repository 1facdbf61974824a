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
from typing import TYPE_CHECKING

from newind.accounts.store import BROKEN, array_of
from newind.data.readers import wiot
from newind.data.readers.peek import Peek
from newind.data.readers.table import SourceTable, check_names, to_accounts
from newind.data.readers.wiot import Release
from newind.errors import DataError, offenders, tell

if TYPE_CHECKING:
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.typing import Array

SOURCE = "WIOD 2013 release, World Input-Output Tables (Timmer et al. 2015)"
RENAME = {"RoW": "ROW", "ROM": "ROU"}
"""Codes of the release that are not those of ISO 3166."""
RELEASE = Release(
    name="World Input-Output Table of the 2013 release",
    source=SOURCE,
    example="c1, c2, …",
    rows=re.compile(r"c\d+"),
    industries=re.compile(r"c([1-9]|[12]\d|3[0-5])"),
    demand=re.compile(r"c(3[6-9]|4\d)"),
    rename=RENAME,
)


def read(path: str | PathLike[str], units: str = "M.USD", year: int | None = None) -> Accounts:
    """Read a table in the publisher's layout (xlsx) or as arrays (npz with ``labels.json`` beside it).

    Output is the sum of each row. Industries that rounding has left without positive sales are set to zero, which is
    logged (see `newind.data.readers.table`).

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
    table = read_arrays(source, year) if _is_npz(source) else read_workbook(source, year)
    return accounts(table, units)


def accounts(table: SourceTable, units: str = "M.USD") -> Accounts:
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
    if peek.sheets and wiot.header_row(peek.sheets[0], RELEASE):
        return "the first sheet is laid out as a World Input-Output Table of the 2013 release"
    return ""


# ---- arrays


def read_arrays(path: Path, year: int | None = None) -> SourceTable:
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
        raise DataError(tell("file.no_year", path=path))
    where = str(path)
    regions, industries, demand = (tuple(labels[k]) for k in ("countries", "industries", "final_demand"))
    table = SourceTable(
        where, arrays["Z"], arrays["F"], arrays["x"], regions, industries,
        tuple(d.split()[0] for d in demand), int(named[1]) if year is None and named else int(year or 0),
    )  # fmt: skip
    check_names(table)
    n, m = len(regions) * len(industries), len(regions) * len(demand)
    if (table.Z.shape, table.F.shape, table.x.shape) != ((n, n), (n, m), (n,)):
        found = f"Z {table.Z.shape}, F {table.F.shape}, x {table.x.shape}"
        sizes = tell("table.size", regions=len(regions), industries=len(industries))
        raise DataError(
            tell("layout.arrays", path=path, labels=sizes, Z=f"({n}, {n})", F=f"({n}, {m})", x=f"({n},)", found=found)
        )
    return table


def _is_npz(path: Path) -> bool:
    return any(name.endswith(".npy") for name in Peek(path).members)


def _arrays(path: Path) -> dict[str, Array]:
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: array_of(archive.read(f"{name}.npy")) for name in ("Z", "F", "x")}
    except (KeyError, *BROKEN) as error:
        raise DataError(tell("file.damaged_at", path=path, error=error)) from None


LABELS = ("countries", "industries", "final_demand")


def _labels(path: Path) -> dict[str, list[str]]:
    try:
        labels = json.loads(path.read_text("utf-8")) if path.exists() else {}
    except (ValueError, RecursionError) as error:
        raise DataError(tell("file.damaged_at", path=path, error=error)) from None
    found = labels if isinstance(labels, dict) else {}
    if wrong := [k for k in LABELS if not _texts(found.get(k))]:
        raise DataError(tell("layout.labels", path=path, which=offenders(wrong)))
    return dict(found)


def _texts(given: object) -> bool:
    return isinstance(given, list) and all(isinstance(one, str) and one.strip() for one in given)


# ---- the publisher's workbook


def read_workbook(path: Path, year: int | None = None) -> SourceTable:
    """Read the publisher's workbook: four label rows and columns, flows, final demand, totals.

    Raises
    ------
    DataError
        Naming sheet and cell.
    """
    return wiot.read_table(path, RELEASE, year)[0]
