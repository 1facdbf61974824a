"""How digital industries pull and push the rest of the economy, and who uses what they make, against peers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.groups import resolve
from newind.accounts.satellite import readonly
from newind.analyses.manufacturing import carried as carrying
from newind.charts.proofs import Bars, ChartRow
from newind.errors import DataError, offenders
from newind.frozen import Frozen
from newind.kernels import linkages
from newind.kernels.quotients import ratio
from newind.language.scales import mark
from newind.measures import shared
from newind.messages import in_each, list_columns, message, message_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.messages import Text
    from newind.typing import Array, IntArray

MEASURES: dict[str, Text] = message_group("manufacturing.digital_links.measures")
"""Names of measures: the first two of digital industries, the others of every user of their products."""
FINAL, EXPORTS = "final", "exports"
USERS: dict[str, Text] = {
    FINAL: message("manufacturing.digital_links.users.final_users_at_home"),
    EXPORTS: message("manufacturing.digital_links.users.sales_abroad"),
}
COLUMNS = (
    "year", "region", "measure", *list_columns("label"), "industry", "value", "median", "rank", "peers", "unit",
    "status", *list_columns("note"),
)  # fmt: skip
SALES = ("year", "region", "industry", "user", "value", "share", "unit", "status")
OWN_BLOCK = message("manufacturing.digital_links.own_block")
COUNTED = message("manufacturing.digital_links.counted")


@dataclass(frozen=True, eq=False)
class DigitalLinkages(Frozen):
    """Linkages of digital industries (K) and their use by every industry (S), for a region and its peers (P).

    Attributes
    ----------
    region : str
    year : int
    digital, industries, peers : tuple of str
        Codes.
    backward, forward : (1 + P, K + 1) arrays
        Over the region's average industry; the region first, then its peers; last all digital industries together,
        weighted by output. NaN without output.
    inputs : (1 + P, S + 1) array
        Digital inputs from home and abroad per unit of output of each industry; last all industries.
    home : (1 + P, S + 1) array
        Part of them that was bought at home; NaN without any.
    sales : (K, S + 2) array
        What each digital industry of the region sells to each industry at home, to final users at home, and abroad.
    unit, status : str
    remarks : dict
    """

    region: str
    year: int
    digital: tuple[str, ...]
    industries: tuple[str, ...]
    peers: tuple[str, ...]
    backward: Array
    forward: Array
    inputs: Array
    home: Array
    sales: Array
    unit: str
    status: str
    remarks: Text

    def table(self) -> pd.DataFrame:
        """Return each measure by industry (empty: all together) beside the median of peers.

        Returns
        -------
        DataFrame
            ``rank`` counts from the highest among the region and its peers that have the figure, ``peers`` how many
            peers do. NaN where there is no figure.
        """
        import pandas as pd

        return pd.DataFrame(list(self._rows()), columns=list(COLUMNS))

    def users(self) -> pd.DataFrame:
        """Return who buys what the region's digital industries sell: money, and the share of the industry's sales.

        Returns
        -------
        DataFrame
            ``user`` is an industry at home, ``final`` (users at home) or ``exports``; ``industry`` is empty for all
            digital industries together. Changes in inventories count as final use.
        """
        import pandas as pd

        return pd.DataFrame(list(self._sales()), columns=list(SALES))

    def chart(self) -> Bars:
        """Return digital inputs per unit of output by using industry, those bought at home first, the largest first."""
        known = [j for j in range(len(self.industries)) if self.inputs[0, j] > 0]
        rows = [
            ChartRow(self.industries[j], float(self.inputs[0, j]), other=float(self.inputs[0, j] * self.home[0, j]))
            for j in known
        ]
        parts = (
            message("manufacturing.digital_links.chart.parts.bought_at_home"),
            message("manufacturing.digital_links.chart.parts.bought_abroad"),
        )
        return Bars(tuple(sorted(rows, key=lambda row: -row.value)), self.region, "1", parts)

    def _rows(self) -> Iterator[tuple[object, ...]]:
        values = {
            "backward": self.backward,
            "forward": self.forward,
            "digital_input": self.inputs,
            "home_share": self.home,
        }
        for measure, label in MEASURES.items():
            linked = measure in ("backward", "forward")
            codes = (*(self.digital if linked else self.industries), None)
            for k, industry in enumerate(codes):
                own, others = values[measure][0, k], values[measure][1:, k]
                others = others[~np.isnan(others)]
                median = float(np.median(others)) if others.size else np.nan
                rank = np.nan if np.isnan(own) or not others.size else 1 + int((others > own).sum())
                figures = (float(own), median, rank, int(others.size), "index" if linked else "1", self.status)
                said = (self.year, self.region, measure, *label.values(), industry)
                yield *said, *figures, *self.remarks.values()

    def _sales(self) -> Iterator[tuple[object, ...]]:
        sales = np.vstack([self.sales.sum(axis=0), self.sales])
        shares = ratio(sales, sales.sum(axis=1, keepdims=True))
        for k, industry in enumerate((None, *self.digital)):
            for u, user in enumerate((*self.industries, *USERS)):
                figures = (float(sales[k, u]), float(shares[k, u]), self.unit, self.status)
                yield self.year, self.region, industry, user, *figures


def digital_linkages(w: Accounts, region: str, peers: Sequence[str] | None = None) -> DigitalLinkages:
    """Return how digital industries are linked with the rest of a region, and who uses what they make.

    Parameters
    ----------
    w : Accounts
        Of one year; any, also with a boundary.
    region : str
    peers : sequence of str, optional
        Regions to compare with; by default all others that the table describes in full and names.

    Returns
    -------
    DigitalLinkages

    Raises
    ------
    UnknownNameError
        For a region or peer that is not there, with the nearest.
    DataError
        For anything but accounts of one year, a region or peer that is only a boundary, a region that is its own peer,
        or accounts that do not tell digital industries.

    References
    ----------
    Rasmussen (1957), Studies in Inter-Sectoral Relations. Miller & Blair (2009), Input-Output Analysis, ch. 12.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = digital_linkages(load("world", year=2011), "CHN", ["USA", "DEU"])
    >>> found.backward.round(2).tolist()
    [[1.17, 0.76, 1.12], [0.83, 0.93, 0.88], [0.93, 1.01, 0.95]]
    """
    every = carrying.every_year(w, "the linkage of digital industries")
    if len(every) > 1:
        raise DataError(
            f"linkages are those of one year; this panel has {len(every)}. Name it, as panel[{every[-1].year}]."
        )
    one = every[0]
    r, others = carrying.full_region(one, region), _peers(one, region, peers)
    rows, digital = np.array([r, *others]), resolve("digital", one.industries)
    inputs, home = _compute_digital_inputs(one, rows, digital)
    more = [OWN_BLOCK, COUNTED, *[carrying.HOME] * bool(shared.home_note(one))]
    return DigitalLinkages(
        region=region,
        year=one.year,
        digital=tuple(one.industries[i] for i in digital),
        industries=one.industries,
        peers=tuple(one.regions.codes[p] for p in others),
        backward=_relative(one, linkages.backward(shared.domestic_leontief(one)), rows, digital),
        forward=_relative(
            one, linkages.forward(shared.domestic_leontief(one), shared.by_region(one, one.x)), rows, digital
        ),
        inputs=inputs,
        home=home,
        sales=_compute_digital_sales(one, r, digital),
        unit=one.unit,
        status="proxy" if one.status == "observed" else one.status,
        remarks=in_each(lambda lang: mark("semicolon", lang).join(m[lang] for m in more)),
    )


def _peers(w: Accounts, region: str, peers: Sequence[str] | None) -> list[int]:
    if peers is None:
        full = shared.complete_regions(w) & w.regions.named
        return [p for p, code in enumerate(w.regions.codes) if full[p] and code != region]
    if region in peers:
        raise DataError(f"{region} cannot be its own peer. Leave it out of {offenders(list(peers))}.")
    return [carrying.full_region(w, code) for code in peers]


def _relative(w: Accounts, strength: Array, rows: IntArray, digital: IntArray) -> Array:
    """Return linkages over each region's mean for digital industries and, last, all of them by output."""
    x = shared.by_region(w, w.x)[rows]
    found = linkages.relative(strength[rows], x)[:, digital]
    together = carrying.compute_weighted_mean(found, np.where(np.isnan(found), 0.0, x[:, digital]))
    return readonly(np.column_stack([found, together]))


def _compute_digital_inputs(w: Accounts, rows: IntArray, digital: IntArray) -> tuple[Array, Array]:
    """Return digital inputs per unit of output and the part bought at home, by industry and, last, of all."""
    spent = w.Z4[:, digital][:, :, rows].sum(axis=1)
    own = spent[rows, np.arange(len(rows))]
    total, x = spent.sum(axis=0), shared.by_region(w, w.x)[rows]
    total, own, x = (np.column_stack([v, v.sum(axis=1)]) for v in (total, own, x))
    return readonly(ratio(total, x)), readonly(ratio(own, total))


def _compute_digital_sales(w: Accounts, r: int, digital: IntArray) -> Array:
    """Return sales of the region's digital industries to industries and final users at home, and abroad; (K, S + 2)."""
    home = w.Z4[r, digital][:, r]
    final = w.Y3[r, digital, r]
    abroad = shared.exports(w)[r, digital]
    return readonly(np.column_stack([home, final, abroad]))
