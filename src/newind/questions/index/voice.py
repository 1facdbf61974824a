"""How answers and reports speak of an index: words, names of units and elements, figures, intervals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from newind.language.words import decimal, from_to, join_list, percent, years
from newind.messages import fill, in_each, message_group, say
from newind.questions.index.board import kind_of, names_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newind.index.variance import Sensitivity
    from newind.messages import Lang, Text
    from newind.questions.index.board import Ends, ExclusionGroup, IndexRow, Scoreboard

    Texts = dict[str, Text]


_ALL: dict[str, Any] = message_group("index.answers")
KINDS: Texts = _ALL["kinds"]
KIND: Texts = _ALL["kind"]
"""Names of units: after a number, and as the head of a column."""
PAGE: Texts = _ALL["page"]
HEADS: Texts = _ALL["heads"]
"""Headings of sections, and of columns."""
FACTORS: Texts = _ALL["factors"]
STEPS: Texts = _ALL["steps"]
METHODS: Texts = _ALL["methods"]
"""Choices and steps; methods in Chinese, for in English they are called by their names."""
BETTER: Texts = _ALL["better"]
HORIZONS: Texts = _ALL["horizons"]
UNCLEAR: Text = _ALL["unclear"]
HEADLINE: Texts = _ALL["headline"]
FIRM: Texts = _ALL["firm"]
"""The headline, and how sure it is."""
LEAD: Text = _ALL["lead"]
ROWS: Texts = _ALL["rows"]
HALF: Text = _ALL["half"]
KEYS: Texts = _ALL["keys"]
"""The first paragraph and its parts, and what the numbers beside it are."""
TITLES: Texts = _ALL["titles"]
NOTES: Texts = _ALL["notes"]
"""Sentences above charts and below them."""
_ANSWERS: dict[str, Texts] = _ALL["answers"]
ANSWER_TITLES, TABLES, SHORT, STATUS = (_ANSWERS[name] for name in ("titles", "heads", "short", "status"))
COLUMNS: Texts = {**HEADS, **_ANSWERS["columns"]}
"""Titles of answers and of their tables, names of columns, and what figures are called by where they come from."""


def line(name: str, /, **figures: object) -> Text:
    """Return a sentence of an answer; figures in it may be texts in both languages.

    Examples
    --------
    >>> line("year", year=2009)["zh"]
    '（2009年）'
    """
    return fill(_ANSWERS["lines"][name], **figures)


FEW = 5
"""Units that are named, although they are all that are scored."""


@dataclass(frozen=True, eq=False)
class ReportWording:
    """A board in a language, with the year and the unit that it dwells on."""

    board: Scoreboard
    lang: Lang
    year: int | None
    focus: str

    @cached_property
    def name(self) -> Callable[[str], str]:
        """From the code of a unit to its name."""
        return names_of(self.board.index, self.lang)

    @cached_property
    def named(self) -> bool:
        """Whether units have names that are not their codes."""
        return any(self.name(unit) != unit for unit in self.board.units)

    @cached_property
    def places(self) -> tuple[IndexRow, ...]:
        """Rows of the year, by rank."""
        return self.board.list_places(self.year)

    @property
    def kind(self) -> str:
        """Kind of the units, as a key of the words."""
        return kind_of(self.board.units)

    @property
    def kinds(self) -> str:
        """Name of the units, after a number."""
        return KINDS[self.kind][self.lang]

    @property
    def one(self) -> str:
        """Name of a unit, as the head of a column."""
        return KIND[self.kind][self.lang]

    def title(self, name: str, /, **figures: object) -> str:
        """Return the sentence above a chart."""
        return TITLES[name][self.lang].format(**figures)

    def note(self, name: str, /, **figures: object) -> str:
        """Return a note."""
        return NOTES[name][self.lang].format(**figures)

    def heads(self, *names: str) -> tuple[str, ...]:
        """Return heads of columns."""
        return tuple(HEADS[name][self.lang] for name in names)

    def label(self, code: str) -> str:
        """Return the name of an element."""
        return self.board.index.spec.label(code, self.lang)

    def text(self, code: str) -> Text:
        """Return the name of an element in each language."""
        return in_each(partial(self.board.index.spec.label, code))

    def score(self, value: float, *, sign: bool = False) -> str:
        """Return a score as it is written."""
        return decimal(value, self.board.digits, self.lang, sign=sign)

    def ends(self, ends: Ends | None, digits: int | None = None) -> str:
        """Return an interval as it is written, one figure where both ends look alike."""
        if ends is None:
            return "–"
        low, high = (decimal(v, self.board.digits if digits is None else digits, self.lang) for v in ends)
        signed = min(ends) < 0
        if low == high:
            return low
        return from_to(low, high, self.lang) if signed else say("index.voice.plain", self.lang, low=low, high=high)

    def years(self, spans: Sequence[tuple[int, int]]) -> str:
        """Return spans of years."""
        return join_list((years(a, b, self.lang) for a, b in spans), self.lang)

    def method(self, name: str) -> str:
        """Return what a method or setting is called."""
        return METHODS.get(name, {}).get(self.lang, name.replace("_", " "))

    def describe_shift(self, found: Sensitivity, factor: str) -> str:
        """Return the alternative of a choice that moves ranks most, and by how many places on average."""
        shift = found.shift[found.shift["factor"] == factor]
        if shift.empty:
            return ""
        pairs = dict(zip(shift["alternative"].astype(str), shift["shift"].to_numpy(dtype=float), strict=True))
        label = max(pairs, key=pairs.__getitem__)
        named = self.label(label) if factor == "remove" else self.method(label)
        by = decimal(float(pairs[label]), 1, self.lang)
        return say("index.voice.shift", self.lang, name=named, by=by)

    def describe_gap(self, gap: ExclusionGroup) -> str:
        """Return a sentence on units that are not scored in some years, and what they lack."""
        low, high = (percent(v, self.lang, 0) for v in gap.known)
        plain = gap.pillars or self.lang == "zh"
        names = self.listing([self.label(c) if plain else c for c in gap.pillars or gap.missing])
        what = line("pillar", pillars=names) if gap.pillars else line("indicators", codes=names)
        known = low if low == high else f"{low.removesuffix('%')}–{high}"
        figures = {"units": self.join_units(gap.units, codes=True), "known": known, "what": what}
        return line("gap" if gap.years else "gap_plain", years=self.years(gap.years), **figures)[self.lang]

    def listing(self, items: Sequence[str]) -> str:
        """Return things one after the other."""
        return join_list(items, self.lang)

    def join_units(self, units: Sequence[str], *, codes: bool = False) -> str:
        """Return units one after the other, counted where they are all that are scored at other times."""
        if len(units) > FEW and set(units) == set(self.board.units):
            return NOTES["others"][self.lang].format(n=len(units), kind=self.kinds)
        return self.listing(units if codes else [self.name(u) for u in units])


def list_shares(found: Sensitivity) -> list[tuple[str, float, float]]:
    """Return each choice with its share of the variance of ranks, alone and with others, the largest first."""
    overall: dict[str, dict[str, float]] = found.overall.to_dict("index")  # type: ignore[assignment]
    order = (*sorted(found.factors, key=lambda f: -overall[f]["first"]), "together")
    return [(factor, overall[factor]["first"], overall[factor]["total"]) for factor in order]
