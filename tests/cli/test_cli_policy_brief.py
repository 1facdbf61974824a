"""The policy brief from the command line: beside a simulation, a path and a search."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from newind.cli import app

SHORT = ["--set", "phi=0", "--set", "trade_elasticity=3"]


def call(*words: str) -> str:
    done = CliRunner().invoke(app, list(words))
    return f"{done.exit_code} {done.output}{done.exception or ''}"


def test_two_scenarios_to_a_folder_in_both_languages(tmp_path):
    out = tmp_path / "brief"
    asked = ("--question", "Share data or not?", "--brief", str(out))
    found = call("simulate", "shared-data", "--against", "home-demand", "--region", "CHN", *SHORT, *asked)
    assert found.startswith("0 ")
    stem = "newind-policy-CHN-2022"
    kinds = [f"{stem}-{lang}.{kind}" for lang in ("en", "zh") for kind in ("docx", "html", "pdf")]
    assert sorted(p.name for p in out.iterdir()) == ["home-demand.yaml", *kinds, "shared-data.yaml"]
    html = (out / f"{stem}-en.html").read_text(encoding="utf-8")
    assert f'href="{stem}-zh.html"' in html
    assert "--question &#39;Share data or not?&#39; --brief brief.html" in html or "Share data or not?" in html
    assert "newind simulate shared-data --against home-demand --regions CHN" in html


@pytest.mark.parametrize(
    "words",
    [
        ("pathway", "shared-data", "--region", "CHN", "--until", "2029"),
        ("search", "CHN", "--goal", "co2", "--actions", "carbon-market", "--until", "2028", "--evaluations", "3",
         "--scenarios", "none"),
    ],
    ids=lambda w: w[0],
)  # fmt: skip
def test_a_path_and_a_search_have_the_brief_of_their_package(tmp_path, words):
    out = tmp_path / "a.html"
    found = call(*words, *SHORT, "--brief", str(out), "--lang", "zh")
    assert found.startswith("0 ")
    assert "由用户填写" in out.read_text(encoding="utf-8") or "措施：" in out.read_text(encoding="utf-8")


def test_mistakes_are_told_before_anything_is_computed(tmp_path):
    out = str(tmp_path / "a.html")
    assert "at most 140 fit" in call("simulate", "shared-data", "--brief", out, "--question", "q" * 141)
    assert "Give --brief FILE|DIR, too" in call("simulate", "shared-data", "--question", "why?")
    assert "Give --brief FILE|DIR, too" in call("simulate", "shared-data", "--against", "home-demand")
    assert ".docx" in call("simulate", "shared-data", "--brief", "a.txt")
    assert not (tmp_path / "a.html").exists()
