"""What an index tells of its indicators, its structure and its units, on figures that can be worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from drawn_indices import Drawn, indices
from hypothesis import given, settings
from numpy.testing import assert_allclose

from newind.errors import DataError, NewindError, UnknownNameError
from newind.index import Index, analysis as an, build, uncertainty
from newind.index.analysis.correlation import alpha, correlation, correlation_ratio
from newind.index.analysis.units import growth, median_slope

META = pd.DataFrame(
    {
        "code": ["x", "y", "z", "p", "q", "top", "side", "size"],
        "parent": ["p", "p", "q", "top", "top", "", "", ""],
        "name": ["Ex", "Why", "Zed", "Pea", "Queue", "All", "Side", "Size"],
        "direction": [1, -1, 1, None, None, None, None, None],
        "weight": [1.0, 3.0, 1.0, 1.0, 1.0, 1.0, None, None],
        "unit": ["km", "%", "USD", "", "", "", "", ""],
        "denominator": ["", "", "size", "", "", "", "", ""],
        "type": [*["indicator"] * 3, *["aggregate"] * 3, "group", "denominator"],
    }
)
DATA = pd.DataFrame(
    {
        "unit": ["A", "B", "C", "D", "E"],
        "side": ["east", "west", "east", "west", "east"],
        "size": [1.0, 2.0, 3.0, 4.0, 5.0],
        "x": [0.0, 25.0, 50.0, 75.0, 100.0],
        "y": [0.0, 50.0, 100.0, 50.0, 0.0],
        "z": [5.0, 4.0, 3.0, 2.0, 1.0],
    }
)


@pytest.fixture(scope="module")
def index() -> Index:
    """Return the index of five units: x rises, 100 - y falls and rises again, z falls; p = (x + 3 (100 - y)) / 4."""
    return build(DATA, META, {"normalise": {}})


@pytest.fixture(scope="module")
def panel() -> Index:
    """Return an index of three years in which A grows by a tenth a year, and z of B is unknown in the first."""
    years = [
        DATA.assign(time=t, x=DATA["x"] + 10.0, z=np.where(DATA["unit"] == "A", 10 * 1.1**k, DATA["z"]))
        for k, t in enumerate((2018, 2019, 2020))
    ]
    data = pd.concat(years, ignore_index=True)
    data.loc[1, "z"] = np.nan
    return build(data, META, {"screen": {"min_available": 0.5, "whole_pillars": True}, "normalise": {}})


def refused(make: Any, kind: type[NewindError]) -> str:
    """Return the message of what is refused."""
    with pytest.raises(kind) as caught:
        make()
    return str(caught.value)


def test_the_scores_are_those_worked_out_by_hand(index: Index) -> None:
    assert index.scores["p"].tolist() == [75.0, 43.75, 12.5, 56.25, 100.0]
    assert index.scores["q"].tolist() == [100.0, 75.0, 50.0, 25.0, 0.0]
    assert index.scores["top"].tolist() == [87.5, 59.375, 31.25, 40.625, 50.0]


# ---- correlations
def test_correlations_of_a_level_with_itself_and_another(index: Index) -> None:
    within = an.correlations(index, 1)
    assert within[["code", "with"]].to_numpy().tolist() == [["x", "y"], ["x", "z"], ["y", "z"]]
    assert_allclose(within["correlation"], [0.0, -1.0, 0.0], atol=1e-12)
    assert an.correlations(index, 1, parents=True)[["code", "with"]].to_numpy().tolist() == [["x", "y"]]
    above = an.correlations(index, 1, 2, parents=True)
    assert above[["code", "with"]].to_numpy().tolist() == [["x", "p"], ["y", "p"], ["z", "q"]]
    assert len(an.correlations(index, 1, 2)) == 6
    assert above["correlation"].iloc[2] == pytest.approx(1)


@pytest.mark.parametrize(("method", "expected"), [("pearson", 39 / 42), ("spearman", 1.0), ("kendall", 1.0)])
def test_correlation_by_values_and_by_ranks(method: Any, expected: float) -> None:
    """Over the three units that have both: deviations -4, -1, 5 and -5, 1, 4 thirds."""
    x, y = np.array([1.0, 2.0, 4.0, np.nan]), np.array([1.0, 3.0, 4.0, 0.0])
    assert correlation(x, y, method) == pytest.approx(expected)


def test_correlation_with_ties_by_hand() -> None:
    """Of six pairs four agree, one is tied in x, one in y: tau-b = 4 / √(5 · 5)."""
    assert correlation(np.array([1.0, 1, 2, 3]), np.array([1.0, 2, 3, 3]), "kendall") == pytest.approx(4 / 5)


@pytest.mark.parametrize("y", [[1.0, 1, 1, 1], [1.0, 2, np.nan, np.nan]])
def test_correlation_is_unknown_where_nothing_differs_or_two_units_are_left(y: list[float]) -> None:
    assert np.isnan(correlation(np.arange(4.0), np.array(y)))


def test_flags(index: Index) -> None:
    found = an.flagged(index, high=0.5, low=0.1, weak=0.4)
    assert found.drop(columns="correlation").to_numpy().tolist() == [
        ["p", "x", "y", "negative"],
        ["p", "x", "p", "weak"],
    ]
    assert found["correlation"].tolist() == pytest.approx([0.0, 1562.5 / np.sqrt(6250 * 4328.125)])
    assert list(an.flagged(index, high=-0.1, low=-1, weak=-1)["flag"]) == ["high"]
    assert an.flagged(index, high=1.0, low=-1.0, weak=-1.0).empty


def test_correlations_with_denominators(index: Index) -> None:
    found = an.denominator_correlations(index)
    assert found[["code", "denominator", "divided"]].to_numpy().tolist() == [["x", "size", False], ["z", "size", True]]
    assert found["correlation"].tolist() == pytest.approx([1, -1])
    assert len(an.denominator_correlations(index, 0.0)) == 3
    assert an.denominator_correlations(build(DATA.drop(columns="size"), META, {"normalise": {}})).empty


def test_what_correlations_refuse(index: Index) -> None:
    message = refused(lambda: an.correlations(index, 4), DataError)
    assert message == "no element at level 4. Levels go from 1 (indicators) to 3 (top)."
    message = refused(lambda: an.correlations(index, 1, method="pearsn"), UnknownNameError)  # type: ignore[arg-type]
    assert message.startswith(
        "unknown correlation 'pearsn'. Did you mean 'pearson'? Methods are pearson, spearman, kendall"
    )
    assert "unknown step 'rw'. Did you mean 'raw'?" in refused(
        lambda: an.correlations(index, 1, stage="rw"), UnknownNameError
    )
    message = refused(lambda: an.correlations(index, 2, stage="raw"), UnknownNameError)
    assert message == "unknown indicator 'p'. Known are x, y, z."
    two = build(DATA.iloc[[0, 2]], META, {"normalise": {}})
    for make in (an.correlations, an.cronbach, an.effective_weights, an.flagged, an.denominator_correlations):
        arguments = (two, 1) if make is an.correlations else (two,)
        message = refused(lambda make=make, arguments=arguments: make(*arguments), DataError)
        assert message.endswith("need at least 3 units, there are 2. Bring more units.")
    assert refused(lambda: an.components(two), DataError).startswith(
        "components of p: PCA weights need at least 3 units"
    )


# ---- structure
def test_alpha_by_hand() -> None:
    """Variances 1 and 4, covariance 2: alpha = 2 (1 - 5 / 9)."""
    assert alpha(np.array([[1.0, 2], [2, 4], [3, 6], [np.nan, 5]])) == pytest.approx(8 / 9)
    assert np.isnan(alpha(np.array([[1.0], [2.0]])))
    assert np.isnan(alpha(np.array([[1.0, -1], [2, -2]])))


def test_alpha_of_every_aggregate(index: Index) -> None:
    found = an.cronbach(index)
    assert found["code"].tolist() == ["p", "q", "top"]
    assert found["parts"].tolist() == [2, 1, 2]
    assert found["alpha"].iloc[0] == pytest.approx(0.0, abs=1e-12)
    assert np.isnan(found["alpha"].iloc[1])
    assert an.cronbach(index, "raw")["code"].tolist() == ["p", "q"]


def test_components_by_hand(index: Index) -> None:
    """Two parts with correlation r have the eigenvalues 1 + |r| and 1 - |r|."""
    found = an.components(index)
    r = abs(np.corrcoef(index.scores["p"], index.scores["q"])[0, 1])
    top = found[found["code"] == "top"]
    assert_allclose(top["variance"], [1 + r, 1 + r, 1 - r, 1 - r])
    assert_allclose(top["share"], top["variance"] / 2)
    assert_allclose(top["cumulative"], [(1 + r) / 2, (1 + r) / 2, 1, 1])
    assert_allclose(top["vector"].abs(), np.sqrt(0.5))
    assert_allclose(top["loading"].to_numpy() ** 2, top["variance"] / 2)
    assert top["part"].tolist() == ["p", "q", "p", "q"]
    assert found[found["code"] == "q"][["component", "share", "vector"]].to_numpy().tolist() == [[1, 1, 1]]


@settings(max_examples=25)
@given(indices())
def test_components_and_shares_add_up(drawn: Drawn) -> None:
    index = drawn.build(weight={}, aggregate="arithmetic")
    found = an.components(index)
    for code, part in found.groupby("code"):
        J = len(index.tree.children[code])
        assert part.drop_duplicates("component")["variance"].sum() == pytest.approx(J)
        assert_allclose(part.groupby("part")["loading"].apply(lambda x: (x**2).sum()), 1.0)
    weights = an.effective_weights(index)
    assert_allclose(weights.groupby("parent")["importance"].sum(), 1)
    assert_allclose(weights.groupby("level")["importance_index"].sum(), 1)
    assert_allclose(weights.groupby("parent")["weight"].sum(), 1)
    assert_allclose(weights.groupby("level")["effective"].sum(), 1)


def test_weights_and_importance_by_hand(index: Index) -> None:
    found = an.effective_weights(index)
    assert found.index.tolist() == ["p", "q", "x", "y", "z"]
    assert found["weight"].tolist() == [0.5, 0.5, 0.25, 0.75, 1.0]
    assert found["effective"].tolist() == [0.5, 0.5, 0.125, 0.375, 0.5]
    r2 = {c: np.corrcoef(index.scores[c], index.scores["p"])[0, 1] ** 2 for c in "xy"}
    assert r2["x"] + r2["y"] == pytest.approx(1)
    assert found["importance"][["x", "y"]].tolist() == pytest.approx([r2["x"], r2["y"]])
    assert found["ratio"][["x", "y"]].tolist() == pytest.approx([4 * r2["x"], r2["y"] / 0.75])
    assert found["correlation"]["z"] == pytest.approx(1)
    message = refused(lambda: an.effective_weights(index, "ratios"), UnknownNameError)  # type: ignore[arg-type]
    assert message.startswith("unknown measure 'ratios'. Did you mean 'ratio'?")


def test_the_correlation_ratio_sees_what_is_bent() -> None:
    x = np.linspace(-1, 1, 21)
    assert correlation_ratio(x, np.abs(x)) > 0.9
    assert correlation_ratio(x, 2 - 3 * x) == pytest.approx(1)
    assert np.isnan(correlation_ratio(x[:5], x[:5]))
    assert np.isnan(correlation_ratio(np.ones(21), x))


def test_importance_by_the_correlation_ratio() -> None:
    """A constant weight of zero leaves the ratio unknown."""
    rng = np.random.default_rng(5)
    data = pd.DataFrame(rng.normal(size=(40, 3)), columns=["x", "y", "z"]).assign(unit=[f"u{k}" for k in range(40)])
    meta = META.iloc[:6].drop(columns=["denominator"]).assign(weight=[0.0, 3, 1, 1, 1, 1])
    found = an.effective_weights(build(data, meta, {"normalise": {}}), "ratio")
    assert np.isnan(found["ratio"]["x"])
    assert found["importance"]["y"] > 0.7
    assert_allclose(found.groupby("parent")["importance"].sum(), 1)


# ---- figures
def test_statistics_by_hand() -> None:
    data = DATA.assign(y=[0.0, 0.0, 0.0, 8.0, np.nan])
    found = an.statistics(build(data, META, {"screen": {"min_available": 0.5}, "normalise": {}})).loc["y"]
    assert found[["minimum", "maximum", "mean", "median", "sd"]].tolist() == [0, 8, 2, 0, 4]
    assert found[["skewness", "kurtosis"]].tolist() == pytest.approx([2, 4])
    assert found[["known", "nonzero", "distinct", "same"]].tolist() == [4, 1, 2, 3]
    assert found[["known_share", "nonzero_share", "distinct_share", "same_share"]].tolist() == [0.8, 0.25, 0.5, 0.75]
    assert found[["outliers", "few_known", "many_zeros", "few_distinct"]].tolist() == [False, False, True, False]


def test_treatment_by_hand() -> None:
    """One far value among eleven is brought in to the next, and then all passes."""
    data = pd.DataFrame({"unit": [f"u{k}" for k in range(11)], "x": [*map(float, range(10)), 90.0]})
    meta = pd.DataFrame({"code": ["x", "top"], "parent": ["top", ""]})
    found = an.treatment(build(data, meta, {"treat": {}, "normalise": {}})).loc["x"]
    assert not found["passed"]
    assert found[["points", "form"]].tolist() == [1, ""]
    assert found["skewness"] > 2 > abs(found["skewness_after"])
    assert found["passed_after"]
    logged = an.treatment(build(data, meta, {"treat": {"method": "boxcox"}, "normalise": {}})).loc["x"]
    assert logged["form"] == "boxcox"
    assert np.isfinite(logged["power"])
    message = refused(lambda: an.treatment(build(data, meta, {"normalise": {}})), UnknownNameError)
    assert message == "unknown step 'treat'. Did you mean 'raw'? Steps are raw, normalise."


# ---- without an element
def test_settings_of_single_elements_do_not_stop_a_removal() -> None:
    """Comparisons, importance and methods of what is left out go with it; the others stay as they were given."""
    wide = META.assign(parent=["p", "p", "p", "top", "top", "", "", ""])
    wide = wide[wide["code"] != "q"]
    pairs = ((1.0, 3.0, 5.0), (1 / 3, 1.0, 2.0), (0.2, 0.5, 1.0))
    recipes: list[dict[str, Any]] = [
        {"weight": {"at": {"p": "ahp"}, "ahp": {"p": pairs}}},
        {"weight": {"at": {"2": "ahp"}, "ahp": {"p": pairs}}, "aggregate": {"at": {"p": "geometric"}}},
        {"weight": {"method": "equal", "importance": {"x": 2.0, "z": 1.0}}, "aggregate": "topsis"},
    ]
    scale = {"range": [1, 100]}
    for recipe in recipes:
        index = build(DATA, wide, {"normalise": scale} | recipe)
        assert an.removal(index).index.tolist() == ["x", "y", "z"]
        assert uncertainty(index, 20).failed == {}
    index = build(DATA, wide, {"normalise": scale} | recipes[0])
    weights = index.replay({"remove": ["y"]}).weights["weight"]
    assert_allclose(weights[["x", "z"]], [5 / 6, 1 / 6])  # compared 5 to 1, whatever stood between them
    assert index.spec.recipe.weight.ahp["p"] == pairs
    each = {"p": ((1.0, 3.0), (1 / 3, 1.0)), "q": ((1.0,),), "top": ((1.0, 2.0), (0.5, 1.0))}
    judged = build(DATA, META, {"normalise": scale, "weight": {"method": "ahp", "ahp": each}})
    assert set(an.removal(judged).index) == {"x", "y", "z", "p", "q"}  # pillars, too
    wrong = {"weight": {"at": {"p": "ahp"}, "ahp": {"pp": pairs}}}
    assert "'pp'" in refused(lambda: build(DATA, wide, wrong), UnknownNameError)


def test_removal_by_hand(index: Index) -> None:
    """Ranks of the index: A B E D C; without q they are those of p: E A D B C."""
    found = an.removal(index)
    assert found.index.tolist() == ["p", "q", "x", "y", "z"]
    assert found.loc["q", ["mean", "max", "changed"]].tolist() == [1.2, 2, 0.8]
    assert found.loc["q", "moves"] == "B -2, E +2, A -1"
    assert found.loc["q", "correlation"] == pytest.approx(1 - 6 * 10 / 120)
    assert found.loc["z"].drop(["level", "parent"]).equals(found.loc["q"].drop(["level", "parent"]))
    assert an.removal(index, ["x"]).index.tolist() == ["x"]
    message = refused(lambda: an.removal(index, ["xx"]), UnknownNameError)
    assert message.startswith("unknown element 'xx'. Did you mean 'x'? Known are x, y, z, p, q, top.")
    assert "leaves no indicator" in refused(lambda: an.removal(index, ["top"]), DataError)


@settings(max_examples=15)
@given(indices(gaps=False))
def test_removing_is_what_building_again_without_it_gives(drawn: Drawn) -> None:
    index = drawn.build()
    for code in an.removal(index).index[::3]:
        again = index.replay({"remove": [code]})
        change = (index.ranks["top"] - again.ranks["top"]).abs()
        found = an.removal(index, [code]).loc[code]
        assert found["mean"] == pytest.approx(change.mean())
        assert found["max"] == change.max()


# ---- units
def test_strengths_and_weaknesses(index: Index) -> None:
    best = an.strengths(index, "A", 2)
    assert best.to_dict("records") == [
        {"code": "y", "name": "Why", "parent": "p", "rank": 1, "of": 5, "shared": 2, "value": 0.0, "unit": "%"},
        {"code": "z", "name": "Zed", "parent": "q", "rank": 1, "of": 5, "shared": 1, "value": 5.0, "unit": "USD"},
    ]
    assert an.weaknesses(index, "A", 1)["code"].tolist() == ["x"]
    assert an.weaknesses(index, "C", 1)[["code", "rank"]].to_numpy().tolist() == [["y", 5]]
    assert an.strengths(index, "E", 1, stage="normalise")["value"].tolist() == [100.0]


def test_strengths_leave_out_what_is_unknown(panel: Index) -> None:
    assert an.strengths(panel, "B", 3, year=2018)["code"].tolist() == ["y", "x"]
    assert an.strengths(panel, "B", 3)["of"].tolist() == [5, 5, 5]
    assert set(an.strengths(panel, "C", 3, year=2018)["of"]) == {4, 5}


def test_the_profile_of_a_unit(index: Index) -> None:
    found = an.profile(index, "D")
    assert found["code"].tolist() == ["top", "p", "q", "x", "y", "z"]
    assert found["name"].tolist() == ["All", "Pea", "Queue", "Ex", "Why", "Zed"]
    assert found["level"].tolist() == [3, 2, 2, 1, 1, 1]
    assert found["score"].tolist() == [40.625, 56.25, 25, 75, 50, 25]
    assert found["rank"].tolist() == [4, 3, 4, 2, 3, 4]
    assert found["shared"].tolist() == [1, 1, 1, 1, 2, 1]
    assert found["mean"].tolist() == [53.75, 57.5, 50, 50, 60, 50]


def test_the_profile_in_a_year_of_a_panel(panel: Index) -> None:
    early, late = an.profile(panel, "A", year=2018).set_index("code"), an.profile(panel, "A").set_index("code")
    assert early.loc["z", "score"] < late.loc["z", "score"] == 100
    assert late.loc["top", "rank"] == panel.ranks.loc[("A", 2020), "top"]


def test_what_questions_about_a_unit_refuse(index: Index, panel: Index) -> None:
    for ask in (an.strengths, an.weaknesses, an.profile):
        assert refused(lambda ask=ask: ask(index, "AA"), UnknownNameError).startswith(
            "unknown unit 'AA'. Did you mean 'A'?"
        )
        message = refused(lambda ask=ask: ask(panel, "A", year=2021), UnknownNameError)
        assert message == "unknown year '2021'. Did you mean '2020'? Known are 2018, 2019, 2020."
    assert refused(lambda: an.strengths(index, "A", 0), DataError) == "0 indicators asked for. Ask for one at least."
    assert "unknown step 'ra'" in refused(lambda: an.strengths(index, "A", stage="ra"), UnknownNameError)


# ---- tables of results
def test_results(index: Index) -> None:
    found = an.results(index)
    assert found.index.tolist() == ["A", "B", "E", "D", "C"]
    assert found.columns.tolist() == ["rank", "top", "p", "q"]
    assert found["rank"].tolist() == [1, 2, 3, 4, 5]
    assert an.results(index, "full", "ranks").loc["C"].tolist() == [5, 5, 3, 3, 5, 3]


def test_results_within_groups(index: Index) -> None:
    found = an.results(index, show="ranks", group="side")
    assert found["side"].tolist() == ["east", "east", "east", "west", "west"]
    assert found.index.tolist() == ["A", "E", "C", "B", "D"]
    assert found["top"].tolist() == [1, 2, 3, 1, 2]
    assert found["p"].tolist() == [2, 1, 3, 2, 1]
    message = refused(lambda: an.results(index, group="sides"), UnknownNameError)
    assert message == "unknown column of groups 'sides'. Did you mean 'side'? Columns of groups: side."
    assert "unknown level of results 'all'" in refused(lambda: an.results(index, "all"), UnknownNameError)  # type: ignore[arg-type]
    assert "Did you mean 'scores'?" in refused(lambda: an.results(index, show="score"), UnknownNameError)  # type: ignore[arg-type]


def test_results_of_a_panel_are_ranked_within_years(panel: Index) -> None:
    found = an.results(panel)
    assert found.index.get_level_values("time").tolist() == sorted([2018, 2019, 2020] * 5)
    assert found["rank"].tolist() == [1, 2, 3, 4, 5] * 3
    assert (found["rank"] == panel.ranks["top"].loc[found.index]).all()


# ---- years
def test_growth_and_slope_by_hand() -> None:
    years = np.array([2000.0, 2001.0, 2004.0])
    assert growth(np.array([np.nan, 1.0, 8.0]), years) == pytest.approx(1.0)
    assert np.isnan(growth(np.array([0.0, 1.0, 8.0]), years))
    assert np.isnan(growth(np.array([1.0, 2.0, -8.0]), years))
    assert np.isnan(growth(np.array([np.nan, 1.0, np.nan]), years))
    assert median_slope(np.array([0.0, 1.0, 10.0]), years) == 2.5
    assert median_slope(np.array([np.nan, 1.0, 10.0]), years) == 3.0
    assert np.isnan(median_slope(np.array([np.nan, 1.0, np.nan]), years))


def test_trends(panel: Index) -> None:
    found = an.trends(panel, "raw").set_index(["unit", "code"])
    assert found.loc[("A", "z"), "growth"] == pytest.approx(0.1)
    assert found.loc[("A", "z"), "slope"] == pytest.approx(1.05)
    assert found.loc[("B", "z"), ["available", "first", "latest"]].tolist() == [pytest.approx(2 / 3), 2019, 2020]
    assert found.loc[("C", "x"), ["growth", "slope"]].tolist() == [0, 0]
    assert an.trends(panel)["code"].unique().tolist() == ["top", "p", "q"]
    assert an.trends(panel, codes=["z"])["code"].unique().tolist() == ["z"]


def test_what_trends_refuse(index: Index, panel: Index) -> None:
    message = refused(lambda: an.trends(index), DataError)
    assert message == "trends need figures of two years at least; these are of one. Build the index on a panel."
    assert "unknown element 'zz'. Did you mean 'z'?" in refused(
        lambda: an.trends(panel, codes=["zz"]), UnknownNameError
    )
    assert "unknown step 'rw'" in refused(lambda: an.trends(panel, "rw"), UnknownNameError)


# ---- two versions
def test_comparing_two_versions(index: Index) -> None:
    other = index.replay({"remove": ["z"], "normalise": {"range": [0, 10]}, "weights": {"p": 2}, "impute": "mean"})
    found = an.compare(index, other)
    assert found.units.index.tolist() == ["A", "B", "E", "D", "C"]
    assert found.units["rank_other"].tolist() == [2, 4, 1, 3, 5]
    assert found.units["change"].tolist() == [-1, -2, 2, 1, 0]
    assert found.units.loc["A", ["score", "score_other", "difference"]].tolist() == [87.5, 7.5, -80.0]
    assert found.rank_correlation == pytest.approx(0.5)
    assert found.most(2).index.tolist() == ["B", "E"]
    differs = {s: (a, b) for s, a, b in found.settings.to_numpy().tolist()}
    assert differs["recipe.normalise.range"] == ([0.0, 100.0], [0.0, 10.0])
    assert differs["elements.p.weight"] == (1.0, 2.0)
    assert differs["elements.z"] == ("indicator", None)
    assert differs["elements.q"] == ("aggregate", None)
    assert differs["recipe.impute.method"] == (None, ["mean"])
    assert "recipe.aggregate.method" not in differs


def test_comparing_an_index_with_itself(index: Index) -> None:
    found = an.compare(index, index.replay({}))
    assert found.settings.empty
    assert [found.rank_correlation, found.score_correlation] == pytest.approx([1, 1])
    assert (found.units[["difference", "change"]] == 0).all(axis=None)
    assert found.only_this == found.only_other == ()


def test_comparing_indices_of_other_units(index: Index) -> None:
    some = build(DATA.iloc[1:], META, {"normalise": {}})
    assert an.compare(index, some).only_this == ("A",)
    assert an.compare(some, index).only_other == ("A",)
    others = build(DATA.assign(unit=list("VWXYZ")), META, {"normalise": {}})
    message = refused(lambda: an.compare(index, others), DataError)
    assert message == (
        "compare: the two score no unit in common; the first scores 'A', 'B', 'C' and 2 more. Compare like with like."
    )
