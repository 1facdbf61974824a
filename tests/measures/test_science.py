"""Indicators of science and technology against an inverse written out, and what must hold on any economy."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from numpy.testing import assert_allclose

import explicit
from newind.accounts.accounts import Accounts
from newind.accounts.satellite import Fact
from newind.measures import science
from newind.measures.measure import measure
from newind.parameters import parameter
from newind.testing import assert_shares, economies


def pair(**changes):
    """Two economies, one industry each: the first sells 2 of its 10 to the other's industry and 3 to its users."""
    given_ = {
        "Z": [[1.0, 2.0], [0.0, 4.0]],
        "Y": [[4.0, 3.0], [1.0, 15.0]],
        "regions": ["CHN", "USA"],
        "industries": ["c14"],
        "demand": ["c37"],
        "year": 2008,
        "facts": {"rd_intensity": Fact([0.02, 0.03])},
    }
    return Accounts(**(given_ | changes))


def test_a_case_done_by_hand():
    w = pair()  # value added 9 and 14 of output 10 and 20; B = [[1/.9, .1/.72], [0, 1/.8]]
    assert_allclose(explicit.totals(science.import_dependence(w)), [0.0, 0.9 * 0.1 / 0.72])
    assert_allclose(explicit.totals(science.import_dependence_direct(w)), [0.0, 2 / 6])
    assert_allclose(science.high_tech_import_dependence(w)[1].sel(region="USA", partner="CHN"), 0.125)
    assert_allclose(explicit.totals(science.knowledge_input_domestic_share_direct(w)), [1.0, 4 / 6])
    # of the 6 that the USA buys, 2 hold no value added of its own and 4 hold 0.875
    assert_allclose(explicit.totals(science.knowledge_input_domestic_share(w)), [1.0, 4 * 0.875 / 6])
    r = np.array([0.02 * 9 / 10, 0.03 * 14 / 20])
    chain = np.array([r[0] / 0.9, r[0] * 0.1 / 0.72 + r[1] / 0.8])
    total, by_product, by_partner = science.embodied_rd(w)
    assert_allclose(total.values, [(4 * chain[0] + chain[1]) / 5, (3 * chain[0] + 15 * chain[1]) / 18])
    assert_allclose(by_product.values[:, 0], chain)
    assert_allclose(by_partner.values.sum(axis=1), total.values)


@given(economies())
def test_dependence_against_an_inverse(w):
    carried = explicit.embodied(w)
    total, by_industry = science.import_dependence(w)
    high, by_partner = science.high_tech_import_dependence(w)
    for r in range(w.R):
        own = explicit.cells(w, region=r)
        abroad = [k for k in range(w.n) if k not in own]
        share = {j: carried[abroad, j].sum() for j in own}
        want = sum(share[j] * w.x[j] for j in own) / w.x[own].sum()
        assert_allclose(total.values[r], want, atol=1e-12)
        assert_allclose(by_industry.values[r], [share[j] if w.x[j] > 0 else np.nan for j in own], atol=1e-11)
        tech = explicit.cells(w, "high-tech", r)
        want = explicit.over(sum(share[j] * w.x[j] for j in tech), w.x[tech].sum())
        assert_allclose(high.values[r], want, atol=1e-12)
    assert_allclose(by_partner.values.sum(axis=1), high.values, atol=1e-12)


@given(economies())
def test_direct_dependence_against_loops(w):
    total, by_industry = science.import_dependence_direct(w)
    for r in range(w.R):
        own = explicit.cells(w, region=r)
        abroad = [k for k in range(w.n) if k not in own]
        want = explicit.over(w.Z[np.ix_(abroad, own)].sum(), w.Z[:, own].sum())
        assert_allclose(total.values[r], want, atol=1e-12)
        want = [explicit.over(w.Z[abroad, j].sum(), w.Z[:, j].sum()) for j in own]
        assert_allclose(by_industry.values[r], want, atol=1e-12)
    assert_shares(total.values)


