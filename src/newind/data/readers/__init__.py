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
from newind.errors import BilingualMessage, DataError, join_items, tell, unknown, within

if TYPE_CHECKING:
    from os import PathLike

    from newind.accounts.accounts import Accounts


@dataclass(frozen=True)
class Format:
    """A layout that can be read: the module of its reader, the message that says what it is, kinds of its files."""

    module: str
    said: str
    kinds: frozenset[str]

    @property
    def what(self) -> BilingualMessage:
        """What it is."""
        return tell(self.said)

    @property
    def folder(self) -> bool:
        """Whether it may be a folder of files."""
        return FOLDER in self.kinds


WORKBOOK, TEXT, ARCHIVE, FOLDER = "workbook", "text", "archive", "folder"


FORMATS = {
    "newind": Format("newind.data.readers.saved", "format.newind", frozenset({ARCHIVE})),
    "template": Format("newind.data.readers.template", "format.template", frozenset({WORKBOOK, TEXT})),
    "icio": Format("newind.data.readers.icio", "format.icio", frozenset({TEXT, ARCHIVE})),
    "adb": Format("newind.data.readers.adb", "format.adb", frozenset({WORKBOOK})),
    "wiod2016": Format("newind.data.readers.wiod2016", "format.wiod2016", frozenset({WORKBOOK, TEXT, ARCHIVE})),
    "wiod2013": Format("newind.data.readers.wiod2013", "format.wiod2013", frozenset({WORKBOOK, ARCHIVE})),
    "nbs": Format("newind.data.readers.nbs", "format.nbs", frozenset({WORKBOOK, TEXT})),
    "exiobase3": Format("newind.data.readers.exiobase3", "format.exiobase3", frozenset({ARCHIVE, FOLDER})),
    "gloria": Format("newind.data.readers.gloria", "format.gloria", frozenset({ARCHIVE, FOLDER})),
    "eora26": Format("newind.data.readers.eora26", "format.eora26", frozenset({ARCHIVE, FOLDER})),
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
        raise DataError(tell("file.folder", path=source))
    reader = import_module(FORMATS[name].module)
    try:
        accounts: Accounts = reader.read(source, **options)
    except TypeError as error:
        if options and "unexpected keyword" in str(error):
            known = options_of(name)
            wrong = next(option for option in options if option not in known)
            raise DataError(
                tell("file.option", path=source, format=name, option=wrong, options=join_items(known))
            ) from None
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
        raise DataError(tell("file.folder", path=peek.path))
    raise DataError(tell("file.layout", path=peek.path, peek=peek, expected=_describe_formats(peek)))


def _describe_formats(peek: Peek) -> BilingualMessage:
    """Return the formats that a file of its kind may be; their names alone where the kind is none of theirs."""
    kind = WORKBOOK if peek.is_workbook else ARCHIVE if peek.members else TEXT if peek.head.strip() else ""
    fitting = [within(name, entry.what) for name, entry in FORMATS.items() if kind in entry.kinds]
    return BilingualMessage("; ".join(fitting), "；".join(f.zh for f in fitting)) if fitting else join_items(FORMATS)
