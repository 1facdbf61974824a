"""The third page of a decision brief: example policies and families by how certain their sign is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newind.data.reference.growth import members_of
from newind.documents.sheets.effects import draw_effects, set_cell, show_effect, tell_counts
from newind.documents.sheets.model import (
    UNCLEAR,
    Boxes,
    BriefSheet,
    BriefTable,
    Cell,
    Columns,
    Heading,
    Item,
    Listing,
    Note,
)
from newind.errors import NewindError
from newind.language.phrases import name_short
from newind.language.scales import scale_of
from newind.language.words import dash, from_to, in_brackets
from newind.policy.actions import actions
from newind.policy.levers import FAMILIES, levers
from newind.policy.menu import SIZES
from newind.policy.screening import screen
from newind.policy.triage import NO_ADVICE, TAGS
from newind.policy.verdicts import ASSUMED, NOISE, NOTHING, RESPONSE, STRUCTURE
from newind.questions.policies.families import count_tags
from newind.questions.policies.family_trials import AUTHOR, surely
from newind.questions.policies.section import simulated_source
from newind.questions.policies.section_tables import OUTCOMES
from newind.questions.policies.trials import UNKNOWN
from newind.questions.wording import capital

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.documents.sheets.model import Block
    from newind.documents.sheets.voice import Voice
    from newind.language.scales import Scale
    from newind.policy.schema import Package
    from newind.questions.findings import Diagnosis
    from newind.questions.policies.family_trials import Families
    from newind.questions.policies.trials import Effect, PolicyTrial, PolicyTrials

SHOWN = ("real_income", "co2", "manufacturing")
"""Outcomes that are shown, in order."""
ROWS = 9
"""Policies that are shown."""
SMALL = 20.0
"""Cost, as it is written, below which it has a decimal."""
SIDE = 2
"""Industries and economies at each end."""
IN_BOX = 2
"""Policies in a box."""
KINDS = ("holds", "turns", "costs")
OPEN = (RESPONSE, STRUCTURE, ASSUMED, NOTHING)
"""Verdicts that leave the direction open."""
UNKNOWNS = ("rd_return", "data_sharing", "digital_elasticity", "diffusion_imports")
"""Assumptions of levers that have a name for readers."""
PROHIBITED: Final = "prohibited-suspect"
"""Tag of what a flag stands for."""
UNION = "eu"
"""Group of economies whose tariffs their union sets, and that has a price on carbon."""
UNPAID = ("services_trade_cost", "data_sharing")
"""Levers that no budget moves: what it takes to move them is not counted."""


def explain_trials(found: PolicyTrials | NewindError | None, voice: Voice) -> PolicyTrials | str:
    """Return the example policies tried on the accounts, or why they are not."""
    if found is None:
        return voice.say("policies.not_asked" if voice.ctx.w.closed else "policies.boundary")
    return voice.say("policies.refused", why=voice.reason(found)) if isinstance(found, NewindError) else found


# ---- by how certain
def sort_trials(found: PolicyTrials) -> dict[str, list[PolicyTrial]]:
    """Return policies by what is certain of real income: it rises, its direction is open, it falls.

    Of those that are open the one that surely cuts most CO2 comes first.
    A gain at others' expense is never advice: it stands in no box; nor does a range that touches zero.
    """
    made: dict[str, list[PolicyTrial]] = {k: [] for k in KINDS}
    for t in found.shown:
        e = t.effects["real_income"]
        if (e.up or e.down) and e.stated:
            made["holds" if e.up else "costs"].append(t)
        elif e.sign in OPEN:
            made["turns"].append(t)
    for kind in ("holds", "costs"):
        made[kind].sort(key=lambda t: (-abs(t.effects["real_income"].central), t.package.name))
    cut = min((t for t in made["turns"] if t.effects["co2"].down), key=lambda t: t.effects["co2"].central, default=None)
    made["turns"].sort(key=lambda t: t is not cut)
    return made


def boxes(found: PolicyTrials | str, voice: Voice) -> Boxes | Note:
    """Return policies in three boxes, by what is certain of real income; a line where none can be tried."""
    if isinstance(found, str):
        return Note(voice.say("boxes.unknown" if voice.ctx.model else "boxes.not_asked"), voice.say("boxes.none"))
    sorted_, n = sort_trials(found), len(found.shown)
    boxed = {t.package.name for trials in sorted_.values() for t in trials}
    others = [t.effects["real_income"].verdict for t in found.shown if t.package.name not in boxed]
    made = tuple(
        Listing(
            voice.say(f"boxes.{k}", k=len(sorted_[k]), n=n),
            tuple(_item(t, k, voice) for t in _spread(sorted_[k])),
            voice.say("boxes.empty"),
        )
        for k in KINDS
    )
    counts = tell_counts(others, "policies.count", voice)
    foot = voice.say(f"boxes.{'rest' if others else 'all'}", counts=counts, part=voice.say("sheets.policies"))
    return Boxes(_ask(sorted_, voice), KINDS, made, foot)


def _ask(by_kind: Mapping[str, Sequence[PolicyTrial]], voice: Voice) -> str:
    """Return what policies put to decision: which to pursue of those that hold, what to find out of those that turn."""
    pursue, find_out = bool(by_kind["holds"]), bool(by_kind["turns"])
    key = "both" if pursue and find_out else "pursue" if pursue else "find_out" if find_out else "nothing"
    return voice.say(f"boxes.ask.{key}")


def _spread(trials: Sequence[PolicyTrial]) -> list[PolicyTrial]:
    """Return as many as a box shows, the first and then those open for different reasons first."""
    reasons = [t.effects["real_income"].sign for t in trials]
    first = [t for k, t in enumerate(trials) if reasons[k] not in reasons[:k]]
    return [*first, *(t for t in trials if t not in first)][:IN_BOX]


def _item(t: PolicyTrial, kind: str, voice: Voice) -> Item:
    label, refs = t.package.label[voice.lang], (number_outcome("real_income", voice),)
    e = t.effects["real_income"]
    if kind == "turns":
        label = voice.say("boxes.turns_on", label=label, what=unknown(t, voice))
        return Item(label, voice.span(e.low, e.high) if e.drawn else "", UNCLEAR, refs, _besides(t, voice))
    number, mood = _shown(e, "real_income", voice)
    return Item(label, number, mood, refs, _besides(t, voice))


def _besides(t: PolicyTrial, voice: Voice) -> str:
    """Return the effect on CO2, where it is certain, and that what it takes to get there is not counted."""
    co2, told = t.effects["co2"], []
    if co2.stated and not co2.nothing:
        told.append(voice.say("boxes.co2", range=_shown(co2, "co2", voice)[0]))
    return voice.say("lead.joint").join([*told, voice.say("boxes.unpaid")] if _is_unpaid(t.package) else told)


def unknown(t: PolicyTrial, voice: Voice) -> str:
    """Return why the sign of real income is open; of assumptions also the one that has a name for readers."""
    kind = t.effects["real_income"].sign
    assumed = [n for s in t.package.shocks for n in levers()[s.lever].assumes if n in UNKNOWNS]
    text = voice.say(f"unknown.{kind}")
    return in_brackets(text, voice.say(f"unknown.{assumed[0]}"), voice.lang) if kind == ASSUMED and assumed else text


def sentence(found: PolicyTrials | str, voice: Voice) -> str:
    """Return what policies would do, in one sentence of the lead."""
    if isinstance(found, str):
        return voice.say("lead.no_policies" if voice.ctx.model else "lead.not_asked")
    made = sort_trials(found)
    told = [_tell(made[kind][0], kind, voice) for kind in ("holds", "costs", "turns") if made[kind]]
    return voice.sentence(told[0]) if told else voice.say("lead.nothing")


def _tell(t: PolicyTrial, kind: str, voice: Voice) -> str:
    label = voice.inside(t.package.label[voice.lang])
    if kind == "turns":
        co2 = _besides(t, voice)
        more = voice.say("lead.besides", co2=co2) if co2 else ""
        return voice.say("lead.turns", label=label, what=unknown(t, voice)) + more
    return voice.say(f"lead.{kind}", label=label, range=_shown(t.effects["real_income"], "real_income", voice)[0])


# ---- the page
def sheet(
    found: PolicyTrials | str, families: Families | NewindError | None, diagnosis: Diagnosis, voice: Voice
) -> BriefSheet:
    """Return the page; where policies cannot be tried, why, and findings on industry in their place."""
    from newind.documents.decision.reliance import FEW, figure

    ctx = voice.ctx
    if isinstance(found, str):
        shown = [f for s in ("s2", "s3") for f in diagnosis.select_system(s)][:FEW]
        figures = [figure(f, voice) for f in shown]
        blocks: tuple[Block, ...] = (Note(found, voice.say("policies.none" if ctx.model else "policies.none_asked")),)
        if figures:
            blocks += (Heading(voice.say("policies.industry")), Columns(tuple(figures[::2]), tuple(figures[1::2])))
        return BriefSheet(voice.say("sheets.policies"), voice.say("aside.accounts", year=voice.ctx.year), blocks)
    assert families is not None  # it is asked for with the example policies
    blocks = (*_menu(_in_order(found)[:ROWS], voice), *_families(families, voice))
    return BriefSheet(
        voice.say("sheets.policies"),
        voice.say("aside.policies", year=voice.ctx.year),
        blocks,
        voice.say("policies.foot"),
    )


def number_outcome(name: str, voice: Voice) -> int:
    """Return the number of the row that says where an outcome of policies comes from."""
    return voice.refs.number_row(simulated_source(name, voice.refs))


def _menu(shown: Sequence[PolicyTrial], voice: Voice) -> tuple[Block, ...]:
    counts = tell_counts((t.effects["real_income"].verdict for t in shown), "policies.count", voice)
    text = voice.say("policies.headline", n=len(shown), counts=counts)
    names = [n for n in SHOWN if any(t.effects[n].known for t in shown)]
    columns = {n: draw_effects(((t.package.name, t.effects[n]) for t in shown), OUTCOMES[n][2]) for n in names}
    unit, costs = _bills([(t.package, t.effects.get("bill", UNKNOWN)) for t in shown], voice)
    rows = tuple(
        (
            Cell(t.package.label[voice.lang]),
            *(set_cell(t.effects[n], _mark_unsolved(t, n, voice), columns[n], k) for n in names),
            *(Cell(c) for c in costs[k : k + 1]),
        )
        for k, t in enumerate(shown)
    )
    head = (voice.say("policies.head.policy"), *(voice.say(f"policies.head.{n}") for n in names))
    head = (*head, voice.say("policies.head.bill", unit=unit)) if costs else head
    refs = tuple(sorted(number_outcome(n, voice) for n in (*names, *(("bill",) if costs else ()))))
    cost = voice.say(f"policies.{'unpaid' if any(_is_unpaid(t.package) for t in shown) else 'cost'}") if costs else ""
    return (
        Heading(
            text,
            voice.say("policies.sub", sizes=SIZES[voice.lang], cost=cost),
            refs,
            voice.say("policies.legend", none=f"{100 * NOISE:g}"),
        ),
        BriefTable(head, rows, sheet=voice.say("book.policies")),
        *([Note(voice.say("policies.union"), late=True)] if voice.ctx.region in members_of(UNION) else []),
    )


def _bills(bills: Sequence[tuple[Package, Effect]], voice: Voice) -> tuple[str, tuple[str, ...]]:
    """Return the unit of what packages cost the budget a year, and each cost, with its sign where it brings money in.

    None where no package has a figure. What no budget pays for is marked.
    """
    scale = scale_of([v for _, b in bills for v in (b.low, b.high)], voice.ctx.w.unit, voice.lang)
    if not any(b.known for _, b in bills):
        return scale.unit, ()
    return scale.unit, tuple(_bill(b, scale, voice) + "*" * _is_unpaid(p) for p, b in bills)


def _bill(bill: Effect, scale: Scale, voice: Voice) -> str:
    if not bill.known:
        return voice.say("policies.unknown")
    places = 1 if max(abs(bill.low), abs(bill.high)) * scale.factor < SMALL else 0
    low, high = (
        scale.number(round(v * scale.factor, places) / scale.factor + 0.0, places) for v in (bill.low, bill.high)
    )
    if low == high or bill.low >= 0:
        return dash(low, high, voice.lang)
    return from_to(f"{low} ", f" {high}", "zh") if voice.lang == "zh" else from_to(low, high, voice.lang)


def _is_unpaid(package: Package) -> bool:
    """Return whether what it takes to get there is not counted."""
    return any(s.lever in UNPAID for s in package.shocks)


def _in_order(found: PolicyTrials) -> list[PolicyTrial]:
    """Return policies that raise real income first, then what is not stated, then those that lower it."""
    return sorted(found.shown, key=lambda t: _place(t.effects["real_income"]))


def _place(e: Effect) -> int:
    return 1 if not e.stated else 0 if e.up else 2


def _shown(e: Effect, name: str, voice: Voice, *, both: bool = False) -> tuple[str, str]:
    """Return the range of an effect where its sign is stated, else the word of the verdict; and what it means.

    Beside a bar (`both`) the range in any case, in the unit of the column; where the direction is open with the letter
    of the reason.
    """
    _, unit, better = OUTCOMES[name]
    text, mood = show_effect(e, "points" if both else unit, better, voice, both=both)
    if both and e.known and e.sign in OPEN:
        return voice.say(f"policies.why.{e.sign}", range=text) if e.drawn else voice.say(f"unknown.{e.sign}"), UNCLEAR
    return text, mood


def _mark_unsolved(t: PolicyTrial, name: str, voice: Voice) -> tuple[str, str]:
    """Return the effect beside a bar; that its range is of the cases that are solved, where some are not."""
    text, mood = _shown(t.effects[name], name, voice, both=True)
    marked = t.failed and t.effects[name].known and t.effects[name].drawn and t.effects[name].sign != NOTHING
    return (voice.say(f"policies.why.{NOTHING}", range=text) if marked else text), mood


# ---- families
def _families(found: Families | NewindError, voice: Voice) -> tuple[Block, ...]:
    if isinstance(found, NewindError):
        return (Note(voice.say("families.refused", why=voice.reason(found)), voice.say("families.none")),)
    e, refs = found.real_income, (_number("policy.families", voice),)
    stated = e.stated and not e.nothing
    kind = "open" if not stated else "up" if e.up else "down"
    ends, why = _shown(e, "real_income", voice)[0], voice.explain(e.sign)
    sub = voice.say("families.sub")
    text = voice.say(f"families.{kind}", ends=ends, why=why)
    if voice.ctx.region != AUTHOR:
        text, sub = voice.say("families.if"), voice.say("families.borrowed", result=text)
    head = Heading(text, sub, refs)
    industries, economies = _winners(found, voice)
    return head, Columns((industries,), (economies,)), _family_table(found, voice), *_flag_note(voice)


def _winners(found: Families, voice: Voice) -> list[Block]:
    lang = voice.lang
    made: list[Block] = []
    goods = {k: name_short(k, lang) for k in found.industries}
    names = {k: voice.ctx.economy(k).name(lang) for k in found.regions}
    for kind, effects, named, id in (
        ("industries", found.industries, goods, "policy.output"),
        ("economies", found.regions, names, "policy.families"),
    ):
        both = [*surely(effects, up=True, most=SIDE), *reversed(surely(effects, up=False, most=SIDE))]
        sides = [(code, e) for code, e in both if e.stated]
        column = draw_effects(sides, "higher")
        said = [_shown(e, "real_income", voice, both=True) for _, e in sides]
        rows = tuple((Cell(named[c]), set_cell(e, said[k], column, k)) for k, (c, e) in enumerate(sides))
        title = voice.say(f"families.{kind}" if rows else f"families.no_{kind}")
        sheet = voice.say(f"book.{kind}")
        made.append(BriefTable((title, ""), rows, refs=(_number(id, voice),), sheet=sheet) if rows else Note(title))
    return made


def _family_table(found: Families, voice: Voice) -> BriefTable:
    coded, lang = voice.ctx.region == AUTHOR, voice.lang
    tags = screen(actions()) if coded else None
    unit, costs = _bills([(f.package, f.bill) for f in found.families], voice)
    rows = []
    for k, f in enumerate(found.families):
        text, mood = _shown(f.real_income, "real_income", voice)
        counts = list(count_tags(tags, f.id)) if tags is not None else []
        cells = [Cell(capital(FAMILIES[f.id][lang])), Cell(text, mood), *(Cell(c) for c in costs[k : k + 1])]
        if counts:
            first, second, third, *rest = counts
            cells += [Cell(str(n)) for n in (first, second, third, sum(rest))]
        rows.append(tuple(cells))
    tagged = ("prohibited", "actionable", "unclear", "other") if coded else ()
    head = [voice.say(f"families.head.{k}") for k in ("family", "income")]
    head += [voice.say("policies.head.bill", unit=unit)] if costs else []
    first, head = len(head), [*head, *(voice.say(f"families.head.{k}") for k in tagged)]
    refs = (_number("policy.families", voice), *((_number("policy.flags", voice),) if coded else ()))
    title = voice.say(f"families.table{'_coded' if coded else ''}")
    numeric = tuple(range(first, len(head)))
    return BriefTable(tuple(head), tuple(rows), numeric, title, refs, sheet=voice.say("book.families"))


def _flag_note(voice: Voice) -> tuple[Note, ...]:
    if voice.ctx.region != AUTHOR:
        return (Note(voice.say("families.elsewhere")),)
    found = screen(actions())
    worse = sum(PROHIBITED in t.tags and t.tag != PROHIBITED for t in found)
    names = voice.join([t.action.label[voice.lang] for t in found if t.tag == PROHIBITED])
    title = voice.say("families.flags_title", tag=TAGS[PROHIBITED][voice.lang], names=names)
    return (Note(voice.say("families.flags", n=worse, advice=NO_ADVICE[voice.lang]), title),)


def _number(id: str, voice: Voice) -> int:
    from newind.questions.policies.families import number_of

    return number_of(id, voice.refs)
