"""The table of regions."""

from __future__ import annotations

import numpy as np
import pytest

import newind as ni
from newind.accounts.regions import KINDS, read_regions, region


def test_codes_are_a_sequence_and_names_are_known():
    r = ni.Regions(["CHN", "USA", "ROW"])
    assert list(r) == ["CHN", "USA", "ROW"]
    assert r[0] == "CHN"
    assert r[1:] == ("USA", "ROW")
    assert r.index("USA") == 1
    assert "USA" in r
    assert r.en[0] == "China"
    assert r.zh[0] == "中国"
    assert r.named.tolist() == [True, True, False]
    assert r.country == ("CHN", "USA", "ROW")


def test_equal_when_codes_are():
    r = ni.Regions(["CHN", "USA"])
    assert r == ["CHN", "USA"] == r
    assert r == ("CHN", "USA")
    assert r == ni.Regions(["CHN", "USA"])
    assert hash(r) == hash(ni.Regions(["CHN", "USA"]))
    assert r != ["USA", "CHN"]
    assert r != "CHN"
    assert (r == None) is False  # noqa: E711 - comparison with anything is an answer, not an error


def test_provinces_belong_to_their_country():
    r = ni.Regions(["CN-GD", "CN-JS"])
    assert r.kind == ("province", "province")
    assert set(r.country) == {"CHN"}


def test_unknown_codes_name_themselves():
    assert region("Atlantis").zh == "Atlantis"
    assert ni.Regions(["Atlantis"]).named.all()


def test_an_institution_brings_its_own_names():
    mine = ni.Region("CHN", "PR China", "中国", "country", "CHN")
    assert ni.Regions([mine, "USA"]).en[0] == "PR China"


def test_known_regions_are_complete():
    known = read_regions()
    wiod = "AUS AUT BEL BGR BRA CAN CHN CYP CZE DEU DNK ESP EST FIN FRA GBR GRC HUN IDN IND IRL ITA JPN KOR LTU LUX LVA"
    wiod += " MEX MLT NLD POL PRT ROU RUS SVK SVN SWE TUR TWN USA ROW REU"
    assert set(wiod.split()) <= set(known)
    assert sum(code.startswith("CN-") for code in known) >= 31
    assert all(r.en and r.zh and r.kind in KINDS and r.country for r in known.values())


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        (["CHN", "CHN", "USA", "USA"], r"duplicated region labels: 'CHN', 'USA'"),
        (["CHN", ""], r"empty region labels at positions '1'"),
        ([], r"no region labels were given"),
        ([ni.Region("X", "X", "X", "planet")], r"kinds of region are country, province, rest: wrong in 'X: planet'"),
    ],
)
def test_bad_regions(codes, message):
    with pytest.raises(ni.DataError, match=message):
        ni.Regions(codes)


def test_index_suggests_the_nearest():
    with pytest.raises(ni.UnknownNameError, match=r"economy 'CHM'. Did you mean 'CHN'\? These accounts have CHN, USA"):
        ni.Regions(["CHN", "USA"]).index("CHM")


def test_named_is_a_mask():
    assert ni.Regions(["CHN", "REU"]).named.dtype == np.bool_
