"""The cards of the index: the rank among all that are scored, the pillars beside the others, the obstacles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.charts.proofs import Bars, ChartRow, Profile, RankRows
from newind.language.tense import past
from newind.language.words import cardinal, percent
from newind.questions.index import section_words as words
from newind.questions.index.section_tables import status
from newind.questions.model import Card
from newind.questions.wording import capital

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.language.words import Lang
    from newind.questions.index.section_voice import StandingWording
    from newind.questions.index.standing import ScoreRange

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


def _ends(r: ScoreRange) -> tuple[float, float]:
    return r.low, r.high


def _number(n: int, lang: Lang) -> str:
    """Return a number as a word in English, where none is ``none``."""
    return str(n) if lang == "zh" else cardinal(n) if n else "none"


def _rank(voice: StandingWording, numbers: Mapping[str, int]) -> Card:
    found, lang = voice.found, voice.lang
    rows = tuple(ChartRow(c, r.value, _ends(r), found.scores[c].value) for c, r in found.ranks.items())
    rank, of = found.own[1], len(rows)
    said = {"rank": f"{rank.value:.0f}", "of": of, "year": found.year, "places": voice.places(rank)}
    names = voice.names(found.overlapping)
    note = words.OVERLAP[lang].format(names=names) if names else words.SEPARATE[lang]
    sentence = words.RANKED[voice.certainty][lang].format(**said)
    return _card("rank", sentence, RankRows(rows, found.region, of), note, voice, numbers["rank"], numbers["score"])


def _pillars(voice: StandingWording, numbers: Mapping[str, int]) -> Card:
    found, lang = voice.found, voice.lang
    rows = tuple(
        ChartRow(code, p.score.value, _ends(p.score), p.others, label={lang: voice.label(code)})
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
