"""Draws of joint cuts, and what figures of a sample of losses are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newind.typing import Array, BoolArray, IntArray

RESAMPLES = 400
"""Times that a sample is drawn again from itself for errors of its tail."""


@dataclass(frozen=True, eq=False)
class CutDraws:
    """Different combinations of cuts and how often each was drawn.

    Parameters
    ----------
    cut : (C, E) bool array
        Which of E cuts happen.
    counts : (C,) int array
    """

    cut: BoolArray
    counts: IntArray


def draw(probabilities: Array, factors: IntArray, correlation: float, draws: int, seed: int) -> CutDraws:
    """Draw combinations from a one-factor Gaussian copula.

    Parameters
    ----------
    probabilities : (E,) array in [0, 1]
    factors : (E,) int array
        Factor that each cut shares; -1 where it shares none.
    correlation : float in [0, 1]
        Between the normal variables of cuts that share a factor.
    draws : int
    seed : int

    Returns
    -------
    CutDraws

    Notes
    -----
    Cut e happens where sqrt(ρ) F + sqrt(1 − ρ) ε_e < Φ⁻¹(p_e), F and ε standard normal.
    """
    from scipy.special import ndtri

    rng = np.random.default_rng(seed)
    own = rng.standard_normal((draws, len(probabilities)))
    common = rng.standard_normal((draws, int(factors.max(initial=0)) + 1))[:, np.maximum(factors, 0)]
    weight = np.where(factors >= 0, correlation, 0.0)
    normal = np.sqrt(weight) * common + np.sqrt(1 - weight) * own
    cut, counts = np.unique(normal < ndtri(probabilities), axis=0, return_counts=True)
    return CutDraws(cut, counts.astype(np.int64))


def compute_mean_loss(losses: Array, counts: Array) -> float:
    """Return the mean of losses drawn so often."""
    return float(losses @ counts / counts.sum())


def value_at_risk(losses: Array, counts: Array, level: float) -> float:
    """Return the least loss that is not exceeded with a probability of at least `level`.

    Examples
    --------
    >>> value_at_risk(np.array([0.0, 1.0, 2.0]), np.array([90, 8, 2]), 0.95)
    1.0
    """
    order = np.argsort(losses, kind="stable")
    reached = np.cumsum(counts[order]) >= level * counts.sum() * (1 - 1e-12)
    return float(losses[order][reached.argmax()])


def tail_expectation(losses: Array, counts: Array, level: float) -> float:
    """Return the mean of the worst 1 − `level` of draws; a combination counts in part where the tail begins in it.

    Examples
    --------
    >>> round(tail_expectation(np.array([0.0, 1.0, 2.0]), np.array([90, 8, 2]), 0.95), 9)
    1.4
    """
    order = np.argsort(-losses, kind="stable")
    tail = (1 - level) * counts.sum()
    before = np.concatenate([[0.0], np.cumsum(counts[order])[:-1]])
    taken = np.clip(tail - before, 0.0, counts[order])
    return float(taken @ losses[order] / tail)


def resample_tail_risk(losses: Array, counts: Array, levels: tuple[float, ...], seed: int) -> Array:
    """Return value at risk and tail expectation of samples drawn from a sample; (RESAMPLES, levels, 2)."""
    rng = np.random.default_rng([seed, 1])
    again = rng.multinomial(int(counts.sum()), counts / counts.sum(), size=RESAMPLES)
    return np.array([[(value_at_risk(losses, c, q), tail_expectation(losses, c, q)) for q in levels] for c in again])
