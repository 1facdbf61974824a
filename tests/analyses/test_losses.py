"""What a cut costs: against the model run directly, over horizons and elasticities, and what is refused."""

from __future__ import annotations

import os

import numpy as np
import pytest

import newind as ni
from newind.analyses import losses
from newind.analyses.losses import HORIZONS, RESOURCE, Cut, corners, loss_ranges
from newind.equilibrium.assumptions import NESTS, Assumptions
from newind.errors import DataError, UnknownNameError
from newind.kernels import secondprocess

w = ni.load("world", year=2011)
CUTS = [
    Cut("CHN", ("JPN",), ("c14",)),
    Cut("DEU", ("CHN", "USA"), ("c14", "c13")),
    Cut("IND", ("CHN",), ("c9",), side="market"),
]


def direct(package, region, horizon, **parameters):
    return -float(ni.simulate(w, package, horizon, {**RESOURCE, **parameters}).welfare[w.regions.index(region)])


def test_a_supply_cut_is_what_the_model_says_of_it():
    loss = loss_ranges(w, CUTS[:1])[0]
    package = ni.Package([ni.Shock("cut_off", 1.0, region="CHN", partner="JPN", industry="c14")])
    for horizon in HORIZONS:
        assumptions = Assumptions(horizon)
        thetas = assumptions.range("trade_elasticity")
        sigmas = [{n: assumptions.range(n)[end] for n in NESTS} for end in (0, 1)]
        central = direct(package, "CHN", horizon)
        found = [direct(package, "CHN", horizon, trade_elasticity=t, **s) for t in thetas for s in sigmas]
        span = loss.horizons[horizon]
        every = [central, *found]
        assert (span.low, span.middle, span.high) == pytest.approx((min(every), central, max(every)), rel=1e-9)
    assert loss.middle == loss.horizons["medium"].middle
    assert loss.failed == ()


def test_a_market_cut_is_felt_by_the_seller():
    loss = loss_ranges(w, CUTS[2:], ("long",))[0]
    package = ni.Package([ni.Shock("cut_off", 1.0, region="CHN", partner="IND", industry="c9")])
    assert loss.horizons["long"].middle == pytest.approx(direct(package, "IND", "long"), rel=1e-9)
    assert loss.middle > 0


def test_a_cut_of_users_takes_away_less():
    everyone, one = loss_ranges(w, [Cut("CHN", ("JPN",), ("c14",)), Cut("CHN", ("JPN",), ("c14",), users=("c15",))])
    assert 0 < one.middle < everyone.middle


@pytest.mark.parametrize("cut", CUTS[:2], ids=str)
def test_longer_horizons_lose_less_and_lower_elasticities_more(cut):
    spans = loss_ranges(w, [cut])[0].horizons
    for end in ("low", "middle", "high"):
        lost = [getattr(spans[h], end) for h in HORIZONS]
        assert lost == sorted(lost, reverse=True)
    theta = [loss_ranges(w, [cut], ("medium",), {"trade_elasticity": t})[0].middle for t in (1.5, 3.0, 6.0)]
    sigma = [loss_ranges(w, [cut], ("medium",), {"substitution_inputs": s})[0].middle for s in (0.2, 0.5, 0.9)]
    assert theta == sorted(theta, reverse=True)
    assert sigma == sorted(sigma, reverse=True)
    assert len(set(theta)) == len(set(sigma)) == 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_losses_are_the_same_in_one_process_and_in_two(monkeypatch, tmp_path):
    real = losses.find_losses

    def noted(*given):
        (tmp_path / str(os.getpid())).touch()
        return real(*given)

    monkeypatch.setattr(losses, "find_losses", noted)
    cuts, found = [Cut("CHN", ("USA",), (code,)) for code in w.industries[2:8]], []
    for two in (True, False):
        monkeypatch.setattr(secondprocess, "may_copy", lambda two=two: two)
        found.append(loss_ranges(w, cuts))
    assert len(list(tmp_path.iterdir())) == 2
    for one, other in zip(*found, strict=True):
        ends = [
            [getattr(each.horizons[h], end) for h in HORIZONS for end in ("low", "middle", "high")]
            for each in (one, other)
        ]
        np.testing.assert_allclose(*ends, rtol=1e-8)


def test_what_is_given_is_not_varied():
    given = {n: Assumptions("long").value(n) for n in ("trade_elasticity", *NESTS)}
    assert list(corners("long", given)) == [{}]
    span = loss_ranges(w, CUTS[:1], ("long",), given)[0].horizons["long"]
    assert span.low == span.middle == span.high


def test_a_cut_that_strands_users_is_said_and_not_raised():
    everything = Cut("TWN", tuple(c for c in w.regions.codes if c != "TWN"), ("c2",))
    loss = loss_ranges(w, [everything], ("short",), {"trade_elasticity": 0.05})[0]
    known = np.isfinite(loss.horizons["short"].middle)
    assert known == (loss.failed == ())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((("CHN"), (), ("c14",)), "names no partner or no product"),
        (("CHN", ("USA",), ()), "names no partner or no product"),
        (("CHN", ("CHN", "USA"), ("c14",)), "cannot be cut off from itself"),
        (("CHN", ("USA",), ("c14",), "both"), "has no side 'both'. Sides are supply and market"),
    ],
)
def test_what_cannot_be_lost_is_refused(arguments, said):
    with pytest.raises(DataError, match=said):
        Cut(*arguments)


@pytest.mark.parametrize(
    ("cut", "said"),
    [
        (Cut("CHM", ("USA",), ("c14",)), "Did you mean 'CHN'"),
        (Cut("CHN", ("USB",), ("c14",)), "Did you mean 'USA'"),
        (Cut("CHN", ("USA",), ("c41",)), "unknown industry 'c41'"),
        (Cut("CHN", ("USA",), ("c14",), users=("c99",)), "unknown industry 'c99'"),
    ],
)
def test_unknown_names_are_refused_before_anything_is_solved(cut, said):
    with pytest.raises(UnknownNameError, match=said):
        loss_ranges(w, [CUTS[0], cut])
