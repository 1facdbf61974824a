"""Old names that go on working for one release, and say which name to write instead."""

from __future__ import annotations

import sys
import warnings
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ALIASES: list[tuple[str, str, str]] = []
"""Owner, old name and new name of each alias whose class or module has been imported."""

MOVED = {
    "newind.accounts.attach": "newind.data.attach",
    "newind.accounts.backcast": "newind.data.backcast",
    "newind.accounts.multiregion": "newind.data.multiregion",
    "newind.accounts.readers": "newind.data.readers",
    "newind.accounts.readers.pymrio_bridge": "newind.data.readers.pymrio_bridge",
    "newind.accounts.reference": "newind.data.reference",
    "newind.accounts.reference.growth": "newind.data.reference.growth",
    "newind.accounts.reference.now": "newind.data.reference.now",
    "newind.accounts.reference.power": "newind.data.reference.power",
    "newind.accounts.single": "newind.data.single",
    "newind.accounts.sources": "newind.data.sources",
    "newind.accounts.template": "newind.data.template",
    "newind.briefs": "newind.documents",
    "newind.briefs.answers": "newind.documents.answers",
    "newind.briefs.charts": "newind.charts",
    "newind.briefs.divisionpage": "newind.documents.divisionpage",
    "newind.briefs.questions": "newind.questions",
    "newind.briefs.questions.science": "newind.questions.science.answers",
    "newind.briefs.report": "newind.documents.report",
    "newind.briefs.report.picture": "newind.documents.report.picture",
    "newind.pathways.recorded": "newind.pathways.hindcast",
    "newind.pathways.tableerror": "newind.pathways.draws",
    "newind.policy.registertemplate": "newind.policy.registerfile",
    "newind.systems": "newind.analyses",
    "newind.systems.answers": "newind.questions.evidence",
    "newind.systems.circulation": "newind.analyses.circulation",
    "newind.systems.circulation.location": "newind.analyses.circulation.location",
    "newind.systems.circulation.transfer": "newind.analyses.circulation.transfer",
    "newind.systems.detail": "newind.measures.detail",
    "newind.systems.green": "newind.analyses.green",
    "newind.systems.green.charge_inputs": "newind.analyses.green.charge_inputs",
    "newind.systems.headline": "newind.measures.headline",
    "newind.systems.manufacturing": "newind.analyses.manufacturing",
    "newind.systems.manufacturing.firms": "newind.analyses.manufacturing.firms",
    "newind.systems.measure": "newind.measures.measure",
    "newind.systems.proofs": "newind.charts.proofs",
    "newind.systems.science": "newind.analyses.science",
    "newind.systems.shared": "newind.measures.shared",
}
"""Modules that the documentation named and that moved: old place → new place."""


def alias(new: str) -> Any:
    """Return the old name of a method or property of a class: the attribute `new`, with a warning.

    Examples
    --------
    >>> class Rows:
    ...     def count(self):
    ...         return 3
    ...     counted = alias("count")
    >>> import pytest
    >>> with pytest.deprecated_call(match="Rows.counted is now Rows.count"):
    ...     Rows().counted()
    3
    """
    return _Alias(new)


class _Alias:
    """A descriptor that leads to another attribute."""

    def __init__(self, new: str) -> None:
        self.new = new

    def __set_name__(self, owner: type, old: str) -> None:
        self.owner, self.old = owner.__name__, old
        ALIASES.append((f"{owner.__module__}:{owner.__name__}", old, self.new))

    def __get__(self, one: object, owner: type) -> Any:
        """Return the attribute of the object, or of the class."""
        _warn(f"{self.owner}.{self.old}", f"{self.owner}.{self.new}")
        return getattr(owner if one is None else one, self.new)


def module_aliases(module: str, **names: str) -> Callable[[str], Any]:
    """Return a ``__getattr__`` for a module, which finds old names under their new ones, with a warning.

    Parameters
    ----------
    module : str
        Its ``__name__``.
    names : str
        New name by old name.
    """
    ALIASES.extend((module, old, new) for old, new in names.items())

    def find(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        _warn(f"{module}.{name}", f"{module}.{names[name]}")
        return getattr(import_module(module), names[name])

    return find


class MovedModules:
    """A finder of modules at their old places: each hands on the names of the module at its new place, and warns.

    It stands behind all other finders, so that it is asked only where there is no such module.
    """

    def find_spec(self, old: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None) -> Any:
        """Return the spec of a module that moved."""
        return ModuleSpec(old, self, is_package=True) if old in MOVED else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return an empty module of the old name."""
        return ModuleType(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Let the module hand on the names of the one at the new place."""
        old, new = module.__name__, MOVED[module.__name__]
        _warn(old, new)
        vars(module)["__getattr__"] = lambda name: getattr(import_module(new), name)


def find_moved_modules() -> None:
    """Let old places of modules be imported."""
    if not any(isinstance(finder, MovedModules) for finder in sys.meta_path):
        sys.meta_path.append(MovedModules())


def _warn(old: str, new: str) -> None:
    warnings.warn(f"{old} is now {new}; the old name goes with the next release", DeprecationWarning, stacklevel=3)
