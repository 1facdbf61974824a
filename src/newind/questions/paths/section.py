"""The section "The pathway": all families of policy year by year, targets, carbon, and what a hindcast says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.charts.proofs import Bands, ChartRow, Waterfall
from newind.errors import NewindError
from newind.language.words import decimal, in_brackets, listing, mass, percent
from newind.messages import fill, in_each
from newind.pathways.aims import budget_of
from newind.pathways.carbon_baseline import explain_baseline
from newind.pathways.hindcast import CARBON, MADE, MEASURES, find_skill, list_skills
from newind.pathways.progress import NEARLY
from newind.policy.signs import SIGNS
from newind.questions.model import Block, Card, DepthSection, TableSection
from newind.questions.now.text import explain_status
from newind.questions.paths import pathways as words, roadmaps, skills
from newind.questions.paths.carbon import PER_MT, describe_carbon
from newind.questions.paths.section_searches import level_band, project_families
from newind.questions.paths.section_voice import PathwayWording, load_words, path_figures
from newind.questions.policies.family_trials import AUTHOR
from newind.questions.provenance import in_python

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.language.words import Lang
    from newind.messages import Text
    from newind.pathways.hindcast import Skill
    from newind.pathways.progress import Milestone
    from newind.pathways.roadmap import Roadmap
    from newind.questions.answers import Answer
    from newind.questions.paths.section_searches import FamilyPathway
    from newind.questions.provenance import References


ID = "pathway"
BEFORE = 3
"""Years before the package with which the chart of changes begins."""
INDUSTRIES = 9
"""Rows of the table of carbon, the whole among them."""


def path_section(refs: References) -> DepthSection:
    """Return the section of a brief; where the accounts have no path, why not and what would, in one line.

    Parameters
    ----------
    refs : References
        Of the brief; rows of what is simulated are entered there.
    """
    voice, ctx = PathwayWording(refs, "path"), refs.ctx
    title = voice.title("path")
    if not ctx.w.closed:
        return DepthSection(title, voice.line("boundary"), ID)
    try:
        found = project_families(ctx.w, ctx.region, ctx.outlook)
    except NewindError as error:
        return DepthSection(title, voice.explain_refusal("refused", error), ID)
    answer = words.pathway_of(found.path, ctx.region, found.real_income)
    blocks = tuple(_blocks(found, answer, voice))
    return DepthSection(
        title=title,
        lead=voice.join_sentences(
            answer.lead[:-1] if "carbon" in answer.tables else answer.lead
        ),  # a card says the last
        id=ID,
        topic="s3",
        cards=tuple(c for k in blocks for c in k.cards),
        tables=tuple(t for k in blocks for t in k.tables),
        blocks=blocks,
        methods=tuple(_methods(found, answer, voice)),
        command=find_path_command(found, voice),
        again=str(load_words()["again"][voice.lang]),
        figures=tuple(path_figures(found)),
        labels=voice.labels(),
    )


def _blocks(found: FamilyPathway, answer: Answer, voice: PathwayWording) -> Iterator[Block]:
    """Yield the charts over the yearly tables, then targets where there are, then the errors of hindcasts."""
    carbon = "carbon" in answer.tables
    cards = [
        income_card(found, voice),
        _product(found, voice),
        *([carbon_card(found, voice)] if carbon else []),
    ]
    yield Block(cards=tuple(cards))
    tables = [voice.table(answer, "years", "years", ids=("path.gdp", "path.consumption", "path.capital", "path.co2"))]
    if answer.shown["carbon"] and carbon:
        tables.append(voice.table(answer, "carbon", "carbon", INDUSTRIES, ids=("path.peak", "path.cumulative")))
    parts = (_mechanisms(found, voice),) if found.path.stated[found.at] else ()
    yield Block(cards=parts, tables=tuple(tables), folded=("path-carbon", "path-targets"))
    if found.roadmap is not None:
        yield Block(tables=(targets_table(found.roadmap, voice),))
    yield Block(tables=(hindcast_table(voice, found.region),))


# ---- cards
def income_card(found: FamilyPathway, voice: PathwayWording) -> Card:
    """Return real income against the baseline, within its range."""
    p, r, ends = found.path, found.at, found.real_income
    value, low, high = (float(v[-1, r]) for v in (ends.central, ends.low, ends.high))
    ends_of = {"low": voice.share(low, low, high, sign=True), "high": voice.share(high, low, high, sign=True)}
    if not p.stated[r]:
        said = SIGNS[p.verdicts[r]][voice.lang]
        sentence = voice.line("income-verdict", last=p.years[-1], verdict=said, **ends_of)
    elif bool(ends.stated[-1, r]) and not words.agrees(p.verdicts[r], value):
        sentence = voice.line(words.without_direction(value, "income"), last=p.years[-1], **ends_of)
    elif bool(ends.stated[-1, r]):
        way = voice.line("above" if value >= 0 else "below")
        sentence = voice.line("income", last=p.years[-1], change=voice.share(abs(value), low, high), way=way, **ends_of)
    else:
        sentence = voice.line("income-unsure", last=p.years[-1], **ends_of)
    first, bands = max(p.years.index(p.begins) - BEFORE, 0), load_words()["bands"]
    sure = p.stated[r] and bool(ends.stated[-1, r])
    proof = Bands(
        p.years[first:],
        tuple(map(float, ends.central[first:, r])) if sure else (),
        ((bands["range"], tuple(map(float, ends.low[first:, r])), tuple(map(float, ends.high[first:, r]))),),
        int(p.base.growth.known[r]),
        "1",
        {"middle": bands["change"]},
    )
    note = voice.line("income-note", names=_describe_variation(found, voice.lang))
    return voice.card("income", "people", sentence, proof, note, ("path.real_income",))


def _product(found: FamilyPathway, voice: PathwayWording) -> Card:
    """Return GDP over that of the first year beside the baseline's."""
    p, r, lang = found.path, found.at, voice.lang
    level, beside = (one.series("gdp")[: len(p.years), r] for one in (p, p.baseline))
    change = float(level[-1] / beside[-1] - 1.0)
    known = int(p.base.growth.known[r])
    sentence = voice.line(
        "product", first=p.years[0], last=p.years[-1], times=decimal(float(level[-1]), 2, lang),
        change=percent(abs(change), lang), way=voice.line("above" if change >= 0 else "below"),
    )  # fmt: skip
    labels = {k: load_words()["bands"][k] for k in ("middle", "beside")}
    proof = Bands(p.years, tuple(map(float, level)), (), known, "", labels, tuple(map(float, beside)))
    note = voice.line("product-note", known=known)
    return voice.card("product", "quality", sentence, proof, note, ("path.gdp_level", "path.gdp"))


