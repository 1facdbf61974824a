"""The tense of a sentence: what is more than three years older than the newest official figures was; it is not."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from newind.accounts.regions import apply_house_style, read_regions, style
from newind.data.reference import now, package
from newind.messages import say

if TYPE_CHECKING:
    from newind.messages import Text

RECENT = 3
"""Years before that of the newest official figures up to which a figure stands in the present tense."""
PAST = {
    "is": "was", "are": "were", "has": "had", "have": "had", "does": "did", "do": "did", "makes": "made",
    "make": "made", "takes": "took", "keeps": "kept", "keep": "kept", "comes": "came", "come": "came",
    "carries": "carried", "stands": "stood", "stand": "stood", "ends": "ended", "provides": "provided",
    "provide": "provided", "adds": "added", "add": "added", "cross": "crossed", "crosses": "crossed", "sells": "sold",
    "sell": "sold", "goes": "went", "go": "went", "receives": "received", "earns": "earned", "earn": "earned",
    "pays": "paid", "pay": "paid", "serves": "served", "causes": "caused", "emits": "emitted", "holds": "held",
    "rests": "rested", "returns": "returned", "serve": "served", "weigh": "weighed", "weighs": "weighed",
    "buy": "bought", "uses": "used", "pull": "pulled", "pulls": "pulled", "push": "pushed", "pushes": "pushed",
    "sets": "set", "pass": "passed", "scores": "scored", "ranks": "ranked", "lacks": "lacked", "lies": "lay",
}  # fmt: skip
"""Verbs of sentences on figures, present → past."""
VERB = re.compile(rf"\b({'|'.join(PAST)})\b(?! unclear| ambiguous| not (?:known|counted|named|seen))")
UNBENT = re.compile(r"\b(would|could|can|may|to|will) (?:not |\w+ly )?$")
"""Pattern of the words before a verb that has no tense."""
ABBREVIATED = re.compile(r"[A-Z]\S?[A-Z]|[0-9]")


@cache
def today() -> int:
    """Return the year of the newest official figures that are shipped, from which the age of others is counted.

    Examples
    --------
    >>> today()
    2026
    """
    return max(int(str(of["date"])[:4]) for of in package(now.NAME)["sources"])


def old(year: int) -> bool:
    """Return whether a figure of a year belongs into the past tense.

    Examples
    --------
    >>> old(2014), old(2022), old(2023), old(2035)
    (True, True, False, False)
    """
    return today() - year > RECENT


def past(said: str, year: int) -> str:
    """Return a text in the past tense where its figures are old; Chinese has none.

    Examples
    --------
    >>> past("It keeps less of what it sells", 2022), past("It would have less", 2022), past("It keeps less", 2024)
    ('It kept less of what it sold', 'It would have less', 'It keeps less')
    """
    return VERB.sub(_past, said) if old(year) else said


def date_sentence(sentence: Text, year: int, accounts: int) -> Text:
    """Return a sentence in the past tense where its figure is old, with its year where that is not of the accounts.

    Examples
    --------
    >>> said = {"en": "Labour receives 53.9% of it; the median is 50%", "zh": "劳动报酬占53.9%"}
    >>> date_sentence(said, 2014, 2022)
    {'en': 'In 2014 labour received 53.9% of it; the median was 50%', 'zh': '2014年劳动报酬占53.9%'}
    >>> date_sentence(said, 2022, 2022)["en"], date_sentence(said, 2024, 2022) == said
    ('Labour received 53.9% of it; the median was 50%', True)
    """
    return {lang: _date(said, lang, year, accounts) for lang, said in sentence.items()}


def _date(said: str, lang: str, year: int, accounts: int) -> str:
    said = said if lang == "zh" else past(said, year)
    dated = say("language.lone_year", lang, year=year) if lang == "zh" else str(year)
    if not old(year) or year == accounts or dated in said:
        return said
    if lang == "zh":
        return dated + said
    return f"In {year} {said if _keeps_capital(said) else said[:1].lower() + said[1:]}"


def _past(verb: re.Match[str]) -> str:
    return verb[0] if UNBENT.search(verb.string[: verb.start()]) else PAST[verb[0]]


def _keeps_capital(sentence: str) -> bool:
    """Return whether a sentence begins with what has a capital anywhere: an abbreviation, a number, a name."""
    return bool(ABBREVIATED.match(sentence) or names(style()).match(sentence))


@cache
def names(style: str) -> re.Pattern[str]:  # noqa: ARG001 - what the cache goes by
    """Return what matches the English name of a region."""
    return re.compile(rf"(?:{'|'.join(re.escape(apply_house_style(r).en) for r in read_regions().values())})\b")
