"""What outcomes depend on: Ishigami's function, and a tiny economy whose answer is known beforehand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from newind.errors import DataError, RunError, UnknownNameError
from newind.pathways.draws import draws_of
from newind.pathways.running import go_on
from newind.pathways.runstore import RunStore
from newind.pathways.sampling import ranges_of
from newind.pathways.sensitivity import OutcomeSensitivity, indices, points, sensitivity, sensitivity_run
from newind.policy.schema import Package, Shock
from newind.testing import REGIONS, Structure, build

ISHIGAMI = {f"x{k}": (-np.pi, np.pi) for k in (1, 2, 3)}
FIRST, TOTAL = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)
"""Ishigami & Homma (1990) with a = 7, b = 0.1."""
TAX = Package([Shock("tariff", 0.3, region="CHN", partner="USA")], name="tariff")
RANGES = ranges_of(["trade_elasticity", "frontier_growth", "digital_depreciation"])


def ishigami(case: dict[str, float]) -> float:
    return float(np.sin(case["x1"]) + 7 * np.sin(case["x2"]) ** 2 + 0.1 * case["x3"] ** 4 * np.sin(case["x1"]))


def of_ishigami(many: int, method: str) -> OutcomeSensitivity:
    cases = points(ISHIGAMI, many, method, seed=1)
    return indices(ISHIGAMI, cases, np.array([ishigami(c) for c in cases]), method, seed=1)


def test_indices_of_ishigamis_function_are_those_that_are_known() -> None:
    s = of_ishigami(4096, "sobol")
    assert np.abs(s.found["first"] - FIRST).max() < 0.02
    assert np.abs(s.found["total"] - TOTAL).max() < 0.02
    assert (np.abs(s.found["first"] - FIRST) < 1.5 * s.found["first_error"] + 1e-3).all()
    assert s.table()["parameter"].tolist() == ["x1", "x2", "x3"]


def test_errors_fall_as_draws_rise() -> None:
    few, many = (of_ishigami(n, "sobol").found["total_error"] for n in (64, 1024))
    assert (many < few).all()


def test_morris_finds_what_acts_with_others_alone() -> None:
    """x3 has no mean effect and yet matters; effects of x2 cancel out."""
    s = of_ishigami(200, "morris")
    assert abs(s.found["mean"][2]) < 0.2 * s.found["size"][2]
    assert s.found["spread"].min() > 1.0


def test_a_shift_of_the_outcome_changes_nothing() -> None:
    cases = points(ISHIGAMI, 64, "sobol", 2)
    y = np.array([ishigami(c) for c in cases])
    one, other = indices(ISHIGAMI, cases, y, seed=0), indices(ISHIGAMI, cases, 1e4 + 1e-3 * y, seed=0)
    assert np.allclose(one.found["total"], other.found["total"], rtol=1e-6)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunStore:
    w = build(Structure(REGIONS[:2], ("c14", "c1"), inventories=False), 3, year=2011)
    store = sensitivity_run(
        w, TAX, RANGES, 4, "morris", seed=1, runs=tmp_path_factory.mktemp("runs"), name="s",
        until=2026, start=2012, history=True, regions=["CHN"], parameters={"product": "penn"},
    )  # fmt: skip
    return go_on(store)


def test_the_effect_of_a_tariff_depends_on_the_trade_elasticity(run: RunStore) -> None:
    assert len(run.cases()) == 4 * (len(RANGES) + 1)
    found = sensitivity(run, "CHN")
    assert found.table()["parameter"][0] == "trade_elasticity"
    assert found.found["size"][0] > 10 * found.found["size"][1:].max()


def test_the_level_of_product_depends_on_growth(run: RunStore) -> None:
    level, change = (sensitivity(run, "CHN", "gdp", level=way).found for way in (True, False))
    assert level["mean"][1] == pytest.approx(level["size"][1], rel=1e-9)  # more growth, more product, in every course
    assert level["size"][1] / level["size"][0] > 10 * change["size"][1] / change["size"][0]


@pytest.mark.parametrize(
    ("asked", "kind", "said"),
    [
        ({"region": "USA"}, UnknownNameError, "unknown region or year 'USA 2026'"),
        ({"region": "CHN", "year": 2030}, UnknownNameError, "unknown region or year 'CHN 2030'"),
        ({"region": "CHN", "outcome": "wealth"}, UnknownNameError, "unknown series 'wealth'"),
        ({"region": "CHN", "year": 2011}, DataError, "the outcome is the same in all draws"),
    ],
)
def test_what_the_run_does_not_have_is_told(run: RunStore, asked: dict, kind: type[Exception], said: str) -> None:
    with pytest.raises(kind, match=said):
        sensitivity(run, **asked)


def test_a_run_that_is_not_done_or_of_another_kind_is_refused(run: RunStore, tmp_path: Path) -> None:
    begun = sensitivity_run(run.accounts, TAX, RANGES, 2, "morris", runs=tmp_path, name="begun", until=2028)
    with pytest.raises(RunError, match="8 of 8 draws have no result"):
        sensitivity(begun, "CHN")
    with pytest.raises(DataError, match="drawn is no run of newind sensitivity"):
        sensitivity(draws_of(run.accounts, TAX, [{}], 2028, runs=tmp_path, name="drawn"), "CHN")


@pytest.mark.parametrize(
    ("many", "ranges", "method", "kind", "said"),
    [
        (1, ISHIGAMI, "sobol", DataError, "1 draws of 3 parameters tell nothing"),
        (8, {"x": (0.0, 1.0)}, "morris", DataError, "8 draws of 1 parameters tell nothing"),
        (12, ISHIGAMI, "sobol", DataError, "not at 12 draws. Ask for 8 or 16"),
        (8, ISHIGAMI, "delta", UnknownNameError, "unknown method 'delta'"),
    ],
)
def test_mistakes_are_told(many: int, ranges: dict, method: str, kind: type[Exception], said: str) -> None:
    with pytest.raises(kind, match=said):
        points(ranges, many, method)
