"""How much value added an economy has in a year: the accounts of the United Nations at the level of the OECD."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array

OLD, NEW = 2020, 2022
"""Years in which both are known: the 2023 edition and the 2025 edition of the OECD tables."""


def ratio(year: int, old: Array, new: Array) -> Array:
    """Return value added of the OECD per value added of the United Nations, (R,).

    Parameters
    ----------
    old, new : (R,) array
        In 2020 and 2022.

    Examples
    --------
    >>> [float(ratio(y, np.array([1.0]), np.array([1.2]))[0]) for y in (2015, 2021, 2022)]
    [1.0, 1.1, 1.2]
    """
    share = np.interp(year, (OLD, NEW), (0.0, 1.0))
    return np.asarray((1 - share) * old + share * new)
