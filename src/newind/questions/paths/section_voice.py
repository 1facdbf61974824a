"""How the sections on paths speak: words with figures, rows of sources and of the measure table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newind import __version__
from newind.charts.spans import digits
from newind.data.reference import identify
from newind.errors import in_chinese
from newind.language.phrases import economy
from newind.language.words import decimal, percent, unit_name, years
from newind.measures import zh
from newind.measures.references import find_set_name
from newind.messages import message, message_group
from newind.pathways.aims import budget_of
from newind.pathways.defaults import UNTIL
from newind.pathways.followed import SERIES
from newind.pathways.hindcast import CARBON, ENDS, is_refused, list_skills
from newind.pathways.recommendations import INCOME
from newind.policy.signs import SIGNS, STATED
from newind.questions.model import Card, MeasureRow, SourceRow, TableSection
from newind.questions.paths.carbon import PER_MT
from newind.questions.policies.section_tables import SIMULATED, UNSURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newind.accounts.accounts import Accounts
    from newind.errors import NewindError
    from newind.messages import Text
    from newind.pathways.search import SearchResult
    from newind.policy.ranges import Range
    from newind.questions.answers import Answer
    from newind.questions.paths.section_searches import FamilyPathway
    from newind.questions.provenance import References


UNITS: dict[str, Text] = message_group("paths.section_voice.units")
"""Units that are no units of figures."""
GAPS = message("paths.section_voice.gaps")
STOPS = message("paths.section_voice.stops")


def load_words() -> dict[str, Any]:
    """Return all words by group."""
    return message_group("paths.section")


class PathwayWording:
    """Words, rows of sources, and what is made of them, for one brief; `method` is that of its figures."""

    def __init__(self, refs: References, method: str) -> None:
        self.refs, self.ctx, self.lang, self.method = refs, refs.ctx, refs.lang, method
        self.name = economy(self.ctx, self.ctx.region)[self.lang]

    # ---- words
    def line(self, id: str, /, **words: object) -> str:
        """Return a sentence with its figures."""
        return str(load_words()["lines"][id][self.lang]).format(
            **{"name": self.name, "region": self.ctx.region, **words}
        )

    def word(self, group: str, id: str) -> str:
        """Return a word of a group."""
        return str(load_words()[group][id][self.lang])

    def title(self, id: str) -> str:
        """Return a heading."""
        return self.word("titles", id)

    def explain_refusal(self, id: str, error: NewindError) -> str:
        """Return why the accounts cannot tell."""
        why = (in_chinese(error.args[0]) if error.args else "") if self.lang == "zh" else ""
        return self.line(id, why=why or str(error))

    def join_sentences(self, sentences: Iterable[Text | str]) -> str:
        """Return sentences one after the other."""
        return GAPS[self.lang].join(s if isinstance(s, str) else s[self.lang] for s in sentences).strip()

    def share(self, value: float, low: float, high: float, *, sign: bool = False) -> str:
        """Return a share with as many decimals as its range needs."""
        return percent(value, self.lang, digits(low, high), sign=sign)

    def points(self, value: float, places: int = 1) -> str:
        """Return a difference of shares in points, without the unit."""
        return decimal(100 * value, places, self.lang)

    # ---- the accounts
    @property
    def until(self) -> int:
        """Last year of the outlook."""
        return UNTIL if self.ctx.outlook is None else int(self.ctx.outlook.until)

    @property
    def options(self) -> str:
        """Options of a command that has the outlook, each after a blank; empty for the default one."""
        met = self.ctx.outlook
        return "" if met is None else "".join(f" {word}" for word in met.options)

    @property
    def arguments(self) -> str:
        """Arguments of the functions behind these sections, as one types them in Python."""
        met, named = self.ctx.outlook, f"{self.accounts}, '{self.ctx.region}'"
        return named if met is None else f"{named}, ni.outlook({self.accounts}, **{met.settings!r})"

    @property
    def table_name(self) -> str:
        """Name of the accounts, or what stands for a file."""
        return find_set_name(self.ctx.w) or "FILE"

    @property
    def accounts(self) -> str:
        """Expression that loads the accounts in Python."""
        known = identify(self.ctx.w)
        return f"ni.load('{known}', year={self.ctx.year})" if known else "ni.read('FILE')"

    # ---- sources
    def number(self, id: str) -> int:
        """Return the number of the row that says where a simulated figure comes from."""
        entry, lang, w = load_words()["sources"][id], self.lang, self.ctx.w
        row = SourceRow(
            number=0,
            indicator=id,
            label=entry["label"][lang],
            formula=entry["formula"][lang],
            source=STOPS[lang].join(t for t in (_source(w, lang), self.word("method", self.method)) if t),
            year=years(self.ctx.year, self.until, "en"),
            unit=UNITS[entry["unit"]][lang] if entry["unit"] in UNITS else unit_name(entry["unit"], lang),
            status=SIMULATED,
            note=f"{load_words()['noted'][lang]}{STOPS[lang]}newind {__version__}",
        )
        return self.refs.number_row(row)

    def labels(self) -> dict[str, str]:
        """Return the names of all figures of these sections."""
        return {id: str(entry["label"][self.lang]) for id, entry in load_words()["sources"].items()}

    # ---- parts
    def card(self, kind: str, topic: str, sentence: str, proof: Any, note: str, ids: Sequence[str]) -> Card:
        """Return a card of a simulated result."""
        kick = load_words()["kicks"][kind]
        numbers = tuple(self.number(id) for id in ids)
        return Card(
            topic=topic, title=kick[self.lang], sentence=sentence, proof=proof, note=note, refs=numbers,
            year=self.until, status=SIMULATED, detail=kick["mark"],
        )  # fmt: skip

    def table(
        self, answer: Answer, name: str, title: str, rows: int | None = None, *, lead: str = "", note: str = "",
        ids: Sequence[str] = (),
    ) -> TableSection:  # fmt: skip
        """Return a table of an answer, of its first rows where a number is given."""
        table = answer.at_a_glance(name).head(rows)
        header = tuple(answer.label(c, self.lang, short=True) for c in table)
        cells = tuple(map(tuple, answer.cells(table, self.lang)))
        numeric = tuple(k for k, column in enumerate(table) if table.is_numeric(column))
        refs = tuple(self.number(id) for id in ids)
        return TableSection(f"path-{name}", self.title(title), lead, header, cells, numeric, note, refs)


def _source(w: Accounts, lang: str) -> str:
    return w.source if lang != "zh" else zh.source(w.source)


CENTRAL = "central"
"""Name of the world as it is assumed."""


def path_figures(found: FamilyPathway) -> Iterator[MeasureRow]:
    """Yield every figure of a path: yearly changes and levels, ranges, mechanisms, carbon, targets, hindcasts."""
    p, r = found.path, found.at
    name, refused = p.name, "" if p.stated[r] else SIGNS[p.verdicts[r]]["en"]
    for t, year in enumerate(p.years):
        if year < p.begins:
            continue
        for series in SERIES:
            ranged = {"real_income": found.real_income, "co2": found.co2}.get(series)
            change = float(p.change(series)[t, r])
            yield from _list_range_figures(
                name, year, f"path.{series}", change, ranged, (t, r), refused if series in INCOME else ""
            )
        levels = (("gdp_level", p, "gdp"), ("co2_level", p, "co2"), ("co2_baseline", p.baseline, "co2"))
        yield from (
            MeasureRow(name, year, f"path.{id}", float(one.series(series)[t, r]), "1", SIMULATED)
            for id, one, series in levels
            if not is_refused(f"path.{series}", found.region)
        )
    last = p.years[-1]
    welfare = float("nan") if refused else float(p.welfare[r])
    yield MeasureRow(name, last, "path.welfare", welfare, "1", SIMULATED, refused)
    for part, adds in ({} if refused else found.mechanisms).items():
        yield MeasureRow(name, last, "path.mechanism", adds, "1", SIMULATED, part)
    if not is_refused(CARBON, found.region):
        yield from _carbon(found)
    for m in () if found.roadmap is None else found.roadmap.stated_milestones:
        if m.projected == m.projected:
            yield MeasureRow(name, m.year, "roadmap.projected", m.projected, m.target.unit, SIMULATED, m.target.id)
    for s in list_skills(found.region):
        for kind in ("conditional", "unconditional", "guessed"):
            note = f"{s.measure} {s.region} {s.guess if kind == 'guessed' else kind}"
            yield MeasureRow("hindcast", ENDS[-1], "path.hindcast", float(getattr(s, kind)), "1", SIMULATED, note)


def _list_range_figures(
    scenario: str,
    year: int,
    id: str,
    value: float,
    found: Range | None,
    at: tuple[int, int],
    refused: str = "",
) -> Iterator[MeasureRow]:
    why = refused or ("" if found is None or found.stated[at] else UNSURE["en"])
    yield MeasureRow(scenario, year, id, float("nan") if why else value, "1", SIMULATED, why)
    if found is not None:
        yield MeasureRow(scenario, year, f"{id}.low", float(found.low[at]), "1", SIMULATED)
        yield MeasureRow(scenario, year, f"{id}.high", float(found.high[at]), "1", SIMULATED)


def _carbon(found: FamilyPathway) -> Iterator[MeasureRow]:
    """Yield peaks and cumulative carbon, with the package and without, of the whole and of industries."""
    p, r = found.path, found.at
    w = p.base.lab.baseline
    if not p.followed.emissions[:, r].any():
        return
    per = PER_MT.get(w.satellites["co2"].unit, float("nan"))
    for scenario, one in ((p.name, p), (p.baseline.name, p.baseline)):
        budget = budget_of(one, p.begins)
        last = budget.until
        yield MeasureRow(scenario, last, "path.peak", float(budget.total_peak[r]), "year", SIMULATED)
        yield MeasureRow(scenario, last, "path.cumulative", float(budget.cumulative[r].sum()) * per, "Mt", SIMULATED)
        for k, code in enumerate(w.industries):
            value = float(budget.cumulative[r, k]) * per
            if value > 0:
                yield MeasureRow(scenario, last, "path.cumulative", value, "Mt", SIMULATED, industry=code)


def search_figures(found: SearchResult) -> Iterator[MeasureRow]:
    """Yield every figure of a search: what was tried, and what packages add and miss in each world."""
    last = int(found.request["until"])
    for p in found.tried:
        for name, value in p.figures.items():
            if name in ("real_income", "co2", "bill"):
                silent = name == "real_income" and p.verdict not in STATED
                why = SIGNS[p.verdict or "unknown"]["en"] if silent else CENTRAL
                shown = float("nan") if silent else value
                yield MeasureRow(_sizes(p.sizes), last, f"search.{name}", shown, "1", SIMULATED, why)
    if found.robust is None:
        return
    missed = found.robust.values.max(axis=0) - found.robust.values
    for n, p in enumerate(found.robust.points):
        for k, world in enumerate(found.robust.cases):
            for id, values in (("adds", found.robust.values), ("regret", missed)):
                yield MeasureRow(_sizes(p.sizes), last, f"search.{id}", float(values[n, k]), "1", SIMULATED, world)


def _sizes(sizes: Mapping[str, float]) -> str:
    """Return a package by the sizes of its actions.

    Examples
    --------
    >>> _sizes({"innovation": 2.0, "environment": 1.0})
    'innovation 2, environment 1'
    """
    return ", ".join(f"{name} {size:g}" for name, size in sizes.items())
