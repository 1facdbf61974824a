"""Aims of a search: goals and limits, and the values of a path that they are about, its carbon and cost among them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.errors import DataError, join_items, tell, unknown
from newind.kernels.inequality import theil
from newind.measures.headline import CHARACTERISTICS, headline
from newind.measures.registry import indicators
from newind.pathways.followed import SERIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newind.accounts.accounts import Accounts
    from newind.pathways.pathway import Pathway
    from newind.typing import Array, IntArray


@dataclass(frozen=True, eq=False)
class FiscalCost:
    """Fiscal cost of a package to the government of each region over the years.

    Parameters
    ----------
    yearly : (T, R) array
        Fall of net revenue against the baseline as a share of the baseline's GDP of the year.
    present : (R,) array
        Present value of the falls since the package began, as a share of the present value of GDP.
    largest : (R,) array
        The most expensive year.
    """

    yearly: Array
    present: Array
    largest: Array


def bill_of(p: Pathway) -> FiscalCost:
    """Return what a path costs; money is counted against world income, which grows with the baseline.

    Revenue that the package calls forth, or costs, elsewhere in the economy is in it. Nothing where a tax on output
    makes up for it.
    """
    with_it, without = p.followed, p.baseline.followed
    fall, gdp = without.revenue - with_it.revenue, without.value_added
    years = np.array(p.years)
    discount = (1.0 + p.prospects.value("discount_rate")) ** -(years - p.start)
    counted = np.where(years >= p.start, discount * without.level, 0.0)
    yearly = fall / gdp
    return FiscalCost(yearly, (counted @ fall) / (counted @ gdp), yearly[years >= min(p.start, years[-1])].max(axis=0))


@dataclass(frozen=True, eq=False)
class PathwayCarbon:
    """Carbon of a path.

    Parameters
    ----------
    peak : (R, S + 1) int array
        Year in which an industry (final users last) emits most; the last year where it is still rising.
    total_peak : (R,) int array
        The same of a region in all.
    cumulative : (R, S + 1) array
        What is emitted from the first year of the package on, unit of the satellite.
    rising : (R,) bool array
        Whether a region's emissions are highest in the last year: the peak is not on the path.
    since, until : int
        First and last year that are added up.
    """

    peak: IntArray
    total_peak: IntArray
    cumulative: Array
    rising: Array
    since: int
    until: int


def budget_of(p: Pathway, since: int | None = None) -> PathwayCarbon:
    """Return the peaks and the cumulative carbon of a path, since a year or since the package began."""
    made = p.followed.emissions
    years = np.array(p.years)
    total = made.sum(axis=2)
    counted = years >= (p.begins if since is None else since)
    return PathwayCarbon(
        years[made.argmax(axis=0)],
        years[total.argmax(axis=0)],
        made[counted].sum(axis=0),
        total.argmax(axis=0) == len(years) - 1,
        int(years[counted][0]),
        int(years[-1]),
    )


MORE = ("real_income", "gdp", "consumption", "capital", "welfare")
LESS = ("co2", "cumulative_co2", "bill")
"""Goals that are to be large, and small, beside the six characteristics."""
GOALS = (*MORE, *LESS, *CHARACTERISTICS)
LIMITS = ("bill", "bill_largest", "peak", "gap")
"""Limits beside those on goals."""
PER = {"bill": 1e-3, "bill_largest": 1e-3, "late": 1e-2, "gap": 1e-2}
"""Size of one step beyond a limit."""
STEP = 1e-2
"""The same of a goal."""
KEPT = 1e-9
"""Steps beyond a limit up to which it counts as kept."""
BUDGET = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*%\s*(?:of\s+)?GDP\s*(/\s*year)?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class SearchGoals:
    """Goals and limits of a search for a region.

    Parameters
    ----------
    region : str
        Code.
    goals : tuple of str
        Of `GOALS`, the first one first.
    limits : mapping of str to float
        ``bill`` and ``bill_largest`` (at most, shares of GDP), ``peak`` (year by which CO2 is highest), ``gap`` (at
        most, change of the inequality between regions), or a goal: at least, or at most where it is to be small.
    """

    region: str
    goals: tuple[str, ...]
    limits: Mapping[str, float]

    @property
    def signs(self) -> Array:
        """By goal, what turns its figure into one that is to be small."""
        return np.array([-1.0 if better(g) == "higher" else 1.0 for g in self.goals])

    def losses(self, figures: Mapping[str, float]) -> Array:
        """Return the goals as figures that are to be small."""
        return np.asarray(self.signs * np.array([figures[g] for g in self.goals]))

    def beyond(self, figures: Mapping[str, float]) -> Array:
        """Return how many steps each limit is exceeded by; negative where there is room."""
        return np.array([self._beyond(name, figures) for name in self.limits])

    def _beyond(self, name: str, figures: Mapping[str, float]) -> float:
        if name == "peak":
            return float(figures["late"]) / PER["late"]
        off = float(figures[name]) - self.limits[name]
        return (off if name in LIMITS or better(name) == "lower" else -off) / PER.get(name, STEP)

    def check(self, w: Accounts) -> None:
        """Refuse what makes no sense, or what the accounts have no figures for.

        Raises
        ------
        DataError, UnknownNameError
            Naming it.
        """
        w.regions.index(self.region)
        if not self.goals:
            raise DataError(tell("search.no_goal", known=join_items(GOALS)))
        for name in self.goals:
            if name not in GOALS:
                raise unknown("goal", name, GOALS, tell("search.goals", known=join_items(GOALS)))
        for name in self.limits:
            if name not in (*LIMITS, *GOALS):
                every = (*LIMITS, *GOALS)
                raise unknown("limit", name, every, tell("search.limits", known=join_items(every)))
        if {"co2", "cumulative_co2", "peak"} & {*self.goals, *self.limits} and "co2" not in w.satellites:
            raise DataError(tell("search.no_carbon"))
        if "gap" in self.limits and "population" not in w.facts:
            raise DataError(tell("search.no_people"))

    def figures(self, p: Pathway) -> dict[str, float]:
        """Return what a path comes to for the region: changes against the baseline in the last year, as fractions.

        ``welfare``, ``cumulative_co2`` and ``bill`` are of all years since the package began; ``peak`` is the year of
        the highest emissions, the one after the last where they still rise, and ``late`` by how much emissions after
        the year asked for exceed those up to it.
        """
        r = p.base.lab.baseline.regions.index(self.region)  # no economy is put together for it
        bill = bill_of(p)
        found = {name: float(p.change(name)[-1, r]) for name in SERIES}
        found |= {"welfare": float(p.welfare[r]), "bill": float(bill.present[r])}
        found |= {"bill_largest": float(bill.largest[r]), **self._carbon(p, r)}
        if "gap" in self.limits:
            found["gap"] = inequality(p) / inequality(p.baseline) - 1.0
        asked = [n for n in CHARACTERISTICS if n in (*self.goals, *self.limits)]
        return found | {name: characteristic(p, name, r) for name in asked}

    def _carbon(self, p: Pathway, r: int) -> dict[str, float]:
        here, there = budget_of(p), budget_of(p.baseline)
        without = float(there.cumulative[r].sum())
        more = float(here.cumulative[r].sum()) / without - 1.0 if without > 0 else np.nan
        found = {"cumulative_co2": more, "peak": float(here.total_peak[r] + here.rising[r])}
        if "peak" not in self.limits:
            return found
        made, by = p.followed.emissions[:, r].sum(axis=1), np.array(p.years) <= self.limits["peak"]
        return found | {"late": float(made[~by].max() / made[by].max() - 1.0) if not by.all() else -1.0}


def better(goal: str) -> str:
    """Return whether a goal is better ``higher`` or ``lower``.

    Examples
    --------
    >>> better("co2"), better("welfare"), better("green")
    ('lower', 'higher', 'lower')
    """
    if goal in CHARACTERISTICS:
        return str(indicators()[CHARACTERISTICS[goal]].better)
    return "lower" if goal in LESS else "higher"


def inequality(p: Pathway) -> float:
    """Return Theil's index of real income per head between the regions of a path in its last year."""
    w = p.base.lab.baseline
    people = w.facts["population"].values * np.exp(p.base.growth.population[-1])
    income = p.base.lab.benchmark.final * p.series("real_income")[-1]
    known = np.isfinite(people) & (people > 0) & (income > 0)
    return float(theil(income[known], people[known]).total)


