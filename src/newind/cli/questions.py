"""Commands made from declared questions: a command a question, an option for each of its options."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from functools import partial
from inspect import Parameter, Signature, cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from newind.cli.answers import KINDS, Out, Top, check_kind, give
from newind.cli.briefs import PARAMETERS, check_brief, write_brief
from newind.cli.inputs import panel_of, region_of, resolve_request
from newind.cli.options import Json, Lang, Named, On, Region, examples
from newind.cli.output import note, say, working
from newind.cli.runs import Many, Runs, Scheduler, finish_run, follow_run, going_on
from newind.errors import DataError, join_items, tell
from newind.measures.references import WORLD
from newind.questions.options import REQUIRED, write_value
from newind.questions.question import STANDALONE, TABLES, Question, import_function, load_family

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newind.accounts.panel import Panel
    from newind.pathways.compute import Workers
    from newind.pathways.running import WorkOrder
    from newind.questions.answers import Answer
    from newind.questions.options import Option
    from newind.questions.policies.declared import PolicyOptions


def _picture(name: str | None) -> str | None:
    """Refuse a kind of picture that is not drawn, before anything is computed."""
    if name is not None and Path(name).suffix.lower() != ".svg":
        raise DataError(tell("picture.kind", name=Path(name).name))
    return name


Plot = Annotated[str | None, typer.Option("--plot", metavar="FILE.svg", callback=_picture, help="Draw it.")]


FAMILIES = {
    "science": """Science and technology: dependence, replacement, research.

    Dependence of an economy and the cost of supply disruptions, who could replace suppliers, whose research it uses,
    how well it innovates: one command a question.
    """,
    "manufacturing": """Manufacturing: share, digital and service parts, chains.

    How much manufacturing there is against what is expected, what makes productivity grow, what is digital and what are
    services in its products, and where it stands and what it earns in chains: one command a question.
    """,
    "green": "Green and low-carbon: one command a question.",
    "circulation": """Circulation: exports, exposure, shortages, who earns what.

    Content of exports, the domestic and international circulation, the cost of losing partners, how value is
    divided, and how regions of a country differ: one command a question.
    """,
    "index": "Build, audit and compare composite indices.",
}
"""Families whose questions are a group of commands, and what its help says first."""


def make_program(name: str) -> typer.Typer:
    """Return the program of a family of questions, or of one question that stands by itself."""
    app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, add_completion=False)
    if name in FAMILIES:
        app.callback(invoke_without_command=True, help=cleandoc(FAMILIES[name]))(_show_help)
    for question in load_family(name) if name in FAMILIES else [find_standalone(name)]:
        add_command(app, question)
    return app


def _show_help(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        say(context.get_help())


def find_standalone(name: str) -> Question:
    """Return the question whose command belongs to no group."""
    (found,) = (q for family in STANDALONE for q in load_family(family) if q.name == name)
    return found


def add_command(app: typer.Typer, question: Question) -> None:
    """Add the command of a question."""
    shown = examples(*map(question.write_line, question.examples))
    app.command(question.name, help=question.say()["en"], epilog=shown)(make_command(question))


def make_command(question: Question) -> Callable[..., None]:
    """Return the function of a question's command, with the signature from which typer makes its options."""
    own = {option.attribute: option for option in question.asked}
    parameters = list_parameters(question)

    def run(**typed: Any) -> None:
        if begun := [name for name in question.begins if typed[name]]:
            write_beginning(question, typed, begun)
            return
        given = {option.name: typed[name] for name, option in own.items() if typed[name] not in (None, [])}
        options = question.read(given, "--{}", files=True)
        on, lang = typed.get("on"), typed["lang"]
        named = region_of(typed.get("region"), typed.get("named")) or options.find_region() or None
        panel, region = find_subject(question, named, on)
        if question.brief:
            check_brief(typed)
        with show_work(question, typed) as order:
            found = question.ask(panel, region, options, on, share_work(question), order)
        write_files(question, found, typed)
        name = question.command.removeprefix("newind ")
        give(found, lang, as_json=typed["as_json"], out=typed["out"], rows=typed["rows"], kinds=question.out, name=name)
        if question.brief and typed["brief"] and panel is not None:
            write_brief(panel, region, cast("PolicyOptions", options), found, typed)

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
    worded = question.regional and (question.takes_arguments or question.has_own_words("region"))
    said = question.say("region")["en"] if worded else ""
    place = {
        "named": (annotate_place(said), question.usual or None)
    } if question.takes_arguments else {
        "region": (annotate_region(said, "REGION|FILE" if question.own_table else "REGION") if said else Region, None),
        "named": (Named, None),
    }  # fmt: skip
    last: dict[str, tuple[Any, object]] = {
        **({"on": (annotate_accounts(question), None)} if question.accounts else {}),
        **({"plot": (Plot, None)} if question.chart else {}),
        **{name: (annotate_file(question, name), None) for name in question.files},
        **{name: (Annotated[bool, typer.Option(f"--{name}", help=question.say(name)["en"])], False)
           for name in question.begins},
        **(PARAMETERS if question.brief else {}),
        **(list_work_parameters(question) if question.run else {}),
        "rows": (Top, question.rows),
        "out": (annotate_out(question), None),
        "lang": (Lang, "en"),
        "as_json": (Json, False),
    }  # fmt: skip
    return first | (place if question.regional else {}) | own | last


