"""System 3 in depth: what changed emissions, whom they arise for, and along which chains."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import demand_role, industry_name
from newind.analyses.green.decomposition import LABELS
from newind.analyses.green.footprints import OWN, embodied_trade, label_code
from newind.analyses.green.kaya_identity import FACTORS
from newind.analyses.green.paths import emission_paths
from newind.charts.proofs import Branch, ChartRow, PathTree, Waterfall
from newind.charts.tree import largest
from newind.language.phrases import plain_share
from newind.language.words import years
from newind.measures import newer
from newind.measures.green import household_emissions, industry_emissions
from newind.messages import in_each
from newind.questions.depth.amounts import figure
from newind.questions.depth.voice import words
from newind.questions.green.findings import by_budget, open_sign
from newind.questions.green.findings_depth import (
    chain_in_words,
    change_over_years,
    compute_effect_ranges,
    footprint_of,
    incomes_over_years,
)
from newind.questions.green.section_masses import (
    MT,
    build_range_figures,
    carbon,
    column_of,
    format_change_range,
    from_carbon,
    size,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.accounts.accounts import Accounts
    from newind.analyses.green.decomposition import CarbonChange
    from newind.analyses.green.footprints import EmbodiedTrade, Footprint
    from newind.analyses.green.kaya_identity import KayaIdentity
    from newind.analyses.green.paths import EmissionPaths
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import Card, MeasureRow, TableSection
    from newind.typing import Array

HEAD, OTHER = "value_added_volume", "gdp_volume"
"""Measure of real GDP of the bars, and the one that lines reach to."""
LEAST = 1e-3
"""Share of a product's emissions from which on a chain is followed."""
BRANCHES = 10
"""Branches of the tree that are shown."""
PRODUCTS = 6
"""Final products that are shown."""
USERS = {
    "households": ("consumption_households", "npish"),
    "government": ("government",),
    "investment": ("investment", "valuables"),
}
"""Columns of users, and the roles of final demand in them."""


@dataclass(frozen=True, eq=False)
class EmissionResults:
    """Results; None where the accounts do not have the data."""

    w: Accounts
    change: CarbonChange | None
    incomes: dict[str, KayaIdentity] | None
    trade: EmbodiedTrade
    footprint: Footprint
    paths: EmissionPaths | None

    @classmethod
    def from_accounts(cls, voice: SystemWording, w: Accounts) -> EmissionResults:
        """Compute it on the accounts of a year with CO2."""
        ctx = voice.ctx
        footprint = footprint_of(w, ctx.region)
        products = footprint.values.sum(axis=(0, 2))
        top = int(np.argmax(products))
        paths = emission_paths(w, ctx.region, footprint.products[top], LEAST) if products[top] > 0 else None
        return cls(
            w, change_over_years(ctx), incomes_over_years(ctx), embodied_trade(w, ctx.region), footprint, paths
        )  # fmt: skip


def cards(voice: SystemWording, found: EmissionResults) -> list[Card]:
    """Return what changed emissions, whom they arise for, and the chains of the largest product, as far as known."""
    made = (_change(voice, found), _kaya(voice, found), _trade(voice, found), _tree(voice, found))
    return [c for c in made if c is not None]


# ---- over the years
def _change(voice: SystemWording, found: EmissionResults) -> Card | None:
    c = found.change
    if c is None:
        return None
    said = {"owner": voice.owner(), "start": carbon(voice, c.start), "end": carbon(voice, c.end)}
    sides = {
        name: _most(voice, c, k, name)
        for name, k in (("up", int(np.argmax(c.values))), ("down", int(np.argmin(c.values))))
        if (c.values[k] > 0) == (name == "up")
    }
    sentence = voice.say("carbon-change", first=c.first, last=c.last, **said, **({"up": "", "down": ""} | sides))
    steps = tuple(
        ChartRow(e, float(v), (float(low), float(high)), label=words()["carbon-effects"].get(e, LABELS[e]))
        for e, v, low, high in zip(c.effects, c.values, c.low, c.high, strict=True)
    )
    proof = Waterfall(c.start, steps, c.end, MT, _ends(c.first, c.last))
    technology = compute_effect_ranges(c)[1]
    note = voice.say("carbon-change-note", technology=format_change_range(voice, *technology), last=c.last)
    refs = voice.refs.number_indicators(("s3.carbon_drivers",), c.first, c.last)
    return voice.card("carbon-change", sentence, proof, note, refs, status=c.status, year=c.last)


def _most(voice: SystemWording, c: CarbonChange, k: int, side: str) -> str:
    span = size(voice, float(c.low[k]), float(c.high[k]))
    return voice.phrase(f"carbon-change-{side}", effect=_inside(LABELS[c.effects[k]][voice.lang]), span=span)


