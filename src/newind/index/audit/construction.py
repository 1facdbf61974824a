"""Steps 5 to 8: outliers and scales, weights, how far parts make up for each other, how far ranks depend on choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import offenders
from newind.index import weights as weighting
from newind.index.analysis.correlation import effective_weights
from newind.index.analysis.versions import removal as removals
from newind.index.audit.evidence import (
    CheckResult,
    Offender,
    build_unjudged_finding,
    count_offenders,
    require_computable,
    require_ranked_units,
    require_rows,
    worst,
)
from newind.index.choices import NOMINAL, POWERS, before, positive, tree_scores
from newind.index.combine import list_sibling_weights
from newind.index.treat import passes, skewness
from newind.index.variance import sensitivity
from newind.kernels.quotients import mean_and_deviation
from newind.messages import message, message_group

if TYPE_CHECKING:
    from newind.index.audit.evidence import Evidence, Measure
    from newind.messages import Text
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


FACTORS: dict[str, Text] = message_group("index.robustness.factors")
METHODS: dict[str, Text] = message_group("index.robustness.methods")
"""Alternatives that are tried; what is not named is called as in the recipe."""


@require_ranked_units
@require_computable
def interval_width(e: Evidence) -> CheckResult:
    """Return the share of rows whose interval of ranks is wide."""
    found = e.doubt.ranks
    width = (found["high"] - found["low"]).to_numpy() / e.places
    if not np.isfinite(width).any():
        return build_unjudged_finding(message("index.unjudged.no_interval"))
    wide = np.flatnonzero(width > e.rules.wide)
    order = wide[np.argsort(-width[wide], kind="stable")]
    figures = {"replications": f"{e.doubt.replications:,}", "places": e.places_of(e.rules.wide)}
    return CheckResult(len(wide) / int(np.isfinite(width).sum()), tuple(e.row(int(k)) for k in order), figures)


@require_ranked_units
@require_computable
def outside(e: Evidence) -> CheckResult:
    """Return the share of ranks that lie outside their own interval."""
    found = e.doubt.ranks
    nominal, low, high = (found[name].to_numpy() for name in ("nominal", "low", "high"))
    known = int((np.isfinite(low) & np.isfinite(high)).sum())
    if not known:
        return build_unjudged_finding(message("index.unjudged.no_interval"))
    beyond = np.flatnonzero((nominal < low) | (nominal > high))
    return CheckResult(len(beyond) / known, tuple(e.row(int(k)) for k in beyond))


@require_ranked_units
@require_computable
def choice(e: Evidence) -> CheckResult:
    """Return by how much ranks move on average when one alternative takes the place of the index's own choice."""
    told = sensitivity(e.index, {"remove": False})
    moved = told.shift[~told.shift["alternative"].isin([NOMINAL, "none"]) | (told.shift["factor"] == "treat")]
    items = [_alternative(row, float(e.places.mean())) for row in moved.to_dict("records")]
    first = told.overall["first"].drop("together").fillna(0.0)
    factor = str(first.idxmax())
    return worst(items, factor=FACTORS[factor], first=f"{first[factor]:.0%}")


def _alternative(row: dict[Any, Any], places: float) -> Offender:
    step, label = row["factor"], row["alternative"]
    said = message("index.robustness.replaced", factor=FACTORS[step], method=METHODS.get(label, label))
    return Offender(f"{step} {label}", said, row["shift"] / places)


@require_ranked_units
@require_computable
def removal(e: Evidence) -> CheckResult:
    """Return by how much ranks move on average when one indicator is left out."""
    if len(e.tree.indicators) < 2:
        return build_unjudged_finding(message("index.unjudged.one_indicator"))
    found = removals(e.index, e.tree.indicators)
    return worst(map(e.element, found.index, found["mean"] / e.places.mean()))


@require_ranked_units
@require_computable
def failure_share(e: Evidence) -> CheckResult:
    """Return the share of replications that could not be computed."""
    lost = sum(e.doubt.failed.values())
    figures = {"replications": f"{e.doubt.replications:,}", "why": offenders(list(e.doubt.failed)) if lost else ""}
    return CheckResult(lost / e.doubt.replications, figures=figures)


ROBUSTNESS_CHECKS: dict[str, Measure] = {
    "interval_width": interval_width,
    "outside": outside,
    "choice": choice,
    "removal": removal,
    "failed": failure_share,
}
