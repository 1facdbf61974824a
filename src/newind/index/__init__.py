"""The index: composite measurement that stands up to an audit.

``ni.index.build`` makes an :class:`~newind.index.index.Index` of two tables. The other names here are questions that
an index, or a table of scores, answers; a module is imported when one of its names is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_HOMES = {
    "build": "newind.index.building",
    "Index": "newind.index.index",
    "Spec": "newind.index.specification",
    "spec": "newind.index.specification",
    "specs": "newind.index.specification",
    "Element": "newind.index.elements",
    "Recipe": "newind.index.recipe",
    "Uncertainty": "newind.index.montecarlo",
    "uncertainty": "newind.index.montecarlo",
    "Sensitivity": "newind.index.variance",
    "sensitivity": "newind.index.variance",
    "sobol": "newind.index.continuous",
    "morris": "newind.index.continuous",
    "compare": "newind.index.analysis",
    "components": "newind.index.analysis",
    "correlations": "newind.index.analysis",
    "cronbach": "newind.index.analysis",
    "denominator_correlations": "newind.index.analysis",
    "effective_weights": "newind.index.analysis",
    "flagged": "newind.index.analysis",
    "profile": "newind.index.analysis",
    "removal": "newind.index.analysis",
    "results": "newind.index.analysis",
    "statistics": "newind.index.analysis",
    "strengths": "newind.index.analysis",
    "treatment": "newind.index.analysis",
    "trends": "newind.index.analysis",
    "weaknesses": "newind.index.analysis",
    "coordination": "newind.index.coupling",
    "obstacles": "newind.index.coupling",
    "sigma": "newind.index.dynamics",
    "beta": "newind.index.dynamics",
    "theil": "newind.index.dynamics",
    "dagum": "newind.index.dynamics",
    "density": "newind.index.dynamics",
    "moran": "newind.index.spatial",
    "local_moran": "newind.index.spatial",
    "markov": "newind.index.spatial",
    "spatial_markov": "newind.index.spatial",
}
"""Public names and the modules that define them."""

_MODULES = ("tables",)
"""Modules whose own names are public: ``ni.index.tables.table``."""

__all__ = [*_HOMES, *_MODULES]

if TYPE_CHECKING:
    from newind.index import tables
    from newind.index.analysis import (
        compare,
        components,
        correlations,
        cronbach,
        denominator_correlations,
        effective_weights,
        flagged,
        profile,
        removal,
        results,
        statistics,
        strengths,
        treatment,
        trends,
        weaknesses,
    )
    from newind.index.building import build
    from newind.index.continuous import morris, sobol
    from newind.index.coupling import coordination, obstacles
    from newind.index.dynamics import beta, dagum, density, sigma, theil
    from newind.index.elements import Element
    from newind.index.index import Index
    from newind.index.montecarlo import Uncertainty, uncertainty
    from newind.index.recipe import Recipe
    from newind.index.spatial import local_moran, markov, moran, spatial_markov
    from newind.index.specification import Spec, spec, specs
    from newind.index.variance import Sensitivity, sensitivity


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name in _MODULES:
        return import_module(f"newind.index.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'newind.index' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
