"""A diagnosis and a brief stand where one of their parts fails, whatever the economy looks like."""

from __future__ import annotations

import os
import warnings

import numpy as np
import pytest

import newind as ni
from newind.accounts.panel import Panel
from newind.briefs.build import build_brief
from newind.briefs.html import page
from newind.systems.leftout import UNFORESEEN
from newind.testing import ODDITIES, Structure, build, with_oddity
from newind.testing import DEMAND, INDUSTRIES, REGIONS, REST

LONG = bool(os.environ.get("NEWIND_LONG"))
"""Whether the full sweeps are run."""


def economy(oddity: str, seed: int):
    """Return a drawn economy with an oddity, of one to three regions."""
    rng = np.random.default_rng(seed)
    R, S = int(rng.integers(1, 4)), int(rng.integers(2, 7))
    structure = Structure(
        regions=REGIONS[: R - 1] + (REST,) if R > 2 else REGIONS[:R],
        industries=INDUSTRIES[:S],
        demand=DEMAND,
        idle=frozenset({(0, S - 1)}) if seed % 2 else frozenset(),
        tiny=frozenset({1}) if R > 1 and seed % 3 == 0 else frozenset(),
        closed=frozenset({0}) if R > 1 and seed % 5 == 0 else frozenset(),
        sparse=float(rng.choice([0.0, 0.7])),
    )
    if oddity == "several years":
        return Panel(build(structure, seed + k, year=2007 + k) for k in range(2))
    return with_oddity(build(structure, seed), oddity)


CASES = [(oddity, seed) for seed in range(5 if LONG else 1) for oddity in ODDITIES]


@pytest.mark.parametrize(("oddity", "seed"), CASES)
def test_an_awkward_economy_is_diagnosed_and_briefed(oddity, seed):
    written(economy(oddity, seed), quick=not LONG or seed > 0)


def written(w, region=None, *, quick=True):
    """Return the brief of an economy, drawn; what fails unforeseen fails the test."""
    code = region or w.regions.codes[0]
    found = ni.diagnose(w, code, model=not quick)
    for part in found.left_out:
        assert not any(e.__name__ in part.reason["en"] for e in UNFORESEEN), part
    for lang in ("en", "zh"):
        brief = build_brief(w, code, lang, model=not quick, policies=False)
        html = page(brief)
        assert all(part.say(lang) in brief.methods for part in found.left_out)
        assert "Left out: chart" not in html
    return brief
