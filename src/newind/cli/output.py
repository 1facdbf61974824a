"""Output of commands, plain where nobody looks on: aligned tables, JSON, progress, long texts in lines."""

from __future__ import annotations

import json
import re
import sys
from contextlib import contextmanager
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

import typer

from newind.messages import in_each
from newind.plain import SCHEMA_VERSION, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


RIGHT = ">"
LEFT = "<"


def say(text: str = "") -> None:
    """Print a line of result."""
    typer.echo(text)


def note(text: str) -> None:
    """Print a line that is not a result, on standard error."""
    typer.echo(text, err=True)


def show_json(command: str, **content: Any) -> None:
    """Print a result as JSON: the version of its layout, the command, and what it found; NaN is null."""
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    body = {"schema_version": SCHEMA_VERSION, "command": command, **plain(content)}
    say(json.dumps(body, ensure_ascii=encoding != "utf8", indent=1, allow_nan=False))


def show_table(headers: Sequence[str], rows: Iterable[Sequence[str]], align: str = "") -> None:
    """Print a table: fitted to its width on a terminal, in aligned columns of any width elsewhere.

    Parameters
    ----------
    headers : sequence of str
    rows : iterable of sequences of str
    align : str
        ``<`` or ``>`` for each column; left by default. Where every header is empty, none is shown.
    """
    listed = [[str(cell) for cell in row] for row in rows]
    sides = align.ljust(len(headers), LEFT)
    say(_format_table(headers, listed, sides))


def _format_table(headers: Sequence[str], rows: Sequence[Sequence[str]], align: str) -> str:
    """Return the text of a table for where it goes."""
    if not sys.stdout.isatty():
        return "\n".join(align_rows([list(headers), *rows] if any(headers) else rows, align))
    from newind.cli.fitting import fit_table

    return "\n" + "\n".join(fit_table(headers, rows, align, get_terminal_size().columns)) + "\n"


def align_rows(rows: Sequence[Sequence[str]], align: str) -> list[str]:
    """Return the lines of a plain table.

    Examples
    --------
    >>> align_rows([["id", "value"], ["中国", "1.5"]], "<>")
    ['id    value', '中国    1.5']
    """
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        padded = [
            " " * (size - width(cell)) + cell if side == RIGHT else cell + " " * (size - width(cell))
            for cell, size, side in zip(row, widths, align, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    return lines


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes: Chinese characters take two.

    Examples
    --------
    >>> width("CHN"), width("中国")
    (3, 4)
    """
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say on a terminal what takes its time, while it does; without a thread, which would keep it on one core."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.live import Live

    with Live(f"{what} …", console=Console(stderr=True), auto_refresh=False, transient=True):
        yield


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show on a terminal how far long work is; yields a function for reports: how many are done, of how many."""
    if not sys.stderr.isatty():
        yield lambda done, total: None  # noqa: ARG005 - nobody looks
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


HEAD = in_each(lambda lang: 14 if lang == "zh" else 19)
"""Room for what texts are called that stand beside it."""
DOT = "· "

CLOSING = "，。；：、！？）》」…,.;:!?)"
"""Marks that do not begin a line."""
OPENING = "（《「『〈【"
"""Marks that do not end a line."""
PIECES = re.compile(rf"\s+|[{OPENING}]*(?:[\u2e80-\uffef]|[^\s\u2e80-\uffef]+)[{re.escape(CLOSING)}]*|[{OPENING}]+")
"""Pieces that may fill a line alone: a word, or a Chinese character, with the marks before and after it."""


def wrap_text(text: str, columns: int) -> list[str]:
    """Return the lines of a text, each as wide as fits; Chinese characters take two columns and break anywhere.

    Parameters
    ----------
    text : str
        Any text; spaces at ends of lines are left out.
    columns : int
        Width of a line; a single word that is wider has a line of its own.

    Examples
    --------
    >>> wrap_text("terms of trade", 8)
    ['terms of', 'trade']
    >>> wrap_text("贸易条件，改善。", 10)
    ['贸易条件，', '改善。']
    >>> wrap_text("约为二成（约值）", 10)
    ['约为二成', '（约值）']
    """
    lines = [""]
    for piece in PIECES.findall(text):
        if lines[-1] and width(lines[-1]) + width(piece.rstrip()) > columns:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines if line.strip()] or [""]


def wrap_items(head: str, texts: str | Sequence[str], lang: str, columns: int) -> list[str]:
    r"""Return the lines of one text, or of several as items, beside what they are called.

    Examples
    --------
    >>> print("\n".join(wrap_items("Source", ["Notice 1", "Notice 2 of the province"], "en", 40)))
      Source           · Notice 1
                       · Notice 2 of the
                         province
    """
    indent, dot = " " * HEAD[lang], "" if isinstance(texts, str) else DOT
    lines, rest = [], indent + " " * width(dot)
    for text in [texts] if isinstance(texts, str) else texts:
        first, *others = wrap_text(dot + text, columns - width(rest))
        lines += [indent + first, *(rest + line for line in others)]
    start = "  " + head + " " * max(HEAD[lang] - 2 - width(head), 1)
    return [start + lines[0].removeprefix(indent), *lines[1:]] if lines else []
