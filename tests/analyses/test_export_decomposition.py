"""Tables of the terms of gross exports: they add up, groups are sums, and what cannot be asked is refused."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

import newind as ni
from each import check_each
from guessed import guessed
from newind.analyses.circulation.decomposition import COLUMNS, export_terms
from newind.analyses.circulation.exportmethods import export_method, export_methods
from newind.errors import DataError, UnknownNameError
from newind.testing import economies

METHODS = [m.id for m in export_methods()]
WORLDS = economies(min_regions=3, max_regions=5, max_industries=3, satellites=False)


@pytest.fixture(scope="module")
def world():
    return ni.load("world", year=2008)


def sold(w, s, i, r):
    """Exports of one industry to one economy, from the flows."""
    row = s * w.S + i
    return w.Z[row, r * w.S : (r + 1) * w.S].sum() + w.Y[row, r * w.D : (r + 1) * w.D].sum()


@given(WORLDS, st.sampled_from(METHODS))
def test_terms_of_every_row_add_up_to_exports(w, method):
    table = export_terms(w, method=method).table()
    sums = table.groupby(["exporter", "importer", "industry"], sort=False)["value"].sum()
    assert len(sums) == w.R * (w.R - 1) * w.S
    for (s, r, i), total in sums.items():
        want = sold(w, w.regions.index(s), w.industries.index(i), w.regions.index(r))
        assert_allclose(total, want, rtol=1e-9, atol=1e-9 * w.x.max())
    shares = table.dropna(subset="share").groupby(["exporter", "importer", "industry"])["share"].sum()
    large = sums[sums > 1e-3 * w.x.max()].index
    assert_allclose(shares[large], 1.0, rtol=1e-6)


@given(WORLDS, st.sampled_from(METHODS))
def test_group_is_the_sum_of_its_members(w, method):
    first, second, *_ = w.regions
    alone = export_terms(w, method=method).table(by=("exporter", "importer"))
    put = export_terms(w, groups={"both": [first, second]}, method=method).table(by=("exporter", "importer"))
    assert set(put["exporter"]) == set(w.regions) - {first, second} | {"both"}
    names = {first: "both", second: "both"}
    want = (
        alone.replace({"exporter": names, "importer": names}).groupby(["exporter", "importer", "term"])["value"].sum()
    )
    got = put.set_index(["exporter", "importer", "term"])["value"]
    assert_allclose(got, want[got.index], rtol=1e-9, atol=1e-9 * w.x.max())
    inside = put[put["within_group"]]
    assert set(inside["exporter"]) == set(inside["importer"]) == {"both"}
    assert_allclose(inside["value"].sum(), sum(sold(w, *p) for i in range(w.S) for p in ((0, i, 1), (1, i, 0))))


def test_table_has_one_schema_and_says_what_its_figures_are(world):
    table = export_terms(world, "CHN", ["USA", "JPN"], ["c14", "c9"]).table()
    assert tuple(table.columns) == COLUMNS
    assert len(table) == 2 * 2 * 16
    assert set(table["importer"]) == {"USA", "JPN"}
    assert set(table["industry"]) == {"c14", "c9"}
    assert (table["year"] == 2008).all()
    assert (table["unit"] == "M.USD").all()
    assert (table["status"] == "observed").all()
    assert not table["within_group"].any()
    total = export_terms(world, "CHN").table(by=("exporter",))
    assert len(total) == 16
    assert total["importer"].isna().all()
    assert total["industry"].isna().all()
    assert_allclose(total["share"].sum(), 1.0, rtol=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_levels_partition_the_terms(world, method):
    found = export_terms(world, "DEU", method=method)
    total = found.exports.sum()
    for level, count in (("term", len(found.method.terms)), ("group", 5)):
        table = found.table(by=("exporter",), level=level)
        assert len(table) == count
        assert_allclose(table["value"].sum(), total, rtol=1e-9)
    assert set(table["term"]) == {"VAX", "RDV", "DDC", "FVA", "FDC"}


def test_families_of_the_sixteen_terms(world):
    """The eight: T1, T2, T3-5, T6-8, T9-10, importer's and others' value added in final goods, in inputs, the rest."""
    terms = export_terms(world, "CHN").table(by=("exporter",))["value"].to_numpy()
    table = export_terms(world, "CHN").table(by=("exporter",), level="family").set_index("term")["value"]
    want = {
        "DVA_FIN": terms[0],
        "DVA_INT": terms[1],
        "DVA_INTrex": terms[2:5].sum(),
        "RDV": terms[5:8].sum(),
        "DDC": terms[8:10].sum(),
        "FVA_FIN": terms[10] + terms[13],
        "FVA_INT": terms[11] + terms[14],
        "FDC": terms[12] + terms[15],
    }
    assert set(table.index) == set(want)
    assert_allclose(table[list(want)], list(want.values()))


def test_methods_share_value_added_of_exporters(world):
    """Domestic value added absorbed abroad, returned, and double counting do not depend on the method."""
    tables = [export_terms(world, "CHN", method=m).table(("exporter",), "group").set_index("term") for m in METHODS]
    for other in tables[1:]:
        for part in ("VAX", "RDV", "DDC"):
            assert_allclose(other.loc[part, "value"], tables[0].loc[part, "value"], rtol=1e-9)
    by_vax = ni.measure(world, "s4.vax_ratio", regions="CHN").set_index("industry")["value"]
    assert_allclose(tables[0].loc["VAX", "share"], by_vax[by_vax.index.isna()].iloc[0], rtol=1e-9)


def test_every_term_says_in_both_languages_what_it_is():
    for method in export_methods():
        for text in (method.label, method.note, *(t for term in method.terms for t in (term.label, term.meaning))):
            assert set(text) == {"en", "zh"}
            assert text["en"].isascii()
            assert re.search("[一-鿿]", text["zh"])
            assert "百万" not in text["zh"]
        assert len({term.id for term in method.terms}) == len(method.terms)


def test_groups_shipped_and_ones_own(world):
    found = export_terms(world, "rcep", ["eu", "USA"], groups=["rcep", "eu"])
    assert found.members["rcep"] == ("CHN", "JPN", "KOR", "IDN", "AUS")
    assert found.importers == ("eu", "USA")
    assert "DEU, FRA, ITA, ESP, REU" in found.notes[1]["en"]
    assert "成员之间的出口未剔除" in found.notes[1]["zh"]
    own = export_terms(world, "east", groups={"east": ["CHN", "JPN", "KOR"]})
    want = sum(export_terms(world, code).exports.sum() for code in ("CHN", "JPN", "KOR"))
    assert_allclose(own.exports.sum(), want, rtol=1e-12)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"exporter": "CHM"}, "unknown exporter 'CHM'. Did you mean 'CHN'?"),
        ({"importer": ["USA", "DEW"]}, "unknown importer 'DEW'. Did you mean 'DEU'? There are CHN, USA,"),
        ({"industries": "c41"}, "unknown label or group 'c41'. Did you mean 'c4'?"),
        (
            {"method": "kwv"},
            "unknown decomposition 'kwv'. Did you mean 'kww'? There are wwz, kww, borin-mancini-source",
        ),
        ({"groups": ["rcepp"]}, "unknown group 'rcepp'. Did you mean 'rcep'?"),
        ({"groups": {"mine": ["CHN", "JPM"]}}, "unknown label or group 'JPM'. Did you mean 'JPN'?"),
        ({"groups": ["rcep"], "exporter": "rcp"}, "unknown exporter 'rcp'. Did you mean 'rcep'?"),
    ],
)
def test_unknown_names_come_with_the_nearest(world, asked, message):
    with pytest.raises(UnknownNameError, match=re.escape(message)):
        export_terms(world, **asked)


@check_each(
    ("asked", "message"),
    [
        (
            {"groups": ["rcep", "brics"]},
            "groups overlap: 'CHN in rcep and brics'. An economy can stand in one group: give {name: codes} without",
        ),
        (
            {"groups": {"a": ["CHN", "USA", "JPN", "KOR"], "b": ["USA", "CHN", "JPN", "KOR"]}},
            "groups overlap: 'CHN in a and b', 'USA in a and b', 'JPN in a and b' and 1 more.",
        ),
        ({"groups": {"USA": ["CHN", "JPN"]}}, "groups named like an economy: 'USA'. Give them other names."),
        ({"groups": ["rcep", "rcep"]}, "groups named more than once: 'rcep'."),
        ({"groups": ["digital"]}, "group digital is one of industries. Give groups of economies, or {name: codes}."),
        ({"groups": {"none": []}}, "an empty selection."),
        (
            {"groups": ["rcep"], "exporter": "CHN"},
            "exporter CHN is part of group rcep. Name the group, or leave it out",
        ),
        ({"importer": []}, "no importer is named. Name economies or groups, or leave it out for all."),
        ({"exporter": ["CHN", "CHN"]}, "exporter named more than once: 'CHN'. Each may stand once."),
        ({"exporter": "CHN", "importer": "CHN"}, "CHN exports nothing to itself. Name another importer, or leave it"),
    ],
)
def test_what_cannot_be_put_together_is_refused(world, asked, message):
    with pytest.raises(DataError, match=re.escape(message)):
        export_terms(world, **asked)


@pytest.mark.parametrize(
    ("by", "level", "error", "message"),
    [
        (("exporters",), "term", UnknownNameError, "unknown dimension 'exporters'. Did you mean 'exporter'?"),
        (("exporter", "exporter"), "term", DataError, "dimensions named more than once: 'exporter'."),
        (
            ("exporter",),
            "families",
            UnknownNameError,
            "unknown level 'families'. Did you mean 'family'? Levels are term",
        ),
    ],
)
def test_tables_that_do_not_exist(world, by, level, error, message):
    with pytest.raises(error, match=re.escape(message)):
        export_terms(world, "CHN").table(by, level)


def test_tables_that_do_not_show_who_buys_what_are_refused():
    with pytest.raises(DataError, match="ROW is only a boundary of this table, which buys no inputs"):
        export_terms(ni.load("china", year=2017))
    with pytest.raises(DataError, match=r"taking exports apart by importer is refused: flows between pairs of its \d+"):
        export_terms(guessed())
    alone = ni.Accounts(Z=[[1.0]], Y=[[1.0]], regions=["CHN"], industries=["c1"], demand=["y"], year=2008)
    with pytest.raises(DataError, match=r"CHN is the only economy\. Take a table of several"):
        export_terms(alone)


def test_exports_of_industries_without_output_are_said_not_hidden(shared):
    """WIOD 2008: LUX c5 and c8 make nothing; stocks of 2 and 4 at home and of -2 and -4 abroad cancel out."""
    folder = shared / "world" / "wiod2013"
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    with np.load(folder / "wiot_2008.npz") as file:
        Z, F = file["Z"].astype(float), file["F"].astype(float)
    w = ni.Accounts(
        Z=Z, Y=F, regions=[*labels["countries"][:-1], "ROW"], industries=labels["industries"],
        demand=[f"y{k}" for k in range(5)], year=2008,
    )  # fmt: skip
    found = export_terms(w)
    gaps = found.gaps()
    assert gaps[["exporter", "importer", "industry"]].to_numpy().tolist() == [
        ["LUX", "ROW", "c5"],
        ["LUX", "ROW", "c8"],
    ]
    assert_allclose(gaps["unexplained"], [-2.0, -4.0])
    assert_allclose(gaps["exports"], gaps["unexplained"])
    assert "have no content to take apart: 'LUX c5', 'LUX c8'" in found.notes[-1]["en"]
    assert "共2个：LUX c5、LUX c8" in found.notes[-1]["zh"]
    rest = found.unexplained.copy()
    rest[w.regions.index("LUX")] = 0.0
    assert np.abs(rest).max() < 1e-9 * found.exports.max()
    assert export_terms(w, "CHN").gaps().empty


def test_accounts_without_such_industries_have_no_gaps(world):
    found = export_terms(world)
    assert found.gaps().empty
    assert found.notes == (export_method("wwz").note,)
