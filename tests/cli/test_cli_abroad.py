"""``--abroad``: policies on tables with a boundary, with the assumption said in front."""

from __future__ import annotations

import pytest
from numpy.testing import assert_allclose

import newind as ni

PROVINCES = ("--on", "china-2017", "--abroad")
WORLD = ni.load("world", 2017)
TIMES = WORLD.gdp.sum() / WORLD.gdp[WORLD.regions.index("CHN")] - 1
"""Value added of the other economies over that of China in the year of the provinces."""
BANNER = {
    "en": f"By assumption, ROW is an economy {TIMES:.3g} times as large",
    "zh": "ROW按假设作为一个经济体处理",
}

ASSUMED = {"en": "ROWismadeaneconomybyassumption", "zh": "假定ROW为一个经济体"}
"""The note on it, without blanks."""


@pytest.mark.parametrize("lang", BANNER)
def test_a_simulation_says_first_what_it_assumes(run, lang):
    shown = run("simulate", "regional-investment", *PROVINCES, "shipped", "--lang", lang).stdout
    assert BANNER[lang] in shown.splitlines()[1]
    assert ASSUMED[lang] in "".join(shown.split())
    assert ("\nInner Mongolia " if lang == "en" else "\n内蒙古 ") in shown


def test_json_is_the_simulation_on_the_closed_table(run_json):
    found = run_json("simulate", "regional-investment", *PROVINCES, "4")
    s = ni.simulate(ni.with_abroad(ni.load("china-2017", 2017), 4), ni.package("regional-investment"))
    assert_allclose(list(found["welfare"].values()), s.welfare)
    assert found["benchmark"]["status"] == "estimated"
    assert "value added 4 times that of the regions in full (as given)" in found["benchmark"]["source"]


def test_saved_accounts_still_say_it(run, tmp_path):
    closed = ni.with_abroad(ni.load("china-2017", 2017))
    three = closed.aggregate({"CN-GD": ["CN-GD"], "CN-REST": "*", "ROW": ["ROW"]})
    three.save(tmp_path / "three.npz")
    (tmp_path / "mine.yaml").write_text("name: mine\nshocks:\n  - {lever: labour_supply, value: 0.01, region: CN-GD}\n")
    assert BANNER["en"] in run("simulate", "mine.yaml", "--on", "three.npz").stdout
    closed.aggregate({"all": "*"}).save(tmp_path / "one.npz")
    (tmp_path / "all.yaml").write_text("name: mine\nshocks:\n  - {lever: labour_supply, value: 0.01, region: all}\n")
    shown = run("simulate", "all.yaml", "--on", "one.npz").stdout
    assert BANNER["en"] not in shown
    assert "ROW is made an economy by assumption" in " ".join(shown.split())


def test_a_package_for_another_table_changes_nothing_and_says_so(run, tmp_path):
    text = "name: mine\nshocks:\n  - {lever: labour_supply, value: 0.01, region: CN-GD, table: provinces}\n"
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    assert "has no shocks for this table: nothing changes" in run("simulate", "mine.yaml").stdout


@pytest.mark.parametrize("name", ["compare", "synergy"])
def test_packages_are_compared_on_provinces(run_json, tmp_path, name):
    for file, region in (("one.yaml", "CN-GD"), ("two.yaml", "CN-GZ")):
        shock = f"{{lever: labour_supply, value: 0.01, region: {region}}}"
        (tmp_path / file).write_text(f"name: {file[:3]}\nshocks:\n  - {shock}\n", encoding="utf-8")
    given = ("one.yaml", "two.yaml") if name == "compare" else ("one.yaml,two.yaml", "--no-range")
    found = run_json(name, *given, "--region", "CN-GD", *PROVINCES, "shipped")
    assert BANNER["en"] in found["glance"][0]
    assert found["region"] == "CN-GD"


def test_a_redesign_takes_the_option(run):
    done = run("redesign", "--region", "CN-GD", *PROVINCES, "0.5", code=2)
    assert "would make less of c14 than the table says it sells or buys here" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*PROVINCES, "large"), "'large' is no size for --abroad. Give a number"),
        ((*PROVINCES, "0.5"), "would make less of c14 than the table says it sells or buys here"),
        (("--abroad", "shipped"), "the accounts of 2022 have no boundary: they are closed already"),
        (PROVINCES[:2], "newind.with_abroad(accounts), or --abroad shipped"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(run, words, said):
    done = run("simulate", "regional-investment", *words, code=2)
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
