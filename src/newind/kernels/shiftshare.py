"""Productivity over time and between regions: within industries, by the move of labour, by how many work."""

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


@dataclass(frozen=True, eq=False)
class Gap:
    """A difference in value added per worker or per head, in parts that add up exactly.

    Attributes
    ----------
    structure : (S,) array
        What a different share of each industry in labour makes.
    productivity : (S,) array
        What a different value added per worker within each industry makes.
    participation : float
        What a different share of workers in the population makes; 0 per worker.
    """

    structure: Array
    productivity: Array
    participation: float

    @property
    def total(self) -> float:
        """The difference that the parts add up to."""
        return float(self.structure.sum() + self.productivity.sum() + self.participation)


def gap(
    value: Array,
    labour: Array,
    other_value: Array,
    other_labour: Array,
    people: tuple[float, float] | None = None,
) -> Gap:
    """Split the difference in value added per worker, or per head, between a region and another.

    Parameters
    ----------
    value, other_value : (S,) array, money
        Value added by industry of the region and of what it is compared with.
    labour, other_labour : (S,) array, persons or hours, >= 0
        Labour by industry.
    people : (population, other population), optional
        With them the difference is per head, else per unit of labour.

    Returns
    -------
    Gap
        NaN where one of both has no labour. An industry without labour on one side counts with the productivity of the
        other side, so that its absence is structure.

    Notes
    -----
    Mean of the two polar forms: Δ(ab) = Δa (b + b')/2 + Δb (a + a')/2, exact without a residual. Value added of an
    industry without labour on its own side counts as productivity.

    References
    ----------
    Oaxaca (1973), International Economic Review 14(3), 693. Dietzenbacher & Los (1998), Economic Systems Research
    10(4), 307.

    Examples
    --------
    >>> import numpy as np
    >>> g = gap(np.array([60.0, 10.0]), np.array([6.0, 2.0]), np.array([20.0, 20.0]), np.array([2.0, 4.0]))
    >>> g.structure.sum().round(6), g.productivity.sum().round(6), round(g.total, 6)  # 8.75 - 6.6667
    (np.float64(2.083333), np.float64(0.0), 2.083333)
    """
    structure, productivity = _per_worker(value, labour, other_value, other_labour)
    if people is None:
        return Gap(structure, productivity, 0.0)
    here, there = (_over(n.sum(), p) for n, p in zip((labour, other_labour), people, strict=True))
    mean = (here + there) / 2
    level = (_over(value.sum(), labour.sum()) + _over(other_value.sum(), other_labour.sum())) / 2
    return Gap(structure * mean, productivity * mean, float((here - there) * level))


def _per_worker(value: Array, labour: Array, other_value: Array, other_labour: Array) -> tuple[Array, Array]:
    here, there = ratio(labour, labour.sum()), ratio(other_labour, other_labour.sum())
    q, p = ratio(value, labour), ratio(other_value, other_labour)
    q, p = np.where(np.isnan(q), p, q), np.where(np.isnan(p), q, p)
    q, p = np.nan_to_num(q), np.nan_to_num(p)
    alone = _value_without_labour(value, labour) - _value_without_labour(other_value, other_labour)
    return (here - there) * (q + p) / 2, (q - p) * (here + there) / 2 + alone


def _value_without_labour(value: Array, labour: Array) -> Array:
    """Return value added of industries without labour per unit of all labour; (S,)."""
    return np.where(labour > 0, 0.0, value) * _over(1.0, labour.sum())


def _over(part: float, whole: float) -> float:
    return float(ratio(part, whole))
