"""How official figures are made of the rows of their publishers: by the builder of the shipped ones, and by updates."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from newind.accounts.products import economy_codes
from newind.accounts.regions import read_regions
from newind.datafiles import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

WORLD = "WLD"
COVERED = 0.99
"""Part of the world whose economies must have a figure for the world, or shares of it, to be formed."""
ITEMS = {
    "gdp": "Gross Domestic Product (GDP)",
    "value_added": "Total Value Added",
    "manufacturing": "Manufacturing (ISIC D)",
    "investment": "Gross capital formation",
    "exports": "Exports of goods and services",
    "imports": "Imports of goods and services",
}
"""Items of the national accounts of the United Nations that are used."""
LOW_CARBON = ("nuclear", "hydro", "wind", "solar", "bioenergy", "other_renewables")


@cache
def definition() -> dict[str, Any]:
    """Return what the set consists of (``now.yaml``)."""
    content: dict[str, Any] = read_yaml("newind.data.reference", "now.yaml")
    return content


def by_year(rows: pd.DataFrame, economy: str, year: str, value: str) -> pd.DataFrame:
    """Return rows as a frame of economies by years, sums where several rows are of one economy and year."""
    kept = rows[rows[economy].notna() & rows[value].notna()]
    wide = kept.groupby([economy, year])[value].sum().unstack()
    return wide.astype("float64")


def un_accounts(rows: pd.DataFrame, said: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Return items of the national accounts by economy and year, from rows of country, item and year."""
    import pandas as pd

    codes = {int(n): c for n, c in economy_codes().items() if n.isdecimal() and c in read_regions()}
    codes |= {int(n): c for n, c in said["numbers"].items()}
    until = {int(n): int(y) for n, y in said["former"].items()}
    former = rows["country"].astype(str).str.contains("Former")
    counted = rows[~former | (rows["year"] <= rows["m49"].map(until).fillna(0))]
    found = {}
    for name, item in ITEMS.items():
        of = counted[counted["indicator"] == item]
        wide = by_year(of[~former.loc[of.index]].assign(economy=of["m49"].map(codes)), "economy", "year", "usd")
        world = of.groupby("year")["usd"].sum().reindex(wide.columns)
        found[name] = pd.concat([wide, world.to_frame(WORLD).T])
    return found


def build_power_table(rows: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """Return power by economy and year, a column a source, TWh, from rows of economies.

    The world is their sum, in years whose economies had 99 % of all power before.

    Parameters
    ----------
    rows : frame
        ``ISO3``, ``Year`` and a column a source.
    columns : mapping
        Column → name of the source.
    """
    import pandas as pd

    rows = rows.rename(columns=columns)
    rows = rows.assign(economy=rows["ISO3"].astype(str), year=rows["Year"].astype(int))
    rows = rows[rows["economy"].str.len().eq(3)]
    table = rows.set_index(["economy", "year"])[list(columns.values())].astype("float64").fillna(0.0)
    table = table[~table.index.get_level_values("economy").isin([WORLD])]
    total = table.sum(axis=1).unstack()
    before = total.ffill(axis=1).shift(axis=1)
    full = before.where(total.notna()).sum().ge(COVERED * before.sum())
    world = pd.concat({WORLD: table.groupby("year").sum()[full]}, names=["economy"])
    return pd.concat([table, world])


def from_accounts(un: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return GDP and shares of national accounts, as economies by years."""
    return {
        "gdp": un["gdp"] / 1e9,
        "manufacturing_share": 100 * un["manufacturing"] / un["value_added"],
        "manufacturing_world": world_shares(un["manufacturing"], un["value_added"]),
        "investment_share": 100 * un["investment"] / un["gdp"],
        "exports_share": 100 * un["exports"] / un["gdp"],
        "imports_share": 100 * un["imports"] / un["gdp"],
    }


def world_shares(part: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """Return shares of economies in the world's manufacturing, per cent, in years when nearly all report it.

    Parameters
    ----------
    part, whole : frame
        Manufacturing and all value added, economies by years, with a row of the world.
    """
    reported = whole.reindex(part.index).where(part.notna()).drop(index=WORLD).sum()
    full = reported.ge(COVERED * whole.loc[WORLD].reindex(reported.index))
    return (100 * part.drop(index=WORLD) / part.loc[WORLD]).loc[:, full[full].index]


def of_power(power: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return generation and shares in it, as economies by years."""
    total = power.sum(axis=1)
    total = total[total > 0]
    low, turning = power[list(LOW_CARBON)].sum(axis=1), power[["wind", "solar"]].sum(axis=1)
    shares = {"power_low_carbon": low, "power_wind_solar": turning}
    return {
        "power": total.unstack(),
        **{name: (100 * part.loc[total.index] / total).unstack() for name, part in shares.items()},
    }
