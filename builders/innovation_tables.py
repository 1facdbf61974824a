"""Research of ``innovation``: totals, performers, sources of funds, types and industries from their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builders.innovation_sources import (
    SLACK,
    codes_of,
    definition,
    in_order,
    number,
    read_labelled_rows,
    read_table,
    refuse,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

COLUMNS = ["table", "economy", "item", "year", "value", "unit", "status", "source"]
SHARE, MONEY = "1", "M.PPP.USD"
STEP = 0.0005
"""Half of the last digit of a published share."""
HEADS = {
    "R&D performance: Share of total (percent)": "performer",
    "R&D source of funds: Share of total (percent)": "source",
}
TOTAL = "GERD (PPP US$billions)"
FIRST = "1995"
"""First year of the series that is kept, that of the shipped world."""
KINDS = ("total", "basic", "applied", "development", "other")


def build_table(root: Path) -> pd.DataFrame:
    """Return all rows of research as text, in the order of the parts and of the sources.

    Raises
    ------
    DataError
        When a source is missing or not what is expected.
    """
    import pandas as pd

    paths = {part: root / name for part, name in definition()["files"].items()}
    latest = totals(paths["total"])
    before, flows = series(paths["series"], latest), with_amounts(shares(paths["flows"]), latest)
    parts = [latest, before, flows, kinds_of(paths["kinds"]), industries(paths["industries"])]
    rows = pd.concat(parts, ignore_index=True).dropna(subset="value")
    return rows.assign(value=[format_figure(v, u) for v, u in zip(rows["value"], rows["unit"], strict=True)])[COLUMNS]


def format_figure(value: float, unit: str) -> str:
    """Return a figure with the digits that are kept.

    Examples
    --------
    >>> format_figure(0.7449999, "1"), format_figure(1234.56, "M.PPP.USD")
    ('0.7450', '1234.6')
    """
    return f"{value:.4f}" if unit == SHARE else f"{value:.1f}"


def rows_of(frame: pd.DataFrame, table: str, unit: str, source: str, status: str = "observed") -> pd.DataFrame:
    """Return figures as rows of a part."""
    said = frame[["economy", "item", "year"]].assign(value=frame["figure"], table=table)
    return said.assign(unit=unit, status=status, source=source)


def totals(path: Path) -> pd.DataFrame:
    """Return R&D of each economy in its latest year: amount, and share in gross product."""
    import pandas as pd

    found = in_order(path, read_labelled_rows(path), ("gerd", "intensity"))
    amount, share = (found[found["item"] == item] for item in ("gerd", "intensity"))
    share = share.assign(figure=share["figure"] / 100)
    return pd.concat([rows_of(amount, "total", MONEY, "RD-5"), rows_of(share, "total", SHARE, "RD-5")])


def series(path: Path, latest: pd.DataFrame) -> pd.DataFrame:
    """Return R&D and its share in gross product by year for the economies of the series.

    Raises
    ------
    DataError
        For a year with another number of figures, or economies whose latest year is not that of the other table.
    """
    import pandas as pd

    frame = read_table(path, ("time_period", "value"))
    frame = frame[frame["time_period"].str.fullmatch(r"\d{4}")]
    frame = frame[frame["time_period"] >= FIRST]
    said = definition()["series"]
    keys = [(item, economy) for item in said["blocks"] for economy in said["economies"]]
    counts = frame.groupby("time_period").size()
    refuse(path, f"years without {len(keys)} figures", [y for y, n in counts.items() if n != len(keys)])
    place = frame.groupby("time_period").cumcount()
    named = frame.assign(
        item=[keys[k][0] for k in place],
        economy=[keys[k][1] for k in place],
        year=frame["time_period"].astype(int),
        figure=[number(text, path) for text in frame["value"]],
    )
    amount = named[(named["item"] == "gerd") & (named["economy"] != "")]
    share = named[(named["item"] == "intensity") & (named["economy"] != "")]
    rows = [
        rows_of(amount.assign(figure=amount["figure"] * 1e3), "total", MONEY, "SRD-1"),
        rows_of(share.assign(figure=share["figure"] / 100), "total", SHARE, "SRD-1"),
    ]
    return earlier(path, pd.concat(rows), latest)


def earlier(path: Path, rows: pd.DataFrame, latest: pd.DataFrame) -> pd.DataFrame:
    """Return the years before the latest, after comparing what stands in both tables."""
    keys = ["economy", "item", "year"]
    both = rows.merge(latest, on=keys, suffixes=("", "_latest"))
    unit = both["unit"].map({MONEY: 1e3, SHARE: 1e-2}).astype(float)
    odd = both[((both["value"] - both["value_latest"]).abs() > SLACK * unit)]
    refuse(path, "economies whose last year is not that of RD-5", sorted(set(odd["economy"])))
    known = set(zip(*(latest[k] for k in keys), strict=True))
    return rows[[key not in known for key in zip(*(rows[k] for k in keys), strict=True)]]


def shares(path: Path) -> pd.DataFrame:
    """Return shares by performer and by source of funds, with what they leave.

    Raises
    ------
    DataError
        For a performer or source of funds that is not known.
    """
    import pandas as pd

    found = read_labelled_rows(path, ("column_level_1", "column_level_2"))
    found = found[found["column_level_1"] != TOTAL]
    table = found["column_level_1"].map(HEADS)
    refuse(path, "heads of columns that are not known", sorted(set(found.loc[table.isna(), "column_level_1"])))
    item = [codes_of(t).get(c, "") for t, c in zip(table, found["column_level_2"], strict=True)]
    refuse(path, "items that are not known", [c for c, i in zip(found["column_level_2"], item, strict=True) if not i])
    rows = found.assign(table=table, item=item, figure=found["figure"] / 100)
    parts = [rows_of(part, str(name), SHARE, "RD-7") for name, part in rows.groupby("table", sort=False)]
    return pd.concat([part for found in parts for part in (found, left(found))])


def left(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what shares leave of the whole where it is more than rounding.

    Examples
    --------
    >>> import pandas as pd
    >>> said = {"economy": "A", "year": 2019, "table": "source", "unit": "1", "status": "observed", "source": "t"}
    >>> rows = pd.DataFrame([{"item": i, "value": v} | said for i, v in (("a", 0.6), ("b", 0.3))])
    >>> [(item, round(value, 3)) for item, value in left(rows)[["item", "value"]].to_numpy()]
    [('unallocated', 0.1)]
    """
    known = rows.dropna(subset="value").groupby("economy", sort=False)
    rest, slack = 1.0 - known["value"].sum(), STEP * known.size()
    missing = rest[rest > slack + 1e-9]
    first = rows.drop_duplicates("economy").set_index("economy").loc[missing.index]
    return first.assign(item="unallocated", value=missing).reset_index()


