"""Words of the answers of system 3, in ``green.yaml``, and how an answer is put together from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newind.accounts.classification import industry_name
from newind.language.scales import quantity
from newind.language.words import decimal, join_names, mark, money, percent, span
from newind.measures.units import million_usd
from newind.messages import fill, in_each, list_columns, list_languages, message, message_group
from newind.questions.answers import Answer
from newind.questions.words import UNITS, VALUES, join_texts, place, when

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.charts.proofs import Proof
    from newind.messages import Text

SAME = ("region", "year", "unit", "status", "first", "last", "how", "method", "mix_year", *list_columns("note"),
        "carbon_price", "asked", "rate_asked")  # fmt: skip
"""Columns that say the same in every row of an answer; a program gets their values once."""


@dataclass(frozen=True)
class GreenAnswer(Answer):
    """An answer with masses: in whole numbers where they are large, with decimals where they are small.

    Parameters
    ----------
    tonnes : frozenset of str
        Columns of masses and intensities.
    """

    tonnes: frozenset[str] = frozenset()

    def _number(self, column: str, value: float, lang: str) -> str:
        if column in self.tonnes and abs(value) < float("inf") and not (lang == "zh" and column in self.masses):
            return decimal(value, digits(value), lang)
        return super()._number(column, value, lang)

    def pattern(self, column: str, lang: str = "en") -> str:
        """Return how a spreadsheet writes the numbers of a column."""
        converted = lang == "zh" and column in self.masses
        return "#,##0.00" if column in self.tonnes and not converted else super().pattern(column, lang)


def digits(value: float) -> int:
    """Return how many decimals a mass is written with.

    Examples
    --------
    >>> digits(7900.4), digits(-12.34), digits(0.567)
    (0, 1, 2)
    """
    return 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2


def load_words() -> dict[str, Any]:
    """Return all words, read when the first answer is put together."""
    return message_group("green.answers")


def line(name: str, **words: object) -> Text:
    """Return a sentence of the answers; words in it may be texts in both languages."""
    return fill(load_words()["lines"][name], **words)


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


def span_of_tonnes(low: float, high: float) -> Text:
    """Return a range of changes in Mt, the lower end first."""
    return in_each(lambda lang: span(low, high, "Mt", lang))


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


def unit_of(unit: str) -> Text:
    """Return the name of a unit of money, or of one per tonne."""
    known: dict[str, Text] = {**UNITS, **load_words()["units"]}
    return known.get(unit, dict.fromkeys(list_languages(), unit))


def price_of(value: float, unit: str) -> Text:
    """Return a price per tonne: ``20 USD/t``."""
    return in_each(lambda lang: f"{value:g}{mark('before_unit', lang)}{unit_of(unit)[lang]}")


def status(code: str) -> Text:
    """Return what a status is called."""
    found: Text = VALUES["status"].get(code, dict.fromkeys(list_languages(), code))
    return found


def names(items: Sequence[Text]) -> Text:
    """Return things one after the other; in Chinese without a last “and”, which stands in names of industries."""
    return join_texts(items, join_names)


def drop_constant_columns(frame: pd.DataFrame, *also: str, kept: Sequence[str] = ()) -> pd.DataFrame:
    """Return a table without the columns that say the same in every row."""
    gone = [c for c in (*SAME, *also) if c in frame.columns and c not in kept]
    return frame.drop(columns=gone).reset_index(drop=True)


def answer(
    question: str,
    code: str,
    years: Sequence[int],
    tables: Mapping[str, pd.DataFrame],
    opening: Sequence[Text],
    notes: Sequence[Text],
    shown: Mapping[str, tuple[str, ...]],
    *,
    unit: str = "",
    columns: Mapping[str, Text] | None = None,
    values: Mapping[str, Mapping[str, Text]] | None = None,
    chart: Proof | None = None,
    **about: Any,
) -> GreenAnswer:
    """Return an answer of system 3 in the words of its question.

    Parameters
    ----------
    question : str
        Name of the command, and of its words.
    code : str
        Region that is asked about.
    years : sequence of int
        In order; the first and the last stand in the title.
    tables : dict of str to DataFrame
        Those without rows are left out.
    opening : sequence of Text
        What stands first.
    notes, shown, values, chart
        As of an Answer.
    unit : str
        Money of the accounts.
    columns : dict of str to Text
        Names of columns that only this answer has.
    """
    labels = {**_words("columns", question, unit), **(columns or {})}
    return GreenAnswer(
        title=_format_title(question, code, years),
        tables={name: frame for name, frame in tables.items() if len(frame)},
        labels=labels,
        notes=tuple(notes),
        money=_names("money", question),
        numbers=_names("numbers", question),
        shown=shown,
        heads={**labels, **_words("heads", question, unit)},
        short=_words("short", question, unit),
        values={"status": VALUES["status"], **_select_words("values", question), **(values or {})},
        about={"region": code, "year": years[-1], **({"money": unit} if unit else {}), **about},
        lead=tuple(opening),
        tonnes=_names("tonnes", question),
        masses=_names("masses", question),
        chart=chart,
    )


def of_accounts(w: Accounts, state: str) -> Text:
    """Return which accounts an answer is based on, and their status."""
    return line("accounts", year=w.year, status=status(state))


def _names(kind: str, question: str) -> frozenset[str]:
    return frozenset((*load_words()[kind].get("all", ()), *load_words()[kind].get(question, ())))


def _select_words(kind: str, question: str) -> dict[str, Any]:
    return {**load_words()[kind].get("all", {}), **load_words()[kind].get(question, {})}


def _words(kind: str, question: str, unit: str) -> dict[str, Text]:
    name = unit_of(unit)
    listed: dict[str, Text] = _select_words(kind, question)
    return {k: {lang: said.replace("{unit}", name[lang]) for lang, said in v.items()} for k, v in listed.items()}


def _format_title(question: str, code: str, years: Sequence[int]) -> Text:
    title, words, ends = load_words()["titles"][question], place(code), when(years[0], years[-1])
    return in_each(lambda lang: title[lang].format(words[lang]) + ends[lang])
