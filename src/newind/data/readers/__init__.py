"""Readers: one file a source; `read` finds the right one from what the file holds.

A reader module has ``read(path, **options) -> Accounts`` and ``recognise(peek) -> str``, which returns the reason for
taking a file for its own, or an empty string.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind.data.readers.peek import Peek
from newind.errors import DataError, join_items, tell, unknown

if TYPE_CHECKING:
    from os import PathLike

    from newind.accounts.accounts import Accounts


@dataclass(frozen=True)
class Format:
    """A layout that can be read: the module of its reader, what it is, and which kinds of files it may be."""

    module: str
    what: str
    kinds: frozenset[str]

    @property
    def folder(self) -> bool:
        """Whether it may be a folder of files."""
        return FOLDER in self.kinds


WORKBOOK, TEXT, ARCHIVE, FOLDER = "workbook", "text", "archive", "folder"


FORMATS = {
    "newind": Format(
        "newind.data.readers.saved",
        "accounts saved by Accounts.save (.npz)",
        frozenset({ARCHIVE}),
    ),
    "template": Format(
        "newind.data.readers.template",
        "table filled into what newind data template wrote (.xlsx, .csv)",
        frozenset({WORKBOOK, TEXT}),
    ),
    "icio": Format(
        "newind.data.readers.icio",
        "OECD Inter-Country Input-Output table, editions of 2021 to 2025 (.csv, or the .zip that holds it)",
        frozenset({TEXT, ARCHIVE}),
    ),
    "adb": Format(
        "newind.data.readers.adb",
        "Multiregional Input-Output Table of the Asian Development Bank (.xlsx)",
        frozenset({WORKBOOK}),
    ),
    "wiod2016": Format(
        "newind.data.readers.wiod2016",
        "World Input-Output Table of the 2016 release (.xlsb as published, .xlsx or .csv, or the .zip of all years)",
        frozenset({WORKBOOK, TEXT, ARCHIVE}),
    ),
    "wiod2013": Format(
        "newind.data.readers.wiod2013",
        "World Input-Output Table of the 2013 release (.xlsx as published, or .npz with labels.json beside it)",
        frozenset({WORKBOOK, ARCHIVE}),
    ),
    "nbs": Format(
        "newind.data.readers.nbs",
        "input-output table of China or of a province, layout of the National Bureau of Statistics (.xlsx, .xls, .csv)",
        frozenset({WORKBOOK, TEXT}),
    ),
    "exiobase3": Format(
        "newind.data.readers.exiobase3",
        "EXIOBASE 3, archive or folder (newind[pymrio])",
        frozenset({ARCHIVE, FOLDER}),
    ),
    "gloria": Format(
        "newind.data.readers.gloria",
        "GLORIA, archive or folder (newind[pymrio])",
        frozenset({ARCHIVE, FOLDER}),
    ),
    "eora26": Format(
        "newind.data.readers.eora26",
        "Eora26, archive or folder (newind[pymrio])",
        frozenset({ARCHIVE, FOLDER}),
    ),
}
"""Name of a format → its reader, in the order in which they are asked whether a file is theirs."""


def read(path: str | PathLike[str], format: str | None = None, **options: Any) -> Accounts:
    """Read accounts from a file.

    Parameters
    ----------
    path : path
        The file, or the folder where a source comes as several files.
    format : str, optional
        A name in ``FORMATS``; found from the content when not given.
    **options
        Passed on to the reader (``units=``, ``year=``, ``region=``).

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
    source = _readable(Path(path))
    if format is not None and format not in FORMATS:
        raise unknown("format", format, FORMATS, tell("web.give_format", formats=join_items(FORMATS)))
    name = format or detect(source)[0]
    if source.is_dir() and not FORMATS[name].folder:
        raise DataError(f"{source}: a folder, not a file. Give the path of one table.")
    reader = import_module(FORMATS[name].module)
    try:
        accounts: Accounts = reader.read(source, **options)
    except TypeError as error:
        if options and "unexpected keyword" in str(error):
            raise DataError(f"{source}: {error}. The format {name} does not have that option.") from None
        raise
    return accounts


def _readable(path: Path) -> Path:
    """Return the path of a file or a folder; a pipe or a device may never end."""
    if not path.exists():
        raise DataError(tell("file.no_table", path=path))
    if not path.is_file() and not path.is_dir():
        raise DataError(tell("option.device", path=path))
    return path


def options_of(format: str) -> tuple[str, ...]:
    """Return the names of the options that the reader of a format takes.

    Examples
    --------
    >>> options_of("wiod2013")
    ('units', 'year')
    """
    signature = inspect.signature(import_module(FORMATS[format].module).read)
    return tuple(signature.parameters)[1:]


def detect(path: str | PathLike[str]) -> tuple[str, str]:
    """Return the format of a file and the reason for saying so.

    Raises
    ------
    DataError
        When the content is none of the known formats, saying what was expected and found.
    """
    peek = Peek(_readable(Path(path)))
    for name, entry in FORMATS.items():
        if peek.path.is_dir() and not entry.folder:
            continue
        if reason := import_module(entry.module).recognise(peek):
            return name, reason
    if peek.path.is_dir():
        raise DataError(f"{peek.path}: a folder, not a file. Give the path of one table.")
    raise DataError(tell("file.layout", path=peek.path, peek=peek, expected=_describe_formats(peek)))


def _describe_formats(peek: Peek) -> str:
    """Return the formats that a file of its kind may be; their names alone where the kind is none of theirs."""
    kind = WORKBOOK if peek.is_workbook else ARCHIVE if peek.members else TEXT if peek.head.strip() else ""
    fitting = [f"{name}: {entry.what}" for name, entry in FORMATS.items() if kind in entry.kinds]
    return f"one of: {'; '.join(fitting)}" if fitting else f"one of {', '.join(FORMATS)}"
