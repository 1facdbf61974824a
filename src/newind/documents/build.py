"""From measures and findings to what a brief says, in one language."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from newind import __version__
from newind.accounts.panel import Panel
from newind.accounts.regions import STYLES, read_regions, style
from newind.data.reference import load
from newind.errors import DataError, join_items, sentences, tell
from newind.kernels.secondprocess import made_meanwhile
from newind.kernels.threads import enough_for
from newind.language.leftout import OmissionLog
from newind.language.phrases import name_code
from newind.measures.context import Context
from newind.measures.readings import read
from newind.measures.references import find_set_name, home_of
from newind.measures.registry import indicators
from newind.measures.shared import explain_missing_group
from newind.messages import list_languages
from newind.pathways.outlook import settle
from newind.questions import coarse, databases, opening, provenance, regional, wording
from newind.questions.beside import build_own_table
from newind.questions.characteristics import TOPICS, Characteristic, characteristics
from newind.questions.depth.sections import in_depth
from newind.questions.figures import build_measure_table
from newind.questions.findings import KINDS, SYSTEMS, Diagnosis, Finding, diagnose
from newind.questions.index.section import index_section
from newind.questions.index.section_voice import SEED as SEEDED
from newind.questions.index.standing import SEED
from newind.questions.model import (
    BigNumber,
    Brief,
    BriefProvenance,
    Card,
    DepthSection,
    PolicySection,
    Section,
    SystemSection,
)
from newind.questions.now.section import now_section, until, without
from newind.questions.paths.section import path_section
from newind.questions.paths.section_searches import search_section
from newind.questions.policies.section import policies as section
from newind.questions.provenance import MAIN, References
from newind.questions.since import since
from newind.questions.unknown import regional_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newind.accounts.accounts import Accounts
    from newind.language.words import Lang
    from newind.pathways.outlook import Outlook
    from newind.questions.model import TableSection

T = TypeVar("T")

FIRST = 4
"""Numbers at the top."""
SHOWN = 12
"""Findings of a system that pages show; the workbook has all."""
NAMED = 3
"""Changes of a table that are named."""
NUMBERS = (
    ("s2.gvc_income_share", "digital"),
    ("quality.manufacturing_value_added_rate", "quality"),
    ("s1.high_tech_import_dependence", "innovation"),
    ("s3.carbon_per_gdp", "green"),
)
"""The four numbers at the top, and the hue that each wears."""
PATHS = {"path": path_section, "search": search_section}
"""Sections that follow policies year by year."""


def build_brief(
    w: Accounts | Panel,
    region: str,
    lang: Lang = "en",
    peers: Sequence[str] | str | None = None,
    command: str | None = None,
    reference: Accounts | None = None,
    policies: bool = True,
    depth: bool = True,
    model: bool = True,
    paths: bool = True,
    outlook: Outlook | None = None,
) -> Brief:
    """Return what the brief of an economy says.

    Parameters
    ----------
    w : Accounts or Panel
        The accounts; a panel also shows changes.
    region : str
        Code of the economy.
    lang : {"en", "zh"}
        Language of every text.
    peers : sequence of str, optional
        Economies to compare with; large manufacturing economies by default.
    command : str, optional
        What reproduces the brief; made from the arguments by default.
    reference : Accounts, optional
        A table of the same year with the peers that the accounts lack; for the table of one province of China the
        shipped estimate of all provinces, where there is one of its year.
    policies : bool
        Whether example policies are simulated; this takes most of the time.
    depth : bool
        Whether systems are shown in depth; this takes some seconds.
    model : bool
        Whether the model is asked at all: what losses cost, example policies, and systems in depth; never of the table
        of 2020 in 11 groups of industries.
    paths : bool
        Whether policies are followed year by year, too, and the best use of a budget is searched; not without policies.
    outlook : Outlook, optional
        In which policies are followed; the default one where left out.

    Returns
    -------
    Brief

    Raises
    ------
    DataError
        For an aggregate such as the rest of the world, or an unknown language.
    UnknownNameError
        For an economy that the accounts lack, with the nearest one.
    """
    chosen = None if peers is None else tuple([peers] if isinstance(peers, str) else peers)
    w = w.within() if isinstance(w, Panel) else w
    model = model and not coarse.is_coarse(w.last if isinstance(w, Panel) else w)
    ctx = Context.from_accounts(w, region, chosen, reference, model=model, outlook=outlook)
    check(ctx, lang)
    asked = policies and model
    with enough_for(ctx.w.n), made_meanwhile(partial(_try_policies, ctx, lang, asked), worth=asked) as policies_made:
        diagnosis = diagnose(w, region, peers=ctx.peers, reference=ctx.reference, model=model)
        refs, log = References(ctx, lang), OmissionLog(diagnosis.left_out)
        first = build_opening(ctx, diagnosis, lang)
        cards = characteristics(ctx, log)
        name = wording.name_of(ctx, region, lang)
        numbers = _numbers(ctx, first.numbers, refs)  # sources are numbered in the order in which they are referred to
        official = log.try_build("now", lambda: now_section(refs))
        own = tuple(_characteristic(c, refs) for c in cards)
        index = log.try_build("index", lambda: index_section(refs, w))
        ranked = _rank(diagnosis, cards)
        systems = tuple(_section(s, found, refs) for s, found in ranked.items())
        deep_made = _go_deep(ctx, lang, depth and model)
        beyond = _build_tables(refs, log, regional_tables)
        followed = _follow_paths(ctx, lang, asked and paths)
        tried = _join(refs, log, *policies_made())
        paths_made = _join(refs, log, *followed)
        systems = tuple(  # what only the workbook shows is numbered last
            replace(s, more=tuple(_finding(f, refs) for f in ranked[s.system][SHOWN:])) for s in systems
        )
        beside = _build_tables(refs, log, since, build_own_table)
        deep = _join(refs, log, *deep_made)
    return Brief(
        region=region,
        name=name,
        year=ctx.year,
        years=(ctx.years[0], ctx.year),
        lang=lang,
        peers=ctx.peers,
        headline=first.headline,
        subtitle=first.subtitle + until(official, lang),
        summary=first.summary,
        numbers=numbers,
        characteristics=own,
        index=index,
        now=official,
        systems=systems,
        depth=deep,
        tables=beyond,
        beside=beside,
        policies=tried,
        paths=paths_made,
        sources=refs.rows(),  # after all that refers to them
        methods=list_methods(ctx, refs, log),
        last_years=databases.last_years(ctx, lang),
        reproduce=reproduce(
            ctx,
            lang,
            command,
            index,
            default_peers=peers is None,
            followed=any(s.cards for s in paths_made),
            options=("--full",),
        ),
        kind=ctx.economy(region).kind,
        names=names(ctx, lang),
        table=build_measure_table(w, ctx),
    )


def _build_tables(
    refs: References, log: OmissionLog, *parts: Callable[[References], Sequence[TableSection]]
) -> tuple[TableSection, ...]:
    return tuple(t for part in parts for t in log.try_build(part.__name__, partial(part, refs)) or ())


def _try_policies(ctx: Context, lang: Lang, asked: bool) -> tuple[PolicySection | None, References, OmissionLog]:
    """Return the section on policies, with what it refers to and leaves out: it shares no result with the others."""
    refs, log = References(ctx, lang), OmissionLog()
    return log.try_build("policies", lambda: section(refs)) if asked else None, refs, log


def _go_deep(ctx: Context, lang: Lang, asked: bool) -> tuple[tuple[DepthSection, ...], References, OmissionLog]:
    """Return the sections on systems in depth, with what they refer to and leave out."""
    refs, log = References(ctx, lang), OmissionLog()
    return in_depth(refs, log) if asked else (), refs, log


def _follow_paths(ctx: Context, lang: Lang, asked: bool) -> tuple[tuple[DepthSection, ...], References, OmissionLog]:
    """Return the sections on a path, and on a robust package, with what they refer to and leave out."""
    refs, log = References(ctx, lang), OmissionLog()
    return _paths(refs, log) if asked else (), refs, log


def _paths(refs: References, log: OmissionLog | None = None) -> tuple[DepthSection, ...]:
    """Return the sections on a path, and on a robust package."""
    kept = OmissionLog() if log is None else log
    made = (kept.try_build(name, partial(make, refs)) for name, make in PATHS.items())
    return tuple(s for s in made if s is not None)


def _join(refs: References, log: OmissionLog, made: T, refs_made: References, left_out: OmissionLog) -> T:
    """Return what was made elsewhere, with its references and what it leaves out among those of the brief."""
    log += [part for part in left_out if part not in log]
    return refs.join(refs_made, made)


def names(ctx: Context, lang: Lang) -> dict[str, str]:
    """Return the names of regions and industries by code."""
    return {code: name_code(ctx.w, code, lang) for code in (*read_regions(), *ctx.w.industries, *ctx.w.regions)}


def check(ctx: Context, lang: str) -> None:
    """Refuse an unknown language, and an aggregate such as the rest of the world."""
    if lang not in list_languages():
        raise DataError(f"a brief is written in {join_items(list_languages())}, not in {lang!r}.")
    if not ctx.w.regions.named[ctx.w.regions.index(ctx.region)]:
        named = [c for c, known in zip(ctx.w.regions, ctx.w.regions.named, strict=True) if known]
        raise DataError(tell("brief.aggregate", region=ctx.region, named=join_items(named)))


@dataclass(frozen=True)
class Opening:
    """The opening of a brief: of the world's accounts, or of a table with a boundary."""

    headline: str
    subtitle: str
    summary: str
    numbers: tuple[tuple[str, str], ...]


