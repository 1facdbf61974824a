"""Effects of each row on each column: signed figures in cells, brown to teal, hatched where the direction is open."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from newind.charts import draw
from newind.charts.frame import PAD, ChartContext, column, names_of_rows, row_label
from newind.charts.heat import heads
from newind.language.words import MINUS, join_list, mark
from newind.messages import message, say
from newind.policy.signs import AMBIGUOUS, SIGNS, sign

if TYPE_CHECKING:
    from newind.charts.proofs import Matrix, Span
    from newind.language.words import Scale

HIGH = 23.0
MOST_NAME, MOST_NARROW = 150.0, 74.0
CLASSES = 3
UNCLEAR = SIGNS[AMBIGUOUS]
ENDS = {
    "higher": (message("charts.matrix.ends.worse"), message("charts.matrix.ends.better")),
    "lower": (message("charts.matrix.ends.better"), message("charts.matrix.ends.worse")),
    "none": (message("charts.matrix.ends.below_zero"), message("charts.matrix.ends.above_zero")),
}


def matrix(proof: Matrix, frame: ChartContext, wide: float = draw.WIDTH) -> str:
    """Draw a cell a pair: the middle in figures, no figure where its sign changes within the range."""
    names = {c: frame.select_label(c, proof.labels.get(c)) for c in (*proof.rows, *proof.columns)}
    most = MOST_NARROW if wide <= draw.WIDTH else MOST_NAME
    left = column([names[r] for r in proof.rows], most) + PAD
    each = (wide - left) / max(len(proof.columns), 1)
    peak = max((abs(v[1]) for v in proof.values.values() if has_one_sign(v)), default=0.0)
    scale = _scale(proof, each - 1, frame)
    marks, top = _heads(proof, [names[c] for c in proof.columns], left, each, frame)
    marks = [draw.hatch(frame.key), *marks]
    placed = names_of_rows([names[r] for r in proof.rows], left - 2 * PAD, top, HIGH)
    for row, name, middle, high in zip(proof.rows, placed.lines, placed.middles, placed.heights, strict=True):
        own = " me" if row == proof.focus else ""
        marks += row_label(name, middle, "lb" + own, names[row])
        for j, other in enumerate(proof.columns):
            span = proof.values.get((row, other))
            marks += _cell(span, left + each * j, middle - high / 2, (each, high), peak, proof, scale, frame)
    bottom = placed.bottom + 8
    marks += _legend(proof, scale, bottom, frame, wide)
    return draw.svg(bottom + 36, marks, frame.label(_describe_chart(proof, names, scale, frame)), wide)


def has_one_sign(span: Span) -> bool:
    """Tell whether a range is known and of one sign.

    Examples
    --------
    >>> has_one_sign((0.1, 0.2, 0.3)), has_one_sign((-0.1, 0.2, 0.3)), has_one_sign((float("nan"), 0.2, 0.3))
    (True, False, False)
    """
    return all(map(isfinite, span)) and sign(span[0], span[2]) in ("positive", "negative")


def tint(value: float, peak: float, better: str) -> str:
    """Return the class of a figure: its side by the declared direction, its strength by thirds of the largest one.

    Examples
    --------
    >>> tint(1.0, 1.0, "higher"), tint(-0.5, 1.0, "higher"), tint(0.1, 1.0, "lower"), tint(0.1, 1.0, "none")
    ('gain3', 'loss2', 'loss1', 'rise1')
    """
    strength = min(int(abs(value) / peak * CLASSES), CLASSES - 1) + 1 if peak > 0 else 1
    if better not in ("higher", "lower"):
        return f"{'rise' if value > 0 else 'fall'}{strength}"
    return f"{'gain' if (value > 0) == (better == 'higher') else 'loss'}{strength}"


def _scale(proof: Matrix, room: float, frame: ChartContext) -> Scale:
    """Return a scale whose figures fit into a cell."""
    known = [v[1] for v in proof.values.values() if has_one_sign(v)]
    scale = frame.scale(known, proof.unit)
    for digits in range(scale.digits, -1, -1):
        scale = frame.scale_with(known, proof.unit, digits)
        if all(draw.width(scale.number(v, sign=True)) <= room for v in known):
            break
    return scale


def _heads(proof: Matrix, names: list[str], left: float, each: float, frame: ChartContext) -> tuple[list[str], float]:
    """Return the names above the columns, and above them what rows and columns stand for."""
    marks, top = heads(names, left, each)
    said = [(t or {}).get(frame.lang, "") for t in (proof.rows_are, proof.columns_are)]
    if not any(said):
        return marks, top
    words = say("charts.matrix.between", frame.lang).join(
        t
        for t in (
            said[0] and say("charts.matrix.rows", frame.lang, of=said[0]),
            said[1] and say("charts.matrix.columns", frame.lang, of=said[1]),
        )
        if t
    )
    shift = 18.0
    head = draw.text(PAD, 11, draw.fit(words, left + each * len(names) - PAD), "ax", full=words)
    return [head, f'<g transform="translate(0 {draw.n(shift)})">', *marks, "</g>"], top + shift


def figure(value: float, scale: Scale) -> str:
    """Return a signed figure, its sign alone where it is too small to be read.

    Examples
    --------
    >>> from newind.language.words import Scale
    >>> figure(0.012, Scale(100.0, "%", 1, "en")), figure(-0.0001, Scale(100.0, "%", 1, "en"))
    ('+1.2', '−')
    """
    shown = scale.number(value, sign=True)
    return shown if any(c in "123456789" for c in shown) else "+" if value > 0 else MINUS


def _cell(
    span: Span | None,
    x: float,
    y: float,
    size: tuple[float, float],
    peak: float,
    proof: Matrix,
    scale: Scale,
    frame: ChartContext,
) -> list[str]:
    each, high = size
    if span is None or not all(map(isfinite, span)):
        return [draw.text(x + each / 2, y + high / 2 + 4, "–", "ax", "middle")]
    if not has_one_sign(span):
        return [draw.rect(x + 0.5, y + 0.5, each - 2, high - 2, "hatched", frame.hatch_fill(), radius=1.5)]
    css = tint(span[1], peak, proof.better)
    number = figure(span[1], scale)
    marks = [draw.rect(x, y, each - 1, high - 1, f"cell {css}", radius=1.5)]
    if draw.width(number) <= each:
        marks.append(draw.text(x + (each - 1) / 2, y + high / 2 + 3.6, number, f"ax num in-{css}", "middle"))
    return marks


def _legend(proof: Matrix, scale: Scale, y: float, frame: ChartContext, wide: float) -> list[str]:
    """Return the six tints with the words at their ends, what is hatched, the unit."""
    low, high = (t[frame.lang] for t in ENDS.get(proof.better, ENDS["none"]))
    peaks = [tint(s * k, CLASSES, proof.better) for s, k in ((-1, 3), (-1, 1.5), (-1, 0.5), (1, 0.5), (1, 1.5), (1, 3))]
    at = PAD + draw.width(low) + 4
    marks = [draw.text(PAD, y + 10, low, "ax")]
    marks += [draw.rect(at + 14 * k, y, 13, 11, f"cell {css}", radius=1.5) for k, css in enumerate(peaks)]
    marks.append(draw.text(at + 88, y + 10, high, "ax"))
    marks.append(draw.rect(PAD, y + 18, 14, 10, "hatched", frame.hatch_fill(), radius=1.5))
    words = draw.width(UNCLEAR[frame.lang])
    marks.append(draw.text(PAD + 19, y + 27, UNCLEAR[frame.lang], "ax"))
    room = wide - PAD * 3 - 24 - words
    return [*marks, draw.text(wide - PAD, y + 27, draw.fit(scale.unit, room), "ax", "end")]


def _describe_chart(proof: Matrix, names: dict[str, str], scale: Scale, frame: ChartContext) -> list[str]:
    said = []
    for row in proof.rows:
        parts = [
            frame.pair(
                names[c],
                scale.text(proof.values[row, c][1], sign=True)
                if has_one_sign(proof.values[row, c])
                else UNCLEAR[frame.lang],
            )
            for c in proof.columns
            if (row, c) in proof.values
        ]
        said.append(names[row] + mark("colon", frame.lang) + join_list(parts, frame.lang))
    return said
