"""Files that are received and sent: archives that unpack to too much, a safe name in any script."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

import numpy as np
from starlette.responses import Response

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


LONGEST = 80
"""Characters of a name, without its ending."""
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff<>:"/\\|?*%;\s]+')
"""Characters that names of files must not have on some system, and marks that make them look like others."""
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
KINDS = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""Ending of a name → its media type."""


@dataclass(frozen=True)
class DownloadFile:
    """A file that is sent; the ending of its name says what it is."""

    name: str
    content: bytes = field(repr=False)


def safe_name(given: str, suffix: str) -> str:
    r"""Return a name of a file that no system takes for a path, a device or another kind of file.

    Examples
    --------
    >>> safe_name("../../etc/passwd", ".csv"), safe_name("广东 2017", ".xlsx"), safe_name("\u202e..", ".csv")
    ('etc-passwd.csv', '广东-2017.xlsx', 'newind.csv')
    >>> safe_name("CON", ".csv"), safe_name("a.csv", ".csv")
    ('newind-CON.csv', 'a.csv')
    """
    text = FORBIDDEN.sub("-", unicodedata.normalize("NFC", given)).removesuffix(suffix)
    stem = re.sub(r"[-.]*-[-.]*|\.{2,}", "-", text).strip("-.")[:LONGEST].rstrip("-.") or "newind"
    return f"newind-{stem}{suffix}" if DEVICES.fullmatch(stem) else f"{stem}{suffix}"


def send_file(file: DownloadFile) -> Response:
    """Return a file as an answer that is saved, never shown as a page of this server."""
    plain = file.name.encode("ascii", "replace").decode().replace("?", "_")
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name)}"
    kind = KINDS["." + file.name.rpartition(".")[2]]
    return Response(file.content, media_type=kind, headers={"content-disposition": named})
