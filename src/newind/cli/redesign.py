"""``newind redesign`` and ``newind synergy``: the same money elsewhere, and what policies do together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from newind.cli.answers import ROWS, Out, Top, listed
from newind.cli.circulation_options import Year, answer, numbers_by_name, of
from newind.cli.options import Json, Lang, Named, On, examples
from newind.cli.output import working
from newind.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

EXAMPLE_REDESIGN = examples(
    "newind redesign support.yaml --region CHN --exchange CNY=6.46",
    "newind redesign support.xlsx --region CHN --to consumer --out redesign.xlsx",
)
EXAMPLE_SYNERGY = examples(
    "newind synergy opening-up,more-research,shared-data --region CHN",
    "newind synergy register.yaml --region CHN --expert judgement.csv --out synergy.xlsx",
)
STAGES = {"end-product": "production", "export": "export"}
Horizon = Annotated[Literal["short", "medium", "long"], typer.Option(help="How far everybody adjusts.")]


def redesign(
    register: Annotated[str, typer.Argument(metavar="REGISTER", help="Register of actions, .yaml or .xlsx.")],
    named: Named = None,
    source: Annotated[Literal["end-product", "export"], typer.Option("--from", help="What is supported now.")] = (
        "end-product"
    ),
    goal: Annotated[Literal["rd", "consumer"], typer.Option("--to", help="Research, or buyers of the goods.")] = "rd",
    neutral: Annotated[bool, typer.Option("--budget-neutral", help="Said for clarity: it always is.")] = True,
    exchange: Annotated[
        str | None, typer.Option(metavar="CNY=6.46", help="Units of a currency for one of the accounts'.")
    ] = None,
    horizon: Horizon = "long",
    on: On = None,
    year: Year = None,
    rows: Top = ROWS // 2,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Move support to research or to buyers at the same cost, and simulate both."""
    from newind.briefs.questions.policies import redesigned
    from newind.pathways.reallocation import redesign as moved

    a = of(None, named, on, year)
    rates = numbers_by_name(exchange, "--exchange", "CNY=6.46")
    with working("Moving support at the same cost, over all assumptions"):
        found = redesigned(
            moved(a.panel[a.panel.years[-1]], register, a.region, goal, stage=STAGES[source], horizon=horizon,
                  exchange=rates)
        )  # fmt: skip
    typed = {"from": source, "to": goal, "exchange": exchange, "horizon": horizon, "on": on, "year": year}
    answer(found, typed, lang, rows, out, as_json=as_json)


def synergy(
    policies: Annotated[str, typer.Argument(metavar="POLICIES", help="Packages, comma between them, or a register.")],
    named: Named = None,
    outcome: Annotated[str, typer.Option(help="real_income, or one of the six characteristics.")] = "real_income",
    expert: Annotated[
        str | None, typer.Option(metavar="FILE.csv", help="Judgements from -3 to 3, policies by policies.")
    ] = None,
    horizon: Horizon = "medium",
    on: On = None,
    year: Year = None,
    rows: Top = ROWS // 2,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show what policies do together beyond what each does alone."""
    from newind.briefs.questions.policies import synergy_of
    from newind.pathways.synergy import synergies

    a = of(None, named, on, year)
    judged = None if expert is None else _judgements(expert)
    with working("Trying every pair"):
        found = synergies(a.panel[a.panel.years[-1]], _policies(policies), a.region, horizon)
    typed = {"outcome": outcome, "expert": expert, "horizon": horizon, "on": on, "year": year}
    answer(synergy_of(found, judged, outcome), typed, lang, rows, out, as_json=as_json)


def _policies(text: str) -> object:
    """Return a register that is a file, or packages by name."""
    from newind.policy.packages import package
    from newind.policy.register import Register

    if Path(text).suffix.lower() in (".yaml", ".yml", ".xlsx"):
        return Register.read(text)
    return [package(name) for name in listed(text, "POLICIES") or ()]


def _judgements(path: str) -> pd.DataFrame:
    import pandas as pd

    try:
        return pd.read_csv(path, index_col=0, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        why = getattr(error, "strerror", None) or "no table"
        raise DataError(f"{path}: cannot be read ({why}). Give a csv with policies in rows and columns.") from None
