"""The menu of example policies: any region can fill it; what does not fit the accounts is left out with a reason."""

from __future__ import annotations

import re

import pytest

import newind as ni
from newind.accounts.satellite import Satellites
from newind.errors import DataError, UnknownNameError
from newind.policy.levers import FAMILIES
from newind.policy.menu import (
    BEARABLE,
    PLACES,
    SIZES,
    entry,
    family,
    find_top_import,
    home_share,
    left_out,
    low_carbon,
    menu,
    templates,
)
from newind.policy.targets import resolve


@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2011)


def test_every_template_says_what_it_is_in_both_languages():
    for t in templates():
        assert set(t.label) == set(t.note) == {"en", "zh"}
        assert re.search("[\u4e00-\u9fff]", t.label["zh"] + t.note["zh"])
        assert t.clause
        assert any("HOME" in s.to_dict()["region"] for s in t.shocks)
    assert set(SIZES) == {"en", "zh"}


def test_templates_stand_in_the_order_of_families():
    order = [list(FAMILIES).index(family(t)) for t in templates()]
    assert order == sorted(order)
    assert len({t.name for t in templates()}) == len(templates())


@pytest.mark.parametrize("code", ["CHN", "TWN", "ROW"])
def test_no_place_is_left_open_and_every_policy_acts_on_the_accounts(world, code):
    made = menu(code, world)
    assert len(made) + len(left_out(code, world)) == len(templates())
    for package in made:
        assert not [p for p in (*PLACES, "{industry}") if p in package.to_yaml()]
        for target in resolve(package, world):
            assert target.regions.tolist() == [world.regions.index(code)]
            assert len(target.industries)


def test_the_input_that_is_lost_is_the_one_of_which_most_is_imported(world):
    r, share = world.regions.index("CHN"), {}
    for code in ("c9", "c13", "c14", "c15"):
        bought = world.Z4[:, world.industries.index(code), r].sum(axis=1)
        share[code] = bought[r] / bought.sum()
    assert find_top_import("CHN", world) == (min(share, key=share.get),)
    for code, value in share.items():
        assert home_share("CHN", world)[world.industries.index(code)] == pytest.approx(value)


def test_low_carbon_industries_emit_less_than_all_together(world):
    r = world.regions.index("DEU")
    x, co2 = world.x.reshape(world.R, world.S)[r], world.satellites["co2"].values.reshape(world.R, world.S)[r]
    made = [k for k, code in enumerate(world.industries) if re.fullmatch(r"c([3-9]|1[0-6])", code)]
    mean = co2[made].sum() / x[made].sum()
    assert low_carbon("DEU", world) == tuple(world.industries[k] for k in made if x[k] > 0 and co2[k] / x[k] < mean)


def test_all_imports_are_lost_only_where_home_supply_is_large(world):
    for code in world.regions.codes:
        k = world.industries.index(find_top_import(code, world)[0])
        assert ("cut-off" in left_out(code, world)) == (home_share(code, world)[k] < BEARABLE)
    why = r"cut-off: industries at home make 12% of the .*Here try half of the imports\."
    with pytest.raises(DataError, match=why):
        entry("cut-off", "DEU", world)


def test_policies_that_need_emissions_are_left_out_without_them(world):
    bare = world._replace(satellites=Satellites({k: s for k, s in world.satellites.items() if k != "co2"}))
    lost = left_out("CHN", bare)
    assert {"carbon-returned", "carbon-households", "clean-capital"} <= set(lost)
    assert lost["clean-capital"] == "the accounts lack the satellite 'co2'. Attach it: newind data attach."


def test_industries_that_no_group_knows_leave_policies_out_instead_of_failing():
    w = ni.Accounts(
        Z=[[2.0, 1.0], [1.0, 2.0]], Y=[[3.0, 1.0], [1.0, 3.0]], regions=["DEU", "FRA"], industries=["odd"],
        demand=["all"], year=2011, unit="M.USD",
    )  # fmt: skip
    assert [p.name for p in menu("DEU", w)] == ["data"]
    assert "odd" in left_out("DEU", w)["subsidy"]


def test_wrong_names_are_answered_with_the_nearest(world):
    with pytest.raises(UnknownNameError, match="Did you mean 'subsidy'"):
        entry("subsidi", "CHN", world)
    with pytest.raises(UnknownNameError, match="CHN"):
        menu("CHM", world)
    assert entry("subsidy", "CHN", world) == entry("subsidy", "CHN", world)
    assert entry("subsidy", "CHN", world).hash != entry("subsidy", "DEU", world).hash
