"""Tables in the layout of the National Bureau of Statistics: title, unit, merged headings, names, codes, totals."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter

from newind.accounts.classification import industry_name, load
from newind.accounts.readers.nbs.labels import DEMAND, INFLOWS, OUTFLOWS, PRIMARY
from newind.accounts.single import Single
from newind.typing import Array

NAMES = {
    "FU101": "农村居民消费支出", "FU102": "城镇居民消费支出", "THC": "居民消费支出", "FU103": "政府消费支出",
    "TC": "最终消费支出合计", "FU201": "固定资本形成总额", "FU202": "存货变动", "GCF": "资本形成总额合计", "EX": "出口",
    "OF": "国内省外流出", "TFU": "最终使用合计", "IM": "进口", "IF": "国内省外流入", "ERR": "其他", "GO": "总产出",
    "TIU": "中间使用合计", "TII": "中间投入合计", "VA001": "劳动者报酬", "VA002": "生产税净额", "VA003": "固定资产折旧",
    "VA004": "营业盈余", "TVA": "增加值合计", "TI": "总投入", "FU302": "流出", "FU304": "流入", "NOF": "净流出",
}  # fmt: skip
TOP, LEFT = 7, 3
"""First row and column of figures: title, unit, blank, three rows of headings, codes; section, name, code."""
CODES = {category: code for code, category in DEMAND.items()}


@dataclass(frozen=True)
class Layout:
    """How a table is written, and what is damaged in it; cells are (row, column) from 0."""

    title: str = "广东省2017年投入产出表（按当年生产者价格计算）"
    unit: str = "单位：万元"
    codes: bool = True
    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    drop_rows: tuple[int, ...] = ()
    drop_columns: tuple[int, ...] = ()
    sheet: str = "投入产出表"
    transposed: bool = False

    def grid(self, single: Single) -> list[list[Any]]:
        """Return the cells of a sheet."""
        labels, figures = body(single)
        names, rows = labels
        width = LEFT + len(names)
        grid = [[self.title], ["", *[""] * (width - 2), self.unit], [""]]
        S = len(single.industries)
        grid.append(["产出 / 投入", "", "", "中间使用", *[""] * S, "最终使用"])
        grid.append([""])
        grid.append(["", "名称", "", *(name for _, name in names)])
        grid.append(["", "", "代码", *(code if self.codes else "" for code, _ in names)])
        for (section, code, name), line in zip(rows, figures, strict=True):
            grid.append([section, name, code if self.codes else "", *line])
        grid.append(["注：本表由于四舍五入，部分合计数可能不等。"])
        for (r, c), value in self.cells.items():
            grid[r] += [""] * (c + 1 - len(grid[r]))
            grid[r][c] = value
        grid = [[v for c, v in enumerate(row) if c not in self.drop_columns] for r, row in enumerate(grid)
                if r not in self.drop_rows]  # fmt: skip
        return [list(row) for row in zip(*filled(grid), strict=True)] if self.transposed else grid

    def write(self, single: Single, folder: Path, name: str = "table.xlsx") -> Path:
        """Write the table as a workbook, with headings merged as the publisher does, or as csv."""
        path, grid = folder / name, self.grid(single)
        if path.suffix == ".csv":
            path.write_text("\n".join(",".join(map(str, row)) for row in grid) + "\n", "utf-8")
            return path
        with xlsxwriter.Workbook(str(path), {"nan_inf_to_errors": True}) as book:
            book.add_worksheet("封面").write(0, 0, "说明")
            sheet = book.add_worksheet(self.sheet)
            for r, row in enumerate(grid):
                for c, value in enumerate(row):
                    if value != "":
                        sheet.write(r, c, value)
            if not self.transposed:
                sheet.merge_range(0, 0, 0, 9, self.title)
                sheet.merge_range(3, 0, 4, 2, "产出 / 投入")
        return path


def filled(grid: list[list[Any]]) -> list[list[Any]]:
    """Return rows of equal length."""
    width = max(map(len, grid))
    return [row + [""] * (width - len(row)) for row in grid]


def body(single: Single) -> tuple[tuple[list[tuple[str, str]], list[tuple[str, str, str]]], list[list[Any]]]:
    """Return labels of columns (code, name), of rows (section, code, name), and the figures."""
    S = len(single.industries)
    codes = [f"{i:0{2 if S < 100 else 3}d}" for i in range(1, S + 1)]
    zh = [industry_name(c, "zh") for c in single.industries]
    blank = np.zeros(S)
    parts = {c: single.F[:, single.demand.index(d)] for c, d in DEMAND.items() if d in single.demand}
    outs = {c: single.outflows[p] for c, p in OUTFLOWS.items() if p in single.outflows}
    ins = {c: single.inflows[p] for c, p in INFLOWS.items() if p in single.inflows}
    columns = {c: parts.get(c, blank) for c in ("FU101", "FU102") if c in parts}
    if columns:
        columns["THC"] = sum(columns.values())
    columns |= {c: parts[c] for c in ("FU103",) if c in parts}
    columns["TC"] = parts["TC"] if "TC" in parts else columns["THC"] + columns["FU103"]
    columns |= {"FU201": parts["FU201"], "FU202": parts["FU202"], "GCF": parts["FU201"] + parts["FU202"], **outs}
    columns["TFU"] = columns["TC"] + columns["GCF"] + sum(outs.values())
    columns |= ins | ({"ERR": parts["ERR"]} if "ERR" in parts else {})
    columns = {"TIU": single.Z.sum(axis=1), **columns, "GO": single.x}
    names = [*zip(codes, zh, strict=True), *((c, NAMES[c]) for c in columns)]
    rows = [("中间投入" if i == 0 else "", c, n) for i, (c, n) in enumerate(zip(codes, zh, strict=True))]
    figures: list[list[Any]] = [[*single.Z[i], *(v[i] for v in columns.values())] for i in range(S)]
    inputs = single.Z.sum(axis=0)
    for Zm, Fm in single.imports.values():
        rows += [("进口" if i == 0 else "", c, n) for i, (c, n) in enumerate(zip(codes, zh, strict=True))]
        final = {"TIU": Zm.sum(axis=1), "TFU": Fm.sum(axis=1)} | {
            CODES[d]: Fm[:, k] for k, d in enumerate(single.demand)
        }
        final["GCF"] = final["FU201"] + final["FU202"]
        figures += [[*Zm[i], *(final[c][i] if c in final else "" for c in columns)] for i in range(S)]
        inputs = inputs + Zm.sum(axis=0)
    rows.append(("", "TII", NAMES["TII"]))
    figures.append(list(inputs))
    for k, (code, name) in enumerate(PRIMARY.items()):
        rows.append(("增加值" if k == 0 else "", code, NAMES[code]))
        figures.append(list(single.primary[name]))
    rows += [("", "TVA", NAMES["TVA"]), ("", "TI", NAMES["TI"])]
    figures += [list(single.value_added), list(inputs + single.value_added)]
    return (names, rows), [[v.item() if isinstance(v, np.generic) else v for v in line] for line in figures]


def made(
    classification: str = "nbs42-2017",
    region: str = "CN-GD",
    partners: tuple[str, ...] = ("CN-REST", "ROW"),
    by_user: bool = False,
    seed: int = 0,
    year: int = 2017,
    count: int | None = None,
) -> Single:
    """Make a table of whole numbers in 10,000 yuan that adds up, of all or the first sectors."""
    rng = np.random.default_rng(seed)
    industries = tuple(load(classification))[:count]
    S = len(industries)
    scale = 2e7 if region == "CHN" else 1e7
    Z = np.rint(rng.uniform(0, 1, (S, S)) ** 4 * scale / S)
    demand = ("consumption", "fixed_capital", "inventories") if by_user else (
        "rural", "urban", "government", "fixed_capital", "inventories", "error")  # fmt: skip
    F = np.rint(rng.uniform(0.2, 1, (S, len(demand))) * scale / 4)
    F[:, demand.index("inventories")] = np.rint(rng.normal(0, scale / 100, S))
    if "error" in demand:
        F[:, demand.index("error")] = np.rint(rng.normal(0, scale / 1000, S))
    out = {p: np.rint(rng.uniform(0, 0.5, S) * scale) for p in partners}
    uses = Z.sum(axis=1) + F.sum(axis=1)
    came = {p: np.rint(rng.uniform(0, 0.4, S) * uses / len(partners)) for p in partners}
    share = rng.uniform(0, 0.4, S)[:, None]
    imports = {p: (np.rint(share * Z), np.rint(share * F)) for p in partners} if by_user else {}
    home, final = (Z - imports["ROW"][0], F - imports["ROW"][1]) if by_user else (Z, F)
    x = home.sum(axis=1) + final.sum(axis=1) + sum(out.values()) - (0 if by_user else sum(came.values()))
    added = x - Z.sum(axis=0)
    parts: list[Array] = [np.rint(share * added) for share in (0.5, 0.1, 0.15)]
    primary = dict(zip(PRIMARY.values(), [*parts, added - sum(parts)], strict=True))
    return Single(
        "made", region, industries, demand, year, "10K.CNY", home, final, x, out,
        {} if by_user else came, imports, primary,
    )  # fmt: skip
