"""Steps 1 to 3 and 10: whether the concept is laid out, which figures were chosen, whether results can be shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.index.analysis.correlation import correlation
from newind.index.analysis.distribution import counts
from newind.index.audit.evidence import (
    CheckResult,
    Offender,
    build_unjudged_finding,
    count_offenders,
    require_computable,
    require_ranked_units,
    require_rows,
    row_of,
    worst,
)
from newind.index.impute import NAMES
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newind.index.audit.evidence import Evidence, Measure
    from newind.index.elements import Element
    from newind.typing import Array


CHINESE = re.compile(r"[\u3400-\u9fff]")
NAMED = ("indicator", "aggregate", "unscored")


def definition(e: Evidence) -> CheckResult:
    """Count the languages in which the concept is described."""
    return CheckResult(float(sum(spoken(e.index.spec.note).values())))


def spoken(said: Mapping[Any, str]) -> dict[str, bool]:
    """Return the languages in which there is a text; the same text for both is in one of them.

    Examples
    --------
    >>> spoken({"en": "Wages", "zh": "工资"}), spoken({"en": "Wages", "zh": "Wages"})
    ({'en': True, 'zh': True}, {'en': True, 'zh': False})
    """
    en, zh = said.get("en", "").strip(), said.get("zh", "").strip()
    return {"en": bool(en) and not CHINESE.search(en), "zh": bool(CHINESE.search(zh))}


def dimensions(e: Evidence) -> CheckResult:
    """Count the pillars."""
    return CheckResult(float(len(e.tree.pillars)))


def pillar_size(e: Evidence) -> CheckResult:
    """Count the indicators of each pillar."""
    leaves = set(e.tree.indicators)
    return worst(e.element(p, len(leaves & set(e.tree.children[p]))) for p in e.tree.pillars)


def indicators(e: Evidence) -> CheckResult:
    """Count the indicators."""
    return CheckResult(float(len(e.tree.indicators)))


def reasons(e: Evidence) -> CheckResult:
    """Count elements that aim at a target, or are not scored, and do not say why."""
    asked = [x for x in e.index.spec.elements if x.kind == "unscored" or _aims(x)]
    return count_offenders((e.element(x.code) for x in asked if not any(x.reason.values())), asked=len(asked))


def _aims(x: Element) -> bool:
    return x.kind == "indicator" and x.direction == "target"


def names(e: Evidence) -> CheckResult:
    """Return the share of elements that have a name in both languages."""
    asked = [x for x in e.index.spec.elements if x.kind in NAMED]
    without = tuple(e.element(x.code) for x in asked if not all(spoken(x.name).values()))
    return CheckResult(1 - len(without) / len(asked), without, {"asked": len(asked)})


@require_computable
def intervals(e: Evidence) -> CheckResult:
    """Return the share of rows whose rank has an interval that is based on every replication."""
    known = np.asarray(np.isfinite(e.doubt.samples).all(axis=1))
    without = tuple(e.row(int(k)) for k in np.flatnonzero(~known))
    return CheckResult(float(known.mean()), without, {"units": len(known)})


@require_computable
def reproduction_error(e: Evidence) -> CheckResult:
    """Return by how much scores differ when they are computed again from the figures by what is fixed."""
    from newind.index.index import score_table

    again = score_table(e.index, e.index.table)[e.tree.top].to_numpy(dtype=np.float64)
    place = {label: k for k, label in enumerate(e.index.table.rows.labels)}
    again = again[[place[label] for label in e.rows.labels]]
    span = float(np.ptp(e.scores)) or 1.0
    return worst(map(e.row, range(len(again)), np.nan_to_num(np.abs(again - e.scores) / span, nan=np.inf)))


CONCEPT_CHECKS: dict[str, Measure] = {
    "definition": definition,
    "dimensions": dimensions,
    "pillar_size": pillar_size,
    "indicators": indicators,
    "reasons": reasons,
    "names": names,
    "intervals": intervals,
    "reproduced": reproduction_error,
}


def indicator_coverage(e: Evidence) -> CheckResult:
    """Return the share of all rows given in which each indicator is known."""
    known = np.isfinite(e.index.table.values).mean(axis=0)
    return worst(map(e.element, e.index.table.codes, known), given=len(e.index.table.rows))


def unit_coverage(e: Evidence) -> CheckResult:
    """Return the share of indicators that each scored row has."""
    return worst(map(e.row, range(len(e.rows)), np.isfinite(e.observed_values).mean(axis=1)))


def scored_share(e: Evidence) -> CheckResult:
    """Return the share of the rows given that are scored."""
    given, kept = e.index.table.rows, set(e.rows.labels)
    gone = tuple(row_of(given, k) for k, label in enumerate(given.labels) if label not in kept)
    return CheckResult(len(kept) / len(given), gone, {"given": len(given)})


def discrimination(e: Evidence) -> CheckResult:
    """Return the share of the known values of each indicator that are one and the same."""
    found = [counts(column) for column in e.observed_values.T]
    shares = [same / known if known else np.nan for known, _, _, same in found]
    return worst(map(e.element, e.table.codes, shares))


@require_rows
def size(e: Evidence) -> CheckResult:
    """Return the rank correlation of each indicator with each denominator and size."""
    sizes = {**e.table.beside, **e.sizes}
    if not sizes:
        return build_unjudged_finding(message("index.unjudged.no_sizes"))
    found = [_with_size(e, code, name, sizes[name]) for code in e.table.codes for name in sizes]
    return worst(found)


def _with_size(e: Evidence, code: str, name: str, below: Array) -> Offender:
    value = correlation(e.observed_values[:, e.table.codes.index(code)], below, "spearman")
    return e.pair(code, name, abs(value))


def units(e: Evidence) -> CheckResult:
    """Count the indicators without a unit."""
    return count_offenders(
        (e.element(x.code) for x in e.index.spec.indicator_elements if not x.unit), asked=len(e.tree.indicators)
    )


def sources(e: Evidence) -> CheckResult:
    """Count the sources that are named."""
    return CheckResult(float(sum(bool(said.strip()) for said in e.index.spec.sources)))


def imputed_share(e: Evidence) -> CheckResult:
    """Return the share of each indicator's figures that were filled in."""
    figures = {"imputed": int(e.filled.sum()), "cells": e.filled.size}
    return worst(map(e.element, e.table.codes, e.filled.mean(axis=0)), **figures)


