"""Effects of policies in the cells of a brief: the range where its sign may be stated, else a word; and its bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.charts.proofs import ChangeRanges, ChartRow
from newind.charts.spans import tone
from newind.documents.sheets.model import UNCLEAR, Cell
from newind.policy.signs import SIGNS, has_size

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.documents.sheets.voice import Voice
    from newind.questions.policies.trials import Effect


def is_stated(e: Effect) -> bool:
    """Return whether a range may be printed: its sign is stated, and neither end is on the other side of zero.

    Real income has a sign where one end is less than what counts as none: in words it is zero or positive, or negative.
    """
    return e.sure and (e.nothing or e.low * e.high > 0)


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
        Whether ranges with both signs, and those that tell no size, are printed, too: beside a bar.
    """
    if not e.known:
        return voice.say("policies.unknown"), UNCLEAR
    if not is_stated(e):
        if both and e.low < 0 < e.high:
            return voice.span(e.low, e.high, unit), UNCLEAR
        return voice.explain(e.sign), UNCLEAR
    if e.nothing:
        return SIGNS["zero"][voice.lang], UNCLEAR
    sized = both or has_size(e.low, e.high)
    text = voice.span(e.low, e.high, unit) if sized else voice.say(f"policies.size_{'up' if e.low > 0 else 'down'}")
    return text, tone(e.low, e.high, better)


def draw_effects(effects: Iterable[tuple[str, Effect]], better: str) -> ChangeRanges:
    """Return the bars of effects on one scale; none where neither a sign nor both signs may be shown."""
    return ChangeRanges(tuple(_row(code, e) for code, e in effects), "1", better)


def _row(code: str, e: Effect) -> ChartRow:
    draws = e.known and (is_stated(e) or e.low < 0 < e.high)
    return ChartRow(code, e.central if is_stated(e) else float("nan"), (e.low, e.high) if draws else None)


def set_cell(e: Effect, said: tuple[str, str], column: ChangeRanges, k: int) -> Cell:
    """Return the cell of an effect: its text, and its bar where it has one."""
    return Cell(*said, (column, k) if column.rows[k].range is not None and not e.nothing else None)
