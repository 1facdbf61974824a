"""What an index refuses: each mistake is named, with its place and the remedy."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from each import check_each
from newind.errors import DataError, NewindError, UnknownNameError, in_chinese
from newind.index import Index, build, spec
from newind.index.elements import Element, element
from newind.index.impute import expectation_maximisation
from newind.index.normalise import RowExclusion
from newind.index.treat import box_cox_power

N = 20
RECIPE: dict[str, Any] = {
    "screen": {"min_available": 0.5},
    "impute": "mean",
    "treat": {},
    "normalise": {"range": [1, 100]},
}


def figures(**columns: Any) -> pd.DataFrame:
    """Return figures of 20 units in two blocks, with some columns replaced."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"unit": [f"u{k}" for k in range(N)], "block": ["x"] * 10 + ["y"] * 10})
    return frame.assign(a=rng.normal(10, 1, N), b=rng.lognormal(0, 1, N), c=rng.normal(5, 1, N), **columns)


def elements(**columns: Any) -> pd.DataFrame:
    """Return the table of elements, with some columns replaced or added."""
    frame = pd.DataFrame({"code": ["a", "b", "c", "p", "q", "top"], "parent": ["p", "p", "q", "top", "top", ""]})
    return frame.assign(**columns)


def first(value: Any, rest: Any = None) -> list[Any]:
    """Return a column whose first cell differs."""
    return [value] + [rest] * 5


def made(data: Any = None, meta: Any = None, **recipe: Any) -> Index:
    """Build the index of the figures here, with some things changed."""
    return build(figures() if data is None else data, elements() if meta is None else meta, {**RECIPE, **recipe})


def refused(make: Callable[[], Any], kind: type[NewindError] = DataError) -> str:
    """Return the message of what is refused, which reads in Chinese too."""
    with pytest.raises(kind) as caught:
        make()
    assert re.search(r"[\u4e00-\u9fff]", in_chinese(caught.value)), str(caught.value)
    return str(caught.value)


SCORED, SUM = ["indicator"] * 3, ["aggregate"] * 3

ELEMENTS = {
    "twice": (pd.concat([elements(), elements().iloc[:1]]), "codes that stand twice: 'a'"),
    "no indicator": (
        pd.DataFrame({"code": ["p", "top"], "parent": ["top", ""], "type": ["aggregate"] * 2}),
        "no indicator among the elements. Give each indicator a row with code and parent",
    ),
    "unknown parent": (
        elements(parent=["pp", "p", "q", "top", "top", ""]),
        "parents that are no aggregates: 'a → pp'. Did you mean 'p'? Add a row for each parent",
    ),
    "below an indicator": (
        elements(parent=["b", "p", "q", "top", "top", ""], type=[*SCORED, *SUM]),
        "parents that are no aggregates: 'a → b'",
    ),
    "loop of one": (elements(parent=["p", "p", "q", "p", "top", ""]), "parents form a loop: p → p. Give one of them"),
    "loop of two": (elements(parent=["p", "p", "q", "q", "p", ""]), "parents form a loop: p → q → p"),
    "loop of all": (elements(parent=["p", "p", "q", "top", "top", "p"]), "parents form a loop: p → top → p"),
    "nothing below": (
        elements(parent=["q", "q", "q", "top", "top", ""], type=[*SCORED, *SUM]),
        "aggregates with nothing below: 'p'. Give them parts or take them out",
    ),
    "two tops": (
        elements(parent=["p", "p", "q", "", "top", ""]),
        "an index has one element without a parent, an aggregate; here: 'p', 'top'. Put an aggregate above them",
    ),
    "levels": (
        elements(level=[1, 1, 1, 1, 2, 3]),
        "levels that contradict the parents: p (level 1, stands at 2). Leave levels out",
    ),
    "negative weight": (elements(weight=first(-1.0, 1.0)), "negative weights: 'a (-1)'. Weights are zero or more"),
    "no weight": (elements(weight=[0, 0, 1, 1, 1, 1]), "all weights below are zero: 'p'. Give one part a weight"),
    "no target": (elements(direction=first(0)), "direction 'target' without a target: 'a'. Give the target"),
    "no direction": (elements(direction=first("none")), "indicators for which no direction is better: 'a'"),
    "one point": (
        elements(goalpost_low=first(1.0), goalpost_high=first(1.0)),
        "goalposts that are one point: 'a'. Give the lowest and the highest value",
    ),
    "no reason": (
        elements(type=["unscored", *SCORED[1:], *SUM]),
        "unscored without a reason: 'a'. Say why under 'reason'",
    ),
    "odd direction": (
        elements(direction=first("hihger")),
        "row 1: direction cannot be 'hihger'. Did you mean 'higher'? It is 'higher', 'lower', 'target' or 'none'",
    ),
    "odd kind": (
        elements(type=["indikator", *SCORED[1:], *SUM]),
        "kind cannot be 'indikator'. Did you mean 'indicator'?",
    ),
    "odd level": (elements(level=[1.5, 1, 1, 2, 2, 3]), "table: row 1: level cannot be '1.5'"),
    "one goalpost": (
        elements(goalpost_low=first(1.0)),
        "row 1: a has one goalpost. Give the lowest and the highest, or",
    ),
    "text for a weight": (elements(weight=first("two", 1)), "row 1: column 'weight' is 'two', not a number. Correct"),
    "infinite weight": (elements(weight=first(np.inf, 1)), "row 1: column 'weight' is inf, not a number"),
    "no code": (
        elements().rename(columns={"code": "kode"}),
        "table: no column 'code' among kode, parent. Columns are code",
    ),
    "two columns": (elements(name="x", label="y"), "columns that say the same: 'name', 'label'. Keep one of them"),
    "blank code": (
        elements(code=first("", "p")),
        "rows without a code: row 1. Give the code, or take the row out",
    ),
    "empty": (elements().iloc[:0], "table: no elements. Columns are code and parent"),
    "no table": (5, "table: int is no table. Give a frame of pandas, or a path"),
}


