"""The OECD table of 2020 by 11 groups of industries, brought to the totals of the year that is estimated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from builders.annual.concordances import economies
from newind.kernels.balance import mrgras

if TYPE_CHECKING:
    from builders.annual.balancing import YearControls
    from builders.annual.concordances import SectorConcordance
    from builders.annual.sources import CoarseTable
    from newind.typing import Array

TOLERANCE = 1e-8
SWEEPS = 60
"""Sweeps in which the blocks shape the structure of their year."""
MOST = 10.0
"""Factor beyond which a block moves no other year."""


def aggregate(known: CoarseTable) -> tuple[Array, Array]:
    """Return flows (20, 11, 20, 11 + 2) and value added (20, 11) of the 20 economies."""
    to = economies(known.regions)
    return np.einsum("ka,agbh,lb->kglh", to, known.flows, to, optimize=True), to @ known.values


def balance_blocks(flows: Array, known: YearControls, of: SectorConcordance) -> Array:
    """Return flows by group, (R, G, R, G + 2), that meet the totals of the year.

    Parameters
    ----------
    flows : (R, G, R, G + 2) array
        Of a table by group.
    known : YearControls
        Totals of the year.
    of : SectorConcordance
        Of the industries.
    """
    R, G = flows.shape[:2]
    rows = (known.output @ of.groups).ravel()
    columns = (known.columns @ of.uses).ravel()
    sales = (known.sales @ of.kind_of_sector).transpose(0, 2, 1).reshape(-1, R)
    sellers = (np.arange(R)[:, None] * of.kinds.shape[1] + of.kinds.argmax(axis=1)).ravel()
    buyers = np.repeat(np.arange(R), flows.shape[3])
    table = mrgras(flows.reshape(R * G, -1), rows, columns, sales, sellers, buyers, tol=TOLERANCE)
    return np.asarray(table.values.reshape(flows.shape))


def shape(start: Array, target: Array, known: YearControls, of: SectorConcordance) -> Array:
    """Return a structure after sweeps over the blocks and all totals of a year, which need not meet exactly.

    Parameters
    ----------
    start : (R, S, R, S + 3) array
        The structure.
    target : (R, G, R, G + 2) array
        Flows by group.
    known : YearControls
        Totals of the year.
    of : SectorConcordance
        Of the industries.

    Notes
    -----
    Kept as hard totals beside those of the year, the blocks leave 0.3 % of flows unmet; so they only shape the start.
    """
    flows = start
    for _ in range(SWEEPS):
        flows = flows * spread(_over(target, group(flows, of)), of)
        flows = flows * _over(known.output, flows.sum(axis=(2, 3)))[..., None, None]
        flows = flows * _over(known.columns, flows.sum(axis=(0, 1)))
        found = np.einsum("oid,is->ods", flows.sum(axis=3), of.sectors)
        flows = flows * np.einsum("ods,is->oid", _over(known.sales, found), of.sectors)[..., None]
    return np.asarray(flows)


def group(flows: Array, of: SectorConcordance) -> Array:
    """Return flows, (R, S, R, S + 3), by group, (R, G, R, G + 2)."""
    return np.asarray(np.einsum("ig,oidu,uh->ogdh", of.groups, flows, of.uses, optimize=True))


def spread(factors: Array, of: SectorConcordance) -> Array:
    """Return factors by group, (R, G, R, G + 2), as factors of the flows, (R, S, R, S + 3)."""
    return np.asarray(np.einsum("ig,ogdh,uh->oidu", of.groups, factors, of.uses, optimize=True))


def ratio(shaped: Array, plain: Array, of: SectorConcordance) -> Array:
    """Return flows by group over others of the same year, (R, G, R, G + 2), within `MOST`."""
    one, other = group(shaped, of), group(plain, of)
    found = np.divide(one, other, out=np.ones_like(other), where=other > 0)
    return np.clip(found, 1 / MOST, MOST)


def _over(wanted: Array, found: Array) -> Array:
    return np.divide(wanted, found, out=np.zeros_like(found), where=found > 0)
