"""Recycled in place of virgin materials: where an economy stands, and what more of it does in three layers.

Layers are an industry, its neighbours in the table, and the whole region. What happens within a firm, or between firms
of a zone, no table shows. Only tables in which a recycling industry stands apart can answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.classification import industry_name
from newind.charts.proofs import Bars, ChartRow
from newind.equilibrium.levers.ground import recycling_at
from newind.equilibrium.levers.recycling import GROWTH
from newind.errors import DataError, offenders, unknown
from newind.kernels.circular import find_linked_industries
from newind.kernels.quotients import ratio
from newind.measures.shared import complete_regions

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.typing import Array, BoolArray

VIRGIN = (
    "mining and processing of ferrous metal ores",
    "mining and processing of non-ferrous metal ores",
    "mining and processing of nonmetal ores",
    "mining and processing of nonmetal and other ores",
    "metal ore mining",
    "non-metallic and other mining",
    "ore",
    "ores",
)
"""English names, or codes, of industries whose goods recycled ones replace by default: ores and other minerals."""
LAYERS = ("industry", "cluster", "region")
CLOSE = 0.05
"""Least share of an industry's purchases, or of its sales to industries, that makes another one its neighbour."""
TOP = 12
NEEDS = (
    "Needs your data: give a table in which recycling stands apart, as the Chinese tables of 139, 149 and 153 sectors "
    "(comprehensive use of waste resources) and those of 42 to 2012 (scrap and waste), or name one industry of yours "
    "'recycling' (newind data template)."
)


@dataclass(frozen=True, eq=False)
class Circularity:
    """Purchases of each industry of a region from recycling, beside its virgin materials.

    Attributes
    ----------
    region : str
    year : int
    industry : str
        Code of the recycling industry.
    industries, virgin : tuple of str
        All users, and the goods that count as virgin materials.
    recycled, virgin_inputs : (S,) array, money
        What each industry buys of either, from anywhere.
    use, supply, imports, cap : float, money
        Recycled goods: all use in the region, what its own recycling makes, what comes from elsewhere, and by how much
        use can grow (assumed: it can double).
    unit, status : str
    """

    region: str
    year: int
    industry: str
    industries: tuple[str, ...]
    virgin: tuple[str, ...]
    recycled: Array
    virgin_inputs: Array
    use: float
    supply: float
    imports: float
    cap: float
    unit: str
    status: str

    @property
    def per_virgin(self) -> Array:
        """Recycled inputs over virgin ones; (S,), NaN for users without virgin materials."""
        return ratio(self.recycled, np.where(self.virgin_inputs > 0, self.virgin_inputs, 0.0))

    @property
    def share(self) -> float:
        """Recycled over recycled and virgin inputs of all industries but recycling itself, in [0, 1]."""
        others = np.array([code != self.industry for code in self.industries])
        taken = float(self.recycled[others].sum())
        return taken / (taken + float(self.virgin_inputs[others].sum()))

    def table(self) -> pd.DataFrame:
        """Return ``recycled``, ``virgin`` and ``per_virgin`` by industry, the largest user of recycled goods first."""
        import pandas as pd

        frame = pd.DataFrame(
            {
                "region": self.region, "year": self.year, "industry": self.industries, "recycled": self.recycled,
                "virgin": self.virgin_inputs, "per_virgin": self.per_virgin, "unit": self.unit, "status": self.status,
            }
        )  # fmt: skip
        return frame.sort_values("recycled", ascending=False, kind="stable").reset_index(drop=True)

    def chart(self) -> Bars:
        """Return the largest users of recycled goods as data of a chart."""
        order = [i for i in np.argsort(-self.recycled, kind="stable").tolist() if self.recycled[i] > 0]
        return Bars(tuple(ChartRow(self.industries[i], float(self.recycled[i])) for i in order[:TOP]), "", self.unit)


