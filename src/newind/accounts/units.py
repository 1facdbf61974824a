"""Units of money and mass: factors to millions and kilotonnes, NaN where there is none."""

from __future__ import annotations

MONEY = {"": 1e-6, "K": 1e-3, "k": 1e-3, "10K": 1e-2, "M": 1.0, "100M": 1e2, "B": 1e3, "bn": 1e3, "T": 1e6}
"""Millions in one unit, by its prefix; budgets are written with k, M and bn."""
MASS = {"kg": 1e-6, "t": 1e-3, "kt": 1.0, "Gg": 1.0, "Mt": 1e3}


def millions(unit: str) -> float:
    """Return how many millions of its currency one unit of money is, NaN for a unit that is no money.

    Examples
    --------
    >>> millions("B.USD"), millions("10K.CNY"), millions("kt")
    (1000.0, 0.01, nan)
    """
    scale, point, _ = unit.rpartition(".")
    return MONEY.get(scale, float("nan")) if point else float("nan")


def kilotonnes_of(unit: str) -> float:
    """Return how many kilotonnes one unit of mass is, NaN for a unit that is no mass.

    Examples
    --------
    >>> kilotonnes_of("Mt CO2"), kilotonnes_of("M.USD")
    (1000.0, nan)
    """
    words = unit.split()
    return MASS.get(words[0], float("nan")) if words else float("nan")
