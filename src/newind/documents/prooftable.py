"""The numbers of a proof as a table: what a chart shows, for readers, for Word and for spreadsheets."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from newind.charts.proofs import (
    AreaStack,
    Bands,
    Bars,
    ChangeRanges,
    DotRanking,
    Lines,
    PartnerBars,
    Profile,
    RankRows,
    Segments,
    SlopeChart,
)
from newind.documents.plottable import diagram_grid
from newind.language.scales import Column, ColumnLabels, ColumnTable, Table, find_focus_rows
from newind.language.words import Scale, scale_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newind.charts.proofs import ChartRow, Proof
    from newind.messages import Text


def proof_table(
    proof: Proof | ChangeRanges | RankRows | Profile | Bands,
    names: Mapping[str, str],
    lang: str,
    *,
    every_year: bool = False,
) -> Table:
    """Return the numbers of a proof, written out.

    Parameters
    ----------
    proof : Proof
        Data of a chart.
    names : mapping of str to str
        Code → name in the language; a code without a name stands for itself.
    lang : {"en", "zh"}
    every_year : bool
        Whether everything that is drawn is given (lines and stacks year by year, curves day by day, every horizon of a
        loss), or only what a reader looks for first, as the first and the last year and their difference.

    Returns
    -------
    header : tuple of str
        Titles of the columns, with units.
    rows : tuple of tuple of str
        One tuple a row, as long as the header.

    Examples
    --------
    >>> from newind.charts.proofs import ChartRow
    >>> proof = DotRanking((ChartRow("USA", 0.5), ChartRow("DEU", 0.25)), focus="DEU", unit="1")
    >>> proof_table(proof, {"USA": "Alpha"}, "en")
    (('Economy', 'Value, %'), (('Alpha', '50.0'), ('DEU', '25.0')))
    """
    grid = proof_grid(proof, names, lang, every_year=every_year)
    return grid.header, grid.rows


def proof_grid(
    proof: Proof | ChangeRanges | RankRows | Profile | Bands,
    names: Mapping[str, str],
    lang: str,
    *,
    every_year: bool = False,
) -> ColumnTable:
    """Return the numbers of a proof as columns of figures; arguments as in :func:`proof_table`."""
    say = ColumnLabels(names, lang)
    match proof:
        case ChangeRanges():
            return _ranges(proof, say)
        case RankRows():
            return _places(proof, say)
        case Profile():
            return _profile(proof, say)
        case Bands():
            return _build_bands_grid(proof, say, full=every_year)
        case DotRanking():
            return _rows(proof.rows, proof.unit, say, focus=proof.focus, measures=proof.measures)
        case Bars():
            return _rows(proof.rows, proof.unit, say, focus=proof.focus, parts=proof.parts)
        case Segments():
            return _rows(proof.rows, proof.unit, say, title="part")
        case PartnerBars():
            return _build_two_sided_grid(proof, say)
        case SlopeChart():
            return _ends(proof.years, proof.series, proof.unit, say, focus=proof.focus)
        case Lines() | AreaStack():
            lay = _by_year if every_year else _ends
            focus = proof.focus if isinstance(proof, Lines) else ""
            return lay(proof.years, proof.series, proof.unit, say, focus=focus, labels=proof.labels)
        case _:
            return diagram_grid(proof, say, full=every_year)


def _rows(
    rows: Sequence[ChartRow],
    unit: str,
    say: ColumnLabels,
    *,
    title: str = "",
    focus: str = "",
    parts: tuple[Text, Text] | None = None,
    measures: tuple[Text, Text] | None = None,
) -> ColumnTable:
    scale = scale_of(_figures(rows), unit, say.lang)
    plain, labelled = ([r.code for r in rows if (r.label is None) == bare] for bare in (True, False))
    title = title or say.kind(plain, labelled)
    value = say.header("value" if parts is None else "total") if measures is None else measures[0][say.lang]
    columns = [
        Column(say.header(title), tuple(say.name(r.code, r.label) for r in rows)),
        Column(value, tuple(r.value for r in rows), scale),
    ]
    first = [math.nan if r.other is None else r.other for r in rows]
    if measures is not None:
        columns.append(Column(measures[1][say.lang], tuple(first), scale))
    if parts is not None:
        rest = [r.value - f for r, f in zip(rows, first, strict=True)]
        columns += [Column(p[say.lang], tuple(c), scale) for p, c in zip(parts, (first, rest), strict=True)]
    if any(r.range for r in rows):
        ends = [r.range or (r.value, r.value) for r in rows]
        columns += [Column(say.header(k), tuple(e[i] for e in ends), scale) for i, k in enumerate(("low", "high"))]
    return ColumnTable(tuple(columns), find_focus_rows([r.code for r in rows], focus))


def _ranges(proof: ChangeRanges, say: ColumnLabels) -> ColumnTable:
    """Return ranges around zero, without their middle."""
    ends = [r.range or (math.nan, math.nan) for r in proof.rows]
    scale = scale_of([f for e in ends for f in e], proof.unit, say.lang)
    names = Column(say.header("case"), tuple(say.name(r.code, r.label) for r in proof.rows))
    columns = [Column(say.header(k), tuple(e[i] for e in ends), scale) for i, k in enumerate(("low", "high"))]
    return ColumnTable((names, *columns))


def _places(proof: RankRows, say: ColumnLabels) -> ColumnTable:
    """Return ranks with their intervals and the scores behind them."""
    rows, whole, points = proof.rows, Scale(1.0, "", 0, say.lang), Scale(1.0, "", 1, say.lang)
    ends = [r.range or (math.nan, math.nan) for r in rows]
    columns = (
        Column(say.header("economy"), tuple(say.name(r.code, r.label) for r in rows)),
        Column(say.header("score"), tuple(math.nan if r.other is None else r.other for r in rows), points),
        Column(say.header("rank"), tuple(r.value for r in rows), whole),
        *(Column(say.header(k), tuple(e[i] for e in ends), whole) for i, k in enumerate(("low", "high"))),
    )
    return ColumnTable(columns, find_focus_rows([r.code for r in rows], proof.focus))


def _profile(proof: Profile, say: ColumnLabels) -> ColumnTable:
    """Return scores part by part, with their ranges, beside those of the others."""
    rows, scale = proof.rows, Scale(1.0, "", 1, say.lang)
    ends = [r.range or (math.nan, math.nan) for r in rows]
    columns = (
        Column(say.header("part"), tuple(say.name(r.code, r.label) for r in rows)),
        Column(proof.own[say.lang], tuple(r.value for r in rows), scale),
        *(Column(say.header(k), tuple(e[i] for e in ends), scale) for i, k in enumerate(("low", "high"))),
        Column(proof.others[say.lang], tuple(math.nan if r.other is None else r.other for r in rows), scale),
    )
    return ColumnTable(columns)


EVERY = 5
"""Years between the rows of a path where not all are given."""


def _build_bands_grid(proof: Bands, say: ColumnLabels, *, full: bool) -> ColumnTable:
    """Return a line within its bands year by year, or in round years and at the end; factors have two decimals."""
    last = proof.years[-1]
    at = [k for k, y in enumerate(proof.years) if full or y % EVERY == 0 or y == last]
    lines = {k: v for k, v in (("middle", proof.middle), ("beside", proof.beside)) if v}
    every = [v for values in (*lines.values(), *(e for _, *ends in proof.bands for e in ends)) for v in values]
    scale = scale_of(every, proof.unit, say.lang) if proof.unit else Scale(1.0, "", 2, say.lang)
    columns = [Column(say.header("year"), tuple(str(proof.years[k]) for k in at))]
    columns += [Column(proof.labels[n][say.lang], tuple(v[k] for k in at), scale) for n, v in lines.items()]
    for _, low, high in proof.bands:
        columns += [Column(say.header(n), tuple(v[k] for k in at), scale) for n, v in (("low", low), ("high", high))]
    return ColumnTable(tuple(columns))


def _figures(rows: Iterable[ChartRow]) -> list[float]:
    """Return every figure of some rows."""
    return [f for r in rows for f in (r.value, *(r.range or ()), *(() if r.other is None else (r.other,)))]


def _build_two_sided_grid(proof: PartnerBars, say: ColumnLabels) -> ColumnTable:
    rows = proof.rows
    scale = scale_of(_figures(rows), proof.unit, say.lang)
    into = tuple(math.nan if r.other is None else r.other for r in rows)
    return ColumnTable(
        (
            Column(say.header("partner"), tuple(say.name(r.code, r.label) for r in rows)),
            Column(proof.right[say.lang], tuple(r.value for r in rows), scale),
            Column(proof.left[say.lang], into, scale),
        )
    )


def _ends(
    years: Sequence[int],
    series: Mapping[str, Sequence[float]],
    unit: str,
    say: ColumnLabels,
    *,
    focus: str = "",
    labels: Mapping[str, Text] | None = None,
) -> ColumnTable:
    """Return the first and the last year of some series, and the difference."""
    scale = scale_of((f for values in series.values() for f in values), unit, say.lang)
    names = _names(series, say, labels)
    last = Column(say.year(years[-1]), tuple(v[-1] for v in series.values()), scale)
    if len(years) < 2:
        return ColumnTable((names, last), find_focus_rows(list(series), focus))
    first = Column(say.year(years[0]), tuple(v[0] for v in series.values()), scale)
    change = Column(say.header("change"), tuple(v[-1] - v[0] for v in series.values()), scale, signed=True)
    return ColumnTable((names, first, last, change), find_focus_rows(list(series), focus))


def _by_year(
    years: Sequence[int],
    series: Mapping[str, Sequence[float]],
    unit: str,
    say: ColumnLabels,
    *,
    focus: str = "",  # noqa: ARG001 - as in _ends: series are columns here, so no row is in focus
    labels: Mapping[str, Text] | None = None,
) -> ColumnTable:
    """Return some series year by year."""
    scale = scale_of((f for values in series.values() for f in values), unit, say.lang)
    when = Column(say.header("year"), tuple(str(y) for y in years))
    names = _names(series, say, labels).texts
    return ColumnTable((when, *(Column(n, tuple(v), scale) for n, v in zip(names, series.values(), strict=True))))


def _names(series: Mapping[str, object], say: ColumnLabels, labels: Mapping[str, Text] | None) -> Column:
    labels = labels or {}
    title = "series" if any(code in labels for code in series) else say.kind(series)
    return Column(say.header(title), tuple(say.name(code, labels.get(code)) for code in series))
