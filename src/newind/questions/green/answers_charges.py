"""System 3, who bears what: charges on carbon at given quantities and beside the model, payments between regions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.validate import whole
from newind.analyses.green import charge_effects, charge_simulated, charges
from newind.analyses.green.charge_inputs import PayoutRule
from newind.analyses.green.regional_payments import compensation as paid_between
from newind.messages import lower_first
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
from newind.questions.wording import sentence
from newind.questions.words import VALUES, place, status

if TYPE_CHECKING:
    import pandas as pd

    from newind.accounts.panel import Panel
    from newind.analyses.green.charge_effects import ChargeEffects
    from newind.analyses.green.charge_simulated import EquilibriumComparison
    from newind.analyses.green.regional_payments import Compensation
    from newind.messages import Text
    from newind.questions.answers import Answer
    from newind.questions.green.declared import BorderOptions, ChargeOptions, CompensationOptions, PriceOptions

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
    said += [] if question == "border" else [line("pays_most", industry=lower_first(product(f.industries[order[0]])))]
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
