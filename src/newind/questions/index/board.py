"""An index as it is asked for, and its results row by row as plain data: scores, ranks, intervals, what is missing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.regions import apply_house_style, read_regions
from newind.data.opening import open_accounts
from newind.errors import DataError, PolicyError, join_items, offenders, tell, unknown
from newind.index import tables
from newind.index.building import build
from newind.index.intake import list_input_ids
from newind.index.sizes import sizes
from newind.index.specification import spec as spec_of
from newind.measures.measure import measure
from newind.measures.references import WORLD
from newind.measures.registry import indicators
from newind.policy.yaml_file import parse_node, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from newind.accounts.accounts import Accounts
    from newind.accounts.panel import Panel
    from newind.index.audit import Audit
    from newind.index.index import Index
    from newind.index.montecarlo import Uncertainty
    from newind.index.specification import Spec
    from newind.questions.index.declared import IndexOptions


Ends = tuple[float, float]
SHARES = ("distance_to_max", "distance_to_target", "fraction_of_max", "borda")
"""Scales that run from 0 to 1, or to a figure that depends on how many units there are."""
RANGED = ("minmax", "goalposts", "percentile")


@dataclass(frozen=True)
class IndexRow:
    """A row of an index: its score and rank with the intervals, and the scores of its parts.

    Attributes
    ----------
    unit, year : the row; the year is None where there are no years
    score, rank : of the index
    scores, ranks : 5th and 95th percentile over replications, None where nothing was drawn
    median : of the ranks over replications
    parts : scores of pillars
    scenario : which model or plan the figures are of, ``observed`` for none
    """

    unit: str
    year: int | None
    score: float
    rank: int
    scores: Ends | None = None
    ranks: Ends | None = None
    median: float | None = None
    parts: dict[str, float] = field(default_factory=dict)
    scenario: str = "observed"


@dataclass(frozen=True)
class ExclusionGroup:
    """Units that are not scored in the same years for the same reason.

    Attributes
    ----------
    units : codes
    years : spans of years, none where there are no years
    known : lowest and highest share of indicators known
    pillars : aggregates of which nothing is known
    missing : indicators that are not known
    """

    units: tuple[str, ...]
    years: tuple[tuple[int, int], ...]
    known: Ends
    pillars: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Scoreboard:
    """An index and how far its ranks can be relied on, read row by row."""

    index: Index
    doubt: Uncertainty | None = None

    @cached_property
    def places(self) -> tuple[IndexRow, ...]:
        """Every row that is scored, as the index has them."""
        index, tree = self.index, self.index.tree
        rows, scores = index.stages["normalise"].rows, index.built.scores
        ranks = index.ranks[tree.top].to_numpy(dtype=np.float64)
        spans = [self._ends(what) for what in ("scores", "ranks")]
        middles = None if self.doubt is None else self.doubt.ranks["median"].to_numpy()
        return tuple(
            IndexRow(
                unit, time if time >= 0 else None, float(scores[tree.top][k]), int(ranks[k]),
                spans[0][k], spans[1][k], None if middles is None else float(middles[k]),
                {c: float(scores[c][k]) for c in self.parts}, scenario,
            )
            for k, (unit, time, scenario) in enumerate(zip(rows.units, rows.times, rows.scenarios, strict=True))
        )  # fmt: skip

    def _ends(self, what: str) -> list[Ends | None]:
        if self.doubt is None:
            return [None] * len(self.index.scores)
        return [(float(a), float(b)) for a, b in getattr(self.doubt, what)[["low", "high"]].to_numpy()]

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Pillars: the aggregates right above the indicators, or the indicators of an index without any."""
        tree = self.index.tree
        return tuple(p for p in tree.pillars if p != tree.top) or tree.children[tree.top]

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years in which rows are scored, none where there are no years."""
        return tuple(sorted({p.year for p in self.places if p.year is not None}))

    @property
    def last(self) -> int | None:
        """The last year in which rows are scored."""
        return self.years[-1] if self.years else None

    def list_places(self, year: int | None = None) -> tuple[IndexRow, ...]:
        """Return the rows of a year, the last one by default, by rank.

        Raises
        ------
        UnknownNameError
            For a year in which nothing is scored.
        """
        wanted = self.last if year is None else year
        if year is not None and year not in self.years:
            remedy = tell("index.scored", years=join_items(self.years)) if self.years else tell("index.scored_none")
            raise unknown("scored year", year, self.years, remedy)
        return tuple(sorted((p for p in self.places if p.year == wanted), key=lambda p: (p.rank, -p.score)))

    def find_year(self, year: int | None) -> int | None:
        """Return the year that is asked for, or the last one.

        Raises
        ------
        UnknownNameError
            For a year in which nothing is scored.
        """
        return self.last if year is None else next(p.year for p in self.list_places(year))

    def find_focus(self, year: int | None, focus: str) -> str:
        """Return the unit that a report dwells on, the first by rank where none is given.

        Raises
        ------
        UnknownNameError
            For a year or a unit that is not scored.
        """
        codes = [p.unit for p in self.list_places(year)]
        if focus and focus not in codes:
            raise unknown("unit", focus, codes, tell("index.scored_units", known=join_items(codes)))
        return focus or codes[0]

    def course(self, unit: str, code: str | None = None) -> tuple[float, ...]:
        """Return the scores of a unit over the years, NaN where it is not scored."""
        known = {p.year: p.score if code is None else p.parts[code] for p in self.places if p.unit == unit}
        return tuple(known.get(year, float("nan")) for year in self.years)

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Units that are scored at least once."""
        return tuple(dict.fromkeys(p.unit for p in self.places))

    @cached_property
    def scale(self) -> Ends | None:
        """Ends of the scale of the scores, None where it has none, as for z-scores and ranks."""
        settings = self.index.spec.recipe.normalise
        if settings.method in RANGED:
            return float(settings.range[0]), float(settings.range[1])
        return (0.0, 1.0) if settings.method in SHARES[:3] else None

    @cached_property
    def shown_scale(self) -> Ends:
        """Ends of the scale for charts: its own, or the lowest and highest score of a pillar."""
        values = [v for p in self.places for v in (p.score, *p.parts.values()) if np.isfinite(v)]
        low, high = self.scale or (min(values), max(values))
        low, high = min(low, *values), max(high, *values)
        return (low, high) if high > low else (low - 0.5, low + 0.5)

    @property
    def digits(self) -> int:
        """Decimals that scores are written with."""
        low, high = self.shown_scale
        return 1 if high - low > 10 else 2

    @cached_property
    def gaps(self) -> tuple[ExclusionGroup, ...]:
        """Units that are not scored: together that lack the same in the same years, the most common first."""
        made: list[ExclusionGroup] = []
        gone = self.index.built.unscored
        for (unit, _), rows in groupby(gone, key=lambda u: (u.unit, u.pillars or u.missing)):
            found = list(rows)
            known = [u.available for u in found]
            missing = tuple(c for c in self.index.tree.indicators if any(c in u.missing for u in found))
            years = find_year_spans([u.time for u in found])
            made.append(ExclusionGroup((unit,), years, (min(known), max(known)), found[0].pillars, missing))
        return merge_gaps(made)


