"""The brief of an economy: page, Word file and tables, in English or Chinese, every number traceable.

What writes it (Word files, workbooks, charts) is imported when one of the names here is first used: who only wants the
words of the page does not wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newind.documents.write import BriefFiles, brief

__all__ = ["BriefFiles", "brief"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in __all__:
        raise AttributeError(f"module 'newind.documents' has no attribute {name!r}")
    from newind.documents import write

    return getattr(write, name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