def build_opening(ctx: Context, diagnosis: Diagnosis, lang: Lang) -> Opening:
    """Return the opening of a brief."""
    if ctx.w.closed:
        of_2020 = coarse.is_coarse(ctx.w)
        first = coarse.opening(ctx, lang) if of_2020 else opening.income(ctx, lang)
        return Opening(
            opening.headline(ctx, diagnosis, lang),
            opening.subtitle(ctx, lang),
            opening.summary(first, ctx, diagnosis, lang),
            NUMBERS,
        )
    return Opening(
        regional.headline(ctx, lang),
        regional.subtitle(ctx, lang),
        opening.summary(regional.opening(ctx, lang), ctx, diagnosis, lang),
        regional.NUMBERS,
    )


def list_methods(ctx: Context, refs: References, log: OmissionLog) -> tuple[str, ...]:
    """Return what is assumed in a brief: of its table, of what it refers to, and what could not be made."""
    lang, w = refs.lang, ctx.w
    notes = coarse.notes(ctx.region, lang) if coarse.is_coarse(w) else ()
    return (
        *notes,
        *(wording.methods(ctx, lang) if w.closed else regional.methods(ctx, lang)),
        *without(ctx, lang),
        *databases.methods(ctx, [id for of, id in refs.numbers if of == MAIN], lang),
        *describe_repairs(w, lang),
        *(part.say(lang) for part in log),
    )


