"""Outcomes of a policy that pathways compare, and when their sign is sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.policy.signs import sure

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.typing import Array

REAL_INCOME, CO2, BILL = "real_income", "co2", "bill"
"""Names of outcomes beside the six characteristics."""
NOISE = 1e-8
"""Change that solves cannot tell from none."""


def clear(low: float, high: float) -> bool:
    """Return whether a range lies on one side of nothing, so that there is a number to headline.

    Examples
    --------
    >>> clear(0.001, 0.02), clear(-0.001, 0.02), clear(0.0, 0.02), clear(0.0, 0.0)
    (True, False, False, True)
    """
    return sure(low, high, NOISE)


def emissions(w: Accounts) -> Array:
    """Return CO2 of industries and final users; (R,), NaN where the accounts lack it."""
    if "co2" not in w.satellites:
        return np.full(w.R, np.nan)
    co2 = w.satellites["co2"]
    made = np.asarray(co2.values).reshape(w.R, w.S).sum(axis=1)
    return np.asarray(made if co2.final is None else made + np.asarray(co2.final).reshape(w.R, -1).sum(axis=1))


def compare_emissions(before: Accounts, after: Accounts) -> Array:
    """Return the change of CO2 from one economy to another as a fraction; (R,), not finite where either has none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(emissions(after) / emissions(before) - 1.0)
