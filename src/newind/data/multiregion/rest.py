"""The provinces that are not given, as what the country has more than those that are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.data.multiregion.friction import REST
from newind.data.multiregion.tables import is_inventory
from newind.data.single import PARTNERS
from newind.errors import DataError, offenders
from newind.kernels.quotients import per_output

if TYPE_CHECKING:
    from newind.data.multiregion.tables import NationalTable, ProvinceTables
    from newind.typing import Array

ROUNDING = 1e-9
"""Share of national output below which a negative remainder is rounding."""


def with_rest(p: ProvinceTables, country: NationalTable) -> ProvinceTables:
    """Return the provinces and, as one more, the rest of the country.

    Parameters
    ----------
    p : ProvinceTables
        Some provinces.
    country : NationalTable
        The country, in the same unit and industries.

    Returns
    -------
    ProvinceTables
        The last is ``CN-REST``: the country less the others. What it sends to and receives from them is unknown: it
        starts from their mean shares in output and in use.

    Raises
    ------
    DataError
        When the given provinces make more than the country, naming the worst.
    """
    x = country.x - p.x.sum(axis=0)
    value_added = country.value_added - p.value_added.sum(axis=0)
    _positive(p, {"output": (x, country.x), "value added": (value_added, country.x)})
    Z = np.maximum(country.Zd + country.Zm - p.Z.sum(axis=0), 0.0)
    F = _final(p, country)
    imports = np.maximum(country.imports - p.imports.sum(axis=0), 0.0)
    outflows = x * per_output(p.outflows.sum(axis=0), p.x.sum(axis=0))
    inflows = np.maximum(Z.sum(axis=1) + F.sum(axis=1), 0.0) * per_output(p.inflows.sum(axis=0), p.use.sum(axis=0))
    rest = {
        "Z": Z,
        "F": F,
        "exports": np.clip(country.exports - p.exports.sum(axis=0), 0.0, np.maximum(x, 0.0)),
        "outflows": outflows,
        "imports": imports,
        "inflows": inflows,
        "errors": np.zeros_like(x),
        "transit": np.zeros_like(x),
        "value_added": value_added,
        "x": np.maximum(x, 0.0),
    }
    arrays: dict[str, Any] = {name: np.concatenate([getattr(p, name), array[None]]) for name, array in rest.items()}
    return replace(p, regions=(*p.regions, PARTNERS[REST]), primary={}, **arrays)


def _final(p: ProvinceTables, country: NationalTable) -> Array:
    """Return final demand of the rest: what is left of each national category, in the given provinces' proportions."""
    F = np.zeros(p.F.shape[1:])
    given = p.F.sum(axis=0)
    for c, positions in enumerate(country.parts(p.demand)):
        total = country.Fd[:, c] + country.Fm[:, c] - given[:, positions].sum(axis=1)
        parts = np.maximum(given[:, positions], 0.0)
        share = np.where(parts.sum(axis=1, keepdims=True) > 0, parts, 1.0)
        kept = total if all(is_inventory(p.demand[k]) for k in positions) else np.maximum(total, 0.0)
        F[:, positions] = kept[:, None] * share / share.sum(axis=1, keepdims=True)
    return F


def _positive(p: ProvinceTables, left: dict[str, tuple[Array, Array]]) -> None:
    said = []
    for what, (rest, whole) in left.items():
        bad = rest < -ROUNDING * whole.sum()
        worst = [k for k in np.argsort(rest, kind="stable") if bad[k]]
        names = [f"{p.industries[k]} ({-rest[k]:,.0f} {p.unit} more, most of it in {_largest(p, k)})" for k in worst]
        if names:
            said.append(f"{what} of {offenders(names)}")
    if said:
        raise DataError(
            f"the provinces given have more than the country: {'; '.join(said)}. If they are all that there is, say "
            "complete=True: they are then scaled to the country. Otherwise correct the tables named."
        )


def _largest(p: ProvinceTables, k: int) -> str:
    return p.regions[int(np.argmax(p.x[:, k]))].en
