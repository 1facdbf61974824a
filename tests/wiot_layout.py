"""A small World Input-Output Table in the layout of the publisher's workbooks (release of 2013)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter

INDUSTRIES = {
    "c1": ("AtB", "Agriculture, Hunting, Forestry and Fishing"),
    "c14": ("30t33", "Electrical and Optical Equipment"),
    "c35": ("P", "Private Households with Employed Persons"),
}
FINAL = {
    "c37": "Final consumption expenditure by households",
    "c38": "Final consumption expenditure by NPISH",
    "c39": "Final consumption expenditure by government",
    "c41": "Gross fixed capital formation",
    "c42": "Changes in inventories and valuables",
}
TOTALS = {
    "r60": "Total intermediate consumption",
    "r99": "taxes less subsidies on products",
    "r61": "Cif/ fob adjustments on exports",
    "r62": "Direct purchases abroad by residents",
    "r63": "Purchases on the domestic territory by non-residents",
    "r64": "Value added at basic prices",
    "r65": "International Transport Margins",
    "r69": "Output at basic prices",
}
"""Rows under the flows, as the release has them."""


@dataclass
class Layout:
    """The table: labels and figures; `cells` overwrite single cells by (row, column) from 0."""

    regions: tuple[str, ...] = ("CHN", "USA", "ROM", "RoW")
    industries: tuple[str, ...] = tuple(INDUSTRIES)
    year: int = 2008
    seed: int = 7
    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    drop_rows: tuple[int, ...] = ()
    drop_columns: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        rng = np.random.default_rng(self.seed)
        self.n, self.m = len(self.regions) * len(self.industries), len(self.regions) * len(FINAL)
        self.Z = rng.gamma(1.0, 40.0, (self.n, self.n))
        self.F = rng.gamma(1.0, 120.0, (self.n, self.m))
        self.F[:, 4 :: len(FINAL)] -= 60.0
        idle = self.n - 1  # private households of the last economy: neither buy nor sell
        self.Z[idle], self.Z[:, idle], self.F[idle] = 0.0, 0.0, 0.0

    @property
    def x(self) -> np.ndarray:
        return self.Z.sum(axis=1) + self.F.sum(axis=1)

    def labels(self) -> list[tuple[str, str, str, str]]:
        """Code, name, economy, c-code of every column."""
        rows = [(*INDUSTRIES[c], r, c) for r in self.regions for c in self.industries]
        rows += [("", name, r, c) for r in self.regions for c, name in FINAL.items()]
        return [*rows, ("", "Total output", "TOT", "c60")]

    def grid(self) -> list[list[Any]]:
        """Every cell of the sheet."""
        labels = self.labels()
        width = 4 + len(labels)
        grid: list[list[Any]] = [[""] * width for _ in range(6)]
        grid[0][0] = f"World Input-Output Table, {self.year}"
        grid[2][0], grid[3][0] = "(industry-by-industry)", "(in millions of US$)"
        for column, label in enumerate(labels):
            for row, text in enumerate(label):
                grid[2 + row][4 + column] = text
        body = np.hstack([self.Z, self.F, self.x[:, None]])
        grid += [[*labels[i], *body[i].tolist()] for i in range(self.n)]
        for code, name in TOTALS.items():
            figures = body.sum(axis=0) if code == "r60" else np.append(self.x, np.zeros(self.m + 1)) * (code == "r69")
            grid.append(["", name, "TOT", code, *figures.tolist()])
        for (row, column), value in self.cells.items():
            grid[row][column] = value
        kept = [row for i, row in enumerate(grid) if i not in self.drop_rows]
        return [[cell for j, cell in enumerate(row) if j not in self.drop_columns] for row in kept]

    def write(self, folder: Path, name: str = "wiot08_row_sep12.xlsx") -> Path:
        path = folder / name
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet(f"WIOT_{self.year}")
            for row, cells in enumerate(self.grid()):
                sheet.write_row(row, 0, cells)
        return path
