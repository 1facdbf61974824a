"""``newind measure``: indicators of economies as a table."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from newind.cli.inputs import name_of, panel_of, years_of
from newind.cli.options import Json, Lang, On, examples, split
from newind.cli.output import note, say, show_json, show_table, working
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import pandas as pd

    from newind.accounts.panel import Panel
    from newind.measures.series import Series

EXAMPLE = examples("newind measure CHN", "newind measure g7 CHN --ids s4.vax_ratio,s2 --year 2012-2022 --csv g7.csv")
FINER = message("cli.measure.finer")
MORE_BREAKS = message("cli.measure.more_breaks")
MOST_BREAKS = 12
"""Breaks that are printed."""
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
    full: Annotated[
        bool, typer.Option("--full", help="Finer values (41 economies × 35 industries) where shipped.")
    ] = False,
    wide: Annotated[bool, typer.Option("--wide", help="One row an economy, one column an indicator.")] = False,
    csv: Annotated[str | None, typer.Option(metavar="FILE", help="Write the table to a file.")] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Measure economies by the indicators.

    Without --year, each indicator is shown for the last year in which most of the economies have it.
    """
    from newind.questions.coarse import hint, is_coarse
    from newind.questions.panels import codes_of

    source = name_of(on, regions[0] if regions else None)
    panel = panel_of(source, regions[0] if regions and len(regions) == 1 else None)
    codes = codes_of(panel, regions) if regions else tuple(panel.regions)
    chosen = _indicators(split(ids))
    years = None if year is None else years_of(panel, year)
    with working("Measuring"):
        table = latest(panel, chosen, codes) if years is None else of_years(panel, chosen, codes, years)
    finer = finer_values(table, panel, codes)
    if full:
        table = _replace_rows(table, finer)
    elif len(finer):
        note(FINER[lang].format(", ".join(dict.fromkeys(finer["indicator"]))))
    if is_coarse(panel.last):
        note(hint(codes[0] if regions else "CODE", lang))
    if not detail:
        table = table[table["industry"].isna() & table["partner"].isna()]
    if csv is not None:
        _write(_wide(table) if wide else table, csv, index=wide)
        note(f"newind: wrote {csv} ({len(table)} figures)")
    apart = breaks(panel, table, codes)
    if as_json:
        told = [asdict(s) | {"text": s.describe_breaks()} for s in apart]
        show_json("measure", on=source, table=table.to_dict("records"), breaks=told)
    elif csv is not None:
        show_breaks(apart, lang, note)
    elif wide:
        _show_wide(table, lang)
    elif detail:
        _show_long(table, lang)
    else:
        _show(table, codes, lang)
    if not as_json and csv is None:
        show_breaks(apart, lang, say)


def breaks(panel: Panel, table: pd.DataFrame, codes: Sequence[str]) -> tuple[Series, ...]:
    """Return the series of a measure table that cross from one database to another, both with all their years."""
    from newind.measures.series import series

    spans, found = panel.spans, []
    for name, rows in table.groupby("indicator", sort=False):
        known = rows[rows["value"].notna()]["year"]
        if sum(known.between(*span).any() for span in spans) > 1:
            found += [series(panel, str(name), code) for code in codes]
    return tuple(s for s in found if len(s.pieces) > 1)


def show_breaks(apart: Sequence[Series], lang: str, write: Callable[[str], None]) -> None:
    """Print by how much databases differ where they meet."""
    for s in apart[:MOST_BREAKS]:
        for text in s.describe_breaks():
            write(f"{s.region}: {text[lang]}")
    if len(apart) > MOST_BREAKS:
        write(MORE_BREAKS[lang].format(len(apart) - MOST_BREAKS))


def _indicators(ids: Sequence[str] | None) -> list[str]:
    """Return the ids asked for, checked before anything is computed; a system stands for all of its own."""
    from newind.measures.registry import indicators

    registry = indicators()
    if ids is None:
        return list(registry.ids)
    own = {s: [i.id for i in registry if i.system == s] for s in dict.fromkeys(i.system for i in registry)}
    return list(dict.fromkeys(i for name in ids for i in own.get(name) or [registry[name].id]))


