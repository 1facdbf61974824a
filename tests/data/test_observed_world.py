"""The annual world from tables of the OECD: sums, divided industries, a row of one's own, and what is refused."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

import newind as ni
from builders.annual import dividers as from_tables
from builders.annual.concordances import ECONOMIES
from icio_layout import Icio
from icio_world import CODES, REGIONS, accounts, figures
from newind.accounts.classification import concordance, load as classification
from newind.data.reference import folder, observed
from newind.data.sources import sources
from newind.errors import DataError, UnknownNameError
from newind.measures import zh
from newind.measures.headline import HEADLINE, headline

R, S = len(REGIONS), len(CODES)
SHARED = Path(os.environ.get("NEWIND_SHARED", "absent"))


@pytest.fixture(scope="module")
def read() -> ni.Accounts:
    return accounts()


def summed(own: tuple[str, ...] = ()) -> tuple[np.ndarray, np.ndarray]:
    """Return the flows drawn at the rows of the world, by hand: one industry of an economy after the other."""
    Z, Y = figures()
    order = [*ECONOMIES[:-1], *own, "ROW"]
    of = concordance("wiod41_to_wiod20").targets_of
    targets, to26 = list(classification("wiod26")), concordance("icio45_to_wiod26").targets_of
    T = np.zeros((len(order), 26, R, S))
    for r, code in enumerate(REGIONS):
        row = code if code in own else of.get(code, ("ROW",))[0]
        for i, industry in enumerate(CODES):
            to = to26[industry]
            first = observed.shares()[industry].get(row, observed.shares()[industry]["ROW"]) if len(to) > 1 else 1.0
            for target, part in zip(to, (first, 1 - first), strict=False):
                T[order.index(row), targets.index(target), r, i] = part
    T2 = T.reshape(len(order) * 26, -1)
    host = np.zeros((len(order), R))
    for r, code in enumerate(REGIONS):
        host[order.index(code if code in own else of.get(code, ("ROW",))[0]), r] = 1
    final = np.einsum("nm,mrd,qr->nqd", T2, Y.reshape(R * S, R, -1), host, optimize=True)
    taken = np.stack(
        [final[..., 0] + final[..., 5], final[..., 1], final[..., 2], final[..., 3], final[..., 4]], axis=2
    )
    return T2 @ Z.reshape(R * S, -1) @ T2.T, taken.reshape(len(T2), -1)


@pytest.mark.parametrize("own", [(), ("VNM",)])
def test_sums_are_those_made_by_hand(read: ni.Accounts, own: tuple[str, ...]) -> None:
    w = observed.as_world(read, own)
    Z, Y = summed(own)
    assert w.regions.codes == (*ECONOMIES[:-1], *own, "ROW")
    assert w.industries == ni.load("world-annual", year=2020).industries
    assert w.demand == ni.load("world-annual", year=2020).demand
    assert_allclose(w.Z, Z)
    assert_allclose(w.Y, Y)
    assert_allclose(w.satellites["taxes_less_subsidies"].values.sum(), R * S)
    assert (w.status, w.source) == ("observed", f"{read.source}, at 26 industries")
    assert zh.source(w.source) == "经合组织国家间投入产出表（2023年版），合并为26个行业"


def test_with_a_row_of_its_own_the_others_but_its_host_stay(read: ni.Accounts) -> None:
    whole, apart = observed.as_world(read), observed.as_world(read, ["VNM"])
    again = apart.aggregate(regions={**{c: c for c in ECONOMIES[:-1]}, "ROW": ["VNM", "ROW"]})
    named = slice(0, 19 * 26)
    assert_allclose(again.Z[named, named], whole.Z[named, named])
    assert_allclose(again.Z.sum(), whole.Z.sum())
    assert apart.gdp[apart.regions.index("VNM")] > 0


def test_co2_and_facts_of_the_estimate_stand_beside_where_they_still_hold(read: ni.Accounts) -> None:
    shipped = ni.load("world-annual", year=2020)
    w = observed.with_figures(observed.as_world(read))
    assert_allclose(w.satellites["co2"].values, shipped.satellites["co2"].values)
    apart = observed.with_figures(observed.as_world(read, ["VNM"]), ["VNM"])
    assert "co2" not in apart.satellites
    population = apart.facts["population"].values
    assert np.isnan(population[-2:]).all()
    assert_allclose(population[:19], shipped.facts["population"].values[:19])


@pytest.mark.skipif(not SHARED.is_dir(), reason="the sources are not here")
def test_shares_of_divided_industries_are_those_of_the_sources() -> None:
    from importlib.resources import files

    text = files("newind.data.reference").joinpath("dividers.csv").read_text("utf-8")
    assert text == from_tables.as_csv(from_tables.from_sources(SHARED))


# ---- what is refused, in one line


def test_economies_are_refused_that_have_a_row_or_are_not_there(read: ni.Accounts) -> None:
    with pytest.raises(DataError, match="CHN has a separate row in world-annual already"):
        observed.as_world(read, ["CHN"])
    with pytest.raises(UnknownNameError, match=r"unknown economy 'VNN'.*VNM"):
        observed.as_world(read, ["VNN"])
    with pytest.raises(DataError, match=r"economies missing: 'AUT'"):
        observed.as_world(
            read.aggregate(regions={"CHN": ["CHN", "AUT"], **{c: c for c in REGIONS if c not in ("CHN", "AUT")}})
        )
    with pytest.raises(DataError, match=r"2 industries \(.*\): not the 45 or 50 of the OECD"):
        observed.as_world(read.aggregate(industries={"goods": "industry", "rest": "*"}))


def test_files_of_two_editions_twice_a_year_or_without_a_year_of_their_name_are_refused(tmp_path: Path) -> None:
    later, earlier = Icio("2025", digits=3), Icio("2023", digits=3)
    new, old = later.zip(tmp_path, 2021, 2022, name="new.zip"), earlier.zip(tmp_path, 2020, name="old.zip")
    gap = later.zip(tmp_path, 2016, 2017, 2018, 2020, 2021, 2022, name="2016-2022_SML.zip")
    assert [(t.year, t.edition) for t in observed.tables([new])] == [(2021, "2025"), (2022, "2025")]
    assert len(observed.tables([new, new])) == 2
    for given, said in (
        ([new, old], r"files of several editions, 2023 and 2025: 'new\.zip \(2025\)', 'old\.zip \(2023\)'\. Give"),
        ([new, later.zip(tmp_path, 2022, name="again.zip")], r"tables of '2022' are in two files"),
        ([gap], r"2016-2022_SML\.zip: the archive lacks the tables of '2019'\. Get it again"),
    ):
        with pytest.raises(DataError, match=said):
            observed.tables(given)
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    for odd in (folder("world") / "2011.npz", tmp_path / "empty.zip", tmp_path / "none.csv"):
        with pytest.raises(DataError):
            observed.tables([odd])


def test_an_archive_with_a_known_name_and_other_content_is_refused(tmp_path: Path, monkeypatch) -> None:
    path = Icio("2023", digits=3).zip(tmp_path, *range(2016, 2021))
    with pytest.raises(DataError, match=r"not the archive of that name that is known \(MD5 707f2a50"):
        observed.tables([path])
    content = path.read_bytes()
    right = {"bytes": len(content), "hash": f"md5:{hashlib.md5(content, usedforsecurity=False).hexdigest()}"}
    entry = next(s for s in sources() if s.id == "icio2023")
    monkeypatch.setattr(observed, "source", lambda _: type(entry)(**{**entry.__dict__, "known": {path.name: right}}))
    assert [t.year for t in observed.tables([path])] == list(range(2016, 2021))


# ---- built and beside the estimate


def test_the_comparison_is_the_largest_and_the_mean_difference(read: ni.Accounts) -> None:
    shipped = ni.load("world-annual", year=2020)
    mine = headline(observed.with_figures(observed.as_world(read)))
    compared = observed.compare({2020: mine}, {2020: headline(shipped)})
    assert set(compared) == {id for id in HEADLINE if id in mine and np.isfinite(mine[id][:-1]).any()}
    apart = np.abs(mine["s4.dva_share"] - headline(shipped)["s4.dva_share"])[:-1]
    of = compared["s4.dva_share"]
    assert (of["mean"], of["largest"]) == (pytest.approx(apart.mean()), pytest.approx(apart.max()))
    assert (of["economy"], of["year"]) == (ECONOMIES[int(apart.argmax())], 2020)
    same = observed.compare({2020: mine}, {2020: mine})
    assert all(row["largest"] == 0 for row in same.values())
