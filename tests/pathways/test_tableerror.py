"""Tables with errors: sums, zeros and signs stay, small flows err more, a seed gives one table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import newind as ni
from newind.parameters import parameter
from newind.pathways.draws import draws_of, perturb_flows, relative_errors, with_table_error
from newind.pathways.running import go_on
from newind.pathways.sampling import with_tables
from newind.pathways.scenarios import Scenario
from newind.policy.schema import Package, Shock
from newind.testing import REGIONS, Structure, assert_balanced, build, economies

SHAPE = Structure(REGIONS[:3], ("c14", "c27", "c1", "c30"), inventories=False)
BETTER = Shock("productivity", 0.02, region="CHN", industry="c14")


@pytest.fixture(scope="module")
def economy() -> ni.Accounts:
    return build(SHAPE, 3, year=2008)


def flows(w: ni.Accounts) -> np.ndarray:
    return np.column_stack([w.Z, w.Y])


@settings(max_examples=25, deadline=None)
@given(economies(), st.integers(0, 2**31))
def test_sums_zeros_and_signs_stay(w: ni.Accounts, seed: int) -> None:
    found = with_table_error(w, seed)
    before, after = flows(w), flows(found)
    scale = np.abs(before).sum()
    for axis in (0, 1):
        assert np.abs(after.sum(axis=axis) - before.sum(axis=axis)).max() <= 1e-9 * scale
    assert np.array_equal(np.sign(before), np.sign(after))
    assert np.allclose(found.value_added, w.value_added, atol=1e-9 * scale)
    assert_balanced(found)


def test_one_seed_gives_one_table(economy: ni.Accounts) -> None:
    first, again, other = (with_table_error(economy, seed) for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)
    assert np.abs(flows(first) / flows(economy) - 1).max() > 1e-3
    assert np.array_equal(first.satellites["co2"].values, economy.satellites["co2"].values)


def test_without_error_the_table_is_that_which_is_published(economy: ni.Accounts) -> None:
    assert np.allclose(flows(with_table_error(economy, 1, size=0.0)), flows(economy), rtol=1e-12)


def test_errors_fall_with_the_size_of_a_flow() -> None:
    shares = np.array([1e-9, 1e-6, 1e-3])
    total = 1.0 - shares.sum()
    found = relative_errors(np.array([*shares, total]), 0.2, 0.3)[:3]
    assert found[1] == pytest.approx(0.2, rel=1e-9)
    assert found[1] / found[2] == pytest.approx(1000**0.3)
    assert found[0] == 1.0  # 0.2 × 1000^0.3 would be 1.6


def test_factors_are_log_normal_around_one() -> None:
    drawn = perturb_flows(np.full(200_000, -2.0), np.full(200_000, 0.5), np.random.default_rng(0))
    assert drawn.max() < 0
    assert drawn.mean() == pytest.approx(-2.0, rel=0.01)
    assert drawn.std() / 2.0 == pytest.approx(0.5, rel=0.02)


def test_what_is_assumed_has_a_range() -> None:
    for name in ("table_error", "table_error_power"):
        low, high = parameter(name).range or (0.0, 0.0)
        assert low < (parameter(name).value or 0.0) < high


def test_a_draw_can_have_a_table_and_a_world(economy: ni.Accounts, tmp_path: Path) -> None:
    world = Scenario(Package([Shock("tariff", 0.2, "add", region="USA", partner="CHN", start=2026)], name="tariffs"))
    cases = [{}, *with_tables([{"trade_elasticity": 3.0}], 5)]
    store = draws_of(economy, BETTER, cases, 2027, regions=["CHN"], scenario=world, runs=tmp_path, name="drawn")
    table = go_on(store).table()
    here = with_table_error(economy, cases[1]["table"])
    for k, (w, parameters) in enumerate([(economy, {}), (here, {"trade_elasticity": 3.0})]):
        path = followed(w, parameters, world)
        assert np.allclose(table.loc[table["draw"] == k, "gdp"], path.series("gdp")[:, 0], rtol=1e-9)
        assert np.allclose(table.loc[table["draw"] == k, "co2_change"], path.change("co2")[:, 0], atol=1e-9)
    assert store.request["scenario"]["package"]["name"] == "tariffs"


def followed(w: ni.Accounts, parameters: dict[str, float], world: Scenario) -> ni.Pathway:
    return ni.pathway(w, BETTER, 2027, parameters=parameters, scenario=world)
