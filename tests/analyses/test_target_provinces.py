"""China's 30 provinces and their industries as parts, from the CEADs inventories (read in tests only)."""

from __future__ import annotations

import pandas as pd
import pytest
from numpy.testing import assert_allclose

import newind as ni
from newind.analyses.green.sharing import divide_target
from newind.analyses.green.sharing_target import Target
from newind.measures.shared import by_region

TARGET = Target(2030, {2035: "-10%", 2060: "-90%"}, growth=0.015)
HOUSEHOLDS = ("Total", "Urban", "Rural")


@pytest.fixture(scope="module")
def inventory(shared):
    frame = pd.read_parquet(shared / "china" / "ceads" / "ceads_province_sector_fuel_1997_2019.parquet")
    frame = frame[frame["fuel"] == "Scope 1 Total"]
    w = ni.load("china-2017").last
    return frame.assign(region=frame["province"].astype(str).map(dict(zip(w.regions.en, w.regions, strict=True))))


@pytest.fixture(scope="module")
def provinces(inventory):
    """Return emissions of 2019, all from 1997 on, and value added of 2017."""
    total = inventory[inventory["sector"] == "Total"]
    now = total[total["year"] == 2019].groupby("region")["mt_co2"].sum()
    w = ni.load("china-2017").last
    gdp = pd.Series(by_region(w, w.value_added).sum(axis=1), index=list(w.regions))
    past = total.groupby("region")["mt_co2"].sum()
    frame = pd.DataFrame({"emissions": now, "cumulative": past, "gdp": gdp[now.index]})
    return frame.rename_axis("region").reset_index()


def test_thirty_provinces_add_up_to_the_nation_with_peaks_of_their_own(provinces):
    assert len(provinces) == 30
    found = divide_target(provinces, TARGET, year=2019)
    assert found.criteria == ("responsibility", "potential")
    assert_allclose(found.paths.sum(axis=0), found.path.total, rtol=1e-9)
    assert 9_000 < found.path.total[0] < 12_000
    peaks = found.peaks().set_index("region")["peak"]
    assert peaks.min() < 2030 <= peaks.max()


def test_intensive_provinces_lead_in_the_papers_order_and_follow_in_its_reverse(provinces):
    intensity = (provinces["emissions"] / provinces["gdp"]).rank(ascending=False)
    heavy, light = (intensity <= 8).to_numpy(), (intensity > 22).to_numpy()
    gap = {}
    for order in ("heavy-first", "together", "reverse"):
        found = divide_target(provinces, TARGET, year=2019, order=order)
        peaks, last = found.peaks()["peak"], found.budgets()
        gap[order] = float(peaks[light].mean() - peaks[heavy].mean())
        gap[order, "end"] = float(last["cut_last"][heavy].mean() - last["cut_last"][light].mean())
    assert gap["heavy-first"] > gap["together"] > gap["reverse"]
    assert gap["heavy-first", "end"] < gap["together", "end"] < gap["reverse", "end"]


def test_provinces_by_industries_add_up_both_ways(inventory):
    cells = inventory[~inventory["sector"].isin(HOUSEHOLDS)]
    now = cells[cells["year"] == 2019].groupby(["region", "sector"], observed=True)["mt_co2"].sum()
    past = cells.groupby(["region", "sector"], observed=True)["mt_co2"].sum()
    frame = pd.DataFrame({"emissions": now, "cumulative": past.reindex(now.index)}).reset_index()
    frame = frame.rename(columns={"sector": "industry"})
    found = divide_target(frame, TARGET, year=2019, order="together")
    assert len(found.parts) > 1000
    for by, size in (("region", 30), ("industry", 44)):
        whole = found.totals(by)
        assert len(whole.parts) == size
        assert_allclose(whole.paths.sum(axis=0), found.path.total, rtol=1e-9)
