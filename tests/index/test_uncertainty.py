"""How far scores and ranks move: batches agree with building afresh, decompositions add up, failures are counted."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from each import check_each
from newind.errors import DataError, UnknownNameError
from newind.index import build, morris, sensitivity, sobol, uncertainty
from newind.index.choices import FACTORS, choices, combinations, positive, ranks, tree_scores
from newind.index.montecarlo import ends, quantiles
from newind.index.replicas import ReplicaTables, evaluate
from newind.index.variance import first_order, others

META = pd.DataFrame(
    {
        "code": ["a1", "a2", "b1", "b2", "b3", "a", "b", "top"],
        "parent": ["a", "a", "b", "b", "b", "top", "top", ""],
        "direction": [1, -1, 1, 1, -1, None, None, None],
        "weight": [1.0, 2, 1, 1, 3, 2, 1, 1],
    }
)


def figures(seed=0, units=14, gaps=3):
    """Return units that differ in what is behind two pillars, with an outlier and a few gaps."""
    rng = np.random.default_rng(seed)
    behind = rng.normal(size=(units, 2))
    values = np.exp(0.4 * behind[:, [0, 0, 1, 1, 1]] + 0.3 * rng.normal(size=(units, 5))) * [1, 20, 5, 100, 3]
    values[0, 2] *= 40
    for i, j in zip(rng.permutation(units)[:gaps], rng.integers(5, size=gaps), strict=True):
        values[i, j] = np.nan
    frame = pd.DataFrame(values, columns=["a1", "a2", "b1", "b2", "b3"])
    return frame.assign(unit=[f"u{k:02d}" for k in range(units)], block=["x", "y"] * (units // 2))


RECIPE = {"screen": {"min_available": 0.5}, "impute": "mean", "treat": {}, "normalise": {"range": [1, 100]}}


@pytest.fixture(scope="module")
def index():
    return build(figures(), META, RECIPE)


# ---- one batch is what building afresh gives
def test_changes_reach_the_tree(index):
    changed = index.replay({"weights": {"a": 6}, "remove": ["b2"]})
    assert_allclose(changed.weights["weight"][["a", "b", "b1", "b3"]], [6 / 7, 1 / 7, 1 / 4, 3 / 4])
    assert "b2" not in changed.scores
    assert index.tree.by_code["a"].weight == 2


@check_each("method", ["arithmetic", "geometric", "harmonic", "power"])
@check_each("scale", ["minmax", "zscore", "rank"])
def test_a_batch_agrees_with_building_afresh(index, method, scale):
    normalise = {"method": scale, "range": [1, 100], "mean": 50, "sd": 5}
    fresh = index.replay({"normalise": normalise, "aggregate": method, "weights": {"a1": 5, "b": 3}})
    own = {c: np.array([w, 2 * w]) for c, w in fresh.weights["weight"].items()}
    powers = {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0, "power": 0.5}
    p = dict.fromkeys(fresh.tree.aggregates, powers[method])
    got = tree_scores(fresh.stages["normalise"].values, own, fresh.tree, p)
    for code in fresh.tree.aggregates:
        assert_allclose(got[code][:, 0], fresh.scores[code], rtol=1e-12)
        assert_allclose(got[code][:, 1], got[code][:, 0], rtol=1e-12)


def test_exponents_may_differ_between_sets_of_weights(index):
    X, tree = index.stages["normalise"].values, index.tree
    own = {c: np.full(3, w) for c, w in index.weights["weight"].items()}
    p = np.array([1.0, 0.0, -1.0])
    got = tree_scores(X, own, tree, dict.fromkeys(tree.aggregates, p))["top"]
    for b, one in enumerate(p):
        alone = tree_scores(X, own, tree, dict.fromkeys(tree.aggregates, float(one)))["top"]
        assert_allclose(got[:, b], alone[:, b], rtol=1e-12)


def test_gaps_are_left_out_of_a_batch_as_of_an_index():
    gaps = build(figures(), META, RECIPE | {"impute": "none"})
    own = {c: np.array([w]) for c, w in gaps.weights["weight"].items()}
    got = tree_scores(gaps.stages["normalise"].values, own, gaps.tree, dict.fromkeys(gaps.tree.aggregates, 1.0))
    assert np.isnan(gaps.stages["normalise"].values).any()
    assert_allclose(got["top"][:, 0], gaps.scores["top"], rtol=1e-12)


def test_every_combination_is_what_building_afresh_gives(index):
    """Each cell of the factorial is an index that replay gives, whichever alternatives it has."""
    given = {
        "impute": ["median"], "treat": ["none"], "normalise": ["zscore", "percentile"], "weight": ["equal", "critic"],
        "aggregate": ["copeland", "topsis"], "remove": ["b2"],
    }  # fmt: skip
    found = sensitivity(index, given, of="rank")
    assert found.factors == FACTORS
    assert found.combinations == 2 * 2 * 3 * 3 * 3 * 2
    for at in np.random.default_rng(1).integers(found.values.shape[:-1], size=(25, 6)):
        labels = {f: found.levels[f][k] for f, k in zip(FACTORS, at, strict=True)}
        if labels["weight"] == "critic" and labels["remove"] != "none":
            continue  # weights from the figures are found before anything is left out
        changes = {f: m for f, m in labels.items() if m not in ("nominal", "none") or (f == "treat" and m == "none")}
        fresh = index.replay(changes).ranks["top"]
        assert found.values[tuple(at)].tolist() == fresh.tolist(), labels


def test_own_years_of_rows_that_are_screened_out_are_used_by_alternatives_too():
    """A unit's gap is filled from a year that is not scored, whether by the recipe or by an alternative."""
    years = pd.concat([figures(k, gaps=0).assign(time=2000 + k) for k in range(3)], ignore_index=True)
    years.loc[years["time"] == 2001, "a1"] = [np.nan, *range(1, 14)]
    years.loc[(years["time"] == 2002) & (years["unit"] == "u00"), ["b1", "b2", "b3"]] = np.nan
    recipe = RECIPE | {"screen": {"min_available": 0.7}}
    index = build(years, META, recipe)
    assert ("u00", 2002) not in index.scores.index
    tables = ReplicaTables(index, choices(index, {"impute": ["panel_linear"]}))
    fresh = index.replay({"impute": "panel_linear"}).stages["normalise"].values
    assert_allclose(tables.normalise_figures(("panel_linear", "nominal", "nominal")).values, fresh)
    left = years[~((years["time"] == 2002) & (years["unit"] == "u00"))]
    inside = build(left, META, recipe | {"impute": "panel_linear"})
    assert not np.allclose(inside.stages["normalise"].values, fresh)


