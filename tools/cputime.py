"""CPU time of the command of each clause: ``python tools/cputime.py`` writes ``src/newind/papertimes.csv``.

With ``--new`` only commands that it does not have are run. Each command runs by itself, in an empty folder, after those
that write its files. CPU seconds, so that what else the machine does matters little; a command that fails stops
everything, and nothing is written.
"""

from __future__ import annotations

import csv
import os
import resource
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import newind as ni
from newind.datafiles import read_csv_rows

TARGET = Path(ni.__file__).with_name("papertimes.csv")
PROGRAM = Path(sys.executable).with_name("newind")


def seconds(command: str, folder: str) -> float:
    """Run a command in a folder; return the CPU seconds that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    subprocess.run([PROGRAM, *shlex.split(command)[1:]], cwd=folder, check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure every command once, or those that are new, and write the table."""
    known = {row["command"]: float(row["seconds"]) for row in read_csv_rows("newind", TARGET.name)}
    taken: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for clause in ni.clauses():
            if "--new" in sys.argv and clause.command in known:
                taken[clause.command] = known[clause.command]
                continue
            if clause.first:
                seconds(clause.first, folder)
            if clause.command not in taken:
                taken[clause.command] = seconds(clause.command, folder)
                print(f"{taken[clause.command]:7.1f}  {clause.command}", flush=True)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("command", "seconds"), *((c, f"{s:.1f}") for c, s in taken.items())])


if __name__ == "__main__":
    main()
