"""The specification of an index: its elements, its recipe, other views of it, and what it leaves out and why."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from math import isfinite
from numbers import Real
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field, ValidationError, model_validator

from newind.aliases import alias
from newind.datafiles import list_yaml
from newind.errors import DataError, join_items, offenders, suggest, tell, unknown
from newind.index.elements import Element, Fields, Text, Tree, Words, complete
from newind.index.settings import STEPS, IndicatorExclusion, Recipe, View
from newind.messages import list_languages
from newind.policy.checks import mistake

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from newind.policy.mistakes import Mistake

SHIPPED = "newind.index.shipped"
Matrix = tuple[tuple[float, ...], ...]
CHANGES = (*STEPS, "order", "remove", "weights", "view")
"""Changes that :meth:`Spec.apply_changes` understands."""


class Spec(Fields):
    """Specification of an index: its elements and its steps.

    Parameters
    ----------
    id : str
    name, note : dict of str
        In ``en`` and ``zh``.
    elements : tuple of Element
        Indicators, aggregates, denominators, groups and what is shown without being scored.
    recipe : Recipe
        A mapping of steps to settings.
    views : dict
        Other trees over the same indicators.
    left_out : tuple of IndicatorExclusion
        Indicators that might be expected and are not used, and why.
    sources : tuple of str
    reduced : IndicatorExclusion, optional
        Indicators without which figures are scored of which nothing could be scored with them, and why.
    full : Spec, optional
        What this one was before it was reduced.
    """

    id: Text = "index"
    name: Words = Field(default={})
    note: Words = Field(default={})
    elements: tuple[Element, ...] = Field(min_length=1)
    recipe: Recipe = Recipe()
    views: dict[str, View] = Field(default={})
    left_out: tuple[IndicatorExclusion, ...] = ()
    sources: tuple[Text, ...] = ()
    reduced: IndicatorExclusion | None = None
    full: Spec | None = Field(default=None, exclude=True, repr=False)

    @model_validator(mode="after")
    def _complete_elements(self) -> Spec:
        """Fill in what the registry knows of the elements."""
        object.__setattr__(self, "elements", tuple(complete(e) for e in self.elements))
        known = [e.code for e in self.elements if e.kind == "indicator"]
        if self.reduced and (odd := [c for c in self.reduced.ids if c not in known]):
            raise mistake(
                tell("index.not_indicators", which=offenders(odd), near=suggest(odd[0], known)), "reduced", "ids"
            )
        return self

    @cached_property
    def tree(self) -> Tree:
        """Indicators and aggregates; :class:`Tree` says what it refuses."""
        tree = Tree(self.elements)
        _check_targets(self.elements)
        return tree

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Spec:
        """Return a copy with some fields changed; the tree of new elements is made afresh."""
        copied = super().model_copy(update=update, deep=deep)
        if "elements" in (update or {}):
            copied.__dict__.pop("tree", None)
        return copied

    def list_elements(self, kind: str) -> tuple[Element, ...]:
        """Return the elements of a kind."""
        return tuple(e for e in self.elements if e.kind == kind)

    @property
    def indicator_elements(self) -> tuple[Element, ...]:
        """Elements of the indicators, in the order of the tree."""
        return tuple(self.tree.by_code[code] for code in self.tree.indicators)

    def label(self, code: str, lang: str = "en") -> str:
        """Return the name of an element, also of one that was left out when the index was reduced."""
        found = next((e for e in (self.full or self).elements if e.code == code), None)
        return found.label(lang) if found else code

    def smaller(self) -> Spec | None:
        """Return the specification without the indicators of ``reduced``, None where there are none to leave out.

        Examples
        --------
        >>> whole = spec("new-industrialization")
        >>> few = whole.smaller()
        >>> len(whole.tree.indicators), len(few.tree.indicators), few.omitted_pillars
        (16, 12, ('people',))
        """
        gone = () if self.reduced is None else tuple(c for c in self.tree.indicators if c in self.reduced.ids)
        if self.reduced is None or not gone:
            return None
        few = self.apply_changes({"remove": gone})
        left = IndicatorExclusion(ids=gone, reason=self.reduced.reason)
        return few.model_copy(update={"left_out": (*self.left_out, left), "reduced": None, "full": self})

    @property
    def lacking(self) -> tuple[str, ...]:
        """Indicators without which the index was reduced, none for a whole one."""
        return () if self.full is None else tuple(c for c in self.full.tree.indicators if c not in self.tree.indicators)

    @property
    def omitted_pillars(self) -> tuple[str, ...]:
        """Aggregates of which the reduced index has nothing."""
        return () if self.full is None else tuple(p for p in self.full.tree.pillars if p not in self.tree.by_code)

    def apply_changes(self, changes: Mapping[str, Any]) -> Spec:
        """Return the specification with some things changed.

        Parameters
        ----------
        changes : mapping of str
            Step → method or settings, or None to leave it out; ``order`` → steps; ``remove`` → codes of indicators or
            aggregates (with what is below); ``weights`` → code → weight; ``view`` → name of a view.

        Raises
        ------
        DataError
            For a key or a setting that there is not.
        UnknownNameError
            For a code or a view that there is not.
        """
        if odd := [key for key in changes if key not in CHANGES]:
            raise DataError(
                tell("index.changes", which=offenders(odd), near=suggest(odd[0], CHANGES), known=join_items(CHANGES))
            )
        spec = self.apply_view(changes["view"]) if changes.get("view") else self
        elements = _remove_elements(spec.elements, spec.tree, _codes(changes.get("remove", ())))
        elements = _replace_weights(elements, changes.get("weights") or {})
        steps = {k: v for k, v in changes.items() if k in STEPS or k == "order"}
        recipe = validate_model(lambda: spec.recipe.apply_changes(steps), "changes") if steps else spec.recipe
        changed = spec.model_copy(update={"elements": elements, "recipe": recipe})
        return changed if len(elements) == len(spec.elements) else _prune_settings(changed, spec.tree)

    def apply_view(self, name: str) -> Spec:
        """Return the specification with another tree over its indicators.

        Raises
        ------
        UnknownNameError
            For a view that there is not.
        """
        if name not in self.views:
            raise unknown(
                "view", name, self.views, tell("web.give_view", views=", ".join(self.views) or "not described")
            )
        full = None if self.full is None else self.full.apply_view(name)
        return self.model_copy(
            update={"elements": _build_view_elements(self, self.views[name]), "views": {}, "full": full}
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the specification as plain data that gives it again."""
        plain = self.model_dump(mode="json", exclude_defaults=True, exclude={"recipe", "full"})
        return plain | {"recipe": self.recipe.to_dict()}

    of: ClassVar[Any] = alias("list_elements")
    scored: ClassVar[Any] = alias("indicator_elements")
    lost: ClassVar[Any] = alias("omitted_pillars")
    changed: ClassVar[Any] = alias("apply_changes")
    viewed: ClassVar[Any] = alias("apply_view")


