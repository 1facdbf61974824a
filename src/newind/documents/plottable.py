"""The numbers of diagrams as tables: contributions, bubbles, paths, losses, flows, maps, courses, matrices."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING

from newind.accounts.regions import region
from newind.charts.curves import lowest
from newind.charts.losses import HORIZONS, NAMED, join_lost_partners
from newind.charts.matrix import UNCLEAR, has_one_sign
from newind.charts.proofs import Curve, Flows, Frontier, LossChart, Matrix, PathTree, Scatter, Tiles, Waterfall
from newind.charts.tree import MOST, OTHER_PATHS, WHOLE, largest
from newind.language.scales import Column, ColumnTable, find_focus_rows
from newind.language.words import Scale, scale_of
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newind.charts.proofs import Fan, LossRow, Span
    from newind.language.scales import Cell, ColumnLabels

    Diagram = LossChart | Flows | Tiles | Curve | Frontier | Matrix | Waterfall | Scatter | PathTree | Fan


LARGEST = 20
"""Bubbles of a scatter plot that are given where not all are."""
ARROW = " ← "
SUMMED = message("documents.plottable.summed.sum_of_lowest"), message("documents.plottable.summed.sum_of_highest")


def plot_grid(proof: Waterfall | Scatter | PathTree | Fan, say: ColumnLabels, *, full: bool = False) -> ColumnTable:
    """Return the numbers of a waterfall, a scatter plot, a tree of paths or a fan as columns of figures.

    Parameters
    ----------
    proof : Waterfall, Scatter, PathTree or Fan
        Data of the diagram.
    say : ColumnLabels
        Names and headers in a language.
    full : bool
        Whether all bubbles and branches are given, and a fan year by year with its lowest and highest sums.
    """
    match proof:
        case Waterfall():
            return _steps(proof, say)
        case Scatter():
            return _bubbles(proof, say, full=full)
        case PathTree():
            return _paths(proof, say, full=full)
        case _:
            return _yearly(proof, say) if full else _turns(proof, say)


def _steps(proof: Waterfall, say: ColumnLabels) -> ColumnTable:
    """Return the start, each contribution and the end, and the level that is reached with each."""
    levels = list(accumulate((r.value for r in proof.steps), initial=proof.start))
    values = (proof.start, *(r.value for r in proof.steps), proof.end)
    scale = scale_of([*values, *levels], proof.unit, say.lang)
    first, last = (end[say.lang] for end in proof.ends)
    columns = (
        Column(say.header("part"), (first, *(say.name(r.code, r.label) for r in proof.steps), last)),
        Column(say.header("contribution"), values, scale),
        Column(say.header("level"), (*levels, proof.end), scale),
    )
    return ColumnTable(columns)


def _bubbles(proof: Scatter, say: ColumnLabels, *, full: bool) -> ColumnTable:
    """Return the places of bubbles, the largest first, and their shares of the size of all."""
    points = sorted(proof.points, key=lambda p: -p.size)[: None if full else LARGEST]
    whole = sum(p.size for p in proof.points)
    regions = [p.region for p in points]
    shares = tuple(p.size / whole if whole else math.nan for p in points)
    across = scale_of([p.x for p in points], "", say.lang)
    along = scale_of([p.y for p in points], proof.unit, say.lang)
    columns = [
        Column(say.header(say.kind(p.code for p in points)), tuple(say.name(p.code, p.label) for p in points)),
        *([Column(say.header("region"), tuple(say.name(r) or "–" for r in regions))] if any(regions) else []),
        Column(_capital(proof.x[say.lang]), tuple(p.x for p in points), across),
        Column(_capital(proof.y[say.lang]), tuple(p.y for p in points), along),
        Column(say.header("size"), shares, scale_of(shares, "1", say.lang)),
    ]
    return ColumnTable(tuple(columns), frozenset(i for i, r in enumerate(regions) if proof.focus and r == proof.focus))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _paths(proof: PathTree, say: ColumnLabels, *, full: bool) -> ColumnTable:
    """Return branches by their paths from the root, what is behind them, what arises in them, and all others."""
    names: list[str] = []
    for b in proof.branches:
        name = say.name(b.code, b.label)
        names.append(f"{names[b.parent]}{ARROW}{name}" if b.parent >= 0 else name)
    shown = largest(proof, len(names) if full else MOST)
    kept = [proof.branches[i] for i in shown]
    rest = max(proof.total - sum(b.own for b in kept), 0.0)
    behind, own = (*(b.value for b in kept), rest), (*(b.own for b in kept), rest)
    scale = scale_of([*behind, *own], proof.unit, say.lang)
    shares = tuple(v / proof.total if proof.total else math.nan for v in own)
    columns = (
        Column(say.header("path"), (*(names[i] for i in shown), OTHER_PATHS[say.lang])),
        Column(say.header("within"), behind, scale),
        Column(say.header("own"), own, scale),
        Column(say.header("share"), shares, scale_of(shares, "1", say.lang)),
    )
    return ColumnTable(columns)


def _list_part_names(proof: Fan, say: ColumnLabels) -> list[str]:
    return [say.name(code, proof.labels.get(code)) for code, _ in proof.parts]


def _turns(proof: Fan, say: ColumnLabels) -> ColumnTable:
    """Return the first year, the highest and the last one of each part and of the whole."""
    rows = [*(list(v) for _, v in proof.parts), list(proof.whole)]
    scale = scale_of([v for r in rows for v in r], proof.unit, say.lang)
    tops = [max(range(len(r)), key=r.__getitem__) if r else -1 for r in rows]
    names = Column(say.header("part"), (*_list_part_names(proof, say), WHOLE[say.lang]))
    if not proof.years:
        return ColumnTable((names,))
    columns = (
        names,
        Column(say.year(proof.years[0]), tuple(r[0] for r in rows), scale),
        Column(say.header("high"), tuple(r[t] for r, t in zip(rows, tops, strict=True)), scale),
        Column(say.header("year of high"), tuple(str(proof.years[t]) for t in tops)),
        Column(say.year(proof.years[-1]), tuple(r[-1] for r in rows), scale),
    )
    return ColumnTable(columns if len(proof.years) > 1 else (columns[0], columns[-1]))


def _yearly(proof: Fan, say: ColumnLabels) -> ColumnTable:
    """Return parts and their sum year by year, with the sums of the lowest and highest where there are."""
    sums = [_sum(side, len(proof.years)) for side in (proof.low, proof.high) if side]
    whole = proof.whole
    scale = scale_of([v for r in (*(v for _, v in proof.parts), whole, *sums) for v in r], proof.unit, say.lang)
    parts = zip(_list_part_names(proof, say), (v for _, v in proof.parts), strict=True)
    columns = (
        Column(say.header("year"), tuple(map(str, proof.years))),
        *(Column(name, values, scale) for name, values in parts),
        Column(say.header("total"), whole, scale),
        *(Column(_capital(t[say.lang]), s, scale) for t, s in zip(SUMMED, sums, strict=False)),
    )
    return ColumnTable(columns)


def _sum(rows: Sequence[Sequence[float]], count: int) -> tuple[float, ...]:
    return tuple(sum(r[i] for r in rows) for i in range(count))


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
    """Return a row an input with its middle and its range at the medium horizon, or one for each horizon of it."""
    rows = [(r, h) for r in proof.rows for h in (_horizons(r) if full else [r.horizon])]
    figures = [v for r in proof.rows for s in r.spans.values() for v in s]
    scale = _fine([*figures, *(r.bottleneck for r in proof.rows if r.bottleneck is not None)], proof.unit, say)
    spans = [r.spans.get(h, (math.nan,) * 3) for r, h in rows]
    what, who = _select_loss_headers(proof, say)
    partners = tuple(join_lost_partners(r, proof, say.name, say.lang) for r, _ in rows)
    columns = [
        Column(say.header(what), tuple(say.name(r.code, r.label) for r, _ in rows)),
        *([Column(say.header(who), partners)] if any(partners) else []),
        Column(say.header("horizon"), tuple(NAMED[h][say.lang] if h else "" for _, h in rows)),
        *_spans(spans, ENDS[:2], scale, say),
        Column(
            say.header("high"),
            tuple(_high(r, h, s, say) for (r, h), s in zip(rows, spans, strict=True)),
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


def _high(row: LossRow, horizon: str, span: Span, say: ColumnLabels) -> Cell:
    """Return the upper end of a loss; there is none where some cases have no equilibrium."""
    known = horizon not in row.open or not math.isfinite(span[2])
    return span[2] if known else message("documents.diagramtable.high.open")[say.lang]


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
    """Return the middles as a table of rows and columns; a range of open direction is written in words."""
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
