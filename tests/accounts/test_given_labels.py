"""Figures of pandas go where their labels say, or are refused naming the first that differ."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from each import check_each
from newind import Accounts, DataError, Fact, Satellite, Targets, update

RNG = np.random.default_rng(3)
REGIONS, INDUSTRIES, DEMAND = ("CHN", "USA"), ("a", "b", "c"), ("households", "stocks")
SOLD = pd.MultiIndex.from_product([REGIONS, INDUSTRIES])
BOUGHT = pd.MultiIndex.from_product([REGIONS, DEMAND])
Z = pd.DataFrame(RNG.uniform(1, 2, (6, 6)), index=SOLD, columns=SOLD)
Y = pd.DataFrame(RNG.uniform(9, 20, (6, 4)), index=SOLD, columns=BOUGHT)
CO2 = pd.Series(RNG.uniform(1, 2, 6), index=SOLD)
FINAL = pd.Series(RNG.uniform(1, 2, 4), index=BOUGHT)
PEOPLE = pd.Series([1370.0, 330.0], index=list(REGIONS))


def made(**changes: Any) -> Accounts:
    """Return accounts of two regions, some of their parts given otherwise."""
    co2 = {"co2": {"values": CO2, "final": FINAL, "unit": "kt"}}
    parts = {"Z": Z, "Y": Y, "satellites": co2, "facts": {"population": PEOPLE}} | changes
    return Accounts(**parts, regions=REGIONS, industries=INDUSTRIES, demand=DEMAND, year=2011)


@pytest.mark.parametrize("seed", range(5))
def test_labels_decide_and_not_the_order(seed: int) -> None:
    """Rows and columns in any order give the same accounts as arrays in the order of the labels."""
    rng = np.random.default_rng(seed)
    sold, again = (SOLD[rng.permutation(6)] for _ in range(2))
    bought = BOUGHT[rng.permutation(4)]
    co2 = {"co2": {"values": CO2[again], "final": FINAL[bought], "unit": "kt"}}
    plain = {"co2": {"values": CO2.to_numpy(), "final": FINAL.to_numpy(), "unit": "kt"}}
    turned = made(Z=Z.loc[sold, again], Y=Y.loc[again, bought], satellites=co2, facts={"population": PEOPLE[::-1]})
    arrays = made(Z=Z.to_numpy(), Y=Y.to_numpy(), satellites=plain, facts={"population": PEOPLE.to_numpy()})
    assert turned.equals(arrays)
    assert made(Z=Z.reset_index(drop=True).T.reset_index(drop=True).T).equals(arrays)


WRONG = {
    "unknown": ({"Z": Z.rename(index={"c": "x"})}, "Z: labels differ .* unknown 'CHN, x', 'USA, x'"),
    "missing": ({"Y": Y.iloc[1:]}, "Y: labels differ .* missing 'CHN, a'"),
    "twice": ({"Y": pd.concat([Y, Y.iloc[:1]])}, "Y: labels that stand twice: 'CHN, a'"),
    "half": ({"Z": pd.DataFrame(Z.to_numpy(), index=SOLD[::-1])}, "the other axis has none"),
    "satellite": ({"satellites": {"co2": CO2.rename({"CHN": "DEU"})}}, "satellite co2: labels differ"),
    "final": ({"satellites": {"co2": {"values": CO2, "final": FINAL.iloc[1:]}}}, "missing 'CHN, households'"),
    "facts": ({"facts": {"population": PEOPLE.rename({"USA": "FRA"})}}, "that the accounts lack: 'FRA'"),
    "numbers": ({"facts": {"population": pd.Series([1.0, 2.0], index=[5, 6])}}, "that the accounts lack: '5', '6'"),
}


@check_each("case", WRONG)
def test_labels_that_differ_are_named(case: str) -> None:
    """Nothing is taken by position where labels say something else."""
    changes, said = WRONG[case]
    with pytest.raises(DataError, match=said):
        made(**changes)


@pytest.mark.parametrize("kind", [Satellite, Fact])
def test_figures_alone_have_no_labels_to_compare_with(kind: type[Satellite] | type[Fact]) -> None:
    """A satellite or fact made outside accounts refuses labels, and takes positions."""
    with pytest.raises(DataError, match="cannot be compared here"):
        kind(PEOPLE[::-1])
    np.testing.assert_array_equal(kind(PEOPLE.reset_index(drop=True)).values, PEOPLE)


def test_targets_go_where_their_labels_say() -> None:
    """Totals of a later year, in another order, lead to the same accounts."""
    w = made()
    output, final = (pd.Series(a * 1.1, index=i) for a, i in ((w.x, SOLD), (w.Y.sum(axis=0), BOUGHT)))
    straight = update(w, Targets(2012, output=output.to_numpy(), final=final.to_numpy()))
    turned = update(w, Targets(2012, output=output[::-1], final=final[::-1]))
    np.testing.assert_array_equal(turned.Z, straight.Z)
    with pytest.raises(DataError, match="output: labels differ"):
        update(w, Targets(2012, output=output.rename({"CHN": "FRA"})))
