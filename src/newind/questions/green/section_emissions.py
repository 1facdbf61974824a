"""System 3 in depth: what changed emissions, whom they arise for, along which chains; amounts of carbon."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import demand_role, industry_name
from newind.accounts.panel import Panel
from newind.analyses.green.footprints import OWN, label_code
from newind.charts.proofs import Branch, PathTree
from newind.charts.tree import largest
from newind.language.words import MINUS, mark, quantity, scale_of
from newind.messages import in_each
from newind.questions.depth.parts import ENDS, figure
from newind.questions.depth.views import ask, list_figures, make_card
from newind.questions.green.answers_carbon import measure_footprint
from newind.questions.green.findings_depth import change_over_years, incomes_over_years
from newind.questions.provenance import name_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newind.accounts.accounts import Accounts
    from newind.analyses.green.footprints import Footprint
    from newind.language.words import Scale
    from newind.measures.context import Context
    from newind.questions.answers import Answer
    from newind.questions.depth.voice import SystemWording
    from newind.questions.model import Card, MeasureRow, TableSection
    from newind.typing import Array


MT = "Mt"


def every_year(ctx: Context) -> Panel | Accounts:
    """Return the accounts of a brief: all years, or the only one."""
    return Panel(ctx.accounts) if len(ctx.accounts) > 1 else ctx.w


def carbon(voice: SystemWording, value: float) -> str:
    """Return a mass given in Mt."""
    return quantity(value, MT, voice.lang)


def change(voice: SystemWording, value: float) -> str:
    """Return a relative change in per cent with its sign, with the decimals that it needs."""
    return ("+" if value > 0 else MINUS if value < 0 else "") + voice.share(abs(value))


def column_of(voice: SystemWording, total: float, unit: str = MT) -> Scale:
    """Return how a column is written whose sum is given: as suits a tenth of it, for most of its figures are smaller.

    Examples
    --------
    A column of CO2 that sums to 20 Mt is in Mt in English, in 万吨 in Chinese.
    """
    return scale_of([total / 10], unit, voice.lang)


def from_carbon(voice: SystemWording, w: Accounts, id: str, status: str = "") -> int:
    """Return the number of the row of a quantity that is based on accounts and their CO2."""
    parts = dict.fromkeys([w.source, w.satellite("co2").source])
    named = mark("semicolon", voice.lang).join(name_source(p, voice.lang) for p in parts)
    return voice.own(id, source=named, year=w.year, status=status)


def build_range_figures(
    voice: SystemWording, id: str, scenario: str, low: float, middle: float, high: float, **rest: str | int
) -> Iterator[MeasureRow]:
    """Yield a figure and the ends of its range."""
    for end, value in zip(ENDS, (middle, low, high), strict=True):
        yield figure(voice, id + end, value, scenario, **rest)  # type: ignore[arg-type]


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


def ask_emissions(ctx: Context, w: Accounts) -> dict[str, Answer]:
    """Return what changed emissions, whom they arise for, and the chains of the largest product, as far as known."""
    found = {
        "carbon-change": change_over_years(ctx),
        "kaya": incomes_over_years(ctx),
        "embodied": ask(ctx, "green.trade", year=w.year),
        "carbon-chains": _ask_chains(ctx, w),
    }
    return {key: answer for key, answer in found.items() if answer is not None}


def _ask_chains(ctx: Context, w: Accounts) -> Answer | None:
    """Return the chains of the product that most is emitted for; None where nothing is."""
    footprint = measure_footprint(w, ctx.region)
    products = footprint.values.sum(axis=(0, 2))
    if not products.max() > 0:
        return None
    product = footprint.products[int(np.argmax(products))]
    found = ask(ctx, "green.paths", product=product, threshold=LEAST, year=w.year)
    return found if found.result.found.own.max() > 0 else None


def cards(voice: SystemWording, found: dict[str, Answer]) -> list[Card]:
    """Return the answers as cards; of the tree the largest branches, of income what no finding tells."""
    trimmed = {k: trim_tree(a.chart, voice.ctx.region) for k, a in found.items() if isinstance(a.chart, PathTree)}
    return [
        make_card(voice, k, a, trimmed.get(k), slice(2 if k == "kaya" else None), headline=2) for k, a in found.items()
    ]


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


def table(voice: SystemWording, w: Accounts) -> TableSection:
    """Return the products whose chains emit most by user, what households emit themselves, and all."""
    f = measure_footprint(w, voice.ctx.region)
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
        refs=(from_carbon(voice, w, "s3.footprint", f.status),),
    )


def _by_user(f: Footprint) -> tuple[tuple[str, ...], Array]:
    """Return products, what users emit themselves last, and their emissions by column of users; (S + 1, 3)."""
    roles = [demand_role(u) for u in f.users]
    every = np.vstack([f.values.sum(axis=0), f.own])
    columns = [every[:, [r in group for r in roles]].sum(axis=1) for group in USERS.values()]
    return (*f.products, OWN), np.stack(columns, axis=1)


# ---- figures
def figures(voice: SystemWording, w: Accounts, found: dict[str, Answer]) -> Iterator[MeasureRow]:
    """Yield every figure that is shown, and those of all partners, products and chains."""
    if "carbon-change" in found:
        yield from list_figures(voice, found["carbon-change"], "effects", "s3.carbon_drivers", "effect", unit=MT)
    if "kaya" in found:
        yield from list_figures(voice, found["kaya"], "factors", "s3.kaya", "factor", unit=MT)
    for side, column in (("out", "exports"), ("in", "imports")):
        yield from list_figures(
            voice, found["embodied"], "partners", "s3.embodied_trade", side, column, partner="partner", unit=MT
        )
    yield from _build_footprint_figures(voice, measure_footprint(w, voice.ctx.region))
    if "carbon-chains" in found:
        yield from list_figures(
            voice, found["carbon-chains"], "chains", "s3.emission_chain", "path", industry="product", unit=MT
        )


def _build_footprint_figures(voice: SystemWording, f: Footprint) -> Iterator[MeasureRow]:
    products, amounts = _by_user(f)
    sums: Sequence[float] = [*f.values.sum(axis=(0, 2)).tolist(), float(f.own.sum())]
    for product, total, row in zip(products, sums, amounts, strict=True):
        code = "" if product == OWN else product
        for user, v in zip(("all", *USERS), (total, *row.tolist()), strict=True):
            yield figure(voice, "s3.footprint", v, f"{OWN}: {user}" if product == OWN else user, industry=code,
                         unit=MT, status=f.status, year=f.year)  # fmt: skip
