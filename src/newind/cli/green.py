"""``newind green``: system 3 in depth, one command a question."""

from __future__ import annotations

import typer

from newind.cli.output import say
from newind.cli.questions import add_questions

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, add_completion=False)


@app.callback(invoke_without_command=True)
def green(context: typer.Context) -> None:
    """Green and low-carbon: one command a question."""
    if context.invoked_subcommand is None:
        say(context.get_help())


add_questions(app, "green")
