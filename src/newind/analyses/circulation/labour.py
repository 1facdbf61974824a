"""Denominators of value added: people who work, hours, people; and what a table lacks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.measures import shared
from newind.measures.grouped import amounts
from newind.measures.shared import by_region, complete_regions

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.typing import Array, BoolArray

LABOUR = {"employment": "worker", "hours": "hour"}
"""Satellite → what value added is divided by, the first that is known."""
POPULATION, MILLION = "population", 1e6
NO_LABOUR = "no employment or hours by region and industry in the accounts. Attach them (docs/howto/attach.md)."
NO_PEOPLE = "no employment, hours or population of the regions in the accounts. Attach them (docs/howto/attach.md)."
ALONE = "no other region of the country in full. Name the region to compare with."


def labour_in(w: Accounts) -> tuple[str, Array]:
    """Return what labour is counted in and how much of it there is, (R, S); an empty name where it is not known."""
    for name, per in LABOUR.items():
        if name in w.satellites:
            values = amounts(w, name)
            if np.isfinite(values[complete_regions(w)]).all(axis=1).any():
                return per, values
    return "", np.full((w.R, w.S), np.nan)


def people_in(w: Accounts) -> Array:
    """Return the population of each region; (R,) persons, NaN where unknown."""
    if POPULATION not in w.facts or not w.facts[POPULATION].unit.startswith("million persons"):
        return np.full(w.R, np.nan)
    return np.asarray(w.facts[POPULATION].values, dtype=np.float64) * MILLION


def country_of(w: Accounts, r: int) -> BoolArray:
    """Return which regions in full make up the country of a region, itself among them; (R,)."""
    return np.asarray(~shared.scope(w)[shared.FOREIGN, r] & complete_regions(w))


def value_by_industry(w: Accounts) -> Array:
    """Return value added; (R, S), money."""
    return by_region(w, w.value_added)
