"""Every printed finding on observed figures is what the accounts say, recounted without the code that diagnoses.

Numbers, years, places, partners and directions of the English and the Chinese sentence are read from the text. The
arithmetic is that of `recount`; figures at full detail are recounted from WIOD 2013 where it is there.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import newind as ni
from diagnosed import ECONOMIES, SYSTEMS, counted, estimates, found, in_full, names, panel, peers, product, said
from each import check_each
from newind.accounts.groups import group, group_size
from newind.measures.registry import quantity
from printed import Told, faults, kind_of, pct, place_of, plain
from recount import hhi, over

FIRST, LAST, HOURS = 1995, 2011, 2009
HIGH_TECH = ("c9", "c13", "c14", "c15")
KNOWLEDGE = (*HIGH_TECH, "c27", "c30")
MADE = tuple(f"c{k}" for k in range(3, 17))
SIMULATED = {"s1.input_loss", "s1.supplier_loss", "s1.replacement", "s4.supplier_loss", "s4.market_loss"}
"""Recounted in test_printed_findings_simulated.py."""


# ---- parts of sentences
def middle(figures):
    """Return the median of the peers, who come after the economy itself."""
    return float(np.median(figures[1:]))


def compared(count, region, figure):
    """Return a figure of the economy and its peers, itself first."""
    return [figure(count, c) for c in (region, *peers(region))]


def since(now, past, digits):
    """Return the words for a change, where both figures are printed with so many decimals."""
    if f"{now:.{digits}f}" == f"{past:.{digits}f}":
        return {"en": f"as in {FIRST}", "zh": "持平"}
    return {"en": f"{'up' if now > past else 'down'} from", "zh": f"{'高' if now > past else '低'}于{FIRST}年的"}


def leading(region, figures):
    """Return the highest peer and its figure: the words before its name are those of a higher or a lower one."""
    best = max(range(1, len(figures)), key=lambda k: figures[k])
    name = names(peers(region)[best - 1])
    higher = figures[best] > figures[0]
    return figures[best], {"en": f"{'highest' if higher else 'next'} ", "zh": "最高为" if higher else "其次为"}, name


def most_from(origins):
    """Return the named economy with the largest part, and the part."""
    return max(origins.items(), key=lambda item: item[1])


def than_peers(index, median):
    """Return the words for how concentrated supply is beside the peers."""
    more = index > median
    return {"en": f"{'more' if more else 'less'} concentrated than peers’", "zh": "高于" if more else "低于"}


# ---- system 1
def research(region, shared):
    rate = {y: counted(y).w.facts["rd_intensity"].values for y in (2000, LAST)}
    now = [float(rate[LAST][counted(LAST).at(c)]) for c in (region, *peers(region))]
    past = float(rate[2000][counted(2000).at(region)])
    top, order, name = leading(region, now)
    alike = f"{100 * now[0]:.2f}" == f"{100 * past:.2f}"
    up = {"en": "as in" if alike else "up from" if now[0] > past else "down from", "zh": "持平" if alike else ""}
    return Told(LAST, now[0], pct(now[0], *([] if alike else [past]), middle(now)), pct(top), frozenset({2000}),
                None, (place_of(now[0], now[1:]),), said(up, order, name),
                kind=kind_of("higher", now, past))  # fmt: skip


def economy_wide(region, shared):
    now = compared(in_full(shared, LAST), region, lambda c, e: c.foreign_of(e))
    past = in_full(shared, FIRST).foreign_of(region)
    top, order, name = leading(region, now)
    return Told(LAST, now[0], pct(now[0], past, middle(now)), pct(top), frozenset({FIRST}), None,
                (place_of(now[0], now[1:]),), said(since(now[0], past, 9), order, name),
                kind=kind_of("lower", now, past))  # fmt: skip


def high_tech(region, shared):
    now = compared(in_full(shared, LAST), region, lambda c, e: c.foreign_of(e, HIGH_TECH))
    past = in_full(shared, FIRST).foreign_of(region, HIGH_TECH)
    first, part = most_from(in_full(shared, LAST).origins_of(region, HIGH_TECH))
    return Told(LAST, now[0], pct(now[0], past), pct(part), frozenset({FIRST}), None, (place_of(now[0], now[1:]),),
                said(since(now[0], past, 9), {"en": "most from", "zh": "最多"}, names(first)),
                kind=kind_of("lower", now, past))  # fmt: skip


def dependence(region, shared):
    """The high-tech industry with at least 1 % of output whose product holds most foreign value."""
    count, before = in_full(shared, LAST), in_full(shared, FIRST)
    x = counted(LAST).x[counted(LAST).rows(region)]
    large = [c for c in HIGH_TECH if x[counted(LAST).industries.index(c)] > 0.01 * x.sum()]
    code = max(large, key=lambda c: count.foreign(region, c))
    now = compared(count, region, lambda c, e: c.foreign(e, code))
    past, direct = before.foreign(region, code), count.direct(region, code)
    other = compared(count, region, lambda c, e: c.direct(e, code)), before.direct(region, code)
    return Told(LAST, now[0], pct(now[0], past), pct(direct), frozenset({FIRST}), tuple(sorted((direct, now[0]))),
                (place_of(now[0], now[1:]),), said(since(now[0], past, 9), product(code)), tolerance=1e-6,
                kind=kind_of("lower", now, past, other))  # fmt: skip


def knowledge(region, shared):
    now = compared(in_full(shared, LAST), region, lambda c, e: c.inputs_at_home(e, KNOWLEDGE)[0])
    past = in_full(shared, FIRST).inputs_at_home(region, KNOWLEDGE)[0]
    other = (compared(in_full(shared, LAST), region, lambda c, e: c.inputs_at_home(e, KNOWLEDGE)[1]),
             in_full(shared, FIRST).inputs_at_home(region, KNOWLEDGE)[1])  # fmt: skip
    top, order, name = leading(region, now)
    return Told(LAST, now[0], pct(now[0], past), pct(top), frozenset({FIRST}), tuple(sorted((now[0], other[0][0]))),
                (place_of(now[0], now[1:]),), said(since(now[0], past, 9), order, name),
                kind=kind_of("higher", now, past, other))  # fmt: skip


def input_suppliers(region, shared):
    """Of the knowledge-intensive input imported most, the three largest suppliers with a name."""
    count, full = counted(LAST), in_full(shared, LAST)
    code = max(KNOWLEDGE, key=lambda c: count.bought_abroad(region, c).sum())
    bought = count.bought_abroad(region, code)
    first = np.argsort(-np.where(count.named, bought, 0.0))[:3]
    three = bought[first].sum() / bought.sum()

    def index(c, e):
        return hhi(c.bought_abroad(e, code)[c.named])

    now, past = compared(full, region, index), index(in_full(shared, FIRST), region)
    every = full.bought_abroad(region, code)
    hidden = every[~full.named].sum() / every.sum()
    sellers = [count.codes[k] for k in first]
    assert three == pytest.approx(sum(every[full.at(c)] for c in sellers) / every.sum(), rel=1e-6)
    details = (*plain(now[0], middle(now), past), *pct(hidden))
    return Told(LAST, three, pct(three), details, frozenset({FIRST}), None, (),
                said(than_peers(now[0], middle(now)), product(code), *map(names, sellers)),
                kind=kind_of("lower", now, past))  # fmt: skip


def productivity(w, prices):
    """Return value added an hour at prices and purchasing power of 1995; (R, S)."""
    made, hours = (np.where(np.isnan(w.satellites[n].values) & (w.x == 0), 0.0, w.satellites[n].values)
                   for n in ("value_added_volume", "hours"))  # fmt: skip
    return over(made, hours).reshape(w.R, w.S) / prices[:, None]


def frontier(region, shared):
    """The highest productivity among named economies with 5 % of value added or more, and the economy itself."""
    count, base = counted(HOURS), counted(FIRST).w
    level = productivity(count.w, base.value_added.reshape(base.R, base.S).sum(axis=1)
                         / base.facts["gdp_ppp_current"].values)  # fmt: skip
    value, r = np.where(count.named[:, None], count.added.reshape(count.R, count.S), 0.0), count.at(region)
    large = (value >= 0.05 * value.sum(axis=0)) & count.named[:, None]
    large[r] = True
    top = np.nanmax(np.where(large, level, np.nan), axis=0)
    gap = {c: level[r, k] / top[k] for k, c in enumerate(count.industries) if c in MADE}
    known = np.array([g for g in gap.values() if np.isfinite(g) and g > 0])
    ahead = int((known >= 1).sum())
    apart = 0 < ahead < len(known)  # what is the same for all is not said
    there, of = (plain(ahead), plain(len(known))) if apart else ((), ())
    sentence, other = (*pct(np.median(known)), *there, *of), (*pct(np.median(known)), *of)
    return Told(HOURS, float(np.median(known)), sentence, (), frozenset({HOURS}),
                (float(known.min()), float(known.max())), numbers_zh=(*other, *there),
                kind="constraint" if np.median(known) < 0.5 else "context")  # fmt: skip


# ---- system 4
def position(region, shared):
    now = compared(in_full(shared, LAST), region, lambda c, e: c.stages(e))
    past = in_full(shared, FIRST).stages(region)
    top, order, name = leading(region, now)
    return Told(LAST, now[0], plain(now[0], past, middle(now)), plain(top), frozenset({FIRST}), None,
                (place_of(now[0], now[1:]),), said(since(now[0], past, 2), order, name), kind="context")  # fmt: skip


def participation(region, shared):
    now = compared(counted(LAST), region, lambda c, e: c.export_shares(e)[2])
    bought = counted(LAST).imported_content(region)
    assert counted(LAST).export_shares(region)[1] == pytest.approx(bought, rel=1e-9)
    past = counted(FIRST).export_shares(region)[2]
    return Told(LAST, now[0], pct(now[0], past, middle(now)), pct(counted(LAST).export_shares(region)[1]),
                frozenset({FIRST}), None, (place_of(now[0], now[1:]),),
                said(since(now[0], past, 9), {"en": "imported content", "zh": "进口成分"}), kind="context")  # fmt: skip


def turning(series):
    """Return the year, figure and words of a low or high that is a point beyond both ends; none otherwise."""
    ends = (series[FIRST], series[LAST])
    low, high = min(series, key=series.__getitem__), max(series, key=series.__getitem__)
    beyond = {low: min(ends) - series[low], high: series[high] - max(ends)}
    year = max(beyond, key=beyond.__getitem__)
    if beyond[year] < 0.01:
        return (), (), {"en": "", "zh": ""}
    word = {"en": "low of", "zh": "最低"} if year == low else {"en": "high of", "zh": "最高"}
    return (year,), (series[year],), word


def circulation(region, shared):
    series = {w.year: counted(w.year).circulation(region)[0] for w in panel()}
    now = compared(counted(LAST), region, lambda c, e: c.circulation(e)[0])
    year, figure, word = turning(series)
    chains = counted(LAST).circulation(region)[2]
    return Told(LAST, now[0], pct(now[0], series[FIRST]), pct(*figure, chains), frozenset({FIRST, *year}), None,
                (place_of(now[0], now[1:]),), said(since(now[0], series[FIRST], 9), word),
                kind="context")  # fmt: skip


def exports(region, shared):
    series = {w.year: counted(w.year).export_shares(region)[0] for w in panel()}
    now = compared(counted(LAST), region, lambda c, e: c.export_shares(e)[0])
    year, figure, word = turning(series)
    return Told(LAST, now[0], pct(now[0], series[FIRST], middle(now)), pct(*figure), frozenset({FIRST, *year}), None,
                (place_of(now[0], now[1:]),), said(since(now[0], series[FIRST], 9), word),
                kind="context")  # fmt: skip


def markets(region, shared):
    """Value added by whose final demand it ends in, at full detail."""

    def shares(e, year=LAST):
        count = in_full(shared, year)
        ended = np.delete(count.absorbed(e), count.at(e))
        named = np.delete(count.named, count.at(e))
        codes = np.array([c for c in count.codes if c != e])
        return dict(zip(codes[named], ended[named] / ended.sum(), strict=True))

    mine, past = shares(region), max(shares(region, FIRST).values())
    now = [max(shares(e).values()) for e in (region, *peers(region))]
    hidden, index = 1 - sum(mine.values()), hhi(np.array(list(mine.values())))
    return Told(LAST, now[0], pct(now[0], middle(now)), (*pct(hidden), *plain(index)), frozenset(), None, (),
                said(names(max(mine, key=mine.__getitem__))), kind=kind_of("lower", now, past))  # fmt: skip


def import_suppliers(region, shared):
    count = in_full(shared, LAST)
    bought = count.bought_abroad(region)
    first = int(np.where(count.named, bought, 0).argmax())

    def index(c, e):
        return hhi(c.bought_abroad(e)[c.named])

    now, past = compared(count, region, index), index(in_full(shared, FIRST), region)
    share, hidden = bought[first] / bought.sum(), bought[~count.named].sum() / bought.sum()
    return Told(LAST, share, pct(share), (*plain(now[0], middle(now)), *pct(hidden)), frozenset(), None, (),
                said(than_peers(now[0], middle(now)), names(count.codes[first])), tolerance=1e-7,
                kind=kind_of("lower", now, past))  # fmt: skip


def hours_of(count):
    """Return hours by industry; (n,), NaN where unknown."""
    hours = count.w.satellites["hours"]
    assert hours.unit == "million hours"
    return np.where(np.isnan(hours.values) & (count.x == 0), 0.0, hours.values)


def earnings(region, shared):
    """Value added over hours, both along the chains of each partner's final demand."""
    count = counted(HOURS)
    per_unit = over(hours_of(count), count.x)
    per_unit[count.x == 0] = 0.0

    def earned(e):
        r, own = count.at(e), count.rows(e)
        return r, count.absorbed(e), per_unit[own] @ count.made_for[own]

    def abroad(e):
        r, value, hours = earned(e)
        return np.delete(value, r).sum() / np.delete(hours, r).sum()

    r, value, hours = earned(region)
    by_partner = {c: value[p] / hours[p] for p, c in enumerate(count.codes) if p != r and count.named[p]}
    best, most = most_from(by_partner)
    now = [abroad(e) for e in (region, *peers(region))]
    return Told(HOURS, now[0], plain(now[0], value[r] / hours[r]), plain(most), frozenset({HOURS}), None,
                (place_of(now[0], now[1:]),), said(names(best)), kind=kind_of("higher", now))  # fmt: skip


