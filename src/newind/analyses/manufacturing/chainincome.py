"""Income of an economy from the chains of the world's final manufactures, by earner, and how many work for it.

The chains are those of manufactures sold to final users anywhere, changes in inventories among them; the income is that
of every industry of the economy that contributes, farms and services too, wherever the product is finished.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.satellite import readonly
from newind.analyses.manufacturing.carried import (
    GROUPS,
    at_year,
    figures,
    groups,
    manufactures,
    require_latest_closed_accounts,
)
from newind.charts.proofs import AreaStack
from newind.errors import DataError
from newind.frozen import Frozen
from newind.kernels.quotients import per_output, ratio
from newind.measures import shared
from newind.measures.shared import members
from newind.messages import NOTHING, list_columns, message, message_group

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.typing import Array, BoolArray

WHAT = "income from manufactures chains"
SKILLS: dict[str, Text] = message_group("manufacturing.chainincome.skills")
"""Labour by educational attainment."""
FACTORS: dict[str, Text] = message_group("manufacturing.chainincome.factors")
"""Who earns the income."""
TOTAL = message("manufacturing.chainincome.total")
DIMENSIONS: dict[str, dict[str, Text]] = {
    "origin": GROUPS,
    "factor": FACTORS,
    "jobs": GROUPS,
    "jobs_by_skill": SKILLS,
    "hours_by_skill": SKILLS,
}
"""Names of the parts of each split."""
UNITS = {"jobs": "persons", "jobs_by_skill": "persons", "hours_by_skill": "hours"}
NO_SKILLS = message("manufacturing.chainincome.no_skills")  # fmt: skip
NO_JOBS = message("manufacturing.chainincome.no_jobs")
BY_HOURS = message("manufacturing.chainincome.by_hours")
RESIDUAL = message("manufacturing.chainincome.residual")
NOTE: Text = message("manufacturing.chainincome.note")
COLUMNS = (
    "year", "region", "dimension", "part", *list_columns("label"), "value", "share", "unit", "status",
    *list_columns("note"),
)  # fmt: skip
COMPLETION = ("year", "region", "product", "income", "share", "world_share", "rca", "unit", "status")


@dataclass(frozen=True, eq=False)
class ChainIncome(Frozen):
    """Income and work of a region in manufactures chains, by year (T) and industry (S).

    Attributes
    ----------
    region : str
    years : tuple of int
    industries : tuple of str
    groups : dict of str to (S,) bool array
        Of :data:`newind.analyses.manufacturing.carried.GROUPS`.
    products : (S,) bool array
        Which industries finish manufactures.
    unit : str
    status : tuple of str
        Of the accounts of each year.
    world : (T, S) array, money
        World income of all chains by industry of completion: final manufactures of every region.
    completed : (T, S) array, money
        The region's income by industry of completion, wherever this is.
    income : (T, S) array, money
        The region's income by its own industry; both sum to the same.
    labour, hours : (T, 3, S) arrays, money and hours
        By skill and own industry; NaN where unknown.
    jobs : (T, S) array, persons engaged
    """

    region: str
    years: tuple[int, ...]
    industries: tuple[str, ...]
    groups: dict[str, BoolArray]
    products: BoolArray
    unit: str
    status: tuple[str, ...]
    world: Array
    completed: Array
    income: Array
    labour: Array
    hours: Array
    jobs: Array

    @property
    def note(self) -> Text:
        """Note for readers, in ``en`` and ``zh``."""
        return NOTE

    @property
    def share(self) -> Array:
        """The region's part of the income of all chains; (T,) in [0, 1]."""
        return ratio(self.income.sum(axis=1), self.world.sum(axis=1))

    @property
    def skilled_years(self) -> tuple[int, ...]:
        """Years in which labour by skill is known."""
        every = np.column_stack([self.amounts("factor"), self.amounts("hours_by_skill")])
        return tuple(year for year, values in zip(self.years, every, strict=True) if np.isfinite(values).all())

    def amounts(self, dimension: str) -> Array:
        """Return the parts of a dimension; (T, parts), in the order of :data:`DIMENSIONS`, NaN where unknown.

        Parameters
        ----------
        dimension : {"origin", "factor", "jobs", "jobs_by_skill", "hours_by_skill"}

        Raises
        ------
        DataError
            For a dimension that does not exist.
        """
        if dimension not in DIMENSIONS:
            raise DataError(f"{WHAT} has no dimension {dimension!r}. Dimensions are {', '.join(DIMENSIONS)}.")
        if dimension in ("origin", "jobs"):
            values = self.income if dimension == "origin" else self.jobs
            return np.stack([values[:, inside].sum(axis=1) for inside in self.groups.values()], axis=1)
        if dimension == "factor":
            labour = self.labour.sum(axis=2)
            return np.column_stack([labour, self.income.sum(axis=1) - labour.sum(axis=1)])
        if dimension == "hours_by_skill":
            return np.asarray(self.hours.sum(axis=2))
        worked = self.hours.sum(axis=1, keepdims=True)
        spread = np.where(worked == 0, 0.0, ratio(self.hours, worked))
        return np.asarray((spread * self.jobs[:, None]).sum(axis=2))

    def shares(self, dimension: str) -> Array:
        """Return the parts of a dimension as shares; (T, parts), rows sum to 1, NaN where unknown."""
        found = self.amounts(dimension)
        return ratio(found, found.sum(axis=1, keepdims=True))

    def split(self, dimension: str, year: int | None = None) -> dict[str, float]:
        """Return the shares of the parts in one year, where they are known.

        Parameters
        ----------
        dimension : str
            As for `amounts`.
        year : int, optional
            The last one in which they are known by default.

        Raises
        ------
        DataError
            For a year in which they are not known, naming the last in which they are.
        UnknownNameError
            For a year that is not there.
        """
        t = self._find_known_years(dimension)[-1] if year is None else at_year(self.years, year, -1, WHAT)
        found = self.shares(dimension)
        if np.isnan(found[t]).any():
            last = self.years[self._find_known_years(dimension)[-1]]
            raise DataError(
                f"{WHAT}: {dimension} of {self.region} is not known in {year}. The last year that has it is {last}."
            )
        return dict(zip(DIMENSIONS[dimension], map(float, found[t]), strict=True))

    def table(self) -> pd.DataFrame:
        """Return every split by year; the first row of a year is the income in all, ``share`` that of the world."""
        import pandas as pd

        return pd.DataFrame(list(self._rows()), columns=list(COLUMNS))

    def by_completion(self) -> pd.DataFrame:
        """Return the region's income by industry that finishes the product, with its revealed advantage.

        Returns
        -------
        DataFrame
            ``share`` and ``world_share`` of the chains of the product in the income from all chains, of the region and
            of the world; ``rca`` is their quotient: above 1 the region earns more there than the world does.
        """
        import pandas as pd

        return pd.DataFrame(list(self._completion()), columns=list(COMPLETION))

    def chart(self, dimension: str = "factor") -> AreaStack:
        """Return the shares of the parts over the years in which they are known as data of a chart."""
        known, found, labels = self._find_known_years(dimension), self.shares(dimension), DIMENSIONS[dimension]
        series = {part: tuple(map(float, found[known, k])) for k, part in enumerate(labels)}
        return AreaStack(tuple(self.years[t] for t in known), series, "1", dict(labels))

    def _find_known_years(self, dimension: str) -> list[int]:
        """Return the positions of the years in which a split is known, at least one.

        Raises
        ------
        DataError
            Where there is none.
        """
        found = np.flatnonzero(np.isfinite(self.shares(dimension)).all(axis=1))
        if not found.size:
            raise DataError(
                f"{WHAT}: {dimension} of {self.region} is not known in {self.years[0]} to {self.years[-1]}. Take "
                "newind.load('world').until(2009), or accounts with such satellites."
            )
        return [int(t) for t in found]

    def _rows(self) -> Iterator[tuple[object, ...]]:
        split = {name: (self.amounts(name), self.shares(name)) for name in DIMENSIONS}
        for t, year in enumerate(self.years):
            every = ("total", "income", *TOTAL.values(), self.income[t].sum(), self.share[t])
            yield year, self.region, *every, self.unit, self.status[t], *NOTHING.values()
            for name, (values, shares) in split.items():
                for k, (part, label) in enumerate(DIMENSIONS[name].items()):
                    said, status = self._describe_figure(name, part, float(values[t, k])), self.status[t]
                    yield (
                        year, self.region, name, part, *label.values(), values[t, k], shares[t, k],
                        UNITS.get(name, self.unit), "estimated" if name == "jobs_by_skill" else status,
                        *said.values(),
                    )  # fmt: skip

    def _describe_figure(self, dimension: str, part: str, value: float) -> Text:
        """Return the note of a figure: why it is missing, or how it was found."""
        if np.isnan(value):
            return NO_JOBS if dimension == "jobs" else NO_SKILLS
        if dimension == "jobs_by_skill":
            return BY_HOURS
        return RESIDUAL if part == "capital" else NOTHING

    def _completion(self) -> Iterator[tuple[object, ...]]:
        own, world = (ratio(a, a.sum(axis=1, keepdims=True)) for a in (self.completed, self.world))
        rca = ratio(own, world)
        for t, year in enumerate(self.years):
            for i in np.flatnonzero(self.products):
                said = (year, self.region, self.industries[i], self.completed[t, i])
                yield *said, own[t, i], world[t, i], rca[t, i], self.unit, self.status[t]


