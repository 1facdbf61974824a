"""``newind now``: the newest official figures of an economy, on one page."""

from __future__ import annotations

import math
import sys
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newind.cli.options import Json, Lang, Peers, examples, split
from newind.cli.output import say, show_json, show_table
from newind.cli.wrapping import beside, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newind.briefs.now import Figure, Now

EXAMPLE = examples("newind now CHN", "newind now VNM --lang zh", "newind now DEU --peers FRA,ITA --json")
COLUMNS = 80
BLOCKS, PLAIN = "▁▂▃▄▅▆▇█", "_.:-=+*#"
"""Levels of a sparkline, and those for an output that cannot show them."""
SPAN = 3
"""Years in a place of a sparkline."""
FIRST = 1990
SHOWN = 5
"""Partners that the page names; JSON has all."""
LEAST = 0.0005
"""Share of a source of power from which the page names it."""


def now(
    economy: Annotated[
        str, typer.Argument(metavar="ECONOMY", help="Code or name of one of about 200, such as CHN or VNM.")
    ],
    peers: Peers = None,
    date: Annotated[
        str | None, typer.Option(metavar="DAY", help="Day from which ages are counted, as 2026-11-28; today.")
    ] = None,
    lang: Lang = "en",
    as_json: Json = False,
) -> None:
    """Show what an economy is now, by official figures.

    Growth, industry, research, trade and partners, carbon and power to 2024-25, each with year, source and age, beside
    peers and the world; targets that are shipped and how far they are. Projections are told apart. What no source has
    is named.
    """
    from newind.briefs.now import now as newest

    found = newest(economy, date=date, peers=split(peers))
    if as_json:
        show_json("now", **found.to_dict())
    else:
        show(found, lang)


def show(found: Now, lang: str) -> None:
    """Print the page."""
    from newind.accounts.regions import shown

    name = shown(found.economy)
    _said(_word("title", lang, name=getattr(name, lang), code=found.economy, date=found.date))
    say()
    _figures(found, lang)
    say()
    for text in _sentences(found, lang):
        _said(text)
    _peers(found, lang)
    _targets(found, lang)
    _sources(found, lang)


