"""The parts that a target is divided among: what they emit and what criteria look at, from a table or accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import industry_name
from newind.accounts.panel import Panel
from newind.accounts.regions import apply_house_style as region_row
from newind.accounts.satellite import readonly
from newind.accounts.store import write_whole
from newind.data.readers.plain import read_cells
from newind.errors import DataError, find_duplicates, join_items, offenders, tell
from newind.frozen import Frozen
from newind.kernels import linkages
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.green import industry_emissions
from newind.measures.shared import by_region, complete_regions
from newind.messages import collect_words, message, message_group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.analyses.green.sharing_target import CarbonBaseline, ReferenceEmissions
    from newind.messages import Text
    from newind.typing import Array, BoolArray


LABELS = ("region", "industry")
EMISSIONS = "emissions"
LINE = "line"
"""Name of an index that has the lines of a file."""
AMOUNTS = (
    "population", "gdp", "employment", "cumulative", "benchmark", "importance", "floor", "growth", "wish_peak",
    "wish_budget",
)  # fmt: skip
"""Optional columns."""
POSITIVE = ("population", "gdp", "employment", "importance")
"""Columns by which something is divided."""
SIGNED = ("growth",)
OPTIONAL = ("wish_peak", "wish_budget")
"""Columns that may be empty for some parts."""
HEADINGS = collect_words("green.sharing_parts.headings")
"""Words of headings → columns."""
MEANING: dict[str, Text] = message_group("green.sharing_parts.meaning")


@dataclass(frozen=True, eq=False)
class TargetParts(Frozen):
    """Regions, industries, or industries of regions among which a target is divided.

    Attributes
    ----------
    regions, industries : tuple of str
        Codes or names by part; empty where parts have none.
    emissions : (N,) array
        Of the base year.
    figures : dict of str to (N,) array
        What criteria look at, by column of the template; NaN only for wishes.
    year : int
        Of the emissions.
    unit : str
        Of emissions.
    growth : float or None
        Recent growth of the whole, per year (logarithmic), None where it is not known.
    status : {"observed", "estimated"}
    source : str
    notes : tuple of Text
    ahead : ReferenceEmissions or None
        What parts emit without a target, from the year on in which it starts; where there is none, growth is assumed.
    """

    regions: tuple[str, ...]
    industries: tuple[str, ...]
    emissions: Array
    figures: Mapping[str, Array]
    year: int
    unit: str = "Mt"
    growth: float | None = None
    status: str = "observed"
    source: str = ""
    notes: tuple[Text, ...] = field(default=())
    ahead: ReferenceEmissions | None = None

    def __post_init__(self) -> None:
        """Keep arrays as they are."""
        object.__setattr__(self, "emissions", readonly(np.array(self.emissions, dtype=float)))
        kept = {name: readonly(np.array(v, dtype=float)) for name, v in self.figures.items()}
        object.__setattr__(self, "figures", kept)

    def __len__(self) -> int:
        """Return how many parts there are."""
        return len(self.emissions)

    @property
    def start(self) -> tuple[int, float]:
        """The first year of a target without a base of its own, and what all parts emit in it."""
        year = self.year if self.ahead is None else self.ahead.years[0]
        return year, float(self.emissions.sum()) if self.ahead is None else self.ahead.at(year)

    def growth_to(self, peak: int) -> float | None:
        """Return the mean growth of the baseline until a year, else recent growth; per year, None where not known."""
        if self.ahead is None:
            return self.growth
        year, first = self.start
        return float(np.log(self.ahead.at(peak) / first)) / (peak - year) if peak > year and first > 0 else 0.0

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes that distinguish the parts."""
        pairs = zip(self.regions, self.industries, strict=True)
        several = self.by_region and self.by_industry
        return tuple(f"{r} {i}" if several else r if self.by_region else i for r, i in pairs)

    @property
    def by_region(self) -> bool:
        """Whether there are parts of several regions, or of no industry."""
        return len(set(self.regions)) > 1 or not any(self.industries)

    @property
    def by_industry(self) -> bool:
        """Whether there are parts of several industries."""
        return len(set(self.industries)) > 1

    def name(self, p: int, lang: str) -> str:
        """Return the name of a part."""
        place = region_row(self.regions[p]).name(lang) if self.regions[p] and self.by_region else ""
        sector = industry_name(self.industries[p], lang) if self.industries[p] else ""
        return (" · " if lang != "zh" else "·").join(n for n in (place, sector) if n)


