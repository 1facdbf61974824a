"""``newind compare``: two to four packages side by side, and every shock in which they differ."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import Annotated, Literal

import typer

from newind.cli.answers import ROWS, Out, Top, give
from newind.cli.circulation_options import Year, of
from newind.cli.inputs import assumption, command, with_economy
from newind.cli.options import Abroad, Given, Json, Lang, Named, On, examples
from newind.cli.output import working
from newind.cli.simulate import package_of, parameters_of

EXAMPLE = examples(
    "newind compare from-plants-to-research producer-subsidies --region CHN",
    "newind compare all-families opening-up my-package.yaml --region CHN --horizon long --out side-by-side.xlsx",
)


def compare(
    packages: Annotated[
        list[str],
        typer.Argument(metavar="PACKAGE…", help="Two to four: names (newind levers), POLICY:REGION, or files."),
    ],
    named: Named = None,
    horizon: Annotated[
        Literal["short", "medium", "long"], typer.Option(help="How far the economy has adjusted.")
    ] = "medium",
    given: Given = None,
    abroad: Abroad = None,
    on: On = None,
    year: Year = None,
    rows: Top = 2 * ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show packages side by side, with every shock that differs.

    Real income with its range, CO2, cost to the budget, the six characteristics, and real income by region.
    """
    from newind.briefs.questions.compared import compared
    from newind.pathways.comparing import compare as side_by_side

    a = of(None, named, on, year)
    w = with_economy(a.panel[a.panel.years[-1]], abroad)
    chosen = [package_of(name, w) for name in packages]
    with working("Simulating, over all assumptions"):
        found = compared(side_by_side(w, chosen, a.region, horizon, parameters_of(given or [])))
    *first, last = packages
    typed = {
        "--region": named, "--horizon": horizon, "--set": given, "--abroad": abroad, "--on": on, "--year": year,
    }  # fmt: skip
    typed_as = command(shlex.join(["newind", "compare", *first]), last, typed)
    full = replace(found, lead=(*assumption(w), *found.lead), command=typed_as)
    give(full, lang, as_json=as_json, out=out, rows=rows)
