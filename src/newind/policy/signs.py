"""Classify the sign of a range: one classification, and the words for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.messages import message
from newind.policy.verdicts import HOLDS, KINDS

if TYPE_CHECKING:
    from newind.typing import Array

AMBIGUOUS = "ambiguous"
SIGNS: dict[str, dict[str, str]] = {
    "positive": message("policy.signs.signs.positive"),
    "negative": message("policy.signs.signs.negative"),
    "zero": message("policy.signs.signs.zero"),
    "zero or positive": message("policy.signs.signs.zero_or_positive"),
    "zero or negative": message("policy.signs.signs.zero_or_negative"),
    AMBIGUOUS: message("policy.signs.signs.sign_ambiguous"),
    "unknown": message("policy.signs.signs.unknown"),
    **{kind: message(f"policy.signs.signs.{kind}") for kind in KINDS if kind != HOLDS},
}
"""Class of a range → what surfaces show."""
CENTRAL = message("policy.signs.central")
"""Note beside values of the central estimate whose range was not computed."""
STATED = ("positive", "negative", "zero")
"""Classes with a headline number."""
TOUCHED = {"positive": "zero or positive", "negative": "zero or negative"}
"""Robust signs, as they are called where one end reads zero."""
FAR, APART = 5.0, 0.1
"""How many times the near end the far one is, and how far from it, where a range of one sign tells no size."""


def sign(low: float, high: float, noise: float = 0.0) -> str:
    """Classify a range by the signs in it.

    Parameters
    ----------
    low, high : float
        Ends of the range.
    noise : float
        Up to which a value counts as zero: what solves cannot tell from none, or what is printed as zero.

    Returns
    -------
    str
        A key of :data:`SIGNS`; ``unknown`` where an end is NaN.

    Examples
    --------
    >>> sign(0.1, 0.2), sign(0.0, 0.2), sign(-0.2, 0.0), sign(-0.1, 0.2), sign(-1e-9, 0.2, noise=1e-8)
    ('positive', 'zero or positive', 'zero or negative', 'ambiguous', 'zero or positive')
    """
    if low != low or high != high:
        return "unknown"
    up, down = high > noise, low < -noise
    if up and down:
        return AMBIGUOUS
    if up:
        return "positive" if low > noise else "zero or positive"
    if down:
        return "negative" if high < -noise else "zero or negative"
    return "zero"


def signs(low: Array, high: Array, noise: float = 0.0) -> Array:
    """Classify each of many ranges, as :func:`sign` does one."""
    pairs = zip(np.ravel(low), np.ravel(high), strict=True)
    return np.array([sign(float(a), float(b), noise) for a, b in pairs], dtype=object).reshape(np.shape(low))


def has_one_sign(low: float, high: float, noise: float = 0.0) -> bool:
    """Return whether the sign is the same in all of a range, so that there is a number to headline."""
    return sign(low, high, noise) in STATED


def is_far(low: float, high: float) -> bool:
    """Return whether the ends of a range of one sign are so far apart that what they assume must be known, too.

    Examples
    --------
    >>> is_far(-0.157, -0.05), is_far(0.0008, 0.0157)
    (False, True)
    """
    near, far = sorted((abs(low), abs(high)))
    return low * high < 0 or far > FAR * near


def has_size(low: float, high: float) -> bool:
    """Return whether a range of changes tells how large they are, and not their direction only.

    Not where its ends are far apart and differ by more than a tenth of what changes.

    Examples
    --------
    >>> has_size(-0.157, -0.05), has_size(0.0008, 0.0157), has_size(0.091, 0.792)
    (True, True, False)
    """
    return not is_far(low, high) or abs(high - low) <= APART
