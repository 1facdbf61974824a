"""``newind data template``: an empty table to fill in."""

from __future__ import annotations

from typing import Annotated

import typer

from newind.cli.options import Json, examples, split
from newind.cli.output import note, say, show_json

EXAMPLE = examples(
    "newind data template --regions CN-GD,CN-REST,ROW --industries nbs42-2017 --year 2017 --unit 10K.CNY",
    "newind data template --regions DEU,ROW --industries 12 --out germany.csv",
)
NEXT = "Fill it in (its sheet help says how), then: newind data check {path}"
NEXT_CSV = "Fill in the column value, then: newind data check {path}"


def template(
    regions: Annotated[str, typer.Option(metavar="A,B", help="Codes; CN-REST is the other provinces, ROW is abroad.")],
    industries: Annotated[
        str, typer.Option(metavar="LIST", help="Codes, a number of them, a classification (nbs42-2017) or a csv.")
    ],
    demand: Annotated[str | None, typer.Option(metavar="A,B", help="Final demand categories.")] = None,
    year: Annotated[int | None, typer.Option(help="Year of the figures.")] = None,
    unit: Annotated[str, typer.Option(help="Scale and currency, such as 10K.CNY or M.USD.")] = "",
    boundary: Annotated[
        str | None, typer.Option(metavar="A,B", help="Regions that only sell imports and buy exports.")
    ] = None,
    out: Annotated[str, typer.Option(metavar="FILE", help="Workbook (.xlsx) or .csv to write.")] = "table.xlsx",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    as_json: Json = False,
) -> None:
    """Write an empty table to fill in.

    A workbook has a sheet for the flows, others for figures by industry and by region, and one that says how to fill
    them in, in English and Chinese. Without --boundary, CN-REST and ROW are the boundary of a table of one economy.
    """
    from newind.data.template import DEMAND, write_template

    _keep(out, force)
    given = split(boundary)
    path = write_template(
        out,
        split(regions) or (),
        industries,
        demand=split(demand) or DEMAND,
        year=year,
        unit=unit,
        boundary=given,
    )
    if as_json:
        show_json("data template", file=str(path))
        return
    say(str(path))
    note((NEXT_CSV if path.suffix == ".csv" else NEXT).format(path=path))


def _keep(out: str, force: bool) -> None:
    """Refuse to write over what somebody may have filled in."""
    from pathlib import Path

    from newind.errors import DataError

    if Path(out).exists() and not force:
        raise DataError(f"{out}: there is such a file already. Choose another name, or write over it with --force.")
