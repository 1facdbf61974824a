"""System 3, carbon priced and capped: charges, border adjustment, compensation, growth within a budget."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.validate import whole
from newind.analyses.green import charge_effects, charge_simulated, charges
from newind.analyses.green.charge_inputs import PayoutRule
from newind.analyses.green.regional_payments import compensation as paid_between
from newind.errors import DataError, in_each_language, tell
from newind.language.phrases import industry as name_inside
from newind.language.words import decimal, percent
from newind.messages import fill, in_each, message_group
from newind.pathways.growth_under import EmissionLimit, growth_within
from newind.policy.packages import package_of
from newind.questions.answers import TONNES, Answer
from newind.questions.green.words import (
    amount,
    answer,
    drop_constant_columns,
    line,
    names,
    of_accounts,
    price_of,
    product,
    quote_carbon,
    share,
    span_of_shares,
    tonnes,
)
from newind.questions.panels import assumption, with_economy
from newind.questions.table import make_tables
from newind.questions.wording import sentence
from newind.questions.words import VALUES, megatonnes, place, status

if TYPE_CHECKING:
    import pandas as pd

    from newind.accounts.panel import Panel
    from newind.analyses.green.charge_effects import ChargeEffects
    from newind.analyses.green.charge_simulated import EquilibriumComparison
    from newind.analyses.green.regional_payments import Compensation
    from newind.messages import Text
    from newind.pathways.growth_under import BudgetPathway
    from newind.questions.green.declared import (
        BorderOptions,
        BudgetOptions,
        ChargeOptions,
        CompensationOptions,
        PriceOptions,
    )


NAMED = 3
"""Industries that are named where many could be."""
PARTIES = ("industry", "pays", "pays_share", "receives", "net")
PRICES = {
    "charge": ("industry", "final_price", "own_emissions_share", "through_inputs"),
    "price": ("industry", "own_price", "final_price", "own_emissions_share"),
    "border": ("industry", "final_price", "own_price"),
}
BESIDE = ("accounting", "simulated", "low", "high", "measure")


# ---- charges


def charge(panel: Panel, region: str, asked: ChargeOptions) -> Answer:
    """Return what a charge on what final sales embody does: who pays, who receives, which prices rise."""
    f = charges.embodied_charge_effects(
        panel, region, asked.price, chain=asked.chain, coverage=asked.coverage or 0.0, out=_payout_rule(asked),
        year=asked.year,
    )  # fmt: skip
    return _charge_answer(
        "charge", panel, f, asked, partners=asked.chain == "world", chain=asked.chain, receipts_to=asked.receipts
    )


def price(panel: Panel, region: str, asked: PriceOptions) -> Answer:
    """Return what a price on what industries emit does: who pays, who receives, which prices rise, and where."""
    paying = 1.0 if asked.coverage is None else asked.coverage
    f = charges.carbon_price_effects(
        panel, region, asked.price, coverage=paying, out=_payout_rule(asked), year=asked.year
    )
    return _charge_answer("price", panel, f, asked, partners=False, receipts_to=asked.receipts)


def border(panel: Panel, region: str, asked: BorderOptions) -> Answer:
    """Return what a charge on carbon in imports does: which origins pay, which prices rise."""
    f = charges.border_charge_effects(
        panel, region, asked.price, basis=asked.basis, partners=asked.partners or "*",
        industries=asked.industries or "*", coverage=asked.coverage or 0.0, year=asked.year,
    )  # fmt: skip
    return _charge_answer("border", panel, f, asked, partners=True, basis=asked.basis)


def _payout_rule(asked: ChargeOptions | PriceOptions) -> PayoutRule:
    """Return how receipts are paid out; abatement is measured against years back, a word, or nothing."""
    years = whole(asked.benchmark)
    against = years if years is not None else None if asked.benchmark == "none" else asked.benchmark
    return PayoutRule(against, asked.receipts)


def _charge_answer(
    question: str,
    panel: Panel,
    f: ChargeEffects,
    asked: ChargeOptions | PriceOptions | BorderOptions,
    *,
    partners: bool,
    **about: Any,
) -> Answer:
    """Return the answer of one charge, the model's beside it where that is asked for."""
    horizon = asked.horizon if asked.simulate else None
    tables, shown = _tables(f, question, partners=partners)
    opening, notes = _bears(f, question, panel), [sentence(f.note), of_accounts(panel[f.year], f.status)]
    if horizon is not None:
        beside = charge_simulated.beside_equilibrium(panel[f.year], f, horizon)
        tables = _beside(beside) | tables
        shown |= {"beside": BESIDE, "beside_industries": ()}
        opening.append(_describe_simulation(beside, horizon))
        notes.append(sentence(beside.note))
    return answer(
        question, f.region, (f.year,), tables, lead=opening, notes=notes, shown=shown, unit=f.unit,
        values={"industry": charge_effects.PARTIES, "measure": charge_simulated.TOTALS},
        price=f.price, price_unit=f.price_unit, receipts=f.receipts, charged=f.charged, priced=f.priced,
        emitted=f.emitted, baskets=f.baskets, horizon=horizon, status=f.status, chart=f.chart(), result=f,
        sources=[quote_carbon(panel[f.year], "s3.charge_prices", f.status)], **about,
    )  # fmt: skip


