"""S3: emissions, their intensity and what drives them, of economies and of regions with a boundary."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.charts.proofs import Bars, ChartRow, Lines, PartnerBars
from newind.data.reference import now
from newind.kernels import growth
from newind.language.phrases import economy, industry, join_phrases, of_economy, share
from newind.language.scales import quantity
from newind.language.words import cardinal, mass, percent, span, years
from newind.measures import newer
from newind.measures.readings import Reading, read, say
from newind.measures.shared import format_unit
from newind.messages import NOTHING, in_each, message, message_group
from newind.questions import evidence
from newind.questions.findings import Finding, finding
from newind.questions.judging import make, state_indicator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.measures.context import Context
    from newind.messages import Text
    from newind.typing import Array


MADE, USED, NET = "s3.carbon_production", "s3.carbon_consumption", "s3.net_carbon_exports"
MOST = 6
WAYS: dict[str, Text] = message_group("green.findings.ways")
"""Ways of adding up volumes of output over industries."""


def masses(megatonnes: float) -> Text:
    """Return a mass as each language writes it.

    Examples
    --------
    >>> masses(996)
    {'en': '996 Mt', 'zh': '9.96亿吨'}
    """
    return in_each(partial(mass, megatonnes))


@finding(system="s3")
def trade(ctx: Context) -> Iterator[Finding]:
    """Carbon emitted for others less what others emit for the economy."""
    reading = read(ctx, NET)
    if reading is None:
        return
    made, used = ctx.value(MADE, year=reading.year), ctx.value(USED, year=reading.year)
    out, name = reading.value >= 0, economy(ctx, ctx.region)
    if not (made if out else used) > 0:
        return
    both = {k: masses(v) for k, v in {"made": made, "used": used}.items()}
    budget = by_budget(reading.year, ctx.region)
    sentence = _balance(reading, name, made if out else used, budget)
    names: dict[str, Text] = message_group("green.findings.trade.names")
    yield make(
        ctx,
        reading,
        "s3.trade",
        sentence,
        evidence.band(ctx.years, ctx.series(USED), ctx.series(MADE), names, "Mt")
        if reading.first is not None
        else evidence.rank_economies(ctx, reading),
        detail=message("green.findings.trade.detail", made=both["made"], used=both["used"]),
        also=(MADE, USED),
        range=_ends(reading, budget) if reading.error else None,
    )


def by_budget(year: int, region: str) -> float:
    """Return net exports of embodied CO2 by the Global Carbon Budget, as it is shipped, Mt; NaN where it has none.

    Examples
    --------
    >>> by_budget(2022, "CHN") > 0 > by_budget(2022, "USA"), by_budget(2022, "CN-GD")
    (True, nan)
    """
    made, used = (
        now.read_shipped_values(name).get(region, {}).get(year, np.nan) for name in ("co2", "co2_consumption")
    )
    return float(made - used)


def open_sign(net: float, error: float, budget: float) -> bool:
    """Return whether net exports have no direction: zero lies within their error, and the other source disagrees.

    Examples
    --------
    >>> open_sign(1100.0, 1900.0, 1285.0), open_sign(1100.0, 1900.0, np.nan), open_sign(1100.0, 100.0, -5.0)
    (False, True, False)
    """
    return abs(net) < error and not net * budget > 0


def _ends(reading: Reading, budget: float) -> tuple[float, float]:
    """Return the ends of the range: the error, or both sources where they agree in what the error leaves open."""
    low, high = reading.value - reading.error, reading.value + reading.error
    if low < 0 < high and not open_sign(reading.value, reading.error, budget):
        return min(reading.value, budget), max(reading.value, budget)
    return low, high


def _balance(reading: Reading, name: Text, whole: float, budget: float) -> Text:
    """Return what is emitted for others less what others emit, with its range; no direction where that is open."""
    ends, out = _ends(reading, budget), reading.value >= 0
    open_ = ends[0] * ends[1] < 0
    low, high = map(masses, ends if open_ else sorted(map(abs, ends)))
    range_ = message("green.findings.balance.range", low=low, high=high) if reading.error else NOTHING
    if budget in ends:
        range_ = message("green.findings.balance.budget", other=masses(abs(budget)))
    if open_:
        net = masses(reading.value)
        return message("green.findings.balance.open", name=name, net=net, range=range_)
    part, net = share(abs(reading.value) / whole), masses(abs(reading.value))
    if out:
        return message("green.findings.balance.out", name=name, net=net, range=range_, part=part)
    return message("green.findings.balance.into", net=net, range=range_, name=name, part=part)


@finding(system="s3")
def partner(ctx: Context) -> Iterator[Finding]:
    """The partner with the largest flow of embodied carbon, out and in."""
    reading = read(ctx, NET)
    if reading is None:
        return
    every = {c: ctx.value(USED, c, reading.year, partner=ctx.region) for c in ctx.w.regions}
    sent = {c: v for c, v in every.items() if np.isfinite(v)}
    received = ctx.details(USED, "partner", reading.year)
    exporter = reading.value >= 0
    main, other = (sent, received) if exporter else (received, sent)
    first = next(iter(evidence.select_named_partners(ctx, main)), None)
    if first is None:
        return
    flows = {c: sent[c] + received.get(c, 0.0) for c in sent if c != ctx.region}
    largest = sorted(flows, key=lambda c: (-flows[c], c))[:MOST]
    rows = tuple(ChartRow(c, sent[c], other=received.get(c, 0.0), hatched=not ctx.is_named(c)) for c in largest)
    name, owner = economy(ctx, first), of_economy(ctx)
    there, back = masses(main[first]), masses(other.get(first, 0.0))
    alone = newer.leads(ctx.accounts[reading.year], USED, ctx.region, evidence.select_named_partners(ctx, main))
    yield make(
        ctx,
        reading,
        "s3.partner",
        message(
            f"green.findings.partner.{'out' if exporter else 'back'}.{'largest' if alone else 'main'}",
            owner=owner,
            name=name,
            there=there,
            back=back,
        ),
        PartnerBars(
            rows,
            "Mt",
            left=message("green.findings.partner.comes"),
            right=message("green.findings.partner.goes"),
        ),
        detail=message("green.findings.partner.detail"),
        also=(USED,),
        value=main[first],
        weight=0.5,
        partner=True,
    )


def compute_output_growth(ctx: Context, first: int, last: int) -> float:
    """Return the growth factor of the economy's output volume, chained over the years; NaN where one is missing."""
    total = 0.0
    for before, after in zip(range(first, last), range(first + 1, last + 1), strict=True):
        if before not in ctx.accounts or after not in ctx.accounts:
            return float("nan")
        total += growth.tornqvist(*outputs(ctx, before), *outputs(ctx, after))
    return float(np.exp(total))


