"""``newind data`` and ``newind doctor``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import threadpoolctl

import newind as ni
from newind.data import reference
from newind.index import tables


def test_list_names_years_licence_and_sources(run, run_json):
    shown = run("data", "list").stdout
    for text in ("world", "1995-2011", "CC-BY-4.0", "Penn World Table"):
        assert text in shown
    found = run_json("data", "list")
    assert found["data"][0]["years"] == list(range(1995, 2023))
    assert found["data"][0]["estimated_from"] == 2012
    assert found["sources"]


def test_the_joined_world_says_what_is_estimated_and_whom_to_credit(run, run_json):
    state, credit = "observed 1995 to 2011, estimated 2012 to 2022", "http://oe.cd/icio"
    for words in (("data", "list"), ("doctor",), ("data", "check", "world")):
        assert state in run(*words).stdout
    for words in (("data", "list"), ("doctor",)):
        assert credit in run(*words).stdout
    assert any(credit in line for line in run_json("data", "list")["credits"])
    assert any(credit in line for line in run_json("doctor")["data"]["credits"])
    found = run_json("data", "check", "world")
    assert found["sets"] == {"world": state}
    assert {(c["table"], c["year"]) for c in found["checks"]} == {("world", 2011), ("world-annual", 2022)}


def test_the_world_is_not_whole_where_its_later_years_are_not(run, run_json, monkeypatch):
    monkeypatch.setattr(
        reference, "verify", lambda: ["world-annual 2015: the figures are not those of datapackage.json"]
    )
    assert "world-annual 2015" in run("data", "check", "world", code=1).stderr
    assert run_json("data", "check", "china")["wrong"] == []


def test_check_passes_the_shipped_figures(run, run_json):
    assert "spectral radius" in run("data", "check").stdout
    found = run_json("data", "check")
    assert found["ok"] is True
    assert found["wrong"] == []


def test_check_fails_on_figures_that_are_not_those_described(run, run_json, monkeypatch):
    monkeypatch.setattr(reference, "verify", lambda: ["world 2008: the figures are not those of datapackage.json"])
    assert "newind: world 2008: the figures are not" in run("data", "check", code=1).stderr
    assert run_json("data", "check", code=1)["ok"] is False
    assert "world 2008" in run("doctor", code=1).stderr


def test_figures_on_innovation_are_listed_and_checked(run, run_json, monkeypatch):
    shown = " ".join(run("data", "list").stdout.split())
    assert "innovation 1995-2022 observed 0.3 MB CC-BY-4.0 Research by performer" in shown
    assert "Science and Engineering Indicators 2022" in run("data", "list").stdout
    found = run_json("data", "list")["further"]
    ends = {"innovation": 2022, "power": 2025, "growth": 2031, "now": 2026}
    assert {e["name"]: e["years"][-1] for e in found} == ends
    assert run("data", "check", "innovation").stdout == "innovation: the figures are those of its datapackage.json\n"
    assert "innovation: Research by performer" in run("doctor").stdout
    monkeypatch.setattr("newind.data.reference._digest", lambda _: "other")
    for words in (("data", "check", "innovation"), ("data", "check"), ("doctor",)):
        said = "newind: innovation research.csv: the figures are not those of datapackage.json"
        assert said in run(*words, code=1).stderr
    assert run_json("data", "check", "innovation", code=1)["ok"] is False
    assert run_json("data", "check", "china")["wrong"] == []


def test_check_warns_of_a_table(run, run_json, tmp_path):
    w = ni.Accounts(Z=[[1.0, -1], [1, 1]], Y=[[5.0], [5]], regions="CHN", industries=["a", "b"], demand="f", year=2008)
    w.save(tmp_path / "own.npz")
    assert "negative flows" in run("data", "check", "own.npz", code=1).stdout
    found = run_json("data", "check", "own.npz", code=1)
    assert {c["name"]: c["level"] for c in found["checks"]}["negative flows"] == "warning"


def fake_build(name, source, out):
    (Path(out) / name).mkdir(parents=True)
    (Path(out) / name / "1995.npz").write_bytes(b"accounts")


def test_build_moves_finished_files_into_place(run, run_json, tmp_path, monkeypatch):
    monkeypatch.setattr("builders.catalogue.build", fake_build)
    names = ["world/1995.npz"]
    assert run("data", "build", "world", "--from", ".").stdout.split() == [f"newind-data/{n}" for n in names]
    assert (tmp_path / "newind-data" / "world" / "1995.npz").read_bytes() == b"accounts"
    found = run_json("data", "build", "world", "--from", ".", "--out", "again")
    assert found["files"] == [f"again/{n}" for n in names]


def test_build_writes_nothing_when_it_fails_half_way(run, tmp_path, monkeypatch):
    def fails(name, source, out):
        fake_build(name, source, out)
        raise ni.DataError("satellites.parquet: 3 rows have no match. Get the file again.")

    monkeypatch.setattr("builders.catalogue.build", fails)
    assert "satellites.parquet: 3 rows" in run("data", "build", "world", "--from", ".", code=2).stderr
    assert list(tmp_path.iterdir()) == []


def test_tables_of_indicators_are_listed_and_checked(run, run_json):
    shown = " ".join(run("data", "list").stdout.split())
    assert "china-sti 2011-2022 observed 39 kB CC-BY-4.0" in shown
    assert "Science and Technology 2012-2023" in shown
    (entry,) = run_json("data", "list")["tables"]
    assert (entry["name"], entry["units"], len(entry["indicators"])) == ("china-sti", 31, 18)
    assert run("data", "check", "china-sti").stdout == "china-sti: the figures are those of its datapackage.json\n"
    assert run_json("data", "check", "china-sti")["ok"] is True
    assert "--region says whose" in run("data", "check", "china-sti", "--region", "CN-GD", code=2).stderr
    assert "china-sti: Science" in run("doctor").stdout


def test_check_fails_on_a_table_that_is_not_the_one_described(run, run_json, monkeypatch):
    monkeypatch.setattr(tables, "verify", lambda: ["china-sti table.csv: the figures are not those"])
    assert "newind: china-sti table.csv" in run("data", "check", "china-sti", code=1).stderr
    assert run_json("data", "check", code=1)["wrong"] == ["china-sti table.csv: the figures are not those"]
    assert run_json("data", "check", "china")["wrong"] == []
    assert "china-sti table.csv" in run("doctor", code=1).stderr


def test_a_table_is_built_like_a_set_of_accounts(run, shared, tmp_path):
    done = run("data", "build", "china-sti", "--from", str(shared), "--out", "made")
    assert done.stdout.split() == ["made/china-sti/datapackage.json", "made/china-sti/table.csv"]
    want = (tables.folder("china-sti") / "table.csv").read_bytes().replace(b"\r\n", b"\n")
    assert (tmp_path / "made" / "china-sti" / "table.csv").read_bytes() == want


def test_what_cannot_be_built_is_refused_before_anything_is_written(run, tmp_path):
    assert "unknown data set 'china-stj'. Did you mean 'china-sti'?" in run("data", "build", "china-stj", code=2).stderr
    assert "there is no such file. Give the folder" in run("data", "build", "china-sti", code=2).stderr
    assert list(tmp_path.iterdir()) == []


def test_all_sets_and_tables_are_built_where_none_is_named(run, monkeypatch):
    built = []
    monkeypatch.setattr("builders.catalogue.build", lambda name, *_: built.append(name))
    run("data", "build")
    sets = ["world", "china", "china-2017", "world-annual", "world-2020"]
    assert built == [*sets, "innovation", "power", "growth", "now", "china-sti"]


def test_an_installed_package_says_where_the_builders_are(run, tmp_path, monkeypatch):
    monkeypatch.setattr("newind.__file__", str(tmp_path / "site-packages" / "newind" / "__init__.py"))
    said = run("data", "build", "world", code=2).stderr
    assert "a checkout of newind's repository" in " ".join(said.split())
    assert list(tmp_path.iterdir()) == []


def test_doctor_shows_what_newind_runs_on(run, run_json):
    shown = run("doctor").stdout
    for text in ("python", "numpy", np.__version__, "world"):
        assert text in shown
    found = run_json("doctor")
    assert found["packages"]["newind"] == ni.__version__
    assert found["packages"]["threadpoolctl"] == threadpoolctl.__version__
    assert all(b["threads"] >= 1 for b in found["blas"])
    assert found["data"]["wrong"] == []


def test_doctor_fails_where_a_package_is_missing(run, run_json, monkeypatch):
    from importlib import metadata

    real = metadata.version

    def version(name):
        if name == "pydantic":
            raise metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(metadata, "version", version)
    assert "newind: pydantic is not installed" in run("doctor", code=1).stderr
    assert run_json("doctor", code=1)["packages"]["pydantic"] is None


@pytest.mark.parametrize("words", [["measure", "CHN", "--ids", "s4.vax_ratio"], ["data", "check"]])
def test_nothing_but_results_on_standard_output(run, words):
    assert run(*words).stderr == ""
