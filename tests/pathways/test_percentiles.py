"""Percentiles over draws: those of known draws, their error, and whether they have settled."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from newind.errors import DataError, UnknownNameError
from newind.pathways.sensitivity import PERCENTILES, percentiles_of, standard_errors


def run_of(changes: np.ndarray, failed: int = 0) -> Any:
    """A run whose draws are known: (draws, years) of CHN; USA has none of it."""
    years = np.arange(2030, 2030 + changes.shape[1])
    values = {
        k: {
            "year": np.repeat(years, 2),
            "region": np.array(["CHN", "USA"] * len(years), dtype=object),
            "gdp": np.column_stack([1.0 + row, 0.0 * row]).ravel(),
            "gdp_change": np.column_stack([row, 0.0 * row]).ravel(),
        }
        for k, row in enumerate(changes)
    }
    return SimpleNamespace(
        name="known", values=lambda: values, errors=lambda: {len(values) + k: "no" for k in range(failed)}
    )


def test_percentiles_are_those_of_the_draws() -> None:
    found = percentiles_of(run_of(np.linspace(0, 1, 101)[:, None] * [1.0, 2.0], failed=3), "CHN", "gdp")
    assert np.allclose(found.values[:, 0], np.array(PERCENTILES) / 100)
    assert np.allclose(found.values[:, 1], np.array(PERCENTILES) / 50)
    assert (found.years, found.draws, found.failed) == ((2030, 2031), 101, 3)
    level = percentiles_of(run_of(np.linspace(0, 1, 101)[:, None]), "CHN", "gdp", level=True)
    assert np.allclose(level.values[:, 0], 1 + np.array(PERCENTILES) / 100)


def test_errors_are_those_of_repeated_samples() -> None:
    """The median of N normal draws has a standard error of √(π / 2N)."""
    rng = np.random.default_rng(1)
    medians = np.median(rng.standard_normal((2000, 200)), axis=1)
    told = np.mean([standard_errors(rng.standard_normal((200, 1)), (50,))[0, 0] for _ in range(400)])
    assert medians.std() == pytest.approx(np.sqrt(np.pi / 400), rel=0.05)
    assert told == pytest.approx(medians.std(), rel=0.1)


def test_many_alike_draws_have_settled_and_a_drift_has_not() -> None:
    rng = np.random.default_rng(2)
    alike, drift = rng.uniform(size=(2000, 1)), np.linspace(0, 1, 2000)[:, None]
    assert percentiles_of(run_of(alike), "CHN", "gdp").settled.all()
    assert not percentiles_of(run_of(drift), "CHN", "gdp").settled.any()
    assert not percentiles_of(run_of(alike[:20]), "CHN", "gdp").settled.any()
    still = percentiles_of(run_of(np.zeros((50, 1))), "CHN", "gdp")
    assert still.settled.all()
    assert not still.errors.any()


def test_a_table_has_a_row_a_year() -> None:
    table = percentiles_of(run_of(np.random.default_rng(3).uniform(size=(60, 3))), "CHN", "gdp").table()
    assert list(table) == ["year", "p5", "p25", "p50", "p75", "p95", "error", "moved", "settled"]
    assert table["year"].tolist() == [2030, 2031, 2032]
    assert (table["p5"] < table["p95"]).all()


def test_what_the_run_does_not_have_is_told() -> None:
    run = run_of(np.zeros((3, 1)))
    with pytest.raises(UnknownNameError, match="unknown series 'wealth'"):
        percentiles_of(run, "CHN", "wealth")
    with pytest.raises(UnknownNameError, match="unknown region 'DEU'"):
        percentiles_of(run, "DEU", "gdp")
    with pytest.raises(DataError, match="known: 1 draws have come out"):
        percentiles_of(run_of(np.zeros((1, 1))), "CHN", "gdp")
