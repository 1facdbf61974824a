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
TABLE_B4 = {
    "c1": "1 7.63, 2 2.61, 84 4.02, 13 2.05, 2 2.33, 17 12.04, 59 2.87, 7 6.39, 45 4.27, 36 7.28, 13 2.53, 48 6.65",
    "c2": "2 10.89, 87 8.28",
    "c3": "23 4.04, 48 5.17, 56 2.75, 21 4.77, 3 6.46, 15 3.76, 263 4.70, 29 2.73",
    "c4": "526 6.04, 236 3.84",
    "c5": "74 5.99",
    "c6": "86 8.69",
    "c7": "147 8.18",
    "c8": "20 3.64",
    "c9": "770 7.83, 89 7.92",
    "c10": "149 7.04",
    "c11": "169 4.83",
    "c12": "216 3.45, 201 13.39, 228 4.25",
    "c13": "437 4.23",
    "c14": "292 5.26, 189 4.62",
    "c15": "62 8.98, 80 7.98",
    "c16": "187 4.91",
}
"""Products and elasticity to tariffs of the sectors of GTAP in each industry, Fontagné, Guimbard & Orefice (2022)."""
TABLE_3 = {
    ("c1", "c2"): (6.227, 0.891),
    ("c3",): (2.303, 0.905),
    ("c4", "c5"): (3.359, 0.753),
    ("c6",): (3.896, 0.891),
    ("c7",): (2.646, 0.848),
    ("c8",): (0.636, 0.776),
    ("c9",): (3.966, 0.921),
    ("c10",): (5.157, 0.721),
    ("c11",): (5.283, 0.881),
    ("c12",): (3.004, 0.627),
    ("c13",): (7.750, 0.927),
    ("c14",): (1.235, 0.682),
    ("c15",): (2.805, 0.363),
    ("c16",): (6.169, 0.938),
}
"""σ − 1 and (σ − 1) / (γ − 1) of Lashkaripour & Lugovskyy (2023)."""
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


def test_trade_elasticities_from_tariffs_are_means_of_the_published_table_less_one():
    p = parameter("trade_elasticity_fgo2022")
    sectors = {code: np.array([s.split() for s in said.split(",")], dtype=float) for code, said in TABLE_B4.items()}
    every = np.concatenate(list(sectors.values()))
    for code, table in sectors.items():
        assert_allclose(p.by_industry[code], np.average(table[:, 1], weights=table[:, 0]) - 1, atol=0.006)
    assert_allclose(p.value, np.average(every[:, 1], weights=every[:, 0]) - 1, atol=0.006)
    assert_allclose(p.range, [every[:, 1].min() - 1, every[:, 1].max() - 1])
    assert set(p.by_industry) == set(sectors)


def test_trade_and_scale_elasticities_of_one_source_are_those_of_its_table():
    """Scale of petroleum is capped, and none is taken over for agriculture and mining."""
    theta, phi = parameter("trade_elasticity_ll2023"), parameter("phi_ll2023")
    printed = {code: values for codes, values in TABLE_3.items() for code in codes}
    assert_allclose([theta.by_industry[code] for code in printed], [t for t, _ in printed.values()], atol=0.0051)
    made = {code: scale for code, (_, scale) in printed.items() if code not in ("c1", "c2", "c8")}
    assert_allclose([phi.by_industry[code] for code in made], list(made.values()), atol=0.0051)
    assert_allclose(phi.by_industry["c8"] / theta.by_industry["c8"], 0.26, atol=0.01)
    assert_allclose(theta.value, np.mean([t for codes, (t, _) in TABLE_3.items() if "c1" not in codes]), atol=0.0051)
    assert set(theta.by_industry) == set(printed)
    assert set(phi.by_industry) == {*made, "c8"}


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
