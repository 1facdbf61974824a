"""System 3 in depth: a target divided among parts, a charge on carbon, another power mix."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.analyses.green.charge_effects import HOUSEHOLDS, IMPORTS, PARTIES
from newind.analyses.green.energy import SOURCES, factors, power_mix, source_labels
from newind.analyses.green.sharing import REST, divide_target
from newind.analyses.green.sharing_criteria import CRITERIA, ORDERS
from newind.analyses.green.sharing_parts import parts_of_accounts
from newind.analyses.green.sharing_target import Target
from newind.charts.proofs import ChangeRanges, ChartRow, Fan
from newind.data.reference.power import generation
from newind.errors import DataError
from newind.language.phrases import plain_share
from newind.language.words import MINUS, decimal, in_brackets, join_list, listing, mark, percent
from newind.measures.references import find_set_name, home_of
from newind.messages import message, say
from newind.pathways.carbon_baseline import parts_ahead
from newind.questions.depth.parts import figure
from newind.questions.depth.views import ask, make_card
from newind.questions.depth.voice import words
from newind.questions.green.answers_division import describe_division
from newind.questions.green.answers_energy import range_of_cut, range_of_product, sort_manufactures
from newind.questions.green.findings_transition import EXPLAINED, HIGHER, UNTIL
from newind.questions.green.section_emissions import MT, build_range_figures, change, column_of, every_year, from_carbon
from newind.questions.green.words import price_of
from newind.questions.model import Block
from newind.questions.wording import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.accounts.accounts import Accounts
    from newind.analyses.green.charge_effects import ChargeEffects
    from newind.analyses.green.energy_scenario import MixScenario
    from newind.analyses.green.sharing import Division
    from newind.language.words import Scale
    from newind.measures.context import Context
    from newind.messages import Text
    from newind.questions.answers import Answer
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import Card, MeasureRow, TableSection
    from newind.typing import Array, IntArray


PEAK, LEVELS, GROWTH = 2030, {2035: "-10%", 2060: "-90%"}, 0.02
"""The example, where emissions grow: peak, later levels from it, growth a year at first where there is no baseline of a
pathway. All three are assumed."""
FALLING = {2060: "-90%"}
"""Levels of the example where emissions fall already."""
SHOWN = 6
"""Industries that are shown, the smaller ones together."""
REVERSE = "reverse"


@dataclass(frozen=True, eq=False)
class TargetExample:
    """An assumed target, divided in the paper's order and in its reverse."""

    target: Target
    division: Division
    reverse: Division

    @property
    def rising(self) -> bool:
        """Whether emissions grow at first."""
        return self.target.peak > self.division.years[0]

    @property
    def basis(self) -> Text:
        """The basis of the path."""
        return self.division.path.notes[0]

    @property
    def order(self) -> IntArray:
        """Industries by their budget, the largest first."""
        return np.argsort(-self.division.paths[:, 1:].sum(axis=1), kind="stable")


def example(ctx: Context) -> TargetExample:
    """Return the example for the industries of an economy, from the baseline of its pathway where it has one.

    Raises
    ------
    DataError
        Without CO2 of the economy.
    PolicyError
        Where the path cannot be, as in accounts of a year after its levels.
    """
    parts = (parts_ahead if ctx.model else parts_of_accounts)(every_year(ctx), ctx.region)
    first, _ = parts.start
    growth = parts.growth_to(max(PEAK, first))
    rising = growth is None or growth > 0
    peak = max(PEAK, first) if rising else first
    levels: dict[int, float | str] = {y: v for y, v in (LEVELS if rising else FALLING).items() if y > peak}
    target = Target(peak, levels, GROWTH if rising and parts.ahead is None else None)
    divided = divide_target(parts, target)
    return TargetExample(target, divided, divided.apply_order(REVERSE))


def command(ctx: Context, found: TargetExample) -> str:
    """Return the command that divides the same target; of accounts of one year the weights are given, too."""
    t, d, name = found.target, found.division, find_set_name(ctx.w)
    words = ["newind green divide", ctx.region, f"--year {d.parts.year}", f"--peak {t.peak}"]
    words.append("--level " + ",".join(f"{y}={v}" for y, v in t.levels.items()))
    words += [f"--growth {t.growth:g}"] if t.growth is not None else []
    words += [] if name == home_of(ctx.region) else [f"--on {name or 'FILE'}"]
    if len(ctx.accounts) == 1 and name:  # the command knows earlier years, and so responsibility
        words.append("--weights " + ",".join(f"{c}={w:g}" for c, w in zip(d.criteria, d.weights, strict=True)))
    return " ".join(words)


