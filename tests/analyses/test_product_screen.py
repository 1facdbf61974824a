"""The product screen: planted products are found, measures are those of the definition, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays

import newind as ni
from each import check_each
from newind.accounts.classification import concordance, load
from newind.accounts.products import ProductTrade
from newind.analyses.losses import Cut, loss_ranges
from newind.analyses.science.product_measures import CRITERIA, Thresholds
from newind.analyses.science.products import ProductScreen, product_screen
from newind.data.product_layouts import example_products
from newind.data.readers.products import read_products
from newind.errors import DataError, UnknownNameError
from spans import assert_same_losses

ECONOMIES = ("CHN", "USA", "JPN", "ROW")
PRODUCTS = ("280530", "850760", "848620")


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """Return the drawn example, its trade and the screen of it."""
    made = example_products(tmp_path_factory.mktemp("products") / "x.csv", seed=5, products=640)
    trade = read_products(made.path, revision=made.revision)
    return made, trade, product_screen(trade, made.region)


def flows(cells: dict[tuple[int, str, str, str], float], **more: object) -> ProductTrade:
    """Return trade from year, exporter, importer, product → million USD."""
    economies = (*ECONOMIES, "WLD")
    year, exporter, importer, product = zip(*cells, strict=True)
    return ProductTrade(
        np.array(year),
        np.array([economies.index(e) for e in exporter]),
        np.array([economies.index(e) for e in importer]),
        np.array([PRODUCTS.index(p) for p in product]),
        np.array(list(cells.values())),
        economies,
        PRODUCTS,
        source="mine.csv",
        **more,
    )


def one_year(year: int = 2020) -> dict[tuple[int, str, str, str], float]:
    return {
        (year, "USA", "CHN", "280530"): 9.0,
        (year, "JPN", "CHN", "280530"): 1.0,
        (year, "CHN", "USA", "280530"): 2.0,
        (year, "ROW", "CHN", "280530"): 10.0,
        (year, "USA", "JPN", "280530"): 11.0,
        (year, "JPN", "CHN", "850760"): 5.0,
        (year, "USA", "CHN", "850760"): 5.0,
        (year, "ROW", "CHN", "848620"): 3.0,
    }


# ---- measures


def test_measures_of_a_hand_made_trade() -> None:
    s = product_screen(flows(one_year()), "CHN", years=1, hold=1)
    table = s.table().set_index("hs6")
    rare = table.loc["280530"]
    assert rare["import_hhi"] == pytest.approx(0.9**2 + 0.1**2)
    assert rare["export_hhi"] == pytest.approx((20**2 + 2**2 + 1**2) / 23**2)
    assert (rare["imports"], rare["exports"], rare["import_ratio"]) == (20.0, 2.0, 10.0)
    assert rare["unnamed_share"] == 0.5
    assert rare["import_hhi_low"] == pytest.approx((9**2 + 1) / 20**2)
    assert rare["import_hhi_high"] == pytest.approx((9**2 + 1 + 10**2) / 20**2)
    assert list(rare[["supplier", "supplier_share", "supplier2", "supplier2_share"]]) == ["USA", 0.45, "JPN", 0.05]
    assert list(rare[["hit", "years_met", "industry", "chapter"]]) == [True, 1, "c9", "28"]


def test_a_product_that_is_not_exported_has_an_infinite_ratio_and_one_without_named_suppliers_no_index() -> None:
    table = product_screen(flows(one_year()), "CHN", years=1, hold=1).table().set_index("hs6")
    assert table.loc["850760", "import_ratio"] == np.inf
    assert table.loc["850760", "hit"] == np.True_
    nobody = table.loc["848620"]
    assert np.isnan(nobody["import_hhi"])
    assert np.isnan(nobody["supplier_share"])
    assert (nobody["supplier"], nobody["hit"], nobody["unnamed_share"]) == ("", np.False_, 1.0)


def test_thresholds_are_exceeded_strictly() -> None:
    trade = flows(one_year())
    assert "850760" in hits(product_screen(trade, "CHN", import_hhi=0.49, years=1, hold=1))
    assert "850760" not in hits(product_screen(trade, "CHN", import_hhi=0.5, years=1, hold=1))
    assert "280530" in hits(product_screen(trade, "CHN", import_ratio=9.99, years=1, hold=1))
    assert "280530" not in hits(product_screen(trade, "CHN", import_ratio=10.0, years=1, hold=1))


def test_what_an_economy_buys_from_itself_is_not_imported() -> None:
    more = {**one_year(), (2020, "CHN", "CHN", "280530"): 1000.0}
    one, two = (product_screen(flows(cells), "CHN", years=1, hold=1).table() for cells in (one_year(), more))
    columns = ["import_hhi", "imports", "exports", "import_ratio", "supplier"]
    assert one[columns].equals(two[columns])


def hits(s: ProductScreen) -> list[str]:
    return [p for p, hit in zip(s.products, s.hits, strict=True) if hit]


def test_all_criteria_must_be_met_in_the_same_year() -> None:
    """Met one by one in two years each, but never twice together."""
    cells = {}
    for year, sold in ((2019, 2.0), (2020, 50.0), (2021, 2.0)):
        cells |= one_year(year) | {(year, "CHN", "USA", "280530"): sold}
    cells |= {(2021, "JPN", "CHN", "280530"): 8.0}
    s = product_screen(flows(cells), "CHN", import_hhi=0.6, export_hhi=0.1)
    rare = s.products.index("280530")
    assert [s.passed[c][:, rare].tolist() for c in CRITERIA] == [[True, True, False], [True] * 3, [True, False, True]]
    assert (s.years_met[rare], bool(s.hits[rare])) == (1, False)
    assert bool(product_screen(flows(cells), "CHN", import_hhi=0.6, export_hhi=0.1, hold=1).hits[rare])


# ---- the example


def test_exactly_the_planted_products_are_found(example) -> None:
    made, _, s = example
    assert tuple(hits(s)) == made.planted
    assert tuple(sorted(s.table().query("hit")["hs6"])) == made.planted


def test_measures_are_those_of_the_definition_product_by_product(example) -> None:
    _, trade, s = example
    home = trade.economies.index("CHN")
    for p in range(0, len(trade.products), 60):
        for t, year in enumerate(s.years):
            rows = (trade.year == year) & (trade.product == p)
            bought, everyone = (np.zeros(len(trade.economies)) for _ in range(2))
            np.add.at(
                bought, trade.exporter[rows & (trade.importer == home)], trade.value[rows & (trade.importer == home)]
            )
            np.add.at(everyone, trade.exporter[rows], trade.value[rows])
            m = s.measures
            assert m.import_hhi[t, p] == pytest.approx(((bought / bought.sum()) ** 2).sum())
            assert m.export_hhi[t, p] == pytest.approx(((everyone / everyone.sum()) ** 2).sum())
            assert m.import_ratio[t, p] == pytest.approx(bought.sum() / everyone[home])


def test_the_order_of_rows_changes_nothing(example) -> None:
    _, trade, s = example
    mixed = np.random.default_rng(1).permutation(len(trade))
    columns = {k: getattr(trade, k)[mixed] for k in ("year", "exporter", "importer", "product", "value")}
    again = product_screen(replace(trade, **columns), "CHN")
    assert hits(again) == hits(s)
    np.testing.assert_allclose(again.measures.import_hhi, s.measures.import_hhi, rtol=1e-12)


def test_customs_file_and_world_exports_give_the_same_screen_as_world_trade(example) -> None:
    _, trade, s = example
    home = trade.economies.index("CHN")
    own = (trade.importer == home) | (trade.exporter == home)

    def part(rows: np.ndarray, **more: object) -> ProductTrade:
        columns = {k: getattr(trade, k)[rows] for k in ("year", "exporter", "importer", "product", "value")}
        return replace(trade, **{**columns, **more})

    world = part(
        np.ones(len(trade), dtype=bool),
        importer=np.full(len(trade), len(trade.economies)),
        economies=(*trade.economies, "WLD"),
    )
    again = product_screen(part(own, reporter="CHN").with_exports(world), "CHN")
    assert hits(again) == hits(s)
    np.testing.assert_allclose(again.measures.export_hhi, s.measures.export_hhi, rtol=1e-9)
    np.testing.assert_allclose(again.measures.import_ratio, s.measures.import_ratio, rtol=1e-9)


def test_world_trade_read_for_one_economy_gives_the_same_screen(example) -> None:
    made, trade, s = example
    part = read_products(made.path, reporter="CHN")
    again = product_screen(part, "CHN")
    assert len(part) < len(trade)
    assert hits(again) == hits(s)
    for name in ("imports", "exports", "import_hhi", "export_hhi", "unnamed"):
        np.testing.assert_allclose(getattr(again.measures, name), getattr(s.measures, name), rtol=1e-9)


def test_the_table_lists_hits_first_and_the_largest_imports_at_the_top(example) -> None:
    _, _, s = example
    table = s.table("zh")
    assert len(table) == len(s.products)
    assert table["hit"].is_monotonic_decreasing
    for _, rows in table.groupby("hit"):
        assert rows["imports"].is_monotonic_decreasing
    for criterion in CRITERIA:
        assert table[criterion].equals(table[f"{criterion}_{s.years[-1]}"].rename(criterion))
    assert (table["supplier_share"] >= table["supplier2_share"].fillna(0.0)).all()
    assert set(table["industry"]) <= set(load("wiod35"))
    assert not table["chapter_name"].str.contains("[A-Za-z]").any()


# ---- near misses and sensitivity


def test_near_misses_would_be_hits_without_what_is_missing(example) -> None:
    _, trade, s = example
    near = s.near_misses()
    assert not set(near["hs6"]) & set(hits(s))
    free = {"import_hhi": 0.0, "export_hhi": 0.0, "import_ratio": 0.0}
    for criterion in CRITERIA:
        alone = set(hits(product_screen(trade, "CHN", **{criterion: free[criterion]}))) - set(hits(s))
        assert set(near.loc[near["missing"].str.contains(criterion), "hs6"]) == alone
    one_less = set(hits(product_screen(trade, "CHN", hold=1))) - set(hits(s))
    assert set(near.loc[near["missing"].str.contains("years"), "hs6"]) == one_less
    first = near["missing"].str.split(", ").str[0]
    for criterion in CRITERIA:
        rows = near[first == criterion]
        assert np.allclose(rows["gap"], rows[criterion] - getattr(s.thresholds, criterion))
    assert near.loc[first == "years", "gap"].isna().all()


def test_sensitivity_counts_the_hits_of_screens_with_other_thresholds(example) -> None:
    _, trade, s = example
    table = s.sensitivity()
    assert table.loc[table["is_set"], "hits"].tolist() == [s.hits.sum()] * 4
    for row in table.dropna().iloc[::5].itertuples():
        threshold = int(row.threshold) if row.criterion == "hold" else row.threshold
        other = product_screen(trade, "CHN", **{row.criterion: threshold})
        assert row.hits == other.hits.sum()
        assert row.imports == pytest.approx(other.measures.imports[-1, other.hits].sum())
    for _, rows in table.dropna().groupby("criterion"):
        assert rows["hits"].is_monotonic_decreasing


def test_what_each_threshold_alone_removes(example) -> None:
    _, _, s = example
    table = s.sensitivity()
    without = table[table["threshold"].isna()].set_index("criterion")["hits"]
    assert s.count_removals() == {c: without[c] - s.hits.sum() for c in CRITERIA}
    assert min(s.count_removals().values()) > 0


@given(values=arrays(np.float64, (3, 12), elements=st.floats(0.0, 100.0)), step=st.floats(0.0, 0.5))
def test_higher_thresholds_never_find_more(values: np.ndarray, step: float) -> None:
    cells = {}
    for t, year in enumerate((2019, 2020, 2021)):
        pairs = [
            (a, b, p) for a, b in (("USA", "CHN"), ("JPN", "CHN"), ("CHN", "USA"), ("ROW", "CHN")) for p in PRODUCTS
        ]
        cells |= {(year, a, b, p): float(v) for (a, b, p), v in zip(pairs, values[t], strict=True)}
    trade = flows(cells)
    low = product_screen(trade, "CHN", 0.3, 0.3, 0.5)
    for other in ((0.3 + step, 0.3, 0.5), (0.3, 0.3 + step, 0.5), (0.3, 0.3, 0.5 + step)):
        assert set(hits(product_screen(trade, "CHN", *other))) <= set(hits(low))
    assert set(hits(low)) <= set(hits(product_screen(trade, "CHN", 0.3, 0.3, 0.5, hold=1)))
    index = low.measures.import_hhi
    assert np.all(np.isnan(index) | ((index >= 0.5 - 1e-9) & (index <= 1 + 1e-9)))


def test_without_the_criterion_of_world_exports(example) -> None:
    _, trade, s = example
    loose = product_screen(trade, "CHN", export_hhi=None)
    assert set(hits(s)) < set(hits(loose))
    assert len(hits(loose)) - len(hits(s)) == s.count_removals()["export_hhi"]
    assert set(loose.sensitivity()["criterion"]) == {"import_hhi", "import_ratio", "hold"}
    assert loose.table()["export_hhi"].isna().all()


# ---- what is refused


@check_each(
    ("changed", "said"),
    [
        ({"import_hhi": 1.2}, r"out of range: 'import_hhi = 1.2 \(0 to 1\)'"),
        ({"import_hhi": -0.1}, "import_hhi = -0.1"),
        ({"export_hhi": 40}, r"export_hhi = 40 \(0 to 1, or None\)"),
        ({"import_ratio": -1}, r"import_ratio = -1 \(0 or more\)"),
        ({"import_ratio": float("nan")}, "import_ratio = nan"),
        ({"import_hhi": "0.4"}, "import_hhi = '0.4'"),
        ({"import_hhi": True}, "import_hhi = True"),
        ({"hold": 4}, r"hold = 4 \(1 to years\)"),
        ({"hold": 0}, "hold = 0"),
        ({"hold": 1.5}, r"hold = 1\.5"),
        ({"years": 0}, r"years = 0 \(1 or more\)"),
        ({"import_hhi": 2, "hold": 9}, "'import_hhi = 2 .*, 'hold = 9"),
    ],
)
def test_thresholds_out_of_range_are_refused(changed: dict[str, object], said: str) -> None:
    with pytest.raises(DataError, match=said):
        product_screen(flows(one_year()), "CHN", **changed)


def test_thresholds_at_the_ends_of_their_ranges_are_fine() -> None:
    Thresholds(0, 1, 0, 1, 1)
    Thresholds(1.0, None, 1e6, 9, 9)


def test_years_must_be_enough_and_without_gaps() -> None:
    with pytest.raises(DataError, match=r"mine\.csv: 1 year \('2020'\), the screen looks at the last 3\. Add years"):
        product_screen(flows(one_year()), "CHN")
    gap = flows({**one_year(2017), **one_year(2018), **one_year(2021)})
    with pytest.raises(DataError, match=r"years missing between 2017 and 2021: '2019', '2020'\. Add them"):
        product_screen(gap, "CHN")
    assert product_screen(gap, "CHN", years=1, hold=1).years == (2021,)


def test_the_economy_must_be_in_the_file_and_named() -> None:
    trade = flows(one_year())
    with pytest.raises(
        UnknownNameError, match=r"unknown economy 'CHM'\. Did you mean 'CHN'\? mine\.csv has 3 economies"
    ):
        product_screen(trade, "CHM", years=1, hold=1)
    with pytest.raises(DataError, match="ROW stands for partners that are not named"):
        product_screen(trade, "ROW", years=1, hold=1)
    with pytest.raises(DataError, match=r"the customs file of CHN, not of USA\. Ask for CHN"):
        product_screen(replace(trade, reporter="CHN"), "USA", years=1, hold=1)


def test_a_customs_file_alone_does_not_know_world_exports() -> None:
    trade = replace(flows(one_year()), reporter="CHN")
    with pytest.raises(DataError, match=r"exports of the world by exporter are not known for '2020'.*_hhi=None"):
        product_screen(trade, "CHN", years=1, hold=1)
    assert hits(product_screen(trade, "CHN", export_hhi=None, years=1, hold=1)) == ["280530", "850760"]


# ---- losses of the industry


@pytest.fixture(scope="module")
def linked(example):
    """Return accounts and the screen with losses of one horizon."""
    w = ni.load("world", year=2011)
    return w, example[2].with_losses(w, horizons=("medium",))


def test_each_hit_carries_the_loss_of_its_industry_and_largest_named_supplier(linked) -> None:
    w, s = linked
    table = s.table().query("hit").set_index("hs6")
    assert len(s.losses) == len(table)
    for p in table.index:
        row, k = table.loc[p], s.products.index(p)
        order = np.argsort(-s.measures.bought[k])
        first = next(s.economies[e] for e in order if s.economies[e] in w.regions and s.economies[e] != "CHN")
        merged = concordance("wiod35_to_wiod26")
        assert row["loss_supplier"] == first
        assert row["loss_industry"] == (
            row["industry"] if row["industry"] in w.industries else merged.target(row["industry"])
        )
        assert row["loss_low"] <= row["loss_middle"] <= row["loss_high"]
        assert row["loss_supplier_share"] == pytest.approx(
            s.measures.bought[k, s.economies.index(first)] / row["imports"]
        )


def test_the_loss_is_that_of_the_whole_industry_and_never_scaled(linked) -> None:
    w, s = linked
    one = s.losses[0]
    direct = loss_ranges(w, [Cut("CHN", (one.supplier,), (one.industry,))], ("medium",))[0]
    table = s.table().set_index("hs6")
    assert_same_losses([one.loss], [direct])
    assert table.loc[one.hs6, "loss_middle"] == one.loss.middle
    e = s.economies.index(one.supplier)
    same = [k for k, i in enumerate(s.industries) if i == one.industry]
    k = s.products.index(one.hs6)
    assert one.share == pytest.approx(s.measures.bought[k, e] / s.measures.bought[same, e].sum())
    assert "industry-level range; the product is" in one.note("en")
    assert "行业层面区间" in one.note("zh")


def test_a_product_whose_largest_supplier_the_accounts_do_not_name_says_so(linked) -> None:
    w, s = linked
    for found in s.losses:
        said = "is not named in the accounts" in found.note("en")
        assert said == (found.largest not in w.regions)
    assert any(found.largest not in w.regions for found in s.losses)


def test_estimated_accounts_and_products_without_a_named_supplier_say_so(linked) -> None:
    _, s = linked
    assert replace(s.losses[0], status="estimated").note("en").endswith("; accounts are estimated")
    assert replace(s.losses[0], supplier="").note("en") == "no supplier of this product is named in the accounts"
    assert replace(s.losses[0], loss=None).note("zh") == "模型未求得均衡"


def test_industries_add_up_to_the_hits(linked) -> None:
    _, s = linked
    by, table = s.by_industry(), s.table()
    assert by["hits"].sum() == s.hits.sum()
    assert by["imports"].sum() == pytest.approx(table.loc[table["hit"], "imports"].sum())
    every = table.groupby("industry")["imports"].sum()
    assert np.allclose(by["share"], by["imports"] / every[by["industry"]].to_numpy())
    assert by["imports"].is_monotonic_decreasing
    told = by.dropna(subset=["loss_supplier"])
    for row in told.itertuples():
        rows = table[(table["industry"] == row.industry) & (table["supplier"] == table["loss_supplier"])]
        assert row.loss_middle == rows["loss_middle"].max()


def test_no_hits_carry_no_losses(example) -> None:
    _, trade, _ = example
    none = product_screen(trade, "CHN", import_hhi=1.0).with_losses(ni.load("world", year=2011))
    assert none.losses == ()
    assert none.by_industry().empty


def test_accounts_must_have_the_region_its_industries_and_no_boundary(example) -> None:
    _, trade, s = example
    w = ni.load("world", year=2011)
    with pytest.raises(DataError, match="boundary"):
        s.with_losses(_single(w))
    other = product_screen(trade, "VNM", years=3, hold=1, export_hhi=0.1)
    with pytest.raises(UnknownNameError, match="unknown economy 'VNM'"):
        other.with_losses(w)
    with pytest.raises(
        DataError, match=r"the accounts have no industry .* of the hits\. Use accounts in the industries"
    ):
        s.with_losses(w.aggregate(industries={"all": "*"}))


def _single(w: ni.Accounts) -> ni.Accounts:
    return ni.Accounts(
        Z=w.Z, Y=w.Y, regions=w.regions, industries=w.industries, demand=w.demand, year=w.year, unit=w.unit,
        boundary=("ROW",),
    )  # fmt: skip
