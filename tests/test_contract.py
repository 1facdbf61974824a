"""The public contract, as somebody reads it who knows the design and not the code."""

from __future__ import annotations

import copy
import inspect
import pickle
import re
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import newind as ni
from each import check_each
from newind.kernels import carbon
from newind.measures.measure import COLUMNS

ROOT = Path(__file__).resolve().parent.parent
REGIONS, INDUSTRIES, DEMAND = ("CHN", "USA", "ROW"), ("c15", "c14"), ("use", "stocks")


def world(**changes):
    """Return three economies of two industries, all of them busy."""
    rng = np.random.default_rng(7)
    given = {
        "Z": rng.uniform(0, 5, (6, 6)),
        "Y": rng.uniform(5, 40, (6, 6)),
        "regions": REGIONS,
        "industries": INDUSTRIES,
        "demand": DEMAND,
        "year": 2008,
        "unit": "M.USD",
    }
    return ni.Accounts(**(given | changes))


def home_and_rest(**changes):
    """Return a single-region table: the rest of the world sells imports and buys exports, and is not described."""
    rng = np.random.default_rng(3)
    Z, Y = np.zeros((4, 4)), np.zeros((4, 4))
    Z[:2, :2], Z[2:, :2] = rng.uniform(1, 9, (2, 2)), rng.uniform(1, 3, (2, 2))
    Y[:2], Y[2:, :2] = rng.uniform(20, 40, (2, 4)), rng.uniform(1, 3, (2, 2))
    co2 = ni.Satellite([10, 20, np.nan, np.nan], final=[3, np.nan], unit="kt")
    given = {"Z": Z, "Y": Y, "regions": ["CHN", "ROW"], "boundary": ["ROW"], "satellites": {"co2": co2}}
    return world(**(given | changes))


def totals(w, *ids):
    return ni.wide(ni.measure(w, ids or None))


# ---- what Accounts accept
@pytest.mark.parametrize("given", [list, tuple, np.array, pd.Index], ids=lambda t: t.__name__)
def test_labels_may_be_any_sequence(given):
    w = world(regions=given(REGIONS), industries=given(INDUSTRIES), demand=given(DEMAND), year=np.int64(2008))
    assert w.equals(world())
    assert type(w.year) is int


@pytest.mark.parametrize("given", [np.ndarray.tolist, pd.DataFrame, np.float32], ids=["lists", "frame", "single"])
def test_flows_may_be_any_table_of_numbers(given):
    w = world()
    assert_allclose(world(Z=given(w.Z), Y=given(w.Y)).x, w.x, rtol=1e-6)


@pytest.mark.parametrize("year", ["2008", 2008.0, 2008.5, None, True])
def test_years_are_whole_numbers(year):
    with pytest.raises(ni.DataError, match="year must be a whole number"):
        world(year=year)


FACTS = {
    "array": {"population": np.array([1.0, 2.0, np.nan])},
    "list": {"population": [1, 2, None]},
    "fact": {"population": ni.Fact([1, 2, np.nan])},
    "description": {"population": {"values": [1, 2, np.nan], "unit": "1"}},
    "by region": {"population": {"USA": 2, "CHN": 1}},
    "series in another order": {"population": pd.Series({"USA": 2.0, "ROW": np.nan, "CHN": 1.0})},
    "frame": pd.DataFrame({"population": [1.0, 2, np.nan]}, index=list(REGIONS)),
    "frame in another order": pd.DataFrame({"population": [np.nan, 2.0, 1]}, index=["ROW", "USA", "CHN"]),
    "frame without a region": pd.DataFrame({"population": [2.0, 1]}, index=["USA", "CHN"]),
    "frame with a column of regions": pd.DataFrame({"region": ["USA", "CHN"], "population": [2.0, 1]}),
    "rows": pd.DataFrame({"region": ["USA", "CHN"], "name": "population", "value": [2.0, 1], "unit": "1"}),
}


@check_each("how", FACTS)
def test_facts_are_matched_by_label(how):
    w = world(facts=FACTS[how])
    assert w.facts["population"].values.tolist()[:2] == [1, 2]
    assert np.isnan(w.facts["population"].values[2])
    assert w.equals(world(facts=FACTS["array"]))


def test_rows_of_facts_keep_unit_status_and_source():
    rows = pd.DataFrame(
        {"region": ["CHN", "USA"], "name": "population", "value": [1, 2], "unit": "million persons",
         "status": "estimated", "source": "census"}
    )  # fmt: skip
    fact = world(facts=rows).facts["population"]
    assert (fact.unit, fact.status, fact.source) == ("million persons", "estimated", "census")


