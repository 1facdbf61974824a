"""Figures in words: numbers, units, ranges and years as English and Chinese typography write them.

English: ``41.9%``, commas between thousands, a true minus, an en dash in ranges without signs and "to" in ranges with
signs. Chinese (GB/T 15834, GB/T 15835): 亿 and 万 instead of millions, 至 in ranges, 个百分点 for differences.
A figure that is not known is shown as such, never as zero.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from newind.language.scales import MINUS, UNKNOWN, Scale, decimal, mark, quantity, scale_of, unit_name
from newind.messages import Lang, message, message_group, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "MINUS",
    "UNKNOWN",
    "Lang",
    "Scale",
    "cardinal",
    "count",
    "decimal",
    "listing",
    "mark",
    "mass",
    "money",
    "ordinal",
    "percent",
    "points",
    "quantity",
    "rank",
    "scale_of",
    "span",
    "unit_name",
    "years",
]  # fmt: skip

WIDEST = 3
"""Part of those ranked, one in so many, that the interval of a rank in a headline may span."""


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
    return say("language.percentage_points", lang, n=shown.lstrip(f"+{MINUS}")).replace(
        shown.lstrip(f"+{MINUS}"), shown
    )


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


def count(n: float, lang: str = "en") -> str:
    """Return a number of things.

    Examples
    --------
    >>> count(12_345), count(12_345, "zh"), count(812, "zh")
    ('12,345', '1.2万', '812')
    """
    return decimal(n, 0, lang) if lang != "zh" else quantity(n, "count", lang)


def cardinal(n: int, lang: str = "en") -> str:
    """Return a small number as a word, a larger one in figures.

    Examples
    --------
    >>> cardinal(8), cardinal(8, "zh"), cardinal(41)
    ('eight', '八', '41')
    """
    words: list[str] = message_group("language")["cardinals"][lang]
    return words[n] if 0 <= n < len(words) else count(n, lang)


def ordinal(n: int, lang: str = "en") -> str:
    """Return a place in an order.

    Examples
    --------
    >>> ordinal(1), ordinal(12), ordinal(23), ordinal(7, "zh")
    ('1st', '12th', '23rd', '第7位')
    """
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return say("language.ordinal", lang, n=n, ending=ending)


def rank(place: int, of: int, lang: str = "en", ends: tuple[int, int] | None = None, *, provinces: bool = False) -> str:
    """Return a place among several, counted from the nearer end: a figure's height, not whether it is good.

    With `ends`, the highest and the lowest place that ranges allow, it is a span of places.

    Examples
    --------
    >>> rank(3, 8), rank(7, 8), rank(1, 8), rank(7, 8, "zh"), rank(8, 8, "zh")
    ('3rd highest of 8', '2nd lowest of 8', 'highest of 8', '在8个经济体中居第2位（由低到高）', '在8个经济体中最低')
    >>> rank(1, 8, ends=(1, 2)), rank(8, 8, "zh", (6, 8))
    ('1st–2nd highest of 8', '在8个经济体中居第1至3位（由低到高）')
    """
    upper = place <= of + 1 - place
    first, last = ends or (place, place)
    near, far = (first, last) if upper else (of + 1 - last, of + 1 - first)
    kind = "range_" if near < far else "" if near == 1 else "place_"
    name = kind + ("high" if upper else "low")
    nearer, farther = ordinal(near, lang), ordinal(far, lang)
    among = "rank_of_provinces" if provinces else "rank"
    return say(f"language.{among}.{name}", lang, of=of, near=near, far=far, near_th=nearer, far_th=farther)


def has_settled_rank(first: float, last: float, of: int) -> bool:
    """Return whether a rank may stand in a headline: its interval spans at most a third of those ranked.

    Examples
    --------
    >>> has_settled_rank(13, 17, 20), has_settled_rank(5, 17, 20), has_settled_rank(2, 2, 3)
    (True, False, True)
    """
    return last - first <= of / WIDEST


def years(first: int, last: int, lang: str = "en") -> str:
    """Return a span of years, one year if both are the same.

    Examples
    --------
    >>> years(1995, 2011), years(1995, 2011, "zh"), years(2011, 2011, "zh")
    ('1995–2011', '1995—2011年', '2011年')
    """
    return say(f"language.years.{'single' if first == last else 'span'}", lang, first=first, last=last)


def span(low: float, high: float, unit: str = "1", lang: str = "en", digits: int | None = None) -> str:
    """Return a range in a unit: an en dash without signs, "to" with signs, 至 in Chinese; one number if alike.

    Examples
    --------
    >>> span(0.04, 0.2), span(-0.2, -0.04), span(0.04, 0.2, lang="zh"), span(0.59, 1.08, "kg/USD")
    ('4.0–20.0%', '−20.0 to −4.0%', '4.0%至20.0%', '0.59–1.08 kg per USD')
    """
    scale = scale_of((low, high), unit, lang, digits)
    ends = scale.number(low), scale.number(high)
    if not (math.isfinite(low) and math.isfinite(high)):
        return UNKNOWN[lang]
    kind = "plain" if low >= 0 and high >= 0 else "signed"
    percent_sign = "%" if unit == "1" else ""
    if ends[0] == ends[1]:
        return ends[0] + scale.suffix
    return say(f"language.span.{kind}", lang, low=ends[0], high=ends[1], percent=percent_sign) + scale.suffix


def foremost(ends: Sequence[tuple[float, float]], most: int = 3) -> int:
    """Return how many of ranked things, from the first on, have a range that overlaps with that of the first.

    Examples
    --------
    >>> foremost([(4, 6), (3, 5), (1, 2)]), foremost([(4, 6), (1, 2)]), foremost([(1, 2)] * 5)
    (2, 1, 3)
    """
    low, high = ends[0]
    return next((k for k, (a, b) in enumerate(ends[:most]) if a > high or b < low), min(len(ends), most))


def join_unranked_names(names: Sequence[str], lang: str = "en") -> str:
    """Return things one after the other, whose order is not settled where they are several.

    Examples
    --------
    >>> join_unranked_names(["A"]), join_unranked_names(["A", "B"]), join_unranked_names(["甲", "乙"], "zh")
    ('A', 'A and B (in no settled order)', '甲和乙（先后未定）')
    """
    return listing(names, lang) + (
        message("language.words.join_unranked_names.unordered")[lang] if len(names) > 1 else ""
    )


def join_list(items: Iterable[str], lang: str = "en") -> str:
    """Return things one after the other, without a last "and".

    Examples
    --------
    >>> join_list(["A", "B", "C"]), join_list(["甲", "乙"], "zh")
    ('A, B, C', '甲、乙')
    """
    return mark("comma", lang).join(items)


def join_names(items: Sequence[str], lang: str = "en") -> str:
    """Return names one after the other; in Chinese without a last “and”, which stands in names of industries.

    Examples
    --------
    >>> join_names(["A", "B", "C"]), join_names(["甲和乙", "丙"], "zh")
    ('A, B and C', '甲和乙、丙')
    """
    return listing(items, lang) if mark("last", lang) == mark("and", lang) else join_list(items, lang)


def in_brackets(said: str, more: str, lang: str = "en") -> str:
    """Return words with others in brackets after them.

    Examples
    --------
    >>> in_brackets("A", "2 Mt"), in_brackets("甲", "200万吨", "zh")
    ('A (2 Mt)', '甲（200万吨）')
    """
    return say("language.in_brackets", lang, said=said, more=more)


def from_to(low: str, high: str, lang: str = "en") -> str:
    """Return two ends of a range that are written already.

    Examples
    --------
    >>> from_to("2", "3"), from_to("2", "3", "zh")
    ('2 to 3', '2至3')
    """
    return say("language.span.signed", lang, low=low, high=high, percent="")


def dash(low: str, high: str, lang: str = "en") -> str:
    """Return two ends of a range without signs that are written already, one where they are alike.

    Examples
    --------
    >>> dash("2", "3"), dash("2", "3", "zh"), dash("2", "2")
    ('2–3', '2至3', '2')
    """
    return low if low == high else say("language.span.plain", lang, low=low, high=high, percent="")


def listing(items: Sequence[str], lang: str = "en") -> str:
    """Return things one after the other, parted by semicolons where one of them has a comma in it.

    Examples
    --------
    >>> listing(["A", "B", "C"]), listing(["甲", "乙", "丙"], "zh"), listing(["A"])
    ('A, B and C', '甲、乙和丙', 'A')
    >>> listing(["iron, steel", "coal"]), listing(["铁、钢", "煤"], "zh")
    ('iron, steel; and coal', '铁、钢；煤')
    """
    if len(items) < 2:
        return "".join(items)
    comma, last = mark("comma", lang), mark("and", lang)
    if any(comma.strip() in item for item in items):
        comma = mark("semicolon", lang)
        last = f"{comma.strip()}{last}" if last.startswith(" ") else comma
    return comma.join(items[:-1]) + last + items[-1]