def block(voice: SystemWording, w: Accounts, found: TargetExample) -> Block:
    """Return the paths of industries, over the table of budgets and peaks."""
    d = found.division
    sentence = describe_division(d)[voice.lang].removesuffix(mark("stop", voice.lang))
    refs = (from_carbon(voice, w, "s3.division"),)
    card = voice.card("target", sentence, _fan(found), _describe_assumptions(voice, found), refs, year=d.years[0])
    return Block(cards=(card,), tables=(_table(voice, found, refs),))


def _fan(found: TargetExample) -> Fan:
    """Return the paths of the largest industries, the others together, with the peaks after the first year."""
    d, first = found.division, found.order[:SHOWN]
    rest = found.order[SHOWN:]
    codes = [d.parts.industries[i] for i in first]
    rows = [(c, tuple(d.paths[i].tolist())) for c, i in zip(codes, first, strict=True)]
    if len(rest):
        rows.append((REST, tuple(d.paths[rest].sum(axis=0).tolist())))
    labels = {REST: message("green.section_target.fan.others", n_rest=len(rest))}
    peaks = ((_peak(d, d.paths, [int(i)]), c) for c, i in zip(codes, first, strict=True))
    marks = [(d.path.peak, ""), *((year, c) for year, c in peaks if year > d.years[0])]
    return Fan(d.years, tuple(rows), MT, labels, marks=tuple(marks))


def _describe_assumptions(voice: SystemWording, found: TargetExample) -> str:
    """Return what is assumed: peak, growth, levels, order, weights."""
    t, lang, d = found.target, voice.lang, found.division
    levels = [
        voice.phrase("target-level", change=str(v).replace("-", MINUS), year=y) for y, v in t.levels.items()
    ]  # fmt: skip
    order = ORDERS[d.order][lang].replace("'", "’")
    said = {
        "peak": t.peak,
        "levels": join_list(levels, lang),
        "order": order[:1].lower() + order[1:] if lang != "zh" else order,
        "criteria": listing([_lower(CRITERIA[c][lang]) for c in d.criteria], lang),
    }
    if found.rising and t.growth is None:
        return voice.say("target-ahead", **said)
    if found.rising:
        return voice.say("target-rising", growth=plain_share(GROWTH), **said)
    ahead = d.parts.ahead
    high = voice.phrase("target-high", high=ahead.high) if ahead and ahead.high <= t.peak else ""
    return voice.say("target-falling", high=high, **said)


def _lower(word: str) -> str:
    return word[:1].lower() + word[1:]


# ---- budgets and peaks
def _table(voice: SystemWording, found: TargetExample, refs: tuple[int, ...]) -> TableSection:
    """Return budgets, the change of each by one criterion alone, peaks, and both in the reverse order."""
    d, lang = found.division, voice.lang
    scales = (column_of(voice, float(d.paths[:, 0].sum())), column_of(voice, d.path.budget))
    shown, rest = found.order[:SHOWN], found.order[SHOWN:]
    groups = [(voice.industry(d.parts.industries[i]), [int(i)]) for i in shown]
    if len(rest):
        groups.append((voice.phrase("target-others", n=len(rest)), [int(i) for i in rest]))
    groups.append((voice.say("target-all"), list(range(len(d.parts)))))
    said = {"first": d.years[0], "next": d.years[1], "end": d.years[-1], "small": scales[0].unit,
            "unit": scales[1].unit}  # fmt: skip
    head = [t.format(**said) for t in voice.head("target")]
    names = [CRITERIA[c][lang] for c in d.criteria]
    return voice.table(
        "target",
        voice.say("target-table"),
        [tuple(_row(voice, found, name, at, scales)) for name, at in groups],
        lead=voice.say("target-lead", **said),
        note=sentences([found.basis[lang], voice.say("target-note", command=command(voice.ctx, found))], lang),
        refs=refs,
        header=(*head[:4], *names, *head[4:]),
    )


