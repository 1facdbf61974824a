"""Files that are sent: a safe name, and headers that say so in any script."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from urllib.parse import quote

from starlette.responses import Response

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
