"""Results of cases as columns of plain values, in Parquet files written whole or not at all, asked in SQL."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.store import write_whole
from newind.errors import DataError, join_items, tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb
    from numpy.typing import NDArray


Columns = dict[str, "NDArray[Any]"]
"""Equally long columns of numbers, booleans or text, by name."""
DRAW = "draw"
"""Column with the index of the case."""


def as_columns(value: Mapping[str, Any]) -> Columns:
    """Return columns of equal length; single values are repeated.

    Raises
    ------
    DataError
        For what is no mapping, names a column of the store, holds more than plain values, or differs in length.

    Examples
    --------
    >>> as_columns({"year": [2030, 2031], "region": "CHN"})["region"]
    array(['CHN', 'CHN'], dtype=object)
    """
    if not hasattr(value, "items") or not value:
        raise DataError(tell("runs.columns", kind=type(value).__name__))
    found = {str(name): _plain(str(name), column) for name, column in value.items()}
    long = max(len(column) for column in found.values())
    wrong = [n for n, c in found.items() if len(c) not in (1, long)]
    if wrong or DRAW in found:
        raise DataError(
            tell("runs.index", name=DRAW) if DRAW in found else
            tell("runs.rows", name=wrong[0], rows=len(found[wrong[0]]), others=long)
        )  # fmt: skip
    return {n: c if len(c) == long else np.repeat(c, long) for n, c in found.items()}


def _plain(name: str, column: Any) -> NDArray[Any]:
    array = np.atleast_1d(np.asarray(column))
    if array.dtype.kind == "U":
        array = array.astype(object)
    if array.ndim != 1 or array.dtype.kind not in "biufO":
        raise DataError(tell("runs.column", name=name, kind=f"{array.ndim}-d {array.dtype}"))
    if array.dtype.kind == "O" and not all(isinstance(v, str) or v is None for v in array):
        raise DataError(tell("runs.mixed", name=name))
    return array


def stack_tables(tables: Iterable[tuple[int, Columns]]) -> Columns:
    """Return the tables of several cases as one, with the index of each; what a case lacks is NaN, or None in text.

    Examples
    --------
    >>> stack_tables([(0, as_columns({"x": 1.5})), (7, as_columns({"x": [2.0, 3.0]}))])
    {'draw': array([0, 7, 7]), 'x': array([1.5, 2. , 3. ])}
    """
    listed = list(tables)
    names = dict.fromkeys(name for _, table in listed for name in table)
    rows = [len(next(iter(table.values()))) for _, table in listed]
    stack: Columns = {DRAW: np.repeat(np.array([k for k, _ in listed], dtype=np.int64), rows)}
    for name in names:
        texts = any(table[name].dtype.kind == "O" for _, table in listed if name in table)
        parts = [
            table[name] if name in table else np.full(n, None if texts else np.nan, dtype=object if texts else float)
            for (_, table), n in zip(listed, rows, strict=True)
        ]
        stack[name] = np.concatenate(parts)
    return stack


def split_cases(stack: Columns) -> dict[int, Columns]:
    """Return the table of each case, by index; the inverse of `stack_tables`."""
    order = np.argsort(stack[DRAW], kind="stable")
    draws, starts = np.unique(stack[DRAW][order], return_index=True)
    places = np.split(order, starts[1:])
    rest = [name for name in stack if name != DRAW]
    return {int(k): {name: stack[name][at] for name in rest} for k, at in zip(draws, places, strict=True)}


MEMORY = "1GB"
"""Memory that a query may take."""
THREADS = 2
LIMIT = 1000
"""Default number of rows that are shown of the result of a query."""


@cache
def _database(process: int) -> duckdb.DuckDBPyConnection:  # noqa: ARG001 - one of its own for each process
    """Return the database in memory that reads and writes files; opened once, which takes longer than most writes."""
    import duckdb

    found = duckdb.connect(":memory:", config={"threads": 1, "memory_limit": MEMORY, "temp_directory": ""})
    found.execute("set python_enable_replacements = false")
    return found


def _cursor() -> duckdb.DuckDBPyConnection:
    return _database(os.getpid()).cursor()


@contextmanager
def _open_database(files: Sequence[Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database that reads the given files and nothing else."""
    import duckdb

    allowed = [str(path.absolute()) for path in files]
    with duckdb.connect(":memory:", config={"threads": THREADS, "memory_limit": MEMORY, "temp_directory": ""}) as base:
        base.execute("set python_enable_replacements = false")
        base.execute("set allowed_paths = $1", [allowed])
        base.execute("set enable_external_access = false")
        yield base