def home_use(region, shared):
    def foreign(count, e):
        value = count.value_used(e)
        return 1 - value[count.at(e)] / value.sum()

    now = compared(counted(LAST), region, foreign)
    past, value = foreign(counted(FIRST), region), counted(LAST).value_used(region)
    parts = {c: value[p] / value.sum() for p, c in enumerate(counted(LAST).codes)
             if c != region and counted(LAST).named[p]}  # fmt: skip
    first, part = most_from(parts)
    return Told(LAST, now[0], pct(now[0], past, middle(now)), pct(part), frozenset({FIRST}), None,
                (place_of(now[0], now[1:]),), said(since(now[0], past, 9), names(first)), kind="context")  # fmt: skip


def export_parts(region, shared):
    """The sixteen terms of Wang, Wei & Zhu (2013): absorbed abroad T1-T5, back T6-T8, double counting, foreign."""
    T, total = counted(LAST).wang_wei_zhu(region), counted(LAST).exports(region).sum()
    assert T.sum() == pytest.approx(total, rel=1e-9)
    used, back = T[:5].sum() / total, T[5:8].sum() / total
    foreign, again = T[[10, 11, 13, 14]].sum() / total, T[[8, 9, 12, 15]].sum() / total
    return Told(LAST, used, pct(used, foreign, back, again), says=said({"en": "sixteen terms", "zh": "16项"}),
                detail_zh=plain(16), kind="context")  # fmt: skip