def _tables(
    f: ChargeEffects, question: str, *, partners: bool
) -> tuple[dict[str, pd.DataFrame], dict[str, tuple[str, ...]]]:
    """Return who pays, prices and origins, the largest first, and what of them is shown."""
    parties = drop_constant_columns(f.table().rename(columns={"party": "industry"}))
    parties = parties.loc[(-parties["pays"] - parties["receives"]).sort_values(kind="stable").index]
    prices = drop_constant_columns(f.prices()).sort_values("final_price", ascending=False, kind="stable")
    origins = drop_constant_columns(f.by_partner()).sort_values("pays", ascending=False, kind="stable")
    if question == "border":
        tables = {"partners": origins, "prices": prices, "parties": parties}
    else:
        tables = {"parties": parties, "prices": prices, "partners": origins}
    shown: dict[str, tuple[str, ...]] = {
        "parties": () if question == "border" else PARTIES,
        "prices": PRICES[question],
        "partners": ("partner", "pays", "share", "rate") if partners else (),
    }
    return {name: frame.reset_index(drop=True) for name, frame in tables.items()}, shown


def _bears(f: ChargeEffects, question: str, panel: Panel) -> list[Text]:
    """Return what is charged, what it brings, and by how much prices rise."""
    gdp = float(panel[f.year].gdp[f.at])
    if not gdp > 0:
        raise DataError(tell("green.no_gdp", region=f.region, year=f.year))
    words = {
        "region": place(f.region), "year": f.year, "price": price_of(f.price, f.price_unit),
        "charged": tonnes(f.charged), "part": share(f.charged_share), "receipts": amount(f.receipts, f.unit),
        "of_gdp": share(f.receipts / gdp), "status": status(f.status),
    }  # fmt: skip
    kind = f"{question}_{f.chain}" if f.chain else question
    dearer = line("dearer" if f.baskets["exports"] else "dearer_home", final=share(f.baskets["final"]),
                  households=share(f.baskets["households"]),
                  exports=share(f.baskets["exports"]))  # fmt: skip
    said = [line(kind, **words), dearer]
    order = np.argsort(-f.pays[f.at], kind="stable")
    said += [] if question == "border" else [line("pays_most", industry=name_inside(f.industries[order[0]]))]
    hidden = [f.industries[i] for i in order if f.through_inputs[i] and f.pays[f.at, i] > 0][:NAMED]
    if hidden and f.kind == "embodied":
        said.append(line("through_inputs", industries=names([product(c) for c in hidden])))
    return said


def _beside(found: EquilibriumComparison) -> dict[str, pd.DataFrame]:
    """Return what accounting and the model say, in all and by industry."""
    every = found.table().drop(columns=["region", "year", "unit", "status_accounting", "status_simulated"])
    whole = every["industry"].isna()
    return {"beside": every[whole].drop(columns="industry"), "beside_industries": every[~whole].reset_index(drop=True)}


