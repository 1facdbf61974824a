"""Targets and the actions that are to reach them, when they are carried out and by whom: read from YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, PlainValidator, ValidationError, ValidationInfo, field_validator, model_validator

from newind.accounts.validate import whole
from newind.errors import DataError, UnknownNameError, join_items, suggest, tell
from newind.measures.registry import indicators
from newind.pathways.figures import CO2_RECORD, FIGURES, STATISTIC
from newind.pathways.progress import Goal
from newind.policy import checks, packages
from newind.policy.fields import Id, Number, PackageSource, Said, StrictModel, Text, Whole, Year
from newind.policy.yaml_file import FileKind, PlacedData, read_placed, text_of, validate_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from newind.policy.schema import Package, Shock


Owner = Literal["ministry", "local", "regulator", "firm", "research", "finance", "household"]
"""Who answers for a target or carries out an action."""
POINTS = ("%", "points")
"""Units whose pace is reported in points per year."""
SHIPPED = "newind.pathways.roadmaps"


def _by_year(value: Any) -> dict[int, float]:
    """Return values by year; keys of YAML are years, their order is that of the file."""
    if not isinstance(value, Mapping) or not value:
        raise checks.mistake(tell("roadmap.by_year"))
    found: dict[int, float] = {}
    for key, given in value.items():
        year = whole(str(key))
        if year is None or not 1900 <= year <= 2200:
            raise checks.mistake(tell("roadmap.no_year", key=key))
        if isinstance(given, bool) or not isinstance(given, int | float) or given - given != 0:
            raise checks.mistake(tell("roadmap.number", year=year, given=given), year)
        if found and year <= max(found):
            raise checks.mistake(tell("roadmap.year_order", year=year, before=max(found)), year, at_key=True)
        found[year] = float(given)
    return found


ByYear = Annotated[dict[int, float], PlainValidator(_by_year)]


class Point(StrictModel):
    """A value in a year."""

    year: Year
    value: Number


class RoadmapTarget(StrictModel):
    """Target of an indicator by a year.

    Parameters
    ----------
    id : str
        Lower-case words joined by hyphens.
    label, note : mapping
        In ``en`` and ``zh``; the note says how the model follows it, or why it cannot.
    indicator : str
        A yearly figure of a pathway (``path.co2_per_gdp`` …), an id of :func:`newind.indicators`, or ``statistic`` for
        what no model follows.
    region : str
        Code; empty for that of the file.
    unit : str
        Unit of all values, for readers.
    baseline : Point
        Where it begins.
    values : mapping of int to float
        What is to be reached, by year.
    observed : mapping of int to float
        What was reached; where a pathway follows the target and none is given, what the pathway was calibrated to.
    changes : mapping of int to float
        Yearly changes in per cent, as published, of years that have no published value: each follows one that has.
    better : {"higher", "lower"}, optional
        Direction; that of the indicator when not given.
    hold : bool
        Whether it is a level to hold rather than one to reach, so that the baseline may be beyond it.
    tolerance : float
        By how much values may be missed.
    derived : bool
        Whether values follow from words of the document ("stable", a pace) and do not stand there.
    kind : {"binding", "expected"}
    owners : tuple of str
        Who answers for it.
    sources : tuple
        Title, address and date of documents: those that set it, and where the last value observed is from.
    documents : mapping of int to int, optional
        Year of a value → place among the sources, from 1, of the document that sets it; the first where none is given.
    """

    id: Id
    label: Said
    note: Said = Field(default_factory=dict)
    indicator: Text = STATISTIC
    region: Text = ""
    unit: Annotated[Text, Field(min_length=1)]
    better: Literal["higher", "lower"] | None = Field(default=None, validate_default=True)
    hold: bool = False
    tolerance: Annotated[Number, Field(ge=0)] = 0.0
    derived: bool = False
    kind: Literal["binding", "expected"]
    baseline: Point
    values: ByYear
    observed: ByYear | None = None
    changes: ByYear | None = None
    owners: Annotated[tuple[Owner, ...], Field(min_length=1)]
    sources: Annotated[tuple[PackageSource, ...], Field(min_length=1)]
    documents: ByYear | None = None

    @field_validator("documents")
    @classmethod
    def _documents_exist(cls, value: dict[int, float] | None, info: ValidationInfo) -> dict[int, float] | None:
        known = len(info.data.get("sources", ()))
        for year, place in (value or {}).items():
            if place not in range(1, known + 1):
                raise checks.mistake(tell("roadmap.document", place=f"{place:g}", known=known), year)
        return value

    @field_validator("indicator")
    @classmethod
    def _indicator_exists(cls, value: str) -> str:
        if value in (STATISTIC, *FIGURES):
            return value
        if value.startswith("path."):
            near, known = suggest(value, FIGURES), join_items(FIGURES)
            raise checks.mistake(tell("roadmap.figure", name=value, near=near, known=known))
        try:
            return indicators()[value].id
        except UnknownNameError as error:
            raise checks.mistake(tell("roadmap.indicator", error=error, statistic=STATISTIC)) from None

    @field_validator("better")
    @classmethod
    def _direction(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None or "indicator" not in info.data:
            return value
        found = _find_direction(info.data["indicator"])
        if found not in ("higher", "lower"):
            raise checks.mistake(tell("roadmap.direction", who=info.data["indicator"]))
        return found

    @model_validator(mode="after")
    def _in_order(self) -> RoadmapTarget:
        since, start = self.baseline.year, self.baseline.value
        for name, given in (("values", self.values), ("observed", self.observed or {})):
            if early := [year for year in given if year <= since]:
                told = tell("roadmap.before_baseline", year=early[0], since=since)
                raise checks.mistake(told, name, early[0], at_key=True)
        for year, value in self.values.items():
            if (value < start) == (self.better == "higher") and value != start and not self.hold:
                better = tell("roadmap.higher" if self.better == "higher" else "roadmap.lower")
                told = tell("roadmap.wrong_way", year=year, start=start, value=value, better=better)
                raise checks.mistake(told, "values", year)
            start = value
        known = {since, *(self.observed or {})}
        for year in self.changes or {}:
            if year in known or year - 1 not in known:
                raise checks.mistake(tell("roadmap.change", year=year, before=year - 1), "changes", year, at_key=True)
            known.add(year)
        return self

    @property
    def seen(self) -> dict[int, float]:
        """Values after the baseline by year: those published, and those put together from published yearly changes."""
        found = {self.baseline.year: self.baseline.value, **(self.observed or {})}
        for year, change in (self.changes or {}).items():
            found[year] = found[year - 1] * (1.0 + change / 100.0)
        return {year: found[year] for year in sorted(found) if year > self.baseline.year}

    @property
    def is_computed(self) -> bool:
        """Whether the last value is no published one: no value is known, or it is put together from changes."""
        return not self.seen or max(self.seen) in (self.changes or {})

    def goal(self, year: int) -> Goal:
        """Return what is to be reached in one of its years."""
        b = self.baseline
        record = self.indicator == CO2_RECORD
        better, points = self.better or "higher", self.unit in POINTS
        return Goal(b.year, b.value, year, self.values[year], better, self.tolerance, points, record)

    def document(self, year: int) -> PackageSource:
        """Return the document that sets the value of a year."""
        return self.sources[int((self.documents or {}).get(year, 1)) - 1]

    @property
    def is_projectable(self) -> bool:
        """Whether a pathway follows it."""
        return self.indicator != STATISTIC


class ActionTiming(StrictModel):
    """When actions of a family are carried out, and by whom."""

    start: Year | None = None
    phase_in: Annotated[Whole, Field(ge=0, le=100)] = 0
    until: Year | None = None
    owners: tuple[Owner, ...] = ()

    @model_validator(mode="after")
    def _check_dates(self) -> ActionTiming:
        checks.in_order(self.until, self.start, self.phase_in)
        return self


class RoadmapTargets(StrictModel):
    """Targets of an economy, and what is to be done to reach them.

    Parameters
    ----------
    name : str
    label, note : mapping
        In ``en`` and ``zh``.
    region : str
        Code of the economy.
    parameters : mapping
        How its figures are counted, as parameters of a pathway: ``product: reported`` for GDP as reported.
    package : str
        Name of the package that is followed.
    actions : mapping
        Families of policy, or ids of actions → when they are carried out and by whom. Dates that a package states
        itself stand.
    targets : tuple of RoadmapTarget
    """

    name: Text = ""
    label: Said = Field(default_factory=dict)
    note: Said = Field(default_factory=dict)
    region: Annotated[Text, Field(min_length=1)]
    parameters: dict[str, Any] = Field(default_factory=dict)
    package: Text = ""
    actions: dict[str, ActionTiming] = Field(default_factory=dict)
    targets: Annotated[tuple[RoadmapTarget, ...], Field(min_length=1)]

    @field_validator("package")
    @classmethod
    def _package_exists(cls, value: str) -> str:
        try:
            return packages.package(value).name if value else value
        except UnknownNameError as error:
            raise checks.mistake(str(error)) from None

    @field_validator("targets")
    @classmethod
    def _ids_once(cls, value: tuple[RoadmapTarget, ...]) -> tuple[RoadmapTarget, ...]:
        seen: dict[str, int] = {}
        for number, target in enumerate(value):
            if target.id in seen:
                raise checks.mistake(tell("roadmap.same_id", id=target.id, other=seen[target.id] + 1), number, "id")
            seen[target.id] = number
        return value

    @property
    def last(self) -> int:
        """Last year of a target."""
        return max(max(t.values) for t in self.targets)


PARTS: dict[str, type[StrictModel]] = {"baseline": Point, "sources": PackageSource}


def _keys(path: tuple[str | int, ...]) -> Sequence[str]:
    """Return which keys the mapping at a path may have."""
    if path[:1] == ("actions",):
        return tuple(ActionTiming.model_fields)
    if len(path) < 2 or path[0] != "targets":
        return tuple(RoadmapTargets.model_fields)
    return tuple(PARTS.get(str(path[2]) if len(path) > 2 else "", RoadmapTarget).model_fields)


KIND = FileKind(
    "a roadmap", tell("roadmap.layout"), RoadmapTargets, _keys, needed=("targets",), error=DataError
)  # fmt: skip


def _find_direction(indicator: str) -> str:
    """Return the direction that an indicator declares."""
    if indicator in FIGURES:
        return FIGURES[indicator].better
    return "none" if indicator == STATISTIC else indicators()[indicator].better


def read_targets(path: str | PathLike[str]) -> RoadmapTargets:
    """Read targets from a YAML file.

    Raises
    ------
    DataError
        Naming file, line and column of the first three mistakes.
    """
    return parse_targets(text_of(Path(path), "a roadmap", DataError), str(path), Path(path).stem)


def parse_targets(text: str | PlacedData, source: str, name: str = "") -> RoadmapTargets:
    """Return the targets that a text describes.

    Parameters
    ----------
    text : str or PlacedData
        YAML, or what it says.
    source, name : str
        What messages call the text, and the roadmap where the text does not name it.

    Raises
    ------
    DataError
        Naming source, line and column of the first three mistakes.
    """
    return validate_text(text, source, KIND, {"name": name})[1]


@cache
def targets_of(region: str) -> RoadmapTargets:
    """Return the targets that come with newind for an economy.

    Raises
    ------
    UnknownNameError
        Where none come with it.

    Examples
    --------
    >>> targets_of("CHN").targets[0].kind
    'binding'
    """
    file = f"{region.upper()}.yaml"
    if not files(SHIPPED).joinpath(file).is_file():
        known = sorted(f.name.removesuffix(".yaml") for f in files(SHIPPED).iterdir() if f.name.endswith(".yaml"))
        raise UnknownNameError(tell("roadmap.none", region=region, known=join_items(known)))
    return parse_targets(read_placed(SHIPPED, file), file, region.upper())


def with_own(given: Any) -> RoadmapTargets:
    """Return targets that were given as such, as a path, or as the code of an economy whose come with newind."""
    if isinstance(given, RoadmapTargets):
        return given
    if isinstance(given, str) and not given.endswith((".yaml", ".yml")):
        return targets_of(given)
    if isinstance(given, Mapping):
        try:
            return RoadmapTargets.model_validate(dict(given))
        except ValidationError as error:
            from newind.policy.mistakes import mistakes, refuse

            raise refuse(mistakes(error, _keys), lambda m: ".".join(map(str, m.path)), "targets", DataError) from None
    return read_targets(given)


LEVELS: dict[str, Owner] = {"national": "ministry"}
"""Who carries out an action of a level of government, where the roadmap does not say; other levels are ``local``."""


@dataclass(frozen=True)
class ActionSchedule:
    """When an action of the package, or a family of them, is carried out.

    Parameters
    ----------
    name : str
        Family, or id of the action.
    start, full : int
        First year, and the first in which it is in force in full.
    until : int or None
        Last year.
    owners : tuple of str
        Who carries it out; empty where nobody says.
    levers : tuple of str
        What it moves.
    """

    name: str
    start: int
    full: int
    until: int | None
    owners: tuple[str, ...]
    levers: tuple[str, ...]


def groups(package: Package) -> tuple[str, ...]:
    """Return what the shocks of a package are counted with, in order: actions, else families."""
    return tuple(dict.fromkeys(s.group for s in package.shocks))


def left_out(package: Package, group: str) -> Package:
    """Return a package without the shocks of one group."""
    return package.model_copy(update={"shocks": tuple(s for s in package.shocks if s.group != group)})


def date_shocks(package: Package, timings: Mapping[str, ActionTiming]) -> Package:
    """Return a package whose shocks without a start are dated as a roadmap says."""
    return package.model_copy(update={"shocks": tuple(_date_shock(s, timings.get(s.group)) for s in package.shocks)})


def _date_shock(shock: Shock, timing: ActionTiming | None) -> Shock:
    if timing is None or timing.start is None:
        return shock
    return shock.dated(timing.start, timing.phase_in, timing.until)


def action_of(name: str, package: Package, first_year: int, timings: Mapping[str, ActionTiming]) -> ActionSchedule:
    """Return when the shocks of one group are in force; `first_year` is that of those without a start."""
    shocks = [s for s in package.shocks if s.group == name]
    starts = [first_year if s.start is None else s.start for s in shocks]
    ends = [s.until for s in shocks]
    return ActionSchedule(
        name,
        min(starts),
        max(first + s.phase_in for first, s in zip(starts, shocks, strict=True)),
        None if None in ends else max(e for e in ends if e is not None),
        timings[name].owners if name in timings and timings[name].owners else _owners(name, shocks),
        tuple(dict.fromkeys(s.lever for s in shocks)),
    )


def _owners(name: str, shocks: list[Shock]) -> tuple[str, ...]:
    """Return who carries out an action that comes with newind, by its level of government; nobody for a family."""
    from newind.policy.actions import action, names

    if not any(s.action == name for s in shocks) or name not in names():
        return ()
    return (LEVELS.get(action(name).level, "local"),)
