"""Gains from trade in the WIOD 2008 economy: the model without trade against formulas that need no model.

Trade deficits are set to zero first. Formulas: Arkolakis, Costinot & Rodríguez-Clare (2012), American Economic Review
102(1), 94, for one industry; Costinot & Rodríguez-Clare (2014), Handbook of International Economics 4, 197, for many.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from newind.equilibrium.autarky import find_autarky, gains_from_trade
from newind.equilibrium.solve import set_up, solve
from newind.errors import PolicyError
from no_trade import closed
from wiod_model import balanced, make_benchmark, read_folded, responses

THETA = 5.0
EXACT = 1e-10
LACKING = ("BGR", "CHN", "CYP", "FRA", "GRC", "IDN", "JPN", "LUX", "LVA", "MLT", "ROU", "SVN", "TWN")
"""Economies that use a good which no industry of theirs makes (cells of the table are rounded to million USD)."""


class Case:
    """A benchmark without deficits, ready to solve."""

    def __init__(self, accounts, shares):
        start = make_benchmark(accounts, shares)
        self.responses = responses(start, THETA)
        self.benchmark = balanced(start, self.responses)
        self.model = set_up(self.benchmark, self.responses)
        self.own = np.diagonal(self.benchmark.shares, axis1=1, axis2=2)  # k, u, n

    def solved(self, region=None):
        """Return real incomes without trade, of all regions or of one, and what is left out."""
        problem = closed(self.benchmark, self.responses, region)
        return solve(self.model, problem, tolerance=1e-11).real_income, problem.lost

    def each(self, regions):
        """Return the real income of each region when it alone stops trading."""
        return np.array([self.solved(n)[0][n] for n in regions])

    def textbook(self):
        """Return what many industries with inputs and common shares lose: by the whole chain of inputs, (R,)."""
        b = self.benchmark
        dearer = -np.log(np.where(self.own > 0, self.own, 1.0)[:, 0]) / THETA  # k, n; any number for what is not made
        cost = b.spend[:, :, :-1] * ((1 - b.value_added_share) / np.where(b.inputs > 0, b.inputs, 1.0))
        chain = np.linalg.inv(np.eye(b.S) - cost.transpose(1, 0, 2))  # n, k, s
        alpha = (b.spend[:, :, -1] / b.final).T
        return -np.einsum("nkj,nj,kn->n", chain, alpha, dearer)


@pytest.fixture(scope="module")
def folded(shared):
    """Return the accounts on the model's footing."""
    return read_folded(shared)


@pytest.fixture(scope="module")
def single(folded):
    """Return a function of the kind of one-industry economy."""
    w = folded.aggregate(industries={"all": "*"})
    direct = w.Y.copy()
    direct[:, :: w.D] += w.Z  # inputs are sold to final demand
    cases = {"no inputs": (w._replace(Z=0 * w.Z, Y=direct), "common"), "common": (w, "common"), "user": (w, "user")}
    return lambda kind: Case(*cases[kind])


@pytest.fixture(scope="module")
def common(folded):
    """Return 35 industries with common shares of origins."""
    return Case(folded, "common")


@pytest.fixture(scope="module")
def by_user(folded):
    """Return 35 industries with shares of origins by user."""
    return Case(folded, "user")


def one_industry_formula(case):
    """Return what one industry loses: inputs multiply what the own share says."""
    b = case.benchmark
    v = b.value_added_share[:, 0]
    bundle, final = (np.log(case.own[0, u]) / THETA for u in (0, -1))
    return final + (1 - v) / v * bundle


@pytest.mark.parametrize("kind", ["no inputs", "common", "user"])
def test_one_industry_all_economies(single, kind):
    case = single(kind)
    b = case.benchmark
    expected = np.log(case.own[0, -1]) / THETA if kind == "no inputs" else one_industry_formula(case)
    assert (expected < -0.01).all()
    assert_allclose(gains_from_trade(b, case.responses), expected, rtol=0, atol=EXACT)
    assert_allclose(case.each(range(b.R)), expected, rtol=0, atol=EXACT)
    assert_allclose(case.solved()[0], expected, rtol=0, atol=EXACT)


def test_many_industries_each_economy_with_own_supply(common):
    b = common.benchmark
    at = [n for n, name in enumerate(b.regions) if name not in LACKING]
    closed_form = gains_from_trade(b, common.responses, [b.regions[n] for n in at])
    assert_allclose(closed_form, common.textbook()[at], rtol=0, atol=EXACT)
    assert_allclose(common.each(at), closed_form, rtol=0, atol=EXACT)


def test_many_industries_refused_without_own_supply(common):
    found = find_autarky(common.benchmark, common.responses)
    missing = dict(zip(common.benchmark.regions, found.missing, strict=True))
    assert tuple(r for r, what in missing.items() if what) == LACKING
    assert missing["CHN"] == ("CHN c19 (c1, c2, c3 and 25 more)",)
    assert np.isnan(found.real_income[[common.benchmark.regions.index(r) for r in LACKING]]).all()
    with pytest.raises(PolicyError, match=r"without trade 'CHN c19 \(c1, c2, c3 and 25 more\)' have no supplier"):
        gains_from_trade(common.benchmark, common.responses, ["USA", "CHN"])


@pytest.mark.parametrize("shares", ["common", "by_user"])
def test_world_without_trade_when_goods_without_supply_are_left_out(shares, request):
    case = request.getfixturevalue(shares)
    found, lost = case.solved()
    assert lost.any()
    assert_allclose(gains_from_trade(case.benchmark, case.responses, lost=lost), found, rtol=0, atol=EXACT)


def test_shares_by_user_each_economy_with_own_supply(by_user):
    b = by_user.benchmark
    found = gains_from_trade(b, by_user.responses, strict=False)
    at = np.flatnonzero(np.isfinite(found))
    assert [b.regions[n] for n in at] == ["ESP", "RUS"]
    assert_allclose(by_user.each(at), found[at], rtol=0, atol=EXACT)
