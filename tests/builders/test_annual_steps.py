"""The steps of the annual world: each keeps the sums it should, meets its totals, and refuses other files."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import newind as ni
from builders import annual
from builders.annual import anchors, backcasts, coarse, finaluse, holdout, levels, prior, sources, values
from builders.annual.anchors import PARTS, EconomyAnchors, Totals
from builders.annual.balancing import YearControls
from builders.annual.concordances import (
    ECONOMIES,
    GOODS16,
    INDUSTRIES,
    KINDS,
    SECTORS,
    TABLE,
    codes,
    economies,
    goods,
    holds,
    layout,
    sectors,
    split,
)
from builders.annual.estimate import meet
from newind.accounts.classification import concordance, load
from newind.errors import DataError, UnknownNameError

RNG = np.random.default_rng(7)


# ---- concordances


def test_every_code_of_every_source_goes_to_an_industry_and_is_divided_without_loss() -> None:
    assert len(INDUSTRIES) == len(set(INDUSTRIES)) == 34
    assert set(codes("wiod26")) == set(load("wiod26"))
    assert set(codes("wiod35")) == set(load("wiod35"))
    assert set(codes("wiod56")) == set(load("wiod56"))
    assert set(codes("icio50")) == set(load("icio50"))
    weights = RNG.uniform(0, 1, (3, 34))
    weights[0] = 0.0
    for kind in KINDS:
        assert_allclose(split(kind, weights).sum(axis=1), 1.0)
    with pytest.raises(UnknownNameError, match="unknown source of industries 'wiod27'"):
        codes("wiod27")


def test_industries_agree_with_the_concordances_that_are_shipped() -> None:
    """An industry's code among the 26 is one to which the concordance of each source sends its codes."""
    for kind in ("wiod35", "wiod56", "icio50"):
        to = concordance(f"{kind}_to_wiod26").targets_of
        for row in TABLE:
            for code in row[kind].split():
                assert row["wiod26"] in to[code]
    assert goods().sum() == 16
    assert layout().free.sum() == 14  # neither textiles nor leather, which share a sector, nor services


def test_economies_that_the_20_do_not_name_are_in_the_rest() -> None:
    assert_array_equal(economies(["CHN", "AUT", "HRV", "NOR", "TWN"]).argmax(axis=0), [0, 18, 19, 19, 4])


# ---- values


def test_lines_between_known_years_are_level_outside_and_skip_what_is_unknown() -> None:
    known = {2014: np.array([[1.0, np.nan]]), 2018: np.array([[3.0, 5.0]]), 2022: np.array([[3.0, 9.0]])}
    assert values.interpolate_years(2011, known).tolist() == [[1.0, 5.0]]
    assert values.interpolate_years(2016, known).tolist() == [[2.0, 5.0]]
    assert values.interpolate_years(2020, known).tolist() == [[3.0, 7.0]]
    assert np.isnan(values.interpolate_years(2016, {2014: np.array([np.nan])})).all()


def test_corrections_bring_groups_to_their_target_and_leave_groups_without_one() -> None:
    own, target = RNG.uniform(1, 9, (20, 34)), RNG.uniform(1, 9, (20, 11))
    target[:, 0] = 0.0
    moved = own * values.correction(own, target)
    assert_allclose((moved @ holds("group"))[:, 1:], target[:, 1:])
    assert_array_equal(moved[:, :3], own[:, :3])


def test_services_add_up_to_their_groups_and_totals() -> None:
    groups, total = RNG.uniform(1, 9, (20, 7)), RNG.uniform(1, 9, 20)
    found = values.group_services(RNG.uniform(1, 9, (20, 34)), groups)
    assert (found[:, goods()] == 0).all()
    inside = (holds("un") * ~goods()[:, None]).sum(axis=0) > 0
    assert_allclose((found @ holds("un"))[:, inside], groups[:, inside])
    assert_allclose(values.scale_services(found, total).sum(axis=1), total)


