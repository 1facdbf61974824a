"""Fixed words of the page, the Word file and the workbook, in English and Chinese."""

from __future__ import annotations

from typing import Any

from newind.language.phrases import plain_share
from newind.language.words import cardinal
from newind.messages import Text, message_group
from newind.questions.evidence import MATERIAL
from newind.questions.findings import MARKS

GLYPHS = {
    "people": "人",
    "quality": "质",
    "innovation": "创",
    "green": "绿",
    "digital": "数",
    "open": "通",
    **MARKS,
}
"""Marks of characteristics and kinds of findings: shape before colour."""
KINDS = ("strength", "risk", "constraint", "problem", "context")
"""Kinds in the order of the legend, the best first."""

EN: dict[str, Any] = {
    "page_title": "new industrialization brief",
    "kind_of_page": "Country brief",
    "colon": ": ",
    "stop": ".",
    "other": "中文",
    "skip": "Skip to the brief",
    "year": str,
    "peers": lambda n: f"compared with {cardinal(n)} econom{'y' if n == 1 else 'ies'}",
    "peers_word": "peers",
    "h_characteristics": lambda name: f"Six characteristics: {name} among its peers",
    "headline_value": "headline value",
    "range": "range over defensible definitions",
    "how": "Economies are sorted by the headline value. Small boxed numbers lead to the source.",
    "h_systems": "Four systems: what works and what holds back",
    "kinds": {
        "strength": "strength",
        "risk": f"risk: not behind but getting worse, or a loss that may reach {plain_share(MATERIAL)} of real income",
        "constraint": "constraint: behind peers",
        "problem": "problem: behind and falling back",
        "context": "context: no direction declared, or not judged",
    },
    "how_kinds": "First the three that stand out by distance from peers and change; the others are one click away.",
    "more": lambda n: f"{cardinal(n).capitalize()} more finding{'' if n == 1 else 's'}",
    "numbers": "Numbers",
    "h_method": "Method and limits",
    "h_reproduce": "Reproduce this brief",
    "data": "Data",
    "hash": "SHA-256",
    "program": "Program",
    "seed": "Seed",
    "licence": "Licence",
    "h_sources": "Where each number comes from",
    "shared_source": lambda source: (
        f"Every row but those of published facts is based on {source}; the table adds other sources and the method."
    ),
    "as_in": "as in ",
    "source_no": "source",
    "back": "back to the first use of",
    "no": "No.",
    "indicator": "Indicator",
    "formula": "Formula",
    "source": "Source",
    "year_word": "Year",
    "unit": "Unit",
    "status_word": "Status",
    "status": {"observed": "observed", "estimated": "estimated", "proxy": "proxy", "simulated": "simulated"},
    "better": "better over the whole range",
    "worse": "worse",
    "neither": "no declared direction",
    "unclear": "sign changes within the range: no headline number",
    "policy": "Policy, one at a time",
    "in_unit": lambda unit: f", {unit}",
    "h_years": "Years that each indicator has",
    "show_years": lambda n: f"Show all {n} indicators",
    "ordinals": "",
}
ZH: dict[str, Any] = {
    "page_title": "新型工业化简报",
    "kind_of_page": "国别简报",
    "colon": "：",
    "stop": "。",
    "other": "English",
    "skip": "跳至正文",
    "year": lambda y: f"{y}年",
    "peers": lambda n: f"参照{n}个经济体",
    "peers_word": "参照经济体",
    "h_characteristics": lambda name: f"六大特征：{name}的位置",
    "headline_value": "主要数值",
    "range": "合理口径下的区间",
    "how": "按主要数值排序；方框数字指向数据来源。",
    "h_systems": "四个体系：优势与约束",
    "kinds": {
        "strength": "优势",
        "risk": f"风险：不落后但在变差，或损失可能达到实际收入的{plain_share(MATERIAL)}",
        "constraint": "约束：落后于参照",
        "problem": "问题：落后且在恶化",
        "context": "背景：不评优劣",
    },
    "how_kinds": "按与参照经济体的差距和变化幅度，每个体系先列三项，其余可展开。",
    "more": lambda n: f"其余{n}项发现",
    "numbers": "数据",
    "h_method": "方法与局限",
    "h_reproduce": "复现本简报",
    "data": "数据",
    "hash": "SHA-256",
    "program": "程序",
    "seed": "随机种子",
    "licence": "许可",
    "h_sources": "数据来源索引",
    "shared_source": lambda source: f"除只用公布数据的行外，各行均使用{source}；表内另列其他来源和方法。",
    "as_in": "同",
    "source_no": "来源",
    "back": "返回首次引用处",
    "no": "序号",
    "indicator": "指标",
    "formula": "公式",
    "source": "来源",
    "year_word": "年份",
    "unit": "单位",
    "status_word": "状态",
    "status": {"observed": "观测", "estimated": "估计", "proxy": "代理指标", "simulated": "模拟"},
    "better": "全区间改善",
    "worse": "全区间恶化",
    "neither": "不评优劣",
    "unclear": "区间内变号：不给出主要数值",
    "policy": "政策（逐项实施）",
    "in_unit": lambda unit: f"（{unit}）",
    "h_years": "各指标的数据年份",
    "show_years": lambda n: f"显示全部{n}项指标",
    "ordinals": "一二三四",
}
PAGE = {"en": EN, "zh": ZH}
"""Of the page."""
PROVINCE: dict[str, dict[str, Any]] = {
    "en": {
        "kind_of_page": "Provincial brief",
        "peers": lambda n: f"compared with {cardinal(n)} province{'' if n == 1 else 's'}",
        "how": "Provinces are sorted by the headline value. Small boxed numbers lead to the source.",
    },
    "zh": {
        "kind_of_page": "省域简报",
        "peers": lambda n: f"参照{n}个省份",
        "peers_word": "参照省份",
        "how_kinds": "按与参照省份的差距和变化幅度，每个体系先列三项，其余可展开。",
    },
}
"""Of the page of a province, where it differs."""


