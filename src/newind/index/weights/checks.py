"""Check the requirements of weighting methods on a table, and refuse it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, offenders
from newind.index.positions import columns
from newind.kernels.magnitude import near_one

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
        raise DataError(f"{method} weights need at least {least} units, not {len(X)}. Use equal or given weights.")
    gaps = ~np.isfinite(X).all(axis=0)
    if gaps.any():
        found = offenders(columns(gaps, names))
        raise DataError(f"{method} weights: columns with gaps: {found}. Impute them or leave them out.")


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
        raise DataError(
            f"{method} weights: constant columns distinguish no units: {found}. Leave them out or use given weights."
        )


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
        raise DataError(
            f"{method} weights need values of at least 0; columns with negative ones: {found}. "
            f"Normalise by min-max, not by z-scores, and do not combine what is below by Copeland."
        )


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
