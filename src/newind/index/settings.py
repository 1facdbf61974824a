"""Settings of each step of a recipe, the order of steps, and changes to them; every default is a stated choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from newind.aliases import alias
from newind.errors import DataError, find_duplicates, join_items, tell
from newind.index.elements import Fields, Number, Text, Words
from newind.policy.checks import mistake

if TYPE_CHECKING:
    from collections.abc import Iterator


IMPUTATIONS = ("none", "mean", "median", "group_mean", "group_median", "panel_last", "panel_linear", "em")
TREATMENTS = ("none", "winsorise", "log", "boxcox")
NORMALISATIONS = (
    "minmax", "zscore", "rank", "percentile", "borda", "distance_to_target", "distance_to_max", "fraction_of_max",
    "goalposts", "none",
)  # fmt: skip
WEIGHTINGS = (
    "given", "equal", "entropy", "critic", "combined", "pca", "benefit_of_the_doubt", "ahp", "optimised",
)  # fmt: skip
AGGREGATIONS = ("arithmetic", "geometric", "harmonic", "power", "mazziotta_pareto", "topsis", "copeland")

Imputation = Literal["none", "mean", "median", "group_mean", "group_median", "panel_last", "panel_linear", "em"]
Treatment = Literal["none", "winsorise", "log", "boxcox"]
Second = Literal["none", "log", "boxcox"]
Normalisation = Literal[
    "minmax", "zscore", "rank", "percentile", "borda", "distance_to_target", "distance_to_max", "fraction_of_max",
    "goalposts", "none",
]  # fmt: skip
Weighting = Literal[
    "given", "equal", "entropy", "critic", "combined", "pca", "benefit_of_the_doubt", "ahp", "optimised"
]
Aggregation = Literal["arithmetic", "geometric", "harmonic", "power", "mazziotta_pareto", "topsis", "copeland"]


def _wrap_text(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Share = Annotated[Number, Field(ge=0, le=1)]
Place = Annotated[str, BeforeValidator(lambda v: str(v) if isinstance(v, int) and not isinstance(v, bool) else v)]
"""The code of an aggregate, or a level."""


class Denominate(Fields):
    """Divide each indicator by its denominator, a column of the data."""


class Screen(Fields):
    """Keep the units of which enough is known.

    Parameters
    ----------
    min_available : float
        Least share of indicators that a unit must have.
    whole_pillars : bool
        Whether a pillar may be imputed of which nothing at all is known; by default such a unit is not scored.
    """

    min_available: Share = 0.9
    whole_pillars: bool = False


class Impute(Fields):
    """Fill gaps by the first method that can, in the order given; ``none`` leaves what is left unknown.

    Parameters
    ----------
    method : str or list of str
    group : str
        Column of groups, for means and medians of groups.
    """

    method: Annotated[tuple[Imputation, ...], BeforeValidator(_wrap_text), Field(min_length=1)] = ("none",)
    group: Text = ""


class Treat(Fields):
    """Bring in outliers of indicators whose distribution does not pass.

    Parameters
    ----------
    method, then : str
        First way, and what to do with indicators that still do not pass.
    max_skew, max_kurtosis : float
        An indicator passes unless both its absolute skewness and its excess kurtosis (bias-corrected) are larger.
    max_points : int
        Values that may be winsorised; one at a time, until the indicator passes.
    by_year : bool
        Whether each year of a panel is treated by itself; by default all rows together.
    """

    method: Treatment = "winsorise"
    then: Second = "log"
    max_skew: Annotated[Number, Field(ge=0)] = 2.0
    max_kurtosis: Annotated[Number, Field(ge=0)] = 3.5
    max_points: Annotated[int, Field(ge=0)] = 5
    by_year: bool = False


class Normalise(Fields):
    """Put indicators on one scale, higher is better.

    Parameters
    ----------
    method : str
    range : (float, float)
        Ends of the scale of min-max, goalposts and percentiles.
    mean, sd : float
        Of z-scores.
    clip : bool
        Whether what lies beyond the goalposts or the frozen extremes is cut off at the ends of the scale.
    by_year : bool
        Whether each year of a panel has its own scale; by default one scale holds for all, so that years compare.
    """

    method: Normalisation = "minmax"
    range: tuple[Number, Number] = (0.0, 100.0)
    mean: Number = 10.0
    sd: Annotated[Number, Field(gt=0)] = 2.0
    clip: bool = False
    by_year: bool = False

    @field_validator("range")
    @classmethod
    def _upwards(cls, ends: tuple[float, float]) -> tuple[float, float]:
        """Raise for a scale whose ends are one point or stand the wrong way round."""
        if not ends[0] < ends[1]:
            raise mistake(tell("index.range", low=ends[0], high=ends[1]))
        return ends


class Weight(Fields):
    """Weights of the parts of each aggregate.

    Parameters
    ----------
    method : str
        For all aggregates.
    at : dict
        Method for some: code of an aggregate, or its level → method.
    ahp : dict
        Code of an aggregate → matrix of pairwise comparisons of its parts, in their order.
    importance : dict
        Code → the importance that optimised weights aim at; equal where left out.
    bounds : (float, float)
        Least and largest share of a part in the score, for the benefit of the doubt.
    """

    method: Weighting = "given"
    at: dict[Place, Weighting] = Field(default={})
    ahp: dict[str, tuple[tuple[Number, ...], ...]] = Field(default={})
    importance: dict[str, Number] = Field(default={})
    bounds: tuple[Share, Share] = (0.0, 1.0)


class Aggregate(Fields):
    """Combine the parts of each aggregate.

    Parameters
    ----------
    method : str
        For all aggregates.
    at : dict
        Method for some: code of an aggregate, or its level → method.
    power : float
        Exponent of the power mean.
    penalty : {"-", "+"}
        Whether unevenness lowers a Mazziotta-Pareto score (of what is good) or raises it.
    """

    method: Aggregation = "arithmetic"
    at: dict[Place, Aggregation] = Field(default={})
    power: Number = 0.5
    penalty: Literal["-", "+"] = "-"


class View(Fields):
    """Another tree over the same indicators.

    Parameters
    ----------
    name : dict of str
    parts : dict
        Code of an aggregate of the view → its name and indicators.
    left_out : dict
        Indicator → why it has no place in the view.
    """

    name: Words = Field(default={})
    parts: dict[str, ViewPart]
    left_out: dict[str, Words] = Field(default={})


class IndicatorExclusion(Fields):
    """Indicators that might be expected and are not used, and why."""

    ids: Annotated[tuple[Text, ...], Field(min_length=1)]
    reason: Words


class ViewPart(Fields):
    """One aggregate of a view: its name and the indicators below it."""

    name: Words = Field(default={})
    indicators: tuple[Text, ...]
    weight: Number = 1.0


Step = Denominate | Screen | Impute | Treat | Normalise | Weight | Aggregate
STEPS: dict[str, type[Fields]] = {
    "denominate": Denominate,
    "screen": Screen,
    "impute": Impute,
    "treat": Treat,
    "normalise": Normalise,
    "weight": Weight,
    "aggregate": Aggregate,
}
"""Steps by name, in the usual order."""
NAMES: dict[type, str] = {kind: name for name, kind in STEPS.items()}


def parse_settings(settings: Any) -> dict[str, Any]:
    """Return settings as a mapping: a word alone is the method.

    Examples
    --------
    >>> parse_settings("geometric"), parse_settings({"range": [1, 100]}), parse_settings(None)
    ({'method': 'geometric'}, {'range': [1, 100]}, {})
    """
    if settings is None:
        return {}
    if isinstance(settings, Fields):
        return settings.model_dump()
    if isinstance(settings, Mapping):
        return dict(settings)
    if isinstance(settings, str) or (isinstance(settings, Sequence) and all(isinstance(s, str) for s in settings)):
        return {"method": settings}
    raise ValueError(tell("index.settings"))


View.model_rebuild()


StepName = Literal["denominate", "screen", "impute", "treat", "normalise", "weight", "aggregate"]
USUAL: tuple[StepName, ...] = ("denominate", "screen", "impute", "treat", "normalise", "weight", "aggregate")
"""The usual order."""
ALWAYS = ("normalise", "weight", "aggregate")
"""Steps without which there is no index: where a recipe does not name them they take their defaults."""


class Recipe(Fields):
    """Steps in the order in which they are done.

    A mapping of step to settings becomes a recipe, done in the order in which the mapping names the steps; a word in
    place of settings is the method, and nothing (null) in place of settings leaves a step out.

    Examples
    --------
    >>> recipe = Recipe.model_validate({"impute": "mean", "treat": {"max_points": 3}, "aggregate": "geometric"})
    >>> recipe.order
    ('impute', 'treat', 'normalise', 'weight', 'aggregate')
    >>> recipe.aggregate.method
    'geometric'
    """

    order: tuple[StepName, ...] = USUAL
    denominate: Denominate = Denominate()
    screen: Screen = Screen()
    impute: Impute = Impute()
    treat: Treat = Treat()
    normalise: Normalise = Normalise()
    weight: Weight = Weight()
    aggregate: Aggregate = Aggregate()

    @model_validator(mode="before")
    @classmethod
    def _in_order(cls, given: Any) -> Any:
        """Turn a mapping of steps into their order and settings."""
        if not isinstance(given, Mapping):
            return given
        if isinstance(given.get("order"), (list, tuple)) and all(name in STEPS for name in given["order"]):
            steps = {name: _settings(value) for name, value in given.items() if name != "order" and value is not None}
            return {**steps, "order": complete(list(given["order"]))}
        if "order" in given:
            return given
        kept = {name: settings for name, settings in given.items() if settings is not None}
        order = [name for name in kept if name in STEPS]
        return {"order": complete(order)} | {name: _settings(value) for name, value in kept.items()}

    @field_validator("order")
    @classmethod
    def _possible(cls, order: tuple[StepName, ...]) -> tuple[StepName, ...]:
        """Raise for a step that stands twice, or figures that would change after they are on one scale."""
        if twice := find_duplicates(order):
            raise mistake(tell("index.steps_twice", which=join_items(twice)))
        if order[len(order) - len(ALWAYS) :] != ALWAYS:
            raise mistake(tell("index.order_end", order=join_items(order), last=join_items(ALWAYS)))
        return order

    def __iter__(self) -> Iterator[tuple[str, Fields]]:  # type: ignore[override]
        """Iterate over the steps: name and settings."""
        return iter((name, getattr(self, name)) for name in self.order)

    def to_dict(self) -> dict[str, Any]:
        """Return the recipe as a mapping that gives it again."""
        return {name: settings.model_dump(mode="json", exclude_defaults=True) for name, settings in self}

    def apply_changes(self, changes: Mapping[str, Any]) -> Recipe:
        """Return the recipe with settings of some steps changed.

        Parameters
        ----------
        changes : mapping of str
            Step → its method, or settings to change (others stay), or None to leave it out. A step that was left
            out is done at its usual place. ``order`` → the names of all steps in a new order.

        Raises
        ------
        DataError
            For a step that cannot be left out, or an order that does not name all.
        """
        if lost := [name for name in ALWAYS if changes.get(name, True) is None]:
            raise DataError(tell("index.always", lost=join_items(lost)))
        order: list[str] = [name for name in self.order if changes.get(name, True) is not None]
        new = [n for n in changes if n in STEPS and n not in order and changes[n] is not None]
        for name in new:
            order.insert(_usual_place(name, order), name)
        given = {name: getattr(self, name).model_dump() for name in order if name not in new}
        for name in (n for n in changes if n in order):
            given[name] = given.get(name, {}) | _mapping(changes[name])
        _check_whole(order, changes.get("order", order))
        odd = {n: changes[n] for n in changes if n not in STEPS and n != "order"}
        return Recipe.model_validate({"order": changes.get("order", order), **given, **odd})

    changed: ClassVar[Any] = alias("apply_changes")


def _check_whole(order: list[str], new: Any) -> None:
    """Raise for a new order that leaves out a step without saying so."""
    if not isinstance(new, (list, tuple)):
        return
    if lost := [name for name in order if name not in new and name not in ALWAYS]:
        raise DataError(tell("index.order", lost=join_items(lost), form=f"{lost[0]}: null"))


def complete(order: list[str]) -> list[str]:
    """Return the names of steps with those that no index can do without, at their usual places."""
    found = list(order)
    for name in ALWAYS:
        if name not in found:
            found.insert(_usual_place(name, found), name)
    return found


def _settings(value: Any) -> Any:
    """Return settings as a mapping where they can be read as one; pydantic tells of others."""
    try:
        return parse_settings(value)
    except ValueError:
        return value


def _mapping(value: Any) -> dict[str, Any]:
    found = _settings(value)
    return found if isinstance(found, dict) else {"method": found}


def _usual_place(name: str, order: list[str]) -> int:
    """Return where a step belongs among others: before the first that usually comes later."""
    usual = list(STEPS)
    later = [k for k, other in enumerate(order) if usual.index(other) > usual.index(name)]
    return later[0] if later else len(order)
