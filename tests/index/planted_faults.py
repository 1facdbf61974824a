"""Faults to plant in a sound index, each with the checks that must call for attention because of it, and no others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sound_index import INDICATORS, RECIPE, UNITS, description, element, figures

from newind.index import build
from newind.index.audit import Audit

Plant = Callable[[pd.DataFrame, dict[str, Any]], "dict[str, Any] | None"]
"""Changes figures and specification; may return settings of the audit."""


@dataclass(frozen=True)
class Fault:
    """A fault.

    Attributes
    ----------
    plant : what plants it
    checks : ids of the checks that must call for attention, in their order
    steps : the steps whose mark must change
    named : code of the worst offender of the first check, empty where it names none
    open : steps of which nothing can be judged any more
    """

    plant: Plant
    checks: tuple[str, ...]
    steps: tuple[int, ...]
    named: str = ""
    open: tuple[int, ...] = ()

    def audit(self) -> Audit:
        """Return the audit of the sound index with the fault."""
        data, spec = figures(), description()
        settings = self.plant(data, spec) or {}
        return build(data, spec).audit(**settings)


def recipe(spec: dict[str, Any], **steps: Any) -> None:
    """Change steps of the recipe; None leaves one out."""
    spec["recipe"] = {**RECIPE, **steps}


# ---- 1
def no_note(data, spec):
    spec.pop("note")


def note_in_one_language(data, spec):
    spec["note"] = "How far units have come in four respects."


def one_pillar(data, spec):
    kept = ("a1", "a2", "a3", "a4", "index", "people")
    spec["elements"] = [e for e in spec["elements"] if e["code"] in kept]
    for e in spec["elements"][:4]:
        e["parent"] = "index"


def pillar_of_one(data, spec):
    spec["elements"] = [e for e in spec["elements"] if e["code"] not in ("d2", "d3", "d4")]


def too_many(data, spec):
    rng = np.random.default_rng(3)
    for code in INDICATORS:
        for k in range(2):
            data[f"{code}_{k}"] = data[code] / (data["people"] if code == "a1" else 1) + 2.2 * rng.standard_normal(60)
            new = {**element(spec, code), "code": f"{code}_{k}"}
            new.pop("denominator", None)
            spec["elements"].insert(0, new)


def target_without_reason(data, spec):
    centre = data["b2"].mean()
    data["b2"] = centre - np.abs(data["b2"] - data["b2"].max())
    element(spec, "b2").update(direction="target", target=float(data["b2"].max()))


# ---- 2
def few_figures_of_a_unit(data, spec):
    data.loc["u10", ["a2", "a3", "b2", "c2", "c3", "d4"]] = np.nan


def most_not_scored(data, spec):
    recipe(spec, screen={"min_available": 0.9})
    for k, unit in enumerate(UNITS[:24]):
        data.loc[unit, [INDICATORS[k % 16], INDICATORS[(k + 5) % 16]]] = np.nan


def mostly_the_same(data, spec):
    data["c1"] = np.where(data["c1"] > data["c1"].quantile(0.55), data["c1"], data["c1"].quantile(0.55))


def follows_size(data, spec):
    data["a1"] = 100 + 10 * data["people"].rank() + data["a2"]
    element(spec, "a1").pop("denominator")
    element(spec, "a2")["denominator"] = "people"
    data["a2"] *= data["people"]


def no_unit(data, spec):
    element(spec, "d1").pop("unit")


def no_source(data, spec):
    spec.pop("sources")


# ---- 3
def forty_percent_imputed(data, spec):
    data.loc[list(UNITS[:24]), "c3"] = np.nan


def gaps_left(data, spec):
    recipe(spec, impute="none")
    for k, unit in enumerate(UNITS):
        data.loc[unit, INDICATORS[k % 16]] = np.nan


def whole_pillar_filled(data, spec):
    recipe(spec, screen={"min_available": 0.6, "whole_pillars": True})
    data.loc["u20", ["b1", "b2", "b3", "b4"]] = np.nan


def imputation_decides(data, spec):
    lost = list(UNITS[:15])
    data["block"] = np.where(data.index.isin([*lost, data["b3"].idxmax()]), "small", "large")
    spec["elements"].append({"code": "block", "kind": "group"})
    recipe(spec, impute={"method": "group_mean", "group": "block"})
    gone = ["a2", "b1", "c1", "d1", "d2"]
    data.loc[data["b3"].idxmax(), gone] = data[gone].max()
    data.loc[lost, gone] = np.nan


# ---- 4
def wrong_direction(data, spec):
    element(spec, "b3")["direction"] = "lower"


def stray(data, spec):
    data["c4"] = np.random.default_rng(5).permutation(data["c4"].to_numpy())


def collinear_pair(data, spec):
    data["d2"] = 3 + 2 * data["d1"] + 0.3 * data["d2"]


def twin_pillars(data, spec):
    rng = np.random.default_rng(2)
    for k in (1, 2, 3, 4):
        data[f"c{k}"] = data[f"b{k}"] + 1.9 * rng.standard_normal(60)


def opposite_pillar(data, spec):
    for k in (1, 2, 3, 4):
        element(spec, f"d{k}")["direction"] = "lower"


def two_factors(data, spec):
    other = np.random.default_rng(4).permutation(60)
    for code in ("a3", "a4"):
        data[code] = data[code].to_numpy()[other]


# ---- 5
def outlier_untreated(data, spec):
    recipe(spec, treat=None)
    data.loc["u05", "d3"] += 34


def winsorised_too_often(data, spec):
    recipe(spec, treat={"max_points": 12})
    data.loc[data["b2"].nlargest(7).index, "b2"] += [62, 61, 60, 59, 58, 57, 56]


def no_common_scale(data, spec):
    recipe(spec, normalise="none")
    data["c2"] *= 9


# ---- 6
def dominant_weight(data, spec):
    element(spec, "b")["weight"] = 4.0


def weightless(data, spec):
    element(spec, "c4")["weight"] = 0.0


def inconsistent_comparisons(data, spec):
    recipe(spec, weight={"at": {"index": "ahp"}, "ahp": {"index": CIRCULAR}})


CIRCULAR = [[1, 2, 1 / 2, 1], [1 / 2, 1, 2, 1], [2, 1 / 2, 1, 1], [1, 1, 1, 1]]


# ---- 7
def strong_compensation(data, spec):
    rng = np.random.default_rng(9)
    recipe(spec, normalise={"range": [1, 100]})
    for pillar in "bcd":
        codes = [f"{pillar}{k}" for k in (1, 2, 3, 4)]
        low = list(rng.choice(UNITS, 15, replace=False))
        data.loc[low, codes] = data[codes].min() + 0.08 * (data.loc[low, codes] - data[codes].min())


def ranks_tie(data, spec):
    for k in range(3):
        data.loc[f"u{k + 50}"] = data.loc[f"u{k:02d}"]


# ---- 8
def fragile_ranks(data, spec):
    rng = np.random.default_rng(11)
    for pillar in "bcd":
        other = rng.permutation(60)
        for k in (1, 2, 3, 4):
            data[f"{pillar}{k}"] = data[f"{pillar}{k}"].to_numpy()[other] + 3 * rng.standard_normal(60)


# ---- 9
def unlinked_pillar(data, spec):
    element(spec, "d")["weight"] = 0.5
    other = np.random.default_rng(6).permutation(60)
    for k in (1, 2, 3, 4):
        data[f"d{k}"] = data[f"d{k}"].to_numpy()[other]


def one_pillar_decides(data, spec):
    element(spec, "b")["weight"] = 20.0


def unrelated_measure(data, spec):
    return {"links": pd.DataFrame({"wealth": np.random.default_rng(8).permutation(60)}, index=UNITS)}


def unscaled(data, spec):
    return {"sizes": pd.DataFrame({"area": data["c1"] ** 3}, index=UNITS)}


# ---- 10
def no_chinese_name(data, spec):
    element(spec, "d4")["name"] = "Measure d4"


def one_figure(data, spec):
    recipe(spec, screen={"min_available": 0.05, "whole_pillars": True}, impute=None)
    data.loc["u30", list(INDICATORS[1:])] = np.nan


FAULTS = (
    # 1
    Fault(no_note, ("definition",), (1,)),
    Fault(note_in_one_language, ("definition",), (1,)),
    Fault(one_pillar, ("dimensions",), (1,), open=(9,)),  # no pillar to compare with the index
    Fault(pillar_of_one, ("pillar_size",), (1,), "d"),
    Fault(too_many, ("indicators",), (1,)),
    Fault(target_without_reason, ("reasons",), (1,), "b2"),
    # 2
    Fault(few_figures_of_a_unit, ("unit_coverage",), (2,), "u10"),
    Fault(most_not_scored, ("scored",), (2,), "u00"),
    Fault(mostly_the_same, ("discrimination",), (2,), "c1"),
    Fault(follows_size, ("size", "weak", "importance"), (2, 4, 6), "a1 people"),  # and so goes with nothing else
    Fault(unscaled, ("size",), (2,), "c1 area"),
    Fault(no_unit, ("units",), (2,), "d1"),
    Fault(no_source, ("sources",), (2,)),
    # 3
    Fault(forty_percent_imputed, ("indicator_coverage", "imputed"), (2, 3), "c3"),
    Fault(gaps_left, ("gaps",), (3,), "a1"),
    Fault(whole_pillar_filled, ("whole_pillars",), (3,), "u20 b"),
    Fault(
        imputation_decides,  # a quarter of the units take five figures from one: structure and ranks depend on it
        ("imputation_matters", "components", "first_component", "interval_width", "outside", "choice"),
        (3, 4, 8),
        "u12",
    ),
    # 4; what goes against the rest of its pillar also matters less than it weighs
    Fault(wrong_direction, ("conflicts", "weak", "cronbach", "importance"), (4, 6), "b3 b4"),
    Fault(stray, ("weak", "cronbach", "importance"), (4, 6), "c4"),
    Fault(collinear_pair, ("collinear",), (4,), "d1 d2"),
    Fault(twin_pillars, ("pillars_apart",), (4,), "b c"),
    Fault(two_factors, ("cronbach", "components", "first_component"), (4,), "a"),
    Fault(
        opposite_pillar,  # a trade-off: what is made up for, and how, decides the ranks
        ("pillars_against", "importance", "compensability", "interval_width", "choice", "pillar_links"),
        (4, 6, 7, 8, 9),
        "c d",
    ),
    # 5
    Fault(outlier_untreated, ("outliers",), (5,), "d3"),
    Fault(winsorised_too_often, ("winsorised",), (5,), "b2"),
    Fault(
        no_common_scale,  # the indicator of the widest scale is the index
        ("cronbach", "spread", "compensability", "choice", "removal", "contribution"),
        (4, 5, 7, 8, 9),
        "c",
    ),
    # 6
    Fault(dominant_weight, ("largest_weight", "choice", "contribution"), (6, 8, 9), "b"),
    Fault(weightless, ("unweighted",), (6,), "c4"),
    Fault(inconsistent_comparisons, ("consistency",), (6,), "index"),
    # 7; ranks that depend on the mean have wide intervals
    Fault(strong_compensation, ("compensability", "interval_width", "choice"), (7, 8), "u41"),
    Fault(ranks_tie, ("ties",), (7,), "u00"),
    # 8
    Fault(fragile_ranks, ("compensability", "interval_width", "choice"), (7, 8), "u27"),
    # 9
    Fault(unlinked_pillar, ("importance", "pillar_links"), (6, 9), "d"),
    Fault(
        one_pillar_decides,
        ("importance", "largest_weight", "interval_width", "choice", "contribution", "added_value"),
        (6, 8, 9),
        "c",
    ),
    Fault(unrelated_measure, ("links",), (9,), "wealth"),
    # 10
    Fault(no_chinese_name, ("names",), (10,), "d4"),
    Fault(one_figure, ("unit_coverage", "intervals"), (2, 10), "u30"),
)
"""Each fault and what it must change, and nothing else."""
