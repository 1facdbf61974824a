"""``newind runs``: many runs begun, listed, asked, resumed, deleted."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from newind.cli.answers import split_names as names_of
from newind.cli.guard import Guard
from newind.cli.options import Given, Json, Lang, On, examples
from newind.cli.output import note, say, show_json, show_table
from newind.cli.projections import Ahead
from newind.errors import BilingualMessage, DataError, RunError, join_items, sentences, tell
from newind.messages import Text, fill, message, message_group
from newind.pathways.defaults import PHASE_IN, RESPONSE, SEED, START, UNTIL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.pathways.compute import RunProgress, Watch, Workers
    from newind.pathways.runstore import RunStore

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, add_completion=False)
Name = Annotated[str, typer.Argument(metavar="RUN", help="Name of a run (newind runs list).")]
Runs = Annotated[
    str | None,
    typer.Option("--runs", metavar="DIR", help="Folder of runs; that of NEWIND_RUNS, or of the user, if left out."),
]
Many = Annotated[
    int | None, typer.Option("--workers", metavar="N", help="Processes; as many as pay if left out, one for none.")
]
Scheduler = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Dask scheduler that shares out the work: tcp://host:8786.")
]
World = Annotated[
    str | None, typer.Option("--scenario", metavar="NAME|FILE", help="World of path and baseline (newind scenarios).")
]

HEADS = message_group("cli.runs.heads")
STATES: dict[str, Text] = message_group("cli.runs.states")
NONE = message("cli.runs.none")
DONE = message("cli.runs.done")
FIRST = message("cli.runs.first")
NEXT = message("cli.runs.next")
GO_ON = message("cli.runs.go_on")
TABLES = message_group("cli.runs.tables")
DELETED = message("cli.runs.deleted")
MORE = message("cli.runs.more")
FIGURES: dict[str, Text] = message_group("cli.runs.figures")
ASK = "select year, region, median(real_income_change) from results group by all order by all"


@app.callback(invoke_without_command=True)
def runs(context: typer.Context) -> None:
    """Manage runs: begin, list, query in SQL, resume, delete.

    A run keeps what came of each draw as it comes: one that is stopped, whatever the moment, is taken up where it was.
    """
    if context.invoked_subcommand is None:
        say(context.get_help())


@app.command(
    "draw",
    epilog=examples(
        "newind runs draw all-families --draws 100 --region CHN",
        "newind runs draw all-families --draws 256 --sequence sobol --scenario trade-war --table-error --region CHN",
        "newind runs draw carbon-market --draws 1000 --scheduler tcp://host:8786 --vary trade_elasticity,energy_saving",
    ),
)
def draw(
    package: Annotated[str, typer.Argument(metavar="PACKAGE", help="Name (newind levers), POLICY:REGION, or a file.")],
    draws: Annotated[int, typer.Option(metavar="N", help="How many.")] = 100,
    seed: Annotated[int, typer.Option(metavar="K", help="Of the random numbers.")] = SEED,
    vary: Annotated[
        str | None, typer.Option(metavar="A,B", help="Parameters to draw; all with a range if left out.")
    ] = None,
    sequence: Annotated[
        Literal["latin", "sobol"], typer.Option(help="Latin hypercube, or Sobol sequence (a power of two of draws).")
    ] = "latin",
    table_error: Annotated[
        bool, typer.Option("--table-error", help="Draw the flows of the table, too; sums stay as published.")
    ] = False,
    scenario: World = None,
    projections: Ahead = None,
    region: Annotated[str | None, typer.Option(metavar="A,B", help="Regions to keep; all if left out.")] = None,
    until: Annotated[int, typer.Option(metavar="Y", help="Last year.")] = UNTIL,
    start: Annotated[int, typer.Option(metavar="Y", help="First policy year: undated shocks begin then.")] = START,
    phase_in: Annotated[
        int, typer.Option(metavar="N", help="Years until undated shocks are in force in full, in even steps.")
    ] = PHASE_IN,
    history: Annotated[
        bool, typer.Option("--history", help="Allow a first policy year in the past, and shocks dated before it.")
    ] = False,
    response: Annotated[
        Literal["none", "mirror"], typer.Option(help="What partners do: nothing, or they answer in kind.")
    ] = RESPONSE,
    given: Given = None,
    on: On = None,
    year: Annotated[int | None, typer.Option(metavar="Y", help="Year of the accounts; the last if left out.")] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Name of the run.")] = None,
    workers: Many = None,
    scheduler: Scheduler = None,
    folder: Runs = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Follow a package under many draws of the parameters.

    Spread evenly over their ranges, a path for each; yearly figures are kept as they come.
    """
    from newind.cli.inputs import accounts_of, parameters_of
    from newind.pathways.compute import Workers
    from newind.pathways.draws import WORK, draws_of, ranges_in
    from newind.pathways.outlook import outlook
    from newind.pathways.runfolder import run_name
    from newind.pathways.sampling import sample_cases, with_tables
    from newind.policy.packages import package_of

    doing = Workers.from_options(workers, scheduler)
    w = accounts_of(on or "world", year)
    met = outlook(
        w, until=until, start=start, phase_in=phase_in, history=history, response=response,
        parameters=parameters_of(given or []), projections=projections, seed=seed,
    )  # fmt: skip
    ranges = ranges_in(names_of(vary, "--vary"), parameters=met.parameters, scenario=scenario)
    cases = sample_cases(ranges, draws, seed, sequence)
    if table_error:
        cases = with_tables(cases, seed)
    chosen, codes = package_of(package, w), names_of(region, "--region")
    called = name or run_name(WORK)
    with going_on(called, folder, lang):
        store = draws_of(
            w, chosen, cases, outlook=met, scenario=scenario, regions=codes, seed=seed, runs=folder, name=called,
        )  # fmt: skip
        with follow_run(store.name) as watch:
            finish_run(store, doing, watch, lang=lang)
    _show_result(store, "runs draw", lang, as_json)


