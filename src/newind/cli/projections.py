"""``newind projections``: people, work, skills, GDP and carbon of years to come, as a file of one's own."""

from __future__ import annotations

from typing import Annotated

import typer

from newind.cli.options import Json, Lang, On, examples, split
from newind.cli.output import note, say, show_json, show_table
from newind.language.words import mark
from newind.messages import Text, message, message_group
from newind.pathways.defaults import UNTIL

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, add_completion=False)
Ahead = Annotated[
    str | None,
    typer.Option("--projections", metavar="FILE", help="People, work, skills, GDP, CO2 of years to come; csv or xlsx."),
]
NEXT = message("cli.projections.next")
HEADS = message_group("cli.projections.heads")
STATUS: dict[str, Text] = message_group("cli.projections.statuses")
GOOD = message("cli.projections.good")


@app.callback(invoke_without_command=True)
def projections(context: typer.Context) -> None:
    """Projections of your own: begin, check.

    A row a figure: region, year, what, value, unit, source, status. They take the place of what a pathway assumes:
    newind pathway, roadmap, search, sensitivity and runs draw have --projections FILE.
    """
    if context.invoked_subcommand is None:
        say(context.get_help())


@app.command("template", epilog=examples("newind projections template --regions CHN,USA --until 2035"))
def template(
    regions: Annotated[str, typer.Option(metavar="A,B", help="Codes, as in the accounts.")],
    until: Annotated[int, typer.Option(metavar="Y", help="Last year.")] = UNTIL,
    out: Annotated[str, typer.Option(metavar="FILE.csv", help="File to write.")] = "projections.csv",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Write projections to fill in.

    Population, work, skills, growth of GDP and CO2 of each region: the last figure observed, then years without one.
    Rows that stay empty mean nothing.
    """
    from newind.cli.data_template import _keep
    from newind.pathways.prospects import write_projections

    _keep(out, force)
    path = write_projections(out, split(regions) or (), until)
    if as_json:
        show_json("projections template", file=str(path))
        return
    say(str(path))
    note(NEXT[lang].format(path=path))


@app.command(
    "check", epilog=examples("newind projections check projections.csv", "newind projections check mine.xlsx --json")
)
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Projections, .csv or .xlsx.")],
    on: On = None,
    year: Annotated[int | None, typer.Option(metavar="Y", help="Year of the accounts; the last if left out.")] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Check projections, and say what they hold.

    Every mistake is reported with its line; regions are those of the accounts.
    """
    from newind.cli.inputs import accounts_of
    from newind.pathways.prospects import read_projections

    table = on or "world"
    w = accounts_of(table, year)
    found = read_projections(file).on(w)
    series = found.summary()
    if as_json:
        show_json("projections check", file=file, table=table, year=w.year, series=series)
        return
    between = mark("comma", lang)
    rows = [
        [s["region"], s["what"], _span(s["years"]), between.join(s["units"]),
         between.join(STATUS[v][lang] for v in s["statuses"]), between.join(s["sources"])]
        for s in series
    ]  # fmt: skip
    show_table(HEADS[lang], rows, "<<<<<<")
    say(GOOD[lang].format(file=file, table=table, year=w.year))


def _span(years: list[int]) -> str:
    return f"{years[0]}-{years[-1]}" if len(years) > 1 else str(years[0])
