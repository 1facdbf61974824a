"""``newind data example``: small files to try commands on."""

from __future__ import annotations

from typing import Annotated

import typer

from newind.cli.options import Json, Lang, examples as lines
from newind.cli.output import note, say, show_json, show_table
from newind.errors import DataError, tell
from newind.messages import message_group

EXAMPLE = lines(
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
