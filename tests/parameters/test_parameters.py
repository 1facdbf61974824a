"""Parameters are found by name, sourced, and checked when read."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from each import check_each
from newind import parameters
from newind.datafiles import parse_yaml
from newind.errors import DataError, UnknownNameError
from newind.parameters import Parameter, parameter

HORIZONS = """
id: p
source: s
evidence: B
by_horizon:
  short: {value: 1, range: [1, 3], evidence: C}
  medium: {value: 2, range: [1, 3], evidence: B}
  long: {value: 4, range: [3, 5], evidence: A}
"""
MODEL = {
    "trade_elasticity",
    "trade_elasticity_cp2015",
    "substitution_inputs",
    "substitution_value_added",
    "substitution_final",
    "scale_elasticity",
    "markup",
    "land_share",
    "process_abatement",
    "rd_cost_elasticity",
    "rd_return",
    "rd_relabelled",
    "researcher_supply",
    "diffusion_imports",
    "data_sharing",
    "migration_elasticity",
    "recycling_price",
    "labour_share",
    "labour_share_shift",
}
"""What the equilibrium model and its levers need."""
UNFOUNDED = r"source or class of evidence \(A, B, C\) is missing"


def test_unknown_names_suggest_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'rd_intensity'"):
        parameter("rd_intensty")


def test_every_parameter_has_source_unit_and_note():
    for p in parameters.parameters():
        assert p.source
        assert p.unit
        assert p.note


def test_what_the_model_needs_is_there_with_a_range():
    found = {p.id: p for p in parameters.parameters()}
    assert set(found) >= MODEL
    for name in MODEL:
        low, high = found[name].range
        assert low < high


def test_what_is_assumed_says_so_where_its_source_stands():
    """No number without a source or the word assumed, at every horizon."""
    for p in parameters.parameters():
        said = f"{p.source} {p.note}".lower()
        if "assumed" in {p.status, *(s.status for s in p.by_horizon.values())}:
            assert "assumed" in said, p.id
        if p.status == "sourced":
            assert any(year in p.source for year in map(str, range(1990, 2030))), p.id


def test_a_parameter_holds_by_horizon():
    p = parameters._read("p.yaml", parse_yaml(HORIZONS))
    assert (p.value, p.range, p.status) == (4, (3, 5), "sourced")
    assert [(q.value, q.range, q.evidence, q.status) for q in map(p.at, ("short", "medium", "long"))] == [
        (1, (1, 3), "C", "assumed"),
        (2, (1, 3), "B", "sourced"),
        (4, (3, 5), "A", "sourced"),
    ]
    assert p.at("short").id == "p"
    plain = Parameter("q", "own", value=2.0)
    assert plain.at("short") is plain


def test_unknown_horizons_suggest_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'short'"):
        parameter("trade_elasticity").at("shrt")


def test_responses_grow_with_the_horizon():
    for name in ("trade_elasticity", "substitution_inputs", "substitution_value_added", "substitution_final"):
        values = [parameter(name).at(h).value for h in parameters.HORIZONS]
        assert values == sorted(values)
        assert len(set(values)) == 3


def test_scale_stays_below_the_bound_at_every_horizon():
    psi = parameter("scale_elasticity").value
    assert all(psi * parameter("trade_elasticity").at(h).value < 1 for h in parameters.HORIZONS)


def test_trade_elasticities_by_industry_are_those_of_the_published_table(shared):
    """Single sectors as printed; those of several averaged by world trade of 2005."""
    import json

    printed = json.loads((shared / "world/reference_results/cp2015_published.json").read_text("utf-8"))
    theta = list(printed["table1_theta_99pct"].values())
    with np.load(shared / "world/cp2015/cp2015_nafta.npz") as source:
        trade = source["raw_xbilat2005"].sum(axis=(1, 2))
    p = parameter("trade_elasticity_cp2015")
    parts = {"c1": [0], "c5": [3], "c8": [6], "c12": [10, 11], "c14": [13, 14, 15, 16], "c15": [17, 18], "c16": [19]}
    for code, at in parts.items():
        assert_allclose(p.by_industry[code], np.average(np.take(theta, at), weights=trade[at]), atol=0.006)
    assert p.value == printed["table1_theta_99pct"]["Aggregate"]


def test_values_of_industries_fall_back_to_the_common_one():
    p = Parameter("p", "own", value=2.0, by_industry={"a": 1.0})
    assert_array_equal(p.expand_by_industry(["a", "b"]), [1.0, 2.0])
    assert np.isnan(Parameter("p", "own", by_industry={"a": 1.0}).expand_by_industry(["b"])).all()


@check_each(
    ("text", "message"),
    [
        ("id: q\nsource: s\nevidence: B\nvalue: 1.0", "name the file after the id"),
        ("id: p\nsource: ' '\nevidence: B\nvalue: 1.0", UNFOUNDED),
        ("id: p\nevidence: B\nvalue: 1.0", UNFOUNDED),
        ("id: p\nsource: s\nvalue: 1.0", UNFOUNDED),
        ("id: p\nsource: s\nevidence: D\nvalue: 1.0", UNFOUNDED),
        ("id: p\nsource: s\nevidence: B", "neither value nor by_industry"),
        ("id: p\nsource: s\nevidence: B\nvalue: 3.0\nrange: [0, 2]", "outside the range"),
        ("id: p\nsource: s\nevidence: B\nby_industry: {a: 3.0}\nrange: [0, 2]", "outside the range"),
        ("id: p\nsource: s\nevidence: C\nvalue: 1.0", "assumed needs a range"),
        (
            HORIZONS.replace("  medium: {value: 2, range: [1, 3], evidence: B}\n", ""),
            "needs each of short, medium, long",
        ),
        (HORIZONS.replace("[1, 3]", "[2, 3]"), "outside the range"),
        (HORIZONS.replace(", evidence: C", ""), UNFOUNDED),
    ],
)
def test_faulty_files_are_refused(text, message):
    with pytest.raises(DataError, match=message):
        parameters._read("p.yaml", parse_yaml(text))


def test_rd_intensities_follow_from_the_published_table(shared):
    """Averages by world value added, recomputed from the published tables."""
    import pandas as pd

    table = pd.read_csv(shared / "world/innovation/ncses_10955.csv", dtype=str)
    table["row"], table["part"] = table.row_id.str.split("_").str[0], table.row_id.str.split("_").str[1].astype(int)
    code, rate = table[table.part.isin([1, 4])], table[table.part.isin([3, 6])]
    rho = {
        c: float(rate[(rate.row == r) & (rate.part == p + 2)].value.iloc[0]) / 100
        for c, r, p in zip(code.value, code.row, code.part, strict=True)
    }
    va = pd.read_parquet(shared / "world/innovation/ncses_value_added_by_industry_2002_2022.parquet")
    va = va[(va.economy == "World (75)") & (va.year == 2008) & va.isic4.notna()]
    weight = {str(k).lstrip("CJM"): float(v) for k, v in zip(va.isic4, va.value, strict=True)}
    got = parameter("rd_intensity").by_industry
    for name, parts in {"c9": ("20", "21"), "c13": ("28", "252"), "c14": ("26", "27", "325")}.items():
        want = sum(rho[p] * weight[p] for p in parts) / sum(weight[p] for p in parts)
        assert_allclose(got[name], want, atol=6e-5)
    assert_allclose(got["c10"], rho["22"], atol=1e-12)
    assert_allclose(got["c4"], (rho["13"] + rho["14"]) / 2, atol=6e-5)
