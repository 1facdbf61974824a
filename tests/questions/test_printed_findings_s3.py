"""Every finding on carbon in depth is what accounts and power data say, recounted without the code that diagnoses.

Inverses, decompositions and the scenario are written out on plain arrays; the model is asked by `ni.simulate` directly.
Figures of accounts rest on CO2 that is estimated, and say so; those of power are observed, of other cases simulated.
"""

from __future__ import annotations

import csv
from functools import cache
from itertools import pairwise, product as combinations

import numpy as np
import pytest

import newind as ni
from diagnosed import ECONOMIES, as_of, counted, names, panel, peers, product, said
from newind.data import reference
from newind.datafiles import read_yaml
from newind.measures.context import Context
from newind.questions.green import findings_transition
from newind.questions.wording import format_range
from printed import Figure, Told, faults, figures, kind_of, pct, plain
from recount import over

FIRST, VOLUMES, LAST, WHOLE, UNTIL = 2000, 2009, 2011, 2024, 2035
FOSSIL = ("coal", "gas", "other_fossil")
SOURCES = (*FOSSIL, "nuclear", "hydro", "wind", "solar", "bioenergy", "other_renewables")
POWER, PRICE = "c17", 20.0
MADE = tuple(f"c{k}" for k in range(3, 17))


def of(region, id):
    """Return a finding of system 3."""
    return next(f for f in as_of(region, "s3") if f.id == id)


def ends(low, high):
    """Return a range in percent as English prints it, and as Chinese does."""
    a, b = sorted((abs(low), abs(high)))
    return (Figure(100 * a, False), Figure(100 * b, True)), pct(a, b)


# ---- accounts
def carbon(count):
    """Return Mt of CO2 by cell, and by household of a region."""
    held = count.w.satellites["co2"]
    return held.values.ravel() / 1e3, held.final.reshape(count.R, -1).sum(axis=1) / 1e3


def intensity(count):
    """Return Mt per unit of output."""
    return np.nan_to_num(over(np.nan_to_num(carbon(count)[0]), count.x))


@cache
def behind(region):
    """Return what final use of a region is emitted for, by origin, product and user, and households' own."""
    count = counted(LAST)
    f, r = intensity(count).reshape(count.R, count.S), count.at(region)
    carried = np.stack([f[o] @ count.B[o * count.S : (o + 1) * count.S] for o in range(count.R)])
    values = carried.reshape(count.R, count.R, count.S)[:, :, :, None] * count.Y4[:, :, r][None]
    return values.sum(axis=1), float(carbon(count)[1][r])


def users(region):
    values, own = behind(region)
    count = counted(LAST)
    total = values.sum() + own
    by = dict(zip(count.w.demand, values.sum(axis=(0, 1)), strict=True))
    products = values.sum(axis=(0, 2)) / total
    top = int(np.argmax(products))
    invested, consumed = by["c41"] / total, (by["c37"] + by["c38"] + own) / total
    return Told(LAST, invested, pct(invested, consumed, products[top]), pct(own / total), kind="context",
                says=said(product(count.industries[top])))  # fmt: skip


def abroad(region):
    values, own = behind(region)
    count = counted(LAST)
    total = values.sum() + own
    parts = values.sum(axis=(1, 2)) / total
    away = sum(p for k, p in enumerate(parts) if count.codes[k] != region)
    most = max((k for k in range(count.R) if count.named[k] and count.codes[k] != region), key=lambda k: parts[k])
    return Told(LAST, away, pct(away, parts[most]), kind="context", says=said(names(count.codes[most])))


