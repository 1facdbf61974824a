"""Income from all chains of manufactures, an economy's position in chains, and the sophistication of its exports."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.manufacturing.carried import GROUPS
from newind.analyses.manufacturing.chainincome import SKILLS
from newind.charts.proofs import AreaStack, Bars, ChartRow, Lines, Segments
from newind.errors import DataError
from newind.questions.depth.amounts import figure
from newind.questions.depth.parts import CardGroup, make_or_explain
from newind.questions.depth.views import ask, make_card
from newind.questions.manufacturing.findings_depth import lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.analyses.manufacturing.chainincome import ChainIncome
    from newind.analyses.manufacturing.position import ChainPosition
    from newind.analyses.manufacturing.sophistication import Sophistication
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import MeasureRow, TableSection

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
