"""Cost of losing the industry of a product: the range of the accounts beside a product, never scaled down to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.classification import concordance
from newind.analyses.losses import NAN, Cut, Loss, loss_ranges
from newind.errors import DataError, offenders
from newind.language.words import percent
from newind.messages import message, message_group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.analyses.science.products import ProductScreen
    from newind.messages import Text
    from newind.typing import Array

NOT_LARGEST = message("science.product_losses.not_largest")
NOTE = message("science.product_losses.note")
ESTIMATED = message("science.product_losses.estimated")
REASONS: dict[str, Text] = message_group("science.product_losses.reasons")


@dataclass(frozen=True)
class ProductLoss:
    """The industry-level loss beside a product.

    Parameters
    ----------
    hs6 : str
    industry : str
        Industry of the accounts.
    supplier : str
        Largest supplier of the product that the accounts name; empty where they name none.
    supplier_share : float in [0, 1]
        Its share of the product's imports.
    share : float in [0, 1]
        The product's share of the region's imports of the industry's products from that supplier, in the trade file;
        too high where the file has a part of the products only.
    loss : Loss or None
        What losing all of the industry's imports from the supplier costs the region.
    year : int
        Year of the accounts.
    status : str
        Status of the accounts.
    largest : str
        Largest supplier of the product, whether the accounts name it or not.
    """

    hs6: str
    industry: str
    supplier: str
    supplier_share: float
    share: float
    loss: Loss | None
    year: int
    status: str = "observed"
    largest: str = ""

    def note(self, lang: str) -> str:
        """Return what the range is, or why there is none."""
        if not self.supplier:
            return REASONS["supplier"][lang]
        if self.loss is None or self.loss.middle != self.loss.middle:
            return REASONS["solution"][lang]
        said = NOTE[lang].format(share=percent(self.share, "zh" if lang == "zh" else "en"))
        said += "" if self.supplier == self.largest else NOT_LARGEST[lang].format(code=self.largest)
        return said + (ESTIMATED[lang] if self.status != "observed" else "")


def link_losses(
    screen: ProductScreen, w: Accounts, horizons: Sequence[str], parameters: Mapping[str, Any] | None
) -> tuple[ProductLoss, ...]:
    """Return the industry-level loss of every hit; each pair of industry and supplier is solved once.

    Raises
    ------
    DataError
        For accounts with a boundary, or without the industries of the hits.
    UnknownNameError
        For accounts that lack the region.
    """
    w.regions.index(screen.region)
    industries = _in_accounts(screen, w)
    found = [_place(screen, w, industries, int(p)) for p in np.flatnonzero(screen.hits)]
    pairs = dict.fromkeys((f.industry, f.supplier) for f in found if f.supplier)
    cuts = [Cut(screen.region, (supplier,), (industry,)) for industry, supplier in pairs]
    solved = dict(zip(pairs, loss_ranges(w, cuts, horizons, parameters), strict=True))
    return tuple(replace(f, loss=solved.get((f.industry, f.supplier))) for f in found)


def _in_accounts(screen: ProductScreen, w: Accounts) -> tuple[str, ...]:
    """Return the industry of the accounts that makes each product."""
    merged = concordance("wiod35_to_wiod26")
    made = tuple(i if i in w.industries else merged.target(i) for i in screen.industries)
    if gone := sorted({i for i, hit in zip(made, screen.hits, strict=True) if hit and i not in w.industries}):
        raise DataError(
            f"the accounts have no industry {offenders(gone)} of the hits. Use accounts in the industries of WIOD 2013 "
            "(wiod35 or wiod26), as ni.load('world')."
        )
    return made


def _place(screen: ProductScreen, w: Accounts, industries: tuple[str, ...], p: int) -> ProductLoss:
    """Return industry, supplier and shares of one product, without the loss."""
    bought = screen.measures.bought
    named = {c for c, r in zip(w.regions, w.regions.named, strict=True) if r} - {screen.region}
    here = np.array([e in named for e in screen.economies])
    amounts = np.where(here, bought[p], 0.0)
    best = int(amounts.argmax())
    largest = screen.economies[int(bought[p].argmax())] if bought[p].any() else ""
    found = ProductLoss(screen.products[p], industries[p], "", NAN, NAN, None, w.year, w.status, largest)
    if not amounts[best] > 0:
        return found
    same = np.array([i == industries[p] for i in industries])
    return replace(
        found,
        supplier=screen.economies[best],
        supplier_share=float(amounts[best] / screen.measures.imports[-1, p]),
        share=float(amounts[best] / bought[same, best].sum()),
    )


def loss_columns(losses: Sequence[ProductLoss], lang: str = "en") -> pd.DataFrame:
    """Return the losses as columns beside the table of products.

    Returns
    -------
    DataFrame
        ``hs6``, ``loss_industry``, ``loss_supplier``, ``loss_supplier_share`` (of the product's imports),
        ``share_of_industry`` (the product's part of the industry's imports from that supplier), ``loss_low``,
        ``loss_middle``, ``loss_high`` (fractions of real income, of the whole industry's imports from the supplier),
        ``loss_year`` (of the accounts) and ``loss_note``.
    """
    import pandas as pd

    columns: dict[str, Sequence[object] | Array] = {
        "hs6": [f.hs6 for f in losses],
        "loss_industry": [f.industry for f in losses],
        "loss_supplier": [f.supplier for f in losses],
        "loss_supplier_share": [f.supplier_share for f in losses],
        "share_of_industry": [f.share for f in losses],
        **{f"loss_{end}": [getattr(f.loss, end, float("nan")) for f in losses] for end in ("low", "middle", "high")},
        "loss_year": [f.year for f in losses],
        "loss_note": [f.note(lang) for f in losses],
    }
    return pd.DataFrame(columns)
