"""The commands put together; nothing but typer is imported until one of them runs."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from newind import __version__
from newind.cli import (
    brief,
    circulation,
    compare,
    data,
    diagnose,
    doctor,
    green,
    index,
    indicators,
    levers,
    manufacturing,
    measure,
    now,
    paper,
    pathway,
    projections,
    redesign,
    register,
    roadmap,
    runs,
    scenarios,
    science,
    screen,
    search,
    sensitivity,
    serve,
    simulate,
    synergy,
)
from newind.cli.options import Style
from newind.cli.output import say
from newind.cli.program import Program

if TYPE_CHECKING:
    from collections.abc import Iterator

app = typer.Typer(cls=Program, rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


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


app.command("brief", epilog=brief.EXAMPLE)(brief.brief)
app.command("now", epilog=now.EXAMPLE)(now.now)
app.command("measure", epilog=measure.EXAMPLE)(measure.measure)
app.command("diagnose", epilog=diagnose.EXAMPLE)(diagnose.diagnose)
app.command("indicators", epilog=indicators.EXAMPLE)(indicators.indicators)
app.command("simulate", epilog=simulate.EXAMPLE)(simulate.simulate)
app.command("sensitivity", epilog=sensitivity.EXAMPLE)(sensitivity.sensitivity)
app.command("pathway", epilog=pathway.EXAMPLE)(pathway.pathway)
app.command("roadmap", epilog=roadmap.EXAMPLE)(roadmap.roadmap)
app.add_typer(projections.app, name="projections")
app.add_typer(runs.app, name="runs")
app.command("search", epilog=search.EXAMPLE)(search.search)
app.command("compare", epilog=compare.EXAMPLE)(compare.compare)
app.command("redesign", epilog=redesign.EXAMPLE)(redesign.redesign)
app.command("synergy", epilog=synergy.EXAMPLE)(synergy.synergy)
app.add_typer(register.app, name="register")
app.command("screen", epilog=screen.EXAMPLE)(screen.screen)
app.command("levers", epilog=levers.EXAMPLE)(levers.levers)
app.command("scenarios", epilog=scenarios.EXAMPLE)(scenarios.scenarios)
app.command("groups", epilog=indicators.EXAMPLE_GROUPS)(indicators.groups)
app.command("paper", epilog=paper.EXAMPLE)(paper.paper)
app.add_typer(science.app, name="science")
app.add_typer(manufacturing.app, name="manufacturing")
app.add_typer(circulation.app, name="circulation")
app.add_typer(green.app, name="green")
app.add_typer(index.app, name="index")
app.add_typer(data.app, name="data")
app.command("serve", epilog=serve.EXAMPLE)(serve.serve)
app.command("doctor", epilog=doctor.EXAMPLE)(doctor.doctor)
