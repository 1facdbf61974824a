"""``newind science``: system 1 in depth, one command a question."""

from __future__ import annotations

from dataclasses import replace as replaced
from typing import TYPE_CHECKING, Annotated

import typer

from newind.cli.answers import ROWS, Out, Top, give, split_names
from newind.cli.inputs import command, region_of, resolve_request
from newind.cli.options import Json, Lang, Named, On, Region, examples
from newind.cli.output import note, say, working

if TYPE_CHECKING:
    from newind.cli.inputs import BriefInputs
    from newind.questions.answers import Answer

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, add_completion=False)
Year = Annotated[int | None, typer.Option(metavar="Y", help="Year of the accounts; the last one if left out.")]
Chance = Annotated[float, typer.Option(metavar="P", help="Assumed chance a year of a cut-off.")]


@app.callback(invoke_without_command=True)
def science(context: typer.Context) -> None:
    """Science and technology: dependence, replacement, research.

    Dependence of an economy and the cost of supply disruptions, who could replace suppliers, whose research it uses,
    how well it innovates: one command a question.
    """
    if context.invoked_subcommand is None:
        say(context.get_help())


def _resolve_region_request(region: str | None, named: str | None, on: str | None, year: int | None) -> BriefInputs:
    return resolve_request(region_of(region, named), on, year, None, None)


def _add_command(found: Answer, on: str | None, year: int | None, **given: object) -> Answer:
    """Return an answer with the command that gives it again, every option with it."""
    words = found.command.split()
    options = {f"--{name}": value for name, value in {**given, "on": on, "year": year}.items()}
    return replaced(found, command=command(" ".join(words[:3]), words[3], options))


