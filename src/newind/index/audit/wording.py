"""How figures, thresholds and names are written in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.language.words import join_list
from newind.messages import message_group, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.index.audit.finding import CheckResult, Offender
    from newind.index.audit.rules import AuditRule, Unit, Words

NAMED = 3
"""Offenders that a sentence names; the others are counted."""
MARKS: dict[str, Words] = message_group("index.wording.marks")
SYMBOLS = {"pass": "✓", "attention": "!", "not judged": "○"}


def format_figure(value: float, unit: Unit) -> str:
    """Return a figure as a sentence writes it.

    Examples
    --------
    >>> format_figure(0.4196, "share"), format_figure(-0.376, "correlation")
    ('42%', '−0.38')
    >>> format_figure(1234, "count"), format_figure(2e-16, "small")
    ('1,234', '2e-16')
    """
    if np.isnan(value):
        return "—"
    if np.isinf(value):
        return "∞"
    if unit == "share":
        return f"{_plain(100 * value, 1)}%"
    written = f"{value:.0e}" if unit == "small" and value else _plain(value, 0 if unit in ("count", "small") else 2)
    return written.replace("-", "−") if unit != "small" else written


def _plain(value: float, digits: int) -> str:
    """Return a number with so many digits at most.

    Examples
    --------
    >>> _plain(65.0, 1), _plain(64.96, 1), _plain(0.7, 2)
    ('65', '65', '0.7')
    """
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def threshold(rule: AuditRule) -> str:
    """Return a threshold with its side.

    Examples
    --------
    >>> from newind.index.audit.rules import rules
    >>> threshold(rules()["unit_coverage"]), threshold(rules()["size"])
    ('≥ 65%', '≤ 0.7')
    """
    return f"{'≥' if rule.least else '≤'} {format_figure(rule.threshold, rule.unit)}"


def join_offenders(found: Sequence[Offender], unit: Unit, lang: str) -> str:
    """Return the names of the first offenders with their figures, and how many more there are."""
    names = [_with_figure(one, unit, lang) for one in found[:NAMED]]
    more = len(found) - len(names)
    shown = join_list(names, lang)
    return say("index.audit.more", lang, names=shown, n=more, all=len(found)) if more else shown


def _with_figure(one: Offender, unit: Unit, lang: str) -> str:
    if np.isnan(one.value):
        return one.name[lang]
    return say("index.audit.with_figure", lang, name=one.name, figure=format_figure(one.value, unit))


def sentence(rule: AuditRule, finding: CheckResult, lang: str) -> str:
    """Return the text of a finding: the result and, where it needs attention, a remedy."""
    if finding.reason is not None:
        return say("index.unjudged.why", lang, why=finding.reason)
    said = rule.attention if rule.fails(finding.value) else rule.passed
    figures = {name: _in(value, lang) for name, value in {**rule.further, **finding.figures}.items()}
    own = {"value": format_figure(finding.value, rule.unit), "threshold": format_figure(rule.threshold, rule.unit)}
    return said[lang].format(**{**figures, **own, "who": join_offenders(finding.offenders, rule.unit, lang)})


def _in(value: Any, lang: str) -> str:
    """Return a further figure as a sentence writes it."""
    if isinstance(value, Mapping):
        return str(value[lang])
    return format_figure(float(value), "number") if isinstance(value, (int, float)) else str(value)
