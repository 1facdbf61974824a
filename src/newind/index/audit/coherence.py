"""Steps 4 and 9: whether indicators and pillars hang together, and what the index tells of them."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from newind.index import weights as weighting
from newind.index.analysis.correlation import alpha, correlation, figures
from newind.index.audit.evidence import CheckResult, build_unjudged_finding, require_ranked_units, require_rows, worst
from newind.kernels.quotients import magnitudes, near_one
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newind.index.audit.evidence import Evidence, Measure, Offender
    from newind.typing import Array


def pillars(e: Evidence) -> dict[str, list[str]]:
    """Return the indicators of each pillar that has two or more."""
    leaves = set(e.tree.indicators)
    own = {p: [c for c in e.tree.children[p] if c in leaves] for p in e.tree.pillars}
    return {p: codes for p, codes in own.items() if len(codes) > 1}


def correlate_indicators(e: Evidence) -> Iterator[Offender]:
    """Yield each pair of indicators of a pillar with its correlation."""
    for codes in pillars(e).values():
        yield from correlate_pairs(e, combinations(codes, 2))


def correlate_pairs(
    e: Evidence, pairs: Iterable[tuple[str, str]], size: Callable[[float], float] = float
) -> Iterator[Offender]:
    """Yield pairs of elements with their correlation."""
    scores = e.index.built.scores
    for a, b in pairs:
        yield e.pair(a, b, size(correlation(scores[a], scores[b])))


@require_rows
def conflicts(e: Evidence) -> CheckResult:
    """Return the correlations within pillars."""
    return worst(correlate_indicators(e)) if pillars(e) else build_unjudged_finding(message("index.unjudged.no_pair"))


@require_rows
def weak(e: Evidence) -> CheckResult:
    """Return the correlation of each indicator with the mean of the others of its pillar."""
    return worst(_with_rest(e)) if pillars(e) else build_unjudged_finding(message("index.unjudged.no_pair"))


def _with_rest(e: Evidence) -> Iterator[Offender]:
    for codes in pillars(e).values():
        X = figures(e.index, codes)
        for j, code in enumerate(codes):
            yield e.element(code, correlation(X[:, j], row_means(np.delete(X, j, axis=1))))


def row_means(X: Array) -> Array:
    """Return the mean of what is known in each row, NaN where nothing is.

    Examples
    --------
    >>> row_means(np.array([[1.0, 3.0], [np.nan, 2.0], [np.nan, np.nan]]))
    array([ 2.,  2., nan])
    """
    known = np.isfinite(X)
    total, n = np.where(known, X, 0.0).sum(axis=1), known.sum(axis=1)
    return np.asarray(np.divide(total, n, out=np.full(len(X), np.nan), where=n > 0))


@require_rows
def collinear(e: Evidence) -> CheckResult:
    """Return the size of the correlations of all indicators with each other."""
    if len(e.tree.indicators) < 2:
        return build_unjudged_finding(message("index.unjudged.one_indicator"))
    return worst(correlate_pairs(e, combinations(e.tree.indicators, 2), abs))


@require_rows
def pillar_correlations(e: Evidence) -> CheckResult:
    """Return the correlations of pillars with each other."""
    if len(e.tree.pillars) < 2:
        return build_unjudged_finding(message("index.unjudged.one_pillar"))
    return worst(correlate_pairs(e, combinations(e.tree.pillars, 2)))


@require_rows
def cronbach(e: Evidence) -> CheckResult:
    """Return Cronbach's alpha of each pillar."""
    own = pillars(e)
    if not own:
        return build_unjudged_finding(message("index.unjudged.no_pair"))
    return worst((e.element(p, alpha(figures(e.index, codes))) for p, codes in own.items()))


@require_rows
def components(e: Evidence) -> CheckResult:
    """Count the components of each pillar whose eigenvalue is above 1."""
    own = pillars(e)
    if not own:
        return build_unjudged_finding(message("index.unjudged.no_pair"))
    return worst((e.element(p, float((eigenvalues(e, codes) > 1 + 1e-9).sum())) for p, codes in own.items()))


@require_rows
def first_component(e: Evidence) -> CheckResult:
    """Return the share of each pillar's variance that its first component explains."""
    own = pillars(e)
    if not own:
        return build_unjudged_finding(message("index.unjudged.no_pair"))
    return worst((e.element(p, eigenvalues(e, codes)[0] / len(codes)) for p, codes in own.items()))


def eigenvalues(e: Evidence, codes: list[str]) -> Array:
    """Return the eigenvalues of the correlation matrix of some indicators over rows without gaps; NaN for too few."""
    X = figures(e.index, codes)
    X = X[np.isfinite(X).all(axis=1)]
    if len(X) < e.rules.least_rows or not (np.ptp(X, axis=0) > 0).all():
        return np.full(len(codes), np.nan)
    return weighting.components(X, names=codes).variance


@require_rows
def pillar_links(e: Evidence) -> CheckResult:
    """Return the correlation of each pillar with the index."""
    if len(e.tree.pillars) < 2:
        return build_unjudged_finding(message("index.unjudged.one_pillar"))
    scores = e.index.built.scores
    return worst(e.element(p, correlation(scores[p], e.scores)) for p in e.tree.pillars)


@require_rows
def contribution(e: Evidence) -> CheckResult:
    """Return the share of each pillar in the variance of the index: its weight times its covariance with the index."""
    own = e.tree.pillars
    if len(own) < 3:
        return build_unjudged_finding(message("index.unjudged.few_pillars"))
    known = np.isfinite(e.scores)
    weight, scores = e.index.weights["effective"], np.stack([e.index.built.scores[p][known] for p in own])
    near, whole = np.ldexp(scores, -magnitudes(scores.ravel())), near_one(e.scores[known])
    parts = np.array([weight[p] * _covariance(x, whole) for p, x in zip(own, near, strict=True)])
    total = np.abs(parts).sum()
    return worst(map(e.element, own, parts / total if total > 0 else parts * np.nan))


def _covariance(x: Array, y: Array) -> float:
    both = np.isfinite(x) & np.isfinite(y)
    return float(np.mean((x[both] - x[both].mean()) * (y[both] - y[both].mean()))) if both.any() else 0.0


@require_ranked_units
def added_value(e: Evidence) -> CheckResult:
    """Return, for each pillar, the share of rows whose rank in it is another than in the index."""
    if len(e.tree.pillars) < 2:
        return build_unjudged_finding(message("index.unjudged.one_pillar"))
    shares = [e.find_shifted_rows(e.shifts(e.index.built.scores[p]))[0] for p in e.tree.pillars]
    return worst(map(e.element, e.tree.pillars, shares), places=e.places_of(e.rules.shift))


@require_rows
def links(e: Evidence) -> CheckResult:
    """Return the rank correlation of the index with measures that stand outside it."""
    if not e.links:
        return build_unjudged_finding(message("index.unjudged.no_links"))
    found = (e.element(name, correlation(e.scores, column, "spearman")) for name, column in e.links.items())
    return worst(found, asked=len(e.links))


CHECKS: dict[str, Measure] = {
    "conflicts": conflicts,
    "weak": weak,
    "collinear": collinear,
    "pillars_apart": pillar_correlations,
    "pillars_against": pillar_correlations,
    "cronbach": cronbach,
    "components": components,
    "first_component": first_component,
    "pillar_links": pillar_links,
    "contribution": contribution,
    "added_value": added_value,
    "links": links,
}
