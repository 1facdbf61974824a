"""Words and amounts of the answers of system 3."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from newind.accounts.classification import industry_name
from newind.accounts.regions import apply_house_style as region
from newind.language.phrases import name_owner
from newind.language.scales import quantity, scale_of
from newind.language.words import from_to, join_names, mark, money, percent, span
from newind.measures.shared import million_usd
from newind.messages import in_each, list_columns, message
from newind.questions.answers import Quoted
from newind.questions.words import FamilyWords, join_texts, status

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.messages import Text

SAME = ("region", "year", "unit", "status", "first", "last", "how", "method", "mix_year", *list_columns("note"),
        "carbon_price", "asked", "rate_asked")  # fmt: skip
"""Columns that say the same in every row of an answer; a program gets their values once."""


WORDS = FamilyWords("green.answers", money="money")
line, answer, unit_of = WORDS.line, WORDS.answer, WORDS.unit


def product(code: str) -> Text:
    """Return the name of an industry."""
    return in_each(lambda lang: industry_name(code, lang))


def tonnes(value: float, *, sign: bool = False) -> Text:
    """Return a mass given in Mt, with a plus where a change is meant.

    Examples
    --------
    >>> tonnes(996.0), tonnes(12.0, sign=True)["en"]
    ({'en': '996 Mt', 'zh': '9.96亿吨'}, '+12 Mt')
    """
    plus = "+" if sign and value > 0 else ""
    return in_each(lambda lang: plus + quantity(value, "Mt", lang))


def format_change(value: float) -> Text:
    """Return a change in Mt: with its sign, in Chinese as a rise or a fall.

    Examples
    --------
    >>> format_change(450.0), format_change(-996.0)["zh"]
    ({'en': '+450 Mt', 'zh': '增加4.5亿吨'}, '减少9.96亿吨')
    """
    way = "less" if value < 0 else "more"
    return message(f"green.words.{way}", signed=tonnes(value, sign=True), amount=tonnes(abs(value)))


def span_of_changes(low: float, high: float) -> Text:
    """Return a range of changes in Mt with signs, one figure where both ends look alike.

    Examples
    --------
    >>> span_of_changes(-450.0, 150.0)["en"], span_of_changes(12.0, 12.0)["en"]
    ('−450 to +150 Mt', '+12.0 Mt')
    """
    return in_each(partial(_format_span, low, high, sign=True))


def span_of_sizes(low: float, high: float) -> Text:
    """Return a range of changes in Mt without signs, the smaller one first, one figure where both ends look alike.

    Examples
    --------
    >>> span_of_sizes(-450.0, -150.0)["en"], span_of_sizes(12.0, 12.0)["en"]
    ('150–450 Mt', '12.0 Mt')
    """
    first, last = sorted((abs(low), abs(high)))
    return in_each(partial(_format_span, first, last))


def _format_span(low: float, high: float, lang: str, *, sign: bool = False) -> str:
    scale = scale_of((low, high), "Mt", lang)
    first, last = (scale.number(v, sign=sign) for v in (low, high))
    if first == last:
        return scale.text(high, sign=sign)
    return from_to(first, last, lang) + scale.suffix if sign else span(low, high, "Mt", lang)


def owner(code: str) -> Text:
    """Return the name of a region as the owner of what follows."""
    return name_owner(region(code))


def share(value: float, *, sign: bool = False) -> Text:
    """Return a share in per cent, with the decimals that it needs."""
    places = 0 if value in (0.0, 1.0) else 1 if abs(value) >= 0.01 else 2
    return in_each(lambda lang: percent(value, lang, places, sign=sign))


def span_of_shares(low: float, high: float, *, sign: bool = False) -> Text:
    """Return a range of shares in per cent, as fine as its width needs.

    Examples
    --------
    >>> span_of_shares(0.1, 0.25), span_of_shares(-0.0007, 0.0005, sign=True)["en"]
    ({'en': '10.0% to 25.0%', 'zh': '10.0%至25.0%'}, '−0.07% to +0.05%')
    """
    places = 1 if high - low >= 0.01 else 2 if high - low >= 1e-3 else 3
    a, b = (in_each(lambda lang, v=v: percent(v, lang, places, sign=sign)) for v in (low, high))  # type: ignore[misc]
    return message("green.words.from_to", a=a, b=b)


def amount(value: float, unit: str) -> Text:
    """Return an amount in the money of the accounts.

    Examples
    --------
    >>> amount(2_500.0, "M.USD")["en"], amount(104_292_582.0, "10K.CNY")["zh"]
    ('2.5 billion USD', '1.04万亿元')
    """
    scale = million_usd(unit)
    return in_each(lambda lang: money(value * scale, lang) if scale == scale else quantity(value, unit, lang))


def price_of(value: float, unit: str) -> Text:
    """Return a price per tonne: ``20 USD/t``."""
    return in_each(lambda lang: f"{value:g}{mark('before_unit', lang)}{unit_of(unit)[lang]}")


def names(items: Sequence[Text]) -> Text:
    """Return things one after the other; in Chinese without a last “and”, which stands in names of industries."""
    return join_texts(items, join_names)


def drop_constant_columns(frame: pd.DataFrame, *also: str, kept: Sequence[str] = ()) -> pd.DataFrame:
    """Return a table without the columns that say the same in every row."""
    gone = [c for c in (*SAME, *also) if c in frame.columns and c not in kept]
    return frame.drop(columns=gone).reset_index(drop=True)


def quote_carbon(w: Accounts, id: str, status: str) -> Quoted:
    """Return a quantity that is based on accounts and their CO2."""
    return Quoted(id, (w.year,), status, (w.source, w.satellite("co2").source))


def of_accounts(w: Accounts, state: str) -> Text:
    """Return which accounts an answer is based on, and their status."""
    return line("accounts", year=w.year, status=status(state))
