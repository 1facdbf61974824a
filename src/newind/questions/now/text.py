"""The official figures of an economy in words: what terminal, page and brief show, in one language."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from newind.accounts.regions import apply_house_style
from newind.data.reference import now as figures_of
from newind.language.words import decimal, join_list, mark, percent
from newind.messages import message_group
from newind.pathways.progress import ENDED, NEARLY, RECORD
from newind.questions.now.answers import HEADLINE, age, freshness
from newind.questions.now.national import name_office, notes, units as national_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from newind.questions.now.answers import Figure, Now
    from newind.questions.now.national import Aim

PARTNERS = 5
"""Partners that are named."""
OWN = {"growth": "growth", "manufacturing_share": "manufacturing", "rd": "rd", "urban": "urban"}
"""Figures that national offices have too, by the names of theirs."""
LEAST = 0.0005
"""Share of a source of power from which it is named."""
TINY = 0.001
"""Share in per cent below which only that is reported."""
ROUND = 3
"""Digits that amounts below a hundred keep."""
NONE = "-"
CHINESE = re.compile(r"[\u4e00-\u9fff].*", re.DOTALL)


@dataclass(frozen=True)
class ValueLine:
    """A figure as it is shown: what it is, its value with unit, year (``2025e``), age, source, and its course."""

    label: str
    value: str
    year: str
    age: float
    source: str
    course: Mapping[int, float]


@dataclass(frozen=True)
class NewestValue:
    """The newest value of a figure, its year (and that as it is shown), and its source with date."""

    label: str
    value: float
    year: int
    shown: str
    source: str
    date: str


@dataclass(frozen=True)
class ValueSection:
    """The figures of a section under its heading."""

    title: str
    lines: tuple[ValueLine, ...]


@dataclass(frozen=True)
class TextTable:
    """A table: its title, the heads of its columns, its rows, and which columns are numbers."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


def words() -> dict[str, Any]:
    """Return the words of the page."""
    return message_group("now.page")


def word(key: str, lang: str, **values: object) -> str:
    """Return a text, its places filled in.

    Examples
    --------
    >>> word("world", "zh")
    '世界'
    """
    found = words()
    for part in key.split("."):
        found = found[part]
    return str(found[lang]).format(**values)


def title(found: Now, lang: str) -> str:
    """Return the heading of the page."""
    return word("title", lang, name=apply_house_style(found.economy).name(lang), code=found.economy, date=found.date)


def number(name: str, value: float, lang: str) -> str:
    """Return a figure of the set without its unit, to the decimals it is kept to."""
    return decimal(value, figures_of.decimals(name, value), lang)


def amount(value: float, unit: str, digits: int, lang: str) -> str:
    """Return a value with its unit: in Chinese amounts are in 万 and 亿, in English small ones in a smaller unit.

    Examples
    --------
    >>> amount(18744.0, "bn.USD", 0, "en"), amount(18744.0, "bn.USD", 0, "zh"), amount(371.0, "Mt", 0, "zh")
    ('18,744 bn USD', '18.74万亿美元', '3.71亿吨')
    >>> amount(0.0564, "bn.USD", 4, "en"), amount(0.0523, "Mt", 4, "zh"), amount(5.0, "%", 1, "en")
    ('56.4 m USD', '5.23万吨', '5.0%')
    >>> amount(0.00000544, "%", 8, "en")
    'below 0.001%'
    """
    if unit == "%" and 0 < abs(value) < TINY:
        return word("tiny", lang, value=TINY)
    for least, factor, kept, name, *most in words()["scales"][lang].get(unit, ()):
        if least <= abs(value) < (most[0] if most else math.inf):
            scaled = value * factor
            fine = ROUND - 1 - math.floor(math.log10(abs(scaled))) if 0 < abs(scaled) < 100 and not kept else kept
            return _join_unit(decimal(scaled, max(fine, 0), lang), str(name), lang)
    return _join_unit(
        decimal(value, digits, lang), {**figures_of.labels("units"), **national_units()}[unit][lang], lang
    )


def _join_unit(value: str, unit: str, lang: str) -> str:
    return f"{value}{'' if lang == 'zh' or unit == '%' else ' '}{unit}".rstrip()


