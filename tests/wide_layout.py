"""A small world table in the layout of WIOD 2016 or of the Asian Development Bank."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter

TAXES, MARGINS = 0.02, 0.01
"""Shares of output, so that value added is what remains."""


@dataclass
class Wide:
    """The table: labels and figures; `cells` overwrite single cells by (row, column) from 0."""

    regions: tuple[str, ...]
    industries: dict[str, tuple[str, str]]
    demand: dict[str, str]
    totals: dict[str, tuple[str, str]]
    total: tuple[str, str]
    sheet: str
    name: str
    title: str = ""
    above: int = 2
    row_code: str = "c"
    seed: int = 7
    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    drop_rows: tuple[int, ...] = ()
    drop_columns: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        rng = np.random.default_rng(self.seed)
        self.n, self.m = len(self.regions) * len(self.industries), len(self.regions) * len(self.demand)
        self.Z = rng.gamma(1.0, 40.0, (self.n, self.n))
        self.F = rng.gamma(1.0, 120.0, (self.n, self.m))
        self.F[:, 4 :: len(self.demand)] -= 60.0

    @property
    def first(self) -> int:
        """Position of the first row of figures."""
        return self.above + 4

    @property
    def x(self) -> np.ndarray:
        return self.Z.sum(axis=1) + self.F.sum(axis=1)

    def below(self) -> dict[str, np.ndarray]:
        """Figures of every row below the flows."""
        inputs, zero = self.Z.sum(axis=0), np.zeros(self.n)
        taxes, margins = TAXES * self.x, MARGINS * self.x
        parts = [inputs, taxes, zero, zero, zero, self.x - inputs - taxes - margins, margins, self.x]
        return dict(zip(self.totals, parts, strict=True))

    def grid(self) -> list[list[Any]]:
        """Every cell of the sheet."""
        labels = [(*self.industries[c], r, c) for r in self.regions for c in self.industries]
        labels += [("", name, r, c) for r in self.regions for c, name in self.demand.items()]
        labels.append(("", "Total output", *self.total))
        grid: list[list[Any]] = [[""] * (4 + len(labels)) for _ in range(self.first)]
        grid[0][0] = self.title
        for column, label in enumerate(labels):
            for row, text in enumerate(label):
                grid[self.above + row][4 + column] = text
        body = np.hstack([self.Z, self.F, self.x[:, None]])
        for label, figures in zip(labels[: self.n], body, strict=True):
            grid.append([*label[:3], self.row_code + label[3][1:], *figures.tolist()])
        for code, figures in self.below().items():
            grid.append([*self.totals[code], self.total[0], code, *figures.tolist(), *[0.0] * (self.m + 1)])
        for (row, column), value in self.cells.items():
            grid[row][column] = value
        kept = [row for i, row in enumerate(grid) if i not in self.drop_rows]
        return [[cell for j, cell in enumerate(row) if j not in self.drop_columns] for row in kept]

    def write(self, folder: Path, name: str = "") -> Path:
        path = folder / (name or self.name)
        if path.suffix == ".csv":
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(self.grid())
            return path
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet(self.sheet)
            for row, cells in enumerate(self.grid()):
                sheet.write_row(row, 0, cells)
            if self.sheet.startswith("ADB"):
                book.add_worksheet("Legend").write_row(0, 0, ["Code", "Economy"])
        return path


FINAL = ("Households", "NPISH", "Government", "Gross fixed capital formation", "Changes in inventories")


def wiod2016(**changes: Any) -> Wide:
    """Return a table of the 2016 release: codes in the first label, running codes r1 … before rows."""
    rows = ("II_fob", "TXSP", "EXP_adj", "PURR", "PURNR", "VA", "IntTTM", "GO")
    settings: dict[str, Any] = {
        "regions": ("AUS", "CHN", "ROW"),
        "industries": {"c1": ("A01", "Crops"), "c17": ("C26", "Electronics"), "c56": ("U", "Extraterritorial")},
        "demand": {f"c{57 + k}": name for k, name in enumerate(FINAL)},
        "totals": {f"r{65 + k}": (code, code) for k, code in enumerate(rows)},
        "total": ("TOT", "c62"),
        "sheet": "2014",
        "name": "WIOT2014_Nov16_ROW.xlsx",
        "title": "Intercountry Input-Output Table",
        "row_code": "r",
    }
    return Wide(**settings | changes)


def adb(**changes: Any) -> Wide:
    """Return a table of the Asian Development Bank: no codes of industries, final demand F1 …, three rows above."""
    rows = ("r60", "r99", "r61", "r62", "r63", "r64", "trs", "r69")
    settings: dict[str, Any] = {
        "regions": ("PRC", "INO", "RoW"),
        "industries": {"c1": ("", "Agriculture"), "c14": ("", "Electrical"), "c35": ("", "Private households")},
        "demand": {f"F{1 + k}": name for k, name in enumerate(FINAL)},
        "totals": {code: ("", code) for code in rows},
        "total": ("ToT", ""),
        "sheet": "ADB MRIO 2022",
        "name": "ADB-MRIO-2022.xlsx",
        "above": 3,
    }
    return Wide(**settings | changes)
