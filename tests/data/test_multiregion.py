"""Provinces together: totals of the country, what passes through, what cannot be, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from newind.accounts.accounts import Accounts
from newind.data.multiregion import (
    Multiregion,
    all_provinces,
    build,
    capitals,
    circulation,
    ease,
    find_unstable_flows,
    origin,
    ranges,
)
from newind.data.multiregion.build import TableNames, balance_or_explain, flows, trade
from newind.data.multiregion.friction import split_outside_trade
from newind.data.multiregion.reconcile import bilateral_sales, reconcile
from newind.data.multiregion.tables import national, stack
from newind.data.single import Single, to_accounts
from newind.errors import DataError
from newind.kernels.balance import Miss
from newind.typing import Array

CODES = ("CN-BJ", "CN-TJ", "CN-HE", "CN-XJ")
GOODS = ("n01", "n02", "n03")
DEMAND = ("rural", "government", "inventories")


def truth(seed: int = 0, P: int = 4) -> tuple[list[Single], Accounts]:
    """Make a table of provinces, and return what each province and the country would publish of it."""
    rng = np.random.default_rng(seed)
    S, D = len(GOODS), len(DEMAND)
    flows = rng.uniform(1, 4, (P + 1, S, P, S + D))
    flows[np.arange(P), :, np.arange(P)] *= 5
    flows[:, :, :, S + D - 1] *= rng.uniform(-0.3, 0.3, (P + 1, S, P))
    exports = rng.uniform(5, 20, (P, S))
    x = flows[:P].sum(axis=(2, 3)) + exports
    value_added = x - flows[:, :, :, :S].sum(axis=(0, 1))
    lacking = np.maximum(0.2 * x - value_added, 0)  # what is missing to a fifth of output is sold abroad
    exports, x, value_added = exports + lacking, x + lacking, value_added + lacking
    singles = [province(p, flows, exports, x, value_added) for p in range(P)]
    own, foreign = flows[:P].sum(axis=(0, 2)), flows[P].sum(axis=1)
    country = Single(
        "made", "CHN", GOODS, DEMAND, 2017, "10K.CNY", own[:, :S], own[:, S:], x.sum(axis=0),
        outflows={"ROW": exports.sum(axis=0)}, imports={"ROW": (foreign[:, :S], foreign[:, S:])},
        primary={"labour_compensation": value_added.sum(axis=0)},
    )  # fmt: skip
    return singles, to_accounts(country)


def province(p: int, flows: Array, exports: Array, x: Array, value_added: Array) -> Single:
    S, P = len(GOODS), len(x)
    all_origins, others = flows[:, :, p].sum(axis=0), [q for q in range(P) if q != p]
    return Single(
        f"made {p}", CODES[p], GOODS, DEMAND, 2017, "10K.CNY", all_origins[:, :S], all_origins[:, S:], x[p],
        outflows={"CN-REST": flows[p][:, others].sum(axis=(1, 2)), "ROW": exports[p]},
        inflows={"CN-REST": flows[others, :, p].sum(axis=(0, 2)), "ROW": flows[P, :, p].sum(axis=1)},
        primary={"labour_compensation": 0.7 * value_added[p], "operating_surplus": 0.3 * value_added[p]},
        source=f"Office of {CODES[p]}",
    )  # fmt: skip


def inflated(singles: list[Single], seed: int) -> list[Single]:
    """Make provinces disagree: each multiplies its whole table, and more is received than sent."""
    factors = np.random.default_rng(seed).uniform(0.9, 1.3, len(singles))
    return [scaled(s, f) for s, f in zip(singles, factors, strict=True)]


def scaled(s: Single, f: float) -> Single:
    moved = 0.1 * f * s.inflows["CN-REST"]  # said to come from other provinces, in truth from abroad
    return replace(
        s,
        Z=s.Z * f,
        F=s.F * f,
        x=s.x * f,
        outflows={k: v * f for k, v in s.outflows.items()},
        inflows={"CN-REST": s.inflows["CN-REST"] * f + moved, "ROW": s.inflows["ROW"] * f - moved},
        primary={k: v * f for k, v in s.primary.items()},
    )


def national_flows(w: Accounts) -> Accounts:
    return w.aggregate({"CHN": [r for r in w.regions if r != "ROW"], "ROW": "ROW"})


def parts(m: Multiregion, P: int) -> tuple[Array, Array]:
    w = m.accounts
    return w.x.reshape(w.R, w.S)[:P], w.value_added.reshape(w.R, w.S)[:P]


@pytest.mark.parametrize("friction", ["distance", "uniform"])
@given(seed=st.integers(0, 10_000))
def test_provinces_add_up_to_the_country_by_product_and_user(friction: str, seed: int) -> None:
    singles, country = truth(seed)
    made = build(inflated(singles, seed), country, friction, complete=True).accounts  # type: ignore[arg-type]
    got = national_flows(made)
    scale = country.x.sum()
    assert_allclose(got.Z, country.Z, atol=1e-9 * scale)
    assert_allclose(got.x[:3], country.x[:3], atol=1e-9 * scale)
    assert_allclose(got.value_added[:3], country.value_added[:3], atol=1e-9 * scale)
    assert_allclose(got.Y4[:, :, 0].sum(axis=2), country.Y4[:, :, 0].sum(axis=2), atol=1e-9 * scale)
    assert_allclose(got.Y4[0, :, 1].sum(axis=1), country.Y4[0, :, 1].sum(axis=1), atol=1e-9 * scale)
    assert made.Z.min() >= 0
    assert made.boundary == ("ROW",)
    assert made.status == "estimated"


@given(st.integers(0, 10_000))
def test_tables_that_agree_keep_what_they_say(seed: int) -> None:
    singles, country = truth(seed)
    m = build(singles, country, complete=True)
    x, value_added = parts(m, 4)
    assert_allclose(x, [s.x for s in singles], rtol=1e-7)
    assert_allclose(value_added, [s.value_added for s in singles], rtol=1e-6)
    steps = ("transit", "output", "value_added")
    assert all(m.report.by_region(step).max() < 1e-7 for step in steps)


def test_trade_is_what_provinces_say_where_inventories_are_no_matter() -> None:
    singles, country = truth()
    m = build(singles, country, "uniform", complete=True)
    flows = bilateral_sales(m.accounts)[:4, :, :4]
    sent = flows.sum(axis=2) - np.einsum("pip->pi", flows)
    assert_allclose(sent, [s.outflows["CN-REST"] for s in singles], rtol=0.05)


def test_what_passes_through_leaves_no_trace() -> None:
    singles, country = truth()
    first = singles[0]
    through = first.x - first.outflows["CN-REST"] - first.outflows["ROW"] + 7.0
    passing = replace(
        first,
        outflows=first.outflows | {"CN-REST": first.outflows["CN-REST"] + through},
        inflows=first.inflows | {"CN-REST": first.inflows["CN-REST"] + through},
    )
    m = build([passing, *singles[1:]], country, complete=True)
    assert_allclose(m.report.steps["transit"][0], 7.0, rtol=1e-9)
    assert (m.report.steps["transit"][1:] == 0).all()
    sent = bilateral_sales(m.accounts)[0, :, :].sum(axis=1)
    assert_allclose(sent, first.x, rtol=1e-9)


def test_accounts_of_provinces_do_as_well_as_tables() -> None:
    singles, country = truth()
    one, other = (
        build(singles, country, complete=True),
        build([to_accounts(s) for s in singles], country, complete=True),
    )
    assert_allclose(one.accounts.Z, other.accounts.Z, atol=1e-8 * one.accounts.x.max())
    assert list(one.accounts.satellites) == list(other.accounts.satellites)


def test_nearer_provinces_trade_more() -> None:
    singles, country = truth()
    near = bilateral_sales(build(singles, country, complete=True).accounts)
    level = bilateral_sales(build(singles, country, "uniform", complete=True).accounts)
    assert (near[0, :, 1] > level[0, :, 1]).all()  # Beijing and Tianjin
    assert (near[0, :, 3] < level[0, :, 3]).all()  # Beijing and Xinjiang


def test_levels_of_trade_lie_in_order() -> None:
    singles, country = truth()
    told = inflated(singles, 3)
    tables = [build(told, country, level="least", complete=True), build(told, country, complete=True)]
    tables.append(build(told, country, level="most", complete=True))
    own = [circulation(m.accounts)[:, 0].mean() for m in tables]
    assert own[0] > own[1] > own[2]


def test_parts_of_value_added_are_scaled_to_it() -> None:
    singles, country = truth()
    m = build(inflated(singles, 1), country, complete=True)
    w = m.accounts
    total = w.satellite("labour_compensation").values + w.satellite("operating_surplus").values
    assert_allclose(total[:12], w.value_added[:12], rtol=1e-9)
    assert np.isnan(total[12:]).all()
    assert w.satellite("labour_compensation").follows == "labour"


def test_without_a_country_the_smaller_of_sent_and_received_stands() -> None:
    singles, _ = truth()
    told = inflated(singles, 2)
    w = build(told, complete=True).accounts
    flows = bilateral_sales(w)[:4, :, :4]
    traded = flows.sum(axis=(0, 2)) - np.einsum("pip->i", flows)
    sent = np.sum([s.outflows["CN-REST"] for s in told], axis=0)
    came = np.sum([s.inflows["CN-REST"] for s in told], axis=0)
    assert_allclose(traded, np.minimum(sent, came), rtol=1e-7)
    assert w.demand[-1] == "error"
    assert_allclose(w.x[:12], np.concatenate([s.x for s in told]), rtol=1e-9)


def test_provinces_that_are_not_given_are_one_region() -> None:
    singles, country = truth()
    w = build(singles[:1], country).accounts
    assert tuple(w.regions) == ("CN-BJ", "CN-REST", "ROW")
    assert_allclose(national_flows(w).Z, country.Z, atol=1e-9 * country.x.sum())
    flows = bilateral_sales(w)
    assert_allclose(flows[0, :, 1], singles[0].outflows["CN-REST"], rtol=0.05)
    assert_allclose(flows[1, :, 0], singles[0].inflows["CN-REST"], rtol=0.05)


def test_the_discrepancy_of_the_country_is_kept() -> None:
    singles, country = truth()
    Y = np.insert(np.asarray(country.Y4), 3, 0.0, axis=3)
    Y[0, :, 0, 3], Y[0, :, 0, 1] = -4.0, Y[0, :, 0, 1] + 4.0
    off = country._replace(Y=Y.reshape(6, 8), demand=(*country.demand, "error"))
    w = build(singles, off, complete=True).accounts
    assert_allclose(w.Y4[:4, :, :4, 3].sum(axis=(0, 2)), -4.0, rtol=1e-9)


# ---- what is refused


def test_no_table_no_result() -> None:
    with pytest.raises(DataError, match="no provincial table was given"):
        build([])


def test_arguments_in_another_order_or_of_another_kind() -> None:
    singles, country = truth()
    with pytest.raises(
        DataError, match=r"must be a list, not Accounts\. The two arguments are swapped\. Write build\("
    ):
        build(country, singles)  # type: ignore[arg-type]
    with pytest.raises(DataError, match=r"must be a list, not Single\. Write build\("):
        build(singles[0], country)  # type: ignore[arg-type]
    with pytest.raises(DataError, match=r"the national table must be accounts, not Single\. Write build\("):
        build(singles, singles[0])  # type: ignore[arg-type]
    with pytest.raises(DataError, match=r"tables of provinces that are no accounts: 'str'\. Read them"):
        build([*singles, "CN-HE.xlsx"], country)  # type: ignore[list-item]


def test_a_result_says_what_it_is_in_a_line() -> None:
    singles, country = truth()
    found = build(singles, country, complete=True)
    assert repr(found) == f"Multiregion({found.accounts!r}, balanced in {found.report.iterations} rounds)"
    assert len(repr(found)) < 150


def test_missing_provinces_need_the_country() -> None:
    singles, _ = truth()
    with pytest.raises(DataError, match=r"tables of 4 provinces were given, none of 'CN-SX'.*complete=True"):
        build(singles)


def test_a_province_stands_once() -> None:
    singles, country = truth()
    with pytest.raises(DataError, match="provinces given more than once: 'CN-BJ'"):
        build([singles[0], *singles], country)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"year": 2012}, "differ in year: CN-BJ has 2017, not so 'CN-TJ'"),
        ({"unit": "M.CNY"}, "differ in unit: CN-BJ has 10K.CNY, not so 'CN-TJ'"),
        ({"industries": ("a", "b", "c")}, "differ in industries: CN-BJ has n01 … n03, not so 'CN-TJ'"),
    ],
)
def test_tables_of_different_kinds(change: dict[str, object], said: str) -> None:
    singles, country = truth()
    with pytest.raises(DataError, match=said):
        build([singles[0], replace(singles[1], **change), *singles[2:]], country)  # type: ignore[arg-type]


def test_a_province_that_contradicts_itself_is_named_with_its_worst_products() -> None:
    singles, country = truth()
    wrong = replace(singles[2], inflows=singles[2].inflows | {"CN-REST": singles[2].x * 9})
    with pytest.raises(DataError, match=r"contradict themselves: supply is not use in 3 products, the worst Hebei n0"):
        build([*singles[:2], wrong, singles[3]], country, complete=True)


def test_provinces_of_another_scale_than_the_country() -> None:
    singles, country = truth()
    wrong = [scaled(s, 10_000.0) for s in singles]
    with pytest.raises(DataError, match=r"adds up to 1e\+04 times that of the country. Are the units"):
        build(wrong, country, complete=True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"year": 2012}, r"differs from the provinces in year: it has 2012, they have 2017\. Bring"),
        ({"unit": "M.CNY"}, r"differs from the provinces in unit: it has M\.CNY, they have 10K\.CNY"),
        ({"industries": ("a", "b", "c")}, r"in industries: it has a … c, they have n01 … n03"),
    ],
)
def test_a_country_of_another_kind_is_refused(change: dict[str, object], said: str) -> None:
    singles, country = truth()
    with pytest.raises(DataError, match=said):
        build(singles, country._replace(**change), complete=True)


def without_first(s: Single) -> Single:
    """Return a table whose first industry makes nothing: what it sold is sold out of nothing less abroad."""
    less = s.x * np.eye(3)[0]
    return replace(s, x=s.x - less, outflows=s.outflows | {"ROW": s.outflows["ROW"] - less})


def test_an_industry_that_no_province_has() -> None:
    singles, country = truth()
    none = [without_first(s) for s in singles]
    with pytest.raises(DataError, match="industries of the country that no province has: 'n01'"):
        build(none, country, complete=True)


def test_final_demand_that_no_province_has() -> None:
    singles, country = truth()
    with pytest.raises(DataError, match="final demand that no provincial table has: 'fixed_capital'"):
        build(singles, country._replace(demand=("rural", "fixed_capital", "inventories")), complete=True)


def test_provinces_that_have_more_than_the_country() -> None:
    singles, country = truth()
    big = [scaled(s, 1.5) for s in singles[:3]]
    with pytest.raises(DataError, match=r"have more than the country: output of .*most of it in .*complete=True"):
        build(big, country)


def test_totals_that_contradict_each_other_are_named() -> None:
    singles, country = truth()
    p, c = stack(singles), national(country)
    r = reconcile(p, c)
    start = flows(r, trade(r, ease("uniform", CODES)))
    with pytest.raises(DataError, match=r"no table meets all totals: missed .* Compare the provinces there"):
        balance_or_explain(p, r, start, replace(c, Zd=c.Zd * 1.5))
    start[:3] = 0.0
    with pytest.raises(DataError, match=r"output of Beijing n0[123] by [\d,]+"):
        balance_or_explain(p, r, start, c)


def test_names_of_totals() -> None:
    singles, country = truth()
    names = TableNames(stack(singles), national(country))
    assert names.describe_miss(Miss("row", 4, -2000.0)) == "output of Tianjin n02 by 2,000"
    assert names.describe_miss(Miss("row", 14, 1.0)) == "imports of n03 by 1"
    assert names.describe_miss(Miss("column", 9, 1.0)) == "purchases of Tianjin rural by 1"
    assert names.describe_miss(Miss("column", 24, 1.0)) == "exports by 1"
    assert names.describe_miss(Miss("block", 8 * 3 + 3, 1.0)) == "the country's imported n01 for rural by 1"
    assert names.describe_miss(Miss("rows of group", 2, 1.0)) == "rows of group 2 by 1"


def test_a_country_of_two_regions_is_none() -> None:
    singles, country = truth()
    closed = build(singles, country, complete=True).accounts
    with pytest.raises(DataError, match=r"a table of one region is needed, .* describes 4"):
        build(singles, closed, complete=True)


def test_a_matrix_of_distances_must_fit() -> None:
    singles, country = truth()
    with pytest.raises(DataError, match=r"friction has shape \(2, 2\): give 4 × 4 distances"):
        build(singles, country, np.ones((2, 2)), complete=True)
    with pytest.raises(DataError, match=r"friction 'roads' is not"):
        build(singles, country, "roads", complete=True)  # type: ignore[arg-type]
    assert build(singles, country, np.full((4, 4), 3.0), complete=True).accounts.R == 5


def test_a_province_without_a_known_capital() -> None:
    with pytest.raises(DataError, match=r"no position is known for 'CN-XX'"):
        ease("distance", ["CN-BJ", "CN-XX"])


# ---- what is reported


def test_every_province_has_a_capital_and_its_nearest_is_a_neighbour() -> None:
    places = list(capitals())
    assert places == list(all_provinces())
    near = ease("distance", places).argmax(axis=1)
    nearest = {p: places[k] for p, k in zip(places, near, strict=True)}
    assert nearest["CN-BJ"] == "CN-TJ"
    assert nearest["CN-JL"] == "CN-HL"
    assert nearest["CN-ZJ"] == "CN-SH"
    assert nearest["CN-QH"] == "CN-GS"


def test_the_rest_of_the_country_trades_like_the_mean_of_its_members() -> None:
    whole, some = ease("distance", all_provinces()), ease("distance", ["CN-BJ", "CN-REST"])
    assert_allclose(some[0, 1], whole[0, 1:].mean())
    assert some[1, 1] == 0


def test_the_report_names_steps_provinces_and_industries() -> None:
    singles, country = truth()
    report = build(inflated(singles, 5), country, complete=True).report
    rows = report.rows()
    assert len(rows) == 7 * 4 * 3
    assert {r["step"] for r in rows} == set(report.steps)
    one = next(r for r in rows if (r["step"], r["region"], r["industry"]) == ("output", "CN-TJ", "n02"))
    assert_allclose(one["share"], report.steps["output"][1, 1] / report.output[1, 1])
    assert_allclose(report.by_industry("output")[1], report.steps["output"][:, 1].sum() / report.output[:, 1].sum())
    assert "output" in str(report)
    assert report.residual <= 1e-9


def two() -> Accounts:
    """Return two provinces that make one good of labour: by hand, what is absorbed is what is sold."""
    return Accounts(
        Z=np.zeros((3, 3)), Y=[[6, 3, 1], [2, 8, 0], [2, 0, 0]], regions=["CN-BJ", "CN-TJ", "ROW"], industries=["a"],
        demand=["households"], year=2017, unit="M.CNY", boundary=["ROW"],
    )  # fmt: skip


def test_circulation_and_origin_by_hand() -> None:
    assert_allclose(circulation(two()), [[0.6, 0.3, 0.1], [0.8, 0.2, 0.0]])
    assert_allclose(origin(two()), [[0.6, 0.2, 0.2], [8 / 11, 3 / 11, 0.0]])


def test_flows_whose_range_is_too_wide_are_marked() -> None:
    changed = two()._replace(Y=[[8.1, 0.9, 1], [2, 8, 0], [2, 0, 0]])
    marked = find_unstable_flows(two(), changed)
    assert marked[0, 0, 1]
    assert marked.sum() == 1


def test_ranges_are_lowest_and_highest() -> None:
    low, high = ranges(lambda w: {"gdp": w.gdp}, [two(), two()._replace(Y=[[8, 3, 1], [1, 8, 0], [2, 0, 0]])])["gdp"]
    assert_allclose(low, [10, 9, 2])
    assert_allclose(high, [12, 10, 2])


# ---- outflows that include foreign trade


def with_outside(singles: list[Single]) -> list[Single]:
    return [
        replace(s, outflows={"OUT": sum(s.outflows.values())}, inflows={"OUT": sum(s.inflows.values())})
        for s in singles
    ]


def test_outside_is_divided_by_the_shares_of_the_country() -> None:
    singles, country = truth()
    apart = split_outside_trade(with_outside(singles), country)
    assert_allclose(np.sum([s.outflows["ROW"] for s in apart], axis=0), country.Y4[0, :, 1].sum(axis=1), rtol=1e-9)
    share = apart[0].outflows["ROW"] / (apart[0].outflows["ROW"] + apart[0].outflows["CN-REST"])
    assert_allclose(apart[1].outflows["ROW"] / sum(apart[1].outflows.values()), share)
    assert build(apart, country, complete=True).accounts.R == 5


def test_only_outside_can_be_divided() -> None:
    singles, country = truth()
    with pytest.raises(DataError, match=r"partner OUT and the industries of the country: not so 'CN-BJ'"):
        split_outside_trade(singles, country)
