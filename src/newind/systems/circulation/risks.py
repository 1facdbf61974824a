"""S4: what losing the largest supplier or market costs, what exports hold, what foreign demand brings home."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.memo import memo
from newind.accounts.panel import Panel
from newind.errors import DataError
from newind.systems import bands
from newind.systems.answers import Fact, answer, risk_of_loss, spanned
from newind.systems.circulation.decomposition import export_terms
from newind.systems.circulation.division import value_by_group
from newind.systems.circulation.loops import demand_feedback
from newind.systems.exhibits import named
from newind.systems.findings import Finding, finding
from newind.systems.losses import Cut, loss_ranges
from newind.systems.phrases import NOTHING, Text, both, digits_for, economy, joined, of_economy, share, shares, text
from newind.systems.proofs import Bars, Losses, Row, Segments
from newind.systems.science.risks import answerable, by_horizon, loss_row, modelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.accounts.accounts import Accounts
    from newind.systems.context import Context
    from newind.systems.losses import Loss

GROUP = "developed"
"""Partners that value per hour is compared with."""
ENOUGH = 0.8
"""Least part of the value whose hours must be known for a comparison."""
AGAIN = ("DDC", "FDC")
"""Parts that are counted more than once, hatched."""
SIDES = {"supply": "supplier", "market": "market"}
LARGEST = {"supply": "s4.largest_supplier_share", "market": "s4.largest_market_share"}
"""Indicator that names the largest partner of each side."""
PARTS: dict[str, Text] = {
    "VAX": {"en": "own value, used abroad", "zh": "国外吸收的国内增加值"},
    "RDV": {"en": "own value that returns", "zh": "返回国内的国内增加值"},
    "DDC": {"en": "own value counted again", "zh": "国内价值重复计算"},
    "FVA": {"en": "foreign value", "zh": "国外增加值"},
    "FDC": {"en": "foreign value counted again", "zh": "国外价值重复计算"},
}
"""Parts that make up gross exports."""


@memo
def partner_losses(w: Accounts, region: str, supplier: str, market: str) -> tuple[Loss, Loss]:
    """Return what losing one supplier of everything and one market for everything costs."""
    every = w.industries
    first, second = loss_ranges(w, [Cut(region, (supplier,), every), Cut(region, (market,), every, side="market")])
    return first, second


def largest(ctx: Context, side: str) -> tuple[str, float] | None:
    """Return the largest named partner of a side and its share, None where there is none."""
    shares_of = named(ctx, ctx.details(LARGEST[side], "partner", ctx.year))
    first = next(iter(shares_of), None)
    return None if first is None else (first, shares_of[first])


@finding(system="s4")
def partners_lost(ctx: Context) -> Iterator[Finding]:
    """What it would cost to lose the largest supplier, and the largest market."""
    if not modelled(ctx):
        return
    found = {side: largest(ctx, side) for side in LARGEST}
    if any(v is None for v in found.values()):
        return
    (seller, sold), (buyer, bought) = (v for v in found.values() if v is not None)
    if not {seller, buyer} <= set(ctx.w.regions.codes):
        return  # shares may come from a table with more economies than the accounts that are solved
    losses = partner_losses(ctx.w, ctx.region, seller, buyer)
    if not all(np.isfinite(loss.middle) for loss in losses):
        return
    for side, partner, part, loss in zip(LARGEST, (seller, buyer), (sold, bought), losses, strict=True):
        yield _partner_lost(ctx, side, partner, part, loss, losses)


def _partner_lost(
    ctx: Context, side: str, partner: str, part: float, loss: Loss, both_sides: tuple[Loss, Loss]
) -> Finding:
    kind, size = risk_of_loss(loss.middle, loss.high)
    id_ = f"s4.{SIDES[side]}_loss"
    rows = tuple(replace(loss_row(each.cut.partners[0], each), label=_row_label(ctx, s, each))
                 for s, each in zip(LARGEST, both_sides, strict=True))  # fmt: skip
    return answer(
        ctx,
        id_,
        (id_, LARGEST[side]),
        _lost(ctx, side, partner, loss),
        Losses(rows, everyone=NOTHING),
        [*spanned(id_, loss.low, loss.middle, loss.high, partner=partner), Fact(LARGEST[side], part, partner=partner)],
        kind=kind,
        size=size,
        value=loss.middle,
        range=(loss.low, loss.high),
        detail=joined(_share_of(side, part), by_horizon(loss)),
        status="simulated",
    )


def _row_label(ctx: Context, side: str, loss: Loss) -> Text:
    name = economy(ctx, loss.cut.partners[0])
    en, zh = {"supply": ("no supplies from {}", "{}停止供应"), "market": ("no sales to {}", "{}停止采购")}[side]
    return {"en": en.format(name["en"]), "zh": zh.format(name["zh"])}


def _lost(ctx: Context, side: str, partner: str, loss: Loss) -> Text:
    home, name = economy(ctx, ctx.region), economy(ctx, partner)
    low, high, middle = share(loss.low), share(loss.high), share(loss.middle)
    what = {"supply": ("supplier", "供应方"), "market": ("market", "市场")}[side]
    shares_of = named(ctx, ctx.details(LARGEST[side], "partner", ctx.year))
    first = bands.leads(ctx.w, LARGEST[side], ctx.region, shares_of)
    en = f"its largest {what[0]}, {name['en']}," if first else f"{name['en']} as a {what[0]}"
    zh = f"最大{what[1]}{name['zh']}" if first else f"{what[1]}{name['zh']}"
    return text(
        f"Losing {en} altogether would cost {home['en']} {low} to {high} of real income, {middle} in the central case",
        f"若完全失去{zh}，{home['zh']}实际收入将损失{low}至{high}，中心估计为{middle}",
    )


def _share_of(side: str, part: float) -> Text:
    return {
        "supply": {"en": f"{share(part)} of imported inputs", "zh": f"占进口投入的{share(part)}"},
        "market": {"en": f"{share(part)} of value added exported", "zh": f"占出口增加值的{share(part)}"},
    }[side]


@finding(system="s4")
def export_parts(ctx: Context) -> Iterator[Finding]:
    """What gross exports are made of, each dollar once."""
    if not answerable(ctx):
        return
    parts = exported(ctx.w, ctx.region)
    total = sum(parts.values())
    if not total > 0:
        return
    shown = {k: v / total for k, v in parts.items()}
    used, foreign, again = shown["VAX"], shown["FVA"], shown["DDC"] + shown["FDC"]
    first, second, third, back = shares(used, foreign, again, shown["RDV"])
    owner = of_economy(ctx)
    yield answer(
        ctx,
        "s4.export_parts",
        ("s4.export_terms",),
        text(
            f"Of each dollar of {owner['en']} exports, {first} is own value used abroad and {second} foreign value; "
            f"{back} returns home, {third} is counted again",
            f"{owner['zh']}每出口1美元，{first}为他国最终使用的国内增加值，{second}为国外增加值，"
            f"{back}返回国内，{third}为重复计算",
        ),
        Segments(tuple(Row(k, v, label=PARTS[k], hatched=k in AGAIN) for k, v in shown.items() if v > 0), "1"),
        [Fact("s4.export_terms", v, note=PARTS[k]["en"]) for k, v in shown.items()],
        kind="context",
        size=1.2,
        value=used,
        detail={"en": "sixteen terms, added up to five parts", "zh": "由16项合并为五部分"},
    )


@memo
def exported(w: Accounts, region: str) -> dict[str, float]:
    """Return the parts of a region's gross exports, million USD."""
    return {part: float(v[0]) for part, v in export_terms(w, exporter=region).by_exporter("group").items()}


