"""The product screen as tables, and the cost of losing the industry of a product, never scaled down to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.classification import concordance, hs, industry_name
from newind.accounts.regions import apply_house_style as region_of
from newind.analyses.losses import NAN, UNKNOWN, Cut, Loss, loss_ranges
from newind.analyses.science.product_measures import CRITERIA
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

    spans = [f.loss.stated_ranges[f.loss.horizon] if f.loss else UNKNOWN for f in losses]
    columns: dict[str, Sequence[object] | Array] = {
        "hs6": [f.hs6 for f in losses],
        "loss_industry": [f.industry for f in losses],
        "loss_supplier": [f.supplier for f in losses],
        "loss_supplier_share": [f.supplier_share for f in losses],
        "share_of_industry": [f.share for f in losses],
        **{f"loss_{end}": [getattr(s, end) for s in spans] for end in ("low", "middle", "high")},
        "loss_year": [f.year for f in losses],
        "loss_note": [f.note(lang) for f in losses],
    }
    return pd.DataFrame(columns)


LATEST = ("import_hhi_low", "import_hhi_high", "unnamed_share", "imports", "exports")


def all_products(s: ProductScreen, lang: str = "en") -> pd.DataFrame:
    """Return a row a product: hits first, the largest imports at the top.

    Parameters
    ----------
    lang : {"en", "zh"}
        Language of names.

    Returns
    -------
    DataFrame
        ``hs6``, ``name``, ``chapter``, ``chapter_name``, ``industry``, ``industry_name`` (approximate), ``hit``,
        ``years_met``; ``import_hhi``, ``export_hhi`` (in [0, 1], NaN where there is nothing to share out) and
        ``import_ratio`` (infinite without exports) of the last year, and of each year (``import_hhi_2019``);
        ``import_hhi_low``, ``import_hhi_high`` (were suppliers that are not named very many, or one) and
        ``unnamed_share``; ``imports``, ``exports`` (million USD) of the last year; ``supplier``,
        ``supplier_share``, ``supplier2``, ``supplier2_share`` of the last year's imports; with losses attached, as
        :func:`newind.analyses.science.product_tables.loss_columns`.
    """
    import pandas as pd

    made = pd.DataFrame({**_labels(s, lang), **_figures(s), **_suppliers(s)})
    if s.losses:
        made = made.merge(loss_columns(s.losses, lang), on="hs6", how="left")
    order = np.lexsort((made["hs6"], -made["imports"], ~made["hit"]))
    return made.iloc[order].reset_index(drop=True)


def _labels(s: ProductScreen, lang: str) -> dict[str, Any]:
    return {
        "hs6": list(s.products),
        "name": list(s.names) if s.names else [""] * len(s.products),
        "chapter": [p[:2] for p in s.products],
        "chapter_name": [hs.chapter_name(p, lang) for p in s.products],
        "industry": list(s.industries),
        "industry_name": [industry_name(i, lang) for i in s.industries],
        "hit": s.hits,
        "years_met": s.years_met,
    }


def _figures(s: ProductScreen) -> dict[str, Array]:
    m = s.measures
    by_year = {f"{c}_{y}": getattr(m, c)[t] for c in CRITERIA for t, y in enumerate(s.years)}
    unnamed = m.unnamed[-1]
    low = m.import_hhi[-1] * (1 - unnamed) ** 2
    latest = (low, low + unnamed**2, unnamed, m.imports[-1], m.exports[-1])
    return {**{c: getattr(m, c)[-1] for c in CRITERIA}, **by_year, **dict(zip(LATEST, latest, strict=True))}


def _suppliers(s: ProductScreen) -> dict[str, Any]:
    """Return the largest and the second supplier of the last year with their shares of all imports."""
    bought, total = s.measures.bought, s.measures.imports[-1]
    order = np.argsort(-bought, axis=1, kind="stable")
    made: dict[str, Any] = {}
    for rank, title in enumerate(("supplier", "supplier2")):
        amount = np.take_along_axis(bought, order[:, rank : rank + 1], axis=1)[:, 0]
        named = [s.economies[e] if v > 0 else "" for e, v in zip(order[:, rank], amount, strict=True)]
        made[title] = named
        made[f"{title}_share"] = np.divide(amount, total, out=np.full(len(total), np.nan), where=amount > 0)
    return made


def near_misses(s: ProductScreen, lang: str = "en") -> pd.DataFrame:
    """Return products that are no hits and would be, were one criterion or one year less asked for.

    Returns
    -------
    DataFrame
        The columns of :func:`all_products`, with ``missing`` (the criteria of which one alone stands in the way, and
        ``years`` where one year more is needed) and ``gap``, the distance of the last year's measure from the
        threshold of the first of them (NaN for years).
    """
    import pandas as pd

    near = {c: s.without(c) & ~s.hits for c in s.thresholds.active_criteria}
    near["years"] = (s.years_met == s.thresholds.hold - 1) & (s.years_met > 0)
    missing = [", ".join(c for c, mask in near.items() if mask[p]) for p in range(len(s.products))]
    table = all_products(s, lang).merge(pd.DataFrame({"hs6": list(s.products), "missing": missing}), on="hs6")
    table = table[table["missing"] != ""].reset_index(drop=True)
    first = table["missing"].str.split(", ").str[0]
    table["gap"] = np.nan
    for c in s.thresholds.active_criteria:
        rows = first == c
        table.loc[rows, "gap"] = table.loc[rows, c] - float(getattr(s.thresholds, c))
    return table


def by_industry(s: ProductScreen, lang: str = "en") -> pd.DataFrame:
    """Return the hits by industry of the accounts, the largest imports at the top.

    Returns
    -------
    DataFrame
        ``industry``, ``industry_name``, ``products`` (with imports in the last year), ``hits``, ``imports`` of the
        hits (million USD), ``share`` of them in the industry's imports in the file; with losses attached, the range of
        the supplier whose loss costs most, of those that are the largest of a hit: ``loss_supplier``, ``loss_low``,
        ``loss_middle``, ``loss_high``.
    """
    import pandas as pd

    table = all_products(s, lang)
    table["of_hits"] = table["imports"].where(table["hit"], 0.0)
    table["bought"] = table["imports"] > 0
    grouped = table.groupby(["industry", "industry_name"], as_index=False).agg(
        products=("bought", "sum"), hits=("hit", "sum"), imports=("of_hits", "sum"), every=("imports", "sum")
    )
    grouped["share"] = np.divide(grouped["imports"], grouped.pop("every").replace(0.0, np.nan))
    found = grouped[grouped["hits"] > 0].sort_values(["imports", "industry"], ascending=[False, True])
    if s.losses:
        told = table["loss_middle"].notna() & (table["loss_supplier"] == table["supplier"])
        worst = table[told].sort_values("loss_middle", ascending=False)
        columns = ["industry", "loss_supplier", "loss_low", "loss_middle", "loss_high"]
        found = found.merge(pd.DataFrame(worst.drop_duplicates("industry")[columns]), on="industry", how="left")
    return found.reset_index(drop=True)


def supplier_name(code: str, lang: str = "en") -> str:
    """Return the name of a supplier in ``en`` or ``zh``; nothing for none.

    Examples
    --------
    >>> supplier_name("JPN", "zh"), supplier_name("")
    ('日本', '')
    """
    return region_of(code).name(lang) if code else ""
