"""Manufacturing against what is expected at an income and population: the shipped estimate and what is said with it."""

from __future__ import annotations

import csv
from importlib.resources import files

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import t as student

import newind as ni
from builders.expected_share import FILES, build_expected_files
from each import check_each
from newind.analyses.manufacturing.expected import expected_share
from newind.analyses.manufacturing.expected_fit import FORMS, MEASURES, PACKAGE, expected_pattern
from newind.datafiles import parse_yaml
from newind.errors import DataError, UnknownNameError
from newind.measures.measure import measure as measured


@pytest.fixture(scope="module")
def world():
    return ni.load("world").select(years=[1995, 2003, 2011])


def test_the_equation_written_out(world):
    """Expected is the sum of terms of income and population and of the year; the gap is what is above it."""
    found, pattern = expected_share(world, "IND"), expected_pattern()
    b = dict(zip(pattern.names, pattern.coefficients, strict=True))
    for t, w in enumerate(world):
        r = w.regions.index("IND")
        people = w.facts["population"].values[r]
        p, y = np.log(people), np.log(w.facts["gdp_volume"].values[r] / people)
        value = b["population"] * p + b["population_squared"] * p * p + b["income"] * y + b["income_squared"] * y * y
        assert_allclose(found.expected[t], value + b[str(w.year)])
        share = measured(w, ["s2.manufacturing_share"]).query("region == 'IND' and industry.isna()")["value"].iloc[0]
        assert_allclose(found.actual[t], share)
        assert_allclose(found.gap[t], share - found.expected[t])


def test_intervals_of_the_mean_and_of_single_economies(world):
    found, pattern = expected_share(world, "USA", level=0.9), expected_pattern()
    w = world[2011]
    r = w.regions.index("USA")
    people = w.facts["population"].values[r]
    p, y = np.log(people), np.log(w.facts["gdp_volume"].values[r] / people)
    x = np.zeros(len(pattern.names))
    x[:4], x[pattern.names.index("2011")] = (p, p * p, y, y * y), 1
    error = np.sqrt(x @ pattern.covariance @ x)
    half = student.ppf(0.95, pattern.freedom) * error
    assert_allclose(found.interval[-1], [found.expected[-1] - half, found.expected[-1] + half], rtol=1e-6)
    assert_allclose(found.gap_interval[-1], [found.gap[-1] - half, found.gap[-1] + half], rtol=1e-6)
    wide = student.ppf(0.95, pattern.freedom) * np.sqrt(error**2 + pattern.deviation**2)
    assert_allclose(found.usual[-1], [found.expected[-1] - wide, found.expected[-1] + wide], rtol=1e-6)
    apart = found.actual - found.without
    assert np.all(found.gap_range[:, 0] <= np.minimum(found.gap_interval[:, 0], apart))
    assert np.all(found.gap_range[:, 1] >= np.maximum(found.gap_interval[:, 1], apart))


def test_gaps_of_the_own_path_are_zero_on_average():
    found = expected_share(ni.load("world"), "DEU", "employment", form="within")
    assert len(found.years) == 17
    assert_allclose(found.gap.mean(), 0, atol=1e-9)
    assert np.isnan(found.without).all()


def test_the_own_path_moves_with_income_population_and_year(world):
    found, pattern = expected_share(world, "DEU", form="within"), expected_pattern(form="within")
    b = dict(zip(pattern.names, pattern.coefficients, strict=True))
    p, y = np.log(found.population), np.log(found.income)
    moved = b["population"] * p + b["population_squared"] * p**2 + b["income"] * y + b["income_squared"] * y**2
    moved += [0.0, b["2003"], b["2011"]]
    assert_allclose(np.diff(found.expected), np.diff(moved), rtol=1e-9)


def test_own_figures_take_the_place_of_those_of_the_accounts(world):
    w = world[2011]
    r = w.regions.index("CHN")
    people = float(w.facts["population"].values[r])
    income = float(w.facts["gdp_volume"].values[r] / people)
    same = expected_share(w, "CHN", population=people, income={2011: income})
    assert_allclose(same.expected, expected_share(w, "CHN").expected)
    richer = expected_share(w, "CHN", income=2 * income)
    assert richer.expected[0] != pytest.approx(same.expected[0])
    assert richer.actual[0] == same.actual[0]


def test_an_aggregate_and_a_national_table_with_figures_of_the_user(world):
    assert expected_share(world, "REU", population=185.0, income=32_000.0).expected.shape == (3,)
    found = expected_share(ni.load("china"), "CHN", population=1_340.0, income=9_000.0)
    assert found.years == ni.load("china").years
    assert found.status == "estimated"


def test_table_and_chart(world):
    found = expected_share(world, "DEU", "employment")
    table, chart = found.table(), found.chart()
    assert table["year"].tolist() == [1995, 2003, 2011]
    assert_allclose(table["actual"] - table["expected"], table["gap"])
    assert (table["gap_low"] <= table["gap"]).all()
    assert (table["usual_high"] > table["expected_high"]).all()
    assert set(table["note_zh"]) == {found.note["zh"]}
    assert chart.band == ("low", "high")
    assert chart.series["actual"] == tuple(found.actual)


