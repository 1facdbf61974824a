"""Earnings of the members of a value chain by distance to its final product: data of a smile curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from typing_extensions import TypedDict

from newind.analyses.manufacturing.smile import DISTANCE, FEW, FEW_CLUSTERS, MEASURES, UNITS, VERDICTS, smile_curve
from newind.errors import DataError
from newind.messages import message
from newind.web.answers.names import explain_omission, industry_label, region_label
from newind.web.economies import economy, panel_of
from newind.web.responses import Body, NamedItem, Number, Text, Values, body

if TYPE_CHECKING:
    from pathlib import Path

    from newind.accounts.accounts import Accounts
    from newind.analyses.manufacturing.smile import SmileCurve
    from newind.charts.proofs import Bubble

WEIGHTED: Text = message("web.chains.weighted")


class SmilePoint(TypedDict):
    """A member of a chain."""

    industry: str
    region: str
    label: Text
    position: float
    height: Number
    value_added: float
    share: float
    focus: bool
    named: bool


class FittedCurve(TypedDict):
    """A curve with its band."""

    x: Values
    y: Values
    low: Values
    high: Values


class SmileBody(Body):
    """Earnings of the members of a chain along their distance to its final product."""

    region: str
    industry: str
    label: Text
    year: int
    status: str
    measures: Mapping[str, Text]
    measure: str
    unit: str
    axis: Text
    money: str
    final: float
    coverage: float
    points: Sequence[SmilePoint]
    curve: FittedCurve | None
    verdict: NamedItem | None
    known_years: Sequence[int]
    notes: Sequence[Text]


def build_smile_curve(
    on: str, year: int | None, region: str, industry: str, measure: str = "value_added_rate",
    folder: Path | None = None,
) -> SmileBody:  # fmt: skip
    """Return the largest members of a chain and the curve along them; without a curve the notes say why.

    Raises
    ------
    DataError, UnknownNameError
        As `newind manufacturing smile`.
    """
    panel = panel_of(on, folder)
    found = smile_curve(panel, region, industry, economy(on, year, folder).year)
    w = panel[found.year]
    curve, verdict, notes = _fit_curve(found, measure)
    return body(
        SmileBody, region=region, industry=industry, label=_label_industry(w, region, industry), year=found.year,
        status=found.status, measures=MEASURES, measure=measure, unit=UNITS[measure], axis=DISTANCE,
        money=found.unit, final=found.final, coverage=found.coverage(measure),
        points=[_point(w, found, p) for p in found.points(measure).points],
        curve=curve, verdict=verdict, known_years=found.known_years, notes=[*notes, WEIGHTED, found.note],
    )  # fmt: skip


def _fit_curve(found: SmileCurve, measure: str) -> tuple[FittedCurve | None, NamedItem | None, list[Text]]:
    """Return the curve with its band, what it is, and what must be said of it."""
    try:
        fitted = found.fit(measure)
    except DataError as error:
        earlier = [y for y in found.known_years if y < found.year]
        said = message("web.chains.no_curve")["zh"]
        said += message("web.chains.earlier", year=earlier[-1])["zh"] if earlier else ""
        return None, None, [explain_omission(error, said)]
    curve: FittedCurve = {"x": fitted.places, "y": fitted.heights, "low": fitted.low, "high": fitted.high}
    few: list[Text] = [FEW] if fitted.effective < FEW_CLUSTERS else []
    return curve, {"id": fitted.verdict, "label": VERDICTS[fitted.verdict]}, few


def _point(w: Accounts, found: SmileCurve, p: Bubble) -> SmilePoint:
    return {
        "industry": p.code, "region": p.region, "label": _label_industry(w, p.region, p.code),
        "position": p.x, "height": p.y, "value_added": p.size, "share": p.size / found.final,
        "focus": p.region == found.region, "named": bool(np.asarray(found.named)[found.regions.index(p.region)]),
    }  # fmt: skip


def _label_industry(w: Accounts, region: str, industry: str) -> Text:
    """Return an industry of an economy in words; groups by their own names."""
    place = region_label(w, region) if region in w.regions else {"en": region, "zh": region}
    made = industry_label(industry) if industry in w.industries else {"en": industry, "zh": industry}
    return {"en": f"{made['en']}, {place['en']}", "zh": f"{place['zh']}{made['zh']}"}
