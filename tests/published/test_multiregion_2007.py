"""Tables of 30 provinces of 2007 made one, beside the table of 8 regions of the State Information Center.

The provinces' outflows and inflows of 2007 include foreign trade; they are divided by the country's exports and imports
of each industry, so every province sends the same share of a product abroad. The other table was made from surveys and
other methods, and holds a discrepancy of 7 % of output: neither is the truth, so the bounds are wide.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from builders.china_sources import national, provincial
from newind.accounts.accounts import Accounts
from newind.accounts.classification import concordance
from newind.data.multiregion import build
from newind.data.multiregion.friction import split_outside_trade
from newind.data.multiregion.reconcile import bilateral_sales
from newind.data.single import to_accounts
from newind.typing import Array

REGIONS = {
    "A": "LN JL HL", "B": "BJ TJ", "C": "HE SD", "D": "SH JS ZJ", "E": "FJ GD HI", "F": "SX HA AH HB HN JX",
    "G": "NM SN NX GS XJ", "H": "SC CQ GX YN GZ QH",
}  # fmt: skip
SECTORS = (
    "01", "02 03 04 05", "06", "07 08", "09", "10", "11 12", "13", "14 15", "16", "17", "18 19", "20 21 22", "23 24 25",
    "26", "27 30", "28 29 31 32 33 34 35 36 37 38 39 40 41 42",
)  # fmt: skip
OFF = ~np.eye(8, dtype=bool)


def ours(shared: Path, friction: str) -> Accounts:
    country = to_accounts(national(shared, "2007_135"))
    by_sector = concordance("nbs135-2007_to_nbs42-2002").sources_of
    country = country.aggregate(None, {k: list(v) for k, v in by_sector.items()})
    tables = split_outside_trade(list(provincial(shared, 2007).values()), country)
    w = build(tables, country, friction, complete=True).accounts  # type: ignore[arg-type]
    regions = {k: [f"CN-{p}" for p in v.split()] for k, v in REGIONS.items()} | {"ROW": ["ROW"]}
    return w.aggregate(regions, {f"s{k}": [f"o{c}" for c in v.split()] for k, v in enumerate(SECTORS, 1)})


@pytest.fixture(scope="module")
def flows(shared: Path) -> dict[str, Array]:
    """Return sales between 8 regions by sector, inputs and final demand: (8, 17, 8), of three tables."""
    made = {friction: bilateral_sales(ours(shared, friction))[:8, :, :8] for friction in ("distance", "uniform")}
    return made | {"published": published(shared)}


def published(shared: Path) -> Array:
    import pandas as pd

    table = pd.read_parquet(shared / "china" / "mrio" / "sic_mrio_2007_8reg_17sec.parquet").set_index("code")
    cells = [f"{r}{k:03d}" for r in REGIONS for k in range(1, 18)]
    inputs = table.loc[cells, cells].to_numpy(float).reshape(8, 17, 8, 17).sum(axis=3)
    final = table.loc[cells, [f"F{r}{k:03d}" for r in REGIONS for k in range(1, 5)]].to_numpy(float)
    return np.asarray(inputs + final.reshape(8, 17, 8, 4).sum(axis=3))


def own(flows: Array) -> Array:
    by_pair = flows.sum(axis=1)
    return np.diag(by_pair) / by_pair.sum(axis=0)


def pairs(flows: Array) -> Array:
    return flows.sum(axis=1)[OFF]


def error(estimate: Array, other: Array) -> float:
    return float(np.abs(estimate - other).sum() / other.sum())


def test_output_by_sector_and_region_is_that_of_the_other_table(shared: Path) -> None:
    import pandas as pd

    w = ours(shared, "distance")
    table = pd.read_parquet(shared / "china" / "mrio" / "sic_mrio_2007_8reg_17sec.parquet").set_index("code")
    x = table.loc["XX", [f"{r}{k:03d}" for r in REGIONS for k in range(1, 18)]].to_numpy(float).reshape(8, 17)
    got = w.x.reshape(9, 17)[:8]
    np.testing.assert_allclose(got.sum(axis=0), x.sum(axis=0), rtol=0.01)
    assert error(got, x) < 0.04


def test_regions_use_as_much_of_their_own_as_in_the_other_table(flows: dict[str, Array]) -> None:
    gap = np.abs(own(flows["distance"]) - own(flows["published"]))
    assert gap.max() < 0.10
    assert gap.mean() < 0.06


def test_trade_between_regions_is_of_the_other_table_s_size_and_pattern(flows: dict[str, Array]) -> None:
    got, other = pairs(flows["distance"]), pairs(flows["published"])
    assert 0.9 < got.sum() / other.sum() < 1.25
    assert np.corrcoef(got, other)[0, 1] > 0.65
    assert error(got, other) < 0.45


def test_distance_is_nearer_to_the_other_table_than_no_friction(flows: dict[str, Array]) -> None:
    other = pairs(flows["published"])
    assert error(pairs(flows["distance"]), other) < error(pairs(flows["uniform"]), other) - 0.1
