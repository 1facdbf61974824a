"""``newind circulation provinces`` and ``transfer``: regions of a country side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newind.cli.answers import ROWS, Out, Top, split_names
from newind.cli.circulation_options import Year, answer, numbers_by_name, resolve_region_request
from newind.cli.inputs import panel_of, region_of
from newind.cli.options import Json, Lang, Named, On, examples
from newind.cli.output import working

if TYPE_CHECKING:
    from newind.accounts.panel import Panel

AT_HOME = "china-2017"
"""Accounts of regions of a country where none are named."""
EXAMPLE_PROVINCES = examples(
    "newind circulation provinces CN-GD",
    "newind circulation provinces --out provinces.xlsx",
    "newind circulation provinces CN-GD --table guangdong.xlsx",
)
EXAMPLE_TRANSFER = examples(
    "newind circulation transfer CN-GD",
    "newind circulation transfer CN-GD --industries c14,c15 --weights cost=1,linkage=2,capacity=1",
)


def provinces(
    region: Annotated[
        str | None, typer.Argument(metavar="REGION", help="Code, such as CN-GD; all if left out.")
    ] = None,
    named: Named = None,
    on: On = None,
    year: Year = None,
    rows: Top = 2 * ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show regions at home: industries, circulation, gaps."""
    from newind.questions.circulation.answers_home import provinces as answered

    panel, code = _at_home(region_of(region, named), on, year)
    with working("Comparing regions"):
        found = answered(panel.last, code, lang)
    answer(found, {"on": on, "year": year}, lang, rows, out, as_json=as_json)


def transfer(
    region: Annotated[
        str | None, typer.Argument(metavar="REGION", help="Region that industries could leave; all if left out.")
    ] = None,
    named: Named = None,
    industries: Annotated[
        str | None, typer.Option(metavar="A,B", help="Industries or groups; manufacturing if left out.")
    ] = None,
    weights: Annotated[
        str | None,
        typer.Option(metavar="A=1,B=2", help="Of cost, linkage, linkage_others, capacity; equal if left out."),
    ] = None,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """List pairs of regions between which industries could move."""
    from newind.questions.circulation.answers_home import transfer as answered

    panel, code = _at_home(region_of(region, named), on, year)
    heavy = numbers_by_name(weights, "--weights", "cost=1,linkage=2,capacity=1")
    with working("Ranking pairs of regions"):
        found = answered(panel.last, code, split_names(industries, "--industries"), heavy)
    typed = {"industries": industries, "weights": weights, "on": on, "year": year}
    answer(found, typed, lang, rows, out, as_json=as_json)


def _at_home(region: str | None, on: str | None, year: int | None) -> tuple[Panel, str | None]:
    """Return accounts of regions of a country, and the one asked about; all regions where none is named."""
    if region is None:
        return panel_of(on or AT_HOME).until(year), None
    a = resolve_region_request(region, None, on, year)
    return a.panel, a.region