def test_levels_and_final_use() -> None:
    assert_allclose(levels.ratio(2021, np.array([1.0]), np.array([1.2])), 1.1)
    sales = RNG.uniform(1, 9, (2, 2, 16))
    output = RNG.uniform(0, 1, (2, 34))
    stated = np.array([[5.0, 3.0, 2.0], [6.0, 2.0, 4.0]])
    shares = finaluse.shares_of(stated, stated, np.array([[7.0, 3.0], [6.0, 4.0]]))
    assert_allclose(shares.sum(axis=1), 1.0)
    assert_allclose(shares[:, 2], [0.3, 0.4])
    assert_allclose(shares[:, 0] / shares[:, 1], stated[:, 0] / stated[:, 1])
    final = finaluse.final_use(sales, output, output * 0.4, shares)
    assert_allclose(final.sum(axis=1) + 0.6 * output.sum(axis=1), sales.sum(axis=(0, 2)))


# ---- anchors


def parts() -> EconomyAnchors:
    P, S = len(PARTS), len(INDUSTRIES)
    made = {year: np.where(goods(), RNG.uniform(5, 9, (P, S)), 0.0) for year in (2018, 2022)}
    groups = {year: RNG.uniform(5, 9, (P, 7)) for year in (2018, 2022)}
    services = {year: RNG.uniform(50, 90, P) for year in (2018, 2022)}
    return EconomyAnchors(
        made, services, RNG.uniform(1, 3, (P, S)), groups, RNG.uniform(1, 2, (P, S)), np.full((P, S), 0.4)
    )


def test_members_of_a_region_add_up_to_it() -> None:
    some = parts()
    inside = [p for p, part in enumerate(PARTS) if anchors.region_of(part) == "EU27"]
    assert [PARTS[p] for p in inside] == ["DEU", "FRA", "ITA", "ESP", "REU", "HRV"]
    services = np.where(goods(), 0.0, 1.0) * some.services[2022][inside].sum() / (~goods()).sum()
    whole = Totals(some.goods[2022][inside].sum(axis=0) + services, RNG.uniform(5, 9, 34))
    found = anchors.divide(whole, some, inside)
    assert_allclose(found.values.sum(axis=0), whole.values)
    assert_allclose(found.output.sum(axis=0), whole.output)
    assert_array_equal(found.output[:, goods()], some.goods[2022][inside][:, goods()])


def test_taiwan_has_the_total_it_is_given() -> None:
    found = anchors.taiwan_2022(parts(), np.ones(34), 100.0)
    assert found.values.sum() == pytest.approx(100.0)
    assert (found.values[goods()] <= 0.95 * found.output[goods()] + 1e-12).all()


def test_what_codes_are_divided_by_is_the_world_where_an_economy_states_one_of_two() -> None:
    regions, output = ["CHN", "USA"], np.ones((2, 56))
    output[0, codes("wiod56").index("J58")] = 0.0
    found = anchors.dividers(output, regions, np.ones((20, 2)))
    pair = [INDUSTRIES.index(code) for code in ("J58", "J59_60")]
    assert found[[ECONOMIES.index(code) for code in regions]][:, pair].tolist() == [[1.0, 2.0], [1.0, 1.0]]


# ---- structures and balancing


def small(seed: int, year: int = 2000) -> ni.Accounts:
    rng, n = np.random.default_rng(seed), 2 * 26
    return ni.Accounts(
        Z=rng.lognormal(0, 1, (n, n)), Y=rng.lognormal(3, 1, (n, 10)), regions=["CHN", "USA"],
        industries=tuple(load("wiod26")), demand=("c37", "c38", "c39", "c41", "c42"), year=year,
    )  # fmt: skip


def misses(flows: np.ndarray, totals: YearControls, w: ni.Accounts) -> float:
    of = backcasts.layout(w)
    found = np.einsum("oidu,is->ods", flows, of.sectors)
    gaps = (
        found - totals.sales,
        flows.sum(axis=(0, 1)) - totals.columns,
        (flows.sum(axis=(2, 3)) - totals.output),
    )
    return max(float(np.abs(gap).max()) for gap in gaps) / float(totals.sales.sum())


def test_estimated_flows_meet_every_total_and_a_year_that_did_not_change_is_found_again() -> None:
    w, other = small(1), small(2)
    totals = backcasts.exact_totals(w)
    made = meet(prior.add_average(backcasts.of_accounts(other)), totals, backcasts.layout(w))
    assert misses(made, totals, w) < 1e-8
    assert (made > 0).all()
    same = backcasts.update(backcasts.of_accounts(w), totals, w)
    assert_allclose(same.Z.sum(), w.Z.sum(), rtol=1e-4)
    assert np.abs(same.Z - w.Z).sum() < 1e-4 * w.Z.sum()


