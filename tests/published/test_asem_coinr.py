"""The worked example of COINr 1.1.14 on the ASEM data: every deterministic table that it prints, from our own build.

COINr keeps values with the last bits that its own arithmetic left; the stored tables have 15 digits. Of TolMin this
tells: COINr counts 42 different values and breaks ties that the stored figures have.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from newind.errors import DataError
from newind.index import Index, aggregate, analysis as an, build

Read = Callable[[str], pd.DataFrame]
RECIPE: dict[str, Any] = {
    "denominate": {},
    "impute": {"method": "group_mean", "group": "EurAsia_group"},
    "screen": {"min_available": 0.9},
    "treat": {},
    "normalise": {},
    "weight": {},
    "aggregate": {},
}
STAGES = {
    "raw": "Raw",
    "denominate": "Denominated",
    "impute": "Imputed",
    "screen": "Screened",
    "treat": "Treated",
    "normalise": "Normalised",
}
SCALES: dict[str, dict[str, Any]] = {
    "minmax": {"method": "minmax", "range": [0, 100]},
    "zscore": {"method": "zscore", "mean": 10, "sd": 2},
    "dist2max": {"method": "distance_to_max"},
}
RANKED = {"rank": "rank", "borda": "borda", "prank": "percentile"}
MEANS: dict[str, Any] = {
    "amean": "arithmetic",
    "gmean": "geometric",
    "hmean": "harmonic",
    "genmean_p-0.5": {"method": "power", "power": -0.5},
}
CORRELATED = [
    ("L1_L2_parent", (1, 2), "pearson"),
    ("L2_L3_all", (2, 3), "pearson"),
    ("L2_L3_spearman", (2, 3), "spearman"),
    ("L2_L3_kendall", (2, 3), "kendall"),
    ("L3_L4", (3, 4), "pearson"),
]
RESULTS = ("aggs_ranks", "aggs_scores_2dp", "full_scores", "groupranks_EurAsia")
OTHERS = [
    "cronbach",
    "denom_corr",
    "eff_weights",
    "weights_original",
    "outrank_pillars",
    "pca_L1_variance",
    "pca_L1_weights",
    "purse_aggregated",
    "strengths_GBR",
    "weaknesses_GBR",
    "treat_details",
    "trends_index",
    "trends_raw_CAGR",
    "unit_summary_IND",
]
EXACT, ROUNDED = 1e-9, 0.005 + 1e-9
TIED = {"BGR", "CZE", "GRC"}, {"NOR", "JPN"}
"""Units that have the same TolMin in the data, and that COINr tells apart by the last bit."""


@pytest.fixture(scope="module")
def read(shared: Path) -> Read:
    """Return a reader of the example's tables."""
    return lambda name: pd.read_parquet(shared / "indices" / "asem" / f"{name}.parquet")


@pytest.fixture(scope="module")
def index(read: Read) -> Index:
    """Return the index of the example."""
    return build(read("ASEM_iData"), read("ASEM_iMeta"), RECIPE)


@pytest.fixture(scope="module")
def panel(read: Read) -> Index:
    """Return the index of the example's five years: COINr treats each by itself and normalises all together."""
    recipe = {"screen": {"min_available": 0.9}, "treat": {"by_year": True}, "normalise": {}}
    return build(read("ASEM_iData_p"), read("ASEM_iMeta"), recipe)


def alike(got: pd.DataFrame, expected: pd.DataFrame, rtol: float = EXACT, atol: float = 0.0) -> None:
    """Check that two frames agree, whatever the order of rows and columns; NaN only where both have it."""
    assert sorted(got.index) == sorted(expected.index)
    assert set(expected.columns) <= set(got.columns)
    told = got.loc[expected.index, list(expected.columns)].to_numpy(dtype=np.float64, na_value=np.nan)
    assert_allclose(told, expected.to_numpy(dtype=np.float64), rtol=rtol, atol=atol)


# ---- the steps
@pytest.mark.parametrize("step", STAGES)
def test_figures_after_every_step(step: str, index: Index, read: Read) -> None:
    alike(index.stage(step), read(f"exp_coin_{STAGES[step]}").set_index("uCode"), atol=1e-12)