BAD_FACTS = {
    "unknown region": (pd.DataFrame({"p": [1.0]}, index=["CHM"]), r"accounts lack: 'CHM'. Did you mean 'CHN'\?"),
    "row numbers": (pd.DataFrame({"p": [1.0, 2, 3]}), "regions that the accounts lack: '0', '1', '2'"),
    "region twice": (pd.DataFrame({"p": [1.0, 2]}, index=["CHN", "CHN"]), "regions given twice: 'CHN'"),
    "two units": (
        pd.DataFrame({"region": ["CHN", "USA"], "name": "p", "value": [1, 2], "unit": ["M", "K"]}),
        "fact p: more than one unit: 'M', 'K'",
    ),
    "unknown field": ({"p": {"values": [1, 2, 3], "units": "1"}}, r"no field 'units'. Did you mean 'unit'\?"),
    "a list": ([1, 2, 3], "facts are given by name"),
    "too few": ({"p": [1, 2]}, r"wrong shape in 'p \(2,\)'"),
}


@pytest.mark.parametrize("what", BAD_FACTS)
def test_facts_that_do_not_fit_are_refused(what):
    given, message = BAD_FACTS[what]
    with pytest.raises(ni.DataError, match=message):
        world(facts=given)


@pytest.mark.parametrize(
    "given",
    [np.arange(6.0), list(range(6)), ni.Satellite(np.arange(6.0)), {"values": np.arange(6.0)}],
    ids=["array", "list", "Satellite", "description"],
)
def test_satellites_may_be_figures_or_descriptions(given):
    w = world(satellites={"co2": given})
    assert w.satellites["co2"].total == 15
    assert_allclose(w.intensity("co2") * w.x, np.arange(6))


@pytest.mark.parametrize(
    ("satellites", "message"),
    [([1], "satellites are given by name"), ({"co2": {"unit": "kt"}}, "satellite co2: no 'values'"),
     ({"co2": {"values": [1] * 6, "finale": [1]}}, r"no field 'finale'. Did you mean 'final'\?"),
     ({1: [1] * 6}, "names of satellites are text")],
)  # fmt: skip
def test_satellites_that_do_not_fit_are_refused(satellites, message):
    with pytest.raises(ni.DataError, match=message):
        world(satellites=satellites)


@pytest.mark.parametrize("size", [3, 6], ids=["by region", "by region and category"])
def test_what_final_users_emit_reaches_the_totals_in_either_shape(size):
    w = world(satellites={"co2": ni.Satellite(np.arange(6.0), final=np.ones(size), unit="kt")})
    assert_allclose(w.final("co2"), size / 3)
    got = carbon.footprint(w.intensity("co2"), w.LU, w.Yr) + w.final("co2")
    assert_allclose(got.sum(), w.satellites["co2"].total, rtol=1e-12)
    found = totals(w, "s3.carbon_production", "s3.carbon_consumption").sum()
    assert_allclose(found, (15 + size) / 1e3, rtol=1e-12)


def test_accounts_do_not_change():
    w = world(satellites={"co2": np.ones(6)}, facts={"population": [1, 2, 3]})
    with pytest.raises(TypeError):
        w.satellites["more"] = ni.Satellite(np.ones(6))
    with pytest.raises(TypeError):
        w.facts["more"] = ni.Fact(np.ones(3))
    assert set(w.satellites) == {"co2"}


@pytest.mark.parametrize("twin", [copy.copy, copy.deepcopy, lambda w: pickle.loads(pickle.dumps(w))])
def test_copies_are_equal_and_only_the_same_object_is_identical(twin):
    w = world(satellites={"co2": [1, np.nan, 1, 1, 1, 1]}, facts={"population": [1, 2, np.nan]})
    assert twin(w).equals(w)
    assert twin(w).hash == w.hash
    assert twin(w) != w


# ---- panels, groups, groupings
def test_a_panel_of_accounts_by_year():
    a, b = world(), world(year=2009)
    p = ni.Panel({2009: b, 2008: a})
    assert [w.year for w in p] == [2008, 2009]
    assert p[2008] is a
    with pytest.raises(ni.DataError, match="stored for 2010 are those of 2009"):
        ni.Panel({2010: b})
    with pytest.raises(ni.DataError, match="made of Accounts"):
        ni.Panel({2010: "file.npz"})


def test_capitals_do_not_matter_in_names_of_groups():
    w = ni.load("world", year=2011)
    assert list(w.aggregate(regions={"pact": "RCEP", "rest": "*"}).regions) == ["pact", "rest"]
    assert ni.group("BRICS") is ni.group("brics")


