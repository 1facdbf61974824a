"""A first look at a file: what is needed to tell one layout from another, read once."""

from __future__ import annotations

import codecs
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from newind.data.readers.sheets import DAMAGE
from newind.data.readers.stream import tops
from newind.errors import DataError, join_items, tell

if TYPE_CHECKING:
    from pathlib import Path

    from newind.data.readers.sheets import Sheet

HEAD = 65_536
"""Bytes of a text file that are looked at."""
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of an Excel workbook of the format before xlsx, and of one with a password."""


@dataclass(frozen=True)
class Peek:
    """A file as a recogniser sees it.

    Parameters
    ----------
    path : Path
        The file, or the folder that holds a table in several files.
    """

    path: Path

    @cached_property
    def members(self) -> frozenset[str]:
        """Names in an archive, or files in a folder; empty for any other file.

        Raises
        ------
        DataError
            For an archive that was cut off.
        """
        if self.path.is_dir():
            return frozenset(str(p.relative_to(self.path)) for p in self.path.rglob("*") if p.is_file())
        if not zipfile.is_zipfile(self.path):
            if self.start.startswith(b"PK\x03\x04"):
                raise DataError(tell("file.no_end", path=self.path))
            return frozenset()
        try:
            with zipfile.ZipFile(self.path) as archive:
                return frozenset(archive.namelist())
        except DAMAGE as error:
            raise DataError(tell("file.damaged_at", path=self.path, error=error)) from None

    @property
    def is_workbook(self) -> bool:
        """Whether the file is an Excel workbook (.xlsx, .xlsm, .xlsb, .xls)."""
        return bool({"xl/workbook.xml", "xl/workbook.bin"} & self.members) or self.start.startswith(OLD)

    @cached_property
    def start(self) -> bytes:
        """The first bytes of a file; none of a folder."""
        if self.path.is_dir():
            return b""
        with self.path.open("rb") as file:
            return file.read(HEAD)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The first rows of every sheet of a workbook; none for any other file.

        Raises
        ------
        DataError
            For a workbook that cannot be read.
        """
        return tops(self.path) if self.is_workbook else ()

    @cached_property
    def head(self) -> str:
        """The beginning of a text file; empty for an archive, a folder, or bytes that are no text."""
        if self.members or b"\0" in self.start:
            return ""
        try:
            return codecs.getincrementaldecoder("utf-8-sig")().decode(self.start)
        except UnicodeDecodeError:
            return self.start.decode("gb18030", errors="ignore")

    def __str__(self) -> str:
        """Return what was found, for the message that nothing was recognised."""
        if self.path.is_dir():
            return tell("peek.folder", names=join_items(sorted(self.members)[:4]))
        if self.sheets:
            named = join_items(repr(s.name) for s in self.sheets[:4])
            return tell("peek.workbook", sheets=named, cells=join_items(self._corner()))
        if self.members:
            return tell("peek.archive", names=join_items(sorted(self.members)[:4]))
        if self.start.startswith(b"%PDF"):
            return tell("peek.pdf")
        if self.head:
            line = self.head.splitlines()[0] if self.head.splitlines() else ""
            return tell("peek.text", line=line[:60])
        return tell("peek.bytes", size=self.path.stat().st_size) if self.start else tell("peek.empty")

    def _corner(self) -> list[str]:
        filled = [t for row in range(8) for column in range(4) if (t := self.sheets[0].text(row, column))]
        return [repr(t[:30]) for t in filled[:4]]
