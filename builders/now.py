"""Build ``now``: official figures of every economy since 1990, from the publishers' own editions."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from builders.innovation import as_csv, write_table
from builders.now_sources import (
    carbon,
    frame,
    gases,
    goods,
    labour_shares,
    national_accounts,
    outlook,
    penn_growth,
    world_population,
)
from newind.accounts.regions import read_regions
from newind.data.reference.building import DataSetBuild, Measure
from newind.data.reference.now import FIGURES, LABOUR, MIX, PARTNERS, TRADE, count_decimals
from newind.data.reference.now_layouts import WORLD, build_power_table, by_year, definition, from_accounts, of_power
from newind.data.reference.power import definition as power_definition
from newind.errors import DataError, offenders

if TYPE_CHECKING:
    from os import PathLike

    import pandas as pd

MOST_PARTNERS = 10
SHARE_DIGITS, SHOWN = 4, 3
"""Decimals of shares, and of those that are shown beside others of the same source, so that none is rounded twice."""
NEEDED = ("gdp", "growth")
"""An economy is in the set when it has one of these."""
METHOD = [
    "Figures are those of their sources (`columns` says which, in which unit and until when they are observed), rates "
    "rounded to the decimals that are shown, amounts to three digits or whole numbers. Nothing is filled in: a year "
    "that a source lacks is empty.",
    "Shares of manufacturing are value added of manufacturing (ISIC D) over total value added, at current prices, and "
    "over that of all economies of the United Nations' accounts, in years when those that report manufacturing have "
    "99 % of all value added (China reports it from 2004 on); shares of demand are over GDP.",
    "CO2 per person is fossil CO2 of the Global Carbon Budget over population of the World Economic Outlook, for the "
    "world over that of World Population Prospects, in 2024 only.",
    "Growth after the Penn World Table is that of its GDP at constant national prices, beside the official one.",
    "Low-carbon power is nuclear, hydro, wind, solar, bioenergy and other renewables over all generation; the source "
    "has 2025 of some economies only, not of the world.",
    f"Partners are the {MOST_PARTNERS} largest destinations and origins of goods in 2023 with their share in the trade "
    "that the source has of the economy; the matrix itself is not shipped.",
    "WLD is the world as the source has it, or the sum over its economies.",
    "Labour shares are pay over value added in the input-output accounts of an economy's own office, of the economy "
    "and of manufacturing. Concepts differ (`labour`): they compare over years of one economy, from `since` on, not "
    "between economies, and not with the world tables, which impute the pay of the self-employed.",
]
CAVEATS = [
    "Of the World Economic Outlook the copy at hand does not say in which year its own estimates begin: years to 2024 "
    "are taken as reported, 2025 as a first estimate, later years are projections and no observations.",
    "The national accounts of the United Nations hold UN estimates for economies and years that have not yet "
    "reported, unmarked; they count as observed here.",
    "The source of trade by partner lacks Taiwan, as exporter, importer and partner: shares of China, Japan and others "
    "are without it. France has Monaco, Switzerland Liechtenstein, the United States Puerto Rico.",
    "The national accounts of the United Nations lack Taiwan: shares of world manufacturing are without it.",
    "Urban shares end in 2022, with an edition of March 2024. Kosovo has no code of ISO 3166-1 and is in the sums of "
    "the world only.",
    "Values in dollars at current prices move with exchange rates. India's years are fiscal years.",
    "Tanzania is the mainland and Zanzibar. Sudan's accounts begin in 2008.",
    "Whether pay in Russia's tables holds what is paid undeclared, the copy at hand does not say.",
]


def build(source_dir: str | PathLike[str], measure: Measure | None = None) -> DataSetBuild:  # noqa: ARG001
    """Return the set of official figures; nothing is measured, as there are no accounts.

    Raises
    ------
    DataError
        When a source is missing or damaged, or lacks columns.
    """
    source, said = Path(source_dir), definition()
    trade = goods(source)
    power = generation(source)
    found = {**figures(source, said), **sum_goods_trade(trade), **of_power(power)}
    if lost := [name for name in said["figures"] if name not in found]:
        raise DataError(f"now.yaml: figures that nothing computes: {offenders(lost)}. Leave them out.")
    economies = select_economies(found)
    table = build_table(found, economies, said)
    pairs = partners(trade, economies)
    mix = latest(power, economies)
    labour = build_labour_shares(labour_shares(source))
    return DataSetBuild(
        title=said["title"],
        status="observed",
        sources=[_source(s) for s in said["sources"].values()],
        method=METHOD,
        caveats=CAVEATS,
        accounts=(),
        about={
            "title_zh": said["title_zh"],
            "columns": said["figures"],
            "labels": {part: said[part] for part in ("sections", "units")},
            "origins": {key: {"short": of["short"], "zh": of["zh"]} for key, of in said["sources"].items()},
        },
        beside={
            "figures": partial(write_table, FIGURES, as_csv(table), _entry("figures", table, said)),
            "partners": partial(write_table, PARTNERS, as_csv(pairs), _entry("partners", pairs)),
            "mix": partial(write_table, MIX, as_csv(mix), _entry("mix", mix)),
            "labour": partial(write_table, LABOUR, as_csv(labour), _entry("labour", labour) | {"of": said["labour"]}),
        },
    )


def figures(source: Path, said: dict[str, Any]) -> dict[str, pd.DataFrame]:
    """Return every figure but those of trade by partner and of power, as economies by years in its unit."""
    un = national_accounts(source, said)
    weo = {name: outlook(source, of["item"]) for name, of in said["figures"].items() if of["source"] == "weo"}
    development = frame(source, "wdi", ("iso3", "indicator", "year", "value"))
    wdi = {
        name: by_year(development[development["indicator"] == of["item"]], "iso3", "year", "value")
        for name, of in said["figures"].items()
        if of["source"] == "wdi"
    }
    emitted = carbon(source, "territorial", said)
    people = weo["population"].rename(index=said["letters"])
    people.loc[WORLD] = world_population(source)
    letters = said["letters"]
    return {
        **{name: wide.rename(index=letters) for name, wide in weo.items()},
        **wdi,
        **from_accounts(un),
        "growth_pwt": penn_growth(source),
        "urban": by_year(frame(source, "urban", ("iso3", "year", "urban_pct")), "iso3", "year", "urban_pct"),
        "co2": emitted,
        "co2_consumption": carbon(source, "consumption", said),
        "co2_per_person": emitted / people,
        "ghg": gases(source),
    }


def sum_goods_trade(trade: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return exports and imports of goods, billion USD, in a year."""
    sums = {
        name: (trade.groupby(of)["kusd"].sum() / 1e6).to_frame(TRADE)
        for name, of in (("goods_exports", "exporter"), ("goods_imports", "importer"))
    }
    for wide in sums.values():
        wide.loc[WORLD] = trade["kusd"].sum() / 1e6
    return sums