def merge_gaps(gaps: list[ExclusionGroup]) -> tuple[ExclusionGroup, ...]:
    """Return gaps of which those that are alike but for the unit are one: same years and same pillars."""
    alike: dict[object, list[ExclusionGroup]] = {}
    for gap in gaps:
        alike.setdefault((gap.years, gap.pillars), []).append(gap)
    made = [_one(found) for found in alike.values()]
    return tuple(sorted(made, key=lambda g: (-len(g.units), g.years)))


def _one(gaps: list[ExclusionGroup]) -> ExclusionGroup:
    units = tuple(unit for gap in gaps for unit in gap.units)
    known = min(g.known[0] for g in gaps), max(g.known[1] for g in gaps)
    missing = tuple(dict.fromkeys(c for g in gaps for c in g.missing))
    return ExclusionGroup(units, gaps[0].years, known, gaps[0].pillars, missing)


def find_year_spans(years: list[int]) -> tuple[tuple[int, int], ...]:
    """Return years as spans without a break; none where there are no years (-1).

    Examples
    --------
    >>> find_year_spans([1995, 1996, 2010]), find_year_spans([-1])
    (((1995, 1996), (2010, 2010)), ())
    """
    spans: list[tuple[int, int]] = []
    for year in sorted(y for y in years if y >= 0):
        if spans and spans[-1][1] == year - 1:
            spans[-1] = spans[-1][0], year
        else:
            spans.append((year, year))
    return tuple(spans)


def names_of(index: Index, lang: str) -> Callable[[str], str]:
    """Return the function from a unit to its name: the data's own, that of the region table, or the code."""
    own, known = index.table.rows.names, read_regions()

    def name(code: str) -> str:
        if own.get(code):
            return own[code]
        return apply_house_style(code).name(lang) if code in known else code

    return name


def kind_of(units: tuple[str, ...]) -> str:
    """Return what units are: ``economies``, ``provinces`` or ``units``.

    Examples
    --------
    >>> kind_of(("CHN", "DEU")), kind_of(("CN-GD", "CN-BJ")), kind_of(("Northport",))
    ('economies', 'provinces', 'units')
    """
    known = read_regions()
    if not all(u in known for u in units):
        return "units"
    inside = {"-" in u for u in units}
    return "units" if len(inside) > 1 else "provinces" if inside == {True} else "economies"


