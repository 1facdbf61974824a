"""The sections of the systems in depth, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.language.leftout import OmissionLog
from newind.questions.circulation.section import circulation_section
from newind.questions.circulation.section_provinces import regional_section
from newind.questions.depth.voice import SystemWording, words
from newind.questions.green.section import green_section
from newind.questions.manufacturing.section import manufacturing_section
from newind.questions.model import DepthSection
from newind.questions.science.findings_risks import answerable
from newind.questions.science.section import science_section

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.questions.provenance import References


def in_depth(refs: References, log: OmissionLog | None = None) -> tuple[DepthSection, ...]:
    """Return the sections of a brief; where the accounts cannot tell, why not and what would, in one line.

    Parameters
    ----------
    refs : References
        Of the brief; rows of what is shown are entered there.
    log : OmissionLog, optional
        Where a section is noted that could not be made; given by a brief.
    """
    able, kept = answerable(refs.ctx), OmissionLog() if log is None else log
    sections: dict[str, Callable[[], DepthSection]] = {
        "s1": lambda: science_section(SystemWording(refs, "s1")) if able else _build_refusal(refs, "s1"),
        "s2": lambda: manufacturing_section(SystemWording(refs, "s2")),
        "s3": lambda: green_section(SystemWording(refs, "s3")),
        "s4": lambda: circulation_section(SystemWording(refs, "s4")) if able else _build_boundary_section(refs),
    }
    made = (kept.try_build(words()["titles"][topic], make) for topic, make in sections.items())
    return tuple(section for section in made if section is not None)


def _build_boundary_section(refs: References) -> DepthSection:
    """Return system 4 of a region whose table has a boundary, the line where there is nothing to tell."""
    told = regional_section(SystemWording(refs, "s4")) if refs.ctx.regional else None
    return told or _build_refusal(refs, "s4")


def _build_refusal(refs: References, topic: str) -> DepthSection:
    """Return the line that says which accounts can tell."""
    said, lang = words(), refs.lang
    why = "boundary" if refs.ctx.regional else "estimated"
    row = refs.ctx.economy(refs.ctx.region)
    line = said["cannot"][why][lang].format(what=said["what"][topic][lang], country=row.country or row.code)
    return DepthSection(said["titles"][topic][lang], line, f"depth-{topic}", topic=topic)
