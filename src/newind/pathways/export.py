"""A pathway as tables and for other programs: the table of the IAMC, and a datapackage.

The format of the IAMC (Integrated Assessment Modeling Consortium) has a row for each model, scenario, region and
variable, and a column for each year; databases of scenarios and the tools around them read it. A datapackage
(specs.frictionlessdata.io) is a folder of csv files and ``datapackage.json``, which says what is in them.
"""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.classification import demand_role
from newind.accounts.groups import resolve
from newind.accounts.store import escape_cells, escape_formulas, write_whole
from newind.data.workbook import SheetPlan, write_workbook
from newind.errors import DataError, tell
from newind.measures.measure import COLUMNS, measure
from newind.pathways.aims import budget_of
from newind.pathways.baseline import CONSUMED
from newind.pathways.followed import SERIES
from newind.pathways.yearly import PEOPLE, YearlyPackage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike

    import pandas as pd

    from newind.accounts.groups import Selector
    from newind.pathways.pathway import Pathway
    from newind.typing import Array


PREFIX = "path."
"""Of the ids of yearly figures."""
BEYOND = {
    "observed": "",
    "estimated": "first estimate of growth",
    "projected": "projected growth",
    "assumed": "assumed growth",
}
"""Note on a year by what its growth is based on."""


def yearly_table(p: Pathway, ids: Iterable[str] | str | None, regions: Selector | None) -> pd.DataFrame:
    """Return yearly figures with the package and without, in the columns of :func:`newind.measure`."""
    import pandas as pd

    both = [p] if p.baseline is p else [p, p.baseline]
    if ids is not None:
        return pd.concat([measure(one, ids, regions) for one in both], ignore_index=True)
    return pd.concat([_series(one, regions) for one in both], ignore_index=True)