def parts_of_table(
    frame: pd.DataFrame, year: int, *, unit: str = "Mt", where: str = "table", source: str = ""
) -> TargetParts:
    """Check a table of parts and take it.

    Parameters
    ----------
    frame : DataFrame
        A row a part, with ``region`` or ``industry`` or both, ``emissions`` and columns of :data:`AMOUNTS`; headings
        may be those of :data:`HEADINGS`.
    year : int
        Of the emissions.
    unit : str
        Of emissions.
    where : str
        What the table is called in errors.
    source : str
        Where the figures come from.

    Raises
    ------
    DataError
        For columns or figures that are missing, no numbers, negative or twice, naming the first rows.
    """
    known = frame.rename(columns=lambda c: HEADINGS.get(str(c).strip(), str(c).strip().lower()))
    if double := find_duplicates(list(known.columns)):
        raise DataError(tell("parts.columns_twice", where=where, which=offenders(double)))
    known = known.drop(columns=[c for c in LABELS if c in known.columns and len(known) and known[c].isna().all()])
    labels = [c for c in LABELS if c in known.columns]
    if not labels or EMISSIONS not in known.columns:
        raise DataError(tell("parts.no_emissions" if labels else "parts.no_labels", where=where))
    other = [c for c in known.columns if c not in (*LABELS, EMISSIONS, *AMOUNTS)]
    if other:
        raise DataError(tell("parts.other_columns", where=where, which=offenders(other), known=join_items(AMOUNTS)))
    if known.empty:
        raise DataError(tell("parts.no_rows", where=where))
    names = {c: _texts(known[c], where) if c in labels else ("",) * len(known) for c in LABELS}
    rows = [" ".join(pair).strip() for pair in zip(*names.values(), strict=True)]
    if double := find_duplicates(rows):
        raise DataError(tell("parts.twice", where=where, which=offenders(double)))
    numbers = {c: _numbers(known[c], c, where) for c in (EMISSIONS, *AMOUNTS) if c in known.columns}
    numbers = {c: v for c, v in numbers.items() if c == EMISSIONS or np.isfinite(v).any()}
    _whole(numbers, rows, where)
    emissions = numbers.pop(EMISSIONS)
    if emissions.sum() <= 0:
        raise DataError(tell("parts.nothing", where=where))
    return TargetParts(names["region"], names["industry"], emissions, numbers, year, unit, source=source)


def _texts(column: pd.Series[str], where: str) -> tuple[str, ...]:
    said = ["" if v is None or v != v else str(v).strip() for v in column]
    if empty := [tell("parts.row", row=row) for row, v in zip(_lines(column), said, strict=True) if not v]:
        raise DataError(tell("parts.unnamed", where=where, column=column.name, which=offenders(empty)))
    return tuple(said)


def _lines(column: pd.Series[str]) -> Sequence[int]:
    """Return the line of the file in which each row stands; where there was none, as if headings were the first."""
    return list(column.index) if column.index.name == LINE else range(2, len(column) + 2)


def _numbers(column: pd.Series[str], name: str, where: str) -> Array:
    import pandas as pd

    texts = column.map(lambda v: str(v).replace(",", "").strip() if isinstance(v, str) else v)
    found = pd.to_numeric(texts.replace("", None), errors="coerce")
    lines, wrong = _lines(column), np.flatnonzero(found.isna() & texts.notna() & (texts != ""))
    if bad := [tell("parts.cell", row=lines[int(i)], column=name, value=column.iloc[i]) for i in wrong]:
        raise DataError(tell("parts.no_number", where=where, which=offenders(bad)))
    return np.asarray(found, dtype=float)


def _whole(numbers: Mapping[str, Array], rows: Sequence[str], where: str) -> None:
    """Refuse figures that are missing, negative, or zero where something is divided by them."""

    def refuse(why: str, at: BoolArray, column: str) -> None:
        if at.any():
            named = offenders([rows[int(i)] for i in np.flatnonzero(at)])
            raise DataError(tell(why, where=where, column=column, which=named))

    for name, values in numbers.items():
        if name not in OPTIONAL:
            refuse("parts.gaps", ~np.isfinite(values), name)
        if name in POSITIVE:
            refuse("parts.not_positive", values <= 0, name)
        elif name not in SIGNED:
            refuse("parts.negative", values < 0, name)
    if "floor" in numbers:
        refuse("parts.floor", numbers["floor"] > numbers[EMISSIONS], "floor")


