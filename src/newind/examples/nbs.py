"""The table of one economy in the layout of the National Bureau of Statistics: names, codes, totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.classification import industry_name
from newind.data.readers.illustrative import MARK
from newind.data.readers.nbs.labels import DEMAND, INFLOWS, OUTFLOWS, PRIMARY

if TYPE_CHECKING:
    from newind.data.single import Single
    from newind.typing import Array

NAMES = {
    "FU101": "农村居民消费支出", "FU102": "城镇居民消费支出", "THC": "居民消费支出", "FU103": "政府消费支出",
    "TC": "最终消费支出合计", "FU201": "固定资本形成总额", "FU202": "存货变动", "GCF": "资本形成总额合计", "EX": "出口",
    "OF": "国内省外流出", "TFU": "最终使用合计", "IM": "进口", "IF": "国内省外流入", "ERR": "其他", "GO": "总产出",
    "TIU": "中间使用合计", "TII": "中间投入合计", "VA001": "劳动者报酬", "VA002": "生产税净额", "VA003": "固定资产折旧",
    "VA004": "营业盈余", "TVA": "增加值合计", "TI": "总投入", "FU302": "流出", "FU304": "流入", "NOF": "净流出",
}  # fmt: skip
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


def grid(single: Single, title: str, unit: str, notes: tuple[str, ...]) -> list[list[Any]]:
    """Return the cells of a sheet: title, unit, headings, the table, and below it the notes."""
    (names, rows), values = body(single)
    head = [[title], [f"{MARK}，示例数据", "", "", unit], [], ["", "名称", "", *(name for _, name in names)],
            ["", "", "代码", *(code for code, _ in names)]]  # fmt: skip
    lines = [[*labels, *line] for labels, line in zip(((s, n, c) for s, c, n in rows), values, strict=True)]
    return [*head, *lines, *([note] for note in notes)]
