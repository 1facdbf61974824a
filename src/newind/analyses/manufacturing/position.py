"""Where an economy stands in its chains over the years, and whether its industries moved or their mix did.

Being far upstream or downstream is no merit: both ends hold well and badly paid work. What the distance is worth is
shown by :func:`newind.analyses.manufacturing.smile.smile_curve`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.satellite import readonly
from newind.analyses.manufacturing.carried import at_year, manufactures, require_latest_closed_accounts
from newind.charts.proofs import ChartRow, Lines, Waterfall
from newind.errors import DataError
from newind.frozen import Frozen
from newind.kernels.contentchange import MixChange, mix_change
from newind.kernels.quotients import ratio
from newind.measures import zh
from newind.measures.exports import inventories_note, positions
from newind.messages import complete_text, fill, list_columns, message, message_group

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.typing import Array, BoolArray

WHAT = "position in chains"
MEASURES: dict[str, Text] = message_group("manufacturing.position.measures")
"""Names of the measures of a position."""
SCOPES: dict[str, Text] = message_group("manufacturing.position.scopes")
"""Over which industries a position is averaged."""
PARTS: dict[str, Text] = message_group("manufacturing.position.parts")
"""Names of the parts of a change of position."""
NOTE: Text = message("manufacturing.position.note")
COLUMNS = ("year", "region", "scope", "industry", "measure", "value", "weight", "unit", "status")
CHANGE = ("region", "start", "end", "scope", "measure", "industry", "part", *list_columns("label"), "value", "unit")
SHOWN = 8
"""Industries that a chart of a change names; the others are put together."""
REST: Text = message("manufacturing.position.rest")


@dataclass(frozen=True, eq=False)
class PositionChange:
    """Why the average position changed between two years.

    Attributes
    ----------
    region, scope, measure : str
    years : tuple of two int
    levels : tuple of two float, stages
    industries : tuple of str
        Of the scope.
    parts : MixChange
        By industry, sums to the change of the level.
    """

    region: str
    scope: str
    measure: str
    years: tuple[int, int]
    levels: tuple[float, float]
    industries: tuple[str, ...]
    parts: MixChange

    @property
    def within(self) -> float:
        """Change because industries moved, stages."""
        return float(self.parts.within.sum())

    @property
    def mix(self) -> float:
        """Change because other industries weigh more, stages."""
        return float(self.parts.mix.sum())

    def table(self) -> pd.DataFrame:
        """Return both parts of every industry, after their sums (``industry`` empty)."""
        import pandas as pd

        return pd.DataFrame(list(self._rows()), columns=list(CHANGE))

    def chart(self) -> Waterfall:
        """Return the change as steps: the industries whose two parts are largest together, then all others."""
        every = self.parts.within + self.parts.mix
        order = np.argsort(-np.abs(every), kind="stable")
        steps = [ChartRow(self.industries[i], float(every[i])) for i in order[:SHOWN]]
        if len(order) > SHOWN:
            steps.append(ChartRow("rest", float(every[order[SHOWN:]].sum()), label=REST))
        first, last = (message("language.lone_year", year=y) for y in self.years)
        return Waterfall(self.levels[0], tuple(steps), self.levels[1], "stages", (first, last))

    def _rows(self) -> Iterator[tuple[object, ...]]:
        said = (self.region, *self.years, self.scope, self.measure)
        for part, label in PARTS.items():
            yield *said, None, part, *label.values(), getattr(self, part), "stages"
        for i, code in enumerate(self.industries):
            for part, label in PARTS.items():
                yield *said, code, part, *label.values(), getattr(self.parts, part)[i], "stages"


@dataclass(frozen=True, eq=False)
class ChainPosition(Frozen):
    """Up- and downstreamness of a region's industries by year (T) and industry (S).

    Attributes
    ----------
    region : str
    years : tuple of int
    industries : tuple of str
    manufacturing : (S,) bool array
    status : tuple of str
        Of the accounts of each year.
    upstreamness, downstreamness : (T, S) arrays, stages, >= 1
        NaN for an industry without output.
    output : (T, S) array, money
    inventories : str
        Which categories of final demand are set aside as changes in inventories.
    """

    region: str
    years: tuple[int, ...]
    industries: tuple[str, ...]
    manufacturing: BoolArray
    status: tuple[str, ...]
    upstreamness: Array
    downstreamness: Array
    output: Array
    inventories: str

    @property
    def note(self) -> Text:
        """Note for readers, in ``en`` and ``zh``."""
        said = self.inventories[:1].upper() + self.inventories[1:]
        return fill(NOTE, inventories=complete_text({"zh": zh.note(self.inventories)}, said))

    def level(self, measure: str = "upstreamness", scope: str = "economy") -> Array:
        """Return the mean position weighted by output; (T,) stages, NaN without output.

        Raises
        ------
        DataError
            For a measure or scope that does not exist.
        """
        stages, weights = self._stages(measure), self._weights(scope)
        return np.where(weights.any(axis=1), (weights * np.nan_to_num(stages)).sum(axis=1), np.nan)

    def change(
        self, measure: str = "upstreamness", scope: str = "economy", start: int | None = None, end: int | None = None
    ) -> PositionChange:
        """Split the change of the mean position into moves of industries and change of their mix.

        Parameters
        ----------
        measure : {"upstreamness", "downstreamness"}
        scope : {"economy", "manufacturing"}
        start, end : int, optional
            Years, the first and the last by default.

        Returns
        -------
        PositionChange
            Exact; an industry without output in one of the years counts as a change of mix.

        Raises
        ------
        DataError
            For a measure or scope that does not exist, two equal years, or a year without output.
        UnknownNameError
            For a year that is not there.
        """
        t, u = at_year(self.years, start, 0, WHAT), at_year(self.years, end, -1, WHAT)
        if t == u:
            raise DataError(f"{WHAT}: a change needs two years, not {self.years[t]} twice. Give a panel, or two years.")
        stages, weights, level = self._stages(measure), self._weights(scope), self.level(measure, scope)
        if np.isnan(level[[t, u]]).any():
            raise DataError(f"{WHAT}: {scope} of {self.region} has no output in one of the years. Take other years.")
        kept = np.flatnonzero(self._within(scope))
        parts = mix_change((weights[t, kept], stages[t, kept]), (weights[u, kept], stages[u, kept]))
        return PositionChange(
            self.region,
            scope,
            measure,
            (self.years[t], self.years[u]),
            (float(level[t]), float(level[u])),
            tuple(self.industries[i] for i in kept),
            parts,
        )

    def table(self) -> pd.DataFrame:
        """Return both measures by year: means of each scope (``industry`` empty), then every industry.

        ``weight`` is the share in the region's output.
        """
        import pandas as pd

        return pd.DataFrame([*self._means(), *self._by_industry()], columns=list(COLUMNS))

    def chart(self, scope: str = "manufacturing") -> Lines:
        """Return both means over the years as data of a chart."""
        series = {name: tuple(map(float, self.level(name, scope))) for name in MEASURES}
        return Lines(self.years, series, "upstreamness", "stages", dict(MEASURES))

    def _stages(self, measure: str) -> Array:
        if measure not in MEASURES:
            raise DataError(f"{WHAT} has no measure {measure!r}. Measures are {' and '.join(MEASURES)}.")
        return self.upstreamness if measure == "upstreamness" else self.downstreamness

    def _within(self, scope: str) -> BoolArray:
        if scope not in SCOPES:
            raise DataError(f"{WHAT} has no scope {scope!r}. Scopes are {' and '.join(SCOPES)}.")
        return self.manufacturing if scope == "manufacturing" else np.ones_like(self.manufacturing)

    def _weights(self, scope: str) -> Array:
        """Return shares in the output of a scope; (T, S), 0 outside it and without output."""
        output = np.where(self._within(scope), self.output, 0.0)
        return np.nan_to_num(ratio(output, output.sum(axis=1, keepdims=True)))

    def _means(self) -> Iterator[tuple[object, ...]]:
        for scope in SCOPES:
            weight = ratio(np.where(self._within(scope), self.output, 0.0).sum(axis=1), self.output.sum(axis=1))
            for measure in MEASURES:
                for t, value in enumerate(self.level(measure, scope)):
                    said = (self.years[t], self.region, scope, None, measure)
                    yield *said, value, weight[t], "stages", self.status[t]

    def _by_industry(self) -> Iterator[tuple[object, ...]]:
        weights = self._weights("economy")
        for t, year in enumerate(self.years):
            for i, code in enumerate(self.industries):
                scope = "manufacturing" if self.manufacturing[i] else "economy"
                for measure in MEASURES:
                    value = self._stages(measure)[t, i]
                    yield year, self.region, scope, code, measure, value, weights[t, i], "stages", self.status[t]


def chain_position(w: Accounts | Panel, region: str) -> ChainPosition:
    """Return where a region's industries stand in their chains, for each year there is.

    Parameters
    ----------
    w : Accounts or Panel
        Closed accounts; of a panel of several databases the last one is taken.
    region : str
        Code of the region.

    Returns
    -------
    ChainPosition
        Levels by year and industry; `change` splits a change between two years.

    Raises
    ------
    DataError
        For accounts with a boundary or without manufacturing.
    UnknownNameError
        For a region that is not there, with the nearest.

    References
    ----------
    Antràs & Chor (2018), in World Trade Evolution, ch. 5.

    Examples
    --------
    >>> from newind.data.reference import load
    >>> found = chain_position(load("world", year=2011), "CHN")
    >>> found.level("upstreamness", "manufacturing").round(2).tolist()
    [3.15]
    """
    every = require_latest_closed_accounts(w, WHAT)
    first, r = every[0], every[0].regions.index(region)
    stages = np.array([positions(one) for one in every]).reshape(len(every), 2, first.R, first.S)[:, :, r]
    output = np.array([one.x.reshape(first.R, first.S)[r] for one in every])
    stages = np.where(output[:, None] > 0, stages, np.nan)
    return ChainPosition(
        region=region,
        years=tuple(one.year for one in every),
        industries=first.industries,
        manufacturing=manufactures(first, WHAT),
        status=tuple(one.status for one in every),
        upstreamness=readonly(np.ascontiguousarray(stages[:, 0])),
        downstreamness=readonly(np.ascontiguousarray(stages[:, 1])),
        output=readonly(output),
        inventories=inventories_note(first),
    )
