"""``newind compare``: two to four packages side by side, and every shock in which they differ."""

from __future__ import annotations

import shlex
from typing import Annotated

import typer

from newind.cli.answers import ROWS
from newind.cli.frame import CommandOptions, add_frame_options
from newind.cli.options import examples
from newind.cli.output import working
from newind.policy.named import package_of

EXAMPLE = examples(
    "newind compare from-plants-to-research producer-subsidies --region CHN",
    "newind compare all-families opening-up my-package.yaml --region CHN --horizon long --out side-by-side.xlsx",
)


@add_frame_options(rows=2 * ROWS)
def compare(
    frame: CommandOptions,
    packages: Annotated[
        list[str],
        typer.Argument(metavar="PACKAGE…", help="Two to four: names (newind levers), POLICY:REGION, or files."),
    ],
) -> None:
    """Show packages side by side, with every shock that differs.

    Real income with its range, CO2, cost to the budget, the six characteristics, and real income by region.
    """
    from newind.pathways.comparing import compare as side_by_side
    from newind.questions.policies.answers_compared import build_comparison_answer

    w = frame.accounts
    chosen = [package_of(name, w) for name in packages]
    with working("Simulating, over all assumptions"):
        found = build_comparison_answer(side_by_side(w, chosen, frame.region, frame.horizon, frame.parameters))
    *first, last = packages
    frame.give(frame.add_command(found, shlex.join(["newind", "compare", *first]), last, {}))