def _describe_simulation(found: EquilibriumComparison, horizon: str) -> Text:
    """Return what the model finds: prices, emissions and real income, each with its range."""
    at = {m: k for k, m in enumerate(charge_simulated.TOTALS)}

    def one(measure: str) -> Text:
        k = at[measure]
        return span_of_shares(float(found.range.low[k]), float(found.range.high[k]), sign=True)

    return line("simulated", horizon=VALUES["horizon"][horizon], price=one("final_price"), co2=one("emissions"),
                world=one("world_emissions"), income=one("real_income"))  # fmt: skip


# ---- payments between regions


def compensation(panel: Panel, region: str, asked: CompensationOptions) -> Answer:
    """Return what regions pay each other for what one emits for the other's use, and a region's place among them."""
    found = paid_between(panel, asked.price, asked.share, year=asked.year)
    at = found.regions.index(region)
    regions = drop_constant_columns(found.table(), kept=("region",)).sort_values("net", ascending=False, kind="stable")
    pairs = drop_constant_columns(found.pairs().rename(columns={"payer": "from", "receiver": "to"}))
    own = pairs[(pairs["from"] == region) | (pairs["to"] == region)].reset_index(drop=True)
    tables = {"regions": regions.reset_index(drop=True), "own": own, "pairs": pairs}
    shown = {"regions": ("region", "emits", "uses", "pays", "receives", "net", "net_of_gdp"),
             "own": ("from", "to", "caused", "value"), "pairs": ()}  # fmt: skip
    notes = [of_accounts(panel[found.year], found.status), sentence(found.note)]
    return answer(
        "compensation", region, (found.year,), tables, lead=_describe_compensation(found, at, panel), notes=notes,
        shown=shown,
        unit=found.unit, price=asked.price, share=asked.share, net=float(found.net[at]), status=found.status,
        chart=found.chart(),
    )  # fmt: skip


def _describe_compensation(found: Compensation, at: int, panel: Panel) -> list[Text]:
    """Return what a region receives and pays, and who gains and pays most."""
    net, currency = float(found.net[at]), found.unit.rpartition(".")[2]
    said = line(
        "compensation", region=place(found.regions[at]), year=found.year, price=price_of(found.price, f"{currency}/t"),
        part=share(found.share), receives=amount(float(found.paid[:, at].sum()), found.unit),
        pays=amount(float(found.paid[at].sum()), found.unit), status=status(found.status),
    )  # fmt: skip
    size = {"net": amount(abs(net), found.unit), "of_gdp": share(abs(net) / float(panel[found.year].gdp[at]))}
    order = [k for k in np.argsort(-np.nan_to_num(found.net), kind="stable") if found.inside[k]]
    ends = {"most": place(found.regions[order[0]]), "least": place(found.regions[order[-1]])}
    return [said, line("gains_net" if net >= 0 else "pays_net", **size), line("ends", **ends)]


SHOWN = ("year", "price", "co2", "co2_without", "gdp", "gdp_change", "consumption_change")
LEAST = 0.5
"""Mt below which a budget has no use for whole numbers."""


def load_words() -> dict[str, Any]:
    """Return all words."""
    return message_group("green.budget")


def budget(panel: Panel, region: str, asked: BudgetOptions) -> Answer:
    """Return what keeping within a carbon budget takes and costs.

    Raises
    ------
    DataError
        For a text that is no budget, and where nothing is limited.
    """
    limit, w = _read_limit(asked.total, asked.peak_by), with_economy(panel.until(asked.year).last, asked.abroad)
    package = None if asked.package is None else package_of(asked.package, w)
    found = growth_within(
        w, region, limit, package, asked.until, asked.horizon, asked.parameters, start=asked.start,
        history=asked.history, recycling=asked.recycling,
    )  # fmt: skip
    table = found.table()
    ahead = table[table["year"] >= found.since - 1].reset_index(drop=True)
    words = {"first": found.path.years[0], "last": found.path.years[-1], "start": found.since, "tonnes": TONNES}
    return Answer(
        title=fill(load_words()["title"], region=place(found.region), **words),
        tables=make_tables({"years": ahead, "growth": _growth(found), "all_years": table}),
        labels={name: fill(text, **words) for name, text in load_words()["columns"].items()},
        heads={name: fill(text, **words) for name, text in load_words()["heads"].items()},
        short={name: fill(text, **words) for name, text in load_words()["short"].items()},
        values=load_words()["values"],
        numbers=frozenset({"price", "gdp", "gdp_without", "consumption", "consumption_without"}),
        money=frozenset({"co2", "co2_without", "co2_baseline"}),
        masses=frozenset({"co2", "co2_without", "co2_baseline"}),
        shown={"years": SHOWN, "all_years": ()},
        lead=(*assumption(w), *_lead(found)),
        notes=tuple(_notes(found)),
        about={
            "region": found.region, "package": found.without.name, "years": [words["first"], words["last"]],
            "start": found.since, "price": found.price, "recycling": found.recycling, "horizon": found.path.horizon,
            "outlook_hash": found.path.outlook.hash,
            "welfare": found.welfare, "paths": len(found.trials), "status": "simulated",
            "leakage": found.leakage if found.price > 0 else None,
        },
    )  # fmt: skip


