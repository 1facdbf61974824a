"""What a copy of this process makes meanwhile, on the second core; where it cannot, it is made here."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from newind.kernels.threads import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection

A = TypeVar("A")
B = TypeVar("B")
T = TypeVar("T")
THREADS = Path("/proc/self/task")
"""Threads of this process as Linux lists them, those of libraries too."""

TWO = 2

HARMLESS = ("jemalloc_bg_thd",)
"""Threads of libraries that give up their locks before a process is copied."""

logger = logging.getLogger(__name__)


def may_copy() -> bool:
    """Return whether there is a second core with nothing to do, and no thread keeps this process from being copied.

    Elsewhere than on Linux, libraries of linear algebra do not stand it.
    """
    if sys.platform != "linux" or cores() < TWO or not THREADS.is_dir():
        return False
    others = [name for name in map(_read_name, THREADS.iterdir()) if name not in HARMLESS]
    return len(others) == 1 and not active_children()  # no thread holds a lock


def _read_name(thread: Path) -> str:
    try:
        return (thread / "comm").read_text().strip()
    except OSError:  # it has ended
        return ""


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


def in_halves(make: Callable[[Sequence[A]], list[B]], items: Sequence[A], least: int = TWO) -> list[B]:
    """Return what is made of items, of the second half of them meanwhile.

    Parameters
    ----------
    make : callable
        From some of the items to as many results, each of which depends on its item alone.
    items : sequence
    least : int
        Items from which it takes long enough for a copy.

    Examples
    --------
    >>> in_halves(lambda some: [2 * item for item in some], [1, 2, 3])
    [2, 4, 6]
    """
    half = (len(items) + 1) // 2
    if len(items) < least:
        return make(items)
    with made_meanwhile(partial(make, items[half:])) as rest:
        return make(items[:half]) + rest()


def _receive(result: Connection, make: Callable[[], T]) -> T:
    """Return what the copy sends; make it here where it has ended without a word."""
    try:
        found: T = result.recv()
    except Exception:  # also of what cannot be read
        logger.info("made here, as the second process has failed", exc_info=True)
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


@contextmanager
def defer_interrupts() -> Iterator[None]:
    """Let Ctrl-C wait until processes are started, which never hear it, not even while they begin."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before, held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}), []
    heard = signal.getsignal(signal.SIGINT)
    own = heard is not None and threading.current_thread() is threading.main_thread()
    if own:  # another thread may take the signal, which the main one then hears
        signal.signal(signal.SIGINT, lambda *said: held.append(said))
    try:
        yield
    finally:
        if own:
            signal.signal(signal.SIGINT, heard)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if held:
            signal.raise_signal(signal.SIGINT)


def end_with_parent() -> None:
    """Wait for the end of the process that started this one, and end."""
    parent = parent_process()
    assert parent is not None  # this is not the first
    wait([parent.sentinel])
    os._exit(1)
