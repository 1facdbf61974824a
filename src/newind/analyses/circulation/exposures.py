"""Cost of losing a partner: each named one stops selling, or stops buying, and in how few hands a side is.

Trade shares say how much passes through a partner's hands; the loss of real income says how much it would be missed.
Losses are four statements, each with its own range (:mod:`newind.analyses.losses`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.analyses.losses import HORIZONS, NAMED, NAN, SIDES, Cut, find_losses, loss_ranges
from newind.equilibrium.calibrate import refuse_boundary
from newind.errors import DataError, unknown
from newind.kernels import dependence
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.bounds import refuse_estimated_blocks
from newind.measures.exports import market_shares, supplier_shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.analyses.losses import Loss
    from newind.typing import Array


SCREEN = NAMED
"""Horizon at which partners are ranked."""
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
        Its four statements; None for partners below the first ones.
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
        ``share_of_foreign``, ``share_of_all``, ``horizon``, ``low``, ``middle``, ``high`` (fractions of real income, in
        the first ``quarter`` of what is produced in it). Partners without a range have one row, with their middle at
        the medium horizon. NaN where unknown, and for ``high`` where a range is open above.
        """
        import pandas as pd

        ranks = {(p.side, p.partner): k for side in SIDES for k, p in enumerate(self.side(side), 1)}
        return pd.DataFrame([row | {"rank": ranks[row["side"], row["partner"]]} for row in self._rows()])[list(COLUMNS)]

    def _rows(self) -> list[dict[str, Any]]:
        rows = []
        for p in self.partners:
            shown = {SCREEN: (NAN, p.middle, NAN)}
            if p.loss is not None:
                shown = {h: (s.low, s.middle, s.high) for h, s in p.loss.stated_ranges.items()}
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


TOP = 5
"""Partners a side whose range is computed by default."""


def exposure(
    w: Accounts,
    region: str,
    *,
    sides: Sequence[str] = SIDES,
    horizons: Sequence[str] = HORIZONS,
    top: int | None = TOP,
    parameters: Mapping[str, Any] | None = None,
) -> Exposure:
    """Return what an economy would lose if each named partner stopped selling, or stopped buying, everything.

    Parameters
    ----------
    w : Accounts
        Closed accounts of one year, observed.
    region : str
    sides : sequence of {"supply", "market"}
    horizons : sequence of {"short", "medium", "long"}
        Of the ranges.
    top : int or None
        How many partners a side get a range, those with the largest middle; None for all. Every partner gets its
        middle, so that the ranks are complete.
    parameters : mapping, optional
        In place of shipped parameters, as in :func:`newind.policy.simulate.simulate`; what is given is not varied.

    Returns
    -------
    Exposure

    Raises
    ------
    DataError
        For accounts with a boundary or with estimated flows between regions, or without a named partner.
    UnknownNameError
        For an economy, side or horizon that does not exist.
    """
    asked = _check_request(w, sides, horizons, top)
    given = {} if parameters is None else dict(parameters)
    partners = list_named_partners(w, region)
    found: list[PartnerLoss] = []
    for side in asked:
        ranked = sorted(_find_middles(w, region, partners, side, given), key=_by_middle)
        first = _add_ranges(w, region, ranked[:top], horizons, given)
        found += [*first, *ranked[len(first) :]]
    concentration = tuple(_concentration(w, w.regions.index(region), side) for side in asked)
    return Exposure(region, w.year, tuple(horizons), tuple(found), concentration)


def _check_request(w: Accounts, sides: Sequence[str], horizons: Sequence[str], top: int | None) -> tuple[str, ...]:
    refuse_estimated_blocks(w)
    refuse_boundary(w)
    asked = check_sides(sides)
    for horizon in horizons:
        if horizon not in HORIZONS:
            raise unknown("horizon", horizon, HORIZONS, f"Horizons: {', '.join(HORIZONS)}.")
    if not horizons:
        raise DataError(f"no horizon is asked for. Give some of {', '.join(HORIZONS)}.")
    if top is not None and (isinstance(top, bool) or not isinstance(top, int) or top < 0):
        raise DataError(f"top {top!r} makes no sense. Give a number of partners a side, or None for all.")
    return asked


