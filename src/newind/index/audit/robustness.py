"""Step 8: how far ranks depend on the choices that were made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import offenders
from newind.index.analysis.removing import removal as removals
from newind.index.audit.evidence import require_computable, require_ranked_units
from newind.index.audit.finding import CheckResult, Offender, build_unjudged_finding, worst
from newind.index.choices import NOMINAL
from newind.index.variance import sensitivity
from newind.messages import message, message_group

if TYPE_CHECKING:
    from newind.index.audit.evidence import Evidence, Measure
    from newind.messages import Text

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


CHECKS: dict[str, Measure] = {
    "interval_width": interval_width,
    "outside": outside,
    "choice": choice,
    "removal": removal,
    "failed": failure_share,
}
