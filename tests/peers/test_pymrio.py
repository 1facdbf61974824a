"""pymrio computes the same coefficients, inverse, multipliers and accounts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from peer import peer

from newind.kernels import carbon
from newind.kernels.leontief import Leontief, coefficients
from newind.typing import Array

pymrio = peer("pymrio")
pytestmark = pytest.mark.peer


@dataclass(frozen=True, eq=False)
class Both:
    """A system that pymrio has computed, and the arrays it started from."""

    system: Any
    extension: Any
    Z: Array
    Yr: Array
    F: Array
    F_final: Array

    @property
    def R(self) -> int:
        return self.Yr.shape[1]

    @property
    def x(self) -> Array:
        return np.asarray(self.Z.sum(axis=1) + self.Yr.sum(axis=1))

    @property
    def f(self) -> Array:
        return np.divide(self.F, self.x, out=np.zeros_like(self.F), where=self.x != 0)

    @property
    def LU(self) -> Leontief:
        return Leontief(coefficients(self.Z, self.x))

    def account(self, name: str) -> Array:
        """Return an account of pymrio, one row a pressure."""
        return np.asarray(getattr(self.extension, name).to_numpy(), dtype=np.float64)


def pymrio_test_system(_: pytest.FixtureRequest) -> Both:
    """Six regions, eight sectors; two kinds of emissions, also of households."""
    system = pymrio.load_test()
    e = system.emissions
    Z, Y, F = system.Z.to_numpy(), system.Y.to_numpy(), e.F.to_numpy().astype(np.float64)
    by_region = [block.reshape(len(block), 6, -1).sum(axis=2) for block in (Y, e.F_Y.to_numpy())]
    system.calc_all()
    return Both(system, e, Z, by_region[0], F, by_region[1])


def wiod_2008(request: pytest.FixtureRequest) -> Both:
    """41 economies, 35 industries; value added and a made-up pressure."""
    folder = request.getfixturevalue("shared") / "world" / "wiod2013"
    labels = json.loads(Path(folder / "labels.json").read_text(encoding="utf-8"))
    with np.load(folder / "wiot_2008.npz") as file:
        Z, Y = file["Z"].astype(np.float64), file["F"].astype(np.float64)
    industries = pd.MultiIndex.from_product([labels["countries"], labels["industries"]], names=["region", "sector"])
    users = pd.MultiIndex.from_product([labels["countries"], list("abcde")], names=["region", "category"])
    made_up = Z.sum(axis=1) * np.random.default_rng(2008).random(1435)
    F = np.stack([Z.sum(axis=1) + Y.sum(axis=1) - Z.sum(axis=0), made_up])
    pressures = {"name": "pressures", "F": pd.DataFrame(F, ["value added", "made up"], industries)}
    system = pymrio.IOSystem(
        Z=pd.DataFrame(Z, industries, industries), Y=pd.DataFrame(Y, industries, users), pressures=pressures
    )
    system.calc_all()
    return Both(system, system.pressures, Z, Y.reshape(1435, 41, 5).sum(axis=2), F, np.zeros((2, 41)))


@pytest.fixture(scope="module", params=[pymrio_test_system, wiod_2008], ids=["test system", "WIOD 2008"])
def both(request: pytest.FixtureRequest) -> Both:
    return request.param(request)


def agree(got: Array, expected: Array) -> None:
    """Compare to 1e-9 of each number, and of the largest one where numbers cancel to almost nothing."""
    assert_allclose(got, expected, rtol=1e-9, atol=1e-9 * np.abs(expected).max() * 1e-3)


def test_coefficients(both: Both) -> None:
    agree(coefficients(both.Z, both.x), both.system.A.to_numpy())


def test_leontief_inverse(both: Both) -> None:
    agree(both.LU.inverse(), both.system.L.to_numpy())


def test_multipliers(both: Both) -> None:
    agree(carbon.total_intensity(both.f, both.LU), both.account("M"))


def test_production_account_by_region(both: Both) -> None:
    got = [carbon.production(F, own) for F, own in zip(both.F, both.F_final, strict=True)]
    agree(np.stack(got), both.account("D_pba_reg"))


def test_consumption_account_by_region(both: Both) -> None:
    agree(carbon.footprint(both.f, both.LU, both.Yr) + both.F_final, both.account("D_cba_reg"))


def test_consumption_account_by_product(both: Both) -> None:
    """pymrio adds the regions that a product comes from."""
    for k, f in enumerate(both.f):
        products = carbon.by_product(f, both.LU, both.Yr).reshape(both.R, -1, both.R).sum(axis=0)
        agree(products.T.ravel(), both.account("D_cba")[k])


def test_trade_account_by_region(both: Both) -> None:
    for k, f in enumerate(both.f):
        flows = carbon.bilateral(f, both.LU, both.Yr, both.R)
        own = flows.diagonal()
        agree(flows.sum(axis=1) - own, both.account("D_exp_reg")[k])
        agree(flows.sum(axis=0) - own, both.account("D_imp_reg")[k])
        agree(carbon.net_exports(flows), both.account("D_exp_reg")[k] - both.account("D_imp_reg")[k])
