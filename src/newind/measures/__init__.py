"""Indicators of the six characteristics and four systems (S1 to S4): registry, measuring, readings."""
