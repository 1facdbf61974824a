"""The product screen: products that an economy buys from few, that few in the world sell, and that it sells less of.

The thresholds are conventions: they say where to look, not that a product matters, nor what losing it costs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.classification import hs
from newind.aliases import alias
from newind.analyses.science import product_tables
from newind.analyses.science.product_measures import ProductMeasures, Thresholds, last_years, measure_products
from newind.analyses.science.product_tables import ProductLoss, link_losses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.products import ProductTrade
    from newind.typing import BoolArray, IntArray

GRID = {
    "import_hhi": tuple(round(0.05 * k, 2) for k in range(2, 19)),
    "export_hhi": tuple(round(0.05 * k, 2) for k in range(2, 19)),
    "import_ratio": (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 5.0, 10.0),
}
"""Criterion → thresholds that the sensitivity looks at, besides the one that is set."""


@dataclass(frozen=True, eq=False)
class ProductScreen:
    """Which products of an economy meet the criteria, and what the measures are.

    Parameters
    ----------
    region : str
    thresholds : Thresholds
    years : tuple of int
        Years looked at, the last one the latest.
    products, names : tuple of str
        Codes (HS6), and names where the file has them.
    economies : tuple of str
        Suppliers, in the order of ``measures.bought``.
    measures : ProductMeasures
    revision, source : str
    notes : tuple of str
        What reading repaired or left out.
    losses : tuple of ProductLoss
        Of the hits, once attached.
    """

    region: str
    thresholds: Thresholds
    years: tuple[int, ...]
    products: tuple[str, ...]
    names: tuple[str, ...]
    economies: tuple[str, ...]
    measures: ProductMeasures
    revision: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
    losses: tuple[ProductLoss, ...] = ()

    @cached_property
    def passed(self) -> dict[str, BoolArray]:
        """Criterion → (T, P) whether it is met; NaN meets nothing."""
        return {c: getattr(self.measures, c) > getattr(self.thresholds, c) for c in self.thresholds.active_criteria}

    @cached_property
    def years_met(self) -> IntArray:
        """(P,) years in which all criteria are met together."""
        return self._count_met_years(self.passed)

    @property
    def hits(self) -> BoolArray:
        """(P,) whether a product meets the criteria in enough years."""
        return self.years_met >= self.thresholds.hold

    @cached_property
    def industries(self) -> tuple[str, ...]:
        """Industry (``wiod35``) that makes each product; approximate."""
        return tuple(hs.industry_of(p) for p in self.products)

    def _count_met_years(self, passed: Mapping[str, BoolArray]) -> IntArray:
        """Return in how many years all of some criteria are met."""
        every = np.ones((len(self.years), len(self.products)), dtype=np.bool_)
        for met in passed.values():
            every = every & met
        held: IntArray = every.sum(axis=0)
        return held

    def without(self, criterion: str) -> BoolArray:
        """Return which products would be hits if a criterion were not asked for."""
        return (
            self._count_met_years({c: met for c, met in self.passed.items() if c != criterion}) >= self.thresholds.hold
        )

    def table(self, lang: str = "en") -> pd.DataFrame:
        """Return a row a product, hits first; :func:`.product_tables.all_products` tells the columns."""
        return product_tables.all_products(self, lang)

    def near_misses(self, lang: str = "en") -> pd.DataFrame:
        """Return products that one criterion or year keeps from being hits; :func:`.product_tables.near_misses`."""
        return product_tables.near_misses(self, lang)

    def by_industry(self, lang: str = "en") -> pd.DataFrame:
        """Return the hits by industry of the accounts; :func:`.product_tables.by_industry`."""
        return product_tables.by_industry(self, lang)

    def sensitivity(self) -> pd.DataFrame:
        """Return how many hits there are when one threshold moves and the others stay.

        Returns
        -------
        DataFrame
            ``criterion`` (``import_hhi``, ``export_hhi``, ``import_ratio``, ``hold``), ``threshold`` (NaN: not asked
            for at all), ``hits``, ``imports`` (of the hits in the last year, million USD) and ``is_set`` for the
            threshold of this screen.
        """
        import pandas as pd

        rows = [row for c in self.thresholds.active_criteria for row in self._vary_threshold(c)]
        held = [self._row("hold", h, self.years_met >= h) for h in range(1, len(self.years) + 1)]
        return pd.DataFrame([*rows, *held], columns=["criterion", "threshold", "hits", "imports", "is_set"])

    def _vary_threshold(self, criterion: str) -> list[tuple[str, float, int, float, bool]]:
        value, hold = getattr(self.measures, criterion), self.thresholds.hold
        steps = sorted({*GRID[criterion], float(getattr(self.thresholds, criterion))})
        masks = {s: self._count_met_years({**self.passed, criterion: value > s}) >= hold for s in steps}
        return [
            self._row(criterion, float("nan"), self.without(criterion)),
            *(self._row(criterion, s, mask) for s, mask in masks.items()),
        ]

    def _row(self, criterion: str, threshold: float, mask: BoolArray) -> tuple[str, float, int, float, bool]:
        is_set = threshold == getattr(self.thresholds, criterion)
        return criterion, threshold, int(mask.sum()), float(self.measures.imports[-1, mask].sum()), is_set

    def count_removals(self) -> dict[str, int]:
        """Return how many products each criterion alone removes: hits without it, less hits."""
        hits = int(self.hits.sum())
        return {c: int(self.without(c).sum()) - hits for c in self.thresholds.active_criteria}

    def with_losses(
        self,
        w: Accounts,
        horizons: Sequence[str] = ("short", "medium", "long"),
        parameters: Mapping[str, Any] | None = None,
    ) -> ProductScreen:
        """Return the screen with what losing the industry's imports from the largest named supplier of each hit costs.

        The loss is that of all the products of the industry that the supplier sells to the region, at once: an upper
        frame for the product, whose share of those imports is stated. It is never scaled down by that share.

        Parameters
        ----------
        w : Accounts
            Closed accounts of one year, with the region.
        horizons, parameters
            As in :func:`newind.analyses.losses.loss_ranges`.

        Raises
        ------
        DataError
            For accounts with a boundary, or without the industries.
        UnknownNameError
            For accounts that lack the region.
        """
        return replace(self, losses=link_losses(self, w, horizons, parameters))

    held = alias("years_met")
    removed = alias("count_removals")


def product_screen(
    trade: ProductTrade,
    region: str,
    import_hhi: float = 0.4,
    export_hhi: float | None = 0.4,
    import_ratio: float = 1.0,
    years: int = 3,
    hold: int = 2,
) -> ProductScreen:
    """Screen the products that a region imports for concentrated supply.

    A product is a hit when in at least `hold` of the last `years` years its imports come from few (Herfindahl index of
    named suppliers above `import_hhi`), few in the world export it (index of named exporters above `export_hhi`), and
    the region imports more of it than it exports (imports over exports above `import_ratio`), all three in the same
    year. The criteria are those of CEPII GeoDep; code and reading of them are our own, and the thresholds conventions
    (see :meth:`ProductScreen.sensitivity`).

    Parameters
    ----------
    trade : ProductTrade
        From :func:`newind.data.readers.products.read_products`.
    region : str
    import_hhi, export_hhi : float in [0, 1]
        Thresholds, exceeded strictly; ``export_hhi=None`` leaves that criterion out.
    import_ratio : float >= 0
    years, hold : int
        1 <= hold <= years.

    Returns
    -------
    ProductScreen

    Raises
    ------
    DataError
        For thresholds out of range, fewer years than asked for or a gap in them, a customs file without exports of the
        world, or of another economy.
    UnknownNameError
        For an economy that is not in the file.
    """
    thresholds = Thresholds(import_hhi, export_hhi, import_ratio, years, hold)
    last = last_years(trade, years)
    measures = measure_products(trade, region, last, world=export_hhi is not None)
    return ProductScreen(
        region, thresholds, last, trade.products, trade.names, trade.economies, measures,
        trade.revision, trade.source, trade.notes,
    )  # fmt: skip
