"""Trade in inputs that nobody published: from the structure of an earlier table and the totals of each economy.

Everything here works on arrays by seller, product, buyer, industry; the last economy is the rest of the world, whose
own totals are not known. Pure functions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.kernels.balance import gras

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.accounts.accounts import Accounts
    from newind.typing import Array, BoolArray


@dataclass(frozen=True)
class Trade:
    """Estimated trade in inputs.

    Attributes
    ----------
    flows : (R, S, R, S) array, M.USD
        By seller, product, buyer, industry; zero within an economy.
    new_exports, new_imports : (R, S) array of bool
        Totals that the earlier table had no flow for: their structure is that of all sellers of the product, or of all
        buyers in the industry.
    iterations : int
        Rounds of balancing.
    residual : float
        Largest miss of a total, relative to the sum of all.
    """

    flows: Array
    new_exports: BoolArray
    new_imports: BoolArray
    iterations: int
    residual: float


def abroad(flows: Array) -> Array:
    """Return flows between economies: those within one are zero; (R, S, R, S).

    Examples
    --------
    >>> abroad(np.ones((2, 1, 2, 1)))[:, 0, :, 0]
    array([[0., 1.],
           [1., 0.]])
    """
    own = np.arange(flows.shape[0])
    left = flows.copy()
    left[own, :, own, :] = 0.0
    return left


def spread(flows: Array, like: Sequence[Sequence[int]]) -> Array:
    """Return the structure of trade among other economies, each with the flows of the sum of some that are known.

    Parameters
    ----------
    flows : (R, S, R, S) array
        Trade among economies that are known.
    like : sequence of lists of int
        For each economy asked for, the positions of those whose sum it is taken to resemble. Only the pattern counts
        for an economy whose totals are known.

    Returns
    -------
    (len(like), S, len(like), S) array
    """
    places = np.zeros((len(like), flows.shape[0]))
    for k, some in enumerate(like):
        places[k, list(some)] = 1.0
    return abroad(np.einsum("ka,aibj,lb->kilj", places, flows, places, optimize=True))


def growth(flows: Array, exports: Array) -> float:
    """Return by how much trade grew: exports of the economies that are known, over their exports in earlier flows.

    Parameters
    ----------
    flows : (R, S, R, S) array
        Earlier trade.
    exports : (R - 1, S) array
        Later exports of all but the last economy.
    """
    return float(exports.sum() / flows[:-1].sum())


def estimate(flows: Array, exports: Array, imports: Array) -> Trade:
    """Return trade in inputs that meets the totals of each economy and industry and stays close to a structure.

    Parameters
    ----------
    flows : (R, S, R, S) array, M.USD
        Structure to start from, at the level of trade that is expected of an economy without totals.
    exports, imports : (R, S) array, M.USD
        What each industry sells to, and buys from, industries abroad; NaN where not known (then free).

    Returns
    -------
    Trade

    Raises
    ------
    ConvergenceError
        When the totals cannot be met.

    Notes
    -----
    Balancing by GRAS over the blocks between economies; the blocks within are not part of it. With one multiplier for
    each total, flows from an economy without totals follow its buyers, flows to it its sellers.
    """
    new_exports = (exports > 0) & (flows.sum(axis=(2, 3)) == 0)
    filled = abroad(np.where(new_exports[:, :, None, None], flows.sum(axis=0)[None], flows))
    new_imports = (imports > 0) & (filled.sum(axis=(0, 1)) == 0)
    filled = abroad(np.where(new_imports[None, None], filled.sum(axis=2)[:, :, None], filled))
    n = exports.size
    balanced = gras(filled.reshape(n, n), exports.ravel(), imports.ravel())
    found = balanced.values.reshape(flows.shape)
    return Trade(found, new_exports, new_imports, balanced.iterations, balanced.residual)


def whole(trade: Array, domestic: Array) -> Array:
    """Return flows between and within economies as one table, (R*S, R*S)."""
    own = np.arange(trade.shape[0])
    flows = trade.copy()
    flows[own, :, own, :] = domestic
    n = flows.shape[0] * flows.shape[1]
    return flows.reshape(n, n)


def update(old: Accounts, truth: Accounts) -> Accounts:
    """Return the estimate that would have been made of a year, from an earlier table and what is known for 2014.

    Parameters
    ----------
    old : Accounts
        A table of an earlier year.
    truth : Accounts
        The later table. Used of it: domestic inputs, final use, satellites, and for every economy but the last its
        exports and imports of inputs by industry.

    Returns
    -------
    Accounts
        With status ``estimated``.
    """
    flows, later = abroad(old.Z4), abroad(truth.Z4)
    exports, imports = later.sum(axis=(2, 3)), later.sum(axis=(0, 1))
    exports[-1], imports[-1] = np.nan, np.nan
    trade = estimate(flows * growth(flows, exports[:-1]), exports, imports)
    own = np.arange(truth.R)
    return truth._replace(Z=whole(trade.flows, truth.Z4[own, :, own, :]), status="estimated")