@check_each("name", ELEMENTS)
def test_elements(name: str) -> None:
    meta, message = ELEMENTS[name]
    assert message in refused(lambda: made(meta=meta))


def test_an_element_by_an_unknown_code() -> None:
    message = refused(lambda: element("paten", [Element(code="patents")], "indicator"), UnknownNameError)
    assert message == "unknown indicator 'paten'. Did you mean 'patents'? Known are patents."


twice = figures()
twice.columns = pd.Index(["unit", "block", "a", "a", "c"])
FIGURES = {
    "no column": (figures().drop(columns="a"), "table: codes without data: 'a'. Give a column for each, or take"),
    "nearly": (figures().rename(columns={"a": "A"}), "codes without data: 'a'. Did you mean 'A'?"),
    "two columns": (twice.assign(b=1.0), "columns that stand twice: 'a'. Keep one of each"),
    "no units": (
        figures().drop(columns="unit").set_index("block").rename_axis("time"),
        "no column of units among time, a, b",
    ),
    "blank unit": (
        figures().assign(unit=[None, *map(str, range(1, N))]),
        "rows without a unit: row 1. Name the unit",
    ),
    "row twice": (
        figures().assign(unit=["u1"] * N),
        "rows that stand twice: 'u1'. One row a unit, year and scenario",
    ),
    "text": (
        figures().assign(a=["12%", *range(1, N)]),
        "cells that are not numbers: row 1 a = '12%'. Leave unknown",
    ),
    "truth": (figures().assign(a=[True] * N), "cells that are not numbers: row 1 a = True; row 2"),
    "infinite": (figures().assign(a=[np.inf, *range(1, N)]), "cells that are not numbers: row 1 a = inf"),
    "odd year": (figures().assign(year="x"), "table: row 1: the year is 'x'. Give a whole number"),
    "half a year": (figures().assign(year=2019.5), "row 1: the year is 2019.5"),
    "no year": (figures().assign(year=np.nan), "row 1: the year is None"),
    "no rows": (figures().iloc[:0], "the data have no rows. Bring the figures of two units at least"),
    "no table": ({"a": 1}, "data: dict is no table. Give a frame of pandas, or a path"),
    "constant": (
        figures().assign(a=1.0),
        "indicators that are the same for all units: 'a'. Remove them (changes: remove)",
    ),
    "rounding": (figures().assign(a=1 + 1e-16 * np.arange(N)), "indicators that are the same for all units: 'a'"),
    "one unit": (figures().iloc[:1], "minmax needs two units, there is 1. Use goalposts for a single unit"),
    "unknown": (
        figures().assign(a=np.nan),
        "codes without data: 'a'. Bring figures, or take them out of the specification (changes: remove)",
    ),
    "nothing known": (
        figures().assign(a=np.nan, b=np.nan),
        "no unit can be scored: each needs 50% of the indicators and something known in every pillar. The best, u0, "
        "has 33% and lacks a; b. Pillars of which nothing is known there: p. Remove them (changes: remove)",
    ),
}