def describe_repairs(w: Accounts, lang: Lang) -> tuple[str, ...]:
    """Return one statement on what was changed when a table was read, naming the first; none where nothing was."""
    if not w.repairs:
        return ()
    what, n = sentences(w.repairs[:NAMED]), len(w.repairs)
    what = what if n <= NAMED else tell("brief.repaired_more", what=what, shown=NAMED, n=n)
    said = tell("brief.repaired", what=what)
    return (said.zh if lang == "zh" else str.__str__(said),)


def _numbers(ctx: Context, ids: Sequence[tuple[str, str]], refs: References) -> tuple[BigNumber, ...]:
    known = [(id, topic) for id, topic in ids if read(ctx, id) is not None]
    return tuple(_number(ctx, id, topic, refs) for id, topic in known[:FIRST])


def _number(ctx: Context, id: str, topic: str, refs: References) -> BigNumber:
    reading = read(ctx, id)
    assert reading is not None  # the caller looked
    entry = indicators()[id]
    figures = [reading.value, reading.value if reading.past is None else reading.past]
    scale = entry.scale(figures, refs.lang)
    past = wording.past(reading, scale, refs.lang)
    used = [reading.year] + ([] if reading.first is None else [reading.first])
    return BigNumber(
        value=scale.number(reading.value),
        unit=wording.number_unit(id, scale.unit, refs.lang),
        label=wording.number_label(id, entry.label, refs.lang) + wording.on_year(ctx, reading.year, refs.lang),
        note=" · ".join(
            t
            for t in (reading.place[refs.lang], past, wording.spread(ctx, id, refs.lang), reading.note[refs.lang])
            if t
        ),
        topic=topic,
        refs=refs.number_indicators((id,), *used),
    )


