"""Current releases of official figures as their publishers offer them: frames of economies by years, and editions."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from newind.data.reference.now_figures import WORLD, build_power_table, by_year, from_accounts, of_power, un_accounts
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pandas as pd

    Found = tuple[dict[str, pd.DataFrame], str]
    Read = Callable[[Mapping[str, Path], Mapping[str, str], Mapping[str, Any]], Found]
    """From files by item, items by figure and what the set consists of to frames by figure and the edition."""

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
