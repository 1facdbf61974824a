"""Every printed finding on manufacturing says what the accounts do, recounted without the code that finds it.

As in test_printed_findings: numbers, years, names and directions are read from the English and the Chinese text.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy import stats

from diagnosed import ECONOMIES, as_of, counted, names, panel, peers, said
from each import check_each
from guessed import guessed
from newind.language.tense import past
from newind.measures.registry import quantity
from newind.questions.wording import format_range
from printed import Told, faults, kind_of, pct, place_of, plain
from recount import over

FIRST, LAST = 1995, 2011
WORK = 2009
"""Last year of hours and of labour by skill."""
INVESTED = {"DEU": 2007}
"""Last year of investment by industry, 2009 for the others."""
MADE = tuple(f"c{k}" for k in range(3, 17))
INDUSTRY = ("c2", *MADE, "c17")
SERVICES = {
    "trade and repair": ("c19t21", "批发和零售"),
    "transport and storage": ("c23t26", "交通运输和仓储"),
    "post and telecommunications": ("c27", "邮政、电信"),
    "finance and insurance": ("c28", "金融和保险"),
    "business services": ("c30", "商务服务"),
}
OTHER_SERVICES = ("c22", "c29", "c31t35")
HIGH_TECH = ("c9", "c13", "c14", "c15")
DIGITAL, WIDE = ("c14", "c27"), ("c14", "c27", "c30")
SHOWN = {
    "value_added": {"en": "digital value-added rates", "zh": "数字产业增加值率"},
    "mix": {"en": "product mix", "zh": "产品构成"},
}


def found(region):
    """Return what is said of manufacturing, by id."""
    return {f.id: f for f in as_of(region, "s2")}


def satellite(count, name, region):
    """Return a figure of a region by industry, nothing where nothing is made; (S,)."""
    w, own = count.w, count.rows(region)
    values = np.asarray(w.satellites[name].values)[own]
    return np.where(np.isnan(values) & (count.x[own] == 0), 0.0, values)


def turn(past, now):
    """Return the words for a higher or lower figure."""
    return {"en": "rose" if now > past else "fell", "zh": "上升" if now > past else "下降"}


# ---- each finding
def within(region):
    """Productivity by industry at shares in hours of the first year; the rest of its growth is moves of labour."""
    value, hours = (np.array([satellite(counted(y), n, region) for y in (FIRST, WORK)])
                    for n in ("value_added_volume", "hours"))  # fmt: skip
    level, share = over(value, hours), hours / hours.sum(axis=1, keepdims=True)
    before, after = value.sum(axis=1) / hours.sum(axis=1)
    steps = np.nan_to_num(share[0] * (level[1] - level[0])) / before
    grew, inside = after / before - 1, steps.sum()
    own = steps[counted(FIRST).of(MADE)].sum()
    up = {"en": "grew" if grew > 0 else "fell", "zh": "增长" if grew > 0 else "下降"}
    return Told(WORK, inside, (*pct(grew), *plain(100 * inside, 100 * (grew - inside))), plain(100 * own),
                frozenset({FIRST, WORK}), says=said(up), kind="context", tolerance=1e-8)  # fmt: skip


def content(count, region, group):
    """Return digital value per unit of each product, (n,), and shares of its final manufactures, (n,)."""
    digital = np.array([c in group for c in count.industries] * count.R)
    sold = np.zeros(count.n)
    chosen = [count.at(region) * count.S + k for k in count.of(MADE)]
    sold[chosen] = count.Yr[chosen].sum(axis=1)
    return (count.v * digital) @ count.B, sold / sold.sum()


def digital(region):
    """Change of the content by both definitions, and of the narrow one what rates and mix did: mean of the two ends."""
    a, b = counted(FIRST), counted(LAST)
    (then, sold), (now, sells) = (content(c, region, DIGITAL) for c in (a, b))
    levels = then @ sold, now @ sells
    wide = [float(np.dot(*content(c, region, WIDE))) for c in (a, b)]
    change, other = levels[1] - levels[0], wide[1] - wide[0]
    span = (min(change, other), max(change, other))
    if change * other <= 0:
        return Told(LAST, change, pct(*levels, *wide), (), frozenset({FIRST, LAST}), span,
                    says={"en": ("unclear",), "zh": ("升降不明",)}, kind="context", tolerance=1e-8)  # fmt: skip
    step = (b.v - a.v) * np.array([c in DIGITAL for c in a.industries] * a.R)
    parts = {"mix": (then + now) @ (sells - sold) / 2, "value_added": (step @ b.B @ sells + step @ a.B @ sold) / 2}
    parts["inputs"] = change - sum(parts.values())
    main = max(parts, key=lambda k: parts[k] * change)
    cause = abs(100 * parts[main])
    return Told(LAST, change, (*plain(abs(100 * change)), *pct(levels[1]), *plain(cause)), (), frozenset({FIRST, LAST}),
                span,
                says=said(turn(*levels), SHOWN[main]), kind="context", tolerance=1e-8)  # fmt: skip


def foreign_services(region):
    """Services of others in exports of manufactures: the largest type, and the largest part of a named economy."""
    count, r = counted(LAST), counted(LAST).at(region)
    sold = np.zeros(count.n)
    made = [r * count.S + k for k in count.of(MADE)]
    sold[made] = count.exports(region)[count.of(MADE)]
    value = (count.v * (count.B @ sold)).reshape(count.R, count.S)
    value[r] = 0.0
    by = {en: value[:, count.of((code,))].sum() for en, (code, _) in SERVICES.items()}
    every = value[:, count.of((*OTHER_SERVICES, *(code for code, _ in SERVICES.values())))]
    top, origins = max(by, key=by.__getitem__), every.sum(axis=1) / every.sum()
    assert by[top] > value[:, count.of(OTHER_SERVICES)].sum()
    first = int(np.where(count.named, origins, 0.0).argmax())
    part = by[top] / every.sum()
    return Told(LAST, part, pct(part, origins[first]), pct(origins[~count.named].sum()),
                says=said({"en": top, "zh": SERVICES[top][1]}, names(count.codes[first])), kind="context",
                tolerance=1e-8)  # fmt: skip


def in_chains(count, region, name):
    """Return what stands behind a figure in final manufactures of the world, by industry; (S,)."""
    made = np.zeros(count.n)
    chosen = [p * count.S + k for p in range(count.R) for k in count.of(MADE)]
    made[chosen] = count.Yr[chosen].sum(axis=1)
    own = count.rows(region)
    rate = count.v[own] if name is None else over(satellite(count, name, region), count.x[own])
    return np.nan_to_num(rate) * (count.B @ made)[own]


def factors(region):
    def earned(c):
        count = counted(WORK)
        whole = in_chains(count, c, None).sum()
        paid = [in_chains(count, c, f"labour_compensation_{s}").sum() for s in ("high", "medium", "low")]
        return paid[0] / whole, 1 - sum(paid) / whole

    high, capital = earned(region)
    middle = np.median([earned(c) for c in peers(region)], axis=0)
    return Told(WORK, high, pct(high, capital, *middle), (), frozenset({WORK}), kind="context", tolerance=1e-8)


def jobs(region):
    count = counted(LAST)
    by = in_chains(count, region, "employment") * 1e3
    whole = by.sum()
    services = (*OTHER_SERVICES, *(code for code, _ in SERVICES.values()))
    made, farm, serve = (by[count.of(g)].sum() / whole for g in (MADE, ("c1",), services))
    large = whole >= 1e8
    return Told(LAST, 1 - made, (*plain(whole / 1e6), *pct(1 - made, farm, serve)), kind="context", tolerance=1e-8,
                says={"en": ("million jobs",), "zh": ("亿人" if large else "万人",)},
                numbers_zh=(*plain(whole / (1e8 if large else 1e4)), *pct(1 - made, farm, serve)))  # fmt: skip


def stages(count, region):
    """Return how far each industry's output is from final use, changes in inventories set aside; (S,)."""
    stocks = [d for d, name in enumerate(count.w.demand) if name == "c42"]
    sold = count.x - count.Y4[:, :, :, stocks].sum(axis=(2, 3)).ravel()
    by_row = count.Z * over(1.0, sold)[:, None]
    by_row[~np.isfinite(by_row)] = 0.0
    return np.linalg.solve(np.eye(count.n) - by_row, np.ones(count.n))[count.rows(region)]


