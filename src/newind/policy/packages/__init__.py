"""Packages that come with newind: one YAML file each."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from newind.errors import unknown

if TYPE_CHECKING:
    from newind.policy.schema import Package


def names() -> tuple[str, ...]:
    """Return the names of the packages, in order.

    Examples
    --------
    >>> "green-turn" in names()
    True
    """
    found = (f.name for f in files(__name__).iterdir())
    return tuple(sorted(n.removesuffix(".yaml") for n in found if n.endswith(".yaml")))


def packages() -> tuple[Package, ...]:
    """Return all packages that come with newind, by name."""
    return tuple(package(name) for name in names())


@cache
def package(name: str) -> Package:
    """Return a package that comes with newind.

    Raises
    ------
    UnknownNameError
        With the nearest name.

    Examples
    --------
    >>> package("green-turn").financing
    'lump_sum'
    """
    if name not in names():
        raise unknown("package", name, names(), "newind levers lists them; Package.from_yaml reads your own.")
    from newind.policy.yaml_file import parse_package

    file = f"{name}.yaml"
    return parse_package(files(__name__).joinpath(file).read_text(encoding="utf-8"), file, name)
