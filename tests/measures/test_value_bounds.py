"""A value outside the bounds of its indicator names the cause."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import newind as ni
from newind import Accounts
from newind.measures import bounds, zh
from newind.measures.context import Context
from newind.measures.readings import read
from newind.measures.registry import indicators
from newind.questions.findings import Finding
from newind.testing import economies


def silent(w: Accounts) -> tuple[int, list[str]]:
    """Return how many values are out of bounds, and the indicators of those without a note of the cause."""
    table, found, unsaid = ni.measure(w), 0, set()
    for id, rows in table.groupby("indicator"):
        out = bounds.outside(indicators()[id], rows["value"].to_numpy())
        found += int(out.sum())
        noted = rows["note"].str.contains("out of range")
        unsaid |= {id} if (out != noted).any() else set()
    return found, sorted(unsaid)


def awkward(w: Accounts, seed: int, size: float) -> Accounts:
    """Return accounts in which some industries have negative value added and some stocks are run down strongly."""
    rng = np.random.default_rng(seed)
    Z, Y = w.Z.copy(), w.Y.copy()
    rows, columns = rng.integers(w.n, size=3), rng.integers(w.R, size=3) * w.D + w.D - 1
    Y[rows, columns] -= size * w.x[rows] * (Y.sum(axis=1) > 0)[rows]
    short = Z.sum(axis=1) + Y.sum(axis=1)
    Y[:, w.D - 1] += np.maximum(0.02 * w.x - short, 0.0)
    return w._replace(Z=Z, Y=Y)


@settings(max_examples=15)
@given(economies(), st.integers(0, 1000), st.floats(0.1, 0.9))
def test_no_value_out_of_its_bounds_is_silent(w: Accounts, seed: int, size: float) -> None:
    """Economies with negative value added and stocks run down have no value out of bounds without its cause."""
    try:
        said = silent(awkward(w, seed, size))[1]
    except ni.DataError:  # so far out of balance that it is refused
        return
    assert said == []


def short_of_inputs() -> Accounts:
    """Return accounts in which one industry of CHN has negative value added, and exports more than it makes."""
    Z = np.array([[1.0, 0, 0, 5], [0, 10, 0, 5], [25, 5, 400, 50], [0, 5, 50, 400]])
    Y = [[4.0, 0], [400, 50], [20, 3000], [20, 3000]]
    return Accounts(Z, Y, ["CHN", "USA"], ["a", "b"], ["households"], 2008)


def test_the_cause_is_named_where_it_is() -> None:
    """Negative value added of one industry is named in its rows, in both languages."""
    w = short_of_inputs()
    assert (w.value_added < 0).any()
    table = ni.measure(w)
    noted = table[table["note"].str.contains("out of range")]
    assert set(noted["note"].str.extract("(out of range.*)")[0]) >= {"out of range: value added is negative here"}
    assert not any("out of range" in zh.note(note) for note in noted["note"])
    for text in (*bounds.OWN.values(), *bounds.ELSEWHERE.values(), bounds.UNEXPLAINED):
        assert zh.note(text).startswith("超出取值范围")


def test_findings_and_cards_name_the_cause_too() -> None:
    """No finding shows a value out of its bounds without its cause, in both languages."""
    noted = [f for f in ni.diagnose(short_of_inputs(), "CHN", model=False) if unnoted(f) is not None]
    assert not any(unnoted(f) for f in noted)
    (own,) = (f for f in noted if "out of range" in f.detail["en"])
    assert own.id == "s4.participation"
    assert own.detail["zh"].endswith("超出取值范围：此处增加值为负")
    ctx = Context.from_accounts(short_of_inputs(), "USA", model=False)
    for id, said in {
        "s1.import_dependence": "the table has industries with negative",
        "s4.dva_share": "",
    }.items():
        reading = read(ctx, id)
        assert reading is not None
        assert said in reading.note["en"]
        assert bool(reading.note["zh"]) == bool(said)


def unnoted(f: Finding) -> int | None:
    """Return how many rows of a finding that are out of bounds have no note, None where none is out of bounds."""
    known = f.evidence[f.evidence["indicator"].isin(indicators().ids)]
    out = [bool(bounds.outside(indicators()[r.indicator], np.asarray(r.value))) for r in known.itertuples()]
    notes = known["note"][out]
    return int((~notes.str.contains("out of range")).sum()) if len(notes) else None


def test_published_values_out_of_bounds_name_their_cause(shared: Path) -> None:
    """WIOD 2008: eight indicators of CYP c8 are out of bounds because its value added is negative."""
    w = ni.read(shared / "world" / "wiod2013" / "wiot_2008.npz")
    ids = ["s1.import_dependence", "s4.dva_share", "s4.gvc_participation"]
    table = ni.measure(w, ids, "CYP")
    rows = table[(table["industry"] == "c8") & table["partner"].isna()].set_index("indicator")
    assert rows["value"].round(2).to_dict() == {ids[0]: 2.5, ids[1]: -1.5, ids[2]: 2.13}
    assert rows["note"].str.contains("out of range: value added is negative here").all()


@pytest.mark.parametrize(("low", "high", "out"), [(0, 1, [0, 3]), (None, 1, [3]), (0, None, [0]), (None, None, [])])
def test_rounding_and_gaps_are_not_out_of_bounds(low: float | None, high: float | None, out: list[int]) -> None:
    """NaN and rounding are within; more than rounding is not."""
    entry = type("Entry", (), {"bounds": (low, high)})
    values = np.array([-1e-6, -1e-12, 1 + 1e-12, 1 + 1e-6, np.nan])
    assert np.flatnonzero(bounds.outside(entry, values)).tolist() == out
