"""The composite index of an economy: section of the brief."""
