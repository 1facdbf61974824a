"""A table of an answer: plain values in columns, which become a frame only where one is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd


@dataclass(frozen=True)
class DataTable:
    """Equally long columns of plain values by name; what is not known is None.

    Examples
    --------
    >>> table = DataTable.from_rows([{"region": "CHN", "share": 0.5}, {"region": "USA"}])
    >>> list(table), len(table), table["share"]
    (['region', 'share'], 2, [0.5, None])
    >>> table.take([1, 0]).records()[1], table.is_numeric("share")
    ({'region': 'CHN', 'share': 0.5}, True)
    """

    columns: Mapping[str, list[Any]]

    @classmethod
    def from_columns(cls, columns: Mapping[str, Iterable[Any]]) -> DataTable:
        """Return a table of columns, which may be arrays."""
        return cls({name: _unify(column) for name, column in columns.items()})

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]], names: Iterable[str] = ()) -> DataTable:
        """Return a table of rows by name of column; what a row lacks is not known."""
        listed = list(rows)
        kept = list(names) or list(dict.fromkeys(name for row in listed for name in row))
        return cls.from_columns({name: [row.get(name) for row in listed] for name in kept})

    @classmethod
    def from_frame(cls, frame: pd.DataFrame) -> DataTable:
        """Return the table of a frame, without its index."""
        known = frame.astype(object).where(frame.notna(), None)
        return cls({str(name): [_unbox(v) for v in known[name]] for name in known})

    def to_frame(self) -> pd.DataFrame:
        """Return it as a frame."""
        import pandas as pd

        return pd.DataFrame(dict(self.columns))

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(next(iter(self.columns.values()), ()))

    def __iter__(self) -> Iterator[str]:
        """Yield the names of columns."""
        return iter(self.columns)

    def __getitem__(self, name: str) -> list[Any]:
        """Return the values of a column."""
        return self.columns[name]

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the values of each row."""
        return zip(*self.columns.values(), strict=True)

    def records(self) -> list[dict[str, Any]]:
        """Return each row by name of column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows()]

    def select(self, names: Iterable[str]) -> DataTable:
        """Return the table of some of its columns, in their order."""
        return self.rename({name: name for name in names})

    def rename(self, names: Mapping[str, str]) -> DataTable:
        """Return the table of some of its columns under new names."""
        return DataTable({new: self.columns[old] for old, new in names.items()})

    def take(self, places: Sequence[int]) -> DataTable:
        """Return the table of the rows at some places, in their order."""
        return DataTable({name: [column[k] for k in places] for name, column in self.columns.items()})

    def head(self, rows: int | None) -> DataTable:
        """Return the table of its first rows, of all for None."""
        return DataTable({name: column[:rows] for name, column in self.columns.items()})

    def is_numeric(self, name: str) -> bool:
        """Return whether a column holds numbers, or yes and no, and no text."""
        return all(value is None or isinstance(value, (int, float)) for value in self.columns[name])


def make_tables(found: Mapping[str, DataTable | pd.DataFrame], *, empty: bool = True) -> dict[str, DataTable]:
    """Return the tables of an answer from tables and frames; those without rows only where they are wanted."""
    made = {n: t if isinstance(t, DataTable) else DataTable.from_frame(t) for n, t in found.items()}
    return {name: table for name, table in made.items() if empty or len(table)}


def _unify(values: Iterable[Any]) -> list[Any]:
    """Return plain values, whole numbers among fractions as fractions, and None for NaN."""
    plain = [_unbox(v) for v in values]
    if {type(v) for v in plain if v is not None} == {int, float}:
        plain = [v if v is None else float(v) for v in plain]
    return [None if v != v else v for v in plain]


def _unbox(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value