def carbon_card(found: FamilyPathway, voice: PathwayWording) -> Card:
    """Return CO2 over that of the first year beside the baseline's, when it is highest, and what is emitted in all."""
    p, r, lang = found.path, found.at, voice.lang
    if (refusal := find_skill(CARBON, found.region)).is_refused:
        return _guessed_carbon(found, voice, refusal, describe_carbon(p, r))
    here, there = budget_of(p), budget_of(p.baseline, p.begins)
    per = PER_MT.get(p.base.lab.baseline.satellites["co2"].unit, float("nan"))
    total = float(here.cumulative[r].sum())
    off = total / float(there.cumulative[r].sum()) - 1.0
    peak, without = int(here.total_peak[r]), int(there.total_peak[r])
    sentence = voice.line(
        "carbon-rising" if bool(here.rising[r]) else highest(peak, without, here.since),
        peak=peak, without=without, start=here.since, last=here.until,
        total=mass(total * per, lang),
        off=voice.line("less" if off <= 0 else "more", share=percent(abs(off), lang)),
    )  # fmt: skip
    low, high = level_band(p, r, "co2", found.co2)
    bands = load_words()["bands"]
    proof = Bands(
        p.years,
        tuple(map(float, p.series("co2")[:, r])),
        ((bands["range"], tuple(map(float, low)), tuple(map(float, high))),),
        int(p.base.growth.known[r]),
        "",
        {"middle": bands["middle"], "beside": bands["beside"]},
        tuple(map(float, p.baseline.series("co2")[: len(p.years), r])),
    )
    note = voice.join_sentences(
        (
            voice.line("carbon-note", first=p.years[0], known=int(p.base.growth.known[r])),
            explain_baseline(p, found.region)[lang],
        )
    )
    return voice.card("carbon", "green", sentence, proof, note, ("path.co2_level", "path.peak", "path.cumulative"))


