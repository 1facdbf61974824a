"""How concentrated markets are, from shares of their firms, and whether that rises or falls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, tell
from newind.kernels.concentration import firm_hhi, largest_share

if TYPE_CHECKING:
    from os import PathLike

    import pandas as pd

    from newind.analyses.manufacturing.firms import FirmShares

LARGEST = 4
"""Firms that count in the usual share of the largest, CR4."""


@dataclass(frozen=True, eq=False)
class FirmConcentration:
    """Concentration of markets, each figure with the lowest and the highest value that is possible.

    Parameters
    ----------
    firms : FirmShares
    largest : int
        How many firms the share of the largest counts.
    """

    firms: FirmShares
    largest: int = LARGEST

    def table(self) -> pd.DataFrame:
        """Return one row a market and year.

        ``firms`` (named), ``named`` (part of the market that they hold), ``first`` and ``first_share`` (the largest),
        ``cr_low``, ``cr_high``, ``hhi_low``, ``hhi_high``; ``alike_low``, ``alike_high`` (equally large firms
        that would be as concentrated, 1/HHI).
        """
        import pandas as pd

        return pd.DataFrame([self._row(m, y) for m, y in sorted(self.firms.shares, key=self._place)])

    def _place(self, key: tuple[str, int | None]) -> tuple[int, int]:
        return self.firms.markets.index(key[0]), key[1] or 0

    def _row(self, market: str, year: int | None) -> dict[str, object]:
        held = self.firms.shares[market, year]
        shares = np.array(list(held.values()), dtype=np.float64)
        (cr_low, cr_high), (low, high) = largest_share(shares, self.largest), firm_hhi(shares)
        first = max(held, key=lambda f: held[f])
        return {
            "market": market, **({} if year is None else {"year": year}), "firms": len(held),
            "named": float(shares.sum()), "first": first, "first_share": held[first], "cr_low": cr_low,
            "cr_high": cr_high, "hhi_low": low, "hhi_high": high, "alike_low": 1.0 / high, "alike_high": 1.0 / low,
        }  # fmt: skip

    def trend(self) -> pd.DataFrame:
        """Return how the index changed from the first to the last year of each market that has two.

        ``first_year``, ``last_year``, ``change_low``, ``change_high``, and ``way``: ``up`` or ``down`` where the bounds
        leave no doubt, else ``open``.
        """
        import pandas as pd

        rows = []
        for market in self.firms.markets:
            years = sorted(y for m, y in self.firms.shares if m == market and y is not None)
            if len(years) < 2:
                continue
            before, after = (self._row(market, y) for y in (years[0], years[-1]))
            low = float(after["hhi_low"]) - float(before["hhi_high"])  # type: ignore[arg-type]
            high = float(after["hhi_high"]) - float(before["hhi_low"])  # type: ignore[arg-type]
            way = "up" if low > 0 else "down" if high < 0 else "open"
            rows.append({"market": market, "first_year": years[0], "last_year": years[-1], "change_low": low,
                         "change_high": high, "way": way})  # fmt: skip
        return pd.DataFrame(rows)


def firm_concentration(
    firms: FirmShares | str | PathLike[str], *, year: int | None = None, largest: int = LARGEST
) -> FirmConcentration:
    """Return how concentrated markets are.

    Parameters
    ----------
    firms : FirmShares or path
        Shares of the largest firms, or the file that holds them (`newind.analyses.manufacturing.firms.read_firms`).
        Shares of countries say nothing of firms and do not belong here.
    year : int, optional
        The only year to look at; all by default.
    largest : int
        How many firms the share of the largest counts.

    Returns
    -------
    FirmConcentration
        With ``table`` and ``trend``. Where firms are missing, figures have bounds: what is not named is held by firms
        none of which is larger than the smallest named.

    Raises
    ------
    DataError
        For a file that cannot be read, a year that it does not have, or fewer than one firm to count.

    Examples
    --------
    >>> from newind.analyses.manufacturing.firms import FirmShares
    >>> found = firm_concentration(FirmShares({("cloud", None): {"A": 0.5, "B": 0.5}}))
    >>> float(found.table()["hhi_high"].iloc[0])
    0.5
    """
    from newind.analyses.manufacturing.firms import FirmShares, read_firms

    if largest < 1:
        raise DataError(tell("firms.largest", largest=largest))
    given = firms if isinstance(firms, FirmShares) else read_firms(firms)
    return FirmConcentration(given if year is None else given.select_year(year), largest)