def position(region):
    """Industries at mean weights, weights at mean stages."""
    made = counted(LAST).of(MADE)
    U = np.array([stages(counted(y), region)[made] for y in (FIRST, LAST)])
    s = np.array([counted(y).x[counted(y).rows(region)][made] for y in (FIRST, LAST)])
    s /= s.sum(axis=1, keepdims=True)
    then, now = (U * s).sum(axis=1)
    inside, mix = (s.mean(axis=0) * (U[1] - U[0])).sum(), (U.mean(axis=0) * (s[1] - s[0])).sum()
    change, small = now - then, abs(now - then) < 0.05
    words = {"en": "moved upstream" if change > 0 else "moved downstream", "zh": "上升" if change > 0 else "下降"}
    words = {"en": "hardly moved", "zh": "仅变动"} if small else words
    numbers = plain(change if small else abs(change), now, inside, mix)
    return Told(LAST, change, numbers, plain(counted(LAST).S), frozenset({FIRST, LAST}), says=said(words),
                kind="context", tolerance=1e-7)  # fmt: skip


def exported(count):
    """Return income per head, (R,), and that of the economies that export what each one exports, (R,)."""
    sold = np.maximum([count.exports(c) for c in count.codes], 0.0)
    share = sold / sold.sum(axis=1, keepdims=True)
    income = count.w.facts["gdp_ppp"].values / count.w.facts["population"].values
    rich = np.isfinite(income)
    return income, share @ (income[rich] @ share[rich] / share[rich].sum(axis=0))