def test_scores_of_all_60_elements(index: Index, read: Read) -> None:
    expected = read("exp_coin_Aggregated").set_index("uCode")
    assert expected.shape == (51, 60)
    alike(index.scores, expected, atol=1e-12)


def test_the_first_five(index: Index) -> None:
    first = index.scores["Index"].sort_values(ascending=False).head(5).round(4)
    assert first.to_dict() == {"CHE": 68.3837, "NLD": 64.8195, "DNK": 64.8041, "NOR": 64.4678, "BEL": 63.5395}


def test_scoring_the_same_rows_gives_the_same_scores(index: Index, read: Read) -> None:
    assert (index.score(read("ASEM_iData"))[list(index.scores)].to_numpy() == index.scores.to_numpy()).all()


def test_details_of_treatment(index: Index, read: Read) -> None:
    told, expected = an.treatment(index), read("exp_treat_details").set_index("iCode")
    expected = expected.loc[told.index]
    assert_allclose(told["skewness"], expected["check_SkewKurt0.Skew"], rtol=EXACT)
    assert_allclose(told["kurtosis"], expected["check_SkewKurt0.Kurt"], rtol=EXACT)
    assert list(told["passed"]) == list(expected["check_SkewKurt0.Pass"])
    assert list(told["points"]) == list(expected["winsorise.nwin"].fillna(0))
    again = ~told["passed"]
    assert again.sum() == expected["check_SkewKurt1.Skew"].notna().sum() == 15
    assert_allclose(told["skewness_after"][again], expected["check_SkewKurt1.Skew"][again], rtol=EXACT)
    assert_allclose(told["kurtosis_after"][again], expected["check_SkewKurt1.Kurt"][again], rtol=EXACT)
    assert list(told["passed_after"][again]) == list(expected["check_SkewKurt1.Pass"][again].astype(bool))
    assert set(told["form"]) == {""}


# ---- other normalisations and aggregations, of the same treated figures
@pytest.mark.parametrize(
    ("name", "settings"),
    SCALES.items(),
)
def test_normalisations(name: str, settings: dict[str, Any], index: Index, read: Read) -> None:
    got = index.replay({"normalise": settings}).stage("normalise")
    alike(got, read(f"exp_norm_n_{name}").set_index("uCode"), atol=1e-12)


@pytest.mark.parametrize(("name", "method"), RANKED.items())
def test_normalisations_by_rank(name: str, method: str, index: Index, read: Read) -> None:
    got = index.replay({"normalise": {"method": method, "range": [0, 1]}}).stage("normalise")
    expected = read(f"exp_norm_n_{name}").set_index("uCode").astype(float).loc[got.index, list(got)]
    alike(got.drop(columns="TolMin"), expected.drop(columns="TolMin"))
    differs = got.index[np.abs(got["TolMin"] - expected["TolMin"]) > EXACT]
    assert set(differs) == {"BGR", "CZE", "NOR"}
    for units in TIED:
        assert index.stage("raw")["TolMin"][list(units)].nunique() == 1
        assert expected["TolMin"][list(units)].nunique() == 2
        assert got["TolMin"][list(units)].unique() == expected["TolMin"][list(units)].min()


def test_goalposts_of_10_and_50_on_figures_turned_by_direction(read: Read) -> None:
    meta = read("ASEM_iMeta")
    turned = meta["Direction"].fillna(1) < 0
    posts = meta.assign(goalpost_low=np.where(turned, -50.0, 10.0), goalpost_high=np.where(turned, -10.0, 50.0))
    got = build(read("ASEM_iData"), posts, RECIPE | {"normalise": "goalposts"}).stage("normalise")
    alike(got, read("exp_norm_n_scaled").set_index("uCode"), rtol=EXACT)


