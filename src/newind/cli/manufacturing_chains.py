"""``newind manufacturing position``, ``smile``, ``chain`` and ``sophistication``."""

from __future__ import annotations

from typing import Annotated

import typer

from newind.cli.answers import ROWS, Out, Top
from newind.cli.circulation_options import Year, answer, resolve_region_request
from newind.cli.options import Json, Lang, Named, On, Region, examples
from newind.cli.output import working

EXAMPLE_POSITION = examples("newind manufacturing position CHN")
EXAMPLE_SMILE = examples(
    "newind manufacturing smile CHN --industry c14 --year 2009", "newind manufacturing smile DEU --industry c15"
)
EXAMPLE_CHAIN = examples("newind manufacturing chain CHN", "newind manufacturing chain IND --out india.xlsx")
EXAMPLE_SOPHISTICATION = examples("newind manufacturing sophistication CHN")


def position(
    region: Region = None,
    named: Named = None,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show how far industries are from final use, over the years."""
    from newind.questions.manufacturing.answers_chains import place_in_chains

    a = resolve_region_request(region, named, on, year)
    with working("Measuring positions in chains"):
        found = place_in_chains(a.panel, a.region)
    answer(found, {"on": on, "year": year}, lang, rows, out, as_json=as_json, panel=a.panel, series=True)


def smile(
    region: Region = None,
    named: Named = None,
    industry: Annotated[
        str, typer.Option(metavar="CODE", help="Industry that finishes the product, or a group of industries.")
    ] = "c14",
    on: On = None,
    year: Year = None,
    rows: Top = ROWS // 2,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show what a chain pays along its length: a smile or not."""
    from newind.questions.manufacturing.answers_chains import smile_of

    a = resolve_region_request(region, named, on, year)
    found = smile_of(a.panel, a.region, industry)
    answer(found, {"industry": industry, "on": on, "year": year}, lang, rows, out, as_json=as_json)


def chain(
    region: Region = None,
    named: Named = None,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show income and jobs in chains, by industry, factor, skill."""
    from newind.questions.manufacturing.answers_chains import chain as answered

    a = resolve_region_request(region, named, on, year)
    found = answered(a.panel, a.region)
    answer(found, {"on": on, "year": year}, lang, rows, out, as_json=as_json, panel=a.panel, series=True)


def sophistication(
    region: Region = None,
    named: Named = None,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Compare what it exports with what its income goes with."""
    from newind.questions.manufacturing.answers_chains import build_sophistication_answer

    a = resolve_region_request(region, named, on, year)
    found = build_sophistication_answer(a.panel, a.region)
    answer(found, {"on": on, "year": year}, lang, rows, out, as_json=as_json, panel=a.panel, series=True)
