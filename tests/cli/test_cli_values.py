"""What no command accepts, whichever option it is given for: found by looking at all commands."""

from __future__ import annotations

import os
import resource
import signal
from itertools import cycle

import pytest
import typer
import xlsxwriter

from newind.accounts.store import write_whole
from newind.cli import app
from newind.cli.program import FILES, WRITTEN
from newind.errors import DataError

LONG = os.environ.get("NEWIND_LONG")


def commands(command=None, path=()):
    """Yield every command: its words, and the command."""
    command = command or typer.main.get_command(app)
    if not hasattr(command, "commands"):
        yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*path, name))


def is_argument(parameter):
    return not parameter.opts[0].startswith("-")


def words(path, command, parameter, value):
    """Return the words of a command with one value in one place, and what it must have in the others."""
    found = list(path)
    for p in command.params:
        if p is parameter:
            found += ([value] if is_argument(p) else [p.opts[0], value]) if value is not None else []
        elif p.required:
            found += ["CHN"] if is_argument(p) else [p.opts[0], "CHN"]
    return found


def cases(wanted):
    return [(path, c, p) for path, c in commands() for p in c.params if wanted(p) and "--help" not in p.opts]


def kind(parameter):
    return str(parameter.type_descriptor.annotation)


def takes_file(parameter):
    return any(word in (parameter.metavar or "") for word in FILES)


def refused(run, *given):
    done = run(*given, code=2)
    lines = done.stderr.splitlines()
    assert len(lines) == 1, given
    assert len(lines[0]) < 2000, given
    assert lines[0].startswith("newind: ")
    assert done.stdout == "", given
    return lines[0]


def test_an_empty_text_is_refused(run, tmp_path):
    for path, command, p in cases(lambda p: ("'str'" in kind(p) or kind(p) == "list[str]") and p.default != ""):
        assert "is empty" in refused(run, *words(path, command, p, "")), (path, p.opts)
    assert not list(tmp_path.iterdir())


def test_a_number_that_makes_no_sense_is_refused(run, tmp_path):
    found = cases(lambda p: "'float'" in kind(p) or "'int'" in kind(p))
    assert len(found) > 100
    for (path, command, p), value in zip(found, cycle(["nan", "inf", "1e300", "9" * 400, "9" * 5000])):
        refused(run, *words(path, command, p, value))
    assert not list(tmp_path.iterdir())


def test_a_year_that_cannot_be_is_refused(run):
    found = cases(lambda p: "'int'" in kind(p) and (p.metavar == "Y" or "--year" in p.opts))
    assert len(found) > 60
    for (path, command, p), year in zip(found, cycle(["20177", "0", "-5"])):
        assert year in refused(run, *words(path, command, p, year)), (path, p.opts)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("build --year 1990", "unknown scored year 1990"),
        ("build --focus ZZZ", "unknown unit 'ZZZ'"),
        ("build --scenario ZZZ", "unknown"),
        ("uncertainty --year 2031", "unknown scored year 2031"),
    ],
)
def test_an_index_refuses_a_name_before_it_is_drawn(run, monkeypatch, given, said):
    for module in ("answers", "answers_reliance"):
        monkeypatch.setattr(f"newind.questions.index.{module}.draw_board", None)
    assert said in refused(run, "index", *given.split())


def test_a_table_that_is_not_there_is_refused_by_its_check(run):
    assert "no.csv" in refused(run, "data", "check", "no.csv")


NAMED = ("REGION", "CODE", "PACKAGE", "NAME|FILE", "A,B", "ID,ID", "A", "NAME", "UNIT", "Y", "Y|Y-Z|all", "Y|all")
"""What options and arguments that take a name or a year of what there is have as metavar."""
FREE = {"--name", "--until", "--start", "--peak", "--peak-by", "--tags", "--boundary", "--demand", "--industries"}
"""Those that give a name or a year of one's own."""
OWN_CODES = ["projections", "template"]
"""Command whose regions may be those of accounts of one's own, which it does not see."""
BEGUN_LATE = ("brief", "search", "pathway", "roadmap", "sensitivity", "runs")
"""Commands whose first refusal takes seconds."""


def test_a_name_that_there_is_not_is_refused(run, tmp_path):
    """Each option once a group of commands, all of them in the long mode."""
    tried: set[tuple[str, ...]] = set()
    for path, command, p in cases(lambda p: p.metavar in NAMED and not FREE & set(p.opts)):
        one = (path[0], p.opts[0]) if LONG else (p.opts[0],)
        if one not in tried and list(path) != OWN_CODES and (LONG or path[0] not in BEGUN_LATE):
            tried.add(one)
            refused(run, *words(path, command, p, "1990" if p.metavar[0] == "Y" else "ZZZ"))
    assert len(tried) > 20
    assert not list(tmp_path.iterdir())


def test_contents_that_are_no_table_are_refused(run, tmp_path):
    """Each option with one kind of content, all commands in the long mode."""
    with xlsxwriter.Workbook(str(tmp_path / "empty.xlsx")) as book:
        book.add_worksheet()
    (tmp_path / "folder").mkdir()
    contents = {"empty.csv": b"", "nul.csv": bytes(99), "digits.csv": b"9" * 5000, "digits.yaml": b"9" * 5000,
                "utf16.csv": "a,b\n1,2\n".encode("utf-16"), "semicolons.csv": b"a;b\n1;2\n"}  # fmt: skip
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    there, tried = sorted(tmp_path.iterdir()), set()
    kinds = cycle(sorted(f.name for f in there))
    for path, command, p in cases(lambda p: takes_file(p) and p.opts[0] not in WRITTEN):
        if LONG or (p.opts[0] not in tried and path[0] not in BEGUN_LATE):
            tried.add(p.opts[0])
            refused(run, *words(path, command, p, next(kinds)))
    assert len(tried) > 8
    assert sorted(tmp_path.iterdir()) == there


def test_a_pipe_or_a_device_is_no_file(run, tmp_path):
    os.mkfifo(tmp_path / "fifo")
    found = cases(takes_file)
    assert len(found) > 120
    for (path, command, p), given in zip(found, cycle(["fifo", "/dev/zero"])):
        assert "a pipe or a device" in refused(run, *words(path, command, p, given)), (path, p.opts)


def test_a_folder_is_no_file_to_write(run, tmp_path):
    (tmp_path / "folder.xlsx").mkdir()
    for path, command, p in cases(lambda p: takes_file(p) and p.opts[0] in WRITTEN):
        refused(run, *words(path, command, p, "folder.xlsx"))
    assert [f.name for f in tmp_path.iterdir()] == ["folder.xlsx"]


def test_a_workbook_on_a_full_disk_is_bad_input_and_leaves_nothing(tmp_path):
    """The limit of the size of files stands for a disk that is full."""

    def write(to):
        with xlsxwriter.Workbook(str(to)) as book:
            book.add_worksheet().write(0, 0, "x")

    before, limits = signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        with pytest.raises(DataError, match=r"t\.xlsx: cannot write there \(File too large\)"):
            write_whole(tmp_path / "t.xlsx", write)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert not list(tmp_path.iterdir())
