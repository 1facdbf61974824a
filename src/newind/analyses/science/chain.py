"""The innovation chain along the industry chain: whose research is in what an industry uses.

Research by industry is estimated: each economy's R&D is shared out over its industries (``s1.embodied_rd`` says how).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError
from newind.kernels import blocks
from newind.kernels.quotients import ratio
from newind.measures.science import research
from newind.measures.shared import by_region
from newind.messages import message_group

if TYPE_CHECKING:
    import pandas as pd

    from newind.accounts.accounts import Accounts
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
