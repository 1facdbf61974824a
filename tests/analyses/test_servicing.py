"""Services in manufactures by type and origin: against inverses written out, against indicators, on boundaries."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose

import boundary
import explicit
from each import check_each
from newind.accounts.accounts import Accounts
from newind.accounts.classification import load
from newind.accounts.groups import group
from newind.accounts.panel import Panel
from newind.analyses.manufacturing.servicing import SOLD, service_content, service_types
from newind.charts.proofs import AreaStack, Bars
from newind.errors import DataError, UnknownNameError
from newind.measures import linkages, services
from newind.testing import economies, panels

TYPES = {"communication": {"c27"}, "business": {"c30"}, "trade": {"c20"}}
"""Types of the services that economies are drawn with, written down again."""


def sales(w, j, of):
    """Return what is sold of one cell's product."""
    return {"final": explicit.finals, "exports": explicit.exports, "output": lambda w, j: w.x[j]}[of](w, j)


@pytest.mark.parametrize("of", SOLD)
@settings(max_examples=40)
@given(w=economies(max_industries=8))
def test_types_and_origins_against_an_inverse(of, w):
    carried, found = explicit.embodied(w), service_content(w, "CHN", of)
    made = explicit.cells(w, "manufacturing", 0)
    sold = np.array([sales(w, j, of) for j in made])
    for k, kind in enumerate(found.types):
        for p in range(w.R):
            rows = [i for i in explicit.cells(w, region=p) if w.industries[i % w.S] in TYPES[kind.id]]
            parts = carried[np.ix_(rows, made)].sum(axis=0)
            want = explicit.over(parts @ sold, sold.sum())
            assert_allclose(found.by_type_and_origin[0, k, p], want, atol=1e-9)
            alive = w.x[made] > 0
            assert_allclose(found.content[0, k, p][alive], parts[alive], atol=1e-12)
            assert np.isnan(found.content[0, k, p][~alive]).all()


@settings(max_examples=40)
@given(panels(years=(2007, 2008), max_industries=5))
def test_types_add_up_to_the_indicators(p):
    for region in p.regions.codes:
        final, sold = (service_content(p, region, of) for of in ("final", "exports"))
        for t, w in enumerate(p):
            at = {"region": region}
            assert_allclose(final.total[t], services.services_in_manufacturing(w)[0].sel(**at))
            assert_allclose(sold.total[t], services.services_in_manufacturing_exports(w)[0].sel(**at))
            foreign = services.services_in_manufacturing_exports_foreign(w)[0].sel(**at)
            assert_allclose(sold.foreign[t].sum(), foreign, atol=1e-12)
            assert_allclose(final.domestic[t].sum(), linkages.services_in_manufacturing_domestic(w)[0].sel(**at))


@settings(max_examples=40)
@given(panels(years=(2007, 2008), min_regions=2, max_industries=5))
def test_tables_add_up(p):
    found = service_content(p, "CHN")
    table, origins = found.table(), found.by_origin()
    assert_allclose(table["domestic"] + table["foreign"], table["value"], rtol=1e-12)
    whole = table[table["type"].isna()].set_index("year")["value"]
    assert_allclose(table[table["type"].notna()].groupby("year")["value"].sum(min_count=1), whole)
    by_origin = origins[origins["type"].isna()].groupby("year")["value"].sum(min_count=1)
    assert_allclose(by_origin, whole)
    shares = (
        origins[origins["partner"] != "CHN"].groupby(["year", "type"])["share_of_foreign"].sum(min_count=1).dropna()
    )
    assert_allclose(shares, 1.0)
    by_product = found.by_product()
    one = by_product[(by_product["year"] == 2008) & (by_product["industry"] == "c14")]
    assert_allclose(one["value"].iloc[:-1].sum(min_count=1), one["value"].iloc[-1])
    assert isinstance(found.chart(), AreaStack)


def test_a_year_alone_is_shown_by_type(world_2011):
    found = service_content(world_2011, "CHN")
    bars = found.chart()
    assert isinstance(bars, Bars)
    assert [row.value for row in bars.rows] == sorted((row.value for row in bars.rows), reverse=True)
    assert_allclose(sum(row.value for row in bars.rows), found.total[0])


@pytest.mark.parametrize(
    "w", [boundary.nation(), boundary.alone(), boundary.provinces()], ids=["nation", "alone", "many"]
)
def test_with_a_boundary_only_own_services_are_known(w):
    region = w.regions.codes[0]
    for of, indicator in (
        ("final", linkages.services_in_manufacturing_domestic),
        ("exports", linkages.services_in_manufacturing_exports_domestic),
    ):
        found = service_content(w, region, of)
        assert_allclose(found.total[0], indicator(w)[0].sel(region=region))
        assert np.isnan(found.foreign).all()
        assert np.isnan(found.table()["foreign"]).all()
        others = found.by_origin().query("partner != @region")
        assert others["value"].isna().all()
        assert "own industries" in found.remarks["en"]
        assert "本地行业" in found.remarks["zh"]


CLASSIFICATIONS = ("wiod35", "wiod26", *group("services").also)


@check_each("name", CLASSIFICATIONS)
def test_each_service_of_each_classification_has_one_type(name):
    codes = tuple(load(name))
    typed = [c for kind in service_types(codes) for c in kind.codes]
    assert sorted(typed) == sorted(group("services").select_members(codes))
    assert all(kind.label["zh"] and kind.label["en"] for kind in service_types(codes))


def test_output_says_that_amounts_do_not_add_up(world_2011):
    assert "must not be added up" in service_content(world_2011, "CHN", "output").remarks["en"]
    assert "must not be added up" not in service_content(world_2011, "CHN", "final").remarks["en"]


def test_refusals(world_2011):
    with pytest.raises(UnknownNameError, match="'export'\\. Did you mean 'exports'"):
        service_content(world_2011, "CHN", "export")
    with pytest.raises(UnknownNameError, match="CHM"):
        service_content(world_2011, "CHM")
    with pytest.raises(DataError, match="ROW is only a boundary"):
        service_content(boundary.nation(), "ROW")
    with pytest.raises(DataError, match="service content needs Accounts or a Panel, not int"):
        service_content(3, "CHN")
    alone = Accounts(Z=np.zeros((1, 1)), Y=[[1.0]], regions=["CHN"], industries=["c14"], demand=["c37"], year=2008)
    with pytest.raises(DataError, match="group services: none of its members"):
        service_content(Panel([alone]), "CHN")


@pytest.fixture(scope="module")
def world_2011():
    from newind.data.reference import load as shipped

    return shipped("world", year=2011)
