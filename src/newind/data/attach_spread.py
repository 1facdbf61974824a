"""Figures by source code made figures by industry: added up, shared out, and checked for parts that are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newind.errors import offenders

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.accounts.accounts import Accounts
    from newind.data.attach_match import Bridge
    from newind.typing import Array

FINAL = "final"
"""The industry of figures of final users, all categories together."""


def spread(w: Accounts, given: Mapping[tuple[str, str], float], to: Bridge | None) -> tuple[Array, list[str]]:
    """Return figures by region and industry, and the codes that were shared out by output.

    Parameters
    ----------
    w : Accounts
    given : mapping of (region, code) to float
        Known figures; those of final users are passed over.
    to : Bridge, optional
        From codes to industries.

    Returns
    -------
    (n,) array, NaN where unknown, and list of str
    """
    values = np.full((w.R, w.S), np.nan)
    x = w.x.reshape(w.R, w.S)
    shared: dict[str, None] = {}
    for (region, code), value in given.items():
        targets = _targets(w, code, to)
        if not targets:
            continue
        r, at = w.regions.index(region), [w.industries.index(t) for t in targets]
        known = [s for s in targets.values() if s is not None]
        if len(known) < len(at):
            shared[code] = None
        shares = np.array(known) if len(known) == len(at) else _by_output(x[r, at])
        values[r, at] = np.nan_to_num(values[r, at]) + value * shares
    return values.ravel(), list(shared)


def _targets(w: Accounts, code: str, to: Bridge | None) -> Mapping[str, float | None]:
    """Return the industries that a code goes into; none for final users."""
    if to and code in to.targets:
        return {t: share for t, share in to.targets[code].items() if t in w.industries}
    return {code: 1.0} if code in w.industries else {}


def _by_output(x: Array) -> Array:
    """Return the shares of industries in their output; equal ones where none has any."""
    total = x.sum()
    shares: Array = x / total if total > 0 else np.full(x.size, 1 / x.size)
    return shares


def incomplete(w: Accounts, given: Mapping[tuple[str, str], float], to: Bridge | None) -> list[str]:
    """Return complaints about industries with figures for some of their parts only, or both whole and in parts."""
    if to is None:
        return []
    lacking, both = [], []
    reached = dict.fromkeys((region, t) for region, code in given for t in _targets(w, code, to))
    for region, target in reached:
        parts = to.sources_of(target)
        whole = (region, target) in given and target not in to.targets
        there = [s for s in parts if (region, s) in given]
        both += [f"{region} {target}: {s}" for s in there] if whole else []
        lacking += [] if whole else [f"{region} {target}: {s}" for s in parts if s not in there]
    problems = {
        f"industries of which a part is missing: {offenders(lacking)}. Write its figure, or 0.": lacking,
        f"figures both for an industry and for its parts: {offenders(both)}. Leave out one of them.": both,
    }
    return [said for said, found in problems.items() if found]


def final_users(w: Accounts, given: Mapping[tuple[str, str], float]) -> Array | None:
    """Return what final users cause themselves; None where nothing is given.

    (R,) where some region has them all together, else (R * D,) by category. A region that has some categories has
    zero for the others; one that has none is unknown.
    """
    together = np.array([given.get((r, FINAL), np.nan) for r in w.regions])
    apart = np.array([[given.get((r, d), np.nan) for d in w.demand] for r in w.regions])
    some = ~np.isnan(apart).all(axis=1, keepdims=True)
    filled: Array = np.where(some & np.isnan(apart), 0.0, apart)
    if not np.isnan(together).all():
        whole: Array = np.where(np.isnan(together), filled.sum(axis=1), together)
        return whole
    return filled.ravel() if some.any() else None


def final_twice(w: Accounts, given: Mapping[tuple[str, str], float]) -> list[str]:
    """Return complaints about regions whose final users have figures both together and by category."""
    twice = [r for r in w.regions if (r, FINAL) in given and any((r, d) in given for d in w.demand)]
    return [f"final users both together and by category: {offenders(twice)}. Leave out one of them."] if twice else []
