"""Accounts that newind saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.accounts.store import META, load

if TYPE_CHECKING:
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.data.readers.peek import Peek


def read(path: str | PathLike[str]) -> Accounts:
    """Read accounts that ``Accounts.save`` wrote.

    Raises
    ------
    DataError
        When the file is truncated or corrupt, or was written by another version of the format.
    """
    return load(path)


def recognise(peek: Peek) -> str:
    """Return why a file is taken for accounts of newind, or an empty string."""
    return f"the archive holds {META}" if META in peek.members else ""