def spec(source: Spec | Mapping[str, Any] | str | PathLike[str] | pd.DataFrame) -> Spec:
    """Return a specification from whatever describes it.

    Parameters
    ----------
    source : Spec, mapping, name, path or DataFrame
        The name of a shipped specification, a YAML file, a metadata table (csv, xlsx or a frame with the columns code,
        parent, and perhaps level, name, direction, weight, unit, denominator, target, kind), or a mapping.

    Raises
    ------
    DataError
        With file, line and column of what is wrong in a YAML file, or the rows of a table.
    UnknownNameError
        For the name of no shipped specification.

    Examples
    --------
    >>> [e.code for e in spec("new-industrialization").list_elements("aggregate")][:3]
    ['people', 'quality', 'innovation']
    """
    if isinstance(source, Spec):
        return source
    if isinstance(source, Mapping):
        made: Spec = validate_model(lambda: Spec.model_validate(dict(source)), "specification")
        return made
    if isinstance(source, (str, PathLike)):
        return _from_name(str(source))
    from newind.index.intake import elements_of

    return Spec(elements=elements_of(source))


def specs() -> tuple[str, ...]:
    """Return the names of the shipped specifications.

    Examples
    --------
    >>> "new-industrialization" in specs()
    True
    """
    return list_yaml(SHIPPED)


