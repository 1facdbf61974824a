"""Words of ``newind index``, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newind.language.phrases import Text

WORDS: dict[str, Text] = {
    "ranking": {"en": "{name}{year}: {n} {kind} ranked{sure}", "zh": "{name}{year}：{n}{kind}排名{sure}"},
    "year": {"en": ", {year}", "zh": "（{year}年）"},
    "sure": {
        "en": "; 5–95%: interval of the rank over {replications} replications, seed {seed}",
        "zh": "；5—95%为{replications}次重复的位次区间，随机种子{seed}",
    },
    "all": {"en": "{name}: scores by year", "zh": "{name}：历年得分"},
    "unscored": {
        "en": "Not scored (least {least} of {n} indicators, no empty pillar)",
        "zh": "未计分（{n}项指标须至少已知{least}，且无支柱完全缺失）",
    },
    "apart": {
        "en": "Other database, scored by itself: {years} (--year).",
        "zh": "另一数据库单独计分：{years}（--year）。",
    },
    "gap": {"en": "{units}, {years}: {known} known; {what}", "zh": "{units}，{years}：已知{known}，{what}"},
    "gap_plain": {"en": "{units}: {known} known; {what}", "zh": "{units}：已知{known}，{what}"},
    "pillar": {"en": "nothing in {pillars}", "zh": "{pillars}完全缺失"},
    "indicators": {"en": "no pillar empty, missing {codes}", "zh": "无支柱完全缺失，缺{codes}"},
    "failed": {
        "en": "{n} of {of} replications failed and are not counted: {why}",
        "zh": "{of}次重复中有{n}次无法计算，未计入：{why}",
    },
    "none_failed": {"en": "No replication failed.", "zh": "全部重复均可计算。"},
    "shares": {
        "en": "What the ranks depend on: share of their variance over {n} combinations of choices",
        "zh": "排名取决于哪些选择：{n}种组合中各项占位次方差的比重",
    },
    "scenario": {
        "en": "{label} ({name}), {horizon} term, from {year}: compare scenario with baseline",
        "zh": "{label}（{name}），{horizon}期，自{year}年起：应与模型基期比较",
    },
    "by_pillar": {"en": "Changes by pillar, points", "zh": "分支柱变化（分）"},
    "held": {"en": "Held, filled or not scored", "zh": "固定、填补或未计分"},
    "range": {"en": "Range over {n} sets of plausible elasticities.", "zh": "区间取自{n}组合理弹性。"},
    "lost": {"en": "{n} more sets have no equilibrium: {why}", "zh": "另有{n}组无均衡解：{why}"},
    "settings": {"en": "What differs", "zh": "设定差异"},
    "setting": {"en": "setting", "zh": "设定"},
    "agree": {
        "en": "Ranks correlate at {ranks} (Spearman), scores at {scores}; {moved} of {n} rows change rank, "
        "by {most} places at most.",
        "zh": "位次相关系数（Spearman）{ranks}，得分相关系数{scores}；{n}个样本中{moved}个位次变动，最多{most}位。",
    },
    "only": {"en": "Scored only by {which}: {rows}", "zh": "仅{which}计分：{rows}"},
    "first": {"en": "the first", "zh": "前者"},
    "second": {"en": "the second", "zh": "后者"},
    "changed_version": {"en": "changed", "zh": "改动后"},
    "unit": {"en": "unit", "zh": "对象"},
    "name": {"en": "name", "zh": "名称"},
    "rank": {"en": "rank", "zh": "位次"},
    "interval": {"en": "5–95%", "zh": "5—95%"},
    "median": {"en": "median", "zh": "中位数"},
    "same": {"en": "same rank", "zh": "位次不变"},
    "score": {"en": "score", "zh": "得分"},
    "observed": {"en": "observed", "zh": "观测值"},
    "baseline": {"en": "baseline", "zh": "基期"},
    "changed": {"en": "scenario", "zh": "情景"},
    "change": {"en": "change", "zh": "变化"},
    "span": {"en": "range", "zh": "区间"},
    "choice": {"en": "choice", "zh": "选择"},
    "alone": {"en": "alone", "zh": "单独"},
    "total": {"en": "with others", "zh": "含交互"},
    "alternative": {"en": "largest mean shift", "zh": "平均位次变动最大者"},
    "check": {"en": "check", "zh": "检验"},
    "figure": {"en": "figure", "zh": "数值"},
    "limit": {"en": "threshold", "zh": "阈值"},
    "shipped": {"en": "Shipped specifications", "zh": "内置指标体系"},
    "made_of": {"en": "{indicators} indicators, {pillars} pillars", "zh": "{indicators}项指标，{pillars}个支柱"},
}
"""Sentences and heads of columns."""


def word(name: str, lang: str, /, **figures: object) -> str:
    """Return a text with its figures.

    Examples
    --------
    >>> word("year", "zh", year=2009)
    '（2009年）'
    """
    return WORDS[name][lang].format(**figures)