def _characteristic(c: Characteristic, refs: References) -> Card:
    """Return a characteristic's card; the place among peers is given once, in its sentence or before its note."""
    lang, reading = refs.lang, c.reading
    place = wording.format_place(reading, lang)
    used = [reading.year] + ([] if reading.first is None else [reading.first])
    return Card(
        topic=c.topic,
        title=TOPICS[c.topic][lang],
        sentence=c.sentence[lang],
        proof=c.proof,
        note=wording.sentences(["" if place in c.sentence[lang] else place, c.note[lang], reading.note[lang]], lang),
        refs=refs.number_indicators(c.ids, *used)
        if c.own is None
        else (refs.number_row(provenance.build_published_row(indicators()[reading.id], c.own, used, lang)),),
        year=reading.year,
        status=refs.ctx.status(*c.ids, year=reading.year) if c.own is None else "observed",
    )


def _rank(diagnosis: Diagnosis, cards: Sequence[Characteristic]) -> dict[str, list[Finding]]:
    """Return the findings of each system; those that a characteristic's card already shows come last."""
    shown = {c.ids[0] for c in cards}
    return {s: sorted(diagnosis.select_system(s), key=lambda f: f.indicators[0] in shown) for s in SYSTEMS}


def _section(system: str, found: Sequence[Finding], refs: References) -> SystemSection:
    """Return a system with its largest findings, by kind."""
    kinds = list(KINDS)
    return SystemSection(
        system=system,
        title=SYSTEMS[system][refs.lang],
        lead=wording.lead(found, refs.lang, system if _lacks(refs.ctx.w, system) else ""),
        findings=tuple(_finding(f, refs) for f in sorted(found[:SHOWN], key=lambda f: kinds.index(f.kind))),
    )


def _lacks(w: Accounts, system: str) -> bool:
    """Return whether accounts lack what a system is about: manufacturing industries, or emissions."""
    return bool(explain_missing_group(w, "manufacturing")) if system == "s2" else "co2" not in w.satellites


def _finding(f: Finding, refs: References) -> Card:
    lang = refs.lang
    number, unit = wording.headline(f, lang)
    years_used = sorted({int(y) for y in f.evidence["year"]} | {f.year}) if len(f.evidence) else [f.year]
    return Card(
        topic=f.system,
        title=wording.kind(f.kind, lang),
        sentence=f.sentence[lang],
        proof=f.proof,
        note=wording.format_range(f, lang, estimate=f.range is not None and f.range == refs.ctx.range(f.indicators[0])),
        refs=refs.number_answer(f.indicators, f.status, *years_used),
        year=f.year,
        status=f.status,
        kind=f.kind,
        number=number,
        unit=unit,
        detail=f.detail[lang],
    )


def reproduce(
    ctx: Context,
    lang: Lang,
    command: str | None,
    index: Section | None,
    *,
    default_peers: bool,
    followed: bool,
    options: Sequence[str] = (),
) -> BriefProvenance:
    """Return how to get the same brief; `options` are those of its form."""
    words = ["newind", "brief", ctx.region, *table_options(ctx)]
    words += [] if default_peers else ["--peers", ",".join(ctx.peers)]
    words += [] if lang == "en" else ["--lang", lang]
    words += [] if ctx.model or coarse.is_coarse(ctx.w) else ["--quick"]
    words += [] if style() == STYLES[0] else ["--names", style()]
    words += options
    return BriefProvenance(
        command=command or " ".join(words),
        data=wording.data(ctx, lang),
        hash=hash_of(ctx),
        outlook=settle(ctx.w, ctx.outlook, region=ctx.region).describe()[lang] if followed else "",
        program=f"newind {__version__}",
        seed=SEEDED[lang].format(seed=SEED) if index is not None and index.cards else wording.SEED[lang],
        licence=wording.licence(ctx, lang),
    )


def table_options(ctx: Context) -> list[str]:
    """Return the options that name the accounts, where they are not those that a command takes by itself."""
    name = find_set_name(ctx.w)
    if not name:
        return ["--table", "FILE"]
    named = [] if name == home_of(ctx.region) else ["--table", name]
    return named if ctx.year == load(name).years[-1] else [*named, "--year", str(ctx.year)]


def hash_of(ctx: Context) -> str:
    """Return one hash of the accounts of all years."""
    return hashlib.sha256("".join(w.hash for w in ctx.accounts.values()).encode()).hexdigest()