def check_sides(sides: Sequence[str]) -> tuple[str, ...]:
    """Return sides, or say which does not exist.

    Raises
    ------
    UnknownNameError
        With the nearest one.
    DataError
        Without any, or with one twice.
    """
    asked = (sides,) if isinstance(sides, str) else tuple(sides)
    for side in asked:
        if side not in SIDES:
            raise unknown("side", side, SIDES, f"Sides: {', '.join(SIDES)}.")
    if not asked or len(set(asked)) < len(asked):
        raise DataError(
            f"sides {asked!r} make no sense. Give each of {', '.join(SIDES)} at most once, and at least one."
        )
    return asked


def list_named_partners(w: Accounts, region: str) -> tuple[str, ...]:
    """Return the economies other than one that have a name: aggregates are no partner that could be lost alone.

    Raises
    ------
    DataError
        Where there is none.
    """
    w.regions.index(region)
    found = tuple(c for c, named in zip(w.regions.codes, w.regions.named, strict=True) if named and c != region)
    if not found:
        raise DataError(f"{region} has no named partner in the accounts of {w.year}. Use a table of several economies.")
    return found


def _find_middles(
    w: Accounts, region: str, partners: Sequence[str], side: str, given: Mapping[str, Any]
) -> Iterator[PartnerLoss]:
    """Yield each partner with its shares and its middle loss."""
    foreign, every = _shares(w, w.regions.index(region), side)
    cuts = [Cut(region, (partner,), w.industries, side) for partner in partners]
    losses = find_losses(w, ((region, cut.package, SCREEN, given) for cut in cuts))
    for partner, loss in zip(partners, losses, strict=True):
        p = w.regions.index(partner)
        middle, why = (NAN, loss) if isinstance(loss, str) else (loss, "")
        yield PartnerLoss(side, partner, float(foreign[p]), float(every[p]), middle, failed=why)


def _add_ranges(
    w: Accounts, region: str, partners: Sequence[PartnerLoss], horizons: Sequence[str], given: Mapping[str, Any]
) -> list[PartnerLoss]:
    """Return partners with their ranges."""
    cuts = [Cut(region, (p.partner,), w.industries, p.side) for p in partners]
    return [_with_range(p, loss) for p, loss in zip(partners, loss_ranges(w, cuts, horizons, given), strict=True)]


def _with_range(p: PartnerLoss, loss: Loss) -> PartnerLoss:
    """Return a partner with its range."""
    return PartnerLoss(p.side, p.partner, p.share_of_foreign, p.share_of_all, p.middle, loss, p.failed)


def _by_middle(p: PartnerLoss) -> tuple[bool, float]:
    return p.middle != p.middle, -p.middle


def _shares(w: Accounts, r: int, side: str) -> tuple[Array, Array]:
    """Return each region's share in what comes from, or goes, abroad, and in all; (R,) each."""
    if side == "supply":
        bought = w.Z4[:, :, r].sum(axis=(1, 2))
        return supplier_shares(w)[r], ratio(bought, bought.sum())
    absorbed = shared.compute_absorption(w).reshape(w.R, w.S, w.R)[r].sum(axis=0)
    return market_shares(w)[r], ratio(absorbed, absorbed.sum())


def _concentration(w: Accounts, r: int, side: str) -> Concentration:
    """Return the concentration of named partners, its bounds, and the share of those not named."""
    foreign, _ = _shares(w, r, side)
    named = w.regions.named & (np.arange(w.R) != r)
    index = dependence.hhi(foreign[named])
    unnamed = foreign[~w.regions.named].sum()
    low, high = dependence.hhi_bounds(index, unnamed)
    return Concentration(side, *(float(v) for v in (index, low, high, unnamed)))
