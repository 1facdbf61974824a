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
from functools import cached_property
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.classification import load
from newind.accounts.regions import Regions
from newind.accounts.satellite import Satellite
from newind.data.readers.csvlines import (
    CsvRows,
    OddTableError,
    at_once,
    first_line,
    line_by_line,
    member,
    members,
    words,
)
from newind.data.readers.table import (
    SourceTable,
    check_balance,
    check_sums,
    name_source,
    without_rounded_industries,
)
from newind.errors import DataError, find_duplicates, offenders, tell, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    from newind.data.readers.peek import Peek
    from newind.typing import Array, IntArray


DEMAND = ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR")
"""Categories of final demand."""
TOTAL = ("OUT", "TOTAL", "OUTPUT")
"""Labels of total output, as a row or a column."""
DIVIDED = {"CN": "CHN", "MX": "MEX"}
"""First letters of the parts of economies that extended files divide (CN1, MX2) → the economy."""
LABEL = re.compile(r"([A-Z]{3}|[A-Z]{2}\d)_(\w+)")


@dataclass(frozen=True)
class ColumnMap:
    """The labels of the columns, and where the figures of each go.

    Parameters
    ----------
    where : str
        The file, for messages.
    labels : tuple of str
        Labels of the columns after the first.
    """

    where: str
    labels: tuple[str, ...]

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """Economy and code of every column, divided economies put together; code only for total output."""
        return [("", label) if label in TOTAL else (economy(label), label.partition("_")[2]) for label in self.labels]

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Economies, in the order of the columns."""
        return tuple(dict.fromkeys(r for r, code in self.pairs if r and code not in DEMAND))

    @cached_property
    def industries(self) -> tuple[str, ...]:
        """Codes of the industries, in the order of the columns."""
        return tuple(dict.fromkeys(code for r, code in self.pairs if r and code not in DEMAND))

    @cached_property
    def demand(self) -> tuple[str, ...]:
        """Categories of final demand, in the order of the columns."""
        return tuple(dict.fromkeys(code for r, code in self.pairs if r and code in DEMAND))

    @property
    def n(self) -> int:
        """Number of industries of all economies."""
        return len(self.regions) * len(self.industries)

    @property
    def size(self) -> int:
        """Number of figures in a line after economies are put together: industries, final demand, total output."""
        return self.n + len(self.regions) * len(self.demand) + 1

    @cached_property
    def at(self) -> dict[tuple[str, str], int]:
        """Position of every economy and code in a line: industries, final demand, total output."""
        pairs = chain(((r, i) for r in self.regions for i in self.industries), self._final, (("", t) for t in TOTAL))
        return {pair: min(k, self.size - 1) for k, pair in enumerate(pairs)}

    @cached_property
    def targets(self) -> IntArray:
        """Position to which every column is added; (columns,)."""
        return np.array([self.at[pair] for pair in self.pairs], dtype=np.int64)

    @cached_property
    def rows(self) -> dict[str, int]:
        """Label of every row of an industry → the position to which it is added."""
        at = dict(zip(self.labels, self.targets.tolist(), strict=True))
        return {label: k for label, k in at.items() if k < self.n}

    @property
    def _final(self) -> Iterator[tuple[str, str]]:
        return ((r, d) for r in self.regions for d in self.demand)

    def check(self) -> None:
        """Raise for another layout, labels that stand twice or are missing.

        Raises
        ------
        DataError
            Naming the first offenders.
        """
        first = within(self.where, tell("part.line", n=1))
        if any(";" in label for label in self.labels) or not self.labels:
            raise DataError(tell("csv.commas", where=first))
        if odd := [x for x in self.labels if x not in TOTAL and not LABEL.fullmatch(x)]:
            raise DataError(tell("layout.columns", where=first, which=offenders(odd)))
        if twice := find_duplicates(self.labels):
            raise DataError(tell("table.labels_twice", what=first, which=offenders(twice)))
        self._complete(first)

    def _complete(self, first: str) -> None:
        given = set(self.labels)
        producers = dict.fromkeys(
            x[:3] for x, (r, code) in zip(self.labels, self.pairs, strict=True) if r and code not in DEMAND
        )
        missing = [f"{p}_{i}" for p in producers for i in self.industries if f"{p}_{i}" not in given]
        missing += [f"{r}_{d}" for r in self.regions for d in self.demand or DEMAND if f"{r}_{d}" not in given]
        if missing or not producers:
            lacking = tell("labels.missing", which=offenders(missing)) if missing else tell("labels.none")
            raise DataError(tell("labels.codes", where=first, said=lacking))
        if sum(label in TOTAL for label in self.labels) != 1:
            raise DataError(tell("labels.total", where=first))
        if strange := sorted({r for r, code in self.pairs if r} - set(self.regions)):
            extra = tell("labels.extra", which=offenders(strange))
            raise DataError(tell("labels.economies", where=first, said=extra))


def economy(label: str) -> str:
    """Return the economy of a label, divided ones put together.

    Examples
    --------
    >>> economy("CN2_A03"), economy("MX1_A03"), economy("AUS_HFCE")
    ('CHN', 'MEX', 'AUS')
    """
    return DIVIDED.get(label[:2], label[:3]) if label[2:3].isdigit() else label[:3]


SOURCE = "OECD Inter-Country Input-Output Tables"
BELOW = {"taxes": ("TLS", "TAXSUB"), "value added": ("VA", "VALU"), "output": TOTAL}
"""Rows below the industries, in the order in which they are kept; taxes also after the code of an economy."""


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
    corner, *labels = words(first_line(source, name))
    columns = ColumnMap(where, tuple(labels))
    columns.check()
    try:
        filled = fill(columns, at_once(source, name, columns.labels))
    except OddTableError:
        filled = fill(columns, line_by_line(source, name, columns.labels, where))
    table = filled.table(found)
    check_balance(table)
    filled.check()
    Z, F, repairs = without_rounded_industries(table)
    bought, spent = np.split(filled.taxes, [columns.n])
    whose = name_source(corner, SOURCE)
    paid = Satellite(bought, spent, units, follows="money", source=whose)
    return Accounts(
        Z, F, Regions(columns.regions), table.industries, columns.demand, found, unit=units,
        satellites={"taxes_less_subsidies": paid}, source=f"{whose}, {edition(columns.industries)} edition",
        repairs=repairs, status="observed" if whose == SOURCE else "estimated",
    )  # fmt: skip


def recognise(peek: Peek) -> str:
    """Return why a file is taken for an ICIO table, or an empty string."""
    head = peek.head.encode()
    if not head and any(name.lower().endswith(".csv") for name in peek.members) and not peek.path.is_dir():
        head = first_line(peek.path, members(peek.path)[0])
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


def edition_of(path: str | PathLike[str]) -> str:
    """Return the edition of a table, or of the first one in an archive.

    Raises
    ------
    DataError
        For another layout.
    """
    source = Path(path)
    name = next(iter(members(source)), "")
    columns = ColumnMap(f"{source}: {name}" if name else str(source), tuple(words(first_line(source, name))[1:]))
    columns.check()
    return edition(columns.industries)


def years_of(path: str | PathLike[str]) -> tuple[int, ...]:
    """Return the years of the tables in an archive, or the one in the name of a file.

    Raises
    ------
    DataError
        When a name has no year.
    """
    source = Path(path)
    names = [PurePosixPath(name).stem for name in members(source)] or [source.stem]
    return tuple(sorted(_year(str(source), name) for name in names))


# ---- the lines below


@dataclass(frozen=True, eq=False)
class EconomyTotals:
    """The figures, divided economies put together.

    Parameters
    ----------
    columns : ColumnMap
        What the columns are.
    figures : (n + 3, size) array
        Industries and below them taxes, value added, output; by industries, final demand and total output.
    """

    columns: ColumnMap
    figures: Array

    @property
    def taxes(self) -> Array:
        """Taxes less subsidies on what industries and final users buy; (n + R * D,)."""
        return self.figures[self.columns.n, :-1]

    def table(self, year: int) -> SourceTable:
        """Return the table with the codes of the later editions."""
        c, n, codes = self.columns, self.columns.n, _since_2021()
        industries = tuple(codes.get(i, i) for i in c.industries)
        Z, F, x = self.figures[:n, :n], self.figures[:n, n:-1], self.figures[:n, -1]
        return SourceTable(c.where, Z, F, x, c.regions, industries, c.demand, year)

    def check(self) -> None:
        """Raise unless inputs, taxes and value added make up the row of output, and it agrees with the column.

        Raises
        ------
        DataError
            Naming the first industries and the gaps.
        """
        n = self.columns.n
        out, table = self.figures[-1, :n], self.table(0)
        check_sums(table, "figures of total output", self.figures[:n, -1] - out, out)
        check_sums(table, "inputs, taxes and value added", self.figures[:-1, :n].sum(axis=0) - out, out)


def fill(columns: ColumnMap, chunks: Iterable[CsvRows]) -> EconomyTotals:
    """Put every figure where it belongs; what belongs to one economy is added up.

    Raises
    ------
    DataError
        For labels of rows that are unknown, missing or stand twice.
    """
    figures, seen = np.zeros((columns.n + len(BELOW), columns.size), order="F"), set[str]()
    for chunk in chunks:
        rows = _targets(columns, chunk, seen)
        for k, target in enumerate(columns.targets):
            figures[:, target] += np.bincount(rows, weights=chunk.column(k), minlength=len(figures))
    missing = [label for label in columns.rows if label not in seen]
    missing += [names[0] for kind, names in BELOW.items() if kind not in {_below(label) for label in seen}]
    if missing:
        raise DataError(within(columns.where, tell("labels.missing", which=offenders(missing))))
    return EconomyTotals(columns, figures)


def _targets(columns: ColumnMap, chunk: CsvRows, seen: set[str]) -> IntArray:
    """Return the row to which every line is added, after checking the labels against those seen before."""
    for number, label in zip(chunk.numbers, chunk.labels, strict=True):
        if label in seen or (label not in columns.rows and not _below(label)):
            where = within(columns.where, tell("part.row_of", n=number, label=label[:40]))
            twice = tell("table.labels_twice", what=where, which=offenders([label[:40]]))
            raise DataError(twice if label in seen else tell("layout.row", where=where))
        seen.add(label)
    below = {kind: columns.n + k for k, kind in enumerate(BELOW)}
    return np.array([columns.rows[x] if x in columns.rows else below[_below(x)] for x in chunk.labels], dtype=np.int64)


def _below(label: str) -> str:
    """Return which of the rows below the industries has a label, else an empty string."""
    name = label[4:] if label[3:4] == "_" and label[4:] in BELOW["taxes"] else label
    return next((kind for kind, names in BELOW.items() if name in names), "")


def _codes() -> set[str]:
    return {*load("icio45"), *load("icio50"), *_since_2021()}


def _since_2021() -> dict[str, str]:
    """Return the codes of industries in the 2021 edition → those of later ones."""
    return {row["edition2021"]: code for code, row in load("icio45").items()}


def _year(where: str, name: str) -> int:
    found = re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", name)
    if found:
        return int(found[-1])
    raise DataError(tell("file.no_year", path=where))
