"""OECD Inter-Country Input-Output tables (csv): the editions of 2021, 2022/2023 and 2025.

One line a producing industry, ``AUS_A01_02``; columns are the same industries, then final demand of every economy
(``AUS_HFCE``, ``_NPISH``, ``_GGFC``, ``_GFCF``, ``_INVNT``, ``_DPABR``), then total output. Below the industries stand
taxes less subsidies, value added and output:

=========  ==================  =====================================  ===================
edition    industries          rows below                             column of output
=========  ==================  =====================================  ===================
2021       45, ``01T02``       ``AUS_TAXSUB`` …, ``VALU``, ``OUTPUT``  ``TOTAL``
2022/2023  45, ``A01_02``      ``TLS`` or ``ARG_TLS`` …, ``VA``, ``OUT``  ``OUT``
2025       50, ``A01``         ``TLS``, ``VA``, ``OUT``               ``OUT``
=========  ==================  =====================================  ===================

Extended files divide China into ``CN1``, ``CN2`` and Mexico into ``MX1``, ``MX2`` as producers; they are put together
again, with whatever stands under ``CHN`` and ``MEX``. Industries of the 2021 edition get the codes of the later ones.

References
----------
OECD, Inter-Country Input-Output Database, http://oe.cd/icio
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.classification import load
from newind.accounts.readers.csvlines import lines, member, members, numbers, split_label, words
from newind.accounts.readers.icio_columns import LABEL, TOTAL, Columns
from newind.accounts.readers.table import ABSOLUTE, RELATIVE, Table, check_balance, without_rounded_industries
from newind.accounts.regions import Regions
from newind.accounts.satellite import Satellite
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from newind.accounts.readers.peek import Peek
    from newind.typing import Array

SOURCE = "OECD Inter-Country Input-Output Tables"
VALUE_ADDED = ("VA", "VALU")
TAXES = ("TLS", "TAXSUB")
"""Labels of taxes less subsidies, for all economies or after the code of one."""


def read(path: str | PathLike[str], units: str = "M.USD", year: int | None = None) -> Accounts:
    """Read a table as the OECD publishes it: a csv file, or the archive that holds it.

    Taxes less subsidies on products become the satellite ``taxes_less_subsidies``: `Accounts.value_added` includes
    them, as everywhere in newind.

    Parameters
    ----------
    path : path
        ``2020_SML.csv``, ``ICIO2021_2018.csv`` or ``2016-2022_SML.zip`` (with `year`, when it holds several).
    units : str
        Scale and currency.
    year : int, optional
        Year of the table; found in the name of the file when not given.

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
    name = member(source, year)
    where = f"{source}: {name}" if name else str(source)
    found = _year(where, Path(name or source.name).stem) if year is None else year
    read_lines = lines(source, name)
    columns = Columns(where, tuple(words(next(read_lines, b""))[1:]))
    columns.check()
    filled = fill(columns, read_lines)
    table = filled.table(found)
    check_balance(table)
    filled.check()
    Z, F = without_rounded_industries(table)
    paid = Satellite(filled.taxes[: columns.n], filled.taxes[columns.n : -1], units, follows="money", source=SOURCE)
    return Accounts(
        Z, F, Regions(columns.regions), table.industries, columns.demand, found, unit=units,
        satellites={"taxes_less_subsidies": paid}, source=f"{SOURCE}, {edition(columns.industries)} edition",
    )  # fmt: skip


def recognise(peek: Peek) -> str:
    """Return why a file is taken for an ICIO table, or an empty string."""
    head = peek.head.encode()
    if not head and any(name.lower().endswith(".csv") for name in peek.members) and not peek.path.is_dir():
        head = next(lines(peek.path, members(peek.path)[0]), b"")
    first = words(head.split(b"\n", 1)[0])[1:2]
    label = LABEL.fullmatch(first[0]) if first else None
    if label and label[2] in _codes():
        return f"the first column is {label[0]}, an economy and an industry of the OECD's ICIO"
    return ""


def edition(industries: Iterable[str]) -> str:
    """Return the edition that has these codes of industries.

    Examples
    --------
    >>> edition(["01T02"]), edition(["A01_02", "C20"]), edition(["A01", "C20"])
    ('2021', '2023', '2025')
    """
    found = set(industries)
    if found & set(_since_2021()):
        return "2021"
    return "2023" if found <= set(load("icio45")) else "2025"


