"""An index: scores, ranks and weights, everything that was done on the way, and what can be asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import join_items, tell, unknown
from newind.index.building import RAW, RecipeResult, apply, differ_in_weights_only, reweight_index, run
from newind.index.choices import ranks
from newind.index.combine import LogEntry
from newind.index.intake import table_of
from newind.index.table import OBSERVED, Table
from newind.messages import list_languages, message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    import pandas as pd

    from newind.index.audit import Audit
    from newind.index.montecarlo import Uncertainty
    from newind.index.specification import Spec
    from newind.typing import Array


@dataclass(frozen=True, eq=False)
class Index:
    """An index that has been built.

    Attributes
    ----------
    spec : Spec
        What it is made of and how.
    table : Table
        The figures as they were given.
    built : RecipeResult
        What each step made of them, and what was fixed for scoring other rows.
    """

    spec: Spec
    table: Table
    built: RecipeResult

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Scores: a row a unit (and year, and scenario), columns from the index down to the normalised indicators."""
        return frame(self.built.scores, self.stages["normalise"], self.spec)

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """Ranks of the scores, 1 the highest, ties at the better rank; within each year of a panel."""
        return rank_scores(self.scores)

    @cached_property
    def weights(self) -> pd.DataFrame:
        """Weights: an element a row with its level, its weight among its siblings, and its weight in the index.

        Weights that each unit chooses for itself are shown at their mean share.
        """
        import pandas as pd

        from newind.index.combine import effective, list_sibling_weights

        own = list_sibling_weights(self.built.fitted.nodes, self.tree.top)
        whole = effective(self.tree, own)
        rows = [
            {
                "code": c,
                "level": self.tree.level[c],
                "parent": self.tree.by_code[c].parent,
                "weight": own[c],
                "effective": whole[c],
            }
            for c in self.tree.display_codes
        ]
        return pd.DataFrame(rows).set_index("code")

    @cached_property
    def log(self) -> pd.DataFrame:
        """Changes by each step: step, code, how many values, in words."""
        import pandas as pd

        rows = [(c.step, c.code, c.count, *c.text.values()) for c in self.built.log]
        return pd.DataFrame(rows, columns=["step", "code", "count", *list_languages()])

    @cached_property
    def unscored(self) -> pd.DataFrame:
        """Rows that are not scored: share of indicators known, pillars of which nothing is known, what is missing."""
        import pandas as pd

        columns = ["unit", "time", "scenario", "available", "pillars", "missing"]
        rows = [
            (u.unit, u.time, u.scenario, u.available, ", ".join(u.pillars), ", ".join(u.missing))
            for u in self.built.unscored
        ]
        found = pd.DataFrame(rows, columns=columns)
        return found if any(t >= 0 for t in self.table.rows.times) else found.drop(columns="time")

    @property
    def tree(self) -> Any:
        """Indicators and aggregates of the specification."""
        return self.spec.tree

    @property
    def stages(self) -> dict[str, Table]:
        """Name of each step → the figures after it; ``raw`` are those given."""
        return self.built.stages

    def stage(self, name: str) -> pd.DataFrame:
        """Return the figures after a step.

        Raises
        ------
        UnknownNameError
            For a step that the recipe does not have.
        """
        if name not in self.stages:
            raise unknown("step", name, self.stages, tell("index.steps", known=join_items(self.stages)))
        return self.stages[name].frame()

    def changes(self, step: str) -> pd.DataFrame:
        """Return each figure that a step changed: unit, code, before and after.

        Raises
        ------
        UnknownNameError
            For a step that the recipe does not have.
        """
        self.stage(step)
        names = list(self.stages)
        before, after = self.stages[names[max(names.index(step) - 1, 0)]], self.stages[step]
        return _differences(before, after)

    def replay(self, changes: Mapping[str, Any] | None = None) -> Index:
        """Return the index built again from the same figures with some things changed.

        Parameters
        ----------
        changes : mapping
            Step → its method, or settings to change (others stay), or None to leave the step out; ``order`` → names
            of the steps; ``remove`` → codes; ``weights`` → code → weight; ``view`` → another tree over the indicators.

        Returns
        -------
        Index

        Raises
        ------
        DataError, UnknownNameError
            For changes that make no sense, or that the figures do not allow.

        Examples
        --------
        >>> import pandas as pd
        >>> from newind.index import build
        >>> data = pd.DataFrame({"unit": ["a", "b", "c"], "jobs": [1.0, 2.0, 3.0], "pay": [5.0, 1.0, 3.0]})
        >>> meta = pd.DataFrame({"code": ["jobs", "pay", "all"], "parent": ["all", "all", ""]})
        >>> index = build(data, meta)
        >>> index.replay({"normalise": "rank", "weights": {"jobs": 3}}).scores["all"].to_dict()
        {'a': 1.5, 'b': 1.75, 'c': 2.75}
        """
        spec = self.spec.apply_changes(changes or {})
        if differ_in_weights_only(spec, self.spec):
            return Index(spec, self.table, reweight_index(self.built, spec))
        table = self.table.select(spec.tree.indicators)
        return Index(spec, table, run(table, spec))

    def view(self, name: str) -> Index:
        """Return the index over another tree of the same indicators, such as the four systems."""
        return self.replay({"view": name})

    def score(self, table: pd.DataFrame | str | PathLike[str]) -> pd.DataFrame:
        """Score other rows by what was fixed on this index's figures: imputation, treatment, scale and weights.

        Parameters
        ----------
        table : DataFrame or path
            Units × indicators or a measure table, as for :func:`build`. What a scenario does not tell is held at the
            observed figure of the same unit and year, where the index has one.

        Returns
        -------
        DataFrame
            As :attr:`scores`; rows of which too little is known are NaN, and ``attrs["log"]`` (changes, in English
            and Chinese) says what was filled,
            held or not scored.

        Raises
        ------
        DataError
            For codes without data, or groups and years that the index does not know.
        """
        return score_table(self, table_of(table, self.spec))

    def uncertainty(self, *args: Any, **settings: Any) -> Uncertainty:
        """Return how much scores and ranks depend on choices; see :func:`newind.index.montecarlo.uncertainty`."""
        from newind.index.montecarlo import uncertainty

        return uncertainty(self, *args, **settings)

    def audit(self, *args: Any, **settings: Any) -> Audit:
        """Return the ten steps of the handbook with marks; see :func:`newind.index.audit.audit`."""
        from newind.index.audit import audit

        return audit(self, *args, **settings)

    def __repr__(self) -> str:
        """Say what the index is."""
        rows, tree = len(self.scores), self.tree
        gone = f", {len(self.built.unscored)} rows not scored" if self.built.unscored else ""
        size = f"{rows} rows, {len(tree.indicators)} indicators, {len(tree.pillars)} pillars"
        return f"Index({self.spec.id}: {size}{gone})"

    def _repr_html_(self) -> str:
        head = self.scores[[c for c in self.tree.display_codes if c not in self.tree.indicators]]
        return f"<p>{self!r}</p>{head.sort_values(self.tree.top, ascending=False).head(20).round(1).to_html()}"