def spillover(region, shared):
    """A dollar of final demand of the composition that there is, through the inverse and the own inverse."""
    count = counted(LAST)
    r, own = count.at(region), count.rows(region)
    home, finals = count.Yr[:, r], np.zeros(count.n)
    finals[own] = count.Yr[own].sum(axis=1) - count.Yr[own, r]
    earned, sold = (count.v[own] @ (count.B @ (y / y.sum()))[own] for y in (home, finals))
    loop = earned - count.v[own] @ count.L(region) @ (home / home.sum())[own]
    words = said({"en": "final products sold abroad", "zh": "最终品出口"})
    return Told(LAST, earned, plain(100 * earned, 100 * sold), plain(100 * loop), says=words, kind="context")


def division(region, shared):
    """Value over hours in what final demand for manufactures pays, to and from developed economies, 2009."""
    count = counted(HOURS)
    hours, made = hours_of(count), np.tile([c in MADE for c in count.industries], count.R)
    known = np.repeat(np.isfinite(hours.reshape(count.R, count.S)).all(axis=1), count.S)
    called = count.B @ np.where(made[:, None], count.Yr, 0.0)
    worked = np.where(known & (count.x != 0), np.nan_to_num(hours) / np.where(count.x == 0, 1, count.x), 0.0)
    r, own, members = count.at(region), count.rows(region), group("developed").members
    them = [p for p, c in enumerate(count.codes) if c in members and p != r]
    theirs = np.concatenate([np.arange(p * count.S, (p + 1) * count.S) for p in them])
    mine = (count.v[own] @ called[own][:, them]).sum() / (worked[own] @ called[own][:, them]).sum()
    paid = ((count.v * known)[theirs] @ called[theirs, r]) / (worked[theirs] @ called[theirs, r])
    product_, whole = count.w.facts["gdp_ppp_current"].values, group_size("developed", HOURS)
    itself = product_[r] if region in members else 0.0
    seen = product_[them].sum() / (whole.gdp_ppp_current - itself)
    kind = "constraint" if paid > mine else "strength"
    return Told(HOURS, paid / mine, plain(mine, paid), pct(seen), frozenset({HOURS}), kind=kind)


