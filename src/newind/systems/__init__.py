"""Measures and diagnoses: six characteristics and four systems (S1 to S4)."""