def read_parts(path: str | PathLike[str], year: int, *, unit: str = "Mt") -> TargetParts:
    """Read a table of parts from csv or xlsx.

    Raises
    ------
    DataError
        For a file that is not there or cannot be read, and whatever :func:`parts_of_table` refuses.
    """
    import pandas as pd

    file = Path(path)
    if not file.exists():
        raise DataError(tell("parts.no_file", where=file))
    rows = [(line, row) for line, row in read_cells(file) if not str(row[0]).startswith("#")]
    if not rows:
        raise DataError(tell("parts.empty", where=file.name))
    (_, header), *body = rows
    size = len(header)
    if ragged := [tell("parts.cells", row=line, n=len(row)) for line, row in body if len(row) > size]:
        raise DataError(tell("parts.ragged", where=file.name, n=size, which=offenders(ragged)))
    lines = pd.Index([line for line, _ in body], name=LINE)
    cells = [[*row, *[""] * (size - len(row))] for _, row in body]
    frame = pd.DataFrame(cells, index=lines, columns=header).replace("", None)
    return parts_of_table(frame, year, unit=unit, where=file.name, source=file.name)


def write_parts_template(path: str | PathLike[str]) -> Path:
    """Write an empty table of parts; what each column means stands above it, in English and Chinese.

    Raises
    ------
    DataError
        Where the file exists, or the folder cannot be written.
    """
    target = Path(path)
    if target.exists():
        raise DataError(f"{target}: the file exists and is left as it is. Choose a new name.")
    lines = [f"# {c}: {' | '.join(said.values())}".replace(",", ";") for c, said in MEANING.items()]
    head = ",".join((*LABELS, EMISSIONS, *AMOUNTS))
    body = "\n".join([*lines, head, ""])
    return write_whole(target, lambda to: to.write_text(body, encoding="utf-8-sig"))


RECENT = 5
"""Years over which recent growth is measured."""
BEST = 0.25
"""Best quarter of economies, by value added: an industry's potential is its distance to it."""
PROXY = message("green.sharing_accounts.potential", best=BEST)
INDUSTRIES_ONLY = message("green.sharing_accounts.industries_only")
EQUAL_RATES = message("green.sharing_accounts.equal_rates")


def parts_of_accounts(
    w: Accounts | Panel, region: str, year: int | None = None, ahead: CarbonBaseline | None = None
) -> TargetParts:
    """Return the industries of a region as parts.

    Parameters
    ----------
    w : Accounts or Panel
        With CO2 of industries; a panel adds past emissions and growth.
    region : str
    year : int, optional
        The last one with CO2 of the region where left out.
    ahead : CarbonBaseline, optional
        What the region emits without a target (:func:`newind.carbon_baseline`); growth is assumed where left out.

    Returns
    -------
    TargetParts
        Industries that emit, in Mt. ``benchmark`` only where the table has other economies in full, ``cumulative`` and
        growth only of a panel.

    Raises
    ------
    DataError
        Without CO2, in a year without CO2 (naming the last good one), or for a boundary.
    UnknownNameError
        For a region or a year that is not there.
    """
    panel = w if isinstance(w, Panel) else Panel([w])
    last = year_with_co2(panel, region, year)
    t, r = panel[last], panel[last].regions.index(region)
    if not complete_regions(t)[r]:
        raise DataError(f"{region} is only a boundary of the table: its industries are not described. Take another.")
    emissions = industry_emissions(t)[r]
    keep = (emissions > 0) & (by_region(t, t.value_added)[r] > 0)
    past = [y for y in panel.years if y <= last and _has(panel[y], region)]
    figures = {name: values[keep] for name, values in _figures(panel, past, r).items()}
    upto = panel.until(last)
    within = upto.within()
    before = [y for y in within.years if last - RECENT <= y < last and _has(within[y], region)]
    growth = None
    if before:
        earlier = float(np.nansum(industry_emissions(within[before[0]])[r]))
        growth = float(np.log(np.nansum(emissions) / earlier)) / (last - before[0])
    codes = tuple(c for c, k in zip(t.industries, keep, strict=True) if k)
    notes = [INDUSTRIES_ONLY, EQUAL_RATES, *([PROXY] if "benchmark" in figures else [])]
    if "cumulative" in figures:
        both = ((old.last, new[y]) for old, new in pairwise(upto.databases) if (y := old.years[-1]) in new)
        notes += [_seam(*met, r) for met in both if all(_has(one, region) for one in met)]
    if growth is not None and ahead is None:
        notes.append(_of_growth(growth, before[0], last))
    satellite = t.satellite("co2")
    return TargetParts(
        (region,) * len(codes), codes, emissions[keep], figures, last, "Mt", growth,
        "estimated" if "estimated" in (satellite.status, t.status) else "observed",
        "; ".join(s for s in (satellite.source, ahead.source if ahead else "") if s), tuple(notes),
        None if ahead is None else ahead.select_projection(keep),
    )  # fmt: skip


