"""Every printed finding on a modelled loss is what `ni.simulate` gives, asked directly, case by case.

Cases are the corners of the plausible elasticities at three horizons; cuts are packages of one shock, in an economy
with natural resources; what is spent, shared and used is summed from the accounts. The first quarter is recounted
elsewhere.
"""

from __future__ import annotations

from functools import cache
from itertools import product as combinations

import numpy as np
import pytest
from scipy.optimize import brentq

import newind as ni
from diagnosed import ECONOMIES, counted, found, in_full, names, panel, product, said
from each import check_each
from newind.analyses.firstquarter import lost_in_first_quarter
from newind.analyses.losses import Cut
from newind.equilibrium.assumptions import Assumptions
from newind.errors import ConvergenceError, PolicyError
from newind.policy.simulate import simulate_many
from newind.questions.science.answers import PRINTED
from printed import Told, faults, misprints, pct

LAST = 2011
NESTS = ("substitution_inputs", "substitution_value_added", "substitution_final")
HORIZONS = ("short", "medium", "long")
NAMED = "medium"
RESOURCE = {"resource_share": "shipped"}
TOP, CANDIDATES, THRESHOLD, CHANCE = 20, 40, 0.02, 0.05


# ---- asking the model
def corners(horizon):
    """Return parameters: central ones, then each end of the trade elasticity with each end of substitution."""
    shipped = Assumptions(horizon)
    ends = combinations(shipped.range("trade_elasticity"), (0, 1))
    return [{}, *({"trade_elasticity": theta} | {n: shipped.range(n)[end] for n in NESTS} for theta, end in ends)]


def cut(region, partners, industries, users="*"):
    """Return the shock that stops a region buying products from partners."""
    return ni.Shock("cut_off", 1.0, region=region, partner=list(partners), industry=list(industries), user=users)


def loss(w, region, shocks, horizon, parameters=None):
    """Return the loss of real income, NaN where the model finds no equilibrium."""
    try:
        solved = ni.simulate(w, ni.Package(list(shocks)), horizon, {**RESOURCE, **(parameters or {})})
    except (ConvergenceError, PolicyError):
        return np.nan
    return -float(solved.welfare[w.regions.codes.index(region)])


def find_together(cases):
    """Solve cases of shocks, a horizon and parameters together; each is there when it is asked for by itself."""
    asked = [(ni.Package(list(shocks)), horizon, {**RESOURCE, **more}) for shocks, horizon, more in cases]
    assert len(list(simulate_many(panel().last, asked))) == len(asked)


def spans(region, shocks):
    """Return losses by horizon: the central case first, then the corners."""
    w = panel().last
    find_together([(shocks, h, c) for h in HORIZONS for c in corners(h)])
    return {h: np.array([loss(w, region, shocks, h, c) for c in corners(h)]) for h in HORIZONS}


def kind(range_):
    """Return the kind of a loss: a risk where it may be a hundredth of income."""
    return "risk" if range_[1] >= 0.01 else "context"


def printed_spans(losses, lost):
    """Return middle and range at the medium horizon, and what the line below prints: low ends, high ones if closed."""
    low, _, high = lost_in_first_quarter(panel().last, [lost])[0]
    first = (low if low >= PRINTED else 0.0, high) if high >= PRINTED else ()
    each = (e for v in losses.values() for e in (np.nanmin(v), np.max(v)) if np.isfinite(e))
    return losses[NAMED][0], (losses[NAMED].min(), losses[NAMED].max()), (*pct(*first), *pct(*each))


# ---- inputs
def others(region):
    """Return all other regions, aggregates among them."""
    return [c for c in counted(LAST).codes if c != region]


@cache
def lost_input(region, code):
    """Return the shock that stops all imports of a product, and the users to whom it is left."""
    shocks = (cut(region, others(region), [code]),)
    if np.isfinite(loss(panel().last, region, shocks, "medium")):
        return shocks, ()
    count = counted(LAST)
    r, k = count.at(region), count.industries.index(code)
    bought = np.concatenate([count.Z4[:, k, r], count.Y3[:, k, r, None]], axis=1)
    abroad = np.delete(np.maximum(bought, 0), r, axis=0).sum(axis=0) > 0
    alone = abroad & (bought[r] <= 0)
    users = [*count.industries, "final"]
    kept = tuple(u for u, one in zip(users, alone, strict=True) if one)
    spared = [u for u, one, any_ in zip(users, alone, abroad | (bought[r] > 0), strict=True) if any_ and not one]
    return (cut(region, others(region), [code], spared),), kept


@cache
def central(region, code):
    """Return the loss of an input in the central case."""
    return loss(panel().last, region, lost_input(region, code)[0], "medium")


@cache
def ranked_inputs(region):
    """Return the inputs whose loss the model can tell in the central case, the costliest first."""
    find_together([([cut(region, others(region), [c])], "medium", {}) for c in panel().last.industries])
    middle = {c: central(region, c) for c in panel().last.industries}
    return sorted((c for c in middle if np.isfinite(middle[c])), key=lambda c: -middle[c])