RECOUNTED = {
    "s1.research": research,
    "s1.economy_wide": economy_wide,
    "s1.high_tech": high_tech,
    "s1.dependence": dependence,
    "s1.knowledge": knowledge,
    "s1.suppliers": input_suppliers,
    "s1.frontier": frontier,
    "s4.position": position,
    "s4.participation": participation,
    "s4.circulation": circulation,
    "s4.exports": exports,
    "s4.markets": markets,
    "s4.suppliers": import_suppliers,
    "s4.earnings": earnings,
    "s4.home_use": home_use,
    "s4.export_parts": export_parts,
    "s4.spillover": spillover,
    "s4.division": division,
}
IN_FULL = {
    "s1.economy_wide", "s1.high_tech", "s1.dependence", "s1.knowledge", "s1.suppliers", "s4.position", "s4.markets",
    "s4.suppliers",
}  # fmt: skip
"""Findings on figures at 41 economies and 35 industries."""


@pytest.mark.parametrize("region", ECONOMIES)
def test_every_finding_has_a_recount(region):
    """A new finding without one fails here."""
    printed = {id for system in SYSTEMS for id in found(region, system)}
    assert printed == set(RECOUNTED) | SIMULATED


@check_each("region", ECONOMIES)
@check_each("id", [i for i in RECOUNTED if i not in IN_FULL])
def test_a_finding_says_what_the_accounts_do(region, id):
    assert faults(found(region, id[:2])[id], RECOUNTED[id](region, None)) == []


