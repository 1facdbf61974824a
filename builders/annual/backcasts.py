"""How far off the method is: years that the WIOD 2013 release knows, estimated as the annual world is.

Only flows between economies are taken from the later year, with value added by group or by industry.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from builders.annual import coarse, partners, prior, values
from builders.annual.anchors import MOST_RATE
from builders.annual.balancing import YearControls
from builders.annual.concordances import SERVICES, SectorConcordance, sectors
from builders.annual.estimate import meet
from builders.annual.tables import final_demand, of_accounts
from newind.data.backcast import backcast
from newind.data.reference.building import DECIMALS, LEVELS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.data.backcast import Backcast
    from newind.data.reference.building import Measure
    from newind.typing import Array

    Errors = dict[str, dict[str, dict[str, float]]]
    Chains = dict[int, tuple[dict[int, Accounts], dict[int, Accounts]]]

PAIRS = ((2002, 2011), (1998, 2007))
"""Years from and to."""
BEFORE = 2
"""Years before the last at which a chain knows the blocks, as 2020 is before 2022."""
GOODS = tuple(f"c{k}" for k in range(1, 17))
GROUPS = {
    "primary and food": ("c1", "c2", "c3"),
    "manufacturing": tuple(f"c{k}" for k in range(4, 17)),
    "utilities": ("c17",),
    "construction": ("c18",),
    "trade": ("c19t21",),
    "transport": ("c23t26",),
    "hotels and communication": ("c22", "c27"),
    "finance and real estate": ("c28", "c29"),
    "business and public": ("c30", "c31t35"),
}
"""Coarse groups of the 26 industries, as near as they come to those of the OECD table of 2020."""
UN = {
    "agriculture": ("c1",),
    "energy": ("c2", "c17"),
    "manufacturing": tuple(f"c{k}" for k in range(3, 17)),
    "construction": ("c18",),
    "trade": ("c19t21", "c22"),
    "transport": ("c23t26", "c27"),
    "other": ("c28", "c29", "c30", "c31t35"),
}
"""Groups of the United Nations."""
KINDS = ("flows, value added by group", "flows, value added by industry", "chained from blocks")
"""Known data of the later year; a chain knows the blocks two years before, then flows and value added."""


def layout(w: Accounts) -> SectorConcordance:
    """Return the layout of the 26 industries."""
    of = [code if code in GOODS else SERVICES for code in w.industries]
    return SectorConcordance(sectors(of), member(w, GROUPS))


def member(w: Accounts, groups: Mapping[str, tuple[str, ...]]) -> Array:
    """Return which group each industry belongs to, (S, groups), 1 or 0."""
    return np.array([[float(code in some) for some in groups.values()] for code in w.industries])


def clip(w: Accounts) -> Accounts:
    """Return accounts without negative flows, as the flows between economies of the OECD are."""
    return w._replace(Z=np.maximum(w.Z, 0.0), Y=np.maximum(w.Y, 0.0))


def exact_totals(w: Accounts) -> YearControls:
    """Return the totals of a year as its table has them."""
    flows = of_accounts(w)
    sales = np.einsum("oid,is->ods", flows.sum(axis=3), layout(w).sectors)
    final = flows[..., w.S :].sum(axis=(0, 1))
    return YearControls(w.year, sales, w.x.reshape(w.R, w.S), w.value_added.reshape(w.R, w.S), final)


def group_totals(start: Accounts, truth: Accounts) -> YearControls:
    """Return the totals of a year, with value added known by group only and divided as in an earlier year.

    Notes
    -----
    Goods: rates of the earlier year × output, scaled to the group. Services: shares of the earlier year, scaled to the
    group; their output by its rates, scaled to all services. Final use is all purchases less inputs.
    """
    known, of = exact_totals(truth), member(truth, UN)
    goods = np.isin(truth.industries, GOODS)
    rates = np.clip(values.divide_or_nan(start.value_added, start.x), values.LEAST_RATE, MOST_RATE).reshape(
        truth.R, truth.S
    )
    rates = np.where(np.isfinite(rates), rates, 0.5)
    first = np.where(goods, rates * known.output, np.maximum(start.value_added.reshape(truth.R, truth.S), 0.0))
    wanted = known.values @ of
    added = first * _scale(first, wanted, of)
    sold = np.where(goods, 0.0, added / rates)
    total = known.sales[:, :, -1].sum(axis=1)
    output = np.where(goods, known.output, sold * (total / sold.sum(axis=1))[:, None])
    added = np.minimum(added, MOST_RATE * output)
    final = known.sales.sum(axis=(0, 2)) - (output - added).sum(axis=1)
    shares = known.final / known.final.sum(axis=1, keepdims=True)
    return YearControls(truth.year, known.sales, output, added, final[:, None] * shares)


def _scale(first: Array, wanted: Array, of: Array) -> Array:
    sums = first @ of
    return np.asarray(np.where(sums > 0, wanted / np.where(sums > 0, sums, 1.0), 1.0) @ of.T)


def update(flows: Array, totals: YearControls, truth: Accounts) -> Accounts:
    """Return the accounts that flows of an earlier year become at the totals of a later one."""
    n = truth.R * truth.S
    made = meet(prior.add_average(flows), totals, layout(truth))
    return truth._replace(Z=made[..., : truth.S].reshape(n, n), Y=final_demand(made), status="estimated")


def update_with_blocks(start: Accounts, truth: Accounts) -> Accounts:
    """Return the estimate of a year whose blocks are known beside its flows and value added by group."""
    of, totals = layout(truth), group_totals(start, truth)
    target = coarse.balance_blocks(coarse.group(of_accounts(truth), of), totals, of)
    shaped = coarse.shape(prior.add_average(of_accounts(start)), target, totals, of)
    return update(shaped, totals, truth)


def chain(first: Accounts, before: Accounts, last: Accounts) -> dict[int, Accounts]:
    """Return estimates of three years as the annual world has them: of its first, of the blocks, of its last."""
    between = update_with_blocks(first, before)
    return {
        first.year: update(of_accounts(first), group_totals(first, first), first),
        before.year: between,
        last.year: update(of_accounts(between), exact_totals(last), last),
    }


def chains(tables: Panel) -> Chains:
    """Return true tables and their chained estimates by year, for each pair of years by its last."""
    found = {}
    for first, last in PAIRS:
        true = {year: clip(tables[year]) for year in (first, last - BEFORE, last)}
        found[last] = (true, chain(*true.values()))
    return found


def changes(found: Chains, measure: Measure) -> Errors:
    """Return the errors of changes between two estimated years of a chain, as `table` does those of levels."""
    rows: Errors = {}
    for true, made in found.values():
        both = {year: (measure(true[year]), measure(made[year])) for year in true}
        for first, last in combinations(both, 2):
            for id, stated in both[last][0].items():
                if all(id in values for pair in (both[first], both[last]) for values in pair):
                    off = [both[year][1][id] - both[year][0][id] for year in (first, last)]
                    scale = np.abs(stated) if id in LEVELS else 1.0
                    rows.setdefault(id, {})[f"{first}-{last}"] = _errors((off[1] - off[0]) / scale)
    return rows


def backcasts(found: Chains, measure: Measure) -> list[Backcast]:
    """Return estimates of known years beside the truth, for each pair of years and kind of information.

    Parameters
    ----------
    found : mapping
        What `chains` returned.
    measure : callable
        Indicators of accounts.
    """
    some = {year: w for true, _ in found.values() for year, w in true.items()}
    ways = {
        KINDS[0]: lambda start, truth: update(of_accounts(start), group_totals(start, truth), truth),
        KINDS[1]: lambda start, truth: update(of_accounts(start), exact_totals(truth), truth),
        KINDS[2]: lambda _, truth: found[truth.year][1][truth.year],
    }
    return [
        backcast(some[first], some[last], measure, kind, way) for kind, way in ways.items() for first, last in PAIRS
    ]


def table(found: Sequence[Backcast]) -> Errors:
    """Return the errors of backcasts by indicator, kind of information with years, beside no update.

    Returns
    -------
    dict
        Indicator → ``kind, first-last`` and ``no update, first-last`` → ``mean`` and ``largest`` absolute error over
        the economies shown and that of the ``rest_of_world``. Amounts are relative to the truth.
    """
    rows: Errors = {}
    for b in found:
        for id in b.truth:
            scale = np.abs(b.truth[id]) if id in LEVELS else np.ones(len(b.regions))
            row = rows.setdefault(id, {})
            row[f"{b.information}, {b.start}-{b.year}"] = _errors(b.error(id) / scale)
            row[f"no update, {b.start}-{b.year}"] = _errors(b.compute_no_update_error(id) / scale)
    return rows


def _errors(errors: Array) -> dict[str, float]:
    return {name: round(figure, DECIMALS) for name, figure in partners.errors(errors).items()}
