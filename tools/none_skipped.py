"""Fail when a pytest report (JUnit XML) holds a skipped test, or none that ran.

Comparisons with other programs prove nothing when they do not run. The one reason that is accepted is that the folder
of source figures is not on this machine: it is large and not part of the repository.
"""

from __future__ import annotations

import os
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

BESIDE = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
SHARED = Path(os.environ.get("NEWIND_SHARED", BESIDE))


def skipped(report: Path) -> tuple[int, list[str]]:
    """Return how many tests ran, and name and reason of each skipped one that should have run."""
    cases = list(ET.parse(report).iter("testcase"))
    left_out = [(case, found) for case in cases if (found := case.find("skipped")) is not None]
    unexcused = [
        f"{case.get('classname')}.{case.get('name')}: {reason.get('message')}"
        for case, reason in left_out
        if SHARED.is_dir() or "collected figures not found" not in (reason.get("message") or "")
    ]
    return len(cases) - len(left_out), unexcused


def main(report: str) -> int:
    """Print the verdict and return the exit code."""
    ran, unexcused = skipped(Path(report))
    for line in unexcused:
        print(f"skipped, which counts as failed here: {line}")
    if not ran:
        print(f"{report}: no test ran")
    return 1 if unexcused or not ran else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
