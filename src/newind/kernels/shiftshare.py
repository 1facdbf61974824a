"""Growth of productivity within industries, and what the move of labour between them adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class ShiftShare:
    """The change of aggregate productivity, in parts by industry that add up to it.

    Attributes
    ----------
    within : (S,) array
        Productivity grew in the industry, at its first share of labour.
    static : (S,) array
        Labour moved to the industry, at the distance of its first productivity from the aggregate.
    dynamic : (S,) array
        Labour moved to the industry while its productivity grew by more or less than the aggregate.
    """

    within: Array
    static: Array
    dynamic: Array

    @property
    def total(self) -> float:
        """The change of aggregate productivity that all parts add up to."""
        return float(self.within.sum() + self.static.sum() + self.dynamic.sum())


def shift_share(value: Array, labour: Array) -> ShiftShare:
    """Split the change of aggregate productivity into growth within industries and moves of labour between them.

    Parameters
    ----------
    value : (2, S) array
        Value added by industry at constant prices, before and after.
    labour : (2, S) array, >= 0
        Hours or persons, before and after; the sum of each year above 0, and above 0 wherever there is value.

    Returns
    -------
    ShiftShare
        In units of `value` per unit of `labour`.

    Notes
    -----
    With shares of labour h, productivity p and its aggregate P = Σ h p: within ``h0 Δp``, static ``(p0 − P0) Δh``,
    dynamic ``(Δp − ΔP) Δh``. Shares sum to 1, so that over all industries this is the usual ``Σ h0 Δp``, ``Σ p0 Δh``
    and ``Σ Δp Δh``; taken from the aggregate, an industry of low productivity that loses labour adds to growth. An
    industry without labour in a year has in it the productivity of the other year: its coming or going is a move of
    labour.

    References
    ----------
    Fabricant (1942), Employment in Manufacturing, 1899-1939, NBER. McMillan & Rodrik (2011), NBER Working Paper 17143.
    de Vries, Timmer & de Vries (2015), Journal of Development Studies 51(6), 674.

    Examples
    --------
    >>> parts = shift_share(np.array([[10.0, 90.0], [8.0, 240.0]]), np.array([[50.0, 50.0], [20.0, 80.0]]))
    >>> [round(float(part.sum()), 6) for part in (parts.within, parts.static, parts.dynamic)]
    [0.7, 0.48, 0.3]
    """
    share = labour / labour.sum(axis=1, keepdims=True)
    level = ratio(value, labour)
    level = np.where(np.isnan(level), level[::-1], level)
    level = np.nan_to_num(level)
    overall = value.sum(axis=1) / labour.sum(axis=1)
    moved, grown = share[1] - share[0], level[1] - level[0]
    return ShiftShare(
        within=share[0] * grown,
        static=(level[0] - overall[0]) * moved,
        dynamic=(grown - (overall[1] - overall[0])) * moved,
    )
