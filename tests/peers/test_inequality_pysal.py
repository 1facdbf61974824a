"""PySAL's inequality computes the same Theil index, within and between groups, and the same Gini coefficient."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from peer import peer

from newind.index import dynamics
from newind.kernels import inequality

theirs = peer("inequality")
pytestmark = pytest.mark.peer

UNITS, YEARS = [f"U{i:02}" for i in range(31)], [2011, 2015, 2020]
GROUPS = {unit: "east" if i < 10 else "centre" if i < 18 else "west" for i, unit in enumerate(UNITS)}
LEVELS = np.random.default_rng(11).lognormal(3.0, 0.6, (len(UNITS), len(YEARS)))
SERIES = pd.Series(LEVELS.ravel(), pd.MultiIndex.from_product([UNITS, YEARS], names=["unit", "year"]))


@pytest.mark.filterwarnings("ignore:Setting the shape on a NumPy array:DeprecationWarning")
def test_theil_within_and_between_groups() -> None:
    peers = theirs.theil.TheilD(LEVELS, np.array([GROUPS[u] for u in UNITS]))
    ours = dynamics.theil(SERIES, groups=GROUPS)
    assert_allclose(ours.total, peers.T, rtol=1e-12)
    assert_allclose(ours.between, peers.bg, rtol=1e-10)
    assert_allclose(ours.within, peers.wg, rtol=1e-10)


def test_theil_with_units_without_anything() -> None:
    """PySAL puts a tiny number in the place of zero; here 0 ln 0 = 0."""
    some = LEVELS.copy()
    some[3] = 0
    assert_allclose(dynamics.theil(SERIES.where(SERIES.index.get_level_values(0) != "U03", 0.0)).total,
                    theirs.theil.Theil(some).T, rtol=1e-12)  # fmt: skip


def test_gini_and_the_sum_of_its_parts() -> None:
    ours = dynamics.dagum(SERIES, GROUPS)
    for year, levels in zip(YEARS, LEVELS.T, strict=True):
        expected = theirs.gini.Gini(levels).g
        assert_allclose(ours.total[year], expected, rtol=1e-12)
        assert_allclose(inequality.gini(levels), expected, rtol=1e-12)


def test_population_counts_as_that_many_units() -> None:
    people = {unit: 1 + i % 4 for i, unit in enumerate(UNITS)}
    each = np.repeat(LEVELS, list(people.values()), axis=0)
    assert_allclose(dynamics.theil(SERIES, people).total, theirs.theil.Theil(each).T, rtol=1e-12)
    expected = [theirs.gini.Gini(column).g for column in each.T]
    assert_allclose(dynamics.dagum(SERIES, GROUPS, people).total, expected, rtol=1e-12)
