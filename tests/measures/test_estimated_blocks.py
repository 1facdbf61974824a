"""Flows between regions that are estimated are not ranked, and the refusal says why and what to do."""

import numpy as np
import pytest

import newind as ni
from newind.accounts.accounts import Accounts
from newind.errors import DataError
from newind.measures.bounds import has_estimated_blocks, refusal, refuse_estimated_blocks


def two(status: str, codes: tuple[str, ...] = ("USA", "JPN"), boundary: tuple[str, ...] = ()) -> Accounts:
    """Return a table of two regions with one industry each, the second one without inputs."""
    return Accounts(
        Z=[[10.0, 0.0], [5.0, 0.0]], Y=[[60.0, 20.0], [7.0, 0.0]], regions=codes, industries=["a"], demand=["final"],
        year=2010, status=status, boundary=boundary,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "year", "reason", "remedy"),
    [
        ("china-2017", 2017, "no table of trade between provinces", "newind.read"),
    ],
)
def test_shipped_estimates_refuse_a_ranking_of_suppliers(name, year, reason, remedy):
    """The message names the table, what is refused, the reason and the remedy."""
    w = ni.load(name, year)
    with pytest.raises(DataError) as error:
        refuse_estimated_blocks(w, "a list of suppliers of electronics")
    said = str(error.value)
    assert said.startswith(f"{name} ({year}): a list of suppliers of electronics is refused")
    assert reason in said
    assert remedy in said
    assert "are estimates" in refusal(w)


@pytest.mark.parametrize(("name", "year"), [("world", 2008), ("china", 2017)])
def test_observed_tables_are_not_refused(name, year):
    """Published flows, and a table of one economy, answer."""
    w = ni.load(name, year)
    refuse_estimated_blocks(w)
    assert not has_estimated_blocks(w)
    assert refusal(w) == "" == refusal(w, "anything")


def test_a_table_of_ones_own_is_what_it_says_of_itself():
    """A user's table is observed unless its status says otherwise; its refusal asks to read it again."""
    assert not has_estimated_blocks(two("observed"))
    said = refusal(two("estimated"))
    assert said.startswith("the table (2010)")
    assert "says that it is estimated" in said
    assert "'observed'" in said


def test_provinces_of_ones_own_estimate_get_the_reason_of_provinces():
    """What holds for the shipped provinces holds for those of another year."""
    assert "provinces by origin and destination" in refusal(two("estimated", ("CN-BJ", "CN-TJ")))


def test_one_region_and_its_boundary_have_no_pairs():
    """The estimated origin of imports of one economy is no flow between pairs of regions."""
    assert not has_estimated_blocks(two("estimated", ("CN-BJ", "ROW"), boundary=("ROW",)))


def test_what_is_put_together_stays_estimated():
    """Aggregating industries does not make flows between regions known."""
    w = ni.load("china-2017", 2017)
    whole = w.aggregate(None, {"all": list(w.industries)})
    assert np.isclose(whole.x.sum(), w.x.sum())
    assert has_estimated_blocks(whole)
