"""S3: where power comes from and may come from, and what charges on carbon take, from whom, to what effect."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.analyses.green.charge_simulated import TOTALS, beside_equilibrium
from newind.analyses.green.energy import FOSSIL, SOURCES, factors, power_mix
from newind.analyses.green.energy_effect import mix_effect, power_industry
from newind.analyses.green.energy_scenario import mix_scenario
from newind.analyses.green.regional_payments import compensation
from newind.charts.proofs import Bars, ChartRow, Lines
from newind.data.reference.power import generation
from newind.errors import ConvergenceError, DataError
from newind.language.phrases import (
    compare_with_past,
    economy,
    in_year,
    industry,
    join_phrases,
    of_economy,
    plain_share,
    share,
    shares,
)
from newind.language.words import money, percent
from newind.measures import newer, shared
from newind.measures.shared import positions
from newind.messages import NOTHING, in_each, list_languages, message, message_group
from newind.questions.depth.views import ask
from newind.questions.evidence import EvidenceRow, answer, build_range_facts
from newind.questions.findings import Finding, finding
from newind.questions.green.findings import by_budget, open_sign
from newind.questions.green.findings_depth import carbon_year, format_unsigned_range, of_status, panel_of
from newind.questions.judging import judge

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.accounts.accounts import Accounts
    from newind.analyses.green.charge_effects import ChargeEffects
    from newind.analyses.green.energy import PowerMix
    from newind.analyses.green.energy_scenario import MixScenario
    from newind.measures.context import Context
    from newind.messages import Text
    from newind.questions.answers import Answer

PRICE, HIGHER, UNTIL = 20.0, 50.0, 2035
"""Charges in USD/t of CO2, of accounts and of the scenario, and the year of the scenario."""
EXPLAINED = (0.5, 1.5)
"""CO2 of the mix over that of the power industry outside which the mix says little of it."""
SAID = 0.1
"""Least part of a charge from which on its largest payer is named."""
EMISSIONS = tuple(TOTALS).index("emissions")
DOLLARS = "M.USD"
SIDES: dict[str, Text] = message_group("green.findings_transition.sides")
PATHS: dict[str, Text] = {
    "now": message("green.findings_transition.paths.now"),
    "low": message("green.findings_transition.paths.low"),
    "high": message("green.findings_transition.paths.high"),
    "priced": message("green.findings_transition.priced", higher=HIGHER),
}


def format_percent_change(low: float, high: float) -> Text:
    """Return by how much something changes, as the end of a sentence.

    Examples
    --------
    >>> format_percent_change(-0.265, -0.083)["en"], format_percent_change(-0.01, 0.02)["zh"]
    ('8.3–26.5% less', '减少1.0%至增加2.0%')
    >>> format_percent_change(-0.00001, 0.007)["en"]
    'at most 0.7% more'
    """
    if low < 0 < high:
        less, more = percent(-low), percent(high)
        if float(less.rstrip("%")) == 0 or float(more.rstrip("%")) == 0:  # one end is nothing that could be printed
            way, most = ("less", less) if -low > high else ("more", more)
            return message(f"green.findings_transition.change.at_most_{way}", most=most)
        return message("green.findings_transition.change.either", less=less, more=more)
    way = "less" if high <= 0 else "more"
    return message(f"green.findings_transition.change.{way}", amount=format_unsigned_range(low, high, "1"))


# ---- power
def _find_power_mix(ctx: Context) -> PowerMix | None:
    """Return the power mix of the economy, None where it is not listed or there are accounts of a single year."""
    g = generation()
    if ctx.region not in g.economies or panel_of(ctx) is None or ctx.province:
        return None
    found = power_mix(ctx.region, peers=[p for p in ctx.peers if p in g.economies])
    return found if ctx.is_named(ctx.region) and ctx.year in found.years[:-1] else None


@finding(system="s3")
def power(ctx: Context) -> Iterator[Finding]:
    """How much power comes from fossil fuels now, against the year of the accounts and peers."""
    found = _find_power_mix(ctx)
    if found is None:
        return
    burnt = [SOURCES.index(k) for k in FOSSIL]
    now, past, beside = (float(found.fossil[found.years.index(t)]) for t in (found.year, ctx.year, found.beside_year))
    others = dict(zip(found.peers, found.peer_shares[:, burnt].sum(axis=1).tolist(), strict=True))
    kind, size = judge("lower", beside, list(others.values()), now - past)
    figures = shares(now, past, *([float(np.median(list(others.values())))] if others else []))
    owner, y = of_economy(ctx), found.year
    this, that = (dict.fromkeys(list_languages(), v) for v in figures[:2])
    since = compare_with_past(this, that, ctx.year, now > past)
    at = in_year(ctx, found.beside_year) if found.beside_year != y else NOTHING
    peers: Text = NOTHING if not others else message("green.findings_transition.power.median", median=figures[2], at=at)
    coal, renewed = shares(found.mix["coal"], found.mix["wind"] + found.mix["solar"])
    yield answer(
        ctx,
        "s3.power",
        ("s3.power_fossil",),
        message(
            "green.findings_transition.power.sentence",
            now=figures[0],
            owner=owner,
            year=y,
            since=since,
            peers=peers,
        ),
        found.chart(),
        [
            EvidenceRow("s3.power_fossil", now, year=y, status="observed"),
            EvidenceRow("s3.power_fossil", past, year=ctx.year, status="observed"),
            *(
                EvidenceRow("s3.power_fossil", v, region=c, year=found.beside_year, status="observed")
                for c, v in others.items()
            ),
        ],
        kind=kind,
        size=0.5 * size,
        value=now,
        detail=message("green.findings_transition.power.detail", coal=coal, renewed=renewed),
        year=y,
    )


@finding(system="s3")
def power_scenario(ctx: Context) -> Iterator[Finding]:
    """Report the emissions that a unit of power may have, with and without a carbon price."""
    if _find_power_mix(ctx) is None:
        return
    plain, priced = _scenarios(ctx.region)
    if not plain.factor_low[-1] > 0:
        return
    now, ends, rates = _rates(plain, 0), _rates(plain, -1), _rates(priced, -1)
    owner, key = of_economy(ctx), "alike" if rates == ends else "dearer"
    every = {"now": plain.factor, "low": plain.factor_low, "high": plain.factor_high, "priced": priced.factor}
    series = {k: tuple(map(float, v)) for k, v in every.items()}
    yield answer(
        ctx,
        "s3.power_scenario",
        ("s3.power_carbon",),
        message(
            "green.findings_transition.power_scenario.sentence",
            owner=owner,
            ends=ends,
            until=UNTIL,
            dearer=message(f"green.findings_transition.power_scenario.{key}", rates=rates, higher=HIGHER),
            now=now,
            years=plain.years[0],
        ),
        Lines(plain.years, series, "now", "kg/kWh", PATHS, ("low", "high")),
        [
            f
            for s, note in ((plain, "no price"), (priced, f"{HIGHER:.0f} USD/t"))
            for f in build_range_facts(
                "s3.power_carbon", float(s.factor_low[-1]), float(s.factor[-1]), float(s.factor_high[-1]), note=note
            )
        ],
        kind="context",
        size=1.1,
        value=float(plain.factor[-1]),
        range=(float(plain.factor_low[-1]), float(plain.factor_high[-1])),
        detail=message("green.findings_transition.power_scenario.detail"),
        year=UNTIL,
    )


def _rates(found: MixScenario, at: int) -> Text:
    """Return the range of CO2 per unit of power in a year by its place, without its unit."""
    low, high = (f"{v[at]:.2f}" for v in (found.factor_low, found.factor_high))
    return message("green.findings_transition.rates", low=low, high=high)


def _scenarios(region: str) -> tuple[MixScenario, MixScenario]:
    return mix_scenario(region, UNTIL), mix_scenario(region, UNTIL, HIGHER)


@finding(system="s3")
def power_effect(ctx: Context) -> Iterator[Finding]:
    """How much power stands in the chain of the main export, and what the latest mix does to it."""
    w = carbon_year(ctx)
    if w is None or ctx.region not in generation().economies:
        return
    if w.year not in power_mix(ctx.region).years[:-1] or not _burns(w, ctx.region):
        return
    found = mix_effect(w, ctx.region)
    made = positions(w, "manufacturing")
    sold = shared.exports(w)[w.regions.index(ctx.region)]
    i = int(made[int(np.argmax(sold[made]))]) if len(made) else -1
    if i < 0 or not found.before[i] > 0 or not EXPLAINED[0] <= found.explained <= EXPLAINED[1]:
        return
    low, high = sorted(float(v[i] / found.before[i]) - 1 for v in (found.low, found.high))
    part, moved = share(float(found.power_share[i])), format_percent_change(low, high)
    product, owner, on = industry(found.industries[i]), of_economy(ctx), in_year(ctx, w.year)
    code = found.industries[i]
    yield answer(
        ctx,
        "s3.power_effect",
        ("s3.power_effect",),
        message(
            "green.findings_transition.power_effect.sentence",
            part=part,
            owner=owner,
            product=product,
            on=on,
            mix_year=found.mix_year,
            moved=moved,
        ),
        found.power_chart(),
        build_range_facts("s3.power_effect", low, float(found.change[i]), high, industry=code),
        kind="context",
        size=1.2,
        value=float(found.change[i]),
        range=(low, high),
        detail=message("green.findings_transition.power_effect.detail"),
        year=w.year,
    )


def _burns(w: Accounts, region: str) -> bool:
    """Return whether accounts have a power industry and their year's mix burns fossil fuel."""
    try:
        power_industry(w)
    except DataError:
        return False
    return float(power_mix(region, w.year).now @ factors().value) > 0


