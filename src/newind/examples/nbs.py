"""The table of one economy in the layout of the National Bureau of Statistics: names, codes, totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.classification import industry_name
from newind.data.readers.nbs.labels import DEMAND, INFLOWS, OUTFLOWS, PRIMARY
from newind.data.readers.table import MARK
from newind.datafiles import read_json

if TYPE_CHECKING:
    from newind.data.single import Single
    from newind.typing import Array

WORDS = read_json("newind.examples", "words.json")
"""Chinese words of the files."""
NAMES, HEADINGS = WORDS["names"], WORDS["headings"]
CODES = {category: code for code, category in DEMAND.items()}


def body(single: Single) -> tuple[tuple[list[tuple[str, str]], list[tuple[str, str, str]]], list[list[Any]]]:
    """Return labels of columns (code, name) and of rows (section, code, name), and the values."""
    S = len(single.industries)
    codes = [f"{i:0{2 if S < 100 else 3}d}" for i in range(1, S + 1)]
    zh = [industry_name(c, "zh") for c in single.industries]
    blank = np.zeros(S)
    parts: dict[str, Array] = {c: single.F[:, single.demand.index(d)] for c, d in DEMAND.items() if d in single.demand}
    outs: dict[str, Array] = {c: single.outflows[p] for c, p in OUTFLOWS.items() if p in single.outflows}
    ins: dict[str, Array] = {c: single.inflows[p] for c, p in INFLOWS.items() if p in single.inflows}
    columns: dict[str, Any] = {c: parts.get(c, blank) for c in ("FU101", "FU102") if c in parts}
    if columns:
        columns["THC"] = sum(columns.values())
    columns |= {c: parts[c] for c in ("FU103",) if c in parts}
    columns["TC"] = parts["TC"] if "TC" in parts else columns["THC"] + columns["FU103"]
    columns |= {"FU201": parts["FU201"], "FU202": parts["FU202"], "GCF": parts["FU201"] + parts["FU202"], **outs}
    columns["TFU"] = columns["TC"] + columns["GCF"] + sum(outs.values())
    columns |= ins | ({"ERR": parts["ERR"]} if "ERR" in parts else {})
    columns = {"TIU": single.Z.sum(axis=1), **columns, "GO": single.x}
    names = [*zip(codes, zh, strict=True), *((c, NAMES[c]) for c in columns)]
    rows = [(HEADINGS["inputs"] if i == 0 else "", c, n) for i, (c, n) in enumerate(zip(codes, zh, strict=True))]
    figures: list[list[Any]] = [[*single.Z[i], *(v[i] for v in columns.values())] for i in range(S)]
    inputs = single.Z.sum(axis=0)
    for Zm, Fm in single.imports.values():
        rows += [(HEADINGS["imports"] if i == 0 else "", c, n) for i, (c, n) in enumerate(zip(codes, zh, strict=True))]
        final = {"TIU": Zm.sum(axis=1), "TFU": Fm.sum(axis=1)} | {
            CODES[d]: Fm[:, k] for k, d in enumerate(single.demand)
        }
        final["GCF"] = final["FU201"] + final["FU202"]
        figures += [[*Zm[i], *(final[c][i] if c in final else "" for c in columns)] for i in range(S)]
        inputs = inputs + Zm.sum(axis=0)
    rows.append(("", "TII", NAMES["TII"]))
    figures.append(list(inputs))
    for k, (code, name) in enumerate(PRIMARY.items()):
        rows.append((HEADINGS["value_added"] if k == 0 else "", code, NAMES[code]))
        figures.append(list(single.primary[name]))
    rows += [("", "TVA", NAMES["TVA"]), ("", "TI", NAMES["TI"])]
    figures += [list(single.value_added), list(inputs + single.value_added)]
    return (names, rows), [[v.item() if isinstance(v, np.generic) else v for v in line] for line in figures]


def grid(single: Single, title: str, unit: str, notes: tuple[str, ...]) -> list[list[Any]]:
    """Return the cells of a sheet: title, unit, headings, the table, and below it the notes."""
    (names, rows), values = body(single)
    head = [
        [title],
        [WORDS["invented"].format(mark=MARK), "", "", unit],
        [],
        ["", HEADINGS["name"], "", *(name for _, name in names)],
        ["", "", HEADINGS["code"], *(code for code, _ in names)],
    ]
    lines = [[*labels, *line] for labels, line in zip(((s, n, c) for s, c, n in rows), values, strict=True)]
    return [*head, *lines, *([note] for note in notes)]
