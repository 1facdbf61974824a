"""A table to fill in: an empty workbook or csv in the layout that `read` takes, or accounts written into it."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts import validate
from newind.accounts.classification import load, names
from newind.accounts.regions import Region, Regions, check_labels, read_regions
from newind.accounts.store import CHECKSUM, write_whole
from newind.data.single import PARTNERS
from newind.datafiles import read_yaml
from newind.errors import DataError, join_items, offenders, tell, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.typing import Array


DEMAND = ("households", "government", "fixed_capital", "inventories")
"""Final demand categories of a template when none are given."""
MARGIN = "TOTAL"
"""Region of the rows and columns of totals, which are no part of the table."""
CSV_COLUMNS = ("seller_region", "seller_industry", "buyer_region", "buyer", "value")
REGION_COLUMNS = ("code", "en", "zh", "kind", "country", "boundary")
SUFFIXES = (".xlsx", ".csv")
LARGEST = 5_000_000
"""Most cells of a template: a workbook of more takes minutes to write and to open."""


@dataclass(frozen=True, eq=False)
class TemplatePlan:
    """Content of a template: its labels, and the accounts that fill it where there are some."""

    regions: Regions
    industries: tuple[str, ...]
    demand: tuple[str, ...]
    boundary: tuple[str, ...]
    about: dict[str, Any] = field(default_factory=dict)
    w: Accounts | None = None

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Region and industry of every row."""
        return [(r, i) for r in self.regions for i in self.industries]

    @property
    def buyers(self) -> list[int]:
        """Positions of the columns of Z that are written: those of regions that are no boundary."""
        S = len(self.industries)
        return [k * S + i for k, r in enumerate(self.regions) if r not in self.boundary for i in range(S)]

    @property
    def users(self) -> list[int]:
        """Positions of the columns of Y that are written: of a boundary the first, and others that hold figures."""
        D = len(self.demand)
        return [
            k for k in range(len(self.regions) * D) if self.regions[k // D] not in self.boundary or self._is_used(k)
        ]

    def _is_used(self, k: int) -> bool:
        return k % len(self.demand) == 0 or (self.w is not None and bool(self.w.Y[:, k].any()))

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Region and industry or demand category of every column."""
        users = [(r, d) for r in self.regions for d in self.demand]
        return [self.rows[k] for k in self.buyers] + [users[k] for k in self.users]

    def figures(self) -> Array | None:
        """Return what stands in the cells, None where they are to be filled in."""
        if self.w is None:
            return None
        cells: Array = np.hstack([self.w.Z[:, self.buyers], self.w.Y[:, self.users]])
        return cells


@cache
def words() -> dict[str, Any]:
    """Return the words of the template."""
    return dict(read_yaml("newind.data", "template.yaml"))


def write_template(
    path: str | PathLike[str],
    regions: str | Sequence[str | Region],
    industries: str | int | Sequence[str],
    *,
    demand: str | Sequence[str] = DEMAND,
    year: int | None = None,
    unit: str = "",
    boundary: str | Sequence[str] | None = None,
) -> Path:
    """Write an empty table to fill in.

    Parameters
    ----------
    path : path
        ``.xlsx`` (sheets about, regions, flows, satellites, facts, help) or ``.csv`` (a row a flow: seller's region
        and industry, buyer's region and industry or demand category, value; year, unit and regions in lines above).
    regions : sequence of str or Region, or text with commas
        ``CN-REST`` stands for the other provinces in a table of one province, ``ROW`` for abroad.
    industries : sequence of str, text with commas, int, or the name of a classification or file
        Codes; a number of industries to be named; ``nbs42-2017``; or a csv whose first column holds codes.
    demand : sequence of str, or text with commas
        Final demand categories.
    year : int, optional
        Year of the figures; to be filled in when not given.
    unit : str, optional
        Scale and currency; to be filled in when not given.
    boundary : sequence of str, or text with commas, optional
        Regions that only close the table. Without it, all but one if that one is the only region that is no rest.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    DataError
        For labels that are empty or stand twice, a unit that is none, a table too large, a name that does not end in
        .xlsx or .csv, or a folder that cannot be written.
    UnknownNameError
        For a region, a classification or a boundary that does not exist, with the nearest.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_template(f"{folder}/gd.xlsx", "CN-GD,CN-REST,ROW", "nbs42-2017", year=2017, unit="10K.CNY").name
    'gd.xlsx'
    """
    rows = Regions([_region(r) for r in parts(regions)])
    plan = TemplatePlan(
        rows,
        industry_codes(industries),
        parts(demand),
        _boundary(rows, boundary),
        {"year": "" if year is None else validate.year(year), "unit": unit},
    )
    _check(plan)
    return _write(plan, Path(path))


def fill(w: Accounts, path: str | PathLike[str]) -> Path:
    """Write accounts in the layout of the template; read again, they are the same.

    A csv holds flows alone.

    Parameters
    ----------
    w : Accounts
    path : path
        ``.xlsx`` or ``.csv``.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    DataError
        For a name that ends in something else, a csv of accounts with satellites or facts, or a folder that cannot
        be written.
    """
    if Path(path).suffix == ".csv" and (w.satellites or w.facts):
        raise DataError(tell("template.flows_alone", path=path, which=offenders([*w.satellites, *w.facts])))
    about = {k: getattr(w, k) for k in words()["about"] if k != "template"}
    return _write(TemplatePlan(w.regions, w.industries, w.demand, w.boundary, about, w), Path(path))


def industry_codes(given: str | int | Sequence[str]) -> tuple[str, ...]:
    """Return industry codes from a list, text with commas, a number, or the name of a classification or csv file.

    Raises
    ------
    DataError
        For a number that is no number of industries, or a file without codes.
    UnknownNameError
        For a single word that is neither a classification nor a file.

    Examples
    --------
    >>> industry_codes(3), industry_codes("a, b"), len(industry_codes("nbs42-2017"))
    (('i1', 'i2', 'i3'), ('a', 'b'), 42)
    """
    if isinstance(given, int) or (isinstance(given, str) and given.strip().isdecimal()):
        return _number_industries(given)
    if not isinstance(given, str) or "," in given or "，" in given:
        return parts(given)
    if given in (known := [n for n in names() if "_to_" not in n and n != "demand"]):
        return tuple(load(given))
    if Path(given).is_file():
        return _read_codes(Path(given))
    raise unknown("classification", given, known, tell("template.give_classification", known=join_items(known)))


def parts(given: str | Sequence[Any]) -> tuple[Any, ...]:
    """Return a sequence as a tuple, and text as its parts between commas."""
    if not isinstance(given, str):
        return tuple(given)
    return tuple(p.strip() for p in given.replace("，", ",").split(",") if p.strip())


MOST_INDUSTRIES = 5000


def _number_industries(given: int | str) -> tuple[str, ...]:
    count = given if isinstance(given, int) else validate.whole(given)
    if count is None or not 1 <= count <= MOST_INDUSTRIES:
        raise DataError(tell("template.count", count=given, most=MOST_INDUSTRIES))
    return tuple(f"i{k:0{len(str(count))}d}" for k in range(1, count + 1))


def _read_codes(path: Path) -> tuple[str, ...]:
    from newind.data.readers.plain import read_cells

    cells = [row[0].strip() for _, row in read_cells(path) if row and row[0].strip()]
    codes = tuple(cells[1:] if cells[:1] == ["code"] else cells)
    if not codes:
        raise DataError(tell("template.no_codes", path=path))
    return codes


def _region(given: str | Region) -> Region:
    if isinstance(given, Region):
        return given
    known = PARTNERS | read_regions()
    if given not in known:
        raise unknown("region", given, known, tell("template.other_region"))
    return known[given]


def _boundary(regions: Regions, given: str | Sequence[str] | None) -> tuple[str, ...]:
    if given is not None:
        return tuple(regions[regions.index(code)] for code in parts(given))
    rest = tuple(r.code for r in regions.rows if r.kind == "rest")
    return rest if len(regions) - len(rest) == 1 else ()


def _check(plan: TemplatePlan) -> None:
    for what, labels in {"industry": plan.industries, "demand": plan.demand}.items():
        check_labels(what, labels)
    if both := sorted({*plan.industries} & {*plan.demand}):
        raise DataError(tell("template.both", which=offenders(both)))
    if (unit := plan.about["unit"]) and not validate.UNIT.fullmatch(unit):
        raise DataError(tell("table.unit", unit=unit))
    if len(plan.boundary) >= len(plan.regions):
        raise DataError(tell("table.all_boundary"))


def _write(plan: TemplatePlan, path: Path) -> Path:
    from newind.data.template_book import write_book

    if path.suffix not in SUFFIXES:
        names = join_items(path.with_suffix(suffix).name for suffix in SUFFIXES)
        raise DataError(tell("template.ending", path=path, name=names))
    if (cells := len(plan.rows) * len(plan.columns)) > LARGEST:
        raise DataError(tell("template.cells", path=path, cells=cells, most=LARGEST))
    write = write_book if path.suffix == ".xlsx" else write_csv
    return write_whole(path, lambda temporary: write(plan, temporary))


def region_row(r: Region, boundary: Sequence[str]) -> list[str]:
    """Return a region as it stands in the template; the columns are `REGION_COLUMNS`."""
    return [r.code, r.en, r.zh, r.kind, r.country, "yes" if r.code in boundary else "no"]


def write_csv(plan: TemplatePlan, path: Path) -> None:
    """Write the csv of a template."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        for key, entry in words()["about"].items():
            rows.writerow([f"# {key}", plan.about.get(key, entry.get("value", ""))])
        if plan.w is not None:
            rows.writerow([f"# {CHECKSUM}", plan.w.hash])
        for r in plan.regions.rows:
            rows.writerow(["# region", *region_row(r, plan.boundary)])
        rows.writerow(["# industries", *plan.industries])
        rows.writerow(["# demand", *plan.demand])
        rows.writerow(CSV_COLUMNS)
        rows.writerows(_lines(plan))


def _lines(plan: TemplatePlan) -> Iterator[tuple[Any, ...]]:
    """Yield a line a cell: all of them blank, or those that hold a flow."""
    cells, columns = plan.figures(), plan.columns
    for i, seller in enumerate(plan.rows):
        for j, buyer in enumerate(columns):
            if cells is None:
                yield *seller, *buyer, ""
            elif cells[i, j] != 0:
                yield *seller, *buyer, repr(float(cells[i, j]))
