"""``newind index``: build an index, audit it, and see how far its ranks depend on choices."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from newind.cli import index_check, index_inputs as inputs
from newind.cli.index_inputs import (
    DEFAULT,
    Data,
    Remove,
    Replications,
    Seed,
    Set,
    Source,
    SpecOption,
    View,
    WeightOption,
)
from newind.cli.options import Json, Lang, examples
from newind.cli.output import note, say, show_json, show_table, working

if TYPE_CHECKING:
    from newind.cli.index_inputs import IndexBuild
    from newind.questions.index.board import Scoreboard
    from newind.documents.report.model import ReportProvenance
    from newind.questions.index.trial import IndexTrial
    from newind.questions.index.voice import ReportWording
    from newind.policy.schema import Package

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, add_completion=False)


@app.callback(invoke_without_command=True)
def index(context: typer.Context) -> None:
    """Build, audit and compare composite indices."""
    if context.invoked_subcommand is None:
        say(context.get_help())


@app.command(
    "build",
    epilog=examples(
        "newind index build",
        "newind index build --year 2007 --set aggregate=geometric --out index",
        "newind index build --scenario green-turn --horizon long",
        "newind index build --spec my-index.yaml --data figures.csv --replications 5000",
    ),
)
def build(
    context: typer.Context,
    spec: SpecOption = DEFAULT,
    data: Data = None,
    on: Source = None,
    year: Annotated[
        str | None, typer.Option(metavar="Y|all", help="Year that is shown; the last one scored if left out.")
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option(metavar="PACKAGE", help="Score a package too (newind levers), from the last scored year."),
    ] = None,
    horizon: Annotated[
        Literal["short", "medium", "long"], typer.Option(help="How far the economy of the scenario has adjusted.")
    ] = "medium",
    view: View = None,
    given: Set = None,
    remove: Remove = None,
    weight: WeightOption = None,
    replications: Replications = 1000,
    seed: Seed = 0,
    focus: Annotated[str, typer.Option(metavar="UNIT", help="Unit the report dwells on; the first by rank.")] = "",
    out: Annotated[
        str | None, typer.Option(metavar="DIR", help="Write report.html, charts, tables and recipe.yaml there.")
    ] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Score and rank units, with the interval of each rank.

    Lists what is not scored and what it lacks. Without --data, the indicators are measured on the shipped world tables,
    or the shipped table of the same name is taken.
    """
    from newind.questions.index.board import Scoreboard
    from newind.documents.report.content import select_focus
    from newind.questions.index.voice import ReportWording
    from newind.policy.named import package_of

    changes = inputs.changes_of(given, remove, weight, view)
    asked = inputs.one_year(year)
    built = inputs.build_index(spec, data, on, changes, asked)
    scored = Scoreboard(built.index)
    shown = inputs.year_of(scored, asked)
    select_focus(scored, shown, focus)
    chosen = package_of(scenario, built.accounts(scored.last)) if scenario else None
    board = inputs.board_of(built, replications, seed)
    voice = ReportWording(board, lang, shown, "")
    tried = None if chosen is None else _trial(built, board, chosen, horizon)
    files: tuple[Path, ...] = ()
    if out is not None:
        files = _write_report(_origin(built, context), built, voice, focus, tried, Path(out))
        note(f"newind: wrote {len(files)} files, first {files[0]}")
    if as_json:
        _show_json(built, voice, tried, files, every=year == "all")
    else:
        _show(built, voice, tried, every=year == "all")


def _trial(built: IndexBuild, board: Scoreboard, package: Package, horizon: str) -> IndexTrial:
    """Simulate a package on the last scored year, and score it."""
    from newind.questions.index.trial import trial
    from newind.policy.simulate import simulate

    w = built.accounts(board.last)
    with working("Simulating"):
        return trial(board, simulate(w, package, horizon), w.year)


