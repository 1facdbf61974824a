"""A shortage day by day: what a cut or a stoppage costs before anybody has found another supplier.

The horizon is days: prices and recipes are fixed, stocks are used up, orders keep going where they always went. It is
another question than that of :mod:`newind.analyses.losses`, where everybody has adjusted, and the two do not add up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.circulation.shortrun_rules import build_cases, network_of
from newind.analyses.losses import Cut, Span
from newind.equilibrium.calibrate import fold
from newind.errors import DataError, unknown
from newind.kernels.propagation import Disruption, fading, run
from newind.kernels.quotients import ratio
from newind.measures.bounds import refuse_estimated_blocks
from newind.messages import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.analyses.circulation.shortrun_rules import AssumptionSet
    from newind.kernels.propagation import ProductionCourse
    from newind.typing import Array, BoolArray


STOPPED = 0.5
"""Share of usual production below which an industry counts as stopped."""
LONGEST = 3660
"""Most days that are followed."""


@dataclass(frozen=True)
class Stoppage:
    """Industries of a region that lose a part of their capacity.

    Parameters
    ----------
    region : str
    industries : tuple of str
    share : float in (0, 1]
        Part of their capacity that is lost.
    """

    region: str
    industries: tuple[str, ...]
    share: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what is no stoppage.

        Raises
        ------
        DataError
            Without an industry, or for a share out of range.
        """
        if not self.industries:
            raise DataError(f"a stoppage in {self.region} names no industry. Name at least one.")
        if not 0 < self.share <= 1:
            raise DataError(f"a stoppage of {self.share!r} of capacity makes no sense. Give a share above 0, up to 1.")


def propagation(
    w: Accounts,
    region: str,
    event: Cut | Stoppage,
    days: int = 365,
    *,
    lasting: int = 90,
    recovery: int = 0,
    origins: str = "pooled",
    parameters: Mapping[str, float] | None = None,
) -> Propagation:
    """Follow a cut or a stoppage day by day, with the stocks that industries hold.

    Parameters
    ----------
    w : Accounts
        Closed accounts of one year, observed.
    region : str
        Economy whose loss is asked; all others are followed with it.
    event : Cut or Stoppage
        A cut as in :mod:`newind.analyses.losses`, or industries that lose capacity.
    days : int
        How long to follow it.
    lasting : int
        Days at full strength, from the first.
    recovery : int
        Days in which it then fades.
    origins : {"pooled", "separate"}
        Whether users can take a product of one origin for that of another. Pooled, stocks are of a product wherever it
        comes from; separate, an input that one economy alone supplies stops its users whatever others make. The first
        is the kinder end, the second the harder one.
    parameters : mapping, optional
        In place of shipped parameters; what is given is not varied.

    Returns
    -------
    Propagation

    Raises
    ------
    DataError
        For accounts with a boundary or with estimated flows between regions, days or parameters that make no sense.
    UnknownNameError
        For names that do not exist, with the nearest.

    Notes
    -----
    A loss need not grow with the shock everywhere: who is hit orders less and leaves more of what is rationed to
    others. Along a chain in which nobody competes for goods it does.

    References
    ----------
    Hallegatte (2008), Risk Analysis 28(3), 779. Hallegatte (2014), Risk Analysis 34(1), 152. Guan et al. (2020), Nature
    Human Behaviour 4, 577.
    """
    _check_days(days, lasting, recovery)
    refuse_estimated_blocks(w, "a shortage that travels between regions")
    r, cases = w.regions.index(region), build_cases(parameters)
    base = fold(w).accounts
    disruption = _disruption(base, event, fading(days, lasting, recovery))
    chosen = cases if origins == "pooled" else [c for c in cases if c.name != "between"]
    found = [_simulate_case(base, case, origins, disruption) for case in chosen]
    return Propagation(
        region=region,
        event=event,
        lasting=lasting,
        recovery=recovery,
        origins=origins,
        cases=tuple(chosen),
        regions=tuple(w.regions.codes),
        named=w.regions.named,
        daily=np.array([_daily(base, course) for course in found]),
        unmet=np.array([_unmet(base, course) for course in found]),
        first=tuple(_first(base, course, disruption.lost > 0) for course in found),
        falls=_falls(base, found[0], r),
    )


