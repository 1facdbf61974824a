"""The answer to one question as tables, and how a language writes their cells."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from newind.accounts.classification import industry_name
from newind.accounts.regions import apply_house_style as region
from newind.language.words import decimal, join_list, scale_of
from newind.messages import list_languages, message
from newind.policy.signs import CENTRAL

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from newind.charts import Drawing
    from newind.language.words import Scale
    from newind.messages import Text
    from newind.questions.table import DataTable

REGIONS = (
    "region", "partner", "supplier", "exporter", "importer", "economy", "lead", "frontier", "largest_supplier",
    "second_supplier", "origin", "destination", "grower", "receiver", "province", "from", "to",
    "loss_supplier",
)  # fmt: skip
"""Columns that hold codes of regions."""
INDUSTRIES = ("industry", "input", "product", "first_to_stop")
"""Columns that hold codes of industries."""
PLAIN = (
    "year",
    "rank",
    "day",
    "hs6",
    "chapter",
    "held",
    "draws",
    "count",
    "price_level_year",
    "unit_labour_cost_year",
    "first_year",
    "last_year",
    "peak",
    "peak_baseline",
    "baseline_year",
    "observed_year",
    "begins",
    "in_full",
    "ends",
)
"""Columns of whole numbers that are written as they are."""
POINTS = ("share_change", "catching_up")
"""Columns of differences of shares, shown in points."""
NAMES = message("common.answers.names")
MARK = message("common.answers.mark")
SMALL = 1e-4
"""Per cent below which a share counts as none."""
TONNES = "{tonnes}"
"""Place in a Chinese name of a column or table for the unit of its masses."""
WIDTH, PAGE = 18, 48
"""Width of a column, and of one of long texts."""
YES = (message("common.answers.yes.no"), message("common.answers.yes.yes"))
LISTS = ("suppliers",)
"""Columns that hold several codes of regions, a comma between them."""


@dataclass(frozen=True)
class Quoted:
    """A quantity that an answer tells: of which years, with which status, out of which data.

    Parameters
    ----------
    id : str
        Of an indicator, an analysis, or a source of the messages.
    years : tuple of int
    status : str
        Empty for that of its method or its accounts.
    data : tuple of str
        Where figures come from; that of the accounts where it is empty.
    """

    id: str
    years: tuple[int, ...]
    status: str = ""
    data: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """Result of a question: its tables, their words and its notes.

    Parameters
    ----------
    title : dict
        In ``en`` and ``zh``.
    tables : dict of str to DataTable
        By name; the first is the main one.
    labels : dict of str to Text
        Names of columns; a column without one keeps its own name.
    command : str
        The command that gives it, as ``newind science dependence CHN``; `Question.ask` writes it.
    notes : tuple of Text
        What a reader must know: year, status, assumptions.
    money, numbers : frozenset of str
        Columns of money, and of pure numbers; other fractions are shares.
    decimals : dict of str to int
        Decimals of pure numbers that have not two, and of shares in per cent that have not those of `share`.
    signed : frozenset of str
        Columns of changes: what is above zero has a plus.
    significant : frozenset of str
        Columns of numbers of several units, written with four figures.
    divided : dict of str to str
        Tables that a terminal shows in parts: by the column whose value stands above each.
    shown : dict of str to columns
        Which columns of a table are shown at a glance; all where it is not named, none of the table where empty.
    heads : dict of str to Text
        Titles of the tables.
    short : dict of str to Text
        Names of columns where there is little room.
    values : dict of str to dict of str to Text
        What stands for the words inside a column.
    about : dict
        Values for a program beside the tables: region, year, options; what differs by language as ``en`` and ``zh``.
    lead : tuple of Text
        What it comes to, in a few plain sentences that stand before the tables.
    points : frozenset of str
        Columns of differences of shares, shown in points.
    pages : frozenset of str
        Tables of long texts, shown a block a row; several lines of a text are items.
    central : frozenset of str
        Tables of simulated figures without a range; their titles say so.
    masses : frozenset of str
        Columns of masses in Mt. Chinese writes them all in 亿吨, or all in 万吨 where the largest is below 0.1 亿吨;
        names of columns and tables have ``{tonnes}`` in the place of that unit.
    tonnes : frozenset of str
        Columns of masses and intensities: in whole numbers where they are large, with decimals where they are small.
    chart : Drawing, optional
        Data of its picture.
    caption : tuple of Text
        Words of its picture where they are not all of the answer: the title, then what stands below.
    result : optional
        What it tells, for who writes that in a form of its own.
    sources : tuple of Quoted
        What it tells first, as a brief that shows it refers to it.
    """

    title: Text
    tables: dict[str, DataTable]
    labels: Mapping[str, Text]
    command: str = ""
    notes: tuple[Text, ...] = ()
    money: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    shown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    heads: Mapping[str, Text] = field(default_factory=dict)
    short: Mapping[str, Text] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    about: Mapping[str, object] = field(default_factory=dict)
    lead: tuple[Text, ...] = ()
    points: frozenset[str] = frozenset(POINTS)
    pages: frozenset[str] = frozenset()
    central: frozenset[str] = frozenset()
    masses: frozenset[str] = frozenset()
    tonnes: frozenset[str] = frozenset()
    chart: Drawing | None = None
    caption: tuple[Text, ...] = ()
    result: Any = None
    sources: tuple[Quoted, ...] = ()
    decimals: Mapping[str, int] = field(default_factory=dict)
    signed: frozenset[str] = frozenset()
    significant: frozenset[str] = frozenset()
    divided: Mapping[str, str] = field(default_factory=dict)

    def label(self, column: str, lang: str, *, short: bool = False) -> str:
        """Return the name of a column, the short one where there is little room."""
        name = self.labels.get(column, {}).get(lang, column)
        return self._fill_unit(self.short.get(column, {}).get(lang, name) if short else name)

    def head(self, table: str, lang: str) -> str:
        """Return the title of a table, with a mark where its figures have no range."""
        title = self._fill_unit(self.heads.get(table, {}).get(lang, table.replace("_", " ")))
        return title + (MARK[lang].format(CENTRAL[lang]) if table in self.central else "")

    @cached_property
    def tonnes_zh(self) -> Scale:
        """The scale of all masses in Chinese."""
        return scale_of(
            (v for t in self.tables.values() for c in t if c in self.masses for v in t[c] if v is not None), "Mt", "zh"
        )

    def _fill_unit(self, name: str) -> str:
        return name.replace(TONNES, self.tonnes_zh.unit) if TONNES in name else name

    def convert(self, column: str, value: float, lang: str) -> float:
        """Return a number in the unit that the name of its column has in a language."""
        return value * self.tonnes_zh.factor if lang == "zh" and column in self.masses else value

    def in_language(self, lang: str) -> Answer:
        """Return it with the texts of tables and values in one language: ``label_zh`` as ``label``."""
        tables = {name: select_language(table, lang, self.labels) for name, table in self.tables.items()}
        spoken = {name: v[lang] for name, v in self.about.items() if isinstance(v, dict) and v.keys() == set(LANGS)}
        return replace(self, tables=tables, about={**self.about, **spoken})

    @property
    def tables_without_range(self) -> tuple[str, ...]:
        """Tables at hand whose figures have no range."""
        return tuple(name for name in self.tables if name in self.central)

    def at_a_glance(self, name: str) -> DataTable:
        """Return the columns of a table that are shown first, without those of which nothing is known."""
        table = self.tables[name]
        wanted = self.shown.get(name, table)
        return table.select(c for c in wanted if c in table.columns and not all(map(_nothing, table[c])))

    def cells(self, table: DataTable, lang: str) -> list[list[str]]:
        """Return the rows of a table as a reader sees them."""
        return [[self.cell(c, v, lang) for c, v in row.items()] for row in table.records()]

    def cell(self, column: str, value: object, lang: str) -> str:
        """Return a cell as a reader sees it: a name for a code, a share in per cent, nothing for what is unknown."""
        if isinstance(value, str):
            said = self.values.get(column, {}).get(value)
            return label_code(column, value, lang) if said is None else said.get(lang, said["en"])
        if lacking(value):
            return ""
        if isinstance(value, (bool, np.bool_)):
            return YES[bool(value)][lang]
        if isinstance(value, (int, np.integer)) and column not in self.masses:
            return str(value) if column in PLAIN else decimal(float(value), 0, lang)
        if not isinstance(value, (int, float, np.integer, np.floating)):
            return str(value)
        return self._number(column, float(value), lang)

    def _number(self, column: str, value: float, lang: str) -> str:
        if abs(value) == float("inf"):
            return "∞" if value > 0 else "−∞"
        if lang == "zh" and column in self.masses:
            shown = self.convert(column, value, lang)
            return decimal(shown, mass_digits(shown, self.tonnes_zh), lang)
        if column in self.tonnes:
            return decimal(value, count_places(value), lang)
        plus = column in self.signed
        if column in PLAIN or column in self.money:
            return decimal(value, 0, lang, sign=plus) if column not in PLAIN else f"{value:.0f}"
        if column in self.numbers:
            return decimal(value, self.decimals.get(column, 2), lang, sign=plus)
        if column in self.points:
            return decimal(100 * value, 1, lang)
        if column in self.significant:
            return decimal(value, count_decimals(value), lang)
        if column in self.decimals:
            return decimal(100 * value, self.decimals[column], lang, sign=plus) + "%"
        return share(value, lang)

    def pattern(self, column: str, lang: str = "en") -> str:
        """Return how a spreadsheet writes the numbers of a column."""
        if column in PLAIN:
            return "0"
        if lang == "zh" and column in self.masses:
            return "#,##0.00##"
        if column in self.tonnes:
            return "#,##0.00"
        if column in self.numbers:
            return f"{0:.{self.decimals.get(column, 2)}f}"
        if column in self.significant:
            return "General"
        return "#,##0" if column in self.money else f"{0:.{self.decimals.get(column, 2)}%}"


def quote(*ids: str, years: Sequence[int], status: str = "") -> list[Quoted]:
    """Return quantities of the first and the last of some years."""
    return [Quoted(id, tuple(sorted({years[0], years[-1]})), status) for id in ids]


LANGS = list_languages()


def select_language(table: DataTable, lang: str, labels: Collection[str]) -> DataTable:
    """Return a table with its texts in one language: ``label_zh`` as ``label``, a code's as ``direction_name``.

    Only what has a name without its ending is a language's: a package may be called ``reform_en``.
    """
    names = {}
    for column in table:
        base, _, ending = column.rpartition("_")
        if column in labels or ending not in LANGS or base not in labels:
            names[column] = column
        elif ending == lang:
            names[column] = f"{base}_name" if base in table.columns else base
    return table.rename(names)


def mass_digits(value: float, scale: Scale) -> int:
    """Return how many decimals a mass needs: in 亿吨 as fine as whole Mt, finer where it is small.

    Examples
    --------
    >>> whole, small = scale_of([996.0], "Mt", "zh"), scale_of([4.0], "Mt", "zh")
    >>> mass_digits(9.96, whole), mass_digits(0.12, whole), mass_digits(0.004, whole)
    (2, 3, 4)
    >>> mass_digits(400.0, small), mass_digits(40.0, small), mass_digits(4.0, small)
    (0, 1, 2)
    """
    if scale.factor < 1:
        return 2 if abs(value) >= 1 else 3 if abs(value) >= 0.1 else 4
    return count_places(value)


def count_places(value: float) -> int:
    """Return how many decimals a mass is written with.

    Examples
    --------
    >>> count_places(7900.4), count_places(-12.34), count_places(0.567)
    (0, 1, 2)
    """
    return 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2


def count_decimals(value: float) -> int:
    """Return the decimals with which a number has four figures.

    Examples
    --------
    >>> count_decimals(0.05013), count_decimals(-2.5), count_decimals(12345.0), count_decimals(0.0)
    (5, 3, 0, 0)
    """
    return max(3 - int(np.floor(np.log10(abs(value)))), 0) if value else 0


def lacking(value: object) -> bool:
    """Return whether a cell is not known.

    Examples
    --------
    >>> lacking(float("nan")), lacking(0.0), lacking(None)
    (True, False, True)
    """
    return value is None or str(value) in ("nan", "<NA>", "NaT")


def _nothing(value: object) -> bool:
    return lacking(value) or value == ""


def share(value: float, lang: str) -> str:
    """Return a share as a percentage with at least two figures, as far as four places.

    Examples
    --------
    >>> share(0.2841, "en"), share(0.0123, "en"), share(-0.00042, "zh"), share(0.000002, "en")
    ('28.4%', '1.23%', '−0.042%', '0.0002%')
    """
    size = abs(100 * value)
    digits = 1 if size >= 10 or size < SMALL else 2 if size >= 0.1 else 3 if size >= 0.01 else 4
    return decimal(100 * value, digits, lang) + "%"


def label_code(column: str, code: str, lang: str) -> str:
    """Return the name of a code of a region or an industry, any other text as it is.

    Examples
    --------
    >>> label_code("supplier", "CHN", "zh"), label_code("input", "c14", "en"), label_code("note", "CHN", "en")
    ('中国', 'Electrical and optical equipment', 'CHN')
    """
    if column in INDUSTRIES:
        return industry_name(code, lang) if code else ""
    if column in LISTS:
        return join_list((region(c).name(lang) for c in code.split(", ")), lang)
    return region(code).name(lang) if column in REGIONS and code else code
