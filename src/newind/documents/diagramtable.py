"""The numbers of losses, flows, maps of provinces, courses after an event and matrices as tables."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from newind.accounts.regions import region
from newind.charts.curves import lowest
from newind.charts.losses import HORIZONS, NAMED, join_lost_partners
from newind.charts.matrix import UNCLEAR, has_one_sign
from newind.charts.proofs import Curve, Flows, Frontier, LossChart, Matrix, Tiles
from newind.documents.plottable import plot_grid
from newind.language.scales import Column, ColumnTable, find_focus_rows
from newind.language.words import Scale, scale_of
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newind.charts.proofs import Fan, LossRow, PathTree, Scatter, Span, Waterfall
    from newind.language.scales import Cell, ColumnLabels

    Diagram = LossChart | Flows | Tiles | Curve | Frontier | Matrix | Waterfall | Scatter | PathTree | Fan

ENDS = ("low", "middle", "high")
UNKNOWN: Span = (math.nan, math.nan, math.nan)


def diagram_grid(proof: Diagram, say: ColumnLabels, *, full: bool = False) -> ColumnTable:
    """Return the numbers of a diagram as columns of figures.

    Parameters
    ----------
    proof : LossChart, Flows, Tiles, Curve, Frontier, Matrix, Waterfall, Scatter, PathTree or Fan
        Data of the diagram.
    say : ColumnLabels
        Names and headers in a language.
    full : bool
        Whether every horizon of a loss, every day of a curve, every end of a range, every year is
        given.
    """
    match proof:
        case LossChart():
            return _losses(proof, say, full=full)
        case Flows():
            return _flows(proof, say)
        case Tiles():
            return _tiles(proof, say)
        case Curve():
            return _curve(proof, say, full=full)
        case Frontier():
            return _frontier(proof, say)
        case Matrix():
            return _pairs(proof, say) if full else _build_cross_table(proof, say)
        case _:
            return plot_grid(proof, say, full=full)


def _fine(values: Iterable[float], unit: str, say: ColumnLabels) -> Scale:
    """Return a scale for figures that differ a hundredfold: percentages with two decimals."""
    return scale_of(values, unit, say.lang, 2 if unit == "1" else None)


def _spans(spans: Sequence[Span], keys: Sequence[str], scale: Scale, say: ColumnLabels) -> tuple[Column, ...]:
    return tuple(Column(say.header(k), tuple(s[i] for s in spans), scale) for i, k in enumerate(keys))


def _losses(proof: LossChart, say: ColumnLabels, *, full: bool) -> ColumnTable:
    """Return a row an input with its middle and its range, or one for each horizon of it."""
    rows = [(r, h) for r in proof.rows for h in (_horizons(r) if full else [""])]
    figures = [v for r in proof.rows for s in r.spans.values() for v in s]
    scale = _fine([*figures, *(r.bottleneck for r in proof.rows if r.bottleneck is not None)], proof.unit, say)
    spans = [r.spans[h] if h else (r.range[0], r.middle, r.range[1]) for r, h in rows]
    what, who = _select_loss_headers(proof, say)
    partners = tuple(join_lost_partners(r, proof, say.name, say.lang) for r, _ in rows)
    columns = [
        Column(say.header(what), tuple(say.name(r.code, r.label) for r, _ in rows)),
        *([Column(say.header(who), partners)] if any(partners) else []),
        *([Column(say.header("horizon"), tuple(NAMED[h][say.lang] for _, h in rows))] if full else []),
        *_spans(spans, ENDS[:2], scale, say),
        Column(
            say.header("high"),
            tuple(_high(r, s, say) if not h else s[2] for (r, h), s in zip(rows, spans, strict=True)),
            scale,
        ),
    ]
    if any(r.bottleneck is not None for r in proof.rows):
        apart = tuple(math.nan if r.bottleneck is None else r.bottleneck for r, _ in rows)
        columns.append(Column(say.header("bottleneck"), apart, scale))
    return ColumnTable(tuple(columns))


def _select_loss_headers(proof: LossChart, say: ColumnLabels) -> tuple[str, str]:
    """Return the losses in the rows, and the words beside them: products of partners, or partners on a side."""
    if all(r.label for r in proof.rows):
        return "case", "partners"
    return ("partner", "side") if say.kind([r.code for r in proof.rows]) == "economy" else ("product", "partners")


def _high(row: LossRow, span: Span, say: ColumnLabels) -> Cell:
    """Return the upper end of a loss; there is none where some cases have no equilibrium."""
    return message("documents.diagramtable.high.open")[say.lang] if row.partial and math.isfinite(span[2]) else span[2]


def _horizons(row: LossRow) -> list[str]:
    return [h for h in HORIZONS if h in row.spans]


def _flows(proof: Flows, say: ColumnLabels) -> ColumnTable:
    """Return a row a link."""
    names = {(n.step, n.code): say.name(n.code, n.label) for n in proof.nodes}
    scale = scale_of([k.value for k in proof.links], proof.unit, say.lang)
    columns = (
        Column(say.header("from"), tuple(names[k.step, k.source] for k in proof.links)),
        Column(say.header("to"), tuple(names[k.step + 1, k.target] for k in proof.links)),
        Column(say.header("value"), tuple(k.value for k in proof.links), scale),
    )
    return ColumnTable(columns, frozenset(i for i, k in enumerate(proof.links) if proof.focus in (k.source, k.target)))


def _tiles(proof: Tiles, say: ColumnLabels) -> ColumnTable:
    tiles = sorted(proof.tiles, key=lambda t: (math.isnan(t.value), -t.value, t.code))
    codes = [t.code for t in tiles]
    kind = "province" if all(region(c).kind == "province" for c in codes) else "economy"
    scale = scale_of([t.value for t in tiles], proof.unit, say.lang)
    names = Column(say.header(kind), tuple(say.name(c) for c in codes))
    return ColumnTable(
        (names, Column(say.header("value"), tuple(t.value for t in tiles), scale)), find_focus_rows(codes, proof.focus)
    )


def _curve(proof: Curve, say: ColumnLabels, *, full: bool) -> ColumnTable:
    """Return every day, or the first, the last of the shock, the lowest and the last one."""
    count = len(proof.days)
    shock = [i for i, d in enumerate(proof.days) if d <= proof.event[1]]
    at = lowest(proof)
    shown = {0, *shock[-1:], *([] if at is None else [at]), count - 1} if count and not full else set(range(count))
    rows = sorted(shown)
    spans = [(proof.low[i], proof.middle[i], proof.high[i]) for i in rows]
    days = Column(say.header("day"), tuple(f"{proof.days[i]:g}" for i in rows))
    return ColumnTable((days, *_spans(spans, ENDS, Scale(1.0, "", 1, say.lang), say)))


def _frontier(proof: Frontier, say: ColumnLabels) -> ColumnTable:
    steps = proof.steps
    costs = scale_of([v for s in steps for v in s.cost], proof.unit, say.lang)
    removed = Scale(100.0, "%", 1, say.lang)
    columns = (
        Column(say.header("measure"), tuple(say.name(s.code, s.label) for s in steps)),
        *_spans([s.cost for s in steps], [f"cost {e}" for e in ENDS], costs, say),
        *_spans([s.removed for s in steps], [f"removed {e}" for e in ENDS], removed, say),
    )
    return ColumnTable(columns)


def _build_cross_table(proof: Matrix, say: ColumnLabels) -> ColumnTable:
    """Return the middles as a table of rows and columns; a range of ambiguous sign is written in words."""
    scale = _fine([v for s in proof.values.values() for v in s], proof.unit, say)
    names = Column(_kind(proof, proof.rows, "rows", say), tuple(_name(proof, r, say) for r in proof.rows))
    cells = {c: tuple(_cell(proof.values.get((r, c), UNKNOWN), say) for r in proof.rows) for c in proof.columns}
    columns = (Column(_name(proof, c, say), v, scale, signed=True, relative=True) for c, v in cells.items())
    return ColumnTable((names, *columns), find_focus_rows(proof.rows, proof.focus))


def _cell(span: Span, say: ColumnLabels) -> Cell:
    known = all(map(math.isfinite, span))
    return UNCLEAR[say.lang] if known and not has_one_sign(span) else span[1] if known else math.nan


def _pairs(proof: Matrix, say: ColumnLabels) -> ColumnTable:
    """Return a row a pair with the ends of its range."""
    pairs = [(r, c) for r in proof.rows for c in proof.columns if (r, c) in proof.values]
    scale = _fine([v for s in proof.values.values() for v in s], proof.unit, say)
    columns = (
        Column(_kind(proof, proof.rows, "rows", say), tuple(_name(proof, r, say) for r, _ in pairs)),
        Column(_kind(proof, proof.columns, "columns", say), tuple(_name(proof, c, say) for _, c in pairs)),
        *_spans([proof.values[p] for p in pairs], ENDS, scale, say),
    )
    return ColumnTable(columns, find_focus_rows([r for r, _ in pairs], proof.focus))


def _kind(proof: Matrix, codes: Sequence[str], side: str, say: ColumnLabels) -> str:
    told = (proof.rows_are if side == "rows" else proof.columns_are).get(say.lang, "")
    return told[:1].upper() + told[1:] or say.header(say.kind(codes))


def _name(proof: Matrix, code: str, say: ColumnLabels) -> str:
    return say.name(code, proof.labels.get(code))
