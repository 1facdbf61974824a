"""The sentences of the section on the New Industrialization Index, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newind.messages import Text

BOUNDARY: Text = {
    "en": "Not scored: the index compares whole economies in accounts of the world, and this table knows what lies "
    "outside it only by its trade. {remedy}",
    "zh": "未计分：指数比较世界表中的完整经济体，而本表对外部地区只记录贸易往来。{remedy}",
}
REMEDY: dict[str, Text] = {
    "country": {
        "en": "A brief on the world tables has the score.",
        "zh": "得分见基于世界表的简报。",
    },
    "province": {
        "en": "Provinces have an index of their own, on science and technology (china-sti).",
        "zh": "各省另有科技创新方面的指数（china-sti）。",
    },
}
LACKING: Text = {
    "en": "Not scored: at least {least} of the {n} indicators must be known{whole}; of {name} {known} are, in the best "
    "year, {year}. Not in these accounts: {missing}.",
    "zh": "未计分：{n}项指标中至少须有{least}已知{whole}；{name}数据最全的{year}年为{known}。缺少：{missing}。",
}
WHOLE: Text = {
    "en": " and no pillar may be empty (empty here: {pillars})",
    "zh": "，且不得有支柱完全缺失（此处为{pillars}）",
}
ONE_YEAR: Text = {
    "en": "Not scored: gaps and scales are settled over years, and these are accounts of one year. Give a panel.",
    "zh": "未计分：缺失填补和标准化需要多个年份，而本表只有一年。请使用多年数据。",
}
REFUSED: Text = {"en": "Not scored: {why}", "zh": "未计分：{why}"}
LEAD: Text = {
    "en": "{name} scores {score} of 100 in {year} (range {ends}) and ranks {rank}{change}. {apart}{missing}",
    "zh": "{year}年，{name}得分{score}（满分100，区间{ends}），在{of}个计分经济体中列{rank}{change}。{apart}{missing}",
}
RANK: dict[str, Text] = {
    "settled": {"en": "{rank} of the {of} economies scored (interval {places})", "zh": "第{rank}位（区间{places}）"},
    "open": {"en": "within {places} of the {of} economies scored", "zh": "{places}之间"},
}
"""A rank in a headline; only its interval where that overlaps with another."""
CHANGE: dict[str, Text] = {
    "up": {
        "en": "; the score rose by {by} points from {first} ({ends})",
        "zh": "；比{first}年提高{by}分（区间{ends}）",
    },
    "down": {
        "en": "; the score fell by {by} points from {first} ({ends})",
        "zh": "；比{first}年下降{by}分（区间{ends}）",
    },
    "unclear": {
        "en": "; whether the score changed from {first} is ambiguous ({ends} points)",
        "zh": "；与{first}年相比升降方向不明（区间{ends}分）",
    },
}
APART: Text = {
    "en": "Its interval overlaps {those} of {n} other{s}, and its order among them means nothing. ",
    "zh": "与{n}个经济体区间重叠，彼此不分先后。",
}
ALONE: Text = {"en": "Its interval overlaps no other. ", "zh": "与其他经济体区间均不重叠。"}
MISSING: Text = {
    "en": "What it lacks to 100 lies most in {first} ({share}) and {second} ({other}); by indicator, in {indicator} "
    "({part}).",
    "zh": "距满分的差距主要在{first}（{share}）和{second}（{other}）；单项指标中障碍度最高的是{indicator}（{part}）。",
}
UNKNOWN: Text = {
    "en": " Of the {n} indicators {m} are scored; {gone} are not known for {year}{lost}.",
    "zh": "{n}项指标中{m}项计分；{year}年缺{gone}{lost}。",
}
LOST: Text = {"en": ", so that {lost} is left out", "zh": "，因此不含“{lost}”"}
LASTS: Text = {"en": "Last known of {name}, not scored: {last}.", "zh": "{name}最近已知、未计分：{last}。"}
LAST: Text = {"en": "{indicator} {value} in {year}", "zh": "{indicator}{year}年为{value}"}
OWN: Text = {
    "en": "{newest} in its own tables ({short}; of another concept in the world tables: {older})",
    "zh": "{newest}（本国投入产出表；世界投入产出表口径不同：{older}）",
}
SHORT: dict[str, Text] = {
    "people.labour_share": {"en": "labour share", "zh": "劳动报酬占比"},
    "people.high_skill_share": {"en": "high-skilled hours", "zh": "高技能工时占比"},
    "people.agriculture_gap": {"en": "farm productivity", "zh": "农业相对生产率"},
    "quality.manufacturing_value_added_rate": {"en": "value-added rate", "zh": "制造业增加值率"},
    "quality.distance_to_frontier": {"en": "labour productivity", "zh": "劳动生产率"},
    "s2.high_tech_share": {"en": "high and medium-high technology share", "zh": "高技术和中高技术占比"},
    "s2.export_sophistication": {"en": "export sophistication", "zh": "出口复杂度"},
    "s1.rd_intensity": {"en": "R&D intensity", "zh": "研发强度"},
    "s1.knowledge_input_domestic_share": {"en": "home-made knowledge", "zh": "知识投入国内占比"},
    "s3.carbon_per_gdp": {"en": "CO₂ per real GDP", "zh": "单位GDP碳排放"},
    "s3.carbon_intensity": {"en": "CO₂ per output", "zh": "单位产出碳排放"},
    "s2.digital_value_added": {"en": "digital value added", "zh": "数字增加值占比"},
    "s2.digital_input_direct": {"en": "digital inputs", "zh": "数字投入系数"},
    "s2.services_in_manufacturing": {"en": "services in goods", "zh": "制造业服务含量"},
    "s4.supplier_hhi": {"en": "few suppliers", "zh": "进口来源集中度"},
    "s4.market_hhi": {"en": "few markets", "zh": "出口市场集中度"},
}
"""Names of indicators that fit a chart, as they stand inside a sentence; others have that of the registry."""
CARDS: dict[str, Text] = {
    "rank": {"en": "Rank and interval", "zh": "位次与区间"},
    "pillars": {"en": "The pillars", "zh": "各支柱"},
    "obstacles": {"en": "Obstacles", "zh": "障碍因素"},
}
GLYPHS = {"rank": "位", "pillars": "柱", "obstacles": "障"}
RANKED: dict[str, Text] = {
    "settled": {
        "en": "Rank {rank} of {of} in {year}; {places} when the index is built in other ways",
        "zh": "{year}年列第{rank}位（共{of}个）；改变构建方法时为{places}",
    },
    "open": {
        "en": "Rank within {places} of {of} in {year}, depending on how the index is built",
        "zh": "{year}年位次因构建方法而异，为{places}（共{of}个）",
    },
}
OVERLAP: Text = {
    "en": "Overlapping intervals, not to be distinguished: {names}.",
    "zh": "区间重叠、不分先后：{names}。",
}
SEPARATE: Text = {"en": "No other interval overlaps.", "zh": "与其他经济体区间均不重叠。"}
BEHIND: Text = {
    "en": "{ahead} of {n} pillars above the median of the others; the largest gap is in {pillar}: {own} against "
    "{others}",
    "zh": "{n}个支柱中，高于其他经济体中位数的有{ahead}个；差距最大的是{pillar}：{own}，中位数为{others}",
}
AHEAD: Text = {
    "en": "All {n} pillars at or above the median of the others, {pillar} by most: {own} against {others}",
    "zh": "{n}个支柱均不低于其他经济体中位数；领先最多的是{pillar}：{own}，中位数为{others}",
}
PILLAR_NOTE: Text = {
    "en": "Scores from 0 to 100. Ranges: other choices within the pillar.",
    "zh": "得分为0至100。区间：支柱内改变构建方法的结果。",
}
OTHERS: Text = {"en": "median of the others", "zh": "其他经济体中位数"}
LARGEST: Text = {
    "en": "The largest obstacle is {indicator}: {share} of what is missing to 100",
    "zh": "首要障碍是{indicator}，占距满分差距的{share}",
}
OBSTACLE_NOTE: Text = {
    "en": "Obstacle degree: weight times distance to 100, as a share of the sum; the {n} shown hold {share} of it. By "
    "the index’s own choices.",
    "zh": "障碍度：权重×距满分的差距，占全部的比重；所列{n}项合计{share}。按指数自身的方法计算。",
}
PILLARS: Text = {"en": "The pillars", "zh": "各支柱"}
HEAD: dict[str, tuple[str, ...]] = {
    "en": ("Pillar", "Score (range)", "Rank (interval)", "Obstacle degree", "Largest obstacle"),
    "zh": ("支柱", "得分（区间）", "位次（区间）", "障碍度", "首要障碍"),
}
METHODS: dict[str, tuple[str, ...]] = {
    "en": (
        "Relative to the economies and years that are loaded, on scales fixed over all of them; not a target. Scored: "
        "years with at least {least} of the {n} indicators and no empty pillar ({years}).",
        "Ranges: 5 to 95% of {replications} replications that vary imputation, treatment of outliers, scale, weights "
        "(each by up to 25%), the kind of mean, and the removal of one indicator; seed {seed}. Scores of each are "
        "brought to the mean and spread of the index, and cut off at 0 and 100. For a pillar the same within it. "
        "Errors of the data are not in them.",
        "Shown, not scored, because no direction is right for all: {contested}.",
    ),
    "zh": (
        "得分相对于所载入的经济体和年份，标准化区间统一，不是目标值。计分范围：{n}项指标已知{least}以上且各支柱均有数据的年份（{years}）。",
        "区间：{replications}次重复的5%至95%分位，变动填补、异常值处理、标准化、权重（各±25%）、合成方法和剔除一项指标；种子{seed}。各次得分换算为与指数相同的均值和离散程度，超出0至100者取端点。各支柱在支柱内作同样变动。区间不含数据本身的误差。",
        "方向有争议，只展示、不计分：{contested}。",
    ),
}
AUDIT: Text = {"en": "Audit: {summary}", "zh": "审计：{summary}"}
ATTENTION: Text = {"en": " These are: {steps}.", "zh": "分别为：{steps}。"}
NOBODY: Text = {"en": "Not scored: {names} (too little is known).", "zh": "未计分：{names}（数据不足）。"}
IMPUTED: Text = {
    "en": "Imputed figures of {name}: {own}; of others: {others}.",
    "zh": "填补的数值：{name}{own}；其他经济体{others}。",
}
NONE: Text = {"en": "none", "zh": "无"}
GAP: Text = {"en": "{indicator}, {names}", "zh": "{indicator}（{names}）"}
COUNT: Text = {"en": "{name} {n}", "zh": "{name}{n}个"}
AGAIN: Text = {"en": "The index again", "zh": "复现本指数"}
COMMAND = "newind index build --spec {spec}"
PYTHON = "ni.index.build(ni.measure(ni.load('{name}').select(years=range({first}, {end}))), '{spec}')"
LABELS: dict[str, Text] = {
    "score": {"en": "Index score", "zh": "指数得分"},
    "pillar": {"en": "Score of a pillar", "zh": "支柱得分"},
    "rank": {"en": "Index rank", "zh": "指数位次"},
    "obstacle": {"en": "Obstacle degree", "zh": "障碍度"},
    "change": {"en": "Change of the index score since the first scored year", "zh": "指数得分与首个计分年份之差"},
}
OF: dict[str, Text] = {
    "score": {"en": "{name}: score", "zh": "{name}得分"},
    "rank": {"en": "{name}: rank", "zh": "{name}位次"},
    "obstacle": {"en": "Obstacle degree: {name}", "zh": "障碍度：{name}"},
}
FORMULAS: dict[str, Text] = {
    "score": {"en": "Σ_p w_p S_p", "zh": "Σ_p w_p S_p"},
    "pillar": {"en": "S_p = Σ_{j∈p} w_j x_j, x_j from 0 to 100", "zh": "S_p = Σ_{j∈p} w_j x_j，x_j为0至100"},
    "rank": {"en": "1 + #{scores above}; 5–95% of replications", "zh": "1＋得分更高者的个数；重复的5%至95%分位"},
    "obstacle": {"en": "O_j = w_j (1 − x_j) / Σ_k w_k (1 − x_k)", "zh": "O_j = w_j (1 − x_j) / Σ_k w_k (1 − x_k)"},
}
METHOD: dict[str, Text] = {
    "score": {
        "en": "Method: OECD/JRC (2008), Handbook on Constructing Composite Indicators",
        "zh": "方法：OECD/JRC（2008）《构建综合指标手册》",
    },
    "rank": {
        "en": "Method: Saisana, Saltelli & Tarantola (2005), Journal of the Royal Statistical Society A 168(2), 307",
        "zh": "方法：Saisana、Saltelli和Tarantola（2005），《皇家统计学会会刊A》168(2)，307",
    },
    "obstacle": {
        "en": "Method: Lei, Qiu & Liu (2016), Transactions of the Chinese Society of Agricultural Engineering "
        "32(13), 243",
        "zh": "方法：Lei、Qiu和Liu（2016），《农业工程学报》32(13)，243",
    },
}
UNITS: dict[str, Text] = {
    "score": {"en": "0 to 100", "zh": "0至100"},
    "rank": {"en": "rank", "zh": "位次"},
    "obstacle": {"en": "%", "zh": "%"},
}
STATUSES: Text = {
    "en": "of {n} indicators {proxy} are proxies and {estimated} are based on estimates; imputed: {gaps}",
    "zh": "{n}项指标中{proxy}项为代理指标，{estimated}项含估计；填补：{gaps}",
}
SEED: Text = {
    "en": "{seed}, for the ranges of the index and draws of the power mix",
    "zh": "{seed}（用于指数的区间和电源结构的抽样）",
}
