"""The vector of unknowns and its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class Unknowns:
    """Logs of changes: wages, returns, incomes (R,), border prices and payments to value added (R, S).

    Parameters
    ----------
    w, income : (R,) array
        Wages and incomes.
    r : (R,) array or None
        Returns to capital; None where capital stays in its industry.
    q, v : (R, S) array
        Border prices, and payments to value added.
    """

    w: Array
    r: Array | None
    income: Array
    q: Array
    v: Array


def size(R: int, S: int, mobile: bool) -> int:
    """Return how many unknowns there are.

    Examples
    --------
    >>> size(20, 26, True), size(20, 26, False)
    (1100, 1080)
    """
    return (3 if mobile else 2) * R + 2 * R * S


def split(x: Array, R: int, S: int, mobile: bool) -> Unknowns:
    """Return the parts of a vector of unknowns, as views."""
    k = 2 if mobile else 1
    w, r, income = x[:R], x[R : 2 * R] if mobile else None, x[k * R : (k + 1) * R]
    start = (k + 1) * R
    q, v = x[start : start + R * S].reshape(R, S), x[start + R * S :].reshape(R, S)
    return Unknowns(w, r, income, q, v)
