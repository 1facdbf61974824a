"""Tables of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def anchor(id: str) -> str:
    """Return the anchor of an indicator or clause: what a brief's source table links to."""
    return id.lower().replace(".", "-").replace("_", "-")


def cell(value: object) -> str:
    """Return a value as the text of a table's cell."""
    return str(value).replace("|", "\\|").replace("\n", " ").replace("<", "&lt;").strip()


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table."""
    names = list(head)
    lines = [names, ["---"] * len(names), *([cell(v) for v in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
