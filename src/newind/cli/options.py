"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from newind.messages import list_languages

Json = Annotated[bool, typer.Option("--json", help="Print JSON, with schema_version, instead of text.")]
BOTH = "both"
if TYPE_CHECKING:
    OneLanguage = str
    AnyLanguage = str
else:  # the choices of an option: the languages that there are
    OneLanguage, AnyLanguage = Literal[list_languages()], Literal[*list_languages(), BOTH]
Lang = Annotated[OneLanguage, typer.Option(help="Language of names and sentences.")]
Languages = Annotated[AnyLanguage, typer.Option(help="Language of names and sentences.")]
On = Annotated[
    str | None,
    typer.Option(
        "--on",
        "--table",
        metavar="NAME|FILE",
        help="Shipped accounts (newind data list) or a file; if left out, the shipped ones that have the region.",
    ),
]
Region = Annotated[str | None, typer.Argument(metavar="REGION", help="Code, such as CHN or CN-GD.")]
Style = Annotated[
    Literal["plain", "un", "worldbank"] | None,
    typer.Option("--names", help="House style of the names of economies (environment: NEWIND_NAMES; default plain)."),
]
Named = Annotated[str | None, typer.Option("--region", metavar="CODE", help="The same as REGION.")]
Peers = Annotated[
    str | None,
    typer.Option(metavar="A,B", help="Economies to compare with; large manufacturing economies if left out."),
]

Given = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="A parameter in place of the shipped one; repeatable."),
]
Reference = Annotated[
    str | None,
    typer.Option(
        metavar="NAME|FILE", help="Table of the same year with other regions to compare with; peers come from there."
    ),
]


def split(text: str | None) -> tuple[str, ...] | None:
    """Return the parts of a comma-separated option, None when it was not given.

    Examples
    --------
    >>> split("USA, DEU,"), split(None)
    (('USA', 'DEU'), None)
    """
    if text is None:
        return None
    return tuple(part.strip() for part in text.replace("，", ",").split(",") if part.strip())


def examples(*commands: str) -> str:
    """Return the last paragraph of a help text: commands to try, a line each."""
    return "\n".join(["\b", "Examples:" if len(commands) > 1 else "Example:", *(f"  {c}" for c in commands)])
