"""The first page of a decision brief: the answer, six gauges, what changed, what holds back, policies tried."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING

from newind.data.reference import now as figures_of
from newind.documents.decision.reliance import state_loss
from newind.documents.sheets.model import BETTER, NEITHER, WORSE, Gauge, Gauges, Item, Listing
from newind.language.phrases import industry
from newind.language.words import in_brackets, mark, span
from newind.measures.headline import CHARACTERISTICS
from newind.measures.measure import PRICES, explain_missing_data
from newind.measures.readings import read
from newind.measures.registry import indicators
from newind.questions import provenance
from newind.questions.characteristics import TOPICS
from newind.questions.findings import by_size
from newind.questions.model import SourceRow
from newind.questions.now import national, text as nowtext
from newind.questions.now.section import SAME, edition
from newind.questions.provenance import write_note
from newind.questions.wording import INCOME, capital, match_sentence_scale

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.analyses.science.reliance import DependenceList
    from newind.documents.sheets.voice import Voice
    from newind.language.words import Scale
    from newind.measures.readings import Reading
    from newind.questions.characteristics import Characteristic
    from newind.questions.findings import Diagnosis, Finding

CHANGED = {
    "power_low_carbon": "higher", "rd": "higher", "co2_per_person": "lower", "manufacturing_share": "none",
    "gdp_per_person_ppp": "higher", "manufacturing_world": "none",
}  # fmt: skip
"""Official figures whose change may be shown, by their order, with the direction that is better."""
MOST = 4
"""Changes, and constraints, that are shown."""
DECADE = 10
"""Years over which a change is shown, where they are known."""
ARROWS = {BETTER: " ▲", WORSE: " ▼", NEITHER: " ○"}
"""Shape beside the colour of a change."""
NAMED = 7
"""Peers that are named over the first page."""
SHORT = 10
"""Characters of a unit that has room beside a number."""
TRAILS = 2
"""What an economy trails on, as many as the lead names."""
PLACE = re.compile(r"^(highest|lowest|\d+)")


# ---- title and lead
def title(found: Diagnosis, voice: Voice) -> str:
    """Return the result in a line: the place by value added in the world's manufactures, and the first thing behind."""
    if not voice.ctx.peers:
        return voice.say("title.alone", year=voice.ctx.year)
    bad, good = ([_name_rate(f, voice) for f in some[:1]] for some in (_weak(found), _strengths(found)))
    year = voice.ctx.year
    place = _rank(read(voice.ctx, INCOME))
    if place and bad:
        return voice.say(f"title.{'first' if place == 1 else 'income'}", year=year, n=place, bad=bad[0])
    if good and bad:
        return voice.say("title.both", year=year, good=good[0], bad=bad[0])
    if good:
        return voice.say("title.good", year=year, good=good[0])
    return voice.say("title.bad", year=year, bad=bad[0]) if bad else voice.say("title.plain", year=year)


def _rank(reading: Reading | None) -> int:
    """Return the place from the top where it is settled, else 0."""
    if reading is None or not reading.place["en"] or "–" in reading.place["en"]:
        return 0
    return 1 + sum(v > reading.value for v in reading.others.values())


def behind(found: Diagnosis, voice: Voice) -> list[str]:
    """Return the short names of what the economy is behind its peers on, the furthest first."""
    return _names(_weak(found), voice)


def ahead(found: Diagnosis, voice: Voice) -> list[str]:
    """Return the short names of what the economy is ahead of its peers on, the furthest first."""
    return _names(_strengths(found), voice)


def _name_rate(f: Finding, voice: Voice) -> str:
    """Return the short name of what a finding measures, with the exchange rates that its dollars are of."""
    name = voice.short_name(f.indicators[0])
    return voice.say("title.market", what=name) if _at_market(f.indicators[0]) else name


def _at_market(id: str) -> bool:
    """Tell whether an indicator is in dollars of the year, which are converted at market exchange rates."""
    unit = indicators()[id].unit if id in indicators().ids else ""
    return "USD" in unit and not PRICES.search(unit)


def _weak(found: Diagnosis) -> list[Finding]:
    return [f for f in by_size(found) if f.kind in ("problem", "constraint") and not f.turned]


