"""Labels of world tables laid out as those of WIOD: what a release calls things, and whether rows and columns agree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newind.data.readers.sheets import Sheet, address
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HEADER = 4
"""Rows of column labels, and columns of row labels: industry code, name, economy, running code."""
DEEPEST = 12
"""Rows among which the labels are looked for."""
TOTAL = ("", "TOT")
"""Labels in place of an economy at totals, in capitals."""


@dataclass(frozen=True)
class Release:
    """Layout of one publisher's tables, which distinguishes them from another's.

    Parameters
    ----------
    name, source : str
        What the table is, and how it is cited.
    example : str
        How running codes look, for messages.
    rows, industries, demand : pattern
        Running codes of rows, of columns that are industries, and of columns that are final demand.
    own_codes : bool
        Whether an industry is called by the publisher's code in the first label (A01) rather than by the running one.
    rename : mapping
        Economies that are not called by their code of ISO 3166.
    satellites : mapping
        Rows below the flows that are kept: code → name.
    inputs : tuple of str
        Codes of the rows that stand between inputs and output, all of which sum to it with the flows.
    blank_is_zero : bool
        Whether the publisher leaves cells without a flow empty.
    """

    name: str
    source: str
    example: str
    rows: re.Pattern[str]
    industries: re.Pattern[str]
    demand: re.Pattern[str]
    own_codes: bool = False
    rename: Mapping[str, str] = field(default_factory=dict)
    satellites: Mapping[str, str] = field(default_factory=dict)
    inputs: tuple[str, ...] = ()
    blank_is_zero: bool = False


@dataclass(frozen=True)
class HeaderLabels:
    """The labels of columns: where they stand, and what they say."""

    top: int
    sells: list[tuple[str, str]]
    demand: list[tuple[str, str]]

    @property
    def end(self) -> int:
        """Position of the column of total output."""
        return HEADER + len(self.sells) + len(self.demand)


def read_columns(sheet: Sheet, release: Release) -> HeaderLabels:
    """Return the labels of columns, checked for what is missing or stands twice.

    Raises
    ------
    DataError
        Naming the cells of a label that stands twice, or where the column of total output should be.
    """
    top = len(sheet.rows) - 1
    found: dict[tuple[str, str], str] = {}
    sells: list[tuple[str, str]] = []
    for column in range(HEADER, len(sheet.rows[top])):
        code, economy = sheet.text(top, column), sheet.text(top - 1, column)
        industry = bool(release.industries.fullmatch(code))
        if not (industry or release.demand.fullmatch(code)) or economy.upper() in TOTAL:
            break
        pair = (economy, sheet.text(top - HEADER + 1, column) if industry and release.own_codes else code)
        add(sheet, found, pair, address(top, column))
        sells += [pair] * industry
    labels = HeaderLabels(top, sells, list(found)[len(sells) :])
    if labels.end >= max(map(len, sheet.rows)):
        raise DataError(
            f"{sheet}: no column of total output after {address(top, labels.end - 1)}. Is the file cut off?"
        )
    return labels


def add(sheet: Sheet, found: dict[tuple[str, str], str], pair: tuple[str, str], cell: str) -> None:
    """Enter a label with its cell.

    Raises
    ------
    DataError
        When the label stands twice, with both cells.
    """
    if pair in found:
        said = f"{' '.join(pair)} stands twice, in {found[pair]} and {cell}"
        raise DataError(f"{sheet}: {said}. Each label may stand once.")
    found[pair] = cell


def check_same(sheet: Sheet, labels: HeaderLabels, rows: list[tuple[str, str]]) -> None:
    """Raise unless rows and columns are the same industries, and every economy has the same of them.

    Raises
    ------
    DataError
        Naming the first that are missing or not expected.
    """
    if rows != labels.sells:
        said = difference(labels.sells, rows) if rows else "there are no rows. Is the file cut off?"
        raise DataError(f"{sheet}: rows and columns are not the same industries: {said}")
    sellers, buyers = product(sheet, rows)[0], product(sheet, labels.demand)[0]
    if buyers != sellers:
        raise DataError(f"{sheet}: final demand is not that of the same economies: {difference(sellers, buyers)}")


def product(sheet: Sheet, pairs: list[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return economies and codes whose product, economy-major, the pairs must be.

    Raises
    ------
    DataError
        Naming the first pairs that are missing or not expected.
    """
    economies, codes = tuple(dict.fromkeys(e for e, _ in pairs)), tuple(dict.fromkeys(c for _, c in pairs))
    expected = [(e, c) for e in economies for c in codes]
    if pairs != expected or not pairs:
        said = difference(expected, pairs) if pairs else "there are none. Is the file cut off?"
        raise DataError(f"{sheet}: not every economy has the same codes in the same order: {said}")
    return economies, codes


def difference(expected: Sequence[str | tuple[str, ...]], found: Sequence[str | tuple[str, ...]]) -> str:
    """Return in words how labels differ from those expected.

    Examples
    --------
    >>> difference(["CHN", "USA"], ["CHN"])
    "missing 1: 'USA'. Is the file cut off?"
    """
    names = [" ".join(e) if isinstance(e, tuple) else e for e in expected]
    given = [" ".join(e) if isinstance(e, tuple) else e for e in found]
    missing = [e for e in names if e not in set(given)]
    if missing:
        return f"missing {offenders(missing)}. Is the file cut off?"
    more = [e for e in given if e not in set(names)]
    return f"not expected {offenders(more)}." if more else "the order differs."


def find_year(sheet: Sheet) -> int:
    """Return the year from the name of the sheet, the title in A1, or the name of the file.

    Raises
    ------
    DataError
        When there is none.
    """
    for text in (sheet.name, sheet.text(0, 0), sheet.path.name):
        if named := re.search(r"(?<!\d)(19|20)\d{2}(?!\d)", text):
            return int(named[0])
    if short := re.match(r"wiot(\d{2})", sheet.path.name.lower()):
        return (1900 if int(short[1]) > 50 else 2000) + int(short[1])
    raise DataError(f"{sheet}: no year in cell A1, the sheet's name or the file's. Give year=.")
