"""Triage through the API is that of `newind.screen`; what is written in YAML neither grows nor runs."""

from __future__ import annotations

import pytest

import newind as ni
from each import check_each

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{k}: &a{k} [*a{k - 1}, *a{k - 1}, *a{k - 1}, *a{k - 1}, *a{k - 1}, *a{k - 1}]\n" for k in range(1, 12)
)


@pytest.fixture
def refused(server):
    def told(yaml: str, status: int = 422) -> dict:
        found = server.post("/api/v1/screen", json={"yaml": yaml})
        assert found.status_code == status, found.text
        return found.json()["error"]

    return told


def test_actions_are_screened_as_in_python(ask):
    expected = ni.screen(ni.actions())
    found = ask("/screen", {"actions": list(ni.actions().ids)})
    assert [(r["id"], r["tag"], r["article"]) for r in found["rows"]] == [
        (t.action.id, t.tag, t.article) for t in expected
    ]
    assert found["counts"] == expected.counts()
    assert found["portfolio"] == ask("/screen", {"yaml": ni.actions().to_yaml()})["portfolio"]
    assert len(found["portfolio"]) == len(expected.portfolio())
    assert {*found["no_advice"]} >= {"en", "zh"}


def test_support_in_a_package_is_screened(ask):
    shocks = [
        {"lever": "production_subsidy", "value": 0.01, "region": "CHN", "industry": "c14"},
        {"lever": "tariff", "value": 0.5, "mode": "scale", "region": "CHN"},
    ]
    for asked in ({"package": {"shocks": shocks}}, {"yaml": ni.Package(shocks, name="mine").to_yaml()}):
        found = ask("/screen", asked)
        assert [(r["id"], r["tag"]) for r in found["rows"]] == [("shock-0", "actionable")]
    shipped = ask("/screen", {"package": "producer-subsidies"})
    named = {s.action for s in ni.package("producer-subsidies").shocks if s.action in ni.actions().ids}
    assert named <= {r["id"] for r in shipped["rows"]}
    assert ask("/screen", {"package": {"shocks": []}})["rows"] == []


@pytest.mark.parametrize(
    ("yaml", "line", "column", "said"),
    [
        ("shocks:\n  - {lever: tariff, value: x, region: CHN}\n", 2, 28, "must be a number"),
        ("shocks:\n  - {lever: tarif, value: 1}\n", 2, 13, "tarif"),
        ("shocks: [\n", 2, 1, "not YAML"),
        ("name: a\n\tb: c", 2, 1, "not YAML"),
        ("[1, 2]", 1, 1, "not a package"),
        ("", 1, 1, "not a package"),
        ("actions:\n  - {id: a}\n", 2, 5, "label"),
        ("shocks: []\n---\nshocks: []\n", 2, 1, "a second document"),
        ("note: 2024-13-01", 1, 7, "not YAML"),
    ],
)
def test_mistakes_are_told_with_line_and_column(refused, yaml, line, column, said):
    error = refused(yaml)
    assert said in error["message"]
    assert error["where"] == {"line": line, "column": column}
    assert f"scenario.yaml:{line}:{column}: " in error["message"]


@pytest.mark.parametrize(
    "yaml",
    [
        BOMB,
        "a: &x [*x]",
        "a: &x {b: {c: *x}}",
        "[" * 5000,
        "{a: " * 5000,
        "\n".join("  " * k + "a:" for k in range(200)),
        "a: &x '" + "y" * 50_000 + "'\nb: [" + ", ".join(["*x"] * 5000) + "]",
    ],
)
def test_what_grows_or_nests_is_refused_at_once(refused, yaml):
    error = refused(yaml)
    assert error["kind"] == "PolicyError"


@pytest.mark.parametrize(
    "yaml",
    [
        "!!python/object/apply:os.system ['touch /tmp/newind-owned']",
        "shocks: !!python/object/new:subprocess.Popen [['true']]",
        "name: !!python/name:os.system x",
        "<<: {shocks: 1}",
        "? {a: b}\n: c",
        "%YAML 9.9\n---\na: b",
        "a: *unknown",
        "\ud7ff\x07",
        "1: 2",
        "shocks: " + "9" * 5000,
    ],
)
def test_tags_and_oddities_run_nothing_and_break_nothing(refused, yaml):
    assert refused(yaml)["message"]


@check_each(
    ("asked", "status"),
    [
        ({}, 422),
        ({"package": "all-families", "yaml": ""}, 422),
        ({"package": "all-familys"}, 404),
        ({"actions": ["nobody"]}, 404),
        ({"actions": []}, 422),
        ({"yaml": "x" * 200_001}, 422),
        ({"package": {"shocks": [{"lever": "tariff"}]}}, 422),
        ({"package": "../../etc/passwd"}, 404),
    ],
)
def test_what_cannot_be_screened_is_refused(server, asked, status):
    found = server.post("/api/v1/screen", json=asked)
    assert found.status_code == status, found.text