def _strengths(found: Diagnosis) -> list[Finding]:
    return _once([f for f in by_size(found) if f.kind == "strength" and not f.turned])


def _once(found: list[Finding]) -> list[Finding]:
    """Return the first finding on each indicator."""
    return [f for k, f in enumerate(found) if f.indicators[0] not in {g.indicators[0] for g in found[:k]}]


def _names(found: Sequence[Finding], voice: Voice) -> list[str]:
    return list(dict.fromkeys(voice.short_name(f.indicators[0]) for f in found))


def lead(found: Diagnosis, voice: Voice, policies: str) -> tuple[str, tuple[int, ...]]:
    """Return what it earns, what it trails on, what policies would do, and the sources of the first sentence."""
    income, bad = read(voice.ctx, INCOME), behind(found, voice)
    parts: list[str] = []
    refs: tuple[int, ...] = ()
    if income is not None:
        parts.append(_earned(income, voice))
        refs = voice.refs.number_indicators((INCOME,), *_years(income))
    else:
        better = _strengths(found)[:TRAILS]
        named = zip(better, _names(better, voice), strict=True)
        good = [_compare("lead.compared", f, voice, what=name) for f, name in named]
        parts += [voice.say("lead.ahead", what=voice.join(good), year=voice.ctx.year)] if good else []
        refs = tuple(n for f in better for n in voice.refs.number_answer(f.indicators[:1], f.status, f.year))
    parts += [voice.say("lead.behind", what=voice.join(bad[:TRAILS]))] if bad else []
    parts.append(policies)
    return ("" if voice.lang == "zh" else " ").join(p for p in parts if p), refs


def _earned(income: Reading, voice: Voice) -> str:
    """Return what an economy earns of the value of the world's manufactures: now, its range, in the first year."""
    entry, lang, ends = indicators()[INCOME], voice.lang, voice.ctx.range(INCOME)
    scale = entry.scale((*income.series.values(), *income.others.values()), lang)
    now, past = (_write(v, scale) for v in (income.value, income.past or income.value))
    within = [] if ends is None else [span(*ends, entry.display, lang, scale.digits)]
    within += [voice.say("lead.before", past=past, year=income.first)] if income.change else []
    shown = in_brackets(now, mark("semicolon", lang).join(within), lang) if within else now
    place = income.place[lang]
    return voice.say(f"lead.income{'' if place else '_alone'}", now=shown, place=place)


def _years(r: Reading) -> list[int]:
    return [r.year] + ([] if r.first is None else [r.first])


def chips(voice: Voice, *, official: bool) -> tuple[str, ...]:
    """Return of when the numbers are: the year of the accounts, the month of official figures."""
    w = voice.ctx.w
    kind = "world" if w.closed else "table"
    made = [voice.say(f"chips.{kind}", year=w.year, status=voice.say(f"status.{w.status}"))]
    if official:
        day = edition()
        made.append(voice.say("chips.official", year=day.year, month=voice.say(f"months.m{day.month}")))
    return tuple(made)


def aside(voice: Voice) -> str:
    """Return with whom the economy is compared: by name, by number where they are too many for a line."""
    peers = voice.ctx.peers
    if not 0 < len(peers) <= NAMED:
        return voice.say("aside.front" if peers else "aside.alone", n=len(peers))
    comma = mark("comma" if voice.lang != "zh" else "list", voice.lang)
    return voice.say("aside.front_named", peers=comma.join(map(voice.short_region, peers)))


# ---- gauges
def gauges(cards: Sequence[Characteristic], voice: Voice) -> Gauges:
    """Return the six characteristics; one without a figure says why."""
    years = [y for c in cards for y in c.reading.series]
    span_of = {"first": min(years, default=voice.ctx.year), "last": max(years, default=voice.ctx.year)}
    alone = not any(len(c.reading.others) > 1 for c in cards)
    key = "alone" if alone else "one_year" if span_of["first"] == span_of["last"] else "note"
    known = {c.topic: c for c in cards}
    shown = (_gauge(known[t], voice) if t in known else _empty(t, voice) for t in TOPICS)
    return Gauges(tuple(shown), voice.say(f"gauge.{key}", **span_of))


