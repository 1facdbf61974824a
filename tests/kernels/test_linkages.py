"""Linkages and quotients against published figures and definitions, scopes against loops."""

from __future__ import annotations

import numpy as np
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from newind.kernels import linkages
from newind.kernels.blocks import by_scope, scopes

Z = np.array([[150.0, 500.0], [200.0, 100.0]])
OUTPUT = np.array([1000.0, 2000.0])


def test_linkages_of_the_two_sector_example_of_miller_and_blair() -> None:
    """Miller & Blair (2009), section 2.3: column sums 1.518, 1.452; Ghosh inverse by its definition."""
    L = np.linalg.inv(np.eye(2) - Z / OUTPUT)[None]
    assert_allclose(linkages.backward(L), [[1.518, 1.452]], atol=5e-4)
    ghosh = np.linalg.inv(np.eye(2) - Z / OUTPUT[:, None])
    assert_allclose(linkages.forward(L, OUTPUT[None])[0], ghosh.sum(axis=1), rtol=1e-12)
    assert_allclose(linkages.relative(linkages.backward(L), OUTPUT[None]).mean(), 1.0)


def test_an_industry_without_output_has_no_linkage_and_does_not_count() -> None:
    x = np.array([[10.0, 20.0, 0.0]])
    L = np.array([[[1.2, 0.3, 0.0], [0.1, 1.4, 0.0], [0.0, 0.0, 1.0]]])
    assert_array_equal(linkages.forward(L, x)[0, 2], 1.0)
    found = linkages.relative(linkages.backward(L), x)
    assert np.isnan(found[0, 2])
    assert_allclose(np.nanmean(found), 1.0)
    assert np.isnan(linkages.relative(np.ones((1, 2)), np.zeros((1, 2)))).all()


@given(arrays(np.float64, (3, 5), elements=st.floats(0.1, 100)))
def test_quotients_average_to_one_over_the_regions_of_the_reference(values: np.ndarray) -> None:
    reference = values.sum(axis=0)
    quotients = linkages.location_quotients(values, reference)
    weights = values.sum(axis=1) / values.sum()
    assert_allclose(weights @ quotients, np.ones(5), rtol=1e-9)
    assert (linkages.specialisation(values, reference) >= 1 - 1e-12).all()
    assert_allclose(linkages.specialisation(reference, reference), 1.0)


def test_an_industry_that_the_reference_does_not_have_has_no_quotient() -> None:
    assert np.isnan(linkages.location_quotients(np.array([1.0, 2.0]), np.array([0.0, 2.0]))[0])
    assert np.isnan(linkages.specialisation(np.zeros(2), np.ones(2)))


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=5), st.integers(0, 9))
def test_every_pair_is_in_one_scope_and_sums_keep_all(countries: list[str], seed: int) -> None:
    R = len(countries)
    scope = scopes(countries)
    assert_array_equal(scope.sum(axis=0), np.ones((R, R)))
    flows = np.random.default_rng(seed).uniform(size=(R, R, 2))
    found = by_scope(flows, scope)
    assert_allclose(found.sum(axis=0), flows.sum(axis=1))
    for r in range(R):
        assert_allclose(found[0, r], flows[r, r])
        other = [flows[r, o] for o in range(R) if o != r and countries[o] == countries[r]]
        assert_allclose(found[1, r], sum(other, np.zeros(2)))
