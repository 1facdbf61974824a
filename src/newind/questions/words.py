"""Titles, notes and names of columns of answers, in every language: one home, in `newind.messages`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from newind.accounts.regions import apply_house_style as region, name_region
from newind.analyses.science.chain import LABELS as CHAIN
from newind.analyses.science.reliance_labels import LABELS as RELIANCE, VALUES as RELIED
from newind.language.words import decimal, listing, mass, years
from newind.messages import NOTHING, fill, in_each, message, message_group

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newind.accounts.accounts import Accounts
    from newind.messages import Text

_SAID = message_group("common.answers")
TITLES: dict[str, Text] = _SAID["titles"]
NOTES: dict[str, Text] = _SAID["notes"]
LABELS: dict[str, Text] = {**RELIANCE, **CHAIN, **_SAID["columns"]}
SHORT: dict[str, Text] = _SAID["short"]
VALUES: dict[str, dict[str, Text]] = {**RELIED, **_SAID["values"]}
MONEY = frozenset(_SAID["money"])
NUMBERS = frozenset(_SAID["numbers"])
UNITS: dict[str, Text] = _SAID["units"]


def of_accounts(w: Accounts, *, simulated: bool = False) -> Text:
    """Return the first note of an answer: year, status and money of the accounts, and whether losses are simulated.

    Examples
    --------
    >>> import newind as ni
    >>> of_accounts(ni.load("world", year=2011))["en"]
    'Accounts of 2011: observed. Money in million USD.'
    """
    name = "simulated" if simulated else "accounts"
    return fill(
        NOTES[name], year=w.year, status=VALUES["status"].get(w.status, w.status), unit=UNITS.get(w.unit, w.unit)
    )


def place(code: str) -> Text:
    """Return the name of a region."""
    return name_region(region(code))


def format_title(name: str, place: str, year: int, *more: Text) -> Text:
    """Return the title of an answer: what, of whom, when; `more` are further names in it.

    Examples
    --------
    >>> format_title("dependence", "CHN", 2011)["en"]
    'What China depends on, 2011'
    """
    row = region(place)
    ends = when(year, year) if year else NOTHING
    return {lang: TITLES[name][lang].format(row.name(lang), *(m[lang] for m in more)) + ends[lang] for lang in ends}


def when(first: int, last: int) -> Text:
    """Return years as a title ends with them.

    Examples
    --------
    >>> when(1995, 2011)
    {'en': ', 1995–2011', 'zh': '（1995—2011年）'}
    """
    return message("common.words.when", years=in_each(partial(years, first, last)))


def join_texts(items: Sequence[Text], join: Callable[[Sequence[str], str], str] = listing) -> Text:
    """Return texts one after the other.

    Examples
    --------
    >>> join_texts([{"en": "A", "zh": "甲"}, {"en": "B", "zh": "乙"}])
    {'en': 'A and B', 'zh': '甲和乙'}
    """
    return in_each(lambda lang: join([item[lang] for item in items], lang))


def put_in_brackets(said: Text, more: str | Text) -> Text:
    """Return a text with another in brackets after it.

    Examples
    --------
    >>> put_in_brackets({"en": "A", "zh": "甲"}, "2%")
    {'en': 'A (2%)', 'zh': '甲（2%）'}
    """
    return message("language.in_brackets", said=said, more=more)


def megatonnes(value: float, digits: int = 0) -> Text:
    """Return a mass in Mt, in English without larger units.

    Examples
    --------
    >>> megatonnes(12345.0)
    {'en': '12,345 Mt', 'zh': '123亿吨'}
    """
    return message("common.words.mt", mt=decimal(value, digits), mass=mass(value, "zh"))
