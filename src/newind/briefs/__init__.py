"""The brief of an economy: page, Word file and tables, in English or Chinese, every number traceable."""

from __future__ import annotations

from newind.briefs.write import Written, brief

__all__ = ["Written", "brief"]
