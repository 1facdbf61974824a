"""``newind circulation exposure``, ``joint`` and ``shortage``: losing partners, and a shortage day by day."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from newind.cli.answers import ROWS, Out, Top, split_names
from newind.cli.circulation_options import Horizon, Side, Year, answer, numbers_by_name, resolve_region_request
from newind.cli.inputs import one_code
from newind.cli.options import Json, Lang, Named, On, Region, examples
from newind.cli.output import working
from newind.errors import DataError

EXAMPLE_EXPOSURE = examples("newind circulation exposure CHN", "newind circulation exposure DEU --side supply")
EXAMPLE_JOINT = examples(
    "newind circulation joint CHN --chance 0.05 --correlation 0.3",
    "newind circulation joint DEU --chances CHN=0.05,USA=0.02 --horizon medium",
)
EXAMPLE_SHORTAGE = examples(
    "newind circulation shortage CHN --input c14 --supplier JPN",
    "newind circulation shortage DEU --input c8 --lasting 60 --recovery 30 --origins separate",
)


def exposure(
    region: Region = None,
    named: Named = None,
    side: Side = None,
    top: Annotated[int, typer.Option(metavar="N", help="Partners a side that get a range.")] = 5,
    on: On = None,
    year: Year = None,
    rows: Top = 2 * ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show the cost of losing each partner, as a range."""
    from newind.questions.circulation.answers_risks import exposure as answered

    a = resolve_region_request(region, named, on, year)
    with working("Computing the cost of losing each partner"):
        found = answered(a.panel.last, a.region, side, top)
    answer(found, {"side": side, "top": top, "on": on, "year": year}, lang, rows, out, as_json=as_json)


def joint(
    region: Region = None,
    named: Named = None,
    chance: Annotated[
        float | None, typer.Option(metavar="P", help="Assumed chance a year that a partner is lost.")
    ] = None,
    chances: Annotated[
        str | None, typer.Option(metavar="A=P,B=P", help="The same by partner; others are never lost.")
    ] = None,
    correlation: Annotated[float, typer.Option(metavar="C", help="How much cuts go together, 0 to 1.")] = 0.0,
    draws: Annotated[int, typer.Option(metavar="N", help="Years that are drawn.")] = 1000,
    seed: Annotated[int, typer.Option(metavar="N", min=0, help="Of the random numbers.")] = 0,
    horizon: Horizon = "short",
    side: Side = None,
    groups: Annotated[str | None, typer.Option(metavar="A,B", help="Groups whose members go together.")] = None,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS // 2,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show the cost of losing partners together, expected and tail.

    Combinations of cuts are drawn with the chances and the correlation that are given; each is solved once.
    """
    from newind.questions.circulation.answers_risks import joint as answered

    if chance is not None and chances is not None:
        raise DataError("--chance and --chances are two ways to say the same. Give one.")
    a = resolve_region_request(region, named, on, year)
    likely = numbers_by_name(chances, "--chances", "JPN=0.02,USA=0.05")
    given = chance if likely is None else {one_code(a.panel, name): p for name, p in likely.items()}
    options = {"correlation": correlation, "draws": draws, "seed": seed, "horizon": horizon}
    with working("Drawing and solving combinations of cuts"):
        found = answered(
            a.panel.last, a.region, lang, given, side, groups=split_names(groups, "--groups") or (), **options
        )
    typed = {"chance": chance, "chances": chances, **options, "side": side, "groups": groups, "on": on, "year": year}
    answer(found, typed, lang, rows, out, as_json=as_json)


def shortage(
    region: Region = None,
    named: Named = None,
    input: Annotated[
        str, typer.Option("--input", metavar="A,B", help="Industries whose products are lacking.")
    ] = "c14",
    supplier: Annotated[
        str | None, typer.Option(metavar="A,B", help="Who no longer sells them; all abroad if left out.")
    ] = None,
    days: Annotated[int, typer.Option(metavar="N", help="How many days are followed.")] = 365,
    lasting: Annotated[int, typer.Option(metavar="N", help="Days at full strength.")] = 90,
    recovery: Annotated[int, typer.Option(metavar="N", help="Days in which it then fades.")] = 0,
    origins: Annotated[
        Literal["pooled", "separate"], typer.Option(help="Whether one origin can stand in for another.")
    ] = "pooled",
    on: On = None,
    year: Year = None,
    rows: Top = ROWS // 2,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Follow a shortage day by day, with stocks and fixed prices."""
    from newind.accounts.groups import resolve
    from newind.questions.circulation.answers_risks import shortage as answered
    from newind.questions.panels import codes_of

    a = resolve_region_request(region, named, on, year)
    w = a.panel.last
    inputs = [w.industries[int(i)] for i in resolve(split_names(input, "--input") or (), w.industries)]
    who = codes_of(a.panel, split_names(supplier, "--supplier") or ()) if supplier is not None else None
    options = {"days": days, "lasting": lasting, "recovery": recovery, "origins": origins}
    with working("Following the shortage day by day"):
        found = answered(w, a.region, inputs, who, **options)
    typed = {"input": input, "supplier": supplier, **options, "on": on, "year": year}
    answer(found, typed, lang, rows, out, as_json=as_json)