@pytest.mark.parametrize("grouping", [["CHN", "USA"], "*"])
def test_a_grouping_is_a_mapping(grouping):
    with pytest.raises(ni.DataError, match=r"regions are put together by a mapping of new labels"):
        world().aggregate(regions=grouping)


# ---- measures
def test_the_table_has_one_schema_for_every_kind_of_accounts():
    w = ni.load("world", year=2008)
    tables = [ni.measure(a) for a in (world(), home_and_rest(), w.aggregate(regions={"WLD": "*"}), w)]
    for table in tables:
        assert tuple(table.columns) == COLUMNS
        assert table.dtypes.astype(str).tolist() == ["object"] * 4 + ["int64", "object", "float64"] + ["object"] * 3
        assert not np.isinf(table["value"]).any()
        assert (table.loc[table["value"].isna(), "note"] != "").all()
        assert not table.duplicated(["region", "industry", "partner", "indicator"]).any()
        of_region = table[table["industry"].isna() & table["partner"].isna()]
        assert (of_region.groupby(["indicator", "region"]).size() == 1).all()
        assert set(of_region["indicator"]) == {i.id for i in ni.indicators()}


def test_a_boundary_table_says_what_it_cannot_tell():
    table = ni.measure(home_and_rest(), regions="CHN")
    needs_world = {i.id for i in ni.indicators() if "closed" in i.needs}
    refused = table[table["note"].str.contains("needs every region in full; ROW is only a boundary here")]
    assert set(refused["indicator"]) <= needs_world
    assert refused["value"].isna().all()
    found = totals(home_and_rest()).loc["CHN"]
    assert_allclose(found["s3.carbon_production"], 33 / 1e3)
    assert 0 < found["s4.dva_share"] < 1
    assert_allclose(found["s4.dva_share"] + found["s4.gvc_backward"], 1)
    assert np.isnan(found["s4.vax_ratio"])


def test_a_world_of_one_region_trades_with_nobody():
    one = ni.Accounts(Z=[[1, 2], [3, 1]], Y=[[9], [9]], regions="CHN", industries=INDUSTRIES, demand="use", year=2008)
    found = totals(one).loc["CHN"]
    assert found["s4.domestic_circulation"] == 1
    assert found["s1.import_dependence"] == 0
    assert np.isnan(found["s4.vax_ratio"])


UNITS = {
    "co2": ("s3.carbon_production", "co2 is in 'GJ': give it in kg, t, kt or Mt"),
    "employment": ("people.employment_content", "employment is in 'GJ': give it in thousand persons"),
}


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_that_cannot_be_converted_is_not_computed_with(name):
    id, note = UNITS[name]
    row = ni.measure(world(satellites={name: ni.Satellite(np.ones(6), unit="GJ")}), id, "CHN").iloc[0]
    assert np.isnan(row["value"])
    assert row["note"].startswith(note)


@pytest.mark.parametrize(
    ("name", "id", "unit"),
    [("urbanisation", "people.urbanisation", "%"), ("population", "s3.carbon_per_person", "persons")],
)
def test_a_fact_in_another_unit_is_not_computed_with(name, id, unit):
    def one(fact):
        co2 = {"co2": ni.Satellite(np.ones(6), unit="kt")}
        return ni.measure(world(facts={name: fact}, satellites=co2), id, "CHN").iloc[0]

    row = one(ni.Fact([0.5, 0.6, 0.7], unit=unit))
    assert np.isnan(row["value"])
    assert row["note"].startswith(f"{name} is in '{unit}': give it in")
    assert np.isfinite(one([0.5, 0.6, 0.7])["value"])


