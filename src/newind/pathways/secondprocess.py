"""What a copy of this process makes meanwhile, on the second core; where it cannot, it is made here."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from newind.kernels.threads import cores
from newind.pathways.processes import defer_interrupts, end_with_parent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

T = TypeVar("T")
THREADS = Path("/proc/self/task")
"""Threads of this process as Linux lists them, those of libraries too."""

logger = logging.getLogger(__name__)


def may_copy() -> bool:
    """Return whether there is a second core, and this process can be copied: no thread of it holds a lock.

    Elsewhere than on Linux, libraries of linear algebra do not stand it.
    """
    return sys.platform == "linux" and cores() > 1 and THREADS.is_dir() and len(list(THREADS.iterdir())) == 1


@contextmanager
def made_meanwhile(make: Callable[[], T], *, worth: bool = True) -> Iterator[Callable[[], T]]:
    """Begin to make something in a copy of this process; yield the function that waits for it and returns it.

    What fails there, does not pickle, or is lost because the copy dies is made here when it is asked for, and its error
    raised here. After the block the copy has ended, also after Ctrl-C, which it does not hear.

    Parameters
    ----------
    make : callable
        What it remembers, and changes in what there is, is lost with the copy.
    worth : bool
        Whether it takes long enough for a copy, which costs some hundredths of a second.

    Examples
    --------
    >>> with made_meanwhile(lambda: 2 + 2) as wait_for:
    ...     here = 3 + 3
    ...     here, wait_for()
    (6, 4)
    """
    if not (worth and may_copy()):
        yield make
        return
    context = get_context("fork")
    result, line = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(make, line), daemon=True)
    try:
        with defer_interrupts(), suppress(OSError):  # of a system that has no more processes
            process.start()
        line.close()
        yield partial(_receive, result, make)
    finally:
        result.close()
        if process.pid is not None:
            process.kill()
            process.join()
            process.close()


def _receive(result: Connection, make: Callable[[], T]) -> T:
    """Return what the copy sends; make it here where it has ended without a word."""
    try:
        found: T = result.recv()
    except (EOFError, OSError):
        logger.info("made here, as the second process has failed")
        return make()
    return found


def _send(make: Callable[[], object], line: Connection) -> None:
    """Make it in the copy, which ends with the program that it was copied from."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    try:
        line.send(make())
    except Exception:  # made again where it was asked for, and raised there
        logger.debug("the second process has failed", exc_info=True)
    os._exit(0)
