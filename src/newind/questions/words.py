"""Titles, notes and names of columns of answers, in every language: one home, in `newind.messages`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from newind.accounts.regions import apply_house_style as region, name_region
from newind.analyses.science.chain import LABELS as CHAIN
from newind.analyses.science.reliance_labels import LABELS as RELIANCE, VALUES as RELIED
from newind.language.phrases import ARTICLE
from newind.language.words import decimal, listing, mass, years
from newind.messages import NOTHING, fill, in_each, list_languages, message, message_group
from newind.questions.answers import TONNES, Answer
from newind.questions.table import make_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from newind.accounts.accounts import Accounts
    from newind.charts.proofs import Proof
    from newind.messages import Text
    from newind.questions.answers import Quoted
    from newind.questions.table import DataTable

_SAID = message_group("common.answers")
TITLES: dict[str, Text] = _SAID["titles"]
NOTES: dict[str, Text] = _SAID["notes"]
LABELS: dict[str, Text] = {**RELIANCE, **CHAIN, **_SAID["columns"]}
SHORT: dict[str, Text] = _SAID["short"]
VALUES: dict[str, dict[str, Text]] = {**RELIED, **_SAID["values"]}
MONEY = frozenset(_SAID["money"])
NUMBERS = frozenset(_SAID["numbers"])
UNITS: dict[str, Text] = _SAID["units"]
COLUMN_KINDS = ("money", "numbers", "points", "tonnes", "masses")
"""Kinds of columns that the words of a family name by question."""


def of_accounts(w: Accounts, *, simulated: bool = False) -> Text:
    """Return the first note of an answer: year, status and money of the accounts, and whether losses are simulated.

    Examples
    --------
    >>> import newind as ni
    >>> of_accounts(ni.load("world", year=2011))["en"]
    'Accounts of 2011: observed. Money in million USD.'
    """
    name = "simulated" if simulated else "accounts"
    return fill(
        NOTES[name], year=w.year, status=VALUES["status"].get(w.status, w.status), unit=UNITS.get(w.unit, w.unit)
    )


def name_place(code: str) -> Text:
    """Return the name of a region."""
    return name_region(region(code))


def place(code: str) -> Text:
    """Return the name of a region as it stands inside a sentence.

    Examples
    --------
    >>> place("USA"), place("CHN")["en"]
    ({'en': 'the United States', 'zh': '美国'}, 'China')
    """
    return {lang: name if lang == "zh" else _put_article(name) for lang, name in name_place(code).items()}


def _put_article(name: str) -> str:
    lower = name[0].lower() + name[1:] if name.startswith("Rest") else name
    return f"the {lower}" if ARTICLE.match(name) else name


def status(*codes: str) -> Text:
    """Return what statuses are called, each once."""
    said = (VALUES["status"].get(s, dict.fromkeys(list_languages(), s)) for s in dict.fromkeys(codes))
    return join_texts([*said])


def format_title(said: Text, code: str, years: Sequence[int], **more: object) -> Text:
    """Return the title of an answer: what, of whom, when; `more` are further names in it.

    Examples
    --------
    >>> format_title(TITLES["dependence"], "USA", (2011,))["en"]
    'What the United States depends on, 2011'
    """
    ends = when(years[0], years[-1]) if years else NOTHING
    title = fill(said, **{"region": place(code), **more})
    return {lang: words + ends[lang] for lang, words in title.items()}


@dataclass(frozen=True)
class FamilyWords:
    """Words of the answers of a family, and how an answer is put together from them.

    Parameters
    ----------
    id : str
        Group of messages, with ``titles``, ``lines``, ``units``, and by question, or for ``all`` of them, ``columns``,
        ``short``, ``heads``, ``values`` and the names of columns that hold ``money``, ``numbers``, ``points``,
        ``tonnes`` and ``masses``.
    money : str
        Name by which a program gets the unit of money.
    """

    id: str
    money: str = ""

    @property
    def groups(self) -> dict[str, Any]:
        """All words by group, read when the first answer is put together."""
        return message_group(self.id)

    def line(self, name: str, **words: object) -> Text:
        """Return a sentence; words in it may be texts in every language."""
        return fill(self.groups["lines"][name], **words)

    def unit(self, code: str) -> Text:
        """Return the name of a unit."""
        known: dict[str, Text] = {**UNITS, **self.groups["units"]}
        return known.get(code, dict.fromkeys(list_languages(), code))

    def answer(
        self,
        question: str,
        code: str,
        years: Sequence[int],
        tables: Mapping[str, DataTable | pd.DataFrame],
        *,
        shown: Mapping[str, tuple[str, ...]],
        lead: Sequence[Text] = (),
        notes: Sequence[Text] = (),
        title: str = "",
        unit: str = "",
        words: Mapping[str, object] | None = None,
        columns: Mapping[str, Text] | None = None,
        short: Mapping[str, Text] | None = None,
        values: Mapping[str, Mapping[str, Text]] | None = None,
        chart: Proof | None = None,
        sources: Sequence[Quoted] = (),
        result: Any = None,
        **about: Any,
    ) -> Answer:
        """Return an answer in the words of its question.

        Parameters
        ----------
        question : str
            Name of the command, and of its words.
        code : str
            Region, or file, that is asked about.
        years : sequence of int
            Those that are answered, in order; none where figures have no year.
        tables : dict of str to DataTable or DataFrame
            Those without rows are left out.
        shown, lead, notes, values, chart, sources, result
            As of an Answer.
        title : str
            Name of its title, that of the question where left out.
        unit : str
            Money or other unit that names of columns state.
        words : dict of str to object
            More words of titles of tables and names of columns.
        columns, short : dict of str to Text
            Names of columns that only this answer has.
        """
        more = {"unit": self.unit(unit), "tonnes": TONNES, **(words or {})}
        own = {**self._fill("columns", question, more), **(columns or {})}
        labels = {**LABELS, **own}
        others = {name: said for name, said in SHORT.items() if name not in own}
        kinds: Any = {kind: self._names(kind, question) for kind in COLUMN_KINDS if kind in self.groups}
        named = {self.money: unit} if self.money and unit else {}
        return Answer(
            title=format_title({**TITLES, **self.groups["titles"]}[title or question], code, years, **more),
            tables=make_tables(tables, empty=False),
            labels=labels,
            notes=tuple(notes),
            shown=shown,
            heads={**labels, **self._fill("heads", question, more)},
            short={**others, **self._fill("short", question, more), **(short or {})},
            values={**VALUES, **self._select("values", question), **(values or {})},
            about={"region": code, "year": years[-1] if years else None, **named, **about},
            lead=tuple(lead),
            chart=chart,
            sources=tuple(sources),
            result=result,
            **kinds,
        )  # fmt: skip

    def _select(self, kind: str, question: str) -> dict[str, Any]:
        found = self.groups.get(kind, {})
        return {**found.get("all", {}), **found.get(question, {})}

    def _fill(self, kind: str, question: str, more: Mapping[str, object]) -> dict[str, Text]:
        return {name: fill(said, **more) for name, said in self._select(kind, question).items()}

    def _names(self, kind: str, question: str) -> frozenset[str]:
        return frozenset((*self.groups[kind].get("all", ()), *self.groups[kind].get(question, ())))


def when(first: int, last: int) -> Text:
    """Return years as a title ends with them.

    Examples
    --------
    >>> when(1995, 2011)
    {'en': ', 1995–2011', 'zh': '（1995—2011年）'}
    """
    return message("common.words.when", years=in_each(partial(years, first, last)))


def join_texts(items: Sequence[Text], join: Callable[[Sequence[str], str], str] = listing) -> Text:
    """Return texts one after the other.

    Examples
    --------
    >>> join_texts([{"en": "A", "zh": "甲"}, {"en": "B", "zh": "乙"}])
    {'en': 'A and B', 'zh': '甲和乙'}
    """
    return in_each(lambda lang: join([item[lang] for item in items], lang))


def put_in_brackets(said: Text, more: str | Text) -> Text:
    """Return a text with another in brackets after it.

    Examples
    --------
    >>> put_in_brackets({"en": "A", "zh": "甲"}, "2%")
    {'en': 'A (2%)', 'zh': '甲（2%）'}
    """
    return message("language.in_brackets", said=said, more=more)


def megatonnes(value: float, digits: int = 0) -> Text:
    """Return a mass in Mt, in English without larger units.

    Examples
    --------
    >>> megatonnes(12345.0)
    {'en': '12,345 Mt', 'zh': '123亿吨'}
    """
    return message("common.words.mt", mt=decimal(value, digits), mass=mass(value, "zh"))
