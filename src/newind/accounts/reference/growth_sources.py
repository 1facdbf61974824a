"""The sources of ``growth`` as frames of economies by years, and a figure moved on by the growth of another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newind.accounts.reference.sources import FILES, read_parquet
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

PANELS = {
    "penn": (FILES["pwt"], "countrycode", "year"),
    "gapminder": (FILES["gapminder"], "iso3", "year"),
    "wdi": (FILES["wdi"], "iso3", "year"),
    "carbon": ("world/panels/owid_co2_2020-12.parquet", "iso_code", "year"),
    "budget": ("world/panels/gcb_territorial-emissions.parquet", "Code", "Year"),
}
"""Panel → file, and its columns of economies and of years."""
WORLD = "OWID_WRL"
TOTAL, PER_PERSON = "total_gdp_us_inflation_adjusted", "gdppercapita_us_inflation_adjusted"
PURCHASING_POWER = "alternative_gdp_per_capita_ppp_wb"
CO2_OF_GDP = "co2_intensity_of_economic_output_kg_co2_per_2021_ppp_of_gdp"
REPORTED_GROWTH = "NY.GDP.MKTP.KD.ZG"


@dataclass(frozen=True)
class Sources:
    """What was read.

    Parameters
    ----------
    panels : mapping of str to frame
        Rows of each panel, as they are.
    paths : mapping of str to path
        Where each was read.
    """

    panels: Mapping[str, pd.DataFrame]
    paths: Mapping[str, Path]

    def wide(self, panel: str, column: str, years: Sequence[int]) -> pd.DataFrame:
        """Return a column as economies by years; NaN where it has no figure.

        Raises
        ------
        DataError
            When the column is not there.
        """
        _, economy, year = PANELS[panel]
        rows = self.panels[panel]
        if lost := [c for c in (economy, year, column) if c not in rows.columns]:
            raise DataError(f"{self.paths[panel]}: columns missing: {offenders(lost)}. Get the file again.")
        rows = rows[rows[economy].notna() & ~rows[economy].isin(["", "nan", WORLD])]
        wide = rows.pivot_table(index=economy, columns=year, values=column, aggfunc="first")
        return wide.astype("float64").reindex(columns=list(years))


def read(source: Path) -> Sources:
    """Read all panels.

    Raises
    ------
    DataError
        When one is not there.
    """
    paths = {name: source / file for name, (file, _, _) in PANELS.items()}
    return Sources({name: read_parquet(path) for name, path in paths.items()}, paths)


def known(sources: Sources, said: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Return every figure, observed and moved on, of all economies that any source has.

    Parameters
    ----------
    sources : Sources
    said : mapping
        ``growth.yaml``.

    Returns
    -------
    dict of str to frame
        Economies by years, in the unit of the figure; NaN where its source has none.
    """
    years = range(said["years"][0], said["years"][1] + 1)
    by = reported(sources, years)
    found = {}
    for name, c in said["columns"].items():
        figures = _observed(sources, c, by, years)
        found[name] = moved_on(figures, by[c["goes_on"]], c["last"]) if "goes_on" in c else figures
    economies = sorted({economy for frame in found.values() for economy in frame.index})
    return {name: frame.reindex(economies) for name, frame in found.items()}


def _observed(sources: Sources, c: Mapping[str, Any], by: Mapping[str, pd.DataFrame], years: range) -> pd.DataFrame:
    if "gapminder" in c:
        return by[c["gapminder"]]
    panel = "penn" if "penn" in c else "carbon"
    return sources.wide(panel, c[panel], years)


def reported(sources: Sources, years: Sequence[int]) -> dict[str, pd.DataFrame]:
    """Return GDP (million USD of 2015), people (million) and carbon (Mt) of the Gapminder panel."""
    total, per_person, power, intensity = (
        sources.wide("gapminder", column, years) for column in (TOTAL, PER_PERSON, PURCHASING_POWER, CO2_OF_GDP)
    )
    people = total / per_person / 1e6
    return {"gdp": total / 1e6, "people": people, "carbon": intensity * power * people / 1e3}


def moved_on(figures: pd.DataFrame, by: pd.DataFrame, last: int) -> pd.DataFrame:
    """Return figures that after a year grow as others do.

    Parameters
    ----------
    figures, by : frame, economies by years
    last : int
        The last year of `figures`.

    Returns
    -------
    frame
        `figures` to `last`, then their figure of that year times the growth of `by` since; NaN where `by` has none.

    Examples
    --------
    >>> import pandas as pd
    >>> have = pd.DataFrame({2019: [10.0], 2020: [None]}, index=["A"], dtype=float)
    >>> moved_on(have, pd.DataFrame({2019: [2.0], 2020: [3.0]}, index=["A"]), 2019).loc["A"].tolist()
    [10.0, 15.0]
    """
    import pandas as pd

    other = by.reindex(figures.index)
    after = other.div(other[last], axis=0).mul(figures[last], axis=0)
    return pd.concat([figures.loc[:, :last], after.loc[:, last + 1 :]], axis=1)
