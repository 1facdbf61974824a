"""Write a product screen as a workbook: how to read it, hits, near misses, all products, industries, sensitivity."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind import __version__
from newind.accounts.classification import industry_name
from newind.analyses.science.product_measures import CRITERIA
from newind.analyses.science.product_tables import supplier_name
from newind.analyses.science.products import ProductScreen
from newind.data.workbook import BOLD, HEAD, TITLE, WRAP, SheetPlan, write_workbook
from newind.errors import DataError, in_language, join_items, unknown
from newind.language.words import percent, years
from newind.messages import list_languages
from newind.questions.science import products as texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    import pandas as pd

    from newind.messages import Text
    from newind.questions.answers import Answer

BAR = "#9DB8D2"
BARS = ("import_hhi", "export_hhi", "supplier_share", "supplier2_share", "unnamed_share", "share_of_industry", "share")
"""Columns with a bar from 0 to 1."""
LOSSES = re.compile("loss_|share_of_industry")
LARGE = ("imports", "loss_middle", "hits")
"""Columns with a bar from 0 to the largest."""
MONEY = ("imports", "exports")
SHARES = ("_share", "share", "share_of_industry")
WIDTHS = {"hs6": 9, "name": 40, "chapter": 8, "chapter_name": 34, "industry": 12, "industry_name": 30, "loss_note": 60}
SUPPLIERS = ("supplier", "supplier2", "loss_supplier")
MILLION_IN_WAN = 100.0
"""万美元 in a million USD."""


def write_products(screen: ProductScreen, path: str | PathLike[str], lang: str = "en") -> Path:
    """Write a product screen as a workbook, whole or not at all.

    Parameters
    ----------
    screen : ProductScreen
        With or without losses attached.
    path : path
        ``.xlsx``; equal screens give equal bytes. Texts are never formulas.
    lang : {"en", "zh"}

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    DataError
        For a name that does not end in .xlsx, or a folder that cannot be written.
    UnknownNameError
        For another language.
    """
    target = Path(path)
    if target.suffix != ".xlsx":
        raise DataError(f"{target}: a product screen is written as a workbook. Name it {target.stem}.xlsx.")
    if lang not in list_languages():
        raise unknown("language", lang, list_languages(), f"Workbooks are in {join_items(list_languages())}.")
    title = f"{texts.GUIDE['title']['title'][lang]} {supplier_name(screen.region, lang)}"
    return write_workbook(target, title, _ProductWorkbook(screen, lang).list_sheets())


def write_products_answer(answer: Answer, path: str, lang: str) -> Path:
    """Write the workbook of a product screen from its answer."""
    assert isinstance(answer.result, ProductScreen)
    return write_products(answer.result, path, lang)


class _ProductWorkbook:
    """A product screen as the sheets of a workbook."""

    def __init__(self, screen: ProductScreen, lang: str) -> None:
        self.screen, self.lang = screen, lang
        self.table, self.near = screen.table(lang), screen.near_misses(lang)

    def list_sheets(self) -> list[SheetPlan]:
        return [
            self.guide(),
            self.products("hits", self.table[self.table["hit"]].drop(columns="hit")),
            self.products("near", self.near[[c for c in map(str, self.near) if c != "hit" and not LOSSES.match(c)]]),
            self.products("all", self.table),
            self.grid("industry", self.screen.by_industry(self.lang), {"imports": texts.WORDS["of_hits"]}),
            self.sensitivity(),
        ]

    def say(self, words: Text, **values: object) -> str:
        return words[self.lang].format(**values)

    def sheet(self, key: str, widths: Sequence[float], **looks: Any) -> SheetPlan:
        return SheetPlan(texts.SHEETS[key][self.lang], widths, escaped=key != "guide", **looks)

    # ---- reading guide

    def guide(self) -> SheetPlan:
        sheet = self.sheet("guide", (34, 120))
        values = self.values()
        for key, words in texts.GUIDE.items():
            said = self.say(words["text"], **values)
            if key == ("no_losses" if self.screen.losses else "losses") or not said:
                continue
            sheet.put(sheet.row, 1, said, TITLE if key == "title" else WRAP)
            sheet.line(self.say(words["title"]), TITLE if key == "title" else BOLD)
        return sheet

    def values(self) -> dict[str, object]:
        """Return what the texts of the guide are about."""
        s, m = self.screen, self.screen.measures
        hits, total = s.hits, float(m.imports[-1].sum())
        return {
            "region": supplier_name(s.region, self.lang),
            "years": years(s.years[0], s.years[-1], self.lang),
            "hold": s.thresholds.hold,
            "criteria": self.join_criteria(
                {c: getattr(s.thresholds, c) for c in s.thresholds.active_criteria}, texts.WORDS["exceeds"], "value"
            ),
            "hits": int(hits.sum()),
            "near": len(self.near),
            "products": f"{len(s.products):,}" if self.lang != "zh" else len(s.products),
            "share": percent(float(m.imports[-1, hits].sum()) / total if total else math.nan, self.lang),
            "year": s.years[-1],
            "accounts": s.losses[0].year if s.losses else "",
            "removed": self.join_criteria(s.count_removals(), texts.WORDS["removes"], "n"),
            "sheet": texts.SHEETS["sensitivity"][self.lang],
            "source": s.source,
            "revision": self.say(texts.WORDS["revision"], revision=s.revision) if s.revision else "",
            "notes": "\n".join(in_language(note, self.lang) for note in s.notes),
            "version": __version__,
        }

    def join_criteria(self, found: Mapping[str, object], words: Text, value: str) -> str:
        names = [self.say(texts.CRITERIA[c]) for c in found]
        names = [n[0].lower() + n[1:] for n in names]
        said = [self.say(words, name=n, **{value: v}) for n, v in zip(names, found.values(), strict=True)]
        return ("; " if self.lang != "zh" else "；").join(said)

    # ---- tables

    def products(self, key: str, table: pd.DataFrame) -> SheetPlan:
        """Return a table of products; names only where the file has them, the last year's measures once."""
        gone = [f"{c}_{self.screen.years[-1]}" for c in CRITERIA] + ([] if self.screen.names else ["name"])
        return self.grid(key, table.drop(columns=gone), {})

    def grid(self, key: str, table: pd.DataFrame, other: Mapping[str, Text]) -> SheetPlan:
        """Return a table with a header and a first column that stay, filters, number formats, and bars."""
        columns = [str(c) for c in table.columns]
        ends = (max(len(table), 1), len(columns) - 1)
        sheet = self.sheet(key, [_width(c) for c in columns], freeze=(1, 1), filtered=ends, printed=True, repeated=True)
        sheet.heights[0] = 48
        sheet.write_row((self.title(name, other) for name in columns), HEAD)
        for i, name in enumerate(columns):
            self.column(sheet, i, name, table[name].tolist())
        if table.empty:
            sheet.put(1, 0, self.say(texts.WORDS["none"]))
        return sheet

    def title(self, name: str, other: Mapping[str, Text]) -> str:
        base, _, year = name.rpartition("_")
        known, year = (base, year) if year.isdecimal() and base else (name, str(self.screen.years[-1]))
        return self.say(other.get(known, texts.COLUMNS[known]), year=year, money=self.say(texts.WORDS["money"]))

    def column(self, sheet: SheetPlan, i: int, name: str, cells: Sequence[Any]) -> None:
        """Write one column below its title."""
        base = re.sub(r"_\d{4}$", "", name)
        factor = MILLION_IN_WAN if base in MONEY and self.lang == "zh" else 1.0
        look = {"num_format": _pattern(base, self.lang)}
        for row, cell in enumerate((self.cell(base, c) for c in cells), 1):
            if isinstance(cell, str):
                sheet.put(row, i, cell or None)
            else:
                sheet.put(row, i, cell * factor, look)
        if cells and (base in BARS or name in LARGE):
            ends = {"min_value": 0, "min_type": "num"} | ({"max_value": 1, "max_type": "num"} if base in BARS else {})
            bar = {"type": "data_bar", "bar_color": BAR, "bar_solid": True, **ends}
            sheet.more.append(("conditional_format", 1, i, len(cells), i, bar))

    def cell(self, column: str, value: Any) -> str | float:
        """Return what is shown of a value: names of suppliers and criteria, marks, words for no exports."""
        if column in SUPPLIERS:
            return supplier_name(value, self.lang) if isinstance(value, str) else ""
        if column == "missing":
            return self.say(texts.WORDS["stop"]).join(self.say(texts.CRITERIA[c]) for c in value.split(", "))
        if column == "loss_industry" and isinstance(value, str):
            return industry_name(value, self.lang)
        if isinstance(value, bool):
            return self.say(texts.WORDS["yes"]) if value else ""
        if column == "import_ratio" and value == math.inf:
            return self.say(texts.WORDS["no_exports"])
        return value if isinstance(value, str) else float(value)

    # ---- sensitivity

    def sensitivity(self) -> SheetPlan:
        """Return hits over a grid of each threshold, with a chart each."""
        table = self.screen.sensitivity()
        columns = [str(c) for c in table.columns]
        sheet = self.sheet("sensitivity", (36, 14, 12, 20, 12), freeze=(1, 0), filtered=(len(table), len(columns) - 1))
        sheet.write_row((self.title(name, {"imports": texts.WORDS["of_hits"]}) for name in columns), HEAD)
        for i, name in enumerate(columns):
            self.column(sheet, i, name, [self.translate_cell(name, v) for v in table[name].tolist()])
        for place, (criterion, rows) in enumerate(table[table["threshold"].notna()].groupby("criterion", sort=False)):
            chart = {
                "rows": (int(rows.index[0]) + 1, int(rows.index[-1]) + 1),
                "title": self.say(texts.CRITERIA[str(criterion)]),
                "axis": self.say(texts.COLUMNS["hits"]),
                "description": self.say(texts.WORDS["thresholds"]),
            }
            sheet.charts.append((1 + 13 * place, 6, chart))
        return sheet

    def translate_cell(self, column: str, value: Any) -> Any:
        if column == "criterion":
            return self.say(texts.CRITERIA[value])
        return self.say(texts.WORDS["not_asked"]) if column == "threshold" and value != value else value


def _width(column: str) -> float:
    return WIDTHS.get(column, 18 if column in SUPPLIERS or column == "missing" else 14)


def _pattern(column: str, lang: str) -> str:
    """Return the number format of a column."""
    if column in MONEY:
        return "#,##0" if lang == "zh" else "#,##0.0"
    if column.endswith(SHARES):
        return "0.0%"
    if column.startswith("loss_"):
        return "0" if column == "loss_year" else "0.0000%"
    if column == "threshold":
        return "General"
    return "0" if column in ("years_met", "products", "hits") else "0.00" if column == "import_ratio" else "0.000"
