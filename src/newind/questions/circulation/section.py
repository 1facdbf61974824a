"""System 4 in depth: where value comes from and goes, and what losing partners would cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newind.analyses.circulation.valueflows import STEPS, value_flows
from newind.charts.proofs import Flows, Link, LossChart, Node
from newind.questions.circulation import section_shocks, section_tables
from newind.questions.depth.parts import figure, labels, losses
from newind.questions.depth.views import ask, make_card
from newind.questions.depth.voice import words
from newind.questions.model import Block, DepthSection
from newind.questions.science.findings_risks import loss_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.analyses.circulation.valueflows import ValueFlows
    from newind.questions.answers import Answer
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import MeasureRow

TOP = 3
"""Partners a side whose range is computed and shown."""


def circulation_section(voice: SystemWording) -> DepthSection:
    """Return the section of an economy whose accounts can tell."""
    found = CirculationResults.from_voice(voice)
    parts = [_flows(voice, found.flows), _years(voice, found.dual), _partners(voice, found.partners)]
    blocks = tuple(b for b in (*parts, *section_shocks.blocks(voice)) if b is not None)
    figures = (*_figures(voice, found), *section_tables.figures(voice), *section_shocks.figures(voice))
    return DepthSection(
        title=voice.word("titles", "s4"),
        lead=voice.say("lead-s4", name=voice.name(), year=voice.w.year),
        id="depth-s4",
        cards=tuple(c for b in blocks for c in b.cards),
        tables=tuple(t for b in blocks for t in b.tables),
        methods=(voice.say("circulation-method", year=voice.w.year), *voice.left),
        command=f"newind diagnose {voice.ctx.region} --system s4",
        again=str(words()["again"][voice.lang]),
        figures=figures,
        labels=labels(figures, voice.lang),
        topic="s4",
        blocks=blocks,
    )


@dataclass(frozen=True, eq=False)
class CirculationResults:
    """Results; None where the accounts do not allow them."""

    flows: ValueFlows | None
    dual: Answer
    partners: Answer | None

    @classmethod
    def from_voice(cls, voice: SystemWording) -> CirculationResults:
        """Compute it."""
        w, region = voice.w, voice.ctx.region
        return cls(
            voice.make_or_log(voice.kick("flows"), lambda: value_flows(w, region)),
            ask(voice.ctx, "circulation.dual"),
            voice.make_or_log(voice.kick("partners"), lambda: ask(voice.ctx, "circulation.exposure", top=TOP)),
        )


# ---- where value comes from and goes
def _flows(voice: SystemWording, found: ValueFlows | None) -> Block | None:
    if found is None or not found.total > 0:
        return None
    nodes = tuple(_node(voice, n.code, n.step, n.value, n.label, focus=n.focus) for n in found.nodes)
    codes = {n.key: (n.step, _code(voice, n.code, focus=n.focus)) for n in found.nodes}
    links = tuple(Link(codes[k.source][0], codes[k.source][1], codes[k.target][1], k.value) for k in found.links)
    sentence = voice.say(
        "flows",
        name=voice.name(),
        own=voice.share(_part(found, 0)),
        home=voice.share(_part(found, 2)),
        away=voice.share(1 - _part(found, 2)),
    )
    proof = Flows(nodes, links, voice.ctx.region, found.unit, STEPS)
    card = voice.card("flows", sentence, proof, voice.say("flows-note"), (voice.own("s4.value_flows"),),
                      status=found.status)  # fmt: skip
    return Block(cards=(card,))


def _part(found: ValueFlows, step: int) -> float:
    """Return the part of the region itself in a step."""
    return sum(n.value for n in found.nodes if n.step == step and n.focus) / found.total


def _code(voice: SystemWording, code: str, *, focus: bool) -> str:
    """Return the code of a node; the origin at home is the region in focus."""
    return voice.ctx.region if focus and code == "home" else code


def _node(voice: SystemWording, code: str, step: int, value: float, label: dict[str, str], *, focus: bool) -> Node:
    return Node(_code(voice, code, focus=focus), step, value, label, hatched=code == "unnamed")


def _years(voice: SystemWording, found: Answer) -> Block:
    """Return circulation over the years beside what exports consist of and who captures what."""
    proof = found.result.chart()
    short = replace(proof, labels={k: voice.format_bilingual_text(k) for k in proof.series})
    return Block(cards=(make_card(voice, "dual", found, short),), tables=tuple(section_tables.by_group(voice)))


# ---- losing a partner
def _partners(voice: SystemWording, told: Answer | None) -> Block | None:
    shown = [p for p in told.result.partners if p.loss is not None] if told is not None else []
    if told is None or {p.side for p in shown if p.middle == p.middle} != {"supply", "market"}:
        return None
    rows = tuple(loss_row(p.partner, p.loss, partners=(voice.phrase(f"as-{p.side}"),)) for p in shown)
    card = make_card(voice, "partners", told, LossChart(rows), headline=2)
    return Block(cards=(card,), tables=(section_tables.partners(voice, shown, card.refs),))


# ---- figures
def _figures(voice: SystemWording, found: CirculationResults) -> Iterator[MeasureRow]:
    dual = found.dual.result
    for year, status, shares in zip(dual.years, dual.status, dual.shares(), strict=True):
        yield figure(voice, "s4.dual_circulation", float(shares[0]), status=status, year=year)
    if found.flows is not None:
        for n in found.flows.nodes:
            yield figure(voice, "s4.value_flows", n.value, unit=found.flows.unit, note=f"step {n.step}: {n.code}",
                         status=found.flows.status)  # fmt: skip
    for p in found.partners.result.partners if found.partners is not None else ():
        if p.loss is not None:
            id = {"supply": "s4.supplier_loss", "market": "s4.market_loss"}[p.side]
            yield from losses(voice, id, p.loss, partner=p.partner)
