"""Charges on carbon at given quantities: along the chain of final sales, on what industries emit, at the border.

A carbon price asks those who emit. A charge on what final sales embody asks those who sell products with dirty inputs,
too, though they hardly emit; as it leaves out what is priced already, nothing is charged twice. Definitions are those
of the levers ``carbon_price``, ``embodied_charge`` and ``border_charge``, so that what is found here at given
quantities stands beside what the model finds (:mod:`newind.analyses.green.charge_simulated`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.groups import resolve
from newind.accounts.memo import memo
from newind.analyses.green.charge_effects import ChargeEffects
from newind.analyses.green.charge_inputs import (
    RULES,
    PayoutRule,
    check_price,
    compute_abatement,
    coverage_of,
    final_sales,
    household_basket,
    resolve_benchmark,
    weights_of,
    year_with_carbon,
)
from newind.analyses.green.volumes import cells
from newind.errors import DataError, PolicyError, unknown
from newind.kernels import compensation
from newind.kernels.leontief import Leontief
from newind.kernels.quotients import ratio
from newind.language.words import mark
from newind.measures import shared
from newind.measures.green import industry_emissions, per_output
from newind.measures.shared import by_region, millions
from newind.messages import NOTHING, in_each, message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.typing import Array, BoolArray

CHAINS, BASES = ("domestic", "world"), ("direct", "embodied")
MOSTLY = 0.75
"""Part of a chain's emissions in inputs from which on an industry pays for others."""
TO_HOUSEHOLDS = PayoutRule(benchmark=None)
ON_PRODUCTS = "embodied"


@dataclass(frozen=True, eq=False)
class _CarbonLevy:
    """A charge before its effects are worked out.

    Parameters
    ----------
    kind, chain : str
    price : float
    coverage, base, rate : (R, S) array
        What paid before (or pays), what is charged, and the charge per unit of it.
    cost : (R, S) array
        What it adds to costs of industries per unit of output.
    on_final : (R, S) array
        What it adds to what final users at home pay.
    on_exports : (S,) array, money
        What is charged on exports themselves.
    charged, priced, emitted : float, Mt
    partners : tuple of str
    """

    kind: str
    chain: str
    price: float
    coverage: Array
    base: Array
    rate: Array
    cost: Array
    on_final: Array
    on_exports: Array
    charged: float
    priced: float
    emitted: float
    partners: tuple[str, ...] = ()


def embodied_charge_effects(
    w: Accounts | Panel,
    region: str,
    price: float,
    *,
    chain: str = "domestic",
    coverage: float | Mapping[str, float] | Array = 0.0,
    exports: bool = False,
    out: PayoutRule | None = None,
    year: int | None = None,
) -> ChargeEffects:
    """Charge what sales to a region's final users embody of emissions that no carbon price covers.

    Parameters
    ----------
    w : Accounts or Panel
        With CO2; of a panel the last year that has what is needed.
    region : str
        Who levies the charge.
    price : float
        Per tonne of CO2, in the currency of the accounts.
    chain : {"domestic", "world"}
        Emissions upstream at home, on the region's own products; or in the whole world, on imports as well.
    coverage : float, mapping or (R, S) array
        Share of emissions that pay a carbon price already: of the region's industries, by industry or group, or by
        region and industry.
    exports : bool
        Whether final products sold abroad are charged, too; the lever charges sales at home only.
    out : PayoutRule, optional
        Who gets the receipts.
    year : int, optional

    Returns
    -------
    ChargeEffects
        ``price · f(1 − coverage) B`` per unit of final sales; ``charged + priced ≤ emitted``, what is paid is received.

    Raises
    ------
    DataError
        Without CO2 (naming years that have it), for a negative price, shares outside [0, 1], and accounts with a
        boundary where the chain abroad or final products abroad must be known.
    UnknownNameError
        For a region, industry, chain or rule that does not exist.
    """
    one, r, out = _prepare_charge(w, region, price, out, year, "a charge on embodied emissions")
    if chain not in CHAINS:
        raise unknown("chain", chain, CHAINS, f"Chains: {' and '.join(CHAINS)}.")
    if one.boundary and (chain == "world" or exports):
        raise _open(one, "a charge along the chain of the world" if chain == "world" else "a charge on exports")
    covered = coverage_of(one, coverage, np.arange(one.R) == r)
    content = _content(one, r, chain, covered)
    base = final_sales(one)[:, :, r].copy()
    if chain == "domestic":
        base[np.arange(one.R) != r] = 0.0
    abroad = np.where(np.arange(one.R) != r, final_sales(one)[r], 0.0).sum(axis=1) * exports
    rate = price * content / millions(one.unit)
    base[r] += abroad
    made = _fill_emissions(one) if chain == "world" else _fill_emissions(one)[[r]]
    paid = covered if chain == "world" else covered[[r]]
    levied = _CarbonLevy(
        ON_PRODUCTS, chain, price, covered, base, rate, np.zeros_like(rate), rate, rate[r] * abroad,
        float((content * base).sum()), float((paid * made).sum()), float(made.sum()),
        tuple(one.regions.codes) if chain == "world" else (region,),
    )  # fmt: skip
    return _effects(w, one, r, levied, out)


