"""A preliminary WTO classification in words and as a table, and support by year under its tags."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from newind.accounts.classification import industry_name
from newind.accounts.groups import groups
from newind.accounts.regions import apply_house_style as region
from newind.accounts.units import MONEY
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


YEAR_COLUMNS = (
    "year", "unit", "support", "rd", "consumers", "prohibited_suspect", "share_rd", "share_consumers",
    "share_prohibited_suspect", "actions", "assumed",
)  # fmt: skip
"""Columns of a portfolio; ``assumed`` counts actions whose budget of another year stands for this one."""


def years_of(action: Action) -> range:
    """Return the years in which an action is in force; the year of its budget stands in for a date that it lacks.

    Examples
    --------
    >>> from newind.policy.register import Action
    >>> years_of(Action(id="g", label="G", clause="4.industrial", family="industrial", instrument="grant",
    ...     sources=[{"title": "Notice"}], budget={"amount": 1, "unit": "M.CNY", "year": 2021},
    ...     dates={"in_force": "2020-06", "removed": "2022-12-31"}))
    range(2020, 2023)
    """
    if action.budget is None:
        return range(0)
    own, dates = action.budget.year, action.dates
    start = int(dates.in_force[:4]) if dates.in_force else own
    end = int(dates.removed[:4]) if dates.removed else max(own, start)
    return range(min(start, end), end + 1)


def in_millions(amount: float, unit: str) -> tuple[float, str]:
    """Return an amount in million units of its currency, and that unit.

    Examples
    --------
    >>> in_millions(1.5, "bn.CNY"), in_millions(20, "M.USD")
    ((1500.0, 'M.CNY'), (20.0, 'M.USD'))
    """
    prefix, _, currency = unit.rpartition(".")
    return amount * MONEY[prefix], f"M.{currency}"


ENOUGH = 0.5
"""Least share of budgets known with which shares of support are stated."""


def compute_budget_coverage(screening: Screening) -> float:
    """Return the share of the actions that give support whose budget is stated; NaN where none gives support."""
    stated = [t.action.budget is not None for t in screening if t.action.means.supports]
    return sum(stated) / len(stated) if stated else float("nan")


def portfolio(screening: Screening) -> pd.DataFrame:
    """Return support by year and unit, with the columns `YEAR_COLUMNS`.

    A budget a year is taken for every year in which the action is in force (assumed where it is of another year); a
    total is spread evenly over these years. Sums are in million units of a currency; currencies are not added up.
    Shares are NaN where under half of the budgets are known.
    """
    import pandas as pd

    rows = [row for t in screening for row in _rows(t)]
    found = pd.DataFrame(rows, columns=[c for c in YEAR_COLUMNS if not c.startswith("share_")])
    summed = found.groupby(["year", "unit"], as_index=False, sort=True).sum()
    for name in ("rd", "consumers", "prohibited_suspect"):
        known = (summed["support"] > 0) & (compute_budget_coverage(screening) >= ENOUGH)
        summed[f"share_{name}"] = summed[name] / summed["support"].where(known)
    return summed[list(YEAR_COLUMNS)]


def _rows(t: Triage) -> Iterator[dict[str, object]]:
    action, years = t.action, years_of(t.action)
    if action.budget is None or not action.means.supports:
        return
    amount, unit = in_millions(action.budget.amount, action.budget.unit)
    amount /= len(years) if action.budget.per == "total" else 1
    for year in years:
        yield {
            "year": year,
            "unit": unit,
            "support": amount,
            "rd": amount * (action.stage == "rd"),
            "consumers": amount * (action.recipient == "consumer"),
            "prohibited_suspect": amount * (t.tag == "prohibited-suspect"),
            "actions": 1,
            "assumed": int(year != action.budget.year or (action.budget.per == "total" and len(years) > 1)),
        }
