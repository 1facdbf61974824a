"""Units of figures: factors to the units that indicators are stated in, NaN where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.accounts.units import MONEY, kilotonnes_of, millions

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts

__all__ = ["MONEY", "NOT_USD", "format_unit", "kilotonnes", "million_usd", "millions"]

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


def format_unit(unit: str, w: Accounts) -> str:
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
    return kilotonnes_of(w.satellite(satellite).unit)
