"""Support by year: how much there is, how much at the R&D stage, to consumers, under prohibited-suspect tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.accounts.units import MONEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from newind.policy.register import Action
    from newind.policy.screening import Screening, Triage

COLUMNS = (
    "year", "unit", "support", "rd", "consumers", "prohibited_suspect", "share_rd", "share_consumers",
    "share_prohibited_suspect", "actions", "assumed",
)  # fmt: skip
"""Columns of a portfolio; ``assumed`` counts actions whose budget of another year stands for this one."""


def years_of(action: Action) -> range:
    """Return the years in which an action is in force; the year of its budget stands in for a date that it lacks.

    Examples
    --------
    >>> from newind.policy.register import Action
    >>> years_of(Action(id="g", label="G", clause="4.industrial", family="industrial", instrument="grant",
    ...     sources=[{"title": "Notice"}], budget={"amount": 1, "unit": "M.CNY", "year": 2021},
    ...     dates={"in_force": "2020-06", "removed": "2022-12-31"}))
    range(2020, 2023)
    """
    if action.budget is None:
        return range(0)
    own, dates = action.budget.year, action.dates
    start = int(dates.in_force[:4]) if dates.in_force else own
    end = int(dates.removed[:4]) if dates.removed else max(own, start)
    return range(min(start, end), end + 1)


def in_millions(amount: float, unit: str) -> tuple[float, str]:
    """Return an amount in million units of its currency, and that unit.

    Examples
    --------
    >>> in_millions(1.5, "bn.CNY"), in_millions(20, "M.USD")
    ((1500.0, 'M.CNY'), (20.0, 'M.USD'))
    """
    prefix, _, currency = unit.rpartition(".")
    return amount * MONEY[prefix], f"M.{currency}"


ENOUGH = 0.5
"""Least share of budgets known with which shares of support are stated."""


def compute_budget_coverage(screening: Screening) -> float:
    """Return the share of the actions that give support whose budget is stated; NaN where none gives support."""
    stated = [t.action.budget is not None for t in screening if t.action.means.supports]
    return sum(stated) / len(stated) if stated else float("nan")


def portfolio(screening: Screening) -> pd.DataFrame:
    """Return support by year and unit, with the columns `COLUMNS`.

    A budget a year is taken for every year in which the action is in force (assumed where it is of another year); a
    total is spread evenly over these years. Sums are in million units of a currency; currencies are not added up.
    Shares are NaN where under half of the budgets are known.
    """
    import pandas as pd

    rows = [row for t in screening for row in _rows(t)]
    found = pd.DataFrame(rows, columns=[c for c in COLUMNS if not c.startswith("share_")])
    summed = found.groupby(["year", "unit"], as_index=False, sort=True).sum()
    for name in ("rd", "consumers", "prohibited_suspect"):
        known = (summed["support"] > 0) & (compute_budget_coverage(screening) >= ENOUGH)
        summed[f"share_{name}"] = summed[name] / summed["support"].where(known)
    return summed[list(COLUMNS)]


def _rows(t: Triage) -> Iterator[dict[str, object]]:
    action, years = t.action, years_of(t.action)
    if action.budget is None or not action.means.supports:
        return
    amount, unit = in_millions(action.budget.amount, action.budget.unit)
    amount /= len(years) if action.budget.per == "total" else 1
    for year in years:
        yield {
            "year": year,
            "unit": unit,
            "support": amount,
            "rd": amount * (action.stage == "rd"),
            "consumers": amount * (action.recipient == "consumer"),
            "prohibited_suspect": amount * (t.tag == "prohibited-suspect"),
            "actions": 1,
            "assumed": int(year != action.budget.year or (action.budget.per == "total" and len(years) > 1)),
        }
