"""Fixed words and formats of the workbook, in English and Chinese."""

from __future__ import annotations

from newind.messages import Text, message_group

TEXTS: dict[str, Text] = message_group("documents.booktexts.texts")
FIGURES = (
    "region_label", "indicator_label", "industry_label", "partner_label", "year", "value", "unit", "status", "note",
    "region", "industry", "partner", "indicator",
)  # fmt: skip
"""Columns of the measure table in the workbook: names first, codes for programs last."""
PATTERNS = {"1": "0.000%", "0-100": "0.00"}
"""Unit of a section's figure → its number format, whole numbers otherwise."""
