"""Policy actions under the WTO's rules on subsidies, as an answer: the memo in tables, a page an action."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from newind.messages import SOURCE, in_each, list_columns
from newind.policy.screening import screen
from newind.policy.triage import NO_ADVICE, facts
from newind.policy.triage.answers import spoken
from newind.policy.triage.told import because, change, format_citation
from newind.questions.answers import LANGS, Answer
from newind.questions.options import read_register
from newind.questions.policies.screen_memo import memo
from newind.questions.policies.screen_texts import TEXTS, word
from newind.questions.table import DataTable

if TYPE_CHECKING:
    from newind.accounts.panel import Panel
    from newind.policy.screening import Screening, Triage
    from newind.questions.policies.declared import ScreenOptions
    from newind.questions.policies.screen_memo import MemoEntry, MemoTable

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
        heads={name: {lang: table.title for lang, table in grid.items()} for name, grid in grids.items()}
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
