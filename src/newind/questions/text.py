"""Fixed words of the page, the Word file and the workbook, in every language."""

from __future__ import annotations

from typing import Any

from newind.language.phrases import plain_share
from newind.language.words import mark
from newind.messages import Text, fill_words, message_group, take_language
from newind.questions.evidence import MATERIAL
from newind.questions.findings import MARKS

GLYPHS: dict[str, str] = {**message_group("common.page.glyphs"), **MARKS}
"""Marks of characteristics and kinds of findings: shape before colour."""
KINDS = ("strength", "risk", "constraint", "problem", "context")
"""Kinds in the order of the legend, the best first."""


def page_words(lang: str, kind: str = "country", *, alone: bool = False) -> dict[str, Any]:
    """Return the fixed words of the page in a language, for a country or a province, with or without peers.

    Examples
    --------
    >>> page_words("en", "province")["kind_of_page"], page_words("zh")["kind_of_page"]
    ('Provincial brief', '国别简报')
    >>> page_words("en", alone=True)["how"]
    'Small boxed numbers lead to the source.'
    """
    found = take_language(message_group("common.page"), lang)
    found |= take_language(message_group("common.page_of_a_province"), lang) if kind == "province" else {}
    own = take_language(message_group("common.page_alone"), lang) if alone else {}
    kinds = {k: fill_words(v, lang, share=plain_share(MATERIAL)) for k, v in found["kinds"].items()}
    return found | own | {"kinds": kinds | own.get("kinds", {})}


FILES: dict[str, Text] = message_group("common.text.files")
"""Of the Word file, the PDF and the workbook."""


def say(key: str, lang: str) -> str:
    """Return a fixed text of the brief's files in a language.

    Examples
    --------
    >>> say("sources", "en"), say("sources", "zh")
    ('Where each number comes from', '数据来源索引')
    """
    return FILES[key][lang]


def state(status: str, lang: str) -> str:
    """Return how a figure was obtained, in the language.

    Examples
    --------
    >>> state("proxy", "zh"), state("guessed", "zh")
    ('代理指标', 'guessed')
    """
    return str(message_group("common.page.status").get(status, {}).get(lang, status))


def quantity(value: str, unit: str, lang: str) -> str:
    """Return a written number with its unit.

    Examples
    --------
    >>> quantity("16.2", "%", "en"), quantity("996", "Mt", "en"), quantity("9.96", "亿吨", "zh")
    ('16.2%', '996 Mt', '9.96亿吨')
    """
    space = mark("before_unit", lang) if unit and value and not unit.startswith("%") else ""
    return f"{value}{space}{unit}"


def add_full_stop(text: str, lang: str) -> str:
    """Return a text that ends with a full stop, unless it is empty or has its own end.

    Examples
    --------
    >>> add_full_stop("It rose", "en"), add_full_stop("上升", "zh")
    ('It rose.', '上升。')
    >>> add_full_stop("Why?", "en"), add_full_stop("", "en")
    ('Why?', '')
    """
    if not text or text[-1] in ".!?。！？…":
        return text
    return text + mark("stop", lang)
