"""Units of figures: factors to the units that indicators are stated in, NaN where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts

MONEY = {"": 1e-6, "K": 1e-3, "10K": 1e-2, "M": 1.0, "100M": 1e2, "B": 1e3, "T": 1e6}
MASS = {"kg": 1e-6, "t": 1e-3, "kt": 1.0, "Gg": 1.0, "Mt": 1e3}
NOT_USD = "the accounts are not in USD"


def million_usd(unit: str) -> float:
    """Return how many million USD one unit of money is, NaN for another currency.

    Examples
    --------
    >>> million_usd("B.USD"), million_usd("M.CNY")
    (1000.0, nan)
    """
    scale, _, currency = unit.rpartition(".")
    return MONEY[scale] if currency == "USD" and scale in MONEY else float("nan")


def millions(unit: str) -> float:
    """Return how many millions of its currency one unit of money is, NaN for a unit that is no money.

    Examples
    --------
    >>> millions("B.USD"), millions("10K.CNY"), millions("kt")
    (1000.0, 0.01, nan)
    """
    scale, point, _ = unit.rpartition(".")
    return MONEY.get(scale, float("nan")) if point else float("nan")


def stated(unit: str, w: Accounts) -> str:
    """Return the unit of an indicator in the currency of accounts: ``kg/money`` is ``kg/CNY`` in a Chinese table."""
    return unit.replace("money", w.unit.rpartition(".")[2])


def kilotonnes(w: Accounts, satellite: str) -> float:
    """Return how many kilotonnes one unit of a satellite is, NaN for a unit that is no mass.

    Parameters
    ----------
    w : Accounts
    satellite : str
        Name; its unit may name the substance, as in ``kt CO2``.
    """
    words = w.satellite(satellite).unit.split()
    return MASS.get(words[0], float("nan")) if words else float("nan")
