"""The product screen as tables: all products, near misses, hits by industry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.classification import hs, industry_name
from newind.accounts.regions import apply_house_style as region_of
from newind.analyses.science.product_criteria import CRITERIA
from newind.analyses.science.product_losses import loss_columns

if TYPE_CHECKING:
    import pandas as pd

    from newind.analyses.science.products import ProductScreen
    from newind.typing import Array

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
        :func:`newind.analyses.science.product_losses.loss_columns`.
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
