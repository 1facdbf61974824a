"""GLORIA, through pymrio."""

from __future__ import annotations

from newind.data.readers.pymrio_bridge import reader_of

read, recognise = reader_of("gloria")
