"""Offenders in an array of units and indicators, by name or, where none is given, by position."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import BoolArray

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
