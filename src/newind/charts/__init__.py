"""Small charts as SVG, each a pure function of its data: the same figures give the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.charts import (
    curves,
    draw,
    fan,
    flows,
    gantt,
    losses,
    matrix,
    proofs,
    rows,
    scatter,
    spans,
    tiles,
    tree,
    years,
)
from newind.charts.frame import ChartContext
from newind.language.leftout import OmissionLog
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.charts.frame import Names

PAGE = 620.0
"""Width of a chart that has the page to itself."""
LINE = 16.0
CHART = message("charts.charts.chart")
DRAWN: dict[type, Callable[..., str]] = {
    proofs.DotRanking: rows.draw_ranked_dots,
    proofs.Bars: rows.bars,
    proofs.PartnerBars: rows.draw_two_sided_bars,
    proofs.Segments: rows.segments,
    proofs.Lines: years.lines,
    proofs.SlopeChart: years.slope,
    proofs.AreaStack: years.draw_stacked_areas,
    proofs.ChangeRanges: spans.spans,
    proofs.RankRows: rows.places,
    spans.RankIntervals: spans.intervals,
    proofs.Profile: rows.profile,
    proofs.Bands: years.bands,
}
WIDENED: dict[type, Callable[..., str]] = {
    proofs.LossChart: losses.losses,
    proofs.Flows: flows.flows,
    proofs.Tiles: tiles.tiles,
    proofs.Curve: curves.curve,
    proofs.Frontier: curves.frontier,
    proofs.Matrix: matrix.matrix,
    proofs.Waterfall: curves.waterfall,
    proofs.Scatter: scatter.scatter,
    proofs.PathTree: tree.tree,
    proofs.Fan: fan.fan,
}
"""Charts that can be drawn as wide as a page too."""
ALONE: dict[type, Callable[..., str]] = {
    proofs.Bands: years.bands,
    gantt.Gantt: gantt.gantt,
    scatter.ParetoFront: scatter.draw_front,
}
"""Charts that have the page to themselves where they are a file of their own."""
Drawing = proofs.Proof | gantt.Gantt | scatter.ParetoFront | spans.RankIntervals
"""Data of every chart."""


def chart(
    proof: Drawing,
    names: Names,
    lang: str,
    title: str,
    key: str = "0",
    wide: float = draw.WIDTH,
    *,
    alone: bool = False,
) -> str:
    """Draw the chart that proves a finding.

    Parameters
    ----------
    proof : Drawing
        Data of the chart.
    names : callable
        From a code to the name that is shown.
    lang : {"en", "zh"}
    title : str
        What it shows, for screen readers.
    key : str
        Unique on the page.
    wide : float
        Width in units for the charts of ``WIDENED``, at least 300; the others are 300 wide.
    alone : bool
        Whether it is a file of its own, where those of ``ALONE`` are as wide as a page.

    Returns
    -------
    str
        One ``svg`` element; colours are variables of the page. Where the figures cannot be drawn it says why.
    """
    frame, log = ChartContext(names, lang, title, key), OmissionLog()
    drawn = log.try_build(CHART, lambda: _draw_chart(proof, frame, wide, alone=alone))
    return _draw_reason(log[0].say(lang), wide) if drawn is None else drawn


def _draw_chart(
    proof: Drawing,
    frame: ChartContext,
    wide: float,
    *,
    alone: bool,
) -> str:
    if alone and type(proof) in ALONE:
        return ALONE[type(proof)](proof, frame, PAGE)
    if type(proof) in WIDENED:
        return WIDENED[type(proof)](proof, frame, wide)
    return DRAWN[type(proof)](proof, frame)


def _draw_reason(words: str, wide: float) -> str:
    """Return the reason for a chart that is left out in its place."""
    lines = draw.wrap(words, wide)
    marks = [draw.text(0, LINE * (i + 1), line, full="" if i else words) for i, line in enumerate(lines)]
    return draw.svg(LINE * (len(lines) + 1), marks, words, wide)
