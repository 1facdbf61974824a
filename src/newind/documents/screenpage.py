"""A screening as Markdown, for a page or a repository; texts of the register never become marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newind.questions.policies.screen_memo import memo
from newind.questions.policies.screen_texts import word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.policy.screening import Screening
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
