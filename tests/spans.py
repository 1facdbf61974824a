"""Losses as arrays, to be compared but for the last digits: those of one case depend on what is solved beside it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.testing import assert_allclose

from newind.analyses.losses import Loss


def assert_same_losses(found: Iterable[Loss], expected: Iterable[Loss]) -> None:
    """Fail where cuts, horizons or failures differ, or figures by more than 1e-9 of them."""
    for a, b in zip(found, expected, strict=True):
        assert (a.cut, list(a.horizons), a.failed) == (b.cut, list(b.horizons), b.failed)
        assert_allclose(list_ends(a), list_ends(b), rtol=1e-9)


def list_ends(loss: Loss) -> np.ndarray:
    """Return low, middle and high by horizon."""
    return np.array([[s.low, s.middle, s.high] for s in loss.horizons.values()])
