"""The first quarter without some inputs: what critical ones still allow to be made, and what no longer has a buyer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array

SETTLED, ROUNDS = 1e-9, 1000
"""Change of output at which shortages have gone through, and the most steps from user to user that are followed."""


def rate_inputs(critical: Array, important: Array, weight: float) -> Array:
    """Return how far the lack of an input stops its users, from 0 (not at all) to 1 (altogether).

    Parameters
    ----------
    critical, important : (K, S) array in [0, 1]
        Shares of an input, by its user, that are rated so.
    weight : float in [0, 1]
        How much important ones count.

    Examples
    --------
    >>> rate_inputs(np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]]), 0.5)
    array([[1. , 0.5]])
    """
    return np.asarray(critical + weight * important)


def output_kept(missing: Array, home: Array, sold: Array, stock: Array, rating: Array) -> Array:
    """Return output in the first quarter over usual output, as far as inputs allow it.

    Parameters
    ----------
    missing : (C, K, S) array in [0, 1]
        Share of what each user needs of an input that is not delivered, for each of some cuts.
    home : (K, S) array in [0, 1]
        Share of it that comes from the region's own industries, which are the users.
    sold : (K,) array in [0, 1]
        Share of their output that the region's industries use.
    stock : (K,) array
        Stocks of an input, in quarters of usual use.
    rating : (K, S) array in [0, 1]
        How far the lack of an input stops a user.

    Returns
    -------
    (C, S) array in [0, 1]

    Notes
    -----
    Output k is at most 1 − rating × shortage for every input, shortage being need less supply and stock: with a rating
    of 1 that is Leontief's min (stock + supply) / need, with 0.5 an input counts by half. What is no longer made at
    home is missed in turn; its users come before final users and exports, who are the first to go without.

    References
    ----------
    Pichler, Pangallo, del Rio-Chanona, Lafond & Farmer (2022), Journal of Economic Dynamics and Control 144, 104527.
    Hallegatte (2008), Risk Analysis 28(3), 779: users at home come first.

    Examples
    --------
    One input, all of it from abroad, of which 0.6 is cut off and 0.25 of a quarter's use in stock:

    >>> cut, none, all_ = np.full((1, 1, 1), 0.6), np.zeros((1, 1)), np.ones((1, 1))
    >>> [output_kept(cut, none, none[0], np.array([0.25]), r * all_).round(3).item() for r in (1, 0.5, 0)]
    [0.65, 0.825, 1.0]
    """
    kept = np.ones((len(missing), missing.shape[2]))
    for _ in range(ROUNDS):
        served = np.minimum(np.divide(kept, sold, out=np.ones_like(kept), where=sold > 0), 1.0)
        short = missing + home * (1.0 - served)[:, :, None] - stock[:, None]
        now = 1.0 - (rating * np.clip(short, 0.0, 1.0)).max(axis=1)
        settled = np.abs(now - kept).max(initial=0.0) < SETTLED
        kept = now
        if settled:
            break
    return kept


def output_wanted(unsold: Array, inputs: Array, output: Array) -> tuple[Array, Array]:
    """Return output that still has a buyer over usual output: of what was sold itself, and with its suppliers at home.

    Parameters
    ----------
    unsold : (C, S) array, money
        Sales of each industry that have no buyer any more, for each of some cuts.
    inputs : (S, S) array
        Inputs from home per unit of output [k, s].
    output : (S,) array, money

    Examples
    --------
    >>> first, all_ = output_wanted(np.array([[0.0, 2.0]]), np.array([[0.0, 0.5], [0.0, 0.0]]), np.array([5.0, 10.0]))
    >>> first, all_
    (array([[1. , 0.8]]), array([[0.8, 0.8]]))
    """
    whole: Array = np.linalg.solve(np.eye(len(output)) - inputs, unsold.T).T.astype(np.float64)
    return _over(unsold, output), _over(whole, output)


def _over(lost: Array, output: Array) -> Array:
    share = np.divide(lost, output, out=np.zeros_like(lost), where=output > 0)
    return np.clip(1.0 - share, 0.0, 1.0)
