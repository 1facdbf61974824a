"""Compare files of answers with their JSON."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest

HANZI = re.compile(r"[\u4e00-\u9fff]")


def check_csv(path: str, table: list[dict[str, Any]]) -> None:
    """Compare a csv file with a table of JSON, column by column."""
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(table) > 0
    for row, record in zip(rows, table, strict=True):
        assert list(row) == list(record)
        assert all(is_same(row[c], v) for c, v in record.items())


def is_same(written: str, told: object) -> bool:
    """Tell whether a cell is a value of JSON, where a range that is open above has no end."""
    if told is None:
        return written in ("", "inf")
    if isinstance(told, (bool, str)):
        return written.removeprefix("'") == str(told)
    return float(written) == pytest.approx(told, rel=1e-12)


def check_sheet(rows: list[list[object]], table: list[dict[str, object]]) -> None:
    """Compare the numbers of a sheet with a table of JSON, and see that its heads are Chinese, each another one."""
    head, *cells = rows
    assert all(HANZI.search(str(title)) for title in head)
    assert len(set(head)) == len(head)
    for row, record in zip(cells, table, strict=True):
        told = sorted(v for v in record.values() if isinstance(v, (int, float)) and not isinstance(v, bool))
        written = sorted(c for c in row if isinstance(c, (int, float)) and not isinstance(c, bool))
        assert written == pytest.approx(told, rel=1e-9)
