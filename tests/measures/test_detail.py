"""The shipped table at full detail: complete, and equal to the registry's functions on the full tables."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from builders.detail import build_detail
from builders.world import read_detailed_years
from newind.data.reference import folder
from newind.errors import UnknownNameError
from newind.measures.detail import STEP, detail, load_detail, read_detail
from newind.measures.measure import COLUMNS


def figure(table: object, **where: object) -> float:
    for name, value in where.items():
        table = table[table[name].isna() if value is None else table[name] == value]  # type: ignore[index]
    (value,) = table["value"]  # type: ignore[index]
    return float(value)


def test_every_indicator_that_aggregation_distorts_is_there() -> None:
    """A new one needs `newind data build`."""
    assert {s.id for s in load_detail()} == {i.id for i in ni.indicators() if i.detail}
    for s in load_detail():
        assert s.coords["year"] == tuple(str(y) for y in range(1995, 2012))
        assert len(s.coords["region"]) == 41


def test_columns_and_note_are_those_of_measure() -> None:
    table = detail("s4.supplier_hhi", ["CHN", "AUT"])
    assert list(table) == list(COLUMNS)
    assert set(table["region"]) == {"CHN", "AUT"}
    assert table["note"].str.startswith("41 × 35").all()
    assert table["value"].dropna().between(0, 1).all()
    assert (table["unit"] == "1").all()
    assert table["partner"].isna().all()


def test_published_dependence_of_china_on_foreign_electronics() -> None:
    """FORMULAS.md: c14 in 2008, 19.0 % of inputs directly, 31.1 % completely."""
    complete = detail("s1.import_dependence", "CHN")
    direct = detail("s1.import_dependence_direct", "CHN")
    assert figure(complete, year=2008, industry="c14") == pytest.approx(0.3115, abs=1e-4)
    assert figure(direct, year=2008, industry="c14") == pytest.approx(0.1902, abs=1e-4)


def test_file_is_the_one_that_the_package_describes() -> None:
    entry = json.loads((folder() / "datapackage.json").read_text("utf-8"))["detail"]
    path = folder() / entry["path"]
    assert path.stat().st_size == entry["bytes"] < 1e6
    with np.load(path) as file:
        for name, stated in entry["arrays"].items():
            assert hashlib.sha256(file[name].tobytes()).hexdigest() == stated
        assert set(entry["arrays"]) == {n for n in file.files if file[n].dtype == np.int32}


def test_names_that_are_not_there_suggest() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown indicator at full detail 's4.upstreamnes'\. Did you mean"):
        detail("s4.upstreamnes")
    with pytest.raises(UnknownNameError, match=r"unknown economy 'REU'"):
        detail("s4.upstreamness", "REU")


def test_a_rebuilt_year_is_what_measure_gives(shared: Path, tmp_path: Path) -> None:
    shutil.copy(folder() / "datapackage.json", tmp_path)
    rebuilt = read_detail(build_detail(shared, tmp_path, [2008]))
    (w,) = read_detailed_years(shared, [2008])
    ids = [i.id for i in ni.indicators() if i.detail]
    measured = ni.measure(w, ids)
    table = detail(ids)
    table = table[table["year"] == 2008]
    keys = ["indicator", "region", "industry", "partner"]
    both = table.fillna({"industry": "", "partner": ""}).merge(
        measured.fillna({"industry": "", "partner": ""}), on=keys, suffixes=("", "_measured"), validate="1:1"
    )
    assert len(both) == len(table) == len(measured)
    totals = (both["industry"] == "") & (both["partner"] == "")
    assert_allclose(both["value"][totals], both["value_measured"][totals], rtol=1e-9)
    assert_allclose(both["value"], both["value_measured"], atol=STEP / 2 + 1e-9)
    assert (both["status"] == both["status_measured"]).all()
    for new, old in zip(rebuilt, load_detail(), strict=True):
        assert (new.id, new.dims) == (old.id, old.dims)
        assert_allclose(new.values[0], old.values[2008 - 1995], atol=STEP * 1.01)
