"""A target divided among the industries of an economy or the parts of a file, by each criterion and by all."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from pydantic import Field
from typing_extensions import TypedDict

from newind.analyses.green.sharing import divide_target
from newind.analyses.green.sharing_criteria import CRITERIA, ORDERS, SAID, lacking, weights_of
from newind.analyses.green.sharing_parts import read_parts, write_parts_template
from newind.analyses.green.sharing_target import Target
from newind.documents.divisionpage import divide_in_orders, page_data
from newind.errors import BilingualMessage, DataError, NewindError, in_chinese, join_items, tell
from newind.messages import NOTHING, complete_text, in_each
from newind.pathways.carbon_baseline import parts_ahead
from newind.questions.question import question
from newind.web.answers.tables import receive_upload
from newind.web.downloads import DownloadFile, check_archive
from newind.web.economies import panel_of
from newind.web.responses import Body, CommandBody, NamedItem, Number, Text, Values, body

if TYPE_CHECKING:
    from newind.analyses.green.sharing import Division
    from newind.analyses.green.sharing_parts import TargetParts
    from newind.web.requests import DivisionRequest
    from newind.web.settings import ServerLimits

KEPT = 8
"""Economies whose industries a process keeps as parts."""
PEAK, FIRST, LAST = 2030, 5, 30
"""The target that stands where none is given: the peak, or today where emissions fall; years from it to two levels."""
LEVELS = ("-10%", "-90%")
FILES = (".csv", ".xlsx")


class DivisionDefaults(TypedDict):
    """The target, weights and order that stand where none are given."""

    peak: int
    level: Mapping[int, str]
    weights: Mapping[str, float]
    order: str


class DividedPart(TypedDict):
    """A part, its path, budget and peak, and their lowest and highest over all weights."""

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


class LackingCriterion(NamedItem):
    """A criterion that cannot be applied, and what it needs."""

    needs: Text


class DivisionOrder(NamedItem):
    """An order of parts."""

    alone: Annotated[Sequence[Sequence[Values]], Field(description="[criterion][part][year]: by one criterion only.")]


class DividedBody(Body):
    """A target divided among the industries of an economy, or the parts of a file."""

    region: Annotated[str, Field(description="The economy; empty for a file.")]
    year: int
    title: Text
    years: Sequence[int]
    unit: str
    status: Annotated[str, Field(description="Of the emissions that are divided.")]
    source: str
    peak: int
    top: float
    computed: Annotated[bool, Field(description="Whether the level of the peak was computed from growth.")]
    growth: Number
    levels: Mapping[int, float]
    budget: Number
    total: Values
    parts: Sequence[DividedPart]
    by: Annotated[str, Field(description="Sums that the parts are; empty where they are none.")]
    sums: Annotated[Sequence[str], Field(description="What parts may be summed to.")]
    criteria: Sequence[WeighedCriterion]
    lacking: Sequence[LackingCriterion]
    order: str
    infeasible: Sequence[Any]
    scope: Annotated[Text, Field(description="What of CO2 is divided, and where it comes from; empty for a file.")]
    notes: Sequence[Text]
    defaults: DivisionDefaults
    reproduce: CommandBody
    orders: Sequence[DivisionOrder]


def divide_emissions(asked: DivisionRequest, folder: Path, limits: ServerLimits) -> DividedBody:
    """Return the division under the weights asked for, and by each criterion alone, to be mixed by others.

    Raises
    ------
    DataError, PolicyError, UnknownNameError
        As `newind green divide`.
    """
    parts = _parts(asked, folder, limits)
    growth = _find_growth(asked, parts)
    begun = _find_defaults(parts, growth)
    level = asked.level or (begun["level"] if asked.peak is None else {})
    peak, order = asked.peak or begun["peak"], asked.order or begun["order"]
    asked = asked.model_copy(update={"peak": peak, "level": level, "order": order, "growth": growth})
    target = Target(peak, level, asked.growth, asked.top, asked.budget, asked.base)
    found = divide_target(parts, target, asked.weights, order=order)
    by_order = divide_in_orders(found, asked.by)
    page, shown, both = page_data(found, orders=by_order), by_order[found.order], parts.by_region and parts.by_industry
    summed = shown if len(shown.parts) < len(parts) else None
    return body(
        DividedBody, region="" if asked.file else asked.region, year=found.years[0], title=page["title"],
        years=page["years"], unit=page["unit"], status=parts.status, source=parts.source,
        peak=found.path.peak, top=found.path.top, computed=found.path.computed,
        growth=np.expm1(found.path.growth), levels=found.path.levels, budget=found.path.budget,
        total=page["total"], parts=_list_parts(shown), sums=("region", "industry") if both else (),
        by="" if summed is None else asked.by or "region",
        criteria=[{"id": c, "label": CRITERIA[c], "said": SAID[c], "weight": w}
                  for c, w in zip(found.criteria, page["weights"], strict=True)],
        lacking=[{"id": c, "label": CRITERIA[c], "needs": complete_text({"zh": why.zh}, str(why))}
                 for c, why in lacking(parts).items()],
        order=found.order, infeasible=found.infeasible, scope=parts.ahead.said if parts.ahead else NOTHING,
        notes=page["notes"], defaults=begun,
        reproduce={"command": _command(asked)},
        orders=[{"id": o, "label": ORDERS[o], "alone": made["alone"]}
                for o, made in zip(by_order, page["orders"], strict=True)],
    )  # fmt: skip


def write_template() -> DownloadFile:
    """Return the empty table of parts, as `newind green divide FILE --template` writes it."""
    with tempfile.TemporaryDirectory(prefix="newind-") as folder:
        return DownloadFile("parts.csv", write_parts_template(Path(folder) / "parts.csv").read_bytes())


def _find_growth(asked: DivisionRequest, parts: TargetParts) -> float | None:
    """Return the growth asked for; nothing grows where neither it, nor the file, nor a level of the peak tells."""
    told = asked.file is None or "growth" in parts.figures or asked.top is not None
    return 0.0 if asked.growth is None and not told else asked.growth


def _find_defaults(parts: TargetParts, growth: float | None) -> DivisionDefaults:
    """Return the target, weights and order that stand where none are given."""
    first, _ = parts.start
    grows = parts.growth_to(max(PEAK, first + 1)) if growth is None else growth
    if grows is None and "growth" in parts.figures:
        grows = float(parts.figures["growth"] @ parts.emissions)
    ranked = "gdp" in parts.figures or "population" in parts.figures
    peak = max(PEAK, first + 1) if grows is not None and grows >= 0 else first
    return {"peak": peak, "level": {peak + FIRST: LEVELS[0], peak + LAST: LEVELS[1]},
            "weights": weights_of(parts, None), "order": "heavy-first" if ranked else "together"}  # fmt: skip


def _list_parts(found: Division) -> list[DividedPart]:
    """Return each part: its path, budget and peak, and their lowest and highest over all weights."""
    rows: Any = zip(found.parts.codes, found.budgets().itertuples(), found.peaks().itertuples(), strict=True)
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
    q, file = question("green.divide"), asked.file
    given = {o.name: getattr(asked, o.name) for o in q.asked if o.name != "unit"}
    given |= {"unit": file.unit} if file else {}
    levels = {year: str(asked.level[year]) for year in sorted(asked.level)}
    base = None if asked.base is None else dict([asked.base])
    options = q.read(given | {"level": levels, "base": base})
    return q.write(file.name, options) if file else q.write(asked.region, options, asked.on)


def _parts(asked: DivisionRequest, folder: Path, limits: ServerLimits) -> TargetParts:
    if asked.file is None:
        return _project_parts(panel_of(asked.on, folder), asked.region, asked.year)
    if asked.year is None:
        raise DataError(tell("green.no_year", path=asked.file.name))
    if not asked.file.name.lower().endswith(FILES):
        raise DataError(tell("web.ending", endings=join_items(FILES), name=asked.file.name[:40]))
    with receive_upload(asked.file.name, folder) as path:
        path.write_bytes(asked.file.content)
        try:
            check_archive(path, limits)
            return read_parts(path, asked.year, unit=asked.file.unit)
        except NewindError as error:
            said = [text.replace(f"{path.parent}/", "") for text in (str(error), in_chinese(error))]
            raise DataError(BilingualMessage(*said)) from None


@lru_cache(maxsize=KEPT)
def _project_parts(panel: Any, region: str, year: int | None) -> TargetParts:
    return parts_ahead(panel, region, year)
