"""Words of the answers of system 2, and names and shares in them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from newind.accounts.classification import industry_name
from newind.accounts.groups import group
from newind.errors import UnknownNameError
from newind.language.words import decimal, percent, points, span
from newind.messages import in_each, list_languages, message
from newind.questions.words import FamilyWords

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.messages import Text

WHOLE = "all"
"""Code of a row that puts all others together."""


WORDS = FamilyWords("manufacturing.answers")
line, answer = WORDS.line, WORDS.answer


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