def _inside(label: str) -> str:
    """Return a label as it stands inside a sentence.

    Examples
    --------
    >>> _inside("Volume of output"), _inside("CO₂ per unit of output")
    ('volume of output', 'CO₂ per unit of output')
    """
    return label if label.startswith("CO") else label[:1].lower() + label[1:]


def _ends(first: int, last: int) -> tuple[dict[str, str], dict[str, str]]:
    a, b = (in_each(partial(years, y, y)) for y in (first, last))
    return a, b


def _kaya(voice: SystemWording, found: EmissionResults) -> Card | None:
    if found.incomes is None:
        return None
    k, spans = found.incomes[HEAD], _spans(found.incomes)
    first, last = k.years[0], k.years[-1]
    said = {f: format_change_range(voice, *spans[f]) for f in k.factors}
    steps = tuple(ChartRow(f, float(v), spans[f], label=FACTORS[f]) for f, v in zip(k.factors, k.effects, strict=True))
    proof = Waterfall(float(k.emissions[0]), steps, float(k.emissions[-1]), MT, _ends(first, last))
    sentence = voice.say(
        "kaya", first=first, last=last, people=said["population"], income=said["income"], carbon=said["carbon"]
    )
    note = voice.say("kaya-note", code=voice.ctx.region)
    w = voice.ctx.accounts[last]
    return voice.card(
        "kaya", sentence, proof, note, (from_carbon(voice, w, "s3.kaya", k.status),), status=k.status, year=last
    )


def _spans(incomes: dict[str, KayaIdentity]) -> dict[str, tuple[float, float]]:
    """Return the lower and the higher effect of each factor over the two measures of income."""
    both = np.stack([incomes[name].effects for name in (HEAD, OTHER)])
    ends = zip(both.min(axis=0), both.max(axis=0), strict=True)
    return {f: (float(a), float(b)) for f, (a, b) in zip(incomes[HEAD].factors, ends, strict=True)}


# ---- for whom
def _trade(voice: SystemWording, found: EmissionResults) -> Card:
    t = found.trade
    out, back, made = float(t.exports.sum()), float(t.imports.sum()), _compute_emissions(found.w, t.region)
    net = out - back
    error = newer.half(found.w, "s3.net_carbon_exports", t.region, net)
    within = open_sign(net, error, by_budget(t.year, t.region))
    sentence = voice.say(
        "embodied",
        name=voice.name(),
        year=t.year,
        made=carbon(voice, made),
        out=carbon(voice, out),
        used=carbon(voice, made - out + back),
        net=carbon(voice, abs(net)),
        sign=voice.phrase("embodied-open" if within else "embodied-out" if net >= 0 else "embodied-in"),
    )
    ids = ("s3.carbon_production", "s3.carbon_consumption")
    refs = (*voice.refs.number_indicators(ids, t.year), from_carbon(voice, found.w, "s3.embodied_trade", t.status))
    return voice.card(
        "embodied", sentence, t.chart(), voice.say("embodied-note"), refs, status=t.status, year=t.year
    )  # fmt: skip


def _compute_emissions(w: Accounts, region: str) -> float:
    """Return what is emitted in a region, by households as well."""
    r = w.regions.index(region)
    return float(np.nansum(industry_emissions(w)[r]) + household_emissions(w)[r])


# ---- along which chains
def _tree(voice: SystemWording, found: EmissionResults) -> Card | None:
    p = found.paths
    if p is None or p.product is None or not len(p.found.own) or p.found.own.max() <= 0:
        return None
    top = int(np.argmax(p.found.own))
    chain = chain_in_words(voice.ctx, [p.cells[c] for c in p.found.chain(top)])[voice.lang]
    sentence = voice.say(
        "carbon-chains",
        product=voice.industry(p.product),
        value=carbon(voice, p.total),
        share=voice.share(p.total / found.footprint.total),
        owner=voice.owner(),
        upstream=voice.share(1 - float(p.tiers[0]) / p.total),
        chain=chain,
        part=voice.share(float(p.found.own[top]) / p.total),
    )
    note = voice.say("carbon-chains-note", least=plain_share(LEAST), owner=voice.owner())
    refs = (from_carbon(voice, found.w, "s3.emission_chain", p.status),)
    return voice.card("carbon-chains", sentence, trim_tree(p.chart(), p.region), note, refs, status=p.status,
                      year=p.year)  # fmt: skip


