"""Systems in depth: what an economy depends on, what it makes, what it emits, and how it circulates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.briefs.depth.circulation import circulation_section
from newind.briefs.depth.green import green_section
from newind.briefs.depth.manufacturing import manufacturing_section
from newind.briefs.depth.provinces import regional_section
from newind.briefs.depth.science import science_section
from newind.briefs.depth.voice import Voice, words
from newind.briefs.model import DepthSection
from newind.systems.science.risks import answerable

if TYPE_CHECKING:
    from newind.briefs.references import References


def in_depth(refs: References) -> tuple[DepthSection, ...]:
    """Return the sections of a brief; where the accounts cannot tell, why not and what would, in one line.

    Parameters
    ----------
    refs : References
        Of the brief; rows of what is shown are entered there.
    """
    able = answerable(refs.ctx)
    return (
        science_section(Voice(refs, "s1")) if able else _refused(refs, "s1"),
        manufacturing_section(Voice(refs, "s2")),
        green_section(Voice(refs, "s3")),
        circulation_section(Voice(refs, "s4")) if able else _bounded(refs),
    )


def _bounded(refs: References) -> DepthSection:
    """Return system 4 of a region whose table has a boundary, the line where there is nothing to tell."""
    told = regional_section(Voice(refs, "s4")) if refs.ctx.regional else None
    return told or _refused(refs, "s4")


def _refused(refs: References, topic: str) -> DepthSection:
    """Return the line that says which accounts can tell."""
    said, lang = words(), refs.lang
    why = "boundary" if refs.ctx.regional else "estimated"
    row = refs.ctx.economy(refs.ctx.region)
    line = said["cannot"][why][lang].format(what=said["what"][topic][lang], country=row.country or row.code)
    return DepthSection(said["titles"][topic][lang], line, f"depth-{topic}", topic=topic)
