"""Bad input: one clear error each, naming the first offenders and the remedy."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

import newind as ni
from each import check_each
from newind.accounts import validate

GOOD = {
    "Z": np.full((4, 4), 1.0),
    "Y": np.full((4, 4), 5.0),
    "regions": ["CHN", "USA"],
    "industries": ["c1", "c14"],
    "demand": ["c37", "c42"],
    "year": 2008,
}


def changed(name: str, *cells: tuple[int, int, float]) -> np.ndarray:
    """Return the good Z or Y with some cells changed."""
    array = GOOD[name].copy()
    for i, j, value in cells:
        array[i, j] = value
    return array


def text_in(name: str) -> list[list[object]]:
    rows = GOOD[name].tolist()
    rows[0][1] = "n/a"
    rows[2][3] = "5.0"
    return rows


BAD = {
    "shape of Z": ({"Z": np.ones((3, 4))}, r"Z has shape \(3, 4\), 2 regions × 2 industries need \(4, 4\)"),
    "shape of Y": (
        {"Y": np.ones((4, 2))},
        r"Y has shape \(4, 2\).*need \(4, 4\): a column for each region and category",
    ),
    "flat Z": ({"Z": np.ones(16)}, r"Z has shape \(16,\)"),
    "ragged Z": ({"Z": [[1, 2], [3]]}, r"Z: not an array of numbers.*rows of equal length"),
    "missing region": (
        {"regions": ["CHN"]},
        r"1 regions × 2 industries need \(2, 2\). Is a region or an industry missing",
    ),
    "missing industry": ({"industries": ["c1"]}, r"2 regions × 1 industries need \(2, 2\)"),
    "duplicated region": (
        {"regions": ["CHN", "CHN"]},
        r"duplicated region labels: 'CHN'. Each label may stand once",
    ),
    "duplicated industry": ({"industries": ["c1", "c1"]}, r"duplicated industry labels: 'c1'"),
    "duplicated demand": ({"demand": ["c37", "c37"]}, r"duplicated demand labels: 'c37'"),
    "empty label": ({"industries": ["c1", " "]}, r"empty industry labels at positions '1'"),
    "no labels": ({"demand": []}, r"no demand labels were given"),
    "text in Z": ({"Z": text_in("Z")}, r"Z: cells that are not numbers: 'n/a at 0, 1', '5.0 at 2, 3'. Give figures"),
    "text in Y": ({"Y": text_in("Y")}, r"Y: cells that are not numbers: 'n/a at 0, 1'"),
    "only text": (
        {"Z": [["1"] * 4] * 4},
        r"Z: cells that are not numbers: '1 at 0, 0', '1 at 0, 1', '1 at 0, 2'",
    ),
    "complex": (
        {"Z": np.ones((4, 4), dtype=complex)},
        r"Z: cells that are not numbers: '\(1\+0j\) at 0, 0'",
    ),
    "NaN in Z": (
        {"Z": changed("Z", (0, 3, np.nan), (1, 0, np.inf), (2, 2, np.nan), (3, 3, np.nan))},
        r"Z: 4 cells are NaN or infinite, first 'CHN.c1 → USA.c14', 'CHN.c14 → CHN.c1', 'USA.c1 → USA.c1'",
    ),
    "NaN in Y": ({"Y": changed("Y", (3, 1, np.nan))}, r"Y: 1 cells are NaN or infinite, first 'USA.c14 → CHN.c42'"),
    "negative output": (
        {"Y": changed("Y", (1, 1, -50.0))},
        r"negative output \(row sums\) in 'CHN.c14'. Look for a wrong sign",
    ),
    "inputs without output": (
        {"Z": np.array([[1.0, 1, 1, 1], [0, 0, 0, 0], [1, 1, 1, 1], [1, 1, 1, 1]]), "Y": np.diag([9.0, 0, 9, 9])},
        r"no output but inputs in 'CHN.c14'. Are rows and columns in the same order",
    ),
    "unbalanced": (
        {"Z": changed("Z", (0, 1, 90.0), (2, 1, 90.0))},
        r"unbalanced: inputs exceed output by 158 \(unit: M.USD\) in industries 'CHN.c14 \(-158\)'. Rows must sell",
    ),
    "unit": ({"unit": "dollars"}, r"unit 'dollars' is not a scale and a currency"),
    "no unit": ({"unit": None}, r"unit None is not a scale and a currency"),
    "year as text": ({"year": "2008"}, r"year must be a whole number such as 2011, not '2008'"),
    "year with a fraction": ({"year": 2008.0}, r"year must be a whole number"),
    "year as truth": ({"year": True}, r"year must be a whole number"),
    "status": ({"status": "guessed"}, r"status 'guessed' is not one of observed, estimated"),
    "boundary everywhere": ({"boundary": ["CHN", "USA"]}, r"every region is a boundary"),
    "boundary twice": ({"boundary": ["USA", "USA"]}, r"duplicated boundary labels: 'USA'"),
    "boundary that buys": (
        {"boundary": ["USA"]},
        r"exogenous regions \(boundary\) cannot buy inputs: 'USA.c1', 'USA.c14'",
    ),
    "satellite shape": (
        {"satellites": {"co2": np.ones(3)}},
        r"satellites need one figure for each of 4 industries.*co2 \(3,\)",
    ),
    "satellite text": (
        {"satellites": {"co2": ["1", "2", "x", "4"]}},
        r"satellite co2: cells that are not numbers: '1 at 0'",
    ),
    "satellite infinite": ({"satellites": {"co2": [1, 2, np.inf, 4]}}, r"infinite figures in 'satellite.co2'"),
    "final shape": (
        {"satellites": {"co2": ni.Satellite(np.ones(4), final=np.ones(3))}},
        r"final parts of satellites need \(2,\) or \(4,\) figures: wrong shape in 'co2 \(3,\)'",
    ),
    "fact shape": (
        {"facts": {"population": [1, 2, 3]}},
        r"facts need one figure for each of 2 regions.*population \(3,\)",
    ),
    "fact infinite": ({"facts": {"population": [1, -np.inf]}}, r"infinite figures in 'fact.population'"),
}


@check_each("what", BAD)
def test_bad_input_is_one_clear_error(what):
    change, message = BAD[what]
    with pytest.raises(ni.DataError, match=message) as caught:
        ni.Accounts(**(GOOD | change))
    assert "\n" not in str(caught.value)


def test_the_good_table_is_good():
    w = ni.Accounts(**GOOD)
    assert w.x.tolist() == [24.0] * 4


def test_unknown_boundary_suggests_the_nearest():
    with pytest.raises(ni.UnknownNameError, match=r"unknown economy 'USB'. Did you mean 'USA'\?"):
        ni.Accounts(**(GOOD | {"boundary": ["USB"]}))


@pytest.mark.parametrize("unit", ["USD", "K.CNY", "10K.CNY", "100M.CNY", "B.EUR", "T.JPY"])
def test_units_of_scale_and_currency_are_taken(unit):
    assert ni.Accounts(**(GOOD | {"unit": unit})).unit == unit


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ni.Satellite([1], status="seen"), r"status 'seen' is not one of observed, estimated"),
        (lambda: ni.Satellite([1], follows="wind"), r"follows 'wind' is not one of output, labour"),
        (lambda: ni.Satellite(["a"]), r"satellite values: cells that are not numbers: 'a at 0'"),
        (lambda: ni.Fact([1], status="seen"), r"status 'seen'"),
        (lambda: ni.Fact([1], combine="median"), r"combine 'median' is not one of sum, mean:NAME, none"),
        (lambda: ni.Facts({"a": [1, 2]}, regions=3), r"one figure for each of 3 regions: wrong shape in 'a'"),
    ],
)
def test_bad_satellites_and_facts(make, message):
    with pytest.raises(ni.DataError, match=message):
        make()


def test_missing_and_exact_figures_are_numbers():
    values = ni.Satellite([1, None, Decimal("2.5"), np.float32(3)]).values
    np.testing.assert_array_equal(values, [1.0, np.nan, 2.5, 3.0])


def test_small_negative_value_added_is_left_to_the_audit():
    """A subsidised industry may cost more than it sells; only a table that is wrong as a whole is refused."""
    w = ni.Accounts(**(GOOD | {"Z": changed("Z", (0, 1, 21.5))}))
    assert w.value_added[1] < 0


def test_rounding_below_zero_counts_as_no_output():
    flows = {"Z": [[5.0, 0], [0, 0]], "Y": [[5.0], [-1e-12]]}
    w = ni.Accounts(**flows, regions="CHN", industries=["a", "b"], demand="f", year=2000)
    assert w.A[:, 1].tolist() == [0, 0]
    assert w.v.tolist() == [0.5, 0.0]


def test_negative_inventories_are_allowed():
    assert ni.Accounts(**(GOOD | {"Y": changed("Y", (0, 1, -4.0))})).Y[0, 1] == -4.0


def test_cells_are_named():
    w = ni.Accounts(**GOOD)
    assert validate.cells(w, np.array([True, False, False, True])) == ["CHN.c1", "USA.c14"]
