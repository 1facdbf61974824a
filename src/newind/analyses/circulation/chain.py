"""Circulation of regions followed through all chains of a table, with the range of what nobody has measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.circulation.own import SCOPES, scopes_of
from newind.analyses.circulation.settled import mask_wide_ranges
from newind.analyses.circulation.variants import estimate_variants
from newind.data.reference import ranges
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.exportparts import home_value, inventories

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from newind.accounts.accounts import Accounts
    from newind.typing import Array

INDICATORS = {"demand": "s4.demand", "supply": "s4.supply"}
ENDINGS = ("local", "national", "foreign")
COLUMNS = (
    "region", "year", "measure", "side", "reach", "industry", "scope", "value", "share", "low", "high", "range_from",
    "status",
)  # fmt: skip
VALUE = {"demand": "value_added", "supply": "value_used"}
NO_RANGE, SHIPPED, VARIANTS = "", "shipped", "variants"


def chain_circulation(
    w: Accounts, regions: Sequence[str], variants: Mapping[str, Accounts] | None = None
) -> pd.DataFrame:
    """Return whose final use a region's value added ends in, and whose value is in what it finally uses.

    Parameters
    ----------
    w : Accounts
    regions : sequence of str
        Regions described in full.
    variants : mapping of str to Accounts, optional
        Tables that `w` could as well be; those of `estimate_variants` by default.

    Returns
    -------
    DataFrame
        One row a region, side, industry and scope: ``region``, ``year``, ``measure`` (``value_added`` by earning
        industry, ``value_used`` by product used, without changes in stocks), ``side`` (``demand``, ``supply``),
        ``reach`` (``chain``), ``industry`` (empty in all), ``scope``, ``value`` (unit of the accounts), ``share`` (NaN
        of nothing, where the range exceeds ±50 %, or where an estimated table has none), ``low``, ``high`` (NaN where
        an estimated table has no range), ``range_from`` (``shipped`` with the table, ``variants``, or empty),
        ``status``.

    References
    ----------
    Johnson & Noguera (2012), Journal of International Economics 86, 224. Meng, Fang, Guo & Zhang (2017), Economic
    Systems Research 29(1), 48.
    """
    import pandas as pd

    tables = list((estimate_variants(w) if variants is None else {"as given": w, **variants}).values())
    shipped = ranges(w) if variants is None else {}
    blocks = [_block(w, tables, shipped, code, side) for code in regions for side in ("supply", "demand")]
    found = pd.concat(blocks, ignore_index=True).assign(year=w.year, reach="chain", status=w.status)
    return found[list(COLUMNS)]


def chain_values(w: Accounts, r: int, side: str) -> Array:
    """Return value of a region by scope, in all and by industry; (3, 1 + S), money."""
    scope = shared.scope(w)[:, r].astype(np.float64)
    if side == "demand":
        parts = scope @ shared.compute_absorption(w).reshape(w.R, w.S, w.R)[r].T
        return np.asarray(np.hstack([parts.sum(axis=1, keepdims=True), parts]))
    used = w.Y4[:, :, r][:, :, ~inventories(w)].sum(axis=2)
    parts = scope @ np.einsum("opi,pi->oi", shared.origin(w).reshape(w.R, w.R, w.S), used)
    return np.asarray(np.hstack([(scope @ home_value(w)[r])[:, None], parts]))


def _block(
    w: Accounts,
    tables: Sequence[Accounts],
    shipped: Mapping[str, Mapping[str, tuple[float, float]]],
    code: str,
    side: str,
) -> pd.DataFrame:
    import pandas as pd

    r = w.regions.index(code)
    kept, S = scopes_of(w, r), w.S
    values = np.stack([_select_scopes(chain_values(t, r, side), kept) for t in tables])
    shares = ratio(values, values.sum(axis=1, keepdims=True))
    low, high, origin = _ranges(w, shares, [_find_range(shipped, side, k, code) for k in kept])
    return pd.DataFrame(
        {
            "region": code,
            "measure": VALUE[side],
            "side": side,
            "industry": np.repeat(np.array(["", *w.industries], dtype=object), len(kept)),
            "scope": [SCOPES[k] for k in kept] * (S + 1),
            "value": values[0].T.ravel(),
            "share": np.where(np.isfinite(low), mask_wide_ranges(shares[0], low, high), np.nan).T.ravel(),
            "low": low.T.ravel(),
            "high": high.T.ravel(),
            "range_from": origin.T.ravel(),
        }
    )


def _ranges(
    w: Accounts, shares: Array, shipped: Sequence[tuple[float, float] | None]
) -> tuple[Array, Array, NDArray[np.object_]]:
    """Return the ends among variants, of totals those shipped, and where they are from; NaN where none is known."""
    nothing = np.full(shares.shape[1:], np.nan)
    unknown = len(shares) == 1 and w.status == "estimated"
    low, high = (nothing, nothing.copy()) if unknown else (shares.min(axis=0), shares.max(axis=0))
    origin = np.full(low.shape, VARIANTS if len(shares) > 1 else NO_RANGE, dtype=object)
    for k, known in enumerate(shipped):
        if known is not None:
            low[k, 0], high[k, 0], origin[k, 0] = *known, SHIPPED
    return low, high, origin


def _find_range(
    shipped: Mapping[str, Mapping[str, tuple[float, float]]], side: str, position: int, code: str
) -> tuple[float, float] | None:
    if position >= len(ENDINGS):
        return None
    return shipped.get(f"{INDICATORS[side]}_{ENDINGS[position]}", {}).get(code)


def _select_scopes(values: Array, kept: tuple[int, ...]) -> Array:
    """Return the scopes that are distinguished; what is outside together where they are not."""
    return np.vstack([values, values[1] + values[2]])[list(kept)]
