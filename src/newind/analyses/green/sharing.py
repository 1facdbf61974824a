"""Divide a nation's target among its regions and industries: who may emit how much, when each peaks, by which criteria.

Each criterion alone gives a full division; the weights the user gives mix them. So parts add up to the nation every
year, and more weight on a criterion moves every part straight towards what it alone gives. Nothing here says which
weights are right: it shows what each of them does to each part.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from newind.accounts.accounts import Accounts
from newind.accounts.panel import Panel
from newind.accounts.satellite import readonly
from newind.aliases import alias
from newind.analyses.green import sharing_criteria as criteria
from newind.analyses.green.sharing_parts import TargetParts, parts_of_accounts, parts_of_table, read_parts
from newind.analyses.green.sharing_target import NationalPath, Target, national
from newind.charts.proofs import Fan
from newind.errors import DataError, PolicyError, tell, unknown
from newind.frozen import Frozen
from newind.kernels import division
from newind.kernels.quotients import ratio
from newind.messages import in_each, message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    import pandas as pd

    from newind.messages import Text
    from newind.typing import Array, IntArray

SPREAD = 2.0
"""Nobody is asked for more than twice, or less than half, the average rate by one criterion: an assumption."""
STATUS = "simulated"
POINTS = 0.1
"""By how much a weight is raised where its effect is reported."""
SHOWN = 12
"""Parts that a chart names; the smaller ones together are the last one."""
REST = "REST"
LABELS = ("region", "industry")
NOTES: tuple[Text, ...] = (
    message("green.sharing.each_criterion_alone_gives", spread=SPREAD),
    message("green.sharing.notes.peaks_are_results"),
)


@dataclass(frozen=True, eq=False)
class Division(Frozen):
    """A national path divided among N parts by C criteria over T years.

    Attributes
    ----------
    parts : TargetParts
    path : NationalPath
        Years, the path, and how it came about.
    criteria : tuple of str
        Those that can be applied.
    weights : (C,) array
    order : {"heavy-first", "together", "reverse"}
    alone : (C, N, T) array, in the unit of the parts
        The division by each criterion alone.
    spread : float
        Bound of the rates relative to the average.
    """

    parts: TargetParts
    path: NationalPath
    criteria: tuple[str, ...]
    weights: Array
    order: str
    alone: Array
    spread: float = SPREAD

    @cached_property
    def paths(self) -> Array:
        """Emissions of the parts; (N, T), columns sum to the nation's path."""
        return readonly(division.combine_divisions(self.alone, self.weights))

    @property
    def years(self) -> tuple[int, ...]:
        """From the first year to the last."""
        return self.path.years

    @property
    def notes(self) -> tuple[Text, ...]:
        """Notes for readers."""
        return (*self.path.notes, *NOTES, *self.parts.notes)

    def apply_weights(self, weights: Mapping[str, float]) -> Division:
        """Return the division under other weights, at no cost.

        Raises
        ------
        UnknownNameError, PolicyError, DataError
            As :func:`divide_target`.
        """
        found = criteria.check_weights(
            weights, {c: tell("parts.need.figures") for c in criteria.CRITERIA if c not in self.criteria}
        )
        return replace(self, weights=readonly(np.array([found[c] for c in self.criteria])))

    def apply_order(self, order: str) -> Division:
        """Return the division with another order of parts.

        Raises
        ------
        UnknownNameError
            For an order that there is not.
        DataError
            Where intensities are not known, or parts were summed.
        """
        if len(self.path.reference) != len(self.parts):
            raise DataError("parts were summed: their order is set before. Take apply_order(...).totals(...).")
        each = criteria.divide_by_each_criterion(
            self.parts, self.path.reference, self.path.total, self.criteria, order, self.spread
        )
        return replace(self, order=order, alone=readonly(each))

    def totals(self, by: str) -> Division:
        """Return the division summed to regions or industries.

        Raises
        ------
        UnknownNameError
            For anything else.
        """
        if by not in LABELS:
            raise unknown("level", by, LABELS, "Parts are summed to region or industry.")
        labels = self.parts.regions if by == "region" else self.parts.industries
        names = tuple(dict.fromkeys(labels))
        into = np.array([[label == n for label in labels] for n in names], dtype=float)
        empty = ("",) * len(names)
        kept = {k: into @ v for k, v in self.parts.figures.items() if k in ("gdp", "cumulative", "floor", "employment")}
        parts = replace(
            self.parts, regions=names if by == "region" else empty, industries=empty if by == "region" else names,
            emissions=into @ self.parts.emissions, figures=kept, ahead=None,
        )  # fmt: skip
        return replace(self, parts=parts, alone=np.einsum("mn,cnt->cmt", into, self.alone))

    def table(self) -> pd.DataFrame:
        """Return emissions by part and year, tidy."""
        import pandas as pd

        n, t = self.paths.shape
        return pd.DataFrame(
            {
                "year": np.tile(self.years, n),
                "region": np.repeat(self.parts.regions, t),
                "industry": np.repeat(self.parts.industries, t),
                "emissions": self.paths.ravel(),
                "share": ratio(self.paths, np.broadcast_to(self.path.total, (n, t))).ravel(),
                "unit": self.parts.unit,
                "status": STATUS,
            }
        )

    def budgets(self) -> pd.DataFrame:
        """Return what each part may emit in all years after the first, and its lowest and highest over all weights."""
        sums, each = self.paths[:, 1:].sum(axis=1), self.alone[:, :, 1:].sum(axis=2)
        return self._frame(
            emissions_first=self.paths[:, 0],
            share_first=ratio(self.paths[:, 0], self.paths[:, 0].sum()),
            budget=sums,
            share=ratio(sums, sums.sum()),
            low=each.min(axis=0),
            high=each.max(axis=0),
            emissions_last=self.paths[:, -1],
            cut_last=1 - ratio(self.paths[:, -1], self.paths.max(axis=1)),
        )

    def peaks(self) -> pd.DataFrame:
        """Return the year in which each part peaks, its level, and the earliest and latest peak over all weights."""
        at, each = self._peak(self.paths), self._peak(self.alone)
        return self._frame(
            peak=at,
            level=self.paths.max(axis=1),
            over_first=ratio(self.paths.max(axis=1), self.paths[:, 0]),
            earliest=each.min(axis=0),
            latest=each.max(axis=0),
        )

    def sensitivity(self) -> pd.DataFrame:
        """Return each part's budget and peak by each criterion alone, and what ten more points of weight do.

        The other weights shrink in proportion. ``effect`` sums to zero over the parts.
        """
        import pandas as pd

        sums, each, peak = self.paths[:, 1:].sum(axis=1), self.alone[:, :, 1:].sum(axis=2), self._peak(self.alone)
        frames = []
        for k, c in enumerate(self.criteria):
            rest = 1 - self.weights[k]
            step = min(POINTS, rest) / rest if rest > 0 else 0.0
            frames.append(
                self._frame(
                    criterion=np.full(len(self.parts), c),
                    weight=np.full(len(self.parts), self.weights[k]),
                    budget_alone=each[k],
                    peak_alone=peak[k],
                    effect=step * (each[k] - sums),
                    effect_share=ratio(step * (each[k] - sums), sums),
                )
            )
        return pd.concat(frames, ignore_index=True)

    def wishes(self) -> pd.DataFrame:
        """Return what parts wish for and whether it can be: ``met``, ``other weights`` or ``infeasible``.

        A peak is wished for as the year up to which a part wants to grow. Where wished budgets that are each possible
        sum to more than the nation has left for them, a last row says by how much (part ``all``, ``infeasible``).
        """
        import pandas as pd

        rows: list[dict[str, object]] = []
        peaks, budgets = self.peaks(), self.budgets()
        for name, frame, column, ends in (
            ("wish_peak", peaks, "peak", ("earliest", "latest")), ("wish_budget", budgets, "budget", ("low", "high")),
        ):  # fmt: skip
            wished = self.parts.figures.get(name, np.full(len(self.parts), np.nan))
            for p in np.flatnonzero(np.isfinite(wished)):
                got, low, high = (float(frame[c].iloc[p]) for c in (column, *ends))
                rows.append(self._wish(int(p), name, float(wished[p]), got, low, high))
        rows += self._together()
        return pd.DataFrame(rows, columns=["part", "wish", "wished", "gets", "low", "high", "verdict"])

    @property
    def infeasible(self) -> tuple[str, ...]:
        """Parts with a wish that no weights give, ``all`` where budgets wished for are too much together."""
        found = self.wishes()
        return tuple(dict.fromkeys(found.loc[found["verdict"] == "infeasible", "part"]))

    def chart(self) -> Fan:
        """Return the paths of the largest parts as data of a chart, the others summed, with their peaks."""
        names = self.parts.codes
        order = np.argsort(-self.paths[:, 1:].sum(axis=1), kind="stable")
        first, rest = order[:SHOWN], order[SHOWN:]
        rows = [(names[i], tuple(map(float, self.paths[i]))) for i in first]
        labels = {names[i]: in_each(partial(self.parts.name, int(i))) for i in first}
        if len(rest):
            rows.append((REST, tuple(map(float, self.paths[rest].sum(axis=0)))))
            labels[REST] = message("green.sharing.chart.others", n_rest=len(rest))
        peaks = self._peak(self.paths)
        marks = tuple((int(peaks[i]), names[i]) for i in first)
        return Fan(self.years, tuple(rows), self.parts.unit, labels, marks=((self.path.peak, ""), *marks))

    def _peak(self, paths: Array) -> IntArray:
        return np.asarray(self.years[0] + paths.argmax(axis=-1), dtype=np.int64)

    def _frame(self, **columns: Array | IntArray) -> pd.DataFrame:
        import pandas as pd

        found = {"region": list(self.parts.regions), "industry": list(self.parts.industries), **columns}
        return pd.DataFrame(found).assign(unit=self.parts.unit, status=STATUS)

    def _wish(self, p: int, kind: str, wished: float, got: float, low: float, high: float) -> dict[str, object]:
        slack = 1e-9 * max(abs(wished), 1.0)
        verdict = "met" if wished <= got + slack else "other weights" if wished <= high + slack else "infeasible"
        return {"part": self.parts.codes[p], "wish": kind, "wished": wished, "gets": got, "low": low, "high": high,
                "verdict": verdict}  # fmt: skip

    def _together(self) -> list[dict[str, object]]:
        wished = self.parts.figures.get("wish_budget")
        if wished is None:
            return []
        each = self.alone[:, :, 1:].sum(axis=2)
        asked = np.isfinite(wished) & (np.nan_to_num(wished) <= each.max(axis=0) * (1 + 1e-9))
        least = float(np.where(asked, 0, each.min(axis=0)).sum())
        total, room = float(wished[asked].sum()), float(self.path.total[1:].sum()) - least
        if total <= room * (1 + 1e-12):
            return []
        got = float(self.paths[asked, 1:].sum())
        return [{"part": "all", "wish": "wish_budget", "wished": total, "gets": got, "low": float("nan"), "high": room,
                 "verdict": "infeasible"}]  # fmt: skip

    weighted = alias("apply_weights")
    ordered = alias("apply_order")


