"""Fixed words and formats of the workbook, in English and Chinese."""

from __future__ import annotations

from newind.messages import Text, message_group

TEXTS: dict[str, Text] = message_group("documents.booktexts.texts")
FIGURES = (
    "region", "region_label", "industry", "industry_label", "partner", "partner_label", "year", "indicator",
    "indicator_label", "value", "unit", "status", "note",
)  # fmt: skip
PATTERNS = {"1": "0.000%", "0-100": "0.00"}
"""Unit of a section's figure → its number format, whole numbers otherwise."""
WIDTHS = {
    "region_label": 18,
    "industry_label": 30,
    "partner_label": 18,
    "indicator": 34,
    "indicator_label": 40,
    "note": 50,
}
