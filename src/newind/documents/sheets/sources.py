"""The line with which a printed brief says where its numbers are from: short names, years and status by their notes."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from newind.data.reference import now as figures_of
from newind.documents.sheets.model import Note
from newind.documents.sheets.voice import say
from newind.language.words import join_list, mark
from newind.questions.now.national import find_office, name_office
from newind.questions.text import state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.documents.sheets.model import PagedBrief
    from newind.questions.model import SourceRow

KNOWN = {
    "OECD": "OECD|经合组织", "WIOD": "WIOD", "Eurostat": "Eurostat|欧盟统计局",
    "NBS": "National Bureau of Statistics|国家统计局", "provinces": "bureaux of the provinces|各省统计局",
    "JRC": "JRC", "EDGAR": "EDGAR", "GCB": "Global Carbon Budget|全球碳预算", "PWT": "Penn World Table|佩恩世界表",
    "IMF": "International Monetary Fund|国际货币基金组织", "WB": "World Bank|世界银行",
    "Ember": "Ember", "paper": "China Economist",
}  # fmt: skip
"""Short names of sources, and the words that tell them."""
YEAR, END = re.compile(r"\d{4}"), re.compile(r"[,，;；:：(（]")
LONGEST = 60
"""Characters of a source without a short name."""


def add_sources(brief: PagedBrief) -> PagedBrief:
    """Return a brief whose last sheet says, where it is printed, what its numbers are from."""
    last = brief.sheets[-1]
    if not brief.sources or last.blocks[-1:] == (note := Note(name_sources(brief), printed=True),):
        return brief
    return replace(brief, sheets=(*brief.sheets[:-1], replace(last, blocks=(*last.blocks, note))))


def name_sources(brief: PagedBrief) -> str:
    """Return the sources of all notes of a brief, those with the same names and status together."""
    lang = brief.lang
    groups: dict[tuple[str, str], list[SourceRow]] = {}
    for row in brief.sources:
        groups.setdefault((name_source(row, brief.region, lang), row.status), []).append(row)
    said = (_say_group(names, status, rows, lang) for (names, status), rows in groups.items())
    return say(lang, "page.sources_short", sources=mark("semicolon", lang).join(said))


def _say_group(names: str, status: str, rows: Sequence[SourceRow], lang: str) -> str:
    numbers, years = _span([r.number for r in rows], lang), _join_years(rows, lang)
    return say(lang, "page.source_of", numbers=numbers, names=names, years=years, status=state(status, lang))


def name_source(row: SourceRow, region: str, lang: str) -> str:
    """Return the short names of the sources of a row, those of its method left out."""
    if row.indicator == "roadmap.targets":
        return say(lang, "page.plans")
    if row.indicator.startswith("now."):
        name = row.indicator.removeprefix("now.")
        national = name.removeprefix("national.")
        origin = figures_of.columns()
        return name_office(find_office(region, national) if national != name else _short(origin[name]["source"]), lang)
    text = row.source.partition(say(lang, "page.method"))[0]
    found = [name_office(k, lang) for k, told in KNOWN.items() if re.search(told, text)]
    return join_list(found, lang) if found else _cut(END.split(text)[0].strip())


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _short(source: str) -> str:
    return str(figures_of.origins()[source]["short"])


def _span(numbers: Sequence[int], lang: str = "en") -> str:
    """Return numbers of notes, those that follow each other as a range.

    Examples
    --------
    >>> _span([1, 3, 4, 5, 9, 10])
    '1, 3–5, 9, 10'
    """
    runs = [[n for _, n in g] for _, g in groupby(enumerate(sorted(numbers)), lambda kn: kn[1] - kn[0])]
    return join_list((f"{r[0]}–{r[-1]}" if len(r) > 2 else join_list(map(str, r), lang) for r in runs), lang)


def _join_years(rows: Sequence[SourceRow], lang: str) -> str:
    """Return the years of rows: the first and the last where there are more than two."""
    years = sorted({y for r in rows for y in YEAR.findall(r.year)})
    spans = len(years) > 2 or any("–" in r.year for r in rows)
    return f"{years[0]}–{years[-1]}" if spans and len(years) > 1 else join_list(years, lang)
