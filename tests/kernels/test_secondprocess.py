"""A second process makes part of the work: the same result, and what fails or dies there is made here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from newind.kernels import secondprocess
from newind.kernels.secondprocess import in_halves, made_meanwhile
from newind.kernels.threads import NAMES

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
    pytest.mark.filterwarnings("ignore:This process:DeprecationWarning"),
]
HERE = os.getpid()


@pytest.fixture(autouse=True)
def copied(monkeypatch):
    """Copy this process though pytest has threads."""
    monkeypatch.setattr(secondprocess, "may_copy", lambda: True)


def alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def elsewhere(then):
    """Return a function that does something in the copy, and says in which process it is."""

    def make():
        if os.getpid() != HERE:
            then()
        return os.getpid()

    return make


def test_it_is_made_in_a_copy_that_ends_with_the_block():
    with made_meanwhile(lambda: (os.getpid(), list(range(100_000)))) as wait_for:
        copy, found = wait_for()
        assert found == list(range(100_000))
        assert copy != HERE
    assert not alive(copy)


@pytest.mark.parametrize(
    "then",
    [lambda: 1 / 0, lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: os._exit(3), sys.exit, time.sleep],
    ids=["error", "killed", "ended", "exit", "misused"],
)
def test_what_the_copy_does_not_give_is_made_here(then):
    with made_meanwhile(elsewhere(then)) as wait_for:
        assert wait_for() == HERE


def test_what_cannot_be_sent_is_made_here():
    with made_meanwhile(lambda: lambda: os.getpid()) as wait_for:
        assert wait_for()() == HERE


def test_an_error_is_raised_where_it_is_asked_for():
    with made_meanwhile(lambda: 1 / 0) as wait_for, pytest.raises(ZeroDivisionError):
        wait_for()


def test_a_system_without_further_processes_makes_it_here(monkeypatch):
    def refuse():
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)
    with made_meanwhile(os.getpid) as wait_for:
        assert wait_for() == HERE


def test_the_second_half_of_items_is_made_in_the_copy():
    def make(some):
        return [(item, os.getpid()) for item in some]

    found = in_halves(make, [1, 2, 3])
    assert [item for item, _ in found] == [1, 2, 3]
    assert [place == HERE for _, place in found] == [True, True, False]
    assert {place for _, place in in_halves(make, [1, 2, 3], least=4)} == {HERE}
    assert in_halves(make, []) == []


def test_an_interrupt_is_raised_here_and_ends_the_copy(tmp_path):
    note = tmp_path / "copy"

    def make():
        signal.raise_signal(signal.SIGINT)  # a terminal tells both
        note.write_text(str(os.getpid()))
        time.sleep(60)

    def stopped():
        with made_meanwhile(make):
            while not note.exists() or not note.read_text():
                time.sleep(0.01)
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert not alive(int(note.read_text()))


ENDS = """
import os, time
from newind.kernels import secondprocess
with secondprocess.made_meanwhile(lambda: print(os.getpid(), flush=True) or time.sleep(60)):
    time.sleep(0.5)
    os._exit(0)
"""


def test_the_copy_ends_with_its_program():
    environment = os.environ | dict.fromkeys(NAMES, "1")
    said = subprocess.run([sys.executable, "-c", ENDS], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip().isdigit()  # the pipe of its output is closed


def test_a_process_with_threads_or_one_core_is_not_copied(monkeypatch, tmp_path):
    monkeypatch.undo()
    monkeypatch.setattr(secondprocess, "THREADS", tmp_path)
    monkeypatch.setattr(secondprocess, "cores", lambda: 2)
    (tmp_path / "1").touch()
    (tmp_path / "memory").mkdir()
    (tmp_path / "memory" / "comm").write_text("jemalloc_bg_thd\n")
    assert secondprocess.may_copy() == (sys.platform == "linux")
    monkeypatch.setattr(secondprocess, "cores", lambda: 1)
    assert not secondprocess.may_copy()
    monkeypatch.setattr(secondprocess, "cores", lambda: 2)
    (tmp_path / "2").touch()
    assert not secondprocess.may_copy()
    monkeypatch.setattr(secondprocess, "THREADS", tmp_path / "hidden")
    assert not secondprocess.may_copy()


def test_a_process_that_has_a_copy_makes_no_other(monkeypatch, tmp_path):
    monkeypatch.undo()
    monkeypatch.setattr(secondprocess, "THREADS", tmp_path)
    monkeypatch.setattr(secondprocess, "cores", lambda: 2)
    (tmp_path / "1").touch()
    with made_meanwhile(lambda: time.sleep(60)), made_meanwhile(os.getpid) as wait_for:
        assert wait_for() == HERE
