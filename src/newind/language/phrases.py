"""Parts of sentences in English and Chinese: names, shares, changes, places in a ranking."""

from __future__ import annotations

import math
import re
from functools import partial
from typing import TYPE_CHECKING, Protocol

from newind.accounts.classification import industry_name
from newind.accounts.regions import apply_house_style, read_regions, region
from newind.language.words import decimal, has_settled_rank, mark, percent, rank
from newind.messages import NOTHING, in_each, lower_first, message, message_group

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newind.accounts.accounts import Accounts
    from newind.accounts.regions import Region
    from newind.messages import Text

ARTICLE = re.compile(
    r"(United (States|Kingdom|Republic|Arab)|Netherlands|Republic of|Russian Federation|Democratic |Lao People|"
    r"Syrian Arab|State of|Kyrgyz Republic|Slovak Republic|Rest of (the )?world$)"
)
"""English names that take the article inside a sentence."""
SMALL = 0.0005
"""Share that one decimal of a percentage would show as none."""


class Setting(Protocol):
    """The subject of a sentence: an economy or a province, and a year."""

    @property
    def region(self) -> str:
        """Code of the economy or province."""

    @property
    def year(self) -> int:
        """Year of the page."""

    @property
    def province(self) -> bool:
        """Whether it is a province."""

    def economy(self, code: str) -> Region:
        """Return the entry of an economy."""


def digits_for(values: Iterable[float]) -> int:
    """Return the decimals that keep two significant figures, one more where values would look alike.

    Examples
    --------
    >>> digits_for([28.9, 22.0]), digits_for([6.8, 4.2]), digits_for([28.9, 28.7]), digits_for([0.24])
    (0, 1, 1, 2)
    """
    known = [abs(v) for v in values]
    size = min((v for v in known if v > 0), default=1.0)
    digits = 0 if size >= 10 else 1 if size >= 1 else 2
    alike = len({f"{v:.{digits}f}" for v in known}) < len({f"{v:.{digits + 1}f}" for v in known})
    return digits + alike


def economy(ctx: Setting, code: str) -> Text:
    """Return the name of an economy as it stands inside a sentence."""
    return name_inside(ctx.economy(code))


def name_inside(row: Region) -> Text:
    """Return the name of an economy or a province as it stands inside a sentence.

    Examples
    --------
    >>> name_inside(region("USA"))["en"], name_inside(region("CHN"))["en"]
    ('the United States', 'China')
    """
    return in_each(lambda lang: row.zh if lang == "zh" else _put_article(row.name(lang)))


def _put_article(name: str) -> str:
    if ARTICLE.match(name):
        return "the rest of the world" if name.startswith("Rest") else f"the {name}"
    return name.replace("Other EU members", "the other EU members")


def of_economy(ctx: Setting, code: str | None = None) -> Text:
    """Return the name of an economy as the owner of what follows.

    Examples
    --------
    In English ``China’s``, in Chinese ``中国``.
    """
    return name_owner(ctx.economy(code or ctx.region))


def name_owner(row: Region) -> Text:
    """Return the name of an economy or a province as the owner of what follows.

    Examples
    --------
    >>> name_owner(region("NLD"))["en"], name_owner(region("CHN"))
    ('the Netherlands’', {'en': 'China’s', 'zh': '中国'})
    """
    name = name_inside(row)
    return in_each(lambda lang: name[lang] + ("" if lang == "zh" else "’" if name[lang].endswith("s") else "’s"))


def industry(code: str) -> Text:
    """Return the name of an industry as it stands inside a sentence; a code of one's own stays as it is.

    Examples
    --------
    >>> industry("c14")["en"], industry("Steel")["en"]
    ('electrical and optical equipment', 'Steel')
    """
    name = in_each(partial(industry_name, code))
    return name if name["en"] == code else lower_first(name)


def name_code(w: Accounts, code: str, lang: str) -> str:
    """Return the name of a code as a label: a region or an industry of the accounts before any other economy."""
    if code in w.regions:
        return apply_house_style(w.regions.rows[w.regions.index(code)]).name(lang)
    if code in w.industries or code not in read_regions():
        return industry_name(code, lang)
    return apply_house_style(code).name(lang)


def name_short(code: str, lang: str) -> str:
    """Return the name of an industry as charts, tables and lists have room for it.

    Examples
    --------
    >>> name_short("c14", "en"), name_short("c18", "en")
    ('Electrical and optical', 'Construction')
    """
    short = message_group("charts.industry")
    return str(short[code][lang]) if code in short else industry_name(code, lang)


def industries(codes: Iterable[str]) -> Text:
    """Return industries one after the other; their names hold commas, so that semicolons part them.

    Examples
    --------
    >>> industries(["c14", "c15"])["en"]
    'electrical and optical equipment; transport equipment'
    """
    names = [industry(code) for code in codes]
    return in_each(lambda lang: mark("semicolon", lang).join(n[lang] for n in names))


def in_country(ctx: Setting) -> Text:
    """Return where home is in questions of technology: the country, of an economy as of a province."""
    return message("language.phrases.in_country" if ctx.province else "language.phrases.at_home")


def from_abroad(ctx: Setting) -> Text:
    """Return where everything else comes from: abroad, or from outside a province, which is not all abroad."""
    return message("language.phrases.from_outside" if ctx.province else "language.phrases.from_abroad")


