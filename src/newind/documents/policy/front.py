"""The first page of a policy brief: the finding, the question, what was tried, what it does at each horizon."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newind.documents.sheets.effects import NEAR_ZERO, draw_effects, set_cell, show_effect
from newind.documents.sheets.model import UNCLEAR, BriefSheet, BriefTable, Cell, Columns, Heading, Item, Listing, Note
from newind.language.words import dash, decimal, mark, percent, quantity, span
from newind.pathways.comparing import CO2, REAL_INCOME
from newind.pathways.defaults import HORIZON
from newind.policy.signs import SIGNS
from newind.policy.verdicts import BORNE, NOISE, OTHERS
from newind.questions.model import SourceRow
from newind.questions.policies.ahead import COMPARED, say_ahead
from newind.questions.policies.budget import name_sources, say_budget
from newind.questions.policies.counting import COUNTED
from newind.questions.policies.section import simulated_source
from newind.questions.policies.shocks import describe_shock, describe_tariff
from newind.questions.policies.trials import HORIZONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.documents.sheets.model import Block
    from newind.documents.sheets.voice import Voice
    from newind.policy.schema import Package
    from newind.questions.policies.scenarios import HorizonTrial, ScenarioTrial
    from newind.questions.policies.trials import Effect

SHARES = {"dva": "s4.dva_share", "manufacturing": "s2.manufacturing_share"}
"""Outcomes that are differences of indicators."""
OUTCOMES = {"real_income": REAL_INCOME, "co2": CO2, **SHARES}
"""Outcomes that are shown, in order, and their ids."""
PERCENT = 100.0
UNNAMED = "scenario"
"""What a package is called that was given no name."""


@dataclass(frozen=True)
class TriedScenario:
    """A scenario with the letter that it wears where there are two."""

    letter: str
    trial: ScenarioTrial

    def who(self, voice: Voice) -> str:
        """Return what sentences call it."""
        return voice.say(f"who.{self.letter or 'one'}")


# ---- title and lead
def title(tried: Sequence[TriedScenario], voice: Voice) -> str:
    """Return the finding in a line: what holds under everything assumed first, then what is open."""
    if len(tried) == 1:
        (one,) = tried
        income, co2 = (one.trial.own.outcomes.get(o) for o in (REAL_INCOME, CO2))
        said = _claim(REAL_INCOME, income, one, voice)
        if co2 is not None and co2.stated and co2.sign != "zero":
            return voice.say(f"title.and_{'up' if co2.up else 'down'}", what=said)
        return said
    claims = [_choose_claim(s, voice) for s in tried]
    if any(c[0] for c in claims) and all(_way(s.trial.own.outcomes[REAL_INCOME]) == "open" for s in tried):
        sure = [voice.say("title.whatever", what=text) for stated, text in claims if stated]
        return voice.say("title.joint").join([*sure, voice.say("title.both_open")])
    first, *rest = sorted(claims, key=lambda c: not c[0])
    said = voice.say("title.whatever", what=first[1]) if first[0] else first[1]
    return voice.say("title.joint").join([said, *(c[1] for c in rest)])


def _choose_claim(s: TriedScenario, voice: Voice) -> tuple[bool, str]:
    """Return whether there is a sign, and the claim: of income, else of CO2, else that income is open."""
    for name in (REAL_INCOME, CO2):
        e = s.trial.own.outcomes.get(name)
        if e is not None and e.stated and not (name == CO2 and e.sign == "zero"):
            return True, _claim(name, e, s, voice)
    return False, _claim(REAL_INCOME, s.trial.own.outcomes[REAL_INCOME], s, voice)


def _claim(name: str, e: Effect | None, s: TriedScenario, voice: Voice) -> str:
    return voice.say(f"title.{'income' if name == REAL_INCOME else 'co2'}_{_way(e)}", who=s.who(voice))


def _way(e: Effect | None) -> str:
    """Return the key of what is claimed of an effect: that it is open where its verdict is no direction.

    What is at others' expense, or others gain by, has no direction where its range has two signs.
    """
    said = "" if e is None else e.verdict
    known = {"positive": "up", "negative": "down", "zero": "nothing"}
    if e is not None and said in (OTHERS, BORNE) and e.low * e.high <= 0:
        return f"{said}_signed"
    return known.get(said) or (said.replace(" ", "_") if said in COUNTED[:-1] else "open")


def lead(tried: Sequence[TriedScenario], voice: Voice) -> tuple[str, tuple[int, ...]]:
    """Return in a sentence a scenario what it does once capital has moved, and where that comes from."""
    said = [voice.say("lead.intro", year=voice.ctx.year)]
    for s in tried:
        own = s.trial.own
        what = {"income": _income(own, voice), "co2": _co2(own, voice)}
        said.append(voice.say("lead.one" if len(tried) == 1 else "lead.two", who=s.who(voice), **what))
    if len(tried) > 1:
        said.append(say_ahead({name: [s.trial.own.cases.get(name) for s in tried] for name in COMPARED}, voice.lang))
    return ("" if voice.lang == "zh" else " ").join(said), (
        number_outcome("real_income", voice),
        number_outcome("co2", voice),
    )


def _income(own: HorizonTrial, voice: Voice) -> str:
    e = own.outcomes[REAL_INCOME]
    text, _ = show_effect(e, "1", "higher", voice, both=not e.stated)
    if e.stated or e.sign.startswith("zero"):
        return voice.say("lead.stated", range=text)
    return voice.say("lead.open" if e.drawn else "lead.unsaid", range=text, why=voice.explain(e.sign))


def _co2(own: HorizonTrial, voice: Voice) -> str:
    e = own.outcomes.get(CO2)
    if e is None:
        return voice.say("policies.unknown")
    text, _ = show_effect(e, "1", "lower", voice, both=not e.stated)
    return voice.say("lead.plain_open" if e.low < 0 < e.high else "lead.stated", range=text)


# ---- the page
def sheet(tried: Sequence[TriedScenario], question: str, voice: Voice) -> BriefSheet:
    """Return the page."""
    asked: tuple[Block, ...] = (Note(question, voice.say("question")),) if question else ()
    lists = [_list_levers(s, voice) for s in tried]
    shown: Block = Columns((lists[0],), (lists[1],)) if len(lists) > 1 else lists[0]
    w = voice.ctx.w
    outcomes = tabulate_outcomes(tried, voice)
    legend = voice.say("effects.legend", near=voice.say("effects.near") if _is_near(tried) else "")
    heading = Heading(voice.say("effects.title"), voice.say("effects.sub"), outcomes.refs, legend)
    note = tried[0].trial.package.to_dict().get("note", {}).get(voice.lang, "")
    why = (Note(note),) if note and len(tried) == 1 else ()
    over = (Heading(voice.say("tried.title")),) if len(tried) == 1 else ()  # two have their letters
    under = (*_count_unsolved(tried, voice), *_explain_budget(tried, voice))
    blocks = (*asked, *over, shown, *why, heading, outcomes, *under)
    return BriefSheet(
        voice.say("sheets.front"),
        voice.say("aside.two" if len(tried) > 1 else "aside.one", year=w.year, status=voice.say(f"status.{w.status}")),
        blocks,
        voice.say("sheets.foot"),
    )


def _is_near(tried: Sequence[TriedScenario]) -> bool:
    """Return whether an outcome is near zero, so that the mark of it is explained."""
    found = [t.outcomes.get(id) for s in tried for t in s.trial.horizons.values() for id in OUTCOMES.values()]
    return any(e is not None and e.verdict in NEAR_ZERO and not e.nothing for e in found)


def _list_levers(s: TriedScenario, voice: Voice) -> Listing:
    """Return the levers of a scenario in words, with typed value and where it is from, of tariffs with their rates."""
    package, tariffs, lang = s.trial.package, s.trial.own.tariffs, voice.lang
    said = [describe_shock(shock, package, voice.ctx.region, lang) for shock in package.shocks]
    rates = {k: describe_tariff(package.shocks[k], rate, lang) for k, rate in tariffs.items() if rate is not None}
    told = [mark("clause", lang).join(filter(None, (w.origin, rates.get(k)))) for k, w in enumerate(said)]
    number = voice.refs.number_row(_package_row(package, voice))
    items = tuple(Item(w.text, w.value, "", (number,) if k == 0 else (), told[k]) for k, w in enumerate(said))
    return Listing(
        name_scenario(package, voice),
        items,
        rest=voice.say("tried.more", n="{n}"),
        scenario=s.letter,
    )


def name_scenario(package: Package, voice: Voice) -> str:
    """Return the title of a package, its own name where it has one, or that it is the user's."""
    own = "" if package.name == UNNAMED else package.name
    return package.to_dict().get("label", {}).get(voice.lang) or own or voice.say("source.typed")


