"""``newind pathway`` writes a path for other programs."""

from __future__ import annotations

import pandas as pd


def test_files_for_other_programs_are_written(run, tmp_path):
    shared = ("pathway", "shared-data", "--region", "CHN", "--until", "2027")
    assert ".csv, .xlsx" in run(*shared, "--iamc", "path.pdf", code=2).output
    run(*shared, "--iamc", "path.csv", "--datapackage", "path")
    assert set(pd.read_csv(tmp_path / "path.csv")["Scenario"]) == {"shared-data", "baseline"}
    files = sorted(p.name for p in (tmp_path / "path").iterdir())
    assert files == ["carbon.csv", "datapackage.json", "package.yaml", "years.csv"]