def _of_growth(growth: float, first: int, last: int) -> Text:
    rate = f"{np.expm1(growth):.1%}"
    return message("green.sharing_accounts.of_growth.emissions_of_industries_grew", rate=rate, first=first, last=last)


def _seam(old: Accounts, new: Accounts, r: int) -> Text:
    """Return by how much emissions differ in the year where two databases meet, both of which past emissions add."""
    by = f"{np.nansum(industry_emissions(new)[r]) / np.nansum(industry_emissions(old)[r]) - 1:+.1%}"
    return message("green.sharing_accounts.seam.past_emissions_add_two", year=old.year, by=by)


def _has(w: Accounts, region: str) -> bool:
    if "co2" not in w.satellites:
        return False
    r = w.regions.index(region)
    return bool((np.isfinite(industry_emissions(w)[r]) | (by_region(w, w.x)[r] <= 0)).all())


def year_with_co2(panel: Panel, region: str, year: int | None = None) -> int:
    """Return a year of accounts with CO2 of a region, the last one where none is named.

    Raises
    ------
    DataError, UnknownNameError
        As :func:`parts_of_accounts`.
    """
    good = [y for y in panel.years if _has(panel[y], region)]
    if not good:
        raise DataError(tell("green.no_co2", region=region))
    if year is None:
        return good[-1]
    panel.select(years=year)
    if year not in good:
        raise DataError(tell("green.no_co2_then", region=region, year=year, last=good[-1]))
    return year


def _figures(panel: Panel, past: list[int], r: int) -> dict[str, Array]:
    """Return what criteria look at, by column; (S,) each."""
    w = panel[past[-1]]
    found = {"gdp": by_region(w, w.value_added)[r], "importance": _importance(w, r)}
    if "employment" in w.satellites:
        found["employment"] = by_region(w, w.satellite("employment").values)[r]
    if len(past) > 1:
        found["cumulative"] = np.sum([np.nan_to_num(industry_emissions(panel[y])[r]) for y in past], axis=0)
    if complete_regions(w).sum() > 2:
        found["benchmark"] = best(ratio(industry_emissions(w), by_region(w, w.value_added)), complete_regions(w))
    active = (industry_emissions(w)[r] > 0) & (found["gdp"] > 0)
    return {
        k: v for k, v in found.items() if np.isfinite(v[active]).all() and (k == "benchmark" or (v[active] > 0).all())
    }


def best(intensity: Array, known: BoolArray) -> Array:
    """Return the intensity that the best quarter of the regions reach; (S,), NaN where nobody has the industry."""
    found = np.where(np.isfinite(intensity) & (intensity > 0) & known[:, None], intensity, np.nan)
    empty = np.isnan(found).all(axis=0)
    return np.where(empty, np.nan, np.nanquantile(np.where(empty, 0.0, found), BEST, axis=0))


def _importance(w: Accounts, r: int) -> Array:
    """Return the geometric mean of backward and forward linkages, each relative to the average industry."""
    L, x = shared.domestic_leontief(w), by_region(w, w.x)
    pull, push = linkages.relative(linkages.backward(L), x)[r], linkages.relative(linkages.forward(L, x), x)[r]
    return np.asarray(np.sqrt(pull * push))