def _package_row(package: Package, voice: Voice) -> SourceRow:
    """Return where the values of a package come from."""
    lang, about = voice.lang, package.to_dict()
    sources = [f"{s['title']}{', ' + s['date'] if s.get('date') else ''}" for s in about.get("sources", ())]
    return SourceRow(
        number=0,
        indicator=f"package.{package.name or 'scenario'}",
        label=name_scenario(package, voice),
        formula="",
        source="; ".join(sources) or voice.say("source.typed"),
        year=str(voice.ctx.year),
        unit="",
        status="assumed",
        note=about.get("note", {}).get(lang, "") or voice.say("source.values"),
    )


def number_outcome(name: str, voice: Voice) -> int:
    """Return the number of the row that says where an outcome comes from."""
    if name in SHARES:
        return voice.refs.number_answer((SHARES[name],), "simulated", voice.ctx.year)[0]
    return voice.refs.number_row(simulated_source(name, voice.refs))


def tabulate_outcomes(tried: Sequence[TriedScenario], voice: Voice) -> BriefTable:
    """Return outcomes by horizon, scenarios on one scale an outcome; of one scenario, where it leads beside."""
    rows: list[tuple[Cell, ...]] = []
    for name, id in OUTCOMES.items():
        if any(id in s.trial.own.outcomes for s in tried):
            rows += _rows(name, id, tried, voice)
    rows += _cost_rows(tried, voice)
    heads = [s.letter for s in tried] if len(tried) > 1 else [voice.say("effects.against"), voice.say("effects.leads")]
    refs = tuple(number_outcome(n, voice) for n in (*OUTCOMES, "bill"))
    return BriefTable(("", "", *heads), tuple(rows), refs=refs, beside=True)