# ---- charges
def ask_charges(ctx: Context) -> tuple[Answer, Answer] | None:
    """Return the charge on final sales and the carbon price at given quantities: what the commands say by default.

    Receipts go to households where abatement cannot be measured, without volumes of the region in two years. None where
    the accounts are not in dollars, or nothing is emitted for sales at home.
    """
    w = carbon_year(ctx)
    if w is None or w.unit != DOLLARS or not w.gdp[w.regions.index(ctx.region)] > 0:
        return None
    try:
        charge, price = (ask(ctx, f"green.{name}", price=PRICE) for name in ("charge", "price"))
    except DataError:
        charge, price = (
            ask(ctx, f"green.{name}", price=PRICE, benchmark="none", year=w.year) for name in ("charge", "price")
        )
    f = charge.result
    return (charge, price) if f.receipts > 0 else None


def _compute_charges(ctx: Context) -> tuple[ChargeEffects, ChargeEffects] | None:
    found = ask_charges(ctx)
    return None if found is None else (found[0].result, found[1].result)


@finding(system="s3")
def embodied_charge(ctx: Context) -> Iterator[Finding]:
    """Report the revenue of a charge on embodied carbon, and its part from industries that hardly emit."""
    charges = _compute_charges(ctx)
    if charges is None:
        return
    found = charges[0]
    w = ctx.accounts[found.year]
    pays = found.pays.sum(axis=0)
    receipts = float(pays.sum())
    rate = receipts / float(w.gdp[w.regions.index(ctx.region)])
    others = np.where(found.through_inputs, pays, 0.0)
    part, top = float(others.sum()) / receipts, int(np.argmax(others))
    owner, on, said = of_economy(ctx), in_year(ctx, w.year), industry(found.industries[top])
    named = others[top] >= SAID * receipts
    yield answer(
        ctx,
        "s3.embodied_charge",
        ("s3.embodied_charge",),
        message(
            "green.findings_transition.embodied_charge.sentence",
            price=PRICE,
            rate=share(rate),
            owner=owner,
            on=on,
            others=message("green.findings_transition.embodied_charge.others", part=share(part)) if part else NOTHING,
            first=message("green.findings_transition.embodied_charge.first", industry=said) if named else NOTHING,
        ),
        found.chart(),
        of_status(found.status, [
            EvidenceRow("s3.embodied_charge", rate, year=w.year),
            EvidenceRow("s3.embodied_charge", part, year=w.year, note="part of industries that hardly emit"),
        ]),
        kind="context",
        size=1.0,
        value=rate,
        detail=join_phrases(
            message("green.findings_transition.embodied_charge.given"),
            message("green.findings_transition.embodied_charge.home"),
        ),
        year=w.year,
    )  # fmt: skip