def test_fraction_of_the_maximum_where_higher_is_better(index: Index, read: Read) -> None:
    """Turned figures have no maximum above zero: COINr divides by it (Tariff: infinite), here it is refused."""
    expected = read("exp_norm_n_fracmax").set_index("uCode")
    lower = [e.code for e in index.spec.indicator_elements if e.direction == "lower"]
    with pytest.raises(DataError, match="fraction of the maximum needs a maximum above zero: 'CostImpEx'"):
        index.replay({"normalise": "fraction_of_max"})
    assert np.isinf(expected["Tariff"]).any()
    got = index.replay({"normalise": "fraction_of_max", "screen": None, "remove": lower}).stage("normalise")
    assert got.shape == (51, 35)
    alike(got, expected.drop(columns=lower))


@pytest.mark.parametrize(
    ("name", "settings"),
    MEANS.items(),
)
def test_means_of_figures_from_1_to_100(name: str, settings: Any, index: Index, read: Read) -> None:
    got = index.replay({"normalise": {"range": [1, 100]}, "aggregate": settings}).scores
    alike(got, read(f"exp_agg_minmax1_100_a_{name}").set_index("uCode"))


def test_outranking_of_pillars(index: Index, read: Read) -> None:
    expected = read("exp_outrank_pillars").set_index("uCode")
    X = index.scores.loc[expected.index, list(index.tree.pillars)].to_numpy()
    assert list(expected.index) == list(expected.columns)
    assert_allclose(aggregate.outranking(X, np.ones(8)), expected, rtol=EXACT)


# ---- the panel
def test_scores_of_the_panel(panel: Index, read: Read) -> None:
    expected = read("exp_purse_aggregated").set_index(["uCode", "Time"])
    assert len(expected) == 230
    alike(panel.scores, expected)


def test_trends_of_the_index(panel: Index, read: Read) -> None:
    expected = read("exp_trends_index").set_index("Trends.uCode")
    got = an.trends(panel, codes=["Index"]).set_index("unit")
    assert sorted(got.index) == sorted(expected.index)
    got = got.loc[expected.index]
    assert_allclose(got["growth"], expected["Trends.CAGR"], rtol=EXACT, atol=1e-12)
    assert list(got["available"]) == list(expected["Trends.Avail"])
    assert list(got["first"]) == list(expected["Trends.t_first"])
    assert list(got["latest"]) == list(expected["Trends.t_latest"])


def test_trends_of_figures(read: Read) -> None:
    given = build(read("ASEM_iData_p"), read("ASEM_iMeta"), {"screen": {"min_available": 0.9}, "normalise": {}})
    expected = read("exp_trends_raw_CAGR").set_index(["Trends.uCode", "Trends.iCode"])
    got = an.trends(given, "raw", ["Flights", "LPI"]).set_index(["unit", "code"]).loc[expected.index]
    assert_allclose(got["growth"], expected["Trends.CAGR"], rtol=EXACT)


# ---- tables of results
def test_table_of_aggregates(index: Index, read: Read) -> None:
    expected = read("exp_results_aggs_scores_2dp").set_index("uCode").rename(columns={"Rank": "rank"})
    got = an.results(index)
    assert list(got.index) == list(expected.index)
    assert list(got) == list(expected)
    alike(got, expected, rtol=0, atol=ROUNDED)


def test_table_of_everything(index: Index, read: Read) -> None:
    expected = read("exp_results_full_scores").set_index("uCode").rename(columns={"Rank": "rank"})
    got = an.results(index, "full")
    assert list(got.index) == list(expected.index)
    assert set(got) == set(expected)
    alike(got, expected, rtol=0, atol=ROUNDED)


def test_table_of_ranks(index: Index, read: Read) -> None:
    expected = read("exp_results_aggs_ranks").set_index("uCode")
    got = an.results(index, show="ranks")
    assert list(got.index) == list(expected.index)
    alike(got, expected)
    alike(index.ranks, expected)


def test_table_of_ranks_within_groups(index: Index, read: Read) -> None:
    expected = read("exp_results_groupranks_EurAsia").set_index("uCode")
    got = an.results(index, show="ranks", group="EurAsia_group")
    assert list(got.index) == list(expected.index)
    assert list(got["EurAsia_group"]) == list(expected["EurAsia_group"])
    alike(got, expected.drop(columns="EurAsia_group"))