def list_work_parameters(question: Question) -> dict[str, tuple[Any, object]]:
    """Return what the command of a run takes on how it is done and kept."""
    name = Annotated[str | None, typer.Option("--name", metavar="NAME", help=question.say("name")["en"])]
    return {"name": (name, None), "workers": (Many, None), "scheduler": (Scheduler, None), "folder": (Runs, None)}


@contextmanager
def show_work(question: Question, typed: dict[str, Any]) -> Iterator[WorkOrder | None]:
    """Show on a terminal that a question is worked on; yield how its run is done, None where it is none."""
    lang, progress = typed["lang"], question.progress
    said = progress[lang] if progress else ""
    if not question.run:
        with working(said) if said else nullcontext():
            yield None
        return
    from newind.pathways.compute import Workers
    from newind.pathways.runfolder import run_name
    from newind.pathways.running import WorkOrder

    workers, folder = Workers.from_options(typed["workers"], typed["scheduler"]), typed["folder"]
    name, asked = typed["name"] or run_name(question.run), bool(typed["name"] or folder)
    with going_on(name, folder, lang), follow_run(said) as watch:
        yield WorkOrder(workers, name, folder, asked, partial(finish_run, lang=lang), watch)


def write_beginning(question: Question, typed: dict[str, Any], begun: list[str]) -> None:
    """Write a file to fill in, to the path that stands as the argument.

    Raises
    ------
    DataError
        For several files, and for one that exists: it might be a user's only copy.
    """
    if len(begun) > 1:
        raise DataError(tell("begin.two", options=join_items(f"--{name}" for name in begun)))
    argument = next((option.attribute for option in question.asked if option.form.argument), "region")
    given = typed[argument] if isinstance(typed[argument], list) else [typed[argument]]
    paths = [path for path in given if path is not None]
    if len(paths) != 1:
        raise DataError(tell("begin.one", n=len(paths)))
    if Path(paths[0]).exists():
        raise DataError(tell("begin.exists", path=paths[0]))
    written = import_function(question.begins[begun[0]])(paths[0])
    note("\n".join(f"newind: wrote {path}" for path in (written if isinstance(written, tuple) else (written,))))


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
    if not question.divided:
        return None
    from newind.pathways.compute import Workers

    return Workers("auto")


def find_subject(question: Question, named: str | None, on: str | None) -> tuple[Panel | None, str]:
    """Return the accounts of which a question is asked and the code of the region.

    None in place of accounts where they do not answer it; an empty code where all regions are asked about; a path
    where a table stands in place of the region.

    Raises
    ------
    DataError
        Where no region is named and one must be.
    """
    if question.own_table and named and Path(named).suffix.lower() in TABLES:
        return None, named
    if not question.regional:
        return (panel_of(on or WORLD) if question.accounts else None), ""
    if named is None and question.own_table and on is None:
        raise DataError(tell("question.no_economy", example=question.write_line(question.examples[0])))
    if named is None and question.everywhere:
        return panel_of(on or question.everywhere), ""
    if question.accounts:
        asked = resolve_request(named, on, None, None, None)
        return asked.panel, asked.region
    named = named or question.usual
    if not named:
        raise DataError(tell("question.no_economy", example=f"{question.command} {question.examples[0]}"))
    return None, named.upper()


def annotate_region(said: str, metavar: str) -> Any:
    """Return the region as typer takes it, with help of its own."""
    return Annotated[str | None, typer.Argument(metavar=metavar, help=said)]


def annotate_place(said: str) -> Any:
    """Return the region as typer takes it where it is an option."""
    return Annotated[str | None, typer.Option("--region", metavar="CODE", help=said)]


def annotate_accounts(question: Question) -> Any:
    """Return the accounts as typer takes them, with help of its own where a question has some."""
    if not question.has_own_words("on"):
        return On
    said = question.say("on")["en"]
    return Annotated[str | None, typer.Option("--on", "--table", metavar="NAME|FILE", help=said)]


def annotate_file(question: Question, name: str) -> Any:
    """Return a further file, or a folder, as typer takes it."""
    endings = question.endings.get(name)
    check = check_kind(endings) if endings else None
    metavar = "DIR" if endings == () else "FILE"
    said = question.say(name)["en"]
    return Annotated[str | None, typer.Option(f"--{name}", metavar=metavar, callback=check, help=said)]


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
    chosen = kind is not bool or option.default is not True or "/" in flags
    return Annotated[
        kind, typer.Option(*flags.split(), metavar=option.form.metavar or None, help=said, show_default=chosen)
    ]
