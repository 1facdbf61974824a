"""What groups add: parts that make up the whole, for eight groups exactly by Shapley, for more along a path."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, strategies as st
from numpy.testing import assert_allclose

from newind.equilibrium.contributions import (
    ALONG,
    EXACT,
    SHAPLEY,
    contributions,
    integrate_contributions,
    list_combinations,
    shapley,
    share_entries,
    share_out,
)
from newind.errors import PolicyError


def game(seed, groups):
    """Return values of all sets of groups, drawn, for two regions."""
    return cache(lambda chosen: np.random.default_rng((seed, *sorted(groups.index(g) for g in chosen))).normal(size=2))


@given(seed=st.integers(0, 10_000), count=st.integers(1, 8))
def test_parts_make_up_the_whole(seed, count):
    groups = list("abcdefgh"[:count])
    value = game(seed, groups)
    found = share_out(value, groups)
    assert found.method == SHAPLEY
    assert len(found.table) == 2**count
    assert_allclose(sum(found.by_group.values()), value(frozenset(groups)) - value(frozenset()), atol=1e-12)
    assert_allclose(found.total, value(frozenset(groups)) - value(frozenset()), atol=0)


@given(seed=st.integers(0, 10_000), count=st.integers(0, 8))
def test_parts_of_few_combinations_make_up_the_whole(seed, count):
    groups = list("abcdefgh"[:count])
    value = game(seed, groups)
    asked = list_combinations(groups)
    assert len(asked) == (2**count if count <= EXACT else 2 * count)
    assert (len(asked[0]), len(asked[-1])) == (0, count)
    table = {chosen: value(chosen) for chosen in asked}
    parts = share_entries(table, groups)
    assert_allclose(sum(parts.values(), np.zeros(2)), table[asked[-1]] - table[asked[0]], atol=1e-12)
    if 0 < count <= EXACT:
        assert_allclose(parts["a"], shapley(value, groups).by_group["a"], atol=1e-12)


def test_one_that_adds_the_same_to_all_gets_that_of_few_combinations_too():
    groups = "abcdefg"
    table = {c: np.array([2.0 * ("a" in c) + len(c) ** 2]) for c in list_combinations(groups)}
    plain = {c: np.array([float(len(c) ** 2)]) for c in table}
    assert_allclose(share_entries(table, groups)["a"], share_entries(plain, groups)["a"] + 2.0)


def test_each_set_is_valued_once():
    asked = []
    contributions(lambda chosen: (asked.append(chosen), np.zeros(1))[1], ["a", "b", "c"])
    assert sorted(map(sorted, asked)) == sorted(map(sorted, set(asked)))
    assert len(asked) == 8


def test_one_that_adds_the_same_to_all_gets_that():
    value = game(3, ["a", "b", "c"])
    found = contributions(lambda chosen: value(chosen - {"c"}) + 0.25 * ("c" in chosen), ["a", "b", "c"])
    assert_allclose(found["c"], 0.25, atol=1e-12)
    assert_allclose(found["a"], shapley(value, ["a", "b"]).by_group["a"], atol=1e-12)


def test_equals_get_the_same():
    found = contributions(lambda chosen: np.array([len(chosen) ** 2.0]), ["a", "b", "c"])
    assert_allclose([found[g][0] for g in "abc"], 3.0, atol=1e-12)


def test_order_of_groups_does_not_matter():
    value = game(1, list("abcd"))
    one, other = (contributions(value, order) for order in ("abcd", "dbca"))
    assert_allclose([one[g] for g in "abcd"], [other[g] for g in "abcd"], atol=1e-12)


def test_synergy_is_what_two_bring_together():
    worth = {"": 1.0, "a": 2.0, "b": 4.0, "ab": 10.0}
    found = share_out(lambda chosen: np.array([worth["".join(sorted(chosen))]]), ["a", "b"])
    assert_allclose(found.synergy("a", "b"), 5.0)
    assert {pair: float(s[0]) for pair, s in found.synergies.items()} == {("a", "b"): 5.0}


def polynomial(scales):
    """x² y + z: along the diagonal x brings 2/3 of the first term, y 1/3."""
    return np.array([scales["x"] ** 2 * scales["y"] + scales["z"]])


def test_along_the_path_a_steeper_cause_gets_more():
    found = integrate_contributions(polynomial, ["x", "y", "z"])
    assert found.method == ALONG
    assert_allclose([found.by_group[g][0] for g in "xyz"], [2 / 3, 1 / 3, 1.0], atol=1e-12)
    assert found.synergies == {}


def test_many_groups_are_integrated_and_add_up():
    groups = [f"g{i}" for i in range(9)]
    weight = np.linspace(0.1, 1.0, 9)

    def along(scales):
        return np.array([np.exp(weight @ [scales[g] for g in groups])])

    found = share_out(lambda chosen: pytest.fail("sets are not valued"), groups, along)
    total = np.exp(weight.sum()) - 1
    assert_allclose(sum(found.by_group.values()), total, rtol=1e-12)
    assert_allclose(found.total, total, rtol=1e-12)
    assert_allclose([found.by_group[g][0] for g in groups], weight / weight.sum() * total, rtol=2e-3)


def test_many_groups_that_cannot_be_scaled_are_refused():
    with pytest.raises(PolicyError, match=r"contributions of 9 groups would take 2\^9 solves\. .* at most 8 groups"):
        contributions(lambda chosen: np.zeros(1), [f"g{i}" for i in range(9)])
