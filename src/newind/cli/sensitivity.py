"""``newind sensitivity``: what an outcome of a pathway depends on most."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from newind.cli.answers import split_names
from newind.cli.frame import CommandOptions, add_frame_options
from newind.cli.options import examples
from newind.cli.output import note
from newind.cli.pictures import Plot
from newind.cli.projections import Ahead, with_file
from newind.cli.runs import Many, Runs, Scheduler, World, finish_run, going_on
from newind.policy.named import package_of

EXAMPLE = examples(
    "newind sensitivity all-families --region CHN",
    "newind sensitivity carbon-market --region CHN --outcome co2 --method sobol --draws 64 --plot co2.svg",
)


@add_frame_options(rows=20)
def sensitivity(
    frame: CommandOptions,
    package: Annotated[str, typer.Argument(metavar="PACKAGE", help="Name (newind levers), POLICY:REGION, or a file.")],
    outcome: Annotated[str, typer.Option(help="real_income, gdp, consumption, capital or co2.")] = "real_income",
    level: Annotated[
        bool, typer.Option("--level", help="The figure itself rather than its change against the baseline.")
    ] = False,
    method: Annotated[Literal["sobol", "morris"], typer.Option(help="Shares of variance, or effects.")] = "morris",
    draws: Annotated[
        int, typer.Option(metavar="N", help="Base draws; each is a path for every parameter and one or two more.")
    ] = 8,
    vary: Annotated[
        str | None, typer.Option(metavar="A,B", help="Parameters to draw; all with a range if left out.")
    ] = None,
    until: Annotated[int, typer.Option(metavar="Y", help="Year that is looked at.")] = 2035,
    scenario: World = None,
    projections: Ahead = None,
    seed: Annotated[int, typer.Option(metavar="K", help="Of the random numbers.")] = 0,
    plot: Plot = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="Name of the run that is kept.")] = None,
    workers: Many = None,
    scheduler: Scheduler = None,
    folder: Runs = None,
) -> None:
    """Find what an outcome of a pathway depends on most.

    Shares of variance (Sobol) or effects of crossing the range (Morris), with their Monte Carlo error.
    """
    from newind.documents.uncertaintypicture import write_influence
    from newind.pathways.compute import Workers
    from newind.pathways.draws import ranges_in
    from newind.pathways.runfolder import run_name
    from newind.pathways.sensitivity import WORK, check_outcome, sensitivity as found_in, sensitivity_run
    from newind.questions.paths.uncertainty import sensitivity_of

    check_outcome(outcome)
    doing = Workers.from_options(workers, scheduler)
    given = with_file(frame.parameters, projections)
    ranges = ranges_in(split_names(vary, "--vary"), frame.horizon, given, scenario)
    called, chosen = name or run_name(WORK), package_of(package, frame.accounts)
    with going_on(called, folder, frame.lang):
        store = sensitivity_run(
            frame.accounts, chosen, ranges, draws, method, seed=seed, runs=folder, name=called, until=until,
            horizon=frame.horizon, parameters=given, scenario=scenario, regions=[frame.region],
        )  # fmt: skip
        finish_run(store, doing, frame.lang)
    found = found_in(store, frame.region, outcome, until, level=level)
    told = sensitivity_of(found, store, frame.region, outcome, until, level=level)
    if plot is not None:
        note(f"newind: wrote {write_influence(found, told, plot, frame.lang)}")
    typed = {
        "--outcome": outcome, "--level": level, "--method": method, "--draws": draws, "--vary": vary,
        "--until": until, "--scenario": scenario, "--projections": projections, "--seed": seed,
    }  # fmt: skip
    frame.give(frame.add_command(told, "newind sensitivity", package, typed))
