"""Why the content of a product or of a weighted mean changed: value per unit, input structure, mix, weights.

The content of product ``j`` is ``c_j = Σ_i g_i B_ij`` with ``g`` the value added (of some industries) per unit of
output. Two years differ in ``g``, in ``B`` and, for a bundle of products, in their shares ``s``. The mean of the two
polar forms attributes the whole difference, leaves nothing over, and changes its sign when the years are exchanged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.kernels.leontief import Leontief
    from newind.typing import Array, BoolArray


class InputChange(NamedTuple):
    """A part of the change in input coefficients: the cells of a matrix in some rows (sellers) and columns (buyers).

    Attributes
    ----------
    change : (n, n) array
        Change of input coefficients.
    rows, columns : (n,) bool arrays
        Which cells of it make up the part.
    """

    change: Array
    rows: BoolArray
    columns: BoolArray


@dataclass(frozen=True, eq=False)
class ContentChange:
    """Change of content between two years, by origin (O), product (n) and part of the change in inputs (K).

    Attributes
    ----------
    first, second : (O, n) arrays
        Content of each product in the two years.
    value : (2, O, n) array
        Effect of value added per unit of output, with the inverse of the first and of the second year.
    inputs : (2, K, O, n) array
        Effect of each part of the change in inputs, with the value added of the first and of the second year.
    """

    first: Array
    second: Array
    value: Array
    inputs: Array

    def products(self) -> tuple[Array, Array]:
        """Return the effects for each product: value (O, n) and inputs (K, O, n), adding up to ``second - first``."""
        return self.value.mean(axis=0), self.inputs.mean(axis=0)

    def bundle(self, first: Array, second: Array) -> tuple[Array, Array, Array]:
        """Return the effects for a bundle of products whose shares change, too.

        Parameters
        ----------
        first, second : (n,) arrays
            Shares of the products in the two years; each sums to 1.

        Returns
        -------
        tuple of (O,), (K, O) and (O, n) arrays
            Effects of value added per unit of output, of each part of the inputs, and of the share of each product, the
            last against the mean content of the bundle: a product adds where it gains weight and holds more than that.
            All add up to ``second content · second shares - first content · first shares``.

        Notes
        -----
        Polar forms: ``Δg B1 s1 + g0 ΔB s1 + g0 B0 Δs`` and ``Δg B0 s0 + g1 ΔB s0 + g1 B1 Δs``.
        """
        held = (self.first + self.second) / 2
        mean = held @ (first + second) / 2
        value = (self.value[1] @ second + self.value[0] @ first) / 2
        inputs = (self.inputs[0] @ second + self.inputs[1] @ first) / 2
        return value, inputs, (held - mean[:, None]) * (second - first)


def content_change(
    g: tuple[Array, Array], inverse: tuple[Leontief, Leontief], parts: Sequence[InputChange]
) -> ContentChange:
    """Return what value added and what each part of the change in inputs did to the content of every product.

    Parameters
    ----------
    g : two (O, n) arrays, million USD per million USD
        Value added per unit of output in the two years, by origin: zero outside the origin's industries.
    inverse : two Leontief
        Of the two years.
    parts : sequence of InputChange
        Parts of the change in input coefficients; those of an exact decomposition cover each changed cell once.

    Returns
    -------
    ContentChange
        ``value + Σ_k inputs`` of :meth:`ContentChange.products` is ``second - first`` up to rounding.

    Notes
    -----
    ``ΔB = B0 ΔA B1 = B1 ΔA B0``. Each part of ΔA gets the mean of the two, which is what makes its effect change sign
    when the years are exchanged.

    References
    ----------
    Dietzenbacher & Los (1998), Economic Systems Research 10(4), 307. Miller & Blair (2009), Input-Output Analysis,
    ch. 13.

    Examples
    --------
    >>> import numpy as np
    >>> from newind.kernels.leontief import Leontief
    >>> years = Leontief(np.array([[0.0, 0.2], [0.0, 0.0]])), Leontief(np.array([[0.0, 0.4], [0.0, 0.0]]))
    >>> all = np.ones(2, dtype=bool)
    >>> part = InputChange(years[1].A - years[0].A, all, all)
    >>> found = content_change((np.array([[0.5, 0.0]]), np.array([[0.6, 0.0]])), years, [part])
    >>> [a.round(3).tolist() for a in found.products()]
    [[[0.1, 0.03]], [[[0.0, 0.11]]]]
    """
    held = [[one.solve_left(v) for one in inverse] for v in g]
    value = np.stack([after - before for before, after in zip(*held, strict=True)])
    inputs = np.stack([_through(each, inverse, parts) for each in held])
    return ContentChange(held[0][0], held[1][1], value, inputs)


def technology_and_sourcing(before: Array, after: Array) -> tuple[Array, Array]:
    """Split the change in input coefficients into how much of an input is used and from which region it comes.

    Parameters
    ----------
    before, after : (R, S, n) arrays
        Input coefficients by selling region, input and buyer in the two years.

    Returns
    -------
    technology, sourcing : (R, S, n) arrays
        Adding up to ``after - before``. Technology sums over regions to the change in the use of each input, sourcing
        to zero. An input that is used in one year only is technology throughout.

    Notes
    -----
    With ``t`` the use of an input and ``m`` the regions' shares in it, ``Δ(t m) = Δt m̄ + t̄ Δm``, exact with means.

    Examples
    --------
    >>> import numpy as np
    >>> a, b = np.array([[[0.2]], [[0.2]]]), np.array([[[0.45]], [[0.15]]])
    >>> [part.round(3).ravel().tolist() for part in technology_and_sourcing(a, b)]
    [[0.125, 0.075], [0.125, -0.125]]
    """
    used = before.sum(axis=0), after.sum(axis=0)
    shares = ratio(before, used[0]), ratio(after, used[1])
    shares = np.where(np.isnan(shares[0]), shares[1], shares[0]), np.where(np.isnan(shares[1]), shares[0], shares[1])
    sourcing = np.nan_to_num((used[0] + used[1]) / 2 * (shares[1] - shares[0]))
    return after - before - sourcing, np.asarray(sourcing)


def _through(held: Sequence[Array], inverse: Sequence[Leontief], parts: Sequence[InputChange]) -> Array:
    """Return ``v ΔB`` for each part of the change in inputs: the mean of ``B0 ΔA B1`` and ``B1 ΔA B0``; (K, O, n).

    ``held`` is ``v B0`` and ``v B1``.
    """
    found = np.zeros((len(parts), *held[0].shape))
    for upstream, downstream in zip(held, reversed(inverse), strict=True):
        reached = np.zeros_like(found)
        for k, part in enumerate(parts):
            reached[k][:, part.columns] = upstream[:, part.rows] @ part.change[np.ix_(part.rows, part.columns)]
        found += downstream.solve_left(reached.reshape(-1, found.shape[2])).reshape(found.shape)
    return found / 2


@dataclass(frozen=True, eq=False)
class MixChange:
    """Parts of the change of a mean, each (S,), in the unit of the levels; all of them sum to the change.

    Attributes
    ----------
    within : change of the level of each member, at its mean weight.
    mix : change of the weight of each member, times how far its mean level is above that of all.
    """

    within: Array
    mix: Array

    @property
    def total(self) -> float:
        """Change of the mean."""
        return float(self.within.sum() + self.mix.sum())


def mix_change(before: tuple[Array, Array], now: tuple[Array, Array]) -> MixChange:
    """Split the change of a weighted mean into changes within its members and of their weights.

    Parameters
    ----------
    before, now : tuple of two (S,) arrays
        Weights that sum to 1, and levels. A level that is not known (NaN) in one of the two is taken from the other, so
        that the member counts as a change of weight; known in neither, its weights must be 0.

    Returns
    -------
    MixChange
        Exact: no remainder. Exchanging the two moments changes all signs.

    Notes
    -----
    ``Δ Σ s u = Σ ½(s⁰ + s¹) Δu + Σ ½(u⁰ + u¹) Δs``, the mean of the two polar forms. As ``Σ Δs = 0``, a constant may be
    taken off the levels in the second sum: the mean of both moments, so that a member that grows lifts the mean only if
    it is above it.

    References
    ----------
    Dietzenbacher & Los (1998), Economic Systems Research 10(4), 307.

    Examples
    --------
    >>> half, full = np.array([0.5, 0.5]), np.array([1.0, 0.0])
    >>> found = mix_change((half, np.array([1.0, 3.0])), (full, np.array([2.0, 3.0])))
    >>> found.within, found.mix, found.total
    (array([0.75, 0.  ]), array([-0.25, -0.5 ]), 0.0)
    """
    (s0, u0), (s1, u1) = before, now
    first, last = (np.nan_to_num(np.where(np.isnan(a), b, a)) for a, b in ((u0, u1), (u1, u0)))
    centre = (s0 @ first + s1 @ last) / 2
    return MixChange((s0 + s1) / 2 * (last - first), ((first + last) / 2 - centre) * (s1 - s0))