def _empty(topic: str, voice: Voice) -> Gauge:
    """Return a characteristic that the accounts cannot measure, with the reason."""
    why = explain_missing_data(indicators()[CHARACTERISTICS[topic]], voice.ctx.w, None)
    said = voice.say("gauge.unknown", why=write_note(why, voice.lang)) if why else voice.say("gauge.no_figure")
    return Gauge("none", _topic(topic, voice), "–", "", "", said, "", "", float("nan"), None, {}, {}, {})


def _topic(topic: str, voice: Voice) -> str:
    return TOPICS[topic][voice.lang] if topic != "digital" else voice.say("gauge.digital")


def _gauge(c: Characteristic, voice: Voice) -> Gauge:
    r, lang, entry = c.reading, voice.lang, indicators()[c.reading.id]
    ends = voice.ctx.range(r.id) if c.own is None else None
    known = [v for v in (r.value, *(ends or ())) if v == v]
    scale = entry.scale(known, lang)
    peers = {voice.short_region(k): v for k, v in r.others.items() if k != voice.ctx.region and v == v}
    used = _years(r)
    refs = (
        voice.refs.number_indicators(c.ids[:1], *used)
        if c.own is None
        else (voice.refs.number_row(provenance.build_published_row(entry, c.own, used, lang)),)
    )
    name = _topic(c.topic, voice)
    key = f"gauge.what.{r.id.replace('.', '_')}"
    what = voice.say(key) if voice.has(key) else entry.label[lang]
    what += voice.say("gauge.proxy") if entry.status == "proxy" else ""
    return Gauge(
        topic=c.topic,
        name=name if r.year == voice.ctx.year else voice.say("gauge.named_year", name=name, year=r.year),
        value=scale.number(r.value),
        unit=_unit(scale, voice),
        ends=""
        if ends is None or scale.number(ends[0]) == scale.number(ends[1])
        else span(*ends, entry.display, lang, scale.digits),
        what=what,
        place=_place(r, entry.better, voice),
        trend=_trend(r, scale, voice),
        own=r.value,
        range=ends,
        peers=peers,
        shown={name: scale.number(v) for name, v in peers.items()},
        series=dict(r.series),
        refs=refs,
    )


def _unit(scale: Scale, voice: Voice) -> str:
    return voice.say("gauge.kg") if scale.unit.startswith(("kg", "千克", "每")) else scale.unit


def _place(r: Reading, better: str, voice: Voice) -> str:
    if len(r.others) < 2:
        return voice.say("gauge.no_peers")
    directed = better in ("higher", "lower", "target")
    if not r.place["en"]:
        return voice.say("gauge.unsettled" if directed else "gauge.undirected")
    return r.place[voice.lang] if directed else voice.say("gauge.no_direction", place=r.place[voice.lang])


def _trend(r: Reading, scale: Scale, voice: Voice) -> str:
    if r.past is None:
        return ""
    past = scale.number(r.past) + ("%" if scale.unit == "%" else "")
    kind = "same" if not r.change or past.rstrip("%") == scale.number(r.value) else "up" if r.up else "down"
    return voice.say(f"gauge.trend.{kind}", past=past, year=r.first)


# ---- what changed
def changes(cards: Sequence[Characteristic], voice: Voice) -> tuple[Listing, bool]:
    """Return what changed over ten years by official figures, else by the accounts; and whether it is official."""
    code = voice.ctx.region
    if code in figures_of.economies():
        items = tuple(islice(_official(code, voice), MOST))
        if items:
            return Listing(voice.say("changed.official"), items), True
    items = tuple(i for c in cards if (i := _changed(c, voice)) is not None)[:MOST]
    return Listing(voice.say("changed.accounts"), items, voice.say("changed.none", year=voice.ctx.year)), False


