"""How a register stands in a workbook: its sheets, their columns, what each column holds, and cells that hold lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from newind.datafiles import read_yaml
from newind.messages import list_languages, message
from newind.policy.levers import FAMILIES, levers
from newind.policy.triage import STATED, facts, instruments
from newind.policy.triage.told import format_citation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Kind = Literal["text", "word", "list", "selection", "number", "whole", "day", "known", "options"]
Words = dict[str, str]

SIX = ("industrial", "innovation", "trade", "regional", "environment", "market")
"""Families that an action may have."""
SEPARATORS = re.compile(r"[,，、;；]")
ITEMS = re.compile(r'\s*("(?:[^"]|"")*"|(?!")[^,，、;；]*)\s*(?:[,，、;；]|$)')
"""An item of a list in a cell: in quotation marks where it holds a separator itself."""
PLAIN = re.compile(r"[^\s,，、;；\"](?:[^,，、;；\"]*[^\s,，、;；\"])?")
"""An item that needs no quotation marks."""


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet.

    Parameters
    ----------
    id : str
        Name in the first row.
    path : tuple of str
        Where its cells stand in an action, a shock, a source or the register.
    kind : str
        What its cells hold.
    values : str
        List of words that it takes, a key of `vocabularies`; empty where it takes any.
    """

    id: str
    path: tuple[str, ...]
    kind: Kind = "text"
    values: str = ""


def _build_column(id: str, kind: Kind = "text", values: str = "", *, within: str = "") -> SheetColumn:
    return SheetColumn(id, (within, id) if within else (id,), kind, values)


def _in_two(name: str) -> tuple[SheetColumn, ...]:
    return tuple(SheetColumn(f"{name}_{lang}", (name, lang)) for lang in list_languages())


def _dates(*ids: str) -> tuple[SheetColumn, ...]:
    return tuple(_build_column(id, "day", within="dates") for id in ids)


def _conditions(*ids: str) -> tuple[SheetColumn, ...]:
    return tuple(_build_column(id, "known", "known", within="conditions") for id in ids)


SHEETS: dict[str, tuple[SheetColumn, ...]] = {
    "about": (_build_column("name"), *_in_two("label"), *_in_two("note")),
    "actions": (
        _build_column("id", "word"),
        *_in_two("label"),
        _build_column("clause", "word"),
        _build_column("family", "word", "family"),
        _build_column("systems", "list", "systems"),
        _build_column("characteristics", "list", "characteristics"),
        _build_column("instrument", "word", "instrument"),
        _build_column("stage", "word", "stage"),
        _build_column("recipient", "word", "recipient"),
        _build_column("eligible", "word", "eligible"),
        _build_column("level", "word", "level"),
        _build_column("regions", "selection"),
        _build_column("industries", "selection"),
        _build_column("amount", "number", within="budget"),
        _build_column("unit", "word", within="budget"),
        _build_column("year", "whole", within="budget"),
        _build_column("per", "word", "per", within="budget"),
        *_dates("announced", "in_force", "removed"),
        _build_column("legal_basis"),
        *_conditions("export", "local_content", "objective"),
        SheetColumn("tax_borne", ("tax", "borne"), "number"),
        SheetColumn("tax_rebate", ("tax", "rebate"), "number"),
        _build_column("motive", "word", "motive"),
        _build_column("evidence", "word", "evidence"),
        *_in_two("note"),
        *_in_two("no_shock"),
        *(SheetColumn(f"fact_{id}", ("facts", id), "known", "known") for id in STATED),
    ),
    "shocks": (
        _build_column("action", "word"),
        _build_column("lever", "word", "lever"),
        _build_column("value", "number"),
        _build_column("mode", "word", "mode"),
        *(_build_column(id, "selection") for id in ("region", "partner", "industry", "user")),
        *(_build_column(id, "whole") for id in ("start", "phase_in", "until")),
        _build_column("options", "options"),
        _build_column("table", "word", "table"),
    ),
    "sources": (_build_column("action", "word"), _build_column("title"), _build_column("href"), _build_column("date")),
}
"""Sheets and their columns; the first says whose row it is."""
NEEDED = {
    "about": (), "actions": ("id", "clause", "family", "instrument"), "shocks": ("action", "lever", "value"),
    "sources": ("action", "title"),
}  # fmt: skip
"""Columns that a sheet cannot do without; of ``label_en`` and ``label_zh`` one is needed."""


@cache
def words() -> Mapping[str, Any]:
    """Return what columns and their words mean, in ``en`` and ``zh``."""
    found: Mapping[str, Any] = read_yaml("newind.policy", "registerwords.yaml")
    return found


