"""Packages that come with newind, one YAML file each, and packages by what one types."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from newind.datafiles import list_yaml, read_yaml
from newind.errors import PolicyError, tell, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.accounts.accounts import Accounts
    from newind.policy.schema import Package


def names() -> tuple[str, ...]:
    """Return the names of the packages, in order.

    Examples
    --------
    >>> "green-turn" in names()
    True
    """
    return tuple(name for name in list_yaml(__name__) if not name.startswith("_"))


@dataclass(frozen=True)
class PackageCatalogue:
    """The packages of the policy desk.

    Parameters
    ----------
    families : mapping
        Name of the package of each family of policy of section 4.
    pathways : mapping
        Name of the package of each pathway of the abstract; that of organisation moves nothing in the accounts.
    together : str
        All families at once.
    contrasts : tuple of str
        What the paper asks to turn away from.
    abroad : tuple of str
        Measures of other governments: no choice of the economy that looks at them.
    """

    families: Mapping[str, str]
    pathways: Mapping[str, str]
    together: str
    contrasts: tuple[str, ...]
    abroad: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All that an economy may choose, each once."""
        return tuple(dict.fromkeys((*self.families.values(), *self.pathways.values(), self.together, *self.contrasts)))


@cache
def desk() -> PackageCatalogue:
    """Return which package stands for which family and pathway.

    Examples
    --------
    >>> desk().families["trade"], desk().pathways["cost"]
    ('opening-up', 'lower-costs')
    """
    found = read_yaml(__name__, "_desk.yaml")
    contrasts, abroad = (tuple(found[kind]) for kind in ("contrasts", "abroad"))
    return PackageCatalogue(found["families"], found["pathways"], found["together"], contrasts, abroad)


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
        raise unknown("package", name, names(), tell("policy.packages"))
    from newind.policy.yaml_file import parse_package, read_placed

    return parse_package(read_placed(__name__, f"{name}.yaml"), f"{name}.yaml", name)


def names_file(name: str) -> bool:
    """Return whether a package is typed as a file."""
    path = Path(name)
    try:
        return path.suffix.lower() in (".yaml", ".yml") or path.name != name or path.is_file()
    except OSError:
        return False


def package_of(name: str, w: Accounts) -> Package:
    """Return a package of a file, a shipped one, or an example policy of a region (``subsidy:DEU``).

    A file may hold a register: its package is all that the model can say of its actions.

    Raises
    ------
    PolicyError
        For a file that cannot be read, or with file, line and column of mistakes in it.
    UnknownNameError
        For a name of no shipped package, example policy or region.
    DataError
        Where the accounts do not allow an example policy.
    """
    from newind.policy.menu import entry
    from newind.policy.registerfile import holds_register
    from newind.policy.schema import Package as Kind

    path, written = Path(name), names_file(name)
    policy, colon, region = name.partition(":")
    if colon and not written:
        return entry(policy, region, w)
    if written and holds_register(path):
        return _of_register(path)
    return Kind.from_yaml(path) if written else package(name)


def _of_register(path: Path) -> Package:
    from newind.policy.register import Register

    found = Register.read(path).package
    if found.shocks:
        return found
    raise PolicyError(tell("policy.no_shocks", path=path))
