"""System 3 in depth: why emissions changed and for whom they arise, a target divided, a charge, another power mix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.analyses.green.circular import circularity
from newind.analyses.green.volumes import has_co2
from newind.errors import DataError
from newind.questions.depth.parts import country, labels, make_or_explain
from newind.questions.depth.voice import words
from newind.questions.green import section_emissions, section_target
from newind.questions.green.findings_depth import carbon_year
from newind.questions.green.findings_transition import ask_charges
from newind.questions.model import Block, DepthSection
from newind.questions.text import state

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.accounts.accounts import Accounts
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import Card, TableSection

ROW = 3
"""Cards side by side."""


def green_section(voice: SystemWording) -> DepthSection:
    """Return the section of an economy, one line where its accounts cannot tell; the model is not asked."""
    w = carbon_year(voice.ctx)
    if w is None:
        return _build_refusal(voice)
    found = section_emissions.ask_emissions(voice.ctx, w)
    charged, _ = ask_charges(voice.ctx) or (None, None)
    power = section_target.ask_mixes(voice.ctx, w)
    divided = make_or_explain(voice, "target", lambda: section_target.example(voice.ctx))
    cards, tables, figures = section_emissions.cards(voice, found), [], [*section_emissions.figures(voice, w, found)]
    if charged is not None:
        cards.append(section_target.charge_card(voice, charged))
        tables.append(section_target.charge_table(voice, charged.result))
        figures += section_target.charge_figures(voice, charged.result)
    if power is not None:
        cards.append(section_target.power_card(voice, w, power[0]))
        tables.append(section_target.power_table(voice, w, power))
        figures += section_target.power_figures(voice, w, power)
    middle = () if divided is None else (section_target.block(voice, w, divided),)
    figures += () if divided is None else section_target.figures(voice, w, divided)
    blocks = _blocks(cards, middle, section_emissions.table(voice, w), tables)
    lines = {
        "gone-carbon-change": "carbon-change" not in found,
        "gone-charge": charged is None,
        "gone-mix": power is None,
    }
    return DepthSection(
        title=voice.word("titles", "s3"),
        lead=voice.say(
            "lead-s3", name=voice.name(), year=w.year, status=state(str(found["embodied"].about["status"]), voice.lang)
        ),
        id="depth-s3",
        cards=tuple(c for b in blocks for c in b.cards),
        tables=tuple(t for b in blocks for t in b.tables),
        methods=tuple(_lines(voice, w, lines)),
        command=f"newind diagnose {voice.ctx.region} --system s3",
        again=str(words()["again"][voice.lang]),
        figures=tuple(figures),
        labels=labels(figures, voice.lang),
        topic="s3",
        blocks=blocks,
    )


def _blocks(
    cards: Sequence[Card], middle: tuple[Block, ...], footprint: TableSection, tables: Sequence[TableSection]
) -> tuple[Block, ...]:
    """Return rows of cards, the target, then tables; a card that is left alone stands beside the first table."""
    rows = [tuple(cards[i : i + ROW]) for i in range(0, len(cards), ROW)]
    alone = rows.pop() if rows and len(rows[-1]) == 1 else ()
    last = (Block(tables=tuple(tables)),) if tables else ()
    return (*(Block(cards=r) for r in rows), *middle, Block(cards=alone, tables=(footprint,)), *last)


def _lines(voice: SystemWording, w: Accounts, lacking: dict[str, bool]) -> Iterator[str]:
    """Yield what is not told and what would, circularity, and the commands that tell more."""
    code = voice.ctx.region
    for key, gone in lacking.items():
        if gone:
            yield voice.say(key, code=code, name=voice.name(), year=w.year)
    try:
        share = circularity(w, code).share
        yield voice.then("circular", code=code, share=voice.share(share))
    except DataError:  # no industry for recycling stands apart
        yield voice.say("circular-none", code=code)
    yield voice.say("green-more", code=code)
    yield from voice.left


def _build_refusal(voice: SystemWording) -> DepthSection:
    """Return the line that says which accounts can tell."""
    ctx = voice.ctx
    known = has_co2(ctx.w, ctx.region)
    why = ("outside" if known else "boundary") if ctx.regional else "estimated" if has_co2(ctx.w) else "carbon"
    line = words()["cannot"][f"s3-{why}"][voice.lang].format(country=country(voice), year=ctx.year)
    return DepthSection(voice.word("titles", "s3"), line, "depth-s3", topic="s3")