def _guessed_carbon(found: FamilyPathway, voice: PathwayWording, refusal: Skill, refused: Text) -> Card:
    """Return why no level of CO2 is stated, and the better simple guess with its past error beside what is observed."""
    p, r, bands = found.path, found.at, load_words()["bands"]
    seen = skills.carbon_seen(p, r)
    known = min(max(seen), p.years[-1])
    ahead = [skills.guess_with_band(refusal, seen, year) if year > known else (seen[year],) * 3 for year in p.years]
    middle, low, high = zip(*ahead, strict=True)
    proof = Bands(p.years, middle, ((bands["errors"], low, high),), known, "", {"middle": bands["guess"]})
    said = voice.line("carbon-guess-note", first=p.years[0], known=known)
    note = voice.join_sentences((said, explain_baseline(p, found.region)[voice.lang]))
    return voice.card("carbon", "green", refused[voice.lang].rstrip(".。"), proof, note, ("path.hindcast",))


def highest(peak: int, without: int, since: int) -> str:
    """Return which line says when CO2 is highest: a high before the package began is none of its doing.

    Examples
    --------
    >>> highest(2013, 2013, 2025), highest(2025, 2032, 2026)
    ('carbon-past', 'carbon')
    """
    return "carbon-past" if peak == without < since else "carbon"


def _describe_variation(found: FamilyPathway, lang: str) -> str:
    """Return what ranges are over."""
    return listing([load_words()["varied"][n][lang] for n in found.varied], lang)


def _mechanisms(found: FamilyPathway, voice: PathwayWording) -> Card:
    """Return what each mechanism adds to real income, from the baseline to the package."""
    named: dict[str, Text] = words.load_words()["values"]["mechanism"]
    last = found.path.years[-1]
    steps = tuple(ChartRow(name, value, label=named[name]) for name, value in found.mechanisms.items())
    whole = sum(found.mechanisms.values())
    ends = tuple(fill(load_words()["ends"][e], last=last) for e in ("start", "last"))
    most = max(found.mechanisms, key=lambda n: found.mechanisms[n])
    which = named[most][voice.lang]
    told = which[:1].lower() + which[1:] if voice.lang != "zh" and which[1:2].islower() else which
    sentence = voice.line("mechanism", which=told, last=last, adds=voice.points(found.mechanisms[most], 2))
    sentence = sentence[:1].upper() + sentence[1:]
    proof = Waterfall(0.0, steps, whole, "1", (ends[0], ends[1]))
    return voice.card("mechanisms", "innovation", sentence, proof, voice.line("mechanism-note"), ("path.mechanism",))


# ---- method
def _methods(found: FamilyPathway, answer: Answer, voice: PathwayWording) -> Iterator[str]:
    """Yield what was followed and under what, what ranges are over, and that it is a scenario."""
    p, lang = found.path, voice.lang
    kind = "roadmap" if found.roadmap is not None else "shipped" if found.shipped else "elsewhere"
    yield voice.line(f"followed-{kind}", start=p.begins)
    names = _describe_variation(found, lang)
    failed = len(found.real_income.failed)
    yield voice.join_sentences((voice.line("varied", names=names), voice.line("failed", n=failed) if failed else ""))
    yield answer.notes[0][lang]  # a scenario, not a forecast: what is observed and what is assumed
    yield answer.notes[2][lang]  # how far everybody adjusts within a year
    if voice.ctx.outlook is not None:
        yield answer.notes[3][lang]  # which outlook


def find_path_command(found: FamilyPathway, voice: PathwayWording) -> str:
    """Return what follows the same path again: a command, or a line of Python where the package is no shipped one."""
    ctx = voice.ctx
    if not found.shipped:
        line = f"project_families({voice.arguments}).path"
        return in_python(line, "newind.questions.paths.section_searches.project_families")
    table = f" --on {voice.table_name} --year {ctx.year}{voice.options}"
    if found.roadmap is not None:
        return f"newind roadmap {AUTHOR}{table}"
    return f"newind pathway {found.path.package.name} --region {ctx.region}{table}"


