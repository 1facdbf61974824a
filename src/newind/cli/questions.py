"""Commands made from declared questions: a command a question, an option for each of its options."""

from __future__ import annotations

from contextlib import nullcontext
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newind.cli.answers import KINDS, Out, Top, check_kind, give
from newind.cli.inputs import panel_of, region_of, resolve_request
from newind.cli.options import Json, Lang, Named, On, Region, examples
from newind.cli.output import note, working
from newind.cli.pictures import Plot
from newind.errors import DataError, tell
from newind.measures.references import WORLD
from newind.questions.options import REQUIRED, write_value
from newind.questions.question import STANDALONE, Question, import_function, load_family

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.accounts.panel import Panel
    from newind.pathways.compute import Workers
    from newind.questions.answers import Answer
    from newind.questions.options import Option


def add_questions(app: typer.Typer, family: str) -> None:
    """Add a command for each question of a family to a group of commands."""
    for question in load_family(family):
        add_command(app, question)


def make_standalone(name: str) -> typer.Typer:
    """Return the program of one command that belongs to no group."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    (question,) = (q for family in STANDALONE for q in load_family(family) if q.name == name)
    add_command(app, question)
    return app


def add_command(app: typer.Typer, question: Question) -> None:
    """Add the command of a question."""
    shown = examples(*map(question.write_line, question.examples))
    app.command(question.name, help=question.say()["en"], epilog=shown)(make_command(question))


def make_command(question: Question) -> Callable[..., None]:
    """Return the function of a question's command, with the signature from which typer makes its options."""
    own = {option.attribute: option for option in question.asked}
    parameters = list_parameters(question)

    def run(**typed: Any) -> None:
        if (begun := next((place for name, place in question.begins.items() if typed[name]), None)) is not None:
            write_beginning(question, typed, begun)
            return
        given = {option.name: typed[name] for name, option in own.items() if typed[name] not in (None, [])}
        options = question.read(given, "--{}", files=True)
        on, lang = typed.get("on"), typed["lang"]
        panel, region = find_subject(question, region_of(typed.get("region"), typed.get("named")), on)
        progress = question.progress
        with working(progress[lang]) if progress else nullcontext():
            found = question.ask(panel, region, options, on, share_work(question))
        write_files(question, found, typed)
        give(found, lang, as_json=typed["as_json"], out=typed["out"], rows=typed["rows"], kinds=question.out)

    run.__annotations__ = {name: kind for name, (kind, _) in parameters.items()}
    run.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind)
            for name, (kind, default) in parameters.items()
        ]
    )
    return run


def list_parameters(question: Question) -> dict[str, tuple[Any, object]]:
    """Return what a question's command takes, and what each is if left out: arguments, options, form of the answer."""
    own = {
        option.attribute: (annotate_option(option, question.say(option.name)["en"]), write_value(option.default))
        for option in question.asked
    }
    first = {o.attribute: own.pop(o.attribute) for o in question.asked if o.form.argument}
    own_words = question.everywhere or question.takes_arguments
    said = question.say("region")["en"] if own_words and question.regional else ""
    place = {
        "named": (annotate_place(said), None)
    } if question.takes_arguments else {
        "region": (annotate_region(said) if said else Region, None), "named": (Named, None),
    }  # fmt: skip
    last: dict[str, tuple[Any, object]] = {
        **({"on": (On, None)} if question.accounts else {}),
        **({"plot": (Plot, None)} if question.chart else {}),
        **{name: (annotate_file(name, question.say(name)["en"]), None) for name in question.files},
        **{name: (Annotated[bool, typer.Option(f"--{name}", help=question.say(name)["en"])], False)
           for name in question.begins},
        "rows": (Top, question.rows),
        "out": (annotate_out(question), None),
        "lang": (Lang, "en"),
        "as_json": (Json, False),
    }  # fmt: skip
    return first | (place if question.regional else {}) | own | last


def write_beginning(question: Question, typed: dict[str, Any], place: str) -> None:
    """Write a file to fill in, to the path that stands as the argument."""
    (argument,) = (option.attribute for option in question.asked if option.form.argument)
    note(f"newind: wrote {import_function(place)(typed[argument])}")


def write_files(question: Question, found: Answer, typed: dict[str, Any]) -> None:
    """Write the picture of an answer and the further files that were asked for."""
    if typed.get("plot") is not None:
        from newind.documents.answers import write_chart

        note(f"newind: wrote {write_chart(found, typed['plot'], typed['lang'])}")
    for name, place in question.files.items():
        if typed[name] is not None:
            note(f"newind: wrote {import_function(place)(found.result, typed[name])}")


def share_work(question: Question) -> Workers | None:
    """Return who shares the work of a question that is in parts: the cores, where that pays."""
    if not question.is_divided:
        return None
    from newind.pathways.compute import Workers

    return Workers("auto")


def find_subject(question: Question, named: str | None, on: str | None) -> tuple[Panel | None, str]:
    """Return the accounts of which a question is asked and the code of the region.

    None in place of accounts where they do not answer it; an empty code where all regions are asked about.

    Raises
    ------
    DataError
        Where no region is named and one must be.
    """
    if not question.regional:
        return (panel_of(on or WORLD) if question.accounts else None), ""
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


def annotate_place(said: str) -> Any:
    """Return the region as typer takes it where it is an option."""
    return Annotated[str | None, typer.Option("--region", metavar="CODE", help=said)]


def annotate_file(name: str, said: str) -> Any:
    """Return a further file as typer takes it."""
    return Annotated[str | None, typer.Option(f"--{name}", metavar="FILE", help=said)]


def annotate_out(question: Question) -> Any:
    """Return the file of an answer as typer takes it: of the kinds that are written."""
    if not question.out:
        return Out
    kinds = (*KINDS, *(kind for kind in question.out if kind not in KINDS))
    form = "DIR" if "" in kinds else "FILE"
    return Annotated[
        str | None,
        typer.Option("--out", metavar=form, callback=check_kind(kinds), help=question.say("out")["en"]),
    ]


def annotate_option(option: Option, said: str) -> Any:
    """Return an option as typer takes it."""
    if option.form.argument:
        value: Any = list[str] if option.form.repeated else str
        kept = value if option.default is REQUIRED else value | None
        return Annotated[kept, typer.Argument(metavar=option.form.metavar, help=said)]
    flags = option.form.flags or f"--{option.name}"
    kind = list[str] if option.form.repeated else option.kind
    kind = kind if option.default is not None else kind | None
    return Annotated[kind, typer.Option(*flags.split(), metavar=option.form.metavar or None, help=said)]