@pytest.mark.parametrize("scale", ["nominal", "rank"])
def test_weights_from_figures_are_found_for_each_table(index, scale):
    tables = ReplicaTables(index, choices(index, {"weight": ["critic"], "normalise": ["rank"]}))
    own = tables.weights(("nominal", "nominal", scale), "critic")
    fresh = index.replay({"weight": "critic"} | ({} if scale == "nominal" else {"normalise": scale})).weights["weight"]
    assert_allclose([own[c] for c in fresh.index], fresh)


@check_each("aggregate", ["nominal", "arithmetic", "geometric", "harmonic"])
@check_each("weighting", ["entropy", "critic"])
def test_weights_found_together_are_those_of_each_table(index, aggregate, weighting):
    """A table in which an indicator is constant has none, and the others have theirs."""
    given = {"impute": ["median"], "treat": ["none", "log"], "normalise": ["zscore", "rank"], "weight": [weighting]}
    chosen = choices(index, given)
    keys = list(product(*(chosen.levels(f) for f in FACTORS[:3])))
    together, apart = (ReplicaTables(index, chosen) for _ in range(2))
    together.weigh_together(keys, weighting, aggregate)
    assert len(keys) == len(together._weights) == 18
    for key in keys:
        one, other = (tables.weights(key, weighting, aggregate) for tables in (together, apart))
        assert_allclose([one[c] for c in other], list(other.values()), rtol=1e-12)
    for tables in (together, apart):
        constant = tables._normalised[keys[3]].values.copy()
        constant[:, 2] = 50.0
        tables._normalised[keys[3]] = tables._normalised[keys[3]].put(constant)
        tables._weights.clear()
        tables._pillars.clear()
    together.weigh_together(keys, weighting, aggregate)
    for k, key in enumerate(keys):
        one, other = (tables.weights(key, weighting, aggregate) for tables in (together, apart))
        assert (one is None) == (k == 3)
        assert one == other
    assert together.why(keys[3], weighting, aggregate) == apart.why(keys[3], weighting, aggregate) != ""


# ---- ranks, quantiles, scales
def test_ranks_are_those_of_pandas_ties_at_the_better_one():
    rng = np.random.default_rng(3)
    S = rng.integers(4, size=(9, 30)).astype(float)
    S[2, :5] = np.nan
    groups = np.array([0, 1, 0, 1, 0, 1, 0, 1, 0])
    frame = pd.DataFrame(S)
    assert_allclose(ranks(S), frame.rank(ascending=False, method="min"))
    assert_allclose(ranks(S, groups), frame.groupby(groups).rank(ascending=False, method="min"))


