"""What changed emissions, computed again from the tables by dense algebra; years that lack figures are refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose

import newind as ni
from each import check_each
from newind.accounts.accounts import Accounts
from newind.accounts.panel import Panel
from newind.accounts.satellite import Fact, Satellite
from newind.analyses.green.decomposition import LABELS, carbon_change
from newind.analyses.green.kaya_identity import kaya
from newind.analyses.green.volumes import in_constant_prices, prices
from newind.errors import DataError, UnknownNameError
from newind.testing import panels


@pytest.fixture(scope="module")
def world():
    return ni.load("world")


def constant(w):
    """Return intensity, coefficients and final demand in constant prices, cell by cell; every price known."""
    volume, F = w.satellite("output_volume").values, w.satellite("co2").values / 1e3
    p = np.array([x / q if x > 0 else 1.0 for x, q in zip(w.x, volume, strict=True)])
    Z, Y, x = w.Z / p[:, None], w.Yr / p[:, None], w.x / p
    A = np.array([[Z[i, j] / x[j] if x[j] > 0 else 0.0 for j in range(w.n)] for i in range(w.n)])
    return np.array([e / q if q > 0 else 0.0 for e, q in zip(F, x, strict=True)]), A, Y


def caused(f, A, Y):
    return np.diag(f) @ np.linalg.inv(np.eye(len(f)) - A) @ Y


def polar(before, now, split):
    """Return the mean of the polar forms, written out; `split` takes final demand apart into its factors."""
    (f0, A0, Y0), (f1, A1, Y1) = before, now
    zero, one = [f0, A0, *split(Y0, 0)], [f1, A1, *split(Y1, 1)]
    k, effects = len(zero), []
    for j in range(k):
        halves = [
            caused(*built([*a[:j], one[j], *b[j + 1 :]])) - caused(*built([*a[:j], zero[j], *b[j + 1 :]]))
            for a, b in ((one, zero), (zero, one))
        ]
        effects.append((halves[0] + halves[1]) / 2)
    return effects


def built(factors):
    f, A, composition, *levels = factors
    return f, A, composition * np.prod(levels, axis=0)


@settings(max_examples=20)
@given(panels(min_regions=2, max_regions=3, max_industries=3, rest=False))
def test_structural_effects_written_out(panel):
    before, now = panel
    old, new = constant(before), constant(now)
    region, r, S = panel.regions.codes[0], 0, now.S
    rows, scale = slice(0, S), 1e-9 * (old[0].max() + new[0].max()) * (before.x.max() + now.x.max())

    effects = polar(old, new, lambda Y, t: (Y / Y.sum(axis=0), Y.sum(axis=0)))
    found = carbon_change(panel, region, 2007, 2008)
    expected = [e[rows].sum() for e in effects[:3]]
    expected += [effects[3][rows, r].sum(), effects[3][rows].sum() - effects[3][rows, r].sum()]
    assert_allclose(found.values[:-1], expected, rtol=1e-9, atol=scale)
    assert_allclose(found.partner_effects[0], effects[0][rows].sum(axis=0), rtol=1e-9, atol=scale)
    assert_allclose(found.industry_effects[1], effects[1][rows].sum(axis=1), rtol=1e-9, atol=scale)

    people = [a.facts["population"].values[r] for a in panel]
    own = [(f, A, Y[:, [r]]) for f, A, Y in (old, new)]
    effects = polar(*own, lambda Y, t: (Y / Y.sum(), Y.sum(axis=0) / people[t], np.array([people[t]])))
    found = carbon_change(panel, region, 2007, 2008, how="consumption")
    assert found.effects[3:5] == ("per_head", "population")
    assert_allclose(found.values[:-1], [e.sum() for e in effects], rtol=1e-9, atol=scale)
    assert_allclose(found.partner_effects[1], effects[1].reshape(now.R, S).sum(axis=1), rtol=1e-9, atol=scale)
    assert_allclose(found.industry_effects[2], effects[2].reshape(now.R, S).sum(axis=0), rtol=1e-9, atol=scale)


@settings(max_examples=20)
@given(panels(min_regions=2, rest=False))
def test_no_residual_and_the_other_sign_with_years_swapped(panel):
    for region in panel.regions.codes:
        for how, method in (("production", "sda"), ("consumption", "sda"), ("production", "lmdi")):
            there = carbon_change(panel, region, 2007, 2008, how=how, method=method)
            back = carbon_change(panel, region, 2008, 2007, how=how, method=method)
            level = max(there.start, there.end)
            assert_allclose(there.values.sum(), there.change, rtol=1e-12, atol=1e-12 * level)
            assert_allclose(back.values, -there.values, rtol=1e-9, atol=1e-12 * level)
            assert (there.low <= there.values + 1e-12 * level).all()
            assert (there.high >= there.values - 1e-12 * level).all()
            assert_allclose(there.industry_effects.sum(axis=1), there.values[:-1], rtol=1e-9, atol=1e-12 * level)
            assert set(there.effects) <= set(LABELS)


@check_each("code", ["CHN", "USA", "DEU", "IND"])
@check_each("how", ["production", "consumption"])
def test_real_changes_start_and_end_at_the_indicator(world, code, how):
    found = carbon_change(world, code, 2000, 2009, how=how)
    ends = [ni.wide(ni.measure(world[y], f"s3.carbon_{how}", code)).iloc[0, 0] for y in (2000, 2009)]
    assert [found.start, found.end] == pytest.approx(ends)
    assert abs(found.values.sum() - found.change) <= 1e-12 * abs(found.change)
    assert found.status == "estimated"
    chart = found.chart()
    assert chart.start + sum(r.value for r in chart.steps) == pytest.approx(chart.end)


def test_china_2000_to_2009(world):
    """Demand at home brought most of it; intensity held it down in either method and by either set of prices."""
    structural, index = (carbon_change(world, "CHN", 2000, 2009, method=m) for m in ("sda", "lmdi"))
    effect = dict(zip(structural.effects, structural.values, strict=True))
    assert max(effect, key=effect.get) == "level_home"
    assert structural.high[structural.effects.index("intensity")] < 0
    assert index.values[index.effects.index("intensity")] < 0
    other = carbon_change(world, "CHN", 2000, 2009, substitute="USA")
    assert_allclose(other.values, structural.values, atol=0.01 * structural.end)
    assert "prices lack for Rest of world: the mean of the others stands in" in structural.note["en"]
    assert "以美国价格代替" in other.note["zh"]


@pytest.mark.parametrize(("how", "method"), [("production", "sda"), ("consumption", "sda"), ("production", "lmdi")])
def test_chained_effects_are_sums_of_years(world, how, method):
    whole = carbon_change(world, "CHN", 2000, 2003, how=how, method=method, chained=True)
    each = [carbon_change(world, "CHN", y, y + 1, how=how, method=method) for y in (2000, 2001, 2002)]
    assert_allclose(whole.values, sum(e.values for e in each))
    assert_allclose(whole.industry_effects, sum(e.industry_effects for e in each))
    assert_allclose(whole.values.sum(), whole.change, rtol=1e-12)
    assert (whole.first, whole.last, whole.start) == (2000, 2003, each[0].start)
    assert "chained" in whole.note["en"]
    back = carbon_change(world, "CHN", 2003, 2000, how=how, method=method, chained=True)
    assert_allclose(back.values, -whole.values, rtol=1e-9)


def test_chained_effects_depend_less_on_the_order_of_factors(world):
    once, chained = (carbon_change(world, "CHN", 2000, 2009, chained=c) for c in (False, True))
    assert (chained.high - chained.low).max() < 0.3 * (once.high - once.low).max()
    assert chained.change == pytest.approx(once.change)


def test_index_decomposition_by_hand(world):
    """Volume, make-up and intensity of three industries' worth of China, logarithmic means written out."""
    found, effects = carbon_change(world, "CHN", 2000, 2009, chained=False, method="lmdi"), np.zeros(3)
    q, e = ([a.satellite(n).values[: a.S] for a in (world[2000], world[2009])] for n in ("output_volume", "co2"))
    for i in range(world[2000].S):
        if q[0][i] > 0 and q[1][i] > 0 and e[0][i] > 0 and e[1][i] > 0:
            mean = (e[1][i] - e[0][i]) / np.log(e[1][i] / e[0][i]) / 1e3
            whole = np.log(q[1].sum() / q[0].sum())
            growth = np.log(q[1][i] / q[0][i])
            effects += mean * np.array([whole, growth - whole, np.log(e[1][i] / e[0][i]) - growth])
    assert_allclose(found.values[:3], effects, rtol=1e-9)


