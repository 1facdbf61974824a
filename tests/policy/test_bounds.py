"""Steps on top of each other, or on what is in force, stay within the bounds of their lever."""

from __future__ import annotations

import pytest

import newind as ni
from each import check_each
from newind.policy.levers import levers
from newind.testing import REGIONS, Structure, build


@pytest.fixture(scope="module")
def small():
    return build(Structure(REGIONS[:2], ("c14", "c15", "c30")), 1)


def add(lever, value, **where):
    return ni.Shock(lever, value, mode="add", **where)


@check_each(
    ("shocks", "said"),
    [
        (
            [add("tariff", 9, region="CHN"), add("tariff", 3, region="CHN", industry="c14")],
            "shocks 1, 2 together bring tariff to 12.0",
        ),
        ([add("production_subsidy", 0.4, region="CHN")] * 2, "bring production_subsidy to 0.8 in 3 places"),
        ([add("production_subsidy", 0.6, region="CHN")], "shock 1 brings production_subsidy to 0.6 in 3 places"),
        ([add("export_rebate", 0.4, region="CHN")] * 2, "bring export_rebate to 0.8 in 3 places"),
        ([add("trade_cost", 6, region="CHN", user="c14")] * 2, "bring trade_cost to 12 in 3 places"),
        ([add("trade_cost", 6, region="CHN")] * 2, "bring trade_cost to 12 in 3 places"),
        ([add("consumption_tax", -0.5, region="CHN", industry="c30"), add("consumption_tax", -0.45)], "to -0.95 in 1"),
        ([add("productivity", 5, region="CHN")] * 2, "bring productivity to 10 in 3 places"),
    ],
)
def test_steps_that_leave_the_bounds_are_refused(small, shocks, said):
    low, high = levers()[shocks[0].lever].bounds
    with pytest.raises(ni.PolicyError) as caught:
        ni.simulate(small, shocks)
    assert said in str(caught.value)
    assert f"out of its bounds {low:g} to {high:g}. Choose smaller steps." in str(caught.value)


def test_steps_within_them_are_taken(small):
    some = [add("tariff", 0.2, region="CHN"), add("tariff", -0.1, region="CHN"), add("export_rebate", -0.1)]
    assert ni.simulate(small, some).residual < 1e-9


def test_a_factor_counts_on_top_of_what_is_in_force(small):
    shocks = [ni.Shock("tariff", 4, region="CHN"), ni.Shock("tariff", 3, mode="scale", region="CHN")]
    with pytest.raises(ni.PolicyError, match="shocks 1, 2 together bring tariff to 12 in 3 places"):
        ni.simulate(small, shocks)


def test_steps_in_a_file_are_found_there(small, tmp_path):
    (tmp_path / "steps.yaml").write_text(
        "shocks:\n  - {lever: production_subsidy, mode: add, value: 0.7, region: CHN}\n", encoding="utf-8"
    )
    package = ni.Package.from_yaml(tmp_path / "steps.yaml")
    with pytest.raises(ni.PolicyError, match=r"steps.yaml:2:51: shock 1 brings production_subsidy to 0\.7"):
        ni.simulate(small, package)
