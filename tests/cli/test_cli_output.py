"""Tables, JSON and progress."""

from __future__ import annotations

import io
import json
import sys

import numpy as np
import pytest

from newind.cli import output
from newind.cli.options import split


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self):
        return True


def test_json_knows_numpy_and_no_nan(capsys):
    output.show_json("x", a=np.float64(1.5), b=float("nan"), c=np.int64(3), d=(None, True, "中"), e={1: float("inf")})
    found = json.loads(capsys.readouterr().out)
    assert found == {
        "schema_version": 1, "command": "x", "a": 1.5, "b": None, "c": 3, "d": [None, True, "中"], "e": {"1": None},
    }  # fmt: skip


def test_a_table_is_aligned_by_what_a_terminal_shows(capsys):
    output.show_table(["id", "value", ""], [["中国", "1.5", "x"], ["USA", "10.0", ""]], "<>")
    assert capsys.readouterr().out.splitlines() == ["id    value", "中国    1.5  x", "USA    10.0"]


def test_a_table_without_headers_shows_none(capsys):
    output.show_table(["", ""], [["a", "b"]])
    assert capsys.readouterr().out == "a  b\n"


def test_a_terminal_gets_a_drawn_table(monkeypatch):
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    output.show_table(["id", "value"], [["[red]CHN[/red]", "1.5"]], "<>")
    assert "─" in screen.getvalue()
    assert "[red]CHN[/red]" in screen.getvalue()


@pytest.mark.parametrize(("stream", "shown"), [(io.StringIO(), False), (Terminal(), True)])
def test_progress_is_shown_on_a_terminal_only(monkeypatch, stream, shown):
    monkeypatch.setattr(sys, "stderr", stream)
    with output.working("Measuring"):
        pass
    assert ("Measuring" in stream.getvalue()) == shown


@pytest.mark.parametrize(
    ("text", "parts"),
    [(None, None), ("", ()), ("a", ("a",)), ("a, b ,,c", ("a", "b", "c")), ("CHN，USA", ("CHN", "USA"))],
)
def test_lists_are_split_at_commas(text, parts):
    assert split(text) == parts
