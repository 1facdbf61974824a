"""Build an index: figures and a specification in, an :class:`~newind.index.index.Index` out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, offenders, tell
from newind.frozen import Frozen
from newind.index import combine, impute, normalise, treat
from newind.index.combine import LogEntry
from newind.index.intake import table_of
from newind.index.specification import spec as spec_of
from newind.language.words import join_list
from newind.messages import in_each, message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.index.index import Index
    from newind.index.normalise import RowExclusion
    from newind.index.specification import Spec
    from newind.index.table import Table
    from newind.typing import Array, BoolArray

RAW = "raw"
TREE = ("weight", "aggregate")
"""Steps that are done together, up the tree."""


@dataclass(frozen=True, eq=False)
class RecipeFit:
    """Settings that a recipe fixed on the baseline; scoring applies it to other rows.

    Attributes
    ----------
    imputer, treated, normaliser : step by step, None where a recipe has no such step
    nodes : one an aggregate, from the bottom to the top
    """

    imputer: impute.Imputer | None
    treated: treat.ColumnTreatment | treat.YearlyTreatment | None
    normaliser: normalise.Normaliser
    nodes: tuple[combine.AggregateNode, ...]


@dataclass(frozen=True, eq=False)
class RecipeResult(Frozen):
    """Results of the steps of a recipe on a table.

    Attributes
    ----------
    stages : name of the step → the table after it; ``raw`` first
    fitted : what was fixed on the way
    scores : code → (N,) array, scores of indicators and aggregates
    log : what each step changed
    unscored : rows that were screened out
    """

    stages: dict[str, Table]
    fitted: RecipeFit
    scores: dict[str, Array]
    log: tuple[LogEntry, ...]
    unscored: tuple[RowExclusion, ...]


def build(
    data: pd.DataFrame | str | PathLike[str] | Accounts | Panel | Table,
    meta_or_spec: Spec | Mapping[str, Any] | str | PathLike[str] | pd.DataFrame,
    recipe: Mapping[str, Any] | None = None,
) -> Index:
    """Build an index from two tables, or from figures and a specification.

    Parameters
    ----------
    data : DataFrame, path, Accounts or Panel
        Units in rows, indicators in columns (and perhaps a column of years: time or year), or a measure table.
        Accounts are measured; of a panel of several databases it is the last.
    meta_or_spec : Spec, mapping, name, path or DataFrame
        What the columns are and how the index is made: the metadata table (code, parent, direction, weight …), a
        YAML file, or the name of a shipped specification.
    recipe : mapping, optional
        Step → settings, in the order in which the steps are to be done; the recipe of the specification by default.

    Returns
    -------
    Index

    Raises
    ------
    DataError
        For figures, elements or settings that do not work, each with the remedy.
    UnknownNameError
        For a specification that does not exist.

    Examples
    --------
    >>> import pandas as pd
    >>> data = pd.DataFrame({"unit": ["a", "b", "c"], "jobs": [1.0, 2.0, 3.0], "smoke": [5.0, 1.0, 3.0]})
    >>> meta = pd.DataFrame({"code": ["jobs", "smoke", "all"], "parent": ["all", "all", ""]})
    >>> meta["direction"] = [1, -1, None]
    >>> build(data, meta).scores["all"].to_dict()
    {'a': 0.0, 'b': 75.0, 'c': 75.0}
    """
    from newind.index.index import Index

    spec = spec_of(meta_or_spec)
    if recipe is not None:
        spec = spec_of({**spec.to_dict(), "recipe": recipe})
    table = table_of(data, spec)
    spec = fitting(table, spec)
    table = table.select(spec.tree.indicators)
    return Index(spec, table, run(table, spec))


def fitting(table: Table, spec: Spec) -> Spec:
    """Return the specification by which figures are scored: the whole one where a row has enough for it.

    Else the reduced one where a row has enough for that. It is the same for all rows, so that scores compare.
    """
    few = spec.smaller()
    if few is None or _scorable(table, spec) or not _scorable(table.select(few.tree.indicators), few):
        return spec
    return few


def _scorable(table: Table, spec: Spec) -> bool:
    return bool(normalise.find_scored_rows(table, table.values, spec, spec.recipe.screen).any())


@dataclass(eq=False)
class _RecipeRun:
    """A table on its way through the steps."""

    spec: Spec
    now: Table
    known: Array
    stages: dict[str, Table]
    whole: Table | None = None
    log: list[LogEntry] = field(default_factory=list)
    gone: tuple[RowExclusion, ...] = ()
    imputer: impute.Imputer | None = None
    treated: treat.ColumnTreatment | treat.YearlyTreatment | None = None
    normaliser: normalise.Normaliser | None = None

    def denominate(self) -> None:
        """Divide by denominators."""
        self.now, lines = normalise.denominate(self.now, self.spec)
        self.log += lines

    def screen(self) -> None:
        """Keep the rows of which enough is known."""
        settings, self.whole = self.spec.recipe.screen, self.now
        keep = normalise.find_scored_rows(self.now, self.known, self.spec, settings)
        self.gone = normalise.list_unscored_rows(self.now, self.known, self.spec, keep)
        if not keep.any():
            raise normalise.nobody(self.spec, self.gone, settings)
        self.now, self.known = self.now.take(keep), self.known[keep]
        self.log += [_describe_unscored_row(row) for row in self.gone]

    def impute(self) -> None:
        """Fill gaps."""
        check_indicator_data(self.whole or self.now)
        self.imputer = impute.fit(self.now, self.spec.recipe.impute, self.whole)
        self.now, lines = self.imputer.apply(self.now)
        self.log += lines

    def treat(self) -> None:
        """Bring in outliers."""
        settings = self.spec.recipe.treat
        years = self.now.rows.years
        self.treated = treat.fit(self.now.values, settings, years)
        after = self.treated.apply(self.now.values, years)
        self.log += treat.changes(self.now, self.treated, after, settings)
        self.now = self.now.put(after)

    def normalise(self) -> None:
        """Put indicators on one scale."""
        check_indicator_data(self.now)
        settings, years = self.spec.recipe.normalise, self.now.rows.years
        self.normaliser = normalise.fit(self.now.values, years, self.spec.indicator_elements, settings)
        self.now = self.now.put(self.normaliser.apply(self.now.values, years))
        said = message(f"index.log.normalise.{'years' if settings.by_year else 'all'}", method=settings.method)
        self.log.append(LogEntry("normalise", "", self.now.values.size, said))


def run(table: Table, spec: Spec) -> RecipeResult:
    """Do the steps of a recipe on a table.

    Raises
    ------
    DataError
        Where a step cannot be done.
    """
    if not len(table.rows):
        raise DataError(tell("index.no_rows"))
    at = _RecipeRun(spec, table, table.values, {RAW: table})
    for name, _ in spec.recipe:
        if name in TREE:
            continue
        getattr(at, name)()
        at.stages[name] = at.now
    nodes, scores = combine.fit(at.now, spec)
    assert at.normaliser is not None  # every recipe normalises
    fitted = RecipeFit(at.imputer, at.treated, at.normaliser, nodes)
    return RecipeResult(
        at.stages, fitted, scores, tuple(at.log + combine.log_aggregates(nodes, len(at.now.rows))), at.gone
    )


def reweight_index(built: RecipeResult, spec: Spec) -> RecipeResult:
    """Return what is built with other weights of elements: the steps before are those that were done.

    Raises
    ------
    DataError
        Where a method cannot work with the figures.
    """
    last = list(built.stages.values())[-1]
    nodes, scores = combine.fit(last, spec)
    log = [c for c in built.log if c.step not in TREE] + combine.log_aggregates(nodes, len(last.rows))
    return replace(built, fitted=replace(built.fitted, nodes=nodes), scores=scores, log=tuple(log))


def differ_in_weights_only(one: Spec, other: Spec) -> bool:
    """Tell whether two specifications are the same but for the weights of their elements."""
    bare = ([e.model_copy(update={"weight": 1.0}) for e in s.elements] for s in (one, other))
    return one.recipe == other.recipe and next(bare) == next(bare)


def _describe_unscored_row(row: RowExclusion) -> LogEntry:
    kind, lost = "lost" if row.pillars else "known", in_each(partial(join_list, row.pillars))
    said = message(f"index.log.screen.{kind}", known=f"{row.available:.0%}", lost=lost)
    return LogEntry("screen", row.unit if row.time < 0 else f"{row.unit} {row.time}", 1, said)


def check_indicator_data(table: Table) -> None:
    """Raise for an indicator of which nothing is known once units are screened."""
    unknown = np.asarray(~np.isfinite(table.values).any(axis=0))
    if unknown.any():
        codes = [c for c, gone in zip(table.codes, unknown, strict=True) if gone]
        raise DataError(tell("index.no_figures", which=offenders(codes)))


def apply(
    table: Table, spec: Spec, fitted: RecipeFit
) -> tuple[dict[str, Array], dict[str, Table], tuple[LogEntry, ...]]:
    """Score rows by what was fixed on the baseline; rows of which too little is known get NaN.

    Returns
    -------
    (dict, dict, tuple)
        Code → (N,) scores; stages; what was filled.
    """
    now, stages = table, {RAW: table}
    lines: list[LogEntry] = []
    keep = np.ones(len(table.rows), dtype=bool)
    for name, _ in spec.recipe:
        if name == "denominate":
            now, _ = normalise.denominate(now, spec)
        elif name == "screen":
            keep = normalise.find_scored_rows(now, table.values, spec, spec.recipe.screen)
        elif name == "impute" and fitted.imputer is not None:
            now = _impute_rows(now, keep, fitted.imputer, lines)
        elif name == "treat" and fitted.treated is not None:
            now = now.put(fitted.treated.apply(now.values, now.rows.years))
        elif name == "normalise":
            now = now.put(fitted.normaliser.apply(now.values, now.rows.years))
        stages[name] = now
    return combine.apply(now, spec, fitted.nodes, keep), stages, tuple(lines)


def _impute_rows(now: Table, keep: BoolArray, imputer: impute.Imputer, lines: list[LogEntry]) -> Table:
    """Fill the gaps of the rows that are kept; the others stay as they are."""
    if not keep.any():
        return now
    filled, changes = imputer.apply(now.take(keep))
    lines += changes
    values = now.values.copy()
    values[keep] = filled.values
    return now.put(values)
