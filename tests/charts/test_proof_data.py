"""Data of waterfalls, scatter plots, trees and fans: what is refused, and that sums and shares are whole."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, strategies as st

from each import check_each
from newind.charts.proofs import Branch, Bubble, ChartRow, Fan, PathTree, Scatter, Waterfall
from newind.errors import DataError

ENDS = {"en": "2000", "zh": "2000年"}, {"en": "2010", "zh": "2010年"}
NAME = {"en": "name", "zh": "名称"}
X, Y = {"en": "stages", "zh": "阶段"}, {"en": "share", "zh": "占比"}
NAN, INF = float("nan"), float("inf")


def fall(start, steps, end):
    return Waterfall(start, tuple(ChartRow(f"s{i}", v) for i, v in enumerate(steps)), end, "1", ENDS)


def branch(parent, value, own, code="b"):
    return Branch(code, parent, value, NAME, own)


@pytest.mark.parametrize(
    ("start", "steps", "end", "told"),
    [
        (NAN, [1.0], 1.0, r"waterfall: no finite number for 'the start'\. Leave out"),
        (1.0, [INF, NAN, 1.0], 1.0, r"no finite number for 's0', 's1'"),
        (1.0, [1.0], INF, r"'the end'"),
        (5.0, [2.0, -1.0], 7.0, r"the steps lead from 5 to 6, not to 7\. Add what lacks as a step of its own"),
        (0.0, [1.0] * 21, 21.0, r"21 steps, 20 at most\. Group the smallest ones"),
    ],
)
def test_a_waterfall_refuses_what_does_not_add_up(start, steps, end, told):
    with pytest.raises(DataError, match=told):
        fall(start, steps, end)


@given(st.floats(-1e12, 1e12), st.lists(st.floats(-1e12, 1e12), max_size=20))
def test_a_waterfall_takes_sums_with_their_rounding(start, steps):
    assert fall(start, steps, sum(steps, start)).steps[-1:] == tuple(
        ChartRow(f"s{len(steps) - 1}", v) for v in steps[-1:]
    )
    with pytest.raises(DataError, match="lead from"):
        fall(start, steps, sum(steps, start) + 2e-6 * max(map(abs, [start, sum(steps, start), *steps])) + 1e-3)


@pytest.mark.parametrize(
    ("points", "curve", "told"),
    [
        ((Bubble("a", NAN, 1.0, 1.0), Bubble("b", 1.0, INF, 1.0)), ((), ()), r"scatter: no finite .* 'a', 'b'"),
        ((Bubble("a", 1.0, 1.0, NAN),), ((), ()), r"no finite number for 'a'"),
        ((Bubble("a", 1.0, 1.0, -2.0),), ((), ()), r"scatter: size below zero for 'a'\. Give amounts"),
        ((), ((1.0, 2.0), (1.0,)), r"the curve has 2 places and 1 heights\. Give one height for each"),
        ((), ((1.0, 2.0), (1.0, NAN)), r"no finite number for 'the curve'"),
    ],
)
def test_a_scatter_refuses_bubbles_without_a_place_and_uneven_curves(points, curve, told):
    with pytest.raises(DataError, match=told):
        Scatter(points, X, Y, "1", curve)


@check_each(
    ("branches", "total", "told"),
    [
        ((branch(-1, NAN, 0.0),), 1.0, r"tree: no finite number for 'b'"),
        ((branch(-1, 1.0, 0.0),), INF, r"'the total'"),
        ((branch(-1, -1.0, -2.0),), 1.0, r"tree: value below zero for 'b'\. Give amounts"),
        ((branch(-1, 3.0, 2.5),), 2.0, r"tree: 2\.5 arises on the branches, of a total of 2\. Correct either"),
        ((branch(0, 1.0, 0.0),), 1.0, r"no parent before 'b'\. Give the root first"),
        ((branch(-1, 1.0, 0.0), branch(2, 1.0, 0.0, "c"), branch(-2, 1.0, 0.0, "d")), 1.0, r"'c', 'd'"),
        ((branch(-1, 1.0, 0.0), branch(-1, 1.0, 0.0, "c")), 2.0, r"several roots, 'b', 'c'"),
        (
            (branch(-1, 5.0, 3.0, "root"), branch(0, 2.5, 2.5, "leaf")),
            5.0,
            r"less than their own part and their branches, 'root'\. A value is all",
        ),
    ],
)
def test_a_tree_refuses_what_is_none_and_values_below_their_parts(branches, total, told):
    with pytest.raises(DataError, match=told):
        PathTree(branches, "kt", total)


def test_a_tree_knows_what_is_found_on_it():
    assert PathTree((), "kt", 0.0).found == 0.0
    assert PathTree((branch(-1, 5.0, 3.0), branch(0, 2.0, 1.5)), "kt", 9.0).found == 4.5


@check_each(
    ("fan", "told"),
    [
        ({"years": (2020, 2030, 2030)}, r"fan: years out of order, '2030'\. Give each once"),
        ({"parts": (("a", (1.0, 2.0)), ("b", (1.0,)))}, r"not one value for each of 3 years for 'a', 'b'"),
        ({"parts": (("a", (1.0, 2.0, INF)),)}, r"no finite number for 'a'"),
        ({"parts": (("a", (1.0,) * 3), ("a", (2.0,) * 3))}, r"parts given twice, 'a'\. Add the two up"),
        ({"low": ((1.0,) * 3,)}, r"1 parts, 1 lowest and 0 highest rows\. Give both ends"),
        ({"low": ((1.0,) * 3,) * 2, "high": ((1.0,) * 3,)}, r"2 lowest and 1 highest"),
        ({"low": ((1.0,) * 3,), "high": ((1.0, NAN, 1.0),)}, r"no finite number for 'a'"),
        ({"low": ((1.0,) * 3,), "high": ((1.0,),)}, r"not one value for each of 3 years for 'a'"),
        ({"marks": ((2050, "a"), (2030, "b"))}, r"beyond the years or of no part, 'a in 2050', 'b in 2030'"),
        ({"marks": ((2010, ""),)}, r"'the whole in 2010'"),
    ],
)
def test_a_fan_refuses_uneven_rows_and_marks_of_nothing(fan, told):
    whole = {"years": (2020, 2030, 2040), "parts": (("a", (1.0,) * 3),), "unit": "kt", "labels": {}, **fan}
    with pytest.raises(DataError, match=told):
        Fan(**whole)


@given(st.lists(st.lists(st.floats(0, 1e9), min_size=3, max_size=3), max_size=9))
def test_the_whole_of_a_fan_is_the_sum_of_its_parts(rows):
    fan = Fan((1, 2, 3), tuple((str(i), tuple(r)) for i, r in enumerate(rows)), "kt", {}, marks=((2, ""),))
    assert all(math.isclose(w, sum(r[i] for r in rows)) for i, w in enumerate(fan.whole))