def _row(
    voice: SystemWording, found: TargetExample, name: str, at: Sequence[int], scales: tuple[Scale, Scale]
) -> Iterator[str]:
    """Yield the cells of an industry, or of several together; all of them together cannot change."""
    d, whole = found.division, len(at) == len(found.division.parts)
    own, each = _budget(d.paths, at), np.array([_budget(a, at) for a in d.alone])
    yield name
    yield scales[0].number(float(d.paths[at, 0].sum()))
    yield scales[1].number(own)
    shares = (v / d.path.budget for v in (own, each.min(), each.max()))
    yield voice.share(1.0) if whole else voice.around(*shares)
    for v in each:
        yield voice.say("none") if whole else change(voice, v / own - 1)
    yield _peaks(d, at, voice.lang)
    yield voice.say("none") if whole else change(voice, _budget(found.reverse.paths, at) / own - 1)
    yield _year(d, _peak(found.reverse, found.reverse.paths, at))


def _budget(paths: Array, at: Sequence[int]) -> float:
    return float(paths[at, 1:].sum())


def _peak(d: Division, paths: Array, at: Sequence[int]) -> int:
    return d.years[0] + int(paths[at].sum(axis=0).argmax())


def _peaks(d: Division, at: Sequence[int], lang: str) -> str:
    """Return the year of the peak, with the earliest and the latest by criterion where they differ."""
    own, every = _peak(d, d.paths, at), sorted(_peak(d, a, at) for a in d.alone)
    if every[0] == every[-1]:
        return _year(d, own)
    first, last = (_year(d, year) for year in (every[0], every[-1]))
    return say("green.section_target.peaks", lang, own=_year(d, own), first=first, last=last)


def _year(d: Division, peak: int) -> str:
    """Return a year of a peak; that of what falls from the first year on is that year or one before."""
    return f"≤{peak}" if peak == d.years[0] else str(peak)


# ---- figures
def figures(voice: SystemWording, w: Accounts, found: TargetExample) -> Iterator[MeasureRow]:
    """Yield budgets and peaks of all industries in both orders, by criterion, and the path of all together."""
    for id in ("s3.division_peak", "s3.division_path"):  # rows that no card refers to
        from_carbon(voice, w, id)
    for d in (found.division, found.reverse):
        simulated: dict[str, Any] = {"year": d.years[0], "status": "simulated"}
        budgets, peaks = d.budgets(), d.peaks()
        for b, p in zip(budgets.to_dict("records"), peaks.to_dict("records"), strict=True):
            at: dict[str, Any] = {"industry": str(b["industry"]), **simulated}
            yield from build_range_figures(
                voice, "s3.division", d.order, b["low"], b["budget"], b["high"], unit=MT, **at
            )
            ends = (p["earliest"], p["peak"], p["latest"])
            yield from build_range_figures(voice, "s3.division_peak", d.order, *ends, unit="year", **at)
        for c, each in zip(d.criteria, d.alone, strict=True):
            for i, code in enumerate(d.parts.industries):
                yield figure(voice, "s3.division", _budget(each, [i]), f"{d.order}: {c}", industry=code, unit=MT,
                             **simulated)  # fmt: skip
    for year, v in zip(found.division.years, found.division.path.total, strict=True):
        yield figure(voice, "s3.division_path", float(v), "example", unit=MT, year=year, status="simulated")


SIDE = 3
"""Industries that pay most, and that receive most, which the table shows."""
BARS = 8
"""Products of the charts."""
LITTLE = 5e-3
"""Share of power below which a source is left out."""
LEAST = 5e-4
"""Share below which nothing is left to be seen with one decimal."""


# ---- a charge on embodied carbon
def charge_card(voice: SystemWording, found: Answer) -> Card:
    """Return by how much the price of each product rises."""
    proof = found.result.chart()
    return make_card(voice, "charge", found, replace(proof, rows=proof.rows[:BARS]), headline=2)


