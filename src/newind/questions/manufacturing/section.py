"""System 2 in depth: the weight of manufacturing, its productivity, what is in its products, what chains pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.language.words import join_list
from newind.measures.bounds import has_estimated_blocks
from newind.questions.depth.parts import BlockLayout, blocks_of, country, labels
from newind.questions.depth.voice import words
from newind.questions.manufacturing import section_chains, section_content, section_weight
from newind.questions.model import DepthSection

if TYPE_CHECKING:
    from newind.questions.depth.parts import Make
    from newind.questions.depth.voice import SystemWording

PARTS: dict[str, Make] = {
    "weight": section_weight.weight,
    "growth": section_weight.growth,
    "investment": section_weight.investment,
    "digital": section_content.digital,
    "services": section_content.services,
    "chain": section_chains.chain,
    "income": section_chains.income,
    "position": section_chains.position,
    "sophistication": section_chains.sophistication,
}
"""Pieces of the section, in the order in which they are made and their sources numbered."""
WORLD = (
    BlockLayout(("weight",), ("weight", "growth")),
    BlockLayout(("growth", "investment", "digital"), ("causes",)),
    BlockLayout(("services",), ("services",)),
    BlockLayout(("chain",), ("chain", "skills")),
    BlockLayout(("income", "position", "sophistication"), folded=("places",)),
)
"""Rows of the section where chains can be followed across borders."""
BOUNDED = (
    BlockLayout(("weight",), ("weight",)),
    BlockLayout(("digital",), ("causes",)),
    BlockLayout(("services",), ("services",)),
)
"""Rows where a table ends at a border: what its own industries earn."""
ESTIMATED = (BlockLayout(("weight",), ("weight",)),)
"""Rows where flows between economies are estimated: what needs none of them."""
COMMANDS = {
    "": ("share", "growth", "investment", "digital", "digital-change", "services", "smile", "chain", "position",
         "sophistication"),
    "boundary": ("share", "digital", "digital-change", "services"),
    "alone": ("share", "digital", "digital-change", "services"),
    "estimated": ("share",),
}  # fmt: skip
"""Reason why chains cannot be followed → questions that have a command and an answer."""


def manufacturing_section(voice: SystemWording) -> DepthSection:
    """Return the section; where these accounts cannot tell, its lead says why not and what would."""
    why = _limit(voice)
    rows = {"": WORLD, "estimated": ESTIMATED}.get(why, BOUNDED)
    wanted = {c for row in rows for c in row.cards}
    made = {name: make(voice) for name, make in PARTS.items() if name in wanted}
    parts = {name: part for name, part in made.items() if part is not None}
    blocks = blocks_of(parts, rows)
    figures = tuple(f for p in parts.values() for f in p.figures)
    known, code = bool(parts), voice.ctx.region
    return DepthSection(
        title=voice.word("titles", "s2"),
        lead=_lead(voice, why),
        id="depth-s2",
        cards=tuple(c for b in blocks for c in b.cards),
        tables=tuple(t for b in blocks for t in b.tables),
        methods=(*_methods(voice, why), *voice.left) if known else (),
        command=f"newind diagnose {code} --system s2" if known else "",
        again=str(words()["again"][voice.lang]),
        figures=figures,
        labels=labels(figures, voice.lang),
        topic="s2",
        blocks=blocks,
    )


def _limit(voice: SystemWording) -> str:
    """Return what keeps chains from being followed, nothing where they can be."""
    ctx = voice.ctx
    if ctx.regional:
        return "boundary"
    if ctx.w.R == 1:
        return "alone"
    return "estimated" if has_estimated_blocks(ctx.w) else ""


def _lead(voice: SystemWording, why: str) -> str:
    name, lang = voice.name(), voice.lang
    if not why:
        return voice.say("lead-s2", name=name, year=voice.w.year)
    return str(words()["cannot"][f"s2-{why}"][lang]).format(name=name, country=country(voice))


def _methods(voice: SystemWording, why: str) -> tuple[str, ...]:
    code = voice.ctx.region
    more = voice.say("manufacturing-more", commands=join_list(COMMANDS[why], voice.lang), code=code)
    return (more,) if why == "estimated" else (voice.say("manufacturing-method", code=code), more)
