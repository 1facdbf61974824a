"""Every command explains itself with an example and prints JSON; help imports nothing heavy (test_startup)."""

from __future__ import annotations

import pytest
import typer

import newind
from newind.cli import app
from newind.cli.commands import COMMANDS as LISTED, Commands


def leaves(command, name=()):
    """Yield the words of every command."""
    for child, found in getattr(command, "commands", {}).items():
        if hasattr(found, "commands"):
            yield from leaves(found, (*name, child))
        else:
            yield (*name, child)


COMMANDS = list(leaves(typer.main.get_command(app)))


def test_the_commands_of_the_design_are_there():
    names = {c[0] for c in COMMANDS}
    assert names == {
        "brief",
        "measure",
        "now",
        "diagnose",
        "simulate",
        "indicators",
        "levers",
        "groups",
        "scenarios",
        "sensitivity",
        "science",
        "circulation",
        "manufacturing",
        "green",
        "index",
        "roadmap",
        "compare",
        "pathway",
        "projections",
        "redesign",
        "runs",
        "serve",
        "synergy",
        "register",
        "screen",
        "search",
        "paper",
        "data",
        "doctor",
    }
    assert {c[1] for c in COMMANDS if c[0] == "index"} == {"build", "audit", "uncertainty", "compare", "spec"}
    assert {c[1] for c in COMMANDS if c[0] == "projections"} == {"template", "check"}
    assert {c[1] for c in COMMANDS if c[0] == "register"} == {"template", "check", "list", "diff"}
    data = {"list", "get", "template", "attach", "build", "check", "example", "update"}
    assert {c[1] for c in COMMANDS if c[0] == "data"} == data


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_has_an_example_and_json(run, words):
    shown = run(*words, "--help").stdout
    assert f"Usage: newind {' '.join(words)}" in shown
    assert "--json" in shown
    example = shown.partition("Example")[2]
    assert f"newind {' '.join(words)}" in " ".join(example.split())


def test_without_a_command_the_help_is_shown(run):
    assert "Usage: newind" in run().stdout
    assert "Usage: newind data" in run("data").stdout
    assert "0 all is well, 1 something failed, 2 bad input" in " ".join(run("--help").stdout.split())


def test_no_line_of_the_list_of_commands_is_cut_short(run):
    groups = ("data", "index", "register", "science", "circulation", "manufacturing", "green", "runs")
    for words in ((), *((g,) for g in groups)):
        assert "..." not in run(*words, "--help").stdout.partition("Commands:")[2]


def test_version(run):
    assert run("--version").stdout == f"newind {newind.__version__}\n"


def test_the_list_of_commands_says_what_each_says_itself():
    assert {name: command.get_short_help_str(200) for name, command in Commands().items()} == LISTED


def test_a_command_that_there_is_not_is_none():
    assert "nothing" not in Commands()