def charge_table(voice: SystemWording, f: ChargeEffects) -> TableSection:
    """Return those who pay and receive most, the other industries together, households and imports where they do."""
    pays, receives = f.pays[f.at], f.receives
    most = [*np.argsort(-pays, kind="stable")[:SIDE].tolist()]
    most += [i for i in np.argsort(-receives, kind="stable").tolist() if i not in most and receives[i] > 0][:SIDE]
    shown = sorted(most, key=lambda i: (float(receives[i] - pays[i]), i))
    scale = column_of(voice, f.receipts, f.unit)
    lines = [(voice.industry(f.industries[i]), float(pays[i]), float(receives[i]), float(f.own_share[i]))
             for i in shown]  # fmt: skip
    rest = [i for i in range(len(pays)) if i not in most]
    nan = float("nan")
    others = (float(pays[rest].sum()), float(receives[rest].sum()))
    lines += [(voice.phrase("target-others", n=len(rest)), *others, nan)] if rest else []
    imported = f.receipts - float(pays.sum())
    lines += [(PARTIES[IMPORTS][voice.lang], imported, 0.0, nan)] if imported > 1e-9 * f.receipts else []
    lines += [(PARTIES[HOUSEHOLDS][voice.lang], 0.0, f.to_households, nan)] if f.to_households > 0 else []
    lines.append((voice.say("all"), f.receipts, float(receives.sum()) + f.to_households, nan))
    rows = [
        (name, scale.number(a), scale.number(b), scale.number(b - a, sign=True), voice.share(own))
        for name, a, b, own in lines
    ]
    lead = voice.say("charge-lead", unit=scale.unit)
    refs = (from_carbon(voice, voice.ctx.accounts[f.year], "s3.charge_payments", f.status),)
    title = voice.say("charge-table", price=price_of(f.price, f.price_unit)[voice.lang])
    return voice.table("charge", title, rows, lead=lead, refs=refs)


# ---- another power mix
def ask_mixes(ctx: Context, w: Accounts) -> tuple[Answer, Answer] | None:
    """Return power mixes to come without and with a carbon price.

    None where no mix of the year is shipped, or the mix says little of the power industry.
    """
    if not _burns(ctx.region, w.year):
        return None
    try:
        plain, priced = (ask(ctx, "green.mix", to=UNTIL, carbon_price=price) for price in (0.0, HIGHER))
    except DataError:  # no power industry
        return None
    _, effect = plain.result
    return (plain, priced) if EXPLAINED[0] <= effect.explained <= EXPLAINED[1] else None


def _burns(region: str, year: int) -> bool:
    """Return whether a mix of the year is shipped, and burns fossil fuel."""
    known = region in generation().economies and year in power_mix(region).years
    return known and float(power_mix(region, year).now @ factors().value) > 0


def power_card(voice: SystemWording, w: Accounts, found: Answer) -> Card:
    """Return what another mix does to the carbon behind manufactures; the mix itself stands in a table."""
    _, e = found.result
    shown = [e.industries.index(e.power_industry), *sort_manufactures(e, w)][:BARS]
    rows = tuple(ChartRow(e.industries[i], float(e.change[i]), range_of_product(e, i)) for i in shown)
    refs = (*voice.refs.number_indicators(("s3.power_effect",), e.year), _add_mix_source(voice))
    card = make_card(voice, "mix", found, ChangeRanges(rows, "1", "lower"), slice(2, None), e.year)
    return replace(card, refs=refs)


def _add_mix_source(voice: SystemWording) -> int:
    source = str(words()["sources"]["s3.power_mix"]["source"][voice.lang])
    return voice.own("s3.power_mix", year=UNTIL, source=source)


