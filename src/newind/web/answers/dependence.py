"""Dependence of an economy: inputs and suppliers at once, the cost of supply disruptions case by case, alternatives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import numpy as np
from pydantic import Field
from typing_extensions import TypedDict

from newind.analyses.losses import QUARTER, corners, first_quarters, loss_in, put_together
from newind.analyses.science.alternatives import replacers
from newind.analyses.science.purchases import Purchases, check_industry
from newind.analyses.science.ranking import RankingTask, candidates, in_central_case
from newind.analyses.science.reliance import DependenceKey, refuse_supplier_ranking
from newind.analyses.science.reliance_labels import LABELS
from newind.errors import DataError, tell
from newind.kernels.quotients import ratio
from newind.messages import message
from newind.parameters import parameter
from newind.web.answers.catalogue import HORIZONS
from newind.web.answers.names import explain_omission, industry_label, region_label
from newind.web.economies import economy, until
from newind.web.responses import Body, Bounds, Number, Range, Text, body

if TYPE_CHECKING:
    from pathlib import Path

    from newind.accounts.accounts import Accounts
    from newind.analyses.losses import Cut, Loss, Span
    from newind.web.requests import LossRequest, ReplacementRequest

NAMED = 5
"""Suppliers of an input that are named."""
KEPT = 8
"""Questions that a process keeps while their cases are computed."""
DEFINITIONS: ShareDefinitions = {"complete": "s1.import_dependence", "direct": "s1.import_dependence_direct"}
NOT_RANKED = message("web.dependence.not_ranked")
NOTES: tuple[Text, ...] = (
    message("web.dependence.notes.direct_and_complete"),
    message("web.dependence.notes.value_added_at_most"),
)
FIRST: Text = message("web.dependence.quarter")
LOSSES: tuple[Text, ...] = (message("web.dependence.losses.simulated_loss_of_real"),)


class LossRun(NamedTuple):
    """One run of the model: what is lost, at which horizon, under which elasticities."""

    cut: Cut
    horizon: str
    parameters: dict[str, Any]


class SupplierShare(TypedDict):
    """A supplier of an input, and its share of what is imported."""

    region: str
    label: Text
    share: float


class InputShares(TypedDict):
    """Shares from abroad: of what is bought, and of value added along the whole chain."""

    direct: Number
    complete: Number


class InputBody(InputShares):
    """An input that is bought abroad; `suppliers`, `others` and `unnamed` are shares of its imports and sum to 1."""

    industry: str
    label: Text
    bought: float
    used: float
    suppliers: Sequence[SupplierShare]
    others: float
    unnamed: float
    hhi: Number
    bottleneck: Annotated[Range, Field(description="Share of GDP that depends on it.")]


class ShareDefinitions(TypedDict):
    """Indicators that the two shares are."""

    direct: str
    complete: str


class InputThreshold(TypedDict):
    """Part of output from which an input is a material cost."""

    low: float
    high: float


class DependenceBody(Body):
    """The inputs that an economy, or an industry of it, buys abroad."""

    region: str
    year: int
    industry: str | None
    unit: str
    status: str
    indicators: ShareDefinitions
    threshold: InputThreshold
    total: InputShares
    inputs: Sequence[InputBody]
    notes: Sequence[Text]


class LossBounds(Bounds):
    """Between what a loss is: at the medium horizon, and in the first quarter and at each horizon.

    A range with a low end and no high one is open above: some cases have no equilibrium.
    """

    horizons: Mapping[str, Bounds]


class InputLoss(LossBounds):
    """Cost of the supply disruption of an input: losses as positive fractions, of real income but for the quarter."""

    industry: str
    label: Text
    sure: bool
    left_out: Sequence[str]
    failed: int


class LossesBody(Body):
    """Costs of supply disruptions, the costliest first."""

    region: str
    year: int
    industry: str | None
    horizons: Mapping[str, Text]
    rows: Sequence[InputLoss]
    corners: int
    failed: Sequence[str]
    notes: Sequence[Text]


class ReplacerBody(TypedDict):
    """An economy that could replace a supplier."""

    region: str
    label: Text | None
    level: str
    sells: Number
    share: Number
    exports: Number
    elsewhere: Number
    spare: Number
    gap: Bounds
    price_level: Number
    unit_labour_cost: Number
    gain: Mapping[str, Bounds]


class ReplacersBody(Body):
    """Who could replace a supplier of an input."""

    region: str
    year: int
    unit: str
    status: str
    industry: str | None
    input: str
    supplier: str
    lost: Number
    lost_share: Number
    rows: Sequence[ReplacerBody]
    price: Mapping[str, Bounds]
    failed: Sequence[str]
    labels: Mapping[str, Text]
    loss: LossBounds


def list_inputs(
    on: str, year: int | None, region: str, industry: str | None = None, folder: Path | None = None
) -> DependenceBody:
    """Return the inputs that an economy, or an industry of it, buys abroad, without asking the model.

    Raises
    ------
    DataError, UnknownNameError
        As `newind science dependence`.
    """
    w = economy(on, year, folder)
    p = Purchases(w, region, industry or "")
    low, high = parameter("limiting_input_share").range or (0.0, 0.0)
    rests = np.stack([p.bottleneck(t)[p.foreign].sum(axis=0) for t in (high, low)])
    notes, ranks = _check_supplier_ranking(w)
    kept = [k for k in range(w.S) if p.inputs[p.foreign, k].sum() > 0]
    order = sorted(kept, key=lambda k: (-rests[1, k], k))
    return body(
        DependenceBody, region=region, year=w.year, industry=industry, unit=w.unit, status=p.status,
        indicators=DEFINITIONS, threshold={"low": low, "high": high}, total=_total(p),
        inputs=[_input(p, k, rests[:, k], ranks=ranks) for k in order],
        notes=[*({lang: t.format(high=f"{high:.0%}") for lang, t in n.items()} for n in NOTES), *notes],
    )  # fmt: skip


def _check_supplier_ranking(w: Accounts) -> tuple[list[Text], bool]:
    """Return what to say where suppliers must not be ranked, and whether they may be."""
    try:
        refuse_supplier_ranking(w)
    except DataError as error:
        return [explain_omission(error, NOT_RANKED["zh"])], False
    return [], True


def _total(p: Purchases) -> InputShares:
    """Return the same shares for all inputs together."""
    spent = p.inputs.sum(axis=0)
    known = np.isfinite(p.foreign_value)
    complete = float(ratio((spent * np.where(known, p.foreign_value, 0.0)).sum(), spent[known].sum()))
    return {"direct": float(ratio(p.inputs[p.foreign].sum(), spent.sum())), "complete": complete}


def _input(p: Purchases, k: int, rests: np.ndarray, *, ranks: bool) -> InputBody:
    bought, shares = p.inputs[:, k], ratio(p.inputs[:, k] * p.foreign, p.inputs[p.foreign, k].sum())
    order = [r for r in np.argsort(-shares, kind="stable") if p.named[r] and shares[r] > 0][: NAMED if ranks else 0]
    told, code = float(shares[order].sum()), p.w.industries[k]
    named = float(shares[p.named].sum())
    return {
        "industry": code, "label": industry_label(code),
        "direct": float(p.share_inputs[p.foreign, k].sum()), "complete": float(p.foreign_value[k]),
        "bought": float(bought[p.foreign].sum()), "used": float(bought.sum()),
        "suppliers": [_supplier(p.w, int(r), float(shares[r])) for r in order],
        "others": named - told, "unnamed": 1.0 - named, "hhi": float(p.supplier_hhi[k]), "bottleneck": rests,
    }  # fmt: skip


def _supplier(w: Accounts, r: int, share: float) -> SupplierShare:
    code = w.regions[r]
    return {"region": code, "label": region_label(w, code), "share": share}


# ---- costs of supply disruptions
def select_inputs(asked: LossRequest, folder: Path | None = None) -> tuple[int, list[str]]:
    """Return the year, and the inputs that the model looks at: those asked for, else those with the highest guess."""
    q = _question(asked, folder)
    w = q.purchases.w
    for code in asked.inputs:
        check_industry(w, code, "input")
    if asked.inputs:
        return w.year, list(dict.fromkeys(asked.inputs))
    imported = (q.purchases.bought[q.purchases.foreign] != 0).any(axis=0)
    keys = [DependenceKey(i) for i, some in zip(w.industries, imported, strict=True) if some]
    order = sorted(keys, key=lambda k: (-q.guess(k), k))
    return w.year, [k.input for k in candidates(q, order)]


def simulate_cut(asked: LossRequest, input: str, folder: Path | None = None) -> tuple[Cut, float]:
    """Return the cut that takes an input away, and its loss in the central case; users may have to be spared.

    Raises
    ------
    DataError
        Where nothing of it comes from abroad, or the largest seller is asked for and suppliers must not be ranked.
    """
    q = _question(asked, folder)
    key = DependenceKey(input, _name_largest(q.purchases, input) if asked.lost == "largest" else "")
    if not q.has_trade(key):
        raise DataError(tell("web.buys_none", region=asked.region, input=input, year=q.purchases.w.year))
    cuts, middle = in_central_case(q, [key])
    return cuts[key], middle[key]


def _name_largest(p: Purchases, input: str) -> str:
    """Return the economy that sells most of an input."""
    refuse_supplier_ranking(p.w)
    sold = np.where(p.foreign & p.named, p.inputs[:, p.w.industries.index(input)], 0.0)
    return p.w.regions[int(sold.argmax())]


def costliest(asked: LossRequest, found: Iterable[tuple[Cut, float]]) -> list[LossRun]:
    """Return the runs of the model for the inputs that cost most to lose, or for all that were asked for."""
    ranked = sorted(found, key=lambda f: (-f[1] if f[1] == f[1] else -np.inf, f[0].industries))
    chosen = [cut for cut, _ in ranked][: len(ranked) if asked.inputs else asked.top]
    return [LossRun(cut, h, corner) for cut in chosen for h in asked.horizons for corner in corners(h, {})]


def in_case(asked: LossRequest, case: LossRun, folder: Path | None = None) -> float | str:
    """Return the loss of real income in one case, or why it has no equilibrium."""
    return loss_in(economy(asked.on, asked.year, folder), case.cut, case.horizon, case.parameters)


def costs(
    asked: LossRequest, year: int, cases: Sequence[LossRun], found: Sequence[float | str], folder: Path | None = None
) -> LossesBody:
    """Return the ranges of every loss, the costliest first."""
    by_cut: dict[Cut, list[tuple[str, Mapping[str, Any], float | str]]] = {}
    for case, loss in zip(cases, found, strict=True):
        by_cut.setdefault(case.cut, []).append((case.horizon, case.parameters, loss))
    first = first_quarters(economy(asked.on, asked.year, folder), list(by_cut))
    losses = sorted(
        (put_together(c, each, q) for (c, each), q in zip(by_cut.items(), first, strict=True)), key=_by_middle
    )
    return body(
        LossesBody, region=asked.region, year=year, industry=asked.industry,
        horizons={QUARTER: FIRST} | {h: HORIZONS[h] for h in asked.horizons}, rows=[_loss(one) for one in losses],
        corners=len(cases) // max(len(by_cut), 1), failed=[why for one in losses for why in one.failed], notes=LOSSES,
    )  # fmt: skip


def _by_middle(loss: Loss) -> float:
    return -loss.middle if loss.middle == loss.middle else np.inf


def _loss(one: Loss) -> InputLoss:
    (code,) = one.cut.industries
    return {
        "industry": code, "label": industry_label(code), "sure": one.low > 0, **_bounds(one),
        "left_out": getattr(one.cut, "left_out", ()), "failed": len(one.failed),
    }  # fmt: skip


def _bounds(loss: Loss) -> LossBounds:
    return {**_span(loss.stated_ranges[loss.horizon]), "horizons": {h: _span(s) for h, s in loss.stated_ranges.items()}}


def _span(span: Span) -> Bounds:
    return {"low": span.low, "central": span.middle, "high": span.high}


def _question(asked: LossRequest, folder: Path | None) -> RankingTask:
    w = economy(asked.on, asked.year, folder)
    return _build_question(w, asked.region, asked.industry or "", asked.top, asked.horizons)


@lru_cache(maxsize=KEPT)
def _build_question(w: Accounts, region: str, industry: str, top: int, horizons: tuple[str, ...]) -> RankingTask:
    return RankingTask(Purchases(w, region, industry), top, 0.0, horizons, {})


# ---- who could replace a supplier
def replacing(asked: ReplacementRequest, folder: Path | None = None) -> ReplacersBody:
    """Return who could replace a supplier of an input, how expensive it is, and the cost of a supply disruption.

    Raises
    ------
    DataError, UnknownNameError
        As `newind science replacers`.
    """
    panel = until(asked.on, asked.year, folder)
    found = replacers(panel, asked.region, asked.input, asked.supplier, asked.industry)
    rows: list[ReplacerBody] = [
        {
            "region": x.economy, "label": region_label(panel.last, x.economy) if x.economy else None, "level": x.level,
            "sells": x.sells, "share": x.share, "exports": x.exports, "elsewhere": x.elsewhere, "spare": x.spare,
            "gap": _span(x.gap), "price_level": x.price_level, "unit_labour_cost": x.unit_labour_cost,
            "gain": {h: _span(s) for h, s in x.gain.items()},
        }
        for x in found.replacers
    ]  # fmt: skip
    return body(
        ReplacersBody, region=found.region, year=found.year, unit=found.unit, status=found.status,
        industry=asked.industry, input=found.input, supplier=found.supplier, lost=found.lost,
        lost_share=found.lost_share, rows=rows, price={h: _span(s) for h, s in found.price.items()},
        failed=found.loss.failed, labels=LABELS,
        loss=_bounds(found.loss),
    )  # fmt: skip
