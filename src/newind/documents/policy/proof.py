"""The second page of a policy brief: who gains and loses, one assumption at a time, WTO tags, limits, how to go on."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newind.charts.proofs import ChangeRanges, ChartRow
from newind.charts.spans import tone
from newind.documents.policy.front import number_outcome
from newind.documents.sheets.effects import NEAR_ZERO, draw_effects, mark_near, set_cell, show_effect
from newind.documents.sheets.model import (
    NEITHER,
    UNCLEAR,
    WORSE,
    BriefSheet,
    BriefTable,
    Cell,
    Columns,
    Heading,
    Item,
    Listing,
    Note,
)
from newind.language.phrases import name_short
from newind.language.words import mark
from newind.pathways.comparing import REAL_INCOME
from newind.policy.screening import screen
from newind.policy.signs import AMBIGUOUS, sign
from newind.policy.supports import supports
from newind.policy.triage import TAGS
from newind.policy.verdicts import NOISE, STRUCTURE
from newind.questions.policies.counting import WAYS, say_economies
from newind.questions.policies.families import number_of
from newind.questions.policies.oneline import OneWay
from newind.questions.policies.section import simulated_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.documents.policy.front import TriedScenario
    from newind.documents.sheets.model import Block
    from newind.documents.sheets.voice import Voice
    from newind.questions.model import SourceRow
    from newind.questions.policies.trials import Effect

TOGETHER = "structures"
"""Name of all market structures together, beside assumptions alone."""
LIMITS = ("adjustment", "damage", "links", "firms")


def sheet(tried: Sequence[TriedScenario], command: str, link: str, voice: Voice, side: int) -> BriefSheet:
    """Return the page, with so many industries and economies at each end, and one more assumption."""
    industries = [_industries(s, voice, side) for s in tried]
    economies = [_economies(s, voice, side) for s in tried]
    ends: tuple[Block, ...] = (
        (Columns((industries[0],), (industries[1],)), Columns((economies[0],), (economies[1],)))
        if len(tried) > 1
        else (Columns((industries[0],), (economies[0],)),)
    )
    flags = tuple(_flags(s, voice) for s in tried)
    limits = Listing(voice.say("limits.title"), tuple(Item(voice.say(f"limits.{k}")) for k in LIMITS))
    again = Note(
        voice.say("again.two" if len(tried) > 1 else "again.one"),
        voice.say("again.title"),
        code=command,
        link=(voice.say("again.link" if reaches_far(link) else "again.near"), link) if link else ("", ""),
        files=True,
    )
    note = (Note(voice.say("flags.note"), late=True),)
    first, *second = flags
    under = bool(second) and len(first.items) > len(second[0].items)  # of two lists it stands under the shorter one
    basis = (
        Columns((first, *(() if under else note), limits), (*second, *(note if under else ()), again))
        if second
        else Columns((first, *note), (limits, again))
    )
    blocks = (*ends, *_tests(tried, voice, side + 1), basis)
    year = voice.ctx.year
    return BriefSheet(voice.say("sheets.proof"), voice.say("aside.proof", year=year), blocks)


def reaches_far(link: str) -> bool:
    """Return whether an address opens anywhere, and not on one computer or in its network alone.

    Examples
    --------
    >>> reaches_far("https://newind.example.org/#try"), reaches_far("http://127.0.0.1:8000/"), reaches_far("http://pc:80")
    (True, False, False)
    """
    host = urlsplit(link).hostname or ""
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".localhost", ".local", ".lan", ".home", ".internal", ".home.arpa"))


# ---- who gains and who loses
def _industries(s: TriedScenario, voice: Voice, side: int) -> Block:
    """Return the industries at each end whose sign is sure."""
    found = s.trial.own.industries
    up, down = (_select(found, side, up=way) for way in (True, False))
    kind = "both" if up and down else "up" if up else "down" if down else "none"
    first = {k: name_short(v[0][0], voice.lang) for k, v in (("up", up), ("down", down)) if v}
    title = voice.say(f"ends.industries_{kind}", **first)
    rows = [*up, *reversed(down)]
    names = {code: name_short(code, voice.lang) for code, _ in rows}
    number = voice.refs.number_row(_industry_row(voice))
    return _table(title, ("", voice.say("ends.industries_sub")), rows, names, (number,), s, voice)


def _economies(s: TriedScenario, voice: Voice, side: int) -> Block:
    """Return the economies at each end that gain or lose, and among them the one that the brief is about."""
    region = voice.ctx.region
    abroad = {k: e for k, e in s.trial.own.regions.items() if k != region}
    title = say_economies((e.verdict for e in abroad.values()), voice.lang)
    up, down = (_select(abroad, side, up=way) for way in (True, False))
    own = (region, s.trial.own.regions[region])
    rows = [*up, own, *reversed(down)] if up or down else []
    names = {code: voice.short_region(code) for code, _ in rows}
    refs = (number_outcome("real_income", voice),)
    header = (voice.say("ends.listed"), voice.say("ends.economies_sub"))
    return _table(title, header, rows, names, refs, s, voice)


def _select(found: dict[str, Effect], side: int, *, up: bool) -> list[tuple[str, Effect]]:
    """Return those with the largest changes in one direction, those that others gain or lose by among them."""
    way = 1 if up else -1
    sure = [(k, e) for k, e in found.items() if WAYS.get(e.sign) == way and (e.stated or not e.sure)]
    return sorted(sure, key=lambda p: -way * p[1].central)[:side]


def _table(
    title: str,
    header: tuple[str, str],
    rows: Sequence[tuple[str, Effect]],
    names: dict[str, str],
    refs: tuple[int, ...],
    s: TriedScenario,
    voice: Voice,
) -> Block:
    if not rows:
        return Note("", f"{s.letter} · {title}" if s.letter else title)
    column = draw_effects(rows, "higher")
    cells = tuple(
        (Cell(names[code]), set_cell(e, show_effect(e, "points", "higher", voice, both=True), column, k))
        for k, (code, e) in enumerate(rows)
    )
    return BriefTable(header, cells, title=title, refs=refs, beside=True, scenario=s.letter)


def _industry_row(voice: Voice) -> SourceRow:
    """Return where the change of an industry's value added comes from."""
    row = simulated_source("real_income", voice.refs)
    return replace(row, indicator="policy.value_added", label=voice.say("ends.label"), formula="va′ / va − 1")