def write_columns(path: Path, columns: Columns) -> None:
    """Write a table.

    Raises
    ------
    DataError
        When the disk is full or the folder cannot be written; nothing is left behind.
    """
    with _cursor() as base:
        base.register("columns_given", columns)
        _write_selection(base, "select * from columns_given", path)


def merge_files(path: Path, parts: Sequence[Path]) -> None:
    """Write the rows of several files to one; errors as of `write_columns`."""
    with _cursor() as base:
        _write_selection(base, f"select * from {reading(parts)}", path)


def read_columns(parts: Sequence[Path]) -> Columns:
    """Return the rows of files as columns: NaN and None where there is no value.

    Raises
    ------
    DataError
        When a file is damaged.
    """
    import duckdb

    try:
        with _cursor() as base:
            found = base.execute(f"select * from {reading(parts)}").fetchnumpy()
    except duckdb.Error as error:
        raise DataError(tell("runs.damaged", path=join_items(parts), error=_first(error))) from None
    return {name: _unmask_column(column) for name, column in found.items()}


def reading(parts: Iterable[Path]) -> str:
    """Return the SQL of a table that is made of files."""
    return f"read_parquet([{', '.join(map(_quote_path, parts))}], union_by_name = true)"


def run_query(
    sql: str, views: Mapping[str, Sequence[Path]], limit: int = LIMIT
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return names of columns and rows of one SELECT over files, which nothing but them can be read by.

    Parameters
    ----------
    sql : str
        One statement.
    views : mapping of str to files
        What tables are called, and what they are made of.
    limit : int
        Most rows.

    Raises
    ------
    DataError
        For anything but one SELECT, and with what the database says of a mistake in it.
    """
    import duckdb

    files = [path for parts in views.values() for path in parts]
    with _open_database(files) as base:
        for name, parts in views.items():
            base.execute(f"create view {name} as select * from {reading(parts)}")
        base.execute("set lock_configuration = true")
        try:
            statements = base.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise DataError(tell("runs.select"))
            found = base.execute(statements[0])
            return [column[0] for column in found.description or ()], found.fetchmany(limit)
        except duckdb.Error as error:
            raise DataError(tell("runs.sql", error=_first(error), tables=join_items(views))) from None


def _write_selection(base: duckdb.DuckDBPyConnection, select: str, path: Path) -> None:
    import duckdb

    def write(temporary: Path) -> None:
        try:
            base.execute(f"copy ({select}) to {_quote_path(temporary)} (format parquet, use_tmp_file false)")
        except duckdb.IOException as error:
            full = "No space left" in str(error) or "File too large" in str(error)
            code = errno.ENOSPC if full else errno.EIO
            raise OSError(code, os.strerror(code)) from None
        with temporary.open("rb") as file:
            os.fsync(file.fileno())

    write_whole(path, write)


def _unmask_column(column: Any) -> Any:
    """Return a column without its mask: NaN where numbers are missing, None where text is."""
    array = np.ma.getdata(column)
    mask = np.ma.getmaskarray(column)
    if array.dtype.kind == "O":
        found = array.copy()
        found[mask] = None
        return found
    if not mask.any():
        return array
    return np.where(mask, np.nan, array.astype(float))


def _quote_path(path: Path) -> str:
    return "'" + str(path.absolute()).replace("'", "''") + "'"


def _first(error: Exception) -> str:
    line = str(error).strip().splitlines()[0].rstrip(".")
    return f"{line}."