def test_quantiles_are_values_that_were_drawn():
    drawn = np.arange(100.0)[None, ::-1]
    assert [q[0] for q in quantiles(drawn, (0.05, 0.5, 0.95, 1.0))] == [4, 49, 94, 99]
    few = np.array([[3.0, 1.0, 2.0, np.nan], [np.nan] * 4])
    (least, most) = quantiles(few, (0.05, 1.0))
    assert_allclose(least, [1.0, np.nan])
    assert_allclose(most, [3.0, np.nan])


@given(st.lists(st.integers(-5000, 5000), min_size=2, max_size=9, unique=True))
def test_a_scale_above_zero_keeps_the_order(values):
    X = np.array([values]) / 100
    found = positive(X)
    assert found.min() > 0
    assert (np.argsort(found) == np.argsort(X)).all()
    assert_allclose(positive(np.abs(X) + 1), np.abs(X) + 1)


# ---- Monte Carlo
def test_without_alternatives_and_noise_nothing_moves(index):
    still = dict.fromkeys(("impute", "treat", "normalise", "weight", "aggregate"), ())
    found = uncertainty(index, 40, alternatives=still | {"remove": False}, noise=0.0)
    for column in ("median", "low", "high", "mean"):
        assert_allclose(found.scores[column], index.scores["top"], rtol=1e-10)
        assert_allclose(found.ranks[column], index.ranks["top"].astype(float))
    assert (found.ranks["same"] == 1).all()
    assert found.failed == {}


def test_the_seed_decides_the_draw(index):
    one, same, other = (uncertainty(index, 200, seed=s) for s in (5, 5, 6))
    assert_allclose(one.samples, same.samples)
    assert not np.allclose(one.samples, other.samples)
    assert one.seed == 5


def test_intervals_hold_what_they_promise(index):
    found = uncertainty(index, 500, seed=2)
    ranks_, scores = found.ranks, found.scores
    assert (ranks_["low"] <= ranks_["median"]).all()
    assert (ranks_["median"] <= ranks_["high"]).all()
    inside = (found.rank_samples >= ranks_["low"].to_numpy()[:, None]) & (
        found.rank_samples <= ranks_["high"].to_numpy()[:, None]
    )
    assert (inside.mean(axis=1) >= 0.9).all()
    assert (scores["sd"] > 0).all()
    assert ranks_["low"].min() >= 1
    assert ranks_["high"].max() <= len(index.scores)
    order = index.scores["top"].sort_values().index
    assert found.beats(order[-1], order[0]) > 0.9
    assert found.beats(order[-1], order[0]) + found.beats(order[0], order[-1]) <= 1


def test_no_interval_of_scores_leaves_the_scale_of_the_index():
    """A z-score at the mean and spread of scores from 0 to 100 can be above 100: the interval ends there."""
    top = figures(gaps=0)
    top.loc[0, "a1":"b3"] = [*(1.2 * top[c].max() if c in ("a1", "b1", "b2") else 0.8 * top[c].min() for c in
                               ("a1", "a2", "b1", "b2", "b3"))]  # fmt: skip
    for settings, closed in (({}, True), ({"range": [1, 10]}, True), ("zscore", False)):
        index = build(top, META, RECIPE | {"normalise": settings})
        found = uncertainty(index, 200, seed=1)
        low, high = ends(index)
        assert np.isfinite([low, high]).all() == closed
        assert ((found.samples > high).any()) == closed  # beyond, before they are summarised
        assert found.scores[["low", "median", "high", "mean"]].to_numpy().max() <= high
        assert found.scores[["low", "median", "high", "mean"]].to_numpy().min() >= low
    assert ends(build(top, META, RECIPE | {"aggregate": "copeland"})) == (-np.inf, np.inf)


def test_wider_choices_widen_intervals(index):
    narrow = uncertainty(index, 400, alternatives=dict.fromkeys(FACTORS, ()) | {"remove": False}, noise=0.05)
    wide = uncertainty(index, 400, noise=0.5)
    width = lambda u: (u.ranks["high"] - u.ranks["low"]).sum()  # noqa: E731
    assert width(narrow) < width(wide)


def test_replications_that_fail_are_counted_with_the_reason(index):
    found = uncertainty(index, 300, alternatives={"impute": ["em", "median"], "normalise": [], "treat": []})
    (reason,) = found.failed
    assert reason.startswith("EM needs 3 rows an indicator; there are 14 rows for 5 indicators")
    assert 60 < found.failed[reason] < 140
    assert found.samples.shape[1] == 300 - found.failed[reason]
    assert "failed" in repr(found)


