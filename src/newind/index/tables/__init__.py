"""Tables of indicators that are shipped with newind: what there is, and how to load it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newind.data.reference import name_licences
from newind.errors import unknown

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TableSet", "columns_of", "table", "tables"]
NAMES = ("china-sti",)
"""Tables in the order of the catalogue; one folder each."""
PACKAGE, FIGURES = "datapackage.json", "table.csv"


@dataclass(frozen=True)
class TableSet:
    """A shipped table of indicators.

    Parameters
    ----------
    name : str
        Name for `table`.
    title : str
        What it is.
    years : tuple of int
        Years it has.
    units : int
        How many units (provinces, economies) it has.
    indicators : tuple of str
        Its columns beside ``unit`` and ``year``.
    licence : str
        Licence of the figures.
    size : int
        Bytes of its files.
    status : {"observed", "estimated"}
        Whether they are figures of statistical offices, or ratios of such, or estimates.
    """

    name: str
    title: str
    years: tuple[int, ...]
    units: int
    indicators: tuple[str, ...]
    licence: str
    size: int
    status: str = "observed"

    def __str__(self) -> str:
        """Return a line for a list."""
        return f"{self.name}: {self.title} ({self.status}, {self.licence}, {self.size / 1e3:.0f} kB)"


def folder(name: str) -> Path:
    """Return the folder of a shipped table."""
    return Path(str(resources.files(__package__))) / name


@cache
def package(name: str = "china-sti") -> dict[str, Any]:
    """Return the ``datapackage.json`` of a table: sources, licence, method, caveats, and each column.

    Raises
    ------
    UnknownNameError
        For a table that there is not.
    """
    if name not in NAMES:
        raise unknown("table", name, NAMES, f"Shipped: {', '.join(NAMES)}.")
    content: dict[str, Any] = json.loads((folder(name) / PACKAGE).read_text("utf-8"))
    return content


@cache
def tables() -> tuple[TableSet, ...]:
    """Return the shipped tables of indicators.

    Examples
    --------
    >>> [(t.name, t.units, t.years[0], t.years[-1], len(t.indicators)) for t in tables()]
    [('china-sti', 31, 2011, 2022, 18)]
    """
    return tuple(_table_set(name) for name in NAMES if (folder(name) / PACKAGE).is_file())


def _table_set(name: str) -> TableSet:
    content = package(name)
    entry, licence = content["resources"][0], name_licences(content)
    years, columns = tuple(entry["years"]), tuple(columns_of(name))
    return TableSet(name, content["title"], years, entry["units"], columns, licence, entry["bytes"], content["status"])


def columns_of(name: str = "china-sti") -> dict[str, dict[str, Any]]:
    """Return what each indicator of a table is: label, unit, better, formula, reason, characteristic.

    Examples
    --------
    >>> columns_of("china-sti")["rd_intensity"]["label"]
    {'en': 'R&D intensity', 'zh': 'R&D经费投入强度'}
    """
    fields = package(name)["resources"][0]["schema"]["fields"]
    return {f["name"]: f for f in fields if f["type"] == "number"}


def table(name: str = "china-sti") -> pd.DataFrame:
    """Load a shipped table of indicators.

    Parameters
    ----------
    name : str
        A name in `tables`.

    Returns
    -------
    DataFrame
        A row for each unit (ISO 3166-2 code of a province) and year, in the order of regions and years: ``unit``,
        ``year``, and a column for each indicator in its unit. NaN: the source has no figure.

    Raises
    ------
    UnknownNameError
        For a table that there is not.

    Examples
    --------
    >>> frame = table("china-sti")
    >>> frame.loc[(frame.unit == "CN-BJ") & (frame.year == 2022), "rd_intensity"].item()
    6.83
    """
    import pandas as pd

    entry = package(name)["resources"][0]
    text = pd.read_csv(folder(name) / entry["path"], dtype=str, keep_default_na=False)
    numbers = {column: [float(cell or "nan") for cell in text[column]] for column in columns_of(name)}
    return text.assign(year=text["year"].astype("int64"), **numbers)


def digest(text: bytes) -> str:
    """Return the SHA-256 of a text file, the same with every kind of line end."""
    return hashlib.sha256(text.replace(b"\r\n", b"\n")).hexdigest()


def verify() -> list[str]:
    """Compare every shipped table with the hash in its package; return what differs, empty when all is well."""
    entries = {t.name: package(t.name)["resources"][0] for t in tables()}
    return [
        f"{name} {entry['path']}: the figures are not those of {PACKAGE}"
        for name, entry in entries.items()
        if digest((folder(name) / entry["path"]).read_bytes()) != entry["hash"]
    ]