@cache
def vocabularies() -> dict[str, dict[str, Words]]:
    """Return the closed lists of words by name, each word with its meaning in ``en`` and ``zh``.

    Examples
    --------
    >>> vocabularies()["stage"]["rd"]["zh"]
    '研发'
    """
    families = {id: FAMILIES[id] for id in SIX}
    means = {id: i.label for id, i in instruments().items()}
    moved = {v.id: v.label for v in levers()}
    return {"family": families, "instrument": means, **words()["values"], "lever": moved}


def help_of(sheet: str, column: SheetColumn) -> tuple[Words, Words]:
    """Return the title of a column and what it means."""
    if column.path[0] == "facts":
        fact = facts()[column.path[1]]
        article = format_citation(fact.article, "zh")
        title = message("policy.registerlayout.help_of.fact", replace=fact.id.replace("_", " "), article=article)
        asked = {"en": f"{fact.question['en']} ({fact.article})", "zh": f"{fact.question['zh']}（{article}）"}
        return title, asked
    entry = words()["columns"][sheet][column.id]
    return entry["title"], entry["help"]


def title_of(sheet: str, column: SheetColumn) -> str:
    """Return the title of a column in both languages, as it stands in the second row.

    Examples
    --------
    >>> title_of("sources", SHEETS["sources"][1])
    'Title | 标题'
    """
    title = help_of(sheet, column)[0]
    return f"{title['en']} | {title['zh']}"


# ---- lists in cells
def join_items(items: Sequence[str]) -> str:
    """Return a list as it stands in a cell.

    Examples
    --------
    >>> join_items(["CHN", "a, b"])
    'CHN, "a, b"'
    """
    return ", ".join(i if PLAIN.fullmatch(i) else '"' + i.replace('"', '""') + '"' for i in items)


def split_items(cell: str) -> tuple[str, ...]:
    """Return the items of a list in a cell; commas may be Chinese ones, a last one ends the list.

    Examples
    --------
    >>> split_items('CHN，"a, b"、USA,')
    ('CHN', 'a, b', 'USA')
    """
    found, end = [], 0
    while end < len(cell) and (match := ITEMS.match(cell, end)) is not None and match.end() > end:
        item, end = match[1], match.end()
        found += [item[1:-1].replace('""', '"')] if item.startswith('"') else [item.strip()] if item.strip() else []
    return tuple(found) if end == len(cell) else tuple(p.strip() for p in SEPARATORS.split(cell) if p.strip())


def selection_text(chosen: str | Sequence[str]) -> str:
    """Return a selection as it stands in a cell; a list of one ends with a comma.

    Examples
    --------
    >>> selection_text("CHN"), selection_text(["CHN"]), selection_text(("CHN", "USA"))
    ('CHN', 'CHN,', 'CHN, USA')
    """
    if isinstance(chosen, str):
        return join_items([chosen])
    return join_items(chosen) + ("," if len(chosen) == 1 else "")


def selection_of(cell: str) -> str | tuple[str, ...]:
    """Return the selection that stands in a cell.

    Examples
    --------
    >>> selection_of("CHN"), selection_of("CHN,"), selection_of("CHN, USA")
    ('CHN', ('CHN',), ('CHN', 'USA'))
    """
    items = split_items(cell)
    return items[0] if len(items) == 1 and not SEPARATORS.fullmatch(cell.strip()[-1:]) else items


def options_text(options: Mapping[str, Any]) -> str:
    """Return options of a shock as they stand in a cell.

    Examples
    --------
    >>> options_text({"recycling": "lump_sum", "coverage": 0.7})
    'coverage=0.7; recycling=lump_sum'
    """
    return "; ".join(f"{k}={v if isinstance(v, str) else plain_number(v)}" for k, v in sorted(options.items()))


def options_of(cell: str) -> dict[str, Any]:
    """Return the options that stand in a cell: numbers as such, anything else as text.

    Examples
    --------
    >>> options_of("coverage=0.7; recycling=lump_sum")
    {'coverage': 0.7, 'recycling': 'lump_sum'}
    """
    pairs = (part.partition("=") for part in re.split(r"[;；,，]", cell) if part.strip())
    return {name.strip(): read_number(value.strip()) for name, _, value in pairs}


def plain_number(value: float) -> str:
    """Return a number in as few digits as tell it from every other.

    Examples
    --------
    >>> plain_number(1.0), plain_number(0.1)
    ('1', '0.1')
    """
    return repr(float(value)).removesuffix(".0")


def read_number(text: str) -> float | str:
    """Return the number that a text is, else the text."""
    try:
        return float(text)
    except ValueError:
        return text