@check_each("name", FIGURES)
def test_figures(name: str) -> None:
    data, message = FIGURES[name]
    assert message in refused(lambda: made(data))


def test_an_indicator_of_which_nothing_is_known_and_nothing_imputed() -> None:
    message = refused(lambda: build(figures(d=np.nan).assign(a=np.nan), elements(), {"normalise": {}}))
    assert "codes without data: 'a'. Bring figures, or take them out of the specification (changes: remove)" in message


METHODS = {
    "group not named": ({"impute": "group_mean"}, "means and medians of groups need a column of groups. Name it"),
    "group unknown": (
        {"impute": {"method": "group_mean", "group": "blok"}},
        "table: no column 'blok', by which gaps are imputed. Did you mean 'block'? Give the column",
    ),
    "no years": (
        {"impute": "panel_last"},
        "impute: the data have no years to go by. Impute by mean, median, group or em",
    ),
    "geometric": (
        {"normalise": {}, "aggregate": "geometric"},
        "aggregate p: geometric mean: scores that are zero or negative: 'u10, b', 'u12, a'. Normalise to 1..100",
    ),
    "harmonic": ({"normalise": {}, "aggregate": "harmonic"}, "harmonic mean: scores that are zero or negative"),
    "no target": ({"normalise": "distance_to_target"}, "distance to target without a target: 'a', 'b', 'c'. Give"),
    "no comparisons": (
        {"weight": "ahp"},
        "weights below p: AHP needs a matrix of comparisons of a, b. Give it: weight",
    ),
    "bounds": (
        {"weight": {"method": "benefit_of_the_doubt", "bounds": [0.6, 1]}},
        "weights below p: benefit of the doubt: no shares lie within bounds summing to 1.2 below",
    ),
    "place": ({"aggregate": {"at": {"pp": "geometric"}}}, "unknown place in aggregate: at 'pp'. Did you mean 'p'?"),
    "importance": (
        {"weight": {"method": "optimised", "importance": {"aa": 1}}},
        "unknown place in weight: importance 'aa'. Did you mean 'a'?",
    ),
    "step": ({"normalize": {}}, "specification.recipe.normalize: unknown key 'normalize'. Did you mean 'normalise'?"),
    "method": ({"normalise": "min-max"}, "recipe.normalise.method: method must be 'minmax', 'zscore'"),
    "setting": ({"normalise": {"rnge": 1}}, "recipe.normalise.rnge: unknown key 'rnge'. Did you mean 'range'?"),
    "share": ({"screen": {"min_available": 90}}, "min_available must be at most 1.0, not 90"),
    "deviation": ({"normalise": {"sd": 0}}, "sd must be above 0.0, not 0"),
    "no scale": ({"normalise": {"range": [5, 5]}}, "range must go from the lower end to the higher, not 5 to 5"),
    "upside down": ({"normalise": {"range": [100, 0]}}, "range must go from the lower end to the higher, not 100 to 0"),
    "one end": ({"normalise": {"range": [0]}}, "range must have more than 1 values, not [0]"),
    "no method": (
        {"impute": []},
        "specification.recipe.impute.method: method must have a length of at least 1, not []",
    ),
    "number": ({"impute": 3}, "recipe.impute: impute must be a mapping of keys to values, not 3"),
    "twice": ({"order": ["treat", "treat"]}, "steps that stand twice: treat. Each step is done once"),
    "order": ({"order": ["normalise", "treat"]}, "is not possible: it must end in normalise, weight, aggregate"),
}


@check_each("name", METHODS)
def test_methods_and_settings(name: str) -> None:
    changes, message = METHODS[name]
    assert message in refused(lambda: made(**changes), NewindError)


def test_a_recipe_that_is_no_mapping() -> None:
    assert "recipe must be a mapping of keys to values" in refused(lambda: build(figures(), elements(), ["impute"]))  # type: ignore[arg-type]


