"""Titles, notes and names of columns of answers, in English and Chinese: one home, in ``words.yaml``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.accounts.regions import region
from newind.datafiles import shipped
from newind.systems.science.chain import LABELS as CHAIN
from newind.systems.science.reliance_labels import LABELS as RELIANCE
from newind.systems.science.reliance_labels import VALUES as RELIED

if TYPE_CHECKING:
    from newind.systems.phrases import Text

_SAID = shipped("newind.briefs.questions", "words.yaml")
TITLES: dict[str, Text] = _SAID["titles"]
NOTES: dict[str, Text] = _SAID["notes"]
LABELS: dict[str, Text] = {**RELIANCE, **CHAIN, **_SAID["columns"]}
SHORT: dict[str, Text] = _SAID["short"]
VALUES: dict[str, dict[str, Text]] = {**RELIED, **_SAID["values"]}
MONEY = frozenset(_SAID["money"])
NUMBERS = frozenset(_SAID["numbers"])


def titled(name: str, place: str, year: int) -> Text:
    """Return the title of an answer: what, of whom, when.

    Examples
    --------
    >>> titled("dependence", "CHN", 2011)["en"]
    'What China depends on, 2011'
    """
    row = region(place)
    when = {"en": f", {year}", "zh": f"（{year}年）"} if year else {"en": "", "zh": ""}
    return {lang: TITLES[name][lang].format(getattr(row, lang)) + when[lang] for lang in ("en", "zh")}
