"""What readers change of a table is reported, not only logged."""

from __future__ import annotations

from pathlib import Path

import numpy as np

import newind as ni
from newind.data.readers.table import SourceTable, to_accounts
from newind.documents.build import build_brief, describe_repairs
from newind.errors import in_chinese

NAME = "on reading"


def emptied() -> ni.Accounts:
    """Return accounts of a table whose last industry only takes from stocks, within rounding."""
    Z = np.array([[10.0, 5, 0], [5, 10, 0], [0, 0, 0]])
    F = np.array([[20.0, 1], [20, 1], [0, -2]])
    table = SourceTable(
        "t", Z, F, Z.sum(axis=1) + F.sum(axis=1), ("LUX",), ("a", "b", "c5"), ("households", "stocks"), 2008
    )
    return to_accounts(table, "M.USD", {}, "made")


def test_what_is_set_to_zero_is_reported_by_the_audit(tmp_path: Path) -> None:
    """The audit names it in both languages, also once aggregated, or saved and read; the hash is alike."""
    w = emptied()
    w.save(tmp_path / "w.npz")
    for one in (w, ni.read(tmp_path / "w.npz"), w.aggregate(industries={"x": ["a"], "y": ["b", "c5"]})):
        (found,) = (c for c in one.check().checks if c.name == NAME)
        assert found.level == "note"
        assert "LUX.c5 set to zero for lack of sales (sold -2, bought 0)" in found.found
        assert "LUX.c5因没有销售而记为零" in in_chinese(found.found)
    assert w.hash == w._replace(repairs=()).hash == ni.read(tmp_path / "w.npz").hash


def test_published_tables_report_what_was_repaired(shared: Path) -> None:
    """WIOD 2008: two industries of Luxembourg are named."""
    w = ni.read(shared / "world" / "wiod2013" / "wiot_2008.npz")
    (found,) = (c for c in w.check().checks if c.name == NAME)
    assert "LUX.c5 " in found.found
    assert "LUX.c8 " in found.found


def test_the_methods_of_a_brief_name_what_was_repaired() -> None:
    """The first are named, the rest counted; a table that was read as it is has no such line."""
    w = emptied()
    assert set(describe_repairs(w, "zh")) <= set(build_brief(w, "LUX", "zh", model=False).methods)
    assert describe_repairs(w._replace(repairs=()), "en") == ()
    assert describe_repairs(w, "zh") == ("读取数据表时作了修正：LUX.c5因没有销售而记为零（原销售-2，购买0）。",)
    (said,) = describe_repairs(w._replace(repairs=tuple(f"Change {k}." for k in range(1, 6))), "en")
    assert said.endswith("Change 1. Change 2. Change 3. These are 3 of 5, which the audit lists.")
