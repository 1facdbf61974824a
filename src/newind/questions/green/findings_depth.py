"""S3: what changed emissions, and what stands behind final use: users, the largest chain, what is emitted abroad."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.accounts.panel import Panel
from newind.analyses.green.decomposition import LABELS
from newind.analyses.green.kaya_identity import INCOMES, complete
from newind.analyses.green.paths import emission_paths
from newind.analyses.green.volumes import MEAN, has_co2, has_volumes, in_constant_prices
from newind.charts.proofs import ChartRow, Lines, Waterfall
from newind.errors import DataError
from newind.language.phrases import in_year, join_phrases, share, shares
from newind.language.words import join_names, span, years
from newind.measures.bounds import refusal
from newind.measures.readings import format_value, read
from newind.messages import NOTHING, in_each, message
from newind.questions import evidence
from newind.questions.depth.views import ask
from newind.questions.evidence import EvidenceRow, answer, build_range_facts
from newind.questions.findings import Finding, finding
from newind.questions.green.answers_carbon import (
    BY_GDP,
    DEMAND,
    HOUSEHOLDS,
    INVESTMENT,
    TECHNOLOGY,
    compute_effect_ranges,
    describe_abroad,
    describe_carbon_of_gdp,
    describe_drivers,
    describe_largest_path,
    describe_users,
    measure_footprint,
    share_by_origin,
    share_of_users,
)
from newind.questions.words import join_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newind.accounts.accounts import Accounts
    from newind.analyses.green.decomposition import CarbonChange
    from newind.analyses.green.footprints import Footprint
    from newind.measures.context import Context
    from newind.messages import Text
    from newind.questions.answers import Answer

TOGETHER: Text = message("green.findings_depth.together")


def carbon_year(ctx: Context) -> Accounts | None:
    """Return the last accounts with CO2 of every industry, None where chains cannot be followed by economy."""
    w = ctx.w
    if not w.closed or w.R < 2 or ctx.province or refusal(w) or not ctx.is_named(ctx.region):
        return None
    return next((a for a in reversed(ctx.accounts.values()) if has_co2(a)), None)


def panel_of(ctx: Context) -> Panel | None:
    """Return the years of the context as a panel, None for a single one."""
    return Panel(ctx.accounts) if len(ctx.accounts) > 1 else None


def of_status(status: str, facts: Iterable[EvidenceRow]) -> list[EvidenceRow]:
    """Return figures with the status of the carbon that they are based on."""
    return [replace(f, status=status) for f in facts]


def format_unsigned_range(low: float, high: float, unit: str, digits: int | None = None) -> Text:
    """Return a range of amounts without their sign, the smaller one first.

    Examples
    --------
    >>> format_unsigned_range(-0.33, -0.22, "1", 0)
    {'en': '22–33%', 'zh': '22%至33%'}
    """
    first, last = sorted((abs(low), abs(high)))
    return in_each(lambda lang: span(first, last, unit, lang, digits))


# ---- over the years
@finding(system="s3")
def drivers(ctx: Context) -> Iterator[Finding]:
    """Report causes of the change of emissions: the volume of final demand, and technology."""
    told = change_over_years(ctx)
    if told is None:
        return
    found = told.result
    _, technology, middle = compute_effect_ranges(found)
    yield answer(
        ctx,
        "s3.drivers",
        ("s3.carbon_drivers",),
        describe_drivers(found),
        _steps(found, middle),
        of_status(
            found.status,
            [
                *build_range_facts("s3.carbon_drivers", technology[0], middle, technology[1], note="technology"),
                *(
                    EvidenceRow("s3.carbon_drivers", float(v), year=found.last, note=e)
                    for e, v in zip(found.effects, found.values, strict=True)
                ),
            ],
        ),
        kind="context",
        size=1.6,
        value=middle,
        range=technology,
        detail=message("green.findings_depth.drivers.detail"),
        year=found.last,
    )


def change_over_years(ctx: Context) -> Answer | None:
    """Return what changed emissions over the years with CO2 and volumes, None where there are not two."""
    if carbon_year(ctx) is None:
        return None
    known = [y for y, a in ctx.accounts.items() if _decomposable(a, ctx.region)]
    if len(known) < 2 or any(y not in known for y in ctx.accounts if known[0] < y < known[-1]):
        return None
    return ask(ctx, "green.change", from_=known[0], to=known[-1])


@memo
def _decomposable(w: Accounts, region: str) -> bool:
    """Return whether a year has CO2, a price for whatever is made, and final demand in every region."""
    if not (has_co2(w) and has_volumes(w, region)):
        return False
    try:
        final = in_constant_prices(w, MEAN).Yr
    except DataError:  # a product without a price anywhere
        return False
    return bool((final.sum(axis=0) > 0).all())


def _steps(found: CarbonChange, technology: float) -> Waterfall:
    rows = [ChartRow(e, float(v), label=LABELS[e]) for e, v in zip(found.effects, found.values, strict=True)
            if e not in TECHNOLOGY]  # fmt: skip
    rows.sort(key=lambda r: (r.code not in DEMAND, -abs(r.value)))
    steps = (*rows, ChartRow("technology", technology, label=TOGETHER))
    first, last = (in_each(partial(years, y, y)) for y in (found.first, found.last))
    return Waterfall(found.start, steps, found.end, found.unit, (first, last))


@finding(system="s3")
def carbon_of_gdp(ctx: Context) -> Iterator[Finding]:
    """How carbon per unit of real GDP changed, by two measures of real GDP."""
    told = incomes_over_years(ctx)
    if told is None:
        return
    found = dict(zip(("value_added_volume", "gdp_volume"), told.result, strict=True))
    series = {name: found[name].levels[-1] for name in INCOMES}
    years = told.result[0].years
    first, last = years[0], years[-1]
    ends = {name: float(v[-1] / v[0] - 1) for name, v in series.items()}
    low, high = min(ends.values()), max(ends.values())
    yield answer(
        ctx,
        "s3.carbon_of_gdp",
        ("s3.carbon_gdp_change",),
        describe_carbon_of_gdp(*told.result),
        Lines(
            years,
            {name: tuple(map(float, 100 * v / v[0])) for name, v in series.items()},
            focus="value_added_volume",
            unit="index",
            labels=BY_GDP,
            band=("gdp_volume", "value_added_volume"),
        ),
        of_status(
            found["gdp_volume"].status,
            (EvidenceRow("s3.carbon_gdp_change", v, year=last, note=BY_GDP[name]["en"]) for name, v in ends.items()),
        ),
        kind="context",
        size=0.9,
        value=ends["value_added_volume"],
        range=(low, high),
        detail=join_phrases(
            message("green.findings_depth.carbon_of_gdp.detail"),
            _in_ppp(ctx, first, last),
        ),
        year=last,
    )


def _in_ppp(ctx: Context, first: int, last: int) -> Text:
    """Return CO2 per dollar at purchasing power then and in its own last year, empty where that is no later."""
    reading = read(ctx, "s3.carbon_per_gdp")
    if reading is None or reading.year <= last or not {first, last} <= set(reading.series):
        return NOTHING
    told = [
        message("green.findings_depth.in_ppp.year", kg=format_value(reading, reading.series[y]), year=y)
        for y in (first, last, reading.year)
    ]
    return message("green.findings_depth.in_ppp.sentence", last=last, kg=join_texts(told, join_names))


def incomes_over_years(ctx: Context) -> Answer | None:
    """Return people, income and carbon over the years that know both measures of income, None where not two do."""
    if carbon_year(ctx) is None:
        return None
    both = [y for y, a in ctx.accounts.items() if all(complete(a, ctx.region, income) for income in INCOMES)]
    if len(both) < 2:
        return None
    return ask(ctx, "green.kaya", from_=both[0], to=both[-1], income="value_added_volume")


# ---- behind final use
def _behind(ctx: Context) -> Footprint | None:
    """Return the footprint of the economy, None where it is not known or nothing."""
    w = carbon_year(ctx)
    found = None if w is None else measure_footprint(w, ctx.region)
    return found if found is not None and found.total > 0 and found.values.sum() > 0 else None


@finding(system="s3")
def users(ctx: Context) -> Iterator[Finding]:
    """Who uses what the footprint is emitted for, and which product carries most of it."""
    found = _behind(ctx)
    if found is None:
        return
    amounts = found.values.sum(axis=(0, 1)) + found.own
    invested, consumed = (share_of_users(found, roles) for roles in (INVESTMENT, HOUSEHOLDS))
    products = found.values.sum(axis=(0, 2)) / found.total
    top = int(np.argmax(products))
    if min(invested, consumed, products[top]) <= 0:
        return
    own = share(float(found.own.sum()) / found.total)
    yield answer(
        ctx,
        "s3.users",
        ("s3.footprint_users",),
        describe_users(found, in_year(ctx, found.year)),
        found.chart(),
        of_status(
            found.status,
            [
                *(
                    EvidenceRow("s3.footprint_users", float(a) / found.total, year=found.year, note=u)
                    for u, a in zip(found.users, amounts, strict=True)
                ),
                EvidenceRow("s3.footprint_users", float(products[top]), industry=found.products[top], year=found.year),
            ],
        ),
        kind="context",
        size=1.4,
        value=invested,
        detail=join_phrases(
            message("green.findings_depth.users.invested"),
            message("green.findings_depth.users.own", own=own),
        ),
        year=found.year,
    )


@finding(system="s3")
def abroad(ctx: Context) -> Iterator[Finding]:
    """Report the part of the footprint that is emitted abroad, and where most of it is emitted."""
    found = _behind(ctx)
    if found is None:
        return
    said = describe_abroad(found, ctx.w, in_year(ctx, found.year))
    if said is None:
        return
    by_origin = share_by_origin(found)
    home = by_origin.pop(ctx.region)
    rest = evidence.segments(ctx, by_origin)
    yield answer(
        ctx,
        "s3.abroad",
        ("s3.footprint_abroad",),
        said,
        type(rest)((ChartRow(ctx.region, home), *rest.rows), "1"),
        of_status(found.status, [
            EvidenceRow("s3.footprint_abroad", 1 - home, year=found.year),
            *(EvidenceRow("s3.footprint_abroad", v, partner=c, year=found.year) for c, v in by_origin.items()),
        ]),
        kind="context",
        size=0.8,
        value=1 - home,
        detail=message("green.findings_depth.abroad.detail"),
        year=found.year,
    )  # fmt: skip


@finding(system="s3")
def largest_path(ctx: Context) -> Iterator[Finding]:
    """The single chain from an emitter to final use along which most is emitted."""
    w = carbon_year(ctx)
    if w is None or _behind(ctx) is None:
        return
    found = emission_paths(w, ctx.region)
    if not len(found.found.own) or found.found.own.max() <= 0:
        return
    top = int(np.argmax(found.found.own))
    part = float(found.found.own[top]) / found.total
    _, first = found.cells[found.found.chain(top)[0]]
    makers, suppliers = shares(*(float(v) / found.total for v in found.tiers[:2]))
    yield answer(
        ctx,
        "s3.path",
        ("s3.emission_path",),
        describe_largest_path(found, in_year(ctx, found.year)),
        found.chart(),
        of_status(found.status, [EvidenceRow("s3.emission_path", part, industry=first, year=found.year)]),
        kind="context",
        size=1.0,
        value=part,
        detail=join_phrases(
            message("green.findings_depth.path.detail", makers=makers, suppliers=suppliers),
            message("green.findings_depth.path.without"),
        ),
        year=found.year,
    )
