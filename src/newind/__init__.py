"""newind makes new industrialization computable: accounts, measures, diagnosis, briefs.

>>> import newind as ni
>>> w = ni.load("world", year=2011)
>>> w.regions[0]
'CHN'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "Accounts": "newind.accounts.accounts",
    "Panel": "newind.accounts.panel",
    "Satellite": "newind.accounts.satellite",
    "Fact": "newind.accounts.satellite",
    "Facts": "newind.accounts.satellite",
    "Region": "newind.accounts.regions",
    "Regions": "newind.accounts.regions",
    "Labelled": "newind.accounts.labelled",
    "group": "newind.accounts.groups",
    "groups": "newind.accounts.groups",
    "read": "newind.data.readers",
    "load": "newind.data.reference",
    "names": "newind.accounts.regions",
    "catalog": "newind.data.reference",
    "example": "newind.examples",
    "with_abroad": "newind.data.abroad",
    "update": "newind.data.update",
    "Targets": "newind.data.update",
    "Shock": "newind.policy.schema",
    "Package": "newind.policy.schema",
    "package": "newind.policy.packages",
    "packages": "newind.policy.packages",
    "levers": "newind.policy.levers",
    "Action": "newind.policy.register",
    "Register": "newind.policy.register",
    "actions": "newind.policy.actions",
    "screen": "newind.policy.screening",
    "Screening": "newind.policy.screening",
    "simulate": "newind.policy.simulate",
    "Simulation": "newind.policy.simulate",
    "pathway": "newind.pathways.pathway",
    "Pathway": "newind.pathways.pathway",
    "carbon_baseline": "newind.pathways.carbon_baseline",
    "roadmap": "newind.pathways.roadmap",
    "Roadmap": "newind.pathways.roadmap",
    "read_targets": "newind.pathways.targets",
    "read_projections": "newind.pathways.projectionfile",
    "redesign": "newind.pathways.reallocation",
    "Redesign": "newind.pathways.reallocation",
    "search": "newind.pathways.search",
    "synergies": "newind.pathways.synergy",
    "compare": "newind.pathways.comparing",
    "indicators": "newind.measures.registry",
    "measure": "newind.measures.measure",
    "wide": "newind.measures.measure",
    "series": "newind.measures.series",
    "diagnose": "newind.questions.findings",
    "Diagnosis": "newind.questions.findings",
    "Finding": "newind.questions.findings",
    "brief": "newind.documents",
    "now": "newind.questions.now.answers",
    "clauses": "newind.paper",
    "clause": "newind.paper",
    "NewindError": "newind.errors",
    "DataError": "newind.errors",
    "PolicyError": "newind.errors",
    "UnknownNameError": "newind.errors",
    "ConvergenceError": "newind.errors",
}
"""Public names and the modules that define them; a module is imported when its name is first used."""

_MODULES = {
    "index": "newind.index",
    "science": "newind.analyses.science",
    "manufacturing": "newind.analyses.manufacturing",
    "green": "newind.analyses.green",
    "circulation": "newind.analyses.circulation",
}
"""Modules whose own names are public: ``ni.index.build``."""

__all__ = [*_HOMES, *_MODULES, "__version__"]

if TYPE_CHECKING:
    from newind import index
    from newind.accounts.accounts import Accounts
    from newind.accounts.groups import group, groups
    from newind.accounts.labelled import Labelled
    from newind.accounts.panel import Panel
    from newind.accounts.regions import Region, Regions, names
    from newind.accounts.satellite import Fact, Facts, Satellite
    from newind.analyses import circulation, green, manufacturing, science
    from newind.data.abroad import with_abroad
    from newind.data.readers import read
    from newind.data.reference import catalog, load
    from newind.data.update import Targets, update
    from newind.documents import brief
    from newind.errors import ConvergenceError, DataError, NewindError, PolicyError, UnknownNameError
    from newind.examples import example
    from newind.measures.measure import measure, wide
    from newind.measures.registry import indicators
    from newind.measures.series import series
    from newind.paper import clause, clauses
    from newind.pathways.carbon_baseline import carbon_baseline
    from newind.pathways.comparing import compare
    from newind.pathways.pathway import Pathway, pathway
    from newind.pathways.projectionfile import read_projections
    from newind.pathways.reallocation import Redesign, redesign
    from newind.pathways.roadmap import Roadmap, roadmap
    from newind.pathways.search import search
    from newind.pathways.synergy import synergies
    from newind.pathways.targets import read_targets
    from newind.policy.actions import actions
    from newind.policy.levers import levers
    from newind.policy.packages import package, packages
    from newind.policy.register import Action, Register
    from newind.policy.schema import Package, Shock
    from newind.policy.screening import Screening, screen
    from newind.policy.simulate import Simulation, simulate
    from newind.questions.findings import Diagnosis, Finding, diagnose
    from newind.questions.now.answers import now


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name in _MODULES:
        return import_module(_MODULES[name])
    if name not in _HOMES:
        raise AttributeError(f"module 'newind' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
