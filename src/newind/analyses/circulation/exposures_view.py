"""Exposure to partners: the cost of losing each, and in how few hands a side is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newind.analyses.losses import NAN, SIDES

if TYPE_CHECKING:
    import pandas as pd

    from newind.analyses.losses import Loss

SCREEN = "medium"
"""Horizon at which partners are ranked: the middle one of losses."""
COLUMNS = ("side", "rank", "partner", "share_of_foreign", "share_of_all", "horizon", "low", "middle", "high")


@dataclass(frozen=True)
class PartnerLoss:
    """Cost of losing one partner on one side.

    Parameters
    ----------
    side : {"supply", "market"}
    partner : str
    share_of_foreign : float in [0, 1]
        Of imported inputs that it sells, or of exported value added that it absorbs; NaN where there is none.
    share_of_all : float in [0, 1]
        Of all inputs that it sells, or of all value added that it absorbs; NaN where there is none.
    middle : float
        Loss of real income with the central elasticities at the medium horizon, as a fraction; NaN without an
        equilibrium.
    loss : Loss or None
        Its range; None for partners below the first ones.
    failed : str
        Why there is no middle; empty where there is one.
    """

    side: str
    partner: str
    share_of_foreign: float
    share_of_all: float
    middle: float
    loss: Loss | None = None
    failed: str = ""


@dataclass(frozen=True)
class Concentration:
    """In how few hands one side is.

    Parameters
    ----------
    side : {"supply", "market"}
    hhi : float in (0, 1]
        Of named partners; NaN without any.
    low, high : float in [0, 1]
        What it could be if those not named were known: very many, or one.
    unnamed : float in [0, 1]
        Share of what comes from, or goes to, aggregates such as the rest of the world.
    """

    side: str
    hhi: float
    low: float
    high: float
    unnamed: float


@dataclass(frozen=True, eq=False)
class Exposure:
    """Losses of an economy without each of its partners.

    Parameters
    ----------
    region : str
    year : int
    horizons : tuple of str
    partners : tuple of PartnerLoss
        Supply first, then market; the largest middle loss first.
    concentration : tuple of Concentration
        One a side.
    """

    region: str
    year: int
    horizons: tuple[str, ...]
    partners: tuple[PartnerLoss, ...] = field(repr=False)
    concentration: tuple[Concentration, ...] = ()

    def side(self, side: str) -> tuple[PartnerLoss, ...]:
        """Return the partners of one side, the largest middle loss first."""
        return tuple(p for p in self.partners if p.side == side)

    def table(self) -> pd.DataFrame:
        """Return one row a side, partner and horizon.

        Columns: ``side``, ``rank`` (from 1, by the middle loss at the medium horizon), ``partner``,
        ``share_of_foreign``, ``share_of_all``, ``horizon``, ``low``, ``middle``, ``high`` (loss of real income as a
        fraction). Partners without a range have one row, with their middle at the medium horizon. NaN where unknown.
        """
        import pandas as pd

        ranks = {(p.side, p.partner): k for side in SIDES for k, p in enumerate(self.side(side), 1)}
        return pd.DataFrame([row | {"rank": ranks[row["side"], row["partner"]]} for row in self._rows()])[list(COLUMNS)]

    def _rows(self) -> list[dict[str, Any]]:
        rows = []
        for p in self.partners:
            shown = {SCREEN: (NAN, p.middle, NAN)}
            if p.loss is not None:
                shown = {h: (s.low, s.middle, s.high) for h, s in p.loss.horizons.items()}
            same = {k: getattr(p, k) for k in ("side", "partner", "share_of_foreign", "share_of_all")}
            rows += [
                same | dict(zip(("horizon", "low", "middle", "high"), (h, *v), strict=True)) for h, v in shown.items()
            ]
        return rows

    def concentration_table(self) -> pd.DataFrame:
        """Return ``side``, ``hhi``, ``low``, ``high``, ``unnamed``; one row a side."""
        import pandas as pd

        return pd.DataFrame([vars(c) for c in self.concentration])

    @property
    def failed(self) -> tuple[str, ...]:
        """Why losses are missing, by side and partner."""
        own = [f"{p.side} {p.partner}: {p.failed}" for p in self.partners if p.failed]
        return (*own, *(f"{p.side} {p.partner}: {why}" for p in self.partners if p.loss for why in p.loss.failed))