# ---- analysis
@pytest.mark.parametrize(
    ("name", "levels", "method"),
    CORRELATED,
)
def test_correlations(name: str, levels: tuple[int, int], method: Any, index: Index, read: Read) -> None:
    """Ranks of pillars do not depend on the last bit of TolMin."""
    expected = read(f"exp_corr_{name}").set_index(["Var2", "Var1"])["Correlation"]
    got = an.correlations(index, *levels, method).set_index(["code", "with"])["correlation"]
    if name == "L3_L4":
        assert got.round(4).to_dict() == {("Conn", "Index"): 0.9398, ("Sust", "Index"): 0.8383}
    assert sorted(got.index) == sorted(expected.index)
    assert_allclose(got.loc[expected.index], expected, rtol=EXACT, atol=1e-12)


@pytest.mark.parametrize(("name", "flag"), [("high", "high"), ("low", "negative")])
def test_flags_of_correlations(name: str, flag: str, index: Index, read: Read) -> None:
    found = an.flagged(index, high=0.75, low=-0.5)
    found = found[found["flag"] == flag]
    got = {(p, *sorted([a, b])): r for p, a, b, r in found[["parent", "code", "with", "correlation"]].to_numpy()}
    expected = {(g, *sorted([a, b])): r for g, a, b, r in read(f"exp_corr_flags_{name}").to_numpy()}
    assert got.keys() == expected.keys()
    assert_allclose(list(got.values()), [expected[key] for key in got], atol=0.0005)


def test_correlations_with_denominators(index: Index, read: Read) -> None:
    got = an.denominator_correlations(index, 0.7).set_index(["code", "denominator"])["correlation"]
    expected = read("exp_denom_corr").set_index(["Ind", "Denom"])["Corr"]
    assert sorted(got.index) == sorted(expected.index)
    assert_allclose(got.loc[expected.index], expected, atol=ROUNDED)


def test_cronbachs_alpha(index: Index, read: Read) -> None:
    got = an.cronbach(index).set_index("code")["alpha"]
    expected = read("exp_cronbach").set_index("Group")["alpha"].rename(lambda name: name.removesuffix("_pillars"))
    assert set(expected.index) == set(index.tree.aggregates) - {"Index"}
    assert_allclose(got[expected.index], expected, rtol=EXACT)
    assert got[["Social", "SusEcFin"]].round(4).to_dict() == {"Social": 0.8857, "SusEcFin": -0.3768}


def test_principal_components(index: Index, read: Read) -> None:
    """Signs of eigenvectors are arbitrary in R; here entries sum to at least zero."""
    found = an.components(index)
    variance = found.drop_duplicates(["code", "component"]).set_index(["code", "component"])
    expected = read("exp_pca_L1_variance").set_index(["Group", "PC"])
    assert len(expected) == 49
    assert_allclose(np.sqrt(variance.loc[expected.index, "variance"]), expected["sdev"], rtol=EXACT)
    assert_allclose(variance.loc[expected.index, "share"], expected["share"], rtol=EXACT)
    weights = read("exp_pca_L1_weights")
    first = found[found["component"] == 1].set_index("part")["vector"]
    sign = np.where(weights.groupby("Group")["wt"].transform("sum") < 0, -1.0, 1.0)
    assert_allclose(first[weights["iCode"]], sign * weights["wt"], rtol=EXACT)


def test_weights_as_given_and_effective(index: Index, read: Read) -> None:
    expected = read("exp_eff_weights").set_index("iCode")
    assert len(expected) == 60
    assert_allclose(index.weights["effective"][expected.index], expected["EffWeight"], rtol=EXACT)
    assert list(index.weights["level"][expected.index]) == list(expected["Level"])
    below = expected.drop("Index")
    assert_allclose(an.effective_weights(index)["effective"][below.index], below["EffWeight"], rtol=EXACT)
    given = read("exp_weights_original").set_index("iCode")
    assert {c: index.tree.by_code[c].weight for c in given.index} == given["Weight"].to_dict()
    assert {c: index.tree.level[c] for c in given.index} == given["Level"].to_dict()


