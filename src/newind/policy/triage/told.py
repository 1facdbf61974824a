"""A triage in words: facts, what would change the tag, and a table that a ministry could use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.policy.triage import NO_ADVICE, TAGS, facts
from newind.policy.triage.answers import BASES, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from newind.policy.screening import Screening, Triage, Turn

COLUMNS = (
    "id", "label", "instrument", "gta", "mast", "tag", "possible", "article", "because", "facts", "would_change",
    "notes", "source", "evidence", "caution",
)  # fmt: skip
"""Columns of a screening as a table."""
STOP = {"en": "; ", "zh": "；"}


def screening_frame(screening: Screening, lang: str) -> pd.DataFrame:
    """Return a screening as a table in a language, columns `COLUMNS`."""
    import pandas as pd

    return pd.DataFrame([_row(t, lang) for t in screening], columns=list(COLUMNS))


def because(t: Triage, lang: str) -> str:
    """Return why the tag stands: the reason of the rule, or what has to be known first."""
    if t.rule is not None:
        return t.rule.because[lang]
    tags = {"en": " or ", "zh": "或"}[lang].join(TAGS[tag][lang] for tag in t.tags)
    return f"What is known allows {tags}." if lang == "en" else f"现有事实下可能为{tags}。"


def found(t: Triage, lang: str) -> Iterator[str]:
    """Yield the facts that led to the tag, each with where it comes from."""
    for id in t.decisive:
        known = t.answers[id]
        said, basis = spoken(id, known.answer, t.action, lang), BASES[known.basis][lang]
        yield f"{said} ({basis})" if lang == "en" else f"{said}（{basis}）"


def changes(t: Triage, lang: str) -> Iterator[str]:
    """Yield what would change the tag, and the evidence that would settle it."""
    for turn in t.open:
        yield change(t, turn, lang)


def change(t: Triage, turn: Turn, lang: str) -> str:
    """Return one answer that would change the tag, with the tags that would follow and the evidence."""
    said = spoken(turn.fact, turn.then, t.action, lang)
    tags = {"en": " or ", "zh": "或"}[lang].join(TAGS[tag][lang] for tag in turn.tags)
    evidence = facts()[turn.fact].evidence[lang]
    if lang == "en":
        return f"if {said}: {tags} (evidence: {evidence})"
    return f"若{said}：{tags}（证据：{evidence}）"


def _row(t: Triage, lang: str) -> dict[str, str]:
    a, stop = t.action, STOP[lang]
    return {
        "id": a.id,
        "label": a.label[lang],
        "instrument": a.means.label[lang],
        "gta": a.means.gta,
        "mast": a.means.mast,
        "tag": TAGS[t.tag][lang],
        "possible": stop.join(TAGS[tag][lang] for tag in t.tags) if t.tag == "unclear" else "",
        "article": t.article,
        "because": because(t, lang),
        "facts": stop.join(found(t, lang)),
        "would_change": stop.join(changes(t, lang)),
        "notes": " ".join(n[lang] for n in t.notes) if lang == "en" else "".join(n[lang] for n in t.notes),
        "source": a.sources[0].title,
        "evidence": a.evidence,
        "caution": NO_ADVICE[lang],
    }
