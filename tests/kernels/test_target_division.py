"""A nation's path and its division: sums, floors, straight moves with the weights, peaks by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from newind.kernels import division

YEARS = np.arange(41.0)
PEAK = 10
TOTAL_LEVELS = {2040: 0.7, 2060: 0.1}


def path(base: float, growth: float) -> np.ndarray:
    top = division.peak_level(base, growth, PEAK)
    return division.national_path(2020, base, 2030, top, {y: top * v for y, v in TOTAL_LEVELS.items()})


@st.composite
def nations(draw):
    """Parts with emissions, floors, indices of three criteria, growth, and an order."""
    n = draw(st.integers(2, 8))
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    emissions = rng.lognormal(0, 1.5, n)
    floor = emissions * rng.uniform(0, 0.08, n)
    return (
        emissions,
        floor,
        rng.uniform(0, 5, (3, n)),
        draw(st.floats(0.0, 0.05)),
        draw(st.sampled_from([-0.5, 0, 0.5])),
    )


def alone(nation) -> tuple[np.ndarray, np.ndarray]:
    emissions, floor, index, growth, lead = nation
    total = path(float(emissions.sum()), growth)
    reference = emissions[:, None] * division.decelerating(np.full(len(emissions), growth), YEARS, 2 * PEAK)
    factor = division.timing(reference, floor, total, division.heaviness(index[0], emissions), lead)
    strict = [division.stringency(i, emissions, 2.0) for i in index]
    key = index[1] / index[1].sum()
    burdens = [division.by_burden(reference, floor, total, s, factor) for s in strict]
    return np.array([*burdens, division.by_convergence(emissions, floor, total, key, factor)]), total


@given(nations())
def test_every_division_adds_up_each_year_and_stays_above_the_floors(nation):
    emissions, floor, *_ = nation
    found, total = alone(nation)
    assert_allclose(found.sum(axis=1), np.broadcast_to(total, (4, 41)), rtol=1e-12)
    assert (found >= floor[:, None] * (1 - 1e-12)).all()
    assert_allclose(found[:, :, 0], np.broadcast_to(emissions, (4, len(emissions))), rtol=1e-9)


@given(nations(), st.integers(0, 3), st.floats(0.05, 0.9))
def test_more_weight_on_a_criterion_moves_every_part_towards_it(nation, c, more):
    found, total = alone(nation)
    before = np.full(4, 0.25)
    after = (1 - more) * before + more * np.eye(4)[c]
    low, high = division.combine_divisions(found, before), division.combine_divisions(found, after)
    assert_allclose(high - low, more * (found[c] - low), rtol=1e-9, atol=1e-9 * total.max())
    assert (np.abs(high - found[c]) <= np.abs(low - found[c]) + 1e-12 * total.max()).all()


def test_cuts_below_the_reference_are_in_proportion_to_the_stringency():
    emissions, strict = np.array([3.0, 1.0]), np.array([1.5, 0.75])
    total, reference = np.array([4.0, 2.0]), np.array([[3.0, 3.0], [1.0, 1.0]])
    found = division.by_burden(reference, np.zeros(2), total, strict, np.ones((2, 2)))
    cut = np.log(reference / found)[:, 1]
    assert_allclose(cut[0] / cut[1], 2.0, rtol=1e-12)
    assert_allclose(found.sum(axis=0), total, rtol=1e-14)
    assert_allclose(found[:, 0], emissions, rtol=1e-14)


def test_a_stricter_part_peaks_earlier_as_the_formula_says():
    """Growth g (1 − τ/2T) less strict · g τ/2T is zero at τ = 2T / (1 + strict), for a part too small to matter."""
    years, growth, T = np.arange(0, 21, 0.01), 0.03, 10.0
    emissions = np.array([1e9, 1.0, 1.0])
    total = emissions[0] * division.decelerating(np.array([growth]), years, T)[0]
    reference = emissions[:, None] * division.decelerating(np.full(3, growth), years, 2 * T)
    within = years <= T
    found = division.by_burden(
        reference[:, within], np.zeros(3), total[within], np.array([1.0, 1.5, 2.0]), np.ones_like(reference[:, within])
    )
    peaks = years[found.argmax(axis=1)]
    assert_allclose(peaks, [10.0, 2 * T / 2.5, 2 * T / 3.0], atol=0.02)


def test_the_order_brings_the_intensive_parts_peak_forward_and_leaves_them_more_in_the_end():
    nation = (np.array([5.0, 5.0]), np.zeros(2), np.array([[3.0, 1.0]] * 3), 0.04)
    same = np.ones(2)
    reference = nation[0][:, None] * division.decelerating(np.full(2, 0.04), YEARS, 2 * PEAK)
    total, heavy = path(10.0, 0.04), division.heaviness(np.array([3.0, 1.0]), nation[0])
    first, together, last = (
        division.by_burden(
            reference, np.zeros(2), total, same, division.timing(reference, np.zeros(2), total, heavy, a)
        )
        for a in (0.5, 0.0, -0.5)
    )
    assert first[0].argmax() < together[0].argmax() == PEAK < last[0].argmax()
    assert first[0, -1] > together[0, -1] > last[0, -1]


def test_no_emissions_left_leaves_nothing_to_anybody_but_the_floor():
    total = np.array([4.0, 1.0])
    reference = np.array([[3.0, 3.0], [1.0, 1.0]])
    for floor in (np.zeros(2), np.array([0.75, 0.25])):
        path_ = total if floor.any() else np.array([4.0, 0.0])
        found = division.by_burden(reference, floor, path_, np.array([1.0, 2.0]), np.ones((2, 2)))
        assert_allclose(found[:, 1], floor, atol=1e-15)


@given(st.floats(0.0, 0.08), st.floats(0.2, 0.99), st.floats(0.0, 0.19))
def test_a_path_rises_to_its_peak_falls_after_it_and_meets_its_levels(growth, middle, last):
    top = division.peak_level(100.0, growth, 10)
    found = division.national_path(2020, 100.0, 2030, top, {2035: middle * top, 2060: last * top})
    assert found.argmax() in (10,) or growth < 1e-9
    assert (np.diff(found[:11]) >= -1e-9).all()
    assert (np.diff(found[10:]) <= 1e-9).all()
    assert_allclose(found[[0, 10, 15, 40]], [100.0, top, middle * top, last * top], rtol=1e-12)


def test_growth_begins_at_the_stated_rate():
    found = division.decelerating(np.array([0.05]), np.array([0.0, 1e-6]), 10.0)[0]
    assert_allclose(np.log(found[1]) / 1e-6, 0.05, rtol=1e-6)


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_a_budget_is_met_by_the_free_level(share):
    given_ = (2020, 100.0, 2025, 110.0, {2060: 5.0}, 2040)
    low, high = division.budget_range(*given_)
    level = division.level_for_budget(*given_, low + share * (high - low))
    found = division.national_path(2020, 100.0, 2025, 110.0, {2040: level, 2060: 5.0})
    assert_allclose(found[1:].sum(), low + share * (high - low), rtol=1e-9)
