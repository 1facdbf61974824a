"""What is said of a region: findings in both languages, transfer candidates, comparisons, and what cannot be known."""

from __future__ import annotations

import re

import numpy as np
import pytest
from numpy.testing import assert_allclose

import boundary
import newind as ni
from newind.analyses.circulation.location import location_quotients
from newind.analyses.circulation.transfer import COLUMNS, list_export_only_industries, transfer_candidates
from newind.errors import DataError, UnknownNameError
from newind.measures.context import Context, peers_of
from newind.measures.measure import unknowable
from newind.questions.findings import diagnose

HAN = re.compile(r"[\u4e00-\u9fff]")
CODES = ("c1", "c3", "c4", "c5", "c30")


def said(w, code, **options):
    return {f.id: f for f in diagnose(w, code, **options)}


def simple(code, added, year=2017, industries=("c1", "c3", "c14"), inputs=None, paid=None):
    """Return the table of one region, closed: value added by industry, flows given."""
    S = len(industries)
    Z = np.zeros((S, S)) if inputs is None else np.array(inputs, dtype=float)
    Y = np.array(added, dtype=float) + Z.sum(axis=0) - Z.sum(axis=1)
    satellites = {} if paid is None else {"labour_compensation": ni.Satellite(paid, unit="M.CNY", follows="labour")}
    return ni.Accounts(
        Z=Z, Y=Y[:, None], regions=[code], industries=industries, demand=["final"], year=year, unit="M.CNY",
        satellites=satellites,
    )  # fmt: skip


# ---- findings
@pytest.mark.parametrize("make", [boundary.province, boundary.alone, boundary.provinces])
def test_nothing_said_of_a_province_takes_other_provinces_for_abroad(make):
    found = said(make(1), "CN-GD")
    assert found
    for f in found.values():
        for text in (f.sentence, f.detail):
            assert not HAN.search(text["en"])
            assert "nan" not in text["en"].lower().split()
            assert not re.search(r"not known|未知", text["en"] + text["zh"])
        assert HAN.search(f.sentence["zh"])
        assert not re.search(r"\bforeign\b|\bworld\b|\bat home\b|econom", f.sentence["en"]), f.sentence
        assert not re.search("经济体|全球|境内", f.sentence["zh"] + f.detail["zh"]), f.sentence


def test_three_circulations_of_a_province_are_said():
    w = boundary.province(1)
    found = said(w, "CN-GD")
    for id in ("s4.demand", "s4.supply"):
        f = found[id]
        assert_allclose(sum(r.value for r in f.proof.rows), 1.0)
        assert f.indicators == tuple(f"{id}_{k}" for k in ("local", "national", "foreign"))
        assert re.search(rf"{f.value:.0%}|{f.value:.1%}", f.sentence["en"])
    assert "in other provinces and" in found["s1.inputs"].sentence["en"]
    assert "其他省份" in found["s1.inputs"].sentence["zh"]


def test_a_province_alone_is_silent_on_what_it_cannot_tell():
    found = said(boundary.alone(1), "CN-GD")
    unknown = {"s4.demand", "s4.supply", "s4.specialisation", "s4.transfer", "s1.inputs", "s1.economy_wide"}
    assert not unknown & set(found)
    table = ni.measure(boundary.alone(1), "s1.import_dependence")
    assert "does not distinguish other provinces from the rest of the world" in table["note"][0]


def test_a_nation_with_a_boundary_over_years():
    found = said(ni.Panel([boundary.nation(1, year=2017), boundary.nation(2, year=2020)]), "CHN")
    assert re.search(r"finally used at home, (up|down) from .* in 2017", found["s4.demand"].sentence["en"])
    assert "province" not in "".join(f.sentence["en"] for f in found.values())
    assert "省" not in "".join(f.sentence["zh"] for f in found.values())
    assert found["s4.demand"].proof.years == (2017, 2020)
    assert {"s4.home_use", "s4.exports", "s2.structure", "s2.key_industries", "s3.own_chain"} <= set(found)


def test_provinces_are_compared_with_the_largest_others():
    w = boundary.provinces(1)
    order = sorted(range(4), key=lambda k: -w.gdp[k])
    assert peers_of(w, "CN-GZ") == tuple(w.regions[k] for k in order if w.regions[k] != "CN-GZ")
    assert peers_of(boundary.province(), "CN-GD") == ()
    f = said(w, "CN-GD")["s2.weight"]
    assert "peers’ median" in f.sentence["en"]
    assert "参照省份中位数" in f.sentence["zh"]
    assert "个省份中" in f.detail["zh"]