def _write_report(
    origin: ReportProvenance, built: IndexBuild, voice: ReportWording, focus: str, tried: IndexTrial | None, out: Path
) -> tuple[Path, ...]:
    """Write the report with all that it may tell."""
    from newind.documents.report.content import ReportExtras, report
    from newind.documents.report.write import write_report
    from newind.index.variance import sensitivity

    with working("Writing the report"):
        extras = ReportExtras(sensitivity(built.index), built.audit(), tried)
        made = report(voice.board, origin, voice.lang, voice.year, focus, extras)
        return write_report(made, voice.board, out)


def _origin(built: IndexBuild, context: typer.Context) -> ReportProvenance:
    """Return what reproduces the report: the command with the options that are not at their defaults."""
    from newind.documents.report.model import ReportProvenance

    words: list[str] = []
    for option in context.command.params:
        value = context.params.get(option.name or "")
        if value in (None, option.default, (), []):
            continue
        for one in value if isinstance(value, (list, tuple)) else [value]:
            words += [option.opts[0], *([] if one is True else [str(one)])]
    return ReportProvenance(built.data, built.hash, shlex.join(["newind", "index", "build", *words]))


def _show(built: IndexBuild, voice: ReportWording, tried: IndexTrial | None, *, every: bool) -> None:
    from newind.cli import index_show as show

    if every and voice.board.years:
        show.show_years(voice)
    else:
        show.show_ranking(voice)
    show.show_lacks(voice, built.apart)
    show.show_failures(voice)
    show.show_gaps(voice)
    if tried is not None:
        show.show_trial(voice, tried)


def _show_json(
    built: IndexBuild, voice: ReportWording, tried: IndexTrial | None, files: tuple[Path, ...], *, every: bool
) -> None:
    from dataclasses import asdict

    board = voice.board
    places = board.places if every else voice.places
    more: dict[str, Any] = {} if tried is None else {"scenario": asdict(tried)}
    show_json(
        "index build",
        **inputs.facts(built, voice),
        years=board.years,
        ranking=[asdict(p) for p in places],
        unscored=[asdict(g) for g in board.gaps],
        weights=built.index.weights.reset_index().to_dict("records"),
        log=built.index.log.to_dict("records"),
        files=[str(f) for f in files],
        **more,
    )


app.command("audit", epilog=index_check.AUDIT)(index_check.audit)
app.command("uncertainty", epilog=index_check.UNCERTAINTY)(index_check.uncertainty)
app.command("compare", epilog=index_check.COMPARE)(index_check.compare)


@app.command("spec", epilog=examples("newind index spec", "newind index spec new-industrialization > my-index.yaml"))
def spec(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME|FILE]", help="Which one; a list of them if left out.")
    ] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """List specifications, or print one as YAML.

    To start from: elements, recipe, views, and what is left out and why. A metadata table (csv, xlsx) becomes YAML too.
    """
    from newind.cli.index_words import word
    from newind.datafiles import texts
    from newind.index.specification import SHIPPED, spec as spec_of, specs

    if name is None:
        found = [spec_of(n) for n in specs()]
        if as_json:
            show_json("index spec", specs=[{"id": s.id, "name": s.name, "note": s.note} for s in found])
            return
        counts = [{"indicators": len(s.tree.indicators), "pillars": len(s.tree.pillars)} for s in found]
        rows = [[s.id, word("made_of", lang, **c), s.name.get(lang, "")] for s, c in zip(found, counts, strict=True)]
        show_table(["", "", ""], rows)
        return
    chosen, shipped = spec_of(name), texts(SHIPPED)
    if as_json:
        show_json("index spec", **chosen.to_dict())
    else:
        say(shipped[f"{name}.yaml"].rstrip() if f"{name}.yaml" in shipped else _yaml(chosen))


def _yaml(chosen: Any) -> str:
    from newind.documents.report.write import as_yaml

    return as_yaml(chosen).rstrip()
