"""China without imported electrical and optical equipment (c14): WIOD 2013 release, 2008, computed beforehand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose
from wiod import read

import newind as ni
from newind.accounts.accounts import Accounts
from newind.analyses.losses import Cut, loss_ranges
from newind.analyses.science.purchases import Purchases
from newind.equilibrium.assumptions import NESTS
from newind.kernels import extraction

THRESHOLDS = (0.0, 0.02, 0.05)
PER_CENT_OF_GDP = (26.6, 9.3, 5.7)
LOSSES = {("long", 5.0, 1.0): (0.9, 0.05), ("medium", 3.0, 0.5): (1.7, 0.05), ("short", 1.0, 0.2): (8.3, 0.3)}
"""Horizon, trade elasticity and substitution: loss of real income in per cent as a prototype of the model had it, and
how near it is; the last one, at which every per cent of the elasticity counts, is 8.6 here."""


@pytest.fixture(scope="module")
def world(shared: Path) -> Accounts:
    return ni.read(shared / "world" / "wiod2013" / "wiot_2008.npz", format="wiod2013")


def test_value_added_that_rests_on_imports(shared: Path) -> None:
    """By least cost share in output, all origins: of the definitions that suggest themselves only this one gives it."""
    w = read(shared, 2008)
    r, i = w.countries.index("CHN"), w.industries.index("c14")
    flows, x = w.Z4[:, :, r], w.x.reshape(w.R, w.S)[r]
    added = x - flows.sum(axis=(0, 1))
    got = extraction.bottleneck(flows, x, added, np.array(THRESHOLDS))[:, :, i]
    abroad = got.sum(axis=1) - got[:, r]
    assert_allclose(100 * abroad / added.sum(), PER_CENT_OF_GDP, atol=0.05)


def test_accounts_say_the_same(world: Accounts) -> None:
    """The bottleneck figure, and 31.1 % of foreign value in the product of the class."""
    bought, k = Purchases(world, "CHN"), world.industries.index("c14")
    got = [100 * bought.bottleneck(t)[bought.foreign, k].sum() for t in THRESHOLDS]
    assert_allclose(got, PER_CENT_OF_GDP, atol=0.05)
    assert_allclose(100 * bought.complete_import_share[k], 31.1, atol=0.05)


@pytest.mark.parametrize("case", LOSSES)
def test_real_income_lost(world: Accounts, case: tuple[str, float, float]) -> None:
    horizon, theta, sigma = case
    cut = Cut("CHN", tuple(c for c in world.regions if c != "CHN"), ("c14",))
    given = {"trade_elasticity": theta, **dict.fromkeys(NESTS, sigma), "tariffs": "none"}
    loss = loss_ranges(world, [cut], (horizon,), given)[0]
    expected, near = LOSSES[case]
    assert_allclose(100 * loss.middle, expected, atol=near)
