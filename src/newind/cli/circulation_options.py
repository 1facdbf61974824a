"""Options that commands of several systems share, and how their answers are given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from newind.cli.answers import give, split_names
from newind.cli.inputs import command, region_of, resolve_request
from newind.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.accounts.panel import Panel
    from newind.cli.inputs import BriefInputs
    from newind.questions.answers import Answer

Year = Annotated[int | None, typer.Option(metavar="Y", help="Year of the accounts; the last one if left out.")]


def resolve_region_request(region: str | None, named: str | None, on: str | None, year: int | None) -> BriefInputs:
    """Return what was asked for: accounts up to a year, and the region."""
    return resolve_request(region_of(region, named), on, year, None, None)


def answer(
    found: Answer,
    typed: Mapping[str, object],
    lang: Literal["en", "zh"],
    rows: int,
    out: str | None,
    *,
    as_json: bool,
    panel: Panel | None = None,
    series: bool = False,
) -> None:
    """Give an answer, with the command as it was typed and, where its accounts are given, what it takes of them."""
    from newind.questions.panels import add_years_note

    words = found.command.split()
    given = {f"--{name}": value for name, value in typed.items()}
    full = replace(found, command=command(" ".join(words[:3]), " ".join(words[3:]), given))
    full = full if panel is None else add_years_note(full, panel, series=series)
    give(full, lang, as_json=as_json, out=out, rows=rows)


def numbers_by_name(text: str | None, option: str, example: str) -> dict[str, float] | None:
    """Return the numbers of ``JPN=0.02,USA=0.05`` by name, None where nothing was given.

    Raises
    ------
    DataError
        For a part that is no name and number, and for a name that stands twice.

    Examples
    --------
    >>> numbers_by_name("cost=1, linkage=2", "--weights", "cost=1")
    {'cost': 1.0, 'linkage': 2.0}
    """
    if text is None:
        return None
    found: dict[str, float] = {}
    for part in split_names(text, option) or ():
        name, equals, number = (p.strip() for p in part.partition("="))
        if not name or not equals or not _is_number(number):
            raise DataError(f"{option}: {part!r} is not a name and a number. Write it as in {example}.")
        if name.casefold() in (known.casefold() for known in found):
            raise DataError(f"{option}: {name} stands twice. Give one number a name.")
        found[name] = float(number)
    return found


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