def carbon_price_effects(
    w: Accounts | Panel,
    region: str,
    price: float,
    *,
    coverage: float | Mapping[str, float] | Array = 1.0,
    out: PayoutRule | None = None,
    year: int | None = None,
) -> ChargeEffects:
    """Charge what a region's industries emit, passed on along the chain in full.

    Parameters
    ----------
    w : Accounts or Panel
        With CO2; of a panel the last year that has what is needed.
    region : str
    price : float
        Per tonne of CO2, in the currency of the accounts.
    coverage : float, mapping or (R, S) array
        Share of emissions that pay, as in :func:`embodied_charge_effects`; other regions pay nothing.
    out : PayoutRule, optional
        Who gets the receipts.
    year : int, optional

    Returns
    -------
    ChargeEffects
        Prices ``(I − A')⁻¹ τ f``, along the chain of the world, or at home alone in accounts with a boundary.

    Raises
    ------
    DataError
        Without CO2 (naming years that have it), for a negative price or shares outside [0, 1].
    UnknownNameError
        For a region, industry or rule that does not exist.
    """
    one, r, out = _prepare_charge(w, region, price, out, year, "a carbon price")
    own = (np.arange(one.R) == r)[:, None]
    covered = np.where(own, coverage_of(one, coverage, np.arange(one.R) == r), 0.0)
    f = np.where(own, by_region(one, per_output(one)), 0.0)
    rate = price * covered * f / millions(one.unit)
    nothing = np.zeros_like(rate)
    made = _fill_emissions(one)[r]
    base = np.where(own, by_region(one, one.x), 0.0)
    levied = _CarbonLevy(
        "carbon_price", "", price, covered, base, rate, rate, nothing, nothing[r],
        float((covered[r] * made).sum()), 0.0, float(made.sum()), (region,),
    )  # fmt: skip
    return _effects(w, one, r, levied, out)


