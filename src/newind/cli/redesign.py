"""``newind redesign``: the same money elsewhere, simulated before and after."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from newind.cli.answers import split_names
from newind.cli.frame import CommandOptions, add_frame_options
from newind.cli.options import examples
from newind.cli.output import working
from newind.cli.screen import register_of
from newind.errors import DataError

EXAMPLE = examples(
    "newind redesign --region CHN",
    "newind redesign support.yaml --region CHN --exchange CNY=6.46 --set trade_elasticity=4",
    "newind redesign support.xlsx --region CHN --from export --to consumer --out redesign.xlsx",
)
STAGES = {"end-product": "production", "export": "export"}


@add_frame_options(horizon="long")
def redesign(
    frame: CommandOptions,
    file: Annotated[
        str | None,
        typer.Argument(metavar="REGISTER", help="A register (.yaml, .xlsx); the shipped actions if left out."),
    ] = None,
    source: Annotated[Literal["end-product", "export"], typer.Option("--from", help="What is supported now.")] = (
        "end-product"
    ),
    goal: Annotated[Literal["rd", "consumer"], typer.Option("--to", help="Research, or buyers of the goods.")] = "rd",
    neutral: Annotated[  # noqa: ARG001 - it always is
        bool,
        typer.Option(
            "--budget-neutral", show_default=False, help="Keep the fiscal cost unchanged, as is always the case."
        ),
    ] = True,
    exchange: Annotated[
        str | None, typer.Option(metavar="CNY=6.46", help="Units of a currency for one of the accounts'.")
    ] = None,
) -> None:
    """Move support to research or to buyers at the same cost.

    Both are simulated: outcomes with their range, what moves and its preliminary WTO classification before and
    after, industries and regions. Where the sign is not the same under all assumptions, no number is shown.
    """
    from newind.pathways.reallocation import redesign as moved
    from newind.questions.policies.answers import build_redesign_answer

    rates = numbers_by_name(exchange, "--exchange", "CNY=6.46")
    actions = register_of(file)
    with working("Moving support at the same cost, over all assumptions"):
        made = moved(
            frame.accounts, actions, frame.region, goal, stage=STAGES[source], horizon=frame.horizon, exchange=rates,
            parameters=frame.parameters,
        )  # fmt: skip
        found = build_redesign_answer(made)
    own = {"--from": source, "--to": goal, "--exchange": exchange}
    frame.give(frame.add_command(found, "newind redesign", file, own))


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
