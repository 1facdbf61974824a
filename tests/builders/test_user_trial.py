"""National tables as the shape of who uses a good: read whole, and nothing but shares is taken from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from builders.annual.concordances import ECONOMIES, INDUSTRIES


@pytest.fixture
def trial(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "tools"))
    import usertrial

    return usertrial


def test_users_get_the_shares_of_a_table_and_goods_keep_their_sums(trial):
    rng = np.random.default_rng(5)
    flows = rng.uniform(0.1, 1.0, (len(ECONOMIES), len(INDUSTRIES), len(ECONOMIES), len(INDUSTRIES) + 3))
    shape = rng.uniform(0.1, 1.0, (len(trial.CODES), len(trial.CODES) + 3))
    made = trial.reshape(flows, "RUS", shape)
    before, after = trial.used(flows, "RUS"), trial.used(made, "RUS")
    np.testing.assert_allclose(trial.shares(after)[trial.GOODS], trial.shares(shape)[trial.GOODS])
    np.testing.assert_allclose(after.sum(axis=1), before.sum(axis=1))
    np.testing.assert_array_equal(trial.used(made, "USA"), trial.used(flows, "USA"))
    assert trial.distance(made, "RUS", shape) == pytest.approx(0, abs=1e-12)
    np.testing.assert_array_equal(after[~trial.GOODS], before[~trial.GOODS])


def test_tables_of_use_are_read_whole(trial, shared):
    """Every column of the tables has a place: uses of goods at home are those published, less what is exported."""
    frame = trial.read_parquet(shared / trial.STATISTICS / "us_bea_summary_make_use_import_2012_2023.parquet")
    use = trial._wide(frame[(frame["year"] == 2019) & (frame["table"] == "Use")])
    products = [row for row in use.index if row in trial.OF_BEA]
    total = use.loc[products, "Total Commodity Output"] - use.loc[products, ["F040", "F050"]].sum(axis=1)
    np.testing.assert_allclose(trial.read_usa(shared, 2019).sum(), total.sum(), rtol=2e-3)
    frame = trial.read_parquet(shared / trial.STATISTICS / "russia_sut_2019_rosstat.parquet")
    use = trial._wide(frame[frame["sheet"] == "ТИоц"])
    products = [row for row in use.index if trial.of_rosstat(row)]
    np.testing.assert_allclose(
        trial.read_rus(shared).sum(), (use.loc[products, "TU"] - use.loc[products, "P6"]).sum(), rtol=2e-3
    )