def _read_limit(total: str | None, peak_by: int | None) -> EmissionLimit:
    """Return the limit that was typed: an amount, or a part of the baseline in per cent."""
    if total is None:
        return EmissionLimit(peak_by=peak_by)
    text = total.strip()
    try:
        value = float(text.rstrip("%％").replace(",", ""))
    except ValueError:
        raise DataError(tell("budget.text", said=total)) from None
    if text.endswith(("%", "％")):
        return EmissionLimit(share=value / 100, peak_by=peak_by)
    return EmissionLimit(total=value, peak_by=peak_by)


def _growth(found: BudgetPathway) -> Any:
    import pandas as pd

    rows = [
        {"figure": name, "with_price": found.growth(name), "without_price": found.growth(name, priced=False)}
        for name in ("gdp", "consumption")
    ]
    return pd.DataFrame(rows)


def _lead(found: BudgetPathway) -> list[Text]:
    who, last = place(found.region), found.path.years[-1]
    priced, _, base = found.emissions
    counted = found.path.years.index(found.since)
    emitted, without = float(priced[counted:].sum()), float(base[counted:].sum())
    words = {
        "who": who, "start": found.since, "last": last, "limit": _limit(found.limit), "price": _number(found.price, 1),
        "emitted": _mass(emitted), "without": _mass(without), "less": _percent(1.0 - emitted / without),
        "peak": found.path.years[int(priced.argmax())],
    }  # fmt: skip
    lead = [_line("met" if found.price == 0 else "price", **words), _line("emitted", **words)]
    if found.price > 0:
        rates = {"with": _percent(found.growth(), 2), "without": _percent(found.growth(priced=False), 2)}
        lead.append(_line("growth", **words | rates, cost=_percent(found.welfare, 2)))
        lead.append(_line("leakage", leakage=_percent(found.leakage)))
    return lead


def _limit(limit: EmissionLimit) -> Text:
    parts = []
    if limit.total is not None:
        parts.append(_line("total", total=_mass(limit.total)))
    if limit.share is not None:
        parts.append(_line("share", share=_percent(limit.share)))
    if limit.peak_by is not None:
        parts.append(_line("peak_by", peak=limit.peak_by))
    return in_each(lambda lang: load_words()["lines"]["and"][lang].join(p[lang] for p in parts))


def _notes(found: BudgetPathway) -> list[Text]:
    notes, horizon = load_words()["notes"], load_words()["horizons"][found.path.horizon]
    words = {"known": int(found.path.base.growth.known[found.path.regions.index(found.region)])}
    back = load_words()["recycling"][found.recycling]
    package = fill(notes["package"], package=found.without.name) if found.without.package.shocks else None
    made = [
        fill(notes["scenario"], **words),
        fill(notes["price"], back=back, horizon=horizon),
        notes["cost"],
        found.path.outlook.describe(),
    ]
    return [*(n for n in (package, *made) if n is not None), *map(in_each_language, found.path.log)]


# ---- words
def _line(name: str, **words: Any) -> Text:
    return fill(load_words()["lines"][name], **words)


def _percent(value: float, digits: int = 1) -> Text:
    return in_each(lambda lang: percent(value, lang, digits))


def _number(value: float, digits: int) -> Text:
    return in_each(partial(decimal, value, digits))


def _mass(value: float) -> Text:
    return megatonnes(value, 0 if value >= LEAST else 3)
