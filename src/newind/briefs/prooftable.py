"""The numbers of a proof as a table: what a chart shows, for readers, for Word and for spreadsheets."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newind.accounts.classification import industry_name
from newind.briefs.model import Places, Profile, Spans
from newind.systems.proofs import Bars, Lines, Ranked, Segments, Slope, Stacked, TwoSided
from newind.systems.words import Scale, scale_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newind.systems.phrases import Text
    from newind.systems.proofs import Proof, Row

Cell = str | float
Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]
HEADERS: dict[str, tuple[str, str]] = {
    "economy": ("Economy", "经济体"),
    "industry": ("Industry", "行业"),
    "series": ("Series", "项目"),
    "part": ("Part", "构成"),
    "partner": ("Partner", "伙伴"),
    "year": ("Year", "年份"),
    "value": ("Value", "数值"),
    "total": ("Total", "合计"),
    "low": ("Lowest", "最低"),
    "high": ("Highest", "最高"),
    "change": ("Change", "变化"),
    "case": ("Case", "情形"),
    "range": ("Range", "区间"),
    "policy": ("Policy", "政策"),
    "score": ("Score", "得分"),
    "rank": ("Rank", "位次"),
}


@dataclass(frozen=True)
class Column:
    """One column: its title, its cells, and how figures in it are written (None for texts).

    ``signed`` figures are differences and carry a plus where they are above zero.
    """

    title: str
    cells: tuple[Cell, ...]
    scale: Scale | None = None
    signed: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """Cells as a reader sees them, without units."""
        return tuple(self._text(c) for c in self.cells)

    @property
    def header(self) -> str:
        """Title and unit, as in ``2011, %`` or ``2011年（%）``."""
        if self.scale is None:
            return self.title
        share = self.scale.unit == "%" and self.signed
        unit = {"en": "points", "zh": "百分点"}[self.scale.lang] if share else self.scale.unit
        return with_unit(self.title, unit, self.scale.lang)

    def _text(self, cell: Cell) -> str:
        if isinstance(cell, str):
            return cell
        return "" if self.scale is None else self.scale.number(cell, sign=self.signed)


@dataclass(frozen=True)
class Grid:
    """A table by columns, and which of its rows are about the economy in focus."""

    columns: tuple[Column, ...]
    focus: frozenset[int] = frozenset()

    @property
    def header(self) -> tuple[str, ...]:
        """Titles with units."""
        return tuple(c.header for c in self.columns)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Rows of texts."""
        return tuple(zip(*(c.texts for c in self.columns), strict=True))


