"""The audit of an index: every check of the ten steps measured and held against its threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, offenders
from newind.index.audit import coherence, concept, construction, data, robustness
from newind.index.audit.evidence import Evidence
from newind.index.audit.report import Audit, Step, check_of
from newind.index.audit.rules import rules
from newind.messages import list_languages

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from newind.index.audit.evidence import Measure
    from newind.index.index import Index
    from newind.index.table import TableRows
    from newind.typing import Array

MEASURES: dict[str, Measure] = {
    **concept.CHECKS,
    **data.CHECKS,
    **coherence.CHECKS,
    **construction.CHECKS,
    **robustness.CHECKS,
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
