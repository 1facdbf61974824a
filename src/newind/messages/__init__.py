"""All words of newind, in a folder a language: ``en/green.json``, ``zh/green.json``.

A message has the same place in every language, and the same names in braces. A new language is a new folder; where it
lacks a file or a message, English stands in. Files in ``shared`` hold what no language changes and stands beside the
words: units, marks, which columns are money.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from importlib.resources.abc import Traversable

T = TypeVar("T")

Text = dict[str, str]
"""A text in each language: ``{"en": …, "zh": …}``."""
Lang = str
"""Code of a language: the name of its folder."""
SHARED = "shared"
FORMS = {"one", "other"}
"""Forms of a message with a number `n`; what has both is a message, not a group."""
SOURCE = "en"
"""The language that has every message."""


PLACE: Traversable = files(__name__)


@cache
def list_languages() -> tuple[str, ...]:
    """Return the languages that there are, English first.

    Examples
    --------
    >>> list_languages()
    ('en', 'zh')
    """
    found = {f.name for f in PLACE.iterdir() if f.joinpath("language.json").is_file()}
    return (SOURCE, *sorted(found - {SOURCE}))


NOTHING: Text = dict.fromkeys(list_languages(), "")
"""A text of no words."""


def message(id: str, /, **values: Any) -> Text:
    """Return a message in every language, with its values: texts in every language, or the same in all of them.

    Parameters
    ----------
    id : str
        File and place in it, with dots between.

    Raises
    ------
    KeyError
        Where English has no such message, or it has a place without a value.

    Examples
    --------
    >>> message("green.answers.titles.footprint")["zh"]
    '{region}的碳足迹'
    """
    return fill(message_group(id), **values) if values else message_group(id)


def say(id: str, lang: str, /, **values: Any) -> str:
    """Return a message in one language, with its values.

    Examples
    --------
    >>> say("language.years.span", "zh", first=1995, last=2022)
    '1995—2022年'
    """
    return fill_words(message_group(id)[lang], lang, **values)


def collect_words(id: str) -> dict[str, str]:
    """Return words by which tables of any language call the members of a group → their names in the group.

    Examples
    --------
    >>> collect_words("index.recognised.directions")["正向"], collect_words("index.recognised.kinds")["other"]
    ('higher', 'unscored')
    """
    return {word: name for name, said in message_group(id).items() for words in said.values() for word in words}


def lower_first(said: Text) -> Text:
    """Return a text as it stands inside a sentence; a code or a formula stays, and Chinese has no capitals.

    Examples
    --------
    >>> [lower_first({"en": words})["en"] for words in ("Volume of output", "CO₂", "A01")]
    ['volume of output', 'CO₂', 'A01']
    """
    return {
        lang: words if lang == "zh" or not (words[1:2] == " " or words[1:2].islower()) else words[0].lower() + words[1:]
        for lang, words in said.items()
    }


def complete(found: Any) -> Any:
    """Return data with texts in every language: English in those that a text of English and Chinese lacks.

    Examples
    --------
    >>> complete({"label": {"en": "coal", "zh": "煤"}})
    {'label': {'en': 'coal', 'zh': '煤'}}
    """
    if isinstance(found, list):
        return [complete(f) for f in found]
    if not isinstance(found, dict):
        return found
    lacking = dict.fromkeys(list_languages(), found[SOURCE]) if found.keys() == {"en", "zh"} else {}
    return lacking | {key: complete(said) for key, said in found.items()}


def complete_text(label: Mapping[Any, str], fallback: str) -> Text:
    """Return a label in every language, the fallback where it has none.

    Examples
    --------
    >>> complete_text({"zh": "煤"}, "coal")
    {'en': 'coal', 'zh': '煤'}
    """
    known = {str(lang): words for lang, words in label.items()}
    return in_each(lambda lang: known.get(lang) or fallback)


def translate(lang: str, kind: str, code: str) -> str:
    """Return the name that a language has for a code, beside the tables of English and Chinese names; or nothing."""
    found: str = _read(lang, "names").get(kind, {}).get(code, "")
    return found


def in_each(make: Callable[[str], T]) -> dict[str, T]:
    """Return what is made of each language.

    Examples
    --------
    >>> in_each(len)
    {'en': 2, 'zh': 2}
    """
    return {lang: make(lang) for lang in list_languages()}


def list_columns(name: str) -> tuple[str, ...]:
    """Return the columns of a table that hold a text, one a language.

    Examples
    --------
    >>> list_columns("label")
    ('label_en', 'label_zh')
    """
    return tuple(f"{name}_{lang}" for lang in list_languages())


@cache
def message_group(id: str) -> dict[str, Any]:
    """Return all messages of a file, or of a group in it, each as `Text`; to be read only.

    Examples
    --------
    >>> message_group("green.answers.titles")["footprint"]["en"]
    'Carbon footprint of {region}'
    """
    group, _, name = id.rpartition(".")
    if group:
        found: dict[str, Any] = message_group(group)[name]
        return found
    every = {lang: _read(lang, name) for lang in list_languages()}
    return _merge(_join(every), complete(_read(SHARED, name)))


def fill(said: Text, /, **values: Any) -> Text:
    """Return a text with its values, each a text in every language or the same in all of them.

    A name that is written with a capital stands for its value with one, as it begins a sentence.

    Examples
    --------
    >>> fill({"en": "{Who}: {n}", "zh": "{who}：{n}"}, who={"en": "the EU", "zh": "欧盟"}, n=2)
    {'en': 'The EU: 2', 'zh': '欧盟：2'}
    """
    return {lang: fill_words(words, lang, **values) for lang, words in said.items()}


def fill_words(words: str | dict[str, str], lang: str, /, **values: Any) -> str:
    """Return words in a language with their values; of several forms, that of the value ``n``.

    Examples
    --------
    >>> fill_words({"one": "{n} case", "other": "{n} cases"}, "en", n=1)
    '1 case'
    """
    if isinstance(words, dict):
        words = words.get("one" if str(values.get("n")) == "1" else "other", words["other"])
    return words.format_map(
        _Values({k: v.get(lang, v.get(SOURCE)) if isinstance(v, dict) else v for k, v in values.items()})
    )


def take_language(group: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Return a group of messages in one language, not filled in.

    Examples
    --------
    >>> take_language(message_group("language.marks"), "zh")["colon"]
    '：'
    """
    return {
        key: said[lang] if lang in said else take_language(said, lang)
        for key, said in group.items()
        if isinstance(said, dict)
    }


class _Values(dict[str, Any]):
    """Values by name, and by name with a capital: with one, too."""

    def __missing__(self, name: str) -> str:
        if not name[:1].isupper():
            raise KeyError(name)
        value = str(self[name[0].lower() + name[1:]])
        return value[:1].upper() + value[1:]


@cache
def _read(lang: str, name: str) -> dict[str, Any]:
    file = PLACE.joinpath(lang, f"{name}.json")
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return found


def _join(every: dict[str, Any]) -> dict[str, Any]:
    """Return what stands in English, each message in every language that has it, else in English."""
    return {
        key: _join({lang: of.get(key, {}) for lang, of in every.items()})
        if isinstance(said, dict) and not said.keys() >= FORMS
        else {lang: _freeze(of.get(key, said)) for lang, of in every.items()}
        for key, said in every[SOURCE].items()
    }


def _freeze(said: Any) -> Any:
    """Return a message, several sentences as a tuple."""
    return tuple(said) if isinstance(said, list) else said


def _merge(said: dict[str, Any], beside: dict[str, Any]) -> dict[str, Any]:
    """Return messages with what stands beside them."""
    both = {key: _merge(said.get(key, {}), of) if isinstance(of, dict) else of for key, of in beside.items()}
    return {**said, **both}