@cache
def spans_of(region, code):
    """Return losses of an input by horizon; None where some case of the medium one has no equilibrium."""
    if not complete(region, code):
        return None
    losses = spans(region, lost_input(region, code)[0])
    return losses if np.isfinite(losses[NAMED]).all() else None


@cache
def complete(region, code):
    """Return whether the severest case of the medium horizon has an equilibrium."""
    return np.isfinite(loss(panel().last, region, lost_input(region, code)[0], NAMED, corners(NAMED)[1]))


@cache
def first_input(region):
    """Return the costliest input of which every case of the medium horizon has an equilibrium."""
    return next(c for c in ranked_inputs(region) if spans_of(region, c))


def bottleneck(region, code):
    """Return value added of users to the imported part of the input, where it is 2 % of their output or more."""
    count = counted(LAST)
    r, k, own = count.at(region), count.industries.index(code), count.rows(region)
    bought, x, added = count.Z4[:, k, r].sum(axis=0), count.x[own], count.added[own]
    imported = bought - count.Z4[r, k, r]
    hit = (x > 0) & (bought > 0) & (bought >= THRESHOLD * x)
    return float((imported[hit] / bought[hit] * np.maximum(added[hit], 0)).sum() / added.sum())


def input_loss(region):
    code = first_input(region)
    rests, kept = bottleneck(region, code), lost_input(region, code)[1]
    users = tuple(i for i in panel().last.industries if i not in kept) if kept else ()
    middle, range_, by_horizon = printed_spans(
        spans_of(region, code), Cut(region, tuple(others(region)), (code,), users=users)
    )
    more = [central(region, c) for c in ranked_inputs(region)[: ranked_inputs(region).index(code)]]
    against = ("above", "高于") if rests > range_[1] else ("below", "低于") if rests < range_[0] else ("within", "在该")
    where = dict(zip(("en", "zh"), against, strict=True))
    return Told(LAST, middle, pct(*range_, middle), (*by_horizon, *pct(rests, THRESHOLD, *more)), range=range_,
                says=said(where, product(code), names(region), *map(product, kept)), tolerance=1e-6,
                kind=kind(range_))  # fmt: skip


# ---- one supplier of one product, one partner for everything
@cache
def first_pair(region):
    """Return the named supplier and product whose loss costs most in the central case, among the largest purchases."""
    count, w = counted(LAST), panel().last
    r = count.at(region)
    bought = np.where(count.named[:, None], count.Z4[:, :, r].sum(axis=2) + count.Y3[:, :, r], 0.0)
    bought[r] = 0.0
    largest = np.argsort(-bought, axis=None)[:CANDIDATES]
    pairs = [(count.codes[p], count.industries[k])
             for p, k in zip(*np.unravel_index(largest, bought.shape), strict=True)]  # fmt: skip
    find_together([([cut(region, [seller], [code])], "medium", {}) for seller, code in pairs])
    return max(pairs, key=lambda pair: loss(w, region, [cut(region, [pair[0]], [pair[1]])], "medium"))


def supplier_loss(region):
    seller, code = first_pair(region)
    count = counted(LAST)
    r, k = count.at(region), count.industries.index(code)
    bought = np.delete(count.Z4[:, k, r].sum(axis=1) + count.Y3[:, k, r], r)
    part = bought[others(region).index(seller)] / bought.sum()
    middle, range_, by_horizon = printed_spans(
        spans(region, [cut(region, [seller], [code])]), Cut(region, (seller,), (code,))
    )
    return Told(LAST, middle, pct(*range_, middle), (*pct(part), *by_horizon), range=range_,
                says=said(names(seller), product(code), names(region)), tolerance=1e-6, kind=kind(range_))  # fmt: skip


def whole(region, partner, side):
    """Return the cut of everything that one partner sells, or buys."""
    buyer, seller = (region, partner) if side == "supplier" else (partner, region)
    return cut(buyer, [seller], panel().last.industries)


def partner_loss(region, count, *, side):
    """The named partner whose loss costs most of all in the central case, and its share."""
    known = [c for c, named in zip(count.codes, count.named, strict=True) if named and c != region]
    find_together([([whole(region, c, side)], "medium", {}) for c in known])
    partner = max(known, key=lambda c: loss(panel().last, region, [whole(region, c, side)], "medium"))
    traded = (count.bought_abroad(region) if side == "supplier" else count.absorbed(region)).copy()
    traded[count.at(region)] = 0.0
    part = traded[count.codes.index(partner)] / traded.sum()
    lost = Cut(region, (partner,), panel().last.industries, "supply" if side == "supplier" else side)
    middle, range_, by_horizon = printed_spans(spans(region, [whole(region, partner, side)]), lost)
    return Told(LAST, middle, pct(*range_, middle), (*pct(part), *by_horizon), range=range_,
                says=said(names(partner), names(region)), tolerance=1e-6, kind=kind(range_))  # fmt: skip


