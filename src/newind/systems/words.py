"""Figures in words: numbers, units, ranges and years as English and Chinese typography write them.

English: ``41.9%``, commas between thousands, a true minus, an en dash in ranges without signs and "to" in ranges with
signs. Chinese (GB/T 15834, GB/T 15835): 亿 and 万 instead of millions, 至 in ranges, 个百分点 for differences.
A figure that is not known is said to be so, never zero.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Lang = Literal["en", "zh"]
MINUS = "\N{MINUS SIGN}"
UNKNOWN = {"en": "not known", "zh": "未知"}
CARDINALS = {
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    "zh": ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"),
}
Step = tuple[float, float, str]
"""From which absolute value on, how many units make one, and its name."""
LADDERS: dict[tuple[str, str], tuple[Step, ...]] = {
    ("M.USD", "en"): ((1e6, 1e6, "trillion USD"), (1e3, 1e3, "billion USD"), (0, 1, "million USD")),
    ("M.USD", "zh"): ((1e6, 1e6, "万亿美元"), (10, 100, "亿美元"), (0, 0.01, "万美元")),
    ("Mt", "en"): ((1e4, 1e3, "Gt"), (0, 1, "Mt")),
    ("Mt", "zh"): ((10, 100, "亿吨"), (0, 0.01, "万吨")),
    ("persons", "en"): ((1e9, 1e9, "billion"), (1e6, 1e6, "million"), (0, 1, "")),
    ("persons", "zh"): ((1e7, 1e8, "亿人"), (1e4, 1e4, "万人"), (0, 1, "人")),
    ("count", "zh"): ((1e8, 1e8, "亿"), (1e4, 1e4, "万"), (0, 1, "")),
}
UNITS: dict[str, tuple[str, str]] = {
    "1": ("%", "%"),
    "points": ("points", "个百分点"),
    "index": ("index", "指数"),
    "stages": ("stages", "个阶段"),
    "t": ("t", "吨"),
    "kg/USD": ("kg per USD", "千克/美元"),
    "kg/USD 1995": ("kg per USD of 1995", "千克/美元（1995年价）"),
    "kg/PPP USD 2017": ("kg per PPP USD of 2017", "千克/美元（2017年购买力平价）"),
    "USD/hour": ("USD an hour", "美元/小时"),
    "USD of 1995/hour": ("USD of 1995 an hour", "美元/小时（1995年价）"),
    "USD/person": ("USD a person", "美元/人"),
    "USD of 2017, PPP": ("PPP USD of 2017", "美元（2017年购买力平价）"),
    "persons/M.USD": ("persons per million USD", "人/百万美元"),
}


def decimal(x: float, digits: int = 1, lang: str = "en", *, sign: bool = False) -> str:
    """Return a number with a true minus, and commas between thousands in English.

    Parameters
    ----------
    x : float
        Any number.
    digits : int
        Decimals.
    lang : {"en", "zh"}
    sign : bool
        Whether a plus stands before what is above zero.

    Examples
    --------
    >>> decimal(-1234.56), decimal(1234.56, 1, "zh"), decimal(-0.04), decimal(0.2, sign=True), decimal(float("nan"))
    ('−1,234.6', '1234.6', '0.0', '+0.2', 'not known')
    """
    if not math.isfinite(x):
        return UNKNOWN[lang]
    shown = f"{abs(x):,.{digits}f}" if lang == "en" else f"{abs(x):.{digits}f}"
    if not any(c in "123456789" for c in shown):
        return shown
    return (MINUS if x < 0 else "+" if sign else "") + shown


def percent(x: float, lang: str = "en", digits: int = 1, *, sign: bool = False) -> str:
    """Return a share as a percentage.

    Examples
    --------
    >>> percent(0.4189), percent(-0.2, "zh", 0), percent(0.1, sign=True)
    ('41.9%', '−20%', '+10.0%')
    """
    return decimal(100 * x, digits, lang, sign=sign) + ("%" if math.isfinite(x) else "")


def points(x: float, lang: str = "en", digits: int = 1, *, sign: bool = False) -> str:
    """Return a difference of shares in percentage points.

    Examples
    --------
    >>> points(-0.128), points(0.01, digits=0), points(0.128, "zh", sign=True)
    ('−12.8 points', '1 point', '+12.8个百分点')
    """
    shown = decimal(100 * x, digits, lang, sign=sign)
    if not math.isfinite(x):
        return shown
    if lang == "zh":
        return shown + "个百分点"
    return f"{shown} point" + ("" if shown.lstrip(f"+{MINUS}") == "1" else "s")


def money(m_usd: float, lang: str = "en", digits: int | None = None) -> str:
    """Return an amount in million USD in the words of the language.

    Examples
    --------
    >>> money(7_321_892), money(345_000, "zh"), money(-820), money(3.2, "zh")
    ('7.3 trillion USD', '3450亿美元', '−820 million USD', '320万美元')
    """
    return quantity(m_usd, "M.USD", lang, digits)


def mass(megatonnes: float, lang: str = "en", digits: int | None = None) -> str:
    """Return a mass in million tonnes in the words of the language.

    Examples
    --------
    >>> mass(996), mass(996, "zh"), mass(0.4, "zh"), mass(33_000)
    ('996 Mt', '9.96亿吨', '40万吨', '33 Gt')
    """
    return quantity(megatonnes, "Mt", lang, digits)


def people(persons: float, lang: str = "en", digits: int | None = None) -> str:
    """Return a number of persons in the words of the language.

    Examples
    --------
    >>> people(1.34e9), people(1.34e9, "zh"), people(52_000, "zh")
    ('1.3 billion', '13.4亿人', '5.2万人')
    """
    return quantity(persons, "persons", lang, digits)


def count(n: float, lang: str = "en") -> str:
    """Return a number of things.

    Examples
    --------
    >>> count(12_345), count(12_345, "zh"), count(812, "zh")
    ('12,345', '1.2万', '812')
    """
    return decimal(n, 0, lang) if lang == "en" else quantity(n, "count", lang)


def cardinal(n: int, lang: str = "en") -> str:
    """Return a small number as a word, a larger one in figures.

    Examples
    --------
    >>> cardinal(8), cardinal(8, "zh"), cardinal(41)
    ('eight', '八', '41')
    """
    words = CARDINALS[lang]
    return words[n] if 0 <= n < len(words) else count(n, lang)


def ordinal(n: int, lang: str = "en") -> str:
    """Return a place in an order.

    Examples
    --------
    >>> ordinal(1), ordinal(12), ordinal(23), ordinal(7, "zh")
    ('1st', '12th', '23rd', '第7位')
    """
    if lang == "zh":
        return f"第{n}位"
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def rank(place: int, of: int, lang: str = "en") -> str:
    """Return a place among several.

    Examples
    --------
    >>> rank(7, 8), rank(7, 8, "zh")
    ('7th of 8', '在8个经济体中列第7位')
    """
    return f"{ordinal(place)} of {of}" if lang == "en" else f"在{of}个经济体中列{ordinal(place, 'zh')}"


def years(first: int, last: int, lang: str = "en") -> str:
    """Return a span of years, one year if both are the same.

    Examples
    --------
    >>> years(1995, 2011), years(1995, 2011, "zh"), years(2011, 2011, "zh")
    ('1995–2011', '1995—2011年', '2011年')
    """
    if lang == "en":
        return str(first) if first == last else f"{first}–{last}"
    return f"{first}年" if first == last else f"{first}—{last}年"


def span(low: float, high: float, unit: str = "1", lang: str = "en", digits: int | None = None) -> str:
    """Return a range in a unit: an en dash without signs, "to" with signs, 至 in Chinese.

    Examples
    --------
    >>> span(0.04, 0.2), span(-0.2, -0.04), span(0.04, 0.2, lang="zh"), span(0.59, 1.08, "kg/USD")
    ('4.0–20.0%', '−20.0 to −4.0%', '4.0%至20.0%', '0.59–1.08 kg per USD')
    """
    scale = scale_of((low, high), unit, lang, digits)
    ends = scale.number(low), scale.number(high)
    if not (math.isfinite(low) and math.isfinite(high)):
        return UNKNOWN[lang]
    if lang == "zh":
        first = ends[0] + ("%" if unit == "1" else "")
        return f"{first}至{ends[1]}{scale.suffix}"
    return ("–".join(ends) if low >= 0 and high >= 0 else " to ".join(ends)) + scale.suffix


def listing(items: Sequence[str], lang: str = "en") -> str:
    """Return things one after the other.

    Examples
    --------
    >>> listing(["A", "B", "C"]), listing(["甲", "乙", "丙"], "zh"), listing(["A"])
    ('A, B and C', '甲、乙和丙', 'A')
    """
    if len(items) < 2:
        return "".join(items)
    comma, last = (", ", " and ") if lang == "en" else ("、", "和")
    return comma.join(items[:-1]) + last + items[-1]


@dataclass(frozen=True)
class Scale:
    """How the figures of one chart, table or sentence are written: all alike.

    Parameters
    ----------
    factor : float
        What a figure is multiplied with.
    unit : str
        Name of the resulting unit in the language.
    digits : int
        Decimals.
    lang : {"en", "zh"}
    """

    factor: float
    unit: str
    digits: int
    lang: str

    def number(self, x: float, digits: int | None = None, *, sign: bool = False) -> str:
        """Return a figure without its unit."""
        return decimal(x * self.factor, self.digits if digits is None else digits, self.lang, sign=sign)

    def text(self, x: float, digits: int | None = None, *, sign: bool = False) -> str:
        """Return a figure with its unit."""
        return self.number(x, digits, sign=sign) + (self.suffix if math.isfinite(x) else "")

    @property
    def suffix(self) -> str:
        """The unit as it follows a number."""
        return self.unit if not self.unit or self.unit == "%" or self.lang == "zh" else f" {self.unit}"


def scale_of(values: Iterable[float], unit: str, lang: str = "en", digits: int | None = None) -> Scale:
    """Return the scale that suits figures which stand together.

    Parameters
    ----------
    values : iterable of float
        The figures, in `unit`; those that are not known do not count.
    unit : str
        A unit of the registry (``1`` is a share), or of a satellite.
    lang : {"en", "zh"}
    digits : int, optional
        Decimals; chosen from the largest figure by default.

    Examples
    --------
    >>> scale_of([996, 7956], "Mt", "zh"), scale_of([0.0678], "1").text(0.0678)
    (Scale(factor=0.01, unit='亿吨', digits=1, lang='zh'), '6.8%')
    >>> scale_of([0.0178], "1").text(0.0178)
    '1.78%'
    """
    peak = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
    if unit == "1":
        return Scale(100.0, "%", (1 if peak >= 0.05 else 2) if digits is None else digits, lang)
    step = next((s for s in LADDERS.get((unit, lang), ()) if peak >= s[0]), None)
    factor, name = (1 / step[1], step[2]) if step else (1.0, unit_name(unit, lang))
    return Scale(factor, name, _digits(peak * factor) if digits is None else digits, lang)


def quantity(x: float, unit: str, lang: str = "en", digits: int | None = None) -> str:
    """Return one figure with its unit, in two or three significant figures.

    Examples
    --------
    >>> quantity(0.594, "kg/USD"), quantity(2.839, "stages", "zh"), quantity(float("nan"), "Mt", "zh")
    ('0.59 kg per USD', '2.84个阶段', '未知')
    """
    scale = scale_of([x], unit, lang, digits)
    shown = scale.text(x)
    if digits is None and "." in shown and unit in ("M.USD", "persons", "count", "Mt"):
        return scale.text(x, _fewest(x * scale.factor, scale.digits, lang, unit))
    return shown


def unit_name(unit: str, lang: str = "en") -> str:
    """Return a unit in the language, itself where it has no other name.

    Examples
    --------
    >>> unit_name("stages", "zh"), unit_name("1"), unit_name("TWh", "zh")
    ('个阶段', '%', 'TWh')
    """
    pair = UNITS.get(unit)
    return unit if pair is None else pair[lang == "zh"]


def _digits(peak: float) -> int:
    return 0 if peak >= 100 else 1 if peak >= 10 else 2


def _fewest(x: float, digits: int, lang: str, unit: str) -> int:
    """Return decimals without trailing zeros; English large units carry one decimal at most."""
    most = min(digits, 1) if lang == "en" or unit == "count" else digits
    while most and f"{x:.{most}f}".endswith("0"):
        most -= 1
    return most