@check_each(
    ("name", "region", "options", "said"),
    [
        ("world", "ROW", {}, "no population and no income of one economy. The accounts have them for CHN, USA"),
        ("world", "REU", {"population": 185.0}, "no income of one economy"),
        ("world", "CHN", {"population": {1990: 1.0}}, "no population of one economy"),
        ("world", "CHN", {"income": 500.0}, "income is 500 USD of 2017, the 39 economies of the estimate have 2,101"),
        ("world", "CHN", {"population": 3e9}, "check the unit"),
        ("world", "REU", {"form": "within"}, "REU is not among the economies whose own path was estimated: AUS"),
        ("world", "CHN", {"level": 95}, "level of the intervals is 95"),
        ("china-2017", "CN-GD", {"measure": "employment"}, "the last year it knows is 2011"),
        ("china", "ROW", {}, "boundary only"),
    ],
)
def test_what_is_not_known_is_refused(name, region, options, said):
    w = ni.load(name) if name != "world" else ni.load(name, year=2011)
    if name == "china":
        w = w[2012]
    with pytest.raises(DataError, match=said):
        expected_share(w, region, **options)


def test_a_table_without_employment_or_facts_is_refused():
    w = ni.load("china")[2012]
    with pytest.raises(DataError, match=r"was estimated on 1995-2011"):
        expected_share(w, "CHN", "employment", population=1370.0, income=9000.0)
    with pytest.raises(DataError, match=r"CHN, 2012: no population and no income of one economy\. Give population="):
        expected_share(w._replace(facts={}), "CHN")
    with pytest.raises(DataError, match="employment by industry is not known"):
        expected_share(ni.load("china")[2010], "CHN", "employment", population=1370.0, income=9000.0)
    with pytest.raises(DataError, match="not int"):
        expected_share(3, "CHN")


@pytest.mark.parametrize(
    ("options", "said"), [({"measure": "emplyment"}, "employment"), ({"form": "between"}, "pooled and within")]
)
def test_unknown_names(options, said):
    with pytest.raises(UnknownNameError, match=said):
        expected_share(ni.load("world", year=2011), "CHN", **options)
    with pytest.raises(UnknownNameError, match="CHN"):
        expected_share(ni.load("world", year=2011), "CHM")


def test_the_shipped_files_are_what_the_sources_give(shared):
    texts = dict(zip(FILES, build_expected_files(shared), strict=True))
    for name, text in texts.items():
        shipped = files(PACKAGE).joinpath(name).read_text(encoding="utf-8")
        if name.endswith(".yaml"):
            first, second = parse_yaml(shipped)["measures"], parse_yaml(text)["measures"]
            for m in MEASURES:
                assert {k: v for k, v in first[m].items() if k not in FORMS} == {
                    k: v for k, v in second[m].items() if k not in FORMS
                }
                assert_allclose(first[m]["pooled"]["r_squared"], second[m]["pooled"]["r_squared"], rtol=1e-5)
        else:
            first, second = (list(csv.reader(t.splitlines())) for t in (shipped, text))
            heads = 3 if "coefficients" in name else 2
            assert [row[:heads] for row in first] == [row[:heads] for row in second]
            for one, other in zip(first[1:], second[1:], strict=True):
                numbers = [np.array(" ".join(row[heads:]).split(), dtype=float) for row in (one, other)]
                assert_allclose(*numbers, rtol=1e-4, atol=1e-6)


def test_what_is_expected_goes_on_to_the_last_year_of_the_world():
    world = ni.load("world")
    last = world.last
    assert expected_share(world, "CHN").years[-1] == expected_pattern().years[1] == last.year
    known = [c for c, k in zip(last.regions.codes, last.regions.kind, strict=True) if k == "country"]
    assert all(expected_share(last, c).years == (last.year,) for c in known)


def test_signs_of_rodrik_2016_and_what_of_them_is_certain():
    """Income enters with an inverted U, as published; of value added the turn is not certain on these years."""
    for name in MEASURES:
        for form in FORMS:
            pattern = expected_pattern(name, form)
            assert_allclose(np.sqrt(np.diag(pattern.covariance)), pattern.errors, rtol=1e-4)
            if (name, form) == ("value_added", "within"):  # no bend that chance could not make, either way
                assert abs(pattern.coefficients[3]) < pattern.errors[3]
                continue
            assert pattern.coefficients[2] > 0 > pattern.coefficients[3]
            assert pattern.turning.highest
    employment, value = expected_pattern("employment"), expected_pattern("value_added")
    assert employment.coefficients[3] + 2.03 * employment.errors[3] < 0
    assert employment.coefficients[0] > 0 > employment.coefficients[1]
    assert value.coefficients[3] + 2.03 * value.errors[3] > 0
