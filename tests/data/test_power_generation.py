"""The shipped set power: whole, what its source says, and refused where the source does not fit."""

from __future__ import annotations

import shutil

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import newind as ni
from builders import power as power_build
from builders.catalogue import build
from newind.data import reference
from newind.data.reference import power
from newind.data.reference.power import generation, labels
from newind.errors import DataError, UnknownNameError


def test_it_is_whole_and_small():
    g = generation()
    assert g.years == tuple(range(2000, 2026))
    assert g.whole.years == g.years[:-1]
    assert set(ni.load("world", 2011).regions.codes) | {"WLD"} == set(g.economies)
    assert set(labels()) == set(g.sources)
    assert all({"en", "zh"} <= set(names) for names in labels().values())
    assert (g.whole.values >= 0).all()
    assert sum(p.stat().st_size for p in reference.folder("power").iterdir()) < 5e4
    assert power.verify() == []


def test_every_economy_reaches_to_the_last_year_of_its_source(shared):
    """An economy of its own as far as its rows, a sum of others as far as all of them; the world to its last year."""
    rows = pd.read_parquet(shared / power_build.SOURCE, columns=["ISO3", "Year"])
    last, g = rows.groupby(rows["ISO3"].astype(str))["Year"].max(), generation()
    own = {c: last[c] for c in g.economies if c in last.index and c not in ("REU", "WLD")}
    ends = own | {"REU": last[list(power_build._members())].min(), "ROW": g.whole.years[-1], "WLD": g.whole.years[-1]}
    assert {c: g.list_years(c)[-1] for c in g.economies} == ends
    assert max(ends.values()) == g.years[-1]
    for e, c in enumerate(g.economies):
        known = np.isin(g.years, g.list_years(c))
        assert (g.values[e][:, known] >= 0).all()
        assert np.isnan(g.values[e][:, ~known]).all()
        assert ((g.members[e] > 0) == known).all()


def test_the_world_is_the_sum_of_its_parts():
    g = generation().whole
    world = g.at("WLD")
    parts = [e for e in range(len(g.economies)) if e != world]
    assert_allclose(g.values[parts].sum(axis=0), g.values[world], atol=0.06)
    assert_allclose(g.members[parts].sum(axis=0), g.members[world])
    assert g.members[g.at("REU")].tolist() == [len(power_build._members())] * len(g.years)


def test_a_change_is_seen_and_line_ends_are_not(tmp_path, monkeypatch):
    shutil.copytree(reference.folder("power"), tmp_path / "power")
    monkeypatch.setattr(reference, "folder", lambda name: tmp_path / name)
    path = tmp_path / "power" / power.FILE
    text = path.read_bytes()
    path.write_bytes(text.replace(b"\n", b"\r\n"))
    assert power.verify() == []
    path.write_bytes(text.replace(b"1060.26", b"1060.27"))
    assert power.verify() == ["power generation.csv: the figures are not those of datapackage.json"]
    monkeypatch.undo()


def test_unknown_economies_and_years_are_refused():
    with pytest.raises(UnknownNameError, match=r"unknown economy 'CHM'\. Did you mean 'CHN'"):
        generation().at("CHM")
    with pytest.raises(DataError, match=r"no figures of 1999\. Years are 2000 to 2025"):
        generation().year_at(1999)


def test_it_is_built_again_as_it_is_shipped(shared, tmp_path):
    for path in build("power", shared, tmp_path):
        shipped = reference.folder("power") / path.name
        assert path.read_bytes() == shipped.read_bytes().replace(b"\r\n", b"\n")


def test_a_figure_of_the_source(shared):
    rows = pd.read_parquet(shared / power_build.SOURCE)
    of = rows[(rows["ISO3"] == "IND") & (rows["Year"] == 2019)].iloc[0]
    g = generation()
    assert g.values[g.at("IND"), g.sources.index("coal"), g.year_at(2019)] == of["Coal"]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda f: f.drop(columns="Coal"), "columns missing: 'Coal'"),
        (lambda f: f[~((f["ISO3"] == "CHN") & (f["Year"] == 2010))], "no generation of 'CHN 2010'"),
        (lambda f: f.assign(Coal=-f["Coal"]), "figures below zero"),
    ],
)
def test_a_source_that_does_not_fit_is_refused(shared, tmp_path, broken, said):
    path = tmp_path / power_build.SOURCE
    path.parent.mkdir(parents=True)
    broken(pd.read_parquet(shared / power_build.SOURCE)).to_parquet(path)
    with pytest.raises(DataError, match=said):
        power_build.build(tmp_path)
