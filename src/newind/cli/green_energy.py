"""``newind green power``, ``mix`` and ``recycling``: where power comes from, and recycled for virgin materials."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from newind.cli.answers import ROWS, Out, Top, split_names
from newind.cli.circulation_options import Year, answer, numbers_by_name, resolve_region_request
from newind.cli.inputs import region_of
from newind.cli.options import Json, Lang, Named, On, Region, examples
from newind.cli.output import working
from newind.errors import DataError

EXAMPLE_POWER = examples("newind green power CHN", "newind green power DEU --year 2015 --peers CHN,USA,JPN")
EXAMPLE_MIX = examples(
    "newind green mix CHN --to 2035 --carbon-price 30",
    "newind green mix CHN --to 2030 --mix coal=0.4,gas=0.05,nuclear=0.05,hydro=0.1,wind=0.2,solar=0.2",
)
EXAMPLE_RECYCLING = examples(
    "newind green recycling CHN --on nbs-2018.xlsx --rate 0.1",
    "newind green recycling CHN --on nbs-2018.xlsx --rate 0.2 --layer cluster",
)


def power(
    region: Region = None,
    named: Named = None,
    peers: Annotated[
        str | None, typer.Option(metavar="A,B", help="Economies beside it; all with figures if left out.")
    ] = None,
    year: Annotated[int | None, typer.Option(metavar="Y", help="Year; the last one if left out.")] = None,
    rows: Top = ROWS // 2,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show where its power comes from, before and beside others."""
    from newind.questions.green.answers_energy import power as answered

    code = region_of(region, named)
    if code is None:
        raise DataError("no economy named. Name one, as in newind green power CHN.")
    others = split_names(peers, "--peers")
    found = answered(code.upper(), year, None if others is None else [p.upper() for p in others])
    answer(found, {"peers": peers, "year": year}, lang, rows, out, as_json=as_json)


def mix(
    region: Region = None,
    named: Named = None,
    to: Annotated[int, typer.Option("--to", metavar="Y", help="Last year of the scenario.")] = 2035,
    carbon_price: Annotated[
        float, typer.Option("--carbon-price", metavar="P", help="USD a tonne on top of today's, on what is built.")
    ] = 0.0,
    mix: Annotated[
        str | None, typer.Option("--mix", metavar="coal=…,wind=…", help="Shares in the last year instead; sum 1.")
    ] = None,
    growth: Annotated[float | None, typer.Option(metavar="G", help="Growth of generation a year, as in 0.03.")] = None,
    draws: Annotated[int, typer.Option(metavar="N", help="Draws from assumed ranges.")] = 200,
    on: On = None,
    rows: Top = ROWS // 2,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show where power may come from, and what that does to CO2."""
    from newind.questions.green.answers_energy import mix as answered

    a = resolve_region_request(region, named, on, None)
    given = numbers_by_name(mix, "--mix", "coal=0.4,wind=0.3,solar=0.3")
    with working("Building the power mix year by year"):
        found = answered(a.panel, a.region, to, carbon_price, given, growth, draws)
    typed = {"to": to, "carbon-price": carbon_price or None, "mix": mix, "growth": growth, "draws": draws, "on": on}
    answer(found, typed, lang, rows, out, as_json=as_json)


def recycling(
    region: Region = None,
    named: Named = None,
    rate: Annotated[float, typer.Option(metavar="SHARE", help="Share of virgin materials that is replaced.")] = 0.1,
    layer: Annotated[
        Literal["industry", "cluster", "region"] | None, typer.Option(help="Who replaces them; each if left out.")
    ] = None,
    industry: Annotated[
        str | None, typer.Option(metavar="CODE", help="At the centre; the largest user of recycled goods if left out.")
    ] = None,
    virgin: Annotated[
        str | None, typer.Option(metavar="A,B", help="Industries whose goods are replaced; ores if left out.")
    ] = None,
    price: Annotated[
        float | None, typer.Option(metavar="Q", help="Value of recycled input per virgin one; a range if left out.")
    ] = None,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show what recycled in place of virgin materials would do."""
    from newind.questions.green.answers_energy import build_recycling_answer as answered

    a = resolve_region_request(region, named, on, year)
    with working("Replacing virgin materials"):
        found = answered(a.panel, a.region, lang, rate, layer, industry, split_names(virgin, "--virgin"), price)
    typed = {"rate": rate, "layer": layer, "industry": industry, "virgin": virgin, "price": price, "on": on}
    answer(found, {**typed, "year": year}, lang, rows, out, as_json=as_json)