def test_tables(world):
    found = carbon_change(world, "DEU", 2000, 2009, chained=False)
    table = found.table()
    assert table["value"].sum() == pytest.approx(found.change)
    assert table["share"].sum() == pytest.approx(found.change / found.start)
    assert table["label_zh"].str.len().min() > 0
    for part, codes in ((found.by_industry(), found.industries), (found.by_partner(), found.partners)):
        assert len(part) == 5 * len(codes)
        assert part["value"].sum() == pytest.approx(found.values[:-1].sum())
    assert carbon_change(world, "DEU", 2000, 2009, chained=False, method="lmdi").by_partner().empty


def test_prices_stand_in(world):
    w = world[2009]
    price, filled = prices(w)
    assert {w.regions[r] for r in np.flatnonzero(filled.any(axis=1))} == {"ROW"}
    x, volume = (np.asarray(a).reshape(w.R, w.S)[:-1, 9] for a in (w.x, w.satellite("output_volume").values))
    assert price[-1, 9] == pytest.approx(x.sum() / volume.sum())
    assert prices(w, "USA")[0][-1, 9] == pytest.approx(price[w.regions.index("USA"), 9])
    assert_allclose(in_constant_prices(w).x.reshape(w.R, w.S)[:-1, 9], volume, rtol=1e-12)


