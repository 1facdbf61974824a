"""Research by performer and source of funds, and patents by field: the shipped set ``innovation``, and its loader."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.satellite import readonly
from newind.data.reference import YearlyValues, data_set, differing, folder, package
from newind.errors import unknown
from newind.kernels.linkages import location_quotients
from newind.kernels.quotients import ratio
from newind.messages import complete_text

if TYPE_CHECKING:
    import pandas as pd

    from newind.data.reference import DataSet
    from newind.typing import Array

NAME = "innovation"
RESEARCH = "research.csv"
WORLD = "WLD"
"""All economies, those that are not listed among them."""
TABLES = ("total", "performer", "source", "kind", "industry")
MEASURES = ("families", "uspto", "uspto_sectors")
PARTS = ("research", *MEASURES)
"""Entries of the package, one a file."""
SOURCES = {
    "families": "NSB-2022-4, families granted",
    "uspto": "NSB-2022-4, patents of the United States",
    "uspto_sectors": "Indicators 2024, patents of the United States",
}


def research(table: str | None = None) -> pd.DataFrame:
    """Load research and development by economy.

    Parameters
    ----------
    table : {"total", "performer", "source", "kind", "industry"}, optional
        Part of it; all by default.

    Returns
    -------
    DataFrame
        ``table``, ``economy`` (ISO 3166-1 alpha-3), ``item``, ``year``, ``value``, ``unit`` ("1": share of gross
        product for ``total``, of R&D of business for ``industry``, of all R&D otherwise; "M.PPP.USD": million US
        dollars at purchasing power), ``status`` and ``source``. What the source does not state has no row.

    Raises
    ------
    UnknownNameError
        For a part that there is not.

    Examples
    --------
    >>> r = research("source")
    >>> r[(r.economy == "CHN") & (r.item == "government") & (r.unit == "1")].value.item()
    0.205
    """
    if table is not None and table not in TABLES:
        raise unknown("table", table, TABLES, f"The set has {', '.join(TABLES)}.")
    rows = _research()
    return (rows if table is None else rows[rows["table"] == table]).reset_index(drop=True)


@cache
def _research() -> pd.DataFrame:
    import pandas as pd

    kinds = {"year": "int64", "value": "float64"}
    return pd.read_csv(folder(NAME) / RESEARCH, dtype=str, keep_default_na=False).astype(kinds)


@dataclass(frozen=True, eq=False)
class Patents(YearlyValues):
    """Patents granted, by economy, field and year.

    Parameters
    ----------
    measure : str
        What is counted, one of `MEASURES`.
    economies, fields : tuple of str
    years : tuple of int
    values : (E, F, Y) array, patents
    world : (F, Y) array, patents
        Of all economies, those that are not listed among them.
    """

    measure: str
    economies: tuple[str, ...]
    fields: tuple[str, ...]
    years: tuple[int, ...]
    values: Array
    world: Array

    @property
    def share(self) -> Array:
        """Share of the world's patents of a field, (E, F, Y), in [0, 1]; NaN where the world has none."""
        return ratio(self.values, self.world)

    @property
    def advantage(self) -> Array:
        """Revealed technological advantage, (E, F, Y): an economy's share in a field over its share in all patents.

        1 where the economy is as strong in the field as in all; NaN where it, or the world, has no patents.

        Notes
        -----
        (P_ef / P_e) / (P_f / P), with all patents of an economy those of all fields, the unassigned among them.

        References
        ----------
        Soete (1987), Research Policy 16(2-4), 101.
        """
        own, other = np.moveaxis(self.values, 1, 2), self.world.T
        return np.asarray(np.moveaxis(location_quotients(own, other), 2, 1))

    def field_at(self, field: str) -> int:
        """Return the position of a field.

        Raises
        ------
        UnknownNameError
            For a field that there is not.
        """
        if field not in self.fields:
            raise unknown("field", field, self.fields, f"Fields are {', '.join(self.fields)}.")
        return self.fields.index(field)

    def table(self) -> pd.DataFrame:
        """Return a row for each economy, field and year: ``patents``, ``share``, ``advantage`` and what they are.

        Returns
        -------
        DataFrame
            ``measure``, ``economy``, ``field``, ``year``, ``patents`` (count), ``share`` of the world's in the field,
            ``advantage``, ``unit``, ``status``, ``source``.
        """
        import pandas as pd

        index = pd.MultiIndex.from_product(
            [self.economies, self.fields, self.years], names=["economy", "field", "year"]
        )
        figures = {"patents": self.values, "share": self.share, "advantage": self.advantage}
        rows = pd.DataFrame({name: v.ravel() for name, v in figures.items()}, index=index).reset_index()
        rows.insert(0, "measure", self.measure)
        return rows.assign(unit="patents granted", status="observed", source=SOURCES[self.measure])