def proof_table(
    proof: Proof | Spans | Places | Profile, names: Mapping[str, str], lang: str, *, every_year: bool = False
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
        Whether lines and stacks are given year by year, or for the first and the last year and their difference only.

    Returns
    -------
    header : tuple of str
        Titles of the columns, with units.
    rows : tuple of tuple of str
        One tuple a row, as long as the header.

    Examples
    --------
    >>> from newind.systems.proofs import Row
    >>> proof = Ranked((Row("USA", 0.5), Row("DEU", 0.25)), focus="DEU", unit="1")
    >>> proof_table(proof, {"USA": "Alpha"}, "en")
    (('Economy', 'Value, %'), (('Alpha', '50.0'), ('DEU', '25.0')))
    """
    grid = proof_grid(proof, names, lang, every_year=every_year)
    return grid.header, grid.rows


def proof_grid(
    proof: Proof | Spans | Places | Profile, names: Mapping[str, str], lang: str, *, every_year: bool = False
) -> Grid:
    """Return the numbers of a proof as columns of figures; arguments as in :func:`proof_table`."""
    say = _Words(names, lang)
    match proof:
        case Spans():
            return _ranges(proof, say)
        case Places():
            return _places(proof, say)
        case Profile():
            return _profile(proof, say)
        case Ranked():
            return _rows(proof.rows, proof.unit, say, focus=proof.focus)
        case Bars():
            return _rows(proof.rows, proof.unit, say, focus=proof.focus, parts=proof.parts)
        case Segments():
            return _rows(proof.rows, proof.unit, say, title="part")
        case TwoSided():
            return _two_sided(proof, say)
        case Slope():
            return _ends(proof.years, proof.series, proof.unit, say, focus=proof.focus)
        case Lines() | Stacked():
            lay = _by_year if every_year else _ends
            focus = proof.focus if isinstance(proof, Lines) else ""
            return lay(proof.years, proof.series, proof.unit, say, focus=focus, labels=proof.labels)


def with_unit(title: str, unit: str, lang: str) -> str:
    """Return a column's title with the unit of its figures.

    Examples
    --------
    >>> with_unit("Value", "stages", "en"), with_unit("数值", "个阶段", "zh"), with_unit("Value", "", "en")
    ('Value, stages', '数值（阶段）', 'Value')
    """
    if not unit:
        return title
    return f"{title}（{unit.removeprefix('个')}）" if lang == "zh" else f"{title}, {unit}"


@dataclass(frozen=True)
class _Words:
    """Names and headers in a language."""

    names: Mapping[str, str]
    lang: str

    def header(self, key: str) -> str:
        return HEADERS[key][self.lang == "zh"]

    def name(self, code: str, label: Text | None = None) -> str:
        return (label or {}).get(self.lang) or self.names.get(code, code)

    def year(self, year: int) -> str:
        return f"{year}年" if self.lang == "zh" else str(year)

    def kind(self, codes: Iterable[str]) -> str:
        """Tell what codes are: industries have names of industries, others are economies."""
        return "industry" if any(industry_name(c) != c for c in codes) else "economy"


def _rows(
    rows: Sequence[Row],
    unit: str,
    say: _Words,
    *,
    title: str = "",
    focus: str = "",
    parts: tuple[Text, Text] | None = None,
) -> Grid:
    scale = scale_of(_figures(rows), unit, say.lang)
    title = title or say.kind(r.code for r in rows if r.label is None)
    columns = [
        Column(say.header(title), tuple(say.name(r.code, r.label) for r in rows)),
        Column(say.header("value" if parts is None else "total"), tuple(r.value for r in rows), scale),
    ]
    if parts is not None:
        first = [math.nan if r.other is None else r.other for r in rows]
        rest = [r.value - f for r, f in zip(rows, first, strict=True)]
        columns += [Column(p[say.lang], tuple(c), scale) for p, c in zip(parts, (first, rest), strict=True)]
    if any(r.range for r in rows):
        ends = [r.range or (r.value, r.value) for r in rows]
        columns += [Column(say.header(k), tuple(e[i] for e in ends), scale) for i, k in enumerate(("low", "high"))]
    return Grid(tuple(columns), _where([r.code for r in rows], focus))


def _ranges(proof: Spans, say: _Words) -> Grid:
    """Return ranges around zero, without their middle."""
    ends = [r.range or (math.nan, math.nan) for r in proof.rows]
    scale = scale_of([f for e in ends for f in e], proof.unit, say.lang)
    names = Column(say.header("case"), tuple(say.name(r.code, r.label) for r in proof.rows))
    columns = [Column(say.header(k), tuple(e[i] for e in ends), scale) for i, k in enumerate(("low", "high"))]
    return Grid((names, *columns))


def _places(proof: Places, say: _Words) -> Grid:
    """Return ranks with their intervals and the scores behind them."""
    rows, whole, points = proof.rows, Scale(1.0, "", 0, say.lang), Scale(1.0, "", 1, say.lang)
    ends = [r.range or (math.nan, math.nan) for r in rows]
    columns = (
        Column(say.header("economy"), tuple(say.name(r.code, r.label) for r in rows)),
        Column(say.header("score"), tuple(math.nan if r.other is None else r.other for r in rows), points),
        Column(say.header("rank"), tuple(r.value for r in rows), whole),
        *(Column(say.header(k), tuple(e[i] for e in ends), whole) for i, k in enumerate(("low", "high"))),
    )
    return Grid(columns, _where([r.code for r in rows], proof.focus))


def _profile(proof: Profile, say: _Words) -> Grid:
    """Return scores part by part, with their ranges, beside those of the others."""
    rows, scale = proof.rows, Scale(1.0, "", 1, say.lang)
    ends = [r.range or (math.nan, math.nan) for r in rows]
    columns = (
        Column(say.header("part"), tuple(say.name(r.code, r.label) for r in rows)),
        Column(proof.own[say.lang], tuple(r.value for r in rows), scale),
        *(Column(say.header(k), tuple(e[i] for e in ends), scale) for i, k in enumerate(("low", "high"))),
        Column(proof.others[say.lang], tuple(math.nan if r.other is None else r.other for r in rows), scale),
    )
    return Grid(columns)


def _figures(rows: Iterable[Row]) -> list[float]:
    """Return every figure of some rows."""
    return [f for r in rows for f in (r.value, *(r.range or ()), *(() if r.other is None else (r.other,)))]


def _two_sided(proof: TwoSided, say: _Words) -> Grid:
    rows = proof.rows
    scale = scale_of(_figures(rows), proof.unit, say.lang)
    into = tuple(math.nan if r.other is None else r.other for r in rows)
    return Grid(
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
    say: _Words,
    *,
    focus: str = "",
    labels: Mapping[str, Text] | None = None,
) -> Grid:
    """Return the first and the last year of some series, and the difference."""
    scale = scale_of((f for values in series.values() for f in values), unit, say.lang)
    names = _names(series, say, labels)
    last = Column(say.year(years[-1]), tuple(v[-1] for v in series.values()), scale)
    if len(years) < 2:
        return Grid((names, last), _where(list(series), focus))
    first = Column(say.year(years[0]), tuple(v[0] for v in series.values()), scale)
    change = Column(say.header("change"), tuple(v[-1] - v[0] for v in series.values()), scale, signed=True)
    return Grid((names, first, last, change), _where(list(series), focus))


def _by_year(
    years: Sequence[int],
    series: Mapping[str, Sequence[float]],
    unit: str,
    say: _Words,
    *,
    focus: str = "",  # noqa: ARG001 - as in _ends: series are columns here, so no row is in focus
    labels: Mapping[str, Text] | None = None,
) -> Grid:
    """Return some series year by year."""
    scale = scale_of((f for values in series.values() for f in values), unit, say.lang)
    when = Column(say.header("year"), tuple(str(y) for y in years))
    names = _names(series, say, labels).texts
    return Grid((when, *(Column(n, tuple(v), scale) for n, v in zip(names, series.values(), strict=True))))


def _names(series: Mapping[str, object], say: _Words, labels: Mapping[str, Text] | None) -> Column:
    labels = labels or {}
    title = "series" if any(code in labels for code in series) else say.kind(series)
    return Column(say.header(title), tuple(say.name(code, labels.get(code)) for code in series))


def _where(codes: Sequence[str], focus: str) -> frozenset[int]:
    return frozenset(i for i, code in enumerate(codes) if code == focus)