@dataclass(frozen=True, eq=False)
class IndexBuild:
    """An index with what it was built of.

    Attributes
    ----------
    index : Index
    data : what the figures are, in words
    hash : SHA-256 of the figures
    status : of the figures, ``own`` for those of a user
    panel : the accounts that were measured, None for a table
    apart : first and last year of other databases of the same accounts, which are scored by themselves
    """

    index: Index
    data: str
    hash: str
    status: str = "own"
    panel: Panel | None = None
    apart: tuple[tuple[int, int], ...] = ()

    def audit(self) -> Audit:
        """Return the audit of the index, against the size of economies where accounts were measured."""
        return self.index.audit(sizes=None if self.panel is None else sizes(self.panel))

    def accounts(self, year: int | None) -> Accounts:
        """Return the accounts of a year.

        Raises
        ------
        DataError
            Where the figures are a table, which no model can simulate.
        """
        if self.panel is None or year is None:
            raise DataError(tell("index.no_accounts", data=self.data))
        return self.panel[year]


def build_index(asked: IndexOptions, year: int | None = None) -> IndexBuild:
    """Build an index of the figures that a user names, or of those that its specification asks for.

    Of accounts of several databases it is the one that has the ``year``, by default the last.

    Raises
    ------
    DataError, UnknownNameError
        For a specification, figures or changes that do not work.
    """
    return build_version(asked, asked.spec, list_changes(asked), year)


def build_version(asked: IndexOptions, name: str, changes: dict[str, Any], year: int | None = None) -> IndexBuild:
    """Build the index of a specification with changes, of the figures that are asked for."""
    spec = spec_of(name)
    if changes:
        spec = spec.apply_changes(changes)
    if asked.data is not None and asked.on is not None:
        raise DataError(tell("index.two_sources", data=asked.data, on=asked.on))
    if asked.data is not None:
        key = _hash_file(asked.data)
        return IndexBuild(build(Path(asked.data), spec), Path(asked.data).name, key)
    if name in tables.NAMES and asked.on is None:
        key = _hash_file(str(tables.folder(name) / tables.FIGURES))
        return IndexBuild(build(tables.table(name), spec), f"table {name}", key, tables.package(name)["status"])
    return _measure_indicators(name, spec, asked.on or WORLD, year)


def _hash_file(path: str) -> str:
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError as error:
        raise DataError(tell("index.unread", path=path, why=error.strerror)) from None


def _measure_indicators(name: str, spec: Spec, on: str, year: int | None) -> IndexBuild:
    """Return the index of what is measured of accounts: the indicators of a specification alone."""
    ids = list_input_ids(spec)
    if foreign := [c for c in ids if c not in indicators().ids]:
        raise DataError(tell("index.unmeasured", name=name, which=offenders(foreign)))
    whole = open_accounts(on)
    panel = whole.within() if year is None or year not in whole else whole.within(year)
    first, last = panel.years[0], panel.years[-1]
    said = f"{on} {first}" if first == last else f"{on} {first}-{last}"
    key = hashlib.sha256("".join(w.hash for w in panel).encode()).hexdigest()
    apart = tuple((p.years[0], p.years[-1]) for p in whole.databases if p is not panel)
    return IndexBuild(build(measure(panel, ids), spec), said, key, panel.last.status, panel, apart)


def list_changes(asked: IndexOptions) -> dict[str, Any]:
    """Return the changes that options name, as :meth:`newind.index.index.Index.replay` takes them.

    Examples
    --------
    >>> from newind.questions.index.declared import IndexOptions
    >>> list_changes(IndexOptions(set=("normalise=zscore", "screen.min_available=0.8", "treat=off")))
    {'normalise': {'method': 'zscore'}, 'screen': {'min_available': 0.8}, 'treat': None}
    >>> list_changes(IndexOptions(remove="a,b", weight={"c": 2}, view="systems"))
    {'remove': ['a', 'b'], 'weights': {'c': 2.0}, 'view': 'systems'}
    """
    changes: dict[str, Any] = {}
    for text in asked.settings or ():
        name, value = (part.strip() for part in text.split("=", 1))
        step, dot, setting = name.partition(".")
        if value == "off" and not dot:
            changes[step] = None
        else:
            changes[step] = (changes.get(step) or {}) | {setting or "method": read_value(value)}
    further = {"remove": list(asked.remove or ()), "weights": dict(asked.weight or {}), "view": asked.view}
    return changes | {name: value for name, value in further.items() if value}


def read_value(text: str) -> Any:
    """Return a value as YAML reads it: a number, a list, true; a word that YAML cannot read is a word."""
    try:
        return plain(parse_node(text, "--set"))
    except PolicyError:
        return text


def draw_board(built: IndexBuild, replications: int, seed: int) -> Scoreboard:
    """Return an index with the replications that give its ranks intervals."""
    return Scoreboard(built.index, built.index.uncertainty(replications, seed))
