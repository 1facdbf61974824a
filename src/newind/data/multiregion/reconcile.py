"""Provinces add up to the country by industry; what was changed for it, and how far the result holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from newind.data.multiregion.tables import is_inventory
from newind.errors import DataError, offenders
from newind.kernels.balance import ras
from newind.kernels.blocks import by_scope, scopes
from newind.kernels.quotients import per_output, ratio
from newind.kernels.spatial import allocate_within_capacity
from newind.kernels.valueadded import value_added_absorption

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.data.multiregion.tables import NationalTable, ProvinceTables
    from newind.kernels.balance import BalanceResult
    from newind.typing import Array, BoolArray

    Measure = Callable[[Accounts], Mapping[str, Array]]


SEED = 1e-6
"""Share of the national structure that every province gets, so that no national total is out of reach."""
FAR = 5.0
"""Factor between the sum of the provinces and the country beyond which figures are not of one kind."""

Level = Literal["mean", "least", "most"]
LEVELS: dict[str, Callable[[Array, Array], Array]] = {
    "mean": lambda sold, bought: np.asarray(np.sqrt(sold * bought)),
    "least": np.maximum,
    "most": np.minimum,
}
"""Level of trade → sales at home from what output and what use say."""


@dataclass(frozen=True, eq=False)
class ReconciliationResult:
    """Tables that add up: users are the S industries and D categories of final demand of each of P provinces.

    Parameters
    ----------
    domestic, imported : (P, S, S + D) array
        Use by product and user, of products of the country and from abroad.
    exports, outflows, inflows, home : (P, S) array
        Sales abroad, to other provinces, purchases from them, and sales at home; a row adds up to output.
    errors : (P, S) array
        What no use accounts for: the country's discrepancy by output, or all of it where there is no national table.
    value_added, x : (P, S) array
    """

    domestic: Array
    imported: Array
    exports: Array
    outflows: Array
    inflows: Array
    home: Array
    errors: Array
    value_added: Array
    x: Array


def reconcile(p: ProvinceTables, country: NationalTable, level: Level = "mean") -> ReconciliationResult:
    """Return tables whose sums over provinces are those of the country, by product and user.

    Parameters
    ----------
    p : ProvinceTables
    country : NationalTable
        In the same unit and industries.
    level : {"mean", "least", "most"}
        How much provinces trade: what they sell at home is known twice, from their outflow and output and from their
        inflow and use. The geometric mean of both, the larger (least trade) or the smaller.

    Returns
    -------
    ReconciliationResult
        Output and value added are scaled by industry, inputs of each industry by RAS to the national inputs and to what
        each province's industry spends, final demand by product and category. Exports stay below output, imports below
        use. The provinces' own statistical discrepancy is dropped.

    Raises
    ------
    DataError
        When the tables are not of one kind, or the country has what no province has.
    """
    _comparable(p, country)
    x = p.x * per_output(country.x, p.x.sum(axis=0))
    value_added = allocate_within_capacity((p.value_added * per_output(x, p.x)).T, x.T, country.value_added).T
    Z = inputs(p.Z, country.Zd + country.Zm, x - value_added)
    domestic, imported = _origins(p, country, Z)
    exports = allocate_within_capacity((p.exports * per_output(x, p.x)).T, x.T, country.exports).T
    home = LEVELS[level](*_sales(p, domestic, exports, x))
    errors = x * per_output(country.errors, country.x)
    return _close_tables(domestic, imported, exports, errors, (value_added, x, home))


def reconcile_trade(p: ProvinceTables) -> ReconciliationResult:
    """Return tables of provinces without a country to add up to: only trade between them is made to agree.

    Of what provinces say they send and what they say they receive, the smaller total stands, by product; what is then
    missing or left over in a province is its statistical discrepancy.
    """
    agreed = np.minimum(p.outflows.sum(axis=0), p.inflows.sum(axis=0))
    outflows = p.outflows * per_output(agreed, p.outflows.sum(axis=0))
    inflows = p.inflows * per_output(agreed, p.inflows.sum(axis=0))
    users = np.concatenate([p.Z, p.F], axis=2)
    share = np.clip(per_output(p.imports, p.use), 0.0, 1.0)[:, :, None]
    domestic, imported = users * (1 - share), users * share
    outflows, inflows = _limit_trade(outflows, inflows)
    home = domestic.sum(axis=2) - inflows
    errors = p.x - p.exports - outflows - home
    return ReconciliationResult(domestic, imported, p.exports, outflows, inflows, home, errors, p.value_added, p.x)


def inputs(Z: Array, national: Array, spent: Array) -> Array:
    """Return inputs by province that add up to the national ones and to what each industry spends.

    Parameters
    ----------
    Z : (P, S, S) array
        Inputs by province, product and industry.
    national : (S, S) array
        Inputs by product and industry.
    spent : (P, S) array
        Inputs in all of each industry; sums over provinces are those of `national` over products.

    Returns
    -------
    (P, S, S) array
    """
    fitted = np.empty_like(Z)
    for j in range(Z.shape[2]):
        structure = per_output(national[:, j], np.full(len(national), max(national[:, j].sum(), 0.0)))
        start = np.maximum(Z[:, :, j], 0.0) + SEED * spent[:, j, None] * structure
        possible = (spent[:, j, None] > 0) & (national[:, j] > 0)
        fitted[:, :, j] = ras(start * possible, spent[:, j], national[:, j]).values
    return fitted


def scale_to_totals(values: Array, totals: Array, otherwise: Array) -> Array:
    """Return figures with given totals: positive ones are multiplied by what negative ones are divided by.

    Parameters
    ----------
    values : (K, S) array
        Figures of any sign.
    totals : (S,) array
        Their totals.
    otherwise : (K, S) array
        Non-negative weights by which a total is spread that the signs of the figures cannot reach.

    Returns
    -------
    (K, S) array

    Examples
    --------
    >>> scale_to_totals(np.array([[4.0], [-1.0]]), np.array([0.0]), np.ones((2, 1))).round(6)
    array([[ 2.],
           [-2.]])
    """
    plus, minus = np.maximum(values, 0.0).sum(axis=0), np.maximum(-values, 0.0).sum(axis=0)
    root = np.sqrt(totals**2 + 4 * plus * minus)
    up = per_output(totals + root, 2 * plus)
    down = np.where(plus > 0, up, per_output(minus, np.maximum(-totals, 0.0)))
    reachable = np.where(totals > 0, plus > 0, np.where(totals < 0, minus > 0, True))
    scaled = np.where(values > 0, values * up, values * per_output(np.ones_like(down), down))
    weights = otherwise * per_output(np.ones_like(totals), otherwise.sum(axis=0))
    return np.where(reachable, scaled, weights * totals)


def _origins(p: ProvinceTables, country: NationalTable, Z: Array) -> tuple[Array, Array]:
    """Return use by product and user of products of the country and of imports; (P, S, S + D) each.

    A product's imports are the same share of all its uses in a province, save inventories, for which the country's
    imports are spread like all imports of the product.
    """
    inventory = np.array([is_inventory(d) for d in p.demand])
    F = np.zeros_like(p.F)
    stored = np.zeros_like(p.F)
    weights = _spread(p.imports, p.x)
    for c, positions in enumerate(country.parts(p.demand)):
        held = inventory[positions].all() if positions else False
        total = country.Fd[:, c] + (0.0 if held else country.Fm[:, c])
        F[:, :, positions] = _scale_demand(p, positions, total)
        if held:
            stored[:, :, positions[:1]] = (weights * country.Fm[:, c])[:, :, None]
    users = np.concatenate([Z, F * ~inventory], axis=2)
    used = users.sum(axis=2)
    imported = country.imports - stored.sum(axis=(0, 2))
    start = used * np.maximum(_ratio(p.imports, p.use), SEED)
    share = per_output(allocate_within_capacity(start.T, used.T, imported).T, used)[:, :, None]
    domestic, abroad = users * (1 - share), users * share
    domestic[:, :, Z.shape[2] :] += F * inventory
    abroad[:, :, Z.shape[2] :] += stored
    return domestic, abroad


def _scale_demand(p: ProvinceTables, positions: list[int], total: Array) -> Array:
    """Return final demand of provincial categories that add up to a national one; (P, S, k)."""
    values = p.F[:, :, positions].transpose(0, 2, 1)
    spread = np.maximum(values.sum(axis=2, keepdims=True), 0.0) * np.ones_like(values) + SEED
    P, k, S = values.shape
    flat = scale_to_totals(values.reshape(P * k, S), total, spread.reshape(P * k, S))
    return np.asarray(flat.reshape(P, k, S).transpose(0, 2, 1))


def _sales(p: ProvinceTables, domestic: Array, exports: Array, x: Array) -> tuple[Array, Array]:
    """Return sales at home as output and outflow say, and as use and inflow say; (P, S) each."""
    sold = np.clip(_ratio(p.x - p.exports - p.outflows, p.x - p.exports), 0.0, 1.0) * (x - exports)
    kept = np.where(p.use > p.imports, 1 - _ratio(p.inflows, p.use - p.imports), 0.0)
    return sold, np.clip(kept, 0.0, 1.0) * np.maximum(domestic.sum(axis=2), 0.0)


def _close_tables(
    domestic: Array, imported: Array, exports: Array, errors: Array, made: tuple[Array, Array, Array]
) -> ReconciliationResult:
    """Return tables in which supply is use, with value added, output and what sales at home should be."""
    value_added, x, home = made
    wanted, left = domestic.sum(axis=2), x - exports - errors
    home = np.minimum(home, np.minimum(left, wanted))
    outflows, inflows = _limit_trade(left - home, wanted - home)
    return ReconciliationResult(
        domestic, imported, exports, outflows, inflows, wanted - inflows, errors, value_added, x
    )


def _limit_trade(outflows: Array, inflows: Array) -> tuple[Array, Array]:
    """Return trade in which no province sends and receives more than all others: what is beyond stays at home."""
    out, into = np.maximum(outflows, 0.0), np.maximum(inflows, 0.0)
    total = np.minimum(out.sum(axis=0), into.sum(axis=0))
    kept = np.clip(out + into - total, 0.0, np.minimum(out, into))
    out, into = out - kept, into - kept
    agreed = np.minimum(out.sum(axis=0), into.sum(axis=0))  # they differ by rounding only
    return out * per_output(agreed, out.sum(axis=0)), into * per_output(agreed, into.sum(axis=0))


def _comparable(p: ProvinceTables, country: NationalTable) -> None:
    """Check that provinces and country are of one scale."""
    sums, own = p.x.sum(axis=0), country.x
    none = [i for i, s, o in zip(p.industries, sums, own, strict=True) if o > 0 and s <= 0]
    if none:
        raise DataError(f"industries of the country that no province has: {offenders(none)}. Is a province missing?")
    factor = float(sums.sum() / own.sum())
    if not 1 / FAR < factor < FAR:
        raise DataError(
            f"output of the provinces adds up to {factor:.3g} times that of the country. "
            "Are the units those that the tables state, and is every province there?"
        )


def _ratio(part: Array, whole: Array) -> Array:
    return per_output(np.maximum(part, 0.0), whole)


def _spread(weights: Array, otherwise: Array) -> Array:
    """Return shares over provinces, by those of `otherwise` where all weights are zero; (P, S)."""
    known = np.maximum(weights, 0.0)
    chosen = np.where(known.sum(axis=0) > 0, known, otherwise)
    return np.asarray(per_output(chosen, np.broadcast_to(chosen.sum(axis=0), chosen.shape).copy()))


UNSETTLED = 0.5
"""A flow is suppressed where its range is wider than its mean plus and minus this share of it."""


@dataclass(frozen=True, eq=False)
class BalanceReport:
    """Changes by each step.

    Attributes
    ----------
    regions, industries : tuple of str
        Codes of the P provinces and S industries.
    steps : mapping of str to (P, S) array
        Step → what it moved, in the unit of the accounts: ``transit`` taken out of both sides of trade, changes of
        ``output``, ``value_added``, ``use``, ``foreign`` (mean of exports and imports) and ``trade`` (mean of outflow
        and inflow) in reconciling, and what balancing put elsewhere in the row (``balance``).
    output : (P, S) array
        Output in the end, which the figures are compared with.
    iterations, residual : rounds of balancing, and its largest miss.
    """

    regions: tuple[str, ...]
    industries: tuple[str, ...]
    steps: Mapping[str, Array]
    output: Array
    iterations: int
    residual: float

    def by_region(self, step: str) -> Array:
        """Return what a step moved as a share of output, by province; (P,)."""
        return ratio(self.steps[step].sum(axis=1), self.output.sum(axis=1))

    def by_industry(self, step: str) -> Array:
        """Return what a step moved as a share of output, by industry; (S,)."""
        return ratio(self.steps[step].sum(axis=0), self.output.sum(axis=0))

    def rows(self) -> list[dict[str, Any]]:
        """Return a row a step, province and industry: what was moved, and as a share of output."""
        cells = [(q, i) for q in self.regions for i in self.industries]
        return [
            {"step": step, "region": q, "industry": i, "moved": float(amount), "share": float(share)}
            for step, amounts in self.steps.items()
            for (q, i), amount, share in zip(cells, amounts.flat, ratio(amounts, self.output).flat, strict=True)
        ]

    def __str__(self) -> str:
        """Return a line a step: its share of all output, and the province where it is largest."""
        lines = []
        for step, amounts in self.steps.items():
            shares = self.by_region(step)
            top = int(np.nanargmax(shares))
            share = float(amounts.sum() / self.output.sum())
            lines.append(f"{step:12}{share:7.2%} of output, most in {self.regions[top]} ({shares[top]:.2%})")
        return "\n".join(lines)


def measure_adjustments(
    p: ProvinceTables, r: ReconciliationResult, start: Array, balanced: BalanceResult
) -> BalanceReport:
    """Return what each step moved.

    Parameters
    ----------
    p : ProvinceTables
        As given, without transit.
    r : ReconciliationResult
    start : (P * S + S, ...) array
        The table before balancing.
    balanced : BalanceResult
        The table after it.
    """
    P, S = r.x.shape
    use = (r.domestic + r.imported).sum(axis=2)
    elsewhere = balanced.values[: P * S] - start[: P * S]
    np.abs(elsewhere, out=elsewhere)
    steps = {
        "transit": p.transit,
        "output": np.abs(r.x - p.x),
        "value_added": np.abs(r.value_added - p.value_added),
        "use": np.abs(use - p.use),
        "foreign": (np.abs(r.exports - p.exports) + np.abs(r.imported.sum(axis=2) - p.imports)) / 2,
        "trade": (np.abs(r.outflows - p.outflows) + np.abs(r.inflows - p.inflows)) / 2,
        "balance": elsewhere.sum(axis=1).reshape(P, S) / 2,
    }
    codes = tuple(q.code for q in p.regions)
    return BalanceReport(codes, p.industries, steps, r.x, balanced.iterations, balanced.residual)


def ranges(measure: Measure, variants: Sequence[Accounts]) -> dict[str, tuple[Array, Array]]:
    """Return the lowest and highest figure of every indicator among variants of one table.

    Parameters
    ----------
    measure : callable
        Accounts → indicator → (R,) totals by region.
    variants : sequence of Accounts
        One table built with different frictions.

    Returns
    -------
    dict of str to two (R,) arrays
        NaN where a variant has no figure.
    """
    figures = [measure(w) for w in variants]
    stacked = {name: np.stack([f[name] for f in figures]) for name in figures[0]}
    return {name: (values.min(axis=0), values.max(axis=0)) for name, values in stacked.items()}


def bilateral_sales(w: Accounts) -> Array:
    """Return what each region sells of each product to each region, inputs and final demand; (R, S, R)."""
    return np.asarray(w.Z4.sum(axis=3) + w.Y3)


def find_unstable_flows(a: Accounts, b: Accounts) -> BoolArray:
    """Return which flows between provinces differ so much between two frictions that they must not be shown.

    Parameters
    ----------
    a, b : Accounts
        One table built with two frictions.

    Returns
    -------
    (R, S, R) bool array
        By seller, product and buyer, true where the two differ by more than 50 % up and down from their mean; false
        within a region and with exogenous regions.
    """
    one, other = bilateral_sales(a), bilateral_sales(b)
    wide = np.abs(one - other) > UNSETTLED * np.abs(one + other)
    inner = np.array([code not in a.boundary for code in a.regions])
    pairs = inner[:, None] & inner & ~np.eye(a.R, dtype=bool)
    return np.asarray(wide & pairs[:, None, :])


def circulation(w: Accounts) -> Array:
    """Return where the value added of each province is absorbed: at home, in other provinces, abroad; (P, 3).

    Value added embodied in final demand of the province, of the others and in exports, as shares of its product. What
    leaves the country counts as absorbed abroad, even if it comes back.
    """
    return _shares(w, _compute_absorption(w))


def origin(w: Accounts) -> Array:
    """Return where the value in each province's final demand comes from: home, other provinces, abroad; (P, 3).

    Imports count as value from abroad, even if they hold value of the country.
    """
    return _shares(w, _compute_absorption(w).T)


def _compute_absorption(w: Accounts) -> Array:
    """Return value added by region of origin and of final demand; (R, R)."""
    return np.asarray(value_added_absorption(w.v, w.LU, w.Yr).reshape(w.R, w.S, w.R).sum(axis=1))


def _shares(w: Accounts, flows: Array) -> Array:
    """Return own, other and foreign parts of the rows of (R, R) flows, for regions that are no boundary."""
    inner = np.array([code not in w.boundary for code in w.regions])
    parts = by_scope(flows, scopes(w.regions.country))[:, inner].T
    return ratio(parts, parts.sum(axis=1, keepdims=True))
