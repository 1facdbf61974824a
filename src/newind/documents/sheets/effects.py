"""Effects of policies in the cells of a brief: the range where its sign may be stated, else a word; and its bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.charts.proofs import ChangeRanges, ChartRow
from newind.charts.spans import tone
from newind.documents.sheets.model import UNCLEAR, Cell
from newind.language.words import mark
from newind.policy.signs import SIGNS, has_size
from newind.policy.verdicts import NOISE
from newind.questions.policies.counting import count_verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.documents.sheets.voice import Voice
    from newind.questions.policies.trials import Effect


NEAR_ZERO = ("zero", "zero or positive", "zero or negative")
"""Verdicts of what is, at one end at least, less than counts as a change: it is not hatched, and has no bar."""


FINE = 3
"""Decimals, in per cent, of what is near zero; one more at the bound, so that one sees on which side an end is."""


def tell_counts(signs: Iterable[str], group: str, voice: Voice) -> str:
    """Return how many effects there are of each class, those of which there are none left out.

    Parameters
    ----------
    signs : iterable of str
        Classes or verdicts: keys of `newind.policy.signs.SIGNS`.
    group : str
        Of the messages, one a class.
    voice : Voice
    """
    told = [voice.say(f"{group}.{k.replace(' ', '_')}", n=n) for k, n in count_verdicts(signs).items()]
    return mark("comma", voice.lang).join(told)


def show_effect(e: Effect, unit: str, better: str, voice: Voice, *, both: bool = False) -> tuple[str, str]:
    """Return the range of an effect where its sign is stated, else the word of the verdict; and what it means.

    Of a range that tells no size the direction alone is returned.

    Parameters
    ----------
    e : Effect
    unit : {"1", "points"}
    better : str
        Direction that is better.
    voice : Voice
    both : bool
        Whether ranges without a number in the headline are printed, too: beside a bar, whose ends they are.
    """
    if not e.known:
        return voice.say("policies.unknown"), UNCLEAR
    if both and e.verdict in NEAR_ZERO and not e.nothing:
        at_bound = any(round(abs(v), FINE + 2) == NOISE for v in (e.low, e.high))
        return mark_near(voice.span(e.low, e.high, unit, FINE + at_bound), e.verdict, voice), UNCLEAR
    if not e.stated:
        if both and e.drawn:
            return voice.span(e.low, e.high, unit), tone(e.low, e.high, better)
        return voice.explain(e.sign), UNCLEAR
    if e.nothing or (e.sign == "zero" and not both):
        return SIGNS["zero"][voice.lang], UNCLEAR
    sized = both or has_size(e.low, e.high)
    text = voice.span(e.low, e.high, unit) if sized else voice.say(f"policies.size_{'up' if e.low > 0 else 'down'}")
    return text, UNCLEAR if e.sign == "zero" else tone(e.low, e.high, better)


def mark_near(span: str, verdict: str, voice: Voice) -> str:
    """Return a range with its verdict, one of `NEAR_ZERO`, beside it: ≈0, ≥0 or ≤0."""
    return f"{span} {voice.say('near.' + verdict.replace(' ', '_'))}"


def draw_effects(effects: Iterable[tuple[str, Effect]], better: str) -> ChangeRanges:
    """Return the bars of effects on one scale; none where nothing of the range may be shown."""
    return ChangeRanges(tuple(_row(code, e) for code, e in effects), "1", better)


def _row(code: str, e: Effect) -> ChartRow:
    shown = e.drawn and e.verdict not in NEAR_ZERO
    return ChartRow(code, e.central if e.stated else float("nan"), (e.low, e.high) if shown else None)


def set_cell(e: Effect, said: tuple[str, str], column: ChangeRanges, k: int) -> Cell:
    """Return the cell of an effect: its text, and its bar where it has one."""
    return Cell(*said, (column, k) if column.rows[k].range is not None and not e.nothing else None)
