"""The template as a workbook: sheets about, regions, flows, satellites, facts and help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from newind.accounts.classification import demand_name, industry_name
from newind.data.template import MARGIN, REGION_COLUMNS, TemplatePlan, region_row, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from newind.typing import Array

TOP, LEFT = 4, 3
"""First row and column of the flows: above stand title, region, code and name; to the left region, code and name."""
UNKNOWN = "NA"
"""A satellite or a fact that is known to be unknown."""
FINAL = "final"
"""Code of the row of final users of a region, all categories together."""
COLOURS = {
    "label": {"bold": True, "bg_color": "#F0EDE5"},
    "margin": {"bg_color": "#E3EEF6", "num_format": "#,##0.##"},
    "title": {"bold": True, "font_size": 14},
    "ask": {"bg_color": "#FFF6D6", "border": 1, "border_color": "#D8C98A"},
    "note": {"font_color": "#6B6B6B", "text_wrap": True, "valign": "top"},
    "wrong": {"font_color": "#C00000", "bold": True},
    "wrap": {"text_wrap": True, "valign": "top"},
}


class ExactWorksheet(Worksheet):  # type: ignore[misc]
    """A sheet whose numbers keep every digit: they are the same when read again."""

    def _xml_number_element(self, number: float, attributes: Sequence[tuple[str, str]] = ()) -> None:
        shown = "".join(f' {key}="{value}"' for key, value in attributes)
        self.fh.write(f"<c{shown}><v>{float(number)!r}</v></c>")


@dataclass(frozen=True)
class TemplateWorkbook:
    """A workbook being written, and its styles."""

    plan: TemplatePlan
    book: Any
    style: Mapping[str, Any]

    def sheet(self, name: str, *widths: float) -> Any:
        """Return a new sheet with columns of given widths."""
        sheet = self.book.add_worksheet(name, ExactWorksheet)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return sheet


def write_book(plan: TemplatePlan, path: Path) -> None:
    """Write the workbook of a template."""
    with xlsxwriter.Workbook(str(path)) as book:
        made = TemplateWorkbook(plan, book, {name: book.add_format(look) for name, look in COLOURS.items()})
        _about(made)
        _regions(made)
        _flows(made)
        _satellites(made)
        _facts(made)
        _help(made)


def _about(b: TemplateWorkbook) -> None:
    sheet = b.sheet("about", 14, 36, 90)
    for row, (key, entry) in enumerate(words()["about"].items()):
        sheet.write_string(row, 0, key, b.style["label"])
        _put(sheet, row, 1, b.plan.about.get(key, entry.get("value", "")), b.style["ask" if row else "label"])
        sheet.write_string(row, 2, entry["help"], b.style["note"])


def _regions(b: TemplateWorkbook) -> None:
    sheet = b.sheet("regions", 12, 26, 20, 12, 12, 12)
    rows = [REGION_COLUMNS, *(region_row(r, b.plan.boundary) for r in b.plan.regions.rows)]
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, None if row else b.style["label"])


# ---- flows


def _flows(b: TemplateWorkbook) -> None:
    plan, sheet = b.plan, b.sheet("flows", 12, 12, 34)
    sheet.freeze_panes(TOP, LEFT)
    sheet.write_string(0, 0, words()["title"], b.style["title"])
    for row, (region, code) in enumerate(plan.rows, TOP):
        _texts(sheet, [(row, k) for k in range(LEFT)], (region, code, _name(plan, code)), b)
    for column, (region, code) in enumerate(plan.columns, LEFT):
        _texts(sheet, [(1 + k, column) for k in range(LEFT)], (region, code, _buyer(plan, region, code)), b)
    sheet.set_column(LEFT, LEFT + len(plan.columns) - 1, 12)
    if (cells := plan.figures()) is not None:
        for (i, j), value in zip(np.argwhere(cells).tolist(), cells[cells != 0].tolist(), strict=True):
            sheet.write_number(TOP + i, LEFT + j, value)
    _row_margins(b, sheet, cells)
    _column_margins(b, sheet, cells)


def _row_margins(b: TemplateWorkbook, sheet: Any, cells: Array | None) -> None:
    """Write the sum of each row, room for the published output, and the difference of the two."""
    n, end = len(b.plan.rows), LEFT + len(b.plan.columns)
    for k, key in enumerate(("output", "published", "difference")):
        _texts(sheet, [(1 + i, end + k) for i in range(LEFT)], (MARGIN, key, _both(words()["margins"][key])), b)
    sheet.set_column(end, end + 2, 18)
    total = np.zeros(n) if cells is None else cells.sum(axis=1)
    for i in range(n):
        row = TOP + i
        last, given = xl_rowcol_to_cell(row, end - 1), xl_rowcol_to_cell(row, end + 1)
        sheet.write_formula(
            row, end, f"=SUM({xl_rowcol_to_cell(row, LEFT)}:{last})", b.style["margin"], float(total[i])
        )
        sheet.write_blank(row, end + 1, None, b.style["ask"])
        difference = f'=IF({given}="","",{xl_rowcol_to_cell(row, end)}-{given})'
        sheet.write_formula(row, end + 2, difference, b.style["margin"], "")
    rule = {"type": "formula", "criteria": _differs(end), "format": b.style["wrong"]}
    sheet.conditional_format(TOP, end + 2, TOP + n - 1, end + 2, rule)


def _differs(end: int) -> str:
    """Return the condition that the difference is more than rounding, for the first row."""
    difference, given = xl_rowcol_to_cell(TOP, end + 2), xl_rowcol_to_cell(TOP, end + 1)
    return f"=AND(ISNUMBER({difference}),ABS({difference})>1+ABS({given})/10000)"


def _column_margins(b: TemplateWorkbook, sheet: Any, cells: Array | None) -> None:
    """Write the sum of each column, and the value added of those that are industries."""
    plan, n, end = b.plan, len(b.plan.rows), LEFT + len(b.plan.columns)
    keys = ("inputs", "value_added")
    for k, key in enumerate(keys):
        _texts(sheet, [(TOP + n + k, i) for i in range(LEFT)], (MARGIN, key, _both(words()["margins"][key])), b)
    inputs = np.zeros(len(plan.columns)) if cells is None else cells.sum(axis=0)
    for j in range(len(plan.columns)):
        first, last = xl_rowcol_to_cell(TOP, LEFT + j), xl_rowcol_to_cell(TOP + n - 1, LEFT + j)
        sheet.write_formula(TOP + n, LEFT + j, f"=SUM({first}:{last})", b.style["margin"], float(inputs[j]))
    for j, k in enumerate(plan.buyers):
        output = xl_rowcol_to_cell(TOP + k, end)
        added = 0.0 if plan.w is None else float(plan.w.value_added[k])
        formula = f"={output}-{xl_rowcol_to_cell(TOP + n, LEFT + j)}"
        sheet.write_formula(TOP + n + 1, LEFT + j, formula, b.style["margin"], added)


def _texts(sheet: Any, places: Sequence[tuple[int, int]], texts: Sequence[str], b: TemplateWorkbook) -> None:
    for (row, column), text in zip(places, texts, strict=True):
        sheet.write_string(row, column, text, b.style["label"])


def _both(entry: Mapping[str, str]) -> str:
    return entry["en"] if entry["en"] == entry["zh"] else f"{entry['en']} | {entry['zh']}"


def _name(plan: TemplatePlan, code: str) -> str:
    """Return the names of an industry or a demand category; nothing where it has none."""
    named = demand_name if code in plan.demand else industry_name
    en, zh = named(code, "en"), named(code, "zh")
    return "" if en == code else _both({"en": en, "zh": zh})


def _buyer(plan: TemplatePlan, region: str, code: str) -> str:
    return _both(words()["sold"]) if region in plan.boundary and code == plan.demand[0] else _name(plan, code)


# ---- figures beside the flows


def _satellites(b: TemplateWorkbook) -> None:
    plan = b.plan
    described = words()["satellites"]
    sheet = b.sheet("satellites", 12, 14, 40)
    final = [(r, FINAL) for r in plan.regions]
    users = [(r, d) for r in plan.regions for d in plan.demand]
    rows = [*plan.rows, *final, *users]
    names = [_both(words()["final"]) if code == FINAL else _name(plan, code) for _, code in rows]
    columns = words()["examples"]["satellites"]
    if plan.w is not None:
        columns = [
            {**{k: getattr(s, k) for k in described if k != "name"}, "name": name, "figures": _stack_values(plan, s)}
            for name, s in plan.w.satellites.items()
        ]
    labels = [(r, code, name) for (r, code), name in zip(rows, names, strict=True)]
    _beside(b, sheet, described, labels, columns)


def _stack_values(plan: TemplatePlan, satellite: Any) -> Array:
    """Return industries, final users together, and final users by category; NaN for the part that is not there."""
    R, D, final = len(plan.regions), len(plan.demand), satellite.final
    together, apart = np.full(R, np.inf), np.full(R * D, np.inf)
    if final is not None and final.size == R:
        together = final
    elif final is not None:
        apart = final
    return np.concatenate([satellite.values, together, apart])


def _facts(b: TemplateWorkbook) -> None:
    described = words()["facts"]
    sheet = b.sheet("facts", 12, 14, 40)
    columns = words()["examples"]["facts"]
    if b.plan.w is not None:
        columns = [
            {**{k: getattr(f, k) for k in described if k != "name"}, "name": name, "figures": f.values}
            for name, f in b.plan.w.facts.items()
        ]
    _beside(b, sheet, described, [(r.code, "", _both({"en": r.en, "zh": r.zh})) for r in b.plan.regions.rows], columns)


def _beside(
    b: TemplateWorkbook,
    sheet: Any,
    described: Mapping[str, Any],
    labels: Sequence[Sequence[str]],
    columns: Sequence[Any],
) -> None:
    """Write figures beside the flows: a column a figure, described in the lines above; inf stays blank."""
    sheet.freeze_panes(len(described), LEFT)
    for row, (key, name) in enumerate(described.items()):
        _texts(sheet, [(row, 0), (row, 2)], (key, _both(name)), b)
    for row, cells in enumerate(labels, len(described)):
        _texts(sheet, [(row, k) for k in range(LEFT)], cells, b)
    for column, entry in enumerate(columns, LEFT):
        sheet.set_column(column, column, 20)
        for row, key in enumerate(described):
            _put(sheet, row, column, entry.get(key, ""), b.style["ask"])
        for row, value in enumerate(entry.get("figures", ()), len(described)):
            if not np.isinf(value):
                _put(sheet, row, column, float(value), None)


def _put(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value, style) if value else sheet.write_blank(row, column, None, style)
    elif value != value:
        sheet.write_string(row, column, UNKNOWN, style)
    else:
        sheet.write_number(row, column, value, style)


def _help(b: TemplateWorkbook) -> None:
    sheet = b.sheet("help", 80, 70)
    for row, entry in enumerate(words()["help"]):
        for column, lang in enumerate(("en", "zh")):
            sheet.write_string(row, column, entry[lang], b.style["wrap" if row else "title"])
