"""Groups: complete files, members in both classifications, selections."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from each import check_each
from newind.accounts.classification import load
from newind.accounts.groups import Group, group, groups, resolve
from newind.datafiles import read_csv_rows
from newind.errors import DataError, UnknownNameError

CHINESE = [tuple(load(f"nbs42-{vintage}")) for vintage in (2002, 2012, 2017)]
S35, S26 = tuple(load("wiod35")), tuple(load("wiod26"))
R41, R20 = tuple(load("wiod41")), tuple(load("wiod20"))


def names(selector: object, codes: tuple[str, ...]) -> list[str]:
    return [codes[i] for i in resolve(selector, codes)]  # type: ignore[arg-type]


@check_each("found", groups(), ids=lambda g: g.id)
def test_every_group_is_complete_and_dated(found: Group) -> None:
    g = group(found.id)
    assert g.kind in ("regions", "industries")
    assert set(g.label) == {"en", "zh"}
    assert set(g.source) == {"title", "date"}
    assert dt.date(*(int(p) for p in (g.source["date"] + "-01-01").split("-")[:3])) < dt.date(2030, 1, 1)
    assert len(set(g.members)) == len(g.members) > 0
    if g.kind == "industries":
        assert set(g.members) <= set(S35)
        for classification, members in g.also.items():
            assert set(members) <= set(load(classification))
            assert len(set(members)) == len(members) > 0


@check_each("found", groups("industries"), ids=lambda g: g.id)
def test_industry_groups_resolve_at_both_levels(found: Group) -> None:
    """The 26 industries of a group are the 35 of the group, put together."""
    from newind.accounts.classification import concordance

    merge = concordance("wiod35_to_wiod26")
    fine, coarse = names(found.id, S35), names(found.id, S26)
    assert set(coarse) == {merge.target(c) for c in fine}


def test_groups_of_the_shipped_world() -> None:
    assert names("services", S26) == ["c19t21", "c22", "c23t26", "c27", "c28", "c29", "c30", "c31t35"]
    assert names("digital", S26) == ["c14", "c27"]
    assert names("rcep", R20) == ["CHN", "JPN", "KOR", "IDN", "AUS"]
    assert names("g7", R20) == ["USA", "JPN", "CAN", "DEU", "FRA", "GBR", "ITA"]
    assert names("eu-2007", R20) == ["DEU", "FRA", "GBR", "ITA", "ESP", "REU"]
    assert names("developed", R20) == ["USA", "JPN", "KOR", "TWN", "AUS", "CAN", "DEU", "FRA", "GBR", "ITA", "ESP"]
    assert names("emerging", R20) == ["CHN", "IND", "IDN", "RUS", "BRA", "MEX", "TUR"]
    assert "HUN" in names("emerging", R41)


DIVISIBLE = pytest.mark.parametrize("codes", [S35, *CHINESE], ids=lambda codes: codes[0])


@DIVISIBLE
def test_classes_of_research_intensity_divide_manufacturing(codes: tuple[str, ...]) -> None:
    classes = [names(f"rd-{c}", codes) for c in ("high", "medium-high", "medium-low", "low")]
    assert sorted(c for part in classes for c in part) == sorted(names("manufacturing", codes))
    assert set(names("high-tech", codes)) == {*classes[0], *classes[1]}


@DIVISIBLE
def test_sections_divide_the_economy(codes: tuple[str, ...]) -> None:
    parts = [names(g, codes) for g in ("agriculture", "industry", "construction", "services")]
    assert sorted(c for part in parts for c in part) == sorted(codes)


@DIVISIBLE
def test_groups_lie_within_each_other(codes: tuple[str, ...]) -> None:
    assert set(names("manufacturing", codes)) < set(names("industry", codes))
    assert set(names("digital", codes)) < set(names("digital-wide", codes))
    assert set(names("high-tech", codes)) < set(names("knowledge-intensive", codes))
    assert set(names("business-services", codes)) < set(names("services", codes))
    assert set(names("information-services", codes)) == set(names("digital", codes)) & set(names("services", codes))


def test_members_are_those_of_the_classification_of_the_accounts() -> None:
    """A code that two classifications know counts for the one that the other codes belong to."""
    g = Group("both", "industries", "wiod35", ("c1",), {}, {}, also={"wiod26": ("c19t21",), "nbs42-2017": ("n05",)})
    assert g.select_members(["c1", "c2"]) == ("c1",)  # both know c1 and c2: the group's own
    assert g.select_members(["n01", "n05", "c1"]) == ("n05",)
    with pytest.raises(DataError, match=r"group both: none of its members \('n05'\) is among 'n01', 'n02'"):
        g.select_members(["n01", "n02"])


def test_selectors() -> None:
    assert list(resolve("*", S26)) == list(range(26))
    assert list(resolve("c14", S26)) == [13]
    assert list(resolve(["c14", "c1"], S26)) == [13, 0]
    assert list(resolve(["energy", "c18"], S26)) == [1, 7, 16, 17]
    assert resolve("*", S26).dtype == np.int64
    assert list(resolve("services", ("goods", "services"))) == [1]  # a label goes before a group


def test_bad_selections() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown label or group 'servces'\. Did you mean 'services'"):
        resolve("servces", S26)
    with pytest.raises(UnknownNameError, match=r"unknown label or group 'CHM'\. Did you mean 'CHN'"):
        resolve(["USA", "CHM"], R20)
    with pytest.raises(DataError, match="selected more than once: 'c14'"):
        resolve(["digital", "c14"], S26)
    with pytest.raises(DataError, match="an empty selection"):
        resolve([], S26)
    with pytest.raises(DataError, match="group digital: none of its members"):
        resolve("digital", ("a", "b"))
    with pytest.raises(DataError, match=r"group eu: only a part of 'REU' belongs to it"):
        Group("eu", "regions", "iso3", ("AUT",), {}, {}).select_members(R20)
    with pytest.raises(UnknownNameError, match=r"unknown group 'rcpe'\. Did you mean 'rcep'"):
        group("rcpe")


def test_regions_file_has_the_economies_and_provinces() -> None:
    rows = read_csv_rows("newind.accounts", "regions.csv")
    codes = [r["code"] for r in rows]
    assert len(codes) == len(set(codes)) == 208 + 8 + 31
    assert {r["code"] for r in rows if r["kind"] == "rest"} == {"REU", "RLA", "ROW", "WA", "WE", "WF", "WL", "WM"}
    provinces = [r for r in rows if r["kind"] == "province"]
    assert len(provinces) == 31
    assert all(r["code"].startswith("CN-") and r["country"] == "CHN" for r in provinces)
    assert all(all(r.values()) for r in rows)
