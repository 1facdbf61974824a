"""Who emits for whom among regions, and what they pay each other if users share the responsibility."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.panel import Panel
from newind.analyses.green.charge_inputs import check_price
from newind.analyses.green.volumes import cells, check_years, has_co2
from newind.charts.proofs import ChartRow, PartnerBars
from newind.errors import DataError
from newind.kernels import carbon, compensation as kernel
from newind.kernels.quotients import ratio
from newind.measures.green import household_emissions, industry_emissions, per_output
from newind.measures.shared import by_region, complete_regions, millions
from newind.messages import list_languages, message

if TYPE_CHECKING:
    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.messages import Text
    from newind.typing import Array, BoolArray

COLUMNS = (
    "region", "year", "emits", "uses", "for_others", "by_others", "responsible", "pays", "receives", "net",
    "net_of_gdp", "named", "unit", "status",
)  # fmt: skip
PAIRS = ("payer", "receiver", "year", "caused", "value", "unit", "status")
NOTE: Text = message("green.regional_payments.note")
BOUNDARY: Text = message("green.regional_payments.boundary")
MOST = 10
SHARED = 0.5
"""Responsibility of who uses, where none is stated: half, as findings and briefs have it."""


@dataclass(frozen=True, eq=False)
class Compensation:
    """Payments between regions for embodied emissions.

    Attributes
    ----------
    year : int
    regions : tuple of str
    named : (R,) bool array
        False for aggregates such as the rest of the world.
    inside : (R,) bool array
        False for a boundary, which takes no part.
    price, share : float
        Per tonne; responsibility of who uses, 0 (producer) to 1 (consumer).
    caused : (R, R) array, Mt
        By emitting region and the region whose final demand calls for it.
    own : (R,) array, Mt
        What final users emit themselves.
    paid : (R, R) array, money
        Payer, receiver.
    gdp : (R,) array, money
    unit, status : str
    """

    year: int
    regions: tuple[str, ...]
    named: BoolArray
    inside: BoolArray
    price: float
    share: float
    caused: Array
    own: Array
    paid: Array
    gdp: Array
    unit: str
    status: str

    @property
    def note(self) -> Text:
        """Note for readers, in ``en`` and ``zh``."""
        left = ", ".join(c for c, i in zip(self.regions, self.inside, strict=True) if not i)
        if not left:
            return dict(NOTE)
        return {lang: f"{NOTE[lang]}; {BOUNDARY[lang].format(left)}" for lang in list_languages()}

    @property
    def net(self) -> Array:
        """Receipts less payments; (R,), adds up to zero."""
        return np.asarray(self.paid.sum(axis=0) - self.paid.sum(axis=1))

    def table(self) -> pd.DataFrame:
        """Return one row a region: what it ``emits``, what its final users cause (``uses``), and what it pays.

        Returns
        -------
        DataFrame
            Columns :data:`COLUMNS`; ``net`` adds up to zero and ``responsible`` to ``emits``. For a boundary only what
            is emitted for it is known.
        """
        import pandas as pd

        known = np.where(self.inside, 1.0, np.nan)
        emits, uses = self.caused.sum(axis=1) + self.own, self.caused.sum(axis=0) + self.own
        kept = np.diag(self.caused)
        return pd.DataFrame({
            "region": self.regions,
            "year": self.year,
            "emits": emits * known,
            "uses": uses,
            "for_others": (self.caused.sum(axis=1) - kept) * known,
            "by_others": self.caused.sum(axis=0) - kept,
            "responsible": kernel.responsibility(emits, uses, self.share) * known,
            "pays": self.paid.sum(axis=1) * known,
            "receives": self.paid.sum(axis=0) * known,
            "net": self.net * known,
            "net_of_gdp": ratio(self.net, self.gdp) * known,
            "named": self.named,
            "unit": self.unit,
            "status": self.status,
        })[list(COLUMNS)]  # fmt: skip

    def pairs(self) -> pd.DataFrame:
        """Return who pays whom: one row a payer and receiver, ``caused`` in Mt, the largest payment at the top."""
        import pandas as pd

        R = range(len(self.regions))
        rows = [
            (self.regions[p], self.regions[q], self.year, self.caused[q, p], self.paid[p, q], self.unit, self.status)
            for p in R
            for q in R
            if p != q and self.inside[p] and self.inside[q]
        ]
        found = pd.DataFrame(rows, columns=list(PAIRS))
        return found.sort_values("value", ascending=False, kind="stable").reset_index(drop=True)

    def chart(self) -> PartnerBars:
        """Return what regions receive (right) and pay (left), the largest in all."""
        out, back = self.paid.sum(axis=0), self.paid.sum(axis=1)
        order = [int(i) for i in np.argsort(-(out + back), kind="stable") if self.inside[i]][:MOST]
        rows = tuple(
            ChartRow(self.regions[i], float(out[i]), other=float(back[i]), hatched=not self.named[i]) for i in order
        )
        return PartnerBars(
            rows,
            self.unit,
            message("green.regional_payments.chart.pays"),
            message("green.regional_payments.chart.receives"),
        )


def compensation(w: Accounts | Panel, price: float, share: float = SHARED, *, year: int | None = None) -> Compensation:
    """Return what regions pay each other for emissions that one makes for the other's use.

    Parameters
    ----------
    w : Accounts or Panel
        Several regions with CO2; of a panel the last year that has it. A boundary takes no part.
    price : float
        Per tonne of CO2, in the currency of the accounts.
    share : float in [0, 1]
        Responsibility of who uses: at 0 the producer answers for everything and nobody pays, at 1 the user pays the
        price for all that others emit for it.
    year : int, optional

    Returns
    -------
    Compensation
        Net payments add up to zero; a region's are ``share · price`` times its net exports of embodied CO2.

    Raises
    ------
    DataError
        Without CO2 (naming years that have it), with a single region, for a negative price or a share outside [0, 1].

    References
    ----------
    Peters (2008), Ecological Economics 65, 13. Gallego & Lenzen (2005), Economic Systems Research 17(4), 365.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = compensation(load("world", year=2009), 20.0, 0.5)
    >>> bool(found.net[found.regions.index("CHN")] > 0), bool(abs(found.net.sum()) < 1e-6)
    (True, True)
    """
    check_price(price)
    if not 0.0 <= share <= 1.0:
        raise DataError(f"share of who uses is {share:g}. Give 0 (producer) to 1 (consumer).")
    one = _of_year(w, year)
    inside = complete_regions(one)
    if inside.sum() < 2:
        raise DataError(f"payments between regions need two regions in full; {one!r} has {int(inside.sum())}.")
    f = np.where(inside[:, None], by_region(one, per_output(one)), 0.0)
    caused = carbon.bilateral(f.ravel(), one.LU, one.Yr, one.R)
    among = np.where(np.outer(inside, inside), caused, 0.0)
    return Compensation(
        year=one.year, regions=one.regions.codes, named=one.regions.named, inside=inside, price=float(price),
        share=float(share), caused=caused, own=np.where(inside, np.nan_to_num(household_emissions(one)), 0.0),
        paid=kernel.payments(among, price, share) / millions(one.unit), gdp=one.gdp, unit=one.unit,
        status="estimated" if "estimated" in (one.status, one.satellite("co2").status) else "observed",
    )  # fmt: skip


def _of_year(w: Accounts | Panel, year: int | None) -> Accounts:
    """Return accounts of a year with CO2 of every region in full."""
    what = "CO2 of every region"
    if isinstance(w, Panel):
        years = [y for y in w.years if _complete(w[y])]
        year = (years or w.years)[-1] if year is None else year
        check_years(w, (year,), _complete, what)
        return w[year]
    if year not in (None, w.year):
        raise DataError(f"accounts are of {w.year}, not {year}. Give the panel, or leave out the year.")
    if not _complete(w):
        raise DataError(
            f"payments between regions need {what}, which accounts of {w.year} lack for "
            f"{_describe_missing_emissions(w)}. "
            "Attach the satellite co2 (newind data attach), or take newind.load('world'), which has it from 2000 on."
        )
    return w


def _complete(w: Accounts) -> bool:
    inside = [c for c in w.regions.codes if c not in w.boundary]
    return all(has_co2(w, code) for code in inside)


def _describe_missing_emissions(w: Accounts) -> str:
    if "co2" not in w.satellites:
        return "every industry"
    return cells(w, np.isnan(industry_emissions(w)) & (by_region(w, w.x) > 0) & complete_regions(w)[:, None])