def sections(found: Now, lang: str) -> list[ValueSection]:
    """Return the figures by section, those of the economy's own offices first."""
    own = [
        ValueLine(
            f.label[lang],
            amount(f.value, f.unit, f.digits, lang),
            str(f.year),
            age(f.year, found.date),
            f.short,
            f.values,
        )
        for f in found.national
    ]
    made = [ValueSection(word("national", lang), tuple(own))] if own else []
    columns = figures_of.columns()
    for section, named in figures_of.labels("sections").items():
        lines = tuple(_line(f, lang) for f in found.figures if columns[f.name]["section"] == section)
        made += [ValueSection(named[lang], lines)] if lines else []
    return made


def _line(f: Figure, lang: str) -> ValueLine:
    of = figures_of.columns()[f.name]
    value = amount(f.value, of["unit"], figures_of.decimals(f.name, f.value), lang)
    seen = {y: v for y, v in f.series.values.items() if y <= f.year}
    return ValueLine(of[lang], value, _year(f), f.age, figures_of.origins()[of["source"]]["short"], seen)


def _year(f: Figure) -> str:
    """Return the year of a figure, marked where it is a first estimate."""
    return f"{f.year}{'e' if f.status == 'estimated' else ''}"


def newest(found: Now, name: str, lang: str) -> NewestValue | None:
    """Return a figure, or that of the economy's own office where it is as new; None where there is neither."""
    columns, origins = figures_of.columns(), figures_of.origins()
    own = [
        NewestValue(f.label[lang], f.value, f.year, str(f.year), name_office(f.short, lang), f.date)
        for f in found.national
        if f.name == OWN.get(name)
    ]
    rest = [
        NewestValue(columns[name][lang], f.value, f.year, _year(f), name_office(of["short"], lang), str(of["date"]))
        for f in found.figures
        if f.name == name
        for of in (origins[columns[name]["source"]],)
    ]
    return max((*own, *rest), key=lambda k: k.year, default=None)


def sentences(found: Now, lang: str) -> list[str]:
    """Return what stands under the figures: marks, projections, shipped accounts, partners, power, what is missing."""
    some = any(f.status == "estimated" for f in found.figures)
    marks = word("age", lang, marks=word("estimated", lang) if some else "").rstrip()
    own = notes(found.national, lang)
    said = [
        marks,
        _format_updates(found, lang),
        own,
        _ahead(found, lang),
        _of_accounts(found, lang),
        *_partners(found, lang),
    ]
    return [text for text in (*said, _power(found, lang), _missing(found, lang)) if text]


def _format_updates(found: Now, lang: str) -> str:
    """Return which sources the user fetched anew, with edition and day."""
    origins = figures_of.origins()
    used = {figures_of.columns()[f.name]["source"] for f in found.figures}
    new = [of for key, of in origins.items() if key in used and "updated" in of]
    items = join_items(
        (
            word("update", lang, short=name_office(of["short"], lang), edition=of["date"], date=of["updated"])
            for of in new
        ),
        lang,
    )
    return word("updates", lang, items=items) if new else ""


def join_items(items: Iterable[str], lang: str) -> str:
    """Return items as a list in a sentence."""
    return join_list(items, lang)


def _ahead(found: Now, lang: str) -> str:
    """Return what the outlook projects of growth."""
    of = figures_of.columns()["growth"]
    growth = [f for f in found.figures if f.name == "growth"]
    ahead = {y: v for f in growth for y, v in f.series.values.items() if y > f.year}
    if not ahead:
        return ""
    texts = [word("ahead", lang, label=of[lang], year=y, value=number("growth", v, lang)) for y, v in ahead.items()]
    source = figures_of.origins()[of["source"]]
    return word(
        "projected",
        lang,
        items=join_items(texts, lang),
        source=f"{name_office(source['short'], lang)} {source['date']}",
    )


def _of_accounts(found: Now, lang: str) -> str:
    """Return the share of manufacturing in shipped accounts."""
    if not found.accounts:
        return ""
    rows = [{**a, "status": word(f"status.{a['status']}", lang)} for a in found.accounts]
    return word("accounts.title", lang, items=join_items((word("accounts.item", lang, **row) for row in rows), lang))


def _partners(found: Now, lang: str) -> list[str]:
    """Return the largest partners in goods, and what their source lacks."""
    said = []
    for flow, rows in found.partners.items():
        if rows:
            items = join_items((_share(apply_house_style(p).name(lang), s, lang) for p, s in rows[:PARTNERS]), lang)
            said.append(word(f"partners.{flow}", lang, year=figures_of.TRADE, items=items))
    return [*said, word("partners.caveat", lang)] if said else []


