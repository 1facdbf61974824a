"""``newind circulation``: system 4 in depth, one command a question."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from newind.cli import circulation_home, circulation_risks
from newind.cli.answers import ROWS, Out, Top, split_names
from newind.cli.circulation_options import Horizon, Year, answer, resolve_region_request
from newind.cli.options import Json, Lang, Named, On, Region, examples
from newind.cli.output import say, working

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, add_completion=False)
Groups = Annotated[str | None, typer.Option(metavar="A,B", help="Groups of economies (newind groups).")]


@app.callback(invoke_without_command=True)
def circulation(context: typer.Context) -> None:
    """Circulation: exports, exposure, shortages, who earns what.

    Content of exports, the domestic and international circulation, the cost of losing partners, how value is
    divided, and how regions of a country differ: one command a question.
    """
    if context.invoked_subcommand is None:
        say(context.get_help())


@app.command(
    "exports",
    epilog=examples(
        "newind circulation exports CHN",
        "newind circulation exports DEU --importer USA,CHN --level group",
        "newind circulation exports CHN --groups g7,brics --method kww",
        "newind circulation exports CHN --by importer,industry --out terms.csv",
    ),
)
def exports(
    region: Region = None,
    named: Named = None,
    importer: Annotated[
        str | None, typer.Option(metavar="A,B", help="Economies or groups that import; every one if left out.")
    ] = None,
    groups: Groups = None,
    method: Annotated[
        Literal["wwz", "kww", "borin-mancini-source", "borin-mancini-sink"],
        typer.Option(help="Method of the decomposition."),
    ] = "wwz",
    by: Annotated[
        str | None, typer.Option(metavar="importer,industry", help="Dimensions to distinguish; the rest is summed.")
    ] = None,
    level: Annotated[
        Literal["term", "family", "group"], typer.Option(help="Every term, or what they sum to.")
    ] = "term",
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Decompose exports, with returned value and double counting."""
    from newind.questions.circulation.answers import exports as answered

    a = resolve_region_request(region, named, on, year)
    found = answered(
        a.panel.last,
        a.region,
        lang,
        split_names(importer, "--importer"),
        split_names(groups, "--groups"),
        method,
        split_names(by, "--by"),
        level,
    )
    typed = {"importer": importer, "groups": groups, "method": method, "by": by, "level": level, "on": on, "year": year}
    answer(found, typed, lang, rows, out, as_json=as_json)


@app.command("dual", epilog=examples("newind circulation dual CHN", "newind circulation dual DEU --side backward"))
def dual(
    region: Region = None,
    named: Named = None,
    side: Annotated[
        Literal["forward", "backward"], typer.Option(help="What value added serves, or what final products hold.")
    ] = "forward",
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show domestic and international circulation over the years."""
    from newind.questions.circulation.answers import dual as answered

    a = resolve_region_request(region, named, on, year)
    with working("Following value through the years"):
        found = answered(a.panel, a.region, lang, side)
    answer(found, {"side": side, "on": on, "year": year}, lang, rows, out, as_json=as_json, panel=a.panel, series=True)


@app.command("demand", epilog=examples("newind circulation demand CHN", "newind circulation demand DEU --consumed 0.6"))
def demand(
    region: Region = None,
    named: Named = None,
    consumed: Annotated[
        float | None, typer.Option(metavar="SHARE", help="Assumed part of labour income spent; what it is if left out.")
    ] = None,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show whose demand it works for, and what more of it brings."""
    from newind.questions.circulation.answers import demand as answered

    a = resolve_region_request(region, named, on, year)
    with working("Following demand"):
        found = answered(a.panel, a.region, lang, consumed)
    answer(
        found,
        {"consumed": consumed, "on": on, "year": year},
        lang,
        rows,
        out,
        as_json=as_json,
        panel=a.panel,
        series=True,
    )


@app.command("feedback", epilog=examples("newind circulation feedback CHN"))
def feedback(
    region: Region = None,
    named: Named = None,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show what cuts of its purchases bring back (demand side)."""
    from newind.questions.circulation.answers import feedback as answered

    a = resolve_region_request(region, named, on, year)
    answer(answered(a.panel.last, a.region), {"on": on, "year": year}, lang, rows, out, as_json=as_json)


app.command("exposure", epilog=circulation_risks.EXAMPLE_EXPOSURE)(circulation_risks.exposure)
app.command("joint", epilog=circulation_risks.EXAMPLE_JOINT)(circulation_risks.joint)
app.command("shortage", epilog=circulation_risks.EXAMPLE_SHORTAGE)(circulation_risks.shortage)


@app.command(
    "division", epilog=examples("newind circulation division CHN", "newind circulation division CHN --groups g7,KOR")
)
def division(
    region: Region = None,
    named: Named = None,
    groups: Annotated[
        str | None, typer.Option(metavar="A,B", help="Groups or economies; developed and emerging if left out.")
    ] = None,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show who earns what of the value that demand pays, and an hour."""
    from newind.questions.circulation.answers import division as answered

    a = resolve_region_request(region, named, on, year)
    found = answered(a.panel, a.region, lang, split_names(groups, "--groups"))
    answer(found, {"groups": groups, "on": on, "year": year}, lang, rows, out, as_json=as_json, panel=a.panel)


@app.command("growth", epilog=examples("newind circulation growth CHN", "newind circulation growth DEU --growth 0.05"))
def growth(
    region: Region = None,
    named: Named = None,
    growth: Annotated[float, typer.Option(metavar="SHARE", help="By how much one economy at a time grows.")] = 0.01,
    horizon: Horizon = "medium",
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show whose growth it gains from, through demand and in all."""
    from newind.questions.circulation.answers import growth as answered

    a = resolve_region_request(region, named, on, year)
    with working("Simulating the growth of each economy"):
        found = answered(a.panel.last, a.region, growth, horizon)
    answer(found, {"growth": growth, "horizon": horizon, "on": on, "year": year}, lang, rows, out, as_json=as_json)


app.command("provinces", epilog=circulation_home.EXAMPLE_PROVINCES)(circulation_home.provinces)
app.command("transfer", epilog=circulation_home.EXAMPLE_TRANSFER)(circulation_home.transfer)
