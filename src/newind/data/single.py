"""The table of one economy (a nation, a province) made accounts of that economy and a boundary.

A published table of one economy shows what it buys from outside either by user (a non-competitive table) or only by
product (a competitive one). In the second case the origin of each use is estimated: all domestic users of a product buy
the same share of it from each partner. Goods that only pass through the economy are taken out before.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.regions import Region, Regions, region
from newind.accounts.satellite import Fact, Facts, Satellite, frozen
from newind.errors import DataError, noun, offenders, sentences, tell
from newind.messages import message_group

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.typing import Array, BoolArray


ROUNDED = 0.5
"""Sums may miss their total by half a unit a cell when all cells are whole numbers …"""
RELATIVE, ABSOLUTE = 1e-6, 1.0
"""… else by this share of the total and this amount."""
ERROR = "error"
"""The category of the statistical discrepancy: no use, so nothing of it comes from outside."""
PROPORTIONAL = (
    "the origin of each use is estimated: every domestic use of a product has the same share from each partner"
)
PUBLISHED = "imports by user as published, re-exports left out"
PARTNERS = {
    code: Region(code, named["en"], named["zh"], "rest", "CHN" if code == "CN-REST" else code)
    for code, named in message_group("data.partners").items()
}
"""Partners of a province that are no regions of their own: the rest of the country, or all that is outside."""
TRANSIT = "transit"
"""Fact: what only passes through a region, as a share of its output."""
SATELLITES = {
    "labour_compensation": "labour",
    "production_taxes": "money",
    "depreciation": "money",
    "operating_surplus": "money",
}
"""Primary input → what it moves with in a simulated economy."""


@dataclass(frozen=True, eq=False)
class Single:
    """A table of one economy as published: S industries, D categories of domestic final use.

    Parameters
    ----------
    where : str
        The place it comes from, for messages.
    region : str
        Code of the economy.
    industries, demand : tuple of str
        Codes.
    year : int
        Year of the figures.
    unit : str
        Scale and currency.
    Z : (S, S) array
        Intermediate uses: of all origins in a competitive table, domestic ones where `imports` is given.
    F : (S, D) array
        Domestic final uses, likewise.
    x : (S,) array
        Output.
    outflows : mapping of str to (S,) array
        What each partner buys.
    inflows : mapping of str to (S,) array
        What each partner sells, by product (competitive table).
    imports : mapping of str to ((S, S), (S, D)) arrays
        What each partner sells, by product and user (non-competitive table).
    primary : mapping of str to (S,) array
        Primary inputs, which add up to value added.
    source : str
        Publisher and table.
    estimated : bool
        Whether `imports` were estimated (see `newind.data.single.with_origins`).
    """

    where: str
    region: str
    industries: tuple[str, ...]
    demand: tuple[str, ...]
    year: int
    unit: str
    Z: Array
    F: Array
    x: Array
    outflows: Mapping[str, Array]
    inflows: Mapping[str, Array] = field(default_factory=dict)
    imports: Mapping[str, tuple[Array, Array]] = field(default_factory=dict)
    primary: Mapping[str, Array] = field(default_factory=dict)
    source: str = ""
    estimated: bool = False

    @property
    def partners(self) -> tuple[str, ...]:
        """Codes of the partners, in the order of the outflows."""
        return tuple(self.outflows)

    @property
    def used(self) -> BoolArray:
        """Which categories are uses: all but the statistical discrepancy; (D,)."""
        return np.array([d != ERROR for d in self.demand])

    @property
    def uses(self) -> Array:
        """Domestic uses of each product in `Z` and `F`, without the statistical discrepancy; (S,)."""
        total: Array = self.Z.sum(axis=1) + self.F[:, self.used].sum(axis=1)
        return total

    @property
    def value_added(self) -> Array:
        """Sum of the primary inputs; (S,)."""
        return sum_parts(self.primary, self.x)

    @property
    def tolerance(self) -> Array:
        """By how much a sum may miss the output of each industry; (S,)."""
        cells = len(self.industries) + len(self.demand) + len(self.primary) + 2 * len(self.outflows) + 1
        parts = (self.Z, self.F, *self.outflows.values(), *self.primary.values())
        whole = all(np.array_equal(part, np.rint(part)) for part in parts)
        allowed: Array = (ROUNDED * cells if whole else ABSOLUTE) + RELATIVE * np.abs(self.x)
        return allowed


def to_accounts(single: Single) -> Accounts:
    """Return accounts of an economy and its partners, which are its boundary.

    Parameters
    ----------
    single : Single
        The table.

    Returns
    -------
    Accounts
        Regions are the economy and its partners. What a partner sells stands in the economy's columns, what it buys in
        the partner's first final demand category. The primary inputs are satellites, unknown for partners. The status
        is ``estimated`` where the origin of uses had to be estimated.

    Raises
    ------
    DataError
        When sales do not add up to output, inputs do not add up to it, or more comes in than is used or passes
        through, naming the worst.

    Examples
    --------
    >>> import numpy as np
    >>> table = Single("demo", "CHN", ("a",), ("households",), 2020, "M.CNY", Z=np.array([[40.0]]),
    ...                F=np.array([[60.0]]), x=np.array([90.0]), outflows={"ROW": np.array([10.0])},
    ...                inflows={"ROW": np.array([20.0])}, primary={"operating_surplus": np.array([50.0])})
    >>> w = to_accounts(table)
    >>> w.regions, w.boundary, w.Z[:, 0], w.Y
    (Regions(CHN, ROW), ('ROW',), array([32.,  8.]), array([[48., 10.],
           [12.,  0.]]))
    """
    check(single)
    table = single if single.imports else with_origins(single)
    codes = (table.region, *table.partners)
    return Accounts(
        Z=_flows(table.Z, [Z for Z, _ in table.imports.values()]),
        Y=_final(table.F, [F for _, F in table.imports.values()], list(table.outflows.values())),
        regions=Regions(PARTNERS.get(code) or region(code) for code in codes),
        industries=table.industries,
        demand=table.demand,
        year=table.year,
        unit=table.unit,
        satellites={name: _satellite(table, name) for name in table.primary},
        boundary=table.partners,
        status="estimated" if table.estimated else "observed",
        facts=Facts(_transit(single)),
        source=f"{table.source}; {PROPORTIONAL if table.estimated else PUBLISHED}",
    )


def _transit(single: Single) -> dict[str, Fact]:
    """Return what only passes through and is taken out, over output, as a fact; none where nothing does."""
    share = 0.0 if single.imports else float(passing(single).sum() / max(single.x.sum(), ABSOLUTE))
    if share <= RELATIVE:
        return {}
    values = [share, *[np.nan] * len(single.partners)]
    return {TRANSIT: Fact(frozen(values, TRANSIT), "1", "estimated", "inflows beyond all domestic uses, over output")}


# ---- what must hold


def check(single: Single) -> None:
    """Raise unless sales and inputs add up to output within rounding.

    Raises
    ------
    DataError
        Naming the industries that miss most, and by how much.
    """
    came = sum_parts(single.inflows, single.x)
    sold = single.Z.sum(axis=1) + single.F.sum(axis=1) + sum_parts(single.outflows, single.x) - came
    bought = single.Z.sum(axis=0) + sum_parts({p: Z.sum(axis=0) for p, (Z, _) in single.imports.items()}, single.x)
    wrong = [_gaps(single, "sales", sold), _gaps(single, "inputs and value added", bought + single.value_added)]
    if any(wrong):
        raise DataError(tell("sums.unbalanced", where=single.where, said=sentences([said for said in wrong if said])))


def _gaps(single: Single, what: str, total: Array) -> str:
    gap = total - single.x
    bad = np.flatnonzero(~(np.abs(gap) <= single.tolerance))
    worst = bad[np.argsort(-np.abs(gap[bad]), kind="stable")]
    names = [_name_part(single, k, f"{gap[k]:+,.0f}", single.x[k]) for k in worst.tolist()]
    return tell("sums.add_up", what=noun(what), which=offenders(names)) if names else ""


def _name_part(single: Single, k: int, part: str, whole: float) -> str:
    """Return an industry with a figure of it and the whole."""
    return tell("part.of", name=single.industries[k], part=part, whole=f"{whole:,.0f}")


# ---- accounts


def _flows(home: Array, foreign: list[Array]) -> Array:
    """Return (n, n) flows: rows of every region into the columns of the first."""
    column = np.vstack([home, *foreign])
    return np.hstack([column, np.zeros((column.shape[0], column.shape[0] - column.shape[1]))])


def _final(home: Array, foreign: list[Array], outflows: list[Array]) -> Array:
    """Return (n, R * D) final demand: the economy's own categories, then one column of outflows for each partner."""
    S, D = home.shape
    final = np.zeros((S * (1 + len(outflows)), D * (1 + len(outflows))))
    final[:, :D] = np.vstack([home, *foreign])
    for k, flow in enumerate(outflows, 1):
        final[:S, D * k] = flow
    return final


