"""Tables in a terminal's width: words wrap, then columns go on below; a number, a code or a year is never cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.cli.output import PIECES, RIGHT, width, wrap_text

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP = "  "
READABLE = 24
"""Columns of the terminal below which a text is not made narrower, as far as there is a choice."""


def fit_table(headers: Sequence[str], rows: Sequence[Sequence[str]], align: str, columns: int) -> list[str]:
    r"""Return the lines of a table that are at most so wide, save for words that are wider themselves.

    The table stands as a whole where it fits with its texts wrapped; else in groups of columns, each with the first
    column before it; where that does not fit beside a column either, row by row, a line a cell.

    Parameters
    ----------
    headers : sequence of str
        None is shown where every one is empty.
    rows : sequence of sequences of str
    align : str
        ``<`` (text, which may wrap) or ``>`` (numbers, which never do) for each column.
    columns : int
        Width of the terminal.

    Examples
    --------
    >>> rows = [["China", "12.5", "13–17"], ["Japan", "3.25", "1–2"]]
    >>> print("\n".join(fit_table(["economy", "score", "range"], rows, "<>>", 16)))
    economy  score
    ──────────────
    China     12.5
    Japan     3.25
    <BLANKLINE>
    economy  range
    ──────────────
    China    13–17
    Japan      1–2
    """
    every = [list(column) for column in zip(headers, *rows, strict=True)]
    sizes = _sizes(every, align, columns)
    if sizes is not None:
        return _draw_lines(every, align, sizes)
    groups = _groups(every, align, columns)
    if groups is None:
        return _stack_rows(headers, rows, columns)
    lines: list[str] = []
    for members in groups:
        chosen, sides = [every[k] for k in members], "".join(align[k] for k in members)
        found = _sizes(chosen, sides, columns)
        assert found is not None  # or it would be no group
        lines += ["", *_draw_lines(chosen, sides, found)] if lines else _draw_lines(chosen, sides, found)
    return lines


def _sizes(every: Sequence[Sequence[str]], align: str, columns: int) -> list[int] | None:
    """Return the widths of columns that fit, the widest texts made narrower; None where they do not."""
    sizes = [max(map(width, column)) for column in every]
    least = [_least(column, side) for column, side in zip(every, align, strict=True)]
    room = columns - len(GAP) * (len(every) - 1)
    while sum(sizes) > room:
        spare = [k for k, size in enumerate(sizes) if size > least[k]]
        if not spare:
            return None
        widest = max(spare, key=sizes.__getitem__)
        second = max((sizes[k] for k in spare if k != widest), default=0)
        target = max(least[widest], min(second, sizes[widest] - 1), sizes[widest] - (sum(sizes) - room))
        sizes[widest] = target
    return sizes


def _least(column: Sequence[str], side: str) -> int:
    """Return the width without which a column cannot be: its longest word; of numbers, the longest number."""
    head, *cells = column
    words = max((width(p.rstrip()) for text in (head, *cells) for p in PIECES.findall(text)), default=0)
    if side == RIGHT:
        return max([words, *map(width, cells)])
    return max(words, min(READABLE, max([0, *map(width, cells)])))


def _groups(every: Sequence[Sequence[str]], align: str, columns: int) -> list[list[int]] | None:
    """Return which columns stand together, the first before each; None where two do not fit."""
    groups, members = [], [0]
    for k in range(1, len(every)):
        if _fits(every, align, [*members, k], columns):
            members.append(k)
            continue
        if len(members) == 1 or not _fits(every, align, [0, k], columns):
            return None
        groups.append(members)
        members = [0, k]
    return [*groups, members]


def _fits(every: Sequence[Sequence[str]], align: str, members: Sequence[int], columns: int) -> bool:
    return _sizes([every[k] for k in members], "".join(align[k] for k in members), columns) is not None


def _draw_lines(every: Sequence[Sequence[str]], align: str, sizes: Sequence[int]) -> list[str]:
    heads, *rows = zip(*every, strict=True)
    lines = [line for row in rows for line in _row(row, align, sizes)]
    if not any(heads):
        return lines
    return [*_row(heads, align, sizes), "─" * (sum(sizes) + len(GAP) * (len(sizes) - 1)), *lines]


def _row(cells: Sequence[str], align: str, sizes: Sequence[int]) -> list[str]:
    """Return the lines of a row: as many as its highest cell."""
    wraps = [wrap_text(c, size) if width(c) > size else [c] for c, size in zip(cells, sizes, strict=True)]
    lines = []
    for n in range(max(map(len, wraps))):
        parts = []
        for wrap, size, side in zip(wraps, sizes, align, strict=True):
            text = wrap[n] if n < len(wrap) else ""
            blank = " " * (size - width(text))
            parts.append(blank + text if side == RIGHT else text + blank)
        lines.append(GAP.join(parts).rstrip())
    return lines


def _stack_rows(headers: Sequence[str], rows: Sequence[Sequence[str]], columns: int) -> list[str]:
    """Return each row as a block: its first cell, below it the others beside their headings."""
    side = min(max(map(width, headers[1:]), default=0), columns // 3)
    lines: list[str] = []
    for first, *others in rows:
        lines += ["", *wrap_text(first, columns)] if lines else wrap_text(first, columns)
        for head, cell in zip(headers[1:], others, strict=True):
            if not cell:
                continue
            names, texts = wrap_text(head, side) if head else [""], wrap_text(cell, columns - side - 2 * len(GAP))
            for n in range(max(len(names), len(texts))):
                name = names[n] if n < len(names) else ""
                text = texts[n] if n < len(texts) else ""
                lines.append((GAP + name + " " * max(side - width(name), 0) + GAP + text).rstrip())
    return lines
