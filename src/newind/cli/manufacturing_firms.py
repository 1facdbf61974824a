"""``newind manufacturing concentration``: markets of the user's own shares of firms."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from newind.cli.answers import ROWS, Out, Top, give
from newind.cli.inputs import command
from newind.cli.options import Json, Lang, examples
from newind.cli.output import note

EXAMPLE = examples(
    "newind manufacturing concentration shares.csv --template",
    "newind manufacturing concentration shares.csv",
    "newind manufacturing concentration shares.xlsx --year 2024 --largest 8 --out concentration.xlsx",
)


def concentration(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Firms and their shares or sales, csv or xlsx.")],
    year: Annotated[int | None, typer.Option(metavar="Y", help="The only year; all of the file if left out.")] = None,
    largest: Annotated[int, typer.Option(metavar="N", help="Firms whose shares are added up.")] = 4,
    template: Annotated[bool, typer.Option("--template", help="Write an example to FILE instead.")] = False,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show how concentrated markets of firms are.

    Share of the largest firms and Herfindahl-Hirschman index of each market and year, with bounds where the file holds
    the largest firms only, and whether concentration rises. Needs your own file: industry tables know no firms.
    """
    if template:
        from newind.analyses.manufacturing.firms import write_firms_template

        note(f"newind: wrote {write_firms_template(file)}")
        return
    from newind.questions.manufacturing.answers_firms import concentration as answered

    typed = command("newind manufacturing concentration", file, {"--year": year, "--largest": largest})
    give(replace(answered(file, year, largest), command=typed), lang, as_json=as_json, out=out, rows=rows)
