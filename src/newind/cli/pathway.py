"""``newind pathway``: a package year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from newind.cli.answers import split_names
from newind.cli.frame import CommandOptions, add_frame_options
from newind.cli.options import examples
from newind.cli.output import counting, note, working
from newind.cli.pictures import Plot
from newind.cli.projections import Ahead
from newind.cli.runs import Many, Runs, World, finish_run, going_on
from newind.policy.named import package_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.pathways.compute import Workers
    from newind.pathways.hindcast import Hindcast
    from newind.pathways.pathway import Pathway
    from newind.pathways.runstore import RunStore

EXAMPLE = examples(
    "newind pathway all-families --region CHN --until 2035",
    "newind pathway carbon-market --region CHN --to-2060 --range",
    "newind pathway all-families --region CHN --scenario trade-war --draws 200 --plot path.svg",
    "newind pathway all-families --region CHN --projections projections.csv",
    "newind pathway my-package.yaml --region CHN --start 2026 --off diffusion --set product=reported --out path.xlsx",
    "newind pathway all-families --region CHN --iamc path.xlsx --datapackage path/",
)
LATE = 2060
REAL = "real_income"
"""Series that is drawn where none is named."""


@add_frame_options(rows=12)
def pathway(
    frame: CommandOptions,
    package: Annotated[str, typer.Argument(metavar="PACKAGE", help="Name (newind levers), POLICY:REGION, or a file.")],
    until: Annotated[int, typer.Option(metavar="Y", help="Last year.")] = 2035,
    to_2060: Annotated[bool, typer.Option("--to-2060", help="The same as --until 2060.")] = False,
    start: Annotated[
        int | None, typer.Option(metavar="Y", help="First year of undated shocks; the first not observed if left out.")
    ] = None,
    off: Annotated[
        str | None, typer.Option(metavar="A,B", help="Mechanisms to switch off: capital, knowledge, diffusion …")
    ] = None,
    scenario: World = None,
    projections: Ahead = None,
    ranged: Annotated[
        bool, typer.Option("--range/--no-range", help="All plausible assumptions: some thirty paths.")
    ] = False,
    iamc: Annotated[
        str | None, typer.Option("--iamc", metavar="FILE", help="All regions as .csv or .xlsx in the IAMC's format.")
    ] = None,
    datapackage: Annotated[
        str | None, typer.Option("--datapackage", metavar="DIR", help="All regions as csv files with datapackage.json.")
    ] = None,
    draws: Annotated[
        int | None, typer.Option(metavar="N", help="Draws of the parameters: percentiles and their error.")
    ] = None,
    seed: Annotated[int, typer.Option(metavar="K", help="Of the draws.")] = 0,
    plot: Plot = None,
    outcome: Annotated[
        str, typer.Option(help="What is drawn: real_income, gdp, consumption, capital or co2.")
    ] = "real_income",
    level: Annotated[
        bool, typer.Option("--level", help="Draw the figure itself rather than its change against the baseline.")
    ] = False,
    workers: Many = None,
    folder: Runs = None,
) -> None:
    """Follow a package year by year, beside a baseline.

    Real income, GDP, consumption, capital and CO2; what each mechanism adds; when carbon peaks and how much is emitted;
    and what the method would have said of years that are known.
    """
    from newind.documents.uncertaintypicture import write_path
    from newind.pathways.compute import Workers
    from newind.pathways.export import iamc_ending, write_datapackage, write_iamc
    from newind.pathways.pathway import pathway as followed
    from newind.pathways.percentiles import percentiles_of
    from newind.pathways.sensitivity import check_outcome
    from newind.questions.paths.pathways import pathway_of

    check_outcome(outcome)
    last = LATE if to_2060 else until
    if iamc is not None:
        iamc_ending(iamc)  # before anything is computed
    chosen = package_of(package, frame.accounts)
    with working("Following the economy year by year"):
        path = followed(
            frame.accounts, chosen, last, frame.horizon, frame.parameters,
            start=start, off=split_names(off, "--off") or (), scenario=scenario,
            projections=projections,
        )  # fmt: skip
        past = past_of(frame)
    found = None
    if ranged:
        with counting("Every plausible assumption") as tell:
            found = path.range(watch=tell)
    drawn = None
    if draws is not None:
        store = _run_draws(frame, path, draws, seed, folder, Workers.from_options(workers))
        drawn = percentiles_of(store, frame.region, outcome, level=level)
    with working("Switching mechanisms off, one at a time"):
        told = pathway_of(path, frame.region, found, past, drawn)
    if plot is not None:
        spans = found if outcome == REAL else None
        note(f"newind: wrote {write_path(path, frame.region, plot, frame.lang, outcome, drawn, spans, level=level)}")
    for where, write in ((iamc, write_iamc), (datapackage, write_datapackage)):
        if where is not None:
            note(f"newind: wrote {write(path, where)}")
    typed = {
        "--until": None if to_2060 else until, "--to-2060": to_2060, "--start": start, "--off": off,
        "--scenario": scenario, "--projections": projections,
        "--range": ranged, "--draws": draws, "--seed": seed if draws else None,
        "--outcome": None if outcome == REAL else outcome, "--level": level,
        "--iamc": iamc, "--datapackage": datapackage,
    }  # fmt: skip
    frame.give(frame.add_command(told, "newind pathway", package, typed))


def _run_draws(
    frame: CommandOptions, path: Pathway, many: int, seed: int, folder: str | None, workers: Workers
) -> RunStore:
    """Return a run of the path under other parameters, done."""
    from newind.pathways.draws import WORK, draws_of, ranges_in
    from newind.pathways.prospects import PROJECTIONS
    from newind.pathways.runfolder import run_name
    from newind.pathways.sampling import sample_cases

    given = {**frame.parameters, PROJECTIONS: path.given.get(PROJECTIONS)}
    cases = sample_cases(ranges_in(None, frame.horizon, given, path.scenario), many, seed)
    called = run_name(WORK)
    with going_on(called, folder, frame.lang):
        store = draws_of(
            frame.accounts, path.package, cases, path.years[-1], frame.horizon, given, start=path.start, off=path.off,
            scenario=path.scenario, regions=[frame.region], seed=seed, runs=folder, name=called,
        )  # fmt: skip
        return finish_run(store, workers, frame.lang)


def past_of(
    frame: CommandOptions, since: tuple[int, ...] | None = None, parameters: Mapping[str, Any] | None = None
) -> list[Hindcast]:
    """Return what the method would have said of years that are known, where the accounts reach back so far."""
    from newind.data.reference import load
    from newind.pathways.hindcast import TO, hindcast

    if (frame.on or "world") != "world":
        return []
    panel, given = load("world"), frame.parameters if parameters is None else parameters
    return [hindcast(panel, first, TO[first], frame.horizon, given) for first in (TO if since is None else since)]
