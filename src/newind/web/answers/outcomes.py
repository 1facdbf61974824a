"""Outcomes of a simulation: headline changes, the six characteristics, regions, industries, the budget."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Literal

import numpy as np
from typing_extensions import TypedDict

from newind.analyses.science.purchases import Purchases, check_industry
from newind.equilibrium.quantities import Quantities
from newind.language.phrases import industry as named_inside, text
from newind.measures.changes import changes
from newind.measures.headline import headline
from newind.measures.registry import indicators
from newind.pathways.outcomes import CO2, REAL_INCOME, emissions
from newind.web.responses import Better, Number, Text

if TYPE_CHECKING:
    from newind.policy.simulate import Simulation

SHOWN = ("s4.dva_share", "s2.manufacturing_share")
"""Indicators that stand at the top, beside real income and emissions."""
FOREIGN = text("Foreign value in {}", "{}投入的国外增加值占比")
LABELS: dict[str, Text] = {
    REAL_INCOME: text("Real income", "实际收入"),
    CO2: text("CO₂ emissions", "二氧化碳排放"),
}


ChangeKind = Literal["relative", "points"]


class CardBody(TypedDict):
    """A headline number before and after; `id` is what its range is kept under, `indicator` its id in the registry."""

    id: str
    label: Text
    unit: str
    better: Better
    before: Number
    after: Number
    change: Number
    kind: ChangeKind
    indicator: str


@dataclass(frozen=True)
class OutcomeChange:
    """How a figure of the region changes.

    Parameters
    ----------
    id : str
    label : Text
    unit : str
        Of `before` and `after`.
    better : {"higher", "lower", "target", "none"}
    before, after : float
    kind : {"relative", "points"}
        Whether the change is reported as a fraction, or as a difference of shares.
    indicator : str
        Id in the registry of indicators; empty where it is none.
    """

    id: str
    label: Text
    unit: str
    better: str
    before: float
    after: float
    kind: ChangeKind
    indicator: str = ""

    @property
    def change(self) -> float:
        """Return the change in the form in which it is reported."""
        if self.kind == "points":
            return self.after - self.before
        return self.after / self.before - 1 if self.before else float("nan")

    def to_dict(self) -> CardBody:
        """Return it as plain data."""
        return {
            "id": self.id, "label": self.label, "unit": self.unit, "better": self.better, "before": self.before,
            "after": self.after, "change": self.change, "kind": self.kind, "indicator": self.indicator,
        }  # fmt: skip


def cards(s: Simulation, at: int, input: str = "") -> list[OutcomeChange]:
    """Return the changes that stand at the top: real income, an input, emissions, and the indicators `SHOWN`.

    What the accounts have no figures for is left out.

    Raises
    ------
    UnknownNameError
        For an input that is no industry of the accounts.
    """
    before, after = (float(emissions(w)[at]) for w in (s.baseline, s.accounts))
    unit = s.baseline.satellites["co2"].unit if "co2" in s.baseline.satellites else "kt"
    income = OutcomeChange(REAL_INCOME, LABELS[REAL_INCOME], "index", "higher", 100.0,
                           100.0 * (1 + float(s.welfare[at])), "relative")  # fmt: skip
    was, now = (headline(w, SHOWN) for w in (s.baseline, s.accounts))
    registry = indicators()
    shares = [
        OutcomeChange(id, registry[id].label, registry[id].unit, registry[id].better,
                      float(was[id][at]), float(now[id][at]), "points", id)
        for id in SHOWN if id in was
    ]  # fmt: skip
    bought = [_compute_foreign_value(s, at, input)] if input else []
    emitted = OutcomeChange(CO2, LABELS[CO2], unit, "lower", before, after, "relative")
    return [c for c in (income, *bought, emitted, *shares) if isfinite(c.change)]


def _compute_foreign_value(s: Simulation, at: int, industry: str) -> OutcomeChange:
    """Return the foreign value added in what the region buys of an input."""
    check_industry(s.baseline, industry, "input")
    k = s.baseline.industries.index(industry)
    was, now = (float(Purchases(w, w.regions.codes[at]).foreign_value[k]) for w in (s.baseline, s.accounts))
    said = {lang: FOREIGN[lang].format(name) for lang, name in named_inside(industry).items()}
    return OutcomeChange("input", said, "1", "none", was, now, "points", "s1.import_dependence")


def characteristics(s: Simulation, at: int) -> list[OutcomeChange]:
    """Return the six characteristics of the region."""
    registry = indicators()
    return [
        OutcomeChange(c.topic, registry[c.id].label, c.unit, c.better, float(c.before[at]), float(c.after[at]),
               "points" if c.unit == "1" else "relative", c.id)
        for c in changes(s.baseline, s.accounts)
    ]  # fmt: skip


def figures(s: Simulation, at: int, input: str = "") -> dict[str, dict[str, float]]:
    """Return every change that has a range, by kind and id.

    Parameters
    ----------
    s : Simulation
    at : int
        Position of the region.
    input : str
        An input that `cards` covers, too.

    Returns
    -------
    dict
        ``cards``, ``characteristics``, ``regions`` (real income), ``industries`` (volume of value added of the region)
        as fractions or differences of shares; ``government``: the fiscal cost in million units of money.
    """
    volume = np.asarray(Quantities(s.solution, s.baseline).value_added[at]) - 1
    made = s.baseline.value_added.reshape(s.baseline.R, -1)[at] > 0
    return {
        "cards": {c.id: c.change for c in cards(s, at, input)},
        "characteristics": {c.id: c.change for c in characteristics(s, at)},
        "regions": dict(zip(s.baseline.regions.codes, s.welfare.tolist(), strict=True)),
        "industries": {i: float(v) for i, v, m in zip(s.baseline.industries, volume, made, strict=True) if m},
        "government": {"bill": float(s.bill[at])},
    }
