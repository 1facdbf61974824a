"""Fixed words and formats of the workbook, in English and Chinese."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "summary": ("Summary", "概要"),
    "characteristics": ("Characteristics", "六大特征"),
    "figures": ("Figures", "数据"),
    "sources": ("Sources", "来源"),
    "notes": ("Notes", "说明"),
    "characteristic": ("Characteristic", "特征"),
    "result": ("Result", "结果"),
    "kind": ("Kind", "类别"),
    "finding": ("Finding", "发现"),
    "detail": ("Detail", "补充"),
    "label": ("Name", "名称"),
    "scenario": ("Scenario", "情景"),
    "numbers": ("Numbers behind each result", "各项结果的数值"),
    "region": ("Code", "代码"),
    "region_label": ("Economy", "经济体"),
    "industry": ("Industry code", "行业代码"),
    "industry_label": ("Industry", "行业"),
    "partner": ("Partner code", "伙伴代码"),
    "partner_label": ("Partner", "伙伴"),
    "indicator_label": ("Indicator", "指标"),
    "indicator": ("Indicator id", "指标编号"),
    "value": ("Value", "数值"),
    "year": ("Year", "年份"),
    "unit": ("Unit", "单位"),
    "status": ("Status", "状态"),
    "note": ("Note", "说明"),
    "conventions": (
        "Unit 1 is a share or a ratio: shares are fractions shown as percentages. M.USD is million US dollars. Rows "
        "without industry and partner are totals of an economy. An empty value is not known; its note says why.",
        "单位“1”为份额或比率：份额以小数存储，按百分比显示。M.USD为百万美元。无行业、无伙伴的行为经济体合计。数值为空表示未知，原因见说明。",
    ),
}
FIGURES = (
    "region", "region_label", "industry", "industry_label", "partner", "partner_label", "year", "indicator",
    "indicator_label", "value", "unit", "status", "note",
)  # fmt: skip
PATTERNS = {"1": "0.000%", "0-100": "0.00"}
"""Unit of a section's figure → its number format, whole numbers otherwise."""
WIDTHS = {
    "region_label": 18,
    "industry_label": 30,
    "partner_label": 18,
    "indicator": 34,
    "indicator_label": 40,
    "note": 50,
}
