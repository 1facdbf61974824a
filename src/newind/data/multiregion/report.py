"""Report the changes that made one table of many, and how far the result depends on what nobody has measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.kernels.quotients import ratio
from newind.kernels.scopes import by_scope, scopes
from newind.kernels.valueadded import value_added_absorption

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.data.multiregion.reconcile import ReconciliationResult
    from newind.data.multiregion.tables import ProvinceTables
    from newind.kernels.balance import BalanceResult
    from newind.typing import Array, BoolArray

    Measure = Callable[[Accounts], Mapping[str, Array]]

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
