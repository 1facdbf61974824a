"""Circulation in the table of one region by itself, and of regions followed through all chains of a table.

A published table of one province shows, by product, what the province uses of its own, what it buys in other provinces
and abroad, and what it sells there. Those figures are observed. Who in the province uses what comes from outside is
not, unless the publisher says so: figures that need it carry the range between products from outside going to
industries first and going to final users first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.circulation.location import in_full
from newind.analyses.circulation.variants import estimate_variants, mask_wide_ranges
from newind.data.reference import ranges
from newind.kernels import crossing
from newind.kernels.crossing import RegionFlows, outside_first
from newind.kernels.quotients import ratio
from newind.measures import shared
from newind.measures.exports import home_value, inventories
from newind.measures.shared import FOREIGN, LOCAL, NATIONAL
from newind.messages import message_group

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from newind.accounts.accounts import Accounts
    from newind.messages import Text
    from newind.typing import Array


SCOPES = ("own", "other_provinces", "abroad", "outside")
"""Where something comes from or goes to; ``outside`` where a table does not tell other provinces from abroad."""
SCOPE_NAMES: dict[str, Text] = message_group("circulation.own.scope_names")
MEASURES: dict[str, Text] = message_group("circulation.own.measures")
OF_TABLE = ("sales", "uses")
"""Measures that need no assumption on who uses what comes from outside."""
COLUMNS = (
    "region", "year", "measure", "side", "reach", "industry", "scope", "value", "share", "low", "high", "basis",
    "status",
)  # fmt: skip
SIDES = {"sales": "demand", "value_added": "demand"}
REACHES = {"value_added": "chain", "value_used": "chain"}


@dataclass(frozen=True, eq=False)
class OwnCirculation:
    """Circulation of one region from its own rows and columns.

    Parameters
    ----------
    region : str
    year : int
    unit : str
    scopes : tuple of str
        Scopes that the table distinguishes.
    rows : DataFrame
        The figures, see `own_circulation`.
    """

    region: str
    year: int
    unit: str
    scopes: tuple[str, ...]
    rows: pd.DataFrame

    def table(self) -> pd.DataFrame:
        """Return all figures; see `own_circulation` for the columns."""
        return self.rows.copy()

    def totals(self) -> pd.DataFrame:
        """Return the figures of the region in all."""
        return self.rows[self.rows["industry"] == ""].reset_index(drop=True)


def own_circulation(
    w: Accounts, region: str | None = None, variants: Mapping[str, Accounts] | None = None
) -> OwnCirculation:
    """Return where a region's products and value go and come from, from its own table alone.

    Parameters
    ----------
    w : Accounts
        The table of a province with the partners that it states, or one of several regions; only rows and columns of
        the region are used, summed over other provinces.
    region : str, optional
        The first region by default.
    variants : mapping of str to Accounts, optional
        Tables that an estimated `w` of several provinces could as well be; made from `w` by default.

    Returns
    -------
    OwnCirculation
        Its table has one row a measure, industry and scope: ``region``, ``year``, ``measure`` (`MEASURES`), ``side``
        (``supply`` or ``demand``), ``reach`` (``direct``, or ``chain``: through the region's own Leontief inverse),
        ``industry`` (product of ``sales``, ``uses``, ``final_use``, ``value_used``; using industry of ``inputs``;
        earning industry of ``value_added``; empty in all), ``scope`` (`SCOPE_NAMES`), ``value`` (in the unit of the
        accounts), ``share`` (in [0, 1] but for stocks that are run down; NaN of nothing, or where the range exceeds
        ±50 %), ``low``, ``high``, ``basis`` (``table``: sums that the table states; ``split``: needs who uses what
        comes from outside), ``status`` (``observed``, or ``estimated``).

    Raises
    ------
    DataError
        For a region that is only a boundary.
    UnknownNameError
        For one that is not there.

    Notes
    -----
    With A the region's own block, L = (I − A)⁻¹ and e_k sales to scope k: value added v̂ L e_k; value used v L f, and
    from outside f_k + 1'A_k L f. What passes through the region is taken out before (`newind.data.single`).
    Sums of a table of one province are observed even though its uses by origin are not. In an estimated table of
    many provinces all figures are estimated and their range is also that of `estimate_variants`; without such, shares
    are left out.

    References
    ----------
    Miller & Blair (2009), Input-Output Analysis, ch. 3. Los, Timmer & de Vries (2016), American Economic Review
    106(7), 1958.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = own_circulation(load("china", year=2017), "CHN").totals().set_index(["measure", "scope"])
    >>> round(float(found.loc[("sales", "abroad"), "share"]), 4)  # exports over output
    0.0718
    """
    import pandas as pd

    code = w.regions[0] if region is None else region
    r = in_full(w, code)
    kept = scopes_of(w, r)
    others = [t for t in (estimate_variants(w) if variants is None else variants).values() if t is not w]
    tables = [*splits(w, r), *(crossing_of(t, r) for t in others)]
    alone = w.R - len(w.boundary) == 1
    parts = [_rows(measure, [function(t) for t in tables], kept, w.industries) for measure, function in FIGURES.items()]
    found = pd.concat(parts, ignore_index=True).assign(region=code, year=w.year)
    stated = found["basis"].eq("table") & alone
    found["status"] = np.where(stated | (w.status == "observed"), "observed", "estimated")
    if not (alone or others or w.status == "observed"):
        found[["share", "low", "high"]] = np.nan
    return OwnCirculation(code, w.year, w.unit, tuple(SCOPES[k] for k in kept), found[list(COLUMNS)])


def scopes_of(w: Accounts, r: int) -> tuple[int, ...]:
    """Return the scopes that a table distinguishes for a region, as positions in `SCOPES`."""
    known = np.isfinite(shared.mask_unknown_scopes(w)[:, r])
    if not known[FOREIGN]:
        return LOCAL, SCOPES.index("outside")
    return tuple(k for k in (LOCAL, NATIONAL, FOREIGN) if known[k])


def crossing_of(w: Accounts, r: int) -> RegionFlows:
    """Return a region's uses by origin and its sales by destination; own, other provinces, abroad."""
    scope = shared.scope(w)[:, r].astype(np.float64)
    sales = w.Z4[r].sum(axis=2) + w.Y3[r]
    away = scope.copy()
    away[LOCAL] = 0.0
    return RegionFlows(
        np.einsum("ko,ois->kis", scope, w.Z4[:, :, r]),
        np.asarray(scope @ w.Y3[:, :, r]),
        np.asarray(away @ sales.T),
    )


def splits(w: Accounts, r: int) -> tuple[RegionFlows, ...]:
    """Return the table of a region as it stands and, where its uses by origin are estimated, both ends of them."""
    table = crossing_of(w, r)
    if w.status == "observed":
        return (table,)
    return table, outside_first(table, industries=True), outside_first(table, industries=False)


FIGURES: Mapping[str, Callable[[RegionFlows], Array]] = {
    "sales": lambda c: c.output_by_destination,
    "uses": lambda c: c.uses,
    "inputs": lambda c: np.asarray(c.inputs.sum(axis=1)),
    "final_use": lambda c: c.final,
    "value_added": crossing.value_added_by_destination,
    "value_used": crossing.value_added_by_origin,
}
"""Measure → its (3, S) figures by scope and industry, in money."""


def _rows(measure: str, figures: list[Array], kept: tuple[int, ...], industries: tuple[str, ...]) -> pd.DataFrame:
    """Return the rows of a measure: the region in all, then by industry; scopes within."""
    import pandas as pd

    values = np.stack([_select_scopes(np.hstack([f.sum(axis=1, keepdims=True), f]), kept) for f in figures])
    shares = ratio(values, values.sum(axis=1, keepdims=True))
    low, high = shares.min(axis=0), shares.max(axis=0)
    K, columns = len(kept), len(industries) + 1
    return pd.DataFrame(
        {
            "measure": measure,
            "side": SIDES.get(measure, "supply"),
            "reach": REACHES.get(measure, "direct"),
            "industry": np.repeat(np.array(["", *industries], dtype=object), K),
            "scope": [SCOPES[k] for k in kept] * columns,
            "value": values[0].T.ravel(),
            "share": mask_wide_ranges(shares[0], low, high).T.ravel(),
            "low": low.T.ravel(),
            "high": high.T.ravel(),
            "basis": "table" if measure in OF_TABLE else "split",
        }
    )


def _select_scopes(figures: Array, kept: tuple[int, ...]) -> Array:
    """Return the figures of the scopes that are distinguished; what is outside together where they are not."""
    outside = figures[NATIONAL] + figures[FOREIGN]
    return np.vstack([figures, outside])[list(kept)]


INDICATORS = {"demand": "s4.demand", "supply": "s4.supply"}
ENDINGS = ("local", "national", "foreign")
CHAIN_COLUMNS = (
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
    return found[list(CHAIN_COLUMNS)]


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
