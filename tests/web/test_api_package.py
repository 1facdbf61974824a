"""A package from a file: what Try saves gives the same scenario, and mistakes are told where they stand."""

from __future__ import annotations

import pytest

import newind as ni

FRAME = {"on": "world", "year": 2011, "region": "CHN"}
SHOCKS = [
    {"lever": "carbon_price", "value": 15, "mode": "add", "region": "CHN", "industry": "industry"},
    {"lever": "tariff", "value": 0.5, "mode": "scale", "region": "CHN", "partner": ["USA", "JPN"]},
    {"lever": "recycling", "value": 0.1, "region": "CHN"},
    {"lever": "trade_cost", "value": -0.02, "mode": "add", "region": "CHN", "user": "manufacturing"},
    {"lever": "capital_supply", "value": 0.01, "mode": "add", "region": "CHN", "start": 2026, "phase_in": 5,
     "family": "regional", "table": "countries"},
]  # fmt: skip


@pytest.fixture
def refused(server):
    def told(yaml: str, file: str = "mine.yaml", **frame: object) -> dict:
        found = server.post("/api/v1/package", json=FRAME | {"yaml": yaml, "file": file} | frame)
        assert found.status_code == 422, found.text
        return found.json()["error"]

    return told


def test_what_is_saved_is_the_same_scenario_when_it_is_read(ask):
    package = {"name": "my-plan", "label": "My plan", "shocks": SHOCKS[:2] + SHOCKS[3:], "financing": "output_tax"}
    trial = FRAME | {"package": package, "horizon": "long", "parameters": {"trade_balance": "zero"}}
    first = ask("/simulate", trial)
    found = ask("/package", FRAME | {"yaml": first["reproduce"]["yaml"], "file": "my-plan.yaml"})
    assert ni.Package(found["shocks"]).shocks == ni.Package(package["shocks"]).shocks
    assert all(s["mode"] for s in found["shocks"])
    assert (found["name"], found["financing"]) == ("my-plan", "output_tax")
    assert found["label"] == {"en": "My plan", "zh": "My plan"}
    assert (found["horizon"], found["parameters"]) == ("long", {"trade_balance": "zero"})
    assert (found["shipped"], found["left_out"]) == (False, 0)
    again = {k: found[k] for k in ("name", "label", "shocks", "financing")}
    second = ask("/simulate", FRAME | {k: found[k] for k in ("horizon", "parameters")} | {"package": again})
    assert {k: v for k, v in second.items() if k != "request"} == {k: v for k, v in first.items() if k != "request"}


def test_a_shipped_package_is_known_when_it_comes_back(ask):
    for name in ("green-turn", "regional-investment"):
        saved = ask("/simulate", FRAME | {"package": name})["reproduce"]["yaml"]
        found = ask("/package", FRAME | {"yaml": saved})
        assert (found["name"], found["shipped"]) == (name, True)
    changed = ni.Package(ni.package("green-turn").shocks[:1], name="green-turn").to_yaml()
    assert ask("/package", FRAME | {"yaml": changed})["shipped"] is False


def test_what_is_meant_for_other_tables_is_left_out(ask):
    whole = ni.package("regional-investment").to_yaml()
    found = ask("/package", FRAME | {"yaml": whole})
    assert (len(found["shocks"]), found["left_out"], found["shipped"]) == (3, 4, True)
    found = ask("/package", {"on": "china-2017+abroad", "region": "CN-GZ", "yaml": whole})
    assert (len(found["shocks"]), found["left_out"], found["shipped"]) == (4, 3, True)


def test_a_file_of_actions_and_without_a_name_is_a_package(ask):
    found = ask("/package", FRAME | {"yaml": "actions: [carbon-market-extension]\n", "file": "my plan.yml"})
    assert found["name"] == "my-plan"
    assert {s["action"] for s in found["shocks"]} == {"carbon-market-extension"}
    assert "horizon" not in found


@pytest.mark.parametrize(
    ("yaml", "line", "column", "said"),
    [
        ("shocks:\n  - {lever: tarif, value: 1}\n", 2, 13, "Did you mean 'tariff'"),
        ("# newind simulate a.yaml\nshocks:\n  - {lever: tariff, value: x}\n", 3, 28, "must be a number"),
        ("shocks:\n- {lever: tariff, value: 0.1, region: CN-GD}\n", 2, 39, "CN-GD"),
        ("shocks: [\n", 2, 1, "not YAML"),
        ("horizon: long\nshocks: []\n", 1, 1, "horizon"),
        ("actions:\n  - {id: a, label: b}\n", 1, 1, "a register of actions, not a package"),
        ("a: !!python/name:os.system x", 1, 4, "a tag"),
    ],
)
def test_mistakes_are_told_with_the_file_its_line_and_a_remedy(refused, yaml, line, column, said):
    error = refused(yaml)
    assert error["message"].startswith(f"mine.yaml:{line}:{column}: ")
    assert said in error["message"]
    assert error["where"] == {"line": line, "column": column}


def test_what_grows_is_too_long_or_has_an_odd_name_is_refused(refused):
    bomb = "a: &x '" + "y" * 50_000 + "'\nb: [" + ", ".join(["*x"] * 5000) + "]"
    assert "too large to read" in refused(bomb)["message"]
    assert "200000" in refused("x" * 200_001)["message"]
    assert refused("a: [", file="../b c:1.yaml")["message"].startswith("..-b-c-1.yaml:1:5: not YAML")
    assert refused("a: [", file="b.yml")["where"] == {"line": 1, "column": 5}


@pytest.mark.parametrize("first", ["# newind simulate 'a", "# newind simulate a --horizon never", "# newind simulate"])
def test_a_command_that_makes_no_sense_is_a_comment(ask, first):
    assert "horizon" not in ask("/package", FRAME | {"yaml": f"{first}\nshocks: []\n"})
