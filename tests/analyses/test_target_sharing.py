"""Division of a target: sums, weights, orders, wishes, what accounts give, and everything that is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose

import newind as ni
from each import check_each
from newind.analyses.green.sharing import Division, divide_target
from newind.analyses.green.sharing_criteria import CRITERIA, ORDERS
from newind.analyses.green.sharing_parts import parts_of_accounts, parts_of_table, read_parts, write_parts_template
from newind.analyses.green.sharing_target import Target
from newind.errors import DataError, PolicyError, UnknownNameError
from newind.measures.green import industry_emissions
from newind.testing import economies

TARGET = Target(2030, {2035: "-10%", 2060: "-90%"}, growth=0.02)
EQUAL = dict.fromkeys(("responsibility", "capacity", "potential", "equality"), 0.25)


def provinces() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "region": ["Jia", "Yi", "Bing", "Ding"],
            "emissions": [800.0, 500.0, 300.0, 100.0],
            "population": [60.0, 90.0, 40.0, 20.0],
            "gdp": [5000.0, 9000.0, 1200.0, 4000.0],
            "cumulative": [12000.0, 9000.0, 4000.0, 3000.0],
            "floor": [20.0, 10.0, 5.0, 1.0],
        }
    )


def cells(R: int, S: int, seed: int) -> pd.DataFrame:
    """Return industries of regions, with everything that criteria look at."""
    rng = np.random.default_rng(seed)
    region = np.repeat([f"r{i}" for i in range(R)], S)
    return pd.DataFrame(
        {
            "region": region,
            "industry": np.tile([f"i{i}" for i in range(S)], R),
            "emissions": rng.lognormal(0, 1.5, R * S),
            "population": np.repeat(rng.uniform(1, 10, R), S),
            "gdp": rng.lognormal(0, 1, R * S),
            "cumulative": rng.lognormal(2, 1, R * S),
            "importance": rng.uniform(0.5, 2, R * S),
        }
    )


def divided(frame: pd.DataFrame | None = None, target: Target = TARGET, **asked) -> Division:
    return divide_target(provinces() if frame is None else frame, target, year=2023, **asked)


@given(st.integers(0, 1000), st.sampled_from(list(ORDERS)), st.lists(st.floats(0.01, 1), min_size=5, max_size=5))
def test_regions_and_industries_add_up_every_year_under_any_weights(seed, order, raw):
    weights = dict(zip(CRITERIA, np.array(raw) / sum(raw), strict=True))
    found = divided(cells(3, 4, seed), weights=weights, order=order)
    assert_allclose(found.paths.sum(axis=0), found.path.total, rtol=1e-9)
    for by in ("region", "industry"):
        assert_allclose(found.totals(by).paths.sum(axis=0), found.path.total, rtol=1e-9)
    assert (found.paths >= 0).all()


@given(st.integers(0, 1000), st.sampled_from(list(CRITERIA)), st.floats(0.05, 0.95))
def test_every_part_moves_towards_what_a_criterion_with_more_weight_gives(seed, criterion, more):
    before = divided(cells(3, 3, seed))
    raised = {c: (1 - more) * w + more * (c == criterion) for c, w in zip(before.criteria, before.weights, strict=True)}
    after, alone = before.apply_weights(raised).paths, divided(cells(3, 3, seed), weights={criterion: 1.0}).paths
    gap = np.abs(before.paths - alone)
    assert (np.abs(after - alone) <= gap * (1 - more) + 1e-9 * before.path.total.max()).all()


def test_the_effects_of_a_weight_sum_to_nothing_and_are_those_of_dividing_again():
    found = divided(weights=EQUAL)
    table = found.sensitivity()
    assert_allclose(table.groupby("criterion")["effect"].sum(), 0, atol=1e-8)
    again = found.apply_weights({c: 0.35 if c == "capacity" else 0.65 / 3 for c in EQUAL}).budgets()["budget"]
    moved = table.loc[table["criterion"] == "capacity", "effect"].to_numpy()
    assert_allclose(again - found.budgets()["budget"], moved, rtol=1e-9)


def test_the_nations_peak_is_computed_from_growth_and_met_by_the_parts():
    found = divided()
    assert found.path.computed
    assert_allclose(found.path.top, 1700 * np.exp(np.log(1.02) * 7 / 2), rtol=1e-12)
    assert found.years[int(found.paths.sum(axis=0).argmax())] == 2030
    assert_allclose(found.path.levels[2060], 0.1 * found.path.top, rtol=1e-12)


def test_peaks_differ_between_parts_and_their_ranges_hold_for_drawn_weights():
    found = divided()
    peaks, rng = found.peaks(), np.random.default_rng(3)
    assert peaks["peak"].nunique() > 1
    for raw in rng.dirichlet(np.ones(4), 20):
        at = found.apply_weights(dict(zip(EQUAL, raw, strict=True))).peaks()["peak"]
        assert ((peaks["earliest"] <= at) & (at <= peaks["latest"])).all()
        budget = found.apply_weights(dict(zip(EQUAL, raw, strict=True))).budgets()
        assert ((budget["low"] <= budget["budget"] + 1e-9) & (budget["budget"] <= budget["high"] + 1e-9)).all()


def test_the_papers_order_and_its_reverse_lie_on_both_sides_of_no_order():
    """The most intensive part (Bing, 0.25 per gdp) peaks no later, and keeps more in the end, the further it leads."""
    peaks, ends = {}, {}
    for order in ORDERS:
        found = divided(order=order, weights={"potential": 1.0})
        peaks[order], ends[order] = int(found.peaks()["peak"][2]), float(found.paths[2, -1])
    assert peaks["heavy-first"] < peaks["together"] < peaks["reverse"]
    assert ends["heavy-first"] > ends["together"] > ends["reverse"]


def test_each_criterion_asks_more_of_whom_it_should():
    found = {c: divided(weights={c: 1.0}, order="together").budgets() for c in EQUAL}
    change = {c: t["share"] / t["share_first"] for c, t in found.items()}
    assert change["responsibility"].idxmin() == 3
    assert change["capacity"].idxmin() == 3
    assert change["potential"].idxmin() == 2
    assert change["equality"].idxmax() == 3
    shares = divided(weights={"equality": 1.0}, order="together").paths[:, -1] - provinces()["floor"]
    assert_allclose(shares / shares.sum(), provinces()["population"] / 210, rtol=1e-9)


def test_important_parts_are_spared():
    frame = provinces().assign(importance=[2.0, 1.0, 1.0, 0.5])
    change = divided(frame, weights={"importance": 1.0}, order="together").budgets()
    ratio = change["share"] / change["share_first"]
    assert ratio.idxmax() == 0
    assert ratio.idxmin() == 3


def test_wishes_are_met_or_possible_under_other_weights_or_named_as_infeasible():
    free = divided()
    budgets, peaks = free.budgets(), free.peaks()
    wish = [np.nan, budgets["budget"][1] * 0.9, (budgets["budget"][2] + budgets["high"][2]) / 2, budgets["high"][3] * 2]
    frame = provinces().assign(wish_peak=[peaks["latest"][0] + 3, np.nan, np.nan, np.nan], wish_budget=wish)
    found = divided(frame)
    assert list(found.wishes()["verdict"]) == ["infeasible", "met", "other weights", "infeasible"]
    assert found.infeasible == ("Jia", "Ding")


def test_budgets_that_are_possible_one_by_one_may_be_too_much_together():
    high = divided().budgets()["high"]
    found = divided(provinces().assign(wish_budget=high))
    last = found.wishes().iloc[-1]
    assert (last["part"], last["verdict"]) == ("all", "infeasible")
    assert_allclose(last["high"], found.path.budget, rtol=1e-9)


@pytest.mark.parametrize("share", [0.85, 0.95, 1.05, 1.15])
def test_a_budget_beside_two_levels_bends_the_longest_stretch_between_them(share):
    levels = {2035: "-10%", 2060: "-90%"}
    free = divided(target=Target(2030, levels, growth=0.02))
    found = divided(target=Target(2030, levels, growth=0.02, budget=share * free.path.budget))
    assert_allclose(found.path.budget, share * free.path.budget, rtol=1e-9)
    (extra,) = set(found.path.levels) - {2035, 2060}
    assert 2035 < extra < 2060


def test_a_budget_is_met():
    low = divided(target=Target(2030, {2060: "-90%"}, growth=0.02)).path.budget
    found = divided(target=Target(2030, {2060: "-90%"}, growth=0.02, budget=0.9 * low))
    assert_allclose(found.path.budget, 0.9 * low, rtol=1e-9)
    assert_allclose(found.budgets()["budget"].sum(), 0.9 * low, rtol=1e-9)


def test_a_part_that_grows_faster_peaks_later_or_at_the_same_time():
    frame = provinces().assign(growth=[0.0, 0.04, 0.02, 0.02])
    found = divided(frame, Target(2030, {2060: "-90%"}), weights={"equality": 0.0, "capacity": 1.0})
    same = divided(frame.assign(growth=0.02), Target(2030, {2060: "-90%"}), weights={"capacity": 1.0})
    assert found.peaks()["peak"][1] > same.peaks()["peak"][1] or found.paths[1].max() > same.paths[1].max()
    assert_allclose(found.paths.sum(axis=0), found.path.total, rtol=1e-9)


def test_a_later_base_scales_what_parts_start_from_and_says_so():
    found = divided(target=Target(2030, {2060: "-90%"}, growth=0.02, base=(2025, 3400.0)))
    assert found.years[0] == 2025
    assert_allclose(found.paths[:, 0], provinces()["emissions"] * 2, rtol=1e-12)
    assert any("a proxy" in n["en"] for n in found.notes)


def test_summed_parts_take_other_weights_but_no_other_order():
    found = divided(cells(3, 4, 2))
    weights = {"capacity": 0.7, "equality": 0.3}
    whole = found.totals("region").apply_weights(weights)
    assert_allclose(whole.paths, found.apply_weights(weights).totals("region").paths, rtol=1e-12)
    with pytest.raises(DataError, match="parts were summed"):
        whole.apply_order("reverse")
    with pytest.raises(PolicyError, match=r"add up to 0\.5"):
        whole.apply_weights({"capacity": 0.5})


def test_the_table_is_tidy_and_the_chart_adds_up():
    found = divided()
    table = found.table()
    assert set(table["status"]) == {"simulated"}
    assert_allclose(table.groupby("year")["emissions"].sum(), found.path.total, rtol=1e-12)
    assert_allclose(found.chart().whole, found.path.total, rtol=1e-12)
    many = divided(cells(4, 5, 1)).chart()
    assert len(many.parts) == 13
    assert_allclose(many.whole, divided(cells(4, 5, 1)).path.total, rtol=1e-12)


# ---- accounts


def test_the_industries_of_an_economy_are_its_parts():
    panel = ni.load("world")
    parts = parts_of_accounts(panel, "CHN", 2009)
    w = panel[2009]
    assert_allclose(parts.emissions.sum(), industry_emissions(w)[w.regions.index("CHN")].sum(), rtol=1e-9)
    first, last = (float(industry_emissions(panel[y])[w.regions.index("CHN")].sum()) for y in (2004, 2009))
    assert_allclose(parts.growth, np.log(last / first) / 5, rtol=1e-12)
    found = divide_target(parts, TARGET)
    assert found.criteria == tuple(CRITERIA)
    assert_allclose(found.paths.sum(axis=0), found.path.total, rtol=1e-9)


def test_past_emissions_of_two_databases_say_how_far_these_differ_where_they_meet():
    old, new = (world := ni.load("world")).databases
    r, met = world.regions.index("USA"), old.last.year
    by = f"{industry_emissions(new[met])[r].sum() / industry_emissions(old[met])[r].sum() - 1:+.1%}"
    said = [n["en"] for n in parts_of_accounts(world, "USA").notes if str(met) in n["en"]]
    assert [by in n for n in said] == [True]
    for alone in (new, world.until(met)):
        assert not any(by in n[lang] for n in parts_of_accounts(alone, "USA").notes for lang in n)


def test_one_economy_alone_has_no_best_practice_to_compare_with():
    w = ni.load("world")[2009]
    found = divide_target(w, TARGET, region="CHN")
    assert "responsibility" not in found.criteria
    assert "cumulative" not in parts_of_accounts(w, "CHN").figures
    with pytest.raises(DataError, match="responsibility needs cumulative"):
        divide_target(w, TARGET, {"responsibility": 1.0}, region="CHN")


@settings(max_examples=5)
@given(economies())
def test_drawn_economies_are_divided_or_refused_for_what_they_lack(w):
    region = w.regions.codes[0]
    if "co2" not in w.satellites:
        with pytest.raises(DataError, match="CO2"):
            divide_target(w, TARGET, region=region)
        return
    found = divide_target(w, TARGET, region=region)
    assert_allclose(found.paths.sum(axis=0), found.path.total, rtol=1e-9)


def test_accounts_without_co2_and_years_without_it_are_refused():
    with pytest.raises(DataError, match="CO2 of CN-GD is not known in any year"):
        parts_of_accounts(ni.load("china-2017"), "CN-GD")
    with pytest.raises(DataError, match="not known in 1996: last good year 2022"):
        parts_of_accounts(ni.load("world"), "CHN", 1996)
    with pytest.raises(DataError, match="Name it: region='CHN'"):
        divide_target(ni.load("world"), TARGET)
    with pytest.raises(UnknownNameError):
        parts_of_accounts(ni.load("world"), "XYZ")


# ---- what is refused

WRONG_WEIGHTS = {
    "sum": ({"capacity": 0.5, "equality": 0.4}, PolicyError, "add up to 0.9, not to 1"),
    "below": ({"capacity": 1.5, "equality": -0.5}, PolicyError, "below zero"),
    "nan": ({"capacity": float("nan")}, PolicyError, "no number"),
    "unknown": ({"capacty": 1.0}, UnknownNameError, "Did you mean 'capacity'"),
    "lacking": ({"importance": 1.0}, DataError, "importance needs importance"),
}


@pytest.mark.parametrize(("weights", "kind", "said"), WRONG_WEIGHTS.values(), ids=WRONG_WEIGHTS)
def test_wrong_weights_are_refused(weights, kind, said):
    with pytest.raises(kind, match=said):
        divided(weights=weights)


WRONG_TARGETS = {
    "peak before today": (Target(2020, {2060: "-90%"}, growth=0.02), "before the first year, 2023"),
    "no level": (Target(2030, {}, growth=0.02), "no level after the peak"),
    "early level": (Target(2030, {2025: "-1%", 2060: "-90%"}, growth=0.02), "not after the peak"),
    "rises": (Target(2030, {2035: "-20%", 2040: "-10%"}, growth=0.02), "above the"),
    "above the peak": (Target(2030, {2035: "+5%"}, growth=0.02), "above the"),
    "below zero": (Target(2030, {2060: -5.0}, growth=0.02), "below zero"),
    "no number": (Target(2030, {2060: "10%"}, growth=0.02), "neither emissions nor a change"),
    "no growth": (Target(2030, {2060: "-90%"}), "recent growth, which is not known"),
    "per cent": (Target(2030, {2060: "-90%"}, growth=2.0), "Write 0.02 for 2 %"),
    "falls already": (Target(2030, {2060: "-90%"}, growth=-0.01), "no peak in 2030 follows"),
    "top below": (Target(2030, {2060: "-90%"}, top=1000.0), "below the start"),
    "top at once": (Target(2023, {2060: "-90%"}, top=1800.0), "another level in the same year"),
    "budget too small": (Target(2030, {2060: "-90%"}, growth=0.02, budget=9000.0), "below what is feasible"),
    "budget too large": (Target(2030, {2060: "-90%"}, growth=0.02, budget=9e6), "above what is feasible"),
    "no free year": (Target(2030, {2031: "-5%"}, growth=0.02, budget=9e3), "no year between"),
    "floors": (Target(2030, {2060: "-99%"}, growth=0.02), "floors sum to 36, above the path"),
    "base before": (Target(2030, {2060: "-90%"}, growth=0.02, base=(2020, 1.0)), "first year is not before"),
}


@check_each(("target", "said"), WRONG_TARGETS.values(), ids=WRONG_TARGETS)
def test_targets_that_cannot_be_are_refused(target, said):
    with pytest.raises(PolicyError, match=said):
        divided(target=target)


def test_emissions_that_fall_already_peak_in_the_first_year():
    found = divided(target=Target(2023, {2060: "-90%"}))
    assert found.path.total.argmax() == 0
    assert_allclose(found.path.top, 1700.0)


def test_other_orders_spreads_and_levels_are_refused():
    with pytest.raises(UnknownNameError, match="Did you mean 'heavy-first'"):
        divided(order="heavy first")
    with pytest.raises(DataError, match="add gdp or population"):
        divided(provinces()[["region", "emissions", "cumulative"]])
    with pytest.raises(PolicyError, match=r"spread 0\.5 is below 1"):
        divided(spread=0.5)
    with pytest.raises(UnknownNameError, match="region or industry"):
        divided().totals("place")
    with pytest.raises(DataError, match="does not say of which year"):
        divide_target(provinces(), TARGET)
    with pytest.raises(DataError, match="no criterion can be applied"):
        divided(provinces()[["region", "emissions"]])


def test_industries_need_a_benchmark_and_regions_a_population():
    frame = provinces().rename(columns={"region": "industry"}).drop(columns="population")
    with pytest.raises(DataError, match="not each other's best practice"):
        divided(frame, weights={"potential": 1.0})
    with pytest.raises(DataError, match="equality needs population"):
        divided(provinces().drop(columns="population"), weights={"equality": 1.0})


WRONG_TABLES = {
    "no emissions": (lambda f: f.drop(columns="emissions"), "no column emissions"),
    "no label": (lambda f: f.drop(columns="region"), "no column region or industry"),
    "unknown": (lambda f: f.assign(gpd=1.0), "mean nothing here, 'gpd'"),
    "twice": (lambda f: pd.concat([f, f.iloc[:1]]), "parts given twice, 'Jia'"),
    "column twice": (lambda f: f.assign(地区=f["region"]), "columns given twice"),
    "text": (lambda f: f.assign(gdp=["1", "x", "3", "4"]), "row 3, column gdp: 'x' is not a number"),
    "hole": (lambda f: f.assign(gdp=[1, None, 3, 4]), "column gdp is empty for 'Yi'"),
    "below": (lambda f: f.assign(emissions=[1, -2, 3, 4]), "emissions is below zero for 'Yi'"),
    "zero": (lambda f: f.assign(population=[1, 0, 3, 4]), "population is not above zero for 'Yi'"),
    "floor": (lambda f: f.assign(floor=[1, 600, 3, 4]), "above the emissions of 'Yi'"),
    "unnamed": (lambda f: f.assign(region=["Jia", None, "Bing", "Ding"]), "no region in row 3"),
    "nothing": (lambda f: f.assign(emissions=0.0, floor=0.0), "sum to nothing"),
    "empty": (lambda f: f.iloc[:0], "nothing below the headings"),
}


@check_each(("spoil", "said"), WRONG_TABLES.values(), ids=WRONG_TABLES)
def test_wrong_tables_are_refused(spoil, said):
    with pytest.raises(DataError, match=said):
        parts_of_table(spoil(provinces()), 2023)


def test_population_that_differs_within_a_region_is_refused():
    frame = cells(2, 2, 0).assign(population=[1.0, 2.0, 3.0, 3.0])
    with pytest.raises(DataError, match="population differs between rows of 'r0'"):
        divided(frame)


def test_files_are_read_in_both_languages_and_encodings(tmp_path):
    said = provinces().rename(columns={"region": "地区", "emissions": "排放量", "population": "人口", "gdp": "增加值"})
    said = said.rename(columns={"cumulative": "历史累计排放", "floor": "排放下限"})
    plain = divided()
    for name, encoding in (("a.csv", "utf-8-sig"), ("b.csv", "gb18030")):
        said.to_csv(tmp_path / name, index=False, encoding=encoding)
        assert_allclose(divide_target(tmp_path / name, TARGET, year=2023).paths, plain.paths)
    said.to_csv(tmp_path / "c.csv", index=False, encoding="utf-16", sep=";")
    with xlsxwriter.Workbook(tmp_path / "d.xlsx") as book:
        sheet = book.add_worksheet()
        for i, row in enumerate([list(said.columns), *said.astype(object).to_numpy().tolist()]):
            sheet.write_row(i, 0, row)
    for name in ("c.csv", "d.xlsx"):
        assert_allclose(divide_target(tmp_path / name, TARGET, year=2023).paths, plain.paths)
    with pytest.raises(DataError, match="no such file"):
        read_parts(tmp_path / "none.csv", 2023)
    (tmp_path / "bad.csv").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match="the first sheet is empty"):
        read_parts(tmp_path / "bad.csv", 2023)


def test_the_template_filled_in_is_read(tmp_path):
    path = write_parts_template(tmp_path / "t.csv")
    with pytest.raises(DataError, match="exists"):
        write_parts_template(path)
    with path.open("a", encoding="utf-8") as file:
        file.write("Jia #1,,800,60,5000,,12000,,,20,,2028,\nYi,,500,90,9000,,9000,,,10,,,\n")
    parts = read_parts(path, 2023)
    assert parts.codes == ("Jia #1", "Yi")
    assert "benchmark" not in parts.figures
    assert np.isnan(parts.figures["wish_peak"][1])
