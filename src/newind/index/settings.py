"""Settings of each step of a recipe; pydantic checks them, and every default is a stated choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator

from newind.errors import tell
from newind.index.elements import Fields, Number, Text, Words
from newind.policy.checks import mistake

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
