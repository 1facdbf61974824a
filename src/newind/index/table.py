"""Figures of units as an index takes them, and offenders in an array of them by name or position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, find_duplicates, offenders, tell
from newind.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from newind.typing import Array, BoolArray, IntArray


Names = Sequence[str] | None
"""Names of rows or columns in order; None to speak of positions, counted from 0 as in ``X[i, j]``."""


def columns(mask: BoolArray | np.bool_, names: Names = None) -> list[str]:
    """Return the columns that a mask marks.

    Examples
    --------
    >>> columns(np.array([False, True]))
    ['X[:, 1]']
    >>> columns(np.array([False, True]), ["patents", "tariff"])
    ['tariff']
    """
    return [names[j] if names else f"X[:, {j}]" for j in np.flatnonzero(mask).tolist()]


def rows(mask: BoolArray | np.bool_, units: Names = None) -> list[str]:
    """Return the rows that a mask marks.

    Examples
    --------
    >>> rows(np.array([True, False]))
    ['X[0]']
    """
    return [units[i] if units else f"X[{i}]" for i in np.flatnonzero(mask).tolist()]


def cells(mask: BoolArray, names: Names = None, units: Names = None) -> list[str]:
    """Return the cells that a mask marks, row by row.

    Examples
    --------
    >>> cells(np.array([[True, False]]), ["patents", "tariff"], ["CHN"])
    ['CHN, patents']
    >>> cells(np.array([[False, True]]))
    ['X[0, 1]']
    """
    found = np.argwhere(mask).tolist()
    if not (names or units):
        return [f"X[{i}, {j}]" for i, j in found]
    return [f"{units[i] if units else f'row {i}'}, {names[j] if names else f'column {j}'}" for i, j in found]


OBSERVED = "observed"
"""Scenario of figures that no model made."""


@dataclass(frozen=True)
class TableRows:
    """Rows of a table.

    Attributes
    ----------
    units : labels of units, one a row
    times : (N,) int array, the year of each row; -1 where the data have no years
    scenarios : scenario of each row, ``observed`` where no model made it
    groups : column of groups → label of each row
    names : unit → name
    """

    units: tuple[str, ...]
    times: tuple[int, ...]
    scenarios: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.units)

    def __post_init__(self) -> None:
        """Raise for a row that stands twice."""
        if twice := find_duplicates(self.labels):
            raise DataError(tell("index.rows_twice", which=offenders(twice)))

    @cached_property
    def labels(self) -> list[str]:
        """Name of each row in messages: the unit, its year and its scenario where there are any."""
        return [
            " ".join([u, *([str(t)] if t >= 0 else []), *([s] if s != OBSERVED else [])])
            for u, t, s in zip(self.units, self.times, self.scenarios, strict=True)
        ]

    @property
    def panel(self) -> bool:
        """Whether the rows have years, and more than one."""
        return len(set(self.times)) > 1

    @property
    def codes(self) -> IntArray:
        """(N,) number of the unit of each row."""
        return np.unique(np.array(self.units, dtype=object), return_inverse=True)[1].astype(np.int64)

    @property
    def years(self) -> IntArray:
        """(N,) year of each row."""
        return np.array(self.times, dtype=np.int64)

    def take(self, keep: BoolArray | IntArray) -> TableRows:
        """Return some of the rows, by a mask or by their places."""
        at = (np.flatnonzero(keep) if keep.dtype == bool else keep).tolist()
        groups = {name: tuple(labels[k] for k in at) for name, labels in self.groups.items()}
        units, times = tuple(self.units[k] for k in at), tuple(self.times[k] for k in at)
        return TableRows(units, times, tuple(self.scenarios[k] for k in at), groups, self.names)

    def index(self, *, panel: bool = False) -> pd.Index:
        """Return the rows as an index of a frame: unit, with time and scenario where they vary.

        Parameters
        ----------
        panel : bool
            Whether to say the year although all rows have the same, as beside the rows of a panel.
        """
        import pandas as pd

        levels: dict[str, list[Any]] = {"unit": list(self.units)}
        if self.panel or panel:
            levels["time"] = list(self.times)
        if any(s != OBSERVED for s in self.scenarios):
            levels["scenario"] = list(self.scenarios)
        if len(levels) == 1:
            single: pd.Index = pd.Index(np.array(self.units, dtype=object), name="unit")
            return single
        kinds = {name: pd.factorize(np.array(labels, dtype=object)) for name, labels in levels.items()}
        if "time" in kinds:
            kinds["time"] = pd.factorize(np.array(self.times), sort=True)
        found: pd.Index = pd.MultiIndex(
            levels=[list(labels) for _, labels in kinds.values()],
            codes=[codes.tolist() for codes, _ in kinds.values()],
            names=list(kinds),
        )
        return found


@dataclass(frozen=True, eq=False)
class Table(Frozen):
    """Figures with their rows and columns.

    Attributes
    ----------
    values : (N, J) array, NaN where unknown
    codes : columns
    rows : what the rows are
    beside : further columns of numbers, such as denominators: code → (N,) array
    """

    values: Array
    codes: tuple[str, ...]
    rows: TableRows
    beside: Mapping[str, Array] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep the figures from being changed."""
        self.values.flags.writeable = False

    def put(self, values: Array) -> Table:
        """Return the table with other figures."""
        return replace(self, values=values)

    def sort_rows(self) -> Table:
        """Return the rows unit by unit, in the order in which units come first, each by year and scenario.

        Rows of one year and scenario stay as they are. What is arranged is found fast by its labels.
        """
        first = [list(dict.fromkeys(labels)) for labels in (self.rows.units, self.rows.scenarios)]
        if len(set(self.rows.times)) == 1 and len(first[1]) == 1:
            return self
        units = np.array([first[0].index(u) for u in self.rows.units])
        scenarios = np.array([first[1].index(s) for s in self.rows.scenarios])
        return self.take(np.lexsort((scenarios, self.rows.years, units)))

    def take(self, keep: BoolArray | IntArray) -> Table:
        """Return some of the rows, by a mask or by their places."""
        beside = {name: column[keep] for name, column in self.beside.items()}
        return Table(self.values[keep], self.codes, self.rows.take(keep), beside)

    def select(self, codes: tuple[str, ...]) -> Table:
        """Return the table with some of its columns."""
        if codes == self.codes:
            return self
        return Table(self.values[:, [self.codes.index(c) for c in codes]].copy(), codes, self.rows, self.beside)

    def column(self, code: str) -> Array:
        """Return a column of the figures."""
        return np.asarray(self.values[:, self.codes.index(code)])

    def frame(self) -> pd.DataFrame:
        """Return the figures as a frame."""
        import pandas as pd

        return pd.DataFrame(self.values, index=self.rows.index(), columns=list(self.codes))

    def cells(self, where: BoolArray) -> list[str]:
        """Return what messages call some cells: row and column."""
        labels = self.rows.labels
        return [f"{labels[i]} {self.codes[j]}" for i, j in np.argwhere(where).tolist()]
