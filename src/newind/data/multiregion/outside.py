"""Outflows and inflows that include foreign trade, divided into other provinces and abroad."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from newind.data.multiregion.friction import REST
from newind.data.multiregion.stacked import national
from newind.errors import DataError, offenders
from newind.kernels.quotients import per_output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.accounts.accounts import Accounts
    from newind.data.single import Single
    from newind.typing import Array

OUT, ROW = "OUT", "ROW"


def split_outside_trade(provinces: Sequence[Single], country: Accounts) -> list[Single]:
    """Return tables whose partner ``OUT`` (all that is outside the province) is divided into ``CN-REST`` and ``ROW``.

    Parameters
    ----------
    provinces : sequence of Single
        Tables of all provinces, with the partner ``OUT``.
    country : Accounts
        The table of the country, ``[CHN, ROW]``, in the same industries and unit.

    Returns
    -------
    list of Single
        Of each product the same share of every province's outflow goes abroad: the country's exports by what all
        provinces send out; likewise imports. An assumption: in truth coastal provinces trade more of it abroad.

    Raises
    ------
    DataError
        When a table has other partners, or other industries than the country.
    """
    wrong = [w.region for w in provinces if w.partners != (OUT,) or w.industries != country.industries]
    if wrong:
        raise DataError(
            f"outflows can be divided of tables with the partner {OUT} and the industries of the country: not so "
            f"{offenders(wrong)}."
        )
    c = national(country)
    sent = _share(c.exports, [w.outflows[OUT] for w in provinces])
    came = _share(c.imports, [w.inflows[OUT] for w in provinces])
    return [replace(w, outflows=_apart(w.outflows[OUT], sent), inflows=_apart(w.inflows[OUT], came)) for w in provinces]


def _share(abroad: Array, flows: list[Array]) -> Array:
    return np.clip(per_output(abroad, np.maximum(flows, 0.0).sum(axis=0)), 0.0, 1.0)


def _apart(flow: Array, share: Array) -> dict[str, Array]:
    return {REST: flow * (1 - share), ROW: flow * share}
