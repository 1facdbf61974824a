"""Elements of an index: indicators, the aggregates above them, and the tree that they form."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from newind.aliases import alias
from newind.errors import DataError, find_duplicates, join_items, offenders, suggest, tell, unknown
from newind.measures.registry import indicators
from newind.messages import collect_words, complete as complete_languages, list_languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Kind = Literal["indicator", "aggregate", "denominator", "group", "unscored"]
Direction = Literal["higher", "lower", "target", "none"]

DIRECTIONS = collect_words("index.recognised.directions")
"""How tables write a direction → what it is called here."""
KINDS = collect_words("index.recognised.kinds")
"""How tables write what an element is → what it is called here."""


def _direction(value: Any) -> Any:
    return DIRECTIONS.get(str(value).strip().casefold(), value) if value is not None else None


def _kind(value: Any) -> Any:
    return KINDS.get(str(value).strip().casefold(), value)


def _words(value: Any) -> Any:
    return dict.fromkeys(list_languages(), value) if isinstance(value, str) else complete_languages(value)


Text = Annotated[str, Field(strict=True)]
Words = Annotated[dict[str, str], BeforeValidator(_words)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Fields(BaseModel):
    """Fields that do not change, and no others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __str__(self) -> str:
        return repr(self)


class Element(Fields):
    """One element of an index.

    Parameters
    ----------
    code : str
        Column of the data, or the code of an aggregate.
    name : dict of str
        In ``en`` and ``zh``; one text stands for both.
    kind : {"indicator", "aggregate", "denominator", "group", "unscored"}
        Unscored elements are shown and not counted; denominators and groups are columns that steps use.
    parent : str
        Code of the aggregate above; empty for the top.
    level : int, optional
        1 for indicators; follows from the tree where it is left out.
    direction : {"higher", "lower", "target", "none"}, optional
        What is better; the registry's where the code is one of its ids.
    weight : float
        Against the other elements below the same parent.
    unit : str
    denominator : str
        Column that values are divided by.
    target : float, optional
        What a direction ``target`` means, and what distances to a target are measured from.
    goalposts : (float, float), optional
        Values of the indicator that score lowest and highest on the scale, before the direction is applied.
    reason : dict of str
        Why an element is unscored or has a target.
    """

    code: Annotated[Text, Field(min_length=1)]
    name: Words = Field(default={})
    kind: Annotated[Kind, BeforeValidator(_kind)] = "indicator"
    parent: Text = ""
    level: Annotated[int, Field(ge=1, le=20)] | None = None
    direction: Annotated[Direction | None, BeforeValidator(_direction)] = None
    weight: Number = 1.0
    unit: Text = ""
    denominator: Text = ""
    target: Number | None = None
    goalposts: tuple[Number, Number] | None = None
    reason: Words = Field(default={})

    def label(self, lang: str = "en") -> str:
        """Return the name in a language, the code where there is none."""
        return self.name.get(lang, "") or self.code

    @property
    def sign(self) -> float:
        """-1 where lower is better, else 1."""
        return -1.0 if self.direction == "lower" else 1.0


def complete(element: Element) -> Element:
    """Return an element with name, unit and direction from the registry where it does not say.

    Examples
    --------
    >>> complete(Element(code="s3.carbon_per_gdp")).direction
    'lower'
    >>> complete(Element(code="patents")).direction
    'higher'
    """
    if element.kind not in ("indicator", "unscored"):
        return element
    known: dict[str, Any] = {"direction": "higher"}
    if element.code in indicators().ids:
        entry = indicators()[element.code]
        known = {"name": entry.label, "unit": entry.unit, "direction": entry.better}
    missing = {k: v for k, v in known.items() if not getattr(element, k)}
    return element.model_copy(update=missing)


