"""Growth within a carbon budget: the price keeps the limit and no more, and what cannot be kept is said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import newind as ni
from newind.errors import ConvergenceError, DataError, PolicyError, in_chinese
from newind.pathways.growth_under import (
    CLOSE,
    TRIALS,
    BudgetPathway,
    EmissionLimit,
    compute_emissions,
    growth_within,
    least_price,
)
from newind.pathways.pathway import pathway
from newind.policy.schema import Package, Shock
from newind.testing import REGIONS, Structure, build

UNTIL = 2028
RULES = {"coverage": 0.5, "recycling": "output_based"}
MARKET = Shock("carbon_price", 20.0, region="CHN", industry="c17", options=RULES)


@pytest.fixture(scope="module")
def economy() -> ni.Accounts:
    return build(Structure(REGIONS[:3], ("c14", "c17", "c30"), inventories=False), 3, year=2008)


@pytest.fixture(scope="module")
def kept(economy: ni.Accounts) -> BudgetPathway:
    return growth_within(economy, "CHN", EmissionLimit(share=0.9), until=UNTIL, start=2025, history=True)


def test_the_budget_is_kept_and_used(kept: BudgetPathway) -> None:
    priced, free, base = (v[kept.path.years.index(kept.since) :].sum() for v in kept.emissions)
    assert 0.9 * (1 - 1.01 * CLOSE) <= priced / base <= 0.9
    assert free == base
    assert len(kept.trials) <= TRIALS


def test_the_price_rises_by_equal_steps(kept: BudgetPathway) -> None:
    rising = kept.prices[kept.path.years.index(kept.since) - 1 :]
    assert np.allclose(np.diff(rising), kept.price / 4)
    assert (rising[0], rising[-1]) == (0.0, kept.price)


def test_a_path_with_that_price_is_the_same(economy: ni.Accounts, kept: BudgetPathway) -> None:
    ramp = Shock("carbon_price", kept.price, region="CHN", start=2025, phase_in=3)
    again = pathway(economy, ramp, UNTIL, start=2025, history=True)
    assert np.allclose(compute_emissions(again, 0), kept.emissions[0], rtol=1e-9)
    assert kept.welfare == pytest.approx(again.welfare[0])
    years = again.years.index(2024)
    gdp = again.series("gdp")[:, 0]
    assert kept.growth() == pytest.approx((gdp[-1] / gdp[years]) ** 0.25 - 1)
    others = compute_emissions(again, 1) + compute_emissions(again, 2)
    before = compute_emissions(again.baseline, 1) + compute_emissions(again.baseline, 2)
    saved = (compute_emissions(again.baseline, 0) - compute_emissions(again, 0)).sum()
    assert kept.leakage == pytest.approx((others - before).sum() / saved)


def test_less_carbon_takes_a_higher_price(economy: ni.Accounts, kept: BudgetPathway) -> None:
    since = kept.path.years.index(kept.since)
    total = 0.8 * kept.emissions[2][since:].sum()
    tighter = growth_within(economy, "CHN", EmissionLimit(total=total), until=UNTIL, start=2025, history=True)
    assert tighter.price > 1.5 * kept.price
    assert tighter.emissions[0][since:].sum() <= total


def test_nothing_is_asked_where_the_limit_is_kept_anyway(economy: ni.Accounts) -> None:
    free = growth_within(economy, "CHN", EmissionLimit(share=1.2), until=UNTIL)
    assert (free.price, len(free.trials)) == (0.0, 1)
    assert free.path is free.without
    assert free.welfare == 0.0


def test_emissions_peak_by_the_year(economy: ni.Accounts) -> None:
    found = growth_within(economy, "CHN", EmissionLimit(peak_by=2025), until=UNTIL, start=2025, history=True)
    priced, years = found.emissions[0], np.array(found.path.years)
    assert found.emissions[2].argmax() == len(years) - 1
    assert priced[years > 2025].max() <= priced[years <= 2025].max()
    assert found.price > 0


def test_rules_of_a_package_stay(economy: ni.Accounts) -> None:
    """A limit just below what a package reaches takes little more, and does not change how its revenue is used."""
    package = Package([MARKET], name="market")
    alone = pathway(economy, package, UNTIL, start=2025, history=True)
    since = alone.years.index(2025)
    reached = compute_emissions(alone, 0)[since:].sum()
    found = growth_within(
        economy,
        "CHN",
        EmissionLimit(total=0.995 * reached),
        package,
        UNTIL,
        recycling="lump_sum",
        start=2025,
        history=True,
    )
    ramp = {s.industry: s for s in found.path.package.shocks[1:]}
    assert 0 < found.price < 20
    assert ramp["c17",].options == RULES
    assert ramp["c14", "c30"].option("recycling") == "lump_sum"
    assert found.without.series("co2")[-1, 0] == alone.series("co2")[-1, 0]


@settings(max_examples=60)
@given(st.floats(0.001, 3.0), st.floats(5.0, 400.0), st.floats(0.3, 2.0))
def test_the_search_ends_just_below_the_limit(above: float, scale: float, power: float) -> None:
    def excess(price: float) -> float:
        return (1 + above) / (1 + price / scale) ** power - 1

    if excess(1000.0) > 0:
        with pytest.raises(PolicyError, match=r"at 1000 USD a tonne.*still .*% above"):
            least_price(excess, 1000.0)
    else:
        price, tried = least_price(excess, 1000.0)
        assert -2 * CLOSE <= excess(price) <= 0
        assert len(tried) <= TRIALS


def test_a_price_without_a_path_is_a_bound() -> None:
    def excess(price: float) -> float:
        if price > 120:
            raise ConvergenceError("none")
        return 1.5 / (1 + price / 100) - 1

    price, _ = least_price(lambda p: excess(p) + 0.3, 1000.0)
    assert 1.5 / (1 + price / 100) - 0.7 <= 0
    with pytest.raises(PolicyError, match=r"the highest that was followed") as caught:
        least_price(lambda p: excess(p) + 2.0, 1000.0)
    assert in_chinese(caught.value).startswith("没有碳价能满足约束")


@pytest.mark.parametrize(
    ("given", "message"),
    [({}, "a limit on carbon is a total"), ({"total": 5.0, "share": 0.9}, "a limit on carbon is a total"),
     ({"share": 0.0}, "a carbon budget of 0.0 makes no sense"), ({"total": -3.0}, "a carbon budget of -3.0")],
)  # fmt: skip
def test_what_is_no_limit_is_refused(given: dict[str, float], message: str) -> None:
    with pytest.raises(DataError, match=message):
        EmissionLimit(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("limit", "more", "message"),
    [
        (EmissionLimit(peak_by=UNTIL), {}, "a peak by 2028 cannot be told"),
        (EmissionLimit(share=0.9), {"start": 2008, "history": True}, "the price cannot begin in 2008"),
        (EmissionLimit(share=0.9), {"recycling": "none"}, "recycling none is not one of"),
        (EmissionLimit(share=0.9), {"highest": 0.0}, "highest 0.0 makes no sense"),
    ],
)
def test_what_cannot_be_searched_is_refused(
    economy: ni.Accounts, limit: EmissionLimit, more: dict, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        growth_within(economy, "CHN", limit, until=UNTIL, **more)


def test_accounts_without_carbon_are_refused(economy: ni.Accounts) -> None:
    bare = ni.Accounts(
        Z=economy.Z, Y=economy.Y, regions=economy.regions, industries=economy.industries, demand=economy.demand,
        year=2008, satellites={n: s for n, s in economy.satellites.items() if n != "co2"},
    )  # fmt: skip
    with pytest.raises(DataError, match="CO2 of CHN is not known"):
        growth_within(bare, "CHN", EmissionLimit(share=0.9), until=2025)
