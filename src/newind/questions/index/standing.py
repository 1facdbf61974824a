"""Position of an economy in the New Industrialization Index: scores, ranks and obstacles, each with its range."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.accounts.panel import Panel
from newind.index.building import build, fitting
from newind.index.intake import table_of
from newind.index.montecarlo import INTERVAL, Uncertainty, quantiles, uncertainty
from newind.index.normalise import available, columns_of, empty_pillars
from newind.index.sizes import sizes
from newind.index.specification import spec
from newind.kernels.coupling import obstacle

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.index.audit import Audit
    from newind.index.index import Index
    from newind.index.specification import Spec
    from newind.index.table import Table
    from newind.typing import Array

SPEC = "new-industrialization"
REPLICATIONS, SEED = 1000, 0
"""Of the ranges."""
TOP = 100.0
"""Score at the top of every scale."""


@dataclass(frozen=True)
class ScoreRange:
    """A figure by the index's own choices, and the ends of its range over others."""

    value: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """Whether the sign is the same over the range."""
        return self.low > 0 or self.high < 0

    def meets(self, other: ScoreRange) -> bool:
        """Tell whether two ranges overlap."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True)
class Pillar:
    """A pillar of an economy: its score and rank, the median score of the others, its share in what is missing."""

    score: ScoreRange
    rank: ScoreRange
    others: float
    obstacle: float


@dataclass(frozen=True)
class Standing:
    """An economy on the index, in its last scored year.

    Attributes
    ----------
    region, year, years : the economy, that year, and all years in which it is scored
    scores, ranks : code → figure of every economy scored in that year, by rank
    past : year → score of the economy in its other scored years
    change : of the score since the first scored year, None where there is one year only
    pillars : code → pillar
    obstacles : indicator → share in what is missing to the top, the largest first; empty where nothing is missing
    imputed : (economy, indicator) → years in which the figure was imputed
    spec : by which economies are scored: reduced where the accounts lack too much for the whole index
    last : indicator that the reduced index lacks → the last year in which it is known of the economy, and the figure
    """

    region: str
    year: int
    years: tuple[int, ...]
    scores: dict[str, ScoreRange]
    ranks: dict[str, ScoreRange]
    past: dict[int, ScoreRange]
    change: ScoreRange | None
    pillars: dict[str, Pillar]
    obstacles: dict[str, float]
    imputed: dict[tuple[str, str], tuple[int, ...]]
    spec: Spec
    last: dict[str, tuple[int, float]]

    @property
    def own(self) -> tuple[ScoreRange, ScoreRange]:
        """Score and rank of the economy."""
        return self.scores[self.region], self.ranks[self.region]

    @property
    def overlapping(self) -> tuple[str, ...]:
        """Economies whose interval of ranks overlaps with that of the economy: their order means nothing."""
        mine = self.ranks[self.region]
        return tuple(c for c, r in self.ranks.items() if c != self.region and mine.meets(r))

    def list_imputed_years(self, region: str) -> dict[str, tuple[int, ...]]:
        """Return the years in which figures of an economy were imputed, by indicator."""
        return {code: years for (unit, code), years in self.imputed.items() if unit == region}


@dataclass(frozen=True)
class ScoreExclusion:
    """Why a specification does not score an economy: what is known in its best year, and the pillars that it lacks."""

    year: int
    known: float
    pillars: tuple[str, ...]
    missing: tuple[str, ...]
    spec: Spec


@dataclass(frozen=True, eq=False)
class IndexReplications:
    """The index of accounts and its replications, of the whole and of each pillar."""

    index: Index
    whole: Uncertainty
    pillars: dict[str, Uncertainty]


@cache
def of_index() -> Spec:
    """Return the specification of the index."""
    return spec(SPEC)


@memo
def figures(w: Accounts | Panel) -> Table:
    """Return the indicators of the index of all economies and years; of several databases those of the last."""
    return table_of(w, of_index())


@memo
def build_index(w: Accounts | Panel) -> IndexReplications:
    """Return the index of accounts, once as long as they live.

    Raises
    ------
    DataError
        Where these accounts allow no index.
    """
    index = build(figures(w), of_index())
    pillars = {code: _alone(index, code) for code in index.tree.pillars}
    return IndexReplications(index, uncertainty(index, REPLICATIONS, SEED), pillars)


def _alone(index: Index, pillar: str) -> Uncertainty:
    """Return the replications of a pillar: of the index in which no other has a weight.

    Where the pillar has no gaps, how the others' are filled does not matter, and is done in the quickest way.
    """
    tree, leaves = index.tree, list(index.tree.leaves(pillar))
    weights = {code: float(code == pillar) for code in tree.pillars}
    gaps = any(code in leaves for _, code in _find_imputed_years(index))
    part = index.replay({"weights": weights} | ({} if gaps else {"impute": "mean"}))
    varied = {"weight": [], "remove": leaves if len(leaves) > 1 else []} | ({} if gaps else {"impute": []})
    return uncertainty(part, REPLICATIONS, SEED, alternatives=varied)


@memo
def audit_index(w: Accounts | Panel) -> Audit:
    """Return the audit of the index of accounts."""
    return build_index(w).index.audit(
        sizes=sizes(w.within() if isinstance(w, Panel) else w), replications=REPLICATIONS, seed=SEED
    )


def lacking(w: Accounts | Panel, region: str) -> ScoreExclusion | None:
    """Return what an economy lacks to be scored in its best year, None where it has enough."""
    whole = figures(w)
    chosen = fitting(whole, of_index())
    table = whole.select(chosen.tree.indicators)
    own = np.flatnonzero(np.array(table.rows.units, dtype=object) == region)
    share, empty = available(table.values), empty_pillars(table.values, columns_of(chosen))
    best = max(own, key=lambda i: (share[i], table.rows.times[i]))
    gone = tuple(p for p, nothing in zip(chosen.tree.pillars, empty[best], strict=True) if nothing)
    if share[best] >= chosen.recipe.screen.min_available and not gone:
        return None
    missing = tuple(c for c, v in zip(table.codes, table.values[best], strict=True) if np.isnan(v))
    return ScoreExclusion(table.rows.times[best], float(share[best]), gone, missing, chosen)


def standing(w: Accounts | Panel, region: str) -> Standing | None:
    """Return where an economy stands, None where it is not scored in any year.

    Raises
    ------
    DataError
        Where these accounts allow no index.
    """
    found = build_index(w)
    rows = found.index.stages["normalise"].rows
    own = {t: k for k, (u, t) in enumerate(zip(rows.units, rows.times, strict=True)) if u == region}
    if not own:
        return None
    years = tuple(sorted(own))
    here = {rows.units[k]: k for k, t in enumerate(rows.times) if t == years[-1]}
    scores, ranks = (_list_ranges(part) for part in (found.whole.scores, found.whole.ranks))
    order = sorted(here, key=lambda c: ranks[here[c]].value)
    return Standing(
        region,
        years[-1],
        years,
        {c: scores[here[c]] for c in order},
        {c: ranks[here[c]] for c in order},
        {t: scores[own[t]] for t in years[:-1]},
        _change(found, own[years[0]], own[years[-1]]) if len(years) > 1 else None,
        _pillars(found, here, region),
        _obstacles(found.index, here[region]),
        _find_imputed_years(found.index),
        found.index.spec,
        _last(figures(w), region, found.index.spec.lacking),
    )


def _last(table: Table, region: str, codes: Sequence[str]) -> dict[str, tuple[int, float]]:
    """Return the last year in which each indicator is known of an economy, with the figure."""
    own = [i for i, unit in enumerate(table.rows.units) if unit == region]
    found: dict[str, tuple[int, float]] = {}
    for code in codes:
        values = table.column(code)
        known = [(table.rows.times[i], float(values[i])) for i in own if np.isfinite(values[i])]
        found |= {code: max(known)} if known else {}
    return found


def _list_ranges(part: pd.DataFrame) -> list[ScoreRange]:
    """Return the rows of a summary of replications."""
    return [ScoreRange(*map(float, r)) for r in part[["nominal", "low", "high"]].to_numpy()]


def _change(found: IndexReplications, first: int, last: int) -> ScoreRange:
    """Return how a score changed, and between which ends in the same replications."""
    nominal = found.index.scores[found.index.tree.top].to_numpy(dtype=np.float64)
    samples = found.whole.samples
    low, high = quantiles((samples[last] - samples[first])[None, :], INTERVAL)
    return ScoreRange(float(nominal[last] - nominal[first]), float(low[0]), float(high[0]))


def _pillars(found: IndexReplications, here: dict[str, int], region: str) -> dict[str, Pillar]:
    shares, at = _shares(found.index, here[region]), here[region]
    tree, codes = found.index.tree, found.index.tree.indicators
    made = {}
    for code, part in found.pillars.items():
        scores, ranks = _list_ranges(part.scores), _list_ranges(part.ranks)
        others = median(scores[k].value for c, k in here.items() if c != region) if len(here) > 1 else float("nan")
        share = sum(float(shares[codes.index(leaf)]) for leaf in tree.leaves(code))
        made[code] = Pillar(scores[at], ranks[at], others, share)
    return made


def _shares(index: Index, row: int) -> Array:
    """Return the obstacle degree of each indicator in a row."""
    weights = index.weights["effective"][list(index.tree.indicators)].to_numpy(dtype=np.float64)
    values = index.stages["normalise"].values[[row]] / TOP
    shares: Array = obstacle(np.clip(values, 0.0, 1.0), weights)[0]
    return shares


def _obstacles(index: Index, row: int) -> dict[str, float]:
    shares = dict(zip(index.tree.indicators, map(float, _shares(index, row)), strict=True))
    known = {code: s for code, s in shares.items() if s == s}
    return dict(sorted(known.items(), key=lambda item: -item[1]))


def _find_imputed_years(index: Index) -> dict[tuple[str, str], tuple[int, ...]]:
    """Return which figures of scored rows were imputed."""
    if "impute" not in index.stages:
        return {}
    rows, codes = index.stages["normalise"].rows, index.table.codes
    given = dict(zip(index.table.rows.labels, np.isnan(index.table.values), strict=True))
    gaps = np.array([given[label] for label in rows.labels])
    found: dict[tuple[str, str], tuple[int, ...]] = {}
    for i, j in np.argwhere(gaps):
        key = rows.units[i], codes[j]
        found[key] = (*found.get(key, ()), rows.times[i])
    return found


__all__ = [
    "Pillar",
    "ScoreExclusion",
    "ScoreRange",
    "Standing",
    "audit_index",
    "build_index",
    "lacking",
    "of_index",
    "standing",
]