CHANGES = {
    "key": ({"remov": "a"}, "changes: unknown 'remov'. Did you mean 'remove'? Known are denominate, screen"),
    "all": ({"remove": ["p", "q"]}, "removing 'a', 'b', 'c' and 3 more leaves no indicator. Remove fewer"),
    "no list": ({"remove": 3}, "changes: remove is 3. Give a list of codes"),
    "negative": ({"weights": {"a": -1}}, "negative weights: 'a (-1)'"),
    "text": ({"weights": {"a": "x"}}, "changes: the weight of a is 'x', not a number. Give a number"),
    "not known": ({"weights": {"a": np.nan}}, "changes: the weight of a is nan, not a number"),
    "no mapping": ({"weights": [1]}, "changes: weights are [1]. Give a mapping of codes to weights"),
    "all zero": ({"weights": {"a": 0, "b": 0}}, "all weights below are zero: 'p'"),
    "always": ({"normalise": None}, "changes: normalise cannot be left out of an index. Name another method"),
    "order": ({"order": ["treat"]}, "changes: the order leaves out screen, impute. Name all steps, or leave one out"),
    "denominator": ({"denominate": {}}, "denominator GDP has no column in the data. Build the index with it"),
    "unknown code": ({"remove": "aa"}, "unknown element 'aa'. Did you mean 'a'? Elements are a, b, c, p, q, top"),
    "unknown weight": ({"weights": {"aa": 1}}, "unknown element 'aa'. Did you mean 'a'?"),
    "unknown view": ({"view": "systems"}, "unknown view 'systems'. Views are not described"),
}


@check_each("name", CHANGES)
def test_changes(name: str) -> None:
    changes, message = CHANGES[name]
    index = made(meta=elements(denominator=first("GDP", "")))
    assert message in refused(lambda: index.replay(changes), NewindError)


def test_a_step_that_the_recipe_does_not_have() -> None:
    assert refused(lambda: made().stage("trea"), UnknownNameError).startswith(
        "unknown step 'trea'. Did you mean 'treat'?"
    )


# ---- denominators
def test_a_denominator_is_needed_only_by_those_who_divide() -> None:
    meta = elements(denominator=first("GDP", ""))
    assert made(meta=meta).log["step"].isin(["denominate"]).sum() == 0
    assert "codes without data: 'GDP'" in refused(lambda: build(figures(), meta, {"denominate": {}, **RECIPE}))
    zero = refused(lambda: build(figures(GDP=[0.0, *range(1, N)]), meta, {"denominate": {}, **RECIPE}))
    assert zero == "denominator GDP is zero or negative: 'u0'. Correct it or leave it blank."
    assert refused(lambda: build(figures(GDP=[-1.0, *range(1, N)]), meta, {"denominate": {}, **RECIPE})) == zero
    blank = build(figures(GDP=[np.nan, *range(1, N)]), meta, {"denominate": {}, **RECIPE})
    assert np.isnan(blank.stage("denominate").loc["u0", "a"])


# ---- imputation
def test_gaps_before_the_first_known_year() -> None:
    panel = pd.concat([figures(time=t) for t in (2019, 2020)], ignore_index=True)
    panel.loc[0, "a"] = np.nan
    message = refused(lambda: made(panel, impute="panel_last"))
    assert message.startswith("gaps that panel_last cannot fill: 'u0 2019 a'. Add another method after")


def test_a_group_of_which_nothing_is_known() -> None:
    lost = figures().assign(a=[np.nan] * 10 + list(range(10)))
    by_block = {"method": "group_mean", "group": "block"}
    message = refused(
        lambda: made(lost, impute={"method": ["group_mean", "none"], "group": "block"}).score(lost.assign(block="z"))
    )
    assert message == "groups that the index does not know: 'z'. Its groups are x, y."
    nowhere = lost.assign(block=["", *lost["block"].iloc[1:]])
    message = refused(lambda: made(nowhere, impute=by_block))
    assert message == "impute: units without a group in 'block': 'u0'. Give each its group."
    assert "gaps that group_mean cannot fill: 'u0 a'" in refused(lambda: made(lost, impute=by_block))
    filled = made(lost, impute={"method": ["group_mean", "mean"], "group": "block"})
    assert (filled.stage("impute")["a"].iloc[:10] == 4.5).all()