@pytest.mark.parametrize("region", ECONOMIES)
@pytest.mark.parametrize("id", sorted(IN_FULL))
def test_a_finding_at_full_detail_says_what_wiod_does(shared, region, id):
    assert faults(found(region, id[:2])[id], RECOUNTED[id](region, shared)) == []


# ---- what findings may rest on
@pytest.mark.parametrize("region", ECONOMIES)
def test_no_finding_rests_on_an_estimated_block(region):
    """Evidence, indicators, and the satellites and facts that they need are observed, or computed from such."""
    years = {w.year: w for w in panel()}
    for f in (f for system in SYSTEMS for f in found(region, system).values()):
        assert "estimated" not in set(f.evidence["status"]), f.id
        assert {years[y].status for y in set(f.evidence["year"]) | {f.year}} == {"observed"}, f.id
        for entry in map(quantity, f.indicators):
            assert getattr(entry, "status", None) != "estimated", (f.id, entry.id)
            for kind, _, name in (need.partition(":") for need in getattr(entry, "needs", ())):
                blocks = {"satellite": years[f.year].satellites, "fact": years[f.year].facts}.get(kind, {})
                assert not name or blocks[name].status == "observed", (f.id, name)


@pytest.mark.parametrize("region", ECONOMIES)
def test_aggregates_are_never_named_as_partners(region):
    """What the rest of the world and of the European Union have is told as not named."""
    rest = [row for row in panel().regions.rows if row.kind == "rest"]
    assert {row.code for row in rest} == {"REU", "ROW"}
    for f in (f for system in SYSTEMS for f in found(region, system).values()):
        for lang, text in ((lang, f"{f.sentence[lang]} {f.detail[lang]}") for lang in ("en", "zh")):
            assert not [row.code for row in rest if getattr(row, lang).lower() in text.lower()], f.id


