"""Fall of an economy's value added when it stops ordering inputs from a supplier: a demand-side measure.

The supplier loses orders, so it orders less itself, and a part of that had come from the buyer. The figure grows as the
supplier depends on the buyer and says nothing about how hard the input is to do without: it is never the cost of
a supply disruption, which `newind.analyses.losses` gives as a range.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.memo import memo
from newind.analyses.circulation.location import in_full
from newind.errors import DataError
from newind.kernels import exportterms, extraction
from newind.kernels.quotients import ratio
from newind.measures.bounds import refuse_estimated_blocks
from newind.measures.shared import complete_regions
from newind.messages import message

if TYPE_CHECKING:
    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.messages import Text
    from newind.typing import Array, BoolArray

LABEL: Text = message("circulation.feedback.label")
NOTE: Text = message("circulation.feedback.note")
OPEN: Text = message("circulation.feedback.open")
COLUMNS = (
    "year", "region", "supplier", "named", "industry", "feedback_loss", "feedback_share", "supplier_loss",
    "supplier_share", "world_loss", "unit", "status",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Feedbacks:
    """Effects of cuts of an economy's purchases of inputs on its own value added and on that of its suppliers.

    Each cut stands by itself: all industries of `region` stop ordering inputs from a supplier, or from one industry of
    it; final sales are kept, and nobody else sells more. Losses are positive.

    Parameters
    ----------
    region : str
        The buyer.
    year : int
    unit, status : str
    suppliers, industries : tuple of str
        Economies in full other than the buyer.
    named : (K,) bool array
        False for aggregates such as the rest of the world, which are not to be ranked.
    feedback_loss, supplier_loss, world_loss : (K, S + 1) arrays, in `unit`
        Value added lost by the buyer, the supplier and all regions; the first column is the cut of all industries.
    value_added : float, in `unit`
        Of the buyer.
    supplier_value_added : (K,) array, in `unit`
    label, notes : dict, tuple of dict
        In ``en`` and ``zh``.
    """

    region: str
    year: int
    unit: str
    status: str
    suppliers: tuple[str, ...]
    industries: tuple[str, ...]
    named: BoolArray
    feedback_loss: Array
    supplier_loss: Array
    world_loss: Array
    value_added: float
    supplier_value_added: Array
    label: Text
    notes: tuple[Text, ...]

    def table(self) -> pd.DataFrame:
        """Return one row a supplier and industry, in the order of the accounts.

        Returns
        -------
        DataFrame
            Columns ``year, region, supplier, named, industry, feedback_loss, feedback_share, supplier_loss,
            supplier_share, world_loss, unit, status``. ``industry`` is missing where all industries of the supplier are
            cut together, which is not the sum of the cuts one by one. Losses are in `unit`, shares in the value added
            of the buyer and of the supplier.
        """
        import pandas as pd

        K, columns = self.feedback_loss.shape
        supplier_share = ratio(self.supplier_loss, self.supplier_value_added[:, None])
        rows = {
            "year": self.year,
            "region": self.region,
            "supplier": np.repeat(np.array(self.suppliers, dtype=object), columns),
            "named": np.repeat(self.named, columns),
            "industry": [None, *self.industries] * K,
            "feedback_loss": self.feedback_loss.ravel(),
            "feedback_share": ratio(self.feedback_loss, self.value_added).ravel(),
            "supplier_loss": self.supplier_loss.ravel(),
            "supplier_share": supplier_share.ravel(),
            "world_loss": self.world_loss.ravel(),
            "unit": self.unit,
            "status": self.status,
        }
        return pd.DataFrame(rows, columns=list(COLUMNS))


def feedbacks(w: Accounts, region: str) -> Feedbacks:
    """Find what an economy and its suppliers lose when it stops ordering inputs from them.

    Parameters
    ----------
    w : Accounts
        With observed flows between regions.
    region : str
        The buyer.

    Returns
    -------
    Feedbacks
        By supplier, for all its industries together and for each; see :class:`Feedbacks`. A demand-side measure: it
        grows as the supplier depends on the buyer, and is never the cost of a supply disruption.

    Raises
    ------
    DataError
        For a region that is only a boundary, a table without another region in full, or one whose flows between
        regions are estimated.
    UnknownNameError
        For a region that is not there, with the nearest code.

    References
    ----------
    Miller & Blair (2009), Input-Output Analysis, ch. 3. Sherman & Morrison (1950), Annals of Mathematical Statistics
    21(1), 124.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = feedbacks(load("world", year=2008), "CHN").table()
    >>> found[(found["supplier"] == "JPN") & found["industry"].isna()]["named"].tolist()
    [True]
    """
    r = in_full(w, region)
    k = np.flatnonzero(complete_regions(w) & (np.arange(w.R) != r))
    if not k.size:
        raise DataError(
            f"{region} has no supplier that this table describes in full. Take a table of several economies."
        )
    refuse_estimated_blocks(w, "feedback by supplier")
    buyer, supplier, world = (losses[k] for losses in _losses(w, r))
    return Feedbacks(
        region=region,
        year=w.year,
        unit=w.unit,
        status=w.status,
        suppliers=tuple(w.regions.codes[int(s)] for s in k),
        industries=w.industries,
        named=w.regions.named[k],
        feedback_loss=buyer,
        supplier_loss=supplier,
        world_loss=world,
        value_added=float(w.gdp[r]),
        supplier_value_added=w.gdp[k],
        label=LABEL,
        notes=(NOTE, *((OPEN,) if w.boundary else ())),
    )


@memo
def _compute_value_content(w: Accounts) -> Array:
    """Return the value added of each region in a unit of the products of each; (R, R, S)."""
    return exportterms.value_added_content(w.v, w.B, w.R)


@memo
def _cuts(w: Accounts) -> tuple[Array, Array]:
    """Return the orders that suppliers lose, by buyer: all industries cut together, each alone; (R, S, R) twice."""
    together = extraction.lost_sales_between_regions(w.A4, w.B, w.x)
    alone = extraction.lost_sales_to_regions(w.A, w.B, w.x, w.R)
    return together, alone.reshape(w.R, w.S, w.R)


def _losses(w: Accounts, r: int) -> tuple[Array, Array, Array]:
    """Return what buyer, supplier and world lose, by supplier; (R, 1 + S) each, all industries first."""
    carried, own = _compute_value_content(w), np.arange(w.R)
    together, alone = (cut[:, :, r] for cut in _cuts(w))
    rates = (carried[r], carried[own, own], carried.sum(axis=0))
    parts = [np.column_stack([(rate * together).sum(axis=1), rate * alone]) for rate in rates]
    return parts[0], parts[1], parts[2]