def expected_sophistication(region):
    """A line of sophistication on income, in logarithms, over the other named economies."""
    count = counted(LAST)
    income, level = exported(count)
    rich, r = np.isfinite(income), count.at(region)
    others = rich & count.named & (np.arange(count.R) != r)
    line = stats.linregress(np.log(income[others]), np.log(level[others]))
    x, n = np.log(income[others]), others.sum()
    at = line.intercept + line.slope * np.log(income[r])
    left = np.log(level[others]) - line.intercept - line.slope * x
    error = np.sqrt(left @ left / (n - 2) * (1 + 1 / n + (np.log(income[r]) - x.mean()) ** 2 / (n * x.var())))
    half = stats.t.ppf(0.975, n - 2) * error
    low, high = np.exp(at - half), np.exp(at + half)
    gap = level[r] / np.exp(at) - 1
    assert low < level[r] < high
    within = said({"en": past("within what is expected", LAST), "zh": "预期区间"})
    return Told(LAST, gap, plain(low, high), (), frozenset(),
                (level[r] / high - 1, level[r] / low - 1), says=within,
                kind="context", tolerance=1e-7)  # fmt: skip


def investment_share(region):
    year = INVESTED.get(region, WORK)
    count = counted(year)
    spent, earned = satellite(count, "investment", region), count.added[count.rows(region)]
    part, weight = (v[count.of(INDUSTRY)].sum() / v.sum() for v in (spent, earned))
    while year in divided_as_before(region):
        year -= 1
    return Told(count.year, part, pct(part, weight), (), frozenset({count.year, year}), kind="context", tolerance=1e-8)


@cache
def divided_as_before(region):
    """Return the years in which investment is divided among industry, manufacturing and the rest as a year before."""
    years = range(FIRST, INVESTED.get(region, WORK) + 1)
    spent = [satellite(counted(y), "investment", region) for y in years]
    keys = np.array([[v[counted(FIRST).of(g)].sum() / v.sum() for g in (INDUSTRY, MADE)] for v in spent])
    return {y for y, moved in zip(years[1:], np.abs(np.diff(keys, axis=0)).max(axis=1), strict=True) if moved < 1e-6}


