"""Official figures made of the rows of their publishers, and the current releases as frames of economies by years."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from newind.accounts.products import economy_codes
from newind.accounts.regions import read_regions
from newind.datafiles import read_yaml
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pandas as pd

    Found = tuple[dict[str, pd.DataFrame], str]
    Read = Callable[[Mapping[str, Path], Mapping[str, str], Mapping[str, Any]], Found]
    """From files by item, items by figure and what the set consists of to frames by figure and the edition."""


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


OUTLOOK = re.compile(r"World Economic Outlook \((\w+) (\d{4})\)")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
ABOUT = "about"
"""Name of the file that says which edition the others are of."""
WORLDS = {"WEOWORLD": WORLD, "OWID_WRL": WORLD, "GLOBAL TOTAL": WORLD}


def datamapper(files: Mapping[str, Path], items: Mapping[str, str], said: Mapping[str, Any]) -> Found:
    """Read the World Economic Outlook from the DataMapper of the International Monetary Fund (JSON)."""
    letters: dict[str, str] = {**said["letters"], **WORLDS}
    found = {}
    for name, item in items.items():
        values: dict[str, dict[str, Any]] | None = _json(files[item]).get("values", {}).get(item)
        if not isinstance(values, dict):
            raise DataError(f"{files[item].name}: no values of {item}")
        found[name] = _wide([(letters.get(c, c), y, v) for c, row in values.items() for y, v in row.items()])
    about = _json(files[ABOUT]).get("indicators", {}).get(next(iter(items.values())), {})
    edition = OUTLOOK.search(str(about.get("source", "")))
    if edition is None or edition[1] not in MONTHS:
        raise DataError(f"{files[ABOUT].name}: the edition is not said")
    return found, f"{edition[2]}-{MONTHS.index(edition[1]) + 1:02d}"


def worldbank(files: Mapping[str, Path], items: Mapping[str, str], _said: Mapping[str, Any]) -> Found:
    """Read indicators from the interface of the World Bank (JSON), all economies in one answer."""
    found, edition = {}, ""
    for name, item in items.items():
        answer = _json(files[item])
        if not isinstance(answer, list) or len(answer) != 2 or answer[0].get("pages") != 1:
            raise DataError(f"{files[item].name}: not one page of {item}")
        rows = [r for r in answer[1] if r["indicator"]["id"] == item and r["value"] is not None]
        found[name] = _wide([(r["countryiso3code"], r["date"], r["value"]) for r in rows])
        edition = max(edition, str(answer[0].get("lastupdated", "")))
    return found, edition


def snaama(files: Mapping[str, Path], _items: Mapping[str, str], said: Mapping[str, Any]) -> Found:
    """Read the main aggregates of national accounts at current prices in dollars (the United Nations' workbook)."""
    from newind.data.readers.sheets import first_sheet

    (file,) = files.values()
    rows = first_sheet(file).rows
    start = next((k for k, r in enumerate(rows[:10]) if r and r[0] == "CountryID"), None)
    if start is None:
        raise DataError(f"{file.name}: no heading CountryID")
    table = _table(rows[start:], ("CountryID", "Country", "IndicatorName"), file)
    long = table.melt(("CountryID", "Country", "IndicatorName"), var_name="year", value_name="usd")
    long = long.rename(columns={"CountryID": "m49", "Country": "country", "IndicatorName": "indicator"})
    long = long.assign(usd=_numbers(long["usd"]), year=long["year"].astype(int), m49=_numbers(long["m49"]))
    long = long[long["usd"].notna() & long["m49"].notna()]
    found = from_accounts(un_accounts(long.assign(m49=long["m49"].astype(int)), said))
    return found, ""


def owid(files: Mapping[str, Path], items: Mapping[str, str], _said: Mapping[str, Any]) -> Found:
    """Read national carbon of the Global Carbon Budget from the table of Our World in Data (csv)."""
    import pandas as pd

    (file,) = files.values()
    rows = pd.read_csv(file, low_memory=False)
    _columns(rows, ("iso_code", "year", *items.values()), file)
    rows = rows.assign(economy=rows["iso_code"].replace(WORLDS))
    if WORLD not in set(rows["economy"]) and "country" in rows.columns:
        rows["economy"] = rows["economy"].where(rows["country"] != "World", WORLD)
    return {name: by_year(rows, "economy", "year", item) for name, item in items.items()}, ""


def booklet(files: Mapping[str, Path], items: Mapping[str, str], _said: Mapping[str, Any]) -> Found:
    """Read greenhouse gases by country from the booklet of EDGAR (workbook)."""
    from newind.data.readers.sheets import read_sheets

    ((year, file),) = files.items()
    sheets = read_sheets(file, set(items.values()))
    found = {}
    for name, item in items.items():
        if item not in sheets:
            raise DataError(f"{file.name}: no sheet {item}")
        table = _table(sheets[item].rows, ("EDGAR Country Code", "Country"), file)
        table = table[table["EDGAR Country Code"] != "REU"]  # Réunion; the code is the rest of the European Union here
        code = table["EDGAR Country Code"].replace(WORLDS)
        years = {c: int(c) for c in table.columns if str(c).isdigit()}
        wide = table[list(years)].apply(_numbers).rename(columns=years).set_axis(code, axis=0)
        found[name] = wide.groupby(level=0).sum(min_count=1)
    return found, year


def ember(files: Mapping[str, Path], _items: Mapping[str, str], _said: Mapping[str, Any]) -> Found:
    """Read power generation by source from the yearly table of Ember (csv, long)."""
    import pandas as pd

    from newind.data.reference.power import definition

    (file,) = files.values()
    rows = pd.read_csv(file, low_memory=False)
    _columns(rows, ("ISO 3 code", "Year", "Subcategory", "Variable", "Unit", "Value"), file)
    sources = {of["column"]: name for name, of in definition()["sources"].items()}
    rows = rows[(rows["Unit"] == "TWh") & (rows["Subcategory"] == "Fuel") & rows["Variable"].isin(sources)]
    wide = rows.pivot_table(values="Value", index=["ISO 3 code", "Year"], columns="Variable", aggfunc="sum")
    lost = [c for c in sources if c not in wide.columns]
    if lost:
        raise DataError(f"{file.name}: no power from {offenders(lost)}")
    flat = wide.reset_index().rename(columns={"ISO 3 code": "ISO3"})
    return of_power(build_power_table(flat, sources)), ""


READERS: dict[str, Read] = {
    "datamapper": datamapper, "worldbank": worldbank, "snaama": snaama, "owid": owid, "booklet": booklet,
    "ember": ember,
}  # fmt: skip


def _json(file: Path) -> Any:
    """Return what a JSON file holds.

    Raises
    ------
    DataError
        For a file that holds none.
    """
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise DataError(f"{file.name}: not JSON") from None


def _wide(rows: list[tuple[str, Any, Any]]) -> pd.DataFrame:
    """Return rows of economy, year and value as a frame of economies by years."""
    import pandas as pd

    table = pd.DataFrame(rows, columns=["economy", "year", "value"])
    table = table.assign(year=table["year"].astype(int), value=_numbers(table["value"]))
    return by_year(table, "economy", "year", "value")


def _numbers(column: pd.Series) -> pd.Series:
    import pandas as pd

    found: pd.Series = pd.to_numeric(column, errors="coerce")
    return found


def _table(rows: list[list[Any]], needed: tuple[str, ...], file: Path) -> pd.DataFrame:
    """Return the rows of a sheet below its heading, whose years are names of columns."""
    import pandas as pd

    heads = [str(int(h)) if isinstance(h, float) else str(h).strip() for h in rows[0]]
    table = pd.DataFrame(rows[1:], columns=heads)
    _columns(table, needed, file)
    kept = [h for h in heads if h in needed or re.fullmatch(r"(19|20)\d\d", h)]
    return table[kept]


def _columns(rows: pd.DataFrame, needed: tuple[str, ...], file: Path) -> None:
    if lost := [c for c in needed if c not in rows.columns]:
        raise DataError(f"{file.name}: columns missing: {offenders(lost)}")
