"""What the model cannot use is repaired in a stated way, or refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from economy import tariffs
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from newind.accounts.accounts import Accounts
from newind.data.reference import load
from newind.equilibrium.calibrate import FLOOR, as_common, by_good, categories, fold
from newind.errors import DataError
from newind.testing import assert_balanced, economies


def small(Z, Y, **more) -> Accounts:
    R, S = more.pop("R", 2), more.pop("S", 2)
    regions = ["CHN", "USA", "DEU"][:R]
    D = np.shape(Y)[1] // R
    return Accounts(
        Z=Z, Y=Y, regions=regions, industries=["a", "b"][:S], demand=["use", "stocks"][:D], year=2008, **more
    )


@given(economies(min_regions=2), st.booleans())
def test_what_is_folded_has_nothing_negative_and_value_added_everywhere(w, with_tariffs):
    rates = tariffs(w) if with_tariffs else None
    f = fold(w, tariff=rates)
    a = f.accounts
    assert_balanced(a)
    assert a.Z.min() >= 0
    assert a.Y.min() >= 0
    inputs = a.Z.sum(axis=0) if rates is None else np.einsum("iknu,kni->nu", a.Z4, 1 + rates).ravel()
    assert (inputs <= (1 - FLOOR) * a.x * (1 + 1e-9)).all()
    assert_allclose(a.Y3, np.maximum(w.Y3, 0), rtol=1e-12)
    assert (a.Z <= w.Z * (1 + 1e-12)).all()
    assert a.labels() == w.labels()


@given(economies(min_regions=2), st.booleans())
def test_folding_twice_is_folding_once(w, with_tariffs):
    rates = tariffs(w) if with_tariffs else None
    once = fold(w, tariff=rates).accounts
    twice = fold(once, tariff=rates)
    assert twice.accounts is once
    assert twice.log == ()


def test_accounts_without_faults_are_left_as_they_are():
    w = small([[1, 2, 0, 1], [0, 1, 1, 0], [1, 0, 2, 1], [0, 0, 1, 1]], np.full((4, 4), 3.0))
    assert fold(w).accounts is w


def test_a_negative_category_is_taken_out_of_its_cell_and_a_negative_cell_set_to_zero():
    Y = np.full((4, 4), 3.0)
    Y[0, :2] = 6.0, -2.0  # CHN buys 4 of its good a in all
    Y[1, 2:] = 1.0, -1.5  # USA buys −0.5 of good b of CHN
    f = fold(small(np.eye(4), Y))
    assert (f.negative, f.summed) == (2, 1)
    assert_array_equal(f.accounts.Y[0, :2], [4.0, 0.0])
    assert_array_equal(f.accounts.Y[1, 2:], [0.0, 0.0])
    assert_array_equal(f.accounts.Y[2:], Y[2:])
    assert_allclose(f.floored, 0.5 / Y.sum())
    assert "2 negative cells, 1 with" in f.log[0]
    assert "CHN.b to USA" in f.log[0]


def test_inputs_above_output_are_scaled_until_value_added_is_there_everywhere():
    """CHN.a pays more than it gets; what sells to it then sells less, and CHN.b falls below the floor, too."""
    Z = np.zeros((4, 4))
    Z[1, 0], Z[2, 0] = 80.0, 21.5
    Z[2, 1] = 89.0
    Y = np.zeros((4, 2))
    Y[0, 0], Y[1, 0], Y[2], Y[3, 1] = 100.0, 10.0, 5.0, 1000.0
    w = small(Z, Y)
    f = fold(w)
    assert_array_equal(f.scaled, [True, True, False, False])
    assert_allclose(f.accounts.value_added[:2] / f.accounts.x[:2], FLOOR, rtol=1e-9)
    assert "CHN.a" in f.log[0]
    assert_allclose(f.cut, 1 - f.accounts.Z.sum() / Z.sum())


def test_tariffs_count_as_a_cost_of_inputs():
    Z = np.zeros((4, 4))
    Z[2, 0] = 90.0
    w = small(Z, np.array([[100.0, 0.0], [10, 0], [10, 10], [0, 10]]))
    rates = np.zeros((2, 2, 2))
    assert fold(w, tariff=rates).accounts is w
    rates[0, 0, 1] = 0.2  # CHN on good a of USA: 108 for inputs
    assert_allclose(fold(w, tariff=rates).accounts.Z[2, 0], 99 / 1.2)


def test_industries_that_only_sell_to_each_other_at_a_loss_are_refused():
    Z = np.zeros((4, 4))
    Z[0, 1] = Z[1, 0] = 1.0
    Y = np.zeros((4, 2))
    Y[2:] = 1000.0
    w = small(Z, Y)
    with pytest.raises(DataError, match=r"without value added that sell to each other only: 'CHN\.a', 'CHN\.b'"):
        fold(w)


@pytest.mark.parametrize("shares", ["user", "common"])
def test_negative_flows_between_industries_are_refused(shares):
    Z = np.ones((4, 4))
    Z[0, 3] = -1.0
    with pytest.raises(DataError, match=r"negative flows between industries: 'CHN\.a → USA\.b'"):
        fold(small(Z, np.full((4, 2), 9.0)), shares=shares)


def test_negative_flows_name_industries_that_are_known():
    Z = np.ones((4, 4))
    Z[0, 3] = -1.0
    w = small(Z, np.full((4, 2), 9.0))._replace(industries=("c2", "c3"))
    with pytest.raises(DataError) as found:
        fold(w)
    assert "industries: 'CHN.c2 → USA.c3' (Mining → Food, beverages and tobacco). Correct" in str(found.value)
    assert "“CHN.c2 → USA.c3”（采矿业 → 食品、饮料和烟草）" in found.value.args[0].zh


def test_regions_that_buy_nothing_are_refused():
    Y = np.full((4, 2), 9.0)
    Y[:, 1] = 0.0
    with pytest.raises(DataError, match="regions without final demand: 'USA'"):
        fold(small(np.eye(4), Y))


def test_regions_that_earn_nothing_are_refused():
    Y = np.full((4, 2), 9.0)
    Y[2:] = 0.0
    with pytest.raises(DataError, match="regions without value added: 'USA'"):
        fold(small(np.zeros((4, 4)), Y))


def test_a_boundary_is_refused_with_the_remedy():
    with pytest.raises(DataError, match=r"boundary, 'ROW'.*docs/explanation/boundary-tables\.md"):
        fold(load("china", year=2017))


@given(economies(min_regions=2))
def test_common_shares_change_neither_trade_nor_what_is_spent(w):
    rates = tariffs(w)
    own = fold(w, tariff=rates).accounts
    common = as_common(own, rates)
    wedge = (1 + rates)[..., None]
    before, after = by_good(own), by_good(common)
    assert_allclose(after.sum(axis=3), before.sum(axis=3), rtol=1e-9, atol=1e-12 * own.x.max())
    assert_allclose((after * wedge).sum(axis=2), (before * wedge).sum(axis=2), rtol=1e-9, atol=1e-12 * own.x.max())
    assert_allclose(common.x, own.x, rtol=1e-9)
    again = as_common(common, rates)
    assert_allclose(again.Z, common.Z, rtol=1e-9, atol=1e-12 * own.x.max())


@given(economies(min_regions=2))
def test_categories_are_shares(w):
    a = fold(w).accounts
    split = categories(a)
    assert_allclose(split.sum(axis=3), 1.0)
    assert_allclose(split * a.Y3[..., None], a.Y4, rtol=1e-12)


def test_the_world_of_2008_at_full_detail(shared: Path):
    folder = shared / "world" / "wiod2013"
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    with np.load(folder / "wiot_2008.npz") as file:
        Z, Y = (file[name].astype(np.float64) for name in ("Z", "F"))
    w = Accounts(
        Z=Z, Y=Y, regions=labels["countries"], industries=labels["industries"], demand=list("abcde"), year=2008
    )
    f = fold(w)
    assert (f.negative, f.summed) == (244, 27)
    assert round(100 * f.floored, 4) == 0.0085
    assert f.scaled.sum() == 2
    assert f.cut < 1e-6
