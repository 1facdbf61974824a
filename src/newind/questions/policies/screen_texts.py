"""Words of the memo on a screening, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newind.policy.triage import Tag

Words = dict[str, str]

TEXTS: dict[str, Words] = {
    "title": {
        "en": "Preliminary WTO classification under the rules on subsidies: {name}",
        "zh": "世贸组织补贴规则初步分类：{name}",
    },
    "of": {"en": "Of {n} actions, {parts}.", "zh": "{n}项措施中，{parts}。"},
    "of_one": {"en": "One action: {parts}.", "zh": "共1项措施：{parts}。"},
    "none": {"en": "The register has no actions.", "zh": "清单中没有措施。"},
    "is": {"en": "1 is {tag}", "zh": "{tag}1项"},
    "are": {"en": "{n} are {tag}", "zh": "{tag}{n}项"},
    "and": {"en": " and ", "zh": "，"},
    "comma": {"en": ", ", "zh": "，"},
    "stop": {"en": "; ", "zh": "；"},
    "colon": {"en": ": ", "zh": "："},
    "bracket": {"en": " ({more})", "zh": "（{more}）"},
    "listing": {"en": ", ", "zh": "、"},
    "heading": {"en": "{tag} ({n})", "zh": "{tag}（{n}项）"},
    "year": {
        "en": "Support is largest in {year}, {money}: {rd} at the R&D stage, {consumers} to consumers, {suspect} under "
        "prohibited-suspect tags.",
        "zh": "支持金额以{year}年为最高，为{money}：研发环节占{rd}，消费者占{consumers}，疑似禁止性补贴占{suspect}。",
    },
    "only_year": {
        "en": "In {year} support is {money}: {rd} at the R&D stage, {consumers} to consumers, {suspect} under "
        "prohibited-suspect tags.",
        "zh": "{year}年支持金额为{money}：研发环节占{rd}，消费者占{consumers}，疑似禁止性补贴占{suspect}。",
    },
    "year_sum": {
        "en": "Support is largest in {year}, {money}; no shares of support, as under half of the budgets are known.",
        "zh": "支持金额以{year}年为最高，为{money}；列有预算的措施不足半数，不列各项占比。",
    },
    "only_year_sum": {
        "en": "In {year} support is {money}; no shares of support, as under half of the budgets are known.",
        "zh": "{year}年支持金额为{money}；列有预算的措施不足半数，不列各项占比。",
    },
    "stated_one": {
        "en": "Of {m} actions that give support, one states a budget; sums are of this one.",
        "zh": "提供支持的{m}项措施中，仅1项列有预算；以下金额仅就其计算。",
    },
    "stated": {
        "en": "Of {m} actions that give support, {n} state a budget; sums are of these.",
        "zh": "提供支持的{m}项措施中，列有预算的{n}项；以下金额仅就其计算。",
    },
    "no_budget": {
        "en": "Not in these sums, as no budget is stated: {ids}.",
        "zh": "以下措施未列预算，未计入金额：{ids}。",
    },
    "apart": {"en": "Budgets in different currencies are not added up.", "zh": "不同币种的预算不相加。"},
    "assumed": {
        "en": "Assumed: a budget of another year, or a total spread evenly, stands for each year in force "
        "({n} in {year}).",
        "zh": "假定：预算为其他年份的逐年沿用，为总额的按生效年份平均分摊（{year}年有{n}项）。",
    },
    "no_portfolio": {"en": "No action states a budget.", "zh": "各项措施均未列预算。"},
    # headings
    "summary": {"en": "Summary", "zh": "概要"},
    "actions": {"en": "Actions", "zh": "逐项初筛"},
    "portfolio": {"en": "Support by year", "zh": "按年度的支持金额"},
    "portfolio_in": {"en": "Support by year, {unit}", "zh": "按年度的支持金额，{unit}"},
    "method": {"en": "Method and rules", "zh": "方法与规则"},
    # columns of tables
    "tag": {"en": "tag", "zh": "分类"},
    "count": {"en": "actions", "zh": "项数"},
    "which": {"en": "which", "zh": "措施"},
    "years": {"en": "year", "zh": "年份"},
    "unit": {"en": "unit", "zh": "单位"},
    "support": {"en": "support", "zh": "支持金额"},
    "rd": {"en": "R&D stage", "zh": "研发环节"},
    "consumers": {"en": "consumers", "zh": "消费者"},
    "suspect": {"en": "prohibited-suspect", "zh": "疑似禁止性补贴"},
    "number": {"en": "actions", "zh": "项数"},
    "assumed_in": {"en": "assumed", "zh": "假定"},
    # parts of a case
    "article": {"en": "Article", "zh": "依据"},
    "why": {"en": "Why", "zh": "理由"},
    "facts": {"en": "Facts", "zh": "事实"},
    "changes": {"en": "Would change it", "zh": "可改变结论"},
    "no_changes": {
        "en": "no single fact that could come about; another instrument would",
        "zh": "单一事实不足以改变，除非改用其他工具",
    },
    "notes": {"en": "Notes", "zh": "提示"},
    "source": {"en": "Source", "zh": "来源"},
    "evidence": {"en": "Evidence", "zh": "证据"},
    "budget": {"en": "Budget", "zh": "预算"},
    "about": {"en": "What it is", "zh": "概况"},
    "none_stated": {"en": "none stated", "zh": "未列"},
    "per_year": {"en": "{money} a year (money of {year})", "zh": "每年{money}（{year}年）"},
    "in_all": {"en": "{money} in all (money of {year})", "zh": "合计{money}（{year}年）"},
    "from": {"en": "since {start}", "zh": "{start}起"},
    "until": {"en": "until {end}", "zh": "至{end}"},
    "from_until": {"en": "{start} to {end}", "zh": "{start}至{end}"},
    "announced": {"en": "announced {start}", "zh": "{start}公布"},
    # the workbook
    "id": {"en": "Id", "zh": "编号"},
    "name": {"en": "Action", "zh": "措施"},
    "instrument": {"en": "Instrument", "zh": "政策工具"},
    "gta": {"en": "Global Trade Alert", "zh": "全球贸易预警名称"},
    "mast": {"en": "MAST chapter", "zh": "MAST章节"},
    "possible": {"en": "Possible tags", "zh": "可能的分类"},
    "question": {"en": "Question", "zh": "问题"},
    "settles": {"en": "Evidence that settles it", "zh": "所需证据"},
    "rule": {"en": "Rule", "zh": "规则"},
    "when": {"en": "If", "zh": "条件"},
    "questions": {"en": "What is asked, in order", "zh": "依次询问的事实"},
    "rules": {"en": "Rules, in order: the first that is met decides", "zh": "依次适用的规则：先满足者决定分类"},
    "basis": {"en": "Where an answer comes from", "zh": "答案的来源"},
    "how": {
        "en": "Each fact is yes, no or unknown. What is not stated is left unknown, or follows from other fields of "
        "the register as the memo says beside it. Where rules of several tags could still decide, the tag is unclear.",
        "zh": "每项事实为是、否或不详。未说明的按不详处理，或由登记的其他字段推定，并在各项后注明。"
        "若仍可能得出多种分类，则列为待查明。",
    },
    "texts": {
        "en": "Agreement on Subsidies and Countervailing Measures (SCM); Protocol on the Accession of the People's "
        "Republic of China, WT/L/432. Names of instruments: Global Trade Alert; UNCTAD MAST.",
        "zh": "《补贴与反补贴措施协定》（补贴协定）；《中华人民共和国加入议定书》，WT/L/432。"
        "工具的名称：全球贸易预警；联合国贸发会议MAST分类。",
    },
    "made": {"en": "Made by newind {version}, from {name}.", "zh": "由newind {version}根据{name}生成。"},
}
"""Word by name and language."""
MEANS: dict[Tag, Words] = {
    "prohibited-suspect": {
        "en": "The facts, as far as stated, are those of support that is prohibited (SCM Art. 3).",
        "zh": "就所述事实看，符合禁止性补贴（补贴协定第3条）的特征。",
    },
    "actionable": {
        "en": "Specific support: others may act against it where it causes adverse effects (Art. 5-6, Part V).",
        "zh": "具有专向性：造成不利影响时，其他成员可采取措施（第5、6条及第五部分）。",
    },
    "unclear": {
        "en": "What is known allows more than one tag; the memo says what to find out.",
        "zh": "现有事实可能得出多种分类；报告列明需要查明的内容。",
    },
    "not specific": {
        "en": "A subsidy, but not a specific one: Parts III and V do not apply (Art. 1.2).",
        "zh": "属于补贴但不具专向性：不适用协定第三、第五部分（第1.2条）。",
    },
    "out of scope": {
        "en": "No subsidy in the sense of the Agreement (Art. 1); rules of other agreements may apply.",
        "zh": "不属于协定意义上的补贴（第1条）；可能适用其他协定。",
    },
}
"""Meaning of a tag."""


def word(key: str, lang: str, /, **values: object) -> str:
    """Return a text in a language, filled in.

    Examples
    --------
    >>> word("is", "zh", tag="可诉补贴")
    '可诉补贴1项'
    """
    return TEXTS[key][lang].format(**values)
