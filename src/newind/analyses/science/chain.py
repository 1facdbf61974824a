"""Whose research is in what an industry uses, and whether to innovate or imitate at its distance from the frontier.

Research by industry is estimated: each economy's R&D is shared out over its industries (``s1.embodied_rd`` says how).

What is reported is a direction and the threshold at which the balance tips. The relative strength of imitation is not
observed, so that no share of effort is recommended.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.accounts import Accounts
from newind.errors import DataError
from newind.kernels import blocks, research as research_kernels
from newind.kernels.quotients import ratio
from newind.measures.science import research
from newind.measures.shared import amounts, by_region
from newind.messages import message_group

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.accounts.panel import Panel
    from newind.typing import Array, BoolArray


STATUS = "estimated"
LABELS: dict[str, dict[str, str]] = message_group("science.chain.labels")


@dataclass(frozen=True, eq=False)
class ResearchChain:
    """Whose research is in the inputs of each industry, and in what each economy finally uses.

    Parameters
    ----------
    region : str
    year : int
    industries, economies : tuple of str
    own : (S,) array, million USD per million USD of output
        R&D of each industry of the region.
    embodied : (R, S) array, million USD per million USD of output
        R&D that comes with its inputs, by the economy that did it: its own use of itself without double counting.
    output : (S,) array, million USD
    used : (R, R) array, million USD
        R&D done by the first economy along the chains of the final use of the second; rows add up to the R&D done.
    unknown : tuple of str
        Economies whose research is not known; it counts for nothing here.
    """

    region: str
    year: int
    industries: tuple[str, ...]
    economies: tuple[str, ...]
    own: Array
    embodied: Array
    output: Array
    used: Array
    unknown: tuple[str, ...]

    @property
    def abroad(self) -> BoolArray:
        """Which economies are not the region itself; (R,)."""
        return np.array([code != self.region for code in self.economies])

    def by_industry(self) -> pd.DataFrame:
        """Return one row a using industry.

        Returns
        -------
        DataFrame
            ``industry``, ``own``, ``domestic`` and ``foreign`` R&D per unit of output, ``foreign_share`` of the R&D in
            inputs, the foreign economy whose R&D is used most (``lead``) and its ``lead_share`` of that from abroad,
            ``status`` (estimated). NaN for an industry without output.
        """
        import pandas as pd

        foreign = self.embodied[self.abroad]
        domestic = self.embodied[~self.abroad].sum(axis=0)
        codes = np.array(self.economies)[self.abroad]
        lead = np.where(foreign.sum(axis=0) > 0, codes[foreign.argmax(axis=0)], "")
        made = np.where(self.output > 0, 1.0, np.nan)
        return pd.DataFrame({
            "industry": self.industries,
            "own": self.own * made,
            "domestic": domestic * made,
            "foreign": foreign.sum(axis=0) * made,
            "foreign_share": ratio(foreign.sum(axis=0), foreign.sum(axis=0) + domestic),
            "lead": lead,
            "lead_share": ratio(foreign.max(axis=0), foreign.sum(axis=0)),
            "status": STATUS,
        })  # fmt: skip

    def by_origin(self) -> pd.DataFrame:
        """Return one row an economy and using industry: ``partner``, ``industry``, ``value`` per unit of output."""
        import pandas as pd

        rows = [
            (p, i, float(self.embodied[a, k]), STATUS)
            for a, p in enumerate(self.economies)
            for k, i in enumerate(self.industries)
        ]
        return pd.DataFrame(rows, columns=["partner", "industry", "value", "status"])

    def balance(self) -> pd.DataFrame:
        """Return who lives on whose research: one row an economy, million USD.

        Returns
        -------
        DataFrame
            ``region``, R&D ``done``, R&D in its final use (``used``), of that ``from_others``, and what it did
            ``for_others`` (both NaN where not known); what is done for others adds up to what comes from others.
        """
        import pandas as pd

        kept = np.diag(self.used)
        unknown = np.isin(np.array(self.economies), self.unknown)
        done, used = np.where(unknown, np.nan, self.used.sum(axis=1)), self.used.sum(axis=0)
        return pd.DataFrame({
            "region": self.economies,
            "done": done,
            "used": used,
            "from_others": used - kept,
            "for_others": done - kept,
            "status": STATUS,
        })  # fmt: skip


def research_chain(w: Accounts, region: str) -> ResearchChain:
    """Return whose research is embodied in the inputs of a region's industries.

    Parameters
    ----------
    w : Accounts
        Closed accounts with the fact ``rd_intensity``.
    region : str
        Code of the economy.

    Returns
    -------
    ResearchChain
        Every figure is estimated: R&D by industry is the economy's total shared out by classes of R&D intensity.

    Raises
    ------
    DataError
        For accounts with a boundary, or without research, in general or of this economy.
    UnknownNameError
        For an economy that the accounts lack.

    References
    ----------
    Papaconstantinou, Sakurai & Wyckoff (1996), OECD STI Working Paper 1996/01.
    """
    r = w.regions.index(region)
    done, unknown = _compute_rd_intensity(w, region)
    carried = w.LU.solve_left(blocks.by_region(done, w.R))
    scaled = carried / np.diag(w.B)
    inputs = np.array(scaled.reshape(w.R, w.R, w.S)[:, r])
    inputs[r] -= by_region(w, done)[r]
    return ResearchChain(
        region=region,
        year=w.year,
        industries=w.industries,
        economies=w.regions.codes,
        own=by_region(w, done)[r],
        embodied=inputs,
        output=by_region(w, w.x)[r],
        used=carried @ w.Yr,
        unknown=unknown,
    )


def _compute_rd_intensity(w: Accounts, region: str) -> tuple[Array, tuple[str, ...]]:
    """Return R&D per unit of output, 0 where unknown, and the economies whose R&D is not known."""
    if w.boundary:
        raise DataError(
            f"research along the chain needs closed accounts; {', '.join(w.boundary)} is only a boundary here. "
            "Take a world table, or all regions of one."
        )
    if "rd_intensity" not in w.facts:
        raise DataError("research along the chain needs the fact rd_intensity (R&D over GDP). Attach it by region.")
    done = by_region(w, research(w))
    missing = np.asarray(np.isnan(done).any(axis=1))
    unknown = tuple(c for c, m in zip(w.regions.codes, missing, strict=True) if m)
    if region in unknown:
        raise DataError(f"R&D of {region} is not known in {w.year}. Attach rd_intensity for it, or take another year.")
    return np.where(missing.reshape(-1, 1), 0.0, done).ravel(), unknown


LARGE = 0.05
"""Least share of the named economies' value added of an industry that the frontier must have."""
RATIOS = (1.0, 2.0, 5.0, 10.0)
"""Strengths of imitation against innovation at which the switching probability is shown; which one holds is unknown."""
BASE = 1995
"""Year whose prices the volumes are at."""
NEEDS = ("value_added_volume", "hours")
DIRECTIONS: dict[str, dict[str, str]] = message_group("science.mix.directions")
"""Which way the risk of a cut-off moves the balance."""
BASES: dict[str, dict[str, str]] = message_group("science.mix.bases")


