"""Write a preliminary WTO classification: facts, what would change the tag, and a table that a ministry could use."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from newind.accounts.classification import industry_name
from newind.accounts.groups import groups
from newind.accounts.regions import apply_house_style as region
from newind.datafiles import read_yaml
from newind.messages import message, say
from newind.policy.triage import NO_ADVICE, TAGS, facts
from newind.policy.triage.answers import BASES, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from newind.policy.register import Action
    from newind.policy.screening import Screening, TagChange, Triage
    from newind.policy.triage import Tag

COLUMNS = (
    "id", "label", "instrument", "gta", "mast", "tag", "possible", "article", "because", "facts", "would_change",
    "notes", "source", "evidence", "caution",
)  # fmt: skip
"""Columns of a screening as a table."""
STOP = message("policy.told.stop")


def screening_frame(screening: Screening, lang: str) -> pd.DataFrame:
    """Return a screening as a table in a language, columns `COLUMNS`."""
    import pandas as pd

    return pd.DataFrame([_row(t, lang) for t in screening], columns=list(COLUMNS))


def because(t: Triage, lang: str) -> str:
    """Return why the tag stands: the reason of the rule, or what has to be known first."""
    if t.rule is not None:
        return t.rule.because[lang]
    return say("policy.told.either", lang, tags=either(t.tags, lang))


def either(tags: Sequence[Tag], lang: str) -> str:
    """Return tags in words, the last after an or.

    Examples
    --------
    >>> either(("actionable", "not specific", "out of scope"), "en")
    'actionable, not specific or out of scope'
    """
    *most, last = (TAGS[tag][lang] for tag in tags)
    comma, or_ = (say(f"language.marks.{name}", lang) for name in ("comma", "or"))
    return f"{comma.join(most)}{or_}{last}" if most else last


def format_citation(article: str, lang: str) -> str:
    """Return the articles that a tag or a fact is based on, as texts in a language cite them.

    Examples
    --------
    >>> format_citation("SCM Art. 1.1(b) / SCM Art. 3.1(b)", "zh")
    '《补贴与反补贴措施协定》第1.1(b)条 / 《补贴与反补贴措施协定》第3.1(b)条'
    """
    return article if lang != "zh" else " / ".join(_chinese()[part] for part in article.split(" / "))


@cache
def _chinese() -> dict[str, str]:
    found: dict[str, str] = read_yaml("newind.policy.triage", "articles.yaml")
    return found


def articles(t: Triage, lang: str) -> tuple[str, ...]:
    """Return the articles that the tag is based on; where it is unclear, those of each possible tag."""
    if t.rule is not None:
        return (format_citation(t.rule.article, lang),)
    colon = say("language.marks.colon", lang)
    said = ((tag, dict.fromkeys(format_citation(r.article, lang) for r in t.reached if r.tag == tag)) for tag in t.tags)
    return tuple(TAGS[tag][lang] + colon + " / ".join(found) for tag, found in said)


def found(t: Triage, lang: str) -> Iterator[str]:
    """Yield the facts that led to the tag, each with where it comes from."""
    for id in t.decisive:
        known = t.answers[id]
        said, basis = spoken(id, known.answer, t.action, lang), BASES[known.basis][lang]
        yield say("policy.told.with_note", lang, said=said, note=basis)


def changes(t: Triage, lang: str) -> Iterator[str]:
    """Yield what would change the tag, and the evidence that would settle it."""
    for turn in t.open:
        yield change(t, turn, lang)


def sources(a: Action, lang: str) -> Iterator[str]:
    """Yield where an action is written, each source with its date and address."""
    for s in a.sources:
        more = say("language.marks.clause", lang).join(filter(None, (s.date, s.href)))
        yield say("policy.told.with_note", lang, said=s.title, note=more) if more else s.title


def format_selection(chosen: str | Sequence[str], kind: Literal["regions", "industries"], lang: str) -> str:
    """Return the names of regions or industries, and of groups of them; a code that is not known is its own name.

    Examples
    --------
    >>> format_selection(["CN-GD", "brics"], "regions", "zh"), format_selection("c14", "industries", "en")
    ('广东、金砖国家（五国）', 'Electrical and optical equipment')
    """
    labels = {g.id: g.label[lang] for g in groups(kind)}
    codes = (chosen,) if isinstance(chosen, str) else chosen
    names = [industry_name(c, lang) if kind == "industries" else region(c).name(lang) for c in codes]
    return say("language.marks.comma", lang).join(labels.get(c, name) for c, name in zip(codes, names, strict=True))


def change(t: Triage, turn: TagChange, lang: str) -> str:
    """Return one answer that would change the tag, with the tags that would follow and the evidence."""
    said = spoken(turn.fact, turn.then, t.action, lang)
    follow = {"tags": either(turn.tags, lang), "evidence": facts()[turn.fact].evidence}
    return say("policy.told.change", lang, said=said, **follow)


def _row(t: Triage, lang: str) -> dict[str, str]:
    a, stop = t.action, STOP[lang]
    return {
        "id": a.id,
        "label": a.title(lang),
        "instrument": a.means.label[lang],
        "gta": a.means.gta,
        "mast": a.means.mast,
        "tag": TAGS[t.tag][lang],
        "possible": stop.join(TAGS[tag][lang] for tag in t.tags) if t.tag == "unclear" else "",
        "article": format_citation(t.article, lang),
        "because": because(t, lang),
        "facts": stop.join(found(t, lang)),
        "would_change": stop.join(changes(t, lang)),
        "notes": " ".join(n[lang] for n in t.notes) if lang != "zh" else "".join(n[lang] for n in t.notes),
        "source": stop.join(sources(a, lang)),
        "evidence": a.evidence,
        "caution": NO_ADVICE[lang],
    }
