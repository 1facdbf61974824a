"""Figures over the years of accounts of several databases: one after the other, never as if they were one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Annotated

from pydantic import Field
from typing_extensions import TypedDict

if TYPE_CHECKING:
    from newind.measures.context import Context


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