def gaps(e: Evidence) -> CheckResult:
    """Return the share of figures that are unknown in the end."""
    left = np.isnan(e.table.values)
    order = np.argsort(-left.mean(axis=0), kind="stable")
    some = [e.element(e.table.codes[j], left[:, j].mean()) for j in order if left[:, j].any()]
    return CheckResult(float(left.mean()), tuple(some), {"left": int(left.sum()), "cells": left.size})


def whole_pillars(e: Evidence) -> CheckResult:
    """Count pillars that were filled although nothing of them is known."""
    return count_offenders(_list_imputed_pillars(e), units=len(e.rows))


def _list_imputed_pillars(e: Evidence) -> Iterator[Offender]:
    column = {code: j for j, code in enumerate(e.table.codes)}
    for pillar in e.tree.pillars:
        own = [column[c] for c in e.tree.children[pillar] if c in column]
        for k in np.flatnonzero(e.filled[:, own].all(axis=1)):
            row, name = e.row(int(k)), e.name(pillar)
            yield Offender(f"{row.code} {pillar}", {lang: f"{row.name[lang]}: {name[lang]}" for lang in name})


@require_ranked_units
@require_computable
def imputation_matters(e: Evidence) -> CheckResult:
    """Return the share of ranks that shift when gaps are filled in another way."""
    if not e.filled.any():
        return build_unjudged_finding(message("index.unjudged.not_imputed"))
    other = "mean" if e.index.spec.recipe.impute.method == ("median",) else "median"
    again = e.index.replay({"impute": other})
    place = {label: k for k, label in enumerate(again.stages["normalise"].rows.labels)}
    scores = again.built.scores[e.tree.top][[place[label] for label in e.rows.labels]]
    share, who = e.find_shifted_rows(e.shifts(scores))
    return CheckResult(share, who, {"other": NAMES[other], "places": e.places_of(e.rules.shift)})


CHECKS: dict[str, Measure] = {
    "indicator_coverage": indicator_coverage,
    "unit_coverage": unit_coverage,
    "scored": scored_share,
    "discrimination": discrimination,
    "size": size,
    "units": units,
    "sources": sources,
    "imputed": imputed_share,
    "gaps": gaps,
    "whole_pillars": whole_pillars,
    "imputation_matters": imputation_matters,
}