def test_the_largest_industries_are_those_of_the_table():
    w = boundary.provinces(3)
    r = w.regions.index("CN-SD")
    va = w.value_added.reshape(w.R, w.S)[r]
    f = said(w, "CN-SD")["s2.structure"]
    top = [w.industries[i] for i in np.argsort(-va)][: len(f.proof.rows)]
    assert [row.code for row in f.proof.rows] == top
    assert_allclose([row.value for row in f.proof.rows], np.sort(va)[::-1][: len(top)] / va.sum())


def test_key_industries_have_both_linkages_above_average():
    seen = 0
    for seed in range(1, 7):
        w = boundary.provinces(seed)
        table = ni.measure(w, ["s2.backward_linkage", "s2.forward_linkage"], regions="CN-JS")
        both = table[table["industry"].notna()].pivot(index="industry", columns="indicator", values="value")
        key = set(both.index[(both > 1.005).all(axis=1)])
        found = said(w, "CN-JS").get("s2.key_industries")
        assert (set() if found is None else {row.code for row in found.proof.rows}) == key
        seen += len(key)
    assert seen > 0


def test_key_industries_of_provinces_are_large_and_sell_at_home():
    """No real estate at a linkage of 1.00, no recycling of half a percent of output, none that all leaves."""
    w = ni.load("china-2017", 2017)
    table = ni.measure(w, ["s2.backward_linkage", "s2.forward_linkage"])
    least = table.dropna(subset=["industry"]).groupby(["region", "industry"])["value"].min()
    output = dict(zip(w.regions, w.x.reshape(w.R, w.S), strict=True))
    for code in ("CN-XZ", "CN-NM", "CN-HI"):
        for row in said(w, code, model=False)["s2.key_industries"].proof.rows:
            made = output[code]
            assert least[code, row.code].round(2) > 1
            assert made[w.industries.index(row.code)] >= 0.01 * made.sum()
            assert row.code not in list_export_only_industries(w, code)


def test_carbon_of_a_region_is_said_in_its_own_money():
    f = said(boundary.provinces(3), "CN-GD")["s3.own_chain"]
    assert f.unit == "kg/CNY"
    assert "at least" in f.sentence["en"]
    assert "g per yuan" in f.sentence["en"]
    assert "克/元" in f.sentence["zh"]
    assert "s3.own_chain" not in said(boundary.provinces(3, co2=False), "CN-GD")


def test_nothing_of_this_is_said_of_the_world():
    new = {"s1.inputs", "s2.structure", "s2.key_industries", "s2.own_services", "s3.own_chain", "s4.demand",
           "s4.supply", "s4.specialisation", "s4.transfer"}  # fmt: skip
    assert not new & set(said(ni.load("world", year=2008), "CHN", model=False))


def test_a_shipped_range_is_shown(monkeypatch):
    w = boundary.provinces(3)
    stated = {"s4.demand_local": {"CN-GD": (0.1, 0.9)}}
    monkeypatch.setattr("newind.measures.context.ranges", lambda _: stated)
    assert Context.from_accounts(w, "CN-GD").range("s4.demand_local") == (0.1, 0.9)
    assert Context.from_accounts(w, "CN-GD").range("s4.demand_local", "CN-JS") is None
    assert said(w, "CN-GD")["s4.demand"].range == (0.1, 0.9)
    assert said(w, "CN-GD")["s4.supply"].range is None


# ---- comparison with a reference
def test_a_quotient_against_another_table_by_hand():
    region, nation = simple("CN-GD", [10, 60, 30]), simple("CHN", [300, 500, 200])
    found = location_quotients(region, nation).set_index("industry")
    assert_allclose(found["quotient"], [0.1 / 0.3, 0.6 / 0.5, 0.3 / 0.2])
    assert_allclose(found["reference_share"], [0.3, 0.5, 0.2])
    peers = [simple("CN-JS", [100, 300, 100]), simple("CN-SD", [200, 200, 100])]
    assert_allclose(location_quotients(region, peers)["quotient"], found["quotient"])


def test_a_reference_in_another_order_or_with_other_years_regions():
    region = simple("CN-GD", [10, 60, 30])
    turned = simple("CHN", [200, 500, 300], industries=("c14", "c3", "c1"))
    assert_allclose(location_quotients(region, turned)["quotient"], [0.1 / 0.3, 0.6 / 0.5, 0.3 / 0.2])


def test_industries_that_are_shared_are_put_together():
    region = simple("CN-GD", [20, 50, 30], industries=("n01", "n08", "n20"))
    nation = simple("CHN", [40, 10, 10, 40], industries=("c1", "c4", "c5", "c14"))
    with pytest.raises(DataError, match=r"tables differ in industries .* even when brought to wiod26\. Aggregate both"):
        location_quotients(region, simple("CHN", [1, 1, 1], industries=("c1", "c4", "c14")).aggregate(
            industries={"c1": ["c1", "c4"], "c14": ["c14"]}))  # fmt: skip
    found = location_quotients(region, nation).set_index("industry")
    assert_allclose(found.loc["c4+c5", "quotient"], 0.5 / 0.2)
    assert_allclose(found.loc["c1", "quotient"], 0.2 / 0.4)


