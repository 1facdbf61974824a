"""When a path's carbon peaks and how much it emits in all, by industry and region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.pathways.pathway import Pathway
    from newind.typing import Array, IntArray


@dataclass(frozen=True, eq=False)
class PathwayCarbon:
    """Carbon of a path.

    Parameters
    ----------
    peak : (R, S + 1) int array
        Year in which an industry (final users last) emits most; the last year where it is still rising.
    total_peak : (R,) int array
        The same of a region in all.
    cumulative : (R, S + 1) array
        What is emitted from the first year of the package on, unit of the satellite.
    rising : (R,) bool array
        Whether a region's emissions are highest in the last year: the peak is not on the path.
    since, until : int
        First and last year that are added up.
    """

    peak: IntArray
    total_peak: IntArray
    cumulative: Array
    rising: Array
    since: int
    until: int


def budget_of(p: Pathway, since: int | None = None) -> PathwayCarbon:
    """Return the peaks and the cumulative carbon of a path, since a year or since the package began."""
    made = p.followed.emissions
    years = np.array(p.years)
    total = made.sum(axis=2)
    counted = years >= (p.begins if since is None else since)
    return PathwayCarbon(
        years[made.argmax(axis=0)],
        years[total.argmax(axis=0)],
        made[counted].sum(axis=0),
        total.argmax(axis=0) == len(years) - 1,
        int(years[counted][0]),
        int(years[-1]),
    )
