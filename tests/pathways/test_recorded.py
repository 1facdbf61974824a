"""What is kept of hindcasts is what they come to; a search that keeps nothing finds what a kept one does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import newind as ni
from newind.pathways import hindcast as module
from newind.pathways.baseline import forget
from newind.pathways.hindcast import compute_errors, find_errors, hindcast, read_errors
from newind.pathways.pathway import pathway
from newind.policy.packages import package


def test_recorded_errors_are_those_of_the_tables() -> None:
    """Where this fails after a change of model or figures, `newind.pathways.hindcast.record` writes the file again."""
    pd.testing.assert_frame_equal(read_errors(), compute_errors(ni.load("world")), rtol=1e-5, check_dtype=False)


def test_a_hindcast_is_followed_once_for_the_same_parameters() -> None:
    world = ni.load("world")
    first, other = hindcast(world, 2011, 2022), hindcast(world, 2011, 2022, parameters={"trade_elasticity": 4.0})
    assert hindcast(world, 2011, 2022, parameters={}) is first
    assert not other.table.equals(first.table)


def test_errors_on_record_are_taken_where_they_are_of_the_same_question(monkeypatch: pytest.MonkeyPatch) -> None:
    world, asked = ni.load("world"), []
    monkeypatch.setattr(module, "hindcast", lambda *given: asked.append(given[3:]) or hindcast(*given))
    kept = find_errors(world, 2000, 2011)
    assert not asked
    pd.testing.assert_frame_equal(
        pd.DataFrame(kept), hindcast(world, 2000, 2011).errors(), rtol=1e-5, check_dtype=False, check_like=True
    )
    other = find_errors(world, 2000, 2011, "medium", {"trade_elasticity": 4.0})
    find_errors(world, 2000, 2011, "long")
    assert asked == [("medium", {"trade_elasticity": 4.0}), ("long", None)]
    assert not np.allclose(*([row["model"] for row in rows] for rows in (other, kept)), rtol=1e-3)


def test_a_baseline_is_shared_only_where_its_years_are_the_same() -> None:
    w = ni.load("world", year=2011)
    chosen, until = package("more-research"), 2028
    central = pathway(w, chosen, until)
    felt = {"rd_output_elasticity": 0.2, "digital_elasticity": 0.05, "energy_saving": 0.6}
    shared = central.rerun(**felt)
    assert shared.base.run is central.base.run
    assert central.rerun(trade_elasticity=4.0).base.run is not central.base.run
    forget(w)
    fresh = pathway(w, chosen, until, parameters=felt)
    assert fresh.base.run is not central.base.run
    for name in ("real_income", "co2", "capital"):
        assert (shared.series(name) == fresh.series(name)).all()
        assert (shared.baseline.series(name) == fresh.baseline.series(name)).all()


def test_a_search_that_keeps_nothing_finds_the_same(tmp_path: Path) -> None:
    w = ni.load("world", year=2011)
    chosen = [package(n) for n in ("more-research", "shared-data")]
    asked = {"actions": chosen, "budget": "0.2%GDP", "until": 2028, "evaluations": 4}
    passing, kept = ni.search(w, "CHN", **asked), ni.search(w, "CHN", runs=tmp_path, name="kept", **asked)
    assert passing.chosen.sizes == kept.chosen.sizes
    assert passing.chosen.figures == pytest.approx(kept.chosen.figures)
    assert [p.sizes for p in passing.tried] == [p.sizes for p in kept.tried]
    assert list(tmp_path.iterdir()) == [tmp_path / "kept"]
