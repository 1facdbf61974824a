"""The sentences of the section "What policies would do", in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.messages import message, message_group

if TYPE_CHECKING:
    from newind.messages import Text

TITLE: Text = message("policies.section_words.title")
BOUNDARY: Text = message("policies.section_words.boundary")
RESTS: Text = message("policies.section_words.rests")
AGAIN: Text = message("policies.section_words.again")
REFUSED: Text = message("policies.section_words.refused")
LEAD: Text = message("policies.section_words.lead")
OPEN: dict[str, Text] = message_group("policies.section_words.open")
"""Words on policies whose effect on real income is ambiguous or none, by the class of the range."""
ZERO: Text = message("policies.section_words.zero")
HORIZONS: dict[str, Text] = message_group("policies.section_words.horizons")
OUTCOMES: dict[str, tuple[Text, str, str]] = {
    "real_income": (message("policies.section_words.outcomes.real_income"), "1", "higher"),
    "co2": (message("policies.section_words.outcomes.co_emissions"), "1", "lower"),
    "manufacturing": (message("policies.section_words.outcomes.manufacturing_share"), "points", "none"),
    "quality": (message("policies.section_words.outcomes.value_added_rate_manufacturing"), "points", "higher"),
    "open": (message("policies.section_words.outcomes.value_chain_share_of"), "points", "none"),
    "bill": (message("policies.section_words.outcomes.cost_to_the_government"), "money", "none"),
}
"""Outcome → its name, unit, and whether higher is better."""
OTHERWISE: Text = message("policies.section_words.otherwise")
UNITS: dict[str, Text] = message_group("policies.section_words.units")
FORMULAS: dict[str, Text] = message_group("policies.section_words.formulas")
METHOD: Text = message("policies.section_words.method")
NOTED: Text = message("policies.section_words.noted")
HEAD: dict[str, tuple[str, ...]] = {
    "en": ("Policy", "Real income", "Range", "Paid for by a tax on output", "Cost to the government",
           "Gains most elsewhere", "Loses most elsewhere"),
    "zh": ("政策", "实际收入", "区间", "改由产出税筹资", "财政成本", "他国受益最大", "他国受损最大"),
}  # fmt: skip
AT: Text = message("policies.section_words.at")
INCOME: Text = message("policies.section_words.income")
ELSE: Text = message("policies.section_words.else")
PACKAGES: Text = message("policies.section_words.packages")
MOVED: dict[str, tuple[str, ...]] = {
    "en": ("Name", "What it is", "What is moved", "SHA-256"),
    "zh": ("名称", "含义", "杠杆与数值", "SHA-256"),
}
TAX: Text = message("policies.section_words.tax")
NOBODY: Text = message("policies.section_words.nobody")
CARDS: dict[str, Text] = message_group("policies.section_words.cards")
GLYPHS: dict[str, str] = message_group("policies.section_words.glyphs")
TOPICS = {"cut_off": "s1", "scale": "s2", "carbon": "s3"}
LOST: dict[str, Text] = message_group("policies.section_words.lost")
LOST_LONG: Text = message("policies.section_words.lost_long")
LOST_NOTE: Text = message("policies.section_words.lost_note")
FAILED: Text = message("policies.section_words.failed")
SOME: Text = message("policies.section_words.some")
REPLACED: Text = message("policies.section_words.replaced")
SUPPORT: dict[str, Text] = message_group("policies.section_words.support")
DOES: dict[str, Text] = message_group("policies.section_words.does")
SCALES: dict[str, Text] = message_group("policies.section_words.scales")
SUPPORT_NOTE: Text = message("policies.section_words.support_note")
PRICED: Text = message("policies.section_words.priced")
PRICED_PLAIN: Text = message("policies.section_words.priced_plain")
COST: dict[str, Text] = message_group("policies.section_words.cost")
"""Cost of a carbon price, over every use of its revenue."""
REVENUE: dict[str, Text] = message_group("policies.section_words.revenue")
REVENUE_NOTE: Text = message("policies.section_words.revenue_note")
METHODS: dict[str, tuple[str, ...]] = {
    "en": (
        "Benchmark: the accounts of {year} ({status}) on the model’s footing; tariffs and the split of income into "
        "labour and capital are partly estimated.",
        "Horizon: {horizon} (capital moves between industries, trade elasticity {theta}, substitution between inputs "
        "{sigma}); the loss of inputs also short (capital stays) and long.",
        "Closure: trade deficits are fixed shares of world income; governments pay, and give back revenue, by "
        "transfers to households; the same with a tax on output stands beside it.",
        "Range: lowest and highest of up to {most} equilibria a policy, over trade elasticities, substitution, "
        "economies of scale in manufacturing (for a subsidy also in the supported industries alone), the estimated "
        "split of income, and the responses that a policy assumes. No chances are attached to it.",
        "Static comparison: no adjustment cost, no new trade links, industry averages. Effects of policies do not "
        "add up.",
        "Real income is income over the price of final demand, tariffs and transfers included (equivalent variation).",
    ),
    "zh": (
        "基准：{year}年核算（{status}），调整为模型口径；关税以及劳动与资本收入的划分部分为估计。",
        "时间跨度：{horizon}（资本可跨行业流动，贸易弹性{theta}，投入品替代弹性{sigma}）；投入中断另列短期（资本不流动）和长期。",
        "闭合：贸易差额占世界收入的比重固定；财政收支以对居民的转移平衡，并列出改由产出税平衡的结果。",
        "区间：每项政策至多{most}个均衡解中的最低与最高，涉及贸易弹性、替代弹性、制造业规模经济（补贴另含仅受补贴行业有规模经济的情形）、估计的收入划分以及政策所假设的反应；不附概率。",
        "静态比较：不计调整成本，不产生新的贸易联系，按行业平均。各项政策的效应不可相加。",
        "实际收入为收入除以最终需求价格，含关税和转移（等价变化）。",
    ),
}
LEFT: dict[str, Text] = message_group("policies.section_words.left")
SIMULATED = "simulated"
UNSURE: Text = message("policies.section_words.unsure")
