"""``newind measure``: indicators of economies as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from newind.cli.inputs import codes_of, name_of, panel_of, years_of
from newind.cli.options import Json, Lang, On, examples, split
from newind.cli.output import note, say, show_json, show_table, working

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from newind.accounts.panel import Panel

EXAMPLE = examples("newind measure CHN", "newind measure g7 CHN --ids s4.vax_ratio,s2 --year 1995-2011 --csv g7.csv")
ACROSS = 8
"""Most economies that stand side by side."""


def measure(
    regions: Annotated[
        list[str] | None, typer.Argument(metavar="ECONOMY", help="Codes or groups; every economy if left out.")
    ] = None,
    ids: Annotated[
        str | None, typer.Option(metavar="ID,ID", help="Indicators (newind indicators); all of them if left out.")
    ] = None,
    on: On = None,
    year: Annotated[
        str | None,
        typer.Option(metavar="Y|Y-Z|all", help="Years; the last one that each indicator has if left out."),
    ] = None,
    detail: Annotated[bool, typer.Option("--detail", help="Also by industry and partner.")] = False,
    wide: Annotated[bool, typer.Option("--wide", help="One row an economy, one column an indicator.")] = False,
    csv: Annotated[str | None, typer.Option(metavar="FILE", help="Write the table to a file.")] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Measure economies by the indicators.

    Without --year, each indicator is shown for the last year in which most of the economies have it.
    """
    source = name_of(on, regions[0] if regions else None)
    panel = panel_of(source, regions[0] if regions and len(regions) == 1 else None)
    codes = codes_of(panel, regions) if regions else tuple(panel.regions)
    chosen = _indicators(split(ids))
    years = None if year is None else years_of(panel, year)
    with working("Measuring"):
        table = latest(panel, chosen, codes) if years is None else of_years(panel, chosen, codes, years)
    if not detail:
        table = table[table["industry"].isna() & table["partner"].isna()]
    if csv is not None:
        _write(_wide(table) if wide else table, csv, index=wide)
        note(f"newind: wrote {csv} ({len(table)} figures)")
    if as_json:
        show_json("measure", on=source, table=table.to_dict("records"))
    elif csv is not None:
        return
    elif wide:
        _show_wide(table)
    elif detail:
        _show_long(table)
    else:
        _show(table, codes, lang)


def _indicators(ids: Sequence[str] | None) -> list[str]:
    """Return the ids asked for, checked before anything is computed; a system stands for all of its own."""
    from newind.systems.registry import indicators

    registry = indicators()
    if ids is None:
        return list(registry.ids)
    own = {s: [i.id for i in registry if i.system == s] for s in dict.fromkeys(i.system for i in registry)}
    return list(dict.fromkeys(i for name in ids for i in own.get(name) or [registry[name].id]))


def of_years(panel: Panel, ids: Iterable[str], codes: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """Return the measure table of some years, with the year before where an indicator compares with it."""
    import pandas as pd

    from newind.systems.measure import measure as measured
    from newind.systems.registry import indicators

    registry, ids = indicators(), list(ids)
    compared = [i for i in ids if "panel" in registry[i].needs]
    with_before = panel.select(years=[y for y in panel.years if y in years or y + 1 in years])
    parts = [measured(panel.select(years=years), [i for i in ids if i not in compared], list(codes))]
    if compared:
        found = measured(with_before, compared, list(codes))
        parts.append(found[found["year"].isin(years)])
    table = pd.concat([p for p in parts if len(p)], ignore_index=True)
    order = table["indicator"].map({i: k for k, i in enumerate(ids)})
    return table.iloc[order.argsort(kind="stable")]


def latest(panel: Panel, ids: Sequence[str], codes: Sequence[str]) -> pd.DataFrame:
    """Return the measure table of the last year in which most of the economies have each indicator."""
    import pandas as pd

    best: dict[str, tuple[int, pd.DataFrame]] = {}
    left = list(ids)
    for year in reversed(panel.years):
        table = of_years(panel, left, codes, [year])
        for name, rows in table.groupby("indicator", sort=False):
            totals = rows[rows["industry"].isna() & rows["partner"].isna()]
            known = int(totals["value"].notna().sum())
            if str(name) not in best or known > best[str(name)][0]:
                best[str(name)] = known, rows
        left = [i for i in left if best[i][0] < len(codes)]
        if not left:
            break
    return pd.concat([best[i][1] for i in ids])


def _wide(table: pd.DataFrame) -> pd.DataFrame:
    from newind.systems.measure import wide

    return wide(table)


def _write(table: pd.DataFrame, path: str, *, index: bool) -> None:
    from newind.accounts.store import disarmed_cells, write_whole

    safe = disarmed_cells(table)
    write_whole(path, lambda temporary: safe.to_csv(temporary, index=index, encoding="utf-8", lineterminator="\n"))


def _show(table: pd.DataFrame, codes: Sequence[str], lang: str) -> None:
    """Print indicators downwards and economies across, a few at a time."""
    from newind.systems.registry import indicators
    from newind.systems.words import scale_of

    registry = indicators()
    for start in range(0, len(codes), ACROSS):
        across = codes[start : start + ACROSS]
        rows = []
        for (name, year), block in table.groupby(["indicator", "year"], sort=False):
            values = dict(zip(block["region"], block["value"], strict=True))
            scale = scale_of(list(values.values()), str(block["unit"].iloc[0]), lang)
            shown = [scale.number(values[c]) if values[c] == values[c] else "–" for c in across]
            unknown = all(s == "–" for s in shown)
            said = block["note"].iloc[0] if unknown else registry[str(name)].label[lang]
            rows.append([str(name), *shown, scale.unit, str(year), str(block["status"].iloc[0]), str(said)])
        if start:
            say()
        show_table(["indicator", *across, "unit", "year", "status", ""], rows, "<" + ">" * len(across) + "<")


def _show_wide(table: pd.DataFrame) -> None:
    frame = _wide(table).reset_index()
    rows = [[_cell(v) for v in row] for row in frame.to_numpy()]
    show_table([str(c) for c in frame.columns], rows, "<" + ">" * (len(frame.columns) - 1))


def _show_long(table: pd.DataFrame) -> None:
    columns = ["region", "industry", "partner", "year", "indicator", "value", "unit", "status"]
    unknown = ["–" if c == "value" else "" for c in columns]
    rows = [[_cell(v, u) for v, u in zip(row, unknown, strict=True)] for row in table[columns].to_numpy()]
    show_table(columns, rows, "<<<<<>")


def _cell(value: object, unknown: str = "–") -> str:
    """Return a figure in six significant digits, a label as it is, and a stand-in for what is not there."""
    if value is None or value != value:
        return unknown
    return f"{value:.6g}" if isinstance(value, float) else str(value)
