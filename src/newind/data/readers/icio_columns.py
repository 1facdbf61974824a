"""The first line of an ICIO table: economies, industries, final demand, and where the figures of a column go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, find_duplicates, offenders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.typing import IntArray

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
        if any(";" in label for label in self.labels) or not self.labels:
            raise DataError(
                f"{self.where}: line 1: cells are not divided by commas. A spreadsheet of another locale may have "
                f"saved it with semicolons and decimal commas: get the publisher's file."
            )
        if odd := [x for x in self.labels if x not in TOTAL and not LABEL.fullmatch(x)]:
            raise DataError(f"{self.where}: line 1: labels are no economy and code, as AUS_A03: {offenders(odd)}.")
        if twice := find_duplicates(self.labels):
            raise DataError(f"{self.where}: line 1: labels stand twice: {offenders(twice)}. Each may stand once.")
        self._complete()

    def _complete(self) -> None:
        given = set(self.labels)
        producers = dict.fromkeys(
            x[:3] for x, (r, code) in zip(self.labels, self.pairs, strict=True) if r and code not in DEMAND
        )
        missing = [f"{p}_{i}" for p in producers for i in self.industries if f"{p}_{i}" not in given]
        missing += [f"{r}_{d}" for r in self.regions for d in self.demand or DEMAND if f"{r}_{d}" not in given]
        if missing or not producers:
            raise DataError(
                f"{self.where}: line 1: columns missing: {offenders(missing or ['industries'])}. "
                f"Every economy needs the same columns. Is the file cut off?"
            )
        if sum(label in TOTAL for label in self.labels) != 1:
            raise DataError(f"{self.where}: line 1: one column of total output is needed, OUT or TOTAL.")
        if strange := sorted({r for r, code in self.pairs if r} - set(self.regions)):
            raise DataError(
                f"{self.where}: line 1: final demand of economies without industries: {offenders(strange)}."
            )


def economy(label: str) -> str:
    """Return the economy of a label, divided ones put together.

    Examples
    --------
    >>> economy("CN2_A03"), economy("MX1_A03"), economy("AUS_HFCE")
    ('CHN', 'MEX', 'AUS')
    """
    return DIVIDED.get(label[:2], label[:3]) if label[2:3].isdigit() else label[:3]
