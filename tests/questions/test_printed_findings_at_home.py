"""Every printed finding on a province is what its published table says: Guangdong and Sichuan, 2017.

Recounted from the columns of the table itself: output, uses, outflows, inflows, primary inputs. Who in the province
uses what flows in is estimated in the accounts and is not touched.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import newind as ni
from diagnosed import SYSTEMS, found_at_home, names, product, province, said
from newind.accounts.classification import concordance, load
from newind.data.single import to_accounts
from printed import Told, faults, pct, plain

PROVINCES = ("CN-GD", "CN-SC")
YEAR = 2017
PARTNERS = ("CN-REST", "ROW")
BY_REGION = {"en": ("other provinces", "abroad"), "zh": ("其他省份", "国外")}


@cache
def crossing(shared, code):
    """Return output, uses, and what leaves and comes by partner, without what only passes through; (S,) each."""
    table = province(shared, code)
    out, into = (np.stack([flows[p] for p in PARTNERS]) for flows in (table.outflows, table.inflows))
    out, into = np.maximum(out, 0) - np.minimum(into, 0), np.maximum(into, 0) - np.minimum(out, 0)
    known = [d != "error" for d in table.demand]
    use, error = table.Z.sum(axis=1) + table.F[:, known].sum(axis=1), table.F[:, np.invert(known)].sum(axis=1)
    passing = np.maximum(np.minimum.reduce([into.sum(axis=0) - use, into.sum(axis=0), out.sum(axis=0)]), 0)
    kept = [1 - np.divide(passing, f.sum(axis=0), out=np.zeros_like(passing), where=f.sum(axis=0) > 0)
            for f in (out, into)]  # fmt: skip
    return table.x, use + error, out * kept[0], into * kept[1]


def told(shares, names_):
    """Return what a sentence on shares at home, in other provinces and abroad should say."""
    return Told(YEAR, shares[0], pct(*shares), says=said(names_, *_scopes()), kind="context", tolerance=2e-5)


def _scopes():
    return [{lang: BY_REGION[lang][k] for lang in BY_REGION} for k in range(2)]


def sales(shared, code):
    x, _, out, _ = crossing(shared, code)
    away = out.sum(axis=1) / x.sum()
    return told((1 - away.sum(), *away), called(shared, code))


def uses(shared, code):
    _, use, _, into = crossing(shared, code)
    came = into.sum(axis=1) / use.sum()
    return told((1 - came.sum(), *came), called(shared, code))


@cache
def accounts(shared, code):
    return to_accounts(province(shared, code))


def called(shared, code):
    return names(code, accounts(shared, code))


def blocks():
    """Return which of the 26 common industries belong together, where one of the 42 sectors is shared among several."""
    goes = concordance("nbs42-2017_to_wiod26").targets_of
    belongs = {c: {c} for c in load("wiod26")}
    for targets in goes.values():
        whole = set().union(*(belongs[c] for c in targets))
        belongs |= dict.fromkeys(whole, whole)
    return goes, {c: "+".join(o for o in load("wiod26") if o in members) for c, members in belongs.items()}


def summed(industries, values, block):
    """Return values added up by block."""
    found = dict.fromkeys(block.values(), 0.0)
    for code, value in zip(industries, values, strict=True):
        found[block[code]] += float(value)
    return found


def specialisation(shared, code):
    """Shares in value added over those in the nation's table, of industries with 1 % of the province's or more."""
    goes, block = blocks()
    table, nation = province(shared, code), ni.load("china", year=YEAR)
    own = summed([goes[c][0] for c in table.industries], sum(table.primary.values()), block)
    r = nation.regions.codes.index("CHN")
    added = (nation.Z.sum(axis=1) + nation.Y.sum(axis=1) - nation.Z.sum(axis=0)).reshape(-1, nation.S)[r]
    other = summed(nation.industries, added, block)
    mine, theirs = ({c: v / sum(of.values()) for c, v in of.items()} for of in (own, other))
    times = {c: mine[c] / theirs[c] for c in mine if mine[c] >= 0.01}
    ranked = sorted(times, key=lambda c: -times[c])
    index = sum(abs(mine[c] - theirs[c]) for c in mine)
    first = [product(c) for c in ranked[0].split("+")]
    return Told(YEAR, times[ranked[0]], plain(times[ranked[0]]), (*pct(mine[ranked[0]]), *plain(index, 0)),
                says=said(called(shared, code), *first), kind="context", tolerance=1e-5)  # fmt: skip


RECOUNTED = {"s4.own_sales": sales, "s4.own_uses": uses, "s4.own_specialisation": specialisation}


@pytest.mark.parametrize("code", PROVINCES)
def test_every_finding_of_a_province_has_a_recount(shared, code):
    """The others rest on who uses what flows in, which is estimated, and are set apart."""
    assert {id for system in SYSTEMS for id in found_at_home(shared, code, system)} == set(RECOUNTED)


@pytest.mark.parametrize("code", PROVINCES)
@pytest.mark.parametrize("id", sorted(RECOUNTED))
def test_a_finding_says_what_the_published_table_does(shared, code, id):
    assert faults(found_at_home(shared, code, "s4")[id], RECOUNTED[id](shared, code)) == []


def used_otherwise(w):
    """Return the same table with half of what flows in for one using industry of each product used finally instead."""
    Z, Y, S, outside = w.Z.copy(), w.Y.copy(), w.S, 1
    for k in range(S):
        came, user, final = outside * S + k, int(w.Z[outside * S + k, :S].argmax()), int(w.Y[k, : w.D].argmax())
        moved = 0.5 * max(min(Z[came, user], Y[k, final]), 0.0)
        Z[[came, k], user] += [-moved, moved]
        Y[[came, k], final] += [moved, -moved]
    return ni.Accounts(Z, Y, w.regions, w.industries, w.demand, w.year, w.unit, boundary=w.boundary, status=w.status)


@pytest.mark.parametrize("code", PROVINCES)
def test_who_uses_what_flows_in_may_be_anything(shared, code):
    """That is what is estimated in these accounts, and nothing that is printed as observed changes with it."""
    w = accounts(shared, code)
    before, now = ({f.id: f for f in ni.diagnose(table, code, "s4")} for table in (w, used_otherwise(w)))
    assert now["s4.demand"].value != pytest.approx(before["s4.demand"].value, rel=1e-3)
    for id, f in found_at_home(shared, code, "s4").items():
        assert now[id].sentence == f.sentence
        assert now[id].status == "observed"
        assert set(f.evidence["status"]) == {"observed"}
