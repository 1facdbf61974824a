"""Tables of scores as an index has them: a few units, a few indicators that differ between them."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from newind.typing import Array


@st.composite
def tables(draw: st.DrawFn, *, units: int = 4, most: int = 6, low: float = 0.0) -> Array:
    """Draw an (N, J) table between ``low`` and 100 in which every column reaches both ends."""
    N, J = draw(st.integers(units, 12)), draw(st.integers(2, most))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    common, kinship = rng.normal(size=(N, 1)), draw(st.sampled_from([0.0, 0.5, 2.0]))
    X = rng.normal(size=(N, J)) + kinship * common
    X = (X - X.min(axis=0)) / np.ptp(X, axis=0)
    return low + (100.0 - low) * X


@st.composite
def weights_for(draw: st.DrawFn, J: int) -> Array:
    """Draw J weights on any scale; some may be zero, never all."""
    w = np.array(draw(st.lists(st.integers(0, 5), min_size=J, max_size=J)), dtype=float)
    w[draw(st.integers(0, J - 1))] += 1
    return w
