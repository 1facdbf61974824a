"""Points in the ranges of parameters: each range is filled evenly, the same ones come again, mistakes are told."""

from __future__ import annotations

import numpy as np
import pytest

from newind.errors import DataError, UnknownNameError, in_chinese
from newind.parameters import parameter
from newind.pathways.prospects import NAMES
from newind.pathways.sampling import DRAWN, SEQUENCES, hypercube, latin, ranges_of, sample_cases

RANGES = {"trade_elasticity": (2.0, 6.0), "energy_saving": (0.5, 1.5)}


def test_ranges_are_those_of_the_files() -> None:
    found = ranges_of()
    assert set(found) == set(DRAWN)
    assert found["frontier_growth"] == parameter("frontier_growth").range
    short = parameter("trade_elasticity").at("short").range
    assert ranges_of(["trade_elasticity"], "short") == {"trade_elasticity": short}


def test_what_was_given_is_not_drawn() -> None:
    found = ranges_of(given={"frontier_growth": 0.01, "trade_elasticity": 5.0})
    assert set(found) == set(DRAWN) - {"frontier_growth", "trade_elasticity"}
    with pytest.raises(DataError, match="frontier_growth was given: it is not drawn"):
        ranges_of(["frontier_growth"], given={"frontier_growth": 0.01})


def test_a_parameter_without_range_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newind.pathways.prospects.PathwayAssumptions.range", lambda self, name: (0.02, 0.02))
    with pytest.raises(DataError, match="parameter discount_rate has no range to draw from") as told:
        ranges_of(["discount_rate"])
    assert "没有可供抽样的区间" in in_chinese(told.value)


@pytest.mark.parametrize("name", ["frontier_grwth", "rd_intensity", "shares"])
def test_what_is_no_parameter_is_refused(name: str) -> None:
    with pytest.raises(UnknownNameError, match=f"unknown parameter '{name}'"):
        ranges_of([name])


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_each_part_of_a_range_is_met_once(sequence: str) -> None:
    cases = sample_cases(RANGES, 16, seed=3, sequence=sequence)
    for name, (low, high) in RANGES.items():
        parts = np.floor(16 * (np.array([c[name] for c in cases]) - low) / (high - low))
        assert sorted(parts) == list(range(16))


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_one_seed_gives_one_set_of_cases(sequence: str) -> None:
    first, again, other = (sample_cases(RANGES, 8, seed, sequence) for seed in (1, 1, 2))
    assert first == again != other


def test_a_hypercube_is_the_usual_one() -> None:
    assert hypercube(RANGES, 5, 1) == sample_cases(RANGES, 5, 1, "latin")


def test_sobol_sequences_integrate_better_than_chance() -> None:
    """The mean of x² y over the unit square is 1/6; chance would be off by 0.25 / √1024."""
    points = SEQUENCES["sobol"](2, 1024, 0)
    assert abs((points[:, 0] ** 2 * points[:, 1]).mean() - 1 / 6) < 1e-4


@pytest.mark.parametrize(
    ("many", "ranges", "sequence", "kind", "said"),
    [
        (0, RANGES, "latin", DataError, "0 draws of 2 parameters"),
        (3, {}, "latin", DataError, "3 draws of 0 parameters"),
        (100, RANGES, "sobol", DataError, "not at 100 draws. Ask for 64 or 128"),
        (4, RANGES, "halton", UnknownNameError, "unknown sequence 'halton'"),
    ],
)
def test_mistakes_are_told(many: int, ranges: dict, sequence: str, kind: type[Exception], said: str) -> None:
    with pytest.raises(kind, match=said):
        sample_cases(ranges, many, 0, sequence)


def test_every_parameter_of_pathways_can_be_named() -> None:
    assert set(ranges_of(NAMES)) == set(NAMES)


@pytest.mark.parametrize(("dimensions", "many", "seed"), [(3, 10, 0), (17, 200, 5), (1, 1, 2)])
def test_latin_hypercubes_are_those_of_scipy(dimensions: int, many: int, seed: int) -> None:
    """They are drawn here only because loading scipy.stats takes longer than a path does."""
    from scipy.stats.qmc import LatinHypercube

    assert np.array_equal(latin(dimensions, many, seed), LatinHypercube(dimensions, rng=seed).random(many))