def _power(found: Now, lang: str) -> str:
    """Return where power comes from, the largest source first."""
    from newind.data.reference.power import labels as powers

    year, shares = found.mix
    if not year:
        return ""
    ordered = sorted(((s, k) for k, s in shares.items() if s >= LEAST), reverse=True)
    items = join_items((_share(powers()[k][lang].lower(), s, lang) for s, k in ordered), lang)
    return word("mix", lang, year=year, items=items)


def _share(name: str, share: float, lang: str) -> str:
    return word("share", lang, name=name, value=f"{100 * share:.1f}")


def _missing(found: Now, lang: str) -> str:
    """Return what no source has."""
    lost = [figures_of.columns()[name][lang] for name in found.missing]
    lost += [] if any(found.partners.values()) else [word("partners_missing", lang)]
    lost += [] if found.mix[0] else [word("mix_missing", lang)]
    return word("missing", lang, items=join_items(lost, lang)) if lost else ""


def peers(found: Now, lang: str) -> TextTable:
    """Return the economy beside its peers and the world, each in its last year."""
    own = {f.name: (f.year, f.value) for f in found.figures if f.name in HEADLINE}
    short = [n for n in HEADLINE if n in own or any(n in rows for rows in found.peers.values())]
    usual = {n: own[n][0] if n in own else max(rows[n][0] for rows in found.peers.values() if n in rows) for n in short}

    def cell(rows: Mapping[str, tuple[int, float]], name: str) -> str:
        if name not in rows:
            return NONE
        year, value = rows[name]
        text = number(name, value, lang) if not 0 < abs(value) < TINY else f"<{TINY}"
        return text if year == usual[name] else f"{text} ({year})"

    named = {apply_house_style(code).name(lang): rows for code, rows in {found.economy: own, **found.peers}.items()}
    table = [
        (name, *(cell(rows, n) for n in short)) for name, rows in (*named.items(), (word("world", lang), found.world))
    ]
    head = ("", *(word(f"short.{n}", lang) for n in short))
    years = ("", *(str(usual[n]) for n in short))
    return TextTable(word("heads.peers", lang), head, (years, *table), tuple(range(1, len(head))))


FRESH = {"fresh": "■", "aging": "▣", "old": "□"}
"""A mark for each freshness."""


def targets(found: Now, lang: str) -> tuple[TextTable, ...]:
    """Return the goals, a table for each document that sets some; none where there are none."""
    head = tuple(words()["heads"]["targets"][lang])
    return tuple(
        TextTable(
            document_title(document, aims, found, lang), head, tuple(_row(t, found, lang) for t in aims), (1, 2, 3)
        )
        for document, aims in list_by_document(found)
    )


def _row(t: Aim, found: Now, lang: str) -> tuple[str, ...]:
    """Return a goal: what it is, its last value with its freshness, the goal, paces, and how far it is."""
    fresh = FRESH[freshness(None if t.seen is None else age(t.seen[0], found.date))]
    mark = word("computed", lang) if t.computed else ""
    seen = NONE if t.seen is None else f"{_format_year_value(t.seen)}{mark}"
    paces = "/".join(NONE if math.isnan(v) else _format_pace(v, t) for v in (t.paced, t.needed))
    paces = re.sub(r"%/(?=.*%)", "/", paces)
    goal = _format_year_value(t.goal) + (word("derived", lang) if t.derived else "")
    return t.label[lang], f"{seen} {fresh}", goal, paces, name_status(t.status, t.reason, lang)


def list_by_document(found: Now) -> list[tuple[str, list[Aim]]]:
    """Return the goals by the document that sets them."""
    return [(document, list(aims)) for document, aims in groupby(found.targets, key=lambda aim: aim.source)]


def document_title(document: str, aims: Sequence[Aim], found: Now, lang: str) -> str:
    """Return what a document is called, with the year in which all of its goals ended."""
    title = bare_title(document, lang)
    last = max(t.goal[0] for t in aims)
    return title if last >= found.date.year else word("ended", lang, document=title, year=last)


def bare_title(text: str, lang: str) -> str:
    """Return a title that has its own language after the English, in one of the two.

    Examples
    --------
    >>> bare_title("Ministry, plan 部门规划（2026年）", "en"), bare_title("Ministry, plan 部门规划（2026年）", "zh")
    ('Ministry, plan', '部门规划（2026年）')
    """
    return in_language(text, lang) if lang == "zh" else CHINESE.sub("", text).strip()


def stands(aim: Aim, lang: str) -> str:
    """Return how far a goal is, in words."""
    return _explain_aim(aim, lang) if aim.reason in (NEARLY, RECORD) else name_status(aim.status, aim.reason, lang)