@dataclass(frozen=True, eq=False)
class InnovationMix:
    """Distance to the frontier, and what the risk of a cut-off does to the balance of innovation and imitation.

    Parameters
    ----------
    region : str
    year : int
        Last year with volumes and hours.
    suppliers : tuple of str
        Economies whose technology may be cut off.
    probability : float
        Assumed chance of the cut-off.
    industries : tuple of str
    distance : (S,) array
        Productivity over that of the frontier, in (0, 1]; NaN where not computable.
    frontier : tuple of str
        Economy at the frontier of each industry, empty where not computable.
    catching_up : (S,) array, log points a year
        By how much the gap narrowed since the first year; NaN without an earlier one.
    left : (S,) array in [0, 1]
        Access that remains after the cut-off: one less the suppliers' part of the foreign R&D in the industry's inputs
        (estimated).
    """

    region: str
    year: int
    suppliers: tuple[str, ...]
    probability: float
    industries: tuple[str, ...]
    distance: Array
    frontier: tuple[str, ...]
    catching_up: Array
    left: Array

    @property
    def gap(self) -> Array:
        """Log distance to the frontier; (S,), NaN where not computable."""
        return research_kernels.log_gap(self.distance, np.ones(len(self.industries)))

    def to_frame(self) -> pd.DataFrame:
        """Return one row an industry.

        Returns
        -------
        DataFrame
            ``industry``, ``distance``, ``frontier``, ``gap`` (log points), ``catching_up``, ``access_left``, the
            ``threshold`` of λ_M / λ_I above which imitation deserves more effort than own innovation while access is
            open, the same ``threshold_at_risk``, ``direction`` of the change, and ``switch_at_…``: the chance of a
            cut-off above which own innovation leads, for an assumed ratio (NaN where none is large enough). ``basis``
            is a key of ``BASES``, ``status`` is proxy or empty.
        """
        import pandas as pd

        return pd.DataFrame(self.columns())

    def columns(self) -> dict[str, Any]:
        """Return the columns of `to_frame`, each with a figure an industry."""
        gap, access = self.gap, research_kernels.expected_access(self.left, self.probability)
        known = np.isfinite(gap)
        open_, risky = (
            research_kernels.switching_ratio(gap, np.ones_like(gap)),
            research_kernels.switching_ratio(gap, access),
        )
        moved = known & (gap > 0) & (access < 1)
        columns = {
            "industry": self.industries,
            "distance": self.distance,
            "frontier": self.frontier,
            "gap": gap,
            "catching_up": self.catching_up,
            "access_left": self.left,
            "threshold": open_,
            "threshold_at_risk": risky,
            "direction": np.where(moved, "own innovation", np.where(known, "none", "")),
        }
        switches = {f"switch_at_{r:g}": research_kernels.switching_probability(r, gap, self.left) for r in RATIOS}
        basis = {"basis": np.where(known, "volumes", "not computable"), "status": np.where(known, "proxy", "")}
        return {**columns, **switches, **basis}