def divide_target(
    parts: TargetParts | Accounts | Panel | pd.DataFrame | str | PathLike[str],
    target: Target,
    weights: Mapping[str, float] | None = None,
    *,
    region: str | None = None,
    year: int | None = None,
    order: str = "heavy-first",
    spread: float = SPREAD,
) -> Division:
    """Divide a national target among parts by criteria.

    Parameters
    ----------
    parts : TargetParts, Accounts, Panel, DataFrame or path
        Parts; accounts, whose industries of `region` are the parts; or a table of parts (csv, xlsx), see
        :func:`~newind.analyses.green.sharing_parts.parts_of_table`.
    target : Target
        Peak year, later levels, and what the path starts from.
    weights : mapping of str to float, optional
        Of :data:`~newind.analyses.green.sharing_criteria.CRITERIA`, sum 1; equal ones of those that can be applied
        where left out.
    region : str, optional
        Of the accounts.
    year : int, optional
        Of the emissions; for accounts the last one with CO2 where left out, for tables it must be given.
    order : {"heavy-first", "together", "reverse"}
        The paper's order (the most intensive parts cut more at first and less in the end), none, or its reverse.
    spread : float
        By one criterion nobody is asked for more than this many times the average rate, or less than its inverse.

    Returns
    -------
    Division

    Raises
    ------
    DataError
        For figures that are missing or wrong, and criteria with weight but without figures.
    PolicyError
        For weights that do not add up to 1, a peak before the first year, levels that rise, floors above the path, or
        a budget that cannot be.
    UnknownNameError
        For a criterion, an order, a region or a year that there is not.

    Notes
    -----
    Under a criterion alone a part emits ``floor + (reference − floor) exp(−μ κ)``; κ is the part's stringency relative
    to the average and μ of each year makes parts sum to the nation. Equality moves shares to those by population
    (contraction and convergence). Under weights the division is the weighted mean.

    References
    ----------
    Own form. Capacity, responsibility and potential as criteria: Yi, Zou, Guo, Wang & Wei (2011), Energy Policy 39(5),
    2407 (GDP per head, cumulated emissions, energy per unit of industrial value added; there for targets of intensity).
    Equality: Meyer (2000), Contraction & Convergence, Green Books. Importance in chains and the order of parts are own.
    """
    if not spread >= 1:
        raise PolicyError(f"spread {spread:g} is below 1: rates cannot differ by less than nothing. Give 1 or more.")
    found = _parts(parts, region, year)
    share = criteria.weights_of(found, weights)
    path = national(found, target)
    names = tuple(share)
    each = criteria.divide_by_each_criterion(found, path.reference, path.total, names, order, spread)
    return Division(found, path, names, readonly(np.array(list(share.values()))), order, readonly(each), spread)


def _parts(
    given: TargetParts | Accounts | Panel | pd.DataFrame | str | PathLike[str], region: str | None, year: int | None
) -> TargetParts:
    if isinstance(given, TargetParts):
        return given
    if isinstance(given, (Accounts, Panel)):
        if region is None:
            raise DataError("accounts are divided by the industries of a region. Name it: region='CHN'.")
        return parts_of_accounts(given, region, year)
    if year is None:
        raise DataError("a table of parts does not say of which year its emissions are. Give the year.")
    return read_parts(given, year) if isinstance(given, (str, os.PathLike)) else parts_of_table(given, year)
