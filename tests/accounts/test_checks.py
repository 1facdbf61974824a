"""The audit diagnoses and does not repair."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

import newind as ni
from each import check_each
from newind.accounts.checks import spectral_radius
from newind.testing import economies

NAMES = (
    "orientation",
    "balance",
    "units",
    "ρ(A)",
    "negative flows",
    "negative demand",
    "demand categories",
    "idle industries",
    "satellites",
    "on reading",
)


COSTLY = np.array([[1.0, 1, 1], [1, 1, 1], [1, 21, 1]])
LARGE = np.array([[5.0, 5, 5], [5, 5, 5], [500, 500, 500]])
NEGATIVE = np.array([[1.0, -1, 1], [1, 1, 1], [1, 1, 1]])
SOLD = "-1 B.USD in all, seller → buyer: 'CHN.all → USA.all'"
SMALL_WORLD = "world value added would be 4.5e-05 trillion USD"


def audit(**changes) -> dict[str, tuple[str, str]]:
    base = {
        "Z": np.ones((3, 3)),
        "Y": np.full((3, 3), 5.0),
        "regions": ["CHN", "USA", "ROW"],
        "industries": ["all"],
        "demand": ["stocks"],
        "year": 2000,
        "unit": "B.USD",
    }
    found = ni.Accounts(**(base | changes)).check()
    return {c.name: (c.level, c.found) for c in found.checks}


@given(economies())
def test_plausible_economies_pass_but_for_their_size(w):
    """Drawn economies are sound in all but the size of the world, and auditing changes nothing."""
    before = w.hash
    found = w.check()
    assert tuple(c.name for c in found.checks) == NAMES
    assert {c.name for c in found.checks if c.level == "warning"} <= {"units"}
    assert bool(found) == all(c.level != "warning" for c in found.checks)
    assert w.hash == before


def test_a_sound_table_is_all_ok():
    found = audit()
    assert {level for level, _ in found.values()} == {"ok"}
    assert found["ρ(A)"][1].startswith("spectral radius 0.1667")


@check_each(
    ("changes", "name", "level", "message"),
    [
        ({"Z": COSTLY, "Y": LARGE}, "balance", "warning", "value added below zero, 5 B.USD in all: 'USA.all'"),
        ({"unit": "M.USD"}, "units", "warning", f"{SMALL_WORLD}: is the unit really M.USD?"),
        ({"unit": "M.USD", "Y": np.full((3, 3), 5e6)}, "units", "ok", "world value added 45.0 trillion USD"),
        ({"Z": NEGATIVE}, "negative flows", "warning", f"1 between industries, {SOLD}"),
        (
            {"Y": np.array([[5, -1, 5], [5, 5, 5], [5, 5, 5.0]])},
            "negative demand",
            "note",
            "1 cells, -1 B.USD (stocks 1)",
        ),
        ({"Z": np.diag([1, 1, 0.0]), "Y": np.diag([5, 5, 0.0])}, "idle industries", "note", "'ROW.all'"),
        ({"satellites": {"co2": [1, np.nan, np.nan], "jobs": [1, 2, 3]}}, "satellites", "note", "co2 lacks 2 regions"),
        ({"satellites": {"jobs": [1, 2, 3]}}, "satellites", "ok", "1 complete"),
    ],
)
def test_each_check_says_what_it_found(changes, name, level, message):
    assert audit(**changes)[name] == (level, message)


def test_a_transposed_table_is_suspected():
    """An industry that supplies all others, transposed, buys from all and sells little."""
    supplies = np.array([[1.0, 0, 0], [0, 1, 0], [6, 6, 1]])
    demand = np.diag([9.0, 9.0, 900.0])
    assert audit(Z=supplies, Y=demand)["orientation"] == ("ok", "rows sell, columns buy")
    turned = audit(Z=supplies.T, Y=np.diag([900.0, 900.0, 20.0]))
    assert turned["orientation"] == ("ok", "rows sell, columns buy")
    turned = audit(Z=supplies.T, Y=np.diag([900.0, 900.0, 2.0]))
    assert turned["orientation"][0] == "warning"
    assert "are the flows transposed?" in turned["orientation"][1]


def test_an_audit_reads_line_by_line():
    w = ni.Accounts(Z=[[1.0]], Y=[[2.0]], regions="CHN", industries="a", demand="f", year=2000)
    lines = str(w.check()).splitlines()
    assert len(lines) == len(NAMES)
    assert lines[0].split()[:2] == ["ok", "orientation"]
    assert "Audit of the accounts of 2000" in w.check()._repr_html_()


@given(st.integers(1, 5), st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.5, 0.9]))
def test_spectral_radius_is_the_largest_eigenvalue(n, seed, sparse):
    rng = np.random.default_rng(seed)
    A = rng.uniform(0, 1.0, (n, n)) * (rng.random((n, n)) >= sparse) / n
    want = np.abs(np.linalg.eigvals(A)).max()
    assert spectral_radius(A) == pytest.approx(want, abs=0.02)


def test_spectral_radius_of_a_cycle():
    """Where each industry feeds the next only, plain power iteration goes round for ever."""
    A = np.roll(np.diag([0.9, 0.5, 0.1]), 1, axis=0)
    assert spectral_radius(A) == pytest.approx((0.9 * 0.5 * 0.1) ** (1 / 3), rel=1e-9)
    assert spectral_radius(np.zeros((2, 2))) == 0.0
