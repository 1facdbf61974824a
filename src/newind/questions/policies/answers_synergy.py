"""What policies do together beyond what each does alone, as an answer with its picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from newind.charts.proofs import Matrix
from newind.data.readers.plain import read_cells
from newind.errors import DataError, find_duplicates, offenders, tell
from newind.language.words import listing
from newind.measures.headline import CHARACTERISTICS
from newind.measures.registry import indicators
from newind.messages import complete_text, message
from newind.pathways.comparing import REAL_INCOME
from newind.pathways.synergy import (
    OUTCOMES,
    build_synergies,
    cases_of,
    find_outcome,
    index_policies,
    sets_of,
    trial_of,
)
from newind.policy.packages import desk
from newind.policy.register import Register
from newind.questions.answers import LANGS, Answer
from newind.questions.options import names_register, read_package
from newind.questions.policies.answers import (
    add_assumption,
    build_economy,
    format_title,
    labels,
    line,
    load_words,
)
from newind.questions.table import make_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.pathways.synergy import Synergies
    from newind.policy.schema import Package
    from newind.questions.options import PackageBody
    from newind.questions.policies.declared import SynergyOptions

FEW = 6
"""Policies up to which all assumptions are tried unasked."""
PER = 1e6
"""Synergies are small: they are drawn in millionths."""
ROWS = message("policies.answers_synergy.rows")
COLUMNS = message("policies.answers_synergy.columns")


class SynergyWork:
    """Effects of policies together beyond those alone: a part for each policy and each pair."""

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
        return add_assumption(replace(told, about={**told.about, "status": "simulated"}), self.w)


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

    At a glance there is no synergy where its sign is ambiguous; the tables in files have all.
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
    """Return the synergies of one outcome with their ranges; a sign that is ambiguous is a range across zero.

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
