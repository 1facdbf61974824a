"""The example of the R package decompr: three countries, three industries.

Published cells of the Leontief decomposition, and the sixteen terms of Wang, Wei & Zhu computed with decompr.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from newind.kernels import valueadded
from newind.kernels.leontief import Leontief, coefficients
from newind.typing import Array


class Leather:
    """The example's arrays under the kernels' names."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as file:
            self.Z, self.Yr, self.x, self.wwz = (file[name] for name in ("Z", "F", "x", "wwz"))
            self.terms = [str(t) for t in file["terms"]]
        self.A = coefficients(self.Z, self.x)
        self.v = 1 - self.A.sum(axis=0)
        self.LU = Leontief(self.A)
        self.A4 = self.A.reshape(3, 3, 3, 3)
        self.Y3 = self.Yr.reshape(3, 3, 3)
        self.E = valueadded.exports(self.Z.reshape(3, 3, 3, 3), self.Y3)

    def term(self, *names: str) -> Array:
        """Sum of terms over importers, by exporter and product of the exporter."""
        return np.asarray(sum(self.wwz[self.terms.index(n)] for n in names)).sum(axis=1).reshape(3, 3)


@pytest.fixture(scope="module")
def leather(shared: Path) -> Leather:
    return Leather(shared / "world" / "reference_results" / "leather.npz")


def test_output_is_the_sum_of_sales(leather: Leather) -> None:
    assert_allclose(leather.Z.sum(axis=1) + leather.Yr.sum(axis=1), leather.x)


def test_value_added_in_exports(leather: Leather) -> None:
    """As the package's documentation prints them; its own tests cut the second one off at 34.74381."""
    content = leather.v[:, None] * leather.LU.inverse() * leather.E.ravel()
    assert_allclose([content[0, 0], content[8, 8]], [28.52278143, 34.74381924], atol=5e-9)


def test_value_added_in_output(leather: Leather) -> None:
    content = leather.v[:, None] * leather.LU.inverse() * leather.x
    assert_allclose([content[0, 0], content[8, 8]], [66.75361799, 96.78316785], atol=5e-9)


def test_value_added_in_final_demand(leather: Leather) -> None:
    absorbed = valueadded.value_added_absorption(leather.v, leather.LU, leather.Yr)
    assert_allclose([absorbed[0, 0], absorbed[6, 1]], [24.3345824, 23.6841309], atol=5e-8)


DOMESTIC = ("DVA_FIN", "DVA_INT", "DVA_INTrexI1", "DVA_INTrexF", "DVA_INTrexI2", "RDV_FIN", "RDV_FIN2", "RDV_INT")
DOUBLE = ("DDC_FIN", "DDC_INT")
FOREIGN = ("MVA_FIN", "MVA_INT", "MDC", "OVA_FIN", "OVA_INT", "ODC")


def test_domestic_and_foreign_content_of_exports(leather: Leather) -> None:
    """By country, all sixteen terms fall into domestic value added, domestic double counting and foreign content."""
    got = valueadded.export_content(leather.v, leather.LU.inverse(), leather.A4, leather.E)
    assert_allclose(leather.term(*DOMESTIC, *DOUBLE, *FOREIGN).sum(axis=1), leather.E.sum(axis=1), rtol=1e-9)
    assert_allclose(got.dva.sum(axis=1), leather.term(*DOMESTIC).sum(axis=1), rtol=1e-9)
    assert_allclose(got.ddc.sum(axis=1), leather.term(*DOUBLE).sum(axis=1), rtol=1e-9)
    assert_allclose(got.fc.sum(axis=1), leather.term(*FOREIGN).sum(axis=1), rtol=1e-9)


def test_value_added_exports(leather: Leather) -> None:
    """Terms 1 to 5 are absorbed abroad."""
    got = valueadded.vax(valueadded.value_added_absorption(leather.v, leather.LU, leather.Yr))
    assert_allclose(got, leather.term(*DOMESTIC[:5]).sum(axis=1), rtol=1e-9)