def _official(code: str, voice: Voice) -> Iterator[Item]:
    rows, columns = figures_of.series(code), figures_of.columns()
    for name, better in CHANGED.items():
        seen = {} if name not in rows else {y: v for y, v in rows[name].values.items() if y <= rows[name].last}
        if len(seen) < 2:
            continue
        last = max(seen)
        first = min(seen, key=lambda y: (abs(y - (last - DECADE)), y))
        if first == last:
            continue
        tone, unit = tone_of(seen[last] - seen[first], better), columns[name]["unit"]
        was = nowtext.number(name, seen[first], voice.lang) + ("%" if voice.lang == "zh" and unit == "%" else "")
        now = nowtext.amount(seen[last], unit, figures_of.decimals(name, seen[last]), voice.lang)
        shown = voice.say("changed.from_to", was=was, now=now)
        label = _dated(voice.say(f"changed.{name}"), first, last, voice)
        number = voice.refs.number_row(_official_row(name, first, last, voice))
        after, more = state_national(name, last, voice)
        yield Item(label, shown + ARROWS[tone], tone, (number, *more), after)


def _dated(label: str, first: int, last: int, voice: Voice) -> str:
    return voice.say("changed.what", label=label, first=first, last=last, short=f"{last % 100:02}")


def _official_row(name: str, first: int, last: int, voice: Voice) -> SourceRow:
    of = figures_of.columns()[name]
    origin, lang = figures_of.origins()[of["source"]], voice.lang
    source = f"{nowtext.in_language(str(origin['title']), lang)}, {origin['date']}"
    years = f"{first}, {last}" if lang != "zh" else f"{first}、{last}"
    return _row(name, of[lang], source, years, of["unit"], lang)


def _row(name: str, label: str, source: str, years: str, unit: str, lang: str) -> SourceRow:
    units = {**figures_of.labels("units"), **national.units()}
    return SourceRow(0, f"now.{name}", label, "", source, years, units[unit][lang], "observed")


def state_national(name: str, since: int, voice: Voice) -> tuple[str, tuple[int, ...]]:
    """Return the figure of the economy's own office and where it is from, nothing unless newer than a year."""
    found = {f.name: f for f in national.national(voice.ctx.region, edition())}
    own, lang = found.get(nowtext.OWN.get(name, "")), voice.lang
    if own is None or own.year <= since:
        return "", ()
    value = nowtext.amount(own.value, own.unit, own.digits, lang)
    source = f"{nowtext.in_language(own.source[lang], lang)}, {own.date}"
    row = _row(f"national.{own.name}", own.label[lang], source, str(own.year), own.unit, lang)
    return voice.say("changed.national", office=national.name_office(own.short, lang), year=own.year, value=value), (
        voice.refs.number_row(row),
    )


def explain_national(gauges: Gauges, lists: Sequence[Listing], voice: Voice) -> Gauges:
    """Return gauges whose note also says, where lists have national figures, which those are and which compare."""
    offices = {
        national.name_office(f.short, voice.lang)
        for f in national.national(voice.ctx.region, edition())
        if f.name in nowtext.OWN.values()
    }
    if not any(office in i.after for s in lists for i in s.items for office in offices):
        return gauges
    more = voice.say("changed.sources", offices=voice.join(sorted(offices)))
    return replace(gauges, note=mark("gap", voice.lang).join((gauges.note, more)))


def _changed(c: Characteristic, voice: Voice) -> Item | None:
    r = c.reading
    if r.past is None or not r.change:
        return None
    entry = indicators()[r.id]
    scale, tone = entry.scale([r.value, r.past], voice.lang), tone_of(r.change, entry.better)
    shown = voice.say("changed.from_to", was=scale.number(r.past), now=scale.number(r.value) + scale.suffix)
    label = _dated(capital(voice.short_name(r.id)), r.first or r.year, r.year, voice)
    return Item(label, shown + ARROWS[tone], tone, voice.refs.number_indicators((r.id,), r.year, r.first or r.year))


def tone_of(change: float, better: str) -> str:
    """Return what a change means by the direction that is better.

    Examples
    --------
    >>> tone_of(1.0, "higher"), tone_of(1.0, "lower"), tone_of(-1.0, "none")
    ('better', 'worse', 'neither')
    """
    if better not in ("higher", "lower"):
        return NEITHER
    return BETTER if (change > 0) == (better == "higher") else WORSE


