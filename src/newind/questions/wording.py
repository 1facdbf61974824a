"""The sentences of a brief that stand outside cards: headline, summary, leads, method and limits, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from newind.accounts.regions import apply_house_style as region
from newind.data.reference import has_published_flows, identify
from newind.language.words import Scale, cardinal, listing, scale_of, span, unit_name, years
from newind.measures import zh
from newind.measures.registry import indicators
from newind.policy.signs import AMBIGUOUS, SIGNS, sign
from newind.questions.findings import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newind.language.words import Lang
    from newind.measures.context import Context
    from newind.measures.readings import Reading
    from newind.messages import Text
    from newind.questions.findings import Finding

NONE: Text = {"en": "not known for this economy", "zh": "该经济体无数据"}
SEED: Text = {"en": "none used: nothing here is sampled", "zh": "未使用：本简报无抽样"}
CITED: dict[str, Text] = {
    "world": {
        "en": "WIOD (Timmer et al. 2015), JRC, Penn World Table and World Bank",
        "zh": "上列WIOD（Timmer等，2015）、JRC、佩恩世界表和世界银行",
    },
    "world-annual": {
        "en": "OECD (2025, 2023), Inter-Country Input-Output Tables, http://oe.cd/icio (this is an adaptation), "
        "WIOD (Timmer et al. 2015, 2016), the United Nations, JRC (2019, EDGAR 2024), the Global Carbon Budget 2025, "
        "Penn World Table, IMF and World Bank",
        "zh": "OECD（2025、2023）国家间投入产出表（http://oe.cd/icio，本数据为其改编）、WIOD（Timmer等，2015、2016）、联合国、"
        "JRC（2019、EDGAR 2024）、全球碳预算2025、佩恩世界表、国际货币基金组织和世界银行",
    },
    "world-2020": {
        "en": "OECD (2023), OECD Inter-Country Input-Output Tables, http://oe.cd/icio (this is an adaptation, not the "
        "official views of the OECD or of its members; who passes it on passes this credit on)",
        "zh": "OECD（2023）国家间投入产出表，http://oe.cd/icio（本数据为其改编，不代表OECD及其成员的官方观点；转载时须保留本说明）",
    },
    "china": {"en": "the National Bureau of Statistics of China", "zh": "国家统计局"},
    "china-2017": {
        "en": "the statistical bureaux of the provinces and the National Bureau of Statistics of China",
        "zh": "各省统计局和国家统计局",
    },
}
"""Whom figures derived from a shipped set should also cite."""
LICENCE: Text = {"en": "figures CC BY 4.0; please cite {whom}", "zh": "数据CC BY 4.0；请引用{whom}"}
TERMS: Text = {"en": "that of the table’s publisher", "zh": "按原表发布机构的规定"}
LABELS: dict[str, Text] = {
    "s2.gvc_income_share": {"en": "of world income from manufactures", "zh": "占全球制成品收入"},
    "quality.manufacturing_value_added_rate": {"en": "of factory sales kept as value added", "zh": "制造业增加值率"},
    "s1.high_tech_import_dependence": {
        "en": "foreign value in high and medium-high technology goods",
        "zh": "高技术和中高技术产品的国外价值",
    },
    "s3.carbon_per_gdp": {"en": "CO₂ per dollar of real GDP", "zh": "每美元实际GDP碳排放"},
}
RANGES: tuple[Text, Text] = (
    {"en": "Range over definitions: ", "zh": "不同口径区间："},
    {"en": "Range of the estimate: ", "zh": "估计区间："},
)
"""Words before a range: one over definitions, or that of an estimate."""
MODELLED: Text = {"en": "Range over horizons and elasticities: ", "zh": "各期限与弹性的区间："}
INDUSTRIES: Text = {"en": "Range over industries: ", "zh": "各行业区间："}
ELASTICITIES: Text = {"en": "Range over elasticities: ", "zh": "各弹性下的区间："}
INTERVAL: Text = {"en": "95% interval: ", "zh": "95%置信区间："}
LEFT_OUT: Text = {"en": "95% interval, itself in or out of the sample: ", "zh": "95%置信区间（含剔除自身的估计）："}
DRAWS: Text = {"en": "5 to 95% of draws: ", "zh": "抽样的5%至95%分位："}
ORDERS: Text = {"en": "Range over orders of the factors: ", "zh": "不同分解次序区间："}
EFFICIENCIES: Text = {"en": "Range over efficiencies of plants: ", "zh": "不同机组效率区间："}
USERS: Text = {"en": "Range over who uses what comes from outside: ", "zh": "外来产品不同使用去向的区间："}
OTHER_RANGES = {
    "s1.inputs": USERS,
    "s1.frontier": INDUSTRIES,
    "s1.replacement": ELASTICITIES,
    "s2.expected": LEFT_OUT,
    "s2.sophistication_expected": INTERVAL,
    "s3.drivers": ORDERS,
    "s3.power_effect": EFFICIENCIES,
    "s3.power_scenario": DRAWS,
    "s3.charge_effect": ELASTICITIES,
}
"""Words before the range of a finding by its id, where it is neither."""
DIFFERENCES = ("s2.expected_gap", "s2.digital_change", "s2.productivity_within")
"""Quantities that are differences of shares, or parts of a growth: they are in points."""
POINTS: Text = {"en": "points", "zh": "个百分点"}
LACKING: dict[str, Text] = {
    "s2": {
        "en": "The table does not show manufacturing industries separately. Use one with more industries.",
        "zh": "本表未单列制造业各行业，请使用行业更细的表。",
    },
    "s3": {
        "en": "The table has no emissions. Join them with newind data attach TABLE co2.csv and write the brief again.",
        "zh": "本表没有排放数据。可用newind data attach附加CO₂数据后重新生成简报。",
    },
}
"""System without findings → what would provide some."""
NUMBER = re.compile(r"[0-9](?:[0-9,]*[0-9])?(?:\.[0-9]+)?")
"""A number in a sentence."""
INCOME, RATE = "s2.gvc_income_share", "quality.manufacturing_value_added_rate"


def name_of(ctx: Context, code: str, lang: Lang) -> str:
    """Return the name of an economy as a label (not inside a sentence)."""
    row = ctx.economy(code)
    return row.en if lang == "en" else row.zh


def capital(text: str) -> str:
    """Return a text that begins with a capital."""
    return text[:1].upper() + text[1:]


def format_count(n: int) -> str:
    """Return a number before a Chinese measure word, where two is 两.

    Examples
    --------
    >>> format_count(2), format_count(3)
    ('两', '三')
    """
    return {2: "两"}.get(n, cardinal(n, "zh"))


def lead(found: Sequence[Finding], lang: Lang, system: str = "") -> str:
    """Return how many findings of each kind a system has; where it has none, what would provide some.

    Examples
    --------
    >>> lead([], "en")
    'Nothing can be said from these accounts.'
    """
    if not found and system in LACKING:
        return LACKING[system][lang]
    if not found:
        return "Nothing can be said from these accounts." if lang == "en" else "现有数据不足以得出结论。"
    counts = {k: sum(f.kind == k for f in found) for k in KINDS}
    if len(found) == max(counts.values()) > 1:
        return _all(found[0].kind, len(found), lang)
    if lang == "en":
        named = [f"{cardinal(n)} {_plural(k, n)}" for k, n in counts.items() if n]
        return f"{capital(cardinal(len(found)))} finding{'s' if len(found) > 1 else ''}: {listing(named)}."
    named = [f"{KINDS[k]['zh']}{n}项" for k, n in counts.items() if n]
    return f"共{len(found)}项发现：{'、'.join(named)}。"


def _all(kind: str, n: int, lang: Lang) -> str:
    """Return that all findings are of one kind."""
    if lang == "en":
        return f"{capital(cardinal(n))} findings, all {_plural(kind, n)}."
    return f"共{n}项发现，均为{KINDS[kind]['zh']}。"


def _plural(kind: str, n: int) -> str:
    if kind == "context":
        return "of context"
    return kind if n == 1 else {"strength": "strengths"}.get(kind, f"{kind}s")


def match_sentence_scale(f: Finding, lang: Lang) -> Scale:
    """Return the scale of a finding's number; where its sentence gives the number, with the decimals it has there."""
    scale = scale_of([f.value], f.unit, lang)
    said = sorted(NUMBER.findall(f.sentence[lang]), key=_decimals, reverse=True)
    size = abs(f.value) * scale.factor  # a whole number in the sentence is not what a fraction was rounded to
    digits = (
        d for d, n in ((_decimals(n), n) for n in said) if n == scale.number(abs(f.value), d) and (d or size >= 1)
    )
    return replace(scale, digits=next(digits, scale.digits))


