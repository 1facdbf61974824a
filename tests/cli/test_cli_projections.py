"""``newind projections``, and commands that take them: what is written, checked, shown and refused."""

from __future__ import annotations

import json

import pytest

from newind.testing import REGIONS, Structure, build

HEAD = "region,year,what,value,unit,source,status\n"
FEWER = "CHN,2024,work,100,index\nCHN,2026,work,80,index,Ministry of Labour,estimated\n"
UPTO = ("--on", "small.npz", "--until", "2028")
PACKAGE = "name: better\nshocks:\n  - {lever: productivity, value: 0.02, region: CHN, industry: c14}\n"


@pytest.fixture
def there(run, tmp_path):
    build(Structure(REGIONS[:2], ("c14", "c30"), inventories=False), 3, year=2022).save(tmp_path / "small.npz")
    (tmp_path / "fewer.csv").write_text(HEAD + FEWER, encoding="utf-8")
    (tmp_path / "better.yaml").write_text(PACKAGE, encoding="utf-8")
    return run


def test_a_template_is_written_once_and_says_what_to_do(run, tmp_path):
    shown = run("projections", "template", "--regions", "CHN,USA", "--lang", "zh")
    assert shown.stdout.strip() == "projections.csv"
    assert "newind projections check projections.csv" in shown.stderr
    assert "CHN,2035,skill.high,,%,," in (tmp_path / "projections.csv").read_text(encoding="utf-8-sig")
    assert "--force" in run("projections", "template", "--regions", "CHN", code=2).stderr


def test_a_file_is_checked_and_told(there):
    shown = there("projections", "check", "fewer.csv", "--on", "small.npz").stdout
    assert "fewer.csv: in order. All regions are in small.npz 2022." in shown
    assert "Ministry of Labour" in shown
    zh = there("projections", "check", "fewer.csv", "--on", "small.npz", "--lang", "zh").stdout
    assert "假设、估计" in zh
    found = json.loads(there("projections", "check", "fewer.csv", "--on", "small.npz", "--json").stdout)
    assert found["series"][0]["years"] == [2024, 2026]


def test_mistakes_end_in_one_message_with_their_lines(there, tmp_path):
    (tmp_path / "wrong.csv").write_text(HEAD + "CHN,2025,jobs,1,index\nCHM,2025,gdp,1,%/year\n", encoding="utf-8")
    assert "wrong.csv:2: 'jobs' cannot be projected" in there("projections", "check", "wrong.csv", code=2).stderr
    (tmp_path / "wrong.csv").write_text(HEAD + "CHM,2025,gdp,1,%/year\n", encoding="utf-8")
    said = there("pathway", "better.yaml", "--region", "CHN", *UPTO, "--projections", "wrong.csv", code=2).stderr
    assert "wrong.csv:2: 'CHM' is no region" in said


def test_a_pathway_says_what_its_baseline_rests_on(there):
    words = ("pathway", "better.yaml", "--region", "CHN", *UPTO, "--json")
    usual = json.loads(there(*words).stdout)["tables"]
    fewer = json.loads(there(*words, "--projections", "fewer.csv").stdout)
    rests = {row["series"]: row for row in fewer["tables"]["outlook"]}
    assert (rests["work"]["projected_until"], rests["work"]["status"]) == ("2026", "assumed")  # 2024 says no more
    assert rests["work"]["source"] == "Ministry of Labour"
    assert {row["status"] for row in usual["outlook"]} == {"assumed", "projected"}
    last = [tables["all_years"][-1]["gdp_baseline"] for tables in (usual, fewer["tables"])]
    assert last[1] < 0.95 * last[0]
    said = there(*words[:-1], "--projections", "fewer.csv", "--lang", "zh").stdout
    assert "就业：CHN在2024—2026年采用给定预测" in said
    assert "Ministry of Labour" in said


def test_runs_keep_the_projections_they_were_begun_with(there, tmp_path):
    begun = json.loads(
        there("runs", "draw", "better.yaml", "--draws", "2", "--vary", "energy_saving", "--region", "CHN", *UPTO,
              "--projections", "fewer.csv", "--runs", "kept", "--workers", "1", "--json").stdout
    )  # fmt: skip
    (tmp_path / "fewer.csv").unlink()
    path = json.loads(there("runs", "show", begun["run"], "--runs", "kept", "--json").stdout)
    assert path["request"]["parameters"]["projections"]["rows"][1]["value"] == 80.0
