"""Policy actions under the WTO's rules on subsidies, as an answer: the memo in tables, a page an action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from newind.policy.screening import screen
from newind.policy.triage import NO_ADVICE, facts
from newind.policy.triage.answers import spoken
from newind.policy.triage.told import because, change, format_citation
from newind.questions.answers import LANGS, Answer
from newind.questions.options import read_register
from newind.questions.policies.screen_memo import memo
from newind.questions.policies.screen_texts import TEXTS, word

if TYPE_CHECKING:
    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.policy.screening import Screening, Triage
    from newind.questions.policies.declared import ScreenOptions
    from newind.questions.policies.screen_memo import MemoEntry, MemoTable

COUNTS = ("tag", "count", "which")
PORTFOLIO = ("years", "support", "rd", "consumers", "suspect", "number")
PARTS = ("about", "budget", "article", "why", "facts", "changes", "notes", "source", "evidence")


def screen_actions(panel: Panel | None, region: str, asked: ScreenOptions) -> Answer:  # noqa: ARG001 - a register
    """Return policy actions under the WTO's rules on subsidies."""
    return build_screen_answer(screen(read_register(asked.actions)))


def build_screen_answer(found: Screening) -> Answer:
    """Return a screening as an answer: how many have each tag, support by year, and by tag a page an action."""
    en, zh = memo(found, "en"), memo(found, "zh")
    tags = [tag for tag, count in found.counts().items() if count]
    units = sorted(set(found.portfolio()["unit"]))
    grids = {f"support_{unit}": pair for unit, *pair in zip(units, en.portfolio, zh.portfolio, strict=True)}
    cases = {tag: pair for tag, *pair in zip(tags, en.cases, zh.cases, strict=True)}
    lead = zip((en.caution, *en.lead), (zh.caution, *zh.lead), strict=True)
    return Answer(
        title=_pair(en.title, zh.title),
        tables={
            "counts": _build_grid(COUNTS, "count", en.counts, zh.counts),
            **{name: _build_grid(PORTFOLIO, "number", *pair) for name, pair in grids.items()},
            **{tag: pd.DataFrame(map(_build_page, one[2], other[2])) for tag, (one, other) in cases.items()},
        },
        labels=TEXTS,
        heads={name: _pair(one.title, other.title) for name, (one, other) in grids.items()}
        | {tag: _pair(_name_tag(one, "en"), _name_tag(other, "zh")) for tag, (one, other) in cases.items()},
        pages=frozenset(cases),
        lead=tuple(_pair(*said) for said in lead),
        notes=tuple(map(_pair, en.remarks, zh.remarks)),
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


def _pair(en: str, zh: str) -> Text:
    return {"en": en, "zh": zh}


def _name_tag(case: tuple[str, str, tuple[MemoEntry, ...]], lang: str) -> str:
    """Return a tag and what it means."""
    name, means, _ = case
    return f"{name.upper()}{word('colon', lang)}{means}"


def _build_grid(columns: tuple[str, ...], number: str, en: MemoTable, zh: MemoTable) -> pd.DataFrame:
    """Return a table of a memo with its words in both languages; one column is a whole number."""
    rows = [
        {number: int(one[columns.index(number)])}
        | {f"{c}_{lang}": cell for c, *cells in zip(columns, one, other, strict=True) if c != number
           for lang, cell in zip(LANGS, cells, strict=True)}
        for one, other in zip(en.rows, zh.rows, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows)[[k for c in columns for k in ([c] if c == number else [f"{c}_{lang}" for lang in LANGS])]]


def _build_page(en: MemoEntry, zh: MemoEntry) -> dict[str, str]:
    """Return the page of an action as a row, with several texts of a part in a line each."""
    page = {"name_en": en.title, "name_zh": zh.title, "id": en.id}
    for part in PARTS:
        for lang, entry in zip(LANGS, (en, zh), strict=True):
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
