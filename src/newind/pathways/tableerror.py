"""Accounts as they might be: flows with errors, larger ones relative to small flows, that add up to the same sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.balance import gras
from newind.parameters import parameter

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.typing import Array

MOST = 1.0
"""Largest relative standard deviation of a flow (assumed)."""
UNIT = 1e-6
"""Share of all flows at which `table_error` is stated."""
BALANCED = 1e-12
"""Largest miss of a sum, relative to all of them."""


def relative_errors(flows: Array, size: float, power: float) -> Array:
    """Return the relative standard deviation of each flow: ``size`` at a millionth of all, falling as a power of it.

    Parameters
    ----------
    flows : array
        Any unit; signs do not matter.
    size : float
        At a flow of a millionth of the sum of all.
    power : float
        By which it falls with the size of the flow.

    Returns
    -------
    array in [0, 1]
        0 where there is no flow.

    Examples
    --------
    >>> relative_errors(np.array([1e6, 1.0, 0.0]), 0.2, 0.5).round(4)
    array([0.0002, 0.2   , 0.    ])
    """
    share = np.abs(flows) / (np.abs(flows).sum() * UNIT)
    return np.asarray(np.where(share > 0, np.minimum(size * np.where(share > 0, share, 1.0) ** -power, MOST), 0.0))


def perturb_flows(flows: Array, errors: Array, rng: np.random.Generator) -> Array:
    """Return flows times log-normal factors whose mean is one; zeros and signs stay.

    Parameters
    ----------
    flows, errors : array
        Flows, and the relative standard deviation of each.
    rng : Generator
        Random numbers.
    """
    spread = np.sqrt(np.log1p(errors**2))
    return np.asarray(flows * np.exp(spread * rng.standard_normal(flows.shape) - spread**2 / 2))


def with_table_error(w: Accounts, seed: int, size: float | None = None, power: float | None = None) -> Accounts:
    """Return accounts whose flows are drawn around those that are published.

    Output of every industry, what it buys in all and what final users spend in all stay as they are, and with them
    value added; so do zeros, signs and satellites.

    Parameters
    ----------
    w : Accounts
        Any accounts.
    seed : int
        Of the draw: the same accounts for the same seed.
    size, power : float, optional
        In place of the shipped ``table_error`` and ``table_error_power``.

    Returns
    -------
    Accounts
        Of which sums differ by 1e-12 of all flows at most.

    Raises
    ------
    BalanceError
        When the flows do not settle.

    Notes
    -----
    Flows are drawn log-normal and independent of each other, then brought back to the sums by GRAS, which moves them
    as little as possible; small errors of large flows make room for the large ones of small flows.

    References
    ----------
    Lenzen, Wood & Wiedmann (2010), Economic Systems Research 22(1), 43.
    """
    flows = np.column_stack([w.Z, w.Y])
    stated = [parameter(n).value for n in ("table_error", "table_error_power")]
    chosen = [float(s or 0.0) if given is None else given for s, given in zip(stated, (size, power), strict=True)]
    drawn = perturb_flows(flows, relative_errors(flows, *chosen), np.random.default_rng(seed))
    found = gras(drawn, flows.sum(axis=1), flows.sum(axis=0), BALANCED).values
    return w._replace(Z=found[:, : w.n], Y=found[:, w.n :])
