"""Words of ``newind simulate``, in both languages."""

from __future__ import annotations

from newind.policy.signs import CENTRAL

SHAPLEY, ALONG = "Shapley value", "integrated along the path (Aumann-Shapley)"
"""How `newind.equilibrium.contributions` calls what it does; nothing is imported for words."""
WORDS = {
    "title": {"en": "{name} · {year} · {horizon} horizon", "zh": "{name}·{year}年·{horizon}"},
    "short": {"en": "short", "zh": "短期"},
    "medium": {"en": "medium", "zh": "中期"},
    "long": {"en": "long", "zh": "长期"},
    "package": {"en": "Package", "zh": "政策包"},
    # in sentences
    "gain": {
        "en": "{code} gains {change} % of real income ({span}), {amount} a year",
        "zh": "{code}实际收入增加{change}%（{span}），每年{amount}",
    },
    "loss": {
        "en": "{code} loses {change} % of real income ({span}), {amount} a year",
        "zh": "{code}实际收入减少{change}%（{span}），每年{amount}",
    },
    "nothing": {"en": "{code}'s real income does not change", "zh": "{code}实际收入不变"},
    "perhaps": {
        "en": "Whether {code} gains or loses is ambiguous ({span} % of real income)",
        "zh": "{code}实际收入增减方向不明（{span}%）",
    },
    "zero or positive": {
        "en": "{code}'s real income does not change or rises ({span} %)",
        "zh": "{code}实际收入不变或增加（{span}%）",
    },
    "zero or negative": {
        "en": "{code}'s real income does not change or falls ({span} %)",
        "zh": "{code}实际收入不变或减少（{span}%）",
    },
    "unknown": {"en": "No range of {code}'s real income was found", "zh": "{code}实际收入的区间未求得"},
    "mainly": {"en": ", in the central case mainly through {parts}", "zh": "，中心估计下主要来自{parts}"},
    "whole": {
        "en": "The sign of the whole is ambiguous, so no parts of it are shown: {codes}.",
        "zh": "总效应方向不明，故不列各部分：{codes}。",
    },
    "colon": {"en": ": ", "zh": "："},
    "costs": {
        "en": "; the fiscal cost is {bill} {unit} ({span})",
        "zh": "；财政成本为{bill} {unit}（{span}）",
    },
    "brings": {
        "en": "; it brings the government {bill} {unit} ({span})",
        "zh": "；政府收入增加{bill} {unit}（{span}）",
    },
    "comma": {"en": " and ", "zh": "、"},
    "list": {"en": ", ", "zh": "，"},
    "semicolon": {"en": "; ", "zh": "；"},
    "stop": {"en": ".", "zh": "。"},
    # headings
    "gains": {"en": "Real income, %", "zh": "实际收入，%"},
    "region": {"en": "region", "zh": "地区"},
    "change": {"en": "change", "zh": "变化"},
    "range": {"en": "range", "zh": "区间"},
    "why": {"en": f"Where it comes from, % ({CENTRAL['en']})", "zh": f"来源，%（{CENTRAL['zh']}）"},
    "parts": {
        "en": f"What each part adds, % ({{method}}, {CENTRAL['en']})",
        "zh": f"各部分的贡献，%（{{method}}，{CENTRAL['zh']}）",
    },
    SHAPLEY: {"en": SHAPLEY, "zh": "沙普利值"},
    ALONG: {"en": ALONG, "zh": "沿路径积分（奥曼-沙普利）"},
    "government": {"en": "Government, change in {unit}", "zh": "政府收支变化，{unit}"},
    "net": {"en": "net", "zh": "净额"},
    "six": {"en": "The six characteristics", "zh": "六项特征"},
    "before": {"en": "before", "zh": "之前"},
    "after": {"en": "after", "zh": "之后"},
    "output_tax": {
        "en": "Real income if a tax on output balanced the budget, %",
        "zh": "改由产出税平衡预算时的实际收入，%",
    },
    "lump_sum": {"en": "Real income if transfers balanced the budget, %", "zh": "改由转移支付平衡预算时的实际收入，%"},
    "limits": {
        "en": "Static comparison: no adjustment cost, no new trade links, industry averages. "
        "Real income is the equivalent variation. Range: every combination of the plausible elasticities.",
        "zh": "静态比较：不计调整成本，不产生新的贸易联系，按行业平均。"
        "实际收入为等价变化。区间为弹性取合理范围各端点组合的结果。",
    },
    # where real income comes from
    "terms of trade": {"en": "terms of trade", "zh": "贸易条件"},
    "trade volume": {"en": "trade volume", "zh": "贸易量"},
    "other wedges": {"en": "other distortions", "zh": "其他扭曲"},
    "technology": {"en": "technology", "zh": "技术"},
    "trade cost": {"en": "trade cost", "zh": "贸易成本"},
    "factor supply": {"en": "factor supply", "zh": "要素供给"},
    "scale": {"en": "scale", "zh": "规模经济"},
    "transfers": {"en": "transfers", "zh": "转移"},
    "taste": {"en": "preference shift", "zh": "偏好"},
    # what governments take and give
    "tariffs": {"en": "tariffs", "zh": "关税"},
    "border charges": {"en": "carbon border adjustment", "zh": "碳边境调节"},
    "embodied charges": {"en": "embodied charges", "zh": "隐含碳收费"},
    "carbon": {"en": "carbon", "zh": "碳价收入"},
    "purchase taxes": {"en": "purchase taxes", "zh": "购买环节税"},
    "factor taxes": {"en": "factor taxes", "zh": "要素税"},
    "export rebates": {"en": "export rebates", "zh": "出口退税"},
    "production subsidies": {"en": "production subsidies", "zh": "生产补贴"},
    "carbon returned": {"en": "carbon returned", "zh": "碳价返还"},
    "tax on output": {"en": "tax on output", "zh": "产出税"},
    # the six characteristics
    "people": {"en": "people", "zh": "以人为本"},
    "quality": {"en": "quality", "zh": "质量"},
    "innovation": {"en": "innovation", "zh": "创新"},
    "green": {"en": "green", "zh": "绿色"},
    "digital": {"en": "digital", "zh": "数字"},
    "open": {"en": "open", "zh": "开放"},
}
"""Word by name and language."""


def word(name: str, lang: str) -> str:
    """Return a word in a language, a name without one as it is.

    Examples
    --------
    >>> word("net", "zh"), word("trade", "zh")
    ('净额', 'trade')
    """
    return WORDS.get(name, {lang: name})[lang]


def group(name: str, lang: str) -> str:
    """Return the label of a family of policy in a language, the name of an action as it is.

    Examples
    --------
    >>> group("trade", "zh"), group("my action", "zh")
    ('贸易政策', 'my action')
    """
    from newind.policy.levers import FAMILIES

    return FAMILIES.get(name, {lang: name})[lang]
