"""``newind data template`` and ``newind data example``: an empty table to fill in, and small files to try."""

from __future__ import annotations

from typing import Annotated

import typer

from newind.cli.options import Json, Lang, examples, examples as lines, split
from newind.cli.output import note, say, show_json, show_table
from newind.errors import DataError, tell
from newind.messages import message_group

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


EXAMPLE_FILES = lines(
    "newind data example", "newind data example guangdong jobs", "newind data example guangdong --out table.xlsx"
)


def example(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Examples; list all if none.")] = None,
    out: Annotated[str | None, typer.Option(metavar="FILE", help="File to write, for one NAME.")] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Write small example files, or list them.

    Each is derived from shipped data, and a text beside it says how: in the current folder, under the name that the
    documentation uses, unless --out gives another. A file that is there is left as it is.
    """
    from newind.examples import example as write, examples, find

    if out is not None and len(names or ()) != 1:
        raise DataError(tell("example.out", count=len(names or ())))
    chosen = [find(name) for name in names or ()]
    written = [str(write(e.name, out)) for e in chosen]
    listed = chosen or examples()
    if as_json:
        shown = [{"name": e.name, "file": e.file, "title": e.title, "derived": e.derived} for e in listed]
        show_json("data example", examples=shown, written=written)
    elif written:
        say("\n".join(written))
        for e in chosen:
            note(f"{e.name}: {e.title[lang]}")
            note(e.derived[lang])
    else:
        show_table(message_group("cli.data_example.heads")[lang], [[e.name, e.file, e.title[lang]] for e in listed])
