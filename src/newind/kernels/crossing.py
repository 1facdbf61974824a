"""Circulation in one region's own table: where its products go and its uses come from, up to its border.

Nothing here needs a flow between two other regions. What a region buys outside counts as value of the place that it
comes from, what it sells outside as used where it goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.leontief import coefficients
from newind.kernels.quotients import per_output

if TYPE_CHECKING:
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class RegionFlows:
    """One region's uses by origin and sales by destination; K scopes, the first is the region itself.

    Parameters
    ----------
    inputs : (K, S, S) array, money
        Inputs by origin, product and using industry of the region.
    final : (K, S) array, money
        Final use of the region by origin and product.
    sales : (K, S) array, money
        Sales by destination and product; the first row (the region itself) is not used and zero.
    """

    inputs: Array
    final: Array
    sales: Array

    @property
    def uses(self) -> Array:
        """All uses by origin and product; (K, S), money."""
        return np.asarray(self.inputs.sum(axis=2) + self.final)

    @property
    def output_by_destination(self) -> Array:
        """Output by destination and product, the region itself first; (K, S), money."""
        return np.vstack([self.uses[:1], self.sales[1:]])

    @property
    def x(self) -> Array:
        """Output; (S,), money."""
        return np.asarray(self.output_by_destination.sum(axis=0))

    @property
    def value_added(self) -> Array:
        """Output less inputs of all origins; (S,), money."""
        return np.asarray(self.x - self.inputs.sum(axis=(0, 1)))


def value_added_by_destination(c: RegionFlows) -> Array:
    """Return value added by where the product that carries it is used or leaves to.

    Parameters
    ----------
    c : RegionFlows

    Returns
    -------
    (K, S) array, money
        ``v̂ L e_k``, L the inverse of the region's own block; columns sum to the industry's value added.

    Examples
    --------
    >>> c = RegionFlows(np.array([[[50.0]], [[10.0]]]), np.array([[30.0], [5.0]]), np.array([[0.0], [20.0]]))
    >>> value_added_by_destination(c).ravel()  # v = 0.4, L = 2
    array([24., 16.])
    """
    demand = np.vstack([c.final[:1], c.sales[1:]])
    v = per_output(c.value_added, c.x)
    return np.asarray(v * np.linalg.solve(np.eye(len(v)) - _own(c), demand.T).T)


def value_added_by_origin(c: RegionFlows) -> Array:
    """Return the value in what a region finally uses by where it is added, outside at the first crossing.

    Parameters
    ----------
    c : RegionFlows

    Returns
    -------
    (K, S) array, money
        By scope and product used; columns sum to final use of the product.

    Examples
    --------
    >>> c = RegionFlows(np.array([[[50.0]], [[10.0]]]), np.array([[30.0], [5.0]]), np.array([[0.0], [20.0]]))
    >>> value_added_by_origin(c).ravel()  # own 0.4 · 2 · 30, outside 5 + 0.1 · 2 · 30
    array([24., 11.])
    """
    v = per_output(c.value_added, c.x)
    outside = np.stack([per_output(part.sum(axis=0), c.x) for part in c.inputs[1:]])
    rows = np.vstack([v, outside])
    per_unit = np.linalg.solve((np.eye(len(v)) - _own(c)).T, rows.T).T
    found = per_unit * c.final[0]
    found[1:] += c.final[1:]
    return np.asarray(found)


def outside_first(c: RegionFlows, *, industries: bool) -> RegionFlows:
    """Return the same table with products from outside given to industries first, or to final users first.

    Parameters
    ----------
    c : RegionFlows
        Uses by origin, of which only sums over users are known.
    industries : bool
        Whether industries come first.

    Returns
    -------
    RegionFlows
        Uses of all origins together, uses by origin and product, and sales are those of `c`. Within industries, and
        within final users, all have the same shares. The two ends span what the split of a product's imports between
        industries and final users can be.

    Examples
    --------
    >>> c = RegionFlows(np.array([[[50.0]], [[10.0]]]), np.array([[30.0], [5.0]]), np.array([[0.0], [20.0]]))
    >>> outside_first(c, industries=True).final.ravel(), outside_first(c, industries=False).final.ravel()
    (array([35.,  0.]), array([20., 15.]))
    """
    every, final = c.inputs.sum(axis=0), c.final.sum(axis=0)
    came = c.uses[1:]
    total, inputs = came.sum(axis=0), every.sum(axis=1)
    bought = np.minimum(total, inputs) if industries else total - np.clip(final, 0.0, np.maximum(total, 0.0))
    bought = np.clip(bought, 0.0, np.maximum(inputs, 0.0))
    parts = came * per_output(np.ones_like(total), total)
    to_inputs = (parts * per_output(bought, inputs))[:, :, None] * every
    to_final = came - to_inputs.sum(axis=2)
    return RegionFlows(
        np.concatenate([(every - to_inputs.sum(axis=0))[None], to_inputs]),
        np.vstack([final - to_final.sum(axis=0), to_final]),
        c.sales,
    )


def _own(c: RegionFlows) -> Array:
    """Return input coefficients of the region's own products; (S, S)."""
    return np.asarray(coefficients(c.inputs[0], np.maximum(c.x, 0.0)))