# ---- a figure beside the past and the peers
def beside(region, figure, better, *, year=LAST, median=True, known=lambda c: True, first=FIRST):
    """Return figures of the economy and its peers, the past, and what is said of them, for the sentence."""
    codes = [region, *(c for c in peers(region) if known(c))]
    now, past = [figure(counted(year), c) for c in codes], figure(counted(first), region)
    top = max(range(1, len(now)), key=lambda k: now[k])
    higher = now[top] > now[0]
    order = {"en": "highest " if higher else "next ", "zh": "最高为" if higher else "其次为"}
    since = {
        "en": "up from" if now[0] > past else "down from",
        "zh": f"{'高于' if now[0] > past else '低于'}{first}年的",
    }
    return {
        "year": year, "value": now[0], "numbers": pct(now[0], past, *([np.median(now[1:])] if median else [])),
        "detail": pct(now[top]), "years": frozenset({first} | ({year} - {LAST})),
        "places": (place_of(now[0], now[1:]),),
        "says": said(since, order, names(codes[top])), "kind": kind_of(better, now, past),
    }  # fmt: skip


def share_of(amounts, part, whole):
    """Return the part of some industries in an amount of others."""
    return float(sum(amounts[k] for k in part) / sum(amounts[k] for k in whole))


def added(count, region):
    return count.added[count.rows(region)]


def income(region):
    def earned(count, c):
        worth = sum(count.Yr[p * count.S + k].sum() for p in range(count.R) for k in count.of(MADE))
        return in_chains(count, c, None).sum() / worth

    return Told(**beside(region, earned, "none", median=False))


def weight(region):
    return Told(**beside(region, lambda c, e: share_of(added(c, e), c.of(MADE), range(c.S)), "none"))


def technology(region):
    return Told(**beside(region, lambda c, e: share_of(added(c, e), c.of(HIGH_TECH), c.of(MADE)), "higher"))


def value_added(region):
    def kept(count, c):
        made = count.of(MADE)
        return float(added(count, c)[made].sum() / count.x[count.rows(c)][made].sum())

    return Told(**beside(region, kept, "higher"))


def services(region):
    def held(count, c, *, foreign=False):
        made = [count.at(c) * count.S + k for k in count.of(MADE)]
        value = (count.v[:, None] * count.B[:, made] @ count.exports(c)[count.of(MADE)][:, None]).reshape(count.R, -1)
        served = value[:, count.of((*OTHER_SERVICES, *(code for code, _ in SERVICES.values())))].sum(axis=1)
        taken = np.delete(served, count.at(c)) if foreign else served
        return float(taken.sum() / count.exports(c)[count.of(MADE)].sum())

    told = beside(region, held, "higher")
    change = {"en": told["says"]["en"][:1], "zh": told["says"]["zh"][:1]}
    return Told(**told | {"detail": pct(held(counted(LAST), region, foreign=True)), "says": change})


def used(count, c, group, *, home=False):
    """Return value added of digital industries in what an economy finally uses."""
    digital = np.array([code in group for code in count.industries] * count.R)
    if home:
        digital &= np.repeat(np.arange(count.R) == count.at(c), count.S)
    spent = count.Yr[:, count.at(c)]
    return float((count.v * digital) @ count.made_for[:, count.at(c)] / spent.sum())


def digital_use(region):
    told = beside(region, lambda c, e: used(c, e, DIGITAL), "higher")
    now, abroad = told["value"], 1 - used(counted(LAST), region, DIGITAL, home=True) / told["value"]
    words = {lang: told["says"][lang][1:] for lang in ("en", "zh")}
    narrow, wide = (([used(counted(LAST), c, group) for c in (region, *peers(region))],
                     used(counted(FIRST), region, group)) for group in (DIGITAL, WIDE))  # fmt: skip
    kind = kind_of("higher", *narrow, wide)
    return Told(**told | {"numbers": pct(now, abroad), "years": frozenset(), "says": words,
                          "range": (now, wide[0][0]), "kind": kind})  # fmt: skip


