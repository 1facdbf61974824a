"""Compute the fiscal cost of a path: the fall of governments' net revenue, as a share of GDP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.pathways.pathway import Pathway
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class FiscalCost:
    """Fiscal cost of a package to the government of each region over the years.

    Parameters
    ----------
    yearly : (T, R) array
        Fall of net revenue against the baseline as a share of the baseline's GDP of the year.
    present : (R,) array
        Present value of the falls since the package began, as a share of the present value of GDP.
    largest : (R,) array
        The most expensive year.
    """

    yearly: Array
    present: Array
    largest: Array


def bill_of(p: Pathway) -> FiscalCost:
    """Return what a path costs; money is counted against world income, which grows with the baseline.

    Revenue that the package calls forth, or costs, elsewhere in the economy is in it. Nothing where a tax on output
    makes up for it.
    """
    with_it, without = p.followed, p.baseline.followed
    fall, gdp = without.revenue - with_it.revenue, without.value_added
    years = np.array(p.years)
    discount = (1.0 + p.prospects.value("discount_rate")) ** -(years - p.start)
    counted = np.where(years >= p.start, discount * without.level, 0.0)
    yearly = fall / gdp
    return FiscalCost(yearly, (counted @ fall) / (counted @ gdp), yearly[years >= min(p.start, years[-1])].max(axis=0))
