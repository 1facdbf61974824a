"""Tutorials that need a file of the reader's: prepared here, then run from top to bottom, Python and commands in order."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from test_docs import FENCE, PREPARED, ROOT

TUTORIALS = ROOT / "docs" / "tutorials"


@pytest.mark.parametrize("name", sorted(PREPARED))
def test_tutorial_runs_from_top_to_bottom(name: str, tmp_path: Path, monkeypatch, request) -> None:
    page = TUTORIALS / name
    namespace = {"__name__": "__main__", **PREPARED[name](tmp_path, request)}
    monkeypatch.chdir(tmp_path)
    text = page.read_text(encoding="utf-8")
    ran = 0
    for block in FENCE.finditer(text):
        if block[1] == "python":
            code = "\n" * (text[: block.start()].count("\n") + 1) + block[2]
            exec(compile(code, str(page), "exec"), namespace)
        elif block[1] == "sh":
            for line in re.findall(r"^newind .*", block[2], re.MULTILINE):
                run(line, tmp_path)
        ran += 1
    assert ran > 2


def run(line: str, folder: Path) -> None:
    program = Path(sys.executable).with_name("newind")
    words = shlex.split(line)[1:]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run([program, *words], cwd=folder, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
