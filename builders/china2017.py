"""Build ``china-2017``: 31 provinces and abroad, estimated from the provincial tables and the national one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from builders.china2017_report import VARIANTS, report, spans, totals
from builders.china_sources import national, provincial
from newind.accounts.classification import concordance
from newind.accounts.regions import read_regions
from newind.accounts.satellite import Fact
from newind.data.multiregion import Multiregion, build as put_together
from newind.data.reference.building import DataSetBuild
from newind.data.reference.facts import read_parquet
from newind.data.single import to_accounts

if TYPE_CHECKING:
    from os import PathLike

    from newind.accounts.accounts import Accounts
    from newind.data.reference.building import Measure
    from newind.typing import Array

YEAR = 2017
UNIT, SCALE = "M.CNY", 100.0
"""Unit, and how many units of the tables (10,000 yuan) are one."""
SCIENCE = "china/sti/province_sti_2000_2023.parquet"
RESEARCH = "v4_ztr_qd_RD"
"""Research and development as a percentage of product, in the yearbooks of science and technology."""
SOURCE = (
    "an estimate from the input-output tables 2017 of 31 provinces (42 sectors, statistical bureaux of the provinces) "
    "and the national table 2017 (42 sectors, non-competitive, National Bureau of Statistics of China)"
)
SOURCES = [
    {
        "title": "Input-output tables 2017 of 31 provinces, 42 sectors",
        "author": "Statistical bureaux of the provinces; National Bureau of Statistics of China",
        "path": "https://data.stats.gov.cn",
        "licence": "official statistics, cited",
    },
    {
        "title": "Input-output table of China 2017, 42 sectors, non-competitive",
        "author": "National Bureau of Statistics of China",
        "path": "https://data.stats.gov.cn",
        "licence": "official statistics, cited",
    },
    {
        "title": "China Statistical Yearbook on Science and Technology 2018: R&D intensity by province",
        "author": "National Bureau of Statistics; Ministry of Science and Technology",
        "path": "https://data.stats.gov.cn",
        "licence": "official statistics, cited",
    },
    {
        "title": "The Puzzling Persistence of the Distance Effect on Bilateral Trade",
        "author": "Disdier, Head (2008), Review of Economics and Statistics 90(1), 37-48",
        "doi": "10.1162/rest.90.1.37",
        "licence": "facts",
    },
]
METHOD = [
    "1. Outflow and export beyond output pass through a province: taken out of both sides of its trade.",
    "2. Output, value added, inputs, final demand, exports and imports of provinces are made to add up to the national "
    "table, by product and user. What provinces sell at home is known twice, from their outflow and from their inflow: "
    "the geometric mean of both.",
    "3. Trade between provinces by product: doubly constrained gravity over the distance of capitals (parameter "
    "trade_distance).",
    "4. All users of a product in a province buy it from the same places; then MR-GRAS at 31 × 42 to output, inputs, "
    "final demand and the national flows of home products and imports by product and user.",
    "Industries: 42 to 18 (concordance nbs42-2017_to_china18). Cells are rounded to whole million yuan; output is the "
    "sum of the row.",
    "Parts of value added: those of the province, scaled to its value added after step 2; they do not add up to the "
    "parts of the national table (checks: parts_of_value_added, provinces and country).",
]
CAVEATS = [
    "No table of trade between provinces by origin and destination is published: flows between pairs are estimates. "
    "Pairs and products that two frictions put more than 50 % up and down from their mean are listed "
    "(report: suppressed).",
    "How much provinces trade is the least known: what they say they send and what they say they receive differ by "
    "product. Ranges span the smaller and the larger of both, no friction, and distance at the ends of its range.",
    "The source has tables of 31 provinces; it has no data for Hong Kong, Macao and Taiwan, which the estimate "
    "therefore lacks.",
    "Provinces state more output, value added and final demand than the country, and were reduced to it "
    "(report: totals, adjustments).",
    "ROW is a boundary: it sells imports and buys exports, and nothing is known of how it makes them. Re-exports are "
    "left out.",
]


def build(source_dir: str | PathLike[str], measure: Measure | None = None) -> DataSetBuild:
    """Return the estimate of 31 provinces in 2017, with its ranges where indicators can be measured.

    Parameters
    ----------
    source_dir : path
        Folder with the sources.
    measure : callable, optional
        Headline indicators of accounts.

    Raises
    ------
    DataError
        When a source is missing or damaged.
    ConvergenceError
        When the totals cannot be met.
    """
    source = Path(source_dir)
    tables, country = list(provincial(source, YEAR).values()), to_accounts(national(source, "2017_42"))
    made = {name: put_together(tables, country, **options) for name, options in VARIANTS.items()}
    facts = {"rd_intensity": research(source, tuple(made["distance"].accounts.regions))}
    shown = {name: aggregate_accounts(m)._replace(facts=facts) for name, m in made.items()}
    about: dict[str, Any] = {
        "report": {
            "totals": totals(tables, country),
            **report(made["distance"], shown | {"not reconciled": put_together(tables).accounts}),
        }
    }
    if measure is not None:
        about |= spans(measure, shown)
    w = shown["distance"]
    return DataSetBuild(
        title=f"Provinces of China {YEAR}, 31 provinces × {w.S} industries, and abroad: an estimate",
        status="estimated",
        sources=SOURCES,
        method=METHOD,
        caveats=CAVEATS,
        accounts=[(w, checks(w, country))],
        about=about,
    )


def aggregate_accounts(m: Multiregion) -> Accounts:
    """Return accounts at 18 industries in whole million yuan."""
    by_industry = concordance("nbs42-2017_to_china18").sources_of
    w = m.accounts.aggregate(None, {k: list(v) for k, v in by_industry.items()})
    Z, Y = np.rint(w.Z / SCALE), np.rint(w.Y / SCALE)
    idle = Z.sum(axis=1) + Y.sum(axis=1) <= 0
    satellites = {
        name: replace(s, values=np.rint(s.values / SCALE), unit=UNIT, source=SOURCE) for name, s in w.satellites.items()
    }
    return w._replace(Z=Z * ~idle, Y=Y, unit=UNIT, satellites=satellites, source=SOURCE)


def research(source: Path, regions: tuple[str, ...]) -> Fact:
    """Return expenditure on research and development as a share of the product of each province, NaN abroad."""
    frame = read_parquet(source / SCIENCE)
    rows = frame[(frame["variables"] == RESEARCH) & (frame["year"] == YEAR)].set_index("province_en")["value"]
    names = [read_regions()[code].en for code in regions]
    values: Array = rows.reindex(names).to_numpy(dtype=np.float64) / 100
    return Fact(values, unit="1", source="China Statistical Yearbook on Science and Technology 2018")


def checks(w: Accounts, country: Accounts) -> dict[str, Any]:
    """Return totals of the shipped table and of the national one, in million yuan."""
    inner = np.array([code not in w.boundary for code in w.regions])
    parts = {name: (float(np.nansum(w.satellites[name].values)), country.satellites[name]) for name in w.satellites}
    return {
        "value_added": round(float(w.gdp[inner].sum())),
        "value_added_of_the_country": round(float(country.gdp[0] / SCALE)),
        "exports": round(float(w.Y3[:, :, ~inner].sum())),
        "exports_of_the_country": round(float(country.Y3[0, :, 1].sum() / SCALE)),
        "parts_of_value_added": {
            name: [round(provinces), round(whole.total / SCALE)] for name, (provinces, whole) in parts.items()
        },
    }
