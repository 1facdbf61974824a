"""Patents of ``innovation``: counts by measure, economy and field, a column a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from builders.innovation_sources import codes_of, definition, economies, read_table, refuse
from newind.data.reference.innovation import WORLD

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

COLUMNS = ("table", "field", "geo", "year", "value")
FIRST = 2000
"""First year that is kept: all measures have it."""
UNASSIGNED = 0.03
"""Largest share of patents that broad fields leave out as they have no field."""
ROUNDED = 0.5
"""Largest miss of a count of one field against the whole: counts are rounded to whole patents."""


def count_patents(root: Path) -> dict[str, pd.DataFrame]:
    """Return counts as text by measure: economy, field and a column for each year.

    Raises
    ------
    DataError
        When the source is missing, repeats a count, or fields do not add up to the total.
    """
    path = root / definition()["files"]["patents"]
    frame = read_table(path, COLUMNS)
    frame = frame.assign(field=frame["field"].astype(str), geo=frame["geo"].astype(str))
    named = {name: code for name, code in economies().items() if name not in definition()["left_out"]}
    single = frame.assign(economy=frame["geo"].map({"World": WORLD, **named})).dropna(subset="economy")
    single = single[single["year"] >= FIRST]
    twice = single[single.duplicated(["table", "economy", "year"])]
    refuse(path, "counts that stand twice", [" ".join(map(str, r)) for r in twice[["table", "geo", "year"]].to_numpy()])
    return {name: wide(path, single, name, said) for name, said in definition()["measure"].items()}


def wide(path: Path, frame: pd.DataFrame, name: str, said: dict[str, Any]) -> pd.DataFrame:
    """Return the counts of a measure as text, after holding the fields against the total.

    Raises
    ------
    DataError
        For a field that is not known or not there, a count that is not there, or fields that do not add up.
    """
    codes = codes_of("sector" if name == "uspto_sectors" else "field")
    inside = frame[frame["table"].between(*said["tables"]) & (frame["table"] != said["total"])]
    refuse(path, f"fields of {name} that are not known", sorted(set(inside["field"]) - set(codes)))
    rows = inside.assign(field=inside["field"].map(codes))
    refuse(path, f"fields of {name} that are not there", [c for c in codes.values() if c not in set(rows["field"])])
    adds_up(path, rows, frame[frame["table"] == said["total"]], 0.0 if "unassigned" in codes.values() else UNASSIGNED)
    table = rows.pivot_table(index=["economy", "field"], columns="year", values="value", sort=False)
    order = [(e, f) for e in dict.fromkeys(rows["economy"]) for f in codes.values()]
    table = table.reindex(order).sort_index(axis=1)
    refuse(path, f"counts of {name} that are not there", [" ".join(k) for k in table.index[table.isna().any(axis=1)]])
    text: pd.DataFrame = table.map("{:.0f}".format).reset_index().rename(columns=str)
    return text


def adds_up(path: Path, rows: pd.DataFrame, whole: pd.DataFrame, unassigned: float) -> None:
    """Raise where fields do not add up to the total by more than rounding and patents without a field.

    Raises
    ------
    DataError
        Naming economy and year.
    """
    sums = rows.groupby(["economy", "year"], sort=False)["value"].agg(["sum", "size"])
    total = whole.set_index(["economy", "year"])["value"].reindex(sums.index)
    left, slack = total - sums["sum"], ROUNDED * (sums["size"] + 1)
    odd = sums.index[(left < -slack) | (left > slack + unassigned * total) | total.isna()]
    refuse(path, "economies and years whose fields do not add up to the total", [f"{e} {y}" for e, y in odd])
