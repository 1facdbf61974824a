"""Example tables: a province or the nation in the bureau's layout, a world in the OECD's, a small world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xlsxwriter  # type: ignore[import-untyped]

from newind.accounts.classification import concordance, load as classification
from newind.accounts.regions import region
from newind.data.readers.nbs.labels import PRIMARY
from newind.data.readers.table import MARK
from newind.data.reference import load
from newind.data.single import Single
from newind.data.template import fill
from newind.examples.nbs import WORDS, grid

if TYPE_CHECKING:
    from pathlib import Path

    from newind.accounts.accounts import Accounts
    from newind.typing import Array

SECTORS = "nbs42-2017"
YEAR_OF_PROVINCES = 2017
REST, ABROAD = "CN-REST", "ROW"
SCALE = 100.0
"""10,000 yuan in a million."""
ICIO, YEAR = "icio45", 2022
SHOWN = ("CHN", "USA", "DEU")
USES = {"c37": "HFCE", "c38": "NPISH", "c39": "GGFC", "c41": "GFCF", "c42": "INVNT"}
"""Final demand of the shipped world → of the OECD."""


def province(path: Path, code: str) -> None:
    """Write the table of a province of the shipped estimate, or of all together (``CHN``), in 42 sectors."""
    w = load("china-2017", YEAR_OF_PROVINCES)
    inside = [r for r in w.regions if r not in w.boundary] if code == "CHN" else [code]
    whose = WORDS["nation"] if code == "CHN" else region(code).zh
    notes = (
        WORDS["note"].format(whose=whose),
        "Example of newind: divided from the shipped estimate of 2017 (18 industries) into 42 sectors in equal parts.",
    )
    cells = grid(single(w, code, inside), WORDS["title"].format(whose=whose), WORDS["unit"], notes)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(WORDS["sheet"])
        for row, line in enumerate(cells):
            sheet.write_row(row, 0, line)


def single(w: Accounts, code: str, inside: list[str]) -> Single:
    """Return some regions as one economy in 42 sectors, in whole 10,000 yuan; the surplus is what remains."""
    ours = np.isin(w.regions.codes, inside)
    abroad = np.isin(w.regions.codes, w.boundary)
    partners = {p: m for p, m in ((REST, ~ours & ~abroad), (ABROAD, abroad)) if m.any()}
    sectors = tuple(classification(SECTORS))
    P = division(f"{SECTORS}_to_china18", sectors, w.industries) * SCALE
    flows = w.Z4.sum(axis=3) + w.Y4.sum(axis=3)
    inputs, final = w.Z4[:, :, ours].sum(axis=(0, 2)), w.Y4[:, :, ours].sum(axis=(0, 2))
    Z, x = np.rint(P @ inputs @ P.T / SCALE), np.rint(P @ w.x.reshape(w.R, w.S)[ours].sum(axis=0))
    primary = {k: np.rint(P @ w.satellites[k].values.reshape(w.R, w.S)[ours].sum(axis=0)) for k in PRIMARY.values()}
    primary["operating_surplus"] += x - Z.sum(axis=0) - sum(primary.values())
    return Single(
        "example", code, sectors, w.demand, YEAR_OF_PROVINCES, "10K.CNY", Z, np.rint(P @ final), x,
        outflows={p: np.rint(P @ flows[ours][:, :, m].sum(axis=(0, 2))) for p, m in partners.items()},
        inflows={p: np.rint(P @ flows[m][:, :, ours].sum(axis=(0, 2))) for p, m in partners.items()},
        primary=primary,
    )  # fmt: skip


def division(name: str, fine: tuple[str, ...], coarse: tuple[str, ...]) -> Array:
    """Return the share of each coarse industry that goes to each fine one, in equal parts; columns sum to 1.

    Examples
    --------
    >>> division("nbs42-2017_to_china18", ("n02", "n03"), ("c2",)).ravel().tolist()
    [0.5, 0.5]
    """
    targets = concordance(name).targets_of
    held = np.array([[c in targets[f] for c in coarse] for f in fine], dtype=float)
    share: Array = held / held.sum(axis=0)
    return share


def oecd(path: Path) -> None:
    """Write the shipped world of 2022 in the layout of the OECD: three economies and the rest, 45 industries."""
    w = load("world", YEAR).aggregate(regions={**{r: r for r in SHOWN}, ABROAD: "*"})
    codes = tuple(classification(ICIO))
    P = np.kron(np.eye(w.R), division(f"{ICIO}_to_wiod26", codes, w.industries))
    Z, Y = (P @ w.Z @ P.T).round(3), (P @ w.Y).round(3)
    x = Z.sum(axis=1) + Y.sum(axis=1)
    made, none = x - Z.sum(axis=0), np.zeros(Y.shape[1])
    rows = [f"{r}_{i}" for r in w.regions for i in codes]
    head = [MARK, *rows, *(f"{r}_{USES[d]}" for r in w.regions for d in w.demand), "OUT"]
    body = zip(rows, np.column_stack([Z, Y, x]), strict=True)
    below = {
        "TLS": np.zeros(len(head) - 1),
        "VA": np.concatenate([made, none, [0.0]]),
        "OUT": np.concatenate([x, Y.sum(axis=0), [0.0]]),
    }
    lines = [",".join([label, *(f"{v:.10g}" for v in values)]) for label, values in (*body, *below.items())]
    path.write_text("\n".join([",".join(head), *lines, ""]), encoding="utf-8")


def filled(path: Path) -> None:
    """Write the shipped world of 2022 with three regions into the template, closed: policies can be tried in it."""
    fill(load("world", YEAR).aggregate(regions={"CHN": "CHN", "USA": "USA", ABROAD: "*"}), path)


def world(path: Path) -> None:
    """Write the shipped world of 2022 with five regions, as newind saves it."""
    kept = ("CHN", "USA", "DEU", "JPN")
    load("world", YEAR).aggregate(regions={**{r: r for r in kept}, ABROAD: "*"}).save(path)