def test_blocks_meet_the_totals_of_the_year_and_shape_the_structure() -> None:
    w, other = small(1), small(2)
    totals, of = backcasts.exact_totals(w), backcasts.layout(w)
    true = coarse.group(backcasts.of_accounts(w), of)
    target = coarse.balance_blocks(coarse.group(backcasts.of_accounts(other), of), totals, of)
    assert_allclose(target.sum(axis=(2, 3)), totals.output @ of.groups, rtol=1e-5)
    assert_allclose(coarse.balance_blocks(true, totals, of), true, rtol=1e-5)
    plain = prior.add_average(backcasts.of_accounts(other))
    shaped = meet(coarse.shape(plain, true, totals, of), totals, of)
    without = meet(plain, totals, of)
    far = [float(np.abs(coarse.group(flows, of) - true).sum()) for flows in (shaped, without)]
    assert far[0] < 0.2 * far[1]
    assert_allclose(coarse.ratio(shaped, shaped, of), 1.0)


def test_value_added_known_by_group_only_is_met_by_group() -> None:
    start, truth = small(3), small(4, 2001)
    found, known = backcasts.group_totals(start, truth), backcasts.exact_totals(truth)
    assert_allclose(found.columns.sum(axis=1), known.sales.sum(axis=(0, 2)))
    assert_allclose(found.output @ sectors_of(truth), known.output @ sectors_of(truth))
    assert (found.values <= found.output).all()


def sectors_of(w: ni.Accounts) -> np.ndarray:
    return backcasts.layout(w).sectors


def test_a_row_without_a_structure_gets_the_average_one() -> None:
    flows = RNG.uniform(1, 2, (3, 4, 3, 6))
    flows[1, 2], flows[:, :, 0, 1] = 0.0, 0.0
    found = prior.add_average(flows)
    assert (found > 0).all()
    assert_allclose(found.sum(), flows.sum(), rtol=2e-6)


def test_flows_of_35_industries_keep_their_sums_at_34() -> None:
    flows = RNG.uniform(0, 1, (20, 35, 20, 38))
    first = prior.spread_35(flows, RNG.uniform(1, 2, (20, 34)), RNG.uniform(1, 2, (20, 34)))
    finer = RNG.uniform(0, 1, first.shape)
    finer[0] = 0.0
    for found in (first, prior.refine(flows, finer, first)):
        assert_allclose(found.sum(axis=(1, 3)), flows.sum(axis=(1, 3)))
        c14 = found[:, INDUSTRIES.index("c14"), :, INDUSTRIES.index("K")]
        assert_allclose(c14, flows[:, codes("wiod35").index("c14"), :, codes("wiod35").index("c28")])


def test_industries_of_the_wiod_tables_are_put_in_the_order_of_the_34() -> None:
    """The order of the 34 is not c1, c2, …: what an industry sells must not become another's."""
    names = [f"c{k}" for k in range(1, 36)]
    Z = np.zeros((70, 70))
    Z[names.index("c31"), names.index("c17")] = 5.0
    w = ni.Accounts(
        Z=Z + 1e-3, Y=np.ones((70, 10)), regions=["CHN", "USA"], industries=names,
        demand=("c37", "c38", "c39", "c41", "c42"), year=2011,
    )  # fmt: skip
    every, between = prior.flows_2011(w)
    assert every[0, codes("wiod35").index("c31"), 0, codes("wiod35").index("c17")] == pytest.approx(5.001)
    assert between[0, :, 0].sum() == 0


