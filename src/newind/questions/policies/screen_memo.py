"""Policy actions under the WTO's rules on subsidies: a memo in tables, a page an action, and the answer made of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from newind.language.words import percent, quantity, scale_of
from newind.messages import SOURCE, in_each, list_columns, message_group
from newind.policy.registerlayout import vocabularies
from newind.policy.screening import screen
from newind.policy.triage import NO_ADVICE, TAGS, facts
from newind.policy.triage.answers import spoken
from newind.policy.triage.told import (
    articles,
    because,
    change,
    changes,
    format_citation,
    format_selection,
    found,
    in_millions,
    sources,
)
from newind.questions.answers import LANGS, Answer
from newind.questions.options import read_register
from newind.questions.table import DataTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from newind.accounts.panel import Panel
    from newind.policy.register import Action
    from newind.policy.screening import Screening, Triage
    from newind.policy.triage import Tag
    from newind.questions.policies.declared import ScreenOptions


Words = dict[str, str]

TEXTS: dict[str, Words] = message_group("policies.screen_texts.texts")
"""Word by name and language."""
MEANS = cast("dict[Tag, Words]", message_group("policies.screen_texts.means"))
"""Meaning of a tag."""


def word(key: str, lang: str, /, **values: object) -> str:
    """Return a text in a language, filled in.

    Examples
    --------
    >>> word("is", "zh", tag="可诉补贴")
    '可诉补贴1项'
    """
    return TEXTS[key][lang].format(**values)


SHARES = ("share_rd", "share_consumers", "share_prohibited_suspect")
ROOM = 42
"""Letters that ids take where they are named one by one."""


@dataclass(frozen=True)
class MemoEntry:
    """Entry on one action, in a language: one text or several by part of the page."""

    id: str
    title: str
    tag: str
    parts: Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class MemoTable:
    """A table in words: a title, names of columns, rows; ``>`` marks columns of numbers."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: str


@dataclass(frozen=True)
class Memo:
    """A screening in a language.

    Parameters
    ----------
    lang : {"en", "zh"}
    title, caution : str
        What it is about; that it is no ruling.
    lead : tuple of str
        What it comes to, in sentences.
    counts : MemoTable
        How many actions have each tag, and which.
    portfolio : tuple of MemoTable
        Support by year, one table a unit.
    remarks : tuple of str
        What must be known of the portfolio.
    cases : tuple of (str, str, tuple of MemoEntry)
        Each tag that some action has, what it means, and its actions; the most serious first.
    """

    lang: str
    title: str
    caution: str
    lead: tuple[str, ...]
    counts: MemoTable
    portfolio: tuple[MemoTable, ...]
    remarks: tuple[str, ...]
    cases: tuple[tuple[str, str, tuple[MemoEntry, ...]], ...]


def memo(screening: Screening, lang: str = "en") -> Memo:
    """Return a screening as a memo in a language."""
    register, table = screening.register, screening.portfolio()
    name = register.label.get(lang) or register.name
    return Memo(
        lang,
        word("title", lang, name=name),
        NO_ADVICE[lang],
        tuple(_lead(screening, table, lang)),
        _counts(screening, lang),
        tuple(_grids(table, lang)),
        tuple(_remarks(screening, table, lang)),
        tuple(_cases(screening, lang)),
    )


# ---- what it comes to
def _lead(screening: Screening, table: pd.DataFrame, lang: str) -> Iterator[str]:
    found = {tag: n for tag, n in screening.counts().items() if n}
    if not found:
        yield word("none", lang)
        return
    if len(screening) == 1:
        yield word("of_one", lang, parts=TAGS[next(iter(found))][lang])
    else:
        parts = [word("is" if n == 1 else "are", lang, n=n, tag=TAGS[tag][lang]) for tag, n in found.items()]
        yield word("of", lang, n=len(screening), parts=_join_parts(parts, lang))
    give = [t.action for t in screening if t.action.means.supports]
    stated = sum(a.budget is not None for a in give)
    if 0 < stated < len(give):
        yield word("stated" if stated > 1 else "stated_one", lang, n=stated, m=len(give))
    for _, rows in table.groupby("unit", sort=True):
        yield _in_words(rows, lang)


def _join_parts(parts: Sequence[str], lang: str) -> str:
    *most, last = parts
    return word("and", lang).join([word("comma", lang).join(most), last] if most else [last])


def _in_words(rows: pd.DataFrame, lang: str) -> str:
    """Return the year with the most support in a unit in a sentence; of several such years the last."""
    row = rows[rows["support"] == rows["support"].max()].iloc[-1]
    shares = [_share(row[name], lang) for name in SHARES]
    named = dict(zip(("rd", "consumers", "suspect"), shares, strict=True))
    key = "year" if len(rows) > 1 else "only_year"
    key += "" if math.isfinite(row[SHARES[0]]) else "_sum"
    return word(key, lang, year=row["year"], money=quantity(row["support"], row["unit"], lang), **named)


def _share(value: float, lang: str) -> str:
    return percent(value, lang, 0) if math.isfinite(value) else "–"


