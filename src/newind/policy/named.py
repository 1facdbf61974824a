"""Packages by what one types: a shipped name, an example policy of a region, a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newind.errors import PolicyError, tell

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.policy.schema import Package


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
    from newind.policy.packages import package
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