def headline(f: Finding, lang: Lang) -> tuple[str, str]:
    """Return the large number of a finding and its unit: no number where its sign changes within the range.

    A difference of shares is in points.
    """
    if f.range is not None and sign(*f.range) == AMBIGUOUS:
        return SIGNS[AMBIGUOUS][lang], ""
    scale = match_sentence_scale(f, lang)
    return scale.number(f.value), POINTS[lang] if in_points(f) else scale.unit


def in_points(f: Finding) -> bool:
    """Return whether a finding is about a difference of shares."""
    return f.indicators[0] in DIFFERENCES


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def kind(name: str, lang: Lang) -> str:
    """Return the name of a kind of finding."""
    return KINDS[name][lang]


def format_range(f: Finding, lang: Lang, *, estimate: bool = False) -> str:
    """Return the range of a finding, empty where there is one value or where all agree.

    The range is one over defensible definitions, over horizons and elasticities, or shipped with an estimate.
    """
    if f.range is None or len({scale_of(f.range, f.unit, lang).number(end) for end in f.range}) == 1:
        return ""
    usual = MODELLED if f.status == "simulated" else RANGES[estimate]
    ends = span(*f.range, f.unit, lang)
    if in_points(f):
        ends = ends.replace("%", "") + {"en": " ", "zh": ""}[lang] + POINTS[lang]
    return OTHER_RANGES.get(f.id, usual)[lang] + ends


