"""The shipped accounts of China: official totals, published cells kept when sectors are divided, rebuilt to the bit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from builders.china import BY_USER, COARSE, INDUSTRIES, YEARS, of_parts, years
from builders.china_parts import SectorParts, aggregate_table, by_user, split_table, to_industries
from builders.china_sources import PROVINCES, TABLES, national, provincial
from each import check_each
from newind.accounts.classification import load
from newind.data.reference import package
from newind.data.single import Single, to_accounts
from newind.errors import DataError, UnknownNameError
from newind.typing import Array

CELLS = 26 * 26
CHECKS = {entry["name"]: entry["checks"] for entry in package("china")["resources"]}
GDP = {2002: 12.186e6, 2007: 26.604e6, 2012: 53.680e6, 2017: 82.322e6, 2020: 101.642e6}
"""Value added in the official tables, million yuan."""


@check_each("year", YEARS)
def test_shipped_years_have_the_official_totals(year: int) -> None:
    w, checks = ni.load("china", year=year), CHECKS[f"china-{year}"]
    assert (tuple(w.regions), w.boundary, w.industries, w.unit) == (("CHN", "ROW"), ("ROW",), INDUSTRIES, "M.CNY")
    assert w.status == ("observed" if year in BY_USER else "estimated")
    assert_allclose(w.x[:26].sum(), checks["output_of_the_source"], atol=CELLS)
    assert_allclose(w.gdp[0], checks["value_added_of_the_source"], atol=CELLS)
    parts = sum(s.values[:26] for s in w.satellites.values())
    assert_allclose(parts, w.value_added[:26], atol=30)
    out, came = w.Y4[0, :, 1].sum(), w.x[26:].sum()
    again = checks["exports_of_the_source"] - out
    assert -CELLS < again < 0.021 * out  # re-exports
    assert_allclose(checks["imports_of_the_source"] - came, again, atol=2 * CELLS)


def test_gross_domestic_product_is_the_published_one() -> None:
    found = {y: ni.load("china", year=y).gdp[0] for y in GDP}
    assert_allclose(list(found.values()), list(GDP.values()), rtol=5e-5)


def test_all_years_are_one_panel_with_known_groups() -> None:
    panel = ni.load("china")
    assert tuple(panel.years) == YEARS
    table = ni.measure(panel, "s4.dva_share", regions="CHN")
    shares = table.loc[table["industry"].isna(), "value"]
    assert len(shares) == len(YEARS)
    assert shares.between(0.7, 0.85).all()
    assert ni.load("china", year=2020).mask("CHN", "digital").sum() == 2


def test_every_year_is_built_again_to_the_bit(shared: Path) -> None:
    stated = {entry["name"]: entry["hash"] for entry in package("china")["resources"]}
    for w, checks in years(shared):
        assert w.hash == stated[f"china-{w.year}"]
        assert checks.items() <= CHECKS[f"china-{w.year}"].items()


@pytest.mark.parametrize("year", BY_USER)
def test_published_imports_by_user_are_kept(shared: Path, year: int) -> None:
    """Imports of parts sum to those of the 42 sectors; a part imports what the fine table says less re-exports."""
    (fine, parts), published = of_parts(shared, year), national(shared, BY_USER[year])
    table = by_user(fine, published, parts)
    G = np.array([parts.groups == g for g in range(len(parts.coarse))], dtype=float)
    Z, F = table.imports["ROW"]
    assert_allclose(G @ Z @ G.T, published.imports["ROW"][0], atol=1.0)
    assert_allclose((G @ F)[:, :3].sum(axis=1), published.imports["ROW"][1][:, 0], atol=1.0)
    assert_allclose(G @ table.outflows["ROW"], published.outflows["ROW"], atol=1.0)
    assert_allclose(table.Z.sum(axis=1) + table.F.sum(axis=1) + table.outflows["ROW"], fine.x, atol=2.0)
    assert -np.minimum(table.Z, 0).sum() < 1e-5 * table.Z.sum()  # office machines for two users
    assert (to_industries(parts, INDUSTRIES) @ table.Z @ to_industries(parts, INDUSTRIES).T >= 0).all()
    assert (fine.inflows["ROW"] - Z.sum(axis=1) - F.sum(axis=1) > -2.0).all()


@pytest.mark.parametrize("year", COARSE)
def test_dividing_sectors_keeps_every_published_cell(shared: Path, year: int) -> None:
    from builders.china import _finer

    coarse = national(shared, COARSE[year])
    parts = SectorParts.from_sectors(TABLES[COARSE[year]], coarse.industries)
    table = split_table(coarse, parts, _finer(shared, year, parts))
    G = np.array([parts.groups == g for g in range(len(parts.coarse))], dtype=float)
    for name in ("Z", "F"):
        kept = G @ getattr(table, name) @ (G.T if name == "Z" else np.eye(len(coarse.demand)))
        assert_allclose(kept, getattr(coarse, name), atol=1.0)
    to_accounts(table)  # sales and inputs add up to output
    assert_allclose(aggregate_table(table, G, coarse.industries).value_added, coarse.value_added, rtol=1e-9)


def test_division_by_other_years_comes_near_the_truth(shared: Path) -> None:
    """The table of 2012 at 42 sectors, divided with 2007 and 2017, against its own fine table."""
    truth, parts = of_parts(shared, 2012)
    G = np.array([parts.groups == g for g in range(len(parts.coarse))], dtype=float)
    coarse = aggregate_table(truth, G, parts.coarse)
    near = [(*of_parts(shared, 2007), 0.5), (*of_parts(shared, 2017), 0.5)]
    later = [(*of_parts(shared, 2017), 1.0)]  # office machines and crafts are other sectors in 2007
    made = split_table(coarse, parts, dict.fromkeys(("08", "09", "12"), near) | dict.fromkeys(("10", "16"), later))
    to = to_industries(parts, INDUSTRIES)
    ours, theirs = aggregate_table(made, to, INDUSTRIES), aggregate_table(truth, to, INDUSTRIES)
    missed = {c: (ours.x[k] / theirs.x[k] - 1) for k, c in enumerate(INDUSTRIES)}
    assert sorted(missed, key=lambda c: -abs(missed[c]))[:2] == ["c6", "c10"]
    assert -0.11 < missed["c6"] < -0.1
    assert max(abs(gap) for c, gap in missed.items() if c != "c6") < 0.06
    assert 0 < np.abs(ours.Z - theirs.Z).sum() < 0.02 * theirs.Z.sum()


def test_sources_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"there is no such folder\. Give the one that holds china/io_national"):
        next(years(tmp_path / "none"))
    with pytest.raises(DataError, match=r"nbs_io_2017_42\.parquet: there is no such file"):
        national(tmp_path, "2017_42")
    with pytest.raises(UnknownNameError, match=r"unknown table '2017_43'\. Did you mean"):
        national(tmp_path, "2017_43")
    with pytest.raises(UnknownNameError, match=r"unknown year 2002\. .*2007, 2012, 2017"):
        provincial(tmp_path, 2002)


def test_provinces_as_collected(shared: Path) -> None:
    for year, count in zip(PROVINCES, (30, 31, 31), strict=True):
        tables = provincial(shared, year)
        assert len(tables) == count
        assert next(iter(tables)) == "CN-BJ"
        gz = tables["CN-GD"]
        assert gz.industries == tuple(load(PROVINCES[year]))
        assert gz.partners == (("OUT",) if year == 2007 else ("CN-REST", "ROW"))
        for table in tables.values():
            check_kept(table)


def check_kept(table: Single) -> None:
    w = to_accounts(table)
    assert_allclose(w.x[: w.S], table.x, rtol=1e-6, atol=2.0)
    assert_allclose(w.gdp[0], table.value_added.sum(), rtol=1e-6)


def tiny() -> tuple[Single, SectorParts]:
    """Make a table of two sectors of which the first has two parts."""
    Z, F = np.array([[4.0, 2.0, 3.0], [1.0, 5.0, 2.0], [2.0, 2.0, 6.0]]), np.array([[20.0], [15.0], [30.0]])
    came, out = np.array([6.0, 2.0, 3.0]), np.array([3.0, 4.0, 5.0])
    x: Array = Z.sum(axis=1) + F.sum(axis=1) + out - came
    parts = SectorParts(("z08", "z11"), (("z08", "c4"), ("z08", "c5"), ("z11", "c8")))
    return Single(
        "tiny", "CHN", parts.names, ("rural",), 2012, "M.CNY", Z, F, x, {"ROW": out}, {"ROW": came},
        primary={"operating_surplus": x - Z.sum(axis=0)},
    ), parts  # fmt: skip


def test_division_with_the_year_itself_gives_it_back() -> None:
    table, parts = tiny()
    G = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    made = split_table(aggregate_table(table, G, parts.coarse), parts, {"08": [(table, parts, 1.0)]})
    for name in ("F", "x"):
        assert_allclose(getattr(made, name), getattr(table, name), rtol=1e-8)
    assert_allclose(G @ made.Z @ G.T, G @ table.Z @ G.T, rtol=1e-8)
    assert_allclose(made.Z.sum(axis=1), table.Z.sum(axis=1), rtol=1e-8)
    assert_allclose(made.Z.sum(axis=0), table.Z.sum(axis=0), rtol=1e-8)


def test_imports_of_parts_meet_their_own_total_and_the_published_cells() -> None:
    table, parts = tiny()
    G = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    whole = aggregate_table(table, G, parts.coarse)
    imports = (np.array([[2.0, 1.0], [0.5, 0.5]]), np.array([[4.0], [2.0]]))
    published = replace(
        whole, demand=("consumption",), outflows={"ROW": whole.outflows["ROW"] - np.array([1.0, 0.0])},
        inflows={}, imports={"ROW": imports}, Z=whole.Z - imports[0], F=whole.F - imports[1],
    )  # fmt: skip
    made = by_user(table, published, parts)
    Z, F = made.imports["ROW"]
    assert_allclose(G @ Z @ G.T, imports[0], rtol=1e-8)
    assert_allclose(G @ F, imports[1], rtol=1e-8)
    again = table.outflows["ROW"] - made.outflows["ROW"]
    assert_allclose(again, [0.6, 0.4, 0.0])  # by the smaller of exports and imports, 3 and 2
    assert_allclose((Z.sum(axis=1) + F.sum(axis=1))[:2], table.inflows["ROW"][:2] - again[:2], rtol=1e-8)