def outputs(ctx: Context, year: int) -> tuple[Array, Array]:
    """Return the economy's output by industry in a year: value, and volume at prices of 1995; (S,) each."""
    w = ctx.accounts[year]
    own = slice(w.regions.index(ctx.region) * w.S, (w.regions.index(ctx.region) + 1) * w.S)
    return w.x[own], w.satellite("output_volume").values[own]


@finding(system="s3")
def intensity(ctx: Context) -> Iterator[Finding]:
    """Change of carbon per unit of output in volumes, between three ways of adding industries up."""
    reading = read(ctx, "s3.carbon_intensity")
    if reading is None:
        return
    past = reading.past or 0.0
    if reading.first is None or not past > 0:
        yield from level(ctx, reading)
        return
    first, last = reading.first, reading.year
    emitted = {y: ctx.value(MADE, year=y) / ctx.value(MADE, year=first) for y in reading.series}
    base = np.nansum(outputs(ctx, first)[1])
    ways: dict[str, dict[int, float]] = {
        "published": {y: 100 * v / past for y, v in reading.series.items()},
        "chained": {y: 100 * e / compute_output_growth(ctx, first, y) for y, e in emitted.items()},
        "fixed": {y: 100 * e * base / np.nansum(outputs(ctx, y)[1]) for y, e in emitted.items()},
    }
    known = {k: v for k, v in ways.items() if np.isfinite(list(v.values())).all()}
    ends = tuple(float(v[last]) / 100 - 1 for v in known.values())
    outer = max(known, key=lambda k: abs(known[k][last] - known["published"][last]))
    proof = Lines(
        tuple(reading.series),
        {k: tuple(v.values()) for k, v in known.items()},
        focus="published",
        unit="index",
        labels={k: WAYS[k] for k in known},
        band=("published", outer) if outer != "published" else None,
    )
    yield make(
        ctx,
        reading,
        "s3.intensity",
        describe_intensity_change(ctx, reading, (min(ends), max(ends)), first),
        proof,
        detail=message(
            "green.findings.intensity.ways",
            n=in_each(partial(cardinal, len(known))),
        ),
        also=(MADE,),
        value=ends[0],
        unit="1",
        range=(min(ends), max(ends)),
    )


def describe_intensity_change(ctx: Context, reading: Reading, ends: tuple[float, float], first: int) -> Text:
    """Return how carbon per unit of output changed, as a range, and where it stands; unclear where its sign is."""
    low, high = sorted(abs(e) for e in ends)
    name, last, place = economy(ctx, ctx.region), reading.year, reading.place
    over = in_each(partial(years, first, last))
    if min(ends) < 0 < max(ends):
        ranged = in_each(lambda lang: span(min(ends), max(ends), "1", lang, 0))
        return message("green.findings.intensity.unclear", name=name, first=first, last=last, years=over, ranged=ranged)
    same = percent(low, digits=0) == percent(high, digits=0)
    ranged = in_each(lambda lang: percent(low, lang, 0) if same else span(low, high, "1", lang, 0))
    fell, above = max(ends) <= 0, reading.median is not None and reading.value > reading.median
    how = "yet" if fell and above else "level"
    return message(
        f"green.findings.intensity.{'fell' if fell else 'rose'}",
        name=name,
        ranged=ranged,
        first=first,
        last=last,
        years=over,
        level=message(f"green.findings.intensity.{how}", place=place) if place["en"] else NOTHING,
    )


