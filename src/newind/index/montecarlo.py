"""How far scores and ranks move when an index is built in other defensible ways: Monte Carlo over its choices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, join_items, offenders, tell, unknown
from newind.index.choices import DATA, NOMINAL, RecipeAlternatives, choices, failures, ranks
from newind.index.replicas import ReplicaTables, evaluate, powers_of
from newind.kernels.quotients import mean_and_deviation, near_one

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from newind.index.index import Index
    from newind.typing import Array, IntArray

INTERVAL = (0.05, 0.95)
"""Shares of replications below the ends of an interval."""
CLOSED = ("minmax", "goalposts", "percentile")
"""Scales that end."""
ROUNDING = 1e-9
"""Share of a scale by which figures on it may pass its ends in floating point."""


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """Intervals of ranks and scores over replications.

    Attributes
    ----------
    index : the index
    choices : what varied
    seed : of the random numbers
    replications : how many were drawn
    failed : reason → how many replications could not be computed, and are not in the intervals
    samples : (N, B) array, scores of the index in each replication that worked, on the scale of the index
    """

    index: Index
    choices: RecipeAlternatives
    seed: int
    replications: int
    failed: dict[str, int]
    samples: Array

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """Rank of each row: nominal, median, low, high (5 and 95 %), mean, and how often it is the nominal one."""
        drawn = self.rank_samples
        nominal = self.index.ranks[self.index.tree.top].to_numpy(dtype=np.float64)
        found = self._summary(drawn, nominal)
        known = np.maximum(np.isfinite(drawn).sum(axis=1), 1)
        return found.assign(same=(drawn == nominal[:, None]).sum(axis=1) / known)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Score of each row, on the scale of the index: nominal, median, low, high (5 and 95 %), mean, sd."""
        nominal = self.index.scores[self.index.tree.top].to_numpy(dtype=np.float64)
        drawn = np.clip(self.samples, *ends(self.index))
        return self._summary(drawn, nominal).assign(sd=_moments(drawn)[1])

    @cached_property
    def rank_samples(self) -> Array:
        """(N, B) ranks in each replication, within each year of a panel."""
        return ranks(self.samples, years_of(self.index))

    def beats(self, one: str, other: str, year: int | None = None) -> float:
        """Return the share of replications in which one unit scores above another.

        Raises
        ------
        UnknownNameError
            For a unit that is not scored.
        """
        a, b = row_of(self.index, one, year), row_of(self.index, other, year)
        return float((self.samples[a] > self.samples[b]).mean())

    def _summary(self, drawn: Array, nominal: Array) -> pd.DataFrame:
        import pandas as pd

        low, median, high = quantiles(drawn, (INTERVAL[0], 0.5, INTERVAL[1]))
        columns = {"nominal": nominal, "median": median, "low": low, "high": high, "mean": _moments(drawn)[0]}
        return pd.DataFrame(columns, index=self.index.scores.index)

    def __repr__(self) -> str:
        """Say how many replications there were."""
        lost = f", {sum(self.failed.values())} failed" if self.failed else ""
        return f"Uncertainty({self.index.spec.id}: {self.replications} replications{lost}, seed {self.seed})"


def uncertainty(
    index: Index,
    replications: int = 1000,
    seed: int = 0,
    alternatives: Mapping[str, Any] | None = None,
    noise: float = 0.25,
) -> Uncertainty:
    """Return how far scores and ranks move over other ways to build an index.

    Each replication draws an imputation, a treatment, a scale, a weighting and a mean, each of the alternatives with
    the same chance, varies every weight by up to `noise` on either side, and leaves out one indicator or none.

    Parameters
    ----------
    index : Index
    replications : int
    seed : int
        Of the random numbers; the same seed gives the same result.
    alternatives : mapping, optional
        As in :func:`newind.index.choices.choices`.
    noise : float
        As a share of each weight.

    Returns
    -------
    Uncertainty

    Raises
    ------
    DataError
        For fewer than one replication, or where all of them fail.

    Notes
    -----
    Means of other kinds than the index's are taken on figures from 1 to 100, and scores of a replication are brought to
    mean and spread of the index's own, so that they can stand in one interval; what this puts beyond the ends of the
    scale is cut off there, in intervals and not in `samples`. Ranks need none of this. A row that a
    replication cannot score, because all that is known of it is left out, is missing from that replication alone.
    Where units choose their own weights, replications use the mean of what they chose.

    References
    ----------
    Saisana, Saltelli & Tarantola (2005), Journal of the Royal Statistical Society A 168(2), 307.
    """
    if replications < 1:
        raise DataError(tell("index.replications", replications=replications))
    chosen = choices(index, alternatives, noise=noise)
    tables, rng = ReplicaTables(index, chosen), np.random.default_rng(seed)
    drawn = _draw_levels(chosen, replications, rng)
    varied = 1 + noise * (2 * rng.random((len(index.tree.by_code), replications)) - 1)
    S, why = _score_replications(tables, drawn, varied)
    worked = ~np.isnan(S).all(axis=0)
    if not worked.any():
        raise DataError(tell("index.all_failed", replications=replications, which=offenders(list(failures(why)))))
    return Uncertainty(index, chosen, seed, replications, failures(why), rescale_scores(S[:, worked], index))


def _draw_levels(chosen: RecipeAlternatives, size: int, rng: np.random.Generator) -> dict[str, IntArray]:
    """Return the alternative of each factor that each replication has, by position."""
    return {f: rng.integers(len(chosen.levels(f)), size=size) for f in (*DATA, "weight", "aggregate", "remove")}


