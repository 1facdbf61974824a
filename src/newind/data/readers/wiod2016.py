"""World Input-Output Tables of the WIOD 2016 release: 43 countries and the rest of the world, 56 industries, 2000-2014.

The publisher's file of a year is ``WIOT2014_Nov16_ROW.xlsb``, one sheet; a copy of it as .xlsx or .csv, or the archive
``WIOTS_in_EXCEL.zip`` with all years, will do as well.

References
----------
Timmer, Dietzenbacher, Los, Stehrer, de Vries (2015), Review of International Economics 23(3), 575.
Timmer, Los, Stehrer, de Vries (2016), GGDC Research Memorandum 162.
"""

from __future__ import annotations

import csv
import re
import tempfile
import zipfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from newind.accounts.classification import load
from newind.data.readers import wiot
from newind.data.readers.stream import reading
from newind.data.readers.wiot import HEADER, Release
from newind.errors import BilingualMessage, DataError, in_chinese, join_items, tell

if TYPE_CHECKING:
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.data.readers.peek import Peek

RELEASE = Release(
    name="World Input-Output Table of the 2016 release",
    source="WIOD 2016 release, World Input-Output Tables (Timmer et al. 2015)",
    example="c1, c2, …",
    rows=re.compile(r"[cr]\d+"),
    industries=re.compile(r"c([1-9]|[1-4]\d|5[0-6])"),
    demand=re.compile(r"c(5[7-9]|6[01])"),
    own_codes=True,
    rename={"ROW": "ROW", "RoW": "ROW", "ROM": "ROU"},
    satellites={"TXSP": "taxes_less_subsidies", "IntTTM": "transport_margins", "VA": "value_added_basic"},
    inputs=("TXSP", "EXP_adj", "PURR", "PURNR", "VA", "IntTTM"),
)
MEMBER = re.compile(r"(?:.*/)?WIOT(20\d{2})_\w+\.xls[bx]")
"""A table in the publisher's archive of all years."""
FIRST = "A01"
"""Industry code with which the first label row of a text begins."""


def read(path: str | PathLike[str], units: str = "M.USD", year: int | None = None) -> Accounts:
    """Read a table as published (.xlsb), as .xlsx or .csv in the same layout, or from the archive of all years.

    Industries are called by the publisher's codes (A01 … U, classification ``wiod56``). Satellites are taxes less
    subsidies on products, international transport margins and value added at basic prices; adjustments of exports and
    direct purchases, which are rows of final demand, are left out.

    Parameters
    ----------
    path : path
        ``WIOT2014_Nov16_ROW.xlsb`` or ``WIOTS_in_EXCEL.zip``.
    units : str
        Scale and currency.
    year : int, optional
        Year of the table; found in the file when not given, and the latest of an archive.

    Returns
    -------
    Accounts

    Raises
    ------
    DataError
        For a damaged file, another layout, labels that are missing or stand twice, cells that are no numbers, or sums
        that miss the published output by more than rounding.
    """
    source = Path(path)
    if members := _members(source):
        return _read_member(source, members, units, year)
    table, below = wiot.read_table(source, RELEASE, year)
    return wiot.accounts(table, below, RELEASE, units)


def recognise(peek: Peek) -> str:
    """Return why a file is taken for a table of the release, or an empty string."""
    if any(MEMBER.fullmatch(name) for name in peek.members):
        return "the archive holds World Input-Output Tables of the 2016 release"
    sheet = wiot.data_sheet(peek, RELEASE)
    if sheet and sheet.text(wiot.header_row(sheet, RELEASE) - HEADER + 1, HEADER) in load("wiod56"):
        return f"the sheet {sheet.name!r} is laid out as a World Input-Output Table of the 2016 release"
    lines = islice(csv.reader(peek.head.splitlines()), HEADER + 1)
    if any(line[:HEADER] == [""] * HEADER and line[HEADER:] and line[HEADER] == FIRST for line in lines):
        return "the text begins as a World Input-Output Table of the 2016 release"
    return ""


def _members(path: Path) -> dict[int, str]:
    """Return the tables in the publisher's archive: year → member; none for any other file."""
    if not zipfile.is_zipfile(path):
        return {}
    with reading(path), zipfile.ZipFile(path) as archive:
        return {int(m[1]): m[0] for name in archive.namelist() if (m := MEMBER.fullmatch(name))}


def _read_member(path: Path, members: dict[int, str], units: str, year: int | None) -> Accounts:
    wanted = max(members) if year is None else year
    if wanted not in members:
        raise DataError(tell("web.no_year", on=path, year=wanted, years=join_items(sorted(members))))
    with tempfile.TemporaryDirectory(prefix="newind-") as folder, reading(path), zipfile.ZipFile(path) as archive:
        member = archive.extract(members[wanted], folder)
        try:
            return read(member, units, wanted)
        except DataError as error:
            said = (text.replace(member, f"{path}: {members[wanted]}") for text in (str(error), in_chinese(error)))
            raise DataError(BilingualMessage(*said)) from None
