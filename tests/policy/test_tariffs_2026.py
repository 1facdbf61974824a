"""The package of duties that the United States added: rates that meet the published means, and what they come to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import newind as ni
from builders.annual import tariffs as base
from builders.annual.sources import STATISTICS
from newind.equilibrium.tariffs import benchmark_tariffs
from newind.policy.targets import resolve
from sources import load_script

ROOT = Path(__file__).resolve().parents[2]
NAME = "tariffs-2026"


@pytest.fixture(scope="module")
def tool():
    return load_script("tools", "tariffs2026")


@pytest.fixture(scope="module")
def held() -> pd.DataFrame:
    """Return the rates of the package by partner and industry."""
    w = ni.load("world").last
    rates = np.zeros((w.R, w.S))
    for shock, target in zip(ni.package(NAME).shocks, resolve(ni.package(NAME), w), strict=True):
        assert list(target.regions) == [w.regions.index("USA")]
        assert (rates[np.ix_(target.partners, target.industries)] == 0).all()
        rates[np.ix_(target.partners, target.industries)] = shock.value
    return pd.DataFrame(rates, w.regions.codes, w.industries)


def test_the_package_is_what_its_builder_makes_of_the_sources(tool, shared) -> None:
    assert tool.FILE.read_text(encoding="utf-8") == tool.text(shared)


def test_means_by_partner_are_those_published(tool, shared) -> None:
    """Also of the United States as a whole, by the other file, which gives levels: 2.3 percent of 2024 come off."""
    lines, last = tool.read(shared)
    moved = tool.moved(lines, last)
    of = {partner: tool._means(moved[moved["partner"] == partner], "partner").iloc[0] for partner in base.ECONOMIES}
    for partner, mean in of.items():
        if partner not in tool.MEMBERS:
            assert mean == pytest.approx(last[partner], rel=1e-9), partner
    union = moved[moved["partner"].isin(tool.MEMBERS)].assign(block="union")
    assert tool._means(union, "block").iloc[0] == pytest.approx(last[tool.UNION], rel=1e-9)
    daily = pd.read_csv(shared / STATISTICS / "us_tariff_daily_average_2025_2026.csv")["import_weighted_avg_tariff"]
    added = (daily.iloc[-1] - daily.iloc[0]) / 100
    assert float((moved["added"] * moved["imports"]).sum() / moved["imports"].sum()) == pytest.approx(added, abs=0.002)


def test_rates_of_industries_average_to_the_partner(tool, shared, held) -> None:
    """But for rounding, weighted by imports; only works of art and what has no chapter of its own are left out."""
    lines = tool.moved(*tool.read(shared))
    goods = tool.by_industry(lines)
    assert goods["imports"].sum() > 0.95 * lines["imports"].sum()
    imports = goods.groupby(["economy", "industry"])["imports"].sum().unstack().fillna(0.0)
    for economy, line in imports.iterrows():
        own = goods[goods["economy"] == economy]
        mean = (own["added"] * own["imports"]).sum() / own["imports"].sum()
        assert (held.loc[economy, line.index] * line).sum() / line.sum() == pytest.approx(mean, abs=0.0005), economy


def test_duties_are_added_to_what_was_collected_before(tool, shared, held) -> None:
    """The benchmark has the duties of 2024 from the same lines: with those added it meets the level of the last day."""
    lines = base.chapters(shared)
    first = pd.read_csv(shared / STATISTICS / tool.PARTNERS).groupby("country_name")["2024 tariff"].first() / 100
    china = lines[lines["partner"] == "CHINA"]
    assert china["duty"].sum() / china["imports"].sum() == pytest.approx(first["CHINA"], rel=1e-6)
    imports = base.by_industry(lines).groupby(["economy", "industry"])["imports"].sum().unstack().fillna(0.0)
    w = ni.load("world").last
    rates = pd.DataFrame(benchmark_tariffs(w).rates[:, w.regions.index("USA")].T, w.regions.codes, w.industries)
    known = imports.drop(index=["TWN", "RUS"])  # the benchmark has no rates for them
    both = [
        ((of.loc[known.index, known.columns] * known).sum(axis=None)) / known.sum(axis=None)
        for of in (rates, rates + held)
    ]
    daily = (
        pd.read_csv(shared / STATISTICS / "us_tariff_daily_average_2025_2026.csv")["import_weighted_avg_tariff"] / 100
    )
    assert both == pytest.approx([daily.iloc[0], daily.iloc[-1]], abs=0.004)


def test_services_and_the_united_states_themselves_bear_nothing(held) -> None:
    goods = [c for c in held.columns if c in {f"c{k}" for k in range(1, 17)}]
    assert (held.loc["USA"] == 0).all()
    assert (held.drop(columns=goods) == 0).all(axis=None)
    assert (held.loc[held.index != "USA", goods] > 0).to_numpy().mean() > 0.99


def test_the_scenario_is_simulated_on_the_latest_year() -> None:
    """Imports of what bears a duty fall; in a small change the duty of a partner is felt by that partner."""
    w = ni.load("world").last
    s = ni.simulate(w, ni.package(NAME))
    assert s.baseline.year == w.year == 2022
    usa, china, c14 = w.regions.index("USA"), w.regions.index("CHN"), w.industries.index("c14")
    sold = [a.Z4[china, c14, usa].sum() + a.Y3[china, c14, usa] for a in (s.baseline, s.accounts)]
    assert sold[1] < 0.9 * sold[0]
    assert s.welfare[china] < 0
    assert any(f"{base.COLLECTED} (USA)" in line for line in s.log)
    assert s.government["tariffs"][usa] > s.laboratory.benchmark.net_revenue[usa]
