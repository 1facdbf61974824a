"""Analyse the indicators, the structure and the units of an index: functions of an index that return frames.

The arithmetic is in pure functions of arrays beside them. All take an :class:`~newind.index.index.Index` as it is
built; none changes it.
"""

from newind.index.analysis.correlation import correlations, denominator_correlations, flagged
from newind.index.analysis.dimensions import components
from newind.index.analysis.distribution import statistics
from newind.index.analysis.influence import effective_weights
from newind.index.analysis.outliers import treatment
from newind.index.analysis.ranking import results
from newind.index.analysis.reliability import cronbach
from newind.index.analysis.removing import removal
from newind.index.analysis.trend import trends
from newind.index.analysis.units import profile, strengths, weaknesses
from newind.index.analysis.versions import Comparison, compare

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
