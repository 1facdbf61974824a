"""Systems in depth: dependence, flows, circulation, chains, the division of a target."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from newind.web.answers import dependence
from newind.web.routes.given import Here, On, Region, Year, asked

router = APIRouter(tags=["in depth"])
Industry = Annotated[str | None, Query(max_length=40, description="Industry; all together if left out.")]


@router.get("/dependence")
async def depends(
    here: Here, on: On = "world", year: Year = None, region: Region = "CHN", industry: Industry = None
) -> dict[str, Any]:
    """Return inputs from abroad and their suppliers; the job `losses` says what losing them costs."""
    found: dict[str, Any] = await asked(here, dependence.listed, on, year, region, industry, here.settings.folder)
    return found
