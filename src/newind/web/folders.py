"""The folder of a server: it goes with it, and with the next one where a server was killed."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

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
