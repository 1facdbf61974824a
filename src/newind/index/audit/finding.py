"""Write the finding of a check: its value, and the elements or units that are beyond the threshold, worst first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.messages import Text, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newind.index.audit.rules import AuditRule, Words

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
