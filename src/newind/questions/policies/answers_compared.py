"""Packages side by side, and what policies do together beyond what each does alone, as answers."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import add
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from newind.charts.proofs import Matrix
from newind.data.readers.plain import read_cells
from newind.errors import ConvergenceError, DataError, PolicyError, find_duplicates, offenders, tell
from newind.language.words import listing
from newind.measures.headline import CHARACTERISTICS
from newind.measures.registry import indicators
from newind.messages import complete_text, message
from newind.pathways.comparing import BILL, CO2, RANGED, REAL_INCOME, compare
from newind.pathways.synergy import OUTCOMES, build_synergies, cases_of, find_outcome, index_policies, sets_of, trial_of
from newind.policy.levers import levers
from newind.policy.packages import desk
from newind.policy.register import Register
from newind.policy.signs import SIGNS as VERDICTS
from newind.policy.simulate import simulate
from newind.policy.verdicts import NOTHING
from newind.questions.answers import LANGS, Answer
from newind.questions.options import names_register, read_package
from newind.questions.policies.answers import (
    add_assumption,
    build_economy,
    format_title,
    labels,
    line,
    load_words,
    name_package,
)
from newind.questions.table import DataTable, make_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.pathways.comparing import PackageComparison, ShockDifference
    from newind.pathways.synergy import Synergies
    from newind.policy.schema import Package, Shock
    from newind.questions.options import PackageBody
    from newind.questions.policies.declared import CompareOptions, SynergyOptions


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
    """Return one row a package: outcomes with their ranges, without a number where the direction is open."""
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
    """Return the change of real income everywhere, where it may be stated, the region that is asked about first."""
    changes = {s.package.name: s.range().headline for s in found.simulations}
    size = np.max([np.abs(s.welfare) for s in found.simulations], axis=0)
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


FEW = 6
"""Policies up to which all assumptions are tried unasked."""
PER = 1e6
"""Synergies are small: they are drawn in millionths."""
ROWS = message("policies.answers_synergy.rows")
COLUMNS = message("policies.answers_synergy.columns")


class SynergyWork:
    """Effects of policies together beyond those alone: a part for each policy and each pair."""

    block = 1

    def __init__(self, panel: Panel, region: str, asked: SynergyOptions) -> None:
        find_outcome(asked.outcome)
        self.w, self.region, self.asked = build_economy(panel, asked), region, asked
        self.at = self.w.regions.index(region)
        self.judged = None if asked.expert is None else read_judgements(asked.expert)
        self.packages = index_policies(_list_policies(asked.policies, self.w), self.w)
        self.parts = sets_of(len(self.packages))
        ranged = len(self.packages) <= FEW if asked.ranged is None else asked.ranged
        self.cases = cases_of(self.w, asked.horizon, asked.parameters, ranged=ranged)

    def prepare(self) -> Callable[..., Any]:
        """Return the function from a set of policies to its effects."""
        packages = tuple(self.packages.values())
        return trial_of(self.w, packages, self.at, self.asked.horizon, self.asked.parameters, self.cases)

    def answer(self, found: Sequence[Any]) -> Answer:
        """Return what pairs bring beyond what each policy brings alone."""
        made = build_synergies(self.w, self.packages, self.region, self.asked.horizon, found)
        told = synergy_of(made, self.judged, self.asked.outcome)
        about = {**told.about, "status": "simulated"}
        if self.asked.outcome == REAL_INCOME:
            about["verdict"] = said = self._judge_whole()
            told = replace(told, lead=(*told.lead, line("synergy-verdict", verdict=VERDICTS[said])))
        return add_assumption(replace(told, about=about), self.w)

    def _judge_whole(self) -> str:
        """Return what may be said of real income under all policies at once; ``none`` where there is no equilibrium."""
        try:
            whole = reduce(add, self.packages.values())
            found = simulate(self.w, whole, self.asked.horizon, self.asked.parameters).range()
        except (ConvergenceError, PolicyError):
            return NOTHING
        return str(found.sign[self.at])


def _list_policies(given: tuple[str | PackageBody, ...] | None, w: Accounts) -> Register | list[Package]:
    """Return a register, or several packages; those of the six families where nothing is named."""
    names = given or tuple(desk().families.values())
    if len(names) == 1 and isinstance(names[0], str) and names_register(names[0]):
        return Register.read(names[0])
    return [read_package(name, w) for name in names]


def read_judgements(path: str) -> pd.DataFrame:
    """Return judgements of experts from a csv or a workbook, policies by policies.

    Raises
    ------
    DataError
        Where there are none, a line has another number of cells than the first, or a policy stands twice.
    """
    lines = read_cells(Path(path))
    heads, *rows = [[str(cell).strip() for cell in row] for _, row in lines] or [[]]
    if not rows:
        raise DataError(tell("judged.none", path=path))
    for (line_number, _), row in zip(lines[1:], rows, strict=True):
        if len(row) != len(heads):
            raise DataError(tell("judged.cells", path=path, line=line_number, cells=len(row), heads=len(heads)))
    if twice := find_duplicates(heads[1:]) + find_duplicates([row[0] for row in rows]):
        raise DataError(tell("judged.twice", path=path, policies=offenders(twice)))
    return pd.DataFrame([row[1:] for row in rows], [row[0] for row in rows], heads[1:])


def synergy_of(found: Synergies, expert: pd.DataFrame | None = None, outcome: str = REAL_INCOME) -> Answer:
    """Return what policies do together: pairs from the strongest, the matrix, and the judgement of experts beside.

    At a glance there is no synergy where its direction is open; the tables in files have all.
    """
    pairs = found.to_frame()
    pairs = pairs[pairs["outcome"] == outcome].drop(columns="outcome")
    pairs = pairs.sort_values("synergy", key=abs, ascending=False, kind="stable", ignore_index=True)
    ranged = len(found.corners) > 0
    headline = ("together", "synergy", "low", "high") if ranged else ("together", "synergy")
    matrix = found.matrix(outcome).rename_axis("first").reset_index()
    everything = found.to_frame()
    if not ranged:
        pairs, everything = (f.drop(columns=["low", "high"]) for f in (pairs, everything))
    tables = {"pairs": pairs.assign(synergy=pairs["synergy"].where(pairs["sure"])), "matrix": matrix, "all": everything}
    plus, minus = (int((pairs["sure"] & (sign * pairs["synergy"] > 0)).sum()) for sign in (1, -1))
    unsure = len(pairs) - plus - minus - int(pairs["synergy"].isna().sum())
    words = {"n": len(pairs), "what": load_words()["topics"][outcome], "plus": plus, "minus": minus, "unsure": unsure}
    lead = [line("synergy-ranged" if ranged else "synergy", **words)]
    if found.refused:
        lead.append(line("refused", n=len(found.refused)))
    if expert is not None:
        beside = found.compare_with_experts(expert, outcome)
        tables["expert"] = beside
        differ = beside[beside["disagree"]]
        names = [f"{a} / {b}" for a, b in zip(differ["first"], differ["second"], strict=True)]
        if names:
            lead.append(line("disagree", n=len(names), which={lang: listing(names, lang) for lang in LANGS}))
    note = {"year": found.year, "horizon": load_words()["horizons"][found.horizon]}
    tried = {"corners": len(found.corners), "failed": int(np.isnan(found.corners).all(axis=(1, 2, 3)).sum())}
    named = {n: complete_text({"zh": t["zh"]}, n) for n, t in found.labels.items()}
    return Answer(
        title=format_title("synergy", found.region),
        tables=make_tables(tables),
        labels=labels(""),
        short=load_words()["short"],
        heads=load_words()["heads"],
        values={"outcome": load_words()["values"]["outcome"], "first": named, "second": named},
        numbers=frozenset({"expert"}),
        central=frozenset({"matrix", "expert"} if ranged else tables),
        shown={
            "pairs": ("first", "second", "first_alone", "second_alone", *headline),
            "matrix": (),
            "all": (),
        },
        lead=tuple(lead),
        notes=(line("synergy-range" if ranged else "synergy-model", **note, **tried),),
        about={"region": found.region, "year": found.year, "horizon": found.horizon, "outcome": outcome,
               "outcomes": list(OUTCOMES), **tried},
        chart=draw_synergies(found, named, outcome),
    )  # fmt: skip


def draw_synergies(found: Synergies, names: Mapping[str, Text], outcome: str = REAL_INCOME) -> Matrix:
    """Return the synergies of one outcome with their ranges; a direction that is open is a range across zero.

    Parameters
    ----------
    found : Synergies
    names : mapping
        Of policies.
    outcome : str
        Of `newind.pathways.synergy.OUTCOMES`.
    """
    at = find_outcome(outcome)
    low, high = found.span
    values = {
        (a, b): (float(low[i, j, at]) * PER, float(found.synergy[i, j, at]) * PER, float(high[i, j, at]) * PER)
        if found.sure[i, j, at]
        else (-1.0, 0.0, 1.0)
        for i, a in enumerate(found.names)
        for j, b in enumerate(found.names)
        if np.isfinite(found.synergy[i, j, at])
    }
    labels = {n: names.get(n, dict.fromkeys(LANGS, n)) for n in found.names}
    better = "higher" if outcome == REAL_INCOME else indicators()[CHARACTERISTICS[outcome]].better
    return Matrix(found.names, found.names, values, "", "ppm", better, ROWS, COLUMNS, labels)
