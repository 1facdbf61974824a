"""The table of one economy: origins of uses, transit, totals, and what is said when it does not add up."""

from __future__ import annotations

import logging
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from newind.data.single import Single, split, to_accounts, without_transit
from newind.errors import DataError
from newind.typing import Array

DEMAND = ("rural", "fixed_capital", "inventories", "error")


def made(seed: int = 0, partners: tuple[str, ...] = ("CN-REST", "ROW"), S: int = 4, transit: float = 0.0) -> Single:
    """Make a competitive table that adds up: one sector is not made at home, one use of inventories is negative."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(100, 200, S)
    x[-1] = 0.0
    Z = rng.uniform(0, 1, (S, S)) * x / (2 * S)
    F = np.column_stack([rng.uniform(5, 20, S), rng.uniform(5, 20, S), rng.uniform(-3, 3, S), rng.uniform(-1, 1, S)])
    F[-1, -1] = 0.0
    uses, out = Z.sum(axis=1) + F[:, :3].sum(axis=1), rng.uniform(0, 0.5, (len(partners), S)) * x
    gap = uses + F[:, 3] + out.sum(axis=0) - x  # what must come in; where it is negative, more goes out
    out[0] += np.maximum(-gap, 0) + 0.3 * x
    came = rng.dirichlet(np.ones(len(partners)), S).T * (np.maximum(gap, 0) + 0.3 * x)
    out[-1] += transit
    came[0] += transit
    return Single(
        "made", "CN-GD", tuple("abcd"[:S]), DEMAND, 2017, "10K.CNY", Z, F, x,
        outflows=dict(zip(partners, out, strict=True)), inflows=dict(zip(partners, came, strict=True)),
        primary={"labour_compensation": 0.6 * (x - Z.sum(axis=0)), "operating_surplus": 0.4 * (x - Z.sum(axis=0))},
        source="Made",
    )  # fmt: skip


def total(parts: dict[str, Array]) -> Array:
    return np.sum(list(parts.values()), axis=0)


@given(st.integers(0, 10_000), st.sampled_from([("ROW",), ("CN-REST", "ROW"), ("OUT",)]), st.sampled_from([0.0, 90.0]))
def test_nothing_is_lost_on_the_way_to_accounts(seed: int, partners: tuple[str, ...], transit: float) -> None:
    t = made(seed, partners, transit=transit)
    w = to_accounts(t)
    assert w.boundary == partners
    assert tuple(w.regions) == ("CN-GD", *partners)
    assert_allclose(w.x[: w.S], t.x, atol=1e-9)
    assert_allclose(w.value_added[: w.S], t.value_added, atol=1e-9)
    assert_allclose(w.Z4[:, :, 0].sum(axis=0), t.Z, atol=1e-9)
    assert_allclose(w.Y4[:, :, 0].sum(axis=0), t.F, atol=1e-9)
    sold = w.Y4[0, :, 1:].sum(axis=(1, 2))
    passed = total(dict(t.outflows)) - sold
    assert (passed >= -1e-9).all()
    assert_allclose(total(dict(t.inflows)) - passed, w.Z4[1:, :, 0].sum(axis=(0, 2)) + w.Y4[1:, :, 0].sum(axis=(0, 2)))
    assert w.Z4[0, -1].sum() == 0.0


def test_every_use_has_the_same_share_from_each_partner_but_the_discrepancy() -> None:
    t = without_transit(made())
    (Z, F), imports = split(t)
    for partner, came in t.inflows.items():
        from_there = came / t.uses
        assert_allclose(imports[partner][0], from_there[:, None] * t.Z)
        assert_allclose(imports[partner][1][:, :3], from_there[:, None] * t.F[:, :3])
        assert not imports[partner][1][:, 3].any()
    assert_allclose(F[:, 3], t.F[:, 3])
    assert (Z >= 0).all()


def test_transit_is_what_comes_in_beyond_all_uses(caplog: pytest.LogCaptureFixture) -> None:
    t = made(transit=500.0)
    with caplog.at_level(logging.INFO):
        net = without_transit(t)
    passed = total(dict(t.outflows)) - total(dict(net.outflows))
    assert_allclose(passed, total(dict(t.inflows)) - total(dict(net.inflows)))
    assert_allclose(passed, np.maximum(total(dict(t.inflows)) - t.uses, 0), atol=1e-9)
    assert f"transit of {passed.sum():,.0f} 10K.CNY" in caplog.text
    again = without_transit(net)
    assert_allclose(total(dict(again.inflows)), total(dict(net.inflows)))


def test_a_negative_inflow_is_an_outflow() -> None:
    t = made(partners=("ROW",))
    shifted = replace(
        t,
        outflows={"ROW": t.outflows["ROW"] - np.array([0, 0, t.inflows["ROW"][2] + 5, 0])},
        inflows={"ROW": t.inflows["ROW"] - np.array([0, 0, t.inflows["ROW"][2] + 5, 0])},
    )
    w = to_accounts(shifted)
    assert_allclose(w.Y4[0, 2, 1, 0], t.outflows["ROW"][2] - t.inflows["ROW"][2])  # the net, all of it domestic
    assert not w.Z4[1, 2].any()
    assert_allclose(w.x[:4], t.x)
    assert (w.Z >= 0).all()


def test_status_source_and_satellites_say_what_was_estimated() -> None:
    t = made(partners=("ROW",))
    w = to_accounts(t)
    assert w.status == "estimated"
    assert "every domestic use of a product has the same share" in w.source
    (Z, F), imports = split(without_transit(t))
    shown = replace(t, Z=Z, F=F, inflows={}, imports=imports, outflows=dict(without_transit(t).outflows))
    published = to_accounts(shown)
    assert published.status == "observed"
    assert "imports by user as published" in published.source
    assert_allclose(published.Z, w.Z)
    assert_allclose(published.Y, w.Y)
    labour = w.satellites["labour_compensation"]
    assert (labour.unit, labour.follows, w.satellites["operating_surplus"].follows) == ("10K.CNY", "labour", "money")
    assert_allclose(labour.values[:4], t.primary["labour_compensation"])
    assert np.isnan(labour.values[4:]).all()
    assert w.regions.rows[1].code == "ROW"
    assert to_accounts(made()).regions.rows[1].zh == "其他省份"


def test_tables_that_do_not_add_up_name_the_worst() -> None:
    t = made()
    F = np.array(t.F)
    F[1, 0] += 1000
    F[2, 0] += 50
    with pytest.raises(DataError, match=r"made: unbalanced: sales do not add up .* in b \(\+1,000 of .*; c \(\+50 of"):
        to_accounts(replace(t, F=F))
    with pytest.raises(
        DataError, match=r"inputs and value added do not add up to output in a \(.* rows and columns swapped"
    ):
        to_accounts(replace(t, primary={"labour_compensation": np.zeros(4)}))
    both = replace(t, Z=np.array(t.Z).T)
    with pytest.raises(DataError, match=r"sales do not add up .* inputs and value added do not"):
        to_accounts(both)


def test_more_inflow_than_use_without_outflow_is_an_error() -> None:
    """The discrepancy, not an outflow, is what balances such a row: nothing can be taken out."""
    t = made(partners=("ROW",))
    F, out, came = np.array(t.F), np.array(t.outflows["ROW"]), np.array(t.inflows["ROW"])
    out[0], came[0] = 0.0, t.uses[0] + 70
    F[0, 3] = t.x[0] + came[0] - t.uses[0]
    wrong = replace(t, F=F, outflows={"ROW": out}, inflows={"ROW": came})
    with pytest.raises(DataError, match=r"more comes in than is used at home, .* in a \("):
        to_accounts(wrong)
