"""Indices as people build them: 8 to 40 units, two to four pillars, a few indicators each, gaps, outliers, ties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from newind.index import Index, build
from newind.index.settings import AGGREGATIONS, TREATMENTS

GROUPS = ("east", "west")


@dataclass(frozen=True)
class Drawn:
    """What an index is built of."""

    data: pd.DataFrame
    meta: pd.DataFrame
    recipe: dict[str, Any]

    @property
    def indicators(self) -> list[str]:
        """Codes of the indicators."""
        return [c for c, p in zip(self.meta["code"], self.meta["parent"], strict=True) if p.startswith("p")]

    def build(self, **changes: Any) -> Index:
        """Build it, with some steps of the recipe changed."""
        return build(self.data, self.meta, {**self.recipe, **changes})


def figures(rng: np.random.Generator, units: int, directions: list[int], gaps: float) -> np.ndarray:
    """Return figures that units differ in for a common reason and for their own, as ratios, counts and shares."""
    common, columns = rng.normal(size=units), []
    for sign in directions:
        x = sign * 0.6 * common + 0.8 * rng.normal(size=units)
        kind = rng.integers(4)
        x = [np.exp(x), 50 + 10 * x, np.round(20 + 5 * x), np.exp(1.5 * x)][kind]
        columns.append(x)
    values = np.stack(columns, axis=1)
    values[rng.random(values.shape) < gaps] = np.nan
    return values


def metadata(rng: np.random.Generator, sizes: list[int]) -> pd.DataFrame:
    """Return the table of elements of a tree of two levels above indicators."""
    rows = [
        (f"x{p}{k}", f"p{p}", int(rng.choice([1, 1, -1])), float(rng.integers(1, 4)))
        for p, size in enumerate(sizes)
        for k in range(size)
    ]
    rows += [(f"p{p}", "top", None, float(rng.integers(1, 4))) for p in range(len(sizes))] + [("top", "", None, 1.0)]
    return pd.DataFrame(rows, columns=["code", "parent", "direction", "weight"])


def filled(values: np.ndarray, sizes: list[int]) -> np.ndarray:
    """Return figures of which each row knows something in every pillar, and each column has four values and differs."""
    found, start = values.copy(), 0
    for size in sizes:
        empty = np.isnan(found[:, start : start + size]).all(axis=1)
        found[empty, start] = np.arange(1.0, empty.sum() + 1) + 3
        start += size
    for column in found.T:
        gaps = np.flatnonzero(np.isnan(column))
        if np.isfinite(column).sum() < 4 or np.ptp(column[np.isfinite(column)]) == 0:
            column[gaps] = 1.0 + np.arange(len(gaps))
            column[:4] = [1.0, 2.0, 4.0, 3.0]
    return found


@st.composite
def indices(draw: st.DrawFn, *, gaps: bool = True, panel: bool = False, recipe: dict[str, Any] | None = None) -> Drawn:
    """Draw figures, elements and a recipe."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sizes = draw(st.lists(st.integers(2, 5), min_size=2, max_size=4))
    units = draw(st.integers(8, 40))
    meta = metadata(rng, sizes)
    directions = [int(d) for d in meta["direction"].dropna()]
    labels = [f"u{k:02d}" for k in range(units)]
    frame = pd.DataFrame({"unit": labels, "block": [GROUPS[k % 2] for k in range(units)]})
    if panel:
        frame = pd.concat([frame.assign(time=t) for t in (2018, 2019, 2020)], ignore_index=True)
    share = draw(st.sampled_from([0.0, 0.05, 0.15])) if gaps else 0.0
    values = filled(figures(rng, len(frame), directions, share), sizes)
    codes = list(meta["code"][: len(directions)])
    data = frame.join(pd.DataFrame(values, columns=codes))
    return Drawn(data, meta, recipe if recipe is not None else draw(recipes(panel=panel)))


SCALES = ["minmax", "zscore", "rank", "goalposts", "borda", "percentile", "distance_to_max"]
"""Of any figures in any direction; the first four leave nothing at zero."""


@st.composite
def recipes(draw: st.DrawFn, *, panel: bool = False) -> dict[str, Any]:
    """Draw a recipe of which every step can be done with the figures drawn here."""
    fills = ["mean", "median", "group_mean", "group_median", *(["panel_last", "panel_linear"] if panel else [])]
    way = draw(st.sampled_from(AGGREGATIONS))
    weighting = ["given", "equal", "critic", "pca", *(["entropy", "combined"] if way != "copeland" else [])]
    scales = SCALES[:4] if way in ("geometric", "harmonic") else SCALES
    return {
        "screen": {"min_available": 0.3},
        "impute": {"method": [draw(st.sampled_from(fills)), "mean"], "group": "block"},
        "treat": {
            "method": draw(st.sampled_from(TREATMENTS)),
            "then": draw(st.sampled_from(["log", "boxcox", "none"])),
        },
        "normalise": {"method": draw(st.sampled_from(scales)), "range": [1, 100], "mean": 50, "sd": 5},
        "weight": {"method": draw(st.sampled_from(weighting))},
        "aggregate": {"method": way},
    }
