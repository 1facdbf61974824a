"""Tables on terminals of several widths: what does not fit stands below, and no number, code or year is cut."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections import Counter

import pytest
from hypothesis import given, strategies as st

from newind.cli import output
from newind.cli.fitting import fit_table
from newind.cli.output import width
from readme import ENDLESS, lighter, needed, readme

WORD = re.compile(r"[^\s\u2e80-\uffef─]+")
MAIN = "from newind.cli import main; main()"


def words(lines):
    """Return the words of lines, how often each."""
    return Counter(w for line in lines for w in WORD.findall(line))


NUMBERS = st.floats(-1e6, 1e6).map(lambda v: f"{v:.6g}")
RANGES = st.tuples(st.integers(1, 99), st.integers(1, 99)).map(lambda p: f"{p[0]}–{p[1]}")
YEARS = st.integers(1990, 2060).map(str)
TEXTS = st.text("ab 中国，3", max_size=80).map(lambda t: " ".join(t.split()))


@st.composite
def tables(draw):
    sides = draw(st.text("<>", min_size=1, max_size=14))
    kinds = [TEXTS if side == "<" else draw(st.sampled_from([NUMBERS, RANGES, YEARS])) for side in sides]
    heads = [draw(st.sampled_from(["", "n", "economy", "Value added, % of GDP", "占比（%）"])) for _ in sides]
    return heads, draw(st.lists(st.tuples(*kinds), min_size=1, max_size=5)), sides


@given(tables(), st.sampled_from([40, 80, 100, 120]))
def test_every_word_of_a_table_is_shown_whole(table, columns):
    heads, rows, sides = table
    shown = words(fit_table(heads, rows, sides, columns))
    there = words(cell for row in rows for cell in row)
    assert all(shown[w] >= n for w, n in there.items())


@given(tables(), st.sampled_from([60, 80, 100, 120]))
def test_lines_are_as_wide_as_the_terminal_at_most(table, columns):
    heads, rows, sides = table
    longest = max((width(w) for row in [heads, *rows] for cell in row for w in cell.split()), default=0)
    for line in fit_table(heads, rows, sides, columns):
        assert width(line) <= max(columns, longest + columns // 3 + 4)


def test_a_table_that_fits_is_drawn_as_it_is():
    assert fit_table(["id", "value"], [["中国", "1.5"], ["USA", "10"]], "<>", 11) == [
        "id    value", "───────────", "中国    1.5", "USA      10",
    ]  # fmt: skip


def test_words_wrap_before_columns_go_below():
    rows = [["CHN", "2011", "a note of several words that is long"]]
    assert fit_table(["", "", ""], rows, "<><", 36) == [
        "CHN  2011  a note of several words",
        "           that is long",
    ]


def test_what_fits_nowhere_is_stacked():
    rows = [["CHN", "a" * 30], ["USA", "b" * 30]]
    assert fit_table(["code", "text"], rows, "<<", 20) == [
        "CHN",
        "  text  " + "a" * 30,
        "",
        "USA",
        "  text  " + "b" * 30,
    ]


MORE = [
    "newind indicators --lang zh", "newind groups", "newind scenarios --lang zh", "newind register list --lang zh",
    "newind levers --lang zh", "newind paper", "newind paper --lang zh", "newind index build --replications 20",
    "newind measure CHN USA DEU JPN KOR IND --wide --ids s4.vax_ratio,s2.high_tech_share",
    "newind measure CHN --ids s4.vax_ratio,s3.net_carbon_exports --year all",
]  # fmt: skip
"""Wide tables that the README does not show."""
DEAR = (
    "newind brief", "newind circulation", "newind green", "newind index", "newind pathway", "newind roadmap",
    "newind runs", "newind science", "newind screen", "newind search", "newind simulate",
)  # fmt: skip
"""Beginnings of commands that take more than a few seconds: tried with NEWIND_LONG."""
NO_TABLE = tuple(
    f"newind {name}"
    for name in [
        "data example",
        "data attach",
        "data template",
        "register template",
        "projections template",
        "brief",
        "--names",
    ]
)
"""Beginnings of commands that say in sentences what they found or wrote."""
SHOWN = [line for block in readme() for line in block if line != ENDLESS]
COMMANDS = [*MORE, *(line for line in SHOWN if os.environ.get("NEWIND_LONG") or not line.startswith(DEAR))]


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_of_the_readme_cuts_a_word(run, monkeypatch, command):
    """Each is run once; what it shows is laid out for three widths, as on a terminal."""
    asked = []
    for line in needed(command) if command in SHOWN else []:
        run(*shlex.split(line)[1:])
    monkeypatch.setattr(output, "_format_table", lambda *table: asked.append(table) or "")
    run(*shlex.split(lighter(command))[1:])
    assert bool(asked) != command.startswith(NO_TABLE)
    for heads, rows, sides in asked:
        for columns in (80, 100, 120):
            shown = words(fit_table(heads, rows, sides, columns))
            assert all(shown[w] >= n for w, n in words(cell for row in rows for cell in row).items())
            assert {w for w in words(heads) if w[0].isdecimal()} <= set(shown)


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_terminal_shows_what_a_file_gets(tmp_path):
    wide = terminal(400, "paper", cwd=tmp_path)
    for columns in (80, 100, 120):
        on_terminal = terminal(columns, "paper", cwd=tmp_path)
        assert words(wide.splitlines()) - words(on_terminal.splitlines()) == Counter(), columns
        assert max(map(width, on_terminal.splitlines())) <= columns


def terminal(columns, *command, cwd):
    """Run a command in a pseudo-terminal of some width and return what it shows."""
    import fcntl
    import pty
    import struct
    import subprocess
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    env = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
    with subprocess.Popen([sys.executable, "-c", MAIN, *command], stdout=theirs, stderr=theirs, cwd=cwd, env=env):
        os.close(theirs)
        shown = b""
        while True:
            try:
                more = os.read(ours, 1 << 16)
            except OSError:
                break
            if not more:
                break
            shown += more
    os.close(ours)
    return shown.decode()
