"""Dispersion, convergence, inequality and density by year, with labels; every refusal in its words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from newind.errors import DataError
from newind.index import dynamics
from newind.kernels import convergence, inequality
from newind.typing import Array

UNITS, YEARS = ["BJ", "GD", "GS", "GZ", "JS"], [2011, 2015, 2019]
GROUPS = {"BJ": "east", "GD": "east", "JS": "east", "GS": "west", "GZ": "west"}
LEVELS = np.array([[60.0, 66.0, 70.0], [55.0, 60.0, 66.0], [20.0, 26.0, 33.0], [18.0, 25.0, 34.0], [50.0, 57.0, 63.0]])


def series(values: Array, units: list[str] = UNITS, years: list[int] = YEARS) -> pd.Series:
    return pd.Series(values.ravel(), pd.MultiIndex.from_product([units, years], names=["unit", "year"]))


SERIES = series(LEVELS)


def test_dispersion_has_a_row_for_each_year_in_order() -> None:
    got = dynamics.sigma(SERIES.sample(frac=1.0, random_state=1))
    expected = convergence.sigma(LEVELS)
    assert got.index.tolist() == YEARS
    assert got.index.name == "year"
    assert_allclose(got.variation, expected.variation)
    assert_allclose(got.standard_deviation, LEVELS.std(axis=0))
    assert_allclose(got["mean"], LEVELS.mean(axis=0))
    assert got.units.tolist() == [5, 5, 5]


def test_units_that_lack_a_year_are_counted_out_of_it() -> None:
    got = dynamics.sigma(SERIES.drop(("GS", 2015)))
    assert got.units.tolist() == [5, 4, 5]
    assert_allclose(got.standard_deviation[2015], np.delete(LEVELS[:, 1], 2).std())


def test_absolute_convergence_carries_terms_and_headline() -> None:
    got = dynamics.beta(SERIES)
    expected = convergence.beta(LEVELS[:, 0], LEVELS[:, -1], 8.0)
    assert (got.model, got.units, got.left_out, got.first, got.last) == ("absolute", 5, (), 2011, 2019)
    table = got.table()
    assert table.index.tolist() == ["log_initial_level", "constant"]
    assert_allclose(table.coefficient, expected.fit.coefficients)
    assert_allclose(table.p, expected.fit.p)
    summary = got.summary()
    assert summary["speed"] == expected.speed > 0
    assert summary["half_life"] == expected.half_life
    assert summary["observations"] == 5


def test_conditional_convergence_takes_controls_by_unit_in_any_order() -> None:
    controls = pd.DataFrame({"openness": [0.5, 0.9, 0.2, 0.1, 0.7]}, index=UNITS)
    got = dynamics.beta(SERIES, controls.iloc[::-1])
    expected = convergence.beta(LEVELS[:, 0], LEVELS[:, -1], 8.0, controls.to_numpy())
    assert (got.model, got.terms) == ("conditional", ("log_initial_level", "openness", "constant"))
    assert_allclose(got.table().coefficient, expected.fit.coefficients)
    by_year = pd.DataFrame({"openness": np.repeat(controls.openness, 3).to_numpy() + [0.0, 5.0, 9.0] * 5}, SERIES.index)
    assert_allclose(dynamics.beta(SERIES, by_year).table().coefficient, expected.fit.coefficients)


def test_panel_takes_every_step_and_controls_at_its_start() -> None:
    rng = np.random.default_rng(3)
    levels, control = np.exp(rng.normal(3, 0.2, (5, 6))), rng.normal(0, 1, (5, 6, 1))
    years = list(range(2010, 2022, 2))
    frame = pd.DataFrame({"rd": series(control[:, :, 0], years=years)})
    got = dynamics.beta(series(levels, years=years), frame, panel=True)
    expected = convergence.panel_beta(levels, 2.0, control)
    assert (got.model, got.terms, got.units) == ("panel", ("log_initial_level", "rd"), 5)
    assert_allclose(got.table().coefficient, expected.fit.coefficients[:2])
    assert_allclose(got.beta.speed, expected.speed)


def test_units_left_out_of_convergence_are_named() -> None:
    lacking = SERIES.drop([("GZ", 2019)])
    got = dynamics.beta(lacking)
    assert (got.units, got.left_out) == (4, ("GZ",))
    controls = pd.DataFrame({"openness": [0.5, np.nan, 0.2, 0.1, 0.7]}, index=UNITS)
    assert dynamics.beta(SERIES, controls).left_out == ("GD",)
    rng = np.random.default_rng(4)
    holed = series(np.exp(rng.normal(3, 0.2, (5, 4))), years=[1, 2, 3, 4])
    holed.loc[[("GS", 2), ("GS", 4)]] = np.nan
    assert dynamics.beta(holed, panel=True).left_out == ("GS",)


@given(st.floats(0.01, 0.2), st.lists(st.integers(1, 99), min_size=3, max_size=6, unique=True))
def test_half_life_of_a_series_that_converges_exactly(speed: float, start: list[int]) -> None:
    first = np.log(np.array(start, dtype=float))
    levels = np.exp(3 + (first[:, None] - 3) * np.exp(-speed * np.array([0, 5, 10])))
    got = dynamics.beta(series(levels, [f"U{i}" for i in range(len(start))], [2000, 2005, 2010])).summary()
    assert_allclose(got["half_life"], np.log(2) / speed, rtol=1e-6)


@pytest.mark.parametrize(
    ("given_series", "options", "message"),
    [
        (SERIES.replace(18.0, 0.0), {}, r"levels that are not positive, 'GZ, 2011'\. Growth needs positive levels"),
        (SERIES[SERIES.index.get_level_values(1) == 2011], {}, r"1 years, '2011'\. It needs at least two"),
        (series(LEVELS, years=["a", "b", "c"]), {}, r"3 years, 'a', 'b', 'c'\. .* given as numbers"),
        (series(LEVELS, years=[1, 2, 4]), {"panel": True}, r"unequal distance, '4' after another step"),
        (SERIES, {"controls": pd.DataFrame({"x": [1.0]}, ["BJ"])}, r"units in the controls: not found, 'GD'"),
        (SERIES, {"controls": pd.DataFrame({"x": range(6)}, [*UNITS, "BJ"])}, r"standing more than once, 'BJ'"),
        (SERIES, {"controls": pd.DataFrame({"x": 1.0}, UNITS)}, r"3 regressors of which only 2 say something"),
    ],
)
def test_convergence_refuses_what_it_cannot_use(given_series: pd.Series, options: dict, message: str) -> None:
    with pytest.raises(DataError, match=message):
        dynamics.beta(given_series, **options)


def test_a_series_has_units_and_years_once() -> None:
    with pytest.raises(DataError, match=r"sigma convergence: the index has 1 level where unit and year are needed"):
        dynamics.sigma(SERIES.droplevel(1))
    with pytest.raises(DataError, match=r"stand more than once in a year, .*'BJ', 2011"):
        dynamics.sigma(pd.concat([SERIES, SERIES.iloc[:1]]))
    with pytest.raises(DataError, match=r"columns that hold no numbers, '0'"):
        dynamics.sigma(SERIES.astype(str))


@given(arrays(np.int64, (5, 3), elements=st.integers(0, 50)), arrays(np.int64, 5, elements=st.integers(1, 9)))
def test_parts_of_inequality_add_up_in_every_year(levels: Array, people: Array) -> None:
    drawn = series(levels + np.eye(5, 3))
    population = dict(zip(UNITS, people.tolist(), strict=True))
    theil = dynamics.theil(drawn, population, GROUPS)
    assert_allclose(theil.within + theil.between, theil.total, atol=1e-12)
    assert_allclose(dynamics.theil(drawn, population).total, theil.total, atol=1e-12)
    dagum = dynamics.dagum(drawn, GROUPS, population)
    assert_allclose(dagum.within + dagum.net_between + dagum.transvariation, dagum.total, atol=1e-12)
    gini = [inequality.gini(column, people.astype(float)) for column in (levels + np.eye(5, 3)).T]
    assert_allclose(dagum.total, gini, atol=1e-12)


def test_inequality_does_not_depend_on_the_unit_and_equal_units_have_none() -> None:
    pd.testing.assert_frame_equal(dynamics.theil(SERIES, groups=GROUPS), dynamics.theil(SERIES * 1000, groups=GROUPS))
    assert_allclose(dynamics.theil(SERIES * 0 + 5)[["total", "within", "between"]], 0, atol=1e-15)


def test_population_may_differ_by_year() -> None:
    people = series(np.array([[1.0, 2.0, 3.0]] * 4 + [[5.0, 5.0, 5.0]]))
    got = dynamics.theil(SERIES, people)
    for year, y, p in zip(YEARS, LEVELS.T, people.unstack().loc[UNITS].to_numpy().T, strict=True):
        assert_allclose(got.total[year], inequality.theil(y * p, p).total)


def test_unknown_levels_need_no_population_and_years_of_nothing_are_unknown() -> None:
    some = SERIES.copy()
    some.loc[("BJ", 2015)] = np.nan
    some.loc[(slice(None), 2019)] = 0.0
    people = series(np.ones((5, 3))).drop(("BJ", 2015))
    got = dynamics.theil(some, people, GROUPS)
    assert got.units.tolist() == [5, 4, 5]
    assert_allclose(got.total[2015], inequality.theil(LEVELS[1:, 1], np.ones(4)).total)
    assert got.loc[2019, ["total", "within", "between"]].isna().all()


@pytest.mark.parametrize(
    ("population", "groups", "message"),
    [
        ({"BJ": 1.0}, None, r"Theil: units in the population: not found, 'GD'"),
        (dict.fromkeys(UNITS, 0.0), None, r"Theil: population: not given or not positive, 'BJ, 2011'"),
        (SERIES.drop(("GS", 2015)), None, r"Theil: population: not given or not positive, 'GS, 2015'"),
        (None, {"BJ": "east"}, r"Theil: units in the groups: not found, 'GD', 'GS', 'GZ'"),
    ],
)
def test_every_unit_has_population_and_group(population, groups, message: str) -> None:
    with pytest.raises(DataError, match=message):
        dynamics.theil(SERIES, population, groups)


def test_negative_levels_have_no_inequality() -> None:
    with pytest.raises(DataError, match=r"Dagum: negative levels, 'GZ, 2011'\. Shares of a negative sum"):
        dynamics.dagum(SERIES.replace(18.0, -18.0), GROUPS)


def test_densities_of_all_years_stand_on_one_grid() -> None:
    got = dynamics.density(SERIES, points=128)
    assert list(got.columns) == ["year", "value", "density", "bandwidth", "modes", "units"]
    by_year = dict(iter(got.groupby("year")))
    assert list(by_year) == YEARS
    for year, part in by_year.items():
        assert_allclose(part.value, by_year[2011].value)
        assert_allclose(np.trapezoid(part.density, part.value), 1, atol=5e-3)
        assert_allclose(part.bandwidth, LEVELS[:, YEARS.index(year)].std(ddof=1) * 5**-0.2)


def test_density_of_chosen_years_and_bandwidth() -> None:
    got = dynamics.density(SERIES, years=[2019, 2011], bandwidth=2.0)
    assert got.year.unique().tolist() == [2019, 2011]
    assert (got.bandwidth == 2.0).all()
    assert got.groupby("year").modes.first()[2011] == 4  # 18 and 20 are one peak, 50, 55, 60 are more than 2 × 2 apart
    wide = dynamics.density(SERIES, years=[2011], bandwidth=40.0)
    assert_allclose(np.trapezoid(wide.density, wide.value), 1, atol=5e-3)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"years": [2012]}, r"density: years: not found, '2012'"),
        ({"years": []}, r"density: no years\. Name years"),
        ({"bandwidth": 0.0}, r"bandwidth is 0\. Give one above zero"),
    ],
)
def test_densities_that_cannot_be_drawn(options: dict, message: str) -> None:
    with pytest.raises(DataError, match=message):
        dynamics.density(SERIES, **options)


def test_years_without_variation_have_no_density() -> None:
    with pytest.raises(DataError, match=r"years with fewer than two different levels, '2011'"):
        dynamics.density(SERIES.where(SERIES.index.get_level_values(1) != 2011, 5.0))
