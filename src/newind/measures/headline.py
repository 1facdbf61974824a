"""The headline indicators: what an estimate is judged by, and the effects of a scenario on each characteristic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.measures.measure import compute_indicator, explain_missing_data
from newind.measures.registry import indicators

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.typing import Array


HEADLINE = (
    "quality.value_added_rate",
    "quality.manufacturing_value_added_rate",
    "s1.import_dependence",
    "s1.import_dependence_direct",
    "s1.high_tech_import_dependence",
    "s1.knowledge_input_domestic_share",
    "s2.manufacturing_share",
    "s2.gvc_income_share",
    "s2.digital_value_added",
    "s2.services_in_manufacturing",
    "s2.services_in_manufacturing_exports",
    "s3.carbon_consumption",
    "s4.upstreamness",
    "s4.demand_local",
    "s4.demand_national",
    "s4.demand_foreign",
    "s4.supply_local",
    "s4.supply_national",
    "s4.supply_foreign",
    "s4.domestic_circulation",
    "s4.gvc_circulation",
    "s4.foreign_value_in_home_use",
    "s4.dva_share",
    "s4.vax_ratio",
    "s4.foreign_content_share",
    "s4.fva_share",
    "s4.gvc_backward",
    "s4.gvc_forward",
    "s4.gvc_participation",
    "s4.supplier_hhi",
    "s4.unnamed_supplier_share",
    "s4.largest_supplier_share",
    "s4.market_hhi",
    "s4.largest_market_share",
)
"""Ids whose totals by region depend on the flows of a table."""


def headline(w: Accounts, ids: tuple[str, ...] = HEADLINE) -> dict[str, Array]:
    """Return the headline indicators of accounts.

    Parameters
    ----------
    w : Accounts
        The accounts.
    ids : tuple of str
        Indicators; those that the accounts lack, or that there are not, are left out.

    Returns
    -------
    dict of str to (R,) array
        Totals by region in the unit of the indicator; NaN where there is none.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> w = load("world", year=2011)
    >>> round(float(headline(w)["s4.dva_share"][w.regions.index("CHN")]), 2)
    0.78
    """
    known = [indicators()[id] for id in ids if id in indicators().ids]
    return {
        e.id: np.asarray(compute_indicator(w, e.id)[0].values) for e in known if not explain_missing_data(e, w, None)
    }


CHARACTERISTICS = {
    "people": "people.labour_share",
    "quality": "quality.manufacturing_value_added_rate",
    "innovation": "s1.knowledge_input_domestic_share",
    "green": "s3.carbon_per_gdp",
    "digital": "s2.digital_value_added",
    "open": "s4.gvc_circulation",
}
"""The indicator that stands for each characteristic."""


@dataclass(frozen=True, eq=False)
class IndicatorChange:
    """An indicator in two economies.

    Parameters
    ----------
    topic : str
        The characteristic.
    id, unit, better : str
        The indicator, its unit and its direction.
    before, after : (R,) array
        Totals by region; NaN where the accounts lack figures.
    """

    topic: str
    id: str
    unit: str
    better: str
    before: Array
    after: Array

    @property
    def relative(self) -> Array:
        """Change as a fraction of what was; (R,)."""
        known = np.where(self.before != 0, self.before, np.nan)
        return np.asarray(self.after / known - 1.0)

    @property
    def step(self) -> Array:
        """Change as it is reported: of a share the difference, of anything else the fraction; (R,)."""
        return np.asarray(self.after - self.before) if self.unit == "1" else self.relative


def changes(before: Accounts, after: Accounts) -> tuple[IndicatorChange, ...]:
    """Return how the six characteristics change from one economy to another with the same labels.

    Parameters
    ----------
    before, after : Accounts
        Two economies, as `Simulation.baseline` and `Simulation.accounts`.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> w = load("world", year=2011)
    >>> [c.topic for c in changes(w, w)]
    ['people', 'quality', 'innovation', 'green', 'digital', 'open']
    """
    ids = tuple(CHARACTERISTICS.values())
    was, now = headline(before, ids), headline(after, ids)
    known = indicators()
    nothing = np.full(before.R, np.nan)
    return tuple(
        IndicatorChange(topic, id, known[id].unit, known[id].better, was.get(id, nothing), now.get(id, nothing))
        for topic, id in CHARACTERISTICS.items()
    )