def of_years(panel: Panel, ids: Iterable[str], codes: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """Return the measure table of some years, with the year before where an indicator compares with it."""
    import pandas as pd

    from newind.measures.measure import measure as measured
    from newind.measures.registry import indicators

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

    from newind.measures.measure import lacks_regions
    from newind.measures.registry import indicators

    best: dict[str, tuple[int, pd.DataFrame]] = {}
    left, never = list(ids), {i for i in ids if lacks_regions(indicators()[i], panel.last)}
    for year in reversed(panel.years):
        table = of_years(panel, left, codes, [year])
        for name, rows in table.groupby("indicator", sort=False):
            totals = rows[rows["industry"].isna() & rows["partner"].isna()]
            known = int(totals["value"].notna().sum())
            if str(name) not in best or known > best[str(name)][0]:
                best[str(name)] = known, rows
        left = [i for i in left if best[i][0] < len(codes) and i not in never]
        if not left:
            break
    return pd.concat([best[i][1] for i in ids])


def finer_values(table: pd.DataFrame, panel: Panel, codes: Sequence[str]) -> pd.DataFrame:
    """Return the rows at full detail for what a measure table of shipped accounts holds, none for other accounts."""
    import pandas as pd

    from newind.measures import detail
    from newind.measures.registry import indicators

    registry, none = indicators(), table.iloc[:0]
    if not set(codes) <= set(detail.economies()):
        return none
    asked = table[["indicator", "year"]].drop_duplicates()
    known = [
        (i, y)
        for i, y in asked.itertuples(index=False)
        if registry[i].detail and detail.find_shipped_detail(panel[y], i)
    ]
    if not known:
        return none
    found = detail.detail(dict.fromkeys(i for i, _ in known), codes)
    return found[pd.MultiIndex.from_frame(found[["indicator", "year"]]).isin(known)]


def _replace_rows(table: pd.DataFrame, finer: pd.DataFrame) -> pd.DataFrame:
    """Return a measure table with finer rows in place of its own, the indicators in the same order."""
    import pandas as pd

    keys = ["indicator", "year"]
    order = {key: k for k, key in enumerate(table[keys].drop_duplicates().itertuples(index=False, name=None))}
    own = table[~pd.MultiIndex.from_frame(table[keys]).isin(pd.MultiIndex.from_frame(finer[keys]))]
    both = pd.concat([t for t in (own, finer) if len(t)], ignore_index=True)
    places = [order[key] for key in both[keys].itertuples(index=False, name=None)]
    return both.iloc[pd.Series(places).argsort(kind="stable")]


def _wide(table: pd.DataFrame) -> pd.DataFrame:
    from newind.measures.measure import wide

    return wide(table)


def _write(table: pd.DataFrame, path: str, *, index: bool) -> None:
    from newind.accounts.store import escape_cells, write_whole

    safe = escape_cells(table)
    write_whole(path, lambda temporary: safe.to_csv(temporary, index=index, encoding="utf-8", lineterminator="\n"))


def _show(table: pd.DataFrame, codes: Sequence[str], lang: str) -> None:
    """Print indicators downwards and economies across, a few at a time."""
    from newind.measures.registry import indicators

    registry = indicators()
    for start in range(0, len(codes), ACROSS):
        across = codes[start : start + ACROSS]
        rows = []
        for (name, year), block in table.groupby(["indicator", "year"], sort=False):
            known = block[block["value"].notna()]
            scale = registry[str(name)].scale(known["value"], lang, str(block["unit"].iloc[0]))
            values = dict(zip(known["region"], known["value"], strict=True))
            shown = [scale.number(values[c]) if c in values else "–" for c in across]
            said = _describe_row(registry[str(name)].label[lang], block[block["region"].isin(across)], lang)
            status = "" if known.empty else str(known["status"].iloc[0])
            rows.append([str(name), *shown, scale.unit, str(year), status, said])
        if start:
            say()
        show_table(["indicator", *across, "unit", "year", "status", ""], rows, "<" + ">" * len(across) + "<")


def _describe_row(label: str, block: pd.DataFrame, lang: str) -> str:
    """Return what a row is, and why what it lacks is missing; the reason alone where it lacks everything."""
    missing = block[block["value"].isna()]
    reasons = {note: ", ".join(rows["region"]) for note, rows in missing.groupby("note", sort=False)}
    if len(missing) == len(block):
        return "; ".join(_translate_note(str(note), lang) for note in reasons)
    return "; ".join([label, *(f"{codes}: {_translate_note(str(note), lang)}" for note, codes in reasons.items())])


def _translate_note(note: str, lang: str) -> str:
    """Return a note of the measure table in a language."""
    from newind.measures import zh

    return note if lang != "zh" else zh.note(note)


def _show_wide(table: pd.DataFrame, lang: str) -> None:
    from newind.measures.registry import indicators

    registry, frame = indicators(), _wide(table).reset_index()
    units = dict(zip(table["indicator"], table["unit"], strict=True))
    columns = {str(c): list(frame[c]) for c in frame.columns}
    heads = []
    for name, values in columns.items():
        scale = registry[name].scale([v for v in values if v == v], lang, units[name]) if name in units else None
        heads.append(name if scale is None or not scale.unit else f"{name}, {scale.unit}")
        columns[name] = [_cell(v) if scale is None else scale.number(v) if v == v else "–" for v in values]
    show_table(heads, [list(row) for row in zip(*columns.values(), strict=True)], "<" + ">" * (len(heads) - 1))
    for (id, reason), block in table[table["value"].isna()].groupby(["indicator", "note"], sort=False):
        say(f"{id}: {', '.join(dict.fromkeys(block['region']))}: {_translate_note(str(reason), lang)}")


def _show_long(table: pd.DataFrame, lang: str) -> None:
    from newind.measures.registry import indicators

    columns = ["region", "industry", "partner", "year", "indicator", "value", "unit", "status"]
    registry, rows = indicators(), []
    units = dict(zip(table["indicator"], table["unit"], strict=True))
    scales = {
        name: registry[str(name)].scale(values.dropna(), lang, units[name])
        for name, values in table.groupby("indicator", sort=False)["value"]
    }
    for row in table.to_dict("records"):
        scale, known = scales[row["indicator"]], row["value"] == row["value"]
        told = {"value": scale.number(row["value"]), "unit": scale.unit} if known else {
            "value": "–", "unit": "", "status": _translate_note(str(row["note"]), lang)}  # fmt: skip
        rows.append([_cell((row | told)[c], "") for c in columns])
    show_table(columns, rows, "<<<<<>")


def _cell(value: object, unknown: str = "–") -> str:
    """Return a figure in six significant digits, a label as it is, and a stand-in for what is not there."""
    if value is None or value != value:
        return unknown
    return f"{value:.6g}" if isinstance(value, float) else str(value)
