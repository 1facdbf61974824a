"""Concentration of firms: by hand, against firms drawn and then forgotten, and what sales come to."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

import newind as ni
from newind.analyses.manufacturing.firms import FirmShares, read_firms
from newind.kernels.concentration import firm_hhi, largest_share

SIZES = st.lists(st.floats(0.01, 1.0), min_size=2, max_size=12)


@settings(max_examples=80)
@given(SIZES, st.integers(1, 12), st.integers(1, 6))
def test_bounds_hold_what_a_full_table_says(sizes, kept, largest):
    """The truth of a market is within the bounds of its largest firms alone, and they meet where all are named."""
    shares = np.sort(np.array(sizes) / sum(sizes))[::-1]
    some = shares[: min(kept, len(shares))]
    truth = float((shares**2).sum()), float(shares[:largest].sum())
    for (low, high), value in zip((firm_hhi(some), largest_share(some, largest)), truth, strict=True):
        assert low - 1e-12 <= value <= high + 1e-12
    assert firm_hhi(shares) == pytest.approx((truth[0], truth[0]))
    assert largest_share(shares, largest) == pytest.approx((truth[1], truth[1]))


@settings(max_examples=80)
@given(SIZES, st.integers(1, 12))
def test_the_upper_bound_is_reached_by_a_market(sizes, kept):
    shares = np.sort(np.array(sizes) / sum(sizes))[::-1][:kept]
    rest, filled = 1.0 - shares.sum(), list(shares)
    while rest > 1e-12:
        filled.append(min(rest, shares[-1]))
        rest -= filled[-1]
    assert firm_hhi(shares)[1] == pytest.approx(float(np.square(filled).sum()))


def test_sales_are_shares_of_the_total_or_of_the_firms_named(tmp_path):
    path = tmp_path / "sales.xlsx"
    cars = [("cars", "A", 30.0, 100.0, 2020), ("cars", "B", 20.0, None, 2020)]
    maps = [("maps", "C", 3.0, None, 2020), ("maps", "D", 1.0, None, 2020)]
    frame = pd.DataFrame([*cars, *maps], columns=["market", "firm", "sales", "total", "year"])
    frame.to_excel(path, index=False)
    found = read_firms(path)
    assert found.shares == {("cars", 2020): {"A": 0.3, "B": 0.2}, ("maps", 2020): {"C": 0.75, "D": 0.25}}
    assert found.taken_whole == ("maps",)
    table = ni.manufacturing.firm_concentration(path).table().set_index("market")
    assert table.loc["maps", ["hhi_low", "hhi_high"]].tolist() == pytest.approx([0.625, 0.625])
    assert table.loc["cars", "hhi_high"] == pytest.approx(0.13 + 2 * 0.04 + 0.01)


def test_a_trend_is_sure_only_beyond_the_bounds():
    before, after = {"A": 0.3, "B": 0.3}, {"A": 0.9}
    known = ni.manufacturing.firm_concentration(FirmShares({("m", 2020): before, ("m", 2024): after})).trend()
    row = known.iloc[0]
    assert (row["way"], row["change_low"]) == ("up", pytest.approx(0.81 - (0.18 + 0.09 + 0.01)))
    back = ni.manufacturing.firm_concentration(FirmShares({("m", 2020): after, ("m", 2024): before})).trend()
    assert back["way"].tolist() == ["down"]
    open_ = ni.manufacturing.firm_concentration(FirmShares({("m", 2020): before, ("m", 2024): before})).trend()
    assert open_["way"].tolist() == ["open"]
