"""``newind manufacturing``: system 2 in depth, one command a question."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from newind.cli import manufacturing_chains, manufacturing_digital, manufacturing_firms
from newind.cli.answers import ROWS, Out, Top, split_names
from newind.cli.circulation_options import Year, answer, resolve_region_request
from newind.cli.options import Json, Lang, Named, On, Region, examples
from newind.cli.output import say
from newind.errors import DataError

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, add_completion=False)


@app.callback(invoke_without_command=True)
def manufacturing(context: typer.Context) -> None:
    """Manufacturing: share, digital and service parts, chains.

    How much manufacturing there is against what is expected, what makes productivity grow, what is digital and what are
    services in its products, and where it stands and what it earns in chains: one command a question.
    """
    if context.invoked_subcommand is None:
        say(context.get_help())


def _pair(text: str | None) -> tuple[int, int] | None:
    """Return the two years of ``1995,2007``."""
    from newind.accounts.validate import whole

    if text is None:
        return None
    match [whole(part) for part in split_names(text, "--years") or ()]:
        case [int(first), int(last)]:
            return first, last
    raise DataError(f"--years {text!r} is not two years. Write them as in 1995,2007.")


@app.command(
    "share",
    epilog=examples(
        "newind manufacturing share CHN",
        "newind manufacturing share DEU --measure employment --lang zh",
        "newind manufacturing share CN-GD --population 112 --income 19000 --year 2012 --on guangdong.xlsx",
    ),
)
def share(
    region: Region = None,
    named: Named = None,
    measure: Annotated[
        Literal["value-added", "employment"], typer.Option(help="Share in value added, or in persons engaged.")
    ] = "value-added",
    form: Annotated[
        Literal["pooled", "within"], typer.Option(help="What others like it have, or where its own growth leads.")
    ] = "pooled",
    population: Annotated[
        float | None, typer.Option(metavar="N", help="Million persons in the year, in place of the accounts’ own.")
    ] = None,
    income: Annotated[
        float | None, typer.Option(metavar="USD", help="Income per head in the year, USD of 2017 at purchasing power.")
    ] = None,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Compare manufacturing with what its income goes with."""
    from newind.questions.manufacturing.answers import weight

    a = resolve_region_request(region, named, on, year)
    found = weight(a.panel, a.region, measure.replace("-", "_"), form, population, income)
    typed = {"measure": measure, "form": form, "population": population, "income": income, "on": on, "year": year}
    answer(found, typed, lang, rows, out, as_json=as_json, panel=a.panel, series=True)


@app.command(
    "growth",
    epilog=examples(
        "newind manufacturing growth CHN", "newind manufacturing growth IND --years 1995,2007 --per worker"
    ),
)
def growth(
    region: Region = None,
    named: Named = None,
    years: Annotated[
        str | None, typer.Option(metavar="A,B", help="From and to; the first and last with figures if left out.")
    ] = None,
    per: Annotated[Literal["hour", "worker"], typer.Option(help="What productivity is per.")] = "hour",
    on: On = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Split growth of productivity: within industries, by moves."""
    from newind.questions.manufacturing.answers import growth as answered

    a, pair = resolve_region_request(region, named, on, None), _pair(years)
    found = answered(a.panel, a.region, pair, per)
    shown = a.panel if pair is None else None
    answer(found, {"years": years, "per": per, "on": on}, lang, rows, out, as_json=as_json, panel=shown)


@app.command("investment", epilog=examples("newind manufacturing investment CHN"))
def investment(
    region: Region = None,
    named: Named = None,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show what industry invests, and how its capital grows."""
    from newind.questions.manufacturing.answers import investment as answered

    a = resolve_region_request(region, named, on, year)
    answer(answered(a.panel, a.region), {"on": on, "year": year}, lang, rows, out, as_json=as_json, panel=a.panel)


app.command("digital", epilog=manufacturing_digital.EXAMPLE_DIGITAL)(manufacturing_digital.digital)
app.command("digital-change", epilog=manufacturing_digital.EXAMPLE_CHANGE)(manufacturing_digital.digital_change)
app.command("linkages", epilog=manufacturing_digital.EXAMPLE_LINKAGES)(manufacturing_digital.linkages)
app.command("services", epilog=manufacturing_digital.EXAMPLE_SERVICES)(manufacturing_digital.services)
app.command("position", epilog=manufacturing_chains.EXAMPLE_POSITION)(manufacturing_chains.position)
app.command("smile", epilog=manufacturing_chains.EXAMPLE_SMILE)(manufacturing_chains.smile)
app.command("chain", epilog=manufacturing_chains.EXAMPLE_CHAIN)(manufacturing_chains.chain)
app.command("sophistication", epilog=manufacturing_chains.EXAMPLE_SOPHISTICATION)(manufacturing_chains.sophistication)
app.command("concentration", epilog=manufacturing_firms.EXAMPLE)(manufacturing_firms.concentration)
