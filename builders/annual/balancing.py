"""Flows that meet every total of a year and stay close to a structure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.balance import mrgras

if TYPE_CHECKING:
    from builders.annual.concordances import SectorConcordance
    from newind.kernels.balance import BalanceResult
    from newind.typing import Array

TOLERANCE = 1e-9


@dataclass(frozen=True)
class YearControls:
    """Known data of a year.

    Attributes
    ----------
    year : int
    sales : (20, 20, 16) array, M.USD
        All sales by seller, buyer and sector.
    output, values : (20, 34) array, M.USD
        Output and value added with net taxes on inputs.
    final : (20, 3) array, M.USD
        Final use by category.
    """

    year: int
    sales: Array
    output: Array
    values: Array
    final: Array

    @property
    def columns(self) -> Array:
        """Inputs of each industry and final use of each category, (20, 37)."""
        return np.concatenate([self.output - self.values, self.final], axis=1)


def balance(start: Array, known: YearControls, of: SectorConcordance) -> BalanceResult:
    """Return flows that meet the totals of a year, as a (680, 740) table.

    Parameters
    ----------
    start : (20, 34, 20, 37) array, >= 0
        The structure.
    known : YearControls
        The totals: output of industries that share a sector, inputs and final use, sales between economies by sector.
    of : SectorConcordance
        Of the industries.

    Raises
    ------
    BalanceError
        When no such flows exist.
    """
    R, S = start.shape[:2]
    rows = np.where(of.free, np.nan, known.output).ravel()
    groups = (np.arange(R)[:, None] * of.sectors.shape[1] + of.sectors.argmax(axis=1)).ravel()
    buyers = np.repeat(np.arange(R), start.shape[3])
    blocks = known.sales.transpose(0, 2, 1).reshape(-1, R)
    level = start * (known.sales.sum() / start.sum())
    return mrgras(level.reshape(R * S, -1), rows, known.columns.ravel(), blocks, groups, buyers, tol=TOLERANCE)
