"""The dependence list: against plain arrays and the model run directly, its invariants, and what is refused."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose

import boundary
import newind as ni
from each import check_each
from newind.analyses.losses import HORIZONS, RESOURCE, Cut, Loss, Span, loss_ranges
from newind.analyses.science.purchases import Purchases
from newind.analyses.science.reliance import Dependence, DependenceKey, dependence_list
from newind.analyses.science.reliance_labels import LABELS, VALUES
from newind.errors import DataError, UnknownNameError
from newind.testing import economies
from spans import assert_same_losses

w = ni.load("world", year=2011)
NAN = float("nan")
NESTS = ("substitution_inputs", "substitution_value_added", "substitution_final")
GIVEN = {"trade_elasticity": 4.0, **dict.fromkeys(NESTS, 0.5)}
"""Nothing left to vary: one case at each horizon."""


@cache
def china(industry=None):
    return dependence_list(w, "CHN", industry, top=6)


def bought(accounts, region, industry=None):
    """Return what a region (an industry of it) buys by seller and product, by loops over the table."""
    r = accounts.regions.index(region)
    users = range(accounts.S) if industry is None else [accounts.industries.index(industry)]
    found = np.zeros((accounts.R, accounts.S))
    for s in range(accounts.R):
        for i in range(accounts.S):
            row = s * accounts.S + i
            found[s, i] = sum(accounts.Z[row, r * accounts.S + u] for u in users)
            if industry is None:
                found[s, i] += accounts.Y[row, r * accounts.D : (r + 1) * accounts.D].sum()
    return found


def abroad(accounts, region):
    return [q for q in range(accounts.R) if q != accounts.regions.index(region)]


def by_key(found):
    return {(x.input, x.supplier): x for x in (*found.inputs, *found.suppliers)}


# ---- what is bought
@pytest.mark.parametrize("industry", [None, "c14"])
def test_the_list_holds_all_imports_of_the_accounts(industry):
    found, table = china(industry), bought(w, "CHN", industry)
    assert_allclose(sum(x.bought for x in found.inputs), table[abroad(w, "CHN")].sum(), rtol=1e-12)
    assert_allclose(
        sum(x.bought for x in (*found.suppliers, *found.unnamed)), table[abroad(w, "CHN")].sum(), rtol=1e-12
    )
    for x in found.suppliers:
        cell = table[w.regions.index(x.supplier), w.industries.index(x.input)]
        assert_allclose([x.bought, x.share], [cell, cell / table[:, w.industries.index(x.input)].sum()], rtol=1e-12)


def test_an_industry_buys_inputs_and_the_economy_final_goods_as_well():
    assert all(x.bought == x.bought_inputs for x in china("c14").inputs)
    inputs = sum(x.bought_inputs for x in china().inputs)
    r = w.regions.index("CHN")
    assert_allclose(inputs, w.Z4[abroad(w, "CHN")][:, :, r].sum(), rtol=1e-12)
    assert inputs < sum(x.bought for x in china().inputs)


def check_shares(found):
    """Suppliers and what is not named make up the imports of each input; the home share makes up the rest."""
    for line in found.inputs:
        parts = [x for x in (*found.suppliers, *found.unnamed) if x.input == line.input]
        for name in ("bought", "share", "share_inputs", "share_imports", "bottleneck"):
            assert_allclose(sum(getattr(x, name) for x in parts), getattr(line, name), rtol=1e-9, atol=1e-12)
        assert_allclose(line.share_imports, 1.0)
        rest = sum(x.share_imports for x in parts if x.level == "not_named")
        assert_allclose(line.unnamed_share, rest, atol=1e-12)


@pytest.mark.parametrize("industry", [None, "c14"])
def test_shares_sum_to_one_with_what_is_not_named(industry):
    check_shares(china(industry))


def test_shares_and_concentration_are_those_of_the_indicators():
    table = ni.measure(w, ["s4.supplier_hhi", "s1.import_dependence"], regions="CHN").dropna(subset="industry")
    known = table.set_index(["indicator", "industry"])["value"]
    for line in china().inputs:
        assert_allclose(line.supplier_hhi, known["s4.supplier_hhi", line.input], rtol=1e-9)
        assert_allclose(line.complete_import_share, known["s1.import_dependence", line.input], rtol=1e-9)


def test_aggregates_are_never_ranked_as_suppliers():
    assert not {"ROW", "REU"} & {x.supplier for x in china().suppliers}
    c2 = next(x for x in china().unnamed if x.input == "c2")
    table = bought(w, "CHN")[:, w.industries.index("c2")]
    assert_allclose(c2.bought, sum(table[w.regions.index(c)] for c in ("ROW", "REU")))
    assert c2.supplier == ""
    assert c2.loss is None


# ---- what losing it costs
def test_losses_are_those_of_the_cuts():
    others = tuple(c for c in w.regions if c != "CHN")
    first, pair, used = china().inputs[0], china().suppliers[0], china("c14").inputs[0]
    cuts = [Cut("CHN", others, (first.input,)), Cut("CHN", (pair.supplier,), (pair.input,)),
            Cut("CHN", others, (used.input,), users=("c14",))]  # fmt: skip
    assert [x.loss.cut for x in (first, pair, used)] == cuts
    assert_same_losses([x.loss for x in (first, pair, used)], loss_ranges(w, cuts))


@pytest.mark.parametrize("industry", [None, "c14"])
def test_lines_are_ranked_by_the_middle_of_the_loss(industry):
    for lines in (china(industry).inputs, china(industry).suppliers):
        middles = [x.loss.middle for x in lines if x.loss]
        assert len(middles) == 6
        assert middles == sorted(middles, reverse=True)
        assert all(x.loss is None for x in lines[6:])
        assert all(x.loss.low <= x.loss.middle <= x.loss.high for x in lines[:6])


def test_a_longer_horizon_costs_no_more():
    for line in (*china().inputs[:6], *china().suppliers[:6]):
        spans = [line.loss.horizons[h] for h in HORIZONS]
        for end in ("low", "middle", "high"):
            values = [getattr(s, end) for s in spans]
            assert values == sorted(values, reverse=True)


def test_losses_grow_as_things_replace_each_other_less():
    lower = GIVEN | {"trade_elasticity": 2.0}
    tied = GIVEN | dict.fromkeys(NESTS, 0.2)
    base, theta, sigma = (
        by_key(dependence_list(w, "CHN", top=4, horizons="medium", parameters=p)) for p in (GIVEN, lower, tied)
    )
    compared = [k for k, x in base.items() if x.loss and theta[k].loss and sigma[k].loss]
    assert len(compared) >= 6
    for key in compared:
        assert theta[key].loss.middle > base[key].loss.middle
        assert sigma[key].loss.middle > base[key].loss.middle
        assert base[key].loss.low == base[key].loss.high


def test_the_first_guess_leaves_out_none_of_the_ten_that_cost_most():
    """Every input and every pair of China run through the model: 26 and some 430."""
    found = dependence_list(w, "CHN", top=10, horizons="medium", parameters=GIVEN)
    keys = {DependenceKey(x.input, x.supplier) for x in (*found.inputs, *found.suppliers)}
    assert len(found.preselected) == 2 * 20
    others = tuple(c for c in w.regions if c != "CHN")
    for level in (found.inputs, found.suppliers):
        here = [DependenceKey(x.input, x.supplier) for x in level]
        cuts = [Cut("CHN", (k.supplier,) if k.supplier else others, (k.input,)) for k in here]
        middles = [loss.middle for loss in loss_ranges(w, cuts, ("medium",), GIVEN)]
        full = [k for _, k in sorted(zip(middles, here, strict=True), key=lambda x: -x[0])]
        assert set(full[:10]) <= found.preselected <= keys
        assert full[:10] == here[:10]


def test_more_ranges_change_none_of_the_first_ones():
    few, many = (dependence_list(w, "DEU", top=t, horizons="long", parameters=GIVEN) for t in (2, 9))
    assert few.inputs[:2] == many.inputs[:2]
    assert few.suppliers[:2] == many.suppliers[:2]


# ---- the bottleneck figure
def test_the_bottleneck_figure_by_loops():
    r, threshold = w.regions.index("CHN"), 0.02
    for line in (china().inputs[0], china().suppliers[0]):
        i, rests = w.industries.index(line.input), 0.0
        lost = [w.regions.index(line.supplier)] if line.supplier else abroad(w, "CHN")
        for u in range(w.S):
            column = w.Z[i :: w.S, r * w.S + u]
            if w.x[r * w.S + u] > 0 and column.sum() / w.x[r * w.S + u] >= threshold:
                rests += column[lost].sum() / column.sum() * w.value_added[r * w.S + u]
        assert_allclose(line.bottleneck, rests / w.gdp[r], rtol=1e-12)


def test_the_bottleneck_figure_falls_as_the_threshold_rises():
    figures = [Purchases(w, "CHN").bottleneck(t) for t in (0.0, 0.02, 0.05, 0.3, 0.99)]
    assert all((low >= high).all() for low, high in pairwise(figures))
    assert figures[0].max() > 0 == figures[-1].max()


@pytest.mark.parametrize(("figure", "said"), [(0.5, "above"), (0.05, ""), (0.001, "below")])
def test_a_figure_outside_the_range_of_losses_is_said_to_be(figure, said):
    cut = Cut("CHN", ("JPN",), ("c14",))
    loss = Loss(cut, {"short": Span(0.02, 0.1, 0.3), "medium": Span(0.01, 0.02, 0.05)})
    line = Dependence("supplier", "c14", "JPN", *[0.0] * 5, NAN, NAN, NAN, figure, loss)
    assert line.bottleneck_exceeds == said
    assert Dependence("supplier", "c14", "JPN", *[0.0] * 5, NAN, NAN, NAN, figure).bottleneck_exceeds == ""


def test_a_range_that_is_open_above_is_not_exceeded():
    loss = Loss(Cut("CHN", ("JPN",), ("c14",)), {"medium": Span(0.01, 0.02, 0.05)}, ("medium, {}: no equilibrium",))
    assert Dependence("supplier", "c14", "JPN", *[0.0] * 5, NAN, NAN, NAN, 0.5, loss).bottleneck_exceeds == ""
    assert Dependence("supplier", "c14", "JPN", *[0.0] * 5, NAN, NAN, NAN, 0.001, loss).bottleneck_exceeds == "below"


def test_some_figures_of_china_lie_outside_the_range_on_either_side():
    found = dependence_list(w, "CHN", top=12, horizons=("short", "long"), suppliers=False)
    said = {x.input: x.bottleneck_exceeds for x in found.inputs if x.loss}
    assert {"above", "below"} <= set(said.values())
    for x in found.inputs[:12]:
        assert (x.bottleneck > x.loss.high) == (said[x.input] == "above")
        assert (x.bottleneck < x.loss.low) == (said[x.input] == "below")


# ---- the table
def test_the_table_holds_the_list_line_by_line():
    found = china()
    table = found.table()
    assert len(table) == len(found.inputs) + len(found.suppliers) + len(found.unnamed)
    assert table["rank"].tolist()[:7] == [1, 2, 3, 4, 5, 6, table["rank"].iloc[6]]
    assert table["rank"].notna().sum() == 12
    assert set(table["loss_status"]) == {"simulated", ""}
    assert table.loc[table["rank"].isna(), "loss_middle"].isna().all()
    top = found.table("supplier").iloc[0]
    assert (top["input"], top["supplier"], top["unit"]) == (*by_key_of(found.suppliers[0]), "M.USD")
    for horizon, span in {"loss": found.suppliers[0].loss, **found.suppliers[0].loss.statements}.items():
        assert [top[f"{horizon}_{end}"] for end in ("low", "middle", "high")] == [span.low, span.middle, span.high]


def by_key_of(line):
    return line.input, line.supplier


def test_columns_follow_the_horizons_and_all_are_labelled():
    table = dependence_list(w, "IND", "c15", top=1, horizons=("medium",), parameters=GIVEN, suppliers=False).table()
    assert {"medium_low", "loss_high", "quarter_middle"} <= set(table.columns) <= set(LABELS)
    assert not [c for c in table.columns if c.startswith(("short", "long"))]
    assert all(label["en"] and label["zh"] and label["en"] != label["zh"] for label in LABELS.values())
    for name, words in VALUES.items():
        assert set(table[name]) <= set(words)
        assert all(set(label) == {"en", "zh"} for label in words.values())


def test_a_simulated_economy_is_listed_as_estimated():
    after = ni.simulate(w, ni.Shock("productivity", 0.05, region="CHN", industry="c14"), "long").accounts
    found = dependence_list(after, "CHN", top=1, horizons="long", parameters=GIVEN, suppliers=False)
    assert (found.status, china().status) == ("estimated", "observed")


# ---- any economy
@settings(max_examples=25)
@given(economies(min_regions=2, max_regions=4, max_industries=3))
def test_any_economy_has_a_list_that_adds_up(drawn):
    found = dependence_list(drawn, "CHN", top=2, horizons=("long", "medium"), parameters=GIVEN)
    imports = bought(drawn, "CHN")[abroad(drawn, "CHN")]
    assert_allclose(sum(x.bought for x in found.inputs), imports.sum(), atol=1e-6, rtol=1e-9)
    assert_allclose(sum(x.bought for x in (*found.suppliers, *found.unnamed)), imports.sum(), atol=1e-6, rtol=1e-9)
    for line in (*found.inputs, *found.suppliers, *found.unnamed):
        assert 0 <= line.bottleneck <= 1 + 1e-9
        if line.loss and line.loss.middle == line.loss.middle:
            assert -1 < line.loss.middle < 1
    assert len(found.table()) == len(found.inputs) + len(found.suppliers) + len(found.unnamed)


def test_the_order_of_regions_changes_nothing():
    order = list(reversed(w.regions.codes))
    position = [w.regions.index(c) for c in order]
    Z = w.Z4[position][:, :, position].reshape(w.n, w.n)
    Y = w.Y4[position][:, :, position].reshape(w.n, w.R * w.D)
    turned = ni.Accounts(Z=Z, Y=Y, regions=[w.regions.rows[p] for p in position], industries=w.industries,
                         demand=w.demand, year=w.year)  # fmt: skip
    plain = ni.Accounts(Z=w.Z, Y=w.Y, regions=w.regions.rows, industries=w.industries, demand=w.demand, year=w.year)
    a, b = (by_key(dependence_list(x, "DEU", top=3, horizons="medium", parameters=GIVEN)) for x in (plain, turned))
    assert list(a) == list(b)
    for key, line in a.items():
        assert_allclose(line.bottleneck, b[key].bottleneck, rtol=1e-9)
        if line.loss:
            assert_allclose(line.loss.middle, b[key].loss.middle, rtol=1e-5)


def stranding(made_at_home):
    """Return two economies; in the first nothing (or little, for the second industry) of c14 is made at home."""
    Z = np.array([[20, 5, 5, 2], [0, 0, 0, 0], [5, 5, 30, 10], [20, 20, 10, 20]], dtype=float)
    Y = np.array([[100, 10], [0, 0], [10, 100], [30, 90]], dtype=float)
    if made_at_home:
        Z[1, 1], Y[1, 1] = 5.0, 95.0
    else:
        Z[:, 1] = 0
    return ni.Accounts(Z=Z, Y=Y, regions=["CHN", "USA"], industries=["c1", "c14"], demand=["final"], year=2008)


def test_what_has_no_equilibrium_stands_after_the_others_with_the_reason():
    found = dependence_list(stranding(made_at_home=False), "CHN", top=1, parameters=GIVEN)
    assert [(x.input, x.loss is not None, x.left_out) for x in found.inputs] == [("c1", True, ()), ("c14", True, ())]
    assert np.isnan(found.inputs[1].loss.middle)
    assert found.table("input")["cases_failed"].tolist() == [0, 3]
    assert found.table("input")["rank"].isna().tolist() == [False, True]
    assert [why.partition(":")[0] for why in found.failed] == ["c14"] * 3 + ["c14 of USA"] * 3
    assert all("without any supplier" in why for why in found.failed)


def test_users_whom_nobody_else_supplies_are_left_out_and_named():
    w = stranding(made_at_home=True)
    found = dependence_list(w, "CHN", top=2, parameters=GIVEN)
    line = next(x for x in found.inputs if x.input == "c14")
    assert line.left_out == ("c1", "final")
    assert found.table("input").set_index("input")["left_out"].to_dict() == {"c1": "", "c14": "c1, final"}
    shock = ni.Shock("cut_off", 1.0, region="CHN", partner="USA", industry="c14", user="c14")
    assert_allclose(line.loss.middle, -ni.simulate(w, shock, "medium", {**GIVEN, **RESOURCE}).welfare[0], rtol=1e-9)
    assert found.failed == ()


# ---- what is refused
def test_no_suppliers_are_ranked_on_estimated_flows():
    estimated = ni.load("world", 2011)._replace(status="estimated", source="own estimate")
    with pytest.raises(DataError, match=r"a ranking of suppliers is refused: .* With suppliers=False the list has"):
        dependence_list(estimated, "CHN")
    found = dependence_list(estimated, "CHN", top=1, horizons="long", parameters=GIVEN, suppliers=False)
    assert (found.status, found.suppliers) == ("estimated", ())
    assert found.inputs[0].loss.middle > 0


def test_provinces_are_refused_as_suppliers_of_each_other():
    with pytest.raises(DataError, match=r"china-2017 \(2017\): a ranking of suppliers is refused"):
        dependence_list(ni.load("china-2017").last, "CN-GD")


def test_a_table_with_a_boundary_is_refused():
    message = (
        r"the table of 2017 has a boundary \(ROW\): .* Use closed accounts, as in newind.load\('world', year=2011\)."
    )
    with pytest.raises(DataError, match=message):
        dependence_list(boundary.nation(), "CHN")


@check_each(
    ("options", "message"),
    [
        ({"region": "ROW"}, "ROW is an aggregate, not an economy: .* Name one of CHN, USA"),
        ({"threshold": 1.0}, r"threshold 1.0 is out of range: it is a share of cost. Give a number in \[0, 1\)"),
        ({"threshold": -0.1}, "threshold -0.1 is out of range"),
        ({"threshold": NAN}, "threshold nan is out of range"),
        ({"threshold": "2%"}, "threshold '2%' is out of range"),
        ({"top": 0}, "top 0 makes no sense: it is how many inputs get a range. Give a whole number from 1."),
        ({"top": 2.5}, "top 2.5 makes no sense"),
        ({"top": True}, "top True makes no sense"),
        ({"horizons": ()}, r"horizons \[\] name none, or one twice. Give some of short, medium, long."),
        ({"horizons": ("long", "long")}, "name none, or one twice"),
        ({"parameters": {"trade_elasticity": -1.0}}, "trade_elasticity -1 is out of bounds"),
    ],
)
def test_what_makes_no_sense_is_refused(options, message):
    with pytest.raises(DataError, match=message):
        dependence_list(w, **{"region": "CHN"} | options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"region": "CHM"}, "unknown economy 'CHM'. Did you mean 'CHN'?"),
        ({"industry": "c41"}, "unknown industry 'c41'. Did you mean 'c4'?"),
        ({"horizons": "shrot"}, "unknown horizon 'shrot'. Did you mean 'short'?"),
        ({"parameters": {"theta": 4.0}}, "unknown parameter of a simulation 'theta'"),
    ],
)
def test_unknown_names_come_with_the_nearest(options, message):
    with pytest.raises(UnknownNameError) as error:
        dependence_list(w, **{"region": "CHN"} | options)
    assert str(error.value).startswith(message)


def test_an_industry_without_output_depends_on_nothing():
    Z = np.array([[20, 0, 5, 2], [0, 0, 0, 0], [5, 0, 30, 10], [20, 0, 10, 20]], dtype=float)
    Y = np.array([[100, 10], [0, 0], [10, 100], [30, 90]], dtype=float)
    small = ni.Accounts(Z=Z, Y=Y, regions=["CHN", "USA"], industries=["c1", "c14"], demand=["final"], year=2008)
    with pytest.raises(DataError, match=r"c14 of CHN buys nothing in 2008\. Ask for one that has output\."):
        dependence_list(small, "CHN", "c14")