@finding(system="s3")
def charge_effect(ctx: Context) -> Iterator[Finding]:
    """Report the effect of a charge on final sales on emissions, beside a carbon price on those who emit."""
    charges = _compute_charges(ctx) if ctx.model else None
    if charges is None:
        return
    w = ctx.accounts[charges[0].year]
    try:
        spans = _simulate_charges(w, charges)
    except ConvergenceError:
        return
    if not np.isfinite(list(spans.values())).all():
        return
    sales, emitters = (format_percent_change(spans[k][0], spans[k][2]) for k in SIDES)
    on, owner = in_year(ctx, w.year), of_economy(ctx)
    low, middle, high = spans["embodied"]
    yield answer(
        ctx,
        "s3.charge_effect",
        ("s3.charge_emissions",),
        message(
            "green.findings_transition.charge_effect.sentence",
            price=PRICE,
            owner=owner,
            sales=sales,
            emitters=emitters,
            on=on,
        ),
        Bars(
            tuple(ChartRow(k, spans[k][1], (spans[k][0], spans[k][2]), label=SIDES[k]) for k in SIDES), "embodied", "1"
        ),
        [f for k, v in spans.items() for f in build_range_facts("s3.charge_emissions", *v, note=SIDES[k]["en"])],
        kind="context",
        size=1.3,
        value=middle,
        range=(low, high),
        detail=message("green.findings_transition.charge_effect.detail"),
        year=w.year,
    )


