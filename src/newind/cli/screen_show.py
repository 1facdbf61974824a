"""How ``newind screen`` shows its memo on a terminal: 80 columns, a block an action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.briefs.screentexts import word
from newind.cli.output import say, show_table
from newind.cli.wrapping import beside, wrapped

if TYPE_CHECKING:
    from newind.briefs.screenmemo import Case, Grid, Memo

COLUMNS = 80


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
        say("\n".join(beside(word(name, lang), said, lang, COLUMNS)))
