"""Tables of innovation capacity: shares of research, its totals, and patents by field beside ten years before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.data.reference.innovation import labels, patents
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.data.reference.innovation import Patents
    from newind.typing import BoolArray

BACK = 10
"""Years over which change is reported."""
FLOOR = 50.0
"""Patents that a field must have, or would have at the economy's share of all patents, to be ranked."""
NONE = "unassigned"
FIELDS = (
    "economy", "field", "sector", "year", "patents", "share", "advantage", "since", "patents_before", "share_before",
    "advantage_before", "share_change", "advantage_change", "advantage_uspto", "agrees", "ranked", "unit", "status",
    "source",
)  # fmt: skip


def latest_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the latest year of each economy and part."""
    return rows[rows["year"] == rows.groupby(["table", "economy"])["year"].transform("max")]


def side_by_side(rows: pd.DataFrame, chosen: Sequence[str]) -> pd.DataFrame:
    """Return shares and amounts side by side, economies in the order asked for."""
    import pandas as pd

    keys = ["economy", "item", "year"]
    share, money = (rows[rows["unit"] == unit] for unit in ("1", "M.PPP.USD"))
    both = share[[*keys, "value", "status", "source"]].merge(money[[*keys, "value"]], on=keys, how="left")
    both = both.set_axis([*keys, "share", "status", "source_table", "amount"], axis=1)
    order = pd.Categorical(both["economy"], list(chosen), ordered=True)
    found = both.assign(order=order).sort_values("order", kind="stable")
    return found[["economy", "item", "share", "amount", "year", "status", "source_table"]].reset_index(drop=True)


def shares(rows: pd.DataFrame, chosen: Sequence[str], table: str) -> pd.DataFrame:
    """Return a part of R&D in the latest year, economies and items in their order."""
    found = side_by_side(latest_rows(rows[rows["table"] == table]), chosen)
    place = {key: k for k, key in enumerate((e, i) for e in chosen for i in labels(table))}
    found = found.assign(place=[place[key] for key in zip(found["economy"], found["item"], strict=True)])
    return found.sort_values("place").drop(columns="place").rename(columns={"item": table}).reset_index(drop=True)


def industries(rows: pd.DataFrame, chosen: Sequence[str]) -> pd.DataFrame:
    """Return R&D of business by industry, with the industry that holds each."""
    found = side_by_side(rows[rows["table"] == "industry"], chosen).rename(columns={"item": "industry"})
    within = {code: said.get("within", "") for code, said in labels("industry").items()}
    found.insert(2, "within", found["industry"].map(within))
    return found


def totals(rows: pd.DataFrame, chosen: Sequence[str]) -> pd.DataFrame:
    """Return R&D and its intensity in the latest year of each economy, and ten years before where known."""
    part = rows[rows["table"] == "total"]
    cells = part.set_index(["economy", "year", "item"])["value"]
    latest = latest_rows(part).drop_duplicates("economy").set_index("economy")
    found = latest.reindex([e for e in chosen if e in latest.index])[["year", "status", "source"]].reset_index()
    keys = list(zip(found["economy"], found["year"], strict=True))
    for name, back in (("gerd", 0), ("intensity", 0), ("gerd_before", BACK), ("intensity_before", BACK)):
        item = name.removesuffix("_before")
        found[name] = [float(cells.get((e, y - back, item), np.nan)) for e, y in keys]
    return found


def patent_fields(counted: Patents, chosen: Sequence[str]) -> pd.DataFrame:
    """Return patents by field of the economies that are listed, beside ten years before; columns as in `FIELDS`."""
    import pandas as pd

    listed = [e for e in chosen if e in counted.economies]
    now, then = len(counted.years) - 1, len(counted.years) - 1 - BACK
    at = [counted.at(e) for e in listed]
    index = pd.MultiIndex.from_product([listed, counted.fields], names=["economy", "field"])
    figures = {"patents": counted.values[at], "share": counted.share[at], "advantage": counted.advantage[at]}
    columns = {name: a[:, :, now].ravel() for name, a in figures.items()}
    columns |= {f"{name}_before": a[:, :, then].ravel() for name, a in figures.items()}
    rows = pd.DataFrame(columns, index=index).reset_index()
    rows = rows.assign(year=counted.years[now], since=counted.years[then], **_read_metadata(counted))
    return _add_changes(_add_verdicts(rows, counted, listed))[list(FIELDS)]


def _read_metadata(counted: Patents) -> dict[str, str]:
    first = counted.table().iloc[0]
    return {key: str(first[key]) for key in ("unit", "status", "source")}


def _add_changes(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the broad field of each field, and changes over ten years."""
    said = labels("field")
    return rows.assign(
        sector=[said[f]["sector"] if f in said else f for f in rows["field"]],
        share_change=rows["share"] - rows["share_before"],
        advantage_change=rows["advantage"] - rows["advantage_before"],
    )


def _add_verdicts(rows: pd.DataFrame, counted: Patents, listed: Sequence[str]) -> pd.DataFrame:
    """Add whether a field has enough patents to be ranked, and what patents of the United States say of it."""
    year = counted.years[-1]
    other = patents("uspto_sectors" if counted.measure == "uspto_sectors" else "uspto")
    at, k = [other.at(e) for e in listed], other.years.index(year)
    elsewhere = other.advantage[at][:, :, k].ravel()
    same = (rows["advantage"] > 1) == (elsewhere > 1)
    return rows.assign(
        advantage_uspto=elsewhere,
        agrees=same & enough(other, listed, year).ravel(),
        ranked=enough(counted, listed, year).ravel() & (rows["field"] != NONE),
    )


def enough(counted: Patents, listed: Sequence[str], year: int) -> BoolArray:
    """Return whether a field has enough patents, or would at the economy's share in all, to be ranked; (E, F).

    Either is enough: a field with few patents where many would be expected is a weakness, not a gap.
    """
    at, k = [counted.at(e) for e in listed], counted.years.index(year)
    own, world = counted.values[at][:, :, k], counted.world[:, k]
    expected = ratio(own.sum(axis=1), world.sum())[:, None] * world
    return np.asarray(np.maximum(own, expected) >= FLOOR)
