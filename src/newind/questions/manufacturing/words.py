"""Words of the answers of system 2, in ``manufacturing.yaml``, and how an answer is put together from them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from newind.accounts.classification import industry_name
from newind.accounts.groups import group
from newind.accounts.regions import apply_house_style as region
from newind.errors import UnknownNameError
from newind.language.phrases import ARTICLE
from newind.language.words import decimal, percent, points, span
from newind.messages import NOTHING, fill, in_each, list_languages, message, message_group
from newind.questions.answers import Answer
from newind.questions.circulation.words import sentence
from newind.questions.words import SHORT, VALUES, join_texts, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from newind.charts.proofs import Proof
    from newind.messages import Text

__all__ = [
    "WHOLE",
    "answer",
    "between",
    "between_points",
    "format_points",
    "industries",
    "industry",
    "line",
    "load_words",
    "number",
    "place",
    "plain",
    "sentence",
    "share",
    "sort_named_first",
    "status",
]  # fmt: skip
WHOLE = "all"
"""Code of a row that puts all others together."""


def load_words() -> dict[str, Any]:
    """Return all words, read when the first answer is put together."""
    return message_group("manufacturing.answers")


def line(name: str, **words: object) -> Text:
    """Return a sentence; words in it may be texts in both languages."""
    return fill(load_words()["lines"][name], **words)


def place(code: str) -> Text:
    """Return the name of an economy as it stands inside a sentence.

    Examples
    --------
    >>> place("USA")
    {'en': 'the United States', 'zh': '美国'}
    """
    row = region(code)
    return in_each(lambda lang: row.zh if lang == "zh" else _put_article(row.name(lang)))


def _put_article(name: str) -> str:
    inside = name[0].lower() + name[1:] if name.startswith("Rest") else name
    return f"the {inside}" if ARTICLE.match(name) else name


def share(value: float, digits: int = 1, *, sign: bool = False) -> Text:
    """Return a share in per cent, in both languages."""
    return in_each(lambda lang: percent(value, lang, digits, sign=sign))


def format_points(value: float, digits: int = 1, *, sign: bool = False) -> Text:
    """Return a difference of shares in points, in both languages."""
    return in_each(lambda lang: points(value, lang, digits, sign=sign))


def number(value: float, digits: int = 2) -> Text:
    """Return a number, in both languages."""
    return in_each(partial(decimal, value, digits))


def between(low: float, high: float, digits: int = 1) -> Text:
    """Return a range of shares, in both languages."""
    return in_each(lambda lang: span(low, high, "1", lang, digits))


def between_points(low: float, high: float) -> Text:
    """Return a range of differences in points, in both languages.

    Examples
    --------
    >>> between_points(-0.021, 0.23)
    {'en': '−2.1 to 23.0 points', 'zh': '−2.1至23.0个百分点'}
    """
    first, last = (in_each(partial(decimal, 100 * x, 1)) for x in (low, high))
    return message("manufacturing.points", low=first, high=last)


def status(names: Iterable[str]) -> Text:
    """Return the words of statuses, each once."""
    known = dict.fromkeys(names)
    return join_texts([VALUES["status"].get(s, dict.fromkeys(list_languages(), s)) for s in known])


def industry(code: str) -> Text:
    """Return the name of an industry or of a group of industries."""
    try:
        return dict(group(code).label)
    except UnknownNameError:
        return in_each(partial(industry_name, code))


def industries(codes: Sequence[str], whole: Text) -> dict[str, Text]:
    """Return the names of industries as values of a column, with that of the row of all."""
    return {WHOLE: whole, **{code: in_each(partial(industry_name, code)) for code in codes}}


def plain(frame: pd.DataFrame, *gone: str) -> pd.DataFrame:
    """Return a table of codes and figures, without its texts in languages, its region and its unit."""
    texts = [c for c in frame.columns if c.rpartition("_")[2] in list_languages()]
    kept = frame.drop(columns=[*texts, *(c for c in ("region", "unit", *gone) if c in frame.columns)])
    codes = [c for c in ("industry", "type") if c in kept.columns]
    return kept.assign(**{c: kept[c].where(kept[c].notna(), WHOLE) for c in codes}).reset_index(drop=True)


def sort_named_first(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return rows by size, those of aggregates after all others."""
    return frame.sort_values(["named", by], ascending=[False, False], kind="stable").reset_index(drop=True)


def answer(
    question: str,
    code: str,
    years: Sequence[int],
    tables: Mapping[str, pd.DataFrame],
    notes: Sequence[Text],
    lead: Sequence[Text],
    shown: Mapping[str, tuple[str, ...]],
    *,
    unit: str = "",
    values: Mapping[str, Mapping[str, Text]] | None = None,
    words: Mapping[str, object] | None = None,
    chart: Proof | None = None,
    **about: Any,
) -> Answer:
    """Return an answer of system 2 in the words of its question.

    Parameters
    ----------
    question : str
        Name of the command, and of its words.
    code : str
        Region, or file, that is asked about.
    years : sequence of int
        Those that are answered, in order; none where figures have no year.
    tables : dict of str to DataFrame
        Those without rows are left out.
    notes, lead, shown, values, chart
        As of an Answer.
    unit : str
        Money or other unit that names of columns state.
    words : dict of str to object
        More words of titles of tables and names of columns.
    """
    more = {"unit": load_words()["units"].get(unit, dict.fromkeys(list_languages(), unit)), **(words or {})}
    labels, short = ({k: fill(v, **more) for k, v in _words(kind, question).items()} for kind in ("columns", "short"))
    title = fill(load_words()["titles"][question], **{"region": place(code), **more})
    ends = when(years[0], years[-1]) if years else NOTHING
    return Answer(
        title=in_each(lambda lang: title[lang] + ends[lang]),
        tables={name: frame for name, frame in tables.items() if len(frame)},
        labels=labels,
        notes=tuple(notes),
        money=_names("money", question),
        numbers=_names("numbers", question),
        shown=shown,
        heads=labels,
        short={**{k: v for k, v in SHORT.items() if k not in labels}, **short},
        values={**VALUES, **_words("values", question), **(values or {})},
        about={"region": code, "year": years[-1] if years else None, **about},
        lead=tuple(lead),
        points=_names("points", question),
        chart=chart,
    )


def _names(kind: str, question: str) -> frozenset[str]:
    return frozenset(load_words()[kind].get(question, ()))


def _words(kind: str, question: str) -> dict[str, Any]:
    return {**load_words()[kind].get("all", {}), **load_words()[kind].get(question, {})}
