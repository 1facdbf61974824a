"""What the report of an index says, in both languages: headings, sentences with places for figures, names of choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newind.systems.phrases import Text

KINDS: dict[str, Text] = {
    "economies": {"en": "economies", "zh": "个经济体"},
    "provinces": {"en": "provinces", "zh": "个省份"},
    "units": {"en": "units", "zh": "个评价对象"},
}
KIND: dict[str, Text] = {
    "economies": {"en": "Economy", "zh": "经济体"},
    "provinces": {"en": "Province", "zh": "省份"},
    "units": {"en": "Unit", "zh": "评价对象"},
}
PAGE: dict[str, Text] = {
    "kind": {"en": "Index report", "zh": "指数报告"},
    "skip": {"en": "Skip to the content", "zh": "跳到正文"},
    "other": {"en": "中文", "zh": "English"},
    "ranking": {"en": "Ranking, with the interval of each rank", "zh": "排名与位次区间"},
    "pillars": {"en": "Pillar by pillar", "zh": "分支柱得分"},
    "years": {"en": "Over the years", "zh": "历年变化"},
    "choices": {"en": "How far the ranks depend on choices", "zh": "排名对方法选择的依赖程度"},
    "scenario": {"en": "What a package would change", "zh": "政策情景下的变化"},
    "changes": {"en": "Changes by pillar", "zh": "分支柱变化"},
    "audit": {"en": "Audit in ten steps", "zh": "十步审计"},
    "unscored": {"en": "What is not scored", "zh": "未计分部分"},
    "recipe": {"en": "What each step did", "zh": "各步骤的处理结果"},
    "elements": {"en": "What the index is made of", "zh": "指标构成"},
    "reproduce": {"en": "Reproduce this report", "zh": "复现方法"},
    "contested": {"en": "Shown beside the index, not counted", "zh": "列示但不计分的指标"},
    "left_out": {"en": "Left out, and why", "zh": "未采用的指标及理由"},
    "checks": {"en": "All checks with figure and threshold", "zh": "全部检验的数值与阈值"},
    "log": {"en": "Every line of the log", "zh": "完整处理记录"},
    "data": {"en": "Data", "zh": "数据"},
    "hash": {"en": "Hash", "zh": "数据哈希"},
    "program": {"en": "Program", "zh": "程序"},
    "seed": {"en": "Seed", "zh": "随机种子"},
}
HEADS: dict[str, Text] = {
    "rank": {"en": "Rank", "zh": "位次"},
    "ranks": {"en": "5–95%", "zh": "位次区间"},
    "score": {"en": "Score", "zh": "得分"},
    "scores": {"en": "5–95%", "zh": "得分区间"},
    "factor": {"en": "Choice", "zh": "方法选择"},
    "alone": {"en": "Alone", "zh": "单独贡献"},
    "total": {"en": "With others", "zh": "含交互作用"},
    "moved": {"en": "Largest mean shift of ranks", "zh": "平均位次变动最大的替代方案"},
    "observed": {"en": "Observed", "zh": "观测值"},
    "baseline": {"en": "Baseline", "zh": "模型基期"},
    "scenario": {"en": "Scenario", "zh": "情景"},
    "change": {"en": "Change", "zh": "变化"},
    "span": {"en": "Range", "zh": "区间"},
    "moves": {"en": "Rank", "zh": "位次"},
    "step": {"en": "Step", "zh": "步骤"},
    "mark": {"en": "Mark", "zh": "结论"},
    "found": {"en": "What was found", "zh": "审计发现"},
    "check": {"en": "Check", "zh": "检验"},
    "figure": {"en": "Figure", "zh": "数值"},
    "limit": {"en": "Threshold", "zh": "阈值"},
    "method": {"en": "Method", "zh": "方法"},
    "did": {"en": "What it changed", "zh": "处理结果"},
    "years": {"en": "Years", "zh": "年份"},
    "known": {"en": "Known", "zh": "已知指标"},
    "pillars": {"en": "Pillars of which nothing is known", "zh": "完全缺失的支柱"},
    "missing": {"en": "Indicators not known", "zh": "缺失指标"},
    "indicator": {"en": "Indicator", "zh": "指标"},
    "pillar": {"en": "Pillar", "zh": "所属支柱"},
    "unit": {"en": "Unit", "zh": "单位"},
    "better": {"en": "Better", "zh": "方向"},
    "weight": {"en": "Weight", "zh": "权重"},
    "effective": {"en": "In the index", "zh": "在指数中的权重"},
    "reason": {"en": "Why", "zh": "理由"},
}
FACTORS: dict[str, Text] = {
    "impute": {"en": "Filling gaps", "zh": "缺失填补"},
    "treat": {"en": "Outliers", "zh": "异常值处理"},
    "normalise": {"en": "Scale", "zh": "标准化"},
    "weight": {"en": "Weights", "zh": "权重"},
    "aggregate": {"en": "Kind of mean", "zh": "合成方法"},
    "remove": {"en": "Leaving out one indicator", "zh": "剔除单项指标"},
    "together": {"en": "Several at once", "zh": "多项共同作用"},
}
STEPS: dict[str, Text] = {
    "denominate": {"en": "Divide by size", "zh": "规模化处理"},
    "screen": {"en": "Keep what is known well enough", "zh": "数据筛选"},
    "impute": {"en": "Fill gaps", "zh": "缺失填补"},
    "treat": {"en": "Bring in outliers", "zh": "异常值处理"},
    "normalise": {"en": "One scale", "zh": "标准化"},
    "weight": {"en": "Weights", "zh": "赋权"},
    "aggregate": {"en": "Combine", "zh": "合成"},
}
METHODS: dict[str, str] = {
    "none": "不处理", "mean": "均值", "median": "中位数", "group_mean": "组均值", "group_median": "组中位数",
    "panel_last": "最近年份", "panel_linear": "线性插值", "em": "EM算法", "winsorise": "缩尾", "log": "取对数",
    "boxcox": "Box-Cox变换", "minmax": "极差标准化", "zscore": "Z分数", "rank": "位次", "percentile": "百分位",
    "borda": "Borda计数", "distance_to_target": "与目标的距离", "distance_to_max": "与最大值的距离",
    "fraction_of_max": "最大值占比", "goalposts": "给定上下限", "given": "给定权重", "equal": "等权", "entropy": "熵权法",
    "critic": "CRITIC法", "combined": "组合赋权", "pca": "主成分", "benefit_of_the_doubt": "BoD", "ahp": "层次分析法",
    "optimised": "优化赋权", "arithmetic": "算术平均", "geometric": "几何平均", "harmonic": "调和平均", "power": "幂平均",
    "mazziotta_pareto": "Mazziotta-Pareto法", "topsis": "TOPSIS法", "copeland": "Copeland法", "nominal": "本指数所用",
}  # fmt: skip
"""Methods in Chinese; in English they are called by their names."""
BETTER: dict[str, Text] = {
    "higher": {"en": "higher", "zh": "越高越好"},
    "lower": {"en": "lower", "zh": "越低越好"},
    "target": {"en": "near {target}", "zh": "接近{target}"},
}
HEADLINE: dict[str, Text] = {
    "en_of": {"en": "{name} scores {score} of {top} and ranks first of {n} {kind}", "zh": "{name}得{score}分，居{n}{kind}之首"},
    "plain": {"en": "{name} scores {score} and ranks first of {n} {kind}", "zh": "{name}得{score}分，居{n}{kind}之首"},
}
FIRM: dict[str, Text] = {
    "sure": {"en": ", whichever way the index is built", "zh": "，换用其他方法仍居首位"},
    "open": {"en": "; over other defensible choices its rank lies within {ends}", "zh": "；换用其他可行方法，位次区间为{ends}"},
    "none": {"en": "", "zh": ""},
}
LEAD: Text = {
    "en": "{rows} are scored on {indicators} indicators in {parts} pillars. Scores are relative to the rows that are scored; they "
    "are no targets. {half}",
    "zh": "共对{rows}计分，含{parts}个支柱、{indicators}项指标。得分相对于参评样本，不是目标值。{half}",
}
ROWS: dict[str, Text] = {
    "panel": {"en": "{n} {kind}, {m} {one}-years ({years}),", "zh": "{n}{kind}、{m}个样本（{years}）"},
    "single": {"en": "{n} {kind}", "zh": "{n}{kind}"},
}
HALF: Text = {
    "en": "Over {replications} other ways to build it, half of the intervals span {middle} places or fewer; the widest is that of "
    "{widest}, {ends}.",
    "zh": "在{replications}种其他可行方法下，半数位次区间的跨度不超过{middle}位；跨度最大的是{widest}（{ends}）。",
}
KEYS: dict[str, Text] = {
    "scored": {"en": "{kind} scored in {year}", "zh": "{year}年计分的{kind}"},
    "scored_plain": {"en": "{kind} scored", "zh": "计分的{kind}"},
    "first": {"en": "score of {name}, first", "zh": "首位{name}得分"},
    "firm": {"en": "of the ranks hold within one place either way", "zh": "的位次在上下一位以内波动"},
    "largest": {"en": "of the variance of ranks comes from one choice: {factor}", "zh": "的位次方差来自一项选择：{factor}"},
}
TITLES: dict[str, Text] = {
    "ranks": {"en": "Ranks of {year}: half of the intervals span {middle} places or fewer", "zh": "{year}年位次：半数区间跨度不超过{middle}位"},
    "ranks_plain": {"en": "Ranks: half of the intervals span {middle} places or fewer", "zh": "位次：半数区间跨度不超过{middle}位"},
    "heat": {"en": "{part} sets them furthest apart: {low} for {last}, {high} for {first}", "zh": "{part}差距最大：{last}{low}分，{first}{high}分"},
    "radar": {
        "en": "Against the median, {name} is strongest in {best} and weakest in {worst}",
        "zh": "与中位数相比，{name}最强的是{best}，最弱的是{worst}",
    },
    "scores": {
        "en": "{name}: {a} in {first}, {b} in {last}; {riser} gains most, {gain} points",
        "zh": "{name}由{first}年的{a}分到{last}年的{b}分；{riser}升幅最大（{gain}分）",
    },
    "coordination": {
        "en": "{n} of {of} reach {grade} or better in {last}; the pillars of {name} are at {d}",
        "zh": "{last}年{of}个中有{n}个达到“{grade}”及以上；{name}的协调度为{d}",
    },
}
NOTES: dict[str, Text] = {
    "ranks": {
        "en": "Bar: 5th to 95th percentile over {replications} replications (gaps, outliers, scale, weights ±25%, kind of mean, one "
        "indicator left out; seed {seed}).{failed} Units whose bars overlap are not told apart.",
        "zh": "区间为{replications}次重复的第5至第95百分位（填补、异常值、标准化、权重±25%、合成方法、剔除单项指标，随机种子{seed}）。{failed}区间重叠者不分先后。",
    },
    "failed": {"en": " {n} failed and are not counted: {why}.", "zh": "其中{n}次无法计算，未计入：{why}。"},
    "heat": {"en": "Darker is higher; the first column is the index.", "zh": "颜色越深得分越高；首列为总指数。"},
    "radar": {"en": "From the middle (0) to the rim (100).", "zh": "圆心为0分，外沿为100分。"},
    "radar_scale": {"en": "From the middle ({low}) to the rim ({high}).", "zh": "圆心为{low}，外沿为{high}。"},
    "scores": {"en": "Area: 5–95% interval of {name}. One scale holds for all years.", "zh": "阴影为{name}的5%至95%区间。各年采用同一标准化区间。"},
    "coordination": {
        "en": "Coupling coordination degree of the pillars (adjusted form, Wang et al. 2021), with its ten grades. It tells how even "
        "and how high they are together, not how they act on each other.{zero}",
        "zh": "各支柱的耦合协调度（修正公式，Wang等2021）与十级划分。它反映各支柱是否均衡且水平较高，不表示相互之间的作用。{zero}",
    },
    "zero": {"en": " A pillar at the bottom of its scale makes the degree zero.", "zh": "某一支柱处于最低值时，协调度为零。"},
    "choices": {
        "en": "Exact shares of the variance of ranks over {n} combinations, each as likely as the others.",
        "zh": "对{n}种组合精确分解位次方差，各组合等可能。",
    },
    "dropped": {"en": "Could not be computed and was left out: {what}.", "zh": "无法计算而剔除：{what}。"},
    "scenario": {
        "en": "{label} ({name}, {horizon} term) would be scored by the scale, weights and treatment fixed on observed figures. Compare the "
        "scenario with the baseline: both stand on the model’s footing. The range is over {cases} sets of plausible elasticities; "
        "where the sign changes inside it, the direction is unclear.",
        "zh": "对“{label}”（{name}，{horizon}期）沿用观测数据确定的标准化区间、权重和处理方式计分。应将情景与模型基期比较，二者口径一致。区间取自{cases}组合理弹性；区间跨零者方向不确定。",
    },
    "held": {"en": "Held, filled or not scored: {what}.", "zh": "固定、填补或未计分：{what}。"},
    "unscored": {
        "en": "A row is scored if {least} of its indicators are known and no pillar is empty; a whole pillar is never filled.",
        "zh": "已知指标不少于{least}且没有完全缺失的支柱，方予计分；不对整个支柱做填补。",
    },
    "others": {"en": "the {n} {kind} that other years score", "zh": "其他年份计分的{n}{kind}"},
    "all": {"en": "Every row is scored.", "zh": "全部样本均计分。"},
    "screened": {"en": "{kept} rows scored, {gone} not", "zh": "{kept}个样本计分，{gone}个未计分"},
    "nothing": {"en": "nothing to change", "zh": "无需处理"},
    "seed": {"en": "{seed}, {replications} replications", "zh": "{seed}，重复{replications}次"},
}
HORIZONS: dict[str, Text] = {
    "short": {"en": "short", "zh": "短"},
    "medium": {"en": "medium", "zh": "中"},
    "long": {"en": "long", "zh": "长"},
}
UNCLEAR: Text = {"en": "unclear", "zh": "不确定"}