def chain_income(w: Accounts | Panel, region: str) -> ChainIncome:
    """Return what a region earns in the chains of final manufactures and who works for it, for each year there is.

    Parameters
    ----------
    w : Accounts or Panel
        Closed accounts; of a panel of several databases the last one is taken.
    region : str
        Code of the region.

    Returns
    -------
    ChainIncome
        By own industry, factor, skill and industry of completion.

    Raises
    ------
    DataError
        For accounts with a boundary, without manufacturing, or in which nobody buys manufactures for final use.
    UnknownNameError
        For a region that is not there, with the nearest.

    Notes
    -----
    Output in chains is ``q = B y`` for ``y`` the final manufactures of all regions; income, labour and jobs are those
    per unit of output times ``q``. Income by industry of completion is ``v_r B_rj y_j``, summed over regions of ``j``.

    References
    ----------
    Timmer, Los, Stehrer & de Vries (2013), Economic Policy 28(76), 613. Timmer, Erumban, Los, Stehrer & de Vries
    (2014), Journal of Economic Perspectives 28(2), 99.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = chain_income(load("world", year=2008), "CHN")
    >>> {part: round(share, 2) for part, share in found.split("origin").items()}
    {'agriculture': 0.12, 'manufacturing': 0.58, 'services': 0.22, 'other': 0.08}
    """
    every = require_latest_closed_accounts(w, WHAT)
    first, r = every[0], every[0].regions.index(region)
    made = manufactures(first, WHAT)
    found = [_year(one, r) for one in every]
    return ChainIncome(
        region=region,
        years=tuple(one.year for one in every),
        industries=first.industries,
        groups=groups(first),
        products=made,
        unit=first.unit,
        status=tuple(one.status for one in every),
        **{f.name: readonly(np.array([getattr(one, f.name) for one in found])) for f in fields(_YearArrays)},
    )


@dataclass(frozen=True, eq=False)
class _YearArrays(Frozen):
    """The arrays of one year, as in :class:`ChainIncome`."""

    world: Array
    completed: Array
    income: Array
    labour: Array
    hours: Array
    jobs: Array


def _year(w: Accounts, r: int) -> _YearArrays:
    made = np.where(members(w, "manufacturing"), w.Yr.sum(axis=1), 0.0)
    if not made.sum() > 0:
        raise DataError(f"{WHAT}: nobody buys manufactures for final use in {w.year}. Take tables in which some do.")
    own = slice(r * w.S, (r + 1) * w.S)
    output = w.LU.solve(made)[own]

    def scale_to_output(name: str) -> Array:
        return per_output(figures(w, name)[own], w.x[own]) * output

    return _YearArrays(
        world=made.reshape(w.R, w.S).sum(axis=0),
        completed=(shared.origin(w)[r] * made).reshape(w.R, w.S).sum(axis=0),
        income=w.v[own] * output,
        labour=np.array([scale_to_output(f"labour_compensation_{skill}") for skill in SKILLS]),
        hours=np.array([scale_to_output(f"hours_{skill}") for skill in SKILLS]),
        jobs=scale_to_output("employment"),
    )
