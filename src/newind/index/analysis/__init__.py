"""Analyse the indicators, the structure and the units of an index: functions of an index that return frames.

The arithmetic is in pure functions of arrays beside them. All take an :class:`~newind.index.index.Index` as it is
built; none changes it.
"""

from newind.index.analysis.correlation import (
    correlations,
    cronbach,
    denominator_correlations,
    effective_weights,
    flagged,
)
from newind.index.analysis.distribution import components, statistics, treatment
from newind.index.analysis.units import profile, results, strengths, trends, weaknesses
from newind.index.analysis.versions import Comparison, compare, removal

__all__ = [
    "Comparison",
    "compare",
    "components",
    "correlations",
    "cronbach",
    "denominator_correlations",
    "effective_weights",
    "flagged",
    "profile",
    "removal",
    "results",
    "statistics",
    "strengths",
    "treatment",
    "trends",
    "weaknesses",
]
