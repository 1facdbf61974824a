"""The estimate of 2014: what is known is kept, what is estimated meets its totals, and its bands are what they say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import newind as ni
from newind.accounts.classification import concordance
from newind.accounts.reference import package, ranges
from newind.accounts.reference import world2014_bands as judging
from newind.accounts.reference import world2014_sources as sources
from newind.accounts.reference import world2022 as later
from newind.accounts.reference.build import build_set
from newind.accounts.reference.building import Built
from newind.accounts.reference.sources import REGIONS, read_emissions
from newind.accounts.reference.world2014 import likeness
from newind.accounts.reference.world2014_estimate import abroad, estimate, growth, spread, update, whole
from newind.accounts.reference.world2014_report import release_break
from newind.errors import DataError
from newind.systems.headline import headline

NAME = "world-2014e"
INDUSTRIES = concordance("wiod56_to_wiod35").sources
ALL = ("AUS", *[c for c in REGIONS if c not in ("AUS", "ROW")], *sources.FOLDED, "ROW")
"""Economies of the small release of these tests, the rest of the world last."""


# ---- the estimate itself


def trade(R: int = 3, S: int = 2, seed: int = 0) -> np.ndarray:
    return abroad(np.random.default_rng(seed).uniform(1, 9, (R, S, R, S)))


def margins(flows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    exports, imports = flows.sum(axis=(2, 3)), flows.sum(axis=(0, 1))
    exports[-1], imports[-1] = np.nan, np.nan
    return exports, imports


def test_trade_that_did_not_change_is_found_again() -> None:
    flows = trade()
    assert_allclose(estimate(flows, *margins(flows)).flows, flows, rtol=1e-8)


@given(st.integers(0, 10_000))
def test_estimated_trade_meets_every_total_that_is_known(seed: int) -> None:
    exports, imports = margins(trade(4, 3, seed))
    made = estimate(trade(4, 3, seed + 1), exports, imports)
    assert made.residual <= 1e-9
    assert_allclose(made.flows.sum(axis=(2, 3))[:-1], exports[:-1], rtol=1e-6)
    assert_allclose(made.flows.sum(axis=(0, 1))[:-1], imports[:-1], rtol=1e-6)
    assert all((made.flows[r, :, r] == 0).all() for r in range(4))
    assert (made.flows >= 0).all()


def test_trade_that_grew_alike_everywhere_grows_alike_with_the_rest_of_the_world() -> None:
    flows = trade()
    exports, imports = margins(flows * 1.7)
    assert growth(flows, exports[:-1]) == pytest.approx(1.7)
    made = estimate(flows * growth(flows, exports[:-1]), exports, imports)
    assert_allclose(made.flows, 1.7 * flows, rtol=1e-8)


def test_a_total_without_structure_takes_that_of_the_other_sellers_or_buyers() -> None:
    flows = trade(4, 2)
    exports, imports = margins(flows)
    flows[0, 1], flows[:, :, 1, 0] = 0.0, 0.0
    made = estimate(flows, exports, imports)
    assert np.argwhere(made.new_exports).tolist() == [[0, 1]]
    assert np.argwhere(made.new_imports).tolist() == [[1, 0]]
    assert made.flows[0, 1].sum() == pytest.approx(exports[0, 1])
    assert made.flows[:, :, 1, 0].sum() == pytest.approx(imports[1, 0])


def test_an_economy_can_take_the_pattern_of_others() -> None:
    flows = trade(3, 1)
    made = spread(flows, [[0], [0, 1], [2]])[:, 0, :, 0]
    seen = flows[:, 0, :, 0]
    assert made[1, 2] == seen[0, 2] + seen[1, 2]
    assert made[2, 1] == seen[2, 0] + seen[2, 1]
    assert made[0, 1] == seen[0, 1]
    assert (np.diag(made) == 0).all()


def test_the_whole_table_has_trade_and_domestic_inputs() -> None:
    own = np.full((3, 2, 2), 7.0)
    table = whole(trade(), own).reshape(3, 2, 3, 2)
    assert_array_equal(abroad(table), trade())
    assert (table[1, :, 1] == 7.0).all()


def test_an_update_uses_the_structure_of_the_start_and_keeps_what_is_known() -> None:
    world = ni.load("world")
    made = update(world[2000], world[2005])
    own = np.arange(made.R)
    assert (made.status, made.year) == ("estimated", 2005)
    assert_array_equal(made.Z4[own, :, own], world[2005].Z4[own, :, own])
    assert_array_equal(made.Y, world[2005].Y)
    assert_allclose(made.value_added[: -made.S], world[2005].value_added[: -made.S], rtol=1e-6, atol=0.1)
    moved, still = (np.abs(abroad(w.Z4) - abroad(world[2005].Z4)).sum() for w in (made, world[2000]))
    assert 0 < moved < 0.7 * still


def test_likeness_of_an_economy_without_structure_is_that_of_the_smaller_members_of_the_union() -> None:
    assert likeness(["CHE", "DEU"], ["DEU", "AUT", "ROW"]) == [[1], [0]]


# ---- what is published


def published() -> sources.Published:
    rng = np.random.default_rng(1)
    R, S = len(ALL), len(INDUSTRIES)
    domestic, final = rng.uniform(1, 3, (R, S, S)), rng.uniform(0, 1, (R, S, R, 5))
    output = domestic.sum(axis=2) + final.sum(axis=(2, 3)) + rng.uniform(1, 5, (R, S))
    value_added = output - domestic.sum(axis=1) - rng.uniform(0, 9, (R, S))
    output[-1], value_added[-1] = np.nan, np.nan
    return sources.Published(ALL, domestic, final, output, value_added, value_added / 2)


def write(folder: Path, known: sources.Published, industries: tuple[str, ...] = INDUSTRIES, **changes: object) -> Path:
    flows = {"countries": known.regions, "sectors": industries, "F": known.final, "Z_national_use": known.domestic}
    path = folder / sources.FILES["flows"]
    path.parent.mkdir(parents=True)
    np.savez(path, **{name: np.array(a) for name, a in (flows | changes).items() if a is not None})
    cells = pd.MultiIndex.from_product(
        [known.regions[:-1], INDUSTRIES, [2011, 2014]], names=["country", "code", "year"]
    )
    stated = {"GO": known.output, "VA": known.value_added - 5.0, "LAB": known.labour}
    frame = pd.DataFrame({n: np.repeat(a[:-1].ravel(), 2) for n, a in stated.items()}, index=cells)
    beside = {name: float(k) for k, name in enumerate(("CIF_FOB", "DPABR", "TLS", "ITM", "PTNR"), -1)}
    frame.assign(**beside).reset_index().to_parquet(folder / sources.FILES["accounts"])
    return folder


def test_published_figures_are_read_as_they_stand(tmp_path: Path) -> None:
    known = published()
    found = sources.read(write(tmp_path, known))
    assert found.regions == ALL
    assert_array_equal(found.domestic, known.domestic)
    assert_array_equal(found.final, known.final)
    assert_allclose(found.value_added[:-1], known.value_added[:-1])
    assert np.isnan(found.output[-1]).all()
    assert_allclose(found.exported_inputs[0], known.output[0] - known.domestic[0].sum(1) - known.final[0].sum((1, 2)))
    assert_allclose(found.imported_inputs[0], known.output[0] - known.value_added[0] - known.domestic[0].sum(0))


def test_a_bridge_keeps_every_sum() -> None:
    known = published()
    output = np.random.default_rng(2).uniform(1, 2, (len(REGIONS), 35))
    made = known.bridged(sources.bridges(ALL, REGIONS, output))
    assert made.output.shape == (len(ALL), 26)
    for name in ("domestic", "final", "output", "value_added", "labour"):
        assert_allclose(
            np.nansum(getattr(made, name)[:-1].reshape(len(ALL) - 1, -1), axis=1),
            np.nansum(getattr(known, name)[:-1].reshape(len(ALL) - 1, -1), axis=1),
        )
    assert_allclose(made.exported_inputs[:-1].sum(1), known.exported_inputs[:-1].sum(1))


def test_textiles_and_leather_are_divided_by_output_of_the_same_economy_or_the_rest() -> None:
    output = np.ones((2, 35))
    output[0, 3] = 3.0
    bridge = sources.bridges(["USA", "CHE"], ["USA", "ROW"], output)
    place = INDUSTRIES.index("C13-C15")
    assert bridge[:, 3:5, place].tolist() == [[0.75, 0.25], [0.5, 0.5]]


@pytest.mark.parametrize(
    ("industries", "changes", "words"),
    [
        (INDUSTRIES[::-1], {}, "industries are not the 56 of the 2016 release in its order"),
        (INDUSTRIES, {"countries": ("XXX", *ALL[1:])}, r"economies missing, or ROW is not the last: 1: 'AUS'"),
        (INDUSTRIES, {"countries": ALL[::-1]}, "ROW is not the last"),
        (INDUSTRIES, {"F": None}, r"arrays missing: 1: 'F'\. Get the file again"),
    ],
)
def test_other_labels_are_refused(tmp_path: Path, industries: tuple[str, ...], changes: dict, words: str) -> None:
    with pytest.raises(DataError, match=words):
        sources.read(write(tmp_path, published(), industries, **changes))


def test_a_missing_or_damaged_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"there is no such file\. Give the folder that holds"):
        sources.read(tmp_path)
    path = write(tmp_path, published()) / sources.FILES["flows"]
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(DataError, match=r"truncated, corrupt or not an \.npz file"):
        sources.read(tmp_path)
    path.unlink()
    with pytest.raises(DataError, match="there is no such file"):
        sources.read(tmp_path)


def test_a_missing_figure_and_flows_above_output_are_named() -> None:
    known = published()
    gone = known.output.copy()
    gone[2, 3] = np.nan
    with pytest.raises(DataError, match=rf"without output, value added or labour in 2014: 1: '{ALL[2]}\.B'\. They are"):
        sources.checked(replace(known, output=gone))
    low = known.output.copy()
    low[0, 0] = known.domestic[0, 0].sum()
    with pytest.raises(DataError, match=r"industries whose sales at home exceed output: 1: 'AUS\.A01'\. Do flows"):
        sources.checked(replace(known, output=low, value_added=known.value_added - 1e6))
    with pytest.raises(DataError, match="industries whose inputs and income exceed output"):
        sources.checked(replace(known, value_added=known.output))


def test_rounded_differences_are_no_trade() -> None:
    known = published()
    close = known.domestic.sum(axis=2) + known.final.sum(axis=(2, 3)) - 1e-9
    assert (replace(known, output=close).exported_inputs == 0).all()


# ---- judging it


def test_bands_are_the_largest_errors_of_the_backcasts_and_ranges_lie_around_the_figures() -> None:
    w = ni.load("world", year=2011).aggregate({"CHN": "CHN", "USA": "USA", "ROW": "*"})
    made = [
        judging.Backcast(
            "test", 2000, year, w.regions.codes, w.gdp,
            {"share": np.array([0.5, 0.5, 0.5]), "s3.carbon_consumption": np.array([10.0, 20.0, 40.0])},
            {"share": np.array([0.5, 0.5 + off, 0.2]), "s3.carbon_consumption": np.array([10.0, 22.0, 40.0])},
            {"share": np.array([0.7, 0.8, 0.3]), "s3.carbon_consumption": np.array([20.0, 40.0, 41.0])},
        )
        for year, off in ((2005, 0.01), (2011, -0.04))
    ]  # fmt: skip
    judged = judging.bands(made)
    assert judged["share"]["band"] == pytest.approx(0.04)
    assert judged["share"]["band_rest"] == pytest.approx(0.3)
    assert judged["share"]["estimate"]["2000-2005"] == {"mean": 0.005, "largest": 0.01, "rest_of_world": 0.3}
    assert judged["share"]["no_update"]["2000-2011"] == {"mean": 0.25, "largest": 0.3, "rest_of_world": 0.2}
    assert (judged["share"]["beats"], judged["share"]["beats_rest"]) == (True, False)
    assert judged["s3.carbon_consumption"]["band"] == pytest.approx(0.1)
    assert judging.beats(judged)
    found = judging.ranges(
        {"share": np.array([0.4, np.nan, 0.6]), "s3.carbon_consumption": np.array([5.0, 5.0, 5.0])}, judged, w.regions
    )
    assert found["share"] == {"CHN": [0.36, 0.44], "ROW": [0.3, 0.9]}
    assert found["s3.carbon_consumption"]["USA"] == [4.5, 5.5]


def test_one_indicator_that_no_update_beats_makes_an_estimate_experimental() -> None:
    assert not judging.beats({"a": {"beats": True}, "b": {"beats": False}})
    assert not judging.beats({})


def test_the_break_between_releases_is_the_difference_within_one_year() -> None:
    w = ni.load("world", year=2011)
    w = w.aggregate({"CHN": "CHN", "USA": "USA", "ROW": "*"})
    some = {code: code for code in REGIONS}
    regions = tuple(some)
    output = np.ones((len(regions), 26))
    old = ni.Accounts(
        Z=np.zeros((len(regions) * 26,) * 2), Y=np.repeat(np.eye(len(regions)), 26, axis=0) * 2.0,
        regions=regions, industries=w.industries, demand=["final"], year=2011,
    )  # fmt: skip
    found = release_break(old, output, output / 4, regions)
    assert found["output"]["CHN"] == [52.0, 26.0]
    assert found["value_added_rate"]["CHN"] == [1.0, 0.25]
    assert found["manufacturing_share"]["REU"] == pytest.approx([14 / 26, 14 / 26], abs=1e-4)
    assert "ROW" not in found["output"]


# ---- what an estimate of 2022 would need


def test_totals_are_known_where_every_part_of_them_is(tmp_path: Path) -> None:
    codes = ["A to U", *(c for group in later.BY_INDUSTRY.values() for c in group)]
    rows = [(c, name, y, 1.0) for c in codes for name in ("China", "France", "EU-27") for y in (2021, 2022)]
    frame = pd.DataFrame(rows, columns=["isic4", "economy", "year", "value"])
    frame.loc[(frame["isic4"] == "C28") & (frame["economy"] == "France") & (frame["year"] == 2022), "value"] = np.nan
    path = tmp_path / later.NCSES
    path.parent.mkdir(parents=True)
    frame.to_parquet(path)
    (tmp_path / "world" / "panels").mkdir()
    trade = [("CHN", 2022, 20.0, 18.0), ("BRA", 2022, 20.0, 18.0), ("FRA", 2020, 30.0, np.nan)]
    columns = ["iso3", "year", "exports_percent_of_gdp", "imports_percent_of_gdp"]
    pd.DataFrame(trade, columns=columns).to_parquet(tmp_path / later.FILES["gapminder"])
    found = later.missing_totals(tmp_path, {"CHN": 70.0, "FRA": 20.0, "BRA": 10.0})
    rows_by = {row["total"]: row for row in found["totals"]}
    assert rows_by["value added of the economy"]["known"] == ["CHN", "FRA"]
    assert rows_by["value added of the economy"]["share_missing"] == 0.1
    assert rows_by["value added of c9, c13, c14, c15"]["known"] == ["CHN"]
    assert rows_by["exports of the economy"]["missing"] == ["FRA", "BRA"]
    assert rows_by["imports of the economy"]["last_year"] == 2022
    assert rows_by["domestic inputs"] == {
        "total": "domestic inputs", "source": "none", "last_year": None, "known": [], "missing": ["CHN", "FRA", "BRA"],
        "share_missing": 1.0,
    }  # fmt: skip
    assert not found["feasible"]
    with pytest.raises(DataError, match="there is no such file"):
        later.missing_totals(tmp_path / "nowhere", {})


# ---- what is shipped


@pytest.fixture(scope="module")
def shipped() -> ni.Accounts:
    return ni.load(NAME, year=2014)


def test_shipped_labels_are_those_of_the_world(shipped: ni.Accounts) -> None:
    world = ni.load("world", year=2011)
    assert (shipped.regions, shipped.industries, shipped.demand) == (world.regions, world.industries, world.demand)
    assert (shipped.year, shipped.unit, shipped.status) == (2014, "M.USD", "estimated")
    assert set(shipped.satellites) == {"co2", "labour_compensation"}
    assert {"population", "gdp_ppp", "urbanisation", "rd_intensity"} <= set(shipped.facts)
    assert_array_equal(shipped.Z, np.rint(shipped.Z))
    assert not (shipped.value_added < 0).any()


def test_shipped_status_and_ranges_follow_from_the_bands(shipped: ni.Accounts) -> None:
    stated = package(NAME)
    (entry,) = (d for d in ni.catalog() if d.name == NAME)
    assert stated["status"] == entry.status == ("estimated" if judging.beats(stated["bands"]) else "experimental")
    figures = headline(shipped)
    for id, found in ranges(shipped).items():
        for code, (low, high) in found.items():
            value = figures[id][shipped.regions.index(code)]
            band = stated["bands"][id]["band_rest" if code == "ROW" else "band"]
            wide = band * (abs(value) if stated["bands"][id]["relative"] else 1.0)
            assert_allclose([low, high], [value - wide, value + wide], rtol=1e-6, atol=2e-6)


def test_shipped_bands_come_from_real_backcasts() -> None:
    """An estimate at the shipped 20 economies misses by as much as the stated one at 41, within a factor."""
    world = ni.load("world")
    (made,) = [judging.backcast(world[2008], world[2011], headline, "test", update)]
    stated = package(NAME)["bands"]
    for id in ("s4.dva_share", "s4.gvc_forward", "s2.services_in_manufacturing"):
        off = np.abs(made.error(id))[:-1].max()
        assert off < 2 * stated[id]["band"] + 1e-6
        assert_allclose(
            np.abs(made.error_unchanged(id))[:-1].max(), stated[id]["no_update"]["2008-2011"]["largest"], atol=1e-5
        )


def test_known_figures_are_kept_exactly(shared: Path, shipped: ni.Accounts) -> None:
    """Computed here from the source, without the code that built the set, for economies shown by themselves."""
    with np.load(shared / sources.FILES["flows"]) as arrays:
        regions, domestic, final = (arrays[k] for k in ("countries", "Z_national_use", "F"))
    frame = pd.read_parquet(shared / sources.FILES["accounts"]).query("year == 2014")
    to35, to26 = concordance("wiod56_to_wiod35"), concordance("wiod35_to_wiod26")
    one = [to26.target(to35.targets_of[i][0]) for i in INDUSTRIES]
    merged = ["c4" if i == "c5" else i for i in shipped.industries]
    kinds = list(dict.fromkeys(merged))
    left = np.array([[float(("c4" if o == "c5" else o) == k) for o in one] for k in kinds])
    right = np.array([[float(m == k) for m in merged] for k in kinds])
    for code in ("CHN", "USA", "DEU", "TUR"):
        s, r = list(regions).index(code), shipped.regions.index(code)
        assert_allclose(right @ shipped.Z4[r, :, r] @ right.T, left @ domestic[s] @ left.T, atol=2.5)
        assert_allclose(right @ shipped.Y4[r, :, r], left @ final[s, :, s], atol=1.1)
        of = frame[frame["country"] == code].set_index("code").reindex(INDUSTRIES)
        beside = of[["TLS", "ITM", "CIF_FOB", "DPABR", "PTNR"]].sum(axis=1)
        x, v = shipped.x.reshape(shipped.R, -1)[r], shipped.value_added.reshape(shipped.R, -1)[r]
        assert_allclose(right @ x, left @ of["GO"], atol=200)
        assert_allclose(right @ v, left @ (of["VA"] + beside), atol=200)
        pay = shipped.satellites["labour_compensation"].values.reshape(shipped.R, -1)[r]
        assert_allclose(right @ pay, left @ of["LAB"], atol=1e-2)


def test_no_economy_pays_more_for_labour_than_it_earns(shipped: ni.Accounts) -> None:
    paid = shipped.satellites["labour_compensation"].values.reshape(shipped.R, -1)
    shares = dict(zip(shipped.regions, paid.sum(axis=1) / shipped.gdp, strict=True))
    assert [r for r, share in shares.items() if np.isnan(share)] == ["TWN", "ROW"]
    assert all(0.3 < share < 0.7 for share in shares.values() if not np.isnan(share))
    assert any("TWN" in said for said in package(NAME)["caveats"])


def test_carbon_of_2014_sums_to_the_publishers(shared: Path, shipped: ni.Accounts) -> None:
    emissions = read_emissions(shared, [2014])[2014]
    co2 = shipped.satellites["co2"]
    assert co2.total == pytest.approx(emissions.industries.sum() + emissions.households.sum())
    chn = REGIONS.index("CHN")
    made = co2.values.reshape(shipped.R, -1)[shipped.regions.index("CHN")].sum()
    assert made == pytest.approx(emissions.industries[chn].sum())


@pytest.fixture(scope="module")
def built(shared: Path) -> Built:
    return build_set(NAME, shared, headline)


def test_a_rebuilt_estimate_is_the_shipped_one(built: Built, shipped: ni.Accounts) -> None:
    ((made, checks),) = built.accounts
    assert np.abs(made.Z - shipped.Z).max() <= 1  # a cell at one half may round otherwise on another machine
    assert_array_equal(made.Y, shipped.Y)
    stated = package(NAME)
    assert (built.status, built.method, built.sources) == tuple(stated[k] for k in ("status", "method", "sources"))
    assert built.about["report"]["exports_without_structure"] == stated["report"]["exports_without_structure"]
    assert built.about["later"] == stated["later"]
    assert checks["exported_inputs_of_the_source"] > abroad(shipped.Z4)[:-1].sum()
    for id, entry in stated["bands"].items():
        assert built.about["bands"][id]["band"] == pytest.approx(entry["band"], abs=2e-6)


def test_without_a_measure_the_estimate_is_experimental(shared: Path) -> None:
    made = build_set(NAME, shared)
    assert made.status == "experimental"
    assert set(made.about) == {"report", "later"}


def test_an_estimate_ranks_no_suppliers_and_no_markets(shipped: ni.Accounts) -> None:
    ids = ["supplier_hhi", "unnamed_supplier_share", "largest_supplier_share", "market_hhi", "largest_market_share"]
    table = ni.measure(shipped, [f"s4.{id}" for id in ids])
    assert table["value"].isna().all()
    assert set(table["note"]) == {"flows between pairs of regions are estimated: partners are not shown"}
    assert table["partner"].isna().all()
    assert ni.measure(ni.load("world", year=2011), "s4.supplier_hhi", "CHN")["value"].notna().any()