def _counts(screening: Screening, lang: str) -> MemoTable:
    ids = {tag: [t.action.id for t in screening if t.tag == tag] for tag in screening.counts()}
    rows = tuple((TAGS[tag][lang], str(len(named)), _some(named, lang)) for tag, named in ids.items())
    return MemoTable("", tuple(word(k, lang) for k in ("tag", "count", "which")), rows, "<><")


def _some(ids: Sequence[str], lang: str) -> str:
    """Return as many ids as there is room for, and how many more there are."""
    named = [id for k, id in enumerate(ids) if k == 0 or len("  ".join(ids[: k + 1])) <= ROOM]
    more = f" … +{len(ids) - len(named)}" if len(ids) > len(named) else ""
    return word("listing", lang).join(named) + more


# ---- support by year
def _grids(table: pd.DataFrame, lang: str) -> Iterator[MemoTable]:
    heads = tuple(word(k, lang) for k in ("years", "support", "rd", "consumers", "suspect", "number"))
    for unit, rows in table.groupby("unit", sort=True):
        scale = scale_of(rows["support"].tolist(), str(unit), lang)
        cells = tuple(
            (
                str(row["year"]),
                scale.number(row["support"]),
                *(_share(row[name], lang) for name in SHARES),
                str(row["actions"]),
            )
            for row in rows.to_dict("records")
        )
        yield MemoTable(word("portfolio_in", lang, unit=scale.unit), heads, cells, "<>>>>>")


def _remarks(screening: Screening, table: pd.DataFrame, lang: str) -> Iterator[str]:
    silent = [t.action.id for t in screening if t.action.means.supports and t.action.budget is None]
    if table.empty:
        yield word("no_portfolio", lang)
    elif silent:
        yield word("no_budget", lang, ids=_some(silent, lang))
    if table["unit"].nunique() > 1:
        yield word("apart", lang)
    assumed = table[table["assumed"] > 0]
    if len(assumed):
        year = int(assumed["year"].max())
        yield word("assumed", lang, year=year, n=int(assumed.loc[assumed["year"] == year, "assumed"].sum()))


# ---- action by action
def _cases(screening: Screening, lang: str) -> Iterator[tuple[str, str, tuple[MemoEntry, ...]]]:
    for tag in screening.counts():
        if own := tuple(case(t, lang) for t in screening if t.tag == tag):
            yield word("heading", lang, tag=TAGS[tag][lang], n=len(own)), MEANS[tag][lang], own


def case(t: Triage, lang: str) -> MemoEntry:
    """Return the entry on one action in a language."""
    a, rests = t.action, articles(t, lang)
    parts: dict[str, str | tuple[str, ...]] = {
        "about": format_action(a, lang),
        "budget": budget(a, lang),
        "article": rests if len(rests) > 1 else rests[0],
        "why": because(t, lang),
        "facts": tuple(found(t, lang)),
        "changes": tuple(changes(t, lang)) or word("no_changes", lang),
        "notes": tuple(n[lang] for n in t.notes),
        "source": tuple(sources(a, lang)),
        "evidence": a.evidence + word("bracket", lang, more=vocabularies()["evidence"][a.evidence][lang]),
    }
    return MemoEntry(a.id, a.title(lang), TAGS[t.tag][lang], {k: v for k, v in parts.items() if v})


def format_action(a: Action, lang: str) -> str:
    """Return instrument, stage, recipient, authority, regions, industries and dates of an action, in a line."""
    words = vocabularies()
    said = [a.means.label[lang]]
    said += [words[name][value][lang] for name in ("stage", "recipient", "level") if (value := getattr(a, name))]
    said += [format_selection(a.regions, "regions", lang)] if a.regions != "*" else []
    said += [format_selection(a.industries, "industries", lang)] if a.industries != "*" else []
    return word("stop", lang).join([*said, *_dates(a, lang)])


def _dates(a: Action, lang: str) -> Iterator[str]:
    start, end = a.dates.in_force, a.dates.removed
    if start and end:
        yield word("from_until", lang, start=start, end=end)
    elif start or end:
        yield word("from" if start else "until", lang, start=start, end=end)
    elif a.dates.announced:
        yield word("announced", lang, start=a.dates.announced)


def budget(a: Action, lang: str) -> str:
    """Return the budget of an action in words; nothing where it gives no money."""
    if a.budget is None:
        return word("none_stated", lang) if a.means.supports else ""
    money = quantity(*in_millions(a.budget.amount, a.budget.unit), lang)
    return word("per_year" if a.budget.per == "year" else "in_all", lang, money=money, year=a.budget.year)


COUNTS = ("tag", "count", "which")
PORTFOLIO = ("years", "support", "rd", "consumers", "suspect", "number")
PARTS = ("about", "budget", "article", "why", "facts", "changes", "notes", "source", "evidence")
T = TypeVar("T")


def screen_actions(panel: Panel | None, region: str, asked: ScreenOptions) -> Answer:  # noqa: ARG001 - a register
    """Return policy actions under the WTO's rules on subsidies."""
    return build_screen_answer(screen(read_register(asked.actions)))


