"""Build ``growth``: what 40 economies and the rest produce, with whom and what, and the carbon they emit, by year."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from builders.growth_checks import compare_sources
from builders.growth_sources import build_figures, build_projections, read
from builders.innovation import as_csv, write_table
from newind.accounts.classification import concordance
from newind.data.reference.building import DataSetBuild, Measure
from newind.data.reference.growth import FILE, NAME, PROJECTED, PROJECTED_FILE, REST, aggregate_economies
from newind.datafiles import read_yaml
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    import pandas as pd

    from newind.typing import Array

NAMED = concordance("wiod41_to_wiod20").sources[:-1]
"""The 40 economies of the WIOD 2013 release, in its order."""
DIGITS = 6
LANGUAGES = ("en", "zh")
SOURCES = [
    {
        "title": "Penn World Table 11.0 (product, capital) and 10.01 (the rest)",
        "author": "Feenstra, Inklaar, Timmer (2015)",
        "path": "https://www.rug.nl/ggdc/productivity/pwt/",
        "licence": "CC-BY-4.0",
    },
    {
        "title": "World Economic Outlook Database, April 2026",
        "author": "International Monetary Fund",
        "path": "https://www.imf.org/en/Publications/WEO/weo-database/2026/April",
        "licence": "official statistics, cited",
    },
    {
        "title": "Systema Globalis panel (GDP at constant prices)",
        "author": "Gapminder, based on the World Bank",
        "path": "https://www.gapminder.org/data/",
        "licence": "CC-BY-4.0",
    },
    {
        "title": "Global Carbon Budget 2025, national fossil carbon emissions",
        "author": "Global Carbon Project",
        "path": "https://globalcarbonbudget.org/",
        "licence": "CC-BY-4.0",
    },
    {
        "title": "Global Carbon Budget 2019 (for comparison only)",
        "author": "Friedlingstein et al. (2019)",
        "doi": "10.5194/essd-11-1783-2019",
        "licence": "CC-BY-4.0",
    },
]
METHOD = [
    "`columns` says which source a figure has, and until when. Then GDP and population go on with their growth in the "
    "World Economic Outlook, chained year by year: gdp_volume from 2023 on, since that source is half a year newer "
    "than the Penn World Table. Years to 2024 count as observed, 2025 is a first estimate, status estimated. CO2 ends "
    "in 2024; what nothing carries on ends in 2023, or in 2019 where edition 11.0 of the Penn World Table is not at "
    "hand.",
    "gdp_reported is GDP at constant prices of 2015 as the World Bank reports it in 2000, before and after that year "
    "with official growth: before as the World Bank reports it, after as the International Monetary Fund does, which "
    "has it for all members from 2000 on. It is beside gdp_volume for whoever wants the growth of official accounts.",
    "ROW is made of the economies, `members`, that have every figure that adds up in every year it is observed, so "
    "that its figures can be set against each other; a first estimate of it grows as the members do that have one. "
    "Its rates are means over those members that have the rate in all years. `rest` says how many they are, and in "
    "`share` which part they have of all economies that are not named, of the figure or of its weight; `world` is the "
    "part of them and the named in all economies of the source.",
    "Rates of several economies are means: hours and human capital weighted by persons engaged, depreciation by "
    "capital, shares of investment and labour and the level of productivity by product at purchasing power.",
    "Carbon is counted where it is emitted; fuels of international ships and aircraft belong to nobody and are in no "
    "row.",
    "The table of what is projected has the volumes and people of 2025 moved on by their growth in the World Economic "
    "Outlook to its last year, and its ratios of investment and of the current account to GDP. ROW is the sum of those "
    "members that have a figure in all years; its ratios are means weighted by the volume.",
    "Six significant digits.",
]
CAVEATS = [
    "TWN is not in the panel of the World Bank: no gdp_reported.",
    "tfp_level compares economies within a year (USA is 1 in each), it is no series of growth.",
    "Hours are known for few members of ROW, productivity for two thirds of its product: see `rest`.",
    "GDP of the last years is revised, of small open economies (CYP, IRL, MLT) by several per cent; India's years are "
    "fiscal years with the International Monetary Fund, so that single years differ from those of the World Bank: "
    "`comparisons` has both.",
    "The copy of the World Economic Outlook does not say in which year its own estimates begin: to 2024 it is taken as "
    "reported.",
    "Depreciation is that of edition 10.01, weighted by capital of 11.0.",
    "The sources differ in the level of population; of the second only growth is taken.",
]


def build(source_dir: str | PathLike[str], measure: Measure | None = None) -> DataSetBuild:  # noqa: ARG001
    """Return the set of growth.

    Parameters
    ----------
    source_dir : path
        Folder with the sources.
    measure : callable, optional
        Not needed: there are no accounts.

    Raises
    ------
    DataError
        When a source is missing or damaged, lacks columns, or has no product or people of a named economy.
    """
    said = definition()
    sources = read(Path(source_dir))
    figures = build_figures(sources, said)
    _check_whole(figures)
    inside = members(figures)
    frame = build_table(figures, inside)
    ahead = build_projected_table(build_projections(sources, said, figures), inside)
    return DataSetBuild(
        title=said["title"],
        status="observed",
        sources=SOURCES,
        method=METHOD,
        caveats=CAVEATS,
        accounts=(),
        about={
            "title_zh": said["title_zh"],
            "labels": labels(),
            "members": list(inside),
            "comparisons": compare_sources(sources, figures, NAMED, _years()),
        },
        beside={
            NAME: partial(write_table, FILE, as_csv(frame), entry(frame, figures, inside)),
            PROJECTED: partial(write_table, PROJECTED_FILE, as_csv(ahead), projected_entry(ahead)),
        },
    )


@cache
def definition() -> dict[str, Any]:
    """Return what the set consists of (``growth.yaml``)."""
    content: dict[str, Any] = read_yaml("builders", "growth.yaml")
    return content


def labels() -> dict[str, dict[str, dict[str, str]]]:
    """Return what figures, their sources and their units are called: part → figure → ``en``, ``zh``."""
    said = definition()
    columns = said["columns"].items()
    return {
        "column": {name: {lang: c[lang] for lang in LANGUAGES} for name, c in columns},
        "source": {name: {lang: _source(c, lang) for lang in LANGUAGES} for name, c in columns},
        "unit": {name: {"en": c["unit"], "zh": said["units"][c["unit"]]} for name, c in columns},
    }


def _source(c: Mapping[str, Any], lang: str) -> str:
    said = definition()
    parts = [said["sources"][kind][lang].format(**c) for kind in said["sources"] if kind in c]
    if "goes_on" in c:
        parts.append(said["goes_on"][c["goes_on"]][lang].format(next=c["last"] + 1))
    return ("; " if lang == "en" else "；").join(parts)


def members(figures: Mapping[str, pd.DataFrame]) -> tuple[str, ...]:
    """Return the economies that ROW is made of: not named, and with every figure that adds up in all its years."""
    adds = [_in_years(figures[name], name) for name, c in definition()["columns"].items() if "weight" not in c]
    whole = [set(f.index[f.notna().all(axis=1)]) for f in adds]
    return tuple(sorted(set.intersection(*whole) - set(NAMED)))


def build_table(figures: Mapping[str, pd.DataFrame], inside: Sequence[str]) -> pd.DataFrame:
    """Return the table: economy, year, and a column a figure as text of six digits, empty where it is unknown."""
    import pandas as pd

    columns = {name: _with_rest(name, figures, inside) for name in definition()["columns"]}
    keys = [(economy, year) for economy in (*NAMED, REST) for year in _years()]
    cells = {name: [_text(v) for v in values.ravel()] for name, values in columns.items()}
    return pd.DataFrame({"economy": [e for e, _ in keys], "year": [y for _, y in keys], **cells})


def build_projected_table(ahead: Mapping[str, pd.DataFrame], inside: Sequence[str]) -> pd.DataFrame:
    """Return the table of what is projected: economy, year, and a column a figure as text of six digits.

    Raises
    ------
    DataError
        Where a named economy has no figure of a year.
    """
    import pandas as pd

    columns = definition()["projected"]["columns"]
    whole = [set(f.index[f.notna().all(axis=1)]) for f in ahead.values()]
    rest = sorted(set.intersection(*whole) & set(inside))
    if lost := sorted(set(NAMED) - set.intersection(*whole)):
        raise DataError(f"{NAME}: nothing is projected of {offenders(lost)}. Get its source again.")
    cells = {}
    for name, c in columns.items():
        weights = ahead[c["weight"]].loc[rest].to_numpy() if "weight" in c else None
        of_rest = aggregate_economies(ahead[name].loc[rest].to_numpy(), weights)
        cells[name] = [_text(v) for v in np.vstack([ahead[name].loc[list(NAMED)].to_numpy(), of_rest]).ravel()]
    keys = [(economy, year) for economy in (*NAMED, REST) for year in next(iter(ahead.values())).columns]
    return pd.DataFrame({"economy": [e for e, _ in keys], "year": [y for _, y in keys], **cells})


def projected_entry(frame: pd.DataFrame) -> dict[str, Any]:
    """Return what the datapackage says of the table of what is projected."""
    said = definition()["projected"]
    first, last = said["years"]
    status = [[first, first, "estimated"], [first + 1, last, "projected"]]
    kept = ("unit", "weight")
    columns = {name: {key: c[key] for key in kept if key in c} for name, c in said["columns"].items()}
    return {
        "name": PROJECTED,
        "rows": len(frame),
        "years": said["years"],
        "primaryKey": ["economy", "year"],
        "source": SOURCES[1]["title"],
        "status": status,
        "columns": columns,
    }


def _years() -> range:
    return range(definition()["years"][0], definition()["years"][1] + 1)


def _text(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.{DIGITS}g}"


def _with_rest(name: str, figures: Mapping[str, pd.DataFrame], inside: Sequence[str]) -> Array:
    weight = definition()["columns"][name].get("weight")
    has = list(_having(name, figures, inside))
    of = figures[name].loc[has].to_numpy()
    rest = aggregate_economies(of, None if weight is None else figures[weight].loc[has].to_numpy())
    for t in range(_find_last_observed_year(definition()["columns"][name]) + 1 - _years()[0], len(_years())):
        there = of[np.isfinite(of[:, t])]
        rest[t] = rest[t - 1] * there[:, t].sum() / there[:, t - 1].sum() if len(there) else np.nan
    return np.vstack([figures[name].loc[list(NAMED)].to_numpy(), rest])


def _having(name: str, figures: Mapping[str, pd.DataFrame], inside: Sequence[str]) -> tuple[str, ...]:
    """Return which members of ROW have a figure in all years that are observed."""
    there = _in_years(figures[name].loc[list(inside)], name).notna().all(axis=1)
    return tuple(there.index[there])


def _in_years(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the years in which a figure is observed."""
    return frame.loc[:, : _find_last_observed_year(definition()["columns"][name])]


