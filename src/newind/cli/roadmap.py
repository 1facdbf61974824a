"""``newind roadmap``: targets, how far they are, how likely, and which actions close their gaps."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newind.cli.frame import CommandOptions, add_frame_options
from newind.cli.inputs import region_of
from newind.cli.options import Region, examples
from newind.cli.output import note, working
from newind.cli.pathway import past_of
from newind.cli.projections import Ahead, with_file
from newind.cli.runs import World
from newind.errors import DataError
from newind.policy.named import package_of

if TYPE_CHECKING:
    from newind.pathways.targets import RoadmapTargets

EXAMPLE = examples(
    "newind roadmap CHN",
    "newind roadmap CHN --package carbon-market --draws 250 --plot roadmap.svg",
    "newind roadmap --targets my-targets.yaml --package my-package.yaml --out roadmap.xlsx",
)
SINCE = (2000,)
"""Years that hindcasts start from."""
MANY = 20
"""Draws from which several processes are worth starting."""


def _picture(name: str | None) -> str | None:
    """Refuse a kind of picture that is not drawn, before anything is computed."""
    if name is not None and Path(name).suffix.lower() != ".svg":
        raise DataError(f"{Path(name).name}: the roadmap is drawn as .svg. Give such a name.")
    return name


def _some(draws: int) -> int:
    if draws < 0:
        raise DataError(f"--draws is {draws}. Give 0 for none, or how many.")
    return draws


@add_frame_options(rows=40)
def roadmap(
    frame: CommandOptions,
    region: Region = None,
    targets: Annotated[
        str | None, typer.Option(metavar="FILE", help="Targets of yours (YAML); those shipped for REGION if left out.")
    ] = None,
    package: Annotated[
        str | None,
        typer.Option(metavar="PACKAGE", help="As in newind pathway; that which the targets name if left out."),
    ] = None,
    until: Annotated[int | None, typer.Option(metavar="Y", help="Last year; that of the last target.")] = None,
    start: Annotated[int | None, typer.Option(metavar="Y", help="First year of actions that nobody dates.")] = None,
    projections: Ahead = None,
    scenario: World = None,
    draws: Annotated[
        int, typer.Option(metavar="N", callback=_some, help="Monte Carlo draws for probabilities: 200 or more.")
    ] = 0,
    seed: Annotated[int, typer.Option(metavar="N", help="Of the draws.")] = 0,
    plot: Annotated[
        str | None, typer.Option(metavar="FILE.svg", callback=_picture, help="Draw actions and targets over years.")
    ] = None,
) -> None:
    """Set targets against the path that leads to them.

    How far each target is and at what pace; where a package leads; how likely each is reached; which actions close its
    gap; and when they are carried out, by whom.
    """
    from newind.documents.roadmappicture import write_roadmap
    from newind.pathways.roadmap import roadmap as mapped
    from newind.questions.paths.roadmaps import roadmap_of

    own = _targets(targets, region_of(region, frame.named))
    asked = replace(frame, named=own.region)
    chosen = None if package is None else package_of(package, asked.accounts)
    with working("Following the economy year by year"):
        found = mapped(
            asked.accounts, own, chosen, until, asked.horizon, with_file(asked.parameters, projections),
            start=start, draws=draws, seed=seed, scenario=scenario,
            processes=(os.cpu_count() or 1) if draws >= MANY else 1,
        )  # fmt: skip
    with working("Leaving actions out, one at a time"):
        told = roadmap_of(found, seed, past_of(asked, SINCE, found.path.given) if found.projected_milestones else ())
    if plot is not None:
        note(f"newind: wrote {write_roadmap(found, told, plot, asked.lang)}")
    typed = {
        "--targets": targets, "--package": package, "--until": until, "--start": start, "--scenario": scenario,
        "--projections": projections, "--draws": draws or None, "--seed": seed or None,
    }  # fmt: skip
    asked.give(asked.add_command(told, "newind roadmap", None, typed))


def _targets(file: str | None, region: str | None) -> RoadmapTargets:
    """Return the targets of a file, or those that come with newind for a region."""
    from newind.pathways.targets import read_targets, targets_of

    if file is None:
        if region is None:
            raise DataError("no region and no targets. Name one, as in newind roadmap CHN, or give --targets FILE.")
        return targets_of(region)
    found = read_targets(file)
    if region is not None and region.upper() != found.region.upper():
        raise DataError(f"{file}: the targets are of {found.region}, not of {region}. Leave the region out.")
    return found
