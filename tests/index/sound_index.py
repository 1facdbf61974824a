"""An index without faults: sixty units, four pillars of four indicators, one factor behind each pillar."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from newind.index import Index, build

PILLARS = {"a": ("Skills", "技能"), "b": ("Research", "研发"), "c": ("Energy", "能源"), "d": ("Trade", "贸易")}
INDICATORS = tuple(f"{pillar}{k}" for pillar in PILLARS for k in (1, 2, 3, 4))
UNITS = tuple(f"u{k:02d}" for k in range(60))
RECIPE: dict[str, Any] = {
    "denominate": {},
    "screen": {"min_available": 0.6},
    "impute": "em",
    "treat": {},
    "normalise": {},
}
"""The usual recipe; a unit may have few figures, and gaps are filled from the other indicators."""


def figures(seed: int = 7) -> pd.DataFrame:
    """Return figures of 60 units: something behind all, something behind each pillar, and what is each one's own."""
    rng = np.random.default_rng(seed)
    common = _even(rng, 1)
    pillar = 0.83 * common + 0.55 * _even(rng, len(PILLARS))
    own = _even(rng, len(INDICATORS))
    values = np.repeat(pillar, 4, axis=1) * 0.88 + 0.45 * own
    table = pd.DataFrame(20 + 4 * values, columns=list(INDICATORS), index=pd.Index(UNITS, name="unit"))
    table["people"] = np.exp(_even(rng, 1)[:, 0])
    table["a1"] *= table["people"]
    return table


def _even(rng: np.random.Generator, columns: int) -> np.ndarray:
    """Return columns of the values of a normal distribution at even steps, shuffled: no outliers."""
    from scipy.stats import norm

    steps = norm.ppf((np.arange(len(UNITS)) + 0.5) / len(UNITS))
    return np.stack([rng.permutation(steps) for _ in range(columns)], axis=1)


def description() -> dict[str, Any]:
    """Return the specification of the index: everything named, described and sourced."""
    indicators = [
        {
            "code": c,
            "parent": c[0],
            "unit": "%",
            "direction": "higher",
            "name": {"en": f"Measure {c}", "zh": f"指标{c}"},
        }
        for c in INDICATORS
    ]
    indicators[0] |= {"denominator": "people"}
    pillars = [
        {"code": c, "kind": "aggregate", "parent": "index", "name": {"en": en, "zh": zh}}
        for c, (en, zh) in PILLARS.items()
    ]
    top = {"code": "index", "kind": "aggregate", "name": {"en": "Sound index", "zh": "稳健指数"}}
    return {
        "id": "sound",
        "name": {"en": "Sound index", "zh": "稳健指数"},
        "note": {"en": "How far units have come in four respects.", "zh": "衡量各单元在四个方面的进展。"},
        "elements": [*indicators, *pillars, top, {"code": "people", "kind": "denominator"}],
        "recipe": RECIPE,
        "sources": ["Drawn at random, seed 7"],
    }


def element(spec: dict[str, Any], code: str) -> dict[str, Any]:
    """Return an element of a specification, to be changed."""
    return next(e for e in spec["elements"] if e["code"] == code)


def sound() -> Index:
    """Return the index without faults."""
    return build(figures(), description())
