"""Words of the answers of system 2, in ``manufacturing.yaml``, and how an answer is put together from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind.accounts.classification import industry_name
from newind.accounts.groups import group
from newind.accounts.regions import apply_house_style as region
from newind.errors import UnknownNameError
from newind.language.phrases import ARTICLE
from newind.language.words import decimal, listing, percent, points, span, years as span_of_years
from newind.messages import NOTHING, message_group
from newind.questions.answers import Answer
from newind.questions.circulation.words import LANGS, sentence
from newind.questions.words import SHORT, VALUES

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
    "join_texts",
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
    return {lang: load_words()["lines"][name][lang].format_map(_in(words, lang)) for lang in LANGS}


def _in(words: Mapping[str, object], lang: str) -> dict[str, object]:
    return {k: v[lang] if isinstance(v, dict) else v for k, v in words.items()}


def place(code: str) -> Text:
    """Return the name of an economy as it stands inside a sentence.

    Examples
    --------
    >>> place("USA")
    {'en': 'the United States', 'zh': '美国'}
    """
    row = region(code)
    inside = f"the {row.en[0].lower() if row.en.startswith('Rest') else row.en[0]}{row.en[1:]}"
    return {"en": inside if ARTICLE.match(row.en) else row.en, "zh": row.zh}


def share(value: float, digits: int = 1, *, sign: bool = False) -> Text:
    """Return a share in per cent, in both languages."""
    return {lang: percent(value, lang, digits, sign=sign) for lang in LANGS}


def format_points(value: float, digits: int = 1, *, sign: bool = False) -> Text:
    """Return a difference of shares in points, in both languages."""
    return {lang: points(value, lang, digits, sign=sign) for lang in LANGS}


def number(value: float, digits: int = 2) -> Text:
    """Return a number, in both languages."""
    return {lang: decimal(value, digits, lang) for lang in LANGS}


def between(low: float, high: float, digits: int = 1) -> Text:
    """Return a range of shares, in both languages."""
    return {lang: span(low, high, "1", lang, digits) for lang in LANGS}


def between_points(low: float, high: float) -> Text:
    """Return a range of differences in points, in both languages.

    Examples
    --------
    >>> between_points(-0.021, 0.23)
    {'en': '−2.1 to 23.0 points', 'zh': '−2.1至23.0个百分点'}
    """
    ends = {lang: [decimal(100 * x, 1, lang) for x in (low, high)] for lang in LANGS}
    return {"en": "{} to {} points".format(*ends["en"]), "zh": "{}至{}个百分点".format(*ends["zh"])}


def join_texts(items: Sequence[Text]) -> Text:
    """Return texts one after the other, in both languages."""
    return {lang: listing([item[lang] for item in items], lang) for lang in LANGS}


def status(names: Iterable[str]) -> Text:
    """Return the words of statuses, each once."""
    known = dict.fromkeys(names)
    return join_texts([VALUES["status"].get(s, {"en": s, "zh": s}) for s in known])


def industry(code: str) -> Text:
    """Return the name of an industry or of a group of industries."""
    try:
        return dict(group(code).label)
    except UnknownNameError:
        return {lang: industry_name(code, lang) for lang in LANGS}


def industries(codes: Sequence[str], whole: Text) -> dict[str, Text]:
    """Return the names of industries as values of a column, with that of the row of all."""
    return {WHOLE: whole, **{code: {lang: industry_name(code, lang) for lang in LANGS} for code in codes}}


def plain(frame: pd.DataFrame, *gone: str) -> pd.DataFrame:
    """Return a table of codes and figures, without its texts in languages, its region and its unit."""
    texts = [c for c in frame.columns if c.rpartition("_")[2] in LANGS]
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
    more = {"unit": load_words()["units"].get(unit, {"en": unit, "zh": unit}), **(words or {})}
    labels, short = (
        {k: _fill_text(v, more) for k, v in _words(kind, question).items()} for kind in ("columns", "short")
    )
    title, when = (
        _fill_text(load_words()["titles"][question], {"region": place(code), **more}),
        NOTHING,
    )
    if years:
        over = {lang: span_of_years(years[0], years[-1], lang) for lang in LANGS}
        when = {"en": f", {over['en']}", "zh": f"（{over['zh']}）"}
    return Answer(
        title={lang: title[lang] + when[lang] for lang in LANGS},
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


def _fill_text(text: Text, words: Mapping[str, object]) -> Text:
    return {lang: text[lang].format_map(_in(words, lang)) for lang in LANGS}


def _names(kind: str, question: str) -> frozenset[str]:
    return frozenset(load_words()[kind].get(question, ()))


def _words(kind: str, question: str) -> dict[str, Any]:
    return {**load_words()[kind].get("all", {}), **load_words()[kind].get(question, {})}
