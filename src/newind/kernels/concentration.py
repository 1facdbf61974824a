"""How concentrated a market is, with bounds where only its largest firms are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array

NEAR = 1e-12
"""Part of a market that counts as nothing."""


def largest_share(shares: Array, largest: int = 4) -> tuple[float, float]:
    """Return the least and the most that the largest firms can hold together.

    Parameters
    ----------
    shares : (n,) array, > 0
        Shares in the market of its n largest firms, sum at most 1. The rest is held by firms none of which is larger
        than the smallest named.
    largest : int
        How many firms count: 4 for CR4.

    Returns
    -------
    tuple of float
        Low: nobody else has anything to speak of. High: the rest is held by firms as large as the smallest named. The
        same where as many are named as count.

    References
    ----------
    Bain (1956), Barriers to New Competition; the bounds follow from the definition.

    Examples
    --------
    >>> import numpy as np
    >>> [round(v, 9) for v in largest_share(np.array([0.4, 0.3, 0.1]))], largest_share(np.array([0.5, 0.5]))
    ([0.8, 0.9], (1.0, 1.0))
    """
    known = np.sort(shares)[::-1]
    low = float(known[:largest].sum())
    missing = max(largest - len(known), 0)
    return low, low + min(_rest(shares), missing * float(known[-1]))


def firm_hhi(shares: Array) -> tuple[float, float]:
    """Return the lowest and the highest Herfindahl-Hirschman index that the market can have.

    Parameters
    ----------
    shares : (n,) array, > 0
        As of :func:`largest_share`.

    Returns
    -------
    tuple of float, in (0, 1]
        Low: the rest is held by firms that are each next to nothing. High: by firms as large as the smallest named, and
        one that holds what is left, which is as concentrated as they can be.

    References
    ----------
    Hirschman (1964), American Economic Review 54(5), 761.

    Examples
    --------
    >>> import numpy as np
    >>> [round(v, 9) for v in firm_hhi(np.array([0.5, 0.2]))]  # at most 0.2 and 0.1 more
    [0.29, 0.34]
    """
    low = float((shares**2).sum())
    rest, smallest = _rest(shares), float(shares.min())
    whole = int(rest / smallest + NEAR)
    return low, low + whole * smallest**2 + max(rest - whole * smallest, 0.0) ** 2


def _rest(shares: Array) -> float:
    """Return what firms that are not named hold."""
    rest = 1.0 - float(shares.sum())
    return rest if rest > NEAR else 0.0
