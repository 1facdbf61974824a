"""Paths that are followed beside each other are those that each is alone, and none minds what becomes of another."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

import newind as ni
from interrupted import interrupted_at
from newind.errors import DataError, NewindError, PolicyError, UnknownNameError
from newind.pathways.compute import Computation, Workers
from newind.pathways.draws import prepare_draws, request_of
from newind.pathways.followed import SERIES
from newind.pathways.pathway import Pathway, pathway, pathways
from newind.pathways.processes import Together, run_chunk
from newind.policy.schema import Package, Shock
from newind.testing import REGIONS, Structure, build

SHAPE = Structure(REGIONS[:3], ("c14", "c27", "c1", "c30"), inventories=False)
UNTIL = 2028
RESEARCH = Shock("rd_subsidy", 0.1, region="CHN", industry="c14")
BETTER = Package([Shock("productivity", 0.02, region="CHN", industry="c14"), RESEARCH], name="better")
TARIFF = Package([Shock("tariff", 0.2, region="CHN", start=2027, phase_in=1)], name="tariff")
RUIN = Package(
    [
        Shock("production_subsidy", 0.5, region="CHN", start=2027),
        Shock("consumption_tax", -0.5, region="CHN", start=2027),
    ],
    name="ruin",
)


@pytest.fixture(scope="module")
def economy() -> ni.Accounts:
    return build(SHAPE, 3, year=2008)


def alone(w: ni.Accounts, **case: object) -> Pathway | NewindError:
    try:
        return pathway(w, **case)
    except NewindError as error:
        return error


@pytest.fixture(scope="module")
def cases() -> list[dict[str, object]]:
    """Return packages, horizons, parameters, scenarios and mechanisms, mixed; some have no path."""
    return [
        {"package": BETTER},
        {"package": TARIFF, "horizon": "short"},
        {"package": None},
        {"package": RUIN},
        {"package": BETTER, "parameters": {"trade_elasticity": 4.0, "capital_depreciation": 0.04}},
        {"package": TARIFF, "off": ["capital"]},
        {"package": BETTER, "off": ["nothing"]},
        {"package": BETTER, "scenario": "trade-war"},
        {"package": TARIFF, "horizon": "short", "parameters": {"knowledge_depreciation": 0.2}},
        {"package": BETTER, "parameters": {"convergence_speed": 0.03}, "horizon": "long"},
        {"package": BETTER, "parameters": {"trade_elasticity": 2.1, "convergence_speed": 0.03}},  # by another matrix
        {"package": BETTER, "parameters": {"trade_elasticity": 7.9, "substitution_inputs": 0.3}},
    ]


def test_each_path_is_what_it_is_alone(economy: ni.Accounts, cases: list[dict[str, object]]) -> None:
    together = list(pathways(economy, [{**case, "until": UNTIL} for case in cases]))
    for case, found in zip(cases, together, strict=True):
        apart = alone(build(SHAPE, 3, year=2008), **case, until=UNTIL)
        assert type(found) is type(apart)
        if isinstance(found, Pathway) and isinstance(apart, Pathway):
            for name in SERIES:
                np.testing.assert_allclose(found.series(name), apart.series(name), rtol=1e-8)
                np.testing.assert_allclose(found.change(name), apart.change(name), atol=1e-8)
        else:
            assert str(found) == str(apart)
    kinds = [type(found) for found in together]
    assert (kinds[3], kinds[6]) == (PolicyError, UnknownNameError)
    assert kinds.count(Pathway) == 10


def test_years_before_one_without_an_equilibrium_are_kept_beside_others(economy: ni.Accounts) -> None:
    whole, ended = pathways(economy, [{"package": BETTER, "until": UNTIL}, {"package": RUIN, "until": UNTIL}])
    assert isinstance(whole, Pathway)
    assert isinstance(ended, PolicyError)
    assert str(ended).startswith("2027: ")
    assert isinstance(ended.reached, Pathway)
    assert ended.reached.years[-1] == 2026


@pytest.mark.parametrize("at", [5, 60, 90])
def test_paths_that_are_cancelled_leave_nothing(at: int) -> None:
    """In years of the baseline or of packages: what is asked again is found as if nothing had been asked before."""
    cases = [{"package": p, "until": UNTIL, "scenario": s} for p in (BETTER, TARIFF) for s in (None, "trade-war")]
    here, afresh = (build(SHAPE, 3, year=2008) for _ in range(2))
    with interrupted_at(at):
        list(pathways(here, cases))
    for found, expected in zip(pathways(here, cases), pathways(afresh, cases), strict=True):
        assert isinstance(found, Pathway)
        assert isinstance(expected, Pathway)
        assert np.array_equal(found.series("gdp"), expected.series("gdp"))
        assert np.array_equal(found.change(), expected.change())


def test_no_path_without_accounts_of_one_year() -> None:
    with pytest.raises(DataError, match="one year"):
        list(pathways(None, [{}]))  # type: ignore[arg-type]
    assert list(pathways(build(SHAPE, 3, year=2008), [])) == []


def test_product_is_met_where_capital_stays(economy: ni.Accounts) -> None:
    """Productivity is found together with prices at each horizon, for regions with few industries, too."""
    met = {h: pathway(economy, None, UNTIL, h).series("gdp") for h in ("short", "medium", "long")}
    np.testing.assert_allclose(met["short"], met["medium"], rtol=1e-8)
    np.testing.assert_allclose(met["long"], met["medium"], rtol=1e-8)


# ---- who does them
def test_draws_are_the_same_to_the_last_bit_whoever_does_them() -> None:
    economy = build(SHAPE, 3, year=2008)
    request = request_of(economy, BETTER, UNTIL, regions=["CHN"])
    drawn = [{"trade_elasticity": 3.0 + 0.1 * k} for k in range(5)]
    values = []
    for workers in (Workers(), Workers("processes", 2)):
        with Computation(partial(prepare_draws, economy, request), workers, 1, block=3) as computing:
            found = {o.index: o.value for done in computing.outcomes(dict(enumerate(drawn))) for o in done}
        values.append([found[k]["gdp"] for k in range(5)])
    np.testing.assert_array_equal(values[0], values[1])
    assert not np.array_equal(values[0][1], values[0][2])


def test_what_cannot_be_done_together_is_done_alone() -> None:
    calls: list[list[int]] = []

    def halve(cases: list[int]) -> list[float | Exception]:
        calls.append(list(cases))
        if 3 in cases and len(cases) > 1:
            raise ZeroDivisionError("all of them")
        return [ValueError("odd") if case % 2 else case / 2 for case in cases]

    found = run_chunk(Together(halve), 0, [(0, 2), (1, 4), (2, 5)])
    assert [(o.value, o.error, o.tries) for o in found] == [
        (1.0, None, 1),
        (2.0, None, 1),
        (None, "ValueError: odd", 1),
    ]
    assert calls == [[2, 4, 5]]
    calls.clear()
    assert [o.value for o in run_chunk(Together(halve), 0, [(0, 2), (1, 3), (2, 4)])] == [1.0, None, 2.0]
    assert calls == [[2, 3, 4], [2], [3], [3], [4]]
