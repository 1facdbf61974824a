"""Where value or carbon in what an economy exports or uses comes from, and who gets it: flows and smile curves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from typing_extensions import TypedDict

from newind.accounts.classification import demand_role
from newind.accounts.groups import group, resolve
from newind.analyses.circulation.dual import find_closed_region
from newind.analyses.circulation.valueflows import INVESTED, USES
from newind.analyses.green.footprints import with_carbon
from newind.analyses.manufacturing.smile import DISTANCE, FEW, FEW_CLUSTERS, MEASURES, UNITS, VERDICTS, smile_curve
from newind.errors import DataError, tell
from newind.kernels import blocks
from newind.kernels.valueadded import bilateral_exports
from newind.language.words import mass
from newind.measures import shared
from newind.measures.bounds import refuse_estimated_blocks
from newind.measures.green import household_emissions, per_output
from newind.measures.shared import by_region
from newind.messages import message, message_group
from newind.web.answers.names import explain_omission, industry_label, region_label
from newind.web.economies import economy, panel_of, until
from newind.web.responses import Body, NamedItem, Number, Text, Values, body

if TYPE_CHECKING:
    from pathlib import Path

    from newind.accounts.accounts import Accounts
    from newind.analyses.manufacturing.smile import SmileCurve
    from newind.charts.proofs import Bubble
    from newind.typing import Array


What = Literal["value", "carbon"]
Of = Literal["exports", "use"]
ORIGINS, PRODUCTS, BUYERS = 5, 4, 5
"""Most that each step names: with what is put together there are fewer than twenty nodes."""
OTHER, UNNAMED = "other", "unnamed"
OTHERS: dict[str, Text] = {
    OTHER: message("web.flows.others.other_named_economies"),
    UNNAMED: message("web.flows.others.not_named"),
}
REST: Text = message("web.flows.rest")
HEADS: dict[str, Text] = message_group("web.flows.heads")
NOTES: dict[str, Text] = message_group("web.flows.notes")  # fmt: skip


class FlowNode(TypedDict):
    """A node of one step."""

    code: str
    label: Text
    value: float
    focus: bool
    hatched: bool


class FlowLink(TypedDict):
    """A band between two nodes, which are named by their step and code."""

    source: str
    target: str
    value: float


class FlowDiagram(TypedDict):
    """Nodes and bands of three steps; each step adds up to the same."""

    left: Sequence[FlowNode]
    middle: Sequence[FlowNode]
    right: Sequence[FlowNode]
    links: Sequence[FlowLink]


class FlowsBody(Body, FlowDiagram):
    """Content of exports or final use, by origin, industry and buyer."""

    region: str
    year: int
    what: What
    of: Of
    industry: str | None
    status: str
    unit: str
    total: float
    heads: tuple[Text, Text, Text]
    notes: Sequence[Text]


class StepNodes(NamedTuple):
    """The nodes of one step: codes, names, and which of the entries each one is; (K, N)."""

    codes: list[str]
    labels: list[Text]
    members: Array


def trace_flows(
    on: str, year: int | None, region: str, what: What = "value", of: Of = "exports", industry: str | None = None,
    folder: Path | None = None,
) -> FlowsBody:  # fmt: skip
    """Return what is in exports or final use by origin, industry and buyer, each step adding up to the same.

    Raises
    ------
    DataError
        For accounts with a boundary or estimated flows between economies, without CO2, or where there is no flow.
    UnknownNameError
        For a region or an industry that there is not.
    """
    w = economy(on, year, folder)
    w.regions.index(region)
    w = w if what == "value" else with_carbon(until(on, year, folder), "carbon flows")
    r = find_closed_region(w, region)
    refuse_estimated_blocks(w, "flows by partner")
    kept = list(range(w.S)) if industry is None else [int(i) for i in resolve(industry, w.industries)]
    every = _through(w, r, of, _compute_unit_content(w, what))[:, kept]
    drawn = np.maximum(every, 0.0)
    if not drawn.sum() > 0:
        none = "web.exports_none" if of == "exports" else "web.uses_none"
        raise DataError(tell(none, region=region, industry=industry, year=w.year))
    sides = (_origins(w, r, drawn), _products(w, industry, kept, drawn), _targets(w, of, drawn))
    return body(
        FlowsBody, region=region, year=w.year, what=what, of=of, industry=industry, status=_status(w, what),
        unit="Mt" if what == "carbon" else w.unit, total=drawn.sum(),
        heads=(HEADS[what], HEADS[of], HEADS["buyers" if of == "exports" else "users"]),
        **_build_diagram(sides, drawn, region), notes=_notes(w, r, what, of, every, economy(on, year, folder).year),
    )  # fmt: skip


def _status(w: Accounts, what: What) -> str:
    known = {w.status, w.satellite("co2").status} if what == "carbon" else {w.status}
    return "estimated" if "estimated" in known else "observed"


def _compute_unit_content(w: Accounts, what: What) -> Array:
    """Return value or Mt by origin in a unit of each product along its chain; (R, n)."""
    if what == "value":
        return shared.origin(w)
    return np.asarray(w.LU.solve_left(blocks.by_region(per_output(w), w.R)))


def _through(w: Accounts, r: int, of: Of, carried: Array) -> Array:
    """Return what is carried by origin, product and who gets it; (R, S, R) of exports, (R, S, 2) of final use."""
    if of == "exports":
        made = by_region(w, w.x)[r] > 0
        sold = made[:, None] * bilateral_exports(w.Z4, w.Y3)[r]
        return np.asarray(np.einsum("oj,jb->ojb", _pairs(w, carried)[:, r], sold))
    invested = np.array([demand_role(d) in INVESTED for d in w.demand])
    used = w.Y4[:, :, r] @ np.stack([~invested, invested], axis=1).astype(float)
    return np.asarray(np.einsum("osj,sjd->ojd", _pairs(w, carried), used))


def _pairs(w: Accounts, values: Array) -> Array:
    """Reshape (R, n) figures to (R, R, S)."""
    return values.reshape(w.R, w.R, w.S)


def _origins(w: Accounts, r: int, drawn: Array) -> StepNodes:
    return _economies(w, drawn.sum(axis=(1, 2)), ORIGINS, [r])


def _targets(w: Accounts, of: Of, drawn: Array) -> StepNodes:
    got = drawn.sum(axis=(0, 1))
    if of == "exports":
        return _economies(w, got, BUYERS, [])
    codes = ["consumption", "investment"]
    return StepNodes(codes, [USES[c] for c in codes], np.eye(2))


def _economies(w: Accounts, size: Array, most: int, always: list[int]) -> StepNodes:
    """Return the largest economies by name, the other named ones together, and those that are aggregates."""
    named = w.regions.named
    free = [int(k) for k in np.argsort(-size, kind="stable") if named[k] and k not in always and size[k] > 0]
    first = [*always, *free[: most - len(always)]]
    rest = np.array([bool(named[k]) and k not in first for k in range(w.R)])
    unnamed = np.array([not named[k] and k not in first for k in range(w.R)])
    members = np.vstack([np.eye(w.R)[first], rest, unnamed])
    labels = [region_label(w, w.regions[k]) for k in first]
    return StepNodes([*(w.regions[k] for k in first), OTHER, UNNAMED], [*labels, *OTHERS.values()], members)


def _products(w: Accounts, industry: str | None, kept: Sequence[int], drawn: Array) -> StepNodes:
    """Return the industry or group that is asked for as one node, else the largest industries and the others."""
    if industry is not None:
        label = industry_label(industry) if industry in w.industries else group(industry).label
        return StepNodes([industry], [dict(label)], np.ones((1, len(kept))))
    first = [int(k) for k in np.argsort(-drawn.sum(axis=(0, 2)), kind="stable")[:PRODUCTS]]
    rest = np.array([k not in first for k in range(len(kept))])
    codes = [w.industries[kept[k]] for k in first]
    return StepNodes([*codes, OTHER], [*map(industry_label, codes), REST], np.vstack([np.eye(len(kept))[first], rest]))


def _build_diagram(sides: tuple[StepNodes, StepNodes, StepNodes], drawn: Array, region: str) -> FlowDiagram:
    """Return nodes and the bands between them, those of nothing left out."""
    names = ("left", "middle", "right")
    first = sides[0].members @ drawn.sum(axis=2) @ sides[1].members.T
    second = sides[1].members @ drawn.sum(axis=0) @ sides[2].members.T
    sums = (first.sum(axis=1), second.sum(axis=1), second.sum(axis=0))
    left, middle, right = (_nodes(side, values, region) for side, values in zip(sides, sums, strict=True))
    links: list[FlowLink] = [
        {"source": f"{names[k]}:{a}", "target": f"{names[k + 1]}:{b}", "value": flow[i, j]}
        for k, flow in enumerate((first, second))
        for i, a in enumerate(sides[k].codes)
        for j, b in enumerate(sides[k + 1].codes)
        if flow[i, j] > 0
    ]
    return {"left": left, "middle": middle, "right": right, "links": links}


def _nodes(side: StepNodes, values: Array, region: str) -> list[FlowNode]:
    return [
        {"code": c, "label": label, "value": v, "focus": c == region, "hatched": c == UNNAMED}
        for c, label, v in zip(side.codes, side.labels, values, strict=True) if v > 0
    ]  # fmt: skip


def _notes(w: Accounts, r: int, what: What, of: Of, every: Array, asked: int) -> list[Text]:
    found = [NOTES[of]]
    if what == "carbon":
        own = float(household_emissions(w)[r])
        found.append({lang: said.format(own=mass(own, lang)) for lang, said in NOTES["emitted"].items()})
    if w.year != asked:
        found.append({lang: said.format(year=w.year) for lang, said in NOTES["year"].items()})
    below = float(-every[every < 0].sum() / every.sum())
    if below > 1e-6:
        found.append({lang: said.format(share=f"{below:.2%}") for lang, said in NOTES["below"].items()})
    return found


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
