"""A user's mistake: exit code 2, one clear line on standard error, no traceback, nothing written."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np
import pytest

import newind as ni
from newind.errors import ConvergenceError

COMMAND = [sys.executable, "-c", "from newind.cli import main; main()"]

BAD = {
    "unknown command": (["breif"], "No such command 'breif'. Did you mean 'brief'? See 'newind --help'."),
    "unknown subcommand": (["data", "lst"], "No such command 'lst'. Did you mean 'list'?"),
    "unknown option": (["measure", "--yaer", "2008"], "No such option: --yaer (Possible options: "),
    "option without value": (["measure", "--ids"], "--ids"),
    "argument left out": (["brief"], "no region named. Name one of 'CHN', 'USA', 'JPN' and 17 more, as in"),
    "two regions": (["brief", "CHN", "--region", "USA"], "two regions, CHN and --region USA. Name one."),
    "argument too many": (["paper", "3.3.i", "3.3.ii"], "unexpected extra argument"),
    "not a number": (["brief", "CHN", "--year", "MMXI"], "--year"),
    "not a language": (["paper", "--lang", "de"], "--lang"),
    "not a horizon": (["simulate", "green-turn", "--horizon", "x"], "for '--horizon': 'x' is not one of 'short'"),
    "unknown economy": (["measure", "CHM"], "unknown label or group 'CHM'. Did you mean 'CHN'?"),
    "unknown economy to diagnose": (["diagnose", "DUE"], "unknown economy 'DUE'. Did you mean 'DEU'?"),
    "unknown economy in a brief": (["brief", "CHM"], "unknown economy 'CHM'. Did you mean 'CHN'?"),
    "unknown peer": (["brief", "CHN", "--peers", "USA,JPM"], "unknown label or group 'JPM'. Did you mean 'JPN'?"),
    "the same twice": (["measure", "CHN", "chn"], "selected more than once: 'CHN'"),
    "unknown id": (["measure", "--ids", "s4.vax_ration"], "indicator 's4.vax_ration'. Did you mean 's4.vax_ratio'?"),
    "unknown indicator": (["indicators", "s4.vax"], "unknown indicator 's4.vax'. Did you mean"),
    "unknown group": (["groups", "hightech"], "unknown group 'hightech'. Did you mean 'high-tech'?"),
    "unknown clause": (["paper", "3.3.iv"], "unknown clause '3.3.iv'. Did you mean '3.3.i"),
    "unknown system": (["diagnose", "CHN", "--system", "s5"], "unknown system 's5'"),
    "unknown accounts": (["measure", "--on", "wrld"], "unknown accounts 'wrld'. Did you mean 'world'?"),
    "a year that is not there": (["measure", "--year", "1994"], "no accounts for '1994': this panel has 1995 to"),
    "a year that is not one": (["measure", "--year", "last"], "--year 'last' is not a year. Write it as in 2008"),
    "years backwards": (["measure", "--year", "2008-1995"], "--year '2008-1995' ends before it begins"),
    "a year of a brief": (["brief", "CHN", "--year", "2030"], "no accounts for 2030: this panel has"),
    "a folder for a table": (["data", "check", "."], "a folder, not a file"),
    "no sources": (["data", "build", "--from", "nowhere", "--out", "built"], "nowhere: there is no such folder"),
    "a csv in no folder": (["measure", "CHN", "--ids", "s4.vax_ratio", "--csv", "no/where.csv"], "cannot write there"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_mistake_is_one_clear_line(run, tmp_path, what):
    words, message = BAD[what]
    result = run(*words, code=2)
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("newind: ")
    assert message in lines[0]
    assert list(tmp_path.iterdir()) == []


def table(tmp_path, **changes):
    """Write accounts that `measure --on` reads, and return their path."""
    rng = np.random.default_rng(3)
    base = {
        "Z": rng.uniform(1, 3, (6, 6)),
        "Y": rng.uniform(9, 12, (6, 3)),
        "regions": ["CHN", "USA", "ROW"],
        "industries": ["c1", "c14"],
        "demand": ["f"],
        "year": 2008,
    }
    ni.Accounts(**(base | changes)).save(tmp_path / "own.npz")
    return tmp_path / "own.npz"


def test_a_truncated_file(run, tmp_path):
    path = table(tmp_path)
    path.write_bytes(path.read_bytes()[:700])
    for words in (["data", "check", str(path)], ["measure", "--on", str(path)], ["brief", "CHN", "--on", str(path)]):
        assert "own.npz: truncated or corrupt" in run(*words, code=2).stderr


def test_a_file_that_is_no_table(run, tmp_path):
    (tmp_path / "notes.txt").write_text("not a table")
    assert "unknown layout. Found text that begins 'not a table'" in run("data", "check", "notes.txt", code=2).stderr
    np.savez(tmp_path / "other.npz", a=np.eye(2))
    assert "unknown layout" in run("measure", "--on", "other.npz", code=2).stderr


def test_a_table_with_other_economies(run, tmp_path):
    path = table(tmp_path)
    assert "Did you mean 'CHN'?" in run("measure", "CHM", "--on", str(path), code=2).stderr


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["measure", "CHM"], 2, "newind: unknown label or group 'CHM'. Did you mean 'CHN'?"),
        (["nonsense"], 2, "newind: No such command 'nonsense'."),
        (["--version"], 0, ""),
        (["indicators", "s4.vax_ratio"], 0, ""),
    ],
)
def test_exit_codes_are_those_of_the_process(shell, words, code, message):
    done = shell(*words)
    assert done.returncode == code
    assert done.stderr.startswith(message)
    assert "Traceback" not in done.stderr
    assert bool(done.stdout) == (code == 0)


@pytest.mark.parametrize("words", [("--lang", "zh"), ("--lang=zh",)])
def test_a_mistake_is_told_in_the_language_that_was_asked_for(run, words):
    assert run("diagnose", "CHM", *words, code=2).stderr.startswith("newind: 没有名为“CHM”的")
    assert run("diagnose", "CHM", code=2).stderr.startswith("newind: unknown")


def test_a_method_that_does_not_converge_is_a_failure_not_bad_input(run, monkeypatch):
    def stuck(*args, **options):
        raise ConvergenceError("series: residual 0.1 after 500 iterations. Use method='lu'.")

    monkeypatch.setattr("newind.measures.measure.measure", stuck)
    shown = run("measure", "CHN", code=1).stderr
    assert shown == "newind: series: residual 0.1 after 500 iterations. Use method='lu'.\n"


def test_what_the_system_refuses_is_a_failure(run, monkeypatch):
    def refused(*args, **options):
        raise PermissionError(13, "Permission denied", "secret.npz")

    monkeypatch.setattr("newind.data.reference.load", refused)
    assert run("measure", "CHN", code=1).stderr == "newind: secret.npz: Permission denied.\n"


def test_a_mistake_of_ours_is_not_hidden(run, monkeypatch):
    def broken(*args, **options):
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("newind.data.reference.load", broken)
    with pytest.raises(ZeroDivisionError):
        run("measure", "CHN")


def test_a_pipe_that_closes_early_is_no_error(tmp_path):
    """As with `newind groups | head -1`."""
    with subprocess.Popen([*COMMAND, "groups", "--json"], cwd=tmp_path, stdout=-1, stderr=-1) as process:
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk"])
def test_letters_that_an_output_cannot_show(tmp_path, encoding):
    environment = os.environ | {"PYTHONIOENCODING": encoding}

    def shown(*words):
        done = subprocess.run([*COMMAND, *words], cwd=tmp_path, capture_output=True, env=environment, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout

    assert shown("paper", "3.3.i", "--lang", "zh")
    assert shown("measure", "CHN", "--ids", "s3.net_carbon_exports", "--lang", "zh")
    found = json.loads(shown("paper", "3.3.i", "--json"))
    assert found["clauses"][0]["title"]["zh"] == ni.clause("3.3.i").title["zh"]