@finding(system="s4")
def spilled(ctx: Context) -> Iterator[Finding]:
    """What a dollar of demand for exports brings home, and how much of a dollar of home demand goes abroad."""
    if not answerable(ctx):
        return
    rows_of = demand_feedback(ctx.w, ctx.region).multiplier_rows()
    found = {(r["demand"], r["effect"]): float(r["without"]) for r in rows_of}
    out, home = found["exports", "home_value_added"], found["home", "home_value_added"]
    loop = found["home", "by_way_of_abroad"]
    name = economy(ctx, ctx.region)
    labels: tuple[Text, ...] = (
        {"en": "demand for exports", "zh": "出口需求"},
        {"en": "demand at home", "zh": "国内需求"},
        {"en": "demand abroad", "zh": "国外需求"},
    )
    kinds = ("exports", "home", "abroad")
    rows = tuple(Row(k, found[k, "home_value_added"], label=label) for k, label in zip(kinds, labels, strict=True))
    yield answer(
        ctx,
        "s4.spillover",
        ("s4.demand_multiplier",),
        text(
            f"A dollar more of demand at home earns {name['en']} {_cents(home)['en']}, a dollar more of final products "
            f"sold abroad {_cents(out)['en']}",
            f"国内需求每增加1美元，{name['zh']}获得增加值{_cents(home)['zh']}；"
            f"最终品出口每增加1美元，获得{_cents(out)['zh']}",
        ),
        Bars(rows, focus="home", unit="1"),
        [Fact("s4.demand_multiplier", v, note=f"{d}: {e}") for (d, e), v in found.items() if np.isfinite(v)],
        kind="context",
        size=0.9,
        value=home,
        detail=joined(
            {
                "en": f"of demand at home {_cents(loop)['en']} by way of abroad",
                "zh": f"国内需求中{_cents(loop)['zh']}经由国外返回",
            },
            {"en": "without the spending of what is earned", "zh": "未计收入再支出"},
        ),
    )


