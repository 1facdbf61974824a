"""What is on record of shipped policies is what the model says of them, and is used for nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import newind as ni
from newind.accounts.accounts import Accounts
from newind.pathways.defaults import HORIZON
from newind.pathways.pathway import compute_verdicts, find_verdicts
from newind.policy import record
from newind.policy.effects import part
from newind.policy.menu import menu
from newind.policy.packages import package, packages
from newind.policy.record import DIGITS, RECORDED, SIGNS, identify, read_record
from newind.policy.schema import Package, Shock
from newind.policy.simulate import simulate
from newind.questions.policies import trials
from newind.questions.policies.family_trials import _family, adapt_package, simulate_families
from newind.questions.policies.trials import Effect, simulate_choices

SOME = ("research", "carbon-households")
"""Example policies that are tried anew."""


@pytest.fixture(scope="module")
def world() -> Accounts:
    return ni.load("world").last


def same(one: Effect, other: Effect) -> None:
    assert one.said == other.said
    ends = [(e.central, e.low, e.high) for e in (one, other)]
    np.testing.assert_allclose(*ends, rtol=1e-5, atol=1e-8)


def test_every_economy_is_on_record_as_things_are(world):
    """Where this fails, something that results depend on has changed: run ``python -m builders.results``."""
    for code, named in zip(world.regions.codes, world.regions.named, strict=True):
        found = {name: (row["accounts"], row["hash"]) for name, row in read_record(code).items()}
        wanted = {name: (world.hash[:DIGITS], one.identify(world, code)) for name, one in RECORDED.items()}
        assert found == (wanted if named else {})
    asked = {identify(world, [p.select_shocks(world)], HORIZON) for p in packages()}
    assert asked <= set(read_record(SIGNS))


def test_policies_on_record_are_what_they_are_when_tried(world):
    known = {t.package.name: t for t in simulate_choices(world, "MEX").trials}
    tried, _ = trials._try_all(world, "MEX", [p for p in menu("MEX", world) if p.name in SOME])
    for t in tried:
        seen = known[t.package.name]
        assert (seen.horizon, seen.solved, seen.failed) == (t.horizon, t.solved, t.failed)
        for kind in ("effects", "by_scale", "by_substitution"):
            mine, theirs = getattr(t, kind), getattr(seen, kind)
            assert mine.keys() == theirs.keys()
            for name in mine:
                same(mine[name], theirs[name])
        same(t.otherwise, seen.otherwise)
        assert [v and v[0] for v in (t.gains, t.loses)] == [v and v[0] for v in (seen.gains, seen.loses)]


def test_families_on_record_are_what_they_are_when_tried(world):
    known, at = simulate_families(world, "BRA"), world.regions.index("BRA")
    of = known.families[-1]
    tried = simulate(world, part(adapt_package("BRA", world)[0], [of.id]), HORIZON)
    made = _family(of.id, tried, at, of.adds)
    same(made.real_income, of.real_income)
    same(made.co2, of.co2)
    same(made.bill, of.bill)


def test_signs_on_record_are_those_of_the_whole_family(world):
    one = package("services-opening").select_shocks(world)
    assert find_verdicts(world, one, HORIZON, {}) == compute_verdicts(world, one, HORIZON, {})


def test_only_what_has_not_changed_is_recalled(world, monkeypatch):
    asked: list[Package] = [Package([Shock("tariff", 0.1, region="CHN")])]

    def compute(w: Accounts, region: str) -> str:
        return f"computed for {region}"

    monkeypatch.setattr(record, "RECORDED", {})
    recall = record.recorded(
        lambda *_: asked, HORIZON, lambda made: [{"made": made}], lambda *rows: rows[-1][0]["made"]
    )(compute)
    kept: dict[str, Any] = {
        "accounts": world.hash[:DIGITS],
        "hash": identify(world, asked, HORIZON),
        "rows": [{"made": "on record"}],
    }
    monkeypatch.setattr(record, "read_record", lambda region: {"compute": kept} if region == "CHN" else {})
    assert (recall(world, "CHN"), recall(world, "USA")) == ("on record", "computed for USA")
    assert recall(ni.load("world", 2011), "CHN") == "computed for CHN"
    asked[:] = [Package([Shock("tariff", 0.11, region="CHN")])]
    assert recall(world, "CHN") == "computed for CHN"


def test_what_is_on_record_says_the_same_when_read_again(world):
    """Rows that are packed again are the rows that were read."""
    for name, one in RECORDED.items():
        rows = read_record("IND")[name]["rows"]
        again = one.pack(one.unpack(world, "IND", rows))
        assert [record._shorten(row) for row in again] == rows