def border_charge_effects(
    w: Accounts | Panel,
    region: str,
    price: float,
    *,
    basis: str = "direct",
    partners: str | Sequence[str] = "*",
    industries: str | Sequence[str] = "*",
    coverage: float | Mapping[str, float] | Array = 0.0,
    year: int | None = None,
) -> ChargeEffects:
    """Charge the emissions in a region's imports at the border; receipts go to its households.

    Parameters
    ----------
    w : Accounts or Panel
        Closed accounts with CO2; of a panel the last year that has it.
    region : str
        Who levies the charge.
    price : float
        Per tonne of CO2, in the currency of the accounts.
    basis : {"direct", "embodied"}
        Emissions of the last producer, or of the whole chain before the border.
    partners, industries : label, list of labels or group
        Origins and products that are charged; all by default.
    coverage : float, mapping or (R, S) array
        Share of emissions that pay a carbon price where they are made; nothing is due on these.
    year : int, optional

    Returns
    -------
    ChargeEffects
        ``pays`` by origin and product, on inputs and final products alike; :meth:`ChargeEffects.by_partner`.

    Raises
    ------
    DataError
        Without CO2 (naming years that have it), for accounts with a boundary, a negative price, shares outside [0, 1].
    UnknownNameError
        For a region, industry or basis that does not exist.
    """
    one, r, out = _prepare_charge(w, region, price, TO_HOUSEHOLDS, year, "a carbon border adjustment")
    if basis not in BASES:
        raise unknown("basis", basis, BASES, f"Bases: {' and '.join(BASES)}.")
    if one.boundary:
        raise _open(one, "a carbon border adjustment")
    _check_known_emissions(one, "a carbon border adjustment")
    abroad = np.arange(one.R) != r
    covered = coverage_of(one, coverage, abroad)
    due = by_region(one, per_output(one)) * (1.0 - covered)
    content = by_region(one, one.LU.solve_left(due.ravel())) if basis == "embodied" else due
    charged = np.zeros((one.R, one.S), dtype=bool)
    charged[np.ix_(resolve(partners, one.regions.codes), resolve(industries, one.industries))] = True
    charged[r] = False
    content = np.where(charged, content, 0.0)
    rate = price * content / millions(one.unit)
    imports = one.Z4[:, :, r].sum(axis=2) + final_sales(one)[:, :, r]
    base = np.where(charged, imports, 0.0)
    levied = _CarbonLevy(
        "border", basis, price, covered, base, rate, compensation.border_cost(one.A4, rate, r), rate, np.zeros(one.S),
        float((content * base).sum()), float((covered * _fill_emissions(one))[abroad].sum()),
        float(_fill_emissions(one)[abroad].sum() if basis == "direct" else _fill_emissions(one).sum()),
        tuple(c for k, c in enumerate(one.regions.codes) if charged[k].any()),
    )  # fmt: skip
    return _effects(w, one, r, levied, out)


# ---- what all have in common
def _prepare_charge(
    w: Accounts | Panel, region: str, price: float, out: PayoutRule | None, year: int | None, what: str
) -> tuple[Accounts, int, PayoutRule]:
    check_price(price)
    out = resolve_benchmark(PayoutRule() if out is None else out, w, region, year)
    one = year_with_carbon(w, region, year, out.back, what)
    if region in one.boundary:
        raise DataError(f"{region} is only a boundary of the accounts of {one.year}: its industries are not known.")
    return one, one.regions.index(region), out


def _open(w: Accounts, what: str) -> DataError:
    return DataError(
        f"{what} needs closed accounts; {', '.join(w.boundary)} is only a boundary of those of {w.year}. Take "
        "newind.load('world'), or chain='domestic' on sales at home."
    )


def _check_known_emissions(w: Accounts, what: str) -> None:
    lost = np.isnan(industry_emissions(w)) & (by_region(w, w.x) > 0)
    if lost.any():
        raise DataError(
            f"{what} needs CO2 of every region, which accounts of {w.year} lack for {cells(w, lost)}. Attach it, or "
            "take chain='domestic'."
        )


def _fill_emissions(w: Accounts) -> Array:
    """Return CO2 of industries, 0 where unknown: those without output; (R, S), Mt."""
    return np.nan_to_num(industry_emissions(w))


@memo
def _home(w: Accounts, r: int) -> Leontief:
    """Return the chain of one region alone."""
    return Leontief(np.ascontiguousarray(w.A4[r, :, r]))


def _content(w: Accounts, r: int, chain: str, covered: Array) -> Array:
    """Return emissions along the chain that are not priced; (R, S), Mt per unit of money."""
    f = by_region(w, per_output(w))
    if chain == "world":
        _check_known_emissions(w, "a charge along the chain of the world")
        return by_region(w, compensation.unpriced_content(f.ravel(), covered.ravel(), w.LU))
    found = np.zeros((w.R, w.S))
    found[r] = compensation.unpriced_content(f[r], covered[r], _home(w, r))
    return found


def _compute_price_changes(w: Accounts, r: int, cost: Array) -> Array:
    """Return the change of each producer's price; (R, S)."""
    if not w.boundary:
        return by_region(w, compensation.price_change(w.LU, cost.ravel()))
    found = np.zeros_like(cost)
    found[r] = compensation.price_change(_home(w, r), cost[r])
    return found