def test_industries_of_no_classification_are_refused():
    with pytest.raises(DataError, match=r"industries tea, poems, maps … are in no classification with a concordance"):
        location_quotients(simple("CN-GD", [1, 1, 1], industries=("tea", "poems", "maps")), simple("CHN", [1, 1, 1]))


def test_without_a_reference_the_country_must_be_there():
    with pytest.raises(DataError, match=r"no reference for CN-GD: .*Give a nation's table, or tables of peers"):
        location_quotients(boundary.province())
    w = boundary.provinces(2)
    found = location_quotients(w, region="CN-JS").set_index("industry")["quotient"]
    table = ni.measure(w, "s4.location_quotient", regions="CN-JS").dropna(subset=["industry"]).set_index("industry")
    assert_allclose(found, table["value"].loc[found.index])


def test_a_boundary_is_not_compared():
    with pytest.raises(DataError, match=r"ROW is only a boundary of this table\. Regions in full are CN-GD, CN-JS"):
        location_quotients(boundary.provinces(), region="ROW")
    with pytest.raises(UnknownNameError):
        transfer_candidates(boundary.provinces(), "CN-XX")


# ---- transfer
INPUTS = [[0, 0, 40, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
FOUR = ("c30", "c3", "c14", "c4")


def test_candidates_by_hand():
    """Services feed c14, which pulls; c3 and c4 pull nothing; c4 lives on labour and c3 does not."""
    region = simple("CN-GD", [60, 20, 10, 10], industries=FOUR, inputs=INPUTS, paid=[30, 2, 4, 8])
    nation = simple("CHN", [300, 300, 250, 150], industries=FOUR)
    found = transfer_candidates(region, "CN-GD", nation)
    assert tuple(found.columns) == COLUMNS
    rows = found.set_index("industry")
    assert set(rows.index) == {"c3", "c4", "c14"}
    assert rows["direction"].to_dict() == {"c4": "out", "c14": "in", "c3": ""}
    assert_allclose(rows["labour_share"], [0.8, 0.4, 0.1])
    assert_allclose(rows.loc["c14", "backward_linkage"], 1.8 / (4.8 / 4))
    assert rows["change"].isna().all()
    assert found["direction"].tolist() == ["out", "in", ""]
    without = transfer_candidates(simple("CN-GD", [60, 20, 10, 10], industries=FOUR, inputs=INPUTS), "CN-GD", nation)
    assert without.set_index("industry")["direction"].to_dict() == {"c3": "out", "c4": "out", "c14": "in"}


@pytest.mark.parametrize("dearer", [False, True])
def test_an_industry_is_attracted_only_where_labour_costs_less_than_in_the_reference(dearer):
    """A tenth of value added is paid in the region; a fiftieth or a half in the reference."""
    region = simple("CN-GD", [60, 20, 10, 10], industries=FOUR, inputs=INPUTS, paid=[30, 2, 4, 8])
    here = region.satellites["labour_compensation"].values[2] / region.value_added[2]
    paid = [0, 0, 250 * here * (0.9 if dearer else 1.1), 0]
    nation = simple("CHN", [300, 300, 250, 150], industries=FOUR, paid=paid)
    rows = transfer_candidates(region, "CN-GD", nation).set_index("industry")
    assert_allclose(rows.loc["c14", "reference_labour_share"], here * (0.9 if dearer else 1.1))
    assert rows.loc["c14", "direction"] == ("" if dearer else "in")


def test_each_of_31_provinces_attracts_only_what_costs_less_labour_there():
    """Labour cost by hand, and the finding names those candidates only."""
    w = ni.load("china-2017", 2017)
    paid, value = (a.reshape(w.R, w.S) for a in (w.satellites["labour_compensation"].values, w.value_added))
    country = paid[:-1].sum(axis=0) / value[:-1].sum(axis=0)
    attracted = 0
    for r, code in enumerate(w.regions[:-1]):
        found = transfer_candidates(w, code)
        into = found.loc[found["direction"] == "in", "industry"]
        k = [w.industries.index(i) for i in into]
        assert (paid[r, k] / value[r, k] < country[k]).all(), code
        attracted += len(k)
    assert attracted > 20


def test_candidates_of_31_provinces_are_industries_that_the_table_knows_enough_of():
    """No refinery of half a percent of value added, no linkage of 1.00, no industry that all leaves or never does."""
    w = ni.load("china-2017", 2017)
    ways = set()
    for code in w.regions[:-1]:
        found = transfer_candidates(w, code)
        named = found[found["direction"] != ""]
        assert (named["share"] >= 0.01).all(), code
        assert (named["sold_outside"] < 0.95).all(), code
        into, out = named[named["direction"] == "in"], named[named["direction"] == "out"]
        assert (into["backward_linkage"].round(2) > 1).all(), code
        assert (out["backward_linkage"].round(2) < 1).all(), code
        assert (out["sold_outside"] > 0.05).all(), code
        ways |= set(named["direction"])
    assert ways == {"in", "out"}


def test_a_quotient_that_falls_makes_a_candidate_of_a_specialised_industry():
    def years(first, last):
        return ni.Panel([simple("CN-GD", v, year, FOUR, INPUTS) for year, v in ((2012, first), (2017, last))])

    nation = ni.Panel([simple("CHN", [300, 300, 250, 150], y, FOUR) for y in (2012, 2017)])
    falling = years([50, 30, 10, 30], [60, 20, 10, 30])
    rows = transfer_candidates(falling, "CN-GD", nation).set_index("industry")
    assert rows.loc["c4", "quotient"] > 1
    assert_allclose(rows.loc["c4", "change"], (0.25 - 0.25) / 0.15, atol=1e-12)
    assert rows.loc["c4", "direction"] == ""
    rows = transfer_candidates(years([50, 30, 10, 40], [60, 20, 10, 30]), "CN-GD", nation).set_index("industry")
    assert rows.loc["c4", "change"] < 0
    assert rows.loc["c4", "direction"] == "out"
    alone = transfer_candidates(falling, "CN-GD", nation[2017]).set_index("industry")
    assert alone["change"].isna().all()


def test_a_table_without_manufacturing_has_no_candidates():
    region, nation = simple("CN-GD", [5, 5], industries=("c1", "c30")), simple("CHN", [5, 5], industries=("c1", "c30"))
    with pytest.raises(DataError, match="no transfer candidates"):
        transfer_candidates(region, "CN-GD", nation)


def test_candidates_of_provinces_together_are_said():
    w = boundary.provinces(3)
    found = transfer_candidates(w, "CN-GD")
    named = found.loc[found["direction"] != "", "industry"].tolist()
    f = said(w, "CN-GD").get("s4.transfer")
    assert [row.code for row in f.proof.rows] == named
    assert f.indicators == ("s2.backward_linkage", "s4.location_quotient")
    assert f.value == found["quotient"].iloc[0]


def test_a_second_table_of_other_provinces_is_the_reference():
    w, second = boundary.province(4), boundary.provinces(2)._replace(status="estimated")
    found = said(w, "CN-GD", reference=second)
    quotients = location_quotients(w, second, "CN-GD").set_index("industry")["quotient"]
    f = found["s4.specialisation"]
    assert_allclose(f.value, quotients.max())
    assert f.status == "estimated"
    rows = found["s4.transfer"].proof.rows
    assert_allclose([row.value for row in rows], quotients[[row.code for row in rows]])


# ---- what cannot be known
def test_what_a_table_cannot_tell_is_what_has_no_total():
    w = boundary.province()
    found = dict(unknowable(w, "CN-GD"))
    table = ni.measure(w, regions="CN-GD")
    totals = table[table["industry"].isna() & table["partner"].isna()].set_index("indicator")
    assert set(found) == set(totals.index[totals["value"].isna()])
    assert {k: totals.loc[k, "note"] for k in found} == found
    assert found["s4.vax_ratio"] == "needs every region in full; CN-REST, ROW are only boundaries here"
    assert dict(unknowable(w, "ROW"))["s4.dva_share"] == "only a boundary of this table"
    assert set(dict(unknowable(w))) <= set(found)
    assert "s2.manufacturing_share" not in found


# ---- real tables
def test_a_province_of_2017_against_the_nation(shared):
    from builders import china_sources
    from newind.data.single import to_accounts

    w = to_accounts(china_sources.provincial(shared, 2017)["CN-GD"])
    nation = to_accounts(china_sources.national(shared, "2017_42"))
    found = said(w, "CN-GD")
    assert {"s4.demand", "s4.supply", "s1.inputs", "s2.structure", "s2.key_industries"} <= set(found)
    rows = transfer_candidates(w, "CN-GD", nation).set_index("industry")
    assert rows["quotient"].idxmax() == "n20"  # computers, communication and electronic equipment
    assert rows.loc["n20", "quotient"] > 4
    assert found["s1.dependence"].sentence["en"].endswith("came from abroad")