@app.command(
    "dependence",
    epilog=examples(
        "newind science dependence CHN",
        "newind science dependence DEU --industry c15 --top 5",
        "newind science dependence IND --threshold 0.05 --out india.xlsx",
    ),
)
def dependence(
    region: Region = None,
    named: Named = None,
    industry: Annotated[
        str | None, typer.Option(metavar="CODE", help="A using industry; the whole economy if left out.")
    ] = None,
    top: Annotated[int, typer.Option(metavar="N", help="Inputs, and pairs of input and supplier, with a range.")] = 20,
    threshold: Annotated[
        float, typer.Option(metavar="SHARE", help="Least cost share of an input for the bottleneck figure.")
    ] = 0.02,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """List inputs, suppliers and the cost of supply disruptions.

    The cost is a range over horizons and elasticities. Beside it: what depends on the input if nothing replaces it.
    """
    from newind.questions.science.answers import dependence as answered

    a = _resolve_region_request(region, named, on, year)
    with working("Computing the cost of each supply disruption"):
        found = answered(a.panel.last, a.region, industry, top=top, threshold=threshold)
    give(
        _add_command(found, on, year, industry=industry, top=top, threshold=threshold),
        lang,
        as_json=as_json,
        out=out,
        rows=rows,
    )


@app.command("replacers", epilog=examples("newind science replacers CHN --input c14 --supplier JPN"))
def replacers(
    region: Region = None,
    named: Named = None,
    input: Annotated[str, typer.Option("--input", metavar="CODE", help="Industry whose product is lost.")] = "c14",
    supplier: Annotated[str, typer.Option(metavar="CODE", help="Economy that no longer sells it.")] = "USA",
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show alternatives to a supplier, how expensive they are."""
    from newind.questions.science.answers import replacers as answered

    a = _resolve_region_request(region, named, on, year)
    with working("Looking for other suppliers"):
        found = answered(a.panel, a.region, input, supplier)
    give(_add_command(found, on, year, input=input, supplier=supplier), lang, as_json=as_json, out=out, rows=rows)


@app.command(
    "replace",
    epilog=examples(
        "newind science replace CHN --top 5", "newind science replace IND --inputs c9,c13 --reduction 0.5 --chance 0.1"
    ),
)
def replace(
    region: Region = None,
    named: Named = None,
    inputs: Annotated[
        str | None, typer.Option(metavar="A,B", help="Inputs; the costliest to lose if left out.")
    ] = None,
    reduction: Annotated[
        float, typer.Option(metavar="PART", help="Part of the foreign share that is made at home.")
    ] = 0.25,
    suppliers: Annotated[str, typer.Option(metavar="largest|abroad|A,B", help="Whose cut-off is feared.")] = "largest",
    chance: Chance = 0.05,
    top: Annotated[int, typer.Option(metavar="N", help="Inputs, where none are named.")] = 10,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show what making inputs at home would need, cost and save."""
    from newind.questions.science.answers import replace as answered

    a = _resolve_region_request(region, named, on, year)
    feared = suppliers if suppliers in ("largest", "abroad") else split_names(suppliers, "--suppliers")
    options = {"reduction": reduction, "suppliers": feared, "probability": chance, "top": top}
    with working("Looking for what replaces each input"):
        found = answered(a.panel.last, a.region, split_names(inputs, "--inputs"), **options)
    give(
        _add_command(found, on, year, inputs=inputs, reduction=reduction, suppliers=suppliers, chance=chance, top=top),
        lang,
        as_json=as_json,
        out=out,
        rows=rows,
    )


@app.command(
    "mix", epilog=examples("newind science mix CHN", "newind science mix CHN --suppliers USA,JPN --chance 0.2")
)
def mix(
    region: Region = None,
    named: Named = None,
    suppliers: Annotated[
        str | None, typer.Option(metavar="A,B", help="Whose technology may be cut off; everyone named if left out.")
    ] = None,
    chance: Chance = 0.1,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS + 10,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show the distance to the frontier, and what a cut-off tips.

    By industry: productivity over that of the frontier, and from which strength of imitation on it deserves more
    effort than own innovation, with and without a risk of being cut off. A direction, never a recommended share.
    """
    from newind.questions.panels import add_years_note
    from newind.questions.science.answers import mix as answered

    a = _resolve_region_request(region, named, on, year)
    with working("Comparing with the frontier"):
        found = answered(a.panel, a.region, split_names(suppliers, "--suppliers"), chance)
    full = add_years_note(_add_command(found, on, year, suppliers=suppliers, chance=chance), a.panel)
    give(full, lang, as_json=as_json, out=out, rows=rows)


@app.command("research", epilog=examples("newind science research CHN", "newind science research DEU --lang zh"))
def research(
    region: Region = None,
    named: Named = None,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS + 10,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show whose research is in the inputs of each industry."""
    from newind.questions.panels import add_years_note, last_with
    from newind.questions.science.answers import research as answered

    a = _resolve_region_request(region, named, on, year)
    with working("Following research along the chain"):
        w = last_with(a.panel, a.region, "rd_intensity") if year is None else a.panel.last
        found = answered(w, a.region)
    give(add_years_note(_add_command(found, on, year), a.panel), lang, as_json=as_json, out=out, rows=rows)


@app.command("capacity", epilog=examples("newind science capacity CHN", "newind science capacity KOR --peers JPN,DEU"))
def capacity(
    region: Annotated[str, typer.Argument(metavar="REGION", help="Code, such as CHN.")] = "CHN",
    peers: Annotated[
        str | None, typer.Option(metavar="A,B", help="Economies to compare with; the others covered if left out.")
    ] = None,
    rows: Top = ROWS + 15,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show who does and pays for research, and patents by field."""
    from newind.questions.science.answers import capacity as answered

    found = _add_command(answered(region.upper(), split_names(peers, "--peers")), None, None, peers=peers)
    give(found, lang, as_json=as_json, out=out, rows=rows)


@app.command("support", epilog=examples("newind science support CHN --size 0.1 --horizon long"))
def support(
    region: Region = None,
    named: Named = None,
    size: Annotated[float, typer.Option(metavar="SHARE", help="Share of the cost of research that is paid.")] = 0.1,
    horizon: Annotated[str, typer.Option(metavar="short|medium|long", help="How far the economy adjusts.")] = "long",
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Simulate support to research, in scenarios of one budget."""
    from newind.questions.science.answers import support as answered

    a = _resolve_region_request(region, named, on, year)
    with working("Simulating support to research"):
        found = answered(a.panel.last, a.region, size, horizon)
    give(_add_command(found, on, year, size=size, horizon=horizon), lang, as_json=as_json, out=out, rows=rows)


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
