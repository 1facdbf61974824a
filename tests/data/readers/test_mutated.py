"""The check of damaged files itself can fail."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from mutated import Hung, check_mutations, damaged, time_limit
from newind.errors import DataError, tell


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text("region,industry,value\nCHN,a,1\nCHN,b,2\n", encoding="utf-8")
    return path


def test_a_crash_names_what_replays_it(text: Path) -> None:
    with pytest.raises(AssertionError, match=r"seed 3, file 0, table.csv: .*: ZeroDivisionError: "):
        check_mutations(text, lambda p: 1 / 0, count=1, seed=3)
    with pytest.raises(AssertionError, match="returned float"):
        check_mutations(text, lambda p: 1.0, count=1)


def test_a_reader_that_hangs_is_stopped() -> None:
    with pytest.raises(Hung), time_limit(0.05):
        busy(10.0)


def busy(seconds: float) -> None:
    """Keep the processor busy."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_memory_that_blows_up_is_noticed(text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mutated import peak

    monkeypatch.setattr("mutated.MEGABYTES", 50)
    size = int((peak() / 1024 + 100) * 1e6 / 8)  # more than this process has ever held

    def greedy(path: Path) -> object:
        np.ones(size)
        raise DataError(tell("peek.empty"))

    with pytest.raises(AssertionError, match="memory rose by"):
        check_mutations(text, greedy, count=1)


def test_every_damage_can_be_replayed(text: Path, tmp_path: Path) -> None:
    for k in range(30):
        first, kind = damaged(text, 0, k, tmp_path / f"a{k}")
        again, same = damaged(text, 0, k, tmp_path / f"b{k}")
        assert (first.read_bytes(), kind) == (again.read_bytes(), same)


def test_files_in_a_folder_are_damaged_one_at_a_time(text: Path) -> None:
    folder = text.parent / "source"
    folder.mkdir()
    for name in ("z.csv", "y.csv"):
        (folder / name).write_bytes(text.read_bytes())
    seen = []

    def read(path: Path) -> object:
        seen.append([name for name in ("z.csv", "y.csv") if (path / name).read_bytes() != text.read_bytes()])
        raise DataError(tell("peek.pdf"))

    assert check_mutations(folder, read, count=40)["refused"] == 40
    assert {tuple(names) for names in seen} >= {("z.csv",), ("y.csv",)}