def partners(trade: pd.DataFrame, economies: list[str]) -> pd.DataFrame:
    """Return the largest partners of economies, with their share, by flow."""
    import pandas as pd

    parts = []
    for flow, own, other in (("exports", "exporter", "importer"), ("imports", "importer", "exporter")):
        rows = trade.rename(columns={own: "economy", other: "partner"})
        share = rows["kusd"] / rows.groupby("economy")["kusd"].transform("sum")
        rows = rows.assign(flow=flow, share=share.round(SHARE_DIGITS))
        rows = rows.sort_values(["economy", "kusd", "partner"], ascending=[True, False, True])
        parts.append(rows.groupby("economy").head(MOST_PARTNERS))
    found = pd.concat(parts)
    found = found[found["economy"].isin(economies)]
    return found.sort_values(["economy", "flow"], kind="stable")[["economy", "flow", "partner", "share"]]


def generation(source: Path) -> pd.DataFrame:
    """Return power by economy and year, a column a source, TWh, with the world, to the last year of the set power."""
    said = power_definition()
    columns = {s["column"]: name for name, s in said["sources"].items()}
    rows = frame(source, "ember", ("ISO3", "Year", *columns))
    return build_power_table(rows[rows["Year"].between(*said["years"])], columns)


def latest(power: pd.DataFrame, economies: list[str]) -> pd.DataFrame:
    """Return where the power of economies comes from, in the last year that each has: shares of sources."""
    total = power.sum(axis=1)
    shares = power[total > 0].div(total[total > 0], axis=0).round(SHOWN).reset_index()
    last = shares.sort_values("year").groupby("economy").tail(1).sort_values("economy")
    return last[last["economy"].isin([*economies, WORLD])]


def build_labour_shares(shares: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return labour shares as rows of economy and year."""
    import pandas as pd

    rows = pd.concat(shares, names=["economy", "year"]).round(SHARE_DIGITS)
    return rows.reset_index()


def select_economies(found: dict[str, pd.DataFrame]) -> list[str]:
    """Return the economies with an ISO code and one of the figures that are needed."""
    known = {c for c, r in read_regions().items() if r.kind == "country"}
    have = {str(c) for name in NEEDED for c in found[name].dropna(how="all").index}
    return sorted(known & have)


def build_table(found: dict[str, pd.DataFrame], economies: list[str], said: dict[str, Any]) -> pd.DataFrame:
    """Return all figures as text: a row an economy and figure, a column a year."""
    import pandas as pd

    first, last = said["years"]
    rows = []
    for name, of in said["figures"].items():
        to = _last(of, last)
        wide = found[name].reindex(index=[*economies, WORLD], columns=range(first, to + 1)).dropna(how="all")
        wide = wide.reindex(columns=range(first, last + 1))
        texts = wide.map(partial(_text, of=of))
        texts.insert(0, "figure", name)
        rows.append(texts.rename_axis("economy").reset_index())
    order = {name: k for k, name in enumerate(said["figures"])}
    table = pd.concat(rows)
    return table.sort_values(["economy", "figure"], key=lambda c: c.map(order) if c.name == "figure" else c)


def _last(of: dict[str, Any], last: int) -> int:
    """Return the last year that is kept of a figure: projections where its source makes them."""
    return last if "estimated" in of else int(of["observed"])


def _text(value: float, of: dict[str, Any]) -> str:
    """Return a figure as it is kept, without zeros at the end; empty where it is unknown."""
    if np.isnan(value):
        return ""
    text = f"{value:.{count_decimals(of, value)}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _source(of: dict[str, Any]) -> dict[str, str]:
    return {key: str(of[key]) for key in ("title", "author", "path", "licence", "date")}


def _entry(part: str, table: pd.DataFrame, said: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return what the datapackage says of a file."""
    keys = {"figures": ["economy", "figure"], "partners": ["economy", "flow", "partner"], "mix": ["economy"],
            "labour": ["economy", "year"]}  # fmt: skip
    return {
        "name": f"now-{part}",
        "rows": len(table),
        "economies": int(table.loc[table["economy"] != WORLD, "economy"].nunique()),
        "primaryKey": keys[part],
        **({"years": said["years"]} if said else {}),
    }
