"""Work for tests of many cases: random, failing or deadly; found by the workers that tests start."""

from __future__ import annotations

import os
import signal
import uuid
from pathlib import Path

from newind.errors import DataError
from newind.pathways.processes import Together


def noisy():
    return lambda case, rng: (case * 2, rng.normal(size=3).tolist(), os.environ.get("OPENBLAS_NUM_THREADS"))


def summing(array):
    """Give the sum of an array, and whether it could be written to."""
    return lambda case, rng: (float(array.sum()) + case, array.flags.writeable)


def together(folder: Path):
    """Say which process did a case and how many with it; each preparation leaves a mark."""
    (folder / uuid.uuid4().hex).touch()
    return Together(lambda cases: [(os.getpid(), len(cases)) for _ in cases])


def at_times(folder: Path):
    """Fail or die: by what the case says, always or the first time."""

    def work(case, rng):
        mark = folder / str(case)
        first = not mark.exists()
        mark.touch()
        if case in ("fails", "dies") or (first and case in ("fails once", "dies once")):
            if case.startswith("dies"):
                os.kill(os.getpid(), signal.SIGKILL)
            raise ZeroDivisionError(f"{case} on purpose")
        return case, float(rng.random())

    return work


def unprepared():
    raise DataError("there is nothing to prepare.")


def dead_at_once():
    os.kill(os.getpid(), signal.SIGKILL)