def test_expectation_maximisation() -> None:
    few = figures().iloc[:6].assign(a=[np.nan, 1.0, 2, 3, 4, 5])
    assert "EM needs 3 rows an indicator; there are 6 rows for 3 indicators" in refused(lambda: made(few, impute="em"))
    message = refused(lambda: made(figures().assign(a=np.nan), impute="em"))
    assert message.startswith("codes without data: 'a'. Bring figures")
    late = pd.concat([figures(time=2019).assign(a=np.nan), figures(time=2020).assign(b=np.nan, c=np.nan)])
    message = refused(lambda: made(late, screen={"min_available": 0.5}, impute="em"))
    assert message == "indicators of which nothing is known: 'a'. Remove them (changes: remove)."


def test_expectation_maximisation_that_does_not_settle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newind.index.impute.STEPS", 2)
    X = np.random.default_rng(1).normal(size=(30, 3))
    X[0, 0] = X[1, 1] = np.nan
    message = refused(lambda: expectation_maximisation(X))
    assert message == "EM did not settle in 2 steps. Impute by mean, median or group."


# ---- treatment and scales
def test_box_cox_of_a_constant() -> None:
    message = refused(lambda: box_cox_power(np.ones(5), 1.0, 1.0, False))
    assert message == "Box-Cox needs values that differ. Remove the indicator."


@pytest.mark.parametrize("ones", [1, 2, 3])
def test_winsorising_leaves_an_indicator_that_few_have(ones: int) -> None:
    rare = figures().assign(a=[0.0] * (N - ones) + [1.0] * ones)
    index = made(rare, treat={"then": "none"})
    assert index.stage("treat")["a"].tolist() == rare["a"].tolist()
    assert (index.scores["a"] > 99).sum() == ones


def test_years_with_scales_of_their_own() -> None:
    panel = pd.concat([figures(time=t) for t in (2019, 2020)], ignore_index=True)
    index = made(panel, normalise={"by_year": True})
    message = refused(lambda: index.score(figures(time=2030)))
    assert message.startswith("years without a scale: '2030'. Each year has its own here; normalise over the panel")
    same = panel.assign(a=panel["a"].where(panel["time"] == 2019, 5.0))
    message = refused(lambda: made(same, normalise={"by_year": True}))
    assert message.startswith("indicators that are the same for all units in 2020: 'a'.")


def test_years_that_are_treated_by_themselves() -> None:
    odd = figures(time=2020).assign(a=[*range(1, N), 500.0])
    panel = pd.concat([figures(time=2019), odd], ignore_index=True)
    apart, alone = made(panel, treat={"by_year": True}), made(odd, treat={})
    got = apart.stage("treat")
    assert got["a"].xs(2020, level="time").tolist() == alone.stage("treat")["a"].tolist()
    assert got["a"].xs(2019, level="time").tolist() == figures()["a"].tolist()
    assert apart.built.fitted.treated is not None
    assert apart.built.fitted.treated.points.tolist() == alone.built.fitted.treated.points.tolist()
    assert apart.score(panel).equals(apart.scores)
    message = refused(lambda: apart.score(figures(time=2030)))
    assert message.startswith("years that were not treated: '2030'. Each year is treated by itself here")


def test_goalposts_are_needed_where_nothing_differs() -> None:
    message = refused(lambda: made(figures().assign(a=1.0), normalise="goalposts"))
    assert message == "without goalposts and the same for all units: 'a'. Give goalposts (low and high)."
    posts = elements(goalpost_low=first(0.0), goalpost_high=first(4.0))
    assert (made(figures().assign(a=1.0), posts, normalise="goalposts").scores["a"] == 25.0).all()


def test_fraction_of_a_maximum_below_zero() -> None:
    message = refused(lambda: made(meta=elements(direction=first(-1)), normalise="fraction_of_max"))
    assert message == "fraction of the maximum needs a maximum above zero: 'a'. Normalise by min-max instead."


def test_too_few_units_for_weights_by_correlation() -> None:
    for method, name in (("critic", "CRITIC"), ("pca", "PCA")):
        message = refused(lambda method=method: made(figures().iloc[:2], weight=method))
        assert message == f"weights below p: {name} weights need at least 3 units, not 2. Use equal or given weights."


def test_entropy_above_copeland() -> None:
    message = refused(lambda: made(weight="entropy", aggregate="copeland"))
    assert message.startswith(
        "weights below top: entropy weights need values of at least 0; columns with negative ones"
    )
    assert message.endswith("and do not combine what is below by Copeland.")


