"""Uploaded files before anything reads them: archives that unpack to too much, and XML that expands itself."""

from __future__ import annotations

import io
import re
import zipfile
from copy import copy
from typing import TYPE_CHECKING

import numpy as np

from newind.data.readers.sheets import DAMAGE
from newind.errors import DataError, tell

if TYPE_CHECKING:
    from pathlib import Path

    from newind.web.settings import ServerLimits

MEMBERS = 2000
"""Files in an archive."""
PIECE = 1 << 20
"""Bytes that are unpacked at a time."""
SEAM = 64
"""Bytes of a piece that are looked at again with the next."""
HEADER = 1 << 16
"""Bytes in which the shape of an array stands."""
DECLARED = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
"""Declarations that a sheet never has, in which a few bytes can mean gigabytes or a file."""


def check_archive(path: Path, limits: ServerLimits) -> None:
    """Raise unless an archive unpacks to what a table may be; a file that is no archive passes.

    What the archive says of its own sizes is not believed: every member is unpacked, piece by piece, and counted.

    Parameters
    ----------
    path : Path
    limits : ServerLimits

    Raises
    ------
    DataError
        For an archive that is damaged, unpacks to too much, says untrue sizes, has XML with declarations, or arrays
        larger than a table.
    """
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                _check(archive, limits)
    except DAMAGE as error:
        raise DataError(tell("file.damaged", error=error)) from None


def _check(archive: zipfile.ZipFile, limits: ServerLimits) -> None:
    members = archive.infolist()
    if len(members) > MEMBERS:
        raise DataError(tell("file.many_members", n=len(members), members=MEMBERS))
    left = limits.unpacked
    for member in members:
        size = _count_bytes(archive, member, left)
        if size > left:
            most = limits.unpacked >> 20
            raise DataError(tell("file.unpacks", most=most))
        if size != member.file_size:
            raise DataError(tell("file.untrue_size"))
        left -= size
        if member.filename.endswith(".npy"):
            _check_array(archive, member, limits.rows)


def _count_bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    """Return the bytes of a member, those beyond what is left not counted."""
    true = copy(member)
    true.file_size = left + PIECE  # read on to where its packed bytes end
    markup, seen, rest = _is_markup(member.filename), 0, b""
    with archive.open(true) as file:
        while seen <= left and (piece := file.read(PIECE)):
            seen += len(piece)
            if markup:
                text = rest + piece.replace(b"\0", b"")  # as in UTF-16
                if DECLARED.search(text):
                    raise DataError(tell("file.entities", filename=member.filename[:60]))
                rest = text[-SEAM:]
    return seen


def _is_markup(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml", ".xhtml"))


def _check_array(archive: zipfile.ZipFile, member: zipfile.ZipInfo, rows: int) -> None:
    """Raise for an array that says it is larger than a table, before memory is given to it."""
    with archive.open(member) as file:
        head = io.BytesIO(file.read(HEADER))
    try:
        major, _ = np.lib.format.read_magic(head)
        read = np.lib.format.read_array_header_1_0 if major == 1 else np.lib.format.read_array_header_2_0
        shape, _, kind = read(head)
    except (ValueError, SyntaxError, TypeError, EOFError) as error:
        raise DataError(tell("file.no_array", error=error)) from None
    if kind.hasobject:
        raise DataError(tell("file.objects"))
    if any(n < 0 for n in shape) or np.prod([float(n) for n in shape]) > float(rows) ** 2:
        raise DataError(tell("file.large_array", shape="×".join(map(str, shape))[:60], rows=rows))
