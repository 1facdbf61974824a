"""Circulation at home and abroad over the years: scopes of demand and supply, and a decomposition of exports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field
from typing_extensions import TypedDict

from newind.analyses.circulation.decomposition import export_terms
from newind.analyses.circulation.dual import CAVEAT
from newind.errors import DataError
from newind.kernels.quotients import ratio
from newind.measures.context import Context
from newind.measures.registry import indicators
from newind.messages import message, message_group
from newind.web.answers.names import explain_omission
from newind.web.economies import until
from newind.web.responses import Body, NamedItem, Number, Range, Text, body

if TYPE_CHECKING:
    from pathlib import Path

    from newind.accounts.accounts import Accounts
    from newind.analyses.circulation.decomposition import ExportTerms


class YearsJoined(TypedDict):
    """Years of databases one after the other: the year in which two meet is there twice."""

    years: Sequence[int]
    year_statuses: Annotated[Sequence[str], Field(description="Status of the accounts of each.")]
    breaks: Annotated[Sequence[int], Field(description="Places at which another database begins.")]


def join_databases(every: Sequence[Context]) -> YearsJoined:
    """Return the years of databases one after the other, the status of each, and where another database begins.

    A year in which two databases meet is there twice, once of each.
    """
    years = [(y, ctx.accounts[y].status) for ctx in every for y in ctx.years]
    return {
        "years": [y for y, _ in years],
        "year_statuses": [status for _, status in years],
        "breaks": list(accumulate(len(ctx.years) for ctx in every))[:-1],
    }


def list_yearly_values(every: Sequence[Context], id: str, region: str) -> list[float | None]:
    """Return an indicator in the years of all databases, None where it is not known."""
    known = [(ctx, ctx.series(id, region)) for ctx in every]
    return [series.get(y) for ctx, series in known for y in ctx.years]


SCOPES: dict[str, Text] = message_group("web.circulation.scopes")
CIRCUITS = ("s4.domestic_circulation", "s4.traditional_trade", "s4.gvc_circulation")
"""Parts of GDP that sum to it."""
METHOD = "wwz"
NO_EXPORTS = message("web.circulation.no_exports")
NOTES: tuple[Text, ...] = (
    message("web.circulation.notes.demand_whose_final_use"),
    CAVEAT,
)


class OverYears(TypedDict):
    """A figure of the last year with its values over the years."""

    indicator: str
    label: Text
    value: Number
    range: Range
    series: Sequence[Number]


class ExportTerm(NamedItem):
    """A term of the decomposition of exports."""

    meaning: Text
    group: str
    value: float
    share: float


class ExportGroup(NamedItem):
    """Terms that belong together: in the last year, and their share over the years."""

    value: float
    share: float
    series: Sequence[Number]


class ExportsBody(TypedDict):
    """Exports in terms that sum to them."""

    unit: str
    total: float
    method: Text
    source: str
    terms: Sequence[ExportTerm]
    groups: Sequence[ExportGroup]


class CirculationScopes(TypedDict):
    """Where demand is and where supply is, each in parts."""

    demand: Mapping[str, OverYears]
    supply: Mapping[str, OverYears]


class CirculationBody(Body, YearsJoined):
    """Scopes and circuits of a region over the years, and a decomposition of its exports."""

    region: str
    year: int
    scopes: CirculationScopes
    circuits: Sequence[OverYears]
    exports: ExportsBody | None
    notes: Sequence[Text]


def circuits(on: str, year: int | None, region: str, folder: Path | None = None) -> CirculationBody:
    """Return scopes and circuits of a region over the years up to one, and a decomposition of its exports.

    Scopes, circuits and exports that the accounts cannot tell are left out; of exports the notes say why.

    Raises
    ------
    DataError, UnknownNameError
        For accounts, a year or a region that there is not.
    """
    panel = until(on, year, folder)
    every = [Context.from_accounts(part, region, ()) for part in (*panel.databases[:-1], panel)]
    parts, notes = _exports(every)
    return body(
        CirculationBody, region=region, year=every[-1].year, **join_databases(every),
        scopes={"demand": _scopes(every, "demand"), "supply": _scopes(every, "supply")},
        circuits=[found for id in CIRCUITS if (found := _over_years(every, id))],
        exports=parts, notes=[*NOTES, *notes],
    )  # fmt: skip


def _scopes(every: Sequence[Context], side: str) -> dict[str, OverYears]:
    found = {scope: _over_years(every, f"s4.{side}_{scope}") for scope in SCOPES}
    return {scope: one | {"label": SCOPES[scope]} for scope, one in found.items() if one}


def _over_years(every: Sequence[Context], id: str) -> OverYears | None:
    """Return an indicator over the years of all databases, None where it is never known."""
    ctx = every[-1]
    series = list_yearly_values(every, id, ctx.region)
    if all(v is None for v in series):
        return None
    return {
        "indicator": id, "label": indicators()[id].label, "value": series[-1], "range": ctx.range(id), "series": series,
    }  # fmt: skip


def _exports(every: Sequence[Context]) -> tuple[ExportsBody | None, list[Text]]:
    """Return the decomposition of exports in the last year, and in groups of terms over the years; else why not."""
    ctx = every[-1]
    try:
        last = _terms(ctx.w, ctx.region)
    except DataError as error:
        return None, [explain_omission(error, NO_EXPORTS["zh"])]
    total, terms = float(last.exports.sum()), last.by_exporter()
    parts: ExportsBody = {
        "unit": last.unit, "total": total, "method": last.method.label, "source": last.method.source,
        "terms": [
            {"id": t.id, "label": t.label, "meaning": t.meaning, "group": t.group, "value": terms[t.id][0],
             "share": float(ratio(terms[t.id][0], total))}
            for t in last.method.terms
        ],
        "groups": _groups(every, last),
    }  # fmt: skip
    return parts, [last.method.note]


def _groups(every: Sequence[Context], last: ExportTerms) -> list[ExportGroup]:
    """Return the groups of terms: value and share in the last year, shares over the years."""
    total, now = float(last.exports.sum()), last.by_exporter("group")
    over = [_shares(w, ctx.region) for ctx in every for w in ctx.accounts.values()]
    return [
        {"id": g.id, "label": g.label, "value": now[g.id][0], "share": float(ratio(now[g.id][0], total)),
         "series": [s.get(g.id) for s in over]}
        for g in last.method.at("group")[0]
    ]  # fmt: skip


def _shares(w: Accounts, region: str) -> dict[str, float]:
    """Return the groups of terms as shares of exports, none where they are not known."""
    try:
        found = _terms(w, region)
    except DataError:
        return {}
    return {k: float(np.asarray(ratio(v[0], found.exports.sum()))) for k, v in found.by_exporter("group").items()}


def _terms(w: Accounts, region: str) -> ExportTerms:
    return export_terms(w, region, method=METHOD)