def _check_days(days: int, lasting: int, recovery: int) -> None:
    for name, value, least in (("days", days, 1), ("lasting", lasting, 1), ("recovery", recovery, 0)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or not least <= value <= LONGEST:
            raise DataError(f"{name} {value!r} makes no sense. Give a whole number of days from {least} to {LONGEST}.")


def _simulate_case(w: Accounts, case: AssumptionSet, origins: str, disruption: Disruption) -> ProductionCourse:
    return run(network_of(w, origins), case.rules(w, origins), disruption)


def _disruption(w: Accounts, event: Cut | Stoppage, path: Array) -> Disruption:
    """Return what an event takes away."""
    if isinstance(event, Cut):
        event.check(w)
        return Disruption(path, np.zeros(w.n), *cut_flows(w, event))
    lost = np.zeros((w.R, w.S))
    for industry in event.industries:
        if industry not in w.industries:
            raise unknown("industry", industry, w.industries, "")
        lost[w.regions.index(event.region), w.industries.index(industry)] = event.share
    return Disruption(path, lost.ravel())


def cut_flows(w: Accounts, cut: Cut) -> tuple[Array, Array]:
    """Return 1 for every flow that a cut takes away: to industries (n, n), and to final users (n, R)."""
    partners, home = _these(w.regions.codes, cut.partners), _these(w.regions.codes, (cut.region,))
    sellers, buyers = (partners, home) if cut.side == "supply" else (home, partners)
    users = _these(w.industries, cut.users) if cut.users else np.ones(w.S, dtype=bool)
    sold = np.outer(sellers, _these(w.industries, cut.industries)).ravel()
    inputs = np.outer(sold, np.outer(buyers, users).ravel())
    final = np.outer(sold, buyers) * (not cut.users)
    return inputs.astype(np.float64), final.astype(np.float64)


def _these(codes: tuple[str, ...], chosen: tuple[str, ...]) -> BoolArray:
    return np.isin(np.array(codes), list(chosen))


def _daily(w: Accounts, course: ProductionCourse) -> Array:
    """Return the value added lost each day, as a share of that of a usual day; (T, R)."""
    lost = ((1.0 - course.made) * w.value_added).reshape(-1, w.R, w.S).sum(axis=2)
    return ratio(lost, w.gdp)


def _unmet(w: Accounts, course: ProductionCourse) -> Array:
    """Return final demand not met over all days, as a share of a year's; (R,)."""
    usual = w.Y3.sum(axis=(0, 1))
    return ratio((usual - course.bought).sum(axis=0), usual * YEAR)


def _first(w: Accounts, course: ProductionCourse, hit: BoolArray) -> tuple[tuple[str, int], ...]:
    """Return the industry that stops first in each region, and its day (from 1); an empty code and 0 where none does.

    Industries that lose capacity themselves do not count. Of those that stop on one day, the largest stands.
    """
    stopped = (course.made < STOPPED) & ~hit & (w.x > 0)
    found = []
    for r in range(w.R):
        own = stopped[:, r * w.S : (r + 1) * w.S]
        if own.any():
            day = int(own.any(axis=1).argmax())
            size = np.where(own[day], w.value_added.reshape(w.R, w.S)[r], -np.inf)
            found.append((w.industries[int(size.argmax())], day + 1))
        else:
            found.append(("", 0))
    return tuple(found)


def _falls(w: Accounts, course: ProductionCourse, r: int) -> tuple[tuple[str, float, int, str], ...]:
    """Return for each industry of a region its largest loss, the day of it, and the input that limits it then."""
    own = slice(r * w.S, (r + 1) * w.S)
    made, limiting = course.made[:, own], course.limiting[:, own]
    days, codes = made.argmin(axis=0), w.industries
    found = []
    for i, code in enumerate(codes):
        if w.x[r * w.S + i] > 0:
            at = int(limiting[days[i], i])
            found.append((code, 1.0 - float(made[days[i], i]), int(days[i]) + 1, codes[at % w.S] if at >= 0 else ""))
    return tuple(found)


YEAR = 365
"""Days of a year: shares of a year are sums over days divided by it."""
CAVEAT = message("circulation.shortrun_view.caveat")
"""Caveat beside every value of this kind."""
COLUMNS = (
    "region", "named", "low", "middle", "high", "worst_low", "worst_middle", "worst_high", "worst_day",
    "first_industry", "first_day", "first_industry_severe", "first_day_severe",
    "unmet_low", "unmet_middle", "unmet_high",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Propagation:
    """Cost of a cut or a stoppage day by day, under each set of assumptions, the middle one first.

    Parameters
    ----------
    region : str
        Economy that is asked about.
    event : Cut or Stoppage
    lasting, recovery : int
        Days at full strength, and days of fading after them.
    origins : {"pooled", "separate"}
    cases : tuple of AssumptionSet
        C sets of assumptions.
    regions : tuple of str
    named : (R,) bool array
        False for aggregates such as the rest of the world.
    daily : (C, T, R) array
        Value added lost as a share of that of a usual day; negative where more is made than usual; NaN for a region
        without value added.
    unmet : (C, R) array
        Final demand not met, as a share of a year's.
    first : tuple of tuple
        By case and region, the industry that falls below half of its usual production first, and the day (from 1).
    falls : tuple of (industry, largest loss, day, limiting input)
        Industries of `region` in the middle case.
    """

    region: str
    event: Cut | Stoppage
    lasting: int
    recovery: int
    origins: str
    cases: tuple[AssumptionSet, ...]
    regions: tuple[str, ...]
    named: BoolArray = field(repr=False)
    daily: Array = field(repr=False)
    unmet: Array = field(repr=False)
    first: tuple[tuple[tuple[str, int], ...], ...] = field(repr=False)
    falls: tuple[tuple[str, float, int, str], ...] = field(repr=False)

    @property
    def horizon(self) -> str:
        """Always ``days``: not one of the horizons of the equilibrium model."""
        return "days"

    @property
    def days(self) -> int:
        """How many days were followed."""
        return int(self.daily.shape[1])

    @property
    def total(self) -> Array:
        """Value added lost over all days as a share of a year's, by case and region; (C, R)."""
        return np.asarray(self.daily.sum(axis=1) / YEAR)

    @property
    def loss(self) -> Span:
        """Value added that the region loses over all days, as a share of a year's."""
        return span(self.total[:, self._at])

    @property
    def worst(self) -> Span:
        """Largest loss of a day, as a share of a usual day's value added."""
        return span(self.daily[:, :, self._at].max(axis=1))

    @property
    def worst_day(self) -> int:
        """Day of the largest loss in the middle case, counted from 1."""
        return int(self.daily[0, :, self._at].argmax()) + 1

    @property
    def first_to_stop(self) -> tuple[str, int]:
        """Industry of the region that falls below half of its usual production first, and its day; ("", 0) if none."""
        return self.first[0][self._at]

    @property
    def _at(self) -> int:
        return self.regions.index(self.region)

    @property
    def _severe(self) -> int:
        """Position of the worst combination; the middle where nothing is varied."""
        return next((i for i, case in enumerate(self.cases) if case.name == "severe"), 0)

    def curve(self) -> pd.DataFrame:
        """Return the region's loss by day: ``day`` (from 1), ``low``, ``middle``, ``high`` (share of a usual day)."""
        import pandas as pd

        own = self.daily[:, :, self._at]
        day = np.arange(1, self.days + 1)
        return pd.DataFrame({"day": day, "low": own.min(axis=0), "middle": own[0], "high": own.max(axis=0)})

    def industries(self) -> pd.DataFrame:
        """Return industries of the region, the largest fall first, in the middle case.

        Columns ``industry``, ``loss`` (largest loss of a day as a share of usual production), ``day``, ``limited_by``
        (the input that limits it on that day; empty where demand or capacity does).
        """
        import pandas as pd

        found = pd.DataFrame(self.falls, columns=["industry", "loss", "day", "limited_by"])
        return found.sort_values("loss", ascending=False, kind="stable").reset_index(drop=True)

    def table(self) -> pd.DataFrame:
        """Return what every region loses: the region first, then by the middle loss.

        Columns: ``region``; ``named``; ``low``, ``middle``, ``high`` (value added lost, share of a year's);
        ``worst_low``, ``worst_middle``, ``worst_high`` (largest loss of a day, share of a usual day's), ``worst_day``;
        ``first_industry``, ``first_day`` (below half of usual production first, middle case) and the same in the most
        severe case; ``unmet_low``, ``unmet_middle``, ``unmet_high`` (final demand not met, share of a year's).
        """
        import pandas as pd

        worst = self.daily.max(axis=1)
        found = {"region": self.regions, "named": self.named} | _ends("", self.total) | _ends("worst_", worst)
        found |= {"worst_day": self.daily[0].argmax(axis=0) + 1} | _ends("unmet_", self.unmet)
        for suffix, case in (("", 0), ("_severe", self._severe)):
            found[f"first_industry{suffix}"] = [code for code, _ in self.first[case]]
            found[f"first_day{suffix}"] = [day for _, day in self.first[case]]
        order = np.lexsort((-self.total[0], np.array(self.regions) != self.region))
        return pd.DataFrame(found)[list(COLUMNS)].iloc[order].reset_index(drop=True)


def span(values: Array) -> Span:
    """Return the lowest, the first and the highest of figures by case; (C,)."""
    return Span(float(values.min()), float(values[0]), float(values.max()))


def _ends(prefix: str, values: Array) -> dict[str, object]:
    """Return low, middle and high of figures by case and region."""
    ends = {"low": values.min(axis=0), "middle": values[0], "high": values.max(axis=0)}
    return {f"{prefix}{name}": figures for name, figures in ends.items()}
