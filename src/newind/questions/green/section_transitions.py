"""System 3 in depth: a charge on embodied carbon at given quantities, and what another power mix would do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.analyses.green.charge_effects import HOUSEHOLDS, IMPORTS, PARTIES
from newind.analyses.green.energy import SOURCES, factors, power_mix, source_labels
from newind.charts.proofs import ChangeRanges, ChartRow
from newind.data.reference.power import generation
from newind.errors import DataError
from newind.language.phrases import plain_share
from newind.language.words import decimal, in_brackets, percent
from newind.messages import say
from newind.questions.depth.amounts import figure
from newind.questions.depth.views import ask, make_card
from newind.questions.depth.voice import words
from newind.questions.green.answers_energy import range_of_cut, range_of_product, sort_manufactures
from newind.questions.green.findings_transition import EXPLAINED, HIGHER, UNTIL
from newind.questions.green.section_masses import MT, build_range_figures, column_of, from_carbon
from newind.questions.green.words import price_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.accounts.accounts import Accounts
    from newind.analyses.green.charge_effects import ChargeEffects
    from newind.analyses.green.energy_scenario import MixScenario
    from newind.measures.context import Context
    from newind.questions.answers import Answer
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import Card, MeasureRow, TableSection

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
    return make_card(voice, "charge", found, replace(proof, rows=proof.rows[:BARS]))


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
