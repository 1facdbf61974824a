"""Columns of figures, and the words above them: what tables of proofs are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newind.accounts.classification import industry_name
from newind.accounts.regions import read_regions, region
from newind.language.scales import mark
from newind.messages import message, message_group, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newind.language.words import Scale
    from newind.messages import Text

Cell = str | float
Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]
HEADERS: dict[str, Text] = message_group("language.columns.headers")


@dataclass(frozen=True)
class Column:
    """One column: its title, its cells, and how figures in it are written (None for texts).

    ``signed`` figures carry a plus where they are above zero: differences, in points where they are of shares, or
    ``relative`` changes in per cent.
    """

    title: str
    cells: tuple[Cell, ...]
    scale: Scale | None = None
    signed: bool = False
    relative: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """Cells as a reader sees them, without units."""
        return tuple(self._text(c) for c in self.cells)

    @property
    def header(self) -> str:
        """Title and unit, as in ``2011, %`` or ``2011年（%）``."""
        if self.scale is None:
            return self.title
        share = self.scale.unit == "%" and self.signed and not self.relative
        unit = message("language.columns.header.unit.points")[self.scale.lang] if share else self.scale.unit
        return with_unit(self.title, unit, self.scale.lang)

    def _text(self, cell: Cell) -> str:
        if isinstance(cell, str):
            return cell
        return "" if self.scale is None else self.scale.number(cell, sign=self.signed)


@dataclass(frozen=True)
class ColumnTable:
    """A table by columns, and which of its rows are about the economy in focus."""

    columns: tuple[Column, ...]
    focus: frozenset[int] = frozenset()

    @property
    def header(self) -> tuple[str, ...]:
        """Titles with units."""
        return tuple(c.header for c in self.columns)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Rows of texts."""
        return tuple(zip(*(c.texts for c in self.columns), strict=True))


def with_unit(title: str, unit: str, lang: str) -> str:
    """Return a column's title with the unit of its figures.

    Examples
    --------
    >>> with_unit("Value", "stages", "en"), with_unit("数值", "个阶段", "zh"), with_unit("Value", "", "en")
    ('Value, stages', '数值（阶段）', 'Value')
    """
    return (
        say("language.with_unit", lang, title=title, unit=unit.removeprefix(mark("counter", lang))) if unit else title
    )


@dataclass(frozen=True)
class ColumnLabels:
    """Names and headers in a language."""

    names: Mapping[str, str]
    lang: str

    def header(self, key: str) -> str:
        """Return the title of a kind of column."""
        return HEADERS[key][self.lang]

    def name(self, code: str, label: Text | None = None) -> str:
        """Return the label of a code, or its name."""
        return (label or {}).get(self.lang) or self.names.get(code, code)

    def year(self, year: int) -> str:
        """Return a year as a title."""
        return say("language.years.single", self.lang, first=year)

    def kind(self, codes: Iterable[str], labelled: Iterable[str] = ()) -> str:
        """Tell what codes are: industries have names of industries, others are economies, or all provinces.

        Where every row has a label of its own, its codes are economies only if they are known as such.
        """
        told, own = list(codes), list(labelled)
        if any(industry_name(c) != c for c in (told or own)):
            return "industry"
        if told and all(c in read_regions() and region(c).kind == "province" for c in told):
            return "province"
        return "economy" if told or not own or any(c in self.names for c in own) else "item"


def find_focus_rows(codes: Sequence[str], focus: str) -> frozenset[int]:
    """Return which rows are about the one in focus."""
    return frozenset(i for i, code in enumerate(codes) if code == focus)
