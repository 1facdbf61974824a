"""Write the results of a case as columns of plain values, and many of them as one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
