"""Who gains when whom grows: the accounts with loops, the model solved directly, ranges over every corner."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose

import newind as ni
from explicit import added, inverse
from newind.accounts.accounts import Accounts
from newind.analyses.circulation import gains
from newind.analyses.circulation.gains import COLUMNS, DIRECTIONS, TERMS, direction, growth_effects, terms_of_trade
from newind.errors import DataError, UnknownNameError
from newind.testing import economies

THETA, SIGMA = "trade_elasticity", ("substitution_inputs", "substitution_value_added", "substitution_final")


@pytest.fixture(scope="module")
def world() -> Accounts:
    return ni.load("world", year=2009)


@settings(max_examples=15)
@given(economies(min_regions=2, max_regions=3, max_industries=3))
def test_what_more_final_demand_of_one_brings_the_others(w):
    B, (_, v) = inverse(w), added(w)
    found = gains.home_value(w).T
    for g in range(w.R):
        grown = w.Y3.reshape(w.n, w.R).copy()
        grown[:, g] *= 1.01
        more = v * (B @ grown.sum(axis=1)) - v * (B @ w.Y3.reshape(w.n, w.R).sum(axis=1))
        for r in range(w.R):
            expected = more[r * w.S : (r + 1) * w.S].sum()
            assert_allclose(0.01 * found[r, g], expected, rtol=1e-6, atol=1e-9 * w.x.max())


def test_the_accounts_side_adds_up(world):
    found = growth_effects(world, growth=0.02, parameters={THETA: 4.0, **dict.fromkeys(SIGMA, 0.8)})
    assert_allclose(found.value_added.sum(axis=0), 0.02 * world.Yr.sum(axis=0), rtol=1e-9)
    assert_allclose(found.value_added.sum(axis=1), 0.02 * world.gdp, rtol=1e-9)
    assert found.real_income.shape == (1, 20, 20)
    table = found.table()
    assert len(table) == 400
    assert table["value_per_hour"].isna().groupby(table["region"]).all().to_dict()["ROW"]
    assert table[table["region"] == "CHN"]["value_per_hour"].notna().all()
    assert set(table[~table["named"]]["grows"]) == {"REU", "ROW"}


def test_ranges_are_the_corners_solved_one_by_one(world):
    table = growth_effects(world, ["CHN", "USA"], 0.01, ["DEU", "CHN"]).table()
    w, every = world, {}
    for name in (THETA, *SIGMA):
        from newind.equilibrium.assumptions import Assumptions

        every[name] = Assumptions("medium", {}).range(name)
    cases = [{}] + [{THETA: theta, **{n: every[n][end] for n in SIGMA}} for theta in every[THETA] for end in (0, 1)]
    for grows in ("DEU", "CHN"):
        solved = [
            ni.simulate(w, ni.Shock("productivity", 0.01, region=grows), "medium", case).welfare for case in cases
        ]
        for region in ("CHN", "USA"):
            row = table[(table["region"] == region) & (table["grows"] == grows)].iloc[0]
            values = [s[w.regions.index(region)] for s in solved]
            assert_allclose([row["real_income_low"], row["real_income_high"]], [min(values), max(values)], atol=1e-10)
            if min(values) * max(values) > 0:
                assert_allclose(row["real_income"], values[0], atol=1e-10)
                assert row["direction"] == ("gains" if min(values) > 0 else "loses")
            else:
                assert np.isnan(row["real_income"])
                assert row["direction"] == "unclear"
                assert row["direction_zh"] == "方向不明"


def test_terms_of_trade_are_those_that_the_decomposition_integrates(world):
    for grows in ("CHN", "DEU", "RUS"):
        s = ni.simulate(world, ni.Shock("productivity", 0.01, region=grows), "medium")
        exact = s.decomposition.components["terms of trade"]
        assert_allclose(terms_of_trade(s), exact, rtol=0.05, atol=1.5e-5)
        r = world.regions.index(grows)
        assert terms_of_trade(s)[r] < 0


def test_terms_of_trade_of_an_economy_without_trade_are_zero(world):
    alone = world.aggregate(regions={"CHN": "*"})
    assert_allclose(terms_of_trade(ni.simulate(alone, ni.Shock("productivity", 0.01, region="CHN"))), [0.0])


def test_terms_of_trade_by_hand():
    """Prices of the exporter fall by 10 %: what it sells abroad buys so much less, relative to its final demand."""

    class Priced:
        baseline = Accounts(
            Z=[[0.0, 0.0], [0.0, 0.0]], Y=[[8.0, 2.0], [2.0, 18.0]], regions=["CHN", "USA"], industries=["c14"],
            demand=["c37"], year=2008,
        )  # fmt: skip
        prices = {"output": np.array([[0.9], [1.0]])}  # noqa: RUF012

    assert_allclose(terms_of_trade(Priced()), [2 * np.log(0.9) / 10, -2 * np.log(0.9) / 20])


def test_a_gain_is_spread_over_horizons_and_given_parameters(world):
    short = growth_effects(world, "CHN", 0.01, "USA", "short")
    assert short.horizon == "short"
    assert set(short.table()["horizon"]) == {"short"}
    fixed = growth_effects(world, "CHN", 0.01, "USA", parameters={THETA: 4.0})
    assert len(fixed.real_income) == 3
    assert fixed.failed == ()


def test_a_case_without_an_equilibrium_is_said_and_left_out(world, monkeypatch):
    from newind.errors import ConvergenceError
    from newind.policy import simulate as module

    def fail(w, cases, where=(5.0,)):
        asked = list(cases)
        for (_, _, parameters), found in zip(asked, module.simulate_many(w, asked), strict=True):
            failed = not where or parameters.get(THETA) in where
            yield ConvergenceError("no equilibrium here") if failed else found

    monkeypatch.setattr(gains, "simulate_many", fail)
    found = growth_effects(world, "CHN", 0.01, "USA")
    assert np.isnan(found.real_income[:, 0, 0]).sum() == len(found.failed) == 2
    assert "USA grows" in found.failed[0]
    assert "no equilibrium here" in found.failed[0]
    row = found.table().iloc[0]
    assert np.isfinite(row["real_income_low"])
    monkeypatch.setattr(gains, "simulate_many", partial(fail, where=()))
    lost = growth_effects(world, "CHN", 0.01, "USA").table().iloc[0]
    assert lost["direction"] == lost["terms_direction"] == "unknown"
    assert np.isnan(lost["real_income"])


def test_words_for_every_direction():
    assert [direction(*ends) for ends in ((-1, -0.5), (0, 1), (1e-9, -1e-9))] == ["loses", "unclear", "none"]
    for texts in (DIRECTIONS, TERMS):
        assert all(text["en"] and text["zh"] for text in texts.values())
    assert set(DIRECTIONS) == set(TERMS)


def test_columns_and_status_of_estimated_accounts():
    table = growth_effects(ni.load("world-annual").last, "CHN", 0.01, "USA").table()
    assert tuple(table.columns) == COLUMNS
    assert set(table["status"]) == {"estimated"}
    assert table["value_per_hour"].isna().all()


def test_what_makes_no_sense_is_refused(world):
    for growth in (0.0, -0.01, 1.5, float("nan")):
        with pytest.raises(DataError, match=r"growth is .*: give a fraction above 0 and up to 1"):
            growth_effects(world, "CHN", growth)
    with pytest.raises(UnknownNameError, match=r"unknown economy 'CHM'. Did you mean 'CHN'"):
        growth_effects(world, "CHM")
    with pytest.raises(UnknownNameError, match=r"unknown economy 'UAS'"):
        growth_effects(world, "CHN", growing=["UAS"])
    with pytest.raises(DataError, match=r"growth needs accounts of one year, not a Panel"):
        growth_effects(ni.load("world"), "CHN")
    with pytest.raises(DataError, match=r"with the boundary ROW"):
        growth_effects(ni.load("china").last, "CHN")
