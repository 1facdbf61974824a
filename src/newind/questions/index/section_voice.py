"""How scores, ranks, names and years of the index are written in a language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newind.language.phrases import economy
from newind.language.words import decimal, years
from newind.questions.index import section_words as words
from newind.questions.index.standing import of_index
from newind.questions.wording import capital, name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.language.words import Lang
    from newind.questions.index.standing import ScoreRange, Standing
    from newind.questions.references import References


@dataclass(frozen=True)
class StandingWording:
    """Words and their language."""

    found: Standing
    refs: References

    @property
    def lang(self) -> Lang:
        """The language."""
        return self.refs.lang

    def points(self, x: float) -> str:
        """Return a score."""
        return decimal(x, 1, self.lang)

    def ends(self, r: ScoreRange, *, flip: bool = False) -> str:
        """Return the range of a score or of a change; of a fall, as sizes, where asked for."""
        low, high = (-r.high, -r.low) if flip else (r.low, r.high)
        signed = low < 0
        shown = [decimal(x, 1, self.lang, sign=signed) for x in (low, high)]
        return self.join_ends(shown, " to " if signed else "–")

    def places(self, r: ScoreRange) -> str:
        """Return an interval of ranks."""
        if self.lang == "zh":
            return f"第{r.low:.0f}位" if r.low == r.high else f"第{r.low:.0f}至{r.high:.0f}位"
        return f"{r.low:.0f}" if r.low == r.high else f"{r.low:.0f}–{r.high:.0f}"

    @property
    def certainty(self) -> str:
        """Whether the rank is ``settled``, or ``open`` as its interval overlaps with another."""
        return "open" if self.found.overlapping else "settled"

    def format_score(self, r: ScoreRange) -> str:
        """Return a score with its range."""
        return self.append_in_brackets(self.points(r.value), self.ends(r))

    def format_rank(self, r: ScoreRange) -> str:
        """Return a rank with its interval."""
        low, high = f"{r.low:.0f}", f"{r.high:.0f}"
        return self.append_in_brackets(f"{r.value:.0f}", low if low == high else self.join_ends([low, high], "–"))

    def join_ends(self, ends: Sequence[str], dash: str) -> str:
        """Return two ends as a range."""
        return ("至" if self.lang == "zh" else dash).join(ends)

    def append_in_brackets(self, first: str, second: str) -> str:
        """Return a text and another in brackets."""
        return f"{first}（{second}）" if self.lang == "zh" else f"{first} ({second})"

    def name(self, code: str, *, first: bool = False) -> str:
        """Return the name of an economy inside a sentence, or as its first word."""
        said = economy(self.refs.ctx, code)[self.lang]
        return capital(said) if first else said

    def names(self, codes: Sequence[str]) -> str:
        """Return names as labels, one after the other."""
        return (", " if self.lang == "en" else "、").join(name_of(self.refs.ctx, c, self.lang) for c in codes)

    def label(self, code: str, *, inside: bool = False) -> str:
        """Return the name of an indicator or a pillar; of an indicator ``inside`` a sentence or as a label."""
        said = words.SHORT[code][self.lang] if code in words.SHORT else of_index().label(code, self.lang)
        if not inside:
            return capital(said)
        return said if re.match(r"[A-Z]\S?[A-Z0-9]", said) or "." not in code else said[:1].lower() + said[1:]

    def years(self, of: Sequence[int]) -> str:
        """Return years as spans.

        Examples
        --------
        ``2000–2003, 2005`` and ``2000—2003年、2005年``.
        """
        spans: list[list[int]] = []
        for y in of:
            if spans and spans[-1][-1] == y - 1:
                spans[-1].append(y)
            else:
                spans.append([y])
        return (", " if self.lang == "en" else "、").join(years(s[0], s[-1], self.lang) for s in spans)
