"""Results of joint cuts: draws, expected loss, the tail with its Monte Carlo error, and whether losses add up."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from newind.messages import message

if TYPE_CHECKING:
    import pandas as pd

    from newind.analyses.circulation.joint import Event
    from newind.analyses.losses import Span
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


LEVELS = (0.95, 0.99)
NAN = float("nan")
ASSUMED = message("circulation.joint_view.assumed")
"""Assumptions that belong beside every value of this kind."""


@dataclass(frozen=True)
class Combination:
    """Cuts that happen together.

    Parameters
    ----------
    events : tuple of (side, partner)
    draws : int
        How often it was drawn; a single cut that was drawn only with others has 0.
    loss : Span
        Loss of real income as a fraction; low and high over elasticities. Where there is no equilibrium, the largest
        loss among its parts.
    parts : float
        Sum of the middle losses of its cuts, each alone.
    failed : str
        Why there is no equilibrium; empty where there is one.
    """

    events: tuple[Event, ...]
    draws: int
    loss: Span
    parts: float
    failed: str = ""

    @property
    def name(self) -> str:
        """The cuts, readable: ``supply JPN + market USA``."""
        return " + ".join(f"{side} {partner}" for side, partner in self.events) or "none"


@dataclass(frozen=True, eq=False)
class JointCuts:
    """Losses of an economy when partners may be lost together.

    Parameters
    ----------
    region, horizon : str
    events : tuple of (side, partner)
        Cuts that can happen.
    probabilities : dict
        Of each, within a year.
    correlation : float
    seed, draws : int
    combinations : tuple of Combination
        Every different one that was drawn, and every single cut in them.
    assumed : bool
        Whether the probabilities are the shipped number, which is assumed.
    """

    region: str
    horizon: str
    events: tuple[Event, ...] = field(repr=False)
    probabilities: dict[Event, float] = field(repr=False)
    correlation: float = 0.0
    seed: int = 0
    draws: int = 0
    combinations: tuple[Combination, ...] = field(repr=False, default=())
    assumed: bool = False

    @cached_property
    def _counts(self) -> Array:
        return np.array([c.draws for c in self._drawn_combinations], dtype=np.float64)

    @property
    def _drawn_combinations(self) -> list[Combination]:
        """Combinations that were drawn and whose loss is known, at least in part."""
        return [c for c in self.combinations if c.draws and c.loss.middle == c.loss.middle]

    def _losses(self, end: str) -> Array:
        return np.array([getattr(c.loss, end) for c in self._drawn_combinations])

    @property
    def together(self) -> tuple[float, float]:
        """Mean loss of draws with two or more cuts, and mean sum of what their cuts cost alone; NaN without any.

        Combinations without an equilibrium are left out.
        """
        several = [c for c in self._drawn_combinations if len(c.events) > 1 and not c.failed and c.parts == c.parts]
        counts = np.array([c.draws for c in several], dtype=np.float64)
        if not counts.size:
            return NAN, NAN
        both = (np.array([c.loss.middle for c in several]), np.array([c.parts for c in several]))
        joint, apart = (compute_mean_loss(values, counts) for values in both)
        return joint, apart

    @property
    def excess(self) -> float:
        """How much more cuts cost together than alone, as a fraction of the latter; negative where they cost less."""
        joint, apart = self.together
        return joint / apart - 1 if apart else NAN

    @property
    def statements(self) -> tuple[dict[str, str], ...]:
        """Statements on combinations without an equilibrium, in English and Chinese."""
        return tuple(_statement(c, self.draws) for c in self.combinations if c.failed)

    def table(self) -> pd.DataFrame:
        """Return the figures, one row each.

        Columns: ``measure`` (``expected``, ``value_at_risk``, ``tail_expectation``), ``level`` (NaN for the first),
        ``low``, ``middle``, ``high`` (loss of real income within a year as a fraction; over elasticities, on the same
        draws), ``error`` (standard error of the middle from the number of draws).
        """
        import pandas as pd

        counts, middle = self._counts, self._losses("middle")
        errors = resample_tail_risk(middle, counts, LEVELS, self.seed).std(axis=0)
        spread = np.sqrt(compute_mean_loss((middle - compute_mean_loss(middle, counts)) ** 2, counts) / counts.sum())
        rows = [{"measure": "expected", "level": NAN} | self._ends() | {"error": float(spread)}]
        for k, (name, figure) in enumerate((("value_at_risk", value_at_risk), ("tail_expectation", tail_expectation))):
            for level, error in zip(LEVELS, errors[:, k], strict=True):
                ends = {e: figure(self._losses(e), counts, level) for e in ("low", "middle", "high")}
                rows.append({"measure": name, "level": level} | ends | {"error": float(error)})
        return pd.DataFrame(rows)

    def _ends(self) -> dict[str, float]:
        return {end: compute_mean_loss(self._losses(end), self._counts) for end in ("low", "middle", "high")}

    def combinations_table(self) -> pd.DataFrame:
        """Return every combination, the costliest first.

        Columns: ``combination``, ``cuts`` (how many), ``draws``, ``low``, ``middle``, ``high``, ``parts`` (sum of what
        its cuts cost alone), ``excess`` (middle over parts, less 1), ``failed`` (why there is no equilibrium).
        """
        import pandas as pd

        rows = [
            {
                "combination": c.name, "cuts": len(c.events), "draws": c.draws, "low": c.loss.low,
                "middle": c.loss.middle, "high": c.loss.high, "parts": c.parts,
                "excess": c.loss.middle / c.parts - 1 if c.parts and not c.failed else NAN, "failed": c.failed,
            }
            for c in self.combinations
        ]  # fmt: skip
        return pd.DataFrame(rows).sort_values("middle", ascending=False, kind="stable").reset_index(drop=True)


def _statement(c: Combination, draws: int) -> dict[str, str]:
    kind = "in_part" if c.loss.middle == c.loss.middle else "left_out"
    said = {"name": c.name, "draws": c.draws, "all": draws, "failed": c.failed}
    return message(
        "circulation.joint_view.no_equilibrium", counted=message(f"circulation.joint_view.counted.{kind}"), **said
    )