def investment(region):
    """Of the last year in which half of the peers have a figure too; no change over years without figures of their own.

    Where the source divides investment as in the year before, industry has none.
    """

    def rate(count, c):
        return share_of(satellite(count, "investment", c), count.of(INDUSTRY), range(count.S)) * (
            satellite(count, "investment", c).sum() / added(count, c)[count.of(INDUSTRY)].sum()
        )

    year, first, same = INVESTED.get(region, WORK), FIRST, divided_as_before(region)
    while first + 1 in same:
        first += 1
    told = beside(region, rate, "none", year=year, median=False, known=lambda c: INVESTED.get(c, WORK) >= year,
                  first=first)  # fmt: skip
    if year in same:
        told |= {"numbers": told["numbers"][:1], "years": frozenset({year}),
                 "says": {lang: words[1:] for lang, words in told["says"].items()}}  # fmt: skip
    return Told(**told)


def sophistication(region):
    count = counted(LAST)
    now = [float(exported(count)[1][count.at(c)]) for c in (region, *peers(region))]
    return Told(LAST, now[0], plain(now[0], np.median(now[1:])), places=(place_of(now[0], now[1:]),),
                kind=kind_of("higher", now))  # fmt: skip


RECOUNTED = {
    "s2.within": (within, "observed"),
    "s2.digital_change": (digital, "proxy"),
    "s2.foreign_services": (foreign_services, "observed"),
    "s2.chain_factors": (factors, "observed"),
    "s2.chain_jobs": (jobs, "observed"),
    "s2.position": (position, "observed"),
    "s2.sophistication_expected": (expected_sophistication, "proxy"),
    "s2.investment_share": (investment_share, "observed"),
}
BESIDE = {
    "s2.income": (income, "observed"),
    "s2.weight": (weight, "observed"),
    "s2.technology": (technology, "observed"),
    "s2.value_added": (value_added, "observed"),
    "s2.services": (services, "observed"),
    "s2.digital": (digital_use, "proxy"),
    "s2.investment": (investment, "observed"),
    "s2.sophistication": (sophistication, "proxy"),
}


@check_each("region", ECONOMIES)
@check_each("id", RECOUNTED)
def test_a_finding_on_manufacturing_says_what_the_accounts_do(region, id):
    recount, status = RECOUNTED[id]
    f = found(region)[id]
    assert faults(f, recount(region)) == []
    assert f.status == status
    own = f.evidence[(f.evidence["indicator"] == f.indicators[0]) & (f.evidence["region"] == region)]
    assert np.isclose(own["value"], f.value).any()
    assert set(own["year"]) <= {f.year}
    assert {quantity(i).status for i in f.indicators} == {status}


@check_each("region", ECONOMIES)
@check_each("id", BESIDE)
def test_a_figure_beside_its_past_and_the_peers_is_that_of_the_accounts(region, id):
    recount, status = BESIDE[id]
    assert faults(found(region)[id], recount(region)) == []
    assert found(region)[id].status == status


@pytest.mark.parametrize("region", ECONOMIES)
def test_every_finding_on_manufacturing_has_a_recount(region):
    """A new finding without one fails here."""
    assert {i for i, f in found(region).items() if f.status != "estimated"} == set(RECOUNTED) | set(BESIDE)
    assert {i for i, f in found(region).items() if f.status == "estimated"} == {"s2.expected"}


@pytest.mark.parametrize("region", ECONOMIES)
def test_aggregates_are_not_named_among_those_in_manufactures(region):
    """What the rest of the world and of the European Union add is told as without a name."""
    rest = [row for row in panel().regions.rows if row.kind == "rest"]
    for f in found(region).values():
        for lang in ("en", "zh"):
            text = f"{f.sentence[lang]} {f.detail[lang]}".lower()
            assert not [row.code for row in rest if getattr(row, lang).lower() in text], f.id


