"""Tutorials that need a file of the reader's: prepared here, then run from top to bottom."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from nbs_layout import Layout
from newind.accounts.reference.china_sources import national, provincial
from newind.accounts.regions import region
from test_docs import FENCE, PREPARED, ROOT

TUTORIALS = ROOT / "docs" / "tutorials"


def icio(folder: Path, request: pytest.FixtureRequest) -> dict[str, object]:
    """The sample lies beside the page."""
    return {"SAMPLES": TUTORIALS / "samples"}


def my_province(folder: Path, request: pytest.FixtureRequest) -> dict[str, object]:
    """The table of Guangdong, 2017, in the publisher's layout, and emissions that are made up."""
    table = provincial(request.getfixturevalue("shared"), 2017)["CN-GD"]
    written(folder, "my-42-sector.xlsx", "CN-GD", table)
    tonnes = np.random.default_rng(1).uniform(1e2, 1e4, len(table.industries)).round()
    lines = ["region,industry,co2 (kt)", *(f"CN-GD,{i},{t:.0f}" for i, t in zip(table.industries, tonnes, strict=True))]
    (folder / "co2.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return {}


def provinces_together(folder: Path, request: pytest.FixtureRequest) -> dict[str, object]:
    """Tables of three provinces and of the nation, 2017, in the publisher's layout."""
    shared = request.getfixturevalue("shared")
    tables = provincial(shared, 2017)
    for code in ("CN-GD", "CN-GZ", "CN-ZJ"):
        written(folder, f"{code}.xlsx", code, tables[code])
    written(folder, "nation-2017.xlsx", "CHN", national(shared, "2017_42"))
    return {}


def written(folder: Path, name: str, code: str, table: object) -> None:
    whose = "全国" if code == "CHN" else f"{region(code).zh}省"
    Layout(title=f"{whose}2017年投入产出表（按当年生产者价格计算）").write(table, folder, name)  # type: ignore[arg-type]


MAKE: dict[str, Callable[[Path, pytest.FixtureRequest], dict[str, object]]] = {
    "load-icio.md": icio,
    "my-province.md": my_province,
    "provinces-together.md": provinces_together,
}


def test_every_page_has_its_files() -> None:
    assert set(MAKE) == set(PREPARED)


@pytest.mark.parametrize("name", PREPARED)
def test_tutorial_runs_from_top_to_bottom(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    page = TUTORIALS / name
    namespace = {"__name__": "__main__", **MAKE[name](tmp_path, request)}
    monkeypatch.chdir(tmp_path)
    text = page.read_text(encoding="utf-8")
    ran = 0
    for block in FENCE.finditer(text):
        if block[1] == "python":
            code = "\n" * (text[: block.start()].count("\n") + 1) + block[2]
            exec(compile(code, str(page), "exec"), namespace)
        elif block[1] == "sh":
            for line in re.findall(r"^newind .*", block[2], re.MULTILINE):
                run(line, tmp_path)
        ran += 1
    assert ran > 4


def run(line: str, folder: Path) -> None:
    program = Path(sys.executable).with_name("newind")
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [program, *shlex.split(line)[1:]], cwd=folder, capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr
