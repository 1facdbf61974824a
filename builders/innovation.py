"""Build ``innovation``: research by performer, source of funds, type and industry, and patents by field."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builders.innovation_patents import count_patents
from builders.innovation_sources import definition
from builders.innovation_tables import build_table
from newind.accounts.store import write_whole
from newind.data.reference.building import DataSetBuild, Measure
from newind.data.reference.innovation import RESEARCH, SOURCES as SOURCE_OF

if TYPE_CHECKING:
    from os import PathLike

    import pandas as pd

NSB = "National Science Board and National Center for Science and Engineering Statistics (US)"
FREE = "public domain (work of the government of the United States)"
INDICATORS = "Science and Engineering Indicators"
SOURCES = [
    {
        "title": f"{INDICATORS} 2022, Research and Development: U.S. Trends and International Comparisons, tables "
        "RD-5, RD-7, RD-8, RD-14 and SRD-1",
        "author": f"{NSB}; after OECD, Main Science and Technology Indicators (September 2021) and ANBERD, and the "
        "UNESCO Institute for Statistics (March 2021)",
        "path": "https://ncses.nsf.gov/indicators",
        "licence": FREE,
    },
    {
        "title": f"{INDICATORS} 2022, Invention, Knowledge Transfer, and Innovation (NSB-2022-4): patents granted by "
        "field of technology, families world-wide and patents of the United States, of 1998-2020 those since 2000",
        "author": NSB,
        "path": "https://ncses.nsf.gov/pubs/nsb20224",
        "licence": FREE,
    },
    {
        "title": f"{INDICATORS} 2024, Invention, Knowledge Transfer, and Innovation: patents granted in the United "
        "States by broad field, 2000-2022",
        "author": NSB,
        "path": "https://ncses.nsf.gov/indicators",
        "licence": FREE,
    },
]
METHOD = [
    "Shares are those published, to 0.1 % of an economy's R&D; those of industries are the published amounts over all "
    "R&D of business. Amounts by performer and source are the share of the economy's R&D in the same year, so known "
    "within 0.05 % of it.",
    "Where shares miss the whole by more than rounding (0.05 % for each of them) the rest is a row of its own, "
    "`unallocated`. Nothing is spread over the others.",
    "The file of the series (SRD-1) has lost the heads of its columns. They are taken in the order of the publication, "
    "and each economy's last year is compared with RD-5.",
    "Patents are counts of the source for single economies and the world; regions and groups are left out, and so is "
    "every total over fields, which is the sum of the fields. Shares and revealed technological advantage are computed "
    "when they are asked for.",
    "Broad fields of families are sums of fields; those of patents of the United States are also published, to 2022.",
]
CAVEATS = [
    "What is counted, `families`: inventions with a patent granted anywhere, each once, by year of grant and by "
    "where inventors live; an invention of several economies or fields counts in part in each, so that economies add "
    "up to the world and fields to all. Families with a patent at one office only are among them: it is a measure of "
    "number, and offices differ in what they grant. An economy with a large office of its own counts high.",
    "`uspto` and `uspto_sectors`: utility patents granted in the United States, by where inventors live, also in "
    "parts. Inventors from the United States are at home there; others are not. Where the two measures disagree, "
    "neither is the truth.",
    "Patents of TUR and IDN, and of all economies that are not listed, are in the world but not apart.",
    "Performer by source is not published in these tables: only the two margins are known.",
    "Germany: private non-profit is within other performers. China: it is not stated, and 3.1 % of funds has no stated "
    "source. United Kingdom: performers add up to 98.6 %.",
    "India: shares of 2018, type of research of 2017; types are not known for Germany.",
    "RD-14: seven economies, 2017 or 2018, the largest industries only; services of China are not stated. Industries "
    "are by main activity: research that a holding or an institute does for manufacturing can be a service. An earlier "
    "edition (2016) is not shipped, as purchasing power was revised between the two.",
    "RD-5: economies with R&D of 500 million USD or more, in the latest year of each, some of them old; Israel "
    "without defence. Purchasing-power dollars are not market dollars.",
]


def build(source_dir: str | PathLike[str], measure: Measure | None = None) -> DataSetBuild:  # noqa: ARG001
    """Return the set of research and patents.

    Parameters
    ----------
    source_dir : path
        Folder with the sources.
    measure : callable, optional
        Not needed: there are no accounts.

    Raises
    ------
    DataError
        When a source is missing or damaged, lacks columns, or names an economy that is not known.
    """
    root = Path(source_dir)
    research, patents = build_table(root), count_patents(root)
    return DataSetBuild(
        title="Research by performer and source of funds, and patents by field of technology",
        status="observed",
        sources=SOURCES,
        method=METHOD,
        caveats=CAVEATS,
        accounts=(),
        about={
            "title_zh": "研发活动（按执行部门和资金来源）与分技术领域专利",
            "labels": labels(),
            "not_published": ["performer by source of funds"],
        },
        beside={
            "research": partial(write_table, RESEARCH, as_csv(research), research_entry(research)),
            **{m: partial(write_table, f"{m}.csv", as_csv(p), patents_entry(m, p)) for m, p in patents.items()},
        },
    )


def labels() -> dict[str, Any]:
    """Return the name of each item, in both languages: part → item → its texts."""
    parts = ("part", "performer", "source", "kind", "industry", "measure", "sector", "field")
    kept = ("en", "zh", "isic", "within", "sector")
    return {
        part: {code: {k: said[k] for k in kept if k in said} for code, said in definition()[part].items()}
        for part in parts
    }


def as_csv(frame: pd.DataFrame) -> bytes:
    """Return a frame as csv: text as it is, with line ends that are the same everywhere."""
    return str(frame.to_csv(index=False, lineterminator="\n")).encode()


def write_table(name: str, text: bytes, entry: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Write a table into the folder of the set and return its entry in the datapackage."""
    write_whole(folder / name, lambda p: p.write_bytes(text))
    said = {"path": name, "format": "csv", "encoding": "utf-8", "bytes": len(text)}
    return {**said, "hash": hashlib.sha256(text).hexdigest(), **entry}


def research_entry(frame: pd.DataFrame) -> dict[str, Any]:
    """Return what the datapackage says of research."""
    counts = frame.groupby("table", sort=False)["economy"].nunique()
    return {
        "name": "innovation-research",
        "rows": len(frame),
        "economies": {str(table): int(n) for table, n in counts.items()},
        "primaryKey": ["table", "economy", "item", "year", "unit"],
        "units": {"1": "share", "M.PPP.USD": "million US dollars at purchasing power of the year"},
    }


def patents_entry(measure: str, frame: pd.DataFrame) -> dict[str, Any]:
    """Return what the datapackage says of the patents of a measure."""
    years = [int(c) for c in frame.columns[2:]]
    return {
        "name": f"innovation-{measure}",
        "rows": len(frame),
        "economies": sorted({str(e) for e in frame["economy"]}),
        "years": [years[0], years[-1]],
        "primaryKey": ["economy", "field"],
        "units": "patents granted, a column a year; economy WLD is the world, others than those listed among it",
        "status": "observed",
        "source": SOURCE_OF[measure],
    }