def _effects(w: Accounts | Panel, one: Accounts, r: int, levied: _CarbonLevy, out: PayoutRule) -> ChargeEffects:
    pays = levied.rate * levied.base
    saved, how = compute_abatement(w, one, one.regions.codes[r], out)
    paid = compensation.pay_out(float(pays.sum()), saved, weights_of(one, r, out.rule), out.abaters)
    own = _compute_price_changes(one, r, levied.cost)
    final = own + levied.on_final
    bought, basket = final_sales(one)[:, :, r], household_basket(one)
    everywhere = compensation.basket_change(own.ravel(), basket.reshape(one.n, one.R))
    everywhere[r] = compensation.basket_change(final.ravel(), basket[:, :, r].ravel())
    share, through = _for_others(one, r)
    return ChargeEffects(
        region=one.regions.codes[r], year=one.year, kind=levied.kind, chain=levied.chain, price=levied.price,
        industries=one.industries, partners=one.regions.codes, unit=one.unit,
        price_unit=f"{one.unit.rpartition('.')[2]}/t", coverage=levied.coverage, base=levied.base, pays=pays,
        abaters=paid.abaters, others=paid.others, to_households=paid.households, own_price=own, final_price=final,
        composite=ratio((final * bought).sum(axis=0), bought.sum(axis=0)),
        baskets=_baskets(one, r, levied, own, final), abroad=everywhere, charged=levied.charged, priced=levied.priced,
        emitted=levied.emitted, own_share=share, through_inputs=through,
        exports_charged=bool(levied.on_exports.any()), partners_charged=levied.partners, rule=_rule(out, saved, how),
        status=_status(one),
    )  # fmt: skip


def _baskets(one: Accounts, r: int, levied: _CarbonLevy, own: Array, final: Array) -> dict[str, float]:
    sold = shared.exports(one)[r]
    return {
        "households": float(compensation.basket_change(final.ravel(), household_basket(one)[:, :, r].ravel())),
        "final": float(compensation.basket_change(final.ravel(), final_sales(one)[:, :, r].ravel())),
        "exports": float(ratio((own[r] * sold).sum() + levied.on_exports.sum(), sold.sum())),
    }


def _for_others(one: Accounts, r: int) -> tuple[Array, BoolArray]:
    """Return the industry's own part of what its domestic chain emits, and whether it pays for others; (S,) each."""
    f, x = by_region(one, per_output(one))[r], by_region(one, one.x)[r]
    content = _home(one, r).solve_left(f)
    sold = np.maximum(one.Y3[r].sum(axis=1), 0.0)
    low = compensation.low_emitters(f * x, x)
    inputs = compensation.inputs_share(f, content)
    heavy = content * sold.sum() > (content * sold).sum()
    return 1.0 - inputs, np.asarray(low & heavy & (np.nan_to_num(inputs) >= MOSTLY))


def _rule(out: PayoutRule, saved: Array, how: Text) -> Text:
    if out.benchmark is None or not saved.any() or out.abaters == 0:
        return message(f"green.charge_inputs.all.{out.rule}")
    said = message("green.charges.abaters", share=f"{out.abaters:.0%}", how=how)
    rest = RULES[out.rule] if out.abaters < 1 else NOTHING
    return in_each(lambda lang: mark("semicolon", lang).join(t for t in (said[lang], rest[lang]) if t))


def _status(one: Accounts) -> str:
    return "estimated" if "estimated" in (one.status, one.satellite("co2").status) else "observed"


def refuse_charge(effects: ChargeEffects) -> None:
    """Refuse to simulate what the lever does not do.

    Raises
    ------
    PolicyError
        For a charge on exports, or one at the border that spares what pays a carbon price where it is made.
    """
    if effects.exports_charged:
        raise PolicyError("the lever embodied_charge charges sales at home only. Leave exports out to simulate it.")
    if effects.kind == "border" and effects.coverage.any():
        raise PolicyError(
            "the lever border_charge takes off what emitters abroad pay, not what is covered at whatever price. Leave "
            "coverage out, or simulate a package with their carbon_price."
        )