def characteristic(p: Pathway, name: str, r: int) -> float:
    """Return the change of the headline indicator of a characteristic in the last year: of a share the difference."""
    id = CHARACTERISTICS[name]
    kept: dict[str, float] = p.base.__dict__.setdefault("_characteristics", {})
    if (key := f"{id} {r}") not in kept:
        kept[key] = float(headline(p.baseline[p.years[-1]], (id,))[id][r])
    after = float(headline(p[p.years[-1]], (id,))[id][r])
    return after - kept[key] if indicators()[id].unit == "1" else after / kept[key] - 1.0


def budget_limit(text: str | float | None) -> dict[str, float]:
    """Return a budget as a limit.

    Parameters
    ----------
    text : str or float, optional
        ``1%GDP`` is the present value of the fiscal cost over that of GDP, ``1%GDP/year`` the most expensive year; a
        number is a share of GDP in present value.

    Raises
    ------
    DataError
        For another text.

    Examples
    --------
    >>> budget_limit("1%GDP"), budget_limit("0.5% of GDP/year"), budget_limit(None)
    ({'bill': 0.01}, {'bill_largest': 0.005}, {})
    """
    if text is None:
        return {}
    if isinstance(text, (int, float)):
        return {"bill": float(text)}
    said = BUDGET.fullmatch(text)
    if said is None:
        raise DataError(tell("search.budget", text=text, present="1%GDP", yearly="1%GDP/year"))
    return {"bill_largest" if said[2] else "bill": round(float(said[1]) / 100, 12)}


def parse_goals(goals: str | Iterable[str]) -> tuple[str, ...]:
    """Return goals by name, each once.

    Examples
    --------
    >>> parse_goals("real_income, co2")
    ('real_income', 'co2')
    """
    names = goals.replace("，", ",").split(",") if isinstance(goals, str) else goals
    return tuple(dict.fromkeys(n.strip() for n in names if n.strip()))
