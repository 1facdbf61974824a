"""Figures that stand beside the flows: by industry (satellites) and by economy (facts)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from newind.aliases import alias
from newind.errors import DataError, find_duplicates, join_items, noun, offenders, tell, unknown
from newind.frozen import Frozen

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from newind.typing import Array

STATUSES = ("observed", "estimated")
T = TypeVar("T")
FOLLOWS = ("output", "labour", "capital", "emissions", "money", "none")


def frozen(values: ArrayLike, what: str) -> Array:
    """Return a read-only float copy of an array.

    Raises
    ------
    DataError
        When the values are not numbers.
    """
    if has_labels(values):
        raise DataError(tell("table.labels_unknown", what=what))
    try:
        given = np.asarray(values)
        if given.dtype.kind not in "fiub":
            given = np.array(values, dtype=object)
            _check_numbers(given, what)
        array = np.array(given, dtype=np.float64, order="C")
    except (TypeError, ValueError, OverflowError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"{what}: not an array of numbers ({error}). Give rows of equal length.") from None
    return readonly(array)


def has_labels(values: object) -> bool:
    """Tell whether figures are a table of pandas with labels of its own, more than positions from 0."""
    axes = [getattr(values, axis, None) for axis in ("index", "columns")] if hasattr(values, "iloc") else []
    return any(axis is not None and not _is_default_index(axis) for axis in axes)


def _is_default_index(axis: Any) -> bool:
    return list(axis) == list(range(len(axis)))


def in_order(values: Any, what: str, *axes: Sequence[str | tuple[str, str]]) -> Any:
    """Return figures of pandas in the order of labels, one sequence of labels an axis; all else as it is.

    Labels are text, or pairs of region and code. Labels that are only positions from 0 are taken in the given order,
    but not beside an axis whose labels have another.

    Raises
    ------
    DataError
        For labels that stand twice, or differ from those of the accounts, naming the first.
    """
    if not has_labels(values):
        return values
    array = values.to_numpy()
    given = [axis for axis in (values.index, getattr(values, "columns", None)) if axis is not None]
    if len(given) != len(axes):
        return array  # its shape is refused, which says more
    orders = [_order(axis, labels, what) for axis, labels in zip(given, axes, strict=True)]
    if any(order is None for order in orders) and any(order != sorted(order) for order in orders if order is not None):
        raise DataError(tell("table.labels_half", what=what))
    for k, order in enumerate(orders):
        array = array if order is None else np.take(array, order, axis=k)
    return array


def _order(axis: Any, labels: Sequence[str | tuple[str, str]], what: str) -> list[int] | None:
    """Return the position in an axis of each label, None for an axis without labels."""
    given = [tuple(map(str, one)) if isinstance(one, tuple) else str(one) for one in axis]
    if set(given) != {*labels} and _is_default_index(axis):
        return None
    if twice := find_duplicates(given):
        raise DataError(tell("table.labels_twice", what=what, which=offenders(_format_labels(twice))))
    wrong = [one for one in given if one not in {*labels}]
    missing = [one for one in labels if one not in {*given}]
    if wrong or missing:
        raise DataError(
            tell(
                "table.labels_differ",
                what=what,
                wrong=offenders(_format_labels(wrong)),
                missing=offenders(_format_labels(missing)),
                labels=join_items(_format_labels(labels[:3])),
            )
        )
    at = {one: k for k, one in enumerate(given)}
    return [at[one] for one in labels]


def _format_labels(labels: Iterable[str | tuple[str, ...]]) -> list[str]:
    return [one if isinstance(one, str) else ", ".join(one) for one in labels]


def readonly(array: Array) -> Array:
    """Return an array that nobody else holds, made read-only without a copy."""
    array.flags.writeable = False
    return array


def _check_numbers(array: np.ndarray[tuple[int, ...], np.dtype[Any]], what: str) -> None:
    """Raise unless every cell is a number or missing, naming the first cells that are not."""
    wrong = [(at, v) for at, v in np.ndenumerate(array) if v is not None and not isinstance(v, (Real, Decimal))]
    if wrong:
        shown = offenders([f"{v} at {', '.join(map(str, at))}" for at, v in wrong])
        raise DataError(tell("table.no_numbers", what=what, shown=shown))


def _check_choice(what: str, value: str, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise DataError(tell("table.choice", what=noun(what), value=value, choices=join_items(choices)))


@dataclass(frozen=True, eq=False)
class Satellite(Frozen):
    """A figure by region and industry, such as emissions, jobs, hours or capital.

    Parameters
    ----------
    values : (n,) array
        By region and industry, region-major; NaN where unknown.
    final : (R * D,) or (R,) array, optional
        What final users cause themselves (household emissions), by region and demand category, or by region where
        the category is not known. Only the first has the columns of `Accounts.Y`; `Accounts.final` sums either.
    unit : str
        Unit of the figures.
    status : {"observed", "estimated"}
        Whether the figures were published or estimated.
    follows : {"output", "labour", "capital", "emissions", "money", "none"}
        What the figures move with in a simulated economy.
    source : str
        Where they come from.

    Raises
    ------
    DataError
        For values that are no numbers, infinite, or a status or rule that does not exist.

    Examples
    --------
    >>> co2 = Satellite([3.0, 1.0, np.nan], final=[0.5], unit="kt", follows="emissions")
    >>> co2.total
    4.5
    """

    values: Array
    final: Array | None = None
    unit: str = "1"
    status: str = "observed"
    follows: str = "output"
    source: str = ""

    def __post_init__(self) -> None:
        """Copy the arrays, make them read-only, and check them."""
        object.__setattr__(self, "values", frozen(self.values, "satellite values"))
        if self.final is not None:
            object.__setattr__(self, "final", frozen(self.final, "satellite final"))
        _check_choice("status", self.status, STATUSES)
        _check_choice("follows", self.follows, FOLLOWS)

    @property
    def total(self) -> float:
        """Sum over industries and final users, ignoring what is unknown."""
        return float(np.nansum(self.values) + (0.0 if self.final is None else np.nansum(self.final)))


@dataclass(frozen=True, eq=False)
class Fact(Frozen):
    """A figure by region, such as population, purchasing power or urbanisation.

    Parameters
    ----------
    values : (R,) array
        By region; NaN where unknown.
    unit : str
        Unit of the figures.
    status : {"observed", "estimated"}
        Whether the figures were published or estimated.
    source : str
        Where they come from.
    combine : str
        How regions are put together: ``"sum"``, ``"mean:NAME"`` (mean weighted by the fact NAME) or ``"none"``.
    follows : {"output", "labour", "capital", "emissions", "money", "none"}
        What the figures move with in a simulated economy.

    Raises
    ------
    DataError
        For values that are no numbers, or a status or rule that does not exist.
    """

    values: Array
    unit: str = "1"
    status: str = "observed"
    source: str = ""
    combine: str = "none"
    follows: str = "none"

    def __post_init__(self) -> None:
        """Copy the array, make it read-only, and check it."""
        object.__setattr__(self, "values", frozen(self.values, "fact values"))
        _check_choice("status", self.status, STATUSES)
        _check_choice("follows", self.follows, FOLLOWS)
        if self.combine not in ("sum", "none") and not self.combine.startswith("mean:"):
            raise DataError(tell("table.combine", combine=self.combine))


class NameMapping(Mapping[str, T]):
    """Figures by name, read-only; a name that is not there raises with the nearest suggestion."""

    kind = "figure"

    def __init__(self, figures: Mapping[str, T]) -> None:
        self._figures = dict(figures)

    def __getitem__(self, name: str) -> T:
        """Return what has the name, or raise UnknownNameError."""
        try:
            return self._figures[name]
        except KeyError:
            has = ", ".join(self._figures) or "none"
            raise unknown(self.kind, name, self._figures, tell("name.give_has", has=has)) from None

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        return iter(self._figures)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._figures)

    def __contains__(self, name: object) -> bool:
        """Tell whether there is one of that name."""
        return name in self._figures

    def __or__(self, other: Mapping[str, T]) -> dict[str, T]:
        """Return a dict of these and others, which go before these."""
        return {**self, **other}

    def __repr__(self) -> str:
        """List the names."""
        return f"{type(self).__name__}({', '.join(self)})"


class Satellites(NameMapping[Satellite]):
    """Satellites by name."""

    kind = "satellite"


class Facts(NameMapping[Fact]):
    """Facts by name.

    Parameters
    ----------
    facts : mapping of str to Fact or (R,) array, optional
        The facts.
    regions : int, optional
        How many figures each must have.

    Raises
    ------
    DataError
        For figures that are no numbers, or a wrong number of them.
    """

    kind = "fact"

    def __init__(self, facts: Mapping[str, Fact | ArrayLike] | None = None, regions: int | None = None) -> None:
        super().__init__(
            {n: f if isinstance(f, Fact) else Fact(frozen(f, f"fact {n}")) for n, f in (facts or {}).items()}
        )
        wrong = [n for n, f in self.items() if regions is not None and f.values.shape != (regions,)]
        if wrong:
            raise DataError(f"facts need one figure for each of {regions} regions: wrong shape in {offenders(wrong)}.")

    def get_values(self, name: str, regions: int) -> Array:
        """Return the figures of a fact, all NaN where there is none of that name."""
        return self._figures[name].values if name in self._figures else np.full(regions, np.nan)

    def aggregate_regions(self, groups: list[list[int]]) -> Facts:
        """Return the facts of groups of regions, by each fact's own rule.

        A sum or a weighted mean is NaN unless every member has the figure; a fact without a rule is kept only for
        groups of one region. A weighted mean whose weight is unknown is NaN.
        """
        return Facts({name: replace(f, values=self._combine(f, groups)) for name, f in self._figures.items()})

    def _combine(self, fact: Fact, groups: list[list[int]]) -> Array:
        values = np.array([fact.values[g[0]] if len(g) == 1 else np.nan for g in groups])
        rule, _, weight = fact.combine.partition(":")
        weights = self._figures[weight].values if weight in self._figures else None
        for i, g in enumerate(groups):
            if len(g) > 1 and rule == "sum":
                values[i] = fact.values[g].sum()
            elif len(g) > 1 and rule == "mean" and weights is not None and weights[g].sum() > 0:
                values[i] = (fact.values[g] * weights[g]).sum() / weights[g].sum()
        return values

    combined = alias("aggregate_regions")
