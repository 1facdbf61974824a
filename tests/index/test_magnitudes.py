"""Indices do not depend on the unit of a figure, be it 1e-300 or 1e300 of another."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose

from newind.errors import DataError
from newind.index import analysis, build
from newind.index.aggregate import fit_standardisation, ideal
from newind.index.dynamics import beta, dagum, density, sigma, theil
from newind.index.elements import Element
from newind.index.montecarlo import uncertainty
from newind.index.normalise import fit
from newind.index.settings import AGGREGATIONS, IMPUTATIONS, NORMALISATIONS, TREATMENTS, WEIGHTINGS, Normalise
from newind.index.treat import kurtosis, skewness
from newind.index.variance import morris, sensitivity, sobol
from newind.kernels.quotients import mean_and_deviation

BASE = np.random.default_rng(1).normal(3.0, 1.0, (9, 2))
YEARS = np.zeros(9, dtype=np.int64)
ELEMENTS = [Element(code=c, kind="indicator", direction="higher") for c in "ab"]


def scored(values, method):
    return fit(values, YEARS, ELEMENTS, Normalise(method=method)).apply(values, YEARS)


@pytest.mark.parametrize("method", ["zscore", "minmax", "distance_to_max", "fraction_of_max", "rank"])
@given(power=st.integers(-300, 300))
@settings(max_examples=25)
def test_scores_are_the_same_in_every_unit(method, power):
    values = BASE * np.array([10.0**power, 1.0])
    assert_allclose(scored(values, method), scored(BASE, method), rtol=1e-9, atol=1e-9)


@given(power=st.integers(-300, 300))
@settings(max_examples=25)
def test_deviations_norms_and_moments_follow_the_unit(power):
    unit = 10.0**power
    values = BASE * unit
    mean, deviation = mean_and_deviation(values, ddof=1)
    assert_allclose(mean / unit, BASE.mean(axis=0), rtol=1e-9)
    assert_allclose(deviation / unit, BASE.std(axis=0, ddof=1), rtol=1e-9)
    assert_allclose(ideal(values).norms / unit, np.linalg.norm(BASE, axis=0), rtol=1e-9)
    for moment in (skewness, kurtosis):
        assert_allclose(moment(values), moment(BASE), rtol=1e-9)
    assert_allclose(fit_standardisation(values)(values), fit_standardisation(BASE)(BASE), rtol=1e-9)


# ---- a whole index and what is asked of it
LARGE, SMALL, ONE = np.full(6, 1e300), np.full(6, 1e-300), np.ones(6)
MIXED = np.array([1e300, 1e-300, 1, 1e-300, 1e300, 1])
CODES = list("abcdef")
NAMES = [f"u{k:02d}" for k in range(12)]
PARENTS = ["first"] * 3 + ["second"] * 3 + ["top", "top", ""]
EVEN = {"first": np.ones((3, 3)).tolist(), "second": np.ones((3, 3)).tolist(), "top": np.ones((2, 2)).tolist()}
STEPS = {
    "impute": {"method": "mean", "group": "block"},
    "treat": {"method": "winsorise", "max_skew": 0.5, "max_kurtosis": 0.0, "then": "none"},
    "normalise": {"range": [1, 100], "mean": 50, "sd": 3},
    "weight": {},
    "aggregate": {},
}
METHODS = {
    "impute": [[m, "mean"] for m in IMPUTATIONS if m != "none"],
    "treat": TREATMENTS,
    "normalise": [m for m in NORMALISATIONS if m != "none"],
    "weight": WEIGHTINGS,
    "aggregate": AGGREGATIONS,
}
AS_GIVEN = {"treat": {"method": "none"}, "normalise": {"method": "none"}}


def made(units, **changes):
    """Build an index of figures in some units, skewed, with an outlier and gaps; some steps done in another way."""
    rng = np.random.default_rng(3)
    values = np.exp(0.5 * rng.normal(size=(24, 6)) + rng.normal(size=(24, 1)))
    values[5, 1] *= 50
    values[[0, 7, 13, 20], [0, 2, 3, 5]] = np.nan
    data = pd.DataFrame(values * units, columns=CODES)
    data = data.assign(unit=NAMES * 2, time=[2019] * 12 + [2020] * 12, block=["x", "y"] * 12)
    targets = [*(9.0 * units), None, None, None]
    meta = pd.DataFrame({"code": [*CODES, "first", "second", "top"], "parent": PARENTS, "target": targets})
    return build(data, meta, {name: {**given, **changes.get(name, {})} for name, given in STEPS.items()})


def test_scores_are_the_same_whatever_the_methods():
    for step, methods in METHODS.items():
        for method in methods:
            way = {step: {"method": method, **({"ahp": EVEN} if method == "ahp" else {})}}
            expected = made(ONE, **way).scores
            for units in (LARGE, SMALL, MIXED):
                assert_allclose(made(units, **way).scores, expected, rtol=1e-6, atol=1e-6, err_msg=str(way))


def test_scores_that_are_not_normalised_have_the_unit_of_the_figures():
    free = ("topsis", "copeland", "mazziotta_pareto")
    ways = [{"weight": {"method": m}} for m in WEIGHTINGS if m not in ("ahp", "benefit_of_the_doubt")]
    ways += [{"aggregate": {"method": m}} for m in AGGREGATIONS if m not in free]
    ways += [{"aggregate": {"method": "power", "power": p}} for p in (-3.0, -1.5, 2.0, 3.0)]
    for way in ways:
        expected = made(ONE, **AS_GIVEN, **way).scores
        for units in (LARGE, SMALL):
            assert_allclose(made(units, **AS_GIVEN, **way).scores / units[0], expected, rtol=1e-6, err_msg=str(way))


FEW = {"treat": [], "normalise": [], "remove": False}
QUESTIONS = {
    "ranks": lambda i: uncertainty(i, 20, alternatives=FEW).ranks,
    "variance of ranks": lambda i: sensitivity(i, FEW).overall,
    "variance of scores": lambda i: sensitivity(i, FEW, "score").first,
    "weights by variance": lambda i: sobol(i, "u03", samples=4).table,
    "reliability": lambda i: analysis.cronbach(i)["alpha"],
    "correlations": lambda i: analysis.correlations(i, 1)["correlation"],
    "components": lambda i: analysis.components(i)[["variance", "share"]],
    "importance": lambda i: analysis.effective_weights(i, "ratio").drop(columns="parent"),
    "form": lambda i: analysis.statistics(i)[["skewness", "kurtosis"]],
    "removal": lambda i: analysis.removal(i).select_dtypes("number"),
    "trends": lambda i: analysis.trends(i)["growth"],
    "audit": lambda i: [c.value for c in i.audit(replications=10).checks],
}
IN_UNITS = {
    "scores": lambda i: uncertainty(i, 20, alternatives=FEW).scores,
    "weights by effect": lambda i: morris(i, "u03", trajectories=3).table,
    "spread": lambda i: analysis.statistics(i)[["minimum", "mean", "sd"]],
}
"""Questions whose answers have the unit of the figures."""


def test_answers_are_the_same_in_every_unit():
    for recipe in (AS_GIVEN, AS_GIVEN | {"aggregate": {"method": "power", "power": 2.0}}):
        expected = made(ONE, **recipe)
        for units in (LARGE, SMALL):
            got = made(units, **recipe)
            for name, ask in QUESTIONS.items():
                assert_allclose(ask(got), ask(expected), rtol=1e-6, atol=1e-9, err_msg=name)
            for name, ask in IN_UNITS.items():
                assert_allclose(ask(got) / units[0], ask(expected), rtol=1e-6, atol=1e-9, err_msg=name)


def test_dynamics_are_the_same_in_every_unit():
    rng = np.random.default_rng(0)
    places = pd.MultiIndex.from_product([NAMES, [2010, 2011, 2012, 2013]], names=["unit", "year"])
    levels = pd.Series(np.exp(rng.normal(size=len(places))), places)
    people = dict(zip(NAMES, rng.uniform(1e9, 3e9, 12), strict=True))
    controls = pd.DataFrame(rng.normal(size=(12, 2)), NAMES, ["c", "d"])
    blocks = dict(zip(NAMES, "xy" * 6, strict=True))
    for unit in (1e300, 1e-300):
        asked = {
            "sigma": lambda u: sigma(levels * u) / [1, u, u, 1, 1],
            "theil": lambda u: theil(levels * u, people, blocks),
            "dagum": lambda u: dagum(levels * u, blocks, people),
            "density": lambda u: density(levels * u, points=9)[["value", "density", "bandwidth"]] / [u, 1 / u, u],
            "beta": lambda u: beta(levels * u, controls * u).table()[["t", "p"]].iloc[:-1],
            "panel": lambda u: beta(levels * u, panel=True).table(),
        }
        for name, ask in asked.items():
            assert_allclose(ask(unit), ask(1.0), rtol=1e-6, atol=1e-9, err_msg=name)


def test_a_quotient_that_is_no_number_is_refused():
    data = pd.DataFrame({"unit": ["p", "q"], "a": [1e300, 1.0], "n": [1e-300, 2.0]})
    meta = pd.DataFrame({"code": ["a", "n", "top"], "parent": ["top", "", ""], "denominator": ["n", None, None]})
    meta["kind"] = ["indicator", "denominator", "aggregate"]
    with pytest.raises(DataError, match="a divided by n is too large a number: 'p'"):
        build(data, meta, {"denominate": {}, "normalise": "goalposts"})
