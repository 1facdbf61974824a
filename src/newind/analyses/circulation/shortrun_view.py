"""Results of a shortage followed day by day: totals, a curve by day, and the industries that stop first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from newind.analyses.losses import Span
from newind.messages import message

if TYPE_CHECKING:
    import pandas as pd

    from newind.analyses.circulation.shortrun import Stoppage
    from newind.analyses.circulation.shortrun_rules import AssumptionSet
    from newind.analyses.losses import Cut
    from newind.typing import Array, BoolArray

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