@cache
def patents(measure: str = "families") -> Patents:
    """Load patents granted by field of technology.

    Parameters
    ----------
    measure : {"families", "uspto", "uspto_sectors"}
        Patent families granted anywhere (35 fields, 2000-2020); utility patents of the United States (the same; or 5
        broad fields, 2000-2022). Inventions of several economies or fields count in part in each.

    Raises
    ------
    UnknownNameError
        For a measure that there is not.

    Examples
    --------
    >>> p = patents("families")
    >>> p.values.shape, int(p.values[p.at("CHN"), :, -1].sum())
    ((35, 36, 21), 456086)
    """
    if measure not in MEASURES:
        raise unknown("measure of patents", measure, MEASURES, f"The set has {', '.join(MEASURES)}.")
    import pandas as pd

    rows = pd.read_csv(folder(NAME) / f"{measure}.csv", keep_default_na=False)
    economies, fields = (tuple(dict.fromkeys(rows[key])) for key in ("economy", "field"))
    years = tuple(int(c) for c in rows.columns[2:])
    counts = rows.iloc[:, 2:].to_numpy(dtype=np.float64).reshape(len(economies), len(fields), len(years))
    named = [e for e, code in enumerate(economies) if code != WORLD]
    listed = tuple(economies[e] for e in named)
    world = readonly(counts[economies.index(WORLD)].copy())
    return Patents(measure, listed, fields, years, readonly(counts[named]), world)


def labels(part: str) -> dict[str, dict[str, Any]]:
    """Return what items are called: item → ``en``, ``zh``, and for industries and fields where they belong.

    Parameters
    ----------
    part : {"part", "performer", "source", "kind", "industry", "measure", "sector", "field"}

    Raises
    ------
    UnknownNameError
        For a part that there is not.

    Examples
    --------
    >>> labels("performer")["higher_education"]
    {'en': 'Higher education', 'zh': '高等学校'}
    """
    parts: dict[str, dict[str, dict[str, Any]]] = package(NAME)["labels"]
    if part not in parts:
        raise unknown("part", part, parts, f"There are labels of {', '.join(parts)}.")
    return {item: of | complete_text(of, of["en"]) for item, of in parts[part].items()}


def by_sector(p: Patents) -> Patents:
    """Return patents by broad field, as sums of fields; what has no field is left out."""
    said = labels("field")
    sectors = tuple(labels("sector"))
    member = np.array([[said[f]["sector"] == s for f in p.fields] for s in sectors], dtype=np.float64)
    values = np.einsum("sf,efy->esy", member, p.values)
    return Patents(p.measure, p.economies, sectors, p.years, values, member @ p.world)


def describe_data_set() -> DataSet:
    """Return what the set is: title, years, licence, size.

    Examples
    --------
    >>> describe_data_set().name, describe_data_set().years[-1]
    ('innovation', 2022)
    """
    with (folder(NAME) / RESEARCH).open(encoding="utf-8", newline="") as file:
        years = {int(row["year"]) for row in csv.DictReader(file)}
    return data_set(NAME, PARTS, years)


def verify() -> list[str]:
    """Compare the shipped tables with the hashes in the package; return what differs, empty when all is well."""
    return differing(NAME, PARTS)
