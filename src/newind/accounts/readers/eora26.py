"""Eora26, through pymrio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.accounts.readers import pymrio_bridge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.accounts.readers.peek import Peek

DATABASE = "eora26"


def read(
    path: str | PathLike[str],
    year: int | None = None,
    units: str | None = None,
    satellites: Mapping[str, tuple[str, Sequence[str]]] | None = None,
) -> Accounts:
    """Read Eora26; arguments and errors as in :func:`newind.accounts.readers.pymrio_bridge.read`."""
    return pymrio_bridge.read(path, DATABASE, year, units, satellites)


def recognise(peek: Peek) -> str:
    """Return why files are taken for Eora26, or an empty string."""
    return pymrio_bridge.recognise(peek, DATABASE)