ALONE: dict[str, dict[str, Any]] = {
    "en": {
        "h_characteristics": lambda name: f"Six characteristics: {name}",
        "how": "Small boxed numbers lead to the source.",
        "kinds": EN["kinds"] | {"context": "context: nothing to compare with, or not judged"},
        "how_kinds": "First the three that changed most; the others are one click away.",
    },
    "zh": {
        "h_characteristics": lambda name: f"六大特征：{name}概况",
        "how": "方框数字指向数据来源。",
        "kinds": ZH["kinds"] | {"context": "背景：无可比对象或不评优劣"},
        "how_kinds": "每个体系先列变化最大的三项，其余可展开。",
    },
}
"""Of the page of a region that is compared with no other, where it differs."""


def page_words(lang: str, kind: str = "country", *, alone: bool = False) -> dict[str, Any]:
    """Return the fixed words of the page in a language, for a country or a province, with or without peers.

    Examples
    --------
    >>> page_words("en", "province")["kind_of_page"], page_words("zh")["kind_of_page"]
    ('Provincial brief', '国别简报')
    >>> page_words("en", alone=True)["how"]
    'Small boxed numbers lead to the source.'
    """
    return PAGE[lang] | (PROVINCE[lang] if kind == "province" else {}) | (ALONE[lang] if alone else {})


FILES: dict[str, Text] = message_group("common.text.files")
"""Of the Word file, the PDF and the workbook."""


def say(key: str, lang: str) -> str:
    """Return a fixed text of the brief's files in a language.

    Examples
    --------
    >>> say("sources", "en"), say("sources", "zh")
    ('Where each number comes from', '数据来源索引')
    """
    return FILES[key][lang]


def state(status: str, lang: str) -> str:
    """Return how a figure was obtained, in the language.

    Examples
    --------
    >>> state("proxy", "zh"), state("guessed", "zh")
    ('代理指标', 'guessed')
    """
    known: dict[str, str] = PAGE[lang]["status"]
    return known.get(status, status)


def quantity(value: str, unit: str, lang: str) -> str:
    """Return a written number with its unit.

    Examples
    --------
    >>> quantity("16.2", "%", "en"), quantity("996", "Mt", "en"), quantity("9.96", "亿吨", "zh")
    ('16.2%', '996 Mt', '9.96亿吨')
    """
    space = "" if not unit or not value or unit.startswith("%") or lang == "zh" else " "
    return f"{value}{space}{unit}"


def add_full_stop(text: str, lang: str) -> str:
    """Return a text that ends with a full stop, unless it is empty or has its own end.

    Examples
    --------
    >>> add_full_stop("It rose", "en"), add_full_stop("上升", "zh")
    ('It rose.', '上升。')
    >>> add_full_stop("Why?", "en"), add_full_stop("", "en")
    ('Why?', '')
    """
    if not text or text[-1] in ".!?。！？…":
        return text
    return text + ("。" if lang == "zh" else ".")
