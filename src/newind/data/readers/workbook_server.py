"""A program that reads workbooks for :mod:`newind.data.readers.sheets`; it knows the library alone.

A request is a path, the names of sheets or None for all, how many sheets and how many rows of each at most; the answer
is the names of all sheets, and cells and merged ranges of each that was asked for, or what the library says is wrong.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from typing import Any


def main(folders: str, gigabytes: str, seconds: str) -> None:
    """Answer requests until there are no more: with the library in one of the folders, and limits to each request."""
    sys.path += folders.split(os.pathsep)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            request = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        _limit(int(gigabytes), int(seconds))
        sys.stdout.buffer.write(pickle.dumps(_answer(*request), pickle.HIGHEST_PROTOCOL))
        sys.stdout.buffer.flush()


def _answer(path: str, names: frozenset[str] | None, sheets: int | None, rows: int | None) -> Any:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        every = book.sheet_names
        wanted = [n for n in every if names is None or n in names][:sheets]
        found = {n: book.get_sheet_by_name(n) for n in wanted}
        cells = {n: s.to_python(skip_empty_area=False, nrows=rows) for n, s in found.items()}
        return every, cells, {n: list(s.merged_cell_ranges or ()) for n, s in found.items()}
    except (CalamineError, IndexError, ValueError, OSError) as error:
        return str(error)
    except BaseException as error:  # a fault inside the library is no Exception
        if type(error).__name__ != "PanicException":
            raise
        return "its sheets make no sense"


def _limit(gigabytes: int, seconds: int) -> None:
    """Let the system end this process when a workbook takes too much memory, or from now on too much time."""
    try:
        import resource
    except ImportError:  # a system without such limits
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    for kind, most in (
        (resource.RLIMIT_AS, gigabytes << 30),
        (resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + seconds),
    ):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    main(*sys.argv[1:])