def _cents(value: float) -> Text:
    size = 100 * value
    digits = digits_for([size])
    said = both(size, min(digits, 1))
    return {"en": f"{said['en']} cents", "zh": f"{said['zh']}美分"}


@finding(system="s4")
def divided(ctx: Context) -> Iterator[Finding]:
    """What an hour of work earns on both sides of trade with developed economies, and how much of them is seen."""
    if not answerable(ctx):
        return
    try:
        found = value_by_group(ctx.w if len(ctx.accounts) == 1 else Panel(ctx.accounts), ctx.region)
    except DataError:
        return
    sides = {s.code: s for s in found.sides}
    rows: dict[str, Any] = {r["group"]: SimpleNamespace(**r) for r in found.exchange_rows()}
    row, side = rows.get(GROUP), sides.get(GROUP)
    if row is None or side is None or not np.isfinite(row.quotient) or row.hours_known < ENOUGH:
        return
    mine, theirs = (both(float(v), 1) for v in (row.region_earns, row.group_earns))
    seen, name = share(side.seen_gdp), economy(ctx, ctx.region)
    bars = tuple(Row(r.group, float(r.group_earns), other=None, label={"en": r.label_en, "zh": r.label_zh})
                 for r in rows.values() if np.isfinite(r.group_earns) and r.hours_known >= ENOUGH)  # fmt: skip
    own = Row(ctx.region, float(row.region_earns))
    yield answer(
        ctx,
        "s4.division",
        ("s4.value_per_hour",),
        text(
            f"An hour worked by {name['en']} for developed economies’ demand for manufactures earned {mine['en']} "
            f"dollars in {found.year}, one of theirs for its demand {theirs['en']}",
            f"{found.year}年{name['zh']}为发达经济体的制成品需求劳动1小时创造{mine['zh']}美元，"
            f"对方为{name['zh']}需求劳动1小时创造{theirs['zh']}美元",
        ),
        Bars((own, *bars), focus=ctx.region, unit="USD/hour"),
        [Fact("s4.value_per_hour", float(row.region_earns), year=found.year, note=f"own hour for {GROUP}"),
         Fact("s4.value_per_hour", float(row.group_earns), year=found.year, note=f"hour of {GROUP}")],
        kind="constraint" if row.quotient > 1 else "strength",
        size=1.1,
        value=float(row.quotient),
        unit="times",
        detail=joined(
            {"en": "their hour over its own", "zh": "对方每小时与本方之比"},
            {"en": f"the accounts name economies with {seen} of that group’s GDP",
             "zh": f"账户中具名经济体占该组GDP的{seen}"},
        ),
        year=found.year,
    )  # fmt: skip
