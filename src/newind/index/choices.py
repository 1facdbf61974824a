"""Defensible choices: by which other imputations, treatments, scales, weights and means an index might be built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.errors import DataError, join_items, tell, unknown
from newind.index import impute
from newind.index.batch import POWERS
from newind.index.settings import STEPS, WEIGHTINGS, parse_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.index.index import Index
    from newind.index.table import Table

NOMINAL = "nominal"
"""The index's own choice."""
DATA = ("impute", "treat", "normalise")
"""Choices that make another table of normalised figures."""
FACTORS = (*DATA, "weight", "aggregate", "remove")


@dataclass(frozen=True)
class RecipeAlternatives:
    """Alternatives of each step, the index's own (``nominal``) among them.

    Attributes
    ----------
    impute, treat, normalise : label → settings, or None for the index's own
    weight : labels of weightings
    aggregate : labels of means
    remove : codes of indicators of which one, or none, is left out
    noise : by how much weights are varied at random, as a share, on either side
    """

    impute: Mapping[str, Any] = field(default_factory=lambda: {NOMINAL: None})
    treat: Mapping[str, Any] = field(default_factory=lambda: {NOMINAL: None})
    normalise: Mapping[str, Any] = field(default_factory=lambda: {NOMINAL: None})
    weight: tuple[str, ...] = (NOMINAL,)
    aggregate: tuple[str, ...] = (NOMINAL,)
    remove: tuple[str, ...] = ()
    noise: float = 0.25

    def levels(self, factor: str) -> tuple[str, ...]:
        """Return the labels of a factor's alternatives; removal begins with none."""
        if factor == "remove":
            return ("none", *self.remove)
        return tuple(getattr(self, factor))

    @property
    def size(self) -> int:
        """How many combinations there are."""
        return int(np.prod([len(self.levels(f)) for f in FACTORS]))


def choices(index: Index, given: Mapping[str, Any] | None = None, *, noise: float = 0.25) -> RecipeAlternatives:
    """Return the alternatives of an index: usual ones, or those given.

    Parameters
    ----------
    index : Index
    given : mapping, optional
        Step (impute, treat, normalise, weight, aggregate) → list of methods or settings, its own always among them;
        ``remove`` → codes, True for each indicator or False. A step that is not named keeps its usual alternatives.
    noise : float
        By how much weights are varied, as a share.

    Raises
    ------
    DataError
        For a step or a method that there is not, or noise that is no share.
    """
    given = dict(given or {})
    if odd := [k for k in given if k not in FACTORS]:
        raise unknown("choice", odd[0], FACTORS, tell("index.choices", known=join_items(FACTORS)))
    if not 0 <= noise < 1:
        raise DataError(tell("index.noise", noise=noise))
    usual = _usual(index)
    data = {f: {NOMINAL: None} | _alternatives(f, given.get(f, usual[f])) for f in DATA}
    return RecipeAlternatives(
        **data,
        weight=_labels("weight", given.get("weight", usual["weight"])),
        aggregate=_labels("aggregate", given.get("aggregate", usual["aggregate"])),
        remove=_removable(index, given.get("remove", usual["remove"])),
        noise=noise,
    )


def _usual(index: Index) -> dict[str, Any]:
    """Return the usual alternatives: what others might have done with the same figures."""
    recipe, gaps = index.spec.recipe, _gaps(index)
    em = impute.enough_for_em(len(index.scores), len(index.tree.indicators))
    filled = ["mean", "median", *(["em"] if em else [])]
    return {
        "impute": [m for m in filled if recipe.impute.method != (m,)] if gaps else [],
        "treat": [m for m in ("none", "winsorise") if recipe.treat.method != m or "treat" not in recipe.order],
        "normalise": [m for m in ("minmax", "zscore", "rank") if recipe.normalise.method != m],
        "weight": ["equal"],
        "aggregate": [m for m in ("arithmetic", "geometric") if recipe.aggregate.method != m],
        "remove": True,
    }


def _gaps(index: Index) -> bool:
    return "impute" in index.stages and bool(np.isnan(before(index, "impute").values).any())


def before(index: Index, step: str) -> Table:
    """Return the figures as they were before a step, or before what follows it where the recipe has no such step."""
    names = list(index.stages)
    if step in names:
        return index.stages[names[names.index(step) - 1]]
    usual = list(STEPS)
    earlier = [n for n in names if n == "raw" or usual.index(n) < usual.index(step)]
    return index.stages[earlier[-1]]


def _alternatives(step: str, given: Any) -> dict[str, Any]:
    """Return label → settings of a step's alternatives."""
    listed = [given] if isinstance(given, (str, Mapping)) else list(given or ())
    named_ = {_label(item): parse_settings(item) for item in listed if item != NOMINAL}
    return {label: _validate_settings(step, settings) for label, settings in named_.items()}


def _label(item: Any) -> str:
    """Return what an alternative is called: its method, or its settings."""
    return item if isinstance(item, str) else ", ".join(str(v) for v in parse_settings(item).values())


def _labels(step: str, given: Any) -> tuple[str, ...]:
    listed = [given] if isinstance(given, str) else list(given or ())
    known = WEIGHTINGS if step == "weight" else (*POWERS, "topsis", "copeland", "mazziotta_pareto", "power")
    for item in listed:
        if item not in (NOMINAL, *known):
            raise unknown(f"{step} method", item, known, tell("index.methods", known=join_items(known)))
    return tuple(dict.fromkeys([NOMINAL, *listed]))


def _removable(index: Index, given: Any) -> tuple[str, ...]:
    tree = index.tree
    if given is True:
        return tree.indicators if len(tree.indicators) > 1 else ()
    codes = (given,) if isinstance(given, str) else tuple(given or ())
    for code in codes:
        if code not in tree.indicators:
            raise unknown(
                "indicator", code, tree.indicators, tell("index.indicators", known=join_items(tree.indicators))
            )
    return codes


def _validate_settings(step: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings of a step as its fields hold them."""
    from newind.index.specification import validate_model

    made = validate_model(lambda: STEPS[step].model_validate(dict(settings)), f"choices: {step}")
    return {name: getattr(made, name) for name in settings}


def combinations(choices: RecipeAlternatives) -> list[tuple[str, ...]]:
    """Return every combination of alternatives, factor by factor in the order of ``FACTORS``."""
    return list(product(*(choices.levels(f) for f in FACTORS)))


def failures(reasons: Sequence[str]) -> dict[str, int]:
    """Return how often each reason for a failure stands."""
    return {reason: reasons.count(reason) for reason in dict.fromkeys(reasons)}