def circularity(w: Accounts, region: str, virgin: Sequence[str] | None = None) -> Circularity:
    """Return how much each industry of a region takes from recycling, and how much scrap there is.

    Parameters
    ----------
    w : Accounts
        With a recycling industry.
    region : str
    virgin : sequence of str, optional
        Industries whose goods are virgin materials; ores and other minerals by default.

    Returns
    -------
    Circularity

    Raises
    ------
    DataError
        Where no recycling industry stands apart ("needs your data"), it sells nothing, or the region is the boundary.
    UnknownNameError
        For a region or an industry that the accounts lack.
    """
    r, at = place(w, region)
    goods = virgin_goods(w, virgin)
    bought = w.Z4[:, :, r, :]
    final = np.maximum(w.Y3[:, at, r], 0.0)
    by_origin = bought[:, at].sum(axis=1) + final
    use = float(by_origin.sum())
    return Circularity(
        region, w.year, w.industries[at], w.industries, tuple(w.industries[k] for k in goods),
        bought[:, at].sum(axis=0), bought[:, goods].sum(axis=(0, 1)), use, float(w.x.reshape(w.R, w.S)[r, at]),
        use - float(by_origin[r]), GROWTH * use, w.unit, w.status,
    )  # fmt: skip


def place(w: Accounts, region: str) -> tuple[int, int]:
    """Return where a region and the recycling industry stand.

    Raises
    ------
    DataError
        Where no recycling industry stands apart or it sells nothing, and for a region that is only the boundary.
    UnknownNameError
        For a region that the accounts lack.
    """
    r = w.regions.index(region)
    if not complete_regions(w)[r]:
        raise DataError(
            f"{region} is the boundary of these accounts, so that its industries are not known. Name another."
        )
    at = recycling_at(w.industries)
    if at is None:
        raise DataError(f"accounts of {w.year}: no recycling industry stands apart among {w.S} industries. {NEEDS}")
    if w.Z4[:, at, r].sum() <= 0:
        raise DataError(f"accounts of {w.year}: no industry of {region} buys recycled goods. {NEEDS}")
    return r, at


def virgin_goods(w: Accounts, named: Sequence[str] | None = None) -> list[int]:
    """Return where virgin materials stand.

    Raises
    ------
    UnknownNameError
        For an industry that the accounts lack.
    DataError
        Where none is named and none is known, one is named twice, or it is the recycling industry.
    """
    if named is not None:
        return _check_goods(w, [at_industry(w, code) for code in named])
    found = [k for k, c in enumerate(w.industries) if {c.casefold(), industry_name(c).casefold()} & set(VIRGIN)]
    if not found:
        raise DataError(f"accounts of {w.year}: no ores are known among {w.S} industries. Name virgin= industries.")
    return found


def _check_goods(w: Accounts, goods: list[int]) -> list[int]:
    wrong = [w.industries[k] for k in goods if goods.count(k) > 1 or k == recycling_at(w.industries)]
    if wrong or not goods:
        raise DataError(
            f"virgin materials: named twice, or recycling itself: {offenders(wrong)}. Name others, each once."
        )
    return goods


def at_industry(w: Accounts, code: str) -> int:
    """Return where an industry stands.

    Raises
    ------
    UnknownNameError
        With the nearest code.
    """
    if code not in w.industries:
        raise unknown("industry", code, w.industries, f"The accounts have {w.S} industries.")
    return w.industries.index(code)


def users(w: Accounts, r: int, layer: str, industry: int) -> BoolArray:
    """Return the industries of a layer; (S,).

    The industry alone; with it those that make 5 % of its purchases or of its sales to the region's industries; or all.

    Raises
    ------
    UnknownNameError
        For a layer that there is not.
    """
    if layer not in LAYERS:
        raise unknown("layer", layer, LAYERS, f"Layers are {', '.join(LAYERS)}.")
    if layer == "cluster":
        return find_linked_industries(w.Z4[r, :, r, :], industry, CLOSE)
    inside = np.zeros(w.S, dtype=np.bool_)
    inside[slice(None) if layer == "region" else industry] = True
    return inside


def largest_user(w: Accounts, r: int, at: int, goods: Sequence[int]) -> int:
    """Return the industry that buys most recycled goods among those that use virgin ones, recycling itself left out."""
    bought = w.Z4[:, at, r, :].sum(axis=0)
    fits = (w.Z4[:, list(goods), r, :].sum(axis=(0, 1)) > 0) & (np.arange(w.S) != at)
    return int(np.where(fits, bought, -np.inf).argmax())
