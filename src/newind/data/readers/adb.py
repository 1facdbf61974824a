"""Multiregional Input-Output Tables of the Asian Development Bank: 62 or 72 economies and a rest, 35 sectors.

One workbook a year (``ADB-MRIO-2022.xlsx``) with the table and a legend. The sectors are those of the WIOD 2013 release
(classification ``wiod35``), final demand is F1 … F5, and economies have the Bank's own codes.

References
----------
Asian Development Bank, Multiregional Input-Output Tables, https://kidb.adb.org/mrio
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from newind.data.readers import wiot
from newind.data.readers.wiot import Release

if TYPE_CHECKING:
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.data.readers.peek import Peek

CODES = {
    "BAN": "BGD", "BHU": "BTN", "BRU": "BRN", "CAM": "KHM", "DEN": "DNK", "FIJ": "FJI", "GER": "DEU", "INO": "IDN",
    "IRE": "IRL", "MAL": "MYS", "MLD": "MDV", "MON": "MNG", "NEP": "NPL", "NET": "NLD", "PAR": "PRY", "PHI": "PHL",
    "POR": "PRT", "PRC": "CHN", "ROM": "ROU", "RoLAC": "RLA", "RoW": "ROW", "SIN": "SGP", "SPA": "ESP",
    "SRI": "LKA", "SWI": "CHE", "TAP": "TWN", "UKG": "GBR", "VIE": "VNM",
}  # fmt: skip
"""Codes of the Bank that are not those of ISO 3166."""

RELEASE = Release(
    name="Multiregional Input-Output Table of the Asian Development Bank",
    source="Asian Development Bank, Multiregional Input-Output Tables",
    example="c1, c2, …, F1, …, F5",
    rows=re.compile(r"c\d+"),
    industries=re.compile(r"c\d+"),
    demand=re.compile(r"F\d+"),
    rename=CODES,
    satellites={"r99": "taxes_less_subsidies", "trs": "transport_margins", "r64": "value_added_basic"},
    inputs=("r99", "r61", "r62", "r63", "r64", "trs"),
    blank_is_zero=True,
)


def read(path: str | PathLike[str], units: str = "M.USD", year: int | None = None) -> Accounts:
    """Read a table as published (.xlsx).

    Empty cells count as zero, as the publisher means them; that sums agree with the published totals is checked.
    Satellites are taxes less subsidies on products, international transport margins and value added at basic prices.

    Parameters
    ----------
    path : path
        ``ADB-MRIO-2022.xlsx``.
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
        For a damaged file, another layout, labels that are missing or stand twice, cells that are no numbers, or sums
        that miss the published output by more than rounding.
    """
    table, below = wiot.read_table(Path(path), RELEASE, year)
    return wiot.accounts(table, below, RELEASE, units)


def recognise(peek: Peek) -> str:
    """Return why a file is taken for a table of the Bank, or an empty string."""
    sheet = wiot.data_sheet(peek, RELEASE)
    if sheet is None:
        return ""
    codes = sheet.rows[wiot.header_row(sheet, RELEASE)]
    if any(RELEASE.demand.fullmatch(str(cell)) for cell in codes):
        return f"the sheet {sheet.name!r} is laid out as a table of the Asian Development Bank"
    return ""
