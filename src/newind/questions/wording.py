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
from newind.messages import message, message_group
from newind.policy.signs import AMBIGUOUS, SIGNS, sign
from newind.questions.findings import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newind.language.words import Lang
    from newind.measures.context import Context
    from newind.measures.readings import Reading
    from newind.messages import Text
    from newind.questions.findings import Finding

NONE: Text = message("common.wording.none")
SEED: Text = message("common.wording.seed")
CITED: dict[str, Text] = message_group("common.wording.cited")
"""Whom figures derived from a shipped set should also cite."""
LICENCE: Text = message("common.wording.licence")
TERMS: Text = message("common.wording.terms")
LABELS: dict[str, Text] = {
    "s2.gvc_income_share": message("common.wording.labels.of_world_income_from"),
    "quality.manufacturing_value_added_rate": message("common.wording.labels.of_factory_sales_kept"),
    "s1.high_tech_import_dependence": message("common.wording.labels.foreign_value_in_high"),
    "s3.carbon_per_gdp": message("common.wording.labels.co_per_dollar_of"),
}
RANGES: tuple[Text, Text] = (
    message("common.wording.ranges.range_over_definitions"),
    message("common.wording.ranges.range_of_the_estimate"),
)
"""Words before a range: one over definitions, or that of an estimate."""
MODELLED: Text = message("common.wording.modelled")
INDUSTRIES: Text = message("common.wording.industries")
ELASTICITIES: Text = message("common.wording.elasticities")
INTERVAL: Text = message("common.wording.interval")
LEFT_OUT: Text = message("common.wording.left_out")
DRAWS: Text = message("common.wording.draws")
ORDERS: Text = message("common.wording.orders")
EFFICIENCIES: Text = message("common.wording.efficiencies")
USERS: Text = message("common.wording.users")
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
POINTS: Text = message("common.wording.points")
LACKING: dict[str, Text] = message_group("common.wording.lacking")
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
        ends = ends.replace("%", "") + message("common.wording.format_range.ends.text")[lang] + POINTS[lang]
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
    return message("common.wording.number_unit.kg")[lang] if id == "s3.carbon_per_gdp" else unit


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


ESTIMATE: Text = message("common.wording.estimate")
TABLES: Text = message("common.wording.tables")
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