def _satellite(single: Single, name: str) -> Satellite:
    unknown = np.full(len(single.industries) * len(single.partners), np.nan)
    values = np.concatenate([single.primary[name], unknown])
    return Satellite(values, unit=single.unit, follows=SATELLITES.get(name, "money"), source=single.source)


log = logging.getLogger(__name__)

Block = tuple["Array", "Array"]
"""Intermediate (S, S) and final (S, D) uses."""


def sum_parts(parts: Mapping[str, Array], like: Array) -> Array:
    """Return the sum of arrays, zeros in the shape of another where there are none."""
    return sum(parts.values(), np.zeros_like(like))


def with_origins(single: Single) -> Single:
    """Return a competitive table as one with imports by user, which are estimated.

    Raises
    ------
    DataError
        When more of a product comes in than is used.
    """
    net = without_transit(single)
    (Z, F), imports = split(net)
    return replace(net, Z=Z, F=F, inflows={}, imports=imports, estimated=True)


def reclassify_negative_flows(single: Single) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return outflows and inflows by partner, a negative inflow as an outflow and the other way round."""
    outflows = {p: np.maximum(out, 0) - np.minimum(single.inflows[p], 0) for p, out in single.outflows.items()}
    inflows = {p: np.maximum(came, 0) - np.minimum(single.outflows[p], 0) for p, came in single.inflows.items()}
    return outflows, inflows


def passing(single: Single) -> Array:
    """Return what only passes through a competitive table, inflows beyond all domestic uses; (S,), money."""
    outflows, inflows = reclassify_negative_flows(single)
    out, came = sum_parts(outflows, single.x), sum_parts(inflows, single.x)
    transit: Array = np.maximum(np.minimum.reduce([came - single.uses, came, out]), 0.0)
    return transit


def without_transit(single: Single) -> Single:
    """Return the table without what only passes through: inflows beyond all domestic uses, which leave again.

    Parameters
    ----------
    single : Single
        A competitive table.

    Returns
    -------
    Single
        The excess of inflows over uses (which is that of outflows over output) is taken out of both, from each
        partner in proportion. A negative inflow counts as an outflow, a negative outflow as an inflow. Amounts are
        logged.

    Examples
    --------
    >>> from newind.data.single import Single
    >>> table = Single("demo", "CN-SH", ("a",), ("households",), 2017, "M.CNY", Z=np.array([[10.0]]),
    ...                F=np.array([[20.0]]), x=np.array([15.0]), outflows={"ROW": np.array([25.0])},
    ...                inflows={"ROW": np.array([40.0])})
    >>> net = without_transit(table)
    >>> net.outflows["ROW"], net.inflows["ROW"]
    (array([15.]), array([30.]))
    """
    outflows, inflows = reclassify_negative_flows(single)
    out, came = sum_parts(outflows, single.x), sum_parts(inflows, single.x)
    transit = passing(single)
    if (transit > single.tolerance).any():
        shown = [
            f"{single.industries[k]} ({transit[k]:,.0f})"
            for k in np.argsort(-transit, kind="stable")[:3]
            if transit[k] > 0
        ]
        log.info(
            "%s: transit of %s %s (%.1f %% of output) taken out of outflows and inflows, most in %s",
            single.where, f"{transit.sum():,.0f}", single.unit, 100 * transit.sum() / single.x.sum(), ", ".join(shown),
        )  # fmt: skip
    return replace(
        single,
        outflows={p: flow * _compute_remaining_share(out, transit) for p, flow in outflows.items()},
        inflows={p: flow * _compute_remaining_share(came, transit) for p, flow in inflows.items()},
    )


def _compute_remaining_share(total: Array, taken: Array) -> Array:
    return 1 - np.divide(taken, total, out=np.zeros_like(total), where=total > 0)


def split(single: Single) -> tuple[Block, dict[str, Block]]:
    """Return domestic uses, and what each partner sells by user.

    Parameters
    ----------
    single : Single
        A competitive table without transit.

    Returns
    -------
    ((S, S), (S, D)) arrays
        Domestic part of intermediate and final uses; the statistical discrepancy is domestic. Of a product that is not
        made at home nothing remains but for rounding, which is set to zero.
    dict of str to ((S, S), (S, D)) arrays
        Part of each partner: its inflow as a share of all domestic uses of the product, the same for every user.
        Negative uses (inventories) are split like others, so that totals hold.

    Raises
    ------
    DataError
        When more of a product comes in than is used.
    """
    shares = _shares(single)
    imports = {p: (share[:, None] * single.Z, share[:, None] * single.F * single.used) for p, share in shares.items()}
    home = (1.0 - sum_parts(shares, single.x))[:, None]
    Z, F = home * single.Z, np.where(single.used, home * single.F, single.F)
    absent = (single.x == 0) & (np.abs(Z).sum(axis=1) + np.abs(F).sum(axis=1) <= single.tolerance)
    return (np.where(absent[:, None], 0.0, Z), np.where(absent[:, None], 0.0, F)), imports


def _shares(single: Single) -> dict[str, Array]:
    """Return the share of each partner in the domestic uses of each product; together at most 1, partner → (S,)."""
    uses, came = single.uses, sum_parts(single.inflows, single.x)
    over = np.flatnonzero(came - np.maximum(uses, 0) > single.tolerance)
    if over.size:
        names = [_name_part(single, k, f"{came[k]:,.0f}", uses[k]) for k in over.tolist()]
        raise DataError(tell("sums.comes_in", where=single.where, which=offenders(names)))
    base = np.maximum(uses, came)
    return {p: np.divide(flow, base, out=np.zeros_like(base), where=base > 0) for p, flow in single.inflows.items()}