def build_screen_answer(found: Screening) -> Answer:
    """Return a screening as an answer: how many have each tag, support by year, and by tag a page an action."""
    memos = in_each(partial(memo, found))
    tags = [tag for tag, count in found.counts().items() if count]
    units = sorted(set(found.portfolio()["unit"]))
    names = [f"support_{unit}" for unit in units]
    grids = dict(zip(names, _turn({lang: m.portfolio for lang, m in memos.items()}), strict=True))
    cases = dict(zip(tags, _turn({lang: m.cases for lang, m in memos.items()}), strict=True))
    return Answer(
        title={lang: m.title for lang, m in memos.items()},
        tables={
            "counts": _build_grid(COUNTS, "count", {lang: m.counts for lang, m in memos.items()}),
            **{name: _build_grid(PORTFOLIO, "number", grid) for name, grid in grids.items()},
            **{
                tag: DataTable.from_rows(
                    map(_build_page, _turn({lang: entries for lang, (_, _, entries) in case.items()}))
                )
                for tag, case in cases.items()
            },
        },
        labels=TEXTS,
        heads={"counts": TEXTS["by_tag"]}
        | {name: {lang: table.title for lang, table in grid.items()} for name, grid in grids.items()}
        | {tag: {lang: _name_tag(told, lang) for lang, told in case.items()} for tag, case in cases.items()},
        pages=frozenset(cases),
        lead=tuple(_turn({lang: (m.caution, *m.lead) for lang, m in memos.items()})),
        notes=tuple(_turn({lang: m.remarks for lang, m in memos.items()})),
        about=list_values(found),
        result=found,
    )


def list_values(found: Screening) -> dict[str, Any]:
    """Return a screening as plain data, with what has words in both languages."""
    register = found.register
    return {
        "status": "estimated",
        "lang": {lang: lang for lang in LANGS},
        "caution": NO_ADVICE,
        "register": {"name": register.name, "label": dict(register.label), "hash": register.hash},
        "counts": found.counts(),
        "portfolio": found.portfolio().to_dict("records"),
        "actions": {lang: [describe_action(t, lang) for t in found] for lang in LANGS},
    }


def _turn(said: dict[str, tuple[T, ...]]) -> list[dict[str, T]]:
    """Return what stands at each place, in every language."""
    return [dict(zip(said, place, strict=True)) for place in zip(*said.values(), strict=True)]


def _name_tag(case: tuple[str, str, tuple[MemoEntry, ...]], lang: str) -> str:
    """Return a tag and what it means."""
    name, means, _ = case
    return f"{name.upper()}{word('colon', lang)}{means}"


def _build_grid(columns: tuple[str, ...], number: str, tables: dict[str, MemoTable]) -> DataTable:
    """Return a table of a memo with its words in every language; one column is a whole number."""
    at = columns.index(number)
    rows = [
        {number: int(row[SOURCE][at])}
        | {f"{c}_{lang}": cell for lang, cells in row.items() for c, cell in zip(columns, cells, strict=True)}
        for row in _turn({lang: table.rows for lang, table in tables.items()})
    ]
    return DataTable.from_rows(rows, (k for c in columns for k in ([c] if c == number else list_columns(c))))


def _build_page(entries: dict[str, MemoEntry]) -> dict[str, str]:
    """Return the page of an action as a row, with several texts of a part in a line each."""
    page = {f"name_{lang}": entry.title for lang, entry in entries.items()} | {"id": entries[SOURCE].id}
    for part in PARTS:
        for lang, entry in entries.items():
            said = entry.parts.get(part, "")
            page[f"{part}_{lang}"] = said if isinstance(said, str) else "\n".join(said)
    return page


def describe_action(t: Triage, lang: str) -> dict[str, Any]:
    """Return the classification of an action as plain data, with its texts in a language."""
    led = [
        {
            "fact": id,
            "answer": t.answers[id].answer,
            "from": t.answers[id].basis,
            "article": format_citation(facts()[id].article, lang),
            "said": spoken(id, t.answers[id].answer, t.action, lang),
        }
        for id in t.decisive
    ]
    turns = [
        {
            "fact": turn.fact,
            "now": turn.now,
            "then": turn.then,
            "tags": turn.tags,
            "evidence": facts()[turn.fact].evidence[lang],
            "said": change(t, turn, lang),
        }
        for turn in t.open
    ]
    return {
        "id": t.action.id,
        "label": t.action.title(lang),
        "instrument": {"id": t.action.instrument, "gta": t.action.means.gta, "mast": t.action.means.mast},
        "regions": t.action.regions,
        "industries": t.action.industries,
        "budget": None if t.action.budget is None else t.action.budget.model_dump(),
        "dates": t.action.dates.model_dump(),
        "tag": t.tag,
        "possible": t.tags,
        "article": format_citation(t.article, lang),
        "because": because(t, lang),
        "facts": led,
        "would_change": turns,
        "notes": [n[lang] for n in t.notes],
        "sources": [s.model_dump() for s in t.action.sources],
        "evidence": t.action.evidence,
    }
