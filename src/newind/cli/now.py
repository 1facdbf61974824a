"""``newind now``: the newest official figures of an economy, on one page."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from newind.cli.inputs import command
from newind.cli.options import BOTH, Json, Languages, Peers, examples, split
from newind.cli.output import say, show_json, show_table, wrap_items, wrap_text
from newind.messages import list_languages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newind.questions.now.answers import Now
    from newind.questions.now.text import TextTable

EXAMPLE = examples(
    "newind now CHN",
    "newind now VNM --lang zh",
    "newind now DEU --peers FRA,ITA --json",
    "newind now CHN --out now --lang both",
)
COLUMNS = 80
NAMES = 25
"""Width of the names of goals."""
BLOCKS, PLAIN = "▁▂▃▄▅▆▇█", "_.:-=+*#"
"""Levels of a sparkline, and those for an output that cannot show them."""
SPAN = 3
"""Years in a place of a sparkline."""
FIRST = 1990


def now(
    economy: Annotated[
        str, typer.Argument(metavar="ECONOMY", help="Code or name of one of about 200, such as CHN or VNM.")
    ],
    peers: Peers = None,
    date: Annotated[
        str | None, typer.Option(metavar="DAY", help="Day from which ages are counted, as 2026-11-28; today.")
    ] = None,
    lang: Languages = "en",
    out: Annotated[
        str | None, typer.Option(metavar="DIR", help="Folder for a page (HTML) and a csv file instead of text.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what an economy is now, by official figures.

    Growth, industry, research, trade and partners, carbon and power to 2024-25, each with year, source and age, beside
    peers and the world; figures of the economy's own offices first, where some are newer; targets that are shipped and
    how far they are. Projections are marked. What no source has is named. With --out a page (HTML) and every figure
    of every year (csv) are written instead. Newer releases: newind data update.
    """
    from newind.questions.now.answers import now as newest

    found = newest(economy, date=date, peers=split(peers))
    languages = list_languages() if lang == BOTH else (lang,)
    files = () if out is None else _write_pages(found, Path(out), languages, {"--peers": peers, "--date": date})
    if as_json:
        show_json("now", **found.to_dict(), **({} if out is None else {"files": [str(p) for p in files]}))
    elif out is not None:
        say("\n".join(map(str, files)))
    else:
        for one in languages:
            show(found, one)


def _write_pages(found: Now, out: Path, languages: Sequence[str], options: Mapping[str, object]) -> tuple[Path, ...]:
    """Write page and csv file in each language."""
    from newind.documents.nowpage import write_now

    said = command("newind now", found.economy, {**options, "--date": found.date.isoformat(), "--out": out.as_posix()})
    return write_now(found, out, languages, said)


def show(found: Now, lang: str) -> None:
    """Print the page."""
    from newind.questions.now import text as nowtext

    _show_text(nowtext.title(found, lang))
    say()
    _figures(found, lang)
    say()
    for text in nowtext.sentences(found, lang):
        _show_text(text)
    _table(nowtext.peers(found, lang))
    for k, goals in enumerate(nowtext.targets(found, lang)):
        if not k:
            say()
            _show_text(nowtext.word("targets", lang))
        _table(_fit_names(goals))
    for text in nowtext.target_notes(found, lang):
        _show_text(text)
    say(f"\n{nowtext.word('sources', lang)}")
    for short, text in nowtext.sources(found, lang):
        say("\n".join(wrap_items(short, text, lang, COLUMNS)))


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


def _show_text(text: str) -> None:
    say("\n".join(wrap_text(text, COLUMNS)))


def _figures(found: Now, lang: str) -> None:
    """Print the figures by section; a line each."""
    from newind.questions.now import text as nowtext

    rows, chars = [], levels()
    for section in nowtext.sections(found, lang):
        rows += [[_heading(section.title, lang), *[""] * 5]]
        for x in section.lines:
            line = sparkline(dict(x.course), max(x.course), chars) if len(x.course) > 1 else ""
            rows.append([x.label, x.value, x.year, f"{x.age:.1f}", line, x.source])
    show_table(nowtext.words()["heads"]["figures"][lang], rows, "<>>><<")


def _heading(title: str, lang: str) -> str:
    return title.upper() if lang != "zh" else f"【{title}】"


def _fit_names(table: TextTable) -> TextTable:
    """Return a table whose first column is so narrow that it fits a terminal: long names take several lines."""
    rows = []
    for name, *cells in table.rows:
        first, *rest = wrap_text(name, NAMES)
        rows += [(first, *cells), *((more, *[""] * len(cells)) for more in rest)]
    return replace(table, rows=tuple(rows))


def _table(table: TextTable) -> None:
    """Print a table under its title."""
    say()
    _show_text(table.title)
    show_table(table.head, table.rows, "".join(">" if k in table.numbers else "<" for k in range(len(table.head))))
