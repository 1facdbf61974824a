"""The flows of every year: structures, shaped by the blocks of 2020, that meet the totals of the year."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import numpy as np

from builders.annual import coarse, prior
from builders.annual.balancing import balance
from builders.annual.concordances import layout
from builders.annual.known import COARSE, FIRST, WIOD
from builders.annual.sources import YEARS
from builders.annual.totals import HALF, controls, corrections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from builders.annual.balancing import YearControls
    from builders.annual.concordances import SectorConcordance
    from builders.annual.known import AnnualSources
    from newind.typing import Array

log = logging.getLogger(__name__)


def estimate(k: AnnualSources, years: Sequence[int] = YEARS) -> dict[int, Array]:
    """Return the flows of years, (20, 34, 20, 37), M.USD.

    Parameters
    ----------
    k : AnnualSources
        What the sources say.
    years : sequence of int
        Years wanted; 2014 and 2020 are made for those between.

    Raises
    ------
    BalanceError
        When totals of a year cannot be met.

    Notes
    -----
    2020 starts from both WIOD releases and the blocks of that year. 2011 to 2014 start from the releases, moved
    half-way by what the blocks change in 2020; 2015 to 2019 from between 2014 and 2020; 2021 and 2022 from 2020.
    """
    by, of = corrections(k), layout()
    totals = {year: controls(k, year, by) for year in (*years, WIOD, COARSE)}
    both = {year: prior.add_average(flows) for year, flows in k.structures.items()}
    start = prior.mix(both, (FIRST + WIOD) / 2)
    target = coarse.balance_blocks(k.coarse, totals[COARSE], of)
    found = {COARSE: meet(coarse.shape(start, target, totals[COARSE], of), totals[COARSE], of)}
    moved = coarse.spread(coarse.ratio(found[COARSE], meet(start, totals[COARSE], of), of) ** HALF, of)
    early = sorted({WIOD, *(year for year in years if year < WIOD)})
    found |= {year: meet(moved * prior.mix(both, year), totals[year], of) for year in early}
    ends = {year: found[year] for year in (WIOD, COARSE)}
    later = [year for year in years if year not in found]
    found |= {year: meet(prior.mix(ends, year), totals[year], of) for year in later}
    return {year: found[year] for year in years}


def meet(start: Array, totals: YearControls, of: SectorConcordance) -> Array:
    """Return the flows that meet the totals of a year and stay close to a structure, in its shape."""
    made = balance(start, totals, of)
    log.info("%d: %d rounds, %.1e", totals.year, made.iterations, made.residual)
    return np.asarray(made.values.reshape(start.shape))
