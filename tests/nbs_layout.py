"""Tables in the layout of the National Bureau of Statistics: title, unit, merged headings, names, codes, totals."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter

from newind.accounts.classification import load
from newind.data.readers.nbs.labels import PRIMARY
from newind.data.single import Single
from newind.examples.nbs import body
from newind.typing import Array

TOP, LEFT = 7, 3
"""First row and column of figures: title, unit, blank, three rows of headings, codes; section, name, code."""


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