# ---- what holds back
def constraints(found: Diagnosis, losses: DependenceList | None, voice: Voice) -> Listing:
    """Return what holds the economy back against its peers, and what losing the costliest input would cost."""
    worst = next((e for e in losses.inputs if e.loss is not None and e.loss.is_complete), None) if losses else None
    items = [_constraint(f, voice) for f in _once(_weak(found))[: MOST - 1 if worst else MOST]]
    if worst is not None and worst.loss is not None:
        horizon = "short" if "short" in worst.loss.horizons else worst.loss.horizon
        text = voice.say(f"holds.loss_{horizon}", what=industry(worst.input)[voice.lang])
        refs = voice.refs.number_answer(("s1.input_loss",), "simulated", voice.ctx.year)
        items.append(Item(text, state_loss(worst, horizon, voice), WORSE, refs))
    return Listing(voice.say("holds.title", year=voice.ctx.year), tuple(items), voice.say("holds.none"))


def _constraint(f: Finding, voice: Voice) -> Item:
    """Return a finding as the short name of what it measures, with its number and the median of the peers."""
    id, (own, peers, scale) = f.indicators[0], _figures(f, voice)
    name = capital(voice.short_name(id))
    if industry_of := _industry(f):
        name = voice.say("holds.of_industry", what=name, industry=industry(industry_of)[voice.lang])
    if f.year != voice.ctx.year:
        name += voice.say("gauge.year", year=f.year)
    unit = scale.unit.replace(" per ", "/")
    if _at_market(id):
        name = voice.say("holds.market", what=name, unit=unit)
    key = "kg" if _unit(scale, voice) == voice.say("gauge.kg") and not _at_market(id) else "against"
    key = "some" if key == "against" and len(peers) < len(voice.ctx.peers) else key
    unit = unit if len(scale.unit) <= SHORT else voice.say("gauge.kg").strip()
    number = _compare(f"holds.{key}", f, voice, unit=unit) if peers else _write(own, scale)
    official = next((name for name, same in SAME.items() if same == id), "")
    refs = voice.refs.number_answer((id,), f.status, f.year)
    after, more = state_national(official, f.year, voice)
    told = (_state_range(id, scale, voice) if peers and not industry_of else "", after)
    return Item(name, number, WORSE, (*refs, *more), mark("clause", voice.lang).join(t for t in told if t))


def _state_range(id: str, scale: Scale, voice: Voice) -> str:
    """Return the range of a total, empty where it has none that shows."""
    ends = voice.ctx.range(id)
    if ends is None or scale.number(ends[0]) == scale.number(ends[1]):
        return ""
    return voice.say("holds.range", ends=span(*ends, indicators()[id].display, voice.lang, scale.digits))


def _compare(key: str, f: Finding, voice: Voice, **said: str) -> str:
    """Return the number of a finding, and the median of the peers that have one."""
    own, peers, scale = _figures(f, voice)
    now, middle = _write(own, scale), _write(median(peers), scale) if peers else "–"
    return voice.say(key, now=now, n=len(peers), median=middle, **said)


def _write(value: float, scale: Scale) -> str:
    return scale.number(value) + ("%" if scale.unit == "%" else "")


def _figures(f: Finding, voice: Voice) -> tuple[float, list[float], Scale]:
    """Return the figure of the first indicator of a finding, that of the peers, and how they are written.

    The number of the finding itself may be of something else, as the share of three sellers beside a concentration.
    """
    rows, region = f.evidence, voice.ctx.region
    rows = rows[(rows["indicator"] == f.indicators[0]) & (rows["year"] == f.year) & rows["partner"].isna()]
    known = {str(code): float(v) for code, v in zip(rows["region"], rows["value"], strict=True) if v == v}
    own = known.pop(region, f.value)
    same = own == f.value
    scale = match_sentence_scale(f, voice.lang) if same else indicators()[f.indicators[0]].scale([own], voice.lang)
    return own, [*known.values()], scale


def _industry(f: Finding) -> str | None:
    rows = f.evidence
    rows = rows[(rows["indicator"] == f.indicators[0]) & (rows["year"] == f.year)]
    return next(iter(rows["industry"].dropna()), None)