def _score_replications(tables: ReplicaTables, drawn: dict[str, IntArray], varied: Array) -> tuple[Array, list[str]]:
    """Return scores (N, B), and why columns that are NaN failed, one reason a column."""
    chosen, size = tables.choices, varied.shape[1]
    S = np.full((len(tables.index.scores), size), np.nan)
    why: list[str] = []
    keys = list(dict.fromkeys(zip(*(np.array(chosen.levels(f))[drawn[f]].tolist() for f in DATA), strict=True)))
    for weighting, aggregate in product(chosen.weight, chosen.aggregate):
        tables.weigh_together(keys, weighting, aggregate)
    code = np.zeros(size, dtype=np.int64)
    for factor in (*DATA, "weight", "aggregate"):
        code = code * len(chosen.levels(factor)) + drawn[factor]
    for group in np.unique(code):
        columns = np.flatnonzero(code == group)
        first = int(columns[0])
        labels = {f: chosen.levels(f)[drawn[f][first]] for f in (*DATA, "weight", "aggregate")}
        try:
            S[:, columns] = _group(tables, labels, drawn["remove"][columns], varied[:, columns])
        except DataError as error:
            why += [str(error)] * len(columns)
    return S, why


def _group(tables: ReplicaTables, labels: Mapping[str, str], removed: IntArray, varied: Array) -> Array:
    """Return the scores of replications that differ only in the noise of the weights and what is left out."""
    key = (labels["impute"], labels["treat"], labels["normalise"])
    how = (key, labels["weight"], labels["aggregate"])
    own = tables.weights(*how)
    if own is None:
        raise DataError(tables.why(*how))
    weights = {c: w * varied[[k]] for k, (c, w) in enumerate((c, own[c]) for c in tables.index.tree.by_code)}
    (S,) = evaluate(tables, [key], labels["aggregate"], left_out(weights, tables.choices.remove, removed))
    return np.asarray(S)


def left_out(weights: Mapping[str, Array], codes: tuple[str, ...], removed: IntArray) -> dict[str, Array]:
    """Return weights in which each column leaves out an indicator: the one at that place, counted from 1, 0 none."""
    found = dict(weights)
    for k, code in enumerate(codes, 1):
        if (removed == k).any():
            found[code] = np.where(removed == k, 0.0, found[code])
    return found


def rescale_scores(S: Array, index: Index) -> Array:
    """Return scores of replications at the mean and spread of the index's own."""
    own = index.scores[index.tree.top].to_numpy(dtype=np.float64)
    near = near_one(S)
    known = np.isfinite(near)
    size = np.maximum(known.sum(axis=0), 1)
    away = near - np.where(known, near, 0.0).sum(axis=0) / size
    spread = np.sqrt((np.where(known, away, 0.0) ** 2).sum(axis=0) / size)
    mean, deviation = mean_and_deviation(own)
    return np.asarray(away / np.where(spread > 0, spread, 1.0) * deviation + mean)


def ends(index: Index) -> tuple[float, float]:
    """Return the ends of the scale that no score of an index can leave; infinite where it has none.

    Means of figures on a closed scale stay on it. Other scales are open, and so are ways to combine that are no means.
    """
    scale, table = index.spec.recipe.normalise, index.stages["normalise"].values
    (low, high), slack = scale.range, ROUNDING * (scale.range[1] - scale.range[0])
    inside = low - slack <= np.nanmin(table) and np.nanmax(table) <= high + slack
    means = powers_of(index.spec, NOMINAL) is not None
    return (low, high) if scale.method in CLOSED and means and inside else (-np.inf, np.inf)


def quantiles(drawn: Array, shares: tuple[float, ...]) -> tuple[Array, ...]:
    """Return quantiles of each row of draws (N, B): the smallest value drawn with that share at or below it.

    Draws that are unknown are left out; a row of which none is known has NaN.
    """
    ordered = np.sort(drawn, axis=1)  # NaN last
    size = np.isfinite(drawn).sum(axis=1)
    rows = np.arange(len(drawn))
    return tuple(ordered[rows, np.maximum(np.ceil(s * size - 1e-9).astype(int) - 1, 0)] for s in shares)


def _moments(drawn: Array) -> Array:
    """Return mean and standard deviation of each row of draws over those that are known, (2, N); NaN where none is."""
    found = np.full((2, len(drawn)), np.nan)
    some = np.isfinite(drawn).any(axis=1)
    found[:, some] = mean_and_deviation(drawn[some].T)
    return found


def years_of(index: Index) -> IntArray | None:
    """Return the group within which each row is ranked: its year and scenario; None where all rows are one group."""
    rows = index.stages["normalise"].rows
    labels = [f"{t}/{s}" for t, s in zip(rows.times, rows.scenarios, strict=True)]
    return None if len(set(labels)) == 1 else np.unique(np.array(labels), return_inverse=True)[1].astype(np.int64)


def row_of(index: Index, unit: str, year: int | None = None) -> int:
    """Return the row of a unit, of a year or the last one it is scored in.

    Raises
    ------
    UnknownNameError
        For a unit, or a year of it, that is not scored.
    """

    rows = index.stages["normalise"].rows
    found = {t: k for k, (u, t) in enumerate(zip(rows.units, rows.times, strict=True)) if u == unit}
    if not found:
        raise unknown("unit", unit, dict.fromkeys(rows.units), tell("index.scores"))
    if year is not None and year not in found:
        raise unknown("year", year, found, tell("index.unit_years", unit=unit, years=join_items(found)))
    return found[max(found) if year is None else year]


__all__ = ["INTERVAL", "NOMINAL", "Uncertainty", "quantiles", "row_of", "uncertainty", "years_of"]
