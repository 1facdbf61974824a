"""Fetch a file of a source: resumed where it broke off, checked before it gets its name, one clear line on failure."""

from __future__ import annotations

import hashlib
import http.client
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from newind.data.sources import Source, check, folder
from newind.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    Progress = Callable[[int, int], None]
    """Called with the bytes that have come and those there are, 0 where that is not known."""

PIECE = 1 << 18
"""Bytes written at a time."""
PATIENCE = 30.0
"""Seconds without an answer after which a connection counts as broken."""
PARTIAL, BEYOND = 206, 416
"""Status codes of HTTP: a part of the file follows; the part asked for lies beyond its end."""
AGENT = "newind"


def fetch(
    source: Source, year: int | None = None, out: str | PathLike[str] | None = None, progress: Progress | None = None
) -> Path:
    """Fetch a file of a source unless it is here already, and return where it is.

    What has come before a connection broke is kept and gone on from at the next call. The file gets its name only when
    it is whole, has the hash that is stated (where one is), and is recognised as a table of the source.

    Parameters
    ----------
    source : Source
        The source.
    year : int, optional
        The year where the source has several files; the last one by default where a file has several years.
    out : path, optional
        Folder to write to, instead of the one for all sources.
    progress : callable, optional
        Called with the bytes that have come and those there are.

    Raises
    ------
    DataError
        When there is no address to fetch from, no connection, the connection breaks, the server refuses, or the file
        is not the one expected; with what to do.
    """
    import pooch  # type: ignore[import-untyped]

    if not source.url:
        raise DataError(f"{source.id}: the publisher wants a visit to its page. {source.by_hand} {source.remedy}")
    if source.by_year and year is None:
        raise DataError(f"{source.id}: one file a year ({source.years}). Give --year.")
    which = {"year": year, "span": source.span(year)}
    url, name = source.url.format(**which), source.file.format(**which)
    known = source.known.get(name, {})
    target = (Path(out) if out else folder(source.id)) / name
    if target.exists():
        return target
    pooch.get_logger().setLevel(logging.WARNING)
    loader = ResumableDownloader(
        source, target.with_name(f"{name}.part"), progress or _silent, int(known.get("bytes", 0))
    )
    try:
        pooch.retrieve(url, known.get("hash") or source.sha256 or None, name, target.parent, downloader=loader)
    except ValueError as error:
        if isinstance(error, DataError):
            raise
        raise DataError(
            f"{source.id}: the file from {_host(url)} is not the one expected (its hash differs), and was removed. "
            f"{source.remedy}"
        ) from None
    return target


def hash_of(path: Path, kind: str = "sha256") -> str:
    """Return the hash of a file, of a kind that hashlib knows."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, kind).hexdigest()


def _silent(_done: int, _total: int) -> None:
    """Show nothing."""


def _host(url: str) -> str:
    return urlsplit(url).netloc


@dataclass(frozen=True)
class ResumableDownloader:
    """A downloader for pooch that goes on where the last one stopped.

    Parameters
    ----------
    source : Source
        What is fetched, for messages and for the check of its layout.
    part : Path
        File that holds what has come.
    progress : callable
        Called with the bytes that have come and those there are.
    size : int
        Bytes of the file, 0 where not known.
    """

    source: Source
    part: Path
    progress: Progress
    size: int = 0

    def __call__(self, url: str, output_file: str, _pooch: Any = None) -> None:
        """Write a file to where pooch wants it; what came of a broken connection stays beside.

        Raises
        ------
        DataError
            In one line, with what to do.
        """
        self.part.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._come(url)
        except HTTPError as error:
            error.close()
            said = f"{_host(url)} answers {error.code} ({error.reason}) for {url}"
            raise DataError(f"{self.source.id}: {said}. {self.source.remedy}") from None
        except (URLError, http.client.HTTPException, OSError) as error:
            raise DataError(f"{self.source.id}: {self._explain_failure(url, error)}") from None
        self._check()
        self.part.replace(output_file)
        self._tag.unlink(missing_ok=True)

    @property
    def _tag(self) -> Path:
        """The file that says which version of the file the part is of."""
        return self.part.with_suffix(".tag")

    @property
    def _here(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def _come(self, url: str) -> None:
        """Write what is missing to the part.

        Raises
        ------
        HTTPError, URLError, HTTPException, OSError
            As urllib raises them, and ConnectionError for an answer that ends too early.
        """
        asked = self._here if self._tag.exists() else 0
        headers = {"User-Agent": AGENT}
        if asked:
            headers |= {"Range": f"bytes={asked}-", "If-Range": self._tag.read_text("utf-8")}
        try:
            answer = urlopen(Request(url, headers=headers), timeout=PATIENCE)
        except HTTPError as error:
            if error.code != BEYOND or not asked:
                raise
            error.close()
            self._forget()
            return self._come(url)
        with answer:
            begun = asked if answer.status == PARTIAL else 0
            total = begun + int(answer.headers.get("Content-Length") or 0)
            self._write(answer, begun, total)
        if total > begun and self._here != total:
            raise ConnectionError("the answer ended too early")
        return None

    def _write(self, answer: http.client.HTTPResponse, begun: int, total: int) -> None:
        tag = answer.headers.get("ETag") or answer.headers.get("Last-Modified")
        if tag and not tag.startswith("W/"):
            self._tag.write_text(tag, encoding="utf-8")
        else:
            self._tag.unlink(missing_ok=True)
        done = begun
        with self.part.open("ab" if begun else "wb") as file:
            while piece := answer.read(PIECE):
                file.write(piece)
                done += len(piece)
                self.progress(done, total)

    def _explain_failure(self, url: str, error: Exception) -> str:
        """Return in one line what has happened to a connection, and what to do."""
        cause = getattr(error, "reason", error)
        reason = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
        if not self._here:
            return f"no connection to {_host(url)} ({reason}). {self.source.remedy}"
        if not self._tag.exists():
            return f"the connection to {_host(url)} broke ({reason}). Run the command again, or: {self.source.remedy}"
        kept = f"{self._here / 1e6:,.1f} MB have come and are kept"
        return f"the connection to {_host(url)} broke ({reason}). {kept}: run the command again to go on."

    def _check(self) -> None:
        """Raise, and remove the part, when what has come is no table of the source.

        Raises
        ------
        DataError
            With what was found instead.
        """
        try:
            if self.size and self._here != self.size:
                raise DataError(f"it has {self._here:,} bytes, the file known {self.size:,}: another edition?")
            check(self.source, self.part)
        except DataError as error:
            self._forget()
            said = str(error).replace(str(self.part), "what came").removesuffix(".")
            raise DataError(f"{self.source.id}: not the table expected ({said:.160}). {self.source.remedy}") from None

    def _forget(self) -> None:
        self.part.unlink(missing_ok=True)
        self._tag.unlink(missing_ok=True)
