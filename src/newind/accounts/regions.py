"""The table of regions: code, names, kind and country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, overload

import numpy as np

from newind.datafiles import listed
from newind.errors import DataError, enumerated, noun, offenders, repeated, tell, unknown

if TYPE_CHECKING:
    from newind.typing import BoolArray

KINDS = ("country", "province", "rest")


@dataclass(frozen=True)
class Region:
    """One region: its code, its names, whether it is a country, a province or a rest, and its country."""

    code: str
    en: str
    zh: str
    kind: str = "country"
    country: str = ""


@cache
def known_regions() -> dict[str, Region]:
    """Return the regions that newind knows by name, by code.

    Codes: ISO 3166-1 alpha-3, provinces ISO 3166-2. Names: labels of the publishers of the data (Taiwan: "Taiwan" in
    WIOD, 中国台湾 in Chinese official statistics); an institution can use its own names file.
    """
    return {row["code"]: Region(**row) for row in listed("newind.accounts", "regions.csv")}


def region(code: str) -> Region:
    """Return the known region of a code; a code that is not known names itself and is a country.

    Examples
    --------
    >>> region("CHN").en
    'China'
    >>> region("Atlantis")
    Region(code='Atlantis', en='Atlantis', zh='Atlantis', kind='country', country='Atlantis')
    """
    return known_regions().get(code) or Region(code, code, code, "country", code)


class Regions(Sequence[str]):
    """An ordered set of regions; as a sequence it holds their codes.

    Parameters
    ----------
    regions : iterable of str or Region
        Codes (looked up in the table of known regions) or rows.

    Raises
    ------
    DataError
        For an empty or duplicated code, or a kind that does not exist.
    """

    def __init__(self, regions: Iterable[str | Region]) -> None:
        self.rows = tuple(r if isinstance(r, Region) else region(str(r)) for r in regions)
        self.codes = tuple(r.code for r in self.rows)
        check_labels("region", self.codes)
        wrong = [f"{r.code}: {r.kind}" for r in self.rows if r.kind not in KINDS]
        if wrong:
            raise DataError(tell("table.kinds", kinds=enumerated(KINDS), which=offenders(wrong)))

    @overload
    def __getitem__(self, position: int) -> str: ...
    @overload
    def __getitem__(self, position: slice) -> tuple[str, ...]: ...
    def __getitem__(self, position: int | slice) -> str | tuple[str, ...]:
        """Return the code at a position."""
        return self.codes[position]

    def __len__(self) -> int:
        """Return how many regions there are."""
        return len(self.codes)

    def __eq__(self, other: object) -> bool:
        """Tell whether both hold the same codes in the same order."""
        if isinstance(other, Regions):
            return self.codes == other.codes
        return isinstance(other, (list, tuple)) and self.codes == tuple(other)

    def __hash__(self) -> int:
        """Hash the codes."""
        return hash(self.codes)

    def __repr__(self) -> str:
        """Show the codes."""
        return f"Regions({', '.join(self.codes)})"

    def index(self, code: str, start: int = 0, stop: int | None = None) -> int:
        """Return the position of a code.

        Raises
        ------
        UnknownNameError
            With the nearest code.
        """
        try:
            return self.codes.index(code, start, len(self.codes) if stop is None else stop)
        except ValueError:
            raise unknown(
                "economy", code, self.codes, tell("name.give_economy", codes=enumerated(self.codes))
            ) from None

    @property
    def en(self) -> tuple[str, ...]:
        """English names."""
        return tuple(r.en for r in self.rows)

    @property
    def zh(self) -> tuple[str, ...]:
        """Chinese names."""
        return tuple(r.zh for r in self.rows)

    @property
    def kind(self) -> tuple[str, ...]:
        """``country``, ``province`` or ``rest``."""
        return tuple(r.kind for r in self.rows)

    @property
    def country(self) -> tuple[str, ...]:
        """Country that each region belongs to."""
        return tuple(r.country or r.code for r in self.rows)

    @cached_property
    def named(self) -> BoolArray:
        """(R,) False for aggregates such as the rest of the world."""
        return np.array([r.kind != "rest" for r in self.rows])


def as_sequence(labels: str | Iterable[str | Region]) -> list[str | Region]:
    """Return labels as a list: one label alone is a list of one."""
    return [labels] if isinstance(labels, str) else list(labels)


def check_labels(what: str, labels: Sequence[str]) -> None:
    """Raise unless labels are there, not empty and different from each other.

    Raises
    ------
    DataError
        Naming the first offenders.
    """
    if not labels:
        raise DataError(tell("table.no_labels", what=noun(what)))
    if blank := [i for i, label in enumerate(labels) if not str(label).strip()]:
        raise DataError(tell("table.empty_labels", what=noun(what), which=offenders(blank)))
    if twice := repeated(labels):
        raise DataError(tell("table.same_labels", what=noun(what), which=offenders(twice)))