def name_status(status: str, reason: str, lang: str) -> str:
    """Return how far a goal is, in words, by its status and the reason of it."""
    return str(message_group("paths.roadmap.values.status")[ENDED.get(reason, status)][lang])


def explain_status(reason: str, achieved: float, elapsed: float, lang: str) -> str:
    """Return why a goal stands as it does, empty where paces tell it; of one nearly on track, in place of its status.

    Parameters
    ----------
    reason : str
        As of `newind.pathways.progress.Progress`.
    achieved, elapsed : float
        Shares of the way and of the time.
    lang : str

    Examples
    --------
    >>> explain_status("nearly", 0.765, 0.8, "en")
    'nearly on track (96% of an even pace)'
    """
    if reason != NEARLY:
        return str(message_group("paths.roadmap.values.reason")[reason][lang]) if reason else ""
    said = message_group("paths.roadmap.lines.nearly")[lang]
    return str(said.format(share=percent(achieved / elapsed, lang, 0)))


def pace(aim: Aim, lang: str) -> str:
    """Return the yearly pace since the baseline, and the one needed."""
    if aim.seen is None or math.isnan(aim.paced):
        return ""
    said = word(f"paces.{'points' if aim.points else 'rate'}", lang, value=_format_pace(aim.paced, aim))
    needed = "" if math.isnan(aim.needed) else word("paces.needed", lang, value=_format_pace(aim.needed, aim))
    return said + needed


def _format_pace(value: float, aim: Aim) -> str:
    """Return a yearly pace with its sign: points to two decimals, rates in per cent."""
    return f"{value:+.2f}".replace("-", "−") if aim.points else f"{100 * value:+.1f}%".replace("-", "−")


def _format_year_value(found: tuple[int, float]) -> str:
    """Return a value of a target to four digits, after its year.

    Examples
    --------
    >>> _format_year_value((2020, 2.43931)), _format_year_value((2030, 100.0))
    ('2020: 2.439', '2030: 100')
    """
    return f"{found[0]}: {found[1]:.4g}"


def target_notes(found: Now, lang: str) -> list[str]:
    """Return what marks of freshness say, why slow goals are on track, and how goals without values are followed."""
    marks = [word("freshness", lang, marks=" ".join(FRESH.values()))] if found.targets else []
    slow = [t for t in found.targets if t.reason == NEARLY]
    why = [word("nearly", lang, target=t.label[lang], why=_explain_aim(t, lang)) for t in slow]
    kinds = {kind: any(getattr(t, kind) for t in found.targets) for kind in ("computed", "derived")}
    return [*marks, *why, *explain_marks(lang, **kinds)]


def _explain_aim(aim: Aim, lang: str) -> str:
    return explain_status(aim.reason, aim.achieved, aim.elapsed, lang)


def explain_marks(lang: str, *, computed: bool, derived: bool) -> list[str]:
    """Return what the marks of values that newind computed, and of goals that it derived, say."""
    return [word(f"{k}_note", lang) for k, some in (("computed", computed), ("derived", derived)) if some]


def sources(found: Now, lang: str) -> list[tuple[str, str]]:
    """Return what sources are called in short, and in full with date and licence; those of targets last."""
    origins = figures_of.origins()
    said = [(f.short, in_language(f.source[lang], lang), f.date, "") for f in found.national]
    for key in found.to_dict()["sources"]:
        of = origins[key]
        full = of["zh"] if lang == "zh" else f"{of['author']}: {of['title']}"
        fetched = word("fetched", lang, date=of["updated"]) if "updated" in of else ""
        said.append((of["short"], full + fetched, str(of["date"]), of["licence"]))
    said += [(word("target", lang), in_language(t.source, lang), t.date, "") for t in found.targets]
    licences = words()["licences"]
    return [
        (
            short,
            word(
                "origin",
                lang,
                title=full,
                said=mark("semicolon", lang).join(filter(None, (date, licences.get(of, {}).get(lang, of)))),
            ),
        )
        for short, full, date, of in dict.fromkeys(said)
    ]


def in_language(text: str, lang: str) -> str:
    """Return the title of a document whose English is followed by its own: both in English, else one of them.

    Examples
    --------
    >>> in_language("Ministry, plan 部门规划（2026年）", "zh"), in_language("Eurostat", "zh")
    ('部门规划（2026年）', 'Eurostat')
    """
    own = CHINESE.search(text)
    if own is None or lang == "en":
        return text
    return own[0] if lang == "zh" else text[: own.start()].rstrip()
