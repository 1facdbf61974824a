"""All emissions of the satellite are tied to fuels or to output, none is lost or made."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from newind.accounts.accounts import Accounts
from newind.accounts.groups import group
from newind.accounts.satellite import Satellite
from newind.data.reference import load
from newind.equilibrium.calibrate import by_good, fold
from newind.equilibrium.emissions import CEILING, intensities
from newind.testing import economies

FUEL_ECONOMIES = economies(min_regions=1, max_industries=5, industries=("c14", "c2", "c11", "c8", "c17"))


def spending(w: Accounts) -> np.ndarray:
    return by_good(w).sum(axis=2)


def emitted(w: Accounts, spend, found) -> np.ndarray:
    """Emissions by region and user; (R, S + 1)."""
    made = (found.fuel * spend).sum(axis=0)
    made[:, :-1] += found.process * w.x.reshape(w.R, w.S)
    return made


@given(FUEL_ECONOMIES, st.sampled_from(["fuels", None, ["c14"], "services"]))
def test_emissions_add_up_user_by_user(w, fuels):
    w = fold(w).accounts
    spend = spending(w)
    found, _ = intensities(w, spend, fuels=fuels)
    co2 = w.satellites["co2"]
    want = np.column_stack([co2.values.reshape(w.R, w.S), co2.final])
    want[:, :-1][w.x.reshape(w.R, w.S) <= 0] = 0.0
    assert_allclose(emitted(w, spend, found), want, rtol=1e-9)
    assert found.fuel.min() >= 0
    assert found.process.min() >= 0


@given(FUEL_ECONOMIES)
def test_only_fuels_are_burnt_by_industries_and_what_comes_with_output_is_the_process_share(w):
    w = fold(w).accounts
    spend = spending(w)
    found, log = intensities(w, spend)
    fuels = np.isin(w.industries, group("fuels").members)
    assert not found.fuel[~fuels][:, :, :-1].any()
    bought = (spend * fuels[:, None, None]).sum(axis=0)[:, :-1]
    per_fuel = found.fuel.max(axis=0)[:, :-1]
    assert (per_fuel <= CEILING * (1 + 1e-12)).all()
    made = w.satellites["co2"].values.reshape(w.R, w.S)
    share = np.array([{"c2": 0.1, "c11": 0.5}.get(i, 0.0) for i in w.industries])
    process = found.process * w.x.reshape(w.R, w.S)
    below = (bought > 0) & (made * (1 - share) < CEILING * bought)
    assert_allclose(process[below], (made * share)[below], atol=1e-9 * made.max())
    alone = bought == 0
    assert_allclose(process[alone], np.where(w.x.reshape(w.R, w.S) > 0, made, 0)[alone])
    assert log == ()


def test_a_hand_computed_case():
    """An industry spends 10 on fuels and emits 40 kt, a tenth of it with output; households burn 5 worth for 10 kt."""
    w = Accounts(
        Z=[[0, 6], [4, 4]], Y=[[20], [5]], regions=["CHN"], industries=["c14", "c2"], demand=["use"], year=2008,
        satellites={"co2": Satellite([8.0, 40.0], final=[10.0], unit="kt", follows="emissions")},
    )  # fmt: skip
    found, _ = intensities(w, spending(w))
    assert_allclose(found.fuel[1, 0], [2.0, 9.0, 2.0])
    assert_allclose(found.process[0], [0.0, 4.0 / 13.0])


@pytest.mark.parametrize(("unit", "factor"), [("Mt", 1e3), ("t CO2", 1e-3), ("kg", 1e-6)])
def test_units_of_mass_and_money_are_converted(unit, factor):
    w = Accounts(
        Z=[[0, 6], [4, 4]], Y=[[20], [5]], regions=["CHN"], industries=["c14", "c2"], demand=["use"], year=2008,
        unit="B.CNY", satellites={"co2": Satellite([8.0, 40.0], final=[10.0], unit=unit, follows="emissions")},
    )  # fmt: skip
    found, _ = intensities(w, spending(w))
    assert_allclose(found.fuel[1, 0], np.array([2.0, 9.0, 2.0]) * factor / 1e3)


def test_more_than_fuels_can_emit_comes_with_output():
    w = Accounts(
        Z=[[0, 6], [4, 4]], Y=[[20], [5]], regions=["CHN"], industries=["c14", "c2"], demand=["use"], year=2008,
        satellites={"co2": Satellite([1000.0, 0.0], unit="kt", follows="emissions")},
    )  # fmt: skip
    found, _ = intensities(w, spending(w))
    assert found.fuel[1, 0, 0] == CEILING
    assert_allclose(found.process[0, 0] * w.x[0], 1000.0 - 4 * CEILING)


def small(**satellites) -> Accounts:
    w = load("world", year=2008)
    return w._replace(satellites={k: Satellite(v, unit="kt", follows="emissions") for k, v in satellites.items()})


def test_what_is_missing_or_unknown_is_said():
    w = small()
    none, log = intensities(w, spending(w))
    assert none is None
    assert "no satellite 'co2'" in log[0]
    values = np.ones(w.n)
    values[w.S : 2 * w.S] = values[0] = np.nan
    w = small(co2=values)
    found, log = intensities(w, spending(w))
    assert log == (
        "co2 is unknown in 'USA': counted as zero.",
        "co2 is unknown in industries 'CHN.c1': counted as zero.",
    )
    assert_allclose(emitted(w, spending(w), found).sum(), w.n - w.S - 1)
    odd = w._replace(satellites={"co2": Satellite(values, unit="TJ", follows="emissions")})
    none, log = intensities(odd, spending(odd))
    assert none is None
    assert "'TJ'" in log[0]


def test_industries_that_do_not_tell_fuels_apart_emit_with_output():
    w = load("world", year=2008).aggregate(industries={"all": "*"})
    found, log = intensities(w, spending(w))
    assert not found.fuel[:, :, :-1].any()
    assert "all emissions follow output" in log[0]
    assert_allclose(emitted(w, spending(w), found).sum(), w.satellites["co2"].total)


def test_the_shipped_world_ties_most_emissions_to_fuels():
    w = fold(load("world", year=2008)).accounts
    spend = spending(w)
    found, log = intensities(w, spend)
    assert log == ()
    total = w.satellites["co2"].total
    assert_allclose(emitted(w, spend, found).sum(), total)
    assert 0.85 < (found.fuel * spend).sum() / total < 0.97


def test_industries_without_output_that_emit_are_named():
    Y = np.array([[3.0], [0.0]])
    w = Accounts(
        Z=np.zeros((2, 2)), Y=Y, regions=["CHN"], industries=["c14", "c2"], demand=["use"], year=2008,
        satellites={"co2": Satellite([1.0, 2.0], unit="kt", follows="emissions")},
    )  # fmt: skip
    found, log = intensities(w, spending(w))
    assert "without output is left out: 'CHN.c2'" in log[0]
    assert_array_equal(found.process, [[1.0 / 3.0, 0.0]])
