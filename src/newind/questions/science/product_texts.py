"""Words of the workbook of the product screen, in English and Chinese."""

from __future__ import annotations

import re

Words = tuple[str, str]
"""English, Chinese."""

SHEETS: dict[str, Words] = {
    "guide": ("Reading guide", "阅读说明"),
    "hits": ("Hits", "命中产品"),
    "near": ("Near misses", "临近产品"),
    "all": ("All products", "全部产品"),
    "industry": ("By industry", "按行业汇总"),
    "sensitivity": ("Sensitivity", "阈值敏感性"),
}
CRITERIA: dict[str, Words] = {
    "import_hhi": ("Concentration of import sources", "进口来源集中度"),
    "export_hhi": ("Concentration of world exports", "全球出口集中度"),
    "import_ratio": ("Imports over exports", "进出口比"),
    "hold": ("Years in which all are met", "同时满足的年数"),
    "years": ("One more year", "差一年"),
}
MONEY: Words = ("million USD", "万美元")
COLUMNS: dict[str, Words] = {
    "hs6": ("HS6", "商品编码"),
    "name": ("Product", "商品名称"),
    "chapter": ("Chapter", "章"),
    "chapter_name": ("Name of the chapter", "章名"),
    "industry": ("Industry (approximate)", "行业代码（近似）"),
    "industry_name": ("Name of the industry", "行业"),
    "hit": ("Hit", "命中"),
    "years_met": ("Years met", "满足年数"),
    "import_hhi": ("Concentration of import sources {year}", "{year}年进口来源集中度"),
    "export_hhi": ("Concentration of world exports {year}", "{year}年全球出口集中度"),
    "import_ratio": ("Imports over exports {year}", "{year}年进出口比"),
    "import_hhi_low": ("Import concentration, unnamed sources very many", "进口集中度下界（未列名来源极分散）"),
    "import_hhi_high": ("Import concentration, unnamed sources one", "进口集中度上界（未列名来源为一家）"),
    "unnamed_share": ("Imports from sources not named", "未列名来源占进口比重"),
    "imports": ("Imports {year}, {money}", "{year}年进口额（{money}）"),
    "exports": ("Exports {year}, {money}", "{year}年出口额（{money}）"),
    "supplier": ("Largest supplier", "最大供应方"),
    "supplier_share": ("Its share of imports", "占进口比重"),
    "supplier2": ("Second supplier", "第二供应方"),
    "supplier2_share": ("Share of the second", "第二供应方占比"),
    "loss_supplier": ("Supplier whose loss is simulated", "测算失去的供应方"),
    "loss_industry": ("Industry whose imports from it are lost", "失去其供应的行业"),
    "loss_supplier_share": ("That supplier's share of the product's imports", "该供应方占本产品进口比重"),
    "share_of_industry": (
        "Product's share of the industry's imports from that supplier", "本产品占该行业自该供应方进口比重",
    ),
    "loss_low": ("Loss of real income, low (whole industry)", "实际收入损失下限（全行业）"),
    "loss_middle": ("Loss of real income, middle (whole industry)", "实际收入损失中值（全行业）"),
    "loss_high": ("Loss of real income, high (whole industry)", "实际收入损失上限（全行业）"),
    "loss_year": ("Year of the accounts", "核算表年份"),
    "loss_note": ("What the range is", "区间含义"),
    "missing": ("What keeps it from being a hit", "未满足的条件"),
    "gap": ("Distance from the threshold", "与阈值之差"),
    "products": ("Products imported", "进口产品数"),
    "hits": ("Hits", "命中产品数"),
    "share": ("Share of the hits in the industry's imports", "命中产品占该行业进口比重"),
    "criterion": ("Threshold moved", "变动的阈值"),
    "threshold": ("Value", "取值"),
    "is_set": ("This screen", "本次取值"),
}  # fmt: skip
OF_HITS: Words = ("Imports of the hits {year}, {money}", "{year}年命中产品进口额（{money}）")
SAID: dict[str, Words] = {
    "yes": ("yes", "是"),
    "no_exports": ("no exports", "无出口"),
    "not_asked": ("not asked for", "不设此条件"),
    "none": ("None.", "无。"),
    "stop": (", ", "、"),
    "thresholds": ("Number of hits when one threshold moves", "单一阈值变动时的命中产品数"),
}
GUIDE: dict[str, tuple[Words, Words]] = {
    "title": (("Product screen", "产品筛查"), ("{region}, {years}", "{region}，{years}")),
    "what": (
        ("What it is", "用途"),
        (
            "Products that {region} buys from few sources, that few economies in the world sell, and of which it "
            "imports more than it exports. A hit says where to look. It does not say that the product matters, that it "
            "cannot be replaced, or what losing it costs.",
            "找出{region}进口来源集中、全球出口集中、进口大于出口的产品。命中表示值得进一步核查，不表示该产品重要、不可替代，也不等于失去它的代价。",
        ),
    ),
    "criteria": (
        ("Criteria", "条件"),
        (
            "In at least {hold} of the years {years}, in the same year: {criteria}.",
            "{years}中至少{hold}年同时满足：{criteria}。",
        ),
    ),
    "found": (
        ("Found", "结果"),
        (
            "{hits} hits and {near} near misses among {products} products; the hits are {share} of imports in {year}.",
            "{products}种产品中命中{hits}种，临近{near}种；命中产品占{year}年进口的{share}。",
        ),
    ),
    "removed": (
        ("What each threshold alone removes", "各条件单独剔除的产品数"),
        (
            "{removed}. The thresholds are conventions: see the sheet {sheet}.",
            "{removed}。阈值为惯例取值，见“{sheet}”表。",
        ),
    ),
    "concentration": (
        ("Concentration", "集中度"),
        (
            "Herfindahl index: the sum of squared shares of named suppliers (exporters), 1 for a single one. Sources "
            "that are not named are left out; their share and the bounds are given.",
            "赫芬达尔指数，即各列名供应方（出口方）份额的平方和，只有一家时为1。未列名来源不计入，另列其比重与上下界。",
        ),
    ),
    "near": (
        ("Near misses", "临近产品"),
        (
            "No hits, but they would be with one criterion or one year less. Where several are named, each alone would "
            "do.",
            "未命中，但少一个条件或少一年即会命中。列出多个时，去掉其中任一个即可命中。",
        ),
    ),
    "industry": (
        ("Industries", "行业"),
        (
            "Industries of the accounts (WIOD 2013) that make the product: an approximate link of our own, by heading.",
            "产品对应核算表（WIOD 2013）的生产行业，为自编的近似对应（按品目）。",
        ),
    ),
    "losses": (
        ("Losses", "损失"),
        (
            "Modelled range of real income lost if all products of the industry from the supplier stopped (accounts of "
            "{accounts}): short to long horizon, low to high elasticities. It is the range of the whole industry, an "
            "upper frame for the product; the product's share is stated and the range is never scaled by it.",
            "若该供应方停止供应该行业全部产品，实际收入损失的模型测算区间（{accounts}年核算表）：由短期到长期、弹性由低到高。"
            "该区间属于整个行业，是产品损失的上界框架；另列产品所占比重，不按比重折算。",
        ),
    ),
    "no_losses": (
        ("Losses", "损失"),
        (
            "None attached. In Python: screen.with_losses(accounts) adds the industry-level range to each hit.",
            "未附。在Python中用screen.with_losses(accounts)可为每个命中产品附上行业层面的损失区间。",
        ),
    ),
    "limits": (
        ("Limits", "局限"),
        (
            "Customs value, not volume. A code holds products of different quality and use. Trade through hubs hides "
            "where goods are made. Domestic production, stocks and substitutes are not seen. A code that a revision "
            "split or merged is comparable within one revision only. Shares of an industry's imports are too high "
            "where the file holds a part of its products.",
            "按海关金额而非数量计算；同一编码包含质量与用途不同的产品；转口掩盖实际产地；不反映国内产量、库存与替代品；"
            "编码在版本间有拆分合并，只在同一版本内可比；文件只含部分产品时，产品占行业进口的比重偏高。",
        ),
    ),
    "source": (
        ("Source", "来源"),
        ("{source}{revision}. Criteria: CEPII GeoDep; code our own, no data of theirs.",
         "{source}{revision}。条件参照CEPII GeoDep；程序为自编，未使用其数据。"),
    ),
    "notes": (("Reading the file", "读入说明"), ("{notes}", "{notes}")),
    "program": (("Program", "程序"), ("newind {version}", "newind {version}")),
}  # fmt: skip
REVISION: Words = ("; Harmonized System {revision}", "；商品编码版本{revision}")
EXCEEDS: Words = ("{name} above {value}", "{name}大于{value}")
REMOVES: Words = ("{name}: {n}", "{name}：{n}")
READ: dict[str, str] = {
    r"(.*): ([\d,]+) rows? with HS codes of five digits: leading zeros put back":
        r"\1：\2行商品编码为五位数，已补首位零",
    r"(.*): ([\d,]+) rows? of national use \(chapters 98, 99\) left out, (.*) of the value":
        r"\1：未计入各国自用编码（第98、99章）\2行，占金额\3",
    r"(.*): ([\d,]+) rows? of what an economy buys from itself \(re-imports\) left out, (.*) of the value":
        r"\1：未计入复进口（自本经济体购入）\2行，占金额\3",
}  # fmt: skip
"""Messages of the reader and their Chinese."""


def translate_note(note: str, lang: str) -> str:
    """Return what reading repaired or left out, in a language.

    Examples
    --------
    >>> translate_note("a.csv: 2 rows with HS codes of five digits: leading zeros put back", "zh")
    'a.csv：2行商品编码为五位数，已补首位零'
    """
    found = [re.sub(pattern, said, note) for pattern, said in READ.items() if re.fullmatch(pattern, note)]
    return found[0] if lang == "zh" and found else note
