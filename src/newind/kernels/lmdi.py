"""Changes of emissions: by logarithmic mean weights (LMDI-I), and along chains, factor by factor, nothing left."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import factorial
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from newind.kernels.leontief import Leontief
    from newind.typing import Array


def logarithmic_mean(a: ArrayLike, b: ArrayLike) -> Array:
    """Return the logarithmic mean of two non-negative figures.

    Parameters
    ----------
    a, b : arrays that broadcast to one shape
        Not negative.

    Returns
    -------
    array of that shape
        ``(a - b) / ln(a / b)``, ``a`` where both are equal, 0 where either is zero.

    References
    ----------
    Törnqvist, Vartia & Vartia (1985), The American Statistician 39(1), 43. Ang (2004), Energy Policy 32(9), 1131.

    Examples
    --------
    >>> logarithmic_mean([1.0, 2.0, 0.0], [1.0, 1.0, 5.0]).round(6)
    array([1.      , 1.442695, 0.      ])
    """
    p, q = np.broadcast_arrays(np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64))
    low, high = np.asarray(np.minimum(p, q)), np.asarray(np.maximum(p, q))
    some = low > 0
    relative = np.divide(high - low, low, out=np.zeros(low.shape), where=some)
    mean = np.divide(high - low, np.log1p(relative), out=high.copy(), where=relative > 0)
    return np.asarray(np.where(some, mean, 0.0))


def additive(before: Array, now: Array) -> Array:
    """Split the change of a sum of products into what each factor brings.

    Parameters
    ----------
    before, now : (k, ...) arrays
        Factors of each part; a part is the product over the first axis. A factor may be negative if it keeps its sign.

    Returns
    -------
    (k, ...) array, unit of the product
        Effects by factor and part; summed over factors they are the change of each part.

    Raises
    ------
    DataError
        For factors that change their sign or are not known, with the first ones.

    Notes
    -----
    ``L(E1, E0) ln(x1 / x0)``. A part that is zero in one year only: factors that are zero there share its whole change
    evenly, the others have no effect; a part that is zero in both years has no effects. These are the limits as zeros
    are approached together (the eight cases of Ang & Liu; several zeros at once as in Wood & Lenzen).

    References
    ----------
    Ang (2005), Energy Policy 33(7), 867. Ang & Liu (2007), Energy Policy 35(1), 238. Wood & Lenzen (2006), Energy
    Policy 34(12), 1326.

    Examples
    --------
    >>> import numpy as np
    >>> additive(np.array([[2.0], [3.0]]), np.array([[4.0], [1.5]])).round(4).ravel()
    array([ 4.1589, -4.1589])
    >>> additive(np.array([[0.0], [3.0]]), np.array([[4.0], [1.5]])).ravel()
    array([6., 0.])
    """
    x0, x1 = np.asarray(before, dtype=np.float64), np.asarray(now, dtype=np.float64)
    _check(x0, x1)
    whole0, whole1 = (np.asarray(np.prod(x, axis=0)) for x in (x0, x1))
    both = (whole0 != 0) & (whole1 != 0)
    growth = np.log(np.divide(x1, x0, out=np.ones(x0.shape), where=both & (x0 != 0)))
    mean = np.sign(whole0) * logarithmic_mean(np.abs(whole1), np.abs(whole0))
    zeros = np.where(whole0 == 0, x0 == 0, x1 == 0).astype(np.float64)
    shares = zeros / np.maximum(zeros.sum(axis=0), 1.0)
    return np.asarray(np.where(both, mean * growth, (whole1 - whole0) * shares))


def multiplicative(before: Array, now: Array) -> Array:
    """Split the quotient of a sum of products in two years into indices by factor.

    Parameters
    ----------
    before, now : (k, m) arrays
        Factors of each part.

    Returns
    -------
    (k,) array
        Indices whose product is the sum now over the sum before; NaN where either sum is not positive.

    Raises
    ------
    DataError
        For factors that change their sign or are not known.

    Notes
    -----
    ``exp(Σ_i L(E1_i, E0_i) / L(E1, E0) ln(x1_i / x0_i))``: the additive effect over the logarithmic mean of the sums.

    References
    ----------
    Ang (2005), Energy Policy 33(7), 867.

    Examples
    --------
    >>> import numpy as np
    >>> multiplicative(np.array([[2.0], [3.0]]), np.array([[4.0], [1.5]])).round(9)
    array([2. , 0.5])
    """
    effects = additive(before, now).reshape(len(before), -1).sum(axis=1)
    sums = [float(np.prod(x, axis=0).sum()) for x in (before, now)]
    if min(sums) <= 0:
        return np.full(len(effects), np.nan)
    return np.asarray(np.exp(effects / logarithmic_mean(*sums)))


def _check(x0: Array, x1: Array) -> None:
    wrong = ~np.isfinite(x0) | ~np.isfinite(x1) | (x0 * x1 < 0)
    if wrong.any():
        cells = [", ".join(map(str, at)) for at in np.argwhere(wrong)]
        raise DataError(
            f"index decomposition: factors that are unknown or change their sign at {offenders(cells)} (factor, part). "
            "Leave these parts out, or put them together with others."
        )


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
