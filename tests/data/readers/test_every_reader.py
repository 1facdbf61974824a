"""Damaged files of every reader are read or refused with an error of ours: no other error, no hang, no abort.

``NEWIND_MUTATIONS`` says how many files of each reader are damaged (1200 are about 37,000), ``NEWIND_SEED`` how.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from every_reader import READERS

from newind.data.readers import FORMATS

COUNT, SEED = os.environ.get("NEWIND_MUTATIONS", "60"), os.environ.get("NEWIND_SEED", "0")
PROGRAM = Path(__file__).with_name("every_reader.py")
PYMRIO = {"exiobase3", "gloria", "eora26"}
"""Read by another program, where it is installed."""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Return what became of the damaged files of each reader; a process that ended is begun again with the next."""
    tests = [str(PROGRAM.parent), str(PROGRAM.parents[2])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([*tests, *sys.path]), "PYTHONWARNINGS": "error"}
    left, all_found = list(READERS), {}
    while left:
        folder = tmp_path_factory.mktemp("damaged")
        command = [sys.executable, str(PROGRAM), COUNT, SEED, str(folder), *left]
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        for line in ended.stdout.splitlines():
            one = json.loads(line)
            all_found[one["name"]] = one
        left = [name for name in left if name not in all_found]
        if left:
            now = (folder / "now").read_text(encoding="utf-8") if (folder / "now").exists() else ""
            failure = f"{now}: the process ended with {ended.returncode}: {ended.stderr[-2000:]}"
            all_found[left.pop(0)] = {"failure": failure}
    return all_found


@pytest.mark.parametrize("name", READERS)
def test_a_damaged_file_is_read_or_refused(found, name):
    assert "failure" not in found[name], found[name]["failure"]
    assert found[name]["refused"] > 5
    assert found[name]["read"] > 0


def test_every_format_is_damaged():
    assert set(FORMATS) - PYMRIO <= set(READERS)
