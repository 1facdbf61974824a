"""Old names that go on working for one release, and say which name to write instead."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ALIASES: list[tuple[str, str, str]] = []
"""Owner, old name and new name of each alias whose class or module has been imported."""


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


def _warn(old: str, new: str) -> None:
    warnings.warn(f"{old} is now {new}; the old name goes with the next release", DeprecationWarning, stacklevel=3)