def changed(w, **satellites):
    return w._replace(satellites=dict(w.satellites) | satellites)


def small(years=(2007, 2008), **removed):
    """Return a panel of one region and two industries whose volumes are its values."""
    return Panel(
        Accounts(
            Z=[[1, 2], [3, 1]], Y=[[7, 0], [6, 0]], regions=["USA"], industries=["c1", "c3"], demand=["c37", "c42"],
            year=y, satellites={
                k: s for k, s in {
                    "co2": Satellite([5.0, 1.0], final=[2.0], unit="kt"),
                    "output_volume": Satellite([10.0, 10.0], unit="M.USD of 1995"),
                }.items() if y not in removed.get(k, ())
            },
        )
        for y in years
    )  # fmt: skip


def test_nothing_changes_where_nothing_did():
    for method in ("sda", "lmdi"):
        assert_allclose(carbon_change(small(), "USA", 2007, 2008, method=method).values, 0.0, atol=1e-15)
    assert carbon_change(small(), "USA", 2007, 2008).status == "observed"


@pytest.mark.parametrize(
    ("years", "message"),
    [
        ((1999, 2009), "CO2 is not known in 1999: it is from 2000 to 2022, last good year 2022"),
        ((2000, 2010), "the price of output is not known in 2010: it is from 1995 to 2009, last good year 2009"),
        ((2005, 2005), "two years"),
    ],
)
def test_years_that_lack_figures_are_refused(world, years, message):
    with pytest.raises(DataError, match=message):
        carbon_change(world, "CHN", *years)


def test_a_year_between_is_named_alone():
    with pytest.raises(DataError, match="it is from 2007, last good year 2007"):
        carbon_change(small(co2=(2008,)), "USA", 2007, 2008)
    with pytest.raises(DataError, match=r"not known in any year of Panel\(2007-2008"):
        carbon_change(small(output_volume=(2007, 2008)), "USA", 2007, 2008)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"how": "trade"}, "no side 'trade'"),
        ({"method": "ida"}, "no decomposition 'ida'"),
        ({"how": "consumption", "method": "lmdi"}, "Take method='sda'"),
    ],
)
def test_what_cannot_be_asked(world, asked, message):
    with pytest.raises(DataError, match=message):
        carbon_change(world, "CHN", 2000, 2009, **asked)


def test_other_refusals(world):
    with pytest.raises(DataError, match=r"needs a Panel with several years, not Accounts of 2009"):
        carbon_change(world[2009], "CHN", 2000, 2009)
    with pytest.raises(DataError, match="the price of output of ROW is not known in any year"):
        carbon_change(world, "ROW", 2000, 2009)
    with pytest.raises(UnknownNameError, match="CHN"):
        carbon_change(world, "CHM", 2000, 2009)
    with pytest.raises(UnknownNameError, match="'USB'"):
        carbon_change(world, "CHN", 2000, 2009, substitute="USB")
    with pytest.raises(UnknownNameError, match=r"no accounts for .*2030"):
        carbon_change(world, "CHN", 2000, 2030)
    with pytest.raises(DataError, match="CO2 is not known in any year"):
        carbon_change(ni.load("china"), "CHN", 2002, 2005)


def test_no_price_to_stand_in(world):
    known = world[2009].satellite("output_volume")
    values = known.values.reshape(20, 26).copy()
    values[1:, 3] = np.nan
    w = changed(world[2009], output_volume=replace(known, values=values.ravel()))
    assert prices(w)[1][1:, 3].all()
    with pytest.raises(DataError, match=r"no price of output in 2009 for 'USA c4'"):
        prices(w, "USA")


