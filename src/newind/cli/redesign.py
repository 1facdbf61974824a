"""``newind redesign`` and ``newind synergy``: the same money elsewhere, and what policies do together."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from newind.cli.answers import ROWS, Out, Top, give, listed
from newind.cli.circulation_options import Year, numbers_by_name, of
from newind.cli.inputs import assumption, command, with_economy
from newind.cli.options import Abroad, Given, Json, Lang, Named, On, examples
from newind.cli.output import note, working
from newind.cli.screen import register_of
from newind.cli.simulate import package_of, parameters_of
from newind.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from newind.accounts.accounts import Accounts

EXAMPLE_REDESIGN = examples(
    "newind redesign --region CHN",
    "newind redesign support.yaml --region CHN --exchange CNY=6.46 --set trade_elasticity=4",
    "newind redesign support.xlsx --region CHN --from export --to consumer --out redesign.xlsx",
)
EXAMPLE_SYNERGY = examples(
    "newind synergy --region CHN",
    "newind synergy register.yaml --region CHN --outcome green",
    "newind synergy opening-up,tariffs:CHN,my-package.yaml --region CHN --expert judgement.csv --plot synergy.svg",
)
STAGES = {"end-product": "production", "export": "export"}
FILES = (".yaml", ".yml", ".xlsx")
FEW = 6
"""Policies up to which all assumptions are tried unasked."""
Horizon = Annotated[Literal["short", "medium", "long"], typer.Option(help="How far everybody adjusts.")]


def redesign(
    file: Annotated[
        str | None,
        typer.Argument(metavar="REGISTER", help="A register (.yaml, .xlsx); the shipped actions if left out."),
    ] = None,
    named: Named = None,
    source: Annotated[Literal["end-product", "export"], typer.Option("--from", help="What is supported now.")] = (
        "end-product"
    ),
    goal: Annotated[Literal["rd", "consumer"], typer.Option("--to", help="Research, or buyers of the goods.")] = "rd",
    neutral: Annotated[  # noqa: ARG001 - it always is
        bool, typer.Option("--budget-neutral", help="Said for clarity: the bill to the budget is always the same.")
    ] = True,
    exchange: Annotated[
        str | None, typer.Option(metavar="CNY=6.46", help="Units of a currency for one of the accounts'.")
    ] = None,
    horizon: Horizon = "long",
    given: Given = None,
    abroad: Abroad = None,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS // 2,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Move support to research or to buyers at the same cost.

    Both are simulated: outcomes with their range, what moves and how the triage sees it before and after, industries
    and regions. Where the sign is not the same under all assumptions, no number is shown.
    """
    from newind.briefs.questions.policies import redesigned
    from newind.pathways.reallocation import redesign as moved

    a = of(None, named, on, year)
    rates = numbers_by_name(exchange, "--exchange", "CNY=6.46")
    actions, w = register_of(file), with_economy(a.panel[a.panel.years[-1]], abroad)
    with working("Moving support at the same cost, over all assumptions"):
        made = moved(
            w, actions, a.region, goal, stage=STAGES[source], horizon=horizon, exchange=rates,
            parameters=parameters_of(given or []),
        )  # fmt: skip
        found = redesigned(made)
    typed = {
        "--region": named, "--from": source, "--to": goal, "--exchange": exchange, "--horizon": horizon,
        "--set": given, "--abroad": abroad, "--on": on, "--year": year,
    }  # fmt: skip
    full = replace(found, lead=(*assumption(w), *found.lead), command=typed_as("newind redesign", file, typed))
    give(full, lang, as_json=as_json, out=out, rows=rows)


def synergy(
    policies: Annotated[
        str | None,
        typer.Argument(
            metavar="POLICIES",
            help="Packages as in newind compare, comma between them, or a register; one of each family if left out.",
        ),
    ] = None,
    named: Named = None,
    outcome: Annotated[str, typer.Option(help="real_income, or one of the six characteristics.")] = "real_income",
    expert: Annotated[
        str | None, typer.Option(metavar="FILE.csv", help="Judgements from -3 to 3, policies by policies.")
    ] = None,
    ranged: Annotated[
        bool | None,
        typer.Option("--range/--no-range", help="All assumptions: ten times the work; unasked up to 6 policies."),
    ] = None,
    plot: Annotated[
        str | None, typer.Option(metavar="FILE.svg", callback=_picture, help="Draw the matrix.")
    ] = None,
    horizon: Horizon = "medium",
    given: Given = None,
    abroad: Abroad = None,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS // 2,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show what policies do together beyond what each does alone.

    Pairs from the strongest, with their range; the matrix in files and as a picture.
    """
    from newind.briefs.questions.policies import synergy_of
    from newind.briefs.synergypicture import write_synergy
    from newind.pathways.synergy import known_outcome, synergies

    known_outcome(outcome)
    a = of(None, named, on, year)
    judged = None if expert is None else _judgements(expert)
    w = with_economy(a.panel[a.panel.years[-1]], abroad)
    chosen = _policies(policies, w)
    with working("Trying every pair"):
        all_cases = len(chosen) <= FEW if ranged is None else ranged
        parameters, cores = parameters_of(given or []), os.cpu_count() or 1
        found = synergies(w, chosen, a.region, horizon, parameters, cores, ranged=all_cases)
    typed = {
        "--region": named, "--outcome": outcome, "--expert": expert, "--range": ranged, "--no-range": ranged is False,
        "--horizon": horizon, "--set": given, "--abroad": abroad, "--on": on, "--year": year,
    }  # fmt: skip
    told = synergy_of(found, judged, outcome)
    full = replace(told, lead=(*assumption(w), *told.lead), command=typed_as("newind synergy", policies, typed))
    if plot is not None:
        note(f"newind: wrote {write_synergy(found, full, plot, lang, outcome)}")
    give(full, lang, as_json=as_json, out=out, rows=rows)


def _picture(name: str | None) -> str | None:
    """Refuse a kind of picture that is not drawn, before anything is computed."""
    if name is not None and Path(name).suffix.lower() != ".svg":
        raise DataError(f"{Path(name).name}: the matrix is drawn as .svg. Give such a name.")
    return name


def typed_as(name: str, argument: str | None, typed: Mapping[str, object]) -> str:
    """Return a command as it was typed, with its argument or without."""
    return command(name, argument, typed) if argument else command(name, "", typed).replace(" ''", "")


def _policies(text: str | None, w: Accounts) -> Any:
    """Return a register, or several packages; those of the six families where nothing is named."""
    from newind.policy.packages import desk

    names = listed(text, "POLICIES") or tuple(desk().families.values())
    if len(names) == 1 and Path(names[0]).suffix.lower() in FILES:
        return register_of(names[0])
    return [package_of(name, w) for name in names]


def _judgements(path: str) -> pd.DataFrame:
    import pandas as pd

    try:
        return pd.read_csv(path, index_col=0, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        why = getattr(error, "strerror", None) or "no table"
        raise DataError(f"{path}: cannot be read ({why}). Give a csv with policies in rows and columns.") from None