@pytest.mark.parametrize("region", ECONOMIES)
def test_what_is_estimated_may_be_anything(region):
    """With other R&D, emissions and urbanisation nothing changes that is printed but R&D over GDP.

    Figures at full detail are shipped for the shipped tables alone: those findings are left out here.
    """
    other = ni.Panel([changed(w) for w in panel()])
    now = {f.id: f for system in SYSTEMS for f in ni.diagnose(other, region, system, model=False)}
    same = [i for i in RECOUNTED if i not in IN_FULL and i != "s1.research"]
    assert [now[i].sentence for i in same] == [found(region, i[:2])[i].sentence for i in same]
    assert now["s1.embodied"].value != pytest.approx(estimates(region)["s1.embodied"].value)


def changed(w):
    """Return a year with other figures wherever they are estimated, or shared out by estimate as R&D is."""
    rng = np.random.default_rng(w.year)

    def other(blocks):
        return {name: replace(b, values=b.values * rng.uniform(0.2, 1.0, b.values.shape))
                if b.status == "estimated" or name == "rd_intensity" else b for name, b in blocks.items()}  # fmt: skip

    return replace(w, satellites=other(w.satellites), facts=other(w.facts))


# ---- the reading of texts itself
def test_a_misprint_is_seen():
    """A number, a year, a place, a partner, a direction or a kind that is not the one recounted is a fault."""
    f, told = found("CHN", "s4")["s4.exports"], RECOUNTED["s4.exports"]("CHN", None)
    assert faults(f, told) == []
    for old, new in {"21.3%": "21.4%", "1995": "1996", "4th lowest": "3rd lowest", "up from": "down from",
                     "25.3%": "25.3"}.items():  # fmt: skip
        texts = {name: {**getattr(f, name), "en": getattr(f, name)["en"].replace(old, new)}
                 for name in ("sentence", "detail")}  # fmt: skip
        assert texts != {"sentence": f.sentence, "detail": f.detail}, old
        assert faults(replace(f, **texts), told) != [], old
    assert faults(replace(f, detail={**f.detail, "zh": f.detail["zh"].replace("由低到高", "由高到低")}), told) != []
    for wrong in ({"kind": "risk"}, {"year": 2010}, {"value": f.value + 1e-6}, {"range": (0.1, 0.2)}):
        assert faults(replace(f, **wrong), told) != []
