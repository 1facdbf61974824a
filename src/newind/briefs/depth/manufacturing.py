"""System 2 in depth: the weight of manufacturing, its productivity, what is in its products, what chains pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.briefs.depth import manufacturingchain, manufacturingchains, manufacturingcontent, manufacturingweight
from newind.briefs.depth.amounts import labels
from newind.briefs.depth.parts import blocks_of, country
from newind.briefs.depth.voice import words
from newind.briefs.model import DepthSection
from newind.systems.estimated import estimated_blocks

if TYPE_CHECKING:
    from newind.briefs.depth.parts import Make
    from newind.briefs.depth.voice import Voice

WORLD: tuple[tuple[Make, ...], ...] = (
    (manufacturingweight.weight,),
    (manufacturingweight.growth,),
    (manufacturingcontent.digital,),
    (manufacturingcontent.services,),
    (manufacturingchain.chain,),
    (manufacturingchains.income,),
    (manufacturingweight.investment, manufacturingchains.position, manufacturingchains.sophistication),
)
"""Rows of the section where chains can be followed across borders."""
BOUNDED: tuple[tuple[Make, ...], ...] = (
    (manufacturingweight.weight,),
    (manufacturingcontent.digital,),
    (manufacturingcontent.services,),
)
"""Rows where a table ends at a border: what its own industries earn."""
ESTIMATED: tuple[tuple[Make, ...], ...] = ((manufacturingweight.weight,),)
"""Rows where flows between economies are estimated: what needs none of them."""
COMMANDS = (
    "share", "growth", "investment", "digital", "digital-change", "services", "smile", "chain", "position",
    "sophistication",
)  # fmt: skip
"""Questions that have a command of their own."""


def manufacturing_section(voice: Voice) -> DepthSection:
    """Return the section; where these accounts cannot tell, its lead says why not and what would."""
    why = _limit(voice)
    rows = {"": WORLD, "estimated": ESTIMATED}.get(why, BOUNDED)
    made = [[make(voice) for make in row] for row in rows]
    parts = [p for row in made for p in row if p is not None]
    figures = tuple(f for p in parts for f in p.figures)
    known, code = bool(parts), voice.ctx.region
    return DepthSection(
        title=voice.word("titles", "s2"),
        lead=_lead(voice, why),
        id="depth-s2",
        cards=tuple(p.card for p in parts),
        tables=tuple(t for p in parts for t in p.tables),
        methods=(*_methods(voice), *voice.left) if known else (),
        command=f"newind diagnose {code} --system s2" if known else "",
        again=str(words()["again"][voice.lang]),
        figures=figures,
        labels=labels(figures, voice.lang),
        topic="s2",
        blocks=tuple(blocks_of(made)),
    )


def _limit(voice: Voice) -> str:
    """Return what keeps chains from being followed, nothing where they can be."""
    ctx = voice.ctx
    if ctx.regional:
        return "boundary"
    if ctx.w.R == 1:
        return "alone"
    return "estimated" if estimated_blocks(ctx.w) else ""


def _lead(voice: Voice, why: str) -> str:
    name, lang = voice.name(), voice.lang
    if not why:
        return voice.say("lead-s2", name=name, year=voice.w.year)
    return str(words()["cannot"][f"s2-{why}"][lang]).format(name=name, country=country(voice))


def _methods(voice: Voice) -> tuple[str, ...]:
    code = voice.ctx.region
    comma = {"en": ", ", "zh": "、"}[voice.lang]
    return (
        voice.say("manufacturing-method", code=code),
        voice.say("manufacturing-more", commands=comma.join(COMMANDS), code=code),
    )
