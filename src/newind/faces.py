"""Public names of a package, each imported when it is first used: who takes one does not wait for the others."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

IMPORT = re.compile(r"^from ([\w.]+) import (?:\(([^)]*)\)|(.*))$", re.MULTILINE)
ALIAS = re.compile(r"\w+ as (\w+)")


def public_names(package: str, file: str) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """Return ``__getattr__``, ``__dir__`` and ``__all__`` of a package whose stub imports its public names.

    The stub is what type checkers read; that the package does the same is then true by itself.

    Parameters
    ----------
    package, file : str
        ``__name__`` and ``__file__`` of its ``__init__.py``. Beside it, ``__init__.pyi`` has lines such as
        ``from newind.data.readers import read as read``.
    """
    stub = Path(file).with_suffix(".pyi").read_text(encoding="utf-8")
    homes = {name: home for home, *names in IMPORT.findall(stub) for name in ALIAS.findall("".join(names))}
    names = sorted(homes)

    def find(name: str) -> Any:
        """Import a public name when it is first used."""
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        known = vars(import_module(homes[name]))
        value = known[name] if name in known else import_module(f"{homes[name]}.{name}")
        vars(sys.modules[package])[name] = value
        return value

    return find, names.copy, names
