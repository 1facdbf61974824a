"""The table of regions: code, names, kind and country."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, overload

import numpy as np

from newind.datafiles import read_csv_rows
from newind.errors import DataError, find_duplicates, join_items, noun, offenders, tell, unknown
from newind.messages import in_each, translate

if TYPE_CHECKING:
    from newind.messages import Text
    from newind.typing import BoolArray

KINDS = ("country", "province", "rest")
ECONOMY = "economy"
"""Word that a file may write for the kind ``country``."""
STYLES = ("plain", "un", "worldbank")
"""House styles of names: those of this table, of the United Nations (M49), of the World Bank."""
NAMES = "NEWIND_NAMES"
"""Environment variable with the house style of names."""


@dataclass(frozen=True)
class Region:
    """One region: its code, its names, whether it is an economy (``country``), a province or a rest, its country."""

    code: str
    en: str
    zh: str
    kind: str = "country"
    country: str = ""

    def name(self, lang: str) -> str:
        """Return its name in a language."""
        return self.zh if lang == "zh" else translate(lang, "region", self.code) or self.en

    def __post_init__(self) -> None:
        """Read the kind ``economy`` as ``country``."""
        if self.kind == ECONOMY:
            object.__setattr__(self, "kind", "country")


@cache
def read_regions() -> dict[str, Region]:
    """Return the regions that newind knows by name, by code.

    Codes: ISO 3166-1 alpha-3, provinces ISO 3166-2. Names: labels of the publishers of the data (Taiwan: "Taiwan" in
    WIOD, 中国台湾 in Chinese official statistics). These are the plain names; `apply_house_style` gives those of a
    house style, and `spellings` all of them: a label of a file may be any.
    """
    return {row["code"]: Region(**row) for row in read_csv_rows("newind.accounts", "regions.csv")}


def region(code: str) -> Region:
    """Return the known region of a code; a code that is not known names itself and is a country.

    Examples
    --------
    >>> region("CHN").en
    'China'
    >>> region("Atlantis")
    Region(code='Atlantis', en='Atlantis', zh='Atlantis', kind='country', country='Atlantis')
    """
    return read_regions().get(code) or Region(code, code, code, "country", code)


def name_region(row: Region) -> Text:
    """Return the name of a region in each language.

    Examples
    --------
    >>> name_region(region("CHN"))
    {'en': 'China', 'zh': '中国'}
    """
    return in_each(row.name)


_style: ContextVar[str] = ContextVar("style of names", default="")


def style() -> str:
    """Return the house style of names in force: that of `names`, else of ``NEWIND_NAMES``, else ``plain``.

    Raises
    ------
    UnknownNameError
        For a style that does not exist.
    """
    chosen = _style.get() or os.environ.get(NAMES, "") or STYLES[0]
    if chosen not in STYLES:
        raise unknown("style of names", chosen, STYLES, tell("name.styles", styles=join_items(STYLES)))
    return chosen


@contextmanager
def names(chosen: str | None) -> Iterator[None]:
    """Name economies in a house style, ``plain``, ``un`` or ``worldbank``, within a ``with`` block.

    Without a style (None) nothing changes.

    Examples
    --------
    >>> with names("worldbank"):
    ...     apply_house_style("KOR").en
    'Korea, Rep.'
    """
    before = _style.set(chosen or _style.get())
    try:
        style()
        yield
    finally:
        _style.reset(before)


@cache
def _read_styled_names() -> dict[tuple[str, str], tuple[str, str]]:
    rows = read_csv_rows("newind.accounts", "names.csv")
    return {(row["code"], row["style"]): (row["en"], row["zh"]) for row in rows}


def apply_house_style(region_or_code: Region | str) -> Region:
    """Return a region with its names in the house style; a name of the user's own stays.

    Codes, hashes and files keep the plain names: the style is one of what is shown.
    """
    row = region(region_or_code) if isinstance(region_or_code, str) else region_or_code
    known = read_regions().get(row.code)
    en, zh = _read_styled_names().get((row.code, style()), (row.en, row.zh))
    if known is None or (row.en, row.zh) != (known.en, known.zh):
        return row
    return replace(row, en=en, zh=zh)


def spellings(rows: Sequence[Region]) -> dict[str, tuple[str, ...]]:
    """Return what a label may call each region, by code: its names in English and Chinese, in every house style.

    Examples
    --------
    >>> spellings([region("CN-XZ")])
    {'CN-XZ': ('Tibet', '西藏', 'Xizang', '西藏', 'Tibet', '西藏')}
    """
    found: dict[str, tuple[str, ...]] = {r.code: () for r in rows}
    for chosen in STYLES:
        with names(chosen):
            for row in map(apply_house_style, rows):
                found[row.code] += (row.en, row.zh)
    return found


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
            raise DataError(tell("table.kinds", kinds=join_items(KINDS), which=offenders(wrong)))

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
                "economy", code, self.codes, tell("name.give_economy", codes=join_items(self.codes))
            ) from None

    @property
    def en(self) -> tuple[str, ...]:
        """English names."""
        return tuple(r.en for r in self.rows)

    @property
    def zh(self) -> tuple[str, ...]:
        """Chinese names."""
        return tuple(r.zh for r in self.rows)

    @cached_property
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
    if twice := find_duplicates(labels):
        raise DataError(tell("table.same_labels", what=noun(what), which=offenders(twice)))