def test_a_unit_that_a_replication_cannot_score_takes_nothing_from_others():
    """One unit knows a single indicator: where that one is left out it has no score, and the others have theirs."""
    data = figures(gaps=0)
    data.loc[3, ["a2", "b1", "b2", "b3"]] = np.nan
    index = build(data, META, RECIPE | {"screen": None, "impute": "none"})
    found = uncertainty(index, 300)
    lost = np.isnan(found.samples).any(axis=1)
    assert lost.tolist() == [k == 3 for k in range(14)]
    assert 5 < np.isnan(found.samples[3]).sum() < 90
    assert found.failed == {}
    assert found.ranks.notna().all(axis=None)
    assert found.scores.notna().all(axis=None)


def test_an_imputation_that_fails_is_tried_once(index, monkeypatch):
    from newind.index import impute

    tried = []
    monkeypatch.setattr(impute, "expectation_maximisation", lambda values: tried.append(1) or _fails())
    monkeypatch.setattr(impute, "enough_for_em", lambda rows, indicators: True)
    found = uncertainty(index, 200, alternatives={"impute": ["em"]})
    assert len(tried) == 1
    assert sum(found.failed.values()) > 50


def _fails():
    raise DataError("EM did not settle")


def test_where_everything_fails_it_is_said(index):
    impossible = index.replay({"impute": "median"})
    tables = ReplicaTables(impossible, choices(impossible, {"aggregate": ["geometric"]}))
    tables.failed[("nominal", "nominal", "nominal")] = "no table"
    tables._normalised.clear()
    with pytest.raises(DataError, match="no table"):
        evaluate(tables, [("nominal", "nominal", "nominal")], "nominal", {})


def test_a_panel_is_ranked_within_its_years():
    two = pd.concat([figures(k).assign(time=2000 + k) for k in range(2)])
    panel = build(two, META, RECIPE)
    found = uncertainty(panel, 50)
    assert found.ranks["high"].max() <= 14
    assert found.ranks.index.names == ["unit", "time"]
    assert 0 <= found.beats("u01", "u02", 2000) <= 1
    with pytest.raises(UnknownNameError, match="unknown year 1999"):
        found.beats("u01", "u02", 1999)
    with pytest.raises(UnknownNameError, match="Did you mean 'u01'"):
        found.beats("U01", "u02")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"replications": 0}, "0 replications. Ask for one or more"),
        ({"noise": 1.0}, "noise is 1; it is a share"),
        ({"alternatives": {"normalize": ["rank"]}}, "unknown choice 'normalize'. Did you mean 'normalise'"),
        ({"alternatives": {"weight": ["entropie"]}}, "Did you mean 'entropy'"),
        ({"alternatives": {"aggregate": ["mean"]}}, "unknown aggregate method 'mean'"),
        ({"alternatives": {"normalise": ["zscores"]}}, "Did you mean 'zscore'"),
        ({"alternatives": {"remove": ["b9"]}}, "unknown indicator 'b9'"),
    ],
)
def test_choices_that_make_no_sense_are_refused(index, settings, message):
    with pytest.raises((DataError, UnknownNameError), match=message):
        uncertainty(index, **{"replications": 20, **settings})


# ---- exact variance decomposition
@given(st.integers(0, 10_000))
def test_shares_of_variance_add_up(seed):
    """First-order parts, and what factors do together, are the variance; totals are no smaller than first orders."""
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(3, 2, 4, 5)) + rng.normal(size=(3, 1, 1, 5))
    whole = values.reshape(-1, 5).var(axis=0)
    first = [first_order(values, k) for k in range(3)]
    total = [whole - others(values, k) for k in range(3)]
    pairs = sum(_pair(values, a, b, first) for a, b in ((0, 1), (0, 2), (1, 2)))
    triple = whole - sum(first) - pairs
    assert (np.array(first) >= -1e-12).all()
    assert (np.array(total) >= np.array(first) - 1e-12).all()
    assert (triple >= -1e-12).all()
    assert_allclose(total[0], first[0] + _pair(values, 0, 1, first) + _pair(values, 0, 2, first) + triple, atol=1e-12)


def _pair(values, a, b, first):
    """Return the variance that two of three factors account for together beyond what each does alone."""
    (rest,) = {0, 1, 2} - {a, b}
    return values.mean(axis=rest).reshape(-1, values.shape[-1]).var(axis=0) - first[a] - first[b]


