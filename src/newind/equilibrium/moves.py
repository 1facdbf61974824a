"""Where people go: a choice among regions by real wages and costs of moving."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.typing import Array


def compute_population_change(people: Array, pull: Array, elasticity: float) -> Array:
    """Return the log change of the people of each region.

    Parameters
    ----------
    people : (R, R) array
        People by origin and destination; zero where nobody moves.
    pull : (R,) or (R, R) array
        Log change of what draws people to a destination, [origin, destination] when it differs by origin.
    elasticity : float
        Response of moves to it.

    Returns
    -------
    (R,) array
        0 for regions without people.

    Notes
    -----
    Of those who come from o, the share that goes to d changes by (pull_d)^κ over the mean of all its destinations.

    Examples
    --------
    Where people stay or go to the other region, half and half, a pull of ln 3 draws three quarters there:

    >>> compute_population_change(np.full((2, 2), 0.5), np.log([1.0, 3.0]), 1.0).round(6) == np.log([0.5, 1.5]).round(6)
    array([ True,  True])
    """
    weight = people * np.exp(elasticity * pull)
    shares = np.nan_to_num(ratio(weight, weight.sum(axis=1, keepdims=True)))
    arrived, before = people.sum(axis=1) @ shares, people.sum(axis=0)
    quotient = np.where(before > 0, arrived, 1.0) / np.where(before > 0, before, 1.0)
    return np.asarray(np.log(quotient))