@app.command("list", epilog=examples("newind runs list", "newind runs list --runs ./runs --json"))
def list_runs(folder: Runs = None, lang: Lang = "en", as_json: Json = False) -> None:
    """List runs, the latest last."""
    from newind.pathways.runfolder import runs_folder, runs_in

    where = runs_folder(folder)
    found = [r if isinstance(r, DataError) else describe_run(r) for r in runs_in(where)]
    broken = [str(r) for r in found if isinstance(r, DataError)]
    known = [r for r in found if not isinstance(r, DataError)]
    if as_json:
        show_json("runs list", folder=str(where), runs=known, unreadable=broken)
        return
    if known:
        show_table(HEADS[lang], [_row(r, lang) for r in known], "<<<>><")
    for said in broken:
        note(f"newind: {said}")
    if not found:
        say(NONE[lang].format(folder=where))


def _row(r: dict[str, Any], lang: str) -> list[str]:
    from newind.pathways.runfolder import WORKS

    label = WORKS[r["work"]].label[lang] if r["work"] in WORKS else r["work"]
    state = STATES[r["state"]][lang]
    return [r["run"], label, r["created"][:16].replace("T", " "), f"{r['done']}/{r['total']}", str(r["failed"]), state]


@app.command("show", epilog=examples("newind runs show RUN", "newind runs show RUN --json"))
def show(name: Name, folder: Runs = None, lang: Lang = "en", as_json: Json = False) -> None:
    """Show how far a run is, what failed, what its tables hold."""
    from newind.pathways.runfolder import open_run

    store = open_run(name, folder)
    figures, errors = describe_run(store), store.errors()
    tables = [
        {"table": t, "rows": store.sql(f"select count(*) from {t}")[1][0][0],
         "columns": [row[0] for row in store.sql(f"describe {t}")[1]]}
        for t, files in store.parts().items() if files
    ]  # fmt: skip
    if as_json:
        failed = [{"draw": k, "error": e} for k, e in errors.items()]
        show_json("runs show", **figures, request=store.request, errors=failed, tables=tables)
        return
    _warn_damage(store, lang)
    _show_figures(figures, errors, lang)
    rows = [[label[lang], f"{figures[k]:.3g}" if k == "seconds"
             else _format_size(figures[k]) if k == "size" else str(figures[k])]
            for k, label in FIGURES.items()]  # fmt: skip
    show_table(["", ""], rows)
    if tables:
        say()
        show_table(TABLES[lang], [[t["table"], str(t["rows"]), ", ".join(t["columns"])] for t in tables], "<><")


