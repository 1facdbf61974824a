"""Parameters are found by name, sourced, and checked when read."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from newind import parameters
from newind.errors import DataError, UnknownNameError
from newind.parameters import Parameter, parameter


def test_unknown_names_suggest_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'rd_intensity'"):
        parameter("rd_intensty")


def test_every_parameter_has_source_unit_and_note():
    for p in parameters.parameters():
        assert p.source
        assert p.unit
        assert p.note


def test_values_of_industries_fall_back_to_the_common_one():
    p = Parameter("p", "own", value=2.0, by_industry={"a": 1.0})
    assert_array_equal(p.among(["a", "b"]), [1.0, 2.0])
    assert np.isnan(Parameter("p", "own", by_industry={"a": 1.0}).among(["b"])).all()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id: q\nsource: s\nvalue: 1.0", "name the file after the id"),
        ("id: p\nsource: ' '\nvalue: 1.0", "source is empty"),
        ("id: p\nsource: s", "neither value nor by_industry"),
        ("id: p\nsource: s\nvalue: 3.0\nrange: [0, 2]", "outside the range"),
        ("id: p\nsource: s\nby_industry: {a: 3.0}\nrange: [0, 2]", "outside the range"),
    ],
)
def test_faulty_files_are_refused(text, message):
    with pytest.raises(DataError, match=message):
        parameters._read("p.yaml", text)


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