def spread(ctx: Context, id: str, lang: Lang) -> str:
    """Return the range that was shipped with an estimated figure of the last year, empty where there is none."""
    ends, unit = ctx.range(id), indicators()[id].display
    if ends is None:
        return ""
    digits = indicators()[id].digits
    if len({scale_of(ends, unit, lang, digits).number(end) for end in ends}) == 1:
        return ""
    return ("range " if lang == "en" else "区间") + span(*ends, unit, lang, digits)


def past(reading: Reading, scale: Scale, lang: Lang) -> str:
    """Return what a number was in the first year, empty for a single year."""
    if reading.past is None:
        return ""
    value = scale.number(reading.past) + ("%" if scale.unit == "%" else "")
    return (f"{value} in {reading.first}" if lang == "en" else f"{reading.first}年为{value}") + reading.turned[lang]


def number_label(id: str, label: Text, lang: Lang) -> str:
    """Return the short label of one of the four numbers."""
    return LABELS.get(id, label)[lang]


def number_unit(id: str, unit: str, lang: Lang) -> str:
    """Return the unit of one of the four numbers, without what its label already says."""
    return {"en": "kg", "zh": "千克"}[lang] if id == "s3.carbon_per_gdp" else unit


def on_year(ctx: Context, year: int, lang: Lang) -> str:
    """Return the year of a figure where it is not that of the page."""
    if year == ctx.year:
        return ""
    return f", {year}" if lang == "en" else f"（{year}年）"


def sentences(texts: Sequence[str], lang: Lang) -> str:
    """Return texts as sentences one after the other, those that are empty left out.

    Examples
    --------
    >>> sentences(["7th of 8 economies", "", "shown, not scored."], "en"), sentences(["列第7位", "口径唯一。"], "zh")
    ('7th of 8 economies. Shown, not scored.', '列第7位。口径唯一。')
    """
    stop, gap = (".", " ") if lang == "en" else ("。", "")
    return gap.join(capital(t) + ("" if t.endswith((".", "。")) else stop) for t in texts if t)


def format_place(reading: Reading, lang: Lang) -> str:
    """Return where a figure stands among the peers, empty where there is nothing to compare."""
    where = reading.place[lang]
    return f"{where} {noun(reading.others)}" if where and lang == "en" else where


def noun(codes: Iterable[str]) -> str:
    """Return what codes stand for, in English: provinces if all of them do, else economies.

    Examples
    --------
    >>> noun(["CN-GD", "CN-ZJ"]), noun(["CHN", "USA"])
    ('provinces', 'economies')
    """
    return "provinces" if all(region(code).kind == "province" for code in codes) else "economies"


