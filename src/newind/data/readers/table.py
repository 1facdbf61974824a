"""A table as a reader finds it, and how it becomes accounts: balance within rounding, rows emptied by rounding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.regions import Regions, check_labels
from newind.errors import DataError, noun, offenders, tell, within

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.errors import BilingualMessage
    from newind.typing import Array, IntArray


ROUNDED = 0.5
"""Row sums may miss the given output by half a unit a cell when all cells are whole numbers …"""
RELATIVE, ABSOLUTE = 1e-4, 1.0
"""… else by this share of output and this amount."""
TOLERANCE = f"{RELATIVE:.2%} + {ABSOLUTE:g}"


@dataclass(frozen=True)
class SourceTable:
    """A table as read: flows, final demand, output as published, labels, and the place for messages."""

    where: str
    Z: Array
    F: Array
    x: Array
    regions: tuple[str, ...]
    industries: tuple[str, ...]
    demand: tuple[str, ...]
    year: int

    def cell(self, k: int) -> str:
        """Return the name of an industry of a region, as ``LUX.c5``."""
        return f"{self.regions[k // len(self.industries)]}.{self.industries[k % len(self.industries)]}"


def to_accounts(table: SourceTable, units: str, rename: Mapping[str, str], source: str) -> Accounts:
    """Return accounts from a table as read, after comparing row sums with the published output.

    Parameters
    ----------
    table : SourceTable
        The table.
    units : str
        Scale and currency.
    rename : mapping of str to str
        Codes of economies that are not those of newind.
    source : str
        Where the table comes from.

    Raises
    ------
    DataError
        When they differ by more than rounding.
    """
    check_balance(table)
    Z, F, repairs = without_rounded_industries(table)
    regions = Regions(rename.get(r, r) for r in table.regions)
    return Accounts(
        Z, F, regions, table.industries, table.demand, table.year, unit=units, source=source, repairs=repairs
    )


def check_balance(table: SourceTable) -> None:
    """Raise unless row sums agree with the published output within rounding (see `ROUNDED`, `RELATIVE`, `ABSOLUTE`).

    Raises
    ------
    DataError
        Naming the first industries, the size of the gap and the tolerance.
    """
    whole = _is_whole(table)
    allowed = _rounding(table) + (0.0 if whole else RELATIVE) * np.abs(table.x)
    gap = table.Z.sum(axis=1) + table.F.sum(axis=1) - table.x
    bad = np.flatnonzero(~(np.abs(gap) <= allowed))
    if bad.size:
        _refuse_sums(table, "sales", gap, bad, tell("sums.rounding", size=_rounding(table)) if whole else TOLERANCE)


def check_sums(table: SourceTable, what: str, gap: Array, output: Array) -> None:
    """Raise unless sums agree with the published output.

    Parameters
    ----------
    table : SourceTable
    what : str
        What is summed, as `noun` has it.
    gap : (n,) array
        By how much the sums are above output.
    output : (n,) array

    Raises
    ------
    DataError
        Naming the first industries, the size of the gap and the tolerance.
    """
    bad = np.flatnonzero(~(np.abs(gap) <= ABSOLUTE + RELATIVE * np.abs(output)))
    if bad.size:
        _refuse_sums(table, what, gap, bad, TOLERANCE)


def _refuse_sums(table: SourceTable, what: str, gap: Array, bad: IntArray, allowed: str) -> NoReturn:
    names = [f"{table.cell(int(k))} ({gap[k]:+,.0f})" for k in bad]
    said = tell("sums.miss", what=noun(what), allowed=allowed, which=offenders(names))
    raise DataError(tell("sums.unbalanced", where=table.where, said=said))


def without_rounded_industries(table: SourceTable) -> tuple[Array, Array, tuple[str, ...]]:
    """Return flows and final demand without industries that rounding has left with no sales, and what changed.

    Such a row holds a small negative inventory, or nothing: its final demand is set to zero; if it then sells nothing
    at all, purchases within rounding are set to zero too. What is changed is returned by name and size.
    """
    sales, bought = table.Z.sum(axis=1) + table.F.sum(axis=1), table.Z.sum(axis=0)
    idle = (sales <= 0) & (bought <= _rounding(table)) & (table.F.any(axis=1) | (bought > 0))
    mute = idle & ~table.Z.any(axis=1)
    changed = tuple(
        tell("check.set_to_zero", cell=table.cell(int(k)), sold=sales[k], bought=bought[k])
        for k in np.flatnonzero(idle)
    )
    Z = np.where(mute, 0.0, table.Z) if mute.any() else table.Z
    return Z, np.where(idle[:, None], 0.0, table.F), changed


def _is_whole(table: SourceTable) -> bool:
    return bool(np.array_equal(table.Z, np.rint(table.Z)) and np.array_equal(table.F, np.rint(table.F)))


def _rounding(table: SourceTable) -> float:
    """Return by how much rounding can move the sum of a row: half a unit a cell in a table of whole numbers."""
    return ROUNDED * (table.Z.shape[1] + table.F.shape[1]) if _is_whole(table) else ABSOLUTE


def check_names(table: SourceTable) -> None:
    """Raise for labels that are empty or stand twice.

    Raises
    ------
    DataError
        Naming the place and the first offenders.
    """
    for what, labels in {"economy": table.regions, "industry": table.industries, "demand": table.demand}.items():
        try:
            check_labels(what, labels)
        except DataError as error:
            raise DataError(within(table.where, error)) from None


def describe_difference(
    expected: Sequence[str | tuple[str, ...]], found: Sequence[str | tuple[str, ...]]
) -> BilingualMessage:
    """Return in words how labels differ from those expected.

    Examples
    --------
    >>> describe_difference(["CHN", "USA"], ["CHN"])
    "missing 'USA'. Is the file cut off?"
    """
    names = [" ".join(e) if isinstance(e, tuple) else e for e in expected]
    given = [" ".join(e) if isinstance(e, tuple) else e for e in found]
    if not given:
        return tell("labels.none")
    if missing := [e for e in names if e not in set(given)]:
        return tell("labels.missing", which=offenders(missing))
    more = [e for e in given if e not in set(names)]
    return tell("labels.extra", which=offenders(more)) if more else tell("labels.order")


MARK = "newind example"
SOURCE = "newind example, illustrative: derived from shipped data"


def name_source(text: str, publisher: str) -> str:
    """Return the source of a file by the text above its table.

    Examples
    --------
    >>> name_source("V1", "OECD Inter-Country Input-Output Tables")
    'OECD Inter-Country Input-Output Tables'
    >>> name_source("newind example", "OECD Inter-Country Input-Output Tables")
    'newind example, illustrative: derived from shipped data'
    """
    return SOURCE if MARK in text else publisher
