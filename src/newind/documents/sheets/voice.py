"""How a brief of a few sheets speaks: its messages, names and numbers in one language, and the rows of its sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newind.charts.spans import MOST, digits
from newind.errors import in_chinese
from newind.language.phrases import economy
from newind.language.words import from_to, mark, percent
from newind.measures.registry import quantity
from newind.messages import fill_words, message_group
from newind.policy.signs import AMBIGUOUS, SIGNS, TOUCHED
from newind.questions.wording import capital

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.errors import NewindError
    from newind.language.words import Lang
    from newind.measures.context import Context
    from newind.questions.provenance import References


SHARED = "decision"
"""File of the messages of all of them: those of the decision brief."""


def say(lang: str, key: str, /, **values: object) -> str:
    """Return a message that all of them have."""
    return fill_words(_find(SHARED, key)[lang], lang, **values)


def _find(file: str, key: str) -> Any:
    """Return a message of a file, None where it has none."""
    group: Any = message_group(file)
    for part in key.split("."):
        if part not in group:
            return None
        group = group[part]
    return group


@dataclass(frozen=True, eq=False)
class Voice:
    """The accounts and the language of a brief, and the file of its messages."""

    refs: References
    own: str = SHARED

    @property
    def ctx(self) -> Context:
        """The accounts of the brief."""
        return self.refs.ctx

    @property
    def lang(self) -> Lang:
        """Language of every text."""
        return self.refs.lang

    @property
    def name(self) -> str:
        """Name of the economy inside a sentence."""
        return economy(self.ctx, self.ctx.region)[self.lang]

    def say(self, key: str, /, **values: object) -> str:
        """Return a message with its values; the name of the economy is always one of them."""
        said = _find(self.own, key) or _find(SHARED, key)
        return fill_words(said[self.lang], self.lang, **{"name": self.name, **values})

    def has(self, key: str) -> bool:
        """Return whether there is a message."""
        return bool(_find(self.own, key) or _find(SHARED, key))

    def join(self, texts: Sequence[str]) -> str:
        """Return texts as a list with "and" before the last."""
        if len(texts) < 2:
            return "".join(texts)
        return (
            mark("comma" if self.lang != "zh" else "list", self.lang).join(texts[:-1])
            + mark("and", self.lang)
            + texts[-1]
        )

    def span(self, low: float, high: float, unit: str = "1", least: int = 0) -> str:
        """Return a range of changes, each end with its sign; one number where both are written alike.

        Ends have as many decimals as they need, or as `least` says.
        """
        places = max(digits(low, high), least)
        ends = [percent(v, self.lang, _enough(v, places), sign=True) for v in (low, high)]
        if unit != "1":
            ends = [e.replace("%", "") for e in ends]
        if ends[0] == ends[1]:
            return ends[0]
        if self.lang == "zh":  # browsers set no space between a character and a sign
            return from_to(f"{ends[0]} ", f" {ends[1]}", self.lang)
        return from_to(ends[0].replace("%", ""), ends[1], self.lang)

    def sentence(self, text: str) -> str:
        """Return a text as a sentence, with its full stop."""
        return capital(text) + ("" if text[-1:] in ".。" else mark("stop", self.lang))

    def short_name(self, id: str) -> str:
        """Return the short name of an indicator, as it stands inside a sentence."""
        key = f"short.{id.replace('.', '_')}"
        if self.has(key):
            return self.say(key)
        return self.inside(quantity(id).label[self.lang])

    def inside(self, label: str) -> str:
        """Return a label as it stands inside a sentence."""
        return label if self.lang == "zh" or label[1:2].isupper() else label[:1].lower() + label[1:]

    def short_region(self, code: str) -> str:
        """Return the shortest name of an economy, for labels in drawings."""
        return self.say(f"region.{code}") if self.has(f"region.{code}") else self.ctx.economy(code).name(self.lang)

    def reason(self, error: NewindError) -> str:
        """Return why something could not be computed."""
        said = in_chinese(error.args[0]) if self.lang == "zh" and error.args else ""
        return said or str(error)

    def explain(self, verdict: str) -> str:
        """Return what stands in place of a number: by the verdict on a sign; a robust one has an end that reads 0."""
        return SIGNS.get(TOUCHED.get(verdict, verdict), SIGNS[AMBIGUOUS])[self.lang]


def _enough(value: float, places: int) -> int:
    """Return the decimals, in per cent, with which what is not zero does not read as zero, three at most.

    Examples
    --------
    >>> _enough(0.0024, 2), _enough(-0.00003, 2), _enough(0.0, 2)
    (2, 3, 2)
    """
    while value and places < MOST and round(100 * abs(value), places) == 0:
        places += 1
    return places
