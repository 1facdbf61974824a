"""How ``newind screen`` shows its memo on a terminal: 80 columns, a block an action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.briefs.screentexts import word
from newind.cli.output import say, show_table, width
from newind.cli.wrapping import wrapped

if TYPE_CHECKING:
    from newind.briefs.screenmemo import Case, Grid, Memo

COLUMNS = 80
HEAD = {"en": 19, "zh": 14}
"""Width of the names of parts."""
DOT = "· "


def show(m: Memo) -> None:
    """Print a memo."""
    _said(m.title)
    _said(m.caution)
    say()
    for text in m.lead:
        _said(text)
    _grid(m.counts)
    for grid in m.portfolio:
        _grid(grid)
    if m.remarks:
        say()
    for text in m.remarks:
        _said(text)
    for tag, means, cases in m.cases:
        say()
        say(tag.upper())
        _said(means)
        for c in cases:
            _case(c, m.lang)


def _said(text: str) -> None:
    say("\n".join(wrapped(text, COLUMNS)))


def _grid(grid: Grid) -> None:
    say(f"\n{grid.title}" if grid.title else "")
    show_table(grid.heads, grid.rows, grid.align)


def _case(c: Case, lang: str) -> None:
    say()
    _said(f"{c.title}  [{c.id}]")
    for name, said in c.parts.items():
        texts = [said] if isinstance(said, str) else [DOT + text for text in said]
        _part(word(name, lang), texts, lang, hang=not isinstance(said, str))


def _part(head: str, texts: list[str], lang: str, *, hang: bool) -> None:
    """Print the texts of a part beside its name, each broken into lines."""
    indent = " " * HEAD[lang]
    first = "  " + head + " " * max(HEAD[lang] - 2 - width(head), 1)
    for text in texts:
        rest = indent + (" " * width(DOT) if hang else "")
        for k, line in enumerate(wrapped(text, COLUMNS - width(rest))):
            say((first if k == 0 else rest) + line)
            first = indent
