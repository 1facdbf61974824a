"""What the columns of the dependence list and of the table of replacers are called, in English and Chinese."""

from __future__ import annotations

LABELS: dict[str, dict[str, str]] = {
    "region": {"en": "Economy", "zh": "经济体"},
    "industry": {"en": "Using industry", "zh": "使用行业"},
    "year": {"en": "Year", "zh": "年份"},
    "level": {"en": "Level", "zh": "层级"},
    "rank": {"en": "Rank by loss", "zh": "损失排序"},
    "input": {"en": "Input", "zh": "投入品"},
    "supplier": {"en": "Supplier", "zh": "供应方"},
    "bought": {"en": "Bought abroad, all uses", "zh": "境外采购额（全部用途）"},
    "bought_inputs": {"en": "Bought abroad as inputs", "zh": "境外采购额（中间投入）"},
    "unit": {"en": "Unit of money", "zh": "金额单位"},
    "share": {"en": "Share in all that is bought of the product", "zh": "占该产品全部采购的份额"},
    "share_inputs": {"en": "Share in what is bought as inputs", "zh": "占该产品中间投入采购的份额"},
    "share_imports": {"en": "Share in imports of the product", "zh": "占该产品进口的份额"},
    "complete_import_share": {
        "en": "Foreign value in the own product of the class, whole chain",
        "zh": "本国同类产品的进口依存度（完全）",
    },
    "supplier_hhi": {"en": "Concentration of named foreign suppliers (HHI)", "zh": "列名境外供应方集中度（HHI）"},
    "unnamed_share": {"en": "Share of imports not named", "zh": "未列名来源占进口的份额"},
    "bottleneck": {"en": "Value added that rests on it, share of GDP", "zh": "所系增加值占GDP比重"},
    "bottleneck_exceeds": {"en": "Bottleneck figure against the range of losses", "zh": "所系增加值与损失区间之比较"},
    "loss_low": {"en": "Lowest loss of real income", "zh": "实际收入损失（下限）"},
    "loss_middle": {"en": "Loss of real income, central case", "zh": "实际收入损失（中间情形）"},
    "loss_high": {"en": "Highest loss of real income", "zh": "实际收入损失（上限）"},
    "short_low": {"en": "Short horizon, low", "zh": "短期，下限"},
    "short_middle": {"en": "Short horizon, central", "zh": "短期，中间情形"},
    "short_high": {"en": "Short horizon, high", "zh": "短期，上限"},
    "medium_low": {"en": "Medium horizon, low", "zh": "中期，下限"},
    "medium_middle": {"en": "Medium horizon, central", "zh": "中期，中间情形"},
    "medium_high": {"en": "Medium horizon, high", "zh": "中期，上限"},
    "long_low": {"en": "Long horizon, low", "zh": "长期，下限"},
    "long_middle": {"en": "Long horizon, central", "zh": "长期，中间情形"},
    "long_high": {"en": "Long horizon, high", "zh": "长期，上限"},
    "cases_failed": {"en": "Cases without an equilibrium", "zh": "无均衡解的情形数"},
    "status": {"en": "Status of purchases", "zh": "采购数据状态"},
    "loss_status": {"en": "Status of losses", "zh": "损失数据状态"},
}
"""What each column of the table is called."""
VALUES: dict[str, dict[str, dict[str, str]]] = {
    "level": {
        "input": {"en": "all foreign suppliers", "zh": "全部境外供应方"},
        "supplier": {"en": "one supplier", "zh": "单一供应方"},
        "not_named": {"en": "not named", "zh": "未列名"},
    },
    "bottleneck_exceeds": {
        "above": {"en": "above the highest loss", "zh": "高于损失上限"},
        "below": {"en": "below the lowest loss", "zh": "低于损失下限"},
        "": {"en": "", "zh": ""},
    },
    "status": {"observed": {"en": "observed", "zh": "观测"}, "estimated": {"en": "estimated", "zh": "估算"}},
    "loss_status": {"modelled": {"en": "modelled", "zh": "模拟"}, "": {"en": "", "zh": ""}},
}
"""What the words in columns are in English and Chinese."""
