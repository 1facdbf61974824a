"""The shipped provinces of 2017: totals, status, ranges, and what must not be shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from builders import china2017
from newind.accounts.classification import load as classification
from newind.accounts.groups import groups
from newind.data.multiregion import all_provinces
from newind.data.reference import load, package
from newind.errors import DataError
from newind.measures.headline import headline

YEAR = 2017


def test_it_is_an_estimate_of_31_provinces_and_abroad() -> None:
    w, said = load("china-2017", YEAR), package("china-2017")
    assert tuple(w.regions) == (*all_provinces(), "ROW")
    assert w.boundary == ("ROW",)
    assert w.industries == tuple(classification("china18"))
    assert (w.status, said["status"], w.unit) == ("estimated", "estimated", "M.CNY")
    assert all(s.status == "estimated" for s in w.satellites.values())


def test_figures_are_whole_and_add_up_to_the_country() -> None:
    w, checks = load("china-2017", YEAR), package("china-2017")["resources"][0]["checks"]
    assert (np.rint(w.Z) == w.Z).all()
    assert (np.rint(w.Y) == w.Y).all()
    assert_allclose(w.gdp[:31].sum(), checks["value_added_of_the_country"], rtol=1e-4)
    assert_allclose(w.Y3[:, :, 31].sum(), checks["exports_of_the_country"], rtol=1e-5)
    assert w.check()


def test_the_files_are_small() -> None:
    assert package("china-2017")["resources"][0]["bytes"] < 1e6


def test_parts_of_value_added_fill_it() -> None:
    w = load("china-2017", YEAR)
    total = np.sum([s.values for s in w.satellites.values()], axis=0)
    inner = slice(0, 31 * w.S)
    assert_allclose(total[inner].sum(), w.value_added[inner].sum(), rtol=1e-4)


def test_every_group_of_industries_has_members() -> None:
    codes = load("china-2017", YEAR).industries
    """But food, which is one industry with textiles here."""
    with pytest.raises(DataError, match="group food: none of its members"):
        next(g for g in groups("industries") if g.id == "food").select_members(codes)
    assert all(g.select_members(codes) for g in groups("industries") if g.id != "food")


def test_shipped_figures_lie_in_their_ranges_and_frictions_in_the_wider_ones() -> None:
    w, said = load("china-2017", YEAR), package("china-2017")
    for name, values in headline(w, tuple(said["ranges"])).items():
        for code, (low, high) in said["ranges"][name].items():
            value = values[w.regions.index(code)]
            assert low - 1e-5 * abs(low) <= value <= high + 1e-5 * abs(high), (name, code)
            inner = said["ranges_of_friction"][name][code]
            assert low <= inner[0] <= inner[1] <= high, (name, code)


def test_suppressed_flows_name_provinces_and_products() -> None:
    said, w = package("china-2017")["report"]["suppressed"], load("china-2017", YEAR)
    assert 0 < said["cells"] < 0.1
    cells = 0
    for seller, buyers in said["flows"].items():
        assert seller not in buyers
        assert {seller, *buyers} <= set(all_provinces())
        for products in buyers.values():
            assert set(products.split()) <= set(w.industries)
            cells += len(products.split())
    assert_allclose(cells / (31 * 30 * w.S), said["cells"], atol=1e-5)


def test_circulation_stands_beside_the_published_mean() -> None:
    said = package("china-2017")["report"]["circulation"]
    assert said["published"]["own"] == 0.551
    for name in ("value added absorbed, mean of provinces", "value added absorbed, weighted by product"):
        assert_allclose(sum(said[name].values()), 1.0, atol=1e-4)


def test_what_is_said_of_the_difference_is_what_the_figures_say() -> None:
    said = package("china-2017")["report"]["circulation"]
    own = {k: v["own"] for k, v in said["value added absorbed, mean of provinces, by variant"].items()}
    published = said["published"]["own"]
    assert own["least trade"] < published < own["not reconciled"]
    assert min(own, key=lambda k: abs(own[k] - published)) == "not reconciled"
    assert abs(said["value added absorbed, mean of provinces"]["abroad"] - said["published"]["abroad"]) < 0.01


def test_research_intensity_is_a_share() -> None:
    fact = load("china-2017", YEAR).facts["rd_intensity"].values
    assert np.isnan(fact[31])
    assert ((fact[:31] > 0) & (fact[:31] < 0.1)).all()


def test_it_can_be_built_again(shared: Path) -> None:
    built = china2017.build(shared)
    ((w, _),) = built.accounts
    shipped = load("china-2017", YEAR)
    assert np.abs(w.Z - shipped.Z).max() <= 1
    assert np.abs(w.Y - shipped.Y).max() <= 1
    assert built.about["report"]["totals"]["value added"] == {"provinces": 84.724, "country": 82.322}