@pytest.mark.parametrize("region", ECONOMIES)
def test_the_expected_share_is_told_with_its_range(region):
    """The share is that of the accounts; the gap, an estimate, is called one where its range leaves zero out."""
    f, count = found(region)["s2.expected"], counted(LAST)
    earned = count.added[count.rows(region)]
    share = earned[count.of(MADE)].sum() / earned.sum()
    usual = float(f.evidence.loc[f.evidence["indicator"] == "s2.expected_share", "value"].iloc[0])
    assert f.value == pytest.approx(share - usual, abs=1e-9)
    low, high = f.range
    assert low < f.value < high
    apart = low > 0 or high < 0
    side = {"en": "above" if f.value > 0 else "below", "zh": "高" if f.value > 0 else "低"}
    words = said(side if apart else {"en": past("within what is expected", LAST), "zh": "预期区间"})
    beside = plain(abs(100 * f.value)) if apart else pct(max(share - high, 0.0), share - low)
    told = Told(LAST, f.value, (*pct(share), *beside), pct(0.95), range=f.range, tolerance=1e-8,
                kind="context", says=words)  # more manufacturing than expected is neither good nor bad  # fmt: skip
    assert ("points" in f.sentence["en"]) == apart
    assert faults(f, told) == []
    assert f.status == "estimated"


def test_what_the_accounts_lack_is_not_told():
    """Aggregates, tables of one year and estimated flows get fewer findings, never an error."""
    import newind as ni

    changes = {"s2.within", "s2.digital_change", "s2.position"}
    one = {f.id for f in ni.diagnose(panel()[LAST], "CHN", "s2")}
    assert not changes & one
    assert {"s2.expected", "s2.chain_jobs", "s2.foreign_services"} <= one
    rest = {f.id for f in ni.diagnose(panel(), "ROW", "s2")}
    estimated = {f.id for f in ni.diagnose(guessed(), "CHN", "s2")}
    assert not (set(RECOUNTED) | {"s2.expected"}) & (rest | estimated)


def test_a_misprint_on_manufacturing_is_seen():
    """Another number, year, name or direction than the one recounted is a fault."""
    f, told = found("CHN")["s2.foreign_services"], foreign_services("CHN")
    assert faults(f, told) == []
    for old, new in {"27.2%": "28.2%", "United States": "India", "business services": "trade and repair"}.items():
        other = {"en": f.sentence["en"].replace(old, new), "zh": f.sentence["zh"]}
        assert other != f.sentence
        assert faults(replace(f, sentence=other), told) != []


def test_no_change_of_industrial_investment_over_years_without_figures_of_their_own():
    """China's investment of 1996 to 2003 is divided as in 1995, America's of 2008 and 2009 as in 2007."""
    assert divided_as_before("CHN") == set(range(1996, 2004))
    assert divided_as_before("USA") == {2008, 2009}
    every = [f.sentence[lang] + f.detail[lang] for f in as_of("CHN", "s2") for lang in ("en", "zh")
             if {"s2.industrial_investment", "s2.investment_share"} & set(f.indicators)]  # fmt: skip
    assert len(every) == 4
    assert not [said for said in every if any(str(y) in said for y in range(1995, 2003))]
    assert found("USA")["s2.investment_share"].detail == {
        "en": "divided among industries as in 2007", "zh": "沿用2007年的行业构成"}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_statistical_interval_is_called_one(lang):
    told = {id: format_range(f, lang) for id, f in found("CHN").items()}
    interval = {"en": "95% interval", "zh": "95%置信区间"}[lang]
    assert {id for id, words in told.items() if words.startswith(interval)} == {
        "s2.expected", "s2.sophistication_expected"}  # fmt: skip
    definitions = {"en": "Range over definitions: ", "zh": "不同口径区间："}[lang]
    assert {id for id, words in told.items() if words.startswith(definitions)} == {"s2.digital", "s2.digital_change"}