NAMES = {
    "Min": "minimum",
    "Max": "maximum",
    "Mean": "mean",
    "Median": "median",
    "Std": "sd",
    "Skew": "skewness",
    "Kurt": "kurtosis",
    "N.Avail": "known",
    "N.NonZero": "nonzero",
    "N.Unique": "distinct",
    "N.Same": "same",
    "Frc.Avail": "known_share",
    "Frc.NonZero": "nonzero_share",
    "Frc.Unique": "distinct_share",
    "Frc.Same": "same_share",
}
MARKS = {
    "Flag.Avail": "few_known",
    "Flag.NonZero": "many_zeros",
    "Flag.Unique": "few_distinct",
    "Flag.SkewKurt": "outliers",
}


@pytest.mark.parametrize(("name", "step", "distinct"), [("raw", "raw", 42), ("normalised", "normalise", 41)])
def test_statistics(name: str, step: str, distinct: int, index: Index, read: Read) -> None:
    """COINr rounds to three significant digits, and counts the values of TolMin that differ in the last bit."""
    expected = read(f"exp_stats_{name}").set_index("iCode")
    got = an.statistics(index, step).loc[expected.index]
    assert expected.loc["TolMin", "N.Unique"] == distinct
    assert got.loc["TolMin", "distinct"] == 40
    for theirs, ours in NAMES.items():
        rows = expected.index.drop("TolMin") if "Unique" in theirs else expected.index
        shown = expected.loc[rows, theirs].to_numpy(dtype=float)
        size = np.floor(np.log10(np.where(shown == 0, 1.0, np.abs(shown))))
        half = 0.0 if theirs.startswith("N.") else 0.5 * 10 ** (size - 2) * (1 + 1e-9)
        assert (np.abs(got.loc[rows, ours].to_numpy(dtype=float) - shown) <= half).all(), theirs
    for theirs, ours in MARKS.items():
        assert list(got[ours]) == list(expected[theirs] != "ok"), theirs


@pytest.mark.parametrize(("name", "find"), [("strengths", an.strengths), ("weaknesses", an.weaknesses)])
def test_strengths_and_weaknesses(name: str, find: Callable[..., pd.DataFrame], index: Index, read: Read) -> None:
    expected = read(f"exp_{name}_GBR").set_index("Code")
    got = find(index, "GBR", 5).set_index("code")
    assert sorted(got.index) == sorted(expected.index)
    got = got.loc[expected.index]
    assert list(got["rank"]) == list(expected["Rank"])
    assert list(got["parent"]) == list(expected["Pillar"])
    assert list(got["name"]) == list(expected["Name"])
    assert list(got["unit"]) == list(expected["Unit"])
    assert [float(f"{v:.3g}") for v in got["value"]] == list(expected["Value"])


def test_profile_of_a_unit(index: Index, read: Read) -> None:
    expected = read("exp_unit_summary_IND").set_index("Code")
    got = an.profile(index, "IND").set_index("code")
    assert list(got.index[:11]) == list(expected.index)
    got = got.loc[expected.index]
    assert list(got["name"]) == list(expected["Name"])
    assert list(got["rank"]) == list(expected["Rank"])
    assert_allclose(got["score"], expected["Score"], atol=ROUNDED)


def test_no_table_is_forgotten(shared: Path) -> None:
    """Beside those of test_asem_weights: weights drawn at random, and found by a search that may go negative."""
    there = {path.stem for path in (shared / "indices" / "asem").glob("exp_*.parquet")}
    elsewhere = {name for name in there if name.startswith(("exp_noisy_weights", "exp_opt_weights"))}
    here = {
        *(f"exp_coin_{name}" for name in (*STAGES.values(), "Aggregated")),
        *(f"exp_norm_n_{name}" for name in (*SCALES, *RANKED, "scaled", "fracmax")),
        *(f"exp_agg_minmax1_100_a_{name}" for name in MEANS),
        *(f"exp_corr_{name}" for name, _, _ in CORRELATED),
        *(f"exp_corr_flags_{name}" for name in ("high", "low")),
        *(f"exp_stats_{name}" for name in ("raw", "normalised")),
        *(f"exp_results_{name}" for name in RESULTS),
        *(f"exp_{name}" for name in OTHERS),
    }
    assert here == there - elsewhere
    assert len(elsewhere) == 3