# ---- the lines below


@dataclass(frozen=True, eq=False)
class Filled:
    """The figures of all lines, divided economies put together: flows, final demand, and the rows below them."""

    columns: Columns
    Z: Array
    F: Array
    x: Array
    taxes: Array
    value_added: Array
    output: Array

    def table(self, year: int) -> Table:
        """Return the table with the codes of the later editions."""
        c, codes = self.columns, _since_2021()
        industries = tuple(codes.get(i, i) for i in c.industries)
        return Table(c.where, self.Z, self.F, self.x, c.regions, industries, c.demand, year)

    def check(self) -> None:
        """Raise unless inputs, taxes and value added make up the row of output, and it agrees with the column.

        Raises
        ------
        DataError
            Naming the first industries and the gaps.
        """
        n = self.columns.n
        made, out = self.Z.sum(axis=0) + self.taxes[:n] + self.value_added[:n], self.output[:n]
        self._agree(self.x, out, "the column of total output and the row of output disagree")
        self._agree(made, out, "inputs, taxes and value added miss the published output")

    def _agree(self, found: Array, out: Array, said: str) -> None:
        bad = np.flatnonzero(~(np.abs(found - out) <= ABSOLUTE + RELATIVE * np.abs(out)))
        if bad.size:
            table = self.table(0)
            names = [f"{table.cell(int(k))} ({found[k] - out[k]:+,.0f})" for k in bad]
            raise DataError(
                f"{self.columns.where}: unbalanced: {said} by more than {RELATIVE:.2%} + {ABSOLUTE:g} "
                f"in {offenders(names)}. Is a row missing, or the file altered?"
            )


def fill(columns: Columns, rows: Iterator[bytes]) -> Filled:
    """Read the lines below the first into arrays of their final size.

    Raises
    ------
    DataError
        Naming line and column of what is no number, and labels that are unknown, missing or stand twice.
    """
    n, seen = columns.n, set[str]()
    Z, F, x = np.zeros((n, n)), np.zeros((n, columns.size - n - 1)), np.zeros(n)
    below = {kind: np.zeros(columns.size) for kind in ("taxes", "value_added", "output")}
    for number, line in enumerate(rows, start=2):
        if not line.strip():
            continue
        label, cells = split_label(line)
        where = f"{columns.where}: line {number}"
        if label in seen:
            raise DataError(f"{where}: the label {label!r:.40} stands twice. Each may stand once.")
        seen.add(label)
        values = np.bincount(
            columns.targets, numbers(cells, columns.labels, f"{where} ({label:.40})"), minlength=columns.size
        )
        if (k := columns.rows.get(label)) is not None:
            Z[k] += values[:n]
            F[k] += values[n:-1]
            x[k] += values[-1]
        else:
            below[_kind(label, where)] += values
    _complete(columns, seen)
    return Filled(columns, Z, F, x, **below)


def _kind(label: str, where: str) -> str:
    """Return what a row below the industries holds."""
    for kind, labels in {"taxes": TAXES, "value_added": VALUE_ADDED, "output": TOTAL}.items():
        if label in labels or (kind == "taxes" and label[3:4] == "_" and label[4:] in labels):
            return kind
    raise DataError(f"{where}: the label {label!r:.40} is neither an industry of the columns nor TLS, VA or OUT.")


def _complete(columns: Columns, seen: set[str]) -> None:
    missing = [label for label in columns.rows if label not in seen]
    missing += [names[0] for names in (VALUE_ADDED, TOTAL) if not seen.intersection(names)]
    if not any(label in TAXES or label[4:] in TAXES for label in seen):
        missing.append(TAXES[0])
    if missing:
        raise DataError(f"{columns.where}: rows missing: {offenders(missing)}. Is the file cut off?")


def _codes() -> set[str]:
    return {*load("icio45"), *load("icio50"), *_since_2021()}


def _since_2021() -> dict[str, str]:
    """Return the codes of industries in the 2021 edition → those of later ones."""
    return {row["edition2021"]: code for code, row in load("icio45").items()}


def _year(where: str, name: str) -> int:
    found = re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", name)
    if found:
        return int(found[-1])
    raise DataError(f"{where}: no year in the name of the file. Give year=.")
