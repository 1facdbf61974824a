"""Figures behind a system in depth, as rows of the measure table, and what they are called."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from newind.measures.registry import analyses, indicators, quantity
from newind.questions.depth.voice import words
from newind.questions.model import MeasureRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newind.analyses.losses import Loss
    from newind.questions.depth.voice import SystemWording

ENDS = ("", ".low", ".high")
UNSURE = "the sign changes within the range"


def figure(
    voice: SystemWording, id: str, value: float, scenario: str = "accounts", *, industry: str = "", partner: str = "",
    unit: str = "1", status: str = "observed", year: int | None = None, note: str = "",
) -> MeasureRow:  # fmt: skip
    """Return one figure of the economy of the brief."""
    at = voice.ctx.year if year is None else year
    return MeasureRow(scenario, at, id, float(value), unit, status, note, "", industry, partner)


def build_simulated_figures(
    voice: SystemWording, id: str, scenario: str, low: float, middle: float, high: float, **rest: str
) -> Iterator[MeasureRow]:
    """Yield a simulated figure and the ends of its range; no middle where the sign changes within it."""
    sure = not low < 0 < high
    values = (middle if sure else math.nan, low, high)
    for end, value in zip(ENDS, values, strict=True):
        if value == value or not end:
            why = "" if sure or end else UNSURE
            yield figure(voice, id + end, value, scenario, status="simulated", note=why, **rest)  # type: ignore[arg-type]


def losses(voice: SystemWording, id: str, loss: Loss, industry: str = "", partner: str = "") -> Iterator[MeasureRow]:
    """Yield a loss over all horizons, then at each."""
    yield from build_simulated_figures(
        voice, id, "loss", loss.low, loss.middle, loss.high, industry=industry, partner=partner
    )
    for horizon, s in loss.horizons.items():
        yield from build_simulated_figures(
            voice, id, f"loss/{horizon}", s.low, s.middle, s.high, industry=industry, partner=partner
        )  # fmt: skip


def labels(figures: Iterable[MeasureRow], lang: str) -> dict[str, str]:
    """Return the names of quantities among figures, without the ends of ranges."""
    ids = {f.indicator.removesuffix(".low").removesuffix(".high") for f in figures}
    own = words()["sources"]
    found = {id: own[id]["label"][lang] if id in own else _find_label(id, lang) for id in sorted(ids)}
    return found | {UNSURE: words()["texts"]["unsure"][lang]}


def _find_label(id: str, lang: str) -> str:
    known = id in indicators().ids or id in analyses()
    return quantity(id).label[lang] if known else id
