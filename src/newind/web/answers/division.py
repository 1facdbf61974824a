"""A target divided among the industries of an economy: what there is to divide, and the division by each criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from pydantic import Field
from typing_extensions import TypedDict

from newind.analyses.green.sharing import divide_target
from newind.analyses.green.sharing_criteria import CRITERIA, ORDERS, SAID, lacking, weights_of
from newind.analyses.green.sharing_target import Target
from newind.documents.divisionpage import page_data
from newind.messages import in_each
from newind.pathways.carbon_baseline import parts_ahead
from newind.questions.question import question
from newind.web.economies import panel_of
from newind.web.responses import Body, CommandBody, NamedItem, Number, Text, Values, body

if TYPE_CHECKING:
    from pathlib import Path

    from newind.analyses.green.sharing import Division
    from newind.analyses.green.sharing_parts import TargetParts
    from newind.web.requests import DivisionRequest

KEPT = 8
"""Economies whose industries a process keeps as parts."""
PEAK, FIRST, LAST = 2030, 5, 30
"""Where the page opens: the peak, or today where emissions fall; years from it to the two levels."""
LEVELS = ("-10%", "-90%")


class CriterionEntry(NamedItem):
    """A criterion by which a target can be divided."""

    said: Text
    available: bool


class DivisionDefaults(TypedDict):
    """Where a page opens."""

    peak: int
    level: Mapping[str, str]
    weights: Mapping[str, float]
    order: str


class DivisibleBody(Body):
    """Parts to divide a target among, and criteria."""

    region: str
    year: int
    unit: str
    status: str
    source: str
    emissions: float
    growth: Number
    parts: int
    criteria: Sequence[CriterionEntry]
    orders: Sequence[NamedItem]
    defaults: DivisionDefaults
    notes: Sequence[Text]


class DividedPart(TypedDict):
    """An industry, its path, budget and peak, and their lowest and highest over all weights."""

    code: str
    label: Text
    path: Values
    first: float
    budget: float
    share: float
    low: float
    high: float
    cut: float
    peak: int
    earliest: int
    latest: int


class WeighedCriterion(NamedItem):
    """A criterion with its weight."""

    said: Text
    weight: float


class DivisionOrder(NamedItem):
    """An order of parts."""

    alone: Annotated[Sequence[Sequence[Values]], Field(description="[criterion][part][year]: by one criterion only.")]


class DividedBody(Body):
    """A target divided among the industries of an economy."""

    region: str
    year: int
    title: Text
    years: Sequence[int]
    unit: str
    peak: int
    top: float
    computed: Annotated[bool, Field(description="Whether the level of the peak was computed from growth.")]
    growth: Number
    levels: Mapping[int, float]
    budget: Number
    total: Values
    parts: Sequence[DividedPart]
    criteria: Sequence[WeighedCriterion]
    order: str
    infeasible: Sequence[Any]
    notes: Sequence[Text]
    reproduce: CommandBody
    orders: Sequence[DivisionOrder]


def describe_division(on: str, year: int | None, region: str, folder: Path | None = None) -> DivisibleBody:
    """Return what there is to divide, by which criteria, and where a page opens.

    Raises
    ------
    DataError, UnknownNameError
        For accounts without CO2, and names that there are not.
    """
    parts = _parts(on, year, region, folder)
    missing, (first, emitted) = lacking(parts), parts.start
    growth = parts.growth_to(max(PEAK, first + 1))
    peak = max(PEAK, first + 1) if growth is not None and growth > 0 else first
    basis = () if parts.ahead is None else (parts.ahead.said,)
    return body(
        DivisibleBody, region=region, year=first, unit=parts.unit, status=parts.status, source=parts.source,
        emissions=emitted, growth=None if growth is None else np.expm1(growth),
        parts=len(parts),
        criteria=[{"id": c, "label": CRITERIA[c], "said": SAID[c], "available": c not in missing} for c in CRITERIA],
        orders=[{"id": o, "label": ORDERS[o]} for o in ORDERS],
        defaults={"peak": peak, "level": {str(peak + FIRST): LEVELS[0], str(peak + LAST): LEVELS[1]},
                  "weights": weights_of(parts, None), "order": "heavy-first"},
        notes=(*basis, *parts.notes),
    )  # fmt: skip


def divide_emissions(asked: DivisionRequest, folder: Path | None = None) -> DividedBody:
    """Return the division under the weights asked for, and by each criterion alone, to be mixed by others.

    Raises
    ------
    DataError, PolicyError, UnknownNameError
        As `newind green divide`.
    """
    parts = _parts(asked.on, asked.year, asked.region, folder)
    target = Target(asked.peak, asked.level, asked.growth, asked.top, asked.budget, asked.base)
    found = divide_target(parts, target, asked.weights, order=asked.order)
    page = page_data(found)
    names = [o for o in ORDERS if ORDERS[o] in [made["name"] for made in page["orders"]]]
    return body(
        DividedBody, region=asked.region, year=found.years[0], title=page["title"], years=page["years"],
        unit=page["unit"], peak=found.path.peak, top=found.path.top, computed=found.path.computed,
        growth=np.expm1(found.path.growth), levels=found.path.levels, budget=found.path.budget,
        total=page["total"], parts=_list_parts(found),
        criteria=[{"id": c, "label": CRITERIA[c], "said": SAID[c], "weight": w}
                  for c, w in zip(found.criteria, page["weights"], strict=True)],
        order=found.order, infeasible=found.infeasible, notes=page["notes"], reproduce={"command": _command(asked)},
        orders=[{"id": o, "label": made["name"], "alone": made["alone"]}
                for o, made in zip(names, page["orders"], strict=True)],
    )  # fmt: skip


def _list_parts(found: Division) -> list[DividedPart]:
    """Return each part: its path, budget and peak, and their lowest and highest over all weights."""
    rows: Any = zip(found.parts.industries, found.budgets().itertuples(), found.peaks().itertuples(), strict=True)
    return [
        {
            "code": code, "label": in_each(partial(found.parts.name, k)), "path": found.paths[k],
            "first": b.emissions_first, "budget": b.budget, "share": b.share, "low": b.low, "high": b.high,
            "cut": b.cut_last, "peak": p.peak, "earliest": p.earliest, "latest": p.latest,
        }
        for k, (code, b, p) in enumerate(rows)
    ]  # fmt: skip


def _command(asked: DivisionRequest) -> str:
    """Return what gives the same on a command line."""
    q = question("green.divide")
    given = {o.name: getattr(asked, o.name) for o in q.asked if o.name != "unit"}
    levels = {year: str(asked.level[year]) for year in sorted(asked.level)}
    base = None if asked.base is None else dict([asked.base])
    return q.write(asked.region, q.read(given | {"level": levels, "base": base}), asked.on)


def _parts(on: str, year: int | None, region: str, folder: Path | None) -> TargetParts:
    panel = panel_of(on, folder)
    return _project_parts(panel, region, year)


@lru_cache(maxsize=KEPT)
def _project_parts(panel: Any, region: str, year: int | None) -> TargetParts:
    return parts_ahead(panel, region, year)
