"""``newind green footprint``, ``change``, ``kaya``, ``trade`` and ``paths``: carbon made and used."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from newind.cli.answers import ROWS, Out, Top, split_names
from newind.cli.circulation_options import Year, answer, numbers_by_name, resolve_region_request
from newind.cli.options import Json, Lang, Named, On, Region, examples
from newind.cli.output import working
from newind.errors import DataError

HALF = ROWS // 2
EXAMPLE_FOOTPRINT = examples(
    "newind green footprint CHN",
    "newind green footprint DEU --year 2015 --by origin,product",
    "newind green footprint CHN --out footprint.xlsx",
)
EXAMPLE_CHANGE = examples(
    "newind green change CHN",
    "newind green change CHN --from 2000 --to 2007 --how consumption",
    "newind green change DEU --method index --ends",
)
EXAMPLE_KAYA = examples(
    "newind green kaya CHN",
    "newind green kaya DEU --from 2000 --to 2009 --income value_added_volume",
    "newind green kaya CHN --from 2000 --to 2001 --energy 2000=1470,2001=1555",
)
EXAMPLE_TRADE = examples("newind green trade CHN", "newind green trade DEU --year 2015 --out trade.csv")
EXAMPLE_PATHS = examples(
    "newind green paths CHN",
    "newind green paths CHN --product c15 --threshold 0.002",
    "newind green paths DEU --rows 50",
)
First = Annotated[int | None, typer.Option("--from", metavar="Y", help="First year; the first with figures.")]
Last = Annotated[int | None, typer.Option("--to", metavar="Y", help="Last year; the last with figures.")]


def footprint(
    region: Region = None,
    named: Named = None,
    by: Annotated[
        str | None,
        typer.Option(metavar="origin,product,user", help="Dimensions to distinguish at once; each alone if left out."),
    ] = None,
    on: On = None,
    year: Year = None,
    rows: Top = HALF,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show emissions behind final use: product, user, origin."""
    from newind.analyses.green.footprints import check_sides
    from newind.questions.green.answers_carbon import footprint as answered

    sides = split_names(by, "--by")
    if sides is not None:
        check_sides(sides)
    a = resolve_region_request(region, named, on, None)
    found = answered(a.panel, a.region, year, sides)
    answer(found, {"by": by, "on": on, "year": year}, lang, rows, out, as_json=as_json)


def change(
    region: Region = None,
    named: Named = None,
    first: First = None,
    last: Last = None,
    how: Annotated[
        Literal["production", "consumption"], typer.Option(help="Emitted at home, or behind final use.")
    ] = "production",
    method: Annotated[
        Literal["structural", "index"], typer.Option(help="With chains and demand, or own industries alone.")
    ] = "structural",
    chained: Annotated[
        bool, typer.Option("--chained/--ends", help="Sum from year to year, as the brief does, or compare both ends.")
    ] = True,
    on: On = None,
    rows: Top = HALF,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show what raised and what lowered emissions, with ranges."""
    from newind.questions.green.answers_carbon import change as answered

    a = resolve_region_request(region, named, on, None)
    with working("Decomposing the change of emissions"):
        found = answered(a.panel, a.region, lang, first, last, how, method, chained=chained)
    typed = {"from": first, "to": last, "how": how, "method": method, "ends": not chained or None, "on": on}
    answer(found, typed, lang, rows, out, as_json=as_json, panel=a.panel if last is None else None)


def kaya(
    region: Region = None,
    named: Named = None,
    first: First = None,
    last: Last = None,
    energy: Annotated[
        str | None, typer.Option(metavar="Y=E,…", help="Energy used, every year from first to last, to split further.")
    ] = None,
    income: Annotated[
        Literal["gdp_volume", "value_added_volume"], typer.Option(help="Real GDP, or value added of industries.")
    ] = "gdp_volume",
    on: On = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show emissions as people, income and carbon per income."""
    from newind.questions.green.answers_carbon import kaya as answered

    a = resolve_region_request(region, named, on, None)
    used = _by_year(energy)
    found = answered(a.panel, a.region, lang, first, last, used, income)
    typed = {"from": first, "to": last, "energy": energy, "income": income, "on": on}
    answer(found, typed, lang, rows, out, as_json=as_json)


def trade(
    region: Region = None,
    named: Named = None,
    on: On = None,
    year: Year = None,
    rows: Top = HALF,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show carbon in trade: what is emitted for whom."""
    from newind.questions.green.answers_carbon import trade as answered

    a = resolve_region_request(region, named, on, None)
    answer(answered(a.panel, a.region, year), {"on": on, "year": year}, lang, rows, out, as_json=as_json)


def paths(
    region: Region = None,
    named: Named = None,
    product: Annotated[str | None, typer.Option(metavar="CODE", help="Final products of this industry only.")] = None,
    threshold: Annotated[
        float, typer.Option(metavar="SHARE", help="Least share of all emissions of a chain that is listed.")
    ] = 1e-3,
    on: On = None,
    year: Year = None,
    rows: Top = HALF,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """List the chains along which most is emitted for final use."""
    from newind.questions.green.answers_carbon import paths as answered

    a = resolve_region_request(region, named, on, None)
    with working("Following chains"):
        found = answered(a.panel, a.region, lang, product, threshold, year)
    typed = {"product": product, "threshold": threshold, "on": on, "year": year}
    answer(found, typed, lang, rows, out, as_json=as_json)


def _by_year(text: str | None) -> dict[int, float] | None:
    """Return figures by year.

    Raises
    ------
    DataError
        For what is no year and number.
    """
    from newind.accounts.validate import whole

    pairs = numbers_by_name(text, "--energy", "2000=1470,2001=1555")
    if pairs is None:
        return None
    found = {year: value for name, value in pairs.items() if (year := whole(name)) is not None}
    if wrong := [name for name in pairs if whole(name) is None]:
        raise DataError(f"--energy: {wrong[0]!r} is no year. Write it as in 2000=1470,2001=1555.")
    return found