@app.command(
    "sql",
    epilog=examples(
        f"newind runs sql RUN '{ASK}'",
        "newind runs sql RUN 'select * from results join cases using (draw)' --rows 5 --json",
    ),
)
def sql(
    name: Name,
    statement: Annotated[str, typer.Argument(metavar="SELECT", help="One SELECT on results, draws and cases.")],
    rows: Annotated[int, typer.Option(metavar="N", min=1, help="Most rows.")] = 1000,
    folder: Runs = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Ask a run in SQL, which changes nothing.

    DuckDB reads the files of the run and nothing else. Tables: results (rows by draw), draws (error, seconds, tries),
    cases (what was drawn).
    """
    from newind.pathways.runfolder import open_run

    columns, found = open_run(name, folder).sql(statement, rows + 1)
    kept = found[:rows]
    if as_json:
        show_json("runs sql", columns=columns, rows=[list(r) for r in kept], more=len(found) > rows)
        return
    numbers = [all(isinstance(r[k], (int, float)) for r in kept) for k in range(len(columns))]
    show_table(columns, [[_cell(v) for v in r] for r in kept], "".join("<>"[n] for n in numbers))
    if len(found) > rows:
        say(MORE[lang])


@app.command(
    "resume",
    epilog=examples("newind runs resume RUN", "newind runs resume RUN --scheduler tcp://host:8786"),
)
def resume(
    name: Name,
    workers: Many = None,
    scheduler: Scheduler = None,
    folder: Runs = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Take up a run that was stopped: what is done is not done again."""
    from newind.pathways.compute import Workers
    from newind.pathways.runfolder import open_run

    with going_on(name, folder, lang):
        store = open_run(name, folder)
        with follow_run(name) as watch:
            finish_run(store, Workers.from_options(workers, scheduler), watch, lang=lang)
    _show_result(store, "runs resume", lang, as_json)


@app.command("delete", epilog=examples("newind runs delete RUN"))
def delete(name: Name, folder: Runs = None, lang: Lang = "en", as_json: Json = False) -> None:
    """Delete a run with all it keeps, unless it is under way."""
    from newind.pathways.runfolder import delete_run

    delete_run(name, folder)
    if as_json:
        show_json("runs delete", run=name)
    else:
        say(DELETED[lang].format(name=name))


# ---- what they share
def describe_run(store: RunStore) -> dict[str, Any]:
    """Return how far a run is, as plain data."""
    done, total, failed = store.counts()
    state = "under way" if store.under_way else "done" if done == total else "stopped"
    spent = store.draws()["seconds"]
    return {
        "run": store.name, "work": store.work, "created": store.meta["created"], "state": state, "done": done,
        "total": total, "failed": failed, "seconds": float(spent.mean()) if len(spent) else float("nan"),
        "size": sum(p.stat().st_size for p in store.folder.iterdir()), "seed": store.seed,
        "newind": store.meta["newind"], "folder": str(store.folder), "damaged": list(store.damaged_files),
    }  # fmt: skip


def finish_run(store: RunStore, workers: Workers | None, watch: Watch | None, *, lang: str) -> RunStore:
    """Do what is left of a run, within `going_on`; where it cannot go on, say how it can later."""
    from newind.pathways.running import go_on

    _warn_damage(store, lang)
    try:
        return go_on(store, workers, watch)
    except RunError as error:
        if Guard.stopped or "runs resume" in str(error):
            raise
        more = BilingualMessage(*(fill(GO_ON, name=store.name)[lang] for lang in ("en", "zh")))
        raise RunError(sentences([error, more])) from None


@contextmanager
def going_on(name: str, folder: str | None, lang: str) -> Iterator[None]:
    """Say how a run goes on that Ctrl-C stops, from the moment it is there, whatever a library makes of it."""
    from newind.pathways.runfolder import has_run

    try:
        yield
    finally:
        if Guard.stopped and has_run(name, folder):
            note(GO_ON[lang].format(name=name))


def _warn_damage(store: RunStore, lang: str) -> None:
    """Name the files that are lost or damaged."""
    if files := store.damaged_files:
        said = tell("runs.again", name=store.name, files=join_items(files))
        note(f"newind: {said if lang == 'en' else said.zh}")


def _show_result(store: RunStore, command: str, lang: str, as_json: bool) -> None:
    figures, errors = describe_run(store), store.errors()
    if as_json:
        failed = [{"draw": k, "error": e} for k, e in errors.items()]
        show_json(command, **figures, errors=failed)
    else:
        _show_figures(figures, errors, lang)
        say(NEXT[lang].format(name=store.name, sql=ASK) if store.work == "pathway-draws" else "")
    if figures["total"] and figures["failed"] == figures["total"]:
        first = next(iter(errors.values()))
        raise RunError(tell("runs.all_failed", total=figures["total"], name=store.name, first=first))


def _show_figures(figures: dict[str, Any], errors: dict[int, str], lang: str) -> None:
    say(DONE[lang].format(name=figures["run"], **{k: figures[k] for k in ("done", "total", "failed")}))
    for k, error in list(errors.items())[:1]:
        say(FIRST[lang].format(draw=k, error=error))
    if figures["state"] == "stopped":
        say(GO_ON[lang].format(name=figures["run"]))


@contextmanager
def follow_run(what: str) -> Iterator[Watch | None]:
    """Show on a terminal how far a run is: how many of how many, failures, rate, time left."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress as Bar, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[more]}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=None, more="")

        def tell(p: RunProgress) -> None:
            failed = f", {p.failed} failed" if p.failed else ""
            more = f"{p.rate:.3g}/s, {_lasting(p.left)} left{failed}" if p.rate == p.rate else ""
            shown.update(task, completed=p.done, total=p.total, more=more)

        yield tell


def _lasting(seconds: float) -> str:
    """Return a time.

    Examples
    --------
    >>> _lasting(75.0), _lasting(7300.0)
    ('1:15', '2:01:40')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _format_size(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def _cell(value: Any) -> str:
    return "–" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
