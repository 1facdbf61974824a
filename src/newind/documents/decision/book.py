"""A decision brief as a workbook: its tables and what its charts are drawn of, a sheet each, and its annex."""

from __future__ import annotations

import re
from functools import partial
from math import isfinite, nan
from typing import TYPE_CHECKING, Any

from newind.documents.book import BookTable, of_texts, write_book as write
from newind.documents.booktexts import TEXTS
from newind.documents.prooftable import proof_grid
from newind.documents.sheets.model import Boxes, BriefTable, Columns, Exhibit, Gauges, Heading, Listing
from newind.documents.sheets.voice import say
from newind.documents.walk import list_provenance, list_sources
from newind.language.scales import ColumnLabels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from newind.documents.sheets.model import Block, Item, PagedBrief
    from newind.language.scales import ColumnTable
    from newind.questions.model import SourceRow


PLACES = "0.0000"
"""Format of ends of bars, in per cent or points."""


def write_book(decision: PagedBrief, path: Path) -> None:
    """Write a decision brief as a workbook; equal briefs give equal bytes."""
    d = decision
    tables = [*_tables(d), *annex_tables(d.sources, d.methods, list_provenance(d.reproduce, d.lang), d.lang)]
    write(path, d.title, (d.lead, say(d.lang, "page.all_figures")), tables, d.sources, d.lang)


def _tables(d: PagedBrief) -> Iterator[BookTable]:
    for s in d.sheets:
        over = Heading(s.name)
        for block in _flat(s.blocks):
            over = block if isinstance(block, Heading) else over
            yield from _table(d, block, over)


def _flat(blocks: Sequence[Block]) -> Iterator[Block]:
    for b in blocks:
        yield from _flat((*b.left, *b.right)) if isinstance(b, Columns) else (b,)


def _table(d: PagedBrief, b: Block, over: Heading) -> Iterator[BookTable]:
    lang, word = d.lang, partial(say, d.lang)
    if isinstance(b, Gauges):
        head = [word(f"word.{k}") for k in ("characteristic", "number", "unit", "what", "place", "trend", "range")]
        rows = [(g.name, g.value, g.unit, g.what, g.place, g.trend, g.ends) for g in b.gauges]
        refs = [n for g in b.gauges for n in g.refs]
        yield BookTable(TEXTS["characteristics"][lang], d.title, **of_texts(head, rows), refs=refs)
    elif isinstance(b, Listing) and b.items:
        yield _items(b.title, [("", i) for i in b.items], d, LEGEND.split(b.title)[0])
    elif isinstance(b, Boxes) and any(box.items for box in b.boxes):
        items = [(box.title, i) for box in b.boxes for i in box.items]
        yield _items(b.title, items, d, word("book.boxes"), [b.foot] if b.foot else [])
    elif isinstance(b, BriefTable):
        kept = [k for k in range(len(b.header)) if any(row[k].text for row in b.rows)]
        header = [b.header[k] for k in kept]
        texts = of_texts(header, [[row[k].text for k in kept] for row in (*b.rows, *b.more)])
        made = _add_ends(texts, b, ColumnLabels(d.names, lang))
        title = over.text if b.header[0] else b.title or over.text
        yield BookTable(b.sheet, title, **made, about=over.sub, refs=b.refs or over.refs)
    elif isinstance(b, Exhibit):
        grid = proof_grid(b.proof, d.names, lang, every_year=True)
        if grid.rows:
            notes = [b.note] if b.note else []
            yield BookTable(b.sheet, b.title, **of_columns(grid), notes=notes, refs=b.refs)


def _add_ends(made: dict[str, Any], b: BriefTable, labels: ColumnLabels) -> dict[str, Any]:
    """Return a table with the ends of its bars as numbers, and the central case where it is stated."""
    header, rows, patterns = list(made["header"]), [list(row) for row in made["rows"]], dict(made["patterns"])
    for k, head in enumerate(b.header):
        drawn = [row[k].bar for row in b.rows]
        if not any(drawn):
            continue
        header += [" · ".join(filter(None, (head, labels.header(name)))) for name in ("low", "middle", "high")]
        for i, bar in enumerate(drawn):
            found = bar[0].rows[bar[1]] if bar else None
            low, high = found.range or (nan, nan) if found else (nan, nan)
            figures = [100 * v if isfinite(v) else None for v in (low, found.value if found else nan, high)]
            patterns |= {(i, len(rows[i]) + j): PLACES for j, v in enumerate(figures) if v is not None}
            rows[i] += figures
    return {"header": header, "rows": rows, "patterns": patterns}


LEGEND = re.compile("[:：]")
"""Before what a title explains, which is no part of the name of a sheet."""


def _items(
    title: str, items: Sequence[tuple[str, Item]], d: PagedBrief, name: str = "", notes: Sequence[str] = ()
) -> BookTable:
    """Return lines with their numbers; those of boxes with what is certain of them."""
    certain = any(box for box, _ in items)
    keys = (*(("certain",) if certain else ()), "what", "number", "besides")
    rows = [(*((box,) if certain else ()), i.text, i.number, i.after) for box, i in items]
    refs = [n for _, i in items for n in i.refs]
    made = of_texts([say(d.lang, f"word.{k}") for k in keys], rows)
    return BookTable(name or title, title, **made, notes=notes, refs=refs)


def of_columns(grid: ColumnTable) -> dict[str, Any]:
    """Return the parts of a table of a chart's numbers, with the formats of their units."""
    patterns: dict[tuple[int, int], str] = {}
    cells: list[list[str | float]] = []
    for k, column in enumerate(grid.columns):
        scale = column.scale
        factor, digits = (1.0, 0) if scale is None else (scale.factor, scale.digits)
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        cells.append([c if isinstance(c, str) else c * factor for c in column.cells])
        patterns |= {(i, k): pattern for i, c in enumerate(column.cells) if not isinstance(c, str)}
    rows = [list(row) for row in zip(*cells, strict=True)]
    return {"header": [c.header for c in grid.columns], "rows": rows, "patterns": patterns}


def annex_tables(
    sources: Sequence[SourceRow], methods: Sequence[str], again: Sequence[tuple[str, str]], lang: str
) -> Iterator[BookTable]:
    """Yield the annex: where numbers come from, what is assumed, and how to get the same brief."""
    head, rows = list_sources(sources, lang)
    title = TEXTS["sources"][lang]
    yield BookTable(title, say(lang, "page.annex", n=len(sources)), head, [(int(r[0]), *r[1:]) for r in rows])
    title = say(lang, "page.assumed")
    yield BookTable(title, title, [title], [(m,) for m in methods])
    title = say(lang, "page.again")
    yield BookTable(title, title, [title], [(strong + text,) for strong, text in again])
