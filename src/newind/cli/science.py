"""``newind science``: system 1 in depth, one command a question."""

from __future__ import annotations

from typing import Annotated

import typer

from newind.cli.answers import ROWS, Out, Top
from newind.cli.options import Json, Lang, examples
from newind.cli.output import note, say, working
from newind.cli.questions import add_questions

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, add_completion=False)


@app.callback(invoke_without_command=True)
def science(context: typer.Context) -> None:
    """Science and technology: dependence, replacement, research.

    Dependence of an economy and the cost of supply disruptions, who could replace suppliers, whose research it uses,
    how well it innovates: one command a question.
    """
    if context.invoked_subcommand is None:
        say(context.get_help())


add_questions(app, "science")


@app.command(
    "products",
    epilog=examples(
        "newind science products customs.csv --region CHN --out products.xlsx",
        "newind science products BACI_2021.csv BACI_2022.csv BACI_2023.csv --region CHN --import-hhi 0.5",
        "newind science products template.csv --template",
        "newind science products example.csv --example",
    ),
)
def products(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Customs or BACI csv, of one or more years.")],
    region: Annotated[str, typer.Option(metavar="CODE", help="Economy that imports.")] = "CHN",
    import_hhi: Annotated[float, typer.Option(metavar="H", help="Concentration of its sources above this.")] = 0.4,
    export_hhi: Annotated[
        str, typer.Option(metavar="H|none", help="Concentration of world exports above this; none: not asked for.")
    ] = "0.4",
    ratio: Annotated[float, typer.Option(metavar="R", help="Imports over exports above this.")] = 1.0,
    years: Annotated[int, typer.Option(metavar="N", help="Last years that are looked at.")] = 3,
    hold: Annotated[int, typer.Option(metavar="N", help="Years in which all three must hold.")] = 2,
    revision: Annotated[str | None, typer.Option(metavar="HS17", help="Revision of the codes, if no column.")] = None,
    exports: Annotated[str | None, typer.Option(metavar="FILE", help="World exports, for a customs file.")] = None,
    losses: Annotated[
        str | None, typer.Option(metavar="NAME|FILE", help="Accounts whose industries give hits a loss range.")
    ] = None,
    template: Annotated[bool, typer.Option("--template", help="Write an empty template to FILE instead.")] = False,
    example: Annotated[bool, typer.Option("--example", help="Write drawn trade of 5,000 products instead.")] = False,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Screen a customs or BACI file for products with few sources.

    By HS6: concentrated imports, concentrated world exports, more imports than exports, in most of the last years.
    """
    from newind.cli import products as screened

    if template or example:
        written = screened.write_new(files, template=template, example=example)
        note("\n".join(f"newind: wrote {p}" for p in written))
        return
    thresholds = {
        "import_hhi": import_hhi,
        "export_hhi": screened.threshold(export_hhi, "--export-hhi"),
        "import_ratio": ratio,
        "years": years,
        "hold": hold,
    }
    with working("Screening products"):
        found = screened.screen(files, exports, region.upper(), thresholds, revision, losses=losses)
    screened.show(found, lang, rows=rows, out=out, as_json=as_json)
