"""How ``newind screen`` shows its memo on a terminal: 80 columns, a block an action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.cli.output import say, show_table
from newind.cli.wrapping import wrap_items, wrap_text
from newind.questions.policies.screen_texts import word

if TYPE_CHECKING:
    from newind.questions.policies.screen_memo import Memo, MemoEntry, MemoTable

COLUMNS = 80


def show(m: Memo) -> None:
    """Print a memo."""
    _show_text(m.title)
    _show_text(m.caution)
    say()
    for text in m.lead:
        _show_text(text)
    _grid(m.counts)
    for grid in m.portfolio:
        _grid(grid)
    if m.remarks:
        say()
    for text in m.remarks:
        _show_text(text)
    for tag, means, cases in m.cases:
        say()
        say(tag.upper())
        _show_text(means)
        for c in cases:
            _case(c, m.lang)


def _show_text(text: str) -> None:
    say("\n".join(wrap_text(text, COLUMNS)))


def _grid(grid: MemoTable) -> None:
    say(f"\n{grid.title}" if grid.title else "")
    show_table(grid.heads, grid.rows, grid.align)


def _case(c: MemoEntry, lang: str) -> None:
    say()
    _show_text(f"{c.title}  [{c.id}]")
    for name, said in c.parts.items():
        say("\n".join(wrap_items(word(name, lang), said, lang, COLUMNS)))
