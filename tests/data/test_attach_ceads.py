"""Carbon of the CEADs inventories joins a 42-sector table through the shipped concordance."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import newind as ni
from nbs_layout import made
from newind.accounts.classification import concordance
from newind.data.attach import attach
from newind.data.single import to_accounts
from newind.errors import DataError


def inventory(figures: dict[str, float]) -> pd.DataFrame:
    said = {"region": "CN-GD", "name": "co2", "unit": "Mt"}
    return pd.DataFrame([said | {"industry": sector, "value": value} for sector, value in figures.items()])


def test_every_sector_of_the_inventories_has_its_place_and_totals_stay() -> None:
    w = to_accounts(made("nbs42-2017"))
    sources = concordance("ceads44_to_nbs42-2017").sources
    figures = dict(zip(sources, np.random.default_rng(3).uniform(0.1, 20, len(sources)).round(2), strict=True))
    co2 = attach(w, inventory(figures)).satellite("co2")
    assert np.nansum(co2.values) == pytest.approx(sum(figures.values()), rel=1e-12)
    assert co2.status == "estimated"  # some sectors are shared out by output
    by = dict(zip(w.industries, co2.values[: w.S], strict=True))
    assert by["n24"] == figures["Production and Supply of Electric Power, Steam and Hot Water"]
    assert by["n06"] == pytest.approx(sum(figures[s] for s in sources[7:11]))


def test_households_are_final_users_and_totals_are_refused() -> None:
    w = to_accounts(made("nbs42-2017"))
    sources = concordance("ceads44_to_nbs42-2017").sources
    figures = dict.fromkeys(sources, 1.0) | {"Urban": 5.0, "Rural": 2.0}
    joined = attach(w, inventory(figures))
    assert joined.final("co2")[0] == pytest.approx(7.0)
    assert joined.satellite("co2").total == pytest.approx(len(sources) + 7.0)
    with pytest.raises(DataError, match="Total"):
        attach(w, inventory(figures | {"Total": len(sources) + 7.0}))


def test_real_inventory_of_guangdong(shared: Path) -> None:
    frame = pd.read_parquet(shared / "china" / "ceads" / "ceads_province_sector_fuel_1997_2019.parquet")
    frame = frame[(frame.gb_code == 44) & (frame.year == 2017) & (frame.fuel == "Scope 1 Total")]
    listed = dict(zip(frame.sector.astype(str), frame.mt_co2, strict=True))
    total = listed.pop("Total")
    sectors = concordance("ceads44_to_nbs42-2017").sources
    figures = dict.fromkeys(sectors, 0.0) | listed  # a sector that is not listed emits nothing
    w = attach(to_accounts(made("nbs42-2017")), inventory(figures))
    assert w.satellite("co2").total == pytest.approx(total, rel=1e-6)
    found = {f.id for f in ni.diagnose(w, "CN-GD", "s3")}
    assert "s3.own_chain" in found
