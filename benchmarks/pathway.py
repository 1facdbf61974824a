"""Pathways: 25 years of a package at the size of the shipped world, with and without figures, and the baseline behind.

No other program does these. The note is the processor time of this process in one run, where others share the machine.

Run: python benchmarks/pathway.py [--threads N] [--repeats N] [--wiod FOLDER]
"""

from __future__ import annotations

import os
import time
from functools import partial
from typing import TYPE_CHECKING

import newind as ni
from common import Row, arguments, blas_threads, cold, report
from newind.pathways.baseline import forget
from newind.pathways.hindcast import compute_errors
from newind.policy.packages import package

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.accounts.accounts import Accounts

UNTIL, EARLY = 2036, 2012
"""25 years from 2011, with the package in force in all of them but the first."""
HEADLINES = ("s2.manufacturing_share", "s3.carbon_production", "s4.dva_share")
GOALS = {"path": 0.2, "figures": 0.25, "wiod": 2.0, "hindcasts": 5.0}
"""Goals, s."""


def path(w: Accounts) -> ni.Pathway:
    """Follow all families of policy over 25 years; the baseline is there already."""
    return ni.pathway(w, package("all-families"), UNTIL, start=EARLY, phase_in=0, history=True)


def with_figures(w: Accounts) -> object:
    """The same, with headline indicators of the last year."""
    return ni.measure(path(w)[UNTIL], list(HEADLINES))


def baseline(w: Accounts) -> object:
    """Calibrate the baseline anew."""
    forget(w)
    return ni.pathway(w, None, UNTIL)


def row(what: str, work: Callable[[], object], goal: float | None, repeats: int) -> Row:
    """Time some work, with the processor time of one run."""
    start = time.process_time()
    work()
    spent = time.process_time() - start
    return Row(what, cold(work, repeats), goal=goal, note=f"{spent:.2f} s of processor time")


def main() -> None:
    """Time them."""
    parser = arguments(str(__doc__).splitlines()[0])
    parser.add_argument("--wiod", metavar="FILE", help="a table of the WIOD release of 2013 to time in full detail")
    given = parser.parse_args()
    w, panel = ni.load("world", year=2011), ni.load("world")
    with blas_threads(given.threads) as machine:
        path(w)
        rows = [
            row("baseline to 2036, calibrated", partial(baseline, w), None, given.repeats),
            row("25 years, no indicators", partial(path, w), GOALS["path"], given.repeats),
            row("25 years, headlines of the last", partial(with_figures, w), GOALS["figures"], given.repeats),
            row("hindcasts of all origins", partial(compute_errors, panel), GOALS["hindcasts"], 1),
        ]
        if given.wiod:
            full = ni.read(given.wiod, format="wiod2013")
            path(full)
            rows.append(row("25 years, 41 × 35", partial(path, full), GOALS["wiod"], 1))
    report("pathways", f"{machine}; load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else machine, rows)


if __name__ == "__main__":
    main()