def level(ctx: Context, reading: Reading) -> Iterator[Finding]:
    """Give the level of carbon intensity, for accounts of one year."""
    said = say(ctx, reading)
    yield make(
        ctx,
        reading,
        "s3.intensity",
        message("green.findings.level.sentence", **vars(said)),
        evidence.rank_economies(ctx, reading),
    )


@finding(system="s3")
def per_gdp(ctx: Context) -> Iterator[Finding]:
    """Carbon per unit of real GDP."""
    return state_indicator(
        ctx,
        "s3.carbon_per_gdp",
        "s3.per_gdp",
        "green.findings.per_gdp.sentence",
        partial(evidence.rank_economies, note=message("green.findings.per_gdp.detail")),
    )


@finding(system="s3")
def chain(ctx: Context) -> Iterator[Finding]:
    """Carbon along the chain of what the economy sells to final users."""
    return state_indicator(
        ctx,
        "s3.carbon_total_intensity",
        "s3.chain",
        "green.findings.chain.sentence",
        partial(evidence.rank_economies, note=message("green.findings.chain.detail")),
        changes=False,
    )


@finding(system="s3")
def per_person(ctx: Context) -> Iterator[Finding]:
    """Carbon behind the final use of each inhabitant."""
    return state_indicator(ctx, "s3.carbon_per_person", "s3.per_person", "green.findings.per_person.sentence")


@finding(system="s3")
def emitters(ctx: Context) -> Iterator[Finding]:
    """The industry that emits most."""
    reading = read(ctx, MADE)
    shares = {} if reading is None else parts(ctx, ctx.region, reading.year)
    if reading is None or not shares:
        return
    largest = next(iter(shares))
    first, top, name, owner = industry(largest), share(shares[largest]), economy(ctx, ctx.region), of_economy(ctx)
    three = share(sum(list(shares.values())[:3])) if len(shares) > 2 else ""
    others = {c: parts(ctx, c, reading.year).get(largest, 0.0) for c in reading.others}
    past = None if reading.first is None else parts(ctx, ctx.region, reading.first).get(largest, 0.0)
    compared = replace(reading, value=shares[largest], past=past, others=others)
    rows = tuple(ChartRow(k, v, label=industry(k)) for k, v in list(shares.items())[:MOST])
    yield make(
        ctx,
        compared,
        "s3.emitters",
        message("green.findings.emitters.sentence", top=top, owner=owner, first=first, name=name),
        Bars(rows, focus=largest, unit="1"),
        detail=join_phrases(
            message("green.findings.emitters.three", three=three) if three else NOTHING,
            message("green.findings.emitters.without"),
        ),
        unit="1",
    )


def parts(ctx: Context, region: str, year: int) -> dict[str, float]:
    """Return the shares of industries in what an economy's industries emit, the largest first; empty where unknown."""
    found = ctx.details(MADE, "industry", year, region)
    total = sum(found.values())
    ordered = sorted(found, key=lambda k: (-found[k], k)) if total > 0 else []
    return {k: found[k] / total for k in ordered}


CHAIN, DIRECT = "s3.carbon_own_chain", "s3.carbon_direct"
MOST_PRODUCTS = 8


@finding(system="s3")
def own_chain(ctx: Context) -> Iterator[Finding]:
    """Carbon of a region's own chain in what it sells, at least."""
    reading = read(ctx, CHAIN, changes=False) if ctx.regional else None
    if reading is None:
        return
    unit, said, name = format_unit("kg/money", ctx.w), say(ctx, reading), economy(ctx, ctx.region)
    figures = (reading.value, ctx.value(DIRECT, year=reading.year))
    chain, direct = (in_each(partial(quantity, v, unit)) for v in figures)
    products = ctx.details(CHAIN, "industry", reading.year)
    most = sorted(products, key=lambda c: (-products[c], c))[:MOST_PRODUCTS]
    yield make(
        ctx,
        reading,
        "s3.own_chain",
        message(
            "green.findings_regional.own_chain.sentence",
            name=name,
            chain=chain,
            on=said.on,
            owner=said.owner,
        ),
        Bars(tuple(ChartRow(c, products[c]) for c in most), focus=most[0], unit=unit),
        detail=join_phrases(
            message("green.findings_regional.own_chain.direct", direct=direct),
            message("green.findings_regional.own_chain.without"),
        ),
        also=(DIRECT,),
    )
