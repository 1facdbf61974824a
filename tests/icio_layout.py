"""Small ICIO tables in the layouts of the three editions, from a small seeded economy.

``python tests/icio_layout.py FOLDER`` writes a sample of each edition.
"""

from __future__ import annotations

import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from newind.accounts.classification import load

DEMAND = ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR")
PARTS = {"CHN": ("CN1", "CN2"), "MEX": ("MX1", "MX2")}
INVENTORIES = DEMAND.index("INVNT")


@dataclass(frozen=True)
class Edition:
    """How an edition labels industries, and the rows and the column besides them."""

    name: str
    industries: tuple[str, ...]
    taxes: str
    value_added: str
    output: str
    total: str


EDITIONS = {
    "2021": Edition(
        "ICIO2021_{year}.csv", tuple(r["edition2021"] for r in load("icio45").values()),
        "{region}_TAXSUB", "VALU", "OUTPUT", "TOTAL",
    ),
    "2023": Edition("{year}_SML.csv", tuple(load("icio45")), "TLS", "VA", "OUT", "OUT"),
    "2025": Edition("{year}_SML.csv", tuple(load("icio50")), "TLS", "VA", "OUT", "OUT"),
}  # fmt: skip


@dataclass
class Icio:
    """The table of some economies.

    `industries` takes the first ones (all by default); `divided` splits China and Mexico into parts as extended files
    do; `cells` overwrite single cells by (line, column) from 0, the labels included.
    """

    edition: str = "2023"
    regions: tuple[str, ...] = ("CHN", "USA", "ROW")
    industries: int | None = None
    divided: bool = False
    year: int = 2018
    seed: int = 11
    digits: int | None = None
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    drop_lines: tuple[int, ...] = ()
    drop_columns: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        rng = np.random.default_rng(self.seed)
        self.codes = EDITIONS[self.edition].industries[: self.industries]
        parts = [p for r in self.regions for p in PARTS.get(r, ()) if self.divided]
        self.producers = (*self.regions, *parts)
        self.rows = [f"{r}_{i}" for r in self.producers for i in self.codes]
        n, m = len(self.rows), len(self.regions) * len(DEMAND)
        self.Z = rng.gamma(0.4, 30.0, (n, n))
        self.Y = rng.gamma(0.8, 900.0, (n, m))
        self.Y[:, INVENTORIES :: len(DEMAND)] -= 300.0
        for k, label in enumerate(self.rows):
            emptied = self.divided and label[:3] in PARTS
            if emptied or label.endswith(("_T", "_97T98")):  # nobody buys from households, and they buy nothing
                self.Z[k], self.Z[:, k], self.Y[k] = 0.0, 0.0, 0.0
        if self.digits is not None:
            self.Z, self.Y = self.Z.round(self.digits), self.Y.round(self.digits)
        rate = rng.uniform(-0.01, 0.03, n + m)
        self.taxes = rate * np.concatenate([self.x, self.Y.sum(axis=0)])
        if self.digits is not None:
            self.taxes = self.taxes.round(self.digits)

    @property
    def x(self) -> np.ndarray:
        return self.Z.sum(axis=1) + self.Y.sum(axis=1)

    def grid(self) -> list[list[str]]:
        """Every cell of the file."""
        e, n, m = EDITIONS[self.edition], len(self.rows), self.Y.shape[1]
        head = ["V1", *self.rows, *[f"{r}_{d}" for r in self.regions for d in DEMAND], e.total]
        body = [
            [label, *self._text(row)]
            for label, row in zip(self.rows, np.column_stack([self.Z, self.Y, self.x]), strict=True)
        ]
        taxes, inputs = np.append(self.taxes, 0.0), np.append(self.Z.sum(axis=0), np.zeros(m + 1))
        made = np.append(self.x, np.zeros(m + 1)) - inputs - taxes
        made[n:] = 0.0
        spent = np.concatenate([self.x, self.Y.sum(axis=0) + self.taxes[n:], [0.0]])
        below = [*self._tax_rows(taxes), (e.value_added, made), (e.output, spent)]
        grid = [head, *body, *[[label, *self._text(row)] for label, row in below]]
        for (line, column), text in self.cells.items():
            grid[line][column] = text
        kept = [row for k, row in enumerate(grid) if k not in self.drop_lines]
        return [[cell for k, cell in enumerate(row) if k not in self.drop_columns] for row in kept]

    def write(self, folder: Path, name: str = "", separator: str = ",") -> Path:
        path = folder / (name or EDITIONS[self.edition].name.format(year=self.year))
        path.write_text("".join(separator.join(row) + "\n" for row in self.grid()), encoding="utf-8")
        return path

    def zip(self, folder: Path, *years: int, name: str = "2016-2020_SML.zip") -> Path:
        """Write an archive with this table under the name of every year."""
        path = folder / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for year in years:
                inside = EDITIONS[self.edition].name.format(year=year)
                archive.writestr(inside, "".join(",".join(row) + "\n" for row in self.grid()))
        return path

    def _tax_rows(self, taxes: np.ndarray) -> list[tuple[str, np.ndarray]]:
        """One row for all, or one for each economy that levies: here a part of the whole each."""
        label = EDITIONS[self.edition].taxes
        if "{" not in label:
            return [(label, taxes)]
        share = 1 / len(self.regions)
        return [(label.format(region=r), taxes * share) for r in self.regions]

    def _text(self, figures: np.ndarray) -> list[str]:
        return [f"{v:.10g}" if self.digits is not None else repr(float(v)) for v in figures]


if __name__ == "__main__":
    for edition in EDITIONS:
        folder = Path(sys.argv[1]) / edition
        folder.mkdir(parents=True, exist_ok=True)
        Icio(edition, digits=3).write(folder)
