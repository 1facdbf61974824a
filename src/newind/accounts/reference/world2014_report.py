"""What must be said of ``world-2014e`` beside its figures: how the balancing went, and where the releases break."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.classification import concordance, load
from newind.accounts.groups import resolve
from newind.accounts.reference.world2014_sources import REST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.accounts.reference.world2014_estimate import Trade
    from newind.accounts.reference.world2014_sources import Published
    from newind.typing import Array, BoolArray

DECIMALS = 4
"""Decimals of shares in the report."""


def report(known: Published, trade: Trade, made: Accounts) -> dict[str, Any]:
    """Return how the balancing went: rounds, totals without a structure, and what was left for the rest of the world.

    Parameters
    ----------
    known : Published
        What was known, 44 economies × 26 industries.
    trade : Trade
        What was estimated.
    made : Accounts
        The accounts made of both.
    """
    rest = made.regions.index(REST)
    rates = made.v.reshape(made.R, made.S)[rest].round(DECIMALS).tolist()
    below = np.argwhere(made.value_added.reshape(made.R, made.S) < 0)
    return {
        "iterations": trade.iterations,
        "residual": float(f"{trade.residual:.0e}"),
        "exports_without_structure": _named(known, trade.new_exports, known.exported_inputs),
        "imports_without_structure": _named(known, trade.new_imports, known.imported_inputs),
        "negative_value_added": [f"{made.regions[r]}.{made.industries[i]}" for r, i in below],
        "rest_of_world": {
            "output": int(made.x.reshape(made.R, made.S)[rest].sum()),
            "value_added": int(made.gdp[rest]),
            "value_added_rate": dict(zip(made.industries, rates, strict=True)),
        },
    }


def release_break(
    old: Accounts, output: Array, value_added: Array, regions: Sequence[str]
) -> dict[str, dict[str, list[float]]]:
    """Return figures of one year in two releases: what changes between them although the year does not.

    Parameters
    ----------
    old : Accounts
        The table of the earlier release, 41 economies × 26 industries.
    output, value_added : (R, 26) array, M.USD
        The same year in the later release, by its `regions`.
    regions : sequence of str
        Economies of the later release.

    Returns
    -------
    dict
        Output, value added rate and share of manufacturing in value added of the economies shown, each as
        [earlier, later].
    """
    groups = {code: list(some) for code, some in concordance("wiod41_to_wiod20").sources_of.items() if code != REST}
    earlier = [a.reshape(old.R, old.S) for a in (old.x, old.value_added)]
    then = _key_figures([_summed(a, old.regions.codes, groups) for a in earlier], old.industries)
    now = _key_figures([_summed(a, regions, groups) for a in (output, value_added)], old.industries)
    return {
        name: {code: [a, b] for code, a, b in zip(groups, then[name].tolist(), now[name].tolist(), strict=True)}
        for name in then
    }


def _key_figures(flows: Sequence[Array], industries: Sequence[str]) -> dict[str, Array]:
    output, value_added = flows
    made = resolve("manufacturing", industries)
    total = value_added.sum(axis=1)
    return {
        "output": output.sum(axis=1).round(),
        "value_added_rate": (total / output.sum(axis=1)).round(DECIMALS),
        "manufacturing_share": (value_added[:, made].sum(axis=1) / total).round(DECIMALS),
    }


def _summed(figures: Array, regions: Sequence[str], groups: Mapping[str, Sequence[str]]) -> Array:
    places = list(regions)
    return np.array([figures[[places.index(code) for code in some]].sum(axis=0) for some in groups.values()])


def _named(known: Published, where: BoolArray, totals: Array) -> dict[str, float]:
    industries = tuple(load("wiod26"))
    return {f"{known.regions[r]}.{industries[i]}": round(float(totals[r, i]), 1) for r, i in np.argwhere(where)}
