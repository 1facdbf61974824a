"""The OECD's table of 2020 for 76 economies in 11 groups of industries, and what it must not be asked."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from builders import world2020
from builders.catalogue import build
from newind.accounts.classification import concordance, industry_name, load as classification
from newind.accounts.groups import groups
from newind.accounts.store import load as load_file
from newind.data.reference import folder, identify, package
from newind.errors import DataError
from newind.measures.references import home_of

SHARED = Path(os.environ.get("NEWIND_SHARED", "absent"))
SOURCE = SHARED / world2020.FILES["coarse"]
here = pytest.mark.skipif(not SOURCE.is_file(), reason="the source is not here")


@pytest.fixture(scope="module")
def world() -> ni.Accounts:
    return ni.load("world-2020", year=2020)


def test_the_set_closes_and_credits_the_oecd(world: ni.Accounts) -> None:
    assert (world.R, world.S, world.status) == (77, 11, "observed")
    assert sum(world.regions.named) == 76
    assert world.check()
    assert (world.value_added > 0).all()
    stated = package("world-2020")["sources"][0]
    assert (stated["author"], stated["path"]) == ("OECD (2023)", "http://oe.cd/icio")
    assert "passed on" in stated["licence"]
    assert "not the official views" in stated["note"]
    assert identify(world) == "world-2020"


def test_economies_that_the_world_lacks_are_found_there() -> None:
    assert [home_of(code) for code in ("VNM", "zaf", "ARG", "CHN", "REU")] == ["world-2020"] * 3 + ["world"] * 2


@here
def test_a_build_is_the_shipped_set_to_the_byte(tmp_path: Path) -> None:
    for path in build("world-2020", SHARED, tmp_path):
        assert path.read_bytes() == (folder("world-2020") / path.name).read_bytes(), path.name


@here
def test_rounding_keeps_output_value_added_and_gdp(world: ni.Accounts) -> None:
    with np.load(SOURCE) as found:
        assert_allclose(world.x, found["output"], atol=1)
        assert_allclose(world.value_added, found["value_added"] + found["net_taxes_intermediate"], atol=1.5)
        assert np.abs(world.Z - found["Z"]).max() < 60  # what is put into one cell for many that were rounded away
        paid = world.satellites["taxes_less_subsidies"]
        assert paid.final is not None
        assert_allclose(paid.final.sum(), found["net_taxes_final"].sum(), rtol=1e-5)


@here
def test_another_file_is_refused(tmp_path: Path) -> None:
    with np.load(SOURCE) as found:
        content = {name: found[name] for name in found}
    for name, changed, said in (
        ("output", content["output"] * 1.01, "sales are not the output stated in 'ARG AGRI_MIN_FOOD'"),
        ("sectors", content["sectors"][::-1], "not the table of 2020 by 11 groups"),
    ):
        np.savez(tmp_path / "odd.npz", **(content | {name: changed}))
        with pytest.raises(DataError, match=said):
            world2020.read(tmp_path / "odd.npz")


def test_a_group_of_industries_is_found_whole_or_not_at_all(world: ni.Accounts) -> None:
    parts = concordance("icio45_to_icio11").sources_of
    found, refused = {}, []
    for group in groups("industries"):
        try:
            found[group.id] = {part for code in group.select_members(world.industries) for part in parts[code]}
        except DataError:
            refused.append(group.id)
    assert found == {g.id: set(g.also["icio45"]) for g in groups("industries") if g.id in found}
    assert {"manufacturing", "high-tech", "digital", "energy", "agriculture", "knowledge-intensive"} <= set(refused)
    assert {"services", "construction", "utilities"} <= set(found)


def test_indicators_of_manufacturing_are_refused_and_others_computed(world: ni.Accounts) -> None:
    ids = ["s2.manufacturing_share", "s1.high_tech_import_dependence", "s2.digital_value_added", "s4.dva_share"]
    table = ni.measure(world, ids, regions=["VNM"])
    total = table[table["industry"].isna() & table["partner"].isna()].set_index("indicator")
    assert total["value"].isna().tolist() == [True, True, True, False]
    assert all("only a part of" in note for note in total["note"][:3])
    r = world.regions.index("VNM")
    own = slice(r * world.S, (r + 1) * world.S)
    exports = world.x[own] - world.Z[own, own].sum(axis=1) - world.Y.reshape(world.n, world.R, -1)[own, r].sum(axis=1)
    local = np.linalg.inv(np.eye(world.S) - world.A[own, own])
    assert_allclose(total["value"]["s4.dva_share"], world.v[own] @ local @ exports / exports.sum())


@pytest.mark.parametrize("name", ["icio11", "icio45", "icio50"])
def test_industries_of_the_oecd_have_names_in_both_languages(name: str) -> None:
    for code in classification(name):
        assert industry_name(code) != code
        assert any("一" <= c <= "鿿" for c in industry_name(code, "zh")), code


def test_a_saved_copy_is_read_again(world: ni.Accounts, tmp_path: Path) -> None:
    world.save(tmp_path / "w.npz")
    assert load_file(tmp_path / "w.npz").equals(world)
