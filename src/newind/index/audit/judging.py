"""The audit of an index: every check of the ten steps measured and held against its threshold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from math import isnan
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from newind.datafiles import read_yaml
from newind.errors import DataError, offenders, unknown
from newind.index.audit import coherence, construction, data
from newind.index.audit.evidence import Evidence
from newind.index.audit.report import Audit, Step, check_of
from newind.messages import list_languages

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from newind.index.audit.evidence import Measure
    from newind.index.index import Index
    from newind.index.table import TableRows
    from newind.typing import Array


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


MEASURES: dict[str, Measure] = {
    **data.CONCEPT_CHECKS,
    **data.CHECKS,
    **coherence.CHECKS,
    **construction.CHECKS,
    **construction.ROBUSTNESS_CHECKS,
}
"""Id of a check → the function that measures it."""


def audit(
    index: Index,
    *,
    sizes: pd.DataFrame | None = None,
    links: pd.DataFrame | None = None,
    thresholds: Mapping[str, float] | None = None,
    replications: int = 1000,
    seed: int = 0,
) -> Audit:
    """Return the ten steps of an index, each with its figures, thresholds and marks.

    Parameters
    ----------
    index : Index
    sizes : DataFrame, optional
        How large units are (population, output …): units, or units and years, in the index; a column a size. The
        index's own denominators are looked at anyway.
    links : DataFrame, optional
        Measures outside the index to which it should be linked, laid out the same, higher where the index should be.
    thresholds : mapping, optional
        Id of a check → another threshold.
    replications, seed : int
        Of the Monte Carlo.

    Returns
    -------
    Audit

    Raises
    ------
    DataError
        For sizes or links that have none of the units, or thresholds that are no numbers.
    UnknownNameError
        For a threshold of a check that there is not.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators: Methodology and User Guide.
    JRC (2020), Your 10-Step Pocket Guide to Composite Indicators & Scoreboards.
    """
    chosen = rules().with_thresholds(dict(thresholds or {}))
    rows = index.stages["normalise"].rows
    beside = columns_of(sizes, rows, "sizes"), columns_of(links, rows, "links")
    evidence = Evidence(index, chosen, *beside, replications, seed)
    checks = [check_of(rule, MEASURES[rule.id](evidence)) for rule in chosen.checks]
    steps = tuple(
        Step(number, title, tuple(check for check in checks if check.step == number))
        for number, title in chosen.titles.items()
    )
    return Audit(_name(index), steps)


def _name(index: Index) -> dict[str, str]:
    """Return the name of an index in both languages."""
    spec = index.spec
    own = {str(lang): said for lang, said in spec.name.items()}
    return {lang: own.get(lang, "") or spec.label(spec.tree.top, lang) for lang in list_languages()}


def columns_of(frame: pd.DataFrame | None, rows: TableRows, what: str) -> dict[str, Array]:
    """Return the columns of a frame in the order of some rows; NaN for rows that it does not have.

    Raises
    ------
    DataError
        Where it has none of the rows, or columns that are not numbers.
    """
    if frame is None:
        return {}
    keys = [(u, t) for u, t in zip(rows.units, rows.times, strict=True)]
    wanted = keys if frame.index.nlevels > 1 else list(rows.units)
    place = {key: k for k, key in enumerate(frame.index)}
    if not any(key in place for key in wanted):
        shown = offenders([str(key) for key in place])
        raise DataError(f"{what}: no row of the index among its rows ({shown}). Put units, or units and years, there.")
    if odd := [str(c) for c in frame.columns if frame[c].dtype.kind not in "fiu"]:
        raise DataError(f"{what}: columns that are not numbers: {offenders(odd)}. Leave them out.")
    at = np.array([place.get(key, -1) for key in wanted])
    return {str(name): np.where(at >= 0, frame[name].to_numpy(dtype=np.float64)[at], np.nan) for name in frame.columns}