def _cost_rows(tried: Sequence[TriedScenario], voice: Voice) -> Iterator[tuple[Cell, ...]]:
    """Yield what scenarios cost the budget at every horizon, and what that takes on top if taxes pay it."""
    more = (Cell(""),) if len(tried) == 1 else ()
    for h in HORIZONS:
        label = voice.say("effects.bill") if h == HORIZONS[0] else ""
        known = [s.trial.horizons.get(h) for s in tried]
        bills = [voice.say("effects.unsolved") if t is None else _bill(t.bill, voice) for t in known]
        yield (Cell(label), Cell(voice.say(f"effects.{h}")), *map(Cell, bills), *more)
    losses = [s.trial.own.funds for s in tried]
    if any(loss >= NOISE / 2 for loss in losses):
        told = [voice.say("effects.funds_more", loss=percent(loss, voice.lang, 2)) for loss in losses]
        own = voice.say(f"effects.{HORIZON}")
        yield (Cell(voice.say("effects.funds")), Cell(own), *map(Cell, told), *more)


def drop_funds(block: Block, label: str) -> Block:
    """Leave out the row of a table that says what paying by taxes takes on top, which has this label."""
    return (
        replace(block, rows=tuple(r for r in block.rows if r[0].text != label))
        if isinstance(block, BriefTable)
        else block
    )


def _mark_letter(s: TriedScenario, voice: Voice) -> str:
    """Return the letter of a scenario before a clause about it; nothing where there is one alone."""
    return s.letter + mark("colon", voice.lang) * bool(s.letter)


def _count_unsolved(tried: Sequence[TriedScenario], voice: Voice) -> tuple[Block, ...]:
    """Return in how many cases there is no equilibrium, where that leaves the sign of real income open."""
    told = [_mark_letter(s, voice) + text for s in tried if (text := s.trial.own.unsolved[voice.lang])]
    text = voice.say("effects.unsolved_cases", told=mark("semicolon", voice.lang).join(told))
    return (Note(text),) if told else ()


