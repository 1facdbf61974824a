"""Recycling in three layers: balance, cap, neighbours, and refusal where no recycling industry stands."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

import newind as ni
from builders.china_sources import national
from each import check_each
from newind.analyses.green.circular import circularity
from newind.analyses.green.recycling import ITEMS, recycling_layers, recycling_scenario
from newind.charts.proofs import Bars
from newind.data.single import to_accounts
from newind.errors import DataError, UnknownNameError
from newind.testing import economies

CODES = ["ore", "metals", "recycling", "other"]


def table(other=30, **more):
    """An economy of four industries and the rest of the world."""
    home = [[10, 40, 2, 8], [4, 60, 5, 60], [0, 12, 1, 2], [15, other, 6, 120]]
    abroad = [[2, 9, 0, 1], [1, 4, 0, 6], [0, 1, 0, 0], [1, 2, 0, 8]]
    Z = np.block([[np.array(home), np.array(abroad)], [np.array(abroad) * 2, np.array(home) * 3]]).astype(float)
    Y = np.array([[8, 1], [65, 4], [6, 0], [420, 10], [1, 80], [5, 230], [0, 20], [12, 1300]], dtype=float)
    return ni.Accounts(Z=Z, Y=Y, regions=["CHN", "ROW"], industries=CODES, demand=["final"], year=2011, unit="M.USD",
                       **more)  # fmt: skip


def test_where_an_economy_stands():
    c = circularity(table(), "CHN")
    assert (c.industry, c.virgin) == ("recycling", ("ore",))
    assert_allclose(c.recycled, [0, 12 + 2, 1, 2])
    assert_allclose(c.virgin_inputs, [10 + 4, 40 + 18, 2, 8 + 2])
    assert_allclose(c.per_virgin, c.recycled / c.virgin_inputs)
    assert (c.use, c.imports, c.cap) == (12 + 2 + 1 + 2 + 6, 2, 23)
    assert c.supply == table().x[2]
    assert c.share == pytest.approx(16 / (16 + 14 + 58 + 10))
    assert c.table()["industry"][0] == "metals"
    assert c.chart().rows[0].code == "metals"


@given(
    economies(min_industries=4, max_industries=4, industries=CODES), st.sampled_from(["industry", "cluster", "region"])
)
def test_no_rate_no_change(w, layer):
    try:
        s = recycling_scenario(w, w.regions.codes[0], 0.0, layer, virgin=["ore"])
    except DataError as error:
        assert "buys" in str(error)  # noqa: PT017 (drawn economies may have no users)
        return
    assert_allclose(s.output_after, s.output, rtol=1e-9, atol=1e-9 * w.x.max())
    assert_allclose(s.value_added_after, s.value_added, rtol=1e-9, atol=1e-9 * w.x.max())
    assert not s.capped


@pytest.mark.parametrize("price", [0.8, 1.0, 1.3])
def test_accounts_stay_closed(price):
    """Sales to final users and abroad equal value added and imports, before and after."""
    w = table()
    s = recycling_scenario(w, "CHN", 0.1, "region", price=price)
    final = w.x[:4] - w.Z[:4, :4].sum(axis=1)
    foreign = w.A4[1, :, 0]
    for output, value, change in ((s.output, s.value_added, 0.0), (s.output_after, s.value_added_after, 1.0)):
        bought = foreign.copy()
        if change:
            users = foreign[2] + w.A4[0, 2, 0] > 0
            share = foreign[2] / np.where(users, foreign[2] + w.A4[0, 2, 0], 1)
            taken = s.rate * (foreign[0] + w.A4[0, 0, 0]) * users
            bought[0] -= s.rate * foreign[0] * users
            bought[2] += price * share * taken
        assert_allclose(final.sum(), value.sum() + (bought @ output).sum())


def test_what_one_industry_does_by_hand():
    w = table()
    s = recycling_scenario(w, "CHN", 0.1, industry="metals", price=1.2)
    A = w.A4[0, :, 0].copy()
    taken = 0.1 * (40 + 18) / w.x[1]
    A[0, 1] *= 0.9
    A[2, 1] += 1.2 * taken * 12 / 14
    x = np.linalg.solve(np.eye(4) - A, w.x[:4] - w.Z[:4, :4].sum(axis=1))
    assert_allclose(s.output_after, x)
    v = w.v[:4].copy()
    v[1] -= 0.2 * taken
    assert_allclose(s.value_added_after, v * x)
    assert s.users == ("metals",)
    assert s.change("virgin_output") < 0 < s.change("recycled_output")
    assert s.change("virgin_imports") < 0


def test_scrap_caps_the_rate():
    s = recycling_scenario(table(), "CHN", 0.9, "region", virgin=["ore", "metals"])
    assert s.capped
    assert s.rate < s.asked == 0.9
    w = table()
    users = (w.A4[:, 2, 0].sum(axis=0) > 0) & (np.arange(4) >= 0)
    wanted = (s.rate * w.A4[:, [0, 1], 0].sum(axis=(0, 1)) * users * w.x[:4]).sum()
    assert wanted == pytest.approx(circularity(w, "CHN").cap)


def test_layers_widen():
    found = recycling_layers(table(), "CHN", 0.05, "metals")
    cut = found[found["item"] == "virgin_use"].set_index("layer")["change"]
    assert cut["region"] < cut["industry"] < 0
    assert cut["region"] <= cut["cluster"] <= cut["industry"]
    assert set(found["item"]) == set(ITEMS)


def test_emissions_and_jobs_where_they_are_known():
    unknown = recycling_scenario(table(), "CHN", 0.1).table().set_index("item")
    assert unknown.loc["co2", "status"] == unknown.loc["employment", "status"] == "needs your data"
    assert np.isnan(unknown.loc["co2", "change"])
    assert unknown.loc["virgin_use", "status"] == "simulated"
    co2 = np.array([5.0, 50, 1, 20, 1, 1, 1, 1])
    jobs = np.arange(1.0, 9)
    w = table(
        satellites={
            "co2": ni.Satellite(co2, unit="kt", final=np.zeros(2)),
            "employment": ni.Satellite(jobs, unit="1000"),
        }
    )
    s = recycling_scenario(w, "CHN", 0.1)
    grown = s.output_after / s.output
    assert s.totals["co2"] == pytest.approx((co2[:4].sum(), (co2[:4] * grown).sum()))
    assert s.totals["employment"] == pytest.approx((jobs[:4].sum(), (jobs[:4] * grown).sum()))
    assert s.units["co2"] == "kt"
    assert isinstance(s.chart(), Bars)
    assert len(s.by_industry()) == 4


@check_each(
    ("options", "error", "said"),
    [
        ({"rate": 1.2}, DataError, "recycling rate is 1.2"),
        ({"rate": float("nan")}, DataError, "recycling rate is nan"),
        ({"price": 0.0}, DataError, "above zero"),
        ({"layer": "firm"}, UnknownNameError, "unknown layer 'firm'"),
        ({"industry": "metal"}, UnknownNameError, "Did you mean 'metals'"),
        ({"virgin": ["recycling"]}, DataError, "recycling itself"),
        ({"virgin": ["ore", "ore"]}, DataError, "named twice"),
        ({"industry": "ore"}, DataError, "nobody in layer 'industry' of ore"),
    ],
)
def test_what_cannot_be_is_refused(options, error, said):
    with pytest.raises(error, match=said):
        recycling_scenario(table(), "CHN", **({"rate": 0.1} | options))


@pytest.mark.parametrize(("name", "year"), [("world", 2011), ("china", 2020), ("china-2017", 2017)])
def test_accounts_without_recycling_say_what_to_attach(name, year):
    w = ni.load(name, year)
    with pytest.raises(DataError, match=r"no recycling industry stands apart.*Needs your data: give a table"):
        circularity(w, w.regions.codes[0])


def test_the_boundary_is_no_region():
    with pytest.raises(DataError, match="ROW is the boundary"):
        circularity(ni.load("china", 2020), "ROW")


def test_the_range_is_over_the_price():
    w = table()
    s = recycling_scenario(w, "CHN", 0.1)
    ends = [recycling_scenario(w, "CHN", 0.1, price=q).change("value_added") for q in (0.7, 1.0, 1.5)]
    assert s.spans["value_added"] == pytest.approx((min(ends), max(ends)))
    assert s.spans["value_added"][0] < s.change("value_added") < s.spans["value_added"][1]
    given_price = recycling_scenario(w, "CHN", 0.1, price=0.7)
    assert given_price.spans["value_added"] == (given_price.change("value_added"),) * 2


def test_recycled_input_cannot_take_all_value_added():
    with pytest.raises(DataError, match="take all value added of its users: 'metals'"):
        recycling_scenario(table(other=60), "CHN", 0.1, price=3.0)


# ---- the official tables
def test_a_chinese_table(shared):
    """Steel of 2020, recomputed from the published cells without the accounts' own matrices."""
    single = national(shared, "2020_153")
    w = to_accounts(single)
    c = circularity(w, "CHN")
    assert (c.industry, c.virgin) == ("q098", ("q008", "q009", "q010"))
    at, steel = w.industries.index("q098"), w.industries.index("q062")
    rows = w.Z.reshape(2, w.S, 2, w.S)[:, :, 0, :].sum(axis=0)
    assert c.recycled[steel] == pytest.approx(rows[at, steel])
    s = recycling_scenario(w, "CHN", 0.1, "region")
    assert s.industry == "q062"
    assert not s.capped
    assert s.change("virgin_use") < 0 < s.change("value_added")
    assert s.table().set_index("item").loc["co2", "status"] == "needs your data"