def _check_whole(figures: Mapping[str, pd.DataFrame]) -> None:
    for name in ("gdp_volume", "population", "co2"):
        frame = figures[name].loc[list(NAMED), : definition()["columns"][name]["last"]]
        if lost := [f"{c} {y}" for c, row in frame.iterrows() for y in row.index[row.isna()]]:
            raise DataError(f"{NAME}: no {name} of {offenders(lost)}. Get its source again.")


def entry(frame: pd.DataFrame, figures: Mapping[str, pd.DataFrame], inside: Sequence[str]) -> dict[str, Any]:
    """Return what the datapackage says of the table."""
    return {
        "name": NAME,
        "rows": len(frame),
        "economies": [*NAMED, REST],
        "years": definition()["years"],
        "primaryKey": ["economy", "year"],
        "columns": {name: column(name, figures, inside) for name in definition()["columns"]},
    }


def column(name: str, figures: Mapping[str, pd.DataFrame], inside: Sequence[str]) -> dict[str, Any]:
    """Return what the datapackage says of a figure: unit, source, status by years, what ROW holds, who lacks it."""
    c = definition()["columns"][name]
    first, last = definition()["years"]
    seen = _find_last_observed_year(c)
    status: list[list[Any]] = [[first, seen, "observed"]]
    if "goes_on" in c:
        status.append([seen + 1, last, "estimated"])
    lacking = figures[name].loc[list(NAMED), : status[-1][1]].isna()
    return {
        "unit": c["unit"],
        "source": labels()["source"][name]["en"],
        "status": status,
        **({"weight": c["weight"]} if "weight" in c else {}),
        "rest": _coverage(name, figures, inside),
        "unknown_for": {str(e): [int(y) for y in row.index[row]] for e, row in lacking.iterrows() if row.any()},
    }


def _find_last_observed_year(c: Mapping[str, Any]) -> int:
    """Return the last year in which a figure counts as observed."""
    return int(c.get("observed", c["last"]))


def _coverage(name: str, figures: Mapping[str, pd.DataFrame], inside: Sequence[str]) -> dict[str, Any]:
    """Return of how many economies ROW is made, and which part of the rest they have; with the named, of the world."""
    c = definition()["columns"][name]
    has, of = list(_having(name, figures, inside)), figures[c.get("weight", name)]
    years = [definition()["years"][0], _find_last_observed_year(c)]
    part, named, world = of.loc[has, years].sum(), of.loc[list(NAMED), years].sum(), of[years].sum()
    return {
        "economies": len(has),
        "years": years,
        "share": [round(float(v), 4) for v in part / (world - named)],
        "world": [round(float(v), 4) for v in (part + named) / world],
    }