def path(region):
    """Largest f_i a_ij … y over chains of any length: the best chain to each cell, one step longer at a time."""
    count = counted(LAST)
    f, y, n = intensity(count), count.Yr[:, count.at(region)], count.n
    total = f @ count.B @ y
    best, chains, found = f.copy(), [[k] for k in range(n)], (0.0, [])
    for _ in range(6):
        worth = best * y
        k = int(np.argmax(worth))
        found = max(found, (float(worth[k]), chains[k]))
        steps = best[:, None] * count.A
        via = np.argmax(steps, axis=0)
        best, chains = steps[via, np.arange(n)], [[*chains[j], k] for k, j in enumerate(via)]
    tiers = f @ y / total, f @ count.A @ y / total
    words = [product(count.industries[c % count.S]) for c in found[1]]
    assert {count.codes[c // count.S] for c in found[1]} == {region}
    part = found[0] / total
    return Told(LAST, part, pct(part), pct(*tiers), kind="context", says=said(*words))


@cache
def volumes(year):
    """Return CO2 per volume, the inverse, and final demand by user, at prices of 1995; means where prices lack."""
    count = counted(year)
    x, q = count.x.reshape(count.R, -1), count.w.satellites["output_volume"].values.reshape(count.R, -1)
    known = (x > 0) & (q > 0)
    mean = np.where(known, x, 0).sum(axis=0) / np.where(known, q, 0).sum(axis=0)
    price = np.where(known, x / np.where(known, q, 1.0), np.where(x > 0, mean, 1.0)).ravel()
    real = count.x / price
    A = np.divide(count.Z / price[:, None], real, out=np.zeros_like(count.Z), where=real > 0)
    final = count.Yr / price[:, None]
    return (np.nan_to_num(over(carbon(count)[0], real)), np.linalg.inv(np.eye(count.n) - A),
            final / final.sum(axis=0), final.sum(axis=0))  # fmt: skip


def step(region, before, now):
    """Return effects of make-up, volume at home and abroad by both polar orders; (2, 3)."""
    own, r = counted(now).rows(region), counted(now).at(region)
    f0, L0, c0, v0 = volumes(before)
    f1, L1, c1, v1 = volumes(now)
    rows = []
    for f, L, level, mix in ((f0, L0, v1, c0), (f1, L1, v0, c1)):
        made = f[own, None] * L[own]
        change = made @ ((c1 - c0) * level)
        more = (made @ (mix * (v1 - v0))).sum(axis=0)
        rows.append((change.sum(), more[r], more.sum() - more[r]))
    return np.array(rows)


def drivers(region):
    forms = np.array([step(region, a, b) for a, b in pairwise(range(FIRST, VOLUMES + 1))])
    low, high = forms.min(axis=1).sum(axis=0), forms.max(axis=1).sum(axis=0)
    r = counted(LAST).at(region)
    (then, house), (now, later) = (tuple(v.reshape(-1) for v in carbon(counted(y))) for y in (FIRST, VOLUMES))
    own, households = counted(LAST).rows(region), later[r] - house[r]
    change = np.nansum(now[own]) - np.nansum(then[own])
    technology = change - high.sum(), change - low.sum()
    demand = low[1:].sum(), high[1:].sum()
    assert np.isfinite(households)
    shown = [*sorted(map(abs, demand)), *sorted(map(abs, technology))]
    assert demand[0] > 0 > technology[1]
    middle = change - forms.mean(axis=1).sum()
    return Told(VOLUMES, middle, plain(*shown), range=technology, years=frozenset({FIRST, VOLUMES}), kind="context",
                numbers_zh=plain(*(v / 100 for v in shown)), tolerance=1e-8,
                says={"en": ("added", "off them"), "zh": ("使其减少",)})  # fmt: skip


def carbon_of_gdp(region):
    rates = []
    for year in (FIRST, VOLUMES):
        count = counted(year)
        own, r = count.rows(region), count.at(region)
        emitted = np.nansum(carbon(count)[0][own]) + carbon(count)[1][r]
        added = count.w.satellites["value_added_volume"].values.ravel()[own]
        rates.append((emitted / count.w.facts["gdp_volume"].values[r], emitted / added[count.x[own] > 0].sum()))
    penn, volume = (b / a - 1 for a, b in zip(*rates, strict=True))
    low, high = sorted((penn, volume))
    unclear = low < 0 < high
    en, zh = ((Figure(100 * low, False), Figure(100 * high, True)), pct(low, high)) if unclear else ends(low, high)
    direction = {"en": "unclear" if unclear else "fell" if high < 0 else "rose",
                 "zh": "不定" if unclear else "下降" if high < 0 else "上升"}  # fmt: skip
    ppp = plain(*(1e3 * emitted_by(region, y) / counted(y).w.facts["gdp_ppp"].values[counted(y).at(region)]
                  for y in (FIRST, VOLUMES, LAST)))  # fmt: skip
    return Told(VOLUMES, volume, en, ppp, numbers_zh=zh, range=(low, high), years={FIRST, VOLUMES, LAST, 1995},
                says=said(direction), kind="context")  # fmt: skip


def emitted_by(region, year):
    """Return Mt of CO2 of industries and households."""
    count = counted(year)
    made, own = carbon(count)
    return np.nansum(made[count.rows(region)]) + own[count.at(region)]


# ---- charges
def domestic(region, year):
    """Return what a charge along the chain at home takes, by product."""
    count = counted(year)
    own, r = count.rows(region), count.at(region)
    f = intensity(count)[own]
    content = f @ count.L(region)
    return f, content, PRICE * content * np.maximum(count.Y3[r, :, r], 0.0)


def embodied_charge(region, year=LAST):
    count = counted(year)
    own, r = count.rows(region), count.at(region)
    f, content, pays = domestic(region, year)
    pays = pays * np.where(count.x[own] > 0, 1.0, 0.0)
    sold = np.maximum(count.Y3[r].sum(axis=1), 0.0)
    inputs = np.nan_to_num(over(content - f, content))
    others = (f * count.x[own].sum() < (f * count.x[own]).sum()) & (count.x[own] > 0)
    others &= (content > (content * sold).sum() / sold.sum()) & (inputs >= 0.75)
    rate, part = pays.sum() / count.added[own].sum(), pays[others].sum() / pays.sum()
    first = int(np.argmax(np.where(others, pays, 0.0)))
    told = said(product(count.industries[first])) if pays[first] >= 0.1 * pays.sum() and others[first] else {}
    return Told(year, rate, (*plain(PRICE), *pct(rate, part)), says=told, kind="context")


def shared_responsibility(region):
    count = counted(LAST)
    r, f = count.at(region), intensity(count)
    caused = (f[:, None] * count.made_for).reshape(count.R, count.S, count.R).sum(axis=1)
    net = 0.5 * PRICE * (caused[r].sum() - caused[:, r].sum())
    rate = net / count.added[count.rows(region)].sum()
    amount = abs(net) / (1e3 if abs(net) >= 1e3 else 1.0)
    way = {"en": "receive" if net > 0 else "pay", "zh": "收入" if net > 0 else "支付"}
    return Told(LAST, rate, (*plain(PRICE, amount), *pct(abs(rate))), pct(0.5), says=said(way), kind="context",
                numbers_zh=(*plain(PRICE, abs(net) / 100), *pct(abs(rate))))  # fmt: skip


def less(region, lever, options, year):
    """Return the central, lowest and highest change of what industries emit, over the range of the simulation."""
    w = panel()[year]
    r = w.regions.index(region)
    made = np.nansum(w.satellites["co2"].values.reshape(w.R, w.S)[r])
    done = ni.simulate(w, ni.Package([ni.Shock(lever, PRICE, region=region, options=options)]), "medium")
    after = done.range(lambda s: np.nansum(s.accounts.satellites["co2"].values.reshape(w.R, w.S)[r]) / made - 1)
    return float(after.central), float(after.low), float(after.high)


def charge_effect(region, year=LAST, receive="lump_sum"):
    """Households receive what is paid where volumes that tell abatement are missing, as after 2009."""
    sales = less(region, "embodied_charge", {"chain": "domestic", "compensation": receive}, year)
    emitters = less(region, "carbon_price", {"coverage": 1.0}, year)
    (a, b), (c, d) = ends(*sales[1:]), ends(*emitters[1:])
    return Told(year, sales[0], (*plain(PRICE), *a, *c), range=sales[1:], numbers_zh=(*plain(PRICE), *b, *d),
                kind="context", tolerance=1e-6)  # fmt: skip


# ---- power
@cache
def generated():
    """Return TWh by economy and year, from the shipped file."""
    with (reference.folder("power") / "generation.csv").open(encoding="utf-8") as file:
        return {(r["economy"], int(r["year"])): np.array([float(r[k]) for k in SOURCES]) for r in csv.DictReader(file)}


@cache
def assumed():
    """Return value, low and high of a property by source, from the shipped file."""
    listed = read_yaml("newind.analyses.green", "power.yaml")["sources"]

    def column(name):
        each = [listed[k].get(name) for k in SOURCES]
        return np.array([(e["value"], *e["range"]) if e else (np.nan,) * 3 for e in each]).T

    heat = np.array([listed[k].get("carbon", {"value": 0.0})["value"] for k in SOURCES])
    found = {name: column(name) for name in ("cost", "learning", "lifetime")}
    efficiency = column("efficiency")[[0, 2, 1]]
    return found | {"carbon": np.where(heat > 0, heat * 3.6 / 1000 / efficiency, 0.0)}


def fossil(region, year):
    mix = generated()[region, year]
    return float(mix[: len(FOSSIL)].sum() / mix.sum())


def latest(*regions):
    """Return the last year that all of them have."""
    return min(max(y for c, y in generated() if c == region) for region in regions)


def power(region):
    year, common = latest(region), latest(region, *peers(region))
    now, past = fossil(region, year), fossil(region, LAST)
    others = [fossil(c, common) for c in peers(region)]
    mix = generated()[region, year] / generated()[region, year].sum()
    kind = kind_of("lower", [fossil(region, common), *others], past + fossil(region, common) - now)
    return Told(year, now, pct(now, past, float(np.median(others))),
                pct(mix[0], mix[SOURCES.index("wind")] + mix[SOURCES.index("solar")]),
                frozenset({year, common, LAST}), kind=kind)  # fmt: skip


def power_effect(region):
    count = counted(LAST)
    own, u = count.rows(region), count.industries.index(POWER)
    sold = dict(zip(count.industries, count.exports(region), strict=True))
    code = max(MADE, key=lambda k: sold[k])
    j = count.at(region) * count.S + count.industries.index(code)
    f = intensity(count)
    part = f[own][u] * count.B[own][u, j] / (f @ count.B[:, j])
    before, after = (generated()[region, y] / generated()[region, y].sum() for y in (LAST, latest(region)))
    value, low, high = assumed()["carbon"]
    middle = (value @ after) / (value @ before)
    corners = [np.where(np.arange(len(SOURCES)) < 3, np.resize(c, len(SOURCES)), 0.0)
               for c in combinations(*zip(low[:3], high[:3], strict=True))]  # fmt: skip
    every = [(c @ after) / (c @ before) for c in corners]
    change, least, most = ((k - 1) * part for k in (middle, min(every), max(every)))
    unclear = least < 0 < most
    nil = unclear and min(-least, most) < 5e-4  # an end that would be printed as 0.0%
    en, zh = (pct(max(-least, most)),) * 2 if nil else (pct(-least, most),) * 2 if unclear else ends(least, most)
    way = {
        "en": "at most" if nil else "between" if unclear else "less" if most <= 0 else "more",
        "zh": "至多" if nil else "减少" if most <= 0 or unclear else "增加",
    }
    return Told(LAST, change, (*pct(part), *en), range=(least, most), years=frozenset({latest(region)}), kind="context",
                numbers_zh=(*pct(part), *zh), says=said(product(code), way))  # fmt: skip


RECOUNTED = {
    "s3.users": users,
    "s3.abroad": abroad,
    "s3.path": path,
    "s3.drivers": drivers,
    "s3.carbon_of_gdp": carbon_of_gdp,
    "s3.embodied_charge": embodied_charge,
    "s3.shared_responsibility": shared_responsibility,
    "s3.charge_effect": charge_effect,
    "s3.power": power,
    "s3.power_effect": power_effect,
}
STATUSES = {
    "s3.power": "observed", "s3.power_scenario": "simulated", "s3.power_effect": "simulated",
    "s3.charge_effect": "simulated",
}  # fmt: skip
"""All others rest on CO2 that is estimated; what is simulated is called so whatever it starts from."""


@pytest.mark.parametrize("region", ECONOMIES)
@pytest.mark.parametrize("id", RECOUNTED)
def test_a_finding_says_what_the_figures_do(region, id):
    assert faults(of(region, id), RECOUNTED[id](region)) == []


def test_a_charge_pays_those_who_abate_where_volumes_tell_who_does():
    """Volumes of industries end in 2009: until then receipts go to abaters."""
    ctx = Context.from_accounts(panel().until(VOLUMES), "CHN")
    (taken,), (effect,) = findings_transition.embodied_charge(ctx), findings_transition.charge_effect(ctx)
    assert faults(taken, embodied_charge("CHN", VOLUMES)) == []
    assert faults(effect, charge_effect("CHN", VOLUMES, "abaters")) == []


@pytest.mark.parametrize("region", ECONOMIES)
def test_what_is_no_estimate_is_recounted(region):
    for f in as_of(region, "s3"):
        assert f.status == STATUSES.get(f.id, "estimated"), f.id


# ---- the scenario
def years_on(region, charge, sure=True, draws=1, seed=5):
    """Return kg per kWh in the last year, built year by year for each draw; central values where `sure`."""
    rng, given = np.random.default_rng(seed), assumed()
    pull = read_yaml("newind.parameters", "power_choice.yaml")
    world = {y: v for (c, y), v in generated().items() if c == "WLD"}
    places = [{y: generated()[region, y] for y in world}, {y: world[y] - generated()[region, y] for y in world}]
    gathered = sum(world.values())
    found = []
    for _ in range(draws):
        cost, rate, life, factor = (given[n][0] if sure else rng.uniform(given[n][1], given[n][2])
                                    for n in ("cost", "learning", "lifetime", "carbon"))  # fmt: skip
        weight = pull["value"] if sure else rng.uniform(*pull["range"])
        other = [0.0, 0.0] if sure else rng.uniform(-0.02, 0.01, 2)
        stock = [np.maximum(p[WHOLE], 0) for p in places]
        built = [np.maximum(p[WHOLE] - p[WHOLE - 5] * np.exp(-5 / life), 0) for p in places]
        pace = [max((p[WHOLE].sum() / p[WHOLE - 10].sum()) ** 0.1 - 1, 0) for p in places]
        dearer, total, steps = np.zeros(len(SOURCES)), gathered.copy(), UNTIL - WHOLE
        for t in range(1, steps + 1):
            for p in range(2):
                odds = built[p] * np.exp(-weight * (dearer + (charge * factor if p == 0 else 0.0)))
                need = stock[p].sum() * (1 + pace[p] * (1 - 0.5 * t / steps) + other[p])
                left = stock[p] * np.exp(-1 / life)
                stock[p] = (left + (need - left.sum()) * odds / odds.sum() if need > left.sum()
                            else left * need / left.sum())  # fmt: skip
            total = total + stock[0] + stock[1]
            grown = np.where(gathered > 0, total / np.where(gathered > 0, gathered, 1.0), 1.0)
            dearer = cost * (grown ** np.log2(1 - rate) - 1)
        found.append(float(factor @ stock[0] / stock[0].sum()))
    return np.array(found)


@pytest.mark.parametrize("region", ECONOMIES)
def test_the_power_scenario_is_what_is_built_year_by_year(region):
    """The central case to the digit; ranges against draws of its own, within what 200 draws leave open."""
    f = of(region, "s3.power_scenario")
    every = {(i, note): v for i, note, v in f.evidence[["indicator", "note", "value"]].itertuples(index=False)}
    rows = {note: v for (i, note), v in every.items() if i == "s3.power_carbon"}
    now = float(assumed()["carbon"][0] @ generated()[region, WHOLE] / generated()[region, WHOLE].sum())
    shown = []
    for charge, note in ((0.0, "no price"), (50.0, "50 USD/t")):
        assert rows[note] == pytest.approx(years_on(region, charge)[0], rel=1e-9)
        wanted = np.percentile(years_on(region, charge, sure=False, draws=600), (5, 95))
        low, high = (every[f"s3.power_carbon.{end}", note] for end in ("low", "high"))
        assert (low, high) == pytest.approx(wanted, abs=0.03)
        assert low <= rows[note] <= high
        shown += [low, high]
    assert (f.year, f.status, f.kind) == (UNTIL, "simulated", "context")
    assert f.range == pytest.approx(tuple(shown[:2]))
    assert f.value == rows["no price"]
    en, zh = ([float(n) for n, _ in figures(f.sentence[lang], lang)] for lang in ("en", "zh"))
    assert en[-2] <= now <= en[-1]  # efficiencies of plants are a range today, too
    alike = [f"{v:.2f}" for v in shown[:2]] == [f"{v:.2f}" for v in shown[2:]]
    assert en == pytest.approx([*shown[: 2 if alike else 4], 50, *en[-2:]], abs=0.0051)
    assert zh == pytest.approx([*shown[:2], 50, *shown[2 : 2 if alike else 4], *en[-2:]], abs=0.0051)


def test_every_range_says_what_it_is_over():
    told = {f.id: format_range(f, "en").rpartition(": ")[0] for f in as_of("CHN", "s3") if format_range(f, "en")}
    assert told == {
        "s3.intensity": "Range over definitions",
        "s3.carbon_of_gdp": "Range over definitions",
        "s3.drivers": "Range over orders of the factors",
        "s3.power_effect": "Range over efficiencies of plants",
        "s3.charge_effect": "Range over elasticities",
        "s3.power_scenario": "5 to 95% of draws",
    }
