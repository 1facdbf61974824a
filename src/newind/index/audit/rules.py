"""Steps, checks and thresholds of the audit as they are written down in ``audit.yaml``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from math import isnan
from typing import Any, Literal

from newind.datafiles import read_yaml
from newind.errors import DataError, offenders, unknown

Unit = Literal["count", "share", "correlation", "number", "small"]
Words = dict[str, str]
ROUNDING = 1e-12
"""By which a figure may miss its threshold and still pass."""
ORDINARY = ("id", "title", "unit", "at_least", "at_most", "source", "where", "checked", "pass", "attention")


@dataclass(frozen=True)
class AuditRule:
    """One check as it is written down.

    Attributes
    ----------
    id : str
    step : int
        From 1 to 10.
    title : dict
        In ``en`` and ``zh``.
    unit : str
        How figures are written: a count, a share, a correlation, a number or a very small number.
    threshold : float
    least : bool
        Whether the figure must be at least the threshold; at most where False.
    source, where, checked : str, str, bool
        Where the threshold comes from, where it stands there, and whether that was looked up.
    passed, attention : dict
        Texts of the finding, in ``en`` and ``zh``.
    further : dict
        Other numbers of the check.
    """

    id: str
    step: int
    title: Words
    unit: Unit
    threshold: float
    least: bool
    source: str
    where: str
    checked: bool
    passed: Words
    attention: Words
    further: dict[str, float]

    def fails(self, value: float) -> bool:
        """Tell whether a figure is beyond the threshold."""
        return value < self.threshold - ROUNDING if self.least else value > self.threshold + ROUNDING


@dataclass(frozen=True)
class AuditRules:
    """All checks, and the numbers that several of them share.

    Attributes
    ----------
    titles : number of a step → its title in ``en`` and ``zh``
    checks : the checks in order
    sources : id of a source → its citation
    least_rows : rows without which correlations and ranks say nothing
    shift, wide : shares of the places beyond which a rank has shifted, and an interval is wide
    """

    titles: dict[int, Words]
    checks: tuple[AuditRule, ...]
    sources: dict[str, str]
    least_rows: int
    shift: float
    wide: float

    def __getitem__(self, name: str) -> AuditRule:
        """Return a check by its id.

        Raises
        ------
        UnknownNameError
            With the nearest id.
        """
        known = {rule.id: rule for rule in self.checks}
        if name not in known:
            raise unknown("check", name, known, f"Checks are {', '.join(known)}.")
        return known[name]

    def with_thresholds(self, thresholds: dict[str, float]) -> AuditRules:
        """Return the checks with some thresholds changed.

        Raises
        ------
        UnknownNameError
            For a check that there is not.
        DataError
            For a threshold that is no number.
        """
        for name in thresholds:
            _ = self[name]
        if odd := [name for name, value in thresholds.items() if not _is_number(value)]:
            raise DataError(f"audit: thresholds that are not numbers: {offenders(odd)}. Give a number for each.")
        changed = [replace(r, threshold=float(thresholds.get(r.id, r.threshold))) for r in self.checks]
        return replace(self, checks=tuple(changed))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and not isnan(value)


@cache
def rules() -> AuditRules:
    """Return the checks of the audit.

    Examples
    --------
    >>> rules()["cronbach"].threshold, rules()["cronbach"].step
    (0.7, 4)
    >>> rules()["size"].fails(0.71), rules()["size"].fails(0.7)
    (True, False)
    """
    plain = read_yaml("newind.index.audit", "audit.yaml")
    checks = tuple(_rule(check, step["number"]) for step in plain["steps"] for check in step["checks"])
    titles = {step["number"]: dict(step["title"]) for step in plain["steps"]}
    shared = plain["least_rows"], plain["shift"], plain["wide"]
    return AuditRules(titles, checks, dict(plain["sources"]), *shared)


def _rule(plain: dict[str, Any], step: int) -> AuditRule:
    least = "at_least" in plain
    threshold = float(plain["at_least"] if least else plain["at_most"])
    said = dict(plain["pass"]), dict(plain["attention"])
    further = {k: float(v) for k, v in plain.items() if k not in ORDINARY}
    source = plain["source"], plain["where"], plain["checked"]
    return AuditRule(plain["id"], step, dict(plain["title"]), plain["unit"], threshold, least, *source, *said, further)
