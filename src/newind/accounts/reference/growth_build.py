"""Build ``growth``: what 40 economies and the rest produce, with whom and what, and the carbon they emit, by year."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.classification import concordance
from newind.accounts.reference.building import Built, Measure
from newind.accounts.reference.growth import FILE, NAME, REST, together
from newind.accounts.reference.growth_checks import compared
from newind.accounts.reference.growth_sources import known, read
from newind.accounts.reference.innovation_build import as_csv, write_table
from newind.datafiles import shipped
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
        "title": "Penn World Table 10.01",
        "author": "Feenstra, Inklaar, Timmer (2015)",
        "doi": "10.34894/QT5BCC",
        "licence": "CC-BY-4.0",
    },
    {
        "title": "Systema Globalis panel (GDP at constant prices in total, per person and at purchasing power; CO2 "
        "intensity of GDP)",
        "author": "Gapminder, based on the World Bank",
        "path": "https://www.gapminder.org/data/",
        "licence": "CC-BY-4.0",
    },
    {
        "title": "CO2 and greenhouse gas emissions, edition of December 2020 (CO2 of fossil fuels and cement to 2018)",
        "author": "Our World in Data, based on the Global Carbon Project",
        "path": "https://github.com/owid/co2-data",
        "licence": "CC-BY-4.0",
    },
    {
        "title": "Global Carbon Budget 2019",
        "author": "Friedlingstein et al. (2019)",
        "doi": "10.5194/essd-11-1783-2019",
        "licence": "CC-BY-4.0",
    },
    {
        "title": "World Development Indicators (NY.GDP.MKTP.KD.ZG, for comparison only)",
        "author": "World Bank",
        "path": "https://databank.worldbank.org/source/world-development-indicators",
        "licence": "CC-BY-4.0",
    },
]
METHOD = [
    "To the last observed year a figure is that of its source (`columns` says which). Then gdp_volume goes on with the "
    "growth of GDP as reported, population with that of GDP over GDP per person, co2 with that of CO2 per GDP times "
    "GDP per person at purchasing power times persons: chained year by year, status estimated. What nothing carries on "
    "ends in 2019.",
    "gdp_reported is GDP at constant prices of 2015 as the World Bank reports it, all years observed, beside "
    "gdp_volume for whoever wants the growth of official accounts.",
    "ROW is made of the economies, `members`, that have every figure that adds up in every year it is given for, so "
    "that its figures can be set against each other. Its rates are means over those members that have the rate in all "
    "years. `rest` says how many they are, and in `share` which part they have of all economies that are not named, "
    "of the figure or of its weight; `world` is the part of them and the named in all economies of the source.",
    "Rates of several economies are means: hours and human capital weighted by persons engaged, depreciation by "
    "capital, shares of investment and labour and the level of productivity by product at purchasing power.",
    "Carbon is counted where it is emitted; fuels of international ships and aircraft belong to nobody and are in no "
    "row.",
    "Six significant digits.",
]
CAVEATS = [
    "CHN: the Penn World Table corrects official growth, so gdp_volume grows by far less than gdp_reported to 2019, "
    "and as fast from 2020: its pace changes where the two are joined for this reason alone. `comparisons` has the "
    "differences by year.",
    "TWN is not in the panel of the World Bank: no gdp_reported, gdp_volume and population to 2019, co2 to 2018.",
    "tfp_level compares economies within a year (USA is 1 in each), it is no series of growth.",
    "Hours are known for few members of ROW, productivity for two thirds of its product: see `rest`.",
    "GDP of the last years is revised, of small open economies (BGR, CYP, IRL, MLT) by several per cent: `comparisons` "
    "has an earlier edition of the World Bank against this one.",
    "CO2 from 2019 on grows as in another inventory (the World Bank after EDGAR), whose level is not that of the "
    "Global Carbon Budget.",
    "The sources differ in the level of population; of the second only growth is taken.",
]


def build(source_dir: str | PathLike[str], measure: Measure | None = None) -> Built:  # noqa: ARG001
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
    figures = known(sources, said)
    _check_whole(figures)
    inside = members(figures)
    frame = collected(figures, inside)
    return Built(
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
            "comparisons": compared(sources, figures, NAMED, _years()),
        },
        beside={NAME: partial(write_table, FILE, as_csv(frame), entry(frame, figures, inside))},
    )


@cache
def definition() -> dict[str, Any]:
    """Return what the set consists of (``growth.yaml``)."""
    content: dict[str, Any] = shipped("newind.accounts.reference", "growth.yaml")
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


def collected(figures: Mapping[str, pd.DataFrame], inside: Sequence[str]) -> pd.DataFrame:
    """Return the table: economy, year, and a column a figure as text of six digits, empty where it is unknown."""
    import pandas as pd

    columns = {name: _with_rest(name, figures, inside) for name in definition()["columns"]}
    keys = [(economy, year) for economy in (*NAMED, REST) for year in _years()]
    cells = {name: [_text(v) for v in values.ravel()] for name, values in columns.items()}
    return pd.DataFrame({"economy": [e for e, _ in keys], "year": [y for _, y in keys], **cells})


def _years() -> range:
    return range(definition()["years"][0], definition()["years"][1] + 1)


def _text(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.{DIGITS}g}"


def _with_rest(name: str, figures: Mapping[str, pd.DataFrame], inside: Sequence[str]) -> Array:
    weight = definition()["columns"][name].get("weight")
    has = list(_having(name, figures, inside))
    of = figures[name].loc[has].to_numpy()
    rest = together(of, None if weight is None else figures[weight].loc[has].to_numpy())
    return np.vstack([figures[name].loc[list(NAMED)].to_numpy(), rest])


def _having(name: str, figures: Mapping[str, pd.DataFrame], inside: Sequence[str]) -> tuple[str, ...]:
    """Return which members of ROW have a figure in all its years."""
    there = _in_years(figures[name].loc[list(inside)], name).notna().all(axis=1)
    return tuple(there.index[there])


def _in_years(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the years for which a figure is given."""
    c = definition()["columns"][name]
    return frame.loc[:, : definition()["years"][1] if "goes_on" in c else c["last"]]


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
    status: list[list[Any]] = [[first, c["last"], "observed"]]
    if "goes_on" in c:
        status.append([c["last"] + 1, last, "estimated"])
    lacking = _in_years(figures[name].loc[list(NAMED)], name).isna()
    return {
        "unit": c["unit"],
        "source": labels()["source"][name]["en"],
        "status": status,
        **({"weight": c["weight"]} if "weight" in c else {}),
        "rest": _coverage(name, figures, inside),
        "unknown_for": {str(e): [int(y) for y in row.index[row]] for e, row in lacking.iterrows() if row.any()},
    }


def _coverage(name: str, figures: Mapping[str, pd.DataFrame], inside: Sequence[str]) -> dict[str, Any]:
    """Return of how many economies ROW is made, and which part of the rest they have; with the named, of the world."""
    c = definition()["columns"][name]
    has, of = list(_having(name, figures, inside)), figures[c.get("weight", name)]
    years = [definition()["years"][0], c["last"]]
    part, named, world = of.loc[has, years].sum(), of.loc[list(NAMED), years].sum(), of[years].sum()
    return {
        "economies": len(has),
        "years": years,
        "share": [round(float(v), 4) for v in part / (world - named)],
        "world": [round(float(v), 4) for v in (part + named) / world],
    }
