"""``newind now``: the newest official figures of an economy, on one page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newind.cli.options import Json, Lang, Peers, examples, split
from newind.cli.output import say, show_json, show_table
from newind.cli.wrapping import beside, wrapped

if TYPE_CHECKING:
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

    of = columns()[f.name]
    return f"{_number(f.value, of['digits'])} {named('units')[of['unit']][lang]}".rstrip()


def _number(value: float, digits: int) -> str:
    """Return a figure with its decimals; a small one to three digits, a large one without."""
    if value and abs(value) < 10.0**-digits:
        return f"{value:.2g}"
    return f"{value:,.{0 if abs(value) >= 1000 else digits}f}"


def _sentences(found: Now, lang: str) -> list[str]:
    """Return what stands under the figures: marks, projections, shipped accounts, partners, power, what is missing."""
    from newind.accounts.reference.now import TRADE, columns, origins
    from newind.accounts.reference.power import labels as powers
    from newind.accounts.regions import shown

    comma = "、" if lang == "zh" else ", "
    some = any(f.status == "estimated" for f in found.figures)
    said = [_word("age", lang, marks=_word("estimated", lang) if some else "").rstrip()]
    ahead = {f.name: {y: v for y, v in f.series.values.items() if y > f.year} for f in found.figures}
    if growth := ahead.get("growth"):
        of = columns()["growth"]
        items = comma.join(f"{of[lang]} {y}: {_number(v, of['digits'])} %" for y, v in growth.items())
        said.append(_word("projected", lang, items=items, source=f"{origins()['weo']['short']}, {origins()['weo']['date']}"))
    if found.accounts:
        items = comma.join(
            _word("accounts.item", lang, **{**a, "status": _word(f"status.{a['status']}", lang)}) for a in found.accounts
        )
        said.append(_word("accounts.title", lang, items=items))
    for flow, rows in found.partners.items():
        if rows:
            shares = [
                _word("share", lang, name=getattr(shown(p), lang), value=f"{100 * s:.1f}") for p, s in rows[:SHOWN]
            ]
            said.append(_word(f"partners.{flow}", lang, year=TRADE, items=comma.join(shares)))
    if any(found.partners.values()):
        said.append(_word("partners.caveat", lang))
    year, shares_of = found.mix
    if year:
        ordered = sorted(shares_of.items(), key=lambda item: -item[1])
        parts = [
            _word("share", lang, name=powers()[k][lang].lower(), value=f"{100 * s:.1f}") for k, s in ordered if s >= 0.0005
        ]
        said.append(_word("mix", lang, year=year, items=comma.join(parts)))
    lost = [columns()[name][lang] for name in found.missing]
    lost += [] if any(found.partners.values()) else [_word("partners_missing", lang)]
    lost += [] if year else [_word("mix_missing", lang)]
    if lost:
        said.append(_word("missing", lang, items=comma.join(lost)))
    return said


def _peers(found: Now, lang: str) -> None:
    """Print the economy beside its peers and the world."""
    from newind.accounts.reference.now import columns
    from newind.accounts.regions import shown
    from newind.briefs.now import HEADLINE

    own = {f.name: (f.year, f.value) for f in found.figures if f.name in HEADLINE}
    world = {f.name: f.world for f in found.figures if f.name in HEADLINE and f.world}
    short = [n for n in HEADLINE if n in own or any(n in rows for rows in found.peers.values())]
    usual = {n: own[n][0] if n in own else max(rows[n][0] for rows in found.peers.values() if n in rows) for n in short}

    def cell(rows: Any, name: str) -> str:
        if name not in rows:
            return "-"
        year, value = rows[name]
        text = _number(value, columns()[name]["digits"])
        return text if year == usual[name] else f"{text} ({year})"

    named = {found.economy: own, **found.peers}
    table = [[getattr(shown(code), lang), *(cell(rows, n) for n in short)] for code, rows in named.items()]
    table.append([_word("world", lang), *(cell(world, n) for n in short)])
    say(f"\n{_word('heads.peers', lang)}")
    heads = ["", *(_word(f"short.{n}", lang) for n in short)]
    years = ["", *(str(usual[n]) for n in short)]
    show_table(heads, [years, *table], "<" + ">" * len(short))


def _targets(found: Now, lang: str) -> None:
    """Print the targets that are still to be reached."""
    if not found.targets:
        return
    from newind.briefs.questions.roadmaps import said

    statuses = said()["values"]["status"]
    rows = []
    for t in found.targets:
        seen = "-" if t.seen is None else f"{t.seen[1]:g} ({t.seen[0]})"
        way = "-" if t.achieved != t.achieved else f"{100 * t.achieved:.0f}/{100 * t.elapsed:.0f} %"  # noqa: PLR0124
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
        say("\n".join(beside(of["short"], f"{title} ({of['date']}; {of['licence']})", lang, COLUMNS)))
    for source, date in dict.fromkeys((t.source, t.date) for t in found.targets):
        _said(f"  {source} ({date})")