def _from_name(source: str) -> Spec:
    from newind.index.spec_yaml import parse, read
    from newind.policy.yaml_file import read_placed

    path = Path(source)
    if source in specs():
        return parse(read_placed(SHIPPED, f"{source}.yaml"), f"{source}.yaml")
    if path.suffix.lower() in (".yaml", ".yml"):
        return read(path)
    if path.suffix.lower() in (".csv", ".xlsx", ".xls", ".ods", ".txt", ".tsv"):
        from newind.index.intake import elements_of

        return Spec(id=path.stem, elements=elements_of(path))
    raise unknown("specification", source, specs(), tell("index.shipped_specs", known=join_items(specs())))


def validate_model(make: Any, whole: str) -> Any:
    """Return what a function makes; what pydantic finds is raised in words."""
    from newind.policy.mistakes import mistakes, refuse

    try:
        return make()
    except ValidationError as error:
        raise refuse(mistakes(error, keys_at), lambda m: _where(whole, m), whole, DataError) from None


def _where(whole: str, found: Mistake) -> str:
    return ".".join([whole, *(str(part) for part in found.path)])


def keys_at(path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return which keys the mapping at a path of a specification may have."""
    parts = [p for p in path if isinstance(p, str)]
    if not parts:
        return tuple(Spec.model_fields)
    if parts[-1] in STEPS:
        return tuple(STEPS[parts[-1]].model_fields)
    if parts[0] == "elements":
        return tuple(Element.model_fields)
    if parts[0] == "views":
        return ("name", "indicators", "weight") if "parts" in parts else tuple(View.model_fields)
    if parts[0] in ("left_out", "reduced") and parts[-1] != "reason":
        return tuple(IndicatorExclusion.model_fields)
    return tuple(STEPS) if parts[-1] == "recipe" else list_languages()


def _codes(given: Any) -> tuple[str, ...]:
    if isinstance(given, str):
        return (given,)
    if given is not None and not isinstance(given, (list, tuple, set, frozenset)):
        raise DataError(tell("index.remove", given=given))
    return tuple(given or ())


def _remove_elements(elements: tuple[Element, ...], tree: Tree, codes: Iterable[str]) -> tuple[Element, ...]:
    """Return the elements without some, with what is below them, and aggregates that this leaves empty."""
    gone: set[str] = set()
    for code in codes:
        _check_code(code, tree)
        gone |= {code, *tree.leaves(code)}
    while empty := {a for a in tree.aggregates if a not in gone and all(c in gone for c in tree.children[a])}:
        gone |= empty
    kept = tuple(e for e in elements if e.code not in gone)
    if not any(e.kind == "indicator" for e in kept):
        raise DataError(tell("index.none_left", which=offenders(sorted(gone))))
    return kept


def _prune_settings(spec: Spec, before: Tree) -> Spec:
    """Return a specification whose settings of single elements are of those that are left.

    The comparisons of parts that are left stay as they were judged.
    """
    gone = _places(before) - _places(spec.tree)
    weight, aggregate = spec.recipe.weight, spec.recipe.aggregate
    kept = {
        name: {code: value for code, value in getattr(weight, name).items() if code not in gone}
        for name in ("at", "ahp", "importance")
    }
    kept["ahp"] = {code: _prune_comparisons(code, m, spec.tree, before) for code, m in kept["ahp"].items()}
    at = {place: method for place, method in aggregate.at.items() if place not in gone}
    update = {"weight": weight.model_copy(update=kept), "aggregate": aggregate.model_copy(update={"at": at})}
    views = {name: _without(view, gone) for name, view in spec.views.items()}
    left = () if spec.reduced is None else tuple(c for c in spec.reduced.ids if c not in gone)
    reduced = spec.reduced.model_copy(update={"ids": left}) if spec.reduced and left else None
    return spec.model_copy(update={"recipe": spec.recipe.model_copy(update=update), "views": views, "reduced": reduced})


def _without(view: View, gone: set[str]) -> View:
    """Return a view without some indicators, and without the parts that this leaves empty."""
    left = {code: tuple(c for c in part.indicators if c not in gone) for code, part in view.parts.items()}
    parts = {code: view.parts[code].model_copy(update={"indicators": below}) for code, below in left.items() if below}
    out = {code: why for code, why in view.left_out.items() if code not in gone}
    return view.model_copy(update={"parts": parts, "left_out": out})


def _places(tree: Tree) -> set[str]:
    """Return what settings of a tree can name: its elements and its levels."""
    return {*tree.by_code, *map(str, tree.level.values())}


def _prune_comparisons(code: str, matrix: Matrix, tree: Tree, before: Tree) -> Matrix:
    """Return the comparisons of the parts of an aggregate that are left; the matrix itself where it is of others."""
    parts = before.children.get(code, ())
    left = [parts.index(p) for p in tree.children.get(code, ()) if p in parts]
    whole = len(matrix) == len(parts) and all(len(row) == len(parts) for row in matrix)
    return tuple(tuple(matrix[i][j] for j in left) for i in left) if whole else matrix


def _replace_weights(elements: tuple[Element, ...], weights: Mapping[str, float]) -> tuple[Element, ...]:
    known = {e.code: e for e in elements}
    if not isinstance(weights, Mapping):
        raise DataError(tell("index.weights", given=weights))
    for code, weight in weights.items():
        if code not in known:
            raise unknown("element", code, known, tell("index.give_element", known=join_items(known)))
        if not (isinstance(weight, Real) and isfinite(weight)):
            raise DataError(tell("index.weight", code=code, weight=weight))
    given = {code: {"weight": float(w)} for code, w in weights.items()}
    return tuple(e.model_copy(update=given.get(e.code, {})) for e in elements)


def _check_code(code: str, tree: Tree) -> None:
    if code not in tree.by_code:
        raise unknown("element", code, tree.by_code, tell("index.give_element", known=join_items(tree.by_code)))


def _build_view_elements(spec: Spec, view: View) -> tuple[Element, ...]:
    """Return the elements of a specification hung below the aggregates of a view."""
    tree = spec.tree
    home = {code: part for part, below in view.parts.items() for code in below.indicators}
    for code in home:
        _check_code(code, tree)
    if lost := [c for c in tree.indicators if c not in home and c not in view.left_out]:
        raise DataError(tell("index.view_lost", which=offenders(lost)))
    moved = [e.model_copy(update={"parent": home[e.code]}) for e in spec.indicator_elements if e.code in home]
    top = tree.by_code[tree.top].model_copy(update={"level": None})
    parts = [
        Element(code=code, name=part.name, kind="aggregate", parent=top.code, weight=part.weight)
        for code, part in view.parts.items()
    ]
    rest = [e for e in spec.elements if e.kind not in ("indicator", "aggregate")]
    return (*(e.model_copy(update={"level": None}) for e in moved), *parts, top, *rest)


def _check_targets(elements: Iterable[Element]) -> None:
    """Raise for a target that is not given, a scored element without direction, goalposts that are one point."""
    scored = [e for e in elements if e.kind == "indicator"]
    if aimless := [e.code for e in scored if e.direction == "target" and e.target is None]:
        raise DataError(tell("index.aimless", which=offenders(aimless)))
    if none := [e.code for e in scored if e.direction == "none"]:
        raise DataError(tell("index.no_direction", which=offenders(none)))
    if flat := [e.code for e in scored if e.goalposts and e.goalposts[0] == e.goalposts[1]]:
        raise DataError(tell("index.one_point", which=offenders(flat)))
    if silent := [e.code for e in elements if e.kind == "unscored" and not e.reason]:
        raise DataError(tell("index.no_reason", which=offenders(silent)))