def trim_tree(tree: PathTree, region: str, most: int = BRANCHES) -> PathTree:
    """Return the largest branches of a tree; industries of the region itself are named without it."""
    kept = largest(tree, most)
    place = {old: new for new, old in enumerate(kept)} | {-1: -1}
    branches = (tree.branches[i] for i in kept)
    return PathTree(
        tuple(Branch(b.code, place[b.parent], b.value, _at_home(b, region), b.own) for b in branches),
        tree.unit,
        tree.total,
    )


def _at_home(b: Branch, region: str) -> dict[str, str]:
    where, _, code = b.code.partition("/")
    return in_each(partial(industry_name, code)) if code and where == region else dict(b.label)


def table(voice: SystemWording, found: EmissionResults) -> TableSection:
    """Return the products whose chains emit most by user, what households emit themselves, and all."""
    f = found.footprint
    products, amounts = _by_user(f)
    sums = np.array([*f.values.sum(axis=(0, 2)), f.own.sum()])
    abroad = np.append(f.values.sum(axis=(0, 2)) - f.values[f.origins.index(f.region)].sum(axis=1), 0.0)
    order = np.argsort(-sums[:-1], kind="stable")
    shown, rest = order[:PRODUCTS], order[PRODUCTS:]
    lines = [(label_code("product", products[i])[voice.lang], [int(i)]) for i in shown]
    if len(rest):
        lines.append((voice.phrase("footprint-others", n=len(rest)), [int(i) for i in rest]))
    lines += [(label_code("product", OWN)[voice.lang], [len(sums) - 1]), (voice.say("all"), list(range(len(sums))))]
    scale = column_of(voice, f.total)
    rows = [
        (
            name,
            scale.number(float(sums[at].sum())),
            voice.share(float(sums[at].sum()) / f.total),
            *(scale.number(float(v)) for v in amounts[at].sum(axis=0)),
            voice.share(float(abroad[at].sum() / sums[at].sum())) if sums[at].sum() else voice.say("none"),
        )
        for name, at in lines
    ]
    return voice.table(
        "footprint",
        voice.say("footprint"),
        rows,
        lead=voice.say("footprint-lead", unit=scale.unit, year=f.year),
        note=voice.say("footprint-note"),
        refs=(from_carbon(voice, found.w, "s3.footprint", f.status),),
    )


def _by_user(f: Footprint) -> tuple[tuple[str, ...], Array]:
    """Return products, what users emit themselves last, and their emissions by column of users; (S + 1, 3)."""
    roles = [demand_role(u) for u in f.users]
    every = np.vstack([f.values.sum(axis=0), f.own])
    columns = [every[:, [r in group for r in roles]].sum(axis=1) for group in USERS.values()]
    return (*f.products, OWN), np.stack(columns, axis=1)


# ---- figures
def figures(voice: SystemWording, found: EmissionResults) -> Iterator[MeasureRow]:
    """Yield every figure that is shown, and those of all partners, products and chains."""
    c, t, p = found.change, found.trade, found.paths
    if c is not None:
        for e, v, low, high in zip(c.effects, c.values, c.low, c.high, strict=True):
            yield from build_range_figures(
                voice, "s3.carbon_drivers", e, low, v, high, unit=MT, status=c.status, year=c.last
            )
    if found.incomes is not None:
        k, spans = found.incomes[HEAD], _spans(found.incomes)
        for f, v in zip(k.factors, k.effects, strict=True):
            low, high = spans[f]
            yield from build_range_figures(
                voice, "s3.kaya", f, low, float(v), high, unit=MT, status=k.status, year=k.years[-1]
            )
    for side, values in (("out", t.exports), ("in", t.imports)):
        for partner, v in zip(t.partners, values.sum(axis=1), strict=True):
            yield figure(voice, "s3.embodied_trade", float(v), side, partner=partner, unit=MT, status=t.status,
                         year=t.year)  # fmt: skip
    yield from _build_footprint_figures(voice, found.footprint)
    for r in () if p is None else p.table().to_dict("records"):
        yield figure(voice, "s3.emission_chain", r["value"], str(r["path"]), industry=str(r["product"]), unit=MT,
                     status=p.status, year=p.year)  # type: ignore[union-attr]  # fmt: skip


def _build_footprint_figures(voice: SystemWording, f: Footprint) -> Iterator[MeasureRow]:
    products, amounts = _by_user(f)
    sums: Sequence[float] = [*f.values.sum(axis=(0, 2)).tolist(), float(f.own.sum())]
    for product, total, row in zip(products, sums, amounts, strict=True):
        code = "" if product == OWN else product
        for user, v in zip(("all", *USERS), (total, *row.tolist()), strict=True):
            yield figure(voice, "s3.footprint", v, f"{OWN}: {user}" if product == OWN else user, industry=code,
                         unit=MT, status=f.status, year=f.year)  # fmt: skip
