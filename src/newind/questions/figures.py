"""The measure table of a brief with names beside its codes, for spreadsheets and for programs."""

from __future__ import annotations

import csv
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from newind.accounts.classification import industry_name
from newind.accounts.memo import memo
from newind.accounts.store import escape_formulas
from newind.errors import NewindError
from newind.measures import detail, shared
from newind.measures.measure import COLUMNS, measure
from newind.measures.registry import analyses, indicators, quantity
from newind.questions.model import MeasureRow
from newind.questions.provenance import write_note

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.measures.context import Context
    from newind.questions.model import Brief, Section

MOST_ROWS = 15_000
"""Rows that a sheet of figures may have; more are slow to write and to open."""
LABELS = {
    "region": "region_label",
    "industry": "industry_label",
    "partner": "partner_label",
    "indicator": "indicator_label",
}
"""Column of codes → the column of names beside it."""
FORMATS = {
    "1": "0.0%",
    "M.USD": "#,##0",
    "Mt": "#,##0.0",
    "stages": "0.00",
    "kg/USD": "0.000",
    "kg/USD 1995": "0.000",
    "kg/PPP USD 2017": "0.000",
    "USD/person": "#,##0",
    "USD of 2017, PPP": "#,##0",
}
"""Unit → how a figure is shown; the cell keeps all its digits."""
PLAIN = "#,##0.00"
ENDS = r"\.(low|high)$"
"""Endings of the ids of the ends of a range."""


def build_measure_table(w: Accounts | Panel, ctx: Context) -> pd.DataFrame:
    """Return every figure of the economy, and the totals of its peers, those of a second table last."""
    import pandas as pd

    here = tuple(code for code in ctx.all if code in ctx.w.regions)
    tables = [_replace_totals(_measure_regions(w, here, ctx.region), ctx)]
    there = tuple(code for code in ctx.peers if code not in here)
    if ctx.reference is not None and there:
        tables.append(_measure_regions(ctx.reference, there, ctx.region))
    return pd.concat(tables, ignore_index=True)


@memo
def _measure_regions(w: Accounts | Panel, regions: tuple[str, ...], region: str) -> pd.DataFrame:
    """Return what is measured of regions, in full of one: the same in both languages."""
    table = _measure_indicators(w, list(regions))
    own = table["region"] == region
    totals = table["industry"].isna() & table["partner"].isna()
    return table[own | totals]


def _measure_indicators(w: Accounts | Panel, regions: list[str]) -> pd.DataFrame:
    """Return a measure table of the indicators that the accounts define; one that is refused takes no other with it."""
    import pandas as pd

    try:
        return measure(w, regions=regions)
    except NewindError:
        tables = []
        for id in indicators().ids:
            with suppress(NewindError):
                tables.append(measure(w, id, regions))
        return pd.concat(tables, ignore_index=True)


def _replace_totals(table: pd.DataFrame, ctx: Context) -> pd.DataFrame:
    """Return a measure table with the totals that a brief shows: from the table at full detail, where there is one."""
    entries = indicators()
    finer = [id for id in table["indicator"].unique() if entries[id].detail and ctx.in_full]
    totals = table["industry"].isna() & table["partner"].isna() & table["indicator"].isin(finer)
    years = [
        y
        for y in table.loc[totals, "year"].unique()
        if all(detail.find_shipped_detail(ctx.accounts[y], id) for id in finer)
    ]
    at = table.index[totals & table["year"].isin(years)]
    if not len(at):
        return table
    shown = table.copy()
    rows = shown.loc[at, ["indicator", "region", "year"]].itertuples(index=False, name=None)
    shown.loc[at, "value"] = [ctx.value(id, region, year) for id, region, year in rows]
    shown.loc[at, "note"] = [shared.notes(detail.FINER, str(note)) for note in shown.loc[at, "note"]]
    return shown


def label_table(brief: Brief) -> pd.DataFrame:
    """Return the measure table of a brief, and at its end the names of economies, industries and indicators.

    Returns
    -------
    DataFrame
        Columns of the measure table, then ``region_label``, ``industry_label``, ``partner_label`` and
        ``indicator_label``; empty where there is no code.
    """
    import pandas as pd

    table = pd.DataFrame(columns=list(COLUMNS)) if brief.table is None else brief.table
    naming: dict[str, Callable[[str], str]] = {
        "region": lambda code: brief.names.get(code, code),
        "industry": lambda code: industry_name(code, brief.lang),
        "partner": lambda code: brief.names.get(code, code),
        "indicator": lambda id: label_of(id, brief.lang),
    }
    names = {LABELS[column]: each(table[column], name) for column, name in naming.items()}
    return table.assign(**names)


