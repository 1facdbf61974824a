"""System 2 in depth: where an economy stands in chains, and one chain that it finishes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.groups import resolve
from newind.analyses.manufacturing import carried as carrying
from newind.analyses.manufacturing.carried import GROUPS
from newind.analyses.manufacturing.chainincome import SKILLS
from newind.analyses.manufacturing.smile import COVERAGE, FEW_CLUSTERS
from newind.charts.proofs import AreaStack, Bars, ChartRow, Lines, Segments
from newind.errors import DataError, tell
from newind.kernels.quotients import ratio
from newind.measures.shared import million_usd
from newind.questions.depth.parts import CardGroup, figure, make_or_explain
from newind.questions.depth.views import ask, make_card
from newind.questions.manufacturing.findings_depth import lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newind.accounts.accounts import Accounts
    from newind.analyses.manufacturing.chainincome import ChainIncome
    from newind.analyses.manufacturing.position import ChainPosition
    from newind.analyses.manufacturing.smile import SmileCurve
    from newind.analyses.manufacturing.sophistication import Sophistication
    from newind.charts.proofs import Scatter
    from newind.questions.answers import Answer
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import MeasureRow, TableSection
    from newind.typing import BoolArray


MILLION = 1e6


# ---- income of all chains
def income(voice: SystemWording) -> CardGroup | None:
    """Return what all chains of manufactures pay, to whom, and who works for it."""
    told = make_or_explain(voice, "income", lambda: ask(voice.ctx, "manufacturing.chain"))
    if told is None:
        return None
    found = told.result
    last = (*found.years[-1:], *found.skilled_years[-1:])[-1]
    card = make_card(voice, "income", told, _factors(voice, found), year=last)
    tables = [t for t in (_skills(voice, found), _industries(voice, found)) if t is not None]
    return CardGroup(card, tuple(tables), tuple(_incomes(voice, found)))


def _parts_row(voice: SystemWording, found: ChainIncome) -> int:
    """Return the number of the row of parts of income and jobs, in the last year of any of them."""
    return voice.own("s2.chain_parts", year=found.years[-1])


def _factors(voice: SystemWording, found: ChainIncome) -> AreaStack | Segments | Lines | Bars:
    """Return who earns the income over the years, in one year; the share of the world where this is not known."""
    if not found.skilled_years:
        return lines(Lines(found.years, {found.region: tuple(map(float, found.share))}, found.region, "1",
                           {found.region: voice.format_bilingual_text("income-all")}), found.region)  # fmt: skip
    chart = found.chart("factor")
    names = {k: voice.format_bilingual_text(f"chain-{k}") for k in chart.series}
    if len(chart.years) > 1:
        return replace(chart, labels=names)
    return Segments(tuple(ChartRow(k, v[0], label=names[k]) for k, v in chart.series.items()), "1")


def _skills(voice: SystemWording, found: ChainIncome) -> TableSection | None:
    """Return income by factor and jobs by skill in the first and last year that they are known; None in none."""
    if not found.skilled_years:
        return None
    first, last = found.skilled_years[0], found.skilled_years[-1]
    income = [found.split("factor", y) for y in (first, last)]
    jobs = [_find_shares(found, "jobs_by_skill", y) for y in (first, last)]
    t, none = found.years.index(last), voice.say("none")
    persons = dict(zip(SKILLS, map(float, found.amounts("jobs_by_skill")[t]), strict=True))
    rows = [
        (
            voice.say(f"chain-{k}"),
            *(voice.share(i[k]) for i in income),
            *(voice.share(j[k]) if k in j else none for j in jobs),
            voice.number(persons.get(k, float("nan")) / MILLION, 1),
        )
        for k in income[0]
    ]
    kept = [0, 1, 2, 3, 4, 5] if first != last else [0, 2, 4, 5]
    head = [h.format(first=first, last=last) for h in voice.head("skills")]
    return voice.table("skills", voice.say("skills-table"), [tuple(r[i] for i in kept) for r in rows],
                       note=voice.say("skills-table-note"), refs=(_parts_row(voice, found),),
                       header=[head[i] for i in kept])  # fmt: skip


def _find_shares(found: ChainIncome, dimension: str, year: int) -> dict[str, float]:
    """Return the shares of the parts in a year, none where they are not known."""
    try:
        return found.split(dimension, year)
    except DataError:
        return {}


def _industries(voice: SystemWording, found: ChainIncome) -> TableSection:
    """Return in which industries of the economy the income is earned, and how many work there."""
    income, jobs = found.shares("origin")[-1], found.shares("jobs")[-1]
    people = found.amounts("jobs")[-1] / MILLION
    names = [GROUPS[k][voice.lang] for k in GROUPS]
    rows = [
        (n, voice.share(float(i)), voice.share(float(j)), voice.number(float(p), 1))
        for n, i, j, p in zip(names, income, jobs, people, strict=True)
    ]
    title = voice.say("places-table", year=found.years[-1])
    return voice.table("places", title, rows, refs=(_parts_row(voice, found),))


def _incomes(voice: SystemWording, found: ChainIncome) -> Iterator[MeasureRow]:
    for t, year in enumerate(found.years):
        yield figure(voice, "s2.gvc_income_share", float(found.share[t]), status=found.status[t], year=year)
    jobs, year = float(found.jobs[-1].sum()), found.years[-1]
    if jobs == jobs:
        yield figure(voice, "s2.chain_jobs", jobs, unit="persons", status=found.status[-1], year=year)
    for dimension in ("origin", "jobs"):
        for part, value in zip(GROUPS, found.shares(dimension)[-1], strict=True):
            if value == value:
                yield figure(voice, "s2.chain_parts", float(value), f"{dimension}: {part}", status=found.status[-1],
                             year=year)  # fmt: skip
    for y in found.skilled_years:
        for dimension in ("factor", "jobs_by_skill"):
            for part, share in _find_shares(found, dimension, y).items():
                status = "estimated" if dimension == "jobs_by_skill" else found.status[found.years.index(y)]
                yield figure(voice, "s2.chain_parts", share, f"{dimension}: {part}", status=status, year=y)


# ---- position
def position(voice: SystemWording) -> CardGroup | None:
    """Return how far manufacturing is from final use and from primary factors."""
    told = make_or_explain(voice, "position", lambda: ask(voice.ctx, "manufacturing.position"))
    if told is None:
        return None
    names = {
        "upstreamness": voice.format_bilingual_text("to-use"),
        "downstreamness": voice.format_bilingual_text("from-factors"),
    }
    chart = lines(replace(told.result.chart("manufacturing"), labels=names), "upstreamness")
    return CardGroup(make_card(voice, "position", told, chart), figures=tuple(_stages(voice, told.result)))


def _stages(voice: SystemWording, found: ChainPosition) -> Iterator[MeasureRow]:
    for measure in ("upstreamness", "downstreamness"):
        for t, value in enumerate(found.level(measure, "manufacturing")):
            yield figure(voice, "s2.chain_position", float(value), measure, unit="stages", status=found.status[t],
                         year=found.years[t])  # fmt: skip
    if len(found.years) > 1:
        change = found.change("upstreamness", "manufacturing")
        for id, value in (("s2.position_within", change.within), ("s2.position_mix", change.mix)):
            yield figure(voice, id, value, unit="stages", status=found.status[-1], note=f"since {found.years[0]}")


# ---- exports
def sophistication(voice: SystemWording) -> CardGroup | None:
    """Return how sophisticated exports are, against what goes with the income of the economy."""
    told = make_or_explain(voice, "sophistication", lambda: ask(voice.ctx, "manufacturing.sophistication"))
    if told is None or not np.isfinite(told.result.expy).any():
        return None
    card = make_card(voice, "sophistication", told, _build_sophistication_chart(voice, told.result))
    return CardGroup(card, figures=tuple(_dollars(voice, told.result)))


def _build_sophistication_chart(voice: SystemWording, found: Sophistication) -> Lines | Bars:
    """Return sophistication and what is expected over the years, alone where nothing is expected in some year."""
    if None in found.expected:
        series = {"expy": tuple(map(float, found.expy))}
        chart = Lines(
            found.years,
            series,
            "expy",
            "USD of 2017, PPP",
            {"expy": voice.format_bilingual_text("sophistication-line")},
        )
    else:
        names = {"expy": "sophistication-line", "expected": "expected-line", "low": "low-line", "high": "high-line"}
        chart = replace(found.chart(), labels={k: voice.format_bilingual_text(v) for k, v in names.items()})
    return lines(chart, "expy")


def _dollars(voice: SystemWording, found: Sophistication) -> Iterator[MeasureRow]:
    for r in found.table().to_dict("records"):
        yield figure(voice, "s2.export_sophistication", r["value"], unit=r["unit"], status="proxy", year=int(r["year"]))
        if r["gap"] == r["gap"]:
            yield figure(voice, "s2.sophistication_gap", r["gap"], status="proxy", year=int(r["year"]))


MEASURE = "value_added_rate"
"""Measures drawn along a chain."""


def select_product(w: Accounts, region: str) -> tuple[str, float]:
    """Return the manufacture that a region sells most of to final users, and its part in all of them.

    Raises
    ------
    DataError
        Where it sells none.
    """
    sold = carrying.compute_sales(w, w.regions.index(region)).final
    made = resolve("manufacturing", w.industries)
    if not sold[made].max(initial=0.0) > 0:
        raise DataError(tell("chain.nothing_sold", region=region, year=w.year))
    first = int(made[np.argmax(sold[made])])
    return w.industries[first], float(sold[first] / np.maximum(sold[made], 0.0).sum())


def ask_latest_chain(voice: SystemWording) -> tuple[Answer, float]:
    """Return the chain in the last year in which its labour is known, else in the last, and its part of all of them."""
    ctx = voice.ctx
    product, part = select_product(ctx.w, ctx.region)
    now = ask(ctx, "manufacturing.smile", industry=product)
    year = (now.result.year, *now.result.known_years)[-1]
    if year == ctx.year:
        return now, part
    product, part = select_product(ctx.accounts[year], ctx.region)
    return ask(ctx, "manufacturing.smile", industry=product, year=year), part


def chain(voice: SystemWording) -> CardGroup | None:
    """Return what members of the largest chain earn along it."""
    found = make_or_explain(voice, "chain", lambda: ask_latest_chain(voice))
    if found is None:
        return None
    told, part = found
    curve, inside = told.result, _places(told.result)
    shape, drawn = _shape(voice, curve)
    note = voice.say("chain-note", name=voice.name(), part=voice.share(part), shape=shape)
    card = make_card(voice, "chain", told, drawn, slice(1), notes=0, before=note)
    title = voice.say("chain-table", product=voice.join_industries(curve.industry), year=curve.year)
    rows = {**inside, "whole-chain": np.logical_or.reduce(list(inside.values()))}
    cells = [_place(voice, curve, key, at) for key, at in rows.items() if curve.share[at].sum() > 0]
    note = "chain-table-note" if any(c[4] != voice.say("none") for c in cells) else "chain-table-unpaid"
    table = voice.table("chain", title, cells, note=voice.say(note, year=curve.year), refs=card.refs)
    return CardGroup(card, (table,), tuple(_members(voice, curve, rows)))


def _shape(voice: SystemWording, curve: SmileCurve) -> tuple[str, Scatter]:
    """Return what shape the fit has and the chart; no shape and no line where few economies decide it."""
    try:
        fit = curve.fit(MEASURE)
    except DataError:
        return voice.say("shape-short"), curve.points(MEASURE)
    count = voice.number(fit.effective, 1)
    if fit.effective < FEW_CLUSTERS:
        return voice.say("shape-few", n=count), curve.points(MEASURE)
    return voice.say(f"shape-{fit.verdict}", n=count), curve.chart(MEASURE)


def _places(curve: SmileCurve) -> dict[str, BoolArray]:
    """Return the members of the chain by place: the finishing industry, others at home, others abroad; (n,) each."""
    S = len(curve.industries)
    home = np.repeat(np.array(curve.regions) == curve.region, S)
    group = np.tile(np.array(curve.groups), len(curve.regions))
    inside = np.isfinite(curve.distance) & (curve.value_added > 0)
    own = home & (np.tile(np.array(curve.industries), len(curve.regions)) == curve.industry)
    kinds = {"manufacturing": group == "manufacturing", "services": group == "services"}
    kinds["rest"] = ~(kinds["manufacturing"] | kinds["services"])
    found = {"finishing": own & inside}
    found |= {f"home-{k}": home & ~own & rows & inside for k, rows in kinds.items()}
    return found | {f"away-{k}": ~home & rows & inside for k, rows in kinds.items()}


@dataclass(frozen=True)
class ChainStage:
    """Share of a place of the chain: in value and value added, with stages and USD per hour; NaN where unknown."""

    share: float
    distance: float
    rate: float
    labour: float
    capital: float
    hourly: float


def aggregate_members(curve: SmileCurve, at: BoolArray) -> ChainStage:
    """Return what some members of a chain get together; labour where it is known for most of their value added."""
    value = curve.value_added[at]
    output = ratio(value, curve.value_added_rate[at])
    paid, hours = curve.labour_income[at], curve.hours[at]
    known = np.isfinite(paid) & np.isfinite(hours)
    covered = bool(value[known].sum() >= COVERAGE * value.sum())
    labour = float(ratio(paid[known].sum(), value[known].sum())) if covered else float("nan")
    hourly = paid[known].sum() * million_usd(curve.unit) * MILLION
    return ChainStage(
        share=float(curve.share[at].sum()),
        distance=float(ratio((curve.distance[at] * value).sum(), value.sum())),
        rate=float(ratio(value.sum(), output.sum())),
        labour=labour,
        capital=1 - labour,
        hourly=float(ratio(hourly, hours[known].sum())) if covered else float("nan"),
    )


def _place(voice: SystemWording, curve: SmileCurve, key: str, at: BoolArray) -> tuple[str, ...]:
    p = aggregate_members(curve, at)
    return (
        voice.say(key),
        voice.share(p.share),
        voice.number(p.distance, 1),
        *(voice.share(v) for v in (p.rate, p.labour, p.capital)),
        voice.number(p.hourly, 1),
    )


def _members(voice: SystemWording, curve: SmileCurve, rows: Mapping[str, BoolArray]) -> Iterator[MeasureRow]:
    units = {"share": "1", "distance": "stages", "rate": "1", "labour": "1", "capital": "1", "hourly": "USD/hour"}
    for key, at in rows.items():
        if curve.share[at].sum() > 0:
            for name, value in vars(aggregate_members(curve, at)).items():
                if value == value:
                    yield figure(voice, "s2.chain_members", value, f"{key}: {name}", industry=curve.industry,
                                 unit=units[name], status=curve.status, year=curve.year)  # fmt: skip
