"""Readers: one file a source; `read` finds the right one from what the file holds."""

from __future__ import annotations

import zipfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind.errors import DataError, unknown

if TYPE_CHECKING:
    from os import PathLike

    from newind.accounts.accounts import Accounts

FORMATS = {
    "newind": "newind.accounts.store:load",
    "wiod2013": "newind.accounts.readers.wiod2013:read",
}
"""Format → module and function that read it."""

WHAT = {
    "newind": "accounts saved by Accounts.save (.npz)",
    "wiod2013": "World Input-Output Table of the 2013 release (.xlsx as published, or .npz with labels.json beside it)",
}
"""Format → what it is, for messages and help."""


def read(path: str | PathLike[str], format: str | None = None, **options: Any) -> Accounts:
    """Read accounts from a file.

    Parameters
    ----------
    path : path
        The file.
    format : str, optional
        ``newind`` or ``wiod2013``; found from the content when not given.
    **options
        Passed on to the reader (``units=``, ``year=``).

    Returns
    -------
    Accounts

    Raises
    ------
    DataError
        When there is no such file, it is damaged, its layout is not known, or its figures are not accounts.
    UnknownNameError
        For a format that does not exist, with the nearest.
    """
    source = Path(path)
    if not source.is_file():
        what = "a folder, not a file" if source.is_dir() else "there is no such file"
        raise DataError(f"{source}: {what}. Give the path of one table.")
    if format is not None and format not in FORMATS:
        raise unknown("format", format, FORMATS, f"Formats are {', '.join(FORMATS)}.")
    module, _, function = FORMATS[format or detect(source)[0]].partition(":")
    try:
        accounts: Accounts = getattr(import_module(module), function)(source, **options)
    except TypeError as error:
        if options and "unexpected keyword" in str(error):
            raise DataError(f"{source}: {error}. This format does not have that option.") from None
        raise
    return accounts


def detect(path: str | PathLike[str]) -> tuple[str, str]:
    """Return the format of a file and the reason for saying so.

    Raises
    ------
    DataError
        When the content is none of the known formats, saying what was expected and found.
    """
    source = Path(path)
    members = _members(source)
    if "newind.json" in members:
        return "newind", "the archive holds newind.json"
    if {"Z.npy", "F.npy"} <= members:
        return "wiod2013", "the archive holds the arrays Z and F"
    if "xl/workbook.xml" in members:
        from newind.accounts.readers.wiod2013 import is_published

        if is_published(source):
            return "wiod2013", "the first sheet is laid out as a World Input-Output Table of the 2013 release"
    size = f"{source.stat().st_size:,} bytes, no archive"
    found = f"an archive of {', '.join(sorted(members)[:4])} …" if members else size
    known = "; ".join(f"{name}: {what}" for name, what in WHAT.items())
    raise DataError(f"{source}: unknown layout. Found {found}. Expected one of: {known}. Name it with format=.")


def _members(path: Path) -> set[str]:
    if not zipfile.is_zipfile(path):
        head = path.read_bytes()[:2]
        if head == b"PK":
            raise DataError(f"{path}: truncated or corrupt (an archive without its end). Get the file again.")
        return set()
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())
