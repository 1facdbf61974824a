"""What rests on imported electrical and optical equipment in China: WIOD 2013 release, 2008, computed beforehand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.testing import assert_allclose
from wiod import read

from newind.kernels import bottleneck

THRESHOLDS = (0.0, 0.02, 0.05)
PER_CENT_OF_GDP = (26.6, 9.3, 5.7)


def test_value_added_that_rests_on_imports_of_electronics(shared: Path) -> None:
    """By least cost share in output, all origins: of the definitions that suggest themselves only this one gives it."""
    w = read(shared, 2008)
    r, i = w.countries.index("CHN"), w.industries.index("c14")
    flows, x = w.Z4[:, :, r], w.x.reshape(w.R, w.S)[r]
    added = x - flows.sum(axis=(0, 1))
    got = bottleneck.bottleneck(flows, x, added, np.array(THRESHOLDS))[:, :, i]
    abroad = got.sum(axis=1) - got[:, r]
    assert_allclose(100 * abroad / added.sum(), PER_CENT_OF_GDP, atol=0.05)
