"""Hindcasts: what is kept of them, what they compare, and which levels they refuse; paths that share a baseline."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import newind as ni
from newind.data.reference.growth import yearly_figures
from newind.data.reference.now import series
from newind.errors import DataError
from newind.measures.measure import measure, wide
from newind.pathways import hindcast as module
from newind.pathways.baseline import (
    forget,
)
from newind.pathways.hindcast import (
    CARBON,
    GUESSES,
    MADE,
    MEASURES,
    METHODS,
    ORIGINS,
    Skill,
    compute_errors,
    ends,
    find_skill,
    guess_ahead,
    guess_error,
    hindcast,
    is_refused,
    list_errors,
    list_skills,
    observe_structure,
    read_errors,
)
from newind.pathways.pathway import pathway
from newind.policy.packages import package

AT = 2011
"""The origin that is computed anew."""


def shares_of(w: ni.Accounts) -> pd.Series:
    """Return shares of manufacturing in value added by region."""
    return wide(measure(w, [MADE]))[MADE]


def test_recorded_errors_are_those_of_the_tables() -> None:
    """Where this fails after a change of model or figures, `newind.pathways.hindcast.record` writes the file again."""
    kept = read_errors()
    assert set(kept["origin"]) == set(ORIGINS)
    kept = kept[kept["origin"] == AT].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, compute_errors(ni.load("world"), [AT]), rtol=1e-5, check_dtype=False)


def test_a_hindcast_is_followed_once_for_the_same_parameters() -> None:
    world = ni.load("world")
    first, other = hindcast(world, AT), hindcast(world, AT, parameters={"trade_elasticity": 4.0})
    assert hindcast(world, AT, parameters={}) is first
    assert not other.table.equals(first.table)


def test_structure_is_compared_with_tables_and_later_with_national_accounts() -> None:
    world = ni.load("world")
    early, late = world.databases
    seen = observe_structure(world, (2000, 2011, 2016))
    shares = {w.year: shares_of(w) for w in (early[2000], early[2011])}
    at = world.regions.index("DEU")
    assert seen[2011][0, at] - seen[2000][0, at] == pytest.approx(np.log(shares[2011]["DEU"] / shares[2000]["DEU"]))
    official = series("DEU")["manufacturing_share"].values
    assert seen[2016][0, at] - seen[2011][0, at] == pytest.approx(np.log(official[2016] / official[2011]))
    last = {w.year: shares_of(w) for w in (late[2011], late[2016])}
    rest = world.regions.index("TWN")  # no national accounts of the United Nations
    assert seen[2016][0, rest] - seen[2011][0, rest] == pytest.approx(np.log(last[2016]["TWN"] / last[2011]["TWN"]))


def test_guesses_and_the_mean_are_what_they_are_called() -> None:
    world = ni.load("world")
    found = hindcast(world, AT)
    own = found.table
    assert set(own["year"]) == set(ends(AT))
    assert (own["no_change"] == 0).all()
    np.testing.assert_allclose(2 * own["half_trend"], own["trend"])
    seen = observe_structure(world, (AT - 5, AT))
    slope = (seen[AT] - seen[AT - 5])[0, world.regions.index("CHN")] / 5
    row = own[(own["measure"] == MADE) & (own["region"] == "CHN")].set_index("year")
    np.testing.assert_allclose(row["trend"], slope * (row.index - AT), atol=1e-12)
    errors, weight = found.errors(), pd.Series(found.weights, world.regions.codes)
    for name in MEASURES:
        each = errors[(errors["measure"] == name) & (errors["region"] != "all")].set_index("region")
        whole = errors[(errors["measure"] == name) & (errors["region"] == "all")].iloc[0]
        for kind in (*METHODS, *GUESSES):
            assert whole[kind] == pytest.approx((each[kind] * weight).sum() / weight.sum())
    off = (row["unconditional"] - row["observed"]).abs().mean()
    assert errors[(errors["measure"] == MADE) & (errors["region"] == "CHN")]["unconditional"].iloc[0] == pytest.approx(
        off
    )


def test_one_path_meets_what_became_of_gdp_and_the_other_knows_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    w, figures = ni.load("world", year=AT), yearly_figures()
    penn = module._Given("penn", {}, {"product": "penn"})
    known, blind = module._follow(w, 2016, "medium", penn)
    grown = figures.growth_of(w.regions.codes).values["gdp_volume"]
    met = grown[:, figures.year_at(2016)] / grown[:, figures.year_at(AT)]
    np.testing.assert_allclose(known.series("gdp")[-1], met, rtol=1e-8)
    assert np.abs(blind.series("gdp")[-1] / met - 1).max() > 0.01
    later = {n: np.where(np.array(figures.years) > AT, 2 * v, v) for n, v in figures.values.items()}
    monkeypatch.setattr("newind.pathways.growthpath.yearly_figures", lambda: replace(figures, values=later))
    copied = replace(w)
    again = module._follow(copied, 2016, "medium", penn)[1]
    np.testing.assert_allclose(again.series("gdp"), blind.series("gdp"), rtol=1e-10)
    np.testing.assert_allclose(again.series("co2"), blind.series("co2"), rtol=1e-10)


def test_a_hindcast_needs_tables_of_later_years() -> None:
    world = ni.load("world")
    for origin in (1990, 2022):
        with pytest.raises(DataError, match=f"a hindcast needs tables of {origin} and of years after it"):
            hindcast(world, origin)


# ---- skill
def test_skill_is_that_of_the_row_and_levels_are_refused_by_it() -> None:
    for name in MEASURES:
        for region in ("CHN", "DEU", "all"):
            rows = [r for r in list_errors() if (r["measure"], r["region"]) == (name, region)]
            rows = [r for r in rows if np.isfinite(r["unconditional"])]
            best = [np.nanmin([r[g] for g in GUESSES]) for r in rows]
            off = [r["unconditional"] for r in rows]
            found = find_skill(name, region)
            assert found.origins == tuple(r["origin"] for r in rows)
            assert found.skill == pytest.approx(1 - sum(off) / sum(best))
            assert found.won == sum(a < b for a, b in zip(off, best, strict=True))
            assert found.is_refused == (found.skill < 0 or found.won <= len(rows) / 2)
            assert found.guessed <= np.mean([r["no_change"] for r in rows]) + 1e-12


@pytest.mark.parametrize(
    ("skill", "won", "refused"), [(0.4, 3, False), (0.4, 2, True), (-0.01, 4, True), (0.0, 3, False)]
)
def test_a_level_is_refused_where_the_model_lost_from_half_of_the_origins_or_on_average(
    skill: float, won: int, refused: bool
) -> None:
    found = Skill(MADE, "CHN", (2000, 2005, 2011, 2014), 0.1, 0.1, "trend", 0.1, 0.1, skill, won)
    assert found.is_refused == refused


def test_the_own_row_comes_first_and_where_there_is_none_the_mean_alone() -> None:
    assert [(s.region, s.measure) for s in list_skills("CHN")] == [(r, n) for r in ("CHN", "all") for n in MEASURES]
    assert [(s.region, s.measure) for s in list_skills("CN-ZJ")] == [("all", n) for n in MEASURES]
    assert is_refused("path.co2_record", "CHN") == find_skill(CARBON, "CHN").is_refused
    assert not is_refused("path.gdp_per_person", "CHN")
    assert not {"path.gdp"} & set(read_errors()["measure"])


def test_guesses_ahead_go_on_from_what_was_seen_last() -> None:
    seen = {2018: 80.0, 2020: 100.0, 2022: 121.0}
    assert guess_ahead(seen, 2025, "no_change", 5) == 121.0
    assert guess_ahead(seen, 2022, "trend", 5) == pytest.approx(121.0)
    assert guess_ahead(seen, 2024, "trend", 2) == pytest.approx(121.0 * 1.21)
    assert guess_ahead({2022: 5.0}, 2030, "trend", 5) == 5.0


def test_the_past_error_of_a_guess_grows_with_the_years_ahead() -> None:
    steady = {year: 1.03 ** (year - 2000) for year in range(2000, 2025)}
    assert guess_error(steady, "trend", 5, 10) == pytest.approx(0.0, abs=1e-12)
    assert guess_error(steady, "no_change", 5, 10) == pytest.approx(10 * np.log(1.03))
    rng = np.random.default_rng(7)
    walk = dict(zip(range(1990, 2025), np.exp(np.cumsum(rng.normal(0.02, 0.05, 35))), strict=True))
    errors = [guess_error(walk, "trend", 10, n) for n in range(1, 12)]
    assert errors == sorted(errors)
    assert np.isnan(guess_error({2020: 1.0, 2024: 1.2}, "trend", 5, 1))


# ---- shared baselines
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