def test_boundaries_are_for_index_decomposition():
    def one(y, scale):
        return Accounts(
            Z=[[1, 0], [2, 0]], Y=[[4 * scale, 3], [1, 0]], regions=["CHN", "ROW"], industries=["c1"], demand=["c37"],
            year=y, boundary=["ROW"], satellites={
                "co2": Satellite([scale, np.nan], final=[1.0, np.nan], unit="Mt"),
                "output_volume": Satellite([4 * scale, np.nan]),
            },
        )  # fmt: skip

    panel = Panel([one(2007, 1.0), one(2008, 2.0)])
    found = carbon_change(panel, "CHN", 2007, 2008, method="lmdi")
    assert found.change == pytest.approx(1.0)
    assert found.values.sum() == pytest.approx(1.0)
    with pytest.raises(DataError, match="closed accounts; ROW is only a boundary here"):
        carbon_change(panel, "CHN", 2007, 2008)


def test_final_demand_that_is_not_positive():
    satellites = {"co2": Satellite([1.0, 1.0]), "output_volume": Satellite([4.0, 2.0])}
    years = [
        Accounts(Z=[[1, 0], [0, 1]], Y=[[5, bought], [0, 1]], regions=["USA", "CHN"], industries=["c1"], demand=["c37"],
                 year=y, satellites=satellites)
        for y, bought in ((2007, 1.0), (2008, -2.0))
    ]  # fmt: skip
    with pytest.raises(DataError, match="final demand in 2008 is not positive as a whole: 'CHN'"):
        carbon_change(Panel(years), "CHN", 2007, 2008, how="consumption")


def with_income(panel):
    """Return a small panel with population and real income that double."""
    return Panel(
        a._replace(facts={"population": Fact([2.0]), "gdp_volume": Fact([10.0 * (a.year - 2006)])}) for a in panel
    )


def test_kaya_by_hand():
    found = kaya(with_income(small()), "USA")
    L = 8.0 / 1e3
    assert found.factors == ("population", "income", "carbon")
    assert_allclose(found.effects, [0.0, L * np.log(2), -L * np.log(2)], atol=1e-15)
    assert_allclose(found.indices, [1.0, 2.0, 0.5])
    assert_allclose(found.levels[:, 0], [2.0, 5.0, L / 10])
    split = kaya(with_income(small()), "USA", energy={2007: 4.0, 2008: 16.0})
    assert split.factors[2:] == ("energy", "carbon_of_energy")
    assert_allclose(split.effects[2:], [L * np.log(2), -L * np.log(4)], atol=1e-15)


@check_each("code", ["CHN", "USA", "DEU", "IND"])
@check_each("income", ["gdp_volume", "value_added_volume"])
def test_kaya_is_exact(world, code, income):
    found = kaya(world, code, income=income)
    assert found.years == tuple(range(2011, 2023) if income == "gdp_volume" else range(2000, 2010))
    last = world.within(found.years[0], found.years[-1])[found.years[-1]]
    made = ni.wide(ni.measure(last, "s3.carbon_production", code)).iloc[0, 0]
    assert found.emissions[-1] == pytest.approx(made)
    assert found.effects.sum() == pytest.approx(found.emissions[-1] - found.emissions[0], rel=1e-12)
    assert found.indices.prod() == pytest.approx(found.emissions[-1] / found.emissions[0], rel=1e-12)
    assert found.table()["value"].sum() == pytest.approx(found.effects.sum())
    assert len(found.by_year()) == len(found.years)
    assert found.chart().end == pytest.approx(found.emissions[-1])


def test_china_carbon_per_income_depends_on_the_measure_of_income(world):
    ends = [kaya(world, "CHN", 2000, 2009, income=i).effects[2] for i in ("gdp_volume", "value_added_volume")]
    assert ends[0] > 0 > ends[1]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"first": 1999}, "CO2, population or real GDP of CHN is not known in 1999: it is from 2000 to 2022"),
        ({"last": 2011, "income": "value_added_volume"}, "last good year 2009"),
        ({"first": 2005, "last": 2005}, "a first year before the last, not 2005 and 2005"),
        ({"income": "gnp"}, "no measure of real income 'gnp'"),
        ({"first": 2000, "last": 2001, "energy": {2000: 1.0}}, "energy of 2001 is missing or not positive"),
        ({"first": 2000, "last": 2001, "energy": {2000: 1.0, 2001: 0.0}}, "energy of 2001 is missing or not positive"),
    ],
)
def test_kaya_refuses(world, asked, message):
    with pytest.raises(DataError, match=message):
        kaya(world, "CHN", **asked)


def test_kaya_needs_a_panel_and_a_region_with_people(world):
    with pytest.raises(DataError, match="needs a Panel"):
        kaya(world[2009], "CHN")
    with pytest.raises(DataError, match="real GDP of ROW is not known in any year"):
        kaya(world, "ROW")
