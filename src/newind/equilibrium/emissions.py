"""Sources of emissions: the fuels that users buy, and output itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.groups import Selector, resolve
from newind.accounts.units import MONEY, kilotonnes_of
from newind.accounts.validate import cells
from newind.errors import DataError, offenders, tell
from newind.parameters import parameter

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.typing import Array, BoolArray

SATELLITE, FUELS = "co2", "fuels"
"""The satellite that carbon charges act on, and the group of industries whose products are burnt."""
CEILING = 100.0
"""Most CO2 that an industry's fuels are taken to emit, kt per M.USD: cheap lignite, a tonne of CO2 for 10 USD.

Above it the accounts do not show the purchases that belong to the emissions; what is above comes with output.
"""


@dataclass(frozen=True, eq=False)
class Intensities:
    """Emissions per unit of what causes them.

    Parameters
    ----------
    fuel : (S, R, S + 1) array, kt per M.USD (million of the accounts' currency)
        By good, user's region and user: of what is spent on the good in the benchmark, tariffs included.
    process : (R, S) array, kt per M.USD
        Of benchmark output.
    """

    fuel: Array
    process: Array


def intensities(
    w: Accounts, spend: Array, *, name: str = SATELLITE, fuels: Selector | None = FUELS, process: Array | None = None
) -> tuple[Intensities | None, tuple[str, ...]]:
    """Return emissions per unit of purchases of fuel and of output, and what must be said about them.

    The emissions of an industry are those of the satellite: the process share comes with its output, the rest with what
    it spends on fuels, the same per unit on each of them, up to `CEILING` in accounts in USD. An industry that buys no
    fuels emits with its output alone. What final users emit themselves comes with what they spend on fuels, or on
    everything where they buy none.

    Parameters
    ----------
    w : Accounts
        Accounts on the model's footing.
    spend : (S, R, S + 1) array
        What users spend on goods, final demand last; unit of the accounts.
    name : str
        Satellite, in a unit of mass; where a figure is unknown nothing is emitted.
    fuels : label, list of labels or group, optional
        Industries whose products are burnt; none with None.
    process : (S,) array in [0, 1], optional
        Share that comes with output; that of the parameters by default.

    Returns
    -------
    Intensities or None
        None without the satellite. ``Σ fuel · spend + Σ process · output``, both in millions, is the total of the
        satellite but for industries without output.
    tuple of str
        What was assumed, or why there are none.
    """
    found = _kilotonnes(w, name)
    if isinstance(found, str):
        return None, (found,)
    made, unknown = found
    share = parameter("process_share").expand_by_industry(w.industries) if process is None else process
    burnt, said = _fuels(w, fuels)
    bought = spend * burnt[:, None, None]
    bought[:, :, -1] = np.where(bought[:, :, -1].sum(axis=0) > 0, bought[:, :, -1], spend[:, :, -1])
    total = bought.sum(axis=0)
    x = w.x.reshape(w.R, w.S)
    with_fuel = np.minimum(made[:, :-1] * (1.0 - share), _most(w) * total[:, :-1])
    log = (*said, *_log(w, name, unknown, (x <= 0) & (made[:, :-1] != 0)))
    per_fuel = _per(np.column_stack([with_fuel, made[:, -1]]), total)
    scale = _millions(w)
    fuel = np.where(bought > 0, per_fuel, 0.0) / scale
    return Intensities(fuel, _per(made[:, :-1] - with_fuel, x) / scale), log


def _most(w: Accounts) -> float:
    """Return the most that a unit of money spent on fuels emits, kt."""
    return CEILING * _millions(w) if w.unit.endswith("USD") else 1e200


def _millions(w: Accounts) -> float:
    """Return how many millions one unit of the accounts is."""
    return MONEY[w.unit.rpartition(".")[0]]


def _per(amount: Array, base: Array) -> Array:
    return np.asarray(np.divide(amount, base, out=np.zeros_like(base), where=base > 0))


def _kilotonnes(w: Accounts, name: str) -> tuple[Array, BoolArray] | str:
    """Return emissions by region and user in kt, 0 where unknown, and where that is; or why there are none."""
    if name not in w.satellites:
        return tell("log.no_satellite", name=name)
    s = w.satellites[name]
    factor = kilotonnes_of(s.unit)
    if not np.isfinite(factor):
        return tell("log.no_mass", name=name, unit=s.unit)
    made = np.column_stack([s.values.reshape(w.R, w.S), w.final(name)]) * factor
    return np.nan_to_num(made), np.isnan(made)


def _fuels(w: Accounts, fuels: Selector | None) -> tuple[BoolArray, tuple[str, ...]]:
    """Return which goods are burnt, and the log where that is unknown."""
    burnt = np.zeros(w.S, dtype=bool)
    if fuels is None:
        return burnt, (tell("log.with_output"),)
    try:
        burnt[resolve(fuels, w.industries)] = True
    except DataError:
        return burnt, (tell("log.no_fuels"),)
    return burnt, ()


def _log(w: Accounts, name: str, unknown: BoolArray, idle: BoolArray) -> tuple[str, ...]:
    log: list[str] = []
    without: BoolArray = np.asarray(unknown[:, :-1].all(axis=1))
    for id, where in (("log.unknown", without), ("log.unknown_final", unknown[:, -1] & ~without)):
        if where.any():
            named = offenders([w.regions[int(i)] for i in np.flatnonzero(where)])
            log.append(tell(id, name=name, which=named))
    if (partly := unknown[:, :-1] & ~without[:, None]).any():
        log.append(tell("log.unknown_industries", name=name, which=offenders(cells(w, partly.ravel()))))
    if idle.any():
        log.append(tell("log.no_output", name=name, which=offenders(cells(w, idle.ravel()))))
    return tuple(log)
