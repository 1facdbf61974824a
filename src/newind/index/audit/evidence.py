"""Evidence of the checks: values of an index at its steps, rows, tree, and findings, worst elements or units first."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import ConvergenceError, DataError
from newind.index.choices import before, ranks
from newind.index.montecarlo import years_of
from newind.messages import Text, in_each, list_languages, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from newind.index.audit.judging import AuditRule, AuditRules, Words
    from newind.index.elements import Tree
    from newind.index.index import Index
    from newind.index.montecarlo import Uncertainty
    from newind.index.table import Table, TableRows
    from newind.typing import Array, BoolArray, IntArray

    Measure = Callable[["Evidence"], "CheckResult"]


NOTHING = message("index.unjudged.nothing")


@dataclass(frozen=True)
class Offender:
    """An element, a pair of elements or a row of the index, with its figure.

    Attributes
    ----------
    code : str
    name : dict
        In ``en`` and ``zh``.
    value : float
        NaN where only the name matters.
    """

    code: str
    name: Words
    value: float = float("nan")


@dataclass(frozen=True)
class CheckResult:
    """Finding of a check.

    Attributes
    ----------
    value : float
        NaN where it cannot be judged, or where it is that of the worst item.
    offenders : tuple of Offender
        Those beyond the threshold, worst first.
    figures : mapping
        Further figures and names that its sentences use; a mapping of ``en`` and ``zh`` where they differ.
    reason : dict, optional
        Why it cannot be judged.
    items : tuple of Offender
        All that were looked at, where the threshold holds for each of them.
    """

    value: float
    offenders: tuple[Offender, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)
    reason: Words | None = None
    items: tuple[Offender, ...] = ()

    def apply_threshold(self, rule: AuditRule) -> CheckResult:
        """Return the finding held against a threshold: its figure is that of the item nearest to it or beyond."""
        if not self.items:
            return self
        known = [item for item in self.items if not np.isnan(item.value)]
        if not known:
            return build_unjudged_finding(NOTHING)
        ordered = sorted(known, key=lambda item: item.value if rule.least else -item.value)
        beyond = tuple(item for item in ordered if rule.fails(item.value))
        return CheckResult(ordered[0].value, beyond, {"worst": ordered[0].name, **self.figures})


def build_unjudged_finding(reason: Text) -> CheckResult:
    """Return the finding that no figure can tell, with the reason."""
    return CheckResult(float("nan"), reason=reason)


def worst(items: Iterable[Offender], **figures: Any) -> CheckResult:
    """Return the finding on the worst of some items; those without a figure are left out."""
    found = tuple(items)
    return CheckResult(float("nan"), figures=figures, items=found) if found else build_unjudged_finding(NOTHING)


def count_offenders(items: Iterable[Offender], **figures: Any) -> CheckResult:
    """Return the finding that there are so many of something."""
    found = tuple(items)
    return CheckResult(float(len(found)), found, figures)


@dataclass(frozen=True, eq=False)
class Evidence:
    """An index and what its audit is to know.

    Attributes
    ----------
    index : Index
    rules : AuditRules
    sizes : name → (N,) figures of the size of the rows that are scored, beside the denominators of the index
    links : name → (N,) figures of measures to which the index should be linked
    replications, seed : of the Monte Carlo
    """

    index: Index
    rules: AuditRules
    sizes: Mapping[str, Array] = field(default_factory=dict)
    links: Mapping[str, Array] = field(default_factory=dict)
    replications: int = 1000
    seed: int = 0

    @property
    def tree(self) -> Tree:
        """Indicators and aggregates."""
        found: Tree = self.index.tree
        return found

    @property
    def table(self) -> Table:
        """Normalised figures of the rows that are scored."""
        return self.index.stages["normalise"]

    @property
    def rows(self) -> TableRows:
        """The rows that are scored."""
        return self.table.rows

    @cached_property
    def observed_values(self) -> Array:
        """(N, J) figures of the scored rows as they were before gaps were filled."""
        return self.select_scored_rows(before(self.index, "impute")).values

    @cached_property
    def filled(self) -> BoolArray:
        """(N, J) which figures were filled in."""
        return np.asarray(np.isnan(self.observed_values) & np.isfinite(self.table.values))

    @cached_property
    def groups(self) -> IntArray | None:
        """(N,) group within which each row is ranked: its year and scenario; None where all are one group."""
        return years_of(self.index)

    @cached_property
    def places(self) -> Array:
        """(N,) how many rows each row is ranked among."""
        if self.groups is None:
            return np.full(len(self.rows), float(len(self.rows)))
        return np.asarray(np.bincount(self.groups)[self.groups], dtype=np.float64)

    @cached_property
    def scores(self) -> Array:
        """(N,) scores of the index."""
        return self.index.built.scores[self.tree.top]

    @cached_property
    def doubt(self) -> Uncertainty:
        """Intervals of the ranks over other ways to build the index.

        Raises
        ------
        DataError
            Where no replication can be computed.
        """
        return self.index.uncertainty(self.replications, seed=self.seed)

    def select_scored_rows(self, table: Table) -> Table:
        """Return the rows of a table that are scored."""
        kept = set(self.rows.labels)
        return table.take(np.array([label in kept for label in table.rows.labels], dtype=bool))

    def ranks(self, scores: Array) -> Array:
        """Return ranks of scores (N,) within each year."""
        return ranks(scores[:, None], self.groups)[:, 0]

    def shifts(self, scores: Array, other: Array | None = None) -> Array:
        """Return how far ranks by other scores are from those of the index, as shares of the places, (N,)."""
        mine = self.ranks(self.scores if other is None else other)
        return np.asarray(np.abs(self.ranks(scores) - mine) / self.places)

    def element(self, code: str, value: float = float("nan")) -> Offender:
        """Return an element with a figure."""
        return Offender(code, self.name(code), float(value))

    def pair(self, one: str, other: str, value: float) -> Offender:
        """Return two elements with a figure."""
        a, b = self.name(one), self.name(other)
        said = message("index.evidence.pair.with", a=a, b=b)
        return Offender(f"{one} {other}", said, float(value))

    def name(self, code: str) -> Words:
        """Return the name of an element in each language."""
        return in_each(partial(self.index.spec.label, code))

    def row(self, at: int, value: float = float("nan")) -> Offender:
        """Return a scored row with a figure."""
        return row_of(self.rows, at, value)

    def find_shifted_rows(self, shifts: Array) -> tuple[float, tuple[Offender, ...]]:
        """Return the share of rows whose rank has shifted, and these rows by how far, farthest first."""
        beyond = np.flatnonzero(shifts > self.rules.shift)
        order = beyond[np.argsort(-shifts[beyond], kind="stable")]
        known = np.isfinite(shifts)
        return float(len(beyond) / max(int(known.sum()), 1)), tuple(self.row(int(k)) for k in order)

    def places_of(self, share: float) -> Words:
        """Return a share of the places (of the largest year) as a number of places in words."""
        n = int(np.floor(share * self.places.max() + 1e-9))
        return message("index.evidence.places_of.place", n=n, value="" if n == 1 else "s")


def row_of(rows: TableRows, at: int, value: float = float("nan")) -> Offender:
    """Return a row with its name, its year and a figure."""
    unit, label = rows.units[at], rows.labels[at]
    beside = label.removeprefix(unit) if rows.panel else ""
    name = (rows.names.get(unit, "") or unit) + beside
    return Offender(label, dict.fromkeys(list_languages(), name), float(value))


def require_rows(measure: Measure) -> Measure:
    """Return a measure that is not judged where there are too few rows for correlations to say something."""
    return _least(measure, lambda e: len(e.rows), "few_rows")


def require_ranked_units(measure: Measure) -> Measure:
    """Return a measure that is not judged where too few units are ranked together."""
    return _least(measure, lambda e: int(e.places.max()), "few_units")


def _least(measure: Measure, count: Callable[[Evidence], int], why: str) -> Measure:
    def judge_evidence(e: Evidence) -> CheckResult:
        n, least = count(e), e.rules.least_rows
        if n < least:
            return build_unjudged_finding(message(f"index.unjudged.{why}", n=n, least=least))
        return measure(e)

    return judge_evidence


def require_computable(measure: Measure) -> Measure:
    """Return a measure that is not judged where the index cannot be computed in another way, with the reason."""

    def judge_evidence(e: Evidence) -> CheckResult:
        try:
            return measure(e)
        except (DataError, ConvergenceError) as error:
            return build_unjudged_finding(message("index.unjudged.failed", error=str(error).rstrip(".")))

    return judge_evidence