def peer_group(ctx: Setting) -> str:
    """Return in Chinese what a region is compared with."""
    return message(f"language.phrases.peer_group.{'provinces' if ctx.province else 'economies'}")["zh"]


def in_year(ctx: Setting, year: int) -> Text:
    """Return a year as an addition to a sentence, empty where it is the year of the page."""
    return NOTHING if year == ctx.year else message("language.phrases.in_year", year=year)


def shares(*figures: float) -> tuple[str, ...]:
    """Return shares as percentages that stand in one sentence, with one decimal as in tables, more for the smallest.

    Examples
    --------
    >>> shares(0.289, 0.22), shares(0.0678), shares(0.633, 0.0008), shares(0.0003)
    (('28.9%', '22.0%'), ('6.8%',), ('63.3%', '0.1%'), ('0.03%',))
    """
    small = max(map(abs, figures), default=0.0) < SMALL
    return fine(*figures) if small else tuple(percent(s) for s in figures)


def share(figure: float) -> str:
    """Return one share as a percentage.

    Examples
    --------
    >>> share(0.289), share(0.0678)
    ('28.9%', '6.8%')
    """
    return shares(figure)[0]


def fine(*figures: float) -> tuple[str, ...]:
    """Return shares as percentages in which the smallest one keeps a figure other than zero.

    Examples
    --------
    >>> fine(0.000032, 0.00032), fine(0.0071, 0.0159), fine(0.0, 0.2)
    (('0.003%', '0.032%'), ('0.7%', '1.6%'), ('0%', '20%'))
    """
    known = [100 * abs(s) for s in figures if s]
    digits = max(0, math.ceil(-math.log10(min(known)))) if known else 0
    return tuple(percent(s, digits=digits) for s in figures)


def plain_share(figure: float) -> str:
    """Return a share that somebody chose, without decimals that say nothing.

    Examples
    --------
    >>> plain_share(0.05), plain_share(0.025)
    ('5%', '2.5%')
    """
    return f"{100 * figure:g}%"


def format_bilingual_number(value: float, digits: int) -> Text:
    """Return a number as each language writes it.

    Examples
    --------
    >>> format_bilingual_number(1234.5, 0)
    {'en': '1,234', 'zh': '1234'}
    """
    return in_each(partial(decimal, value, digits))


def compare_with_past(now: Text, past: Text, year: int | None, up: bool, *, told: bool = True) -> Text:
    """Return how a figure compares with its past, empty where there is none; no direction where it is not `told`.

    Examples
    --------
    >>> compare_with_past({"en": "29%", "zh": "29%"}, {"en": "22%", "zh": "22%"}, 1995, True)
    {'en': ', up from 22% in 1995', 'zh': '，高于1995年的22%'}
    >>> compare_with_past({"en": "29%", "zh": "29%"}, {"en": "29%", "zh": "29%"}, 1995, True)["zh"]
    '，与1995年持平'
    >>> compare_with_past({"en": "2.1%", "zh": "2.1%"}, {"en": "2.2%", "zh": "2.2%"}, 2011, False, told=False)["en"]
    ', no change beyond error from 2.2% in 2011'
    """
    if year is None:
        return NOTHING
    if now == past:
        return message("language.phrases.past.same", year=year)
    kind = "unclear" if not told else "up" if up else "down"
    return message(f"language.phrases.past.{kind}", past=past, year=year)


def place(value: float, others: dict[str, float], ends: Mapping[str, tuple[float, float]] | None = None) -> Text:
    """Return where a figure stands among all, counted from the nearer end; empty where there is nothing to compare.

    It is a span of places where ranges of the figures (`ends`) overlap, and empty where they leave the rank unsettled,
    or where all are alike.

    Examples
    --------
    >>> place(3.0, {"A": 3.0, "B": 1.0, "C": 2.0})["en"], place(2.0, {"A": 3.0, "B": 1.0, "C": 2.0})["zh"]
    ('highest of 3', '在3个经济体中居第2位（由高到低）')
    """
    of = len(others)
    span = _ranks(value, others, ends or {})
    if of < 3 or len(set(others.values())) == 1 or not has_settled_rank(*span, of):
        return NOTHING
    above = sum(v > value for v in others.values())
    provinces = all(region(code).kind == "province" for code in others)
    apart = span if ends else None
    return in_each(lambda lang: rank(above + 1, of, lang, apart, provinces=provinces))


def _ranks(value: float, others: dict[str, float], ends: Mapping[str, tuple[float, float]]) -> tuple[int, int]:
    """Return the highest and the lowest rank of a figure that its range and those of the others allow."""
    own = next((c for c, v in others.items() if v == value), "")
    low, high = ends.get(own, (value, value))
    rest = [ends.get(c, (v, v)) for c, v in others.items() if c != own]
    return 1 + sum(a > high for a, _ in rest), 1 + sum(b > low for _, b in rest)


def join_phrases(*parts: Text) -> Text:
    """Return the parts that say something as one short line.

    Examples
    --------
    >>> join_phrases({"en": "3rd of 8", "zh": "列第3位"}, {"en": "", "zh": ""})["en"]
    '3rd of 8'
    """
    return in_each(lambda lang: " · ".join(p[lang] for p in parts if p[lang]))
