"""A tile for each province: none on another, neighbours in the order of the map, regions of the statistics bureau."""

from __future__ import annotations

from itertools import permutations

from newind.analyses.circulation.provinces import group_names, province_groups, province_tiles, tiles
from newind.data.multiregion.friction import all_provinces, capitals

FAR = 6.0
"""Degrees between capitals beyond which the order on the grid must be that on the map."""


def test_every_province_has_one_tile_of_its_own():
    found = tiles()
    assert set(found) == {*all_provinces(), "CN-HK", "CN-MO", "CN-TW"}
    assert len(set(found.values())) == len(found) == len(province_tiles()) == 34
    assert all(column >= 0 and row >= 0 for column, row in found.values())


def test_far_apart_provinces_stand_in_the_order_of_the_map():
    """Of capitals far apart the western one is not further east on the grid, the northern one not further south."""
    places, found = capitals(), tiles()
    for a, b in permutations(places, 2):
        (north_a, east_a), (north_b, east_b) = places[a], places[b]
        if east_b - east_a > FAR:
            assert found[a][0] <= found[b][0], (a, b)
        if north_a - north_b > FAR:
            assert found[a][1] <= found[b][1], (a, b)


def test_neighbours_touch():
    """Tiles of provinces that share a border on the map are next to each other, corners counted."""
    found = tiles()
    borders = [
        "BJ HE",
        "BJ TJ",
        "HL JL",
        "JL LN",
        "GD HN",
        "GD GX",
        "GD FJ",
        "ZJ JS",
        "SH JS",
        "SC CQ",
        "YN GZ",
        "QH GS",
    ]
    for pair in borders:
        (x1, y1), (x2, y2) = (found[f"CN-{c}"] for c in pair.split())
        assert max(abs(x1 - x2), abs(y1 - y2)) == 1, pair


def test_four_regions_hold_all_provinces():
    groups = province_groups()
    assert set(groups) == set(all_provinces())
    sizes = {g: list(groups.values()).count(g) for g in group_names()}
    assert sizes == {"east": 10, "central": 6, "west": 12, "northeast": 3}


def test_names_are_in_both_languages():
    for name in [*(t.name for t in province_tiles()), *group_names().values()]:
        assert set(name) == {"en", "zh"}
        assert all(name.values())
