"""Updated accounts meet every total they were given; what cannot be met is named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from newind.accounts.accounts import Accounts
from newind.data.reference import load
from newind.data.update import KINDS, Targets, totals, update
from newind.errors import DataError
from newind.measures.headline import headline
from newind.testing import build, structures

MARGINS = ("output", "value_added", "final")


def pair() -> Accounts:
    """Two economies of two industries, everything 1 but final demand at home."""
    Y = np.array([[8.0, 1.0], [8.0, 1.0], [1.0, 8.0], [1.0, 8.0]])
    return Accounts(np.ones((4, 4)), Y, ["CHN", "USA"], ["c3", "c14"], ["c37"], 2000, source="made up")


def refused(w: Accounts, **figures: object) -> str:
    with pytest.raises(DataError) as caught:
        update(w, {"year": 2010, **figures})
    return str(caught.value)


@given(structures(max_industries=3), st.integers(0, 2**32 - 1), st.sets(st.sampled_from(KINDS)))
def test_every_total_is_met(structure, seed, kinds):
    """From one year to another with the same structure, inputs fall and final demand rises."""
    w = build(structure, seed)
    rng = np.random.default_rng(seed)
    Y = w.Y * np.where(w.Y < 0, rng.uniform(0.5, 1.0, w.Y.shape), rng.uniform(1.0, 2.0, w.Y.shape))
    later = w._replace(Z=w.Z * rng.uniform(0.7, 1.0, w.Z.shape), Y=Y, year=w.year + 5)
    wanted = totals(later, (*MARGINS[:2], *kinds))
    got = totals(update(w, wanted))
    for kind in (*MARGINS[:2], *kinds):
        assert_allclose(getattr(got, kind), getattr(wanted, kind), rtol=0, atol=3e-9 * later.x.sum(), err_msg=kind)


@given(structures(max_industries=3), st.integers(0, 2**32 - 1))
def test_zeros_and_signs_stay(structure, seed):
    w = build(structure, seed)
    later = w._replace(Z=w.Z * 0.8, Y=w.Y * 1.1, year=w.year + 5)
    got = update(w, totals(later))
    assert_array_equal(np.sign(got.Z), np.sign(w.Z))
    assert_array_equal(np.sign(got.Y), np.sign(w.Y))


def test_own_totals_change_nothing():
    w = pair()
    got = update(w, totals(w))
    assert_allclose(got.Z, w.Z, rtol=1e-9)
    assert_allclose(got.Y, w.Y, rtol=1e-9)


def test_it_says_what_it_is_and_drops_what_belongs_to_another_year():
    w = pair()._replace(satellites={"co2": np.ones(4)}, facts={"population": [1.0, 2.0]})
    got = update(w, Targets(2010, output=[13.0, 13.0, 13.0, 13.0], source="yearbook"))
    assert (got.year, got.status, len(got.satellites), len(got.facts)) == (2010, "estimated", 0, 0)
    assert got.source == "made up; 2000 updated to totals of 2010 (yearbook)"
    assert (
        update(w._replace(source=""), {"year": 2010, "exports": [5.0, 5.0]}).source == "2000 updated to totals of 2010"
    )


def test_exports_on_paper():
    """Exports of 6 double; nothing else is known, so nothing else changes."""
    got = update(pair(), {"year": 2010, "exports": {"CHN": 12.0}})
    assert_allclose(got.Z[:2, 2:], 2.0)
    assert_allclose(got.Y[:2, 1], 2.0)
    assert_allclose(got.Z[:2, :2], 1.0)
    assert_allclose(got.Z[2:], 1.0)


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("imports", (slice(2, 4), slice(0, 2), 0)),
        ("domestic", (slice(0, 2), slice(0, 2), 0)),
    ],
)
def test_imports_and_domestic_totals_on_paper(kind, cells):
    w = pair()
    rows, columns, buyer = cells
    total = w.Z[rows, columns].sum() + w.Y[rows, buyer].sum()
    got = update(w, {"year": 2010, kind: [2 * total, np.nan]})
    assert_allclose(got.Z[rows, columns], 2 * w.Z[rows, columns])
    assert_allclose(got.Y[rows, buyer], 2 * w.Y[rows, buyer])
    assert_allclose(got.Z.sum() + got.Y.sum(), w.Z.sum() + w.Y.sum() + total)


def test_uses_are_told_apart():
    """Domestic inputs of 4 halve, domestic final demand of 16 doubles, all final demand of the USA (18) triples."""
    figures = {"domestic_inputs": [2.0, np.nan], "domestic_final": [32.0, np.nan], "final_total": {"USA": 54.0}}
    got = update(pair(), {"year": 2010, **figures})
    assert_allclose(got.Z[:2, :2], 0.5)
    assert_allclose(got.Y[:2, 0], 16.0)
    assert_allclose(got.Y[:, 1], [3.0, 3.0, 24.0, 24.0])


def test_bilateral_totals_may_be_known_in_part():
    got = update(pair(), {"year": 2010, "bilateral": [[np.nan, 3.0], [np.nan, np.nan]]})
    assert_allclose(got.Z[:2, 2:], 0.5)
    assert_allclose(got.Y[:2, 1], 0.5)
    assert_allclose(got.Z[2:], 1.0)


def test_an_industry_that_stops_buys_nothing():
    got = update(pair(), {"year": 2010, "output": [0.0, np.nan, np.nan, np.nan]})
    assert_array_equal(got.Z[:, 0], 0.0)
    assert_array_equal(got.Z[0], 0.0)
    assert got.v[0] == 0.0


def test_totals_of_a_kind_that_does_not_exist():
    with pytest.raises(DataError, match=r"no totals of kind 'export'. Did you mean 'exports'\? Kinds: output"):
        totals(pair(), ("export",))


# ---- what is refused
def test_outputs_that_do_not_add_up_to_uses():
    said = refused(pair(), output=[14.0] * 4, value_added=[9.0] * 4, final=[18.0, 19.0])
    assert "totals given for 2010 cannot be met by a table with the structure of 2000:" in said
    assert "output of all industries is 1 M.USD less than all inputs and final demand" in said
    assert "Correct them or what they must add up with" in said


def test_output_of_an_industry_that_has_no_cells():
    w = pair()
    idle = w._replace(Z=w.Z * np.outer([0, 1, 1, 1], [0, 1, 1, 1]), Y=w.Y * np.array([[0.0], [1], [1], [1]]))
    assert "'output of CHN.c3 5 M.USD too high'" in refused(idle, output=[5.0, np.nan, np.nan, np.nan])


def test_output_below_zero():
    assert "'output of USA.c14 5 M.USD too low'" in refused(pair(), output=[np.nan, np.nan, np.nan, -5.0])


def test_value_added_above_output():
    said = refused(pair(), output=[13.0] * 4, value_added=[14.0, np.nan, np.nan, np.nan])
    assert "'inputs (output less value added) of CHN.c3 1 M.USD too low'" in said


def test_final_demand_below_zero():
    assert "'final demand USA.c37 1 M.USD too low'" in refused(pair(), final=[18.0, -1.0])


@pytest.mark.parametrize(
    ("figures", "named"),
    [
        ({"exports": {"CHN": 40.0}}, "'exports of CHN 14 M.USD too high'"),
        ({"imports": {"CHN": 40.0}}, "'imports of CHN 14 M.USD too high'"),
        ({"domestic": [40.0, np.nan]}, "'domestic of CHN 14 M.USD too high'"),
        ({"domestic_inputs": [40.0, np.nan]}, "'domestic inputs of CHN 32 M.USD too high'"),
        ({"domestic_final": [40.0, np.nan]}, "'domestic final demand of CHN 22 M.USD too high'"),
        ({"final_total": [40.0, np.nan]}, "'final demand of CHN 22 M.USD too high'"),
        ({"bilateral": [[np.nan, 40.0], [np.nan, np.nan]]}, "'sales from CHN to USA 14 M.USD too high'"),
    ],
)
def test_totals_that_contradict_the_margins_are_named_with_the_amount(figures, named):
    """Two economies that make 26, buy inputs of 8 and final goods of 18 each."""
    w = pair()
    margins = {kind: getattr(totals(w), kind) for kind in MARGINS}
    assert named in refused(w, **margins, **figures)


def test_margins_are_named_where_the_sums_outweigh_them():
    said = refused(pair(), output=[13.0, 13.0, np.nan, np.nan], bilateral=[[20.0, 7.0], [np.nan, np.nan]])
    assert "'output of all industries of CHN 1 M.USD too low'" in said
    said = refused(
        pair(), final=[18.0, np.nan], domestic_final=[17.0, np.nan], domestic=[np.nan, 1.0], imports=[0.0, 0.0]
    )
    assert "'final demand of CHN 1 M.USD too high'" in said


def test_zeros_that_leave_no_way_are_named_too():
    """Signs and blocks agree; only the pattern does not: CHN.c3 sells to itself alone, more than all it buys."""
    w = pair()
    Z, Y = w.Z.copy(), w.Y.copy()
    Z[:, 0], Z[0, 1:], Y[0] = 0.1, 0.0, 0.0
    said = refused(w._replace(Z=Z, Y=Y), output=[8.0, 8.0, 8.0, 8.0], value_added=[4.0] * 4)
    assert "output of CHN.c3" in said or "inputs (output less value added) of CHN.c3" in said


def test_totals_that_leave_inputs_free_may_lead_to_none():
    """Half the output and as many inputs."""
    said = refused(pair(), output=[13.0, 13.0, 13.0, 1.0])
    assert "the totals given for 2010 lead to a table that cannot be: unbalanced: inputs exceed output by" in said
    assert "USA.c14" in said
    assert "Where both output and inputs are bound (output, value_added) this cannot happen." in said


def test_wrong_shapes():
    assert "exports of 2010 must be (2,) finite figures, NaN where unknown, not (3,)" in refused(
        pair(), exports=[1, 2, 3]
    )
    assert "output of 2010 must be (4,) finite figures" in refused(pair(), output=[1.0, 2.0])
    assert "NaN where unknown, but 1 of them are infinite." in refused(pair(), output=[np.inf, 1.0, 1.0, 1.0])


def test_unknown_region_and_field():
    assert "Did you mean 'CHN'?" in refused(pair(), exports={"CHM": 1.0})
    assert "no totals called 'export'. Did you mean 'exports'?" in refused(pair(), export=[1.0, 2.0])


def test_no_totals_no_year_no_mapping():
    assert "no totals for 2010. Give at least one of output, value_added" in refused(pair())
    with pytest.raises(DataError, match=r"targets need a year, as in \{'year': 2014, …\}"):
        update(pair(), {"exports": [1.0, 1.0]})
    with pytest.raises(DataError, match="targets are Targets or a mapping with its fields, not int"):
        update(pair(), 2010)
    with pytest.raises(DataError, match="year must be a whole number"):
        Targets("2010")


@pytest.mark.parametrize(
    ("more", "china"),
    [((), 0.130), (("domestic",), 0.209), (("bilateral",), 0.210)],
    ids=["margins", "domestic", "bilateral"],
)
def test_margins_alone_move_chinas_foreign_content_the_wrong_way(more, china):
    """2000 to 2011: from 0.171 to 0.216 in truth; the figures of the design, to 0.0015."""
    world = load("world")
    start, truth = world[2000], world[2011]
    got = update(start, totals(truth, ("output", "value_added", "final_total", *more)))
    share, c = "s4.foreign_content_share", truth.regions.index("CHN")
    assert headline(start, (share,))[share][c] == pytest.approx(0.171, abs=0.0005)
    assert headline(truth, (share,))[share][c] == pytest.approx(0.216, abs=0.0005)
    assert headline(got, (share,))[share][c] == pytest.approx(china, abs=0.0015)
