"""``newind synergy``: what policies do together beyond what each does alone."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newind.cli.answers import split_names
from newind.cli.frame import CommandOptions, add_frame_options
from newind.cli.options import examples
from newind.cli.output import note, working
from newind.cli.pictures import Plot
from newind.cli.screen import register_of
from newind.errors import DataError, find_duplicates, offenders, tell
from newind.policy.named import package_of
from newind.questions.abroad import assumption

if TYPE_CHECKING:
    import pandas as pd

    from newind.accounts.accounts import Accounts

EXAMPLE = examples(
    "newind synergy --region CHN",
    "newind synergy register.yaml --region CHN --outcome green",
    "newind synergy opening-up,tariffs:CHN,my-package.yaml --region CHN --expert judgement.csv --plot synergy.svg",
)
FILES = (".yaml", ".yml", ".xlsx")
FEW = 6
"""Policies up to which all assumptions are tried unasked."""


@add_frame_options()
def synergy(
    frame: CommandOptions,
    policies: Annotated[
        str | None,
        typer.Argument(
            metavar="POLICIES",
            help="Packages as in newind compare, comma between them, or a register; one of each family if left out.",
        ),
    ] = None,
    outcome: Annotated[str, typer.Option(help="real_income, or one of the six characteristics.")] = "real_income",
    expert: Annotated[
        str | None, typer.Option(metavar="FILE.csv", help="Judgements from -3 to 3, policies by policies.")
    ] = None,
    ranged: Annotated[
        bool | None,
        typer.Option("--range/--no-range", help="All assumptions: ten times the work; unasked up to 6 policies."),
    ] = None,
    plot: Plot = None,
) -> None:
    """Show what policies do together beyond what each does alone.

    Pairs from the strongest, with their range; the matrix in files and as a picture.
    """
    from newind.documents.synergypicture import write_synergy
    from newind.pathways.synergy import find_outcome, synergies
    from newind.questions.policies.answers import synergy_of

    find_outcome(outcome)
    w, judged = frame.accounts, None if expert is None else _judgements(expert)
    chosen = _policies(policies, w)
    with working("Trying every pair"):
        all_cases, cores = len(chosen) <= FEW if ranged is None else ranged, os.cpu_count() or 1
        found = synergies(w, chosen, frame.region, frame.horizon, frame.parameters, cores, ranged=all_cases)
    typed = {"--outcome": outcome, "--expert": expert, "--range": ranged, "--no-range": ranged is False}
    told = synergy_of(found, judged, outcome)
    if plot is not None:
        drawn = replace(told, notes=(*assumption(w), *told.notes))
        note(f"newind: wrote {write_synergy(found, drawn, plot, frame.lang, outcome)}")
    frame.give(frame.add_command(told, "newind synergy", policies, typed))


def _policies(text: str | None, w: Accounts) -> Any:
    """Return a register, or several packages; those of the six families where nothing is named."""
    from newind.policy.packages import desk

    names = split_names(text, "POLICIES") or tuple(desk().families.values())
    if len(names) == 1 and Path(names[0]).suffix.lower() in FILES:
        return register_of(names[0])
    return [package_of(name, w) for name in names]


def _judgements(path: str) -> pd.DataFrame:
    import pandas as pd

    from newind.data.readers.plain import read_cells

    lines = read_cells(Path(path))
    heads, *rows = [[str(cell).strip() for cell in row] for _, row in lines] or [[]]
    if not rows:
        raise DataError(tell("judged.none", path=path))
    for (line, _), row in zip(lines[1:], rows, strict=True):
        if len(row) != len(heads):
            raise DataError(tell("judged.cells", path=path, line=line, cells=len(row), heads=len(heads)))
    if twice := find_duplicates(heads[1:]) + find_duplicates([row[0] for row in rows]):
        raise DataError(tell("judged.twice", path=path, policies=offenders(twice)))
    return pd.DataFrame([row[1:] for row in rows], [row[0] for row in rows], heads[1:])
