"""How scores, ranks, names and years of the index are written in a language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newind.language.phrases import economy
from newind.language.words import dash, decimal, in_brackets, join_list, years
from newind.messages import say
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
        return say(
            f"language.span.{'signed' if signed else 'plain'}", self.lang, low=shown[0], high=shown[1], percent=""
        )

    def places(self, r: ScoreRange) -> str:
        """Return an interval of ranks."""
        low, high = f"{r.low:.0f}", f"{r.high:.0f}"
        return say(f"index.places.{'single' if r.low == r.high else 'range'}", self.lang, low=low, high=high)

    @property
    def certainty(self) -> str:
        """Whether the rank is ``settled``, or ``open`` as its interval overlaps with another."""
        return "open" if self.found.overlapping else "settled"

    def format_score(self, r: ScoreRange) -> str:
        """Return a score with its range."""
        return in_brackets(self.points(r.value), self.ends(r), self.lang)

    def format_rank(self, r: ScoreRange) -> str:
        """Return a rank with its interval."""
        interval = dash(f"{r.low:.0f}", f"{r.high:.0f}", self.lang)
        return in_brackets(f"{r.value:.0f}", interval, self.lang)

    def name(self, code: str, *, first: bool = False) -> str:
        """Return the name of an economy inside a sentence, or as its first word."""
        said = economy(self.refs.ctx, code)[self.lang]
        return capital(said) if first else said

    def names(self, codes: Sequence[str]) -> str:
        """Return names as labels, one after the other."""
        return join_list((name_of(self.refs.ctx, c, self.lang) for c in codes), self.lang)

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
        return join_list((years(s[0], s[-1], self.lang) for s in spans), self.lang)