def _explain_budget(tried: Sequence[TriedScenario], voice: Voice) -> tuple[Block, ...]:
    """Return what the change of the budget is made of; nothing where no part has a sign that is sure."""
    w, told = voice.ctx.w, []
    for s in tried:
        names = name_sources(s.trial.package, w, [w.regions.index(voice.ctx.region)])
        parts = say_budget(s.trial.own.revenue, s.trial.own.bill, names, w.unit, voice.lang)
        told += [_mark_letter(s, voice) + parts] if parts else []
    text = voice.say("effects.parts", parts=mark("semicolon", voice.lang).join(told))
    return (Note(text),) if told else ()


def _rows(name: str, id: str, tried: Sequence[TriedScenario], voice: Voice) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of an outcome, one a horizon."""
    change = next(s.trial.own.changes[id] for s in tried if id in s.trial.own.changes)
    unit = "points" if change.kind == "points" else "1"
    known = {
        (h, k): s.trial.horizons[h].outcomes.get(id)
        for h in HORIZONS
        for k, s in enumerate(tried)
        if h in s.trial.horizons
    }
    drawn = [(key, e) for key, e in known.items() if e is not None]
    column = draw_effects(((f"{h}{k}", e) for (h, k), e in drawn), change.better)
    at = {key: n for n, (key, _) in enumerate(drawn)}
    for h in HORIZONS:
        cells = []
        for k in range(len(tried)):
            e = known.get((h, k))
            cells.append(
                Cell(voice.say("effects.unsolved"), UNCLEAR)
                if e is None
                else set_cell(e, _say_effect(e, unit, change.better, voice, alone=len(tried) == 1), column, at[h, k])
            )
        if len(tried) == 1:
            cells.append(Cell(_level(known.get((h, 0)), tried[0].trial.own, id, voice)))
        label = voice.say(f"effects.{name}") if h == HORIZONS[0] else ""
        yield (Cell(label), Cell(voice.say(f"effects.{h}")), *cells)


def _say_effect(e: Effect, unit: str, better: str, voice: Voice, *, alone: bool) -> tuple[str, str]:
    """Return the range beside a bar and what it means; of a gain at others' expense that alone, if not said beside."""
    text, mood = show_effect(e, unit, better, voice, both=True)
    if e.sign != OTHERS:
        return text, mood
    return (text, UNCLEAR) if alone else (SIGNS[OTHERS][voice.lang], mood)


def _level(e: Effect | None, own: HorizonTrial, id: str, voice: Voice) -> str:
    """Return from which level a change starts and where it leads, and at whose expense, where its range is drawn."""
    change = own.changes.get(id)
    if e is None or change is None or not e.drawn:
        return ""
    low, high = (change.before + v if change.kind == "points" else change.before * (1 + v) for v in (e.low, e.high))
    before, moved = _write_levels(change.before, low, high, change.unit, voice)
    told = voice.say("effects.level", before=before, range=moved)
    if e.sign not in (OTHERS, BORNE):
        return told
    return mark("clause", voice.lang).join([told, SIGNS[e.sign][voice.lang]])


def _write_levels(before: float, low: float, high: float, unit: str, voice: Voice) -> tuple[str, str]:
    """Return a level and the range that it moves to, with their unit where they have one."""
    scale, places = {"1": (PERCENT, 2), "kt": (1e-5, 1) if voice.lang == "zh" else (1e-3, 0)}.get(unit, (1.0, 2))
    first, *ends = (decimal(scale * v, places, voice.lang) for v in (before, low, high))
    moved = dash(ends[0], ends[1], voice.lang)
    if unit == "1":
        moved = dash(f"{ends[0]}%" if voice.lang == "zh" and ends[0] != ends[1] else ends[0], ends[1], voice.lang) + "%"
        return f"{first}%", moved
    return first, voice.say("effects.emitted", value=moved) if unit == "kt" else moved


def _bill(bill: Effect, voice: Voice) -> str:
    """Return what a scenario costs the budget, or brings in."""
    low, high = bill.low, bill.high
    unit = voice.ctx.w.unit
    if low * high < 0:
        return voice.say("effects.mixed", low=quantity(low, unit, voice.lang), high=quantity(high, unit, voice.lang))
    least, most = sorted((abs(low), abs(high)))
    kind = "brings" if high <= 0 and low < 0 else "costs"
    return voice.say(f"effects.{kind}", amount=span(least, most, unit, voice.lang))