def label_of(id: str, lang: str) -> str:
    """Return the name of an indicator or analysis, the id of anything else."""
    known = id in indicators().ids or id in analyses()
    return quantity(id).label[lang] if known else id


def each(column: pd.Series[str], change: Callable[[str], str]) -> pd.Series[str]:
    """Return a column of texts changed, each different text once; what is missing stays so."""
    changed = {text: change(text) for text in column.dropna().unique()}
    return column.map(changed)


def write_csv(brief: Brief, path: Path) -> None:
    """Write every figure of a brief as csv: UTF-8 with a byte order mark, one row a figure.

    Parameters
    ----------
    brief : Brief
    path : Path
        File to write. Columns are those of the measure table and names of economies, industries and indicators; notes
        are in the language of the brief. A text that a spreadsheet would take for a formula begins with an apostrophe;
        figures that are not known are empty.
    """
    table = with_sections(label_table(brief), brief)
    table["note"] = each(table["note"], lambda text: write_note(text, brief.lang))
    columns = [_cells(table[c], plain=c in ("year", "value")) for c in table]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.columns)
        writer.writerows(zip(*columns, strict=True))


def _cells(column: pd.Series[Any], *, plain: bool) -> list[Any]:
    """Return a column as csv has it: nothing where it is not known, texts without formulas."""
    known = column.astype(object).where(column.notna(), None).tolist()
    if plain:
        return known
    safe = {text: None if text is None else escape_formulas(text) for text in set(known)}
    return [safe[text] for text in known]


def with_sections(table: pd.DataFrame, brief: Brief) -> pd.DataFrame:
    """Return a labelled table with the figures of the brief's sections below it.

    Each quantity has three rows where it has a range: its central value (not known where the direction is open), the
    lowest and the highest. For policies ``scenario`` names policy and horizon.
    """
    import pandas as pd

    parts = [
        _build_section_table(section, brief).reindex(columns=table.columns)
        for section in brief.sections
        if section.figures
    ]
    return pd.concat([table, *(p.astype(table.dtypes.to_dict()) for p in parts)], ignore_index=True)


def _build_section_table(section: Section, brief: Brief) -> pd.DataFrame:
    """Return the figures of a section with labels."""
    import pandas as pd

    made = pd.DataFrame(section.figures, columns=list(MeasureRow._fields))
    region = made["region"].where(made["region"] != "", brief.region)
    base = made["indicator"].str.replace(ENDS, "", regex=True)
    made = made.assign(region=region, **{c: made[c].where(made[c] != "", None) for c in ("industry", "partner")})
    names = {LABELS[c]: each(made[c], lambda code: brief.names.get(code, code)) for c in ("region", "partner")}
    names["industry_label"] = each(made["industry"], lambda code: industry_name(code, brief.lang))
    return made.assign(indicator_label=base.map(section.labels), **names)


def shorten_table(table: pd.DataFrame, brief: Brief, most: int = MOST_ROWS) -> pd.DataFrame:
    """Return the rows of a measure table that a spreadsheet opens with ease.

    Parameters
    ----------
    table : DataFrame
    brief : Brief
    most : int
        A table up to this length is kept whole. Of a longer one the totals of the economy and its peers are kept, and
        the detail of the economy in the last year in which each indicator is known.
    """
    if len(table) <= most:
        return table
    own = table["region"] == brief.region
    total = table["industry"].isna() & table["partner"].isna()
    detail = table[own & ~total & table["value"].notna()]
    last = table["indicator"].map(detail.groupby("indicator")["year"].max())
    peers = table["region"].isin([brief.region, *brief.peers])
    return table[(total & peers) | (own & ~total & (table["year"] == last))]


def find_number_format(id: str, unit: str) -> str:
    """Return the number format of an indicator's figures.

    Examples
    --------
    >>> find_number_format("people.labour_share", "1"), find_number_format("s4.supplier_hhi", "1")
    ('0.0%', '0.00')
    >>> find_number_format("mine", "TWh")
    '#,##0.00'
    """
    if id in indicators().ids and (entry := indicators()[id]).digits is not None and unit == entry.unit:
        return f"0.{'0' * entry.digits}" + ("%" if entry.display == "1" else "")
    return FORMATS.get(unit, PLAIN)
