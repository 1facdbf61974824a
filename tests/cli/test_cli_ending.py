"""How the program ends: stopped at any moment, by an error of its own, or with an output that is closed or full."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

MAIN = "from newind.cli import main; main()"
BROKEN = "import newind.data.reference as r; r.load = lambda *_, **__: 1 / 0; " + MAIN
AT = """
import os, signal, sys
moments, words = eval(sys.argv[1])
for moment in moments:
    if os.fork() == 0:
        folder = os.path.join(os.getcwd(), str(moment))
        os.mkdir(folder)
        os.chdir(folder)
        os.dup2(os.open("../%d.err" % moment, os.O_CREAT | os.O_WRONLY), 2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        calls = 0
        def count(frame, event, _):
            global calls
            calls += event == "call"
            if calls >= moment and signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
                sys.setprofile(None)
                signal.raise_signal(signal.SIGINT)
        from newind.cli import main
        sys.argv = ["newind", *words]
        sys.setprofile(count)
        try:
            main()
        finally:
            sys.setprofile(None)
        os._exit(0)
    _, status = os.wait()
    print(moment, os.waitstatus_to_exitcode(status))
"""
"""Runs a command once for each moment, counted in calls of functions, at which it gets SIGINT."""
LONG = os.environ.get("NEWIND_LONG")
MOMENTS = [int(1.25**k) for k in range(4, 75)] if LONG else [1, 60, 1500, 40_000, 300_000]
COMMANDS = [
    ["measure", "CHN", "--csv", "t.csv"],
    ["simulate", "all-families", "--out", "t.npz"],
    ["brief", "CHN", "--quick", "--out", "brief"],
    ["runs", "draw", "all-families", "--draws", "4", "--region", "CHN", "--runs", "runs", "--workers", "1"],
    ["index", "build", "--replications", "20", "--out", "index"],
]


def program(code, *words, cwd, **more):
    return subprocess.run([sys.executable, "-c", code, *words], cwd=cwd, capture_output=True, text=True, **more)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("words", COMMANDS if LONG else COMMANDS[1::2], ids=" ".join)
def test_a_program_that_is_stopped_says_so_in_two_lines_and_leaves_nothing_half_written(tmp_path, words):
    done = program(AT, repr((MOMENTS, words)), cwd=tmp_path)
    codes = dict(map(int, line.split()) for line in done.stdout.splitlines())
    assert list(codes) == MOMENTS
    for moment, code in codes.items():
        lines = (tmp_path / f"{moment}.err").read_text().splitlines()
        assert code == 130, (moment, lines)
        assert lines[-1] == "newind: stopped."
        assert len(lines) <= 2
        assert not [f for f in (tmp_path / str(moment)).rglob(".*") if f.name not in (".lock",)], moment


INTERRUPTED = """
import signal, sys, time
from pathlib import Path
from newind.cli.guard import Guard
class Last:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)
sys.path.insert(0, ".")
with Guard() as guard:
    guard.listen()
    {where}
    {then}
"""
"""A program that gets SIGINT where Python loses it, or where a library does not stand it."""


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs a timer")
@pytest.mark.parametrize("then", ["time.sleep(30); print('went on')", "sys.exit()"])
@pytest.mark.parametrize("where", ["Last()", "import slow"])
def test_an_interrupt_comes_after_a_finalizer_and_after_an_import(tmp_path, where, then):
    slow = "import signal; signal.raise_signal(signal.SIGINT); open('imported', 'w').close()"
    (tmp_path / "slow.py").write_text(slow, encoding="utf-8")
    done = program(INTERRUPTED.replace("{where}", where).replace("{then}", then), cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "newind: stopped.\n")
    assert (tmp_path / "imported").exists() == ("slow" in where)


def test_an_error_of_the_program_is_one_line_and_a_report(tmp_path):
    env = os.environ | {"TMPDIR": str(tmp_path)}
    done = program(BROKEN, "measure", "CHN", cwd=tmp_path, env=env)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    (report,) = tmp_path.glob("newind-*.txt")
    assert f"(ZeroDivisionError: division by zero). Report it with {report};" in done.stderr
    text = report.read_text()
    assert "$ newind measure CHN" in text
    assert "Traceback" in text
    shown = program(BROKEN, "measure", "CHN", "--lang", "zh", cwd=tmp_path, env=env).stderr
    assert shown.startswith("newind: newind内部错误（ZeroDivisionError")
    debug = program(BROKEN, "measure", "CHN", cwd=tmp_path, env=env | {"NEWIND_DEBUG": "1"})
    assert debug.returncode == 1
    assert "Traceback" in debug.stderr


def test_a_report_keeps_the_token_to_itself(tmp_path, monkeypatch):
    from newind.cli.guard import report

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["newind", "serve", "--token", "abc123", "--token=def456", "--port", "1"])
    text = Path(report(ValueError("x"))).read_text()
    assert "abc123" not in text
    assert "def456" not in text
    assert "--port 1" in text


def shell(words, folder):
    newind = f'"{sys.executable}" -c "{MAIN}" '
    return subprocess.run(["bash", "-c", newind + words], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("groups >&-", 2, "newind: standard output is closed. Open it.\n"),
        ("groups --json > /dev/full", 2, "newind: the system: No space left on device.\n"),
        ("groups --json | head -0; exit ${PIPESTATUS[0]}", 1, ""),
        ("groups 2>&- > out", 0, ""),
    ],
)
def test_an_output_that_is_closed_or_full(tmp_path, words, code, said):
    done = shell(words, tmp_path)
    assert (done.returncode, done.stderr) == (code, said)