def innovation_mix(
    w: Accounts | Panel, region: str, suppliers: Sequence[str] | None = None, probability: float = 0.1
) -> InnovationMix:
    """Return how far a region's industries are from the frontier and how a cut-off risk shifts the balance.

    Parameters
    ----------
    w : Accounts or Panel
        Closed accounts with volumes of value added and hours; a panel from 1995 gives distances, one year alone gives
        none, since volumes are at exchange rates of 1995.
    region : str
        Code of the economy.
    suppliers : sequence of str, optional
        Economies whose technology may be cut off; all others that are named by default.
    probability : float
        Assumed chance of the cut-off, in [0, 1].

    Returns
    -------
    InnovationMix

    Raises
    ------
    DataError
        For accounts with a boundary, without research, and for a probability out of range.
    UnknownNameError
        For economies that the accounts lack.

    Notes
    -----
    Levels of an industry compare across economies only with purchasing-power parities of the sector, which no open
    source gives for all; volumes at economy-wide parities of 1995 stand in and are marked as a proxy.
    """
    if not 0 <= probability <= 1:
        raise DataError(f"probability of a cut-off is {probability:g}. Give a chance from 0 to 1.")
    years = [w] if isinstance(w, Accounts) else list(w)
    last = years[-1]
    r = last.regions.index(region)
    named = tuple(c for c, known in zip(last.regions.codes, last.regions.named, strict=True) if known and c != region)
    cut = named if suppliers is None else tuple(suppliers)
    _check_partners(last, region, cut)
    prices = price_level(years)
    known = [y for y in years if _has_figures(y, r)] or [last]
    first, now = known[0], known[-1]
    then, _ = relative(first, prices, r)
    distance, frontier = relative(now, prices, r)
    apart = now.year - first.year
    narrowed = np.log(ratio(distance, then)) / apart if apart else np.full(last.S, np.nan)
    left = access_left(now, region, cut)
    return InnovationMix(region, now.year, cut, probability, last.industries, distance, frontier, narrowed, left)


def price_level(years: Sequence[Accounts]) -> Array:
    """Return the economy-wide price level of the year whose prices volumes are at; (R,), NaN where it is not there."""
    base = next((y for y in years if y.year == BASE and "gdp_ppp_current" in y.facts), None)
    if base is None:
        return np.full(years[-1].R, np.nan)
    return ratio(base.gdp, base.facts["gdp_ppp_current"].values)


def relative(w: Accounts, prices: Array, r: int) -> tuple[Array, tuple[str, ...]]:
    """Return a region's productivity over the highest of the named economies, and whose that is.

    The frontier is sought among economies with at least 5 % of the named ones' value added in the industry, so that a
    handful of firms in a small economy is not taken for it.

    Returns
    -------
    distance : (S,) array in (0, 1]
        1 at the frontier; NaN where the region's productivity is not known.
    frontier : tuple of str
    """
    if not _has_figures(w, r) or np.isnan(prices[r]):
        return np.full(w.S, np.nan), ("",) * w.S
    level = ratio(amounts(w, NEEDS[0]), amounts(w, NEEDS[1])) / prices[:, None]
    value = np.where(w.regions.named[:, None], by_region(w, w.value_added), 0.0)
    large = (value >= LARGE * value.sum(axis=0)) | (np.arange(w.R) == r)[:, None]
    seen = np.where(large & w.regions.named[:, None] & (level > 0), level, -np.inf)
    top = seen.argmax(axis=0)
    own = np.where(level[r] > 0, level[r], np.nan)
    distance = np.minimum(own / seen[top, np.arange(w.S)], 1.0)
    return distance, tuple(w.regions.codes[t] if np.isfinite(d) else "" for t, d in zip(top, distance, strict=True))


def access_left(w: Accounts, region: str, suppliers: Sequence[str]) -> Array:
    """Return the part of the foreign R&D in each industry's inputs that does not come from the suppliers; (S,).

    Estimated, as research by industry is; 1 where nothing comes from them.
    """
    chain = research_chain(w, region)
    foreign = chain.embodied[chain.abroad]
    codes = np.array(chain.economies)[chain.abroad]
    lost = foreign[np.isin(codes, list(suppliers))].sum(axis=0)
    return 1 - np.nan_to_num(ratio(lost, foreign.sum(axis=0)))


def _has_figures(w: Accounts, r: int) -> bool:
    """Return whether volumes and hours of a region are there."""
    if any(name not in w.satellites for name in NEEDS):
        return False
    return bool(all(np.isfinite(amounts(w, name)[r]).any() for name in NEEDS))


def _check_partners(w: Accounts, region: str, suppliers: Sequence[str]) -> None:
    for code in suppliers:
        w.regions.index(code)
    if region in suppliers:
        raise DataError(f"{region} cannot be cut off from itself. Name other economies as suppliers.")