# ---- files


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / sources.FILES["bilateral"].format(year=2022)
    with pytest.raises(DataError, match=r"icio2025_bilateral_2022\.npz: there is no such file"):
        sources.read_bilateral(tmp_path, 2022)
    path.parent.mkdir(parents=True)
    stated = [code for some in sources.SECTORS28.values() for code in some]
    np.savez(path, X=np.ones((2, 2, 28)), economies=np.array(["CHN", "USA"]), sectors=np.array([*stated[1:], "C99"]))
    with pytest.raises(DataError, match="sectors missing or unknown: 'A01', 'C99'"):
        sources.read_bilateral(tmp_path, 2022)
    np.savez(path, X=np.ones((2, 2, 28)), sectors=np.array(stated))
    with pytest.raises(DataError, match=r"arrays missing: 'economies'\. Get the file again"):
        sources.read_bilateral(tmp_path, 2022)
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(DataError, match=r"truncated, corrupt or not an \.npz file"):
        sources.read_bilateral(tmp_path, 2022)
    np.savez(path, X=np.ones((2, 2, 28)), economies=np.array(["CHN", "USA"]), sectors=np.array(stated))
    regions, sales = sources.read_bilateral(tmp_path, 2022)
    assert regions == ("CHN", "USA")
    assert dict(zip(SECTORS, sales[0, 0].tolist(), strict=True))["c12"] == 3.0


def test_a_source_that_lacks_a_figure_is_named_with_the_first_of_them(tmp_path: Path) -> None:
    items, years = list(sources.UN_ITEMS.values()), sources.YEARS
    rows = [(code, year, item, 1.0) for code in ECONOMIES for year in years for item in items]
    others = [(name, year, item, 1e6) for name in sources.UN_NAMES.values() for year in years for item in items]
    for name in ("controls", "un", "margins", "oecd2018"):
        (tmp_path / sources.FILES[name]).parent.mkdir(parents=True, exist_ok=True)
    stated = pd.DataFrame(rows, columns=["economy", "year", "indicator", "musd"])
    more = pd.DataFrame(others, columns=["country", "year", "indicator", "usd"])
    stated.to_csv(tmp_path / sources.FILES["controls"], index=False)
    more.to_parquet(tmp_path / sources.FILES["un"])
    assert sources.read_un(tmp_path)["gdp"]["PER"][2022] == 1.0
    stated[~((stated["economy"] == "KOR") & (stated["year"] == 2021))].to_csv(
        tmp_path / sources.FILES["controls"], index=False
    )
    with pytest.raises(DataError, match=r"controls_20econ.*figures missing: 'total KOR 2021', 'agriculture KOR 2021'"):
        sources.read_un(tmp_path)
    cells = pd.MultiIndex.from_product([["CHN", "USA"], codes("icio50")], names=["region", "industry"])
    totals = pd.DataFrame(1.0, cells, ["output", "value_added", "net_taxes_on_intermediates"]).reset_index()
    totals.drop(index=3).to_parquet(tmp_path / sources.FILES["margins"])
    with pytest.raises(DataError, match=f"figures missing: 'CHN {codes('icio50')[3]}'"):
        sources.read_margins(tmp_path)
    some = pd.DataFrame({"iso3": ["CHN"], "isic4": ["D03"], "va_musd": [1.0]})
    some.to_csv(tmp_path / sources.FILES["oecd2018"], index=False)
    with pytest.raises(DataError, match="figures missing: 'AUS', 'AUT'"):
        sources.read_oecd2018(tmp_path)


def test_nothing_that_makes_the_figures_reads_the_table_of_2019() -> None:
    """Only the hold-out names its file, and only the last step, which judges what is made, knows the hold-out."""
    folder = Path(inspect.getfile(annual)).parent
    texts = {path.stem: path.read_text("utf-8") for path in folder.glob("*.py")}
    assert [name for name, text in texts.items() if Path(holdout.FILE).name in text] == ["holdout"]
    imports = {
        name: {
            alias.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom) for alias in node.names
        }
        for name, text in texts.items()
    }
    assert [name for name, some in imports.items() if "holdout" in some] == ["build"]
    assert not any("2019" in file for file in sources.FILES.values())


def test_sectors_of_the_older_flows_are_read_in_their_true_order(shared: Path) -> None:
    """Labels of that file are wrong: only the true order gives the output of China, which another file states."""
    regions, output, _ = sources.read_wiod2016_totals(shared, 2014)
    sold = sources.read_wiod2016(shared)
    made = sold.bilateral[sold.regions.index("CHN")].sum(axis=0)
    of = (sectors([row["sector"] for row in TABLE]).T @ holds("wiod56") > 0).astype(float)
    stated = of @ output[regions.index("CHN")]
    assert_allclose(made[:-1], stated[:-1], rtol=0.01)
    labelled = made[[GOODS16.index(code) for code in SECTORS]]
    assert np.abs(labelled / stated - 1)[:-1].max() > 0.3
