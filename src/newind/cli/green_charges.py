"""``newind green charge``, ``price``, ``border`` and ``compensation``: who bears what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from newind.cli.answers import ROWS, Out, Top, split_names
from newind.cli.circulation_options import Year, answer, numbers_by_name, resolve_region_request
from newind.cli.options import Json, Lang, Named, On, Region, examples
from newind.cli.output import working
from newind.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

HALF = ROWS // 2
EXAMPLE_CHARGE = examples(
    "newind green charge CHN --price 20",
    "newind green charge CHN --price 20 --coverage utilities=0.4 --simulate",
    "newind green charge DEU --price 50 --chain world --receipts value_added",
)
EXAMPLE_PRICE = examples(
    "newind green price CHN --price 20", "newind green price DEU --price 50 --coverage c17=1,c12=1"
)
EXAMPLE_BORDER = examples(
    "newind green border DEU --price 50",
    "newind green border CHN --price 20 --basis embodied --partners USA,JPN --industries manufacturing",
)
EXAMPLE_COMPENSATION = examples(
    "newind green compensation CHN --price 20", "newind green compensation DEU --price 50 --share 0.5 --out pays.xlsx"
)
Price = Annotated[float, typer.Option("--price", metavar="P", help="Per tonne of CO2, in the money of the accounts.")]
Covered = Annotated[
    str | None,
    typer.Option("--coverage", metavar="C|A=C,…", help="Share of emissions that pay a carbon price; or by industry."),
]
Receipts = Annotated[
    Literal["households", "value_added", "low_emission"],
    typer.Option(help="Who gets what does not go to industries that abate."),
]
Benchmark = Annotated[
    str,
    typer.Option(
        metavar="own|YEARS|peers|none", help="What abatement is measured against: itself then, others, nothing."
    ),
]
Simulate = Annotated[bool, typer.Option("--simulate", help="Set what the model finds beside it.")]
Horizon = Annotated[Literal["short", "medium", "long"], typer.Option(help="How far everybody adjusts, in the model.")]


def charge(
    region: Region = None,
    named: Named = None,
    price: Price = 20.0,
    chain: Annotated[
        Literal["domestic", "world"], typer.Option(help="Emissions upstream at home, or in the whole world.")
    ] = "domestic",
    coverage: Covered = None,
    receipts: Receipts = "households",
    benchmark: Benchmark = "own",
    simulate: Simulate = False,
    horizon: Horizon = "medium",
    on: On = None,
    year: Year = None,
    rows: Top = HALF,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Charge the carbon in final sales that no price covers."""
    from newind.questions.green.answers_charges import charge as answered

    a = resolve_region_request(region, named, on, None)
    paying = _coverage(coverage)
    with working("Charging along chains"):
        found = answered(
            a.panel, a.region, price, chain, 0.0 if paying is None else paying, receipts,
            _benchmark(benchmark), horizon if simulate else None, year,
        )  # fmt: skip
    typed = {
        "price": price,
        "chain": chain,
        "coverage": coverage,
        "receipts": receipts,
        "benchmark": benchmark,
        **_model(horizon, simulate),
    }
    answer(found, {**typed, "on": on, "year": year}, lang, rows, out, as_json=as_json)


def price(
    region: Region = None,
    named: Named = None,
    price: Price = 20.0,
    coverage: Covered = None,
    receipts: Receipts = "households",
    benchmark: Benchmark = "own",
    simulate: Simulate = False,
    horizon: Horizon = "medium",
    on: On = None,
    year: Year = None,
    rows: Top = HALF,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Price emissions of industries: payers, more expensive goods."""
    from newind.questions.green.answers_charges import price as answered

    a = resolve_region_request(region, named, on, None)
    paying = _coverage(coverage)
    with working("Pricing carbon"):
        found = answered(
            a.panel, a.region, price, 1.0 if paying is None else paying, receipts, _benchmark(benchmark),
            horizon if simulate else None, year,
        )  # fmt: skip
    typed = {
        "price": price,
        "coverage": coverage,
        "receipts": receipts,
        "benchmark": benchmark,
        **_model(horizon, simulate),
    }
    answer(found, {**typed, "on": on, "year": year}, lang, rows, out, as_json=as_json)


def border(
    region: Region = None,
    named: Named = None,
    price: Price = 20.0,
    basis: Annotated[
        Literal["direct", "embodied"], typer.Option(help="Emissions of the last producer, or of the whole chain.")
    ] = "direct",
    partners: Annotated[
        str | None, typer.Option(metavar="A,B", help="Origins or groups that are charged; all if left out.")
    ] = None,
    industries: Annotated[
        str | None, typer.Option(metavar="A,B", help="Products or groups that are charged; all if left out.")
    ] = None,
    coverage: Covered = None,
    simulate: Simulate = False,
    horizon: Horizon = "medium",
    on: On = None,
    year: Year = None,
    rows: Top = HALF,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Charge the carbon in imports at the border."""
    from newind.questions.green.answers_charges import border as answered

    a = resolve_region_request(region, named, on, None)
    paying = _coverage(coverage)
    who, what = split_names(partners, "--partners"), split_names(industries, "--industries")
    with working("Charging imports"):
        found = answered(
            a.panel, a.region, price, basis, who, what, 0.0 if paying is None else paying,
            horizon if simulate else None, year,
        )  # fmt: skip
    typed = {"price": price, "basis": basis, "partners": partners, "industries": industries, "coverage": coverage}
    answer(found, {**typed, **_model(horizon, simulate), "on": on, "year": year}, lang, rows, out, as_json=as_json)


def compensation(
    region: Region = None,
    named: Named = None,
    price: Price = 20.0,
    share: Annotated[
        float, typer.Option(metavar="S", help="Responsibility of who uses: 0 the producer's alone, 1 the user's.")
    ] = 0.5,
    on: On = None,
    year: Year = None,
    rows: Top = ROWS,
    out: Out = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show what regions pay each other for embodied carbon."""
    from newind.questions.green.answers_charges import compensation as answered

    a = resolve_region_request(region, named, on, None)
    found = answered(a.panel, a.region, price, share, year)
    answer(found, {"price": price, "share": share, "on": on, "year": year}, lang, rows, out, as_json=as_json)


def _coverage(text: str | None) -> float | Mapping[str, float] | None:
    """Return the share of emissions that pay a price, one for all or by industry.

    Raises
    ------
    DataError
        For what is neither.

    Examples
    --------
    >>> _coverage("0.4"), _coverage("c17=1, c12=0.5"), _coverage(None)
    (0.4, {'c17': 1.0, 'c12': 0.5}, None)
    """
    if text is None or "=" in text:
        return numbers_by_name(text, "--coverage", "utilities=0.4,c12=1")
    try:
        return float(text)
    except ValueError:
        raise DataError(f"--coverage: {text!r} is no share. Write it as in 0.4 or utilities=0.4,c12=1.") from None


def _benchmark(text: str) -> int | str | None:
    """Return what abatement is measured against: years back, the peers, or nothing.

    Examples
    --------
    >>> _benchmark("5"), _benchmark("peers"), _benchmark("none")
    (5, 'peers', None)
    """
    from newind.accounts.validate import whole

    years = whole(text)
    return years if years is not None else None if text == "none" else text


def _model(horizon: str, simulate: bool) -> dict[str, object]:
    """Return the options of the model, as they were typed."""
    return {"simulate": True, "horizon": horizon} if simulate else {}
