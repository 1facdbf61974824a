"""Accounts on the model's footing, nothing negative, and the benchmark made of them that shocks start from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.validate import cells, name_flow, negative_flows
from newind.equilibrium.benchmark import Benchmark
from newind.equilibrium.emissions import FUELS, intensities
from newind.equilibrium.labels import name_part
from newind.errors import DataError, noun, offenders, tell
from newind.kernels.quotients import ratio

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.accounts.groups import Selector
    from newind.typing import Array, BoolArray


FLOOR = 0.01
"""Least value added of an industry, as a share of its output."""
ROUNDING = 1e-12
"""Share by which inputs may exceed what the floor allows before they are scaled."""
SETTLED, PATIENCE = 1e-14, 10_000
"""Relative change at which scaled inputs have settled, and the most rounds that may take."""


@dataclass(frozen=True, eq=False)
class ModelAccounts:
    """Accounts on the model's footing and what was changed to get there.

    Parameters
    ----------
    accounts : Accounts
        Same labels; nothing negative, value added in every industry with output.
    log : tuple of str
        What was changed, in sentences; empty when nothing was.
    negative, summed : int
        Negative cells of final demand by category, and with the categories summed.
    floored : float
        What the second were, as a share of world final demand.
    scaled : (n,) bool array
        Industries whose inputs were scaled down.
    cut : float
        How much, as a share of all inputs.
    """

    accounts: Accounts
    log: tuple[str, ...]
    negative: int
    summed: int
    floored: float
    scaled: BoolArray
    cut: float


def fold(w: Accounts, floor: float = FLOOR, *, tariff: Array | None = None, shares: str = "user") -> ModelAccounts:
    """Repair what the model cannot use, in a stated way and logged with its size, or refuse it.

    Final demand is summed over its categories and floored at zero, then split back over the categories that are not
    negative. An industry whose value added is below the floor has its inputs scaled down, until this holds everywhere.

    Parameters
    ----------
    w : Accounts
        Closed accounts.
    floor : float in (0, 1)
        Least value added as a share of output.
    tariff : (S, R, R) array, optional
        Ad valorem rates [good, user's region, origin]: with them value added is what is left after tariffs on inputs.
    shares : {"user", "common"}
        With ``common``, users of a region get the same origins of a good (what they spend, and trade, stay).

    Returns
    -------
    ModelAccounts
        Its accounts are those given where nothing had to be changed.

    Raises
    ------
    DataError
        For a boundary, negative flows between industries, industries that cannot be given value added, and regions
        without income or final demand, naming the first.
    """
    refuse_boundary(w)
    _refuse_negative(w)
    final, negative, summed, floored = _final(w)
    wedge = None if tariff is None else 1.0 + tariff
    factor, cut = _factors(w, final, wedge, floor)
    scaled = (factor < 1.0) & (w.Z.sum(axis=0) > 0)
    changed = negative > 0 or bool(scaled.any())
    made = w._replace(Z=w.Z * factor, Y=final.reshape(w.Y.shape)) if changed else w
    _refuse_without(made)
    log = (*_log_final(w, negative, summed, floored), *_log_inputs(w, scaled, cut, floor))
    if shares == "common":
        made, log = as_common(made, tariff), (*log, tell("log.common"))
    return ModelAccounts(made, log, negative, summed, floored, scaled, cut)


def as_common(w: Accounts, tariff: Array | None = None) -> Accounts:
    """Return accounts in which all users of a region have the same shares of origins in what they spend on a good.

    Parameters
    ----------
    w : Accounts
        Accounts without negative flows.
    tariff : (S, R, R) array, optional
        Rates [good, user's region, origin] that are part of what is spent.
    """
    flows = by_good(w)
    wedge = np.ones((w.S, w.R, w.R)) if tariff is None else 1.0 + tariff
    spend = (flows * wedge[..., None]).sum(axis=2)
    trade = flows.sum(axis=3)
    shares = np.nan_to_num(ratio(trade, (trade * wedge).sum(axis=2, keepdims=True)))
    made = shares[..., None] * spend[:, :, None, :]
    final = made[..., -1].transpose(2, 0, 1)
    return w._replace(
        Z=made[..., :-1].transpose(2, 0, 1, 3).reshape(w.n, w.n),
        Y=(final[..., None] * categories(w)).reshape(w.Y.shape),
    )


def by_good(w: Accounts) -> Array:
    """Return flows by good, user's region, origin and user, final demand last; (S, R, R, S + 1)."""
    flows = np.empty((w.S, w.R, w.R, w.S + 1))
    flows[..., :-1] = w.Z4.transpose(1, 2, 0, 3)
    flows[..., -1] = w.Y3.transpose(1, 2, 0)
    return flows


def categories(w: Accounts) -> Array:
    """Return how each cell of final demand splits over categories, as its region's where it is empty; (R, S, R, D)."""
    total = w.Y4.sum(axis=(0, 1))
    usual = ratio(total, total.sum(axis=1, keepdims=True))
    own = ratio(w.Y4, w.Y3[..., None])
    return np.where(np.isnan(own), np.nan_to_num(usual, nan=1.0 / w.D), own)


def refuse_boundary(w: Accounts) -> None:
    """Raise for accounts with a boundary.

    Raises
    ------
    DataError
        Naming the boundary and what to use instead.
    """
    if w.boundary:
        raise DataError(tell("model.boundary", year=w.year, which=offenders(w.boundary)))


def _refuse_negative(w: Accounts) -> None:
    if which := negative_flows(w):
        raise DataError(tell("model.negative", which=offenders(which, name=partial(name_flow, w))))


def _refuse_without(w: Accounts) -> None:
    """Raise where a region has no income or no final demand."""
    spent = w.Y3.sum(axis=(0, 1))
    for what, amount in (("final demand", spent), ("value added", w.gdp)):
        if (amount <= 0).any():
            names = [w.regions[int(i)] for i in np.flatnonzero(amount <= 0)]
            raise DataError(tell("model.regions_without", what=noun(what), which=offenders(names)))


def _final(w: Accounts) -> tuple[Array, int, int, float]:
    """Return final demand without negative cells (R, S, R, D), how many there were, how many summed, their share."""
    below, total = w.Y4 < 0, w.Y3
    if not below.any():
        return w.Y4, 0, 0, 0.0
    up = np.where(below, 0.0, w.Y4)
    kept = np.nan_to_num(ratio(np.maximum(total, 0.0), up.sum(axis=3)))
    kept = np.where(below.any(axis=3), kept, 1.0)
    floored = -float(np.minimum(total, 0.0).sum()) / float(total.sum())
    return up * kept[..., None], int(below.sum()), int((total < 0).sum()), floored


def _factors(w: Accounts, final: Array, wedge: Array | None, floor: float) -> tuple[Array, float]:
    """Return by what each industry's inputs are multiplied (n,), and how much of all inputs that takes away."""
    paid = w.Z.sum(axis=0) if wedge is None else np.einsum("iknu,kni->nu", w.Z4, wedge).ravel()
    bought, sold = w.Z.sum(axis=0), final.sum(axis=(2, 3)).ravel()
    most = np.divide(1.0 - floor, paid, out=np.zeros_like(paid), where=paid > 0)
    factor = np.ones(w.n)
    if (most * (w.Z.sum(axis=1) + sold) >= 1.0 - ROUNDING)[paid > 0].all():
        return factor, 0.0
    for _ in range(PATIENCE):
        allowed = np.where(paid > 0, np.minimum(1.0, most * (w.Z @ factor + sold)), 1.0)
        settled = bool((factor - allowed <= SETTLED * factor).all())
        factor = allowed
        if settled:
            return factor, 1.0 - float(bought @ factor) / max(float(bought.sum()), 1e-300)
    names = cells(w, factor < 1e-3)
    raise DataError(tell("model.closed_industries", which=offenders(names)))


def _log_final(w: Accounts, negative: int, summed: int, floored: float) -> tuple[str, ...]:
    if not negative:
        return ()
    made = [divmod(i, w.S) for i in range(w.n)]
    at = [
        tell("model.sold_to", who=name_part(w.regions[n], w.industries[s]), region=name_part(w.regions[r]))
        for (n, s), r in ((made[i], r) for i, r in np.argwhere(w.Yr < 0).tolist())
    ]
    which = offenders(at) if at else noun("none")
    return (tell("log.final", n=negative, summed=summed, which=which, share=100 * floored),)


def _log_inputs(w: Accounts, scaled: BoolArray, cut: float, floor: float) -> tuple[str, ...]:
    if not scaled.any():
        return ()
    return (tell("log.inputs", least=100 * floor, which=offenders(cells(w, scaled)), share=100 * cut),)


MOST = 100_000_000
"""Shares of origins by user that are kept in memory at most: 0.8 GB."""


def build_benchmark(
    folded: Accounts,
    *,
    labour_share: Array,
    shares: str = "user",
    tariff: Array | None = None,
    markup: Array | None = None,
    subsidy: Array | None = None,
    rebate: Array | None = None,
    land_share: float = 0.0,
    fuels: Selector | None = FUELS,
) -> Benchmark:
    """Return the benchmark of accounts: who buys what from whom at what price, and who earns it.

    Flows of the accounts are what producers receive (basic prices). Buyers pay less by subsidies and rebates and more
    by tariffs; value added is what is left of output after inputs at those prices, and after what mark-ups earn.

    Parameters
    ----------
    folded : Accounts
        Accounts on the model's footing, aggregated with the same tariffs and shares.
    labour_share : (R, S) array in [0, 1]
        Labour in factor income; not looked at in industries without output.
    shares : {"user", "common"}
        Whether every user has its own shares of origins in what it spends on a good, or all of a region have the same.
    tariff : (S, R, R) array, optional
        Ad valorem rates [good, user's region, origin]; none by default.
    markup : (R, S) array, optional
        Price over cost, lowered where value added would be less than `FLOOR` of output; 1 by default.
    subsidy : (R, S) array, optional
        Subsidies on production, share of what producers receive; none by default.
    rebate : (S, R, R) array, optional
        Export rebates, share of the export price; none by default.
    land_share : float
        Land in capital income.
    fuels : label, list of labels or group, optional
        Industries whose products are burnt.

    Returns
    -------
    Benchmark
        Its output is that of the accounts; its deficits are imports less exports.

    Raises
    ------
    DataError
        For a boundary, shares of labour outside [0, 1], or industries without value added, naming the first.
    """
    refuse_boundary(folded)
    R, S = folded.R, folded.S
    _refuse_large(R, S, shares)
    wedge, tariff, subsidy, rebate = _wedge(R, S, tariff, subsidy, rebate)
    landed = by_good(folded)
    if wedge is not None:
        landed *= wedge[..., None]
    spend = np.ascontiguousarray(landed.sum(axis=2))
    inputs = spend[:, :, :-1].sum(axis=0)
    x = folded.x.reshape(R, S)
    _refuse_worthless(folded, x, inputs)
    markup, lowered = _markup(folded, x, inputs, np.ones((R, S)) if markup is None else markup)
    emitted, said = intensities(folded, spend, fuels=fuels)
    return Benchmark(
        shares=_shares(landed, spend, shares),
        spend=spend,
        labour_share=_labour(folded, labour_share),
        tariff=tariff,
        markup=markup,
        subsidy=subsidy,
        rebate=rebate,
        land_share=land_share,
        fuel_emissions=None if emitted is None else emitted.fuel,
        process_emissions=None if emitted is None else emitted.process,
        regions=folded.regions.codes,
        industries=folded.industries,
        log=(*lowered, *said),
    )


def _refuse_large(R: int, S: int, shares: str) -> None:
    if shares == "user" and R * R * S * (S + 1) > MOST:
        raise DataError(
            f"{R} regions × {S} industries with shares of their own for every user need {R * R * S * (S + 1):,} "
            f"figures, above the {MOST:,} that are supported. Aggregate first, or use shares='common'."
        )


def _wedge(
    R: int, S: int, tariff: Array | None, subsidy: Array | None, rebate: Array | None
) -> tuple[Array | None, Array, Array, Array]:
    """Return what buyers pay over what producers receive [k, n, i], None where all is one, and the rates as arrays."""
    given = [a for a in (tariff, subsidy, rebate) if a is not None]
    t, e = (np.zeros((S, R, R)) if a is None else np.asarray(a, dtype=np.float64) for a in (tariff, rebate))
    s = np.zeros((R, S)) if subsidy is None else np.asarray(subsidy, dtype=np.float64)
    wedge = (1.0 + t) * (1.0 - e) * (1.0 - s.T[:, None, :]) if any(np.any(a) for a in given) else None
    return wedge, t, s, e


def _shares(landed: Array, spend: Array, shares: str) -> Array:
    """Return shares of origins in what is spent; 0 where nothing is; takes over the array of flows."""
    if shares == "common":
        trade = landed.sum(axis=3)
        total = trade.sum(axis=2, keepdims=True)
        return np.asarray(np.divide(trade, total, out=np.zeros_like(trade), where=total > 0)[..., None])
    landed /= np.where(spend > 0, spend, 1.0)[:, :, None, :]
    return landed


def _refuse_worthless(w: Accounts, x: Array, inputs: Array) -> None:
    bad = ((x > 0) & (inputs >= x)) | ((x <= 0) & (inputs > 0))
    if bad.any():
        raise DataError(
            f"no value added after inputs and tariffs in {offenders(cells(w, bad.ravel()))}. "
            "Fold the accounts with the same tariffs first (fold(w, tariff=…))."
        )


def _markup(w: Accounts, x: Array, inputs: Array, markup: Array) -> tuple[Array, tuple[str, ...]]:
    """Return mark-ups that leave value added in every industry, and what was lowered."""
    left = (1.0 - inputs / np.where(x > 0, x, 1.0)) * 0.5
    most = np.where(x > 0, x / np.where(x > 0, inputs + np.minimum(FLOOR, left) * x, 1.0), np.inf)
    low: BoolArray = (markup > 1.0) & (markup > most)
    made = np.where(low, np.maximum(most, 1.0), np.where(x > 0, markup, 1.0))
    if not low.any():
        return made, ()
    return made, (tell("log.markups", which=offenders(cells(w, low.ravel()))),)


def _labour(w: Accounts, labour_share: Array) -> Array:
    """Return labour shares, checked where there is output."""
    active = w.x.reshape(w.R, w.S) > 0
    bad = active & ~((labour_share >= 0.0) & (labour_share <= 1.0))
    if bad.any():
        named = offenders(cells(w, bad.ravel()))
        raise DataError(f"shares of labour outside [0, 1] in industries {named}. Give each one between.")
    without = ~(active & (labour_share > 0)).any(axis=1)
    if without.any():
        named = offenders([w.regions[int(i)] for i in np.flatnonzero(without)])
        raise DataError(f"no labour income in regions {named}. Give an industry of theirs a share of labour.")
    return np.where(active, labour_share, 0.5)
