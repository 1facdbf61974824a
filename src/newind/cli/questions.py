"""Commands made from declared questions: a command a question, an option for each of its options."""

from __future__ import annotations

from contextlib import nullcontext
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newind.cli.answers import Out, Top, give
from newind.cli.inputs import panel_of, region_of, resolve_request
from newind.cli.options import Json, Lang, Named, On, Region, examples
from newind.cli.output import working
from newind.errors import DataError, tell
from newind.questions.question import Question, load_family, write_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.accounts.panel import Panel
    from newind.questions.question import Option


def add_questions(app: typer.Typer, family: str) -> None:
    """Add a command for each question of a family to a group of commands."""
    for question in load_family(family):
        shown = examples(*(f"{question.command} {typed}" for typed in question.examples))
        app.command(question.name, help=question.say()["en"], epilog=shown)(make_command(question))


def make_command(question: Question) -> Callable[..., None]:
    """Return the function of a question's command, with the signature from which typer makes its options."""
    own = {option.attribute: option for option in question.asked}
    shared = {"on": (On, None), "rows": (Top, question.rows), "out": (Out, None), "lang": (Lang, "en"),
              "as_json": (Json, False)}  # fmt: skip
    asked_of = annotate_region(question.say("region")["en"]) if question.everywhere else Region
    first = {"region": (asked_of, None), "named": (Named, None)}
    of_own = {
        name: (annotate_option(option, question.say(option.name)["en"]), write_value(option.default))
        for name, option in own.items()
    }
    parameters = first | of_own | shared
    if not question.accounts:
        del parameters["on"]

    def run(**typed: Any) -> None:
        given = {option.name: typed[name] for name, option in own.items() if typed[name] not in (None, [])}
        options = question.read(given, "--{}", files=True)
        on = typed.get("on")
        panel, region = find_subject(question, region_of(typed["region"], typed["named"]), on)
        progress = question.progress
        with working(progress[typed["lang"]]) if progress else nullcontext():
            found = question.ask(panel, region, options, on)
        give(found, typed["lang"], as_json=typed["as_json"], out=typed["out"], rows=typed["rows"])

    run.__annotations__ = {name: kind for name, (kind, _) in parameters.items()}
    run.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind)
            for name, (kind, default) in parameters.items()
        ]
    )
    return run


def find_subject(question: Question, named: str | None, on: str | None) -> tuple[Panel | None, str]:
    """Return the accounts of which a question is asked and the code of the region.

    None in place of accounts where they do not answer it; an empty code where all regions are asked about.

    Raises
    ------
    DataError
        Where no region is named and one must be.
    """
    if named is None and question.everywhere:
        return panel_of(on or question.everywhere), ""
    if question.accounts:
        asked = resolve_request(named, on, None, None, None)
        return asked.panel, asked.region
    named = named or question.usual or None
    if named is None:
        raise DataError(tell("question.no_economy", example=f"{question.command} {question.examples[0]}"))
    return None, named.upper()


def annotate_region(said: str) -> Any:
    """Return the region as typer takes it, with help of its own."""
    return Annotated[str | None, typer.Argument(metavar="REGION", help=said)]


def annotate_option(option: Option, said: str) -> Any:
    """Return an option as typer takes it."""
    flags = option.form.flags or f"--{option.name}"
    kind = list[str] if option.form.repeated else option.kind
    kind = kind if option.default is not None else kind | None
    return Annotated[kind, typer.Option(flags, metavar=option.form.metavar or None, help=said)]
