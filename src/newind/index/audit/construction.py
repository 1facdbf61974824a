"""Steps 5 to 7: outliers and scales, weights and what they do, and how far parts make up for each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.index import weights as weighting
from newind.index.analysis.influence import effective_weights
from newind.index.audit.evidence import require_ranked_units, require_rows
from newind.index.audit.finding import CheckResult, build_unjudged_finding, count_offenders, worst
from newind.index.batch import POWERS, positive, tree_scores
from newind.index.choices import before
from newind.index.combine import list_sibling_weights
from newind.index.treat import passes, skewness
from newind.kernels.quotients import mean_and_deviation
from newind.messages import message

if TYPE_CHECKING:
    from newind.index.audit.evidence import Evidence, Measure
    from newind.typing import Array

NOTHING = 1e-9
"""Weight below which an element does not count."""


@require_rows
def outliers(e: Evidence) -> CheckResult:
    """Count the indicators whose figures are skewed and peaked once they were treated."""
    X = e.select_scored_rows(before(e.index, "normalise")).values
    limits = e.rules["outliers"].further
    ok = passes(X, limits["max_skew"], limits["max_kurtosis"])
    skew = skewness(X)
    order = sorted(np.flatnonzero(~ok), key=lambda j: -abs(skew[j]))
    return count_offenders((e.element(e.table.codes[j]) for j in order), asked=len(ok))


def winsorised_count(e: Evidence) -> CheckResult:
    """Count the values of each indicator that were brought in."""
    treated = e.index.built.fitted.treated
    if treated is None:
        return build_unjudged_finding(message("index.unjudged.not_treated"))
    points = treated.points
    return worst(map(e.element, e.table.codes, points), changed=int(points.sum()))


@require_rows
def spread(e: Evidence) -> CheckResult:
    """Return the widest spread of a normalised indicator against the narrowest."""
    sd = mean_and_deviation(e.table.values)[1]
    codes = e.table.codes
    some = np.flatnonzero(sd > 0)
    if len(some) < 2:
        return build_unjudged_finding(message("index.unjudged.no_spread"))
    wide, narrow = some[np.argmax(sd[some])], some[np.argmin(sd[some])]
    names = {"wide": e.name(codes[wide]), "narrow": e.name(codes[narrow])}
    who = (e.element(codes[wide], float(sd[wide])), e.element(codes[narrow], float(sd[narrow])))
    return CheckResult(float(sd[wide] / sd[narrow]), who, names)


@require_rows
def importance(e: Evidence) -> CheckResult:
    """Return by which factor the importance of each element differs from its weight among its siblings."""
    found = effective_weights(e.index)
    found = found[found["weight"].between(NOTHING, 1 - NOTHING)]
    if found.empty:
        return build_unjudged_finding(message("index.unjudged.no_two_parts"))
    factor = factors(found["ratio"].to_numpy(np.float64), found["correlation"].to_numpy(np.float64))
    said = message("index.construction.against") if np.isinf(factor).any() else ""
    return worst(map(e.element, found.index, factor), against=said)


def factors(ratio: Array, correlation: Array) -> Array:
    """Return how far ratios are from one, either way; endless for what moves against its parent.

    Examples
    --------
    >>> factors(np.array([0.5, 2.0, 1.0]), np.array([0.3, 0.8, -0.5]))
    array([ 2.,  2., inf])
    """
    away = np.exp(np.abs(np.log(np.maximum(ratio, 1e-300))))
    return np.where(np.isnan(correlation), np.nan, np.where(correlation <= 0, np.inf, away))


def largest_weight(e: Evidence) -> CheckResult:
    """Return the largest weight among three elements or more."""
    nodes = [n for n in e.index.built.fitted.nodes if len(n.parts) > 2]
    if not nodes:
        return build_unjudged_finding(message("index.unjudged.no_three_parts"))
    return worst((e.element(p, w) for n in nodes for p, w in zip(n.parts, n.weights, strict=True)))


def unweighted_count(e: Evidence) -> CheckResult:
    """Count the elements without weight."""
    weights = list_sibling_weights(e.index.built.fitted.nodes, e.tree.top)
    return count_offenders((e.element(c) for c, w in weights.items() if w < NOTHING), asked=len(weights))


def consistency(e: Evidence) -> CheckResult:
    """Return the consistency ratio of pairwise comparisons."""
    matrices = e.index.spec.recipe.weight.ahp
    nodes = [n for n in e.index.built.fitted.nodes if n.weighting == "ahp" and n.code in matrices]
    if not nodes:
        return build_unjudged_finding(message("index.unjudged.no_comparisons"))
    found = {n.code: weighting.ahp(np.array(matrices[n.code], dtype=np.float64), names=n.parts) for n in nodes}
    return worst((e.element(code, one.consistency_ratio) for code, one in found.items()))


@require_ranked_units
def compensability(e: Evidence) -> CheckResult:
    """Return the share of ranks that shift between arithmetic and geometric means of the same figures and weights."""
    arithmetic, geometric = (_by(e, POWERS[name]) for name in ("arithmetic", "geometric"))
    share, who = e.find_shifted_rows(e.shifts(geometric, arithmetic))
    return CheckResult(share, who, {"places": e.places_of(e.rules.shift)})


def _by(e: Evidence, power: float) -> Array:
    """Return the index by means of one exponent throughout."""
    own = {c: np.array([w]) for c, w in list_sibling_weights(e.index.built.fitted.nodes, e.tree.top).items()}
    powers = dict.fromkeys(e.tree.aggregates, power)
    return tree_scores(positive(e.table.values), own, e.tree, powers)[e.tree.top][:, 0]


@require_ranked_units
def ties(e: Evidence) -> CheckResult:
    """Return the share of rows that share their rank with another."""
    rank = e.ranks(e.scores)
    groups = np.zeros(len(rank)) if e.groups is None else e.groups
    _, place, often = np.unique(np.stack([groups, rank]), axis=1, return_inverse=True, return_counts=True)
    shared = np.flatnonzero((often[np.ravel(place)] > 1) & np.isfinite(rank))
    return CheckResult(len(shared) / len(rank), tuple(e.row(int(k)) for k in shared))


CHECKS: dict[str, Measure] = {
    "outliers": outliers,
    "winsorised": winsorised_count,
    "spread": spread,
    "importance": importance,
    "largest_weight": largest_weight,
    "unweighted": unweighted_count,
    "consistency": consistency,
    "compensability": compensability,
    "ties": ties,
}