def sparkline(values: dict[int, float], last: int, levels: str = BLOCKS) -> str:
    """Return the course of a figure since 1990 as text, a place three years; blank where there is none.

    Examples
    --------
    >>> sparkline({1990: 1.0, 1993: 2.0, 1999: 3.0}, 1999)
    '▁▅ █'
    >>> sparkline({1990: 1.0, 1996: 1.0}, 1996, PLAIN)
    '= ='
    """
    means = []
    for start in range(FIRST, last + 1, SPAN):
        seen = [values[y] for y in range(start, min(start + SPAN, last + 1)) if y in values]
        means.append(sum(seen) / len(seen) if seen else None)
    known = [m for m in means if m is not None]
    if not known:
        return ""
    low, high = min(known), max(known)
    scale = (len(levels) - 1) / (high - low) if high > low else 0.0
    level = [None if m is None else (int((m - low) * scale + 0.5) if scale else len(levels) // 2) for m in means]
    return "".join(" " if k is None else levels[k] for k in level).rstrip()


def levels() -> str:
    """Return the levels of a sparkline that the output can show."""
    try:
        BLOCKS.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return PLAIN
    return BLOCKS


@cache
def _words() -> dict[str, Any]:
    from newind.datafiles import shipped

    words: dict[str, Any] = shipped("newind.briefs", "now.yaml")
    return words


def _word(key: str, lang: str, **values: object) -> str:
    found = _words()
    for part in key.split("."):
        found = found[part]
    return str(found[lang]).format(**values)


def _said(text: str) -> None:
    say("\n".join(wrapped(text, COLUMNS)))


def _figures(found: Now, lang: str) -> None:
    """Print the figures by section; a line each."""
    from newind.accounts.reference.now import columns, origins
    from newind.accounts.reference.now import labels as named

    sections, used, rows = named("sections"), columns(), []
    chars = levels()
    for section, title in sections.items():
        own = [f for f in found.figures if used[f.name]["section"] == section]
        if own:
            rows += [[_heading(title[lang], lang), *[""] * 5]]
        for f in own:
            seen = {y: v for y, v in f.series.values.items() if y <= f.year}
            line = sparkline(seen, f.year, chars) if len(seen) > 1 else ""
            of = used[f.name]
            year = f"{f.year}{'e' if f.status == 'estimated' else ''}"
            rows.append([of[lang], _value(f, lang), year, f"{f.age:.1f}", line, origins()[of["source"]]["short"]])
    show_table(_words()["heads"]["figures"][lang], rows, "<>>><<")


def _heading(title: str, lang: str) -> str:
    return title.upper() if lang == "en" else f"【{title}】"


def _value(f: Figure, lang: str) -> str:
    from newind.accounts.reference.now import columns
    from newind.accounts.reference.now import labels as named

    return f"{_number(f.name, f.value)} {named('units')[columns()[f.name]['unit']][lang]}".rstrip()


def _number(name: str, value: float) -> str:
    from newind.accounts.reference.now import decimals

    return f"{value:,.{decimals(name, value)}f}"


def _sentences(found: Now, lang: str) -> list[str]:
    """Return what stands under the figures: marks, projections, shipped accounts, partners, power, what is missing."""
    some = any(f.status == "estimated" for f in found.figures)
    marks = _word("age", lang, marks=_word("estimated", lang) if some else "").rstrip()
    said = [marks, _ahead(found, lang), _of_accounts(found, lang), *_partners(found, lang)]
    return [text for text in (*said, _power(found, lang), _missing(found, lang)) if text]


def _listed(items: Iterable[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(items)


def _ahead(found: Now, lang: str) -> str:
    """Return what the outlook projects of growth."""
    from newind.accounts.reference.now import columns, origins

    of = columns()["growth"]
    growth = [f for f in found.figures if f.name == "growth"]
    ahead = {y: v for f in growth for y, v in f.series.values.items() if y > f.year}
    if not ahead:
        return ""
    texts = [_word("ahead", lang, label=of[lang], year=y, value=_number("growth", v)) for y, v in ahead.items()]
    source = origins()[of["source"]]
    return _word("projected", lang, items=_listed(texts, lang), source=f"{source['short']} {source['date']}")


def _of_accounts(found: Now, lang: str) -> str:
    """Return the share of manufacturing in shipped accounts."""
    if not found.accounts:
        return ""
    rows = [{**a, "status": _word(f"status.{a['status']}", lang)} for a in found.accounts]
    return _word("accounts.title", lang, items=_listed((_word("accounts.item", lang, **row) for row in rows), lang))


def _partners(found: Now, lang: str) -> list[str]:
    """Return the largest partners in goods, and what their source lacks."""
    from newind.accounts.reference.now import TRADE
    from newind.accounts.regions import shown

    said = []
    for flow, rows in found.partners.items():
        if rows:
            items = _listed((_share(getattr(shown(p), lang), s, lang) for p, s in rows[:SHOWN]), lang)
            said.append(_word(f"partners.{flow}", lang, year=TRADE, items=items))
    return [*said, _word("partners.caveat", lang)] if said else []


def _power(found: Now, lang: str) -> str:
    """Return where power comes from, the largest source first."""
    from newind.accounts.reference.power import labels as powers

    year, shares = found.mix
    if not year:
        return ""
    ordered = sorted(((s, k) for k, s in shares.items() if s >= LEAST), reverse=True)
    items = _listed((_share(powers()[k][lang].lower(), s, lang) for s, k in ordered), lang)
    return _word("mix", lang, year=year, items=items)


def _share(name: str, share: float, lang: str) -> str:
    return _word("share", lang, name=name, value=f"{100 * share:.1f}")


def _missing(found: Now, lang: str) -> str:
    """Return what no source has."""
    from newind.accounts.reference.now import columns

    lost = [columns()[name][lang] for name in found.missing]
    lost += [] if any(found.partners.values()) else [_word("partners_missing", lang)]
    lost += [] if found.mix[0] else [_word("mix_missing", lang)]
    return _word("missing", lang, items=_listed(lost, lang)) if lost else ""


def _peers(found: Now, lang: str) -> None:
    """Print the economy beside its peers and the world."""
    from newind.accounts.regions import shown
    from newind.briefs.now import HEADLINE

    own = {f.name: (f.year, f.value) for f in found.figures if f.name in HEADLINE}
    short = [n for n in HEADLINE if n in own or any(n in rows for rows in found.peers.values())]
    usual = {n: own[n][0] if n in own else max(rows[n][0] for rows in found.peers.values() if n in rows) for n in short}

    def cell(rows: Any, name: str) -> str:
        if name not in rows:
            return "-"
        year, value = rows[name]
        text = _number(name, value)
        return text if year == usual[name] else f"{text} ({year})"

    named = {found.economy: own, **found.peers}
    table = [[getattr(shown(code), lang), *(cell(rows, n) for n in short)] for code, rows in named.items()]
    table.append([_word("world", lang), *(cell(found.world, n) for n in short)])
    say(f"\n{_word('heads.peers', lang)}")
    heads = ["", *(_word(f"short.{n}", lang) for n in short)]
    years = ["", *(str(usual[n]) for n in short)]
    show_table(heads, [years, *table], "<" + ">" * len(short))


def _targets(found: Now, lang: str) -> None:
    """Print the targets that are still to be reached."""
    if not found.targets:
        return
    from newind.datafiles import shipped

    statuses = shipped("newind.briefs.questions", "roadmaps.yaml")["values"]["status"]  # the module is slow to import
    rows = []
    for t in found.targets:
        seen = "-" if t.seen is None else f"{t.seen[1]:g} ({t.seen[0]})"
        way = "-" if math.isnan(t.achieved) else f"{100 * t.achieved:.0f}/{100 * t.elapsed:.0f} %"
        goal, base = f"{t.goal[1]:g} ({t.goal[0]})", f"{t.baseline[1]:g} ({t.baseline[0]})"
        rows.append([t.label[lang], base, goal, seen, way, statuses[t.status][lang]])
    say(f"\n{_word('targets', lang)}")
    show_table(_words()["heads"]["targets"][lang], rows, "<>>>><")


def _sources(found: Now, lang: str) -> None:
    """Print the sources with the dates of their editions."""
    from newind.accounts.reference.now import origins

    say(f"\n{_word('sources', lang)}")
    for key in found.to_dict()["sources"]:
        of = origins()[key]
        title = of["zh"] if lang == "zh" else f"{of['author']}: {of['title']}"
        licence = _words()["licences"].get(of["licence"], {}).get(lang, of["licence"])
        said = _word("origin", lang, title=title, date=of["date"], licence=licence)
        say("\n".join(beside(of["short"], said, lang, COLUMNS)))
    for source, date in dict.fromkeys((t.source, t.date) for t in found.targets):
        _said(f"  {source} ({date})")
