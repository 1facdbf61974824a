"""The template as csv: year, unit and labels in lines above, then a line a flow."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from newind.accounts.store import CHECKSUM
from newind.data.template import CSV_COLUMNS, TemplatePlan, region_row, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def write_csv(plan: TemplatePlan, path: Path) -> None:
    """Write the csv of a template."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        for key, entry in words()["about"].items():
            rows.writerow([f"# {key}", plan.about.get(key, entry.get("value", ""))])
        if plan.w is not None:
            rows.writerow([f"# {CHECKSUM}", plan.w.hash])
        for r in plan.regions.rows:
            rows.writerow(["# region", *region_row(r, plan.boundary)])
        rows.writerow(["# industries", *plan.industries])
        rows.writerow(["# demand", *plan.demand])
        rows.writerow(CSV_COLUMNS)
        rows.writerows(_lines(plan))


def _lines(plan: TemplatePlan) -> Iterator[tuple[Any, ...]]:
    """Yield a line a cell: all of them blank, or those that hold a flow."""
    cells, columns = plan.figures(), plan.columns
    for i, seller in enumerate(plan.rows):
        for j, buyer in enumerate(columns):
            if cells is None:
                yield *seller, *buyer, ""
            elif cells[i, j] != 0:
                yield *seller, *buyer, repr(float(cells[i, j]))
