"""The headline indicators: what an estimate is judged by, and what its ranges are stated for."""

from __future__ import annotations

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