def _series(p: Pathway, regions: Selector | None) -> pd.DataFrame:
    import pandas as pd

    at = range(len(p.regions)) if regions is None else [int(r) for r in resolve(regions, p.regions.codes)]
    basis = p.base.growth.basis
    rows = [
        (
            p.name, p.regions[r], None, None, year, PREFIX + name, float(values[t, r]), f"{p.years[0]} = 1",
            "estimated", BEYOND[str(basis[t, r])],
        )
        for name in SERIES
        for values in [p.series(name)]
        for r in at
        for t, year in enumerate(p.years)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def side_by_side(one: Pathway, other: Pathway) -> pd.DataFrame:
    """Return the changes of two pathways against their baselines, and how far they differ, by year and region.

    Raises
    ------
    DataError
        For pathways of other years or regions.
    """
    import pandas as pd

    if one.years != other.years or one.regions.codes != other.regions.codes:
        raise DataError(
            tell(
                "path.apart", first=one.years[0], last=one.years[-1], first2=other.years[0], last2=other.years[-1],
                regions=len(one.regions), regions2=len(other.regions),
            )
        )  # fmt: skip
    codes, T, R = one.regions.codes, len(one.years), len(one.regions)
    frames = []
    for name in SERIES:
        here, there = one.change(name), other.change(name)
        frames.append(
            pd.DataFrame(
                {
                    "year": np.repeat(one.years, R),
                    "region": np.tile(codes, T),
                    "series": name,
                    one.name: here.ravel(),
                    other.name if other.name != one.name else f"{other.name} (2)": there.ravel(),
                    "difference": (here - there).ravel(),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


KEYS = ("Model", "Scenario", "Region", "Variable", "Unit")
"""Columns of the IAMC's format before the years."""
WORLD = "World"
SHEET, ABOUT = "data", "meta"
"""Sheets of a workbook, as the tools of the IAMC name them."""
PER_MT = {"Mt": 1.0, "kt": 1e-3, "t": 1e-6, "kg": 1e-9}
"""Million tonnes in units of the satellite."""
LICENCE = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
"""Licence of figures that newind computes; sources keep their own."""


def iamc(p: Pathway) -> pd.DataFrame:
    """Return a path and its baseline in the format of the IAMC.

    Variables: ``GDP|MER`` and ``Consumption`` (volumes at prices of the benchmark year), ``Population``,
    ``Emissions|CO2|Energy and Industrial Processes``, ``Price|Carbon`` (mean over emissions, where a price is set), and
    ``Capital Stock`` and ``Real Income`` as indices of the benchmark year.

    Parameters
    ----------
    p : Pathway

    Returns
    -------
    DataFrame
        ``Model``, ``Scenario``, ``Region``, ``Variable``, ``Unit``, and a column of each year, an int. Regions by their
        English names, and the world where every region is known.
    """
    import pandas as pd

    both = [p.baseline] if p.baseline is p else [p, p.baseline]
    model = f"newind {version('newind')}"
    rows = [
        (model, escape_formulas(one.name), region, variable, unit, *values)
        for one in both
        for variable, unit, table, total in _variables(one)
        for region, values in _by_region(one, table, total)
    ]
    return pd.DataFrame(rows, columns=[*KEYS, *p.years])


def write_iamc(p: Pathway, path: str | PathLike[str]) -> Path:
    """Write a path and its baseline in the format of the IAMC, whole or not at all.

    Parameters
    ----------
    p : Pathway
    path : path
        ``.csv``, or ``.xlsx`` with the sheets ``data`` and ``meta``.

    Raises
    ------
    DataError
        For another ending, or where the folder cannot be written.
    """
    kind = iamc_ending(path)
    frame = iamc(p)
    if kind == ".csv":
        safe = escape_cells(frame)
        return write_whole(path, lambda to: safe.to_csv(to, index=False, encoding="utf-8", lineterminator="\n"))
    return write_workbook(path, "", _list_sheets({SHEET: frame, ABOUT: _about(p, frame)}))


def iamc_ending(path: str | PathLike[str]) -> str:
    """Return the ending of a file in the format of the IAMC.

    Raises
    ------
    DataError
        For one that is not written.
    """
    kind = Path(path).suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise DataError(tell("path.iamc_file", name=Path(path).name))
    return kind


def write_datapackage(p: Pathway, folder: str | PathLike[str]) -> Path:
    """Write a path and its baseline as a datapackage; ``datapackage.json`` comes last.

    Parameters
    ----------
    p : Pathway
    folder : path
        Made where it is not there: ``years.csv``, ``carbon.csv`` where CO2 is known, ``package.yaml``,
        ``datapackage.json``.

    Returns
    -------
    Path
        ``datapackage.json``.

    Raises
    ------
    DataError
        Where the folder cannot be written.
    """
    to = Path(folder)
    try:
        to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(tell("path.folder", folder=to, why=error.strerror or error)) from None
    tables = {"years": _years(p)} | ({"carbon": _carbon(p)} if p.followed.emissions.any() else {})
    resources = [_resource(name, frame, to) for name, frame in tables.items()]
    yaml = p.package.to_yaml()
    write_whole(to / "package.yaml", lambda t: t.write_text(yaml, encoding="utf-8"))
    text = json.dumps(_describe_datapackage(p, resources), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return write_whole(to / "datapackage.json", lambda t: t.write_text(text, encoding="utf-8"))


# ---- IAMC
def _variables(p: Pathway) -> Iterator[tuple[str, str, Array, bool]]:
    """Yield variable, unit, figures (T, R) and whether those of regions add up to the world's."""
    w = p.base.lab.baseline
    money = f"billion US${w.year}/yr" if "USD" in w.unit else f"thousand {w.unit} of {w.year}/yr"
    yield "GDP|MER", money, p.series("gdp") * w.gdp / 1e3, True
    yield "Consumption", money, p.series("consumption") * _consumption(p) / 1e3, True
    if PEOPLE in w.facts:
        people = np.asarray(w.facts[PEOPLE].values) * np.exp(p.base.growth.population[: len(p.years)])
        yield "Population", "million", people, True
    if p.followed.emissions.any():
        per = PER_MT.get(w.satellites["co2"].unit, np.nan)
        yield "Emissions|CO2|Energy and Industrial Processes", "Mt CO2/yr", p.followed.emissions.sum(axis=2) * per, True
    if any(s.lever == "carbon_price" for s in p.package.shocks):
        yield "Price|Carbon", f"US${w.year}/t CO2", _prices(p), False
    index = f"index ({w.year} = 1)"
    yield "Capital Stock", index, p.series("capital"), False
    yield "Real Income", index, p.series("real_income"), False


def _consumption(p: Pathway) -> Array:
    """Return what final users consume in the benchmark year; (R,), unit of the accounts."""
    w = p.base.lab.baseline
    at = [d for d, code in enumerate(w.demand) if demand_role(code) in CONSUMED]
    return np.asarray(w.Y4.sum(axis=(0, 1))[:, at].sum(axis=1))


def _prices(p: Pathway) -> Array:
    """Return what industries pay for carbon, mean over what they emit; (T, R), NaN where nobody emits."""
    price = YearlyPackage(p.base.lab, p.dated, p.start).carbon_price
    found = []
    for t, year in enumerate(p.years):
        made = p.followed.emissions[t, :, :-1]
        total = made.sum(axis=1)
        found.append(np.where(total > 0, (price(year) * made).sum(axis=1) / np.where(total > 0, total, 1.0), np.nan))
    return np.array(found)


def _by_region(p: Pathway, table: Array, total: bool) -> Iterator[tuple[str, list[float]]]:
    for r, row in enumerate(p.regions.rows):
        if np.isfinite(table[:, r]).any():
            yield escape_formulas(row.en), table[:, r].tolist()
    if total and np.isfinite(table).all():
        yield WORLD, table.sum(axis=1).tolist()


def _about(p: Pathway, frame: pd.DataFrame) -> pd.DataFrame:
    carried = p.carries()
    names = ("horizon", "limits", "data_hash", "package_hash", "version")
    said = {n: carried[n] for n in names} | {"benchmark": carried["benchmark"]["year"], "start": p.begins}
    said["observed_until"] = carried["observed_until"]
    rows = frame[["Model", "Scenario"]].drop_duplicates()
    return rows.rename(columns=str.lower).assign(exclude=False, **said)


def _list_sheets(frames: dict[str, pd.DataFrame]) -> Iterator[SheetPlan]:
    for name, frame in frames.items():
        sheet = SheetPlan(name, freeze=(1, 0))
        sheet.write_row(frame.columns)
        for cells in frame.itertuples(index=False):
            sheet.write_row(cells)
        yield sheet


# ---- datapackage
def _years(p: Pathway) -> pd.DataFrame:
    """Return yearly figures as factors of the benchmark year: with the package, without, and the change."""
    import pandas as pd

    T, R = len(p.years), len(p.regions)
    basis = p.base.growth.basis[:T]
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "series": name,
                    "region": [escape_formulas(c) for c in np.tile(p.regions.codes, T)],
                    "year": np.repeat(p.years, R),
                    "path": p.series(name).ravel(),
                    "baseline": p.baseline.series(name).ravel(),
                    "change": p.change(name).ravel(),
                    "growth": basis.ravel(),
                }
            )
            for name in SERIES
        ],
        ignore_index=True,
    )


def _carbon(p: Pathway) -> pd.DataFrame:
    """Return the year in which each industry emits most, and what it emits since the package began."""
    import pandas as pd

    w = p.base.lab.baseline
    here, beside = budget_of(p), budget_of(p.baseline, p.begins)
    per = PER_MT.get(w.satellites["co2"].unit, np.nan)
    names = [*w.industries, "final"]
    return pd.DataFrame(
        {
            "region": [escape_formulas(c) for c in np.repeat(p.regions.codes, len(names))],
            "industry": [escape_formulas(c) for c in names * len(p.regions)],
            "peak": here.peak.ravel(),
            "peak_baseline": beside.peak.ravel(),
            "cumulative": here.cumulative.ravel() * per,
            "cumulative_baseline": beside.cumulative.ravel() * per,
        }
    )


FIELDS = {
    "series": "real_income, gdp, consumption, capital or co2",
    "region": "code of the economy",
    "year": "calendar year",
    "path": "with the package, as a factor of the benchmark year",
    "baseline": "without it, as a factor of the benchmark year",
    "change": "path over baseline less 1, a fraction",
    "growth": "whether growth of that year is observed, projected by a user, or assumed",
    "industry": "code of the industry; final: final users",
    "peak": "year in which most is emitted; the last one where emissions still rise",
    "peak_baseline": "the same without the package",
    "cumulative": "CO2 emitted since the package began, Mt",
    "cumulative_baseline": "the same without the package, Mt",
}
"""Descriptions of columns."""
WHOLE = ("year", "peak", "peak_baseline")
WORDS = ("series", "region", "growth", "industry")
KEY = {"years": ["series", "region", "year"], "carbon": ["region", "industry"]}


def _resource(name: str, frame: pd.DataFrame, folder: Path) -> dict[str, Any]:
    """Write a table, and return what the datapackage says of it."""
    text = str(frame.to_csv(index=False, lineterminator="\n")).encode()
    write_whole(folder / f"{name}.csv", lambda to: to.write_bytes(text))
    kinds = {c: "string" if c in WORDS else "integer" if c in WHOLE else "number" for c in frame.columns}
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "encoding": "utf-8",
        "bytes": len(text),
        "hash": f"sha256:{hashlib.sha256(text).hexdigest()}",
        "schema": {
            "fields": [{"name": c, "type": kind, "description": FIELDS[c]} for c, kind in kinds.items()],
            "missingValues": [""],
            "primaryKey": KEY[name],
        },
    }


def _describe_datapackage(p: Pathway, resources: list[dict[str, Any]]) -> dict[str, Any]:
    carried = p.carries()
    return {
        "name": "newind-pathway",
        "profile": "tabular-data-package",
        "title": f"{p.name}, {p.years[0]} to {p.years[-1]}",
        "description": carried["limits"],
        "licenses": [LICENCE],
        "sources": [{"title": carried["benchmark"]["source"]}],
        "resources": resources,
        "package": "package.yaml",
        **{k: v for k, v in carried.items() if k not in ("limits", "package")},
        "start": p.begins,
    }