NONE = in_each(lambda lang: "—" if lang == "zh" else "–")


def targets_table(found: Roadmap, voice: PathwayWording) -> TableSection:
    """Return every target at each of its years: goal, last value, status, paces, where the path leads."""
    lang = voice.lang
    return TableSection(
        "path-targets",
        voice.title("targets"),
        voice.join_sentences(_describe_milestones(found, lang)),
        tuple(load_words()["heads"]["targets"][lang]),
        tuple(_target(m, lang) for m in found.stated_milestones),
        numeric=(1, 2, 3, 5, 6, 7, 8, 9),
        note=voice.line("targets-note"),
        refs=(voice.number("roadmap.projected"),),
    )


def _describe_milestones(found: Roadmap, lang: Lang) -> tuple[str, ...]:
    """Return how many milestones stand how, and how many the path reaches."""
    led = roadmaps.where_it_leads(roadmaps.describe_led(found))
    return tuple(said[lang] for said in (roadmaps.counted(found), led, *roadmaps.silent(found)))


def _target(m: Milestone, lang: Lang) -> tuple[str, ...]:
    per = 1.0 if m.goal.points else 100.0
    values = roadmaps.load_words()["values"]
    p = m.progress
    reason = explain_status(p.reason, p.achieved, p.elapsed, lang)
    status = values["status"][p.verdict][lang]
    seen = NONE[lang] if m.seen is None else in_brackets(_number(m.seen[1], lang), str(m.seen[0]), lang)
    return (
        m.target.label[lang],
        str(m.year),
        _number(m.goal.value, lang),
        seen,
        reason if p.reason == NEARLY else in_brackets(status, reason, lang) if reason else status,
        *(_number(v * per, lang, sign=True) for v in (p.needed, p.paced, m.pace)),
        *(_number(v, lang) for v in (m.projected, m.without)),
    )


def _number(value: float, lang: str, *, sign: bool = False) -> str:
    return decimal(value, 2 if abs(value) < 10 else 1, lang, sign=sign) if np.isfinite(value) else NONE[lang]


def hindcast_table(voice: PathwayWording, region: str) -> TableSection:
    """Return how far off levels were in the past, beside the best simple guess: on the own row, then on average."""
    lang, said = voice.lang, skills.load_words()
    head = [said["short"].get(name, said["columns"][name])[lang] for name in skills.SHOWN]
    rows = [
        tuple(_skill_cell(name, value, voice) for name, value in zip(skills.SHOWN, row, strict=True))
        for row in zip(*(skills.skills_table(region)[name] for name in skills.SHOWN), strict=True)
    ]
    return TableSection(
        "path-hindcast", voice.title("hindcast"), verdict(voice, region), tuple(head), tuple(rows), (2, 3, 4, 5, 6, 7),
        note=voice.join_sentences(said["notes"][n][lang] for n in ("product", "levels")),
        refs=(voice.number("path.hindcast"),),
    )  # fmt: skip


def _skill_cell(name: str, value: Any, voice: PathwayWording) -> str:
    if name in skills.POINTS:
        return voice.points(float(value))
    if name == "skill":
        return percent(float(value), voice.lang, digits=0, sign=True)
    named: dict[str, Text] = skills.load_words()["values"].get(name, {})
    return named[value][voice.lang] if named else str(value)


def verdict(voice: PathwayWording, region: str) -> str:
    """Return which levels may be stated on a row, and how the share of manufacturing did there."""
    own, lang = list_skills(region)[: len(MEASURES)], voice.lang
    named = skills.load_words()["values"]["measure"]
    stated, refused = (
        listing([named[s.measure][lang] for s in own if s.is_refused == which], lang) for which in (False, True)
    )
    line = "hindcast-some" if stated and refused else "hindcast-none" if refused else "hindcast-every"
    skill = skills.describe_skill(find_skill(MADE, region))[lang]
    return voice.line(line, stated=stated, refused=refused, what=named[MADE][lang], skill=skill)
