"""Figures over the years of accounts of several databases: one after the other, never as if they were one."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.measures.context import Context


def join_databases(every: Sequence[Context]) -> dict[str, list[Any]]:
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
