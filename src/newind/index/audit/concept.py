"""Steps 1 and 10: whether the concept is laid out, and whether results can be shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.index.audit.evidence import require_computable
from newind.index.audit.finding import CheckResult, count_offenders, worst

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.index.audit.evidence import Evidence, Measure
    from newind.index.elements import Element

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


CHECKS: dict[str, Measure] = {
    "definition": definition,
    "dimensions": dimensions,
    "pillar_size": pillar_size,
    "indicators": indicators,
    "reasons": reasons,
    "names": names,
    "intervals": intervals,
    "reproduced": reproduction_error,
}
