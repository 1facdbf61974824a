"""``newind runs``: begun, stopped by hand, killed, taken up again, asked, deleted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from newind.errors import ConvergenceError
from newind.pathways import draws
from newind.pathways.runfolder import open_run
from newind.testing import REGIONS, Structure, build

SHAPE = Structure(REGIONS[:2], ("c14", "c27", "c30"), inventories=False)
PROGRAM = (sys.executable, "-c", "from newind.cli import main; main()")
PACKAGE = "name: better\nshocks:\n  - {lever: productivity, value: 0.02, region: CHN, industry: c14}\n"
DRAW = ("runs", "draw", "better.yaml", "--on", "economy.npz", "--runs", "runs", "--region", "CHN")
UNTIL = ("--start", "2009", "--history", "--until")


@pytest.fixture
def given(tmp_path):
    """Write a small economy and a package to a folder."""
    build(SHAPE, 3, year=2008).save(tmp_path / "economy.npz")
    (tmp_path / "better.yaml").write_text(PACKAGE, encoding="utf-8")
    return tmp_path


def test_a_run_is_begun_listed_shown_asked_and_deleted(given, run, run_json):
    short = (
        *DRAW,
        "--until",
        "2010",
        "--start",
        "2009",
        "--history",
        "--draws",
        "3",
        "--seed",
        "4",
        "--name",
        "one",
        "--workers",
        "1",
    )
    begun = run_json(*short, "--vary", "trade_elasticity,energy_saving")
    assert (begun["run"], begun["done"], begun["total"], begun["failed"], begun["errors"]) == ("one", 3, 3, 0, [])
    (kept,) = run_json("runs", "list", "--runs", "runs")["runs"]
    assert (kept["run"], kept["work"], kept["state"], kept["seed"]) == ("one", "pathway-draws", "done", 4)
    shown = run_json("runs", "show", "one", "--runs", "runs")
    assert {t["table"]: t["rows"] for t in shown["tables"]} == {"results": 9, "draws": 3, "cases": 3}
    assert shown["request"]["package"]["name"] == "better"
    asked = ("runs", "sql", "one", "select draw, trade_elasticity, co2 from results join cases using (draw)")
    found = run_json(*asked, "--runs", "runs", "--rows", "4")
    assert (found["columns"], len(found["rows"]), found["more"]) == (["draw", "trade_elasticity", "co2"], 4, True)
    assert "… and more rows" in run(*asked, "--runs", "runs", "--rows", "4").stdout
    assert run_json("runs", "resume", "one", "--runs", "runs")["done"] == 3
    assert run_json("runs", "delete", "one", "--runs", "runs")["run"] == "one"
    assert run_json("runs", "list", "--runs", "runs")["runs"] == []


def test_what_is_said_in_both_languages(given, run):
    short = (*DRAW, *UNTIL, "2009", "--draws", "2", "--name", "one", "--workers", "1")
    assert "one: 2 of 2 draws done, 0 failed." in run(*short).stdout
    assert "路径参数抽样" in run("runs", "list", "--runs", "runs", "--lang", "zh").stdout
    assert "已完成2/2次抽样" in run("runs", "show", "one", "--runs", "runs", "--lang", "zh").stdout
    assert "已删除one" in run("runs", "delete", "one", "--runs", "runs", "--lang", "zh").stdout
    assert "没有运行记录" in run("runs", "list", "--runs", "runs", "--lang", "zh").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "none"), "unknown run 'none'"),
        (("resume", "none"), "unknown run 'none'"),
        (("delete", ".."), "unknown run '..'"),
        (("draw", "better.yaml", "--draws", "0"), "0 draws"),
        (("draw", "better.yaml", "--vary", "trade_elasticity", "--set", "trade_elasticity=4"), "was given: it is not"),
        (("draw", "better.yaml", "--workers", "0"), "0 workers"),
        (("draw", "better.yaml", "--scheduler", "nonsense"), "no address of a scheduler"),
    ],
)
def test_mistakes_are_one_line(given, run, words, said):
    more = ("--on", "economy.npz") if words[0] == "draw" else ()
    done = run("runs", *words, "--runs", "runs", *more, code=2)
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (given / "runs").exists()


def test_a_scheduler_that_does_not_answer_leaves_a_run_that_goes_on(given, run, run_json):
    words = (
        *DRAW,
        "--draws",
        "2",
        "--until",
        "2009",
        "--start",
        "2009",
        "--history",
        "--name",
        "one",
        "--scheduler",
        "tcp://127.0.0.1:9",
    )
    done = run(*words, code=1)
    assert "no scheduler with workers answers at tcp://127.0.0.1:9" in done.stderr
    assert "Go on with: newind runs resume one" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert run_json("runs", "resume", "one", "--runs", "runs", "--workers", "1")["done"] == 2


def test_draws_that_all_fail_are_a_failure(given, run, monkeypatch):
    def none(_, asked):
        return (ConvergenceError("there is no path.") for _ in asked)

    monkeypatch.setattr(draws, "pathways", none)
    done = run(*DRAW, "--draws", "2", "--name", "one", "--workers", "1", code=1)
    assert "2 of 2 draws done, 2 failed" in done.stdout
    assert "First failure: draw 0: there is no path." in done.stdout
    assert "all 2 draws of one failed; first: there is no path." in done.stderr


MANY = 96
"""Draws, in blocks of sixteen."""


def test_stopped_by_hand_then_killed_then_resumed(given, run_json):
    """Both programs have two processes, which end with them; no draw is lost or done twice."""
    first = begun(given, *DRAW, *UNTIL, "2016", "--draws", str(MANY), "--name", "long", "--workers", "2")
    stopped = reached(given, 1)
    first.send_signal(signal.SIGINT)
    _, said = first.communicate()
    assert first.returncode == 130
    assert said.splitlines() == ["Go on with: newind runs resume long", "newind: stopped."]
    second = begun(given, "runs", "resume", "long", "--runs", "runs", "--workers", "2")
    workers = started(second.pid, 2)
    reached(given, stopped + 1)
    second.kill()
    second.communicate()
    assert len(workers) >= 2
    deadline = time.monotonic() + 30
    while any(map(alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(alive, workers))
    kept = open_run("long", given / "runs")
    before = kept.draws()["draw"].tolist()
    assert stopped < len(before) == len(set(before)) < MANY
    spent = dict(zip(before, kept.draws()["seconds"].tolist(), strict=True))
    done = run_json("runs", "resume", "long", "--runs", "runs", "--workers", "1")
    assert (done["done"], done["failed"], done["state"]) == (MANY, 0, "done")
    after = dict(zip(*(kept.draws()[n].tolist() for n in ("draw", "seconds")), strict=True))
    assert sorted(after) == list(range(MANY))
    assert {k: after[k] for k in spent} == spent
    assert kept.sql("select count(*) from results")[1] == [(MANY * 9,)]


BEGUN = """
import signal
from newind.pathways import draws
made = draws.create_run
def stopped(*given, **more):
    made(*given, **more)
    signal.raise_signal(signal.SIGINT)
draws.create_run = stopped
from newind.cli import main
main()
"""
"""The program, stopped the moment a run is there."""


def test_stopped_the_moment_it_is_there_a_run_goes_on(given, run_json):
    words = (*DRAW, *UNTIL, "2009", "--draws", "2", "--name", "new", "--workers", "1")
    done = subprocess.run([sys.executable, "-c", BEGUN, *words], cwd=given, capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert done.stderr.splitlines() == ["Go on with: newind runs resume new", "newind: stopped."]
    assert run_json("runs", "resume", "new", "--runs", "runs", "--workers", "1")["done"] == 2


def begun(folder, *words):
    return subprocess.Popen([*PROGRAM, *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def reached(folder, many):
    """Wait until a run has kept some draws; return how many."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        time.sleep(0.05)
        if (folder / "runs" / "long").exists() and (done := open_run("long", folder / "runs").counts()[0]) >= many:
            return done
    raise AssertionError("nothing is kept in two minutes")


def children(pid):
    """Return the processes that a process started; `ps` fails where there is none."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def started(pid, many):
    """Wait until a process has started as many; return all that it has then."""
    deadline = time.monotonic() + 120
    while len(found := children(pid)) < many and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return (
        "Z"
        not in subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    )
