"""Along one chain: who earns how much of a product, how far from its end, and whether a shape can be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.groups import resolve
from newind.analyses.manufacturing import carried as carrying
from newind.analyses.manufacturing.smile import COVERAGE, FEW_CLUSTERS, SmileCurve, smile_curve
from newind.errors import DataError, tell
from newind.kernels.quotients import ratio
from newind.language.words import quantity
from newind.measures.shared import million_usd
from newind.questions.depth.amounts import figure
from newind.questions.depth.parts import CardGroup, make_or_explain
from newind.questions.manufacturing.findings_depth import panel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newind.accounts.accounts import Accounts
    from newind.charts.proofs import Scatter
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import MeasureRow
    from newind.typing import BoolArray

MILLION = 1e6
MEASURE = "value_added_rate"
"""Measures drawn along a chain."""


@dataclass(frozen=True, eq=False)
class ManufactureChain:
    """The chain of the manufacture that an economy sells most of to final users, and its part of all of them."""

    curve: SmileCurve
    part: float


def select_product(w: Accounts, region: str) -> tuple[str, float]:
    """Return the manufacture that a region sells most of to final users, and its part in all of them.

    Raises
    ------
    DataError
        Where it sells none.
    """
    sold = carrying.compute_sales(w, w.regions.index(region)).final
    made = resolve("manufacturing", w.industries)
    if not sold[made].max(initial=0.0) > 0:
        raise DataError(tell("chain.nothing_sold", region=region, year=w.year))
    first = int(made[np.argmax(sold[made])])
    return w.industries[first], float(sold[first] / np.maximum(sold[made], 0.0).sum())


def compute_latest_chain(voice: SystemWording) -> ManufactureChain:
    """Return the chain in the last year in which its labour is known, else in the last year."""
    every = panel(voice.ctx)
    product, part = select_product(every.last, voice.ctx.region)
    now = smile_curve(every, voice.ctx.region, product)
    if not now.known_years or now.year == now.known_years[-1]:
        return ManufactureChain(now, part)
    year = now.known_years[-1]
    product, part = select_product(every[year], voice.ctx.region)
    return ManufactureChain(smile_curve(every, voice.ctx.region, product, year), part)


def chain(voice: SystemWording) -> CardGroup | None:
    """Return what members of the largest chain earn along it."""
    found = make_or_explain(voice, "chain", lambda: compute_latest_chain(voice))
    if found is None:
        return None
    curve, inside = found.curve, _places(found.curve)
    home = sum(float(curve.share[rows].sum()) for key, rows in inside.items() if not key.startswith("away"))
    said = {
        "amount": quantity(curve.final, curve.unit, voice.lang),
        "product": voice.join_industries(curve.industry),
        "name": voice.name(),
        "year": curve.year,
        "own": voice.share(float(curve.share[inside["finishing"]].sum())),
        "home": voice.share(home),
    }
    shape, drawn = _shape(voice, curve)
    note = voice.say("chain-note", name=voice.name(), part=voice.share(found.part), shape=shape)
    refs = (voice.own("s2.chain_members", year=curve.year, status=curve.status),)
    card = voice.card("chain", voice.say("chain", **said), drawn, note, refs, status=curve.status, year=curve.year)
    title = voice.say("chain-table", product=voice.join_industries(curve.industry), year=curve.year)
    rows = {**inside, "whole-chain": np.logical_or.reduce(list(inside.values()))}
    cells = [_place(voice, curve, key, at) for key, at in rows.items() if curve.share[at].sum() > 0]
    note = "chain-table-note" if any(c[4] != voice.say("none") for c in cells) else "chain-table-unpaid"
    table = voice.table("chain", title, cells, note=voice.say(note, year=curve.year), refs=refs)
    return CardGroup(card, (table,), tuple(_members(voice, curve, rows)))


def _shape(voice: SystemWording, curve: SmileCurve) -> tuple[str, Scatter]:
    """Return what shape the fit has and the chart; no shape and no line where few economies decide it."""
    try:
        fit = curve.fit(MEASURE)
    except DataError:
        return voice.say("shape-short"), curve.points(MEASURE)
    count = voice.number(fit.effective, 1)
    if fit.effective < FEW_CLUSTERS:
        return voice.say("shape-few", n=count), curve.points(MEASURE)
    return voice.say(f"shape-{fit.verdict}", n=count), curve.chart(MEASURE)


def _places(curve: SmileCurve) -> dict[str, BoolArray]:
    """Return the members of the chain by place: the finishing industry, others at home, others abroad; (n,) each."""
    S = len(curve.industries)
    home = np.repeat(np.array(curve.regions) == curve.region, S)
    group = np.tile(np.array(curve.groups), len(curve.regions))
    inside = np.isfinite(curve.distance) & (curve.value_added > 0)
    own = home & (np.tile(np.array(curve.industries), len(curve.regions)) == curve.industry)
    kinds = {"manufacturing": group == "manufacturing", "services": group == "services"}
    kinds["rest"] = ~(kinds["manufacturing"] | kinds["services"])
    found = {"finishing": own & inside}
    found |= {f"home-{k}": home & ~own & rows & inside for k, rows in kinds.items()}
    return found | {f"away-{k}": ~home & rows & inside for k, rows in kinds.items()}


@dataclass(frozen=True)
class ChainStage:
    """Share of a place of the chain: in value and value added, with stages and USD per hour; NaN where unknown."""

    share: float
    distance: float
    rate: float
    labour: float
    capital: float
    hourly: float


def aggregate_members(curve: SmileCurve, at: BoolArray) -> ChainStage:
    """Return what some members of a chain get together; labour where it is known for most of their value added."""
    value = curve.value_added[at]
    output = ratio(value, curve.value_added_rate[at])
    paid, hours = curve.labour_income[at], curve.hours[at]
    known = np.isfinite(paid) & np.isfinite(hours)
    covered = bool(value[known].sum() >= COVERAGE * value.sum())
    labour = float(ratio(paid[known].sum(), value[known].sum())) if covered else float("nan")
    hourly = paid[known].sum() * million_usd(curve.unit) * MILLION
    return ChainStage(
        share=float(curve.share[at].sum()),
        distance=float(ratio((curve.distance[at] * value).sum(), value.sum())),
        rate=float(ratio(value.sum(), output.sum())),
        labour=labour,
        capital=1 - labour,
        hourly=float(ratio(hourly, hours[known].sum())) if covered else float("nan"),
    )


def _place(voice: SystemWording, curve: SmileCurve, key: str, at: BoolArray) -> tuple[str, ...]:
    p = aggregate_members(curve, at)
    return (
        voice.say(key),
        voice.share(p.share),
        voice.number(p.distance, 1),
        *(voice.share(v) for v in (p.rate, p.labour, p.capital)),
        voice.number(p.hourly, 1),
    )


def _members(voice: SystemWording, curve: SmileCurve, rows: Mapping[str, BoolArray]) -> Iterator[MeasureRow]:
    units = {"share": "1", "distance": "stages", "rate": "1", "labour": "1", "capital": "1", "hourly": "USD/hour"}
    for key, at in rows.items():
        if curve.share[at].sum() > 0:
            for name, value in vars(aggregate_members(curve, at)).items():
                if value == value:
                    yield figure(voice, "s2.chain_members", value, f"{key}: {name}", industry=curve.industry,
                                 unit=units[name], status=curve.status, year=curve.year)  # fmt: skip
