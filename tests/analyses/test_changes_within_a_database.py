"""Two databases differ where they meet: a panel of both gives the changes of each, and never that between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import newind as ni
from newind.accounts.satellite import Satellite
from newind.analyses.circulation.transfer import transfer_candidates
from newind.analyses.green.charges import PayoutRule, embodied_charge_effects
from newind.analyses.green.decomposition import carbon_change
from newind.analyses.green.kaya_identity import kaya
from newind.analyses.green.sharing_parts import parts_of_accounts
from newind.analyses.manufacturing.digital_effects import digital_change
from newind.analyses.manufacturing.investment import industrial_investment
from newind.analyses.manufacturing.shiftshare import productivity_growth
from newind.errors import DataError, UnknownNameError
from newind.pathways.hindcast import observe_structure
from newind.testing import INDUSTRIES, REGIONS, Structure, build

OLD, NEW = (2006, 2007, 2008), (2008, 2009, 2010)
STRUCTURE = Structure(REGIONS[:3], INDUSTRIES[:4])
CHANGES: dict[str, Callable[[ni.Panel], Any]] = {
    "carbon_change": lambda p: carbon_change(p, "CHN", NEW[0], NEW[-1]).values,
    "kaya": lambda p: kaya(p, "CHN").levels,
    "productivity_growth": lambda p: productivity_growth(p, "CHN").levels,
    "digital_change": lambda p: digital_change(p, "CHN").bundled,
    "charge": lambda p: embodied_charge_effects(p, "CHN", 10.0, out=PayoutRule(1)).abaters,
    "sharing": lambda p: parts_of_accounts(p, "CHN").growth,
    "transfer": lambda p: transfer_candidates(p, "CHN", p)["change"].to_numpy(),
    "investment": lambda p: industrial_investment(p, "CHN").capital_growth,
}
"""Functions of a panel that compare its years, with the years that they take where none are named."""
CROSSING: dict[str, Callable[[ni.Panel, int, int], Any]] = {
    "carbon_change": lambda p, a, b: carbon_change(p, "CHN", a, b),
    "kaya": lambda p, a, b: kaya(p, "CHN", a, b),
    "productivity_growth": lambda p, a, b: productivity_growth(p, "CHN", (a, b)),
    "digital_change": lambda p, a, b: digital_change(p, "CHN", a, b),
    "charge": lambda p, a, b: embodied_charge_effects(p, "CHN", 10.0, out=PayoutRule(b - a), year=b),
}


def database(seed: int, years: tuple[int, ...], scale: float = 1.0, lacking: tuple[str, ...] = ()) -> ni.Panel:
    """Return drawn accounts of some years, what one industry finally sells and all satellites larger by a factor."""

    def larger(w: ni.Accounts) -> ni.Accounts:
        Y = w.Y.reshape(w.R, w.S, -1).copy()
        Y[:, 0] *= scale
        Y = Y.reshape(w.Y.shape)
        kept = {k: s for k, s in w.satellites.items() if k not in lacking}
        moved = {k: _larger(s, scale) for k, s in kept.items()}
        Z = w.A * w.LU.solve(Y.sum(axis=1))
        return replace(w, Z=Z, Y=Y, satellites=moved)

    return ni.Panel(larger(build(STRUCTURE, seed + y, year=y)) for y in years)


def _larger(s: Satellite, scale: float) -> Satellite:
    return replace(s, values=s.values * scale, final=None if s.final is None else s.final * scale)


@settings(max_examples=4)
@given(st.integers(0, 2**20), st.sampled_from([0.2, 5.0]))
def test_a_jump_at_the_break_shows_up_in_no_change(seed: int, scale: float) -> None:
    old, new = database(seed, OLD), database(seed, NEW, scale)
    both = ni.Panel.from_panels(old, new)
    for name, change in CHANGES.items():
        np.testing.assert_array_equal(change(both), change(new), err_msg=name)


def test_figures_that_the_later_database_lacks_are_taken_from_the_earlier() -> None:
    lacking = ("value_added_volume", "output_volume", "investment", "capital_stock")
    old, new = database(1, OLD), database(1, NEW, 5.0, lacking)
    both = ni.Panel.from_panels(old, new)
    for name in ("productivity_growth", "charge", "investment"):
        np.testing.assert_array_equal(CHANGES[name](both), CHANGES[name](old), err_msg=name)
    assert productivity_growth(both, "CHN").years == (OLD[0], OLD[-1])
    single = ni.Panel.from_panels(database(1, OLD[:1]), database(1, NEW, 5.0, lacking))
    assert industrial_investment(single, "CHN").years == OLD[:1]
    with pytest.raises(DataError, match="give two years"):
        productivity_growth(single, "CHN")


@pytest.mark.parametrize("name", CROSSING)
def test_years_of_two_databases_are_refused(name: str) -> None:
    both = ni.Panel.from_panels(database(2, OLD), database(2, NEW, 5.0))
    with pytest.raises(
        DataError, match=r"of databases that differ where they meet.*within 2006 to 2008 or 2008 to 2010"
    ):
        CROSSING[name](both, OLD[0], NEW[-1])


@settings(max_examples=4)
@given(st.integers(0, 2**20), st.sampled_from([0.2, 5.0]))
def test_a_jump_at_the_break_moves_no_observed_structure(seed: int, scale: float) -> None:
    old, new = database(seed, OLD), database(seed, NEW, scale)
    seen = observe_structure(ni.Panel.from_panels(old, new), (2005, 2006, 2008, 2010))
    alone, later = observe_structure(old, (2006, 2008)), observe_structure(new, (2008, 2010))
    np.testing.assert_allclose(seen[2008] - seen[2006], alone[2008] - alone[2006], atol=1e-14)
    np.testing.assert_allclose(seen[2010] - seen[2008], later[2010] - later[2008], atol=1e-14)
    assert np.isnan(seen[2005]).all()


def test_one_year_given_leads_to_a_database_in_which_there_is_a_change() -> None:
    both = ni.Panel.from_panels(database(3, OLD), database(3, NEW, 5.0))
    assert kaya(both, "CHN", first=2007).years == (2007, 2008)
    assert kaya(both, "CHN", first=2008).years == NEW
    assert kaya(both, "CHN", last=2008).years == OLD
    assert (digital_change(both, "CHN", last=2008).first, digital_change(both, "CHN", first=2008).last) == (2006, 2010)
    assert both.within(2007, None, has=lambda _: False).years == OLD
    assert both.within(None, None, has=lambda _: False).years == NEW
    with pytest.raises(UnknownNameError, match=r"no accounts for .*1999"):
        both.within(1999, None)


def test_the_shipped_world_is_compared_within_its_databases() -> None:
    world = ni.load("world")
    found = kaya(world, "CHN")
    assert (found.years[0], found.years[-1]) == (2011, 2022)
    assert productivity_growth(world, "CHN").years[1] <= 2011
    with pytest.raises(DataError, match="within 1995 to 2011 or 2011 to 2022"):
        carbon_change(world, "CHN", 2005, 2015)
    with pytest.raises(DataError, match="last good year 2009"):
        carbon_change(world, "CHN", 2012, 2015)
