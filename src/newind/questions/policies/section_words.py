"""The sentences of the section "What policies would do", in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newind.messages import Text

TITLE: Text = {"en": "What policies would do", "zh": "政策效应"}
BOUNDARY: Text = {
    "en": "This table knows the rest of the world only by its trade with it, and a policy is answered by partners that "
    "respond: nothing can be simulated on it. The remedy is a table of all regions, such as the shipped world "
    "(newind simulate PACKAGE --on world), or an economy in place of the rest "
    "of the world by stated assumptions (newind simulate PACKAGE --on TABLE --abroad shipped).",
    "zh": "本表对外部地区只记录贸易往来，而政策效应取决于伙伴的反应，因此无法在本表上模拟。"
    "解决办法是使用包含所有地区的闭合表，如所附世界表（--on world），"
    "或按明示的假设把外部地区作为一个经济体（--abroad）。",
}
RESTS: Text = {"en": "What the answer depends on", "zh": "结果取决于什么"}
AGAIN: Text = {"en": "One policy again", "zh": "复现单项政策"}
REFUSED: Text = {
    "en": "The model refuses these accounts: {why}",
    "zh": "模型无法使用本表：{why}",
}
LEAD: Text = {
    "en": "{number} example policies, each tried by itself on the {regions} economies of {year}. Over everything "
    "assumed, real income rises with {up} and falls with {down}{rest}. {sizes}",
    "zh": "在{year}年{regions}个经济体的一般均衡模型上逐项试算{number}项示例政策：在所有假设下，{up}项提高实际收入，"
    "{down}项降低实际收入{rest}。{sizes}",
}
OPEN: dict[str, Text] = {
    "zero or positive": {"en": "; with {n} it rises or stays", "zh": "；{n}项为零或提高"},
    "zero or negative": {"en": "; with {n} it falls or stays", "zh": "；{n}项为零或降低"},
    "zero": {"en": "; with {n} it stays", "zh": "；{n}项不变"},
    "ambiguous": {
        "en": "; for {n} the direction depends on the assumption, and no number is given",
        "zh": "；{n}项的方向取决于假设，不给出主要数值",
    },
}
"""Words on policies whose effect on real income is ambiguous or none, by the class of the range."""
ZERO: Text = {
    "en": "Zero line: no policy, {year}. {horizon} horizon; bar: lowest to highest over what is assumed, mark: "
    "central value.",
    "zh": "零线：{year}年无政策情形。{horizon}；横条：各种假设下的最低至最高，竖线：中心值。",
}
HORIZONS: dict[str, Text] = {
    "short": {"en": "Short", "zh": "短期"},
    "medium": {"en": "Medium", "zh": "中期"},
    "long": {"en": "Long", "zh": "长期"},
}
OUTCOMES: dict[str, tuple[Text, str, str]] = {
    "real_income": ({"en": "Real income", "zh": "实际收入"}, "1", "higher"),
    "co2": ({"en": "CO₂ emissions", "zh": "二氧化碳排放"}, "1", "lower"),
    "manufacturing": ({"en": "Manufacturing share", "zh": "制造业占比"}, "points", "none"),
    "quality": ({"en": "Value-added rate, manufacturing", "zh": "制造业增加值率"}, "points", "higher"),
    "open": ({"en": "Value-chain share of GDP", "zh": "全球价值链占GDP比重"}, "points", "none"),
    "bill": ({"en": "Cost to the government", "zh": "财政成本"}, "money", "none"),
}
"""Outcome → its name, unit, and whether higher is better."""
OTHERWISE: Text = {"en": "{what}, paid for by a tax on output", "zh": "{what}（由产出税筹资）"}
UNITS: dict[str, Text] = {"1": {"en": "%", "zh": "%"}, "points": {"en": "points", "zh": "百分点"}}
FORMULAS: dict[str, Text] = {
    "real_income": {"en": "Î / P̂_final − 1", "zh": "Î / P̂_最终 − 1"},
    "co2": {"en": "CO₂′ / CO₂ − 1", "zh": "CO₂′ / CO₂ − 1"},
    "manufacturing": {"en": "(VA_manuf / GDP)′ − (VA_manuf / GDP)", "zh": "(VA_制造 / GDP)′ − (VA_制造 / GDP)"},
    "quality": {"en": "(VA / x)′ − (VA / x), manufacturing", "zh": "(VA / x)′ − (VA / x)，制造业"},
    "open": {"en": "(GVC / GDP)′ − (GVC / GDP)", "zh": "(GVC / GDP)′ − (GVC / GDP)"},
    "bill": {"en": "net revenue − net revenue′", "zh": "净收入 − 净收入′"},
}
METHOD: Text = {
    "en": "Method: exact changes (Dekle, Eaton & Kortum 2008, Caliendo & Parro 2015) with users’ own import "
    "shares, CES nests and governments; page “The equilibrium model”",
    "zh": "方法：精确变化法（Dekle、Eaton和Kortum，2008，Caliendo和Parro，2015），"
    "进口份额按使用者区分，含CES嵌套和政府收支；见文档《均衡模型》",
}
NOTED: Text = {
    "en": "range over what is assumed; a prime marks the economy with the policy",
    "zh": "区间来自各种假设；撇号表示实施政策后的经济",
}
HEAD: dict[str, tuple[str, ...]] = {
    "en": ("Policy", "Real income", "Range", "Paid for by a tax on output", "Cost to the government",
           "Gains most elsewhere", "Loses most elsewhere"),
    "zh": ("政策", "实际收入", "区间", "改由产出税筹资", "财政成本", "他国受益最大", "他国受损最大"),
}  # fmt: skip
AT: Text = {"en": "{policy}; {horizon} horizon", "zh": "{policy}（{horizon}）"}
INCOME: Text = {"en": "Real income, by policy", "zh": "各项政策的实际收入效应"}
ELSE: Text = {"en": "What else changes, by policy", "zh": "各项政策的其他效应"}
PACKAGES: Text = {"en": "What each policy moves", "zh": "各项政策的内容"}
MOVED: dict[str, tuple[str, ...]] = {
    "en": ("Name", "What it is", "What is moved", "SHA-256"),
    "zh": ("名称", "含义", "杠杆与数值", "SHA-256"),
}
TAX: Text = {
    "en": "At the medium horizon unless said. Paid for by a tax on output: in place of transfers to or from "
    "households, a uniform tax on all output keeps net revenue where it was. A negative cost is revenue.",
    "zh": "除注明外为中期。改由产出税筹资：不向居民转移，而以统一产出税使财政净收入保持不变。财政成本为负表示增收。",
}
NOBODY: Text = {"en": "–", "zh": "—"}
CARDS: dict[str, Text] = {
    "cut_off": {"en": "Supply disruption", "zh": "供应中断"},
    "scale": {"en": "Subsidies and scale", "zh": "补贴与规模经济"},
    "carbon": {"en": "Carbon revenue", "zh": "碳收入的使用"},
}
GLYPHS = {"cut_off": "断", "scale": "补", "carbon": "碳"}
TOPICS = {"cut_off": "s1", "scale": "s2", "carbon": "s3"}
LOST: dict[str, Text] = {
    "all": {
        "en": "Without imports of {good}, real income is {range} lower at the {horizon} horizon",
        "zh": "{good}进口全部中断，{horizon}实际收入下降{range}",
    },
    "part": {
        "en": "Without {share} of the imports of {good}, real income is {range} lower at the {horizon} horizon",
        "zh": "{good}进口减少{share}，{horizon}实际收入下降{range}",
    },
}
LOST_LONG: Text = {"en": ", {range} at the {horizon} one", "zh": "，{horizon}下降{range}"}
LOST_NOTE: Text = {
    "en": "σ: how easily inputs replace each other, lowest and highest; bars span trade elasticities and "
    "scale. {failed}",
    "zh": "σ为投入品之间的替代弹性，取最低和最高；横条为不同贸易弹性和规模经济。{failed}",
}
FAILED: Text = {
    "en": "No equilibrium at the {horizon} horizon{part}: the loss has no bound there.",
    "zh": "{horizon}{part}不存在均衡：损失没有上限。",
}
SOME: Text = {"en": " in {n} cases", "zh": "有{n}种情形"}
REPLACED: Text = {"en": "{horizon}, σ {sigma:g}", "zh": "{horizon}，σ={sigma:g}"}
SUPPORT: dict[str, Text] = {
    "sure": {
        "en": "A subsidy of {rate} to high and medium-high technology {does} real income under everything assumed",
        "zh": "在所有假设下，对高技术和中高技术产业补贴{rate}均会{does}实际收入",
    },
    "unclear": {
        "en": "Whether a subsidy of {rate} to high and medium-high technology pays depends on where economies of scale "
        "are",
        "zh": "对高技术和中高技术产业补贴{rate}是否合算，取决于规模经济存在于哪些行业",
    },
}
DOES: dict[str, Text] = {"up": {"en": "raises", "zh": "提高"}, "down": {"en": "lowers", "zh": "降低"}}
SCALES: dict[str, Text] = {
    "none": {"en": "Nowhere", "zh": "无"},
    "all": {"en": "Manufacturing", "zh": "制造业各行业"},
    "supported": {"en": "Supported only", "zh": "仅受补贴行业"},
}
SUPPORT_NOTE: Text = {
    "en": "By where economies of scale are: nowhere, alike in all manufacturing, or only in what is supported (ψ up to "
    "{psi}, below 1/θ); bars span elasticities.",
    "zh": "按规模经济所在行业列示：无、制造业各行业相同、仅受补贴行业有（ψ最高{psi}，低于1/θ）；横条为不同弹性。",
}
PRICED: Text = {
    "en": "A carbon price of {price} USD a tonne on industry cuts emissions by {range}; {cost}",
    "zh": "工业碳价每吨{price}美元使排放下降{range}，{cost}",
}
PRICED_PLAIN: Text = {
    "en": "A carbon price of {price} USD a tonne on industry: {cost}",
    "zh": "工业碳价每吨{price}美元：{cost}",
}
COST: dict[str, Text] = {
    "down": {
        "en": "real income falls by {range}, whatever its revenue is used for",
        "zh": "无论收入如何使用，实际收入均下降{range}",
    },
    "up": {
        "en": "real income rises by {range}, whatever its revenue is used for",
        "zh": "无论收入如何使用，实际收入均提高{range}",
    },
    "use": {
        "en": "what it does to real income has a sure sign only for some uses of its revenue ({uses})",
        "zh": "仅在部分收入用途下（{uses}）实际收入的变化方向确定",
    },
    "unclear": {
        "en": "whether it costs real income is unclear, whatever its revenue is used for",
        "zh": "无论收入如何使用，是否减少实际收入均不明确",
    },
}
"""Cost of a carbon price, over every use of its revenue."""
REVENUE: dict[str, Text] = {
    "returned": {"en": "By output", "zh": "按产出返还"},
    "households": {"en": "To households", "zh": "归居民"},
    "taxes": {"en": "Lower output tax", "zh": "降低产出税"},
}
REVENUE_NOTE: Text = {
    "en": "Revenue goes back to each industry by its output, to households, or lowers a tax on all output. Damage from "
    "emissions that are avoided is not counted.",
    "zh": "收入分别按产出返还本行业、归居民、用于降低统一产出税。未计减排所避免的损害。",
}
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
LEFT: dict[str, Text] = {
    "nothing": {
        "en": "Left out, because they change next to nothing in these accounts: {what}.",
        "zh": "因在本表中几乎没有影响而未列出：{what}。",
    },
    "refused": {"en": "Could not be tried: {what}.", "zh": "无法试算：{what}。"},
}
SIMULATED = "simulated"
UNSURE: Text = {"en": "the sign changes within the range", "zh": "区间内变号"}