def test_measures_are_what_their_formulas_say():
    """Value added in trade, computed economy by economy with an explicit inverse."""
    w = world()
    B = np.linalg.inv(np.eye(6) - w.Z / w.x)
    v = (w.x - w.Z.sum(axis=0)) / w.x
    used = w.Y.reshape(6, 3, 2).sum(axis=2)
    ids = ("s4.vax_ratio", "s4.dva_share", "s4.foreign_content_share", "s4.domestic_circulation")
    found = totals(w, *ids)
    for r, code in enumerate(REGIONS):
        own, others = slice(2 * r, 2 * r + 2), [s for s in range(3) if s != r]
        abroad = [k for k in range(6) if k // 2 != r]
        sold = w.Z[own][:, abroad].sum(axis=1) + used[own][:, others].sum(axis=1)
        L = np.linalg.inv(np.eye(2) - w.Z[own, own] / w.x[own])
        vax = sum(v[own] @ B[own] @ used[:, s] for s in others)
        want = [vax, v[own] @ L @ sold, sold.sum() - v[own] @ B[own, own] @ sold]
        gdp = (v * w.x)[own].sum()
        assert_allclose(
            found.loc[code, list(ids)], [*(np.array(want) / sold.sum()), v[own] @ L @ used[own, r] / gdp], rtol=1e-10
        )


# ---- shipped figures against their sources
@pytest.mark.parametrize("year", [1995, 2003, 2011])
def test_shipped_totals_are_those_of_the_release(shared, year):
    full, shipped = ni.read(shared / f"world/wiod2013/wiot_{year}.npz"), ni.load("world", year=year)
    assert shipped.Z.sum() == full.Z.sum()
    assert shipped.Y.sum() == full.Y.sum()
    by_code = dict(zip(full.regions, full.gdp, strict=True))
    for code, gdp in zip(shipped.regions, shipped.gdp, strict=True):
        others = sum(g for c, g in by_code.items() if c not in shipped.regions)
        assert_allclose(gdp, by_code.get(code, others), rtol=1e-12)


@pytest.mark.parametrize("year", [2000, 2011])
def test_shipped_emissions_are_those_of_the_source(shared, year):
    source = pd.read_parquet(shared / "world/satellites/jrc_co2_wiod2016_2000_2016.parquet")
    source = source[source["year"] == year].groupby("country", observed=True)["co2_kt"].sum()
    w = ni.load("world", year=year)
    made = w.satellites["co2"].values.reshape(w.R, w.S).sum(axis=1) + w.final("co2")
    found = dict(zip(w.regions, made, strict=True))
    assert_allclose(sum(found.values()), source.sum(), rtol=1e-9)
    for code in set(found) & set(source.index):
        assert_allclose(found[code], source[code], rtol=1e-8, err_msg=code)


@pytest.mark.parametrize(("name", "variable"), [("employment", "EMP"), ("hours", "H_EMP")])
def test_shipped_labour_is_that_of_the_source(shared, name, variable):
    source = pd.read_parquet(shared / "world/satellites/wiod2013_sea.parquet")
    source = source[(source["year"] == 2008) & (source["code"] == "TOT")].set_index("country")[variable]
    w = ni.load("world", year=2008)
    found = dict(zip(w.regions, w.satellites[name].values.reshape(w.R, w.S).sum(axis=1), strict=True))
    assert np.isnan(found.pop("ROW"))
    del found["REU"]
    for code, figure in found.items():
        assert_allclose(figure, source[code], rtol=1e-4, err_msg=code)


# ---- registers of policy
def test_a_register_is_read_screened_and_simulated_under_its_public_names(tmp_path):
    grant = ni.Action(
        id="grant",
        label="Grants for exporters",
        clause="4.industrial",
        family="industrial",
        instrument="grant",
        conditions={"export": True},
        sources=[{"title": "Notice"}],
        shocks=[{"lever": "production_subsidy", "value": 0.01, "region": "CHN"}],
    )
    register = ni.Register([grant], name="mine")
    for name in ("mine.yaml", "mine.xlsx"):
        assert ni.Register.read(register.save(tmp_path / name)) == register
    screening = ni.screen(register)
    assert isinstance(screening, ni.Screening)
    assert [t.tag for t in screening] == ["prohibited-suspect"]
    assert isinstance(ni.actions(), ni.Register)
    assert list(ni.simulate(world(), register.package).contributions) == ["grant"]


# ---- the index
PACKAGES = (ni.index, ni.science, ni.manufacturing, ni.green, ni.circulation)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda m: m.__name__)
def test_public_names_of_a_package_are_no_modules(package):
    """A name that a module has too would stand for either, depending on what was imported first."""
    folder = Path(package.__file__).parent
    modules = {p.stem for p in folder.glob("*.py")} | {p.name for p in folder.iterdir() if p.is_dir()}
    assert not {name for name in package.__all__ if not inspect.ismodule(getattr(package, name))} & modules
    for name in package.__all__:
        assert getattr(package, name).__doc__


def test_the_version_is_the_same_wherever_it_is_written():
    """The newest release of the changelog, with its date in the citation."""
    texts = {
        name: (ROOT / name).read_text(encoding="utf-8") for name in ("pyproject.toml", "CITATION.cff", "CHANGELOG.md")
    }
    version, date = re.search(r"^## \[([\d.]+)\] - (\S+)$", texts["CHANGELOG.md"], re.MULTILINE).groups()
    assert tomllib.loads(texts["pyproject.toml"])["project"]["version"] == ni.__version__ == version
    assert f"version: {version}\ndate-released: {date}\n" in texts["CITATION.cff"]