def test_an_additive_outcome_has_no_interactions():
    values = np.zeros((3, 4, 2)) + np.array([0.0, 1, 5])[:, None, None] + np.array([0.0, 2, 3, 9])[None, :, None]
    whole = values.reshape(-1, 2).var(axis=0)
    assert_allclose(first_order(values, 0) + first_order(values, 1), whole)
    assert_allclose(whole - others(values, 0), first_order(values, 0))


def test_shares_of_an_index(index):
    found = sensitivity(index, {"normalise": ["rank"], "aggregate": ["geometric"], "treat": ["none"], "remove": False})
    assert_allclose(found.overall["first"].sum(), 1)
    assert (found.overall["total"].dropna() >= found.overall["first"].drop("together") - 1e-12).all()
    assert (found.first.sum(axis=1, min_count=1).dropna() <= 1 + 1e-12).all()
    own = found.shift.query("alternative == 'nominal' or alternative == 'none'").query("factor != 'treat'")
    assert (own["shift"] == 0).all()
    assert "combinations" in repr(found)
    scores = sensitivity(index, {"normalise": ["rank"], "aggregate": []}, of="score")
    assert scores.values.shape[-1] == len(index.scores)


def test_alternatives_that_fail_are_dropped_by_name(index):
    found = sensitivity(index, {"impute": ["em", "median"], "treat": [], "normalise": [], "remove": False})
    assert list(found.dropped) == ["impute em"]
    assert "EM needs 3 rows" in found.dropped["impute em"]
    assert found.levels["impute"] == ("nominal", "median")


def test_too_many_combinations_and_none_are_refused(index):
    many = {"remove": True, "normalise": ["rank", "zscore", "percentile", "borda", "distance_to_max"]}
    many |= {"weight": ["equal", "entropy", "critic", "pca"], "treat": ["none", "log", "boxcox"]}
    big = build(_wide(400), _wide_meta(400), {"screen": None})
    with pytest.raises(DataError, match="combinations, more than 200,000"):
        sensitivity(big, many | {"impute": [], "aggregate": ["geometric", "harmonic", "topsis", "copeland"]})
    with pytest.raises(DataError, match="no choice has two alternatives"):
        sensitivity(index, dict.fromkeys(FACTORS[:-1], ()) | {"remove": False})
    assert len(combinations(choices(index))) == choices(index).size


def _wide(columns):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.uniform(1, 2, (6, columns)), columns=[f"i{k}" for k in range(columns)])
    return frame.assign(unit=list("abcdef"))


def _wide_meta(columns):
    rows = [(f"i{k}", "top") for k in range(columns)] + [("top", "")]
    return pd.DataFrame(rows, columns=["code", "parent"])


# ---- continuous choices
def test_sobol_indices_of_a_weighted_mean_follow_the_formula():
    """One unit's score with two parts is nearly linear in the share of the first: both weights matter alike."""
    index = build(figures(gaps=0), META, RECIPE)
    found = sobol(index, "u03", noise=0.1, samples=512)
    assert found.runs == (2 + 2) * 512
    assert list(found.table.index) == ["a", "b"]
    assert_allclose(found.table["S1"], 0.5, atol=0.06)
    assert_allclose(found.table["ST"].sum(), 1, atol=0.06)


def test_half_widths_of_sobol_indices_follow_from_the_seed():
    index = build(figures(gaps=0), META, RECIPE)
    for seed in (0, 1):
        one, other = (sobol(index, "u03", samples=8, seed=seed).table for _ in range(2))
        assert_allclose(one, other, rtol=0)


def test_morris_finds_the_sign_of_an_effect():
    index = build(figures(gaps=0), META, RECIPE)
    gap = index.scores.loc["u03", "a"] - index.scores.loc["u03", "b"]
    table = morris(index, "u03", noise=0.3).table
    assert np.sign(table.loc["a", "mu"]) == np.sign(gap)
    assert np.sign(table.loc["b", "mu"]) == -np.sign(gap)
    assert_allclose(table["mu_star"], table["mu"].abs())
    assert morris(index, elements=["a1", "b1"]).of == "mean absolute shift of ranks"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda i: sobol(i, samples=100), "powers of two"),
        (lambda i: sobol(i, noise=0.0), "noise is 0"),
        (lambda i: morris(i, elements="a9"), "unknown element 'a9'. Did you mean 'a'"),
        (lambda i: sobol(i, "nobody"), "unknown unit 'nobody'"),
    ],
)
def test_continuous_choices_that_make_no_sense_are_refused(index, call, message):
    with pytest.raises((DataError, UnknownNameError), match=message):
        call(index)
