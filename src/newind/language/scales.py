"""Units and decimals of figures that stand together, and columns of them with the words above."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newind.accounts.classification import industry_name
from newind.accounts.regions import read_regions, region
from newind.messages import message, message_group, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newind.messages import Text


MINUS = "\N{MINUS SIGN}"
UNKNOWN: Text = message("language.scales.unknown")


def mark(name: str, lang: str) -> str:
    """Return a mark of a language: ``comma`` in a list, ``semicolon``, ``colon``, ``stop``, ``and``, ``thousands``.

    Examples
    --------
    >>> mark("comma", "en"), mark("comma", "zh")
    (', ', '、')
    """
    found: str = message_group("language.marks")[name][lang]
    return found


def decimal(x: float, digits: int = 1, lang: str = "en", *, sign: bool = False) -> str:
    """Return a number with a true minus, and commas between thousands in English.

    Parameters
    ----------
    x : float
        Any number.
    digits : int
        Decimals.
    lang : {"en", "zh"}
    sign : bool
        Whether a plus stands before what is above zero.

    Examples
    --------
    >>> decimal(-1234.56), decimal(1234.56, 1, "zh"), decimal(-0.04), decimal(0.2, sign=True), decimal(float("nan"))
    ('−1,234.6', '1234.6', '0.0', '+0.2', 'not known')
    """
    if not math.isfinite(x):
        return UNKNOWN[lang]
    shown = f"{abs(x):,.{digits}f}".replace(",", mark("thousands", lang))
    if not any(c in "123456789" for c in shown):
        return shown
    return (MINUS if x < 0 else "+" if sign else "") + shown


@dataclass(frozen=True)
class Scale:
    """How the figures of one chart, table or sentence are written: all alike.

    Parameters
    ----------
    factor : float
        What a figure is multiplied with.
    unit : str
        Name of the resulting unit in the language.
    digits : int
        Decimals.
    lang : {"en", "zh"}
    """

    factor: float
    unit: str
    digits: int
    lang: str

    def number(self, x: float, digits: int | None = None, *, sign: bool = False) -> str:
        """Return a figure without its unit."""
        return decimal(x * self.factor, self.digits if digits is None else digits, self.lang, sign=sign)

    def text(self, x: float, digits: int | None = None, *, sign: bool = False) -> str:
        """Return a figure with its unit."""
        return self.number(x, digits, sign=sign) + (self.suffix if math.isfinite(x) else "")

    @property
    def suffix(self) -> str:
        """The unit as it follows a number."""
        return self.unit if self.unit in ("", "%") else mark("before_unit", self.lang) + self.unit


def scale_of(values: Iterable[float], unit: str, lang: str = "en", digits: int | None = None) -> Scale:
    """Return the scale that suits figures which stand together.

    Parameters
    ----------
    values : iterable of float
        The figures, in `unit`; those that are not known do not count.
    unit : str
        A unit of the registry (``1`` is a share), or of a satellite.
    lang : {"en", "zh"}
    digits : int, optional
        Decimals; chosen from the largest figure by default.

    Examples
    --------
    >>> scale_of([996, 7956], "Mt", "zh"), scale_of([0.0678], "1").text(0.0678)
    (Scale(factor=0.01, unit='亿吨', digits=1, lang='zh'), '6.8%')
    >>> scale_of([0.0178], "1").text(0.0178)
    '1.78%'
    """
    peak = max((abs(v) for v in values if math.isfinite(v)), default=0.0)
    if unit == "1":
        return Scale(100.0, "%", (1 if peak >= 0.05 else 2) if digits is None else digits, lang)
    steps = message_group("language.ladders").get(unit, {}).get(lang, ())
    step = next((s for s in steps if peak >= s[0]), None)
    factor, name = (1 / step[1], step[2]) if step else (1.0, unit_name(unit, lang))
    return Scale(factor, name, _digits(peak * factor) if digits is None else digits, lang)


def quantity(x: float, unit: str, lang: str = "en", digits: int | None = None) -> str:
    """Return one figure with its unit, in two or three significant figures.

    Examples
    --------
    >>> quantity(0.594, "kg/USD"), quantity(2.839, "stages", "zh"), quantity(float("nan"), "Mt", "zh")
    ('0.59 kg per USD', '2.84个阶段', '未知')
    """
    scale = scale_of([x], unit, lang, digits)
    shown = scale.text(x)
    if digits is None and "." in shown and unit in ("M.USD", "M.CNY", "10K.CNY", "count", "Mt"):
        return scale.text(x, _fewest(x * scale.factor, scale.digits, lang, unit))
    return shown


def unit_name(unit: str, lang: str = "en") -> str:
    """Return a unit in the language, itself where it has no other name.

    Examples
    --------
    >>> unit_name("stages", "zh"), unit_name("1"), unit_name("TWh", "zh")
    ('个阶段', '%', 'TWh')
    """
    found: str = message_group("language.units").get(unit, {}).get(lang, unit)
    return found


def _digits(peak: float) -> int:
    return 0 if peak >= 100 else 1 if peak >= 10 else 2


def _fewest(x: float, digits: int, lang: str, unit: str) -> int:
    """Return decimals without trailing zeros; English large units carry one decimal at most."""
    most = min(digits, 1) if lang != "zh" or unit == "count" else digits
    while most and f"{x:.{most}f}".endswith("0"):
        most -= 1
    return most


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
