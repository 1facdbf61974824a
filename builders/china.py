"""China 2002-2020: the nine official tables at 26 industries, as accounts of the nation and abroad."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from builders.china_parts import SectorParts, aggregate_table, by_user, split_table, to_industries
from builders.china_sources import TABLES, national
from newind.accounts.classification import concordance, load
from newind.accounts.satellite import Facts
from newind.data.reference.building import DataSetBuild
from newind.data.reference.facts import REGIONS, facts_of
from newind.data.single import to_accounts, with_origins
from newind.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.accounts.classification import Concordance
    from newind.data.reference.building import Measure
    from newind.data.single import Single
    from newind.typing import Array

INDUSTRIES = tuple(load("wiod26"))
DEMAND = ("rural", "urban", "government", "fixed_capital", "inventories", "error")
UNIT, SCALE = "M.CNY", 100.0
"""Unit of the set, and how many of the published unit (10,000 yuan) it holds."""
FINE = {2002: "2002_122", 2007: "2007_135", 2012: "2012_139", 2017: "2017_149", 2018: "2018_153", 2020: "2020_153"}
"""Years of fine tables."""
BY_USER = {2017: "2017_42", 2018: "2018_42", 2020: "2020_42"}
"""Years of tables with imports by user."""
COARSE = {2005: "2005_42", 2010: "2010_41", 2015: "2015_42"}
"""Years that only have a table of 41 or 42 sectors."""
NEIGHBOURS = {2005: (2002, 2007), 2010: (2007, 2012), 2015: (2012, 2017)}
"""Years of the fine tables from which the division of sectors is interpolated …"""
ONLY = {(2010, "10"): 2007}
"""… but for paper and stationery in 2010: crafts joined the sector in 2012."""
YEARS = tuple(sorted({*FINE, *COARSE}))
LISTS = {
    "nbs122-2002": "nbs42-2002",
    "nbs135-2007": "nbs42-2002",
    "nbs139-2012": "nbs42-2012",
    "nbs149-2017": "nbs42-2017",
    "nbs153-2018": "nbs42-2017",
}
"""Fine list → the 42 sectors to which it sums."""
SOURCES: list[dict[str, str]] = [
    {
        "title": "Input-output tables of China 2002, 2005, 2007, 2010, 2012, 2015, 2017, 2018, 2020",
        "author": "National Bureau of Statistics of China",
        "path": "https://data.stats.gov.cn/",
        "licence": "official statistics, cite the publisher",
    },
    {
        "title": "Penn World Table 10.01",
        "author": "Feenstra, Inklaar, Timmer (2015)",
        "doi": "10.34894/QT5BCC",
        "licence": "CC-BY-4.0",
    },
    {
        "title": "World Development Indicators (SP.URB.TOTL.IN.ZS, GB.XPD.RSDV.GD.ZS)",
        "author": "World Bank",
        "path": "https://databank.worldbank.org/source/world-development-indicators",
        "licence": "CC-BY-4.0",
    },
]
METHOD = [
    "Sectors of the official tables summed to 26 industries (concordances nbs*_to_wiod26); producers' prices, million "
    "yuan, whole numbers. Output, exports and imports by industry are the official ones but for what is said here.",
    "Imports by user: 2017, 2018, 2020 as published for 42 sectors. Five sectors belong to two industries each "
    "(clothing and leather; wood and furniture; paper and stationery; chemicals, rubber and plastics; general "
    "machinery and office machines): their published imports by user are divided among the parts by MR-GRAS, which "
    "meets the published cells and the imports of the parts in the table of 149 or 153 sectors.",
    "Re-exports: left out of exports and imports in 2017, 2018, 2020, as the tables with imports by user show them. In "
    "other years only what exceeds all domestic uses is taken for re-exports (transit).",
    "Imports by user in 2002, 2005, 2007, 2010, 2012, 2015: estimated, every domestic use of a product has the same "
    "share of imports, at the finest sectors that the year has; these years carry the status estimated.",
    "2005, 2010, 2015 have 41 or 42 sectors only: the mixed sectors are divided by shares interpolated between the "
    "fine tables of the years before and after (paper and stationery in 2010: of 2007), then fitted by MR-GRAS so that "
    "every published cell keeps its sum and rows and columns meet output.",
    "The statistical discrepancy of the tables is the demand category error; tables from 2017 on have none.",
    "Satellites are the four parts of value added as published.",
]
CAVEATS = [
    "Post is part of transport (c23t26) in all years and software and computer services of post and "
    "telecommunications (c27), since the sectors show them so: c27 and c30 do not compare with those of the world set.",
    "Publishing and broadcasting are part of services (c31t35); repair of machinery, a sector from 2012 on, of other "
    "manufacturing (c16).",
    "Value added in scrap (part of c16) is 77 % of its output in 2012, 18 % in 2015 and 62 % with other manufacturing "
    "in 2017, a break in the source.",
    "Shoes of textiles are clothing (c4) until 2010 and footwear (c5) from 2012 on; arts and crafts were a sector of "
    "their own until 2010: both are in c16 or c5 as the fine tables have them.",
    "Labour compensation: the treatment of the self-employed and of state farms changed in 2004 and again in 2008; "
    "levels before and after do not compare.",
    "How far the division of mixed sectors may be off: the table of 2012 divided from those of 2007 and 2017 misses "
    "output of wood products (c6) by 10 %, of the other divided industries by 0-6 %, value added of footwear (c5) by "
    "17 % (shoes of textiles moved between the two), flows by 1.7 % of their sum.",
    "Fewer industries make imports look more evenly used: domestic value added is a larger share of exports than at "
    "the 42 published sectors, by 0.8 percentage points in 2017 and 2018 and by 0.7 in 2020.",
    "Without re-exports exports are 1.0 % (2017), 1.1 % (2018) and 1.9 % (2020) lower: a small break against 2015.",
]


def build(source_dir: str | PathLike[str], measure: Measure | None = None) -> DataSetBuild:  # noqa: ARG001 - same for every set
    """Return the accounts of China, nine years from 2002 to 2020, 26 industries, with abroad as boundary.

    Raises
    ------
    DataError
        When a source is missing or damaged.
    """
    return DataSetBuild(
        title="China 2002-2020, official tables at 26 industries, with abroad as boundary",
        status="observed",
        sources=SOURCES,
        method=METHOD,
        caveats=CAVEATS,
        accounts=years(source_dir),
    )


def years(source_dir: str | PathLike[str]) -> Iterator[tuple[Accounts, dict[str, int]]]:
    """Yield the accounts of each year, and totals of the official table in the unit of the set."""
    source = Path(source_dir)
    if not source.is_dir():
        raise DataError(f"{source}: there is no such folder. Give the one that holds china/io_national.")
    for year in YEARS:
        table = national(source, FINE.get(year) or COARSE[year])
        w = to_accounts(in_unit(with_categories(at_industries(source, year))))
        yield (
            round_accounts(w)._replace(facts=facts(source, year)),
            {
                "output_of_the_source": round(table.x.sum() / SCALE),
                "value_added_of_the_source": round(table.value_added.sum() / SCALE),
                "exports_of_the_source": round(table.outflows["ROW"].sum() / SCALE),
                "imports_of_the_source": round(table.inflows["ROW"].sum() / SCALE),
            },
        )


# ---- from the official tables to 26 industries


def at_industries(source: Path, year: int) -> Single:
    """Return the table of a year at 26 industries.

    Tables without imports by user are split by origin before they are summed, at the finest sectors they have.
    """
    if year in BY_USER:
        fine, parts = of_parts(source, year)
        return _aggregate_to_industries(by_user(fine, national(source, BY_USER[year]), parts), parts)
    if year in FINE:
        fine = national(source, FINE[year])
        to = concordance(f"{TABLES[FINE[year]]}_to_wiod26")
        return aggregate_table(with_origins(fine), _in_order(to), INDUSTRIES)
    coarse = national(source, COARSE[year])
    parts = SectorParts.from_sectors(TABLES[COARSE[year]], coarse.industries)
    return _aggregate_to_industries(with_origins(split_table(coarse, parts, _finer(source, year, parts))), parts)


def of_parts(source: Path, year: int) -> tuple[Single, SectorParts]:
    """Return the fine table of a year summed to the parts of its 42 sectors, and the parts."""
    fine = TABLES[FINE[year]]
    coarse = LISTS[fine]
    parts = SectorParts.from_sectors(coarse, tuple(load(coarse)))
    return aggregate_table(national(source, FINE[year]), parts.from_fine(fine, coarse), parts.names), parts


def _finer(source: Path, year: int, parts: SectorParts) -> dict[str, list[tuple[Single, SectorParts, float]]]:
    """Return, for each divided sector, tables of parts of the years before and after with weights by nearness."""
    before, after = NEIGHBOURS[year]
    near = (after - year) / (after - before)
    tables = {before: (*of_parts(source, before), near), after: (*of_parts(source, after), 1 - near)}
    numbers = {s[1:] for (s, _), several in zip(parts.every, parts.divided, strict=True) if several}
    found = {number: list(tables.values()) for number in numbers}
    only = {number: tables[y] for (of, number), y in ONLY.items() if of == year}
    return found | {number: [(table, theirs, 1.0)] for number, (table, theirs, _) in only.items()}


def _aggregate_to_industries(table: Single, parts: SectorParts) -> Single:
    return aggregate_table(table, to_industries(parts, INDUSTRIES), INDUSTRIES)


def _in_order(to: Concordance) -> Array:
    """Return the matrix of a concordance with the 26 industries in their order."""
    matrix = to.matrix()
    return matrix[[to.targets.index(industry) for industry in INDUSTRIES]]


# ---- one unit, one set of categories


def in_unit(single: Single) -> Single:
    """Return a table in million yuan."""
    return replace(
        single,
        unit=UNIT,
        Z=single.Z / SCALE,
        F=single.F / SCALE,
        x=single.x / SCALE,
        outflows={p: v / SCALE for p, v in single.outflows.items()},
        imports={p: (Z / SCALE, F / SCALE) for p, (Z, F) in single.imports.items()},
        primary={name: v / SCALE for name, v in single.primary.items()},
    )


def with_categories(single: Single) -> Single:
    """Return a table with the categories of the set, zero where it has none of that name."""

    def final(F: Array) -> Array:
        found = [F[:, single.demand.index(d)] if d in single.demand else np.zeros(len(F)) for d in DEMAND]
        return np.column_stack(found)

    imports = {p: (Z, final(F)) for p, (Z, F) in single.imports.items()}
    return replace(single, demand=DEMAND, F=final(single.F), imports=imports)


def round_accounts(w: Accounts) -> Accounts:
    """Return accounts in whole numbers."""
    satellites = {name: replace(s, values=np.rint(s.values)) for name, s in w.satellites.items()}
    return w._replace(Z=np.rint(w.Z), Y=np.rint(w.Y), satellites=satellites)


def facts(source: Path, year: int) -> Facts:
    """Return the facts of China in a year; those of the rest of the world are unknown."""
    nation = REGIONS.index("CHN")
    found = {
        name: replace(f, values=np.array([f.values[nation], np.nan])) for name, f in facts_of(source, year).items()
    }
    return Facts({name: f for name, f in found.items() if not np.isnan(f.values[0])})
