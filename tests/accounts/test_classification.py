"""Classifications, concordances and names."""

from __future__ import annotations

import pytest
from numpy.testing import assert_allclose

from each import check_each
from newind.accounts import classification
from newind.accounts.classification import check, concordance, demand_role, industry_name, load
from newind.accounts.regions import read_regions
from newind.errors import DataError, UnknownNameError

CONCORDANCES = [n for n in classification.names() if "_to_" in n]


@check_each("name", CONCORDANCES)
def test_every_shipped_concordance_is_complete_and_does_not_overlap(name: str) -> None:
    found = concordance(name)
    source, _, target = name.partition("_to_")
    assert list(found.sources) == list(load(source))
    assert set(found.targets) == set(load(target))
    assert sorted(s for parts in found.sources_of.values() for s in parts if len(found.targets_of[s]) == 1) == sorted(
        s for s, to in found.targets_of.items() if len(to) == 1
    )


def test_sizes_and_order() -> None:
    assert [len(load(n)) for n in ("wiod35", "wiod26", "wiod41", "wiod20", "wiod56")] == [35, 26, 41, 20, 56]
    assert list(load("wiod20"))[:2] + list(load("wiod20"))[-2:] == ["CHN", "USA", "REU", "ROW"]
    assert len(concordance("wiod41_to_wiod20").sources_of["REU"]) == 22
    assert list(load("wiod26"))[-8:] == ["c19t21", "c22", "c23t26", "c27", "c28", "c29", "c30", "c31t35"]


def test_every_code_has_names_in_both_languages() -> None:
    for name in ("wiod35", "wiod26", "demand", "nbs42-2002", "nbs42-2012", "nbs42-2017"):
        for row in load(name).values():
            assert row["en"]
            assert any("一" <= c <= "鿿" for c in row["zh"]), row
    assert all(code in read_regions() for code in load("wiod41"))
    assert industry_name("c14", "zh") == "电气和光学设备"
    assert [industry_name(code) for code in ("n32", "m33", "o32")] == ["Finance and insurance"] * 3
    with pytest.raises(UnknownNameError, match="unknown language 'fr'"):
        industry_name("c14", "fr")


def test_roles_of_demand() -> None:
    roles = [demand_role(c) for c in ("c37", "c38", "c39", "c41", "c42")]
    assert roles == ["consumption_households", "npish", "government", "investment", "inventories"]
    chinese = ("rural", "urban", "households", "government", "fixed_capital", "inventories", "consumption", "error")
    roles = [demand_role(c) for c in chinese]
    assert roles == ["consumption_households"] * 3 + [
        "government",
        "investment",
        "inventories",
        "consumption",
        "discrepancy",
    ]
    assert {row["role"] for row in load("demand").values()} == {*roles, "npish", "valuables"}


def test_offenders_are_named() -> None:
    rows = [("a", "x"), ("a", "y"), ("b", "z"), ("q", "x")]
    with pytest.raises(DataError) as caught:
        check("demo", rows, ["a", "b", "c"], ["x", "y", "w"])
    for said in (
        "sources that stand twice ('a')", "unknown sources ('q')", "sources without a target ('c')",
        "unknown targets ('z')", "targets without a source ('w')",
    ):  # fmt: skip
        assert said in str(caught.value)


def test_shared_sources_need_weights_and_keep_totals() -> None:
    bridge = concordance("wiod56_to_wiod35")
    with pytest.raises(DataError, match=r"need weights: 'C13-C15'"):
        bridge.matrix()
    with pytest.raises(DataError, match="'C13-C15' is shared among c4, c5"):
        bridge.target("C13-C15")
    matrix = bridge.matrix({"c4": 3.0, "c5": 1.0})
    assert_allclose(matrix.sum(axis=0), 1.0)
    assert_allclose(matrix[[3, 4], bridge.sources.index("C13-C15")], [0.75, 0.25])
    assert_allclose(bridge.matrix({})[[3, 4], bridge.sources.index("C13-C15")], [0.5, 0.5])


def test_unknown_names_suggest() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown classification 'wiod351'\. Did you mean 'wiod35'"):
        load("wiod351")
    with pytest.raises(UnknownNameError, match="unknown source code 'c36'"):
        concordance("wiod35_to_wiod26").target("c36")
