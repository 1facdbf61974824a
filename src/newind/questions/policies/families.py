"""The six families of policy in a brief: cards, tables and figures, and the support that is moved elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newind.accounts.classification import industry_name
from newind.charts.proofs import ChangeRanges, ChartRow
from newind.charts.spans import digits, format_range
from newind.errors import NewindError
from newind.language.phrases import economy, industries, industry
from newind.language.scales import mark
from newind.language.words import cardinal, decimal, foremost, join_unranked_names, listing, percent
from newind.measures import zh
from newind.messages import message_group
from newind.pathways.defaults import HORIZON
from newind.pathways.reallocation import GOALS
from newind.policy.actions import actions
from newind.policy.levers import FAMILIES
from newind.policy.packages import desk, package as shipped_package
from newind.policy.screening import screen
from newind.policy.signs import SIGNS
from newind.policy.triage import NO_ADVICE, TAGS
from newind.policy.triage.told import format_citation
from newind.questions import wording
from newind.questions.green.words import amount
from newind.questions.model import Block, Card, MeasureRow, SourceRow, TableSection
from newind.questions.policies import section_tables
from newind.questions.policies.family_trials import AUTHOR, EXAMPLE, moves, simulate_families, surely

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newind.language.words import Lang
    from newind.pathways.reallocation import Redesign
    from newind.policy.screening import Screening, Triage
    from newind.questions.policies.family_trials import Families, Family, SupportTrials
    from newind.questions.policies.trials import Effect
    from newind.questions.provenance import References


REDESIGN = "redesign"
"""Scenario of figures on support that is moved."""


def _build_effect_figures(scenario: str, year: int, id: str, e: Effect, **at: str) -> Iterator[MeasureRow]:
    ends = {"": e.central if e.sure else float("nan"), ".low": e.low, ".high": e.high}
    for end, value in ends.items() if e.known else ():
        why = "" if e.sure or end else SIGNS[e.sign]["en"]
        yield MeasureRow(scenario, year, id + end, value, "1", section_tables.SIMULATED, why, **at)


def family_figures(found: Families, year: int) -> Iterator[MeasureRow]:
    """Yield every figure of the families: alone, what each adds, all together, other economies, industries."""
    all_ = f"{found.package.name}/{HORIZON}"
    for f in found.families:
        scenario = f"{found.package.name}:{f.id}/{HORIZON}"
        yield from _build_effect_figures(scenario, year, "policy.families", f.real_income)
        yield from _build_effect_figures(scenario, year, "policy.families_co2", f.co2)
        if found.real_income.sure:
            yield MeasureRow(scenario, year, "policy.contribution", f.adds, "1", section_tables.SIMULATED)
    yield from _build_effect_figures(all_, year, "policy.families", found.real_income)
    yield from _build_effect_figures(all_, year, "policy.families_co2", found.co2)
    for code, e in found.regions.items():
        yield from _build_effect_figures(all_, year, "policy.families", e, region=code)
    for code, e in found.industries.items():
        yield from _build_effect_figures(all_, year, "policy.output", e, industry=code)


def build_redesign_figures(found: SupportTrials, year: int, money: str) -> Iterator[MeasureRow]:
    """Yield what the support costs, and real income by goal."""
    for goal, move in found.by_goal.items():
        scenario = f"{REDESIGN} {goal}/{move.found.before.horizon}"
        yield from _build_effect_figures(scenario, year, "policy.moved", move.real_income)
        yield MeasureRow(scenario, year, "policy.bill", move.found.bill[1], money, section_tables.SIMULATED)


def flag_figures(year: int) -> Iterator[MeasureRow]:
    """Yield how many actions of each family have each tag."""
    found = screen(actions())
    for family in desk().families:
        for tag, n in zip(TAGS, count_tags(found, family), strict=True):
            yield MeasureRow(family, year, "policy.flags", float(n), "actions", "proxy", tag)


def count_tags(found: Iterable[Triage], family: str) -> Iterator[int]:
    """Yield how many actions of a family have each tag, the most serious first."""
    for tag in TAGS:
        yield sum(t.action.family == family and t.tag == tag for t in found)


SIDE = 2
"""Industries and economies that gain, and that lose, which are shown."""


@dataclass(frozen=True)
class FamilyText:
    """Section of a brief on the families: blocks, further methods, figures and the names of their quantities."""

    blocks: tuple[Block, ...] = ()
    methods: tuple[str, ...] = ()
    figures: tuple[MeasureRow, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)


def load_words() -> dict[str, Any]:
    """Return all words by group."""
    return message_group("policies.families")


def desk_part(refs: References) -> FamilyText:
    """Return what the families do, how their actions stand, and what support would do elsewhere.

    Where one of these cannot be told on the accounts of the brief, a line of the methods says so.

    Parameters
    ----------
    refs : References
        Of the brief, on closed accounts; rows of what is simulated are entered there.
    """
    teller, ctx = _FamilyWording(refs), refs.ctx
    blocks: list[Block] = []
    who: list[Card] = []
    methods: list[str] = []
    figures: list[MeasureRow] = []
    coded = ctx.region == AUTHOR
    try:
        found = simulate_families(ctx.w, ctx.region)
    except NewindError as error:
        methods.append(teller.line("refused", why=str(error)))
        blocks += [Block(tables=(teller.flags(),))] if coded else []
    else:
        blocks.append(teller.families(found, coded=coded))
        who += teller.winners(found)
        methods += teller.methods(found)
        figures += family_figures(found, ctx.year)
    try:
        moved = moves(ctx.w, ctx.region)
    except NewindError as error:
        methods.append(teller.line("refused-moved", why=str(error)))
    else:
        who += [teller.build_redesign_card(moved)] if moved.by_goal else []
        methods += [teller.line("refused-moved", why=why) for why in moved.refused.values() if not moved.by_goal]
        figures += build_redesign_figures(moved, ctx.year, ctx.w.unit)
    blocks += [Block(teller.title("who"), cards=tuple(who))] if who else []
    figures += flag_figures(ctx.year) if coded else []
    methods += [] if coded else [teller.line("flags-elsewhere")]
    labels = {id: str(entry["label"][refs.lang]) for id, entry in load_words()["sources"].items()}
    return FamilyText(tuple(blocks), tuple(methods), tuple(figures), labels)


def number_of(id: str, refs: References) -> int:
    """Return the number of the row that says where a figure on families comes from."""
    entry, lang, w = load_words()["sources"][id], refs.lang, refs.ctx.w
    mark = "; " if lang != "zh" else "；"
    own = w.source if lang != "zh" else zh.source(w.source)
    simulated = "source" not in entry
    row = SourceRow(
        number=0,
        indicator=id,
        label=entry["label"][lang],
        formula=entry["formula"][lang],
        source=mark.join(t for t in (own, section_tables.METHOD[lang]) if t) if simulated else entry["source"][lang],
        year=str(refs.ctx.year) if simulated else "2024",
        unit=section_tables.UNITS["1"][lang] if simulated else load_words()["heads"]["flags"][lang][1],
        status=section_tables.SIMULATED if simulated else "proxy",
        note=section_tables.NOTED[lang] if simulated else NO_ADVICE[lang],
    )
    return refs.number_row(row)


class _FamilyWording:
    """Words, rows of sources, and what is made of them, for one brief."""

    def __init__(self, refs: References) -> None:
        self.refs, self.ctx, self.lang = refs, refs.ctx, refs.lang
        self.name = economy(self.ctx, self.ctx.region)[self.lang]

    # ---- words
    def line(self, name: str, **words: object) -> str:
        return str(load_words()["lines"][name][self.lang]).format(**{"name": self.name, **words})

    def title(self, name: str, **words: object) -> str:
        return str(load_words()["titles"][name][self.lang]).format(**words)

    def number(self, id: str) -> int:
        return number_of(id, self.refs)

    def central(self, e: Effect, *, sign: bool = False) -> str:
        value = e.central if sign else abs(e.central)
        return percent(value, self.lang, digits(e.low, e.high), sign=sign)

    def card(self, kind: str, topic: str, sentence: str, rows: Sequence[ChartRow], note: str, id: str) -> Card:
        kick = load_words()["kicks"][kind]
        return Card(
            topic=topic,
            title=kick[self.lang],
            sentence=sentence,
            proof=ChangeRanges(tuple(rows), "1", "higher"),
            note=note,
            refs=(self.number(id),),
            year=self.ctx.year,
            status=section_tables.SIMULATED,
            detail=kick["mark"],
        )

    # ---- families
    def families(self, found: Families, *, coded: bool) -> Block:
        """Return the card of real income by family, and the tables beside it; of tags where actions are coded."""
        e, lang = found.real_income, self.lang
        way = "unsure" if not e.sure else "up" if e.up else "down" if e.down else "zero"
        n = cardinal(len(found.families), lang)
        sentence = self.line(
            f"families-{way}",
            n=n,
            central=self.central(e),
            range=format_range(e.low, e.high, lang),
            why=SIGNS[e.sign][lang],
        )
        sure = [f for f in found.families if f.real_income.up]
        if way == "up" and sure:
            sure.sort(key=lambda f: -f.adds)
            names = [FAMILIES[f.id][lang] for f in sure[: _level(f.real_income for f in sure)]]
            told = [n[:1].lower() + n[1:] for n in names] if lang != "zh" else names
            sentence += self.line("most", family=join_unranked_names(told, lang), adds=percent(sure[0].adds, lang, 2))
        rows = [_row(f.id, f.real_income, FAMILIES[f.id][lang], lang) for f in found.families]
        rows.append(_row("all", e, load_words()["rows"]["all"][lang], lang))
        card = self.card("families", "s2", sentence, rows, self.line("families-note"), "policy.families")
        tables = (self.table(found), self.flags()) if coded else (self.table(found),)
        return Block(self.title("block", n=n), cards=(card,), tables=tables)

    def table(self, found: Families) -> TableSection:
        """Return what each family holds, adds to real income, and does to emissions."""
        lang, sure = self.lang, found.real_income.sure
        total = sum(f.adds for f in found.families)
        held = desk().families
        rows = [
            (
                FAMILIES[f.id][lang],
                shipped_package(held[f.id]).label[lang],
                *((_format_contribution(f, lang),) if sure else ()),
                _ends(f.co2, lang),
            )
            for f in found.families
        ]
        added = (decimal(100 * total, 2, lang, sign=True),) if sure else ()
        rows.append((load_words()["rows"]["all"][lang], "", *added, _ends(found.co2, lang)))
        lead = (
            self.line("families-table", total=percent(total, lang, 2)) if sure else self.line("families-table-unsure")
        )
        family, tried, adds, co2 = load_words()["heads"]["families"][lang]
        head = (family, tried, adds, co2) if sure else (family, tried, co2)
        refs = tuple(self.number(f"policy.{k}") for k in ("contribution", "families_co2")[0 if sure else 1 :])
        numeric = tuple(range(2, len(head)))
        return TableSection("policy-families", self.title("families"), lead, head, tuple(rows), numeric, refs=refs)

    def winners(self, found: Families) -> Iterator[Card]:
        """Yield the industries and the other economies that gain and lose most, where there are any."""
        lang, ctx = self.lang, self.ctx
        goods = {k: (industry(k)[lang], industry_name(k, lang)) for k in found.industries}
        names = {k: (economy(ctx, k)[lang], wording.name_of(ctx, k, lang)) for k in found.regions}
        sides = (
            ("industries", "s2", found.industries, goods, "policy.output"),
            ("regions", "s4", found.regions, names, "policy.families"),
        )
        for kind, topic, effects, named, id in sides:
            gain, loss = (surely(effects, up=way, most=SIDE) for way in (True, False))
            ways = {"up": gain, "down": loss}
            first = {way: join_unranked_names([named[c][0] for c, _ in side[: _level(e for _, e in side)]], lang)
                     for way, side in ways.items() if side}  # fmt: skip
            if first:
                ending = "both" if len(first) == len(ways) else next(iter(first))
                rows = [_row(c, e, named[c][1], lang) for c, e in (*gain, *reversed(loss))]
                yield self.card(
                    kind, topic, self.line(f"{kind}-{ending}", **first), rows, self.line(f"{kind}-note"), id
                )

    # ---- the same money elsewhere
    def build_redesign_card(self, found: SupportTrials) -> Card:
        """Return what the support does elsewhere at the same cost, and its preliminary WTO classification."""
        lang, first = self.lang, next(iter(found.by_goal.values())).found
        money = sum(m.amount for m in first.moved)
        parts = {goal: self._outcome(found, goal) for goal in GOALS}
        sentence = self.line("moved", money=amount(money, self.ctx.w.unit)[lang], **parts)
        rows = [_row(g, m.real_income, load_words()["rows"][g][lang], lang) for g, m in found.by_goal.items()]
        after = [
            self.line(f"after-{g}", tag=self._tags(m.found.screenings[1], first)) for g, m in found.by_goal.items()
        ]
        goods = industries(dict.fromkeys(c for m in first.moved for c in m.industries))[lang]
        comma = ", " if lang != "zh" else "，"
        note = self.line(
            "moved-example" if found.example else "moved-shipped",
            rate=percent(max(float(m.rate) for m in first.moved), lang, 0),
            share=percent(EXAMPLE, lang, 1),
            goods=goods,
            before=self._tags(first.screenings[0], first),
            after=comma.join(after),
        )
        return self.card("moved", "s1", sentence, rows, note, "policy.moved")

    def _tags(self, found: Screening, moved: Redesign) -> str:
        """Return the tags of the actions that are moved."""
        return listing(
            [TAGS[t][self.lang] for t in dict.fromkeys(found[m.action.id].tag for m in moved.moved)], self.lang
        )

    def _outcome(self, found: SupportTrials, goal: str) -> str:
        """Return what comes of the money at a goal."""
        if goal not in found.by_goal:
            return self.line(f"{goal}-refused")
        e, other = found.by_goal[goal].real_income, found.by_goal.get("rd")
        if not e.sure or e.nothing:
            return self.line(f"{goal}-unsure")
        alone = goal == "consumer" and e.up and (other is None or not other.real_income.up)
        return self.line(f"{goal}-{'up' if e.up else 'down'}{'-alone' if alone else ''}", central=self.central(e))

    # ---- triage
    def flags(self) -> TableSection:
        """Return how many actions of each family have which tag, and the basis of the serious tags."""
        lang, found = self.lang, screen(actions())
        counts = {f: tuple(count_tags(found, f)) for f in desk().families}
        rows = [(FAMILIES[f][lang], str(sum(n)), *(str(k) if k else "–" for k in n)) for f, n in counts.items()]
        head = (*load_words()["heads"]["flags"][lang], *(wording.capital(TAGS[t][lang]) for t in TAGS))
        note = _resting(tuple(found), lang) + (" " if lang != "zh" else "") + NO_ADVICE[lang]
        return TableSection(
            "policy-flags", self.title("flags"), self.line("flags-lead"), head, tuple(rows), tuple(range(1, len(head))),
            note=note, refs=(self.number("policy.flags"),),
        )  # fmt: skip

    # ---- method
    def methods(self, found: Families) -> Iterator[str]:
        """Yield how the families were tried, and what could not be."""
        keys = ["made"] if found.shipped else ["made", "made-place", "made-elsewhere"]
        own = self.ctx.region == AUTHOR
        gap = " " if self.lang != "zh" else ""
        yield gap.join(self.line(k) for k in keys if not (own and k == "made-place"))
        for id, why in found.refused.items():
            yield self.line("refused-family", family=FAMILIES[id][self.lang], why=why)


def _level(effects: Iterable[Effect]) -> int:
    return foremost([(e.low, e.high) for e in effects])


def _row(code: str, e: Effect, label: str, lang: Lang) -> ChartRow:
    return ChartRow(code, e.central if e.sure else float("nan"), (e.low, e.high), label={lang: label})


def _format_contribution(f: Family, lang: Lang) -> str:
    """Return what a family adds; no number where its own effect has no sure sign."""
    e = f.real_income
    return decimal(100 * f.adds, 2, lang, sign=True) if e.sure else SIGNS[e.sign][lang]


def _ends(e: Effect, lang: Lang) -> str:
    return format_range(e.low, e.high, lang, unit="points") if e.known else section_tables.NOBODY[lang]


def _resting(found: tuple[Triage, ...], lang: Lang) -> str:
    """Return the basis of the serious tags."""
    colon, stop, end = (mark(m, lang) for m in ("colon", "semicolon", "stop"))
    serious = list(TAGS)[:2]
    articles = {tag: dict.fromkeys(format_citation(t.article, lang) for t in found if t.tag == tag) for tag in serious}
    told = stop.join(wording.capital(TAGS[tag][lang]) + colon + stop.join(a) for tag, a in articles.items() if a)
    return told + end if told else ""
