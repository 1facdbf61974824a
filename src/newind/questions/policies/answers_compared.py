"""Packages side by side, as an answer: outcomes, the six characteristics, and every shock that differs."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING

import numpy as np

from newind.language.words import listing
from newind.messages import complete_text
from newind.pathways.comparing import BILL, CO2, RANGED, REAL_INCOME, compare
from newind.policy.levers import levers
from newind.questions.answers import LANGS, Answer
from newind.questions.options import read_package
from newind.questions.policies.answers import (
    add_assumption,
    build_economy,
    format_title,
    labels,
    line,
    load_words,
    name_package,
)
from newind.questions.table import DataTable

if TYPE_CHECKING:
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.pathways.comparing import PackageComparison, ShockDifference
    from newind.policy.schema import Shock
    from newind.questions.policies.declared import CompareOptions

SIGNS = {"set": "{:g}", "add": "{:+g}", "scale": "× {:g}"}
"""How a value is written: what it is set to, what is added, what it is multiplied by."""


def compare_packages(panel: Panel, region: str, asked: CompareOptions) -> Answer:
    """Return packages side by side: what each does, with its range, and every shock in which they differ."""
    w = build_economy(panel, asked)
    packages = [read_package(p, w) for p in asked.packages]
    return add_assumption(build_comparison_answer(compare(w, packages, region, asked.horizon, asked.parameters)), w)


def build_comparison_answer(found: PackageComparison) -> Answer:
    """Return what packages do side by side; a package is named by a letter where there is little room."""
    w, names = found.simulations[0].baseline, found.names
    titles = {s.package.name: name_package(s.package) for s in found.simulations}
    letters = dict(zip(names, ascii_uppercase, strict=False))
    return Answer(
        title=format_title("compare", found.region),
        tables={"packages": _packages(found), "six": _six(found), "shocks": _shocks(found), "regions": _regions(found)},
        labels=labels(w.unit) | titles,
        short={name: dict.fromkeys(LANGS, letter) for name, letter in letters.items()} | load_words()["short"],
        heads=load_words()["heads"],
        values={
            "package": {
                n: complete_text({"zh": f"{letters[n]}  {titles[n]['zh']}"}, f"{letters[n]}  {n}") for n in names
            },
            "outcome": load_words()["values"]["outcome"],
            "lever": {v.id: complete_text({"zh": v.label["zh"]}, v.id) for v in levers()},
        },
        money=frozenset({BILL, f"{BILL}_low", f"{BILL}_high"}),
        shown={"packages": ("package", REAL_INCOME, "low", "high", CO2, BILL)},
        central=frozenset({"six", "regions"}),
        lead=tuple(_lead(found, letters)),
        notes=(_note(found),),
        about={
            "region": found.region, "year": w.year, "status": "simulated", "horizon": found.simulations[0].horizon,
            "shared": found.shared_shock_count, "differing": [_plain(d, names) for d in found.differing],
        },
    )  # fmt: skip


def _packages(found: PackageComparison) -> DataTable:
    """Return one row a package: outcomes with their ranges, without a number where the sign is ambiguous."""
    rows: list[dict[str, object]] = [{"package": name} for name in found.names]
    for name in RANGED:
        prefix = "" if name == REAL_INCOME else f"{name}_"
        for row, (low, mid, high), sure in zip(rows, found.ranges[name], found.sure(name), strict=True):
            row |= {name: float(mid) if sure else np.nan, f"{prefix}low": float(low), f"{prefix}high": float(high)}
    return DataTable.from_rows(rows)


def _six(found: PackageComparison) -> DataTable:
    rows = ({"outcome": topic} | dict(zip(found.names, v, strict=True)) for topic, v in found.six.items())
    return DataTable.from_rows(rows)


def _regions(found: PackageComparison) -> DataTable:
    """Return the central change of real income everywhere, the region that is asked about first."""
    changes = {s.package.name: s.welfare for s in found.simulations}
    size = np.max(np.abs(list(changes.values())), axis=0)
    size[found.at] = np.inf
    codes = found.simulations[0].baseline.regions.codes
    return DataTable.from_columns({"region": codes, **changes}).take(np.argsort(-size, kind="stable").tolist())


def _shocks(found: PackageComparison) -> DataTable:
    """Return one row a shock that differs; a package without it has nothing there."""
    rows = [
        {"lever": d.shock.lever, "where": where(d.shock)}
        | {n: _format_value(d.shock.mode, v) for n, v in zip(found.names, d.values, strict=True)}
        for d in found.differing
    ]
    return DataTable.from_rows(rows, ["lever", "where", *found.names])


def _format_value(mode: str, value: float) -> str:
    return "" if value != value else SIGNS[mode].format(value).replace("-", "−")


def where(shock: Shock) -> str:
    """Return whom a shock acts on, in the codes that it is written with.

    Examples
    --------
    >>> from newind.policy.schema import Shock
    >>> where(Shock("trade_cost", 0.1, region="CHN", partner=["USA", "JPN"], industry="c14"))
    'CHN/USA+JPN, c14'
    >>> where(Shock("carbon_price", 10, region="CHN", options={"coverage": 0.7}))
    'CHN, coverage 0.7'
    """
    region, partner, industry, user = (
        "+".join([v] if isinstance(v, str) else v) for v in (shock.region, shock.partner, shock.industry, shock.user)
    )
    parts = [region if partner == "*" else f"{region}/{partner}", *([industry] if industry != "*" else [])]
    parts += [user] if shock.user != levers()[shock.lever].user else []
    parts += [f"{k} {v}" for k, v in shock.options.items()]
    if shock.start is not None:
        parts.append(f"{shock.start}+{shock.phase_in}" + (f"-{shock.until}" if shock.until else ""))
    return ", ".join(parts)


def _plain(d: ShockDifference, names: tuple[str, ...]) -> dict[str, object]:
    """Return a difference as plain data: the shock without its value, and the value by package."""
    shock = {k: v for k, v in d.shock.to_dict().items() if k not in ("value", "action", "family")}
    return {"shock": shock, "values": {n: v for n, v in zip(names, d.values, strict=True) if v == v}}


def _lead(found: PackageComparison, letters: dict[str, str]) -> list[Text]:
    spans, sure = found.ranges[REAL_INCOME], found.sure(REAL_INCOME)
    signs: dict[str, list[str]] = {"gain": [], "lose": [], "unsure": []}
    for name, (_, mid, _), clear in zip(found.names, spans, sure, strict=True):
        signs["unsure" if not clear else "gain" if mid >= 0 else "lose"].append(letters[name])
    lead = [line(f"compare-{k}", which={lang: listing(n, lang) for lang in LANGS}) for k, n in signs.items() if n]
    return [*lead, line("compare-shocks", n=len(found.differing), same=found.shared_shock_count)]


def _note(found: PackageComparison) -> Text:
    w = found.simulations[0].baseline
    status = load_words()["status"].get(w.status, dict.fromkeys(LANGS, w.status))
    return line(
        "compare-model", year=w.year, status=status, horizon=load_words()["horizons"][found.simulations[0].horizon]
    )
