"""Distance to the frontier recomputed from satellites, the direction under risk, and what is not computable."""

from __future__ import annotations

import numpy as np
import pytest

import newind as ni
from newind.analyses.science.chain import BASES, DIRECTIONS, innovation_mix, research_chain
from newind.errors import DataError, UnknownNameError
from newind.questions.science import answers as ask
from newind.questions.science.declared import InnovationMixOptions

panel = ni.load("world").until(2011)


@pytest.fixture(scope="module")
def mix():
    return innovation_mix(panel, "CHN", ("USA", "JPN"), probability=0.2)


def level(region, industry):
    """Value added per hour at prices of 1995 and economy-wide purchasing power of that year."""
    base, now = panel[1995], panel[2009]
    r, k = now.regions.index(region), now.industries.index(industry)
    cell = r * now.S + k
    price = base.gdp[r] / base.facts["gdp_ppp_current"].values[r]
    volume, hours = (now.satellite(n).values[cell] for n in ("value_added_volume", "hours"))
    return volume / hours / price


def test_the_distance_is_that_to_the_most_productive_large_economy(mix):
    now = panel[2009]
    frame = mix.to_frame().set_index("industry")
    for industry in ("c13", "c9", "c30"):
        k = now.industries.index(industry)
        value = {c: v for c, v, named in zip(now.regions.codes, now.value_added.reshape(now.R, now.S)[:, k],
                                             now.regions.named, strict=True) if named}  # fmt: skip
        large = [c for c, v in value.items() if v >= 0.05 * sum(value.values())]
        levels = {c: level(c, industry) for c in large}
        best = max(levels, key=levels.get)
        assert frame.loc[industry, "frontier"] == best
        assert frame.loc[industry, "distance"] == pytest.approx(level("CHN", industry) / levels[best], rel=1e-9)


def test_the_year_is_the_last_with_hours(mix):
    assert mix.year == 2009
    frame = mix.to_frame()
    assert set(frame["status"]) == {"proxy"}
    assert set(frame["basis"]) <= set(BASES)
    assert set(frame["direction"]) <= set(DIRECTIONS)


def test_risk_moves_the_balance_to_own_innovation(mix):
    frame = mix.to_frame()
    behind = frame[frame["gap"] > 0]
    assert (behind["threshold_at_risk"] > behind["threshold"]).all()
    assert (behind["direction"] == "own innovation").all()
    assert not any("share" in column for column in frame.columns)


def test_access_left_is_what_the_suppliers_do_not_provide(mix):
    by_origin = research_chain(panel[mix.year], "CHN").by_origin()
    chain = by_origin.pivot(index="industry", columns="partner", values="value")
    foreign = chain.drop(columns="CHN")
    left = 1 - foreign[["USA", "JPN"]].sum(axis=1) / foreign.sum(axis=1)
    assert np.allclose(mix.left, left[list(mix.industries)], rtol=1e-12)


def test_without_risk_nothing_moves():
    frame = innovation_mix(panel, "DEU", ("CHN",), probability=0.0).to_frame()
    assert (frame["threshold_at_risk"] == frame["threshold"]).all()
    assert set(frame["direction"]) == {"none"}


def test_one_year_alone_gives_no_distance():
    frame = innovation_mix(panel[2009], "CHN").to_frame()
    assert frame["distance"].isna().all()
    assert set(frame["basis"]) == {"not computable"}
    assert frame["access_left"].between(0, 1).all()


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"probability": 1.2}, DataError, "probability of a cut-off is 1.2"),
        ({"suppliers": ("CHN",)}, DataError, "cannot be cut off from itself"),
        ({"suppliers": ("USB",)}, UnknownNameError, "Did you mean 'USA'"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments, error, said):
    with pytest.raises(error, match=said):
        innovation_mix(panel, "CHN", **arguments)


@pytest.mark.parametrize("probability", [0.0, 0.1, 1.0])
def test_a_direction_is_shown_only_where_it_tells_industries_apart(probability):
    """“Towards own innovation” for 26 of 26 says nothing of any."""
    suppliers = ("USA", "JPN")
    told = set(innovation_mix(panel, "CHN", suppliers, probability=probability).to_frame()["direction"])
    answer = ask.mix(panel, "CHN", InnovationMixOptions(suppliers=suppliers, chance=probability))
    assert ("direction" in answer.tables["industries"]) == (len(told) > 1)
    assert ("direction" in answer.shown["industries"]) == (len(told) > 1)
