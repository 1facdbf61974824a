"""``newind manufacturing digital``, ``digital-change``, ``linkages`` and ``services``."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from newind.cli.answers import ROWS, Out, Top, split_names
from newind.cli.circulation_options import Year, answer, resolve_region_request
from newind.cli.inputs import region_of, resolve_request
from newind.cli.options import Json, Lang, Named, On, Region, examples
from newind.cli.output import working

Products = Annotated[
    str | None, typer.Option(metavar="A,B", help="Products: codes or a group; all manufactures if left out.")
]
EXAMPLE_DIGITAL = examples("newind manufacturing digital CHN", "newind manufacturing digital DEU --products c15")
EXAMPLE_CHANGE = examples(
    "newind manufacturing digital-change CHN", "newind manufacturing digital-change IND --from 2000 --to 2011"
)
EXAMPLE_LINKAGES = examples(
    "newind manufacturing linkages CHN", "newind manufacturing linkages CN-GD --peers CN-JS,CN-ZJ"
)
EXAMPLE_SERVICES = examples("newind manufacturing services CHN", "newind manufacturing services DEU --of exports")


def digital(
    region: Region = None,
    named: Named = None,
    products: Products = None,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show digital value in what it makes, and what is digital."""
    from newind.questions.manufacturing.answers_digital import digital as answered

    a = resolve_region_request(region, named, on, year)
    with working("Following digital value through the years"):
        found = answered(a.panel, a.region, split_names(products, "--products"))
    answer(
        found,
        {"products": products, "on": on, "year": year},
        lang,
        rows,
        out,
        as_json=as_json,
        panel=a.panel,
        series=True,
    )


def digital_change(
    region: Region = None,
    named: Named = None,
    first: Annotated[
        int | None, typer.Option("--from", metavar="Y", help="First year; that of the accounts if left out.")
    ] = None,
    last: Annotated[
        int | None, typer.Option("--to", metavar="Y", help="Last year; that of the accounts if left out.")
    ] = None,
    products: Products = None,
    group: Annotated[
        Literal["digital", "digital-wide"], typer.Option(help="What counts as digital: the headline or the high end.")
    ] = "digital",
    on: On = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Split the change of digital value: intensity or structure."""
    from newind.questions.manufacturing.answers_digital import digital_change as answered

    a = resolve_region_request(region, named, on, None)
    found = answered(a.panel, a.region, first, last, split_names(products, "--products"), group)
    typed = {"from": first, "to": last, "products": products, "group": group, "on": on}
    answer(found, typed, lang, rows, out, as_json=as_json)


def linkages(
    region: Region = None,
    named: Named = None,
    peers: Annotated[
        str | None, typer.Option(metavar="A,B", help="Regions of the table to compare with; all others if left out.")
    ] = None,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS // 2,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show what digital industries pull and push, and who buys."""
    from newind.questions.manufacturing.answers_digital import linkages as answered

    a = resolve_request(region_of(region, named), on, year, split_names(peers, "--peers"), None)
    found = answered(a.panel.last, a.region, a.peers)
    answer(found, {"peers": peers, "on": on, "year": year}, lang, rows, out, as_json=as_json)


def services(
    region: Region = None,
    named: Named = None,
    sold: Annotated[
        Literal["final", "exports", "output"], typer.Option("--of", help="What of manufacturing they are counted in.")
    ] = "final",
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show services in manufactures, by type and origin."""
    from newind.questions.manufacturing.answers_digital import services as answered

    a = resolve_region_request(region, named, on, year)
    found = answered(a.panel, a.region, sold)
    answer(found, {"of": sold, "on": on, "year": year}, lang, rows, out, as_json=as_json, panel=a.panel, series=True)
