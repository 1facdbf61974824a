"""Words of the answers of system 4, in ``circulation.yaml``, and how an answer is put together from them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from newind.language.words import years as span_of_years
from newind.messages import fill, in_each, list_languages, message_group
from newind.questions.answers import Answer
from newind.questions.text import add_full_stop
from newind.questions.wording import capital
from newind.questions.words import LABELS, SHORT, TITLES, VALUES, join_texts, place, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.charts.proofs import Proof
    from newind.messages import Text


def load_words() -> dict[str, Any]:
    """Return all words, read when the first answer is put together."""
    return message_group("circulation.answers")


def note(name: str, **words: object) -> Text:
    """Return a note; words in it may be texts in both languages."""
    return fill(load_words()["notes"][name], **words)


def sentence(words: Text) -> Text:
    """Return a note as a sentence: a capital at its beginning, a full stop at its end.

    Examples
    --------
    >>> sentence({"en": "not seen", "zh": "未计入"})
    {'en': 'Not seen.', 'zh': '未计入。'}
    """
    return {lang: capital(add_full_stop(said, lang)) for lang, said in words.items()}


def accounts_note(years: Sequence[int], status: Iterable[str], name: str = "accounts") -> Text:
    """Return the first note of an answer: which accounts, of which years, of which status."""
    words = join_texts([VALUES["status"].get(s, dict.fromkeys(list_languages(), s)) for s in dict.fromkeys(status)])
    return note(name, years=in_each(partial(span_of_years, years[0], years[-1])), status=words)


def of_year(w: Accounts, name: str = "accounts") -> Text:
    """Return the first note of an answer from accounts of one year."""
    return accounts_note((w.year,), (w.status,), name)


def failures(why: Sequence[str]) -> list[Text]:
    """Return how many cases have no equilibrium, nothing where all have."""
    return [note("failed", n=len(why), first=why[0])] if why else []


def answer(
    question: str,
    code: str,
    years: Sequence[int],
    unit: str,
    tables: Mapping[str, pd.DataFrame],
    notes: Sequence[Text],
    shown: Mapping[str, tuple[str, ...]],
    *,
    title: str = "",
    words: Mapping[str, Mapping[str, Text]] | None = None,
    values: Mapping[str, Mapping[str, Text]] | None = None,
    chart: Proof | None = None,
    **about: Any,
) -> Answer:
    """Return an answer of system 4 in the words of its question.

    Parameters
    ----------
    question : str
        Name of the command, and of its words.
    code : str
        Region that is asked about.
    years : sequence of int
        Of the accounts, in order.
    unit : str
        Money of the accounts.
    tables : dict of str to DataFrame
        Those without rows are left out.
    notes, shown, values, chart
        As of an Answer.
    title : str
        Name of its title, that of the question where left out.
    words : dict of {"columns", "short"} to dict of str to Text
        Names of columns that only this answer has.
    """
    extra = words or {}
    labels = {**LABELS, **_words("columns", question, unit), **extra.get("columns", {})}
    return Answer(
        title=_format_title(title or question, code, years),
        tables={name: frame for name, frame in tables.items() if len(frame)},
        labels=labels,
        notes=tuple(notes),
        money=_names("money", question),
        numbers=_names("numbers", question),
        shown=shown,
        heads=labels,
        short=_short(question, unit, extra),
        values={**VALUES, **_words("values", question, unit), **(values or {})},
        about={"region": code, "year": years[-1], "unit": unit, **about},
        chart=chart,
    )


def _short(question: str, unit: str, extra: Mapping[str, Mapping[str, Text]]) -> dict[str, Text]:
    """Return short names of columns; those of other questions do not count where this one has names of its own."""
    own = {**load_words()["columns"]["all"], **load_words()["columns"][question], **extra.get("columns", {})}
    others = {k: v for k, v in SHORT.items() if k not in own}
    return {**others, **_words("short", question, unit), **extra.get("short", {})}


def _names(kind: str, question: str) -> frozenset[str]:
    return frozenset(load_words()[kind].get(question, ()))


def _words(kind: str, question: str, unit: str) -> dict[str, Any]:
    found = {**load_words()[kind].get("all", {}), **load_words()[kind].get(question, {})}
    return found if kind == "values" else {k: _with_unit(v, unit) for k, v in found.items()}


def _with_unit(words: Text, unit: str) -> Text:
    names = load_words()["units"].get(unit, {})
    return {lang: text.replace("{unit}", names.get(lang, unit)) for lang, text in words.items()}


def _format_title(name: str, code: str, years: Sequence[int]) -> Text:
    title, words, ends = {**TITLES, **load_words()["titles"]}[name], place(code), when(years[0], years[-1])
    return in_each(lambda lang: title[lang].format(words[lang]) + ends[lang])
