"""Files carry the hash of their accounts, and known figures have ranges."""

from __future__ import annotations

import json
import logging
import zipfile
from pathlib import Path

import numpy as np
import pytest

import newind as ni
from newind import Accounts, DataError
from newind.accounts.store import CHECKSUM, META
from newind.data.template import fill


def economy(**changes: object) -> Accounts:
    """Return a small economy of two regions."""
    rng = np.random.default_rng(5)
    parts = {"Z": rng.uniform(1, 2, (4, 4)), "Y": rng.uniform(9, 20, (4, 4))} | changes
    labels = {"regions": ["CHN", "USA"], "industries": ["a", "b"], "demand": ["households", "stocks"]}
    return Accounts(**labels, year=2011, **parts)


def test_a_csv_with_another_figure_is_refused_until_its_checksum_is_deleted(tmp_path: Path) -> None:
    """Any changed digit of a written table is seen."""
    w = economy()
    path = fill(w, tmp_path / "w.csv")
    assert ni.read(path).equals(w)
    lines = path.read_text("utf-8-sig").splitlines()
    for at in range(len(lines) - 16, len(lines)):
        digit = "1" if lines[at][-4] != "1" else "2"
        changed = [*lines[:at], lines[at][:-4] + digit + lines[at][-3:], *lines[at + 1 :]]
        path.write_text("\n".join(changed), "utf-8")
        with pytest.raises(DataError, match="not those that were written"):
            ni.read(path)
    path.write_text("\n".join(line for line in changed if CHECKSUM not in line), "utf-8")
    assert not ni.read(path).equals(w)


def test_saved_accounts_with_other_labels_are_refused_and_old_files_are_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A member that was exchanged whole is seen; a file without a checksum is read, and the log says so."""
    w, path = economy(), tmp_path / "w.npz"
    w.save(path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    meta = json.loads(members[META])
    for change in ({"year": 2012}, {"industries": ["b", "a"]}, {CHECKSUM: "0" * 64}):
        _write(path, members | {META: json.dumps(meta | change).encode()})
        with pytest.raises(DataError, match="not those that were written"):
            ni.read(path)
    del meta[CHECKSUM]
    _write(path, members | {META: json.dumps(meta).encode()})
    with caplog.at_level(logging.INFO, "newind.accounts.store"):
        assert ni.read(path).equals(w)
    assert "it has no checksum" in caplog.text


def _write(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


@pytest.mark.parametrize("key", ["demand", "industries"])
def test_a_doubled_label_of_a_csv_is_named(tmp_path: Path, key: str) -> None:
    """A label that stands twice above the flows is refused with its line."""
    path = fill(economy(), tmp_path / "w.csv")
    lines = path.read_text("utf-8-sig").splitlines()
    doubled = [f"{line},{line.split(',')[-1]}" if line.startswith(f"# {key}") else line for line in lines]
    path.write_text("\n".join(doubled), "utf-8")
    with pytest.raises(DataError, match=f"# {key}: duplicated"):
        ni.read(path)


@pytest.mark.parametrize(
    ("kind", "name", "figures"),
    [
        ("facts", "population", [-5.0, 330.0]),
        ("facts", "population", [0.0, 330.0]),
        ("facts", "urbanisation", [61.0, 0.8]),
        ("facts", "rd_intensity", [-0.1, np.nan]),
        ("facts", "gdp_ppp", [0.0, 1.0]),
        ("satellites", "hours", [-1.0, 1.0, 1.0, 1.0]),
    ],
)
def test_known_figures_have_ranges(kind: str, name: str, figures: list[float]) -> None:
    """What cannot be is refused with its name, value and place."""
    with pytest.raises(DataError, match=f"outside their range: '{name} .*CHN"):
        economy(**{kind: {name: figures}})
    assert getattr(economy(**{kind: {name: [np.nan] * len(figures)}}), kind)[name] is not None
