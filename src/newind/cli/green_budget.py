"""``newind green budget``: the price of carbon that keeps a region within a budget, and growth under it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from newind.cli.frame import CommandOptions, add_frame_options
from newind.cli.inputs import assumption, command, region_of
from newind.cli.options import Region, examples
from newind.cli.output import working
from newind.cli.simulate import package_of
from newind.errors import DataError, tell

if TYPE_CHECKING:
    from newind.pathways.growth_under import EmissionLimit

EXAMPLE = examples(
    "newind green budget CHN --total 95% --until 2035",
    "newind green budget CHN --peak-by 2028 --recycling output_based",
    "newind green budget CHN --total 120000 --package carbon-market --out budget.xlsx",
)


@add_frame_options(rows=12)
def budget(
    frame: CommandOptions,
    region: Region = None,
    total: Annotated[
        str | None, typer.Option(metavar="MT|%", help="What may be emitted: Mt CO2, or 95% of the baseline.")
    ] = None,
    peak_by: Annotated[int | None, typer.Option(metavar="Y", help="Year after which emissions stay lower.")] = None,
    until: Annotated[int, typer.Option(metavar="Y", help="Last year.")] = 2035,
    start: Annotated[
        int | None, typer.Option(metavar="Y", help="First year of the price; the first not observed if left out.")
    ] = None,
    package: Annotated[
        str | None, typer.Option(metavar="PACKAGE", help="What is done besides: a name, POLICY:REGION, or a file.")
    ] = None,
    recycling: Annotated[
        Literal["lump_sum", "output_based"], typer.Option(help="Revenue to households, or back by output.")
    ] = "lump_sum",
) -> None:
    """Find the price of carbon that keeps within a budget.

    The price rises by equal steps to the last year and is paid by all industries of the region. Growth of GDP and
    consumption with it and without, emissions, what others emit more.
    """
    from newind.pathways.growth_under import growth_within
    from newind.questions.green.answers_budget import budget as answered

    limit = _limit(total, peak_by)
    here = replace(frame, named=region_of(region, frame.named))
    chosen = None if package is None else package_of(package, here.accounts)
    with working("Trying prices of carbon"):
        found = growth_within(
            here.accounts, here.region, limit, chosen, until, here.horizon, here.parameters, start=start,
            recycling=recycling,
        )  # fmt: skip
    typed = {
        "--total": total, "--peak-by": peak_by, "--until": until, "--start": start, "--package": package,
        "--recycling": recycling, "--horizon": here.horizon, "--set": here.given, "--abroad": here.abroad,
        "--on": here.on, "--year": here.year,
    }  # fmt: skip
    said = answered(found)
    lead = (*assumption(here.accounts), *said.lead)
    here.give(replace(said, lead=lead, command=command("newind green budget", here.region, typed)))


def _limit(total: str | None, peak_by: int | None) -> EmissionLimit:
    """Return the limit that was typed.

    Raises
    ------
    DataError
        For a text that is no budget, and where there is no limit.
    """
    from newind.pathways.growth_under import EmissionLimit

    if total is None:
        return EmissionLimit(peak_by=peak_by)
    text = total.strip()
    try:
        value = float(text.rstrip("%％").replace(",", ""))
    except ValueError:
        raise DataError(tell("budget.text", said=total)) from None
    if text.endswith(("%", "％")):
        return EmissionLimit(share=value / 100, peak_by=peak_by)
    return EmissionLimit(total=value, peak_by=peak_by)