class Tree:
    """Indicators and aggregates in their order: the order of the elements given, from the bottom to the top.

    Parameters
    ----------
    elements : sequence of Element
        Indicators and aggregates; others are left out.

    Raises
    ------
    DataError
        For codes that stand twice, parents that are not there, a loop, no top or several, aggregates with nothing
        below, weights that are negative or all zero, levels that contradict the parents.
    """

    def __init__(self, elements: Iterable[Element]) -> None:
        self.elements = tuple(e for e in elements if e.kind in ("indicator", "aggregate"))
        self.by_code = {e.code: e for e in self.elements}
        self._check_codes()
        self.children = self._children()
        self.level = self._levels()
        self._check_weights()

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """Codes of the indicators."""
        return tuple(e.code for e in self.elements if e.kind == "indicator")

    @cached_property
    def aggregates(self) -> tuple[str, ...]:
        """Codes of the aggregates, each after what is below it."""
        found = [e.code for e in self.elements if e.kind == "aggregate"]
        return tuple(sorted(found, key=lambda code: self.level[code]))

    @property
    def top(self) -> str:
        """Code of the index itself."""
        return self.aggregates[-1]

    @cached_property
    def pillars(self) -> tuple[str, ...]:
        """Aggregates right above indicators: what must never be filled as a whole."""
        leaves = set(self.indicators)
        return tuple(a for a in self.aggregates if leaves & set(self.children[a]))

    @cached_property
    def display_codes(self) -> tuple[str, ...]:
        """All codes as tables show them: the index, then level by level down to the indicators."""
        order = {e.code: k for k, e in enumerate(self.elements)}
        return tuple(sorted(self.by_code, key=lambda c: (-self.level[c], order[c])))

    def leaves(self, code: str) -> tuple[str, ...]:
        """Return the indicators below an element, itself if it is one."""
        if code not in self.children:
            return (code,)
        return tuple(leaf for child in self.children[code] for leaf in self.leaves(child))

    def at(self, level: int) -> tuple[str, ...]:
        """Return the codes of a level, in order."""
        return tuple(e.code for e in self.elements if self.level[e.code] == level)

    def path(self, code: str) -> tuple[str, ...]:
        """Return an element and all above it, up to the top."""
        parent = self.by_code[code].parent
        return (code, *self.path(parent)) if parent else (code,)

    def _check_codes(self) -> None:
        if twice := find_duplicates([e.code for e in self.elements]):
            raise DataError(tell("index.codes_twice", which=offenders(twice)))
        if not any(e.kind == "indicator" for e in self.elements):
            raise DataError(tell("index.no_indicator"))

    def _children(self) -> dict[str, tuple[str, ...]]:
        aggregates = [e.code for e in self.elements if e.kind == "aggregate"]
        odd = [e for e in self.elements if e.parent and e.parent not in aggregates]
        if odd:
            shown = offenders([f"{e.code} → {e.parent}" for e in odd])
            near = suggest(odd[0].parent, aggregates)
            raise DataError(tell("index.no_parents", which=shown, near=near))
        below = {a: tuple(e.code for e in self.elements if e.parent == a) for a in aggregates}
        self._check_loops()
        if empty := [a for a in aggregates if not below[a]]:
            raise DataError(tell("index.no_parts", which=offenders(empty)))
        tops = [e.code for e in self.elements if not e.parent]
        if len(tops) != 1 or tops[0] not in aggregates:
            raise DataError(tell("index.one_top", which=offenders(tops)))
        return below

    def _check_loops(self) -> None:
        for element in self.elements:
            seen, at = [element.code], element.parent
            while at:
                if at in seen:
                    loop = " → ".join([*seen[seen.index(at) :], at])
                    raise DataError(tell("index.loop", loop=loop))
                seen.append(at)
                at = self.by_code[at].parent

    def _levels(self) -> dict[str, int]:
        found: dict[str, int] = {}

        def level(code: str) -> int:
            if code not in found:
                found[code] = 1 + max((level(c) for c in self.children.get(code, ())), default=0)
            return found[code]

        wrong = [e for e in self.elements if e.level is not None and level(e.code) > e.level]
        if wrong:
            shown = offenders([tell("index.level", code=e.code, level=e.level, at=level(e.code)) for e in wrong])
            raise DataError(tell("index.levels", which=shown))
        return {e.code: level(e.code) for e in self.elements}

    def _check_weights(self) -> None:
        check_weights({e.code: e.weight for e in self.elements}, self.children)

    def list_sibling_weights(self) -> dict[str, float]:
        """Return the weight of each element among its siblings, as given; siblings sum to 1."""
        found = {self.top: 1.0}
        for parts in self.children.values():
            whole = sum(self.by_code[p].weight for p in parts)
            found |= {p: self.by_code[p].weight / whole for p in parts}
        return found

    shown = alias("display_codes")


def check_weights(weights: dict[str, float], children: dict[str, tuple[str, ...]]) -> None:
    """Raise unless weights are zero or more, and more than zero for some part of each aggregate.

    Raises
    ------
    DataError
        Naming the elements.
    """
    if negative := [f"{c} ({w:g})" for c, w in weights.items() if w < 0]:
        raise DataError(tell("index.negative", which=offenders(negative)))
    if empty := [a for a, parts in children.items() if not any(weights[p] for p in parts)]:
        raise DataError(tell("index.no_weight", which=offenders(empty)))


def element(code: str, elements: Sequence[Element], what: str = "element") -> Element:
    """Return an element by its code.

    Raises
    ------
    UnknownNameError
        With the nearest code.
    """
    known = {e.code: e for e in elements}
    if code not in known:
        raise unknown(what, code, known, tell("part.known", known=join_items(known)))
    return known[code]