def power_table(voice: SystemWording, w: Accounts, found: tuple[Answer, Answer]) -> TableSection:
    """Return shares by source of the year of the accounts, the last year, and of both scenarios with ranges."""
    plain, priced = (a.result[0] for a in found)
    mix, lang = power_mix(plain.region), voice.lang
    then, said = mix.years.index(w.year), source_labels()
    rows = [
        (
            said[k][lang],
            *(voice.share(float(mix.shares[t, i])) for t in (then, -1)),
            *(_ahead(voice, s, i) for s in (plain, priced)),
        )
        for i, k in enumerate(SOURCES)
        if max(float(mix.shares[t, i]) for t in (then, -1)) >= LITTLE or float(plain.high[-1, i]) >= LITTLE
    ]
    scenarios = [_factor(float(s.factor[-1]), float(s.factor_low[-1]), float(s.factor_high[-1]), lang)
                 for s in (plain, priced)]  # fmt: skip
    rows.append((voice.say("mix-factor"), *(decimal(float(mix.factor[t]), 2, lang) for t in (then, -1)), *scenarios))
    price = price_of(HIGHER, "USD/t")[lang]
    head = [t.format(year=w.year, now=mix.year, to=UNTIL, price=price) for t in voice.head("mix")]
    lead = voice.say("mix-lead", price=price, least=plain_share(LITTLE), start=plain.years[0])
    return voice.table("mix", voice.say("mix-table"), rows, lead=lead, refs=(_add_mix_source(voice),), header=head)


def _ahead(voice: SystemWording, s: MixScenario, i: int) -> str:
    """Return the share of a source in the last year of a scenario with its range."""
    ends = [float(v[-1, i]) for v in (s.shares, s.low, s.high)]
    if max(ends) < LEAST:
        return percent(0.0, voice.lang, 0)
    a, b, c = (percent(v, voice.lang) for v in ends)
    return in_brackets(a, say("language.span.plain", voice.lang, low=b.rstrip("%"), high=c, percent="%"), voice.lang)


def _factor(value: float, low: float, high: float, lang: str) -> str:
    a, b, c = (decimal(v, 2, lang) for v in (value, low, high))
    return in_brackets(a, say("language.span.plain", lang, low=b, high=c, percent=""), lang)


# ---- figures
def charge_figures(voice: SystemWording, f: ChargeEffects) -> Iterator[MeasureRow]:
    """Yield what every industry pays and receives, and by how much the price of each product rises."""
    at: dict[str, Any] = {"status": f.status, "year": f.year}
    for i, code in enumerate(f.industries):
        for side, v in (("pays", f.pays[f.at, i]), ("receives", f.receives[i])):
            yield figure(voice, "s3.charge_payments", float(v), side, industry=code, unit=f.unit, **at)
        if np.isfinite(f.composite[i]):
            yield figure(voice, "s3.charge_prices", float(f.composite[i]), "final price", industry=code, **at)
    yield figure(voice, "s3.charge_payments", f.receipts, "pays", unit=f.unit, **at)
    yield figure(voice, "s3.charge_payments", f.to_households, "households receive", unit=f.unit, **at)
    yield figure(voice, "s3.charge_prices", f.baskets["households"], "household basket", **at)


def power_figures(voice: SystemWording, w: Accounts, found: tuple[Answer, Answer]) -> Iterator[MeasureRow]:
    """Yield the effect on every product, emissions at home, and shares of power, observed and in both scenarios."""
    (plain, e), (priced, _) = (a.result for a in found)
    mix = power_mix(e.region)
    for i, code in enumerate(e.industries):
        if e.before[i] > 0:
            low, high = range_of_product(e, i)
            yield from build_range_figures(voice, "s3.power_effect", f"mix of {UNTIL}", low, float(e.change[i]), high,
                                           industry=code, status="simulated", year=e.year)  # fmt: skip
    low, high = range_of_cut(e)
    yield from build_range_figures(voice, "s3.power_effect", "emissions at home", low, e.produced_after - e.produced,
                                   high, unit=MT, status="simulated", year=e.year)  # fmt: skip
    for i, k in enumerate(SOURCES):
        for t in (mix.years.index(w.year), len(mix.years) - 1):
            yield figure(voice, "s3.power_mix", float(mix.shares[t, i]), f"{k}, observed", year=mix.years[t])
        for s in (plain, priced):
            ends = (float(v[-1, i]) for v in (s.low, s.shares, s.high))
            yield from build_range_figures(voice, "s3.power_mix", f"{k}, {s.carbon_price:g} USD/t", *ends,
                                           status="simulated", year=UNTIL)  # fmt: skip
    for s in (plain, priced):
        ends = (float(v[-1]) for v in (s.factor_low, s.factor, s.factor_high))
        yield from build_range_figures(voice, "s3.power_carbon", f"{s.carbon_price:g} USD/t", *ends, unit="kg/kWh",
                          status="simulated", year=UNTIL)  # fmt: skip
