"""``newind manufacturing``: system 2 in depth, one command a question."""

from __future__ import annotations

import typer

from newind.cli.output import say
from newind.cli.questions import add_questions

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, add_completion=False)


@app.callback(invoke_without_command=True)
def manufacturing(context: typer.Context) -> None:
    """Manufacturing: share, digital and service parts, chains.

    How much manufacturing there is against what is expected, what makes productivity grow, what is digital and what are
    services in its products, and where it stands and what it earns in chains: one command a question.
    """
    if context.invoked_subcommand is None:
        say(context.get_help())


add_questions(app, "manufacturing")
