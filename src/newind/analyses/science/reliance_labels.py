"""Names of the columns of the dependence list and of the table of replacers, in English and Chinese."""

from __future__ import annotations

from newind.messages import message_group

LABELS: dict[str, dict[str, str]] = message_group("science.reliance_labels.labels")
"""Name of each column of the table."""
VALUES: dict[str, dict[str, dict[str, str]]] = message_group("science.reliance_labels.values")
"""Words in columns, in English and Chinese."""
