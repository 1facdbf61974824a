"""The commands put together; nothing but typer is imported until one of them runs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated, Any, cast

import typer

from newind import __version__
from newind.cli.options import Style
from newind.cli.output import say
from newind.cli.program import Program, check_every

COMMANDS = {
    "brief": "Write a brief: page, Word file and tables.",
    "now": "Show what an economy is now, by official figures.",
    "measure": "Measure economies by the indicators.",
    "diagnose": "Find what holds an economy back, and its strengths.",
    "indicators": "List the indicators and their last years, or explain one.",
    "simulate": "Try a package of policies on an economy.",
    "sensitivity": "Find what an outcome of a pathway depends on most.",
    "pathway": "Follow a package year by year, beside a baseline.",
    "roadmap": "Set targets against the path that leads to them.",
    "projections": "Projections of your own: begin, check.",
    "runs": "Manage runs: begin, list, query in SQL, resume, delete.",
    "search": "Search for the best use of a budget among actions.",
    "compare": "Show packages side by side, with every shock that differs.",
    "redesign": "Move support to research or to buyers at the same cost.",
    "synergy": "Show what policies do together beyond what each does alone.",
    "register": "Registers of policy actions: start, check, list, compare.",
    "screen": "Sort actions under the WTO's rules on subsidies.",
    "levers": "List levers and packages of policy, or explain one.",
    "scenarios": "List scenarios to try packages in, or explain one.",
    "groups": "List groups of economies and industries, or one's members.",
    "paper": "List what the paper asks, and how far it is answered.",
    "science": "Science and technology: dependence, replacement, research.",
    "manufacturing": "Manufacturing: share, digital and service parts, chains.",
    "circulation": "Circulation: exports, exposure, shortages, who earns what.",
    "green": "Green and low-carbon: one command a question.",
    "index": "Build, audit and compare composite indices.",
    "data": "List, check or build the figures that come with newind.",
    "serve": "Open the cockpit in a browser.",
    "doctor": "Show what newind runs on, and check its figures.",
}
"""Each command or group of commands, in the order of help, and what its help says first."""
ELSEWHERE = {"groups": "indicators"}
"""Commands that are not in the module of their name."""


class Commands(Mapping[str, Any]):
    """The commands by name; the module of each is imported when it is first asked for."""

    def __getitem__(self, name: str) -> Any:
        """Return a command, ready to run."""
        return _load_command(name)

    def __iter__(self) -> Iterator[str]:
        """Iterate over names."""
        return iter(COMMANDS)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(COMMANDS)


@cache
def _load_command(name: str) -> Any:
    if name not in COMMANDS:
        raise KeyError(name)
    found = typer.main.get_command(_make_program(name))
    found.name = name
    check_every(found)
    return found


def _make_program(name: str) -> typer.Typer:
    """Return a command or a group of commands: of its module, or made from the declared questions of its name."""
    place = f"newind.cli.{ELSEWHERE.get(name, name)}"
    if find_spec(place) is None:
        from newind.cli.questions import make_program

        return make_program(name)
    module = import_module(place)
    if hasattr(module, "app"):
        return cast("typer.Typer", module.app)
    own = typer.Typer(rich_markup_mode=None, add_completion=False)
    example = f"EXAMPLE_{name.upper()}" if name in ELSEWHERE else "EXAMPLE"
    own.command(name, epilog=getattr(module, example))(getattr(module, name))
    return own


class Main(Program):
    """The program: its commands come when they are asked for, and its help does not ask for them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.commands = cast("Any", Commands())  # typer would also let it be written to

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """Write the list of commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


app = typer.Typer(cls=Main, rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


def _version(asked: bool) -> None:
    if asked:
        say(f"newind {__version__}")
        raise typer.Exit


@contextmanager
def _house_style(names: str) -> Iterator[None]:
    """Set the house style of names in the environment, which processes that a command starts inherit."""
    from newind.accounts.regions import NAMES

    before = os.environ.get(NAMES)
    os.environ[NAMES] = names
    try:
        yield
    finally:
        os.environ.pop(NAMES) if before is None else os.environ.update({NAMES: before})


@app.callback(
    invoke_without_command=True,
    epilog="Exit codes: 0 all is well, 1 something failed, 2 bad input, 130 stopped.  Begin with:  newind brief CHN",
)
def newind(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 - answered by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    names: Style = None,
) -> None:
    """Make new industrialization computable: accounts, indicators, diagnosis and briefs from input-output tables."""
    if names is not None:
        context.with_resource(_house_style(names))
    if context.invoked_subcommand is None:
        say(context.get_help())