def frame(scores: Mapping[str, Array], table: Table, spec: Spec, *, panel: bool = False) -> pd.DataFrame:
    """Return scores as a frame: the index first, then level by level."""
    import pandas as pd

    return pd.DataFrame({code: scores[code] for code in spec.tree.display_codes}, index=table.rows.index(panel=panel))


def rank_scores(scores: pd.DataFrame) -> pd.DataFrame:
    """Return ranks of scores, 1 the highest, within each year and scenario; unknown where the score is."""
    import pandas as pd

    apart = [name for name in scores.index.names if name in ("time", "scenario")]
    by = [scores.index.get_level_values(name).astype(str) for name in apart]
    groups = np.unique(by[0] if len(by) == 1 else by[0] + " " + by[1], return_inverse=True)[1] if by else None
    found = ranks(scores.to_numpy(dtype=np.float64), groups)
    return pd.DataFrame(found, index=scores.index, columns=scores.columns).astype("Int64")


def score_table(index: Index, table: Table) -> pd.DataFrame:
    """Return the scores of a table by what an index fixed; :meth:`Index.score` says how."""
    table, held = hold(index.table, table)
    scores, _, lines = apply(table, index.spec, index.built.fitted)
    found = frame(scores, table, index.spec, panel=index.table.rows.panel)
    gone = np.flatnonzero(np.isnan(scores[index.tree.top]))
    lost = [LogEntry("screen", table.rows.labels[i], 1, message("index.log.screen.row")) for i in gone]
    found.attrs["log"] = (*held, *lines, *lost)
    return found


def hold(base: Table, table: Table) -> tuple[Table, list[LogEntry]]:
    """Return a table in which scenarios have the observed figures for what they do not tell, and what was held."""
    observed = {
        (u, t): k for k, (u, t, s) in enumerate(zip(base.rows.units, base.rows.times, base.rows.scenarios, strict=True))
        if s == OBSERVED
    }  # fmt: skip
    values = table.values.copy()
    said: list[LogEntry] = []
    for i, scenario in enumerate(table.rows.scenarios):
        at = observed.get((table.rows.units[i], table.rows.times[i]))
        if scenario == OBSERVED or at is None:
            continue
        gap = np.isnan(values[i]) & np.isfinite(base.values[at])
        values[i, gap] = base.values[at, gap]
        codes = [table.codes[j] for j in np.flatnonzero(gap)]
        said += [LogEntry("hold", table.rows.labels[i], 1, message("index.log.hold", code=code)) for code in codes]
    return table.put(values), said


def _differences(before: Table, after: Table) -> pd.DataFrame:
    import pandas as pd

    place = {label: k for k, label in enumerate(before.rows.labels)}
    old = before.values[[place[label] for label in after.rows.labels]]
    differs = ~((old == after.values) | (np.isnan(old) & np.isnan(after.values)))
    rows, columns = np.nonzero(differs)
    labels = after.rows.index()
    found = pd.DataFrame(
        {
            "code": [after.codes[j] for j in columns],
            "before": old[rows, columns],
            "after": after.values[rows, columns],
        },
        index=labels[rows],
    )
    return found.reset_index()


__all__ = ["RAW", "Index", "frame", "hold", "rank_scores", "score_table"]
