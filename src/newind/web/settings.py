"""How the server is to run, its limits, and its folder, which goes with it and with the next one."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


LOOPBACK = ("127.0.0.1", "localhost", "::1")
MB = 1024 * 1024


@dataclass(frozen=True)
class ServerLimits:
    """Limits of one server.

    Parameters
    ----------
    body, upload, export : int
        Largest request, largest uploaded file, and largest request for a file of figures, in bytes.
    unpacked : int
        Largest size of an uploaded archive once it is unpacked, in bytes.
    rows : int
        Most industries times regions of an uploaded table.
    tables : int
        Uploaded tables that are kept; the oldest goes first.
    seconds : float
        Longest time for an answer; what takes longer is a job.
    rate, burst : float
        Requests a second of one client, and how many at once.
    guesses, first_guesses : float
        Wrong tokens a second of one client, and how many at once.
    connections : int
        Connections at once.
    silence : float
        Seconds in which the headers of a request must come, and then each further piece of it.
    jobs, results : int
        Jobs that wait or run, and finished ones that are kept.
    cached : int
        Answers kept in memory.
    draws : int
        Most draws of what is assumed that one job takes.
    paths : int
        Paths that one search may follow.
    """

    body: int = 512 * 1024
    upload: int = 50 * MB
    export: int = 16 * MB
    unpacked: int = 400 * MB
    rows: int = 4000
    tables: int = 20
    seconds: float = 60.0
    rate: float = 60.0
    burst: float = 240.0
    guesses: float = 0.2
    first_guesses: float = 10.0
    connections: int = 256
    silence: float = 20.0
    jobs: int = 24
    results: int = 48
    cached: int = 512
    draws: int = 250
    paths: int = 1000


@dataclass(frozen=True)
class Settings:
    """How the server is to run.

    Parameters
    ----------
    host, port : str, int
        Where it listens; another host than this machine's own needs a token.
    token : str
        What a client must know, at least 16 characters; empty on this machine alone.
    workers : int
        Processes that compute; 0 computes in this one, for tests.
    folder : Path, optional
        Where uploaded tables are kept; by default in a temporary folder, as long as the server runs.
    limits : ServerLimits
    proxy : str
        Address of a proxy that says in ``X-Forwarded-For`` who asks; by default nobody is believed that.
    embed : tuple of str
        Sites whose pages may show single figures, such as ``https://example.org``; by default none but this server's.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    token: str = ""
    workers: int = field(default_factory=lambda: max(1, min(os.cpu_count() or 1, 8)))
    folder: Path | None = None
    limits: ServerLimits = field(default_factory=ServerLimits)
    proxy: str = ""
    embed: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether machines other than this one may ask."""
        return self.host not in LOOPBACK


PREFIX = "newind-server-"
YOUNG = 60.0
"""Seconds for which a folder is left alone that no server holds: one that is just starting may have made it."""


@contextmanager
def own_folder() -> Iterator[Path]:
    """Yield a new temporary folder that this process holds, and remove it in the end; first those of dead servers."""
    remove_orphans()
    name = f"{PREFIX}{os.getpid()}-{time.time():.0f}-"
    with tempfile.TemporaryDirectory(prefix=name, ignore_cleanup_errors=True) as made, _lock_folder(Path(made)):
        yield Path(made)


def remove_orphans() -> None:
    """Remove folders of servers of this user that hold them no longer; on a system without locks none."""
    if sys.platform == "win32":
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # another's, held, or removed meanwhile
            if _ours(folder):
                with _lock_folder(folder):
                    shutil.rmtree(folder)


def _ours(folder: Path) -> bool:
    about = folder.lstat()
    old = time.time() - about.st_mtime > YOUNG
    return stat.S_ISDIR(about.st_mode) and about.st_uid == os.geteuid() and old


@contextmanager
def _lock_folder(folder: Path) -> Iterator[None]:
    """Hold a folder as long as this process lives, however it ends.

    Raises
    ------
    BlockingIOError
        When another holds it.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
