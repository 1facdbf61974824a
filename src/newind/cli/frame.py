"""Options that commands of the policy desk share: region, horizon, parameters, and form of the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints

import typer

from newind.cli.answers import Out, Top, give
from newind.cli.inputs import command, resolve_request
from newind.cli.options import Abroad, Given, Json, Lang, On
from newind.cli.simulate import parameters_of
from newind.questions.abroad import assumption, with_economy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.accounts.accounts import Accounts
    from newind.cli.inputs import BriefInputs
    from newind.questions.answers import Answer

Body = Callable[..., None]
Year = Annotated[int | None, typer.Option(metavar="Y", help="Year of the accounts; the last one if left out.")]
Where = Annotated[
    str | None, typer.Option("--region", metavar="CODE", help="Whose government acts: a code, such as CHN.")
]
Horizon = Annotated[Literal["short", "medium", "long"], typer.Option(help="How far everybody adjusts.")]
OPTIONS: dict[str, tuple[Any, object]] = {
    "named": (Where, None),
    "horizon": (Horizon, "medium"),
    "given": (Given, None),
    "abroad": (Abroad, None),
    "on": (On, None),
    "year": (Year, None),
    "rows": (Top, 10),
    "out": (Out, None),
    "lang": (Lang, "en"),
    "as_json": (Json, False),
}
"""Options in the order in which help shows them, and what they are if left out."""


@dataclass(frozen=True)
class CommandOptions:
    """Values typed for the options that commands of the policy desk share.

    Parameters
    ----------
    named, abroad, on, year
        Region, size of an economy in place of a boundary, accounts and their year.
    horizon, given
        How far everybody adjusts, and parameters in place of the shipped ones.
    rows, out, lang, as_json
        How the answer is shown, or where it is written.
    """

    named: str | None
    horizon: Literal["short", "medium", "long"]
    given: list[str] | None
    abroad: str | None
    on: str | None
    year: int | None
    rows: int
    out: str | None
    lang: Literal["en", "zh"]
    as_json: bool

    @cached_property
    def request(self) -> BriefInputs:
        """Accounts up to the year, and the region."""
        return resolve_request(self.named, self.on, self.year, None, None)

    @property
    def region(self) -> str:
        """Code of the region."""
        return self.request.region

    @cached_property
    def accounts(self) -> Accounts:
        """Accounts of the year, with an economy in place of their boundary where that was asked for."""
        return with_economy(self.request.panel[self.request.panel.years[-1]], self.abroad)

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """Parameters in place of the shipped ones."""
        return parameters_of(self.given or [])

    def add_command(self, found: Answer, name: str, argument: str | None, own: Mapping[str, object]) -> Answer:
        """Return an answer with the typed command, its own options first, and assumptions on the rest of the world."""
        shared = {
            "--region": self.named, "--horizon": self.horizon, "--set": self.given, "--abroad": self.abroad,
            "--on": self.on, "--year": self.year,
        }  # fmt: skip
        said = command(name, argument or "", {**own, **shared})
        lead = (*assumption(self.accounts), *found.lead)
        return replace(found, lead=lead, command=said if argument else said.replace(" ''", "", 1))

    def give(self, found: Answer) -> None:
        """Show an answer, or write it."""
        give(found, self.lang, as_json=self.as_json, out=self.out, rows=self.rows)


def add_frame_options(**usual: object) -> Callable[[Body], Body]:
    """Give a command the shared options; its body takes them as a `CommandOptions`, before what is its own.

    Parameters
    ----------
    usual
        What options are if left out, where it is not what it is elsewhere.
    """

    def decorate(body: Body) -> Body:
        hints = get_type_hints(body, include_extras=True)
        own = list(signature(body).parameters.values())[1:]
        shared = [
            Parameter(name, Parameter.KEYWORD_ONLY, default=usual.get(name, default), annotation=kind)
            for name, (kind, default) in OPTIONS.items()
        ]

        @wraps(body)
        def run(**typed: Any) -> None:
            frame = CommandOptions(**{name: typed.pop(name) for name in OPTIONS})
            body(frame, **typed)

        kinds = {p.name: hints[p.name] for p in own} | {p.name: p.annotation for p in shared}
        run.__annotations__ = kinds | {"return": None}
        run.__signature__ = Signature(  # type: ignore[attr-defined]
            [p.replace(kind=Parameter.KEYWORD_ONLY, annotation=kinds[p.name]) for p in own] + shared
        )
        del run.__wrapped__
        return run

    return decorate