@memo
def _simulate_charges(
    w: Accounts, charges: tuple[ChargeEffects, ChargeEffects]
) -> dict[str, tuple[float, float, float]]:
    """Return lowest, central and highest change of emissions of industries by charge."""
    found = {e.kind: beside_equilibrium(w, e).range for e in charges}
    return {k: (float(r.low[EMISSIONS]), float(r.central[EMISSIONS]), float(r.high[EMISSIONS]))
            for k, r in found.items()}  # fmt: skip


@finding(system="s3")
def shared_responsibility(ctx: Context) -> Iterator[Finding]:
    """Report transfers of the economy if users shared the responsibility for embodied carbon."""
    w = carbon_year(ctx)
    if w is None or ask_charges(ctx) is None:
        return
    found = compensation(w, PRICE)
    r = w.regions.index(ctx.region)
    net, rate = float(found.net[r]), float(found.net[r] / found.gdp[r])
    name, on, gets = economy(ctx, ctx.region), in_year(ctx, w.year), net >= 0
    amount = in_each(partial(money, abs(net)))
    error = PRICE * found.share * newer.half(w, "s3.net_carbon_exports", ctx.region, net)
    open_ = open_sign(net, error, by_budget(w.year, ctx.region))
    how = ("open_in" if gets else "open_out") if open_ else "receives" if gets else "pays"
    yield answer(
        ctx,
        "s3.shared_responsibility",
        ("s3.compensation",),
        message(
            f"green.findings_transition.shared.{how}",
            price=PRICE,
            name=name,
            on=on,
            amount=amount,
            rate=share(abs(rate)),
        ),
        found.chart(),
        of_status(
            found.status,
            [
                EvidenceRow("s3.compensation", rate, year=w.year),
                EvidenceRow("s3.compensation", net, year=w.year, unit=DOLLARS, note="net receipts"),
            ],
        ),
        kind="context",
        size=0.7,
        value=rate,
        detail=message(
            "green.findings_transition.shared.detail",
            share=plain_share(found.share),
        ),
        year=w.year,
    )