# ---- one assumption at a time
def _tests(tried: Sequence[TriedScenario], voice: Voice, most: int) -> tuple[Block, ...]:
    told = [text for s in tried if (text := _turns(s, voice))]
    text = voice.say("tests.turning") + mark("semicolon", voice.lang).join(told) if told else voice.say("tests.none")
    heading = Heading(text, voice.say("tests.sub", none=f"{100 * NOISE:g}"), (number_outcome("real_income", voice),))
    table = tabulate_tests(tried, voice, most)
    return heading, Note("", voice.say("tests.nothing")) if table is None else table


def _list_turning(s: TriedScenario) -> list[OneWay]:
    """Return the assumptions of which each alone turns the sign of real income."""
    return [test for test in s.trial.own.tests if test.sign == AMBIGUOUS]


def _turns(s: TriedScenario, voice: Voice) -> str:
    """Return what turns income: assumptions alone, else market structures together; nothing where neither does."""
    turning, one = _list_turning(s), "" if s.letter else "_one"
    if turning:
        what = voice.join([_name_inside(test, voice) for test in turning])
        return voice.say(f"tests.turns{one}", who=s.who(voice), what=what)
    turned = s.trial.own.outcomes[REAL_INCOME].sign == STRUCTURE
    return voice.say(f"tests.structure{one}", who=s.who(voice)) if turned else ""


def _name_inside(test: OneWay, voice: Voice) -> str:
    said = test.label[voice.lang]
    return said[:1].lower() + said[1:]


def tabulate_tests(tried: Sequence[TriedScenario], voice: Voice, most: int) -> BriefTable | None:
    """Return market structures together and the widest tests, scenarios on one scale; hatched where the sign turns.

    What is near zero has no bar.
    """
    found = [{t.id: t for t in s.trial.own.tests} for s in tried]
    each = {id: t for known in reversed(found) for id, t in known.items()}
    wide = {id: max(t[id].high - t[id].low for t in found if id in t) for id in each}
    ids = sorted(each, key=lambda id: -wide[id])[:most]
    if not ids:
        return None
    together = {voice.lang: voice.say("tests.structures")}
    for known, s in zip(found, tried, strict=True):
        if (ends := s.trial.own.structures) is not None:
            known[TOGETHER] = each[TOGETHER] = OneWay(TOGETHER, together, *ends, sign(*ends, NOISE))
    ids = [*([TOGETHER] if TOGETHER in each else []), *ids]
    shown = [(k, known[id]) for id in ids for k, known in enumerate(found) if id in known]
    rows = tuple(
        ChartRow(f"{t.id}{k}", float("nan"), None if t.sign in NEAR_ZERO else (t.low, t.high)) for k, t in shown
    )
    column = ChangeRanges(rows, "1", "higher")
    at = {(k, t.id): n for n, (k, t) in enumerate(shown)}
    cells = tuple(
        (
            Cell(each[id].label[voice.lang]),
            *(_set_test(known.get(id), column, at.get((k, id), 0), voice) for k, known in enumerate(found)),
        )
        for id in ids
    )
    return BriefTable((voice.say("tests.head"), *(s.letter for s in tried)), cells, beside=True)


def _set_test(test: OneWay | None, column: ChangeRanges, k: int, voice: Voice) -> Cell:
    if test is None:
        return Cell(voice.say("tests.same"), UNCLEAR)
    text = voice.span(test.low, test.high, "points")
    if test.sign in NEAR_ZERO:
        return Cell(mark_near(text, test.sign, voice), UNCLEAR)
    return Cell(text, tone(test.low, test.high, "higher"), (column, k))


# ---- WTO tags
def _flags(s: TriedScenario, voice: Voice) -> Listing:
    """Return the preliminary tag of each measure that is support, with a flag only where it may be prohibited."""
    lang, items = voice.lang, []
    found = screen(supports(s.trial.package))
    for t in found:
        serious = "prohibited-suspect" in t.tags
        tag = TAGS[t.tag][lang]
        text = (
            voice.say("flags.possible", tag=tag)
            if serious and t.tag != "prohibited-suspect"
            else f"⚑ {tag}"
            if serious
            else tag
        )
        mood = WORSE if serious else NEITHER if t.tag == "actionable" else UNCLEAR
        items.append(Item(t.action.label[lang], text, mood))
    refs = (number_of("policy.flags", voice.refs),)
    if items:
        first = items[0]
        items[0] = Item(first.text, first.number, first.tone, refs)
    return Listing(
        voice.say("flags.title"),
        tuple(items),
        voice.say("flags.none"),
        voice.say("tried.more", n="{n}"),
        scenario=s.letter,
    )
