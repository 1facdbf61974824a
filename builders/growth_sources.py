"""The sources of ``growth`` as frames of economies by years, and a figure moved on by the growth of another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from builders import now_sources
from newind.data.reference import now_layouts
from newind.data.reference.facts import FILES, read_parquet
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pandas as pd

PANELS = {
    "penn": (now_sources.FILES["penn"], "countrycode", "year"),
    "penn10": (FILES["pwt"], "countrycode", "year"),
    "gapminder": (FILES["gapminder"], "iso3", "year"),
    "outlook": (now_sources.FILES["weo"], "economy", "year"),
    "budget": (now_sources.FILES["gcb"], "economy", "year"),
    "before": ("world/panels/gcb_territorial-emissions.parquet", "Code", "Year"),
}
"""Panel → file, and its columns of economies and of years."""
WORLD = "OWID_WRL"
TOTAL = "total_gdp_us_inflation_adjusted"
OUTLOOK = {"gdp": "ngdp_r", "people": "lp"}
"""Series → the subject of the World Economic Outlook by whose growth it is continued."""
RATIOS = ("nid_ngdp", "bca_ngdpd")
"""Subjects of the World Economic Outlook in per cent of GDP: investment, current account."""


@dataclass(frozen=True)
class GrowthSources:
    """Sources of growth as read.

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


def read(source: Path) -> GrowthSources:
    """Read all panels.

    Raises
    ------
    DataError
        When one is not there.
    """
    paths = {name: source / file for name, (file, _, _) in PANELS.items()}
    said = now_layouts.definition()
    panels = {name: read_parquet(path) for name, path in paths.items() if name not in ("outlook", "budget")}
    wide = {
        "outlook": {
            item: now_sources.outlook(source, item).rename(index=said["letters"])
            for item in (*OUTLOOK.values(), *RATIOS)
        },
        "budget": {"mtco2": now_sources.carbon(source, "territorial", said)},
    }
    return GrowthSources({**panels, **{name: _long(name, frames) for name, frames in wide.items()}}, paths)


def _long(panel: str, wide: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return frames of economies by years as rows of economy and year, a column each, without the world."""
    import pandas as pd

    stacked = {name: f.drop(index=now_layouts.WORLD, errors="ignore").stack() for name, f in wide.items()}
    return pd.concat(stacked, axis=1).rename_axis(list(PANELS[panel][1:])).reset_index()


def build_figures(sources: GrowthSources, said: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Return every figure, observed and moved on, of all economies that any source has.

    Parameters
    ----------
    sources : GrowthSources
    said : mapping
        ``growth.yaml``.

    Returns
    -------
    dict of str to frame
        Economies by years, in the unit of the figure; NaN where its source has none.
    """
    years = range(said["years"][0], said["years"][1] + 1)
    by = {what: sources.wide("outlook", item, years) for what, item in OUTLOOK.items()}
    found = {}
    for name, c in said["columns"].items():
        figures = _read_figure(sources, c, years)
        found[name] = extend_figures(figures, by[c["goes_on"]], c["last"]) if "goes_on" in c else figures
    economies = sorted({economy for frame in found.values() for economy in frame.index})
    return {name: frame.reindex(economies) for name, frame in found.items()}


def build_projections(
    sources: GrowthSources, said: Mapping[str, Any], figures: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """Return what is projected, of all economies that any figure has.

    Parameters
    ----------
    sources : GrowthSources
    said : mapping
        ``growth.yaml``.
    figures : mapping of str to frame
        As of `build_figures`.

    Returns
    -------
    dict of str to frame
        Economies by years from the last year of `figures` on: volumes and people in their unit, shares of GDP.
    """
    (first, last), found = said["projected"]["years"], {}
    for name, c in said["projected"]["columns"].items():
        if "goes_on" in c:
            by = sources.wide("outlook", OUTLOOK[c["goes_on"]], range(first, last + 1))
            found[name] = extend_figures(figures[name].loc[:, [first]], by, first)
        else:
            economies = figures["gdp_volume"].index
            found[name] = sources.wide("outlook", c["outlook"], range(first, last + 1)).reindex(economies) / 100
    return found


def _read_figure(sources: GrowthSources, c: Mapping[str, Any], years: range) -> pd.DataFrame:
    """Return a figure as its source has it."""
    if "gapminder" in c:
        return world_bank(sources, years)
    panel = next(name for name in PANELS if name in c)
    return sources.wide(panel, c[panel], years)


def world_bank(sources: GrowthSources, years: Sequence[int]) -> pd.DataFrame:
    """Return GDP of the Gapminder panel, million USD of 2015."""
    return sources.wide("gapminder", TOTAL, years) / 1e6


def extend_figures(figures: pd.DataFrame, by: pd.DataFrame, last: int) -> pd.DataFrame:
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
    >>> extend_figures(have, pd.DataFrame({2019: [2.0], 2020: [3.0]}, index=["A"]), 2019).loc["A"].tolist()
    [10.0, 15.0]
    """
    import pandas as pd

    other = by.reindex(figures.index)
    after = other.div(other[last], axis=0).mul(figures[last], axis=0)
    return pd.concat([figures.loc[:, :last], after.loc[:, last + 1 :]], axis=1)
