"""Build ``china-sti``: ratios of science, technology and industry in 31 provinces of China, from the yearbooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from builders.china_sti_source import SCIENCE, definition, provinces, read, years
from builders.table import BuiltTable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    import pandas as pd

    from newind.typing import Array

SAID = ("label", "characteristic", "unit", "better", "reason", "formula")
"""Fields that the package repeats from the definition of a column."""
SOURCES = [
    {
        "title": "China Statistical Yearbook on Science and Technology 2012-2023; China Statistics Yearbook on High "
        "Technology Industry; China Statistical Yearbook (public expenditure)",
        "author": "National Bureau of Statistics of China; Ministry of Science and Technology",
        "path": "https://data.stats.gov.cn",
        "licence": "official statistics, cited",
    }
]
METHOD = [
    "Each column is a ratio of two official figures of one province and year; numerator and denominator stand under "
    "`formula`. No level of the source is kept.",
    "Units are read from the source and checked; money is brought to 10,000 yuan before dividing.",
    "Gross product is what the yearbooks imply: expenditure on R&D divided by the intensity of R&D that they state.",
    "R&D intensity is the stated figure itself.",
    "Ratios are rounded to two decimals, those to gross product that are mostly below 5 % to three.",
    "What the source does not state is a gap. Nothing is filled, carried on or corrected.",
]
CAVEATS = [
    "Ratios to gross product break between 2018 and 2019: to 2018 the yearbooks divide by gross product as first "
    "published, from 2019 on by gross product after the economic census. `product_change` shows what implied gross "
    "product did in each province: Tianjin, Jilin and Heilongjiang fall by a sixth to a quarter, Yunnan rises by 30 %. "
    "Liaoning in 2016 (-23 %) and Inner Mongolia in 2017 (-14 %) restated theirs.",
    "The stated intensity has two decimals. Where it is small, implied gross product is rough: Tibet within 3 %.",
    "Gaps of whole years: high-technology manufacturing (revenue, profit) in 2017, and with it what is divided by its "
    "revenue; trade in technology in 2011. New products and R&D of high-technology manufacturing begin in 2016.",
    "High-technology manufacturing, firms above the size at which statistics begin: its scope changed between 2016 and "
    "2018 (a new list of industries; revenue from principal business became operating revenue) while the source names "
    "one variable throughout. Revenue in the country grew by 2 % over those two years, by 10 % in the year before.",
    "Where high-technology manufacturing is small (Tibet, Qinghai, Ningxia, Xinjiang) a few firms move its ratios: a "
    "margin of 68 % in Tibet in 2021, -0.3 % in Ningxia in 2013.",
    "R&D staff in basic research rise by 29 % in the country from 2018 to 2019, by 5 to 11 % in the years around it: "
    "they seem to be counted in another way since. Papers per person-year lose by it.",
    "Patents: inventions granted in the country jump by 62 % in 2015. Utility models were granted in great numbers to "
    "2021 and less since; the share of inventions in force moves against them.",
    "Papers follow the Science Citation Index itself: journals that it takes in add papers.",
    "R&D funded from abroad breaks: in the country it falls by 37 % in 2018 and by 67 % in 2019, and rises almost "
    "fourfold in 2020.",
    "Gaps of single cells: R&D funded by enterprises in Beijing in 2012; technology sold by Tibet to 2016; new "
    "products of Tibet, their exports from Tibet and Xinjiang; R&D funded from abroad in Tibet, Qinghai and Ningxia.",
    "Contracts with buyers abroad or unknown are purchases of no province: those of provinces are 82 to 93 % of all.",
    "Nothing is divided by population: the yearbooks of science and technology do not state it.",
    "Green and digital have no column, and people only skills and education: see `not_covered`. An index on this table "
    "alone is one of science, technology and industry, not of new industrialization as a whole.",
]


def build(source_dir: str | PathLike[str]) -> BuiltTable:
    """Return the table of ratios of 31 provinces.

    Parameters
    ----------
    source_dir : path
        Folder with the sources.

    Raises
    ------
    DataError
        When the source is missing or damaged, or lacks a variable, a province or a year, or has changed its units.
    """
    said = definition()
    figures = read(Path(source_dir) / SCIENCE)
    figures["product"] = ratio(said["product"], figures)
    columns = said["columns"]
    return BuiltTable(
        title=said["title"]["en"],
        title_zh=said["title"]["zh"],
        status="observed",
        sources=SOURCES,
        method=METHOD,
        caveats=CAVEATS,
        frame=build_frame({name: np.round(ratio(c, figures), c["decimals"]) for name, c in columns.items()}),
        columns={name: {key: c[key] for key in SAID if key in c} for name, c in columns.items()},
        decimals={name: c["decimals"] for name, c in columns.items()},
        about={"not_covered": said["not_covered"], "product_change": product_change(figures["product"])},
    )


def build_frame(columns: Mapping[str, Array]) -> pd.DataFrame:
    """Return columns of (provinces, years) figures as a frame with ``unit`` and ``year``."""
    import pandas as pd

    codes, when = list(provinces().values()), years()
    keys = {"unit": np.repeat(codes, len(when)), "year": np.tile(when, len(codes))}
    return pd.DataFrame(keys | {name: values.ravel() for name, values in columns.items()})


def ratio(column: Mapping[str, Any], figures: Mapping[str, Array]) -> Array:
    """Return a column of the table: the sum of some variables by the sum of others, (provinces, years).

    Examples
    --------
    >>> ratio({"of": "a", "per": ["b", "c"], "times": 100}, {"a": np.array([1.0]), "b": np.array([3.0]),
    ...     "c": np.array([1.0])})
    array([25.])
    """
    value = _sum(column["of"], figures)
    return value / _sum(column["per"], figures) * column["times"] if "per" in column else value


def _sum(names: str | list[str], figures: Mapping[str, Array]) -> Array:
    parts = [figures[name] for name in ([names] if isinstance(names, str) else names)]
    return np.asarray(np.sum(parts, axis=0), dtype=np.float64)


def product_change(product: Array) -> dict[str, dict[str, float]]:
    """Return by how much implied gross product changes where it breaks: years → province → percent."""
    when = years()
    pairs = {f"{y - 1}-{y}": when.index(y) for y in (2016, 2017, 2019)}
    change = {name: product[:, k] / product[:, k - 1] * 100 - 100 for name, k in pairs.items()}
    codes = list(provinces().values())
    return {name: {c: round(float(v), 1) for c, v in zip(codes, row, strict=True)} for name, row in change.items()}
