"""Structural decomposition: what changed emissions along chains, factor by factor, without a residual."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import factorial
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.kernels.leontief import Leontief
    from newind.typing import Array

State = tuple[int, ...]
"""For each factor whether it is the one before (0) or the one now (1)."""


@dataclass(frozen=True, eq=False)
class YearFactors:
    """The factors of emissions in one year, in constant prices.

    Parameters
    ----------
    f : (n,) array, kt per unit of output
        Emissions of each industry.
    leontief : Leontief
        Of the input coefficients in constant prices.
    composition : (n, c) array
        Shares of products in what each user buys; columns sum to 1, negative cells (inventories) are allowed.
    levels : (m, c) array
        Factors whose product is the final demand of each user: its volume, or its volume per head and its heads.
    """

    f: Array
    leontief: Leontief
    composition: Array
    levels: Array

    @property
    def factors(self) -> int:
        """Number of factors: intensity, input structure, composition, and those of the level."""
        return 3 + len(self.levels)


def polar_forms(before: YearFactors, now: YearFactors) -> Array:
    """Split the change of ``f B Y`` by the two polar forms.

    Parameters
    ----------
    before, now : YearFactors
        Of the same industries and users.

    Returns
    -------
    (2, k, n, c) array, kt
        Each form, factor (in the order of :class:`YearFactors`), emitting industry and user. Either form sums over
        factors to the change; so does their mean, which also changes its sign when the years are swapped. What lies
        between the two says how much the order of factors matters.

    Notes
    -----
    ``Δf B0 Y0 + f1 ΔB Y0 + f1 B1 ΔY`` and ``Δf B1 Y1 + f0 ΔB Y1 + f0 B0 ΔY``, Y split further in the same way. Four
    products of an inverse and a composition are all that is needed: no inverse is formed.

    References
    ----------
    Dietzenbacher & Los (1998), Economic Systems Research 10(4), 307.
    """
    value, k = _EmissionFunction(before, now), before.factors
    forms = np.empty((2, k, *value.shape))
    for form, order in enumerate((range(k), range(k - 1, -1, -1))):
        state = [0] * k
        last = value(tuple(state))
        for factor in order:
            state[factor] = 1
            reached = value(tuple(state))
            forms[form, factor] = reached - last
            last = reached
    return forms


def every_order(before: YearFactors, now: YearFactors) -> Array:
    """Split the change of ``f B Y`` by the mean over all orders in which factors can change.

    Parameters
    ----------
    before, now : YearFactors
        Of the same industries and users.

    Returns
    -------
    (k, n, c) array, kt
        By factor, emitting industry and user; sums over factors to the change.

    Notes
    -----
    The k! orders share 2^k states, so that each state is computed once and weighted as in Shapley's value.

    References
    ----------
    Dietzenbacher & Los (1998), Economic Systems Research 10(4), 307. Sun (1998), Energy Economics 20(1), 85.
    """
    value, k = _EmissionFunction(before, now), before.factors
    effects = np.zeros((k, *value.shape))
    for state in product((0, 1), repeat=k):
        reached, changed = value(state), sum(state)
        for factor in range(k):
            earlier = changed - state[factor]
            weight = factorial(earlier) * factorial(k - 1 - earlier) / factorial(k)
            effects[factor] += (1 if state[factor] else -1) * weight * reached
    return effects


class _EmissionFunction:
    """Emissions by industry and user for any mix of factors of two moments; (n, c)."""

    def __init__(self, before: YearFactors, now: YearFactors) -> None:
        both, c = (before, now), before.composition.shape[1]
        shares = np.hstack([m.composition for m in both])
        served = [m.leontief.solve(shares) for m in both]
        self._intensity = [m.f[:, None] for m in both]
        self._served = [[s[:, :c], s[:, c:]] for s in served]
        self._levels = [m.levels for m in both]
        self.shape = (len(before.f), c)

    def __call__(self, state: State) -> Array:
        f, inputs, composition, *levels = state
        level = np.prod([self._levels[s][j] for j, s in enumerate(levels)], axis=0)
        return np.asarray(self._intensity[f] * self._served[inputs][composition] * level)
