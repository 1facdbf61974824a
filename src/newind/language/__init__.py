"""Figures, names and parts of sentences as English and Chinese write them."""
