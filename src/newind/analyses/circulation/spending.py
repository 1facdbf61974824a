"""Effects of a unit more of final demand at home and abroad, with and without the spending of what work earns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.kernels import feedback
from newind.kernels.quotients import per_output, ratio
from newind.measures import shared
from newind.measures.grouped import amounts
from newind.measures.shared import by_region
from newind.messages import NOTHING, message, message_group

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.messages import Text
    from newind.typing import Array, BoolArray

EFFECTS: dict[str, Text] = message_group("circulation.spending.effects")
"""Effects of a unit more of final demand."""
DEMANDS: dict[str, Text] = message_group("circulation.spending.demands")
LABOUR = "labour_compensation"
HOUSEHOLDS = "consumption_households"
NO_LABOUR = message("circulation.spending.no_labour")
NO_HOUSEHOLDS = message("circulation.spending.no_households")


@dataclass(frozen=True, eq=False)
class Spending:
    """Effects of a unit more of each demand (:data:`DEMANDS`), with the spending of labour income.

    Attributes
    ----------
    earned : Earned
        By region and demand.
    through : (3,) array
        Value added at home that industries abroad call for along chains.
    there : (3,) bool array
        Whether there is any such demand.
    share : (R,) array
        Part of more labour income that is spent; NaN where it is unknown.
    known : (R,) bool array
        Whether labour income is known.
    note : dict
        Why spending is not counted for the region, in ``en`` and ``zh``; empty where it is.
    status : str
        ``estimated`` where the accounts or labour income are, else ``observed``.
    """

    earned: feedback.IncomeMultipliers
    through: Array
    there: BoolArray
    share: Array
    known: BoolArray
    note: Text
    status: str

    def effects(self, r: int, k: int) -> dict[str, tuple[float, float]]:
        """Return each effect without and with spending; NaN without such demand, or where spending is not known.

        The part by way of other economies is what industries abroad call for at home, with spending also what
        households abroad do.
        """
        abroad, e = np.arange(len(self.share)) != r, self.earned
        direct, total, spent = e.direct[:, k], e.total[:, k], e.spent[:, k]
        found = {
            "home_value_added": (direct[r], total[r]),
            "foreign_value_added": (direct[abroad].sum(), total[abroad].sum()),
            "home_demand": (0.0, spent[r]),
            "foreign_demand": (0.0, spent[abroad].sum()),
            "by_way_of_abroad": (self.through[k], self.through[k] + e.induced[r, abroad, k].sum()),
        }
        low, high = (1.0 if known else np.nan for known in (self.there[k], self.there[k] and not self.note["en"]))
        return {name: (float(a * low), float(b * high)) for name, (a, b) in found.items()}

    def compute_known_share(self, r: int, k: int) -> float:
        """Return the share of value added abroad that is earned where labour income is known; NaN where none is."""
        value = np.delete(self.earned.direct[:, k], r)
        return float(ratio(value[np.delete(self.known, r)].sum(), value.sum()))


def demand_multipliers(w: Accounts, r: int, consumed: float | None = None) -> Spending:
    """Return what a unit more of each demand brings a region, by its position.

    Parameters
    ----------
    w : Accounts
        Closed accounts.
    r : int
    consumed : float in [0, 1], optional
        Part of more labour income that is spent; see :func:`spending_share`.

    Raises
    ------
    DataError
        If households would earn at least what they spend, round after round.
    """
    labour, share = labour_income(w), spending_share(w, consumed)
    known = np.asarray(np.isfinite(labour).all(axis=1))
    per_unit = per_output(np.where(known[:, None], labour, 0.0).ravel(), w.x)
    baskets, demand = feedback.shares_of(household_demand(w)), _demands(w, r)
    earned = feedback.compute_induced_income(w.v, per_unit, w.LU, baskets, np.nan_to_num(share), demand)
    own = by_region(w, w.v)[r] @ shared.domestic_leontief(w)[r] @ demand.reshape(w.R, w.S, -1)[r]
    there, note = np.asarray(demand.any(axis=0)), _missing(w, bool(known[r]))
    return Spending(earned, earned.direct[r] - own, there, share, known, note, _status(w))


def _demands(w: Accounts, r: int) -> Array:
    """Return the composition of each demand of which there is a unit more; (n, 3)."""
    abroad = w.Yr.sum(axis=1) - w.Yr[:, r]
    finished_here = np.where(np.arange(w.n) // w.S == r, abroad, 0.0)
    return feedback.shares_of(np.column_stack([w.Yr[:, r], abroad, finished_here]))


def _missing(w: Accounts, known: bool) -> Text:
    if not household_demand(w).any():
        return NO_HOUSEHOLDS
    return NOTHING if known else NO_LABOUR


def _status(w: Accounts) -> str:
    labour = w.satellites[LABOUR].status if LABOUR in w.satellites else w.status
    return "estimated" if "estimated" in (w.status, labour) else w.status


@memo
def labour_income(w: Accounts) -> Array:
    """Labour compensation by region and industry; (R, S), money, NaN where unknown."""
    return amounts(w, LABOUR) if LABOUR in w.satellites else np.full((w.R, w.S), np.nan)


@memo
def household_demand(w: Accounts) -> Array:
    """Final consumption of households of each region; (n, R), money, all 0 where the accounts do not show it."""
    from newind.accounts.classification import demand_role

    own = np.array([demand_role(d) == HOUSEHOLDS for d in w.demand])
    return np.asarray(w.Y.reshape(w.n, w.R, w.D)[:, :, own].sum(axis=2))


def spending_share(w: Accounts, consumed: float | None = None) -> Array:
    """Return the part of more labour income that households of each region spend; (R,) in [0, 1], NaN where unknown.

    Parameters
    ----------
    w : Accounts
    consumed : float, optional
        The part, where it is assumed; else what households consume over labour income, at most 1.
    """
    income, spent = labour_income(w).sum(axis=1), household_demand(w).sum(axis=0)
    known = np.isfinite(income) & (spent > 0)
    share = ratio(spent, income) if consumed is None else np.full(w.R, consumed)
    return np.where(known, np.minimum(share, 1.0), np.nan)