@given(economies())
def test_knowledge_intensive_inputs_against_an_inverse(w):
    carried = explicit.embodied(w)
    direct, by_input = science.knowledge_input_domestic_share_direct(w)
    complete, complete_by_input = science.knowledge_input_domestic_share(w)
    codes = by_input.coords["industry"]
    assert set(codes) == explicit.GROUPS["knowledge-intensive"] & set(w.industries)
    for r in range(w.R):
        own = explicit.cells(w, region=r)
        amount = {k: w.Z[k, own].sum() for k in explicit.cells(w, "knowledge-intensive")}
        home = {k: amount[k] * carried[own, k].sum() for k in amount}
        whole = sum(amount.values())
        assert_allclose(direct.values[r], explicit.over(sum(amount[k] for k in amount if k in own), whole))
        assert_allclose(complete.values[r], explicit.over(sum(home.values()), whole), atol=1e-12)
        for c, code in enumerate(codes):
            same = [k for k in amount if w.industries[k % w.S] == code]
            whole = sum(amount[k] for k in same)
            want = explicit.over(sum(home[k] for k in same), whole)
            assert_allclose(complete_by_input.values[r, c], want, atol=1e-12)
            assert_allclose(by_input.values[r, c], explicit.over(sum(amount[k] for k in same if k in own), whole))


def spent(w):
    """Return R&D of each cell by loops: each economy's R&D by class intensity × value added; NaN where unknown."""
    va, classes = explicit.added(w)[0], parameter("rd_intensity").by_industry
    done = np.zeros(w.n)
    for r in range(w.R):
        own = explicit.cells(w, region=r)
        weight = {k: va[k] * classes[w.industries[k % w.S]] for k in own}
        for k in own:
            done[k] = w.facts["rd_intensity"].values[r] * va[own].sum() * weight[k] / sum(weight.values())
    return done


@given(economies())
def test_research_against_loops(w):
    done, B = spent(w), explicit.inverse(w)
    per_unit = np.array([d / x if x > 0 else 0.0 for d, x in zip(done, w.x, strict=True)])
    total, by_product, by_partner = science.embodied_rd(w)
    foreign = science.embodied_rd_foreign_share(w).values
    for r in range(w.R):
        y = np.array([explicit.finals(w, j, r) for j in range(w.n)])
        if not np.isfinite(w.facts["rd_intensity"].values[r]):
            assert np.isnan([total.values[r], foreign[r], *by_product.values[r]]).all()
            continue
        cells = [explicit.cells(w, region=p) for p in range(w.R)]
        parts = [np.nansum(per_unit[c] @ B[c] @ y) for c in cells]
        assert_allclose(total.values[r], sum(parts) / y.sum(), rtol=1e-6)
        assert_allclose(foreign[r], (sum(parts) - parts[r]) / sum(parts), atol=1e-9)
        assert_allclose(np.nan_to_num(by_partner.values[r]), np.array(parts) / y.sum(), rtol=1e-6, atol=1e-15)


@given(economies(rest=False))
def test_no_research_is_lost_between_those_who_do_it_and_those_who_use_it(w):
    total = explicit.totals(science.embodied_rd(w))
    done = (w.facts["rd_intensity"].values * w.gdp).sum()
    assert_allclose((total * w.Yr.sum(axis=0)).sum(), done)


@given(economies(min_regions=2, rest=True))
def test_unknown_research_is_named_and_not_counted(w):
    total, _, by_partner = science.embodied_rd(w)
    assert "ROW is unknown and not counted" in total.note
    assert np.isnan(by_partner.values[:, -1]).all()


def test_figures_of_research_are_marked_as_estimates():
    table = measure(pair(), ["s1.embodied_rd", "s1.embodied_rd_foreign_share", "s1.rd_intensity"])
    status = table.groupby("indicator")["status"].unique().map(list).to_dict()
    assert status["s1.embodied_rd"] == status["s1.embodied_rd_foreign_share"] == ["estimated"]
    assert status["s1.rd_intensity"] == ["observed"]


def test_industries_without_a_class_have_no_estimate():
    table = measure(pair(industries=["tea"]), ["s1.embodied_rd", "s1.knowledge_input_domestic_share"])
    assert table["value"].isna().all()
    notes = table[table["industry"].isna() & table["partner"].isna()].groupby("indicator")["note"].first()
    assert "class of an industry" in notes["s1.embodied_rd"]
    assert "knowledge-intensive" in notes["s1.knowledge_input_domestic_share"]


def test_a_table_with_a_boundary_has_dependence_but_no_embodied_research():
    w = pair(Z=[[1.0, 0.0], [2.0, 0.0]], Y=[[4.0, 3.0], [1.0, 0.0]], regions=["CHN", "ROW"], boundary=["ROW"])
    total, by_industry = science.import_dependence(w)
    assert_allclose(total.values, [2 / 7, np.nan])  # 2 of 8 directly; A = 1/8, so 0.25 / (1 - 0.125)
    assert np.isnan(by_industry.values[1]).all()
    assert "in full" in total.note
    table = measure(w, "s1.embodied_rd")
    assert "only a boundary" in table["note"][0]
