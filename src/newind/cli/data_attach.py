"""``newind data attach``: a user's figures joined to a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from newind.cli.options import Json, Lang, examples
from newind.cli.output import note, say, show_json, working

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts

Whose = Annotated[
    str | None, typer.Option("--region", metavar="CODE", help="Whose table it is, where its title does not say so.")
]
EXAMPLE = examples(
    "newind data attach my-table.xlsx energy.csv --out with-energy.npz",
    "newind data attach my-table.xlsx jobs.csv --concordance to-42.csv --out with-jobs.npz",
)


def attach(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="A table, in any format that newind reads.")],
    figures: Annotated[str, typer.Argument(metavar="FIGURES", help="csv or xlsx with the figures.")],
    out: Annotated[str, typer.Option(metavar="FILE", help="Table to write, .npz.")],
    concordance: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="csv of source, target and share, where the codes are not the table's."),
    ] = None,
    kind: Annotated[
        Literal["satellites", "facts"] | None,
        typer.Option("--as", help="By industry, or by region; derived from the columns if left out."),
    ] = None,
    region: Whose = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Attach your own figures to a table.

    Employment, emissions, population and the like. FIGURES has the columns region, industry, name, value and unit (a
    figure a row), or region, industry and a column for each figure, such as 'co2 (kt)'. Without industry they are
    figures by region. The industry of what final users cause is 'final'. Labels that match nothing are named, and then
    nothing is written.
    """
    from newind.data.attach import join
    from newind.errors import in_language

    with working("Attaching"):
        joined = join(table_of_region(table, region), figures, concordance, kind)
        joined.accounts.save(out)
    if as_json:
        show_json("data attach", file=out, report=list(joined.report))
        return
    for line in joined.report:
        say(in_language(line, lang))
    note(f"newind: wrote {out}")


def table_of_region(path: str, region: str | None) -> Accounts:
    """Read a file as the table of a region, if one is named.

    Raises
    ------
    UnknownNameError
        When the table has no such region, with the nearest.
    """
    from newind.data.opening import read_accounts

    w = read_accounts(path, region)
    if region is not None:
        w.regions.index(region.upper())
    return w
