"""The newest official figures of about 200 economies."""

from __future__ import annotations

import asyncio
import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from newind.web.answers import now
from newind.web.responses import EconomyList, OfficialSummary
from newind.web.routes.given import BodyRoute, Here, Listed, fetch_answer, split_names

router = APIRouter(tags=["now"], route_class=BodyRoute)
Economy = Annotated[
    str, Query(max_length=40, examples=["CHN"], description="Code or name of an economy; `/now/economies` lists them.")
]
Day = Annotated[
    str, Query(max_length=10, examples=["2026-11-28"], description="Day from which ages are counted; today.")
]


@router.get("/now")
async def newest(here: Here, region: Economy = "CHN", peers: Listed = "", date: Day = "") -> OfficialSummary:
    """Return the newest official figures of an economy, each with year, status, source, age and its course since 1990.

    Beside them are peers and the world, partners in trade, where power comes from, and targets with how far they are.
    Projections are apart from what was seen.
    """
    return await fetch_answer(here, now.page, region, split_names(peers), date or datetime.date.today().isoformat())


@router.get("/now/economies")
async def economies() -> EconomyList:
    """Return the economies that have official figures."""
    return await asyncio.to_thread(now.economies)
