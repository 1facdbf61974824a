"""The cards and numbers of the section on the index: ranks, pillars, obstacles, and where each number comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind import __version__
from newind.charts.proofs import Bars, ChartRow, Profile, RankRows
from newind.language.tense import past
from newind.language.words import cardinal, in_brackets, join_list, mark, percent
from newind.measures.registry import indicators
from newind.questions.index import section_voice as words
from newind.questions.index.standing import SPEC, of_index
from newind.questions.model import Card, MeasureRow, SourceRow, TableSection
from newind.questions.provenance import name_source
from newind.questions.wording import capital

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newind.language.words import Lang
    from newind.questions.index.section_voice import StandingWording
    from newind.questions.index.standing import ScoreRange


METHODS = {"score": "score", "pillar": "score", "rank": "rank", "obstacle": "obstacle"}
"""Row of the table of sources → the reference of its method, and its unit."""
POINTS, PLACE, SHARE = "0-100", "rank", "1"
"""Units of figures."""


def pillars(voice: StandingWording, numbers: Mapping[str, int]) -> TableSection:
    """Return the table of pillars: score and rank with ranges, what is missing, what holds each back most."""
    lang, found = voice.lang, voice.found
    rows = tuple(
        (
            voice.label(code),
            voice.format_score(p.score),
            voice.format_rank(p.rank),
            percent(p.obstacle, lang, 0) if p.obstacle == p.obstacle else "",
            _largest(voice, code),
        )
        for code, p in found.pillars.items()
    )
    used = tuple(numbers[k] for k in ("pillar", "rank", "obstacle"))
    return TableSection("pillars", words.PILLARS[lang], "", tuple(words.HEAD[lang]), rows, numeric=(1, 2, 3), refs=used)


def _largest(voice: StandingWording, pillar: str) -> str:
    """Return the largest obstacle in a pillar, empty where nothing is missing to its top."""
    leaves = voice.found.spec.tree.leaves(pillar)
    inside = [(code, share) for code, share in voice.found.obstacles.items() if code in leaves and share > 0]
    return in_brackets(voice.label(inside[0][0]), percent(inside[0][1], voice.lang, 0), voice.lang) if inside else ""


# ---- where numbers come from
def status(voice: StandingWording, whose: str) -> str:
    """Return the status of scores: ``estimated`` where figures were imputed, else that of the indicators.

    ``own`` looks at the economy, ``all`` at every economy that it is ranked with.
    """
    found = voice.found
    if found.imputed if whose == "all" else found.list_imputed_years(found.region):
        return "estimated"
    return voice.refs.ctx.status(*voice.found.spec.tree.indicators, year=found.year)


def numbers(voice: StandingWording) -> dict[str, int]:
    """Return the numbers of the rows that say where scores, ranks and obstacles come from."""
    return {kind: voice.refs.number_row(_source(kind, voice)) for kind in METHODS}


def _source(kind: str, voice: StandingWording) -> SourceRow:
    lang, found = voice.lang, voice.found
    used = dict.fromkeys((found.years[0], found.year)) if kind == "score" else (found.year,)
    semicolon = mark("semicolon", lang)
    return SourceRow(
        number=0,
        indicator=f"index.{kind}",
        label=words.LABELS[kind][lang],
        formula=words.FORMULAS[kind][lang],
        source=semicolon.join(
            (*_list_table_sources(voice, semicolon, whole=kind == "score"), words.METHOD[METHODS[kind]][lang])
        ),
        year=join_list(map(str, used), lang),
        unit=words.UNITS[METHODS[kind]][lang],
        status=status(voice, "all" if kind == "rank" else "own"),
        note=f"{_statuses(voice, kind)}{semicolon}{SPEC}, newind {__version__}",
    )


def _list_table_sources(voice: StandingWording, semicolon: str, *, whole: bool) -> list[str]:
    """Return where the tables come from, and as a ``whole`` what else the indicators use."""
    w = voice.refs.ctx.accounts[voice.found.year]
    used = [w.source]
    for entry in (indicators()[code] for code in voice.found.spec.tree.indicators if whole):
        used += [w.satellites[n].source for n in entry.list_requirements("satellite") if n in w.satellites]
        used += [w.facts[n].source for n in entry.list_requirements("fact") if n in w.facts]
    said = [name_source(u, voice.lang) for u in dict.fromkeys(used) if u]
    return list(dict.fromkeys(part for text in said for part in text.split(semicolon)))


def _statuses(voice: StandingWording, kind: str) -> str:
    """Return how many indicators are proxies or estimated, and what was imputed."""
    ctx, found, codes = voice.refs.ctx, voice.found, voice.found.spec.tree.indicators
    each = [ctx.status(code, year=found.year) for code in codes]
    gaps = found.imputed if kind == "rank" else {k: v for k, v in found.imputed.items() if k[0] == found.region}
    said = {"n": len(codes), "proxy": each.count("proxy"), "estimated": each.count("estimated")}
    return words.STATUSES[voice.lang].format(**said, gaps=_gaps(voice, gaps, named=kind == "rank"))


def _gaps(voice: StandingWording, gaps: Mapping[tuple[str, str], Sequence[int]], *, named: bool) -> str:
    """Return which figures were imputed: by indicator the economies and how many, or the years of one economy."""
    lang = voice.lang
    parts = []
    for code in dict.fromkeys(code for _, code in gaps):
        units = {unit: years for (unit, c), years in gaps.items() if c == code}
        shown = [words.COUNT[lang].format(name=voice.names([u]), n=len(y)) for u, y in units.items()]
        shown = shown if named else [voice.years(y) for y in units.values()]
        parts.append(words.GAP[lang].format(indicator=voice.label(code, inside=True), names=join_list(shown, lang)))
    return mark("semicolon", lang).join(parts) or words.NONE[lang]


def describe_imputation(voice: StandingWording) -> str:
    """Return which figures of the economy were imputed, and which of the others."""
    found = voice.found
    own = {k: v for k, v in found.imputed.items() if k[0] == found.region}
    others = {k: v for k, v in found.imputed.items() if k[0] != found.region}
    said = {"own": _gaps(voice, own, named=False), "others": _gaps(voice, others, named=True)}
    return words.IMPUTED[voice.lang].format(name=voice.name(found.region), **said)


def nobody(voice: StandingWording) -> tuple[str, ...]:
    """Return which economies are not scored in the year, none where all are."""
    ctx, found = voice.refs.ctx, voice.found
    gone = [c for c in ctx.w.regions if c not in found.ranks]
    return (words.NOBODY[voice.lang].format(names=voice.names(gone)),) if gone else ()


# ---- rows of the measure table
def figures(voice: StandingWording) -> tuple[MeasureRow, ...]:
    """Return every figure of the section: scores and ranks of all economies, pillars and obstacles of this one."""
    found = voice.found
    rows = [row for c, r in found.scores.items() for row in _ends("index.score", r, POINTS, voice, c)]
    rows += [row for c, r in found.ranks.items() for row in _ends("index.rank", r, PLACE, voice, c)]
    for year, r in found.past.items():
        rows += _ends("index.score", r, POINTS, voice, year=year)
    rows += _ends("index.change", found.change, POINTS, voice) if found.change else []
    for code, p in found.pillars.items():
        rows += _ends(f"index.{code}.score", p.score, POINTS, voice)
        rows += _ends(f"index.{code}.rank", p.rank, PLACE, voice)
    shares = {**{c: p.obstacle for c, p in found.pillars.items()}, **found.obstacles}
    return (*rows, *(_figure(f"index.obstacle.{c}", s, SHARE, voice) for c, s in shares.items()))


def _ends(
    id: str, r: ScoreRange, unit: str, voice: StandingWording, region: str = "", year: int = 0
) -> Iterator[MeasureRow]:
    for end, value in (("", r.value), (".low", r.low), (".high", r.high)):
        yield _figure(f"{id}{end}", value, unit, voice, region, year)


def _figure(id: str, value: float, unit: str, voice: StandingWording, region: str = "", year: int = 0) -> MeasureRow:
    found, ctx = voice.found, voice.refs.ctx
    gaps = found.imputed if unit == PLACE else found.list_imputed_years(region or found.region)
    how = "estimated" if gaps else status(voice, "own")
    return MeasureRow(ctx.w.scenario, year or found.year, id, value, unit, how, region=region)


def labels(lang: Lang) -> dict[str, str]:
    """Return the names of the quantities among the figures."""
    spec = of_index()
    made = {f"index.{k}": words.LABELS[k][lang] for k in ("score", "rank", "change")}
    for code in spec.tree.pillars:
        named = spec.label(code, lang)
        made |= {f"index.{code}.{k}": words.OF[k][lang].format(name=named) for k in ("score", "rank")}
    codes: Iterable[str] = (*spec.tree.pillars, *spec.tree.indicators)
    return made | {f"index.obstacle.{c}": words.OF["obstacle"][lang].format(name=spec.label(c, lang)) for c in codes}


SHOWN = 6
"""Obstacles that are drawn."""


def cards(voice: StandingWording, numbers: Mapping[str, int]) -> tuple[Card, ...]:
    """Return the cards; that of the obstacles only where something is missing to the top."""
    made = (_rank(voice, numbers), _pillars(voice, numbers), _obstacles(voice, numbers))
    return tuple(card for card in made if card is not None)


def _card(
    kind: str, sentence: str, proof: RankRows | Profile | Bars, note: str, voice: StandingWording, *refs: int
) -> Card:
    return Card(
        topic="index",
        title=words.CARDS[kind][voice.lang],
        sentence=sentence,
        proof=proof,
        note=note,
        refs=refs,
        year=voice.found.year,
        status=status(voice, "all" if kind == "rank" else "own"),
        detail=words.GLYPHS[kind],
    )


def _range_ends(r: ScoreRange) -> tuple[float, float]:
    return r.low, r.high


def _number(n: int, lang: Lang) -> str:
    """Return a number as a word in English, where none is ``none``."""
    return str(n) if lang == "zh" else cardinal(n) if n else "none"


def _rank(voice: StandingWording, numbers: Mapping[str, int]) -> Card:
    found, lang = voice.found, voice.lang
    rows = tuple(ChartRow(c, r.value, _range_ends(r), found.scores[c].value) for c, r in found.ranks.items())
    rank, of = found.own[1], len(rows)
    said = {"rank": f"{rank.value:.0f}", "of": of, "year": found.year, "places": voice.places(rank)}
    names = voice.names(found.overlapping)
    note = words.OVERLAP[lang].format(names=names) if names else words.SEPARATE[lang]
    sentence = words.RANKED[voice.certainty][lang].format(**said)
    return _card("rank", sentence, RankRows(rows, found.region, of), note, voice, numbers["rank"], numbers["score"])


def _pillars(voice: StandingWording, numbers: Mapping[str, int]) -> Card:
    found, lang = voice.found, voice.lang
    rows = tuple(
        ChartRow(code, p.score.value, _range_ends(p.score), p.others, label={lang: voice.label(code)})
        for code, p in found.pillars.items()
    )
    gaps = {code: p.score.value - p.others for code, p in found.pillars.items()}
    ahead = sum(g > 0 for g in gaps.values())
    behind = min(gaps.values()) < 0
    code = (min if behind else max)(gaps, key=lambda c: gaps[c])
    own, others = (voice.points(x) for x in (found.pillars[code].score.value, found.pillars[code].others))
    said = {
        "n": _number(len(gaps), lang),
        "ahead": capital(_number(ahead, lang)),
        "pillar": voice.label(code),
        "own": own,
        "others": others,
    }
    sentence = past((words.BEHIND if behind else words.AHEAD)[lang].format(**said), found.year)
    proof = Profile(rows, {lang: voice.name(found.region, first=True)}, words.OTHERS)
    return _card("pillars", sentence, proof, words.PILLAR_NOTE[lang], voice, numbers["pillar"])


def _obstacles(voice: StandingWording, numbers: Mapping[str, int]) -> Card | None:
    found, lang = voice.found, voice.lang
    if not found.obstacles:
        return None
    shown = list(found.obstacles.items())[:SHOWN]
    rows = tuple(ChartRow(code, share, label={lang: voice.label(code)}) for code, share in shown)
    first, share = shown[0]
    said = words.LARGEST[lang].format(indicator=voice.label(first, inside=True), share=percent(share, lang, 0))
    note = words.OBSTACLE_NOTE[lang].format(
        n=_number(len(shown), lang), share=percent(sum(s for _, s in shown), lang, 0)
    )
    behind = voice.refs.number_indicators((first,), found.year)
    return _card("obstacles", past(said, found.year), Bars(rows, first, "1"), note, voice, numbers["obstacle"], *behind)
