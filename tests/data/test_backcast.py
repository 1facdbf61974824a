"""Backcasts: what an estimate knew it meets, what it did not know is compared with the truth and with no update."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_allclose

from newind.accounts.accounts import Accounts
from newind.data.backcast import BANDS, INFORMATION, Backcast, backcast, by_totals, mean_absolute
from newind.data.reference import load
from newind.errors import DataError
from newind.measures.headline import headline


def rates(w: Accounts) -> dict[str, np.ndarray]:
    """One indicator that follows from margins, and one that needs more."""
    sold = w.Z4.sum(axis=(1, 3)) + w.Y3.sum(axis=1)
    return {"rate": w.gdp / sold.sum(axis=1), "home": np.diag(sold) / sold.sum(axis=1)}


@pytest.fixture(scope="module")
def years() -> tuple[Accounts, Accounts]:
    world = load("world").select(regions=["CHN", "USA"], industries=["c14", "c3"])
    return world[2000], world[2011]


def test_what_the_margins_tell_is_met_and_the_rest_is_not(years):
    found = backcast(*years, rates, "margins")
    assert_allclose(found.error("rate"), 0.0, atol=1e-7)
    assert np.abs(found.error("home")).max() > 1e-4
    assert_allclose(found.estimate["home"] - found.truth["home"], found.error("home"))
    assert_allclose(found.compute_no_update_error("home"), rates(years[0])["home"] - rates(years[1])["home"])
    assert (found.start, found.year, found.information, found.regions) == (2000, 2011, "margins", ("CHN", "USA", "ROW"))


@pytest.mark.parametrize("information", ["trade", "domestic", "bilateral"])
def test_more_information_tells_more(years, information):
    found = backcast(*years, rates, information)
    assert_allclose(found.error("home"), 0.0, atol=1e-7)
    assert found.unimproved_indicators == ()


def test_each_kind_of_information_holds_the_one_before():
    kinds = [set(kind) for kind in INFORMATION.values()]
    assert all(one < more for one, more in pairwise(kinds))


def test_an_estimate_of_ones_own(years):
    """That of the start is no better than no update; that of the truth has no error."""
    start, truth = years
    same = backcast(start, truth, rates, "nothing", lambda start, _: start)
    assert same.information == "nothing"
    assert same.unimproved_indicators == ("rate", "home")
    perfect = backcast(start, truth, rates, "everything", lambda _, truth: truth)
    assert perfect.unimproved_indicators == ()
    assert perfect.error("home").tolist() == [0.0, 0.0, 0.0]


def test_satellites_of_the_later_year_count_as_known(years):
    start, truth = years
    used = backcast(start, truth, lambda w: {"co2": w.satellite("co2").values.reshape(w.R, -1).sum(axis=1)})
    assert_allclose(used.error("co2"), 0.0)
    assert np.abs(used.compute_no_update_error("co2")).max() > 0


def test_indicators_that_one_year_lacks_are_left_out(years):
    found = backcast(*years, lambda w: rates(w) | ({"new": w.gdp} if w.year == 2011 else {}))
    assert list(found.truth) == ["rate", "home"]


def made(estimate: list[float], unchanged: list[float], weights: list[float]) -> Backcast:
    """Return a backcast whose truth is zero."""
    zero, errors = np.zeros(len(weights)), np.array(estimate)
    figures = ({"a": zero}, {"a": errors}, {"a": np.array(unchanged)})
    return Backcast("trade", 2000, 2011, tuple("ABCDE"[: len(weights)]), np.array(weights), *figures)


def test_to_beat_is_to_be_nearer_for_economies_and_for_gdp():
    assert made([1.0, 1.0], [2.0, 2.0], [1.0, 1.0]).beats("a")
    assert not made([0.0, 1.5], [1.0, 1.0], [1.0, 9.0]).beats("a")
    assert not made([0.5, 3.0], [1.0, 1.0], [9.0, 1.0]).beats("a")
    assert not made([1.0, 1.0], [1.0, 1.0], [1.0, 1.0]).beats("a")


def test_the_table_on_paper():
    table = made([1.0, -2.0, 3.0, 4.0, np.nan], [5.0, 5.0, 5.0, -5.0, 5.0], [1.0, 1.0, 1.0, 7.0, 9.0]).table()
    row = table.iloc[0].to_dict()
    assert (row["indicator"], row["information"], row["start"], row["year"]) == ("a", "trade", 2000, 2011)
    assert (row["error"], row["error_gdp"], row["no_update"], row["no_update_gdp"]) == (2.5, 3.4, 5.0, 5.0)
    assert [row[f"band_{share * 100:.0f}"] for share in BANDS] == pytest.approx([2.5, 3.4, 3.7])
    assert row["beats"]


def test_nothing_known_is_nan_and_beats_nothing():
    found = made([np.nan], [1.0], [1.0])
    assert np.isnan(mean_absolute(found.error("a"), found.weights))
    assert np.isnan(found.band("a", 0.5))
    assert found.unimproved_indicators == ("a",)


def test_exports_and_imports_make_the_update_worth_having():
    """On every headline indicator, 2000 to 2011, over economies and over GDP; margins alone do not."""
    world = load("world")
    assert backcast(world[2000], world[2011], headline, "trade").unimproved_indicators == ()
    assert (
        "s1.high_tech_import_dependence"
        in backcast(world[2000], world[2011], headline, "margins").unimproved_indicators
    )


# ---- what is refused
def test_unknown_information():
    with pytest.raises(DataError, match=r"no information 'margin'. Did you mean 'margins'\? There are margins, trade"):
        by_totals("margin")


def test_the_same_year_twice(years):
    with pytest.raises(DataError, match=r"both accounts are of 2011\. A backcast needs two years"):
        backcast(years[1], years[1], rates)


def test_other_labels(years):
    with pytest.raises(DataError, match=r"regions of 2000 differ from those of 2011\. Aggregate both to the same ones"):
        backcast(years[0], years[1].select(regions=["CHN"]), rates)
