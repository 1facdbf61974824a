"""Tables 2, 3, 5, 7 and 11 of Caliendo & Parro (2015), Review of Economic Studies 82(1), and the exact changes."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

import cp2015
from newind.equilibrium.decomposition import decompose, one_step
from newind.equilibrium.shocks import Shocks
from newind.equilibrium.solve import rebase_benchmark, set_up, solve

PRINTED = 0.5e-2 + 1e-9
"""Half of the last digit of a figure in per cent with two decimals."""


@pytest.fixture(scope="module")
def file(shared):
    return cp2015.read(shared)


@pytest.fixture(scope="module")
def tables(shared):
    return cp2015.published(shared)


@pytest.fixture(scope="module")
def model(file):
    return cp2015.balanced(file)


@pytest.fixture(scope="module")
def nafta(file):
    """Tariffs of 1993, among the three those of 2005."""
    return Shocks(tariff=file.tariff("nafta_cfl"))


@pytest.fixture(scope="module")
def solved(model, nafta):
    return solve(model, nafta, tolerance=1e-11)


def at(file, region):
    return file.regions.index(region)


def test_only_tariffs_among_the_three_change(file):
    changed = (file.tariff("nafta_cfl") != file.tariff("1993")).any(axis=0)
    assert {file.regions[n] for n in np.flatnonzero(changed.any(axis=1))} == set(cp2015.NAFTA)
    assert {file.regions[i] for i in np.flatnonzero(changed.any(axis=0))} == set(cp2015.NAFTA)


@pytest.mark.parametrize("region", cp2015.NAFTA)
def test_table2(file, tables, model, nafta, solved, region):
    found, n = decompose(model, nafta, "one_step"), at(file, region)
    printed = tables["table2_nafta_pct"][region]
    assert_allclose(100 * found.components["terms of trade"][n], printed["tot"], atol=PRINTED)
    assert_allclose(100 * found.components["trade volume"][n], printed["vot"], atol=PRINTED)
    assert_allclose(100 * found.total[n], printed["welfare"], atol=PRINTED)
    real_wage = np.expm1(solved.state.at.w - solved.state.prices.final)[n]
    assert_allclose(100 * real_wage, printed["realwage"], atol=PRINTED)


@pytest.mark.parametrize(("region", "exact"), [("Mexico", 0.0073), ("Canada", -0.1101), ("USA", 0.0741)])
def test_the_exact_change_is_another(file, model, nafta, region, exact):
    found = decompose(model, nafta)
    assert_allclose(100 * np.expm1(found.total[at(file, region)]), exact, atol=5e-5)
    assert found.error < 1e-8


@pytest.mark.parametrize("region", cp2015.NAFTA)
def test_table3(file, tables, solved, region):
    pairs, n = one_step(solved), at(file, region)
    partners = np.isin(file.regions, cp2015.NAFTA)
    printed = tables["table3_bilateral_pct"][region]
    for short, name in {"tot": "terms of trade", "vot": "trade volume"}.items():
        by_partner = 100 * pairs[name][n]
        assert_allclose(by_partner[partners].sum(), printed[f"{short}_nafta"], atol=PRINTED)
        assert_allclose(by_partner[~partners].sum(), printed[f"{short}_row"], atol=PRINTED)


def test_table5(file, tables, model, solved):
    before, after = model.benchmark.border.sum(axis=0), solved.state.sales.border.sum(axis=0)
    for pair, printed in tables["table5_import_growth_pct"].items():
        importer, exporter = (at(file, region) for region in pair.split("_from_"))
        growth = after[importer, exporter] / before[importer, exporter] - 1
        assert_allclose(100 * growth, printed, atol=PRINTED, err_msg=pair)


def test_table7(file, tables, model):
    """World tariffs as observed in 2005, in all 31 economies."""
    found = decompose(model, Shocks(tariff=file.tariff_2005), "one_step")
    terms, volume = found.components["terms of trade"], found.components["trade volume"]
    got = 100 * np.column_stack([found.total, terms, volume])
    printed = tables["table7_world_tariffs_pct_welfare_tot_vot"]
    assert set(printed) == set(file.regions)
    assert_allclose(got, [printed[r] for r in file.regions], atol=PRINTED)


def test_table11_without_materials(file, tables, nafta):
    found = decompose(cp2015.balanced(cp2015.without_materials(file)), nafta, "one_step")
    for region, printed in tables["table11_models"]["no_materials"].items():
        assert_allclose(100 * found.total[at(file, region)], printed, atol=PRINTED, err_msg=region)


def test_deficits_of_the_file(file, tables, nafta):
    e = cp2015.responses(file)
    unbalanced = rebase_benchmark(set_up(cp2015.make_benchmark(file), e), file["deficit"] - file["deficit"].mean())
    found = decompose(set_up(unbalanced, e), nafta, "one_step")
    for region, printed in tables["with_deficits_pct (paper fn 47 and cp2015 package test)"].items():
        assert_allclose(100 * found.total[at(file, region)], printed, atol=PRINTED, err_msg=region)