def test_a_unit_beyond_the_best_of_the_baseline_loses_nothing_by_topsis() -> None:
    index = made(aggregate="topsis")
    best = figures().iloc[[0]].assign(a=figures()["a"].max(), b=figures()["b"].max(), c=figures()["c"].max())
    beyond = best.assign(c=best["c"] + 10.0)
    assert index.score(best)["top"].iloc[0] == pytest.approx(100.0)
    assert index.score(beyond)["top"].iloc[0] == pytest.approx(100.0)


# ---- files
YAML = """id: mine
elements:
- {code: a, parent: top}
- {code: b, parent: top}
- {code: top, kind: aggregate}
recipe:
  screen: {min_available: 0.5}
  impute: mean
"""
MISTAKES = {
    "key of an element": (
        "parent: top}\n- {code: b",
        "parnt: top}\n- {code: b",
        "3:13: unknown key 'parnt'. Did you mean 'parent'?",
    ),
    "direction": (
        "{code: a,",
        "{code: a, direction: up,",
        "3:24: direction must be 'higher', 'lower', 'target' or 'none', not 'up'",
    ),
    "weight": ("{code: a,", "{code: a, weight: two,", "3:21: weight must be a number, not 'two'"),
    "infinite": ("{code: a,", "{code: a, weight: .inf,", "3:21: weight must be a finite number, not inf"),
    "goalposts": ("{code: a,", "{code: a, goalposts: [1],", "3:24: goalposts must have more than 1 values, not [1]"),
    "many goalposts": (
        "{code: a,",
        "{code: a, goalposts: [1, 2, 3],",
        "3:24: goalposts must have a length of at most 2",
    ),
    "code": ("code: b", "code: 12", "4:10: code must be text, not 12"),
    "step": ("impute: mean", "imput: mean", "8:3: unknown key 'imput'. Did you mean 'impute'?"),
    "method": ("impute: mean", "impute: meen", "8:11: it must be 'none', 'mean', "),
    "share": ("0.5", "90", "7:27: min_available must be at most 1.0, not 90"),
    "range": (
        "impute: mean",
        "normalise: {range: [9, 1]}",
        "8:22: the range must go from the lower end to the higher, not 9 to 1",
    ),
    "order": (
        "recipe:",
        "recipe:\n  order: [normalise, impute]",
        "7:10: the order normalise, impute, weight, aggregate is not possible",
    ),
    "syntax": (
        "- {code: a, parent: top}",
        "- {code: a, parent: top",
        "4:3: not YAML (expected ',' or '}', but got '{'). Correct the line",
    ),
    "tab": ("  impute", "\timpute", "8:1: not YAML (found character '\\t' that cannot start any token)"),
    "alias": ("0.5", "*x", "7:27: not YAML (found undefined alias 'x')"),
    "key twice": ("id: mine", "id: mine\nid: other", '2:1: not YAML (found duplicate key "id"'),
    "no elements": (YAML, "id: x\n", "1:1: no 'elements'. It must be given"),
    "empty elements": (YAML, "elements: []\n", "1:11: elements must have a length of at least 1, not []"),
    "mapping of elements": (YAML, "elements: {a: 1}\n", "1:11: elements must be a list, not {'a': 1}"),
    "list": (YAML, "- a\n", "1:1: not a specification. It has the keys elements and recipe"),
    "nothing": (YAML, "", "1:1: not a specification"),
    "no recipe": (
        YAML[YAML.index("recipe") :],
        "recipe:\n",
        "7:1: recipe must be a mapping of keys to values, not None",
    ),
    "loop": ("kind: aggregate", "kind: aggregate, parent: top", " parents form a loop: top → top"),
    "view of unknown codes": (
        "recipe:",
        "views: {v: {parts: {z: {indicators: [aa, b]}}}}\nrecipe:",
        " unknown element 'aa'.",
    ),
    "view that lacks one": (
        "recipe:",
        "views: {v: {parts: {z: {indicators: [b]}}}}\nrecipe:",
        " view: indicators without a place: 'a'",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_in_a_yaml_file(name: str, tmp_path: Path) -> None:
    old, new, message = MISTAKES[name]
    assert YAML.count(old) == 1
    path = tmp_path / "mine.yaml"
    path.write_text(YAML.replace(old, new), encoding="utf-8")
    assert refused(lambda: spec(path)).startswith(f"{path}:{message}")


def test_three_mistakes_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    wrong = {"{code: a,": "{code: a, weight: two, direction: up,", "mean": "meen", "0.5": "2", "id: mine": "id: 3"}
    text = YAML
    for old, new in wrong.items():
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    lines = refused(lambda: spec(path)).splitlines()
    assert lines[0] == f"5 mistakes in {path}, the first 3:"
    assert [re.findall(r"mine.yaml:(\d+):", line) for line in lines[1:]] == [["1"], ["3"], ["3"]]


def test_the_yaml_file_works_when_it_is_right(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(YAML, encoding="utf-8")
    assert build(figures(), path).scores.shape == (N, 3)
    ordered = YAML.replace("recipe:", "recipe:\n  order: [impute, screen]")
    path.write_text(ordered, encoding="utf-8")
    assert spec(path).recipe.order == ("impute", "screen", "normalise", "weight", "aggregate")


def test_names_of_specifications() -> None:
    message = refused(lambda: spec("new-industrialisation"), UnknownNameError)
    assert message.startswith("unknown specification 'new-industrialisation'. Did you mean 'new-industrialization'?")
    assert "x.yaml: cannot be read" in refused(lambda: spec("x.yaml"))


TABLES = {
    "": "empty. The first line names the columns",
    "code,parent\n": "no elements. Columns are code and parent",
    "code,parent,weight\na,top,x\n": "line 2: column 'weight' is 'x', not a number",
    "code,parent\na,top,4\ntop,\n": "more cells than columns: line 2. Quote cells that hold the delimiter",
}


@pytest.mark.parametrize("text", TABLES)
def test_tables_of_elements(text: str, tmp_path: Path) -> None:
    path = tmp_path / "elements.csv"
    path.write_text(text, encoding="utf-8")
    assert refused(lambda: spec(path)).startswith(f"{path}: {TABLES[text]}")


def test_tables_of_figures(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    figures().to_csv(path, index=False, sep=";")
    assert made(str(path)).scores.equals(made().scores)
    figures().assign(a="x").to_csv(path, index=False)
    assert refused(lambda: made(str(path))).startswith(
        f"{path}: cells that are not numbers: line 2 a = 'x'; line 3 a = 'x'; line 4 a = 'x' and 17 more"
    )
    path.write_text("unit,block,a,b,c\n", encoding="utf-8")
    assert "the data have no rows" in refused(lambda: made(path))
    assert "there is no such file" in refused(lambda: made(tmp_path / "other.csv"))


def measures(**columns: Any) -> pd.DataFrame:
    """Return a measure table of three indicators and three economies."""
    rows = [("observed", r, 2009, i, v) for r, vs in {"A": (1, 2, 3), "B": (2, 1, 5), "C": (3, 3, 1)}.items()
            for i, v in zip("abc", vs, strict=True)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["scenario", "region", "year", "indicator", "value"])
    return frame.assign(industry=None, partner=None, note="", unit="1", status="observed", **columns)


def test_measure_tables() -> None:
    index = build(measures(), elements())
    assert index.scores["a"].to_dict() == {"A": 0.0, "B": 50.0, "C": 100.0}
    lost = measures().query("indicator != 'b'")
    assert refused(lambda: build(lost, elements())).startswith("measure table: codes without data: 'b'.")
    again = pd.concat([measures(), measures().iloc[:1]])
    assert refused(lambda: build(again, elements())) == (
        "measure table: figures that stand twice: 'observed A 2009 a'. Keep one of each."
    )


# ---- scoring
def test_scoring_names_what_it_lacks() -> None:
    index = made()
    assert "codes without data: 'a'" in refused(lambda: index.score(figures().drop(columns="a")))
    got = index.score(figures().iloc[:2].assign(a=np.nan, b=np.nan))
    assert got.isna().all(axis=None)
    assert [str(c) for c in got.attrs["log"]] == [f"u{k}: not scored, too little is known" for k in (0, 1)]
    assert len(index.score(figures().iloc[:0])) == 0


def test_what_is_not_scored_is_listed() -> None:
    index = made(figures().assign(c=[np.nan, *range(1, N)]))
    assert index.unscored.to_dict("records") == [
        {"unit": "u0", "scenario": "observed", "available": pytest.approx(2 / 3), "pillars": "q", "missing": "c"}
    ]
    assert index.built.unscored[0] == RowExclusion("u0", -1, "observed", 2 / 3, ("q",), ("c",))
    assert index.log.loc[index.log["step"] == "screen", "en"].item() == (
        "not scored: 67% of the indicators known, nothing in q"
    )
