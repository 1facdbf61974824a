"""The sentence on real income of a path: a direction only where the path and what may be said agree."""

from __future__ import annotations

import numpy as np
import pytest

import newind as ni
from newind.messages import list_languages
from newind.questions.paths.pathways import pathway_of, result

NAMES = {"last": 2035, "who": "China", "package": "this package", "start": 2027}


@pytest.mark.parametrize(
    ("change", "verdict", "said"),
    [
        (0.01, "positive", "1.0% above the baseline"),
        (-0.01, "negative", "1.0% below the baseline"),
        (1e-4, "positive", "as in the baseline"),
        (-1e-4, "positive", "as in the baseline"),
        (-0.01, "positive", "direction open (its sign on the path"),
        (0.01, "zero", "direction open (its sign on the path"),
        (0.01, "structure", "direction open (market structure)"),
    ],
)
def test_a_direction_is_told_where_both_signs_agree(change: float, verdict: str, said: str) -> None:
    told = result(change, None, NAMES, verdict)
    assert said in told["en"]
    assert set(told) >= set(list_languages())
    if "baseline" not in said:
        assert "%" not in told["en"].replace("0.02 %", "")


def test_tables_show_only_what_may_be_stated_and_files_have_all() -> None:
    """By year of the region, and of the others in the last year: those that may be stated first, by size."""
    w = ni.load("world", year=2022)
    p = ni.pathway(w, ni.package("all-families"), 2028)
    r = p.regions.index("CHN")
    told = pathway_of(p, "CHN", mechanisms=False)
    assert not p.stated[r]
    assert not {"real_income", "consumption", "welfare"} & {*told.shown["years"], *told.shown["regions"]}
    assert not any("Consumption" in said["en"] for said in told.lead)
    years = told.tables["years"].to_frame()
    np.testing.assert_array_equal(years["stated"], years["year"] < p.begins)
    for name in ("real_income", "consumption"):
        np.testing.assert_array_equal(years[f"{name}_stated"].isna(), ~years["stated"])
        assert years[name].notna().all()
    others = told.tables["regions"].to_frame()
    assert dict(zip(others["region"], others["stated"], strict=True)) == {
        c: said for c, said in zip(p.regions.codes, p.stated, strict=True) if c != "CHN"
    }
    known = others.loc[others["stated"], "real_income_stated"]
    assert known.index.tolist() == list(range(len(known)))
    assert known.abs().is_monotonic_decreasing
    assert others.loc[~others["stated"], "real_income_stated"].isna().all()
    assert p.baseline.verdicts == ("zero",) * w.R
