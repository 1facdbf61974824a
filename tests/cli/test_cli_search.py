"""``newind search``: both languages, JSON, files and a picture, what is kept, and what is refused."""

from __future__ import annotations

import json
import re
import shlex
from xml.etree import ElementTree

import pytest

from newind.pathways.scenarios import names
from newind.policy.schema import Package
from newind.testing import REGIONS, Structure, build

ASKED = (
    "search", "CHN", "--on", "small.npz", "--actions", "better.yaml,plants.yaml", "--budget", "0.1%GDP",
    "--until", "2029", "--goal", "real_income", "--scenarios", "none",
    "--evaluations", "9", "--cases", "1", "--workers", "1",
)  # fmt: skip
PACKAGES = {
    "better": "{lever: productivity, value: 0.02, region: CHN, industry: c14}",
    "plants": "{lever: production_subsidy, value: 0.03, mode: add, region: CHN, industry: c27}",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A small economy and packages in files."""
    folder = tmp_path_factory.mktemp("search")
    w = build(Structure(REGIONS[:3], ("c14", "c27", "c1", "c30"), inventories=False), 3, year=2008)
    w.save(folder / "small.npz")
    for name, shock in PACKAGES.items():
        text = f"name: {name}\nlabel: {{en: Make {name}, zh: 改善{len(name)}}}\nshocks:\n  - {shock}\n"
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def here(written, monkeypatch):
    monkeypatch.chdir(written)
    return written


def test_an_answer_reads_in_english_and_draws_its_front(run, here) -> None:
    given = run(*ASKED, "--plot", "front.svg", "--save", "found.yaml")
    said = given.stdout
    assert said.startswith("China: the best use of a budget, 2027 to 2029\n")
    assert "a fiscal cost of at most 0.10% of GDP in present value" in " ".join(said.split())
    assert "Make better" in said
    assert "Nothing" not in said
    drawn = (here / "front.svg").read_text(encoding="utf-8")
    ElementTree.fromstring(drawn)
    assert "chosen" in drawn
    assert Package.from_yaml(here / "found.yaml").shocks[0].lever == "productivity"


def test_an_answer_reads_in_chinese(run, here) -> None:
    given = run(*ASKED, "--lang", "zh", "--plot", "zh.svg")
    words = re.sub(r"GDP|GB|NSGA-II", "", given.stdout)
    assert not re.findall(r"[A-Za-z]{3,}", words)
    assert "中国：预算的最优使用" in given.stdout
    assert "选中" in (here / "zh.svg").read_text(encoding="utf-8")


def test_json_has_the_package_and_the_command_is_repeatable(run, here, ranged_or_said) -> None:
    given = json.loads(run(*ASKED, "--json").stdout)
    assert given["method"] == "grid"
    assert given["sizes"]["better"] == 1.0
    assert given["figures"]["bill"] <= 0.001
    assert {"package", "front", "limits", "robust", "worlds", "hindcast"} == set(given["tables"])
    assert json.loads(run(*ASKED, "--json").stdout) == given
    ranged_or_said(given, run(*ASKED).stdout)
    run(*ASKED, "--out", "told.xlsx")
    assert (here / "told.xlsx").stat().st_size > 4000


def test_without_options_incomes_and_emissions_within_a_budget_in_every_world_that_can_be(run, here) -> None:
    plain = ("search", "CHN", "--on", "small.npz", "--actions", "better.yaml", "--until", "2028", "--evaluations", "4")
    given = json.loads(run(*plain, "--json").stdout)
    assert set(given["figures"]) >= {"real_income", "bill"}
    assert {row["world"] for row in given["tables"]["worlds"]} == set(names())
    assert given["limits"] == {"bill": 0.005}
    free = json.loads(run(*plain, "--budget", "none", "--scenarios", "none", "--json").stdout)
    assert free["limits"] == {}
    assert free["tables"].get("worlds", []) == []


def test_other_worlds_are_cases_by_name(run, here) -> None:
    given = json.loads(run(*ASKED, "--scenarios", "slow-world", "--json").stdout)
    assert {row["world"] for row in given["tables"]["worlds"]} == {"slow-world", "draw 1"}


def test_a_named_search_is_kept(run, here) -> None:
    kept = (*ASKED, "--runs", "kept", "--name", "mine")
    first = run(*kept)
    assert run(*kept).stdout == first.stdout
    assert "mine  Search for the best use of a budget" in run("runs", "list", "--runs", "kept").stdout


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("--goal wealth", "unknown goal"),
        ("--budget much", "1%GDP"),
        ("--limit co2", "--limit: 'co2' is not a name and a number"),
        ("--limit co2=low", "--limit: 'low' is no number. Write it as in NAME=X"),
        ("--starts soon", "no years"),
        ("--plot front.png", ".svg"),
        ("--peak 2029", "--until"),
        ("--tags unclear", "of a register"),
        ("--limit real_income=0.9", "even alone"),
    ],
)
def test_bad_questions_are_refused(run, here, typed, said) -> None:
    given = run(*ASKED, *shlex.split(typed), code=2)
    assert said in given.stderr
    assert "Traceback" not in given.stderr
