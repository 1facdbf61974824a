"""One set of weights out of several, by game theory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, tell
from newind.index.weights.fixed import normalise_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.index.positions import Names
    from newind.typing import Array


def combine_weights(sets: Sequence[Array], *, names: Names = None) -> Array:
    """Combine sets of weights into the one that deviates least from all of them.

    Parameters
    ----------
    sets : sequence of (J,) arrays, >= 0
        Two or more sets, on any scale.
    names : sequence of str, optional
        Names of the indicators, for messages.

    Returns
    -------
    (J,) array in [0, 1]
        Sums to 1; lies between the sets.

    Raises
    ------
    DataError
        For fewer than two sets, sets of different lengths, or weights that :func:`normalise_weights` refuses.

    Notes
    -----
    ``min_α Σ_k ‖Σ_l α_l w_l − w_k‖²`` has the first-order conditions ``Σ_l α_l w_k·w_l = w_k·w_k``; as is usual in
    applications, the coefficients are ``|α_k| / Σ|α|``. A coefficient is negative where a set is even (short)
    and another is not; without the absolute value weights could go negative. Sets that depend linearly on each other
    take the solution of least norm.

    References
    ----------
    Lai, Chen, Chen, Wang, Wu and Zhao (2015), Natural Hazards 77, 1243.

    Examples
    --------
    >>> combine_weights([np.array([0.8, 0.2]), np.array([0.2, 0.8])])
    array([0.5, 0.5])
    """
    _check(sets)
    W = np.stack([normalise_weights(w, names=names) for w in sets])
    gram = W @ W.T
    share = np.abs(np.linalg.lstsq(gram, np.diag(gram), rcond=None)[0])
    return np.asarray(share @ W / share.sum())


def _check(sets: Sequence[Array]) -> None:
    if len(sets) < 2:
        raise DataError(tell("index.combined_one", n=len(sets)))
    lengths = [len(w) for w in sets]
    if len(set(lengths)) > 1:
        raise DataError(tell("index.combined_lengths", lengths=lengths))