# ---- replacement
def domestic_share(w, region, code):
    """Return the part of a product that an economy buys at home, all uses."""
    Z, Y = (np.asarray(a).reshape(len(w.regions.codes), w.S, len(w.regions.codes), -1) for a in (w.Z, w.Y))
    r, k = w.regions.codes.index(region), w.industries.index(code)
    bought = Z[:, k, r].sum(axis=1) + Y[:, k, r].sum(axis=1)
    return float(bought[r] / bought.sum())


def replacement(region):
    """A production subsidy that makes a quarter of the imports at home; the largest supplier stops selling after it."""
    w, count, code = panel().last, counted(LAST), first_input(region)
    r, k = count.at(region), count.industries.index(code)
    bought = np.where(count.named, count.Z4[:, k, r].sum(axis=1) + count.Y3[:, k, r], 0.0)
    bought[r] = 0.0
    feared = count.codes[int(bought.argmax())]
    target = 1 - 0.75 * (1 - domestic_share(w, region, code))
    stop, rates, costs, saved = [cut(region, [feared], [code])], [], [], []
    for end in (0, None, 1):
        now, then = ({} if end is None else {n: Assumptions(h).range(n)[end] for n in ("trade_elasticity", *NESTS)}
                     for h in ("medium", "short"))  # fmt: skip

        @cache
        def subsidised(rate, now=now):
            shock = ni.Shock("production_subsidy", rate, region=region, industry=code)
            return ni.simulate(w, ni.Package([shock]), "medium", RESOURCE | now)

        def missed(rate, at=subsidised):
            return domestic_share(at(rate).accounts, region, code) - target

        high = next(rate for rate in (0.08, 0.16, 0.32, 0.5) if missed(rate) > 0)
        rate = brentq(missed, high / 8, high, xtol=1e-5)
        made = subsidised(rate)
        rates.append(rate)
        costs.append(-float(made.welfare[r]))
        saved.append(CHANCE * (loss(w, region, stop, "short", then) - loss(made.accounts, region, stop, "short", then)))
    assert min(saved) > 0
    sure = min(costs) > 0
    paid = (min(costs), max(costs)) if sure else (max(costs), -min(costs))
    told, details = pct(*paid, min(saved), max(saved)), pct(min(rates), max(rates), CHANCE)
    way = {"en": "would cost" if sure else "than without it", "zh": "减少实际收入" if sure else "增减因弹性而异"}
    words = said(names(feared), product(code), names(region), {"en": "a quarter", "zh": "四分之一"}, way)
    return Told(LAST, costs[1], told, details, range=(min(costs), max(costs)), says=words, tolerance=2e-5,
                kind="context")  # fmt: skip


@pytest.mark.parametrize("region", ECONOMIES)
@pytest.mark.parametrize(("id", "recount"), [("s1.input_loss", input_loss), ("s1.supplier_loss", supplier_loss),
                                             ("s1.replacement", replacement)])  # fmt: skip
def test_a_modelled_finding_says_what_the_model_does(region, id, recount):
    assert faults(found(region, "s1")[id], recount(region)) == []


@check_each("region", ECONOMIES)
@check_each("side", ["supplier", "market"])
def test_losing_a_partner_says_what_the_model_does(shared, region, side):
    """The partner, and its share, are those at full detail."""
    told = partner_loss(region, in_full(shared, LAST), side=side)
    assert faults(found(region, "s4")[f"s4.{side}_loss"], told) == []


@pytest.mark.parametrize("region", ECONOMIES)
def test_inputs_without_a_full_range_are_named(region):
    """Those without an equilibrium in the severest case, and no others; the costlier ones with their central loss."""
    f, first = found(region, "s1")["s1.input_loss"], first_input(region)
    ranked = ranked_inputs(region)
    find_together([(lost_input(region, c)[0], NAMED, corners(NAMED)[1]) for c in ranked[:TOP]])
    open_ = [c for c in ranked[:TOP] if not complete(region, c)]
    more = ranked[: ranked.index(first)]
    assert set(more) <= set(open_)
    for lang, (costlier, rest) in OPEN.items():
        parts = f.detail[lang].split(" · ")
        said_more, said_rest = ("".join(p for p in parts if p.startswith(begin)) for begin in (costlier, rest))
        for code in (c for c in panel().last.industries if c != first):
            assert (product(code)[lang] in said_more) == (code in more), code
            assert (product(code)[lang] in said_rest) == (code in set(open_) - set(more)), code
        assert misprints(said_more, lang, pct(*(central(region, c) for c in more))) == []


OPEN = {"en": ("costlier in the central case", "without a full range"), "zh": ("中心估计损失更大", "区间不完整")}