def data(ctx: Context, lang: Lang) -> str:
    """Return the accounts that the brief is based on."""
    w = ctx.w
    span_of_years = years(ctx.years[0], ctx.year, lang)
    money = unit_name(w.unit, lang)
    if lang == "en":
        what = "economies" if w.closed else "regions"
        return f"{span_of_years}, {w.R} {what} × {w.S} industries, {money}; {w.source or 'source not stated'}"
    what = "经济体" if w.closed else "地区"
    return f"{span_of_years}，{w.R}个{what}×{w.S}个行业，{money}；{zh.source(w.source) or '来源未注明'}"


def licence(ctx: Context, lang: Lang) -> str:
    """Return under which terms the figures of a brief may be used."""
    name = identify(ctx.w)
    return LICENCE[lang].format(whom=CITED[name][lang]) if name else TERMS[lang]


def methods(ctx: Context, lang: Lang) -> tuple[str, ...]:
    """Return method and limits as short statements."""
    size, span_of_years = f"{ctx.w.R} × {ctx.w.S}", years(ctx.years[0], ctx.year, lang)
    estimate = (ESTIMATE[lang],) if ctx.w.status == "estimated" and not has_published_flows(ctx.w.source) else ()
    return (TABLES[lang].format(size=size, years=span_of_years), *estimate, *LIMITS[lang])


ESTIMATE: Text = {
    "en": "The table is an estimate, not published accounts: flows between economies were estimated from known totals. "
    "Ranges are the errors of estimating past years in the same way; partners are not ranked.",
    "zh": "本表为估计，并非公布的核算结果：经济体间流量由已知总量推算。区间为用同样方法推算以往年份的误差；不列伙伴。",
}
TABLES: Text = {
    "en": "Input-output tables, {size} (economies × industries), {years}; output is the sum of each row.",
    "zh": "投入产出表：{size}（经济体×行业），{years}；总产出取行和。",
}
LIMITS: dict[str, tuple[str, ...]] = {
    "en": (
        "Shares of value added follow the Leontief inverse; circulation follows Wang, Wei, Yu & Zhu (2017), "
        "the content of exports Borin & Mancini (2019).",
        "Comparisons over years use volumes or shares; figures in current dollars compare economies within a year.",
        "Income from manufactures is all value added, in any industry, behind manufactured goods in final use; foreign "
        "value is value added abroad, along the whole chain unless it is marked “direct”.",
        "High and medium-high technology: chemicals, machinery, electrical and optical and transport equipment. "
        "Knowledge-intensive: these and telecoms and business services. The concentration index is "
        "Herfindahl-Hirschman’s: 1 is a single partner.",
        "Kinds: better or worse than the peers’ median, and whether it improved. A finding is context where no "
        "direction is declared, and on industries under 1% of output.",
        "The tables themselves are compiled with estimates; “estimated” and “proxy” mark what adds to that.",
        "Not covered: product quality, firm concentration, land, data as a factor. These need your own figures.",
        "Processing trade is not separated: where it is common, the foreign content of exports is a lower bound.",
        "Characteristics and systems are descriptive accounts: they show where an economy stands, not what a policy "
        "would do.",
    ),
    "zh": (
        "增加值份额由列昂惕夫逆矩阵计算；循环分解依据Wang、Wei、Yu和Zhu（2017），出口分解依据Borin和Mancini（2019）。",
        "跨年比较使用可比价或比重；现价美元数值仅供同一年份各经济体比较。",
        "制成品收入指最终制成品全链条上各行业的增加值；国外价值指国外创造的增加值，除注明“直接”外均为完全口径。",
        "高技术和中高技术产业：化学工业、机械、电气和光学设备、交通运输设备；知识密集型产业另含邮政和电信、商务服务。"
        "集中度指数为赫芬达尔—赫希曼指数，1表示只有一个伙伴。",
        "类别判定：与参照经济体中位数相比的优劣及其变化方向；未规定方向或行业占产出不足1%的列为背景。",
        "投入产出表本身含编制估计；“估计”和“代理指标”标明在此之外的估计成分。",
        "未覆盖：产品质量、企业集中度、土地、数据要素，需使用者自备数据。",
        "未区分加工贸易；加工贸易比重高的经济体，其出口国外含量为下限。",
        "六大特征与四个体系为描述性核算，说明现状，不推断政策效果。",
    ),
}
