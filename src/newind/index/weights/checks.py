"""Check the requirements of weighting methods on a table, and refuse it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, offenders, tell
from newind.index.positions import columns
from newind.kernels.quotients import near_one

if TYPE_CHECKING:
    from newind.index.positions import Names
    from newind.typing import Array

FLAT = 1e-12
"""Largest spread relative to the largest value at which a column counts as constant."""


def complete(X: Array, method: str, names: Names = None, *, least: int = 1) -> None:
    """Refuse a table with gaps or too few units.

    Raises
    ------
    DataError
        Names the columns with gaps, or says how many units there are and are needed.
    """
    if len(X) < least:
        raise DataError(tell("index.weights_units", method=method, least=least, n=len(X)))
    gaps = ~np.isfinite(X).all(axis=0)
    if gaps.any():
        found = offenders(columns(gaps, names))
        raise DataError(tell("index.weights_gaps", method=method, which=found))


def varying(X: Array, method: str, names: Names = None) -> None:
    """Refuse columns in which all units are the same.

    Raises
    ------
    DataError
        Names the columns.
    """
    flat = np.ptp(X, axis=0) <= FLAT * np.abs(X).max(axis=0)
    if flat.any():
        found = offenders(columns(flat, names))
        raise DataError(tell("index.weights_flat", method=method, which=found))


def non_negative(X: Array, method: str, names: Names = None) -> None:
    """Refuse columns with negative values.

    Raises
    ------
    DataError
        Names the columns.
    """
    below = (X < 0).any(axis=0)
    if below.any():
        found = offenders(columns(below, names))
        raise DataError(tell("index.weights_below", method=method, which=found))


def correlations(X: Array, method: str, names: Names = None) -> Array:
    """Return the (J, J) correlation matrix of a table that has one.

    Raises
    ------
    DataError
        For gaps, fewer than three units, or constant columns.
    """
    complete(X, method, names, least=3)
    varying(X, method, names)
    return np.atleast_2d(np.corrcoef(near_one(X), rowvar=False))
