"""Run the command line in this process, or for real in another."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from newind.cli import app
from newind.policy.signs import CENTRAL
from newind.questions.policies import answers_simulation
from solved import solver_is_ours


@pytest.fixture(scope="session", autouse=True)
def reported_once():
    """Find out once all that is said of a simulation, in whatever language and form it is asked for."""
    find, known = answers_simulation.report_simulation, {}

    def report(s, explained):
        if not solver_is_ours():
            return find(s, explained)
        key = (s.laboratory.origin, repr(s.laboratory.assumptions.to_dict()), s.package)
        if key not in known:
            known[key] = find(s, explained)
            for old in list(known)[:-4]:
                del known[old]
        return replace(known[key], simulation=s, explained=tuple(explained))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers_simulation, "report_simulation", report)
        yield


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return a function that runs a command in an empty folder and checks its exit code."""
    monkeypatch.chdir(tmp_path)

    def call(*words: str, code: int = 0):
        result = CliRunner().invoke(app, list(words), prog_name="newind")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result

    return call


@pytest.fixture
def run_json(run):
    """Return a function that runs a command with ``--json`` and returns what it printed."""

    def call(*words: str, code: int = 0):
        found = json.loads(run(*words, "--json", code=code).stdout)
        assert found["schema_version"] == 1
        assert found["command"].split()[0] == words[0]
        return found

    return call


DATA = {"moved", "judged", "shocks", "hindcast", "outlook", "targets", "mapping", "sources", "gantt"}
"""Tables of a command that hold nothing simulated."""
SPREAD = ({"low", "high"}, {"p5", "p95"}, {"expected", "worst"}, {"world", "adds"})
"""Columns of a table whose figures have their range."""


@pytest.fixture
def ranged_or_said():
    """Return a function that checks that each simulated table has its range or says that it has none."""

    def check(found: dict, shown: str, lang: str = "en") -> None:
        tables = {k: set(rows[0]) for k, rows in found["tables"].items() if rows and k not in DATA}
        bare = {k for k, columns in tables.items() if not any(spread <= columns for spread in SPREAD)}
        assert bare
        assert bare <= set(found["central_case_no_range"])
        marks = [line for line in shown.splitlines() if CENTRAL[lang] in line]
        assert len(marks) >= len([k for k in bare if not k.startswith("all") and k != "matrix"])

    return check


@pytest.fixture
def shell(tmp_path):
    """Return a function that runs a command in a process of its own, in an empty folder."""

    def call(*words: str):
        command = [sys.executable, "-c", "from newind.cli import main; main()", *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)

    return call
