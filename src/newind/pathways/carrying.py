"""Series by region in logs, carried on: by their recent growth, which fades, or by steps that are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array, IntArray

RECENT = 10
"""Years over which recent growth is the mean."""
LATEST = 1
"""Years over which projected growth is taken to go on: the last alone."""


def last(series: Array) -> int:
    """Return the position of the last number.

    Examples
    --------
    >>> last(np.array([1.0, 2.0, np.nan]))
    1
    """
    return int(np.flatnonzero(np.isfinite(series))[-1])


def ends(logs: Array) -> IntArray:
    """Return the position of the last number of each row, -1 where there is none; (R,)."""
    known = np.isfinite(logs)
    return np.where(known.any(axis=1), known.shape[1] - 1 - known[:, ::-1].argmax(axis=1), -1)


def recent(series: Array, span: int = RECENT) -> float:
    """Return the mean yearly change over the last years that are known, NaN where none is.

    Examples
    --------
    >>> recent(np.array([0.0, 0.1, 0.3, np.nan]), 2)
    0.15
    """
    known = np.flatnonzero(np.isfinite(series))
    if known.size < 2:
        return float("nan")
    end = int(known[-1])
    start = int(known[known >= end - span][0])
    return float((series[end] - series[start]) / (end - start))


def fading(steps: int, half: float) -> Array:
    """Return what is left of something that halves every `half` steps, after 1, 2, … steps.

    Examples
    --------
    >>> fading(2, 1.0)
    array([0.5 , 0.25])
    """
    return np.asarray(0.5 ** (np.arange(1, steps + 1) / half))


def extrapolate_growth(logs: Array, size: int, half: float, span: int = RECENT) -> Array:
    """Return series carried on to a size by their growth over the last years, which fades to nothing; (R, size)."""
    found = np.full((len(logs), size), np.nan)
    for row, series in zip(found, logs, strict=True):
        end = last(series)
        row[: end + 1] = series[: end + 1]
        row[end + 1 :] = series[end] + recent(series, span) * np.cumsum(fading(size - end - 1, half))
    return found


def project_series(logs: Array, steps: Array, half: float, observed: Array | None = None) -> tuple[Array, Array]:
    """Return series carried on as projected, and by how much that is more than carried on without; (R, T) each.

    Parameters
    ----------
    logs : (R, t) array
        What is observed or estimated, NaN where nothing is.
    steps : (R, T) array
        Yearly growth as projected, NaN where there is no projection; what is observed stays.
    half : float
        Years in which growth that is not projected halves.
    observed : (R, t) array, optional
        `logs` without what is estimated, which projections take the place of.

    Examples
    --------
    >>> grown, more = project_series(np.array([[0.0, 0.1]]), np.array([[np.nan, np.nan, 0.3, np.nan]]), 1.0)
    >>> grown.round(3).tolist(), more.round(3).tolist()
    ([[0.0, 0.1, 0.4, 0.55]], [[0.0, 0.0, 0.25, 0.375]])
    """
    alone = extrapolate_growth(logs, steps.shape[1], half)
    with_it = extrapolate_growth(
        apply_steps(alone, logs if observed is None else observed, steps), steps.shape[1], half, LATEST
    )
    return with_it, with_it - alone


def apply_steps(series: Array, seen: Array, steps: Array) -> Array:
    """Return series that move by steps after what was seen of them, up to the last step; without steps, as they are."""
    found = np.array(series)
    for row, end, step in zip(found, ends(seen), steps, strict=True):
        at = np.flatnonzero(np.isfinite(step))
        at = at[at > end]
        if at.size:
            row[at] = row[at[0] - 1] + np.cumsum(step[at])
            row[at[-1] + 1 :] = np.nan
    return found
