"""Write a screening to a file: a workbook, a table, or a page of Markdown whose texts never become marks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from newind.accounts.store import escape_cells, write_whole
from newind.errors import DataError, unknown
from newind.messages import list_languages
from newind.policy.screening import Screening
from newind.questions.policies.screen_memo import memo, word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from newind.questions.answers import Answer
    from newind.questions.policies.screen_memo import MemoEntry, MemoTable


MARKS = re.compile(r"([\\`*_\[\]<>#|~])")
"""Characters that Markdown may take for more than they are."""


def markdown(screening: Screening, lang: str = "en") -> str:
    """Return a screening as Markdown."""
    return "\n".join(_lines(screening, lang)).rstrip() + "\n"


def _lines(screening: Screening, lang: str) -> Iterator[str]:
    m = memo(screening, lang)
    yield from (f"# {safe(m.title)}", "", f"> {safe(m.caution)}", "")
    yield from (line for said in m.lead for line in (safe(said), ""))
    yield from _table(m.counts)
    for grid in m.portfolio:
        yield from (f"## {safe(grid.title)}", "", *_table(grid))
    yield from (line for said in m.remarks for line in (safe(said), ""))
    for tag, means, cases in m.cases:
        yield from (f"## {safe(tag)}", "", safe(means), "")
        for c in cases:
            yield from _case(c, lang)


def _case(c: MemoEntry, lang: str) -> Iterator[str]:
    yield from (f"### {safe(c.title)} ({safe(c.id)})", "")
    for name, said in c.parts.items():
        head = f"**{word(name, lang)}**"
        if isinstance(said, str):
            yield f"- {head}{word('colon', lang)}{safe(said)}"
        else:
            yield f"- {head}"
            yield from (f"    - {safe(text)}" for text in said)
    yield ""


def _table(grid: MemoTable) -> Iterator[str]:
    yield _row(grid.heads)
    yield _row(["---:" if side == ">" else "---" for side in grid.align])
    yield from (_row([safe(cell) for cell in row]) for row in grid.rows)
    yield ""


def _row(cells: object) -> str:
    return f"| {' | '.join(cells)} |"  # type: ignore[arg-type]


def safe(text: str) -> str:
    r"""Return a text in one line, with the marks of Markdown as the characters that they are.

    Examples
    --------
    >>> print(safe("a_b # c"))
    a\_b \# c
    """
    return MARKS.sub(r"\\\1", " ".join(text.split()))


KINDS = (".xlsx", ".csv", ".md")


def write_screening(screening: Screening, path: str | PathLike[str], lang: str = "en") -> Path:
    """Write a screening, whole or not at all, and return the path.

    Parameters
    ----------
    screening : Screening
    path : path
        ``.xlsx`` for a workbook, ``.csv`` for a row an action (UTF-8 with a byte order mark), ``.md`` for the memo.
        Equal screenings give equal bytes; texts are never formulas.
    lang : {"en", "zh"}

    Raises
    ------
    DataError
        For another kind of file, or a folder that cannot be written.
    UnknownNameError
        For another language.
    """
    target = Path(path)
    kind = target.suffix.lower()
    if kind not in KINDS:
        raise DataError(f"{target.name}: a screening is written as {', '.join(KINDS)}. Give such a name.")
    if lang not in list_languages():
        raise unknown("language", lang, list_languages(), "Screenings are written in en and zh.")
    return write_whole(target, lambda file: _write(screening, file, kind, lang))


def write_screening_answer(answer: Answer, path: str, lang: str) -> Path:
    """Write a screening from its answer."""
    assert isinstance(answer.result, Screening)
    return write_screening(answer.result, path, lang)


def _write(screening: Screening, file: Path, kind: str, lang: str) -> None:
    if kind == ".xlsx":
        from newind.documents.screenbook import write_book

        write_book(screening, file, lang)
    elif kind == ".csv":
        frame = escape_cells(screening.to_frame(lang))
        frame.to_csv(file, index=False, encoding="utf-8-sig", lineterminator="\n")
    else:
        file.write_text(markdown(screening, lang), encoding="utf-8")
