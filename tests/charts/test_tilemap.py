"""The map of provinces as squares."""

from __future__ import annotations

import pytest

from each import check_each
from newind.accounts.regions import read_regions
from newind.charts.tiles import places, province_tiles
from newind.errors import UnknownNameError

NEIGHBOURS = (
    ("CN-HL", "CN-JL"), ("CN-JL", "CN-LN"), ("CN-BJ", "CN-TJ"), ("CN-BJ", "CN-HE"), ("CN-JS", "CN-SH"),
    ("CN-SC", "CN-CQ"), ("CN-GX", "CN-GD"), ("CN-HB", "CN-HN"), ("CN-XZ", "CN-SC"), ("CN-NM", "CN-SX"),
)  # fmt: skip


def test_every_province_has_a_place_of_its_own():
    assert set(places()) == {r.code for r in read_regions().values() if r.kind == "province" and r.country == "CHN"}
    assert len(set(places().values())) == len(places())


@check_each(("one", "other"), NEIGHBOURS)
def test_neighbours_touch(one, other):
    (a, b), (c, d) = places()[one], places()[other]
    assert abs(a - c) + abs(b - d) == 1


def test_north_is_up_and_west_is_left():
    at = places()
    assert at["CN-HL"][1] < at["CN-BJ"][1] < at["CN-HA"][1] < at["CN-GD"][1] < at["CN-HI"][1]
    assert at["CN-XJ"][0] < at["CN-GS"][0] < at["CN-SX"][0] < at["CN-SD"][0]


def test_figures_stand_in_their_squares_and_others_are_not_known():
    tiles = {t.code: t.value for t in province_tiles({"CN-SC": 3.7, "CN-BJ": 0.0})}
    assert tiles["CN-SC"] == 3.7
    assert tiles["CN-BJ"] == 0.0
    assert sum(v != v for v in tiles.values()) == len(places()) - 2


def test_a_province_without_a_place_is_an_error():
    with pytest.raises(UnknownNameError, match=r"CN-BX.*ISO 3166-2"):
        province_tiles({"CN-BX": 1.0})
