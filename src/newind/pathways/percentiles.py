"""Percentiles of a yearly figure over many draws: how sure each is, and whether more draws would move it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, tell, unknown
from newind.pathways.sensitivity import check_outcome

if TYPE_CHECKING:
    import pandas as pd

    from newind.pathways.runstore import RunStore
    from newind.typing import Array, BoolArray

PERCENTILES = (5, 25, 50, 75, 95)
FEWEST = 40
"""Draws below which percentiles are not said to have settled: two beyond each outer one."""
SETTLED = 0.05
"""Most that the second half of the draws may move a percentile, over the distance of the outer ones."""
LEAST = 1e-8
"""Distance that solves cannot tell from none."""


@dataclass(frozen=True, eq=False)
class Percentiles:
    """A yearly figure over draws.

    Parameters
    ----------
    outcome : str
        Of `newind.pathways.followed.SERIES`.
    level : bool
        Whether it is the figure over that of the benchmark year, rather than its change against the baseline.
    years : tuple of int
        In order.
    values : (P, T) array
        Percentiles by year, `PERCENTILES` in order; NaN where nothing is known.
    errors : (P, T) array
        Their Monte Carlo standard errors.
    moved : (P, T) array
        By how much they differ from those of the first half of the draws.
    draws, failed : int
        Draws that came out, and those that did not.
    """

    outcome: str
    level: bool
    years: tuple[int, ...]
    values: Array
    errors: Array
    moved: Array
    draws: int
    failed: int

    @property
    def settled(self) -> BoolArray:
        """Whether the second half of the draws has moved no percentile of a year by much; (T,)."""
        wide = np.maximum(self.values[-1] - self.values[0], LEAST)
        return np.asarray((np.abs(self.moved).max(axis=0) <= SETTLED * wide) & (self.draws >= FEWEST))

    def table(self) -> pd.DataFrame:
        """Return a row a year: ``p5`` … ``p95``, the largest ``error`` and ``moved`` of them, ``settled``."""
        import pandas as pd

        named = {f"p{p}": row for p, row in zip(PERCENTILES, self.values, strict=True)}
        doubt = {"error": self.errors.max(axis=0), "moved": np.abs(self.moved).max(axis=0), "settled": self.settled}
        return pd.DataFrame({"year": list(self.years), **named, **doubt})


def standard_errors(sample: Array, percentiles: tuple[int, ...] = PERCENTILES) -> Array:
    """Return standard errors of percentiles of independent draws; (P, …).

    Parameters
    ----------
    sample : (N, …) array
        Draws.
    percentiles : tuple of int
        From 0 to 100.

    Notes
    -----
    Half the distance between the percentiles that lie one standard error of the share of draws below, √(p (1 − p) / N),
    to either side: it needs no density. Draws that fill space evenly err less than it says.

    References
    ----------
    Woodruff (1952), Journal of the American Statistical Association 47(260), 635.
    """
    p = np.array(percentiles) / 100.0
    off = np.sqrt(p * (1.0 - p) / len(sample))
    low, high = (np.quantile(sample, np.clip(p + side * off, 0.0, 1.0), axis=0) for side in (-1.0, 1.0))
    return np.asarray((high - low) / 2.0)


def percentiles_of(store: RunStore, region: str, outcome: str = "real_income", *, level: bool = False) -> Percentiles:
    """Return percentiles of a yearly figure over the draws of a run that are done.

    Parameters
    ----------
    store : RunStore
        As of `newind.pathways.draws.draws_of`.
    region : str
        Whose figure.
    outcome : str
        Of `newind.pathways.followed.SERIES`.
    level : bool
        Whether it is the figure over that of the benchmark year, rather than its change against the baseline.

    Raises
    ------
    UnknownNameError
        For another figure, and a region that the run does not keep.
    DataError
        When fewer than two draws have come out.
    """
    check_outcome(outcome)
    values = store.values()
    if len(values) < 2:
        raise DataError(tell("percentiles.few", name=store.name, draws=len(values)))
    order = sorted(values)
    some = values[order[0]]
    at = np.asarray(some["region"] == region)
    if not at.any():
        raise unknown("region", region, set(some["region"]), tell("sensitivity.kept"))
    column = outcome if level else f"{outcome}_change"
    sample = np.array([values[k][column][at] for k in order], dtype=np.float64)
    years = tuple(int(y) for y in some["year"][at])
    return percentiles_in(sample, years, outcome, level=level, failed=len(store.errors()))


def percentiles_in(
    sample: Array, years: tuple[int, ...], outcome: str = "real_income", *, level: bool = False, failed: int = 0
) -> Percentiles:
    """Return percentiles of a sample of a yearly figure.

    Parameters
    ----------
    sample : (N, T) array
        Draws in the order in which they were drawn; two at least.
    years : tuple of int
        In order.
    outcome, level
        What it is.
    failed : int
        Draws that did not come out.

    Examples
    --------
    >>> percentiles_in(np.arange(101.0)[:, None], (2030,)).values[:, 0].tolist()
    [5.0, 25.0, 50.0, 75.0, 95.0]
    """
    half = sample[: max(len(sample) // 2, 1)]
    found, before = (np.percentile(s, PERCENTILES, axis=0) for s in (sample, half))
    return Percentiles(outcome, level, years, found, standard_errors(sample), found - before, len(sample), failed)
