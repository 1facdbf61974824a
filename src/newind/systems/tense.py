"""The tense of a sentence: what is older than three years, seen from the accounts, was; it is not."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from newind.accounts.regions import known_regions, shown, style

if TYPE_CHECKING:
    from newind.systems.phrases import Text

RECENT = 3
"""Years before that of the accounts up to which a figure stands in the present tense."""
PAST = {
    "is": "was", "are": "were", "has": "had", "have": "had", "does": "did", "do": "did", "makes": "made",
    "make": "made", "takes": "took", "keeps": "kept", "keep": "kept", "comes": "came", "come": "came",
    "carries": "carried", "stands": "stood", "stand": "stood", "ends": "ended", "provides": "provided",
    "provide": "provided", "adds": "added", "add": "added", "cross": "crossed", "crosses": "crossed", "sells": "sold",
    "sell": "sold", "goes": "went", "go": "went", "receives": "received", "earns": "earned", "earn": "earned",
    "pays": "paid", "pay": "paid", "serves": "served", "causes": "caused", "emits": "emitted", "holds": "held",
    "rests": "rested", "returns": "returned", "serve": "served",
}  # fmt: skip
"""Verbs of sentences on figures, present → past."""
VERB = re.compile(rf"\b({'|'.join(PAST)})\b")
UNBENT = re.compile(r"\b(would|could|can|may|to|will) (?:\w+ )?$")
"""What comes before a verb that has no tense."""
ABBREVIATED = re.compile(r"[A-Z]\S?[A-Z]|[0-9]")


def old(year: int, now: int) -> bool:
    """Return whether a figure of a year belongs into the past tense where the accounts are of another.

    Examples
    --------
    >>> old(2014, 2022), old(2019, 2022), old(2024, 2022)
    (True, False, False)
    """
    return now - year > RECENT


def dated(sentence: Text, year: int, now: int) -> Text:
    """Return a sentence in the past tense and with its year where its figure is old; others as they are.

    Examples
    --------
    >>> said = {"en": "Labour receives 53.9% of it; the median is 50%", "zh": "劳动报酬占53.9%"}
    >>> dated(said, 2014, 2022)
    {'en': 'In 2014 labour received 53.9% of it; the median was 50%', 'zh': '2014年劳动报酬占53.9%'}
    >>> dated(said, 2019, 2022) == said
    True
    """
    if not old(year, now):
        return sentence
    en, zh = VERB.sub(_past, sentence["en"]), sentence["zh"]
    if str(year) not in en:
        en = f"In {year} {en if _kept(en) else en[:1].lower() + en[1:]}"
    return {"en": en, "zh": zh if f"{year}年" in zh else f"{year}年{zh}"}


def _past(verb: re.Match[str]) -> str:
    return verb[0] if UNBENT.search(verb.string[: verb.start()]) else PAST[verb[0]]


def _kept(sentence: str) -> bool:
    """Return whether a sentence begins with what has a capital anywhere: an abbreviation, a number, a name."""
    return bool(ABBREVIATED.match(sentence) or names(style()).match(sentence))


@cache
def names(style: str) -> re.Pattern[str]:  # noqa: ARG001 - what the cache goes by
    """Return what matches the English name of a region."""
    return re.compile(rf"(?:{'|'.join(re.escape(shown(r).en) for r in known_regions().values())})\b")