def with_amounts(rows: pd.DataFrame, latest: pd.DataFrame) -> pd.DataFrame:
    """Return shares, and the amounts that they are of R&D in the same year."""
    import pandas as pd

    gerd = latest[latest["item"] == "gerd"].set_index(["economy", "year"])["value"]
    whole = gerd.reindex(pd.MultiIndex.from_frame(rows[["economy", "year"]])).to_numpy()
    amounts = rows.assign(value=(rows["value"] * whole).round(), unit=MONEY, source="RD-7 × RD-5")
    return pd.concat([rows, amounts])


def kinds_of(path: Path) -> pd.DataFrame:
    """Return R&D by type of research: shares, and amounts."""
    import pandas as pd

    found = read_labelled_rows(path)
    half = len(found) // 2
    money, share = (in_order(path, part, KINDS) for part in (found.iloc[:half], found.iloc[half:]))
    parts = [
        rows_of(share.assign(figure=share["figure"] / 100), "kind", SHARE, "RD-8"),
        rows_of(money.assign(figure=money["figure"] * 1e3), "kind", MONEY, "RD-8"),
    ]
    rows = pd.concat(parts)
    return rows[rows["item"] != "total"]


def industries(path: Path) -> pd.DataFrame:
    """Return R&D of business by industry: amounts, and shares in R&D of business.

    Raises
    ------
    DataError
        For an industry that is not known.
    """
    import pandas as pd

    head = "isic_rev_4_level_1"
    found = read_labelled_rows(path, ("time_period", head), head, skip="ISIC, Rev.4")
    found = found.drop_duplicates(["time_period", "economy"])
    known = codes_of("industry") | {"Total business enterprise": "total"}
    refuse(path, "industries that are not known", sorted(set(found["time_period"]) - set(known)))
    rows = found.assign(item=found["time_period"].map(known))
    whole = rows[rows["item"] == "total"].set_index("economy")["figure"]
    share = rows.assign(figure=rows["figure"] / rows["economy"].map(whole))
    both = pd.concat([rows_of(share, "industry", SHARE, "RD-14"), rows_of(rows, "industry", MONEY, "RD-14")])
    return both[(both["item"] != "total") | (both["unit"] == MONEY)]
